/* SPDX-License-Identifier: MIT */
#include "report_steps.h"

#include <string.h>

#include "report_board.h"
#include "sort.h"

/* Rows of a table before the rest is folded, and rows that get a sentence of their own. */
#define ROWS_MAX 8
#define TOLD_MAX 3

/* What the page is about. */
typedef struct letter {
    bcf_text *page;
    const bcf_run *run;
    bcf_arena *arena;
    const bcf_explain_request *asked;
    const bcf_explanation *told;
} letter;

static const char *six(const letter *of, const bcf_ratio *ratio)
{
    return bcf_wording_grouped(of->arena, bcf_ratio_text(of->arena, ratio, 6, BCF_ROUND_HALF_AWAY));
}

static const char *shown(const letter *of, const bcf_ratio *ratio)
{
    return bcf_wording_exact(of->arena, ratio);
}

static const char *pounds(const letter *of, bcf_money amount)
{
    return bcf_wording_pounds(of->arena, amount, amount.pence % 100 == 0);
}

static const char *unit_text(const letter *of, bcf_money unit)
{
    return unit.pence == 1 ? "1p" : bcf_arena_print(of->arena, "£%s", pounds(of, unit));
}

static void say(const letter *of, const char *words, size_t indent)
{
    bcf_page_add_paragraph(of->page, words, indent);
}

/* A part of a split, and how much of it comes to the area that is explained. */
typedef struct told_split {
    const bcf_explained *step;
    bcf_money comes;
} told_split;

/* The one of which most comes here first; equals in their order. */
static int compare_splits(const void *a, const void *b)
{
    const told_split *one = a;
    const told_split *other = b;
    int order = bcf_money_compare(other->comes, one->comes);
    return order != 0 ? order : (one->step > other->step) - (one->step < other->step);
}

/* What of a part goes on to the area that is explained; all of it where it goes no further. */
static bcf_money comes_of(const letter *of, const bcf_explained *step)
{
    bcf_money comes = {0};
    for (size_t i = 0; i < of->told->step_count && *step->from.code == '\0'; i++) {
        const bcf_explained *next = &of->told->steps[i];
        if (next->kind == BCF_EXPLAINED_SPLIT && strcmp(next->item, step->item) == 0
            && *next->from.code != '\0' && strcmp(next->from.code, step->about.code) == 0) {
            comes = bcf_money_add(comes, next->amount);
        }
    }
    return comes.pence > 0 ? comes : step->amount;
}

/* The splits of a section, in the order in which they matter here. */
static const bcf_explained **splits_of(const letter *of, const bcf_explain_section *section,
                                       size_t *count)
{
    told_split *found = BCF_NEW_ARRAY(of->arena, section->count, told_split);
    *count = 0;
    for (size_t i = section->first; i < section->first + section->count; i++) {
        const bcf_explained *step = &of->told->steps[i];
        if (step->kind == BCF_EXPLAINED_SPLIT) {
            found[(*count)++] = (told_split){step, comes_of(of, step)};
        }
    }
    bcf_sort(found, *count, sizeof *found, compare_splits);
    const bcf_explained **list = BCF_NEW_ARRAY(of->arena, *count, const bcf_explained *);
    for (size_t i = 0; i < *count; i++) {
        list[i] = found[i].step;
    }
    return list;
}

/* "From NHS Rotherham CCG to Rotherham", "Leeds". */
static const char *subject(const letter *of, const bcf_explained *step)
{
    return *step->from.name == '\0'
               ? step->about.name
               : bcf_arena_print(of->arena, "From %s to %s", step->from.name, step->about.name);
}

/* What the rows of a table have in common, and is told above it or not at all. */
typedef struct common {
    bool from;  /* all are out of one amount */
    bool about; /* all go to one area */
    bool sum;   /* all weights are of one sum */
} common;

static common common_of(const bcf_explained *const list[], size_t count)
{
    common all = {true, true, true};
    for (size_t i = 1; i < count; i++) {
        all.from = all.from && strcmp(list[i]->from.code, list[0]->from.code) == 0;
        all.about = all.about && strcmp(list[i]->about.code, list[0]->about.code) == 0;
        all.sum = all.sum && bcf_ratio_compare(list[i]->share->sum, list[0]->share->sum) == 0;
    }
    return all;
}

/* A quota, whole where it is. */
static const char *quota_text(const letter *of, const bcf_account *account)
{
    return bcf_ratio_ends_within(account->quota, 6) ? shown(of, account->quota)
                                                    : six(of, account->quota);
}

#define SPLIT_COLUMNS 9

static void add_split_row(bcf_page_table *table, const letter *of, const bcf_explained *step,
                          bcf_status worst, common all)
{
    const bcf_explained_share *share = step->share;
    const bcf_account *account = &share->account;
    bool is_out = *step->from.name != '\0';
    const char *const cells[SPLIT_COLUMNS] = {
        is_out && !all.from ? step->from.name : "",
        is_out && all.about && !all.from ? "" : step->about.name,
        is_out && !all.from ? pounds(of, share->split->whole) : "",
        shown(of, share->weight),
        all.sum ? "" : shown(of, share->sum),
        quota_text(of, account),
        share->odd_units == 0
            ? ""
            : bcf_arena_print(of->arena, "%zu of %zu", account->rank, share->count),
        share->odd_units == 0 ? "" : bcf_arena_print(of->arena, "%zu", share->odd_units),
        bcf_wording_marked(of->arena, pounds(of, step->amount), step->status, worst),
    };
    bcf_page_table_row(table, cells);
}

/* What is not shown, and what all comes to. */
static void add_split_totals(bcf_page_table *table, const letter *of,
                             const bcf_explained *const list[], size_t count,
                             const bcf_explain_section *section, common all)
{
    bcf_money rest = {0};
    bcf_money sum = {0};
    for (size_t i = 0; i < count; i++) {
        sum = bcf_money_add(sum, list[i]->amount);
        rest = i < ROWS_MAX ? rest : bcf_money_add(rest, list[i]->amount);
    }
    size_t first = all.from || *list[0]->from.name == '\0' ? 1 : 0;
    const char *cells[SPLIT_COLUMNS] = {"", "", "", "", "", "", "", "", ""};
    if (count > ROWS_MAX) {
        cells[first] = bcf_arena_print(of->arena, "%zu other%s", count - ROWS_MAX,
                                       count == ROWS_MAX + 1 ? "" : "s");
        cells[8] =
            bcf_wording_marked(of->arena, pounds(of, rest), section->status, section->status);
        bcf_page_table_row(table, cells);
    }
    cells[first] = "Together";
    cells[8] = bcf_wording_marked(of->arena, pounds(of, sum), section->status, section->status);
    bcf_page_table_total(table, cells);
}

static void add_splits(const letter *of, const bcf_explain_section *section,
                       const bcf_explained *const list[], size_t count)
{
    const bcf_page_column columns[SPLIT_COLUMNS] = {
        {"Out of", BCF_PAGE_LEFT},     {"To", BCF_PAGE_LEFT},
        {"Its £", BCF_PAGE_RIGHT},     {section->weighting, BCF_PAGE_RIGHT},
        {section->of, BCF_PAGE_RIGHT}, {"Quota £", BCF_PAGE_RIGHT},
        {"Rank", BCF_PAGE_RIGHT},      {"Served", BCF_PAGE_RIGHT},
        {"Gets £", BCF_PAGE_RIGHT},
    };
    common all = common_of(list, count);
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, SPLIT_COLUMNS);
    for (size_t i = 0; i < count && i < ROWS_MAX; i++) {
        add_split_row(table, of, list[i], section->status, all);
    }
    add_split_totals(table, of, list, count, section, all);
    bcf_text_add_char(of->page, '\n');
    bcf_page_add_table(of->page, table);
    bool has_odd = false;
    for (size_t i = 0; i < count; i++) {
        has_odd = has_odd || list[i]->share->odd_units > 0;
    }
    if (has_odd) {
        say(of,
            "The rank is that of the remainder, the largest first; so many as are served get one "
            "unit more.",
            0);
    }
}

/* Decimals that tell the last one served from the next, where they are not equal. */
#define CLOSE_PLACES 12

/* Why of two equal remainders one is served; "" where they differ. */
static const char *tie_words(const bcf_explained_share *share)
{
    if (bcf_ratio_compare(share->cut_off, share->next_left) != 0) {
        return "";
    }
    return share->split->tie == BCF_TIE_EARLIER_PLACE
               ? " (equal: the part that comes first is served first)"
               : " (equal: the larger weight is served first, then the lower code)";
}

/* Who got the odd units of a split, and who came next; once for those of one split. */
static const char *cut_off_words(const letter *of, const bcf_explained_share *share)
{
    bcf_arena *arena = of->arena;
    const char *last = six(of, share->cut_off);
    const char *next = "";
    if (share->next_left != NULL) {
        const char *left = six(of, share->next_left);
        if (strcmp(last, left) == 0 && *tie_words(share) == '\0') {
            last = bcf_ratio_text(arena, share->cut_off, CLOSE_PLACES, BCF_ROUND_DOWN);
            left = bcf_ratio_text(arena, share->next_left, CLOSE_PLACES, BCF_ROUND_DOWN);
        }
        next = bcf_arena_print(arena, "; next would have been %s, with %s%s", share->next.name,
                               left, tie_words(share));
    }
    const char *unit = unit_text(of, share->split->unit);
    const char *units =
        share->odd_units == 1
            ? bcf_arena_print(arena, "%s is left over; it goes to the largest remainder", unit)
            : bcf_arena_print(
                arena, "%zu x %s are left over; they go, one each, to the largest remainders",
                share->odd_units, unit);
    return bcf_arena_print(arena,
                           "When all %zu are rounded down, %s. The last one served is %s, with "
                           "%s%s.",
                           share->count, units, share->last.name, last, next);
}

/* "the largest", "the 22nd largest". */
static const char *ordinal(const letter *of, size_t number)
{
    if (number == 1) {
        return "the largest";
    }
    size_t tens = number % 100 / 10;
    const char *end = tens == 1          ? "th"
                      : number % 10 == 1 ? "st"
                      : number % 10 == 2 ? "nd"
                      : number % 10 == 3 ? "rd"
                                         : "th";
    return bcf_arena_print(of->arena, "the %zu%s largest", number, end);
}

static const char *odd_words(const letter *of, const bcf_explained *step,
                             const bcf_explained *before)
{
    const bcf_explained_share *share = step->share;
    const bcf_account *account = &share->account;
    bool is_told = before != NULL && before->share->split == share->split;
    return bcf_arena_print(of->arena,
                           "%s%sHere the remainder is %s, %s of %zu, and %zu %s served: it gets "
                           "%s.",
                           is_told ? "" : cut_off_words(of, share), is_told ? "" : " ",
                           six(of, account->remainder), ordinal(of, account->rank), share->count,
                           share->odd_units, share->odd_units == 1 ? "is" : "are",
                           account->is_served ? unit_text(of, share->split->unit) : "none");
}

/* One part of a split in sentences: the sum, and the odd unit. */
static void tell_split(const letter *of, const bcf_explained *step, const bcf_explained *before)
{
    const bcf_explained_share *share = step->share;
    const bcf_account *account = &share->account;
    const char *whole =
        share->split->unit.pence == 100
            ? "whole pounds"
            : bcf_arena_print(of->arena, "whole units of %s", unit_text(of, share->split->unit));
    const char *sum =
        bcf_arena_print(of->arena, "%s: £%s = £%s, a share of %s (exactly %s).", subject(of, step),
                        step->sum, quota_text(of, account), six(of, account->share),
                        bcf_ratio_exact_text(of->arena, account->share));
    const char *odd =
        share->odd_units == 0
            ? bcf_arena_print(of->arena, "All %zu are %s already: nothing is left over.",
                              share->count, whole)
            : bcf_arena_print(of->arena, "Rounded down to %s, that is £%s. %s", whole,
                              pounds(of, account->rounded_down), odd_words(of, step, before));
    bcf_text_add_char(of->page, '\n');
    say(of,
        bcf_arena_print(of->arena, "%s %s So it gets £%s%s.", sum, odd, pounds(of, step->amount),
                        bcf_wording_mark(step->status)),
        0);
}

/* Where an input stands: " (table indicators, line 12, published)". */
static const char *where(const letter *of, const bcf_explained *step)
{
    if (!step->has_table) {
        return "";
    }
    const char *line = step->line == 0 ? "" : bcf_arena_print(of->arena, ", line %d", step->line);
    const char *status = bcf_status_text(step->status);
    return bcf_arena_print(of->arena, " (table %s%s%s%s)", bcf_table_name(step->table), line,
                           *status == '\0' ? "" : ", ", status);
}

static bool is_shown_input(const bcf_explained *step)
{
    return step->kind == BCF_EXPLAINED_INPUT || step->kind == BCF_EXPLAINED_FORMULA
           || step->kind == BCF_EXPLAINED_TEST || step->kind == BCF_EXPLAINED_RANK;
}

/* ": 260 / 500 x 100 = 52", ": £12.00", or nothing. */
static const char *value_text(const letter *of, const bcf_explained *step)
{
    const char *figure = step->figure == NULL ? "" : shown(of, step->figure);
    if (*step->sum != '\0') {
        return bcf_arena_print(of->arena, ": %s%s%s", step->sum, *figure == '\0' ? "" : " = ",
                               figure);
    }
    if (step->has_amount) {
        return bcf_arena_print(of->arena, ": £%s", pounds(of, step->amount));
    }
    return step->figure == NULL ? "" : bcf_arena_print(of->arena, ": %s", figure);
}

/* Whose figure it is, where that is not said anyway. */
static const char *owner(const letter *of, const bcf_explained *step)
{
    const char *own = bcf_scope_code(of->run->figures->areas, of->asked->scope);
    bool is_named =
        *step->from.code == '\0' && *step->about.code != '\0' && strcmp(step->about.code, own) != 0;
    return is_named || step->kind == BCF_EXPLAINED_RANK
               ? bcf_arena_print(of->arena, "%s, ", step->about.name)
               : "";
}

/* A line for a step that is no split. */
static void tell_step(const letter *of, const bcf_explained *step)
{
    if (step->kind == BCF_EXPLAINED_PAYMENT) {
        say(of,
            bcf_arena_print(of->arena, "- %s. So %s%s.", step->sum, step->what,
                            bcf_wording_mark(step->status)),
            2);
        return;
    }
    say(of,
        bcf_arena_print(of->arena, "- %s%s%s%s%s%s%s%s", owner(of, step), step->what,
                        value_text(of, step), bcf_wording_mark(step->status),
                        *step->result == '\0' ? "" : " -> ",
                        bcf_wording_spoken(of->arena, step->result), where(of, step),
                        step->is_extra ? " [tested]" : ""),
        2);
}

static bool is_same(bcf_explained_area a, bcf_explained_area b)
{
    return strcmp(a.code, b.code) == 0;
}

/* True if the step is about nobody, or about a split with a sentence of its own on the page. */
static bool is_told(const bcf_explained *step, const bcf_explained *const list[], size_t count)
{
    bool is_its = *step->about.code == '\0' || step->kind == BCF_EXPLAINED_RANK;
    for (size_t i = 0; i < count; i++) {
        const bcf_explained *split = list[i];
        is_its = is_its || (is_same(step->about, split->about) && *step->from.code == '\0')
                 || (is_same(step->about, split->from) && *step->from.code == '\0')
                 || (is_same(step->about, split->about) && is_same(step->from, split->from))
                 || (is_same(step->about, split->from) && is_same(step->from, split->about));
    }
    return is_its;
}

static void add_more(const letter *of, size_t more)
{
    if (more > 0) {
        say(of,
            bcf_arena_print(of->arena, "- and %s more, each with its line in the rows (-f csv).",
                            bcf_wording_things(of->arena, more, "figure")),
            2);
    }
}

/* The figures behind the splits that are shown: where each stands. */
static void add_inputs(const letter *of, const bcf_explain_section *section,
                       const bcf_explained *const list[], size_t count)
{
    size_t more = 0;
    bool is_first = true;
    for (size_t i = section->first; i < section->first + section->count; i++) {
        const bcf_explained *step = &of->told->steps[i];
        if (!is_shown_input(step)) {
            continue;
        }
        if (!of->asked->with_all && (step->is_detail || !is_told(step, list, count))) {
            more++;
            continue;
        }
        if (is_first) {
            bcf_text_add_char(of->page, '\n');
            say(of, "The figures, and where they stand:", 0);
            is_first = false;
        }
        tell_step(of, step);
    }
    add_more(of, more);
}

static void add_split_section(const letter *of, const bcf_explain_section *section)
{
    size_t count = 0;
    const bcf_explained **list = splits_of(of, section, &count);
    size_t told = of->asked->wanted == NULL ? 1 : TOLD_MAX;
    told = told < count ? told : count;
    for (size_t i = 0; i < told; i++) {
        tell_split(of, list[i], i == 0 ? NULL : list[i - 1]);
    }
    if (count > 1) {
        add_splits(of, section, list, count);
    }
    add_inputs(of, section, list, told);
}

static void add_sum_section(const letter *of, const bcf_explain_section *section)
{
    static const bcf_page_column columns[] = {
        {"Part of the fund", BCF_PAGE_LEFT},
        {"To be explained by", BCF_PAGE_LEFT},
        {"£", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 3);
    const char *code =
        bcf_wording_quoted(of->arena, bcf_scope_code(of->run->figures->areas, of->asked->scope));
    for (size_t i = section->first; i < section->first + section->count; i++) {
        const bcf_explained *step = &of->told->steps[i];
        const char *amount =
            bcf_wording_marked(of->arena, pounds(of, step->amount), step->status, section->status);
        if (i + 1 == section->first + section->count) {
            bcf_page_table_total(table, (const char *[]){step->what, "", amount});
            continue;
        }
        const char *component = step->rule + strlen("component ");
        bcf_page_table_row(table, (const char *[]){step->what,
                                                   bcf_arena_print(of->arena, "bcf explain %s %s",
                                                                   code, component),
                                                   amount});
    }
    bcf_page_add_table(of->page, table);
}

static void add_words_section(const letter *of, const bcf_explain_section *section)
{
    size_t more = 0;
    for (size_t i = section->first; i < section->first + section->count; i++) {
        const bcf_explained *step = &of->told->steps[i];
        if (step->is_detail && !of->asked->with_all) {
            more++;
        } else {
            tell_step(of, step);
        }
    }
    add_more(of, more);
}

static void add_section(const letter *of, const bcf_explain_section *section)
{
    bcf_page_add_heading(of->page, section->title);
    if (*section->rule != '\0') {
        say(of, section->rule, 0);
    }
    switch (section->kind) {
    case BCF_SECTION_SPLIT:
        add_split_section(of, section);
        return;
    case BCF_SECTION_SUM:
        add_sum_section(of, section);
        return;
    case BCF_SECTION_WORDS:
        add_words_section(of, section);
        return;
    }
    BCF_UNREACHABLE("a section of no kind");
}

/* The tables that the explanation rests on, a line each. */
static void add_sources(const letter *of)
{
    bool is_told[BCF_TABLE_COUNT] = {false};
    bool is_first = true;
    for (size_t i = 0; i < of->told->step_count; i++) {
        const bcf_explained *step = &of->told->steps[i];
        if (!step->has_table || is_told[step->table]) {
            continue;
        }
        is_told[step->table] = true;
        if (is_first) {
            bcf_page_add_heading(of->page, "Where the figures come from");
            is_first = false;
        }
        const bcf_table *table = &of->run->tables->table[step->table];
        say(of,
            bcf_arena_print(of->arena, "- %s: %s, %s (%s)", bcf_table_name(step->table),
                            bcf_report_manifest(of->run, step->table, "publisher"),
                            bcf_report_manifest(of->run, step->table, "title"),
                            bcf_status_text(table->status)),
            2);
    }
}

static bcf_status worst_of(const bcf_explanation *told)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < told->step_count; i++) {
        worst = bcf_status_worst(worst, told->steps[i].status);
    }
    return worst;
}

static void add_closing(const letter *of)
{
    const bcf_run *run = of->run;
    const bcf_explanation *told = of->told;
    bcf_report_basis basis = !told->has_payments ? BCF_RESTS_ON_ALLOCATION
                             : told->has_fund    ? BCF_RESTS_ON_EVERYTHING
                                                 : BCF_RESTS_ON_RELEASE;
    add_sources(of);
    bcf_report_add_status(of->page, run, worst_of(told), basis);
    bcf_report_add_readings(of->page, bcf_report_explain_readings(run, of->asked, told));
    const char *code =
        bcf_wording_quoted(of->arena, bcf_scope_code(run->figures->areas, of->asked->scope));
    const char *words = of->asked->wanted == NULL
                            ? bcf_arena_print(of->arena, "explain %s", code)
                            : bcf_arena_print(of->arena, "explain %s %s", code,
                                              bcf_wording_quoted(of->arena, of->asked->wanted));
    bcf_next next[3];
    size_t count = 0;
    if (of->asked->item->kind == BCF_EXPLAIN_EARMARK) {
        const char *component = run->policy->earmarks[of->asked->item->index].component;
        next[count++] = (bcf_next){bcf_arena_print(of->arena, "explain %s %s", code, component),
                                   "what it gets of the component"};
    }
    next[count++] = (bcf_next){bcf_arena_print(of->arena, "%s --all", words),
                               "also what was tested and did not hold"};
    next[count++] = (bcf_next){bcf_arena_print(of->arena, "%s -f csv", words),
                               "a row a step, for a spreadsheet"};
    bcf_report_add_notes(of->page, run);
    bcf_report_add_next(of->page, run, next, count);
}

void bcf_report_explain_page(bcf_text *page, const bcf_run *run, const bcf_explain_request *asked)
{
    const bcf_areas *areas = run->figures->areas;
    letter of = {.page = page,
                 .run = run,
                 .arena = run->arena,
                 .asked = asked,
                 .told = bcf_explain(run->arena, run, asked->scope, asked->item, asked->with_all)};
    if (of.told->has_payments && run->policy->performance->notice != NULL) {
        say(&of, bcf_arena_print(of.arena, "%s.", run->policy->performance->notice), 0);
        bcf_text_add_char(page, '\n');
    }
    bcf_report_add_opening(page, run,
                           bcf_arena_print(of.arena, "%s (%s, %s): why it gets what it gets",
                                           bcf_scope_name(areas, asked->scope),
                                           bcf_scope_kind_text(asked->scope.kind),
                                           bcf_scope_code(areas, asked->scope)));
    if (of.told->has_payments) {
        bcf_report_add_unpaid(page, run, asked->scope);
    }
    for (size_t i = 0; i < of.told->section_count; i++) {
        add_section(&of, &of.told->sections[i]);
    }
    add_closing(&of);
}

/* SPDX-License-Identifier: MIT */
#include "report_spread.h"

#include <string.h>

#include "report_payments.h"
#include "sort.h"

/* Rows of a table before the rest is folded. */
#define ROWS_MAX 10

/* What the page is about. */
typedef struct spread {
    bcf_text *page;
    const bcf_sweep *sweep;
    const bcf_run *run;
    bcf_arena *arena;
    bcf_scope scope;
    bool is_all;
    bool has_release; /* and it is the scope's */
} spread;

static bool is_contributor(bcf_scope scope)
{
    return scope.kind == BCF_SCOPE_CCG || scope.kind == BCF_SCOPE_COUNCIL;
}

static void say(const spread *of, const char *words, size_t indent)
{
    bcf_page_add_paragraph(of->page, words, indent);
}

/* "¶44", "main 93", "section 5": short, for a table. */
static const char *paragraph_of(const spread *of, const bcf_sweep_value *value)
{
    const bcf_cite *cite = &of->run->policy->settings[value->setting].cite;
    bool is_number = cite->paragraph[0] >= '0' && cite->paragraph[0] <= '9';
    bool is_annex = strcmp(cite->source, "guidance") == 0 && is_number;
    return bcf_arena_print(of->arena, "%s%.*s", is_annex ? "¶" : "",
                           (int)strcspn(cite->paragraph, ";"), cite->paragraph);
}

static const char *value_text(const spread *of, const bcf_sweep_value *value)
{
    const bcf_setting *setting = &of->run->policy->settings[value->setting];
    return bcf_arena_print(of->arena, "%s=%s", setting->id, setting->values[value->value]);
}

static const char *pounds(const spread *of, bcf_money amount, bcf_status status)
{
    return amount.pence == 0
               ? "-"
               : bcf_wording_marked(of->arena, bcf_wording_pounds(of->arena, amount, false), status,
                                    status);
}

static const char *whom(bcf_scope scope)
{
    return scope.kind == BCF_SCOPE_ALL     ? "to all boards together"
           : scope.kind == BCF_SCOPE_BOARD ? "to this board"
           : scope.kind == BCF_SCOPE_CCG   ? "to this CCG"
                                           : "to this council";
}

static void add_most(const spread *of)
{
    const bcf_sweep_value *first = bcf_report_readings_most(of->sweep, of->scope);
    bcf_text_add_char(of->page, '\n');
    if (first == NULL) {
        say(of, "Nothing here hangs on a reading of the guidance.", 0);
        return;
    }
    const bcf_sweep_change *change = bcf_report_readings_change(first, of->scope);
    say(of,
        bcf_arena_print(of->arena,
                        "The paragraph that matters most %s is %s: read as %s, £%s%s is at "
                        "stake.",
                        whom(of->scope), paragraph_of(of, first), value_text(of, first),
                        bcf_wording_pounds(of->arena, change->at_stake, false),
                        bcf_wording_mark(change->status)),
        0);
}

#define ALONE_COLUMNS 8

static void add_ranked(bcf_page_table *table, const spread *of, const bcf_sweep_value *value)
{
    const bcf_sweep_change *change = bcf_report_readings_change(value, of->scope);
    bcf_money allocated = of->is_all ? change->allocated_moved : change->allocated;
    const char *const cells[ALONE_COLUMNS] = {
        change->rank == 0 ? "-" : bcf_arena_print(of->arena, "%zu", change->rank),
        value_text(of, value),
        paragraph_of(of, value),
        pounds(of, allocated, change->status),
        is_contributor(of->scope) ? "" : pounds(of, change->payer_changed, change->status),
        of->has_release ? pounds(of, change->released, change->status) : "",
        of->has_release ? pounds(of, change->held_for_changed, change->status) : "",
        pounds(of, change->at_stake, change->status),
    };
    bcf_page_table_row(table, cells);
}

/* Adds the values of one rank; 0 is those at which nothing is at stake. */
static void add_rank(bcf_page_table *table, const spread *of, size_t rank)
{
    for (size_t i = 0; i < of->sweep->count; i++) {
        const bcf_sweep_value *value = &of->sweep->values[i];
        if (value->no_data == NULL && bcf_report_readings_change(value, of->scope)->rank == rank) {
            add_ranked(table, of, value);
        }
    }
}

static void add_alone(const spread *of)
{
    const bcf_page_column columns[ALONE_COLUMNS] = {
        {"Rank", BCF_PAGE_RIGHT},
        {"Reading", BCF_PAGE_LEFT},
        {"Paragraph", BCF_PAGE_LEFT},
        {of->is_all ? "Between boards £" : "Allocated £", BCF_PAGE_RIGHT},
        {"Other payer £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT},
        {"Held otherwise £", BCF_PAGE_RIGHT},
        {"At stake £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, ALONE_COLUMNS);
    for (size_t rank = 1; rank <= of->sweep->count; rank++) {
        add_rank(table, of, rank);
    }
    add_rank(table, of, 0);
    bcf_page_add_heading(of->page, "Each reading alone, against those of this run");
    bcf_page_add_table(of->page, table);
    say(of,
        "Other payer: what a board gets in either case, of another contributor. Held otherwise: "
        "held in either case, for another reason. At stake is all of a line together; a pound can "
        "move in more than one way, and then counts in each.",
        0);
}

static void add_absent(const spread *of)
{
    bool is_first = true;
    for (size_t i = 0; i < of->sweep->count; i++) {
        const bcf_sweep_value *value = &of->sweep->values[i];
        if (value->no_data == NULL) {
            continue;
        }
        if (is_first) {
            bcf_page_add_heading(of->page, "No data");
            is_first = false;
        }
        say(of,
            bcf_arena_print(of->arena, "- %s (%s): no data: %s", value_text(of, value),
                            paragraph_of(of, value),
                            bcf_report_readings_no_data(of->run, value->no_data)),
            2);
    }
}

/* Of what most is gained and lost. */
typedef enum gaining {
    BOARDS_ALLOCATED = 1,
    CCGS_ALLOCATED,
    BOARDS_RELEASED,
} gaining;

static bcf_scope area_of(gaining what, size_t i)
{
    return (bcf_scope){what == CCGS_ALLOCATED ? BCF_SCOPE_CCG : BCF_SCOPE_BOARD, i};
}

static bcf_money change_in(const bcf_sweep_value *value, gaining what, size_t i)
{
    const bcf_sweep_change *change = bcf_report_readings_change(value, area_of(what, i));
    return what == BOARDS_RELEASED ? change->released : change->allocated;
}

/* Who gains or loses most under a value, or "-". */
static const char *extreme(const spread *of, const bcf_sweep_value *value, gaining what,
                           bool is_gain)
{
    const bcf_areas *areas = of->run->figures->areas;
    size_t count = what == CCGS_ALLOCATED ? areas->ccg_count : areas->board_count;
    size_t found = BCF_NOWHERE;
    bcf_money most = {0};
    for (size_t i = 0; i < count; i++) {
        bcf_money change = change_in(value, what, i);
        int order = bcf_money_compare(change, most);
        if (is_gain ? order > 0 : order < 0) {
            most = change;
            found = i;
        }
    }
    return found == BCF_NOWHERE
               ? "-"
               : bcf_arena_print(of->arena, "%s %s", bcf_scope_name(areas, area_of(what, found)),
                                 pounds(of, most, value->nation.status));
}

static void add_extremes(const spread *of)
{
    static const bcf_page_column columns[] = {
        {"Reading", BCF_PAGE_LEFT},
        {"Of", BCF_PAGE_LEFT},
        {"Gains most £", BCF_PAGE_LEFT},
        {"Loses most £", BCF_PAGE_LEFT},
    };
    static const char *const names[] = {"", "allocated", "through CCGs", "released"};
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 4);
    for (size_t i = 0; i < of->sweep->count; i++) {
        const bcf_sweep_value *value = &of->sweep->values[i];
        for (int what = BOARDS_ALLOCATED; value->no_data == NULL && what <= BOARDS_RELEASED;
             what++) {
            const char *gains = extreme(of, value, (gaining)what, true);
            const char *loses = extreme(of, value, (gaining)what, false);
            if (strcmp(gains, "-") != 0 || strcmp(loses, "-") != 0) {
                bcf_page_table_row(
                    table, (const char *[]){value_text(of, value), names[what], gains, loses});
            }
        }
    }
    bcf_page_add_heading(of->page, "Who gains most, who loses most");
    bcf_page_add_table(of->page, table);
}

/* A board, and the reading that matters most to it. */
typedef struct stake {
    size_t board;
    const bcf_sweep_value *value; /* NULL: nothing is at stake */
    bcf_money at_stake;
    bcf_status status;
} stake;

/* The largest first; equals by board. */
static int compare_stakes(const void *a, const void *b)
{
    const stake *one = a;
    const stake *other = b;
    int order = bcf_money_compare(other->at_stake, one->at_stake);
    return order != 0 ? order : (one->board > other->board) - (one->board < other->board);
}

static stake *stakes_of(const spread *of, size_t count)
{
    stake *list = BCF_NEW_ARRAY(of->arena, count, stake);
    for (size_t i = 0; i < count; i++) {
        bcf_scope board = {BCF_SCOPE_BOARD, i};
        const bcf_sweep_value *most = bcf_report_readings_most(of->sweep, board);
        list[i] = (stake){.board = i, .value = most};
        if (most != NULL) {
            list[i].at_stake = bcf_report_readings_change(most, board)->at_stake;
            list[i].status = bcf_report_readings_change(most, board)->status;
        }
    }
    bcf_sort(list, count, sizeof *list, compare_stakes);
    return list;
}

static void add_board(bcf_page_table *table, const spread *of, const stake *at)
{
    bcf_page_table_row(table,
                       (const char *[]){of->run->figures->areas->boards[at->board].name,
                                        at->value == NULL ? "-" : paragraph_of(of, at->value),
                                        at->value == NULL ? "nothing" : value_text(of, at->value),
                                        pounds(of, at->at_stake, at->status)});
}

static void add_most_of_each(const spread *of)
{
    static const bcf_page_column columns[] = {
        {"Board", BCF_PAGE_LEFT},
        {"Paragraph", BCF_PAGE_LEFT},
        {"Reading", BCF_PAGE_LEFT},
        {"At stake £", BCF_PAGE_RIGHT},
    };
    size_t count = of->run->figures->areas->board_count;
    const stake *list = stakes_of(of, count);
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 4);
    bcf_money all = {0};
    bcf_money rest = {0};
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < count; i++) {
        all = bcf_money_add(all, list[i].at_stake);
        worst = bcf_status_worst(worst, list[i].status);
        if (i < ROWS_MAX || count == ROWS_MAX + 1) {
            add_board(table, of, &list[i]);
        } else {
            rest = bcf_money_add(rest, list[i].at_stake);
        }
    }
    if (count > ROWS_MAX + 1) {
        bcf_page_table_row(
            table, (const char *[]){bcf_arena_print(of->arena, "%zu others", count - ROWS_MAX), "",
                                    "each its own (--all -f csv)", pounds(of, rest, worst)});
    }
    bcf_page_table_total(table, (const char *[]){"Together", "", "", pounds(of, all, worst)});
    bcf_page_add_heading(of->page, "The paragraph that matters most to each board");
    bcf_page_add_table(of->page, table);
}

/* To how many boards each reading matters most. */
static void add_most_by_reading(const spread *of)
{
    static const bcf_page_column columns[] = {
        {"Paragraph", BCF_PAGE_LEFT},
        {"Reading", BCF_PAGE_LEFT},
        {"Matters most to", BCF_PAGE_RIGHT},
        {"At stake there £", BCF_PAGE_RIGHT},
    };
    size_t count = of->run->figures->areas->board_count;
    const stake *list = stakes_of(of, count);
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 4);
    for (size_t i = 0; i < of->sweep->count; i++) {
        size_t boards = 0;
        bcf_money sum = {0};
        bcf_status worst = BCF_STATUS_NONE;
        for (size_t j = 0; j < count; j++) {
            if (list[j].value == &of->sweep->values[i]) {
                boards++;
                sum = bcf_money_add(sum, list[j].at_stake);
                worst = bcf_status_worst(worst, list[j].status);
            }
        }
        if (boards > 0) {
            bcf_page_table_row(table,
                               (const char *[]){paragraph_of(of, &of->sweep->values[i]),
                                                value_text(of, &of->sweep->values[i]),
                                                bcf_wording_things(of->arena, boards, "board"),
                                                pounds(of, sum, worst)});
        }
    }
    bcf_text_add_char(of->page, '\n');
    bcf_page_add_table(of->page, table);
}

static void add_end(const spread *of, const char *what, const bcf_sweep_end *end, bcf_status status)
{
    const char *with = bcf_sweep_combination_text(of->arena, of->sweep, end->combination);
    say(of,
        bcf_arena_print(of->arena, "- %s £%s%s, with %s", what,
                        bcf_wording_pounds(of->arena, end->amount, false), bcf_wording_mark(status),
                        *with == '\0' ? "the readings of this run" : with),
        2);
}

/* What lies between the lowest and the highest released to a board. */
static bcf_money width_of(const spread *of, size_t board)
{
    const bcf_sweep_range *range = &of->sweep->boards[board].released;
    return bcf_money_subtract(range->high.amount, range->low.amount);
}

/* Whose released money the combinations move most, and whose least. */
static void add_widest(const spread *of, bcf_status status)
{
    const bcf_areas *areas = of->run->figures->areas;
    size_t widest = 0;
    size_t narrowest = 0;
    for (size_t i = 1; i < areas->board_count; i++) {
        widest = bcf_money_compare(width_of(of, i), width_of(of, widest)) > 0 ? i : widest;
        narrowest = bcf_money_compare(width_of(of, i), width_of(of, narrowest)) < 0 ? i : narrowest;
    }
    const size_t ends[] = {widest, narrowest};
    for (size_t i = 0; i < 2; i++) {
        const bcf_sweep_range *range = &of->sweep->boards[ends[i]].released;
        say(of,
            bcf_arena_print(
                of->arena, "- %s moved is %s: released £%s%s to £%s%s", i == 0 ? "most" : "least",
                areas->boards[ends[i]].name,
                bcf_wording_pounds(of->arena, range->low.amount, false), bcf_wording_mark(status),
                bcf_wording_pounds(of->arena, range->high.amount, false), bcf_wording_mark(status)),
            2);
    }
}

static void add_ranges(const spread *of, bcf_status status)
{
    const bcf_sweep_ranges *ranges = bcf_report_readings_range(of->sweep, of->scope);
    bcf_page_add_heading(of->page,
                         bcf_arena_print(of->arena, "The range over all %s combinations",
                                         bcf_wording_count(of->arena, of->sweep->combinations)));
    if (!of->is_all) {
        add_end(of, "allocated at least", &ranges->allocated.low, status);
        add_end(of, "allocated at most", &ranges->allocated.high, status);
    }
    if (of->has_release) {
        add_end(of, "released at least", &ranges->released.low, status);
        add_end(of, "released at most", &ranges->released.high, status);
        add_end(of, "held for another reason at most", &ranges->held_for_changed.high, status);
    }
    if (of->is_all && of->has_release) {
        add_widest(of, status);
    }
    if (of->is_all && !of->has_release) {
        say(of, "- nothing is released here, and the fund is as large under each", 2);
    }
    if (of->sweep->refused > 0) {
        say(of,
            bcf_arena_print(of->arena, "%s more cannot be taken together: %s",
                            bcf_wording_count(of->arena, of->sweep->refused),
                            bcf_report_readings_no_data(of->run, of->sweep->why_refused)),
            0);
    }
}

static bcf_status worst_of(const spread *of)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < of->sweep->count; i++) {
        if (of->sweep->values[i].no_data == NULL) {
            worst = bcf_status_worst(
                worst, bcf_report_readings_change(&of->sweep->values[i], of->scope)->status);
        }
    }
    return worst;
}

static void add_next(const spread *of)
{
    const char *code =
        of->is_all
            ? ""
            : bcf_arena_print(
                of->arena, " -a %s",
                bcf_wording_quoted(of->arena, bcf_scope_code(of->run->figures->areas, of->scope)));
    const bcf_sweep_value *most = bcf_report_readings_most(of->sweep, of->scope);
    bcf_next next[4];
    size_t count = 0;
    if (most != NULL) {
        bool is_paid = of->has_release
                       && bcf_report_readings_change(most, of->scope)->released_moved.pence > 0;
        next[count++] =
            (bcf_next){bcf_arena_print(of->arena, "%s%s --set %s", is_paid ? "release" : "allocate",
                                       code, value_text(of, most)),
                       "the figures under that reading"};
    }
    next[count++] = (bcf_next){bcf_arena_print(of->arena, "readings%s -f csv", code),
                               of->is_all ? "each reading alone, for all boards and contributors"
                                          : "each reading alone, for a spreadsheet"};
    next[count++] = (bcf_next){bcf_arena_print(of->arena, "readings%s --all -f csv", code),
                               "the ranges, and what matters most"};
    if (of->is_all) {
        const bcf_areas *areas = of->run->figures->areas;
        const char *largest = areas->boards[stakes_of(of, areas->board_count)[0].board].code;
        next[count++] = (bcf_next){bcf_arena_print(of->arena, "readings -a %s", largest),
                                   "the same for one board"};
    }
    bcf_report_add_next(of->page, of->run, next, count);
}

void bcf_report_readings_page(bcf_text *page, const bcf_sweep *sweep, bcf_scope scope)
{
    const bcf_run *run = sweep->run;
    spread of = {.page = page,
                 .sweep = sweep,
                 .run = run,
                 .arena = run->arena,
                 .scope = scope,
                 .is_all = scope.kind == BCF_SCOPE_ALL,
                 .has_release = run->release != NULL && !is_contributor(scope)};
    if (run->release != NULL) {
        bcf_report_add_notice(page, run);
    }
    bcf_report_add_opening(
        page, run,
        bcf_arena_print(run->arena, "%s: what hangs on each reading", bcf_report_of(run, scope)));
    add_most(&of);
    add_alone(&of);
    add_absent(&of);
    if (of.is_all) {
        add_most_of_each(&of);
        add_most_by_reading(&of);
        add_extremes(&of);
    }
    bcf_status worst = worst_of(&of);
    add_ranges(&of, worst);
    bcf_report_add_status(page, run, worst,
                          run->release != NULL ? BCF_RESTS_ON_EVERYTHING : BCF_RESTS_ON_ALLOCATION);
    bcf_report_add_notes(page, run);
    add_next(&of);
}

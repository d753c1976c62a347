/* SPDX-License-Identifier: MIT */
#include "report_fragile.h"

#include <inttypes.h>

#include "report_board.h"
#include "report_next.h"
#include "report_payments.h"

/* Rows past these many are counted. */
#define LISTED_MAX 15

static const bcf_part *part_of(const bcf_run *run, const bcf_fragile *one)
{
    return &run->policy->performance->parts[one->part];
}

static const bcf_payment *payment_of(const bcf_run *run, const bcf_fragile *one)
{
    return &run->policy->performance->payments[part_of(run, one)->payment];
}

static bcf_money moved_by(const bcf_fragile *one)
{
    return bcf_money_subtract(one->released_after, one->released_before);
}

static bool is_flipped(const bcf_fragile *one, size_t payment)
{
    return (one->before[payment] == BCF_TEST_BELOW) != (one->after[payment] == BCF_TEST_BELOW);
}

/* "2015-04;2015-10"; "" where no test changes its answer. */
static const char *flips_text(const bcf_run *run, const bcf_fragile *one)
{
    const char *list = "";
    for (size_t i = 0; i < run->policy->performance->payment_count; i++) {
        if (is_flipped(one, i)) {
            list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ";",
                                   run->policy->performance->payments[i].id);
        }
    }
    return list;
}

/* What the tests that change their answer say, in the same order. */
static const char *answers_text(const bcf_run *run, const bcf_fragile *one,
                                const bcf_release_test tests[])
{
    const char *list = "";
    for (size_t i = 0; i < run->policy->performance->payment_count; i++) {
        if (is_flipped(one, i)) {
            list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ";",
                                   bcf_release_test_text(tests[i]));
        }
    }
    return list;
}

static void add_columns(bcf_report_rows *rows, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"payment", BCF_SHEET_WORD},     {"metric", BCF_SHEET_WORD},
        {"figure", BCF_SHEET_WORD},      {"period", BCF_SHEET_WORD},
        {"value", BCF_SHEET_FIGURE},     {"revision", BCF_SHEET_FIGURE},
        {"kind", BCF_SHEET_WORD},        {"before", BCF_SHEET_WORD},
        {"after", BCF_SHEET_WORD},       {"moved", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD}, {"flips", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    bcf_report_column(rows, "rank", BCF_SHEET_FIGURE);
    bcf_report_board_columns(rows, with_names, columns, sizeof columns / sizeof columns[0]);
}

/* The test's answer, or what is released. */
static const char *state_text(const bcf_run *run, const bcf_fragile *one,
                              const bcf_release_test tests[], bcf_money released)
{
    switch (one->upset) {
    case BCF_FLIPS_SEVENTY:
        return answers_text(run, one, tests);
    case BCF_MOVES_1000:
        return bcf_wording_plain(run->arena, released);
    }
    BCF_UNREACHABLE("an upset that nobody named");
}

static void add_fragile(bcf_report_rows *rows, const bcf_run *run, const bcf_fragile *one,
                        const char *readings)
{
    bcf_arena *arena = rows->arena;
    bcf_report_cell(rows, payment_of(run, one)->id);
    bcf_report_cell(rows, part_of(run, one)->id);
    bcf_report_cell(rows, bcf_figure_kind_text(one->figure));
    bcf_report_cell(rows, bcf_wording_period(arena, one->period));
    bcf_report_cell(rows, bcf_report_numerator(arena, one->value));
    bcf_report_cell(rows, bcf_arena_print(arena, "%" PRId64, one->revision));
    bcf_report_cell(rows, bcf_upset_text(one->upset));
    bcf_report_cell(rows, state_text(run, one, one->before, one->released_before));
    bcf_report_cell(rows, state_text(run, one, one->after, one->released_after));
    bcf_report_cell(rows, bcf_wording_plain(arena, moved_by(one)));
    bcf_report_cell(rows, bcf_status_text(one->data_status));
    bcf_report_cell(rows, flips_text(run, one));
    bcf_report_cell(rows, readings);
}

/* What every row hangs on: all scores and payments of a board. */
static const char *readings_text(const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        bcf_readings_add_release(readings, part);
    }
    return bcf_readings_text(run->arena, readings);
}

const bcf_sheet *bcf_report_fragile(const bcf_run *run, bcf_scope scope, bool with_names)
{
    const bcf_board *boards = run->figures->areas->boards;
    bcf_fragiles fragiles = bcf_sensitivity_fragiles(run->arena, run);
    const char *readings = readings_text(run);
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, with_names);
    bcf_report_begin(&rows, fragiles.count);
    for (size_t i = 0; i < fragiles.count; i++) {
        const bcf_fragile *one = &fragiles.items[i];
        if (!bcf_scope_has_board(scope, one->board)) {
            continue;
        }
        bcf_report_cell(&rows, bcf_arena_print(run->arena, "%zu", one->rank));
        bcf_report_cell(&rows, boards[one->board].code);
        if (with_names) {
            bcf_report_cell(&rows, boards[one->board].name);
        }
        add_fragile(&rows, run, one, readings);
    }
    return bcf_report_sheet(&rows, "fragile", run);
}

static int64_t size_of(const bcf_fragile *one)
{
    return one->revision < 0 ? -one->revision : one->revision;
}

static const char *figure_text(const bcf_fragile *one)
{
    return one->figure == BCF_FIGURE_ACTUAL ? "actual" : "baseline";
}

static bcf_status worst_of(const bcf_fragiles *fragiles)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < fragiles->count; i++) {
        worst = bcf_status_worst(worst, fragiles->items[i].data_status);
    }
    return worst;
}

#define FRAGILE_COLUMNS 11

/* "2015-04: not below to below", for each test that changes its answer. */
static const char *change_text(const bcf_run *run, const bcf_fragile *one)
{
    bcf_arena *arena = run->arena;
    const char *list = "";
    for (size_t i = 0; i < run->policy->performance->payment_count; i++) {
        if (is_flipped(one, i)) {
            list = bcf_arena_print(arena, "%s%s%s: %s to %s", list, *list == '\0' ? "" : "; ",
                                   run->policy->performance->payments[i].id,
                                   bcf_wording_spoken(arena, bcf_release_test_text(one->before[i])),
                                   bcf_wording_spoken(arena, bcf_release_test_text(one->after[i])));
        }
    }
    return list;
}

/* The board is named where there are others. */
static void add_row(bcf_page_table *table, const bcf_run *run, const bcf_fragile *one, bool is_all,
                    bcf_status worst)
{
    const bcf_board *board = &run->figures->areas->boards[one->board];
    const char *cells[FRAGILE_COLUMNS] = {
        bcf_wording_count(run->arena, one->rank),
        is_all ? board->code : "",
        is_all ? board->name : "",
        payment_of(run, one)->title,
        part_of(run, one)->id,
        figure_text(one),
        bcf_wording_period(run->arena, one->period),
        bcf_report_spoken_numerator(run->arena, one->value),
        bcf_report_steps(run->arena, one->revision),
        bcf_report_marked_pence(run, moved_by(one), one->data_status, worst),
        change_text(run, one),
    };
    bcf_page_table_row(table, cells);
}

static const bcf_page_column fragile_columns[FRAGILE_COLUMNS] = {
    {"Rank", BCF_PAGE_RIGHT},    {"Code", BCF_PAGE_LEFT},       {"Board", BCF_PAGE_LEFT},
    {"Payment", BCF_PAGE_LEFT},  {"Metric", BCF_PAGE_LEFT},     {"Figure", BCF_PAGE_LEFT},
    {"Months", BCF_PAGE_LEFT},   {"Stands at", BCF_PAGE_RIGHT}, {"Revision", BCF_PAGE_RIGHT},
    {"Moves £", BCF_PAGE_RIGHT}, {"70% test", BCF_PAGE_LEFT},
};

static void add_others(bcf_page_table *table, const bcf_run *run, size_t count)
{
    const char *cells[FRAGILE_COLUMNS] = {"", "", "", "", "", "", "", "", "", "", ""};
    cells[4] = bcf_arena_print(run->arena, "and %s others", bcf_wording_count(run->arena, count));
    bcf_page_table_row(table, cells);
}

/* The smallest revisions of one kind. */
static void add_smallest(bcf_text *page, const bcf_run *run, const bcf_fragiles *fragiles,
                         bcf_upset upset, bool is_all, const char *heading)
{
    bcf_page_column columns[FRAGILE_COLUMNS];
    for (size_t i = 0; i < FRAGILE_COLUMNS; i++) {
        columns[i] = fragile_columns[i];
    }
    columns[FRAGILE_COLUMNS - 1].heading =
        bcf_arena_print(run->arena, "%s test", bcf_report_line(run));
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, FRAGILE_COLUMNS);
    bcf_status worst = worst_of(fragiles);
    size_t found = 0;
    for (size_t i = 0; i < fragiles->count; i++) {
        if (fragiles->items[i].upset == upset && found++ < LISTED_MAX) {
            add_row(table, run, &fragiles->items[i], is_all, worst);
        }
    }
    if (found > LISTED_MAX) {
        add_others(table, run, found - LISTED_MAX);
    }
    bcf_page_add_heading(page, heading);
    if (found == 0) {
        bcf_page_add_paragraph(page, "No revision of any one figure does.", 0);
    }
    bcf_page_add_table(page, table);
}

/* How often one figure of a part upsets something. */
typedef struct tally {
    size_t flips;
    size_t flips_by_little; /* by 1% of the figure, or less */
    int64_t smallest_flip;  /* 0: none */
    size_t moves;
    size_t moves_by_one;
} tally;

/* |revision| x 100 <= value */
static bool is_little(bcf_arena *arena, const bcf_fragile *one)
{
    bcf_ratio *share = bcf_ratio_of(arena, size_of(one), 1);
    bcf_ratio_multiply(share, share, bcf_ratio_of(arena, 100, 1));
    return bcf_ratio_compare(share, one->value) <= 0;
}

static void count_fragile(tally *counted, bcf_arena *arena, const bcf_fragile *one)
{
    switch (one->upset) {
    case BCF_FLIPS_SEVENTY:
        counted->flips++;
        counted->flips_by_little += is_little(arena, one);
        if (counted->smallest_flip == 0) {
            counted->smallest_flip = size_of(one); /* they come by size */
        }
        return;
    case BCF_MOVES_1000:
        counted->moves++;
        counted->moves_by_one += size_of(one) == 1;
        return;
    }
    BCF_UNREACHABLE("an upset that nobody named");
}

#define AUDIT_COLUMNS 8

static void audit_cells(const char *cells[AUDIT_COLUMNS], bcf_arena *arena, const tally *counted)
{
    cells[3] = bcf_wording_count(arena, counted->flips);
    cells[4] = bcf_wording_count(arena, counted->flips_by_little);
    cells[5] =
        counted->smallest_flip == 0 ? "" : bcf_wording_count(arena, (size_t)counted->smallest_flip);
    cells[6] = bcf_wording_count(arena, counted->moves);
    cells[7] = bcf_wording_count(arena, counted->moves_by_one);
}

/* The figures of one kind: a row, where any of them upsets anything. */
static void add_audited(bcf_page_table *table, const bcf_run *run, const bcf_fragiles *fragiles,
                        size_t part, bcf_figure_kind figure)
{
    tally counted = {.flips = 0};
    const bcf_fragile *first = NULL;
    for (size_t i = 0; i < fragiles->count; i++) {
        const bcf_fragile *one = &fragiles->items[i];
        if (one->part == part && one->figure == figure) {
            first = first == NULL ? one : first;
            count_fragile(&counted, run->arena, one);
        }
    }
    if (first == NULL) {
        return;
    }
    const char *cells[AUDIT_COLUMNS] = {payment_of(run, first)->title, part_of(run, first)->id,
                                        figure_text(first)};
    audit_cells(cells, run->arena, &counted);
    bcf_page_table_row(table, cells);
}

static void add_audit(bcf_text *page, const bcf_run *run, const bcf_fragiles *fragiles)
{
    static const bcf_page_column columns[AUDIT_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},        {"Metric", BCF_PAGE_LEFT},
        {"Figure", BCF_PAGE_LEFT},         {"Flip the test", BCF_PAGE_RIGHT},
        {"by 1% or less", BCF_PAGE_RIGHT}, {"by as few as", BCF_PAGE_RIGHT},
        {"Move £1,000", BCF_PAGE_RIGHT},   {"by one event", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, AUDIT_COLUMNS);
    tally all = {.flips = 0};
    for (size_t i = 0; i < run->scores->count; i += run->scores->board_count) {
        size_t part = run->scores->items[i].part;
        add_audited(table, run, fragiles, part, BCF_FIGURE_ACTUAL);
        add_audited(table, run, fragiles, part, BCF_FIGURE_BASELINE);
    }
    for (size_t i = 0; i < fragiles->count; i++) {
        count_fragile(&all, run->arena, &fragiles->items[i]);
    }
    const char *cells[AUDIT_COLUMNS] = {"All", "", ""};
    audit_cells(cells, run->arena, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "Which figures to audit first%s",
                                               bcf_wording_mark(worst_of(fragiles))));
    bcf_page_add_table(page, table);
}

/* What was searched, and what was not. */
static void add_searched(bcf_text *page, const bcf_run *run, const bcf_fragiles *fragiles)
{
    const char *words = bcf_arena_print(
        run->arena,
        "Searched: %s figures, one at a time, in whole events up to the figure itself either way; "
        "no revision of %s of them upsets anything. Left out: %s figures published as rates, not "
        "as counts.",
        bcf_wording_count(run->arena, fragiles->figures),
        bcf_wording_count(run->arena, fragiles->unmovable),
        bcf_wording_count(run->arena, fragiles->rates));
    bcf_page_add_paragraph(page, words, 0);
}

/* "put the board's 70% test for April 2015 below the line"; "" where no test changes. */
static const char *flip_words(const bcf_run *run, const bcf_fragile *one)
{
    const bcf_performance *performance = run->policy->performance;
    const char *list = "";
    for (size_t i = 0; i < performance->payment_count; i++) {
        if (is_flipped(one, i)) {
            bool is_below = one->after[i] == BCF_TEST_BELOW;
            list = bcf_arena_print(run->arena, "%s%s%s the board's %s test for %s %s", list,
                                   *list == '\0' ? "" : " and ", is_below ? "put" : "bring",
                                   bcf_report_line(run), performance->payments[i].title,
                                   is_below ? "below the line" : "up to the line");
        }
    }
    return list;
}

static const char *money_words(const bcf_run *run, const bcf_fragile *one)
{
    bcf_money moved = moved_by(one);
    if (moved.pence == 0) {
        return "no released money moves";
    }
    bcf_money size = moved.pence < 0 ? bcf_money_subtract((bcf_money){0}, moved) : moved;
    return bcf_arena_print(run->arena, "£%s %s is released", bcf_report_pence(run, size),
                           moved.pence < 0 ? "less" : "more");
}

/* One revision, as one would say it. */
static void add_words(bcf_text *page, const bcf_run *run, const bcf_fragile *one)
{
    bcf_arena *arena = run->arena;
    const char *flips = flip_words(run, one);
    const char *upset = *flips == '\0'
                            ? money_words(run, one)
                            : bcf_arena_print(arena, "would %s; %s", flips, money_words(run, one));
    bcf_page_add_paragraph(page,
                           bcf_arena_print(arena, "- %s in %s (%s of %s, %s, now %s)%s %s.",
                                           bcf_report_events(arena, run, one->part, one->revision),
                                           bcf_wording_period(arena, one->period), figure_text(one),
                                           part_of(run, one)->id, payment_of(run, one)->title,
                                           bcf_report_spoken_numerator(arena, one->value),
                                           *flips == '\0' ? ":" : "", upset),
                           2);
}

/* True if the row before it in rank said the same of the same figure. */
static bool is_told(const bcf_fragiles *fragiles, size_t place)
{
    const bcf_fragile *one = &fragiles->items[place];
    for (size_t i = 0; i < place; i++) {
        const bcf_fragile *told = &fragiles->items[i];
        if (told->part == one->part && told->board == one->board && told->figure == one->figure
            && told->revision == one->revision) {
            return true;
        }
    }
    return false;
}

static void add_board(bcf_text *page, const bcf_run *run, const bcf_fragiles *fragiles)
{
    if (fragiles->count == 0) {
        return;
    }
    bcf_page_add_heading(page, "In words");
    for (size_t i = 0; i < fragiles->count; i++) {
        if (!is_told(fragiles, i)) {
            add_words(page, run, &fragiles->items[i]);
        }
    }
}

static bcf_fragiles of_scope(bcf_arena *arena, const bcf_fragiles *fragiles, bcf_scope scope)
{
    bcf_fragile *items = BCF_NEW_ARRAY(arena, fragiles->count, bcf_fragile);
    bcf_fragiles own = *fragiles;
    own.items = items;
    own.count = 0;
    for (size_t i = 0; i < fragiles->count; i++) {
        if (bcf_scope_has_board(scope, fragiles->items[i].board)) {
            items[own.count++] = fragiles->items[i];
        }
    }
    return own;
}

static void add_next(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *code = bcf_wording_quoted(run->arena, is_all ? areas->boards[0].code
                                                             : bcf_scope_code(areas, scope));
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, is_all ? "score --fragile -a %s" : "score --next -a %s", code),
         is_all ? "one board's figures in words" : "how far it is to the next pound"},
        {is_all ? "score --next" : "score --fragile",
         is_all                      ? "how far each metric is from its lines"
         : bcf_report_is_nation(run) ? "the nation"
                                     : "the whole dataset"},
    };
    bcf_report_add_next(page, run, next, 2);
}

void bcf_report_fragile_page(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *of = bcf_report_of(run, scope);
    bcf_fragiles all = bcf_sensitivity_fragiles(run->arena, run);
    bcf_fragiles shown = of_scope(run->arena, &all, scope);
    bcf_report_add_notice(page, run);
    bcf_report_add_opening(page, run, bcf_arena_print(run->arena, "%s: fragile figures", of));
    bcf_report_add_authority(page, run);
    if (is_all) {
        add_audit(page, run, &shown);
        add_searched(page, run, &shown);
    }
    add_smallest(page, run, &shown, BCF_FLIPS_SEVENTY, is_all,
                 bcf_arena_print(run->arena, "The smallest revisions that flip the %s test",
                                 bcf_report_line(run)));
    add_smallest(page, run, &shown, BCF_MOVES_1000, is_all,
                 "The smallest revisions that move £1,000");
    if (!is_all) {
        add_board(page, run, &shown);
    }
    bcf_report_add_status(page, run, worst_of(&shown), BCF_RESTS_ON_RELEASE);
    bcf_report_add_event_readings(page, run);
    bcf_report_add_notes(page, run);
    add_next(page, run, scope);
}

/* SPDX-License-Identifier: MIT */
#include "report_score.h"

#include <string.h>

#include "report_payments.h"

/* Exceptions past these many are counted, not listed. */
#define LISTED_MAX 15

static const bcf_score_status statuses[] = {
    BCF_SCORE_ACHIEVED,        BCF_SCORE_PARTLY,       BCF_SCORE_NOT_ACHIEVED,
    BCF_SCORE_NO_AMBITION,     BCF_SCORE_NOT_ASSESSED, BCF_SCORE_DEFINITION_MISMATCH,
    BCF_SCORE_PERIOD_MISMATCH,
};
#define STATUS_COUNT (sizeof statuses / sizeof statuses[0])

static const bcf_part *part_of(const bcf_run *run, const bcf_score *score)
{
    return &run->policy->performance->parts[score->part];
}

static const char *payment_of(const bcf_run *run, const bcf_score *score)
{
    return run->policy->performance->payments[part_of(run, score)->payment].id;
}

static bool is_metric(const bcf_performance *performance, size_t part)
{
    bcf_strand_kind kind = bcf_policy_part_kind(performance, part);
    return kind == BCF_STRAND_METRICS || kind == BCF_STRAND_QUARTERS;
}

/* Six decimals, "" for none: a rate or an achievement as machines read it. */
static const char *figure(bcf_arena *arena, const bcf_ratio *rate)
{
    return rate == NULL ? "" : bcf_ratio_text(arena, rate, 6, BCF_ROUND_HALF_AWAY);
}

static void add_columns(bcf_report_rows *rows, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"payment", BCF_SHEET_WORD},       {"metric", BCF_SHEET_WORD},
        {"definition", BCF_SHEET_WORD},    {"baseline", BCF_SHEET_FIGURE},
        {"ambition", BCF_SHEET_FIGURE},    {"actual", BCF_SHEET_FIGURE},
        {"achievement", BCF_SHEET_FIGURE}, {"status", BCF_SHEET_WORD},
        {"data_status", BCF_SHEET_WORD},   {"readings", BCF_SHEET_WORD},
    };
    bcf_report_board_columns(rows, with_names, columns, sizeof columns / sizeof columns[0]);
}

const bcf_sheet *bcf_report_score(const bcf_run *run, bcf_scope scope, bool with_names)
{
    const bcf_board *boards = run->figures->areas->boards;
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, with_names);
    bcf_report_begin(&rows, run->scores->count);
    const char **readings = bcf_report_part_readings(run, bcf_readings_add_score);
    for (size_t i = 0; i < run->scores->count; i++) {
        const bcf_score *score = &run->scores->items[i];
        if (!bcf_scope_has_board(scope, score->board)) {
            continue;
        }
        bcf_report_cell(&rows, boards[score->board].code);
        if (with_names) {
            bcf_report_cell(&rows, boards[score->board].name);
        }
        bcf_report_cell(&rows, payment_of(run, score));
        bcf_report_cell(&rows, part_of(run, score)->id);
        bcf_report_cell(&rows, score->definition);
        bcf_report_cell(&rows, figure(run->arena, score->baseline));
        bcf_report_cell(&rows, figure(run->arena, score->ambition));
        bcf_report_cell(&rows, figure(run->arena, score->actual));
        bcf_report_cell(&rows, figure(run->arena, score->achievement));
        bcf_report_cell(&rows, bcf_score_status_text(score->status));
        bcf_report_cell(&rows, bcf_status_text(score->data_status));
        bcf_report_cell(&rows, readings[score->part]);
    }
    return bcf_report_sheet(&rows, "score", run);
}

/* Scores counted by status. */
typedef struct tally {
    size_t of[STATUS_COUNT];
    size_t all;
} tally;

static void count_score(tally *counted, bcf_score_status status)
{
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        counted->of[i] += statuses[i] == status;
    }
    counted->all++;
}

#define COUNT_COLUMNS (STATUS_COUNT + 3)

static const bcf_page_column count_columns[COUNT_COLUMNS] = {
    {"", BCF_PAGE_LEFT},
    {"", BCF_PAGE_LEFT},
    {"Achieved", BCF_PAGE_RIGHT},
    {"Partly", BCF_PAGE_RIGHT},
    {"Not achieved", BCF_PAGE_RIGHT},
    {"No ambition", BCF_PAGE_RIGHT},
    {"Not assessed", BCF_PAGE_RIGHT},
    {"Other definition", BCF_PAGE_RIGHT},
    {"Other months", BCF_PAGE_RIGHT},
    {"All", BCF_PAGE_RIGHT},
};

/* A column is left out where all of it is nothing. */
static void fill_counts(const char *cells[COUNT_COLUMNS], bcf_arena *arena, const tally *counted,
                        const tally *all)
{
    for (size_t i = 0; i < STATUS_COUNT; i++) {
        cells[2 + i] = all->of[i] == 0 ? "" : bcf_wording_count(arena, counted->of[i]);
    }
    cells[COUNT_COLUMNS - 1] = bcf_wording_count(arena, counted->all);
}

void bcf_report_add_score_counts(bcf_text *page, const bcf_run *run)
{
    const bcf_performance *performance = run->policy->performance;
    tally *by_part = BCF_NEW_ARRAY(run->arena, performance->part_count, tally);
    tally all = {.all = 0};
    for (size_t i = 0; i < run->scores->count; i++) {
        count_score(&by_part[run->scores->items[i].part], run->scores->items[i].status);
        count_score(&all, run->scores->items[i].status);
    }
    bcf_page_column columns[COUNT_COLUMNS];
    memcpy(columns, count_columns, sizeof columns);
    columns[0].heading = "Payment";
    columns[1].heading = "Metric";
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, COUNT_COLUMNS);
    const char *cells[COUNT_COLUMNS];
    for (size_t part = 0; part < performance->part_count; part++) {
        if (is_metric(performance, part)) {
            cells[0] = performance->payments[performance->parts[part].payment].title;
            cells[1] = performance->parts[part].id;
            fill_counts(cells, run->arena, &by_part[part], &all);
            bcf_page_table_row(table, cells);
        }
    }
    cells[0] = "All";
    cells[1] = "";
    fill_counts(cells, run->arena, &all, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_table(page, table);
    if (all.of[STATUS_COUNT - 2] + all.of[STATUS_COUNT - 1] > 0) {
        bcf_page_add_paragraph(
            page,
            "Other definition, other months: planned and counted by different definitions, "
            "or over months that are not the payment's.",
            0);
    }
}

/* Where the plan and the data cannot be compared, or nothing was promised: for somebody to mend. */
static bool is_exception(bcf_score_status status)
{
    return status == BCF_SCORE_NO_AMBITION || status == BCF_SCORE_DEFINITION_MISMATCH
           || status == BCF_SCORE_PERIOD_MISMATCH;
}

/* What is in the way of a score, in a few words. "" where there is a score. */
static const char *why_not(const bcf_run *run, const bcf_score *score)
{
    switch (score->status) {
    case BCF_SCORE_ACHIEVED:
    case BCF_SCORE_PARTLY:
    case BCF_SCORE_NOT_ACHIEVED:
        return "";
    case BCF_SCORE_NO_AMBITION:
        return "no better than now";
    case BCF_SCORE_DEFINITION_MISMATCH:
        return "other definition";
    case BCF_SCORE_PERIOD_MISMATCH:
        return "other months";
    case BCF_SCORE_NOT_ASSESSED:
        break;
    }
    size_t place = score->board * run->policy->performance->part_count + score->part;
    bool is_planned = run->figures->ambitions[place] != NULL;
    return is_planned ? "no row in outturn" : "no row in ambitions";
}

/* The same as a sentence: for somebody to mend. */
static const char *what_to_mend(bcf_score_status status)
{
    switch (status) {
    case BCF_SCORE_ACHIEVED:
    case BCF_SCORE_PARTLY:
    case BCF_SCORE_NOT_ACHIEVED:
    case BCF_SCORE_NOT_ASSESSED:
        return "";
    case BCF_SCORE_NO_AMBITION:
        return "ambition no better than the baseline";
    case BCF_SCORE_DEFINITION_MISMATCH:
        return "planned and counted by other definitions";
    case BCF_SCORE_PERIOD_MISMATCH:
        return "figures not of the payment's months";
    }
    BCF_UNREACHABLE("a score without a status");
}

static void add_exceptions(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Board", BCF_PAGE_LEFT},          {"", BCF_PAGE_LEFT},
        {"Payment", BCF_PAGE_LEFT},        {"Metric", BCF_PAGE_LEFT},
        {"Why not scored", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 5);
    size_t found = 0;
    for (size_t i = 0; i < run->scores->count; i++) {
        const bcf_score *score = &run->scores->items[i];
        if (!is_exception(score->status) || found++ >= LISTED_MAX) {
            continue;
        }
        const bcf_board *board = &run->figures->areas->boards[score->board];
        bcf_page_table_row(table,
                           (const char *[]){board->code, board->name, payment_of(run, score),
                                            part_of(run, score)->id, what_to_mend(score->status)});
    }
    if (found == 0) {
        return;
    }
    bcf_page_add_heading(page, "To be mended before the money can move");
    bcf_page_add_table(page, table);
    if (found > LISTED_MAX) {
        bcf_page_add_paragraph(
            page, bcf_arena_print(run->arena, "and %zu others", found - LISTED_MAX), 0);
    }
}

static void add_boards(bcf_text *page, const bcf_run *run)
{
    const bcf_areas *areas = run->figures->areas;
    tally *boards = BCF_NEW_ARRAY(run->arena, areas->board_count, tally);
    tally all = {.all = 0};
    for (size_t i = 0; i < run->scores->count; i++) {
        count_score(&boards[run->scores->items[i].board], run->scores->items[i].status);
        count_score(&all, run->scores->items[i].status);
    }
    bcf_page_column columns[COUNT_COLUMNS];
    memcpy(columns, count_columns, sizeof columns);
    columns[0].heading = "Code";
    columns[1].heading = "Board";
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, COUNT_COLUMNS);
    const char *cells[COUNT_COLUMNS];
    for (size_t board = 0; board < areas->board_count; board++) {
        cells[0] = areas->boards[board].code;
        cells[1] = areas->boards[board].name;
        fill_counts(cells, run->arena, &boards[board], &all);
        bcf_page_table_row(table, cells);
    }
    cells[0] = "";
    cells[1] = bcf_arena_print(run->arena, "%s: %s boards", bcf_report_everybody(run),
                               bcf_wording_count(run->arena, areas->board_count));
    fill_counts(cells, run->arena, &all, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "Each board's scores%s",
                                               bcf_wording_mark(bcf_report_scores_status(run))));
    bcf_page_add_table(page, table);
}

/* Scale and direction: read off the metric, or off the local definition; false for neither. */
static bool measure_of(const bcf_run *run, const bcf_score *score, bcf_measure *measure)
{
    return bcf_score_measure(measure, run->arena, run->figures, score->part, score->board,
                             score->definition);
}

/* "per cent", "100,000", "score": what a rate is per; admissions are counted, not rated. */
static const char *per_text(const bcf_run *run, const bcf_score *score)
{
    bcf_measure measure;
    if (run->admissions != NULL || !measure_of(run, score, &measure)) {
        return "";
    }
    return measure.scale == 100 ? "per cent"
           : measure.scale == 1 ? "score"
                                : bcf_wording_count(run->arena, (size_t)measure.scale);
}

static const char *better_text(const bcf_run *run, const bcf_score *score)
{
    bcf_measure measure;
    return !measure_of(run, score, &measure)    ? "not described"
           : measure.better == BCF_BETTER_LOWER ? "lower is better"
                                                : "higher is better";
}

/* Definitions are free text, and long: below the table, not in it. */
static void add_definitions(bcf_text *page, const bcf_run *run, size_t board)
{
    bcf_page_add_heading(page, "Measured as");
    for (size_t i = 0; i < run->scores->count; i++) {
        const bcf_score *score = &run->scores->items[i];
        if (score->board == board && *score->definition != '\0') {
            bcf_page_add_paragraph(page,
                                   bcf_arena_print(run->arena, "- %s, %s: %s (%s)",
                                                   payment_of(run, score), part_of(run, score)->id,
                                                   score->definition, better_text(run, score)),
                                   2);
        }
    }
}

#define SCORE_COLUMNS 9

static void add_score(bcf_page_table *table, const bcf_run *run, const bcf_score *score)
{
    const char *spoken = bcf_wording_spoken(run->arena, bcf_score_status_text(score->status));
    const char *status =
        bcf_arena_print(run->arena, "%s%s", spoken, bcf_wording_mark(score->data_status));
    bcf_page_table_row(
        table, (const char *[SCORE_COLUMNS]){payment_of(run, score), part_of(run, score)->id,
                                             per_text(run, score),
                                             bcf_wording_rate(run->arena, score->baseline),
                                             bcf_wording_rate(run->arena, score->ambition),
                                             bcf_wording_rate(run->arena, score->actual),
                                             bcf_wording_per_cent(run->arena, score->achievement),
                                             status, why_not(run, score)});
}

void bcf_report_add_scores(bcf_text *page, const bcf_run *run, size_t board)
{
    static const bcf_page_column columns[SCORE_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT},
        {"Per", BCF_PAGE_LEFT},
        {"Baseline", BCF_PAGE_RIGHT},
        {"Ambition", BCF_PAGE_RIGHT},
        {"Actual", BCF_PAGE_RIGHT},
        {"Achieved", BCF_PAGE_RIGHT},
        {"Status", BCF_PAGE_LEFT},
        {"Why not scored", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, SCORE_COLUMNS);
    for (size_t i = 0; i < run->scores->count; i++) {
        if (run->scores->items[i].board == board) {
            add_score(table, run, &run->scores->items[i]);
        }
    }
    bcf_page_add_heading(page, "From baseline to ambition");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(page,
                           "Achieved: (baseline - actual) / (baseline - ambition), signs turned "
                           "where higher is better; shown uncapped, paid between 0 and 100%.",
                           0);
    add_definitions(page, run, board);
}

bcf_status bcf_report_scores_status(const bcf_run *run)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < run->scores->count; i++) {
        worst = bcf_status_worst(worst, run->scores->items[i].data_status);
    }
    return worst;
}

static void add_next(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *code = bcf_wording_quoted(run->arena, is_all ? areas->boards[0].code
                                                             : bcf_scope_code(areas, scope));
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "%s -a %s", is_all ? "score" : "release", code),
         is_all ? "one board's scores and what is missing" : "what these scores release"},
        {is_all ? "release" : "score", is_all                      ? "what these scores release"
                                       : bcf_report_is_nation(run) ? "the nation"
                                                                   : "the whole dataset"},
    };
    bcf_report_add_next(page, run, next, 2);
}

void bcf_report_score_page(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *of = bcf_report_of(run, scope);
    bcf_report_add_notice(page, run);
    bcf_report_add_opening(page, run, bcf_arena_print(run->arena, "%s: scores", of));
    if (!is_all) {
        bcf_report_add_scores(page, run, scope.index);
    }
    const char *counted =
        bcf_arena_print(run->arena, "%s%s", is_all ? "Boards by status" : "boards by status",
                        bcf_wording_mark(bcf_report_scores_status(run)));
    bcf_page_add_heading(page, is_all ? counted
                                      : bcf_arena_print(run->arena, "%s beside it: %s",
                                                        bcf_report_beside(run), counted));
    bcf_report_add_score_counts(page, run);
    if (is_all) {
        add_exceptions(page, run);
        add_boards(page, run);
    }
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        bcf_readings_add_score(readings, part);
    }
    bcf_report_add_status(page, run, bcf_report_scores_status(run), BCF_RESTS_ON_SCORES);
    bcf_report_add_readings(page, readings);
    bcf_report_add_notes(page, run);
    add_next(page, run, scope);
}

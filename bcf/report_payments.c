/* SPDX-License-Identifier: MIT */
#include "report_payments.h"

#include "held.h"
#include "report_admissions.h"
#include "report_board.h"
#include "sort.h"

#define LISTED_MAX 10

static const char *authority(const bcf_run *run, size_t board)
{
    return bcf_held_is_authorised(run, board) ? "signed off" : "";
}

void bcf_report_add_notice(bcf_text *page, const bcf_run *run)
{
    const char *notice = run->policy->performance->notice;
    if (notice != NULL) {
        bcf_page_add_paragraph(page, bcf_arena_print(run->arena, "%s.", notice), 0);
        bcf_text_add_char(page, '\n');
    }
}

void bcf_report_add_authority(bcf_text *page, const bcf_run *run)
{
    size_t boards = run->figures->areas->board_count;
    size_t signed_off = 0;
    for (size_t board = 0; board < boards; board++) {
        signed_off += bcf_held_is_authorised(run, board);
    }
    const char *words =
        signed_off == boards ? "Authorised: ministers have signed off every board (¶51, ¶57)."
        : signed_off == 0
            ? "Calculated, not authorised: ministers have signed off no board yet (¶51, ¶57)."
            : bcf_arena_print(run->arena,
                              "Calculated; authorised only for the %zu of %zu boards that "
                              "ministers have signed off (¶51, ¶57).",
                              signed_off, boards);
    bcf_page_add_paragraph(page, words, 0);
}

#define STRAND_COLUMNS 8

static void strand_cells(const char *cells[STRAND_COLUMNS], const bcf_run *run,
                         const bcf_release_sums *sum, bcf_status worst)
{
    cells[2] = run->admissions == NULL
                   ? bcf_report_pence(run, sum->available)
                   : bcf_report_marked_pence(run, sum->available, sum->status, worst);
    cells[3] = bcf_report_marked_pence(run, sum->released, sum->status, worst);
    cells[4] = bcf_report_marked_pence(run, sum->held, sum->status, worst);
    /* what was brought in is released too: a share of what is new would mislead */
    cells[5] =
        run->admissions != NULL ? "" : bcf_wording_share(run->arena, sum->released, sum->available);
}

/* "0 of 604 met". */
static const char *earned_text(const bcf_run *run, const bcf_strand *strand, bcf_status status)
{
    if (strand->kind == BCF_STRAND_REST) {
        return "";
    }
    size_t all = 0;
    size_t earned = bcf_held_earned(run, strand, &all);
    const char *word = strand->kind == BCF_STRAND_CONDITIONS ? "met" : "achieved";
    return bcf_arena_print(run->arena, "%s of %s %s%s", bcf_wording_count(run->arena, earned),
                           bcf_wording_count(run->arena, all), word, bcf_wording_mark(status));
}

void bcf_report_add_strands(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[STRAND_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},      {"Brought in £", BCF_PAGE_RIGHT},
        {"Available £", BCF_PAGE_RIGHT}, {"Released £", BCF_PAGE_RIGHT},
        {"Held £", BCF_PAGE_RIGHT},      {"Released", BCF_PAGE_RIGHT},
        {"Performed", BCF_PAGE_LEFT},    {"Boards held", BCF_PAGE_RIGHT},
    };
    const bcf_performance *performance = run->policy->performance;
    bcf_scope everybody = {BCF_SCOPE_ALL, 0};
    bcf_release_sums all = bcf_held_in(run, everybody);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, STRAND_COLUMNS);
    const char *cells[STRAND_COLUMNS];
    for (size_t i = 0; i < performance->strand_count; i++) {
        const bcf_strand *strand = &performance->strands[i];
        bcf_strand_sums added = bcf_held_of_strand(run, strand, everybody);
        strand_cells(cells, run, &added.england, all.status);
        cells[0] = bcf_report_strand(run, strand);
        cells[1] = run->admissions == NULL ? "" : bcf_report_pence(run, added.england.carried_in);
        cells[6] = earned_text(run, strand, added.england.status);
        cells[7] = bcf_wording_count(run->arena, added.boards_held);
        bcf_page_table_row(table, cells);
    }
    strand_cells(cells, run, &all, all.status);
    cells[0] = "All";
    cells[1] = "";
    cells[6] = "";
    cells[7] = "";
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "Released and held (part of the pool, not on top of it)");
    bcf_page_add_table(page, table);
}

/* A letter a reason: where a board's row has no room for more. */
static const char *reason_letter(bcf_held_for reason)
{
    switch (reason) {
    case BCF_HELD_FOR_NOTHING:
        return "";
    case BCF_HELD_FOR_AWAITING_DATA:
        return "D";
    case BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING:
        return "c";
    case BCF_HELD_FOR_CONTINGENCY_PLAN:
        return "C";
    case BCF_HELD_FOR_RECOVERY_PLAN_PENDING:
        return "r";
    case BCF_HELD_FOR_RECOVERY_PLAN:
        return "R";
    case BCF_HELD_FOR_NHS_ENGLAND_DIRECTION:
        return "N";
    case BCF_HELD_FOR_WITHDRAWN:
        return "W";
    case BCF_HELD_FOR_NHS_SERVICES:
        return "S";
    }
    BCF_UNREACHABLE("money held for a reason that is none");
}

/* How real the amounts are that wait for a reason. */
static bcf_status status_of_held(const bcf_run *run)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        worst = bcf_status_worst(worst, bcf_held_reason_status(run, *reason));
    }
    return worst;
}

/* Below the table, as its sentences are long. */
static void add_meanings(bcf_text *page, const bcf_run *run)
{
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        size_t boards = 0;
        bcf_held_for_reason(run, *reason, &boards);
        if (boards > 0) {
            bcf_page_add_paragraph(page,
                                   bcf_arena_print(run->arena, "- %s: %s.",
                                                   bcf_held_for_text(*reason),
                                                   bcf_report_reason(run, *reason)),
                                   2);
        }
    }
}

void bcf_report_add_reasons(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"In short", BCF_PAGE_LEFT},
        {"Held for", BCF_PAGE_LEFT},
        {"£", BCF_PAGE_RIGHT},
        {"Boards", BCF_PAGE_RIGHT},
    };
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    if (all.held.pence == 0) {
        return;
    }
    bcf_status worst = status_of_held(run);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 4);
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        size_t boards = 0;
        bcf_money held = bcf_held_for_reason(run, *reason, &boards);
        if (boards > 0) {
            bcf_status status = bcf_held_reason_status(run, *reason);
            bcf_page_table_row(table,
                               (const char *[]){reason_letter(*reason), bcf_held_for_text(*reason),
                                                bcf_report_marked_pence(run, held, status, worst),
                                                bcf_wording_count(run->arena, boards)});
        }
    }
    const char *held = bcf_report_marked_pence(run, all.held, worst, worst);
    bcf_page_table_total(table, (const char *[]){"All", "", held, ""});
    bcf_page_add_heading(page, run->policy->performance->withdraws ? "What the held money waits for"
                               : run->admissions != NULL
                                   ? "What the held money is for"
                                   : "What the held money waits for: nothing is withdrawn (¶52)");
    bcf_page_add_table(page, table);
    add_meanings(page, run);
}

static const char *reasons_text(const bcf_run *run, const bcf_standing *one)
{
    const char *list = "";
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        if (one->waits_for[*reason]) {
            list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : " ",
                                   reason_letter(*reason));
        }
    }
    return list;
}

#define STANDING_COLUMNS 7

static bcf_page_table *new_standings_table(const bcf_run *run)
{
    static const bcf_page_column columns[STANDING_COLUMNS] = {
        {"Code", BCF_PAGE_LEFT},        {"Board", BCF_PAGE_LEFT},   {"Available £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT}, {"Held £", BCF_PAGE_RIGHT}, {"Held for", BCF_PAGE_LEFT},
        {"Ministers", BCF_PAGE_LEFT},
    };
    return bcf_page_table_new(run->arena, columns, STANDING_COLUMNS);
}

/* What the cells of the boards' tables share. */
typedef struct standards {
    const bcf_run *run;
    bcf_release_sums all;
    bcf_status basis;
} standards;

static standards standards_of(const bcf_run *run)
{
    return (standards){run, bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0}),
                       bcf_held_basis_status(run)};
}

static void standing_cells(const char *cells[STANDING_COLUMNS], const standards *of,
                           const bcf_release_sums *sum)
{
    const bcf_run *run = of->run;
    bcf_status worst = of->all.status;
    cells[2] = bcf_report_marked_pence(run, sum->available, of->basis, of->basis);
    cells[3] = bcf_report_marked_pence(run, sum->released, sum->status, worst);
    cells[4] = bcf_report_marked_pence(run, sum->held, sum->status, worst);
}

static void add_standing(bcf_page_table *table, const standards *of, const bcf_standing *one)
{
    const bcf_board *board = &of->run->figures->areas->boards[one->board];
    const char *cells[STANDING_COLUMNS];
    standing_cells(cells, of, &one->sum);
    cells[0] = board->code;
    cells[1] = board->name;
    cells[5] = reasons_text(of->run, one);
    cells[6] = authority(of->run, one->board);
    bcf_page_table_row(table, cells);
}

/* The most held first; equals by code. */
static int compare_held(const void *a, const void *b)
{
    const bcf_standing *one = a;
    const bcf_standing *other = b;
    int order = bcf_money_compare(other->sum.held, one->sum.held);
    return order != 0 ? order : (one->board > other->board) - (one->board < other->board);
}

static bool has_all_held(const bcf_standing *one)
{
    return one->sum.released.pence == 0 && one->sum.held.pence > 0;
}

void bcf_report_add_all_held(bcf_text *page, const bcf_run *run)
{
    const bcf_standing *standings = bcf_held_by_board(run);
    size_t count = run->figures->areas->board_count;
    size_t found = 0;
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        if (!has_all_held(&standings[i]) || found++ >= LISTED_MAX) {
            continue;
        }
        const bcf_board *board = &run->figures->areas->boards[standings[i].board];
        list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", board->name);
    }
    if (found == 0) {
        return;
    }
    const char *more = found > LISTED_MAX
                           ? bcf_arena_print(run->arena, " and %zu others", found - LISTED_MAX)
                           : "";
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena, "Nothing is released to %zu board%s: %s%s.",
                                           found, found == 1 ? "" : "s", list, more),
                           0);
}

static void add_largest_held(bcf_text *page, const bcf_run *run)
{
    size_t count = run->figures->areas->board_count;
    bcf_standing *standings = bcf_held_by_board(run);
    bcf_sort(standings, count, sizeof *standings, compare_held);
    if (count <= LISTED_MAX || standings[0].sum.held.pence == 0) {
        return; /* the list of all boards is as short */
    }
    standards of = standards_of(run);
    bcf_page_table *table = new_standings_table(run);
    for (size_t i = 0; i < LISTED_MAX && standings[i].sum.held.pence > 0; i++) {
        add_standing(table, &of, &standings[i]);
    }
    bcf_page_add_heading(page, "The most held");
    bcf_page_add_table(page, table);
}

void bcf_report_add_standings(bcf_text *page, const bcf_run *run)
{
    size_t count = run->figures->areas->board_count;
    const bcf_standing *standings = bcf_held_by_board(run);
    standards of = standards_of(run);
    bcf_page_table *table = new_standings_table(run);
    for (size_t i = 0; i < count; i++) {
        add_standing(table, &of, &standings[i]);
    }
    const char *cells[STANDING_COLUMNS] = {
        "", bcf_arena_print(run->arena, "%s: %s boards", bcf_report_everybody(run),
                            bcf_wording_count(run->arena, count))};
    standing_cells(cells, &of, &of.all);
    cells[5] = "";
    cells[6] = "";
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "Each board");
    bcf_page_add_table(page, table);
}

static void add_next(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *code = bcf_wording_quoted(run->arena, is_all ? areas->boards[0].code
                                                             : bcf_scope_code(areas, scope));
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "%s -a %s", is_all ? "release" : "score", code),
         is_all ? "one board, part by part" : "the rates behind the scores"},
        {is_all ? "settle -o settlement" : "release", is_all ? "everything, written to a folder"
                                                      : bcf_report_is_nation(run)
                                                          ? "the nation"
                                                          : "the whole dataset"},
    };
    bcf_report_add_next(page, run, next, 2);
}

static const bcf_readings *readings_of(const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        bcf_readings_add_release(readings, part);
    }
    return readings;
}

void bcf_report_payments(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *of = bcf_report_of(run, scope);
    bcf_report_add_notice(page, run);
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: payment for performance", of));
    if (is_all && run->admissions != NULL) {
        bcf_report_add_authority(page, run);
        bcf_report_add_unpaid(page, run, scope);
        bcf_report_admissions(page, run);
    } else if (is_all) {
        bcf_report_add_authority(page, run);
        bcf_report_add_unpaid(page, run, scope);
        bcf_report_add_strands(page, run);
        bcf_report_add_reasons(page, run);
        bcf_report_add_all_held(page, run);
        add_largest_held(page, run);
        bcf_report_add_standings(page, run);
    } else {
        bcf_report_board(page, run, scope);
    }
    bcf_scope everybody = {BCF_SCOPE_ALL, 0}; /* which stands beside one board, too */
    bcf_report_add_status(page, run, bcf_held_in(run, everybody).status, BCF_RESTS_ON_RELEASE);
    bcf_report_add_readings(page, readings_of(run));
    bcf_report_add_notes(page, run);
    add_next(page, run, scope);
}

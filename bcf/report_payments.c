/* SPDX-License-Identifier: MIT */
#include "report_payments.h"

#include <stdlib.h>

#include "held.h"
#include "report_board.h"

#define LISTED_MAX 10

static const char *authority(const bcf_run *run, size_t board)
{
    return bcf_held_is_authorised(run, board) ? "authorised" : "";
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

void bcf_report_add_strands(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Payment", BCF_PAGE_LEFT},     {"Available £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT}, {"Held £", BCF_PAGE_RIGHT},
        {"Released", BCF_PAGE_RIGHT},   {"Boards with money held", BCF_PAGE_RIGHT},
    };
    const bcf_performance *performance = run->policy->performance;
    bcf_scope everybody = {BCF_SCOPE_ALL, 0};
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 6);
    for (size_t i = 0; i < performance->strand_count; i++) {
        const bcf_strand *strand = &performance->strands[i];
        bcf_strand_sums added = bcf_held_of_strand(run, strand, everybody);
        bcf_page_table_row(table,
                           (const char *[]){bcf_report_strand(run, strand),
                                            bcf_report_pence(run, added.england.available),
                                            bcf_report_pence(run, added.england.released),
                                            bcf_report_pence(run, added.england.held),
                                            bcf_report_share(run->arena, added.england.released,
                                                             added.england.available),
                                            bcf_report_count(run->arena, added.boards_held)});
    }
    bcf_release_sums all = bcf_held_in(run, everybody);
    bcf_page_table_total(
        table,
        (const char *[]){"All", bcf_report_pence(run, all.available),
                         bcf_report_pence(run, all.released), bcf_report_pence(run, all.held),
                         bcf_report_share(run->arena, all.released, all.available), ""});
    bcf_page_add_heading(page, "Released and held (part of the pool, not on top of it)");
    bcf_page_add_table(page, table);
}

void bcf_report_add_reasons(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Held for", BCF_PAGE_LEFT},
        {"Which means", BCF_PAGE_LEFT},
        {"£", BCF_PAGE_RIGHT},
        {"Boards", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 4);
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        size_t boards = 0;
        bcf_money held = bcf_held_for_reason(run, *reason, &boards);
        if (boards > 0) {
            bcf_page_table_row(table, (const char *[]){bcf_held_for_text(*reason),
                                                       bcf_report_reason(*reason),
                                                       bcf_report_pence(run, held),
                                                       bcf_report_count(run->arena, boards)});
        }
    }
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    if (all.held.pence == 0) {
        return;
    }
    bcf_page_table_total(table, (const char *[]){"All", "", bcf_report_pence(run, all.held), ""});
    bcf_page_add_heading(page, run->policy->performance->withdraws
                                   ? "What the held money waits for"
                                   : "What the held money waits for: nothing is withdrawn (¶52)");
    bcf_page_add_table(page, table);
}

static const char *reasons_text(const bcf_run *run, const bcf_standing *one)
{
    const char *list = "";
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        if (one->waits_for[*reason]) {
            list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
                                   bcf_held_for_text(*reason));
        }
    }
    return list;
}

#define STANDING_COLUMNS 8

static bcf_page_table *new_standings_table(const bcf_run *run)
{
    static const bcf_page_column columns[STANDING_COLUMNS] = {
        {"Code", BCF_PAGE_LEFT},          {"Board", BCF_PAGE_LEFT},
        {"Brought in £", BCF_PAGE_RIGHT}, {"Available £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT},   {"Held £", BCF_PAGE_RIGHT},
        {"Held for", BCF_PAGE_LEFT},      {"Signed off", BCF_PAGE_LEFT},
    };
    return bcf_page_table_new(run->arena, columns, STANDING_COLUMNS);
}

static void add_standing(bcf_page_table *table, const bcf_run *run, const bcf_standing *one)
{
    const bcf_board *board = &run->figures->areas->boards[one->board];
    bcf_page_table_row(
        table, (const char *[STANDING_COLUMNS]){
                   board->code, board->name, bcf_report_some_pence(run, one->sum.carried_in),
                   bcf_report_pence(run, one->sum.available),
                   bcf_report_pence(run, one->sum.released), bcf_report_pence(run, one->sum.held),
                   reasons_text(run, one), authority(run, one->board)});
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

static void add_all_held(bcf_text *page, const bcf_run *run)
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
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(run->arena, "Nothing at all is released to %zu: %s%s.", found, list, more),
        0);
}

static void add_largest_held(bcf_text *page, const bcf_run *run)
{
    size_t count = run->figures->areas->board_count;
    bcf_standing *standings = bcf_held_by_board(run);
    qsort(standings, count, sizeof *standings, compare_held);
    if (count <= LISTED_MAX || standings[0].sum.held.pence == 0) {
        return; /* the list of all boards is as short */
    }
    bcf_page_table *table = new_standings_table(run);
    for (size_t i = 0; i < LISTED_MAX && standings[i].sum.held.pence > 0; i++) {
        add_standing(table, run, &standings[i]);
    }
    bcf_page_add_heading(page, "The most held");
    bcf_page_add_table(page, table);
}

static void add_boards(bcf_text *page, const bcf_run *run)
{
    size_t count = run->figures->areas->board_count;
    const bcf_standing *standings = bcf_held_by_board(run);
    bcf_page_table *table = new_standings_table(run);
    for (size_t i = 0; i < count; i++) {
        add_standing(table, run, &standings[i]);
    }
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    bcf_page_table_total(
        table,
        (const char *[STANDING_COLUMNS]){
            "",
            bcf_arena_print(run->arena, "England: %s boards", bcf_report_count(run->arena, count)),
            bcf_report_some_pence(run, all.carried_in), bcf_report_pence(run, all.available),
            bcf_report_pence(run, all.released), bcf_report_pence(run, all.held), "", ""});
    bcf_page_add_heading(page, "Each board");
    bcf_page_add_table(page, table);
}

static void add_next(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *code = bcf_report_quoted(run->arena, is_all ? areas->boards[0].code
                                                            : bcf_scope_code(areas, scope));
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "%s -a %s", is_all ? "release" : "score", code),
         is_all ? "one board, part by part" : "the rates behind the scores"},
        {is_all ? "settle -o settlement" : "release",
         is_all ? "everything, written to a folder" : "the nation"},
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
    const char *of =
        is_all ? run->policy->title
               : bcf_arena_print(run->arena, "%s (%s)", bcf_scope_name(run->figures->areas, scope),
                                 bcf_scope_code(run->figures->areas, scope));
    bcf_report_add_notice(page, run);
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: payment for performance", of));
    if (is_all) {
        bcf_report_add_authority(page, run);
        bcf_report_add_strands(page, run);
        bcf_report_add_reasons(page, run);
        add_all_held(page, run);
        add_largest_held(page, run);
        add_boards(page, run);
    } else {
        bcf_report_board(page, run, scope);
    }
    bcf_report_add_status(page, run, bcf_held_in(run, scope).status);
    bcf_report_add_readings(page, readings_of(run));
    bcf_report_add_notes(page, run);
    add_next(page, run, scope);
}

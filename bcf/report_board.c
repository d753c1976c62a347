/* SPDX-License-Identifier: MIT */
#include "report_board.h"

#include "held.h"

const char *bcf_report_pence(const bcf_run *run, bcf_money amount)
{
    return bcf_report_pounds(run->arena, amount, false);
}

const char *bcf_report_some_pence(const bcf_run *run, bcf_money amount)
{
    return bcf_report_some_pounds(run->arena, amount, false);
}

const char *bcf_report_strand(const bcf_run *run, const bcf_strand *strand)
{
    const char *payment = run->policy->performance->payments[strand->payment].title;
    switch (strand->kind) {
    case BCF_STRAND_CONDITIONS:
        return bcf_arena_print(run->arena, "%s, conditions", payment);
    case BCF_STRAND_METRICS:
        return bcf_arena_print(run->arena, "%s, metrics", payment);
    }
    BCF_UNREACHABLE("a strand of no kind");
}

static const char *condition_text(bcf_condition_state state)
{
    switch (state) {
    case BCF_CONDITION_ABSENT:
        return "no row: not assessed";
    case BCF_CONDITION_MET:
        return "met";
    case BCF_CONDITION_NOT_MET:
        return "not met";
    case BCF_CONDITION_NOT_ASSESSED:
        return "not assessed";
    }
    BCF_UNREACHABLE("a condition without a state");
}

/* What the money hangs on: the condition's state, or the metric's achievement and status. */
static const char *performed(const bcf_run *run, const bcf_release_row *row)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *part = &performance->parts[row->part];
    switch (performance->strands[part->strand].kind) {
    case BCF_STRAND_CONDITIONS:
        return condition_text(
            run->figures->conditions[row->board * run->policy->condition_count + part->subject]);
    case BCF_STRAND_METRICS: {
        const bcf_score *score = bcf_scores_find(run->scores, row->part, row->board);
        BCF_ASSERT(score != NULL);
        const char *achieved = bcf_report_per_cent(run->arena, score->achievement);
        return bcf_arena_print(run->arena, "%s%s%s", achieved, *achieved == '\0' ? "" : ", ",
                               bcf_score_status_text(score->status));
    }
    }
    BCF_UNREACHABLE("a strand of no kind");
}

#define ROW_COLUMNS 8

static void add_rows(bcf_text *page, const bcf_run *run, size_t board)
{
    static const bcf_page_column columns[ROW_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},      {"Part", BCF_PAGE_LEFT},
        {"Performed", BCF_PAGE_LEFT},    {"Brought in £", BCF_PAGE_RIGHT},
        {"Available £", BCF_PAGE_RIGHT}, {"Released £", BCF_PAGE_RIGHT},
        {"Held £", BCF_PAGE_RIGHT},      {"Held for", BCF_PAGE_LEFT},
    };
    const bcf_performance *performance = run->policy->performance;
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, ROW_COLUMNS);
    for (size_t i = 0; i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        if (row->board != board) {
            continue;
        }
        const bcf_part *part = &performance->parts[row->part];
        bcf_page_table_row(
            table,
            (const char *[ROW_COLUMNS]){
                performance->payments[part->payment].id, part->id, performed(run, row),
                bcf_report_some_pence(run, row->carried_in), bcf_report_pence(run, row->available),
                bcf_report_some_pence(run, row->released), bcf_report_some_pence(run, row->held),
                bcf_held_for_text(row->held_for)});
    }
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_BOARD, board});
    bcf_page_table_total(table, (const char *[ROW_COLUMNS]){
                                    "All", "", "", bcf_report_some_pence(run, all.carried_in),
                                    bcf_report_pence(run, all.available),
                                    bcf_report_pence(run, all.released),
                                    bcf_report_pence(run, all.held), ""});
    bcf_page_add_heading(page, "What is released, and what is held");
    bcf_page_add_table(page, table);
}

static void add_board_strands(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    static const bcf_page_column columns[] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Available here £", BCF_PAGE_RIGHT},
        {"Released here £", BCF_PAGE_RIGHT},
        {"England available £", BCF_PAGE_RIGHT},
        {"England released £", BCF_PAGE_RIGHT},
        {"Here of it", BCF_PAGE_RIGHT},
    };
    const bcf_performance *performance = run->policy->performance;
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 6);
    for (size_t i = 0; i < performance->strand_count; i++) {
        bcf_strand_sums added = bcf_held_of_strand(run, &performance->strands[i], scope);
        bcf_page_table_row(table,
                           (const char *[]){bcf_report_strand(run, &performance->strands[i]),
                                            bcf_report_pence(run, added.scope.available),
                                            bcf_report_pence(run, added.scope.released),
                                            bcf_report_pence(run, added.england.available),
                                            bcf_report_pence(run, added.england.released),
                                            bcf_report_share(run->arena, added.scope.available,
                                                             added.england.available)});
    }
    bcf_release_sums here = bcf_held_in(run, scope);
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    bcf_page_table_total(
        table,
        (const char *[]){"All", bcf_report_pence(run, here.available),
                         bcf_report_pence(run, here.released), bcf_report_pence(run, all.available),
                         bcf_report_pence(run, all.released),
                         bcf_report_share(run->arena, here.available, all.available)});
    bcf_page_add_heading(page, "England beside it");
    bcf_page_add_table(page, table);
}

/* Each reason of this board, once, in words. */
static void add_why(bcf_text *page, const bcf_run *run, size_t board)
{
    const bcf_standing *one = &bcf_held_by_board(run)[board];
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        if (one->waits_for[*reason]) {
            bcf_page_add_paragraph(page,
                                   bcf_arena_print(run->arena, "%s: held %s.",
                                                   bcf_held_for_text(*reason),
                                                   bcf_report_reason(*reason)),
                                   2);
        }
    }
}

void bcf_report_board(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    bcf_page_add_paragraph(
        page,
        bcf_held_is_authorised(run, scope.index)
            ? "Authorised: ministers have signed this board off (¶51, ¶57)."
            : "Calculated, not authorised: ministers have not signed this board off (¶51, ¶57).",
        0);
    add_rows(page, run, scope.index);
    add_why(page, run, scope.index);
    add_board_strands(page, run, scope);
}

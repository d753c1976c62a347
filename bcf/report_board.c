/* SPDX-License-Identifier: MIT */
#include "report_board.h"

#include "held.h"
#include "report_admissions.h"

const char *bcf_report_pence(const bcf_run *run, bcf_money amount)
{
    return bcf_wording_pounds(run->arena, amount, false);
}

const char *bcf_report_marked_pence(const bcf_run *run, bcf_money amount, bcf_status status,
                                    bcf_status worst)
{
    return bcf_wording_marked(run->arena, bcf_report_pence(run, amount), status, worst);
}

void bcf_report_add_unpaid(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const char *from_memory = run->policy->performance->from_memory;
    if (from_memory != NULL) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(
                run->arena,
                "%s. So every amount that follows from them is illustrative, and is not "
                "what any board was paid.",
                from_memory),
            0);
        return;
    }
    for (size_t i = 0; i < run->scores->count; i++) {
        const bcf_score *score = &run->scores->items[i];
        if (bcf_scope_has_board(scope, score->board) && score->achievement != NULL
            && score->data_status == BCF_STATUS_ILLUSTRATIVE) {
            bcf_page_add_paragraph(page,
                                   "Released amounts for metrics rest on illustrative ambitions or "
                                   "outturn: they are not what any board was paid.",
                                   0);
            return;
        }
    }
}

const char *bcf_report_strand(const bcf_run *run, const bcf_strand *strand)
{
    const char *payment = run->policy->performance->payments[strand->payment].title;
    switch (strand->kind) {
    case BCF_STRAND_CONDITIONS:
        return bcf_arena_print(run->arena, "%s, conditions", payment);
    case BCF_STRAND_METRICS:
        return bcf_arena_print(run->arena, "%s, metrics", payment);
    case BCF_STRAND_REST:
    case BCF_STRAND_QUARTERS:
        return bcf_arena_print(run->arena, "%s, %s", payment,
                               run->policy->performance->parts[strand->first_part].id);
    }
    BCF_UNREACHABLE("a strand of no kind");
}

/* What the money hangs on: the condition's state; the metric's achievement, or why it has none. */
static const char *performed(const bcf_run *run, const bcf_release_row *row)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *part = &performance->parts[row->part];
    switch (performance->strands[part->strand].kind) {
    case BCF_STRAND_CONDITIONS:
        return bcf_condition_state_words(
            run->figures->conditions[row->board * run->policy->condition_count + part->subject]);
    case BCF_STRAND_REST:
        return "";
    case BCF_STRAND_METRICS:
    case BCF_STRAND_QUARTERS: {
        const bcf_score *score = bcf_scores_find(run->scores, row->part, row->board);
        BCF_ASSERT(score != NULL);
        if (score->achievement == NULL) {
            return bcf_wording_spoken(run->arena, bcf_score_status_text(score->status));
        }
        return bcf_arena_print(run->arena, "%s%s",
                               bcf_wording_per_cent(run->arena, score->achievement),
                               bcf_wording_mark(score->data_status));
    }
    }
    BCF_UNREACHABLE("a strand of no kind");
}

#define ROW_COLUMNS 8

static void add_row(bcf_page_table *table, const bcf_run *run, const bcf_release_row *row,
                    const bcf_release_sums *all, bool is_carried)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *part = &performance->parts[row->part];
    bcf_status basis = bcf_held_basis_status(run);
    bcf_page_table_row(
        table, (const char *[ROW_COLUMNS]){
                   performance->payments[part->payment].id, part->id, performed(run, row),
                   is_carried ? bcf_report_pence(run, row->carried_in) : "",
                   bcf_report_marked_pence(run, row->available, basis, basis),
                   bcf_report_marked_pence(run, row->released, row->data_status, all->status),
                   bcf_report_marked_pence(run, row->held, row->data_status, all->status),
                   bcf_held_for_text(row->held_for)});
}

static void add_rows(bcf_text *page, const bcf_run *run, size_t board)
{
    static const bcf_page_column columns[ROW_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},      {"Part", BCF_PAGE_LEFT},
        {"Performed", BCF_PAGE_LEFT},    {"Brought in £", BCF_PAGE_RIGHT},
        {"Available £", BCF_PAGE_RIGHT}, {"Released £", BCF_PAGE_RIGHT},
        {"Held £", BCF_PAGE_RIGHT},      {"Held for", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, ROW_COLUMNS);
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_BOARD, board});
    bcf_status basis = bcf_held_basis_status(run);
    bool is_carried = run->admissions != NULL;
    for (size_t i = 0; i < run->release->row_count; i++) {
        if (run->release->rows[i].board == board) {
            add_row(table, run, &run->release->rows[i], &all, is_carried);
        }
    }
    bcf_page_table_total(
        table, (const char *[ROW_COLUMNS]){
                   "All", "", "", "", bcf_report_marked_pence(run, all.available, basis, basis),
                   bcf_report_marked_pence(run, all.released, all.status, all.status),
                   bcf_report_marked_pence(run, all.held, all.status, all.status), ""});
    bcf_page_add_heading(page, "What is released, and what is held");
    bcf_page_add_table(page, table);
}

#define BESIDE_COLUMNS 6

static void beside_cells(const char *cells[BESIDE_COLUMNS], const bcf_run *run,
                         const bcf_strand_sums *added, const bcf_strand_sums *all)
{
    const bcf_release_sums *here = &added->scope;
    const bcf_release_sums *there = &added->england;
    bcf_status basis = bcf_held_basis_status(run);
    cells[1] = bcf_report_marked_pence(run, here->available, basis, basis);
    cells[2] = bcf_report_marked_pence(run, here->released, here->status, all->scope.status);
    cells[3] =
        run->admissions == NULL
            ? bcf_report_pence(run, there->available)
            : bcf_report_marked_pence(run, there->available, there->status, all->england.status);
    cells[4] = bcf_report_marked_pence(run, there->released, there->status, all->england.status);
    cells[5] = bcf_wording_share(run->arena, here->available, there->available);
}

static void add_board_strands(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const char *beside = bcf_report_is_nation(run) ? "England" : "Dataset";
    const bcf_page_column columns[BESIDE_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Available here £", BCF_PAGE_RIGHT},
        {"Released here £", BCF_PAGE_RIGHT},
        {bcf_arena_print(run->arena, "%s available £", beside), BCF_PAGE_RIGHT},
        {bcf_arena_print(run->arena, "%s released £", beside), BCF_PAGE_RIGHT},
        {"Here of it", BCF_PAGE_RIGHT},
    };
    const bcf_performance *performance = run->policy->performance;
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, BESIDE_COLUMNS);
    bcf_strand_sums all = {.england = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0}),
                           .scope = bcf_held_in(run, scope)};
    const char *cells[BESIDE_COLUMNS];
    for (size_t i = 0; i < performance->strand_count; i++) {
        bcf_strand_sums added = bcf_held_of_strand(run, &performance->strands[i], scope);
        cells[0] = bcf_report_strand(run, &performance->strands[i]);
        beside_cells(cells, run, &added, &all);
        bcf_page_table_row(table, cells);
    }
    cells[0] = "All";
    beside_cells(cells, run, &all, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "%s beside it", bcf_report_beside(run)));
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
                                   bcf_arena_print(run->arena, "Held for %s: %s.",
                                                   bcf_held_for_text(*reason),
                                                   bcf_report_reason(run, *reason)),
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
    bcf_report_add_unpaid(page, run, scope);
    if (run->admissions != NULL) {
        bcf_report_board_admissions(page, run, scope.index);
    }
    add_rows(page, run, scope.index);
    add_why(page, run, scope.index);
    add_board_strands(page, run, scope);
}

/* SPDX-License-Identifier: MIT */
#include "held.h"

static void add_row(bcf_release_sums *to, const bcf_release_row *row)
{
    to->carried_in = bcf_money_add(to->carried_in, row->carried_in);
    to->available = bcf_money_add(to->available, row->available);
    to->released = bcf_money_add(to->released, row->released);
    to->held = bcf_money_add(to->held, row->held);
    to->status = bcf_status_worst(to->status, row->data_status);
}

bool bcf_held_is_last(const bcf_run *run, const bcf_release_row *row)
{
    const bcf_admissions_rules *rules = run->policy->performance->admissions;
    return rules == NULL || row->part == rules->rest_part
           || row->part == rules->quarters[rules->quarter_count - 1].part;
}

/* A year's row: what it brings in was held before, and what it holds may be carried on. */
static void add_to_year(bcf_release_sums *to, const bcf_run *run, const bcf_release_row *row)
{
    bcf_release_row net = *row;
    if (run->policy->performance->admissions != NULL) {
        net.carried_in = (bcf_money){0};
        net.held = bcf_held_is_last(run, row) ? row->held : (bcf_money){0};
    }
    add_row(to, &net);
}

bcf_release_sums bcf_held_in(const bcf_run *run, bcf_scope scope)
{
    bcf_release_sums all = {.status = BCF_STATUS_NONE};
    for (size_t i = 0; i < run->release->row_count; i++) {
        if (bcf_scope_has_board(scope, run->release->rows[i].board)) {
            add_to_year(&all, run, &run->release->rows[i]);
        }
    }
    return all;
}

/* Rows come by part, then board: a board's money in a strand is spread over its parts. */
bcf_strand_sums bcf_held_of_strand(const bcf_run *run, const bcf_strand *strand, bcf_scope scope)
{
    size_t boards = run->figures->areas->board_count;
    bcf_strand_sums added = {.boards_held = 0};
    for (size_t board = 0; board < boards; board++) {
        bool is_held = false;
        for (size_t i = 0; i < strand->part_count; i++) {
            const bcf_release_row *row =
                &run->release->rows[(strand->first_part + i) * boards + board];
            BCF_ASSERT(row->board == board && row->part == strand->first_part + i);
            add_row(&added.england, row);
            if (bcf_scope_has_board(scope, board)) {
                add_row(&added.scope, row);
            }
            is_held = is_held || row->held.pence > 0;
        }
        added.boards_held += is_held;
    }
    return added;
}

/* What waits for one reason: pounds, and how many boards'. */
bcf_money bcf_held_for_reason(const bcf_run *run, bcf_held_for reason, size_t *boards)
{
    size_t board_count = run->figures->areas->board_count;
    bool *is_counted = BCF_NEW_ARRAY(run->arena, board_count, bool);
    bcf_money held = {0};
    for (size_t i = 0; i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        if (row->held_for != reason || !bcf_held_is_last(run, row)) {
            continue;
        }
        held = bcf_money_add(held, row->held);
        *boards += !is_counted[row->board];
        is_counted[row->board] = true;
    }
    return held;
}

bcf_standing *bcf_held_by_board(const bcf_run *run)
{
    size_t boards = run->figures->areas->board_count;
    bcf_standing *standings = BCF_NEW_ARRAY(run->arena, boards, bcf_standing);
    for (size_t board = 0; board < boards; board++) {
        standings[board].board = board;
    }
    for (size_t i = 0; i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        add_to_year(&standings[row->board].sum, run, row);
        if (bcf_held_is_last(run, row)) {
            standings[row->board].waits_for[row->held_for] = true;
        }
    }
    return standings;
}

/* Under the rules of July 2014 what is available follows from admissions too. */
static bcf_status status_of_rest(const bcf_run *run)
{
    size_t boards = run->figures->areas->board_count;
    size_t part = run->policy->performance->admissions->rest_part;
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t board = 0; board < boards; board++) {
        worst = bcf_status_worst(worst, run->release->rows[part * boards + board].data_status);
    }
    return worst;
}

bcf_status bcf_held_basis_status(const bcf_run *run)
{
    if (run->policy->performance->admissions != NULL) {
        return status_of_rest(run);
    }
    return run->release->basis_status;
}

static bool is_earned(const bcf_run *run, const bcf_strand *strand, size_t part, size_t board)
{
    switch (strand->kind) {
    case BCF_STRAND_CONDITIONS: {
        size_t condition = run->policy->performance->parts[part].subject;
        size_t place = board * run->policy->condition_count + condition;
        return run->figures->conditions[place] == BCF_CONDITION_MET;
    }
    case BCF_STRAND_METRICS:
    case BCF_STRAND_QUARTERS:
        return bcf_scores_find(run->scores, part, board)->status == BCF_SCORE_ACHIEVED;
    case BCF_STRAND_REST:
        return false;
    }
    BCF_UNREACHABLE("a strand of no kind");
}

size_t bcf_held_earned(const bcf_run *run, const bcf_strand *strand, size_t *all)
{
    size_t boards = run->figures->areas->board_count;
    size_t earned = 0;
    for (size_t i = 0; i < strand->part_count; i++) {
        for (size_t board = 0; board < boards; board++) {
            earned += is_earned(run, strand, strand->first_part + i, board);
        }
    }
    *all = strand->part_count * boards;
    return earned;
}

bool bcf_held_is_authorised(const bcf_run *run, size_t board)
{
    return run->figures->decisions[board * BCF_ITEM_COUNT + BCF_ITEM_MINISTERS] == BCF_DECISION_YES;
}

bcf_status bcf_held_reason_status(const bcf_run *run, bcf_held_for reason)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < run->release->row_count; i++) {
        if (run->release->rows[i].held_for == reason) {
            worst = bcf_status_worst(worst, run->release->rows[i].data_status);
        }
    }
    return worst;
}

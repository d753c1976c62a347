/* SPDX-License-Identifier: MIT */
#include "held.h"
#include "sweep_inside.h"

static void add_to(bcf_money *sum, bcf_money more)
{
    *sum = bcf_money_add(*sum, more);
}

static bcf_money size_of(bcf_money change)
{
    return change.pence < 0 ? bcf_money_subtract((bcf_money){0}, change) : change;
}

static bcf_money larger(bcf_money a, bcf_money b)
{
    return bcf_money_compare(a, b) >= 0 ? a : b;
}

static bcf_money smaller(bcf_money a, bcf_money b)
{
    return bcf_money_compare(a, b) <= 0 ? a : b;
}

/* Money that goes through a CCG is the CCG's, the rest the council's. */
static bcf_money *contributor_of(const bcf_pools *pools, const bcf_grant *grant)
{
    return grant->ccg != BCF_NOWHERE ? &pools->ccgs[grant->ccg] : &pools->councils[grant->council];
}

static bcf_pools no_pools(bcf_arena *arena, const bcf_areas *areas)
{
    return (bcf_pools){.boards = BCF_NEW_ARRAY(arena, areas->board_count, bcf_money),
                       .ccgs = BCF_NEW_ARRAY(arena, areas->ccg_count, bcf_money),
                       .councils = BCF_NEW_ARRAY(arena, areas->council_count, bcf_money)};
}

bcf_pools bcf_pools_of(bcf_arena *arena, const bcf_run *run, const bcf_allocation *allocation)
{
    bcf_pools pools = no_pools(arena, run->figures->areas);
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        add_to(&pools.boards[grant->board], grant->amount);
        add_to(contributor_of(&pools, grant), grant->amount);
    }
    return pools;
}

bcf_code bcf_outcome_compute(bcf_outcome *out, bcf_arena *arena, const bcf_run *run,
                             const bcf_settings *settings, bcf_error *err)
{
    bcf_notes unheard = {.arena = arena}; /* another reading is no news about this run */
    *out = (bcf_outcome){.release = NULL};
    bcf_code code = bcf_allocate(&out->allocation, arena, run->figures, settings, &unheard, err);
    if (code != BCF_OK || run->release == NULL) {
        return code;
    }
    const bcf_scores *scores = NULL;
    code = bcf_score_boards(&scores, arena, run->figures, settings, run->admissions, &unheard, err);
    if (code == BCF_OK) {
        code = bcf_release_payments(&out->release, arena, run->figures, settings, out->allocation,
                                    scores, run->admissions, &unheard, err);
    }
    return code;
}

bcf_money bcf_held_for_another(const bcf_run *run, const bcf_release_row *before, bcf_money held,
                               bcf_held_for held_for)
{
    bool is_another = before->held.pence > 0 && held.pence > 0 && before->held_for != held_for;
    return is_another && bcf_held_is_last(run, before) ? smaller(before->held, held)
                                                       : (bcf_money){0};
}

/* One value's changes, while they are gathered. */
typedef struct comparing {
    bcf_arena *arena;
    const bcf_run *run;
    const bcf_areas *areas;
    const bcf_outcome *outcome;
    bcf_sweep_change *nation;
    bcf_sweep_change *boards;
    bcf_sweep_change *ccgs;
    bcf_sweep_change *councils;
} comparing;

static void worsen(bcf_sweep_change *change, bcf_status status)
{
    change->status = bcf_status_worst(change->status, status);
}

static void gather_statuses(comparing *work, const bcf_allocation *allocation,
                            const bcf_release *release)
{
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        worsen(work->nation, grant->status);
        worsen(&work->boards[grant->board], grant->status);
        worsen(grant->ccg != BCF_NOWHERE ? &work->ccgs[grant->ccg]
                                         : &work->councils[grant->council],
               grant->status);
    }
    for (size_t i = 0; release != NULL && i < release->row_count; i++) {
        worsen(work->nation, release->rows[i].data_status);
        worsen(&work->boards[release->rows[i].board], release->rows[i].data_status);
    }
}

static void compare_contributors(bcf_sweep_change changes[], size_t count, const bcf_money before[],
                                 const bcf_money after[])
{
    for (size_t i = 0; i < count; i++) {
        changes[i].allocated = bcf_money_subtract(after[i], before[i]);
        changes[i].allocated_moved = size_of(changes[i].allocated);
        changes[i].at_stake = changes[i].allocated_moved;
    }
}

/* The grants of an allocation board by board: a list each, by index; 0 ends it. */
typedef struct chains {
    const bcf_allocation *allocation;
    size_t *first; /* of each board, the index of a grant and 1 */
    size_t *next;  /* of each grant, the same */
} chains;

static chains chain_by_board(bcf_arena *arena, const bcf_areas *areas,
                             const bcf_allocation *allocation)
{
    chains by_board = {.allocation = allocation,
                       .first = BCF_NEW_ARRAY(arena, areas->board_count, size_t),
                       .next = BCF_NEW_ARRAY(arena, allocation->grant_count, size_t)};
    for (size_t i = 0; i < allocation->grant_count; i++) {
        size_t board = allocation->grants[i].board;
        by_board.next[i] = by_board.first[board];
        by_board.first[board] = i + 1;
    }
    return by_board;
}

/* Adds what each contributor gives a board to `changes`, or takes it from them. */
static void add_given(const bcf_pools *changes, const chains *by_board, size_t board, bool is_after)
{
    for (size_t i = by_board->first[board]; i != 0; i = by_board->next[i - 1]) {
        const bcf_grant *grant = &by_board->allocation->grants[i - 1];
        bcf_money *change = contributor_of(changes, grant);
        *change = is_after ? bcf_money_add(*change, grant->amount)
                           : bcf_money_subtract(*change, grant->amount);
    }
}

/* Adds up what a board's contributors give more, and what less, and forgets each. */
static void take_given(bcf_money *more, bcf_money *less, const bcf_pools *changes,
                       const chains *by_board, size_t board)
{
    for (size_t i = by_board->first[board]; i != 0; i = by_board->next[i - 1]) {
        bcf_money *change = contributor_of(changes, &by_board->allocation->grants[i - 1]);
        add_to(change->pence > 0 ? more : less, size_of(*change));
        *change = (bcf_money){0};
    }
}

/* A board's money that comes from another contributor, whatever its total does. */
static void compare_payers(comparing *work)
{
    bcf_pools changes = no_pools(work->arena, work->areas);
    chains before = chain_by_board(work->arena, work->areas, work->run->allocation);
    chains after = chain_by_board(work->arena, work->areas, work->outcome->allocation);
    for (size_t board = 0; board < work->areas->board_count; board++) {
        bcf_money more = {0};
        bcf_money less = {0};
        add_given(&changes, &before, board, false);
        add_given(&changes, &after, board, true);
        take_given(&more, &less, &changes, &before, board);
        take_given(&more, &less, &changes, &after, board);
        bcf_sweep_change *change = &work->boards[board];
        BCF_ASSERT(more.pence - less.pence == change->allocated.pence);
        change->payer_changed = smaller(more, less);
        add_to(&work->nation->payer_changed, change->payer_changed);
    }
}

static void compare_pools(comparing *work)
{
    bcf_pools before = bcf_pools_of(work->arena, work->run, work->run->allocation);
    bcf_pools after = bcf_pools_of(work->arena, work->run, work->outcome->allocation);
    compare_contributors(work->ccgs, work->areas->ccg_count, before.ccgs, after.ccgs);
    compare_contributors(work->councils, work->areas->council_count, before.councils,
                         after.councils);
    compare_contributors(work->boards, work->areas->board_count, before.boards, after.boards);
    for (size_t board = 0; board < work->areas->board_count; board++) {
        const bcf_sweep_change *change = &work->boards[board];
        add_to(&work->nation->allocated, change->allocated);
        if (change->allocated.pence > 0) {
            add_to(&work->nation->allocated_moved, change->allocated);
        }
    }
    BCF_ASSERT(work->nation->allocated.pence == 0); /* what some get more, others get less */
    compare_payers(work);
}

static void compare_releases(comparing *work)
{
    const bcf_release *before = work->run->release;
    const bcf_release *after = work->outcome->release;
    for (size_t i = 0; i < before->row_count; i++) {
        const bcf_release_row *was = &before->rows[i];
        const bcf_release_row *is = &after->rows[i];
        BCF_ASSERT(was->part == is->part && was->board == is->board);
        bcf_sweep_change *change = &work->boards[was->board];
        add_to(&change->released, bcf_money_subtract(is->released, was->released));
        add_to(&change->held_for_changed,
               bcf_held_for_another(work->run, was, is->held, is->held_for));
    }
    bcf_money gains = {0};
    bcf_money losses = {0};
    for (size_t board = 0; board < work->areas->board_count; board++) {
        bcf_sweep_change *change = &work->boards[board];
        change->released_moved = size_of(change->released);
        add_to(change->released.pence > 0 ? &gains : &losses, change->released_moved);
        add_to(&work->nation->released, change->released);
        add_to(&work->nation->held_for_changed, change->held_for_changed);
    }
    work->nation->released_moved = larger(gains, losses);
}

static void add_stake(bcf_sweep_change *change)
{
    change->at_stake = bcf_money_add(change->allocated_moved, change->payer_changed);
    add_to(&change->at_stake, change->released_moved);
    add_to(&change->at_stake, change->held_for_changed);
}

void bcf_outcome_compare(bcf_sweep_value *value, bcf_arena *arena, const bcf_run *run,
                         const bcf_outcome *outcome)
{
    const bcf_areas *areas = run->figures->areas;
    comparing work = {.run = run,
                      .areas = areas,
                      .outcome = outcome,
                      .nation = &value->nation,
                      .boards = BCF_NEW_ARRAY(arena, areas->board_count, bcf_sweep_change),
                      .ccgs = BCF_NEW_ARRAY(arena, areas->ccg_count, bcf_sweep_change),
                      .councils = BCF_NEW_ARRAY(arena, areas->council_count, bcf_sweep_change)};
    work.arena = bcf_arena_new();
    gather_statuses(&work, run->allocation, run->release);
    gather_statuses(&work, outcome->allocation, outcome->release);
    compare_pools(&work);
    if (run->release != NULL) {
        compare_releases(&work);
    }
    for (size_t board = 0; board < areas->board_count; board++) {
        add_stake(&work.boards[board]);
    }
    add_stake(&value->nation);
    value->boards = work.boards;
    value->ccgs = work.ccgs;
    value->councils = work.councils;
    bcf_arena_free(work.arena);
}

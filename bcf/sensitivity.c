/* SPDX-License-Identifier: MIT */
#include "sensitivity_inside.h"

bcf_code bcf_sensitivity_check(const bcf_run *run, const char *option, bcf_error *err)
{
    const bcf_performance *performance = run->policy->performance;
    if (performance != NULL && performance->recovery_threshold != NULL) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has no line like the 70%% test of December 2013, so there is "
                      "nothing to show for %s",
                      run->policy->id, option);
}

const char *bcf_figure_kind_text(bcf_figure_kind kind)
{
    switch (kind) {
    case BCF_FIGURE_ACTUAL:
        return "actual_numerator";
    case BCF_FIGURE_BASELINE:
        return "baseline_numerator";
    }
    BCF_UNREACHABLE("a figure that nobody named");
}

const char *bcf_upset_text(bcf_upset upset)
{
    switch (upset) {
    case BCF_FLIPS_SEVENTY:
        return "flips-seventy";
    case BCF_MOVES_1000:
        return "moves-1000";
    }
    BCF_UNREACHABLE("an upset that nobody named");
}

bcf_bench bcf_bench_new(bcf_arena *arena, const bcf_run *run)
{
    const bcf_performance *performance = run->policy->performance;
    size_t slots = run->figures->areas->board_count * performance->part_count;
    bcf_bench bench = {
        .run = run,
        .performance = performance,
        .figures = *run->figures,
        .ambitions = BCF_NEW_ARRAY(arena, slots, const bcf_ambition *),
        .outturn = BCF_NEW_ARRAY(arena, slots, const bcf_outturn *),
        .scores = *run->scores,
        .items = BCF_NEW_ARRAY(arena, run->scores->count, bcf_score),
    };
    for (size_t i = 0; i < slots; i++) {
        bench.ambitions[i] = run->figures->ambitions[i];
        bench.outturn[i] = run->figures->outturn[i];
    }
    for (size_t i = 0; i < run->scores->count; i++) {
        bench.items[i] = run->scores->items[i];
    }
    bench.figures.ambitions = bench.ambitions;
    bench.figures.outturn = bench.outturn;
    bench.scores.items = bench.items;
    return bench;
}

/* Where the plan and the outturn of a part and board are. */
static size_t slot_of(const bcf_bench *bench, size_t part, size_t board)
{
    return board * bench->performance->part_count + part;
}

static bcf_count count_with(bcf_arena *arena, const bcf_moved *moved, int64_t events)
{
    bcf_ratio *numerator = bcf_ratio_of(arena, events, 1);
    bcf_ratio_add(numerator, numerator, moved->numerator);
    BCF_ASSERT(bcf_ratio_sign(numerator) >= 0);
    return (bcf_count){numerator, moved->denominator};
}

static const bcf_ambition *ambition_with(bcf_arena *arena, const bcf_ambition *from,
                                         bcf_count baseline)
{
    bcf_ambition *ambition = BCF_NEW(arena, bcf_ambition);
    *ambition = *from;
    ambition->baseline_count = baseline;
    ambition->baseline = bcf_count_fraction(arena, &baseline);
    return ambition;
}

/* The list of outturns with another count in one of them; what follows that one is shared. */
static const bcf_outturn *outturn_with(bcf_arena *arena, const bcf_outturn *first,
                                       const bcf_outturn *counted, bcf_count count)
{
    const bcf_outturn *list = NULL;
    bcf_outturn *last = NULL;
    for (const bcf_outturn *next = first; last == NULL || next != counted->next;
         next = next->next) {
        BCF_ASSERT(next != NULL); /* the one that counts is in the list */
        bcf_outturn *copy = BCF_NEW(arena, bcf_outturn);
        *copy = *next;
        if (last == NULL) {
            list = copy;
        } else {
            last->next = copy;
        }
        last = copy;
    }
    last->count = count;
    last->actual = bcf_count_fraction(arena, &count);
    return list;
}

/* The rows were accepted with the run, and no trial changes a definition or a period. */
static bcf_score score_part(const bcf_bench *bench, bcf_arena *arena, size_t part, size_t board)
{
    bcf_notes unheard = {.arena = arena}; /* a trial is no news */
    bcf_error err = {0};
    bcf_score score;
    bcf_code code = bcf_score_one(&score, arena, &bench->figures, bench->run->settings, part, board,
                                  &unheard, &err);
    BCF_ASSERT(code == BCF_OK);
    return score;
}

static bool is_metric(const bcf_bench *bench, size_t part)
{
    return bcf_policy_part_kind(bench->performance, part) == BCF_STRAND_METRICS;
}

/* Every part whose score the figure can move. */
static bcf_shifted score_moved(const bcf_bench *bench, bcf_arena *arena, const bcf_moved *moved)
{
    bcf_shifted shifted = {.items =
                               BCF_NEW_ARRAY(arena, bench->performance->part_count, bcf_score)};
    for (size_t part = 0; part < bench->performance->part_count; part++) {
        bool is_own = part == moved->part;
        bool is_moved =
            is_own
            || (moved->kind == BCF_FIGURE_ACTUAL && is_metric(bench, part)
                && bcf_score_rests_on(bench->run->settings, bench->performance, part, moved->part));
        if (is_moved) {
            shifted.items[shifted.count++] = score_part(bench, arena, part, moved->board);
        }
    }
    return shifted;
}

bcf_shifted bcf_bench_score(bcf_bench *bench, bcf_arena *arena, const bcf_moved *moved,
                            int64_t events)
{
    size_t slot = slot_of(bench, moved->part, moved->board);
    const bcf_ambition *ambition = bench->ambitions[slot];
    const bcf_outturn *outturn = bench->outturn[slot];
    bcf_count count = count_with(arena, moved, events);
    switch (moved->kind) {
    case BCF_FIGURE_ACTUAL:
        bench->outturn[slot] = outturn_with(
            arena, outturn, bcf_scores_find(bench->run->scores, moved->part, moved->board)->outturn,
            count);
        break;
    case BCF_FIGURE_BASELINE:
        bench->ambitions[slot] = ambition_with(arena, ambition, count);
        break;
    }
    bcf_shifted shifted = score_moved(bench, arena, moved);
    bench->ambitions[slot] = ambition;
    bench->outturn[slot] = outturn;
    return shifted;
}

bcf_score bcf_bench_score_outturn(bcf_bench *bench, bcf_arena *arena, const bcf_outturn *outturn,
                                  size_t part, size_t board)
{
    size_t slot = slot_of(bench, part, board);
    const bcf_outturn *kept = bench->outturn[slot];
    bench->outturn[slot] = outturn;
    bcf_score score = score_part(bench, arena, part, board);
    bench->outturn[slot] = kept;
    return score;
}

/* The place of a score among our own. */
static bcf_score *own_score(const bcf_bench *bench, const bcf_score *score)
{
    return &bench->items[bcf_scores_find(&bench->scores, score->part, score->board)
                         - bench->scores.items];
}

bcf_paid bcf_bench_pay(bcf_bench *bench, bcf_arena *arena, size_t board, bcf_shifted shifted)
{
    const bcf_performance *performance = bench->performance;
    bcf_score *kept = BCF_NEW_ARRAY(arena, shifted.count, bcf_score);
    bcf_release_row *rows = BCF_NEW_ARRAY(arena, performance->part_count, bcf_release_row);
    bcf_release_test *tests = BCF_NEW_ARRAY(arena, performance->payment_count, bcf_release_test);
    for (size_t i = 0; i < shifted.count; i++) {
        bcf_score *place = own_score(bench, &shifted.items[i]);
        kept[i] = *place;
        *place = shifted.items[i];
    }
    bcf_release_again(rows, tests, arena, &bench->figures, bench->run->settings, &bench->scores,
                      bench->run->release, board);
    for (size_t i = 0; i < shifted.count; i++) {
        *own_score(bench, &kept[i]) = kept[i];
    }
    bcf_paid paid = {.rows = rows, .tests = tests};
    for (size_t part = 0; part < performance->part_count; part++) {
        paid.released = bcf_money_add(paid.released, rows[part].released);
    }
    return paid;
}

int64_t bcf_bench_room_below(const bcf_moved *moved)
{
    return bcf_ratio_whole(moved->numerator, BCF_EVENTS_MAX);
}

int64_t bcf_bench_room_above(bcf_arena *arena, const bcf_moved *moved, const bcf_measure *measure)
{
    if (measure->scale != 100) {
        return BCF_EVENTS_MAX;
    }
    if (bcf_ratio_compare(moved->numerator, moved->denominator) >= 0) {
        return 0;
    }
    bcf_ratio *room = bcf_ratio_new(arena);
    bcf_ratio_subtract(room, moved->denominator, moved->numerator);
    return bcf_ratio_whole(room, BCF_EVENTS_MAX);
}

/* SPDX-License-Identifier: MIT */
#include "sensitivity_inside.h"

#include "progress.h"
#include "sort.h"

#define MOVES_PENCE INT64_C(100000) /* GBP 1,000 */

/* The search for one figure's smallest revision. */
typedef struct search {
    bcf_bench *bench;
    const bcf_moved *moved;
    const bcf_paid *now;
    bcf_upset upset;
    int64_t sign; /* 1: upwards, -1: downwards */
} search;

/* Every figure's search. */
typedef struct hunt {
    bcf_arena *arena;
    bcf_bench bench;
    bcf_fragile *items;
    bcf_fragiles found;
} hunt;

static bool is_upset(const search *seeking, const bcf_paid *then)
{
    const bcf_performance *performance = seeking->bench->performance;
    switch (seeking->upset) {
    case BCF_FLIPS_SEVENTY:
        for (size_t i = 0; i < performance->payment_count; i++) {
            if ((then->tests[i] == BCF_TEST_BELOW) != (seeking->now->tests[i] == BCF_TEST_BELOW)) {
                return true;
            }
        }
        return false;
    case BCF_MOVES_1000: {
        int64_t pence = bcf_money_subtract(then->released, seeking->now->released).pence;
        return pence >= MOVES_PENCE || pence <= -MOVES_PENCE;
    }
    }
    BCF_UNREACHABLE("an upset that nobody named");
}

/* How a score stands with tests and payments. Below every achievement is `no-ambition`, which is
 * counted like nothing; above all of them is what is not counted at all. */
static int standing(const bcf_score *score)
{
    return score->achievement != NULL ? 1 : score->status == BCF_SCORE_NO_AMBITION ? 0 : 2;
}

static bool is_better(const bcf_score *a, const bcf_score *b)
{
    int order = standing(a) - standing(b);
    if (order == 0 && a->achievement != NULL) {
        order = bcf_ratio_compare(a->achievement, b->achievement);
    }
    return order > 0;
}

/* Makes of two sets of scores, part by part, the better and the worse. */
static void sort_scores(bcf_shifted better, bcf_shifted worse)
{
    BCF_ASSERT(better.count == worse.count);
    for (size_t i = 0; i < better.count; i++) {
        if (is_better(&worse.items[i], &better.items[i])) {
            bcf_score kept = better.items[i];
            better.items[i] = worse.items[i];
            worse.items[i] = kept;
        }
    }
}

/* False only if no revision between these two sizes upsets anything (sensitivity.h says why); of
 * one size, exactly whether it does. */
static bool may_upset(const search *seeking, int64_t from, int64_t to)
{
    bcf_arena *trial = bcf_arena_new();
    size_t board = seeking->moved->board;
    bcf_shifted better =
        bcf_bench_score(seeking->bench, trial, seeking->moved, seeking->sign * from);
    bcf_shifted worse = better;
    if (to != from) {
        worse = bcf_bench_score(seeking->bench, trial, seeking->moved, seeking->sign * to);
        sort_scores(better, worse);
    }
    bcf_paid paid = bcf_bench_pay(seeking->bench, trial, board, better);
    bool is_possible = is_upset(seeking, &paid);
    if (!is_possible && to != from) {
        paid = bcf_bench_pay(seeking->bench, trial, board, worse);
        is_possible = is_upset(seeking, &paid);
    }
    bcf_arena_free(trial);
    return is_possible;
}

/* The smallest size that upsets, or 0. Calls itself as often as an interval can be halved. */
/* NOLINTNEXTLINE(misc-no-recursion): 63 times at most */
static int64_t smallest_in(const search *seeking, int64_t from, int64_t to)
{
    if (!may_upset(seeking, from, to)) {
        return 0;
    }
    if (from == to) {
        return from;
    }
    int64_t middle = from + (to - from) / 2;
    int64_t found = smallest_in(seeking, from, middle);
    return found != 0 ? found : smallest_in(seeking, middle + 1, to);
}

/* The same from 1 to `most`: intervals that double, as most answers are small. */
static int64_t smallest(const search *seeking, int64_t most)
{
    if (most == 0 || !may_upset(seeking, 1, most)) {
        return 0;
    }
    int64_t found = 0;
    for (int64_t from = 1; found == 0 && from <= most; from *= 2) {
        int64_t last = 2 * from - 1;
        found = smallest_in(seeking, from, last < most ? last : most);
    }
    return found;
}

/* The smallest revision either way, or 0; of two of one size, the one downwards. */
static int64_t revise(search seeking, int64_t room_below, int64_t room_above)
{
    seeking.sign = -1;
    int64_t down = smallest(&seeking, room_below);
    seeking.sign = 1;
    int64_t most = down != 0 && down - 1 < room_above ? down - 1 : room_above;
    int64_t up = smallest(&seeking, most);
    return up != 0 ? up : -down;
}

/* How real what the upset hangs on is: the scores of the board behind a test; behind an amount,
 * those that the figure moves. */
static bcf_status status_of(const hunt *of, const bcf_moved *moved, bcf_upset upset)
{
    const bcf_run *run = of->bench.run;
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        if (bcf_scores_find(run->scores, part, moved->board) == NULL) {
            continue; /* a condition */
        }
        bool is_moved =
            moved->kind == BCF_FIGURE_BASELINE
                ? part == moved->part
                : bcf_score_rests_on(run->settings, run->policy->performance, part, moved->part);
        if (is_moved || upset == BCF_FLIPS_SEVENTY) {
            const bcf_release_row *row =
                bcf_release_find(run->release, run->figures, part, moved->board);
            worst = bcf_status_worst(worst, row->data_status);
        }
    }
    return worst;
}

static const bcf_release_test *keep_tests(const hunt *of, const bcf_release_test tests[])
{
    size_t count = of->bench.performance->payment_count;
    return bcf_arena_grow(of->arena, tests, count, count, sizeof *tests);
}

static void keep(hunt *of, const search *found, int64_t revision, bcf_period period)
{
    bcf_arena *trial = bcf_arena_new();
    const bcf_moved *moved = found->moved;
    bcf_shifted shifted = bcf_bench_score(found->bench, trial, moved, revision);
    bcf_paid then = bcf_bench_pay(found->bench, trial, moved->board, shifted);
    BCF_ASSERT(is_upset(found, &then));
    BCF_MAKE_ROOM(of->arena, of->items, of->found.count);
    of->items[of->found.count++] = (bcf_fragile){
        .part = moved->part,
        .board = moved->board,
        .figure = moved->kind,
        .period = period,
        .value = moved->numerator,
        .revision = revision,
        .upset = found->upset,
        .released_before = found->now->released,
        .released_after = then.released,
        .before = keep_tests(of, found->now->tests),
        .after = keep_tests(of, then.tests),
        .data_status = status_of(of, moved, found->upset),
    };
    bcf_arena_free(trial);
}

/* Up to the figure itself, either way. */
static void search_figure(hunt *of, const bcf_moved *moved, const bcf_measure *measure,
                          bcf_period period)
{
    static const bcf_upset upsets[] = {BCF_FLIPS_SEVENTY, BCF_MOVES_1000};
    if (bcf_count_is_rate(moved->denominator, measure->scale)) {
        of->found.rates++;
        return;
    }
    bcf_arena *arena = bcf_arena_new();
    bcf_paid now = bcf_bench_pay(&of->bench, arena, moved->board, (bcf_shifted){0});
    int64_t below = bcf_bench_room_below(moved);
    int64_t above = bcf_bench_room_above(arena, moved, measure);
    size_t before = of->found.count;
    for (size_t i = 0; i < sizeof upsets / sizeof upsets[0]; i++) {
        search seeking = {.bench = &of->bench, .moved = moved, .now = &now, .upset = upsets[i]};
        int64_t revision = revise(seeking, below, above < below ? above : below);
        if (revision != 0) {
            keep(of, &seeking, revision, period);
        }
    }
    of->found.figures++;
    of->found.unmovable += of->found.count == before;
    bcf_arena_free(arena);
}

static void search_score(hunt *of, const bcf_score *score)
{
    const bcf_run *run = of->bench.run;
    size_t slot = score->board * run->policy->performance->part_count + score->part;
    const bcf_ambition *ambition = run->figures->ambitions[slot];
    if (ambition == NULL) {
        return;
    }
    bcf_measure measure;
    bool is_described = bcf_score_measure(&measure, of->arena, run->figures, score->part,
                                          score->board, score->definition);
    BCF_ASSERT(is_described); /* figures refuses an ambition that nobody described */
    if (score->outturn != NULL) {
        const bcf_count *count = &score->outturn->count;
        bcf_moved actual = {BCF_FIGURE_ACTUAL, score->part, score->board, count->numerator,
                            count->denominator};
        search_figure(of, &actual, &measure, score->outturn->period);
    }
    bcf_moved baseline = {BCF_FIGURE_BASELINE, score->part, score->board,
                          ambition->baseline_count.numerator, ambition->baseline_count.denominator};
    search_figure(of, &baseline, &measure, ambition->baseline_period);
}

static int64_t size_of(int64_t signed_figure)
{
    return signed_figure < 0 ? -signed_figure : signed_figure;
}

static int64_t moved_by(const bcf_fragile *one)
{
    return size_of(bcf_money_subtract(one->released_after, one->released_before).pence);
}

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Boards, parts, figures and upsets stand in the order in which they are to be told. */
static int compare_fragiles(const void *left, const void *right)
{
    const bcf_fragile *a = left;
    const bcf_fragile *b = right;
    int orders[] = {
        order_of(size_of(a->revision), size_of(b->revision)),
        order_of(moved_by(b), moved_by(a)),
        order_of((int64_t)a->board, (int64_t)b->board),
        order_of((int64_t)a->part, (int64_t)b->part),
        order_of(a->figure, b->figure),
        order_of(a->upset, b->upset),
    };
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (orders[i] != 0) {
            return orders[i];
        }
    }
    return 0;
}

bcf_fragiles bcf_sensitivity_fragiles(bcf_arena *arena, const bcf_run *run)
{
    hunt of = {.arena = arena, .bench = bcf_bench_new(arena, run)};
    for (size_t i = 0; i < run->scores->count; i++) {
        bcf_progress_tell(arena, "scores searched", i, run->scores->count);
        search_score(&of, &run->scores->items[i]);
    }
    bcf_sort(of.items, of.found.count, sizeof *of.items, compare_fragiles);
    for (size_t i = 0; i < of.found.count; i++) {
        of.items[i].rank = i + 1;
    }
    of.found.items = of.items;
    return of.found;
}

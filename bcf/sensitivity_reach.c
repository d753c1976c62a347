/* SPDX-License-Identifier: MIT */
#include "sensitivity_inside.h"

/* One part of one board, while its lines are looked for. */
typedef struct tracing {
    bcf_arena *arena;
    bcf_bench *bench;
    bcf_moved moved; /* the actual */
    bcf_measure measure;
    const bcf_release_row *row;
    bool is_full; /* the line: full payment, or that of the 70% test */
} tracing;

static const bcf_score *own_score(const tracing *trace, bcf_shifted shifted)
{
    for (size_t i = 0; i < shifted.count; i++) {
        if (shifted.items[i].part == trace->moved.part) {
            return &shifted.items[i];
        }
    }
    BCF_UNREACHABLE("a figure that does not move its own score");
}

/* True if the line is reached with so many events more. */
static bool reaches(const tracing *trace, int64_t events)
{
    bcf_arena *trial = bcf_arena_new();
    const bcf_score *score =
        own_score(trace, bcf_bench_score(trace->bench, trial, &trace->moved, events));
    bool is_reached = trace->is_full ? score->status == BCF_SCORE_ACHIEVED
                                     : bcf_release_reaches_line(trace->bench->performance, score);
    bcf_arena_free(trial);
    return is_reached;
}

/* The largest number of steps from 0 to `most` at which the line's answer is still that at 0: the
 * answer changes once. Doubles until it has changed, then halves. */
static int64_t last_alike(const tracing *trace, int64_t step, int64_t most)
{
    bool at_first = reaches(trace, 0);
    int64_t alike = 0;
    int64_t other = 1;
    while (other <= most && reaches(trace, step * other) == at_first) {
        alike = other;
        other = other <= most / 2 || other == most ? 2 * other : most;
    }
    while (other <= most && other - alike > 1) {
        int64_t middle = alike + (other - alike) / 2;
        if (reaches(trace, step * middle) == at_first) {
            alike = middle;
        } else {
            other = middle;
        }
    }
    return alike;
}

/* What the part releases there, and whether the board's test would then be passed. */
static void pay_line(bcf_line *line, const tracing *trace, int64_t events)
{
    bcf_arena *trial = bcf_arena_new();
    size_t board = trace->moved.board;
    size_t payment = trace->bench->performance->parts[trace->moved.part].payment;
    bcf_shifted shifted = bcf_bench_score(trace->bench, trial, &trace->moved, events);
    bcf_paid then = bcf_bench_pay(trace->bench, trial, board, shifted);
    bcf_paid now = bcf_bench_pay(trace->bench, trial, board, (bcf_shifted){0});
    line->released = then.rows[trace->moved.part].released;
    line->passes_test =
        now.tests[payment] == BCF_TEST_BELOW && then.tests[payment] != BCF_TEST_BELOW;
    bcf_arena_free(trial);
}

static bcf_line find_line(const tracing *trace)
{
    int64_t better = trace->measure.better == BCF_BETTER_LOWER ? -1 : 1;
    bool is_reached = reaches(trace, 0);
    int64_t step = is_reached ? -better : better;
    int64_t room = step < 0 ? bcf_bench_room_below(&trace->moved)
                            : bcf_bench_room_above(trace->arena, &trace->moved, &trace->measure);
    int64_t alike = last_alike(trace, step, room);
    if (!is_reached && alike == room) {
        return (bcf_line){0}; /* not even with all of them */
    }
    int64_t events = step * (is_reached ? alike : alike + 1);
    bcf_ratio *numerator = bcf_ratio_of(trace->arena, events, 1);
    bcf_ratio_add(numerator, numerator, trace->moved.numerator);
    bcf_line line = {.is_known = true,
                     .events = is_reached ? 0 : events,
                     .room = is_reached ? alike : 0,
                     .numerator = numerator};
    pay_line(&line, trace, events);
    if (!is_reached) {
        line.gain = bcf_money_subtract(line.released, trace->row->released);
    }
    return line;
}

/* The months of what might be counted: the payment's, else those of what was, else a year after the
 * baseline's. */
static bcf_period months_to_count(const bcf_part *rule, const bcf_score *score,
                                  const bcf_ambition *ambition)
{
    if (rule->has_window) {
        return rule->window;
    }
    if (score->outturn != NULL) {
        return score->outturn->period;
    }
    return (bcf_period){ambition->baseline_period.first + 12, ambition->baseline_period.last + 12};
}

/* What would not be released if the actual were 1% of the ambition worse than the ambition. */
static void put_at_risk(bcf_reach *reach, bcf_bench *bench)
{
    const bcf_score *score = reach->score;
    const bcf_performance *performance = bench->performance;
    const bcf_ambition *ambition =
        bench->run->figures->ambitions[score->board * performance->part_count + score->part];
    if (ambition == NULL) {
        return;
    }
    bcf_arena *trial = bcf_arena_new();
    int64_t hundredths = reach->measure.better == BCF_BETTER_LOWER ? 101 : 99;
    bcf_ratio *actual = bcf_ratio_of(trial, hundredths, 100);
    bcf_ratio_multiply(actual, actual, ambition->ambition);
    const bcf_outturn outturn = {
        .definition = ambition->definition,
        .period = months_to_count(&performance->parts[score->part], score, ambition),
        .actual = actual,
        .count = {actual, bcf_ratio_of(trial, 1, 1)},
        .status = ambition->status,
        .place = ambition->place,
    };
    bcf_score missed = bcf_bench_score_outturn(bench, trial, &outturn, score->part, score->board);
    if (missed.achievement != NULL) {
        bcf_paid paid = bcf_bench_pay(bench, trial, score->board, (bcf_shifted){&missed, 1});
        reach->has_at_risk = true;
        reach->at_risk = bcf_money_subtract(reach->row->available, paid.rows[score->part].released);
    }
    bcf_arena_free(trial);
}

static void trace_reach(bcf_reach *reach, bcf_arena *arena, bcf_bench *bench)
{
    const bcf_score *score = reach->score;
    reach->row =
        bcf_release_find(bench->run->release, bench->run->figures, score->part, score->board);
    reach->has_measure = bcf_score_measure(&reach->measure, arena, bench->run->figures, score->part,
                                           score->board, score->definition);
    if (!reach->has_measure) {
        return;
    }
    put_at_risk(reach, bench);
    if (score->outturn == NULL) {
        return;
    }
    const bcf_count *count = &score->outturn->count;
    reach->is_rate = bcf_count_is_rate(count->denominator, reach->measure.scale);
    if (score->achievement == NULL || reach->is_rate) {
        return;
    }
    tracing trace = {
        .arena = arena,
        .bench = bench,
        .moved = {BCF_FIGURE_ACTUAL, score->part, score->board, count->numerator,
                  count->denominator},
        .measure = reach->measure,
        .row = reach->row,
    };
    reach->seventy = find_line(&trace);
    trace.is_full = true;
    reach->full = find_line(&trace);
}

bcf_reaches bcf_sensitivity_reaches(bcf_arena *arena, const bcf_run *run)
{
    bcf_bench bench = bcf_bench_new(arena, run);
    bcf_reach *items = BCF_NEW_ARRAY(arena, run->scores->count, bcf_reach);
    for (size_t i = 0; i < run->scores->count; i++) {
        items[i].score = &run->scores->items[i];
        trace_reach(&items[i], arena, &bench);
    }
    return (bcf_reaches){items, run->scores->count};
}

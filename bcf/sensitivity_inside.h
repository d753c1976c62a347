/* SPDX-License-Identifier: MIT */
#ifndef BCF_SENSITIVITY_INSIDE_H
#define BCF_SENSITIVITY_INSIDE_H

/*
 * sensitivity_inside.h - what the files of the room sensitivity share; nobody else includes it.
 *
 * sensitivity          the bench: one figure replaced, its board scored and paid again
 * sensitivity_reach    how far each metric is from its lines
 * sensitivity_fragile  the smallest revision that upsets a test or a payment
 */

#include "sensitivity.h"

/* One numerator that may be replaced. */
typedef struct bcf_moved {
    bcf_figure_kind kind;
    size_t part;
    size_t board;
    const bcf_ratio *numerator; /* as it is */
    const bcf_ratio *denominator;
} bcf_moved;

/* A run's figures and scores, in which one board can try something else. */
typedef struct bcf_bench {
    const bcf_run *run;
    const bcf_performance *performance;
    bcf_figures figures; /* the run's, but for these two lists, which are our own */
    const bcf_ambition **ambitions;
    const bcf_outturn **outturn;
    bcf_scores scores; /* the run's, but for its items, which are our own */
    bcf_score *items;
} bcf_bench;

bcf_bench bcf_bench_new(bcf_arena *arena, const bcf_run *run);

/* The scores that a figure can move: as many as there are parts at most. */
typedef struct bcf_shifted {
    bcf_score *items;
    size_t count;
} bcf_shifted;

/* Those scores with `events` more in the figure. What they point at is in the arena. */
bcf_shifted bcf_bench_score(bcf_bench *bench, bcf_arena *arena, const bcf_moved *moved,
                            int64_t events);

/* The score of one part, if `outturn` were all of its outturn. */
bcf_score bcf_bench_score_outturn(bcf_bench *bench, bcf_arena *arena, const bcf_outturn *outturn,
                                  size_t part, size_t board);

/* What a board gets, and what its tests say. */
typedef struct bcf_paid {
    const bcf_release_row *rows;   /* [part] */
    const bcf_release_test *tests; /* [payment] */
    bcf_money released;            /* in all rows */
} bcf_paid;

/* Pays a board by the run's scores, but for these. */
bcf_paid bcf_bench_pay(bcf_bench *bench, bcf_arena *arena, size_t board, bcf_shifted shifted);

/* How many whole events the figure can lose, and gain without passing 100 per cent. */
int64_t bcf_bench_room_below(const bcf_moved *moved);
int64_t bcf_bench_room_above(bcf_arena *arena, const bcf_moved *moved, const bcf_measure *measure);

#endif

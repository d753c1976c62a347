/* SPDX-License-Identifier: MIT */
#ifndef BCF_SENSITIVITY_H
#define BCF_SENSITIVITY_H

/*
 * sensitivity.h - what one event changes: how far to the next pound, and which figure to audit.
 *
 * Knows:       counts of events, scores and payments with one count replaced.
 * Never knows: a rule of scoring or paying. Every answer is the scoring and the release proper,
 *              run again with one figure replaced (bcf_score_one, bcf_release_again), so that all
 *              readings hold here as they hold there.
 *
 * Source: paragraphs 28 (what is at risk), 33 and 53 (full payment, the 70% line).
 *
 * An event is one whole more or less in a numerator, its denominator as it is. No numerator goes
 * below zero, and no percentage is raised above 100. A rate published without its count, which is
 * written over its scale (39.9 over 100), has no events: its numerator is not a number of anything.
 *
 * The run must have come to BCF_STAGE_RELEASE, under a policy with a 70% line
 * (bcf_sensitivity_check).
 */

#include "run.h"

/* Events past these many are not looked for. */
#define BCF_EVENTS_MAX INT64_C(1000000000000000)

/* Refused as usage: a policy without a 70% line. */
BCF_MUST_USE
bcf_code bcf_sensitivity_check(const bcf_run *run, const char *option, bcf_error *err);

/* How far it is to a line: that of the 70% test, or full payment. */
typedef struct bcf_line {
    bool is_known;  /* false: no achievement, no events, or no whole number reaches it */
    int64_t events; /* to be added to the actual numerator; 0: reached */
    int64_t room;   /* where reached: how many events worse still reach it */
    const bcf_ratio *numerator; /* with those events more, or with all that room used */
    bcf_money released;         /* of this part, with that numerator */
    bcf_money gain;             /* over what is released now; nothing where the line is reached */
    bool passes_test;           /* the payment's 70% test is below now, and would no longer be */
} bcf_line;

/* One board's part that is a metric. */
typedef struct bcf_reach {
    const bcf_score *score;
    const bcf_release_row *row; /* what it is paid */
    bool has_measure;           /* false: a local metric that was never described */
    bcf_measure measure;        /* how it is measured */
    bool is_rate;               /* the actual was published as a rate: it has no events */
    bcf_line seventy;           /* to the line of the 70% test */
    bcf_line full;              /* to the whole of it */
    bool has_at_risk; /* false: no ambition better than its baseline, or not of the season */
    /* Of what is available, not released if the actual were 1% of the ambition worse than the
     * ambition (paragraph 28: "activity volumes do not change as planned"), whatever it was. */
    bcf_money at_risk;
} bcf_reach;

/* All of them. */
typedef struct bcf_reaches {
    const bcf_reach *items; /* as the scores: by part as in the policy, then board */
    size_t count;
} bcf_reaches;

/*
 * `events` is the smallest whole number that reaches the line, and the numerator where reached the
 * farthest that still does: an achievement rises or falls with the actual and never turns, so
 * halving an interval finds the edge.
 */
bcf_reaches bcf_sensitivity_reaches(bcf_arena *arena, const bcf_run *run);

/* Which count of a metric is another. */
typedef enum bcf_figure_kind {
    BCF_FIGURE_ACTUAL = 1, /* the numerator of the row of `outturn` that counts */
    BCF_FIGURE_BASELINE,   /* the baseline_numerator of the row of `ambitions` */
} bcf_figure_kind;

const char *bcf_figure_kind_text(bcf_figure_kind kind); /* "actual_numerator" */

/* What one event more or less changes. */
typedef enum bcf_upset {
    BCF_FLIPS_SEVENTY = 1, /* the board's 70% test of some payment fails and did not, or the
                              other way */
    BCF_MOVES_1000,        /* all that is released to the board is GBP 1,000 more or less */
} bcf_upset;

const char *bcf_upset_text(bcf_upset upset); /* "flips-seventy" */

/* The smallest revision of one figure, by itself, that upsets what its board was told. */
typedef struct bcf_fragile {
    size_t rank; /* from 1, over all boards */
    size_t part;
    size_t board;
    bcf_figure_kind figure; /* which count */
    bcf_period period;
    const bcf_ratio *value;
    int64_t revision;               /* in events; never 0 */
    bcf_upset upset;                /* what it changes */
    bcf_money released_before;      /* to the board, in all payments */
    bcf_money released_after;       /* with the event, in pence */
    const bcf_release_test *before; /* [payment] */
    const bcf_release_test *after;
    bcf_status data_status; /* the worst of what the upset hangs on */
} bcf_fragile;

/* All of them. */
typedef struct bcf_fragiles {
    const bcf_fragile *items; /* by rank */
    size_t count;
    size_t figures;   /* that were searched */
    size_t rates;     /* that were not, as they were published as rates */
    size_t unmovable; /* of those searched: no revision upsets anything */
} bcf_fragiles;

/*
 * Searches, for every board and part with an ambition, the actual and the baseline numerator, one
 * figure at a time, in whole events up to the figure itself either way; the denominators, the
 * ambition and all other figures stay. Of two revisions that are as small, the one downwards.
 *
 * Ranked by the size of the revision; then by the money that it moves, the most first; then by
 * board, part, figure and upset.
 *
 * The smallest is the smallest, also where the answer turns. Every score rises or falls with a
 * figure and never turns: an achievement is linear in the actual; as its baseline b worsens towards
 * the ambition a, (b - actual) / (b - a) falls, or stays at 1 or more, down to `no-ambition`, which
 * every test and payment counts like nothing. But several scores can move against one another: one
 * outturn is April's actual and, under october-baseline=april-outturn, October's baseline. So an
 * interval is left out only if nothing is upset by the best score of each part at its two ends, nor
 * by the worst; else it is halved, the smaller half first. Tests and payments follow the scores one
 * way, so an interval left out holds no upset, and one of a single revision is judged as it is.
 */
bcf_fragiles bcf_sensitivity_fragiles(bcf_arena *arena, const bcf_run *run);

#endif

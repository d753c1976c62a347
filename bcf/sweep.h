/* SPDX-License-Identifier: MIT */
#ifndef BCF_SWEEP_H
#define BCF_SWEEP_H

/*
 * sweep.h - how much money hangs on each reading of the guidance: each alone, and all together.
 *
 * Knows:       settings and their values; allocations and payments computed again under others.
 * Never knows: what a reading does. Every figure is the allocation, the scoring and the release
 *              proper, run under other settings; it knows only which of these asks for which.
 *
 * Source: SPEC section 5, "Readings".
 *
 * The readings of the run are the base: the defaults, and what --set took instead. A value that the
 * figures cannot be worked out under, because data are absent, is never an error: it says so.
 */

#include "run.h"

/* What asks for a setting: a bit each, those that are worked out first first. */
typedef enum bcf_turn {
    BCF_TURN_ALLOCATION = 1, /* what an area gets of the pool */
    BCF_TURN_PAYMENT = 2,    /* what is available; under the rules of July 2014 all of a payment */
    BCF_TURN_SCORE = 4,      /* how far a metric moved */
    BCF_TURN_CONDITIONS = 8, /* what of a strand of conditions is released */
    BCF_TURN_METRICS = 16,   /* what of a strand of metrics is released */
    BCF_TURN_TEST = 32,      /* what held money waits for */
    BCF_TURN_BALANCE = 64,   /* what becomes of a balance: neither allocated nor released */
} bcf_turn;

/* What has to be worked out again where a setting of the policy takes another value: a set of
 * bcf_turn. Never less than what the setting can move. */
unsigned bcf_sweep_asked_by(const bcf_policy *policy, const char *setting);

/* What moves if one setting takes another value, the others as in the run: of the nation, a board,
 * or a contributor (a CCG or council). Changes are against the run; below zero for less. */
typedef struct bcf_sweep_change {
    bcf_money allocated;       /* a board's pool, a contributor's part; of the nation always 0 */
    bcf_money allocated_moved; /* the size of it; of the nation, half of all boards' sizes */
    bcf_money payer_changed;   /* of what a board gets in either case: another contributor's */
    bcf_money released;
    bcf_money released_moved;   /* the size; of the nation, all gains or all losses: the larger */
    bcf_money held_for_changed; /* held in either case, and for another reason */
    bcf_money at_stake;         /* these four together: a pound can move in more than one way */
    size_t rank;                /* by at_stake, from 1; 0 where nothing is at stake */
    bcf_status status;          /* the worst of what it was and what it would be */
} bcf_sweep_change;

/* One value of a setting that is not the run's. Settings and values as in the policy's lists. */
typedef struct bcf_sweep_value {
    size_t setting;          /* its place in the policy's list */
    size_t value;            /* its place in the list of the setting */
    const char *no_data;     /* why it cannot be taken, in a sentence; NULL: all below is there */
    bcf_sweep_change nation; /* of all boards together */
    const bcf_sweep_change *boards;   /* a board each */
    const bcf_sweep_change *ccgs;     /* a CCG each */
    const bcf_sweep_change *councils; /* what goes through no CCG */
} bcf_sweep_value;

/* A combination of readings that reaches an end; of several, one that departs from the run in the
 * fewest settings. */
typedef struct bcf_sweep_end {
    bcf_money amount;
    size_t combination; /* for bcf_sweep_combination_text */
    size_t departures;  /* settings that are not as in the run */
} bcf_sweep_end;

/* From the least to the most. */
typedef struct bcf_sweep_range {
    bcf_sweep_end low;  /* the least */
    bcf_sweep_end high; /* the most */
} bcf_sweep_range;

/* Over all combinations. A contributor is allocated its part, and nothing is released to it. */
typedef struct bcf_sweep_ranges {
    bcf_sweep_range allocated;        /* to a board, or from a contributor */
    bcf_sweep_range released;         /* to a board */
    bcf_sweep_range held_for_changed; /* low is 0: that of the run itself */
} bcf_sweep_ranges;

/* How much hangs on every reading. Lives in the arena. */
typedef struct bcf_sweep {
    const bcf_run *run;
    const bcf_sweep_value *values; /* by setting, then value, as in the policy */
    size_t count;
    bcf_sweep_ranges nation;          /* of all boards together */
    const bcf_sweep_ranges *boards;   /* a board each */
    const bcf_sweep_ranges *ccgs;     /* a CCG each */
    const bcf_sweep_ranges *councils; /* a council each */
    size_t combinations;              /* that were worked out, the run's own among them */
    size_t refused;          /* that were not, though each of their values can be taken alone */
    const char *why_refused; /* the first of them; NULL: none was */
    const struct bcf_wheels *wheels; /* how combinations are counted */
} bcf_sweep;

/* More combinations than these are not worked out. */
#define BCF_SWEEP_COMBINATIONS_MAX 1000000

/*
 * The run must have come to an allocation; what is released counts where the run has it.
 *
 * Refused, as usage: a policy with more combinations of readings than can be worked out.
 */
BCF_MUST_USE
bcf_code bcf_sweep_readings(const bcf_sweep **out, bcf_arena *arena, const bcf_run *run,
                            bcf_error *err);

/* "metric-value=overall unit=1000": what departs from the run's readings; "" where nothing does. */
const char *bcf_sweep_combination_text(bcf_arena *arena, const bcf_sweep *sweep,
                                       size_t combination);

#endif

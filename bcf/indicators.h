/* SPDX-License-Identifier: MIT */
#ifndef BCF_INDICATORS_H
#define BCF_INDICATORS_H

/*
 * indicators.h - people and the values of indicators, area by area, as of today's areas.
 *
 * Knows:       residents, values, the level an indicator is counted at, control totals.
 * Never knows: boards, metrics, how anything is shared out.
 *
 * Source: SPEC section 7. Figures of ended codes go to their successors by share and are added up.
 */

#include "cover.h"

/* How many people registered with a CCG live in a council. */
typedef struct bcf_residents {
    size_t ccg;
    size_t council;
    const bcf_ratio *people; /* above zero */
} bcf_residents;

/* One figure of one area. */
typedef struct bcf_indicator_value {
    bcf_area_kind kind;
    size_t index;
    const char *indicator;
    const char *period;
    const bcf_ratio *value;
    bcf_status status;
} bcf_indicator_value;

/* How the rows of one indicator and period are written: how far rounding may move their sum. */
typedef struct bcf_written {
    const char *indicator;
    const char *period;
    size_t rows;     /* how many rows there are */
    unsigned places; /* the most digits after the point */
    bool are_shares; /* all with a point, and none above 1 */
} bcf_written;

/* Both tables, gathered. */
typedef struct bcf_indicators {
    const bcf_residents *residents; /* by CCG, then council */
    size_t residents_count;
    bcf_status residents_status;
    const bcf_indicator_value *values; /* by indicator, period, kind, index */
    size_t value_count;
    const bcf_written *written; /* by indicator, then period */
    size_t written_count;
    bcf_gaps gaps;
} bcf_indicators;

/* Figures after ended codes were replaced: more than any country has, few enough to hold. */
#define BCF_INDICATORS_SPREAD_MAX 5000000

/*
 * Gathers both tables. Only the policy's own indicators are gathered. What went through an ended
 * code is no more real than the table `successors`.
 *
 * Refused, into the gate: an area of the wrong level; more figures than the limit. Where nothing
 * was refused so far, also: a CCG without people; a control total or a number of areas that the
 * dataset misses; a gap (cover.h) in a figure that has a control.
 *
 * Noted: shares that miss a control total of 1 by no more than their rounding.
 */
bcf_indicators bcf_indicators_read(bcf_gate *gate);

/* The same where only cells that are no key differ from tables that were read and found good, in
 * those tables that are `changed`: what no such table says is taken from `before`. */
bcf_indicators bcf_indicators_change(bcf_gate *gate, const bcf_indicators *before,
                                     const bool changed[BCF_TABLE_COUNT]);

/* The values of one indicator and period: from the one at *first on, as many as returned. */
size_t bcf_indicators_of(const bcf_indicator_value values[], size_t count, const char *indicator,
                         const char *period, size_t *first);

/* How one indicator and period is written; NULL where it has no row. */
const bcf_written *bcf_indicators_written(const bcf_written written[], size_t count,
                                          const char *indicator, const char *period);

/* True if `sum` is above zero and misses 1, but by at most half a unit of the last place for each
 * row: figures written without a point are not rounded shares, and never miss it (SPEC 9). */
bool bcf_indicators_round_to_one(bcf_arena *arena, const bcf_written *written,
                                 const bcf_ratio *sum);

/* Notes by how much `sum` misses 1. */
void bcf_indicators_note_rounding(bcf_notes *notes, bcf_arena *arena, bcf_place place,
                                  const bcf_written *written, const bcf_ratio *sum);

#endif

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

#include "gate.h"

typedef struct bcf_residents {
    size_t ccg;
    size_t council;
    const bcf_ratio *people; /* above zero */
} bcf_residents;

typedef struct bcf_indicator_value {
    bcf_area_kind kind;
    size_t index;
    const char *indicator;
    const char *period;
    const bcf_ratio *value;
    bcf_status status;
} bcf_indicator_value;

typedef struct bcf_indicators {
    const bcf_residents *residents; /* by CCG, then council */
    size_t residents_count;
    const bcf_indicator_value *values; /* by indicator, period, kind, index */
    size_t value_count;
} bcf_indicators;

/* Figures after ended codes were replaced: more than any country has, few enough to hold. */
#define BCF_INDICATORS_SPREAD_MAX 5000000

/*
 * Gathers both tables. Only the policy's own indicators are gathered.
 *
 * Refused, into the gate: an area of the wrong level; more figures than the limit. Where nothing
 * was refused so far, also: a CCG without people; an area that gets a figure from some of its
 * predecessors but not from all, and has none of its own; a control total or a number of areas
 * that the dataset misses.
 */
bcf_indicators bcf_indicators_read(bcf_gate *gate);

/* The values of one indicator and period: from the one at *first on, as many as returned. */
size_t bcf_indicators_of(const bcf_indicator_value values[], size_t count, const char *indicator,
                         const char *period, size_t *first);

#endif

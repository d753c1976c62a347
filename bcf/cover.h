/* SPDX-License-Identifier: MIT */
#ifndef BCF_COVER_H
#define BCF_COVER_H

/*
 * cover.h - no area inherits half a figure: missing is never zero.
 *
 * Knows:       which codes have a value of an indicator, and which codes became which.
 * Never knows: the values themselves.
 *
 * Source: SPEC section 7 (missing means no row; successors).
 */

#include "gate.h"

/* An area or ended code that gets a figure from some of its predecessors, but not from all. */
typedef struct bcf_gap {
    const char *indicator;
    const char *period;
    const char *code;    /* who gets it */
    const char *from;    /* whose row came down to it */
    const char *missing; /* the predecessor that has none */
    bcf_place place;     /* of that row */
} bcf_gap;

/* All gaps of a dataset. */
typedef struct bcf_gaps {
    const bcf_gap *items; /* by indicator, then period */
    size_t count;
} bcf_gaps;

/*
 * Finds who gets an indicator of a period from some of its predecessors, not from all, and has no
 * value of its own; of each indicator and period as many as can be told. A predecessor without a
 * value is no gap where all of its own predecessors have one: the figures were counted before it
 * existed.
 */
bcf_gaps bcf_cover_gaps(const bcf_gate *gate);

/* Refuses the gaps of one indicator and period: those of figures that nobody asks for are none. */
BCF_MUST_USE
bcf_code bcf_cover_check(const bcf_gaps *gaps, const char *indicator, const char *period,
                         bcf_error *err);

#endif

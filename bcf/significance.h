/* SPDX-License-Identifier: MIT */
#ifndef BCF_SIGNIFICANCE_H
#define BCF_SIGNIFICANCE_H

/*
 * significance.h - whether two rates differ by more than chance makes rates differ.
 *
 * Knows:       two rates, the spread that chance gives each, a critical value of z.
 * Never knows: metrics, seasons, definitions, how a rate is written.
 *
 * Source: SPEC section 4 (Annex I, paragraph 47: an ambition should not reward "a small improvement
 * that is purely an artefact of variation in the underlying dataset"). The paragraph names no test:
 * these are the pooled two-sample tests, and the critical value is the caller's.
 *
 * What the test takes for granted:
 * - the two samples are independent of one another, and both were counted: what is only hoped for
 *   is taken as if it had been;
 * - a proportion counts people, each of whom succeeds or not whatever the others do;
 * - a Poisson count is of events that come independently of one another. Days of delay do not: many
 *   belong to one patient. So their spread is wider than this, and too many of their differences
 *   are found significant;
 * - the counts are large enough for z to be nearly normal, which no function here looks at;
 * - it is two-sided: a change for the worse would have been a difference as well.
 *
 * Square roots are not exact, so z is compared as its square.
 */

#include "ratio.h"

/* 0 is no spread: a caller that forgot to name one stops. */
typedef enum bcf_spread {
    BCF_SPREAD_PROPORTION = 1, /* so many of so many people: a numerator up to the denominator */
    BCF_SPREAD_POISSON,        /* events among so many people: any numerator */
} bcf_spread;

/* Counts, before any "per 100,000". They need not be whole. */
typedef struct bcf_sample {
    const bcf_ratio *numerator;   /* not below zero */
    const bcf_ratio *denominator; /* above zero */
} bcf_sample;

/*
 * z squared, exact, in the arena: the squared difference of the rates over its variance, both rates
 * taken as one, which is all numerators over all denominators. The order of the samples changes
 * nothing. NULL where the variance is zero: there is nothing in either sample, or all in both, so
 * that their rates do not differ.
 */
BCF_MUST_USE
const bcf_ratio *bcf_significance_square(bcf_arena *arena, bcf_spread spread, bcf_sample a,
                                         bcf_sample b);

/* True if the rates differ and z is at least `critical` (which is not below zero): exactly on the
 * line is reached. */
BCF_MUST_USE
bool bcf_significance_reaches(bcf_arena *arena, bcf_spread spread, bcf_sample a, bcf_sample b,
                              const bcf_ratio *critical);

/*
 * Sets *numerator_out to the whole numerator that, over `denominator`, makes the rate nearest the
 * baseline's that is better than it and reaches `critical`: where lower is better the largest such
 * number from 0, otherwise the smallest, for a proportion not above `denominator`. False, and
 * nothing set, where there is none.
 */
BCF_MUST_USE
bool bcf_significance_smallest(const bcf_ratio **numerator_out, bcf_arena *arena, bcf_spread spread,
                               bcf_sample baseline, const bcf_ratio *denominator,
                               bool lower_is_better, const bcf_ratio *critical);

#endif

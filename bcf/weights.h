/* SPDX-License-Identifier: MIT */
#ifndef BCF_WEIGHTS_H
#define BCF_WEIGHTS_H

/*
 * weights.h - many exact weights over one denominator, and the quotas that they earn.
 *
 * Knows:       whole numbers, quotients, remainders.
 * Never knows: who gets the odd unit.
 *
 * Machine integers where the sum of the weights fits in them, GMP where it does not; the answers
 * are the same, and the tests hold each against the other.
 */

#include "ratio.h"
#include "text.h"

/* Weights over one denominator, and after a split what each left over. */
typedef struct bcf_weights bcf_weights;

/* No weight may be below zero. The weights are copied. */
bcf_weights *bcf_weights_of_decimals(bcf_arena *arena, const bcf_decimal weights[], size_t count);
bcf_weights *bcf_weights_of_ratios(bcf_arena *arena, const bcf_ratio *const weights[],
                                   size_t count);

/* The same weights, made to take the GMP way: for the tests. */
bcf_weights *bcf_weights_widened(bcf_arena *arena, const bcf_weights *weights);

/* How many there are; whether all, or the i-th, weigh nothing. */
size_t bcf_weights_count(const bcf_weights *weights);
bool bcf_weights_are_all_zero(const bcf_weights *weights);
bool bcf_weights_is_zero(const bcf_weights *weights, size_t i);

/*
 * Sets quotas[i] to whole x weight[i] / sum of weights, rounded down, and keeps the exact
 * remainders for the comparison below. The sum must not be zero, nor `whole` below it.
 */
void bcf_weights_quotas(int64_t quotas[], bcf_weights *weights, int64_t whole);

/* One of these quotas again; weights as whole numbers over one denominator that all share; after
 * bcf_weights_quotas, what quota i left over, as a part of one: in the arena. */
int64_t bcf_weights_quota(const bcf_weights *weights, size_t i, int64_t whole);
const bcf_ratio *bcf_weights_weight(bcf_arena *arena, const bcf_weights *weights, size_t i);
const bcf_ratio *bcf_weights_sum(bcf_arena *arena, const bcf_weights *weights);
const bcf_ratio *bcf_weights_remainder(bcf_arena *arena, const bcf_weights *weights, size_t i);

/* The same as digits, added to a text: a certificate has a million of them. */
void bcf_weights_add_weight(bcf_text *text, const bcf_weights *weights, size_t i);
void bcf_weights_add_sum(bcf_text *text, const bcf_weights *weights);
void bcf_weights_add_remainder(bcf_text *text, const bcf_weights *weights, size_t i); /* x sum */

/* After bcf_weights_quotas: whether quota i left anything over; negative, zero or positive, the
 * remainder or weight of i against j's. */
bool bcf_weights_has_remainder(const bcf_weights *weights, size_t i);
int bcf_weights_compare_remainders(const bcf_weights *weights, size_t i, size_t j);
int bcf_weights_compare(const bcf_weights *weights, size_t i, size_t j);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_APPORTION_H
#define BCF_APPORTION_H

/*
 * apportion.h - splitting one amount into parts that add up to it again (largest remainder).
 *
 * Knows:       weights, units of money, who gets the odd unit.
 * Never knows: what the weights mean or who the parts are for.
 *
 * Source: SPEC section 2, "Sharing out".
 */

#include "weights.h"

/* Who comes first between equal remainders. 0 is nobody: a caller must name it. */
typedef enum bcf_tie {
    BCF_TIE_LARGER_WEIGHT = 1, /* the larger weight, then the earlier place: areas by code */
    BCF_TIE_EARLIER_PLACE,     /* the earlier place alone: parts of a payment, SPEC section 5 */
} bcf_tie;

/*
 * Sets shares[0..count of weights) to `whole` in proportion to the weights, in whole units.
 *
 * Every share is first rounded down; the units left over go one each to the largest exact
 * remainders. Callers pass the places in a stated order (by code), never in the order of a file.
 *
 * Always: the shares add up to `whole`; each is its quota rounded down or up to the unit; a zero
 * weight gets zero.
 *
 * Refused, at `place`: an empty list; weights that are all zero, even for nothing; a `whole` that
 * is not a number of units. `what` begins the sentence: "component 'dfg'".
 */
BCF_MUST_USE
bcf_code bcf_apportion(bcf_money shares[], bcf_money whole, bcf_money unit, bcf_weights *weights,
                       bcf_tie tie, const char *what, bcf_place place, bcf_error *err);

/* After the split: whether place i is served before place j. */
bool bcf_apportion_is_before(const bcf_weights *weights, bcf_tie tie, size_t i, size_t j);

#endif

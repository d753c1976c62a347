/* SPDX-License-Identifier: MIT */
#ifndef BCF_RATIO_INSIDE_H
#define BCF_RATIO_INSIDE_H

/*
 * ratio_inside.h - what a ratio is made of: for the rooms ratio and weights, which meet GMP.
 */

#include <gmp.h>

#include "ratio.h"

/* A fraction of two machine words, in lowest terms: as most are. `above` may be below zero, and is
 * never INT64_MIN; `below` is above zero. */
typedef struct bcf_small {
    int64_t above;
    int64_t below;
} bcf_small;

/* Whichever fits is small, so that a figure is held in one way only. */
struct bcf_ratio {
    bcf_small small;  /* where `is_large` is false */
    bool is_large;    /* then `large` has it, in lowest terms, the denominator above zero */
    mpq_ptr large;    /* NULL until it was needed once */
    bcf_arena *arena; /* that it is in */
};

/* The greatest, of a number that is not below zero and one that is above it. */
int64_t bcf_common_divisor(int64_t a, int64_t b);

/* True, and *out is set, if the result is small again. The denominator may be anything above zero,
 * the numerator anything. `out` may be an operand's. */
bool bcf_small_of(bcf_small *out, int64_t numerator, int64_t denominator);
bool bcf_small_add(bcf_small *out, bcf_small a, bcf_small b);
bool bcf_small_multiply(bcf_small *out, bcf_small a, bcf_small b);

bcf_small bcf_small_negative(bcf_small a);
bcf_small bcf_small_inverse(bcf_small a); /* `a` is not zero */

/* Negative, zero or positive; the fraction need not be in lowest terms, `denominator` is above
 * zero. */
int bcf_small_compare(bcf_small a, int64_t numerator, int64_t denominator);

/* Room for a small ratio as GMP sees it. */
typedef struct bcf_ratio_view {
    mpq_t value;
    mp_limb_t above;
    mp_limb_t below;
} bcf_ratio_view;

/* The ratio as one of GMP's, to be read: in `room` if it is small. */
mpq_srcptr bcf_ratio_see(const bcf_ratio *ratio, bcf_ratio_view *room);

/* Sets `out` to the decimal's digits without their point. */
void bcf_ratio_decimal_units(mpz_t out, const bcf_decimal *decimal);

/* A whole number, in the arena. */
bcf_ratio *bcf_ratio_of_integer(bcf_arena *arena, const mpz_t whole);

#endif

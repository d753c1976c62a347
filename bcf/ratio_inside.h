/* SPDX-License-Identifier: MIT */
#ifndef BCF_RATIO_INSIDE_H
#define BCF_RATIO_INSIDE_H

/*
 * ratio_inside.h - what a ratio is made of: for the rooms ratio and weights, which meet GMP.
 */

#include <gmp.h>

#include "ratio.h"

struct bcf_ratio {
    mpq_t value; /* always in lowest terms, the denominator above zero */
};

/* Sets `out` to the decimal's digits without their point. */
void bcf_ratio_decimal_units(mpz_t out, const bcf_decimal *decimal);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_DECIMAL_H
#define BCF_DECIMAL_H

/*
 * decimal.h - a figure as it is written in a table: `digits` or `digits.digits`.
 *
 * Knows:       digits and where the point stands.
 * Never knows: what is counted.
 */

#include "error.h"

#define BCF_DECIMAL_DIGITS_MAX 40 /* SPEC section 7 */

/* A value, never below zero. Exact: 19 digits in `units`, longer ones stay as written. */
typedef struct bcf_decimal {
    const char *written; /* NULL, or the digits that do not fit in `units`; borrowed */
    uint64_t units;      /* the figure without its point: 12.50 is 1250 */
    unsigned places;     /* digits after the point: 2 */
} bcf_decimal;

/*
 * Reads a figure. `text` must outlive `out`.
 *
 * Refused: anything but digits with at most one point between them (so "1,000", "1e3", "NaN", "-",
 * "-1", ".5", "5." and an empty text), and more than BCF_DECIMAL_DIGITS_MAX digits. The message
 * begins with `what`, the name of the column.
 */
BCF_MUST_USE
bcf_code bcf_decimal_parse(bcf_decimal *out, const char *text, const char *what, bcf_place place,
                           bcf_error *err);

/* True for 0, 0.0 and their like. */
bool bcf_decimal_is_zero(const bcf_decimal *decimal);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_RATIO_H
#define BCF_RATIO_H

/*
 * ratio.h - exact fractions, and the one place where a fraction is rounded.
 *
 * Knows:       exact fractions, named roundings.
 * Never knows: which rounding a rule wants.
 */

#include "arena.h"
#include "decimal.h"
#include "money.h"

/* An exact fraction, in lowest terms, of any size. */
typedef struct bcf_ratio bcf_ratio;

/* 0 is no rounding at all: a rule that forgot to name one stops. */
typedef enum bcf_rounding {
    BCF_ROUND_HALF_AWAY = 1, /* 0.5 away from zero: "half up" to most readers */
    BCF_ROUND_HALF_EVEN,     /* 0.5 to the even neighbour */
    BCF_ROUND_DOWN,          /* towards zero */
    BCF_ROUND_UP, /* away from zero, unless it is whole already: a floor in whole units */
} bcf_rounding;

/* GMP aborts where it finds no memory; after this it ends the program as all of bcf does. Once, at
 * the start of a program: it concerns every number of GMP's in the process. */
void bcf_ratio_guard_memory(void);

/* Zero, in the arena: nothing to release. */
bcf_ratio *bcf_ratio_new(bcf_arena *arena);
bcf_ratio *bcf_ratio_of(bcf_arena *arena, int64_t numerator, int64_t denominator);
bcf_ratio *bcf_ratio_of_decimal(bcf_arena *arena, const bcf_decimal *decimal);

/* `out` may be one of the operands. */
void bcf_ratio_set(bcf_ratio *out, const bcf_ratio *from);
void bcf_ratio_set_whole(bcf_ratio *out, int64_t numerator, int64_t denominator);
void bcf_ratio_add(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b);
void bcf_ratio_subtract(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b);
void bcf_ratio_multiply(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b);
void bcf_ratio_divide(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b); /* stops on zero */

/* Negative, zero or positive: a against b, against a fraction, against nothing. */
int bcf_ratio_compare(const bcf_ratio *a, const bcf_ratio *b);
int bcf_ratio_compare_whole(const bcf_ratio *a, int64_t numerator, int64_t denominator);
int bcf_ratio_sign(const bcf_ratio *a);

/* The fraction with so many decimals, as a fraction again. `out` may be `a`. */
void bcf_ratio_round(bcf_ratio *out, const bcf_ratio *a, unsigned places, bcf_rounding rounding);

/* The whole part of a fraction that is not below zero, or `most` where that is less. */
int64_t bcf_ratio_whole(const bcf_ratio *a, int64_t most);

/* whole x share, to the penny. */
bcf_money bcf_ratio_of_money(bcf_money whole, const bcf_ratio *share, bcf_rounding rounding);

/* The fraction with `places` decimals ("-0.333333"; never "-0.000000"), in the arena. */
const char *bcf_ratio_text(bcf_arena *arena, const bcf_ratio *ratio, unsigned places,
                           bcf_rounding rounding);

/* The fraction as a decimal without needless zeros: exact where it ends within `places` digits
 * ("0.7", "3"), otherwise rounded to them. In the arena. */
const char *bcf_ratio_decimal_text(bcf_arena *arena, const bcf_ratio *ratio, unsigned places,
                                   bcf_rounding rounding);

/* True if so many decimals write the fraction exactly. */
bool bcf_ratio_ends_within(const bcf_ratio *ratio, unsigned places);

/* The fraction itself: "7/10", "3", in the arena. */
const char *bcf_ratio_exact_text(bcf_arena *arena, const bcf_ratio *ratio);

#endif

/* SPDX-License-Identifier: MIT */
#include "weights.h"

#include <string.h>

#include "ratio_inside.h"

/* A product of a whole and a weight, each below 2^63. */
__extension__ typedef unsigned __int128 product;

#define NARROW_MAX INT64_MAX

/* Either the narrow or the wide arrays are there. */
struct bcf_weights {
    size_t count;
    bool is_wide;
    uint64_t *narrow;
    uint64_t *narrow_left; /* remainders of the last quotas, over the sum */
    uint64_t narrow_sum;
    mpz_t *wide;
    mpz_t *wide_left;
    mpz_t wide_sum;
};

static void release_wide(void *thing)
{
    bcf_weights *weights = thing;
    for (size_t i = 0; i < weights->count; i++) {
        mpz_clear(weights->wide[i]);
        mpz_clear(weights->wide_left[i]);
    }
    mpz_clear(weights->wide_sum);
}

static void make_wide(bcf_arena *arena, bcf_weights *weights)
{
    weights->is_wide = true;
    weights->wide = BCF_NEW_ARRAY(arena, weights->count, mpz_t);
    weights->wide_left = BCF_NEW_ARRAY(arena, weights->count, mpz_t);
    for (size_t i = 0; i < weights->count; i++) {
        mpz_init(weights->wide[i]);
        mpz_init(weights->wide_left[i]);
    }
    mpz_init(weights->wide_sum);
    bcf_arena_defer(arena, release_wide, weights);
}

static void add_up_wide(bcf_weights *weights)
{
    mpz_set_ui(weights->wide_sum, 0);
    for (size_t i = 0; i < weights->count; i++) {
        BCF_ASSERT(mpz_sgn(weights->wide[i]) >= 0);
        mpz_add(weights->wide_sum, weights->wide_sum, weights->wide[i]);
    }
}

/* Adds weight i to the sum; false once the sum no longer fits. */
static bool put_narrow(bcf_weights *weights, size_t i, uint64_t weight)
{
    weights->narrow[i] = weight;
    return !__builtin_add_overflow(weights->narrow_sum, weight, &weights->narrow_sum)
           && weights->narrow_sum <= NARROW_MAX;
}

static bcf_weights *new_weights(bcf_arena *arena, size_t count)
{
    bcf_weights *weights = BCF_NEW(arena, bcf_weights);
    weights->count = count;
    weights->narrow = BCF_NEW_ARRAY(arena, count, uint64_t);
    weights->narrow_left = BCF_NEW_ARRAY(arena, count, uint64_t);
    return weights;
}

static bool scale_narrow(uint64_t *out, const bcf_decimal *decimal, unsigned places)
{
    *out = decimal->units;
    for (unsigned i = decimal->places; i < places; i++) {
        if (__builtin_mul_overflow(*out, UINT64_C(10), out)) {
            return false;
        }
    }
    return decimal->written == NULL;
}

static bool fill_narrow(bcf_weights *weights, const bcf_decimal decimals[], unsigned places)
{
    for (size_t i = 0; i < weights->count; i++) {
        uint64_t scaled = 0;
        if (!scale_narrow(&scaled, &decimals[i], places) || !put_narrow(weights, i, scaled)) {
            return false;
        }
    }
    return true;
}

bcf_weights *bcf_weights_of_decimals(bcf_arena *arena, const bcf_decimal weights[], size_t count)
{
    bcf_weights *made = new_weights(arena, count);
    unsigned places = 0;
    for (size_t i = 0; i < count; i++) {
        places = weights[i].places > places ? weights[i].places : places;
    }
    if (fill_narrow(made, weights, places)) {
        return made;
    }
    make_wide(arena, made);
    mpz_t scale;
    mpz_init(scale);
    for (size_t i = 0; i < count; i++) {
        bcf_ratio_decimal_units(made->wide[i], &weights[i]);
        mpz_ui_pow_ui(scale, 10, places - weights[i].places);
        mpz_mul(made->wide[i], made->wide[i], scale);
    }
    mpz_clear(scale);
    add_up_wide(made);
    return made;
}

/* The least common denominator of small ratios; false where it, or one of them, is no small one. */
static bool small_common(int64_t *common, const bcf_ratio *const ratios[], size_t count)
{
    *common = 1;
    for (size_t i = 0; i < count; i++) {
        if (ratios[i]->is_large) {
            return false;
        }
        int64_t below = ratios[i]->small.below;
        int64_t rest = below / bcf_common_divisor(*common, below);
        if (__builtin_mul_overflow(*common, rest, common)) {
            return false;
        }
    }
    return true;
}

/* As narrow_over_common(), and far faster: without GMP. */
static bool narrow_small(bcf_weights *weights, const bcf_ratio *const ratios[])
{
    int64_t common = 0;
    bool fits = small_common(&common, ratios, weights->count);
    for (size_t i = 0; fits && i < weights->count; i++) {
        bcf_small ratio = ratios[i]->small;
        int64_t weight = 0;
        BCF_ASSERT(ratio.above >= 0);
        fits = !__builtin_mul_overflow(ratio.above, common / ratio.below, &weight)
               && put_narrow(weights, i, (uint64_t)weight);
    }
    return fits;
}

/* Sets `wide` to the ratio over the common denominator `common`. */
static void over_common(mpz_t wide, const bcf_ratio *ratio, const mpz_t common)
{
    bcf_ratio_view room;
    mpq_srcptr value = bcf_ratio_see(ratio, &room);
    mpz_divexact(wide, common, mpq_denref(value));
    mpz_mul(wide, wide, mpq_numref(value));
}

/* True if every weight over `common`, and their sum, is narrow enough; they are then set. */
static bool narrow_over_common(bcf_weights *weights, const bcf_ratio *const ratios[],
                               const mpz_t common)
{
    mpz_t wide;
    mpz_init(wide);
    bool fits = true;
    for (size_t i = 0; fits && i < weights->count; i++) {
        over_common(wide, ratios[i], common);
        BCF_ASSERT(mpz_sgn(wide) >= 0);
        fits = mpz_fits_ulong_p(wide) != 0 && put_narrow(weights, i, mpz_get_ui(wide));
    }
    mpz_clear(wide);
    return fits;
}

bcf_weights *bcf_weights_of_ratios(bcf_arena *arena, const bcf_ratio *const weights[], size_t count)
{
    bcf_weights *made = new_weights(arena, count);
    if (narrow_small(made, weights)) {
        return made;
    }
    made->narrow_sum = 0;
    mpz_t common;
    mpz_init_set_ui(common, 1);
    for (size_t i = 0; i < count; i++) {
        bcf_ratio_view room;
        mpz_lcm(common, common, mpq_denref(bcf_ratio_see(weights[i], &room)));
    }
    if (!narrow_over_common(made, weights, common)) {
        make_wide(arena, made);
        for (size_t i = 0; i < count; i++) {
            over_common(made->wide[i], weights[i], common);
        }
        add_up_wide(made);
    }
    mpz_clear(common);
    return made;
}

bcf_weights *bcf_weights_widened(bcf_arena *arena, const bcf_weights *weights)
{
    BCF_ASSERT(!weights->is_wide);
    bcf_weights *made = new_weights(arena, weights->count);
    make_wide(arena, made);
    for (size_t i = 0; i < weights->count; i++) {
        mpz_set_ui(made->wide[i], weights->narrow[i]);
    }
    add_up_wide(made);
    return made;
}

size_t bcf_weights_count(const bcf_weights *weights)
{
    return weights->count;
}

bool bcf_weights_are_all_zero(const bcf_weights *weights)
{
    return weights->is_wide ? mpz_sgn(weights->wide_sum) == 0 : weights->narrow_sum == 0;
}

bool bcf_weights_is_zero(const bcf_weights *weights, size_t i)
{
    return weights->is_wide ? mpz_sgn(weights->wide[i]) == 0 : weights->narrow[i] == 0;
}

static void narrow_quotas(int64_t quotas[], bcf_weights *weights, uint64_t whole)
{
    for (size_t i = 0; i < weights->count; i++) {
        product earned = (product)whole * weights->narrow[i];
        uint64_t quota = (uint64_t)(earned / weights->narrow_sum);
        quotas[i] = (int64_t)quota;
        weights->narrow_left[i] = (uint64_t)earned - quota * weights->narrow_sum;
    }
}

int64_t bcf_weights_quota(const bcf_weights *weights, size_t i, int64_t whole)
{
    BCF_ASSERT(whole >= 0);
    if (!weights->is_wide) {
        return (int64_t)((product)whole * weights->narrow[i] / weights->narrow_sum);
    }
    mpz_t earned;
    mpz_init(earned);
    mpz_mul_si(earned, weights->wide[i], whole);
    mpz_fdiv_q(earned, earned, weights->wide_sum);
    BCF_ASSERT(mpz_fits_slong_p(earned) != 0);
    int64_t quota = mpz_get_si(earned);
    mpz_clear(earned);
    return quota;
}

static bcf_ratio *ratio_of(bcf_arena *arena, const bcf_weights *weights, const mpz_t wide,
                           uint64_t narrow)
{
    return weights->is_wide ? bcf_ratio_of_integer(arena, wide)
                            : bcf_ratio_of(arena, (int64_t)narrow, 1);
}

const bcf_ratio *bcf_weights_weight(bcf_arena *arena, const bcf_weights *weights, size_t i)
{
    return ratio_of(arena, weights, weights->is_wide ? weights->wide[i] : weights->wide_sum,
                    weights->narrow[i]);
}

const bcf_ratio *bcf_weights_sum(bcf_arena *arena, const bcf_weights *weights)
{
    return ratio_of(arena, weights, weights->wide_sum, weights->narrow_sum);
}

const bcf_ratio *bcf_weights_remainder(bcf_arena *arena, const bcf_weights *weights, size_t i)
{
    bcf_ratio *left =
        ratio_of(arena, weights, weights->is_wide ? weights->wide_left[i] : weights->wide_sum,
                 weights->narrow_left[i]);
    bcf_ratio_divide(left, left, bcf_weights_sum(arena, weights));
    return left;
}

static void add_digits(bcf_text *text, const bcf_weights *weights, const mpz_t wide,
                       uint64_t narrow)
{
    char digits[24];
    size_t first = sizeof digits;
    if (!weights->is_wide) {
        do {
            digits[--first] = (char)('0' + (int)(narrow % 10));
            narrow /= 10;
        } while (narrow > 0);
        bcf_text_add_bytes(text, digits + first, sizeof digits - first);
        return;
    }
    char *written = mpz_get_str(NULL, 10, wide);
    bcf_text_add(text, written);
    void (*release)(void *, size_t) = NULL;
    mp_get_memory_functions(NULL, NULL, &release);
    release(written, strlen(written) + 1);
}

void bcf_weights_add_weight(bcf_text *text, const bcf_weights *weights, size_t i)
{
    add_digits(text, weights, weights->is_wide ? weights->wide[i] : weights->wide_sum,
               weights->narrow[i]);
}

void bcf_weights_add_sum(bcf_text *text, const bcf_weights *weights)
{
    add_digits(text, weights, weights->wide_sum, weights->narrow_sum);
}

void bcf_weights_add_remainder(bcf_text *text, const bcf_weights *weights, size_t i)
{
    add_digits(text, weights, weights->is_wide ? weights->wide_left[i] : weights->wide_sum,
               weights->narrow_left[i]);
}

void bcf_weights_quotas(int64_t quotas[], bcf_weights *weights, int64_t whole)
{
    BCF_ASSERT(whole >= 0);
    BCF_ASSERT(!bcf_weights_are_all_zero(weights));
    if (!weights->is_wide) {
        narrow_quotas(quotas, weights, (uint64_t)whole);
        return;
    }
    mpz_t earned;
    mpz_init(earned);
    for (size_t i = 0; i < weights->count; i++) {
        mpz_mul_si(earned, weights->wide[i], whole);
        mpz_fdiv_qr(earned, weights->wide_left[i], earned, weights->wide_sum);
        /* a share is never more than the whole, which fits */
        BCF_ASSERT(mpz_fits_slong_p(earned) != 0);
        quotas[i] = mpz_get_si(earned);
    }
    mpz_clear(earned);
}

bool bcf_weights_has_remainder(const bcf_weights *weights, size_t i)
{
    return weights->is_wide ? mpz_sgn(weights->wide_left[i]) != 0 : weights->narrow_left[i] != 0;
}

static int compare_narrow(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

int bcf_weights_compare_remainders(const bcf_weights *weights, size_t i, size_t j)
{
    return weights->is_wide ? mpz_cmp(weights->wide_left[i], weights->wide_left[j])
                            : compare_narrow(weights->narrow_left[i], weights->narrow_left[j]);
}

int bcf_weights_compare(const bcf_weights *weights, size_t i, size_t j)
{
    return weights->is_wide ? mpz_cmp(weights->wide[i], weights->wide[j])
                            : compare_narrow(weights->narrow[i], weights->narrow[j]);
}

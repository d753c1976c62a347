/* SPDX-License-Identifier: MIT */
/*
 * fuzz_apportion.c - the split by largest remainder against a slow one that shares nothing with it:
 * whole numbers of GMP, one unit after the other, to whoever comes first.
 *
 * What the method promises and is asked of it: parts add up, each is its quota rounded down or up,
 * no weight gets nothing, a larger weight never gets less, whoever weighs more than before never
 * gets less than before (and nobody else more than one unit more), order and scale change nothing.
 * It does not promise that a larger whole gives everybody at least as much, nor that two parts keep
 * their order when a third one changes: docs/rules says so, and no check here asks for it.
 *
 * Input: a byte each for tie, unit and shape of the weights; eight bytes for the whole; the
 * weights.
 */
#include "fuzz.h"

#include <gmp.h>

#include "ledger.h"

#define PARTS_MAX 24

__extension__ typedef unsigned __int128 product;

/* A split: weights are numerator over denominator, the denominators all one in two of the shapes.
 */
typedef struct split {
    bcf_tie tie;
    int64_t unit;
    int64_t whole; /* in units */
    size_t count;
    uint64_t numerators[PARTS_MAX];
    uint64_t denominators[PARTS_MAX];
    bool is_narrow; /* small whole numbers, which machine integers are sure to hold */
    unsigned scale; /* of the numerators, for weights that machine integers do not hold */
} split;

typedef struct shares {
    int64_t units[PARTS_MAX];
} shares;

/* Weight i over the product of all denominators. */
static void set_weight(mpz_t out, const split *of, size_t i)
{
    mpz_set_ui(out, of->numerators[i]);
    mpz_mul_2exp(out, out, of->scale);
    for (size_t j = 0; j < of->count; j++) {
        if (j != i) {
            mpz_mul_ui(out, out, of->denominators[j]);
        }
    }
}

static bool comes_before(const split *of, mpz_t *rests, mpz_t *weights, size_t i, size_t j)
{
    int order = mpz_cmp(rests[i], rests[j]);
    if (order == 0 && of->tie == BCF_TIE_LARGER_WEIGHT) {
        order = mpz_cmp(weights[i], weights[j]);
    }
    return order > 0;
}

/* The slow one. */
static shares share_slowly(const split *of)
{
    shares out = {0};
    mpz_t weights[PARTS_MAX], rests[PARTS_MAX], sum, quota;
    mpz_inits(sum, quota, NULL);
    for (size_t i = 0; i < of->count; i++) {
        mpz_inits(weights[i], rests[i], NULL);
        set_weight(weights[i], of, i);
        mpz_add(sum, sum, weights[i]);
    }
    int64_t left = of->whole;
    for (size_t i = 0; i < of->count; i++) {
        mpz_mul_si(quota, weights[i], of->whole);
        mpz_fdiv_qr(quota, rests[i], quota, sum);
        out.units[i] = mpz_get_si(quota);
        left -= out.units[i];
    }
    bool is_served[PARTS_MAX] = {false};
    for (; left > 0; left--) {
        size_t first = of->count;
        for (size_t i = 0; i < of->count; i++) {
            if (!is_served[i]
                && (first == of->count || comes_before(of, rests, weights, i, first))) {
                first = i;
            }
        }
        FUZZ_CHECK(first < of->count);
        is_served[first] = true;
        out.units[first]++;
    }
    for (size_t i = 0; i < of->count; i++) {
        mpz_clears(weights[i], rests[i], NULL);
    }
    mpz_clears(sum, quota, NULL);
    return out;
}

static bcf_weights *weigh(bcf_arena *arena, const split *of)
{
    const bcf_ratio *ratios[PARTS_MAX];
    bcf_decimal decimals[PARTS_MAX];
    bool are_decimals = of->scale == 0;
    for (size_t i = 0; i < of->count; i++) {
        bcf_error err = {0};
        const char *digits = bcf_arena_print(arena, "%llu", (unsigned long long)of->numerators[i]);
        FUZZ_CHECK(bcf_decimal_parse(&decimals[i], digits, "w", (bcf_place){0}, &err) == BCF_OK);
        are_decimals = are_decimals && of->denominators[i] == 1;
        bcf_ratio *ratio = bcf_ratio_new(arena);
        bcf_ratio_set(ratio, bcf_ratio_of_decimal(arena, &decimals[i]));
        for (unsigned k = 0; k < of->scale; k++) {
            bcf_ratio_add(ratio, ratio, ratio);
        }
        bcf_ratio_divide(ratio, ratio, bcf_ratio_of(arena, (int64_t)of->denominators[i], 1));
        ratios[i] = ratio;
    }
    return are_decimals ? bcf_weights_of_decimals(arena, decimals, of->count)
                        : bcf_weights_of_ratios(arena, ratios, of->count);
}

/* Ours, by machine integers where they fit and by GMP: both must say the same. */
static bcf_code share(shares *out, const split *of)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_money amounts[PARTS_MAX] = {{0}}, wide[PARTS_MAX] = {{0}};
    bcf_weights *weights = weigh(arena, of);
    bcf_weights *widened = of->is_narrow ? bcf_weights_widened(arena, weights) : weigh(arena, of);
    bcf_money whole = {of->whole * of->unit}, unit = {of->unit};
    bcf_error err = {0}, wide_err = {0};
    bcf_code code =
        bcf_apportion(amounts, whole, unit, weights, of->tie, "it", (bcf_place){0}, &err);
    bcf_code wide_code =
        bcf_apportion(wide, whole, unit, widened, of->tie, "it", (bcf_place){0}, &wide_err);
    fuzz_check_error(code, &err);
    FUZZ_CHECK(code == wide_code);
    bcf_split made = {
        .whole = whole, .unit = unit, .tie = of->tie, .weights = weights, .shares = amounts};
    bcf_split_order order = code == BCF_OK ? bcf_split_rank(arena, &made) : (bcf_split_order){0};
    for (size_t i = 0; code == BCF_OK && i < of->count; i++) {
        FUZZ_CHECK(amounts[i].pence == wide[i].pence && amounts[i].pence % of->unit == 0);
        out->units[i] = amounts[i].pence / of->unit;
        bcf_account account = bcf_split_account(arena, &made, &order, i);
        FUZZ_CHECK(account.amount.pence == amounts[i].pence);
    }
    bcf_arena_free(arena);
    return code;
}

static bool is_all_zero(const split *of)
{
    bool is_zero = true;
    for (size_t i = 0; i < of->count; i++) {
        is_zero = is_zero && of->numerators[i] == 0;
    }
    return is_zero;
}

static void check_parts(const split *of, const shares *got)
{
    int64_t sum = 0;
    shares slow = share_slowly(of);
    for (size_t i = 0; i < of->count; i++) {
        FUZZ_CHECK(got->units[i] == slow.units[i]);
        FUZZ_CHECK(got->units[i] >= 0);
        FUZZ_CHECK(of->numerators[i] != 0 || got->units[i] == 0);
        sum += got->units[i];
    }
    FUZZ_CHECK(sum == of->whole);
}

/* Quota, and the order of weights; exact, in GMP. */
static void check_quotas(const split *of, const shares *got)
{
    mpz_t weights[PARTS_MAX], sum, off;
    mpz_inits(sum, off, NULL);
    for (size_t i = 0; i < of->count; i++) {
        mpz_init(weights[i]);
        set_weight(weights[i], of, i);
        mpz_add(sum, sum, weights[i]);
    }
    for (size_t i = 0; i < of->count; i++) {
        mpz_mul_si(off, sum, got->units[i]);
        mpz_t quota;
        mpz_init(quota);
        mpz_mul_si(quota, weights[i], of->whole);
        mpz_sub(off, off, quota);
        mpz_clear(quota);
        FUZZ_CHECK(mpz_cmpabs(off, sum) < 0);
        for (size_t j = 0; j < of->count; j++) {
            FUZZ_CHECK(mpz_cmp(weights[i], weights[j]) <= 0 || got->units[i] >= got->units[j]);
        }
    }
    for (size_t i = 0; i < of->count; i++) {
        mpz_clear(weights[i]);
    }
    mpz_clears(sum, off, NULL);
}

/* Turned around: what each weight gets in all stays; each place too, where nothing is tied. */
static void check_order(const split *of, const shares *got)
{
    split turned = *of;
    for (size_t i = 0; i < of->count; i++) {
        turned.numerators[i] = of->numerators[of->count - 1 - i];
        turned.denominators[i] = of->denominators[of->count - 1 - i];
    }
    shares other = {0};
    FUZZ_CHECK(share(&other, &turned) == BCF_OK);
    check_parts(&turned, &other);
    for (size_t i = 0; of->tie == BCF_TIE_LARGER_WEIGHT && i < of->count; i++) {
        int64_t here = 0, there = 0;
        for (size_t j = 0; j < of->count; j++) {
            product left = (product)of->numerators[i] * of->denominators[j];
            product right = (product)of->numerators[j] * of->denominators[i];
            if (left == right) { /* the same weight, however it is written */
                here += got->units[j];
                there += other.units[of->count - 1 - j];
            }
        }
        FUZZ_CHECK(here == there);
    }
}

/* All weights times one number; and a place without weight more. */
static void check_scale(const split *of, const shares *got)
{
    split scaled = *of;
    scaled.is_narrow = false;
    scaled.scale = of->scale + 3;
    if (of->count < PARTS_MAX) {
        scaled.numerators[of->count] = 0;
        scaled.denominators[of->count] = 7;
        scaled.count++;
    }
    shares other = {0};
    FUZZ_CHECK(share(&other, &scaled) == BCF_OK);
    FUZZ_CHECK(memcmp(other.units, got->units, sizeof other.units) == 0);
}

static void check_more_weight(const split *of, const shares *got, size_t who, uint64_t more)
{
    split raised = *of;
    raised.numerators[who] += more;
    if (raised.numerators[who] < more) {
        return; /* more than eight bytes hold */
    }
    shares other = {0};
    FUZZ_CHECK(share(&other, &raised) == BCF_OK);
    FUZZ_CHECK(other.units[who] >= got->units[who]);
    for (size_t i = 0; i < of->count; i++) {
        FUZZ_CHECK(i == who || other.units[i] <= got->units[i] + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t units[] = {1, 100, 100000, 3};
    fuzz_bytes from = {data, size};
    unsigned first = fuzz_take(&from);
    unsigned shape = fuzz_take(&from);
    split of = {
        .tie = first & 1 ? BCF_TIE_EARLIER_PLACE : BCF_TIE_LARGER_WEIGHT,
        .unit = units[first >> 1 & 3],
        .scale = shape & 4 ? 70 : 0,
    };
    of.whole = (int64_t)(fuzz_take_wide(&from, 1 + (first >> 3 & 7))
                         % ((uint64_t)(BCF_MONEY_PENCE_MAX / of.unit) + 1));
    unsigned who = fuzz_take(&from);
    uint64_t more = fuzz_take_wide(&from, 1 + (shape >> 3 & 7));
    unsigned width = 1 + (shape & 2 ? fuzz_take(&from) % 8 : 0);
    of.is_narrow = width <= 4 && (shape & 5) == 0 && (shape >> 3 & 7) < 4;
    while (from.left > 0 && of.count < PARTS_MAX) {
        of.numerators[of.count] = fuzz_take_wide(&from, width);
        of.denominators[of.count++] = shape & 1 ? 1 + fuzz_take(&from) : 1;
    }
    shares got = {0};
    bcf_code code = share(&got, &of);
    FUZZ_CHECK((code == BCF_OK) == !is_all_zero(&of));
    if (code == BCF_OK) {
        check_parts(&of, &got);
        check_quotas(&of, &got);
        check_order(&of, &got);
        check_scale(&of, &got);
        check_more_weight(&of, &got, who % of.count, more);
    }
    return 0;
}

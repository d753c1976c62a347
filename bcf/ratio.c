/* SPDX-License-Identifier: MIT */
#include "ratio.h"

#include <stdlib.h>
#include <string.h>

#include "ratio_inside.h"

static void *checked(void *memory)
{
    if (memory == NULL) {
        bcf_out_of_memory();
    }
    return memory;
}

static void *allocate(size_t size)
{
    return checked(malloc(size));
}

static void *reallocate(void *memory, size_t old_size, size_t size)
{
    (void)old_size;
    return checked(realloc(memory, size));
}

static void release(void *memory, size_t size)
{
    (void)size;
    free(memory);
}

void bcf_ratio_guard_memory(void)
{
    mp_set_memory_functions(allocate, reallocate, release);
}

static void release_ratio(void *thing)
{
    bcf_ratio *ratio = thing;
    mpq_clear(ratio->value);
}

bcf_ratio *bcf_ratio_new(bcf_arena *arena)
{
    bcf_ratio *ratio = BCF_NEW(arena, bcf_ratio);
    mpq_init(ratio->value);
    bcf_arena_defer(arena, release_ratio, ratio);
    return ratio;
}

bcf_ratio *bcf_ratio_of(bcf_arena *arena, int64_t numerator, int64_t denominator)
{
    bcf_ratio *ratio = bcf_ratio_new(arena);
    bcf_ratio_set_whole(ratio, numerator, denominator);
    return ratio;
}

void bcf_ratio_decimal_units(mpz_t out, const bcf_decimal *decimal)
{
    if (decimal->written == NULL) {
        _Static_assert(sizeof(unsigned long) == sizeof(uint64_t), "GMP takes units as a long");
        mpz_set_ui(out, decimal->units);
        return;
    }
    char digits[BCF_DECIMAL_DIGITS_MAX + 1];
    size_t count = 0;
    for (const char *cursor = decimal->written; *cursor != '\0'; cursor++) {
        if (*cursor != '.') {
            BCF_ASSERT(count < BCF_DECIMAL_DIGITS_MAX);
            digits[count++] = *cursor;
        }
    }
    digits[count] = '\0';
    int not_digits = mpz_set_str(out, digits, 10);
    BCF_ASSERT(not_digits == 0);
}

bcf_ratio *bcf_ratio_of_decimal(bcf_arena *arena, const bcf_decimal *decimal)
{
    bcf_ratio *ratio = bcf_ratio_new(arena);
    bcf_ratio_decimal_units(mpq_numref(ratio->value), decimal);
    mpz_ui_pow_ui(mpq_denref(ratio->value), 10, decimal->places);
    mpq_canonicalize(ratio->value);
    return ratio;
}

void bcf_ratio_set(bcf_ratio *out, const bcf_ratio *from)
{
    mpq_set(out->value, from->value);
}

void bcf_ratio_set_whole(bcf_ratio *out, int64_t numerator, int64_t denominator)
{
    BCF_ASSERT(denominator > 0);
    mpz_set_si(mpq_numref(out->value), numerator);
    mpz_set_si(mpq_denref(out->value), denominator);
    mpq_canonicalize(out->value);
}

void bcf_ratio_add(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    mpq_add(out->value, a->value, b->value);
}

void bcf_ratio_subtract(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    mpq_sub(out->value, a->value, b->value);
}

void bcf_ratio_multiply(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    mpq_mul(out->value, a->value, b->value);
}

void bcf_ratio_divide(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    BCF_ASSERT(bcf_ratio_sign(b) != 0);
    mpq_div(out->value, a->value, b->value);
}

int bcf_ratio_compare(const bcf_ratio *a, const bcf_ratio *b)
{
    return mpq_cmp(a->value, b->value);
}

int bcf_ratio_compare_whole(const bcf_ratio *a, int64_t numerator, int64_t denominator)
{
    BCF_ASSERT(denominator > 0);
    return mpq_cmp_si(a->value, numerator, (unsigned long)denominator);
}

int bcf_ratio_sign(const bcf_ratio *a)
{
    return mpq_sgn(a->value);
}

/* `half_compare` says how the discarded part compares with a half: <0, 0 or >0. */
static bool rounds_away(const mpz_t quotient, int half_compare, bcf_rounding rounding)
{
    switch (rounding) {
    case BCF_ROUND_HALF_AWAY:
        return half_compare >= 0;
    case BCF_ROUND_HALF_EVEN:
        return half_compare > 0 || (half_compare == 0 && mpz_odd_p(quotient));
    case BCF_ROUND_DOWN:
        return false;
    case BCF_ROUND_UP:
        return true;
    }
    BCF_UNREACHABLE("a rounding that the rule never named");
}

/* The one rounding there is: numerator / denominator to a whole number, both changed. */
static void round_quotient(mpz_t out, mpz_t numerator, const mpz_t denominator,
                           bcf_rounding rounding)
{
    int sign = mpz_sgn(numerator);
    mpz_t remainder;
    mpz_init(remainder);
    mpz_abs(numerator, numerator);
    mpz_tdiv_qr(out, remainder, numerator, denominator);
    bool is_whole = mpz_sgn(remainder) == 0;
    mpz_mul_2exp(remainder, remainder, 1);
    if (!is_whole && rounds_away(out, mpz_cmp(remainder, denominator), rounding)) {
        mpz_add_ui(out, out, 1);
    }
    if (sign < 0) {
        mpz_neg(out, out);
    }
    mpz_clear(remainder);
}

int64_t bcf_ratio_whole(const bcf_ratio *a, int64_t most)
{
    BCF_ASSERT(bcf_ratio_sign(a) >= 0 && most >= 0);
    mpz_t whole;
    mpz_init(whole);
    mpz_fdiv_q(whole, mpq_numref(a->value), mpq_denref(a->value));
    int64_t part = mpz_cmp_si(whole, most) < 0 ? mpz_get_si(whole) : most;
    mpz_clear(whole);
    return part;
}

bcf_money bcf_ratio_of_money(bcf_money whole, const bcf_ratio *share, bcf_rounding rounding)
{
    mpz_t pence;
    mpz_t numerator;
    mpz_inits(pence, numerator, NULL);
    mpz_mul_si(numerator, mpq_numref(share->value), whole.pence);
    round_quotient(pence, numerator, mpq_denref(share->value), rounding);
    /* mpz_get_si would keep the low bits and say nothing */
    BCF_ASSERT(mpz_fits_slong_p(pence) != 0);
    bcf_money result = bcf_money_add((bcf_money){mpz_get_si(pence)}, (bcf_money){0});
    mpz_clears(pence, numerator, NULL);
    return result;
}

/* Sets `scaled` to the fraction times 10^places, rounded. */
static void scale_up(mpz_t scaled, const bcf_ratio *ratio, unsigned places, bcf_rounding rounding)
{
    mpz_t numerator;
    mpz_init(numerator);
    mpz_ui_pow_ui(numerator, 10, places);
    mpz_mul(numerator, numerator, mpq_numref(ratio->value));
    round_quotient(scaled, numerator, mpq_denref(ratio->value), rounding);
    mpz_clear(numerator);
}

void bcf_ratio_round(bcf_ratio *out, const bcf_ratio *a, unsigned places, bcf_rounding rounding)
{
    mpz_t scaled;
    mpz_init(scaled);
    scale_up(scaled, a, places, rounding);
    mpz_set(mpq_numref(out->value), scaled);
    mpz_ui_pow_ui(mpq_denref(out->value), 10, places);
    mpq_canonicalize(out->value);
    mpz_clear(scaled);
}

/* Digits of `scaled`, which is a figure times 10^places, with its point put back. */
static const char *with_point(bcf_arena *arena, const mpz_t scaled, unsigned places)
{
    size_t room = mpz_sizeinbase(scaled, 10) + 2;
    char *digits = BCF_NEW_ARRAY(arena, room, char);
    mpz_get_str(digits, 10, scaled);
    const char *sign = *digits == '-' ? "-" : "";
    digits += *digits == '-';

    int missing = (int)places + 1 - (int)strlen(digits);
    const char *zeros = missing > 0 ? bcf_arena_print(arena, "%0*d", missing, 0) : "";
    const char *full = bcf_arena_print(arena, "%s%s", zeros, digits);
    if (places == 0) {
        return bcf_arena_print(arena, "%s%s", sign, full);
    }
    int whole = (int)(strlen(full) - places);
    return bcf_arena_print(arena, "%s%.*s.%s", sign, whole, full, full + whole);
}

const char *bcf_ratio_text(bcf_arena *arena, const bcf_ratio *ratio, unsigned places,
                           bcf_rounding rounding)
{
    mpz_t scaled;
    mpz_init(scaled);
    scale_up(scaled, ratio, places, rounding);
    const char *text = with_point(arena, scaled, places);
    mpz_clear(scaled);
    return text;
}

bool bcf_ratio_ends_within(const bcf_ratio *ratio, unsigned places)
{
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, places);
    bool ends = mpz_divisible_p(power, mpq_denref(ratio->value)) != 0;
    mpz_clear(power);
    return ends;
}

const char *bcf_ratio_decimal_text(bcf_arena *arena, const bcf_ratio *ratio, unsigned places,
                                   bcf_rounding rounding)
{
    const char *text = bcf_ratio_text(arena, ratio, places, rounding);
    size_t length = strlen(text);
    if (places > 0) {
        while (text[length - 1] == '0') {
            length--;
        }
        length -= text[length - 1] == '.';
    }
    return bcf_arena_text_part(arena, text, length);
}

const char *bcf_ratio_exact_text(bcf_arena *arena, const bcf_ratio *ratio)
{
    size_t room = mpz_sizeinbase(mpq_numref(ratio->value), 10)
                  + mpz_sizeinbase(mpq_denref(ratio->value), 10) + 3;
    char *text = BCF_NEW_ARRAY(arena, room, char);
    return mpq_get_str(text, 10, ratio->value);
}

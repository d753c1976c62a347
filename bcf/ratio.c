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

static void release_large(void *thing)
{
    mpq_clear(thing);
}

/* GMP's own of the ratio, for whoever sets it; settle() has to follow. */
static mpq_ptr as_large(bcf_ratio *ratio)
{
    if (ratio->large == NULL) {
        mpq_t *made = BCF_NEW(ratio->arena, mpq_t);
        ratio->large = *made;
        mpq_init(ratio->large);
        bcf_arena_defer(ratio->arena, release_large, ratio->large);
    }
    return ratio->large;
}

/* After GMP's was set: what fits is small. */
static void settle(bcf_ratio *ratio)
{
    mpz_srcptr above = mpq_numref(ratio->large);
    mpz_srcptr below = mpq_denref(ratio->large);
    ratio->is_large = mpz_cmpabs_ui(above, INT64_MAX) > 0 || mpz_cmp_ui(below, INT64_MAX) > 0;
    if (!ratio->is_large) {
        ratio->small = (bcf_small){mpz_get_si(above), mpz_get_si(below)};
    }
}

mpq_srcptr bcf_ratio_see(const bcf_ratio *ratio, bcf_ratio_view *room)
{
    if (ratio->is_large) {
        return ratio->large;
    }
    int64_t above = ratio->small.above;
    int sign = above < 0 ? -1 : 1;
    room->above = (mp_limb_t)(sign * above);
    room->below = (mp_limb_t)ratio->small.below;
    mpz_roinit_n(mpq_numref(room->value), &room->above, sign);
    mpz_roinit_n(mpq_denref(room->value), &room->below, 1);
    return room->value;
}

bcf_ratio *bcf_ratio_new(bcf_arena *arena)
{
    bcf_ratio *ratio = BCF_NEW(arena, bcf_ratio);
    ratio->small.below = 1;
    ratio->arena = arena;
    return ratio;
}

bcf_ratio *bcf_ratio_of(bcf_arena *arena, int64_t numerator, int64_t denominator)
{
    bcf_ratio *ratio = bcf_ratio_new(arena);
    bcf_ratio_set_whole(ratio, numerator, denominator);
    return ratio;
}

bcf_ratio *bcf_ratio_of_integer(bcf_arena *arena, const mpz_t whole)
{
    bcf_ratio *ratio = bcf_ratio_new(arena);
    mpq_set_z(as_large(ratio), whole);
    settle(ratio);
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

/* 10 to this fits into a word. */
#define SMALL_PLACES_MAX 18

/* True, and *out is set, if the figure and its power of ten are machine words. */
static bool is_small_decimal(bcf_small *out, const bcf_decimal *decimal)
{
    if (decimal->written != NULL || decimal->units > INT64_MAX
        || decimal->places > SMALL_PLACES_MAX) {
        return false;
    }
    int64_t power = 1;
    for (unsigned i = 0; i < decimal->places; i++) {
        power *= 10;
    }
    return bcf_small_of(out, (int64_t)decimal->units, power);
}

bcf_ratio *bcf_ratio_of_decimal(bcf_arena *arena, const bcf_decimal *decimal)
{
    bcf_ratio *ratio = bcf_ratio_new(arena);
    if (is_small_decimal(&ratio->small, decimal)) {
        return ratio;
    }
    mpq_ptr large = as_large(ratio);
    bcf_ratio_decimal_units(mpq_numref(large), decimal);
    mpz_ui_pow_ui(mpq_denref(large), 10, decimal->places);
    mpq_canonicalize(large);
    settle(ratio);
    return ratio;
}

void bcf_ratio_set(bcf_ratio *out, const bcf_ratio *from)
{
    out->is_large = from->is_large;
    if (from->is_large) {
        mpq_set(as_large(out), from->large);
    } else {
        out->small = from->small;
    }
}

void bcf_ratio_set_whole(bcf_ratio *out, int64_t numerator, int64_t denominator)
{
    BCF_ASSERT(denominator > 0);
    out->is_large = !bcf_small_of(&out->small, numerator, denominator);
    if (out->is_large) {
        mpq_ptr large = as_large(out);
        mpz_set_si(mpq_numref(large), numerator);
        mpz_set_si(mpq_denref(large), denominator);
        mpq_canonicalize(large);
        settle(out);
    }
}

static bool are_small(const bcf_ratio *a, const bcf_ratio *b)
{
    return !a->is_large && !b->is_large;
}

/* The end of an operation: its result is small, and set; or GMP has to do it. */
static void conclude(bcf_ratio *out, bool is_small, const bcf_ratio *a, const bcf_ratio *b,
                     void (*operation)(mpq_ptr, mpq_srcptr, mpq_srcptr))
{
    if (is_small) {
        out->is_large = false;
        return;
    }
    bcf_ratio_view first;
    bcf_ratio_view second;
    operation(as_large(out), bcf_ratio_see(a, &first), bcf_ratio_see(b, &second));
    settle(out);
}

void bcf_ratio_add(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    bool is_small = are_small(a, b) && bcf_small_add(&out->small, a->small, b->small);
    conclude(out, is_small, a, b, mpq_add);
}

void bcf_ratio_subtract(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    bool is_small =
        are_small(a, b) && bcf_small_add(&out->small, a->small, bcf_small_negative(b->small));
    conclude(out, is_small, a, b, mpq_sub);
}

void bcf_ratio_multiply(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    bool is_small = are_small(a, b) && bcf_small_multiply(&out->small, a->small, b->small);
    conclude(out, is_small, a, b, mpq_mul);
}

void bcf_ratio_divide(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b)
{
    BCF_ASSERT(bcf_ratio_sign(b) != 0);
    bool is_small =
        are_small(a, b) && bcf_small_multiply(&out->small, a->small, bcf_small_inverse(b->small));
    conclude(out, is_small, a, b, mpq_div);
}

int bcf_ratio_compare(const bcf_ratio *a, const bcf_ratio *b)
{
    if (are_small(a, b)) {
        return bcf_small_compare(a->small, b->small.above, b->small.below);
    }
    bcf_ratio_view first;
    bcf_ratio_view second;
    return mpq_cmp(bcf_ratio_see(a, &first), bcf_ratio_see(b, &second));
}

int bcf_ratio_compare_whole(const bcf_ratio *a, int64_t numerator, int64_t denominator)
{
    BCF_ASSERT(denominator > 0);
    return a->is_large ? mpq_cmp_si(a->large, numerator, (unsigned long)denominator)
                       : bcf_small_compare(a->small, numerator, denominator);
}

int bcf_ratio_sign(const bcf_ratio *a)
{
    return bcf_ratio_compare_whole(a, 0, 1);
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
    bcf_ratio_view room;
    mpq_srcptr value = bcf_ratio_see(a, &room);
    mpz_t whole;
    mpz_init(whole);
    mpz_fdiv_q(whole, mpq_numref(value), mpq_denref(value));
    int64_t part = mpz_cmp_si(whole, most) < 0 ? mpz_get_si(whole) : most;
    mpz_clear(whole);
    return part;
}

bcf_money bcf_ratio_of_money(bcf_money whole, const bcf_ratio *share, bcf_rounding rounding)
{
    bcf_ratio_view room;
    mpq_srcptr value = bcf_ratio_see(share, &room);
    mpz_t pence;
    mpz_t numerator;
    mpz_inits(pence, numerator, NULL);
    mpz_mul_si(numerator, mpq_numref(value), whole.pence);
    round_quotient(pence, numerator, mpq_denref(value), rounding);
    /* mpz_get_si would keep the low bits and say nothing */
    BCF_ASSERT(mpz_fits_slong_p(pence) != 0);
    bcf_money result = bcf_money_add((bcf_money){mpz_get_si(pence)}, (bcf_money){0});
    mpz_clears(pence, numerator, NULL);
    return result;
}

/* Sets `scaled` to the fraction times 10^places, rounded. */
static void scale_up(mpz_t scaled, const bcf_ratio *ratio, unsigned places, bcf_rounding rounding)
{
    bcf_ratio_view room;
    mpq_srcptr value = bcf_ratio_see(ratio, &room);
    mpz_t numerator;
    mpz_init(numerator);
    mpz_ui_pow_ui(numerator, 10, places);
    mpz_mul(numerator, numerator, mpq_numref(value));
    round_quotient(scaled, numerator, mpq_denref(value), rounding);
    mpz_clear(numerator);
}

void bcf_ratio_round(bcf_ratio *out, const bcf_ratio *a, unsigned places, bcf_rounding rounding)
{
    mpz_t scaled;
    mpz_init(scaled);
    scale_up(scaled, a, places, rounding);
    mpq_ptr large = as_large(out);
    mpz_set(mpq_numref(large), scaled);
    mpz_ui_pow_ui(mpq_denref(large), 10, places);
    mpq_canonicalize(large);
    settle(out);
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

    size_t count = strlen(digits);
    size_t missing = count > places ? 0 : places + 1 - count;
    char *text = BCF_NEW_ARRAY(arena, strlen(sign) + missing + count + 2, char);
    char *full = stpcpy(text, sign);
    memset(full, '0', missing);
    char *end = stpcpy(full + missing, digits);
    if (places > 0) {
        char *part = end - places;
        memmove(part + 1, part, places);
        *part = '.';
    }
    return text;
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
    bcf_ratio_view room;
    mpq_srcptr value = bcf_ratio_see(ratio, &room);
    mpz_t power;
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, places);
    bool ends = mpz_divisible_p(power, mpq_denref(value)) != 0;
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
    bcf_ratio_view seen;
    mpq_srcptr value = bcf_ratio_see(ratio, &seen);
    size_t room = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *text = BCF_NEW_ARRAY(arena, room, char);
    return mpq_get_str(text, 10, value);
}

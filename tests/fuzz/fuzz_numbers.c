/* SPDX-License-Identifier: MIT */
/*
 * fuzz_numbers.c - text to money, figure and fraction, and back, against GMP and rules of grammar
 * that are written here a second time.
 *
 * Input: a byte for the rounding, one for the places, then texts with a line feed between them.
 */
#include "fuzz.h"

#include <gmp.h>

#define FIGURES 2
#define LENGTH_MAX 200 /* far more digits than any figure may have */

/* Digits, at most one point between digits; how many digits there are and how many after it. */
static bool is_figure(const char *text, size_t *digits, size_t *places)
{
    size_t whole = strspn(text, "0123456789");
    size_t part = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    *digits = whole + part;
    *places = part;
    return whole > 0 && (text[whole] == '\0' || (part > 0 && text[whole + 1 + part] == '\0'));
}

/* The figure as a whole number of its last places; `more` noughts behind. */
static void set_units(mpz_t out, const char *text, size_t more)
{
    char plain[2 * LENGTH_MAX + 2];
    size_t length = 0;
    for (; *text != '\0'; text++) {
        if (*text != '.') {
            plain[length++] = *text;
        }
    }
    memset(plain + length, '0', more);
    plain[length + more] = '\0';
    FUZZ_CHECK(mpz_set_str(out, plain, 10) == 0);
}

/* As people read it: a comma before every three digits that stand before the point. */
static void check_groups(bcf_money amount, const char *plain)
{
    char wanted[2 * BCF_MONEY_TEXT_MAX];
    size_t length = 0;
    size_t before_point = strcspn(plain, ".");
    for (size_t i = 0; plain[i] != '\0'; i++) {
        if (i > 0 && i < before_point && (before_point - i) % 3 == 0) {
            wanted[length++] = ',';
        }
        wanted[length++] = plain[i];
    }
    wanted[length] = '\0';
    char grouped[BCF_MONEY_TEXT_MAX];
    FUZZ_CHECK(strcmp(bcf_money_text(grouped, amount, BCF_MONEY_GROUPED), wanted) == 0);
}

static void check_money(const char *text)
{
    bcf_error err = {0};
    bcf_money amount = {0};
    bcf_code code = bcf_money_parse(&amount, text, (bcf_place){0}, &err);
    fuzz_check_error(code, &err);
    size_t digits = 0;
    size_t places = 0;
    bool is_good = is_figure(text, &digits, &places) && places <= 2;
    mpz_t pence;
    mpz_init(pence);
    if (is_good) {
        set_units(pence, text, 2 - places);
        is_good = mpz_cmp_si(pence, BCF_MONEY_PENCE_MAX) <= 0;
    }
    FUZZ_CHECK((code == BCF_OK) == is_good);
    if (code == BCF_OK) {
        FUZZ_CHECK(mpz_cmp_si(pence, amount.pence) == 0);
        char shown[BCF_MONEY_TEXT_MAX];
        bcf_money again = {0};
        bcf_money_text(shown, amount, BCF_MONEY_PLAIN);
        FUZZ_CHECK(bcf_money_parse(&again, shown, (bcf_place){0}, &err) == BCF_OK);
        FUZZ_CHECK(bcf_money_compare(amount, again) == 0);
        check_groups(amount, shown);
    }
    mpz_clear(pence);
}

/* a / b, rounded to a whole number; nothing here is negative. */
static void divide(mpz_t out, const mpz_t a, const mpz_t b, bcf_rounding rounding)
{
    mpz_t rest;
    mpz_init(rest);
    mpz_fdiv_qr(out, rest, a, b);
    bool is_up = false;
    int is_rest = mpz_sgn(rest);
    mpz_mul_2exp(rest, rest, 1);
    int half = mpz_cmp(rest, b);
    switch (rounding) {
    case BCF_ROUND_HALF_AWAY:
        is_up = half >= 0;
        break;
    case BCF_ROUND_HALF_EVEN:
        is_up = half > 0 || (half == 0 && mpz_odd_p(out));
        break;
    case BCF_ROUND_DOWN:
        break;
    case BCF_ROUND_UP:
        is_up = is_rest > 0;
        break;
    }
    if (is_up) {
        mpz_add_ui(out, out, 1);
    }
    mpz_clear(rest);
}

/* What a fraction must look like with so many decimals. */
static void check_text(const char *shown, const mpz_t units, unsigned places)
{
    size_t digits = 0;
    size_t written = 0;
    FUZZ_CHECK(is_figure(shown, &digits, &written) && written == places);
    FUZZ_CHECK(shown[0] != '0' || digits == places + 1);
    mpz_t again;
    mpz_init(again);
    set_units(again, shown, 0);
    FUZZ_CHECK(mpz_cmp(again, units) == 0);
    mpz_clear(again);
}

/* One figure by the other, in figures of ours and in GMP's. */
static void check_quotient(bcf_arena *arena, const bcf_ratio *a, const bcf_ratio *b,
                           const mpz_t units_a, const mpz_t units_b, unsigned places,
                           bcf_rounding rounding)
{
    bcf_ratio *quotient = bcf_ratio_new(arena);
    bcf_ratio_divide(quotient, a, b);
    mpz_t wanted;
    mpz_init(wanted);
    mpz_ui_pow_ui(wanted, 10, places);
    mpz_mul(wanted, wanted, units_a);
    divide(wanted, wanted, units_b, rounding);
    check_text(bcf_ratio_text(arena, quotient, places, rounding), wanted, places);
    bcf_ratio *rounded = bcf_ratio_new(arena);
    bcf_ratio_round(rounded, quotient, places, rounding);
    FUZZ_CHECK(bcf_ratio_ends_within(rounded, places));
    check_text(bcf_ratio_text(arena, rounded, places, BCF_ROUND_DOWN), wanted, places);

    bcf_ratio *product = bcf_ratio_new(arena);
    bcf_ratio_multiply(product, quotient, b);
    FUZZ_CHECK(bcf_ratio_compare(product, a) == 0);
    bcf_ratio_add(product, product, b);
    bcf_ratio_subtract(product, product, a);
    FUZZ_CHECK(bcf_ratio_compare(product, b) == 0);
    bcf_ratio_subtract(product, product, b);
    FUZZ_CHECK(bcf_ratio_sign(product) == 0);

    /* an amount of which the fraction is taken, where the result is one */
    mpz_tdiv_q(wanted, units_a, units_b);
    if (mpz_cmp_si(wanted, 1000000) < 0) {
        bcf_money part = bcf_ratio_of_money((bcf_money){1234567}, quotient, rounding);
        mpz_mul_si(wanted, units_a, 1234567);
        divide(wanted, wanted, units_b, rounding);
        FUZZ_CHECK(mpz_cmp_si(wanted, part.pence) == 0);
    }
    mpz_clear(wanted);
}

static void check_figures(char *texts[FIGURES], unsigned places, bcf_rounding rounding)
{
    bcf_arena *arena = bcf_arena_new();
    const bcf_ratio *ratios[FIGURES];
    size_t written[FIGURES];
    bool are_good = true;
    for (int i = 0; i < FIGURES; i++) {
        bcf_error err = {0};
        bcf_decimal figure = {0};
        bcf_code code = bcf_decimal_parse(&figure, texts[i], "value", (bcf_place){0}, &err);
        fuzz_check_error(code, &err);
        size_t digits = 0;
        bool is_good = is_figure(texts[i], &digits, &written[i]);
        FUZZ_CHECK((code == BCF_OK) == (is_good && digits <= BCF_DECIMAL_DIGITS_MAX));
        are_good = are_good && code == BCF_OK;
        if (code == BCF_OK) {
            FUZZ_CHECK(bcf_decimal_is_zero(&figure) == (strpbrk(texts[i], "123456789") == NULL));
            ratios[i] = bcf_ratio_of_decimal(arena, &figure);
            FUZZ_CHECK(bcf_ratio_ends_within(ratios[i], (unsigned)written[i]));
        }
    }
    if (are_good) {
        mpz_t units[FIGURES];
        for (int i = 0; i < FIGURES; i++) {
            mpz_init(units[i]);
            set_units(units[i], texts[i], written[1 - i]); /* both of the same places */
        }
        int order = mpz_cmp(units[0], units[1]);
        int ours = bcf_ratio_compare(ratios[0], ratios[1]);
        FUZZ_CHECK((order > 0) == (ours > 0) && (order < 0) == (ours < 0));
        if (mpz_sgn(units[1]) != 0) {
            check_quotient(arena, ratios[0], ratios[1], units[0], units[1], places, rounding);
        }
        for (int i = 0; i < FIGURES; i++) {
            mpz_clear(units[i]);
        }
    }
    bcf_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes from = {data, size};
    bcf_rounding rounding = (bcf_rounding)(1 + fuzz_take(&from) % 4);
    unsigned places = fuzz_take(&from) % 41;
    char *texts[FIGURES];
    for (int i = 0; i < FIGURES; i++) {
        const uint8_t *end = from.left == 0 ? NULL : memchr(from.at, '\n', from.left);
        size_t length = end == NULL ? from.left : (size_t)(end - from.at);
        texts[i] = from.left == 0
                       ? strdup("")
                       : strndup((const char *)from.at, length < LENGTH_MAX ? length : LENGTH_MAX);
        from.at += length + (end != NULL);
        from.left -= length + (end != NULL);
        check_money(texts[i]);
    }
    check_figures(texts, places, rounding);
    for (int i = 0; i < FIGURES; i++) {
        free(texts[i]);
    }
    return 0;
}

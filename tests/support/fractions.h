/* SPDX-License-Identifier: MIT */
#ifndef BCF_FRACTIONS_H
#define BCF_FRACTIONS_H

/*
 * fractions.h - exact fractions written as tests write them: "2/37 -5 - 0.25".
 */

#include "ratio.h"

#include "rows.h"

#include <string.h>

#define FRACTIONS_MAX 16

/* A decimal without sign, as the tables of a dataset hold it. */
static inline bcf_ratio *fraction_decimal(bcf_arena *arena, const char *text)
{
    bcf_error err = {0};
    bcf_decimal decimal = {0};
    bcf_code code = bcf_decimal_parse(&decimal, text, "fraction", (bcf_place){0}, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return bcf_ratio_of_decimal(arena, &decimal);
}

/* One fraction, "-2/37"; NULL for "-", which is none. */
static inline const bcf_ratio *fraction(bcf_arena *arena, const char *text)
{
    if (strcmp(text, "-") == 0) {
        return NULL;
    }
    bool is_negative = *text == '-';
    text += is_negative;
    size_t length = strcspn(text, "/");
    bcf_ratio *number = fraction_decimal(arena, bcf_arena_text_part(arena, text, length));
    if (text[length] == '/') {
        bcf_ratio_divide(number, number, fraction_decimal(arena, text + length + 1));
    }
    if (is_negative) {
        bcf_ratio_subtract(number, bcf_ratio_new(arena), number);
    }
    return number;
}

/* Fractions with a space between; returns how many. */
static inline size_t fractions(const bcf_ratio *out[FRACTIONS_MAX], bcf_arena *arena,
                               const char *text)
{
    size_t count = 0;
    for (const char *cursor = text; *cursor != '\0';) {
        size_t length = strcspn(cursor, " ");
        ck_assert_uint_lt(count, FRACTIONS_MAX);
        out[count++] = fraction(arena, bcf_arena_text_part(arena, cursor, length));
        cursor += length + strspn(cursor + length, " ");
    }
    return count;
}

/* The same the other way round: in lowest terms, and "-" for NULL. */
static inline const char *fractions_text(bcf_arena *arena, const bcf_ratio *const items[],
                                         size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = bcf_arena_print(arena, "%s%s%s", text, i == 0 ? "" : " ",
                               items[i] == NULL ? "-" : bcf_ratio_exact_text(arena, items[i]));
    }
    return text;
}

#endif

/* SPDX-License-Identifier: MIT */
#include "decimal.h"

#include <string.h>

/* As many digits as 64 bits always hold. */
#define UNITS_DIGITS_MAX 19

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads digits and one point between them; `places` and `digits` count what was read. */
static bool read_shape(const char *text, size_t *digits, unsigned *places)
{
    const char *cursor = text;
    while (is_digit(*cursor)) {
        cursor++;
    }
    size_t before = (size_t)(cursor - text);
    size_t after = 0;
    if (*cursor == '.') {
        const char *point = cursor++;
        while (is_digit(*cursor)) {
            cursor++;
        }
        after = (size_t)(cursor - point) - 1;
        if (after == 0) {
            return false;
        }
    }
    *digits = before + after;
    *places = (unsigned)after;
    return before > 0 && *cursor == '\0';
}

bcf_code bcf_decimal_parse(bcf_decimal *out, const char *text, const char *what, bcf_place place,
                           bcf_error *err)
{
    if (*text == '\0') {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "%s is empty (what is missing has no row, what is zero says 0)", what);
    }
    size_t digits = 0;
    unsigned places = 0;
    if (!read_shape(text, &digits, &places)) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "%s '%s' is not a plain number (digits, or digits.digits)", what, text);
    }
    if (digits > BCF_DECIMAL_DIGITS_MAX) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s '%s' has more than %d digits", what,
                          text, BCF_DECIMAL_DIGITS_MAX);
    }
    *out = (bcf_decimal){.places = places};
    if (digits > UNITS_DIGITS_MAX) {
        out->written = text;
        return BCF_OK;
    }
    for (const char *cursor = text; *cursor != '\0'; cursor++) {
        if (*cursor != '.') {
            out->units = out->units * 10 + (uint64_t)(*cursor - '0');
        }
    }
    return BCF_OK;
}

bool bcf_decimal_is_zero(const bcf_decimal *decimal)
{
    if (decimal->written == NULL) {
        return decimal->units == 0;
    }
    return strspn(decimal->written, "0.") == strlen(decimal->written);
}

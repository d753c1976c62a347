/* SPDX-License-Identifier: MIT */
#include "money.h"

#include <stdio.h>
#include <string.h>

/* A sum of two amounts in range is never beyond what 64 bits hold. */
_Static_assert(BCF_MONEY_PENCE_MAX < INT64_MAX / 4, "sums of two amounts must fit");

/* Reads the digits at *cursor as `places` more decimal places; false once past the largest. */
static bool read_digit(int64_t *pence, char digit)
{
    *pence = *pence * 10 + (digit - '0');
    return *pence <= BCF_MONEY_PENCE_MAX;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bcf_code bcf_money_parse(bcf_money *out, const char *text, bcf_place place, bcf_error *err)
{
    int64_t pence = 0;
    bool fits = true;
    const char *cursor = text;
    for (; is_digit(*cursor); cursor++) {
        fits = fits && read_digit(&pence, *cursor);
    }
    size_t decimals = 0;
    if (cursor > text && *cursor == '.') {
        const char *point = cursor++;
        for (; is_digit(*cursor); cursor++) {
            decimals++;
            fits = decimals > 2 || (fits && read_digit(&pence, *cursor));
        }
        if (cursor == point + 1) {
            cursor = point;
        }
    }
    if (cursor == text || *cursor != '\0') {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "'%s' is not an amount (digits, or digits.digits, without signs)", text);
    }
    if (decimals > 2) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "'%s' is finer than a penny", text);
    }
    for (; decimals < 2; decimals++) {
        fits = fits && read_digit(&pence, '0');
    }
    if (!fits) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "'%s' is more than can be counted", text);
    }
    out->pence = pence;
    return BCF_OK;
}

static bcf_money checked(int64_t pence)
{
    BCF_ASSERT(pence >= -BCF_MONEY_PENCE_MAX && pence <= BCF_MONEY_PENCE_MAX);
    return (bcf_money){pence};
}

bcf_money bcf_money_add(bcf_money a, bcf_money b)
{
    return checked(a.pence + b.pence);
}

bcf_money bcf_money_subtract(bcf_money a, bcf_money b)
{
    return checked(a.pence - b.pence);
}

int bcf_money_compare(bcf_money a, bcf_money b)
{
    return (a.pence > b.pence) - (a.pence < b.pence);
}

const char *bcf_money_text(char text[BCF_MONEY_TEXT_MAX], bcf_money amount, bcf_money_style style)
{
    BCF_ASSERT(style == BCF_MONEY_PLAIN || style == BCF_MONEY_GROUPED);
    /* The sign is the amount's, not the pounds': minus fifty pence has no pounds to carry it. */
    bool is_negative = amount.pence < 0;
    uint64_t pence = is_negative ? 0 - (uint64_t)amount.pence : (uint64_t)amount.pence;

    char backwards[BCF_MONEY_TEXT_MAX];
    size_t length = 0;
    for (size_t digits = 0; digits < 3 || pence > 0; digits++) {
        if (digits == 2) {
            backwards[length++] = '.';
        } else if (style == BCF_MONEY_GROUPED && digits > 2 && (digits - 2) % 3 == 0) {
            backwards[length++] = ',';
        }
        backwards[length++] = (char)('0' + (int)(pence % 10));
        pence /= 10;
    }
    if (is_negative) {
        backwards[length++] = '-';
    }
    for (size_t i = 0; i < length; i++) {
        text[i] = backwards[length - 1 - i];
    }
    text[length] = '\0';
    return text;
}

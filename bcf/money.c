/* SPDX-License-Identifier: MIT */
/* Comments that begin with an @ are read by the machine that proves this file (docs/proof.md). */
#include "money.h"

#include <stdio.h>
#include <string.h>

/* A sum of two amounts in range is never beyond what 64 bits hold. */
_Static_assert(BCF_MONEY_PENCE_MAX < INT64_MAX / 4, "sums of two amounts must fit");

/*@ predicate is_counted(bcf_money amount) =
      -BCF_MONEY_PENCE_MAX <= amount.pence <= BCF_MONEY_PENCE_MAX;

    logic integer power(integer places) = places <= 0 ? 1 : 10 * power(places - 1);

    lemma power_of_five: power(5) == 100000;
    lemma power_of_ten: power(10) == 10000000000;
    lemma power_of_fifteen: power(15) == 1000000000000000;
    lemma power_of_twenty: power(20) == 100000000000000000000; */

/* Reads a digit more; false once past the largest. */

/*@ requires \valid(pence) && 0 <= *pence <= BCF_MONEY_PENCE_MAX && '0' <= digit <= '9';
    assigns *pence;
    ensures *pence == 10 * \old(*pence) + (digit - '0');
    ensures \result <==> *pence <= BCF_MONEY_PENCE_MAX; */
static bool read_digit(int64_t *pence, char digit)
{
    *pence = *pence * 10 + (digit - '0');
    return *pence <= BCF_MONEY_PENCE_MAX;
}

/*@ assigns \nothing;
    ensures \result <==> '0' <= c <= '9'; */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/*@ requires valid_read_string(text) && strlen(text) < SIZE_MAX && \valid(out) && \valid(err);
    requires \separated(out, err, text + (0 .. strlen(text)));
    assigns *out, *err;
    ensures \result == BCF_OK ==> 0 <= out->pence <= BCF_MONEY_PENCE_MAX;
    ensures \result != BCF_OK ==> out->pence == \old(out->pence); */
bcf_code bcf_money_parse(bcf_money *out, const char *text, bcf_place place, bcf_error *err)
{
    int64_t pence = 0;
    bool fits = true;
    const char *cursor = text;
    /*@ loop invariant text <= cursor <= text + strlen(text);
        loop invariant \base_addr(cursor) == \base_addr(text);
        loop invariant 0 <= pence && (fits ==> pence <= BCF_MONEY_PENCE_MAX);
        loop assigns cursor, pence, fits;
        loop variant text + strlen(text) - cursor; */
    for (; is_digit(*cursor); cursor++) {
        fits = fits && read_digit(&pence, *cursor);
    }
    size_t decimals = 0;
    if (cursor > text && *cursor == '.') {
        const char *point = cursor++;
        /*@ loop invariant point < cursor <= text + strlen(text);
            loop invariant \base_addr(cursor) == \base_addr(text);
            loop invariant 0 <= pence && (fits && decimals <= 2 ==> pence <= BCF_MONEY_PENCE_MAX);
            loop invariant decimals == cursor - point - 1 && decimals <= strlen(text);
            loop assigns cursor, pence, fits, decimals;
            loop variant text + strlen(text) - cursor; */
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
    /*@ loop invariant decimals <= 2;
        loop invariant 0 <= pence && (fits ==> pence <= BCF_MONEY_PENCE_MAX);
        loop assigns decimals, pence, fits;
        loop variant 2 - decimals; */
    for (; decimals < 2; decimals++) {
        fits = fits && read_digit(&pence, '0');
    }
    if (!fits) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "'%s' is more than can be counted", text);
    }
    out->pence = pence;
    return BCF_OK;
}

/*@ assigns \nothing;
    ensures \result.pence == pence && is_counted(\result); */
static bcf_money checked(int64_t pence)
{
    BCF_ASSERT(pence >= -BCF_MONEY_PENCE_MAX && pence <= BCF_MONEY_PENCE_MAX);
    return (bcf_money){pence};
}

/*@ requires is_counted(a) && is_counted(b);
    assigns \nothing;
    ensures \result.pence == a.pence + b.pence && is_counted(\result); */
bcf_money bcf_money_add(bcf_money a, bcf_money b)
{
    return checked(a.pence + b.pence);
}

/*@ requires is_counted(a) && is_counted(b);
    assigns \nothing;
    ensures \result.pence == a.pence - b.pence && is_counted(\result); */
bcf_money bcf_money_subtract(bcf_money a, bcf_money b)
{
    return checked(a.pence - b.pence);
}

/*@ assigns \nothing;
    ensures \result < 0 <==> a.pence < b.pence;
    ensures \result > 0 <==> a.pence > b.pence; */
int bcf_money_compare(bcf_money a, bcf_money b)
{
    return (a.pence > b.pence) - (a.pence < b.pence);
}

/*@ requires \valid(text + (0 .. BCF_MONEY_TEXT_MAX - 1));
    requires style == BCF_MONEY_PLAIN || style == BCF_MONEY_GROUPED;
    assigns text[0 .. BCF_MONEY_TEXT_MAX - 1];
    assigns \result \from text;
    ensures \result == text;
    ensures \exists integer end; 0 <= end < BCF_MONEY_TEXT_MAX && text[end] == 0; */
const char *bcf_money_text(char text[BCF_MONEY_TEXT_MAX], bcf_money amount, bcf_money_style style)
{
    BCF_ASSERT(style == BCF_MONEY_PLAIN || style == BCF_MONEY_GROUPED);
    /* The sign is the amount's, not the pounds': minus fifty pence has no pounds to carry it. */
    bool is_negative = amount.pence < 0;
    uint64_t pence = is_negative ? 0 - (uint64_t)amount.pence : (uint64_t)amount.pence;

    char backwards[BCF_MONEY_TEXT_MAX];
    size_t length = 0;
    /*@ loop invariant digits <= 20 && pence < power(20 - digits);
        loop invariant digits <= 2 ==> length == digits;
        loop invariant digits >= 3 ==> length <= digits + 1 + (digits - 3) / 3;
        loop assigns digits, length, pence, backwards[0 .. BCF_MONEY_TEXT_MAX - 1];
        loop variant 20 - digits; */
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
    /*@ loop invariant i <= length;
        loop assigns i, text[0 .. BCF_MONEY_TEXT_MAX - 1];
        loop variant length - i; */
    for (size_t i = 0; i < length; i++) {
        text[i] = backwards[length - 1 - i];
    }
    text[length] = '\0';
    return text;
}

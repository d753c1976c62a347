/* SPDX-License-Identifier: MIT */
#include "wording.h"

#include <string.h>

#include "text.h"

const char *bcf_wording_plain(bcf_arena *arena, bcf_money amount)
{
    char text[BCF_MONEY_TEXT_MAX];
    return bcf_arena_text(arena, bcf_money_text(text, amount, BCF_MONEY_PLAIN));
}

const char *bcf_wording_pounds(bcf_arena *arena, bcf_money amount, bool is_whole)
{
    char text[BCF_MONEY_TEXT_MAX];
    bcf_money_text(text, amount, BCF_MONEY_GROUPED);
    size_t length = strlen(text);
    return bcf_arena_text_part(arena, text, is_whole ? length - strlen(".00") : length);
}

const char *bcf_wording_some_pounds(bcf_arena *arena, bcf_money amount, bcf_money of_column,
                                    bool is_whole)
{
    return of_column.pence == 0 ? "" : bcf_wording_pounds(arena, amount, is_whole);
}

const char *bcf_wording_share(bcf_arena *arena, bcf_money part, bcf_money whole)
{
    if (whole.pence == 0) {
        return "";
    }
    bcf_ratio *share = bcf_ratio_of(arena, part.pence, whole.pence);
    bcf_ratio_multiply(share, share, bcf_ratio_of(arena, 100, 1));
    return bcf_arena_print(arena, "%s%%", bcf_ratio_text(arena, share, 2, BCF_ROUND_HALF_AWAY));
}

const char *bcf_wording_per_cent(bcf_arena *arena, const bcf_ratio *fraction)
{
    if (fraction == NULL) {
        return "";
    }
    bcf_ratio *share = bcf_ratio_new(arena);
    bcf_ratio_multiply(share, fraction, bcf_ratio_of(arena, 100, 1));
    return bcf_arena_print(arena, "%s%%", bcf_ratio_text(arena, share, 1, BCF_ROUND_HALF_AWAY));
}

const char *bcf_wording_grouped(bcf_arena *arena, const char *digits)
{
    size_t whole = strcspn(digits, ".");
    bcf_text text = {0};
    size_t sign = *digits == '-';
    bcf_text_add(&text, sign ? "-" : "");
    digits += sign;
    whole -= sign;
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) {
            bcf_text_add_char(&text, ',');
        }
        bcf_text_add_char(&text, digits[i]);
    }
    bcf_text_add(&text, digits + whole);
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

const char *bcf_wording_per_head(bcf_arena *arena, bcf_money amount, const bcf_ratio *people)
{
    if (people == NULL || bcf_ratio_sign(people) == 0) {
        return "";
    }
    bcf_ratio *pounds = bcf_ratio_of(arena, amount.pence, 100);
    bcf_ratio_divide(pounds, pounds, people);
    return bcf_wording_grouped(arena, bcf_ratio_text(arena, pounds, 2, BCF_ROUND_HALF_AWAY));
}

const char *bcf_wording_people(bcf_arena *arena, const bcf_ratio *people)
{
    return people == NULL
               ? ""
               : bcf_wording_grouped(arena, bcf_ratio_text(arena, people, 0, BCF_ROUND_HALF_AWAY));
}

const char *bcf_wording_rate(bcf_arena *arena, const bcf_ratio *rate)
{
    return rate == NULL
               ? ""
               : bcf_wording_grouped(arena, bcf_ratio_text(arena, rate, 2, BCF_ROUND_HALF_AWAY));
}

const char *bcf_wording_count(bcf_arena *arena, size_t count)
{
    return bcf_wording_grouped(arena, bcf_arena_print(arena, "%zu", count));
}

const char *bcf_wording_hundredths(bcf_arena *arena, const bcf_ratio *fraction)
{
    bcf_ratio *hundredths = bcf_ratio_of(arena, 100, 1);
    bcf_ratio_multiply(hundredths, hundredths, fraction);
    return bcf_ratio_decimal_text(arena, hundredths, 6, BCF_ROUND_HALF_AWAY);
}

const char *bcf_wording_things(bcf_arena *arena, size_t count, const char *thing)
{
    return bcf_arena_print(arena, "%s %s%s", bcf_wording_count(arena, count), thing,
                           count == 1 ? "" : "s");
}

const char *bcf_wording_period(bcf_arena *arena, bcf_period period)
{
    const char *first =
        bcf_arena_print(arena, "%04d-%02d", period.first / 12, period.first % 12 + 1);
    return period.first == period.last ? first
                                       : bcf_arena_print(arena, "%s..%04d-%02d", first,
                                                         period.last / 12, period.last % 12 + 1);
}

const char *bcf_wording_date(bcf_arena *arena, int date)
{
    return bcf_arena_print(arena, "%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
}

const char *bcf_wording_mark(bcf_status status)
{
    return status == BCF_STATUS_ILLUSTRATIVE ? "*" : "";
}

const char *bcf_wording_marked(bcf_arena *arena, const char *figure, bcf_status status,
                               bcf_status worst)
{
    if (worst != BCF_STATUS_ILLUSTRATIVE || *figure == '\0') {
        return figure;
    }
    return bcf_arena_print(arena, "%s%s", figure, status == BCF_STATUS_ILLUSTRATIVE ? "*" : " ");
}

const char *bcf_wording_spoken(bcf_arena *arena, const char *word)
{
    size_t size = strlen(word) + 1;
    char *spoken = BCF_NEW_ARRAY(arena, size, char);
    memcpy(spoken, word, size);
    for (char *letter = spoken; *letter != '\0'; letter++) {
        *letter = *letter == '-' ? ' ' : *letter;
    }
    return spoken;
}

const char *bcf_wording_quoted(bcf_arena *arena, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./=:,+@%";
    if (*word != '\0' && strspn(word, plain) == strlen(word)) {
        return word;
    }
    bcf_text quoted = {0};
    bcf_text_add_char(&quoted, '\'');
    for (const char *letter = word; *letter != '\0'; letter++) {
        if (*letter == '\'') {
            bcf_text_add(&quoted, "'\\''"); /* out of the quotes, one quote, in again */
        } else {
            bcf_text_add_char(&quoted, *letter);
        }
    }
    bcf_text_add_char(&quoted, '\'');
    const char *kept = bcf_arena_text(arena, bcf_text_get(&quoted));
    bcf_text_clear(&quoted);
    return kept;
}

#define EXACT_PLACES 14
#define CUT_PLACES 6

const char *bcf_wording_exact(bcf_arena *arena, const bcf_ratio *ratio)
{
    if (bcf_ratio_ends_within(ratio, EXACT_PLACES)) {
        const char *exact = bcf_ratio_decimal_text(arena, ratio, EXACT_PLACES, BCF_ROUND_HALF_AWAY);
        return bcf_wording_grouped(arena, exact);
    }
    return bcf_arena_print(
        arena, "%s...",
        bcf_wording_grouped(arena, bcf_ratio_text(arena, ratio, CUT_PLACES, BCF_ROUND_DOWN)));
}

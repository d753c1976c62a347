/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

/* ASCII only, and no locale: the same command finds the same area on every machine. */
static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One more letter of the text: row[i] is the cost of the first i letters of `wanted` up to here. */
static void next_row(size_t row[], const char *wanted, size_t length, char letter, bool is_part)
{
    size_t diagonal = row[0];
    row[0] = is_part ? 0 : row[0] + 1; /* a part may begin anywhere, at no cost */
    for (size_t i = 1; i <= length; i++) {
        size_t changed = diagonal + (small(wanted[i - 1]) != small(letter));
        diagonal = row[i];
        row[i] = smaller(changed, smaller(row[i], row[i - 1]) + 1);
    }
}

static size_t distance(const char *wanted, const char *text, bool is_part)
{
    size_t row[BCF_NEAREST_WANTED_MAX + 1];
    size_t length = strlen(wanted);
    if (length > BCF_NEAREST_WANTED_MAX) {
        return BCF_NEAREST_FAR;
    }
    for (size_t i = 0; i <= length; i++) {
        row[i] = i;
    }
    size_t least = row[length];
    for (const char *letter = text; *letter != '\0'; letter++) {
        next_row(row, wanted, length, *letter, is_part);
        least = smaller(least, row[length]);
    }
    return is_part ? least : row[length];
}

size_t bcf_nearest_distance(const char *wanted, const char *word)
{
    return distance(wanted, word, false);
}

size_t bcf_nearest_distance_to_part(const char *wanted, const char *text)
{
    return distance(wanted, text, true);
}

bool bcf_nearest_is_near(const char *wanted, size_t away)
{
    size_t length = strlen(wanted);
    return away != BCF_NEAREST_FAR && away <= (length < 3 ? 0 : length < 6 ? 1 : length / 3);
}

const char *bcf_nearest_word(const char *wanted, const char *const words[])
{
    const char *nearest = NULL;
    size_t least = BCF_NEAREST_FAR;
    for (const char *const *word = words; *word != NULL; word++) {
        size_t away = bcf_nearest_distance(wanted, *word);
        if (away < least) {
            least = away;
            nearest = *word;
        }
    }
    return bcf_nearest_is_near(wanted, least) ? nearest : NULL;
}

/* True if `text` begins with the word. */
static bool begins(const char *word, const char *text)
{
    while (*word != '\0' && small(*word) == small(*text)) {
        word++;
        text++;
    }
    return *word == '\0';
}

bool bcf_nearest_is_same(const char *word, const char *text)
{
    return strlen(word) == strlen(text) && begins(word, text);
}

bool bcf_nearest_is_part(const char *word, const char *text)
{
    for (; *text != '\0'; text++) {
        if (begins(word, text)) {
            return true;
        }
    }
    return *word == '\0';
}

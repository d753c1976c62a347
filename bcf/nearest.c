/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

/* A longer name is compared as it is written. */
#define PLAIN_BYTES_MAX 256

/* ASCII only, and no locale: the same command finds the same area on every machine. */
static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char a, char b)
{
    return small(a) == small(b);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What it costs to make of the first i letters of `wanted` what was read of the text: costs[i]. */
typedef size_t costs[BCF_NEAREST_WANTED_MAX + 1];

/* One more letter of the text; `last` is the one before it, '\0' at its start. */
static void next_costs(costs now, const costs before, const costs before_that, const char *wanted,
                       size_t length, const char letters[2], bool is_part)
{
    now[0] = is_part ? 0 : before[0] + 1; /* a part may begin anywhere, at no cost */
    for (size_t i = 1; i <= length; i++) {
        size_t changed = before[i - 1] + !is_letter(wanted[i - 1], letters[1]);
        now[i] = smaller(changed, smaller(now[i - 1], before[i]) + 1);
        bool is_exchanged = i > 1 && letters[0] != '\0' && is_letter(wanted[i - 2], letters[1])
                            && is_letter(wanted[i - 1], letters[0]);
        if (is_exchanged) {
            now[i] = smaller(now[i], before_that[i - 2] + 1);
        }
    }
}

static size_t distance(const char *wanted, const char *text, bool is_part)
{
    costs rows[3] = {{0}}; /* of this letter, of the one before, of the one before that: in turn */
    size_t length = strlen(wanted);
    if (length > BCF_NEAREST_WANTED_MAX) {
        return BCF_NEAREST_FAR;
    }
    for (size_t i = 0; i <= length; i++) {
        rows[0][i] = i;
    }
    size_t least = rows[0][length];
    char letters[2] = {'\0', '\0'};
    size_t read = 0;
    for (const char *letter = text; *letter != '\0'; letter++) {
        letters[0] = letters[1];
        letters[1] = *letter;
        read++;
        next_costs(rows[read % 3], rows[(read + 2) % 3], rows[(read + 1) % 3], wanted, length,
                   letters, is_part);
        least = smaller(least, rows[read % 3][length]);
    }
    return is_part ? least : rows[read % 3][length];
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

const char *bcf_nearest_hint(bcf_arena *arena, const char *wanted, const char *const words[])
{
    const char *near = bcf_nearest_word(wanted, words);
    return near == NULL ? "" : bcf_arena_print(arena, " (did you mean '%s'?)", near);
}

/* A name as it is compared, while it is written. */
typedef struct plain {
    char bytes[PLAIN_BYTES_MAX];
    size_t length;
    bool is_cut;
} plain;

static void add_letter(plain *to, char letter)
{
    if (to->length + 1 >= PLAIN_BYTES_MAX) {
        to->is_cut = true;
        return;
    }
    to->bytes[to->length++] = letter;
}

/* Between words, once; not before the first. An "and" between two words is no word. */
static void end_word(plain *to)
{
    static const char joined[] = " and";
    size_t length = sizeof joined - 1;
    if (to->length > length && memcmp(to->bytes + to->length - length, joined, length) == 0) {
        to->length -= length;
    }
    if (to->length > 0 && to->bytes[to->length - 1] != ' ') {
        add_letter(to, ' ');
    }
}

/* The number of bytes at the start of `bytes` that join words, or stand in one, and say nothing. */
static size_t silent_length(const char *bytes)
{
    static const char apostrophe[] = "\xE2\x80\x99";
    if (*bytes == '\'' || *bytes == '.' || *bytes == '`') {
        return 1;
    }
    return strncmp(bytes, apostrophe, sizeof apostrophe - 1) == 0 ? sizeof apostrophe - 1 : 0;
}

/* False where the name is too long, or has nothing to compare. */
static bool make_plain(plain *to, const char *name)
{
    to->length = 0;
    to->is_cut = false;
    while (*name != '\0') {
        size_t silent = silent_length(name);
        if (silent > 0) {
            name += silent;
            continue;
        }
        if (strchr(" -,/&()", *name) != NULL) {
            end_word(to);
        } else {
            add_letter(to, small(*name));
        }
        name++;
    }
    if (to->length > 0 && to->bytes[to->length - 1] == ' ') {
        to->length--;
    }
    to->bytes[to->length] = '\0';
    return !to->is_cut && to->length > 0;
}

const char *bcf_nearest_plain(bcf_arena *arena, const char *name)
{
    plain made;
    return bcf_arena_text(arena, make_plain(&made, name) ? made.bytes : name);
}

/* True if `text` begins with the word. */
static bool begins(const char *word, const char *text)
{
    while (*word != '\0' && is_letter(*word, *text)) {
        word++;
        text++;
    }
    return *word == '\0';
}

static bool is_within(const char *word, const char *text)
{
    for (; *text != '\0'; text++) {
        if (begins(word, text)) {
            return true;
        }
    }
    return *word == '\0';
}

/* True if the name may be other than plain, whatever its capitals. Most are not. */
static bool has_joints(const char *name)
{
    size_t length = strlen(name);
    return strpbrk(name, "-,/&()'.`\xE2") != NULL || strstr(name, "  ") != NULL
           || (length > 0 && (name[0] == ' ' || name[length - 1] == ' '))
           || is_within(" and ", name);
}

static bool is_plain_letter(char c)
{
    return (c >= '0' && c <= '9') || (small(c) >= 'a' && small(c) <= 'z');
}

/* False where two letters differ, and no "and" that says nothing can be the reason: most names are
 * told apart at their first letters. */
static bool may_be_same(const char *name, const char *text)
{
    size_t word = 0;
    size_t i = 0;
    for (; name[i] != '\0' && is_letter(name[i], text[i]); i++) {
        word = is_plain_letter(name[i]) ? word : i + 1;
    }
    bool may_begin_and = small(name[word]) == 'a' || small(text[word]) == 'a';
    return may_begin_and || !is_plain_letter(name[i]) || !is_plain_letter(text[i]);
}

bool bcf_nearest_is_same(const char *name, const char *text)
{
    if (!may_be_same(name, text)) {
        return false;
    }
    if (strlen(name) == strlen(text) && begins(name, text)) {
        return true;
    }
    plain one;
    plain other;
    return (has_joints(name) || has_joints(text)) && make_plain(&one, name)
           && make_plain(&other, text) && strcmp(one.bytes, other.bytes) == 0;
}

bool bcf_nearest_is_part(const char *name, const char *text)
{
    if (is_within(name, text)) {
        return true;
    }
    plain one;
    plain other;
    return (has_joints(name) || has_joints(text)) && make_plain(&one, name)
           && make_plain(&other, text) && is_within(one.bytes, other.bytes);
}

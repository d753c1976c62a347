/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "scope_inside.h"
#include "text.h"

#define SUGGESTED_MAX 3
#define WORDS_MAX 16
#define WORTH_TELLING 2 /* one slip more than the nearest */

/* The areas nearest to what was wanted, the nearest first; of equals, boards first. */
typedef struct suggestions {
    bcf_scope areas[SUGGESTED_MAX];
    size_t away[SUGGESTED_MAX];
    size_t count;
} suggestions;

static void suggest(suggestions *near, bcf_scope area, size_t away)
{
    size_t place = near->count;
    while (place > 0 && away < near->away[place - 1]) {
        place--;
    }
    if (place == SUGGESTED_MAX) {
        return;
    }
    near->count += near->count < SUGGESTED_MAX ? 1 : 0;
    for (size_t i = near->count - 1; i > place; i--) {
        near->areas[i] = near->areas[i - 1];
        near->away[i] = near->away[i - 1];
    }
    near->areas[place] = area;
    near->away[place] = away;
}

/* What a name is made of, without the words that say only what sort of authority it is. */
typedef struct words {
    const char *items[WORDS_MAX];
    size_t lengths[WORDS_MAX];
    size_t count;
} words;

static bool is_word(const char *word, size_t length, const char *other, size_t other_length)
{
    return length == other_length && memcmp(word, other, length) == 0;
}

static bool says_nothing(const char *word, size_t length)
{
    static const char *const sorts[] = {
        "council",   "county",  "city", "borough", "metropolitan", "district",  "london",
        "royal",     "of",      "the",  "nhs",     "ccg",          "board",     "health",
        "wellbeing", "unitary", "hwb",  "mbc",     "cc",           "authority", "and",
    };
    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++) {
        if (is_word(word, length, sorts[i], strlen(sorts[i]))) {
            return true;
        }
    }
    return false;
}

static words words_of(bcf_arena *arena, const char *name)
{
    words found = {.count = 0};
    const char *next = bcf_nearest_plain(arena, name);
    while (*next != '\0') {
        size_t length = strcspn(next, " ");
        if (length > 0 && found.count < WORDS_MAX && !says_nothing(next, length)) {
            found.items[found.count] = next;
            found.lengths[found.count++] = length;
        }
        next += length;
        next += strspn(next, " ");
    }
    return found;
}

static bool has_all(const words *of, const words *wanted)
{
    for (size_t i = 0; i < wanted->count; i++) {
        size_t j = 0;
        while (j < of->count
               && !is_word(of->items[j], of->lengths[j], wanted->items[i], wanted->lengths[i])) {
            j++;
        }
        if (j == of->count) {
            return false;
        }
    }
    return wanted->count > 0;
}

/* 0 where both have the same words, 1 where one has all of the other's. */
static size_t words_apart(const words *wanted, const words *name)
{
    bool is_in_name = has_all(name, wanted);
    bool is_in_wanted = has_all(wanted, name);
    return is_in_name && is_in_wanted ? 0 : is_in_name || is_in_wanted ? 1 : BCF_NEAREST_FAR;
}

/* "Kent County Council", "City of Bristol", "Durham County": other words for the same. */
static void suggest_by_words(suggestions *near, bcf_arena *arena, const bcf_areas *areas,
                             const char *wanted)
{
    words of_wanted = words_of(arena, wanted);
    for (size_t i = 0; i < BCF_SCOPE_KINDS && of_wanted.count > 0; i++) {
        bcf_scope_kind kind = bcf_scope_kind_at(i);
        for (size_t j = 0; j < bcf_scope_count(areas, kind); j++) {
            bcf_scope area = {kind, j};
            words of_name = words_of(arena, bcf_scope_name(areas, area));
            size_t apart = words_apart(&of_wanted, &of_name);
            if (apart != BCF_NEAREST_FAR && !bcf_scope_is_a_board_too(areas, area)) {
                suggest(near, area, apart);
            }
        }
    }
}

/* A letter or figure too many or too few: of other slips, every code next door is one. */
static bool is_slip_of_code(const char *wanted, const char *code)
{
    return strpbrk(wanted, "0123456789") != NULL && strlen(wanted) != strlen(code)
           && strlen(code) > 3 && bcf_nearest_distance(wanted, code) == 1;
}

/* How far the letters are; half a slip more where it is but a part of the name that is meant. */
static size_t letters_apart(bcf_arena *arena, const char *wanted, const char *name)
{
    const char *plain = bcf_nearest_plain(arena, name);
    size_t away = bcf_nearest_distance_to_part(wanted, plain);
    if (!bcf_nearest_is_near(wanted, away)) {
        return BCF_NEAREST_FAR;
    }
    return 2 * away + (bcf_nearest_distance(wanted, plain) == away ? 0 : 1);
}

static void suggest_by_letters(suggestions *near, bcf_arena *arena, const bcf_areas *areas,
                               const char *wanted)
{
    const char *plain = bcf_nearest_plain(arena, wanted);
    for (size_t i = 0; i < BCF_SCOPE_KINDS; i++) {
        bcf_scope_kind kind = bcf_scope_kind_at(i);
        for (size_t j = 0; j < bcf_scope_count(areas, kind); j++) {
            bcf_scope area = {kind, j};
            size_t away = is_slip_of_code(wanted, bcf_scope_code(areas, area))
                              ? 0
                              : letters_apart(arena, plain, bcf_scope_name(areas, area));
            if (away != BCF_NEAREST_FAR && !bcf_scope_is_a_board_too(areas, area)) {
                suggest(near, area, away);
            }
        }
    }
}

const char *bcf_scope_nearest(bcf_arena *arena, const bcf_areas *areas, const char *wanted)
{
    suggestions near = {.count = 0};
    suggest_by_words(&near, arena, areas, wanted);
    if (near.count == 0) {
        suggest_by_letters(&near, arena, areas, wanted);
    }
    if (near.count == 0) {
        return NULL;
    }
    bcf_text list = {0};
    for (size_t i = 0; i < near.count && near.away[i] <= near.away[0] + WORTH_TELLING; i++) {
        bcf_scope_add_area(&list, areas, near.areas[i]);
    }
    const char *listed = bcf_arena_text(arena, bcf_text_get(&list));
    bcf_text_clear(&list);
    return listed;
}

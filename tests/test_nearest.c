/* SPDX-License-Identifier: MIT */
#include "nearest.h"

#include <string.h>

#include "support/rows.h"

static const struct {
    const char *name;
    const char *wanted;
    const char *word;
    size_t whole;
    size_t part;
} distances[] = {
    {"the same", "Shire", "Shire", 0, 0},
    {"capitals do not count", "SHIRE", "shire", 0, 0},
    {"one left out", "Rothrham", "Rotherham", 1, 1},
    {"one changed", "Rotharham", "Rotherham", 1, 1},
    {"one too many", "Rotherrham", "Rotherham", 1, 1},
    {"in the middle of a name", "Rothrham", "NHS Rotherham CCG", 9, 1},
    {"nothing wanted", "", "abc", 3, 0},
    {"of nothing", "abc", "", 3, 3},
    {"two letters exchanged", "ab", "ba", 1, 1},
    {"two letters exchanged in a name", "Rotehrham", "NHS Rotherham CCG", 9, 1},
    {"exchanged, and one more between", "ca", "abc", 3, 1},
    {"exchanged at the end, capitals aside", "KENT", "Kenet", 1, 1},
};

START_TEST(distance_counts_letters_to_change)
{
    ck_assert_uint_eq(bcf_nearest_distance(distances[_i].wanted, distances[_i].word),
                      distances[_i].whole);
    ck_assert_uint_eq(bcf_nearest_distance_to_part(distances[_i].wanted, distances[_i].word),
                      distances[_i].part);
}
END_TEST

START_TEST(an_endless_wish_is_near_to_nothing)
{
    char wish[BCF_NEAREST_WANTED_MAX + 2];
    memset(wish, 'a', sizeof wish - 1);
    wish[sizeof wish - 1] = '\0';
    ck_assert_uint_eq(bcf_nearest_distance(wish, wish), BCF_NEAREST_FAR);
    ck_assert(!bcf_nearest_is_near(wish, BCF_NEAREST_FAR));
    wish[sizeof wish - 2] = '\0';
    ck_assert_uint_eq(bcf_nearest_distance(wish, wish), 0);
}
END_TEST

static const struct {
    const char *name;
    const char *wanted;
    const char *near; /* NULL: none */
} slips[] = {
    {"one letter", "alocate", "allocate"},
    {"another verb", "setle", "settle"},
    {"no slip at all", "frobnicate", NULL},
    {"too short to guess", "a", NULL},
    {"nothing", "", NULL},
};

START_TEST(nearest_word_is_offered_only_when_near)
{
    static const char *const words[] = {"allocate", "score", "settle", NULL};
    const char *near = bcf_nearest_word(slips[_i].wanted, words);
    if (slips[_i].near == NULL) {
        ck_assert_ptr_null(near);
    } else {
        ck_assert_str_eq(near, slips[_i].near);
    }
}
END_TEST

START_TEST(a_hint_is_for_what_is_near_alone)
{
    static const char *const words[] = {"allocate", "score", NULL};
    bcf_arena *arena = bcf_arena_new();
    ck_assert_str_eq(bcf_nearest_hint(arena, "scroe", words), " (did you mean 'score'?)");
    ck_assert_str_eq(bcf_nearest_hint(arena, "postcode", words), "");
    bcf_arena_free(arena);
}
END_TEST

static const struct {
    const char *name;
    const char *wanted;
    const char *text;
    bool is_same;
    bool is_part;
} joins[] = {
    {"the same", "Kent", "Kent", true, true},
    {"capitals", "kENT", "Kent", true, true},
    {"a part", "ken", "Kent", false, true},
    {"hyphens", "stoke on trent", "Stoke-on-Trent", true, true},
    {"no hyphens where there are spaces", "west-sussex", "West Sussex", true, true},
    {"an apostrophe", "Kings Lynn", "King's Lynn and West Norfolk", false, true},
    {"a curly one", "King\xE2\x80\x99s Lynn and West Norfolk", "King's Lynn and West Norfolk", true,
     true},
    {"a stop", "St Helens", "St. Helens", true, true},
    {"&", "Brighton & Hove", "Brighton and Hove", true, true},
    {"no and before a word with a", "Bath Anxey", "Bath and Anxey", true, true},
    {"no and before its own beginning", "Bath ant", "Bath and ant", true, true},
    {"no and", "Brighton Hove", "Brighton and Hove", true, true},
    {"and, for &", "North and West Reading", "NHS North & West Reading CCG", false, true},
    {"a comma", "Bristol City of", "Bristol, City of", true, true},
    {"spaces", "  Isle  of Wight ", "Isle of Wight", true, true},
    {"an and that is no joint", "Sutherland", "Suther and", false, false},
    {"an and at the end stays", "Bath and", "Bath", false, false},
    {"whatever comes before it", "Bath-and", "Bath", false, false},
    {"an and that begins a word", "And Hove", "Andover", false, false},
    {"letters of two words", "onHove", "Brighton Hove", false, false},
    {"joints alone are no part of a name without", "-", "Kent", false, false},
    {"but are of one that has them", "-", "Stoke-on-Trent", false, true},
    {"nothing", "", "Kent", false, true},
};

START_TEST(names_are_compared_as_people_write_them)
{
    ck_assert_int_eq(bcf_nearest_is_same(joins[_i].wanted, joins[_i].text), joins[_i].is_same);
    ck_assert_int_eq(bcf_nearest_is_part(joins[_i].wanted, joins[_i].text), joins[_i].is_part);
}
END_TEST

START_TEST(a_name_longer_than_any_is_compared_as_it_is_written)
{
    char name[600];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    ck_assert(bcf_nearest_is_same(name, name));
    name[300] = '-';
    ck_assert(bcf_nearest_is_same(name, name));
    char other[600];
    memcpy(other, name, sizeof name);
    other[300] = ' ';
    ck_assert(!bcf_nearest_is_same(name, other));
    ck_assert(!bcf_nearest_is_part(name, other));
    bcf_arena *arena = bcf_arena_new();
    ck_assert_str_eq(bcf_nearest_plain(arena, name), name);
    ck_assert_str_eq(bcf_nearest_plain(arena, "King's Lynn & West-Norfolk"),
                     "kings lynn west norfolk");
    bcf_arena_free(arena);
}
END_TEST

static Suite *nearest_suite(void)
{
    Suite *suite = suite_create("nearest");
    TCase *tcase = tcase_create("nearest");
    ADD_ROWS(tcase, distance_counts_letters_to_change, distances);
    tcase_add_test(tcase, an_endless_wish_is_near_to_nothing);
    ADD_ROWS(tcase, nearest_word_is_offered_only_when_near, slips);
    tcase_add_test(tcase, a_hint_is_for_what_is_near_alone);
    ADD_ROWS(tcase, names_are_compared_as_people_write_them, joins);
    tcase_add_test(tcase, a_name_longer_than_any_is_compared_as_it_is_written);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(nearest_suite)

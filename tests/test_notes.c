/* SPDX-License-Identifier: MIT */
#include "notes.h"

#include <string.h>

#include "support/rows.h"

static bcf_arena *arena;
static bcf_notes notes;

static void open_notes(void)
{
    arena = bcf_arena_new();
    notes = (bcf_notes){.arena = arena};
}

static void close_notes(void)
{
    bcf_arena_free(arena);
}

static const struct {
    const char *name;
    bcf_place place;
    const char *sentence;
} places[] = {
    {"file and line", {"a.csv", 3, 0}, "a.csv:3: it is odd"},
    {"a file alone", {"a.csv", 0, 0}, "a.csv: it is odd"},
    {"nowhere", {NULL, 0, 0}, "it is odd"},
};

START_TEST(a_note_says_where_as_far_as_it_is_known)
{
    bcf_notes_add(&notes, places[_i].place, "it is %s", "odd");
    ck_assert_uint_eq(notes.count, 1);
    ck_assert_str_eq(notes.items[0].sentence, places[_i].sentence);
}
END_TEST

START_TEST(the_same_sentence_is_kept_once)
{
    for (int i = 0; i < 3; i++) {
        bcf_notes_add(&notes, (bcf_place){.file = "a.csv", .line = 3}, "it is odd");
    }
    bcf_notes_add(&notes, (bcf_place){.file = "a.csv", .line = 4}, "it is odd");
    ck_assert_uint_eq(notes.count, 2);
}
END_TEST

START_TEST(a_long_note_is_not_cut)
{
    char words[1000];
    memset(words, 'x', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    bcf_notes_add(&notes, (bcf_place){0}, "%s", words);
    ck_assert_str_eq(notes.items[0].sentence, words);
}
END_TEST

START_TEST(past_the_limit_one_note_says_that_there_are_more)
{
    for (int i = 0; i < 1000; i++) {
        bcf_notes_add(&notes, (bcf_place){.file = "a.csv", .line = i + 1}, "it is odd");
    }
    ck_assert_uint_eq(notes.count, 201);
    ck_assert_str_eq(notes.items[200].sentence, "there are more notes than these");
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("notes");
    TCase *cases = tcase_create("notes");
    tcase_add_checked_fixture(cases, open_notes, close_notes);
    ADD_ROWS(cases, a_note_says_where_as_far_as_it_is_known, places);
    tcase_add_test(cases, the_same_sentence_is_kept_once);
    tcase_add_test(cases, a_long_note_is_not_cut);
    tcase_add_test(cases, past_the_limit_one_note_says_that_there_are_more);
    suite_add_tcase(suite, cases);
    return suite;
}

RUN_SUITE(make_suite)

/* SPDX-License-Identifier: MIT */
#include "error.h"

#include <signal.h>
#include <string.h>

#include "support/rows.h"
#include "text.h"

static const struct {
    const char *name;
    bcf_place place;
    const char *message;
} placed[] = {
    {"file and line", {"ambitions.csv", 12, 0}, "ambitions.csv:12: no board 'E99'"},
    {"a file without a line", {"ambitions.csv", 0, 0}, "ambitions.csv: no board 'E99'"},
    {"a cell of a sheet", {"book.xlsx:boards", 12, 28}, "book.xlsx:boards!AB12: no board 'E99'"},
    {"no file", {NULL, 0, 0}, "no board 'E99'"},
    {"a line of no file", {NULL, 7, 0}, "no board 'E99'"},
};

START_TEST(a_refusal_says_where)
{
    bcf_error err = {0};
    bcf_code code = bcf_refuse(&err, BCF_REFUSED_DATA, placed[_i].place, "no board '%s'", "E99");
    ck_assert_int_eq(code, BCF_REFUSED_DATA);
    ck_assert_int_eq(err.code, BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_str_eq(err.messages[0], placed[_i].message);
}
END_TEST

START_TEST(the_first_problem_gives_the_code_and_all_are_kept_in_order)
{
    bcf_error err = {0};
    bcf_place place = {.file = "a.csv", .line = 1};
    ck_assert_int_eq(bcf_refuse(&err, BCF_REFUSED_FORM, place, "first"), BCF_REFUSED_FORM);
    ck_assert_int_eq(bcf_refuse(&err, BCF_REFUSED_DATA, place, "second"), BCF_REFUSED_DATA);
    ck_assert_int_eq(err.code, BCF_REFUSED_FORM);
    ck_assert_uint_eq(err.count, 2);
    ck_assert_str_eq(err.messages[0], "a.csv:1: first");
    ck_assert_str_eq(err.messages[1], "a.csv:1: second");
}
END_TEST

START_TEST(problems_past_the_limit_are_counted)
{
    bcf_error err = {0};
    for (int i = 1; i <= BCF_PROBLEMS_MAX + 3; i++) {
        bcf_place place = {.file = "a.csv", .line = i};
        ck_assert_int_eq(bcf_refuse(&err, BCF_REFUSED_DATA, place, "bad"), BCF_REFUSED_DATA);
    }
    ck_assert_uint_eq(err.count, BCF_PROBLEMS_MAX);
    ck_assert_uint_eq(err.dropped, 3);
    ck_assert_str_eq(err.messages[BCF_PROBLEMS_MAX - 1], "a.csv:25: bad");
}
END_TEST

/* Characters of one to four bytes, so that a cut can fall at every place within one. */
static const char *const letters[] = {"x", "\xC3\xB4", "\xE2\x82\xBA", "\xF0\x9F\x99\x82"};

START_TEST(a_message_that_is_too_long_is_cut_between_characters_and_says_so)
{
    for (size_t before = 0; before < 8; before++) {
        bcf_text words = {0};
        for (size_t i = 0; i < before; i++) {
            bcf_text_add_char(&words, '-');
        }
        while (words.length < 2 * BCF_MESSAGE_MAX) {
            bcf_text_add(&words, letters[_i]);
        }
        bcf_error err = {0};
        bcf_place place = {.file = "a.csv", .line = 1};
        ck_assert_int_ne(bcf_refuse(&err, BCF_REFUSED_DATA, place, "'%s' is too long", words.bytes),
                         BCF_OK);
        size_t length = strlen(err.messages[0]);
        ck_assert_uint_ge(length, BCF_MESSAGE_MAX - 8);
        ck_assert_ptr_nonnull(strstr(err.messages[0], "..."));
        ck_assert_str_eq(err.messages[0] + length - 13, "' is too long");
        ck_assert(bcf_text_is_clean_utf8(err.messages[0], length));
        bcf_text_clear(&words);
    }
}
END_TEST

START_TEST(a_place_longer_than_a_message_still_makes_one)
{
    char file[2 * BCF_MESSAGE_MAX];
    memset(file, 'f', sizeof file - 1);
    file[sizeof file - 1] = '\0';
    bcf_error err = {0};
    bcf_place place = {.file = file, .line = 1};
    ck_assert_int_ne(bcf_refuse(&err, BCF_REFUSED_DATA, place, "bad"), BCF_OK);
    ck_assert_uint_lt(strlen(err.messages[0]), BCF_MESSAGE_MAX);
    ck_assert_int_eq(strncmp(err.messages[0], "...fff", 6), 0);
    const char *end = err.messages[0] + strlen(err.messages[0]) - strlen("fff:1: bad");
    ck_assert_str_eq(end, "fff:1: bad"); /* the line is not what is cut */
}
END_TEST

START_TEST(a_message_that_just_fits_is_not_cut)
{
    char words[BCF_MESSAGE_MAX];
    memset(words, 'w', sizeof words - 1);
    words[sizeof words - 1] = '\0';
    bcf_error err = {0};
    ck_assert_int_ne(bcf_refuse(&err, BCF_REFUSED_DATA, (bcf_place){0}, "%s", words), BCF_OK);
    ck_assert_str_eq(err.messages[0], words);
}
END_TEST

START_TEST(a_message_is_one_harmless_line)
{
    bcf_error err = {0};
    bcf_place place = {.file = "a\n.csv", .line = 1};
    bcf_code code = bcf_refuse(&err, BCF_REFUSED_DATA, place, "'%s'", "x\x1B[31m\ny\x7F\t\xC3\xB4");
    ck_assert_int_eq(code, BCF_REFUSED_DATA);
    ck_assert_str_eq(err.messages[0], "a?.csv:1: 'x?[31m?y??\xC3\xB4'");
}
END_TEST

/* What a terminal obeys, and what turns the words on it around; the same in a file's name. */
static const struct {
    const char *words;
    const char *shown;
} obeyed[] = {
    {"a\xC2\x9B[1mb", "a?[1mb"},
    {"a\xE2\x80\xAE"
     "b",
     "a?b"},
    {"a\xE2\x80\xA8"
     "b",
     "a?b"},
    {"a\xE2\x81\xA6"
     "b\xE2\x81\xA9",
     "a?b?"},
    {"a\x9B[1mb", "a?[1mb"},
    {"a\xFF\xFE", "a??"},
    {"a\xE2\x80", "a??"},
    {"a\xC0\x9B[1mb", "a??[1mb"}, /* ESC, spelled longer than needed */
    {"a\xEF\xBF\xBE", "a???"},
    {"\xE2\x80\x9C\xC2\xA0\xC3\xB4", "\xE2\x80\x9C\xC2\xA0\xC3\xB4"},
    {"\xF0\x9F\x99\x82", "\xF0\x9F\x99\x82"},
};

START_TEST(what_a_screen_would_obey_is_not_said)
{
    bcf_error err = {0};
    bcf_place place = {.file = obeyed[_i].words};
    ck_assert_int_eq(bcf_refuse(&err, BCF_REFUSED_DATA, place, "%s", obeyed[_i].words),
                     BCF_REFUSED_DATA);
    char wanted[BCF_MESSAGE_MAX];
    snprintf(wanted, sizeof wanted, "%s: %s", obeyed[_i].shown, obeyed[_i].shown);
    ck_assert_str_eq(err.messages[0], wanted);
}
END_TEST

START_TEST(a_refusal_that_is_none_stops_the_program)
{
    bcf_error err = {0};
    bcf_code code = bcf_refuse(&err, BCF_OK, (bcf_place){0}, "nothing");
    (void)code;
}
END_TEST

START_TEST(a_mistake_of_ours_stops_the_program)
{
    BCF_ASSERT(_i < 0);
}
END_TEST

START_TEST(no_memory_ends_the_program_with_code_4)
{
    bcf_out_of_memory();
}
END_TEST

static Suite *error_suite(void)
{
    Suite *suite = suite_create("error");
    TCase *tcase = tcase_create("error");
    ADD_ROWS(tcase, a_refusal_says_where, placed);
    tcase_add_test(tcase, the_first_problem_gives_the_code_and_all_are_kept_in_order);
    tcase_add_test(tcase, problems_past_the_limit_are_counted);
    ADD_ROWS(tcase, a_message_that_is_too_long_is_cut_between_characters_and_says_so, letters);
    tcase_add_test(tcase, a_place_longer_than_a_message_still_makes_one);
    tcase_add_test(tcase, a_message_that_just_fits_is_not_cut);
    tcase_add_test(tcase, a_message_is_one_harmless_line);
    ADD_ROWS(tcase, what_a_screen_would_obey_is_not_said, obeyed);
    tcase_add_test_raise_signal(tcase, a_refusal_that_is_none_stops_the_program, SIGABRT);
    tcase_add_test_raise_signal(tcase, a_mistake_of_ours_stops_the_program, SIGABRT);
    tcase_add_exit_test(tcase, no_memory_ends_the_program_with_code_4, 4);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(error_suite)

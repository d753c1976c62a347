/* SPDX-License-Identifier: MIT */
#include "wording.h"

#include <string.h>

#include "support/fractions.h"

static bcf_arena *arena;

static void set_up(void)
{
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

/* Money. */

static const struct {
    const char *name;
    int64_t pence;
    const char *plain;
    const char *pounds;
    const char *whole; /* NULL: there are pence */
} amounts[] = {
    {"nothing", 0, "0.00", "0.00", "0"},
    {"pence", 5, "0.05", "0.05", NULL},
    {"pence below nothing", -50, "-0.50", "-0.50", NULL},
    {"no thousands", 99900, "999.00", "999.00", "999"},
    {"thousands", 123456750, "1234567.50", "1,234,567.50", NULL},
    {"a whole number of pounds", 100000000, "1000000.00", "1,000,000.00", "1,000,000"},
    {"thousands below nothing", -123400, "-1234.00", "-1,234.00", "-1,234"},
};

START_TEST(pounds_are_grouped_for_people_and_plain_for_machines)
{
    bcf_money amount = {amounts[_i].pence};
    ck_assert_str_eq(bcf_wording_plain(arena, amount), amounts[_i].plain);
    ck_assert_str_eq(bcf_wording_pounds(arena, amount, false), amounts[_i].pounds);
    if (amounts[_i].whole != NULL) {
        ck_assert_str_eq(bcf_wording_pounds(arena, amount, true), amounts[_i].whole);
    }
}
END_TEST

START_TEST(a_column_that_comes_to_nothing_is_empty)
{
    bcf_money some = {12300};
    bcf_money nothing = {0};
    ck_assert_str_eq(bcf_wording_some_pounds(arena, some, some, true), "123");
    ck_assert_str_eq(bcf_wording_some_pounds(arena, nothing, some, false), "0.00");
    ck_assert_str_eq(bcf_wording_some_pounds(arena, nothing, nothing, false), "");
}
END_TEST

static const struct {
    const char *name;
    int64_t part;
    int64_t whole;
    const char *want;
} shares[] = {
    {"all", 7, 7, "100.00%"},
    {"nothing of something", 0, 7, "0.00%"},
    {"something of nothing", 7, 0, ""},
    {"a third", 1, 3, "33.33%"},
    {"two thirds", 2, 3, "66.67%"},
    {"half of the last place goes away from nothing", 1, 20000, "0.01%"},
    {"more than all", 3, 2, "150.00%"},
    {"less than nothing", -1, 4, "-25.00%"},
};

START_TEST(a_share_has_two_decimals)
{
    ck_assert_str_eq(
        bcf_wording_share(arena, (bcf_money){shares[_i].part}, (bcf_money){shares[_i].whole}),
        shares[_i].want);
}
END_TEST

START_TEST(pounds_per_head_need_people)
{
    bcf_money amount = {123456789};
    ck_assert_str_eq(bcf_wording_per_head(arena, amount, fraction(arena, "1")), "1,234,567.89");
    ck_assert_str_eq(bcf_wording_per_head(arena, amount, fraction(arena, "1000")), "1,234.57");
    ck_assert_str_eq(bcf_wording_per_head(arena, amount, fraction(arena, "0.5")), "2,469,135.78");
    ck_assert_str_eq(bcf_wording_per_head(arena, amount, fraction(arena, "0")), "");
    ck_assert_str_eq(bcf_wording_per_head(arena, amount, NULL), "");
}
END_TEST

/* Figures. */

static const struct {
    const char *name;
    const char *figure; /* "-" for none */
    const char *per_cent;
    const char *rate;
    const char *people;
} figures[] = {
    {"none", "-", "", "", ""},
    {"nothing", "0", "0.0%", "0.00", "0"},
    {"one", "1", "100.0%", "1.00", "1"},
    {"seven tenths", "0.7", "70.0%", "0.70", "1"},
    {"half of the last place", "0.0005", "0.1%", "0.00", "0"},
    {"half of one", "0.5", "50.0%", "0.50", "1"},
    {"half a person", "999.5", "99950.0%", "999.50", "1,000"},
    {"half a hundredth", "1234.565", "123456.5%", "1,234.57", "1,235"},
    {"a third", "1/3", "33.3%", "0.33", "0"},
    {"below nothing", "-1234.565", "-123456.5%", "-1,234.57", "-1,235"},
    {"three digits below nothing take no comma", "-123", "-12300.0%", "-123.00", "-123"},
};

START_TEST(figures_are_rounded_half_away)
{
    const bcf_ratio *figure = fraction(arena, figures[_i].figure);
    ck_assert_str_eq(bcf_wording_per_cent(arena, figure), figures[_i].per_cent);
    ck_assert_str_eq(bcf_wording_rate(arena, figure), figures[_i].rate);
    ck_assert_str_eq(bcf_wording_people(arena, figure), figures[_i].people);
}
END_TEST

static const struct {
    const char *name;
    const char *digits;
    const char *want;
} grouped[] = {
    {"nothing", "", ""},
    {"three digits", "123", "123"},
    {"four digits", "1234", "1,234"},
    {"seven digits", "1234567", "1,234,567"},
    {"decimals are not grouped", "1234.56789", "1,234.56789"},
    {"no digits before the point", ".5", ".5"},
    {"a sign is no digit", "-123456", "-123,456"},
};

START_TEST(thousands_are_set_apart)
{
    ck_assert_str_eq(bcf_wording_grouped(arena, grouped[_i].digits), grouped[_i].want);
}
END_TEST

START_TEST(counts_are_grouped)
{
    ck_assert_str_eq(bcf_wording_count(arena, 0), "0");
    ck_assert_str_eq(bcf_wording_count(arena, 1234567), "1,234,567");
    ck_assert_str_eq(bcf_wording_things(arena, 0, "board"), "0 boards");
    ck_assert_str_eq(bcf_wording_things(arena, 1, "board"), "1 board");
    ck_assert_str_eq(bcf_wording_things(arena, 1234, "board"), "1,234 boards");
}
END_TEST

/* Time. */

static const struct {
    const char *name;
    int first; /* months since year 0 */
    int last;
    const char *want;
} periods[] = {
    {"one month", 2014 * 12, 2014 * 12, "2014-01"},
    {"a last month", 2014 * 12 + 11, 2014 * 12 + 11, "2014-12"},
    {"some months", 2014 * 12 + 3, 2014 * 12 + 11, "2014-04..2014-12"},
    {"across a new year", 2013 * 12 + 9, 2014 * 12 + 2, "2013-10..2014-03"},
    {"an early year", 12, 12, "0001-01"},
};

START_TEST(a_period_is_written_as_it_is_read)
{
    bcf_period period = {periods[_i].first, periods[_i].last};
    const char *text = bcf_wording_period(arena, period);
    ck_assert_str_eq(text, periods[_i].want);
    bcf_error err = {0};
    bcf_period again = {0};
    ck_assert_int_eq(bcf_period_parse(&again, text, "period", (bcf_place){0}, &err), BCF_OK);
    ck_assert(bcf_period_equal(again, period));
}
END_TEST

START_TEST(a_date_is_written_with_its_noughts)
{
    ck_assert_str_eq(bcf_wording_date(arena, 20150401), "2015-04-01");
    ck_assert_str_eq(bcf_wording_date(arena, 20151231), "2015-12-31");
    ck_assert_str_eq(bcf_wording_date(arena, 9990203), "0999-02-03");
}
END_TEST

/* Marks. */

START_TEST(only_what_is_invented_is_marked)
{
    ck_assert_str_eq(bcf_wording_mark(BCF_STATUS_ILLUSTRATIVE), "*");
    ck_assert_str_eq(bcf_wording_mark(BCF_STATUS_DERIVED), "");
    ck_assert_str_eq(bcf_wording_mark(BCF_STATUS_PUBLISHED), "");
    ck_assert_str_eq(bcf_wording_mark(BCF_STATUS_NONE), "");
}
END_TEST

START_TEST(a_column_has_room_for_marks_where_one_is_marked)
{
    bcf_status real = BCF_STATUS_DERIVED;
    bcf_status invented = BCF_STATUS_ILLUSTRATIVE;
    ck_assert_str_eq(bcf_wording_marked(arena, "1.00", real, real), "1.00");
    ck_assert_str_eq(bcf_wording_marked(arena, "1.00", real, invented), "1.00 ");
    ck_assert_str_eq(bcf_wording_marked(arena, "1.00", invented, invented), "1.00*");
    ck_assert_str_eq(bcf_wording_marked(arena, "", invented, invented), "");
}
END_TEST

/* Words. */

START_TEST(words_are_spoken_without_hyphens)
{
    const char word[] = "no-ambition";
    ck_assert_str_eq(bcf_wording_spoken(arena, word), "no ambition");
    ck_assert_str_eq(word, "no-ambition");
    ck_assert_str_eq(bcf_wording_spoken(arena, "achieved"), "achieved");
    ck_assert_str_eq(bcf_wording_spoken(arena, "-"), " ");
    ck_assert_str_eq(bcf_wording_spoken(arena, ""), "");
}
END_TEST

static const struct {
    const char *name;
    const char *word;
    const char *quoted;
} words[] = {
    {"a code", "E08000018", "E08000018"},
    {"a path with a space", "my tables", "'my tables'"},
    {"a quote", "King's", "'King'\\''s'"},
    {"nothing but quotes", "''", "''\\'''\\'''"},
    {"nothing", "", "''"},
    {"what a shell would run", "$(reboot)", "'$(reboot)'"},
    {"a line end", "a\nb", "'a\nb'"},
    {"another alphabet", "Caf\xC3\xA9", "'Caf\xC3\xA9'"},
};

START_TEST(commands_can_be_typed_as_they_stand)
{
    ck_assert_str_eq(bcf_wording_quoted(arena, words[_i].word), words[_i].quoted);
}
END_TEST

static Suite *wording_suite(void)
{
    Suite *suite = suite_create("wording");
    TCase *tcase = tcase_create("wording");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, pounds_are_grouped_for_people_and_plain_for_machines, amounts);
    tcase_add_test(tcase, a_column_that_comes_to_nothing_is_empty);
    ADD_ROWS(tcase, a_share_has_two_decimals, shares);
    tcase_add_test(tcase, pounds_per_head_need_people);
    ADD_ROWS(tcase, figures_are_rounded_half_away, figures);
    ADD_ROWS(tcase, thousands_are_set_apart, grouped);
    tcase_add_test(tcase, counts_are_grouped);
    ADD_ROWS(tcase, a_period_is_written_as_it_is_read, periods);
    tcase_add_test(tcase, a_date_is_written_with_its_noughts);
    tcase_add_test(tcase, only_what_is_invented_is_marked);
    tcase_add_test(tcase, a_column_has_room_for_marks_where_one_is_marked);
    tcase_add_test(tcase, words_are_spoken_without_hyphens);
    ADD_ROWS(tcase, commands_can_be_typed_as_they_stand, words);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(wording_suite)

/* SPDX-License-Identifier: MIT */
#include "period.h"

#include <string.h>

#include "support/rows.h"

static const bcf_place place = {.file = "outturn.csv", .line = 9};

/* A period that the test takes for granted. */
static bcf_period period(const char *text)
{
    bcf_error err = {0};
    bcf_period read = {0};
    ck_assert_msg(bcf_period_parse(&read, text, "period", place, &err) == BCF_OK, "%s",
                  err.messages[0]);
    return read;
}

static const struct {
    const char *name;
    const char *text;
    int first;
    int last;
    int months;
} readable[] = {
    {"a month", "2014-04", 2014 * 12 + 3, 2014 * 12 + 3, 1},
    {"January", "2014-01", 2014 * 12, 2014 * 12, 1},
    {"December", "2014-12", 2014 * 12 + 11, 2014 * 12 + 11, 1},
    {"a month written as a range", "2014-04..2014-04", 2014 * 12 + 3, 2014 * 12 + 3, 1},
    {"April to December", "2014-04..2014-12", 2014 * 12 + 3, 2014 * 12 + 11, 9},
    {"a financial year", "2014-04..2015-03", 2014 * 12 + 3, 2015 * 12 + 2, 12},
    {"several years", "2010-04..2015-03", 2010 * 12 + 3, 2015 * 12 + 2, 60},
};

START_TEST(a_period_counts_its_first_and_last_month)
{
    bcf_period read = period(readable[_i].text);
    ck_assert_int_eq(read.first, readable[_i].first);
    ck_assert_int_eq(read.last, readable[_i].last);
    ck_assert_msg(bcf_period_months(read) == readable[_i].months, "%s", readable[_i].name);
}
END_TEST

static const char *const no_periods[] = {
    "",
    "2014",
    "2014-4",
    "2014-00",
    "2014-13",
    "2014-04-01",
    "2014/04",
    "2014-04.",
    "2014-04..",
    "2014-04...2014-12",
    "2014-04..2014",
    "2014-04..2014-13",
    "2014-04..2014-12x",
    "2014-04..2014-12..2015-01",
    "2014-04 .. 2014-12",
    "2014-12..2014-04",
    "2014-04..2013-12",
    " 2014-04",
    "2014-04 ",
    "-014-04",
    "2014-0\xD9\xA1",
    "2014-15",
    "Apr 2014",
};

START_TEST(what_is_no_period_is_refused_with_column_file_and_line)
{
    bcf_error err = {0};
    bcf_period read = {0};
    bcf_code code = bcf_period_parse(&read, no_periods[_i], "baseline_period", place, &err);
    ck_assert_msg(code == BCF_REFUSED_DATA, "'%s' was accepted", no_periods[_i]);
    ck_assert_ptr_eq(strstr(err.messages[0], "outturn.csv:9: baseline_period '"), err.messages[0]);
}
END_TEST

static const struct {
    const char *name;
    const char *earlier;
    const char *later;
    bool is_same;
} seasons[] = {
    {"a year before", "2013-04..2013-12", "2014-04..2014-12", true},
    {"two years before", "2012-04..2012-12", "2014-04..2014-12", true},
    {"across the turn of the year", "2012-10..2013-03", "2014-10..2015-03", true},
    {"a whole year", "2013-04..2014-03", "2014-04..2015-03", true},
    {"a month", "2013-05", "2014-05", true},
    {"itself", "2014-04..2014-12", "2014-04..2014-12", false},
    {"a year after", "2015-04..2015-12", "2014-04..2014-12", false},
    {"the whole year for its end", "2013-04..2014-03", "2014-04..2014-12", false},
    {"other months, as many", "2013-01..2013-09", "2014-04..2014-12", false},
    {"one month longer", "2013-04..2014-01", "2014-04..2014-12", false},
    {"one month shorter", "2013-04..2013-11", "2014-04..2014-12", false},
    {"the half-year before", "2014-04..2014-09", "2014-10..2015-03", false},
    {"two years that overlap", "2013-04..2015-03", "2014-04..2016-03", true},
};

START_TEST(the_same_season_is_the_same_months_of_an_earlier_year)
{
    bool is_same =
        bcf_period_is_same_season_before(period(seasons[_i].earlier), period(seasons[_i].later));
    ck_assert_msg(is_same == seasons[_i].is_same, "%s", seasons[_i].name);
}
END_TEST

START_TEST(periods_are_equal_by_both_ends)
{
    ck_assert(bcf_period_equal(period("2014-04"), period("2014-04..2014-04")));
    ck_assert(!bcf_period_equal(period("2014-04"), period("2014-04..2014-05")));
    ck_assert(!bcf_period_equal(period("2014-03..2014-05"), period("2014-04..2014-05")));
}
END_TEST

static const struct {
    const char *text;
    int date; /* 0: refused */
} dates[] = {
    {"2015-04-01", 20150401},
    {"2014-12-31", 20141231},
    {"2016-02-29", 20160229},
    {"2000-02-29", 20000229},
    {"1900-02-29", 0},
    {"2015-02-29", 0},
    {"2015-04-31", 0},
    {"2015-13-01", 0},
    {"2015-00-01", 0},
    {"2015-01-00", 0},
    {"2015-1-1", 0},
    {"2015-04", 0},
    {"01/04/2015", 0},
    {"2015-04-01 ", 0},
    {"2015-04-01T00:00", 0},
    {"20150401", 0},
    {"", 0},
    {"2015-04-0x", 0},
};

START_TEST(a_date_is_a_day_that_there_was)
{
    bcf_error err = {0};
    int date = -1;
    bcf_code code = bcf_date_parse(&date, dates[_i].text, "decided", place, &err);
    if (dates[_i].date != 0) {
        ck_assert_int_eq(code, BCF_OK);
        ck_assert_int_eq(date, dates[_i].date);
        return;
    }
    ck_assert_msg(code == BCF_REFUSED_DATA, "'%s' was accepted", dates[_i].text);
    ck_assert_ptr_eq(strstr(err.messages[0], "outturn.csv:9: decided '"), err.messages[0]);
}
END_TEST

static Suite *period_suite(void)
{
    Suite *suite = suite_create("period");
    TCase *tcase = tcase_create("period");
    ADD_ROWS(tcase, a_period_counts_its_first_and_last_month, readable);
    ADD_ROWS(tcase, what_is_no_period_is_refused_with_column_file_and_line, no_periods);
    ADD_ROWS(tcase, the_same_season_is_the_same_months_of_an_earlier_year, seasons);
    tcase_add_test(tcase, periods_are_equal_by_both_ends);
    ADD_ROWS(tcase, a_date_is_a_day_that_there_was, dates);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(period_suite)

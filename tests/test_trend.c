/* SPDX-License-Identifier: MIT */
#include "trend.h"

#include "support/fractions.h"

#include <limits.h>

static bcf_arena *arena;

static void set_up(void)
{
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

#define POINTS_MAX 6

static size_t points_of(bcf_trend_point points[POINTS_MAX], const int months[POINTS_MAX],
                        const char *rates)
{
    const bcf_ratio *rate[FRACTIONS_MAX];
    size_t count = fractions(rate, arena, rates);
    ck_assert_uint_le(count, POINTS_MAX);
    for (size_t i = 0; i < count; i++) {
        points[i] = (bcf_trend_point){.month = months[i], .rate = rate[i]};
    }
    return count;
}

static const struct {
    const char *name;
    int months[POINTS_MAX];
    const char *rates;
    int month;
    const char *value; /* NULL: no line */
    const char *slope;
} rows[] = {
    {"a line through two points", {0, 12}, "5 7", 24, "9", "2"},
    {"three points on a line", {0, 12, 24}, "1 2 3", 36, "4", "1"},
    {"three points on no line", {0, 12, 24}, "5 7 6", 36, "7", "1/2"},
    {"five points", {0, 12, 24, 36, 48}, "10 20 15 25 40", 60, "83/2", "13/2"},
    {"thirds, sevenths and thirty-sevenths",
     {0, 12, 24},
     "1/3 1/7 2/37",
     36,
     "-239/2331",
     "-31/222"},
    {"level", {0, 12, 24}, "4 4 4", 36, "4", "0"},
    {"down to nothing", {0, 12, 24}, "9 6 3", 36, "0", "-3"},
    {"below nothing", {0, 12, 24}, "9 6 3", 48, "-3", "-3"},
    {"a year without a point", {0, 12, 24, 48}, "10 9 7 4", 60, "87/35", "-54/35"},
    {"two points of one month", {0, 0, 12}, "4 6 8", 24, "11", "3"},
    {"two points each of two months", {0, 0, 12, 12}, "4 6 8 2", 12, "5", "0"},
    {"a month with more points weighs more", {3, 3, 3, 4}, "1 2 3 10", 5, "18", "96"},
    {"months before the first", {-24, -12, 0}, "5 7 6", 12, "7", "1/2"},
    {"months as a calendar counts them",
     {24168, 24180, 24192},
     "102.5 99.25 97.125",
     24204,
     "377/4",
     "-43/16"},
    {"at a point, which the line need not meet", {0, 12, 24}, "5 7 6", 12, "6", "1/2"},
    {"before all points", {0, 12, 24}, "5 7 6", -12, "5", "1/2"},
    {"months next to one another", {0, 1}, "0 1", 100, "100", "12"},
    {"the last month there is, and the first",
     {INT_MAX, INT_MIN},
     "1 0",
     INT_MAX,
     "1",
     "4/1431655765"},
    {"from the last month to the first",
     {INT_MAX, INT_MAX - 1},
     "1 0",
     INT_MIN,
     "-4294967294",
     "12"},
    {"rates of sixteen digits",
     {0, 12, 24},
     "999999999999999 1000000000000000 1000000000000002",
     36,
     "3000000000000010/3",
     "3/2"},
    {"rates below zero", {0, 12, 24}, "-1 2 -3", 36, "-8/3", "-1"},
    {"no point", {0}, "", 12, NULL, NULL},
    {"one point", {0}, "5", 12, NULL, NULL},
    {"two points of one month and none else", {7, 7}, "5 6", 12, NULL, NULL},
    {"many points of one month", {7, 7, 7, 7}, "5 6 5 6", 7, NULL, NULL},
    {"only the last is of another month", {7, 7, 8}, "5 5 6", 9, "7", "12"},
    {"only the first is of another month", {6, 7, 7}, "4 5 5", 8, "6", "12"},
};

START_TEST(the_line_is_as_worked_by_hand)
{
    bcf_trend_point points[POINTS_MAX];
    size_t count = points_of(points, rows[_i].months, rows[_i].rates);
    const bcf_ratio *untouched = bcf_ratio_new(arena);
    const bcf_ratio *value = untouched;
    const bcf_ratio *slope = untouched;
    bool is_line = bcf_trend_fit(&value, &slope, arena, points, count, rows[_i].month);
    ck_assert_msg(is_line == (rows[_i].value != NULL), "%s: a line %d", rows[_i].name, is_line);
    if (!is_line) {
        ck_assert_msg(value == untouched && slope == untouched, "%s: was set", rows[_i].name);
        return;
    }
    const char *height = bcf_ratio_exact_text(arena, value);
    const char *rise = bcf_ratio_exact_text(arena, slope);
    ck_assert_msg(strcmp(height, rows[_i].value) == 0, "%s: %s", rows[_i].name, height);
    ck_assert_msg(strcmp(rise, rows[_i].slope) == 0, "%s: rises %s", rows[_i].name, rise);
}
END_TEST

/* Chance that is the same on every machine. */
static uint64_t state = 0x2545F4914F6CDD1Du;

static int64_t below(int64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int64_t)(state % (uint64_t)limit);
}

#define CASES 500

static size_t draw(bcf_trend_point points[POINTS_MAX])
{
    size_t count = (size_t)below(POINTS_MAX + 1);
    int months = below(4) == 0 ? 2 : 60; /* of two months, all points often share one */
    for (size_t i = 0; i < count; i++) {
        points[i] =
            (bcf_trend_point){.month = (int)below(months) - 20,
                              .rate = bcf_ratio_of(arena, below(2000) - 500, 1 + below(40))};
    }
    return count;
}

static size_t distinct_months(const bcf_trend_point points[], size_t count)
{
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_new = true;
        for (size_t before = 0; before < i; before++) {
            is_new = is_new && points[before].month != points[i].month;
        }
        distinct += is_new;
    }
    return distinct;
}

static const bcf_ratio *height_at(const bcf_trend_point points[], size_t count, int month)
{
    const bcf_ratio *value = NULL;
    const bcf_ratio *slope = NULL;
    ck_assert(bcf_trend_fit(&value, &slope, arena, points, count, month));
    return value;
}

/* The squares are least where what the line leaves over adds up to nothing, by itself and times
 * the months. */
static void check_least(const bcf_trend_point points[], size_t count)
{
    bcf_ratio *sum = bcf_ratio_new(arena);
    bcf_ratio *moment = bcf_ratio_new(arena);
    bcf_ratio *left = bcf_ratio_new(arena);
    for (size_t i = 0; i < count; i++) {
        bcf_ratio_subtract(left, points[i].rate, height_at(points, count, points[i].month));
        bcf_ratio_add(sum, sum, left);
        bcf_ratio_multiply(left, left, bcf_ratio_of(arena, points[i].month, 1));
        bcf_ratio_add(moment, moment, left);
    }
    ck_assert_int_eq(bcf_ratio_sign(sum), 0);
    ck_assert_int_eq(bcf_ratio_sign(moment), 0);
}

/* Twelve months on, the line is higher by its slope: so it is straight. */
static void check_straight(const bcf_trend_point points[], size_t count)
{
    const bcf_ratio *value = NULL;
    const bcf_ratio *slope = NULL;
    int month = (int)below(200) - 100;
    ck_assert(bcf_trend_fit(&value, &slope, arena, points, count, month));
    bcf_ratio *next = bcf_ratio_new(arena);
    bcf_ratio_add(next, value, slope);
    ck_assert_int_eq(bcf_ratio_compare(next, height_at(points, count, month + 12)), 0);
}

/* Neither the order of the points matters, nor the month that all are counted from. */
static void check_same_turned(const bcf_trend_point points[], size_t count)
{
    bcf_trend_point turned[POINTS_MAX];
    for (size_t i = 0; i < count; i++) {
        turned[i] = points[count - 1 - i];
        turned[i].month += 24000;
    }
    ck_assert_int_eq(
        bcf_ratio_compare(height_at(points, count, 99), height_at(turned, count, 24099)), 0);
}

START_TEST(any_line_is_straight_and_leaves_the_least)
{
    int lines = 0;
    int none = 0;
    for (int i = 0; i < CASES; i++) {
        bcf_trend_point points[POINTS_MAX];
        size_t count = draw(points);
        const bcf_ratio *value = NULL;
        const bcf_ratio *slope = NULL;
        bool is_line = bcf_trend_fit(&value, &slope, arena, points, count, 0);
        ck_assert_int_eq(is_line, distinct_months(points, count) >= 2);
        if (is_line) {
            check_least(points, count);
            check_straight(points, count);
            check_same_turned(points, count);
        }
        lines += is_line;
        none += !is_line;
        bcf_arena_free(arena); /* what one case needs, the next one need not keep */
        arena = bcf_arena_new();
    }
    ck_assert_int_gt(lines, CASES / 2);
    ck_assert_int_gt(none, CASES / 10);
}
END_TEST

static Suite *trend_suite(void)
{
    Suite *suite = suite_create("trend");
    TCase *tcase = tcase_create("trend");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, the_line_is_as_worked_by_hand, rows);
    tcase_add_test(tcase, any_line_is_straight_and_leaves_the_least);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(trend_suite)

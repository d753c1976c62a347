/* SPDX-License-Identifier: MIT */
#include "money.h"

#include <signal.h>
#include <string.h>

#include "support/rows.h"

static const bcf_place nowhere = {0};

static const struct {
    const char *name;
    const char *text;
    int64_t pence;
} readable[] = {
    {"pounds alone", "12", 1200},
    {"one decimal is tens of pence", "12.5", 1250},
    {"two decimals", "12.50", 1250},
    {"nothing", "0", 0},
    {"nothing, to the penny", "0.00", 0},
    {"a penny", "0.01", 1},
    {"what binary fractions lose", "19.99", 1999},
    {"zeros in front", "007.10", 710},
    {"England's fund", "3784000000", INT64_C(378400000000)},
    {"the largest amount", "999999999999999.99", BCF_MONEY_PENCE_MAX},
};

START_TEST(an_amount_is_read_exactly)
{
    bcf_error err = {0};
    bcf_money amount = {0};
    ck_assert_int_eq(bcf_money_parse(&amount, readable[_i].text, nowhere, &err), BCF_OK);
    ck_assert_msg(amount.pence == readable[_i].pence, "%s: got %lld", readable[_i].name,
                  (long long)amount.pence);
    ck_assert_uint_eq(err.count, 0);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *why;
} refused[] = {
    {"a thousands separator", "1,000", "is not an amount"},
    {"a pound sign", "£5", "is not an amount"},
    {"an exponent", "1e3", "is not an amount"},
    {"a third decimal", "1.005", "is finer than a penny"},
    {"a third decimal that is zero", "1.000", "is finer than a penny"},
    {"a sign below zero", "-1", "is not an amount"},
    {"a sign above zero", "+1", "is not an amount"},
    {"nothing at all", "", "is not an amount"},
    {"a point alone", ".", "is not an amount"},
    {"no pounds", ".5", "is not an amount"},
    {"no pence after the point", "5.", "is not an amount"},
    {"two points", "1.2.3", "is not an amount"},
    {"a space before", " 1", "is not an amount"},
    {"a space after", "1 ", "is not an amount"},
    {"a hyphen", "-", "is not an amount"},
    {"not a number", "NaN", "is not an amount"},
    {"hexadecimal", "0x10", "is not an amount"},
    {"a per cent", "70%", "is not an amount"},
    {"Arabic digits", "\xD9\xA1", "is not an amount"},
    {"a penny above the largest", "1000000000000000.00", "is more than can be counted"},
    {"above the largest, in pounds", "1000000000000000", "is more than can be counted"},
    {"beyond 64 bits", "184467440737095516.17", "is more than can be counted"},
    {"so many digits that the count wraps", "99999999999999999999999999999999999999999",
     "is more than can be counted"},
};

START_TEST(what_is_no_amount_is_refused_with_file_and_line)
{
    bcf_error err = {0};
    bcf_money amount = {-7};
    bcf_place place = {.file = "pooled.csv", .line = 12};
    bcf_code code = bcf_money_parse(&amount, refused[_i].text, place, &err);
    ck_assert_msg(code == BCF_REFUSED_DATA, "%s: accepted", refused[_i].name);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_ptr_eq(strstr(err.messages[0], "pooled.csv:12: '"), err.messages[0]);
    ck_assert_msg(strstr(err.messages[0], refused[_i].why) != NULL, "%s: %s", refused[_i].name,
                  err.messages[0]);
    ck_assert_int_eq(amount.pence, -7);
}
END_TEST

static const struct {
    const char *name;
    int64_t pence;
    const char *plain;
    const char *grouped;
} written[] = {
    {"nothing", 0, "0.00", "0.00"},
    {"a penny", 1, "0.01", "0.01"},
    {"ten pence", 10, "0.10", "0.10"},
    {"minus a penny", -1, "-0.01", "-0.01"},
    {"minus fifty pence: the pounds have no sign to lose", -50, "-0.50", "-0.50"},
    {"minus a pound", -100, "-1.00", "-1.00"},
    {"below a thousand", 99999, "999.99", "999.99"},
    {"a thousand", 100000, "1000.00", "1,000.00"},
    {"a million and more", 123456750, "1234567.50", "1,234,567.50"},
    {"minus a million", -123456750, "-1234567.50", "-1,234,567.50"},
    {"six digits", 12345678, "123456.78", "123,456.78"},
    {"the largest", BCF_MONEY_PENCE_MAX, "999999999999999.99", "999,999,999,999,999.99"},
    {"the smallest", -BCF_MONEY_PENCE_MAX, "-999999999999999.99", "-999,999,999,999,999.99"},
};

START_TEST(an_amount_is_written_with_two_decimals)
{
    char text[BCF_MONEY_TEXT_MAX];
    bcf_money amount = {written[_i].pence};
    ck_assert_str_eq(bcf_money_text(text, amount, BCF_MONEY_PLAIN), written[_i].plain);
    ck_assert_str_eq(bcf_money_text(text, amount, BCF_MONEY_GROUPED), written[_i].grouped);
}
END_TEST

START_TEST(reading_undoes_writing)
{
    uint64_t state = 0x9E3779B97F4A7C15u;
    for (int i = 0; i < 20000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        int64_t pence = (int64_t)((state >> 3) % (uint64_t)BCF_MONEY_PENCE_MAX) >> (i % 56);
        char text[BCF_MONEY_TEXT_MAX];
        bcf_error err = {0};
        bcf_money back = {0};
        bcf_money_text(text, (bcf_money){pence}, BCF_MONEY_PLAIN);
        bcf_code code = bcf_money_parse(&back, text, nowhere, &err);
        if (code != BCF_OK || back.pence != pence) {
            ck_abort_msg("'%s' is read as %lld pence", text, (long long)back.pence);
        }
    }
}
END_TEST

static const struct {
    const char *name;
    int64_t a;
    int64_t b;
    int64_t sum;
    int64_t difference;
    int order;
} sums[] = {
    {"both above zero", 250, 100, 350, 150, 1},
    {"below zero afterwards", 100, 250, 350, -150, -1},
    {"of opposite signs", -100, 100, 0, -200, -1},
    {"equal", 7, 7, 14, 0, 0},
    {"up to the largest", BCF_MONEY_PENCE_MAX - 1, 1, BCF_MONEY_PENCE_MAX, BCF_MONEY_PENCE_MAX - 2,
     1},
    {"down to the smallest", -BCF_MONEY_PENCE_MAX + 1, 1, -BCF_MONEY_PENCE_MAX + 2,
     -BCF_MONEY_PENCE_MAX, -1},
};

START_TEST(amounts_are_added_subtracted_and_compared)
{
    bcf_money a = {sums[_i].a};
    bcf_money b = {sums[_i].b};
    ck_assert_int_eq(bcf_money_add(a, b).pence, sums[_i].sum);
    ck_assert_int_eq(bcf_money_subtract(a, b).pence, sums[_i].difference);
    int order = bcf_money_compare(a, b);
    ck_assert_int_eq((order > 0) - (order < 0), sums[_i].order);
}
END_TEST

START_TEST(a_sum_past_the_largest_stops_the_program)
{
    bcf_money_add((bcf_money){BCF_MONEY_PENCE_MAX}, (bcf_money){1});
}
END_TEST

START_TEST(a_difference_past_the_smallest_stops_the_program)
{
    bcf_money_subtract((bcf_money){-BCF_MONEY_PENCE_MAX}, (bcf_money){1});
}
END_TEST

START_TEST(a_style_that_nobody_named_stops_the_program)
{
    char text[BCF_MONEY_TEXT_MAX];
    bcf_money_text(text, (bcf_money){1}, (bcf_money_style)0);
}
END_TEST

static Suite *money_suite(void)
{
    Suite *suite = suite_create("money");
    TCase *tcase = tcase_create("money");
    ADD_ROWS(tcase, an_amount_is_read_exactly, readable);
    ADD_ROWS(tcase, what_is_no_amount_is_refused_with_file_and_line, refused);
    ADD_ROWS(tcase, an_amount_is_written_with_two_decimals, written);
    tcase_add_test(tcase, reading_undoes_writing);
    ADD_ROWS(tcase, amounts_are_added_subtracted_and_compared, sums);
    tcase_add_test_raise_signal(tcase, a_sum_past_the_largest_stops_the_program, SIGABRT);
    tcase_add_test_raise_signal(tcase, a_difference_past_the_smallest_stops_the_program, SIGABRT);
    tcase_add_test_raise_signal(tcase, a_style_that_nobody_named_stops_the_program, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(money_suite)

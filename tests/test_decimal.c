/* SPDX-License-Identifier: MIT */
#include "decimal.h"

#include <inttypes.h>
#include <string.h>

#include "support/rows.h"

#define DIGITS_19 "9999999999999999999"
#define DIGITS_40 "1234567890123456789012345678901234567890"

static const struct {
    const char *name;
    const char *text;
    uint64_t units;
    unsigned places;
    bool is_written; /* too long for units */
    bool is_zero;
} readable[] = {
    {"a whole number", "12", 12, 0, false, false},
    {"half a person", "1234.5", 12345, 1, false, false},
    {"zeros behind keep their places", "12.50", 1250, 2, false, false},
    {"zero", "0", 0, 0, false, true},
    {"zero with decimals", "0.000", 0, 3, false, true},
    {"zeros in front", "007", 7, 0, false, false},
    {"nineteen digits fit", DIGITS_19, UINT64_C(9999999999999999999), 0, false, false},
    {"nineteen digits with a point fit", "0.999999999999999999", UINT64_C(999999999999999999), 18,
     false, false},
    {"twenty digits stay as written", DIGITS_19 "9", 0, 0, true, false},
    {"twenty zeros are nothing", "00000000000000000000", 0, 0, true, true},
    {"twenty zeros after a point are nothing", "0.00000000000000000000", 0, 20, true, true},
    {"one in the twentieth place", "0.00000000000000000001", 0, 20, true, false},
    {"forty digits", DIGITS_40, 0, 0, true, false},
    {"forty digits and a point", "12345678901234567890.12345678901234567890", 0, 20, true, false},
};

START_TEST(a_plain_number_is_read_exactly)
{
    bcf_error err = {0};
    bcf_decimal figure = {0};
    bcf_code code = bcf_decimal_parse(&figure, readable[_i].text, "people", (bcf_place){0}, &err);
    ck_assert_msg(code == BCF_OK, "%s: refused", readable[_i].name);
    ck_assert_uint_eq(figure.units, readable[_i].units);
    ck_assert_uint_eq(figure.places, readable[_i].places);
    ck_assert_ptr_eq(figure.written, readable[_i].is_written ? readable[_i].text : NULL);
    ck_assert_msg(bcf_decimal_is_zero(&figure) == readable[_i].is_zero, "%s", readable[_i].name);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *why;
} refused[] = {
    {"an empty cell", "", "people is empty"},
    {"a thousands separator", "1,000", "is not a plain number"},
    {"an exponent", "1e3", "is not a plain number"},
    {"not a number", "NaN", "is not a plain number"},
    {"infinity", "inf", "is not a plain number"},
    {"a hyphen", "-", "is not a plain number"},
    {"below zero", "-1", "is not a plain number"},
    {"a sign above zero", "+1", "is not a plain number"},
    {"no digit before the point", ".5", "is not a plain number"},
    {"no digit after the point", "5.", "is not a plain number"},
    {"a point alone", ".", "is not a plain number"},
    {"two points", "1.2.3", "is not a plain number"},
    {"a space before", " 5", "is not a plain number"},
    {"a space after", "5 ", "is not a plain number"},
    {"a pound sign", "£5", "is not a plain number"},
    {"a per cent", "5%", "is not a plain number"},
    {"forty-one digits", DIGITS_40 "1", "has more than 40 digits"},
    {"forty-one zeros", "00000000000000000000000000000000000000000", "has more than 40 digits"},
    {"forty-one digits around a point", "1." DIGITS_40, "has more than 40 digits"},
};

START_TEST(what_is_no_plain_number_is_refused_with_column_file_and_line)
{
    bcf_error err = {0};
    bcf_decimal figure = {0};
    bcf_place place = {.file = "residents.csv", .line = 3};
    bcf_code code = bcf_decimal_parse(&figure, refused[_i].text, "people", place, &err);
    ck_assert_msg(code == BCF_REFUSED_DATA, "%s: accepted", refused[_i].name);
    ck_assert_ptr_eq(strstr(err.messages[0], "residents.csv:3: people"), err.messages[0]);
    ck_assert_msg(strstr(err.messages[0], refused[_i].why) != NULL, "%s: %s", refused[_i].name,
                  err.messages[0]);
}
END_TEST

static Suite *decimal_suite(void)
{
    Suite *suite = suite_create("decimal");
    TCase *tcase = tcase_create("decimal");
    ADD_ROWS(tcase, a_plain_number_is_read_exactly, readable);
    ADD_ROWS(tcase, what_is_no_plain_number_is_refused_with_column_file_and_line, refused);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(decimal_suite)

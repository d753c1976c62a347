/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "support/rows.h"

#include <string.h>

#define HOME BCF_ROOT "/formulas"

static bcf_error err;
static bcf_arena *arena;
static bcf_settings *settings;

static bcf_settings *settings_of(const char *path)
{
    const bcf_policy *policy = NULL;
    bcf_code code = bcf_policy_load(&policy, arena, path, HOME "/policy.xsd", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return bcf_settings_new(arena, policy);
}

static void set_up(void)
{
    err = (bcf_error){0};
    arena = bcf_arena_new();
    settings = settings_of(HOME "/2015-16/v1/policy.xml");
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

START_TEST(settings_stand_at_their_first_value)
{
    ck_assert_str_eq(bcf_settings_value(settings, "ccg-share-basis"), "programme-allocation");
    ck_assert_str_eq(bcf_settings_value(settings, "seventy-per-cent-test"), "each-metric");
    ck_assert(bcf_settings_is(settings, "october-baseline", "plan"));
    ck_assert(!bcf_settings_is(settings, "october-baseline", "april-outturn"));
}
END_TEST

START_TEST(a_setting_that_the_policy_has_not_has_no_value)
{
    ck_assert_ptr_null(bcf_settings_value(settings, "clawback"));
    ck_assert(!bcf_settings_is(settings, "clawback", "no"));
}
END_TEST

START_TEST(setting_one_leaves_the_others)
{
    ck_assert_int_eq(bcf_settings_set(settings, "metric-value=overall", &err), BCF_OK);
    ck_assert_str_eq(bcf_settings_value(settings, "metric-value"), "overall");
    ck_assert_str_eq(bcf_settings_value(settings, "metric-release"), "proportional");
    ck_assert_int_eq(bcf_settings_set(settings, "metric-value=per-payment", &err), BCF_OK);
    ck_assert_str_eq(bcf_settings_value(settings, "metric-value"), "per-payment");
}
END_TEST

static const struct {
    const char *name;
    const char *assignment;
    const char *words;
} refused[] = {
    {"no equals sign", "unit", "'unit' is not NAME=VALUE"},
    {"nothing", "", "'' is not NAME=VALUE"},
    {"another name", "units=1",
     "policy '2015-16' has no setting 'units' (did you mean 'unit'?); there is: ccg-share"},
    {"no name", "=1", "policy '2015-16' has no setting ''"},
    {"another value", "unit=10", "setting 'unit' has no value '10'; there is: 1, 1000, 0.01"},
    {"no value", "unit=", "setting 'unit' has no value ''"},
    {"a value and more", "unit=1=1", "setting 'unit' has no value '1=1'"},
    {"a value in capitals", "metric-value=Overall",
     "(did you mean 'overall'?); there is: per-payment, overall"},
    {"a space before the value", "unit= 1", "setting 'unit' has no value ' 1'"},
};

START_TEST(wrong_assignments_are_refused_as_usage_and_change_nothing)
{
    ck_assert_int_eq(bcf_settings_set(settings, "unit=0.01", &err), BCF_OK);
    bcf_code code = bcf_settings_set(settings, refused[_i].assignment, &err);
    ck_assert_msg(code == BCF_REFUSED_USAGE, "%s", refused[_i].name);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_msg(strstr(err.messages[0], refused[_i].words) != NULL, "%s", err.messages[0]);
    ck_assert_str_eq(bcf_settings_value(settings, "unit"), "0.01");
    ck_assert_str_eq(bcf_settings_value(settings, "metric-value"), "per-payment");
}
END_TEST

static const struct {
    const char *assignment;
    int64_t pence;
} units[] = {
    {"unit=1", 100},
    {"unit=1000", 100000},
    {"unit=0.01", 1},
};

START_TEST(unit_is_an_amount)
{
    ck_assert_int_eq(bcf_settings_set(settings, units[_i].assignment, &err), BCF_OK);
    ck_assert_int_eq(bcf_settings_unit(settings).pence, units[_i].pence);
}
END_TEST

START_TEST(unit_is_a_pound_where_the_policy_says_nothing)
{
    const bcf_policy silent = {.id = "2031-32"};
    ck_assert_int_eq(bcf_settings_unit(bcf_settings_new(arena, &silent)).pence, 100);
}
END_TEST

START_TEST(a_policy_without_settings_says_so)
{
    const bcf_policy silent = {.id = "2031-32"};
    bcf_settings *none = bcf_settings_new(arena, &silent);
    ck_assert_int_eq(bcf_settings_set(none, "unit=1", &err), BCF_REFUSED_USAGE);
    ck_assert_str_eq(err.messages[0], "policy '2031-32' has no setting 'unit'; there is: none");
}
END_TEST

START_TEST(the_when_that_holds_is_taken)
{
    const bcf_when items[] = {{.setting = "p4p-share-basis", .is = "whole-pool", .use = "a"},
                              {.setting = "p4p-share-basis", .is = "published", .use = "b"}};
    const bcf_whens whens = {.items = items, .count = 2};
    const bcf_whens none = {0};
    ck_assert_str_eq(bcf_settings_choose(settings, &whens, "c"), "c");
    ck_assert_int_eq(bcf_settings_set(settings, "p4p-share-basis=published", &err), BCF_OK);
    ck_assert_str_eq(bcf_settings_choose(settings, &whens, "c"), "b");
    ck_assert_str_eq(bcf_settings_choose(settings, &none, "c"), "c");
}
END_TEST

static Suite *settings_suite(void)
{
    Suite *suite = suite_create("settings");
    TCase *tcase = tcase_create("settings");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, settings_stand_at_their_first_value);
    tcase_add_test(tcase, a_setting_that_the_policy_has_not_has_no_value);
    tcase_add_test(tcase, setting_one_leaves_the_others);
    ADD_ROWS(tcase, wrong_assignments_are_refused_as_usage_and_change_nothing, refused);
    ADD_ROWS(tcase, unit_is_an_amount, units);
    tcase_add_test(tcase, unit_is_a_pound_where_the_policy_says_nothing);
    tcase_add_test(tcase, a_policy_without_settings_says_so);
    tcase_add_test(tcase, the_when_that_holds_is_taken);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(settings_suite)

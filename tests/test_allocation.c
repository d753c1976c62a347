/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "allocation.h"

#include "support/formulas.h"

#include "support/case.h"

#include <inttypes.h>

#define FUND_LINE 2 /* of the policy */

static const bcf_policy *policy;
static bcf_settings *settings;

/* One component for councils, by indicator `a`. */
static void use_component(const char *amount, const char *bounds)
{
    const char *fund = bcf_arena_print(
        arena,
        "<fund><headline id='h' amount='1.00' text='x'" CITED "/><component id='k' title='K' "
        "amount='%s' kind='revenue' origin='new' formula='f' route='council' "
        "waits-for='nothing'" CITED ">%s</component></fund>",
        amount, bounds);
    const formulas_policy parts = {.fund = fund, .formulas = PUBLISHED("f", "a")};
    bcf_code code = formulas_load(&policy, arena, &set, parts, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    settings = bcf_settings_new(arena, policy);
}

static bcf_code allocate(const bcf_allocation **allocation, const char *data)
{
    formulas_put_values(&set, arena, data);
    return bcf_allocate(allocation, arena, case_figures(policy), settings, &notes, &err);
}

#define AT_LEAST(constant) "<minimum-share constant='" constant "'" CITED "/>"
#define NO_LESS(indicator, times)                                                                  \
    "<hold-harmless indicator='" indicator "' constant='" times "'" CITED "/>"
#define NO_MORE(indicator, growth)                                                                 \
    "<maximum-growth indicator='" indicator "' constant='" growth "'" CITED "/>"

/* Pounds, or units, of C1, C2 and C3, worked out by hand. */
static const struct {
    const char *name;
    const char *amount;
    const char *unit;
    const char *bounds;
    const char *data;
    int64_t pence[3];
    const char *noted; /* who is at a bound */
} rows[] = {
    {"no bounds", "100.00", "1", "", "a 1 1 2", {2500, 2500, 5000}, NULL},
    {"an eighth at least, made whole pounds upwards",
     "100.00",
     "1",
     AT_LEAST("1-8"),
     "a 1 1 98",
     {1300, 1300, 7400},
     "at the floor: Shire County Council, Port City Council; at the cap: nobody"},
    {"an eighth at least, in pence",
     "100.00",
     "0.01",
     AT_LEAST("1-8"),
     "a 1 1 98",
     {1250, 1250, 7500},
     NULL},
    {"an eighth at least, in thousands",
     "100000.00",
     "1000",
     AT_LEAST("1-8"),
     "a 1 1 98",
     {1300000, 1300000, 7400000},
     NULL},
    {"a least share that nobody is below",
     "100.00",
     "1",
     AT_LEAST("1-8"),
     "a 1 1 2",
     {2500, 2500, 5000},
     "at the floor: nobody; at the cap: nobody"},
    {"a least share also for nobody's weight",
     "100.00",
     "1",
     AT_LEAST("1-8"),
     "a 0 1 1",
     {1300, 4400, 4300},
     "at the floor: Shire County Council; at the cap: nobody"},
    {"all that there was before",
     "100.00",
     "1",
     NO_LESS("b", "1"),
     "a 1 1 2; b 40 10 10",
     {4000, 2000, 4000},
     "at the floor: Shire County Council; at the cap: nobody"},
    {"half of what there was before, upwards",
     "100.00",
     "1",
     NO_LESS("b", "1-2"),
     "a 1 1 2; b 81 0 0",
     {4100, 2000, 3900},
     NULL},
    {"what there was before is all there is",
     "100.00",
     "1",
     NO_LESS("b", "1"),
     "a 1 1 2; b 50 30 20",
     {5000, 3000, 2000},
     NULL},
    {"an eighth more at most, made whole pounds downwards",
     "100.00",
     "1",
     NO_MORE("b", "1-8"),
     "a 1 1 1; b 20 20 200",
     {2200, 2200, 5600},
     "at the floor: nobody; at the cap: Shire County Council, Port City Council"},
    {"half less at least",
     "100.00",
     "1",
     NO_MORE("b", "m1-2"),
     "a 1 1 1; b 20 200 200",
     {1000, 4500, 4500},
     "at the floor: nobody; at the cap: Shire County Council"},
    {"the caps are all there is",
     "100.00",
     "1",
     NO_MORE("b", "0"),
     "a 1 1 1; b 20.99 30.99 50",
     {2000, 3000, 5000},
     NULL},
    {"the higher of two floors",
     "100.00",
     "1",
     AT_LEAST("1-8") NO_LESS("b", "1"),
     "a 1 1 98; b 20 5 5",
     {2000, 1300, 6700},
     NULL},
    {"all three",
     "100.00",
     "1",
     AT_LEAST("1-8") NO_LESS("b", "1-2") NO_MORE("b", "1-8"),
     "a 1 3 6; b 40 22.3 64",
     {2000, 2500, 5500},
     "at the floor: Shire County Council; at the cap: Port City Council"},
    {"within the bounds, the odd pound goes to the largest remainder",
     "101.00",
     "1",
     NO_LESS("b", "1"),
     "a 1 1 1; b 50 0 0",
     {5000, 2600, 2500},
     NULL},
    {"nothing to share out", "0.00", "1", AT_LEAST("1-8"), "a 1 1 2", {0, 0, 0}, NULL},
};

START_TEST(shares_keep_their_floors_and_caps)
{
    use_component(rows[_i].amount, rows[_i].bounds);
    const char *unit = bcf_arena_print(arena, "unit=%s", rows[_i].unit);
    ck_assert_int_eq(bcf_settings_set(settings, unit, &err), BCF_OK);
    const bcf_allocation *allocation = NULL;
    bcf_code code = allocate(&allocation, rows[_i].data);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s: %s", rows[_i].name, err.messages[0]);
    int64_t pence[3] = {0};
    for (size_t i = 0; i < allocation->grant_count; i++) {
        pence[allocation->grants[i].council] += allocation->grants[i].amount.pence;
    }
    for (size_t council = 0; council < 3; council++) {
        ck_assert_msg(pence[council] == rows[_i].pence[council], "%s: C%zu got %" PRId64,
                      rows[_i].name, council + 1, pence[council]);
    }
    bool is_noted = rows[_i].noted == NULL;
    for (size_t i = 0; i < notes.count; i++) {
        is_noted = is_noted || strstr(notes.items[i].sentence, rows[_i].noted) != NULL;
    }
    ck_assert_msg(is_noted, "%s", rows[_i].name);
}
END_TEST

static const struct {
    const char *name;
    const char *amount;
    const char *bounds;
    const char *data;
    size_t problems;
    const char *words;
} refused[] = {
    {"a third each, made whole pounds upwards, is more than there is", "100.00", AT_LEAST("1-3"),
     "a 1 1 1", 1,
     "component 'k': the floors of all areas add up to £102.00, more than its £100.00"},
    {"more was there before than there is", "100.00", NO_LESS("b", "1"), "a 1 1 1; b 50 30 21", 1,
     "component 'k': the floors of all areas add up to £101.00, more than its £100.00"},
    {"caps are less than there is", "100.00", NO_MORE("b", "1-8"), "a 1 1 1; b 10 10 10", 1,
     "component 'k': the caps of all areas add up to £33.00, less than its £100.00"},
    {"nobody who has a weight may have more", "100.00", NO_MORE("b", "0"), "a 0 1 1; b 900 40 50",
     1, "component 'k': the caps of all areas add up to £90.00, less than its £100.00"},
    {"a floor above its cap, each area by name", "100.00", AT_LEAST("1-8") NO_MORE("b", "1-8"),
     "a 1 1 1; b 8 8 800", 2,
     "component 'k': the floor of 'C1' (Shire County Council), £13.00, is above its cap, £9.00"},
    {"no whole pound lies between floor and cap", "100.00", NO_LESS("b", "1") NO_MORE("b", "0"),
     "a 1 1 1; b 10.2 80 80", 1, "£11.00, is above its cap, £10.00"},
    {"a least share below nothing", "100.00", AT_LEAST("m1-8"), "a 1 1 1", 1,
     "component 'k': constant 'm1-8' makes a bound below nothing"},
    {"what is kept below nothing", "100.00", NO_LESS("b", "m1"), "a 1 1 1; b 1 1 1", 1,
     "component 'k': constant 'm1' makes a bound below nothing"},
    {"a growth below nothing at all", "100.00", NO_MORE("b", "m2"), "a 1 1 1; b 1 1 1", 1,
     "component 'k': constant 'm2' makes a bound below nothing"},
};

START_TEST(floors_and_caps_that_cannot_be_kept_are_refused_at_the_component)
{
    use_component(refused[_i].amount, refused[_i].bounds);
    const bcf_allocation *allocation = NULL;
    bcf_code code = allocate(&allocation, refused[_i].data);
    ck_assert_msg(code == BCF_REFUSED_DATA || code == BCF_REFUSED_POLICY, "%s: accepted",
                  refused[_i].name);
    ck_assert_uint_eq(err.count, refused[_i].problems);
    const char *place = bcf_arena_print(arena, "%s:%d: ", policy->file, FUND_LINE);
    ck_assert_msg(strncmp(err.messages[0], place, strlen(place)) == 0
                      && strstr(err.messages[0], refused[_i].words) != NULL,
                  "%s: %s", refused[_i].name, err.messages[0]);
}
END_TEST

START_TEST(a_bound_without_figures_is_refused_where_figures_are)
{
    use_component("100.00", NO_LESS("b", "1"));
    const bcf_allocation *allocation = NULL;
    ck_assert_int_eq(allocate(&allocation, "a 1 1 1"), BCF_REFUSED_DATA);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "no area has a value of indicator 'b'"));
}
END_TEST

/* What was there before decides for all: nobody's share is more real than that. */
static const struct {
    const char *bounds;
    bcf_status status;
} statuses[] = {
    {"", BCF_STATUS_DERIVED},
    {AT_LEAST("1-8"), BCF_STATUS_DERIVED},
    {NO_LESS("b", "0"), BCF_STATUS_ILLUSTRATIVE},
    {NO_MORE("b", "100"), BCF_STATUS_ILLUSTRATIVE},
};

START_TEST(a_share_is_no_more_real_than_its_bounds)
{
    use_component("100.00", statuses[_i].bounds);
    const bcf_allocation *allocation = NULL;
    bcf_code code = allocate(&allocation, "a 1 1 1; b 1:illustrative 2 3");
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    ck_assert_uint_eq(allocation->grant_count, 3);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(allocation->grants[i].status, statuses[_i].status);
    }
}
END_TEST

static Suite *allocation_suite(void)
{
    Suite *suite = suite_create("allocation");
    TCase *tcase = tcase_create("allocation");
    tcase_add_checked_fixture(tcase, case_open, case_close);
    ADD_ROWS(tcase, shares_keep_their_floors_and_caps, rows);
    ADD_ROWS(tcase, floors_and_caps_that_cannot_be_kept_are_refused_at_the_component, refused);
    tcase_add_test(tcase, a_bound_without_figures_is_refused_where_figures_are);
    ADD_ROWS(tcase, a_share_is_no_more_real_than_its_bounds, statuses);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(allocation_suite)

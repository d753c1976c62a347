/* SPDX-License-Identifier: MIT */
#include "bcf.h"

#include <string.h>

#include "people.h"
#include "support/rows.h"

#define SHIRE BCF_ROOT "/fixtures/shire"

static bcf_arena *arena;
static bcf_error err;

static void set_up(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static const bcf_run *run_of(const char *policy, bcf_stage stage)
{
    static bcf_order order;
    order = (bcf_order){.policy = policy, .dataset = SHIRE};
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, &order, stage, "test", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return run;
}

/* Areas. */

static const struct {
    const char *name;
    const char *wanted;
    bcf_scope_kind kind;
    const char *code;
} found[] = {
    {"nobody asked for", NULL, BCF_SCOPE_ALL, ""},
    {"a board's code", "H2", BCF_SCOPE_BOARD, "H2"},
    {"a council's code", "C4", BCF_SCOPE_COUNCIL, "C4"},
    {"a CCG's code", "G2", BCF_SCOPE_CCG, "G2"},
    {"a district's code", "D3", BCF_SCOPE_DISTRICT, "D3"},
    {"a code in small letters", "d3", BCF_SCOPE_DISTRICT, "D3"},
    {"a name joined otherwise", "easton-borough council", BCF_SCOPE_COUNCIL, "C3"},
    {"a whole name beats parts of others", "Port", BCF_SCOPE_BOARD, "H2"},
    {"a part of one board's name and of a council's", "shir", BCF_SCOPE_BOARD, "H1"},
    {"a part of one council's name alone", "Easton", BCF_SCOPE_COUNCIL, "C3"},
    {"a part of a CCG's", "hills", BCF_SCOPE_CCG, "G1"},
    {"a district's name", "LOWTOWN", BCF_SCOPE_DISTRICT, "D3"},
};

START_TEST(area_is_found_by_code_or_name)
{
    const bcf_run *run = run_of("2015-16", BCF_STAGE_FIGURES);
    bcf_scope scope;
    bcf_code code = bcf_scope_find(&scope, arena, run->figures->areas, found[_i].wanted, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    ck_assert_int_eq((int)scope.kind, (int)found[_i].kind);
    ck_assert_str_eq(bcf_scope_code(run->figures->areas, scope), found[_i].code);
}
END_TEST

static const struct {
    const char *name;
    const char *wanted;
    const char *sentence;
} not_found[] = {
    {"several of the first kind that has any", "borough",
     "'borough' is the name of several: C3 Easton Borough Council (council), C4 Weston Borough "
     "Council (council)"},
    {"several districts", "town",
     "'town' is the name of several: D1 Hightown (district), D2 Middletown (district), D3 Lowtown "
     "(district)"},
    {"two letters exchanged", "Prot",
     "no area has the code or name 'Prot'; did you mean H2 Port, C2 Port City Council?"},
    {"the name of the authority", "London Borough of Twinvale",
     "no area has the code or name 'London Borough of Twinvale'; did you mean H3 Twinvale?"},
    {"its words in another order", "Council of Weston Borough",
     "no area has the code or name 'Council of Weston Borough'; did you mean C4 Weston Borough "
     "Council?"},
    {"a slip", "Twinvail", "no area has the code or name 'Twinvail'; did you mean H3 Twinvale?"},
    {"nothing like it", "Atlantis",
     "no board, council, CCG or district has the code or name 'Atlantis'"},
    {"an ended code", "G0", "the code 'G0' has ended; its figures now count for G2 Coast CCG"},
    {"no name", "", "the area has no name"},
};

START_TEST(area_is_refused_as_usage)
{
    const bcf_run *run = run_of("2015-16", BCF_STAGE_FIGURES);
    bcf_scope scope;
    bcf_code code = bcf_scope_find(&scope, arena, run->figures->areas, not_found[_i].wanted, &err);
    ck_assert_int_eq((int)code, (int)BCF_REFUSED_USAGE);
    ck_assert_str_eq(err.messages[0], not_found[_i].sentence);
}
END_TEST

START_TEST(payments_are_of_boards)
{
    const bcf_run *run = run_of("2015-16", BCF_STAGE_FIGURES);
    bcf_scope scope = {BCF_SCOPE_DISTRICT, 1};
    ck_assert_int_eq((int)bcf_scope_to_board(&scope, arena, run->figures, "release", &err),
                     (int)BCF_OK);
    ck_assert_int_eq((int)scope.kind, (int)BCF_SCOPE_BOARD);
    ck_assert_uint_eq(scope.index, 0);
    scope = (bcf_scope){BCF_SCOPE_CCG, 0};
    ck_assert_int_eq((int)bcf_scope_to_board(&scope, arena, run->figures, "release", &err),
                     (int)BCF_REFUSED_USAGE);
    ck_assert_str_eq(err.messages[0], "release is about boards, and G1 Hills CCG is a CCG; its "
                                      "people live in H1 Shire, H3 Twinvale");
}
END_TEST

/* Grouping. */

static const struct {
    const char *name;
    const char *policy;
    const char *by;
    const char *area;
    const char *groups; /* first key, second key, pounds, state: in order */
} groupings[] = {
    {"by region", "2015-16", "region", NULL,
     "North 1135200000.00 allocated; "
     "South 2648800000.00 allocated; "},
    {"by kind, as text and not as in the program", "2015-16", "kind", NULL,
     "county 1390200000.00 allocated; metropolitan 1135200000.00 allocated; "
     "unitary 1258600000.00 allocated; "},
    {"components as in the policy", "2015-16", "component", "H1",
     "nhs-core 760000000.00 allocated; reablement 120000000.00 allocated; "
     "carers-breaks 52000000.00 allocated; social-care-transfer 330000000.00 allocated; "
     "social-care-capital 40200000.00 allocated; dfg 88000000.00 allocated; "},
    {"what has no CCG comes first", "2015-16", "ccg", "C2",
     " 119600000.00 allocated; G2 1139000000.00 allocated; "},
    {"districts of a county", "2015-16", "council,district", "H1",
     "C1  1302200000.00 allocated; C1 D1 29333334.00 allocated; C1 D2 29333333.00 allocated; "
     "C1 D3 29333333.00 allocated; "},
    {"a withheld pound is never added to another", "2014-15", "component", NULL,
     "social-care-transfer 859000000.00 allocated; preparation 72300000.00 allocated; "
     "preparation 96400000.00 withheld; preparation 72300000.00 pending; "},
    {"the second column within the first", "2014-15", "region,component", NULL,
     "North social-care-transfer 257700000.00 allocated; North preparation 72300000.00 pending; "
     "South social-care-transfer 601300000.00 allocated; "
     "South preparation 72300000.00 allocated; South preparation 96400000.00 withheld; "},
};

START_TEST(groups_come_in_order_and_add_up)
{
    const bcf_run *run = run_of(groupings[_i].policy, BCF_STAGE_ALLOCATION);
    bcf_by by;
    bcf_scope scope;
    bcf_groups groups;
    ck_assert_int_eq((int)bcf_by_parse(&by, arena, groupings[_i].by, &err), (int)BCF_OK);
    ck_assert_int_eq(
        (int)bcf_scope_find(&scope, arena, run->figures->areas, groupings[_i].area, &err),
        (int)BCF_OK);
    ck_assert_int_eq((int)bcf_group_grants(&groups, run, scope, &by, &err), (int)BCF_OK);
    bcf_text shown = {0};
    for (size_t i = 0; i < groups.count; i++) {
        const bcf_group *group = &groups.items[i];
        for (size_t column = 0; column < by.count; column++) {
            bcf_text_print(&shown, "%s ", group->keys[column].text);
        }
        char amount[BCF_MONEY_TEXT_MAX];
        bcf_text_print(&shown, "%s %s; ", bcf_money_text(amount, group->amount, BCF_MONEY_PLAIN),
                       bcf_grant_state_text(group->state));
    }
    ck_assert_str_eq(bcf_text_get(&shown), groupings[_i].groups);
    bcf_text_clear(&shown);
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    const char *sentence;
} bad_columns[] = {
    {"unknown", "hwb,month",
     "--by knows no column 'month'; there are component, hwb, council, ccg, district, region and "
     "kind"},
    {"a slip", "regoin",
     "--by knows no column 'regoin' (did you mean 'region'?); there are component, hwb, council, "
     "ccg, district, region and kind"},
    {"twice", "hwb,ccg,hwb", "--by names the column 'hwb' twice"},
    {"nothing after the comma", "hwb,",
     "--by knows no column ''; there are component, hwb, council, ccg, district, region and kind"},
};

START_TEST(columns_are_refused_by_name)
{
    bcf_by by;
    ck_assert_int_eq((int)bcf_by_parse(&by, arena, bad_columns[_i].text, &err),
                     (int)BCF_REFUSED_USAGE);
    ck_assert_str_eq(err.messages[0], bad_columns[_i].sentence);
}
END_TEST

/* People. */

static const struct {
    const char *name;
    bcf_people_where where;
    const char *people;
} populations[] = {
    {"nothing stated: everybody", {BCF_NOWHERE, BCF_NOWHERE, BCF_NOWHERE, NULL, NULL}, "2,800,000"},
    {"a kind of council", {BCF_NOWHERE, BCF_NOWHERE, BCF_NOWHERE, NULL, "county"}, "1,000,000"},
    {"a region", {BCF_NOWHERE, BCF_NOWHERE, BCF_NOWHERE, "North", NULL}, "600,000"},
    {"a CCG's people in a board", {0, BCF_NOWHERE, 0, NULL, NULL}, "600,000"},
    {"of a CCG that serves nobody there", {1, BCF_NOWHERE, 2, NULL, NULL}, "0"},
};

START_TEST(people_are_counted_where_all_that_is_stated_holds)
{
    const bcf_run *run = run_of("2015-16", BCF_STAGE_FIGURES);
    const bcf_people *people = bcf_people_count(arena, run->figures);
    const bcf_ratio *living = bcf_people_in(arena, people, populations[_i].where);
    ck_assert_str_eq(bcf_wording_people(arena, living), populations[_i].people);
}
END_TEST

/* Readings. */

static const struct {
    const char *name;
    size_t component;
    const char *readings;
} depended_on[] = {
    {"core money: what CCGs are weighed by", 0, "ccg-share-basis=programme-allocation unit=1"},
    {"reablement: which formula, too", 1,
     "ccg-share-basis=programme-allocation ccg-formula-scope=remainder unit=1"},
    {"the transfer: its way through CCGs", 3, "transfer-split=people unit=1"},
    {"DFG: nothing but the unit", 5, "unit=1"},
};

START_TEST(a_row_names_the_readings_that_it_hangs_on)
{
    const bcf_run *run = run_of("2015-16", BCF_STAGE_FIGURES);
    bcf_readings *readings = bcf_readings_new(arena, run->policy, run->settings);
    bcf_readings_add_component(readings, depended_on[_i].component);
    ck_assert_str_eq(bcf_readings_text(arena, readings), depended_on[_i].readings);
}
END_TEST

START_TEST(scores_hang_on_october_alone)
{
    const bcf_run *run = run_of("2015-16", BCF_STAGE_FIGURES);
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        const char *id = run->policy->performance->parts[part].id;
        bool is_again = run->policy->performance->parts[part].payment > 0
                        && strcmp(id, "residential-admissions") != 0
                        && strcmp(id, "reablement") != 0 && strcmp(id, "user-experience") != 0;
        bcf_readings *readings = bcf_readings_new(arena, run->policy, run->settings);
        bcf_readings_add_score(readings, part);
        ck_assert_str_eq(bcf_readings_text(arena, readings),
                         is_again ? "october-baseline=plan" : "");
    }
}
END_TEST

/* Whole outputs. */

START_TEST(a_run_is_the_same_bytes_twice)
{
    bcf_settlement first;
    bcf_settlement second;
    ck_assert_int_eq((int)bcf_settlement_write(&first, run_of("2015-16", BCF_STAGE_SETTLEMENT),
                                               BCF_SETTLEMENT_WHOLE, &err),
                     (int)BCF_OK);
    ck_assert_int_eq((int)bcf_settlement_write(&second, run_of("2015-16", BCF_STAGE_SETTLEMENT),
                                               BCF_SETTLEMENT_WHOLE, &err),
                     (int)BCF_OK);
    ck_assert_uint_eq(first.count, 8);
    ck_assert_uint_eq(second.count, 8);
    for (size_t i = 0; i < first.count; i++) {
        ck_assert_str_eq(first.files[i].name, second.files[i].name);
        ck_assert_uint_eq(first.files[i].length, second.files[i].length);
        ck_assert_mem_eq(first.files[i].content, second.files[i].content, first.files[i].length);
        ck_assert_ptr_null(strstr(first.files[i].content, BCF_ROOT)); /* no path of this machine */
    }
}
END_TEST

START_TEST(a_year_without_performance_settles_without_it)
{
    bcf_settlement settlement;
    const bcf_run *run = run_of("2014-15", BCF_STAGE_SETTLEMENT);
    ck_assert_int_eq((int)bcf_settlement_write(&settlement, run, BCF_SETTLEMENT_WHOLE, &err),
                     (int)BCF_OK);
    ck_assert_uint_eq(settlement.count, 5);
    ck_assert_str_eq(settlement.files[0].name, "run.xml");
    ck_assert_str_eq(settlement.files[1].name, "allocate.csv");
    ck_assert_str_eq(settlement.files[4].name, "certificate.txt"); /* which vouches for the rest */
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *tcase = tcase_create("report");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, area_is_found_by_code_or_name, found);
    ADD_ROWS(tcase, area_is_refused_as_usage, not_found);
    tcase_add_test(tcase, payments_are_of_boards);
    ADD_ROWS(tcase, groups_come_in_order_and_add_up, groupings);
    ADD_ROWS(tcase, columns_are_refused_by_name, bad_columns);
    ADD_ROWS(tcase, people_are_counted_where_all_that_is_stated_holds, populations);
    ADD_ROWS(tcase, a_row_names_the_readings_that_it_hangs_on, depended_on);
    tcase_add_test(tcase, scores_hang_on_october_alone);
    tcase_add_test(tcase, a_run_is_the_same_bytes_twice);
    tcase_add_test(tcase, a_year_without_performance_settles_without_it);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(make_suite)

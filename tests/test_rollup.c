/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "rollup.h"

#include "support/fractions.h"

#include "support/case.h"

/* Of the strands H1 gets what G1 gets of the CCGs' money, and H2 what G2 gets. */
static void put_shares(int of_g1, int of_g2)
{
    dataset_put(&set, "indicators",
                bcf_arena_print(arena,
                                "area,indicator,period,value\nG1,programme-allocation,2015-16,%d\n"
                                "G2,programme-allocation,2015-16,%d\nC1,adult-rnf,2013-14,1\n"
                                "C2,adult-rnf,2013-14,1\nC3,adult-rnf,2013-14,1\n"
                                "D1,dfg,2015-16,1\nD2,dfg,2015-16,1\nC2,dfg,2015-16,1\n"
                                "C3,dfg,2015-16,0\n",
                                of_g1, of_g2));
}

static void set_up(void)
{
    case_open();
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\n");
    put_shares(8, 2); /* 800 and 200 of 1,000 million */
}

static const bcf_run *assured(void)
{
    static bcf_order order;
    order = (bcf_order){.policy = "2015-16/v3", .dataset = set.folder};
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, &order, BCF_STAGE_ASSURANCE, "test", &err);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return run;
}

#define AMBITIONS                                                                                  \
    "hwb,metric,payment,definition,baseline_period,baseline_numerator,baseline_denominator,"       \
    "ambition_numerator,ambition_denominator\n"
#define OUTTURN "hwb,metric,payment,definition,period,numerator,denominator\n"
#define DELAYED(board, definition, counts)                                                         \
    board ",delayed-transfers,2015-04," definition ",2013-04..2013-12," counts "\n"
#define DELAYED_COUNTED(board, definition, count)                                                  \
    board ",delayed-transfers,2015-04," definition ",2014-04..2014-12," count "\n"
#define REABLED(board, counts) board ",reablement,2015-10,v1,2013-04..2014-03," counts "\n"
#define REABLED_COUNTED(board, count) board ",reablement,2015-10,v1,2014-04..2015-03," count "\n"
#define LOCAL(board, definition, counts)                                                           \
    board ",local,2015-04," definition ",2013-04..2013-09," counts "\n"
#define OWN(board, better)                                                                         \
    board ",falls,Falls," better ",100000,strategy-link;robust-data;established-source;timely;"    \
          "challenging;incentives\n"

/* Groups. */

static const struct {
    const char *name;
    const char *councils; /* three boards: H1 is C1, H2 is C2 and C3, H3 is C4 and C5 */
    bcf_rollup_by by;
    const char *want; /* text, boards, pounds available */
} groups[] = {
    {"one kind each",
     "C1,A,county,H1,North\nC2,B,unitary,H2,South\nC3,C,unitary,H2,South\n"
     "C4,D,london,H3,North\nC5,E,london,H3,North\n",
     BCF_ROLLUP_BY_KIND, "county 1 500000000.00; london 1 200000000.00; unitary 1 300000000.00; "},
    {"two boards of one kind",
     "C1,A,unitary,H1,North\nC2,B,unitary,H2,South\nC3,C,unitary,H2,South\n"
     "C4,D,london,H3,North\nC5,E,london,H3,North\n",
     BCF_ROLLUP_BY_KIND, "london 1 200000000.00; unitary 2 800000000.00; "},
    {"a joint board of two kinds is a group of its own",
     "C1,A,county,H1,North\nC2,B,unitary,H2,South\nC3,C,metropolitan,H2,South\n"
     "C4,D,unitary,H3,North\nC5,E,unitary,H3,North\n",
     BCF_ROLLUP_BY_KIND,
     "county 1 500000000.00; metropolitan and unitary 1 300000000.00; unitary 1 200000000.00; "},
    {"two joint boards of the same two kinds are one group, in whatever order their councils are",
     "C1,A,county,H1,North\nC2,B,unitary,H2,South\nC3,C,metropolitan,H2,South\n"
     "C4,D,metropolitan,H3,North\nC5,E,unitary,H3,North\n",
     BCF_ROLLUP_BY_KIND, "county 1 500000000.00; metropolitan and unitary 2 500000000.00; "},
    {"regions in the order of the alphabet",
     "C1,A,county,H1,West\nC2,B,unitary,H2,East\nC3,C,unitary,H2,East\n"
     "C4,D,unitary,H3,West\nC5,E,unitary,H3,West\n",
     BCF_ROLLUP_BY_REGION, "East 1 300000000.00; West 2 700000000.00; "},
    {"a joint board in a region and in one whose name is a part of that one's",
     "C1,A,county,H1,South East\nC2,B,unitary,H2,South East\nC3,C,unitary,H2,East\n"
     "C4,D,unitary,H3,East\nC5,E,unitary,H3,South East\n",
     BCF_ROLLUP_BY_REGION, "East and South East 2 500000000.00; South East 1 500000000.00; "},
    {"a region stated for one council of a board stands for the board",
     "C1,A,county,H1,North\nC2,B,unitary,H2,\nC3,C,unitary,H2,South\n"
     "C4,D,unitary,H3,South\nC5,E,unitary,H3,South\n",
     BCF_ROLLUP_BY_REGION, "North 1 500000000.00; South 2 500000000.00; "},
};

static void put_three_boards(const char *councils)
{
    dataset_put(&set, "boards", "hwb,name\nH1,Shire\nH2,Port\nH3,Vale\n");
    dataset_put(&set, "councils",
                bcf_arena_print(arena, "council,name,kind,hwb,region\n%s", councils));
    dataset_put(&set, "districts", "district,name,council\n");
    dataset_put(&set, "ccgs", "ccg,name\nG1,Hills CCG\nG2,Coast CCG\nG3,Vale CCG\n");
    dataset_put(&set, "residents",
                "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\nG3,C4,1\nG3,C5,1\n");
    bcf_text table = {0};
    bcf_text_add(&table, "area,indicator,period,value\nG1,programme-allocation,2015-16,5\n"
                         "G2,programme-allocation,2015-16,3\nG3,programme-allocation,2015-16,2\n");
    for (int i = 1; i <= 5; i++) {
        bcf_text_print(&table, "C%d,adult-rnf,2013-14,1\nC%d,dfg,2015-16,1\n", i, i);
    }
    dataset_put(&set, "indicators", bcf_text_get(&table));
    bcf_text_clear(&table);
}

START_TEST(boards_are_grouped)
{
    put_three_boards(groups[_i].councils);
    const bcf_run *run = assured();
    const bcf_rollup_group *found = NULL;
    size_t count = 0;
    ck_assert_int_eq(bcf_rollup_groups(&found, &count, run, groups[_i].by, &err), BCF_OK);
    const char *shown = "";
    size_t results = 0;
    for (size_t i = 0; i < count; i++) {
        shown = bcf_arena_print(arena, "%s%s %zu %s; ", shown, found[i].text, found[i].boards,
                                case_pounds(found[i].sum.available));
        results += found[i].results[BCF_RESULT_NOT_ASSESSED];
        ck_assert_int_eq(found[i].sum.available.pence,
                         found[i].sum.released.pence + found[i].sum.held.pence);
    }
    ck_assert_msg(strcmp(shown, groups[_i].want) == 0, "%s: %s", groups[_i].name, shown);
    ck_assert_uint_eq(results, 3 * (19 - 2)); /* two checks are about districts */
}
END_TEST

START_TEST(a_region_that_is_not_stated_is_refused_by_the_boards_name)
{
    dataset_put(&set, "councils",
                "council,name,kind,hwb,region\nC1,A,county,H1,North\nC2,B,unitary,H2,\n"
                "C3,C,unitary,H2,\n");
    const bcf_run *run = assured();
    const bcf_rollup_group *found = NULL;
    size_t count = 0;
    ck_assert_int_eq(bcf_rollup_groups(&found, &count, run, BCF_ROLLUP_BY_REGION, &err),
                     BCF_REFUSED_USAGE);
    ck_assert_str_eq(err.messages[0], "table 'councils' states no region for board 'H2', so there "
                                      "are no groups by region");
}
END_TEST

/* Checks and conditions. */

static size_t check_of(const bcf_run *run, bcf_check_kind kind)
{
    size_t check = 0;
    ck_assert(bcf_assurance_check(run->policy, kind, &check));
    return check;
}

START_TEST(a_check_counts_boards_and_their_pounds)
{
    dataset_put(&set, "conditions",
                "hwb,condition,state,decided\nH1,acute-impact,not-met,\nH2,acute-impact,not-met,\n"
                "H2,seven-day-services,not-met,\n");
    const bcf_run *run = assured();
    bcf_check_sum sum = bcf_rollup_check(run, check_of(run, BCF_CHECK_CONDITIONS_MET));
    ck_assert_uint_eq(sum.boards[BCF_RESULT_FAIL], 2);
    ck_assert_uint_eq(sum.does_not_apply, 0);
    ck_assert(sum.is_about_parts);
    ck_assert_str_eq(case_pounds(sum.at_stake), "75000000.00"); /* 50m, and twice 12.5m */
    sum = bcf_rollup_check(run, check_of(run, BCF_CHECK_DISTRICT_MINIMUM));
    ck_assert_uint_eq(sum.boards[BCF_RESULT_NOT_ASSESSED], 1);
    ck_assert_uint_eq(sum.does_not_apply, 1); /* H2 */
    ck_assert(!sum.is_about_parts);
}
END_TEST

START_TEST(a_condition_counts_states_and_pounds)
{
    dataset_put(&set, "conditions",
                "hwb,condition,state,decided\nH1,acute-impact,met,\nH2,acute-impact,not-met,\n"
                "H1,data-sharing,not-assessed,\n");
    const bcf_run *run = assured();
    int acute = bcf_policy_find(run->policy, BCF_NAME_CONDITION, "acute-impact");
    bcf_condition_sum sum = bcf_rollup_condition(run, (size_t)acute);
    ck_assert_uint_eq(sum.met, 1);
    ck_assert_uint_eq(sum.not_met, 1);
    ck_assert_uint_eq(sum.absent, 0);
    ck_assert(sum.has_money);
    ck_assert_str_eq(case_pounds(sum.sum.released), "50000000.00");
    ck_assert_str_eq(case_pounds(sum.sum.held), "12500000.00");
    int sharing = bcf_policy_find(run->policy, BCF_NAME_CONDITION, "data-sharing");
    sum = bcf_rollup_condition(run, (size_t)sharing);
    ck_assert_uint_eq(sum.not_assessed, 1);
    ck_assert_uint_eq(sum.absent, 1);
    ck_assert(!sum.has_money);
    ck_assert_int_eq(sum.sum.available.pence, 0);
}
END_TEST

/* Metrics. */

static const struct {
    const char *name;
    const char *ambitions;
    const char *outturn;
    const char *local_metrics;
    /* metric definition: boards baseline ambition, counted of boards, outturn, achievement */
    const char *want;
} metrics[] = {
    {"numerators and denominators, not rates, are added up",
     DELAYED("H1", "v1", "10,100,8,100") DELAYED("H2", "v1", "90,300,82,400"), "", "",
     "delayed-transfers v1: 2 100/400 90/500, 0 -/-, -; "},
    {"nothing is planned", "", "", "", ""},
    {"only those that are scored are compared",
     DELAYED("H1", "v1", "10,100,8,100") DELAYED("H2", "v1", "90,300,82,400"),
     DELAYED_COUNTED("H1", "v1", "9,100"), "",
     "delayed-transfers v1: 2 100/400 90/500, 1 9/100, 1/2; "},
    {"both are scored", DELAYED("H1", "v1", "10,100,8,100") DELAYED("H2", "v1", "30,100,28,100"),
     DELAYED_COUNTED("H1", "v1", "9,100") DELAYED_COUNTED("H2", "v1", "28,100"), "",
     "delayed-transfers v1: 2 40/200 36/200, 2 37/200, 3/4; "},
    {"more is better", REABLED("H1", "50,100,60,100") REABLED("H2", "50,100,60,100"),
     REABLED_COUNTED("H1", "55,100") REABLED_COUNTED("H2", "60,100"), "",
     "reablement v1: 2 100/200 120/200, 2 115/200, 3/4; "},
    {"worse than before", REABLED("H1", "50,100,60,100"), REABLED_COUNTED("H1", "45,100"), "",
     "reablement v1: 1 50/100 60/100, 1 45/100, -1/2; "},
    {"each promises something, both together nothing",
     DELAYED("H1", "v1", "50,100,490,1000") DELAYED("H2", "v1", "10,1000,0.9,100"),
     DELAYED_COUNTED("H1", "v1", "49,100") DELAYED_COUNTED("H2", "v1", "9,1000"), "",
     "delayed-transfers v1: 2 60/1100 4909/10/1100, 2 58/1100, -; "},
    {"counted by another definition is not counted", DELAYED("H1", "v1", "10,100,8,100"),
     DELAYED_COUNTED("H1", "v2", "9,100"), "", "delayed-transfers v1: 1 10/100 8/100, 0 -/-, -; "},
    {"an ambition that is none is not scored", DELAYED("H1", "v1", "10,100,10,100"),
     DELAYED_COUNTED("H1", "v1", "9,100"), "", "delayed-transfers v1: 1 10/100 10/100, 0 -/-, -; "},
    {"definitions stay apart; among as many boards by name",
     DELAYED("H1", "v2", "10,100,8,100") DELAYED("H2", "v1", "30,100,28,100"), "", "",
     "delayed-transfers v1: 1 30/100 28/100, 0 -/-, -; "
     "delayed-transfers v2: 1 10/100 8/100, 0 -/-, -; "},
    {"a definition of the menu is shared, a board's own is not",
     LOCAL("H1", "ASCOF 1H", "1,100,2,100") LOCAL("H2", "ASCOF 1H", "3,100,4,100"), "", "",
     "local ASCOF 1H: 2 4/200 6/200, 0 -/-, -; "},
    {"two boards may call two things by one name",
     LOCAL("H1", "falls", "9,100,8,100") LOCAL("H2", "falls", "3,100,4,100"), "",
     OWN("H1", "lower") OWN("H2", "higher"),
     "local falls (H1): 1 9/100 8/100, 0 -/-, -; local falls (H2): 1 3/100 4/100, 0 -/-, -; "},
};

static const char *exact(const bcf_ratio *number)
{
    return number == NULL ? "-" : bcf_ratio_exact_text(arena, number);
}

static const char *count_text(const bcf_count_sum *sum)
{
    return bcf_arena_print(arena, "%s/%s", exact(sum->numerator), exact(sum->denominator));
}

START_TEST(metrics_are_added_up_over_boards)
{
    dataset_put(&set, "ambitions", bcf_arena_print(arena, AMBITIONS "%s", metrics[_i].ambitions));
    dataset_put(&set, "outturn", bcf_arena_print(arena, OUTTURN "%s", metrics[_i].outturn));
    dataset_put(&set, "local_metrics",
                bcf_arena_print(arena, "hwb,definition,title,better,scale,criteria\n%s",
                                metrics[_i].local_metrics));
    const bcf_run *run = assured();
    size_t count = 0;
    const bcf_metric_sum *sums = bcf_rollup_metrics(&count, run);
    const char *shown = "";
    for (size_t i = 0; i < count; i++) {
        const bcf_metric_sum *sum = &sums[i];
        shown = bcf_arena_print(arena, "%s%s %s: %zu %s %s, %zu %s, %s; ", shown,
                                run->policy->performance->parts[sum->part].id, sum->definition,
                                sum->boards, count_text(&sum->baseline), count_text(&sum->ambition),
                                sum->counted_boards, count_text(&sum->outturn),
                                exact(sum->achievement));
    }
    ck_assert_msg(strcmp(shown, metrics[_i].want) == 0, "%s: %s", metrics[_i].name, shown);
}
END_TEST

START_TEST(a_rate_is_of_the_sums_and_on_the_metrics_scale)
{
    dataset_put(&set, "ambitions",
                AMBITIONS REABLED("H1", "10,100,20,100") REABLED("H2", "90,300,120,300"));
    size_t count = 0;
    const bcf_metric_sum *sums = bcf_rollup_metrics(&count, assured());
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(exact(sums->baseline.rate), "25"); /* not 20, the mean of 10 and 30 */
    ck_assert_str_eq(exact(sums->ambition.rate), "35");
    ck_assert_ptr_null(sums->outturn.rate);
}
END_TEST

/* 100 is the scale of per cents. */
static const struct {
    const char *name;
    const char *counts;
    bool is_published;
} rates[] = {
    {"counts", "10,99,20,101", false},
    {"the baseline is a published rate", "10,100,20,101", true},
    {"the ambition is", "10,99,20,100", true},
};

START_TEST(a_sum_of_published_rates_is_known_as_one)
{
    dataset_put(&set, "ambitions",
                bcf_arena_print(arena, AMBITIONS REABLED("H1", "%s") REABLED("H2", "1,3,2,3"),
                                rates[_i].counts));
    size_t count = 0;
    const bcf_metric_sum *sums = bcf_rollup_metrics(&count, assured());
    ck_assert_uint_eq(count, 1);
    ck_assert_msg(sums->are_published_rates == rates[_i].is_published, "%s", rates[_i].name);
}
END_TEST

START_TEST(the_definition_of_most_boards_comes_first)
{
    put_three_boards("C1,A,county,H1,\nC2,B,unitary,H2,\nC3,C,unitary,H2,\nC4,D,london,H3,\n"
                     "C5,E,london,H3,\n");
    dataset_put(&set, "ambitions",
                AMBITIONS DELAYED("H1", "v1", "3,9,2,9") DELAYED("H2", "v2", "3,9,2,9")
                    DELAYED("H3", "v2", "3,9,2,9") LOCAL("H3", "ASCOF 1H", "1,9,2,9"));
    size_t count = 0;
    const bcf_metric_sum *sums = bcf_rollup_metrics(&count, assured());
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(sums[0].definition, "ASCOF 1H"); /* the policy's first part */
    ck_assert_str_eq(sums[1].definition, "v2");
    ck_assert_str_eq(sums[2].definition, "v1");
    ck_assert(!sums[1].are_published_rates);
}
END_TEST

/* Who stands where. */

static const struct {
    const char *name;
    int of_g1;
    int of_g2;
    const char *conditions;
    const char *ambitions;
    const char *outturn;
    const char *want; /* board available held */
} rankings[] = {
    {"the most held first", 2, 8, "", "", "",
     "1 H2 800000000.00 800000000.00; 2 H1 200000000.00 200000000.00; "},
    {"as much: by code", 5, 5, "", "", "",
     "1 H1 500000000.00 500000000.00; 2 H2 500000000.00 500000000.00; "},
    {"more available, but less held", 6, 4,
     "H1,protect-social-care,met,\nH1,seven-day-services,met,\nH1,acute-impact,met,\n"
     "H1,accountable-professional,met,\n",
     DELAYED("H1", "v1", "9,90,8,90"), DELAYED_COUNTED("H1", "v1", "1,90"),
     /* 150m for conditions, and a third of 150m */
     "1 H1 600000000.00 400000000.00; 2 H2 400000000.00 400000000.00; "},
    {"as much held: the most available", 4, 6,
     "H2,protect-social-care,met,\nH2,seven-day-services,met,\nH2,acute-impact,met,\n"
     "H2,accountable-professional,met,\n",
     DELAYED("H2", "v1", "9,90,8,90"), DELAYED_COUNTED("H2", "v1", "1,90"),
     "1 H2 600000000.00 400000000.00; 2 H1 400000000.00 400000000.00; "},
};

START_TEST(boards_are_ranked_by_what_is_held)
{
    put_shares(rankings[_i].of_g1, rankings[_i].of_g2);
    dataset_put(&set, "conditions",
                bcf_arena_print(arena, "hwb,condition,state,decided\n%s", rankings[_i].conditions));
    dataset_put(&set, "ambitions", bcf_arena_print(arena, AMBITIONS "%s", rankings[_i].ambitions));
    dataset_put(&set, "outturn", bcf_arena_print(arena, OUTTURN "%s", rankings[_i].outturn));
    const bcf_run *run = assured();
    const bcf_board_sum *sums = bcf_rollup_boards(run);
    const char *shown = "";
    for (size_t i = 0; i < 2; i++) {
        shown = bcf_arena_print(arena, "%s%zu %s %s %s; ", shown, sums[i].rank,
                                run->figures->areas->boards[sums[i].board].code,
                                case_pounds(sums[i].sum.available), case_pounds(sums[i].sum.held));
    }
    ck_assert_msg(strcmp(shown, rankings[_i].want) == 0, "%s: %s", rankings[_i].name, shown);
}
END_TEST

#define PAST(board, year, count)                                                                   \
    board ",delayed-transfers,v1," year "-04.." year "-12," count ",1000\n"

/* A third of 200m hangs on each of H1's three metrics of April. */
START_TEST(pounds_on_weak_ambitions_are_counted_once)
{
    dataset_put(&set, "ambitions",
                AMBITIONS DELAYED("H1", "v1", "600,1000,599,1000")
                    LOCAL("H1", "ASCOF 1H", "50,1000,51,1000")
                        DELAYED("H2", "v1", "600,1000,300,1000"));
    dataset_put(&set, "history",
                "hwb,metric,definition,period,numerator,denominator\n" PAST("H1", "2011", "1000")
                    PAST("H1", "2012", "800") PAST("H1", "2013", "600"));
    const bcf_run *run = assured();
    const bcf_board_sum *sums = bcf_rollup_boards(run);
    ck_assert_uint_eq(sums[0].board, 0);
    ck_assert_str_eq(case_pounds(sums[0].noise),
                     "133333333.34"); /* with local, and its odd penny */
    ck_assert_str_eq(case_pounds(sums[0].trend), "66666666.67");
    ck_assert_str_eq(case_pounds(sums[0].either), "133333333.34");
    ck_assert_int_eq(sums[1].either.pence, 0);
    ck_assert_int_eq(sums[1].weak_status, BCF_STATUS_NONE);
    bcf_board_sum all = bcf_rollup_all(run);
    ck_assert_int_eq(all.either.pence, sums[0].either.pence);
    ck_assert_str_eq(case_pounds(all.sum.available), "1000000000.00");
    size_t check = check_of(run, BCF_CHECK_TREND);
    ck_assert_ptr_null(bcf_rollup_item(run, check, 0, 0)); /* the part is a condition's */
    size_t seen = 0;
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        const bcf_item *item = bcf_rollup_item(run, check, 0, part);
        seen += item != NULL;
        ck_assert(item == NULL || item->part == part);
    }
    ck_assert_uint_eq(seen, 2);
}
END_TEST

/* Places. */

static const struct {
    const char *name;
    const char *values; /* "-" for who has none */
    size_t of;
    bool is_lower;
    const char *want; /* strictly better, of how many, median, lowest, highest */
} places[] = {
    {"alone", "5", 0, true, "0 1 5 5 5"},
    {"the best, where lower is better", "1 2 3", 0, true, "0 3 2 1 3"},
    {"the worst, where higher is better", "1 2 3", 0, false, "2 3 2 1 3"},
    {"ties share the better place", "2 1 2 3", 2, true, "1 4 2 1 3"},
    {"all alike", "2 2 2", 1, false, "0 3 2 2 2"},
    {"of an even count the median is half-way", "1 2 4 9", 3, true, "3 4 3 1 9"},
    {"half-way is exact", "1/3 1/2", 0, true, "0 2 5/12 1/3 1/2"},
    {"in no order", "9 1 4 2", 1, true, "0 4 3 1 9"},
    {"who has none is not counted", "- 7 - 5 -", 1, true, "1 2 6 5 7"},
    {"below nothing", "-1 0 1", 0, false, "2 3 0 -1 1"},
};

START_TEST(a_place_is_one_more_than_who_is_better)
{
    const bcf_ratio *values[FRACTIONS_MAX];
    size_t count = fractions(values, arena, places[_i].values);
    bcf_place_among place =
        bcf_rollup_place(arena, values, count, places[_i].of, places[_i].is_lower);
    const char *got =
        bcf_arena_print(arena, "%zu %zu %s %s %s", place.better, place.count, exact(place.median),
                        exact(place.lowest), exact(place.highest));
    ck_assert_msg(strcmp(got, places[_i].want) == 0, "%s: %s", places[_i].name, got);
}
END_TEST

static Suite *rollup_suite(void)
{
    Suite *suite = suite_create("rollup");
    TCase *tcase = tcase_create("rollup");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, boards_are_grouped, groups);
    tcase_add_test(tcase, a_region_that_is_not_stated_is_refused_by_the_boards_name);
    tcase_add_test(tcase, a_check_counts_boards_and_their_pounds);
    tcase_add_test(tcase, a_condition_counts_states_and_pounds);
    ADD_ROWS(tcase, metrics_are_added_up_over_boards, metrics);
    tcase_add_test(tcase, a_rate_is_of_the_sums_and_on_the_metrics_scale);
    ADD_ROWS(tcase, a_sum_of_published_rates_is_known_as_one, rates);
    tcase_add_test(tcase, the_definition_of_most_boards_comes_first);
    ADD_ROWS(tcase, boards_are_ranked_by_what_is_held, rankings);
    tcase_add_test(tcase, pounds_on_weak_ambitions_are_counted_once);
    ADD_ROWS(tcase, a_place_is_one_more_than_who_is_better, places);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(rollup_suite)

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "submissions.h"

#include "support/case.h"

static const bcf_policy *policy;

/* C1 is H1's, with D1 and D2; C2 and C3 are H2's. There are G1 and G2. */
static void set_up(void)
{
    case_open();
    policy = case_policy(FORMULAS "/2015-16/v3/policy.xml");
}

static bcf_code read_set(const bcf_submissions **submissions)
{
    return bcf_submissions_read(submissions, arena, case_figures(policy), &err);
}

static const bcf_submissions *submitted(void)
{
    const bcf_submissions *submissions = NULL;
    bcf_code code = read_set(&submissions);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return submissions;
}

static void put_successors(const char *rows)
{
    dataset_put(&set, "successors", bcf_arena_print(arena, "code,successor,share,from\n%s", rows));
}

/* Pooled money. */

static const struct {
    const char *name;
    const char *successors;
    const char *rows;
    const char *want; /* all rows, in order */
} pooled[] = {
    {"no rows", "", "", ""},
    {"by board, CCGs before councils, then as in the policy", "",
     "H2,G2,nhs-core,1\nH1,C1,dfg,2.50\nH1,G2,nhs-core,3\nH1,G1,reablement,4\nH1,G1,nhs-core,5\n",
     "H1 G1 nhs-core 5.00; H1 G1 reablement 4.00; H1 G2 nhs-core 3.00; H1 C1 dfg 2.50; "
     "H2 G2 nhs-core 1.00; "},
    {"nothing, stated, is a row", "", "H1,G1,nhs-core,0\n", "H1 G1 nhs-core 0.00; "},
    {"a merger: predecessors are added up", "X,G1,1,x\nY,G1,1,x\n",
     "H1,X,nhs-core,1.01\nH1,Y,nhs-core,2.02\n", "H1 G1 nhs-core 3.03; "},
    {"predecessors and the successor itself", "X,G1,1,x\n",
     "H1,X,nhs-core,1.01\nH1,G1,nhs-core,0.10\n", "H1 G1 nhs-core 1.11; "},
    {"each in its own pool and for its own component", "X,G1,1,x\n",
     "H1,X,nhs-core,1\nH2,G1,nhs-core,2\nH1,G1,dfg,4\n",
     "H1 G1 nhs-core 1.00; H1 G1 dfg 4.00; H2 G1 nhs-core 2.00; "},
    {"a split, to the penny: the larger remainder", "X,G1,0.3,x\nX,G2,0.7,x\n",
     "H1,X,nhs-core,1.01\n", /* 30.3 and 70.7 pence */
     "H1 G1 nhs-core 0.30; H1 G2 nhs-core 0.71; "},
    {"a split, to the penny: among equal remainders the larger share", "X,G1,0.25,x\nX,G2,0.75,x\n",
     "H1,X,nhs-core,0.02\n", /* 0.5 and 1.5 pence */
     "H1 G1 nhs-core 0.00; H1 G2 nhs-core 0.02; "},
    {"a split, to the penny: among equals the lower code", "X,G2,0.5,x\nX,G1,0.5,x\n",
     "H1,X,nhs-core,0.01\n", "H1 G1 nhs-core 0.01; H1 G2 nhs-core 0.00; "},
    {"a part of a split meets a row of its own", "X,G1,0.3,x\nX,G2,0.7,x\n",
     "H1,G2,nhs-core,9\nH1,X,nhs-core,1.01\n", "H1 G1 nhs-core 0.30; H1 G2 nhs-core 9.71; "},
    {"each row is split by itself, and then added",
     "X,G1,0.5,x\nX,G2,0.5,x\nY,G1,0.5,x\nY,G2,0.5,x\n", "H1,X,nhs-core,0.01\nH1,Y,nhs-core,0.01\n",
     "H1 G1 nhs-core 0.02; H1 G2 nhs-core 0.00; "},
    {"what ended twice is followed to the end", "X,Y,1,x\nY,G1,0.5,x\nY,G2,0.5,x\n",
     "H1,X,nhs-core,2\n", "H1 G1 nhs-core 1.00; H1 G2 nhs-core 1.00; "},
    {"a council that ended", "X,C1,0.25,x\nX,C2,0.75,x\n", "H1,X,social-care-capital,4\n",
     "H1 C1 social-care-capital 1.00; H1 C2 social-care-capital 3.00; "},
    {"another policy's component is left alone", "", "H1,C1,preparation,1\nH1,C1,dfg,2\n",
     "H1 C1 dfg 2.00; "},
};

START_TEST(pooled_money_goes_to_who_is_there_today)
{
    put_successors(pooled[_i].successors);
    dataset_put(&set, "pooled",
                bcf_arena_print(arena, "hwb,contributor,component,amount\n%s", pooled[_i].rows));
    const bcf_figures *figures = case_figures(policy);
    const bcf_submissions *submissions = NULL;
    ck_assert_int_eq(bcf_submissions_read(&submissions, arena, figures, &err), BCF_OK);
    const char *shown = "";
    size_t seen = 0;
    for (size_t board = 0; board < figures->areas->board_count; board++) {
        size_t first = 0;
        size_t count = bcf_submissions_pooled_of(submissions, board, &first);
        ck_assert_uint_eq(first, seen); /* boards follow one another, and leave no row out */
        for (size_t i = first; i < first + count; i++) {
            const bcf_pooled *row = &submissions->pooled[i];
            ck_assert_uint_eq(row->board, board);
            ck_assert_ptr_eq(bcf_submissions_pooled(submissions, board, row->kind, row->contributor,
                                                    row->component),
                             row);
            shown =
                bcf_arena_print(arena, "%s%s %s %s %s; ", shown, figures->areas->boards[board].code,
                                bcf_areas_code(figures->areas, row->kind, row->contributor),
                                policy->components[row->component].id, case_pounds(row->amount));
        }
        seen += count;
    }
    ck_assert_uint_eq(seen, submissions->pooled_count);
    ck_assert_msg(strcmp(shown, pooled[_i].want) == 0, "%s: %s", pooled[_i].name, shown);
}
END_TEST

START_TEST(what_is_pooled_is_found_by_its_whole_key)
{
    dataset_put(&set, "pooled", "hwb,contributor,component,amount\nH2,G2,reablement,7\n");
    const bcf_submissions *submissions = submitted();
    ck_assert_ptr_nonnull(bcf_submissions_pooled(submissions, 1, BCF_AREA_CCG, 1, 1));
    ck_assert_ptr_null(bcf_submissions_pooled(submissions, 0, BCF_AREA_CCG, 1, 1));
    ck_assert_ptr_null(bcf_submissions_pooled(submissions, 1, BCF_AREA_COUNCIL, 1, 1));
    ck_assert_ptr_null(bcf_submissions_pooled(submissions, 1, BCF_AREA_CCG, 0, 1));
    ck_assert_ptr_null(bcf_submissions_pooled(submissions, 1, BCF_AREA_CCG, 1, 0));
}
END_TEST

/* Grants planned for districts. */

static const struct {
    const char *name;
    const char *successors;
    const char *rows;
    const char *want;
} district_plans[] = {
    {"by code, dated or not", "", "D2,2,\nD1,1,2015-05-01\n", "D1 1.00 20150501; D2 2.00 0; "},
    {"two became one: passed down once the later is", "X,D1,1,x\nY,D1,1,x\n",
     "X,1.10,2015-06-02\nY,2.20,2015-06-01\n", "D1 3.30 20150602; "},
    {"the same, the later one last", "X,D1,1,x\nY,D1,1,x\n",
     "X,1.10,2015-06-01\nY,2.20,2015-06-02\n", "D1 3.30 20150602; "},
    {"two became one, and one has no date", "X,D1,1,x\nY,D1,1,x\n", "X,1,2015-06-01\nY,2,\n",
     "D1 3.00 0; "},
    {"three became one, and the first has no date", "X,D1,1,x\nY,D1,1,x\n",
     "X,1,\nY,2,2015-06-01\nD1,4,2015-06-02\n", "D1 7.00 0; "},
    {"one became two, to the penny, and both have its date", "X,D1,0.7,x\nX,D2,0.3,x\n",
     "X,1.01,2015-07-01\n", "D1 0.71 20150701; D2 0.30 20150701; "},
    {"a council took over from a district, after the districts", "X,C2,1,x\n",
     "X,5,2015-07-01\nD2,1,\n", "C2 5.00 20150701; D2 1.00 0; "},
};

START_TEST(plans_for_districts_go_to_who_is_there_today)
{
    put_successors(district_plans[_i].successors);
    dataset_put(&set, "district_plans",
                bcf_arena_print(arena, "district,amount,passed_down\n%s", district_plans[_i].rows));
    const bcf_figures *figures = case_figures(policy);
    const bcf_submissions *submissions = NULL;
    ck_assert_int_eq(bcf_submissions_read(&submissions, arena, figures, &err), BCF_OK);
    const char *shown = "";
    for (size_t i = 0; i < submissions->district_plan_count; i++) {
        const bcf_district_plan *plan = &submissions->district_plans[i];
        ck_assert_ptr_eq(bcf_submissions_district(submissions, plan->kind, plan->index), plan);
        shown = bcf_arena_print(arena, "%s%s %s %d; ", shown,
                                bcf_areas_code(figures->areas, plan->kind, plan->index),
                                case_pounds(plan->amount), plan->passed_down);
    }
    ck_assert_msg(strcmp(shown, district_plans[_i].want) == 0, "%s: %s", district_plans[_i].name,
                  shown);
}
END_TEST

START_TEST(without_a_column_of_dates_nothing_is_dated)
{
    dataset_put(&set, "district_plans", "district,amount\nD1,1\n");
    const bcf_submissions *submissions = submitted();
    ck_assert_int_eq(bcf_submissions_district(submissions, BCF_AREA_DISTRICT, 0)->passed_down, 0);
    ck_assert_ptr_null(bcf_submissions_district(submissions, BCF_AREA_DISTRICT, 1));
    ck_assert_ptr_null(bcf_submissions_district(submissions, BCF_AREA_COUNCIL, 0));
}
END_TEST

/* The largest sums that tables may have. */

#define NEARLY "249999999999999.98"

static const struct {
    const char *name;
    const char *table;
    const char *text;
} large[] = {
    {"two rows of one contributor", "pooled",
     "hwb,contributor,component,amount\nH1,X,nhs-core," NEARLY "\nH1,Y,nhs-core,0.01\n"},
    {"two of one pool", "pooled",
     "hwb,contributor,component,amount\nH1,G1,nhs-core," NEARLY "\nH1,C1,dfg,0.01\n"},
    {"two districts that became one", "district_plans", "district,amount\nV," NEARLY "\nW,0.01\n"},
};

START_TEST(the_largest_sums_are_added_up)
{
    put_successors("X,G1,1,x\nY,G1,1,x\nV,D1,1,x\nW,D1,1,x\n");
    dataset_put(&set, large[_i].table, large[_i].text);
    const bcf_submissions *submissions = submitted();
    bcf_money sum = {0};
    for (size_t i = 0; i < submissions->pooled_count; i++) {
        sum = bcf_money_add(sum, submissions->pooled[i].amount);
    }
    for (size_t i = 0; i < submissions->district_plan_count; i++) {
        sum = bcf_money_add(sum, submissions->district_plans[i].amount);
    }
    ck_assert_int_eq(sum.pence, BCF_TABLES_PENCE_MAX);
}
END_TEST

/* Spend. */

START_TEST(spend_is_kept_as_written_and_found_by_board_and_purpose)
{
    dataset_put(&set, "spend", "hwb,purpose,amount\nH2,carers-breaks,1.5\nH1,a new bus,2\n");
    const bcf_submissions *submissions = submitted();
    ck_assert_uint_eq(submissions->spend_count, 2);
    const bcf_spend *spend = bcf_submissions_spend(submissions, 1, "carers-breaks");
    ck_assert_ptr_nonnull(spend);
    ck_assert_int_eq(spend->amount.pence, 150);
    ck_assert_int_eq(spend->place.line, 2);
    ck_assert_ptr_nonnull(bcf_submissions_spend(submissions, 0, "a new bus"));
    ck_assert_ptr_null(bcf_submissions_spend(submissions, 0, "carers-breaks"));
    ck_assert_ptr_null(bcf_submissions_spend(submissions, 1, "carers"));
}
END_TEST

/* History. */

START_TEST(history_is_in_order_and_another_policys_is_left_alone)
{
    dataset_put(&set, "history",
                "hwb,metric,definition,period,numerator,denominator\n"
                "H2,reablement,v1,2012-01,1,2\n"
                "H1,reablement,v2,2012-01..2012-03,2,4\n"
                "H1,reablement,v2,2012-01,3,4\n"
                "H1,reablement,v1,2013-01,4,8\n"
                "H1,reablement,v1,2011-01,5,8\n"
                "H1,non-elective,v1,2011-01,6,8\n" /* of 2015-16-revised */
                "H1,delayed-transfers,v9,2014-01,7,8\n");
    const bcf_submissions *submissions = submitted();
    const char *shown = "";
    size_t seen = 0;
    for (size_t board = 0; board < 2; board++) {
        size_t first = 0;
        size_t count = bcf_submissions_history_of(submissions, board, &first);
        ck_assert_uint_eq(first, seen);
        seen += count;
        for (size_t i = first; i < first + count; i++) {
            const bcf_past *past = &submissions->history[i];
            ck_assert_uint_eq(past->board, board);
            shown = bcf_arena_print(arena, "%s%s %s %s/%s = %s; ", shown,
                                    policy->metrics[past->metric].id, past->definition,
                                    bcf_ratio_exact_text(arena, past->count.numerator),
                                    bcf_ratio_exact_text(arena, past->count.denominator),
                                    bcf_ratio_exact_text(arena, past->fraction));
        }
    }
    ck_assert_uint_eq(seen, submissions->history_count);
    ck_assert_str_eq(shown, "reablement v1 5/8 = 5/8; reablement v1 4/8 = 1/2; "
                            "reablement v2 3/4 = 3/4; reablement v2 2/4 = 1/2; "
                            "delayed-transfers v9 7/8 = 7/8; reablement v1 1/2 = 1/2; ");
}
END_TEST

/* The ambitions of CCGs. */

static const struct {
    const char *name;
    const char *successors;
    const char *rows;
    const char *want;
} ccg_ambitions[] = {
    {"as they are", "", "G2,reablement,2015-10,v1,1,2\nG1,reablement,2015-10,v1,3,4\n",
     "G1 reablement 2015-10 v1 3/4; G2 reablement 2015-10 v1 1/2; "},
    {"predecessors are added up, not averaged", "X,G1,1,x\n",
     "X,reablement,2015-10,v1,10,100\nG1,reablement,2015-10,v1,90,300\n",
     "G1 reablement 2015-10 v1 100/400; "},
    {"a split: as much of both counts", "X,G1,0.25,x\nX,G2,0.75,x\n",
     "X,reablement,2015-10,v1,10,100\n",
     "G1 reablement 2015-10 v1 5/2/25; G2 reablement 2015-10 v1 15/2/75; "},
    {"other payments and definitions stay apart", "X,G1,1,x\n",
     "X,avoidable-admissions,2015-04,v1,1,2\nG1,avoidable-admissions,2015-10,v1,3,4\n"
     "G1,avoidable-admissions,2015-04,v2,5,6\n",
     "G1 avoidable-admissions 2015-04 v1 1/2; G1 avoidable-admissions 2015-04 v2 5/6; "
     "G1 avoidable-admissions 2015-10 v1 3/4; "},
    {"of another policy's payment or metric", "",
     "G1,avoidable-admissions,2015-05,v1,1,2\nG1,non-elective,2015-10,v1,3,4\n", ""},
};

START_TEST(ambitions_of_ccgs_go_to_who_is_there_today)
{
    put_successors(ccg_ambitions[_i].successors);
    dataset_put(&set, "ccg_ambitions",
                bcf_arena_print(arena,
                                "ccg,metric,payment,definition,ambition_numerator,"
                                "ambition_denominator\n%s",
                                ccg_ambitions[_i].rows));
    const bcf_figures *figures = case_figures(policy);
    const bcf_submissions *submissions = NULL;
    ck_assert_int_eq(bcf_submissions_read(&submissions, arena, figures, &err), BCF_OK);
    const char *shown = "";
    for (size_t i = 0; i < submissions->ccg_ambition_count; i++) {
        const bcf_ccg_ambition *own = &submissions->ccg_ambitions[i];
        ck_assert_ptr_eq(
            bcf_submissions_ccg(submissions, own->ccg, own->metric, own->payment, own->definition),
            own);
        shown = bcf_arena_print(
            arena, "%s%s %s %s %s %s/%s; ", shown, figures->areas->ccgs[own->ccg].code,
            policy->metrics[own->metric].id, policy->performance->payments[own->payment].id,
            own->definition, bcf_ratio_exact_text(arena, own->count.numerator),
            bcf_ratio_exact_text(arena, own->count.denominator));
    }
    ck_assert_msg(strcmp(shown, ccg_ambitions[_i].want) == 0, "%s: %s", ccg_ambitions[_i].name,
                  shown);
}
END_TEST

START_TEST(another_definition_is_told_from_none)
{
    dataset_put(&set, "ccg_ambitions",
                "ccg,metric,payment,definition,ambition_numerator,ambition_denominator\n"
                "G1,reablement,2015-10,v1,1,2\n");
    const bcf_submissions *submissions = submitted();
    size_t metric = submissions->ccg_ambitions[0].metric;
    size_t payment = submissions->ccg_ambitions[0].payment;
    ck_assert_ptr_null(bcf_submissions_ccg(submissions, 0, metric, payment, "v2"));
    ck_assert(bcf_submissions_ccg_otherwise(submissions, 0, metric, payment, "v2"));
    ck_assert(!bcf_submissions_ccg_otherwise(submissions, 0, metric, payment, "v1"));
    ck_assert(!bcf_submissions_ccg_otherwise(submissions, 0, metric, 1 - payment, "v2"));
    ck_assert(!bcf_submissions_ccg_otherwise(submissions, 1, metric, payment, "v2"));
}
END_TEST

START_TEST(tables_that_are_missing_have_no_rows)
{
    const bcf_submissions *submissions = submitted();
    ck_assert_uint_eq(submissions->pooled_count + submissions->spend_count
                          + submissions->district_plan_count + submissions->history_count
                          + submissions->ccg_ambition_count,
                      0);
    size_t first = 99;
    ck_assert_uint_eq(bcf_submissions_pooled_of(submissions, 1, &first), 0);
    ck_assert_uint_eq(bcf_submissions_history_of(submissions, 1, &first), 0);
    ck_assert_uint_eq(first, 0);
    ck_assert_ptr_null(bcf_submissions_pooled(submissions, 0, BCF_AREA_CCG, 0, 0));
    ck_assert_ptr_null(bcf_submissions_spend(submissions, 0, "carers-breaks"));
    ck_assert_ptr_null(bcf_submissions_district(submissions, BCF_AREA_DISTRICT, 0));
    ck_assert_ptr_null(bcf_submissions_ccg(submissions, 0, 0, 0, "v1"));
    ck_assert(!bcf_submissions_ccg_otherwise(submissions, 0, 0, 0, "v1"));
}
END_TEST

static Suite *submissions_suite(void)
{
    Suite *suite = suite_create("submissions");
    TCase *tcase = tcase_create("submissions");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, pooled_money_goes_to_who_is_there_today, pooled);
    tcase_add_test(tcase, what_is_pooled_is_found_by_its_whole_key);
    ADD_ROWS(tcase, plans_for_districts_go_to_who_is_there_today, district_plans);
    tcase_add_test(tcase, without_a_column_of_dates_nothing_is_dated);
    ADD_ROWS(tcase, the_largest_sums_are_added_up, large);
    tcase_add_test(tcase, spend_is_kept_as_written_and_found_by_board_and_purpose);
    tcase_add_test(tcase, history_is_in_order_and_another_policys_is_left_alone);
    ADD_ROWS(tcase, ambitions_of_ccgs_go_to_who_is_there_today, ccg_ambitions);
    tcase_add_test(tcase, another_definition_is_told_from_none);
    tcase_add_test(tcase, tables_that_are_missing_have_no_rows);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(submissions_suite)

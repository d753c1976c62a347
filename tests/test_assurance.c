/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "run.h"

#include "support/case.h"

#define TABLES_MAX 5 /* of one row */
#define SHIRE 0      /* H1: C1 with D1 and D2, where only people of G1 live */
#define PORT 1       /* H2: C2 and C3, without districts */

/* SHIRE gets 7/10 of what CCGs bring: 1,330m of nhs-core, 210m of reablement, 91m for carers; of
 * the transfer 660m, of the capital 80.4m, of the grant for housing 110m for D1 and 55m for D2.
 * So 43.75m hangs on each condition, and a third of 175m or a sixth of 350m on each metric: to the
 * penny 58,333,333.33, but for odd pence, which go to the parts that come first. */
static void set_up(void)
{
    case_open();
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\n");
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

static const bcf_finding *finding_of(const bcf_run *run, const char *check, size_t board)
{
    const bcf_assurance_rules *rules = run->policy->assurance;
    for (size_t i = 0; i < rules->check_count; i++) {
        if (strcmp(rules->checks[i].id, check) == 0) {
            return bcf_assurance_of(run->assurance, i, board);
        }
    }
    ck_abort_msg("no check '%s'", check);
    return NULL;
}

/* "fail: D1 (Hightown) fail, D2 (Lowtown) pass". */
static const char *shown(const bcf_run *run, const bcf_finding *finding)
{
    const char *text = bcf_arena_print(arena, "%s:", bcf_result_text(finding->result));
    for (size_t i = 0; i < finding->item_count; i++) {
        const bcf_item *item = &run->assurance->items[finding->first_item + i];
        ck_assert_uint_eq(item->board, finding->board);
        ck_assert_uint_eq(item->check, finding->check);
        text = bcf_arena_print(arena, "%s%s%s%s %s", text, i == 0 ? " " : ", ", item->name,
                               *item->name == '\0' ? "-" : "", bcf_result_text(item->result));
    }
    return text;
}

/* A table takes the place of what the dataset has: its name, then its lines. */
typedef struct given {
    const char *table;
    const char *text;
} given;

static void put(const given tables[TABLES_MAX])
{
    for (size_t i = 0; i < TABLES_MAX && tables[i].table != NULL; i++) {
        dataset_put(&set, tables[i].table, tables[i].text);
    }
}

typedef struct checked {
    const char *name;
    size_t board;
    given tables[TABLES_MAX];
    const char *want;  /* the result, then each item's */
    const char *says;  /* words of the sentence */
    const char *stake; /* pounds; NULL: the check is about no part of the payment */
} checked;

static void expect(const char *check, const checked *row)
{
    put(row->tables);
    const bcf_run *run = assured();
    const bcf_finding *finding = finding_of(run, check, row->board);
    const char *got = shown(run, finding);
    ck_assert_msg(strcmp(got, row->want) == 0, "%s: %s: '%s', want '%s'; %s", check, row->name, got,
                  row->want, finding->detail);
    ck_assert_msg(strstr(finding->detail, row->says) != NULL, "%s: %s: '%s', not '%s'", check,
                  row->name, finding->detail, row->says);
    ck_assert_msg(finding->is_about_parts == (row->stake != NULL), "%s: %s", check, row->name);
    ck_assert_msg(row->stake == NULL || strcmp(case_pounds(finding->at_stake), row->stake) == 0,
                  "%s: %s: %s at stake", check, row->name, case_pounds(finding->at_stake));
}

#define CHECK(test, check, rows)                                                                   \
    START_TEST(test)                                                                               \
    {                                                                                              \
        expect(check, &rows[_i]);                                                                  \
    }                                                                                              \
    END_TEST

/* Paragraph 22: the minimum is pooled. */

#define POOLED(rows) "pooled", "hwb,contributor,component,amount\n" rows
#define CORE(pounds) "H1,G1,nhs-core," pounds "\n"
#define REABLEMENT(pounds) "H1,G1,reablement," pounds "\n"
#define OTHERS                                                                                     \
    "H1,G1,carers-breaks,91000000\nH1,G1,social-care-transfer,660000000\n"                         \
    "H1,C1,social-care-capital,80400000\nH1,C1,dfg,165000000\n"
#define OTHERS_PASS                                                                                \
    ", G1 carers-breaks pass, G1 social-care-transfer pass, C1 social-care-capital pass, "         \
    "C1 dfg pass, "

static const checked minimum_pool[] = {
    {"no row", SHIRE, {{POOLED("H2,C2,dfg,1\n")}}, "not-assessed:", "no row in pooled", NULL},
    {"each the minimum, and so all",
     SHIRE,
     {{POOLED(CORE("1330000000") REABLEMENT("210000000") OTHERS)}},
     "pass: G1 nhs-core pass, G1 reablement pass" OTHERS_PASS "total pass",
     "£2,536,400,000.00 pooled, the minimum is £2,536,400,000.00",
     NULL},
    {"a penny short",
     SHIRE,
     {{POOLED(CORE("1329999999.99") REABLEMENT("210000000") OTHERS)}},
     "fail: G1 nhs-core fail, G1 reablement pass" OTHERS_PASS "total fail",
     "G1 nhs-core: £1,329,999,999.99 pooled, £0.01 below the minimum of £1,330,000,000.00",
     NULL},
    {"a penny short, and another penny elsewhere",
     SHIRE,
     {{POOLED(CORE("1329999999.99") REABLEMENT("210000000.01") OTHERS)}},
     "fail: G1 nhs-core fail, G1 reablement pass" OTHERS_PASS "total pass",
     "£210,000,000.01 pooled, £0.01 above the minimum of £210,000,000.00",
     NULL},
    {"a contribution without a row: the total is not known to be short",
     SHIRE,
     {{POOLED(CORE("1330000000") OTHERS)}},
     "not-assessed: G1 nhs-core pass, G1 reablement not-assessed" OTHERS_PASS "total not-assessed",
     "no row in pooled; the minimum is £210,000,000.00",
     NULL},
    {"a contribution without a row, and enough without it",
     SHIRE,
     {{POOLED(CORE("1540000000") OTHERS)}},
     "not-assessed: G1 nhs-core pass, G1 reablement not-assessed" OTHERS_PASS "total pass",
     "£2,536,400,000.00 pooled, the minimum is",
     NULL},
    {"one without a row, another short",
     SHIRE,
     {{POOLED(CORE("0") OTHERS)}},
     "fail: G1 nhs-core fail, G1 reablement not-assessed" OTHERS_PASS "total not-assessed",
     "£0.00 pooled, £1,330,000,000.00 below",
     NULL},
    {"a council's money for CCGs is gross, and fills no gap",
     SHIRE,
     {{POOLED(CORE("1329999999.99") REABLEMENT("210000000") OTHERS
              "H1,C1,social-care-transfer,660000000\n")}},
     "fail: G1 nhs-core fail, G1 reablement pass" OTHERS_PASS "C1 social-care-transfer warn, "
     "total fail",
     "£660,000,000.00 is gross",
     NULL},
    {"so is a council's core money",
     SHIRE,
     {{POOLED(CORE("1330000000") REABLEMENT("210000000") OTHERS "H1,C1,nhs-core,1\n")}},
     "warn: G1 nhs-core pass, G1 reablement pass" OTHERS_PASS "C1 nhs-core warn, total pass",
     "C1 nhs-core: £1.00 is gross",
     NULL},
    {"money that no letter asks for counts",
     SHIRE,
     {{POOLED(CORE("1330000000") REABLEMENT("210000000") OTHERS "H1,G1,dfg,7\nH1,G2,nhs-core,8\n"
                                                                "H1,C2,dfg,9\n")}},
     "pass: G1 nhs-core pass, G1 reablement pass" OTHERS_PASS
     "G1 dfg pass, G2 nhs-core pass, C2 dfg pass, total pass",
     "£2,536,400,024.00 pooled",
     NULL},
    {"a predecessor's money is the successor's",
     SHIRE,
     {{"successors", "code,successor,share,from\nX,G1,1,x\n"},
      {POOLED(CORE("1000000000") "H1,X,nhs-core,330000000\n" REABLEMENT("210000000") OTHERS)}},
     "pass: G1 nhs-core pass, G1 reablement pass" OTHERS_PASS "total pass",
     "the minimum is pooled",
     NULL},
};

CHECK(minimum_pool_is_looked_at, "minimum-pool", minimum_pool)

/* Paragraphs 15-16: districts. */

#define DISTRICTS(rows) "district_plans", "district,amount,passed_down\n" rows

static const checked district_minimum[] = {
    {"each the minimum",
     SHIRE,
     {{DISTRICTS("D1,110000000,\nD2,55000000,\n")}},
     "pass: D1 (Hightown) pass, D2 (Lowtown) pass",
     "minimum £110,000,000.00, planned the same",
     NULL},
    {"a penny short",
     SHIRE,
     {{DISTRICTS("D1,109999999.99,\nD2,55000000.01,\n")}},
     "fail: D1 (Hightown) fail, D2 (Lowtown) pass",
     "D1 (Hightown): minimum £110,000,000.00, planned £109,999,999.99: short by £0.01. "
     "Passes: D2 (Lowtown): minimum £55,000,000.00, planned £55,000,000.01: a top-up of £0.01.",
     NULL},
    {"no row for one",
     SHIRE,
     {{DISTRICTS("D1,110000000,\n")}},
     "not-assessed: D1 (Hightown) pass, D2 (Lowtown) not-assessed",
     "D2 (Lowtown): no row in district_plans; the minimum is £55,000,000.00",
     NULL},
    {"no row for one, another short",
     SHIRE,
     {{DISTRICTS("D1,0,\n")}},
     "fail: D1 (Hightown) fail, D2 (Lowtown) not-assessed",
     "short by £110,000,000.00",
     NULL},
    {"no table",
     SHIRE,
     {{NULL, NULL}},
     "not-assessed: D1 (Hightown) not-assessed, D2 (Lowtown) not-assessed",
     "no row in district_plans",
     NULL},
    {"districts that became one",
     SHIRE,
     {{"successors", "code,successor,share,from\nX,D1,1,x\nY,D1,1,x\n"},
      {DISTRICTS("X,60000000,\nY,50000000,\nD2,55000000,\n")}},
     "pass: D1 (Hightown) pass, D2 (Lowtown) pass",
     "planned the same",
     NULL},
    {"a board without districts", PORT, {{NULL, NULL}}, "not-assessed:", "Does not apply", NULL},
    {"a council that took over from a district",
     PORT,
     {{"successors", "code,successor,share,from\nX,C2,1,x\n"}, {DISTRICTS("X,54999999,\n")}},
     "fail: C2 (Port City Council) fail",
     "minimum £55,000,000.00, planned £54,999,999.00: short by £1.00",
     NULL},
};

CHECK(district_minimum_is_looked_at, "district-minimum", district_minimum)

static const checked passed_down[] = {
    {"on the first day and on the last",
     SHIRE,
     {{DISTRICTS("D1,1,2015-04-01\nD2,1,2016-03-31\n")}},
     "pass: D1 (Hightown) pass, D2 (Lowtown) pass",
     "passed down on 2015-04-01, within 2015-04-01 to 2016-03-31",
     NULL},
    {"the day before and the day after",
     SHIRE,
     {{DISTRICTS("D1,1,2015-03-31\nD2,1,2016-04-01\n")}},
     "fail: D1 (Hightown) fail, D2 (Lowtown) fail",
     "passed down on 2016-04-01, outside 2015-04-01 to 2016-03-31",
     NULL},
    {"no date, no row",
     SHIRE,
     {{DISTRICTS("D1,1,\n")}},
     "not-assessed: D1 (Hightown) not-assessed, D2 (Lowtown) not-assessed",
     "D1 (Hightown): no date of passing the grant down",
     NULL},
    {"a board without districts", PORT, {{NULL, NULL}}, "not-assessed:", "Does not apply", NULL},
};

CHECK(passed_down_is_looked_at, "district-passed-down", passed_down)

/* Paragraphs 9-10: planned spend. */

#define SPEND(rows) "spend", "hwb,purpose,amount\n" rows

static const checked earmarks[] = {
    {"each its share",
     SHIRE,
     {{SPEND("H1,carers-breaks,91000000\nH1,reablement,210000000\nH1,care-act,81000000\n")}},
     "pass: carers-breaks pass, reablement pass, care-act pass",
     "£81,000,000.00 planned, the indicative share is £81,000,000.00",
     NULL},
    {"a penny below is a warning: nothing is ring-fenced",
     SHIRE,
     {{SPEND("H1,carers-breaks,90999999.99\nH1,reablement,210000000\nH1,care-act,81000000.01\n")}},
     "warn: carers-breaks warn, reablement pass, care-act pass",
     "£0.01 below the indicative share of £91,000,000.00",
     NULL},
    {"a penny is something, nothing is not",
     SHIRE,
     {{SPEND("H1,carers-breaks,0.01\nH1,reablement,0\nH2,care-act,1\n")}},
     "fail: carers-breaks warn, reablement fail, care-act not-assessed",
     "nothing planned; the indicative share is £210,000,000.00",
     NULL},
    {"no row",
     SHIRE,
     {{NULL, NULL}},
     "not-assessed: carers-breaks not-assessed, reablement not-assessed, care-act not-assessed",
     "no row in spend; the indicative share is",
     NULL},
    {"nothing planned where nothing is due",
     SHIRE,
     {{"indicators", "area,indicator,period,value\nG1,programme-allocation,2015-16,0\n"
                     "G2,programme-allocation,2015-16,1\nC1,adult-rnf,2013-14,0\n"
                     "C2,adult-rnf,2013-14,1\nC3,adult-rnf,2013-14,1\nD1,dfg,2015-16,1\n"
                     "D2,dfg,2015-16,1\nC2,dfg,2015-16,1\nC3,dfg,2015-16,1\n"},
      {SPEND("H1,carers-breaks,0\nH1,reablement,0\nH1,care-act,0\n")}},
     "pass: carers-breaks pass, reablement pass, care-act pass",
     "£0.00 planned, the indicative share is £0.00",
     NULL},
    {"a third of a pound, rounded to the penny",
     SHIRE,
     {{"indicators", "area,indicator,period,value\nG1,programme-allocation,2015-16,1\n"
                     "G2,programme-allocation,2015-16,2\nC1,adult-rnf,2013-14,1\n"
                     "C2,adult-rnf,2013-14,1\nC3,adult-rnf,2013-14,1\nD1,dfg,2015-16,1\n"
                     "D2,dfg,2015-16,1\nC2,dfg,2015-16,1\nC3,dfg,2015-16,1\n"},
      /* the transfer: 366,666,667 of 1,100m, times 135m: 45,000,000.0409 */
      {SPEND("H1,carers-breaks,43333333\nH1,reablement,100000000\nH1,care-act,45000000.04\n")}},
     "pass: carers-breaks pass, reablement pass, care-act pass",
     "£45,000,000.04 planned, the indicative share is £45,000,000.04",
     NULL},
};

CHECK(planned_spend_is_looked_at, "earmarks", earmarks)

/* Paragraphs 31 and 34: conditions. */

#define CONDITIONS(rows) "conditions", "hwb,condition,state,decided\n" rows
#define STATE(condition, state) "H1," condition "," state ",\n"
#define FOUR_MET                                                                                   \
    STATE("protect-social-care", "met")                                                            \
    STATE("seven-day-services", "met")                                                             \
    STATE("accountable-professional", "met")

static const checked answered[] = {
    {"all six, and one is not met",
     SHIRE,
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-met") STATE("jointly-agreed", "met")
                      STATE("data-sharing", "not-met"))}},
     "pass: jointly-agreed pass, protect-social-care pass, seven-day-services pass, "
     "data-sharing pass, accountable-professional pass, acute-impact pass",
     "answered, not met",
     NULL},
    {"one is not assessed yet",
     SHIRE,
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-assessed") STATE("jointly-agreed", "met")
                      STATE("data-sharing", "met"))}},
     "not-assessed: jointly-agreed pass, protect-social-care pass, seven-day-services pass, "
     "data-sharing pass, accountable-professional pass, acute-impact not-assessed",
     "acute-impact: not assessed yet",
     NULL},
    {"one has no row, where others have",
     SHIRE,
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-assessed") STATE("jointly-agreed", "met"))}},
     "fail: jointly-agreed pass, protect-social-care pass, seven-day-services pass, "
     "data-sharing fail, accountable-professional pass, acute-impact not-assessed",
     "data-sharing: no answer",
     NULL},
    {"none has a row", PORT, {{CONDITIONS(FOUR_MET)}}, "not-assessed:", "no row", NULL},
};

CHECK(answers_are_looked_at, "conditions-answered", answered)

static const checked met[] = {
    {"the four that carry money; the others do not matter",
     SHIRE,
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "met") STATE("jointly-agreed", "not-met"))}},
     "pass: 2015-04 protect-social-care pass, 2015-04 seven-day-services pass, "
     "2015-04 acute-impact pass, 2015-04 accountable-professional pass",
     "met, for £43,750,000.00",
     "0.00"},
    {"one is not met, one has no row",
     SHIRE,
     {{CONDITIONS(STATE("protect-social-care", "met") STATE("seven-day-services", "met")
                      STATE("acute-impact", "not-met"))}},
     "fail: 2015-04 protect-social-care pass, 2015-04 seven-day-services pass, "
     "2015-04 acute-impact fail, 2015-04 accountable-professional not-assessed",
     "2015-04 acute-impact: not met, £43,750,000.00 hangs on it",
     "43750000.00"},
    {"one is not assessed",
     SHIRE,
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-assessed"))}},
     "not-assessed: 2015-04 protect-social-care pass, 2015-04 seven-day-services pass, "
     "2015-04 acute-impact not-assessed, 2015-04 accountable-professional pass",
     "2015-04 acute-impact: not assessed yet, £43,750,000.00 hangs on it",
     "0.00"},
    {"two are not met",
     SHIRE,
     {{CONDITIONS(STATE("protect-social-care", "not-met") STATE("seven-day-services", "met")
                      STATE("acute-impact", "not-met") STATE("accountable-professional", "met"))}},
     "fail: 2015-04 protect-social-care fail, 2015-04 seven-day-services pass, "
     "2015-04 acute-impact fail, 2015-04 accountable-professional pass",
     "not met, £43,750,000.00 hangs on it",
     "87500000.00"},
};

CHECK(conditions_with_money_are_looked_at, "conditions-met", met)

/* Ambitions. Rows of SHIRE; counts are "numerator,denominator". */

#define HEAD                                                                                       \
    "hwb,metric,payment,definition,baseline_period,baseline_numerator,baseline_denominator,"       \
    "ambition_numerator,ambition_denominator"
#define AMBITIONS(rows) "ambitions", HEAD "\n" rows
#define AIM(metric, payment, definition, period, baseline, ambition)                               \
    "H1," metric "," payment "," definition "," period "," baseline "," ambition "\n"

#define OUTTURN(rows) "outturn", "hwb,metric,payment,definition,period,numerator,denominator\n" rows
#define COUNTED(metric, payment, definition, period, count)                                        \
    "H1," metric "," payment "," definition "," period "," count "\n"

/* April's delayed transfers: April to December; October's: January to June. */
#define DELAYED_OF(definition, period, baseline, ambition)                                         \
    AIM("delayed-transfers", "2015-04", definition, period, baseline, ambition)
#define DELAYED(baseline, ambition) DELAYED_OF("v1", "2013-04..2013-12", baseline, ambition)
#define DELAYED_COUNTED(definition, count)                                                         \
    COUNTED("delayed-transfers", "2015-04", definition, "2014-04..2014-12", count)
#define OCTOBER_OF(definition, baseline, ambition)                                                 \
    AIM("delayed-transfers", "2015-10", definition, "2014-01..2014-06", baseline, ambition)
#define REABLED(baseline, ambition)                                                                \
    AIM("reablement", "2015-10", "v1", "2013-04..2014-03", baseline, ambition)
#define REABLED_COUNTED(count) COUNTED("reablement", "2015-10", "v1", "2014-04..2015-03", count)
#define EXPERIENCE(period, baseline, ambition)                                                     \
    AIM("user-experience", "2015-10", "v1", period, baseline, ambition)
#define EXPERIENCE_COUNTED(period, count) COUNTED("user-experience", "2015-10", "v1", period, count)
#define LOCAL(payment, definition, baseline, ambition)                                             \
    AIM("local", payment, definition, "2013-04..2013-09", baseline, ambition)

/* Paragraph 41: which metrics there are. */

#define EIGHT                                                                                      \
    LOCAL("2015-04", "ASCOF 1H", "1,2", "3,4")                                                     \
    DELAYED("2,1000", "1,1000")                                                                    \
    AIM("avoidable-admissions", "2015-04", "v1", "2013-04..2013-09", "2,1000", "1,1000")           \
    AIM("residential-admissions", "2015-10", "v1", "2013-04..2014-03", "2,1000", "1,1000")         \
    REABLED("1,2", "3,4")                                                                          \
    OCTOBER_OF("v1", "2,1000", "1,1000")                                                           \
    AIM("avoidable-admissions", "2015-10", "v1", "2013-10..2014-03", "2,1000", "1,1000")           \
    EXPERIENCE("2013-04..2014-03", "1,2", "3,4")
#define EIGHT_PASS                                                                                 \
    "2015-04 local pass, 2015-04 delayed-transfers pass, 2015-04 avoidable-admissions pass, "      \
    "2015-10 residential-admissions pass, 2015-10 reablement pass, "                               \
    "2015-10 delayed-transfers pass, 2015-10 avoidable-admissions pass, "                          \
    "2015-10 user-experience pass, "
#define ALL_MISS_BUT_REABLEMENT(result)                                                            \
    "2015-04 local " result ", 2015-04 delayed-transfers " result                                  \
    ", 2015-04 avoidable-admissions " result ", 2015-10 residential-admissions " result            \
    ", 2015-10 reablement pass, 2015-10 delayed-transfers " result                                 \
    ", 2015-10 avoidable-admissions " result ", 2015-10 user-experience " result                   \
    ", 2015-10 local " result

static const checked complete[] = {
    {"nine",
     SHIRE,
     {{AMBITIONS(EIGHT LOCAL("2015-10", "ASCOF 1H", "1,2", "3,4"))}},
     "pass: " EIGHT_PASS "2015-10 local pass",
     "has an ambition",
     "0.00"},
    {"eight",
     SHIRE,
     {{AMBITIONS(EIGHT)}},
     "fail: " EIGHT_PASS "2015-10 local fail",
     "2015-10 local: no ambition, £58,333,333.33 hangs on it",
     "58333333.33"},
    {"two local metrics are one too many",
     SHIRE,
     {{AMBITIONS(EIGHT LOCAL("2015-10", "ASCOF 1A", "1,2", "3,4"))}},
     "fail: " EIGHT_PASS "2015-10 local pass, one local metric fail",
     "two are chosen: 'ASCOF 1H' and 'ASCOF 1A'",
     "0.00"},
    {"no plan at all", PORT, {{AMBITIONS(EIGHT)}}, "not-assessed:", "no row in ambitions", NULL},
    {"stand-ins, marked row by row, say nothing of the plan",
     SHIRE,
     {{"ambitions", HEAD ",status\nH1,reablement,2015-10,v1,2013-04..2014-03,1,2,3,4,"
                         "illustrative\nH2,reablement,2015-10,v1,2013-04..2014-03,1,2,3,4,"
                         "published\n"}},
     "not-assessed: " ALL_MISS_BUT_REABLEMENT("not-assessed"),
     "stand-ins",
     "0.00"},
    {"not all are stand-ins",
     SHIRE,
     {{"ambitions", HEAD ",status\nH1,reablement,2015-10,v1,2013-04..2014-03,1,2,3,4,derived\n"}},
     "fail: " ALL_MISS_BUT_REABLEMENT("fail"),
     "no ambition, £58,333,333.3",
     "466666666.66"}, /* three of April less one odd penny, five of October */
};

CHECK(which_metrics_there_are_is_looked_at, "metrics-complete", complete)

/* Paragraphs 35 and 46: one definition. */

static const checked definition[] = {
    {"counted alike",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))}, {OUTTURN(DELAYED_COUNTED("v1", "1,1000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "planned and counted as 'v1'",
     "0.00"},
    {"counted otherwise",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))}, {OUTTURN(DELAYED_COUNTED("V1", "1,1000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "planned as 'v1', counted as 'V1'",
     "58333333.33"},
    {"counted in two ways, one of them the plan's",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))},
      {OUTTURN(DELAYED_COUNTED("v0", "1,1000") DELAYED_COUNTED("v1", "1,1000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "planned and counted",
     "0.00"},
    {"not counted yet",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "planned as 'v1', not counted yet",
     "0.00"},
    {"planned in two ways for two payments",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000") OCTOBER_OF("v2", "2,1000", "1,1000"))}},
     "fail: 2015-04 delayed-transfers fail, 2015-10 delayed-transfers fail",
     "planned as 'v1', but as 'v2' for 2015-10 delayed-transfers",
     "116666666.66"},
    {"two local metrics are two definitions, and that is another check's",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "ASCOF 1H", "1,2", "3,4")
                     LOCAL("2015-10", "ASCOF 1A", "1,2", "3,4"))}},
     "pass: 2015-04 local pass, 2015-10 local pass",
     "planned as 'ASCOF 1H'",
     "0.00"},
};

CHECK(definitions_are_looked_at, "definition", definition)

/* Paragraph 46: one season. */

static const checked season[] = {
    {"the same months, a year before",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "baseline of 2013-04..2013-12 for 2014-04..2014-12",
     "0.00"},
    {"the same months, three years before",
     SHIRE,
     {{AMBITIONS(DELAYED_OF("v1", "2011-04..2011-12", "2,1000", "1,1000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "baseline of 2011-04..2011-12",
     "0.00"},
    {"a month early",
     SHIRE,
     {{AMBITIONS(DELAYED_OF("v1", "2013-03..2013-11", "2,1000", "1,1000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "baseline of 2013-03..2013-11, not of the months of 2014-04..2014-12 in an earlier year",
     "58333333.33"},
    {"a month too long",
     SHIRE,
     {{AMBITIONS(DELAYED_OF("v1", "2013-04..2014-01", "2,1000", "1,1000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "not of the months",
     "58333333.33"},
    {"the very months that it is for",
     SHIRE,
     {{AMBITIONS(DELAYED_OF("v1", "2014-04..2014-12", "2,1000", "1,1000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "in an earlier year",
     "58333333.33"},
    {"no months are fixed: those of the outturn",
     SHIRE,
     {{AMBITIONS(EXPERIENCE("2013-05..2014-04", "1,2", "3,4"))},
      {OUTTURN(EXPERIENCE_COUNTED("2014-05..2015-04", "3,4"))}},
     "pass: 2015-10 user-experience pass",
     "baseline of 2013-05..2014-04 for 2014-05..2015-04",
     "0.00"},
    {"no months are fixed, and those of the outturn are others",
     SHIRE,
     {{AMBITIONS(EXPERIENCE("2013-04..2014-03", "1,2", "3,4"))},
      {OUTTURN(EXPERIENCE_COUNTED("2014-05..2015-04", "3,4"))}},
     "fail: 2015-10 user-experience fail",
     "not of the months of 2014-05..2015-04",
     "58333333.33"},
    {"no months are fixed, and nothing is counted",
     SHIRE,
     {{AMBITIONS(EXPERIENCE("2013-04..2014-03", "1,2", "3,4"))}},
     "not-assessed: 2015-10 user-experience not-assessed",
     "are not fixed and nothing is counted yet",
     "0.00"},
};

CHECK(seasons_are_looked_at, "season", season)

/* Paragraph 45: an improvement. */

static const checked direction[] = {
    {"fewer",
     SHIRE,
     {{AMBITIONS(DELAYED("500,80000", "499,80000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "from 625.00 per 100,000 to 623.75 per 100,000",
     "0.00"},
    {"as many, of other counts",
     SHIRE,
     {{AMBITIONS(DELAYED("500,80000", "250,40000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "625.00 per 100,000, the same as the baseline",
     "58333333.33"},
    {"more",
     SHIRE,
     {{AMBITIONS(DELAYED("500,80000", "501,80000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "which is worse",
     "58333333.33"},
    {"more, where more is better",
     SHIRE,
     {{AMBITIONS(REABLED("500,1000", "501,1000"))}},
     "pass: 2015-10 reablement pass",
     "from 50.00 per cent to 50.10 per cent",
     "0.00"},
    {"fewer, where more is better",
     SHIRE,
     {{AMBITIONS(REABLED("500,1000", "499,1000"))}},
     "fail: 2015-10 reablement fail",
     "which is worse",
     "58333333.34"},
    {"a local metric has its own direction and scale",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "PHOF 2.13ii", "30,100", "29,100")
                     LOCAL("2015-10", "ASCOF 1A", "18,1", "17.9,1"))}},
     "fail: 2015-04 local pass, 2015-10 local fail",
     "from 18.00 to 17.90, which is worse. Passes: 2015-04 local: from 30.00 per cent to 29.00",
     "58333333.33"},
};

CHECK(directions_are_looked_at, "direction", direction)

/* Paragraph 46: the trend, over 1,000 people throughout. */

#define HISTORY(rows) "history", "hwb,metric,definition,period,numerator,denominator\n" rows
#define PAST(definition, year, count)                                                              \
    "H1,delayed-transfers," definition "," year "-04.." year "-12," count ",1000\n"
/* (10 + 8 + 6) / 3 - (10 - 6) = 4 */
#define FALLING PAST("v1", "2011", "10") PAST("v1", "2012", "8") PAST("v1", "2013", "6")
/* 10, 8, 6 four, two and one years before: 8 - 9/7 x 7/3 = 5 */
#define UNEVEN PAST("v1", "2010", "10") PAST("v1", "2012", "8") PAST("v1", "2013", "6")
#define REABLED_PAST(year, next, count) "H1,reablement,v1," year "-04.." next "-03," count ",1000\n"

static const checked trend[] = {
    {"on the line is no better",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "4,1000"))}, {HISTORY(FALLING)}},
     "fail: 2015-04 delayed-transfers fail",
     "ambition 400.00 per 100,000, no better than 400.00 per 100,000, where the trend of 3 years "
     "leads for 2014-04..2014-12",
     "58333333.33"},
    {"the least bit better than the line",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "3.9999,1000"))}, {HISTORY(FALLING)}},
     "pass: 2015-04 delayed-transfers pass",
     "better than 400.00",
     "0.00"},
    {"years apart: on the line",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "5,1000"))}, {HISTORY(UNEVEN)}},
     "fail: 2015-04 delayed-transfers fail",
     "no better than 500.00",
     "58333333.33"},
    {"years apart: better",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "4.9999,1000"))}, {HISTORY(UNEVEN)}},
     "pass: 2015-04 delayed-transfers pass",
     "better than 500.00",
     "0.00"},
    {"more is better: on the line",
     SHIRE,
     {{AMBITIONS(REABLED("600,1000", "700,1000"))},
      {HISTORY(REABLED_PAST("2011", "2012", "400") REABLED_PAST("2012", "2013", "500")
                   REABLED_PAST("2013", "2014", "600"))}},
     "fail: 2015-10 reablement fail",
     "ambition 70.00 per cent, no better than 70.00 per cent",
     "58333333.34"},
    {"more is better: above the line",
     SHIRE,
     {{AMBITIONS(REABLED("600,1000", "700.1,1000"))},
      {HISTORY(REABLED_PAST("2011", "2012", "400") REABLED_PAST("2012", "2013", "500")
                   REABLED_PAST("2013", "2014", "600"))}},
     "pass: 2015-10 reablement pass",
     "ambition 70.01 per cent, better than 70.00 per cent",
     "0.00"},
    {"two years are no trend; other definitions, boards, months, and the year itself do not count",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "4,1000"))},
      {HISTORY(PAST("v1", "2012", "8") PAST("v1", "2013", "6") PAST("v2", "2011", "10")
                   PAST("v1", "2014", "5")
                       PAST("v1", "2015", "5") "H2,delayed-transfers,v1,2011-04..2011-12,1,1000\n"
                                               "H1,delayed-transfers,v1,2011-03..2011-11,1,1000\n"
                                               "H1,delayed-transfers,v1,2011-04..2012-03,1,1000\n"
                                               "H1,reablement,v1,2011-04..2011-12,1,1000\n")}},
     "not-assessed: 2015-04 delayed-transfers not-assessed",
     "2 earlier years in history, and a trend needs 3",
     "0.00"},
    {"no months are fixed, and nothing is counted",
     SHIRE,
     {{AMBITIONS(EXPERIENCE("2013-04..2014-03", "1,2", "3,4"))}},
     "not-assessed: 2015-10 user-experience not-assessed",
     "there is no month to follow the trend to",
     "0.00"},
};

CHECK(trends_are_looked_at, "trend", trend)

/* Paragraph 47: more than noise. 196 squared is 3.8416 x 10,000. */

static const checked significance[] = {
    {"events: on the line is enough",
     SHIRE,
     {{AMBITIONS(DELAYED("5098,200000", "4902,200000"))}},
     "pass: 2015-04 delayed-transfers pass",
     "from 5,098 of 200,000 to 4,902 of 200,000 is more than noise at 95 per cent; "
     "4,902 of 200,000 or fewer is enough",
     "0.00"},
    {"events: one more is not",
     SHIRE,
     {{AMBITIONS(DELAYED("5098,200000", "4903,200000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "is within noise at 95 per cent; 4,902 of 200,000 or fewer is enough",
     "58333333.33"},
    {"proportions: on the line is enough",
     SHIRE,
     {{AMBITIONS(REABLED("2451,5000", "2549,5000"))}},
     "pass: 2015-10 reablement pass",
     "2,549 of 5,000 or more is enough",
     "0.00"},
    {"proportions: one fewer is not",
     SHIRE,
     {{AMBITIONS(REABLED("2451,5000", "2548,5000"))}},
     "fail: 2015-10 reablement fail",
     "within noise",
     "58333333.34"},
    {"so few that none at all would be within noise",
     SHIRE,
     {{AMBITIONS(DELAYED("3,1000", "0,1000"))}}, /* 3 squared over 3 is 3 */
     "fail: 2015-04 delayed-transfers fail",
     "no count of 1,000 would be enough",
     "58333333.33"},
    {"no improvement comes first, even of a published rate",
     SHIRE,
     {{AMBITIONS(DELAYED("500,100000", "500,100000"))}},
     "fail: 2015-04 delayed-transfers fail",
     "no improvement on 500 of 100,000",
     "58333333.33"},
    {"a published rate as baseline",
     SHIRE,
     {{AMBITIONS(DELAYED("500,100000", "1,90000"))}},
     "not-assessed: 2015-04 delayed-transfers not-assessed",
     "a published rate, not a count",
     "0.00"},
    {"a published rate as ambition",
     SHIRE,
     {{AMBITIONS(REABLED("400,500", "90,100"))}},
     "not-assessed: 2015-10 reablement not-assessed",
     "a published rate, not a count",
     "0.00"},
    {"a hundred people, where the scale is another",
     SHIRE,
     {{AMBITIONS(DELAYED("90,100", "10,100"))}},
     "pass: 2015-04 delayed-transfers pass",
     "is more than noise",
     "0.00"},
    {"a mean score",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "ASCOF 1A", "18,2", "19,2"))}},
     "not-assessed: 2015-04 local not-assessed",
     "a mean score",
     "0.00"},
    {"more than all",
     SHIRE,
     {{AMBITIONS(REABLED("400,500", "501,500"))}},
     "not-assessed: 2015-10 reablement not-assessed",
     "more than 100 per cent",
     "0.00"},
    {"all is not more than all",
     SHIRE,
     {{AMBITIONS(REABLED("400,500", "500,500"))}},
     "pass: 2015-10 reablement pass",
     "more than noise",
     "0.00"},
    {"a baseline of other months",
     SHIRE,
     {{AMBITIONS(DELAYED_OF("v1", "2013-03..2013-11", "5098,200000", "1,200000"))}},
     "not-assessed: 2015-04 delayed-transfers not-assessed",
     "the baseline is of other months",
     "0.00"},
    {"no months are fixed and nothing is counted: the plan's two counts",
     SHIRE,
     {{AMBITIONS(EXPERIENCE("2013-04..2014-03", "2451,5000", "2549,5000"))}},
     "pass: 2015-10 user-experience pass",
     "more than noise",
     "0.00"},
};

CHECK(noise_is_looked_at, "significance", significance)

/* Paragraphs 42-43: the local metric. */

#define OWN(criteria)                                                                              \
    "local_metrics", "hwb,definition,title,better,scale,criteria\n"                                \
                     "H1,falls,Falls,lower,100000," criteria "\n"

static const checked local[] = {
    {"on the menu",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "ASCOF 1H", "1,2", "3,4"))}},
     "pass: 2015-04 local pass",
     "'ASCOF 1H' is on the menu",
     "0.00"},
    {"another that meets all six criteria",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "falls", "3,4", "1,2"))},
      {OWN("timely;robust-data;established-source;strategy-link;incentives;challenging")}},
     "pass: 2015-04 local pass",
     "'falls' is not on the menu and meets all six criteria",
     "0.00"},
    {"another that lacks one",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "falls", "3,4", "1,2"))},
      {OWN("strategy-link;robust-data;established-source;timely;challenging")}},
     "fail: 2015-04 local fail",
     "'falls' is not on the menu and does not meet 'incentives'",
     "58333333.34"},
    {"another that lacks all, twice",
     SHIRE,
     {{AMBITIONS(LOCAL("2015-04", "falls", "3,4", "1,2") LOCAL("2015-10", "falls", "3,4", "1,2"))},
      {OWN("")}},
     "fail: 2015-04 local fail, 2015-10 local fail",
     "2015-04 local, 2015-10 local: 'falls' is not on the menu and does not meet 'strategy-link', "
     "'robust-data'",
     "116666666.67"},
    {"none",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))}},
     "not-assessed:",
     "no row in ambitions for a local metric",
     NULL},
};

CHECK(local_metrics_are_looked_at, "local-metric", local)

/* Paragraph 45: what the CCGs aim for. Of SHIRE's people three in four are with G1. */

#define SHARED "residents", "ccg,council,people\nG1,C1,3\nG2,C1,1\nG2,C2,1\nG2,C3,1\n"
#define CCGS(rows)                                                                                 \
    "ccg_ambitions", "ccg,metric,payment,definition,ambition_numerator,ambition_"                  \
                     "denominator\n" rows
#define FIFTH "G1,reablement,2015-10,v1,20,100\n"
#define THIRD "G2,reablement,2015-10,v1,30,100\n"

static const checked consistency[] = {
    {"the lowest of the CCGs'",
     SHIRE,
     {{SHARED}, {AMBITIONS(REABLED("100,1000", "200,1000"))}, {CCGS(FIFTH THIRD)}},
     "pass: 2015-10 reablement pass",
     "within what its CCGs aim for: 20.00 per cent to 30.00 per cent, by people 22.50 per cent",
     "0.00"},
    {"the highest",
     SHIRE,
     {{SHARED}, {AMBITIONS(REABLED("100,1000", "300,1000"))}, {CCGS(FIFTH THIRD)}},
     "pass: 2015-10 reablement pass",
     "within",
     "0.00"},
    {"one below the lowest",
     SHIRE,
     {{SHARED}, {AMBITIONS(REABLED("100,1000", "199,1000"))}, {CCGS(FIFTH THIRD)}},
     "fail: 2015-10 reablement fail",
     "ambition 19.90 per cent, outside what its CCGs aim for",
     "66666666.67"},
    {"one above the highest",
     SHIRE,
     {{SHARED}, {AMBITIONS(REABLED("100,1000", "301,1000"))}, {CCGS(FIFTH THIRD)}},
     "fail: 2015-10 reablement fail",
     "outside",
     "66666666.67"},
    {"a CCG without an ambition",
     SHIRE,
     {{SHARED}, {AMBITIONS(REABLED("100,1000", "200,1000"))}, {CCGS(FIFTH)}},
     "not-assessed: 2015-10 reablement not-assessed",
     "no ambition of CCG G2 for it",
     "0.00"},
    {"a CCG with an ambition of another definition",
     SHIRE,
     {{SHARED},
      {AMBITIONS(REABLED("100,1000", "200,1000"))},
      {CCGS(FIFTH "G2,reablement,2015-10,v2,30,100\n")}},
     "not-assessed: 2015-10 reablement not-assessed",
     "CCG G2: ambition under another definition",
     "0.00"},
    {"a CCG with nobody there does not matter",
     SHIRE,
     {{"residents", "ccg,council,people\nG1,C1,3\nG2,C1,0\nG2,C2,1\nG2,C3,1\n"},
      {AMBITIONS(REABLED("100,1000", "200,1000"))},
      {CCGS(FIFTH)}},
     "pass: 2015-10 reablement pass",
     "20.00 per cent to 20.00 per cent",
     "0.00"},
    {"a merged CCG aims for both predecessors' counts",
     SHIRE,
     {{"successors", "code,successor,share,from\nX,G1,1,x\n"},
      {AMBITIONS(REABLED("100,1000", "250,1000"))}, /* 20 and 80 of 100 and 300 */
      {CCGS(FIFTH "X,reablement,2015-10,v1,80,300\n")}},
     "pass: 2015-10 reablement pass",
     "25.00 per cent to 25.00 per cent",
     "0.00"},
    {"another metric is no business of CCGs",
     SHIRE,
     {{AMBITIONS(DELAYED("2,1000", "1,1000"))}},
     "not-assessed:",
     "no row in ambitions for a metric that CCGs share",
     NULL},
};

CHECK(ambitions_of_ccgs_are_looked_at, "ccg-consistency", consistency)

/* Paragraphs 24, 28, 50, 53, 58-59: decisions. */

#define DECIDED(item, state, day)                                                                  \
    "decisions", "hwb,item,state,decided\nH1," item "," state "," day "\n"

static const checked signed_off[] = {
    {"yes",
     SHIRE,
     {{DECIDED("signed-off", "yes", "2014-04-04")}},
     "pass: - pass",
     "the board signed the plan off (2014-04-04)",
     NULL},
    {"no",
     SHIRE,
     {{DECIDED("signed-off", "no", "")}},
     "fail: - fail",
     "the board did not sign the plan off.",
     NULL},
    {"no row",
     PORT,
     {{DECIDED("signed-off", "no", "")}},
     "not-assessed:",
     "no row in decisions for 'signed-off'",
     NULL},
};

CHECK(signing_off_is_looked_at, "signed-off", signed_off)

static const checked in_time[] = {
    {"on the day of the first cut",
     SHIRE,
     {{DECIDED("signed-off", "yes", "2014-02-14")}},
     "pass: - pass",
     "in time for the first cut, which was due on 2014-02-14",
     NULL},
    {"a day later",
     SHIRE,
     {{DECIDED("signed-off", "yes", "2014-02-15")}},
     "pass: - pass",
     "in time for the revised plan, which was due on 2014-04-04",
     NULL},
    {"on the day of the revised plan",
     SHIRE,
     {{DECIDED("signed-off", "yes", "2014-04-04")}},
     "pass: - pass",
     "in time for the revised plan",
     NULL},
    {"a day later than that",
     SHIRE,
     {{DECIDED("signed-off", "yes", "2014-04-05")}},
     "fail: - fail",
     "signed off on 2014-04-05, after the revised plan was due (2014-04-04)",
     NULL},
    {"on no day that is known",
     SHIRE,
     {{DECIDED("signed-off", "yes", "")}},
     "not-assessed: - not-assessed",
     "on a day that is not given",
     NULL},
    {"not signed off",
     SHIRE,
     {{DECIDED("signed-off", "no", "2014-02-14")}},
     "not-assessed: - not-assessed",
     "not signed off (2014-02-14)",
     NULL},
    {"no row",
     PORT,
     {{DECIDED("signed-off", "yes", "2014-02-14")}},
     "not-assessed:",
     "no row",
     NULL},
};

CHECK(the_day_of_signing_is_looked_at, "in-time", in_time)

static const checked contingency[] = {
    {"agreed",
     SHIRE,
     {{DECIDED("contingency-plan", "agreed", "")}},
     "pass: - pass",
     "a contingency plan was agreed",
     NULL},
    {"not agreed",
     SHIRE,
     {{DECIDED("contingency-plan", "not-agreed", "")}},
     "fail: - fail",
     "no contingency plan was agreed",
     NULL},
    {"no row",
     PORT,
     {{DECIDED("contingency-plan", "agreed", "")}},
     "not-assessed:",
     "no row in decisions for 'contingency-plan'",
     NULL},
};

CHECK(contingency_plans_are_looked_at, "contingency-plan", contingency)

static const checked risks[] = {
    {"yes",
     SHIRE,
     {{DECIDED("risk-register", "yes", "")}},
     "pass: - pass",
     "there is a shared risk register",
     NULL},
    {"no",
     SHIRE,
     {{DECIDED("risk-register", "no", "")}},
     "fail: - fail",
     "there is no shared risk register",
     NULL},
    {"no row",
     PORT,
     {{DECIDED("risk-register", "yes", "")}},
     "not-assessed:",
     "no row in decisions for 'risk-register'",
     NULL},
};

CHECK(risk_registers_are_looked_at, "risk-register", risks)

/* Figures that cannot be true, or look as if they were not. */

/* Yearly changes of 2 and 3 in 1,000, and of 9 after the year that the ambition is for. */
#define CHANGES                                                                                    \
    PAST("v1", "2011", "11")                                                                       \
    PAST("v1", "2012", "9") PAST("v1", "2013", "6") PAST("v1", "2015", "6") PAST("v1", "2016", "15")

static const checked plausible[] = {
    {"all is not more than all",
     SHIRE,
     {{AMBITIONS(REABLED("400,500", "500,500"))}, {OUTTURN(REABLED_COUNTED("500,500"))}},
     "pass: 2015-10 reablement pass",
     "not above 100 per cent",
     "0.00"},
    {"a baseline of more than all",
     SHIRE,
     {{AMBITIONS(REABLED("501,500", "499,500"))}},
     "fail: 2015-10 reablement fail",
     "baseline 100.20 per cent, more than all",
     "58333333.34"},
    {"an ambition of more than all",
     SHIRE,
     {{AMBITIONS(REABLED("400,500", "501,500"))}},
     "fail: 2015-10 reablement fail",
     "ambition 100.20 per cent, more than all",
     "58333333.34"},
    {"an outturn of more than all",
     SHIRE,
     {{AMBITIONS(REABLED("400,500", "499,500"))}, {OUTTURN(REABLED_COUNTED("501,500"))}},
     "fail: 2015-10 reablement fail",
     "outturn 100.20 per cent, more than all",
     "58333333.34"},
    {"history of more than all",
     SHIRE,
     {{HISTORY("H1,reablement,v0,2011-04..2012-03,501,500\nH1,reablement,v0,2010-04..2011-03,500,"
               "500\nH1,local,ASCOF 1A,2011-04..2012-03,9,2\n"
               "H1,local,never heard of,2011-04..2012-03,9,2\n")}},
     "fail: history of reablement in 2011-04..2012-03 fail",
     "100.20 per cent, more than all",
     NULL},
    {"more than one in a rate per 100,000 is only a lot",
     SHIRE,
     {{AMBITIONS(DELAYED("3000,1000", "2000,1000"))}},
     "not-assessed:",
     "no per cents, no history and no monthly counts",
     NULL},
    {"as much as in the year that it changed most",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "3,1000"))},
      {OUTTURN(DELAYED_COUNTED("v1", "9,1000"))},
      {HISTORY(CHANGES)}},
     "pass: 2015-04 delayed-transfers pass",
     "the outturn is 300.00 per 100,000 from the baseline, no further than a year's change in "
     "history (300.00 per 100,000)",
     "0.00"},
    {"the same, before anything is counted",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "3,1000"))}, {HISTORY(CHANGES)}},
     "pass: 2015-04 delayed-transfers pass",
     "a change of 300.00 per 100,000 is planned, no larger than a year's in history",
     "0.00"},
    {"more is planned than in any year before",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "2.9999,1000"))}, {HISTORY(CHANGES)}},
     "warn: 2015-04 delayed-transfers warn",
     "a change of 300.01 per 100,000 is planned, larger than any year's in history",
     "58333333.33"},
    {"more came than in any year before",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "3,1000"))},
      {OUTTURN(DELAYED_COUNTED("v1", "9.0001,1000"))},
      {HISTORY(CHANGES)}},
     "warn: 2015-04 delayed-transfers warn",
     "the outturn is 300.01 per 100,000 from the baseline, further than any year's change",
     "58333333.33"},
    {"an outturn of another definition is no outturn",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "3,1000"))},
      {OUTTURN(DELAYED_COUNTED("v2", "900,1000"))},
      {HISTORY(CHANGES)}},
     "pass: 2015-04 delayed-transfers pass",
     "is planned, no larger",
     "0.00"},
    {"two years apart is no yearly change",
     SHIRE,
     {{AMBITIONS(DELAYED("6,1000", "3,1000"))},
      {HISTORY(PAST("v1", "2011", "9") PAST("v1", "2013", "9"))}},
     "not-assessed:",
     "no per cents",
     NULL},
};

CHECK(figures_are_looked_at, "plausible", plausible)

/* Holes in monthly counts. */

/* Counts of one CCG from July 2014 on; "-" for a month without a row. */
static void add_months(bcf_text *table, const char *ccg, const char *counts)
{
    int month = 7;
    for (const char *cursor = counts; *cursor != '\0'; month++) {
        size_t length = strcspn(cursor, " ");
        if (*cursor != '-') {
            bcf_text_print(table, "%s,non-elective,%d-%02d,%.*s\n", ccg, 2014 + (month - 1) / 12,
                           (month - 1) % 12 + 1, (int)length, cursor);
        }
        cursor += length + strspn(cursor + length, " ");
    }
}

static const struct {
    const char *name;
    const char *g1;
    const char *x; /* counts of what became part of G1; NULL for none */
    const char *y; /* the same */
    const char *want;
    const char *says;
} holes[] = {
    {"a third fewer is a hole", "300 200 300", NULL, NULL, "warn: CCG G1 (Hills CCG) warn",
     "non-elective falls from 300 in 2014-07 to 200 in 2014-08, a hole of 1 month that then "
     "closes; 100.0% of the board's people are registered there"},
    {"one fewer than a third is none", "300 201 300", NULL, NULL, "pass: monthly counts pass",
     "no hole in those of 1 CCG."},
    {"a hole of three months", "300 200 0 150 201", NULL, NULL, "warn: CCG G1 (Hills CCG) warn",
     "to 200 in 2014-08, a hole of 3 months that then closes"},
    {"a hole until the counts end", "300 300 100 100", NULL, NULL, "warn: CCG G1 (Hills CCG) warn",
     "a hole of 2 months that lasts until the counts end"},
    {"a hole until there is no count", "300 100 - 300", NULL, NULL, "warn: CCG G1 (Hills CCG) warn",
     "a hole of 1 month that lasts until a month is missing"},
    {"two holes: the first is told", "300 100 300 100 300", NULL, NULL,
     "warn: CCG G1 (Hills CCG) warn",
     "from 300 in 2014-07 to 100 in 2014-08, a hole of 1 month that then closes; it has 2 such "
     "holes"},
    {"a month is missing before it falls", "300 - 100 100", NULL, NULL, "pass: monthly counts pass",
     "no hole"},
    {"little by little, never a third", "300 201 135 91", NULL, NULL, "pass: monthly counts pass",
     "no hole"},
    {"the second step is a third", "300 201 134", NULL, NULL, "warn: CCG G1 (Hills CCG) warn",
     "from 201 in 2014-08 to 134 in 2014-09"},
    {"nothing after nothing", "0 0 0", NULL, NULL, "pass: monthly counts pass", "no hole"},
    {"across the new year", "9 9 9 9 9 9 1", NULL, NULL, "warn: CCG G1 (Hills CCG) warn",
     "from 9 in 2014-12 to 1 in 2015-01"},
    {"one month", "300", NULL, NULL, "pass: monthly counts pass", "no hole"},
    {"no month", "-", NULL, NULL, "not-assessed:", "no monthly counts"},
    {"patients change hands within a merger", "300 100 100", "100 300 300", NULL,
     "pass: monthly counts pass", "no hole"},
    {"the sum of a merger falls", "200 100 200", "100 100 100", NULL,
     "warn: CCG G1 (Hills CCG) warn", "from 300 in 2014-07 to 200 in 2014-08"},
    {"of two that merged, one has no count for a month: no fall", "-", "100 100 100", "200 - 200",
     "pass: monthly counts pass", "no hole"},
    {"both of two that merged have", "-", "100 100 100", "200 100 200",
     "warn: CCG G1 (Hills CCG) warn", "from 300 in 2014-07 to 200 in 2014-08"},
    {"two codes, then the new one, which falls", "- - 300 200", "100 100 - -", "200 200 - -",
     "warn: CCG G1 (Hills CCG) warn", "from 300 in 2014-09 to 200 in 2014-10"},
    {"from two codes to the new one", "- - 290", "100 100 -", "200 200 -",
     "pass: monthly counts pass", "no hole"},
};

START_TEST(holes_are_found_in_monthly_counts)
{
    bcf_text table = {0};
    bcf_text_add(&table, "ccg,measure,period,count\n");
    add_months(&table, "G1", holes[_i].g1);
    add_months(&table, "X", holes[_i].x == NULL ? "" : holes[_i].x);
    add_months(&table, "Y", holes[_i].y == NULL ? "" : holes[_i].y);
    dataset_put(&set, "activity", bcf_text_get(&table));
    bcf_text_clear(&table);
    dataset_put(&set, "successors", "code,successor,share,from\nX,G1,1,x\nY,G1,1,x\n");
    const checked row = {holes[_i].name, SHIRE,          {{NULL, NULL}},
                         holes[_i].want, holes[_i].says, NULL};
    expect("plausible", &row);
}
END_TEST

#define COUNTS "activity", "ccg,measure,period,count\n"
#define G2_FALLS                                                                                   \
    "G2,non-elective,2014-07,300\nG2,non-elective,2014-08,100\nG1,non-elective,2014-08,7\n"

static const checked concerned[] = {
    {"a hundredth of the board's people",
     SHIRE,
     {{COUNTS G2_FALLS},
      {"residents", "ccg,council,people\nG1,C1,99\nG2,C1,1\nG2,C2,1\nG2,C3,1\n"}},
     "warn: CCG G2 (Coast CCG) warn, monthly counts pass",
     "1.0% of the board's people are registered there",
     NULL},
    {"less than a hundredth",
     SHIRE,
     {{COUNTS G2_FALLS},
      {"residents", "ccg,council,people\nG1,C1,99\nG2,C1,0.99\nG2,C2,1\nG2,C3,1\n"}},
     "pass: monthly counts pass",
     "no hole in those of 1 CCG.",
     NULL},
    {"a split: both halves fall",
     SHIRE,
     {{"successors", "code,successor,share,from\nX,G1,0.5,x\nX,G2,0.5,x\n"},
      {COUNTS "X,non-elective,2014-07,300\nX,non-elective,2014-08,101\n"}},
     "warn: CCG G1 (Hills CCG) warn",
     "from 150 in 2014-07 to 50.5 in 2014-08",
     NULL},
    {"quarters, and another measure",
     SHIRE,
     {{COUNTS "G1,non-elective,2014-07..2014-09,300\nG1,elective,2014-10,300\n"
              "G1,elective,2014-11,1\n"}},
     "not-assessed:",
     "no monthly counts",
     NULL},
    {"fifty years from the first month to the last",
     SHIRE,
     {{COUNTS "G1,non-elective,1964-08,1\nG1,non-elective,2014-06,300\n"
              "G1,non-elective,2014-07,1\n"}},
     "warn: CCG G1 (Hills CCG) warn",
     "from 300 in 2014-06 to 1 in 2014-07",
     NULL},
    {"a month more, and the table is not looked at",
     SHIRE,
     {{COUNTS "G1,non-elective,1964-07,1\nG1,non-elective,2014-06,300\n"
              "G1,non-elective,2014-07,1\n"}},
     "not-assessed:",
     "no monthly counts",
     NULL},
};

CHECK(holes_concern_whose_people_are_there, "plausible", concerned)

/* How real a finding is: the worst of what it rests on, at best derived. */

#define ONE_PLAN AMBITIONS(REABLED("100,1000", "200,1000"))

static const struct {
    const char *name;
    const char *check;
    const char *illustrative; /* the only table that is */
    given tables[TABLES_MAX];
    bcf_status want;
} statuses[] = {
    {"nothing is invented", "minimum-pool", "", {{POOLED(CORE("1"))}}, BCF_STATUS_DERIVED},
    {"what is pooled is", "minimum-pool", "pooled", {{POOLED(CORE("1"))}}, BCF_STATUS_ILLUSTRATIVE},
    {"the minimum is",
     "minimum-pool",
     "indicators",
     {{POOLED(CORE("1"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"spend does not matter to it",
     "minimum-pool",
     "spend",
     {{POOLED(CORE("1"))}},
     BCF_STATUS_DERIVED},
    {"the plans of districts",
     "district-minimum",
     "district_plans",
     {{DISTRICTS("D1,1,\n")}},
     BCF_STATUS_ILLUSTRATIVE},
    {"the day does not rest on indicators",
     "district-passed-down",
     "indicators",
     {{DISTRICTS("D1,1,2015-05-05\n")}},
     BCF_STATUS_DERIVED},
    {"the spend", "earmarks", "spend", {{SPEND("H1,care-act,1\n")}}, BCF_STATUS_ILLUSTRATIVE},
    {"whether conditions are met",
     "conditions-met",
     "conditions",
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-met"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"met conditions, too",
     "conditions-met",
     "conditions",
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "met"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"what hangs on conditions",
     "conditions-met",
     "residents",
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-met"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"what hangs on a met condition is told, too",
     "conditions-met",
     "residents",
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "met"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"ambitions do not matter to conditions",
     "conditions-met",
     "ambitions",
     {{CONDITIONS(FOUR_MET STATE("acute-impact", "not-met"))}, {ONE_PLAN}},
     BCF_STATUS_DERIVED},
    {"the ambition", "direction", "ambitions", {{ONE_PLAN}}, BCF_STATUS_ILLUSTRATIVE},
    {"what passes has no money at stake",
     "direction",
     "residents",
     {{ONE_PLAN}},
     BCF_STATUS_DERIVED},
    {"what fails has",
     "direction",
     "residents",
     {{AMBITIONS(REABLED("200,1000", "100,1000"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"the outturn's definition",
     "definition",
     "outturn",
     {{ONE_PLAN}, {OUTTURN(REABLED_COUNTED("1,2"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"history",
     "trend",
     "history",
     {{ONE_PLAN},
      {HISTORY(REABLED_PAST("2011", "2012", "4") REABLED_PAST("2012", "2013", "5")
                   REABLED_PAST("2013", "2014", "6"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"what CCGs aim for",
     "ccg-consistency",
     "ccg_ambitions",
     {{ONE_PLAN}, {CCGS(FIFTH)}},
     BCF_STATUS_ILLUSTRATIVE},
    {"who lives where",
     "ccg-consistency",
     "residents",
     {{ONE_PLAN}, {CCGS(FIFTH)}},
     BCF_STATUS_ILLUSTRATIVE},
    {"an outturn of more than all",
     "plausible",
     "outturn",
     {{ONE_PLAN}, {OUTTURN(REABLED_COUNTED("3,2"))}},
     BCF_STATUS_ILLUSTRATIVE},
    {"a baseline of more than all is nothing of the outturn's",
     "plausible",
     "outturn",
     {{AMBITIONS(REABLED("5,4", "1,2"))}, {OUTTURN(REABLED_COUNTED("1,2"))}},
     BCF_STATUS_DERIVED},
    {"monthly counts", "plausible", "activity", {{COUNTS G2_FALLS}}, BCF_STATUS_ILLUSTRATIVE},
    {"decisions",
     "signed-off",
     "decisions",
     {{DECIDED("signed-off", "yes", "")}},
     BCF_STATUS_ILLUSTRATIVE},
};

START_TEST(a_finding_is_as_real_as_what_it_rests_on)
{
    case_put_manifest(statuses[_i].illustrative);
    put(statuses[_i].tables);
    const bcf_finding *finding = finding_of(assured(), statuses[_i].check, SHIRE);
    ck_assert_msg(finding->status == statuses[_i].want, "%s: %s", statuses[_i].name,
                  bcf_status_text(finding->status));
}
END_TEST

START_TEST(what_no_check_looked_at_has_no_status)
{
    case_put_manifest("conditions");
    ck_assert_int_eq(finding_of(assured(), "conditions-answered", SHIRE)->status, BCF_STATUS_NONE);
}
END_TEST

/* All of it. */

START_TEST(every_check_says_something_of_every_board)
{
    const bcf_run *run = assured();
    const bcf_assurance *assurance = run->assurance;
    ck_assert_uint_eq(run->policy->assurance->check_count, 19);
    ck_assert_uint_eq(assurance->finding_count, 19 * 2);
    size_t items = 0;
    for (size_t i = 0; i < assurance->finding_count; i++) {
        const bcf_finding *finding = &assurance->findings[i];
        ck_assert_ptr_eq(bcf_assurance_of(assurance, finding->check, finding->board), finding);
        ck_assert_uint_eq(finding->first_item, items);
        size_t counted = 0;
        for (size_t result = 0; result < BCF_RESULTS_END; result++) {
            counted += finding->counts[result];
        }
        ck_assert_uint_eq(counted, finding->item_count);
        items += finding->item_count;
        ck_assert_int_eq(finding->result, BCF_RESULT_NOT_ASSESSED); /* nothing was submitted */
        ck_assert_uint_gt(strlen(finding->detail), 0);
    }
    ck_assert_uint_eq(items, assurance->item_count);
}
END_TEST

START_TEST(a_purpose_that_no_check_knows_is_noted)
{
    dataset_put(&set, "spend", "hwb,purpose,amount\nH1,carers breaks,1\nH1,care-act,1\n");
    const bcf_run *run = assured();
    size_t noted = 0;
    for (size_t i = 0; i < run->notes.count; i++) {
        noted += strstr(run->notes.items[i].sentence, "'carers breaks'") != NULL;
        ck_assert_ptr_null(strstr(run->notes.items[i].sentence, "'care-act'"));
    }
    ck_assert_uint_eq(noted, 1);
}
END_TEST

START_TEST(items_of_one_sentence_are_told_together)
{
    const bcf_item items[] = {
        {.name = "A", .result = BCF_RESULT_FAIL, .detail = "late"},
        {.name = "B", .result = BCF_RESULT_PASS, .detail = "late"},
        {.name = "C", .result = BCF_RESULT_FAIL, .detail = "lost"},
        {.name = "D", .result = BCF_RESULT_FAIL, .detail = "late"},
        {.name = "", .result = BCF_RESULT_WARN, .detail = "nameless"},
    };
    ck_assert_str_eq(bcf_assurance_tell(arena, items, 5, BCF_RESULT_FAIL), "A, D: late; C: lost");
    ck_assert_str_eq(bcf_assurance_tell(arena, items, 5, BCF_RESULT_PASS), "B: late");
    ck_assert_str_eq(bcf_assurance_tell(arena, items, 5, BCF_RESULT_WARN), "nameless");
    ck_assert_str_eq(bcf_assurance_tell(arena, items, 5, BCF_RESULT_NOT_ASSESSED), "");
}
END_TEST

static void add_money(Suite *suite)
{
    TCase *tcase = tcase_create("money");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, minimum_pool_is_looked_at, minimum_pool);
    ADD_ROWS(tcase, district_minimum_is_looked_at, district_minimum);
    ADD_ROWS(tcase, passed_down_is_looked_at, passed_down);
    ADD_ROWS(tcase, planned_spend_is_looked_at, earmarks);
    suite_add_tcase(suite, tcase);
}

static void add_plan(Suite *suite)
{
    TCase *tcase = tcase_create("plan");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, answers_are_looked_at, answered);
    ADD_ROWS(tcase, conditions_with_money_are_looked_at, met);
    ADD_ROWS(tcase, which_metrics_there_are_is_looked_at, complete);
    ADD_ROWS(tcase, local_metrics_are_looked_at, local);
    ADD_ROWS(tcase, signing_off_is_looked_at, signed_off);
    ADD_ROWS(tcase, the_day_of_signing_is_looked_at, in_time);
    ADD_ROWS(tcase, contingency_plans_are_looked_at, contingency);
    ADD_ROWS(tcase, risk_registers_are_looked_at, risks);
    suite_add_tcase(suite, tcase);
}

static void add_ambitions(Suite *suite)
{
    TCase *tcase = tcase_create("ambitions");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, definitions_are_looked_at, definition);
    ADD_ROWS(tcase, seasons_are_looked_at, season);
    ADD_ROWS(tcase, directions_are_looked_at, direction);
    ADD_ROWS(tcase, trends_are_looked_at, trend);
    ADD_ROWS(tcase, noise_is_looked_at, significance);
    ADD_ROWS(tcase, ambitions_of_ccgs_are_looked_at, consistency);
    ADD_ROWS(tcase, figures_are_looked_at, plausible);
    ADD_ROWS(tcase, holes_are_found_in_monthly_counts, holes);
    ADD_ROWS(tcase, holes_concern_whose_people_are_there, concerned);
    suite_add_tcase(suite, tcase);
}

static void add_all(Suite *suite)
{
    TCase *tcase = tcase_create("all");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, a_finding_is_as_real_as_what_it_rests_on, statuses);
    tcase_add_test(tcase, what_no_check_looked_at_has_no_status);
    tcase_add_test(tcase, every_check_says_something_of_every_board);
    tcase_add_test(tcase, a_purpose_that_no_check_knows_is_noted);
    tcase_add_test(tcase, items_of_one_sentence_are_told_together);
    suite_add_tcase(suite, tcase);
}

static Suite *assurance_suite(void)
{
    Suite *suite = suite_create("assurance");
    add_money(suite);
    add_plan(suite);
    add_ambitions(suite);
    add_all(suite);
    return suite;
}

RUN_SUITE(assurance_suite)

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "release_inside.h"

#include "support/case.h"

#include <signal.h>

/* The rules of December 2013: four conditions, three metrics in April, six in October. */
#define CONDITIONS 4
#define APRIL 3
#define METRICS 9
#define PARTS (CONDITIONS + METRICS)
#define CHECKS 4
#define SETTINGS 2

#define NOTHING BCF_HELD_FOR_NOTHING
#define DATA BCF_HELD_FOR_AWAITING_DATA
#define AGREED BCF_HELD_FOR_CONTINGENCY_PLAN
#define PENDING BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING
#define RECOVERY BCF_HELD_FOR_RECOVERY_PLAN
#define RECOVERY_PENDING BCF_HELD_FOR_RECOVERY_PLAN_PENDING
#define DIRECTION BCF_HELD_FOR_NHS_ENGLAND_DIRECTION
#define WITHDRAWN BCF_HELD_FOR_WITHDRAWN

/* The policy, its payments and the figures of a test: copies, which it may change. */
static bcf_policy policy;
static bcf_performance performance;
static bcf_figures figures;
static bcf_settings *settings;
static bcf_score items[METRICS * 2];
static bcf_scores scores;

static void put_indicators(const char *grant_status)
{
    dataset_put(&set, "indicators",
                bcf_arena_print(arena,
                                "area,indicator,period,value,status\n"
                                "G1,programme-allocation,2015-16,700,published\n"
                                "G2,programme-allocation,2015-16,300,published\n"
                                "C1,adult-rnf,2013-14,0.6,published\n"
                                "C2,adult-rnf,2013-14,0.3,published\n"
                                "C3,adult-rnf,2013-14,0.1,published\n"
                                "D1,dfg,2015-16,2,%s\nD2,dfg,2015-16,1,%s\n"
                                "C2,dfg,2015-16,1,%s\nC3,dfg,2015-16,0,%s\n",
                                grant_status, grant_status, grant_status, grant_status));
}

static void read_figures(void)
{
    const bcf_policy *read = case_policy(FORMULAS "/2015-16/v1/policy.xml");
    figures = *case_figures(read);
    policy = *read;
    performance = *read->performance;
    policy.performance = &performance;
    figures.policy = &policy;
    settings = bcf_settings_new(arena, &policy);
}

/* H1 and G1 are the same people, with seven tenths of the money; everything is achieved. */
static void set_up(void)
{
    case_open();
    case_put_manifest("");
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\n");
    put_indicators("published");
    read_figures();
    for (size_t i = 0; i < METRICS * 2; i++) {
        items[i] = (bcf_score){.part = CONDITIONS + i / 2,
                               .board = i % 2,
                               .definition = "v1",
                               .achievement = bcf_ratio_of(arena, 1, 1),
                               .status = BCF_SCORE_ACHIEVED,
                               .data_status = BCF_STATUS_PUBLISHED};
    }
    scores = (bcf_scores){.items = items, .count = METRICS * 2, .board_count = 2};
}

/* "7/10", "-1", "none": no ambition, "not", "definition", "period": not scored. */
static void score_metric(size_t metric, size_t board, const char *text)
{
    bcf_score *score = &items[metric * 2 + board];
    score->achievement = NULL;
    if (strcmp(text, "none") == 0) {
        score->status = BCF_SCORE_NO_AMBITION;
    } else if (strcmp(text, "not") == 0) {
        score->status = BCF_SCORE_NOT_ASSESSED;
    } else if (strcmp(text, "definition") == 0) {
        score->status = BCF_SCORE_DEFINITION_MISMATCH;
    } else if (strcmp(text, "period") == 0) {
        score->status = BCF_SCORE_PERIOD_MISMATCH;
    } else {
        const char *stroke = strchr(text, '/');
        int64_t numerator = strtoll(text, NULL, 10);
        int64_t denominator = stroke == NULL ? 1 : strtoll(stroke + 1, NULL, 10);
        score->achievement = bcf_ratio_of(arena, numerator, denominator);
        score->status = numerator >= denominator ? BCF_SCORE_ACHIEVED
                        : numerator > 0          ? BCF_SCORE_PARTLY
                                                 : BCF_SCORE_NOT_ACHIEVED;
    }
}

/* 'm': met, 'n': not, 'u': not assessed, '-': absent; one a condition, in the order of the parts.
 */
static void put_conditions(const char *states)
{
    bcf_condition_state *conditions =
        BCF_NEW_ARRAY(arena, 2 * policy.condition_count, bcf_condition_state);
    for (size_t part = 0; part < CONDITIONS; part++) {
        size_t condition = performance.parts[part].subject;
        conditions[condition] = states[part] == 'm'   ? BCF_CONDITION_MET
                                : states[part] == 'n' ? BCF_CONDITION_NOT_MET
                                : states[part] == 'u' ? BCF_CONDITION_NOT_ASSESSED
                                                      : BCF_CONDITION_ABSENT;
        conditions[policy.condition_count + condition] = BCF_CONDITION_MET;
    }
    figures.conditions = conditions;
    figures.conditions_status = BCF_STATUS_PUBLISHED;
}

static void put_decisions(bcf_decision_state contingency, bcf_decision_state recovery)
{
    bcf_decision_state *decisions = BCF_NEW_ARRAY(arena, 2 * BCF_ITEM_COUNT, bcf_decision_state);
    decisions[BCF_ITEM_CONTINGENCY_PLAN] = contingency;
    decisions[BCF_ITEM_RECOVERY_PLAN] = recovery;
    figures.decisions = decisions;
}

static bcf_code pay(const bcf_release **release)
{
    const bcf_allocation *allocation = NULL;
    ck_assert_int_eq(bcf_allocate(&allocation, arena, &figures, settings, &notes, &err), BCF_OK);
    return bcf_release_payments(release, arena, &figures, settings, allocation, &scores, NULL,
                                &notes, &err);
}

static const bcf_release *released(void)
{
    const bcf_release *release = NULL;
    bcf_code code = pay(&release);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_uint_eq(release->row_count, 2 * PARTS);
    return release;
}

static void choose(const char *assignment)
{
    ck_assert_int_eq(bcf_settings_set(settings, assignment, &err), BCF_OK);
}

static bcf_strand *changeable_strands(void)
{
    bcf_strand *strands = BCF_NEW_ARRAY(arena, performance.strand_count, bcf_strand);
    memcpy(strands, performance.strands, performance.strand_count * sizeof *strands);
    performance.strands = strands;
    return strands;
}

static bcf_part *changeable_parts(void)
{
    bcf_part *parts = BCF_NEW_ARRAY(arena, performance.part_count, bcf_part);
    memcpy(parts, performance.parts, performance.part_count * sizeof *parts);
    performance.parts = parts;
    return parts;
}

typedef struct check {
    size_t part;
    const char *released; /* NULL: no more checks */
    bcf_held_for held_for;
} check;

#define ALL_MET "mmmm"
#define ABSENT BCF_DECISION_ABSENT
#define BELOW "below"
#define NOT_BELOW "not-below"
#define ALL_ACHIEVED                                                                               \
    {                                                                                              \
        "1", "1", "1", "1", "1", "1", "1", "1", "1"                                                \
    }
/* What H1's April comes to, in the order of the metrics. */
#define IN_APRIL(a, b, c)                                                                          \
    {                                                                                              \
        a, b, c, "1", "1", "1", "1", "1", "1"                                                      \
    }
#define IN_OCTOBER(a, b)                                                                           \
    {                                                                                              \
        "1", "1", "1", a, b, "1", "1", "1", "1"                                                    \
    }

/* H1 has 43,750,000 a condition; 58,333,333.33 a metric, and a penny more for the first of April's
 * three and the first two of October's six. */
static const struct {
    const char *name;
    const char *settings[SETTINGS];
    const char *conditions;
    const char *scores[METRICS];
    bcf_decision_state contingency;
    bcf_decision_state recovery;
    const char *april;
    const char *october;
    check checks[CHECKS];
} rows[] = {
    {"all is met and achieved",
     {NULL},
     ALL_MET,
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "43750000.00", NOTHING},
      {4, "58333333.34", NOTHING},
      {5, "58333333.33", NOTHING},
      {12, "58333333.33", NOTHING}}},
    {"exactly the line is on it",
     {NULL},
     ALL_MET,
     IN_APRIL("7/10", "1", "7/10"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "40833333.34", PENDING}, {5, "58333333.33", NOTHING}, {6, "40833333.33", PENDING}}},
    {"a plan for what is held is agreed",
     {NULL},
     ALL_MET,
     IN_APRIL("7/10", "1", "1"),
     BCF_DECISION_AGREED,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "40833333.34", AGREED}}},
    {"a plan for what is held is not agreed",
     {NULL},
     ALL_MET,
     IN_APRIL("7/10", "1", "1"),
     BCF_DECISION_NOT_AGREED,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "40833333.34", PENDING}}},
    {"one metric is below the line, and all that is held waits",
     {NULL},
     "mnmm",
     IN_APRIL("69/100", "99/100", "1"),
     BCF_DECISION_AGREED,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "40250000.00", RECOVERY_PENDING},
      {5, "57750000.00", RECOVERY_PENDING},
      {1, "0.00", RECOVERY_PENDING},
      {0, "43750000.00", NOTHING}}},
    {"a recovery plan is agreed",
     {NULL},
     ALL_MET,
     IN_APRIL("69/100", "1", "1"),
     ABSENT,
     BCF_DECISION_AGREED,
     BELOW,
     NOT_BELOW,
     {{4, "40250000.00", RECOVERY}}},
    {"a recovery plan is not agreed",
     {NULL},
     ALL_MET,
     IN_APRIL("69/100", "1", "1"),
     ABSENT,
     BCF_DECISION_NOT_AGREED,
     BELOW,
     NOT_BELOW,
     {{4, "40250000.00", DIRECTION}}},
    {"no recovery plan is required: as if passed",
     {NULL},
     ALL_MET,
     IN_APRIL("69/100", "1", "1"),
     ABSENT,
     BCF_DECISION_NOT_REQUIRED,
     BELOW,
     NOT_BELOW,
     {{4, "40250000.00", PENDING}}},
    {"no recovery plan is required, and something is missing",
     {NULL},
     ALL_MET,
     IN_APRIL("69/100", "not", "1"),
     ABSENT,
     BCF_DECISION_NOT_REQUIRED,
     BELOW,
     NOT_BELOW,
     {{4, "40250000.00", DATA}, {5, "0.00", DATA}}},
    {"October is tested by itself",
     {NULL},
     ALL_MET,
     IN_OCTOBER("0", "99/100"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     BELOW,
     {{4, "58333333.34", NOTHING},
      {7, "0.00", RECOVERY_PENDING},
      {8, "57750000.01", RECOVERY_PENDING},
      {9, "58333333.33", NOTHING}}},
    {"what is not assessed is waited for",
     {NULL},
     ALL_MET,
     IN_APRIL("not", "7/10", "1"),
     BCF_DECISION_AGREED,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "0.00", DATA}, {5, "40833333.33", DATA}}},
    {"what is mismatched is waited for",
     {NULL},
     ALL_MET,
     IN_APRIL("definition", "1", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "0.00", DATA}}},
    {"what is of other months is waited for",
     {NULL},
     ALL_MET,
     IN_APRIL("1", "period", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{5, "0.00", DATA}}},
    {"nothing is assessed",
     {NULL},
     ALL_MET,
     IN_APRIL("not", "not", "not"),
     ABSENT,
     ABSENT,
     "not-scored",
     NOT_BELOW,
     {{4, "0.00", DATA}, {6, "0.00", DATA}}},
    {"no ambition is below the line",
     {NULL},
     ALL_MET,
     IN_APRIL("none", "1", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "0.00", RECOVERY_PENDING}}},
    {"below and missing: below",
     {NULL},
     ALL_MET,
     IN_APRIL("0", "not", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "0.00", RECOVERY_PENDING}, {5, "0.00", RECOVERY_PENDING}}},
    {"more than achieved is paid as achieved",
     {NULL},
     ALL_MET,
     IN_APRIL("3/2", "1", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "58333333.34", NOTHING}}},
    {"worse than before takes nothing back",
     {NULL},
     ALL_MET,
     IN_APRIL("-1/2", "0", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "0.00", RECOVERY_PENDING}, {5, "0.00", RECOVERY_PENDING}}},
    {"half a penny goes away from zero",
     {NULL},
     ALL_MET,
     IN_APRIL("3/4", "1", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "43750000.01", PENDING}}}, /* 43,750,000.005 */

    {"the mean, exactly on the line",
     {"seventy-per-cent-test=mean"},
     ALL_MET,
     IN_APRIL("1/10", "1", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "5833333.33", PENDING}}},
    {"the mean, below it",
     {"seventy-per-cent-test=mean"},
     ALL_MET,
     IN_APRIL("9/100", "1", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "5250000.00", RECOVERY_PENDING}}},
    {"the mean counts nothing below zero",
     {"seventy-per-cent-test=mean"},
     ALL_MET,
     IN_OCTOBER("-9", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{7, "0.00", PENDING}}},
    {"the mean counts nothing above one",
     {"seventy-per-cent-test=mean"},
     ALL_MET,
     IN_APRIL("9", "1/20", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "58333333.34", NOTHING}}},
    {"no ambition counts as nothing in the mean",
     {"seventy-per-cent-test=mean"},
     ALL_MET,
     IN_APRIL("none", "1", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "0.00", RECOVERY_PENDING}}},
    {"what is missing does not count in the mean",
     {"seventy-per-cent-test=mean"},
     ALL_MET,
     IN_APRIL("not", "1", "2/5"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "0.00", DATA}}},

    {"two of three metrics",
     {"seventy-per-cent-test=share-of-metrics"},
     ALL_MET,
     IN_APRIL("99/100", "1", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "57750000.01", RECOVERY_PENDING}}},
    {"five of six metrics",
     {"seventy-per-cent-test=share-of-metrics"},
     ALL_MET,
     IN_OCTOBER("0", "3/2"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{7, "0.00", PENDING}}},
    {"four of six metrics, one without ambition",
     {"seventy-per-cent-test=share-of-metrics"},
     ALL_MET,
     IN_OCTOBER("none", "99/100"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     BELOW,
     {{7, "0.00", RECOVERY_PENDING}}},
    {"two of two metrics that are scored",
     {"seventy-per-cent-test=share-of-metrics"},
     ALL_MET,
     IN_APRIL("not", "1", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "0.00", DATA}}},

    {"over the plan, October fails April",
     {"seventy-per-cent-scope=plan"},
     "mnmm",
     IN_OCTOBER("0", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     BELOW,
     {{1, "0.00", RECOVERY_PENDING}, {4, "58333333.34", NOTHING}, {7, "0.00", RECOVERY_PENDING}}},
    {"over the plan, April waits for October",
     {"seventy-per-cent-scope=plan"},
     "mnmm",
     IN_OCTOBER("not", "1"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{1, "0.00", DATA}, {7, "0.00", DATA}}},
    {"seven of nine, over the plan",
     {"seventy-per-cent-scope=plan", "seventy-per-cent-test=share-of-metrics"},
     ALL_MET,
     IN_OCTOBER("0", "0"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{7, "0.00", PENDING}}},

    {"only the whole is paid",
     {"metric-release=all-or-nothing"},
     ALL_MET,
     IN_APRIL("99/100", "1", "3/2"),
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{4, "0.00", PENDING}, {5, "58333333.33", NOTHING}, {6, "58333333.33", NOTHING}}},
    {"only the whole is paid, and nothing is assessed",
     {"metric-release=all-or-nothing"},
     ALL_MET,
     IN_APRIL("not", "none", "1"),
     ABSENT,
     ABSENT,
     BELOW,
     NOT_BELOW,
     {{4, "0.00", RECOVERY_PENDING}, {5, "0.00", RECOVERY_PENDING}}},

    {"a condition that is not met, not assessed, absent",
     {NULL},
     "mnu-",
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "43750000.00", NOTHING}, {1, "0.00", PENDING}, {2, "0.00", DATA}, {3, "0.00", DATA}}},
    {"all conditions or none: one is not met",
     {"conditions-split=all-or-nothing"},
     "mmmn",
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "0.00", PENDING}, {3, "0.00", PENDING}}},
    {"all conditions or none: the first is not met",
     {"conditions-split=all-or-nothing"},
     "nmmm",
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "0.00", PENDING}, {3, "0.00", PENDING}}},
    {"all conditions or none: one is not assessed",
     {"conditions-split=all-or-nothing"},
     "unmm",
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "0.00", DATA}, {1, "0.00", PENDING}, {3, "0.00", DATA}}},
    {"all conditions or none: one is absent",
     {"conditions-split=all-or-nothing"},
     "mm-m",
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "0.00", DATA}, {2, "0.00", DATA}, {3, "0.00", DATA}}},
    {"all conditions or none: all",
     {"conditions-split=all-or-nothing"},
     ALL_MET,
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "43750000.00", NOTHING}, {3, "43750000.00", NOTHING}}},
    {"another's lack of data is nobody's where each stands alone",
     {NULL},
     "mu-m",
     ALL_ACHIEVED,
     ABSENT,
     ABSENT,
     NOT_BELOW,
     NOT_BELOW,
     {{0, "43750000.00", NOTHING}, {3, "43750000.00", NOTHING}}},
};

static void put_row(int row)
{
    for (size_t i = 0; i < SETTINGS && rows[row].settings[i] != NULL; i++) {
        choose(rows[row].settings[i]);
    }
    put_conditions(rows[row].conditions);
    put_decisions(rows[row].contingency, rows[row].recovery);
    for (size_t i = 0; i < METRICS; i++) {
        score_metric(i, 0, rows[row].scores[i]);
    }
}

static void check_row(const char *name, const bcf_release_row *row, const check *wanted)
{
    ck_assert_msg(strcmp(case_pounds(row->released), wanted->released) == 0
                      && row->held_for == wanted->held_for,
                  "%s: part %zu: released %s, held %s for '%s'", name, wanted->part,
                  case_pounds(row->released), case_pounds(row->held),
                  bcf_held_for_text(row->held_for));
}

START_TEST(a_payment_is_as_worked_by_hand)
{
    put_row(_i);
    const bcf_release *release = released();
    ck_assert_str_eq(bcf_release_test_text(release->trials[0].test), rows[_i].april);
    ck_assert_str_eq(bcf_release_test_text(release->trials[1].test), rows[_i].october);
    for (size_t i = 0; i < CHECKS && rows[_i].checks[i].released != NULL; i++) {
        const check *wanted = &rows[_i].checks[i];
        check_row(rows[_i].name, bcf_release_find(release, &figures, wanted->part, 0), wanted);
    }
    for (size_t part = 0; part < PARTS; part++) { /* whatever H1 does is not H2's */
        const bcf_release_row *row = bcf_release_find(release, &figures, part, 1);
        ck_assert_uint_eq(row->part, part);
        ck_assert_uint_eq(row->board, 1);
        ck_assert_int_eq(row->held.pence, 0);
        ck_assert_int_eq(row->held_for, NOTHING);
    }
}
END_TEST

START_TEST(every_row_adds_up_and_each_strand_to_the_nation)
{
    static const int64_t strands[] = {25000000000, 25000000000, 50000000000};
    put_row(_i);
    const bcf_release *release = released();
    int64_t available[3] = {0};
    for (size_t i = 0; i < release->row_count; i++) {
        const bcf_release_row *row = &release->rows[i];
        ck_assert_int_eq(row->carried_in.pence, 0);
        ck_assert_int_eq(row->available.pence, row->released.pence + row->held.pence);
        ck_assert_int_ge(row->held.pence, 0);
        ck_assert_int_ge(row->released.pence, 0);
        ck_assert_int_eq(row->held.pence == 0, row->held_for == NOTHING);
        available[performance.parts[row->part].strand] += row->available.pence;
    }
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(available[i], strands[i]);
    }
}
END_TEST

/* A board that is paid again by the same scores gets the same. */
START_TEST(paying_again_changes_nothing)
{
    put_row(_i);
    const bcf_release *release = released();
    for (size_t board = 0; board < 2; board++) {
        bcf_release_row again[PARTS];
        bcf_release_test tests[2];
        bcf_release_again(again, tests, arena, &figures, settings, &scores, release, board);
        for (size_t part = 0; part < PARTS; part++) {
            const bcf_release_row *before = bcf_release_find(release, &figures, part, board);
            ck_assert_uint_eq(again[part].board, board);
            ck_assert_uint_eq(again[part].part, part);
            ck_assert_int_eq(again[part].available.pence, before->available.pence);
            ck_assert_int_eq(again[part].released.pence, before->released.pence);
            ck_assert_int_eq(again[part].held.pence, before->held.pence);
            ck_assert_int_eq(again[part].held_for, before->held_for);
            ck_assert_int_eq(again[part].data_status, before->data_status);
        }
        for (size_t payment = 0; payment < 2; payment++) {
            ck_assert_int_eq(tests[payment], release->trials[board * 2 + payment].test);
        }
    }
}
END_TEST

START_TEST(paying_again_goes_by_the_other_scores)
{
    put_conditions("mnmm");
    put_decisions(ABSENT, ABSENT);
    const bcf_release *release = released();
    score_metric(0, 0, "not");
    score_metric(1, 0, "1/2");
    bcf_release_row again[PARTS];
    bcf_release_test tests[2];
    bcf_release_again(again, tests, arena, &figures, settings, &scores, release, 0);
    check_row("not measured any more", &again[4], &(check){4, "0.00", RECOVERY_PENDING});
    check_row("half", &again[5], &(check){5, "29166666.67", RECOVERY_PENDING});
    check_row("a condition", &again[1], &(check){1, "0.00", RECOVERY_PENDING});
    ck_assert_int_eq(tests[0], BCF_TEST_BELOW);
    ck_assert_int_eq(tests[1], BCF_TEST_NOT_BELOW);
    ck_assert_int_eq(bcf_release_find(release, &figures, 4, 0)->held.pence, 0);
}
END_TEST

START_TEST(a_trial_tells_what_was_counted)
{
    put_conditions(ALL_MET);
    put_decisions(ABSENT, ABSENT);
    static const char *const texts[] = {"none", "3/2",    "not", "1/2",       "3/4",
                                        "-1",   "period", "1",   "definition"};
    for (size_t i = 0; i < METRICS; i++) {
        score_metric(i, 0, texts[i]);
    }
    const bcf_release_trial *april = &released()->trials[0];
    const bcf_release_trial *october = april + 1;
    ck_assert_int_eq(april->scored, 2);
    ck_assert_int_eq(april->achieved, 1);
    ck_assert_int_eq(april->unscored, 1);
    ck_assert(april->has_one_below);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, april->sum), "1");
    ck_assert_int_eq(april->held_for, RECOVERY_PENDING);
    ck_assert_int_eq(october->scored, 4);
    ck_assert_int_eq(october->achieved, 1);
    ck_assert_int_eq(october->unscored, 2);
    ck_assert(october->has_one_below);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, october->sum), "9/4");
    const bcf_release_trial *others = april + 2;
    ck_assert_int_eq(others->scored, APRIL);
    ck_assert_int_eq(others->achieved, APRIL);
    ck_assert(!others->has_one_below);
    ck_assert_int_eq(others->held_for, PENDING);
}
END_TEST

static const struct {
    const char *name;
    const char *score;
    bool reaches;
} lines[] = {
    {"the line", "7/10", true},
    {"a little less", "699999999/1000000000", false},
    {"more", "2", true},
    {"below zero", "-1", false},
    {"no achievement", "not", false},
};

START_TEST(a_metric_reaches_the_line_or_not)
{
    score_metric(0, 0, lines[_i].score);
    ck_assert_msg(bcf_release_reaches_line(&performance, &items[0]) == lines[_i].reaches, "%s",
                  lines[_i].name);
}
END_TEST

/* What H1 may get: by which reading, of which part. */
static const struct {
    const char *name;
    const char *setting;
    size_t part;
    const char *available;
} offers[] = {
    {"by the CCG route", "p4p-share-basis=ccg-route", 0, "43750000.00"},
    /* of 250 million, 2,536.4 in 3,784: 167,573,995.77, so H1 has the odd pound; a quarter of it */
    {"by the whole pool", "p4p-share-basis=whole-pool", 0, "41893499.00"},
    {"by the letters", "p4p-share-basis=published", 0, "15625000.00"},
    {"of equal value over both payments: October alone", "metric-value=overall", 7, "87500000.00"},
    {"of equal value over both payments: April too", "metric-value=overall", 9, "29166666.67"},
    {"of equal value over both payments: the last", "metric-value=overall", 12, "29166666.66"},
    {"in thousands", "unit=1000", 4, "58333333.34"},
};

#define LETTERS                                                                                    \
    "hwb,year,item,amount\n"                                                                       \
    "H1,2015-16,payment-for-performance,100\nH2,2015-16,payment-for-performance,300\n"

START_TEST(what_is_available_follows_the_reading)
{
    dataset_put(&set, "letters", LETTERS);
    read_figures();
    put_conditions(ALL_MET);
    choose(offers[_i].setting);
    const bcf_release_row *row = bcf_release_find(released(), &figures, offers[_i].part, 0);
    ck_assert_msg(strcmp(case_pounds(row->available), offers[_i].available) == 0, "%s: %s",
                  offers[_i].name, case_pounds(row->available));
}
END_TEST

/* A share of metrics that is exactly the line: no policy has one that three or six can meet. */
START_TEST(a_share_of_metrics_on_the_line_is_not_below_it)
{
    put_conditions(ALL_MET);
    put_decisions(ABSENT, ABSENT);
    choose("seventy-per-cent-test=share-of-metrics");
    performance.recovery_threshold = bcf_ratio_of(arena, 2, 3);
    score_metric(0, 0, "0");
    ck_assert_int_eq(released()->trials[0].test, BCF_TEST_NOT_BELOW);
    score_metric(1, 0, "0");
    ck_assert_int_eq(released()->trials[0].test, BCF_TEST_BELOW);
}
END_TEST

/* What stands behind the end of a list, or in its first place, counts as the list says. */

START_TEST(a_score_of_the_first_part_counts)
{
    put_conditions(ALL_MET);
    bcf_score more[(METRICS + 1) * 2];
    more[0] = (bcf_score){.part = 0,
                          .board = 0,
                          .achievement = bcf_ratio_new(arena),
                          .status = BCF_SCORE_NOT_ACHIEVED};
    more[1] = more[0];
    more[1].board = 1;
    memcpy(more + 2, items, sizeof items);
    scores = (bcf_scores){.items = more, .count = (METRICS + 1) * 2, .board_count = 2};
    ck_assert_int_eq(released()->trials[0].scored, APRIL + 1);
    ck_assert_int_eq(released()->trials[0].test, BCF_TEST_BELOW);
}
END_TEST

START_TEST(a_score_behind_the_last_part_does_not_count)
{
    put_conditions(ALL_MET);
    bcf_strand *strands = changeable_strands();
    strands[2].part_count--;
    performance.part_count--;
    score_metric(METRICS - 1, 0, "0");
    const bcf_release *release = NULL;
    ck_assert_int_eq(pay(&release), BCF_OK);
    ck_assert_uint_eq(release->row_count, 2 * (PARTS - 1));
    ck_assert_int_eq(release->trials[1].scored, METRICS - APRIL - 1);
    ck_assert_int_eq(release->trials[1].test, BCF_TEST_NOT_BELOW);
}
END_TEST

START_TEST(a_strand_behind_the_last_is_not_paid)
{
    put_conditions(ALL_MET);
    changeable_strands();
    performance.strand_count--;
    const bcf_release *release = released();
    ck_assert_int_gt(bcf_release_find(release, &figures, 4, 0)->released.pence, 0);
    ck_assert_int_eq(bcf_release_find(release, &figures, 7, 0)->released.pence, 0);
}
END_TEST

START_TEST(a_part_behind_the_last_condition_is_none)
{
    put_conditions(ALL_MET);
    choose("conditions-split=all-or-nothing");
    changeable_parts()[CONDITIONS].subject = 0; /* a condition that nobody answered */
    check_row("all are met", bcf_release_find(released(), &figures, 0, 0),
              &(check){0, "43750000.00", NOTHING});
}
END_TEST

START_TEST(a_grant_behind_the_last_measures_nothing)
{
    put_conditions(ALL_MET);
    const bcf_allocation *read = NULL;
    ck_assert_int_eq(bcf_allocate(&read, arena, &figures, settings, &notes, &err), BCF_OK);
    bcf_grant *grants = BCF_NEW_ARRAY(arena, read->grant_count + 1, bcf_grant);
    memcpy(grants, read->grants, read->grant_count * sizeof *grants);
    grants[read->grant_count] = grants[0];
    bcf_allocation allocation = *read;
    allocation.grants = grants;
    const bcf_release *release = NULL;
    bcf_code code = bcf_release_payments(&release, arena, &figures, settings, &allocation, &scores,
                                         NULL, &notes, &err);
    ck_assert_int_eq(code, BCF_OK);
    check_row("as ever", bcf_release_find(release, &figures, 0, 0),
              &(check){0, "43750000.00", NOTHING});
}
END_TEST

START_TEST(each_split_is_in_the_ledger)
{
    put_conditions(ALL_MET);
    const bcf_release *release = released();
    ck_assert_uint_eq(release->ledger->count, 3 * (1 + 2)); /* a strand, then each board's */
    for (size_t strand = 0; strand < 3; strand++) {
        const bcf_split *split = &release->ledger->items[strand * 3];
        ck_assert_int_eq(split->kind, BCF_SPLIT_STRAND);
        ck_assert_uint_eq(split->subject, strand);
        ck_assert_int_eq(split->whole.pence, performance.strands[strand].amount.pence);
        ck_assert_int_eq(split->unit.pence, 100);
        for (size_t board = 0; board < 2; board++) {
            const bcf_split *parts = split + 1 + board;
            ck_assert_int_eq(parts->kind, BCF_SPLIT_PARTS);
            ck_assert_uint_eq(parts->subject, strand);
            ck_assert_uint_eq(parts->source, board);
            ck_assert_int_eq(parts->whole.pence, split->shares[board].pence);
            ck_assert_int_eq(parts->unit.pence, 1);
            ck_assert_uint_eq(parts->who[0], performance.strands[strand].first_part);
        }
    }
}
END_TEST

/* How real a payment is. */
static const struct {
    const char *name;
    const char *setting;
    const char *invented; /* a table */
    const char *grants;   /* how real the weights of the grant are */
    bcf_status conditions;
    bcf_status score;
    size_t part;
    bcf_status status;
} reality[] = {
    {"published figures make a derived payment", "unit=1", "paid", "published",
     BCF_STATUS_PUBLISHED, BCF_STATUS_PUBLISHED, 4, BCF_STATUS_DERIVED},
    {"a condition of published figures", "unit=1", "paid", "published", BCF_STATUS_PUBLISHED,
     BCF_STATUS_ILLUSTRATIVE, 0, BCF_STATUS_DERIVED},
    {"an invented score", "unit=1", "paid", "published", BCF_STATUS_PUBLISHED,
     BCF_STATUS_ILLUSTRATIVE, 4, BCF_STATUS_ILLUSTRATIVE},
    {"an invented condition", "unit=1", "paid", "published", BCF_STATUS_ILLUSTRATIVE,
     BCF_STATUS_PUBLISHED, 0, BCF_STATUS_ILLUSTRATIVE},
    {"a condition that is absent", "unit=1", "paid", "published", BCF_STATUS_ILLUSTRATIVE,
     BCF_STATUS_PUBLISHED, 3, BCF_STATUS_DERIVED},
    {"people, by whom all is shared out", "unit=1", "residents", "published", BCF_STATUS_PUBLISHED,
     BCF_STATUS_PUBLISHED, 4, BCF_STATUS_ILLUSTRATIVE},
    {"the grant is not of the CCG route", "unit=1", "paid", "illustrative", BCF_STATUS_PUBLISHED,
     BCF_STATUS_PUBLISHED, 4, BCF_STATUS_DERIVED},
    {"the grant is of the whole pool", "p4p-share-basis=whole-pool", "paid", "illustrative",
     BCF_STATUS_PUBLISHED, BCF_STATUS_PUBLISHED, 4, BCF_STATUS_ILLUSTRATIVE},
    {"invented letters", "p4p-share-basis=published", "letters", "published", BCF_STATUS_PUBLISHED,
     BCF_STATUS_PUBLISHED, 4, BCF_STATUS_ILLUSTRATIVE},
    {"invented letters that nothing is shared out by", "unit=1", "letters", "published",
     BCF_STATUS_PUBLISHED, BCF_STATUS_PUBLISHED, 4, BCF_STATUS_DERIVED},
};

START_TEST(a_payment_is_no_more_real_than_what_it_is_made_of)
{
    case_put_manifest(reality[_i].invented);
    dataset_put(&set, "letters", LETTERS);
    put_indicators(reality[_i].grants);
    read_figures();
    put_conditions("mmn-");
    figures.conditions_status = reality[_i].conditions;
    items[0].data_status = reality[_i].score;
    choose(reality[_i].setting);
    const bcf_release *release = released();
    const bcf_release_row *row = bcf_release_find(release, &figures, reality[_i].part, 0);
    ck_assert_msg(row->data_status == reality[_i].status, "%s: %s", reality[_i].name,
                  bcf_status_text(row->data_status));
}
END_TEST

/* A later year may withdraw what no data can release any more. */
START_TEST(a_policy_that_withdraws_keeps_what_waits_for_data)
{
    performance.withdraws = true;
    put_conditions("mnu-");
    put_decisions(ABSENT, ABSENT);
    score_metric(3, 0, "1/2");
    score_metric(4, 0, "1");
    const bcf_release *release = released();
    static const bcf_held_for wanted[] = {NOTHING, WITHDRAWN, DATA,      DATA,   NOTHING,
                                          NOTHING, NOTHING,   WITHDRAWN, NOTHING};
    for (size_t part = 0; part < sizeof wanted / sizeof wanted[0]; part++) {
        ck_assert_int_eq(bcf_release_find(release, &figures, part, 0)->held_for, wanted[part]);
    }
}
END_TEST

/* What cannot be shared out is refused: the policy or the letters do not fit. */

static void check_refused(const char *words)
{
    const bcf_release *release = NULL;
    ck_assert_int_eq(pay(&release), BCF_REFUSED_DATA);
    ck_assert_ptr_null(release);
    ck_assert_uint_ge(err.count, 1);
    ck_assert_msg(strstr(err.messages[0], words) != NULL, "%s", err.messages[0]);
}

START_TEST(a_board_without_a_letter_is_refused)
{
    dataset_put(&set, "letters",
                "hwb,year,item,amount\nH2,2015-16,payment-for-performance,300\n"
                "H1,2014-15,payment-for-performance,300\nH1,2015-16,dfg,300\n");
    read_figures();
    choose("p4p-share-basis=published");
    check_refused("letters.csv: board 'H1' has no row for year '2015-16', item "
                  "'payment-for-performance'");
    ck_assert_uint_eq(err.count, 1);
}
END_TEST

START_TEST(the_last_board_without_a_letter_is_refused)
{
    dataset_put(&set, "letters", "hwb,year,item,amount\nH1,2015-16,payment-for-performance,300\n");
    read_figures();
    choose("p4p-share-basis=published");
    check_refused("letters.csv: board 'H2' has no row");
}
END_TEST

START_TEST(letters_that_are_not_there_are_refused)
{
    choose("p4p-share-basis=published");
    check_refused("p4p-share-basis=published");
    ck_assert_uint_eq(err.count, 1);
}
END_TEST

START_TEST(an_amount_that_is_not_in_the_unit_is_refused)
{
    put_conditions(ALL_MET);
    changeable_strands()[0].amount.pence += 1;
    check_refused("strand 'april-conditions': £250,000,000.01 is no whole number of £1.00");
    ck_assert_uint_eq(err.count, 1); /* and nothing goes on */
}
END_TEST

START_TEST(parts_that_weigh_nothing_are_refused)
{
    put_conditions(ALL_MET);
    bcf_part *parts = changeable_parts();
    for (size_t i = 0; i < CONDITIONS; i++) {
        parts[i].weight = 0;
    }
    check_refused("strand 'april-conditions': the weights add up to nothing");
    ck_assert_uint_eq(err.count, 1);
}
END_TEST

START_TEST(a_weight_that_is_no_number_is_refused)
{
    static const bcf_when when = {.setting = "metric-value", .is = "overall", .use = "heavy"};
    put_conditions(ALL_MET);
    choose("metric-value=overall");
    changeable_parts()[0].whens = (bcf_whens){&when, 1};
    check_refused("weight 'heavy'");
    ck_assert_uint_eq(err.count, 1);
}
END_TEST

START_TEST(a_strand_of_no_kind_releases_nothing)
{
    put_conditions(ALL_MET);
    changeable_strands()[1].kind = (bcf_strand_kind)0;
    const bcf_release *release = released();
    ck_assert_int_gt(bcf_release_find(release, &figures, 0, 0)->released.pence, 0);
    ck_assert_int_eq(bcf_release_find(release, &figures, 4, 0)->released.pence, 0);
    ck_assert_int_gt(bcf_release_find(release, &figures, 4, 0)->held.pence, 0);
}
END_TEST

/* What is held: by itself, as the two rules have it. */

START_TEST(what_is_not_released_is_held)
{
    bcf_release_row row = {.carried_in = {30}, .available = {100}, .released = {50}};
    bcf_release_close(&row);
    ck_assert_int_eq(row.held.pence, 80);
    row.released.pence = 130;
    bcf_release_close(&row);
    ck_assert_int_eq(row.held.pence, 0);
    row.released.pence = -10;
    bcf_release_close(&row);
    ck_assert_int_eq(row.held.pence, 140);
}
END_TEST

START_TEST(a_row_goes_on_from_the_totals_before)
{
    bcf_release_row row = {0};
    bcf_release_go_on(&row, (bcf_release_totals){{100}, {40}}, (bcf_release_totals){{150}, {130}});
    ck_assert_int_eq(row.carried_in.pence, 60);
    ck_assert_int_eq(row.available.pence, 50);
    ck_assert_int_eq(row.released.pence, 90);
    ck_assert_int_eq(row.held.pence, 20);
    bcf_release_go_on(&row, (bcf_release_totals){{100}, {40}}, (bcf_release_totals){{100}, {40}});
    ck_assert_int_eq(row.available.pence, 0);
    ck_assert_int_eq(row.released.pence, 0);
    ck_assert_int_eq(row.held.pence, 60);
}
END_TEST

static const struct {
    bcf_held_for held_for;
    const char *text;
} reasons[] = {
    {NOTHING, ""},
    {DATA, "awaiting-data"},
    {AGREED, "contingency-plan"},
    {PENDING, "contingency-plan-pending"},
    {RECOVERY, "recovery-plan"},
    {RECOVERY_PENDING, "recovery-plan-pending"},
    {DIRECTION, "nhs-england-direction"},
    {WITHDRAWN, "withdrawn"},
    {BCF_HELD_FOR_NHS_SERVICES, "nhs-services"},
};

START_TEST(a_reason_is_written_as_a_word)
{
    ck_assert_str_eq(bcf_held_for_text(reasons[_i].held_for), reasons[_i].text);
}
END_TEST

/* What no policy and no dataset can bring about stops the program. */

START_TEST(a_reason_that_nobody_named_stops_the_program)
{
    bcf_held_for_text((bcf_held_for)99);
}
END_TEST

START_TEST(a_test_that_nobody_named_stops_the_program)
{
    bcf_release_test_text((bcf_release_test)0);
}
END_TEST

START_TEST(more_released_than_there_is_stops_the_program)
{
    bcf_release_row row = {.carried_in = {30}, .available = {100}, .released = {131}};
    bcf_release_close(&row);
}
END_TEST

START_TEST(a_ceiling_that_falls_stops_the_program)
{
    bcf_release_row row = {0};
    bcf_release_go_on(&row, (bcf_release_totals){{100}, {40}}, (bcf_release_totals){{99}, {40}});
}
END_TEST

START_TEST(payments_of_no_policy_stop_the_program)
{
    policy.performance = NULL;
    released();
}
END_TEST

START_TEST(paying_again_by_no_policy_stops_the_program)
{
    put_conditions(ALL_MET);
    const bcf_release *release = released();
    policy.performance = NULL;
    bcf_release_again(NULL, NULL, arena, &figures, settings, &scores, release, 0);
}
END_TEST

START_TEST(paying_again_where_admissions_are_counted_stops_the_program)
{
    put_conditions(ALL_MET);
    const bcf_release *release = released();
    static const bcf_admissions_rules rules = {0};
    performance.admissions = &rules;
    bcf_release_row again[PARTS];
    bcf_release_test tests[2];
    bcf_release_again(again, tests, arena, &figures, settings, &scores, release, 0);
}
END_TEST

START_TEST(a_letter_below_nothing_stops_the_program)
{
    dataset_put(&set, "letters", LETTERS);
    read_figures();
    choose("p4p-share-basis=published");
    bcf_letter letters[2];
    memcpy(letters, figures.letters, sizeof letters);
    letters[0].amount.pence = -1;
    figures.letters = letters;
    released();
}
END_TEST

START_TEST(a_metric_without_a_score_stops_the_program)
{
    put_conditions(ALL_MET);
    scores.count -= 2; /* of the last part */
    released();
}
END_TEST

START_TEST(a_recovery_plan_that_is_yes_stops_the_program)
{
    put_conditions(ALL_MET);
    put_decisions(ABSENT, BCF_DECISION_YES);
    score_metric(0, 0, "0");
    released();
}
END_TEST

START_TEST(a_recovery_plan_that_is_no_stops_the_program)
{
    put_conditions(ALL_MET);
    put_decisions(ABSENT, BCF_DECISION_NO);
    score_metric(0, 0, "0");
    released();
}
END_TEST

START_TEST(a_strand_of_other_rules_stops_the_program)
{
    put_conditions(ALL_MET);
    changeable_strands()[0].kind = BCF_STRAND_QUARTERS;
    released();
}
END_TEST

START_TEST(a_decision_that_is_none_stops_the_program)
{
    put_conditions(ALL_MET);
    put_decisions(ABSENT, (bcf_decision_state)99);
    score_metric(0, 0, "0");
    released();
}
END_TEST

static void add_stops(TCase *tcase)
{
    const TTest *const stops[] = {
        a_reason_that_nobody_named_stops_the_program,
        a_test_that_nobody_named_stops_the_program,
        more_released_than_there_is_stops_the_program,
        a_ceiling_that_falls_stops_the_program,
        payments_of_no_policy_stop_the_program,
        paying_again_by_no_policy_stops_the_program,
        paying_again_where_admissions_are_counted_stops_the_program,
        a_letter_below_nothing_stops_the_program,
        a_metric_without_a_score_stops_the_program,
        a_recovery_plan_that_is_yes_stops_the_program,
        a_recovery_plan_that_is_no_stops_the_program,
        a_decision_that_is_none_stops_the_program,
        a_strand_of_other_rules_stops_the_program,
    };
    for (int i = 0; i < ROWS_IN(stops); i++) {
        tcase_add_test_raise_signal(tcase, stops[i], SIGABRT);
    }
}

static Suite *release_strands_suite(void)
{
    Suite *suite = suite_create("release_strands");
    TCase *tcase = tcase_create("release_strands");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, a_payment_is_as_worked_by_hand, rows);
    ADD_ROWS(tcase, every_row_adds_up_and_each_strand_to_the_nation, rows);
    ADD_ROWS(tcase, paying_again_changes_nothing, rows);
    tcase_add_test(tcase, paying_again_goes_by_the_other_scores);
    tcase_add_test(tcase, a_trial_tells_what_was_counted);
    ADD_ROWS(tcase, a_metric_reaches_the_line_or_not, lines);
    ADD_ROWS(tcase, what_is_available_follows_the_reading, offers);
    tcase_add_test(tcase, a_share_of_metrics_on_the_line_is_not_below_it);
    tcase_add_test(tcase, a_score_of_the_first_part_counts);
    tcase_add_test(tcase, a_score_behind_the_last_part_does_not_count);
    tcase_add_test(tcase, a_strand_behind_the_last_is_not_paid);
    tcase_add_test(tcase, a_part_behind_the_last_condition_is_none);
    tcase_add_test(tcase, a_grant_behind_the_last_measures_nothing);
    tcase_add_test(tcase, each_split_is_in_the_ledger);
    ADD_ROWS(tcase, a_payment_is_no_more_real_than_what_it_is_made_of, reality);
    tcase_add_test(tcase, a_policy_that_withdraws_keeps_what_waits_for_data);
    tcase_add_test(tcase, a_board_without_a_letter_is_refused);
    tcase_add_test(tcase, the_last_board_without_a_letter_is_refused);
    tcase_add_test(tcase, letters_that_are_not_there_are_refused);
    tcase_add_test(tcase, an_amount_that_is_not_in_the_unit_is_refused);
    tcase_add_test(tcase, parts_that_weigh_nothing_are_refused);
    tcase_add_test(tcase, a_weight_that_is_no_number_is_refused);
    tcase_add_test(tcase, a_strand_of_no_kind_releases_nothing);
    tcase_add_test(tcase, what_is_not_released_is_held);
    tcase_add_test(tcase, a_row_goes_on_from_the_totals_before);
    ADD_ROWS(tcase, a_reason_is_written_as_a_word, reasons);
    add_stops(tcase);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(release_strands_suite)

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "release.h"

#include "support/case.h"

#include <signal.h>

#define QUARTERS 4

static const bcf_policy *policy;
static bcf_settings *settings;

/* G1 and H1 are the same people, and so are G2 and H2. */
static void set_up(void)
{
    case_open();
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\n");
    policy = case_policy(FORMULAS "/2015-16-revised/v1/policy.xml");
    settings = bcf_settings_new(arena, policy);
}

/* Counts of G1, a quarter each; what is not above zero is not there. G2's never change. */
static void put_activity(const int baseline[QUARTERS], const int actual[QUARTERS])
{
    bcf_text table = {0};
    bcf_text_add(&table, "ccg,measure,period,count\n");
    for (int i = 0; i < QUARTERS; i++) {
        int first = 3 * i + 1;
        for (int year = 2014; year <= 2015; year++) {
            int count = year == 2014 ? baseline[i] : actual[i];
            bcf_text_print(&table, "G2,non-elective,%d-%02d..%d-%02d,1000\n", year, first, year,
                           first + 2);
            if (count > 0) {
                bcf_text_print(&table, "G1,non-elective,%d-%02d..%d-%02d,%d\n", year, first, year,
                               first + 2, count);
            }
        }
    }
    dataset_put(&set, "activity", bcf_text_get(&table));
    bcf_text_clear(&table);
}

static bcf_code pay(const bcf_release **release, const bcf_figures *figures, bool is_counted)
{
    const bcf_allocation *allocation = NULL;
    ck_assert_int_eq(bcf_allocate(&allocation, arena, figures, settings, &notes, &err), BCF_OK);
    const bcf_admissions *admissions = NULL;
    ck_assert_int_eq(bcf_admissions_count(&admissions, arena, figures, &notes, &err), BCF_OK);
    return bcf_release_payments(release, arena, figures, settings, allocation, NULL,
                                is_counted ? admissions : NULL, &notes, &err);
}

static const bcf_release *released(void)
{
    const bcf_release *release = NULL;
    bcf_code code = pay(&release, case_figures(policy), true);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return release;
}

/* What H1 gets in each quarter's payment, worked out by hand: available, released, held. */
typedef struct quarter {
    const char *available;
    const char *released;
    const char *held;
    bcf_held_for held_for;
} quarter;

#define NOTHING BCF_HELD_FOR_NOTHING
#define SERVICES BCF_HELD_FOR_NHS_SERVICES
#define WAITING BCF_HELD_FOR_AWAITING_DATA

static const struct {
    const char *name;
    const char *setting; /* or NULL */
    int baseline[QUARTERS];
    int actual[QUARTERS];
    const char *ambitions; /* rows, or "" */
    const char *rest;      /* of H1's share, 700 million */
    quarter quarters[QUARTERS];
} rows[] = {
    {"fewer at first, then as planned",
     NULL,
     {5000, 5000, 5000, 5000},
     {4900, 4825, 4800, 4775},
     "",
     "698957000.00",
     {{"260750.00", "149000.00", "111750.00", SERVICES},
      {"260750.00", "260750.00", "111750.00", SERVICES},
      {"260750.00", "298000.00", "74500.00", SERVICES},
      {"260750.00", "335250.00", "0.00", NOTHING}}},
    {"more than planned, then more again: what was paid stays paid",
     NULL,
     {5000, 5000, 5000, 5000},
     {4700, 5200, 5000, 4600},
     "",
     "698957000.00",
     {{"260750.00", "260750.00", "0.00", NOTHING},
      {"260750.00", "0.00", "260750.00", SERVICES},
      {"260750.00", "0.00", "521500.00", SERVICES},
      {"260750.00", "484250.00", "298000.00", SERVICES}}},
    {"the same, ahead of the plan",
     "cap-by-plan-profile=no",
     {5000, 5000, 5000, 5000},
     {4700, 5200, 5000, 4600},
     "",
     "698957000.00",
     {{"1043000.00", "447000.00", "596000.00", SERVICES},
      {"0.00", "0.00", "596000.00", SERVICES},
      {"0.00", "0.00", "596000.00", SERVICES},
      {"0.00", "298000.00", "298000.00", SERVICES}}},
    {"the same, with clawback",
     "clawback=yes",
     {5000, 5000, 5000, 5000},
     {4700, 5200, 5000, 4600},
     "",
     "698957000.00",
     {{"260750.00", "260750.00", "0.00", NOTHING},
      {"260750.00", "-111750.00", "372500.00", SERVICES},
      {"260750.00", "0.00", "633250.00", SERVICES},
      {"260750.00", "596000.00", "298000.00", SERVICES}}},
    {"from the quarter that is missing on, all waits",
     NULL,
     {5000, 5000, 5000, 5000},
     {4900, 4825, 0, 4775},
     "",
     "698957000.00",
     {{"260750.00", "149000.00", "111750.00", SERVICES},
      {"260750.00", "260750.00", "111750.00", SERVICES},
      {"260750.00", "0.00", "372500.00", WAITING},
      {"260750.00", "0.00", "633250.00", WAITING}}},
    {"more admissions all year",
     NULL,
     {5000, 5000, 5000, 5000},
     {5100, 5100, 5100, 5100},
     "",
     "698957000.00",
     {{"260750.00", "0.00", "260750.00", SERVICES},
      {"260750.00", "0.00", "521500.00", SERVICES},
      {"260750.00", "0.00", "782250.00", SERVICES},
      {"260750.00", "0.00", "1043000.00", SERVICES}}},
    {"far fewer than planned: no more than was planned",
     NULL,
     {5000, 5000, 5000, 5000},
     {1000, 1000, 1000, 1000},
     "",
     "698957000.00",
     {{"260750.00", "260750.00", "0.00", NOTHING},
      {"260750.00", "260750.00", "0.00", NOTHING},
      {"260750.00", "260750.00", "0.00", NOTHING},
      {"260750.00", "260750.00", "0.00", NOTHING}}},
    {"running totals are rounded, and rows are their differences",
     NULL,
     {1, 1, 1, 1},
     {1, 1, 1, 1},
     "H1,non-elective,,v1,2014-01..2014-12,700,1,699,1\n", /* R = 4/700: F = 851.428571.. p */
     "699999991.49",
     {{"2.13", "0.00", "2.13", SERVICES},
      {"2.13", "0.00", "4.26", SERVICES},
      {"2.13", "0.00", "6.39", SERVICES},
      {"2.12", "0.00", "8.51", SERVICES}}},
    {"all is planned for one quarter, and none for the others",
     NULL,
     {5000, 5000, 5000, 5000},
     {5000, 5000, 4300, 5000},
     "H1,non-elective,,v1,2014-01..2014-12,1,1,1,1\n"
     "H1,non-elective,2015-11,v1,2014-07..2014-09,5000,1,4300,1\n",
     "698957000.00",
     {{"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"1043000.00", "1043000.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING}}},
    {"more is planned for a quarter: the ceiling never falls",
     NULL,
     {5000, 5000, 5000, 5000},
     {4400, 5000, 4900, 5000},
     "H1,non-elective,2015-05,v1,2014-01..2014-03,5000,1,4500,1\n"
     "H1,non-elective,2015-08,v1,2014-04..2014-06,5000,1,5200,1\n"
     "H1,non-elective,2015-11,v1,2014-07..2014-09,5000,1,4600,1\n"
     "H1,non-elective,,v1,2014-10..2014-12,1,1,1,1\n", /* R = 500 - 200 + 400 */
     "698957000.00",
     {{"745000.00", "745000.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"298000.00", "298000.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING}}},
    {"no reduction is planned: nothing hangs on admissions",
     NULL,
     {5000, 5000, 5000, 5000},
     {4000, 4000, 4000, 4000},
     "H1,non-elective,,v1,2014-01..2014-12,1,1,1,1\n",
     "700000000.00",
     {{"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING}}},
    {"more admissions are planned",
     NULL,
     {5000, 5000, 5000, 5000},
     {4000, 4000, 4000, 4000},
     "H1,non-elective,,v1,2014-01..2014-12,100,1,101,1\n",
     "700000000.00",
     {{"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING}}},
    {"with clawback, more admissions than ever take back what was paid, and no more",
     "clawback=yes",
     {5000, 5000, 5000, 5000},
     {4900, 5300, 5000, 5000},
     "",
     "698957000.00",
     {{"260750.00", "149000.00", "111750.00", SERVICES},
      {"260750.00", "-149000.00", "521500.00", SERVICES},
      {"260750.00", "0.00", "782250.00", SERVICES},
      {"260750.00", "0.00", "1043000.00", SERVICES}}},
    {"more is planned at first than in the year: never more than hangs on the year",
     NULL,
     {5000, 5000, 5000, 5000},
     {4000, 5000, 5000, 5000},
     "H1,non-elective,2015-05,v1,2014-01..2014-03,5000,1,4100,1\n"
     "H1,non-elective,2015-08,v1,2014-04..2014-06,5000,1,5200,1\n"
     "H1,non-elective,,v1,2014-07..2014-12,1,1,1,1\n", /* R = 900 - 200 */
     "698957000.00",
     {{"1043000.00", "1043000.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING},
      {"0.00", "0.00", "0.00", NOTHING}}},
    {"a penny that is held waits, too",
     NULL,
     {1, 1, 1, 1},
     {1, 1, 1, 1},
     "H1,non-elective,,v1,2014-01..2014-12,149000,1,148999,1\n", /* F = 4 pence */
     "699999999.96",
     {{"0.01", "0.00", "0.01", SERVICES},
      {"0.01", "0.00", "0.02", SERVICES},
      {"0.01", "0.00", "0.03", SERVICES},
      {"0.01", "0.00", "0.04", SERVICES}}},
    {"more than half of the share hangs on them, and not all of it",
     NULL,
     {2000000, 2000000, 2000000, 2000000}, /* R = 280,000 */
     {1930000, 1930000, 1930000, 1930000},
     "",
     "282800000.00",
     {{"104300000.00", "104300000.00", "0.00", NOTHING},
      {"104300000.00", "104300000.00", "0.00", NOTHING},
      {"104300000.00", "104300000.00", "0.00", NOTHING},
      {"104300000.00", "104300000.00", "0.00", NOTHING}}},
    {"more than the share could hang on them: no more than the share does",
     NULL,
     {40000000, 40000000, 40000000, 40000000}, /* F would be 8,344 million */
     {38600000, 39300000, 40000000, 40000000},
     "",
     "0.00",
     {{"175000000.00", "175000000.00", "0.00", NOTHING},
      {"175000000.00", "87500000.00", "87500000.00", SERVICES},
      {"175000000.00", "0.00", "262500000.00", SERVICES},
      {"175000000.00", "0.00", "437500000.00", SERVICES}}},
};

static const bcf_release_row *row_of(const bcf_release *release, size_t part, size_t board)
{
    const bcf_release_row *row = &release->rows[part * 2 + board];
    ck_assert_uint_eq(row->part, part);
    ck_assert_uint_eq(row->board, board);
    return row;
}

START_TEST(quarters_pay_as_worked_by_hand)
{
    put_activity(rows[_i].baseline, rows[_i].actual);
    dataset_put(&set, "ambitions",
                bcf_arena_print(arena,
                                "hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                                "baseline_denominator,ambition_numerator,ambition_denominator\n%s",
                                rows[_i].ambitions));
    if (rows[_i].setting != NULL) {
        ck_assert_int_eq(bcf_settings_set(settings, rows[_i].setting, &err), BCF_OK);
    }
    const bcf_release *release = released();
    ck_assert_uint_eq(release->row_count, 2 * (QUARTERS + 1));
    const bcf_release_row *rest = row_of(release, 0, 0);
    ck_assert_msg(strcmp(case_pounds(rest->released), rows[_i].rest) == 0, "%s: the rest is %s",
                  rows[_i].name, case_pounds(rest->released));
    ck_assert_int_eq(rest->available.pence, rest->released.pence);
    for (size_t i = 0; i < QUARTERS; i++) {
        const bcf_release_row *row = row_of(release, i + 1, 0);
        const quarter *want = &rows[_i].quarters[i];
        ck_assert_msg(strcmp(case_pounds(row->available), want->available) == 0
                          && strcmp(case_pounds(row->released), want->released) == 0
                          && strcmp(case_pounds(row->held), want->held) == 0
                          && row->held_for == want->held_for,
                      "%s: quarter %zu: available %s, released %s, held %s for '%s'", rows[_i].name,
                      i + 1, case_pounds(row->available), case_pounds(row->released),
                      case_pounds(row->held), bcf_held_for_text(row->held_for));
    }
}
END_TEST

/* Whatever happens, no penny of the national amount is lost, and each row adds up. */
START_TEST(every_row_adds_up_and_all_of_them_to_the_nation)
{
    put_activity(rows[_i].baseline, rows[_i].actual);
    if (rows[_i].setting != NULL) {
        ck_assert_int_eq(bcf_settings_set(settings, rows[_i].setting, &err), BCF_OK);
    }
    const bcf_release *release = released();
    int64_t available = 0;
    for (size_t board = 0; board < 2; board++) {
        int64_t held = 0;
        for (size_t part = 0; part <= QUARTERS; part++) {
            const bcf_release_row *row = row_of(release, part, board);
            ck_assert_int_eq(row->carried_in.pence, held);
            ck_assert_int_eq(row->carried_in.pence + row->available.pence,
                             row->released.pence + row->held.pence);
            ck_assert_int_ge(row->held.pence, 0);
            ck_assert_int_eq(row->held.pence == 0, row->held_for == NOTHING);
            held = row->held.pence;
            available += row->available.pence;
        }
    }
    ck_assert_int_eq(available, INT64_C(100000000000));
}
END_TEST

START_TEST(a_board_that_plans_no_reduction_is_noted)
{
    static const int as_ever[QUARTERS] = {1000, 1000, 1000, 1000};
    put_activity(as_ever, as_ever);
    dataset_put(&set, "ambitions",
                "hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                "baseline_denominator,ambition_numerator,ambition_denominator\n"
                "H2,non-elective,,v1,2014-01..2014-12,1,1,1,1\n");
    released();
    size_t noted = 0;
    for (size_t i = 0; i < notes.count; i++) {
        noted += strstr(notes.items[i].sentence, "nothing of its share hangs on") != NULL;
        ck_assert_ptr_null(strstr(notes.items[i].sentence, "board 'H1'"));
    }
    ck_assert_uint_eq(noted, 1);
}
END_TEST

/* What the policy says is from memory is illustrative, whatever the data. */
START_TEST(what_comes_from_memory_is_illustrative)
{
    static const int as_ever[QUARTERS] = {1000, 1000, 1000, 1000};
    put_activity(as_ever, as_ever);
    case_put_manifest("");
    const bcf_release *release = released();
    for (size_t i = 0; i < release->row_count; i++) {
        ck_assert_int_eq(release->rows[i].data_status, BCF_STATUS_ILLUSTRATIVE);
    }
}
END_TEST

/* Rows of a policy that says nothing from memory: how real its figures are. */
static const struct {
    const char *name;
    const char *invented; /* a table */
    bcf_status status;
} reality[] = {
    {"published figures", "paid", BCF_STATUS_DERIVED},
    {"invented counts", "activity", BCF_STATUS_ILLUSTRATIVE},
    {"invented weights of the shares", "indicators", BCF_STATUS_ILLUSTRATIVE},
};

/* Figures whose policy is a copy, which the test may change. */
static bcf_figures changeable(bcf_policy *rules, bcf_performance *performance)
{
    static const int before[QUARTERS] = {5000, 5000, 5000, 5000};
    static const int after[QUARTERS] = {4900, 4825, 4800, 4775};
    put_activity(before, after);
    bcf_figures figures = *case_figures(policy);
    *rules = *policy;
    *performance = *policy->performance;
    rules->performance = performance;
    figures.policy = rules;
    return figures;
}

START_TEST(a_payment_is_no_more_real_than_what_it_is_made_of)
{
    case_put_manifest(reality[_i].invented);
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures figures = changeable(&rules, &performance);
    performance.from_memory = NULL;
    const bcf_release *release = NULL;
    ck_assert_int_eq(pay(&release, &figures, true), BCF_OK);
    for (size_t i = 0; i < release->row_count; i++) {
        ck_assert_msg(release->rows[i].data_status == reality[_i].status, "%s: row %zu: %s",
                      reality[_i].name, i, bcf_status_text(release->rows[i].data_status));
    }
}
END_TEST

/* Of each of G1's counts, one quarter is invented: all up to it is real, and nothing after. */
START_TEST(an_invented_quarter_makes_those_after_it_invented)
{
    case_put_manifest("");
    bcf_text table = {0};
    bcf_text_add(&table, "ccg,measure,period,count,status\n");
    for (int i = 0; i < 2 * QUARTERS; i++) {
        int year = 2014 + i / QUARTERS;
        int first = 3 * (i % QUARTERS) + 1;
        bcf_text_print(&table,
                       "G1,non-elective,%d-%02d..%d-%02d,5000,%s\n"
                       "G2,non-elective,%d-%02d..%d-%02d,1000,published\n",
                       year, first, year, first + 2, i == 6 ? "illustrative" : "published", year,
                       first, year, first + 2);
    }
    bcf_policy rules;
    bcf_performance performance;
    changeable(&rules, &performance);
    dataset_put(&set, "activity", bcf_text_get(&table));
    bcf_text_clear(&table);
    bcf_figures figures = *case_figures(policy);
    figures.policy = &rules;
    performance.from_memory = NULL;
    const bcf_release *release = NULL;
    ck_assert_int_eq(pay(&release, &figures, true), BCF_OK);
    for (size_t part = 0; part <= QUARTERS; part++) {
        bool is_invented = part > 2; /* the third quarter, and the rest is before it */
        ck_assert_int_eq(row_of(release, part, 0)->data_status,
                         is_invented ? BCF_STATUS_ILLUSTRATIVE : BCF_STATUS_DERIVED);
        ck_assert_int_eq(row_of(release, part, 1)->data_status, BCF_STATUS_DERIVED);
    }
}
END_TEST

START_TEST(a_year_tells_its_running_totals)
{
    static const int before[QUARTERS] = {5000, 5000, 5000, 5000};
    static const int after[QUARTERS] = {4900, 4825, 0, 4775};
    put_activity(before, after);
    const bcf_release_year *year = &released()->years[0];
    ck_assert_int_eq(year->share.pence, INT64_C(70000000000));
    ck_assert_str_eq(bcf_ratio_exact_text(arena, year->reduction), "700");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, year->fund), "104300000");
    const bcf_release_quarter *second = &year->quarters[1];
    ck_assert_str_eq(bcf_ratio_exact_text(arena, second->baseline), "10000");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, second->planned), "9650");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, second->actual), "9725");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, second->ceiling), "52150000");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, second->earned), "40975000");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, second->paid), "40975000");
    const bcf_release_quarter *third = &year->quarters[2]; /* where the actual is missing */
    ck_assert_ptr_null(third->actual);
    ck_assert_ptr_null(third->earned);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, third->ceiling), "78225000");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, third->paid), "40975000");
}
END_TEST

START_TEST(a_year_without_a_planned_reduction_earns_nothing)
{
    static const int as_ever[QUARTERS] = {1000, 1000, 1000, 1000};
    put_activity(as_ever, as_ever);
    dataset_put(&set, "ambitions",
                "hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                "baseline_denominator,ambition_numerator,ambition_denominator\n"
                "H2,non-elective,,v1,2014-01..2014-12,1,1,1,1\n");
    const bcf_release_year *years = released()->years;
    ck_assert_ptr_nonnull(years[0].quarters[0].earned);
    ck_assert_ptr_null(years[1].quarters[0].earned);
    ck_assert_ptr_nonnull(years[1].quarters[0].actual);
}
END_TEST

START_TEST(the_split_among_the_areas_is_in_the_ledger)
{
    static const int as_ever[QUARTERS] = {1000, 1000, 1000, 1000};
    put_activity(as_ever, as_ever);
    const bcf_ledger *ledger = released()->ledger;
    ck_assert_uint_eq(ledger->count, 1);
    ck_assert_int_eq(ledger->items[0].kind, BCF_SPLIT_STRAND);
    ck_assert_int_eq(ledger->items[0].whole.pence, INT64_C(100000000000));
    ck_assert_uint_eq(ledger->items[0].subject, policy->performance->parts[0].strand);
}
END_TEST

START_TEST(an_amount_for_the_areas_that_is_not_in_the_unit_is_refused)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures figures = changeable(&rules, &performance);
    bcf_admissions_rules admissions = *performance.admissions;
    admissions.areas_share.pence += 1;
    performance.admissions = &admissions;
    const bcf_release *release = NULL;
    ck_assert_int_eq(pay(&release, &figures, true), BCF_REFUSED_DATA);
    ck_assert_ptr_null(release);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_msg(strstr(err.messages[0], "the areas' shares: £1,000,000,000.01 is no whole number")
                      != NULL,
                  "%s", err.messages[0]);
}
END_TEST

START_TEST(quarters_without_counts_stop_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures figures = changeable(&rules, &performance);
    const bcf_release *release = NULL;
    bcf_code code = pay(&release, &figures, false);
    ck_abort_msg("%d", (int)code);
}
END_TEST

static Suite *release_suite(void)
{
    Suite *suite = suite_create("release");
    TCase *tcase = tcase_create("release");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, quarters_pay_as_worked_by_hand, rows);
    ADD_ROWS(tcase, every_row_adds_up_and_all_of_them_to_the_nation, rows);
    tcase_add_test(tcase, a_board_that_plans_no_reduction_is_noted);
    tcase_add_test(tcase, what_comes_from_memory_is_illustrative);
    ADD_ROWS(tcase, a_payment_is_no_more_real_than_what_it_is_made_of, reality);
    tcase_add_test(tcase, an_invented_quarter_makes_those_after_it_invented);
    tcase_add_test(tcase, a_year_tells_its_running_totals);
    tcase_add_test(tcase, a_year_without_a_planned_reduction_earns_nothing);
    tcase_add_test(tcase, the_split_among_the_areas_is_in_the_ledger);
    tcase_add_test(tcase, an_amount_for_the_areas_that_is_not_in_the_unit_is_refused);
    tcase_add_test_raise_signal(tcase, quarters_without_counts_stop_the_program, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(release_suite)

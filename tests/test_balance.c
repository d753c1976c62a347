/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "balance.h"

#include <string.h>

#include "support/pairs.h"

#include "support/case.h"

#define CARRIED "negative-balance=carried-forward"

/* What is due to Shire (H1) in the shire: April local 33,333,333.34, delayed-transfers
 * 33,333,333.33, avoidable-admissions 23,333,333.33; October residential-admissions 16,666,666.67,
 * reablement 33,333,333.34, delayed-transfers 0, avoidable-admissions 25,000,000.00,
 * user-experience 0, local 26,666,666.66. The shire's own `paid` has six rows of H1 in April, and
 * in one of them 25,000,000.00 for the 23,333,333.33. */
#define OVERPAID(amount)                                                                           \
    {                                                                                              \
        "paid", "avoidable-admissions,25000000.00", "avoidable-admissions," amount                 \
    }

/* Rows of H1 as "payment part: due paid balance netted to-pay to-recover state", where money moves.
 */
static const struct {
    const char *name;
    pairs_side side;
    const char *payment;
    const char *part;
    const char *row;
} cases[] = {
    {"settled",
     {0},
     "2015-04",
     "acute-impact",
     "25000000.00 25000000.00 0.00 0.00 0.00 0.00 settled"},
    {"not yet paid",
     {0},
     "2015-10",
     "local",
     "26666666.66 - 26666666.66 0.00 26666666.66 0.00 not-yet-paid"},
    {"paid too much",
     {0},
     "2015-04",
     "avoidable-admissions",
     "23333333.33 25000000.00 -1666666.67 0.00 0.00 1666666.67 recoverable"},
    {"paid too little",
     {.edits = {OVERPAID("20000000.00")}},
     "2015-04",
     "avoidable-admissions",
     "23333333.33 20000000.00 3333333.33 0.00 3333333.33 0.00 to-pay"},
    {"paid nothing, which is a row",
     {.edits = {OVERPAID("0")}},
     "2015-04",
     "avoidable-admissions",
     "23333333.33 0.00 23333333.33 0.00 23333333.33 0.00 to-pay"},
    {"carried forward",
     {.sets = {CARRIED}},
     "2015-04",
     "avoidable-admissions",
     "23333333.33 25000000.00 -1666666.67 1666666.67 0.00 0.00 carried-forward"},
    {"what takes it up",
     {.sets = {CARRIED}},
     "2015-10",
     "residential-admissions",
     "16666666.67 - 16666666.67 -1666666.67 15000000.00 0.00 not-yet-paid"},
    {"what is not needed to take it up",
     {.sets = {CARRIED}},
     "2015-10",
     "reablement",
     "33333333.34 - 33333333.34 0.00 33333333.34 0.00 not-yet-paid"},
    {"more than all that comes: 101,666,666.67 of October, and the rest is recoverable",
     {.sets = {CARRIED}, .edits = {OVERPAID("125000000.01")}},
     "2015-04",
     "avoidable-admissions",
     "23333333.33 125000000.01 -101666666.68 101666666.67 0.00 0.01 recoverable"},
    {"nothing of the same payment takes it up",
     {.sets = {CARRIED},
      .edits = {OVERPAID("125000000.00"), {"paid", "local,33333333.34", "local,0"}}},
     "2015-04",
     "local",
     "33333333.34 0.00 33333333.34 0.00 33333333.34 0.00 to-pay"},
    {"paid under a payment of July 2014, nothing is due and October takes it up",
     {.sets = {CARRIED},
      .edits = {{"paid", "H1,2015-04,avoidable-admissions,25000000.00",
                 "H1,2015-08,non-elective,5.00"}}},
     "2015-08",
     "non-elective",
     "0.00 5.00 -5.00 5.00 0.00 0.00 carried-forward"},
    {"a policy that does not know the setting",
     {.policy = "2015-16/v3"},
     "2015-04",
     "avoidable-admissions",
     "23333333.33 25000000.00 -1666666.67 0.00 0.00 1666666.67 recoverable"},
};

static bcf_balances balances_of(const bcf_run *run)
{
    bcf_balances balances;
    bcf_code code = bcf_balance_payments(&balances, run, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return balances;
}

static const bcf_balance *find(const bcf_balances *in, const bcf_run *run, const char *payment,
                               const char *part)
{
    for (size_t i = 0; i < in->count; i++) {
        const bcf_balance *one = &in->items[i];
        if (strcmp(run->figures->areas->boards[one->board].code, "H1") == 0
            && strcmp(one->payment, payment) == 0 && strcmp(one->part, part) == 0) {
            return one;
        }
    }
    ck_abort_msg("no balance of %s %s", payment, part);
    return NULL;
}

/* What is true of every balance, and of all of them together. */
static void check_sums(const bcf_balances *balances)
{
    int64_t due_less_paid = 0;
    int64_t pay_less_recover = 0;
    int64_t netted = 0;
    for (size_t i = 0; i < balances->count; i++) {
        const bcf_balance *one = &balances->items[i];
        ck_assert_int_eq(one->balance.pence, one->due.pence - one->amount.pence);
        ck_assert_int_eq(one->to_pay.pence - one->to_recover.pence,
                         one->balance.pence + one->netted.pence);
        ck_assert(one->to_pay.pence == 0 || one->to_recover.pence == 0);
        ck_assert(one->to_pay.pence >= 0 && one->to_recover.pence >= 0);
        due_less_paid += one->balance.pence;
        pay_less_recover += one->to_pay.pence - one->to_recover.pence;
        netted += one->netted.pence;
    }
    ck_assert_int_eq(due_less_paid, pay_less_recover);
    ck_assert_int_eq(netted, 0);
}

START_TEST(a_balance_is_what_is_due_less_what_was_paid)
{
    const bcf_run *run = pairs_run(arena, &cases[_i].side, NULL, &err);
    bcf_balances balances = balances_of(run);
    check_sums(&balances);
    const bcf_balance *one = find(&balances, run, cases[_i].payment, cases[_i].part);
    const char *text = bcf_arena_print(arena, "%s %s %s %s %s %s %s", case_pounds(one->due),
                                       one->paid == NULL ? "-" : case_pounds(one->amount),
                                       case_pounds(one->balance), case_pounds(one->netted),
                                       case_pounds(one->to_pay), case_pounds(one->to_recover),
                                       bcf_balance_state_text(one->state));
    ck_assert_str_eq(text, cases[_i].row);
}
END_TEST

START_TEST(the_agreed_payment_stands_beside_the_computed_one)
{
    static const pairs_side side = {
        .edits = {{"paid", "hwb,payment,part,amount,on", "hwb,payment,part,amount,on,agreed"},
                  {"paid", "acute-impact,25000000.00,2015-04-30",
                   "acute-impact,24000000.00,2015-04-30,24000000.50"},
                  {"paid", "local,33333333.34,2015-04-30", "local,33333333.34,2015-04-30,"},
                  {"paid", "H1,2015-04,protect-social-care,25000000.00,2015-04-30\n", ""},
                  {"paid", "H1,2015-04,accountable-professional,25000000.00,2015-04-30\n", ""},
                  {"paid",
                   "H1,2015-04,delayed-transfers,33333333.33,2015-04-30\n"
                   "H1,2015-04,avoidable-admissions,25000000.00,2015-04-30\n",
                   ""}}};
    const bcf_run *run = pairs_run(arena, &side, NULL, &err);
    bcf_balances balances = balances_of(run);
    check_sums(&balances);
    const bcf_balance *agreed = find(&balances, run, "2015-04", "acute-impact");
    ck_assert(agreed->is_agreed);
    ck_assert_int_eq(agreed->agreed.pence, 2400000050);
    ck_assert_int_eq(agreed->due.pence, 2500000000);
    ck_assert_int_eq(agreed->to_pay.pence, 100000000);
    ck_assert(!find(&balances, run, "2015-04", "local")->is_agreed);
}
END_TEST

START_TEST(what_cannot_be_balanced_is_refused)
{
    static const pairs_side year_before = {.policy = "2014-15"};
    const bcf_run *run = pairs_run(arena, &year_before, NULL, &err);
    bcf_balances balances;
    ck_assert_int_eq(bcf_balance_payments(&balances, run, &err), BCF_REFUSED_USAGE);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "2014-15"));

    static const pairs_side shire = {0};
    bcf_run without = *pairs_run(arena, &shire, NULL, &err);
    bcf_tables tables = *without.tables;
    tables.table[BCF_TABLE_PAID] = (bcf_table){.is_there = false};
    without.tables = &tables;
    err = (bcf_error){0};
    ck_assert_int_ne(bcf_balance_payments(&balances, &without, &err), BCF_OK);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "'paid'"));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("balance");
    TCase *tc = tcase_create("balance");
    tcase_add_checked_fixture(tc, case_open, case_close);
    tcase_set_timeout(tc, 60);
    ADD_ROWS(tc, a_balance_is_what_is_due_less_what_was_paid, cases);
    tcase_add_test(tc, the_agreed_payment_stands_beside_the_computed_one);
    tcase_add_test(tc, what_cannot_be_balanced_is_refused);
    suite_add_tcase(s, tc);
    return s;
}

RUN_SUITE(suite)

/* SPDX-License-Identifier: MIT */
#ifndef BCF_BALANCE_H
#define BCF_BALANCE_H

/*
 * balance.h - what was paid, what is due now, and what balances the two.
 *
 * Knows:       the table `paid`, the payments of a run, the setting `negative-balance`.
 * Never knows: why what is due changed.
 *
 * Source: SPEC section 7 ("With `paid` it gives the balancing payment"). What was paid is history:
 * nothing here changes it.
 */

#include "run.h"

/* What is left to be done about a payment. */
typedef enum bcf_balance_state {
    BCF_BALANCE_SETTLED = 1,     /* paid, and nothing more is due */
    BCF_BALANCE_TO_PAY,          /* more is due than was paid */
    BCF_BALANCE_RECOVERABLE,     /* more was paid than is due */
    BCF_BALANCE_CARRIED_FORWARD, /* the same, and it is netted off a later payment */
    BCF_BALANCE_NOT_YET_PAID,    /* no row says that anything was paid: that is not nothing paid */
} bcf_balance_state;

const char *bcf_balance_state_text(bcf_balance_state state); /* "to-pay" */

/* One payment and part of a board. */
typedef struct bcf_balance {
    size_t board;
    const char *payment;
    const char *part;    /* its id: "delayed-transfers" */
    bool is_due_known;   /* the policy has such a payment; otherwise nothing is due */
    bcf_money due;       /* released, as computed */
    const bcf_row *paid; /* its row; NULL: none */
    bcf_money amount;    /* paid; nothing where there is no row */
    bool is_agreed;    /* the row has a payment that was agreed locally, beside the computed one */
    bcf_money agreed;  /* agreed locally, in pence, where is_agreed */
    bcf_money balance; /* due less paid: below zero where too much was paid */
    bcf_money netted;  /* of a balance below zero, what later payments take up; of one above,
                          below zero, what it takes up of earlier ones */
    bcf_money to_pay;  /* to_pay - to_recover = balance + netted; one of them is nothing */
    bcf_money to_recover; /* paid too much, and to be had back; in pence */
    bcf_balance_state state;
    bcf_status status;
} bcf_balance;

/* Every payment of a run against what was paid. */
typedef struct bcf_balances {
    const bcf_balance *items; /* by part as in the policy, then what it does not have; then board */
    size_t count;
    bool is_carried; /* the setting: netted off later payments */
} bcf_balances;

/*
 * Balances every payment of a run. Always: what is to be paid less what is to be recovered is what
 * is due less what was paid, over every board.
 *
 * Under `negative-balance` = `carried-forward`, what a board was paid too much is netted off what
 * is to be paid in later payments of the policy, the earliest first; what is then left is
 * recoverable.
 *
 * Refused, by name: a dataset without the table `paid`; as usage, a policy that pays for no
 * performance.
 */
BCF_MUST_USE
bcf_code bcf_balance_payments(bcf_balances *out, const bcf_run *run, bcf_error *err);

#endif

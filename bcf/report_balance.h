/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_BALANCE_H
#define BCF_REPORT_BALANCE_H

/*
 * report_balance.h - what was paid and what is due now, as rows and on a page for people.
 *
 * Knows:       the columns of `compare --balance`.
 * Never knows: how a balance comes about.
 */

#include "balance.h"
#include "report_compare.h"

/* hwb,payment,part,due_before,due,agreed,paid,paid_on,balance,netted,to_pay,to_recover,state,
 * data_status: a row a payment and part of a board. `due_before` is what the old run stated; what
 * was paid and agreed is empty where no row says it. */
const bcf_sheet *bcf_report_balance(const bcf_comparison *comparison, const bcf_balances *balances,
                                    size_t board, bool with_names);

/* The balances added up by payment, and by board; of one board, each of its own. */
void bcf_report_balance_page(bcf_text *page, const bcf_comparison *comparison,
                             const bcf_balances *balances, size_t board);

/* True if anything is to be paid again, or back: not where nothing was paid yet. */
bool bcf_balances_differ(const bcf_comparison *comparison, const bcf_balances *balances,
                         size_t board);

#endif

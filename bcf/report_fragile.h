/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_FRAGILE_H
#define BCF_REPORT_FRAGILE_H

/*
 * report_fragile.h - the smallest revisions that upset a test or a payment, for those who audit.
 *
 * Knows:       the columns of `score --fragile`.
 * Never knows: how a revision is found.
 */

#include "report.h"
#include "scope.h"
#include "sensitivity.h"

/* rank,hwb,payment,metric,figure,period,value,revision,kind,before,after,moved,data_status,flips,
 * readings; the scope is all or a board, and the ranks are those over all boards. `flips` names the
 * payments whose 70% test changes its answer; where kind is flips-seventy, before and after are
 * these answers in the same order, else what is released to the board in all. */
const bcf_sheet *bcf_report_fragile(const bcf_run *run, bcf_scope scope, bool with_names);

/* `bcf score --fragile`, for everybody or for one board. */
void bcf_report_fragile_page(bcf_text *page, const bcf_run *run, bcf_scope scope);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_ADMISSIONS_H
#define BCF_REPORT_ADMISSIONS_H

/*
 * report_admissions.h - the payment for fewer admissions, July 2014, on a page for people.
 *
 * Knows:       quarters, counts, what hangs on them, what was earned of it.
 * Never knows: how a count came about.
 */

#include "report_payments.h"

/* How many boards would have earned what; every board beside the nation. */
void bcf_report_admissions(bcf_text *page, const bcf_run *run);

/* One board: the sum, then quarter by quarter. */
void bcf_report_board_admissions(bcf_text *page, const bcf_run *run, size_t board);

/* What boards would have earned: for other pages, too. */
void bcf_report_add_outcomes(bcf_text *page, const bcf_run *run);

#endif

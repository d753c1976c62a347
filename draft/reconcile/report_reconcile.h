/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_RECONCILE_H
#define BCF_REPORT_RECONCILE_H

/*
 * report_reconcile.h - somebody else's figures beside ours, as rows and as a page.
 *
 * Knows:       what agrees, what does not, and what would explain it.
 * Never knows: how they were compared.
 */

#include "reconcile.h"
#include "report.h"

/* The key columns of the file, then figure, theirs, ours, difference, result, explanation,
 * data_status, readings. */
const bcf_sheet *bcf_report_reconcile(const bcf_run *run, const bcf_reconciliation *found);

/* What agrees in one line, then what does not, the largest first, then totals, and what to do. */
void bcf_report_reconcile_page(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found,
                               const char *file);

#endif

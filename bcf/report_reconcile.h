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

/* How many agree, then what does not, the largest first, then what does, totals, and what to do.
 * `file` is NULL for the dataset's own letters. */
void bcf_report_reconcile_page(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found,
                               const char *file);

/* The same of a table that was added up, for which there is no run: a row a total. */
const bcf_sheet *bcf_report_foot(bcf_arena *arena, const bcf_reconciliation *found);
void bcf_report_foot_page(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found,
                          const char *file, const bcf_notes *notes);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_WHY_H
#define BCF_REPORT_WHY_H

/*
 * report_why.h - which readings, roundings, data and mergers would give somebody else's figures.
 *
 * Knows:       the combinations that were tried, the best first.
 * Never knows: how they were tried.
 */

#include "reconcile.h"
#include "report.h"

/* What each combination changes, and what it leaves unexplained: a row a combination. */
const bcf_sheet *bcf_report_why(const bcf_run *run, const bcf_reconciliation *found);

/* The answer in a sentence, the best combinations, what each makes of the largest figures, and what
 * could not be tried. */
void bcf_report_add_why(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found);

#endif

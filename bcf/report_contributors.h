/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_CONTRIBUTORS_H
#define BCF_REPORT_CONTRIBUTORS_H

/*
 * report_contributors.h - who puts how much of each component into a pool: a line each, the
 * largest first, the small ones folded into one.
 *
 * Knows:       components, CCGs, councils, boards.
 * Never knows: what the page around the table is about.
 */

#include "report.h"
#include "scope.h"

/* A table's total, and how real it is. */
typedef struct bcf_contributed {
    bcf_money total;
    bcf_status status;
} bcf_contributed;

/*
 * Adds a table of what is the scope's, a line an area of the kind: each CCG, with the transfer
 * that goes through it; each council, with what goes through no CCG; or each board. Returns the
 * table's total; nothing is added where there is nobody.
 */
bcf_contributed bcf_report_contributors(bcf_text *page, const bcf_run *run, bcf_scope scope,
                                        bcf_scope_kind kind);

#endif

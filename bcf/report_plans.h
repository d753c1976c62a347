/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_PLANS_H
#define BCF_REPORT_PLANS_H

/*
 * report_plans.h - findings about plans on pages for people: of everybody, of one board.
 *
 * Knows:       findings, roll-ups, the words for them.
 * Never knows: how a finding came about.
 */

#include "report_assure.h"

/* `bcf assure`: everybody together and who is concerned, or one board and where it stands. */
void bcf_report_plans(bcf_text *page, const bcf_run *run, bcf_scope scope);

/* `bcf assure --only CHECK`: every finding of one check. */
void bcf_report_plans_check(bcf_text *page, const bcf_run *run, bcf_scope scope, size_t check);

/* `bcf assure --by VIEW`: that roll-up alone. Refused: regions where the dataset states none. */
BCF_MUST_USE
bcf_code bcf_report_plans_by(bcf_text *page, const bcf_run *run, bcf_assure_view view,
                             bcf_scope scope, size_t only, bcf_error *err);

/* One board: how many checks say what, and each finding from bad to good. */
void bcf_report_add_findings(bcf_text *page, const bcf_run *run, size_t board);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_SCORE_H
#define BCF_REPORT_SCORE_H

/*
 * report_score.h - the scores, as rows for machines and on a page for people.
 *
 * Knows:       the columns of `score` (SPEC section 4), metrics, what a status means.
 * Never knows: money.
 */

#include "report.h"
#include "scope.h"

/* hwb,payment,metric,definition,baseline,ambition,actual,achievement,status,data_status,readings;
 * the scope is all or a board. */
const bcf_sheet *bcf_report_score(const bcf_run *run, bcf_scope scope, bool with_names);

/* `bcf score`, for everybody or for one board. */
void bcf_report_score_page(bcf_text *page, const bcf_run *run, bcf_scope scope);

/* One board: from baseline to ambition, and what each is measured as. */
void bcf_report_add_scores(bcf_text *page, const bcf_run *run, size_t board);

/* How many boards have each status, a row a metric: for other pages, too. */
void bcf_report_add_score_counts(bcf_text *page, const bcf_run *run);

/* How real the scores are: the worst of all boards. */
bcf_status bcf_report_scores_status(const bcf_run *run);

#endif

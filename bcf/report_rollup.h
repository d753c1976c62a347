/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_ROLLUP_H
#define BCF_REPORT_ROLLUP_H

/*
 * report_rollup.h - findings of all boards together, as tables for people.
 *
 * Knows:       roll-ups, the words for them.
 * Never knows: one board's findings.
 */

#include "report_assure.h"

/* What "within noise" says and does not say. */
const char *bcf_report_of_significance(const bcf_run *run);

/* True if the part is a metric's, and not a condition's. */
bool bcf_report_is_metric(const bcf_run *run, size_t part);

/* Boards by result, a row a check; ambitions within noise or no better than the trend, by metric;
 * and whose they are. */
void bcf_report_add_checks(bcf_text *page, const bcf_run *run, size_t only);
void bcf_report_add_weak(bcf_text *page, const bcf_run *run);
void bcf_report_add_weak_boards(bcf_text *page, const bcf_run *run);

/* What the nation aims for; its conditions; groups of boards. */
void bcf_report_add_metrics(bcf_text *page, const bcf_run *run);
void bcf_report_add_conditions(bcf_text *page, const bcf_run *run);
void bcf_report_add_groups(bcf_text *page, const bcf_run *run, const bcf_rollup_group groups[],
                           size_t count, bcf_rollup_by by);

/* Boards by what they stand to lose: `shown` of them, the rest folded. */
void bcf_report_add_ranking(bcf_text *page, const bcf_run *run, size_t shown);

#endif

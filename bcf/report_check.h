/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_CHECK_H
#define BCF_REPORT_CHECK_H

/*
 * report_check.h - a dataset held against a policy: what is there, what is missing.
 *
 * Knows:       tables, areas, people, controls, what each verb needs.
 * Never knows: results.
 */

#include "report.h"

/* section,item,result,detail; result is pass, warn, fail, absent or not-applicable. */
const bcf_sheet *bcf_report_check(const bcf_run *run);

/* The same rows on a page, a table a section. */
void bcf_report_check_page(bcf_text *page, const bcf_run *run);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_LETTER_H
#define BCF_REPORT_LETTER_H

/*
 * report_letter.h - one area's part of the fund on one page: the allocation letter as a sum.
 *
 * Knows:       components, contributors, districts, earmarks of one board, council, CCG, district.
 * Never knows: what was performed or paid.
 */

#include "report.h"
#include "scope.h"

/* `bcf allocate -a AREA`; the scope is one area. */
void bcf_report_letter(bcf_text *page, const bcf_run *run, bcf_scope scope);

/* Its tables alone: the sum, the contributors, districts and earmarks. Nothing where nothing in the
 * fund goes to or through the area. */
void bcf_report_add_letter(bcf_text *page, const bcf_run *run, bcf_scope scope);

#endif

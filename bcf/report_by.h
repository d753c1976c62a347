/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_BY_H
#define BCF_REPORT_BY_H

/*
 * report_by.h - the allocation added up by chosen columns, on a page for people.
 *
 * Knows:       groups, people.
 * Never knows: how grants are grouped.
 */

#include "grouping.h"
#include "report.h"

/* `bcf allocate --by COLUMN,...`. */
void bcf_report_by(bcf_text *page, const bcf_run *run, bcf_scope scope, const bcf_by *by,
                   const bcf_groups *groups);

#endif

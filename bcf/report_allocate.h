/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_ALLOCATE_H
#define BCF_REPORT_ALLOCATE_H

/*
 * report_allocate.h - the allocation as rows for machines: one an end point, or added up.
 *
 * Knows:       the columns of `allocate` (SPEC section 2).
 * Never knows: how people see them.
 */

#include "grouping.h"
#include "report.h"

/* component,hwb,council,ccg,district,amount,state,status,readings; with names after each code. */
const bcf_sheet *bcf_report_allocate(const bcf_run *run, bcf_scope scope, bool with_names);

/* The columns asked for, then amount,state,status,readings. */
const bcf_sheet *bcf_report_allocate_by(const bcf_run *run, const bcf_by *by,
                                        const bcf_groups *groups, bool with_names);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_RELEASE_H
#define BCF_REPORT_RELEASE_H

/*
 * report_release.h - the performance payments as rows for machines.
 *
 * Knows:       the columns of `release` (SPEC section 5), what held money waits for.
 * Never knows: how people see them.
 */

#include "report.h"
#include "scope.h"

/* hwb,payment,part,carried_in,available,released,held,held_for,data_status,readings; the scope is
 * all or a board. */
const bcf_sheet *bcf_report_release(const bcf_run *run, bcf_scope scope, bool with_names);

/* The reasons in the order in which they are shown, ended by BCF_HELD_FOR_NOTHING, which is none.
 */
const bcf_held_for *bcf_report_reasons(void);

/* What a reason means, in the guidance's words: "until a contingency plan is agreed (¶53)". */
const char *bcf_report_reason(const bcf_run *run, bcf_held_for held_for);

#endif

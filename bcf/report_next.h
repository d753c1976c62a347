/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_NEXT_H
#define BCF_REPORT_NEXT_H

/*
 * report_next.h - how far each metric is from its lines, as rows and on a page for people.
 *
 * Knows:       the columns of `score --next`, what an event of each metric is called.
 * Never knows: how an edge is found.
 */

#include "report.h"
#include "scope.h"
#include "sensitivity.h"

/* hwb,payment,metric,better,status,actual_numerator,actual_denominator,to_seventy,
 * seventy_numerator,released_at_seventy,to_full,full_numerator,available,released,gain_at_seventy,
 * gain_at_full,at_risk_per_cent,data_status,readings; the scope is all or a board. */
const bcf_sheet *bcf_report_next(const bcf_run *run, bcf_scope scope, bool with_names);

/* `bcf score --next`, for everybody or for one board. */
void bcf_report_next_page(bcf_text *page, const bcf_run *run, bcf_scope scope);

/* "14 fewer delayed days", "1 more admission". */
const char *bcf_report_events(bcf_arena *arena, const bcf_run *run, size_t part, int64_t events);

/* A count as the tables write it, with commas for people. */
const char *bcf_report_numerator(bcf_arena *arena, const bcf_ratio *count);
const char *bcf_report_spoken_numerator(bcf_arena *arena, const bcf_ratio *count);

/* "70%", as the policy has it. */
const char *bcf_report_line(const bcf_run *run);

/* Readings that a page of what events change hangs on. */
void bcf_report_add_event_readings(bcf_text *page, const bcf_run *run);

/* Events more or fewer, without their name: "14 fewer", "1 more". */
const char *bcf_report_steps(bcf_arena *arena, int64_t events);

#endif

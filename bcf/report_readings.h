/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_READINGS_H
#define BCF_REPORT_READINGS_H

/*
 * report_readings.h - how much money hangs on each reading, as rows and on a page for people.
 *
 * Knows:       the columns of `readings`.
 * Never knows: how another reading is worked out.
 */

#include "report.h"
#include "scope.h"
#include "sweep.h"

/* A district is its council: it contributes nothing of its own. */
bcf_scope bcf_report_readings_scope(const bcf_run *run, bcf_scope scope);

/* setting,value,scope,code,allocated_change,allocated_moved,payer_changed,released_change,
 * released_moved,held_for_changed,at_stake,rank,status,data_status,detail,paragraph,readings: a row
 * a value and area; a value without data has one row. Figures that an area does not have are
 * empty. */
const bcf_sheet *bcf_report_readings_rows(const bcf_sweep *sweep, bcf_scope scope, bool with_names);

/* scope,code,allocated_low,allocated_low_with,allocated_high,allocated_high_with,released_low,
 * released_low_with,released_high,released_high_with,combinations,readings,held_for_changed_high,
 * held_for_changed_high_with,matters_most,matters_most_paragraph,matters_most_at_stake: the range
 * over all combinations, and what departs from the run's readings where each end is reached; the
 * reading that matters most to the area. */
const bcf_sheet *bcf_report_readings_ranges(const bcf_sweep *sweep, bcf_scope scope,
                                            bool with_names);

/* What the page (report_spread.h) shares with the rows: a value's changes, and the ranges, of one
 * area; the value on which most hangs there, or NULL; why a value has no data, without the folder
 * of this machine. */
const bcf_sweep_change *bcf_report_readings_change(const bcf_sweep_value *value, bcf_scope at);
const bcf_sweep_ranges *bcf_report_readings_range(const bcf_sweep *sweep, bcf_scope at);
const bcf_sweep_value *bcf_report_readings_most(const bcf_sweep *sweep, bcf_scope at);
const char *bcf_report_readings_no_data(const bcf_run *run, const char *sentence);

#endif

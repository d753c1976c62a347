/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_SPREAD_H
#define BCF_REPORT_SPREAD_H

/*
 * report_spread.h - what hangs on each reading, as a page for people.
 *
 * Knows:       which reading matters most to whom, who gains and who loses.
 * Never knows: how another reading is worked out.
 */

#include "report_readings.h"

/* `bcf readings`, for everybody, a board or a contributor. */
void bcf_report_readings_page(bcf_text *page, const bcf_sweep *sweep, bcf_scope scope);

#endif

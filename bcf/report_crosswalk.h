/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_CROSSWALK_H
#define BCF_REPORT_CROSSWALK_H

/*
 * report_crosswalk.h - codes that ended between two runs, on a page for people.
 *
 * Knows:       who stands for them, people in and people out.
 * Never knows: money.
 */

#include "report_moved.h"

/* Nothing where no code ended. */
void bcf_changes_crosswalk(const bcf_changes *of);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_STEPS_H
#define BCF_REPORT_STEPS_H

/*
 * report_steps.h - what the page and the rows of an explanation share.
 *
 * Knows:       which readings an explanation depends on.
 * Never knows: anything else.
 */

#include "report_explain.h"

const bcf_readings *bcf_report_explain_readings(const bcf_run *run,
                                                const bcf_explain_request *asked,
                                                const bcf_explanation *told);

#endif

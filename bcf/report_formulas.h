/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_FORMULAS_H
#define BCF_REPORT_FORMULAS_H

/*
 * report_formulas.h - formulas, and the value and steps of each area, for machines and for people.
 *
 * Knows:       the columns of `formulas`, signs and words of steps.
 * Never knows: how a value came about, beyond its steps.
 */

#include "report.h"
#include "scope.h"

/* formula,kind,level,title,used_by,source,paragraph; the run may stop at the policy. */
const bcf_sheet *bcf_report_formulas(const bcf_run *run);
void bcf_report_formulas_page(bcf_text *page, const bcf_run *run);

/* Refused as usage: a scope in which the formula has no area. */
BCF_MUST_USE
bcf_code bcf_report_formula_scope(const bcf_run *run, bcf_scope scope, bcf_error *err);

/* area,value,exact,share,data_status,readings, and a column a step. */
const bcf_sheet *bcf_report_formula_values(const bcf_run *run, bcf_scope scope, bool with_names);
void bcf_report_formula_page(bcf_text *page, const bcf_run *run, bcf_scope scope);

#endif

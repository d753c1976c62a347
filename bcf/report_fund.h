/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_FUND_H
#define BCF_REPORT_FUND_H

/*
 * report_fund.h - the fund on one page for people: its parts, and every board's pool.
 *
 * Knows:       components, boards.
 * Never knows: what is inside a board's pool.
 */

#include "report.h"
#include "scope.h"

/* `bcf allocate` without an area. */
void bcf_report_fund(bcf_text *page, const bcf_run *run);

/* The table of components and the sentence on the headline: for other pages, too. */
void bcf_report_add_components(bcf_text *page, const bcf_run *run);

/* The earmarks inside the fund; each board's pool, and all together. */
void bcf_report_add_earmarks(bcf_text *page, const bcf_run *run);
void bcf_report_add_pools(bcf_text *page, const bcf_run *run);

/* Who puts the money into the pool: an allocation letter goes to each of these. */
const char *bcf_report_contributor(const bcf_policy *policy, const bcf_component *component);

/* True if CCGs and councils must pool this money (paragraph 11); in 2014/15 they need not yet
 * (paragraph 7): no part of it then comes from CCGs. */
bool bcf_report_is_pooled(const bcf_policy *policy);

/* The title of the component that an earmark lies in. */
const char *bcf_report_component_title(const bcf_policy *policy, const bcf_earmark *earmark);

/* What a component's grants amount to in a scope, and how real they are. */
typedef struct bcf_component_sum {
    bcf_money amount;   /* all of it, whatever its state */
    bcf_money withheld; /* of it */
    bcf_money pending;  /* of it */
    bcf_status status;
} bcf_component_sum;

/* One sum a component, as the policy; the last, past the components, is of them all. */
const bcf_component_sum *bcf_report_components(const bcf_run *run, bcf_scope scope);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_EXPLAIN_H
#define BCF_REPORT_EXPLAIN_H

/*
 * report_explain.h - an explanation shown: as a letter for people, a row a step for machines.
 *
 * Knows:       sections, steps, what of them matters most to a reader.
 * Never knows: how a step came about.
 */

#include "explain.h"
#include "report.h"

/* `bcf explain AREA [ITEM]`: what is explained, for whom. */
typedef struct bcf_explain_request {
    bcf_scope scope;
    const char *wanted;           /* the item, as it was asked for; NULL: everything */
    const bcf_explain_item *item; /* the same, understood */
    bool with_all;                /* tests that were not met, too */
} bcf_explain_request;

/* The steps as rows, and as a page. */
const bcf_sheet *bcf_report_explain(const bcf_run *run, const bcf_explain_request *asked);
void bcf_report_explain_page(bcf_text *page, const bcf_run *run, const bcf_explain_request *asked);

#endif

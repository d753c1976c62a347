/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_PAYMENTS_H
#define BCF_REPORT_PAYMENTS_H

/*
 * report_payments.h - the performance payments on a page for people.
 *
 * Knows:       strands, boards, what was released, what is held and for what.
 * Never knows: how an amount came about, beyond the state or score beside it.
 *
 * The first line is the policy's notice. Every page says whether amounts are calculated or
 * authorised: ministers give the final sign-off (paragraphs 51, 57).
 */

#include "report_release.h"

/* `bcf release`, for everybody or for one board. */
void bcf_report_payments(bcf_text *page, const bcf_run *run, bcf_scope scope);

/* The first line; nothing where the policy has no notice. */
void bcf_report_add_notice(bcf_text *page, const bcf_run *run);

/* "Calculated, not authorised: ...". */
void bcf_report_add_authority(bcf_text *page, const bcf_run *run);

/* Released and held by strand; then by what held money waits for: for other pages, too. */
void bcf_report_add_strands(bcf_text *page, const bcf_run *run);
void bcf_report_add_reasons(bcf_text *page, const bcf_run *run);

/* The boards to which nothing is released; what is released to each, and held. */
void bcf_report_add_all_held(bcf_text *page, const bcf_run *run);
void bcf_report_add_standings(bcf_text *page, const bcf_run *run);

#endif

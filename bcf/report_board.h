/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_BOARD_H
#define BCF_REPORT_BOARD_H

/*
 * report_board.h - one board's performance payments, part by part, for people.
 *
 * Knows:       conditions, scores and the money beside them.
 * Never knows: other boards, but as England together.
 */

#include "report_release.h"

/* What is released and held, why, and England beside it; the scope is a board. */
void bcf_report_board(bcf_text *page, const bcf_run *run, bcf_scope scope);

/* "April 2015, metrics"; amounts for people, to the penny. */
const char *bcf_report_strand(const bcf_run *run, const bcf_strand *strand);
const char *bcf_report_pence(const bcf_run *run, bcf_money amount);

/* The amount, with the mark of its status where any status of the column is illustrative. */
const char *bcf_report_marked_pence(const bcf_run *run, bcf_money amount, bcf_status status,
                                    bcf_status worst);

/* "Released amounts for metrics rest on illustrative ambitions or outturn: ...", where they do. */
void bcf_report_add_unpaid(bcf_text *page, const bcf_run *run, bcf_scope scope);

#endif

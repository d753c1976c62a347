/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_CHANGES_H
#define BCF_REPORT_CHANGES_H

/*
 * report_changes.h - what changed between two runs, on a page for people.
 *
 * Knows:       what a payments officer puts into a memo.
 * Never knows: how a change is split by cause.
 */

#include "report_compare.h"

/* Which runs; then what changed, for the nation, or as a memo about one board; with `rows`, the
 * very rows that moved it (NULL: without); then what it rests on, and what to do next. */
void bcf_report_changes_begin(bcf_text *page, const bcf_comparison *comparison, size_t board);
void bcf_report_changes_page(bcf_text *page, const bcf_comparison *comparison, size_t board,
                             const bcf_changed_rows *rows);
void bcf_report_changes_end(bcf_text *page, const bcf_comparison *comparison, size_t board);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_MEMO_H
#define BCF_REPORT_MEMO_H

/*
 * report_memo.h - what moved one board's money, step by step, and the rows behind it.
 *
 * Knows:       what a payments officer puts into a memo.
 * Never knows: everybody else.
 */

#include "report_moved.h"

/* A row a change of each item of the board. */
void bcf_changes_chains(const bcf_changes *of);

/* The very rows of tables that moved them. */
void bcf_changes_rows(const bcf_changes *of, const bcf_changed_rows *rows);

#endif

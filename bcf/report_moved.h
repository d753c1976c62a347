/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_MOVED_H
#define BCF_REPORT_MOVED_H

/*
 * report_moved.h - how much moved between two states of a comparison, added up; and what the pages
 * about it share.
 *
 * Knows:       boards, items, steps.
 * Never knows: tables and sentences.
 */

#include "report_compare.h"

/* A page about a comparison. */
typedef struct bcf_changes {
    bcf_text *page;
    const bcf_comparison *in;
    bcf_arena *arena;
    size_t board; /* or BCF_COMPARE_EVERYBODY */
} bcf_changes;

/* What a set of items comes to. */
typedef struct bcf_moved {
    bcf_money before;
    bcf_money after;
    bcf_money gains; /* of boards, and their losses: below zero */
    bcf_money losses;
    bcf_status status;
} bcf_moved;

bcf_money bcf_moved_change(const bcf_moved *sum);
void bcf_moved_add(bcf_moved *to, const bcf_moved *more);

/* The pool of one board, or its payments, from one state to another. */
bcf_moved bcf_moved_of_board(const bcf_comparison *in, size_t board, size_t from, size_t upto,
                             bool is_release);

/* The same of whom the page is about; and of one item. */
bcf_moved bcf_moved_over(const bcf_changes *of, size_t from, size_t upto, bool is_release);
bcf_moved bcf_moved_of_item(const bcf_changes *of, size_t item, size_t from, size_t upto);

/* True if there are such items; and if any step changed any of them. */
bool bcf_changes_has(const bcf_changes *of, bool is_release);
bool bcf_changes_moved(const bcf_changes *of, bool is_release);

/* "1,234.50*"; "+1,234.50", "-0.50", "-" for nothing. */
const char *bcf_changes_pounds(const bcf_changes *of, bcf_money amount, bcf_status status);
const char *bcf_changes_signed(const bcf_changes *of, bcf_money amount, bcf_status status);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_COMPARE_H
#define BCF_REPORT_COMPARE_H

/*
 * report_compare.h - what changed between two runs, as rows and on a page for people.
 *
 * Knows:       the columns of `compare`.
 * Never knows: how a change is split by cause.
 */

#include "compare.h"
#include "page.h"
#include "report.h"

/* Which columns of a comparison stay when it is added up: `--by item,cause`. */
typedef struct bcf_compare_by {
    bool hwb;   /* a row a board */
    bool item;  /* without it, the pool and the payments: they are never added to each other */
    bool cause; /* a row a cause */
} bcf_compare_by;

const char *const *bcf_compare_by_words(void); /* the columns, ended by NULL */

/* Reads "item,cause"; all three for NULL. Refused as usage: a column that there is not. */
BCF_MUST_USE
bcf_code bcf_compare_by_parse(bcf_compare_by *out, bcf_arena *arena, const char *text,
                              bcf_error *err);

/* A board of the comparison, or BCF_COMPARE_EVERYBODY. */
#define BCF_COMPARE_EVERYBODY SIZE_MAX

/* Finds the board of a code or name in either run; the boards of a council, CCG or district that
 * lies in one alone. Refused as usage: nobody, or several. */
BCF_MUST_USE
bcf_code bcf_compare_find_board(size_t *out, const bcf_comparison *comparison, const char *wanted,
                                bcf_error *err);

/* hwb,item,before,after,change,cause,what,data_status: a row a change, in the policy's order, then
 * by code; the rows of one board and item chain. */
const bcf_sheet *bcf_report_compare(const bcf_comparison *comparison, size_t board,
                                    const bcf_compare_by *by, bool with_names);

/* hwb,item,cause,table,row,column,before,after: the rows of tables behind each change. A row of
 * other areas, that the board shares with, is in it where `with_others`. */
const bcf_sheet *bcf_report_compare_rows(const bcf_comparison *comparison, size_t board,
                                         const bcf_changed_rows *rows, bool with_names);

/* The rows as a sheet `compare`, with which runs they are of as facts. */
const bcf_sheet *bcf_report_compare_sheet(const bcf_comparison *comparison,
                                          const bcf_report_rows *rows);

/* True if any pound of the board, or of anybody, is another. */
bool bcf_compare_has_change(const bcf_comparison *comparison, size_t board);

#endif

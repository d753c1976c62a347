/* SPDX-License-Identifier: MIT */
#ifndef BCF_SHARES_H
#define BCF_SHARES_H

/*
 * shares.h - any amount by any weights, from a table of codes and weights.
 *
 * Knows:       the columns `code` and `weight`.
 * Never knows: the fund.
 */

#include "apportion.h"
#include "csv.h"
#include "notes.h"

/* A file of weights is not kept as text, so it may be larger than a table: 2 GB, and rows. */
#define BCF_SHARES_BYTES_MAX (INT64_C(2) * 1024 * 1024 * 1024)
#define BCF_SHARES_ROWS_MAX 100000000

/* An amount, shared out by a file of weights. */
typedef struct bcf_shares {
    const char *const *codes; /* in byte order */
    const bcf_money *amounts; /* zero ones too */
    size_t count;
    bcf_money whole;
} bcf_shares;

/*
 * Shares `whole` out in pence among the codes of the file.
 *
 * Refused, with file and line: what bcf_csv_read refuses; a column missing; a code that is empty
 * or there twice; a weight that is no figure; weights that are all zero. Noted: other columns.
 */
BCF_MUST_USE
bcf_code bcf_shares_read(const bcf_shares **out, bcf_arena *arena, bcf_money whole,
                         const char *path, bcf_notes *notes, bcf_error *err);

#endif

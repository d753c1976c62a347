/* SPDX-License-Identifier: MIT */
#ifndef BCF_VERIFY_H
#define BCF_VERIFY_H

/*
 * verify.h - a kept run, made again from its own inputs, and where it differs.
 *
 * Knows:       run.xml, the files of a settlement, what can be made again and what cannot.
 * Never knows: how a run is computed: it asks for one, and compares.
 *
 * Source: SPEC section 8. What is made again is everything but the digests of the files that were
 * read, the program's version and notes about columns that nobody knows: those are guarded by the
 * seal of run.xml alone.
 */

#include "settlement.h"

/* What the run states, and what comes out when it is made again. */
typedef struct bcf_difference {
    const char *where;    /* "release", "fact", "certificate.txt" */
    const char *key;      /* "E06000001 2015-04 local", "line 12"; "" for the whole */
    const char *column;   /* "" for none */
    const char *stated;   /* by the run */
    const char *computed; /* when it was made again */
} bcf_difference;

/* A run, made again and compared. */
typedef struct bcf_verified {
    bcf_arena *arena;
    const bcf_run *run;  /* made again; NULL where its own inputs are refused */
    const char *path;    /* of run.xml */
    const char *program; /* that made it: "bcf 0.1.0" */
    /* In the order of the run. */
    bcf_difference *differences;
    size_t count;
    size_t table_count; /* of the inputs, besides the policy */
    size_t fact_count;
    size_t row_count;
    const char *const *files; /* that were compared byte for byte */
    size_t file_count;
} bcf_verified;

/*
 * Verifies run.xml, or the folder of a settlement with all that can be made again in it.
 *
 * A run whose inputs are refused is no refusal: it is a difference, with what is wrong with them.
 * A file of the program's own that cannot be opened meanwhile is a refusal.
 *
 * Refused: what is no file of at most BCF_SHEET_BYTES_MAX bytes and no folder with a run.xml; what
 * bcf_sheets_read refuses; a run without inputs, of before they were kept; one of a later format.
 */
BCF_MUST_USE
bcf_code bcf_verify(bcf_verified *out, bcf_arena *arena, const char *path, bcf_error *err);

/* where,key,column,stated,computed: a row a difference. */
const bcf_sheet *bcf_verified_sheet(const bcf_verified *verified);

/* One page: what was made again and compared, and the first differences. */
void bcf_verified_page(bcf_text *page, const bcf_verified *verified);

#endif

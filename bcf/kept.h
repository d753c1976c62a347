/* SPDX-License-Identifier: MIT */
#ifndef BCF_KEPT_H
#define BCF_KEPT_H

/*
 * kept.h - a run as it was kept in run.xml: what it states, and all that it was made from.
 *
 * Knows:       the facts, sheets and inputs of run.xml, and its seal.
 * Never knows: whether it comes out the same again.
 *
 * Source: SPEC section 7 ("run").
 */

#include "run.h"
#include "sheet.h"

/* The latest format of run.xml. Raised when what stands in it means something else than before. */
#define BCF_RUN_FORMAT 1

/* A run.xml, read. */
typedef struct bcf_kept_run {
    const char *named; /* as it was asked for: the folder, or the file */
    const char *path;  /* of run.xml */
    bool is_in_folder; /* the folder was named, not the file */
    const char *bytes;
    size_t length;
    bcf_sheet_document document; /* what it states */
    bcf_kept_inputs inputs;      /* what it was made from */
    bcf_order order;             /* to make it again */
} bcf_kept_run;

/*
 * Reads run.xml, or the one in the folder of a settlement.
 *
 * Refused: what is no file of at most BCF_SHEET_BYTES_MAX bytes and no folder with a run.xml; what
 * bcf_sheets_read refuses; a run without inputs, of before they were kept; one of a later format;
 * one that does not state its program.
 */
BCF_MUST_USE
bcf_code bcf_kept_read(bcf_kept_run *out, bcf_arena *arena, const char *path, bcf_error *err);

/* A file beside it: "settlement/score.csv". */
#define BCF_RUN_FILE "run.xml"
const char *bcf_kept_file(bcf_arena *arena, const char *folder, const char *name);

/* The value of a fact, or NULL. */
const char *bcf_kept_fact(const bcf_sheet_document *document, const char *name);

/* A sheet by its name, or NULL. */
const bcf_sheet *bcf_kept_sheet(const bcf_kept_run *kept, const char *name);

/* True if the seal is that of the bytes before it. */
bool bcf_kept_is_sealed(bcf_arena *arena, const bcf_kept_run *kept);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_SETTLEMENT_H
#define BCF_SETTLEMENT_H

/*
 * settlement.h - a whole run as a set of files, and the page that goes with them.
 *
 * Knows:       run.xml, the tables and the certificate beside it, digests.
 * Never knows: how files get onto the disk.
 *
 * run.xml is self-contained: it holds what it was made from, and can be made again. Same inputs,
 * same bytes, on any machine: so there is no time, no path and no line number in it, and what
 * depends on how the files were written are their digests alone.
 */

#include "files.h"
#include "kept.h"
#include "report.h"

/* The files of a settlement that people open. */
#define BCF_SETTLEMENT_REPORT "report.html"
#define BCF_SETTLEMENT_WORKBOOK "workbook.xlsx"

/* A settlement has no more files. */
#define BCF_SETTLEMENT_FILES_MAX 8

/* The files, ready to be written. */
typedef struct bcf_settlement {
    bcf_file files[BCF_SETTLEMENT_FILES_MAX]; /* in the arena of the run */
    size_t count;
} bcf_settlement;

/* What `settle` may find in its folder and write anew, ended by NULL. */
const char *const *bcf_settlement_names(void);

/* What is made of a run. */
typedef enum bcf_settlement_extent {
    BCF_SETTLEMENT_WHOLE = 0, /* every file */
    BCF_SETTLEMENT_TABLES, /* run.xml, the tables and the certificate: nothing that people open */
} bcf_settlement_extent;

/* The files of a run that went as far as settlement. Refused: a table can no longer be read. */
BCF_MUST_USE
bcf_code bcf_settlement_write(bcf_settlement *out, const bcf_run *run, bcf_settlement_extent extent,
                              bcf_error *err);

/* True if a file of that name is among them. */
bool bcf_settlement_has(const bcf_settlement *settlement, const char *name);

/* One page: the fund, what is released and held, where the files are. */
void bcf_settlement_page(bcf_text *page, const bcf_run *run, const bcf_settlement *settlement,
                         const char *folder);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_VERIFY_INSIDE_H
#define BCF_VERIFY_INSIDE_H

/*
 * verify_inside.h - what the files of the room verify share; nobody else includes it.
 *
 * verify          the order of things; the files of a folder
 * verify_compare  facts, notes and rows, stated against computed
 * verify_show     the page and the rows
 */

#include "kept.h"
#include "verify.h"

void bcf_verify_add(bcf_verified *to, bcf_difference difference);

/* The seal of a document, and the digests of the inputs in it, against its own bytes. */
void bcf_verify_digests(bcf_verified *to, const bcf_kept_run *kept);

/* Facts, notes and rows of two documents. */
void bcf_verify_documents(bcf_verified *to, const bcf_sheet_document *stated,
                          const bcf_sheet_document *computed);

/* Two files, byte for byte: adds the first line that differs. */
void bcf_verify_bytes(bcf_verified *to, const char *name, const char *stated, size_t stated_length,
                      const char *computed, size_t computed_length);

#endif

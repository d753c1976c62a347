/* SPDX-License-Identifier: MIT */
#ifndef BCF_CERTIFICATE_H
#define BCF_CERTIFICATE_H

/*
 * certificate.h - a run as plain text that a short program in any language can check.
 *
 * Knows:       splits, scores, payments, the chain from the component to the board.
 * Never knows: why a weight is what it is; how anything is shown to people.
 *
 * The format is docs/rules/certificate.md. Source: SPEC section 8.
 */

#include "run.h"
#include "text.h"

/* A file that the certificate vouches for. */
typedef struct bcf_certified {
    const char *name; /* "run.xml" */
    const char *digest;
} bcf_certified;

/*
 * Adds the certificate of a run that went as far as settlement: places, splits, payments, totals,
 * the digests of `files`, and last the digest of every line above.
 *
 * Always: the same run, the same bytes. It is read off the splits, scores and rows that the run
 * made; nothing is worked out a second time but the cut-off, which is looked for among remainders.
 */
void bcf_certificate_write(bcf_text *out, const bcf_run *run, const bcf_certified files[],
                           size_t count);

#endif

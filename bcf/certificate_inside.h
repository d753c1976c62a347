/* SPDX-License-Identifier: MIT */
#ifndef BCF_CERTIFICATE_INSIDE_H
#define BCF_CERTIFICATE_INSIDE_H

/*
 * certificate_inside.h - what the files of the room certificate share; nobody else includes it.
 *
 * certificate           the order of its parts, places, totals, digests; words and figures
 * certificate_splits    every split, with its floors and its cut-off
 * certificate_payments  every score, test and payment
 */

#include "certificate.h"

/* The accounts that money comes from: what the fund allocates, what performance is paid for by. */
#define BCF_CERTIFICATE_FUND "fund"
#define BCF_CERTIFICATE_PERFORMANCE "performance"

/* " word": what could be taken for a space, a slash, a comma or a missing word is written as %20.
 */
void bcf_certificate_word(bcf_text *out, const char *word);

/* " fund/nhs-core/G1": an account, named by the way that money came to it. */
void bcf_certificate_account(bcf_text *out, const char *const names[], size_t count);

/* " key word", " key 12.50", " key 3/7"; "-" for NULL. */
void bcf_certificate_pair(bcf_text *out, const char *key, const char *word);
void bcf_certificate_money(bcf_text *out, const char *key, bcf_money amount);
void bcf_certificate_ratio(bcf_text *out, const char *key, const bcf_run *run,
                           const bcf_ratio *ratio);
void bcf_certificate_count(bcf_text *out, const char *key, int64_t count);

void bcf_certificate_splits(bcf_text *out, const bcf_run *run, const bcf_ledger *ledger);
void bcf_certificate_payments(bcf_text *out, const bcf_run *run);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_APPORTION_H
#define BCF_REPORT_APPORTION_H

/*
 * report_apportion.h - an amount shared out, as rows for machines and on a page for people.
 *
 * Knows:       the columns `code` and `amount`.
 * Never knows: the fund.
 */

#include "notes.h"
#include "page.h"
#include "shares.h"
#include "sheet.h"

/* `bcf apportion`: code,amount as rows, and as a page. */
const bcf_sheet *bcf_report_apportion(bcf_arena *arena, const bcf_shares *shares,
                                      const bcf_notes *notes);
void bcf_report_apportion_page(bcf_text *page, bcf_arena *arena, const bcf_shares *shares,
                               const bcf_notes *notes);

#endif

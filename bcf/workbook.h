/* SPDX-License-Identifier: MIT */
#ifndef BCF_WORKBOOK_H
#define BCF_WORKBOOK_H

/*
 * workbook.h - a run as a workbook with live formulas, each beside our own figure.
 *
 * Knows:       the splits of the ledgers, scores, the 70% test, payments; how each is written as
 *              plain functions of a spreadsheet.
 * Never knows: files; how a workbook is made.
 *
 * Source: SPEC section 10 (`settle`), docs/rules/workbook.md. Every sum is built from the record of
 * the run, so it holds for whatever policy, dataset and readings. Our figure stands beside each
 * formula as a plain number, and a cell says whether the two agree.
 *
 * What stays a plain number, and says so: weights that a formula other than a published table gives
 * or that floors and caps bent; payments for fewer admissions (July 2014).
 */

#include "book.h"
#include "report.h"

/* The bytes of the workbook of a run that went as far as settlement. Refused as the machine's
 * failure: a temporary file cannot be written. */
BCF_MUST_USE
bcf_code bcf_workbook_write(bcf_text *out, const bcf_run *run, bcf_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_FAIRNESS_H
#define BCF_REPORT_FAIRNESS_H

/*
 * report_fairness.h - odd units and shares that fell, as rows and on a page for people.
 *
 * Knows:       the columns of `compare --fairness`.
 * Never knows: how a split is made.
 */

#include "fairness.h"
#include "report_compare.h"

/* notice,hwb,component,from,party,before,after,runs: a row for each party that got the odd unit in
 * either run (`odd-unit`, and in how many of the two), and for each share that fell though it
 * should not have (`population`, `alabama`). */
const bcf_sheet *bcf_report_fairness(const bcf_comparison *comparison, const bcf_fairness *fairness,
                                     size_t board, bool with_names);

/* The same in sentences, and how many odd units went to the same areas. */
void bcf_report_fairness_page(bcf_text *page, const bcf_comparison *comparison,
                              const bcf_fairness *fairness, size_t board);

#endif

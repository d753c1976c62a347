/* SPDX-License-Identifier: MIT */
#ifndef BCF_ADMISSIONS_H
#define BCF_ADMISSIONS_H

/*
 * admissions.h - admissions of each board, quarter by quarter: a year before, planned, actual.
 *
 * Knows:       the table `activity`, people, planned reductions, quarters of the policy.
 * Never knows: money.
 *
 * Source: SPEC section 6 (the rules of July 2014). CCGs' counts go to boards by where each CCG's
 * people live, in exact fractions; those of ended codes to their successors.
 */

#include "figures.h"

/* Counts of one board and quarter. */
typedef struct bcf_quarter_count {
    const bcf_ratio *baseline;    /* the same quarter a year before */
    const bcf_ratio *planned;     /* the baseline less the planned reduction */
    const bcf_ratio *actual;      /* NULL: a CCG with people there has not all its months */
    const bcf_ambition *ambition; /* what says the reduction, or NULL: the policy does */
    bcf_status planned_status;    /* of baseline and plan: activity, residents, ambition */
    bcf_status actual_status;     /* of the actual: activity, residents */
} bcf_quarter_count;

/* Counts of every board, for the quarters of the policy. */
typedef struct bcf_admissions {
    const bcf_quarter_count *counts; /* [board * quarter_count + quarter] */
    size_t board_count;
    size_t quarter_count;
    /* of each board: what share of its people are registered with CCGs whose counts are
     * illustrative in some month; zero where the whole table is */
    const bcf_ratio *const *illustrative_shares;
} bcf_admissions;

/*
 * Counts every board's admissions of the policy's quarters. The policy must count admissions.
 *
 * A CCG has a month's figure if it has a row for it, or if all codes that became it have; a
 * quarter needs all three months.
 *
 * Refused: a CCG without all months of a quarter a year before, naming both; an ambition whose
 * baseline is zero. Noted: months without a figure, and boards whose counts rest on illustrative
 * activity.
 */
BCF_MUST_USE
bcf_code bcf_admissions_count(const bcf_admissions **out, bcf_arena *arena,
                              const bcf_figures *figures, bcf_notes *notes, bcf_error *err);

/* The counts of a board in a quarter of the policy. */
const bcf_quarter_count *bcf_admissions_of(const bcf_admissions *admissions, size_t board,
                                           size_t quarter);

/* The quarter of the policy that a part of the payment is for. */
size_t bcf_admissions_quarter(const bcf_admissions_rules *rules, size_t part);

#endif

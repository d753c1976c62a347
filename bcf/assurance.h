/* SPDX-License-Identifier: MIT */
#ifndef BCF_ASSURANCE_H
#define BCF_ASSURANCE_H

/*
 * assurance.h - is each board's plan good: the checks of the policy, with their findings.
 *
 * Knows:       plans, what was submitted with them, allocations, scores; the paragraphs behind.
 * Never knows: how a finding is shown.
 *
 * Source: paragraphs 9-10, 15-16, 22, 24-31, 34, 41-51, 53, 58-59. docs/rules/assurance.md tells
 * what each check looks at, with examples.
 *
 * A board that has no data for a check does not fail it: it is not assessed.
 */

#include "release.h"
#include "submissions.h"

/* From good to bad: of several, the worst is taken. */
typedef enum bcf_result {
    BCF_RESULT_PASS = 1,
    BCF_RESULT_NOT_ASSESSED,
    BCF_RESULT_WARN,
    BCF_RESULT_FAIL,
} bcf_result;

/* Room for a figure of each result, by its number. */
#define BCF_RESULTS_END (BCF_RESULT_FAIL + 1)

const char *bcf_result_text(bcf_result result);   /* "not-assessed" */
const char *bcf_result_spoken(bcf_result result); /* "Fails": as it stands before what fails */

/* One thing that a check looked at: an ambition, a contributor's minimum, a district. */
typedef struct bcf_item {
    size_t check; /* of policy->assurance->checks */
    size_t board;
    const char *name; /* "2015-04 delayed-transfers", "G2 reablement", "D3" */
    bool has_part;    /* it is about a part of the performance payment */
    size_t part;      /* of the performance payment, where has_part */
    bcf_result result;
    const char *detail; /* what was found, with the figures: no name, no full stop */
    bcf_status status;
} bcf_item;

/* What a check found at a board: the worst of its items. */
typedef struct bcf_finding {
    size_t check; /* of policy->assurance->checks */
    size_t board;
    bcf_result result;
    bool applies;       /* false: a check of districts where there are none */
    const char *detail; /* sentences: what fails first */
    size_t first_item;  /* its items stand together */
    size_t item_count;
    size_t counts[BCF_RESULTS_END]; /* items by result */
    bool is_about_parts;            /* its items are parts of the payment */
    bcf_money at_stake;             /* available for the parts that fail or get a warning */
    bcf_status status;              /* the worst of its items */
} bcf_finding;

/* What was found of every plan. */
typedef struct bcf_assurance {
    const bcf_finding *findings; /* by check as in the policy, then board */
    size_t finding_count;
    const bcf_item *items; /* the same order */
    size_t item_count;
    size_t board_count;
} bcf_assurance;

/*
 * Looks at every board's plan. The policy must have checks; tables that are missing are plans
 * without them.
 *
 * Refused: what bcf_submissions_read refuses. Noted: planned spend on a purpose that no check
 * looks at.
 */
BCF_MUST_USE
bcf_code bcf_assure(const bcf_assurance **out, bcf_arena *arena, const bcf_figures *figures,
                    const bcf_allocation *allocation, const bcf_release *release, bcf_notes *notes,
                    bcf_error *err);

/* The items of one result, "A, B: what was found of both; C: what of it"; "" for none. */
const char *bcf_assurance_tell(bcf_arena *arena, const bcf_item items[], size_t count,
                               bcf_result result);

/* What a check found at a board. */
const bcf_finding *bcf_assurance_of(const bcf_assurance *assurance, size_t check, size_t board);

/* The place of a kind of check in the policy's list; false where the policy has none of it. */
bool bcf_assurance_check(const bcf_policy *policy, bcf_check_kind kind, size_t *check);

#endif

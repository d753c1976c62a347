/* SPDX-License-Identifier: MIT */
#ifndef BCF_FORMULA_H
#define BCF_FORMULA_H

/*
 * formula.h - the value that a formula of the policy gives each area, and the steps to it.
 *
 * Knows:       the four closed kinds, operands, areas of one level, exact fractions.
 * Never knows: money of the fund, routes, how a value or step is shown.
 *
 * Source: SPEC section 3. Nothing is rounded but where the policy says so: a third stays a third.
 */

#include <limits.h>

#include "figures.h"
#include "settings.h"

/* How a step joins what stands above it, as people write sums. */
typedef enum bcf_step_sign {
    BCF_STEP_GIVEN = 1, /* a figure to begin with */
    BCF_STEP_PLUS,
    BCF_STEP_TIMES,
    BCF_STEP_OVER,
    BCF_STEP_EQUALS, /* what follows from the steps above it */
    BCF_STEP_ASIDE,  /* to compare with; not on the way to the value */
} bcf_step_sign;

/* One step of every area's way to its value. */
typedef struct bcf_step {
    const char *id;             /* "older.clients"; once in a formula */
    bcf_step_sign sign;         /* how it joins the steps above it */
    const char *words;          /* "People aged 65 and over" */
    const char *const *details; /* an area each, "59.9 x (0.15 - 0.1)"; NULL: nothing to add */
    const bcf_ratio *const
        *values;     /* an area each; NULL for one to which the step does not apply */
    unsigned places; /* digits that the step is rounded to, or BCF_STEP_EXACT */
} bcf_step;

/* Digits of a step that is not rounded. */
#define BCF_STEP_EXACT UINT_MAX

/* In the arena; areas in the order of their codes. */
typedef struct bcf_formula_values {
    const bcf_formula *formula;    /* that was worked out */
    const bcf_ratio *const *items; /* an area each; never below zero */
    const bcf_status *statuses;    /* an area each */
    size_t count;
    const bcf_ratio *sum;
    bcf_status status; /* the worst of all: a share depends on every value */
    const bcf_step *steps;
    size_t step_count;
    bool has_control; /* an indicator that it rests on meets a national total */
} bcf_formula_values;

/*
 * Works out the formula, and first the formulas that it refers to.
 *
 * Refused, with the formula's or operand's line in the policy: a value below zero; a division by
 * an indicator that is zero; no weighted population at all, an index of nothing, or floors that
 * are more than there is; values that add up to nothing, but for the kind `published`, whose
 * shares refuse it themselves. Also what bcf_figures_values refuses.
 *
 * Noted: that shares are of this dataset only, where no indicator has a control total.
 */
BCF_MUST_USE
bcf_code bcf_formula_evaluate(bcf_formula_values *out, bcf_arena *arena, const bcf_figures *figures,
                              const bcf_settings *settings, const bcf_formula *formula,
                              bcf_notes *notes, bcf_error *err);

/* Of each formula of the policy, whether this one is it or refers to it, also through others. */
const bool *bcf_formula_needed(bcf_arena *arena, const bcf_policy *policy,
                               const bcf_formula *formula);

/* The indicators that a formula rests on under these readings, also through other formulas, each
 * once. In the arena. */
size_t bcf_formula_indicators(const bcf_indicator ***out, bcf_arena *arena,
                              const bcf_policy *policy, const bcf_settings *settings,
                              const bcf_formula *formula);

#endif

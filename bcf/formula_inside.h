/* SPDX-License-Identifier: MIT */
#ifndef BCF_FORMULA_INSIDE_H
#define BCF_FORMULA_INSIDE_H

/*
 * formula_inside.h - what the files of the room formula share; nobody else includes it.
 *
 * formula        operands, the kind `published`, formulas in their order
 * formula_kinds  the other kinds, a function each
 */

#include "formula.h"

/* One formula in the making. */
typedef struct bcf_evaluation {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_settings *settings;
    bcf_notes *notes;
    bcf_error *err;
    const bcf_formula *formula;
    bool is_wanted;               /* it is the one asked for, not one that it refers to */
    size_t count;                 /* of areas */
    bcf_formula_values **results; /* by place in the policy: of the formulas it refers to */
    bcf_status *statuses;         /* of each area: the worst of what was taken */
    bool has_control;
    bcf_step *steps;
    size_t step_count;
} bcf_evaluation;

/* Zeros, an area each. */
bcf_ratio **bcf_formula_numbers(const bcf_evaluation *at);

/* Sets *out to the operand's value for each area, and worsens the statuses by it. */
BCF_MUST_USE
bcf_code bcf_formula_take(const bcf_ratio ***out, bcf_evaluation *at, const bcf_operand *operand);

/* A constant operand. */
const bcf_ratio *bcf_formula_constant(const bcf_evaluation *at, const bcf_operand *operand);

/* What the operand is, in the policy's words. */
const char *bcf_formula_words(const bcf_evaluation *at, const bcf_operand *operand);

const bcf_ratio *bcf_formula_sum(const bcf_evaluation *at, const bcf_ratio *const items[]);

/* Records a step; an id that is taken gets a number. */
void bcf_formula_step(bcf_evaluation *at, const char *id, bcf_step_sign sign, const char *words,
                      const bcf_ratio *const values[]);

/* Every area's value follows from every other's: all get the worst status. */
void bcf_formula_join_all(bcf_evaluation *at);

/* The kinds. *out: an area each. */
BCF_MUST_USE
bcf_code bcf_formula_needs_index(const bcf_ratio ***out, bcf_evaluation *at);
BCF_MUST_USE
bcf_code bcf_formula_weighted_capitation(const bcf_ratio ***out, bcf_evaluation *at);
BCF_MUST_USE
bcf_code bcf_formula_floor_plus_index(const bcf_ratio ***out, bcf_evaluation *at);

#endif

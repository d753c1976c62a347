/* SPDX-License-Identifier: MIT */
#ifndef BCF_GATE_H
#define BCF_GATE_H

/*
 * gate.h - the door of a dataset: every code and every name in every table is known, or refused.
 *
 * Knows:       which column holds the code of which area, or the name of which rule.
 * Never knows: figures, periods, what a row is used for.
 *
 * Source: SPEC section 7 (geography gate; names that another installed policy knows).
 */

#include "areas.h"
#include "policy.h"

/* A name that the policy does not know, and what the other installed policies said to it. */
typedef struct bcf_strange_name {
    bcf_name_kind kind;
    const char *name;
    bool is_known_elsewhere; /* another installed policy has it */
} bcf_strange_name;

/* One reading of a dataset: what the rooms that gather figures work with. */
typedef struct bcf_gate {
    bcf_arena *arena;
    const bcf_tables *tables;
    const bcf_areas *areas;
    const bcf_policy *policy;
    const char *formulas_home; /* or NULL: no other policy is asked */
    const char *schema_path;
    int as_at; /* YYYYMMDD, or 0 */
    bcf_notes *notes;
    bcf_notes *plan_notes; /* about ambitions and local metrics; may be another list */
    bcf_error *err;
    bcf_code code; /* of the latest refusal */

    bool has_broken_policy; /* another installed policy was refused: no more are asked */
    /* Names that were asked about so far, so that none is asked twice. */
    bcf_strange_name *strange;
    size_t strange_count;
} bcf_gate;

/*
 * Checks the columns of codes and names of every table.
 *
 * Refused, into gate->code and gate->err: a code that is neither current nor ended with
 * successors, or is of another kind than its column; a name that no installed policy knows; an
 * empty payment where the policy itself knows the metric and pays for performance, other than for
 * an ambition of the metric whose admissions it counts.
 *
 * Always: where nothing was refused, a name that the policy does not know may be left alone.
 */
void bcf_gate_check(bcf_gate *gate);

#endif

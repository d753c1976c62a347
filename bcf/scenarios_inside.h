/* SPDX-License-Identifier: MIT */
#ifndef BCF_SCENARIOS_INSIDE_H
#define BCF_SCENARIOS_INSIDE_H

/*
 * scenarios_inside.h - what the files of the room scenarios share; nobody else but
 *                      its test includes it.
 *
 * scenarios         what outcomes hang on, as a digest; the readings of one
 * scenarios_what    which cell or setting a text names
 * scenarios_read    scenarios from a table of overrides
 * scenarios_vary    scenarios from ranges and lists of values
 * scenarios_output  which amounts are asked for, and what a run says of each
 * scenarios_settle  one scenario, worked out: no more of it than an override can touch
 */

#include "scenarios.h"

/* Names are looked up here; every table is indexed by its keys when it is first asked about. */
typedef struct bcf_finder {
    bcf_arena *arena;
    const bcf_run *run;
    const struct bcf_keyed_row *keyed[BCF_TABLE_COUNT];
} bcf_finder;

/* The text up to the first `end` that no backslash stands before, as it stands. NULL in *rest where
 * there is no such character. */
const char *bcf_finder_part(bcf_arena *arena, const char *text, char end, const char **rest);

/* The same without the backslashes that stand before `end` or another backslash. */
const char *bcf_finder_plain(bcf_arena *arena, const char *text, char end);

/*
 * Sets table, row and column of *found to what `what` names.
 *
 * Refused, as BCF_REFUSED_DATA at `place`: what bcf_scenarios_read says of names.
 */
BCF_MUST_USE
bcf_code bcf_finder_find(bcf_override *found, bcf_finder *finder, const char *what, bcf_place place,
                         bcf_error *err);

/* Reads found->value as what the setting or cell can say. Refused likewise. */
BCF_MUST_USE
bcf_code bcf_finder_take(bcf_override *found, const bcf_finder *finder, bcf_error *err);

/* Negative, zero or positive: by table, row, column. */
int bcf_override_order(const bcf_override *a, const bcf_override *b);

/* Refuses more scenarios than there may be. */
BCF_MUST_USE
bcf_code bcf_scenarios_refuse_count(bcf_code code, bcf_place place, bcf_error *err);

/* The base and then these. */
const bcf_scenarios *bcf_scenarios_new(bcf_arena *arena, const bcf_run *run,
                                       const bcf_scenario items[], size_t count);

/* Adds up the outputs of a run; both lists have one place an output. */
void bcf_outputs_measure(bcf_money amounts[], bcf_status statuses[], const bcf_outputs *outputs,
                         const bcf_run *run);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_SWEEP_INSIDE_H
#define BCF_SWEEP_INSIDE_H

/*
 * sweep_inside.h - what the files of the room sweep share; nobody else but its test includes it.
 *
 * sweep          each value alone, and their ranks
 * sweep_wheels   the values that can be taken, and combinations of them
 * sweep_measure  what an allocation and a release come to, by board and contributor
 * sweep_combine  every combination, each distinct piece worked out once
 * sweep_range    the lowest and the highest of all combinations
 */

#include "sweep.h"

/* A setting as a wheel: place 0 is the value of the run. */
typedef struct bcf_wheel {
    const bcf_setting *setting;
    size_t *values; /* of the places: indices of the setting's values */
    size_t count;
    unsigned asked_by; /* a set of bcf_turn */
    unsigned turned;   /* the first of them: when it turns */
} bcf_wheel;

typedef struct bcf_wheels {
    const bcf_policy *policy;
    bcf_wheel *items; /* as the policy's settings */
    size_t count;
} bcf_wheels;

/* Every wheel with the run's own value alone. */
bcf_wheels *bcf_wheels_new(bcf_arena *arena, const bcf_run *run);
void bcf_wheels_add(bcf_wheels *wheels, size_t setting, size_t value);

/* How many combinations there are; false where there are too many. */
bool bcf_wheels_count(const bcf_wheels *wheels, size_t *combinations);

/* Turns the wheels of one kind to their next combination; false where that was the last, and they
 * stand at 0 again. `places` has one a wheel. */
bool bcf_wheels_turn(const bcf_wheels *wheels, size_t places[], bcf_turn turned);

/* The same, of all wheels that any of `asking` asks for. */
bool bcf_wheels_turn_asked(const bcf_wheels *wheels, size_t places[], unsigned asking);

/* Which combination of the wheels that `asking` asks for this is, and how many there are. */
size_t bcf_wheels_index(const bcf_wheels *wheels, const size_t places[], unsigned asking);
size_t bcf_wheels_size(const bcf_wheels *wheels, unsigned asking);

/* A combination of all wheels as one number, and how many of them are not at 0. */
size_t bcf_wheels_combination(const bcf_wheels *wheels, const size_t places[]);
size_t bcf_wheels_departures(const bcf_wheels *wheels, const size_t places[]);

bcf_settings *bcf_wheels_settings(bcf_arena *arena, const bcf_wheels *wheels,
                                  const size_t places[]);

/* What an allocation comes to, an amount an area. */
typedef struct bcf_pools {
    bcf_money *boards;
    bcf_money *ccgs;
    bcf_money *councils;
} bcf_pools;

bcf_pools bcf_pools_of(bcf_arena *arena, const bcf_run *run, const bcf_allocation *allocation);

/* Everything that follows from one set of readings. */
typedef struct bcf_outcome {
    const bcf_allocation *allocation;
    const bcf_release *release; /* NULL where the run has none */
} bcf_outcome;

BCF_MUST_USE
bcf_code bcf_outcome_compute(bcf_outcome *out, bcf_arena *arena, const bcf_run *run,
                             const bcf_settings *settings, bcf_error *err);

/* Fills the changes of a value from the run to another outcome. */
void bcf_outcome_compare(bcf_sweep_value *value, bcf_arena *arena, const bcf_run *run,
                         const bcf_outcome *outcome);

/* Money of one row that is held in both cases and for different reasons. */
bcf_money bcf_held_for_another(const bcf_run *run, const bcf_release_row *before, bcf_money held,
                               bcf_held_for held_for);

/* One combination, as it passes by. The lists have an amount a board. */
typedef struct bcf_combined {
    const bcf_wheels *wheels;
    const size_t *places;
    const bcf_pools *pools;
    const bcf_money *released; /* NULL where the run has no release */
    const bcf_money *held_for_changed;
} bcf_combined;

typedef void bcf_combined_visit(void *visitor, const bcf_combined *combined);

/* Shows every combination to the visitor; counts those that were refused. */
typedef struct bcf_combiner {
    const bcf_run *run;
    const bcf_wheels *wheels;
    bcf_combined_visit *visit;
    void *visitor;
    size_t visited;
    size_t refused;
    const char *why_refused; /* in the arena given */
} bcf_combiner;

BCF_MUST_USE
bcf_code bcf_combine(bcf_combiner *combiner, bcf_arena *arena, bcf_error *err);

/* The ranges of all areas, while combinations pass by: a bcf_combined_visit. */
typedef struct bcf_ranging {
    const bcf_run *run;
    bool has_begun;
    bcf_sweep_ranges nation;
    bcf_sweep_ranges *boards;
    bcf_sweep_ranges *ccgs;
    bcf_sweep_ranges *councils;
} bcf_ranging;

bcf_ranging bcf_ranging_new(bcf_arena *arena, const bcf_run *run);
void bcf_ranging_visit(void *ranging, const bcf_combined *combined);

#endif

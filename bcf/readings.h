/* SPDX-License-Identifier: MIT */
#ifndef BCF_READINGS_H
#define BCF_READINGS_H

/*
 * readings.h - which readings of the guidance a figure hangs on: to be printed beside it.
 *
 * Knows:       settings, and which steps of a calculation ask for which.
 * Never knows: figures.
 *
 * Source: SPEC section 5, "Readings". A reading is named where it can move the figure's row at
 * all; it is not said that another value would.
 */

#include "formula.h"

/* Some of the settings of a policy. */
typedef struct bcf_readings {
    bcf_arena *arena;
    const bcf_policy *policy;
    const bcf_settings *settings;
    bool *is_in; /* as policy->settings */
} bcf_readings;

/* None of them yet. */
bcf_readings *bcf_readings_new(bcf_arena *arena, const bcf_policy *policy,
                               const bcf_settings *settings);

/* Adds what an area's value of a formula, an allocated, scored or released row depends on. */
void bcf_readings_add_formula(bcf_readings *readings, const bcf_formula *formula);
void bcf_readings_add_component(bcf_readings *readings, size_t component);
void bcf_readings_add_score(bcf_readings *readings, size_t part);
void bcf_readings_add_release(bcf_readings *readings, size_t part);
void bcf_readings_add_available(bcf_readings *readings, size_t part); /* before it is performed */
void bcf_readings_join(bcf_readings *readings, const bcf_readings *more);

/* "ccg-share-basis=programme-allocation unit=1", in the policy's order. */
const char *bcf_readings_text(bcf_arena *arena, const bcf_readings *readings);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_SPREAD_H
#define BCF_CLI_SPREAD_H

/*
 * spread.h - scenarios worked out by several processes at a time, one a core.
 *
 * What comes out does not depend on how many there are, nor on which is done first.
 */

#include "bcf.h"

/* What is to be spread. */
typedef struct spreading {
    bcf_arena *arena;
    const bcf_scenarios *scenarios;
    const bcf_outputs *outputs;
    bcf_shard shard;
    size_t jobs; /* processes at a time; 0: one a core */
} spreading;

/*
 * Sets *out to an outcome for each scenario of the shard, in their order.
 *
 * Fails: a process cannot be started, or ends before its work is done; the others are then ended.
 */
BCF_MUST_USE
bcf_code spread_scenarios(const bcf_scenario_outcome **out, const spreading *work, bcf_error *err);

#endif

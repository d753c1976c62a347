/* SPDX-License-Identifier: MIT */
#include "sweep.h"

#include "sweep_inside.h"

static bcf_code refuse_count(const bcf_run *run, bcf_error *err)
{
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has more than %d combinations of readings: too many to work out",
                      run->policy->id, BCF_SWEEP_COMBINATIONS_MAX);
}

/* Why nothing is released in the run. */
static const char *no_release(bcf_arena *arena, const bcf_run *run)
{
    if (run->policy->performance == NULL) {
        return bcf_arena_print(arena, "policy %s has no payment for performance", run->policy->id);
    }
    size_t count = 0;
    const bcf_table_id *needed = bcf_run_tables(run->policy, BCF_STAGE_RELEASE, &count);
    for (size_t i = 0; i < count; i++) {
        if (!run->tables->table[needed[i]].is_there) {
            return bcf_arena_print(arena, "the folder has no table '%s', which payments need",
                                   bcf_table_name(needed[i]));
        }
    }
    BCF_UNREACHABLE("a run that could be released and was not");
}

/* One value alone: its changes, or why it cannot be taken. */
static bcf_code sweep_value(bcf_sweep_value *value, bcf_arena *arena, const bcf_run *run,
                            bcf_wheels *wheels, bcf_error *err)
{
    size_t *places = BCF_NEW_ARRAY(arena, wheels->count, size_t);
    bcf_wheel *wheel = &wheels->items[value->setting];
    if (run->release == NULL && (wheel->asked_by & BCF_TURN_ALLOCATION) == 0) {
        value->no_data = no_release(arena, run);
        return BCF_OK;
    }
    bcf_wheels_add(wheels, value->setting, value->value);
    places[value->setting] = wheel->count - 1;
    bcf_arena *scratch = bcf_arena_new();
    bcf_outcome outcome;
    bcf_error why = {0};
    bcf_code code = bcf_outcome_compute(&outcome, scratch, run,
                                        bcf_wheels_settings(scratch, wheels, places), &why);
    if (code == BCF_OK) {
        bcf_outcome_compare(value, arena, run, &outcome);
    } else if (code == BCF_FAILED_MACHINE) {
        *err = why;
    } else {
        value->no_data = bcf_arena_text(arena, why.messages[0]);
        wheel->count--; /* and it is in no combination */
        code = BCF_OK;
    }
    bcf_arena_free(scratch);
    return code;
}

static bcf_code sweep_values(bcf_sweep *sweep, bcf_arena *arena, bcf_wheels *wheels, bcf_error *err)
{
    const bcf_run *run = sweep->run;
    size_t room = 0;
    for (size_t i = 0; i < run->policy->setting_count; i++) {
        room += run->policy->settings[i].value_count;
    }
    bcf_sweep_value *values = BCF_NEW_ARRAY(arena, room, bcf_sweep_value);
    sweep->values = values;
    for (size_t i = 0; i < run->policy->setting_count; i++) {
        size_t taken = wheels->items[i].values[0];
        for (size_t j = 0; j < run->policy->settings[i].value_count; j++) {
            bool is_of_balances = wheels->items[i].asked_by == BCF_TURN_BALANCE;
            if (j == taken || is_of_balances) {
                continue;
            }
            bcf_sweep_value *value = &values[sweep->count++];
            *value = (bcf_sweep_value){.setting = i, .value = j};
            bcf_code code = sweep_value(value, arena, run, wheels, err);
            if (code != BCF_OK) {
                return code;
            }
        }
    }
    return BCF_OK;
}

/* Sets the rank of each of several changes of one area; of equals, the earlier comes first. */
static void rank(bcf_sweep_change *const changes[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t before = 0;
        for (size_t j = 0; j < count; j++) {
            int order = bcf_money_compare(changes[j]->at_stake, changes[i]->at_stake);
            before += order > 0 || (order == 0 && j < i);
        }
        changes[i]->rank = changes[i]->at_stake.pence > 0 ? before + 1 : 0;
    }
}

/* Ranks one list of areas: `lists` has a value's changes each. */
static void rank_areas(bcf_arena *arena, bcf_sweep_change *const lists[], size_t count,
                       size_t areas)
{
    bcf_sweep_change **changes = BCF_NEW_ARRAY(arena, count, bcf_sweep_change *);
    for (size_t area = 0; area < areas; area++) {
        for (size_t i = 0; i < count; i++) {
            changes[i] = &lists[i][area];
        }
        rank(changes, count);
    }
}

static bcf_code sweep_ranges(bcf_sweep *sweep, bcf_arena *arena, const bcf_wheels *wheels,
                             bcf_error *err)
{
    bcf_ranging ranging = bcf_ranging_new(arena, sweep->run);
    bcf_combiner combiner = {
        .run = sweep->run, .wheels = wheels, .visit = bcf_ranging_visit, .visitor = &ranging};
    bcf_code code = bcf_combine(&combiner, arena, err);
    sweep->nation = ranging.nation;
    sweep->boards = ranging.boards;
    sweep->ccgs = ranging.ccgs;
    sweep->councils = ranging.councils;
    sweep->combinations = combiner.visited;
    sweep->refused = combiner.refused;
    sweep->why_refused = combiner.why_refused;
    return code;
}

/* A value's changes as they are still ours to rank. */
typedef struct ranked {
    bcf_sweep_change **nation;
    bcf_sweep_change **boards;
    bcf_sweep_change **ccgs;
    bcf_sweep_change **councils;
    size_t count;
} ranked;

static void rank_values(bcf_arena *arena, bcf_sweep *sweep)
{
    bcf_sweep_value *values = (bcf_sweep_value *)(uintptr_t)sweep->values;
    ranked all = {.nation = BCF_NEW_ARRAY(arena, sweep->count, bcf_sweep_change *),
                  .boards = BCF_NEW_ARRAY(arena, sweep->count, bcf_sweep_change *),
                  .ccgs = BCF_NEW_ARRAY(arena, sweep->count, bcf_sweep_change *),
                  .councils = BCF_NEW_ARRAY(arena, sweep->count, bcf_sweep_change *)};
    for (size_t i = 0; i < sweep->count; i++) {
        if (values[i].no_data == NULL) {
            all.nation[all.count] = &values[i].nation;
            all.boards[all.count] = (bcf_sweep_change *)(uintptr_t)values[i].boards;
            all.ccgs[all.count] = (bcf_sweep_change *)(uintptr_t)values[i].ccgs;
            all.councils[all.count++] = (bcf_sweep_change *)(uintptr_t)values[i].councils;
        }
    }
    const bcf_areas *areas = sweep->run->figures->areas;
    rank(all.nation, all.count);
    rank_areas(arena, all.boards, all.count, areas->board_count);
    rank_areas(arena, all.ccgs, all.count, areas->ccg_count);
    rank_areas(arena, all.councils, all.count, areas->council_count);
}

bcf_code bcf_sweep_readings(const bcf_sweep **out, bcf_arena *arena, const bcf_run *run,
                            bcf_error *err)
{
    BCF_ASSERT(run->allocation != NULL);
    bcf_wheels *wheels = bcf_wheels_new(arena, run);
    bcf_sweep *sweep = BCF_NEW(arena, bcf_sweep);
    *sweep = (bcf_sweep){.run = run, .wheels = wheels};
    bcf_code code = sweep_values(sweep, arena, wheels, err);
    if (code != BCF_OK) {
        return code;
    }
    size_t combinations = 0;
    if (!bcf_wheels_count(wheels, &combinations)) {
        return refuse_count(run, err);
    }
    rank_values(arena, sweep);
    code = sweep_ranges(sweep, arena, wheels, err);
    BCF_ASSERT(code != BCF_OK || sweep->combinations + sweep->refused == combinations);
    *out = sweep;
    return code;
}

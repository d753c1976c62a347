/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "held.h"
#include "nearest.h"
#include "scenarios_inside.h"

#define OUTPUT_TOTALS 3

/* Every output that a run has. */
typedef struct every {
    bcf_output *items;
    size_t count;
} every;

static void add(every *all, const char *id, const char *title, bcf_output_kind kind, size_t place)
{
    all->items[all->count++] = (bcf_output){id, title, kind, place};
}

static void add_parts(every *all, bcf_arena *arena, const bcf_performance *performance,
                      const char *word, bcf_output_kind kind)
{
    for (size_t i = 0; i < performance->part_count; i++) {
        const char *payment = performance->payments[performance->parts[i].payment].id;
        const char *part = performance->parts[i].id;
        add(all, bcf_arena_print(arena, "%s:%s:%s", word, payment, part),
            bcf_arena_print(arena, "%s %s, %s", payment, part,
                            kind == BCF_OUTPUT_PART_HELD ? "held" : "released"),
            kind, i);
    }
}

static every every_output(bcf_arena *arena, const bcf_run *run)
{
    const bcf_policy *policy = run->policy;
    const bcf_performance *performance = run->release == NULL ? NULL : policy->performance;
    size_t parts = performance == NULL ? 0 : performance->part_count;
    every all = {.items = BCF_NEW_ARRAY(arena, OUTPUT_TOTALS + policy->component_count + 2 * parts,
                                        bcf_output)};
    add(&all, "allocated", "Allocated", BCF_OUTPUT_ALLOCATED, 0);
    if (performance != NULL) {
        add(&all, "released", "Released", BCF_OUTPUT_RELEASED, 0);
        add(&all, "held", "Held", BCF_OUTPUT_HELD, 0);
    }
    for (size_t i = 0; i < policy->component_count; i++) {
        add(&all, bcf_arena_print(arena, "allocate:%s", policy->components[i].id),
            policy->components[i].title, BCF_OUTPUT_COMPONENT, i);
    }
    if (performance != NULL) {
        add_parts(&all, arena, performance, "release", BCF_OUTPUT_PART_RELEASED);
        add_parts(&all, arena, performance, "held", BCF_OUTPUT_PART_HELD);
    }
    return all;
}

/* "release:2015-04" begins "release:2015-04:local". */
static bool begins(const char *beginning, const char *id)
{
    size_t length = strlen(beginning);
    return length > 0 && strncmp(beginning, id, length) == 0
           && (id[length] == '\0' || id[length] == ':');
}

static bcf_code refuse_beginning(bcf_arena *arena, const every *all, const char *wanted,
                                 bcf_error *err)
{
    const char **words = BCF_NEW_ARRAY(arena, all->count + 1, const char *);
    const char *list = "";
    for (size_t i = 0; i < all->count; i++) {
        words[i] = all->items[i].id;
        list = bcf_arena_print(arena, "%s%s%s", list, i == 0 ? "" : ", ", words[i]);
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "no item is '%s' or begins with '%s:'%s; there is: %s", wanted, wanted,
                      bcf_nearest_hint(arena, wanted, words), list);
}

static bcf_code choose(bool is_chosen[], bcf_arena *arena, const every *all, const char *wanted,
                       bcf_error *err)
{
    bcf_code code = BCF_OK;
    while (wanted != NULL) {
        const char *beginning = bcf_finder_part(arena, wanted, ',', &wanted);
        bool is_any = false;
        for (size_t i = 0; i < all->count; i++) {
            if (begins(beginning, all->items[i].id)) {
                is_chosen[i] = true;
                is_any = true;
            }
        }
        bcf_code one = is_any ? BCF_OK : refuse_beginning(arena, all, beginning, err);
        code = code == BCF_OK ? one : code;
    }
    return code;
}

bcf_code bcf_outputs_choose(bcf_outputs *out, bcf_arena *arena, const bcf_run *run, bcf_scope scope,
                            const char *wanted, bcf_error *err)
{
    every all = every_output(arena, run);
    bool *is_chosen = BCF_NEW_ARRAY(arena, all.count, bool);
    for (size_t i = 0; wanted == NULL && i < all.count; i++) {
        is_chosen[i] = all.items[i].kind <= BCF_OUTPUT_HELD;
    }
    bcf_code code = choose(is_chosen, arena, &all, wanted, err);
    bcf_output *items = BCF_NEW_ARRAY(arena, all.count, bcf_output);
    *out = (bcf_outputs){.items = items, .scope = scope};
    for (size_t i = 0; i < all.count; i++) {
        if (is_chosen[i]) {
            items[out->count++] = all.items[i];
        }
    }
    return code;
}

/* An amount in the making. */
typedef struct sum {
    bcf_money amount;
    bcf_status status;
} sum;

static void add_to(sum *to, bcf_money amount, bcf_status status)
{
    to->amount = bcf_money_add(to->amount, amount);
    to->status = bcf_status_worst(to->status, status);
}

/* Every component and part of the run in the scope, and the totals. */
typedef struct sums {
    sum allocated;
    sum *components;
    sum *released;
    sum *held;
} sums;

static sums add_up(bcf_arena *arena, const bcf_run *run, bcf_scope scope)
{
    size_t parts = run->release == NULL ? 0 : run->policy->performance->part_count;
    sums all = {.components = BCF_NEW_ARRAY(arena, run->policy->component_count, sum),
                .released = BCF_NEW_ARRAY(arena, parts, sum),
                .held = BCF_NEW_ARRAY(arena, parts, sum)};
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        if (bcf_scope_has_board(scope, grant->board)) {
            add_to(&all.allocated, grant->amount, grant->status);
            add_to(&all.components[grant->component], grant->amount, grant->status);
        }
    }
    for (size_t i = 0; run->release != NULL && i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        if (bcf_scope_has_board(scope, row->board)) {
            add_to(&all.released[row->part], row->released, row->data_status);
            add_to(&all.held[row->part], row->held, row->data_status);
        }
    }
    return all;
}

static sum sum_of(const bcf_output *output, const sums *all, const bcf_release_sums *totals)
{
    switch (output->kind) {
    case BCF_OUTPUT_ALLOCATED:
        return all->allocated;
    case BCF_OUTPUT_RELEASED:
        return (sum){totals->released, totals->status};
    case BCF_OUTPUT_HELD:
        return (sum){totals->held, totals->status};
    case BCF_OUTPUT_COMPONENT:
        return all->components[output->place];
    case BCF_OUTPUT_PART_RELEASED:
        return all->released[output->place];
    case BCF_OUTPUT_PART_HELD:
        return all->held[output->place];
    }
    BCF_UNREACHABLE("an output that nobody named");
}

void bcf_outputs_measure(bcf_money amounts[], bcf_status statuses[], const bcf_outputs *outputs,
                         const bcf_run *run)
{
    sums all = add_up(run->arena, run, outputs->scope);
    bcf_release_sums totals = {.status = BCF_STATUS_NONE};
    if (run->release != NULL) {
        totals = bcf_held_in(run, outputs->scope);
    }
    for (size_t i = 0; i < outputs->count; i++) {
        sum one = sum_of(&outputs->items[i], &all, &totals);
        amounts[i] = one.amount;
        statuses[i] = one.status;
    }
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "compare_inside.h"
#include "wording.h"

static bool is_same_input(const bcf_table_text *a, const bcf_table_text *b)
{
    if (a->bytes == NULL || b->bytes == NULL) {
        return a->bytes == b->bytes;
    }
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static bool differs(const bcf_comparer *of, bcf_table_id id)
{
    return !is_same_input(&of->out->old.kept->inputs.tables[id],
                          &of->out->new.kept->inputs.tables[id]);
}

static bool is_geography(bcf_table_id id)
{
    return id == BCF_TABLE_BOARDS || id == BCF_TABLE_COUNCILS || id == BCF_TABLE_DISTRICTS
           || id == BCF_TABLE_CCGS || id == BCF_TABLE_SUCCESSORS;
}

/* "boards, councils": the tables that a step exchanges. */
static const char *tables_in_words(bcf_arena *arena, const bool tables[BCF_TABLE_COUNT])
{
    const char *words = "";
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        if (tables[i]) {
            words = bcf_arena_print(arena, "%s%s%s", words, words[0] == '\0' ? "" : ", ",
                                    bcf_table_name((bcf_table_id)i));
        }
    }
    return words;
}

static void add_exchange(bcf_comparer *of, const bcf_exchange *exchange)
{
    BCF_MAKE_ROOM(of->arena, of->exchanges, of->exchange_count);
    of->exchanges[of->exchange_count++] = *exchange;
}

static void find_geography(bcf_comparer *of)
{
    bcf_exchange found = {.step = {.cause = BCF_CAUSE_GEOGRAPHY, .id = "geography"},
                          .setting = BCF_NO_SETTING};
    bool is_any = false;
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        found.step.tables[i] = is_geography((bcf_table_id)i) && differs(of, (bcf_table_id)i);
        is_any = is_any || found.step.tables[i];
    }
    if (is_any) {
        found.step.what = tables_in_words(of->arena, found.step.tables);
        add_exchange(of, &found);
    }
}

/* The manifest has no figures; where figures come from goes with their tables. Totals go with the
 * indicators that must meet them. */
static void find_tables(bcf_comparer *of)
{
    bool are_controls_taken = differs(of, BCF_TABLE_INDICATORS);
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        bcf_table_id id = (bcf_table_id)i;
        bool is_other = id == BCF_TABLE_MANIFEST || is_geography(id)
                        || (id == BCF_TABLE_CONTROLS && are_controls_taken);
        if (is_other || !differs(of, id)) {
            continue;
        }
        bcf_exchange found = {
            .step = {.cause = BCF_CAUSE_DATA,
                     .id = bcf_arena_print(of->arena, "data:%s", bcf_table_name(id))},
            .setting = BCF_NO_SETTING};
        found.step.tables[i] = true;
        found.step.tables[BCF_TABLE_CONTROLS] =
            id == BCF_TABLE_CONTROLS
            || (id == BCF_TABLE_INDICATORS && differs(of, BCF_TABLE_CONTROLS));
        found.step.what = tables_in_words(of->arena, found.step.tables);
        add_exchange(of, &found);
    }
}

static void find_policy(bcf_comparer *of)
{
    const bcf_comparison *out = of->out;
    const bcf_policy_text *a = &out->old.kept->inputs.policy;
    const bcf_policy_text *b = &out->new.kept->inputs.policy;
    if (a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0) {
        return;
    }
    bcf_exchange found = {.step = {.cause = BCF_CAUSE_POLICY, .id = "policy"},
                          .is_policy = true,
                          .setting = BCF_NO_SETTING};
    found.step.what =
        bcf_arena_print(of->arena, "policy: %s version %s -> %s version %s", out->old.policy->id,
                        out->old.policy->version, out->new.policy->id, out->new.policy->version);
    add_exchange(of, &found);
}

static size_t setting_place(bcf_comparer *of, const char *id)
{
    for (size_t i = 0; i < of->setting_count; i++) {
        if (strcmp(of->settings[i].id, id) == 0) {
            return i;
        }
    }
    BCF_MAKE_ROOM(of->arena, of->settings, of->setting_count);
    of->settings[of->setting_count] = (bcf_mixed_setting){.id = id};
    return of->setting_count++;
}

/* The settings of both policies, as each run took them. */
static void gather_settings(bcf_comparer *of)
{
    const bcf_compare_side *sides[] = {&of->out->old, &of->out->new};
    for (size_t side = 0; side < 2; side++) {
        const bcf_policy *policy = sides[side]->policy;
        for (size_t i = 0; i < policy->setting_count; i++) {
            const char *id = policy->settings[i].id;
            size_t place = setting_place(of, id); /* which may move the list */
            bcf_mixed_setting *setting = &of->settings[place];
            const char *value = bcf_settings_value(sides[side]->run->settings, id);
            *(side == 0 ? &setting->old : &setting->new) = value;
        }
    }
}

static bool is_unit(const bcf_mixed_setting *setting)
{
    return strcmp(setting->id, "unit") == 0;
}

static void find_settings(bcf_comparer *of, bool of_unit)
{
    for (size_t i = 0; i < of->setting_count; i++) {
        const bcf_mixed_setting *setting = &of->settings[i];
        bool is_both = setting->old != NULL && setting->new != NULL;
        if (!is_both || strcmp(setting->old, setting->new) == 0 || is_unit(setting) != of_unit) {
            continue;
        }
        bcf_exchange found = {.step = {.cause = of_unit ? BCF_CAUSE_ROUNDING : BCF_CAUSE_READING,
                                       .id = of_unit ? "rounding" : "reading"},
                              .setting = i};
        found.step.what =
            bcf_arena_print(of->arena, "%s: %s -> %s", setting->id, setting->old, setting->new);
        add_exchange(of, &found);
    }
}

static const char *as_at_in_words(bcf_arena *arena, int as_at)
{
    return as_at == 0 ? "any day" : bcf_wording_date(arena, as_at);
}

static void find_as_at(bcf_comparer *of)
{
    int old = of->out->old.kept->order.as_at;
    int new = of->out->new.kept->order.as_at;
    if (old == new) {
        return;
    }
    bcf_exchange found = {.step = {.cause = BCF_CAUSE_READING, .id = "reading"},
                          .is_as_at = true,
                          .setting = BCF_NO_SETTING};
    found.step.what = bcf_arena_print(of->arena, "as-at: %s -> %s", as_at_in_words(of->arena, old),
                                      as_at_in_words(of->arena, new));
    add_exchange(of, &found);
}

void bcf_mixture_find(bcf_comparer *of)
{
    gather_settings(of);
    find_geography(of);
    find_tables(of);
    find_policy(of);
    find_settings(of, false);
    find_as_at(of);
    find_settings(of, true);
}

/* True if the setting is among what is taken. */
static bool takes_setting(const bcf_comparer *of, const bool taken[], size_t setting)
{
    for (size_t i = 0; i < of->exchange_count; i++) {
        if (taken[i] && of->exchanges[i].setting == setting) {
            return true;
        }
    }
    return false;
}

static const bcf_tables *mix_tables(bcf_arena *arena, const bcf_comparer *of, const bool taken[])
{
    bcf_tables *mixed = BCF_NEW(arena, bcf_tables);
    *mixed = *of->out->old.tables;
    for (size_t i = 0; i < of->exchange_count; i++) {
        for (size_t id = 0; taken[i] && id < BCF_TABLE_COUNT; id++) {
            if (of->exchanges[i].step.tables[id]) {
                mixed->table[id] = of->out->new.tables->table[id];
            }
        }
    }
    return mixed;
}

static bool has_value(const bcf_setting *setting, const char *value)
{
    for (size_t i = 0; value != NULL && i < setting->value_count; i++) {
        if (strcmp(setting->values[i], value) == 0) {
            return true;
        }
    }
    return false;
}

/* What the policy's settings are in the mixture. A setting that only one of the runs has is as
 * that run took it; a value that the policy does not have gives way to the policy's default. */
static void mix_settings(bcf_order *order, bcf_arena *arena, const bcf_comparer *of,
                         const bool taken[], const bcf_policy *policy)
{
    const char **assignments = BCF_NEW_ARRAY(arena, policy->setting_count, const char *);
    for (size_t i = 0; i < of->setting_count; i++) {
        const bcf_mixed_setting *mixed = &of->settings[i];
        const char *first = takes_setting(of, taken, i) ? mixed->new : mixed->old;
        const char *value = first != NULL ? first : mixed->new;
        for (size_t j = 0; j < policy->setting_count; j++) {
            const bcf_setting *setting = &policy->settings[j];
            if (strcmp(setting->id, mixed->id) == 0 && has_value(setting, value)) {
                assignments[order->assignment_count++] =
                    bcf_arena_print(arena, "%s=%s", mixed->id, value);
            }
        }
    }
    order->assignments = assignments;
}

bcf_code bcf_mixture_run(const bcf_run **out, bcf_arena *arena, const bcf_comparer *of,
                         const bool taken[], bcf_error *err)
{
    const bcf_compare_side *old = &of->out->old;
    const bcf_compare_side *new = &of->out->new;
    bcf_read_inputs *inputs = BCF_NEW(arena, bcf_read_inputs);
    inputs->policy = old->policy;
    inputs->tables = mix_tables(arena, of, taken);
    bcf_order *order = BCF_NEW(arena, bcf_order);
    order->read = inputs;
    order->as_at = old->kept->order.as_at;
    for (size_t i = 0; i < of->exchange_count; i++) {
        const bcf_exchange *exchange = &of->exchanges[i];
        inputs->policy = taken[i] && exchange->is_policy ? new->policy : inputs->policy;
        order->as_at = taken[i] && exchange->is_as_at ? new->kept->order.as_at : order->as_at;
    }
    mix_settings(order, arena, of, taken, inputs->policy);
    return bcf_run_to(out, arena, order, BCF_STAGE_MONEY, "compare", err);
}

/* SPDX-License-Identifier: MIT */
#include "scenarios.h"

#include <string.h>

#include "digest.h"
#include "home.h"
#include "scenarios_inside.h"

bcf_code bcf_scenarios_refuse_count(bcf_code code, bcf_place place, bcf_error *err)
{
    return bcf_refuse(err, code, place, "more than %d scenarios", BCF_SCENARIOS_MAX);
}

const bcf_scenarios *bcf_scenarios_new(bcf_arena *arena, const bcf_run *run,
                                       const bcf_scenario items[], size_t count)
{
    bcf_scenario *all = BCF_NEW_ARRAY(arena, count + 1, bcf_scenario);
    all[0] = (bcf_scenario){.name = BCF_SCENARIOS_BASE};
    for (size_t i = 0; i < count; i++) {
        all[i + 1] = items[i];
    }
    bcf_scenarios *scenarios = BCF_NEW(arena, bcf_scenarios);
    *scenarios = (bcf_scenarios){.run = run, .items = all, .count = count + 1};
    return scenarios;
}

int bcf_override_order(const bcf_override *a, const bcf_override *b)
{
    if (a->table != b->table) {
        return a->table < b->table ? -1 : 1;
    }
    if (a->row != b->row) {
        return a->row < b->row ? -1 : 1;
    }
    return (a->column > b->column) - (a->column < b->column);
}

static void set(bcf_settings *settings, bcf_arena *arena, const char *id, const char *value)
{
    bcf_error err = {0};
    bcf_code code = bcf_settings_set(settings, bcf_arena_print(arena, "%s=%s", id, value), &err);
    BCF_ASSERT(code == BCF_OK); /* it was looked up when it was read */
}

const bcf_settings *bcf_scenarios_settings(bcf_arena *arena, const bcf_scenarios *scenarios,
                                           size_t which)
{
    const bcf_run *run = scenarios->run;
    const bcf_scenario *scenario = &scenarios->items[which];
    bcf_settings *settings = NULL;
    for (size_t i = 0; i < scenario->count; i++) {
        const bcf_override *override = &scenario->overrides[i];
        if (override->table != BCF_TABLE_COUNT) {
            continue;
        }
        if (settings == NULL) {
            settings = bcf_settings_new(arena, run->policy);
            for (size_t j = 0; j < run->policy->setting_count; j++) {
                const char *id = run->policy->settings[j].id;
                set(settings, arena, id, bcf_settings_value(run->settings, id));
            }
        }
        set(settings, arena, run->policy->settings[override->column].id, override->value);
    }
    return settings == NULL ? run->settings : settings;
}

/* Each word with its length, so that no two lists of words look the same. */
static void add(bcf_digester *digester, bcf_arena *arena, const char *words, size_t length)
{
    const char *before = bcf_arena_print(arena, "%zu:", length);
    bcf_digester_add(digester, before, strlen(before));
    bcf_digester_add(digester, words, length);
}

static void add_word(bcf_digester *digester, bcf_arena *arena, const char *word)
{
    add(digester, arena, word, strlen(word));
}

static void add_inputs(bcf_digester *digester, bcf_arena *arena, const bcf_run *run)
{
    add_word(digester, arena, bcf_home_version());
    add_word(digester, arena, bcf_home_source_digest());
    add(digester, arena, run->policy->canonical, run->policy->canonical_length);
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        bcf_text table = {0};
        bcf_tables_canonical(&table, run->tables, (bcf_table_id)i);
        add(digester, arena, bcf_text_get(&table), table.length);
        bcf_text_clear(&table);
    }
    for (size_t i = 0; i < run->policy->setting_count; i++) {
        add_word(digester, arena, bcf_settings_value(run->settings, run->policy->settings[i].id));
    }
    add_word(digester, arena, bcf_arena_print(arena, "%d", run->order->as_at));
}

const char *bcf_scenarios_digest(bcf_arena *arena, const bcf_scenarios *scenarios,
                                 const bcf_outputs *outputs)
{
    bcf_arena *scratch = bcf_arena_new();
    bcf_digester *digester = bcf_digester_new(scratch);
    add_inputs(digester, scratch, scenarios->run);
    add_word(digester, scratch, bcf_scope_code(scenarios->run->figures->areas, outputs->scope));
    for (size_t i = 0; i < outputs->count; i++) {
        add_word(digester, scratch, outputs->items[i].id);
    }
    for (size_t i = 0; i < scenarios->count; i++) {
        const bcf_scenario *scenario = &scenarios->items[i];
        add_word(digester, scratch, scenario->name);
        add_word(digester, scratch, bcf_arena_print(scratch, "%zu", scenario->count));
        for (size_t j = 0; j < scenario->count; j++) {
            add_word(digester, scratch, scenario->overrides[j].what);
            add_word(digester, scratch, scenario->overrides[j].value);
        }
    }
    const char *digest = bcf_digester_text(digester, arena);
    bcf_arena_free(scratch);
    return digest;
}

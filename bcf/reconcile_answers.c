/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reconcile_inside.h"

/* What was worked out already, by the readings that it hangs on. */
struct kept_allocation {
    const char *readings;
    const bcf_allocation *allocation;
};

struct kept_scores {
    const char *readings;
    const bcf_scores *scores;
};

bcf_settings *bcf_reconcile_settings(const reconciler *of, bcf_arena *arena)
{
    bcf_settings *settings = bcf_settings_new(arena, of->policy);
    for (size_t i = 0; i < of->policy->setting_count; i++) {
        const char *id = of->policy->settings[i].id;
        bcf_error err = {0};
        bcf_code code = bcf_settings_set(
            settings,
            bcf_arena_print(arena, "%s=%s", id, bcf_settings_value(of->run->settings, id)), &err);
        BCF_ASSERT(code == BCF_OK);
    }
    return settings;
}

void bcf_reconcile_take(bcf_settings *settings, bcf_arena *arena, const bcf_setting *setting,
                        size_t value)
{
    bcf_error err = {0};
    bcf_code code = bcf_settings_set(
        settings, bcf_arena_print(arena, "%s=%s", setting->id, setting->values[value]), &err);
    BCF_ASSERT(code == BCF_OK);
}

/* Settings that say what held money waits for, and move no amount. */
static void leave_purposes_out(bcf_readings *readings)
{
    static const char *const ids[] = {"seventy-per-cent-test", "seventy-per-cent-scope"};
    for (size_t i = 0; i < readings->policy->setting_count; i++) {
        for (size_t j = 0; j < sizeof ids / sizeof ids[0]; j++) {
            if (strcmp(readings->policy->settings[i].id, ids[j]) == 0) {
                readings->is_in[i] = false;
            }
        }
    }
}

static bool has_key(const bcf_claims *claims, claim_key key)
{
    for (size_t i = 0; i < claims->key_count; i++) {
        if (claims->keys[i] == key) {
            return true;
        }
    }
    return false;
}

/* What the figures of the file can hang on under these settings. */
bcf_readings *bcf_reconcile_readings(const reconciler *of, bcf_arena *arena,
                                     const bcf_settings *settings)
{
    bcf_readings *readings = bcf_readings_new(arena, of->policy, settings);
    bool is_release = of->claims->kind == BCF_CLAIM_RELEASE;
    for (size_t i = 0; !is_release && i < of->policy->component_count; i++) {
        bcf_readings_add_component(readings, i);
    }
    size_t parts = of->needs_release ? of->policy->performance->part_count : 0;
    for (size_t i = 0; i < parts; i++) {
        if (is_release) {
            bcf_readings_add_release(readings, i);
        } else {
            bcf_readings_add_available(readings, i);
        }
    }
    if (!has_key(of->claims, KEY_HELD_FOR)) {
        leave_purposes_out(readings);
    }
    return readings;
}

static const char *readings_of_allocation(const reconciler *of, bcf_arena *arena,
                                          const bcf_settings *settings)
{
    bcf_readings *readings = bcf_readings_new(arena, of->policy, settings);
    for (size_t i = 0; i < of->policy->component_count; i++) {
        bcf_readings_add_component(readings, i);
    }
    return bcf_readings_text(of->arena, readings);
}

static bcf_code allocate(answer *out, const reconciler *of, bcf_arena *arena, vintage *from,
                         bcf_error *err)
{
    const char *readings = readings_of_allocation(of, arena, out->settings);
    for (size_t i = 0; i < from->allocation_count; i++) {
        if (strcmp(from->allocations[i].readings, readings) == 0) {
            out->allocation = from->allocations[i].allocation;
            return BCF_OK;
        }
    }
    bcf_notes unheard = {.arena = of->arena};
    const bcf_allocation *made = NULL;
    bcf_code code = bcf_allocate(&made, of->arena, from->figures, out->settings, &unheard, err);
    if (code == BCF_OK) {
        BCF_MAKE_ROOM(of->arena, from->allocations, from->allocation_count);
        from->allocations[from->allocation_count++] = (struct kept_allocation){readings, made};
        out->allocation = made;
    }
    return code;
}

static bcf_code score(const bcf_scores **out, const reconciler *of, bcf_arena *arena, vintage *from,
                      const bcf_settings *settings, bcf_error *err)
{
    bcf_readings *asked = bcf_readings_new(arena, of->policy, settings);
    for (size_t i = 0; i < of->policy->performance->part_count; i++) {
        bcf_readings_add_score(asked, i);
    }
    const char *readings = bcf_readings_text(of->arena, asked);
    for (size_t i = 0; i < from->score_count; i++) {
        if (strcmp(from->scores[i].readings, readings) == 0) {
            *out = from->scores[i].scores;
            return BCF_OK;
        }
    }
    bcf_notes unheard = {.arena = of->arena};
    bcf_code code =
        bcf_score_boards(out, of->arena, from->figures, settings, from->admissions, &unheard, err);
    if (code == BCF_OK) {
        BCF_MAKE_ROOM(of->arena, from->scores, from->score_count);
        from->scores[from->score_count++] = (struct kept_scores){readings, *out};
    }
    return code;
}

static bcf_code pay(answer *out, const reconciler *of, bcf_arena *arena, vintage *from,
                    bcf_error *err)
{
    bcf_notes unheard = {.arena = of->arena};
    bcf_code code = BCF_OK;
    if (of->policy->performance->admissions != NULL && !from->has_admissions) {
        code = bcf_admissions_count(&from->admissions, of->arena, from->figures, &unheard, err);
        from->has_admissions = code == BCF_OK;
    }
    const bcf_scores *scores = NULL;
    if (code == BCF_OK) {
        code = score(&scores, of, arena, from, out->settings, err);
    }
    if (code == BCF_OK) {
        code = bcf_release_payments(&out->release, arena, from->figures, out->settings,
                                    out->allocation, scores, from->admissions, &unheard, err);
    }
    return code;
}

bcf_code bcf_reconcile_answer(answer *out, const reconciler *of, bcf_arena *arena, vintage *from,
                              const bcf_settings *settings, bcf_error *err)
{
    *out = (answer){.from = from, .settings = settings};
    bcf_code code = allocate(out, of, arena, from, err);
    return code == BCF_OK && of->needs_release ? pay(out, of, arena, from, err) : code;
}

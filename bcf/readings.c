/* SPDX-License-Identifier: MIT */
#include "readings.h"

#include <string.h>

#include "score.h"
#include "text.h"

bcf_readings *bcf_readings_new(bcf_arena *arena, const bcf_policy *policy,
                               const bcf_settings *settings)
{
    bcf_readings *readings = BCF_NEW(arena, bcf_readings);
    readings->arena = arena;
    readings->policy = policy;
    readings->settings = settings;
    readings->is_in = BCF_NEW_ARRAY(arena, policy->setting_count, bool);
    return readings;
}

/* Nothing where the policy leaves no such choice. */
static void add_setting(bcf_readings *readings, const char *id)
{
    for (size_t i = 0; i < readings->policy->setting_count; i++) {
        if (strcmp(readings->policy->settings[i].id, id) == 0) {
            readings->is_in[i] = true;
        }
    }
}

static void add_whens(bcf_readings *readings, const bcf_whens *whens)
{
    for (size_t i = 0; i < whens->count; i++) {
        add_setting(readings, whens->items[i].setting);
    }
}

void bcf_readings_add_formula(bcf_readings *readings, const bcf_formula *formula)
{
    const bcf_policy *policy = readings->policy;
    const bool *is_needed = bcf_formula_needed(readings->arena, policy, formula);
    for (size_t i = 0; i < policy->formula_count; i++) {
        if (is_needed[i] && policy->formulas[i].kind == BCF_FORMULA_PUBLISHED) {
            add_whens(readings, &policy->formulas[i].as.published.whens);
        }
    }
}

/* What a component's split among areas hangs on: which formula, and what that formula asks for. */
static void add_split(bcf_readings *readings, const bcf_component *component)
{
    add_setting(readings, "unit");
    add_whens(readings, &component->whens);
    const char *formula =
        bcf_settings_choose(readings->settings, &component->whens, component->formula);
    bcf_readings_add_formula(readings, bcf_policy_formula(readings->policy, formula));
}

void bcf_readings_add_component(bcf_readings *readings, size_t component)
{
    const bcf_component *rule = &readings->policy->components[component];
    add_split(readings, rule);
    if (rule->route == BCF_ROUTE_TRANSFER) {
        add_setting(readings, "transfer-split");
    }
}

void bcf_readings_add_score(bcf_readings *readings, size_t part)
{
    size_t earlier = 0;
    if (bcf_score_earlier_part(&earlier, readings->policy->performance, part)) {
        add_setting(readings, "october-baseline");
    }
}

/* What a board's part of a strand hangs on. The transfer's way through CCGs is not in it: it ends
 * in the pool that it came from. */
static void add_share_basis(bcf_readings *readings)
{
    add_setting(readings, "unit");
    add_setting(readings, "p4p-share-basis");
    if (bcf_settings_is(readings->settings, "p4p-share-basis", "published")) {
        return;
    }
    bool is_whole = bcf_settings_is(readings->settings, "p4p-share-basis", "whole-pool");
    for (size_t i = 0; i < readings->policy->component_count; i++) {
        const bcf_component *component = &readings->policy->components[i];
        if (is_whole || component->route == BCF_ROUTE_CCG) {
            add_split(readings, component);
        }
    }
}

/* The 70% test looks at every metric of the payment, or of the whole plan. */
static void add_recovery_test(bcf_readings *readings, size_t payment)
{
    const bcf_performance *performance = readings->policy->performance;
    add_setting(readings, "seventy-per-cent-test");
    add_setting(readings, "seventy-per-cent-scope");
    bool is_plan = bcf_settings_is(readings->settings, "seventy-per-cent-scope", "plan");
    for (size_t part = 0; part < performance->part_count; part++) {
        if (is_plan || performance->parts[part].payment == payment) {
            bcf_readings_add_score(readings, part);
        }
    }
}

void bcf_readings_add_available(bcf_readings *readings, size_t part)
{
    const bcf_performance *performance = readings->policy->performance;
    const bcf_strand *strand = &performance->strands[performance->parts[part].strand];
    add_share_basis(readings);
    for (size_t i = 0; i < strand->part_count; i++) {
        add_whens(readings, &performance->parts[strand->first_part + i].whens);
    }
}

void bcf_readings_add_release(bcf_readings *readings, size_t part)
{
    const bcf_performance *performance = readings->policy->performance;
    const bcf_strand *strand = &performance->strands[performance->parts[part].strand];
    bcf_readings_add_available(readings, part);
    switch (strand->kind) {
    case BCF_STRAND_CONDITIONS:
        add_setting(readings, "conditions-split");
        break;
    case BCF_STRAND_METRICS:
        add_setting(readings, "metric-release");
        break;
    case BCF_STRAND_QUARTERS:
        add_setting(readings, "cap-by-plan-profile");
        add_setting(readings, "clawback");
        return;
    case BCF_STRAND_REST: /* which follows from the plan alone */
        return;
    }
    add_recovery_test(readings, strand->payment);
}

void bcf_readings_join(bcf_readings *readings, const bcf_readings *more)
{
    for (size_t i = 0; i < readings->policy->setting_count; i++) {
        readings->is_in[i] = readings->is_in[i] || more->is_in[i];
    }
}

const char *bcf_readings_text(bcf_arena *arena, const bcf_readings *readings)
{
    bcf_text words = {0};
    for (size_t i = 0; i < readings->policy->setting_count; i++) {
        const char *id = readings->policy->settings[i].id;
        if (readings->is_in[i]) {
            bcf_text_print(&words, "%s%s=%s", words.length == 0 ? "" : " ", id,
                           bcf_settings_value(readings->settings, id));
        }
    }
    const char *text = bcf_arena_text(arena, bcf_text_get(&words));
    bcf_text_clear(&words);
    return text;
}

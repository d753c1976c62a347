/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sweep_inside.h"

static bool is_in(const bcf_whens *whens, const char *setting)
{
    for (size_t i = 0; i < whens->count; i++) {
        if (strcmp(whens->items[i].setting, setting) == 0) {
            return true;
        }
    }
    return false;
}

/* The policy's own choices: another formula, another indicator, another weight. */
static unsigned asked_by_policy(const bcf_policy *policy, const char *setting)
{
    unsigned asked_by = 0;
    for (size_t i = 0; i < policy->component_count; i++) {
        asked_by |= is_in(&policy->components[i].whens, setting) ? BCF_TURN_ALLOCATION : 0;
    }
    for (size_t i = 0; i < policy->formula_count; i++) {
        const bcf_formula *formula = &policy->formulas[i];
        if (formula->kind == BCF_FORMULA_PUBLISHED) {
            asked_by |= is_in(&formula->as.published.whens, setting) ? BCF_TURN_ALLOCATION : 0;
        }
    }
    const bcf_performance *performance = policy->performance;
    for (size_t i = 0; performance != NULL && i < performance->part_count; i++) {
        asked_by |= is_in(&performance->parts[i].whens, setting) ? BCF_TURN_PAYMENT : 0;
    }
    return asked_by;
}

/* The choices that are rules of the program. One that is not here can only be the policy's own. */
static unsigned asked_by_rules(const char *setting)
{
    static const struct {
        const char *setting;
        unsigned asked_by;
    } rules[] = {
        {"transfer-split", BCF_TURN_ALLOCATION},
        {"unit", BCF_TURN_ALLOCATION | BCF_TURN_PAYMENT},
        {"p4p-share-basis", BCF_TURN_PAYMENT},
        {"cap-by-plan-profile", BCF_TURN_PAYMENT},
        {"clawback", BCF_TURN_PAYMENT},
        {"october-baseline", BCF_TURN_SCORE},
        {"conditions-split", BCF_TURN_CONDITIONS},
        {"metric-release", BCF_TURN_METRICS},
        {"seventy-per-cent-test", BCF_TURN_TEST},
        {"seventy-per-cent-scope", BCF_TURN_TEST},
        {"negative-balance", BCF_TURN_BALANCE},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (strcmp(rules[i].setting, setting) == 0) {
            return rules[i].asked_by;
        }
    }
    return 0;
}

unsigned bcf_sweep_asked_by(const bcf_policy *policy, const char *setting)
{
    unsigned asked_by = asked_by_policy(policy, setting) | asked_by_rules(setting);
    return asked_by == 0 ? BCF_TURN_ALLOCATION : asked_by;
}

bcf_wheels *bcf_wheels_new(bcf_arena *arena, const bcf_run *run)
{
    const bcf_policy *policy = run->policy;
    bcf_wheels *wheels = BCF_NEW(arena, bcf_wheels);
    *wheels = (bcf_wheels){.policy = policy,
                           .items = BCF_NEW_ARRAY(arena, policy->setting_count, bcf_wheel),
                           .count = policy->setting_count};
    for (size_t i = 0; i < wheels->count; i++) {
        const bcf_setting *setting = &policy->settings[i];
        bcf_wheel *wheel = &wheels->items[i];
        *wheel = (bcf_wheel){.setting = setting,
                             .values = BCF_NEW_ARRAY(arena, setting->value_count, size_t),
                             .asked_by = bcf_sweep_asked_by(policy, setting->id)};
        wheel->turned = wheel->asked_by & (~wheel->asked_by + 1);
        const char *taken = bcf_settings_value(run->settings, setting->id);
        for (size_t value = 0; value < setting->value_count; value++) {
            if (strcmp(setting->values[value], taken) == 0) {
                bcf_wheels_add(wheels, i, value);
            }
        }
        BCF_ASSERT(wheel->count == 1);
    }
    return wheels;
}

void bcf_wheels_add(bcf_wheels *wheels, size_t setting, size_t value)
{
    bcf_wheel *wheel = &wheels->items[setting];
    BCF_ASSERT(wheel->count < wheel->setting->value_count);
    wheel->values[wheel->count++] = value;
}

bool bcf_wheels_count(const bcf_wheels *wheels, size_t *combinations)
{
    *combinations = 1;
    for (size_t i = 0; i < wheels->count; i++) {
        *combinations *= wheels->items[i].count;
        if (*combinations > BCF_SWEEP_COMBINATIONS_MAX) {
            return false;
        }
    }
    return true;
}

static bool turn_one(const bcf_wheel *wheel, size_t *place)
{
    *place = *place + 1 < wheel->count ? *place + 1 : 0;
    return *place != 0;
}

bool bcf_wheels_turn(const bcf_wheels *wheels, size_t places[], bcf_turn turned)
{
    for (size_t i = 0; i < wheels->count; i++) {
        if (wheels->items[i].turned == (unsigned)turned
            && turn_one(&wheels->items[i], &places[i])) {
            return true;
        }
    }
    return false;
}

bool bcf_wheels_turn_asked(const bcf_wheels *wheels, size_t places[], unsigned asking)
{
    for (size_t i = 0; i < wheels->count; i++) {
        bool is_asked = (wheels->items[i].asked_by & asking) != 0;
        if (is_asked && turn_one(&wheels->items[i], &places[i])) {
            return true;
        }
    }
    return false;
}

size_t bcf_wheels_index(const bcf_wheels *wheels, const size_t places[], unsigned asking)
{
    size_t index = 0;
    for (size_t i = 0; i < wheels->count; i++) {
        if ((wheels->items[i].asked_by & asking) != 0) {
            index = index * wheels->items[i].count + places[i];
        }
    }
    return index;
}

size_t bcf_wheels_size(const bcf_wheels *wheels, unsigned asking)
{
    size_t size = 1;
    for (size_t i = 0; i < wheels->count; i++) {
        size *= (wheels->items[i].asked_by & asking) != 0 ? wheels->items[i].count : 1;
    }
    return size;
}

size_t bcf_wheels_combination(const bcf_wheels *wheels, const size_t places[])
{
    size_t combination = 0;
    for (size_t i = 0; i < wheels->count; i++) {
        combination = combination * wheels->items[i].count + places[i];
    }
    return combination;
}

size_t bcf_wheels_departures(const bcf_wheels *wheels, const size_t places[])
{
    size_t departures = 0;
    for (size_t i = 0; i < wheels->count; i++) {
        departures += places[i] != 0;
    }
    return departures;
}

static const char *assignment_of(bcf_arena *arena, const bcf_wheel *wheel, size_t place)
{
    return bcf_arena_print(arena, "%s=%s", wheel->setting->id,
                           wheel->setting->values[wheel->values[place]]);
}

bcf_settings *bcf_wheels_settings(bcf_arena *arena, const bcf_wheels *wheels, const size_t places[])
{
    bcf_settings *settings = bcf_settings_new(arena, wheels->policy);
    for (size_t i = 0; i < wheels->count; i++) {
        bcf_error err = {0};
        const char *assignment = assignment_of(arena, &wheels->items[i], places[i]);
        bcf_code code = bcf_settings_set(settings, assignment, &err);
        BCF_ASSERT(code == BCF_OK); /* the values are the policy's own */
    }
    return settings;
}

const char *bcf_sweep_combination_text(bcf_arena *arena, const bcf_sweep *sweep, size_t combination)
{
    const char *text = "";
    for (size_t i = sweep->wheels->count; i-- > 0;) {
        const bcf_wheel *wheel = &sweep->wheels->items[i];
        size_t place = combination % wheel->count;
        combination /= wheel->count;
        if (place != 0) {
            text = bcf_arena_print(arena, "%s%s%s", assignment_of(arena, wheel, place),
                                   *text == '\0' ? "" : " ", text);
        }
    }
    return text;
}

/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <string.h>

#include "nearest.h"
#include "text.h"

struct bcf_settings {
    bcf_arena *arena;
    const bcf_policy *policy;
    size_t *chosen; /* for each setting of the policy, the index of its value */
};

bcf_settings *bcf_settings_new(bcf_arena *arena, const bcf_policy *policy)
{
    bcf_settings *settings = BCF_NEW(arena, bcf_settings);
    *settings = (bcf_settings){.arena = arena,
                               .policy = policy,
                               .chosen = BCF_NEW_ARRAY(arena, policy->setting_count, size_t)};
    return settings;
}

/* Refuses, with the ids of all settings. */
static bcf_code refuse_setting(const bcf_settings *settings, const char *id, bcf_error *err)
{
    const bcf_policy *policy = settings->policy;
    const char **words = BCF_NEW_ARRAY(settings->arena, policy->setting_count + 1, const char *);
    bcf_text ids = {0};
    for (size_t i = 0; i < policy->setting_count; i++) {
        words[i] = policy->settings[i].id;
        bcf_text_print(&ids, "%s%s", i == 0 ? "" : ", ", policy->settings[i].id);
    }
    bcf_code code = bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                               "policy '%s' has no setting '%s'%s; there is: %s", policy->id, id,
                               bcf_nearest_hint(settings->arena, id, words),
                               policy->setting_count == 0 ? "none" : bcf_text_get(&ids));
    bcf_text_clear(&ids);
    return code;
}

/* Refuses, with all values of the setting. */
static bcf_code refuse_value(bcf_arena *arena, const bcf_setting *setting, const char *value,
                             bcf_error *err)
{
    const char **words = BCF_NEW_ARRAY(arena, setting->value_count + 1, const char *);
    bcf_text values = {0};
    for (size_t i = 0; i < setting->value_count; i++) {
        words[i] = setting->values[i];
        bcf_text_print(&values, "%s%s", i == 0 ? "" : ", ", setting->values[i]);
    }
    bcf_code code = bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                               "setting '%s' has no value '%s'%s; there is: %s", setting->id, value,
                               bcf_nearest_hint(arena, value, words), bcf_text_get(&values));
    bcf_text_clear(&values);
    return code;
}

bcf_code bcf_settings_set(bcf_settings *settings, const char *assignment, bcf_error *err)
{
    const char *equals = strchr(assignment, '=');
    if (equals == NULL) {
        return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0}, "'%s' is not NAME=VALUE",
                          assignment);
    }
    const char *id =
        bcf_arena_text_part(settings->arena, assignment, (size_t)(equals - assignment));
    const bcf_setting *setting = bcf_policy_setting(settings->policy, id);
    if (setting == NULL) {
        return refuse_setting(settings, id, err);
    }
    for (size_t i = 0; i < setting->value_count; i++) {
        if (strcmp(setting->values[i], equals + 1) == 0) {
            settings->chosen[setting - settings->policy->settings] = i;
            return BCF_OK;
        }
    }
    return refuse_value(settings->arena, setting, equals + 1, err);
}

const char *bcf_settings_value(const bcf_settings *settings, const char *id)
{
    const bcf_setting *setting = bcf_policy_setting(settings->policy, id);
    if (setting == NULL) {
        return NULL;
    }
    return setting->values[settings->chosen[setting - settings->policy->settings]];
}

bool bcf_settings_is(const bcf_settings *settings, const char *id, const char *value)
{
    const char *chosen = bcf_settings_value(settings, id);
    return chosen != NULL && strcmp(chosen, value) == 0;
}

const bcf_when *bcf_settings_chosen(const bcf_settings *settings, const bcf_whens *whens)
{
    const bcf_when *chosen = NULL;
    for (size_t i = 0; i < whens->count; i++) {
        const bcf_when *when = &whens->items[i];
        if (bcf_settings_is(settings, when->setting, when->is)) {
            /* the policy was checked: the values of one setting exclude one another */
            BCF_ASSERT(chosen == NULL);
            chosen = when;
        }
    }
    return chosen;
}

const char *bcf_settings_choose(const bcf_settings *settings, const bcf_whens *whens,
                                const char *otherwise)
{
    const bcf_when *chosen = bcf_settings_chosen(settings, whens);
    return chosen == NULL ? otherwise : chosen->use;
}

bcf_money bcf_settings_unit(const bcf_settings *settings)
{
    const char *unit = bcf_settings_value(settings, "unit");
    bcf_money amount = {0};
    bcf_error err = {0};
    bcf_code code = bcf_money_parse(&amount, unit == NULL ? "1" : unit, (bcf_place){0}, &err);
    /* the policy was checked: the values of `unit` are amounts above zero */
    BCF_ASSERT(code == BCF_OK && amount.pence > 0);
    return amount;
}

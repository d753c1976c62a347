/* SPDX-License-Identifier: MIT */
#ifndef BCF_SETTINGS_H
#define BCF_SETTINGS_H

/*
 * settings.h - the readings of the guidance that one run takes.
 *
 * Knows:       which value each setting of a policy has.
 * Never knows: what a value does.
 */

#include "policy.h"

/* The value of every setting of a policy, for one run. */
typedef struct bcf_settings bcf_settings;

/* Every setting of the policy at its default, the first value. */
bcf_settings *bcf_settings_new(bcf_arena *arena, const bcf_policy *policy);

/* `assignment` is "name=value". Refused as usage, naming what there is: another name or value. */
BCF_MUST_USE
bcf_code bcf_settings_set(bcf_settings *settings, const char *assignment, bcf_error *err);

/* The value of a setting, or NULL where the policy has no such setting. */
const char *bcf_settings_value(const bcf_settings *settings, const char *id);

/* True if the policy has the setting and it stands at this value. */
bool bcf_settings_is(const bcf_settings *settings, const char *id, const char *value);

/* The one `when` that holds, or NULL. */
const bcf_when *bcf_settings_chosen(const bcf_settings *settings, const bcf_whens *whens);

/* Its `use`, or `otherwise`. */
const char *bcf_settings_choose(const bcf_settings *settings, const bcf_whens *whens,
                                const char *otherwise);

/* The setting `unit`: one pound where the policy has none. */
bcf_money bcf_settings_unit(const bcf_settings *settings);

#endif

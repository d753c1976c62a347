/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reconcile_inside.h"

/* Roundings that letters and papers print in, in pence. */
static const struct rounding_step {
    int64_t pence;
    const char *words;
} steps[] = {
    {100, "agrees to the nearest £1"},
    {100000, "agrees to the nearest £1,000"},
    {10000000, "agrees to the nearest £100,000"},
    {100000000, "agrees to the nearest £1,000,000"},
};

static const char *rounding_of(const reconciler *of, const group *row, size_t figure)
{
    bcf_money theirs = row->theirs[figure];
    if (!row->has_theirs || row->ours == NULL || theirs.pence == 0) {
        return "";
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (bcf_reconcile_rounds_to(row->ours->figures[figure], steps[i].pence, theirs)) {
            return steps[i].words;
        }
    }
    for (int64_t unit = 1000; unit <= 1000000; unit *= 1000) {
        int64_t most = BCF_MONEY_PENCE_MAX / unit;
        bcf_money scaled = {theirs.pence * (theirs.pence < most ? unit : 0)};
        if (scaled.pence > 0
            && bcf_reconcile_rounds_to(row->ours->figures[figure], unit * 100, scaled)) {
            return bcf_arena_print(of->arena, "agrees if printed in £ x %s: --printed-in %s",
                                   unit == 1000 ? "1,000" : "1,000,000",
                                   unit == 1000 ? "1000" : "1000000");
        }
    }
    return "";
}

static bool needs_words(const group *row, size_t figure)
{
    return row->matches[figure] != BCF_MATCH_AGREED;
}

static bool is_all_agreed(const reconciler *of)
{
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            if (needs_words(&of->groups[i], j)) {
                return false;
            }
        }
    }
    return true;
}

/* A letter cannot be what it is held against: the dataset's may well be a copy of it. */
static bool is_circular(const reconciler *of, const bcf_setting *setting, size_t value)
{
    return of->claims->kind == BCF_CLAIM_LETTERS && strcmp(setting->id, "p4p-share-basis") == 0
           && strcmp(setting->values[value], "published") == 0;
}

static void explain_by(reconciler *of, const bcf_setting *setting, size_t value,
                       const ours_list *mine)
{
    for (size_t i = 0; i < of->group_count; i++) {
        group *row = &of->groups[i];
        ours *other = bcf_reconcile_find(mine, row->key);
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            if (!needs_words(row, j)
                || !bcf_reconcile_agrees(of, row, j, other == NULL ? NULL : &other->figures[j])) {
                continue;
            }
            const char *before = row->explanations[j];
            const char *words = row->has_theirs ? "agrees if" : "there is no such row if";
            row->explanations[j] = bcf_arena_print(of->arena, "%s%s %s is %s", before,
                                                   *before == '\0' ? words : ", or if", setting->id,
                                                   setting->values[value]);
        }
    }
}

static void try_value(reconciler *of, size_t place, size_t value)
{
    const bcf_setting *setting = &of->policy->settings[place];
    bcf_arena *arena = bcf_arena_new();
    bcf_settings *settings = bcf_reconcile_settings(of, arena);
    bcf_reconcile_take(settings, arena, setting, value);
    bcf_error *err = BCF_NEW(arena, bcf_error);
    answer from;
    if (bcf_reconcile_answer(&from, of, arena, &of->main, settings, err) != BCF_OK) {
        of->refusals[place][value] = bcf_arena_text(of->arena, err->messages[0]);
    } else {
        ours_list mine = bcf_reconcile_ours(of, arena, &from, false);
        explain_by(of, setting, value, &mine);
    }
    bcf_arena_free(arena);
}

static bool has_key(const bcf_claims *claims, claim_key wanted)
{
    for (size_t i = 0; i < claims->key_count; i++) {
        if (claims->keys[i] == wanted) {
            return true;
        }
    }
    return false;
}

/* The unit of the split that makes such a figure, in pence: of a part of a payment, a penny. 0 for
 * what no split makes: the nation's, and what an achievement or a rounding is in. */
static int64_t unit_of(const reconciler *of, size_t figure)
{
    const bcf_claims *claims = of->claims;
    if (claims->kind == BCF_CLAIM_RELEASE) {
        bool is_of_split = claims->figures[figure] == FIGURE_AVAILABLE && has_key(claims, KEY_PART)
                           && has_key(claims, KEY_HWB)
                           && of->policy->performance->admissions == NULL;
        return is_of_split ? 1 : 0;
    }
    bool is_of_area = has_key(claims, KEY_HWB) || has_key(claims, KEY_COUNCIL)
                      || has_key(claims, KEY_CCG) || has_key(claims, KEY_DISTRICT);
    return is_of_area ? bcf_settings_unit(of->run->settings).pence : 0;
}

/* Roundings and the odd unit speak only where no reading does. */
static void explain_by_unit(reconciler *of, group *row, size_t figure)
{
    const char *words = rounding_of(of, row, figure);
    int64_t unit = unit_of(of, figure);
    int64_t off = row->ours == NULL || !row->has_theirs
                      ? 0
                      : row->theirs[figure].pence - row->ours->figures[figure].pence;
    if (*words == '\0' && unit != 0 && (off == unit || off == -unit)) {
        words = "off by one unit: an odd one of a split could be behind it";
    }
    if (*row->explanations[figure] == '\0') {
        row->explanations[figure] = words;
    }
}

void bcf_reconcile_explain(reconciler *of)
{
    const bcf_policy *policy = of->policy;
    of->refusals = BCF_NEW_ARRAY(of->arena, policy->setting_count, const char **);
    for (size_t i = 0; i < policy->setting_count; i++) {
        of->refusals[i] = BCF_NEW_ARRAY(of->arena, policy->settings[i].value_count, const char *);
    }
    if (is_all_agreed(of)) {
        return;
    }
    for (size_t i = 0; i < policy->setting_count; i++) {
        const bcf_setting *setting = &policy->settings[i];
        const char *taken = bcf_settings_value(of->run->settings, setting->id);
        for (size_t j = 0; j < setting->value_count; j++) {
            if (is_circular(of, setting, j)) {
                of->refusals[i][j] = "it takes the letters' own figures";
            } else if (strcmp(setting->values[j], taken) != 0) {
                try_value(of, i, j);
            }
        }
    }
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            if (needs_words(&of->groups[i], j)) {
                explain_by_unit(of, &of->groups[i], j);
            }
        }
    }
}

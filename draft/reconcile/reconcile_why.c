/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "reconcile_inside.h"

/* A search through all combinations of readings. */
typedef struct search {
    reconciler *of;
    bcf_why *why;
    const size_t *figures; /* of each disputed figure, its column; why->rows has its group */
    size_t *choice;        /* of each setting, the value in turn */
    const bool *is_tried;  /* settings that can move these figures */
    const char **seen;
    size_t seen_count;
    bcf_suspect *suspects;
    size_t suspect_count;
} search;

/* The settings that the figures hang on under any single other reading. */
static const bool *relevant(const reconciler *of)
{
    bool *is_in = BCF_NEW_ARRAY(of->arena, of->policy->setting_count, bool);
    for (size_t i = 0; i < of->policy->setting_count; i++) {
        for (size_t j = 0; j < of->policy->settings[i].value_count; j++) {
            bcf_settings *settings = bcf_reconcile_settings(of, of->arena);
            bcf_reconcile_take(settings, of->arena, &of->policy->settings[i], j);
            const bcf_readings *asked = bcf_reconcile_readings(of, of->arena, settings);
            for (size_t k = 0; k < of->policy->setting_count; k++) {
                is_in[k] = is_in[k] || asked->is_in[k];
            }
        }
    }
    return is_in;
}

static bool is_new(search *in, const char *readings)
{
    for (size_t i = 0; i < in->seen_count; i++) {
        if (strcmp(in->seen[i], readings) == 0) {
            return false;
        }
    }
    BCF_MAKE_ROOM(in->of->arena, in->seen, in->seen_count);
    in->seen[in->seen_count++] = bcf_arena_text(in->of->arena, readings);
    return true;
}

static void judge(search *in, bcf_arena *arena, bcf_suspect *suspect, ours_list *mine)
{
    const reconciler *of = in->of;
    bcf_money *values = BCF_NEW_ARRAY(of->arena, in->why->disputed, bcf_money);
    bool *is_there = BCF_NEW_ARRAY(of->arena, in->why->disputed, bool);
    int64_t off = 0;
    size_t next = 0;
    for (size_t i = 0; i < of->group_count; i++) {
        const group *row = &of->groups[i];
        ours *found = bcf_reconcile_find(mine, row->key);
        if (found != NULL) {
            found->is_used = true;
        }
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            const bcf_money *value = found == NULL ? NULL : &found->figures[j];
            bool agrees = bcf_reconcile_agrees(of, arena, row, j, value);
            if (row->matches[j] == BCF_MATCH_AGREED) {
                suspect->broken += agrees ? 0 : 1;
                continue;
            }
            values[next] = value == NULL ? (bcf_money){0} : *value;
            is_there[next] = value != NULL;
            int64_t miss = agrees ? 0 : row->theirs[j].pence - values[next].pence;
            off += miss < 0 ? -miss : miss;
            suspect->agreed += agrees ? 1 : 0;
            next++;
        }
    }
    for (size_t i = 0; i < mine->count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            const ours *row = &mine->items[i];
            suspect->broken += !row->is_used && row->figures[j].pence != 0 ? 1 : 0;
        }
    }
    suspect->unexplained = (bcf_money){off};
    suspect->ours = values;
    suspect->is_there = is_there;
}

static void try_choice(search *in, vintage *from)
{
    const reconciler *of = in->of;
    bcf_arena *arena = bcf_arena_new();
    bcf_settings *settings = bcf_reconcile_settings(of, arena);
    for (size_t i = 0; i < of->policy->setting_count; i++) {
        if (in->is_tried[i]) {
            bcf_reconcile_take(settings, arena, &of->policy->settings[i], in->choice[i]);
        }
    }
    const bcf_readings *asked = bcf_reconcile_readings(of, arena, settings);
    answer answered;
    bcf_error *err = BCF_NEW(arena, bcf_error);
    if (is_new(in, bcf_readings_text(arena, asked))
        && bcf_reconcile_answer(&answered, of, arena, from, settings, err) == BCF_OK) {
        BCF_MAKE_ROOM(of->arena, in->suspects, in->suspect_count);
        bcf_suspect *suspect = &in->suspects[in->suspect_count++];
        *suspect = (bcf_suspect){.vintage = from->label};
        const char **assignments =
            BCF_NEW_ARRAY(of->arena, of->policy->setting_count, const char *);
        for (size_t i = 0; i < of->policy->setting_count; i++) {
            const char *id = of->policy->settings[i].id;
            const char *value = bcf_settings_value(settings, id);
            if (asked->is_in[i] && strcmp(value, bcf_settings_value(of->run->settings, id)) != 0) {
                assignments[suspect->assignment_count++] =
                    bcf_arena_print(of->arena, "%s=%s", id, value);
            }
        }
        suspect->assignments = assignments;
        suspect->changes = suspect->assignment_count + (*from->label == '\0' ? 0 : 1);
        ours_list mine = bcf_reconcile_ours(of, arena, &answered, false);
        judge(in, arena, suspect, &mine);
    }
    bcf_arena_free(arena);
}

/* The next combination of values that can be taken; false after the last. */
static bool step(search *in)
{
    const bcf_policy *policy = in->of->policy;
    for (size_t i = policy->setting_count; i-- > 0;) {
        while (in->is_tried[i] && ++in->choice[i] < policy->settings[i].value_count) {
            if (in->of->refusals[i][in->choice[i]] == NULL) {
                return true;
            }
        }
        in->choice[i] = 0;
    }
    return false;
}

static int best_first(const void *left, const void *right)
{
    const bcf_suspect *a = left;
    const bcf_suspect *b = right;
    if (a->unexplained.pence != b->unexplained.pence) {
        return a->unexplained.pence < b->unexplained.pence ? -1 : 1;
    }
    if (a->broken != b->broken) {
        return a->broken < b->broken ? -1 : 1;
    }
    return (a->changes > b->changes) - (a->changes < b->changes);
}

bcf_code bcf_reconcile_why(const bcf_why **out, reconciler *of, const char *const folders[],
                           size_t folder_count)
{
    (void)folders;
    (void)folder_count;
    bcf_why *why = BCF_NEW(of->arena, bcf_why);
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            why->disputed += of->groups[i].matches[j] == BCF_MATCH_AGREED ? 0 : 1;
        }
    }
    if (why->disputed == 0) {
        return BCF_OK;
    }
    search in = {.of = of,
                 .why = why,
                 .choice = BCF_NEW_ARRAY(of->arena, of->policy->setting_count, size_t),
                 .is_tried = relevant(of)};
    do {
        try_choice(&in, &of->main);
    } while (step(&in));
    qsort(in.suspects, in.suspect_count, sizeof *in.suspects, best_first);
    why->tried = in.suspect_count;
    for (size_t i = 0; i < in.suspect_count; i++) {
        why->exact += in.suspects[i].agreed == why->disputed ? 1 : 0;
    }
    why->suspects = in.suspects;
    why->suspect_count =
        in.suspect_count < BCF_SUSPECTS_MAX ? in.suspect_count : BCF_SUSPECTS_MAX;
    *out = why;
    return BCF_OK;
}

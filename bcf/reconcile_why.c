/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "progress.h"
#include "reconcile_inside.h"
#include "sort.h"

/* A search through all combinations of readings, on one dataset after another. */
typedef struct search {
    reconciler *of;
    bcf_why *why;
    vintage *from;
    size_t *choice;       /* of each setting, the value in turn */
    const bool *is_tried; /* settings that can move these figures */
    const char **seen;    /* on this dataset */
    size_t seen_count;
    bcf_suspect *suspects;
    size_t suspect_count;
    vintage_list others;
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

/* Whether a group's figure is one of those disputed. */
static bool is_disputed(const group *row, size_t figure)
{
    return row->matches[figure] != BCF_MATCH_AGREED;
}

/* Adds what one dataset and its readings make of one figure. */
static void judge_figure(const search *in, bcf_suspect *suspect, const group *row, size_t figure,
                         const bcf_money *value)
{
    bool agrees = bcf_reconcile_agrees(in->of, row, figure, value);
    int64_t mine = value == NULL ? 0 : value->pence;
    int64_t miss = agrees ? 0 : row->theirs[figure].pence - mine;
    suspect->agreed += agrees ? 1 : 0;
    suspect->unexplained.pence += miss < 0 ? -miss : miss;
}

/* What a dataset has of each disputed figure. */
typedef struct values {
    bcf_money *ours;
    bool *is_there;
    size_t count;
} values;

static values judge(const search *in, bcf_suspect *suspect, ours_list *mine)
{
    const reconciler *of = in->of;
    const bcf_money nothing = {0};
    values out = {BCF_NEW_ARRAY(of->arena, in->why->disputed, bcf_money),
                  BCF_NEW_ARRAY(of->arena, in->why->disputed, bool), 0};
    for (size_t i = 0; i < of->group_count; i++) {
        const group *row = &of->groups[i];
        ours *found = bcf_reconcile_find(mine, row->key);
        if (found != NULL) {
            found->is_used = true;
        }
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            const bcf_money *value = found == NULL ? NULL : &found->figures[j];
            if (!is_disputed(row, j)) {
                suspect->broken += bcf_reconcile_agrees(of, row, j, value) ? 0 : 1;
                continue;
            }
            judge_figure(in, suspect, row, j, value);
            suspect->status =
                found == NULL ? suspect->status : bcf_status_worst(suspect->status, found->status);
            out.ours[out.count] = value == NULL ? nothing : *value;
            out.is_there[out.count++] = value != NULL;
        }
    }
    for (size_t i = 0; i < mine->count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            const ours *row = &mine->items[i];
            suspect->broken += !row->is_used && row->figures[j].pence != 0 ? 1 : 0;
        }
    }
    suspect->ours = out.ours;
    suspect->is_there = out.is_there;
    return out;
}

/* Roundings that letters and papers print in, in pence. */
static const int64_t steps[] = {100, 100000, 10000000, 100000000};
#define STEP_COUNT (sizeof steps / sizeof steps[0])

/* True if every disputed figure is theirs once ours is rounded. A figure that somebody lacks, or
 * that is nothing, is no rounding of another. */
static bool agrees_rounded(const search *in, const values *mine, int64_t step)
{
    const reconciler *of = in->of;
    size_t next = 0;
    for (size_t i = 0; i < of->group_count; i++) {
        const group *row = &of->groups[i];
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            if (!is_disputed(row, j)) {
                continue;
            }
            bool is_rounded = row->has_theirs && row->theirs[j].pence != 0 && mine->is_there[next]
                              && bcf_reconcile_rounds_to(mine->ours[next], step, row->theirs[j]);
            if (!is_rounded) {
                return false;
            }
            next++;
        }
    }
    return true;
}

static void judge_rounded(const search *in, bcf_suspect *suspect, const values *mine)
{
    for (size_t i = 0; i < STEP_COUNT && suspect->unexplained.pence != 0; i++) {
        if (in->of->claims->options.printed_in == 0 && agrees_rounded(in, mine, steps[i])) {
            suspect->rounded_to = steps[i];
            suspect->agreed = in->why->disputed;
            suspect->changes++;
            return;
        }
    }
}

/* The readings of a combination that are other than the run's. */
static void name_changes(const search *in, bcf_suspect *suspect, const bcf_settings *settings,
                         const bcf_readings *asked)
{
    const reconciler *of = in->of;
    const char **assignments = BCF_NEW_ARRAY(of->arena, of->policy->setting_count, const char *);
    for (size_t i = 0; i < of->policy->setting_count; i++) {
        const char *id = of->policy->settings[i].id;
        const char *value = bcf_settings_value(settings, id);
        if (asked->is_in[i] && strcmp(value, bcf_settings_value(of->run->settings, id)) != 0) {
            assignments[suspect->assignment_count++] =
                bcf_arena_print(of->arena, "%s=%s", id, value);
        }
    }
    suspect->assignments = assignments;
    suspect->changes = suspect->assignment_count + (*in->from->label == '\0' ? 0 : 1);
}

/* A dataset that does not even answer under the run's own readings. */
static void keep_refusal(search *in, const bcf_suspect *tried, const bcf_error *err)
{
    bool is_dataset = *in->from->label != '\0' && tried->assignment_count == 0;
    if (is_dataset) {
        bcf_arena *arena = in->of->arena;
        BCF_MAKE_ROOM(arena, in->others.absent, in->others.absent_count);
        in->others.absent[in->others.absent_count++] =
            bcf_arena_print(arena, "%s: %s", in->from->label, err->messages[0]);
    }
}

static void try_choice(search *in)
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
    if (is_new(in, bcf_readings_text(arena, asked))) {
        bcf_suspect suspect = {.vintage = in->from->label, .order = in->suspect_count};
        name_changes(in, &suspect, settings, asked);
        answer answered;
        bcf_error *err = BCF_NEW(arena, bcf_error);
        if (bcf_reconcile_answer(&answered, of, arena, in->from, settings, err) == BCF_OK) {
            ours_list mine = bcf_reconcile_ours(of, arena, &answered, false);
            values had = judge(in, &suspect, &mine);
            suspect.is_exact = suspect.agreed == in->why->disputed && suspect.broken == 0;
            judge_rounded(in, &suspect, &had);
            BCF_MAKE_ROOM(of->arena, in->suspects, in->suspect_count);
            in->suspects[in->suspect_count++] = suspect;
        } else {
            keep_refusal(in, &suspect, err);
        }
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

static void try_all(search *in, vintage *from)
{
    in->from = from;
    in->seen_count = 0;
    in->seen = NULL;
    size_t tried = 0;
    bool is_more = true;
    while (is_more && in->suspect_count < BCF_COMBINATIONS_MAX) {
        try_choice(in);
        bcf_progress_tell(in->of->arena, "readings tried", ++tried, 0);
        is_more = step(in);
    }
    in->why->is_cut_off = in->why->is_cut_off || is_more;
    memset(in->choice, 0, in->of->policy->setting_count * sizeof *in->choice);
}

/* To the penny, then rounded, then the nearest; the fewest changes, then the first tried. */
static int best_first(const void *left, const void *right)
{
    const bcf_suspect *a = left;
    const bcf_suspect *b = right;
    if (a->is_exact != b->is_exact) {
        return a->is_exact ? -1 : 1;
    }
    bool are_rounded[] = {a->rounded_to != 0 && a->broken == 0,
                          b->rounded_to != 0 && b->broken == 0};
    if (are_rounded[0] != are_rounded[1]) {
        return are_rounded[0] ? -1 : 1;
    }
    const int64_t off[] = {are_rounded[0] ? a->rounded_to : a->unexplained.pence,
                           are_rounded[1] ? b->rounded_to : b->unexplained.pence};
    if (off[0] != off[1]) {
        return off[0] < off[1] ? -1 : 1;
    }
    if (a->broken != b->broken) {
        return a->broken < b->broken ? -1 : 1;
    }
    if (a->changes != b->changes) {
        return a->changes < b->changes ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

/* Readings that the run's own dataset has no figures for. */
static void add_refusals(search *in)
{
    const reconciler *of = in->of;
    for (size_t i = 0; i < of->policy->setting_count; i++) {
        const bcf_setting *setting = &of->policy->settings[i];
        for (size_t j = 0; in->is_tried[i] && j < setting->value_count; j++) {
            if (of->refusals[i][j] != NULL) {
                BCF_MAKE_ROOM(of->arena, in->others.absent, in->others.absent_count);
                in->others.absent[in->others.absent_count++] = bcf_arena_print(
                    of->arena, "%s=%s: %s", setting->id, setting->values[j], of->refusals[i][j]);
            }
        }
    }
}

static bool has_change(const bcf_suspect *suspect, const char *assignment)
{
    for (size_t i = 0; i < suspect->assignment_count; i++) {
        if (strcmp(suspect->assignments[i], assignment) == 0) {
            return true;
        }
    }
    return false;
}

/* True if `more` changes all that `less` does, and more, and nothing comes of it. */
static bool adds_nothing(const bcf_suspect *more, const bcf_suspect *less)
{
    bool are_same = more->agreed == less->agreed && more->broken == less->broken
                    && more->unexplained.pence == less->unexplained.pence
                    && more->rounded_to == less->rounded_to
                    && strcmp(more->vintage, less->vintage) == 0;
    for (size_t i = 0; are_same && i < less->assignment_count; i++) {
        are_same = has_change(more, less->assignments[i]);
    }
    return are_same;
}

/* The best that are worth being told, first. */
static size_t choose(bcf_suspect list[], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count && kept < BCF_SUSPECTS_MAX; i++) {
        bool is_told = false;
        for (size_t j = 0; j < kept; j++) {
            is_told = is_told || adds_nothing(&list[i], &list[j]);
        }
        if (!is_told) {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static void finish(search *in)
{
    bcf_why *why = in->why;
    bcf_sort(in->suspects, in->suspect_count, sizeof *in->suspects, best_first);
    why->tried = in->suspect_count;
    for (size_t i = 0; i < in->suspect_count; i++) {
        why->exact += in->suspects[i].is_exact ? 1 : 0;
    }
    why->suspects = in->suspects;
    why->suspect_count = choose(in->suspects, in->suspect_count);
    add_refusals(in);
    why->vintages = in->others.count;
    why->absent = in->others.absent;
    why->absent_count = in->others.absent_count;
}

bcf_code bcf_reconcile_why(bcf_why **out, reconciler *of, const char *const folders[],
                           size_t folder_count)
{
    bcf_why *why = BCF_NEW(of->arena, bcf_why);
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            why->disputed += is_disputed(&of->groups[i], j) ? 1 : 0;
        }
    }
    search in = {.of = of,
                 .why = why,
                 .choice = BCF_NEW_ARRAY(of->arena, of->policy->setting_count, size_t),
                 .is_tried = relevant(of)};
    bcf_code code = bcf_reconcile_vintages(&in.others, of, folders, folder_count);
    if (code != BCF_OK || why->disputed == 0) {
        return code;
    }
    try_all(&in, &of->main);
    for (size_t i = 0; i < in.others.count; i++) {
        try_all(&in, in.others.items[i]);
    }
    finish(&in);
    *out = why;
    return BCF_OK;
}

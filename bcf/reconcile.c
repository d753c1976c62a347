/* SPDX-License-Identifier: MIT */
#include "reconcile.h"

#include <string.h>

#include "reconcile_inside.h"

/* `value` is ours, or NULL where we have no such row. Rows of nothing are left out of an
 * allocation, never of a release: there a row that one of the two lacks agrees with nothing, least
 * of all one that states another reason for holding. */
bool bcf_reconcile_agrees(const reconciler *of, const group *row, size_t figure,
                          const bcf_money *value)
{
    bcf_money nothing = {0};
    bcf_money mine = value == NULL ? nothing : *value;
    bool is_one_missing = value == NULL || !row->has_theirs;
    if (is_one_missing && of->claims->kind == BCF_CLAIM_RELEASE) {
        return value == NULL && !row->has_theirs;
    }
    if (!row->has_theirs) {
        return mine.pence == 0;
    }
    bcf_money theirs = row->theirs[figure];
    if (value == NULL || of->claims->options.printed_in == 0) {
        return theirs.pence == mine.pence;
    }
    if (row->claim_count == 1) {
        return bcf_reconcile_rounds_to(mine, row->steps[figure], theirs);
    }
    /* each of them was rounded by at most half a step */
    int64_t off = bcf_money_subtract(theirs, mine).pence;
    off = off < 0 ? -off : off;
    return off <= (int64_t)row->claim_count * row->steps[figure] / 2;
}

static bcf_match match_of(const reconciler *of, const group *row, size_t figure)
{
    const bcf_money *value = row->ours == NULL ? NULL : &row->ours->figures[figure];
    if (bcf_reconcile_agrees(of, row, figure, value)) {
        return BCF_MATCH_AGREED;
    }
    return !row->has_theirs ? BCF_MATCH_OURS_ONLY
           : value == NULL  ? BCF_MATCH_THEIRS_ONLY
                            : BCF_MATCH_DIFFERS;
}

/* A figure that agrees as far as it was printed says how far. */
static const char *to_the_nearest(const reconciler *of, const group *row, size_t figure)
{
    bool is_off = row->ours != NULL && row->has_theirs
                  && row->theirs[figure].pence != row->ours->figures[figure].pence;
    return is_off && row->matches[figure] == BCF_MATCH_AGREED
               ? bcf_arena_print(of->arena, "to the nearest %s, as printed",
                                 bcf_reconcile_step_text(of->arena, row->steps[figure]))
               : "";
}

static void match(reconciler *of)
{
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            of->groups[i].matches[j] = match_of(of, &of->groups[i], j);
            of->groups[i].explanations[j] = to_the_nearest(of, &of->groups[i], j);
        }
    }
}

static bcf_matched matched_of(const reconciler *of, const group *row, size_t figure)
{
    const ours *mine = row->ours;
    bool are_both = row->has_theirs && mine != NULL;
    bcf_money theirs = row->theirs[figure];
    bcf_money nothing = {0};
    bcf_money value = mine == NULL ? nothing : mine->figures[figure];
    return (bcf_matched){
        .cells = row->cells,
        .figure = of->claims->figure_names[figure],
        .match = row->matches[figure],
        .has_theirs = row->has_theirs,
        .has_ours = mine != NULL,
        .theirs = theirs,
        .ours = value,
        .difference = are_both ? bcf_money_subtract(theirs, value) : (bcf_money){0},
        .explanation = row->explanations[figure],
        .status = mine == NULL ? BCF_STATUS_NONE : mine->status,
        .readings = mine == NULL ? "" : bcf_readings_text(of->arena, mine->readings),
    };
}

static const char *about(const reconciler *of)
{
    const char *words = "";
    for (size_t i = 0; i < of->claims->key_count; i++) {
        const char *fixed = of->fixed[i];
        if (fixed != NULL) {
            words = bcf_arena_print(of->arena, "%s%s%s%s%s", words, *words == '\0' ? "" : ", ",
                                    *fixed == '\0' ? "no " : "", of->claims->key_names[i],
                                    *fixed == '\0' ? "" : bcf_arena_print(of->arena, " %s", fixed));
        }
    }
    return words;
}

static void sum_up(bcf_reconciliation *out, const reconciler *of)
{
    bcf_matched_sum *sums = BCF_NEW_ARRAY(of->arena, of->claims->figure_count, bcf_matched_sum);
    for (size_t j = 0; j < of->claims->figure_count; j++) {
        sums[j].figure = of->claims->figure_names[j];
        for (size_t i = 0; i < of->group_count; i++) {
            const group *row = &of->groups[i];
            sums[j].theirs = bcf_money_add(sums[j].theirs, row->theirs[j]);
            if (row->ours != NULL) {
                sums[j].ours = bcf_money_add(sums[j].ours, row->ours->figures[j]);
            }
        }
    }
    out->sums = sums;
    out->sum_count = of->claims->figure_count;
    for (size_t i = 0; i < out->row_count; i++) {
        out->agreed += out->rows[i].match == BCF_MATCH_AGREED ? 1 : 0;
        out->status = bcf_status_worst(out->status, out->rows[i].status);
    }
}

/* Which rows a search was about. */
static void name_figures(bcf_why *why, const reconciler *of, const bcf_reconciliation *found)
{
    const bcf_matched **figures = BCF_NEW_ARRAY(of->arena, why->disputed, const bcf_matched *);
    size_t count = 0;
    for (size_t i = 0; i < found->row_count; i++) {
        const bcf_matched *row = &found->rows[i];
        if (row->match != BCF_MATCH_AGREED && !row->is_total) {
            figures[count++] = row;
        }
    }
    BCF_ASSERT(count == why->disputed);
    why->figures = figures;
}

static const bcf_reconciliation *reconciliation(reconciler *of, bcf_why *why)
{
    bcf_reconciliation *out = BCF_NEW(of->arena, bcf_reconciliation);
    size_t room = (of->group_count + of->row_count) * of->claims->figure_count + of->row_count;
    bcf_matched *rows = BCF_NEW_ARRAY(of->arena, room, bcf_matched);
    *out = (bcf_reconciliation){.kind = of->claims->kind,
                                .areas = of->run->figures->areas,
                                .keys = of->claims->key_names,
                                .key_count = of->claims->key_count,
                                .rows = rows,
                                .about = about(of),
                                .why = why};
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            rows[out->row_count++] = matched_of(of, &of->groups[i], j);
        }
    }
    out->row_count += bcf_reconcile_totals(of, &rows[out->row_count]);
    sum_up(out, of);
    if (why != NULL) {
        name_figures(why, of, out);
    }
    return out;
}

static void add_item(reconciler *of, const char *item)
{
    for (size_t i = 0; i < of->item_count; i++) {
        if (strcmp(of->items[i], item) == 0) {
            return;
        }
    }
    BCF_MAKE_ROOM(of->arena, of->items, of->item_count);
    of->items[of->item_count++] = item;
}

/* What the letters' items are called today, each once. */
static void list_items(reconciler *of)
{
    for (size_t i = 0; i < of->claims->key_count; i++) {
        for (size_t row = 0; of->claims->keys[i] == KEY_ITEM && row < of->row_count; row++) {
            if (of->rows[row].is_total || of->rows[row].is_beside) {
                continue;
            }
            const meaning *is = bcf_reconcile_meaning(of, KEY_ITEM, of->rows[row].cells[i]);
            for (size_t j = 0; j < is->count; j++) {
                add_item(of, is->texts[j]);
            }
        }
    }
}

/* A performance payment can be asked about only where there is one. */
static void need_payment(reconciler *of)
{
    for (size_t i = 0; i < of->item_count; i++) {
        if (bcf_reconcile_is_performance(of->policy, of->items[i])) {
            of->needs_release = true;
        }
    }
    if (of->needs_release && of->policy->performance == NULL) {
        of->code = bcf_refuse(of->err, BCF_REFUSED_USAGE, (bcf_place){0},
                              "policy %s has no payment for performance, so there is nothing to "
                              "reconcile",
                              of->policy->id);
    }
}

static void compare(reconciler *of)
{
    bcf_reconcile_fix_columns(of);
    bcf_reconcile_group(of);
    answer from = {.from = &of->main,
                   .settings = of->run->settings,
                   .allocation = of->run->allocation,
                   .release = of->run->release};
    ours_list mine = bcf_reconcile_ours(of, of->arena, &from, true);
    bcf_reconcile_join(of, &mine);
    match(of);
}

bcf_code bcf_reconcile(const bcf_reconciliation **out, const bcf_run *run, const bcf_claims *claims,
                       bcf_scope scope, bool is_why, const char *const vintages[],
                       size_t vintage_count, bcf_notes *notes, bcf_error *err)
{
    BCF_ASSERT(err->code == BCF_OK);
    reconciler of = {
        .arena = run->arena,
        .run = run,
        .policy = run->policy,
        .claims = claims,
        .notes = notes,
        .err = err,
        .needs_release = claims->kind == BCF_CLAIM_RELEASE,
        .main = {.label = "",
                 .tables = run->tables,
                 .figures = run->figures,
                 .has_admissions = run->admissions != NULL,
                 .admissions = run->admissions},
        .scope = scope,
        .scope_code = bcf_scope_code(run->figures->areas, scope),
    };
    bcf_reconcile_name_areas(&of.main, of.arena, run->figures->areas);
    bcf_reconcile_read_rows(&of);
    if (of.code == BCF_OK) {
        bcf_reconcile_refuse_twins(&of);
    }
    if (of.code == BCF_OK) {
        list_items(&of);
        need_payment(&of);
    }
    if (of.code != BCF_OK) {
        return of.code;
    }
    compare(&of);
    bcf_reconcile_explain(&of);
    bcf_why *why = NULL;
    if (is_why && of.code == BCF_OK) {
        of.code = bcf_reconcile_why(&why, &of, vintages, vintage_count);
    }
    *out = reconciliation(&of, why);
    return of.code;
}

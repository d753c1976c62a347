/* SPDX-License-Identifier: MIT */
#include "reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "apportion.h"
#include "reconcile_inside.h"

/* Theirs less ours: neither is more than a budget can hold, so that 64 bits hold it. */
static bcf_money less(bcf_money theirs, bcf_money mine)
{
    return (bcf_money){theirs.pence - mine.pence};
}

bool bcf_reconcile_rounds_to(bcf_arena *arena, bcf_money exact, int64_t step, bcf_money printed)
{
    bcf_ratio *steps = bcf_ratio_of(arena, exact.pence, step);
    bcf_ratio_round(steps, steps, 0, BCF_ROUND_HALF_AWAY);
    return bcf_ratio_compare_whole(steps, printed.pence, step) == 0;
}

/* `value` is ours, or NULL where we have no such row. Rows of nothing are left out by both. */
bool bcf_reconcile_agrees(const reconciler *of, bcf_arena *arena, const group *row, size_t figure,
                          const bcf_money *value)
{
    if (!row->has_theirs) {
        return value == NULL || value->pence == 0;
    }
    bcf_money theirs = row->theirs[figure];
    if (value == NULL) {
        return theirs.pence == 0;
    }
    if (of->claims->options.printed_in == 0 || row->steps[figure] == 1) {
        return theirs.pence == value->pence;
    }
    if (row->claim_count == 1) {
        return bcf_reconcile_rounds_to(arena, *value, row->steps[figure], theirs);
    }
    /* each of them was rounded by at most half a step */
    int64_t off = less(theirs, *value).pence;
    off = off < 0 ? -off : off;
    return off <= (int64_t)row->claim_count * row->steps[figure] / 2;
}

/* Theirs of one row of the file, shared out among those that its codes stand for. */
typedef struct part_of_claim {
    const char *cells[BCF_CLAIM_KEYS_MAX];
    bcf_money theirs[BCF_CLAIM_FIGURES_MAX];
} part_of_claim;

static size_t split_claim(reconciler *of, const claim *row, part_of_claim **out)
{
    const bcf_claims *claims = of->claims;
    meaning meanings[BCF_CLAIM_KEYS_MAX];
    const meaning *split = NULL;
    for (size_t i = 0; i < claims->key_count; i++) {
        meanings[i] = bcf_reconcile_meaning(of->arena, of->policy, of->main.figures->areas,
                                            claims->keys[i], row->cells[i]);
        split = meanings[i].count > 1 ? &meanings[i] : split;
    }
    size_t count = split == NULL ? 1 : split->count;
    part_of_claim *parts = BCF_NEW_ARRAY(of->arena, count, part_of_claim);
    bcf_money *shares = BCF_NEW_ARRAY(of->arena, count, bcf_money);
    for (size_t figure = 0; figure < claims->figure_count; figure++) {
        shares[0] = row->theirs[figure];
        if (split != NULL) {
            bcf_code code =
                bcf_apportion(shares, row->theirs[figure], (bcf_money){1},
                              bcf_weights_of_ratios(of->arena, split->shares, count),
                              BCF_TIE_LARGER_WEIGHT, "money of an ended code", row->place, of->err);
            of->code = of->code == BCF_OK ? code : of->code;
        }
        for (size_t i = 0; i < count; i++) {
            parts[i].theirs[figure] = shares[i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < claims->key_count; j++) {
            parts[i].cells[j] = meanings[j].texts[&meanings[j] == split ? i : 0];
        }
    }
    *out = parts;
    return count;
}

typedef struct keyed_part {
    const char *key;
    const part_of_claim *part;
    const claim *row;
    bool is_split;
    size_t first;
} keyed_part;

static int parts_by_key(const void *left, const void *right)
{
    const keyed_part *a = left;
    const keyed_part *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->first > b->first) - (a->first < b->first);
}

static keyed_part *key_parts(reconciler *of, size_t *count)
{
    keyed_part *list = NULL;
    *count = 0;
    for (size_t i = 0; i < of->row_count; i++) {
        if (of->rows[i].is_total) {
            continue;
        }
        part_of_claim *parts = NULL;
        size_t part_count = split_claim(of, &of->rows[i], &parts);
        for (size_t j = 0; j < part_count; j++) {
            BCF_MAKE_ROOM(of->arena, list, *count);
            list[*count] = (keyed_part){
                .key = bcf_reconcile_key(of->arena, parts[j].cells, of->claims->key_count),
                .part = &parts[j],
                .row = &of->rows[i],
                .is_split = part_count > 1,
                .first = *count,
            };
            (*count)++;
        }
    }
    if (*count > 0) {
        qsort(list, *count, sizeof *list, parts_by_key);
    }
    return list;
}

/* One more row of theirs that is this row of ours. */
static void add_part(reconciler *of, group *to, const keyed_part *part)
{
    to->has_theirs = true;
    for (size_t i = 0; i < of->claims->figure_count; i++) {
        to->theirs[i] = bcf_money_add(to->theirs[i], part->part->theirs[i]);
        int64_t step = part->row->steps[i];
        to->steps[i] = step > to->steps[i] ? step : to->steps[i];
    }
    if (!part->is_split) {
        to->claims = bcf_arena_grow(of->arena, to->claims, to->claim_count, to->claim_count + 1,
                                    sizeof(const claim *));
        to->claims[to->claim_count] = part->row;
    }
    to->claim_count++;
}

/* Theirs, by key. */
static void group_theirs(reconciler *of)
{
    size_t count = 0;
    keyed_part *parts = key_parts(of, &count);
    size_t added = 0;
    for (size_t i = 0; i < count; i++) {
        if (of->group_count == 0 || strcmp(of->groups[of->group_count - 1].key, parts[i].key) != 0) {
            BCF_MAKE_ROOM(of->arena, of->groups, of->group_count);
            of->groups[of->group_count++] = (group){
                .key = parts[i].key,
                .cells = parts[i].part->cells,
                .first = parts[i].first,
            };
        } else {
            added++;
        }
        add_part(of, &of->groups[of->group_count - 1], &parts[i]);
    }
    if (added > 0) {
        bcf_notes_add(of->notes, (bcf_place){of->claims->csv->file, 0},
                      "rows that the columns do not tell from others were added to them: %zu",
                      added);
    }
}

static bool is_nothing(const reconciler *of, const ours *row)
{
    for (size_t i = 0; i < of->claims->figure_count; i++) {
        if (row->figures[i].pence != 0) {
            return false;
        }
    }
    return true;
}

static int groups_by_first(const void *left, const void *right)
{
    const group *a = left;
    const group *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

/* Ours beside theirs, in our order; what only they have comes last. A row of nothing that they
 * leave out is missed by nobody. */
static void join_ours(reconciler *of, ours_list *mine)
{
    for (size_t i = 0; i < of->group_count; i++) {
        group *row = &of->groups[i];
        row->ours = bcf_reconcile_find(mine, row->key);
        row->first = row->ours == NULL ? SIZE_MAX / 2 + row->first : row->ours->first;
        if (row->ours != NULL) {
            row->ours->is_used = true;
        }
    }
    for (size_t i = 0; i < mine->count; i++) {
        ours *row = &mine->items[i];
        if (!row->is_used && !is_nothing(of, row)) {
            BCF_MAKE_ROOM(of->arena, of->groups, of->group_count);
            of->groups[of->group_count++] =
                (group){.key = row->key, .cells = row->cells, .ours = row, .first = row->first};
        }
    }
    qsort(of->groups, of->group_count, sizeof *of->groups, groups_by_first);
}

static bcf_match match_of(const reconciler *of, const group *row, size_t figure)
{
    const bcf_money *value = row->ours == NULL ? NULL : &row->ours->figures[figure];
    if (bcf_reconcile_agrees(of, of->arena, row, figure, value)) {
        return BCF_MATCH_AGREED;
    }
    return !row->has_theirs ? BCF_MATCH_OURS_ONLY
           : value == NULL  ? BCF_MATCH_THEIRS_ONLY
                            : BCF_MATCH_DIFFERS;
}

static void match(reconciler *of)
{
    for (size_t i = 0; i < of->group_count; i++) {
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            of->groups[i].matches[j] = match_of(of, &of->groups[i], j);
            of->groups[i].explanations[j] = "";
        }
    }
}

static bcf_matched matched_of(const reconciler *of, const group *row, size_t figure)
{
    const ours *mine = row->ours;
    bool are_both = row->has_theirs && mine != NULL;
    bcf_money theirs = row->theirs[figure];
    bcf_money value = mine == NULL ? (bcf_money){0} : mine->figures[figure];
    return (bcf_matched){
        .cells = row->cells,
        .figure = of->claims->figure_names[figure],
        .match = row->matches[figure],
        .has_theirs = row->has_theirs,
        .has_ours = mine != NULL,
        .theirs = theirs,
        .ours = value,
        .difference = are_both ? less(theirs, value) : (bcf_money){0},
        .explanation = row->explanations[figure],
        .status = mine == NULL ? BCF_STATUS_NONE : mine->status,
        .readings = mine == NULL ? "" : bcf_readings_text(of->arena, mine->readings),
    };
}

/* A line of totals against the lines of the file. */
static bcf_matched total_of(const reconciler *of, const claim *row, size_t figure)
{
    bcf_money sum = {0};
    size_t count = 0;
    for (size_t i = 0; i < of->row_count; i++) {
        if (!of->rows[i].is_total) {
            sum = bcf_money_add(sum, of->rows[i].theirs[figure]);
            count++;
        }
    }
    bcf_money off = less(row->theirs[figure], sum);
    int64_t size = off.pence < 0 ? -off.pence : off.pence;
    bool may_be_rounded = of->claims->options.printed_in > 0
                          && size <= (int64_t)(count + 1) * row->steps[figure] / 2;
    return (bcf_matched){
        .cells = row->cells,
        .figure = of->claims->figure_names[figure],
        .match = off.pence == 0 ? BCF_MATCH_AGREED : BCF_MATCH_DOES_NOT_ADD_UP,
        .is_total = true,
        .has_theirs = true,
        .has_ours = true,
        .theirs = row->theirs[figure],
        .ours = sum,
        .difference = off,
        .explanation = off.pence != 0 && may_be_rounded
                           ? "no more than the rounding of lines and total can make"
                           : "",
        .readings = "",
    };
}

static int place_of_figure(const bcf_claims *claims, claim_figure figure)
{
    for (size_t i = 0; i < claims->figure_count; i++) {
        if (claims->figures[i] == figure) {
            return (int)i;
        }
    }
    return -1;
}

/* What came in must go out: carried_in + available = released + held, in every row. */
static bool adds_up(const reconciler *of, const claim *row, bcf_matched *out)
{
    int places[] = {place_of_figure(of->claims, FIGURE_CARRIED_IN),
                    place_of_figure(of->claims, FIGURE_AVAILABLE),
                    place_of_figure(of->claims, FIGURE_RELEASED),
                    place_of_figure(of->claims, FIGURE_HELD)};
    if (places[1] < 0 || places[2] < 0 || places[3] < 0) {
        return true;
    }
    bcf_money in = row->theirs[places[1]];
    in = places[0] < 0 ? in : bcf_money_add(in, row->theirs[places[0]]);
    bcf_money gone = bcf_money_add(row->theirs[places[2]], row->theirs[places[3]]);
    *out = (bcf_matched){
        .cells = row->cells,
        .figure = "released + held",
        .match = BCF_MATCH_DOES_NOT_ADD_UP,
        .is_total = true,
        .has_theirs = true,
        .has_ours = true,
        .theirs = gone,
        .ours = in,
        .difference = less(gone, in),
        .explanation = places[0] < 0 ? "available is not released + held"
                                     : "carried_in + available is not released + held",
        .readings = "",
    };
    /* without the column nobody knows what was carried in */
    bool is_known = places[0] >= 0 || bcf_policy_setting(of->policy, "clawback") == NULL;
    return !is_known || in.pence == gone.pence;
}

/* Sums that the file itself states: its totals, and each row's. */
static void add_totals(const reconciler *of, bcf_matched rows[], size_t *count)
{
    for (size_t i = 0; i < of->row_count; i++) {
        if (of->rows[i].is_total) {
            for (size_t j = 0; j < of->claims->figure_count; j++) {
                rows[(*count)++] = total_of(of, &of->rows[i], j);
            }
        } else if (!adds_up(of, &of->rows[i], &rows[*count])) {
            (*count)++;
        }
    }
}

static const char *about(const reconciler *of)
{
    const char *words = "";
    for (size_t i = 0; i < of->claims->key_count; i++) {
        const char *fixed = of->main.fixed[i];
        if (fixed != NULL && *fixed != '\0') {
            words = bcf_arena_print(of->arena, "%s%s%s %s", words, *words == '\0' ? "" : ", ",
                                    of->claims->key_names[i], fixed);
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

static const bcf_reconciliation *reconciliation(const reconciler *of, const bcf_why *why)
{
    bcf_reconciliation *out = BCF_NEW(of->arena, bcf_reconciliation);
    size_t room = (of->group_count + of->row_count) * of->claims->figure_count + of->row_count;
    bcf_matched *rows = BCF_NEW_ARRAY(of->arena, room, bcf_matched);
    *out = (bcf_reconciliation){.kind = of->claims->kind,
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
    add_totals(of, rows, &out->row_count);
    sum_up(out, of);
    return out;
}

/* Every item of the letters, once. */
static void list_items(reconciler *of)
{
    of->items = BCF_NEW_ARRAY(of->arena, of->row_count, const char *);
    for (size_t i = 0; i < of->claims->key_count; i++) {
        for (size_t row = 0; of->claims->keys[i] == KEY_ITEM && row < of->row_count; row++) {
            const char *item = of->rows[row].cells[i];
            size_t j = 0;
            while (j < of->item_count && strcmp(of->items[j], item) != 0) {
                j++;
            }
            if (j == of->item_count && !of->rows[row].is_total) {
                of->items[of->item_count++] = item;
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
    bcf_reconcile_fix_columns(of, &of->main);
    group_theirs(of);
    answer from = {.from = &of->main,
                   .settings = of->run->settings,
                   .allocation = of->run->allocation,
                   .release = of->run->release};
    ours_list mine = bcf_reconcile_ours(of, of->arena, &from, true);
    join_ours(of, &mine);
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
                 .admissions = run->admissions,
                 .scope = scope},
    };
    bcf_reconcile_read_rows(&of);
    list_items(&of);
    if (of.code == BCF_OK) {
        need_payment(&of);
    }
    if (of.code != BCF_OK) {
        return of.code;
    }
    compare(&of);
    bcf_reconcile_explain(&of);
    const bcf_why *why = NULL;
    if (is_why && of.code == BCF_OK) {
        of.code = bcf_reconcile_why(&why, &of, vintages, vintage_count);
    }
    *out = reconciliation(&of, why);
    return of.code;
}

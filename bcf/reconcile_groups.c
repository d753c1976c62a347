/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "apportion.h"
#include "reconcile_inside.h"
#include "sort.h"

/* Theirs of one row of the file, shared out among those that its codes stand for. */
typedef struct part_of_claim {
    const char *key;
    const char *cells[BCF_CLAIM_KEYS_MAX];
    bcf_money theirs[BCF_CLAIM_FIGURES_MAX];
    const claim *row;
    size_t first;
} part_of_claim;

typedef struct part_list {
    part_of_claim *items;
    size_t count;
} part_list;

/* What part i of `count` has of each figure. */
static void share_out(reconciler *of, const claim *row, const meaning *split, bcf_money shares[],
                      size_t figure)
{
    shares[0] = row->theirs[figure];
    if (split == NULL) {
        return;
    }
    bcf_code code =
        bcf_apportion(shares, row->theirs[figure], (bcf_money){1},
                      bcf_weights_of_ratios(of->arena, split->shares, split->count),
                      BCF_TIE_LARGER_WEIGHT, "money of an ended code", row->place, of->err);
    of->code = of->code == BCF_OK ? code : of->code;
}

static void add_parts(part_list *to, reconciler *of, const claim *row)
{
    const bcf_claims *claims = of->claims;
    const meaning *meanings[BCF_CLAIM_KEYS_MAX] = {NULL};
    const meaning *split = NULL;
    for (size_t i = 0; i < claims->key_count; i++) {
        meanings[i] = bcf_reconcile_meaning(of, claims->keys[i], row->cells[i]);
        split = meanings[i]->count > 1 ? meanings[i] : split;
    }
    size_t before = to->count;
    for (size_t i = 0; i < (split == NULL ? 1 : split->count); i++) {
        BCF_MAKE_ROOM(of->arena, to->items, to->count);
        part_of_claim *part = &to->items[to->count];
        *part = (part_of_claim){.row = row, .first = to->count++};
        for (size_t j = 0; j < claims->key_count; j++) {
            part->cells[j] = meanings[j]->texts[meanings[j] == split ? i : 0];
        }
        part->key = bcf_reconcile_key(of->arena, part->cells, claims->key_count);
    }
    bcf_money *shares = BCF_NEW_ARRAY(of->arena, to->count - before, bcf_money);
    for (size_t figure = 0; figure < claims->figure_count; figure++) {
        share_out(of, row, split, shares, figure);
        for (size_t i = before; i < to->count; i++) {
            to->items[i].theirs[figure] = shares[i - before];
        }
    }
}

static int parts_by_key(const void *left, const void *right)
{
    const part_of_claim *a = left;
    const part_of_claim *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->first > b->first) - (a->first < b->first);
}

/* One more row of theirs that is this row of ours. */
static void add_part(const reconciler *of, group *to, const part_of_claim *part)
{
    to->has_theirs = true;
    for (size_t i = 0; i < of->claims->figure_count; i++) {
        to->theirs[i] = bcf_money_add(to->theirs[i], part->theirs[i]);
        int64_t step = part->row->steps[i];
        to->steps[i] = step > to->steps[i] ? step : to->steps[i];
    }
    to->claim_count++;
}

void bcf_reconcile_group(reconciler *of)
{
    part_list parts = {0};
    for (size_t i = 0; i < of->row_count; i++) {
        if (!of->rows[i].is_total && !of->rows[i].is_beside) {
            add_parts(&parts, of, &of->rows[i]);
        }
    }
    bcf_sort(parts.items, parts.count, sizeof *parts.items, parts_by_key);
    size_t added = 0;
    for (size_t i = 0; i < parts.count; i++) {
        const part_of_claim *part = &parts.items[i];
        BCF_ASSERT(of->group_count == 0 || of->groups != NULL);
        const group *last = of->group_count == 0 ? NULL : &of->groups[of->group_count - 1];
        if (last == NULL || strcmp(last->key, part->key) != 0) {
            BCF_MAKE_ROOM(of->arena, of->groups, of->group_count);
            of->groups[of->group_count++] =
                (group){.key = part->key, .cells = part->cells, .first = part->first};
        } else {
            added++;
        }
        add_part(of, &of->groups[of->group_count - 1], part);
    }
    if (added > 0) {
        bcf_notes_add(of->notes, (bcf_place){.file = of->claims->csv->file},
                      "rows of ended codes were added to those of their successors: %zu", added);
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

/* Ours before what they alone have; no two groups have one key. */
static int in_our_order(const void *left, const void *right)
{
    const group *a = left;
    const group *b = right;
    bool is_ours = a->ours != NULL;
    if (is_ours != (b->ours != NULL)) {
        return is_ours ? -1 : 1;
    }
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return strcmp(a->key, b->key);
}

/* Ours beside theirs, in our order; what only they have comes last. A row of nothing that they
 * leave out is missed by nobody. */
void bcf_reconcile_join(reconciler *of, ours_list *mine)
{
    for (size_t i = 0; i < of->group_count; i++) {
        group *row = &of->groups[i];
        row->ours = bcf_reconcile_find(mine, row->key);
        if (row->ours != NULL) {
            row->first = row->ours->first;
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
    bcf_sort(of->groups, of->group_count, sizeof *of->groups, in_our_order);
}

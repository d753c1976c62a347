/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reconcile_inside.h"
#include "sort.h"

/* Ours in the making: a row a grant, a payment, or an item of a letter. */
typedef struct maker {
    const reconciler *of;
    bcf_arena *arena;
    const answer *from;
    bool with_readings;
    const bcf_readings **readings; /* of each component, or part */
    ours *items;
    size_t count;
} maker;

static int by_key_then_first(const void *left, const void *right)
{
    const ours *a = left;
    const ours *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order : (a->first > b->first) - (a->first < b->first);
}

ours *bcf_reconcile_find(const ours_list *list, const char *key)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(list->items[middle].key, key);
        if (order == 0) {
            return &list->items[middle];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

/* What the run's own dataset calls the areas of a grant. */
static const char *ccg_of(const maker *to, const bcf_grant *grant)
{
    return grant->ccg == BCF_NOWHERE ? "" : to->from->from->ccgs[grant->ccg];
}

static const char *district_of(const maker *to, const bcf_grant *grant)
{
    return grant->district == BCF_NOWHERE ? "" : to->from->from->districts[grant->district];
}

static const char *board_of(const maker *to, size_t board)
{
    return to->from->from->figures->areas->boards[board].code;
}

static const char *cell_of_grant(const maker *to, claim_key key, const bcf_grant *grant)
{
    const bcf_council *council = &to->from->from->figures->areas->councils[grant->council];
    switch (key) {
    case KEY_COMPONENT:
        return to->of->policy->components[grant->component].id;
    case KEY_HWB:
        return board_of(to, grant->board);
    case KEY_COUNCIL:
        return to->from->from->councils[grant->council];
    case KEY_CCG:
        return ccg_of(to, grant);
    case KEY_DISTRICT:
        return district_of(to, grant);
    case KEY_REGION:
        return council->region == NULL ? "" : council->region;
    case KEY_KIND:
        return bcf_council_kind_text(council->kind);
    case KEY_STATE:
        return bcf_grant_state_text(grant->state);
    case KEY_PAYMENT:
    case KEY_PART:
    case KEY_HELD_FOR:
    case KEY_YEAR:
    case KEY_ITEM:
        break;
    }
    BCF_UNREACHABLE("a column that allocations do not have");
}

static const char *cell_of_payment(const maker *to, claim_key key, const bcf_release_row *row)
{
    const bcf_performance *performance = to->of->policy->performance;
    const bcf_part *part = &performance->parts[row->part];
    if (key == KEY_HWB) {
        return board_of(to, row->board);
    }
    if (key == KEY_PAYMENT) {
        return performance->payments[part->payment].id;
    }
    if (key == KEY_PART) {
        return part->id;
    }
    BCF_ASSERT(key == KEY_HELD_FOR);
    return bcf_held_for_text(row->held_for);
}

static bcf_money money_of_payment(claim_figure figure, const bcf_release_row *row)
{
    switch (figure) {
    case FIGURE_CARRIED_IN:
        return row->carried_in;
    case FIGURE_AVAILABLE:
        return row->available;
    case FIGURE_AMOUNT: /* what was paid is what was released */
    case FIGURE_RELEASED:
        return row->released;
    case FIGURE_HELD:
        return row->held;
    }
    BCF_UNREACHABLE("a column of money that nobody named");
}

/* By code: places in lists are other ones in another dataset. */
static bool is_board_in_scope(const maker *to, size_t board)
{
    bcf_scope_kind kind = to->of->scope.kind;
    return kind == BCF_SCOPE_ALL
           || (kind == BCF_SCOPE_BOARD && strcmp(to->of->scope_code, board_of(to, board)) == 0);
}

static bool is_in_scope(const maker *to, const bcf_grant *grant)
{
    switch (to->of->scope.kind) {
    case BCF_SCOPE_ALL:
        return true;
    case BCF_SCOPE_BOARD:
        return is_board_in_scope(to, grant->board);
    case BCF_SCOPE_COUNCIL:
        return strcmp(to->of->scope_code, to->from->from->councils[grant->council]) == 0;
    case BCF_SCOPE_CCG:
        return strcmp(to->of->scope_code, ccg_of(to, grant)) == 0;
    case BCF_SCOPE_DISTRICT:
        return strcmp(to->of->scope_code, district_of(to, grant)) == 0;
    }
    BCF_UNREACHABLE("an output about nobody");
}

/* Adds a row unless the file is about something else. `figures` are as the file's columns. */
static void add(maker *to, const char *const cells[], const bcf_money figures[], bcf_status status,
                const bcf_readings *readings)
{
    const bcf_claims *claims = to->of->claims;
    for (size_t i = 0; i < claims->key_count; i++) {
        const char *fixed = to->of->fixed[i];
        if (fixed != NULL && strcmp(fixed, cells[i]) != 0) {
            return;
        }
    }
    BCF_MAKE_ROOM(to->arena, to->items, to->count);
    ours *row = &to->items[to->count];
    const char **kept = BCF_NEW_ARRAY(to->arena, claims->key_count, const char *);
    memcpy(kept, cells, claims->key_count * sizeof *kept);
    *row = (ours){.key = bcf_reconcile_key(to->arena, cells, claims->key_count),
                  .cells = kept,
                  .status = status,
                  .readings = readings,
                  .first = to->count++};
    memcpy(row->figures, figures, claims->figure_count * sizeof *figures);
}

static const bcf_readings **readings_of(const maker *to, size_t count,
                                        void (*add_one)(bcf_readings *readings, size_t i))
{
    const bcf_readings **list = BCF_NEW_ARRAY(to->arena, count, const bcf_readings *);
    for (size_t i = 0; to->with_readings && i < count; i++) {
        bcf_readings *readings = bcf_readings_new(to->arena, to->of->policy, to->from->settings);
        add_one(readings, i);
        list[i] = readings;
    }
    return list;
}

static void add_grants(maker *to)
{
    const bcf_claims *claims = to->of->claims;
    const bcf_allocation *allocation = to->from->allocation;
    const bcf_readings **readings =
        readings_of(to, to->of->policy->component_count, bcf_readings_add_component);
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (!is_in_scope(to, grant)) {
            continue;
        }
        const char *cells[BCF_CLAIM_KEYS_MAX];
        for (size_t j = 0; j < claims->key_count; j++) {
            cells[j] = cell_of_grant(to, claims->keys[j], grant);
        }
        add(to, cells, &grant->amount, grant->status, readings[grant->component]);
    }
}

static void add_payments(maker *to)
{
    const bcf_claims *claims = to->of->claims;
    const bcf_release *release = to->from->release;
    const bcf_readings **readings =
        readings_of(to, to->of->policy->performance->part_count, bcf_readings_add_release);
    for (size_t i = 0; i < release->row_count; i++) {
        const bcf_release_row *row = &release->rows[i];
        if (!is_board_in_scope(to, row->board)) {
            continue;
        }
        const char *cells[BCF_CLAIM_KEYS_MAX];
        bcf_money figures[BCF_CLAIM_FIGURES_MAX];
        for (size_t j = 0; j < claims->key_count; j++) {
            cells[j] = cell_of_payment(to, claims->keys[j], row);
        }
        for (size_t j = 0; j < claims->figure_count; j++) {
            figures[j] = money_of_payment(claims->figures[j], row);
        }
        add(to, cells, figures, row->data_status, readings[row->part]);
    }
}

/* True if the grant is part of what a letter calls by this name. */
static bool is_in_item(const maker *to, const bcf_grant *grant, const char *item)
{
    bool has_ccg = grant->ccg != BCF_NOWHERE;
    if (strcmp(item, "minimum-pool") == 0
        || strcmp(item, to->of->policy->components[grant->component].id) == 0) {
        return true;
    }
    if (strcmp(item, has_ccg ? "minimum-from-ccgs" : "minimum-from-councils") == 0) {
        return true;
    }
    return (grant->district != BCF_NOWHERE && strcmp(item, district_of(to, grant)) == 0)
           || strcmp(item, has_ccg ? ccg_of(to, grant) : to->from->from->councils[grant->council])
                  == 0;
}

static void add_item_cells(maker *to, size_t board, const char *item, bcf_money amount,
                           bcf_status status, const bcf_readings *readings)
{
    const bcf_claims *claims = to->of->claims;
    const char *cells[BCF_CLAIM_KEYS_MAX];
    for (size_t i = 0; i < claims->key_count; i++) {
        cells[i] = claims->keys[i] == KEY_HWB    ? board_of(to, board)
                   : claims->keys[i] == KEY_YEAR ? to->of->policy->year
                                                 : item;
    }
    add(to, cells, &amount, status, readings);
}

static void add_grants_of_item(maker *to, const char *item)
{
    const bcf_allocation *allocation = to->from->allocation;
    const bcf_readings **readings =
        readings_of(to, to->of->policy->component_count, bcf_readings_add_component);
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (is_in_scope(to, grant) && is_in_item(to, grant, item)) {
            add_item_cells(to, grant->board, item, grant->amount, grant->status,
                           readings[grant->component]);
        }
    }
}

/* A letter states what is there to be earned: what is available. */
static void add_performance_of_item(maker *to, const char *item)
{
    const bcf_performance *performance = to->of->policy->performance;
    const bcf_release *release = to->from->release;
    const bcf_readings **readings =
        readings_of(to, performance->part_count, bcf_readings_add_available);
    bool is_all = strcmp(item, "payment-for-performance") == 0;
    for (size_t i = 0; i < release->row_count; i++) {
        const bcf_release_row *row = &release->rows[i];
        const char *payment = performance->payments[performance->parts[row->part].payment].id;
        if (is_board_in_scope(to, row->board) && (is_all || strcmp(payment, item) == 0)) {
            add_item_cells(to, row->board, item, row->available, release->basis_status,
                           readings[row->part]);
        }
    }
}

/* Each item that the file names. */
static void add_items(maker *to)
{
    for (size_t i = 0; i < to->of->item_count; i++) {
        const char *item = to->of->items[i];
        if (bcf_reconcile_is_performance(to->of->policy, item)) {
            add_performance_of_item(to, item);
        } else {
            add_grants_of_item(to, item);
        }
    }
}

/* The readings of two rows that are one. */
static const bcf_readings *join(const maker *to, const bcf_readings *a, const bcf_readings *b)
{
    if (a == b || b == NULL) {
        return a;
    }
    bcf_readings *both = bcf_readings_new(to->arena, to->of->policy, to->from->settings);
    bcf_readings_join(both, a);
    bcf_readings_join(both, b);
    return both;
}

/* Rows of one key become one. */
static size_t merge(maker *to)
{
    size_t kept = 0;
    bcf_sort(to->items, to->count, sizeof *to->items, by_key_then_first);
    for (size_t i = 0; i < to->count; i++) {
        ours *row = &to->items[i];
        ours *before = kept == 0 ? NULL : &to->items[kept - 1];
        if (before == NULL || strcmp(before->key, row->key) != 0) {
            to->items[kept++] = *row;
            continue;
        }
        for (size_t j = 0; j < to->of->claims->figure_count; j++) {
            before->figures[j] = bcf_money_add(before->figures[j], row->figures[j]);
        }
        before->status = bcf_status_worst(before->status, row->status);
        before->readings = join(to, before->readings, row->readings);
    }
    return kept;
}

ours_list bcf_reconcile_ours(const reconciler *of, bcf_arena *arena, const answer *from,
                             bool with_readings)
{
    maker to = {.of = of, .arena = arena, .from = from, .with_readings = with_readings};
    switch (of->claims->kind) {
    case BCF_CLAIM_ALLOCATE:
        add_grants(&to);
        break;
    case BCF_CLAIM_RELEASE:
        add_payments(&to);
        break;
    case BCF_CLAIM_LETTERS:
        add_items(&to);
        break;
    case BCF_CLAIM_LINES:
        BCF_UNREACHABLE("lines are held against their own total");
    }
    size_t count = merge(&to);
    return (ours_list){to.items, count};
}

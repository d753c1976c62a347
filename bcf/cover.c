/* SPDX-License-Identifier: MIT */
#include "cover.h"

#include <string.h>

#include "sort.h"

/* A row of `indicators`: whose value it is. */
typedef struct holder {
    const char *indicator;
    const char *period;
    size_t code; /* place in areas->codes */
    bcf_place place;
} holder;

/* How far the values of one indicator and period have come down from ended codes. */
typedef struct cover {
    const bcf_codes *codes;
    bool *has_own;           /* of each code */
    size_t *covered;         /* of each code: predecessors whose figures are all there */
    const holder **first_by; /* of each code with some: the row that came down to it first */
    size_t *touched;         /* the codes with some, and the ended codes still to come down from */
    size_t touched_count;
    size_t *waiting;
    size_t waiting_count;
    const holder **from; /* of each waiting code: the row it comes from */

    bcf_gap *gaps; /* of all figures so far */
    size_t gap_count;
} cover;

static int by_indicator_period_code(const void *left, const void *right)
{
    const holder *a = left;
    const holder *b = right;
    int order = strcmp(a->indicator, b->indicator);
    if (order == 0) {
        order = strcmp(a->period, b->period);
    }
    return order != 0 ? order : (a->code > b->code) - (a->code < b->code);
}

static bool is_same_figure(const holder *a, const holder *b)
{
    return strcmp(a->indicator, b->indicator) == 0 && strcmp(a->period, b->period) == 0;
}

static size_t gather_holders(const bcf_gate *gate, holder holders[])
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_INDICATORS];
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const bcf_indicator *indicator = bcf_policy_indicator(
            gate->policy, bcf_row_cell(BCF_TABLE_INDICATORS, row, "indicator")->text);
        const bcf_known_code *known = bcf_codes_find(
            &gate->areas->codes, bcf_row_cell(BCF_TABLE_INDICATORS, row, "area")->text);
        if (indicator == NULL || known == NULL) {
            continue;
        }
        holders[count++] = (holder){
            .indicator = indicator->id,
            .period = bcf_row_cell(BCF_TABLE_INDICATORS, row, "period")->text,
            .code = (size_t)(known - gate->areas->codes.items),
            .place = row->place,
        };
    }
    bcf_sort(holders, count, sizeof *holders, by_indicator_period_code);
    return count;
}

static bool is_covered(const cover *c, size_t code)
{
    size_t predecessors = c->codes->items[code].predecessor_count;
    return c->has_own[code] || (predecessors > 0 && c->covered[code] == predecessors);
}

static void queue_up(cover *c, size_t code, const holder *from)
{
    if (c->codes->items[code].is_ended) {
        c->from[code] = from;
        c->waiting[c->waiting_count++] = code;
    }
}

/* Hands the figures of a covered code on to its successors, one step. */
static void come_down(cover *c, size_t code)
{
    const bcf_known_code *ended = &c->codes->items[code];
    for (size_t i = 0; i < ended->successor_count; i++) {
        size_t successor = ended->successors[i];
        if (c->has_own[successor]) {
            continue; /* it is covered anyway, and has handed on its own */
        }
        if (c->covered[successor]++ == 0) {
            c->first_by[successor] = c->from[code];
            c->touched[c->touched_count++] = successor;
        }
        if (is_covered(c, successor)) {
            queue_up(c, successor, c->from[code]);
        }
    }
}

static void add_gap(const bcf_gate *gate, cover *c, size_t code)
{
    const bcf_known_code *area = &c->codes->items[code];
    size_t gap = 0;
    while (is_covered(c, area->predecessors[gap])) {
        gap++;
    }
    const holder *by = c->first_by[code];
    BCF_MAKE_ROOM(gate->arena, c->gaps, c->gap_count);
    c->gaps[c->gap_count++] = (bcf_gap){
        .indicator = by->indicator,
        .period = by->period,
        .code = area->code,
        .from = c->codes->items[by->code].code,
        .missing = c->codes->items[area->predecessors[gap]].code,
        .place = by->place,
    };
}

/* No more than can be told. */
static void add_gaps(const bcf_gate *gate, cover *c)
{
    size_t before = c->gap_count;
    for (size_t i = 0; i < c->touched_count && c->gap_count - before < BCF_PROBLEMS_MAX; i++) {
        if (!is_covered(c, c->touched[i])) {
            add_gap(gate, c, c->touched[i]);
        }
    }
}

/* All rows of one indicator and period. Leaves `c` as it was: only what was touched is undone. */
static void check_figure(const bcf_gate *gate, cover *c, const holder holders[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        c->has_own[holders[i].code] = true;
        queue_up(c, holders[i].code, &holders[i]);
    }
    while (c->waiting_count > 0) {
        come_down(c, c->waiting[--c->waiting_count]);
    }
    add_gaps(gate, c);
    for (size_t i = 0; i < c->touched_count; i++) {
        c->covered[c->touched[i]] = 0;
    }
    c->touched_count = 0;
    for (size_t i = 0; i < count; i++) {
        c->has_own[holders[i].code] = false;
    }
}

bcf_gaps bcf_cover_gaps(const bcf_gate *gate)
{
    size_t room = gate->tables->table[BCF_TABLE_INDICATORS].row_count;
    size_t codes = gate->areas->codes.count;
    if (gate->areas->ended_count == 0 || room == 0) {
        return (bcf_gaps){0};
    }
    holder *holders = BCF_NEW_ARRAY(gate->arena, room, holder);
    size_t count = gather_holders(gate, holders);
    cover c = {
        .codes = &gate->areas->codes,
        .has_own = BCF_NEW_ARRAY(gate->arena, codes, bool),
        .covered = BCF_NEW_ARRAY(gate->arena, codes, size_t),
        .first_by = BCF_NEW_ARRAY(gate->arena, codes, const holder *),
        .touched = BCF_NEW_ARRAY(gate->arena, codes, size_t),
        .waiting = BCF_NEW_ARRAY(gate->arena, codes, size_t),
        .from = BCF_NEW_ARRAY(gate->arena, codes, const holder *),
    };
    size_t end = 0;
    for (size_t first = 0; first < count; first = end) {
        end = first + 1;
        while (end < count && is_same_figure(&holders[first], &holders[end])) {
            end++;
        }
        check_figure(gate, &c, &holders[first], end - first);
    }
    return (bcf_gaps){.items = c.gaps, .count = c.gap_count};
}

static int order_of_gap(const bcf_gap *gap, const char *indicator, const char *period)
{
    int order = strcmp(gap->indicator, indicator);
    return order != 0 ? order : strcmp(gap->period, period);
}

bcf_code bcf_cover_check(const bcf_gaps *gaps, const char *indicator, const char *period,
                         bcf_error *err)
{
    bcf_code code = BCF_OK;
    size_t low = 0;
    size_t high = gaps->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order_of_gap(&gaps->items[middle], indicator, period) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (size_t i = low; i < gaps->count; i++) {
        const bcf_gap *gap = &gaps->items[i];
        if (order_of_gap(gap, indicator, period) != 0) {
            break;
        }
        code = bcf_refuse(err, BCF_REFUSED_DATA, gap->place,
                          "'%s' gets indicator '%s' of '%s' from '%s', but not from '%s'",
                          gap->code, indicator, period, gap->from, gap->missing);
    }
    return code;
}

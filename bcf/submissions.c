/* SPDX-License-Identifier: MIT */
#include "submissions.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "apportion.h"
#include "sort.h"

typedef struct reader {
    bcf_arena *arena;
    const bcf_figures *figures;
    bcf_error *err;
    bcf_code found;
} reader;

static const char *text_of(bcf_table_id id, const bcf_row *row, const char *column)
{
    return bcf_row_cell(id, row, column)->text;
}

static size_t board_of(const reader *of, bcf_table_id id, const bcf_row *row)
{
    int board = bcf_areas_board(of->figures->areas, text_of(id, row, "hwb"));
    BCF_ASSERT(board >= 0); /* the gate has seen every code */
    return (size_t)board;
}

/* An amount, shared out to the penny among those that a code stands for. */
static bcf_money *share_money(reader *of, bcf_money amount, bcf_heirs heirs, bcf_place place)
{
    bcf_money *parts = BCF_NEW_ARRAY(of->arena, heirs.count, bcf_money);
    if (heirs.count == 1) {
        parts[0] = amount;
        return parts;
    }
    const bcf_ratio **shares = BCF_NEW_ARRAY(of->arena, heirs.count, const bcf_ratio *);
    for (size_t i = 0; i < heirs.count; i++) {
        shares[i] = heirs.items[i].share;
    }
    bcf_code code = bcf_apportion(parts, amount, (bcf_money){1},
                                  bcf_weights_of_ratios(of->arena, shares, heirs.count),
                                  BCF_TIE_LARGER_WEIGHT, "money of an ended code", place, of->err);
    of->found = of->found == BCF_OK ? code : of->found;
    return parts;
}

static int by_number(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_pooled(const void *left, const void *right)
{
    const bcf_pooled *a = left;
    const bcf_pooled *b = right;
    int order = by_number(a->board, b->board);
    order = order != 0 ? order : (int)a->kind - (int)b->kind;
    order = order != 0 ? order : by_number(a->contributor, b->contributor);
    return order != 0 ? order : by_number(a->component, b->component);
}

static int by_authority(const void *left, const void *right)
{
    const bcf_district_plan *a = left;
    const bcf_district_plan *b = right;
    int order = (int)a->kind - (int)b->kind;
    return order != 0 ? order : by_number(a->index, b->index);
}

static int by_past(const void *left, const void *right)
{
    const bcf_past *a = left;
    const bcf_past *b = right;
    int order = by_number(a->board, b->board);
    order = order != 0 ? order : by_number(a->metric, b->metric);
    order = order != 0 ? order : strcmp(a->definition, b->definition);
    order = order != 0 ? order : a->period.first - b->period.first;
    return order != 0 ? order : a->period.last - b->period.last;
}

static int by_ccg_ambition(const void *left, const void *right)
{
    const bcf_ccg_ambition *a = left;
    const bcf_ccg_ambition *b = right;
    int order = by_number(a->ccg, b->ccg);
    order = order != 0 ? order : by_number(a->metric, b->metric);
    order = order != 0 ? order : by_number(a->payment, b->payment);
    return order != 0 ? order : strcmp(a->definition, b->definition);
}

static void read_pooled(bcf_submissions *out, reader *of)
{
    const bcf_table *table = &of->figures->tables->table[BCF_TABLE_POOLED];
    bcf_pooled *items = NULL;
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int component = bcf_policy_find(of->figures->policy, BCF_NAME_COMPONENT,
                                        text_of(BCF_TABLE_POOLED, row, "component"));
        if (component < 0) {
            continue; /* another policy's */
        }
        bcf_heirs heirs =
            bcf_areas_heirs(of->figures->areas, text_of(BCF_TABLE_POOLED, row, "contributor"));
        const bcf_money *parts = share_money(
            of, bcf_row_cell(BCF_TABLE_POOLED, row, "amount")->as.money, heirs, row->place);
        for (size_t j = 0; j < heirs.count; j++) {
            BCF_MAKE_ROOM(of->arena, items, count);
            items[count++] = (bcf_pooled){
                .board = board_of(of, BCF_TABLE_POOLED, row),
                .kind = heirs.items[j].kind,
                .contributor = heirs.items[j].index,
                .component = (size_t)component,
                .amount = parts[j],
            };
        }
    }
    bcf_sort(items, count, sizeof *items, by_pooled);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_pooled(&items[kept - 1], &items[i]) == 0) {
            items[kept - 1].amount = bcf_money_add(items[kept - 1].amount, items[i].amount);
        } else {
            items[kept++] = items[i];
        }
    }
    out->pooled = items;
    out->pooled_count = kept;
}

static void read_spend(bcf_submissions *out, const reader *of)
{
    const bcf_table *table = &of->figures->tables->table[BCF_TABLE_SPEND];
    bcf_spend *items = BCF_NEW_ARRAY(of->arena, table->row_count, bcf_spend);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        items[i] = (bcf_spend){
            .board = board_of(of, BCF_TABLE_SPEND, row),
            .purpose = text_of(BCF_TABLE_SPEND, row, "purpose"),
            .amount = bcf_row_cell(BCF_TABLE_SPEND, row, "amount")->as.money,
            .place = row->place,
        };
    }
    out->spend = items;
    out->spend_count = table->row_count;
}

/* Two plans that became one: passed down once the later is, and undated if either is. */
static void join_plans(bcf_district_plan *to, const bcf_district_plan *more)
{
    to->amount = bcf_money_add(to->amount, more->amount);
    bool has_both = to->passed_down != 0 && more->passed_down != 0;
    int later = to->passed_down > more->passed_down ? to->passed_down : more->passed_down;
    to->passed_down = has_both ? later : 0;
}

static void read_district_plans(bcf_submissions *out, reader *of)
{
    const bcf_table *table = &of->figures->tables->table[BCF_TABLE_DISTRICT_PLANS];
    bcf_district_plan *items = NULL;
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        bcf_heirs heirs =
            bcf_areas_heirs(of->figures->areas, text_of(BCF_TABLE_DISTRICT_PLANS, row, "district"));
        const bcf_money *parts = share_money(
            of, bcf_row_cell(BCF_TABLE_DISTRICT_PLANS, row, "amount")->as.money, heirs, row->place);
        for (size_t j = 0; j < heirs.count; j++) {
            BCF_MAKE_ROOM(of->arena, items, count);
            items[count++] = (bcf_district_plan){
                .kind = heirs.items[j].kind,
                .index = heirs.items[j].index,
                .amount = parts[j],
                .passed_down = bcf_row_cell(BCF_TABLE_DISTRICT_PLANS, row, "passed_down")->as.date,
            };
        }
    }
    bcf_sort(items, count, sizeof *items, by_authority);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_authority(&items[kept - 1], &items[i]) == 0) {
            join_plans(&items[kept - 1], &items[i]);
        } else {
            items[kept++] = items[i];
        }
    }
    out->district_plans = items;
    out->district_plan_count = kept;
}

static void read_history(bcf_submissions *out, const reader *of)
{
    const bcf_table *table = &of->figures->tables->table[BCF_TABLE_HISTORY];
    bcf_past *items = BCF_NEW_ARRAY(of->arena, table->row_count, bcf_past);
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int metric = bcf_policy_find(of->figures->policy, BCF_NAME_METRIC,
                                     text_of(BCF_TABLE_HISTORY, row, "metric"));
        if (metric < 0) {
            continue; /* another policy's */
        }
        bcf_past *past = &items[count++];
        *past = (bcf_past){
            .board = board_of(of, BCF_TABLE_HISTORY, row),
            .metric = (size_t)metric,
            .definition = text_of(BCF_TABLE_HISTORY, row, "definition"),
            .period = bcf_row_cell(BCF_TABLE_HISTORY, row, "period")->as.period,
            .count =
                bcf_count_of_row(of->arena, BCF_TABLE_HISTORY, row, "numerator", "denominator"),
        };
        past->fraction = bcf_count_fraction(of->arena, &past->count);
    }
    bcf_sort(items, count, sizeof *items, by_past);
    out->history = items;
    out->history_count = count;
}

/* As much of a count as a share of its area has. */
static bcf_count part_of(const reader *of, const bcf_count *count, const bcf_ratio *share)
{
    bcf_ratio *numerator = bcf_ratio_new(of->arena);
    bcf_ratio *denominator = bcf_ratio_new(of->arena);
    bcf_ratio_multiply(numerator, count->numerator, share);
    bcf_ratio_multiply(denominator, count->denominator, share);
    return (bcf_count){numerator, denominator};
}

static bcf_count sum_of(const reader *of, const bcf_count *a, const bcf_count *b)
{
    bcf_ratio *numerator = bcf_ratio_new(of->arena);
    bcf_ratio *denominator = bcf_ratio_new(of->arena);
    bcf_ratio_add(numerator, a->numerator, b->numerator);
    bcf_ratio_add(denominator, a->denominator, b->denominator);
    return (bcf_count){numerator, denominator};
}

static void add_ccg_row(bcf_ccg_ambition **items, size_t *count, const reader *of,
                        const bcf_row *row)
{
    const bcf_table_id id = BCF_TABLE_CCG_AMBITIONS;
    int metric = bcf_policy_find(of->figures->policy, BCF_NAME_METRIC, text_of(id, row, "metric"));
    int payment =
        bcf_policy_find(of->figures->policy, BCF_NAME_PAYMENT, text_of(id, row, "payment"));
    if (metric < 0 || payment < 0) {
        return; /* another policy's */
    }
    bcf_count whole =
        bcf_count_of_row(of->arena, id, row, "ambition_numerator", "ambition_denominator");
    bcf_heirs heirs = bcf_areas_heirs(of->figures->areas, text_of(id, row, "ccg"));
    for (size_t i = 0; i < heirs.count; i++) {
        BCF_MAKE_ROOM(of->arena, *items, *count);
        (*items)[(*count)++] = (bcf_ccg_ambition){
            .ccg = heirs.items[i].index,
            .metric = (size_t)metric,
            .payment = (size_t)payment,
            .definition = text_of(id, row, "definition"),
            .count = part_of(of, &whole, heirs.items[i].share),
        };
    }
}

static void read_ccg_ambitions(bcf_submissions *out, const reader *of)
{
    const bcf_table *table = &of->figures->tables->table[BCF_TABLE_CCG_AMBITIONS];
    bcf_ccg_ambition *items = NULL;
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        add_ccg_row(&items, &count, of, &table->rows[i]);
    }
    bcf_sort(items, count, sizeof *items, by_ccg_ambition);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && by_ccg_ambition(&items[kept - 1], &items[i]) == 0) {
            items[kept - 1].count = sum_of(of, &items[kept - 1].count, &items[i].count);
        } else {
            items[kept++] = items[i];
        }
    }
    out->ccg_ambitions = items;
    out->ccg_ambition_count = kept;
}

bcf_code bcf_submissions_read(const bcf_submissions **out, bcf_arena *arena,
                              const bcf_figures *figures, bcf_error *err)
{
    reader of = {.arena = arena, .figures = figures, .err = err, .found = BCF_OK};
    bcf_submissions *submissions = BCF_NEW(arena, bcf_submissions);
    read_pooled(submissions, &of);
    read_spend(submissions, &of);
    read_district_plans(submissions, &of);
    read_history(submissions, &of);
    read_ccg_ambitions(submissions, &of);
    *out = submissions;
    return of.found;
}

const bcf_pooled *bcf_submissions_pooled(const bcf_submissions *submissions, size_t board,
                                         bcf_area_kind kind, size_t contributor, size_t component)
{
    bcf_pooled wanted = {
        .board = board, .kind = kind, .contributor = contributor, .component = component};
    return submissions->pooled_count == 0
               ? NULL
               : bsearch(&wanted, submissions->pooled, submissions->pooled_count, sizeof wanted,
                         by_pooled);
}

const bcf_spend *bcf_submissions_spend(const bcf_submissions *submissions, size_t board,
                                       const char *purpose)
{
    for (size_t i = 0; i < submissions->spend_count; i++) {
        const bcf_spend *spend = &submissions->spend[i];
        if (spend->board == board && strcmp(spend->purpose, purpose) == 0) {
            return spend;
        }
    }
    return NULL;
}

const bcf_district_plan *bcf_submissions_district(const bcf_submissions *submissions,
                                                  bcf_area_kind kind, size_t index)
{
    bcf_district_plan wanted = {.kind = kind, .index = index};
    return submissions->district_plan_count == 0
               ? NULL
               : bsearch(&wanted, submissions->district_plans, submissions->district_plan_count,
                         sizeof wanted, by_authority);
}

const bcf_ccg_ambition *bcf_submissions_ccg(const bcf_submissions *submissions, size_t ccg,
                                            size_t metric, size_t payment, const char *definition)
{
    bcf_ccg_ambition wanted = {
        .ccg = ccg, .metric = metric, .payment = payment, .definition = definition};
    return submissions->ccg_ambition_count == 0
               ? NULL
               : bsearch(&wanted, submissions->ccg_ambitions, submissions->ccg_ambition_count,
                         sizeof wanted, by_ccg_ambition);
}

bool bcf_submissions_ccg_otherwise(const bcf_submissions *submissions, size_t ccg, size_t metric,
                                   size_t payment, const char *definition)
{
    for (size_t i = 0; i < submissions->ccg_ambition_count; i++) {
        const bcf_ccg_ambition *ambition = &submissions->ccg_ambitions[i];
        if (ambition->ccg == ccg && ambition->metric == metric && ambition->payment == payment
            && strcmp(ambition->definition, definition) != 0) {
            return true;
        }
    }
    return false;
}

_Static_assert(offsetof(bcf_pooled, board) == 0 && offsetof(bcf_past, board) == 0,
               "first_of_board reads the board at the start of an item");

/* Where the rows of a board begin in a list that is sorted by board, which each item begins with.
 */
static size_t first_of_board(const void *items, size_t count, size_t size, size_t board)
{
    size_t first = 0;
    while (count > 0) {
        size_t half = count / 2;
        size_t at = *(const size_t *)((const char *)items + (first + half) * size);
        if (at < board) {
            first += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return first;
}

size_t bcf_submissions_pooled_of(const bcf_submissions *submissions, size_t board, size_t *first)
{
    const bcf_pooled *items = submissions->pooled;
    size_t count = submissions->pooled_count;
    *first = first_of_board(items, count, sizeof *items, board);
    return first_of_board(items, count, sizeof *items, board + 1) - *first;
}

size_t bcf_submissions_history_of(const bcf_submissions *submissions, size_t board, size_t *first)
{
    const bcf_past *items = submissions->history;
    size_t count = submissions->history_count;
    *first = first_of_board(items, count, sizeof *items, board);
    return first_of_board(items, count, sizeof *items, board + 1) - *first;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "compare_inside.h"
#include "sort.h"

static int by_code(const void *a, const void *b)
{
    return strcmp(((const bcf_compare_board *)a)->code, ((const bcf_compare_board *)b)->code);
}

/* The boards of both runs, by code; the newer name counts. */
static void gather_boards(bcf_comparer *of)
{
    const bcf_areas *areas[] = {of->out->new.run->figures->areas, of->out->old.run->figures->areas};
    size_t all = areas[0]->board_count + areas[1]->board_count;
    bcf_compare_board *boards = BCF_NEW_ARRAY(of->arena, all, bcf_compare_board);
    size_t count = 0;
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < areas[side]->board_count; i++) {
            const bcf_board *board = &areas[side]->boards[i];
            if (side == 0 || bcf_areas_board(areas[0], board->code) < 0) {
                boards[count++] = (bcf_compare_board){board->code, board->name};
            }
        }
    }
    bcf_sort(boards, count, sizeof *boards, by_code);
    of->out->boards = boards;
    of->out->board_count = count;
}

static const char *item_of_component(bcf_arena *arena, const char *component)
{
    return bcf_arena_print(arena, "allocate:%s", component);
}

static const char *item_of_part(bcf_arena *arena, const char *payment, const char *part)
{
    return bcf_arena_print(arena, "release:%s:%s", payment, part);
}

size_t bcf_compare_item_place(const bcf_comparison *in, const char *id)
{
    size_t i = 0;
    while (i < in->item_count && strcmp(in->items[i].id, id) != 0) {
        i++;
    }
    return i;
}

size_t bcf_compare_board_place(const bcf_comparison *in, const char *code)
{
    const bcf_compare_board wanted = {.code = code};
    const bcf_compare_board *found =
        bsearch(&wanted, in->boards, in->board_count, sizeof wanted, by_code);
    return found == NULL ? in->board_count : (size_t)(found - in->boards);
}

static void add_item(bcf_comparer *of, bcf_compare_item *items, bcf_compare_item item)
{
    if (bcf_compare_item_place(of->out, item.id) == of->out->item_count) {
        items[of->out->item_count++] = item;
    }
}

static void add_components(bcf_comparer *of, bcf_compare_item *items, const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        const bcf_component *component = &policy->components[i];
        add_item(of, items,
                 (bcf_compare_item){item_of_component(of->arena, component->id), component->title,
                                    false});
    }
}

static void add_parts(bcf_comparer *of, bcf_compare_item *items, const bcf_policy *policy)
{
    const bcf_performance *performance = policy->performance;
    for (size_t i = 0; performance != NULL && i < performance->part_count; i++) {
        const bcf_part *part = &performance->parts[i];
        const char *payment = performance->payments[part->payment].id;
        add_item(of, items,
                 (bcf_compare_item){item_of_part(of->arena, payment, part->id),
                                    bcf_arena_print(of->arena, "%s %s", payment, part->id), true});
    }
}

void bcf_amounts_prepare(bcf_comparer *of)
{
    gather_boards(of);
    const bcf_policy *policies[] = {of->out->new.policy, of->out->old.policy};
    size_t room = 0;
    for (size_t i = 0; i < 2; i++) {
        room += policies[i]->component_count;
        room += policies[i]->performance == NULL ? 0 : policies[i]->performance->part_count;
    }
    bcf_compare_item *items = BCF_NEW_ARRAY(of->arena, room, bcf_compare_item);
    of->out->items = items;
    add_components(of, items, policies[0]);
    add_components(of, items, policies[1]);
    add_parts(of, items, policies[0]);
    add_parts(of, items, policies[1]);
}

static size_t cell_count(const bcf_comparison *in)
{
    return in->item_count * in->board_count;
}

/* Where the boards, components and parts of a run stand in the comparison. */
typedef struct places {
    size_t *boards;
    size_t *components;
    size_t *parts;
} places;

static places places_of(const bcf_comparer *of, const bcf_run *run)
{
    const bcf_comparison *in = of->out;
    const bcf_areas *areas = run->figures->areas;
    const bcf_policy *policy = run->policy;
    const bcf_performance *performance = policy->performance;
    size_t part_count = performance == NULL ? 0 : performance->part_count;
    places at = {.boards = BCF_NEW_ARRAY(run->arena, areas->board_count, size_t),
                 .components = BCF_NEW_ARRAY(run->arena, policy->component_count, size_t),
                 .parts = BCF_NEW_ARRAY(run->arena, part_count, size_t)};
    for (size_t i = 0; i < areas->board_count; i++) {
        at.boards[i] = bcf_compare_board_place(in, areas->boards[i].code);
    }
    for (size_t i = 0; i < policy->component_count; i++) {
        at.components[i] =
            bcf_compare_item_place(in, item_of_component(run->arena, policy->components[i].id));
    }
    for (size_t i = 0; i < part_count; i++) {
        const bcf_part *part = &performance->parts[i];
        at.parts[i] = bcf_compare_item_place(
            in, item_of_part(run->arena, performance->payments[part->payment].id, part->id));
    }
    return at;
}

bcf_money *bcf_amounts_of(const bcf_comparer *of, const bcf_run *run)
{
    const bcf_comparison *in = of->out;
    places at = places_of(of, run);
    bcf_money *amounts = BCF_NEW_ARRAY(of->arena, cell_count(in), bcf_money);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        bcf_money *amount =
            &amounts[at.components[grant->component] * in->board_count + at.boards[grant->board]];
        *amount = bcf_money_add(*amount, grant->amount);
    }
    for (size_t i = 0; run->release != NULL && i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        amounts[at.parts[row->part] * in->board_count + at.boards[row->board]] = row->released;
    }
    return amounts;
}

static void worsen(bcf_status *status, bcf_status with)
{
    *status = bcf_status_worst(*status, with);
}

static void add_statuses(const bcf_comparer *of, bcf_status *statuses, const bcf_run *run)
{
    const bcf_comparison *in = of->out;
    places at = places_of(of, run);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        worsen(
            &statuses[at.components[grant->component] * in->board_count + at.boards[grant->board]],
            grant->status);
    }
    for (size_t i = 0; run->release != NULL && i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        worsen(&statuses[at.parts[row->part] * in->board_count + at.boards[row->board]],
               row->data_status);
    }
}

bcf_status *bcf_amounts_statuses(const bcf_comparer *of)
{
    bcf_status *statuses = BCF_NEW_ARRAY(of->arena, cell_count(of->out), bcf_status);
    add_statuses(of, statuses, of->out->old.run);
    add_statuses(of, statuses, of->out->new.run);
    return statuses;
}

static size_t column_of(const bcf_sheet *sheet, const char *name)
{
    size_t i = 0;
    while (i < sheet->column_count && strcmp(sheet->columns[i].name, name) != 0) {
        i++;
    }
    return i;
}

/* The columns of a sheet that say which amount a row is, and the amount. */
typedef struct stated_columns {
    size_t board;
    size_t amount;
    size_t item; /* the component, or the payment */
    size_t part; /* where is_release */
    bool is_release;
} stated_columns;

static bcf_code refuse_row(const bcf_kept_run *kept, const bcf_sheet *sheet, size_t row,
                           bcf_error *err)
{
    return bcf_refuse(err, BCF_REFUSED_DATA, (bcf_place){.file = kept->path},
                      "row %zu of its %s is of no board or no payment that its inputs have; see "
                      "'bcf verify'",
                      row + 1, sheet->name);
}

static bcf_code add_stated(bcf_money *amounts, const bcf_comparer *of, const bcf_kept_run *kept,
                           const bcf_sheet *sheet, const stated_columns *columns, bcf_error *err)
{
    const bcf_comparison *in = of->out;
    for (size_t row = 0; row < sheet->row_count; row++) {
        const char *const *cells = &sheet->cells[row * sheet->column_count];
        const char *id = columns->is_release
                             ? item_of_part(of->arena, cells[columns->item], cells[columns->part])
                             : item_of_component(of->arena, cells[columns->item]);
        size_t item = bcf_compare_item_place(in, id);
        size_t board = bcf_compare_board_place(in, cells[columns->board]);
        if (item == in->item_count || board == in->board_count) {
            return refuse_row(kept, sheet, row, err);
        }
        const char *text = cells[columns->amount];
        bool is_negative = text[0] == '-'; /* money is read without a sign */
        bcf_money amount;
        bcf_code code =
            bcf_money_parse(&amount, text + is_negative, (bcf_place){.file = kept->path}, err);
        if (code != BCF_OK) {
            return code;
        }
        bcf_money *sum = &amounts[item * in->board_count + board];
        *sum = is_negative ? bcf_money_subtract(*sum, amount) : bcf_money_add(*sum, amount);
    }
    return BCF_OK;
}

bcf_code bcf_amounts_stated(bcf_money **out, const bcf_comparer *of, const bcf_kept_run *kept,
                            bcf_error *err)
{
    *out = BCF_NEW_ARRAY(of->arena, cell_count(of->out), bcf_money);
    static const char *const sheets[] = {"allocate", "release"};
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        const bcf_sheet *sheet = bcf_kept_sheet(kept, sheets[i]);
        if (sheet == NULL || sheet->row_count == 0) {
            continue;
        }
        bool is_release = i == 1;
        stated_columns columns = {
            .board = column_of(sheet, "hwb"),
            .amount = column_of(sheet, is_release ? "released" : "amount"),
            .item = column_of(sheet, is_release ? "payment" : "component"),
            .part = is_release ? column_of(sheet, "part") : 0,
            .is_release = is_release,
        };
        size_t none = sheet->column_count;
        if (columns.board == none || columns.amount == none || columns.item == none
            || columns.part == none) {
            return bcf_refuse(err, BCF_REFUSED_FORM, (bcf_place){.file = kept->path},
                              "its %s lacks a column", sheet->name);
        }
        bcf_code code = add_stated(*out, of, kept, sheet, &columns, err);
        if (code != BCF_OK) {
            return code;
        }
    }
    return BCF_OK;
}

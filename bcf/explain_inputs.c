/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explain_inside.h"

static const char *cell(bcf_table_id table, const bcf_row *row, const char *column)
{
    return bcf_row_cell(table, row, column)->text;
}

bcf_explained bcf_explain_input(const bcf_explainer *at, bcf_table_id table, const bcf_row *row,
                                bcf_explained_area about, const char *what)
{
    return (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                           .about = about,
                           .rule = "as the table states it",
                           .what = what,
                           .table = table,
                           .has_table = true,
                           .line = row == NULL ? 0 : row->place.line,
                           .status = row == NULL ? at->run->tables->table[table].status
                                                 : bcf_row_status(at->run->tables, table, row)};
}

/* How much of a code's figure goes to an area: 1 for its own, NULL for nothing. */
static const bcf_ratio *part_for(bcf_heirs heirs, bcf_area_kind kind, size_t index)
{
    for (size_t i = 0; i < heirs.count; i++) {
        if (heirs.items[i].kind == kind && heirs.items[i].index == index) {
            return heirs.items[i].share;
        }
    }
    return NULL;
}

static bcf_heirs heirs_of(const bcf_explainer *at, bcf_table_id table, const bcf_row *row,
                          const char *column)
{
    return bcf_areas_heirs(at->run->figures->areas, cell(table, row, column));
}

/* "people, a half of those of 99X": what came from a code that has ended says so. */
static const char *with_share(const bcf_explainer *at, const char *what, const char *code,
                              const char *own, const bcf_ratio *share)
{
    if (strcmp(code, own) == 0) {
        return what;
    }
    return bcf_arena_print(at->arena, "%s, of the ended %s: its share %s", what, code,
                           bcf_ratio_exact_text(at->arena, share));
}

void bcf_explain_add_indicator(bcf_explainer *at, const bcf_indicator *indicator,
                               bcf_level_area area)
{
    const bcf_table *table = &at->run->tables->table[BCF_TABLE_INDICATORS];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const char *period = cell(BCF_TABLE_INDICATORS, row, "period");
        if (strcmp(cell(BCF_TABLE_INDICATORS, row, "indicator"), indicator->id) != 0
            || (indicator->period != NULL && strcmp(indicator->period, period) != 0)) {
            continue;
        }
        const char *code = cell(BCF_TABLE_INDICATORS, row, "area");
        const bcf_ratio *share =
            part_for(bcf_areas_heirs(at->run->figures->areas, code), area.kind, area.index);
        if (share == NULL) {
            continue;
        }
        const char *what = bcf_arena_print(at->arena, "%s, %s", indicator->id, period);
        bcf_explained step = bcf_explain_input(at, BCF_TABLE_INDICATORS, row,
                                               (bcf_explained_area){area.code, area.name},
                                               with_share(at, what, code, area.code, share));
        step.figure = bcf_ratio_of_decimal(
            at->arena, &bcf_row_cell(BCF_TABLE_INDICATORS, row, "value")->as.figure);
        step.cite = &indicator->cite;
        bcf_explain_add(at, step);
    }
}

void bcf_explain_add_control(bcf_explainer *at, const bcf_indicator *indicator,
                             const bcf_formula_values *values)
{
    const char *what =
        bcf_arena_print(at->arena, "sum of %s over all %zu", indicator->id, values->count);
    const bcf_table *table = &at->run->tables->table[BCF_TABLE_CONTROLS];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const char *period = cell(BCF_TABLE_CONTROLS, row, "period");
        if (strcmp(cell(BCF_TABLE_CONTROLS, row, "indicator"), indicator->id) == 0
            && (indicator->period == NULL || strcmp(indicator->period, period) == 0)) {
            bcf_explained step = bcf_explain_input(
                at, BCF_TABLE_CONTROLS, row, (bcf_explained_area){"", ""},
                bcf_arena_print(at->arena, "national total of %s, %s", indicator->id, period));
            step.figure = bcf_ratio_of_decimal(
                at->arena, &bcf_row_cell(BCF_TABLE_CONTROLS, row, "total")->as.figure);
            bcf_explain_add(at, step);
        }
    }
    bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                                        .rule = "added up",
                                        .what = what,
                                        .table = BCF_TABLE_INDICATORS,
                                        .has_table = true,
                                        .figure = values->sum,
                                        .status = bcf_status_computed(values->status)});
}

/* What a row about an ended CCG or council, or both, gives to today's. */
static const bcf_ratio *part_of_people(const bcf_explainer *at, const bcf_row *row, bcf_heirs ccgs,
                                       size_t ccg, size_t council)
{
    const bcf_ratio *of_ccg = part_for(ccgs, BCF_AREA_CCG, ccg);
    if (of_ccg == NULL) {
        return NULL;
    }
    const bcf_ratio *of_council =
        part_for(heirs_of(at, BCF_TABLE_RESIDENTS, row, "council"), BCF_AREA_COUNCIL, council);
    if (of_council == NULL) {
        return NULL;
    }
    bcf_ratio *share = bcf_ratio_new(at->arena);
    bcf_ratio_multiply(share, of_ccg, of_council);
    return share;
}

/* Whose people each row of `residents` counts, looked up once an explanation. */
static const bcf_heirs *ccgs_of_rows(bcf_explainer *at)
{
    const bcf_table *table = &at->run->tables->table[BCF_TABLE_RESIDENTS];
    if (at->ccgs_of_rows == NULL) {
        at->ccgs_of_rows = BCF_NEW_ARRAY(at->arena, table->row_count, bcf_heirs);
        for (size_t i = 0; i < table->row_count; i++) {
            at->ccgs_of_rows[i] = heirs_of(at, BCF_TABLE_RESIDENTS, &table->rows[i], "ccg");
        }
    }
    return at->ccgs_of_rows;
}

void bcf_explain_add_people(bcf_explainer *at, size_t ccg, size_t council)
{
    const bcf_table *table = &at->run->tables->table[BCF_TABLE_RESIDENTS];
    bcf_explained_area about = bcf_explain_area(at, BCF_SCOPE_CCG, ccg);
    bcf_explained_area here = bcf_explain_area(at, BCF_SCOPE_COUNCIL, council);
    const bcf_heirs *ccgs = ccgs_of_rows(at);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const bcf_ratio *share = part_of_people(at, row, ccgs[i], ccg, council);
        if (share == NULL) {
            continue;
        }
        const char *codes =
            bcf_arena_print(at->arena, "%s in %s", cell(BCF_TABLE_RESIDENTS, row, "ccg"),
                            cell(BCF_TABLE_RESIDENTS, row, "council"));
        const char *own = bcf_arena_print(at->arena, "%s in %s", about.code, here.code);
        const char *what = bcf_arena_print(at->arena, "people of %s in %s", about.code, here.code);
        bcf_explained step = bcf_explain_input(at, BCF_TABLE_RESIDENTS, row, here,
                                               with_share(at, what, codes, own, share));
        step.from = about;
        step.figure = bcf_ratio_of_decimal(
            at->arena, &bcf_row_cell(BCF_TABLE_RESIDENTS, row, "people")->as.figure);
        bcf_explain_add(at, step);
    }
}

void bcf_explain_add_all_people(bcf_explainer *at, bcf_explained_area whose,
                                const bcf_ratio *people)
{
    bcf_explain_add(
        at, (bcf_explained){
                .kind = BCF_EXPLAINED_INPUT,
                .about = whose,
                .rule = "added up",
                .what = bcf_arena_print(at->arena, "all people of %s, added up", whose.code),
                .table = BCF_TABLE_RESIDENTS,
                .has_table = true,
                .figure = people,
                .status = bcf_status_computed(at->run->figures->residents_status)});
}

const bcf_row *bcf_explain_row(const bcf_explainer *at, bcf_table_id id, const char *column,
                               const char *value, const char *other, const char *other_value)
{
    const bcf_table *table = &at->run->tables->table[id];
    bool is_decided = id == BCF_TABLE_DECISIONS || id == BCF_TABLE_CONDITIONS;
    int as_at = at->run->order->as_at;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        bool is_late =
            is_decided && as_at != 0 && bcf_row_cell(id, row, "decided")->as.date > as_at;
        if (!is_late && strcmp(cell(id, row, column), value) == 0
            && strcmp(cell(id, row, other), other_value) == 0) {
            return row;
        }
    }
    return NULL;
}

const bcf_row *bcf_explain_row_at(const bcf_explainer *at, bcf_table_id id, bcf_place place)
{
    const bcf_table *table = &at->run->tables->table[id];
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].place.line == place.line) {
            return &table->rows[i];
        }
    }
    return NULL;
}

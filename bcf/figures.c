/* SPDX-License-Identifier: MIT */
#include "figures.h"

#include <stdlib.h>
#include <string.h>

#include "sort.h"

static int letters_by_board_year_item(const void *left, const void *right)
{
    const bcf_letter *a = left;
    const bcf_letter *b = right;
    if (a->board != b->board) {
        return a->board < b->board ? -1 : 1;
    }
    int order = strcmp(a->year, b->year);
    return order != 0 ? order : strcmp(a->item, b->item);
}

static const bcf_letter *read_letters(const bcf_gate *gate, size_t *count)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_LETTERS];
    bcf_letter *letters = BCF_NEW_ARRAY(gate->arena, table->row_count, bcf_letter);
    *count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int board = bcf_areas_board(gate->areas, bcf_row_cell(BCF_TABLE_LETTERS, row, "hwb")->text);
        if (board < 0) {
            continue; /* refused by the gate */
        }
        letters[(*count)++] = (bcf_letter){
            .board = (size_t)board,
            .year = bcf_row_cell(BCF_TABLE_LETTERS, row, "year")->text,
            .item = bcf_row_cell(BCF_TABLE_LETTERS, row, "item")->text,
            .amount = bcf_row_cell(BCF_TABLE_LETTERS, row, "amount")->as.money,
        };
    }
    bcf_sort(letters, *count, sizeof *letters, letters_by_board_year_item);
    return letters;
}

/* Activity is added up to quarters: what straddles two belongs to neither. */
static void check_quarter(bcf_gate *gate, const bcf_row *row)
{
    const bcf_cell *period = bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period");
    if (period->as.period.first / 3 != period->as.period.last / 3) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                                "activity of '%s' does not lie within one quarter of the "
                                "calendar",
                                period->text);
    }
}

/* A row of `activity`, while they are sorted. */
typedef struct counted {
    const bcf_row *row;
    const char *ccg;
    const char *measure;
    bcf_period period;
} counted;

static int by_ccg_measure_month(const void *left, const void *right)
{
    const counted *a = left;
    const counted *b = right;
    int order = strcmp(a->ccg, b->ccg);
    if (order == 0) {
        order = strcmp(a->measure, b->measure);
    }
    if (order == 0) {
        order = (a->period.first > b->period.first) - (a->period.first < b->period.first);
    }
    return order != 0 ? order : a->row->place.line - b->row->place.line;
}

/* A month that two rows cover would count twice. */
static void check_activity(bcf_gate *gate)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_ACTIVITY];
    counted *rows = BCF_NEW_ARRAY(gate->arena, table->row_count, counted);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        rows[i] = (counted){row, bcf_row_cell(BCF_TABLE_ACTIVITY, row, "ccg")->text,
                            bcf_row_cell(BCF_TABLE_ACTIVITY, row, "measure")->text,
                            bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period")->as.period};
        check_quarter(gate, row);
    }
    bcf_sort(rows, table->row_count, sizeof *rows, by_ccg_measure_month);
    for (size_t i = 1; i < table->row_count; i++) {
        const counted *before = &rows[i - 1];
        const counted *row = &rows[i];
        if (strcmp(before->ccg, row->ccg) == 0 && strcmp(before->measure, row->measure) == 0
            && row->period.first <= before->period.last) {
            gate->code = bcf_refuse(
                gate->err, BCF_REFUSED_DATA, row->row->place,
                "'%s' of '%s' for '%s' counts months that %s %d counts too", row->measure, row->ccg,
                bcf_row_cell(BCF_TABLE_ACTIVITY, row->row, "period")->text,
                bcf_place_line_word(before->row->place), before->row->place.line);
        }
    }
}

static void take_indicators(bcf_figures *figures, const bcf_indicators *indicators)
{
    figures->residents = indicators->residents;
    figures->residents_count = indicators->residents_count;
    figures->residents_status = indicators->residents_status;
    figures->values = indicators->values;
    figures->value_count = indicators->value_count;
    figures->written = indicators->written;
    figures->written_count = indicators->written_count;
    figures->gaps = indicators->gaps;
}

static void take_plans(bcf_figures *figures, const bcf_gate *gate, const bcf_plans *plans)
{
    figures->conditions = plans->conditions;
    figures->conditions_status = gate->tables->table[BCF_TABLE_CONDITIONS].status;
    figures->decisions = plans->decisions;
    figures->decision_dates = plans->decision_dates;
    figures->decisions_status = gate->tables->table[BCF_TABLE_DECISIONS].status;
    figures->ambitions = plans->ambitions;
    figures->outturn = plans->outturn;
    figures->local_metrics = plans->local_metrics;
    figures->local_metric_count = plans->local_metric_count;
}

static void gather(bcf_figures *figures, bcf_gate *gate)
{
    *figures = (bcf_figures){.tables = gate->tables, .areas = gate->areas, .policy = gate->policy};
    bcf_indicators indicators = bcf_indicators_read(gate);
    take_indicators(figures, &indicators);
    bcf_plans plans = bcf_plans_read(gate);
    take_plans(figures, gate, &plans);
    figures->letters = read_letters(gate, &figures->letter_count);
}

/* Of tables that hang on one another, and on these areas. */
static bcf_gate gate_of(bcf_arena *arena, const bcf_tables *tables, const bcf_areas *areas,
                        const bcf_policy *policy, const bcf_figures_options *options,
                        bcf_notes *notes, bcf_error *err)
{
    return (bcf_gate){
        .arena = arena,
        .tables = tables,
        .areas = areas,
        .policy = policy,
        .formulas_home = options->formulas_home,
        .schema_path = options->schema_path,
        .as_at = options->as_at,
        .notes = notes,
        .plan_notes = options->plan_notes != NULL ? options->plan_notes : notes,
        .err = err,
        .code = BCF_OK,
    };
}

bcf_code bcf_figures_read(const bcf_figures **out, bcf_arena *arena, const bcf_tables *tables,
                          const bcf_policy *policy, const bcf_figures_options *options,
                          bcf_notes *notes, bcf_error *err)
{
    const bcf_areas *areas = NULL;
    bcf_code code = bcf_areas_build(&areas, arena, tables, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_gate gate = gate_of(arena, tables, areas, policy, options, notes, err);
    bcf_gate_check(&gate);
    check_activity(&gate);
    bcf_figures *figures = BCF_NEW(arena, bcf_figures);
    gather(figures, &gate);
    if (gate.code != BCF_OK) {
        return err->code;
    }
    *out = figures;
    return BCF_OK;
}

bool bcf_figures_have_moved(const bool changed[BCF_TABLE_COUNT])
{
    return changed[BCF_TABLE_BOARDS] || changed[BCF_TABLE_COUNCILS] || changed[BCF_TABLE_DISTRICTS]
           || changed[BCF_TABLE_CCGS] || changed[BCF_TABLE_SUCCESSORS];
}

static bcf_indicators indicators_of(const bcf_figures *figures)
{
    return (bcf_indicators){
        .residents = figures->residents,
        .residents_count = figures->residents_count,
        .residents_status = figures->residents_status,
        .values = figures->values,
        .value_count = figures->value_count,
        .written = figures->written,
        .written_count = figures->written_count,
        .gaps = figures->gaps,
    };
}

static bcf_plans plans_of(const bcf_figures *figures)
{
    return (bcf_plans){
        .conditions = figures->conditions,
        .decisions = figures->decisions,
        .decision_dates = figures->decision_dates,
        .ambitions = figures->ambitions,
        .outturn = figures->outturn,
        .local_metrics = figures->local_metrics,
        .local_metric_count = figures->local_metric_count,
    };
}

/* The gate looks at codes and names, the check of activity at periods: all of them keys, but for
 * where a council or district belongs. */
bcf_code bcf_figures_change(const bcf_figures **out, bcf_arena *arena, const bcf_figures *before,
                            const bcf_tables *tables, const bool changed[BCF_TABLE_COUNT],
                            const bcf_figures_options *options, bcf_notes *notes, bcf_error *err)
{
    if (bcf_figures_have_moved(changed)) {
        return bcf_figures_read(out, arena, tables, before->policy, options, notes, err);
    }
    bcf_gate gate = gate_of(arena, tables, before->areas, before->policy, options, notes, err);
    bcf_figures *figures = BCF_NEW(arena, bcf_figures);
    *figures = *before;
    figures->tables = tables;
    bcf_indicators indicators_before = indicators_of(before);
    bcf_indicators indicators = bcf_indicators_change(&gate, &indicators_before, changed);
    take_indicators(figures, &indicators);
    bcf_plans plans_before = plans_of(before);
    bcf_plans plans = bcf_plans_change(&gate, &plans_before, changed);
    take_plans(figures, &gate, &plans);
    if (changed[BCF_TABLE_LETTERS]) {
        figures->letters = read_letters(&gate, &figures->letter_count);
    }
    if (gate.code != BCF_OK) {
        return err->code;
    }
    *out = figures;
    return BCF_OK;
}

/* An indicator's values, and the problems of asking for them. */
typedef struct request {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_indicator *indicator;
    const char *period;
    const bcf_indicator_value *values; /* of this indicator and period, by kind, index */
    size_t value_count;
    bcf_values *out;
    bcf_error *err;
} request;

static bcf_place indicators_place(const bcf_figures *figures)
{
    return (bcf_place){.file = figures->tables->table[BCF_TABLE_INDICATORS].file};
}

/* "which policy 2015-16, version 1, asks for in line 91". */
static const char *asked_for(const request *asked)
{
    const bcf_policy *policy = asked->figures->policy;
    return bcf_arena_print(asked->arena, "which policy %s, version %s, asks for in line %d",
                           policy->id, policy->version, asked->indicator->place.line);
}

/* The policy's period, or the only one that the dataset has. */
static bcf_code choose_period(request *asked)
{
    const bcf_figures *figures = asked->figures;
    asked->period = asked->indicator->period;
    for (size_t i = 0; asked->indicator->period == NULL && i < figures->value_count; i++) {
        const bcf_indicator_value *value = &figures->values[i];
        if (strcmp(value->indicator, asked->indicator->id) != 0) {
            continue;
        }
        if (asked->period != NULL && strcmp(asked->period, value->period) != 0) {
            return bcf_refuse(asked->err, BCF_REFUSED_DATA, indicators_place(figures),
                              "indicator '%s' has values of several periods, '%s' and '%s', and "
                              "the policy names none",
                              asked->indicator->id, asked->period, value->period);
        }
        asked->period = value->period;
    }
    size_t first = 0;
    if (asked->period != NULL) {
        asked->value_count = bcf_indicators_of(figures->values, figures->value_count,
                                               asked->indicator->id, asked->period, &first);
    }
    if (asked->value_count > 0) {
        asked->values = &figures->values[first]; /* where there are none there may be no list */
    } else {
        return bcf_refuse(asked->err, BCF_REFUSED_DATA, indicators_place(figures),
                          "no area has a value of indicator '%s'%s%s%s, %s", asked->indicator->id,
                          asked->period != NULL ? " of '" : "",
                          asked->period != NULL ? asked->period : "",
                          asked->period != NULL ? "'" : "", asked_for(asked));
    }
    return BCF_OK;
}

static bcf_level_area ccg(const bcf_areas *areas, size_t i)
{
    return (bcf_level_area){BCF_AREA_CCG, i, areas->ccgs[i].code, areas->ccgs[i].name};
}

static bcf_level_area council(const bcf_areas *areas, size_t i)
{
    return (bcf_level_area){BCF_AREA_COUNCIL, i, areas->councils[i].code, areas->councils[i].name};
}

static bcf_level_area housing_authority(const bcf_areas *areas, size_t i)
{
    const bcf_housing_authority *authority = &areas->housing[i];
    if (!authority->is_district) {
        return council(areas, authority->council);
    }
    const bcf_district *district = &areas->districts[authority->district];
    return (bcf_level_area){BCF_AREA_DISTRICT, authority->district, district->code, district->name};
}

bcf_level_area bcf_figures_area(const bcf_areas *areas, bcf_level level, size_t i)
{
    switch (level) {
    case BCF_LEVEL_CCG:
        return ccg(areas, i);
    case BCF_LEVEL_COUNCIL:
        return council(areas, i);
    case BCF_LEVEL_HOUSING_AUTHORITY:
        return housing_authority(areas, i);
    }
    BCF_UNREACHABLE("a level that nobody named");
}

size_t bcf_figures_area_count(const bcf_areas *areas, bcf_level level)
{
    switch (level) {
    case BCF_LEVEL_CCG:
        return areas->ccg_count;
    case BCF_LEVEL_COUNCIL:
        return areas->council_count;
    case BCF_LEVEL_HOUSING_AUTHORITY:
        return areas->housing_count;
    }
    BCF_UNREACHABLE("a level that nobody named");
}

static int by_kind_then_index(const void *left, const void *right)
{
    const bcf_indicator_value *a = left;
    const bcf_indicator_value *b = right;
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

static bcf_code take_values(request *asked)
{
    const bcf_areas *areas = asked->figures->areas;
    size_t count = bcf_figures_area_count(areas, asked->indicator->level);
    const bcf_ratio **items = BCF_NEW_ARRAY(asked->arena, count, const bcf_ratio *);
    bcf_status *statuses = BCF_NEW_ARRAY(asked->arena, count, bcf_status);
    bcf_code code = BCF_OK;
    *asked->out =
        (bcf_values){.items = items, .statuses = statuses, .count = count, .period = asked->period};
    for (size_t i = 0; i < count; i++) {
        bcf_level_area area = bcf_figures_area(areas, asked->indicator->level, i);
        bcf_indicator_value wanted = {.kind = area.kind, .index = area.index};
        const bcf_indicator_value *found = bsearch(&wanted, asked->values, asked->value_count,
                                                   sizeof *asked->values, by_kind_then_index);
        if (found == NULL) {
            code = bcf_refuse(asked->err, BCF_REFUSED_DATA, indicators_place(asked->figures),
                              "no value of indicator '%s' of '%s' for '%s' (%s), %s",
                              asked->indicator->id, asked->period, area.code, area.name,
                              asked_for(asked));
            continue;
        }
        items[i] = found->value;
        statuses[i] = found->status;
        asked->out->status = bcf_status_worst(asked->out->status, found->status);
    }
    return code;
}

static bool has_control(const request *asked)
{
    const bcf_table *table = &asked->figures->tables->table[BCF_TABLE_CONTROLS];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        if (strcmp(bcf_row_cell(BCF_TABLE_CONTROLS, row, "indicator")->text, asked->indicator->id)
                == 0
            && strcmp(bcf_row_cell(BCF_TABLE_CONTROLS, row, "period")->text, asked->period) == 0) {
            return true;
        }
    }
    return false;
}

void bcf_figures_note_shares(const bcf_figures *figures, bcf_arena *arena,
                             const bcf_indicator *indicator, const bcf_values *values,
                             bcf_notes *notes)
{
    bcf_place place = indicators_place(figures);
    if (values->has_control) {
        return;
    }
    bcf_notes_add(notes, place,
                  "indicator '%s' of '%s' has no control total: shares are of the areas in this "
                  "dataset only, which may not be all of England",
                  indicator->id, values->period);
    const bcf_written *written = bcf_indicators_written(figures->written, figures->written_count,
                                                        indicator->id, values->period);
    bcf_ratio *sum = bcf_ratio_new(arena);
    for (size_t i = 0; i < values->count; i++) {
        bcf_ratio_add(sum, sum, values->items[i]);
    }
    if (written != NULL && written->are_shares
        && bcf_indicators_round_to_one(arena, written, sum)) {
        bcf_indicators_note_rounding(notes, arena, place, written, sum);
    }
}

bcf_code bcf_figures_values(bcf_values *out, bcf_arena *arena, const bcf_figures *figures,
                            const bcf_indicator *indicator, bcf_error *err)
{
    request asked = {
        .arena = arena,
        .figures = figures,
        .indicator = indicator,
        .out = out,
        .err = err,
    };
    bcf_code code = choose_period(&asked);
    if (code == BCF_OK) {
        code = bcf_cover_check(&figures->gaps, indicator->id, asked.period, err);
    }
    if (code == BCF_OK) {
        code = take_values(&asked);
    }
    if (code == BCF_OK) {
        out->has_control = has_control(&asked);
    }
    return code;
}

bcf_decision_state bcf_figures_decision(const bcf_figures *figures, size_t board, const char *item)
{
    bcf_decision_item known = bcf_plans_item(item);
    return known == BCF_ITEM_COUNT ? BCF_DECISION_ABSENT
                                   : figures->decisions[board * BCF_ITEM_COUNT + known];
}

bool bcf_figures_letter(const bcf_figures *figures, size_t board, const char *year,
                        const char *item, bcf_money *amount)
{
    bcf_letter wanted = {.board = board, .year = year, .item = item};
    const bcf_letter *found = figures->letter_count == 0
                                  ? NULL
                                  : bsearch(&wanted, figures->letters, figures->letter_count,
                                            sizeof wanted, letters_by_board_year_item);
    if (found == NULL) {
        return false;
    }
    *amount = found->amount;
    return true;
}

const bcf_menu_entry *bcf_figures_local(bcf_arena *arena, const bcf_figures *figures, size_t board,
                                        const char *definition)
{
    return bcf_local_find(arena, figures->policy, figures->local_metrics,
                          figures->local_metric_count, board, definition);
}

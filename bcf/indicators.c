/* SPDX-License-Identifier: MIT */
#include "indicators.h"

#include <stdlib.h>
#include <string.h>

#include "sort.h"

/* Lists while they grow. */
typedef struct gathering {
    bcf_gate *gate;
    bcf_residents *residents;
    size_t residents_count;
    bcf_status residents_status;
    bcf_indicator_value *values;
    size_t value_count;
    bcf_written *written;
    size_t written_count;
    bcf_gaps gaps;
} gathering;

static int order_of(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_ccg_then_council(const void *left, const void *right)
{
    const bcf_residents *a = left;
    const bcf_residents *b = right;
    return a->ccg != b->ccg ? order_of(a->ccg, b->ccg) : order_of(a->council, b->council);
}

static int by_indicator_then_period(const bcf_indicator_value *a, const bcf_indicator_value *b)
{
    /* of one policy, so that the same indicator mostly is the same text */
    int order = a->indicator == b->indicator ? 0 : strcmp(a->indicator, b->indicator);
    return order != 0 ? order : strcmp(a->period, b->period);
}

static int by_indicator_then_area(const void *left, const void *right)
{
    const bcf_indicator_value *a = left;
    const bcf_indicator_value *b = right;
    int order = by_indicator_then_period(a, b);
    if (order != 0) {
        return order;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return order_of(a->index, b->index);
}

/* The heirs' part of a figure. Never writes to what it is given. */
static const bcf_ratio *part_of(bcf_arena *arena, const bcf_ratio *whole, const bcf_heirs *heirs,
                                size_t i)
{
    if (heirs->count == 1) {
        return whole; /* the only share is 1 */
    }
    bcf_ratio *part = bcf_ratio_new(arena);
    bcf_ratio_multiply(part, whole, heirs->items[i].share);
    return part;
}

static const bcf_ratio *sum_of(bcf_arena *arena, const bcf_ratio *a, const bcf_ratio *b)
{
    bcf_ratio *sum = bcf_ratio_new(arena);
    bcf_ratio_add(sum, a, b);
    return sum;
}

/* True, and refused, if `more` figures would be too many. */
static bool is_too_much(bcf_gate *gate, size_t count, size_t more, bcf_place place)
{
    if (more <= BCF_INDICATORS_SPREAD_MAX && count <= BCF_INDICATORS_SPREAD_MAX - more) {
        return false;
    }
    gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, place,
                            "with successors applied there are more than %d figures",
                            BCF_INDICATORS_SPREAD_MAX);
    return true;
}

/* What a row says of an ended code is no more real than what became of the code. */
static bcf_status status_through(const bcf_gate *gate, const char *code, bcf_status status)
{
    const bcf_known_code *known = bcf_codes_find(&gate->areas->codes, code);
    return known != NULL && known->is_ended
               ? bcf_status_worst(status, gate->tables->table[BCF_TABLE_SUCCESSORS].status)
               : status;
}

static void add_residents(gathering *g, const bcf_row *row, const bcf_heirs *ccgs,
                          const bcf_heirs *councils)
{
    bcf_arena *arena = g->gate->arena;
    const bcf_decimal *written = &bcf_row_cell(BCF_TABLE_RESIDENTS, row, "people")->as.figure;
    const bcf_ratio *people = bcf_ratio_of_decimal(arena, written);
    for (size_t i = 0; i < ccgs->count; i++) {
        const bcf_ratio *of_ccg = part_of(arena, people, ccgs, i);
        for (size_t j = 0; j < councils->count; j++) {
            BCF_MAKE_ROOM(arena, g->residents, g->residents_count);
            g->residents[g->residents_count++] = (bcf_residents){
                .ccg = ccgs->items[i].index,
                .council = councils->items[j].index,
                .people = part_of(arena, of_ccg, councils, j),
            };
        }
    }
}

static bool are_of(const bcf_heirs *heirs, bcf_area_kind kind)
{
    return heirs->count > 0 && heirs->items[0].kind == kind;
}

static void gather_residents(gathering *g)
{
    const bcf_table *table = &g->gate->tables->table[BCF_TABLE_RESIDENTS];
    const bcf_areas *areas = g->gate->areas;
    g->residents_status = table->status;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const char *ccg = bcf_row_cell(BCF_TABLE_RESIDENTS, row, "ccg")->text;
        const char *council = bcf_row_cell(BCF_TABLE_RESIDENTS, row, "council")->text;
        bcf_heirs ccgs = bcf_areas_heirs(areas, ccg);
        bcf_heirs councils = bcf_areas_heirs(areas, council);
        if (!are_of(&ccgs, BCF_AREA_CCG) || !are_of(&councils, BCF_AREA_COUNCIL)) {
            continue; /* refused by the gate */
        }
        if (is_too_much(g->gate, g->residents_count, ccgs.count * councils.count, row->place)) {
            return;
        }
        g->residents_status = status_through(g->gate, ccg, g->residents_status);
        g->residents_status = status_through(g->gate, council, g->residents_status);
        add_residents(g, row, &ccgs, &councils);
    }
}

/* One entry a pair, its people added up; pairs without people are left out. */
static void merge_residents(gathering *g)
{
    bcf_residents *all = g->residents;
    size_t kept = 0;
    bcf_sort(all, g->residents_count, sizeof *all, by_ccg_then_council);
    for (size_t i = 0; i < g->residents_count; i++) {
        if (bcf_ratio_sign(all[i].people) == 0) {
            continue;
        }
        if (kept > 0 && by_ccg_then_council(&all[kept - 1], &all[i]) == 0) {
            all[kept - 1].people = sum_of(g->gate->arena, all[kept - 1].people, all[i].people);
        } else {
            all[kept++] = all[i];
        }
    }
    g->residents_count = kept;
}

static bool is_at_level(const bcf_areas *areas, const bcf_heir *heir, bcf_level level)
{
    switch (level) {
    case BCF_LEVEL_CCG:
        return heir->kind == BCF_AREA_CCG;
    case BCF_LEVEL_COUNCIL:
        return heir->kind == BCF_AREA_COUNCIL;
    case BCF_LEVEL_HOUSING_AUTHORITY:
        return heir->kind == BCF_AREA_DISTRICT
               || (heir->kind == BCF_AREA_COUNCIL
                   && areas->councils[heir->index].district_count == 0);
    }
    BCF_UNREACHABLE("a level that nobody named");
}

static void refuse_level(bcf_gate *gate, const bcf_row *row, const bcf_indicator *indicator,
                         bcf_area_kind kind)
{
    const char *code = bcf_row_cell(BCF_TABLE_INDICATORS, row, "area")->text;
    if (indicator->level == BCF_LEVEL_HOUSING_AUTHORITY && kind == BCF_AREA_COUNCIL) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                                "indicator '%s': the Disabled Facilities Grant is counted per "
                                "district; '%s' has districts",
                                indicator->id, code);
        return;
    }
    gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                            "indicator '%s' is counted per %s; '%s' is a %s", indicator->id,
                            bcf_level_spoken(indicator->level), code, bcf_area_kind_text(kind));
}

static void add_values(gathering *g, const bcf_row *row, const bcf_indicator *indicator,
                       const bcf_heirs *heirs)
{
    bcf_arena *arena = g->gate->arena;
    const bcf_decimal *figure = &bcf_row_cell(BCF_TABLE_INDICATORS, row, "value")->as.figure;
    const bcf_ratio *value = bcf_ratio_of_decimal(arena, figure);
    const char *period = bcf_row_cell(BCF_TABLE_INDICATORS, row, "period")->text;
    bcf_status status =
        status_through(g->gate, bcf_row_cell(BCF_TABLE_INDICATORS, row, "area")->text,
                       bcf_row_status(g->gate->tables, BCF_TABLE_INDICATORS, row));
    BCF_MAKE_ROOM(arena, g->written, g->written_count);
    g->written[g->written_count++] = (bcf_written){
        .indicator = indicator->id,
        .period = period,
        .rows = 1,
        .places = figure->places,
        .are_shares = figure->places > 0 && bcf_ratio_compare_whole(value, 1, 1) <= 0,
    };
    for (size_t i = 0; i < heirs->count; i++) {
        BCF_MAKE_ROOM(arena, g->values, g->value_count);
        g->values[g->value_count++] = (bcf_indicator_value){
            .kind = heirs->items[i].kind,
            .index = heirs->items[i].index,
            .indicator = indicator->id,
            .period = period,
            .value = part_of(arena, value, heirs, i),
            .status = status,
        };
    }
}

/* The policy's indicator of a row, or NULL: of another policy, or refused by the gate. */
static const bcf_indicator *indicator_of(const bcf_gate *gate, bcf_table_id id, const bcf_row *row)
{
    return bcf_policy_indicator(gate->policy, bcf_row_cell(id, row, "indicator")->text);
}

static void gather_values(gathering *g)
{
    const bcf_table *table = &g->gate->tables->table[BCF_TABLE_INDICATORS];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const bcf_indicator *indicator = indicator_of(g->gate, BCF_TABLE_INDICATORS, row);
        bcf_heirs heirs =
            bcf_areas_heirs(g->gate->areas, bcf_row_cell(BCF_TABLE_INDICATORS, row, "area")->text);
        if (indicator == NULL || heirs.count == 0) {
            continue;
        }
        size_t fitting = 0;
        while (fitting < heirs.count
               && is_at_level(g->gate->areas, &heirs.items[fitting], indicator->level)) {
            fitting++;
        }
        if (fitting < heirs.count) {
            refuse_level(g->gate, row, indicator, heirs.items[fitting].kind);
            continue;
        }
        if (is_too_much(g->gate, g->value_count, heirs.count, row->place)) {
            return;
        }
        add_values(g, row, indicator, &heirs);
    }
}

/* One entry an area, indicator and period. */
static void merge_values(gathering *g)
{
    bcf_indicator_value *all = g->values;
    size_t kept = 0;
    bcf_sort(all, g->value_count, sizeof *all, by_indicator_then_area);
    for (size_t i = 0; i < g->value_count; i++) {
        if (kept > 0 && by_indicator_then_area(&all[kept - 1], &all[i]) == 0) {
            bcf_indicator_value *first = &all[kept - 1];
            first->value = sum_of(g->gate->arena, first->value, all[i].value);
            first->status = bcf_status_worst(first->status, all[i].status);
        } else {
            all[kept++] = all[i];
        }
    }
    g->value_count = kept;
}

static int written_by_indicator_then_period(const void *left, const void *right)
{
    const bcf_written *a = left;
    const bcf_written *b = right;
    int order = strcmp(a->indicator, b->indicator);
    return order != 0 ? order : strcmp(a->period, b->period);
}

/* One entry an indicator and period. */
static void merge_written(gathering *g)
{
    bcf_written *all = g->written;
    size_t kept = 0;
    bcf_sort(all, g->written_count, sizeof *all, written_by_indicator_then_period);
    for (size_t i = 0; i < g->written_count; i++) {
        if (kept == 0 || written_by_indicator_then_period(&all[kept - 1], &all[i]) != 0) {
            all[kept++] = all[i];
            continue;
        }
        bcf_written *first = &all[kept - 1];
        first->rows++;
        first->places = all[i].places > first->places ? all[i].places : first->places;
        first->are_shares = first->are_shares && all[i].are_shares;
    }
    g->written_count = kept;
}

const bcf_written *bcf_indicators_written(const bcf_written written[], size_t count,
                                          const char *indicator, const char *period)
{
    bcf_written wanted = {.indicator = indicator, .period = period};
    return count == 0
               ? NULL
               : bsearch(&wanted, written, count, sizeof wanted, written_by_indicator_then_period);
}

static void check_people(const gathering *g)
{
    const bcf_areas *areas = g->gate->areas;
    bool *has_people = BCF_NEW_ARRAY(g->gate->arena, areas->ccg_count, bool);
    for (size_t i = 0; i < g->residents_count; i++) {
        has_people[g->residents[i].ccg] = true;
    }
    for (size_t i = 0; i < areas->ccg_count; i++) {
        if (!has_people[i]) {
            g->gate->code =
                bcf_refuse(g->gate->err, BCF_REFUSED_DATA, areas->ccgs[i].place,
                           "CCG '%s' has no people in table 'residents'", areas->ccgs[i].code);
        }
    }
}

size_t bcf_indicators_of(const bcf_indicator_value values[], size_t count, const char *indicator,
                         const char *period, size_t *first)
{
    bcf_indicator_value wanted = {.indicator = indicator, .period = period};
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_indicator_then_period(&values[middle], &wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    size_t end = low;
    while (end < count && by_indicator_then_period(&values[end], &wanted) == 0) {
        end++;
    }
    return end - low;
}

/* As a decimal: sums of decimals, and decimal shares of them, always are. */
static const char *decimal_text(bcf_arena *arena, const bcf_ratio *ratio)
{
    return bcf_ratio_decimal_text(arena, ratio, BCF_DECIMAL_DIGITS_MAX, BCF_ROUND_DOWN);
}

/* How far `sum` is from 1, whichever way. */
static const bcf_ratio *distance_from_one(bcf_arena *arena, const bcf_ratio *sum)
{
    bcf_ratio *distance = bcf_ratio_of(arena, 1, 1);
    if (bcf_ratio_compare_whole(sum, 1, 1) > 0) {
        bcf_ratio_subtract(distance, sum, distance);
    } else {
        bcf_ratio_subtract(distance, distance, sum);
    }
    return distance;
}

bool bcf_indicators_round_to_one(bcf_arena *arena, const bcf_written *written, const bcf_ratio *sum)
{
    if (written->places == 0 || bcf_ratio_sign(sum) == 0
        || bcf_ratio_compare_whole(sum, 1, 1) == 0) {
        return false;
    }
    const bcf_ratio *tenth = bcf_ratio_of(arena, 1, 10);
    bcf_ratio *limit = bcf_ratio_of(arena, (int64_t)written->rows, 2);
    for (unsigned i = 0; i < written->places; i++) {
        bcf_ratio_multiply(limit, limit, tenth);
    }
    return bcf_ratio_compare(distance_from_one(arena, sum), limit) <= 0;
}

void bcf_indicators_note_rounding(bcf_notes *notes, bcf_arena *arena, bcf_place place,
                                  const bcf_written *written, const bcf_ratio *sum)
{
    bcf_notes_add(notes, place,
                  "indicator '%s' of '%s' adds up to %s, %s %s than 1: no more than the rounding "
                  "of its %zu values, which are normalised exactly",
                  written->indicator, written->period, decimal_text(arena, sum),
                  decimal_text(arena, distance_from_one(arena, sum)),
                  bcf_ratio_compare_whole(sum, 1, 1) > 0 ? "more" : "less", written->rows);
}

/* A total that is met, or shares that only their rounding keeps from adding up to 1. */
static void check_total(const gathering *g, const bcf_row *row, const bcf_indicator *indicator,
                        const char *period, const bcf_ratio *sum)
{
    bcf_gate *gate = g->gate;
    const bcf_cell *written_total = bcf_row_cell(BCF_TABLE_CONTROLS, row, "total");
    const bcf_ratio *total = bcf_ratio_of_decimal(gate->arena, &written_total->as.figure);
    if (bcf_ratio_compare(sum, total) == 0) {
        return;
    }
    const bcf_written *written =
        bcf_indicators_written(g->written, g->written_count, indicator->id, period);
    if (bcf_ratio_compare_whole(total, 1, 1) == 0 && written != NULL
        && bcf_indicators_round_to_one(gate->arena, written, sum)) {
        bcf_indicators_note_rounding(gate->notes, gate->arena, row->place, written, sum);
        return;
    }
    gate->code =
        bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                   "indicator '%s' of '%s' adds up to %s, not to its control total %s",
                   indicator->id, period, decimal_text(gate->arena, sum), written_total->text);
}

static void check_control(const gathering *g, const bcf_row *row, const bcf_indicator *indicator)
{
    bcf_gate *gate = g->gate;
    const char *period = bcf_row_cell(BCF_TABLE_CONTROLS, row, "period")->text;
    const bcf_cell *areas = bcf_row_cell(BCF_TABLE_CONTROLS, row, "areas");
    bcf_code code = bcf_cover_check(&g->gaps, indicator->id, period, gate->err);
    if (code != BCF_OK) {
        gate->code = code; /* of half a figure neither sum nor number means anything */
        return;
    }
    size_t first = 0;
    size_t count = bcf_indicators_of(g->values, g->value_count, indicator->id, period, &first);
    bcf_ratio *sum = bcf_ratio_new(gate->arena);
    BCF_ASSERT(count == 0 || g->values != NULL);
    for (size_t i = first; i < first + count; i++) {
        bcf_ratio_add(sum, sum, g->values[i].value);
    }
    check_total(g, row, indicator, period, sum);
    const bcf_ratio *wanted = bcf_ratio_of_decimal(gate->arena, &areas->as.figure);
    if (bcf_ratio_compare_whole(wanted, (int64_t)count, 1) != 0) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                                "indicator '%s' of '%s' has values of %zu areas, not of %s",
                                indicator->id, period, count, areas->text);
    }
}

static void check_controls(const gathering *g)
{
    const bcf_table *table = &g->gate->tables->table[BCF_TABLE_CONTROLS];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_indicator *indicator = indicator_of(g->gate, BCF_TABLE_CONTROLS, &table->rows[i]);
        if (indicator != NULL) {
            check_control(g, &table->rows[i], indicator);
        }
    }
}

bcf_indicators bcf_indicators_change(bcf_gate *gate, const bcf_indicators *before,
                                     const bool changed[BCF_TABLE_COUNT])
{
    bool are_residents = changed[BCF_TABLE_RESIDENTS];
    bool are_values = changed[BCF_TABLE_INDICATORS] || changed[BCF_TABLE_CONTROLS];
    gathering g = {.gate = gate};
    if (are_residents) {
        gather_residents(&g);
        merge_residents(&g);
    }
    if (are_values) {
        gather_values(&g);
        merge_values(&g);
        merge_written(&g);
    }
    /* What is missing can only be told where nothing had to be left out. */
    bool is_whole = gate->code == BCF_OK;
    if (is_whole && are_residents) {
        check_people(&g);
    }
    if (is_whole && are_values) {
        g.gaps = bcf_cover_gaps(gate);
        check_controls(&g);
    }
    bcf_indicators all = *before;
    if (are_residents) {
        all.residents = g.residents;
        all.residents_count = g.residents_count;
        all.residents_status = g.residents_status;
    }
    if (are_values) {
        all.values = g.values;
        all.value_count = g.value_count;
        all.written = g.written;
        all.written_count = g.written_count;
        all.gaps = g.gaps;
    }
    return all;
}

bcf_indicators bcf_indicators_read(bcf_gate *gate)
{
    static const bool all[BCF_TABLE_COUNT] = {
        [BCF_TABLE_RESIDENTS] = true, [BCF_TABLE_INDICATORS] = true, [BCF_TABLE_CONTROLS] = true};
    return bcf_indicators_change(gate, &(bcf_indicators){.residents = NULL}, all);
}

/* SPDX-License-Identifier: MIT */
#include "report_formulas.h"

#include <string.h>

#include "sort.h"

/* Digits after the point: of a value for machines, and for people. */
#define PLACES 20
#define PLACES_SHOWN 14
#define PLACES_ENDLESS 6
#define SHARE_PLACES 12

static const char *joined(bcf_arena *arena, const char *list, const char *more)
{
    return bcf_arena_print(arena, "%s%s%s", list, *list == '\0' ? "" : "; ", more);
}

static bool uses(const bcf_component *component, const char *id)
{
    bool is_used = strcmp(component->formula, id) == 0;
    for (size_t i = 0; i < component->whens.count; i++) {
        is_used = is_used || strcmp(component->whens.items[i].use, id) == 0;
    }
    return is_used;
}

static bool refers_to(bcf_arena *arena, const bcf_formula *formula, const char *id)
{
    const bcf_operand **operands = NULL;
    size_t count = bcf_formula_operands(&operands, arena, formula);
    for (size_t i = 0; i < count; i++) {
        if (operands[i]->kind == BCF_OPERAND_FORMULA && strcmp(operands[i]->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* "nhs-core; reablement": the components and formulas that use this one, under any reading. */
static const char *users_of(const bcf_run *run, const char *id)
{
    const bcf_policy *policy = run->policy;
    const char *list = "";
    for (size_t i = 0; i < policy->component_count; i++) {
        if (uses(&policy->components[i], id)) {
            list = joined(run->arena, list, policy->components[i].id);
        }
    }
    for (size_t i = 0; i < policy->formula_count; i++) {
        if (refers_to(run->arena, &policy->formulas[i], id)) {
            list = joined(run->arena, list, policy->formulas[i].id);
        }
    }
    return list;
}

const bcf_sheet *bcf_report_formulas(const bcf_run *run)
{
    static const char *const names[] = {"formula", "kind",   "level",    "title",
                                        "used_by", "source", "paragraph"};
    bcf_report_rows rows = {.arena = run->arena};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        bcf_report_column(&rows, names[i], BCF_SHEET_WORD);
    }
    bcf_report_begin(&rows, run->policy->formula_count);
    for (size_t i = 0; i < run->policy->formula_count; i++) {
        const bcf_formula *formula = &run->policy->formulas[i];
        bcf_report_cell(&rows, formula->id);
        bcf_report_cell(&rows, bcf_formula_kind_text(formula->kind));
        bcf_report_cell(&rows, bcf_level_text(formula->level));
        bcf_report_cell(&rows, formula->title);
        bcf_report_cell(&rows, users_of(run, formula->id));
        bcf_report_cell(&rows, formula->cite.source);
        bcf_report_cell(&rows, formula->cite.paragraph);
    }
    return bcf_report_sheet(&rows, "formulas", run);
}

static void add_constants(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Constant", BCF_PAGE_LEFT},
        {"Value", BCF_PAGE_RIGHT},
        {"What it is", BCF_PAGE_LEFT},
        {"Source", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 4);
    for (size_t i = 0; i < run->policy->constant_count; i++) {
        const bcf_constant *constant = &run->policy->constants[i];
        bcf_page_table_row(
            table, (const char *[]){constant->id, constant->written, constant->title,
                                    bcf_arena_print(run->arena, "%s, %s", constant->cite.source,
                                                    constant->cite.paragraph)});
    }
    if (run->policy->constant_count > 0) {
        bcf_page_add_heading(page, "The figures they compute with, the same for every area");
        bcf_page_add_table(page, table);
    }
}

static void add_sources(bcf_text *page, const bcf_run *run)
{
    bcf_page_add_heading(page, "Sources");
    for (size_t i = 0; i < run->policy->source_count; i++) {
        const bcf_source *source = &run->policy->sources[i];
        bcf_page_add_paragraph(page,
                               bcf_arena_print(run->arena, "- %s: %s, %s (%s)", source->id,
                                               source->publisher, source->title, source->date),
                               2);
    }
}

void bcf_report_formulas_page(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Formula", BCF_PAGE_LEFT},    {"Kind", BCF_PAGE_LEFT},       {"For each", BCF_PAGE_LEFT},
        {"What it is", BCF_PAGE_LEFT}, {"Shares out", BCF_PAGE_LEFT},
    };
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: the formulas", run->policy->title));
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 5);
    for (size_t i = 0; i < run->policy->formula_count; i++) {
        const bcf_formula *formula = &run->policy->formulas[i];
        bcf_page_table_row(
            table,
            (const char *[]){
                formula->id, bcf_wording_spoken(run->arena, bcf_formula_kind_text(formula->kind)),
                bcf_level_spoken(formula->level), formula->title, users_of(run, formula->id)});
    }
    bcf_page_add_heading(page, "By what money is shared out");
    bcf_page_add_table(page, table);
    add_constants(page, run);
    add_sources(page, run);
    /* England's dataset has what installed policies ask for, not what a file of one's own does */
    bool wants_data = run->order->dataset == NULL && run->order->policy != NULL
                      && strchr(run->order->policy, '/') != NULL;
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "formulas %s%s", run->policy->formulas[0].id,
                         wants_data ? " -d FOLDER" : ""),
         "each area's value"}};
    bcf_report_add_next(page, run, next, 1);
}

static bcf_level_area area_of(const bcf_run *run, size_t i)
{
    return bcf_figures_area(run->figures->areas, run->formula->formula->level, i);
}

static bool is_council_in(const bcf_run *run, bcf_scope scope, size_t council)
{
    return (scope.kind == BCF_SCOPE_COUNCIL && scope.index == council)
           || (scope.kind == BCF_SCOPE_BOARD
               && run->figures->areas->councils[council].board == scope.index);
}

/* True if people of the CCG live in the scope, a board or council. */
static bool serves(const bcf_run *run, size_t ccg, bcf_scope scope)
{
    for (size_t i = 0; i < run->figures->residents_count; i++) {
        const bcf_residents *row = &run->figures->residents[i];
        if (row->ccg == ccg && is_council_in(run, scope, row->council)) {
            return true;
        }
    }
    return false;
}

/* An area is in a scope that it is, lies in, or shares people with. */
static bool is_in(const bcf_run *run, bcf_scope scope, bcf_level_area area)
{
    if (scope.kind == BCF_SCOPE_ALL) {
        return true;
    }
    switch (area.kind) {
    case BCF_AREA_CCG:
        return scope.kind == BCF_SCOPE_CCG ? scope.index == area.index
                                           : serves(run, area.index, scope);
    case BCF_AREA_COUNCIL:
        return scope.kind == BCF_SCOPE_CCG
                   ? serves(run, scope.index, (bcf_scope){BCF_SCOPE_COUNCIL, area.index})
                   : is_council_in(run, scope, area.index);
    case BCF_AREA_DISTRICT:
        return (scope.kind == BCF_SCOPE_DISTRICT && scope.index == area.index)
               || is_council_in(run, scope, run->figures->areas->districts[area.index].council);
    }
    BCF_UNREACHABLE("an area of no kind");
}

bcf_code bcf_report_formula_scope(const bcf_run *run, bcf_scope scope, bcf_error *err)
{
    for (size_t i = 0; i < run->formula->count; i++) {
        if (is_in(run, scope, area_of(run, i))) {
            return BCF_OK;
        }
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "formula '%s' is worked out for each %s, and '%s' (%s) is a %s",
                      run->formula->formula->id, bcf_level_spoken(run->formula->formula->level),
                      bcf_scope_name(run->figures->areas, scope),
                      bcf_scope_code(run->figures->areas, scope), bcf_scope_kind_text(scope.kind));
}

static const char *plain(bcf_arena *arena, const bcf_ratio *ratio)
{
    return ratio == NULL ? "" : bcf_ratio_decimal_text(arena, ratio, PLACES, BCF_ROUND_HALF_AWAY);
}

static const bcf_ratio *share_of(const bcf_run *run, size_t i)
{
    bcf_ratio *share = bcf_ratio_new(run->arena);
    if (bcf_ratio_sign(run->formula->sum) != 0) {
        bcf_ratio_divide(share, run->formula->items[i], run->formula->sum);
    }
    return share;
}

/* "12.3456%". */
static const char *share_text(const bcf_run *run, const bcf_ratio *share)
{
    bcf_ratio *per_cent = bcf_ratio_new(run->arena);
    bcf_ratio_multiply(per_cent, share, bcf_ratio_of(run->arena, 100, 1));
    return bcf_arena_print(run->arena, "%s%%",
                           bcf_ratio_text(run->arena, per_cent, 4, BCF_ROUND_HALF_AWAY));
}

static const bcf_readings *readings_of(const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    bcf_readings_add_formula(readings, run->formula->formula);
    return readings;
}

static void add_columns(bcf_report_rows *rows, const bcf_run *run, bool with_names)
{
    bcf_report_column(rows, "area", BCF_SHEET_WORD);
    if (with_names) {
        bcf_report_column(rows, "area_name", BCF_SHEET_WORD);
    }
    bcf_report_column(rows, "value", BCF_SHEET_FIGURE);
    bcf_report_column(rows, "exact", BCF_SHEET_FIGURE);
    bcf_report_column(rows, "share", BCF_SHEET_FIGURE);
    bcf_report_column(rows, "data_status", BCF_SHEET_WORD);
    bcf_report_column(rows, "readings", BCF_SHEET_WORD);
    for (size_t i = 0; i < run->formula->step_count; i++) {
        bcf_report_column(rows, run->formula->steps[i].id, BCF_SHEET_FIGURE);
    }
}

const bcf_sheet *bcf_report_formula_values(const bcf_run *run, bcf_scope scope, bool with_names)
{
    const bcf_formula_values *values = run->formula;
    const char *readings = bcf_readings_text(run->arena, readings_of(run));
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, run, with_names);
    bcf_report_begin(&rows, values->count);
    for (size_t i = 0; i < values->count; i++) {
        bcf_level_area area = area_of(run, i);
        if (!is_in(run, scope, area)) {
            continue;
        }
        bcf_report_cell(&rows, area.code);
        if (with_names) {
            bcf_report_cell(&rows, area.name);
        }
        bcf_report_cell(&rows, plain(run->arena, values->items[i]));
        bcf_report_cell(&rows, bcf_ratio_exact_text(run->arena, values->items[i]));
        bcf_report_cell(
            &rows, bcf_ratio_text(run->arena, share_of(run, i), SHARE_PLACES, BCF_ROUND_HALF_AWAY));
        bcf_report_cell(&rows, bcf_status_text(values->statuses[i]));
        bcf_report_cell(&rows, readings);
        for (size_t j = 0; j < values->step_count; j++) {
            bcf_report_cell(&rows, plain(run->arena, values->steps[j].values[i]));
        }
    }
    return bcf_report_sheet(&rows, "formula", run);
}

/* "1,234.5", or "0.333333..." where the decimal never ends or is too long to read. */
static const char *shown(bcf_arena *arena, const bcf_ratio *ratio)
{
    if (bcf_ratio_ends_within(ratio, PLACES_SHOWN)) {
        return bcf_wording_grouped(
            arena, bcf_ratio_decimal_text(arena, ratio, PLACES_SHOWN, BCF_ROUND_HALF_AWAY));
    }
    return bcf_arena_print(
        arena, "%s...",
        bcf_wording_grouped(arena, bcf_ratio_text(arena, ratio, PLACES_ENDLESS, BCF_ROUND_DOWN)));
}

static const char *sign_text(bcf_step_sign sign)
{
    switch (sign) {
    case BCF_STEP_GIVEN:
        return "";
    case BCF_STEP_PLUS:
        return "+";
    case BCF_STEP_TIMES:
        return "x";
    case BCF_STEP_OVER:
        return "/";
    case BCF_STEP_EQUALS:
        return "=";
    case BCF_STEP_ASIDE:
        return "";
    }
    BCF_UNREACHABLE("a step without a sign");
}

static const char *step_words(const bcf_run *run, const bcf_step *step)
{
    return step->places == BCF_STEP_EXACT
               ? step->words
               : bcf_arena_print(run->arena, "%s, rounded to %u decimals", step->words,
                                 step->places);
}

#define STEP_COLUMNS 4

static bcf_page_table *new_steps_table(const bcf_run *run)
{
    static const bcf_page_column columns[STEP_COLUMNS] = {{"", BCF_PAGE_LEFT},
                                                          {"Step", BCF_PAGE_LEFT},
                                                          {"Sum", BCF_PAGE_RIGHT},
                                                          {"Figure", BCF_PAGE_RIGHT}};
    return bcf_page_table_new(run->arena, columns, STEP_COLUMNS);
}

/* The steps to an area's value, or those that only compare with it. */
static void fill_steps(bcf_page_table *table, const bcf_run *run, size_t i, bool is_aside)
{
    for (size_t j = 0; j < run->formula->step_count; j++) {
        const bcf_step *step = &run->formula->steps[j];
        if (step->values[i] != NULL && (step->sign == BCF_STEP_ASIDE) == is_aside) {
            bcf_page_table_row(table,
                               (const char *[]){sign_text(step->sign), step_words(run, step),
                                                step->details == NULL ? "" : step->details[i],
                                                shown(run->arena, step->values[i])});
        }
    }
}

static bool has_asides(const bcf_formula_values *values)
{
    for (size_t j = 0; j < values->step_count; j++) {
        if (values->steps[j].sign == BCF_STEP_ASIDE) {
            return true;
        }
    }
    return false;
}

static void add_steps(bcf_text *page, const bcf_run *run, size_t i)
{
    const bcf_formula_values *values = run->formula;
    bcf_level_area area = area_of(run, i);
    bcf_page_table *table = new_steps_table(run);
    fill_steps(table, run, i, false);
    const char *value = bcf_arena_print(run->arena, "%s%s", shown(run->arena, values->items[i]),
                                        bcf_wording_mark(values->statuses[i]));
    bcf_page_table_total(table, (const char *[]){"=", values->formula->title, "", value});
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "%s (%s)", area.name, area.code));
    bcf_page_add_table(page, table);
    if (has_asides(values)) {
        bcf_page_table *asides = new_steps_table(run);
        fill_steps(asides, run, i, true);
        bcf_text_add_char(page, '\n');
        bcf_page_add_paragraph(page, "To compare:", 0);
        bcf_page_add_table(page, asides);
    }
}

/* An area on the page, and how many people it shares with whom the page is about. */
typedef struct shared {
    size_t area;
    const bcf_ratio *people;
} shared;

/* The most people first; equals, and all where nobody is shared, by code. */
static int compare_shared(const void *a, const void *b)
{
    const shared *one = a;
    const shared *other = b;
    int order = bcf_ratio_compare(other->people, one->people);
    return order != 0 ? order : (one->area > other->area) - (one->area < other->area);
}

static const bcf_ratio *people_shared(const bcf_run *run, bcf_scope scope, bcf_level_area area)
{
    bcf_ratio *people = bcf_ratio_new(run->arena);
    for (size_t i = 0; i < run->figures->residents_count; i++) {
        const bcf_residents *row = &run->figures->residents[i];
        bool is_ours = area.kind == BCF_AREA_CCG
                           ? row->ccg == area.index && is_council_in(run, scope, row->council)
                           : area.kind == BCF_AREA_COUNCIL && row->council == area.index
                                 && scope.kind == BCF_SCOPE_CCG && scope.index == row->ccg;
        if (is_ours) {
            bcf_ratio_add(people, people, row->people);
        }
    }
    return people;
}

/* The areas of a scope in the order of the page. */
static const shared *areas_on_page(size_t *count, const bcf_run *run, bcf_scope scope)
{
    shared *list = BCF_NEW_ARRAY(run->arena, run->formula->count, shared);
    const bcf_ratio *nobody = bcf_ratio_new(run->arena);
    *count = 0;
    for (size_t i = 0; i < run->formula->count; i++) {
        if (is_in(run, scope, area_of(run, i))) {
            list[(*count)++] = (shared){i, scope.kind == BCF_SCOPE_ALL
                                               ? nobody
                                               : people_shared(run, scope, area_of(run, i))};
        }
    }
    bcf_sort(list, *count, sizeof *list, compare_shared);
    return list;
}

/* All areas of the page, their values and shares. */
static void add_values(bcf_text *page, const bcf_run *run, const shared areas[], size_t count)
{
    static const bcf_page_column columns[] = {
        {"Code", BCF_PAGE_LEFT},
        {"Area", BCF_PAGE_LEFT},
        {"Value", BCF_PAGE_RIGHT},
        {"Share", BCF_PAGE_RIGHT},
    };
    const bcf_formula_values *values = run->formula;
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 4);
    for (size_t i = 0; i < count; i++) {
        size_t place = areas[i].area;
        bcf_level_area area = area_of(run, place);
        const char *value = bcf_wording_marked(run->arena, shown(run->arena, values->items[place]),
                                               values->statuses[place], values->status);
        bcf_page_table_row(table, (const char *[]){area.code, area.name, value,
                                                   share_text(run, share_of(run, place))});
    }
    bcf_page_table_total(
        table, (const char *[]){"", bcf_arena_print(run->arena, "All %zu", values->count),
                                bcf_wording_marked(run->arena, shown(run->arena, values->sum),
                                                   values->status, values->status),
                                ""});
    bcf_page_add_heading(page, "Each area's value, and its share of all");
    bcf_page_add_table(page, table);
}

static void add_rule(bcf_text *page, const bcf_run *run)
{
    const bcf_formula *formula = run->formula->formula;
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena, "Formula %s, kind %s (%s, %s).", formula->id,
                                           bcf_formula_kind_text(formula->kind),
                                           formula->cite.source, formula->cite.paragraph),
                           0);
}

void bcf_report_formula_page(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_formula_values *values = run->formula;
    bcf_report_add_opening(
        page, run,
        bcf_arena_print(run->arena, "%s: %s", run->policy->title, values->formula->title));
    add_rule(page, run);
    size_t count = 0;
    const shared *areas = areas_on_page(&count, run, scope);
    add_values(page, run, areas, count);
    for (size_t i = 0; values->step_count > 0 && i < count; i++) {
        add_steps(page, run, areas[i].area);
    }
    bcf_report_add_status(page, run, values->status, BCF_RESTS_ON_FORMULA);
    bcf_report_add_readings(page, readings_of(run));
    bcf_report_add_notes(page, run);
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "formulas %s -f csv", values->formula->id),
         "these values and steps, for a spreadsheet"},
        {"formulas", "the other formulas"},
    };
    bcf_report_add_next(page, run, next, 2);
}

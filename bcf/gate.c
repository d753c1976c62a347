/* SPDX-License-Identifier: MIT */
#include "gate.h"

#include <string.h>

#include "nearest.h"

/* What a column of codes may hold. */
typedef enum code_kind {
    CODE_BOARD = 1,
    CODE_CCG,
    CODE_COUNCIL,
    CODE_DISTRICT,
    CODE_CONTRIBUTOR, /* a CCG or a council */
    CODE_AREA,        /* any but a board */
} code_kind;

/* Every column of codes but those from which the areas themselves were built. */
static const struct code_column {
    bcf_table_id table;
    const char *column;
    code_kind kind;
} code_columns[] = {
    {BCF_TABLE_RESIDENTS, "ccg", CODE_CCG},
    {BCF_TABLE_RESIDENTS, "council", CODE_COUNCIL},
    {BCF_TABLE_INDICATORS, "area", CODE_AREA},
    {BCF_TABLE_CONDITIONS, "hwb", CODE_BOARD},
    {BCF_TABLE_DECISIONS, "hwb", CODE_BOARD},
    {BCF_TABLE_AMBITIONS, "hwb", CODE_BOARD},
    {BCF_TABLE_OUTTURN, "hwb", CODE_BOARD},
    {BCF_TABLE_HISTORY, "hwb", CODE_BOARD},
    {BCF_TABLE_LOCAL_METRICS, "hwb", CODE_BOARD},
    {BCF_TABLE_CCG_AMBITIONS, "ccg", CODE_CCG},
    {BCF_TABLE_ACTIVITY, "ccg", CODE_CCG},
    {BCF_TABLE_POOLED, "hwb", CODE_BOARD},
    {BCF_TABLE_POOLED, "contributor", CODE_CONTRIBUTOR},
    {BCF_TABLE_SPEND, "hwb", CODE_BOARD},
    {BCF_TABLE_DISTRICT_PLANS, "district", CODE_DISTRICT},
    {BCF_TABLE_LETTERS, "hwb", CODE_BOARD},
    {BCF_TABLE_PAID, "hwb", CODE_BOARD},
};

#define KINDS_MAX 3

/* A column of names, and the kinds of which a name in it may be one; after the last comes 0. */
static const struct name_column {
    bcf_table_id table;
    const char *column;
    bcf_name_kind kinds[KINDS_MAX];
} name_columns[] = {
    {BCF_TABLE_INDICATORS, "indicator", {BCF_NAME_INDICATOR}},
    {BCF_TABLE_CONTROLS, "indicator", {BCF_NAME_INDICATOR}},
    {BCF_TABLE_CONDITIONS, "condition", {BCF_NAME_CONDITION}},
    {BCF_TABLE_AMBITIONS, "metric", {BCF_NAME_METRIC}},
    {BCF_TABLE_AMBITIONS, "payment", {BCF_NAME_PAYMENT}},
    {BCF_TABLE_OUTTURN, "metric", {BCF_NAME_METRIC}},
    {BCF_TABLE_OUTTURN, "payment", {BCF_NAME_PAYMENT}},
    {BCF_TABLE_HISTORY, "metric", {BCF_NAME_METRIC}},
    {BCF_TABLE_CCG_AMBITIONS, "metric", {BCF_NAME_METRIC}},
    {BCF_TABLE_CCG_AMBITIONS, "payment", {BCF_NAME_PAYMENT}},
    {BCF_TABLE_POOLED, "component", {BCF_NAME_COMPONENT}},
    {BCF_TABLE_PAID, "payment", {BCF_NAME_PAYMENT}},
    {BCF_TABLE_PAID, "part", {BCF_NAME_METRIC, BCF_NAME_CONDITION, BCF_NAME_PART}},
};

static const char *code_kind_text(code_kind kind)
{
    switch (kind) {
    case CODE_BOARD:
        return "board";
    case CODE_CCG:
        return "CCG";
    case CODE_COUNCIL:
        return "council";
    case CODE_DISTRICT:
        return "district";
    case CODE_CONTRIBUTOR:
        return "CCG or council";
    case CODE_AREA:
        return "area";
    }
    BCF_UNREACHABLE("a kind of code that nobody named");
}

static bool is_of_kind(const bcf_known_code *known, code_kind wanted)
{
    bcf_area_kind kind = known->heirs.items[0].kind;
    switch (wanted) {
    case CODE_BOARD:
        return false;
    case CODE_CCG:
        return kind == BCF_AREA_CCG;
    case CODE_COUNCIL:
        return kind == BCF_AREA_COUNCIL;
    case CODE_DISTRICT:
        /* districts have become unitary councils: what was planned for them is theirs */
        return kind == BCF_AREA_DISTRICT || (known->is_ended && kind == BCF_AREA_COUNCIL);
    case CODE_CONTRIBUTOR:
        return kind == BCF_AREA_CCG || kind == BCF_AREA_COUNCIL;
    case CODE_AREA:
        return true;
    }
    BCF_UNREACHABLE("a kind of code that nobody named");
}

static void check_board(bcf_gate *gate, bcf_place place, const char *code)
{
    if (bcf_areas_board(gate->areas, code) < 0) {
        gate->code =
            bcf_refuse(gate->err, BCF_REFUSED_DATA, place, "board '%s' is not known", code);
    }
}

static void check_area(bcf_gate *gate, bcf_place place, const char *code, code_kind wanted)
{
    const bcf_known_code *known = bcf_codes_find(&gate->areas->codes, code);
    if (known == NULL) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, place,
                                "%s '%s' is not known: neither current nor ended with successors",
                                code_kind_text(wanted), code);
    } else if (!is_of_kind(known, wanted)) {
        gate->code =
            bcf_refuse(gate->err, BCF_REFUSED_DATA, place, "'%s' is a %s, not a %s", code,
                       bcf_area_kind_text(known->heirs.items[0].kind), code_kind_text(wanted));
    }
}

static void check_codes(bcf_gate *gate, const struct code_column *column)
{
    const bcf_table *table = &gate->tables->table[column->table];
    size_t place_of_cell = bcf_table_column(column->table, column->column);
    for (size_t i = 0; i < table->row_count; i++) {
        const char *code = table->rows[i].cells[place_of_cell].text;
        if (column->kind == CODE_BOARD) {
            check_board(gate, table->rows[i].place, code);
        } else {
            check_area(gate, table->rows[i].place, code, column->kind);
        }
    }
}

static const char *name_kind_text(bcf_name_kind kind)
{
    switch (kind) {
    case BCF_NAME_METRIC:
        return "metric";
    case BCF_NAME_PAYMENT:
        return "payment";
    case BCF_NAME_CONDITION:
        return "condition";
    case BCF_NAME_INDICATOR:
        return "indicator";
    case BCF_NAME_COMPONENT:
        return "component";
    case BCF_NAME_PART:
        return "part of a payment";
    }
    BCF_UNREACHABLE("a kind of name that nobody named");
}

/* The error is full: further problems are no longer told, so no policy is asked about them. */
static bool has_heard_enough(const bcf_gate *gate)
{
    return gate->err->count >= BCF_PROBLEMS_MAX;
}

/* Each strange name is asked about once, because asking loads every installed policy. */
static bool is_known_elsewhere(bcf_gate *gate, bcf_name_kind kind, const char *name)
{
    for (size_t i = 0; i < gate->strange_count; i++) {
        if (gate->strange[i].kind == kind && strcmp(gate->strange[i].name, name) == 0) {
            return gate->strange[i].is_known_elsewhere;
        }
    }
    bool is_known = gate->has_broken_policy;
    if (gate->formulas_home != NULL && !is_known) {
        bcf_code code = bcf_policy_known_elsewhere(&is_known, gate->arena, gate->formulas_home,
                                                   gate->schema_path, kind, name, gate->err);
        if (code != BCF_OK) {
            gate->code = code;
            gate->has_broken_policy = true;
            is_known = true; /* the other policy was refused, not the name */
        }
    }
    BCF_MAKE_ROOM(gate->arena, gate->strange, gate->strange_count);
    gate->strange[gate->strange_count++] = (bcf_strange_name){kind, name, is_known};
    return is_known;
}

static bool is_known_name(bcf_gate *gate, const struct name_column *column, const char *name)
{
    for (size_t i = 0; i < KINDS_MAX && column->kinds[i] != 0; i++) {
        if (bcf_policy_find(gate->policy, column->kinds[i], name) >= 0) {
            return true;
        }
    }
    for (size_t i = 0; i < KINDS_MAX && column->kinds[i] != 0; i++) {
        if (is_known_elsewhere(gate, column->kinds[i], name)) {
            return true;
        }
    }
    return false;
}

/* Of many problems few are told, and only those are worth the search. */
static const char *hint(const bcf_gate *gate, bcf_name_kind kind, const char *name)
{
    return has_heard_enough(gate)
               ? ""
               : bcf_nearest_hint(gate->arena, name,
                                  bcf_policy_names(gate->arena, gate->policy, kind));
}

static void check_name(bcf_gate *gate, const struct name_column *column, bcf_place place,
                       const char *name)
{
    if (is_known_name(gate, column, name)) {
        return;
    }
    if (column->kinds[1] != 0) {
        gate->code = bcf_refuse(
            gate->err, BCF_REFUSED_DATA, place, "no installed policy knows a %s or %s '%s'",
            name_kind_text(column->kinds[0]), name_kind_text(column->kinds[1]), name);
        return;
    }
    gate->code =
        bcf_refuse(gate->err, BCF_REFUSED_DATA, place, "%s '%s' is not known%s",
                   name_kind_text(column->kinds[0]), name, hint(gate, column->kinds[0], name));
}

/* An ambition for the rest of the payments names none, under the rules that count admissions
 * alone. */
static void check_empty_payment(bcf_gate *gate, bcf_table_id id, const bcf_row *row)
{
    const bcf_performance *performance = gate->policy->performance;
    const char *metric = bcf_row_cell(id, row, "metric")->text;
    int known = bcf_policy_find(gate->policy, BCF_NAME_METRIC, metric);
    bool may_be_empty = id == BCF_TABLE_AMBITIONS && performance != NULL
                        && performance->admissions != NULL
                        && known == (int)performance->admissions->metric;
    if (performance != NULL && known >= 0 && !may_be_empty) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                                "metric '%s' names no payment", metric);
    }
}

static void check_names(bcf_gate *gate, const struct name_column *column)
{
    const bcf_table *table = &gate->tables->table[column->table];
    size_t place_of_cell = bcf_table_column(column->table, column->column);
    for (size_t i = 0; i < table->row_count && !has_heard_enough(gate); i++) {
        const bcf_row *row = &table->rows[i];
        const char *name = row->cells[place_of_cell].text;
        if (column->kinds[0] == BCF_NAME_PAYMENT && name[0] == '\0'
            && column->table != BCF_TABLE_PAID) {
            check_empty_payment(gate, column->table, row);
        } else {
            check_name(gate, column, row->place, name);
        }
    }
}

void bcf_gate_check(bcf_gate *gate)
{
    for (size_t i = 0; i < sizeof code_columns / sizeof code_columns[0]; i++) {
        check_codes(gate, &code_columns[i]);
    }
    for (size_t i = 0; i < sizeof name_columns / sizeof name_columns[0]; i++) {
        check_names(gate, &name_columns[i]);
    }
}

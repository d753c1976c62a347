/* SPDX-License-Identifier: MIT */
#include "columns.h"

#include <string.h>

static const char *const kinds[] = {"county", "unitary", "metropolitan", "london", NULL};
static const char *const condition_states[] = {"met", "not-met", "not-assessed", NULL};
static const char *const decision_items[] = {"signed-off",       "ministers",     "risk-register",
                                             "contingency-plan", "recovery-plan", NULL};
static const char *const decision_states[] = {"yes",        "no",           "agreed",
                                              "not-agreed", "not-required", NULL};
static const char *const betters[] = {"lower", "higher", NULL};
static const char *const scales[] = {"100", "100000", "1", NULL};

static const bcf_column manifest[] = {
    {.name = "table", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "status", .type = BCF_CELL_STATUS},
    {.name = "publisher", .type = BCF_CELL_TEXT},
    {.name = "title", .type = BCF_CELL_TEXT},
    {.name = "released", .type = BCF_CELL_TEXT},
    {.name = "licence", .type = BCF_CELL_TEXT},
    {.name = "note", .type = BCF_CELL_TEXT},
};

static const bcf_column boards[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "name", .type = BCF_CELL_NAME},
};

static const bcf_column councils[] = {
    {.name = "council", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "name", .type = BCF_CELL_NAME},
    {.name = "kind", .type = BCF_CELL_WORD, .words = kinds},
    {.name = "hwb", .type = BCF_CELL_CODE},
    {.name = "region", .type = BCF_CELL_TEXT, .is_optional = true},
};

static const bcf_column districts[] = {
    {.name = "district", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "name", .type = BCF_CELL_NAME},
    {.name = "council", .type = BCF_CELL_CODE},
};

static const bcf_column ccgs[] = {
    {.name = "ccg", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "name", .type = BCF_CELL_NAME},
};

static const bcf_column residents[] = {
    {.name = "ccg", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "council", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "people", .type = BCF_CELL_FIGURE},
};

static const bcf_column indicators[] = {
    {.name = "area", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "indicator", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "period", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "value", .type = BCF_CELL_FIGURE},
    {.name = "status", .type = BCF_CELL_STATUS, .is_optional = true},
};

static const bcf_column controls[] = {
    {.name = "indicator", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "period", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "total", .type = BCF_CELL_FIGURE},
    {.name = "areas", .type = BCF_CELL_WHOLE},
};

static const bcf_column successors[] = {
    {.name = "code", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "successor", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "share", .type = BCF_CELL_FIGURE},
    {.name = "from", .type = BCF_CELL_TEXT},
};

static const bcf_column conditions[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "condition", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "state", .type = BCF_CELL_WORD, .words = condition_states},
    {.name = "decided", .type = BCF_CELL_DATE},
};

static const bcf_column decisions[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "item", .type = BCF_CELL_WORD, .is_key = true, .words = decision_items},
    {.name = "state", .type = BCF_CELL_WORD, .words = decision_states},
    {.name = "decided", .type = BCF_CELL_DATE},
};

static const bcf_column ambitions[] = {
    /* an empty payment is allowed: the ambition is then for every payment not named */
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "metric", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "payment", .type = BCF_CELL_TEXT, .is_key = true},
    {.name = "definition", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "baseline_period", .type = BCF_CELL_PERIOD, .is_key = true},
    {.name = "baseline_numerator", .type = BCF_CELL_FIGURE},
    {.name = "baseline_denominator", .type = BCF_CELL_DIVISOR},
    {.name = "ambition_numerator", .type = BCF_CELL_FIGURE},
    {.name = "ambition_denominator", .type = BCF_CELL_DIVISOR},
    {.name = "status", .type = BCF_CELL_STATUS, .is_optional = true},
};

static const bcf_column outturn[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "metric", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "payment", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "definition", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "period", .type = BCF_CELL_PERIOD, .is_key = true},
    {.name = "numerator", .type = BCF_CELL_FIGURE},
    {.name = "denominator", .type = BCF_CELL_DIVISOR},
    {.name = "status", .type = BCF_CELL_STATUS, .is_optional = true},
};

static const bcf_column history[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "metric", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "definition", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "period", .type = BCF_CELL_PERIOD, .is_key = true},
    {.name = "numerator", .type = BCF_CELL_FIGURE},
    {.name = "denominator", .type = BCF_CELL_DIVISOR},
};

static const bcf_column local_metrics[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "definition", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "title", .type = BCF_CELL_TEXT},
    {.name = "better", .type = BCF_CELL_WORD, .words = betters},
    {.name = "scale", .type = BCF_CELL_WORD, .words = scales},
    {.name = "criteria", .type = BCF_CELL_TEXT},
};

static const bcf_column ccg_ambitions[] = {
    {.name = "ccg", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "metric", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "payment", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "definition", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "ambition_numerator", .type = BCF_CELL_FIGURE},
    {.name = "ambition_denominator", .type = BCF_CELL_DIVISOR},
};

static const bcf_column activity[] = {
    {.name = "ccg", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "measure", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "period", .type = BCF_CELL_PERIOD, .is_key = true},
    {.name = "count", .type = BCF_CELL_FIGURE},
    {.name = "status", .type = BCF_CELL_STATUS, .is_optional = true},
};

static const bcf_column pooled[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "contributor", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "component", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "amount", .type = BCF_CELL_MONEY},
};

static const bcf_column spend[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "purpose", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "amount", .type = BCF_CELL_MONEY},
};

static const bcf_column district_plans[] = {
    {.name = "district", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "amount", .type = BCF_CELL_MONEY},
    {.name = "passed_down", .type = BCF_CELL_DATE, .is_optional = true},
};

static const bcf_column letters[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "year", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "item", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "amount", .type = BCF_CELL_MONEY},
};

static const bcf_column paid[] = {
    {.name = "hwb", .type = BCF_CELL_CODE, .is_key = true},
    {.name = "payment", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "part", .type = BCF_CELL_NAME, .is_key = true},
    {.name = "amount", .type = BCF_CELL_MONEY},
    {.name = "on", .type = BCF_CELL_DATE},
    {.name = "agreed", .type = BCF_CELL_MONEY_OR_NONE, .is_optional = true},
};

#define TABLE(columns) #columns, (columns), sizeof(columns) / sizeof(columns)[0]

static const struct {
    const char *name;
    const bcf_column *columns;
    size_t column_count;
    bool is_needed;
} tables[BCF_TABLE_COUNT] = {
    [BCF_TABLE_MANIFEST] = {TABLE(manifest), true},
    [BCF_TABLE_BOARDS] = {TABLE(boards), true},
    [BCF_TABLE_COUNCILS] = {TABLE(councils), true},
    [BCF_TABLE_DISTRICTS] = {TABLE(districts), false},
    [BCF_TABLE_CCGS] = {TABLE(ccgs), true},
    [BCF_TABLE_RESIDENTS] = {TABLE(residents), true},
    [BCF_TABLE_INDICATORS] = {TABLE(indicators), true},
    [BCF_TABLE_CONTROLS] = {TABLE(controls), false},
    [BCF_TABLE_SUCCESSORS] = {TABLE(successors), false},
    [BCF_TABLE_CONDITIONS] = {TABLE(conditions), false},
    [BCF_TABLE_DECISIONS] = {TABLE(decisions), false},
    [BCF_TABLE_AMBITIONS] = {TABLE(ambitions), false},
    [BCF_TABLE_OUTTURN] = {TABLE(outturn), false},
    [BCF_TABLE_HISTORY] = {TABLE(history), false},
    [BCF_TABLE_LOCAL_METRICS] = {TABLE(local_metrics), false},
    [BCF_TABLE_CCG_AMBITIONS] = {TABLE(ccg_ambitions), false},
    [BCF_TABLE_ACTIVITY] = {TABLE(activity), false},
    [BCF_TABLE_POOLED] = {TABLE(pooled), false},
    [BCF_TABLE_SPEND] = {TABLE(spend), false},
    [BCF_TABLE_DISTRICT_PLANS] = {TABLE(district_plans), false},
    [BCF_TABLE_LETTERS] = {TABLE(letters), false},
    [BCF_TABLE_PAID] = {TABLE(paid), false},
};

const char *bcf_table_name(bcf_table_id id)
{
    BCF_ASSERT(id < BCF_TABLE_COUNT);
    return tables[id].name;
}

const bcf_column *bcf_table_columns(bcf_table_id id, size_t *count)
{
    BCF_ASSERT(id < BCF_TABLE_COUNT);
    BCF_ASSERT(tables[id].column_count <= BCF_TABLE_COLUMNS_MAX);
    *count = tables[id].column_count;
    return tables[id].columns;
}

size_t bcf_table_column(bcf_table_id id, const char *name)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    for (size_t i = 0; i < count; i++) {
        /* by the first letter: a table of a million rows asks a million times */
        if (columns[i].name[0] == name[0] && strcmp(columns[i].name, name) == 0) {
            return i;
        }
    }
    BCF_UNREACHABLE("a column that the table does not have");
}

bool bcf_table_is_needed(bcf_table_id id)
{
    BCF_ASSERT(id < BCF_TABLE_COUNT);
    return tables[id].is_needed;
}

bool bcf_table_find(bcf_table_id *id, const char *name)
{
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        if (strcmp(tables[i].name, name) == 0) {
            *id = (bcf_table_id)i;
            return true;
        }
    }
    return false;
}

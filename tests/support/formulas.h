/* SPDX-License-Identifier: MIT */
#ifndef BCF_FORMULAS_H
#define BCF_FORMULAS_H

/*
 * formulas.h - formulas as tests write them, and a policy of nothing else around them.
 */

#include "policy.h"
#include "text.h"

#include "dataset.h"

#define FORMULAS_HOME BCF_ROOT "/formulas"
#define FORMULAS_SCHEMA FORMULAS_HOME "/policy.xsd"

/* Of the first line of its formulas in the policy. */
#define FORMULAS_LINE 4

typedef struct formulas_indicator {
    const char *id;
    bcf_level level;
} formulas_indicator;

/* Each of any one period. */
static const formulas_indicator formulas_indicators[] = {
    {"a", BCF_LEVEL_COUNCIL},
    {"b", BCF_LEVEL_COUNCIL},
    {"c", BCF_LEVEL_COUNCIL},
    {"d", BCF_LEVEL_COUNCIL},
    {"g", BCF_LEVEL_CCG},
    {"h", BCF_LEVEL_CCG},
    {"w", BCF_LEVEL_HOUSING_AUTHORITY},
    {"x", BCF_LEVEL_HOUSING_AUTHORITY},
};

typedef struct formulas_constant {
    const char *id;
    const char *value;
} formulas_constant;

/* Named for what they are; m is minus. */
static const formulas_constant formulas_constants[] = {
    {"0", "0"},       {"1", "1"},     {"2", "2"},     {"3", "3"},       {"7", "7"},
    {"10", "10"},     {"20", "20"},   {"60", "60"},   {"100", "100"},   {"200", "200"},
    {"600", "600"},   {"1-2", "0.5"}, {"1-3", "1/3"}, {"1-7", "1/7"},   {"1-8", "0.125"},
    {"2-37", "2/37"}, {"m1", "-1"},   {"m2", "-2"},   {"m1-2", "-1/2"}, {"m1-8", "-1/8"},
};

#define CITED " source='s' paragraph='1'"
#define HEADING(id, level) " id='" id "' title='T " id "' level='" level "'" CITED ">\n"

/* What an operand is. */
#define I(id) "indicator='" id "'"
#define PER(id, per) "indicator='" id "' per='" per "'"
#define K(id) "constant='" id "'"
#define F(id) "formula='" id "'"

/* A line each: the element's own, then one an operand. */
#define PUBLISHED(id, indicator)                                                                   \
    "<published id='" id "' title='T " id "' indicator='" indicator "'" CITED "/>\n"
#define NEEDS(id, blocks) "<needs-index" HEADING(id, "council") blocks "</needs-index>\n"
#define BLOCK(id, places, rounding, operands)                                                      \
    "<block id='" id "' title='Block " id "' places='" places "' rounding='" rounding "'" CITED    \
    ">\n" operands "</block>\n"
#define EXACT(operands) BLOCK("x", "all", "none", operands)
#define CLIENTS(what) "<clients " what "/>\n"
#define BASIC(what) "<basic-amount " what "/>\n"
#define TOP_UP(id, coefficient, of, above)                                                         \
    "<top-up id='" id "' title='Top-up " id "'><coefficient " coefficient "/><of " of "/>" above   \
    "</top-up>\n"
#define ABOVE(what) "<above " what "/>"
#define MULTIPLIER(what) "<multiplier " what "/>\n"
#define SCALING(what) "<scaling " what "/>\n"
#define DIVISOR(what) "<divisor " what "/>\n"

#define CAPITATION(id, level, operands)                                                            \
    "<weighted-capitation" HEADING(id, level) operands "</weighted-capitation>\n"
#define POPULATION(what) "<population " what "/>\n"
#define NEED(what) "<need " what "/>\n"
#define TOTAL(what) "<total " what "/>\n"
#define PER_HEAD(what) "<per-head " what "/>\n"
#define CURRENT(what) "<current " what "/>\n"
#define GROWTH(what) "<pace-of-change>\n<minimum-growth " what "/>\n</pace-of-change>\n"

#define FLOOR_PLUS(id, level, earlier, total, index)                                               \
    "<floor-plus-index" HEADING(id, level) "<earlier " earlier "/>\n<total " total                 \
                                           "/>\n<index " index "/>\n</floor-plus-index>\n"

/* What a test's policy has besides; NULL for nothing. */
typedef struct formulas_policy {
    const char *fund; /* on the line of the sources, so that lines of formulas stay */
    const char *formulas;
    const char *constants; /* elements, beside those above */
} formulas_policy;

static inline const char *formulas_or_nothing(const char *text)
{
    return text == NULL ? "" : text;
}

static inline void formulas_write(bcf_text *text, formulas_policy parts)
{
    bcf_text_print(text,
                   "<policy xmlns='urn:bcf:policy:1' id='2099-00' version='1' year='2098-99'>\n"
                   "<title>T</title><sources><source id='s' publisher='P' date='2099'>"
                   "<title>S</title></source></sources>%s\n<formulas>\n%s</formulas>\n"
                   "<indicators>\n",
                   formulas_or_nothing(parts.fund), formulas_or_nothing(parts.formulas));
    for (int i = 0; i < ROWS_IN(formulas_indicators); i++) {
        const formulas_indicator *indicator = &formulas_indicators[i];
        bcf_text_print(
            text, "<indicator id='%s' title='Indicator %s' level='%s' period='any'" CITED "/>\n",
            indicator->id, indicator->id, bcf_level_text(indicator->level));
    }
    bcf_text_add(text, "</indicators>\n<constants>\n");
    for (int i = 0; i < ROWS_IN(formulas_constants); i++) {
        const formulas_constant *constant = &formulas_constants[i];
        bcf_text_print(text, "<constant id='%s' title='Constant %s' value='%s'" CITED "/>\n",
                       constant->id, constant->id, constant->value);
    }
    bcf_text_print(text,
                   "%s</constants>\n<settings><setting id='basis' title='T'" CITED
                   "><value id='now' means='n'/><value id='other' means='o'/></setting>"
                   "<setting id='unit' title='U'" CITED "><value id='1' means='pounds'/>"
                   "<value id='1000' means='thousands'/><value id='0.01' means='pence'/></setting>"
                   "</settings></policy>\n",
                   formulas_or_nothing(parts.constants));
}

/* Puts the policy beside the tables of the dataset, and loads it. */
static inline bcf_code formulas_load(const bcf_policy **policy, bcf_arena *arena,
                                     const dataset *set, formulas_policy parts, bcf_error *err)
{
    bcf_text text = {0};
    formulas_write(&text, parts);
    dataset_put_bytes(set, "policy.xml", bcf_text_get(&text), text.length);
    bcf_text_clear(&text);
    const char *file = bcf_arena_print(arena, "%s/policy.xml", set->folder);
    return bcf_policy_load(policy, arena, file, FORMULAS_SCHEMA, err);
}

/* The areas of each level of the good dataset, by code. */
static inline const char *const *formulas_codes(bcf_level level)
{
    static const char *const ccgs[] = {"G1", "G2", NULL};
    static const char *const councils[] = {"C1", "C2", "C3", NULL};
    static const char *const authorities[] = {"C2", "C3", "D1", "D2", NULL};
    return level == BCF_LEVEL_CCG ? ccgs : level == BCF_LEVEL_COUNCIL ? councils : authorities;
}

static inline bcf_level formulas_level(const char *id, size_t length)
{
    for (int i = 0; i < ROWS_IN(formulas_indicators); i++) {
        if (strlen(formulas_indicators[i].id) == length
            && strncmp(formulas_indicators[i].id, id, length) == 0) {
            return formulas_indicators[i].level;
        }
    }
    ck_abort_msg("no indicator '%s'", id);
    return BCF_LEVEL_CCG;
}

/* One cell of "10:derived"; what is not said to be otherwise is published. */
static inline void formulas_add_row(bcf_text *table, const char *area, const char *indicator,
                                    const char *cell)
{
    size_t length = strcspn(cell, ":");
    bcf_text_print(table, "%s,%s,2098-99,%.*s,%s\n", area, indicator, (int)length, cell,
                   cell[length] == ':' ? cell + length + 1 : "published");
}

/* Puts indicators written as "a 10 20 30; g 1 2": a value an area, in the order of codes. */
static inline void formulas_put_values(const dataset *set, bcf_arena *arena, const char *data)
{
    bcf_text table = {0};
    bcf_text_add(&table, "area,indicator,period,value,status\n");
    const char *indicator = NULL;
    const char *const *code = NULL;
    for (const char *cursor = data; *cursor != '\0';) {
        size_t length = strcspn(cursor, " ;");
        const char *word = bcf_arena_text_part(arena, cursor, length);
        if (indicator == NULL) {
            indicator = word;
            code = formulas_codes(formulas_level(word, length));
        } else {
            ck_assert_msg(*code != NULL, "too many values of '%s'", indicator);
            formulas_add_row(&table, *code++, indicator, word);
        }
        cursor += length;
        indicator = *cursor == ';' ? NULL : indicator;
        cursor += strspn(cursor, " ;");
    }
    dataset_put(set, "indicators", bcf_text_get(&table));
    bcf_text_clear(&table);
}

#endif

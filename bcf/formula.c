/* SPDX-License-Identifier: MIT */
#include "formula.h"

#include <string.h>

#include "clamp.h"
#include "formula_inside.h"

bcf_ratio **bcf_formula_numbers(const bcf_evaluation *at)
{
    bcf_ratio **items = BCF_NEW_ARRAY(at->arena, at->count, bcf_ratio *);
    for (size_t i = 0; i < at->count; i++) {
        items[i] = bcf_ratio_new(at->arena);
    }
    return items;
}

static bool is_taken(const bcf_evaluation *at, const char *id)
{
    for (size_t i = 0; i < at->step_count; i++) {
        if (strcmp(at->steps[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

void bcf_formula_step(bcf_evaluation *at, const char *id, bcf_step_sign sign, const char *words,
                      const bcf_ratio *const values[])
{
    const char *own = id;
    for (int n = 2; is_taken(at, own); n++) {
        own = bcf_arena_print(at->arena, "%s-%d", id, n);
    }
    BCF_MAKE_ROOM(at->arena, at->steps, at->step_count);
    at->steps[at->step_count++] = (bcf_step){
        .id = own, .sign = sign, .words = words, .values = values, .places = BCF_STEP_EXACT};
}

static void join_statuses(bcf_evaluation *at, const bcf_status statuses[])
{
    for (size_t i = 0; i < at->count; i++) {
        at->statuses[i] = bcf_status_worst(at->statuses[i], statuses[i]);
    }
}

void bcf_formula_join_all(bcf_evaluation *at)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < at->count; i++) {
        worst = bcf_status_worst(worst, at->statuses[i]);
    }
    for (size_t i = 0; i < at->count; i++) {
        at->statuses[i] = worst;
    }
}

static bcf_code take_indicator(bcf_values *values, bcf_evaluation *at, const char *id)
{
    const bcf_indicator *indicator = bcf_policy_indicator(at->figures->policy, id);
    BCF_ASSERT(indicator != NULL);
    bcf_code code = bcf_figures_values(values, at->arena, at->figures, indicator, at->err);
    if (code == BCF_OK) {
        BCF_ASSERT(values->count == at->count); /* the policy was checked: of one level */
        join_statuses(at, values->statuses);
        at->has_control = at->has_control || values->has_control;
    }
    return code;
}

/* An indicator over another one, area by area. */
static bcf_code divide(const bcf_ratio **items, bcf_evaluation *at, const bcf_operand *operand)
{
    bcf_values below;
    bcf_code code = take_indicator(&below, at, operand->per);
    for (size_t i = 0; code == BCF_OK && i < at->count; i++) {
        if (bcf_ratio_sign(below.items[i]) == 0) {
            bcf_level_area area = bcf_figures_area(at->figures->areas, at->formula->level, i);
            return bcf_refuse(at->err, BCF_REFUSED_DATA, operand->place,
                              "formula '%s': indicator '%s' of '%s' (%s) is 0, and nothing can be "
                              "divided by it",
                              at->formula->id, operand->per, area.code, area.name);
        }
        bcf_ratio *quotient = bcf_ratio_new(at->arena);
        bcf_ratio_divide(quotient, items[i], below.items[i]);
        items[i] = quotient;
    }
    return code;
}

static bcf_code take_from_indicator(const bcf_ratio **items, bcf_evaluation *at,
                                    const bcf_operand *operand)
{
    bcf_values values;
    bcf_code code = take_indicator(&values, at, operand->id);
    if (code != BCF_OK) {
        return code;
    }
    memcpy(items, values.items, at->count * sizeof(const bcf_ratio *));
    return operand->per == NULL ? BCF_OK : divide(items, at, operand);
}

bcf_code bcf_formula_take(const bcf_ratio ***out, bcf_evaluation *at, const bcf_operand *operand)
{
    const bcf_policy *policy = at->figures->policy;
    const bcf_ratio **items = BCF_NEW_ARRAY(at->arena, at->count, const bcf_ratio *);
    *out = items;
    switch (operand->kind) {
    case BCF_OPERAND_INDICATOR:
        return take_from_indicator(items, at, operand);
    case BCF_OPERAND_CONSTANT:
        for (size_t i = 0; i < at->count; i++) {
            items[i] = bcf_policy_constant(policy, operand->id)->value;
        }
        return BCF_OK;
    case BCF_OPERAND_FORMULA: {
        const bcf_formula *formula = bcf_policy_formula(policy, operand->id);
        const bcf_formula_values *values = at->results[formula - policy->formulas];
        BCF_ASSERT(values != NULL && values->count == at->count);
        memcpy(items, values->items, at->count * sizeof(const bcf_ratio *));
        join_statuses(at, values->statuses);
        at->has_control = at->has_control || values->has_control;
        return BCF_OK;
    }
    case BCF_OPERAND_ABSENT:
        break;
    }
    BCF_UNREACHABLE("an operand that is not there");
}

static const char *title_of(const bcf_policy *policy, const bcf_operand *operand)
{
    switch (operand->kind) {
    case BCF_OPERAND_INDICATOR:
        return bcf_policy_indicator(policy, operand->id)->title;
    case BCF_OPERAND_CONSTANT:
        return bcf_policy_constant(policy, operand->id)->title;
    case BCF_OPERAND_FORMULA:
        return bcf_policy_formula(policy, operand->id)->title;
    case BCF_OPERAND_ABSENT:
        break;
    }
    BCF_UNREACHABLE("an operand that is not there");
}

const char *bcf_formula_words(const bcf_evaluation *at, const bcf_operand *operand)
{
    const bcf_policy *policy = at->figures->policy;
    const char *title = title_of(policy, operand);
    if (operand->per == NULL) {
        return title;
    }
    return bcf_arena_print(at->arena, "%s, per %s", title,
                           bcf_policy_indicator(policy, operand->per)->title);
}

const bcf_ratio *bcf_formula_constant(const bcf_evaluation *at, const bcf_operand *operand)
{
    BCF_ASSERT(operand->kind == BCF_OPERAND_CONSTANT); /* the policy was checked */
    return bcf_policy_constant(at->figures->policy, operand->id)->value;
}

const bcf_ratio *bcf_formula_sum(const bcf_evaluation *at, const bcf_ratio *const items[])
{
    BCF_ASSERT(items != NULL);
    bcf_ratio *sum = bcf_ratio_new(at->arena);
    for (size_t i = 0; i < at->count; i++) {
        bcf_ratio_add(sum, sum, items[i]);
    }
    return sum;
}

/* Each area's value of an indicator is all there is. Its status stays the data's own. */
static bcf_code evaluate_published(const bcf_ratio ***out, bcf_evaluation *at)
{
    const bcf_formula *formula = at->formula;
    const bcf_when *when = bcf_settings_chosen(at->settings, &formula->as.published.whens);
    const char *id = when == NULL ? formula->as.published.indicator : when->use;
    bcf_values values;
    bcf_code code = take_indicator(&values, at, id);
    if (code != BCF_OK && when != NULL) {
        code = bcf_refuse(at->err, BCF_REFUSED_DATA, when->place,
                          "indicator '%s' is asked for by %s=%s", id, when->setting, when->is);
    }
    if (code != BCF_OK) {
        return code;
    }
    const bcf_ratio **items = BCF_NEW_ARRAY(at->arena, at->count, const bcf_ratio *);
    memcpy(items, values.items, at->count * sizeof *items);
    *out = items;
    if (at->is_wanted) {
        bcf_figures_note_shares(at->figures, at->arena,
                                bcf_policy_indicator(at->figures->policy, id), &values, at->notes);
    }
    return BCF_OK;
}

static bcf_code evaluate_kind(const bcf_ratio ***out, bcf_evaluation *at)
{
    switch (at->formula->kind) {
    case BCF_FORMULA_PUBLISHED:
        return evaluate_published(out, at);
    case BCF_FORMULA_NEEDS_INDEX:
        return bcf_formula_needs_index(out, at);
    case BCF_FORMULA_WEIGHTED_CAPITATION:
        return bcf_formula_weighted_capitation(out, at);
    case BCF_FORMULA_FLOOR_PLUS_INDEX:
        return bcf_formula_floor_plus_index(out, at);
    }
    BCF_UNREACHABLE("a formula of no kind");
}

/* Whatever the kind: no area's value is below zero, and somebody's is above it. */
static bcf_code check_values(const bcf_evaluation *at, const bcf_ratio *const items[],
                             const bcf_ratio *sum)
{
    BCF_ASSERT(items != NULL);
    const bcf_formula *formula = at->formula;
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < at->count; i++) {
        if (bcf_ratio_sign(items[i]) < 0) {
            bcf_level_area area = bcf_figures_area(at->figures->areas, formula->level, i);
            code = bcf_refuse(at->err, BCF_REFUSED_DATA, formula->place,
                              "formula '%s' comes to less than nothing for '%s' (%s)", formula->id,
                              area.code, area.name);
        }
    }
    if (code == BCF_OK && formula->kind != BCF_FORMULA_PUBLISHED && bcf_ratio_sign(sum) == 0) {
        code = bcf_refuse(at->err, BCF_REFUSED_DATA, formula->place,
                          "formula '%s': the values of all areas add up to nothing", formula->id);
    }
    return code;
}

static bcf_code evaluate(bcf_formula_values *out, bcf_evaluation *at)
{
    const bcf_ratio **items = NULL;
    at->statuses = BCF_NEW_ARRAY(at->arena, at->count, bcf_status);
    bcf_code code = evaluate_kind(&items, at);
    if (code != BCF_OK) {
        return code;
    }
    const bcf_ratio *sum = bcf_formula_sum(at, items);
    code = check_values(at, items, sum);
    if (code != BCF_OK) {
        return code;
    }
    *out = (bcf_formula_values){.formula = at->formula,
                                .items = items,
                                .statuses = at->statuses,
                                .count = at->count,
                                .sum = sum,
                                .steps = at->steps,
                                .step_count = at->step_count,
                                .has_control = at->has_control};
    for (size_t i = 0; i < at->count; i++) {
        if (at->formula->kind != BCF_FORMULA_PUBLISHED) {
            /* what rests on the policy's constants alone is computed too */
            at->statuses[i] = bcf_status_worst(BCF_STATUS_DERIVED, at->statuses[i]);
        }
        out->status = bcf_status_worst(out->status, at->statuses[i]);
    }
    return BCF_OK;
}

const bool *bcf_formula_needed(bcf_arena *arena, const bcf_policy *policy,
                               const bcf_formula *formula)
{
    bool *is_needed = BCF_NEW_ARRAY(arena, policy->formula_count, bool);
    is_needed[formula - policy->formulas] = true;
    for (size_t i = policy->formula_count; i-- > 0;) {
        size_t place = policy->formula_order[i]; /* who refers comes after what is referred to */
        const bcf_operand **operands = NULL;
        size_t count =
            is_needed[place] ? bcf_formula_operands(&operands, arena, &policy->formulas[place]) : 0;
        for (size_t j = 0; j < count; j++) {
            if (operands[j]->kind == BCF_OPERAND_FORMULA) {
                is_needed[bcf_policy_formula(policy, operands[j]->id) - policy->formulas] = true;
            }
        }
    }
    return is_needed;
}

bcf_code bcf_formula_evaluate(bcf_formula_values *out, bcf_arena *arena, const bcf_figures *figures,
                              const bcf_settings *settings, const bcf_formula *formula,
                              bcf_notes *notes, bcf_error *err)
{
    const bcf_policy *policy = figures->policy;
    const bool *is_needed = bcf_formula_needed(arena, policy, formula);
    bcf_formula_values **results =
        BCF_NEW_ARRAY(arena, policy->formula_count, bcf_formula_values *);
    for (size_t i = 0; i < policy->formula_count; i++) {
        size_t place = policy->formula_order[i];
        const bcf_formula *next = &policy->formulas[place];
        if (!is_needed[place]) {
            continue;
        }
        bcf_evaluation at = {.arena = arena,
                             .figures = figures,
                             .settings = settings,
                             .notes = notes,
                             .err = err,
                             .formula = next,
                             .is_wanted = next == formula,
                             .count = bcf_figures_area_count(figures->areas, next->level),
                             .results = results};
        results[place] = BCF_NEW(arena, bcf_formula_values);
        bcf_code code = evaluate(results[place], &at);
        if (code != BCF_OK) {
            return code;
        }
    }
    *out = *results[formula - policy->formulas];
    if (formula->kind != BCF_FORMULA_PUBLISHED && !out->has_control) {
        bcf_notes_add(notes, formula->place,
                      "formula '%s' rests on no indicator with a control total: shares are of the "
                      "areas in this dataset only, which may not be all of England",
                      formula->id);
    }
    return BCF_OK;
}

/* Indicators while they are gathered, each once. */
typedef struct indicator_list {
    bcf_arena *arena;
    const bcf_policy *policy;
    const bcf_indicator **items;
    size_t count;
} indicator_list;

static void add_indicator(indicator_list *list, const char *id)
{
    const bcf_indicator *indicator = bcf_policy_indicator(list->policy, id);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == indicator) {
            return;
        }
    }
    BCF_MAKE_ROOM(list->arena, list->items, list->count);
    list->items[list->count++] = indicator;
}

static void add_indicators(indicator_list *list, const bcf_settings *settings,
                           const bcf_formula *formula)
{
    if (formula->kind == BCF_FORMULA_PUBLISHED) {
        add_indicator(list, bcf_settings_choose(settings, &formula->as.published.whens,
                                                formula->as.published.indicator));
        return;
    }
    const bcf_operand **operands = NULL;
    size_t count = bcf_formula_operands(&operands, list->arena, formula);
    for (size_t i = 0; i < count; i++) {
        if (operands[i]->kind == BCF_OPERAND_INDICATOR) {
            add_indicator(list, operands[i]->id);
        }
        if (operands[i]->per != NULL) {
            add_indicator(list, operands[i]->per);
        }
    }
}

size_t bcf_formula_indicators(const bcf_indicator ***out, bcf_arena *arena,
                              const bcf_policy *policy, const bcf_settings *settings,
                              const bcf_formula *formula)
{
    const bool *is_needed = bcf_formula_needed(arena, policy, formula);
    indicator_list list = {.arena = arena, .policy = policy};
    for (size_t i = 0; i < policy->formula_count; i++) {
        if (is_needed[i]) {
            add_indicators(&list, settings, &policy->formulas[i]);
        }
    }
    *out = list.items;
    return list.count;
}

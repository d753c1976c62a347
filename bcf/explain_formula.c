/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explain_inside.h"

static const char *sign_text(bcf_step_sign sign)
{
    switch (sign) {
    case BCF_STEP_GIVEN:
    case BCF_STEP_ASIDE:
        return "";
    case BCF_STEP_PLUS:
        return "+ ";
    case BCF_STEP_TIMES:
        return "x ";
    case BCF_STEP_OVER:
        return "/ ";
    case BCF_STEP_EQUALS:
        return "= ";
    }
    BCF_UNREACHABLE("a step without a sign");
}

/* The steps of one formula to one area's value, and the value. */
static void add_steps(bcf_explainer *at, const bcf_formula_values *values, size_t area)
{
    const bcf_formula *formula = values->formula;
    bcf_explained step = {.kind = BCF_EXPLAINED_FORMULA,
                          .about = bcf_explain_level_area(at, formula->level, area),
                          .cite = &formula->cite,
                          .status = bcf_status_computed(values->statuses[area])};
    for (size_t i = 0; i < values->step_count; i++) {
        const bcf_step *next = &values->steps[i];
        if (next->values[area] == NULL) {
            continue;
        }
        step.rule = bcf_arena_print(at->arena, "formula %s, step %s", formula->id, next->id);
        step.what = bcf_arena_print(at->arena, "%s%s", sign_text(next->sign), next->words);
        step.sum = next->details == NULL ? "" : next->details[area];
        step.figure = next->values[area];
        step.is_extra = next->sign == BCF_STEP_ASIDE;
        bcf_explain_add(at, step);
    }
    step.rule = bcf_arena_print(at->arena, "formula %s", formula->id);
    step.what = bcf_arena_print(at->arena, "so the value of formula '%s'", formula->id);
    step.sum = "";
    step.figure = values->items[area];
    step.is_extra = false;
    bcf_explain_add(at, step);
}

void bcf_explain_add_formula(bcf_explainer *at, const bcf_formula_values *values, size_t area)
{
    const bcf_run *run = at->run;
    const bcf_policy *policy = run->policy;
    const bcf_formula *formula = values->formula;
    const bcf_indicator **indicators = NULL;
    size_t count = bcf_formula_indicators(&indicators, at->arena, policy, run->settings, formula);
    bcf_level_area of = bcf_figures_area(run->figures->areas, formula->level, area);
    for (size_t i = 0; i < count; i++) {
        bcf_explain_add_indicator(at, indicators[i], of);
    }
    const bool *is_needed = bcf_formula_needed(at->arena, policy, formula);
    for (size_t i = 0; i < policy->formula_count; i++) {
        const bcf_formula *next = &policy->formulas[policy->formula_order[i]];
        if (next == formula || !is_needed[policy->formula_order[i]]) {
            continue;
        }
        bcf_formula_values inner;
        bcf_notes unheard = {.arena = at->arena};
        bcf_error err = {0};
        bcf_code code = bcf_formula_evaluate(&inner, at->arena, run->figures, run->settings, next,
                                             &unheard, &err);
        BCF_ASSERT(code == BCF_OK); /* the allocation worked it out before */
        add_steps(at, &inner, area);
    }
    add_steps(at, values, area);
}

/* What of a component bounds an area, and where the policy says so. */
typedef struct bound {
    const char *name;      /* "floor" */
    const char *words;     /* "at least 2/7 of the component" */
    const char *indicator; /* what the area had, or NULL */
    const bcf_cite *cite;
    const bcf_ratio *units;
    bool is_floor;
    bool is_lower; /* a floor below another floor of the area */
} bound;

static const bcf_constant *constant_of(const bcf_explainer *at, const char *id)
{
    return bcf_policy_constant(at->run->policy, id);
}

/* What an area had before, times a factor, in whole units. */
static const bcf_ratio *units_before(const bcf_explainer *at, const bcf_split *first,
                                     const char *id, const bcf_ratio *factor, size_t area,
                                     bcf_rounding rounding)
{
    bcf_values before;
    bcf_error err = {0};
    bcf_code code = bcf_figures_values(&before, at->arena, at->run->figures,
                                       bcf_policy_indicator(at->run->policy, id), &err);
    BCF_ASSERT(code == BCF_OK); /* the allocation took them before */
    bcf_ratio *units = bcf_ratio_of(at->arena, 100, first->unit.pence);
    bcf_ratio_multiply(units, units, before.items[area]);
    bcf_ratio_multiply(units, units, factor);
    bcf_ratio_round(units, units, 0, rounding);
    return units;
}

/* The floors and the cap of an area: at most three. */
static size_t bounds_of(bound out[3], bcf_explainer *at, const bcf_component *component,
                        const bcf_split *first, size_t area)
{
    const bcf_bounds *bounds = &component->bounds;
    size_t count = 0;
    if (bounds->minimum_share != NULL) {
        const bcf_constant *share = constant_of(at, bounds->minimum_share);
        bcf_ratio *units = bcf_ratio_of(at->arena, first->whole.pence, first->unit.pence);
        bcf_ratio_multiply(units, units, share->value);
        bcf_ratio_round(units, units, 0, BCF_ROUND_UP);
        out[count++] = (bound){
            "floor", bcf_arena_print(at->arena, "at least %s of the component", share->written),
            NULL,    &bounds->minimum_share_cite,
            units,   true,
            false};
    }
    if (bounds->hold_harmless != NULL) {
        const bcf_constant *times = constant_of(at, bounds->hold_harmless_times);
        out[count++] = (bound){
            "floor",
            bcf_arena_print(at->arena, "at least %s of what it had", times->written),
            bounds->hold_harmless,
            &bounds->hold_harmless_cite,
            units_before(at, first, bounds->hold_harmless, times->value, area, BCF_ROUND_UP),
            true,
            false};
    }
    if (bounds->maximum_growth != NULL) {
        const bcf_constant *growth = constant_of(at, bounds->maximum_growth_constant);
        bcf_ratio *factor = bcf_ratio_of(at->arena, 1, 1);
        bcf_ratio_add(factor, factor, growth->value);
        out[count++] =
            (bound){"cap",
                    bcf_arena_print(at->arena, "at most what it had and %s more", growth->written),
                    bounds->maximum_growth,
                    &bounds->maximum_growth_cite,
                    units_before(at, first, bounds->maximum_growth, factor, area, BCF_ROUND_DOWN),
                    false,
                    false};
    }
    if (count > 1 && out[1].is_floor) {
        int order = bcf_ratio_compare(out[0].units, out[1].units);
        out[0].is_lower = order < 0;
        out[1].is_lower = order >= 0;
    }
    return count;
}

static void add_bound(bcf_explainer *at, const bound *of, const bcf_clamped *limit,
                      const bcf_ratio *free, bcf_explained step)
{
    BCF_ASSERT(of->is_lower
               || bcf_ratio_compare(of->units, of->is_floor ? limit->floor : limit->cap) == 0);
    int order = bcf_ratio_compare(free, of->units);
    bool is_met = !of->is_lower && (of->is_floor ? order < 0 : order > 0);
    step.kind = BCF_EXPLAINED_TEST;
    step.rule = of->name;
    step.cite = of->cite;
    step.what = bcf_arena_print(at->arena,
                                "the %s (%s) is %s units; at the level that all share, "
                                "it would be %s",
                                of->name, of->words, bcf_explain_figure(at, of->units),
                                bcf_explain_figure(at, free));
    step.result = is_met ? "binds" : "does not bind";
    step.is_extra = !is_met;
    bcf_explain_add(at, step);
}

void bcf_explain_add_bounds(bcf_explainer *at, const bcf_component *component,
                            const bcf_component_basis *basis, const bcf_split *first, size_t area,
                            bcf_status status)
{
    if (basis->limits == NULL) {
        return;
    }
    const bcf_clamped *limit = &basis->limits[area];
    bcf_level level = basis->values.formula->level;
    bcf_ratio *free = bcf_ratio_new(at->arena);
    bcf_ratio_multiply(free, limit->weight, basis->level);
    bcf_explained step = {.kind = BCF_EXPLAINED_FORMULA,
                          .about = bcf_explain_level_area(at, level, area),
                          .rule = "one level for all whom no floor or cap holds",
                          .what = "by the formula alone, in units",
                          .sum = bcf_arena_print(at->arena, "%s x %s",
                                                 bcf_explain_figure(at, limit->weight),
                                                 bcf_explain_figure(at, basis->level)),
                          .figure = free,
                          .status = status};
    bcf_explain_add(at, step);
    bound bounds[3];
    size_t count = bounds_of(bounds, at, component, first, area);
    step.sum = "";
    for (size_t i = 0; i < count; i++) {
        if (bounds[i].indicator != NULL) {
            bcf_explain_add_indicator(at,
                                      bcf_policy_indicator(at->run->policy, bounds[i].indicator),
                                      bcf_figures_area(at->run->figures->areas, level, area));
        }
        step.figure = bounds[i].units;
        add_bound(at, &bounds[i], limit, free, step);
    }
}

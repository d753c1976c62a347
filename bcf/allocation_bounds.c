/* SPDX-License-Identifier: MIT */
#include "allocation_inside.h"
#include "clamp.h"

/* The floors and caps of one component, in whole units, while they are gathered. */
typedef struct bounding {
    bcf_share_out *sharing;
    const bcf_formula_values *values;
    bcf_clamped *limits; /* an area each */
    const bcf_ratio *units_per_pound;
} bounding;

static bool has_bounds(const bcf_bounds *bounds)
{
    return bounds->minimum_share != NULL || bounds->hold_harmless != NULL
           || bounds->maximum_growth != NULL;
}

static const bcf_ratio *constant_of(const bounding *work, const char *id)
{
    return bcf_policy_constant(work->sharing->figures->policy, id)->value;
}

/* Raises an area's floor to `pounds`, or leaves it where it is higher. */
static void raise_floor(bounding *work, size_t area, const bcf_ratio *pounds)
{
    bcf_ratio *units = bcf_ratio_new(work->sharing->arena);
    bcf_ratio_multiply(units, pounds, work->units_per_pound);
    bcf_ratio_round(units, units, 0, BCF_ROUND_UP);
    if (bcf_ratio_compare(units, work->limits[area].floor) > 0) {
        work->limits[area].floor = units;
    }
}

static void set_cap(bounding *work, size_t area, const bcf_ratio *pounds)
{
    bcf_ratio *units = bcf_ratio_new(work->sharing->arena);
    bcf_ratio_multiply(units, pounds, work->units_per_pound);
    bcf_ratio_round(units, units, 0, BCF_ROUND_DOWN);
    work->limits[area].cap = units;
}

static bcf_code refuse_negative(const bounding *work, const char *id)
{
    return bcf_refuse(work->sharing->err, BCF_REFUSED_POLICY, work->sharing->component->place,
                      "component '%s': constant '%s' makes a bound below nothing",
                      work->sharing->component->id, id);
}

static bcf_code bound_by_share(bounding *work)
{
    const bcf_component *component = work->sharing->component;
    if (component->bounds.minimum_share == NULL) {
        return BCF_OK;
    }
    const bcf_ratio *share = constant_of(work, component->bounds.minimum_share);
    if (bcf_ratio_sign(share) < 0) {
        return refuse_negative(work, component->bounds.minimum_share);
    }
    bcf_ratio *pounds = bcf_ratio_of(work->sharing->arena, component->amount.pence, 100);
    bcf_ratio_multiply(pounds, pounds, share);
    for (size_t area = 0; area < work->values->count; area++) {
        raise_floor(work, area, pounds);
    }
    return BCF_OK;
}

/* Sets *out to what each area had before, times the factor. */
static bcf_code times_before(const bcf_ratio ***out, bounding *work, const char *id,
                             const bcf_ratio *factor)
{
    bcf_share_out *sharing = work->sharing;
    const bcf_indicator *indicator = bcf_policy_indicator(sharing->figures->policy, id);
    bcf_values before;
    bcf_code code =
        bcf_figures_values(&before, sharing->arena, sharing->figures, indicator, sharing->err);
    if (code != BCF_OK) {
        return code;
    }
    BCF_ASSERT(before.count == work->values->count); /* the policy was checked: of one level */
    sharing->status = bcf_status_worst(sharing->status, bcf_status_computed(before.status));
    const bcf_ratio **items = BCF_NEW_ARRAY(sharing->arena, before.count, const bcf_ratio *);
    for (size_t area = 0; area < before.count; area++) {
        bcf_ratio *pounds = bcf_ratio_new(sharing->arena);
        bcf_ratio_multiply(pounds, before.items[area], factor);
        items[area] = pounds;
    }
    *out = items;
    return BCF_OK;
}

static bcf_code bound_below(bounding *work)
{
    const bcf_bounds *bounds = &work->sharing->component->bounds;
    if (bounds->hold_harmless == NULL) {
        return BCF_OK;
    }
    const bcf_ratio *times = constant_of(work, bounds->hold_harmless_times);
    if (bcf_ratio_sign(times) < 0) {
        return refuse_negative(work, bounds->hold_harmless_times);
    }
    const bcf_ratio **pounds = NULL;
    bcf_code code = times_before(&pounds, work, bounds->hold_harmless, times);
    for (size_t area = 0; code == BCF_OK && area < work->values->count; area++) {
        raise_floor(work, area, pounds[area]);
    }
    return code;
}

static bcf_code bound_above(bounding *work)
{
    const bcf_bounds *bounds = &work->sharing->component->bounds;
    if (bounds->maximum_growth == NULL) {
        return BCF_OK;
    }
    bcf_ratio *factor = bcf_ratio_of(work->sharing->arena, 1, 1);
    bcf_ratio_add(factor, factor, constant_of(work, bounds->maximum_growth_constant));
    if (bcf_ratio_sign(factor) < 0) {
        return refuse_negative(work, bounds->maximum_growth_constant);
    }
    const bcf_ratio **pounds = NULL;
    bcf_code code = times_before(&pounds, work, bounds->maximum_growth, factor);
    for (size_t area = 0; code == BCF_OK && area < work->values->count; area++) {
        set_cap(work, area, pounds[area]);
    }
    return code;
}

/* Pounds, for a message. */
static const char *pounds_text(const bounding *work, const bcf_ratio *units)
{
    bcf_ratio *pounds = bcf_ratio_new(work->sharing->arena);
    bcf_ratio_divide(pounds, units, work->units_per_pound);
    return bcf_ratio_text(work->sharing->arena, pounds, 2, BCF_ROUND_HALF_AWAY);
}

static bcf_code check_order(const bounding *work)
{
    const bcf_share_out *sharing = work->sharing;
    bcf_code code = BCF_OK;
    for (size_t area = 0; area < work->values->count; area++) {
        const bcf_clamped *limit = &work->limits[area];
        if (limit->cap != NULL && bcf_ratio_compare(limit->floor, limit->cap) > 0) {
            bcf_level_area here =
                bcf_figures_area(sharing->figures->areas, work->values->formula->level, area);
            code = bcf_refuse(sharing->err, BCF_REFUSED_DATA, sharing->component->place,
                              "component '%s': the floor of '%s' (%s), £%s, is above its cap, £%s",
                              sharing->component->id, here.code, here.name,
                              pounds_text(work, limit->floor), pounds_text(work, limit->cap));
        }
    }
    return code;
}

#define NAMED_MAX 3

/* Areas of which something is to be said: the first few by name. */
typedef struct named {
    size_t count;
    const char *names;
} named;

static void add_name(named *list, const bounding *work, size_t area)
{
    if (list->count++ < NAMED_MAX) {
        list->names = bcf_arena_print(
            work->sharing->arena, "%s%s%s", list->names, list->count == 1 ? "" : ", ",
            bcf_figures_area(work->sharing->figures->areas, work->values->formula->level, area)
                .name);
    }
}

/* "nobody", "Marsh Council", "A, B, C and 4 others". */
static const char *names_text(const bounding *work, const named *list)
{
    if (list->count == 0) {
        return "nobody";
    }
    return list->count <= NAMED_MAX
               ? list->names
               : bcf_arena_print(work->sharing->arena, "%s and %zu other%s", list->names,
                                 list->count - NAMED_MAX, list->count == NAMED_MAX + 1 ? "" : "s");
}

/* What the reader should know: for whom the floor or cap, and not the formula, decided. */
static void note_bounds(const bounding *work, const bcf_ratio *const parts[])
{
    const bcf_component *component = work->sharing->component;
    named at_floor = {.names = ""};
    named at_cap = {.names = ""};
    for (size_t area = 0; area < work->values->count; area++) {
        const bcf_clamped *limit = &work->limits[area];
        if (bcf_ratio_sign(limit->floor) > 0 && bcf_ratio_compare(parts[area], limit->floor) == 0) {
            add_name(&at_floor, work, area);
        } else if (limit->cap != NULL && bcf_ratio_compare(parts[area], limit->cap) == 0) {
            add_name(&at_cap, work, area);
        }
    }
    bcf_notes_add(work->sharing->notes, component->place,
                  "component '%s': at the floor: %s; at the cap: %s; all others share the rest by "
                  "formula '%s'",
                  component->id, names_text(work, &at_floor), names_text(work, &at_cap),
                  work->values->formula->id);
}

static bcf_code gather_bounds(bounding *work)
{
    bcf_arena *arena = work->sharing->arena;
    work->limits = BCF_NEW_ARRAY(arena, work->values->count, bcf_clamped);
    const bcf_ratio *nothing = bcf_ratio_new(arena);
    for (size_t area = 0; area < work->values->count; area++) {
        work->limits[area] = (bcf_clamped){.weight = work->values->items[area], .floor = nothing};
    }
    bcf_code code = bound_by_share(work);
    if (code == BCF_OK) {
        code = bound_below(work);
    }
    if (code == BCF_OK) {
        code = bound_above(work);
    }
    return code == BCF_OK ? check_order(work) : code;
}

/* What all floors, or all caps, come to. */
static const char *sum_text(const bounding *work, bool of_floors)
{
    bcf_ratio *sum = bcf_ratio_new(work->sharing->arena);
    for (size_t area = 0; area < work->values->count; area++) {
        const bcf_clamped *limit = &work->limits[area];
        bcf_ratio_add(sum, sum,
                      of_floors || bcf_ratio_sign(limit->weight) == 0 ? limit->floor : limit->cap);
    }
    return pounds_text(work, sum);
}

static bcf_code refuse_outcome(const bounding *work, bcf_clamp_outcome outcome)
{
    const bcf_component *component = work->sharing->component;
    bool of_floors = outcome == BCF_CLAMP_FLOORS_EXCEED;
    char amount[BCF_MONEY_TEXT_MAX];
    return bcf_refuse(work->sharing->err, BCF_REFUSED_DATA, component->place,
                      "component '%s': the %s of all areas add up to £%s, %s than its £%s",
                      component->id, of_floors ? "floors" : "caps", sum_text(work, of_floors),
                      of_floors ? "more" : "less",
                      bcf_money_text(amount, component->amount, BCF_MONEY_PLAIN));
}

/* Sets *parts to what each area's quota is, in units, within its bounds. */
static bcf_code bounded_quotas(const bcf_ratio ***parts, bcf_share_out *sharing,
                               const bcf_formula_values *values)
{
    bounding work = {.sharing = sharing,
                     .values = values,
                     .units_per_pound = bcf_ratio_of(sharing->arena, 100, sharing->unit.pence)};
    bcf_code code = gather_bounds(&work);
    if (code != BCF_OK) {
        return code;
    }
    const bcf_ratio *whole =
        bcf_ratio_of(sharing->arena, sharing->component->amount.pence, sharing->unit.pence);
    const bcf_ratio *level = NULL;
    *parts = BCF_NEW_ARRAY(sharing->arena, values->count, const bcf_ratio *);
    bcf_clamp_outcome outcome =
        bcf_clamp_share(*parts, &level, sharing->arena, whole, work.limits, values->count);
    if (outcome != BCF_CLAMP_DONE) {
        return refuse_outcome(&work, outcome);
    }
    note_bounds(&work, *parts);
    bcf_component_basis *basis = &sharing->bases[sharing->component_index];
    basis->limits = work.limits;
    basis->level = level;
    return BCF_OK;
}

/* "component 'dfg' by 'dfg'": the indicator whose values are the weights, or the formula. */
static const char *what_is_split(const bcf_share_out *sharing, const bcf_formula *formula)
{
    const char *by = formula->kind == BCF_FORMULA_PUBLISHED
                         ? bcf_settings_choose(sharing->settings, &formula->as.published.whens,
                                               formula->as.published.indicator)
                         : formula->id;
    return bcf_arena_print(sharing->arena, "component '%s' by '%s'", sharing->component->id, by);
}

bcf_code bcf_allocation_share(bcf_money shares[], bcf_share_out *sharing,
                              const bcf_formula_values *values)
{
    const bcf_component *component = sharing->component;
    const bcf_ratio *const *weights = values->items;
    bool is_nothing = component->amount.pence == 0 || bcf_ratio_sign(values->sum) == 0;
    bool is_whole = component->amount.pence % sharing->unit.pence == 0;
    if (has_bounds(&component->bounds) && !is_nothing && is_whole) {
        const bcf_ratio **quotas = NULL;
        bcf_code code = bounded_quotas(&quotas, sharing, values);
        if (code != BCF_OK) {
            return code;
        }
        weights = quotas;
    }
    bcf_weights *made = bcf_weights_of_ratios(sharing->arena, weights, values->count);
    bcf_code code =
        bcf_apportion(shares, component->amount, sharing->unit, made, BCF_TIE_LARGER_WEIGHT,
                      what_is_split(sharing, values->formula), component->place, sharing->err);
    if (code == BCF_OK) {
        bcf_ledger_add(sharing->ledger, &(bcf_split){.kind = BCF_SPLIT_COMPONENT,
                                                     .subject = sharing->component_index,
                                                     .source = BCF_SPLIT_NATIONAL,
                                                     .whole = component->amount,
                                                     .unit = sharing->unit,
                                                     .tie = BCF_TIE_LARGER_WEIGHT,
                                                     .weights = made,
                                                     .shares = shares});
    }
    return code;
}

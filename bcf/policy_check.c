/* SPDX-License-Identifier: MIT */
#include "policy_inside.h"

#include <string.h>

/* Which level of area each route begins with. */
static bcf_level level_of_route(bcf_route route)
{
    switch (route) {
    case BCF_ROUTE_CCG:
        return BCF_LEVEL_CCG;
    case BCF_ROUTE_TRANSFER:
    case BCF_ROUTE_COUNCIL:
        return BCF_LEVEL_COUNCIL;
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return BCF_LEVEL_HOUSING_AUTHORITY;
    }
    BCF_UNREACHABLE("a route that the policy never named");
}

/* What the checks share; they go on after a problem, so that the user sees all of them. */
typedef struct agreement {
    const bcf_policy *policy;
    bcf_error *err;
    bcf_code found;
} agreement;

static void keep(agreement *check, bcf_code code)
{
    if (check->found == BCF_OK) {
        check->found = code;
    }
}

static bool has_value(const bcf_setting *setting, const char *value)
{
    for (size_t i = 0; i < setting->value_count; i++) {
        if (strcmp(setting->values[i], value) == 0) {
            return true;
        }
    }
    return false;
}

static void check_when(agreement *check, const bcf_when *when)
{
    const bcf_setting *setting = bcf_policy_setting(check->policy, when->setting);
    if (setting == NULL) {
        keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place, "no setting '%s'",
                               when->setting));
    } else if (!has_value(setting, when->is)) {
        keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                               "setting '%s' has no value '%s'", when->setting, when->is));
    }
}

/* Of several, at most one may hold whatever the readings are: so they name one setting. */
static void check_whens(agreement *check, const bcf_whens *whens)
{
    for (size_t i = 0; i < whens->count; i++) {
        const bcf_when *when = &whens->items[i];
        check_when(check, when);
        if (strcmp(when->setting, whens->items[0].setting) != 0) {
            keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                                   "'%s' is a second setting beside '%s': both could hold",
                                   when->setting, whens->items[0].setting));
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(when->is, whens->items[j].is) == 0) {
                keep(check,
                     bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                                "'%s' of setting '%s' is there twice", when->is, when->setting));
                break;
            }
        }
    }
}

static void check_settings(agreement *check)
{
    for (size_t i = 0; i < check->policy->setting_count; i++) {
        const bcf_setting *setting = &check->policy->settings[i];
        if (setting->value_count == 0) {
            keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, setting->place,
                                   "setting '%s' has no values", setting->id));
        }
    }
}

/* The unit is the one setting whose values are figures. */
static void check_unit(agreement *check)
{
    const bcf_setting *unit = bcf_policy_setting(check->policy, "unit");
    for (size_t i = 0; unit != NULL && i < unit->value_count; i++) {
        bcf_money amount = {0};
        bcf_code code = bcf_money_parse(&amount, unit->values[i], unit->place, check->err);
        keep(check, code);
        if (code == BCF_OK && amount.pence == 0) {
            keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, unit->place,
                                   "a unit of nothing shares nothing out"));
        }
    }
}

/* What is shared out by an indicator must be shared out among the areas that have it. */
static void check_level(agreement *check, const char *id, bcf_level level, const char *what,
                        const char *name, bcf_place place)
{
    const bcf_indicator *indicator = bcf_policy_indicator(check->policy, id);
    if (indicator == NULL) {
        keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place, "no indicator '%s'", id));
    } else if (indicator->level != level) {
        keep(check,
             bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                        "%s '%s' is not for the areas that have indicator '%s'", what, name, id));
    }
}

/* Whatever the readings, a formula shares out among areas of one level. */
static void check_formulas(agreement *check)
{
    for (size_t i = 0; i < check->policy->formula_count; i++) {
        const bcf_formula *formula = &check->policy->formulas[i];
        const bcf_indicator *indicator = bcf_policy_indicator(check->policy, formula->indicator);
        check_whens(check, &formula->whens);
        if (indicator == NULL) {
            keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, formula->place,
                                   "no indicator '%s'", formula->indicator));
            continue;
        }
        for (size_t j = 0; j < formula->whens.count; j++) {
            const bcf_when *when = &formula->whens.items[j];
            check_level(check, when->use, indicator->level, "formula", formula->id, when->place);
        }
    }
}

static void check_route(agreement *check, const bcf_component *component, const char *id,
                        bcf_place place)
{
    const bcf_formula *formula = bcf_policy_formula(check->policy, id);
    if (formula == NULL) {
        keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place, "no formula '%s'", id));
    } else {
        check_level(check, formula->indicator, level_of_route(component->route),
                    "the route of component", component->id, place);
    }
}

static void check_components(agreement *check)
{
    for (size_t i = 0; i < check->policy->component_count; i++) {
        const bcf_component *component = &check->policy->components[i];
        check_whens(check, &component->whens);
        check_route(check, component, component->formula, component->place);
        for (size_t j = 0; j < component->whens.count; j++) {
            const bcf_when *when = &component->whens.items[j];
            check_route(check, component, when->use, when->place);
        }
    }
}

/* Adds the amount; refused where the sum is more than `most`. */
static bool add_up(agreement *check, bcf_money *sum, bcf_money amount, bcf_money most,
                   const char *what, bcf_place place)
{
    if (amount.pence > most.pence - sum->pence) {
        char text[BCF_MONEY_TEXT_MAX];
        keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place, "%s add up to more than %s",
                               what, bcf_money_text(text, most, BCF_MONEY_GROUPED)));
        return false;
    }
    *sum = bcf_money_add(*sum, amount);
    return true;
}

/* The sum of the components; what lies beyond the largest amount is refused. */
static bcf_money add_components(agreement *check)
{
    bcf_money fund = {0};
    const bcf_money most = {BCF_MONEY_PENCE_MAX};
    for (size_t i = 0; i < check->policy->component_count; i++) {
        const bcf_component *component = &check->policy->components[i];
        if (!add_up(check, &fund, component->amount, most, "the components", component->place)) {
            break;
        }
    }
    return fund;
}

/* The performance payment is money of the fund, not on top of it. */
static void check_strands(agreement *check, bcf_money fund)
{
    const bcf_performance *performance = check->policy->performance;
    bcf_money paid = {0};
    for (size_t i = 0; i < performance->strand_count; i++) {
        const bcf_strand *strand = &performance->strands[i];
        if (!add_up(check, &paid, strand->amount, fund, "the strands", strand->place)) {
            break;
        }
    }
}

/* A row of a payment is known by its part: there can be only one. */
static void check_parts(agreement *check)
{
    const bcf_performance *performance = check->policy->performance;
    for (size_t i = 0; i < performance->part_count; i++) {
        const bcf_part *part = &performance->parts[i];
        check_whens(check, &part->whens);
        for (size_t j = 0; j < i; j++) {
            const bcf_part *other = &performance->parts[j];
            if (other->payment == part->payment && strcmp(other->id, part->id) == 0) {
                keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, part->place,
                                       "payment '%s' has part '%s' twice",
                                       performance->payments[part->payment].id, part->id));
                break;
            }
        }
    }
}

static const bcf_component *component_of(const bcf_policy *policy, const char *id)
{
    int place = bcf_policy_find(policy, BCF_NAME_COMPONENT, id);
    return place < 0 ? NULL : &policy->components[place];
}

static void check_earmarks(agreement *check)
{
    for (size_t i = 0; i < check->policy->earmark_count; i++) {
        const bcf_earmark *earmark = &check->policy->earmarks[i];
        const bcf_component *component = component_of(check->policy, earmark->component);
        if (component == NULL) {
            keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, earmark->place,
                                   "no component '%s'", earmark->component));
        } else if (bcf_money_compare(earmark->amount, component->amount) > 0) {
            keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, earmark->place,
                                   "earmark '%s' is more than its component '%s'", earmark->id,
                                   component->id));
        }
    }
}

bcf_code bcf_policy_check(const bcf_policy *policy, bcf_error *err)
{
    agreement check = {.policy = policy, .err = err};
    check_settings(&check);
    check_unit(&check);
    check_formulas(&check);
    check_components(&check);
    bcf_money fund = add_components(&check);
    check_earmarks(&check);
    if (policy->performance != NULL) {
        check_strands(&check, fund);
        check_parts(&check);
    }
    return check.found;
}

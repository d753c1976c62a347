/* SPDX-License-Identifier: MIT */
#include "policy_inside.h"

#include <string.h>

void bcf_agreement_keep(bcf_agreement *check, bcf_code code)
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

static void check_when(bcf_agreement *check, const bcf_when *when)
{
    const bcf_setting *setting = bcf_policy_setting(check->policy, when->setting);
    if (setting == NULL) {
        bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                                             "no setting '%s'", when->setting));
    } else if (!has_value(setting, when->is)) {
        bcf_agreement_keep(check,
                           bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                                      "setting '%s' has no value '%s'", when->setting, when->is));
    }
}

/* Of several, at most one may hold whatever the readings are: so they name one setting. */
void bcf_agreement_whens(bcf_agreement *check, const bcf_whens *whens)
{
    for (size_t i = 0; i < whens->count; i++) {
        const bcf_when *when = &whens->items[i];
        check_when(check, when);
        if (strcmp(when->setting, whens->items[0].setting) != 0) {
            bcf_agreement_keep(check,
                               bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                                          "'%s' is a second setting beside '%s': both could hold",
                                          when->setting, whens->items[0].setting));
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(when->is, whens->items[j].is) == 0) {
                bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, when->place,
                                                     "'%s' of setting '%s' is there twice",
                                                     when->is, when->setting));
                break;
            }
        }
    }
}

/* What speaks of a level's areas may only use figures of the same areas. */
void bcf_agreement_level(bcf_agreement *check, const char *id, bcf_level level, const char *what,
                         const char *name, bcf_place place)
{
    const bcf_indicator *indicator = bcf_policy_indicator(check->policy, id);
    if (indicator == NULL) {
        bcf_agreement_keep(
            check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place, "no indicator '%s'", id));
    } else if (indicator->level != level) {
        bcf_agreement_keep(check,
                           bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                                      "%s '%s' is not for the areas that have indicator '%s'", what,
                                      name, id));
    }
}

void bcf_agreement_constant(bcf_agreement *check, const char *id, bcf_place place)
{
    if (bcf_policy_constant(check->policy, id) == NULL) {
        bcf_agreement_keep(
            check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place, "no constant '%s'", id));
    }
}

static void check_settings(bcf_agreement *check)
{
    for (size_t i = 0; i < check->policy->setting_count; i++) {
        const bcf_setting *setting = &check->policy->settings[i];
        if (setting->value_count == 0) {
            bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, setting->place,
                                                 "setting '%s' has no values", setting->id));
        }
    }
}

/* The unit is the one setting whose values are figures. */
static void check_unit(bcf_agreement *check)
{
    const bcf_setting *unit = bcf_policy_setting(check->policy, "unit");
    for (size_t i = 0; unit != NULL && i < unit->value_count; i++) {
        bcf_money amount = {0};
        bcf_code code = bcf_money_parse(&amount, unit->values[i], unit->place, check->err);
        bcf_agreement_keep(check, code);
        if (code == BCF_OK && amount.pence == 0) {
            bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, unit->place,
                                                 "a unit of nothing shares nothing out"));
        }
    }
}

static void check_route(bcf_agreement *check, const bcf_component *component, const char *id,
                        bcf_place place)
{
    const bcf_formula *formula = bcf_policy_formula(check->policy, id);
    if (formula == NULL) {
        bcf_agreement_keep(
            check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place, "no formula '%s'", id));
    } else if (formula->kind == BCF_FORMULA_PUBLISHED) {
        bcf_agreement_level(check, formula->as.published.indicator,
                            bcf_route_level(component->route), "the route of component",
                            component->id, place);
    } else if (formula->level != bcf_route_level(component->route)) {
        bcf_agreement_keep(
            check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                              "the route of component '%s' is not for the areas of formula '%s'",
                              component->id, id));
    }
}

/* A floor or cap binds the areas that the component's formula shares out among. */
static void check_bounds(bcf_agreement *check, const bcf_component *component)
{
    const bcf_bounds *bounds = &component->bounds;
    const char *const constants[] = {bounds->minimum_share, bounds->hold_harmless_times,
                                     bounds->maximum_growth_constant};
    const char *const indicators[] = {bounds->hold_harmless, bounds->maximum_growth};
    for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
        if (constants[i] != NULL) {
            bcf_agreement_constant(check, constants[i], component->place);
        }
    }
    for (size_t i = 0; i < sizeof indicators / sizeof indicators[0]; i++) {
        if (indicators[i] != NULL) {
            bcf_agreement_level(check, indicators[i], bcf_route_level(component->route),
                                "the route of component", component->id, component->place);
        }
    }
}

static void check_components(bcf_agreement *check)
{
    for (size_t i = 0; i < check->policy->component_count; i++) {
        const bcf_component *component = &check->policy->components[i];
        bcf_agreement_whens(check, &component->whens);
        check_bounds(check, component);
        check_route(check, component, component->formula, component->place);
        for (size_t j = 0; j < component->whens.count; j++) {
            const bcf_when *when = &component->whens.items[j];
            check_route(check, component, when->use, when->place);
        }
    }
}

/* Adds the amount; refused where the sum is more than `most`. */
static bool add_up(bcf_agreement *check, bcf_money *sum, bcf_money amount, bcf_money most,
                   const char *what, bcf_place place)
{
    if (amount.pence > most.pence - sum->pence) {
        char text[BCF_MONEY_TEXT_MAX];
        bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                                             "%s add up to more than %s", what,
                                             bcf_money_text(text, most, BCF_MONEY_GROUPED)));
        return false;
    }
    *sum = bcf_money_add(*sum, amount);
    return true;
}

/* The sum of the components; what lies beyond the largest amount is refused. */
static bcf_money add_components(bcf_agreement *check)
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
static void check_strands(bcf_agreement *check, bcf_money fund)
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

static bool is_quarter(bcf_period period)
{
    return period.first % 3 == 0 && bcf_period_months(period) == 3;
}

/* Quarters are paid for one after the other, each against the same months of a year before. */
static void check_quarters(bcf_agreement *check, const bcf_admissions_rules *rules, bcf_money fund)
{
    const bcf_performance *performance = check->policy->performance;
    bcf_money paid = {0};
    add_up(check, &paid, rules->areas_share, fund, "the areas' shares", performance->place);
    for (size_t i = 0; i < rules->quarter_count; i++) {
        const bcf_quarter *quarter = &rules->quarters[i];
        bcf_place place = performance->parts[quarter->part].place;
        if (!is_quarter(quarter->actual) || !is_quarter(quarter->baseline)) {
            bcf_agreement_keep(check,
                               bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                                          "a quarter is three months of the calendar's four"));
        } else if (!bcf_period_is_same_season_before(quarter->baseline, quarter->actual)) {
            bcf_agreement_keep(
                check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                                  "a quarter's baseline is the same months of an earlier year"));
        }
        if (i > 0 && quarter->actual.first <= rules->quarters[i - 1].actual.last) {
            bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, place,
                                                 "the quarters are not in order of time"));
        }
    }
    if (rules->cost.pence == 0) {
        bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, performance->place,
                                             "an admission that costs nothing pays for nothing"));
    }
}

/* A row of a payment is known by its part: there can be only one. */
static void check_parts(bcf_agreement *check)
{
    const bcf_performance *performance = check->policy->performance;
    for (size_t i = 0; i < performance->part_count; i++) {
        const bcf_part *part = &performance->parts[i];
        bcf_agreement_whens(check, &part->whens);
        for (size_t j = 0; j < i; j++) {
            const bcf_part *other = &performance->parts[j];
            if (other->payment == part->payment && strcmp(other->id, part->id) == 0) {
                bcf_agreement_keep(check,
                                   bcf_refuse(check->err, BCF_REFUSED_POLICY, part->place,
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

static void check_earmarks(bcf_agreement *check)
{
    for (size_t i = 0; i < check->policy->earmark_count; i++) {
        const bcf_earmark *earmark = &check->policy->earmarks[i];
        const bcf_component *component = component_of(check->policy, earmark->component);
        if (component == NULL) {
            bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, earmark->place,
                                                 "no component '%s'", earmark->component));
        } else if (bcf_money_compare(earmark->amount, component->amount) > 0) {
            bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, earmark->place,
                                                 "earmark '%s' is more than its component '%s'",
                                                 earmark->id, component->id));
        }
    }
}

/* Two deadlines in their order, a year that does not end before it begins, a fall that is one, and
 * no line through a single point. */
static void check_assurance(bcf_agreement *check, const bcf_assurance_rules *rules)
{
    const char *problem = NULL;
    if (rules->first_cut > rules->revised) {
        problem = "the first cut of a plan is due after the revised one";
    } else if (rules->grant_first > rules->grant_last) {
        problem = "the year of the grant ends before it begins";
    } else if (bcf_ratio_compare_whole(rules->hole_fall, 1, 1) > 0
               || bcf_ratio_compare_whole(rules->hole_people, 1, 1) > 0) {
        problem = "a share of a hole is above 1";
    } else if (rules->trend_points < 2) {
        problem = "a trend through fewer than two points is none";
    } else if (check->policy->performance == NULL
               || check->policy->performance->admissions != NULL) {
        problem = "the checks need a payment for conditions and metrics";
    }
    if (problem != NULL) {
        bcf_agreement_keep(check,
                           bcf_refuse(check->err, BCF_REFUSED_POLICY, rules->place, "%s", problem));
    }
}

bcf_code bcf_policy_check(bcf_policy *policy, bcf_arena *arena, bcf_error *err)
{
    bcf_agreement check = {.policy = policy, .err = err};
    check_settings(&check);
    check_unit(&check);
    policy->formula_order = bcf_policy_check_formulas(&check, arena);
    check_components(&check);
    bcf_money fund = add_components(&check);
    check_earmarks(&check);
    if (policy->performance != NULL) {
        check_strands(&check, fund);
        check_parts(&check);
        if (policy->performance->admissions != NULL) {
            check_quarters(&check, policy->performance->admissions, fund);
        }
    }
    if (policy->assurance != NULL) {
        check_assurance(&check, policy->assurance);
    }
    return check.found;
}

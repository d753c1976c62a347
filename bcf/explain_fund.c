/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explain_inside.h"
#include "people.h"

/* A component, and what its explanation is made from. */
typedef struct telling {
    bcf_explainer *at;
    size_t index;
    const bcf_component *component;
    const bcf_component_basis *basis;
    const bcf_split *first; /* among the areas of its formula */
    bcf_level level;
    bcf_status status; /* of what its first split gives */
} telling;

static bool is_council_in(const bcf_run *run, bcf_scope scope, size_t council)
{
    return (scope.kind == BCF_SCOPE_COUNCIL && scope.index == council)
           || (scope.kind == BCF_SCOPE_BOARD
               && run->figures->areas->councils[council].board == scope.index);
}

/* Money that this CCG gives or gets for people in this council is in the scope. */
static bool is_row_in(const bcf_run *run, bcf_scope scope, const bcf_residents *row)
{
    return scope.kind == BCF_SCOPE_CCG ? scope.index == row->ccg
                                       : is_council_in(run, scope, row->council);
}

/* Marks the first split's areas that money reaches the scope by, for people who live there. */
static void mark_by_residents(bool marks[], const bcf_run *run, bcf_scope scope, bool by_ccg)
{
    for (size_t i = 0; i < run->figures->residents_count; i++) {
        const bcf_residents *row = &run->figures->residents[i];
        if (is_row_in(run, scope, row)) {
            marks[by_ccg ? row->ccg : row->council] = true;
        }
    }
}

static bool is_housing_in(const bcf_run *run, bcf_scope scope, size_t housing)
{
    const bcf_housing_authority *area = &run->figures->areas->housing[housing];
    return (scope.kind == BCF_SCOPE_DISTRICT && area->is_district && area->district == scope.index)
           || is_council_in(run, scope, area->council);
}

static const bool *mark_each(bool marks[], const bcf_run *run, bcf_scope scope, size_t count,
                             bool (*is_in)(const bcf_run *run, bcf_scope scope, size_t area))
{
    for (size_t i = 0; i < count; i++) {
        marks[i] = is_in(run, scope, i);
    }
    return marks;
}

/* Which areas of the component's first split are on the way to the scope, an answer an area. */
static const bool *first_in(const bcf_run *run, bcf_scope scope, size_t component)
{
    size_t count = run->allocation->bases[component].values.count;
    bool *marks = BCF_NEW_ARRAY(run->arena, count, bool);
    switch (run->policy->components[component].route) {
    case BCF_ROUTE_CCG:
        if (scope.kind == BCF_SCOPE_CCG) {
            marks[scope.index] = true;
        } else {
            mark_by_residents(marks, run, scope, true);
        }
        return marks;
    case BCF_ROUTE_TRANSFER:
        if (scope.kind == BCF_SCOPE_CCG) {
            mark_by_residents(marks, run, scope, false);
            return marks;
        }
        return mark_each(marks, run, scope, count, is_council_in);
    case BCF_ROUTE_COUNCIL:
        return mark_each(marks, run, scope, count, is_council_in);
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return mark_each(marks, run, scope, count, is_housing_in);
    }
    BCF_UNREACHABLE("a route that the policy never named");
}

bool bcf_explain_has_component(const bcf_run *run, bcf_scope scope, size_t component)
{
    const bool *marks = first_in(run, scope, component);
    for (size_t i = 0; i < run->allocation->bases[component].values.count; i++) {
        if (marks[i]) {
            return true;
        }
    }
    return false;
}

/* The indicator whose values a published formula takes. */
static const bcf_indicator *indicator_of(const telling *of)
{
    const bcf_formula *formula = of->basis->values.formula;
    const bcf_run *run = of->at->run;
    return formula->kind != BCF_FORMULA_PUBLISHED
               ? NULL
               : bcf_policy_indicator(
                   run->policy, bcf_settings_choose(run->settings, &formula->as.published.whens,
                                                    formula->as.published.indicator));
}

/* Readings that would have made the weights others, and are not taken. */
static void add_readings_not_taken(const telling *of, const bcf_whens *whens)
{
    bcf_explainer *at = of->at;
    const bcf_when *taken = bcf_settings_chosen(at->run->settings, whens);
    for (size_t i = 0; i < whens->count; i++) {
        const bcf_when *when = &whens->items[i];
        bcf_explain_add(
            at, (bcf_explained){.kind = BCF_EXPLAINED_TEST,
                                .rule = bcf_arena_print(at->arena, "reading %s", when->setting),
                                .cite = &bcf_policy_setting(at->run->policy, when->setting)->cite,
                                .what = bcf_arena_print(
                                    at->arena, "where %s=%s, it is shared out by %s instead",
                                    when->setting, when->is, when->use),
                                .result = when == taken ? "taken" : "not taken",
                                .is_extra = when != taken});
    }
}

/* What the first split's weights are, once for all areas. */
static void add_basis(const telling *of)
{
    bcf_explainer *at = of->at;
    const bcf_formula *formula = of->basis->values.formula;
    add_readings_not_taken(of, &of->component->whens);
    if (formula->kind == BCF_FORMULA_PUBLISHED) {
        add_readings_not_taken(of, &formula->as.published.whens);
        bcf_explain_add_control(at, indicator_of(of), &of->basis->values);
        return;
    }
    bcf_explain_add(at,
                    (bcf_explained){.kind = BCF_EXPLAINED_FORMULA,
                                    .rule = bcf_arena_print(at->arena, "formula %s", formula->id),
                                    .cite = &formula->cite,
                                    .what = bcf_arena_print(at->arena, "'%s' of all %zu, added up",
                                                            formula->id, of->basis->values.count),
                                    .figure = of->basis->values.sum,
                                    .status = of->status});
}

static const char *area_word(bcf_level level)
{
    return level == BCF_LEVEL_CCG       ? "CCGs"
           : level == BCF_LEVEL_COUNCIL ? "councils"
                                        : "housing authorities";
}

static const char *first_rule(const telling *of)
{
    bcf_explainer *at = of->at;
    const bcf_formula *formula = of->basis->values.formula;
    const bcf_indicator *indicator = indicator_of(of);
    return bcf_arena_print(
        at->arena, "%s is shared out among %zu %s by %s (%s)%s.",
        bcf_arena_print(at->arena, "£%s (%s)", bcf_explain_pounds(at, of->component->amount),
                        bcf_explain_paragraph(at, &of->component->cite)),
        of->basis->values.count, area_word(of->level),
        indicator == NULL
            ? bcf_arena_print(at->arena, "formula %s, %s", formula->id, formula->title)
            : bcf_arena_print(at->arena, "%s, '%s'", formula->title, indicator->id),
        bcf_explain_paragraph(at, &formula->cite),
        of->basis->limits == NULL ? "" : ", within floors and caps");
}

/* What a place of the first split weighs: the formula's value, or what floors and caps left of the
 * whole, in units. */
static void first_weight(const bcf_ratio **weight, const bcf_ratio **sum, const telling *of,
                         size_t area)
{
    *weight = of->basis->values.items[area];
    *sum = of->basis->values.sum;
    if (of->basis->limits == NULL) {
        return;
    }
    bcf_arena *arena = of->at->arena;
    bcf_ratio *units = bcf_ratio_new(arena);
    bcf_ratio_divide(units, bcf_weights_weight(arena, of->first->weights, area),
                     bcf_weights_sum(arena, of->first->weights));
    *sum = bcf_ratio_of(arena, of->first->whole.pence, of->first->unit.pence);
    bcf_ratio_multiply(units, units, *sum);
    *weight = units;
}

/* The component among the areas of its formula: those on the way to the scope. */
static void tell_first(const telling *of)
{
    bcf_explainer *at = of->at;
    bcf_explain_section *section = bcf_explain_begin(
        at, BCF_SECTION_SPLIT,
        bcf_arena_print(at->arena, "%s: among %s", of->component->title, area_word(of->level)),
        first_rule(of));
    const bcf_indicator *indicator = indicator_of(of);
    section->weighting = of->basis->limits != NULL ? "Units within bounds"
                         : indicator == NULL       ? of->basis->values.formula->id
                                                   : indicator->id;
    section->of = "Sum of all";
    section->status = of->status;
    add_basis(of);
    bool is_last = of->component->route == BCF_ROUTE_COUNCIL
                   || of->component->route == BCF_ROUTE_HOUSING_AUTHORITY;
    bcf_money total = {0};
    const bool *is_first = first_in(at->run, at->scope, of->index);
    for (size_t i = 0; i < of->basis->values.count; i++) {
        if (!is_first[i]) {
            continue;
        }
        if (indicator != NULL) {
            bcf_explain_add_indicator(at, indicator,
                                      bcf_figures_area(at->run->figures->areas, of->level, i));
        }
        if (indicator == NULL) {
            bcf_explain_add_formula(at, &of->basis->values, i);
        }
        bcf_explain_add_bounds(at, of->component, of->basis, of->first, i, of->status);
        const bcf_ratio *weight = NULL;
        const bcf_ratio *sum = NULL;
        first_weight(&weight, &sum, of, i);
        bcf_money part = bcf_explain_add_share(at, of->first, i, (bcf_explained_area){"", ""},
                                               weight, sum, of->status);
        total = bcf_money_add(total, part);
    }
    section->has_total = is_last;
    section->total = total;
}

/* What a row weighs in the transfer to CCGs; of people, or people times allocation a head. */
static const bcf_ratio *onward_weight(const telling *of, const bcf_people *people,
                                      const bcf_residents *row, const bcf_values *allocations)
{
    if (allocations == NULL) {
        return row->people;
    }
    bcf_ratio *weight = bcf_ratio_new(of->at->arena);
    bcf_ratio_divide(weight, row->people, people->ccgs[row->ccg]);
    bcf_ratio_multiply(weight, weight, allocations->items[row->ccg]);
    return weight;
}

/* The allocations that a transfer is split by, where the reading says so; or NULL. */
static const bcf_values *transfer_allocations(const telling *of, bcf_values *out)
{
    const bcf_run *run = of->at->run;
    if (of->component->route != BCF_ROUTE_TRANSFER
        || !bcf_settings_is(run->settings, "transfer-split", "programme-allocation")) {
        return NULL;
    }
    bcf_error err = {0};
    bcf_code code =
        bcf_figures_values(out, of->at->arena, run->figures,
                           bcf_policy_indicator(run->policy, "programme-allocation"), &err);
    BCF_ASSERT(code == BCF_OK); /* the allocation took them before */
    return out;
}

/* The sum of the weights of all rows of one source. */
static const bcf_ratio *onward_sum(const telling *of, const bcf_people *people, bool by_ccg,
                                   const bcf_residents *of_row, const bcf_values *allocations)
{
    if (allocations == NULL) {
        return by_ccg ? people->ccgs[of_row->ccg] : people->councils[of_row->council];
    }
    bcf_ratio *sum = bcf_ratio_new(of->at->arena);
    const bcf_figures *figures = of->at->run->figures;
    for (size_t i = 0; i < figures->residents_count; i++) {
        if (figures->residents[i].council == of_row->council) {
            bcf_ratio_add(sum, sum, onward_weight(of, people, &figures->residents[i], allocations));
        }
    }
    return sum;
}

/* How real one end point is: as its grant; where it came to nothing, as its inputs. */
static bcf_status status_of_row(const telling *of, const bcf_residents *row)
{
    const bcf_run *run = of->at->run;
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        if (grant->component == of->index && grant->ccg == row->ccg
            && grant->council == row->council) {
            return grant->status;
        }
    }
    return bcf_status_worst(of->status, bcf_status_computed(run->figures->residents_status));
}

static bcf_explain_section *begin_onward(const telling *of, bool by_ccg, bool has_allocations)
{
    bcf_explainer *at = of->at;
    const char *rule =
        by_ccg ? "Each CCG's amount goes to councils by where its people live (guidance ¶20-21, "
                 "main 94)."
               : bcf_arena_print(at->arena,
                                 "Each council's amount is divided among its CCGs, and comes back "
                                 "into that council's pool (guidance main 93): by %s.",
                                 has_allocations ? "each CCG's allocation x its people here / all "
                                                   "its people"
                                                 : "their people in the council");
    bcf_explain_section *section = bcf_explain_begin(
        at, BCF_SECTION_SPLIT,
        bcf_arena_print(at->arena, "%s: from %s", of->component->title,
                        by_ccg ? "each CCG to councils" : "each council through its CCGs"),
        rule);
    section->weighting = has_allocations ? "Allocation here" : "People here";
    section->of = by_ccg ? "All its people" : "Of all its CCGs";
    return section;
}

/* What a weight by people and allocation is made from: both, and how. */
static void add_allocation_here(const telling *of, const bcf_people *people,
                                const bcf_residents *row, const bcf_values *allocations)
{
    bcf_explainer *at = of->at;
    bcf_explained_area ccg = bcf_explain_area(at, BCF_SCOPE_CCG, row->ccg);
    bcf_explain_add_indicator(at, bcf_policy_indicator(at->run->policy, "programme-allocation"),
                              bcf_figures_area(at->run->figures->areas, BCF_LEVEL_CCG, row->ccg));
    bcf_explain_add_all_people(at, ccg, people->ccgs[row->ccg]);
    bcf_explain_add(
        at,
        (bcf_explained){.kind = BCF_EXPLAINED_FORMULA,
                        .about = bcf_explain_area(at, BCF_SCOPE_COUNCIL, row->council),
                        .from = ccg,
                        .rule = "reading transfer-split=programme-allocation",
                        .cite = &bcf_policy_setting(at->run->policy, "transfer-split")->cite,
                        .what = bcf_arena_print(at->arena,
                                                "allocation of %s x its people here / all its "
                                                "people",
                                                ccg.code),
                        .sum = bcf_arena_print(at->arena, "%s x %s / %s",
                                               bcf_explain_figure(at, allocations->items[row->ccg]),
                                               bcf_explain_figure(at, row->people),
                                               bcf_explain_figure(at, people->ccgs[row->ccg])),
                        .figure = onward_weight(of, people, row, allocations),
                        .status = status_of_row(of, row)});
}

/* One row of the scope: the figures, then what is shared out by them. Returns its amount. */
static bcf_money tell_row(const telling *of, const bcf_split *split, const bcf_people *people,
                          const bcf_residents *row, const bcf_values *allocations)
{
    bcf_explainer *at = of->at;
    bool by_ccg = of->component->route == BCF_ROUTE_CCG;
    bcf_explained_area from = by_ccg ? bcf_explain_area(at, BCF_SCOPE_CCG, row->ccg)
                                     : bcf_explain_area(at, BCF_SCOPE_COUNCIL, row->council);
    const bcf_ratio *sum = onward_sum(of, people, by_ccg, row, allocations);
    bcf_explain_add_people(at, row->ccg, row->council);
    if (allocations == NULL) {
        bcf_explain_add_all_people(at, from, sum);
    } else {
        add_allocation_here(of, people, row, allocations);
    }
    return bcf_explain_add_share(at, split, by_ccg ? row->council : row->ccg, from,
                                 onward_weight(of, people, row, allocations), sum,
                                 status_of_row(of, row));
}

/* CCG -> councils, or council -> its CCGs: the rows of the scope. */
static void tell_onward(const telling *of)
{
    bcf_explainer *at = of->at;
    const bcf_figures *figures = at->run->figures;
    const bcf_people *people = bcf_people_count(at->arena, figures);
    bool by_ccg = of->component->route == BCF_ROUTE_CCG;
    bcf_values taken;
    const bcf_values *allocations = transfer_allocations(of, &taken);
    bcf_explain_section *section = begin_onward(of, by_ccg, allocations != NULL);
    bcf_money total = {0};
    bcf_status worst = of->status;
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *row = &figures->residents[i];
        if (!is_row_in(at->run, at->scope, row)) {
            continue;
        }
        size_t source = by_ccg ? row->ccg : row->council;
        const bcf_split *split =
            bcf_ledger_find(at->run->allocation->ledger,
                            by_ccg ? BCF_SPLIT_CCG : BCF_SPLIT_TRANSFER, of->index, source);
        if (split == NULL) {
            continue; /* nothing came that way */
        }
        worst = bcf_status_worst(worst, status_of_row(of, row));
        total = bcf_money_add(total, tell_row(of, split, people, row, allocations));
    }
    section->status = worst;
    section->has_total = true;
    section->total = total;
}

/* Money that waits for a decision of the board, one step a board of the scope. */
static void tell_decision(const telling *of)
{
    bcf_explainer *at = of->at;
    const bcf_allocation *allocation = at->run->allocation;
    size_t told = BCF_NOWHERE;
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (grant->component != of->index || grant->board == told
            || !bcf_scope_has_grant(at->scope, grant)) {
            continue;
        }
        told = grant->board;
        bcf_explained_area board = bcf_explain_area(at, BCF_SCOPE_BOARD, told);
        const bcf_row *row = bcf_explain_row(at, BCF_TABLE_DECISIONS, "hwb", board.code, "item",
                                             of->component->decision);
        bcf_explained step = bcf_explain_input(
            at, BCF_TABLE_DECISIONS, row, board,
            bcf_arena_print(
                at->arena, "the decision '%s' is %s: the money is %s", of->component->decision,
                row == NULL ? "not there" : bcf_row_cell(BCF_TABLE_DECISIONS, row, "state")->text,
                bcf_grant_state_text(grant->state)));
        step.kind = BCF_EXPLAINED_TEST;
        step.rule = bcf_arena_print(at->arena, "waits for %s", of->component->decision);
        step.result = bcf_grant_state_text(grant->state);
        bcf_explain_add(at, step);
    }
}

void bcf_explain_component(bcf_explainer *at, size_t component)
{
    const bcf_run *run = at->run;
    telling of = {.at = at,
                  .index = component,
                  .component = &run->policy->components[component],
                  .basis = &run->allocation->bases[component],
                  .first = bcf_ledger_find(run->allocation->ledger, BCF_SPLIT_COMPONENT, component,
                                           BCF_SPLIT_NATIONAL)};
    at->item = of.component->id;
    at->cite = &of.component->cite;
    of.level = of.basis->values.formula->level;
    of.status = bcf_status_computed(of.basis->values.status);
    BCF_ASSERT(of.first != NULL);
    if (!bcf_explain_has_component(run, at->scope, component)) {
        bcf_explain_begin(at, BCF_SECTION_WORDS, of.component->title,
                          "Nothing of it goes to or through this area.");
        return;
    }
    tell_first(&of);
    if (of.component->route == BCF_ROUTE_CCG || of.component->route == BCF_ROUTE_TRANSFER) {
        tell_onward(&of);
    }
    if (of.component->decision != NULL) {
        bcf_explain_begin(at, BCF_SECTION_WORDS,
                          bcf_arena_print(at->arena, "%s: is it due?", of.component->title),
                          "Due only where the board's plan is jointly agreed and signed off; it is "
                          "never shared out to others.");
        tell_decision(&of);
    }
}

void bcf_explain_pool(bcf_explainer *at)
{
    const bcf_run *run = at->run;
    const bcf_policy *policy = run->policy;
    at->item = "pool";
    at->cite = &policy->headline_cite;
    bcf_explain_section *section =
        bcf_explain_begin(at, BCF_SECTION_SUM, "All of it, added up",
                          "What each part of the fund gives; with its id after the area, every "
                          "part is explained by itself.");
    bcf_explained_area about = bcf_explain_area(at, at->scope.kind, at->scope.index);
    bcf_money total = {0};
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < policy->component_count; i++) {
        bcf_money amount = {0};
        bcf_status status = BCF_STATUS_NONE;
        for (size_t j = 0; j < run->allocation->grant_count; j++) {
            const bcf_grant *grant = &run->allocation->grants[j];
            if (grant->component == i && bcf_scope_has_grant(at->scope, grant)) {
                amount = bcf_money_add(amount, grant->amount);
                status = bcf_status_worst(status, grant->status);
            }
        }
        if (amount.pence > 0) {
            bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_SUM,
                                                .about = about,
                                                .rule = bcf_arena_print(at->arena, "component %s",
                                                                        policy->components[i].id),
                                                .cite = &policy->components[i].cite,
                                                .what = policy->components[i].title,
                                                .has_amount = true,
                                                .amount = amount,
                                                .status = status});
        }
        total = bcf_money_add(total, amount);
        worst = bcf_status_worst(worst, status);
    }
    section->has_total = true;
    section->total = total;
    section->status = worst;
    bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_SUM,
                                        .about = about,
                                        .rule = "all components",
                                        .what = "The pool",
                                        .has_amount = true,
                                        .amount = total,
                                        .status = worst});
}

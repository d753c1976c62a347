/* SPDX-License-Identifier: MIT */
#include "assurance_inside.h"

/* What one contributor must put into a board's pool for one component. */
typedef struct minimum {
    bcf_area_kind kind;
    size_t contributor;
    size_t component;
    bcf_money amount;
    bcf_status status;
} minimum;

typedef struct minimums {
    minimum *items;
    size_t count;
} minimums;

/* The CCG where the money goes through one, else the council: a county's is that of its districts
 * added up (paragraph 15). */
static minimum *minimum_of(minimums *list, bcf_arena *arena, const bcf_grant *grant)
{
    bool is_ccg = grant->ccg != BCF_NOWHERE;
    bcf_area_kind kind = is_ccg ? BCF_AREA_CCG : BCF_AREA_COUNCIL;
    size_t contributor = is_ccg ? grant->ccg : grant->council;
    for (size_t i = 0; i < list->count; i++) {
        minimum *item = &list->items[i];
        if (item->kind == kind && item->contributor == contributor
            && item->component == grant->component) {
            return item;
        }
    }
    BCF_MAKE_ROOM(arena, list->items, list->count);
    minimum *item = &list->items[list->count++];
    *item = (minimum){.kind = kind,
                      .contributor = contributor,
                      .component = grant->component,
                      .status = BCF_STATUS_NONE};
    return item;
}

static minimums minimums_of_board(const bcf_assessor *at)
{
    const bcf_allocation *allocation = at->allocation;
    minimums list = {0};
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (grant->board == at->board) {
            minimum *item = minimum_of(&list, at->arena, grant);
            item->amount = bcf_money_add(item->amount, grant->amount);
            item->status = bcf_status_worst(item->status, grant->status);
        }
    }
    return list;
}

static const char *contributor_code(const bcf_assessor *at, bcf_area_kind kind, size_t index)
{
    return kind == BCF_AREA_CCG ? at->figures->areas->ccgs[index].code
                                : at->figures->areas->councils[index].code;
}

static const char *contribution(const bcf_assessor *at, bcf_area_kind kind, size_t index,
                                size_t component)
{
    return bcf_arena_print(at->arena, "%s %s", contributor_code(at, kind, index),
                           at->policy->components[component].id);
}

/* What is pooled and what must be, while it is added up: gross money is counted once. */
typedef struct pool {
    bcf_money pooled;
    bcf_money least;
    size_t missing; /* minimums without a row */
    bcf_status status;
} pool;

static void compare_minimum(bcf_assessor *at, const minimum *least, pool *sum)
{
    const char *name = contribution(at, least->kind, least->contributor, least->component);
    const bcf_pooled *pooled = bcf_submissions_pooled(at->submissions, at->board, least->kind,
                                                      least->contributor, least->component);
    const char *must = bcf_assess_pounds(at, least->amount);
    bcf_status status = bcf_status_worst(least->status, bcf_assess_table(at, BCF_TABLE_POOLED));
    sum->least = bcf_money_add(sum->least, least->amount);
    sum->status = bcf_status_worst(sum->status, status);
    if (pooled == NULL) {
        sum->missing++;
        bcf_assess(at, name, BCF_RESULT_NOT_ASSESSED, status, "no row in pooled; the minimum is %s",
                   must);
        return;
    }
    sum->pooled = bcf_money_add(sum->pooled, pooled->amount);
    int order = bcf_money_compare(pooled->amount, least->amount);
    const char *has = bcf_assess_pounds(at, pooled->amount);
    if (order < 0) {
        bcf_assess(at, name, BCF_RESULT_FAIL, status, "%s pooled, %s below the minimum of %s", has,
                   bcf_assess_pounds(at, bcf_money_subtract(least->amount, pooled->amount)), must);
    } else if (order > 0) {
        bcf_assess(at, name, BCF_RESULT_PASS, status, "%s pooled, %s above the minimum of %s", has,
                   bcf_assess_pounds(at, bcf_money_subtract(pooled->amount, least->amount)), must);
    } else {
        bcf_assess(at, name, BCF_RESULT_PASS, status, "the minimum is pooled");
    }
}

static bool has_minimum(const minimums *list, const bcf_pooled *pooled)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].kind == pooled->kind && list->items[i].contributor == pooled->contributor
            && list->items[i].component == pooled->component) {
            return true;
        }
    }
    return false;
}

/* Money that no letter asks for. A council's transfer is what its CCGs put in: counting both would
 * count it twice. */
static void compare_addition(bcf_assessor *at, const bcf_pooled *pooled, pool *sum)
{
    const char *name = contribution(at, pooled->kind, pooled->contributor, pooled->component);
    const char *has = bcf_assess_pounds(at, pooled->amount);
    bcf_status status = bcf_assess_table(at, BCF_TABLE_POOLED);
    bcf_route route = at->policy->components[pooled->component].route;
    bool is_by_ccgs = route == BCF_ROUTE_CCG || route == BCF_ROUTE_TRANSFER;
    if (is_by_ccgs && pooled->kind == BCF_AREA_COUNCIL) {
        bcf_assess(at, name, BCF_RESULT_WARN, status,
                   "%s is gross: this money comes from the CCGs, is counted there and not again",
                   has);
        return;
    }
    sum->pooled = bcf_money_add(sum->pooled, pooled->amount);
    bcf_assess(at, name, BCF_RESULT_PASS, status, "%s pooled, where no minimum is asked for", has);
}

static void compare_total(bcf_assessor *at, const pool *sum)
{
    const char *has = bcf_assess_pounds(at, sum->pooled);
    const char *must = bcf_assess_pounds(at, sum->least);
    int order = bcf_money_compare(sum->pooled, sum->least);
    if (order < 0 && sum->missing > 0) {
        bcf_assess(at, "total", BCF_RESULT_NOT_ASSESSED, sum->status,
                   "%s pooled of a minimum of %s, and no row of %s", has, must,
                   bcf_wording_things(at->arena, sum->missing, "contribution"));
    } else if (order < 0) {
        bcf_assess(at, "total", BCF_RESULT_FAIL, sum->status,
                   "%s pooled, %s below the minimum of %s", has,
                   bcf_assess_pounds(at, bcf_money_subtract(sum->least, sum->pooled)), must);
    } else {
        bcf_assess(at, "total", BCF_RESULT_PASS, sum->status, "%s pooled, the minimum is %s", has,
                   must);
    }
}

void bcf_assess_minimum_pool(bcf_assessor *at)
{
    size_t first = 0;
    size_t count = bcf_submissions_pooled_of(at->submissions, at->board, &first);
    if (count == 0) {
        return;
    }
    minimums list = minimums_of_board(at);
    pool sum = {.status = BCF_STATUS_NONE};
    for (size_t i = 0; i < list.count; i++) {
        compare_minimum(at, &list.items[i], &sum);
    }
    for (size_t i = first; i < first + count; i++) {
        if (!has_minimum(&list, &at->submissions->pooled[i])) {
            compare_addition(at, &at->submissions->pooled[i], &sum);
        }
    }
    compare_total(at, &sum);
}

/* What goes to a housing authority at least, and how real that is. */
static bcf_money least_grant(const bcf_assessor *at, const bcf_housing_authority *authority,
                             bcf_status *status)
{
    const bcf_grants_sum *sum = authority->is_district ? &at->of_districts[authority->district]
                                                       : &at->of_councils[authority->council];
    *status = bcf_status_worst(bcf_assess_table(at, BCF_TABLE_DISTRICT_PLANS), sum->status);
    return sum->amount;
}

static const bcf_district_plan *plan_of(const bcf_assessor *at,
                                        const bcf_housing_authority *authority)
{
    return authority->is_district
               ? bcf_submissions_district(at->submissions, BCF_AREA_DISTRICT, authority->district)
               : bcf_submissions_district(at->submissions, BCF_AREA_COUNCIL, authority->council);
}

/* The districts of the board; and a council that took over from some, if it has a plan. */
static bool is_looked_at(const bcf_assessor *at, const bcf_housing_authority *authority)
{
    return at->figures->areas->councils[authority->council].board == at->board
           && (authority->is_district || plan_of(at, authority) != NULL);
}

static const char *authority_name(const bcf_assessor *at, const bcf_housing_authority *authority)
{
    const bcf_areas *areas = at->figures->areas;
    return bcf_arena_print(at->arena, "%s (%s)", authority->code,
                           authority->is_district ? areas->districts[authority->district].name
                                                  : areas->councils[authority->council].name);
}

static void compare_grant(bcf_assessor *at, const bcf_housing_authority *authority)
{
    bcf_status status = BCF_STATUS_NONE;
    bcf_money least = least_grant(at, authority, &status);
    const char *must = bcf_assess_pounds(at, least);
    const char *name = authority_name(at, authority);
    const bcf_district_plan *plan = plan_of(at, authority);
    if (plan == NULL) {
        bcf_assess(at, name, BCF_RESULT_NOT_ASSESSED, status,
                   "no row in district_plans; the minimum is %s", must);
        return;
    }
    int order = bcf_money_compare(plan->amount, least);
    const char *has = bcf_assess_pounds(at, plan->amount);
    if (order < 0) {
        bcf_assess(at, name, BCF_RESULT_FAIL, status, "minimum %s, planned %s: short by %s", must,
                   has, bcf_assess_pounds(at, bcf_money_subtract(least, plan->amount)));
    } else if (order > 0) {
        bcf_assess(at, name, BCF_RESULT_PASS, status, "minimum %s, planned %s: a top-up of %s",
                   must, has, bcf_assess_pounds(at, bcf_money_subtract(plan->amount, least)));
    } else {
        bcf_assess(at, name, BCF_RESULT_PASS, status, "minimum %s, planned the same", must);
    }
}

void bcf_assess_district_minimum(bcf_assessor *at)
{
    const bcf_areas *areas = at->figures->areas;
    for (size_t i = 0; i < areas->housing_count; i++) {
        if (is_looked_at(at, &areas->housing[i])) {
            compare_grant(at, &areas->housing[i]);
        }
    }
}

static void look_at_date(bcf_assessor *at, const bcf_housing_authority *authority)
{
    const char *name = authority_name(at, authority);
    const bcf_district_plan *plan = plan_of(at, authority);
    bcf_status status = bcf_assess_table(at, BCF_TABLE_DISTRICT_PLANS);
    if (plan == NULL) {
        bcf_assess(at, name, BCF_RESULT_NOT_ASSESSED, status, "no row in district_plans");
        return;
    }
    if (plan->passed_down == 0) {
        bcf_assess(at, name, BCF_RESULT_NOT_ASSESSED, status, "no date of passing the grant down");
        return;
    }
    bool is_within =
        plan->passed_down >= at->rules->grant_first && plan->passed_down <= at->rules->grant_last;
    bcf_assess(at, name, is_within ? BCF_RESULT_PASS : BCF_RESULT_FAIL, status,
               "passed down on %s, %s %s to %s", bcf_wording_date(at->arena, plan->passed_down),
               is_within ? "within" : "outside",
               bcf_wording_date(at->arena, at->rules->grant_first),
               bcf_wording_date(at->arena, at->rules->grant_last));
}

void bcf_assess_district_passed_down(bcf_assessor *at)
{
    const bcf_areas *areas = at->figures->areas;
    for (size_t i = 0; i < areas->housing_count; i++) {
        if (is_looked_at(at, &areas->housing[i])) {
            look_at_date(at, &areas->housing[i]);
        }
    }
}

/* The board's part of the national amount, by the shares of a component: indicative, and rounded
 * to the penny half away, as the letter shows it. */
static bcf_money indicative(const bcf_assessor *at, const bcf_purpose *purpose, bcf_status *status)
{
    const bcf_grants_sum *part =
        &at->parts[at->board * at->policy->component_count + purpose->component];
    *status = bcf_status_worst(bcf_assess_table(at, BCF_TABLE_SPEND), part->status);
    bcf_money whole = at->policy->components[purpose->component].amount;
    if (whole.pence == 0) {
        return whole; /* nobody has a part of nothing */
    }
    const bcf_ratio *share = bcf_ratio_of(at->arena, part->amount.pence, whole.pence);
    return bcf_ratio_of_money(purpose->amount, share, BCF_ROUND_HALF_AWAY);
}

void bcf_assess_earmarks(bcf_assessor *at)
{
    for (size_t i = 0; i < at->rules->purpose_count; i++) {
        const bcf_purpose *purpose = &at->rules->purposes[i];
        const bcf_spend *spend = bcf_submissions_spend(at->submissions, at->board, purpose->id);
        bcf_status status = BCF_STATUS_NONE;
        bcf_money share = indicative(at, purpose, &status);
        const char *should = bcf_assess_pounds(at, share);
        if (spend == NULL) {
            bcf_assess(at, purpose->id, BCF_RESULT_NOT_ASSESSED, status,
                       "no row in spend; the indicative share is %s", should);
            continue;
        }
        const char *has = bcf_assess_pounds(at, spend->amount);
        if (spend->amount.pence == 0 && share.pence > 0) {
            bcf_assess(at, purpose->id, BCF_RESULT_FAIL, status,
                       "nothing planned; the indicative share is %s", should);
        } else if (bcf_money_compare(spend->amount, share) < 0) {
            bcf_assess(at, purpose->id, BCF_RESULT_WARN, status,
                       "%s planned, %s below the indicative share of %s", has,
                       bcf_assess_pounds(at, bcf_money_subtract(share, spend->amount)), should);
        } else {
            bcf_assess(at, purpose->id, BCF_RESULT_PASS, status,
                       "%s planned, the indicative share is %s", has, should);
        }
    }
}

/* SPDX-License-Identifier: MIT */
#include "allocation.h"

#include "allocation_inside.h"
#include "sort.h"

const char *bcf_grant_state_text(bcf_grant_state state)
{
    switch (state) {
    case BCF_GRANT_ALLOCATED:
        return "allocated";
    case BCF_GRANT_WITHHELD:
        return "withheld";
    case BCF_GRANT_PENDING:
        return "pending";
    }
    BCF_UNREACHABLE("a grant without a state");
}

/* Money that waits for a plan is due, withheld or pending by the board's decision (paragraph 6);
 * it is never shared out to others. */
static bcf_grant_state state_of(const bcf_share_out *sharing, size_t board)
{
    if (sharing->component->decision == NULL) {
        return BCF_GRANT_ALLOCATED;
    }
    switch (bcf_figures_decision(sharing->figures, board, sharing->component->decision)) {
    case BCF_DECISION_YES:
    case BCF_DECISION_AGREED:
        return BCF_GRANT_ALLOCATED;
    case BCF_DECISION_NO:
    case BCF_DECISION_NOT_AGREED:
        return BCF_GRANT_WITHHELD;
    case BCF_DECISION_ABSENT:
    case BCF_DECISION_NOT_REQUIRED:
        return BCF_GRANT_PENDING;
    }
    BCF_UNREACHABLE("a decision without a state");
}

static void add_grant(bcf_share_out *sharing, size_t council, size_t ccg, size_t district,
                      bcf_money amount)
{
    if (amount.pence == 0) {
        return;
    }
    size_t board = sharing->figures->areas->councils[council].board;
    BCF_MAKE_ROOM(sharing->arena, sharing->grants, sharing->count);
    sharing->grants[sharing->count++] = (bcf_grant){
        .component = sharing->component_index,
        .board = board,
        .council = council,
        .ccg = ccg,
        .district = district,
        .amount = amount,
        .state = state_of(sharing, board),
        .status = sharing->status,
    };
}

/* What is asked for under a reading that is not the default is refused with that reading's name. */
static bcf_code refuse_reading(bcf_share_out *sharing, const bcf_when *when)
{
    return bcf_refuse(sharing->err, BCF_REFUSED_DATA, when->place,
                      "formula '%s' is asked for by %s=%s", when->use, when->setting, when->is);
}

/* The values of the component's formula, and the shares that they earn of its amount. */
static bcf_code share_by_formula(bcf_money **shares, bcf_formula_values *values,
                                 bcf_share_out *sharing)
{
    const bcf_component *component = sharing->component;
    const bcf_when *when = bcf_settings_chosen(sharing->settings, &component->whens);
    const bcf_formula *formula =
        bcf_policy_formula(sharing->figures->policy, when == NULL ? component->formula : when->use);
    BCF_ASSERT(formula != NULL);
    bcf_code code = bcf_formula_evaluate(values, sharing->arena, sharing->figures,
                                         sharing->settings, formula, sharing->notes, sharing->err);
    if (code != BCF_OK) {
        return when == NULL ? code : refuse_reading(sharing, when);
    }
    sharing->status = bcf_status_computed(values->status);
    sharing->bases[sharing->component_index].values = *values;
    *shares = BCF_NEW_ARRAY(sharing->arena, values->count, bcf_money);
    return bcf_allocation_share(*shares, sharing, values);
}

/* One area's share, and the residents rows that it is split among. */
typedef struct onward {
    bcf_split_kind kind;
    size_t source; /* the area */
    const char *code;
    bcf_place place;
    bcf_money share;
    const bcf_ratio *const *weights; /* of each row */
    const size_t *who;               /* whom each row is for */
    size_t count;
} onward;

/* `parts[i]` belongs to row i. */
static bcf_code split_share(bcf_money parts[], bcf_share_out *sharing, const onward *from)
{
    const char *what = bcf_arena_print(sharing->arena, "component '%s' of '%s'",
                                       sharing->component->id, from->code);
    bcf_weights *weights = bcf_weights_of_ratios(sharing->arena, from->weights, from->count);
    bcf_code code = bcf_apportion(parts, from->share, sharing->unit, weights, BCF_TIE_LARGER_WEIGHT,
                                  what, from->place, sharing->err);
    if (code == BCF_OK) {
        bcf_ledger_add(sharing->ledger, &(bcf_split){.kind = from->kind,
                                                     .subject = sharing->component_index,
                                                     .source = from->source,
                                                     .whole = from->share,
                                                     .unit = sharing->unit,
                                                     .tie = BCF_TIE_LARGER_WEIGHT,
                                                     .weights = weights,
                                                     .shares = parts,
                                                     .who = from->who});
    }
    return code;
}

/* Component -> CCGs -> councils, by where each CCG's people live. */
static bcf_code share_by_ccgs(bcf_share_out *sharing)
{
    bcf_money *shares = NULL;
    bcf_formula_values values;
    bcf_code code = share_by_formula(&shares, &values, sharing);
    if (code != BCF_OK) {
        return code;
    }
    const bcf_figures *figures = sharing->figures;
    size_t rows = figures->residents_count;
    sharing->status = bcf_status_worst(sharing->status, figures->residents_status);
    bcf_money *parts = BCF_NEW_ARRAY(sharing->arena, rows, bcf_money);
    const bcf_ratio **people = BCF_NEW_ARRAY(sharing->arena, rows, const bcf_ratio *);
    size_t *councils = BCF_NEW_ARRAY(sharing->arena, rows, size_t);
    size_t first = 0;
    while (first < rows) {
        size_t ccg = figures->residents[first].ccg;
        size_t end = first;
        for (; end < rows && figures->residents[end].ccg == ccg; end++) {
            people[end] = figures->residents[end].people;
            councils[end] = figures->residents[end].council;
        }
        const bcf_ccg *area = &figures->areas->ccgs[ccg];
        code = split_share(parts + first, sharing,
                           &(onward){BCF_SPLIT_CCG, ccg, area->code, area->place, shares[ccg],
                                     people + first, councils + first, end - first});
        if (code != BCF_OK) {
            return code;
        }
        first = end;
    }
    /* by council, which is all but the order of boards */
    for (size_t i = 0; i < rows; i++) {
        const bcf_residents *row = sharing->by_council[i];
        add_grant(sharing, row->council, row->ccg, BCF_NOWHERE, parts[row - figures->residents]);
    }
    return BCF_OK;
}

/* Sets totals[ccg] to all the people of each CCG. */
static const bcf_ratio **people_of_ccgs(bcf_share_out *sharing)
{
    const bcf_figures *figures = sharing->figures;
    size_t count = figures->areas->ccg_count;
    const bcf_ratio **totals = BCF_NEW_ARRAY(sharing->arena, count, const bcf_ratio *);
    size_t first = 0;
    while (first < figures->residents_count) {
        size_t ccg = figures->residents[first].ccg;
        bcf_ratio *total = bcf_ratio_new(sharing->arena);
        for (; first < figures->residents_count && figures->residents[first].ccg == ccg; first++) {
            bcf_ratio_add(total, total, figures->residents[first].people);
        }
        totals[ccg] = total;
    }
    return totals;
}

/* The weights of sharing->by_council: people, or the CCG's allocation x its people here / all its
 * people (setting transfer-split; main paragraph 93 knows only equal CCGs). */
static bcf_code transfer_weights(const bcf_ratio ***out, bcf_share_out *sharing)
{
    const bcf_figures *figures = sharing->figures;
    size_t rows = figures->residents_count;
    const bcf_ratio **weights = BCF_NEW_ARRAY(sharing->arena, rows, const bcf_ratio *);
    *out = weights;
    for (size_t i = 0; i < rows; i++) {
        weights[i] = sharing->by_council[i]->people;
    }
    if (!bcf_settings_is(sharing->settings, "transfer-split", "programme-allocation")) {
        return BCF_OK;
    }
    const bcf_indicator *indicator = bcf_policy_indicator(figures->policy, "programme-allocation");
    BCF_ASSERT(indicator != NULL);
    bcf_values allocations;
    bcf_code code =
        bcf_figures_values(&allocations, sharing->arena, figures, indicator, sharing->err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_figures_note_shares(figures, sharing->arena, indicator, &allocations, sharing->notes);
    sharing->ccg_statuses = allocations.statuses;
    const bcf_ratio **heads = people_of_ccgs(sharing);
    for (size_t ccg = 0; ccg < figures->areas->ccg_count; ccg++) {
        bcf_ratio *a_head = bcf_ratio_new(sharing->arena);
        bcf_ratio_divide(a_head, allocations.items[ccg], heads[ccg]);
        heads[ccg] = a_head; /* of its allocation */
    }
    for (size_t i = 0; i < rows; i++) {
        const bcf_residents *row = sharing->by_council[i];
        bcf_ratio *weight = bcf_ratio_new(sharing->arena);
        bcf_ratio_multiply(weight, row->people, heads[row->ccg]);
        weights[i] = weight;
    }
    return BCF_OK;
}

/* A council's split rests on the allocations of its own CCGs, not of all England's. */
static bcf_status status_of_split(const bcf_share_out *sharing, size_t first, size_t end)
{
    bcf_status status = sharing->status;
    for (size_t i = first; sharing->ccg_statuses != NULL && i < end; i++) {
        bcf_status own = sharing->ccg_statuses[sharing->by_council[i]->ccg];
        status = bcf_status_worst(status, bcf_status_computed(own));
    }
    return status;
}

/* Councils -> their CCGs, back into that council's pool (main paragraph 93). */
static bcf_code share_by_transfer(bcf_share_out *sharing)
{
    bcf_money *shares = NULL;
    bcf_formula_values values;
    const bcf_ratio **weights = NULL;
    bcf_code code = share_by_formula(&shares, &values, sharing);
    if (code == BCF_OK) {
        code = transfer_weights(&weights, sharing);
    }
    if (code != BCF_OK) {
        return code;
    }
    const bcf_figures *figures = sharing->figures;
    sharing->status = bcf_status_worst(sharing->status, figures->residents_status);
    bcf_money *parts = BCF_NEW_ARRAY(sharing->arena, figures->residents_count, bcf_money);
    size_t *ccgs = BCF_NEW_ARRAY(sharing->arena, figures->residents_count, size_t);
    for (size_t i = 0; i < figures->residents_count; i++) {
        ccgs[i] = sharing->by_council[i]->ccg;
    }
    size_t first = 0;
    for (size_t council = 0; council < figures->areas->council_count; council++) {
        size_t end = first;
        while (end < figures->residents_count && sharing->by_council[end]->council == council) {
            end++;
        }
        const bcf_council *area = &figures->areas->councils[council];
        if (shares[council].pence > 0) {
            code =
                split_share(parts + first, sharing,
                            &(onward){BCF_SPLIT_TRANSFER, council, area->code, area->place,
                                      shares[council], weights + first, ccgs + first, end - first});
            if (code != BCF_OK) {
                return code;
            }
        }
        bcf_status status = sharing->status;
        sharing->status = status_of_split(sharing, first, end);
        for (; first < end; first++) {
            add_grant(sharing, council, sharing->by_council[first]->ccg, BCF_NOWHERE, parts[first]);
        }
        sharing->status = status;
    }
    return BCF_OK;
}

static bcf_code share_by_councils(bcf_share_out *sharing)
{
    bcf_money *shares = NULL;
    bcf_formula_values values;
    bcf_code code = share_by_formula(&shares, &values, sharing);
    for (size_t i = 0; code == BCF_OK && i < values.count; i++) {
        add_grant(sharing, i, BCF_NOWHERE, BCF_NOWHERE, shares[i]);
    }
    return code;
}

/* Computed per district and added up: a county passes each district its own (paragraphs 15-16). */
static bcf_code share_by_housing_authorities(bcf_share_out *sharing)
{
    bcf_money *shares = NULL;
    bcf_formula_values values;
    bcf_code code = share_by_formula(&shares, &values, sharing);
    for (size_t i = 0; code == BCF_OK && i < values.count; i++) {
        const bcf_housing_authority *area = &sharing->figures->areas->housing[i];
        add_grant(sharing, area->council, BCF_NOWHERE,
                  area->is_district ? area->district : BCF_NOWHERE, shares[i]);
    }
    return code;
}

static bcf_code share_component(bcf_share_out *sharing)
{
    switch (sharing->component->route) {
    case BCF_ROUTE_CCG:
        return share_by_ccgs(sharing);
    case BCF_ROUTE_TRANSFER:
        return share_by_transfer(sharing);
    case BCF_ROUTE_COUNCIL:
        return share_by_councils(sharing);
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return share_by_housing_authorities(sharing);
    }
    BCF_UNREACHABLE("a route that the policy never named");
}

static int compare_places(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_by_council(const void *a, const void *b)
{
    const bcf_residents *one = *(const bcf_residents *const *)a;
    const bcf_residents *other = *(const bcf_residents *const *)b;
    int order = compare_places(one->council, other->council);
    return order != 0 ? order : compare_places(one->ccg, other->ccg);
}

static int compare_grants(const void *a, const void *b)
{
    const bcf_grant *one = a;
    const bcf_grant *other = b;
    if (one->component != other->component) {
        return compare_places(one->component, other->component);
    }
    if (one->board != other->board) {
        return compare_places(one->board, other->board);
    }
    if (one->council != other->council) {
        return compare_places(one->council, other->council);
    }
    return one->ccg != other->ccg ? compare_places(one->ccg, other->ccg)
                                  : compare_places(one->district, other->district);
}

static const bcf_residents **residents_by_council(bcf_arena *arena, const bcf_figures *figures)
{
    const bcf_residents **rows =
        BCF_NEW_ARRAY(arena, figures->residents_count, const bcf_residents *);
    for (size_t i = 0; i < figures->residents_count; i++) {
        rows[i] = &figures->residents[i];
    }
    bcf_sort(rows, figures->residents_count, sizeof *rows, compare_by_council);
    return rows;
}

static bcf_money add_up(const bcf_grant grants[], size_t count)
{
    bcf_money total = {0};
    for (size_t i = 0; i < count; i++) {
        total = bcf_money_add(total, grants[i].amount);
    }
    return total;
}

bcf_code bcf_allocate(const bcf_allocation **out, bcf_arena *arena, const bcf_figures *figures,
                      const bcf_settings *settings, bcf_notes *notes, bcf_error *err)
{
    bcf_share_out sharing = {
        .arena = arena,
        .figures = figures,
        .settings = settings,
        .notes = notes,
        .err = err,
        .unit = bcf_settings_unit(settings),
        .grants = BCF_NEW_ARRAY(arena, 0, bcf_grant),
        .ledger = BCF_NEW(arena, bcf_ledger),
        .bases = BCF_NEW_ARRAY(arena, figures->policy->component_count, bcf_component_basis)};
    sharing.ledger->arena = arena;
    sharing.by_council = residents_by_council(arena, figures);
    for (size_t i = 0; i < figures->policy->component_count; i++) {
        sharing.component = &figures->policy->components[i];
        sharing.component_index = i;
        size_t first = sharing.count;
        bcf_code code = share_component(&sharing);
        if (code != BCF_OK) {
            return code;
        }
        bcf_sort(sharing.grants + first, sharing.count - first, sizeof *sharing.grants,
                 compare_grants);
        bcf_money shared = add_up(sharing.grants + first, sharing.count - first);
        BCF_ASSERT(bcf_money_compare(shared, sharing.component->amount) == 0);
    }
    bcf_allocation *allocation = BCF_NEW(arena, bcf_allocation);
    *allocation = (bcf_allocation){.grants = sharing.grants,
                                   .grant_count = sharing.count,
                                   .total = add_up(sharing.grants, sharing.count),
                                   .ledger = sharing.ledger,
                                   .bases = sharing.bases};
    *out = allocation;
    return BCF_OK;
}

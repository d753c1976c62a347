/* SPDX-License-Identifier: MIT */
#include "clamp.h"
#include "formula_inside.h"

/* Values are changed while they are worked out, and const from then on. */
static const bcf_ratio **finished(const bcf_evaluation *at, bcf_ratio *const items[])
{
    const bcf_ratio **kept = BCF_NEW_ARRAY(at->arena, at->count, const bcf_ratio *);
    for (size_t i = 0; i < at->count; i++) {
        kept[i] = items[i];
    }
    return kept;
}

typedef struct block_work {
    bcf_evaluation *at;
    const bcf_block *block;
    bcf_ratio **product; /* of each area, so far */
} block_work;

static const char *step_id(const block_work *work, const char *name)
{
    return bcf_arena_print(work->at->arena, "%s.%s", work->block->id, name);
}

/* A copy of the product so far: the work goes on. */
static const bcf_ratio **so_far(const block_work *work)
{
    bcf_ratio **copy = bcf_formula_numbers(work->at);
    for (size_t i = 0; i < work->at->count; i++) {
        bcf_ratio_set(copy[i], work->product[i]);
    }
    return finished(work->at, copy);
}

/* The amount of a top-up for one area: nothing where the indicator is not above its threshold. */
static void add_top_up(bcf_ratio *to, bcf_ratio *amount, const bcf_ratio *coefficient,
                       const bcf_ratio *of, const bcf_ratio *above)
{
    bcf_ratio_set(amount, of);
    if (above != NULL) {
        bcf_ratio_subtract(amount, of, above);
        if (bcf_ratio_sign(amount) < 0) {
            bcf_ratio_set_whole(amount, 0, 1);
        }
    }
    bcf_ratio_multiply(amount, amount, coefficient);
    bcf_ratio_add(to, to, amount);
}

/* A figure as it stands in a sum. */
static const char *number_text(const bcf_evaluation *at, const bcf_ratio *number)
{
    return bcf_ratio_ends_within(number, 14)
               ? bcf_ratio_decimal_text(at->arena, number, 14, BCF_ROUND_DOWN)
               : bcf_ratio_exact_text(at->arena, number);
}

/* "59.9073 x 0.1517", "59.9073 x (0.1517 - 0.1)", "0.05 is not above 0.1". */
static const char *top_up_detail(const bcf_evaluation *at, const bcf_ratio *coefficient,
                                 const bcf_ratio *of, const bcf_ratio *above)
{
    const char *rate = number_text(at, coefficient);
    const char *figure = number_text(at, of);
    if (above == NULL) {
        return bcf_arena_print(at->arena, "%s x %s", rate, figure);
    }
    return bcf_ratio_compare(of, above) > 0
               ? bcf_arena_print(at->arena, "%s x (%s - %s)", rate, figure, number_text(at, above))
               : bcf_arena_print(at->arena, "%s is not above %s", figure, number_text(at, above));
}

static const char *top_up_words(const block_work *work, const bcf_top_up *top_up)
{
    bcf_arena *arena = work->at->arena;
    bool has_threshold = top_up->above.kind != BCF_OPERAND_ABSENT;
    return bcf_arena_print(arena, "%s: %s x %s%s%s", top_up->title,
                           bcf_formula_words(work->at, &top_up->coefficient),
                           bcf_formula_words(work->at, &top_up->of), has_threshold ? " above " : "",
                           has_threshold ? bcf_formula_words(work->at, &top_up->above) : "");
}

static bcf_code add_top_ups(block_work *work)
{
    bcf_evaluation *at = work->at;
    for (size_t i = 0; i < work->block->top_up_count; i++) {
        const bcf_top_up *top_up = &work->block->top_ups[i];
        const bcf_ratio **coefficient = NULL;
        const bcf_ratio **of = NULL;
        const bcf_ratio **above = NULL;
        bcf_code code = bcf_formula_take(&coefficient, at, &top_up->coefficient);
        if (code == BCF_OK) {
            code = bcf_formula_take(&of, at, &top_up->of);
        }
        if (code == BCF_OK && top_up->above.kind != BCF_OPERAND_ABSENT) {
            code = bcf_formula_take(&above, at, &top_up->above);
        }
        if (code != BCF_OK) {
            return code;
        }
        bcf_ratio **amounts = bcf_formula_numbers(at);
        const char **details = BCF_NEW_ARRAY(at->arena, at->count, const char *);
        for (size_t area = 0; area < at->count; area++) {
            details[area] =
                top_up_detail(at, coefficient[area], of[area], above == NULL ? NULL : above[area]);
            add_top_up(work->product[area], amounts[area], coefficient[area], of[area],
                       above == NULL ? NULL : above[area]);
        }
        bcf_formula_step(at, step_id(work, top_up->id), BCF_STEP_PLUS, top_up_words(work, top_up),
                         finished(at, amounts));
        at->steps[at->step_count - 1].details = details;
    }
    return BCF_OK;
}

static bcf_code multiply_by(block_work *work, const bcf_operand *operand, const char *name)
{
    const bcf_ratio **factors = NULL;
    bcf_code code = bcf_formula_take(&factors, work->at, operand);
    if (code != BCF_OK) {
        return code;
    }
    for (size_t area = 0; area < work->at->count; area++) {
        bcf_ratio_multiply(work->product[area], work->product[area], factors[area]);
    }
    bcf_formula_step(work->at, step_id(work, name), BCF_STEP_TIMES,
                     bcf_formula_words(work->at, operand), factors);
    return BCF_OK;
}

static bcf_code divide_by(block_work *work, const bcf_operand *operand)
{
    bcf_evaluation *at = work->at;
    const bcf_ratio **divisors = NULL;
    bcf_code code = bcf_formula_take(&divisors, at, operand);
    for (size_t area = 0; code == BCF_OK && area < at->count; area++) {
        if (bcf_ratio_sign(divisors[area]) == 0) {
            bcf_level_area here = bcf_figures_area(at->figures->areas, at->formula->level, area);
            return bcf_refuse(at->err, BCF_REFUSED_DATA, operand->place,
                              "formula '%s': the divisor of '%s' (%s) is 0", at->formula->id,
                              here.code, here.name);
        }
        bcf_ratio_divide(work->product[area], work->product[area], divisors[area]);
    }
    if (code == BCF_OK) {
        bcf_formula_step(at, step_id(work, "divisor"), BCF_STEP_OVER,
                         bcf_formula_words(at, operand), divisors);
    }
    return code;
}

/* Basic amount + top-ups, for one client. */
static bcf_code amount_per_client(block_work *work)
{
    bcf_evaluation *at = work->at;
    const bcf_ratio **basic = NULL;
    bcf_code code = bcf_formula_take(&basic, at, &work->block->basic_amount);
    if (code != BCF_OK) {
        return code;
    }
    for (size_t area = 0; area < at->count; area++) {
        bcf_ratio_set(work->product[area], basic[area]);
    }
    bcf_formula_step(at, step_id(work, "basic-amount"), BCF_STEP_GIVEN,
                     bcf_formula_words(at, &work->block->basic_amount), basic);
    code = add_top_ups(work);
    if (code == BCF_OK) {
        bcf_formula_step(at, step_id(work, "per-client"), BCF_STEP_EQUALS, "for one client",
                         so_far(work));
    }
    return code;
}

static bcf_code multiply_out(block_work *work)
{
    const bcf_block *block = work->block;
    bcf_code code = multiply_by(work, &block->clients, "clients");
    for (size_t i = 0; code == BCF_OK && i < block->multiplier_count; i++) {
        code = multiply_by(work, &block->multipliers[i], block->multipliers[i].id);
    }
    if (code == BCF_OK && block->scaling.kind != BCF_OPERAND_ABSENT) {
        code = multiply_by(work, &block->scaling, "scaling");
    }
    if (code == BCF_OK && block->divisor.kind != BCF_OPERAND_ABSENT) {
        code = divide_by(work, &block->divisor);
    }
    return code;
}

/* Adds the block, rounded as it says, to the areas' values. */
static bcf_code add_block(bcf_ratio **values, bcf_evaluation *at, const bcf_block *block)
{
    block_work work = {.at = at, .block = block, .product = bcf_formula_numbers(at)};
    bcf_code code = amount_per_client(&work);
    if (code == BCF_OK) {
        code = multiply_out(&work);
    }
    if (code != BCF_OK) {
        return code;
    }
    for (size_t area = 0; area < at->count; area++) {
        if (block->is_rounded) {
            bcf_ratio_round(work.product[area], work.product[area], block->places, block->rounding);
        }
        bcf_ratio_add(values[area], values[area], work.product[area]);
    }
    bcf_formula_step(at, block->id, BCF_STEP_EQUALS, block->title, finished(at, work.product));
    if (block->is_rounded) {
        at->steps[at->step_count - 1].places = block->places;
    }
    return BCF_OK;
}

bcf_code bcf_formula_needs_index(const bcf_ratio ***out, bcf_evaluation *at)
{
    const bcf_formula *formula = at->formula;
    bcf_ratio **values = bcf_formula_numbers(at);
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < formula->as.needs_index.count; i++) {
        code = add_block(values, at, &formula->as.needs_index.blocks[i]);
    }
    *out = finished(at, values);
    return code;
}

typedef struct capitation {
    bcf_evaluation *at;
    const bcf_weighted_capitation *rule;
    const bcf_ratio **population;
    bcf_ratio **weighted;
    bcf_ratio **target;
    const bcf_ratio **current;
} capitation;

static bcf_code weigh_population(capitation *work)
{
    bcf_evaluation *at = work->at;
    const bcf_ratio **need = NULL;
    bcf_code code = bcf_formula_take(&work->population, at, &work->rule->population);
    if (code == BCF_OK) {
        code = bcf_formula_take(&need, at, &work->rule->need);
    }
    if (code != BCF_OK) {
        return code;
    }
    work->weighted = bcf_formula_numbers(at);
    for (size_t area = 0; area < at->count; area++) {
        bcf_ratio_multiply(work->weighted[area], work->population[area], need[area]);
        if (bcf_ratio_sign(work->weighted[area]) < 0) {
            return bcf_refuse(at->err, BCF_REFUSED_DATA, work->rule->need.place,
                              "formula '%s': a weighted population below nothing", at->formula->id);
        }
    }
    bcf_formula_step(at, "population", BCF_STEP_GIVEN,
                     bcf_formula_words(at, &work->rule->population), work->population);
    bcf_formula_step(at, "need", BCF_STEP_TIMES, bcf_formula_words(at, &work->rule->need), need);
    bcf_formula_step(at, "weighted-population", BCF_STEP_EQUALS, "weighted population",
                     finished(at, work->weighted));
    return BCF_OK;
}

/* Each area's share of the total by weighted population, or so much per head of it. */
static bcf_code set_targets(capitation *work)
{
    bcf_evaluation *at = work->at;
    const bcf_ratio *sum = bcf_formula_sum(at, finished(at, work->weighted));
    if (bcf_ratio_sign(sum) == 0) {
        return bcf_refuse(at->err, BCF_REFUSED_DATA, at->formula->place,
                          "formula '%s': the weighted population of all areas is nothing",
                          at->formula->id);
    }
    bool has_total = work->rule->total.kind != BCF_OPERAND_ABSENT;
    const bcf_operand *money = has_total ? &work->rule->total : &work->rule->per_head;
    bcf_ratio *per_head = bcf_ratio_new(at->arena);
    bcf_ratio_set(per_head, bcf_formula_constant(at, money));
    if (bcf_ratio_sign(per_head) <= 0) {
        return bcf_refuse(at->err, BCF_REFUSED_POLICY, money->place,
                          "formula '%s': '%s' is nothing or less", at->formula->id, money->id);
    }
    if (has_total) {
        bcf_ratio_divide(per_head, per_head, sum);
        bcf_formula_join_all(at);
    }
    work->target = bcf_formula_numbers(at);
    for (size_t area = 0; area < at->count; area++) {
        bcf_ratio_multiply(work->target[area], work->weighted[area], per_head);
    }
    const char *words = bcf_arena_print(
        at->arena, has_total ? "target: its share of the total (%s, %s)" : "target: %s, %s",
        bcf_formula_words(at, money), bcf_policy_constant(at->figures->policy, money->id)->written);
    bcf_formula_step(at, "target", BCF_STEP_EQUALS, words, finished(at, work->target));
    return BCF_OK;
}

/* a[i] / b[i], or NULL where b[i] is zero: there is then nothing to compare with. */
static const bcf_ratio **quotients(const bcf_evaluation *at, const bcf_ratio *const a[],
                                   const bcf_ratio *const b[], int64_t times)
{
    const bcf_ratio **items = BCF_NEW_ARRAY(at->arena, at->count, const bcf_ratio *);
    const bcf_ratio *scale = bcf_ratio_of(at->arena, times, 1);
    for (size_t area = 0; area < at->count; area++) {
        if (bcf_ratio_sign(b[area]) != 0) {
            bcf_ratio *quotient = bcf_ratio_new(at->arena);
            bcf_ratio_divide(quotient, a[area], b[area]);
            bcf_ratio_multiply(quotient, quotient, scale);
            items[area] = quotient;
        }
    }
    return items;
}

static bcf_code take_current(capitation *work)
{
    bcf_evaluation *at = work->at;
    bcf_code code = bcf_formula_take(&work->current, at, &work->rule->current);
    if (code == BCF_OK) {
        bcf_formula_step(at, "current", BCF_STEP_GIVEN, bcf_formula_words(at, &work->rule->current),
                         work->current);
    }
    return code;
}

/* What an area gets now beside its target: to compare with, not on the way to its value. */
static void measure_distance(const capitation *work)
{
    bcf_evaluation *at = work->at;
    bcf_ratio **distance = bcf_formula_numbers(at);
    for (size_t area = 0; area < at->count; area++) {
        bcf_ratio_subtract(distance[area], work->current[area], work->target[area]);
    }
    const bcf_ratio **target = finished(at, work->target);
    bcf_formula_step(at, "distance", BCF_STEP_ASIDE,
                     "distance from target: what it gets now less its target",
                     finished(at, distance));
    bcf_formula_step(at, "distance-per-cent", BCF_STEP_ASIDE, "distance from target, per cent",
                     quotients(at, finished(at, distance), target, 100));
    bcf_formula_step(at, "current-per-head", BCF_STEP_ASIDE, "what it gets now, per head",
                     quotients(at, work->current, work->population, 1));
    bcf_formula_step(at, "target-per-head", BCF_STEP_ASIDE, "target, per head",
                     quotients(at, target, work->population, 1));
}

/* What nobody falls below: what each area gets now, and the minimum growth. */
static const bcf_ratio **growth_floors(const capitation *work)
{
    bcf_evaluation *at = work->at;
    bcf_ratio *factor = bcf_ratio_of(at->arena, 1, 1);
    bcf_ratio_add(factor, factor, bcf_formula_constant(at, &work->rule->minimum_growth));
    bcf_ratio **floors = bcf_formula_numbers(at);
    for (size_t area = 0; area < at->count; area++) {
        bcf_ratio_multiply(floors[area], work->current[area], factor);
        if (bcf_ratio_sign(floors[area]) < 0) {
            bcf_ratio_set_whole(floors[area], 0, 1); /* nobody gives back more than it has */
        }
    }
    const char *growth =
        bcf_policy_constant(at->figures->policy, work->rule->minimum_growth.id)->written;
    const char *words = bcf_arena_print(at->arena, "floor: what it gets now x (1 + %s), %s", growth,
                                        bcf_formula_words(at, &work->rule->minimum_growth));
    bcf_formula_step(at, "floor", BCF_STEP_EQUALS, words, finished(at, floors));
    return finished(at, floors);
}

/* The level that the rest reaches, and who is raised to it. */
static void record_level(const capitation *work, const bcf_ratio *level,
                         const bcf_ratio *const values[], const bcf_ratio *const floors[])
{
    bcf_evaluation *at = work->at;
    bcf_ratio *per_cent = bcf_ratio_of(at->arena, 100, 1);
    bcf_ratio_multiply(per_cent, per_cent, level);
    const bcf_ratio **levels = BCF_NEW_ARRAY(at->arena, at->count, const bcf_ratio *);
    const char **details = BCF_NEW_ARRAY(at->arena, at->count, const char *);
    for (size_t area = 0; area < at->count; area++) {
        levels[area] = per_cent;
        details[area] = bcf_ratio_compare(values[area], floors[area]) > 0 ? "raised to it"
                                                                          : "stays at its floor";
    }
    bcf_formula_step(at, "level", BCF_STEP_GIVEN,
                     "level that those furthest below target are raised to, per cent of target",
                     levels);
    at->steps[at->step_count - 1].details = details;
}

/* The floor for everybody; the rest goes to those furthest below their targets, in per cent, so
 * that all whom it reaches end at one level of their targets. */
static bcf_code change_pace(const bcf_ratio ***out, capitation *work)
{
    bcf_evaluation *at = work->at;
    const bcf_ratio **floors = growth_floors(work);
    bcf_clamped *limits = BCF_NEW_ARRAY(at->arena, at->count, bcf_clamped);
    for (size_t area = 0; area < at->count; area++) {
        limits[area] = (bcf_clamped){.weight = work->target[area], .floor = floors[area]};
    }
    const bcf_ratio *whole = bcf_formula_sum(at, finished(at, work->target));
    const bcf_ratio *level = NULL;
    *out = BCF_NEW_ARRAY(at->arena, at->count, const bcf_ratio *);
    bcf_formula_join_all(at);
    if (bcf_clamp_share(*out, &level, at->arena, whole, limits, at->count) != BCF_CLAMP_DONE) {
        return bcf_refuse(
            at->err, BCF_REFUSED_DATA, work->rule->minimum_growth.place,
            "formula '%s': what areas get now and the minimum growth come to %s, and "
            "there is only %s",
            at->formula->id,
            bcf_ratio_decimal_text(at->arena, bcf_formula_sum(at, floors), 2, BCF_ROUND_HALF_AWAY),
            bcf_ratio_decimal_text(at->arena, whole, 2, BCF_ROUND_HALF_AWAY));
    }
    record_level(work, level, *out, floors);
    return BCF_OK;
}

bcf_code bcf_formula_weighted_capitation(const bcf_ratio ***out, bcf_evaluation *at)
{
    const bcf_weighted_capitation *rule = &at->formula->as.weighted_capitation;
    capitation work = {.at = at, .rule = rule};
    bool has_current = rule->current.kind != BCF_OPERAND_ABSENT;
    bcf_code code = weigh_population(&work);
    if (code == BCF_OK) {
        code = set_targets(&work);
    }
    if (code == BCF_OK && has_current) {
        code = take_current(&work);
    }
    if (code != BCF_OK) {
        return code;
    }
    *out = finished(at, work.target);
    if (rule->minimum_growth.kind != BCF_OPERAND_ABSENT) {
        code = change_pace(out, &work);
    }
    if (has_current) {
        measure_distance(&work);
    }
    return code;
}

/* The part of the increase that each area gets by its index. Never NULL values. */
static bcf_code share_increase(bcf_ratio **values, bcf_evaluation *at,
                               const bcf_ratio *const earlier[], const bcf_ratio *const index[])
{
    const bcf_floor_plus_index *rule = &at->formula->as.floor_plus_index;
    const bcf_ratio *before = bcf_formula_sum(at, earlier);
    const bcf_ratio *sum = bcf_formula_sum(at, index);
    bcf_ratio *increase = bcf_ratio_new(at->arena);
    bcf_ratio_subtract(increase, bcf_formula_constant(at, &rule->total), before);
    if (bcf_ratio_sign(increase) < 0) {
        return bcf_refuse(at->err, BCF_REFUSED_DATA, rule->total.place,
                          "formula '%s': the total, %s, is less than the %s that areas had before",
                          at->formula->id,
                          bcf_policy_constant(at->figures->policy, rule->total.id)->written,
                          bcf_ratio_decimal_text(at->arena, before, 2, BCF_ROUND_HALF_AWAY));
    }
    if (bcf_ratio_sign(sum) == 0) {
        return bcf_refuse(at->err, BCF_REFUSED_DATA, rule->index.place,
                          "formula '%s': the index of all areas adds up to nothing",
                          at->formula->id);
    }
    bcf_ratio **parts = bcf_formula_numbers(at);
    bcf_ratio_divide(increase, increase, sum);
    for (size_t area = 0; area < at->count; area++) {
        bcf_ratio_multiply(parts[area], index[area], increase);
        bcf_ratio_add(values[area], earlier[area], parts[area]);
    }
    bcf_formula_step(
        at, "increase", BCF_STEP_PLUS,
        bcf_arena_print(at->arena, "its share of the increase, up to %s (%s)",
                        bcf_formula_words(at, &rule->total),
                        bcf_policy_constant(at->figures->policy, rule->total.id)->written),
        finished(at, parts));
    return BCF_OK;
}

bcf_code bcf_formula_floor_plus_index(const bcf_ratio ***out, bcf_evaluation *at)
{
    const bcf_floor_plus_index *rule = &at->formula->as.floor_plus_index;
    const bcf_ratio **earlier = NULL;
    const bcf_ratio **index = NULL;
    bcf_code code = bcf_formula_take(&earlier, at, &rule->earlier);
    if (code == BCF_OK) {
        code = bcf_formula_take(&index, at, &rule->index);
    }
    if (code != BCF_OK) {
        return code;
    }
    bcf_ratio **values = bcf_formula_numbers(at);
    bcf_formula_step(at, "index", BCF_STEP_GIVEN, bcf_formula_words(at, &rule->index), index);
    bcf_formula_step(at, "earlier", BCF_STEP_GIVEN, bcf_formula_words(at, &rule->earlier), earlier);
    bcf_formula_join_all(at);
    *out = finished(at, values);
    return share_increase(values, at, earlier, index);
}

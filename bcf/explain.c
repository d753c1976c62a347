/* SPDX-License-Identifier: MIT */
#include "explain_inside.h"

#include <string.h>

#include "nearest.h"
#include "wording.h"

/* Places of others that are shown either side of a cut-off. */
#define NEAR_CUT_OFF 3

const char *bcf_explained_kind_text(bcf_explained_kind kind)
{
    switch (kind) {
    case BCF_EXPLAINED_INPUT:
        return "input";
    case BCF_EXPLAINED_FORMULA:
        return "formula";
    case BCF_EXPLAINED_SPLIT:
        return "split";
    case BCF_EXPLAINED_SUM:
        return "sum";
    case BCF_EXPLAINED_SCORE:
        return "score";
    case BCF_EXPLAINED_TEST:
        return "test";
    case BCF_EXPLAINED_PAYMENT:
        return "payment";
    case BCF_EXPLAINED_RANK:
        return "rank";
    case BCF_EXPLAINED_EARMARK:
        return "earmark";
    }
    BCF_UNREACHABLE("a step of no kind");
}

/* True if the part is, or lies in, what was asked for: "2015-04:local", "2015-04", "local". */
static bool is_wanted(const bcf_performance *performance, size_t part, const char *wanted)
{
    const bcf_part *rule = &performance->parts[part];
    const char *payment = performance->payments[rule->payment].id;
    size_t length = strlen(payment);
    return strcmp(wanted, rule->id) == 0 || strcmp(wanted, payment) == 0
           || strcmp(wanted, performance->strands[rule->strand].id) == 0
           || (strncmp(wanted, payment, length) == 0 && wanted[length] == ':'
               && strcmp(wanted + length + 1, rule->id) == 0);
}

/* Sets out->parts where any part of the payment is wanted. */
static bool find_parts(bcf_explain_item *out, bcf_arena *arena, const bcf_performance *performance,
                       const char *wanted)
{
    bool *parts = BCF_NEW_ARRAY(arena, performance->part_count, bool);
    bool is_found = false;
    for (size_t part = 0; part < performance->part_count; part++) {
        parts[part] = is_wanted(performance, part, wanted);
        is_found = is_found || parts[part];
    }
    if (is_found) {
        *out = (bcf_explain_item){BCF_EXPLAIN_PARTS, 0, parts};
    }
    return is_found;
}

/* Adds a word that is not there yet. */
static void add_word(const char **words, size_t *count, const char *word)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(words[i], word) == 0) {
            return;
        }
    }
    words[(*count)++] = word;
}

/* The place of an earmark in the policy's list, or -1. */
static int find_earmark(const bcf_policy *policy, const char *wanted)
{
    for (size_t i = 0; i < policy->earmark_count; i++) {
        if (strcmp(policy->earmarks[i].id, wanted) == 0) {
            return (int)i;
        }
    }
    return -1;
}

const char *const *bcf_explain_words(bcf_arena *arena, const bcf_policy *policy)
{
    const bcf_performance *performance = policy->performance;
    size_t parts = performance == NULL ? 0 : performance->part_count;
    size_t payments = performance == NULL ? 0 : performance->payment_count;
    const char **words = BCF_NEW_ARRAY(arena,
                                       policy->component_count + policy->earmark_count
                                           + policy->condition_count + parts + payments + 2,
                                       const char *);
    size_t count = 0;
    words[count++] = "pool";
    for (size_t i = 0; i < policy->component_count; i++) {
        words[count++] = policy->components[i].id;
    }
    for (size_t i = 0; i < policy->earmark_count; i++) {
        add_word(words, &count, policy->earmarks[i].id);
    }
    for (size_t i = 0; i < payments; i++) {
        words[count++] = performance->payments[i].id;
    }
    for (size_t i = 0; i < parts + policy->condition_count; i++) {
        add_word(words, &count,
                 i < parts ? performance->parts[i].id : policy->conditions[i - parts].id);
    }
    return words;
}

static bcf_code refuse_item(bcf_arena *arena, const bcf_policy *policy, const char *wanted,
                            bcf_error *err)
{
    const char *const *words = bcf_explain_words(arena, policy);
    const char *near = bcf_nearest_word(wanted, words);
    const char *list = "";
    for (size_t i = 0; words[i] != NULL; i++) {
        list = bcf_arena_print(arena, "%s%s%s", list, i == 0 ? "" : ", ", words[i]);
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has nothing called '%s'%s%s%s; there is %s", policy->id, wanted,
                      near == NULL ? "" : " (did you mean '", near == NULL ? "" : near,
                      near == NULL ? "" : "'?)", list);
}

bcf_code bcf_explain_find(bcf_explain_item *out, bcf_arena *arena, const bcf_policy *policy,
                          const char *wanted, bcf_error *err)
{
    *out = (bcf_explain_item){.kind = BCF_EXPLAIN_EVERYTHING};
    if (wanted == NULL) {
        return BCF_OK;
    }
    int component = bcf_policy_find(policy, BCF_NAME_COMPONENT, wanted);
    int condition = bcf_policy_find(policy, BCF_NAME_CONDITION, wanted);
    int earmark = find_earmark(policy, wanted);
    if (strcmp(wanted, "pool") == 0) {
        out->kind = BCF_EXPLAIN_POOL;
    } else if (component >= 0) {
        *out = (bcf_explain_item){BCF_EXPLAIN_COMPONENT, (size_t)component, NULL};
    } else if (earmark >= 0) {
        *out = (bcf_explain_item){BCF_EXPLAIN_EARMARK, (size_t)earmark, NULL};
    } else if (policy->performance != NULL && find_parts(out, arena, policy->performance, wanted)) {
        return BCF_OK;
    } else if (condition >= 0) {
        *out = (bcf_explain_item){BCF_EXPLAIN_CONDITION, (size_t)condition, NULL};
    } else {
        return refuse_item(arena, policy, wanted, err);
    }
    return BCF_OK;
}

bcf_stage bcf_explain_stage(const bcf_explain_item *item)
{
    switch (item->kind) {
    case BCF_EXPLAIN_EVERYTHING:
        return BCF_STAGE_CHECK;
    case BCF_EXPLAIN_POOL:
    case BCF_EXPLAIN_COMPONENT:
    case BCF_EXPLAIN_EARMARK:
        return BCF_STAGE_ALLOCATION;
    case BCF_EXPLAIN_PARTS:
        return BCF_STAGE_RELEASE;
    case BCF_EXPLAIN_CONDITION:
        return BCF_STAGE_CHECK;
    }
    BCF_UNREACHABLE("an item of no kind");
}

bcf_explain_section *bcf_explain_begin(bcf_explainer *at, bcf_section_kind kind, const char *title,
                                       const char *rule)
{
    bcf_explanation *out = at->out;
    BCF_MAKE_ROOM(out->arena, out->sections, out->section_count);
    bcf_explain_section *section = &out->sections[out->section_count++];
    *section = (bcf_explain_section){.kind = kind,
                                     .title = title,
                                     .rule = rule == NULL ? "" : rule,
                                     .weighting = "",
                                     .of = "",
                                     .total_words = "",
                                     .first = out->step_count};
    return section;
}

void bcf_explain_add(bcf_explainer *at, bcf_explained step)
{
    if (step.is_extra && !at->with_all) {
        return;
    }
    bcf_explanation *out = at->out;
    BCF_ASSERT(out->section_count > 0);
    step.is_detail = step.is_detail || at->is_detail;
    step.item = step.item == NULL ? at->item : step.item;
    step.cite = step.cite == NULL ? at->cite : step.cite;
    const char **texts[] = {&step.about.code, &step.about.name, &step.from.code, &step.from.name,
                            &step.rule,       &step.what,       &step.sum,       &step.result};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = *texts[i] == NULL ? "" : *texts[i];
    }
    BCF_MAKE_ROOM(out->arena, out->steps, out->step_count);
    out->steps[out->step_count++] = step;
    out->sections[out->section_count - 1].count++;
}

bcf_explained_area bcf_explain_area(const bcf_explainer *at, bcf_scope_kind kind, size_t index)
{
    const bcf_areas *areas = at->run->figures->areas;
    bcf_scope area = {kind, index};
    return (bcf_explained_area){bcf_scope_code(areas, area), bcf_scope_name(areas, area)};
}

bcf_explained_area bcf_explain_level_area(const bcf_explainer *at, bcf_level level, size_t i)
{
    bcf_level_area area = bcf_figures_area(at->run->figures->areas, level, i);
    return (bcf_explained_area){area.code, area.name};
}

const char *bcf_explain_paragraph(const bcf_explainer *at, const bcf_cite *cite)
{
    bool is_annex = strcmp(cite->source, "guidance") == 0 && cite->paragraph[0] >= '0'
                    && cite->paragraph[0] <= '9';
    return bcf_arena_print(at->arena, "%s %s%s", cite->source, is_annex ? "¶" : "",
                           cite->paragraph);
}

const char *bcf_explain_figure(const bcf_explainer *at, const bcf_ratio *ratio)
{
    return bcf_wording_exact(at->arena, ratio);
}

const char *bcf_explain_pounds(const bcf_explainer *at, bcf_money amount)
{
    return bcf_wording_pounds(at->arena, amount, amount.pence % 100 == 0);
}

/* Who stands at a place of a split. */
static bcf_explained_area who_at(const bcf_explainer *at, const bcf_split *split, size_t place)
{
    size_t who = split->who == NULL ? place : split->who[place];
    switch (split->kind) {
    case BCF_SPLIT_COMPONENT:
        return bcf_explain_level_area(
            at, at->run->allocation->bases[split->subject].values.formula->level, who);
    case BCF_SPLIT_CCG:
        return bcf_explain_area(at, BCF_SCOPE_COUNCIL, who);
    case BCF_SPLIT_TRANSFER:
        return bcf_explain_area(at, BCF_SCOPE_CCG, who);
    case BCF_SPLIT_STRAND:
        return bcf_explain_area(at, BCF_SCOPE_BOARD, who);
    case BCF_SPLIT_PARTS: {
        const char *part = at->run->policy->performance->parts[who].id;
        return (bcf_explained_area){part, part};
    }
    }
    BCF_UNREACHABLE("a split of no kind");
}

static bool is_of_payments(const bcf_split *split)
{
    return split->kind == BCF_SPLIT_STRAND || split->kind == BCF_SPLIT_PARTS;
}

/* The order of a split, worked out where it is first asked for. */
static const bcf_split_order *order_of(bcf_explainer *at, const bcf_split *split)
{
    bool is_payment = is_of_payments(split);
    const bcf_ledger *ledger = is_payment ? at->run->release->ledger : at->run->allocation->ledger;
    bcf_split_order ***orders = is_payment ? &at->orders_of_payments : &at->orders;
    if (*orders == NULL) {
        *orders = BCF_NEW_ARRAY(at->arena, ledger->count, bcf_split_order *);
    }
    size_t i = (size_t)(split - ledger->items);
    BCF_ASSERT(i < ledger->count);
    if ((*orders)[i] == NULL) {
        (*orders)[i] = BCF_NEW(at->arena, bcf_split_order);
        *(*orders)[i] = bcf_split_rank(at->arena, split);
    }
    return (*orders)[i];
}

/* The figures shown must stand in the proportion of those that were used. */
static void check_proportion(bcf_arena *arena, const bcf_account *account, const bcf_ratio *weight,
                             const bcf_ratio *sum)
{
    bcf_ratio *share = bcf_ratio_new(arena);
    bcf_ratio_divide(share, weight, sum);
    BCF_ASSERT(bcf_ratio_compare(share, account->share) == 0);
}

/* Those next to the cut-off, for `--all`. */
static void add_near(bcf_explainer *at, const bcf_split *split, const bcf_split_order *order,
                     bcf_explained_area from)
{
    if (at->near == split) {
        return; /* told with an earlier part of the same split */
    }
    at->near = split;
    size_t first = order->odd_units > NEAR_CUT_OFF ? order->odd_units - NEAR_CUT_OFF : 0;
    size_t end = order->odd_units + NEAR_CUT_OFF;
    for (size_t i = first; i < end && i < order->count && at->with_all; i++) {
        size_t place = order->places[i];
        bcf_account account = bcf_split_account(at->arena, split, order, place);
        bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_RANK,
                                            .about = who_at(at, split, place),
                                            .from = from,
                                            .what = bcf_arena_print(
                                                at->arena, "remainder number %zu", account.rank),
                                            .figure = account.remainder,
                                            .result = account.is_served ? "served" : "not served",
                                            .is_extra = true});
    }
}

bcf_money bcf_explain_add_share(bcf_explainer *at, const bcf_split *split, size_t who,
                                bcf_explained_area from, const bcf_ratio *weight,
                                const bcf_ratio *sum, bcf_status status)
{
    size_t place = 0;
    bool is_there = bcf_split_place(split, who, &place);
    BCF_ASSERT(is_there);
    const bcf_split_order *order = order_of(at, split);
    bcf_explained_share *share = BCF_NEW(at->arena, bcf_explained_share);
    *share = (bcf_explained_share){.split = split,
                                   .account = bcf_split_account(at->arena, split, order, place),
                                   .weight = weight,
                                   .sum = sum,
                                   .count = order->count,
                                   .odd_units = order->odd_units,
                                   .last = {"", ""},
                                   .next = {"", ""}};
    check_proportion(at->arena, &share->account, weight, sum);
    if (order->odd_units > 0) {
        size_t last = order->places[order->odd_units - 1];
        share->last = who_at(at, split, last);
        share->cut_off = bcf_weights_remainder(at->arena, split->weights, last);
    }
    if (order->odd_units < order->count) {
        size_t next = order->places[order->odd_units];
        share->next = who_at(at, split, next);
        share->next_left = bcf_weights_remainder(at->arena, split->weights, next);
    }
    bcf_explain_add(
        at, (bcf_explained){.kind = BCF_EXPLAINED_SPLIT,
                            .about = who_at(at, split, place),
                            .from = from,
                            .rule = "sharing out: largest remainder",
                            .sum = bcf_arena_print(
                                at->arena, "%s x %s / %s", bcf_explain_pounds(at, split->whole),
                                bcf_explain_figure(at, weight), bcf_explain_figure(at, sum)),
                            .share = share,
                            .has_amount = true,
                            .amount = share->account.amount,
                            .result = share->account.is_served ? "served" : "not served",
                            .status = status});
    add_near(at, split, order, from);
    return share->account.amount;
}

static bool has_earmark(const bcf_explainer *at, const bcf_earmark *earmark)
{
    int component = bcf_policy_find(at->run->policy, BCF_NAME_COMPONENT, earmark->component);
    return bcf_explain_has_component(at->run, at->scope, (size_t)component);
}

static void explain_fund(bcf_explainer *at, const bcf_explain_item *item)
{
    const bcf_policy *policy = at->run->policy;
    bool is_everything = item->kind == BCF_EXPLAIN_EVERYTHING;
    for (size_t i = 0; i < policy->component_count; i++) {
        bool is_this = item->kind == BCF_EXPLAIN_COMPONENT && item->index == i;
        bool is_there = is_everything && bcf_explain_has_component(at->run, at->scope, i);
        if (is_this || is_there) {
            bcf_explain_component(at, i);
        }
    }
    if (is_everything || item->kind == BCF_EXPLAIN_POOL) {
        bcf_explain_pool(at);
    }
    for (size_t i = 0; i < policy->earmark_count; i++) {
        bool is_this = item->kind == BCF_EXPLAIN_EARMARK && item->index == i;
        bool is_with = item->kind == BCF_EXPLAIN_COMPONENT
                       && strcmp(policy->earmarks[i].id, policy->components[item->index].id) == 0;
        if (is_this || is_with || (is_everything && has_earmark(at, &policy->earmarks[i]))) {
            bcf_explain_earmark(at, i);
        }
    }
    at->out->has_fund = at->out->step_count > 0;
}

static void explain_performance(bcf_explainer *at, const bcf_explain_item *item)
{
    bool is_asked = item->kind == BCF_EXPLAIN_EVERYTHING || item->kind == BCF_EXPLAIN_PARTS;
    if (!is_asked || at->run->release == NULL || at->scope.kind != BCF_SCOPE_BOARD) {
        return;
    }
    at->out->has_payments = true;
    if (at->run->policy->performance->admissions == NULL) {
        bcf_explain_payments(at, item->parts);
    } else {
        bcf_explain_quarters(at, item->parts);
    }
}

const bcf_explanation *bcf_explain(bcf_arena *arena, const bcf_run *run, bcf_scope scope,
                                   const bcf_explain_item *item, bool with_all)
{
    bcf_explanation *out = BCF_NEW(arena, bcf_explanation);
    out->arena = arena;
    bcf_explainer at = {
        .arena = arena, .run = run, .scope = scope, .with_all = with_all, .out = out};
    if (run->allocation != NULL) {
        explain_fund(&at, item);
    }
    explain_performance(&at, item);
    if (item->kind == BCF_EXPLAIN_CONDITION) {
        bcf_explain_condition(&at, item->index);
    }
    return out;
}

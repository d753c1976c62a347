/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "policy_inside.h"

/* Whatever the readings, a formula shares out among areas of one level. */
static void check_published(bcf_agreement *check, const bcf_formula *formula)
{
    const char *id = formula->as.published.indicator;
    const bcf_whens *whens = &formula->as.published.whens;
    bcf_agreement_whens(check, whens);
    if (bcf_policy_indicator(check->policy, id) == NULL) {
        bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, formula->place,
                                             "no indicator '%s'", id));
        return;
    }
    for (size_t i = 0; i < whens->count; i++) {
        const bcf_when *when = &whens->items[i];
        bcf_agreement_level(check, when->use, formula->level, "formula", formula->id, when->place);
    }
}

static void check_operand(bcf_agreement *check, const bcf_formula *formula,
                          const bcf_operand *operand)
{
    switch (operand->kind) {
    case BCF_OPERAND_ABSENT:
        return;
    case BCF_OPERAND_INDICATOR:
        bcf_agreement_level(check, operand->id, formula->level, "formula", formula->id,
                            operand->place);
        if (operand->per != NULL) {
            bcf_agreement_level(check, operand->per, formula->level, "formula", formula->id,
                                operand->place);
        }
        return;
    case BCF_OPERAND_CONSTANT:
        bcf_agreement_constant(check, operand->id, operand->place);
        return;
    case BCF_OPERAND_FORMULA: {
        const bcf_formula *other = bcf_policy_formula(check->policy, operand->id);
        if (other == NULL) {
            bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, operand->place,
                                                 "no formula '%s'", operand->id));
        } else if (other->level != formula->level) {
            bcf_agreement_keep(check,
                               bcf_refuse(check->err, BCF_REFUSED_POLICY, operand->place,
                                          "formula '%s' is not for the areas of formula '%s'",
                                          formula->id, operand->id));
        }
        return;
    }
    }
    BCF_UNREACHABLE("an operand of no kind");
}

/* What is the same for every area can only be a constant. */
static void check_is_constant(bcf_agreement *check, const bcf_operand *operand)
{
    if (operand->kind != BCF_OPERAND_ABSENT && operand->kind != BCF_OPERAND_CONSTANT) {
        bcf_agreement_keep(
            check, bcf_refuse(check->err, BCF_REFUSED_POLICY, operand->place,
                              "operand '%s' is one figure for all areas: a constant, not '%s'",
                              operand->role, operand->id));
    }
}

static void check_capitation(bcf_agreement *check, const bcf_formula *formula)
{
    const bcf_weighted_capitation *rule = &formula->as.weighted_capitation;
    check_is_constant(check, &rule->total);
    check_is_constant(check, &rule->per_head);
    check_is_constant(check, &rule->minimum_growth);
    if (rule->total.kind == BCF_OPERAND_ABSENT && rule->per_head.kind == BCF_OPERAND_ABSENT) {
        bcf_agreement_keep(check,
                           bcf_refuse(check->err, BCF_REFUSED_POLICY, formula->place,
                                      "formula '%s' has neither a total nor an amount per head",
                                      formula->id));
    }
    if (rule->minimum_growth.kind != BCF_OPERAND_ABSENT
        && rule->current.kind == BCF_OPERAND_ABSENT) {
        bcf_agreement_keep(
            check, bcf_refuse(check->err, BCF_REFUSED_POLICY, rule->minimum_growth.place,
                              "formula '%s': a pace of change needs what areas get now, 'current'",
                              formula->id));
    }
}

/* Two blocks of one id would be two steps of one name. */
static void check_blocks(bcf_agreement *check, const bcf_formula *formula)
{
    for (size_t i = 0; i < formula->as.needs_index.count; i++) {
        const bcf_block *block = &formula->as.needs_index.blocks[i];
        for (size_t j = 0; j < i; j++) {
            if (strcmp(block->id, formula->as.needs_index.blocks[j].id) == 0) {
                bcf_agreement_keep(check, bcf_refuse(check->err, BCF_REFUSED_POLICY, block->place,
                                                     "formula '%s' has block '%s' twice",
                                                     formula->id, block->id));
                break;
            }
        }
    }
}

static void check_kind(bcf_agreement *check, const bcf_formula *formula)
{
    switch (formula->kind) {
    case BCF_FORMULA_PUBLISHED:
        check_published(check, formula);
        return;
    case BCF_FORMULA_NEEDS_INDEX:
        check_blocks(check, formula);
        return;
    case BCF_FORMULA_WEIGHTED_CAPITATION:
        check_capitation(check, formula);
        return;
    case BCF_FORMULA_FLOOR_PLUS_INDEX:
        check_is_constant(check, &formula->as.floor_plus_index.total);
        return;
    }
    BCF_UNREACHABLE("a formula of no kind");
}

/* How far the search for circles has come with each formula. */
typedef enum visit {
    VISIT_NOT_YET = 0,
    VISIT_ON_THE_WAY, /* the formula at hand refers to it, perhaps through others */
    VISIT_DONE,
} visit;

/* A formula on the way, and which of its operands is looked at next. */
typedef struct stop {
    size_t formula;
    const bcf_operand **operands;
    size_t operand_count;
    size_t next;
} stop;

/* A search through all references, and the order that it finds: what is referred to, first. */
typedef struct search {
    bcf_arena *arena;
    visit *visits; /* of each formula */
    stop *way;
    size_t *order;
    size_t ordered;
} search;

static stop stop_at(bcf_agreement *check, search *at, size_t formula)
{
    stop made = {.formula = formula};
    made.operand_count =
        bcf_formula_operands(&made.operands, at->arena, &check->policy->formulas[formula]);
    at->visits[formula] = VISIT_ON_THE_WAY;
    return made;
}

static void refuse_circle(bcf_agreement *check, const bcf_operand *operand)
{
    bcf_agreement_keep(check,
                       bcf_refuse(check->err, BCF_REFUSED_POLICY, operand->place,
                                  "formula '%s' refers to itself in a circle, here by operand '%s'",
                                  operand->id, operand->role));
}

/* Follows the references from one formula on, without recursion: a policy may be long. */
static void follow(bcf_agreement *check, search *at, size_t first)
{
    size_t depth = 0;
    at->way[depth++] = stop_at(check, at, first);
    while (depth > 0) {
        stop *here = &at->way[depth - 1];
        if (here->next == here->operand_count) {
            at->visits[here->formula] = VISIT_DONE;
            at->order[at->ordered++] = here->formula;
            depth--;
            continue;
        }
        const bcf_operand *operand = here->operands[here->next++];
        const bcf_formula *other = operand->kind == BCF_OPERAND_FORMULA
                                       ? bcf_policy_formula(check->policy, operand->id)
                                       : NULL;
        if (other == NULL) {
            continue;
        }
        size_t place = (size_t)(other - check->policy->formulas);
        if (at->visits[place] == VISIT_ON_THE_WAY) {
            refuse_circle(check, operand);
        } else if (at->visits[place] == VISIT_NOT_YET) {
            at->way[depth++] = stop_at(check, at, place);
        }
    }
}

static const size_t *check_circles(bcf_agreement *check, bcf_arena *arena)
{
    size_t count = check->policy->formula_count;
    search at = {.arena = arena,
                 .visits = BCF_NEW_ARRAY(arena, count, visit),
                 .way = BCF_NEW_ARRAY(arena, count, stop),
                 .order = BCF_NEW_ARRAY(arena, count, size_t)};
    for (size_t i = 0; i < count; i++) {
        if (at.visits[i] == VISIT_NOT_YET) {
            follow(check, &at, i);
        }
    }
    return at.order;
}

const size_t *bcf_policy_check_formulas(bcf_agreement *check, bcf_arena *arena)
{
    for (size_t i = 0; i < check->policy->formula_count; i++) {
        const bcf_formula *formula = &check->policy->formulas[i];
        check_kind(check, formula);
        const bcf_operand **operands = NULL;
        size_t count = bcf_formula_operands(&operands, arena, formula);
        for (size_t j = 0; j < count; j++) {
            check_operand(check, formula, operands[j]);
        }
    }
    return check_circles(check, arena);
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "policy_node.h"

/* In the order of their enums, which begin at 1. */
static const char *const levels[] = {"ccg", "council", "housing-authority", NULL};
static const char *const roundings[] = {"half-away", "half-even", "down", NULL};

bcf_level bcf_policy_read_level(bcf_node_reader *reader, const xmlNode *node)
{
    return (bcf_level)bcf_node_word(reader, node, "level", levels);
}

bcf_rounding bcf_policy_read_rounding(bcf_node_reader *reader, const xmlNode *node)
{
    return (bcf_rounding)bcf_node_word(reader, node, "rounding", roundings);
}

const char *bcf_level_text(bcf_level level)
{
    BCF_ASSERT(level >= BCF_LEVEL_CCG && level <= BCF_LEVEL_HOUSING_AUTHORITY);
    return levels[level - 1];
}

const char *bcf_level_spoken(bcf_level level)
{
    switch (level) {
    case BCF_LEVEL_CCG:
        return "CCG";
    case BCF_LEVEL_COUNCIL:
        return "council";
    case BCF_LEVEL_HOUSING_AUTHORITY:
        return "housing authority";
    }
    BCF_UNREACHABLE("a level that nobody named");
}

static void read_constants(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "constant");
    bcf_constant *items = BCF_NEW_ARRAY(reader->arena, count, bcf_constant);
    const xmlNode *node = bcf_node_child(parent, "constant");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_constant){.id = bcf_node_text(reader, node, "id"),
                                  .title = bcf_node_text(reader, node, "title"),
                                  .value = bcf_node_number(reader, node, "value"),
                                  .written = bcf_node_text(reader, node, "value"),
                                  .cite = bcf_node_cite(reader, node),
                                  .place = bcf_node_place(reader, node)};
    }
    policy->constants = items;
    policy->constant_count = count;
}

/* What all kinds have in common. */
static bcf_formula heading(bcf_node_reader *reader, const xmlNode *node, bcf_formula_kind kind)
{
    return (bcf_formula){.id = bcf_node_text(reader, node, "id"),
                         .title = bcf_node_text(reader, node, "title"),
                         .kind = kind,
                         .cite = bcf_node_cite(reader, node),
                         .place = bcf_node_place(reader, node)};
}

/* Its areas are those of its indicator; the level stays unset where there is none, which the check
 * refuses. */
static void read_published(bcf_formula *formula, const bcf_policy *policy, bcf_node_reader *reader,
                           const xmlNode *node)
{
    formula->as.published.indicator = bcf_node_text(reader, node, "indicator");
    formula->as.published.whens = bcf_node_whens(reader, node, "indicator");
    const bcf_indicator *indicator = bcf_policy_indicator(policy, formula->as.published.indicator);
    if (indicator != NULL) {
        formula->level = indicator->level;
    }
}

static void read_top_ups(bcf_block *block, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "top-up");
    bcf_top_up *items = BCF_NEW_ARRAY(reader->arena, count, bcf_top_up);
    const xmlNode *node = bcf_node_child(parent, "top-up");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_top_up){.id = bcf_node_text(reader, node, "id"),
                                .title = bcf_node_text(reader, node, "title"),
                                .coefficient = bcf_node_operand(reader, node, "coefficient"),
                                .of = bcf_node_operand(reader, node, "of"),
                                .above = bcf_node_operand(reader, node, "above")};
    }
    block->top_ups = items;
    block->top_up_count = count;
}

static void read_multipliers(bcf_block *block, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "multiplier");
    bcf_operand *items = BCF_NEW_ARRAY(reader->arena, count, bcf_operand);
    const xmlNode *node = bcf_node_child(parent, "multiplier");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = bcf_node_as_operand(reader, node);
    }
    block->multipliers = items;
    block->multiplier_count = count;
}

/* "all" places go with the rounding "none", and neither without the other. */
static void read_precision(bcf_block *block, bcf_node_reader *reader, const xmlNode *node)
{
    const char *places = bcf_node_text_or_none(reader, node, "places", "all");
    const char *rounding = bcf_node_text_or_none(reader, node, "rounding", "none");
    if ((places == NULL) != (rounding == NULL)) {
        bcf_node_keep(reader, bcf_refuse(reader->err, BCF_REFUSED_POLICY, block->place,
                                         "block '%s': places 'all' and rounding 'none' go together",
                                         block->id));
        return;
    }
    block->is_rounded = places != NULL;
    if (block->is_rounded) {
        block->places = bcf_node_places(reader, node, "places");
        block->rounding = bcf_policy_read_rounding(reader, node);
    }
}

static void read_needs_index(bcf_formula *formula, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "block");
    bcf_block *blocks = BCF_NEW_ARRAY(reader->arena, count, bcf_block);
    const xmlNode *node = bcf_node_child(parent, "block");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        bcf_block *block = &blocks[i];
        *block = (bcf_block){.id = bcf_node_text(reader, node, "id"),
                             .title = bcf_node_text(reader, node, "title"),
                             .clients = bcf_node_operand(reader, node, "clients"),
                             .basic_amount = bcf_node_operand(reader, node, "basic-amount"),
                             .scaling = bcf_node_operand(reader, node, "scaling"),
                             .divisor = bcf_node_operand(reader, node, "divisor"),
                             .cite = bcf_node_cite(reader, node),
                             .place = bcf_node_place(reader, node)};
        read_top_ups(block, reader, node);
        read_multipliers(block, reader, node);
        read_precision(block, reader, node);
    }
    formula->as.needs_index.blocks = blocks;
    formula->as.needs_index.count = count;
}

static void read_weighted_capitation(bcf_formula *formula, bcf_node_reader *reader,
                                     const xmlNode *node)
{
    const xmlNode *pace = bcf_node_child(node, "pace-of-change");
    formula->as.weighted_capitation = (bcf_weighted_capitation){
        .population = bcf_node_operand(reader, node, "population"),
        .need = bcf_node_operand(reader, node, "need"),
        .total = bcf_node_operand(reader, node, "total"),
        .per_head = bcf_node_operand(reader, node, "per-head"),
        .current = bcf_node_operand(reader, node, "current"),
        .minimum_growth = bcf_node_operand(reader, pace, "minimum-growth"),
    };
}

static void read_floor_plus_index(bcf_formula *formula, bcf_node_reader *reader,
                                  const xmlNode *node)
{
    formula->as.floor_plus_index = (bcf_floor_plus_index){
        .earlier = bcf_node_operand(reader, node, "earlier"),
        .total = bcf_node_operand(reader, node, "total"),
        .index = bcf_node_operand(reader, node, "index"),
    };
}

/* The names of the kinds, as elements, in the order of their enum. */
static const char *const kinds[] = {"published", "needs-index", "weighted-capitation",
                                    "floor-plus-index"};
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

const char *bcf_formula_kind_text(bcf_formula_kind kind)
{
    BCF_ASSERT(kind >= BCF_FORMULA_PUBLISHED && kind <= BCF_FORMULA_FLOOR_PLUS_INDEX);
    return kinds[kind - 1];
}

/* 0: the element is no formula. */
static bcf_formula_kind kind_of(const xmlNode *node)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, kinds[i]) == 0) {
            return (bcf_formula_kind)(i + 1);
        }
    }
    return (bcf_formula_kind)0;
}

static bcf_formula read_formula(const bcf_policy *policy, bcf_node_reader *reader,
                                const xmlNode *node)
{
    bcf_formula formula = heading(reader, node, kind_of(node));
    if (formula.kind != BCF_FORMULA_PUBLISHED) {
        formula.level = bcf_policy_read_level(reader, node);
    }
    switch (formula.kind) {
    case BCF_FORMULA_PUBLISHED:
        read_published(&formula, policy, reader, node);
        return formula;
    case BCF_FORMULA_NEEDS_INDEX:
        read_needs_index(&formula, reader, node);
        return formula;
    case BCF_FORMULA_WEIGHTED_CAPITATION:
        read_weighted_capitation(&formula, reader, node);
        return formula;
    case BCF_FORMULA_FLOOR_PLUS_INDEX:
        read_floor_plus_index(&formula, reader, node);
        return formula;
    }
    BCF_UNREACHABLE("a formula of no kind");
}

void bcf_policy_read_formulas(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *root)
{
    read_constants(policy, reader, bcf_node_child(root, "constants"));
    const xmlNode *parent = bcf_node_child(root, "formulas");
    bcf_formula *items = NULL;
    size_t count = 0;
    for (const xmlNode *node = parent == NULL ? NULL : parent->children; node != NULL;
         node = node->next) {
        if (kind_of(node) != 0) {
            BCF_MAKE_ROOM(reader->arena, items, count);
            items[count++] = read_formula(policy, reader, node);
        }
    }
    policy->formulas = items;
    policy->formula_count = count;
}

static void add_operand(const bcf_operand ***list, bcf_arena *arena, size_t *count,
                        const bcf_operand *operand)
{
    if (operand->kind != BCF_OPERAND_ABSENT) {
        BCF_MAKE_ROOM(arena, *list, *count);
        (*list)[(*count)++] = operand;
    }
}

static void add_operands_of_block(const bcf_operand ***list, bcf_arena *arena, size_t *count,
                                  const bcf_block *block)
{
    add_operand(list, arena, count, &block->clients);
    add_operand(list, arena, count, &block->basic_amount);
    for (size_t i = 0; i < block->top_up_count; i++) {
        add_operand(list, arena, count, &block->top_ups[i].coefficient);
        add_operand(list, arena, count, &block->top_ups[i].of);
        add_operand(list, arena, count, &block->top_ups[i].above);
    }
    for (size_t i = 0; i < block->multiplier_count; i++) {
        add_operand(list, arena, count, &block->multipliers[i]);
    }
    add_operand(list, arena, count, &block->scaling);
    add_operand(list, arena, count, &block->divisor);
}

size_t bcf_formula_operands(const bcf_operand ***out, bcf_arena *arena, const bcf_formula *formula)
{
    size_t count = 0;
    *out = NULL;
    switch (formula->kind) {
    case BCF_FORMULA_PUBLISHED:
        return 0;
    case BCF_FORMULA_NEEDS_INDEX:
        for (size_t i = 0; i < formula->as.needs_index.count; i++) {
            add_operands_of_block(out, arena, &count, &formula->as.needs_index.blocks[i]);
        }
        return count;
    case BCF_FORMULA_WEIGHTED_CAPITATION: {
        const bcf_weighted_capitation *rule = &formula->as.weighted_capitation;
        add_operand(out, arena, &count, &rule->population);
        add_operand(out, arena, &count, &rule->need);
        add_operand(out, arena, &count, &rule->total);
        add_operand(out, arena, &count, &rule->per_head);
        add_operand(out, arena, &count, &rule->current);
        add_operand(out, arena, &count, &rule->minimum_growth);
        return count;
    }
    case BCF_FORMULA_FLOOR_PLUS_INDEX:
        add_operand(out, arena, &count, &formula->as.floor_plus_index.earlier);
        add_operand(out, arena, &count, &formula->as.floor_plus_index.total);
        add_operand(out, arena, &count, &formula->as.floor_plus_index.index);
        return count;
    }
    BCF_UNREACHABLE("a formula of no kind");
}

/* SPDX-License-Identifier: MIT */
#ifndef BCF_POLICY_NODE_H
#define BCF_POLICY_NODE_H

/*
 * policy_node.h - what one element of a policy file says, typed.
 *
 * Knows:       elements, attributes, the types of their values.
 * Never knows: which elements there are.
 *
 * The schema has seen the document first. Still nothing is taken for granted here: formulas/ is
 * the user's folder, and so is the schema in it. What is refused is kept in the reader, and
 * reading goes on, so that the user sees every problem.
 */

#include <libxml/tree.h>

#include "policy_inside.h"

typedef struct bcf_node_reader {
    bcf_arena *arena; /* of all that is read */
    const char *file;
    bcf_error *err;
    bcf_code found; /* BCF_OK as long as nothing was refused */
} bcf_node_reader;

void bcf_node_keep(bcf_node_reader *reader, bcf_code code);

bcf_place bcf_node_place(const bcf_node_reader *reader, const xmlNode *node);

/* Children of one name, in their order. The parent may be NULL: it then has none. */
const xmlNode *bcf_node_child(const xmlNode *parent, const char *name);
const xmlNode *bcf_node_next(const xmlNode *node);
size_t bcf_node_count(const xmlNode *parent, const char *name);

/* A child that must be there: NULL, and refused, where it is not. */
const xmlNode *bcf_node_the_child(bcf_node_reader *reader, const xmlNode *parent, const char *name);

/* An attribute; "", and refused, where it is missing. Spaces are collapsed as the schema's are. */
const char *bcf_node_text(bcf_node_reader *reader, const xmlNode *node, const char *name);

/* The same; NULL where it says `none`. */
const char *bcf_node_text_or_none(bcf_node_reader *reader, const xmlNode *node, const char *name,
                                  const char *none);

/* What stands between the tags; "" for NULL. */
const char *bcf_node_content(bcf_node_reader *reader, const xmlNode *node);

bool bcf_node_has(const xmlNode *node, const char *name);

bcf_cite bcf_node_cite(bcf_node_reader *reader, const xmlNode *node);

/* The place of an attribute's word in a list, counted from 1 as our enums are; 0 if refused. */
int bcf_node_word(bcf_node_reader *reader, const xmlNode *node, const char *name,
                  const char *const words[]);

/* True at the second word of a list of two. */
bool bcf_node_is_second(bcf_node_reader *reader, const xmlNode *node, const char *name,
                        const char *const words[]);

bcf_money bcf_node_money(bcf_node_reader *reader, const xmlNode *node, const char *name);

/* Above zero, at most nine digits. */
int64_t bcf_node_whole_number(bcf_node_reader *reader, const xmlNode *node, const char *name);

const bcf_ratio *bcf_node_share(bcf_node_reader *reader, const xmlNode *node, const char *name);

/* A decimal, or one over another, perhaps below zero: "14.8173", "2/37", "-0.089". */
const bcf_ratio *bcf_node_number(bcf_node_reader *reader, const xmlNode *node, const char *name);

/* At most 30. */
unsigned bcf_node_places(bcf_node_reader *reader, const xmlNode *node, const char *name);

bcf_period bcf_node_period(bcf_node_reader *reader, const xmlNode *node, const char *name);

/* The operand that the child of this name is; absent where there is no such child. */
bcf_operand bcf_node_operand(bcf_node_reader *reader, const xmlNode *parent, const char *name);

/* The operand that an element is. Refused: none of indicator, constant and formula, or several. */
bcf_operand bcf_node_as_operand(bcf_node_reader *reader, const xmlNode *node);

/* The children `when`, which say in the attribute `use` what they take instead. */
bcf_whens bcf_node_whens(bcf_node_reader *reader, const xmlNode *parent, const char *use);

/* What the files that read a policy do for one another. The lists of indicators and metrics must
 * have been read before formulas and payments. */
void bcf_policy_read_formulas(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *root);
void bcf_policy_read_payments(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *root);
void bcf_policy_read_assurance(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *root);
bcf_level bcf_policy_read_level(bcf_node_reader *reader, const xmlNode *node);
bcf_rounding bcf_policy_read_rounding(bcf_node_reader *reader, const xmlNode *node);

#endif

/* SPDX-License-Identifier: MIT */
#include "policy_node.h"

#include <string.h>

bcf_place bcf_node_place(const bcf_node_reader *reader, const xmlNode *node)
{
    return (bcf_place){.file = reader->file, .line = (int)xmlGetLineNo(node)};
}

void bcf_node_keep(bcf_node_reader *reader, bcf_code code)
{
    if (reader->found == BCF_OK) {
        reader->found = code;
    }
}

static const char *name_of(const xmlNode *node)
{
    return (const char *)node->name;
}

/* The first element of this name at `node` or after it. */
static const xmlNode *from(const xmlNode *node, const char *name)
{
    while (node != NULL && (node->type != XML_ELEMENT_NODE || strcmp(name_of(node), name) != 0)) {
        node = node->next;
    }
    return node;
}

const xmlNode *bcf_node_child(const xmlNode *parent, const char *name)
{
    return parent == NULL ? NULL : from(parent->children, name);
}

const xmlNode *bcf_node_next(const xmlNode *node)
{
    return from(node->next, name_of(node));
}

size_t bcf_node_count(const xmlNode *parent, const char *name)
{
    size_t count = 0;
    for (const xmlNode *node = bcf_node_child(parent, name); node != NULL;
         node = bcf_node_next(node)) {
        count++;
    }
    return count;
}

static void refuse_missing(bcf_node_reader *reader, const xmlNode *node, const char *what,
                           const char *name)
{
    bcf_node_keep(reader,
                  bcf_refuse(reader->err, BCF_REFUSED_FORM, bcf_node_place(reader, node),
                             "element '%s': the %s '%s' is missing", name_of(node), what, name));
}

const xmlNode *bcf_node_the_child(bcf_node_reader *reader, const xmlNode *parent, const char *name)
{
    const xmlNode *node = bcf_node_child(parent, name);
    if (node == NULL && parent != NULL) {
        refuse_missing(reader, parent, "child element", name);
    }
    return node;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One space for any number of them, none at the ends: what the schema's types have looked at. */
static const char *collapsed(bcf_arena *arena, const char *text)
{
    char *copy = BCF_NEW_ARRAY(arena, strlen(text) + 1, char);
    size_t length = 0;
    for (const char *cursor = text; *cursor != '\0'; cursor++) {
        if (!is_space(*cursor)) {
            copy[length++] = *cursor;
        } else if (length > 0 && copy[length - 1] != ' ') {
            copy[length++] = ' ';
        }
    }
    if (length > 0 && copy[length - 1] == ' ') {
        length--;
    }
    copy[length] = '\0';
    return copy;
}

/* Takes over what libxml2 allocated. */
static const char *taken(bcf_node_reader *reader, xmlChar *text)
{
    if (text == NULL) {
        bcf_out_of_memory();
    }
    const char *kept = collapsed(reader->arena, (const char *)text);
    xmlFree(text);
    return kept;
}

const char *bcf_node_text(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    if (node == NULL) {
        return "";
    }
    xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)name);
    if (text == NULL) {
        refuse_missing(reader, node, "attribute", name);
        return "";
    }
    return taken(reader, text);
}

const char *bcf_node_text_or_none(bcf_node_reader *reader, const xmlNode *node, const char *name,
                                  const char *none)
{
    const char *value = bcf_node_text(reader, node, name);
    return strcmp(value, none) == 0 ? NULL : value;
}

const char *bcf_node_content(bcf_node_reader *reader, const xmlNode *node)
{
    return node == NULL ? "" : taken(reader, xmlNodeGetContent(node));
}

bcf_cite bcf_node_cite(bcf_node_reader *reader, const xmlNode *node)
{
    return (bcf_cite){.source = bcf_node_text(reader, node, "source"),
                      .paragraph = bcf_node_text(reader, node, "paragraph")};
}

int bcf_node_word(bcf_node_reader *reader, const xmlNode *node, const char *name,
                  const char *const words[])
{
    const char *value = bcf_node_text(reader, node, name);
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(value, words[i]) == 0) {
            return i + 1;
        }
    }
    bcf_node_keep(reader, bcf_refuse(reader->err, BCF_REFUSED_FORM, bcf_node_place(reader, node),
                                     "element '%s', attribute '%s': '%s' is not known",
                                     name_of(node), name, value));
    return 0;
}

bool bcf_node_is_second(bcf_node_reader *reader, const xmlNode *node, const char *name,
                        const char *const words[])
{
    return bcf_node_word(reader, node, name, words) == 2;
}

bcf_money bcf_node_money(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    bcf_money amount = {0};
    bcf_node_keep(reader, bcf_money_parse(&amount, bcf_node_text(reader, node, name),
                                          bcf_node_place(reader, node), reader->err));
    return amount;
}

int64_t bcf_node_whole_number(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    const char *text = bcf_node_text(reader, node, name);
    int64_t number = 0;
    size_t length = strspn(text, "0123456789");
    for (size_t i = 0; i < length && i < 9; i++) {
        number = number * 10 + (text[i] - '0');
    }
    if (length == 0 || length > 9 || text[length] != '\0' || number == 0) {
        bcf_node_keep(reader,
                      bcf_refuse(reader->err, BCF_REFUSED_FORM, bcf_node_place(reader, node),
                                 "element '%s', attribute '%s': '%s' is not a whole number",
                                 name_of(node), name, text));
    }
    return number;
}

const bcf_ratio *bcf_node_share(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    bcf_decimal decimal = {0};
    bcf_node_keep(reader, bcf_decimal_parse(&decimal, bcf_node_text(reader, node, name), name,
                                            bcf_node_place(reader, node), reader->err));
    return bcf_ratio_of_decimal(reader->arena, &decimal);
}

/* The parts of a number: "-", a decimal, "/", another one. Both decimals are cut out of `text`. */
static const bcf_ratio *decimal_of(bcf_node_reader *reader, const xmlNode *node, const char *name,
                                   const char *text)
{
    bcf_decimal decimal = {0};
    bcf_node_keep(
        reader, bcf_decimal_parse(&decimal, text, name, bcf_node_place(reader, node), reader->err));
    return bcf_ratio_of_decimal(reader->arena, &decimal);
}

const bcf_ratio *bcf_node_number(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    const char *text = bcf_node_text(reader, node, name);
    bool is_negative = text[0] == '-';
    text += is_negative;
    const char *slash = strchr(text, '/');
    size_t length = slash == NULL ? strlen(text) : (size_t)(slash - text);
    bcf_ratio *number = bcf_ratio_new(reader->arena);
    bcf_ratio_set(number,
                  decimal_of(reader, node, name, bcf_arena_text_part(reader->arena, text, length)));
    if (slash != NULL) {
        const bcf_ratio *below = decimal_of(reader, node, name, slash + 1);
        if (bcf_ratio_sign(below) == 0) {
            bcf_node_keep(reader,
                          bcf_refuse(reader->err, BCF_REFUSED_POLICY, bcf_node_place(reader, node),
                                     "element '%s', attribute '%s': '%s' divides by nothing",
                                     name_of(node), name, text));
            return number;
        }
        bcf_ratio_divide(number, number, below);
    }
    if (is_negative) {
        bcf_ratio_subtract(number, bcf_ratio_new(reader->arena), number);
    }
    return number;
}

unsigned bcf_node_places(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    const char *text = bcf_node_text(reader, node, name);
    size_t length = strspn(text, "0123456789");
    unsigned places = 0;
    for (size_t i = 0; i < length && i < 3; i++) {
        places = places * 10 + (unsigned)(text[i] - '0');
    }
    if (length == 0 || text[length] != '\0' || places > 30) {
        bcf_node_keep(reader,
                      bcf_refuse(reader->err, BCF_REFUSED_FORM, bcf_node_place(reader, node),
                                 "element '%s', attribute '%s': '%s' is no number of digits",
                                 name_of(node), name, text));
        return 0;
    }
    return places;
}

bcf_period bcf_node_period(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    bcf_period period = {0};
    bcf_node_keep(reader, bcf_period_parse(&period, bcf_node_text(reader, node, name), name,
                                           bcf_node_place(reader, node), reader->err));
    return period;
}

bool bcf_node_has(const xmlNode *node, const char *name)
{
    return xmlHasNsProp((xmlNode *)(uintptr_t)node, (const xmlChar *)name, NULL) != NULL;
}

bcf_operand bcf_node_as_operand(bcf_node_reader *reader, const xmlNode *node)
{
    static const struct {
        const char *attribute;
        bcf_operand_kind kind;
    } kinds[] = {
        {"indicator", BCF_OPERAND_INDICATOR},
        {"constant", BCF_OPERAND_CONSTANT},
        {"formula", BCF_OPERAND_FORMULA},
    };
    bcf_operand operand = {.role = bcf_arena_text(reader->arena, name_of(node)),
                           .id = "",
                           .place = bcf_node_place(reader, node)};
    size_t named = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (bcf_node_has(node, kinds[i].attribute)) {
            operand.kind = kinds[i].kind;
            operand.id = bcf_node_text(reader, node, kinds[i].attribute);
            named++;
        }
    }
    if (named != 1) {
        bcf_node_keep(reader,
                      bcf_refuse(reader->err, BCF_REFUSED_POLICY, operand.place,
                                 "operand '%s' must name one of: an indicator, a constant, a "
                                 "formula; it names %s",
                                 operand.role, named == 0 ? "none" : "several"));
    }
    if (bcf_node_has(node, "per")) {
        operand.per = bcf_node_text(reader, node, "per");
        if (operand.kind != BCF_OPERAND_INDICATOR) {
            bcf_node_keep(reader, bcf_refuse(reader->err, BCF_REFUSED_POLICY, operand.place,
                                             "operand '%s': only an indicator can be per another",
                                             operand.role));
        }
    }
    return operand;
}

bcf_operand bcf_node_operand(bcf_node_reader *reader, const xmlNode *parent, const char *name)
{
    const xmlNode *node = bcf_node_child(parent, name);
    return node == NULL ? (bcf_operand){.role = name, .id = ""} : bcf_node_as_operand(reader, node);
}

bcf_whens bcf_node_whens(bcf_node_reader *reader, const xmlNode *parent, const char *use)
{
    size_t count = bcf_node_count(parent, "when");
    bcf_when *items = BCF_NEW_ARRAY(reader->arena, count, bcf_when);
    const xmlNode *node = bcf_node_child(parent, "when");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_when){.setting = bcf_node_text(reader, node, "setting"),
                              .is = bcf_node_text(reader, node, "is"),
                              .use = bcf_node_text(reader, node, use),
                              .place = bcf_node_place(reader, node)};
    }
    return (bcf_whens){.items = items, .count = count};
}

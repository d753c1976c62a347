/* SPDX-License-Identifier: MIT */
#include "policy.h"

#include <string.h>

#include "policy_inside.h"
#include "text.h"

static bool equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool bcf_policy_is_version(const char *name)
{
    return name[0] == 'v' && name[1] >= '1' && name[1] <= '9'
           && name[1 + strspn(name + 1, "0123456789")] == '\0';
}

bool bcf_policy_is_id(const char *name)
{
    return name[0] != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* The start of the last component of path[0..end), and *end moved to before its slash. */
static const char *last_component(const char *path, size_t *end)
{
    size_t start = *end;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    *end = start > 0 ? start - 1 : 0;
    return path + start;
}

/* "formulas" for "formulas/2015-16/v1/policy.xml"; NULL for a file that lies otherwise. */
static const char *home_of(bcf_arena *arena, const char *path)
{
    size_t end = strlen(path);
    if (!equal(last_component(path, &end), BCF_POLICY_FILE)) {
        return NULL;
    }
    size_t version_end = end;
    const char *version = last_component(path, &end);
    version = bcf_arena_text_part(arena, version, (size_t)(path + version_end - version));
    size_t year_end = end;
    const char *year = last_component(path, &end);
    year = bcf_arena_text_part(arena, year, (size_t)(path + year_end - year));
    if (!bcf_policy_is_version(version) || !bcf_policy_is_id(year)) {
        return NULL;
    }
    if (end == 0) {
        return path[0] == '/' ? "/" : ".";
    }
    return bcf_arena_text_part(arena, path, end);
}

bcf_code bcf_policy_load_by(const bcf_policy **out, bcf_arena *arena, const bcf_policy_text *from,
                            const bcf_policy_schema *schema, bcf_error *err)
{
    bcf_policy *policy = BCF_NEW(arena, bcf_policy);
    policy->file = bcf_arena_text(arena, from->path);
    policy->home = from->bytes == NULL ? home_of(arena, from->path) : NULL;
    xmlDocPtr document = NULL;
    bcf_code code = bcf_policy_document_read(
        &document, &(bcf_policy_text){policy->file, from->bytes, from->length}, schema, err);
    if (code != BCF_OK) {
        return code;
    }
    code = bcf_policy_read(policy, arena, document, err);
    if (code != BCF_OK) {
        goto done;
    }
    code = bcf_policy_check(policy, arena, err);
    if (code != BCF_OK) {
        goto done;
    }
    code = bcf_policy_canonical(&policy->canonical, &policy->canonical_length, arena, document,
                                policy->file, err);
    if (code == BCF_OK) {
        *out = policy;
    }
done:
    xmlFreeDoc(document);
    return code;
}

bcf_code bcf_policy_load_text(const bcf_policy **out, bcf_arena *arena, const bcf_policy_text *from,
                              const char *schema_path, bcf_error *err)
{
    bcf_policy_schema schema;
    bcf_code code = bcf_policy_schema_read(&schema, schema_path, err);
    if (code != BCF_OK) {
        return code;
    }
    code = bcf_policy_load_by(out, arena, from, &schema, err);
    bcf_policy_schema_clear(&schema);
    return code;
}

bcf_code bcf_policy_load(const bcf_policy **out, bcf_arena *arena, const char *path,
                         const char *schema_path, bcf_error *err)
{
    return bcf_policy_load_text(out, arena, &(bcf_policy_text){.path = path}, schema_path, err);
}

const bcf_setting *bcf_policy_setting(const bcf_policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->setting_count; i++) {
        if (equal(policy->settings[i].id, id)) {
            return &policy->settings[i];
        }
    }
    return NULL;
}

const bcf_indicator *bcf_policy_indicator(const bcf_policy *policy, const char *id)
{
    int place = bcf_policy_find(policy, BCF_NAME_INDICATOR, id);
    return place < 0 ? NULL : &policy->indicators[place];
}

const bcf_formula *bcf_policy_formula(const bcf_policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->formula_count; i++) {
        if (equal(policy->formulas[i].id, id)) {
            return &policy->formulas[i];
        }
    }
    return NULL;
}

const bcf_constant *bcf_policy_constant(const bcf_policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->constant_count; i++) {
        if (equal(policy->constants[i].id, id)) {
            return &policy->constants[i];
        }
    }
    return NULL;
}

const bcf_menu_entry *bcf_policy_menu_entry(const bcf_policy *policy, const char *definition)
{
    for (size_t i = 0; i < policy->menu_count; i++) {
        if (equal(policy->menu[i].definition, definition)) {
            return &policy->menu[i];
        }
    }
    return NULL;
}

static size_t count_names(const bcf_policy *policy, bcf_name_kind kind)
{
    switch (kind) {
    case BCF_NAME_METRIC:
        return policy->metric_count;
    case BCF_NAME_PAYMENT:
        return policy->performance == NULL ? 0 : policy->performance->payment_count;
    case BCF_NAME_CONDITION:
        return policy->condition_count;
    case BCF_NAME_INDICATOR:
        return policy->indicator_count;
    case BCF_NAME_COMPONENT:
        return policy->component_count;
    case BCF_NAME_PART:
        return policy->performance == NULL ? 0 : policy->performance->part_count;
    }
    BCF_UNREACHABLE("a kind of name that nobody defined");
}

static const char *name_at(const bcf_policy *policy, bcf_name_kind kind, size_t i)
{
    switch (kind) {
    case BCF_NAME_METRIC:
        return policy->metrics[i].id;
    case BCF_NAME_PAYMENT:
        return policy->performance->payments[i].id;
    case BCF_NAME_CONDITION:
        return policy->conditions[i].id;
    case BCF_NAME_INDICATOR:
        return policy->indicators[i].id;
    case BCF_NAME_COMPONENT:
        return policy->components[i].id;
    case BCF_NAME_PART:
        return policy->performance->parts[i].id;
    }
    BCF_UNREACHABLE("a kind of name that nobody defined");
}

bcf_strand_kind bcf_policy_part_kind(const bcf_performance *performance, size_t part)
{
    return performance->strands[performance->parts[part].strand].kind;
}

int bcf_policy_find(const bcf_policy *policy, bcf_name_kind kind, const char *name)
{
    size_t count = count_names(policy, kind);
    for (size_t i = 0; i < count; i++) {
        if (equal(name_at(policy, kind, i), name)) {
            return (int)i;
        }
    }
    return -1;
}

const char *const *bcf_policy_names(bcf_arena *arena, const bcf_policy *policy, bcf_name_kind kind)
{
    size_t count = count_names(policy, kind);
    const char **names = BCF_NEW_ARRAY(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++) {
        names[i] = name_at(policy, kind, i);
    }
    return names;
}

bcf_level bcf_route_level(bcf_route route)
{
    switch (route) {
    case BCF_ROUTE_CCG:
        return BCF_LEVEL_CCG;
    case BCF_ROUTE_TRANSFER:
    case BCF_ROUTE_COUNCIL:
        return BCF_LEVEL_COUNCIL;
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return BCF_LEVEL_HOUSING_AUTHORITY;
    }
    BCF_UNREACHABLE("a route that the policy never named");
}

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "policy.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "policy_inside.h"
#include "text.h"

#define POLICY_FILE "policy.xml"
#define DEFAULT_FILE "default"

static bool equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* "v10", without leading zeros. */
static bool is_version(const char *name)
{
    return name[0] == 'v' && name[1] >= '1' && name[1] <= '9'
           && name[1 + strspn(name + 1, "0123456789")] == '\0';
}

/* v10 comes after v9: the longer number is the larger one. */
static int compare_versions(const char *a, const char *b)
{
    size_t length_a = strlen(a);
    size_t length_b = strlen(b);
    return length_a == length_b ? strcmp(a, b) : (length_a > length_b) - (length_a < length_b);
}

/* What an id is made of; so a name that would lead out of a folder is none. */
static bool is_id(const char *name)
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
    if (!equal(last_component(path, &end), POLICY_FILE)) {
        return NULL;
    }
    size_t version_end = end;
    const char *version = last_component(path, &end);
    version = bcf_arena_text_part(arena, version, (size_t)(path + version_end - version));
    size_t year_end = end;
    const char *year = last_component(path, &end);
    year = bcf_arena_text_part(arena, year, (size_t)(path + year_end - year));
    if (!is_version(version) || !is_id(year)) {
        return NULL;
    }
    if (end == 0) {
        return path[0] == '/' ? "/" : ".";
    }
    return bcf_arena_text_part(arena, path, end);
}

static bcf_code load(const bcf_policy **out, bcf_arena *arena, const bcf_policy_text *from,
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
    code = load(out, arena, from, &schema, err);
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

/* A policy found under formulas/. */
typedef struct installed {
    const char *id;
    const char *version; /* "v1" */
    const char *path;
} installed;

typedef struct installed_list {
    installed *items; /* by id, then version */
    size_t count;
} installed_list;

static int compare_installed(const void *a, const void *b)
{
    const installed *left = a;
    const installed *right = b;
    int ids = strcmp(left->id, right->id);
    return ids != 0 ? ids : compare_versions(left->version, right->version);
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Adds HOME/<id>/v<n>/policy.xml for every n that there is. */
static void add_versions(installed_list *list, bcf_arena *arena, const char *home, const char *id)
{
    DIR *folder = opendir(bcf_arena_print(arena, "%s/%s", home, id));
    if (folder == NULL) {
        return;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (!is_version(entry->d_name)) {
            continue;
        }
        const char *path =
            bcf_arena_print(arena, "%s/%s/%s/%s", home, id, entry->d_name, POLICY_FILE);
        if (exists(path)) {
            BCF_MAKE_ROOM(arena, list->items, list->count);
            list->items[list->count++] = (installed){
                .id = id, .version = bcf_arena_text(arena, entry->d_name), .path = path};
        }
    }
    closedir(folder);
}

/* An absent folder holds nothing. */
static installed_list list_installed(bcf_arena *arena, const char *home)
{
    installed_list list = {0};
    DIR *folder = home == NULL ? NULL : opendir(home);
    if (folder == NULL) {
        return list;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (is_id(entry->d_name)) {
            add_versions(&list, arena, home, bcf_arena_text(arena, entry->d_name));
        }
    }
    closedir(folder);
    if (list.count > 1) {
        qsort(list.items, list.count, sizeof *list.items, compare_installed);
    }
    return list;
}

/* The version of "id/version", or the highest of "id"; NULL where there is none. */
static const installed *find_installed(const installed_list *list, bcf_arena *arena,
                                       const char *wanted)
{
    const installed *found = NULL;
    for (size_t i = 0; i < list->count; i++) {
        const installed *item = &list->items[i];
        if (equal(wanted, item->id)
            || equal(wanted, bcf_arena_print(arena, "%s/%s", item->id, item->version))) {
            found = item;
        }
    }
    return found;
}

/* The first line of a short file, without what follows it; NULL where there is no such file. */
static const char *first_line(bcf_arena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return NULL;
    }
    char line[32] = "";
    size_t length = fread(line, 1, sizeof line - 1, file);
    line[length] = '\0';
    fclose(file);
    return bcf_arena_text_part(arena, line, strcspn(line, "\r\n"));
}

/* HOME/<id>/default names the version that the id alone stands for; without it, the highest. */
static bcf_code take_default(const installed **found, const installed_list *list, bcf_arena *arena,
                             const char *home, bcf_error *err)
{
    const char *id = (*found)->id;
    const char *path = bcf_arena_print(arena, "%s/%s/%s", home, id, DEFAULT_FILE);
    const char *version = first_line(arena, path);
    if (version == NULL) {
        return BCF_OK;
    }
    const installed *named =
        find_installed(list, arena, bcf_arena_print(arena, "%s/%s", id, version));
    if (named == NULL) {
        return bcf_refuse(err, BCF_REFUSED_POLICY, (bcf_place){.file = path, .line = 1},
                          "policy '%s' has no version '%s'", id, version);
    }
    *found = named;
    return BCF_OK;
}

static bcf_code refuse_unknown(const installed_list *list, const char *wanted, bcf_error *err)
{
    bcf_text names = {0};
    for (size_t i = 0; i < list->count; i++) {
        bcf_text_print(&names, "%s%s/%s", i == 0 ? "" : ", ", list->items[i].id,
                       list->items[i].version);
    }
    bcf_code code = bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                               "no policy '%s', neither as a file nor installed (there is: %s)",
                               wanted, list->count == 0 ? "none" : bcf_text_get(&names));
    bcf_text_clear(&names);
    return code;
}

bcf_code bcf_policy_locate(const char **path, bcf_arena *arena, const char *wanted,
                           const char *home, bcf_error *err)
{
    const char *inside = bcf_arena_print(arena, "%s/%s", wanted, POLICY_FILE);
    if (exists(wanted) && (!is_folder(wanted) || exists(inside))) {
        *path = is_folder(wanted) ? inside : bcf_arena_text(arena, wanted);
        return BCF_OK;
    }
    installed_list list = list_installed(arena, home);
    const installed *found = find_installed(&list, arena, wanted);
    if (found == NULL) {
        return refuse_unknown(&list, wanted, err);
    }
    bcf_code code = BCF_OK;
    if (equal(wanted, found->id)) {
        code = take_default(&found, &list, arena, home, err);
    }
    *path = found->path;
    return code;
}

bcf_code bcf_policy_known_elsewhere(bool *known, bcf_arena *arena, const char *home,
                                    const char *schema_path, bcf_name_kind kind, const char *name,
                                    bcf_error *err)
{
    bcf_policy_schema schema;
    bcf_code code = bcf_policy_schema_read(&schema, schema_path, err);
    if (code != BCF_OK) {
        return code;
    }
    *known = false;
    installed_list list = list_installed(arena, home);
    for (size_t i = 0; code == BCF_OK && !*known && i < list.count; i++) {
        const bcf_policy *policy = NULL;
        bcf_policy_text from = {.path = list.items[i].path};
        code = load(&policy, arena, &from, &schema, err);
        *known = code == BCF_OK && bcf_policy_find(policy, kind, name) >= 0;
    }
    bcf_policy_schema_clear(&schema);
    return code;
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

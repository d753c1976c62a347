/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* opendir */

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "nearest.h"
#include "policy_inside.h"
#include "sort.h"
#include "text.h"

#define DEFAULT_FILE "default"

static bool equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* v10 comes after v9: the longer number is the larger one. */
static int compare_versions(const char *a, const char *b)
{
    size_t length_a = strlen(a);
    size_t length_b = strlen(b);
    return length_a == length_b ? strcmp(a, b) : (length_a > length_b) - (length_a < length_b);
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

/* Nobody may take an older version because a newer one could not be looked at. */
static bcf_code unreadable(const char *path, int reason, bcf_error *err)
{
    return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){.file = path},
                      "the installed policies cannot be read: %s", strerror(reason));
}

static bool means_absent(int reason)
{
    return reason == ENOENT || reason == ENOTDIR;
}

static bcf_code add_version(installed_list *list, bcf_arena *arena, const char *folder,
                            const installed *version, bcf_error *err)
{
    struct stat status;
    const char *path =
        bcf_arena_print(arena, "%s/%s/%s", folder, version->version, BCF_POLICY_FILE);
    if (stat(path, &status) != 0) {
        return means_absent(errno) ? BCF_OK : unreadable(path, errno, err);
    }
    BCF_MAKE_ROOM(arena, list->items, list->count);
    list->items[list->count++] =
        (installed){.id = version->id, .version = version->version, .path = path};
    return BCF_OK;
}

/* The names in a folder, ended by NULL. An absent folder holds nothing. */
static bcf_code list_names(const char ***out, bcf_arena *arena, const char *path, bcf_error *err)
{
    const char **names = NULL;
    size_t count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL && !means_absent(errno)) {
        return unreadable(path, errno, err);
    }
    int reason = 0;
    while (folder != NULL) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            reason = errno;
            break;
        }
        BCF_MAKE_ROOM(arena, names, count);
        names[count++] = bcf_arena_text(arena, entry->d_name);
    }
    if (folder != NULL) {
        closedir(folder);
    }
    BCF_MAKE_ROOM(arena, names, count);
    names[count] = NULL;
    *out = names;
    return reason == 0 ? BCF_OK : unreadable(path, reason, err);
}

/* Adds HOME/<id>/v<n>/policy.xml for every n that there is. */
static bcf_code add_versions(installed_list *list, bcf_arena *arena, const char *home,
                             const char *id, bcf_error *err)
{
    const char *folder = bcf_arena_print(arena, "%s/%s", home, id);
    const char **names = NULL;
    bcf_code code = list_names(&names, arena, folder, err);
    for (; code == BCF_OK && *names != NULL; names++) {
        if (bcf_policy_is_version(*names)) {
            installed version = {.id = id, .version = *names};
            code = add_version(list, arena, folder, &version, err);
        }
    }
    return code;
}

static bcf_code list_installed(installed_list *list, bcf_arena *arena, const char *home,
                               bcf_error *err)
{
    *list = (installed_list){0};
    if (home == NULL) {
        return BCF_OK;
    }
    const char **names = NULL;
    bcf_code code = list_names(&names, arena, home, err);
    for (; code == BCF_OK && *names != NULL; names++) {
        if (bcf_policy_is_id(*names)) {
            code = add_versions(list, arena, home, *names, err);
        }
    }
    bcf_sort(list->items, list->count, sizeof *list->items, compare_installed);
    return code;
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

/* Sets *out to the first line of a short file, without what follows it; to NULL where there is no
 * such file. */
static bcf_code first_line(const char **out, bcf_arena *arena, const char *path, bcf_error *err)
{
    *out = NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return means_absent(errno) ? BCF_OK : unreadable(path, errno, err);
    }
    char line[32] = "";
    errno = 0;
    size_t length = fread(line, 1, sizeof line - 1, file);
    int reason = ferror(file) != 0 ? errno : 0;
    (void)fclose(file); /* it was only read */
    if (reason != 0) {
        return unreadable(path, reason, err);
    }
    line[length] = '\0';
    *out = bcf_arena_text_part(arena, line, strcspn(line, "\r\n"));
    return BCF_OK;
}

/* HOME/<id>/default names the version that the id alone stands for; without it, the highest. */
static bcf_code take_default(const installed **found, const installed_list *list, bcf_arena *arena,
                             const char *home, bcf_error *err)
{
    BCF_ASSERT(*found != NULL);
    const char *id = (*found)->id;
    const char *path = bcf_arena_print(arena, "%s/%s/%s", home, id, DEFAULT_FILE);
    const char *version = NULL;
    bcf_code code = first_line(&version, arena, path, err);
    if (code != BCF_OK || version == NULL) {
        return code;
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

static bcf_code refuse_unknown(const installed_list *list, bcf_arena *arena, const char *wanted,
                               bcf_error *err)
{
    /* an id alone comes before its versions */
    const char **words = BCF_NEW_ARRAY(arena, 2 * list->count + 1, const char *);
    bcf_text names = {0};
    for (size_t i = 0; i < list->count; i++) {
        words[i] = list->items[i].id;
        words[list->count + i] =
            bcf_arena_print(arena, "%s/%s", list->items[i].id, list->items[i].version);
        bcf_text_print(&names, "%s%s/%s", i == 0 ? "" : ", ", list->items[i].id,
                       list->items[i].version);
    }
    bcf_code code = bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                               "no policy '%s', neither as a file nor installed%s; there is: %s",
                               wanted, bcf_nearest_hint(arena, wanted, words),
                               list->count == 0 ? "none" : bcf_text_get(&names));
    bcf_text_clear(&names);
    return code;
}

bcf_code bcf_policy_locate(const char **path, bcf_arena *arena, const char *wanted,
                           const char *home, bcf_error *err)
{
    const char *inside = bcf_arena_print(arena, "%s/%s", wanted, BCF_POLICY_FILE);
    if (exists(wanted) && (!is_folder(wanted) || exists(inside))) {
        *path = is_folder(wanted) ? inside : bcf_arena_text(arena, wanted);
        return BCF_OK;
    }
    installed_list list;
    bcf_code code = list_installed(&list, arena, home, err);
    if (code != BCF_OK) {
        return code;
    }
    const installed *found = find_installed(&list, arena, wanted);
    if (found == NULL) {
        return refuse_unknown(&list, arena, wanted, err);
    }
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
    installed_list list;
    code = list_installed(&list, arena, home, err);
    for (size_t i = 0; code == BCF_OK && !*known && i < list.count; i++) {
        const bcf_policy *policy = NULL;
        bcf_policy_text from = {.path = list.items[i].path};
        code = bcf_policy_load_by(&policy, arena, &from, &schema, err);
        *known = code == BCF_OK && bcf_policy_find(policy, kind, name) >= 0;
    }
    bcf_policy_schema_clear(&schema);
    return code;
}

/* Which version an id alone stands for; a `default` that names none is told where it is used. */
static bool is_taken(const installed_list *list, bcf_arena *arena, const char *home,
                     const installed *item)
{
    const installed *found = find_installed(list, arena, item->id);
    bcf_error unheard = {0};
    return take_default(&found, list, arena, home, &unheard) == BCF_OK && found == item;
}

bcf_code bcf_policy_installed(const bcf_installed_policy **items, size_t *count, bcf_arena *arena,
                              const char *home, const char *schema_path, bcf_error *err)
{
    bcf_policy_schema schema;
    bcf_code code = bcf_policy_schema_read(&schema, schema_path, err);
    if (code != BCF_OK) {
        return code;
    }
    installed_list list;
    code = list_installed(&list, arena, home, err);
    if (code != BCF_OK) {
        bcf_policy_schema_clear(&schema);
        return code;
    }
    bcf_installed_policy *told = BCF_NEW_ARRAY(arena, list.count, bcf_installed_policy);
    for (size_t i = 0; i < list.count; i++) {
        const installed *item = &list.items[i];
        const bcf_policy *policy = NULL;
        bcf_policy_text from = {.path = item->path};
        bcf_error *unheard = BCF_NEW(arena, bcf_error); /* who uses it will be told */
        bool is_good = bcf_policy_load_by(&policy, arena, &from, &schema, unheard) == BCF_OK;
        told[i] = (bcf_installed_policy){.id = item->id,
                                         .version = item->version,
                                         .title = is_good ? policy->title : NULL,
                                         .is_taken = is_taken(&list, arena, home, item)};
    }
    bcf_policy_schema_clear(&schema);
    *items = told;
    *count = list.count;
    return BCF_OK;
}

/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* dladdr1 and realpath */

#include "home.h"

#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "home_sources.h"

/* Linux promises no length for a path; one that is longer than this is refused, not cut. */
#define PATH_BYTES_MAX 4096

/* PREFIX/lib/x86_64-linux-gnu is two folders below PREFIX. */
#define PARENTS_MAX 2

static bool is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

/* The folder that a file or folder lies in, or NULL. */
static const char *parent(bcf_arena *arena, const char *path)
{
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    return slash == NULL ? NULL : bcf_arena_text_part(arena, path, (size_t)(slash - path));
}

static const char *find_program(bcf_arena *arena)
{
    char path[PATH_BYTES_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || (size_t)length >= sizeof path) {
        return NULL; /* readlink does not say that it cut a path, only that it filled the room */
    }
    return bcf_arena_text_part(arena, path, (size_t)length);
}

/* The file that this code was loaded from: the shared library, or else the program. NULL: not
 * known. */
static const char *find_self(bcf_arena *arena)
{
    static const char ours = 0;
    Dl_info about;
    struct link_map *map = NULL;
    if (dladdr1(&ours, &about, (void **)&map, RTLD_DL_LINKMAP) == 0 || map == NULL
        || map->l_name[0] == '\0') { /* so the loader calls the program itself */
        return find_program(arena);
    }
    char *path = realpath(map->l_name, NULL);
    if (path == NULL) {
        return NULL;
    }
    const char *kept = bcf_arena_text(arena, path);
    free(path);
    return kept;
}

static bool is_home(bcf_home *out, bcf_arena *arena, const char *folder)
{
    out->formulas = bcf_arena_print(arena, "%s/formulas", folder);
    out->schema = bcf_arena_print(arena, "%s/formulas/policy.xsd", folder);
    out->fixtures = bcf_arena_print(arena, "%s/fixtures", folder);
    return is_folder(out->formulas);
}

/* Whether the file was built here and not installed. */
static bool is_built(const char *file)
{
    size_t length = strlen(BCF_BUILD_DIR);
    return length > 0 && strncmp(file, BCF_BUILD_DIR, length) == 0 && file[length] == '/';
}

bcf_code bcf_home_find(bcf_home *out, bcf_arena *arena, bcf_error *err)
{
    const char *self = find_self(arena);
    const char *folder = parent(arena, self);
    for (int i = 0; i < PARENTS_MAX && folder != NULL; i++) {
        folder = parent(arena, folder);
        if (folder != NULL
            && is_home(out, arena, bcf_arena_print(arena, "%s/%s", folder, BCF_DATA_SUBDIR))) {
            return BCF_OK;
        }
    }
    if (self != NULL && is_built(self) && is_home(out, arena, BCF_SOURCE_DIR)) {
        return BCF_OK;
    }
    if (is_home(out, arena, BCF_DATA_DIR)) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_FILE, (bcf_place){.file = self},
                      "the folder 'formulas' is neither in '%s' of a folder above this file nor in "
                      "'%s'; install bcf as a whole",
                      BCF_DATA_SUBDIR, BCF_DATA_DIR);
}

const char *bcf_home_version(void)
{
    return BCF_VERSION;
}

const char *bcf_home_source_digest(void)
{
    return BCF_SOURCE_DIGEST;
}

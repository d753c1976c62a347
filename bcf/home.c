/* SPDX-License-Identifier: MIT */
#include "home.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "home_sources.h"

/* Linux promises no length for a path; one that is longer than this is refused, not cut. */
#define PATH_BYTES_MAX 4096

static bool is_folder(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

/* The folder that holds the folder of the program: PREFIX for PREFIX/bin/bcf. NULL: not known. */
static const char *find_prefix(bcf_arena *arena)
{
    char path[PATH_BYTES_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || (size_t)length >= sizeof path) {
        return NULL; /* readlink does not say that it cut a path, only that it filled the room */
    }
    path[length] = '\0';
    for (int parents = 0; parents < 2; parents++) {
        char *slash = strrchr(path, '/');
        if (slash == NULL) {
            return NULL;
        }
        *slash = '\0';
    }
    return bcf_arena_text(arena, path);
}

static bool is_home(bcf_home *out, bcf_arena *arena, const char *folder)
{
    out->formulas = bcf_arena_print(arena, "%s/formulas", folder);
    out->schema = bcf_arena_print(arena, "%s/formulas/policy.xsd", folder);
    out->fixtures = bcf_arena_print(arena, "%s/fixtures", folder);
    return is_folder(out->formulas);
}

bcf_code bcf_home_find(bcf_home *out, bcf_arena *arena, bcf_error *err)
{
    const char *prefix = find_prefix(arena);
    if (prefix != NULL
        && is_home(out, arena, bcf_arena_print(arena, "%s/%s", prefix, BCF_DATA_SUBDIR))) {
        return BCF_OK;
    }
    if (is_home(out, arena, BCF_SOURCE_DIR)) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_FILE, (bcf_place){0},
                      "the folder 'formulas' is neither in '%s/%s' nor in '%s'",
                      prefix == NULL ? "(unknown)" : prefix, BCF_DATA_SUBDIR, BCF_SOURCE_DIR);
}

const char *bcf_home_version(void)
{
    return BCF_VERSION;
}

const char *bcf_home_source_digest(void)
{
    return BCF_SOURCE_DIGEST;
}

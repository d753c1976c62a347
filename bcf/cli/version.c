/* SPDX-License-Identifier: MIT */
#include "version.h"

#include <string.h>

#include "bcf.h"

static void print_policies(FILE *stream, const bcf_installed_policy items[], size_t count)
{
    int width = 0;
    for (size_t i = 0; i < count; i++) {
        int length = (int)(strlen(items[i].id) + strlen(items[i].version)) + 1;
        width = length > width ? length : width;
    }
    fprintf(stream, "\nPolicies (-p; default: what an id alone means, and without -p it is %s):\n",
            BCF_RUN_POLICY);
    for (size_t i = 0; i < count; i++) {
        const bcf_installed_policy *item = &items[i];
        int length = (int)(strlen(item->id) + strlen(item->version)) + 1;
        fprintf(stream, "  %s/%s%*s  %s  %s\n", item->id, item->version, width - length, "",
                item->is_taken ? "default" : "       ",
                item->title == NULL ? "(its file is refused: bcf check -p says why)" : item->title);
    }
}

void version_print(FILE *stream)
{
    fprintf(stream, "bcf %s\n", bcf_home_version());
    bcf_arena *arena = bcf_arena_new();
    bcf_error *err = BCF_NEW(arena, bcf_error);
    bcf_home home;
    const bcf_installed_policy *items = NULL;
    size_t count = 0;
    bcf_code code = bcf_home_find(&home, arena, err);
    if (code == BCF_OK) {
        code = bcf_policy_installed(&items, &count, arena, home.formulas, home.schema, err);
    }
    if (code == BCF_OK) {
        print_policies(stream, items, count);
        fprintf(stream, "\nFormulas  %s\nFixtures  %s\n", home.formulas, home.fixtures);
    } else {
        fprintf(stream, "\nNo policies: %s\n", err->messages[0]);
    }
    bcf_arena_free(arena);
}

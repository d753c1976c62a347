/* SPDX-License-Identifier: MIT */
#ifndef BCF_CASE_H
#define BCF_CASE_H

/*
 * case.h - what a test of a dataset works with: a folder, an arena, notes and problems of its own.
 *
 * case_open and case_close are the fixture of a suite, or what its own fixture begins and ends
 * with. Included last, as other support calls its parameters by the same names; a test defines
 * _POSIX_C_SOURCE 200809L before it includes anything.
 */

#include "figures.h"
#include "text.h"

#include "dataset.h"

#define FORMULAS BCF_ROOT "/formulas"
#define SCHEMA FORMULAS "/policy.xsd"

static dataset set;
static bcf_arena *arena;
static bcf_notes notes;
static bcf_error err;

static inline void case_open(void)
{
    arena = bcf_arena_new();
    notes = (bcf_notes){.arena = arena};
    err = (bcf_error){0};
    set = dataset_of(DATASET_GOOD);
}

static inline void case_close(void)
{
    dataset_remove(&set);
    bcf_arena_free(arena);
}

static inline const bcf_policy *case_policy(const char *path)
{
    const bcf_policy *policy = NULL;
    bcf_code code = bcf_policy_load(&policy, arena, path, SCHEMA, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return policy;
}

static inline bcf_code case_read(const bcf_figures **figures, const bcf_policy *policy)
{
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read(&tables, arena, set.folder, &notes, &err);
    if (code != BCF_OK) {
        return code;
    }
    const bcf_figures_options options = {.formulas_home = FORMULAS, .schema_path = SCHEMA};
    return bcf_figures_read(figures, arena, tables, policy, &options, &notes, &err);
}

static inline const bcf_figures *case_figures(const bcf_policy *policy)
{
    const bcf_figures *figures = NULL;
    bcf_code code = case_read(&figures, policy);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return figures;
}

/* A manifest in which every table is published, but the one named. */
static inline void case_put_manifest(const char *illustrative)
{
    bcf_text text = {0};
    bcf_text_add(&text, "table,status,publisher,title,released,licence,note\n"
                        "dataset,,bcf,Two boards,2015-12-31,as bcf,\n");
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        const char *name = bcf_table_name((bcf_table_id)id);
        if (strcmp(name, "manifest") != 0) {
            bcf_text_print(&text, "%s,%s,bcf,a table,2015-12-31,as bcf,\n", name,
                           strcmp(name, illustrative) == 0 ? "illustrative" : "published");
        }
    }
    dataset_put(&set, "manifest", bcf_text_get(&text));
    bcf_text_clear(&text);
}

/* "-1234.50": pounds. */
static inline const char *case_pounds(bcf_money amount)
{
    char text[BCF_MONEY_TEXT_MAX];
    return bcf_arena_text(arena, bcf_money_text(text, amount, BCF_MONEY_PLAIN));
}

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_PAIRS_H
#define BCF_PAIRS_H

/*
 * pairs.h - runs of the shire with some of its lines replaced, kept as `settle` keeps them.
 *
 * A test defines _POSIX_C_SOURCE 200809L before it includes anything, and opens a case.
 */

#include "compare.h"
#include "digest.h"
#include "settlement.h"

#include "dataset.h"

#define PAIRS_SHIRE BCF_ROOT "/fixtures/shire"
#define PAIRS_EDITS_MAX 6
#define PAIRS_SETS_MAX 4

/* Replaces a line of a table, or part of one, wherever it is; "" takes it out. */
typedef struct pairs_edit {
    const char *table;
    const char *from;
    const char *to;
} pairs_edit;

typedef struct pairs_side {
    const char *policy; /* NULL: 2015-16 */
    const char *sets[PAIRS_SETS_MAX];
    int as_at;
    pairs_edit edits[PAIRS_EDITS_MAX];
} pairs_side;

static inline void pairs_put_edit(const dataset *at, const pairs_edit *edit)
{
    char path[DATASET_PATH_MAX];
    snprintf(path, sizeof path, "%s/%s.csv", at->folder, edit->table);
    size_t length = 0;
    char *text = dataset_slurp(path, &length);
    char *found = strstr(text, edit->from);
    ck_assert_msg(found != NULL, "%s has no '%s'", edit->table, edit->from);
    bcf_text changed = {0};
    bcf_text_add_bytes(&changed, text, (size_t)(found - text));
    bcf_text_add(&changed, edit->to);
    bcf_text_add(&changed, found + strlen(edit->from));
    dataset_put(at, edit->table, bcf_text_get(&changed));
    bcf_text_clear(&changed);
    free(text);
}

/* Writes what `settle` would as run.xml, to another path. */
static inline void pairs_keep(const char *path, const bcf_run *run, bcf_error *err)
{
    bcf_settlement settlement;
    bcf_code code = bcf_settlement_write(&settlement, run, BCF_SETTLEMENT_WHOLE, err);
    ck_assert_msg(code == BCF_OK, "%s", err->messages[0]);
    ck_assert_str_eq(settlement.files[0].name, BCF_RUN_FILE);
    code = bcf_files_write(path, settlement.files[0].content, settlement.files[0].length, err);
    ck_assert_msg(code == BCF_OK, "%s", err->messages[0]);
}

/* A run of the side, kept as `path` unless that is NULL. Its dataset is gone when it is made. */
static inline const bcf_run *pairs_run(bcf_arena *arena, const pairs_side *side, const char *path,
                                       bcf_error *err)
{
    dataset made = dataset_of(PAIRS_SHIRE);
    for (size_t i = 0; i < PAIRS_EDITS_MAX && side->edits[i].table != NULL; i++) {
        pairs_put_edit(&made, &side->edits[i]);
    }
    bcf_order *order = BCF_NEW(arena, bcf_order);
    *order = (bcf_order){.policy = side->policy,
                         .dataset = bcf_arena_text(arena, made.folder),
                         .assignments = side->sets,
                         .as_at = side->as_at};
    while (order->assignment_count < PAIRS_SETS_MAX
           && side->sets[order->assignment_count] != NULL) {
        order->assignment_count++;
    }
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, order, BCF_STAGE_SETTLEMENT, "settle", err);
    ck_assert_msg(code == BCF_OK, "%s", err->messages[0]);
    if (path != NULL) {
        pairs_keep(path, run, err);
    }
    dataset_remove(&made);
    return run;
}

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_RECONCILE_INSIDE_H
#define BCF_RECONCILE_INSIDE_H

/* reconcile_inside.h - what the parts of the room share. */

#include "reconcile.h"

typedef enum claim_key {
    KEY_COMPONENT = 1,
    KEY_HWB,
    KEY_COUNCIL,
    KEY_CCG,
    KEY_DISTRICT,
    KEY_REGION,
    KEY_KIND,
    KEY_STATE,
    KEY_PAYMENT,
    KEY_PART,
    KEY_HELD_FOR,
    KEY_YEAR,
    KEY_ITEM,
} claim_key;

typedef enum claim_figure {
    FIGURE_AMOUNT = 1,
    FIGURE_CARRIED_IN,
    FIGURE_AVAILABLE,
    FIGURE_RELEASED,
    FIGURE_HELD,
} claim_figure;

struct bcf_claims {
    bcf_claim_kind kind;
    const bcf_csv *csv;
    bcf_claim_options options;
    bool is_own_letters; /* the dataset's: `published` would hold them against themselves */
    claim_key keys[BCF_CLAIM_KEYS_MAX];
    int key_places[BCF_CLAIM_KEYS_MAX]; /* in the file */
    const char *key_names[BCF_CLAIM_KEYS_MAX];
    size_t key_count;
    claim_figure figures[BCF_CLAIM_FIGURES_MAX];
    int figure_places[BCF_CLAIM_FIGURES_MAX];
    const char *figure_names[BCF_CLAIM_FIGURES_MAX];
    size_t figure_count;
};

/* A row of the file. */
typedef struct claim {
    bcf_place place;
    const char *cells[BCF_CLAIM_KEYS_MAX]; /* as written */
    bcf_money theirs[BCF_CLAIM_FIGURES_MAX];
    int64_t steps[BCF_CLAIM_FIGURES_MAX]; /* pence of the last printed digit */
    bool is_total;
} claim;

/* Rows of theirs that are one row of ours. */
typedef struct group {
    const char *key;
    const char *const *cells;
    bool has_theirs;
    bcf_money theirs[BCF_CLAIM_FIGURES_MAX];
    int64_t steps[BCF_CLAIM_FIGURES_MAX]; /* the coarsest */
    size_t claim_count;
    const claim **claims; /* those that stand for this row alone */
    size_t first;         /* its place in our order; then in the file's */
    bcf_match matches[BCF_CLAIM_FIGURES_MAX];
    const char *explanations[BCF_CLAIM_FIGURES_MAX];
    struct ours *ours; /* of the run; NULL where there is none */
} group;

/* A row of ours, added up by the keys. */
typedef struct ours {
    const char *key;
    const char *const *cells;
    bcf_money figures[BCF_CLAIM_FIGURES_MAX];
    bcf_status status;
    const bcf_readings *readings;
    size_t first;
    bool is_used;
} ours;

typedef struct ours_list {
    ours *items; /* by key */
    size_t count;
} ours_list;

/* A dataset to answer from, and the answers it gave. */
typedef struct vintage {
    const char *label; /* "" for the run's own */
    const bcf_tables *tables;
    const bcf_figures *figures;
    bool has_admissions;
    const bcf_admissions *admissions;
    struct kept_allocation *allocations;
    size_t allocation_count;
    struct kept_scores *scores;
    size_t score_count;
    bcf_scope scope;
    const char *fixed[BCF_CLAIM_KEYS_MAX]; /* what each column says in every row; or NULL */
} vintage;

/* What follows from a dataset under some readings. */
typedef struct answer {
    const vintage *from;
    const bcf_settings *settings;
    const bcf_allocation *allocation;
    const bcf_release *release; /* NULL where nothing asked needs it */
} answer;

typedef struct reconciler {
    bcf_arena *arena;
    const bcf_run *run;
    const bcf_policy *policy;
    const bcf_claims *claims;
    bcf_notes *notes;
    bcf_error *err;
    bcf_code code;
    bool needs_release;
    vintage main;
    claim *rows;
    size_t row_count;
    const char **items; /* of letters, as written, each once */
    size_t item_count;
    group *groups;
    size_t group_count;
    const char ***refusals; /* [setting][value]: why it cannot be taken, or NULL */
} reconciler;

/* reconcile_claims.c */
#define BCF_KEY_SEPARATOR '\x1F'
const char *bcf_reconcile_total_name(const bcf_claims *claims);
bool bcf_reconcile_is_performance(const bcf_policy *policy, const char *item);

/* What a cell stands for in a dataset: one text, or several with their shares. */
typedef struct meaning {
    const char **texts;
    const bcf_ratio **shares; /* NULL where there is one */
    size_t count;             /* 0: nobody knows it */
} meaning;

/* reconcile_rows.c: cells, and the rows of the file. */
meaning bcf_reconcile_meaning(bcf_arena *arena, const bcf_policy *policy, const bcf_areas *areas,
                              claim_key key, const char *cell);
void bcf_reconcile_read_rows(reconciler *of);
void bcf_reconcile_fix_columns(const reconciler *of, vintage *in);
const char *bcf_reconcile_key(bcf_arena *arena, const char *const cells[], size_t count);

/* reconcile_ours.c: ours by the keys of the file. */
ours_list bcf_reconcile_ours(const reconciler *of, bcf_arena *arena, const answer *from,
                             bool with_readings);
ours *bcf_reconcile_find(const ours_list *list, const char *key);

/* reconcile_answers.c: runs under other readings and data. */
BCF_MUST_USE
bcf_code bcf_reconcile_answer(answer *out, const reconciler *of, bcf_arena *arena, vintage *from,
                              const bcf_settings *settings, bcf_error *err);
bcf_settings *bcf_reconcile_settings(const reconciler *of, bcf_arena *arena);
void bcf_reconcile_take(bcf_settings *settings, bcf_arena *arena, const bcf_setting *setting,
                        size_t value);
bcf_readings *bcf_reconcile_readings(const reconciler *of, bcf_arena *arena,
                                     const bcf_settings *settings);

/* reconcile_vintages.c */
BCF_MUST_USE
bcf_code bcf_reconcile_vintages(vintage ***out, size_t *count, reconciler *of,
                                const char *const folders[], size_t folder_count,
                                const char ***absent, size_t *absent_count);

/* reconcile.c */
bool bcf_reconcile_rounds_to(bcf_arena *arena, bcf_money exact, int64_t step, bcf_money printed);
bool bcf_reconcile_agrees(const reconciler *of, bcf_arena *arena, const group *row, size_t figure,
                          const bcf_money *value);

/* reconcile_explain.c: which single reading or rounding makes a row agree. */
void bcf_reconcile_explain(reconciler *of);

/* reconcile_why.c: which combination makes all of them agree. */
BCF_MUST_USE
bcf_code bcf_reconcile_why(const bcf_why **out, reconciler *of, const char *const folders[],
                           size_t folder_count);

#endif

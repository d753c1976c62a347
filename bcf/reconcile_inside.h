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
    bool is_beside; /* of another year or area: it counts for totals of the file alone */
} claim;

/* Rows of theirs that are one row of ours. */
typedef struct group {
    const char *key;
    const char *const *cells;
    bool has_theirs;
    bcf_money theirs[BCF_CLAIM_FIGURES_MAX];
    int64_t steps[BCF_CLAIM_FIGURES_MAX]; /* the coarsest */
    size_t claim_count;
    size_t first; /* its place in our order; then in the file's */
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
    const char **ccgs; /* what the run's own dataset calls each area of this one */
    const char **councils;
    const char **districts;
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
    bcf_scope scope;
    const char *scope_code;
    struct known_cell *known; /* what cells were found to mean */
    size_t known_count;
    size_t known_room;
    claim *rows;
    size_t row_count;
    const char **items; /* of letters, as they are called today, each once */
    size_t item_count;
    const char *fixed[BCF_CLAIM_KEYS_MAX]; /* what each column says in every row; or NULL */
    group *groups;
    size_t group_count;
    const char ***refusals; /* [setting][value]: why it cannot be taken, or NULL */
} reconciler;

#define BCF_KEY_SEPARATOR '\x1F'

/* reconcile_claims.c */
const char *bcf_reconcile_total_name(const bcf_claims *claims);
bool bcf_reconcile_is_performance(const bcf_policy *policy, const char *item);

/* What a cell stands for in the run's dataset: one text, or several with their shares. */
typedef struct meaning {
    const char **texts;
    const bcf_ratio **shares; /* NULL where there is one by nature */
    size_t count;             /* 0: nobody knows it */
    bool is_today;            /* not an ended code */
    const char *several;      /* the areas whose name it could be; NULL */
    const char *by_part;      /* the one area that has it as a part of its name; NULL */
} meaning;

/* reconcile_cells.c */
#define BCF_RECONCILE_ITEM_COUNT 4
extern const char *const bcf_reconcile_items[BCF_RECONCILE_ITEM_COUNT];
const meaning *bcf_reconcile_meaning(reconciler *of, claim_key key, const char *cell);
const char *bcf_reconcile_today(const bcf_areas *areas, const char *code);
const char *bcf_reconcile_key(bcf_arena *arena, const char *const cells[], size_t count);

/* reconcile_rows.c: the rows of the file. */
void bcf_reconcile_read_rows(reconciler *of);
void bcf_reconcile_refuse_twins(reconciler *of);
void bcf_reconcile_fix_columns(reconciler *of);

/* reconcile_figures.c: money as it is printed, in pounds times `printed_in`. */
BCF_MUST_USE
bool bcf_reconcile_read_figure(bcf_money *out, int64_t *step, bcf_arena *arena, const char *text,
                               int64_t printed_in, bool may_be_negative, bcf_place place,
                               bcf_error *err);
bool bcf_reconcile_rounds_to(bcf_money exact, int64_t step, bcf_money printed);
const char *bcf_reconcile_step_text(bcf_arena *arena, int64_t step); /* "£1,000" */
/* Why a total misses the sum of its lines by `off`: rounding alone, or more than rounding can;
 * "" where nothing is rounded. `steps` adds up the last digits of lines and total, in pence. */
const char *bcf_reconcile_miss(bcf_arena *arena, int64_t off, int64_t steps, size_t lines,
                               bool is_rounded);

/* reconcile_groups.c: theirs by key, joined with ours. */
void bcf_reconcile_group(reconciler *of);
void bcf_reconcile_join(reconciler *of, ours_list *mine);

/* reconcile_totals.c: what the file says adds up, and does not. */
size_t bcf_reconcile_totals(reconciler *of, bcf_matched rows[]);

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

/* reconcile_vintages.c: other datasets, and this one with a merger undone. */
typedef struct vintage_list {
    vintage **items;
    size_t count;
    const char **absent; /* what could not be tried, and why */
    size_t absent_count;
} vintage_list;

void bcf_reconcile_name_areas(vintage *of, bcf_arena *arena, const bcf_areas *today);
BCF_MUST_USE
bcf_code bcf_reconcile_vintages(vintage_list *out, reconciler *of, const char *const folders[],
                                size_t folder_count);

/* reconcile.c */
bool bcf_reconcile_agrees(const reconciler *of, const group *row, size_t figure,
                          const bcf_money *value);

/* reconcile_explain.c: which single reading or rounding makes a row agree. */
void bcf_reconcile_explain(reconciler *of);

/* reconcile_why.c: which combination makes all of them agree. */
BCF_MUST_USE
bcf_code bcf_reconcile_why(bcf_why **out, reconciler *of, const char *const folders[],
                           size_t folder_count);

#endif

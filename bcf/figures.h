/* SPDX-License-Identifier: MIT */
#ifndef BCF_FIGURES_H
#define BCF_FIGURES_H

/*
 * figures.h - a dataset, read and checked: areas and their numbers.
 *
 * Knows:       areas, their figures, how real each is, what was decided.
 * Never knows: how anything is shared out, scored or paid.
 *
 * Source: SPEC section 7. Ended codes are already replaced by their successors, in every table.
 */

#include "indicators.h"
#include "plans.h"

/* A dataset after every check. Lives in the arena. */
typedef struct bcf_figures {
    const bcf_tables *tables;
    const bcf_areas *areas;
    const bcf_policy *policy;

    const bcf_residents *residents; /* by CCG, then council */
    size_t residents_count;
    bcf_status residents_status;

    const bcf_indicator_value *values; /* by indicator, period, kind, index */
    size_t value_count;
    const bcf_written *written; /* by indicator, then period */
    size_t written_count;
    bcf_gaps gaps;

    /* [board * policy->condition_count + condition] */
    const bcf_condition_state *conditions;
    bcf_status conditions_status;
    /* [board * BCF_ITEM_COUNT + item] */
    const bcf_decision_state *decisions;
    const int *decision_dates; /* the same; YYYYMMDD, 0 where no date is given */
    bcf_status decisions_status;

    /* [board * part_count + part], parts of the policy's performance payment; NULL where none */
    const bcf_ambition *const *ambitions;
    const bcf_outturn *const *outturn;

    const bcf_local_metric *local_metrics; /* by board, then definition */
    size_t local_metric_count;

    const struct bcf_letter *letters; /* by board, year, item */
    size_t letter_count;
} bcf_figures;

/* What the allocation letter of a board says of one item. */
typedef struct bcf_letter {
    size_t board;
    const char *year;
    const char *item;
    bcf_money amount;
} bcf_letter;

/* What one reading of a dataset needs to know. */
typedef struct bcf_figures_options {
    const char *formulas_home; /* to know names of other installed policies; may be NULL */
    const char *schema_path;
    int as_at; /* YYYYMMDD: decisions and conditions made later do not count; 0: all count */
    bcf_notes *plan_notes; /* for notes about ambitions and local metrics; NULL: `notes` */
} bcf_figures_options;

/*
 * Checks every row of every table against the areas and the policy, and gathers the figures.
 *
 * Refused, with file, line and code, all problems up to the limit: a code that is neither current
 * nor ended with successors; an indicator for an area of the wrong level (`dfg` for a county with
 * districts); a metric, payment, condition, state, item, period or indicator that no installed
 * policy knows; two ambitions for one board, metric and payment; a local definition that is
 * neither on the menu nor in local_metrics; a local_metrics row that disagrees with the menu, or
 * names an unknown criterion; a CCG without people; a control total or number of areas that the
 * dataset misses, or a gap (cover.h) in what has a control; activity of a period that does not lie
 * within one quarter of the calendar, or of a month that another row of the CCG and measure counts;
 * with `as_at`, a decision without a date.
 *
 * Noted: shares that miss a control total of 1 by no more than their rounding; a criterion that an
 * alternative to the menu lacks; a metric that the payment does not pay for.
 */
BCF_MUST_USE
bcf_code bcf_figures_read(const bcf_figures **out, bcf_arena *arena, const bcf_tables *tables,
                          const bcf_policy *policy, const bcf_figures_options *options,
                          bcf_notes *notes, bcf_error *err);

/*
 * The same where only cells that are no key differ from the tables that `before` was read from, in
 * those tables that are `changed`. No more is read again than what such a cell can touch; what
 * comes out, or is refused, is what bcf_figures_read makes of the tables. `before` must outlive it.
 */
BCF_MUST_USE
bcf_code bcf_figures_change(const bcf_figures **out, bcf_arena *arena, const bcf_figures *before,
                            const bcf_tables *tables, const bool changed[BCF_TABLE_COUNT],
                            const bcf_figures_options *options, bcf_notes *notes, bcf_error *err);

/* True if any of the tables is one that boards, councils, districts, CCGs and ended codes are built
 * from: everything hangs on these. */
bool bcf_figures_have_moved(const bool changed[BCF_TABLE_COUNT]);

/* A value for each area of a level, in the order of its list. */
typedef struct bcf_values {
    const bcf_ratio *const *items;
    const bcf_status *statuses; /* of each */
    size_t count;
    bcf_status status;  /* the worst of all of them: a share depends on every weight */
    const char *period; /* the one that was taken */
    bool has_control;   /* the dataset states their national total, and meets it */
} bcf_values;

/*
 * Sets *out to the indicator's values for all areas of its level, for the policy's period, or for
 * the only one there is.
 *
 * Refused, naming the indicator and its line in the policy: no value at all; an area without one,
 * naming each; several periods where the policy names none; an area that got a value from some of
 * its predecessors but not from all.
 */
BCF_MUST_USE
bcf_code bcf_figures_values(bcf_values *out, bcf_arena *arena, const bcf_figures *figures,
                            const bcf_indicator *indicator, bcf_error *err);

/* Notes, of values without a control total that are shared out by: that shares are of this dataset
 * only; and shares that miss 1 by no more than their rounding. */
void bcf_figures_note_shares(const bcf_figures *figures, bcf_arena *arena,
                             const bcf_indicator *indicator, const bcf_values *values,
                             bcf_notes *notes);

/* Which areas a level has, in the order of their codes. */
typedef struct bcf_level_area {
    bcf_area_kind kind;
    size_t index;
    const char *code;
    const char *name;
} bcf_level_area;

/* How many areas a level has, and the i-th of them by code. */
size_t bcf_figures_area_count(const bcf_areas *areas, bcf_level level);
bcf_level_area bcf_figures_area(const bcf_areas *areas, bcf_level level, size_t i);

/* What a board decided of an item named as in the table ("signed-off"); absent for no row. */
bcf_decision_state bcf_figures_decision(const bcf_figures *figures, size_t board, const char *item);

/* What the allocation letter of a board says of an item; false where there is no such row. */
bool bcf_figures_letter(const bcf_figures *figures, size_t board, const char *year,
                        const char *item, bcf_money *amount);

/* Direction and scale of a local metric's definition for a board. NULL: not described. */
const bcf_menu_entry *bcf_figures_local(bcf_arena *arena, const bcf_figures *figures, size_t board,
                                        const char *definition);

#endif

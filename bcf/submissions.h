/* SPDX-License-Identifier: MIT */
#ifndef BCF_SUBMISSIONS_H
#define BCF_SUBMISSIONS_H

/*
 * submissions.h - what came with the plans: pooled money, spend, grants for districts, history,
 * the ambitions of CCGs.
 *
 * Knows:       rows of five tables, ended codes replaced by their successors.
 * Never knows: what a plan should say.
 *
 * Source: SPEC section 7 (paragraphs 9-10, 15-16, 22, 45-46). Every table may be missing: it then
 * has no rows. What the policy has no name for is left alone.
 */

#include "figures.h"

/* What one contributor puts into one board's pool for one component. */
typedef struct bcf_pooled {
    size_t board;
    bcf_area_kind kind; /* a CCG or a council */
    size_t contributor; /* its place in the list of its kind */
    size_t component;
    bcf_money amount;
} bcf_pooled;

/* What a board plans to spend on a purpose. */
typedef struct bcf_spend {
    size_t board;
    const char *purpose; /* as written: "carers-breaks" */
    bcf_money amount;
    bcf_place place;
} bcf_spend;

/* What is planned for one housing authority. */
typedef struct bcf_district_plan {
    bcf_area_kind kind; /* a district, or a council that took over from one */
    size_t index;
    bcf_money amount;
    int passed_down; /* YYYYMMDD; 0: no date, or not of all that became this authority */
} bcf_district_plan;

/* A metric of a board as it was counted in some months. */
typedef struct bcf_past {
    size_t board;
    size_t metric; /* its place in the policy's list */
    const char *definition;
    bcf_period period;
    bcf_count count;
    const bcf_ratio *fraction; /* not yet times the metric's scale */
} bcf_past;

/* A CCG's own ambition; predecessors are added up. */
typedef struct bcf_ccg_ambition {
    size_t ccg;
    size_t metric;  /* its place in the policy's list */
    size_t payment; /* its place in the policy's list */
    const char *definition;
    bcf_count count;
} bcf_ccg_ambition;

/* All that came with the plans. Lives in the arena. */
typedef struct bcf_submissions {
    const bcf_pooled *pooled; /* by board, kind, contributor, component; one a key */
    size_t pooled_count;
    const bcf_spend *spend; /* as in the table */
    size_t spend_count;
    const bcf_district_plan *district_plans; /* by kind, index; one a key */
    size_t district_plan_count;
    const bcf_past *history; /* by board, metric, definition, first month, length */
    size_t history_count;
    const bcf_ccg_ambition *ccg_ambitions; /* by CCG, metric, payment, definition; one a key */
    size_t ccg_ambition_count;
} bcf_submissions;

/* Money of an ended code goes to its successors by their shares, to the penny (largest remainder).
 * Refused: nothing that bcf_tables_read would not have refused. */
BCF_MUST_USE
bcf_code bcf_submissions_read(const bcf_submissions **out, bcf_arena *arena,
                              const bcf_figures *figures, bcf_error *err);

/* NULL where there is no row. */
const bcf_pooled *bcf_submissions_pooled(const bcf_submissions *submissions, size_t board,
                                         bcf_area_kind kind, size_t contributor, size_t component);
const bcf_spend *bcf_submissions_spend(const bcf_submissions *submissions, size_t board,
                                       const char *purpose);
const bcf_district_plan *bcf_submissions_district(const bcf_submissions *submissions,
                                                  bcf_area_kind kind, size_t index);
const bcf_ccg_ambition *bcf_submissions_ccg(const bcf_submissions *submissions, size_t ccg,
                                            size_t metric, size_t payment, const char *definition);

/* True if the CCG has an ambition of that metric and payment under another definition. */
bool bcf_submissions_ccg_otherwise(const bcf_submissions *submissions, size_t ccg, size_t metric,
                                   size_t payment, const char *definition);

/* The rows of a board: from the one at *first on, as many as returned. */
size_t bcf_submissions_pooled_of(const bcf_submissions *submissions, size_t board, size_t *first);
size_t bcf_submissions_history_of(const bcf_submissions *submissions, size_t board, size_t *first);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_COMPARE_INSIDE_H
#define BCF_COMPARE_INSIDE_H

/*
 * compare_inside.h - what the files of the room compare share; nobody else includes it.
 *
 * compare          the order of things: both runs, every mixture between them
 * compare_mixture  which inputs differ, and a run of some of one and some of the other
 * compare_amounts  what a run comes to, or states, item by item and board by board
 * compare_rows     the very rows of tables that differ
 * compare_cross    codes that ended between the runs, and who stands for them
 */

#include "compare.h"
#include "people.h"

/* A setting of either run. */
typedef struct bcf_mixed_setting {
    const char *id;
    const char *old; /* its value; NULL where that run has no such setting */
    const char *new;
} bcf_mixed_setting;

#define BCF_NO_SETTING SIZE_MAX

/* One input that differs, or several that belong together. */
typedef struct bcf_exchange {
    bcf_compare_step step;
    bool is_policy;
    bool is_as_at;
    size_t setting; /* or BCF_NO_SETTING */
} bcf_exchange;

/* Both runs, while they are compared. */
typedef struct bcf_comparer {
    bcf_arena *arena;
    bcf_comparison *out;
    bcf_mixed_setting *settings;
    size_t setting_count;
    bcf_exchange *exchanges; /* in the declared order */
    size_t exchange_count;
    const bcf_people *old_people; /* NULL until they are counted */
    const bcf_people *new_people;
} bcf_comparer;

/* Finds what differs. */
void bcf_mixture_find(bcf_comparer *of);

/*
 * Makes the run of the old inputs with those exchanges whose `taken` is true. Lives in `arena`.
 * Refused: what the run refuses, for instance new rows of a code that the old list does not have.
 */
BCF_MUST_USE
bcf_code bcf_mixture_run(const bcf_run **out, bcf_arena *arena, const bcf_comparer *of,
                         const bool taken[], bcf_error *err);

/* The boards and items of both runs, in out->boards and out->items. */
void bcf_amounts_prepare(bcf_comparer *of);

/* What a run comes to: an amount for [item * board_count + board], in the comparer's arena. */
bcf_money *bcf_amounts_of(const bcf_comparer *of, const bcf_run *run);

/* What a kept run states. Refused: an amount that is none, or of a board or item not known. */
BCF_MUST_USE
bcf_code bcf_amounts_stated(bcf_money **out, const bcf_comparer *of, const bcf_kept_run *kept,
                            bcf_error *err);

/* The worst status of each item and board of both runs. */
bcf_status *bcf_amounts_statuses(const bcf_comparer *of);

/* Fills out->crosswalk. Refused: a code that nobody stands for. */
BCF_MUST_USE
bcf_code bcf_crosswalk(bcf_comparer *of, bcf_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_HELD_H
#define BCF_HELD_H

/*
 * held.h - the rows of a release added up: by area, by strand, by what held money waits for.
 *
 * Knows:       released and held money, boards, reasons.
 * Never knows: how it is shown.
 */

#include "run.h"
#include "scope.h"

/* Rows of a release, added up. */
typedef struct bcf_release_sums {
    bcf_money carried_in;
    bcf_money available;
    bcf_money released;
    bcf_money held;
    bcf_status status; /* the worst */
} bcf_release_sums;

/* Everything in a scope, which is all or a board. Money that one payment carries into the next is
 * counted once, where it is at the end: available = released + held. */
bcf_release_sums bcf_held_in(const bcf_run *run, bcf_scope scope);

/* One strand, everywhere and in the scope, and how many boards have some of it held. */
typedef struct bcf_strand_sums {
    bcf_release_sums england; /* of every board */
    bcf_release_sums scope;   /* of those in the scope */
    size_t boards_held;       /* everywhere */
} bcf_strand_sums;

/* The sums of one strand. */
bcf_strand_sums bcf_held_of_strand(const bcf_run *run, const bcf_strand *strand, bcf_scope scope);

/* True if what the row holds is not carried into a later row. */
bool bcf_held_is_last(const bcf_run *run, const bcf_release_row *row);

/* What waits for one reason at the end; adds to *boards how many boards have such money. */
bcf_money bcf_held_for_reason(const bcf_run *run, bcf_held_for reason, size_t *boards);

/* How real that money is: the worst of its rows. */
bcf_status bcf_held_reason_status(const bcf_run *run, bcf_held_for reason);

/* Room for a figure of each reason, by its number. */
#define BCF_HELD_FOR_COUNT (BCF_HELD_FOR_NHS_SERVICES + 1)

/* One board's money, and what it waits for. */
typedef struct bcf_standing {
    size_t board;
    bcf_release_sums sum;
    bool waits_for[BCF_HELD_FOR_COUNT]; /* by reason: some of its money does */
} bcf_standing;

/* One a board, in the order of the boards; the caller may sort them. */
bcf_standing *bcf_held_by_board(const bcf_run *run);

/* How real the amounts available are: they follow what a strand is shared out by, and not what was
 * performed. */
bcf_status bcf_held_basis_status(const bcf_run *run);

/* How many of a strand's conditions are met, or of its metrics achieved; sets *all to how many
 * there are. */
size_t bcf_held_earned(const bcf_run *run, const bcf_strand *strand, size_t *all);

/* True if ministers have signed the board off: its money is authorised, not only calculated. */
bool bcf_held_is_authorised(const bcf_run *run, size_t board);

#endif

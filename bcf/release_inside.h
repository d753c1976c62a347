/* SPDX-License-Identifier: MIT */
#ifndef BCF_RELEASE_INSIDE_H
#define BCF_RELEASE_INSIDE_H

/*
 * release_inside.h - what the files of the room release share; nobody else includes it.
 *
 * release           what a board's share is measured by; which rules pay
 * release_strands   the rules of December 2013: conditions, metrics, the 70% test
 * release_quarters  the rules of July 2014: admissions, quarter by quarter
 * release_close     what is held once a row is paid; proved by a machine (docs/proof.md)
 */

#include "release.h"

typedef struct bcf_payer {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_settings *settings;
    const bcf_allocation *allocation;
    const bcf_scores *scores;
    const bcf_admissions *admissions; /* NULL under the rules of December 2013 */
    bcf_notes *notes;
    bcf_error *err;
    const bcf_performance *performance;
    bcf_ledger *ledger;
    size_t board_count; /* of those that are paid: all, or one */
    size_t first_board; /* and the first of them */

    /* What each board's share of every strand is measured by. */
    bcf_decimal *basis;
    bcf_status basis_status;

    bcf_release_row *rows; /* [part * board_count + board - first_board] */

    /* For explanations: one of the two, by the rules; neither where one board is paid again. */
    bcf_release_trial *trials;
    bcf_release_year *years;
} bcf_payer;

/* Splits a national amount among the boards, in the policy's unit; `strand` is whose amount it is,
 * for the ledger. */
BCF_MUST_USE
bcf_code bcf_release_share(bcf_money **shares, bcf_payer *paying, bcf_money amount, size_t strand,
                           const char *what, bcf_place place);

/* Holds what the row does not release: carried_in + available = released + held. Stops if more is
 * released than there is. */
void bcf_release_close(bcf_release_row *row);

/* Of one board, up to the end of a quarter, to the penny; none is below zero. */
typedef struct bcf_release_totals {
    bcf_money ceiling; /* the most that may have been paid; never falling */
    bcf_money paid;    /* at most the ceiling */
} bcf_release_totals;

/* Sets the money of a quarter's row, from its totals and those of the quarter before. */
void bcf_release_go_on(bcf_release_row *row, bcf_release_totals before, bcf_release_totals now);

/* Both set every row. */
BCF_MUST_USE
bcf_code bcf_release_strands(bcf_payer *paying);
BCF_MUST_USE
bcf_code bcf_release_quarters(bcf_payer *paying);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_FAIRNESS_H
#define BCF_FAIRNESS_H

/*
 * fairness.h - what two runs show of a method that shares out whole units: who got the odd unit in
 * which of them, and whose share fell though it should not have.
 *
 * Knows:       the splits of two runs as they were made, the paradoxes of the largest remainder.
 * Never knows: why weights changed.
 *
 * Source: SPEC section 2 ("Sharing out" is largest remainder, which has these paradoxes).
 *
 * Population: the whole and the unit are the same, a party's weight rose and its part of the sum
 * did not fall, and it gets less. Alabama: a party's weight and the sum of all are the same, the
 * whole grew, and it gets less.
 */

#include "ledger.h"
#include "run.h"

/* What a party of a split could complain of. */
typedef enum bcf_paradox {
    BCF_PARADOX_NONE = 0,
    BCF_PARADOX_POPULATION,
    BCF_PARADOX_ALABAMA,
} bcf_paradox;

const char *bcf_paradox_text(bcf_paradox paradox); /* "population" */

/* A party of a split that both runs made, or one of them. */
typedef struct bcf_fair_party {
    bcf_split_kind kind;
    const char *subject;     /* "dfg"; of a strand "april-conditions" */
    const char *source;      /* code of the CCG or council whose money it was; "" for the nation */
    const char *source_name; /* "" the same */
    const char *code;        /* of the party */
    const char *name;
    const char *board; /* code of the board that it belongs to; "" for a CCG that has several */
    bool is_old;       /* a party in the old run, in the new one */
    bool is_new;       /* the same of the new run */
    bcf_money before;
    bcf_money after;
    bool was_served;     /* it got an odd unit */
    bool is_served;      /* the same of the new run */
    bcf_paradox paradox; /* what it could complain of */
} bcf_fair_party;

/* Every party of every split of two runs. */
typedef struct bcf_fairness {
    const bcf_fair_party *items; /* in the order in which the splits were made, then by code */
    size_t count;
} bcf_fairness;

/* Every party of every split, but for those of a board's amount among its parts: these are pence.
 */
bcf_fairness bcf_fairness_of(bcf_arena *arena, const bcf_run *old, const bcf_run *new);

#endif

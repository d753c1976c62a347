/* SPDX-License-Identifier: MIT */
#ifndef BCF_LEDGER_H
#define BCF_LEDGER_H

/*
 * ledger.h - every split of a run as it was made: whole, unit, weights, shares.
 *
 * Knows:       splits, and what became of each odd unit.
 * Never knows: what is shown of them.
 *
 * Source: SPEC section 8. An explanation is read off the very weights and shares that the split
 * used; nothing is worked out a second time.
 */

#include "apportion.h"

/* What is shared out among whom. */
typedef enum bcf_split_kind {
    BCF_SPLIT_COMPONENT = 1, /* a component among the areas of its formula */
    BCF_SPLIT_CCG,           /* a CCG's part of it among councils, by where its people live */
    BCF_SPLIT_TRANSFER,      /* a council's part of it among its CCGs */
    BCF_SPLIT_STRAND,        /* a strand of the performance payment among boards */
    BCF_SPLIT_PARTS,         /* a board's amount of a strand among its parts */
} bcf_split_kind;

/* The source of a split of national money. */
#define BCF_SPLIT_NATIONAL ((size_t)-1)

/* One call of bcf_apportion, with all that went in and came out. */
typedef struct bcf_split {
    bcf_split_kind kind;
    size_t subject; /* the component, or the strand, in the policy's list */
    size_t source;  /* whose money it was: the CCG, council or board; or BCF_SPLIT_NATIONAL */
    bcf_money whole;
    bcf_money unit;
    bcf_tie tie;                /* who comes first between equal remainders */
    const bcf_weights *weights; /* with the remainders that this split left */
    const bcf_money *shares;    /* of each place */
    const size_t *who;          /* the area, board or part of each place; NULL: the place itself */
} bcf_split;

/* Every split of a piece of work. */
typedef struct bcf_ledger {
    bcf_arena *arena;
    bcf_split *items; /* in the order in which they were made */
    size_t count;
} bcf_ledger;

/* Keeps a split; what it points to must live as long as the ledger. NULL keeps nothing. */
void bcf_ledger_add(bcf_ledger *ledger, const bcf_split *split);

/* NULL where there was no such split: nothing came that way. */
const bcf_split *bcf_ledger_find(const bcf_ledger *ledger, bcf_split_kind kind, size_t subject,
                                 size_t source);

/* The place of an area, board or part in a split; false where it is not in it. */
bool bcf_split_place(const bcf_split *split, size_t who, size_t *place);

/* Who is served before whom in a split. */
typedef struct bcf_split_order {
    const size_t *places; /* the one that is served first, first */
    const size_t *ranks;  /* of each place, from 1 */
    size_t count;
    size_t odd_units; /* left over when all quotas are rounded down: so many are served */
} bcf_split_order;

/* Orders the places of a split by their remainders. */
bcf_split_order bcf_split_rank(bcf_arena *arena, const bcf_split *split);

/* How one share came about. Ratios are exact, in the arena. */
typedef struct bcf_account {
    const bcf_ratio *weight;    /* over the denominator that all share */
    const bcf_ratio *sum;       /* of all weights */
    const bcf_ratio *share;     /* weight / sum */
    const bcf_ratio *quota;     /* share x whole, in pounds */
    bcf_money rounded_down;     /* the quota, in whole units */
    const bcf_ratio *remainder; /* of a unit: 0 or more, less than 1 */
    size_t rank;                /* of the remainder among all, from 1 */
    bool is_served;             /* it got an odd unit */
    bcf_money amount;           /* rounded_down, and the odd unit where it is served */
} bcf_account;

/* How the share at one place came about. */
bcf_account bcf_split_account(bcf_arena *arena, const bcf_split *split,
                              const bcf_split_order *order, size_t place);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_PEOPLE_H
#define BCF_PEOPLE_H

/*
 * people.h - how many people registered with a CCG live where: `residents`, added up.
 *
 * Knows:       CCGs, councils, boards.
 * Never knows: money.
 */

#include "allocation.h"

/* The sums of `residents`. */
typedef struct bcf_people {
    const bcf_figures *figures;       /* that were added up */
    const bcf_ratio *const *boards;   /* of each, in the order of their lists */
    const bcf_ratio *const *councils; /* the same */
    const bcf_ratio *const *ccgs;     /* the same */
    const bcf_ratio *all;             /* of everybody */
    const size_t *first_of_ccg; /* residents[first_of_ccg[i] .. first_of_ccg[i + 1]) are CCG i's */
} bcf_people;

/* Adds them up, in the arena. */
const bcf_people *bcf_people_count(bcf_arena *arena, const bcf_figures *figures);

/* Who is meant: all that is stated must hold. BCF_NOWHERE and NULL state nothing. */
typedef struct bcf_people_where {
    size_t ccg;
    size_t council;
    size_t board;
    const char *region; /* of the council: "London" */
    const char *kind;   /* of the council: "county" */
} bcf_people_where;

/* How many live there, in the arena or one of the sums. */
const bcf_ratio *bcf_people_in(bcf_arena *arena, const bcf_people *people, bcf_people_where where);

#endif

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

typedef struct bcf_people {
    const bcf_figures *figures;
    const bcf_ratio *const *boards; /* in the order of their lists */
    const bcf_ratio *const *councils;
    const bcf_ratio *const *ccgs;
    const bcf_ratio *all;
    const size_t *first_of_ccg; /* residents[first_of_ccg[i] .. first_of_ccg[i + 1]) are CCG i's */
} bcf_people;

const bcf_people *bcf_people_count(bcf_arena *arena, const bcf_figures *figures);

/* The CCG's people in one council or, where `council` is BCF_NOWHERE, in one board. */
const bcf_ratio *bcf_people_of_ccg_in(bcf_arena *arena, const bcf_people *people, size_t ccg,
                                      size_t council, size_t board);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_LOCAL_H
#define BCF_LOCAL_H

/*
 * local.h - the metrics that boards agreed locally, and the menu they may choose from.
 *
 * Knows:       definitions, direction, scale, the six criteria.
 * Never knows: ambitions, outturn, scores.
 *
 * Source: SPEC section 4 (paragraphs 41-43).
 */

#include "gate.h"

/* An alternative that a board agreed locally (paragraph 43), or its row for a menu entry. */
typedef struct bcf_local_metric {
    size_t board;
    const char *definition;
    const char *title;
    bcf_better better;
    int64_t scale;
    const char
        *lacks; /* criteria that an alternative does not meet: "'timely', ..."; "" for none */
    bcf_place place;
} bcf_local_metric;

/*
 * Gathers the table, by board, then definition.
 *
 * Refused, into the gate: a row that disagrees with the menu; a criterion that is none of the six.
 *
 * Noted: the criteria that an alternative lacks.
 */
const bcf_local_metric *bcf_local_read(bcf_gate *gate, size_t *count);

/* A board's own row for a definition, or NULL. */
const bcf_local_metric *bcf_local_own(const bcf_local_metric metrics[], size_t count, size_t board,
                                      const char *definition);

/* What a definition of a board is: the menu's entry, or its own row in the shape of one. NULL: not
 * described. */
const bcf_menu_entry *bcf_local_find(bcf_arena *arena, const bcf_policy *policy,
                                     const bcf_local_metric metrics[], size_t count, size_t board,
                                     const char *definition);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_SCOPE_H
#define BCF_SCOPE_H

/*
 * scope.h - whom an output is about: everybody, or one area, found by its code or name.
 *
 * Knows:       areas and their names, which grants are whose.
 * Never knows: what is shown about them.
 */

#include "allocation.h"

/* What kind of area. */
typedef enum bcf_scope_kind {
    BCF_SCOPE_ALL = 1,
    BCF_SCOPE_BOARD,
    BCF_SCOPE_COUNCIL,
    BCF_SCOPE_CCG,
    BCF_SCOPE_DISTRICT,
} bcf_scope_kind;

/* Everybody, or one area. */
typedef struct bcf_scope {
    bcf_scope_kind kind;
    size_t index; /* into the list of its kind */
} bcf_scope;

/* "board", "council", "CCG", "district"; "England" for all. */
const char *bcf_scope_kind_text(bcf_scope_kind kind);

const char *bcf_scope_code(const bcf_areas *areas, bcf_scope scope); /* "" for all */
const char *bcf_scope_name(const bcf_areas *areas, bcf_scope scope); /* "England" for all */

/*
 * Finds an area: by its code; else by its whole name; else by any part of a name that only one
 * area has. Capitals do not count, nor how a name is joined (nearest.h). A board comes before a
 * council, a council before a CCG, a CCG before a district: "Rotherham" is the board. NULL is
 * everybody.
 *
 * Refused as usage: several areas, listing them with code and kind; none, with the nearest names;
 * a code that has ended, naming its successors.
 */
BCF_MUST_USE
bcf_code bcf_scope_find(bcf_scope *out, bcf_arena *arena, const bcf_areas *areas,
                        const char *wanted, bcf_error *err);

/* The codes and names of those that somebody may have meant who wrote `wanted`, which no area is
 * called: "E08000018 Rotherham". NULL where none is near. */
const char *bcf_scope_nearest(bcf_arena *arena, const bcf_areas *areas, const char *wanted);

/*
 * Widens a council or district to its board: scores and payments are a board's. Refused as usage:
 * a CCG, naming the boards whose people it serves.
 */
BCF_MUST_USE
bcf_code bcf_scope_to_board(bcf_scope *scope, bcf_arena *arena, const bcf_figures *figures,
                            const char *verb, bcf_error *err);

bool bcf_scope_has_board(bcf_scope scope, size_t board); /* all, or that board */
/* True if the grant goes to the area, or through it. */
bool bcf_scope_has_grant(bcf_scope scope, const bcf_grant *grant);

#endif

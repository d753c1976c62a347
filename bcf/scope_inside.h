/* SPDX-License-Identifier: MIT */
#ifndef BCF_SCOPE_INSIDE_H
#define BCF_SCOPE_INSIDE_H

/*
 * scope_inside.h - what the files of the room scope share; nobody else includes it.
 *
 * scope          whom an output is about, found by code or name
 * scope_nearest  whom a name that nobody has may have meant
 */

#include "scope.h"

size_t bcf_scope_count(const bcf_areas *areas, bcf_scope_kind kind);

/* A council that is a board of its own goes by the board's code, which finds the board. */
bool bcf_scope_is_a_board_too(const bcf_areas *areas, bcf_scope area);

/* "E08000018 Rotherham (board)" behind a comma; without the kind too. */
void bcf_scope_add_area(bcf_text *list, const bcf_areas *areas, bcf_scope area);
void bcf_scope_add_kind(bcf_text *list, const bcf_areas *areas, bcf_scope area);

/* The kinds of area, in the order in which they are thought of first. */
#define BCF_SCOPE_KINDS 4
bcf_scope_kind bcf_scope_kind_at(size_t place);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_COVER_H
#define BCF_COVER_H

/*
 * cover.h - no area inherits half a figure: missing is never zero.
 *
 * Knows:       which codes have a value of an indicator, and which codes became which.
 * Never knows: the values themselves.
 *
 * Source: SPEC section 7 (missing means no row; successors).
 */

#include "gate.h"

/*
 * Refuses, into the gate, an area or ended code that gets an indicator of a period from some of
 * its predecessors, not from all, and has no value of its own. A predecessor without a value is no
 * gap where all of its own predecessors have one: the figures were counted before it existed.
 */
void bcf_cover_check(bcf_gate *gate);

#endif

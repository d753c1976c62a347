/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLAMP_H
#define BCF_CLAMP_H

/*
 * clamp.h - parts in proportion to weights, none below its floor or above its cap.
 *
 * Knows:       exact weights, floors, caps, and the one level at which the parts add up.
 * Never knows: money, areas, what a floor is for.
 *
 * Source: SPEC section 3 (pace of change, "exact fixed point"; floors and caps of a split).
 */

#include "ratio.h"

/* What one part may be. */
typedef struct bcf_clamped {
    const bcf_ratio *weight; /* not below zero */
    const bcf_ratio *floor;  /* not below zero */
    const bcf_ratio *cap;    /* NULL: none; not below the floor */
} bcf_clamped;

/* Whether there is such a level. */
typedef enum bcf_clamp_outcome {
    BCF_CLAMP_DONE = 1,
    BCF_CLAMP_FLOORS_EXCEED,   /* the floors alone are more than the whole */
    BCF_CLAMP_CAPS_FALL_SHORT, /* all caps together, and the floors of parts without weight, are
                                  less */
} bcf_clamp_outcome;

/*
 * Sets parts[i] to weight[i] x *level, or to its floor or cap where that lies beyond, with the one
 * level at which the parts add up to `whole`. (Where nobody's part grows any more at the level, it
 * is the lowest such one.)
 *
 * What a floor gives and a cap takes is so shared by all others in proportion to their weights.
 * The sum of the parts grows with the level, in straight lines that bend only where a part meets
 * its floor or cap: so the level lies between two of these finitely many bends, is found by
 * halving their sorted list, and is then the solution of one linear equation. Nothing is iterated
 * until it is near enough.
 *
 * Always, on BCF_CLAMP_DONE: the parts add up to `whole` exactly; a part without weight gets its
 * floor. Otherwise no part is set.
 */
BCF_MUST_USE
bcf_clamp_outcome bcf_clamp_share(const bcf_ratio *parts[], const bcf_ratio **level,
                                  bcf_arena *arena, const bcf_ratio *whole,
                                  const bcf_clamped limits[], size_t count);

#endif

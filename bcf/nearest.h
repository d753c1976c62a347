/* SPDX-License-Identifier: MIT */
#ifndef BCF_NEAREST_H
#define BCF_NEAREST_H

/*
 * nearest.h - whether two names are the same, and how far apart two words are: for "did you mean".
 *
 * Knows:       letters put in, left out, changed or exchanged with the next; how names are written
 *              in more than one way; capitals do not count.
 * Never knows: what the words are for.
 */

#include "arena.h"

/* A longer wish is nobody's slip of the finger: it is near to nothing. */
#define BCF_NEAREST_WANTED_MAX 64
/* Further than any two words that are alike. */
#define BCF_NEAREST_FAR SIZE_MAX

/* The number of slips that make `word`, or some part of `text`, of `wanted`. */
size_t bcf_nearest_distance(const char *wanted, const char *word);
size_t bcf_nearest_distance_to_part(const char *wanted, const char *text);

/* True if so small a distance is worth a suggestion. */
bool bcf_nearest_is_near(const char *wanted, size_t distance);

/* The nearest of `words` (ended by NULL) if it is near, else NULL. The first of equals. */
const char *bcf_nearest_word(const char *wanted, const char *const words[]);

/* " (did you mean 'word'?)" to go into a refusal, or "" where none of `words` is near. */
const char *bcf_nearest_hint(bcf_arena *arena, const char *wanted, const char *const words[]);

/*
 * True if `text` is the name, or holds it somewhere. Capitals do not count, and names are one that
 * differ only in how they are joined: "Stoke on Trent" is "Stoke-on-Trent", "Kings Lynn" "King's
 * Lynn", "St Helens" "St. Helens", and "Brighton & Hove" and "Brighton Hove" "Brighton and Hove".
 */
bool bcf_nearest_is_same(const char *name, const char *text);
bool bcf_nearest_is_part(const char *name, const char *text);

/* The name as those two compare it: small letters and single spaces. */
const char *bcf_nearest_plain(bcf_arena *arena, const char *name);

#endif

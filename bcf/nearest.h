/* SPDX-License-Identifier: MIT */
#ifndef BCF_NEAREST_H
#define BCF_NEAREST_H

/*
 * nearest.h - how far one word is from another: for "did you mean".
 *
 * Knows:       letters put in, left out or changed; capitals do not count.
 * Never knows: what the words are for.
 */

#include "error.h"

/* A longer wish is nobody's slip of the finger: it is near to nothing. */
#define BCF_NEAREST_WANTED_MAX 64
#define BCF_NEAREST_FAR SIZE_MAX

/* The number of letters to change before `wanted` is `word`, or is some part of `text`. */
size_t bcf_nearest_distance(const char *wanted, const char *word);
size_t bcf_nearest_distance_to_part(const char *wanted, const char *text);

/* True if so small a distance is worth a suggestion. */
bool bcf_nearest_is_near(const char *wanted, size_t distance);

/* The nearest of `words` (ended by NULL) if it is near, else NULL. The first of equals. */
const char *bcf_nearest_word(const char *wanted, const char *const words[]);

/* True if `text` is the word, or holds it somewhere, whatever the capitals. */
bool bcf_nearest_is_same(const char *word, const char *text);
bool bcf_nearest_is_part(const char *word, const char *text);

#endif

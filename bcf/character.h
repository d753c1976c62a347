/* SPDX-License-Identifier: MIT */
#ifndef BCF_CHARACTER_H
#define BCF_CHARACTER_H

/*
 * character.h - bytes as characters.
 *
 * Knows:       how UTF-8 is spelled, which characters XML 1.0 holds, which ones a screen obeys.
 * Never knows: what is done about one that cannot be shown.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bcf_character {
    size_t length;   /* in bytes; 0 where no character stands */
    uint32_t scalar; /* which it is */
} bcf_character;

/* The character that stands first among these bytes, if there is one that XML 1.0 can hold. */
bcf_character bcf_character_first(const char *bytes, size_t count);

/* The same of a text that is ended by a NUL. */
bcf_character bcf_character_next(const char *text);

/* True for the second byte of a character, and those behind it. */
bool bcf_character_is_inside(char byte);

/* True for what a screen obeys instead of showing it: controls, ends of lines (U+2028, U+2029), and
 * what turns the direction of writing (U+202A to U+202E, U+2066 to U+2069). */
bool bcf_character_is_obeyed(uint32_t scalar);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_NOTES_H
#define BCF_NOTES_H

/*
 * notes.h - what the reader should know although nothing was refused: warnings and findings.
 *
 * Knows:       a place and a sentence.
 * Never knows: who reads it.
 */

#include "arena.h"

/* One thing to know. */
typedef struct bcf_note {
    const char *sentence; /* "indicators.csv:1: column 'staus' is not known and was left alone" */
} bcf_note;

/* One sentence a thing: past this many, a reader has stopped reading. */
#define BCF_NOTES_MAX 200

/* What is noted last where there is no end of notes. */
#define BCF_NOTES_MORE "there are more notes than these"

/* Starts as { .arena = arena }. The same sentence is kept once. */
typedef struct bcf_notes {
    bcf_arena *arena;
    bcf_note *items;
    size_t count;
} bcf_notes;

/* Adds a sentence written as by printf, after its place. */
void bcf_notes_add(bcf_notes *notes, bcf_place place, const char *format, ...) BCF_PRINTF(3, 4);

#endif

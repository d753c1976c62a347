/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_WAITING_H
#define BCF_CLI_WAITING_H

/*
 * waiting.h - how far it is, for whoever has waited two seconds.
 *
 * One line on standard error, "bcf: readings: 3,456 of 12,288", written over itself and taken away
 * at the end; only where standard error is a terminal, so that logs stay clean.
 */

#include <time.h>

#include "bcf.h"

typedef struct waiting {
    struct timespec begun;
    struct timespec shown; /* when the line was last written */
    size_t width;          /* of the line that stands there; 0: none */
} waiting;

/* Listens to the work done with the arena. `on` lives as long. */
void waiting_begin(waiting *on, bcf_arena *arena);

/* Takes the line away: before anything else is printed. */
void waiting_end(waiting *on);

#endif

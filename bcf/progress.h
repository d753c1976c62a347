/* SPDX-License-Identifier: MIT */
#ifndef BCF_PROGRESS_H
#define BCF_PROGRESS_H

/*
 * progress.h - what is being done, for those who wait: "readings, 3456 of 12288".
 *
 * Knows:       who listens, and through which arena.
 * Never knows: clocks, screens; whether it takes long enough to be worth a word.
 *
 * Who starts a piece of work leaves a listener with its arena; a loop that may take long tells it
 * how far it is. Without a listener nothing happens, and what is computed never depends on one. A
 * scratch arena of a single step has no listener, so that only the outermost loop is heard.
 */

#include "arena.h"

/* `done` of `all` are done; `all` is 0 where nobody knows how many there are. It is called from
 * within the loop, often: it should return at once. `what` is borrowed for the call. */
typedef void bcf_progress_hear(void *listener, const char *what, size_t done, size_t all);

/* From now on `hear` is called for the work done with this arena; NULL: nobody. */
void bcf_progress_listen(bcf_arena *arena, bcf_progress_hear *hear, void *listener);

/* Tells the listener of the arena, if there is one, how far the work is. */
void bcf_progress_tell(const bcf_arena *arena, const char *what, size_t done, size_t all);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_ARENA_H
#define BCF_ARENA_H

/*
 * arena.h - memory that is released all at once.
 *
 * Knows:       sizes, alignment, lifetimes.
 * Never knows: what is kept in it.
 *
 * Under AddressSanitizer every allocation is a malloc of its own, so that overruns are seen.
 */

#include <stdarg.h>

#include "error.h"

/* Memory of one piece of work. For one thread at a time. */
typedef struct bcf_arena bcf_arena;

/* An empty one; it is the caller's, to be given to bcf_arena_free. */
bcf_arena *bcf_arena_new(void);

/* Runs what was deferred, last first, then releases every allocation. NULL is allowed. */
void bcf_arena_free(bcf_arena *arena);

/* `count` times `size` zeroed bytes, aligned for any type. Never NULL, also for nothing at all. */
void *bcf_arena_alloc(bcf_arena *arena, size_t count, size_t size) BCF_NEVER_NULL;

/* A copy of `items` with room for `room` of them: how a list in an arena grows. */
void *bcf_arena_grow(bcf_arena *arena, const void *items, size_t count, size_t room,
                     size_t size) BCF_NEVER_NULL;

/* A copy of the text, and of its first `length` bytes. */
const char *bcf_arena_text(bcf_arena *arena, const char *text);
const char *bcf_arena_text_part(bcf_arena *arena, const char *text, size_t length);

/* A text written as by printf. */
const char *bcf_arena_print(bcf_arena *arena, const char *format, ...) BCF_PRINTF(2, 3);
const char *bcf_arena_vprint(bcf_arena *arena, const char *format, va_list arguments)
    BCF_PRINTF(2, 0);

/* Calls release(thing) when the arena is freed: for what owns memory elsewhere. */
void bcf_arena_defer(bcf_arena *arena, void (*release)(void *thing), void *thing);

/* One thing left with the arena for whoever is handed it, such as who waits for the work (the room
 * `progress`). NULL until something is left; the last one counts. */
void bcf_arena_leave(bcf_arena *arena, const void *thing);
const void *bcf_arena_left(const bcf_arena *arena);

/* One zeroed thing of a type, and an array of them. */
#define BCF_NEW(arena, type) ((type *)bcf_arena_alloc((arena), 1, sizeof(type)))
#define BCF_NEW_ARRAY(arena, count, type) ((type *)bcf_arena_alloc((arena), (count), sizeof(type)))

/* Makes room for one more in a list of `count` that was grown only by this macro. */
#define BCF_MAKE_ROOM(arena, items, count)                                                         \
    do {                                                                                           \
        if ((count) == 0 || ((count) >= 8 && ((count) & ((count)-1)) == 0)) {                      \
            (items) = bcf_arena_grow((arena), (items), (count), (count) == 0 ? 8 : 2 * (count),    \
                                     sizeof *(items));                                             \
        }                                                                                          \
    } while (0)

#endif

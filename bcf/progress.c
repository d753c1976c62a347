/* SPDX-License-Identifier: MIT */
#include "progress.h"

typedef struct listening {
    bcf_progress_hear *hear;
    void *listener;
} listening;

void bcf_progress_listen(bcf_arena *arena, bcf_progress_hear *hear, void *listener)
{
    listening *left = BCF_NEW(arena, listening);
    *left = (listening){.hear = hear, .listener = listener};
    bcf_arena_leave(arena, left);
}

void bcf_progress_tell(const bcf_arena *arena, const char *what, size_t done, size_t all)
{
    BCF_ASSERT(all == 0 || done <= all);
    const listening *left = bcf_arena_left(arena);
    if (left != NULL && left->hear != NULL) {
        left->hear(left->listener, what, done, all);
    }
}

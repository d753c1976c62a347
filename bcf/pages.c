/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* madvise */

#include "pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define SMALL_PAGE ((uintptr_t)4096)
#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

/* From the page that it begins on to the one that it ends on. What malloc maps for one large thing
 * is wished for as a whole: a part of it would be a mapping of its own, which realloc has to copy.
 */
static void *in_large_pages(void *memory, size_t bytes)
{
    if (memory == NULL) {
        bcf_out_of_memory();
    }
#ifdef MADV_HUGEPAGE
    if (bytes >= 2 * LARGE_PAGE) {
        uintptr_t first = (uintptr_t)memory / SMALL_PAGE * SMALL_PAGE;
        uintptr_t end = ((uintptr_t)memory + bytes + SMALL_PAGE - 1) / SMALL_PAGE * SMALL_PAGE;
        (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
    }
#endif
    return memory;
}

void *bcf_pages_new(size_t bytes)
{
    return in_large_pages(malloc(bytes), bytes);
}

void *bcf_pages_new_zeroed(size_t bytes)
{
    return in_large_pages(calloc(1, bytes), bytes);
}

void *bcf_pages_resized(void *memory, size_t bytes)
{
    return in_large_pages(realloc(memory, bytes), bytes);
}

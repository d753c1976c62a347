/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* madvise */

#include "pages.h"

#include <stdint.h>
#include <sys/mman.h>

#define SMALL_PAGE ((uintptr_t)4096)
#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

/* From the page that it begins on to the one that it ends on. What malloc maps for one large thing
 * is wished for as a whole: a part of it would be a mapping of its own, which realloc has to copy.
 */
void bcf_pages_wish_large(void *memory, size_t bytes)
{
#ifdef MADV_HUGEPAGE
    if (bytes < 2 * LARGE_PAGE) {
        return;
    }
    uintptr_t first = (uintptr_t)memory / SMALL_PAGE * SMALL_PAGE;
    uintptr_t end = ((uintptr_t)memory + bytes + SMALL_PAGE - 1) / SMALL_PAGE * SMALL_PAGE;
    if (madvise((void *)first, end - first, MADV_HUGEPAGE) != 0) {
        return; /* it was a wish */
    }
#else
    (void)memory;
    (void)bytes;
#endif
}

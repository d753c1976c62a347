/* SPDX-License-Identifier: MIT */

/*
 * memory.c - the program's own malloc, which never gives NULL: it ends the program with a sentence
 * and exit code 4 (docs/decisions/0022-no-memory-left.md).
 *
 * The libraries below the program do not all look at what malloc gave them: libxlsxwriter writes to
 * it, libxslt leaves a text out and goes on. A definition in the program takes the place of
 * glibc's for all of them, glibc included (strdup, fopen, getline), and hands on to it. The library
 * libbcf does nothing of the kind to its host.
 *
 * With another libc, and under a sanitizer, which brings a malloc of its own, all is as it was.
 */

#define _GNU_SOURCE /* madvise, sbrk */

#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bcf.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)                            \
    || __has_feature(thread_sanitizer)
#define HAS_ANOTHER_MALLOC 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define HAS_ANOTHER_MALLOC 1
#endif

#ifdef HAS_ANOTHER_MALLOC

void memory_prepare(void)
{
}

#else

#include <malloc.h>

/* Most verbs on England fit into it; what is not used of it is an address and nothing more. Larger
 * things have a mapping of their own, which the library's room `pages` lays out. */
#define HEAP_BYTES (32 * 1024 * 1024)
#define OWN_MAPPING_BYTES (32 * 1024 * 1024)
#define SMALL_PAGE 4096

/* glibc's own, under names that it keeps for whoever replaces the others. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

/* glibc gives NULL for no bytes only where realloc frees them. */
static void *checked(void *memory)
{
    if (memory == NULL) {
        bcf_out_of_memory();
    }
    return memory;
}

void *malloc(size_t size)
{
    return checked(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return checked(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size)
{
    if (old != NULL && size == 0) {
        free(old);
        return NULL;
    }
    return checked(__libc_realloc(old, size));
}

/* A fault every 4 KB would be a tenth of the time of most verbs. Where anything of it cannot be
 * had, the heap is as it was. */
void memory_prepare(void)
{
    if (mallopt(M_TOP_PAD, HEAP_BYTES) == 0 || mallopt(M_TRIM_THRESHOLD, 2 * HEAP_BYTES) == 0
        || mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES) == 0) {
        return;
    }
#ifdef MADV_HUGEPAGE
    void *first = checked(__libc_malloc(HEAP_BYTES / 16)); /* more than the heap has yet */
    uintptr_t begin = (uintptr_t)first / SMALL_PAGE * SMALL_PAGE;
    uintptr_t end = (uintptr_t)sbrk(0);
    free(first);
    if (begin < end && end - begin <= 2 * HEAP_BYTES) {
        (void)madvise((void *)begin, end - begin, MADV_HUGEPAGE);
    }
#endif
}

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_PAGES_H
#define BCF_PAGES_H

/*
 * pages.h - memory that may be large: it is asked for in large pages, which spare the machine a
 * fault every 4 KB.
 *
 * Knows:       how the machine is asked.
 * Never knows: what is kept in it.
 *
 * Large pages are a wish: where the machine has none, or the memory is too small for one, it is
 * what malloc gives. All of it is the caller's, to be given to free; without memory the program
 * ends as all of bcf does.
 */

#include "error.h"

/* As malloc. */
void *bcf_pages_new(size_t bytes) BCF_NEVER_NULL;

/* As calloc: the machine gives large memory as zeros, which nobody has to write. */
void *bcf_pages_new_zeroed(size_t bytes) BCF_NEVER_NULL;

/* As realloc. */
void *bcf_pages_resized(void *memory, size_t bytes) BCF_NEVER_NULL;

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_PAGES_H
#define BCF_PAGES_H

/*
 * pages.h - how the machine is asked to lay out large memory.
 *
 * Knows:       large pages, which spare the machine a fault every 4 KB.
 * Never knows: what is kept in it, who owns it.
 */

#include <stddef.h>

/*
 * Asks for large pages within `bytes` of `memory` that malloc or realloc has just given. A wish:
 * where the machine has none, or the memory is too small for one, nothing happens, and what is in
 * the memory is the same either way.
 */
void bcf_pages_wish_large(void *memory, size_t bytes);

#endif

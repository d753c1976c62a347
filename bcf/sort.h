/* SPDX-License-Identifier: MIT */
#ifndef BCF_SORT_H
#define BCF_SORT_H

/*
 * sort.h - a list in order.
 *
 * Knows:       that nothing needs no order, and that most lists come in theirs.
 * Never knows: what is sorted.
 */

#include <stddef.h>

/*
 * As qsort, of a list that may be empty and then NULL. What is in order already is looked through
 * once and left alone. Equals have no order of their own: where it matters, `order` tells them
 * apart.
 */
void bcf_sort(void *items, size_t count, size_t size, int (*order)(const void *, const void *));

#endif

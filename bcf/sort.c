/* SPDX-License-Identifier: MIT */
#include "sort.h"

#include <stdlib.h>

void bcf_sort(void *items, size_t count, size_t size, int (*order)(const void *, const void *))
{
    const char *bytes = items;
    size_t sorted = 1;
    while (sorted < count && order(bytes + (sorted - 1) * size, bytes + sorted * size) <= 0) {
        sorted++;
    }
    if (sorted < count) {
        qsort(items, count, size, order);
    }
}

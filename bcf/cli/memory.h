/* SPDX-License-Identifier: MIT */
#ifndef CLI_MEMORY_H
#define CLI_MEMORY_H

/*
 * memory.h - the program's own malloc: it never gives NULL (memory.c), and the heap that it hands
 * on to is laid out in large pages.
 */

/* Lays the heap out; at the start of the program. Nothing changes but the time that it takes. */
void memory_prepare(void);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_PAINT_H
#define BCF_CLI_PAINT_H

/*
 * paint.h - colour, on a terminal: the one place that knows any.
 *
 * Nothing is added to the words but what a terminal takes for colour, and never in files or pipes.
 */

#include <stdbool.h>

#include "bcf.h"

/* True if the descriptor is a terminal that takes colour and nobody asked for none: NO_COLOR is
 * unset or empty, and TERM is set and not "dumb". */
bool paint_is_wanted(int descriptor);

/* Adds the page with its headings bold, rules dim, results and marks coloured. */
void paint_page(bcf_text *out, const char *page);

/* What stands before and after a problem, and before a note's first word. */
#define PAINT_PROBLEM "\033[31m"
#define PAINT_NOTE "\033[33m"
#define PAINT_END "\033[0m"

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_MANUAL_H
#define BCF_CLI_MANUAL_H

/*
 * manual.h - a manual page for each verb, from what the verb says of itself in --help.
 *
 *     bcf --manual FOLDER
 *
 * writes bcf-allocate.1 and the others; the build calls it, no --help names it. bcf.1 itself, the
 * overview, is written by hand.
 */

#include "verb.h"

/* Returns the program's exit code. */
int manual_write(const verb *const verbs[], size_t verb_count, const char *folder);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_VERSION_H
#define BCF_CLI_VERSION_H

/*
 * version.h - which program this is, and which rules it has: `bcf --version`.
 */

#include <stdio.h>

/* The first line is "bcf 0.1.0" alone: programs may read it. */
void version_print(FILE *stream);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_HOME_H
#define BCF_HOME_H

/*
 * home.h - where the formulas and fixtures that come with the program are, and its version.
 *
 * Knows:       the place on the disk of the library itself, and of the program that uses it.
 * Never knows: what is in those folders.
 *
 * Installed: PREFIX/share/bcf for PREFIX/bin/bcf and for PREFIX/lib/libbcf.so, wherever PREFIX was
 * moved to, whichever program uses the library. A program elsewhere that holds the static library:
 * PREFIX/share/bcf of the PREFIX that bcf was configured for. Not installed: the source folder that
 * it was built from. So everything works from any folder.
 */

#include "arena.h"

/* Paths of the installed files. */
typedef struct bcf_home {
    const char *formulas; /* ".../formulas" */
    const char *schema;   /* ".../formulas/policy.xsd" */
    const char *fixtures; /* ".../fixtures" */
} bcf_home;

/* Sets *out to the folders, whose names live in the arena.
 * Refused: no such place has the folder formulas. */
BCF_MUST_USE
bcf_code bcf_home_find(bcf_home *out, bcf_arena *arena, bcf_error *err);

const char *bcf_home_version(void); /* "0.1.0" */

/* The SHA-256 of the program's own sources: two programs of one version may still differ. */
const char *bcf_home_source_digest(void);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_HOME_H
#define BCF_HOME_H

/*
 * home.h - where the formulas and fixtures that come with the program are, and its version.
 *
 * Knows:       the program's own place on the disk.
 * Never knows: what is in those folders.
 *
 * Installed: PREFIX/share/bcf beside PREFIX/bin, wherever PREFIX was moved to. Not installed: the
 * source folder that the program was built from. So every verb works from any folder.
 */

#include "arena.h"

typedef struct bcf_home {
    const char *formulas; /* ".../formulas" */
    const char *schema;   /* ".../formulas/policy.xsd" */
    const char *fixtures; /* ".../fixtures" */
} bcf_home;

/* Refused: neither place has the folder formulas. */
BCF_MUST_USE
bcf_code bcf_home_find(bcf_home *out, bcf_arena *arena, bcf_error *err);

const char *bcf_home_version(void); /* "0.1.0" */

/* The SHA-256 of the program's own sources: two programs of one version may still differ. */
const char *bcf_home_source_digest(void);

#endif

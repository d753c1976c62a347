/* SPDX-License-Identifier: MIT */
#ifndef BCF_DIGEST_H
#define BCF_DIGEST_H

/*
 * digest.h - SHA-256 of bytes and of files. It meets nettle.
 *
 * Knows:       bytes.
 * Never knows: what the bytes say.
 */

#include "arena.h"

/* 64 hexadecimal digits in the arena. */
const char *bcf_digest_of(bcf_arena *arena, const char *bytes, size_t count);

/* Sets *out to the digest of a file as it is. Refused: it cannot be read. */
BCF_MUST_USE
bcf_code bcf_digest_of_file(const char **out, bcf_arena *arena, const char *path, bcf_error *err);

#endif

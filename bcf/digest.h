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

/* The same digest in base 64, as a browser's content security policy wants it. */
const char *bcf_digest_base_sixty_four(bcf_arena *arena, const char *bytes, size_t count);

/* Of bytes that come one after another; lives in the arena. */
typedef struct bcf_digester bcf_digester;

bcf_digester *bcf_digester_new(bcf_arena *arena);
void bcf_digester_add(bcf_digester *digester, const char *bytes, size_t count);

/* The digest of the bytes so far; more may follow. */
const char *bcf_digester_text(const bcf_digester *digester, bcf_arena *arena);

/* Sets *out to the digest of a file as it is. Refused: it cannot be read. */
BCF_MUST_USE
bcf_code bcf_digest_of_file(const char **out, bcf_arena *arena, const char *path, bcf_error *err);

#endif

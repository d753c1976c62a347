/* SPDX-License-Identifier: MIT */
#ifndef BCF_ARCHIVE_H
#define BCF_ARCHIVE_H

/*
 * archive.h - the members of a zip file, in bounds. It meets libzip.
 *
 * Knows:       members, their names, how large they become.
 * Never knows: what is in them. Nothing is ever unpacked onto the disk: a name is only looked up.
 */

#include "text.h"

#define BCF_ARCHIVE_BYTES_MAX (INT64_C(64) * 1024 * 1024)         /* of the file */
#define BCF_ARCHIVE_MEMBERS_MAX 10000                             /* a workbook has some dozens */
#define BCF_ARCHIVE_MEMBER_BYTES_MAX (INT64_C(256) * 1024 * 1024) /* unpacked */
#define BCF_ARCHIVE_RATIO_MAX 250 /* unpacked to packed, past the first megabyte */

typedef struct bcf_archive bcf_archive;

/*
 * Opens a zip file that lies in the memory and outlives the archive; `path` is for what is refused.
 * The archive lives in the arena.
 *
 * Refused: what is no whole zip file; too many members; two of one name, or of names that differ in
 * capitals alone.
 */
BCF_MUST_USE
bcf_code bcf_archive_open(bcf_archive **out, bcf_arena *arena, const char *path, const char *bytes,
                          size_t length, bcf_error *err);

const char *bcf_archive_path(const bcf_archive *archive);

/* True if there is such a member; capitals do not count. */
bool bcf_archive_has(const bcf_archive *archive, const char *name);

typedef struct bcf_archive_member bcf_archive_member;

/*
 * Opens one member for reading; *out must be closed.
 *
 * Refused: there is no such member; it is encrypted, or packed in a way that no spreadsheet uses;
 * it is larger than BCF_ARCHIVE_MEMBER_BYTES_MAX or BCF_ARCHIVE_RATIO_MAX times what it was packed
 * to.
 */
BCF_MUST_USE
bcf_code bcf_archive_member_open(bcf_archive_member **out, const bcf_archive *archive,
                                 const char *name, bcf_error *err);

/* Reads up to `room` bytes; returns how many, 0 at the end, -1 where the member is damaged or
 * longer than it was said to be. */
int bcf_archive_member_read(bcf_archive_member *member, char *bytes, int room);

/* How many bytes are still to come, as the archive states it. */
size_t bcf_archive_member_left(const bcf_archive_member *member);

void bcf_archive_member_close(bcf_archive_member *member);

/* Sets *out to a whole member that has at most `bytes_max` bytes, ended by a NUL, in the arena. */
BCF_MUST_USE
bcf_code bcf_archive_read(const char **out, size_t *length, const bcf_archive *archive,
                          bcf_arena *arena, const char *name, size_t bytes_max, bcf_error *err);

#endif

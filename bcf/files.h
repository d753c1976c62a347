/* SPDX-License-Identifier: MIT */
#ifndef BCF_FILES_H
#define BCF_FILES_H

/*
 * files.h - files and folders that are written whole or not at all.
 *
 * Knows:       paths, temporary names, disks that are full.
 * Never knows: what is in a file.
 */

#include "text.h"

/*
 * Writes `content` to a file, or to standard output where `path` is NULL. A regular file appears
 * complete or stays as it was; what is no regular file (a pipe, /dev/full) is written straight.
 * A reader that closed the pipe early got what it wanted: that is no failure, whatever the program
 * does about SIGPIPE. Standard output is written past stdio: flush what was printed before.
 *
 * An old file keeps its rights and, where that is allowed, its owner; a link stays a link. A
 * signal that would end the program takes effect once the file is complete.
 *
 * Fails (BCF_FAILED_MACHINE), naming the file: the folder is missing or read-only, the file is
 * protected, the disk full.
 */
BCF_MUST_USE
bcf_code bcf_files_write(const char *path, const char *content, size_t length, bcf_error *err);

/*
 * Sets *out to the bytes of a file, ended by a NUL that is not counted, in the arena.
 *
 * Refused (BCF_REFUSED_FILE): it cannot be opened or read, is not a regular file, is larger than
 * `bytes_max`.
 */
BCF_MUST_USE
bcf_code bcf_files_read(const char **out, size_t *length, bcf_arena *arena, const char *path,
                        size_t bytes_max, bcf_error *err);

/* One file of a set. */
typedef struct bcf_file {
    const char *name; /* "allocate.csv" */
    const char *content;
    size_t length;
} bcf_file;

/*
 * Makes `folder` hold these files and no others, as one set: either all of them are new, or the
 * folder is as it was. A folder that does not exist is made, its parent is not. A folder that
 * holds anything but files named in `may_replace` (ended by NULL) is refused as usage, so that
 * nobody's own files are lost. `may_replace` names the new files too.
 *
 * The new and the old folder change places in one step where the system can do that. Where it
 * cannot, and where the program was started from this very folder, the folder stays and its files
 * are moved: a power cut between two of them then leaves the old ones in a folder ".bcf-...".
 *
 * Fails (BCF_FAILED_MACHINE), naming the file or folder, and leaves nothing half-written.
 */
BCF_MUST_USE
bcf_code bcf_files_write_folder(const char *folder, const bcf_file files[], size_t count,
                                const char *const may_replace[], bcf_error *err);

#endif

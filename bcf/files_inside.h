/* SPDX-License-Identifier: MIT */
#ifndef BCF_FILES_INSIDE_H
#define BCF_FILES_INSIDE_H

/*
 * files_inside.h - what the files of the room files share; nobody else includes it.
 *
 * Failures travel as errno's numbers, 0 for none, until a sentence is made of them; so a clean-up
 * between the two cannot change what the user reads.
 */

#include <signal.h>
#include <sys/stat.h>

#include "files.h"

/* What is not yet complete has a name of its own: ".bcf-4711-0". */
#define BCF_FILES_NAME_ROOM 64
#define BCF_FILES_NAMES_MAX 1000

const char *bcf_files_in_words(int failure);

BCF_MUST_USE
bcf_code bcf_files_failed(bcf_error *err, const char *path, int failure);

/*
 * Holds back the signals that writing itself can cause, whose failure tells the same; and, where
 * the writing cannot take long, those that would end the program with a file half-written.
 */
void bcf_files_hold_signals(sigset_t *before, bool is_short);

void bcf_files_let_signals(const sigset_t *before);

int bcf_files_write_all(int descriptor, const char *content, size_t length);

/* Some file systems have nothing to flush, and say so as if it were a failure. */
int bcf_files_flush(int descriptor);

/* Writes the whole content, as far as the disk itself, and closes. */
int bcf_files_fill_and_close(int descriptor, const char *content, size_t length);

/* The folder of a path, "." where it names none, and the name within. */
const char *bcf_files_split(bcf_text *folder, const char *path);

/* Where the path is a link, replaces it by what the link says, until it is none: so links stay. */
int bcf_files_follow_links(bcf_text *path);

/* Opens the folder that something is to be made in; `path` is what the user asked for. */
BCF_MUST_USE
bcf_code bcf_files_open_parent(int *out, const char *folder, const char *path, bcf_error *err);

void bcf_files_new_name(char name[BCF_FILES_NAME_ROOM], unsigned attempt);

/* Gives it the rights of the old one, and then its owner: never more rights in between. */
int bcf_files_take_after(int descriptor, const struct stat *old);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_ERROR_H
#define BCF_ERROR_H

/*
 * error.h - refusals, and the place in the user's files where each was found.
 *
 * Knows:       kinds of refusal, a file and line, one sentence a problem.
 * Never knows: money, policy; it never prints.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For the compiler: a result that nobody may ignore; a format as of printf. */
#define BCF_MUST_USE __attribute__((warn_unused_result))
#define BCF_NEVER_NULL __attribute__((returns_nonnull))
#define BCF_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* A mistake of ours, never of the user's: says where and stops. It stays on in every build. */
#define BCF_ASSERT(condition) ((condition) ? (void)0 : bcf_stop(__FILE__, __LINE__, #condition))
/* The same for a place that no run comes to. */
#define BCF_UNREACHABLE(why) bcf_stop(__FILE__, __LINE__, why)

/* One line on standard error, then abort(). */
_Noreturn void bcf_stop(const char *file, int line, const char *what);

/* The machine has no more memory: one sentence on standard error, exit code 4 (SPEC section 9). */
_Noreturn void bcf_out_of_memory(void);

/* How a call ended, and the exit code that the program makes of it (SPEC section 9). */
typedef enum bcf_code {
    BCF_OK = 0,
    BCF_REFUSED_USAGE,  /* a command line that cannot be followed: exit code 2 */
    BCF_REFUSED_FILE,   /* cannot be opened, is too large, is not a file: exit code 3 */
    BCF_REFUSED_FORM,   /* not well formed, or not what the schema allows: exit code 3 */
    BCF_REFUSED_POLICY, /* well formed, but the rules contradict one another: exit code 3 */
    BCF_REFUSED_DATA,   /* a figure or code that cannot be used: exit code 3 */
    BCF_FAILED_MACHINE, /* disk full, folder read-only or missing: exit code 4 */
} bcf_code;

/*
 * Where in the user's files. `file` is borrowed and may be NULL; `line` is 0 when unknown. In a
 * sheet of a workbook, `file` names both ("book.xlsx:boards"), the line is the row, and `column` is
 * that of the cell, from 1; it is 0 in every other file.
 */
typedef struct bcf_place {
    const char *file;
    int line;   /* from 1; 0: unknown */
    int column; /* of a sheet, from 1; 0: none */
} bcf_place;

/* Bytes of a place in words, the NUL among them. */
#define BCF_PLACE_MAX 400

/* "boards.csv:12", "book.xlsx:boards!B7", "boards.csv", or "" where no file is known. */
void bcf_place_text(char text[BCF_PLACE_MAX], bcf_place place);

/* What a line is called there: "line", and in a sheet "row". */
const char *bcf_place_line_word(bcf_place place);

/* How many problems are kept, and bytes of each, the NUL among them. */
#define BCF_PROBLEMS_MAX 25
#define BCF_MESSAGE_MAX 400

/* Starts as (bcf_error){ 0 }. Problems are kept in the order found; those past the limit counted.
 */
typedef struct bcf_error {
    bcf_code code;                                    /* of the first problem */
    size_t count;                                     /* of messages kept */
    size_t dropped;                                   /* problems past the limit */
    char messages[BCF_PROBLEMS_MAX][BCF_MESSAGE_MAX]; /* "ambitions.csv:12: no board 'E99'" */
} bcf_error;

/*
 * Adds one problem to `err` and returns `code`. A reader of a whole file goes on after a bad row
 * and returns err->code at its end, so that the user sees every problem of the file at once.
 */
BCF_MUST_USE
bcf_code bcf_refuse(bcf_error *err, bcf_code code, bcf_place place, const char *format, ...)
    BCF_PRINTF(4, 5);

#endif

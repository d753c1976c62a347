/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_WORDS_H
#define BCF_CLI_WORDS_H

/*
 * words.h - the words of a command line, told apart by the options of a verb.
 *
 * argp reads a command line that is right. This looks at one that is not, or not yet: to say what
 * may have been meant, and what may come next.
 */

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

/* The end of a list of options; options that are in no --help. */
bool words_is_end(const struct argp_option *option);
bool words_is_shown(const struct argp_option *option);

/* What argp has for every verb: --help, --usage, --version. */
extern const struct argp_option words_of_argp[];

/* The option of a list with this letter; and with this name, or the only one that begins so. NULL
 * where there is none. */
const struct argp_option *words_letter(const struct argp_option list[], char letter);
const struct argp_option *words_named(const struct argp_option list[], const char *name,
                                      size_t length);

/* What was understood of the words so far. */
typedef struct words_read {
    const struct argp_option *awaits; /* the option whose value comes next; NULL: none */
    size_t others;                    /* words that are neither option nor value */
    bool is_past_options;             /* after "--" */
    const char *policy;               /* of -p and -d, the last; NULL: not there */
    const char *data;
    const char *unknown; /* the first long option that the verb does not have; NULL: none */
} words_read;

words_read words_tell_apart(const struct argp_option list[], const char *const words[],
                            size_t count);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_COMPLETE_H
#define BCF_CLI_COMPLETE_H

/*
 * complete.h - what may come next on a command line, for the completion of a shell.
 *
 *     bcf --complete WORD...
 *
 * is what completion/bcf.bash and completion/_bcf call while somebody types; no --help names it.
 * The words are those after `bcf`; the last one, which may be empty, is to be completed. A line a
 * candidate is printed, with a tab and a few words about it; a line that begins with the tab says
 * that "files" or "folders" may come there too. So a shell knows no verb, option or area by itself.
 */

#include "verb.h"

/* Returns the program's exit code: also 0 where nothing can be said. */
int complete_line(const verb *const verbs[], size_t verb_count, const char *const words[],
                  size_t count);

#endif

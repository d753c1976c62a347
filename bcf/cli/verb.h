/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_VERB_H
#define BCF_CLI_VERB_H

/*
 * verb.h - what all verbs have in common: arguments in, one text out, an exit code.
 *
 * A verb builds its whole output first. Nothing is printed or written unless all of it is there.
 */

#include "options.h"

typedef struct session {
    const char *verb; /* "allocate" */
    bcf_arena *arena;
    bcf_error err;
    options options;
    const bcf_run *run;
    const bcf_notes *notes; /* to standard error, unless the output has them; may be NULL */
    bcf_text out;
    bool has_found; /* something to be looked at: exit code 1 */
} session;

/* One verb: fills session->out, or refuses. */
typedef bcf_code action(session *at);

typedef struct verb {
    const char *name;
    const char *summary; /* for `bcf --help` */
    const struct argp *argp;
    action *act;
    format format; /* unless another is asked for */
    size_t words_wanted;
    size_t words_optional; /* that may follow them */
} verb;

extern const verb verb_allocate;
extern const verb verb_score;
extern const verb verb_release;
extern const verb verb_assure;
extern const verb verb_settle;
extern const verb verb_verify;
extern const verb verb_readings;
extern const verb verb_check;
extern const verb verb_apportion;
extern const verb verb_formulas;
extern const verb verb_explain;
extern const verb verb_compare;
extern const verb verb_reconcile;
extern const verb verb_report;
extern const verb verb_template;
extern const verb verb_sweep;

/* Computes the run of the session up to a stage. */
BCF_MUST_USE
bcf_code compute(session *at, bcf_stage stage);

/* The same, and finds the board that -a names; everybody where there is no -a. */
BCF_MUST_USE
bcf_code compute_for_board(session *at, bcf_stage stage, bcf_scope *scope);

/* Adds the sheet in the format asked for, which is not text. */
void show_sheet(session *at, const bcf_sheet *sheet);

/* argv[0] is the verb. Returns the program's exit code. */
int run_verb(const verb *verb, int argc, char **argv);

#endif

/* SPDX-License-Identifier: MIT */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complete.h"
#include "manual.h"
#include "memory.h"
#include "verb.h"
#include "version.h"

#define EXIT_WRONG_USAGE 2
#define EXIT_MACHINE_FAILED 4

static const verb *const verbs[] = {
    &verb_allocate, &verb_score,     &verb_release,  &verb_assure,    &verb_explain,  &verb_settle,
    &verb_report,   &verb_verify,    &verb_compare,  &verb_reconcile, &verb_readings, &verb_sweep,
    &verb_check,    &verb_apportion, &verb_formulas, &verb_template,
};
#define VERB_COUNT (sizeof verbs / sizeof verbs[0])

/* The rest of the command line, from the verb on. */
typedef struct command {
    int argc;
    char **argv;
} command;

/* NOLINTNEXTLINE(readability-non-const-parameter): argp calls it, with a signature of its own */
static error_t read_verb(int key, char *argument, struct argp_state *state)
{
    (void)argument;
    command *rest = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        rest->argc = state->argc - (state->next - 1);
        rest->argv = state->argv + (state->next - 1);
        state->next = state->argc; /* what follows belongs to the verb */
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_state_help(state, stderr,
                        ARGP_HELP_LONG | ARGP_HELP_USAGE | ARGP_HELP_DOC | ARGP_HELP_EXIT_ERR);
        return 0;
    default: /* argp's own keys, not an enum of ours */
        return ARGP_ERR_UNKNOWN;
    }
}

/* The list of verbs, from what each says of itself. argp frees what is not the text it gave. */
static char *list_verbs(int key, const char *words, void *input)
{
    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC) {
        return (char *)(uintptr_t)words; /* as it is: argp's own signature loses the const */
    }
    bcf_text list = {0};
    bcf_text_add(&list, "Verbs:\n");
    for (size_t i = 0; i < VERB_COUNT; i++) {
        bcf_text_print(&list, "  %-12s %s\n", verbs[i]->name, verbs[i]->summary);
    }
    bcf_text_print(&list, "\n%s", words);
    return list.bytes;
}

static const struct argp arguments = {
    NULL,
    read_verb,
    "VERB [OPTION...]",
    "England's Better Care Fund, to the penny."
    "\v"
    "Begin with:\n"
    "  bcf allocate                 the fund and every board's pool\n"
    "  bcf allocate -a Rotherham    one board's allocation letter, as a sum\n"
    "  bcf VERB --help              what a verb prints, its options, an example\n\n" EXIT_CODES,
    NULL,
    list_verbs,
    NULL,
};

static int refuse_verb(const char *wanted)
{
    const char *names[VERB_COUNT + 2] = {"help"};
    for (size_t i = 0; i < VERB_COUNT; i++) {
        names[i + 1] = verbs[i]->name;
    }
    const char *near = bcf_nearest_word(wanted, names);
    fprintf(stderr, "bcf: there is no verb '%s'", wanted);
    if (near != NULL) {
        fprintf(stderr, "; did you mean '%s'?\n", near);
    } else {
        fputs("; 'bcf --help' lists them\n", stderr);
    }
    return EXIT_WRONG_USAGE;
}

static int run_command(int argc, char **argv)
{
    for (size_t i = 0; i < VERB_COUNT; i++) {
        if (strcmp(verbs[i]->name, argv[0]) == 0) {
            return run_verb(verbs[i], argc, argv);
        }
    }
    return refuse_verb(argv[0]);
}

/* `bcf help release` is `bcf release --help`; `bcf help` alone is `bcf --help`. */
static int run_help(int argc, char **argv, char *program)
{
    char option[] = "--help";
    if (argc > 1 && strcmp(argv[1], "help") != 0) {
        char *words[] = {argv[1], option, NULL};
        return run_command(2, words);
    }
    char *words[] = {program, option, NULL};
    argp_parse(&arguments, 2, words, ARGP_IN_ORDER, NULL, NULL);
    return EXIT_SUCCESS;
}

/* What argp prints (--help, --version) must not be lost on a full disk without a word. */
static void close_output(void)
{
    if (fflush(stdout) != 0 && errno != EPIPE) {
        fprintf(stderr, "bcf: standard output: %s\n", strerror(errno));
        _Exit(EXIT_MACHINE_FAILED);
    }
}

static void print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    version_print(stream);
}

int main(int argc, char **argv)
{
    memory_prepare();
    bcf_ratio_guard_memory();
    argp_err_exit_status = EXIT_WRONG_USAGE;
    argp_program_version_hook = print_version;
    /* A reader that has seen enough is told so by write(), as is who may not write as much. */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || signal(SIGXFSZ, SIG_IGN) == SIG_ERR) {
        return EXIT_MACHINE_FAILED;
    }
    if (atexit(close_output) != 0) {
        bcf_out_of_memory();
    }

    char name[] = "bcf"; /* wherever it is installed */
    argv[0] = argc > 0 ? name : argv[0];
    if (argc > 1 && strcmp(argv[1], "--complete") == 0) {
        return complete_line(verbs, VERB_COUNT, (const char *const *)argv + 2, (size_t)argc - 2);
    }
    if (argc == 3 && strcmp(argv[1], "--manual") == 0) {
        return manual_write(verbs, VERB_COUNT, argv[2]);
    }
    command rest = {0};
    error_t failure = argp_parse(&arguments, argc, argv, ARGP_IN_ORDER, NULL, &rest);
    if (failure != 0 || rest.argv == NULL) {
        return EXIT_WRONG_USAGE;
    }
    return strcmp(rest.argv[0], "help") == 0 ? run_help(rest.argc, rest.argv, name)
                                             : run_command(rest.argc, rest.argv);
}

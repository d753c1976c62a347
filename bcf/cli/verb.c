/* SPDX-License-Identifier: MIT */
#include "verb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "paint.h"
#include "waiting.h"
#include "words.h"

/* SPEC section 9. */
#define EXIT_DONE 0
#define EXIT_FOUND 1
#define EXIT_WRONG_USAGE 2
#define EXIT_INPUT_REFUSED 3
#define EXIT_MACHINE_FAILED 4

static int exit_code(bcf_code code)
{
    switch (code) {
    case BCF_OK:
        return EXIT_DONE;
    case BCF_REFUSED_USAGE:
        return EXIT_WRONG_USAGE;
    case BCF_REFUSED_FILE:
    case BCF_REFUSED_FORM:
    case BCF_REFUSED_POLICY:
    case BCF_REFUSED_DATA:
        return EXIT_INPUT_REFUSED;
    case BCF_FAILED_MACHINE:
        return EXIT_MACHINE_FAILED;
    }
    BCF_UNREACHABLE("an outcome without an exit code");
}

static void tell_problems(const bcf_error *err)
{
    bool is_painted = paint_is_wanted(STDERR_FILENO);
    for (size_t i = 0; i < err->count; i++) {
        fprintf(stderr, "%s%s%s\n", is_painted ? PAINT_PROBLEM : "", err->messages[i],
                is_painted ? PAINT_END : "");
    }
    if (err->dropped > 0) {
        fprintf(stderr, "... and %zu more\n", err->dropped);
    }
}

/* People find the notes on their page; programs must not find them between their rows. */
static void tell_notes(const session *at)
{
    bool is_painted = paint_is_wanted(STDERR_FILENO);
    for (size_t i = 0; at->notes != NULL && i < at->notes->count; i++) {
        fprintf(stderr, "%snote:%s %s\n", is_painted ? PAINT_NOTE : "", is_painted ? PAINT_END : "",
                at->notes->items[i].sentence);
    }
}

bcf_code compute(session *at, bcf_stage stage)
{
    bcf_order *order = &at->options.order;
    if (at->run != NULL && order->read == NULL) { /* it went as far as the policy: read only once */
        bcf_read_inputs *read = BCF_NEW(at->arena, bcf_read_inputs);
        read->policy = at->run->policy;
        order->read = read;
    }
    bcf_code code = bcf_run_to(&at->run, at->arena, order, stage, at->verb, &at->err);
    bool has_page = at->options.format == FORMAT_TEXT;
    at->notes = code == BCF_OK && !has_page ? &at->run->notes : NULL;
    return code;
}

bcf_code compute_for_board(session *at, bcf_stage stage, bcf_scope *scope)
{
    bcf_code code = compute(at, stage);
    if (code != BCF_OK) {
        return code;
    }
    const bcf_figures *figures = at->run->figures;
    code = bcf_scope_find(scope, at->arena, figures->areas, at->options.area, &at->err);
    if (code == BCF_OK) {
        code = bcf_scope_to_board(scope, at->arena, figures, at->verb, &at->err);
    }
    return code;
}

void show_sheet(session *at, const bcf_sheet *sheet)
{
    switch (at->options.format) {
    case FORMAT_TEXT:
        break;
    case FORMAT_CSV:
        bcf_sheet_csv(&at->out, sheet);
        return;
    case FORMAT_JSON:
        bcf_sheet_json(&at->out, sheet);
        return;
    case FORMAT_XML:
        bcf_sheet_xml(&at->out, sheet);
        return;
    }
    BCF_UNREACHABLE("text is no format of a sheet");
}

/* An option that is near to one of the verb's; what is near to none is left to argp. */
static void refuse_slip(const verb *chosen, int argc, char **argv)
{
    const struct argp_option *list = chosen->argp->options;
    words_read read = words_tell_apart(list, (const char *const *)argv + 1, (size_t)argc - 1);
    if (read.unknown == NULL) {
        return;
    }
    bcf_arena *arena = bcf_arena_new();
    const char **names = NULL;
    size_t count = 0;
    for (const struct argp_option *option = list; !words_is_end(option); option++) {
        BCF_MAKE_ROOM(arena, names, count);
        names[count++] = option->name;
    }
    BCF_MAKE_ROOM(arena, names, count);
    names[count] = NULL;
    const char *wanted =
        bcf_arena_text_part(arena, read.unknown + 2, strcspn(read.unknown + 2, "="));
    const char *near = bcf_nearest_word(wanted, names);
    if (near != NULL) {
        fprintf(stderr, "%s: there is no option '--%s'; did you mean '--%s'?\n", argv[0], wanted,
                near);
        exit(EXIT_WRONG_USAGE);
    }
    bcf_arena_free(arena);
}

static void read_arguments(session *at, const verb *chosen, int argc, char **argv)
{
    char name[64];
    snprintf(name, sizeof name, "bcf %s", chosen->name);
    argv[0] = name; /* what argp calls the program in its messages */
    refuse_slip(chosen, argc, argv);
    at->options.format = chosen->format;
    at->options.words_wanted = chosen->words_wanted;
    at->options.words_max = chosen->words_wanted + chosen->words_optional;
    at->options.assignments = BCF_NEW_ARRAY(at->arena, (size_t)argc, const char *);
    at->options.vintages = BCF_NEW_ARRAY(at->arena, (size_t)argc, const char *);
    at->options.variations = BCF_NEW_ARRAY(at->arena, (size_t)argc, const char *);
    at->options.words = BCF_NEW_ARRAY(at->arena, (size_t)argc, const char *);
    error_t failure = argp_parse(chosen->argp, argc, argv, 0, NULL, &at->options);
    BCF_ASSERT(failure == 0); /* argp ends the program where it refuses */
    at->options.order.assignments = at->options.assignments;
}

/* A page that goes to a screen is painted; what goes anywhere else is as it is. */
static void paint(session *at, const char *path)
{
    if (path == NULL && at->options.format == FORMAT_TEXT && paint_is_wanted(STDOUT_FILENO)) {
        bcf_text painted = {0};
        paint_page(&painted, bcf_text_get(&at->out));
        bcf_text_clear(&at->out);
        at->out = painted;
    }
}

int run_verb(const verb *chosen, int argc, char **argv)
{
    session at = {.verb = chosen->name, .arena = bcf_arena_new()};
    read_arguments(&at, chosen, argc, argv);
    waiting on;
    waiting_begin(&on, at.arena);
    bcf_code code = chosen->act(&at);
    waiting_end(&on);
    if (code == BCF_OK) {
        /* settle has written its folder: the page about it goes to the screen */
        const char *path = chosen == &verb_settle ? NULL : at.options.output;
        bool is_file = chosen == &verb_report || chosen == &verb_template;
        if (!is_file) { /* of another program: no page for a screen */
            paint(&at, path);
        }
        code = bcf_files_write(path, bcf_text_get(&at.out), at.out.length, &at.err);
    }
    if (code == BCF_OK) {
        tell_notes(&at);
    } else {
        tell_problems(&at.err);
    }
    bcf_text_clear(&at.out);
    bcf_arena_free(at.arena);
    return code == BCF_OK && at.has_found ? EXIT_FOUND : exit_code(code);
}

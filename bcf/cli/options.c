/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <string.h>

const char *const options_formats[] = {"text", "csv", "json", "xml", NULL};
const char *const options_fail_on[] = {"warn", "fail", NULL};
const char *const options_printed_in[] = {"1", "1000", "1000000", NULL};

/* The place of the word in its list, or -1. */
static int place_of(const char *const words[], const char *wanted)
{
    BCF_ASSERT(wanted != NULL); /* argp sees to it that an option with a value has one */
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], wanted) == 0) {
            return i;
        }
    }
    return -1;
}

static void read_format(options *read, const char *argument, struct argp_state *state)
{
    int place = place_of(options_formats, argument);
    if (place >= 0) {
        read->format = (format)(FORMAT_TEXT + place);
        return;
    }
    const char *near = bcf_nearest_word(argument, options_formats);
    argp_error(state, "there is no format '%s'%s%s%s; there are text, csv, json and xml", argument,
               near == NULL ? "" : " (did you mean '", near == NULL ? "" : near,
               near == NULL ? "" : "'?)");
}

static void read_date(options *read, const char *argument, struct argp_state *state)
{
    bcf_error err = {0};
    bcf_code code = bcf_date_parse(&read->order.as_at, argument, "--as-at", (bcf_place){0}, &err);
    if (code != BCF_OK) {
        argp_error(state, "%s", err.messages[0]);
    }
}

static void read_fail_on(options *read, const char *argument, struct argp_state *state)
{
    int place = place_of(options_fail_on, argument);
    if (place >= 0) {
        read->fail_on = (fail_on)(FAIL_ON_WARN + place);
        return;
    }
    const char *near = bcf_nearest_word(argument, options_fail_on);
    argp_error(state, "--fail-on is warn or fail, not '%s'%s%s%s", argument,
               near == NULL ? "" : " (did you mean '", near == NULL ? "" : near,
               near == NULL ? "" : "'?)");
}

static void read_printed_in(options *read, const char *argument, struct argp_state *state)
{
    static const int64_t pounds[] = {1, 1000, 1000000};
    int place = place_of(options_printed_in, argument);
    if (place >= 0) {
        read->printed_in = pounds[place];
        return;
    }
    argp_error(state, "--printed-in is 1, 1000 or 1000000, not '%s'", argument);
}

static void read_shard(options *read, const char *argument, struct argp_state *state)
{
    bcf_shard *shard = &read->shard;
    const char *stroke = strchr(argument, '/');
    if (stroke == NULL || !bcf_shard_number(&shard->number, argument, (size_t)(stroke - argument))
        || !bcf_shard_number(&shard->count, stroke + 1, strlen(stroke + 1)) || shard->number == 0
        || shard->number > shard->count) {
        argp_error(state, "--shard is I/N, from 1/N to N/N, N at most %d; not '%s'",
                   BCF_SCENARIOS_MAX, argument);
    }
}

static void read_jobs(options *read, const char *argument, struct argp_state *state)
{
    if (!bcf_shard_number(&read->jobs, argument, strlen(argument)) || read->jobs == 0
        || read->jobs > JOBS_MAX) {
        argp_error(state, "--jobs is a number from 1 to %d, not '%s'", JOBS_MAX, argument);
    }
}

/* Options of `sweep` alone. */
static error_t read_sweep(int key, char *argument, struct argp_state *state)
{
    options *read = state->input;
    switch (key) {
    case KEY_VARY:
        read->variations[read->variation_count++] = argument;
        return 0;
    case KEY_ITEMS:
        read->items = argument;
        return 0;
    case KEY_SHARD:
        read_shard(read, argument, state);
        return 0;
    case KEY_MERGE:
        read->is_merge = true;
        return 0;
    case KEY_JOBS:
        read_jobs(read, argument, state);
        return 0;
    default: /* argp's own keys, not an enum of ours */
        return ARGP_ERR_UNKNOWN;
    }
}

/* Options of `reconcile` alone. */
static error_t read_reconcile(int key, char *argument, struct argp_state *state)
{
    options *read = state->input;
    switch (key) {
    case KEY_WHY:
        read->is_why = true;
        return 0;
    case KEY_VINTAGE:
        read->vintages[read->vintage_count++] = argument;
        return 0;
    case KEY_PRINTED_IN:
        read_printed_in(read, argument, state);
        return 0;
    case KEY_TOTAL:
        read->total = argument;
        return 0;
    default:
        return read_sweep(key, argument, state);
    }
}

static error_t read_word(options *read, const char *argument)
{
    if (read->word_count == read->words_max) {
        return ARGP_ERR_UNKNOWN; /* argp says "Too many arguments" */
    }
    read->words[read->word_count++] = argument;
    return 0;
}

error_t read_option(int key, char *argument, struct argp_state *state)
{
    options *read = state->input;
    if ((key < KEY_SET || key == KEY_ONLY || key == KEY_VINTAGE || key == KEY_TOTAL)
        && argument != NULL && *argument == '\0') {
        argp_error(state, "an empty argument names nothing");
    }
    switch (key) {
    case 'p':
        read->order.policy = argument;
        return 0;
    case 'd':
        read->order.dataset = argument;
        return 0;
    case 'a':
        if (read->area != NULL) {
            argp_error(state, "-a is there twice: one area at a time");
        }
        read->area = argument;
        return 0;
    case 'o':
        read->output = argument;
        return 0;
    case 'f':
        read_format(read, argument, state);
        return 0;
    case KEY_SET:
        read->assignments[read->order.assignment_count++] = argument;
        return 0;
    case KEY_AS_AT:
        read_date(read, argument, state);
        return 0;
    case KEY_BY:
        read->by = argument;
        return 0;
    case KEY_ONLY:
        read->only = argument;
        return 0;
    case KEY_FAIL_ON:
        read_fail_on(read, argument, state);
        return 0;
    case KEY_TABLES:
        read->is_tables = true;
        return 0;
    case KEY_NAMES:
        read->with_names = true;
        return 0;
    case KEY_ALL:
        read->is_all = true;
        return 0;
    case KEY_BALANCE:
        read->is_balance = true;
        return 0;
    case KEY_FAIRNESS:
        read->is_fairness = true;
        return 0;
    case KEY_NEXT:
        read->is_next = true;
        return 0;
    case KEY_FRAGILE:
        read->is_fragile = true;
        return 0;
    case ARGP_KEY_ARG:
        return read_word(read, argument);
    case ARGP_KEY_END:
        if (read->word_count < read->words_wanted) {
            argp_error(state, "too few arguments");
        }
        return 0;
    default:
        return read_reconcile(key, argument, state);
    }
}

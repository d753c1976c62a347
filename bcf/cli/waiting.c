/* SPDX-License-Identifier: MIT */
#include "waiting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BEFORE_A_WORD_MS 2000
#define BETWEEN_WORDS_MS 100
#define LINE_COLUMNS 78 /* it must not wrap: a line that did could not be written over */

static int64_t milliseconds_between(struct timespec from, struct timespec to)
{
    return (int64_t)(to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
}

/* "12,288". */
static void add_count(bcf_text *out, size_t count)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%zu", count);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            bcf_text_add_char(out, ',');
        }
        bcf_text_add_char(out, digits[i]);
    }
}

static void write_line(waiting *on, const char *what, size_t done, size_t all)
{
    bcf_text line = {0};
    bcf_text_print(&line, "bcf: %s: ", what);
    add_count(&line, done);
    if (all > 0) {
        bcf_text_add(&line, " of ");
        add_count(&line, all);
    }
    int width = line.length < LINE_COLUMNS ? (int)line.length : LINE_COLUMNS;
    int behind = (int)on->width > width ? (int)on->width - width : 0;
    fprintf(stderr, "\r%.*s%*s", width, bcf_text_get(&line), behind, "");
    fflush(stderr);
    on->width = (size_t)width;
    bcf_text_clear(&line);
}

static void hear(void *listener, const char *what, size_t done, size_t all)
{
    waiting *on = listener;
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0
        || milliseconds_between(on->begun, now) < BEFORE_A_WORD_MS
        || (on->width > 0 && milliseconds_between(on->shown, now) < BETWEEN_WORDS_MS)) {
        return;
    }
    on->shown = now;
    write_line(on, what, done, all);
}

void waiting_begin(waiting *on, bcf_arena *arena)
{
    *on = (waiting){.width = 0};
    const char *terminal = getenv("TERM");
    bool can_write_over = terminal != NULL && *terminal != '\0' && strcmp(terminal, "dumb") != 0
                          && isatty(STDERR_FILENO) == 1;
    if (can_write_over && clock_gettime(CLOCK_MONOTONIC, &on->begun) == 0) {
        bcf_progress_listen(arena, hear, on);
    }
}

void waiting_end(waiting *on)
{
    if (on->width > 0) {
        fprintf(stderr, "\r%*s\r", (int)on->width, "");
        fflush(stderr);
        on->width = 0;
    }
}

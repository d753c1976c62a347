/* SPDX-License-Identifier: MIT */
#include "paint.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define YELLOW "\033[33m"

bool paint_is_wanted(int descriptor)
{
    const char *refused = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    return (refused == NULL || *refused == '\0') && terminal != NULL && *terminal != '\0'
           && strcmp(terminal, "dumb") != 0 && isatty(descriptor) == 1;
}

typedef struct line {
    const char *bytes;
    size_t length;
} line;

static line line_at(const char *bytes)
{
    return (line){bytes, strcspn(bytes, "\n")};
}

/* True of "====" and of "----  ---": nothing but rules. */
static bool is_rule(line one, const char *of)
{
    return one.length > 2 && one.bytes[0] == of[0] && strspn(one.bytes, of) >= one.length;
}

static void add_in(bcf_text *out, const char *colour, const char *bytes, size_t length)
{
    bcf_text_add(out, colour);
    bcf_text_add_bytes(out, bytes, length);
    bcf_text_add(out, PAINT_END);
}

/* The colour of a cell, or of what stands before a colon; NULL for none. */
static const char *colour_of(const char *word, size_t length)
{
    static const struct {
        const char *word;
        const char *colour;
    } words[] = {
        {"fail", RED},       {"Fail", RED},      {"Fails", RED},           {"refused", RED},
        {"differs", RED},    {"not-met", RED},   {"does-not-add-up", RED}, {"warn", YELLOW},
        {"Warning", YELLOW}, {"absent", YELLOW},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].word) == length && memcmp(words[i].word, word, length) == 0) {
            return words[i].colour;
        }
    }
    return NULL;
}

/* The length of a cell: up to two spaces, a colon or the end of the line. */
static size_t cell_length(const char *bytes, size_t room)
{
    size_t length = 0;
    while (length < room && bytes[length] != ':'
           && !(bytes[length] == ' ' && (length + 1 == room || bytes[length + 1] == ' '))) {
        length++;
    }
    return length;
}

/* Words as they are, but for the mark of what is illustrative. */
static void add_words(bcf_text *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '*') {
            add_in(out, YELLOW, bytes + i, 1);
        } else {
            bcf_text_add_char(out, bytes[i]);
        }
    }
}

static void add_line(bcf_text *out, line one)
{
    size_t next = 0;
    while (next < one.length) {
        if (strchr(" -:", one.bytes[next]) != NULL) { /* between cells, and before "- Fails:" */
            bcf_text_add_char(out, one.bytes[next++]);
            continue;
        }
        size_t length = cell_length(one.bytes + next, one.length - next);
        const char *colour = colour_of(one.bytes + next, length);
        if (colour != NULL) {
            add_in(out, colour, one.bytes + next, length);
        } else {
            add_words(out, one.bytes + next, length);
        }
        next += length;
    }
}

void paint_page(bcf_text *out, const char *page)
{
    bool is_in_table = false; /* its headings are above; another rule is one above totals */
    while (*page != '\0') {
        line one = line_at(page);
        page += one.length;
        line below = line_at(*page == '\n' ? page + 1 : page);
        bool is_headed = is_rule(below, "=") || (is_rule(below, "- ") && !is_in_table);
        if (is_rule(one, "=") || is_rule(one, "- ")) {
            is_in_table = memchr(one.bytes, ' ', one.length) != NULL;
            add_in(out, DIM, one.bytes, one.length);
        } else if (one.length > 0 && is_headed) {
            add_in(out, BOLD, one.bytes, one.length);
        } else {
            is_in_table = is_in_table && one.length > 0;
            add_line(out, one);
        }
        if (*page == '\n') {
            bcf_text_add_char(out, *page++);
        }
    }
}

/* SPDX-License-Identifier: MIT */
#include "manual.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "words.h"

/* One page while it is written. */
typedef struct page {
    bcf_text text;
    bcf_arena *arena;
    const verb *verb;
} page;

/* A letter as roff takes it for itself. */
static void add_letter(bcf_text *text, char letter)
{
    switch (letter) {
    case '\\':
        bcf_text_add(text, "\\e");
        return;
    case '-':
        bcf_text_add(text, "\\-");
        return;
    case '\'':
        bcf_text_add(text, "\\(aq");
        return;
    default: /* any other letter: not an enum of ours */
        bcf_text_add_char(text, letter);
        return;
    }
}

static void add_letters(bcf_text *text, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        add_letter(text, bytes[i]);
    }
}

static void add_in(bcf_text *text, char face, const char *bytes, size_t length)
{
    bcf_text_print(text, "\\f%c", face);
    add_letters(text, bytes, length);
    bcf_text_add(text, "\\fR");
}

static bool is_name_letter(char c)
{
    return isalnum((unsigned char)c) != 0 || c == '-' || c == '_';
}

/* "-a", "--next": bold. */
static size_t option_length(const char *words)
{
    size_t dashes = strspn(words, "-");
    if (dashes < 1 || dashes > 2 || isalpha((unsigned char)words[dashes]) == 0) {
        return 0;
    }
    size_t length = dashes;
    while (is_name_letter(words[length])) {
        length++;
    }
    return length;
}

/* True if `name` stands in the list as a whole word: "AREA" in "AREA [ITEM]". */
static bool has_name(const char *list, const char *name, size_t length)
{
    for (const char *at = list; at != NULL && *at != '\0'; at++) {
        bool is_begun = at == list || isalpha((unsigned char)at[-1]) == 0;
        if (is_begun && strncmp(at, name, length) == 0 && isalpha((unsigned char)at[length]) == 0) {
            return true;
        }
    }
    return false;
}

/* What the verb calls one of its words, or an option's value: in italics. */
static size_t value_length(const page *to, const char *words)
{
    size_t length = 0;
    while (words[length] >= 'A' && words[length] <= 'Z') {
        length++;
    }
    if (length < 2 || is_name_letter(words[length])) {
        return 0;
    }
    const struct argp *argp = to->verb->argp;
    bool is_value = argp->args_doc != NULL && has_name(argp->args_doc, words, length);
    for (const struct argp_option *option = argp->options; !words_is_end(option); option++) {
        is_value = is_value || (option->arg != NULL && has_name(option->arg, words, length));
    }
    return is_value ? length : 0;
}

/* Adds a paragraph's words, with the faces that a manual gives them. */
static void add_words(page *to, const char *words, size_t length)
{
    const char *end = words + length;
    char before = ' ';
    while (words < end) {
        bool is_begun = !is_name_letter(before);
        const char *quote =
            *words == '`' ? memchr(words + 1, '`', (size_t)(end - words) - 1) : NULL;
        size_t option = is_begun ? option_length(words) : 0;
        size_t value = is_begun ? value_length(to, words) : 0;
        size_t taken = 1;
        if (quote != NULL) {
            taken = (size_t)(quote - words) + 1;
            add_in(&to->text, 'B', words + 1, taken - 2);
        } else if (option > 0 || value > 0) {
            taken = option > 0 ? option : value;
            add_in(&to->text, option > 0 ? 'B' : 'I', words, taken);
        } else {
            add_letter(&to->text, *words == '\n' ? ' ' : *words);
        }
        before = words[taken - 1];
        words += taken;
    }
    bcf_text_add_char(&to->text, '\n');
}

static void add_all_words(page *to, const char *words)
{
    add_words(to, words, strlen(words));
}

static void add_synopsis(page *to)
{
    bcf_text *text = &to->text;
    const struct argp *argp = to->verb->argp;
    bcf_text_print(text, ".SH SYNOPSIS\n.SY \"bcf %s\"\n", to->verb->name);
    const char *next = argp->args_doc == NULL ? "" : argp->args_doc;
    while (*next != '\0') {
        size_t length = strcspn(next, " ");
        bool is_optional = next[0] == '[' && next[length - 1] == ']';
        bcf_text_add(text, is_optional ? "[\\c\n.I " : ".I ");
        add_letters(text, next + (is_optional ? 1 : 0), length - (is_optional ? 2 : 0));
        bcf_text_add(text, is_optional ? "\\c\n]\n" : "\n");
        next += length;
        next += strspn(next, " ");
    }
    for (const struct argp_option *option = argp->options; !words_is_end(option); option++) {
        if (!words_is_shown(option)) {
            continue;
        }
        bcf_text_add(text, ".OP ");
        if (option->key > 0 && option->key < KEY_SET) {
            bcf_text_print(text, "\\-%c", option->key);
        } else {
            bcf_text_add(text, "\\-\\-");
            add_letters(text, option->name, strlen(option->name));
        }
        if (option->arg != NULL) {
            bcf_text_add_char(text, ' ');
            add_letters(text, option->arg, strlen(option->arg));
        }
        bcf_text_add_char(text, '\n');
    }
    bcf_text_add(text, ".YS\n");
}

static void add_options(page *to, const struct argp_option list[])
{
    bcf_text *text = &to->text;
    for (const struct argp_option *option = list; !words_is_end(option); option++) {
        if (!words_is_shown(option)) {
            continue;
        }
        bcf_text_add(text, ".TP\n");
        if (option->key > 0 && option->key < KEY_SET) {
            const char letter[] = {'-', (char)option->key};
            add_in(text, 'B', letter, sizeof letter);
            bcf_text_add(text, ", ");
        }
        const char *name = bcf_arena_print(to->arena, "--%s", option->name);
        add_in(text, 'B', name, strlen(name));
        if (option->arg != NULL) {
            bcf_text_add_char(text, '=');
            add_in(text, 'I', option->arg, strlen(option->arg));
        }
        bcf_text_add_char(text, '\n');
        add_all_words(to, option->doc);
    }
}

/* The paragraph at the start of `words`: up to an empty line. */
static size_t paragraph_length(const char *words)
{
    const char *end = strstr(words, "\n\n");
    return end == NULL ? strlen(words) : (size_t)(end - words);
}

typedef bool paragraph_test(const char *paragraph);

static bool is_example(const char *paragraph)
{
    return strncmp(paragraph, "  bcf ", 6) == 0;
}

static bool is_exit_codes(const char *paragraph)
{
    return strncmp(paragraph, EXIT_CODES, strlen("Exit codes: ")) == 0;
}

static bool is_description(const char *paragraph)
{
    return !is_example(paragraph) && !is_exit_codes(paragraph);
}

/* "  bcf allocate -a Rotherham": as it is to be typed. */
static void add_examples(page *to, const char *lines, size_t length)
{
    const char *end = lines + length;
    bcf_text_add(&to->text, ".nf\n");
    while (lines < end) {
        size_t line = strcspn(lines, "\n");
        size_t indent = strspn(lines, " ");
        add_letters(&to->text, lines + indent, line - indent);
        bcf_text_add_char(&to->text, '\n');
        lines += line + (lines[line] == '\n' ? 1 : 0);
    }
    bcf_text_add(&to->text, ".fi\n");
}

/* "Exit codes: 0 done; 2 wrong usage. Nothing is written...": a line each. */
static void add_exit_codes(page *to, const char *words, size_t length)
{
    const char *end = words + length;
    words += strlen("Exit codes: ");
    const char *stop = strstr(words, ". ");
    stop = stop == NULL || stop > end ? end : stop;
    while (words < stop) {
        const char *semicolon = strstr(words, "; ");
        const char *last = semicolon == NULL || semicolon > stop ? stop : semicolon;
        bcf_text_print(&to->text, ".TP\n.B %c\n", *words);
        add_words(to, words + 2, (size_t)(last - words) - 2);
        words = last == stop ? stop : last + 2;
    }
    if (stop < end) {
        bcf_text_add(&to->text, ".PP\n");
        add_words(to, stop + 2, (size_t)(end - stop) - 2);
    }
}

/* Adds the paragraphs of one sort under a heading. */
static void add_section(page *to, const char *heading, paragraph_test *is_of_it)
{
    const char *next = strchr(to->verb->argp->doc, '\v');
    BCF_ASSERT(next != NULL); /* every verb says what it prints, and its exit codes */
    next++;
    bool has_begun = is_of_it == is_description; /* what the verb is for stands there already */
    while (*next != '\0') {
        size_t length = paragraph_length(next);
        if (is_of_it(next)) {
            bcf_text_print(&to->text, has_begun ? ".PP\n" : ".SH %s\n", heading);
            has_begun = true;
            if (is_of_it == is_example) {
                add_examples(to, next, length);
            } else if (is_of_it == is_exit_codes) {
                add_exit_codes(to, next, length);
            } else {
                add_words(to, next, length);
            }
        }
        next += length;
        next += strspn(next, "\n");
    }
}

static void add_see_also(page *to, const verb *const verbs[], size_t verb_count)
{
    bcf_text_add(&to->text, ".SH SEE ALSO\n.BR bcf (1)");
    for (size_t i = 0; i < verb_count; i++) {
        if (verbs[i] != to->verb) {
            bcf_text_print(&to->text, ",\n.BR bcf\\-%s (1)", verbs[i]->name);
        }
    }
    bcf_text_add_char(&to->text, '\n');
}

static void write_page(page *to, const verb *const verbs[], size_t verb_count)
{
    bcf_text *text = &to->text;
    const char *doc = to->verb->argp->doc;
    bcf_text_add(text, ".\\\" SPDX-License-Identifier: MIT\n"
                       ".\\\" Made by the program itself from what --help says.\n");
    bcf_text_print(text, ".TH BCF\\-");
    for (const char *letter = to->verb->name; *letter != '\0'; letter++) {
        bcf_text_add_char(text, (char)toupper((unsigned char)*letter));
    }
    bcf_text_print(text, " 1 \"\" \"bcf %s\" \"User Commands\"\n", bcf_home_version());
    bcf_text_print(text, ".SH NAME\nbcf\\-%s \\- ", to->verb->name);
    add_letters(text, to->verb->summary, strlen(to->verb->summary));
    bcf_text_add_char(text, '\n');
    add_synopsis(to);
    bcf_text_add(text, ".SH DESCRIPTION\n");
    add_words(to, doc, strcspn(doc, "\v"));
    add_section(to, "DESCRIPTION", is_description);
    bcf_text_add(text, ".SH OPTIONS\n");
    add_options(to, to->verb->argp->options);
    add_options(to, words_of_argp);
    add_section(to, "EXAMPLES", is_example);
    add_section(to, "EXIT STATUS", is_exit_codes);
    add_see_also(to, verbs, verb_count);
}

int manual_write(const verb *const verbs[], size_t verb_count, const char *folder)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_error *err = BCF_NEW(arena, bcf_error);
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < verb_count; i++) {
        page to = {.arena = arena, .verb = verbs[i]};
        write_page(&to, verbs, verb_count);
        code = bcf_files_write(bcf_arena_print(arena, "%s/bcf-%s.1", folder, verbs[i]->name),
                               bcf_text_get(&to.text), to.text.length, err);
        bcf_text_clear(&to.text);
    }
    if (code != BCF_OK) {
        fprintf(stderr, "%s\n", err->messages[0]);
    }
    bcf_arena_free(arena);
    return code == BCF_OK ? 0 : 4;
}

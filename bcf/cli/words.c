/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <string.h>

const struct argp_option words_of_argp[] = {
    {"help", '?', NULL, 0, "Give this help list", 0},
    {"usage", 0, NULL, 0, "Give a short usage message", 0},
    {"version", 'V', NULL, 0, "Print program version", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

bool words_is_end(const struct argp_option *option)
{
    return option->name == NULL && option->key == 0 && option->doc == NULL && option->group == 0;
}

bool words_is_shown(const struct argp_option *option)
{
    return option->name != NULL && (option->flags & OPTION_HIDDEN) == 0;
}

const struct argp_option *words_letter(const struct argp_option list[], char letter)
{
    for (const struct argp_option *option = list; !words_is_end(option); option++) {
        if (option->key == (unsigned char)letter) {
            return option;
        }
    }
    return NULL;
}

const struct argp_option *words_named(const struct argp_option list[], const char *name,
                                      size_t length)
{
    const struct argp_option *found = NULL;
    size_t count = 0;
    for (const struct argp_option *option = list; !words_is_end(option); option++) {
        if (option->name == NULL || strncmp(option->name, name, length) != 0) {
            continue;
        }
        if (option->name[length] == '\0') {
            return option;
        }
        found = option;
        count++;
    }
    return count == 1 ? found : NULL;
}

static void take_value(words_read *read, const struct argp_option *option, const char *value)
{
    if (option->key == 'p') {
        read->policy = value;
    } else if (option->key == 'd') {
        read->data = value;
    }
}

/* "--area", "--area=Kent". */
static void read_name(words_read *read, const struct argp_option list[], const char *word)
{
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    const struct argp_option *option = words_named(list, name, length);
    if (option == NULL) {
        bool is_of_argp = words_named(words_of_argp, name, length) != NULL;
        read->unknown = read->unknown == NULL && !is_of_argp ? word : read->unknown;
    } else if (option->arg != NULL && name[length] == '=') {
        take_value(read, option, name + length + 1);
    } else if (option->arg != NULL) {
        read->awaits = option;
    }
}

/* "-a", "-aKent". */
static void read_letter(words_read *read, const struct argp_option list[], const char *word)
{
    const struct argp_option *option = words_letter(list, word[1]);
    if (option == NULL || option->arg == NULL) {
        return;
    }
    if (word[2] != '\0') {
        take_value(read, option, word + 2);
    } else {
        read->awaits = option;
    }
}

words_read words_tell_apart(const struct argp_option list[], const char *const words[],
                            size_t count)
{
    words_read read = {.awaits = NULL};
    for (size_t i = 0; i < count; i++) {
        const char *word = words[i];
        if (read.awaits != NULL) {
            take_value(&read, read.awaits, word);
            read.awaits = NULL;
        } else if (read.is_past_options || word[0] != '-' || word[1] == '\0') {
            read.others++;
        } else if (strcmp(word, "--") == 0) {
            read.is_past_options = true;
        } else if (word[1] == '-') {
            read_name(&read, list, word);
        } else {
            read_letter(&read, list, word);
        }
    }
    return read;
}

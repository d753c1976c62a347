/* SPDX-License-Identifier: MIT */
#include "error.h"

#undef bcf_refuse /* what analyzers are told (tests/static/model.h): it is here */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "character.h"

/* The exit code of SPEC section 9 for a machine that failed. */
#define EXIT_MACHINE_FAILED 4

_Noreturn void bcf_stop(const char *file, int line, const char *what)
{
    fprintf(stderr, "bcf: a mistake of the program at %s:%d: %s\n", file, line, what);
    abort();
}

_Noreturn void bcf_out_of_memory(void)
{
    static const char sentence[] =
        "bcf: the machine has no memory left; no file was left half-written: make room, or give "
        "bcf more, and run it again\n";
    fputs(sentence, stderr);
    _Exit(EXIT_MACHINE_FAILED);
}

/* Bytes of a path that are shown: its end, which names the file. */
#define PATH_SHOWN_MAX 300

/* Of words that are too long to be said whole: their end. Place, end and "..." always fit. */
#define LAST_WORDS_BYTES 60

/* Three letters name 18,278 columns, more than any sheet has. */
#define COLUMN_LETTERS_MAX 8

/* The letters of a column, counted from 1: A, Z, AA, XFD. */
static void write_letters(char letters[COLUMN_LETTERS_MAX], int column)
{
    char reversed[COLUMN_LETTERS_MAX];
    size_t count = 0;
    for (; column > 0 && count < COLUMN_LETTERS_MAX - 1; column = (column - 1) / 26) {
        reversed[count++] = (char)('A' + (column - 1) % 26);
    }
    for (size_t i = 0; i < count; i++) {
        letters[i] = reversed[count - 1 - i];
    }
    letters[count] = '\0';
}

/* A file's words and its name may hold line ends or an escape sequence; a problem is one harmless
 * line. */
static void make_inert(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        bcf_character next = bcf_character_next(from);
        if (next.length == 0 || bcf_character_is_obeyed(next.scalar)) {
            *to++ = '?';
            from += next.length == 0 ? 1 : next.length;
        } else {
            memmove(to, from, next.length);
            to += next.length;
            from += next.length;
        }
    }
    *to = '\0';
}

/* The end of a path that is too long to be shown whole: the file is what matters, and its line. */
static const char *end_of_path(const char *path)
{
    size_t length = strlen(path);
    if (length <= PATH_SHOWN_MAX) {
        return path;
    }
    const char *end = path + length - PATH_SHOWN_MAX;
    while (bcf_character_is_inside(*end)) {
        end++;
    }
    return end;
}

void bcf_place_text(char text[BCF_PLACE_MAX], bcf_place place)
{
    char letters[COLUMN_LETTERS_MAX];
    write_letters(letters, place.column);
    int length = 0;
    const char *file = place.file == NULL ? "" : end_of_path(place.file);
    const char *cut = file == place.file || place.file == NULL ? "" : "...";
    if (place.file == NULL) {
        text[0] = '\0';
    } else if (place.line > 0 && place.column > 0) {
        length = snprintf(text, BCF_PLACE_MAX, "%s%s!%s%d", cut, file, letters, place.line);
    } else if (place.line > 0) {
        length = snprintf(text, BCF_PLACE_MAX, "%s%s:%d", cut, file, place.line);
    } else {
        length = snprintf(text, BCF_PLACE_MAX, "%s%s", cut, file);
    }
    BCF_ASSERT(length >= 0 && length < BCF_PLACE_MAX);
    make_inert(text);
}

const char *bcf_place_line_word(bcf_place place)
{
    return place.column > 0 ? "row" : "line";
}

/* Writes "file:line: " as far as it is known; returns its length. */
static size_t write_place(char message[BCF_MESSAGE_MAX], bcf_place place)
{
    char text[BCF_PLACE_MAX];
    bcf_place_text(text, place);
    int length = text[0] == '\0' ? 0 : snprintf(message, BCF_MESSAGE_MAX, "%s: ", text);
    BCF_ASSERT(length >= 0);
    return (size_t)length < BCF_MESSAGE_MAX ? (size_t)length : BCF_MESSAGE_MAX - 1;
}

/* A message that is too long loses what stands before its last words, which say what is wrong; it
 * is cut between characters. `words` are all of it, `message` has as many of them as it holds. */
static void cut(char message[BCF_MESSAGE_MAX], size_t start, const char *words, size_t length)
{
    const char *last = words + length - LAST_WORDS_BYTES;
    while (bcf_character_is_inside(*last)) {
        last++;
    }
    size_t end = BCF_MESSAGE_MAX - sizeof "..." - strlen(last);
    end = end < start ? start : end;
    while (end > start && bcf_character_is_inside(message[end])) {
        end--;
    }
    snprintf(message + end, BCF_MESSAGE_MAX - end, "...%s", last);
}

/* All of the words, which did not fit: the machine may have no room for them, and then they end
 * where the message does. */
BCF_PRINTF(4, 0)
static void print_and_cut(char message[BCF_MESSAGE_MAX], size_t start, size_t length,
                          const char *format, va_list arguments)
{
    char *words = malloc(length + 1);
    if (words != NULL) {
        vsnprintf(words, length + 1, format, arguments);
        cut(message, start, words, length);
        free(words);
    }
}

bcf_code bcf_refuse(bcf_error *err, bcf_code code, bcf_place place, const char *format, ...)
{
    BCF_ASSERT(code != BCF_OK);
    if (err->code == BCF_OK) {
        err->code = code;
    }
    if (err->count == BCF_PROBLEMS_MAX) {
        err->dropped++;
        return code;
    }
    char *message = err->messages[err->count++];
    size_t start = write_place(message, place);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message + start, BCF_MESSAGE_MAX - start, format, arguments);
    va_end(arguments);
    BCF_ASSERT(length >= 0);
    if (start + (size_t)length >= BCF_MESSAGE_MAX) {
        va_start(arguments, format);
        print_and_cut(message, start, (size_t)length, format, arguments);
        va_end(arguments);
    }
    make_inert(message);
    return code;
}

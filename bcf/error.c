/* SPDX-License-Identifier: MIT */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* How many bytes the character at `text` has; 0 for a byte that begins none. */
static size_t character_length(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    size_t length = first < 0x80             ? 1
                    : (first & 0xE0) == 0xC0 ? 2
                    : (first & 0xF0) == 0xE0 ? 3
                    : (first & 0xF8) == 0xF0 ? 4
                                             : 0;
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/* What a screen would obey instead of showing it: controls, line ends, turns of the direction of
 * writing. */
static bool is_obeyed(const char *text, size_t length)
{
    unsigned char first = (unsigned char)text[0];
    unsigned char second = length > 1 ? (unsigned char)text[1] : 0;
    unsigned char third = length > 2 ? (unsigned char)text[2] : 0;
    return (length == 1 && (first < 0x20 || first == 0x7F))
           || (length == 2 && first == 0xC2 && second < 0xA0)
           || (first == 0xE2 && second == 0x80 && third >= 0xA8 && third <= 0xAE)
           || (first == 0xE2 && second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

/* A file's words and its name may hold line ends or an escape sequence; a problem is one harmless
 * line. */
static void make_inert(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0';) {
        size_t length = character_length(from);
        if (length == 0 || is_obeyed(from, length)) {
            *to++ = '?';
            from += length == 0 ? 1 : length;
        } else {
            memmove(to, from, length);
            to += length;
            from += length;
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
    while (((unsigned char)*end & 0xC0) == 0x80) {
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

static bool is_within_character(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* A message that is too long loses what stands before its last words, which say what is wrong; it
 * is cut between characters. `words` are all of it, `message` has as many of them as it holds. */
static void cut(char message[BCF_MESSAGE_MAX], size_t start, const char *words, size_t length)
{
    const char *last = words + length - LAST_WORDS_BYTES;
    while (is_within_character(*last)) {
        last++;
    }
    size_t end = BCF_MESSAGE_MAX - sizeof "..." - strlen(last);
    end = end < start ? start : end;
    while (end > start && is_within_character(message[end])) {
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

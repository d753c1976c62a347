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

void bcf_place_text(char text[BCF_PLACE_MAX], bcf_place place)
{
    char letters[COLUMN_LETTERS_MAX];
    write_letters(letters, place.column);
    int length = 0;
    if (place.file == NULL) {
        text[0] = '\0';
    } else if (place.line > 0 && place.column > 0) {
        length = snprintf(text, BCF_PLACE_MAX, "%s!%s%d", place.file, letters, place.line);
    } else if (place.line > 0) {
        length = snprintf(text, BCF_PLACE_MAX, "%s:%d", place.file, place.line);
    } else {
        length = snprintf(text, BCF_PLACE_MAX, "%s", place.file);
    }
    BCF_ASSERT(length >= 0);
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

/* A cut message ends in "..." and never in half a character. */
static void mark_cut(char message[BCF_MESSAGE_MAX])
{
    size_t end = BCF_MESSAGE_MAX - 4;
    while (end > 0 && ((unsigned char)message[end] & 0xC0) == 0x80) {
        end--;
    }
    memcpy(message + end, "...", 4);
}

/* A file's words may hold line ends or an escape sequence; a problem is one harmless line. */
static void make_inert(char *message)
{
    for (char *next = message; *next != '\0'; next++) {
        if ((unsigned char)*next < 0x20 || *next == 0x7F) {
            *next = '?';
        }
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
        mark_cut(message);
    }
    make_inert(message);
    return code;
}

/* SPDX-License-Identifier: MIT */
#include "notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_known(const bcf_notes *notes, const char *sentence)
{
    for (size_t i = 0; i < notes->count; i++) {
        if (strcmp(notes->items[i].sentence, sentence) == 0) {
            return true;
        }
    }
    return false;
}

void bcf_notes_add(bcf_notes *notes, bcf_place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    BCF_ASSERT(length >= 0);
    /* as long as it is: a cut at a fixed length could fall within a character */
    char *words = BCF_NEW_ARRAY(notes->arena, (size_t)length + 1, char);
    va_start(arguments, format);
    vsnprintf(words, (size_t)length + 1, format, arguments);
    va_end(arguments);

    char where[BCF_PLACE_MAX];
    bcf_place_text(where, place);
    const char *sentence =
        where[0] == '\0' ? words : bcf_arena_print(notes->arena, "%s: %s", where, words);
    if (notes->count > BCF_NOTES_MAX || is_known(notes, sentence)) {
        return;
    }
    if (notes->count == BCF_NOTES_MAX) {
        sentence = BCF_NOTES_MORE;
    }
    BCF_MAKE_ROOM(notes->arena, notes->items, notes->count);
    notes->items[notes->count++] = (bcf_note){bcf_arena_text(notes->arena, sentence)};
}

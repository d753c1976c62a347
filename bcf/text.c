/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "character.h"
#include "pages.h"

/* What most of what is printed fits into. */
#define PRINT_BYTES 40

/* Room for `more` bytes and the NUL behind them. */
static void make_room(bcf_text *text, size_t more)
{
    if (more >= SIZE_MAX / 4 - text->length) {
        bcf_out_of_memory();
    }
    size_t needed = text->length + more + 1;
    if (needed <= text->room) {
        return;
    }
    size_t room = needed < 64 ? 64 : 2 * needed;
    text->bytes = bcf_pages_resized(text->bytes, room);
    text->room = room;
}

void bcf_text_add_bytes(bcf_text *text, const char *bytes, size_t count)
{
    make_room(text, count);
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
    text->bytes[text->length] = '\0';
}

void bcf_text_add(bcf_text *text, const char *more)
{
    bcf_text_add_bytes(text, more, strlen(more));
}

void bcf_text_add_char(bcf_text *text, char c)
{
    bcf_text_add_bytes(text, &c, 1);
}

void bcf_text_print(bcf_text *text, const char *format, ...)
{
    va_list arguments;
    make_room(text, PRINT_BYTES);
    va_start(arguments, format);
    size_t room = text->room - text->length;
    int length = vsnprintf(text->bytes + text->length, room, format, arguments);
    va_end(arguments);
    BCF_ASSERT(length >= 0);
    if ((size_t)length >= room) {
        make_room(text, (size_t)length);
        va_start(arguments, format);
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
        va_end(arguments);
    }
    text->length += (size_t)length;
}

void bcf_text_clear(bcf_text *text)
{
    free(text->bytes);
    *text = (bcf_text){0};
}

const char *bcf_text_get(const bcf_text *text)
{
    return text->bytes == NULL ? "" : text->bytes;
}

/* A cell may go on in another line, and a tab is a space. */
static bool is_blank(uint32_t scalar)
{
    return scalar == '\t' || scalar == '\n' || scalar == '\r' || scalar == 0x2028
           || scalar == 0x2029;
}

/* Nearly every byte of a table is one of these, which need no second look. */
static bool is_printed_ascii(char byte)
{
    return byte >= ' ' && byte <= '~';
}

static bool are_clean(const char *bytes, size_t count, bool are_all_harmless)
{
    for (size_t done = 0; done < count;) {
        if (is_printed_ascii(bytes[done])) {
            done++;
            continue;
        }
        bcf_character next = bcf_character_first(bytes + done, count - done);
        bool takes_hold = bcf_character_is_obeyed(next.scalar) && !is_blank(next.scalar);
        if (next.length == 0 || (are_all_harmless && takes_hold)) {
            return false;
        }
        done += next.length;
    }
    return true;
}

bool bcf_text_is_clean_utf8(const char *bytes, size_t count)
{
    return are_clean(bytes, count, false);
}

bool bcf_text_is_harmless(const char *bytes, size_t count)
{
    return are_clean(bytes, count, true);
}

size_t bcf_text_width(const char *utf8)
{
    size_t width = 0;
    for (const char *next = utf8; *next != '\0'; next++) {
        width += !bcf_character_is_inside(*next);
    }
    return width;
}

/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    char *bytes = realloc(text->bytes, room);
    if (bytes == NULL) {
        bcf_out_of_memory();
    }
    text->bytes = bytes;
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
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    BCF_ASSERT(length >= 0);
    make_room(text, (size_t)length);
    va_start(arguments, format);
    vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
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

/* What a first byte of UTF-8 announces: how many bytes follow, and which scalars are then allowed
 * (anything smaller is a longer spelling than needed). */
typedef struct sequence {
    size_t following;
    uint32_t bits;
    uint32_t smallest;
} sequence;

static sequence sequence_of(unsigned char first)
{
    if ((first & 0xE0) == 0xC0) {
        return (sequence){.following = 1, .bits = first & 0x1Fu, .smallest = 0x80};
    }
    if ((first & 0xF0) == 0xE0) {
        return (sequence){.following = 2, .bits = first & 0x0Fu, .smallest = 0x800};
    }
    if ((first & 0xF8) == 0xF0) {
        return (sequence){.following = 3, .bits = first & 0x07u, .smallest = 0x10000};
    }
    return (sequence){0};
}

/* XML 1.0, production 2: the characters that a document can hold, above ASCII. */
static bool is_xml_character(uint32_t scalar)
{
    return (scalar < 0xD800 || scalar > 0xDFFF) && scalar != 0xFFFE && scalar != 0xFFFF
           && scalar <= 0x10FFFF;
}

/* Characters that are not shown and change how others are: they have no place in a name. */
static bool takes_hold(uint32_t scalar)
{
    return (scalar >= 0x80 && scalar <= 0x9F) || (scalar >= 0x202A && scalar <= 0x202E)
           || (scalar >= 0x2066 && scalar <= 0x2069);
}

/* The number of bytes of the character that begins at `bytes`, or 0 where it is not clean; *scalar
 * is set where there are several. */
static size_t clean_character(const unsigned char *bytes, size_t count, uint32_t *out)
{
    if (bytes[0] < 0x80) {
        bool is_space = bytes[0] == '\t' || bytes[0] == '\n' || bytes[0] == '\r';
        return (bytes[0] >= 0x20 && bytes[0] != 0x7F) || is_space ? 1 : 0;
    }
    sequence announced = sequence_of(bytes[0]);
    if (announced.following == 0 || announced.following >= count) {
        return 0;
    }
    uint32_t scalar = announced.bits;
    for (size_t i = 1; i <= announced.following; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
        scalar = scalar << 6 | (bytes[i] & 0x3Fu);
    }
    *out = scalar;
    return scalar >= announced.smallest && is_xml_character(scalar) ? announced.following + 1 : 0;
}

static bool are_clean(const char *bytes, size_t count, bool are_all_harmless)
{
    const unsigned char *unsigned_bytes = (const unsigned char *)bytes;
    size_t done = 0;
    while (done < count) {
        uint32_t scalar = 0;
        size_t length = clean_character(unsigned_bytes + done, count - done, &scalar);
        if (length == 0 || (are_all_harmless && takes_hold(scalar))) {
            return false;
        }
        done += length;
    }
    return true;
}

size_t bcf_text_character_length(const char *bytes, size_t count)
{
    uint32_t scalar = 0;
    return count == 0 ? 0 : clean_character((const unsigned char *)bytes, count, &scalar);
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
        width += ((unsigned char)*next & 0xC0) != 0x80;
    }
    return width;
}

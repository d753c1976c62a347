/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* strnlen */

#include "character.h"

#include <string.h>

/* As many bytes as any character has. */
#define CHARACTER_BYTES_MAX 4

bool bcf_character_is_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
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
        return (sequence){.following = 1, .bits = first & 0x1FU, .smallest = 0x80};
    }
    if ((first & 0xF0) == 0xE0) {
        return (sequence){.following = 2, .bits = first & 0x0FU, .smallest = 0x800};
    }
    if ((first & 0xF8) == 0xF0) {
        return (sequence){.following = 3, .bits = first & 0x07U, .smallest = 0x10000};
    }
    return (sequence){0};
}

/* XML 1.0, production 2: the characters that a document can hold, above ASCII. */
static bool is_xml_character(uint32_t scalar)
{
    return (scalar < 0xD800 || scalar > 0xDFFF) && scalar != 0xFFFE && scalar != 0xFFFF
           && scalar <= 0x10FFFF;
}

static bcf_character first_of_ascii(char byte)
{
    bool is_space = byte == '\t' || byte == '\n' || byte == '\r';
    bool is_held = (byte >= 0x20 && byte != 0x7F) || is_space;
    return (bcf_character){.length = is_held ? 1 : 0, .scalar = (uint32_t)byte};
}

bcf_character bcf_character_first(const char *bytes, size_t count)
{
    if (count == 0) {
        return (bcf_character){0};
    }
    unsigned char first = (unsigned char)bytes[0];
    if (first < 0x80) {
        return first_of_ascii(bytes[0]);
    }
    sequence announced = sequence_of(first);
    if (announced.following == 0 || announced.following >= count) {
        return (bcf_character){0};
    }
    uint32_t scalar = announced.bits;
    for (size_t i = 1; i <= announced.following; i++) {
        if (!bcf_character_is_inside(bytes[i])) {
            return (bcf_character){0};
        }
        scalar = scalar << 6 | ((unsigned char)bytes[i] & 0x3FU);
    }
    bool is_held = scalar >= announced.smallest && is_xml_character(scalar);
    return (bcf_character){.length = is_held ? announced.following + 1 : 0, .scalar = scalar};
}

bcf_character bcf_character_next(const char *text)
{
    return bcf_character_first(text, strnlen(text, CHARACTER_BYTES_MAX));
}

bool bcf_character_is_obeyed(uint32_t scalar)
{
    return scalar < 0x20 || (scalar >= 0x7F && scalar <= 0x9F)
           || (scalar >= 0x2028 && scalar <= 0x202E) || (scalar >= 0x2066 && scalar <= 0x2069);
}

/* SPDX-License-Identifier: MIT */
#ifndef BCF_TEXT_H
#define BCF_TEXT_H

/*
 * text.h - text that grows at its end.
 *
 * Knows:       bytes and their number.
 * Never knows: what the text says.
 */

#include "arena.h"

/* Starts as (bcf_text){ 0 }; `bytes` is always ended by a NUL once anything was added. */
typedef struct bcf_text {
    char *bytes;
    size_t length;
    size_t room;    /* bytes that there is memory for */
    bool is_markup; /* what page.h adds to it is markup; set by who began the text */
} bcf_text;

/* Adds a text, so many bytes, one character, or what printf would print. */
void bcf_text_add(bcf_text *text, const char *more);
void bcf_text_add_bytes(bcf_text *text, const char *bytes, size_t count);
void bcf_text_add_char(bcf_text *text, char c);
void bcf_text_print(bcf_text *text, const char *format, ...) BCF_PRINTF(2, 3);
void bcf_text_clear(bcf_text *text); /* releases it; it may be used again */

/* "" and not NULL where nothing was added. Borrowed from the text. */
const char *bcf_text_get(const bcf_text *text);

/* True if the bytes are UTF-8 without the characters that XML 1.0 cannot hold. */
bool bcf_text_is_clean_utf8(const char *bytes, size_t count);

/* True if they are that, and hold none that takes hold of a screen (U+0080 to U+009F) or turns the
 * direction of writing (U+202A to U+202E, U+2066 to U+2069): what such words say nobody can see. */
bool bcf_text_is_harmless(const char *bytes, size_t count);

/* Characters, not bytes: what a column on a screen needs. */
size_t bcf_text_width(const char *utf8);

#endif

/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <string.h>

/* What a character is written as, or NULL where it stands as it is. */
static const char *escaped(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\x7F':
        return " ";
    default: /* any other letter */
        return (unsigned char)c < 0x20 ? " " : NULL;
    }
}

void bcf_markup_words(bcf_text *text, const char *words)
{
    BCF_ASSERT(bcf_text_is_clean_utf8(words, strlen(words)));
    const char *first = words; /* of those that stand as they are */
    for (const char *next = words; *next != '\0'; next++) {
        const char *instead = escaped(*next);
        if (instead != NULL) {
            bcf_text_add_bytes(text, first, (size_t)(next - first));
            bcf_text_add(text, instead);
            first = next + 1;
        }
    }
    bcf_text_add(text, first);
}

void bcf_markup_open(bcf_text *text, const char *element)
{
    bcf_text_add_char(text, '<');
    bcf_text_add(text, element);
}

void bcf_markup_attribute(bcf_text *text, const char *name, const char *words)
{
    bcf_text_add_char(text, ' ');
    bcf_text_add(text, name);
    bcf_text_add(text, "=\"");
    bcf_markup_words(text, words);
    bcf_text_add_char(text, '"');
}

void bcf_markup_body(bcf_text *text)
{
    bcf_text_add_char(text, '>');
}

void bcf_markup_close(bcf_text *text, const char *element)
{
    bcf_text_add(text, "</");
    bcf_text_add(text, element);
    bcf_text_add(text, ">\n");
}

void bcf_markup_end(bcf_text *text)
{
    bcf_text_add(text, "/>\n");
}

void bcf_markup_element(bcf_text *text, const char *element, const char *words)
{
    bcf_markup_open(text, element);
    bcf_markup_body(text);
    bcf_markup_words(text, words);
    bcf_markup_close(text, element);
}

/* SPDX-License-Identifier: MIT */
#ifndef BCF_MARKUP_H
#define BCF_MARKUP_H

/*
 * markup.h - XML written as text: elements, attributes, whatever words in them; and how crowded
 * the tags of XML are that somebody else wrote.
 *
 * Knows:       what has to be escaped, where a tag ends.
 * Never knows: which elements there are.
 *
 * Words are shown inert: markup in them is text, and a character that XML cannot hold is a space.
 */

#include "text.h"

/* "<element", its attributes, ">" and "</element>". */
void bcf_markup_open(bcf_text *text, const char *element);
void bcf_markup_attribute(bcf_text *text, const char *name, const char *words);
void bcf_markup_body(bcf_text *text);
void bcf_markup_close(bcf_text *text, const char *element);

/* Ends an element that has attributes alone: "/>". */
void bcf_markup_end(bcf_text *text);

void bcf_markup_words(bcf_text *text, const char *words);

/* "<element>words</element>". */
void bcf_markup_element(bcf_text *text, const char *element, const char *words);

/* More attributes than any tag of a run or a workbook has. libxml2 compares each with each other
 * one before it shows us any, so they are counted before it sees them. */
#define BCF_MARKUP_ATTRIBUTES_MAX 64

/* Where a byte of XML stands, as far as the number of attributes goes. */
typedef enum bcf_markup_place {
    BCF_MARKUP_FIRST = 0, /* nothing was seen yet */
    BCF_MARKUP_TEXT,
    BCF_MARKUP_START,   /* behind "<": of a tag, or of what only begins like one */
    BCF_MARKUP_SECTION, /* a comment, CDATA, an instruction: nothing is hidden in it */
    BCF_MARKUP_TAG,
    BCF_MARKUP_VALUE,
} bcf_markup_place;

/* XML while its bytes go by. Starts as (bcf_markup_watch){ .line = 1 }. */
typedef struct bcf_markup_watch {
    bcf_markup_place at;
    size_t section; /* which kind, and how many bytes of its start or of its end were seen */
    size_t seen;
    char quote;
    int values; /* of the tag so far */
    int line;   /* from 1: where the last byte stands */
} bcf_markup_watch;

/* Looks at the next bytes. NULL, or in words what is wrong with them: they are not UTF-8 (other
 * spellings could hide a tag), or a tag has more than BCF_MARKUP_ATTRIBUTES_MAX attributes. */
const char *bcf_markup_look(bcf_markup_watch *watch, const char *bytes, size_t count);

#endif

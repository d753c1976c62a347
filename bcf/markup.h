/* SPDX-License-Identifier: MIT */
#ifndef BCF_MARKUP_H
#define BCF_MARKUP_H

/*
 * markup.h - XML written as text: elements, attributes, whatever words in them.
 *
 * Knows:       what has to be escaped.
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

#endif

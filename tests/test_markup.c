/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <stdlib.h>
#include <string.h>

#include "support/rows.h"

/* An element with so many attributes, after a prefix. */
static void make(bcf_text *xml, const char *before, int attributes, const char *quoted)
{
    bcf_text_add(xml, before);
    bcf_text_add(xml, "<run");
    for (int i = 0; i < attributes; i++) {
        bcf_text_print(xml, " a%d=%s", i, quoted);
    }
    bcf_text_add(xml, "/>");
}

static const struct {
    const char *name;
    const char *before;
    const char *quoted;
    int line; /* where the tag stands */
} hidings[] = {
    {"at the start", "", "\"\"", 1},
    {"behind a mark", "\xEF\xBB\xBF", "''", 1},
    {"on another line", "<?xml version='1.0'?>\n\n", "\"\"", 3},
    {"behind a quote in a comment", "<!-- ' -->", "\"\"", 1},
    {"behind a comment of dashes", "<!-----><!-- ' --->", "\"\"", 1},
    {"behind what ends no comment", "<!--> ' -->", "\"\"", 1},
    {"behind a quote in CDATA", "<a><![CDATA[ <b c=\" ]] ]>]]]>", "\"\"", 1},
    {"behind an instruction", "<?a '?>", "\"\"", 1},
    {"behind a short instruction", "<?a ?\?>", "\"\"", 1},
    {"behind a tag with an end in a value", "<a b='>' c=\"'\">", "\"\"", 1},
    {"behind a quote in a text", "<a>don't \"", "\"\"", 1},
    {"with ends in its values", "", "\">\"", 1},
    {"with the other quote in its values", "", "'\"'", 1},
    {"behind what is no section", "<![CDATUM['']>", "\"\"", 1},
};

/* Byte by byte and all at once it is the same. */
static const char *looked(bcf_markup_watch *watch, const bcf_text *xml, size_t piece)
{
    const char *fault = NULL;
    for (size_t i = 0; fault == NULL && i < xml->length; i += piece) {
        size_t count = xml->length - i < piece ? xml->length - i : piece;
        fault = bcf_markup_look(watch, xml->bytes + i, count);
    }
    return fault;
}

START_TEST(attributes_are_counted_wherever_the_tag_stands)
{
    for (int most = BCF_MARKUP_ATTRIBUTES_MAX - 1; most <= BCF_MARKUP_ATTRIBUTES_MAX + 1; most++) {
        bcf_text xml = {0};
        make(&xml, hidings[_i].before, most, hidings[_i].quoted);
        for (size_t piece = 3; piece <= xml.length; piece += xml.length - 3) {
            bcf_markup_watch watch = {.line = 1};
            const char *fault = looked(&watch, &xml, piece);
            bool is_refused = fault != NULL && strstr(fault, "too many attributes") != NULL;
            ck_assert_msg(is_refused == (most > BCF_MARKUP_ATTRIBUTES_MAX), "%s, %d",
                          hidings[_i].name, most);
            ck_assert_int_eq(watch.line, hidings[_i].line);
        }
        bcf_text_clear(&xml);
    }
}
END_TEST

static const struct {
    const char *name;
    const char *bytes;
    size_t count;
    bool is_utf8;
} spellings[] = {
    {"UTF-8", "<a/>", 4, true},
    {"a mark", "\xEF\xBB\xBF<a/>", 7, true},
    {"spaces first", " \r\n\t<a/>", 8, true},
    {"nothing", "", 0, true},
    {"UTF-16, a mark", "\xFF\xFE<\0a\0", 6, false},
    {"UTF-16, no mark", "<\0a\0/\0>\0", 8, false},
    {"UTF-16, the other way", "\0<\0a", 4, false},
    {"UTF-32", "<\0\0\0a\0\0\0", 8, false},
    {"EBCDIC", "\x4C\x6F\xA7\x94\x93", 5, false},
    {"letters", "a<b/>", 5, false},
    {"a NUL later", "<a>\0</a>", 8, false},
};

START_TEST(only_utf8_is_looked_at)
{
    bcf_markup_watch watch = {.line = 1};
    const char *fault = bcf_markup_look(&watch, spellings[_i].bytes, spellings[_i].count);
    ck_assert_msg((fault == NULL) == spellings[_i].is_utf8, "%s", spellings[_i].name);
}
END_TEST

static Suite *markup_suite(void)
{
    Suite *suite = suite_create("markup");
    TCase *tcase = tcase_create("watch");
    ADD_ROWS(tcase, attributes_are_counted_wherever_the_tag_stands, hidings);
    ADD_ROWS(tcase, only_utf8_is_looked_at, spellings);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(markup_suite)

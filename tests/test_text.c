/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>

#include "support/rows.h"

START_TEST(a_text_that_nothing_was_added_to_is_empty)
{
    bcf_text text = {0};
    ck_assert_str_eq(bcf_text_get(&text), "");
    bcf_text_clear(&text);
    ck_assert_str_eq(bcf_text_get(&text), "");
}
END_TEST

START_TEST(what_is_added_stands_at_the_end)
{
    bcf_text text = {0};
    bcf_text_add(&text, "Kent ");
    bcf_text_add_char(&text, 'a');
    bcf_text_add_bytes(&text, "nd more", 2);
    bcf_text_print(&text, " %s, %d", "Medway", 2);
    bcf_text_add(&text, "");
    ck_assert_str_eq(bcf_text_get(&text), "Kent and Medway, 2");
    ck_assert_uint_eq(text.length, strlen("Kent and Medway, 2"));
    bcf_text_clear(&text);
    bcf_text_add(&text, "again");
    ck_assert_str_eq(bcf_text_get(&text), "again");
    bcf_text_clear(&text);
}
END_TEST

START_TEST(a_text_grows_byte_by_byte_and_keeps_every_one)
{
    enum { COUNT = 100000 };
    bcf_text text = {0};
    for (int i = 0; i < COUNT; i++) {
        bcf_text_add_char(&text, (char)('a' + i % 26));
        if (text.bytes[text.length] != '\0') {
            ck_abort_msg("no NUL after %d bytes", i + 1);
        }
    }
    ck_assert_uint_eq(text.length, COUNT);
    int kept = 0;
    while (kept < COUNT && text.bytes[kept] == 'a' + kept % 26) {
        kept++;
    }
    ck_assert_int_eq(kept, COUNT);
    bcf_text_clear(&text);
}
END_TEST

START_TEST(a_nul_among_the_bytes_is_kept)
{
    bcf_text text = {0};
    bcf_text_add_bytes(&text, "a\0b", 3);
    ck_assert_uint_eq(text.length, 3);
    ck_assert_mem_eq(text.bytes, "a\0b\0", 4);
    bcf_text_clear(&text);
}
END_TEST

static const struct {
    const char *name;
    const char *bytes;
    size_t count;
    bool is_clean;
} spellings[] = {
    {"nothing", "", 0, true},
    {"letters", "Kent", 4, true},
    {"tab, line feed and carriage return", "a\tb\r\n", 5, true},
    {"two bytes: o with circumflex", "Rh\xC3\xB4ne", 6, true},
    {"three bytes: a lira sign", "\xE2\x82\xBA", 3, true},
    {"four bytes: a face", "\xF0\x9F\x99\x82", 4, true},
    {"the last character", "\xF4\x8F\xBF\xBD", 4, true},
    {"a byte-order mark within", "a\xEF\xBB\xBFz", 5, true},
    {"the last before the surrogates", "\xED\x9F\xBF", 3, true},
    {"the first after the surrogates", "\xEE\x80\x80", 3, true},
    {"the replacement character", "\xEF\xBF\xBD", 3, true},
    {"a NUL", "a\0b", 3, false},
    {"an escape", "\x1B[31m", 5, false},
    {"a form feed", "\f", 1, false},
    {"a backspace", "\b", 1, false},
    {"a delete", "\x7F", 1, false},
    {"a byte of Latin-1", "Rh\xF4ne", 5, false},
    {"a following byte alone", "\x80", 1, false},
    {"overlong slash in two bytes", "\xC0\xAF", 2, false},
    {"overlong in two bytes, the largest", "\xC1\xBF", 2, false},
    {"overlong in three bytes", "\xE0\x9F\xBF", 3, false},
    {"overlong in four bytes", "\xF0\x8F\xBF\xBF", 4, false},
    {"the first surrogate", "\xED\xA0\x80", 3, false},
    {"the last surrogate", "\xED\xBF\xBF", 3, false},
    {"U+FFFE", "\xEF\xBF\xBE", 3, false},
    {"U+FFFF", "\xEF\xBF\xBF", 3, false},
    {"beyond the last character", "\xF4\x90\x80\x80", 4, false},
    {"five bytes", "\xF8\x88\x80\x80\x80", 5, false},
    {"cut after the first of two", "\xC3", 1, false},
    {"cut after the second of three", "\xE2\x82", 2, false},
    {"cut after the third of four", "\xF0\x9F\x99", 3, false},
    {"a letter where a byte should follow", "\xC3Z", 2, false},
    {"a good beginning", "Kent\xFF", 5, false},
};

START_TEST(only_characters_that_xml_can_hold_are_clean)
{
    /* a copy of exactly these bytes: a sanitizer sees one read too many */
    char *bytes = malloc(spellings[_i].count + (spellings[_i].count == 0));
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, spellings[_i].bytes, spellings[_i].count);
    bool is_clean = bcf_text_is_clean_utf8(bytes, spellings[_i].count);
    free(bytes);
    ck_assert_msg(is_clean == spellings[_i].is_clean, "%s", spellings[_i].name);
}
END_TEST

/* Clean, and yet nobody can see what they say. */
static const struct {
    const char *bytes;
    bool is_harmless;
} seen[] = {
    {"Rh\xC3\xB4ne\r\n", true}, {"\x1B[31m", false},         {"\xC2\x80", false},
    {"\xC2\x9F", false},        {"\xC2\xA0", true},          {"\xE2\x80\xA9", true},
    {"\xE2\x80\xAA", false},    {"\xE2\x80\xAE", false},     {"\xE2\x80\xAF", true},
    {"\xE2\x81\xA5", true},     {"\xE2\x81\xA6", false},     {"\xE2\x81\xA9", false},
    {"\xE2\x81\xAA", true},     {"Kent\xE2\x80\xAE", false},
};

START_TEST(words_that_take_hold_of_a_screen_are_not_harmless)
{
    ck_assert_int_eq(bcf_text_is_harmless(seen[_i].bytes, strlen(seen[_i].bytes)),
                     seen[_i].is_harmless);
}
END_TEST

static const struct {
    const char *words;
    size_t width;
} widths[] = {
    {"", 0},
    {"Kent", 4},
    {"\xC2\xA3"
     "5",
     2},
    {"Rh\xC3\xB4ne", 5},
    {"\xE2\x82\xBA", 1},
    {"\xF0\x9F\x99\x82!", 2},
};

START_TEST(a_character_is_one_wide_however_many_bytes_it_has)
{
    ck_assert_uint_eq(bcf_text_width(widths[_i].words), widths[_i].width);
}
END_TEST

static Suite *text_suite(void)
{
    Suite *suite = suite_create("text");
    TCase *tcase = tcase_create("text");
    tcase_add_test(tcase, a_text_that_nothing_was_added_to_is_empty);
    tcase_add_test(tcase, what_is_added_stands_at_the_end);
    tcase_add_test(tcase, a_text_grows_byte_by_byte_and_keeps_every_one);
    tcase_add_test(tcase, a_nul_among_the_bytes_is_kept);
    ADD_ROWS(tcase, only_characters_that_xml_can_hold_are_clean, spellings);
    ADD_ROWS(tcase, words_that_take_hold_of_a_screen_are_not_harmless, seen);
    ADD_ROWS(tcase, a_character_is_one_wide_however_many_bytes_it_has, widths);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(text_suite)

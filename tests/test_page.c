/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <string.h>

#include "support/rows.h"

#define ROWS_MAX 4

static const bcf_page_column figures[] = {
    {"Board", BCF_PAGE_LEFT},
    {"Pounds", BCF_PAGE_RIGHT},
    {"Note", BCF_PAGE_LEFT},
};

static const struct {
    const char *name;
    size_t row_count;
    const char *rows[ROWS_MAX][3];
    size_t total_count;
    const char *totals[ROWS_MAX][3];
    const char *page;
} tables[] = {
    {"rows and a total",
     2,
     {{"Kent", "1,234,567.50", "short"}, {"Medway", "-0.50", ""}},
     1,
     {{"Total", "1,234,567.00", ""}},
     "Board         Pounds  Note\n"
     "------  ------------  -----\n"
     "Kent    1,234,567.50  short\n"
     "Medway         -0.50\n"
     "------  ------------  -----\n"
     "Total   1,234,567.00\n"},
    {"no total, no rule under the rows",
     1,
     {{"Kent", "1.00", "x"}},
     0,
     {{NULL}},
     "Board  Pounds  Note\n"
     "-----  ------  ----\n"
     "Kent     1.00  x\n"},
    {"one rule above several totals",
     1,
     {{"Kent", "1.00", "x"}},
     2,
     {{"Held", "0.00", ""}, {"Total", "1.00", ""}},
     "Board  Pounds  Note\n"
     "-----  ------  ----\n"
     "Kent     1.00  x\n"
     "-----  ------  ----\n"
     "Held     0.00\n"
     "Total    1.00\n"},
    {"a column that nobody uses is left out",
     2,
     {{"Kent", "1.00", ""}, {"Medway", "2.00", ""}},
     0,
     {{NULL}},
     "Board   Pounds\n"
     "------  ------\n"
     "Kent      1.00\n"
     "Medway    2.00\n"},
    {"a column in the middle that nobody uses",
     1,
     {{"Kent", "", "x"}},
     0,
     {{NULL}},
     "Board  Note\n"
     "-----  ----\n"
     "Kent   x\n"},
    {"a column that only the total uses stays",
     1,
     {{"Kent", "1.00", ""}},
     1,
     {{"Total", "1.00", "x"}},
     "Board  Pounds  Note\n"
     "-----  ------  ----\n"
     "Kent     1.00\n"
     "-----  ------  ----\n"
     "Total    1.00  x\n"},
    {"a total alone has one rule",
     0,
     {{NULL}},
     1,
     {{"Total", "0.00", ""}},
     "Board  Pounds\n"
     "-----  ------\n"
     "Total    0.00\n"},
    {"no rows, no table", 0, {{NULL}}, 0, {{NULL}}, ""},
    {"characters, not bytes, are aligned",
     2,
     {{"Rh\xC3\xB4ne",
       "\xC2\xA3"
       "5.00",
       "x"},
      {"Kent", "\xE2\x80\x93", "y"}},
     0,
     {{NULL}},
     "Board  Pounds  Note\n"
     "-----  ------  ----\n"
     "Rh\xC3\xB4ne   \xC2\xA3"
     "5.00  x\n"
     "Kent        \xE2\x80\x93  y\n"},
    {"what would move the cursor becomes a space",
     1,
     {{"a\nb\tc\rd", "1.00", "\x1B[31mred\x7F."}},
     0,
     {{NULL}},
     "Board    Pounds  Note\n"
     "-------  ------  ----------\n"
     "a b c d    1.00   [31mred .\n"},
    {"so does what only some screens obey",
     1,
     {{"a\xC2\x9B"
       "b",
       "1.00", "x\xE2\x80\xA8y\xE2\x80\xAEz"}},
     0,
     {{NULL}},
     "Board  Pounds  Note\n"
     "-----  ------  -----\n"
     "a b      1.00  x y z\n"},
};

START_TEST(a_table_is_aligned)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_page_table *table = bcf_page_table_new(arena, figures, 3);
    for (size_t row = 0; row < tables[_i].total_count; row++) {
        bcf_page_table_total(table, tables[_i].totals[row]); /* totals come last all the same */
    }
    for (size_t row = 0; row < tables[_i].row_count; row++) {
        bcf_page_table_row(table, tables[_i].rows[row]);
    }
    bcf_text page = {0};
    bcf_page_add_table(&page, table);
    ck_assert_msg(strcmp(bcf_text_get(&page), tables[_i].page) == 0, "%s:\n%s", tables[_i].name,
                  bcf_text_get(&page));
    bcf_text_clear(&page);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(cells_are_copied)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_page_table *table = bcf_page_table_new(arena, figures, 2);
    char name[] = "Kent";
    const char *row[] = {name, "1.00"};
    bcf_page_table_row(table, row);
    memset(name, '#', 4);
    row[1] = "9.99";
    bcf_text page = {0};
    bcf_page_add_table(&page, table);
    ck_assert_str_eq(bcf_text_get(&page), "Board  Pounds\n-----  ------\nKent     1.00\n");
    bcf_text_clear(&page);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(titles_and_headings_are_underlined_and_set_apart)
{
    bcf_text page = {0};
    bcf_page_add_title(&page, "Better Care Fund");
    bcf_page_add_heading(&page, "Rh\xC3\xB4ne\nValley");
    bcf_page_add_paragraph(&page, "Words.", 0);
    bcf_page_add_heading(&page, "Next");
    bcf_text_add_char(&page, '\n');
    bcf_page_add_heading(&page, "Already apart");
    ck_assert_str_eq(bcf_text_get(&page), "Better Care Fund\n"
                                          "================\n"
                                          "\n"
                                          "Rh\xC3\xB4ne Valley\n"
                                          "------------\n"
                                          "Words.\n"
                                          "\n"
                                          "Next\n"
                                          "----\n"
                                          "\n"
                                          "Already apart\n"
                                          "-------------\n");
    bcf_text_clear(&page);
}
END_TEST

START_TEST(a_heading_may_come_first)
{
    bcf_text page = {0};
    bcf_page_add_heading(&page, "Kent");
    ck_assert_str_eq(bcf_text_get(&page), "Kent\n----\n");
    bcf_text_clear(&page);
}
END_TEST

#define NINE "123456789 "
#define NINETY NINE NINE NINE NINE NINE NINE NINE NINE NINE

static const struct {
    const char *name;
    const char *words;
    size_t indent;
    const char *page;
} paragraphs[] = {
    {"nothing", "", 4, "\n"},
    {"a short one", "Kent gets more.", 4, "Kent gets more.\n"},
    {"exactly as long as a line", NINETY "1234567890", 0, NINETY "1234567890\n"},
    {"one longer than a line", NINETY "12345678901", 0,
     "123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789\n"
     "12345678901\n"},
    {"the next lines are indented", NINETY "12345678901 more", 2,
     "123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789\n"
     "  12345678901 more\n"},
    {"the first line keeps its own indent", "  - one\ntwo", 4, "  - one two\n"},
    {"several spaces are one", "one   two ", 0, "one two\n"},
    {"line ends and tabs are spaces", "one\r\ntwo\tthree", 0, "one two three\n"},
    {"one space is kept", "a " NINE "x", 0, "a 123456789 x\n"},
    {"characters, not bytes, are counted",
     NINETY "R\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4"
            "e",
     0,
     NINETY "R\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4\xC3\xB4"
            "e\n"},
};

START_TEST(a_paragraph_is_wrapped_at_spaces)
{
    bcf_text page = {0};
    bcf_page_add_paragraph(&page, paragraphs[_i].words, paragraphs[_i].indent);
    ck_assert_msg(strcmp(bcf_text_get(&page), paragraphs[_i].page) == 0, "%s:\n%s",
                  paragraphs[_i].name, bcf_text_get(&page));
    bcf_text_clear(&page);
}
END_TEST

START_TEST(a_word_longer_than_a_line_is_not_cut)
{
    char word[3 * BCF_PAGE_COLUMNS + 1];
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    bcf_arena *arena = bcf_arena_new();
    bcf_text page = {0};
    bcf_page_add_paragraph(&page, bcf_arena_print(arena, "a %s b", word), 1);
    ck_assert_str_eq(bcf_text_get(&page), bcf_arena_print(arena, "a\n %s\n b\n", word));
    bcf_text_clear(&page);
    bcf_arena_free(arena);
}
END_TEST

static Suite *page_suite(void)
{
    Suite *suite = suite_create("page");
    TCase *tcase = tcase_create("page");
    ADD_ROWS(tcase, a_table_is_aligned, tables);
    tcase_add_test(tcase, cells_are_copied);
    tcase_add_test(tcase, titles_and_headings_are_underlined_and_set_apart);
    tcase_add_test(tcase, a_heading_may_come_first);
    ADD_ROWS(tcase, a_paragraph_is_wrapped_at_spaces, paragraphs);
    tcase_add_test(tcase, a_word_longer_than_a_line_is_not_cut);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(page_suite)

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkstemp */

#include "sheet.h"

#include <string.h>
#include <unistd.h>

#include "csv.h"
#include "support/rows.h"

static const bcf_sheet_fact facts[] = {
    {"policy", "2015-16"},
    {"setting:unit", "1"},
    {"dataset", "a < b & \"c\""},
};

static const bcf_sheet_column columns[] = {
    {"hwb", BCF_SHEET_WORD},
    {"name", BCF_SHEET_WORD},
    {"amount", BCF_SHEET_FIGURE},
};

static const char *const cells[] = {
    "E10000016", "Kent",      "1234567.50", "E06000035", "Medway, \"the\" <b>Towns</b>",
    "-0.50",     "E99999999", "",           "",
};

static const char *const notes[] = {"a.csv:1: first & last", "R\xC3\xB4ne"};

static const bcf_sheet filled = {
    .name = "allocate",
    .facts = facts,
    .fact_count = 3,
    .columns = columns,
    .column_count = 3,
    .cells = cells,
    .row_count = 3,
    .notes = notes,
    .note_count = 2,
};

static const bcf_sheet empty = {.name = "score", .columns = columns, .column_count = 3};

typedef void writer(bcf_text *out, const bcf_sheet *sheet);

static const struct {
    const char *name;
    writer *write;
    const bcf_sheet *sheet;
    const char *written;
} whole[] = {
    {"CSV", bcf_sheet_csv, &filled,
     "hwb,name,amount\n"
     "E10000016,Kent,1234567.50\n"
     "E06000035,\"Medway, \"\"the\"\" <b>Towns</b>\",-0.50\n"
     "E99999999,,\n"},
    {"CSV without rows", bcf_sheet_csv, &empty, "hwb,name,amount\n"},
    {"JSON", bcf_sheet_json, &filled,
     "{\n"
     "  \"allocate\": {\n"
     "    \"facts\": {\n"
     "      \"policy\": \"2015-16\",\n"
     "      \"setting:unit\": \"1\",\n"
     "      \"dataset\": \"a < b & \\\"c\\\"\"\n"
     "    },\n"
     "    \"notes\": [\n"
     "      \"a.csv:1: first & last\",\n"
     "      \"R\xC3\xB4ne\"\n"
     "    ],\n"
     "    \"rows\": [\n"
     "      {\"hwb\": \"E10000016\", \"name\": \"Kent\", \"amount\": \"1234567.50\"},\n"
     "      {\"hwb\": \"E06000035\", \"name\": \"Medway, \\\"the\\\" <b>Towns</b>\", "
     "\"amount\": \"-0.50\"},\n"
     "      {\"hwb\": \"E99999999\", \"name\": \"\", \"amount\": \"\"}\n"
     "    ]\n"
     "  }\n"
     "}\n"},
    {"JSON without anything", bcf_sheet_json, &empty,
     "{\n"
     "  \"score\": {\n"
     "    \"facts\": {},\n"
     "    \"notes\": [],\n"
     "    \"rows\": []\n"
     "  }\n"
     "}\n"},
    {"XML", bcf_sheet_xml, &filled,
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
     "<allocate>\n"
     "  <fact name=\"policy\">2015-16</fact>\n"
     "  <fact name=\"setting:unit\">1</fact>\n"
     "  <fact name=\"dataset\">a &lt; b &amp; &quot;c&quot;</fact>\n"
     "  <note>a.csv:1: first &amp; last</note>\n"
     "  <note>R\xC3\xB4ne</note>\n"
     "  <row hwb=\"E10000016\" name=\"Kent\" amount=\"1234567.50\"/>\n"
     "  <row hwb=\"E06000035\" name=\"Medway, &quot;the&quot; &lt;b&gt;Towns&lt;/b&gt;\" "
     "amount=\"-0.50\"/>\n"
     "  <row hwb=\"E99999999\" name=\"\" amount=\"\"/>\n"
     "</allocate>\n"},
    {"XML without anything", bcf_sheet_xml, &empty,
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
     "<score/>\n"},
};

START_TEST(a_table_is_written_whole)
{
    bcf_text out = {0};
    whole[_i].write(&out, whole[_i].sheet);
    ck_assert_msg(strcmp(bcf_text_get(&out), whole[_i].written) == 0, "%s:\n%s", whole[_i].name,
                  bcf_text_get(&out));
    bcf_text_clear(&out);
}
END_TEST

START_TEST(a_table_is_added_to_what_is_there)
{
    bcf_text out = {0};
    bcf_text_add(&out, "before ");
    whole[_i].write(&out, whole[_i].sheet);
    ck_assert_int_eq(strncmp(out.bytes, "before ", 7), 0);
    ck_assert_str_eq(out.bytes + 7, whole[_i].written);
    bcf_text_clear(&out);
}
END_TEST

/* A table of one cell. */
static const char *write_cell(bcf_text *out, writer *write, const char *cell, bcf_sheet_type type)
{
    const bcf_sheet_column column = {"c", type};
    const bcf_sheet sheet = {
        .name = "t", .columns = &column, .column_count = 1, .cells = &cell, .row_count = 1};
    write(out, &sheet);
    return bcf_text_get(out);
}

static const struct {
    const char *name;
    const char *cell;
    const char *csv;
    const char *json;
    const char *xml;
} awkward[] = {
    {"a formula", "=1+1", "'=1+1", "=1+1", "=1+1"},
    {"a sum", "+44 20", "'+44 20", "+44 20", "+44 20"},
    {"a hyphen first", "-Town", "'-Town", "-Town", "-Town"},
    {"an at sign", "@SUM(A1)", "'@SUM(A1)", "@SUM(A1)", "@SUM(A1)"},
    {"a formula behind an apostrophe", "'=1", "''=1", "'=1", "'=1"},
    {"a script", "<script>alert(1)</script>", "<script>alert(1)</script>",
     "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"a comma", "Bath, and more", "\"Bath, and more\"", "Bath, and more", "Bath, and more"},
    {"quotes", "the \"city\"", "\"the \"\"city\"\"\"", "the \\\"city\\\"", "the &quot;city&quot;"},
    {"lines", "one\ntwo", "\"one\ntwo\"", "one\\ntwo", "one&#10;two"},
    {"a backslash", "a\\b", "a\\b", "a\\\\b", "a\\b"},
    {"an ampersand", "King's & Queen's", "King's & Queen's", "King's & Queen's",
     "King's &amp; Queen's"},
    {"a face", "\xF0\x9F\x99\x82", "\xF0\x9F\x99\x82", "\xF0\x9F\x99\x82", "\xF0\x9F\x99\x82"},
    {"an end of a CDATA section", "]]>", "]]>", "]]>", "]]&gt;"},
};

START_TEST(a_word_is_inert_in_every_format)
{
    bcf_text out = {0};
    const char *cell = awkward[_i].cell;
    char want[200];
    snprintf(want, sizeof want, "c\n%s\n", awkward[_i].csv);
    ck_assert_str_eq(write_cell(&out, bcf_sheet_csv, cell, BCF_SHEET_WORD), want);
    bcf_text_clear(&out);
    snprintf(want, sizeof want, "{\"c\": \"%s\"}", awkward[_i].json);
    ck_assert_ptr_nonnull(strstr(write_cell(&out, bcf_sheet_json, cell, BCF_SHEET_WORD), want));
    bcf_text_clear(&out);
    snprintf(want, sizeof want, "<row c=\"%s\"/>", awkward[_i].xml);
    ck_assert_msg(strstr(write_cell(&out, bcf_sheet_xml, cell, BCF_SHEET_WORD), want) != NULL,
                  "%s: %s", awkward[_i].name, bcf_text_get(&out));
    bcf_text_clear(&out);
}
END_TEST

START_TEST(a_word_is_read_back_from_csv_as_it_was)
{
    bcf_text out = {0};
    write_cell(&out, bcf_sheet_csv, awkward[_i].cell, BCF_SHEET_WORD);
    char path[] = "/tmp/bcf-sheet-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, out.bytes, out.length), (ssize_t)out.length);
    close(file);
    bcf_arena *arena = bcf_arena_new();
    bcf_error err = {0};
    const bcf_csv *csv = NULL;
    bcf_code code = bcf_csv_read(&csv, arena, path, &err);
    unlink(path);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    ck_assert_uint_eq(csv->row_count, 1);
    ck_assert_str_eq(csv->rows[0].cells[0], awkward[_i].cell);
    bcf_arena_free(arena);
    bcf_text_clear(&out);
}
END_TEST

START_TEST(a_figure_below_zero_stays_a_number)
{
    bcf_text out = {0};
    ck_assert_str_eq(write_cell(&out, bcf_sheet_csv, "-5.00", BCF_SHEET_FIGURE), "c\n-5.00\n");
    bcf_text_clear(&out);
}
END_TEST

static const struct {
    const char *name;
    const char *cell;
    const char *shown;
} unholdable[] = {
    {"a path in Latin-1",
     "donn\xE9"
     "es/2015",
     "donn\xEF\xBF\xBD"
     "es/2015"},
    {"an escape", "\x1B[31m", "\xEF\xBF\xBD[31m"},
    {"half a character at the end", "Rh\xC3", "Rh\xEF\xBF\xBD"},
    {"a surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"clean ones around it are kept", "R\xC3\xB4ne\x01R\xC3\xB4ne",
     "R\xC3\xB4ne\xEF\xBF\xBDR\xC3\xB4ne"},
};

START_TEST(what_json_and_xml_cannot_hold_is_replaced)
{
    bcf_text out = {0};
    char want[100];
    snprintf(want, sizeof want, "{\"c\": \"%s\"}", unholdable[_i].shown);
    const char *cell = unholdable[_i].cell;
    ck_assert_msg(strstr(write_cell(&out, bcf_sheet_json, cell, BCF_SHEET_WORD), want) != NULL,
                  "%s: %s", unholdable[_i].name, bcf_text_get(&out));
    bcf_text_clear(&out);
    snprintf(want, sizeof want, "<row c=\"%s\"/>", unholdable[_i].shown);
    ck_assert_msg(strstr(write_cell(&out, bcf_sheet_xml, cell, BCF_SHEET_WORD), want) != NULL,
                  "%s: %s", unholdable[_i].name, bcf_text_get(&out));
    bcf_text_clear(&out);
}
END_TEST

START_TEST(several_tables_share_one_document)
{
    const bcf_sheet_fact of_run[] = {{"digest", "ab12"}};
    const bcf_sheet small = {
        .name = "allocate", .columns = columns, .column_count = 3, .cells = cells, .row_count = 1};
    const bcf_sheet *const sheets[] = {&small, &empty};
    bcf_text out = {0};
    bcf_sheets_xml(&out, "run", of_run, 1, sheets, 2);
    ck_assert_str_eq(bcf_text_get(&out),
                     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<run>\n"
                     "  <fact name=\"digest\">ab12</fact>\n"
                     "  <allocate>\n"
                     "    <row hwb=\"E10000016\" name=\"Kent\" amount=\"1234567.50\"/>\n"
                     "  </allocate>\n"
                     "  <score/>\n"
                     "</run>\n");
    bcf_text_clear(&out);
}
END_TEST

static const struct {
    const char *name;
    writer *write;
} formats[] = {
    {"CSV", bcf_sheet_csv},
    {"JSON", bcf_sheet_json},
    {"XML", bcf_sheet_xml},
};

static size_t count_of(const bcf_text *text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text->length; i++) {
        count += text->bytes[i] == c;
    }
    return count;
}

START_TEST(a_long_table_loses_no_row)
{
    enum { ROWS = 20000 };
    bcf_arena *arena = bcf_arena_new();
    const char **many = BCF_NEW_ARRAY(arena, 3 * ROWS, const char *);
    for (size_t row = 0; row < ROWS; row++) {
        many[3 * row] = bcf_arena_print(arena, "E%08zu", row);
        many[3 * row + 1] = "a <name> of \"some\" ~ length";
        many[3 * row + 2] = "0.01";
    }
    bcf_sheet sheet = filled;
    sheet.cells = many;
    sheet.row_count = ROWS;
    bcf_text out = {0};
    formats[_i].write(&out, &sheet);
    ck_assert_uint_eq(strlen(bcf_text_get(&out)), out.length);
    ck_assert_msg(count_of(&out, '~') == ROWS, "%s", formats[_i].name);
    ck_assert_ptr_nonnull(strstr(out.bytes, "E00019999"));
    bcf_text_clear(&out);
    bcf_arena_free(arena);
}
END_TEST

static Suite *sheet_suite(void)
{
    Suite *suite = suite_create("sheet");
    TCase *tcase = tcase_create("sheet");
    ADD_ROWS(tcase, a_table_is_written_whole, whole);
    ADD_ROWS(tcase, a_table_is_added_to_what_is_there, whole);
    ADD_ROWS(tcase, a_word_is_inert_in_every_format, awkward);
    ADD_ROWS(tcase, a_word_is_read_back_from_csv_as_it_was, awkward);
    tcase_add_test(tcase, a_figure_below_zero_stays_a_number);
    ADD_ROWS(tcase, what_json_and_xml_cannot_hold_is_replaced, unholdable);
    tcase_add_test(tcase, several_tables_share_one_document);
    ADD_ROWS(tcase, a_long_table_loses_no_row, formats);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(sheet_suite)

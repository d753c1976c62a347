/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkstemp */

#include "sheet.h"

#include <string.h>
#include <unistd.h>

#include "csv.h"
#include "digest.h"
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

static const bcf_sheet_fact of_run[] = {{"digest", "ab12"}};
static const bcf_sheet small = {
    .name = "allocate", .columns = columns, .column_count = 3, .cells = cells, .row_count = 1};
static const bcf_sheet *const both[] = {&small, &empty};

/* What a section that no parser looks into cannot hold as it is. */
#define AWKWARD "a,b\n\"]]>\",<&\r\n"

static const bcf_sheet_input of_tables[] = {
    {"policy", "", "<p/>", 4},
    {"table", "boards", AWKWARD, sizeof AWKWARD - 1},
};

static const bcf_sheet_document written = {.name = "run",
                                           .format = 3,
                                           .facts = of_run,
                                           .fact_count = 1,
                                           .sheets = both,
                                           .sheet_count = 2,
                                           .inputs = of_tables,
                                           .input_count = 2};

#define WRITTEN                                                                                    \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<run format=\"3\">\n"                                                                         \
    "  <fact name=\"digest\">ab12</fact>\n"                                                        \
    "  <allocate>\n"                                                                               \
    "    <row hwb=\"E10000016\" name=\"Kent\" amount=\"1234567.50\"/>\n"                           \
    "  </allocate>\n"                                                                              \
    "  <score/>\n"                                                                                 \
    "  <inputs>\n"                                                                                 \
    "    <policy><![CDATA[<p/>]]></policy>\n"                                                      \
    "    <table name=\"boards\"><![CDATA[a,b\n"                                                    \
    "\"]]]]><![CDATA[>\",<&]]>&#13;<![CDATA[\n"                                                    \
    "]]></table>\n"                                                                                \
    "  </inputs>\n"

START_TEST(several_tables_and_what_they_were_made_from_share_one_document)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_text out = {0};
    const char *digest = bcf_sheets_xml(&out, arena, &written);
    ck_assert_int_eq(strncmp(bcf_text_get(&out), WRITTEN, sizeof WRITTEN - 1), 0);
    const char *want = bcf_arena_print(arena, "%s  <seal sha256=\"%s\"/>\n</run>\n", WRITTEN,
                                       bcf_digest_of(arena, WRITTEN, sizeof WRITTEN - 1));
    ck_assert_str_eq(bcf_text_get(&out), want);
    ck_assert_str_eq(digest, bcf_digest_of(arena, want, strlen(want)));
    bcf_text_clear(&out);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(a_document_is_read_back_as_it_was_written)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_text out = {0};
    (void)bcf_sheets_xml(&out, arena, &written);
    bcf_error err = {0};
    bcf_sheet_document read;
    ck_assert_int_eq(
        (int)bcf_sheets_read(&read, arena, "run", "run.xml", out.bytes, out.length, &err),
        (int)BCF_OK);
    ck_assert_int_eq(read.format, 3);
    ck_assert_uint_eq(read.fact_count, 1);
    ck_assert_str_eq(read.facts[0].value, "ab12");
    ck_assert_uint_eq(read.sheet_count, 2);
    ck_assert_str_eq(read.sheets[0]->name, "allocate");
    ck_assert_uint_eq(read.sheets[0]->row_count, 1);
    ck_assert_str_eq(read.sheets[0]->columns[2].name, "amount");
    ck_assert_str_eq(read.sheets[0]->cells[2], "1234567.50");
    ck_assert_uint_eq(read.sheets[1]->row_count, 0);
    ck_assert_uint_eq(read.input_count, 2);
    ck_assert_str_eq(read.inputs[0].element, "policy");
    ck_assert_str_eq(read.inputs[1].name, "boards");
    ck_assert_uint_eq(read.inputs[1].length, sizeof AWKWARD - 1);
    ck_assert_str_eq(read.inputs[1].bytes, AWKWARD);
    ck_assert_uint_eq(read.sealed_length, sizeof WRITTEN - 1);
    ck_assert_str_eq(read.seal, bcf_digest_of(arena, WRITTEN, sizeof WRITTEN - 1));
    bcf_text_clear(&out);
    bcf_arena_free(arena);
}
END_TEST

static const struct {
    const char *name;
    const char *bytes;
    const char *says;
} unreadable[] = {
    {"nothing", "", "run.xml"},
    {"no XML", "where,key\n", "run.xml:1: is not well formed"},
    {"cut short", "<run format=\"1\">\n<fact name=\"a\">", "is not well formed"},
    {"another root", "<policy/>", "is no run of bcf: its element is policy"},
    {"a document type", "<!DOCTYPE run><run format=\"1\"/>", "document type declaration"},
    {"an entity", "<!DOCTYPE r [<!ENTITY a \"b\">]><run>&a;</run>", "document type declaration"},
    {"an entity that nobody declared", "<run><fact name=\"a\">&a;</fact></run>",
     "is not well formed"},
    {"a fact without name", "<run><fact/></run>", "a fact has one attribute"},
    {"something in a row", "<run><score>\n<row a=\"1\"><b/></row></score></run>",
     "run.xml:2: no element may stand here: b"},
    {"another row", "<run><score><row a=\"1\"/>\n<row b=\"1\"/></score></run>",
     "run.xml:2: the row has not the attributes"},
    {"a longer row", "<run><score><row a=\"1\"/><row a=\"1\" b=\"2\"/></score></run>",
     "the row has not the attributes"},
    {"something else in a sheet", "<run><score><line/></score></run>",
     "a sheet has rows and notes, no element line"},
    {"a namespace", "<run><score xmlns=\"a\"/></run>", "more attributes than any of a run"},
};

START_TEST(what_is_no_run_is_refused)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_error err = {0};
    bcf_sheet_document read;
    const char *bytes = unreadable[_i].bytes;
    ck_assert_int_eq(
        (int)bcf_sheets_read(&read, arena, "run", "run.xml", bytes, strlen(bytes), &err),
        (int)BCF_REFUSED_FORM);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_msg(strstr(err.messages[0], unreadable[_i].says) != NULL, "%s: it says %s",
                  unreadable[_i].name, err.messages[0]);
    bcf_arena_free(arena);
}
END_TEST

/* Before and behind what hides quotes from who counts them. */
static const char *const disguises[] = {"", "<!-- ' -->", "<?pi \" ?>", "<b><![CDATA['\"]]></b>"};

START_TEST(a_tag_of_very_many_attributes_is_refused_before_it_takes_time)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_text bytes = {0};
    bcf_text_print(&bytes, "<run format=\"1\">%s\n<fact", disguises[_i]);
    for (size_t i = 0; i < 200000; i++) {
        bcf_text_print(&bytes, " a%zu=\"\"", i);
    }
    bcf_text_add(&bytes, "/></run>");
    bcf_error err = {0};
    bcf_sheet_document read;
    ck_assert_int_eq(
        (int)bcf_sheets_read(&read, arena, "run", "run.xml", bytes.bytes, bytes.length, &err),
        (int)BCF_REFUSED_FORM);
    ck_assert_str_eq(err.messages[0], "run.xml:2: the element has too many attributes");
    bcf_text_clear(&bytes);
    bcf_arena_free(arena);
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
    tcase_add_test(tcase, several_tables_and_what_they_were_made_from_share_one_document);
    tcase_add_test(tcase, a_document_is_read_back_as_it_was_written);
    ADD_ROWS(tcase, what_is_no_run_is_refused, unreadable);
    ADD_ROWS(tcase, a_tag_of_very_many_attributes_is_refused_before_it_takes_time, disguises);
    ADD_ROWS(tcase, a_long_table_loses_no_row, formats);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(sheet_suite)

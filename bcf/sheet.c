/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include <inttypes.h>
#include <jansson.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "character.h"
#include "csv.h"
#include "digest.h"

/* The rows of a sheet, one after another. */
typedef struct cursor {
    const bcf_sheet *sheet;
    const char **made; /* the cells of a row that its source makes */
    bcf_text room;
} cursor;

static cursor begin_rows(const bcf_sheet *sheet)
{
    cursor rows = {.sheet = sheet};
    if (sheet->source != NULL) {
        BCF_ASSERT(sheet->column_count > 0);
        rows.made = calloc(sheet->column_count, sizeof *rows.made);
        if (rows.made == NULL) {
            bcf_out_of_memory();
        }
    }
    return rows;
}

static const char *const *cells_of(cursor *rows, size_t row)
{
    const bcf_sheet *sheet = rows->sheet;
    if (sheet->source == NULL) {
        return sheet->cells + row * sheet->column_count;
    }
    rows->room.length = 0;
    sheet->source->row(rows->made, &rows->room, sheet->source->of, row);
    return rows->made;
}

static void end_rows(cursor *rows)
{
    free(rows->made);
    bcf_text_clear(&rows->room);
}

static void add_csv_row(bcf_text *out, const bcf_sheet *sheet, const char *const cells[])
{
    for (size_t column = 0; column < sheet->column_count; column++) {
        switch (sheet->columns[column].type) {
        case BCF_SHEET_WORD:
            bcf_csv_cell(out, cells[column], column == 0);
            continue;
        case BCF_SHEET_FIGURE:
            bcf_csv_figure(out, cells[column], column == 0);
            continue;
        }
        BCF_UNREACHABLE("a column that is neither word nor figure");
    }
    bcf_text_add_char(out, '\n');
}

void bcf_sheet_csv(bcf_text *out, const bcf_sheet *sheet)
{
    for (size_t column = 0; column < sheet->column_count; column++) {
        bcf_csv_cell(out, sheet->columns[column].name, column == 0);
    }
    bcf_text_add_char(out, '\n');
    cursor rows = begin_rows(sheet);
    for (size_t row = 0; row < sheet->row_count; row++) {
        add_csv_row(out, sheet, cells_of(&rows, row));
    }
    end_rows(&rows);
}

/*
 * The words themselves where JSON and XML can hold them. A path that is not UTF-8 can get here from
 * a command line: in `room`, each byte that cannot be held then becomes the replacement character.
 */
static const char *holdable(bcf_text *room, const char *words)
{
    size_t left = strlen(words);
    if (bcf_text_is_clean_utf8(words, left)) {
        return words;
    }
    room->length = 0;
    while (left > 0) {
        size_t length = bcf_character_first(words, left).length;
        if (length > 0) {
            bcf_text_add_bytes(room, words, length);
        } else {
            bcf_text_add(room, "\xEF\xBF\xBD");
            length = 1;
        }
        words += length;
        left -= length;
    }
    return bcf_text_get(room);
}

/* jansson fails on what is not UTF-8, which nothing is by now, and without memory. */
static void check_json(int result)
{
    if (result != 0) {
        bcf_out_of_memory();
    }
}

static int add_dumped(const char *bytes, size_t count, void *out)
{
    bcf_text_add_bytes(out, bytes, count);
    return 0;
}

static void dump(bcf_text *out, const json_t *value)
{
    check_json(json_dump_callback(value, add_dumped, out, JSON_ENCODE_ANY));
}

static void dump_words(bcf_text *out, bcf_text *room, const char *words)
{
    json_t *string = json_string(holdable(room, words));
    check_json(string == NULL);
    dump(out, string);
    json_decref(string);
}

/* What stands between two things of a list: a comma, unless it is the first, and a new line. */
static void separate(bcf_text *out, size_t place, const char *indent)
{
    bcf_text_add(out, place == 0 ? "\n" : ",\n");
    bcf_text_add(out, indent);
}

static void add_json_facts(bcf_text *out, bcf_text *room, const bcf_sheet *sheet)
{
    bcf_text_add(out, "    \"facts\": {");
    for (size_t i = 0; i < sheet->fact_count; i++) {
        separate(out, i, "      ");
        dump_words(out, room, sheet->facts[i].name);
        bcf_text_add(out, ": ");
        dump_words(out, room, sheet->facts[i].value);
    }
    bcf_text_add(out, sheet->fact_count > 0 ? "\n    },\n" : "},\n");
}

static void add_json_notes(bcf_text *out, bcf_text *room, const bcf_sheet *sheet)
{
    bcf_text_add(out, "    \"notes\": [");
    for (size_t i = 0; i < sheet->note_count; i++) {
        separate(out, i, "      ");
        dump_words(out, room, sheet->notes[i]);
    }
    bcf_text_add(out, sheet->note_count > 0 ? "\n    ],\n" : "],\n");
}

/* The names of the columns, ready to stand before their cells: escaping them in every row again
 * would take as long as the cells themselves. */
static const char **make_keys(bcf_arena *arena, bcf_text *room, const bcf_sheet *sheet)
{
    const char **keys = BCF_NEW_ARRAY(arena, sheet->column_count, const char *);
    for (size_t column = 0; column < sheet->column_count; column++) {
        bcf_text key = {0};
        bcf_text_add(&key, column == 0 ? "" : ", ");
        dump_words(&key, room, sheet->columns[column].name);
        bcf_text_add(&key, ": ");
        keys[column] = bcf_arena_text(arena, bcf_text_get(&key));
        bcf_text_clear(&key);
    }
    return keys;
}

static void add_json_rows(bcf_text *out, bcf_text *room, const bcf_sheet *sheet)
{
    bcf_arena *arena = bcf_arena_new();
    const char *const *keys = make_keys(arena, room, sheet);
    json_t *string = json_string(""); /* one for all cells, one after another */
    check_json(string == NULL);
    cursor rows = begin_rows(sheet);
    bcf_text_add(out, "    \"rows\": [");
    for (size_t row = 0; row < sheet->row_count; row++) {
        separate(out, row, "      {");
        const char *const *cells = cells_of(&rows, row);
        for (size_t column = 0; column < sheet->column_count; column++) {
            bcf_text_add(out, keys[column]);
            check_json(json_string_set_nocheck(string, holdable(room, cells[column])));
            dump(out, string);
        }
        bcf_text_add_char(out, '}');
    }
    bcf_text_add(out, sheet->row_count > 0 ? "\n    ]\n" : "]\n");
    end_rows(&rows);
    json_decref(string);
    bcf_arena_free(arena);
}

void bcf_sheet_json(bcf_text *out, const bcf_sheet *sheet)
{
    bcf_text room = {0};
    bcf_text_add(out, "{\n  ");
    dump_words(out, &room, sheet->name);
    bcf_text_add(out, ": {\n");
    add_json_facts(out, &room, sheet);
    add_json_notes(out, &room, sheet);
    add_json_rows(out, &room, sheet);
    bcf_text_add(out, "  }\n}\n");
    bcf_text_clear(&room);
}

/* A document that is being written into a text. */
typedef struct document {
    xmlTextWriterPtr writer;
    bcf_text room;
    bcf_text row;
    xmlDocPtr utf8; /* empty: tells the escaping that letters beyond ASCII may stand as they are */
    const char *indent; /* of the sheets in it: rows are written past the writer, which indents */
} document;

static const xmlChar *xml(const char *words)
{
    return (const xmlChar *)words;
}

/* The writer fails only without memory: its output is a text of ours. */
static void check_xml(int result)
{
    if (result < 0) {
        bcf_out_of_memory();
    }
}

static int add_written(void *out, const char *bytes, int count)
{
    bcf_text_add_bytes(out, bytes, (size_t)count);
    return count;
}

static void begin_document(document *doc, bcf_text *out)
{
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(add_written, NULL, out, NULL);
    doc->writer = buffer == NULL ? NULL : xmlNewTextWriter(buffer);
    doc->utf8 = xmlNewDoc(xml("1.0"));
    if (doc->writer == NULL || doc->utf8 == NULL) {
        bcf_out_of_memory();
    }
    doc->utf8->encoding = xmlStrdup(xml("UTF-8"));
    check_xml(xmlTextWriterSetIndent(doc->writer, 1));
    check_xml(xmlTextWriterSetIndentString(doc->writer, xml("  ")));
    check_xml(xmlTextWriterStartDocument(doc->writer, "1.0", "UTF-8", NULL));
}

static void end_document(document *doc)
{
    check_xml(xmlTextWriterEndDocument(doc->writer));
    xmlFreeTextWriter(doc->writer);
    xmlFreeDoc(doc->utf8);
    bcf_text_clear(&doc->room);
    bcf_text_clear(&doc->row);
}

static void add_xml_facts(document *doc, const bcf_sheet_fact facts[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_xml(xmlTextWriterStartElement(doc->writer, xml("fact")));
        const char *name = holdable(&doc->room, facts[i].name);
        check_xml(xmlTextWriterWriteAttribute(doc->writer, xml("name"), xml(name)));
        const char *value = holdable(&doc->room, facts[i].value);
        check_xml(xmlTextWriterWriteString(doc->writer, xml(value)));
        check_xml(xmlTextWriterEndElement(doc->writer));
    }
}

/* True for what stands in an attribute as it is: most codes and figures, and no need to ask the
 * writer, which takes a hundred times as long. */
static bool is_plain(const char *words)
{
    const unsigned char *next = (const unsigned char *)words; /* a char has a sign, or none */
    while (*next >= ' ' && *next < 0x80 && *next != '&' && *next != '<' && *next != '>'
           && *next != '"') {
        next++;
    }
    return *next == '\0';
}

static void add_escaped(document *doc, const char *words)
{
    xmlBufferPtr escaped = xmlBufferCreate();
    if (escaped == NULL) {
        bcf_out_of_memory();
    }
    xmlAttrSerializeTxtContent(escaped, doc->utf8, NULL, xml(words));
    bcf_text_add(&doc->row, (const char *)xmlBufferContent(escaped));
    xmlBufferFree(escaped);
}

static void add_attribute(document *doc, const char *name, const char *words)
{
    bcf_text_add_char(&doc->row, ' ');
    bcf_text_add(&doc->row, name);
    bcf_text_add(&doc->row, "=\"");
    if (is_plain(words)) {
        bcf_text_add(&doc->row, words);
    } else {
        add_escaped(doc, holdable(&doc->room, words));
    }
    bcf_text_add_char(&doc->row, '"');
}

static void add_xml_row(document *doc, const bcf_sheet *sheet, const char *const cells[])
{
    doc->row.length = 0;
    bcf_text_add(&doc->row, doc->indent);
    bcf_text_add(&doc->row, "  <row");
    for (size_t column = 0; column < sheet->column_count; column++) {
        add_attribute(doc, sheet->columns[column].name, cells[column]);
    }
    bcf_text_add(&doc->row, "/>\n");
    check_xml(xmlTextWriterWriteRaw(doc->writer, xml(bcf_text_get(&doc->row))));
}

static void add_xml_rows(document *doc, const bcf_sheet *sheet)
{
    if (sheet->fact_count + sheet->note_count == 0) {
        check_xml(xmlTextWriterWriteRaw(doc->writer, xml("\n")));
    }
    cursor rows = begin_rows(sheet);
    for (size_t row = 0; row < sheet->row_count; row++) {
        add_xml_row(doc, sheet, cells_of(&rows, row));
    }
    end_rows(&rows);
    check_xml(xmlTextWriterWriteRaw(doc->writer, xml(doc->indent)));
}

static void add_xml_sheet(document *doc, const bcf_sheet *sheet)
{
    check_xml(xmlTextWriterStartElement(doc->writer, xml(sheet->name)));
    add_xml_facts(doc, sheet->facts, sheet->fact_count);
    for (size_t i = 0; i < sheet->note_count; i++) {
        const char *note = holdable(&doc->room, sheet->notes[i]);
        check_xml(xmlTextWriterWriteElement(doc->writer, xml("note"), xml(note)));
    }
    if (sheet->row_count > 0) {
        add_xml_rows(doc, sheet);
    }
    check_xml(xmlTextWriterEndElement(doc->writer));
}

void bcf_sheet_xml(bcf_text *out, const bcf_sheet *sheet)
{
    document doc = {.indent = ""};
    begin_document(&doc, out);
    add_xml_sheet(&doc, sheet);
    end_document(&doc);
}

/* The bytes as they are, in sections that no parser looks into. What such a section cannot hold is
 * written between two of them: its own end, and a carriage return, which would be read as a line
 * feed. */
static void add_verbatim(bcf_text *out, const char *bytes, size_t length)
{
    bcf_text_add(out, "<![CDATA[");
    size_t start = 0;
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\r') {
            bcf_text_add_bytes(out, bytes + start, i - start);
            bcf_text_add(out, "]]>&#13;<![CDATA[");
            start = i + 1;
        } else if (bytes[i] == '>' && i - start >= 2 && bytes[i - 1] == ']'
                   && bytes[i - 2] == ']') {
            bcf_text_add_bytes(out, bytes + start, i - start);
            bcf_text_add(out, "]]><![CDATA[");
            start = i;
        }
    }
    bcf_text_add_bytes(out, bytes + start, length - start);
    bcf_text_add(out, "]]>");
}

static void add_inputs(bcf_text *out, const bcf_sheet_input inputs[], size_t count)
{
    bcf_text_add(out, "  <inputs>\n");
    for (size_t i = 0; i < count; i++) {
        bcf_text_print(out, "    <%s", inputs[i].element);
        if (inputs[i].name[0] != '\0') {
            bcf_text_print(out, " name=\"%s\"", inputs[i].name);
        }
        bcf_text_add_char(out, '>');
        add_verbatim(out, inputs[i].bytes, inputs[i].length);
        bcf_text_print(out, "</%s>\n", inputs[i].element);
    }
    bcf_text_add(out, "  </inputs>\n");
}

/* The end of the document: its seal. Returns the digest of all of it. */
static const char *seal(bcf_text *out, bcf_arena *arena, const char *name)
{
    bcf_digester *digester = bcf_digester_new(arena);
    size_t sealed = out->length;
    bcf_digester_add(digester, out->bytes, sealed);
    bcf_text_print(out, "  <seal sha256=\"%s\"/>\n</%s>\n", bcf_digester_text(digester, arena),
                   name);
    bcf_digester_add(digester, out->bytes + sealed, out->length - sealed);
    return bcf_digester_text(digester, arena);
}

const char *bcf_sheets_xml(bcf_text *out, bcf_arena *arena, const bcf_sheet_document *about)
{
    document doc = {.indent = "  "};
    begin_document(&doc, out);
    check_xml(xmlTextWriterStartElement(doc.writer, xml(about->name)));
    const char *format = bcf_arena_print(arena, "%" PRId64, about->format);
    check_xml(xmlTextWriterWriteAttribute(doc.writer, xml("format"), xml(format)));
    add_xml_facts(&doc, about->facts, about->fact_count);
    for (size_t i = 0; i < about->sheet_count; i++) {
        add_xml_sheet(&doc, about->sheets[i]);
    }
    check_xml(xmlTextWriterFlush(doc.writer));
    /* past the writer from here on, which would look at every byte of the inputs */
    add_inputs(out, about->inputs, about->input_count);
    const char *digest = seal(out, arena, about->name);
    size_t written = out->length;
    end_document(&doc); /* it closes what is closed already */
    out->length = written;
    out->bytes[written] = '\0';
    return digest;
}

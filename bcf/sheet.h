/* SPDX-License-Identifier: MIT */
#ifndef BCF_SHEET_H
#define BCF_SHEET_H

/*
 * sheet.h - a table of results, as machines read it: CSV, JSON, XML.
 *
 * Knows:       columns, cells, what surrounds a table (policy, dataset, readings, notes).
 * Never knows: what a figure means, nor how people want to see it.
 */

#include "arena.h"
#include "text.h"

/* What stands in a column. */
typedef enum bcf_sheet_type {
    BCF_SHEET_WORD = 1, /* codes, names, free text: made inert where a spreadsheet would run it */
    BCF_SHEET_FIGURE,   /* a decimal, already written: "1234567.50", "-0.333333"; "" for none */
} bcf_sheet_type;

/* One column. */
typedef struct bcf_sheet_column {
    const char *name;
    bcf_sheet_type type;
} bcf_sheet_column;

/* What is true of the whole table: "policy" = "2015-16", "setting:unit" = "1". */
typedef struct bcf_sheet_fact {
    const char *name;
    const char *value; /* in words */
} bcf_sheet_fact;

/* Where rows come from that are too many to be kept as text. */
typedef struct bcf_sheet_source {
    /* Sets the cells of one row, in their order, to texts that stay until the next one is asked
     * for. `room` is for those that are made. */
    void (*row)(const char *cells[], bcf_text *room, const void *of, size_t row);
    const void *of; /* what `row` is given */
} bcf_sheet_source;

/* Rows of text under typed columns, with what is true of all of them. */
typedef struct bcf_sheet {
    const char *name; /* "allocate": the XML element, the file's name */
    const bcf_sheet_fact *facts;
    size_t fact_count;
    /* From left to right. */
    const bcf_sheet_column *columns;
    size_t column_count;
    const char *const *cells;       /* row by row: cells[row * column_count + column], never NULL */
    const bcf_sheet_source *source; /* or this, and no cells */
    size_t row_count;
    const char *const *notes; /* warnings and findings, a sentence each */
    size_t note_count;
} bcf_sheet;

/* A header line, then the rows: nothing else, so that any program can read it. */
void bcf_sheet_csv(bcf_text *out, const bcf_sheet *sheet);

/* {"allocate": {"facts": {...}, "notes": [...], "rows": [{"component": "dfg", ...}, ...]}},
 * every cell a string (money must not become a binary fraction on its way). */
void bcf_sheet_json(bcf_text *out, const bcf_sheet *sheet);

/* <allocate><fact name="policy">2015-16</fact>...<row component="dfg" .../></allocate>, UTF-8,
 * with an XML declaration. */
void bcf_sheet_xml(bcf_text *out, const bcf_sheet *sheet);

/* What a document was made from, as text: <table name="boards">. */
typedef struct bcf_sheet_input {
    const char *element; /* "policy", "table" */
    const char *name;    /* "" for none */
    const char *bytes;
    size_t length;
} bcf_sheet_input;

/* Several sheets in one document, with what they were made from. */
typedef struct bcf_sheet_document {
    const char *name; /* of its element: "run" */
    int64_t format;   /* the version of what stands in it, from 1; 0 where none is stated */
    const bcf_sheet_fact *facts;
    size_t fact_count;
    /* In the order of the document. */
    const bcf_sheet *const *sheets;
    size_t sheet_count;
    /* In the order of the document. */
    const bcf_sheet_input *inputs;
    size_t input_count;
    const char *seal;     /* read: the digest that it states of what stands before it */
    size_t sealed_length; /* read: how many bytes stand before the seal */
} bcf_sheet_document;

/*
 * <run format="1"><fact .../>...<allocate>...</allocate>...<inputs>...</inputs><seal/></run>:
 * UTF-8, with an XML declaration. The seal is the SHA-256 of every byte before its line. Returns
 * the SHA-256 of the whole document, in the arena.
 */
const char *bcf_sheets_xml(bcf_text *out, bcf_arena *arena, const bcf_sheet_document *document);

/* Documents that are larger are not read. */
#define BCF_SHEET_BYTES_MAX (256 * 1024 * 1024)

/*
 * Reads such a document back; `path` is for what is refused. Every column is a word's, as nothing
 * says otherwise.
 *
 * Refused, with file and line: what is not well formed; any document type declaration (so no entity
 * is ever expanded); another root element; an element that has no place there, rows of a sheet that
 * differ in their columns; a tag with more attributes than any that was written. Never touches the
 * network.
 */
BCF_MUST_USE
bcf_code bcf_sheets_read(bcf_sheet_document *out, bcf_arena *arena, const char *name,
                         const char *path, const char *bytes, size_t length, bcf_error *err);

#endif

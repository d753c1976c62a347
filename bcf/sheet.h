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

typedef enum bcf_sheet_type {
    BCF_SHEET_WORD = 1, /* codes, names, free text: made inert where a spreadsheet would run it */
    BCF_SHEET_FIGURE,   /* a decimal, already written: "1234567.50", "-0.333333"; "" for none */
} bcf_sheet_type;

typedef struct bcf_sheet_column {
    const char *name;
    bcf_sheet_type type;
} bcf_sheet_column;

/* What is true of the whole table: "policy" = "2015-16", "setting:unit" = "1". */
typedef struct bcf_sheet_fact {
    const char *name;
    const char *value;
} bcf_sheet_fact;

typedef struct bcf_sheet {
    const char *name; /* "allocate": the XML element, the file's name */
    const bcf_sheet_fact *facts;
    size_t fact_count;
    const bcf_sheet_column *columns;
    size_t column_count;
    const char *const *cells; /* row by row: cells[row * column_count + column], never NULL */
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

/* Several sheets in one document: <name facts...> around the <allocate>, <score> ... elements. */
void bcf_sheets_xml(bcf_text *out, const char *name, const bcf_sheet_fact facts[],
                    size_t fact_count, const bcf_sheet *const sheets[], size_t sheet_count);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_SPREADSHEET_H
#define BCF_SPREADSHEET_H

/*
 * spreadsheet.h - rows of text from the sheets of a workbook, .xlsx or .ods. It meets libxml2.
 *
 * Knows:       how Excel and LibreOffice write cells, numbers, days, hidden rows.
 * Never knows: what a sheet or a column is for. It runs no macro and computes no formula.
 */

#include "csv.h"

typedef struct bcf_spreadsheet_sheet {
    const char *name;
    bcf_place place; /* of the sheet as such: "book.xlsx:boards" */
    bool is_hidden;
    bool is_picture; /* a chart or a dialog: it has no cells */
    bool has_hidden_rows;
    bool has_hidden_columns; /* under a heading */
    const bcf_csv *rows;     /* NULL where it was not wanted, or its headings could not be read */
    bool is_whole;           /* nothing of it was refused */
} bcf_spreadsheet_sheet;

typedef struct bcf_spreadsheet {
    const bcf_spreadsheet_sheet *sheets; /* in the order of the workbook */
    size_t count;
} bcf_spreadsheet;

/* True for a sheet, by its name, whose rows are wanted. */
typedef bool bcf_spreadsheet_wants(const char *name);

/*
 * Reads the sheets of a workbook that are wanted; the others are only named. Row 1 is the header.
 * Rows and columns with nothing in them are left out, as if they were not there; rows and columns
 * that are hidden or filtered away are read. Cells are as written: no space is stripped.
 *
 * A cell is its stored value: that of a formula, too. A number is its shortest plain decimal of at
 * most 15 digits (4815.3500000000004 is 4815.35), half away from zero; a truth value is TRUE or
 * FALSE. A cell of kind BCF_CSV_UNUSABLE is left to the caller, who knows which columns count.
 *
 * Refused with FILE, FILE:SHEET or FILE:SHEET!CELL: what is no .xlsx or .ods workbook, is damaged,
 * protected by a password, or past the bounds of archive.h and csv.h; XML that is not well formed,
 * or has a document type; two sheets of one name; and in a sheet that is wanted: no headings in row
 * 1, one heading twice, a cell under no heading, merged cells, a cell out of its order or outside
 * any sheet, a text that is not there. *out is NULL where not even the names of the sheets are
 * known.
 */
BCF_MUST_USE
bcf_code bcf_spreadsheet_read(const bcf_spreadsheet **out, bcf_arena *arena, const char *path,
                              bcf_spreadsheet_wants *wants, bcf_error *err);

#endif

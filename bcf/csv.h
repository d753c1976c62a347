/* SPDX-License-Identifier: MIT */
#ifndef BCF_CSV_H
#define BCF_CSV_H

/*
 * csv.h - rows of text from a CSV file, and back. It meets libcsv.
 *
 * Knows:       RFC 4180, UTF-8, lines.
 * Never knows: what a column is for.
 */

#include "text.h"

/* Limits: a file, a cell, columns, cells. */
#define BCF_CSV_BYTES_MAX (INT64_C(256) * 1024 * 1024)
#define BCF_CSV_CELL_BYTES_MAX 65536
#define BCF_CSV_COLUMNS_MAX 256
#define BCF_CSV_CELLS_MAX 8000000 /* without the header: 256 MB of commas would take gigabytes */

/* What a cell is besides its text: in a CSV file every cell is text. */
typedef enum bcf_csv_kind {
    BCF_CSV_TEXT = 0,
    BCF_CSV_DAY,      /* a day, which a spreadsheet holds as one: the text is YYYY-MM-DD */
    BCF_CSV_UNUSABLE, /* no value at all: the text says why, "holds the error #REF!" */
} bcf_csv_kind;

/* One row as it stands in the file. */
typedef struct bcf_csv_row {
    int line;                 /* where the row begins; the header is line 1 */
    const char *const *cells; /* column_count of them */
    const char *kinds;        /* a bcf_csv_kind a cell; NULL where all are text */
} bcf_csv_row;

/* A table as it stands in a file or sheet: texts. */
typedef struct bcf_csv {
    const char *file;           /* as opened; of a sheet "book.xlsx:boards" */
    bool is_sheet;              /* of a workbook: its columns may lack a name, and are left alone */
    const char *const *columns; /* as they stand: of a sheet the first is A */
    size_t column_count;
    const bcf_csv_row *rows;
    size_t row_count;
    size_t bytes; /* of the file; of a sheet, of its cells */
} bcf_csv;

/*
 * Reads a table. Accepted: a byte-order mark, CRLF, quoted cells, rows in any order, no rows.
 * Cells are as written: no space is stripped. A text cell that bcf itself made inert on writing
 * (see bcf_csv_cell) is read back as it was.
 *
 * Refused with file and line, every problem of the file: cannot be opened, not a regular file, too
 * large or of too many cells; no header; a column named twice or without a name; a row with more or
 * fewer cells than the header; what bcf_text_is_harmless() is not; a quote out of place
 * or left open; a cell longer than BCF_CSV_CELL_BYTES_MAX. Also when refused, *out holds the rows
 * that could be read, so that the caller can name their problems too; it is NULL where not even the
 * header could.
 */
BCF_MUST_USE
bcf_code bcf_csv_read(const bcf_csv **out, bcf_arena *arena, const char *path, bcf_error *err);

/* The same of a text that is no file; `name` stands for it in what is refused. */
BCF_MUST_USE
bcf_code bcf_csv_read_text(const bcf_csv **out, bcf_arena *arena, const char *name,
                           const char *bytes, size_t length, bcf_error *err);

/* A table that is handed over row by row and not kept: it may be larger than one that is. */
typedef struct bcf_csv_visitor {
    int64_t bytes_max; /* of the file */
    size_t rows_max;   /* without the header */
    /* Before the first row: false where the columns are not those that are wanted, and no row is
     * handed over. */
    bool (*header)(void *context, const bcf_csv *csv);
    void (*row)(void *context, const bcf_csv *csv, const bcf_csv_row *row); /* gone afterwards */
    void *context;
} bcf_csv_visitor;

/* Refused as by bcf_csv_read, in the same order with what the visitor refuses. */
BCF_MUST_USE
bcf_code bcf_csv_visit(bcf_arena *arena, const char *path, const bcf_csv_visitor *visitor,
                       bcf_error *err);

/* Where a line is, and a cell: in a CSV file both are the same. Lines and columns as they stand. */
bcf_place bcf_csv_place(const bcf_csv *csv, int line);
bcf_place bcf_csv_cell_place(const bcf_csv *csv, int line, size_t column);

/* A text without the apostrophe that bcf_csv_cell() gave it. */
const char *bcf_csv_without_guard(const char *cell);

/* The place of the column, or -1. */
int bcf_csv_column(const bcf_csv *csv, const char *name);

/*
 * Adds one cell to a line, quoted where RFC 4180 asks for it, after a comma unless it is `first`.
 * A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage
 * return, after any number of apostrophes) gets one apostrophe before it; reading takes it off.
 */
void bcf_csv_cell(bcf_text *line, const char *cell, bool first);

/* Adds a figure as it is (so that -5.00 stays a number). */
void bcf_csv_figure(bcf_text *line, const char *figure, bool first);

#endif

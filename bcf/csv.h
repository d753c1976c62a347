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

#define BCF_CSV_BYTES_MAX (INT64_C(256) * 1024 * 1024)
#define BCF_CSV_CELL_BYTES_MAX 65536
#define BCF_CSV_COLUMNS_MAX 256
#define BCF_CSV_CELLS_MAX 8000000 /* without the header: 256 MB of commas would take gigabytes */

typedef struct bcf_csv_row {
    int line;                 /* where the row begins; the header is line 1 */
    const char *const *cells; /* column_count of them */
} bcf_csv_row;

typedef struct bcf_csv {
    const char *file; /* as opened */
    const char *const *columns;
    size_t column_count;
    const bcf_csv_row *rows;
    size_t row_count;
} bcf_csv;

/*
 * Reads a table. Accepted: a byte-order mark, CRLF, quoted cells, rows in any order, no rows.
 * Cells are as written: no space is stripped. A text cell that bcf itself made inert on writing
 * (see bcf_csv_cell) is read back as it was.
 *
 * Refused with file and line, every problem of the file: cannot be opened, not a regular file, too
 * large or of too many cells; no header; a column named twice or without a name; a row with more or
 * fewer cells than the header; bytes that are not UTF-8, control characters; a quote out of place
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

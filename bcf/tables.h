/* SPDX-License-Identifier: MIT */
#ifndef BCF_TABLES_H
#define BCF_TABLES_H

/*
 * tables.h - the tables of a dataset, a folder or a workbook, each cell of its column's type.
 *
 * Knows:       folders, sheets, rows, keys, the manifest.
 * Never knows: which areas there are, what any figure is used for.
 */

#include "cells.h"
#include "csv.h"
#include "notes.h"

/* Limits of a dataset, over all its tables; and what the money of one column adds up to, which is
 * added up again with other money. Ten thousand boards have a third of such cells. */
#define BCF_TABLES_CELLS_MAX ((size_t)16000000)
#define BCF_TABLES_BYTES_MAX ((size_t)512 * 1024 * 1024)
#define BCF_TABLES_PENCE_MAX (BCF_MONEY_PENCE_MAX / 4)

/* One row, read. */
typedef struct bcf_row {
    bcf_place place;
    const bcf_cell *cells; /* in the order of bcf_table_columns(), not of the file */
    const int *columns;    /* of a sheet: where it has each of them, from 1; NULL in a CSV file */
} bcf_row;

/* One table, read. */
typedef struct bcf_table {
    bool is_there;               /* the dataset has it */
    const char *file;            /* as it is called in what is refused: "book.xlsx:boards" */
    const char *path;            /* of the file itself */
    bool is_sheet;               /* of a workbook */
    const char *column_is_there; /* column_is_there[i] is 1 where the file has column i */
    const bcf_row *rows;         /* in the order of the file */
    size_t row_count;
    bcf_status status; /* of the manifest; a row's own status, where there is one, counts instead */
} bcf_table;

/* A dataset, read and not yet checked against areas or policy. */
typedef struct bcf_tables {
    const char *folder;               /* or the workbook */
    bool is_workbook;                 /* an .xlsx or .ods, no folder */
    const char *title;                /* of the manifest's row `dataset` */
    const char *vintage;              /* its `released` */
    bcf_table table[BCF_TABLE_COUNT]; /* by its id */
} bcf_tables;

/* True if only the file that was read could tell what a note says: that there is a column nobody
 * knows, that a sheet is hidden. */
bool bcf_tables_only_file_tells(const char *note);

/*
 * Reads every table that the folder holds, or the .xlsx or .ods workbook, whose sheets are named as
 * the tables are.
 *
 * Refused, with all problems of every file up to the limit: a folder that is missing; a .csv file
 * that is no table of SPEC section 7; one of the six tables that every verb needs missing; a
 * column missing; a cell that is not of its type, naming the column and the cell; two rows with
 * one key, naming the earlier line; a table without a row in the manifest; a manifest row for
 * no table; no row `dataset`; more cells, bytes or money than the limits above.
 *
 * Of a workbook also: what bcf_spreadsheet_read refuses; a visible sheet that is no table, unless
 * it is called BCF_TABLES_NOTES; a sheet without headings in row 1; a cell under no heading, and
 * one that holds no value (an error, a formula without its result); a template's example row, but
 * a sheet that has nothing else and that nobody needs is a table that is not there. In a column of
 * months the day that a spreadsheet makes of 2014-04 is that month again.
 *
 * Noted: a column that is not known; a manifest row whose table is not in the dataset; hidden
 * sheets, rows and columns, which are read all the same.
 */
BCF_MUST_USE
bcf_code bcf_tables_read(const bcf_tables **out, bcf_arena *arena, const char *folder,
                         bcf_notes *notes, bcf_error *err);

/* The sheet of a workbook that is for its readers, and which no verb reads. */
#define BCF_TABLES_NOTES "notes"

/* How the first cell of an example row begins, in a workbook that is to be filled. */
#define BCF_TABLES_EXAMPLE "e.g. "

/* A table as the text of a CSV file; `bytes` is NULL where there is no such table. */
typedef struct bcf_table_text {
    const char *bytes;
    size_t length;
} bcf_table_text;

/* The same of tables that are no files. In what is refused, and in each table's `file`, they are
 * called as in a folder: "boards.csv". */
BCF_MUST_USE
bcf_code bcf_tables_read_texts(const bcf_tables **out, bcf_arena *arena,
                               const bcf_table_text texts[BCF_TABLE_COUNT], bcf_notes *notes,
                               bcf_error *err);

/* Refuses, of a table that was read, a column of money that adds up to more than the limit. */
BCF_MUST_USE
bcf_code bcf_tables_check_sums(const bcf_tables *tables, bcf_table_id id, bcf_error *err);

/* The place of one cell of a row: in a CSV file that of the row. */
bcf_place bcf_row_place(bcf_table_id id, const bcf_row *row, const char *column);

/* A cell by the name of its column. Stops where the table has no such column. */
const bcf_cell *bcf_row_cell(bcf_table_id id, const bcf_row *row, const char *column);

/* What the manifest says of a table: "publisher", "title"; "" where it has no such row. */
const char *bcf_tables_manifest(const bcf_tables *tables, bcf_table_id id, const char *column);

/* The status of one row: its own, or its table's. */
bcf_status bcf_row_status(const bcf_tables *tables, bcf_table_id id, const bcf_row *row);

/* Refuses, naming verb and table: "the folder has no table 'ambitions', which 'score' needs". */
BCF_MUST_USE
bcf_code bcf_tables_need(const bcf_tables *tables, bcf_table_id id, const char *verb,
                         bcf_error *err);

/*
 * Adds the table in canonical form to `text`: a CSV file, UTF-8, with those columns of SPEC section
 * 7 that the table has, in that order; quotes where RFC 4180 asks for them; the rows in the order
 * of their lines, byte by byte; LF after each. Row order, column order, quoting and line ends of
 * the file that was read do not count (SPEC section 7, "run"). Reading it gives the same cells.
 */
void bcf_tables_canonical(bcf_text *text, const bcf_tables *tables, bcf_table_id id);

#endif

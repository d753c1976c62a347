/* SPDX-License-Identifier: MIT */
#ifndef BCF_FUZZ_BOOK_H
#define BCF_FUZZ_BOOK_H

/*
 * book.h - a workbook read in both ways: every sheet as rows of text, then as a dataset.
 */

#include "fuzz.h"

#include "spreadsheet.h"
#include "tables.h"

static inline bool fuzz_book_wants(const char *name)
{
    return name[0] != '-'; /* so that some sheet is only named */
}

static inline void fuzz_book_check_cell(const bcf_csv *rows, size_t row, size_t column)
{
    const char *cell = rows->rows[row].cells[column];
    FUZZ_CHECK(bcf_text_is_harmless(cell, strlen(cell)));
    FUZZ_CHECK(strlen(cell) <= BCF_CSV_CELL_BYTES_MAX);
    if (rows->rows[row].kinds != NULL) {
        char kind = rows->rows[row].kinds[column];
        FUZZ_CHECK(kind == BCF_CSV_TEXT || kind == BCF_CSV_DAY || kind == BCF_CSV_UNUSABLE);
        FUZZ_CHECK(kind != BCF_CSV_DAY || strlen(cell) == 10);
    }
}

static inline void fuzz_book_check_sheet(const bcf_spreadsheet_sheet *sheet)
{
    FUZZ_CHECK(sheet->name != NULL);
    FUZZ_CHECK(sheet->rows == NULL || fuzz_book_wants(sheet->name));
    if (sheet->rows == NULL) {
        return;
    }
    FUZZ_CHECK(sheet->rows->is_sheet && sheet->rows->column_count <= BCF_CSV_COLUMNS_MAX);
    for (size_t i = 0; i < sheet->rows->row_count; i++) {
        FUZZ_CHECK(i == 0 || sheet->rows->rows[i].line > sheet->rows->rows[i - 1].line);
        for (size_t c = 0; c < sheet->rows->column_count; c++) {
            fuzz_book_check_cell(sheet->rows, i, c);
        }
    }
}

static inline void fuzz_book_read(const char *path)
{
    bcf_arena *arena = bcf_arena_new();
    const bcf_spreadsheet *book = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_spreadsheet_read(&book, arena, path, fuzz_book_wants, &err);
    fuzz_check_error(code, &err);
    FUZZ_CHECK(code != BCF_OK || book != NULL);
    for (size_t i = 0; book != NULL && i < book->count; i++) {
        fuzz_book_check_sheet(&book->sheets[i]);
    }
    const bcf_tables *tables = NULL;
    bcf_notes notes = {.arena = arena};
    err = (bcf_error){0};
    code = bcf_tables_read(&tables, arena, path, &notes, &err);
    fuzz_check_error(code, &err);
    bcf_arena_free(arena);
}

#endif

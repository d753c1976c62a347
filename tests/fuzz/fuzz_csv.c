/* SPDX-License-Identifier: MIT */
/*
 * fuzz_csv.c - the reader of CSV files alone: what it reads is within its bounds, and what is
 * written of it is read as the same again.
 *
 * Input: the file.
 */
#include "fuzz.h"

#include "csv.h"

static bcf_code read_table(const bcf_csv **csv, bcf_arena *arena, const void *bytes, size_t size)
{
    bcf_error err = {0};
    bcf_code code = bcf_csv_read_text(csv, arena, "input.csv", bytes, size, &err);
    fuzz_check_error(code, &err);
    return code;
}

static void check_cell(const char *cell)
{
    size_t length = strlen(cell);
    FUZZ_CHECK(length <= BCF_CSV_CELL_BYTES_MAX + 1);
    FUZZ_CHECK(bcf_text_is_harmless(cell, length));
}

static void write_row(bcf_text *text, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bcf_csv_cell(text, cells[i], i == 0);
    }
    bcf_text_add(text, "\n");
}

/* One column whose cell is empty is a blank line, which is no row. */
static bool is_blank(const bcf_csv *csv, size_t row)
{
    return csv->column_count == 1 && csv->rows[row].cells[0][0] == '\0';
}

static void check_again(bcf_arena *arena, const bcf_csv *csv)
{
    bcf_text text = {0};
    write_row(&text, csv->columns, csv->column_count);
    size_t rows = 0;
    for (size_t i = 0; i < csv->row_count; i++) {
        if (!is_blank(csv, i)) {
            write_row(&text, csv->rows[i].cells, csv->column_count);
            rows++;
        }
    }
    const bcf_csv *again = NULL;
    FUZZ_CHECK(read_table(&again, arena, text.bytes, text.length) == BCF_OK);
    FUZZ_CHECK(again->column_count == csv->column_count && again->row_count == rows);
    for (size_t c = 0; c < csv->column_count; c++) {
        FUZZ_CHECK(strcmp(again->columns[c], csv->columns[c]) == 0);
        FUZZ_CHECK(bcf_csv_column(csv, csv->columns[c]) == (int)c);
    }
    size_t row = 0;
    for (size_t i = 0; i < csv->row_count; i++) {
        for (size_t c = 0; !is_blank(csv, i) && c < csv->column_count; c++) {
            FUZZ_CHECK(strcmp(again->rows[row].cells[c], csv->rows[i].cells[c]) == 0);
        }
        row += !is_blank(csv, i);
    }
    bcf_text_clear(&text);
}

/* Any text that a cell may hold, written and read: the guard that it may get is taken off again. */
static void check_written(bcf_arena *arena, const char *cell)
{
    bcf_text text = {0};
    bcf_csv_cell(&text, "column", true);
    bcf_csv_cell(&text, "other", false);
    bcf_text_add(&text, "\n");
    bcf_csv_cell(&text, cell, true);
    bcf_csv_cell(&text, cell, false);
    bcf_text_add(&text, "\n");
    const bcf_csv *csv = NULL;
    FUZZ_CHECK(read_table(&csv, arena, text.bytes, text.length) == BCF_OK);
    FUZZ_CHECK(csv->row_count == 1 && csv->column_count == 2);
    FUZZ_CHECK(strcmp(csv->rows[0].cells[0], cell) == 0);
    FUZZ_CHECK(strcmp(csv->rows[0].cells[1], cell) == 0);
    /* and what a spreadsheet would run is none: whatever quotes there are, then no such sign */
    const char *end = strstr(text.bytes, "\n");
    end += end[1] == '"' ? 2 : 1;
    FUZZ_CHECK(strchr("=+-@\t\r", *end) == NULL || *end == '\0');
    bcf_text_clear(&text);
}

/* A byte-order mark that is none, as it stands at no start: written first, it would be one. */
static bool begins_with_mark(const bcf_csv *csv)
{
    return strncmp(csv->columns[0], "\xEF\xBB\xBF", 3) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bcf_arena *arena = bcf_arena_new();
    const bcf_csv *csv = NULL;
    data = size == 0 ? (const uint8_t *)"" : data;
    bcf_code code = read_table(&csv, arena, data, size);
    FUZZ_CHECK(code != BCF_OK || csv != NULL);
    if (csv != NULL) {
        FUZZ_CHECK(csv->column_count >= 1 && csv->column_count <= BCF_CSV_COLUMNS_MAX);
        for (size_t i = 0; i < csv->row_count; i++) {
            FUZZ_CHECK(csv->rows[i].line >= (i == 0 ? 1 : csv->rows[i - 1].line));
            for (size_t c = 0; c < csv->column_count; c++) {
                check_cell(csv->rows[i].cells[c]);
            }
        }
    }
    if (size < BCF_CSV_CELL_BYTES_MAX && bcf_text_is_harmless((const char *)data, size)) {
        check_written(arena, bcf_arena_text_part(arena, (const char *)data, size));
    }
    if (code == BCF_OK && !begins_with_mark(csv)) {
        check_again(arena, csv);
    }
    bcf_arena_free(arena);
    return 0;
}

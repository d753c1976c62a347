/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "spreadsheet_inside.h"

static void refuse(bcf_rows_maker *maker, bcf_place place, const char *words)
{
    maker->sheet->is_whole = false;
    maker->book->code = bcf_refuse(maker->book->err, BCF_REFUSED_FORM, place, "%s", words);
}

static bcf_place place_of(const bcf_rows_maker *maker, int row, int column)
{
    return (bcf_place){.file = maker->sheet->place.file, .line = row, .column = column};
}

void bcf_spreadsheet_refuse_cell(bcf_rows_maker *maker, int row, int column, const char *words)
{
    refuse(maker, place_of(maker, row, column), words);
}

void bcf_spreadsheet_break(bcf_rows_maker *maker, const char *words)
{
    if (!maker->is_broken) {
        refuse(maker, maker->sheet->place, words);
    }
    maker->is_broken = true;
}

void bcf_spreadsheet_begin(bcf_rows_maker *maker, bcf_workbook_reader *book,
                           bcf_spreadsheet_sheet *sheet)
{
    *maker = (bcf_rows_maker){.book = book, .sheet = sheet, .scratch = bcf_arena_new()};
    maker->csv = BCF_NEW(book->arena, bcf_csv);
    maker->csv->file = sheet->place.file;
    maker->csv->is_sheet = true;
}

void bcf_spreadsheet_begin_row(bcf_rows_maker *maker, int row, bool is_hidden)
{
    if (maker->is_broken) {
        return;
    }
    if (row < 1 || row > BCF_SPREADSHEET_ROWS_MAX) {
        bcf_spreadsheet_break(maker, "has more rows than any sheet");
        return;
    }
    if (row <= maker->row) {
        refuse(maker, place_of(maker, row, 1), "the row is there twice, or out of its order");
        maker->is_broken = true;
        return;
    }
    maker->row = row;
    maker->last_column = 0;
    maker->used = 0;
    maker->is_hidden_row = is_hidden;
}

static bool is_empty(bcf_spreadsheet_cell cell)
{
    return cell.text == NULL || (cell.kind == BCF_CSV_TEXT && cell.text[0] == '\0');
}

/* The cell as it is kept: one that no table can hold says why. */
static bcf_spreadsheet_cell checked(bcf_spreadsheet_cell cell)
{
    size_t length = strlen(cell.text);
    if (length > BCF_CSV_CELL_BYTES_MAX) {
        return (bcf_spreadsheet_cell){"holds too long a text", BCF_CSV_UNUSABLE};
    }
    if (!bcf_text_is_harmless(cell.text, length)) {
        return (bcf_spreadsheet_cell){"holds control characters", BCF_CSV_UNUSABLE};
    }
    cell.text = bcf_csv_without_guard(cell.text);
    return cell;
}

void bcf_spreadsheet_put(bcf_rows_maker *maker, int column, int repeated, bcf_spreadsheet_cell cell)
{
    if (maker->is_broken) {
        return;
    }
    if (column <= maker->last_column) {
        refuse(maker, place_of(maker, maker->row, column),
               "the cell is there twice, or out of its order");
        return;
    }
    if (column > BCF_SPREADSHEET_COLUMNS_MAX
        || repeated > BCF_SPREADSHEET_COLUMNS_MAX - column + 1) {
        bcf_spreadsheet_break(maker, "has more columns than any sheet");
        return;
    }
    if (++maker->seen > BCF_SPREADSHEET_LISTED_MAX) {
        bcf_spreadsheet_break(maker, "has more in its cells than any table");
        return;
    }
    maker->last_column = column + repeated - 1;
    if (is_empty(cell)) {
        return;
    }
    if (maker->last_column > BCF_CSV_COLUMNS_MAX) {
        refuse(maker, place_of(maker, maker->row, column), "more columns than any table has");
        maker->is_broken = true;
        return;
    }
    bcf_spreadsheet_cell kept = checked(cell);
    while (maker->used < (size_t)column - 1) {
        maker->cells[maker->used++] = (bcf_spreadsheet_cell){0};
    }
    while (maker->used < (size_t)maker->last_column) {
        maker->cells[maker->used++] = kept;
    }
}

static void refuse_twin_headings(bcf_rows_maker *maker)
{
    const bcf_csv *csv = maker->csv;
    for (size_t i = 0; i < csv->column_count; i++) {
        if (csv->columns[i][0] != '\0' && bcf_csv_column(csv, csv->columns[i]) != (int)i) {
            bcf_text words = {0};
            bcf_text_print(&words, "column '%s' is there twice", csv->columns[i]);
            refuse(maker, place_of(maker, 1, (int)i + 1), bcf_text_get(&words));
            bcf_text_clear(&words);
        }
    }
}

static void take_header(bcf_rows_maker *maker)
{
    if (maker->row != 1) {
        bcf_text words = {0};
        bcf_text_print(&words,
                       "the headings must stand in row 1 (the first row with anything in it is "
                       "row %d)",
                       maker->row);
        refuse(maker, place_of(maker, 1, 1), bcf_text_get(&words));
        bcf_text_clear(&words);
        maker->is_broken = true;
        return;
    }
    const char **columns = BCF_NEW_ARRAY(maker->book->arena, maker->used, const char *);
    for (size_t i = 0; i < maker->used; i++) {
        columns[i] = maker->cells[i].text == NULL ? "" : maker->cells[i].text;
        if (maker->cells[i].kind == BCF_CSV_UNUSABLE) {
            bcf_text words = {0};
            bcf_text_print(&words, "the heading %s", columns[i]);
            refuse(maker, place_of(maker, 1, (int)i + 1), bcf_text_get(&words));
            bcf_text_clear(&words);
        }
    }
    maker->csv->columns = columns;
    maker->csv->column_count = maker->used;
    maker->has_header = true;
    refuse_twin_headings(maker);
}

/* Every cell is under a heading; returns true if none is anything but text. */
static bool check_cells(bcf_rows_maker *maker)
{
    const bcf_csv *csv = maker->csv;
    bool are_texts = true;
    for (size_t i = 0; i < maker->used; i++) {
        if (maker->cells[i].text == NULL) {
            continue;
        }
        are_texts = are_texts && maker->cells[i].kind == BCF_CSV_TEXT;
        if (i >= csv->column_count || csv->columns[i][0] == '\0') {
            refuse(maker, place_of(maker, maker->row, (int)i + 1),
                   "there is no heading over this cell");
        }
    }
    return are_texts;
}

/* The cells of the row, and what they are where that is not all text; how many bytes they have. */
static size_t keep_cells(bcf_rows_maker *maker, bcf_csv_row *row)
{
    bcf_arena *arena = maker->book->arena;
    size_t count = maker->csv->column_count;
    const char **cells = BCF_NEW_ARRAY(arena, count, const char *);
    char *kinds = check_cells(maker) ? NULL : BCF_NEW_ARRAY(arena, count, char);
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_there = i < maker->used && maker->cells[i].text != NULL;
        cells[i] = is_there ? maker->cells[i].text : "";
        bytes += strlen(cells[i]);
        if (kinds != NULL && is_there) {
            kinds[i] = (char)maker->cells[i].kind;
        }
    }
    row->cells = cells;
    row->kinds = kinds;
    return bytes;
}

static void take_rows(bcf_rows_maker *maker, int repeated)
{
    bcf_csv *csv = maker->csv;
    bcf_csv_row row = {.line = maker->row};
    size_t bytes = keep_cells(maker, &row);
    size_t again = (size_t)repeated;
    bool is_long = csv->row_count + again > BCF_CSV_CELLS_MAX / (csv->column_count + 1);
    if (is_long || bytes > (size_t)BCF_CSV_BYTES_MAX / again
        || maker->bytes + bytes * again > (size_t)BCF_CSV_BYTES_MAX) {
        bcf_spreadsheet_break(maker, "has more in its cells than any table");
        return;
    }
    maker->bytes += bytes * again;
    for (size_t i = 0; i < again; i++) {
        BCF_MAKE_ROOM(maker->scratch, maker->rows, csv->row_count);
        maker->rows[csv->row_count++] = row;
        row.line++;
    }
}

static bool has_cells(const bcf_rows_maker *maker)
{
    return maker->used > 0;
}

void bcf_spreadsheet_end_row(bcf_rows_maker *maker, int repeated)
{
    if (maker->is_broken) {
        return;
    }
    if (repeated > BCF_SPREADSHEET_ROWS_MAX - maker->row + 1) {
        bcf_spreadsheet_break(maker, "has more rows than any sheet");
        return;
    }
    if (has_cells(maker)) {
        maker->sheet->has_hidden_rows = maker->sheet->has_hidden_rows || maker->is_hidden_row;
        if (!maker->has_header) {
            take_header(maker);
        } else {
            take_rows(maker, repeated);
        }
    }
    maker->row += repeated - 1;
    maker->used = 0;
}

void bcf_spreadsheet_end(bcf_rows_maker *maker)
{
    bcf_csv *csv = maker->csv;
    if (!maker->has_header && !maker->is_broken) {
        refuse(maker, place_of(maker, 1, 1),
               "the headings must stand in row 1, and the sheet is empty");
    }
    csv->rows = bcf_arena_grow(maker->book->arena, maker->rows, csv->row_count, csv->row_count,
                               sizeof *maker->rows);
    csv->bytes = maker->bytes;
    maker->sheet->rows = maker->has_header ? csv : NULL;
    maker->sheet->has_hidden_columns =
        maker->first_hidden_column > 0 && (size_t)maker->first_hidden_column <= csv->column_count;
    bcf_arena_free(maker->scratch);
}

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* stpcpy */

#include "book_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decimal_point.h"

#define DIGIT_PIXELS 7
#define LINE_PIXELS 20
#define LIST_MAX 255 /* letters of a list of allowed words: more the format does not hold */
#define CELL_WORDS_MAX 32767
#define WORDS_MAX 64
#define ROW_DIGITS_MAX 20 /* of any size_t */
#define CELL_BYTES_MAX (LXW_MAX_COL_NAME_LENGTH + ROW_DIGITS_MAX + 2)

/* The library fails for a lack of memory, or for what the callers here never do. */
static void check(lxw_error error)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        bcf_out_of_memory();
    }
}

static void set_base(lxw_format *look, bcf_book_look which)
{
    switch (which) {
    case BCF_BOOK_PLAIN:
        return;
    case BCF_BOOK_TITLE:
        format_set_bold(look);
        format_set_font_color(look, 0x1D4F7C);
        return;
    case BCF_BOOK_HEADING:
        format_set_bold(look);
        format_set_text_wrap(look);
        format_set_bottom(look, LXW_BORDER_THIN);
        format_set_bg_color(look, 0xE9EEF3);
        format_set_align(look, LXW_ALIGN_VERTICAL_TOP);
        return;
    case BCF_BOOK_OPTIONAL:
        format_set_italic(look);
        format_set_text_wrap(look);
        format_set_bottom(look, LXW_BORDER_THIN);
        format_set_bg_color(look, 0xF4F6F8);
        format_set_align(look, LXW_ALIGN_VERTICAL_TOP);
        return;
    case BCF_BOOK_BLOCK:
    case BCF_BOOK_BLOCK_COUNT:
    case BCF_BOOK_BLOCK_POUNDS:
        format_set_bold(look);
        format_set_bg_color(look, 0xF2F5F8);
        format_set_top(look, LXW_BORDER_THIN);
        return;
    case BCF_BOOK_NOTE:
        format_set_font_color(look, 0x4F5B66);
        return;
    case BCF_BOOK_WRAPPED:
        format_set_text_wrap(look);
        format_set_align(look, LXW_ALIGN_VERTICAL_TOP);
        return;
    case BCF_BOOK_INPUT:
    case BCF_BOOK_INPUT_TEXT:
        format_set_bg_color(look, 0xFFF6D6);
        return;
    case BCF_BOOK_CHECK:
        format_set_align(look, LXW_ALIGN_CENTER);
        return;
    case BCF_BOOK_EXAMPLE:
        format_set_italic(look);
        format_set_font_color(look, 0x6B7A88);
        return;
    case BCF_BOOK_TEXT:
    case BCF_BOOK_COUNT:
    case BCF_BOOK_POUNDS:
    case BCF_BOOK_SHARE:
        return;
    }
    BCF_UNREACHABLE("a cell without a look");
}

/* How a figure is shown; NULL: as it comes. */
static const char *number_format(bcf_book_look which)
{
    switch (which) {
    case BCF_BOOK_COUNT:
    case BCF_BOOK_BLOCK_COUNT:
        return "#,##0.######";
    case BCF_BOOK_POUNDS:
    case BCF_BOOK_BLOCK_POUNDS:
        return "#,##0.00";
    case BCF_BOOK_SHARE:
        return "0.000000000000";
    case BCF_BOOK_TEXT:
    case BCF_BOOK_EXAMPLE:
    case BCF_BOOK_INPUT_TEXT:
        return "@";
    case BCF_BOOK_PLAIN:
    case BCF_BOOK_TITLE:
    case BCF_BOOK_HEADING:
    case BCF_BOOK_OPTIONAL:
    case BCF_BOOK_BLOCK:
    case BCF_BOOK_NOTE:
    case BCF_BOOK_WRAPPED:
    case BCF_BOOK_INPUT:
    case BCF_BOOK_CHECK:
        return NULL;
    }
    BCF_UNREACHABLE("a cell without a look");
}

static void make_looks(bcf_book *book)
{
    for (bcf_book_look which = BCF_BOOK_PLAIN; which < BCF_BOOK_LOOKS_END; which++) {
        lxw_format *look = workbook_add_format(book->made);
        if (look == NULL) {
            bcf_out_of_memory();
        }
        set_base(look, which);
        const char *shown = number_format(which);
        if (shown != NULL) {
            format_set_num_format(look, shown);
        }
        book->looks[which] = look;
    }
    book->bad = workbook_add_format(book->made);
    if (book->bad == NULL) {
        bcf_out_of_memory();
    }
    format_set_bg_color(book->bad, 0xF8D9D5);
    format_set_bold(book->bad);
}

static bcf_code refuse(bcf_error *err, const char *path, const char *what)
{
    return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){.file = path},
                      "%s: %s: make room there, or set TMPDIR to another folder", what,
                      errno != 0 ? strerror(errno) : "it could not be done");
}

static const char *temporary_home(void)
{
    const char *home = getenv("TMPDIR");
    return home != NULL && *home != '\0' ? home : "/tmp";
}

/* The library takes names that it could write into, though it does not. */
static char *copy_of(bcf_arena *arena, const char *words)
{
    char *copy = BCF_NEW_ARRAY(arena, strlen(words) + 1, char);
    memcpy(copy, words, strlen(words) + 1);
    return copy;
}

/*
 * The library writes to a name. The file has none any more once it is open, so that nothing is left
 * behind by a program that is killed: the name is that of its descriptor. Where there is no /proc
 * the file keeps its own until the end.
 */
static bool open_file(bcf_book *book)
{
    book->named =
        copy_of(book->arena, bcf_arena_print(book->arena, "%s/bcf-book-XXXXXX", temporary_home()));
    book->file = mkstemp(book->named);
    if (book->file < 0) {
        book->named = NULL;
        return false;
    }
    book->path = bcf_arena_print(book->arena, "/proc/self/fd/%d", book->file);
    if (access(book->path, W_OK) == 0) {
        unlink(book->named);
        book->named = NULL;
    } else {
        book->path = book->named;
    }
    return true;
}

bcf_code bcf_book_new(bcf_book **out, bcf_arena *arena, const char *title, bcf_error *err)
{
    bcf_book *book = BCF_NEW(arena, bcf_book);
    book->arena = arena;
    errno = 0;
    if (!open_file(book)) {
        return refuse(err, temporary_home(), "a workbook needs a temporary file");
    }
    const char *home = temporary_home();
    lxw_workbook_options options = {.tmpdir = copy_of(arena, home)};
    book->made = workbook_new_opt(book->path, &options);
    if (book->made == NULL) {
        bcf_out_of_memory();
    }
    /* midday of a fixed day: when it was made is not what it says */
    lxw_doc_properties properties = {.created = 1420113600};
    properties.title = copy_of(arena, title);
    check(workbook_set_properties(book->made, &properties));
    make_looks(book);
    *out = book;
    return BCF_OK;
}

void bcf_book_free(bcf_book *book)
{
    if (book->made != NULL) {
        lxw_workbook_free(book->made);
        book->made = NULL;
    }
    if (book->named != NULL) {
        unlink(book->named);
        book->named = NULL;
    }
    if (book->file >= 0) {
        close(book->file);
        book->file = -1;
    }
}

bcf_book_sheet *bcf_book_add_sheet(bcf_book *book, const char *name)
{
    bcf_book_sheet *sheet = BCF_NEW(book->arena, bcf_book_sheet);
    sheet->book = book;
    sheet->name = name;
    sheet->made = workbook_add_worksheet(book->made, name);
    BCF_ASSERT(sheet->made != NULL);
    return sheet;
}

void bcf_book_words(bcf_book_sheet *sheet, size_t row, size_t column, const char *words,
                    bcf_book_look look)
{
    if (*words == '\0') {
        bcf_book_blank(sheet, row, column, look);
        return;
    }
    const char *shown = strlen(words) <= CELL_WORDS_MAX
                            ? words
                            : bcf_arena_text_part(sheet->book->arena, words, CELL_WORDS_MAX / 4);
    check(worksheet_write_string(sheet->made, (lxw_row_t)row, (lxw_col_t)column, shown,
                                 sheet->book->looks[look]));
}

void bcf_book_figure(bcf_book_sheet *sheet, size_t row, size_t column, const char *decimal,
                     bcf_book_look look)
{
    check(bcf_book_number(sheet->made, (lxw_row_t)row, (lxw_col_t)column, decimal,
                          sheet->book->looks[look]));
}

void bcf_book_formula(bcf_book_sheet *sheet, size_t row, size_t column, const char *formula,
                      const char *decimal, bcf_book_look look)
{
    check(bcf_book_number_formula(sheet->made, (lxw_row_t)row, (lxw_col_t)column, formula, decimal,
                                  sheet->book->looks[look]));
}

void bcf_book_formula_words(bcf_book_sheet *sheet, size_t row, size_t column, const char *formula,
                            const char *words, bcf_book_look look)
{
    check(worksheet_write_formula_str(sheet->made, (lxw_row_t)row, (lxw_col_t)column, formula,
                                      sheet->book->looks[look], words));
}

void bcf_book_blank(bcf_book_sheet *sheet, size_t row, size_t column, bcf_book_look look)
{
    check(worksheet_write_blank(sheet->made, (lxw_row_t)row, (lxw_col_t)column,
                                sheet->book->looks[look]));
}

void bcf_book_link(bcf_book_sheet *sheet, size_t row, size_t column, const char *to_sheet,
                   const char *words)
{
    const char *target = bcf_arena_print(sheet->book->arena, "internal:'%s'!A1", to_sheet);
    check(worksheet_write_url_opt(sheet->made, (lxw_row_t)row, (lxw_col_t)column, target, NULL,
                                  words, NULL));
}

void bcf_book_remark(bcf_book_sheet *sheet, size_t row, size_t column, const char *words)
{
    check(worksheet_write_comment(sheet->made, (lxw_row_t)row, (lxw_col_t)column, words));
}

void bcf_book_width(bcf_book_sheet *sheet, size_t first, size_t last, size_t digits)
{
    check(worksheet_set_column_pixels(sheet->made, (lxw_col_t)first, (lxw_col_t)last,
                                      (uint32_t)(digits * DIGIT_PIXELS + 5), NULL));
}

void bcf_book_height(bcf_book_sheet *sheet, size_t row, size_t lines)
{
    check(worksheet_set_row_pixels(sheet->made, (lxw_row_t)row, (uint32_t)(lines * LINE_PIXELS),
                                   NULL));
}

void bcf_book_column_look(bcf_book_sheet *sheet, size_t column, size_t digits, bcf_book_look look)
{
    check(worksheet_set_column_pixels(sheet->made, (lxw_col_t)column, (lxw_col_t)column,
                                      (uint32_t)(digits * DIGIT_PIXELS + 5),
                                      sheet->book->looks[look]));
}

void bcf_book_frame(bcf_book_sheet *sheet, size_t row, size_t column, size_t rows, size_t columns)
{
    worksheet_freeze_panes(sheet->made, (lxw_row_t)row, (lxw_col_t)column);
    worksheet_set_paper(sheet->made, 9); /* A4 */
    worksheet_set_landscape(sheet->made);
    worksheet_fit_to_pages(sheet->made, 1, 0);
    bcf_book_number_margins(sheet->made);
    worksheet_set_footer(sheet->made, "&L&A&RPage &P of &N");
    if (row > 0) {
        check(worksheet_repeat_rows(sheet->made, 0, (lxw_row_t)row - 1));
    }
    if (rows > 0 && columns > 0) {
        check(worksheet_print_area(sheet->made, 0, 0, (lxw_row_t)rows - 1, (lxw_col_t)columns - 1));
    }
}

void bcf_book_hide(bcf_book_sheet *sheet)
{
    worksheet_hide(sheet->made);
}

void bcf_book_mark_differences(bcf_book_sheet *sheet, size_t first_row, size_t last_row,
                               size_t column)
{
    char words[] = "\"differs\"";
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                   .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
                                   .value_string = words,
                                   .format = sheet->book->bad};
    check(worksheet_conditional_format_range(sheet->made, (lxw_row_t)first_row, (lxw_col_t)column,
                                             (lxw_row_t)last_row, (lxw_col_t)column, &rule));
}

void bcf_book_allow(bcf_book_sheet *sheet, size_t first_row, size_t last_row, size_t column,
                    const char *const words[])
{
    char *list[WORDS_MAX + 1];
    size_t letters = 0;
    size_t count = 0;
    for (; words[count] != NULL; count++) {
        letters += strlen(words[count]) + 1;
        if (letters > LIST_MAX || count == WORDS_MAX) {
            return;
        }
        list[count] = BCF_NEW_ARRAY(sheet->book->arena, strlen(words[count]) + 1, char);
        memcpy(list[count], words[count], strlen(words[count]) + 1);
    }
    list[count] = NULL;
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .ignore_blank = LXW_VALIDATION_ON,
                                .error_type = LXW_VALIDATION_ERROR_TYPE_STOP};
    check(worksheet_data_validation_range(sheet->made, (lxw_row_t)first_row, (lxw_col_t)column,
                                          (lxw_row_t)last_row, (lxw_col_t)column, &rule));
}

void bcf_book_name(bcf_book *book, const char *name, const bcf_book_sheet *sheet, size_t row,
                   size_t column)
{
    check(workbook_define_name(
        book->made, name,
        bcf_arena_print(book->arena, "=%s",
                        bcf_book_place(book->arena, sheet->name, row, column))));
}

void bcf_book_add_chart(bcf_book *book, bcf_book_sheet *sheet, const bcf_book_chart *chart)
{
    lxw_chart *made = workbook_add_chart(book->made, LXW_CHART_BAR_STACKED);
    if (made == NULL) {
        bcf_out_of_memory();
    }
    const char *words = bcf_arena_print(book->arena, "=%s",
                                        bcf_book_range(book->arena, sheet->name, chart->first_row,
                                                       chart->last_row, chart->words_column));
    for (size_t i = 0; i < chart->figures_count; i++) {
        const char *figures =
            bcf_arena_print(book->arena, "=%s",
                            bcf_book_range(book->arena, sheet->name, chart->first_row,
                                           chart->last_row, chart->figures_columns[i]));
        lxw_chart_series *series = chart_add_series(made, words, figures);
        if (series == NULL) {
            bcf_out_of_memory();
        }
        chart_series_set_name(series, chart->names[i]);
    }
    chart_title_set_name(made, chart->title);
    chart_axis_set_reverse(made->y_axis);
    chart_legend_set_position(made, LXW_CHART_LEGEND_BOTTOM);
    check(worksheet_insert_chart(sheet->made, (lxw_row_t)chart->at_row, (lxw_col_t)chart->at_column,
                                 made));
}

/* Writes "$A$1"; a workbook has a million of them. Returns where it ends. */
static char *put_cell(char *at, size_t row, size_t column)
{
    char letters[LXW_MAX_COL_NAME_LENGTH];
    lxw_col_to_name(letters, (lxw_col_t)column, 1);
    at = stpcpy(at, letters);
    *at++ = '$';
    char digits[ROW_DIGITS_MAX];
    size_t count = 0;
    for (size_t left = row + 1; left > 0; left /= 10) {
        digits[count++] = (char)('0' + left % 10);
    }
    while (count > 0) {
        *at++ = digits[--count];
    }
    *at = '\0';
    return at;
}

const char *bcf_book_cell(bcf_arena *arena, size_t row, size_t column)
{
    char cell[CELL_BYTES_MAX];
    char *end = put_cell(cell, row, column);
    return bcf_arena_text_part(arena, cell, (size_t)(end - cell));
}

/* A cell, or the first and the last, of a sheet. */
static const char *name_place(bcf_arena *arena, const char *sheet, const char *cells, size_t bytes)
{
    char *text = BCF_NEW_ARRAY(arena, strlen(sheet) + strlen("!") + bytes + 1, char);
    char *at = stpcpy(text, sheet);
    *at++ = '!';
    memcpy(at, cells, bytes); /* the NUL is there */
    return text;
}

const char *bcf_book_place(bcf_arena *arena, const char *sheet, size_t row, size_t column)
{
    char cell[CELL_BYTES_MAX];
    char *end = put_cell(cell, row, column);
    return name_place(arena, sheet, cell, (size_t)(end - cell));
}

const char *bcf_book_range(bcf_arena *arena, const char *sheet, size_t first_row, size_t last_row,
                           size_t column)
{
    char cells[2 * CELL_BYTES_MAX];
    char *end = put_cell(cells, first_row, column);
    *end++ = ':';
    end = put_cell(end, last_row, column);
    return name_place(arena, sheet, cells, (size_t)(end - cells));
}

static bcf_code read_back(bcf_text *out, const bcf_book *book, bcf_error *err)
{
    char bytes[65536];
    off_t at = 0;
    ssize_t count = 0;
    errno = 0;
    while ((count = pread(book->file, bytes, sizeof bytes, at)) > 0) {
        bcf_text_add_bytes(out, bytes, (size_t)count);
        at += count;
    }
    return count < 0 ? refuse(err, temporary_home(), "the workbook could not be read back")
                     : BCF_OK;
}

bcf_code bcf_book_finish(bcf_text *out, bcf_book *book, bcf_error *err)
{
    bcf_book_counts counts = bcf_book_count(book);
    errno = 0;
    locale_t before = bcf_decimal_point_hold();
    lxw_error error = workbook_close(book->made); /* frees it, whatever comes of it */
    bcf_decimal_point_let(before);
    book->made = NULL;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        bcf_out_of_memory();
    }
    if (error != LXW_NO_ERROR) {
        return refuse(err, temporary_home(), "the workbook could not be written");
    }
    size_t begun = out->length;
    bcf_code code = read_back(out, book, err);
    if (code == BCF_OK && !bcf_book_is_whole(out->bytes + begun, out->length - begun, &counts)) {
        code = bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){.file = temporary_home()},
                          "the workbook could not be written whole: make room there, or set TMPDIR "
                          "to another folder");
    }
    return code;
}

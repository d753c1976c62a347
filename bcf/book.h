/* SPDX-License-Identifier: MIT */
#ifndef BCF_BOOK_H
#define BCF_BOOK_H

/*
 * book.h - a workbook in the making, as Excel and LibreOffice read it. It meets libxlsxwriter.
 *
 * Knows:       sheets, cells, formulas, looks.
 * Never knows: what a figure means; how formulas are worked out, which is left to whoever opens it.
 *
 * Rows and columns count from 0. Words are always text, whatever they begin with: nothing that
 * stands in a dataset can become a formula. A figure is a decimal as it is written, "9459245.00"; a
 * spreadsheet holds it as the binary number nearest to it, which has 15 digits that can be relied
 * on. The same calls give the same bytes.
 */

#include "arena.h"
#include "text.h"

typedef struct bcf_book bcf_book;
typedef struct bcf_book_sheet bcf_book_sheet;

typedef enum bcf_book_look {
    BCF_BOOK_PLAIN = 1,
    BCF_BOOK_TITLE,
    BCF_BOOK_HEADING,     /* of a column */
    BCF_BOOK_BLOCK,       /* the line above a group of rows */
    BCF_BOOK_NOTE,        /* grey */
    BCF_BOOK_WRAPPED,     /* sentences */
    BCF_BOOK_TEXT,        /* text whatever is typed into it: codes, periods */
    BCF_BOOK_COUNT,       /* 1,234.5 */
    BCF_BOOK_POUNDS,      /* 1,234.50 */
    BCF_BOOK_SHARE,       /* 0.123456789012 */
    BCF_BOOK_BLOCK_COUNT, /* the same in the line above a group */
    BCF_BOOK_BLOCK_POUNDS,
    BCF_BOOK_INPUT,      /* a figure that may be changed: coloured */
    BCF_BOOK_INPUT_TEXT, /* the same of words */
    BCF_BOOK_CHECK,      /* "ok" or "differs" */
    BCF_BOOK_EXAMPLE,    /* grey and slanted */
    BCF_BOOK_OPTIONAL,   /* the heading of a column that may be left out */
} bcf_book_look;

/* Begins a workbook; freed by bcf_book_free. Refused as the machine's failure: no temporary
 * file can be made (TMPDIR says where). */
BCF_MUST_USE
bcf_code bcf_book_new(bcf_book **out, bcf_arena *arena, const char *title, bcf_error *err);
void bcf_book_free(bcf_book *book);

/* A sheet, after those before it. The name has at most 31 letters and none of []:*?/\. */
bcf_book_sheet *bcf_book_add_sheet(bcf_book *book, const char *name);

void bcf_book_words(bcf_book_sheet *sheet, size_t row, size_t column, const char *words,
                    bcf_book_look look);
void bcf_book_figure(bcf_book_sheet *sheet, size_t row, size_t column, const char *decimal,
                     bcf_book_look look);

/* "=A1+B1", with the result that stands there until somebody calculates: a decimal, or words. */
void bcf_book_formula(bcf_book_sheet *sheet, size_t row, size_t column, const char *formula,
                      const char *decimal, bcf_book_look look);
void bcf_book_formula_words(bcf_book_sheet *sheet, size_t row, size_t column, const char *formula,
                            const char *words, bcf_book_look look);

/* A cell without anything in it, ready to be filled. */
void bcf_book_blank(bcf_book_sheet *sheet, size_t row, size_t column, bcf_book_look look);

/* Words that lead to the first cell of a sheet of this workbook. */
void bcf_book_link(bcf_book_sheet *sheet, size_t row, size_t column, const char *to_sheet,
                   const char *words);

/* A remark that shows up beside the cell. */
void bcf_book_remark(bcf_book_sheet *sheet, size_t row, size_t column, const char *words);

/* The width of columns `first` to `last`, in digits. */
void bcf_book_width(bcf_book_sheet *sheet, size_t first, size_t last, size_t digits);

/* The height of a row, in lines of text. */
void bcf_book_height(bcf_book_sheet *sheet, size_t row, size_t lines);

/* The look that a whole column takes for what is typed into it. */
void bcf_book_column_look(bcf_book_sheet *sheet, size_t column, size_t digits, bcf_book_look look);

/* Rows above `row` and columns before `column` stay in sight, and are printed on every page; A4,
 * landscape, as wide as the page. `rows` and `columns` is what is printed. */
void bcf_book_frame(bcf_book_sheet *sheet, size_t row, size_t column, size_t rows, size_t columns);

void bcf_book_hide(bcf_book_sheet *sheet);

/* "differs" in these cells is coloured. */
void bcf_book_mark_differences(bcf_book_sheet *sheet, size_t first_row, size_t last_row,
                               size_t column);

/* Only these words may be typed there; ended by NULL. A long list is left out. */
void bcf_book_allow(bcf_book_sheet *sheet, size_t first_row, size_t last_row, size_t column,
                    const char *const words[]);

/* A name for a cell: "fund_total". */
void bcf_book_name(bcf_book *book, const char *name, const bcf_book_sheet *sheet, size_t row,
                   size_t column);

/* One chart of bars beside the rows: words in one column, figures in others. */
typedef struct bcf_book_chart {
    const char *title;
    size_t first_row;
    size_t last_row;
    size_t words_column;
    const size_t *figures_columns;
    const char *const *names; /* of each column of figures */
    size_t figures_count;
    size_t at_row;
    size_t at_column;
} bcf_book_chart;

void bcf_book_add_chart(bcf_book *book, bcf_book_sheet *sheet, const bcf_book_chart *chart);

/* "$B$3" and "Sheet!$B$3" (quoted where the name needs it), "Sheet!$B$3:$B$9"; in the arena. */
const char *bcf_book_cell(bcf_arena *arena, size_t row, size_t column);
const char *bcf_book_place(bcf_arena *arena, const char *sheet, size_t row, size_t column);
const char *bcf_book_range(bcf_arena *arena, const char *sheet, size_t first_row, size_t last_row,
                           size_t column);

/* The bytes of the workbook, which takes no more. Refused as the machine's failure: a temporary
 * file cannot be written or read. */
BCF_MUST_USE
bcf_code bcf_book_finish(bcf_text *out, bcf_book *book, bcf_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_BOOK_INSIDE_H
#define BCF_BOOK_INSIDE_H

/* book_inside.h - what the parts of the room `book` share: the library's own things. */

#include <xlsxwriter.h>

#include "book.h"

#define BCF_BOOK_LOOKS_END (BCF_BOOK_OPTIONAL + 1)

struct bcf_book {
    bcf_arena *arena;
    lxw_workbook *made; /* NULL once it was written */
    lxw_format *looks[BCF_BOOK_LOOKS_END];
    lxw_format *bad;
    int file;         /* temporary; -1 once it was closed */
    const char *path; /* by which the library opens it */
    char *named;      /* its own name, where it still has one; or NULL */
};

struct bcf_book_sheet {
    bcf_book *book;
    const char *name;
    lxw_worksheet *made;
};

/* book_number.c: where a decimal becomes the binary number that a spreadsheet holds. The library
 * says no if there are more rows than a sheet can have. */
lxw_error bcf_book_number(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                          const char *decimal, lxw_format *look);
lxw_error bcf_book_number_formula(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                                  const char *formula, const char *decimal, lxw_format *look);

/* Margins of a printed page, which the library wants as binary fractions too. */
void bcf_book_number_margins(lxw_worksheet *sheet);

/* What must be in the file: cells of each sheet, and different words of them all. */
typedef struct bcf_book_counts {
    size_t *cells;
    size_t sheets;
    size_t strings;
} bcf_book_counts;

/* book_whole.c: counted before the file is written, and looked for in it afterwards. */
bcf_book_counts bcf_book_count(const bcf_book *book);
bool bcf_book_is_whole(const char *bytes, size_t length, const bcf_book_counts *counts);

#endif

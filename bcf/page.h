/* SPDX-License-Identifier: MIT */
#ifndef BCF_PAGE_H
#define BCF_PAGE_H

/*
 * page.h - text for people: headings, aligned tables, totals, wrapped sentences.
 *
 * Knows:       widths, alignment, rules above totals.
 * Never knows: what a figure means.
 *
 * Every cell is shown inert: line ends, tabs and other control characters become a space.
 *
 * Into a text that says so (bcf_text.is_markup) the same page is written as elements, for a
 * stylesheet to lay out: <title>, <heading>, <p>, <item> and <subitem> for what begins with a dash,
 * <table> with its <column>s and <row>s of <cell>s. So a figure is worded once, whoever shows it.
 */

#include "arena.h"
#include "text.h"

#define BCF_PAGE_COLUMNS 100 /* sentences are wrapped to this; tables may be wider */

/* On which side cells of a column stand. */
typedef enum bcf_page_align {
    BCF_PAGE_LEFT = 1,
    BCF_PAGE_RIGHT, /* figures */
} bcf_page_align;

/* One column of a table on a page. */
typedef struct bcf_page_column {
    const char *heading; /* "" for none */
    bcf_page_align align;
} bcf_page_column;

/* A table in the making. */
typedef struct bcf_page_table bcf_page_table;

/* One without rows, in the arena; the columns are copied. */
bcf_page_table *bcf_page_table_new(bcf_arena *arena, const bcf_page_column columns[],
                                   size_t column_count);

/* Adds a row of column_count cells (copied). A total row is set apart by a rule above the first. */
void bcf_page_table_row(bcf_page_table *table, const char *const cells[]);
void bcf_page_table_total(bcf_page_table *table, const char *const cells[]);

/* Adds the table to the page: headings, a rule, rows, totals; two spaces between columns; no
 * trailing spaces; a column that is empty in every row is left out, heading and all. A table
 * without rows adds nothing. */
void bcf_page_add_table(bcf_text *page, const bcf_page_table *table);

/* "Title" underlined with '='; and a heading underlined with '-', after an empty line. */
void bcf_page_add_title(bcf_text *page, const char *title);
void bcf_page_add_heading(bcf_text *page, const char *heading);

/* A sentence or paragraph, wrapped at spaces; `indent` spaces before every line but the first,
 * which keeps the spaces that it begins with. */
void bcf_page_add_paragraph(bcf_text *page, const char *words, size_t indent);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_PAGE_INSIDE_H
#define BCF_PAGE_INSIDE_H

/* page_inside.h - what the parts of the room `page` share: a table, and its other form. */

#include "page.h"

typedef struct bcf_page_row {
    const char *const *cells;
    bool is_total;
} bcf_page_row;

struct bcf_page_table {
    bcf_arena *arena;
    const bcf_page_column *columns;
    size_t *widths; /* of the widest cell or heading */
    bool *is_used;  /* some row has something in it */
    size_t column_count;
    bcf_page_row *rows;
    size_t row_count;
    size_t total_count;
};

/* The same as markup; words are inert already. */
void bcf_page_markup_paragraph(bcf_text *page, const char *words);
void bcf_page_markup_table(bcf_text *page, const bcf_page_table *table);

#endif

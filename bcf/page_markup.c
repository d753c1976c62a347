/* SPDX-License-Identifier: MIT */
#include "page_inside.h"

#include <string.h>

#include "markup.h"

/* What a paragraph is: an item of a list, of a list within it, or neither. */
static const char *kind_of(const char **words)
{
    size_t spaces = strspn(*words, " ");
    const char *first = *words + spaces;
    if (strncmp(first, "- ", 2) != 0) {
        *words = first;
        return "p";
    }
    *words = first + 2;
    return spaces > 0 ? "subitem" : "item";
}

void bcf_page_markup_paragraph(bcf_text *page, const char *words)
{
    const char *element = kind_of(&words);
    bcf_markup_element(page, element, words);
}

static void add_row(bcf_text *page, const bcf_page_table *table, const bcf_page_row *row)
{
    bcf_markup_open(page, "row");
    if (row->is_total) {
        bcf_markup_attribute(page, "total", "yes");
    }
    bcf_markup_body(page);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->is_used[i]) {
            bcf_markup_element(page, "cell", row->cells[i]);
        }
    }
    bcf_markup_close(page, "row");
}

static void add_rows(bcf_text *page, const bcf_page_table *table, bool totals)
{
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].is_total == totals) {
            add_row(page, table, &table->rows[i]);
        }
    }
}

void bcf_page_markup_table(bcf_text *page, const bcf_page_table *table)
{
    bcf_markup_open(page, "table");
    bcf_markup_body(page);
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->is_used[i]) {
            bcf_markup_open(page, "column");
            if (table->columns[i].align == BCF_PAGE_RIGHT) {
                bcf_markup_attribute(page, "figures", "yes");
            }
            bcf_markup_body(page);
            bcf_markup_words(page, table->columns[i].heading);
            bcf_markup_close(page, "column");
        }
    }
    add_rows(page, table, false);
    add_rows(page, table, true);
    bcf_markup_close(page, "table");
}

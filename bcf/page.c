/* SPDX-License-Identifier: MIT */
#include "page_inside.h"

#include <string.h>

#include "character.h"
#include "markup.h"

#define GUTTER "  "

/* The words in the arena, with a space for each character that would move the cursor, end the line
 * or turn the direction of writing, and for each byte of none, as a path may hold. */
static const char *inert(bcf_arena *arena, const char *words)
{
    char *copy = BCF_NEW_ARRAY(arena, strlen(words) + 1, char);
    char *to = copy;
    while (*words != '\0') {
        bcf_character next = bcf_character_next(words);
        if (next.length == 0 || bcf_character_is_obeyed(next.scalar)) {
            *to++ = ' ';
            words += next.length == 0 ? 1 : next.length;
        } else {
            memcpy(to, words, next.length);
            to += next.length;
            words += next.length;
        }
    }
    return copy;
}

bcf_page_table *bcf_page_table_new(bcf_arena *arena, const bcf_page_column columns[],
                                   size_t column_count)
{
    bcf_page_table *table = BCF_NEW(arena, bcf_page_table);
    bcf_page_column *copied = BCF_NEW_ARRAY(arena, column_count, bcf_page_column);
    table->arena = arena;
    table->columns = copied;
    table->column_count = column_count;
    table->widths = BCF_NEW_ARRAY(arena, column_count, size_t);
    table->is_used = BCF_NEW_ARRAY(arena, column_count, bool);
    for (size_t i = 0; i < column_count; i++) {
        BCF_ASSERT(columns[i].align == BCF_PAGE_LEFT || columns[i].align == BCF_PAGE_RIGHT);
        copied[i] = columns[i];
        copied[i].heading = inert(arena, columns[i].heading);
        table->widths[i] = bcf_text_width(copied[i].heading);
    }
    return table;
}

static void add_row(bcf_page_table *table, const char *const cells[], bool is_total)
{
    const char **copied = BCF_NEW_ARRAY(table->arena, table->column_count, const char *);
    for (size_t i = 0; i < table->column_count; i++) {
        copied[i] = inert(table->arena, cells[i]);
        size_t width = bcf_text_width(copied[i]);
        table->widths[i] = width > table->widths[i] ? width : table->widths[i];
        table->is_used[i] = table->is_used[i] || width > 0;
    }
    BCF_MAKE_ROOM(table->arena, table->rows, table->row_count);
    table->rows[table->row_count++] = (bcf_page_row){.cells = copied, .is_total = is_total};
}

void bcf_page_table_row(bcf_page_table *table, const char *const cells[])
{
    add_row(table, cells, false);
}

void bcf_page_table_total(bcf_page_table *table, const char *const cells[])
{
    add_row(table, cells, true);
    table->total_count++;
}

static void add_repeated(bcf_text *page, char c, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bcf_text_add_char(page, c);
    }
}

static void end_line(bcf_text *page, size_t start)
{
    while (page->length > start && page->bytes[page->length - 1] == ' ') {
        page->bytes[--page->length] = '\0';
    }
    bcf_text_add_char(page, '\n');
}

static void add_aligned(bcf_text *page, const char *words, size_t width, bcf_page_align align)
{
    size_t missing = width - bcf_text_width(words);
    switch (align) {
    case BCF_PAGE_LEFT:
        bcf_text_add(page, words);
        add_repeated(page, ' ', missing);
        return;
    case BCF_PAGE_RIGHT:
        add_repeated(page, ' ', missing);
        bcf_text_add(page, words);
        return;
    }
    BCF_UNREACHABLE("a column that is neither left nor right");
}

/* What stands in a line of the table: a row, or without one the headings. */
static void add_line(bcf_text *page, const bcf_page_table *table, const bcf_page_row *shown)
{
    size_t start = page->length;
    const char *gutter = "";
    for (size_t i = 0; i < table->column_count; i++) {
        if (!table->is_used[i]) {
            continue;
        }
        const char *words = shown != NULL ? shown->cells[i] : table->columns[i].heading;
        bcf_text_add(page, gutter);
        add_aligned(page, words, table->widths[i], table->columns[i].align);
        gutter = GUTTER;
    }
    end_line(page, start);
}

static void add_rule(bcf_text *page, const bcf_page_table *table)
{
    const char *gutter = "";
    for (size_t i = 0; i < table->column_count; i++) {
        if (table->is_used[i]) {
            bcf_text_add(page, gutter);
            add_repeated(page, '-', table->widths[i]);
            gutter = GUTTER;
        }
    }
    bcf_text_add_char(page, '\n');
}

static void add_rows(bcf_text *page, const bcf_page_table *table, bool totals)
{
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].is_total == totals) {
            add_line(page, table, &table->rows[i]);
        }
    }
}

void bcf_page_add_table(bcf_text *page, const bcf_page_table *table)
{
    if (table->row_count == 0) {
        return;
    }
    if (page->is_markup) {
        bcf_page_markup_table(page, table);
        return;
    }
    add_line(page, table, NULL);
    add_rule(page, table);
    add_rows(page, table, false);
    if (table->total_count > 0 && table->total_count < table->row_count) {
        add_rule(page, table);
    }
    add_rows(page, table, true);
}

/* `element` is what it is as markup. */
static void add_underlined(bcf_text *page, const char *words, char line, const char *element)
{
    bcf_arena *arena = bcf_arena_new();
    const char *shown = inert(arena, words);
    if (page->is_markup) {
        bcf_markup_element(page, element, shown);
    } else {
        bcf_text_add(page, shown);
        bcf_text_add_char(page, '\n');
        add_repeated(page, line, bcf_text_width(shown));
        bcf_text_add_char(page, '\n');
    }
    bcf_arena_free(arena);
}

void bcf_page_add_title(bcf_text *page, const char *title)
{
    add_underlined(page, title, '=', "title");
}

void bcf_page_add_heading(bcf_text *page, const char *heading)
{
    bool is_set_apart =
        page->length == 0
        || (page->length > 1 && strcmp(page->bytes + page->length - 2, "\n\n") == 0);
    if (!is_set_apart) {
        bcf_text_add_char(page, '\n');
    }
    add_underlined(page, heading, '-', "heading");
}

/* The width of the word at the start of `words`, and the number of its bytes. */
static size_t measure_word(const char *words, size_t *bytes)
{
    *bytes = strcspn(words, " ");
    size_t width = 0;
    for (size_t i = 0; i < *bytes; i++) {
        width += !bcf_character_is_inside(words[i]);
    }
    return width;
}

void bcf_page_add_paragraph(bcf_text *page, const char *words, size_t indent)
{
    bcf_arena *arena = bcf_arena_new();
    const char *next = inert(arena, words);
    if (page->is_markup) {
        bcf_page_markup_paragraph(page, next);
        bcf_arena_free(arena);
        return;
    }
    size_t column = strspn(next, " "); /* the first line keeps the indent that it came with */
    add_repeated(page, ' ', column);
    bool is_first = true;
    for (next += column; *next != '\0'; next += strspn(next, " ")) {
        size_t bytes = 0;
        size_t width = measure_word(next, &bytes);
        if (!is_first && column + 1 + width > BCF_PAGE_COLUMNS) {
            bcf_text_add_char(page, '\n');
            add_repeated(page, ' ', indent);
            column = indent;
        } else if (!is_first) {
            bcf_text_add_char(page, ' ');
            column++;
        }
        bcf_text_add_bytes(page, next, bytes);
        column += width;
        next += bytes;
        is_first = false;
    }
    bcf_text_add_char(page, '\n');
    bcf_arena_free(arena);
}

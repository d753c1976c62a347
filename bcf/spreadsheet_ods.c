/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "spreadsheet_inside.h"

/* An .ods while its content is read. */
typedef struct opened {
    bcf_workbook_reader *book;
    bcf_arena *arena;
    bcf_member member;
    const char **hidden_styles; /* of sheets that are not shown */
    size_t hidden_count;
    const char *style; /* the one that is being described */
} opened;

static const char *attribute(opened *from, const char *name)
{
    return bcf_member_attribute(&from->member, from->arena, name);
}

static bool is_attribute(opened *from, const char *name, const char *value)
{
    const char *is = attribute(from, name);
    return is != NULL && strcmp(is, value) == 0;
}

/* Which styles hide a sheet: they come before the sheets. */
static void take_style(opened *from)
{
    if (bcf_member_begins(&from->member, "style")) {
        from->style = attribute(from, "name");
    } else if (bcf_member_begins(&from->member, "table-properties") && from->style != NULL
               && is_attribute(from, "display", "false")) {
        BCF_MAKE_ROOM(from->arena, from->hidden_styles, from->hidden_count);
        from->hidden_styles[from->hidden_count++] = from->style;
    }
}

static bool is_hidden_style(const opened *from, const char *style)
{
    for (size_t i = 0; style != NULL && i < from->hidden_count; i++) {
        if (strcmp(from->hidden_styles[i], style) == 0) {
            return true;
        }
    }
    return false;
}

/* Passes over an element with all that is in it. */
static void skip(bcf_member *member, const char *element)
{
    int depth = 1;
    if (bcf_member_is_empty(member)) {
        return;
    }
    while (depth > 0 && bcf_member_next(member)) {
        if (bcf_member_begins(member, element) && !bcf_member_is_empty(member)) {
            depth++;
        } else if (bcf_member_ends(member, element)) {
            depth--;
        }
    }
}

static void add_spaces(bcf_text *text, int count)
{
    for (int i = 0; i < count && i < BCF_CSV_CELL_BYTES_MAX; i++) {
        bcf_text_add_char(text, ' ');
    }
}

/* The paragraphs of a cell, a line each; remarks and drawings are left out. */
static const char *read_paragraphs(opened *from, const char *end)
{
    bcf_member *member = &from->member;
    bcf_text text = {0};
    size_t paragraphs = 0;
    while (bcf_member_next(member) && !bcf_member_ends(member, end)) {
        if (bcf_member_begins(member, "annotation") || bcf_member_begins(member, "shapes")
            || bcf_member_begins(member, "frame")) {
            skip(member, bcf_member_begins(member, "annotation") ? "annotation"
                         : bcf_member_begins(member, "frame")    ? "frame"
                                                                 : "shapes");
        } else if (bcf_member_begins(member, "p")) {
            bcf_text_add(&text, paragraphs++ > 0 ? "\n" : "");
        } else if (bcf_member_begins(member, "s")) {
            add_spaces(&text, bcf_member_number(member, "c", 1));
        } else if (bcf_member_begins(member, "tab")) {
            bcf_text_add_char(&text, '\t');
        } else if (bcf_member_begins(member, "line-break")) {
            bcf_text_add_char(&text, '\n');
        } else if (paragraphs > 0) {
            bcf_arena *scratch = bcf_arena_new();
            const char *piece = bcf_member_text(member, scratch);
            bcf_text_add(&text, piece == NULL ? "" : piece);
            bcf_arena_free(scratch);
        }
    }
    const char *kept = bcf_arena_text(from->book->arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

/* What the attributes of a cell say that it is worth; the text where they leave it to that. */
typedef struct stated {
    const char *type;
    const char *value;
    const char *date;
    const char *truth;
    const char *string;
    bool is_error;
    bool has_formula;
} stated;

static stated read_stated(opened *from)
{
    bcf_arena *arena = from->book->arena;
    const bcf_member *member = &from->member;
    stated says = {
        .type = NULL,
        .value = bcf_member_attribute(member, arena, "value"),
        .date = bcf_member_attribute(member, arena, "date-value"),
        .truth = bcf_member_attribute(member, arena, "boolean-value"),
        .string = bcf_member_attribute(member, arena, "string-value"),
        .has_formula = bcf_member_attribute(member, arena, "formula") != NULL,
    };
    /* two attributes are called so, one of an extension, which alone tells an error */
    xmlTextReaderPtr reader = member->reader;
    while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
        if (strcmp((const char *)xmlTextReaderConstLocalName(reader), "value-type") == 0) {
            const char *type = (const char *)xmlTextReaderConstValue(reader);
            says.is_error = says.is_error || strcmp(type, "error") == 0;
            if (says.type == NULL || strcmp(type, "error") != 0) {
                says.type = bcf_arena_text(arena, type);
            }
        }
    }
    xmlTextReaderMoveToElement(reader);
    return says;
}

static bcf_spreadsheet_cell worth(opened *from, const stated *says, const char *text)
{
    bcf_arena *arena = from->book->arena;
    if (says->is_error) {
        return bcf_spreadsheet_unusable(arena, "holds the error %s", text);
    }
    if (says->type == NULL) {
        return text[0] != '\0'     ? (bcf_spreadsheet_cell){text, BCF_CSV_TEXT}
               : says->has_formula ? bcf_spreadsheet_no_result()
                                   : (bcf_spreadsheet_cell){0};
    }
    if (strcmp(says->type, "string") == 0) {
        return (bcf_spreadsheet_cell){says->string != NULL ? says->string : text, BCF_CSV_TEXT};
    }
    if (strcmp(says->type, "boolean") == 0) {
        bool is_true = says->truth != NULL && strcmp(says->truth, "true") == 0;
        return (bcf_spreadsheet_cell){is_true ? "TRUE" : "FALSE", BCF_CSV_TEXT};
    }
    if (strcmp(says->type, "date") == 0) {
        return bcf_spreadsheet_written_day(arena, says->date == NULL ? "" : says->date);
    }
    if (strcmp(says->type, "time") == 0) {
        return bcf_spreadsheet_unusable(arena, "holds a time of day (%s)", text);
    }
    const char *number = says->value == NULL ? NULL : bcf_spreadsheet_number(arena, says->value);
    return number == NULL ? bcf_spreadsheet_unusable(arena, "holds '%s', which is no number", text)
                          : (bcf_spreadsheet_cell){number, BCF_CSV_TEXT};
}

static void read_cell(bcf_rows_maker *maker, opened *from, const char *element)
{
    bcf_member *member = &from->member;
    int repeated = bcf_member_number(member, "number-columns-repeated", 1);
    bool is_merged = bcf_member_number(member, "number-columns-spanned", 1) > 1
                     || bcf_member_number(member, "number-rows-spanned", 1) > 1;
    stated says = read_stated(from);
    bool is_empty = bcf_member_is_empty(member);
    const char *text = is_empty ? "" : read_paragraphs(from, element);
    if (member->code != BCF_OK || maker->is_broken) {
        return;
    }
    int column = maker->last_column + 1;
    if (is_merged) {
        bcf_spreadsheet_refuse_cell(maker, maker->row, column,
                                    "merged cells: take them apart, a table has a value a cell");
    }
    bcf_spreadsheet_put(maker, column, repeated, worth(from, &says, text));
}

static void read_row(bcf_rows_maker *maker, opened *from)
{
    bcf_member *member = &from->member;
    int repeated = bcf_member_number(member, "number-rows-repeated", 1);
    const char *shown = attribute(from, "visibility");
    bool is_hidden = shown != NULL && strcmp(shown, "visible") != 0;
    bool is_empty = bcf_member_is_empty(member);
    bcf_spreadsheet_begin_row(maker, maker->row + 1, is_hidden);
    while (!is_empty && bcf_member_next(member) && !bcf_member_ends(member, "table-row")) {
        if (bcf_member_begins(member, "table-cell")) {
            read_cell(maker, from, "table-cell");
        } else if (bcf_member_begins(member, "covered-table-cell")) {
            read_cell(maker, from, "covered-table-cell");
        }
    }
    bcf_spreadsheet_end_row(maker, repeated < 1 ? 1 : repeated);
}

/* Columns come before the rows: which of them is hidden first. */
static void take_column(bcf_rows_maker *maker, opened *from, int *next)
{
    const char *shown = attribute(from, "visibility");
    if (shown != NULL && strcmp(shown, "visible") != 0 && maker->first_hidden_column == 0) {
        maker->first_hidden_column = *next;
    }
    int repeated = bcf_member_number(&from->member, "number-columns-repeated", 1);
    *next += repeated < BCF_SPREADSHEET_COLUMNS_MAX ? repeated : BCF_SPREADSHEET_COLUMNS_MAX;
}

static void read_table(opened *from)
{
    bcf_member *member = &from->member;
    const char *name = attribute(from, "name");
    size_t at = from->book->count;
    bcf_spreadsheet_add_sheet(from->book, name == NULL ? "" : name)->is_hidden =
        is_hidden_style(from, attribute(from, "style-name"));
    bcf_spreadsheet_sheet *sheet = &from->book->sheets[at];
    if (!from->book->wants(sheet->name) || bcf_member_is_empty(member)) {
        skip(member, "table");
        return;
    }
    bcf_rows_maker maker;
    int next_column = 1;
    bcf_spreadsheet_begin(&maker, from->book, sheet);
    while (bcf_member_next(member) && !bcf_member_ends(member, "table")) {
        if (bcf_member_begins(member, "table-row")) {
            read_row(&maker, from);
        } else if (bcf_member_begins(member, "table-column")) {
            take_column(&maker, from, &next_column);
        } else if (bcf_member_begins(member, "shapes")) {
            skip(member, "shapes");
        }
    }
    bcf_spreadsheet_end(&maker);
}

bcf_code bcf_spreadsheet_read_ods(bcf_workbook_reader *book)
{
    opened from = {.book = book, .arena = bcf_arena_new()};
    bcf_code code = bcf_member_open(&from.member, book, "content.xml");
    if (code == BCF_OK) {
        while (book->count <= BCF_SPREADSHEET_SHEETS_MAX && bcf_member_next(&from.member)) {
            take_style(&from);
            if (bcf_member_begins(&from.member, "table")) {
                read_table(&from);
            }
        }
        code =
            bcf_member_close_list(&from.member, book->count, BCF_SPREADSHEET_SHEETS_MAX, "sheets");
    }
    bcf_arena_free(from.arena);
    return code;
}

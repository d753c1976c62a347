/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* strcasecmp */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "spreadsheet_inside.h"

/* A relationship of one part of the workbook to another. */
typedef struct relation {
    const char *id;
    const char *type; /* what stands behind the last stroke: "worksheet" */
    const char *target;
} relation;

typedef struct relations {
    relation *items;
    size_t count;
} relations;

/* What an .xlsx keeps apart from its sheets. */
typedef struct office {
    bcf_workbook_reader *book;
    bcf_arena *arena;
    const char *folder; /* "xl/" */
    const char **texts; /* shared strings */
    size_t text_count;
    bool *are_days; /* of each style of cells */
    size_t style_count;
    bool is_from_1904;
} office;

static const char *behind_last_stroke(const char *path)
{
    const char *stroke = strrchr(path, '/');
    return stroke == NULL ? path : stroke + 1;
}

/* A target as a member's name: from the root where it begins with a stroke, else from the folder.
 */
static const char *member_of(bcf_arena *arena, const char *folder, const char *target)
{
    return target[0] == '/' ? bcf_arena_text(arena, target + 1)
                            : bcf_arena_print(arena, "%s%s", folder, target);
}

static bcf_code read_relations(relations *out, bcf_workbook_reader *book, const char *name)
{
    *out = (relations){0};
    bcf_member member;
    bcf_code code = bcf_member_open(&member, book, name);
    if (code != BCF_OK) {
        return code;
    }
    while (out->count <= BCF_ARCHIVE_MEMBERS_MAX && bcf_member_next(&member)) {
        if (!bcf_member_begins(&member, "Relationship")) {
            continue;
        }
        const char *id = bcf_member_attribute(&member, book->arena, "Id");
        const char *type = bcf_member_attribute(&member, book->arena, "Type");
        const char *target = bcf_member_attribute(&member, book->arena, "Target");
        if (id != NULL && type != NULL && target != NULL) {
            BCF_MAKE_ROOM(book->arena, out->items, out->count);
            out->items[out->count++] = (relation){id, behind_last_stroke(type), target};
        }
    }
    return bcf_member_close_list(&member, out->count, BCF_ARCHIVE_MEMBERS_MAX,
                                 "relations of its parts");
}

/* The first of a type; the one of an id. NULL where there is none. */
static const relation *relation_of(const relations *all, const char *type)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].type, type) == 0) {
            return &all->items[i];
        }
    }
    return NULL;
}

static const relation *relation_called(const relations *all, const char *id)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].id, id) == 0) {
            return &all->items[i];
        }
    }
    return NULL;
}

/* The text of one string: its runs joined; how it is pronounced is left out. */
static const char *read_string(bcf_member *member, bcf_arena *arena, const char *end)
{
    bcf_text text = {0};
    bool is_text = false;
    bool is_phonetic = false;
    bool is_empty = bcf_member_is_empty(member);
    while (!is_empty && bcf_member_next(member) && !bcf_member_ends(member, end)) {
        is_phonetic =
            (is_phonetic || bcf_member_begins(member, "rPh")) && !bcf_member_ends(member, "rPh");
        if (bcf_member_begins(member, "t")) {
            is_text = !bcf_member_is_empty(member);
        } else if (bcf_member_ends(member, "t")) {
            is_text = false;
        } else if (is_text && !is_phonetic) {
            bcf_arena *scratch = bcf_arena_new();
            const char *piece = bcf_member_text(member, scratch);
            bcf_text_add(&text, piece == NULL ? "" : piece);
            bcf_arena_free(scratch);
        }
    }
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

static bcf_code read_strings(office *from, const char *name)
{
    bcf_member member;
    bcf_code code = bcf_member_open(&member, from->book, name);
    if (code != BCF_OK) {
        return code;
    }
    while (from->text_count <= BCF_SPREADSHEET_LISTED_MAX && bcf_member_next(&member)) {
        if (bcf_member_begins(&member, "si")) {
            BCF_MAKE_ROOM(from->arena, from->texts, from->text_count);
            from->texts[from->text_count++] = read_string(&member, from->book->arena, "si");
        }
    }
    return bcf_member_close_list(&member, from->text_count, BCF_SPREADSHEET_LISTED_MAX,
                                 "shared texts");
}

/* True for a format of numbers that shows a day: it has a y or a d outside quotes and brackets. */
static bool shows_day(const char *format)
{
    bool is_quoted = false;
    bool is_bracketed = false;
    for (const char *at = format; *at != '\0' && *at != ';'; at++) {
        if (*at == '\\' && at[1] != '\0') {
            at++;
        } else if (*at == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && (*at == '[' || *at == ']')) {
            is_bracketed = *at == '[';
        } else if (!is_quoted && !is_bracketed && strchr("yYdD", *at) != NULL) {
            return true;
        }
    }
    return false;
}

/* The formats that Excel has without saying how they look. */
static bool is_built_in_day(int format)
{
    return (format >= 14 && format <= 17) || format == 22 || (format >= 27 && format <= 31)
           || format == 36 || (format >= 50 && format <= 58);
}

#define FORMATS_MAX 4096

static bcf_code read_styles(office *from, const char *name)
{
    bool *days = BCF_NEW_ARRAY(from->arena, FORMATS_MAX, bool);
    for (int i = 0; i < FORMATS_MAX; i++) {
        days[i] = is_built_in_day(i);
    }
    bcf_member member;
    bcf_code code = bcf_member_open(&member, from->book, name);
    if (code != BCF_OK) {
        return code;
    }
    bool is_in_cells = false;
    while (bcf_member_next(&member)) {
        is_in_cells = (is_in_cells || bcf_member_begins(&member, "cellXfs"))
                      && !bcf_member_ends(&member, "cellXfs");
        int format = bcf_member_number(&member, "numFmtId", 0);
        bool is_known = format >= 0 && format < FORMATS_MAX;
        if (bcf_member_begins(&member, "numFmt")) {
            const char *shown = bcf_member_attribute(&member, from->arena, "formatCode");
            if (is_known && shown != NULL) {
                days[format] = shows_day(shown);
            }
        } else if (is_in_cells && bcf_member_begins(&member, "xf")) {
            BCF_MAKE_ROOM(from->arena, from->are_days, from->style_count);
            from->are_days[from->style_count++] = is_known && days[format];
        }
    }
    return bcf_member_close(&member);
}

/* "AB12": the column, and the row in *row; 0 for what is none. */
static int read_reference(const char *reference, int *row)
{
    int column = 0;
    const char *at = reference;
    for (; *at >= 'A' && *at <= 'Z' && column <= BCF_SPREADSHEET_COLUMNS_MAX; at++) {
        column = 26 * column + (*at - 'A' + 1);
    }
    size_t digits = strspn(at, "0123456789");
    *row = digits > 0 && digits <= 7 ? (int)strtol(at, NULL, 10) : 0;
    return column;
}

/* A cell while its parts come. */
typedef struct cell {
    int column;
    const char *type; /* "s", "str", "inlineStr", "b", "e", "d"; "n" where nothing is said */
    int style;
    const char *value; /* NULL: none was stored */
    const char *inner; /* an inline string */
    bool has_formula;
} cell;

static bcf_spreadsheet_cell shared_text(const office *from, const char *value)
{
    size_t digits = strspn(value, "0123456789");
    bool is_place = digits > 0 && digits <= 9 && value[digits] == '\0';
    size_t place = is_place ? (size_t)strtol(value, NULL, 10) : SIZE_MAX;
    if (place >= from->text_count) {
        return bcf_spreadsheet_unusable(from->book->arena,
                                        "refers to a shared text that is not there (%s)", value);
    }
    return (bcf_spreadsheet_cell){from->texts[place], BCF_CSV_TEXT};
}

static bcf_spreadsheet_cell number_of(const office *from, const cell *one)
{
    bcf_arena *arena = from->book->arena;
    const char *number = bcf_spreadsheet_number(arena, one->value);
    if (number == NULL) {
        return bcf_spreadsheet_unusable(arena, "holds '%s', which is no number", one->value);
    }
    bool is_day =
        one->style >= 0 && (size_t)one->style < from->style_count && from->are_days[one->style];
    return is_day ? bcf_spreadsheet_counted_day(arena, number, from->is_from_1904)
                  : (bcf_spreadsheet_cell){number, BCF_CSV_TEXT};
}

/* What a cell is worth: its stored value. */
static bcf_spreadsheet_cell worth(const office *from, const cell *one)
{
    bcf_arena *arena = from->book->arena;
    if (strcmp(one->type, "inlineStr") == 0) {
        return (bcf_spreadsheet_cell){one->inner, BCF_CSV_TEXT};
    }
    if (one->value == NULL) {
        return one->has_formula ? bcf_spreadsheet_no_result() : (bcf_spreadsheet_cell){0};
    }
    if (strcmp(one->type, "s") == 0) {
        return shared_text(from, one->value);
    }
    if (strcmp(one->type, "str") == 0) {
        return (bcf_spreadsheet_cell){one->value, BCF_CSV_TEXT};
    }
    if (strcmp(one->type, "b") == 0) {
        return (bcf_spreadsheet_cell){strcmp(one->value, "1") == 0 ? "TRUE" : "FALSE",
                                      BCF_CSV_TEXT};
    }
    if (strcmp(one->type, "e") == 0) {
        return bcf_spreadsheet_unusable(arena, "holds the error %s", one->value);
    }
    return strcmp(one->type, "d") == 0 ? bcf_spreadsheet_written_day(arena, one->value)
                                       : number_of(from, one);
}

/* The text of an element that has nothing else in it. */
static const char *read_text(bcf_member *member, bcf_arena *arena, const char *element)
{
    bcf_text text = {0};
    bool is_empty = bcf_member_is_empty(member);
    while (!is_empty && bcf_member_next(member) && !bcf_member_ends(member, element)) {
        bcf_arena *scratch = bcf_arena_new();
        const char *piece = bcf_member_text(member, scratch);
        bcf_text_add(&text, piece == NULL ? "" : piece);
        bcf_arena_free(scratch);
    }
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

static void read_cell(bcf_rows_maker *maker, const office *from, bcf_member *member)
{
    bcf_arena *arena = from->book->arena;
    const char *type = bcf_member_attribute(member, from->arena, "t");
    const char *reference = bcf_member_attribute(member, from->arena, "r");
    cell one = {.column = maker->last_column + 1,
                .type = type == NULL ? "n" : type,
                .style = bcf_member_number(member, "s", -1)};
    int row = maker->row;
    if (reference != NULL) {
        one.column = read_reference(reference, &row);
    }
    bool is_empty = bcf_member_is_empty(member);
    while (!is_empty && bcf_member_next(member) && !bcf_member_ends(member, "c")) {
        if (bcf_member_begins(member, "v")) {
            one.value = read_text(member, arena, "v");
        } else if (bcf_member_begins(member, "is")) {
            one.inner = read_string(member, arena, "is");
        } else if (bcf_member_begins(member, "f")) {
            one.has_formula = true;
            read_text(member, from->arena, "f");
        }
    }
    if (member->code == BCF_OK) {
        if (row != maker->row || one.column < 1 || one.column > BCF_SPREADSHEET_COLUMNS_MAX) {
            bcf_spreadsheet_break(maker, "has a cell outside any sheet, or in another row");
            return;
        }
        bcf_spreadsheet_put(maker, one.column, 1, worth(from, &one));
    }
}

static void read_row(bcf_rows_maker *maker, const office *from, bcf_member *member)
{
    int row = bcf_member_number(member, "r", maker->row + 1);
    const char *hidden = bcf_member_attribute(member, from->arena, "hidden");
    bool is_hidden = hidden != NULL && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    bool is_empty = bcf_member_is_empty(member);
    bcf_spreadsheet_begin_row(maker, row, is_hidden);
    while (!is_empty && bcf_member_next(member) && !bcf_member_ends(member, "row")) {
        if (bcf_member_begins(member, "c") && !maker->is_broken) {
            read_cell(maker, from, member);
        }
    }
    bcf_spreadsheet_end_row(maker, 1);
}

static void refuse_merged(bcf_rows_maker *maker, const office *from, bcf_member *member)
{
    const char *reference = bcf_member_attribute(member, from->arena, "ref");
    int row = 0;
    int column = reference == NULL ? 0 : read_reference(reference, &row);
    bcf_spreadsheet_refuse_cell(maker, row, column,
                                "merged cells: take them apart, a table has a value a cell");
}

static bcf_code read_sheet(const office *from, bcf_spreadsheet_sheet *sheet, const char *name)
{
    bcf_member member;
    bcf_code code = bcf_member_open(&member, from->book, name);
    if (code != BCF_OK) {
        return code;
    }
    bcf_rows_maker maker;
    bcf_spreadsheet_begin(&maker, from->book, sheet);
    while (bcf_member_next(&member)) {
        if (bcf_member_begins(&member, "row")) {
            read_row(&maker, from, &member);
        } else if (bcf_member_begins(&member, "mergeCell")) {
            refuse_merged(&maker, from, &member);
        } else if (bcf_member_begins(&member, "col") && bcf_member_number(&member, "hidden", 0) == 1
                   && maker.first_hidden_column == 0) {
            maker.first_hidden_column = bcf_member_number(&member, "min", 0);
        }
    }
    bcf_spreadsheet_end(&maker);
    return bcf_member_close(&member);
}

/* A sheet as the workbook lists it, and where it is. */
typedef struct listed {
    const char *name;
    const char *relation;
    bool is_hidden;
} listed;

static bcf_code read_list(office *from, listed **out, size_t *count, const char *name)
{
    bcf_member member;
    bcf_code code = bcf_member_open(&member, from->book, name);
    if (code != BCF_OK) {
        return code;
    }
    while (*count <= BCF_SPREADSHEET_SHEETS_MAX && bcf_member_next(&member)) {
        if (bcf_member_begins(&member, "workbookPr")) {
            const char *is_1904 = bcf_member_attribute(&member, from->arena, "date1904");
            from->is_from_1904 =
                is_1904 != NULL && (strcmp(is_1904, "1") == 0 || strcmp(is_1904, "true") == 0);
        } else if (bcf_member_begins(&member, "sheet")) {
            const char *sheet = bcf_member_attribute(&member, from->book->arena, "name");
            const char *state = bcf_member_attribute(&member, from->arena, "state");
            const char *id = bcf_member_attribute(&member, from->arena, "id");
            BCF_MAKE_ROOM(from->arena, *out, *count);
            (*out)[(*count)++] = (listed){sheet == NULL ? "" : sheet, id == NULL ? "" : id,
                                          state != NULL && strcasecmp(state, "visible") != 0};
        }
    }
    return bcf_member_close_list(&member, *count, BCF_SPREADSHEET_SHEETS_MAX, "sheets");
}

static bcf_code read_sheets(office *from, const relations *parts, const listed list[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = from->book->count;
        bcf_spreadsheet_add_sheet(from->book, list[i].name)->is_hidden = list[i].is_hidden;
        const relation *part = relation_called(parts, list[i].relation);
        bool is_rows = part != NULL && strcmp(part->type, "worksheet") == 0;
        from->book->sheets[at].is_picture = !is_rows;
        if (!is_rows || !from->book->wants(list[i].name)) {
            continue;
        }
        bcf_code code = read_sheet(from, &from->book->sheets[at],
                                   member_of(from->arena, from->folder, part->target));
        if (code != BCF_OK) {
            return code;
        }
    }
    return BCF_OK;
}

/* Shared texts and styles, where the workbook has them. */
static bcf_code read_shared(office *from, const relations *parts)
{
    const relation *texts = relation_of(parts, "sharedStrings");
    const relation *styles = relation_of(parts, "styles");
    bcf_code code = BCF_OK;
    if (texts != NULL) {
        code = read_strings(from, member_of(from->arena, from->folder, texts->target));
    }
    if (code == BCF_OK && styles != NULL) {
        code = read_styles(from, member_of(from->arena, from->folder, styles->target));
    }
    return code;
}

bcf_code bcf_spreadsheet_read_xlsx(bcf_workbook_reader *book)
{
    relations roots;
    bcf_code code = read_relations(&roots, book, "_rels/.rels");
    const relation *root = code == BCF_OK ? relation_of(&roots, "officeDocument") : NULL;
    if (code != BCF_OK) {
        return code;
    }
    if (root == NULL) {
        return bcf_refuse(book->err, BCF_REFUSED_FORM, (bcf_place){.file = book->path},
                          "is no workbook: it does not say where its sheets are");
    }
    office from = {.book = book, .arena = bcf_arena_new()};
    const char *main = member_of(book->arena, "", root->target);
    const char *file = behind_last_stroke(main);
    from.folder = bcf_arena_text_part(book->arena, main, (size_t)(file - main));
    relations parts;
    listed *list = NULL;
    size_t count = 0;
    code = read_relations(&parts, book,
                          bcf_arena_print(book->arena, "%s_rels/%s.rels", from.folder, file));
    if (code == BCF_OK) {
        code = read_list(&from, &list, &count, main);
    }
    if (code == BCF_OK) {
        code = read_shared(&from, &parts);
    }
    if (code == BCF_OK) {
        code = read_sheets(&from, &parts, list, count);
    }
    bcf_arena_free(from.arena);
    return code;
}

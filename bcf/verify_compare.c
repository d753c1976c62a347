/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "character.h"
#include "digest.h"
#include "sort.h"
#include "verify_inside.h"

/* Of a line that is shown. */
#define LINE_BYTES_MAX 160

/* Between the cells of a key: no text of a run can hold it. */
#define KEY_SEPARATOR '\x1F'

void bcf_verify_add(bcf_verified *to, bcf_difference difference)
{
    BCF_MAKE_ROOM(to->arena, to->differences, to->count);
    to->differences[to->count++] = difference;
}

static void compare_digest(bcf_verified *to, const char *where, const char *key, const char *stated,
                           const char *computed)
{
    if (stated == NULL || strcmp(stated, computed) != 0) {
        bcf_verify_add(
            to, (bcf_difference){where, key, "sha256", stated == NULL ? "" : stated, computed});
    }
}

void bcf_verify_digests(bcf_verified *to, const bcf_kept_run *kept)
{
    const bcf_sheet_document *document = &kept->document;
    compare_digest(to, "seal", "", document->seal,
                   bcf_digest_of(to->arena, kept->bytes, document->sealed_length));
    for (size_t i = 0; i < document->input_count; i++) {
        const bcf_sheet_input *input = &document->inputs[i];
        bool is_table = input->name[0] != '\0';
        const char *fact = bcf_arena_print(to->arena, "%s%s%s:sha256-canonical", input->element,
                                           is_table ? ":" : "", input->name);
        compare_digest(to, "input", is_table ? input->name : input->element,
                       bcf_kept_fact(document, fact),
                       bcf_digest_of(to->arena, input->bytes, input->length));
        to->table_count += is_table;
    }
}

/* A fact of a table's digest was compared with the input itself already. */
static bool is_canonical_digest(const char *name)
{
    const char *end = strstr(name, ":sha256-canonical");
    return end != NULL && strchr(end + 1, ':') == NULL;
}

static void compare_facts(bcf_verified *to, const bcf_sheet_document *stated,
                          const bcf_sheet_document *computed)
{
    for (size_t i = 0; i < computed->fact_count; i++) {
        const bcf_sheet_fact *fact = &computed->facts[i];
        const char *value = bcf_kept_fact(stated, fact->name);
        bool is_same = value != NULL && strcmp(value, fact->value) == 0;
        if (!is_same && !is_canonical_digest(fact->name)) {
            bcf_verify_add(to, (bcf_difference){"fact", fact->name, "", value == NULL ? "" : value,
                                                fact->value});
        }
    }
    for (size_t i = 0; i < stated->fact_count; i++) {
        if (bcf_kept_fact(computed, stated->facts[i].name) == NULL) {
            bcf_verify_add(to, (bcf_difference){"fact", stated->facts[i].name, "",
                                                stated->facts[i].value, ""});
        }
    }
    to->fact_count = computed->fact_count;
}

static bool has_note(const bcf_sheet *sheet, const char *note)
{
    for (size_t i = 0; i < sheet->note_count; i++) {
        if (strcmp(sheet->notes[i], note) == 0) {
            return true;
        }
    }
    return false;
}

static void compare_notes(bcf_verified *to, const bcf_sheet *stated, const bcf_sheet *computed)
{
    for (size_t i = 0; i < stated->note_count; i++) {
        if (!has_note(computed, stated->notes[i])) {
            bcf_verify_add(to, (bcf_difference){"note", "", "", stated->notes[i], ""});
        }
    }
    for (size_t i = 0; i < computed->note_count; i++) {
        if (!has_note(stated, computed->notes[i])) {
            bcf_verify_add(to, (bcf_difference){"note", "", "", "", computed->notes[i]});
        }
    }
}

/* How many columns, from the left, tell the rows of a sheet apart. */
static size_t key_columns(const bcf_sheet *sheet)
{
    static const struct {
        const char *name;
        size_t count;
    } keys[] = {{"allocate", 5}, {"score", 3}, {"release", 3}};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (strcmp(keys[i].name, sheet->name) == 0 && keys[i].count <= sheet->column_count) {
            return keys[i].count;
        }
    }
    return sheet->column_count;
}

typedef struct keyed_row {
    const char *key;
    size_t row;
} keyed_row;

/* By key; among equals by place. */
static int compare_keyed_rows(const void *a, const void *b)
{
    const keyed_row *one = a;
    const keyed_row *other = b;
    int order = strcmp(one->key, other->key);
    return order != 0 ? order : (one->row > other->row) - (one->row < other->row);
}

static const char *const *cells_of(const bcf_sheet *sheet, size_t row)
{
    return sheet->cells + row * sheet->column_count;
}

static keyed_row *sort_rows(bcf_arena *arena, const bcf_sheet *sheet, size_t key_count)
{
    keyed_row *rows = BCF_NEW_ARRAY(arena, sheet->row_count, keyed_row);
    bcf_text key = {0};
    for (size_t row = 0; row < sheet->row_count; row++) {
        key.length = 0;
        for (size_t i = 0; i < key_count; i++) {
            bcf_text_add(&key, cells_of(sheet, row)[i]);
            bcf_text_add_char(&key, KEY_SEPARATOR);
        }
        rows[row] = (keyed_row){bcf_arena_text(arena, bcf_text_get(&key)), row};
    }
    bcf_text_clear(&key);
    bcf_sort(rows, sheet->row_count, sizeof *rows, compare_keyed_rows);
    return rows;
}

/* The key for people: its cells that say something. */
static const char *spoken_key(bcf_arena *arena, const char *const cells[], size_t key_count)
{
    const char *key = "";
    for (size_t i = 0; i < key_count; i++) {
        if (cells[i][0] != '\0') {
            key = bcf_arena_print(arena, "%s%s%s", key, key[0] == '\0' ? "" : " ", cells[i]);
        }
    }
    return key;
}

static const char *row_text(bcf_arena *arena, const bcf_sheet *sheet, size_t row)
{
    return spoken_key(arena, cells_of(sheet, row), sheet->column_count);
}

static void compare_cells(bcf_verified *to, const bcf_sheet *stated, size_t stated_row,
                          const bcf_sheet *computed, size_t computed_row, size_t key_count)
{
    const char *const *ones = cells_of(stated, stated_row);
    const char *const *others = cells_of(computed, computed_row);
    for (size_t i = key_count; i < computed->column_count; i++) {
        if (strcmp(ones[i], others[i]) != 0) {
            bcf_verify_add(to, (bcf_difference){computed->name,
                                                spoken_key(to->arena, others, key_count),
                                                computed->columns[i].name, ones[i], others[i]});
        }
    }
}

static void compare_rows(bcf_verified *to, const bcf_sheet *stated, const bcf_sheet *computed)
{
    size_t key_count = key_columns(computed);
    const keyed_row *ones = sort_rows(to->arena, stated, key_count);
    const keyed_row *others = sort_rows(to->arena, computed, key_count);
    size_t one = 0;
    size_t other = 0;
    while (one < stated->row_count || other < computed->row_count) {
        int order = one == stated->row_count       ? 1
                    : other == computed->row_count ? -1
                                                   : strcmp(ones[one].key, others[other].key);
        if (order == 0) {
            compare_cells(to, stated, ones[one++].row, computed, others[other++].row, key_count);
        } else if (order < 0) {
            size_t row = ones[one++].row;
            bcf_verify_add(to,
                           (bcf_difference){computed->name,
                                            spoken_key(to->arena, cells_of(stated, row), key_count),
                                            "", row_text(to->arena, stated, row), ""});
        } else {
            size_t row = others[other++].row;
            bcf_verify_add(
                to, (bcf_difference){computed->name,
                                     spoken_key(to->arena, cells_of(computed, row), key_count), "",
                                     "", row_text(to->arena, computed, row)});
        }
    }
    to->row_count += computed->row_count;
}

static bool has_columns_of(const bcf_sheet *stated, const bcf_sheet *computed)
{
    for (size_t i = 0; i < computed->column_count && i < stated->column_count; i++) {
        if (strcmp(stated->columns[i].name, computed->columns[i].name) != 0) {
            return false;
        }
    }
    return stated->column_count == computed->column_count;
}

static const char *columns_text(bcf_arena *arena, const bcf_sheet *sheet)
{
    const char *text = "";
    for (size_t i = 0; i < sheet->column_count; i++) {
        text = bcf_arena_print(arena, "%s%s%s", text, i == 0 ? "" : ",", sheet->columns[i].name);
    }
    return text;
}

/* A sheet without rows has no columns in XML. */
static void compare_sheets(bcf_verified *to, const bcf_sheet *stated, const bcf_sheet *computed)
{
    compare_notes(to, stated, computed);
    bool has_rows = stated->row_count > 0 && computed->row_count > 0;
    if (has_rows && !has_columns_of(stated, computed)) {
        bcf_verify_add(to, (bcf_difference){computed->name, "", "columns",
                                            columns_text(to->arena, stated),
                                            columns_text(to->arena, computed)});
        return;
    }
    compare_rows(to, stated, computed);
}

void bcf_verify_documents(bcf_verified *to, const bcf_sheet_document *stated,
                          const bcf_sheet_document *computed)
{
    compare_facts(to, stated, computed);
    size_t count =
        stated->sheet_count > computed->sheet_count ? stated->sheet_count : computed->sheet_count;
    for (size_t i = 0; i < count; i++) {
        const char *one = i < stated->sheet_count ? stated->sheets[i]->name : "";
        const char *other = i < computed->sheet_count ? computed->sheets[i]->name : "";
        if (strcmp(one, other) == 0) {
            compare_sheets(to, stated->sheets[i], computed->sheets[i]);
        } else {
            bcf_verify_add(to, (bcf_difference){"run", "", "sheet", one, other});
        }
    }
}

/* Words of a file that may hold anything: a question mark for each byte of what no table holds. */
static const char *harmless(bcf_arena *arena, const char *bytes, size_t count)
{
    char *words = BCF_NEW_ARRAY(arena, count + 1, char);
    for (size_t i = 0; i < count;) {
        size_t length = bcf_character_first(bytes + i, count - i).length;
        bool is_kept = length > 0 && bcf_text_is_harmless(bytes + i, length);
        size_t taken = is_kept ? length : 1;
        memcpy(words + i, is_kept ? bytes + i : "?", taken);
        i += taken;
    }
    return words;
}

/* The line that `at` stands in, from its start. */
static const char *line_text(bcf_arena *arena, const char *bytes, size_t length, size_t start)
{
    if (start >= length) {
        return "";
    }
    const char *end = memchr(bytes + start, '\n', length - start);
    size_t count = end == NULL ? length - start : (size_t)(end - bytes) - start;
    bool is_cut = count > LINE_BYTES_MAX;
    const char *text = harmless(arena, bytes + start, is_cut ? LINE_BYTES_MAX : count);
    return is_cut ? bcf_arena_print(arena, "%s...", text) : text;
}

void bcf_verify_bytes(bcf_verified *to, const char *name, const char *stated, size_t stated_length,
                      const char *computed, size_t computed_length)
{
    size_t shorter = stated_length < computed_length ? stated_length : computed_length;
    size_t line = 1;
    size_t start = 0;
    size_t at = 0;
    for (; at < shorter && stated[at] == computed[at]; at++) {
        if (stated[at] == '\n') {
            line++;
            start = at + 1;
        }
    }
    if (at == stated_length && at == computed_length) {
        return;
    }
    bcf_verify_add(to, (bcf_difference){name, bcf_arena_print(to->arena, "line %zu", line), "",
                                        line_text(to->arena, stated, stated_length, start),
                                        line_text(to->arena, computed, computed_length, start)});
}

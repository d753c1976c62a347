/* SPDX-License-Identifier: MIT */
#include "shares.h"

#include <stdlib.h>
#include <string.h>

#include "pages.h"
#include "sort.h"

#define ROWS_FIRST 1024

/* A row of the file. A code's first bytes as a number, without those that all codes begin with,
 * make most comparisons a single one, which is what sorting a million codes is made of. */
typedef struct entry {
    uint64_t key;
    const char *code;
    uint32_t row;
    int line;
} entry;

typedef struct columns {
    int code;
    int weight;
} columns;

/* The rows as they are read. Their arrays are not the arena's: they grow in place, and go once the
 * weights are made. */
typedef struct reading {
    bcf_arena *arena;
    entry *entries;
    bcf_decimal *weights; /* by row */
    size_t count;
    size_t room;
    size_t shared; /* bytes that all codes begin with */
    columns where;
    bcf_notes *notes;
    const char *file;
    bcf_error *err;
} reading;

static void make_room(reading *of)
{
    if (of->count == of->room) {
        /* at most BCF_SHARES_ROWS_MAX x 2 of them */
        of->room = of->room == 0 ? ROWS_FIRST : 2 * of->room;
        of->entries = bcf_pages_resized(of->entries, of->room * sizeof *of->entries);
        of->weights = bcf_pages_resized(of->weights, of->room * sizeof *of->weights);
    }
}

static size_t shared_length(const char *a, const char *b, size_t most)
{
    size_t length = 0;
    while (length < most && a[length] != '\0' && a[length] == b[length]) {
        length++;
    }
    return length;
}

/* The first bytes of the text, the first of them the weightiest; zeros past its end. */
static uint64_t key_of(const char *text)
{
    uint64_t key = 0;
    bool is_over = false;
    for (size_t i = 0; i < sizeof key; i++) {
        is_over = is_over || text[i] == '\0';
        key = key << 8 | (is_over ? 0U : (unsigned char)text[i]);
    }
    return key;
}

/* By code, byte by byte. */
static int compare_codes(const entry *a, const entry *b)
{
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return strcmp(a->code, b->code);
}

static int compare_entries(const void *a, const void *b)
{
    const entry *one = a;
    const entry *other = b;
    int order = compare_codes(one, other);
    return order != 0 ? order : (one->row > other->row) - (one->row < other->row);
}

static bcf_code find_columns(columns *out, const bcf_csv *csv, bcf_notes *notes, bcf_error *err)
{
    bcf_place place = bcf_csv_place(csv, 1);
    out->code = bcf_csv_column(csv, "code");
    out->weight = bcf_csv_column(csv, "weight");
    bcf_code code = BCF_OK;
    if (out->code < 0) {
        code = bcf_refuse(err, BCF_REFUSED_DATA, place, "there is no column 'code'");
    }
    if (out->weight < 0) {
        code = bcf_refuse(err, BCF_REFUSED_DATA, place, "there is no column 'weight'");
    }
    for (size_t i = 0; code == BCF_OK && i < csv->column_count; i++) {
        if ((int)i != out->code && (int)i != out->weight) {
            bcf_notes_add(notes, place, "column '%s' is not known and was left alone",
                          csv->columns[i]);
        }
    }
    return code;
}

static bool see_header(void *context, const bcf_csv *csv)
{
    reading *of = context;
    of->file = csv->file;
    return find_columns(&of->where, csv, of->notes, of->err) == BCF_OK;
}

/* The weight of a row; zero where it is refused. A figure of more digits than most keeps its text.
 */
static bcf_decimal weight_of(const reading *of, const char *text, bcf_place place)
{
    bcf_decimal weight;
    if (bcf_decimal_parse(&weight, text, "weight", place, of->err) != BCF_OK) {
        return (bcf_decimal){.units = 0};
    }
    if (weight.written != NULL) {
        weight.written = bcf_arena_text(of->arena, weight.written);
    }
    return weight;
}

/* Every bad row is named, so that all can be mended at once. */
static void see_row(void *context, const bcf_csv *csv, const bcf_csv_row *row)
{
    reading *of = context;
    bcf_place place = bcf_csv_place(csv, row->line);
    const char *code = row->cells[of->where.code];
    make_room(of);
    of->weights[of->count] = (bcf_decimal){.units = 0};
    if (*code == '\0') {
        bcf_code refused = bcf_refuse(of->err, BCF_REFUSED_DATA, place, "the code is empty");
        BCF_ASSERT(refused != BCF_OK);
    } else {
        of->weights[of->count] = weight_of(of, row->cells[of->where.weight], place);
    }
    entry *last = &of->entries[of->count];
    *last = (entry){
        .code = bcf_arena_text(of->arena, code), .row = (uint32_t)of->count, .line = row->line};
    of->shared =
        of->count == 0 ? strlen(code) : shared_length(of->entries[0].code, code, of->shared);
    of->count++;
}

/* Most files are in order as they come. */
static bool are_sorted(const reading *of)
{
    for (size_t i = 1; i < of->count; i++) {
        if (compare_codes(&of->entries[i - 1], &of->entries[i]) > 0) {
            return false;
        }
    }
    return true;
}

static size_t byte_of(const entry *row, size_t place)
{
    return row->key >> (8 * place) & 0xFF;
}

/* Deals the rows out by one byte of their keys, in the order in which they come; false, and nothing
 * is done, where all have the same. */
static bool deal(entry *to, const entry *from, size_t count, size_t place)
{
    size_t next[256 + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        next[byte_of(&from[i], place) + 1]++;
    }
    if (next[byte_of(&from[0], place) + 1] == count) {
        return false;
    }
    for (size_t byte = 0; byte < 256; byte++) {
        next[byte + 1] += next[byte];
    }
    for (size_t i = 0; i < count; i++) {
        to[next[byte_of(&from[i], place)]++] = from[i];
    }
    return true;
}

/* By key alone, from the last byte to the first: a million codes in any order take no longer than
 * the same in theirs. */
static void sort_by_key(reading *of)
{
    entry *other = bcf_pages_new(of->count * sizeof *other);
    for (size_t place = 0; place < sizeof of->entries->key; place++) {
        if (deal(other, of->entries, of->count, place)) {
            entry *dealt = other;
            other = of->entries;
            of->entries = dealt;
        }
    }
    free(other);
}

/* The rows of one key among each other, whose codes go on behind it. */
static void sort_alike(reading *of)
{
    size_t first = 0;
    for (size_t i = 1; i <= of->count; i++) {
        if (i < of->count && of->entries[i].key == of->entries[first].key) {
            continue;
        }
        bcf_sort(of->entries + first, i - first, sizeof *of->entries, compare_entries);
        first = i;
    }
}

static void sort(reading *of)
{
    for (size_t i = 0; i < of->count; i++) {
        of->entries[i].key = key_of(of->entries[i].code + of->shared);
    }
    if (!are_sorted(of)) {
        sort_by_key(of);
        sort_alike(of);
    }
}

static void refuse_twins(const reading *of)
{
    for (size_t i = 1; i < of->count; i++) {
        const entry *first = &of->entries[i - 1];
        const entry *second = &of->entries[i];
        if (compare_codes(first, second) != 0 || *second->code == '\0') {
            continue;
        }
        bcf_code refused = bcf_refuse(
            of->err, BCF_REFUSED_DATA, (bcf_place){.file = of->file, .line = second->line},
            "the code '%s' is there twice; it is also on line %d", second->code, first->line);
        BCF_ASSERT(refused != BCF_OK);
    }
}

/* The weights in the order of the codes: an array of their own, as one that is read from anywhere
 * and written from end to end is waited for less than circles in one and the same. */
static bcf_decimal *in_order(const reading *of)
{
    bcf_decimal *ordered = bcf_pages_new(of->count * sizeof *ordered);
    for (size_t i = 0; i < of->count; i++) {
        ordered[i] = of->weights[of->entries[i].row];
    }
    return ordered;
}

/* What the sorted rows get. */
static bcf_code share_out(const bcf_shares **out, reading *of, bcf_money whole)
{
    bcf_arena *scratch = bcf_arena_new();
    size_t count = of->count;
    bcf_decimal *ordered = in_order(of);
    free(of->weights);
    of->weights = NULL;
    bcf_weights *weights = bcf_weights_of_decimals(scratch, ordered, count);
    free(ordered);
    bcf_money *amounts = BCF_NEW_ARRAY(of->arena, count, bcf_money);
    bcf_code code = bcf_apportion(amounts, whole, (bcf_money){1}, weights, BCF_TIE_LARGER_WEIGHT,
                                  "the amount", (bcf_place){.file = of->file, .line = 1}, of->err);
    bcf_arena_free(scratch);
    if (code != BCF_OK) {
        return code;
    }
    const char **codes = BCF_NEW_ARRAY(of->arena, count, const char *);
    for (size_t i = 0; i < count; i++) {
        codes[i] = of->entries[i].code;
    }
    bcf_shares *shares = BCF_NEW(of->arena, bcf_shares);
    *shares = (bcf_shares){codes, amounts, count, whole};
    *out = shares;
    return BCF_OK;
}

bcf_code bcf_shares_read(const bcf_shares **out, bcf_arena *arena, bcf_money whole,
                         const char *path, bcf_notes *notes, bcf_error *err)
{
    BCF_ASSERT(err->code == BCF_OK);
    reading of = {.arena = arena, .notes = notes, .err = err};
    bcf_csv_visitor visitor = {.bytes_max = BCF_SHARES_BYTES_MAX,
                               .rows_max = BCF_SHARES_ROWS_MAX,
                               .header = see_header,
                               .row = see_row,
                               .context = &of};
    bcf_code code = bcf_csv_visit(arena, path, &visitor, err);
    if (code == BCF_OK || of.count > 0) {
        sort(&of);
        refuse_twins(&of);
        code = err->code;
    }
    if (code == BCF_OK) {
        code = share_out(out, &of, whole);
    }
    free(of.entries);
    free(of.weights);
    return code;
}

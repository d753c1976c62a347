/* SPDX-License-Identifier: MIT */
#include "shares.h"

#include <stdlib.h>
#include <string.h>

/* The first bytes of a code as numbers make most comparisons a single one, which is what sorting a
 * million codes is made of. Sixteen, because areas' codes have nine, and begin alike. */
#define PREFIX_BYTES 8

/* A row of the file. */
typedef struct entry {
    uint64_t prefix[2];
    const char *code;
    size_t row;
} entry;

/* The first bytes of the text, the first of them the weightiest; zeros past its end. */
static uint64_t prefix_of(const char *text)
{
    uint64_t prefix = 0;
    bool is_over = false;
    for (size_t i = 0; i < PREFIX_BYTES; i++) {
        is_over = is_over || text[i] == '\0';
        prefix = prefix << 8 | (is_over ? 0U : (unsigned char)text[i]);
    }
    return prefix;
}

static entry entry_of(const char *code, size_t row)
{
    bool is_long = strnlen(code, PREFIX_BYTES) == PREFIX_BYTES;
    return (entry){
        .prefix = {prefix_of(code), is_long ? prefix_of(code + PREFIX_BYTES) : 0},
        .code = code,
        .row = row,
    };
}

/* By code, byte by byte. */
static int compare_codes(const entry *a, const entry *b)
{
    for (size_t i = 0; i < 2; i++) {
        if (a->prefix[i] != b->prefix[i]) {
            return a->prefix[i] < b->prefix[i] ? -1 : 1;
        }
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

typedef struct columns {
    int code;
    int weight;
} columns;

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

/* Every bad row is named, so that all can be mended at once. */
static void read_rows(entry entries[], bcf_decimal weights[], const bcf_csv *csv,
                      const columns *where, bcf_error *err)
{
    for (size_t i = 0; i < csv->row_count; i++) {
        const bcf_csv_row *row = &csv->rows[i];
        bcf_place place = bcf_csv_place(csv, row->line);
        const char *code = row->cells[where->code];
        entries[i] = entry_of(code, i);
        bcf_code refused = BCF_OK;
        if (*code == '\0') {
            refused = bcf_refuse(err, BCF_REFUSED_DATA, place, "the code is empty");
        }
        if (refused == BCF_OK) {
            refused =
                bcf_decimal_parse(&weights[i], row->cells[where->weight], "weight", place, err);
        }
        if (refused != BCF_OK) {
            weights[i] = (bcf_decimal){.units = 0};
        }
    }
}

static void refuse_twins(const entry entries[], const bcf_csv *csv, bcf_error *err)
{
    for (size_t i = 1; i < csv->row_count; i++) {
        if (*entries[i].code == '\0' || compare_codes(&entries[i - 1], &entries[i]) != 0) {
            continue;
        }
        bcf_place place = bcf_csv_place(csv, csv->rows[entries[i].row].line);
        bcf_code refused = bcf_refuse(err, BCF_REFUSED_DATA, place,
                                      "the code '%s' is there twice; it is also on line %d",
                                      entries[i].code, csv->rows[entries[i - 1].row].line);
        BCF_ASSERT(refused != BCF_OK);
    }
}

/* The weights in the order of the codes. */
static bcf_weights *sort_weights(bcf_arena *arena, const entry entries[],
                                 const bcf_decimal weights[], size_t count)
{
    bcf_decimal *sorted = BCF_NEW_ARRAY(arena, count, bcf_decimal);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = weights[entries[i].row];
    }
    return bcf_weights_of_decimals(arena, sorted, count);
}

/* What the sorted rows get. */
static bcf_code share_out(const bcf_shares **out, bcf_arena *arena, bcf_money whole,
                          const entry entries[], bcf_weights *weights, const char *path,
                          bcf_error *err)
{
    size_t count = bcf_weights_count(weights);
    bcf_money *amounts = BCF_NEW_ARRAY(arena, count, bcf_money);
    bcf_code code = bcf_apportion(amounts, whole, (bcf_money){1}, weights, BCF_TIE_LARGER_WEIGHT,
                                  "the amount", (bcf_place){.file = path, .line = 1}, err);
    if (code != BCF_OK) {
        return code;
    }
    const char **codes = BCF_NEW_ARRAY(arena, count, const char *);
    for (size_t i = 0; i < count; i++) {
        codes[i] = entries[i].code;
    }
    bcf_shares *shares = BCF_NEW(arena, bcf_shares);
    *shares = (bcf_shares){codes, amounts, count, whole};
    *out = shares;
    return BCF_OK;
}

bcf_code bcf_shares_read(const bcf_shares **out, bcf_arena *arena, bcf_money whole,
                         const char *path, bcf_notes *notes, bcf_error *err)
{
    BCF_ASSERT(err->code == BCF_OK);
    const bcf_csv *csv = NULL;
    columns where;
    bcf_code code = bcf_csv_read(&csv, arena, path, err);
    if (code == BCF_OK) {
        code = find_columns(&where, csv, notes, err);
    }
    if (code != BCF_OK) {
        return code;
    }
    size_t count = csv->row_count;
    entry *entries = BCF_NEW_ARRAY(arena, count, entry);
    bcf_decimal *weights = BCF_NEW_ARRAY(arena, count, bcf_decimal);
    read_rows(entries, weights, csv, &where, err);
    qsort(entries, count, sizeof *entries, compare_entries);
    refuse_twins(entries, csv, err);
    if (err->code != BCF_OK) {
        return err->code;
    }
    return share_out(out, arena, whole, entries, sort_weights(arena, entries, weights, count),
                     csv->file, err);
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reconcile_inside.h"

/* In the order in which they are shown. A file has those of one kind. */
static const struct key_name {
    const char *name;
    claim_key key;
    bool is_of[BCF_CLAIM_LETTERS + 1];
} key_names[] = {
    {"component", KEY_COMPONENT, {[BCF_CLAIM_ALLOCATE] = true}},
    {"hwb",
     KEY_HWB,
     {[BCF_CLAIM_ALLOCATE] = true, [BCF_CLAIM_RELEASE] = true, [BCF_CLAIM_LETTERS] = true}},
    {"council", KEY_COUNCIL, {[BCF_CLAIM_ALLOCATE] = true}},
    {"ccg", KEY_CCG, {[BCF_CLAIM_ALLOCATE] = true}},
    {"district", KEY_DISTRICT, {[BCF_CLAIM_ALLOCATE] = true}},
    {"region", KEY_REGION, {[BCF_CLAIM_ALLOCATE] = true}},
    {"kind", KEY_KIND, {[BCF_CLAIM_ALLOCATE] = true}},
    {"state", KEY_STATE, {[BCF_CLAIM_ALLOCATE] = true}},
    {"payment", KEY_PAYMENT, {[BCF_CLAIM_RELEASE] = true}},
    {"part", KEY_PART, {[BCF_CLAIM_RELEASE] = true}},
    {"held_for", KEY_HELD_FOR, {[BCF_CLAIM_RELEASE] = true}},
    {"year", KEY_YEAR, {[BCF_CLAIM_LETTERS] = true}},
    {"item", KEY_ITEM, {[BCF_CLAIM_LETTERS] = true}},
};
#define KEY_NAME_COUNT (sizeof key_names / sizeof key_names[0])

static const struct figure_name {
    const char *name;
    claim_figure figure;
} figure_names[] = {
    {"amount", FIGURE_AMOUNT},       {"carried_in", FIGURE_CARRIED_IN},
    {"available", FIGURE_AVAILABLE}, {"released", FIGURE_RELEASED},
    {"held", FIGURE_HELD},
};
#define FIGURE_NAME_COUNT (sizeof figure_names / sizeof figure_names[0])

const char *bcf_match_text(bcf_match match)
{
    switch (match) {
    case BCF_MATCH_AGREED:
        return "agreed";
    case BCF_MATCH_DIFFERS:
        return "differs";
    case BCF_MATCH_OURS_ONLY:
        return "ours-only";
    case BCF_MATCH_THEIRS_ONLY:
        return "theirs-only";
    case BCF_MATCH_DOES_NOT_ADD_UP:
        return "does-not-add-up";
    }
    BCF_UNREACHABLE("a comparison without an outcome");
}

bcf_claim_kind bcf_claims_kind(const bcf_claims *claims)
{
    return claims->kind;
}

const char *bcf_reconcile_total_name(const bcf_claims *claims)
{
    return claims->options.total == NULL ? "total" : claims->options.total;
}

static bool has(const bcf_csv *csv, const char *name)
{
    return bcf_csv_column(csv, name) >= 0;
}

static bool is_key(const char *name)
{
    for (size_t i = 0; i < KEY_NAME_COUNT; i++) {
        if (strcmp(key_names[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_key(const bcf_csv *csv)
{
    for (size_t i = 0; i < csv->column_count; i++) {
        if (is_key(csv->columns[i])) {
            return true;
        }
    }
    return false;
}

static bcf_claim_kind kind_of(const bcf_csv *csv)
{
    if (has(csv, "line") && !has_key(csv)) {
        return BCF_CLAIM_LINES;
    }
    if (has(csv, "item")) {
        return BCF_CLAIM_LETTERS;
    }
    bool is_release = has(csv, "payment") || has(csv, "part") || has(csv, "held_for")
                      || has(csv, "carried_in") || has(csv, "available") || has(csv, "released")
                      || has(csv, "held");
    return is_release ? BCF_CLAIM_RELEASE : BCF_CLAIM_ALLOCATE;
}

static const char *kind_text(bcf_claim_kind kind)
{
    switch (kind) {
    case BCF_CLAIM_ALLOCATE:
        return "of allocations";
    case BCF_CLAIM_RELEASE:
        return "of payments";
    case BCF_CLAIM_LETTERS:
        return "of letters";
    case BCF_CLAIM_LINES:
        return "of lines";
    }
    BCF_UNREACHABLE("a file of no kind");
}

/* Columns that our own outputs and tables have beside keys and money. */
static bool is_left_alone(const char *name)
{
    static const char *const names[] = {"status", "data_status", "readings", "on"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* "hwb_name": the key is then "hwb". */
static const char *explained_key(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < KEY_NAME_COUNT; i++) {
        size_t bytes = strlen(key_names[i].name);
        if (length == bytes + 5 && strncmp(name, key_names[i].name, bytes) == 0
            && strcmp(name + bytes, "_name") == 0) {
            return key_names[i].name;
        }
    }
    return NULL;
}

/* A column of names beside its codes says nothing new; alone it must not be overlooked. */
static void find_names(const bcf_csv *csv, bcf_error *err)
{
    for (size_t i = 0; i < csv->column_count; i++) {
        const char *key = explained_key(csv->columns[i]);
        if (key != NULL && !has(csv, key)) {
            bcf_code code = bcf_refuse(err, BCF_REFUSED_DATA, bcf_csv_place(csv, 1),
                                       "column '%s' without '%s': call it '%s', which takes names "
                                       "too",
                                       csv->columns[i], key, key);
            BCF_ASSERT(code != BCF_OK);
        }
    }
}

static bool is_figure(const char *name)
{
    for (size_t i = 0; i < FIGURE_NAME_COUNT; i++) {
        if (strcmp(figure_names[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void find_keys(bcf_claims *claims, bcf_error *err)
{
    const bcf_csv *csv = claims->csv;
    for (size_t i = 0; i < KEY_NAME_COUNT; i++) {
        int place = bcf_csv_column(csv, key_names[i].name);
        if (place < 0) {
            continue;
        }
        if (!key_names[i].is_of[claims->kind]) {
            bcf_code code = bcf_refuse(err, BCF_REFUSED_DATA, bcf_csv_place(csv, 1),
                                       "column '%s' does not go with a file %s", key_names[i].name,
                                       kind_text(claims->kind));
            BCF_ASSERT(code != BCF_OK);
            continue;
        }
        BCF_ASSERT(claims->key_count < BCF_CLAIM_KEYS_MAX);
        claims->keys[claims->key_count] = key_names[i].key;
        claims->key_places[claims->key_count] = place;
        claims->key_names[claims->key_count++] = key_names[i].name;
    }
    if (claims->key_count == 0) {
        bcf_code code = bcf_refuse(err, BCF_REFUSED_DATA, bcf_csv_place(csv, 1),
                                   "no column says which rows these are (hwb, component, council, "
                                   "ccg, district, payment, part, item; or line, for a table to be "
                                   "added up)");
        BCF_ASSERT(code != BCF_OK);
    }
}

/* `amount` beside payments is what was paid: the table `paid`. */
static void find_figures(bcf_claims *claims, bcf_error *err)
{
    const bcf_csv *csv = claims->csv;
    bcf_place place = bcf_csv_place(csv, 1);
    bool is_release = claims->kind == BCF_CLAIM_RELEASE;
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < FIGURE_NAME_COUNT && code == BCF_OK; i++) {
        int column = bcf_csv_column(csv, figure_names[i].name);
        claim_figure figure = figure_names[i].figure;
        if (column < 0) {
            continue;
        }
        if (figure != FIGURE_AMOUNT && !is_release) {
            code =
                bcf_refuse(err, BCF_REFUSED_DATA, place, "column '%s' does not go with a file %s",
                           figure_names[i].name, kind_text(claims->kind));
            continue;
        }
        if (claims->figure_count > 0 && claims->figures[0] == FIGURE_AMOUNT) {
            code = bcf_refuse(err, BCF_REFUSED_DATA, place,
                              "column 'amount' does not say which: there is '%s' too",
                              figure_names[i].name);
            continue;
        }
        claims->figures[claims->figure_count] = figure;
        claims->figure_places[claims->figure_count] = column;
        claims->figure_names[claims->figure_count++] = figure_names[i].name;
    }
    if (code == BCF_OK && claims->figure_count == 0) {
        code = bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "no column of money (amount; or available, released, held)");
        BCF_ASSERT(code != BCF_OK);
    }
}

static void note_others(const bcf_csv *csv, bcf_notes *notes)
{
    for (size_t i = 0; i < csv->column_count; i++) {
        const char *name = csv->columns[i];
        if (!is_key(name) && !is_figure(name) && !is_left_alone(name)
            && explained_key(name) == NULL) {
            bcf_notes_add(notes, bcf_csv_place(csv, 1),
                          "column '%s' is not known and was left alone", name);
        }
    }
}

bcf_code bcf_claims_read(const bcf_claims **out, bcf_arena *arena, const char *path,
                         const bcf_claim_options *options, bcf_notes *notes, bcf_error *err)
{
    BCF_ASSERT(err->code == BCF_OK);
    bcf_claims *claims = BCF_NEW(arena, bcf_claims);
    claims->options = *options;
    bcf_code code = bcf_csv_read(&claims->csv, arena, path, err);
    if (code != BCF_OK) {
        return code;
    }
    claims->kind = kind_of(claims->csv);
    if (claims->kind != BCF_CLAIM_LINES) {
        find_keys(claims, err);
        find_names(claims->csv, err);
        note_others(claims->csv, notes);
    }
    find_figures(claims, err);
    *out = claims;
    return err->code;
}

/* The table's rows as a file of text has them. */
static const bcf_csv *csv_of(bcf_arena *arena, const bcf_table *letters)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(BCF_TABLE_LETTERS, &count);
    const char **names = BCF_NEW_ARRAY(arena, count, const char *);
    for (size_t i = 0; i < count; i++) {
        names[i] = columns[i].name;
    }
    bcf_csv_row *rows = BCF_NEW_ARRAY(arena, letters->row_count, bcf_csv_row);
    for (size_t row = 0; row < letters->row_count; row++) {
        const char **cells = BCF_NEW_ARRAY(arena, count, const char *);
        for (size_t i = 0; i < count; i++) {
            cells[i] = letters->rows[row].cells[i].text;
        }
        rows[row] = (bcf_csv_row){.line = letters->rows[row].place.line, .cells = cells};
    }
    bcf_csv *csv = BCF_NEW(arena, bcf_csv);
    *csv = (bcf_csv){.file = letters->file,
                     .is_sheet = letters->is_sheet,
                     .columns = names,
                     .column_count = count,
                     .rows = rows,
                     .row_count = letters->row_count};
    return csv;
}

bcf_code bcf_claims_of_letters(const bcf_claims **out, bcf_arena *arena, const bcf_tables *tables,
                               const bcf_claim_options *options, bcf_error *err)
{
    bcf_code code = bcf_tables_need(tables, BCF_TABLE_LETTERS, "reconcile", err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_claims *claims = BCF_NEW(arena, bcf_claims);
    claims->kind = BCF_CLAIM_LETTERS;
    claims->options = *options;
    claims->csv = csv_of(arena, &tables->table[BCF_TABLE_LETTERS]);
    find_keys(claims, err);
    find_figures(claims, err);
    *out = claims;
    return err->code;
}

bool bcf_reconcile_is_performance(const bcf_policy *policy, const char *item)
{
    return strcmp(item, "payment-for-performance") == 0
           || bcf_policy_find(policy, BCF_NAME_PAYMENT, item) >= 0;
}

bcf_stage bcf_claims_stage(const bcf_claims *claims, const bcf_policy *policy)
{
    if (claims->kind == BCF_CLAIM_RELEASE) {
        return BCF_STAGE_RELEASE;
    }
    int place = bcf_csv_column(claims->csv, "item");
    for (size_t i = 0; place >= 0 && i < claims->csv->row_count; i++) {
        if (bcf_reconcile_is_performance(policy, claims->csv->rows[i].cells[place])) {
            return BCF_STAGE_RELEASE;
        }
    }
    return BCF_STAGE_ALLOCATION;
}

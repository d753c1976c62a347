/* SPDX-License-Identifier: MIT */
#ifndef BCF_FUZZ_EDITS_H
#define BCF_FUZZ_EDITS_H

/*
 * edits.h - an input as a list of edits to a good dataset: what comes out is a dataset, and mostly
 * a strange one.
 *
 * Edits are of six bytes: what to do, table, row, column, and two more. The tables are cells until
 * they are written.
 */

#include "dataset.h"

#define FUZZ_ROWS_MAX 512
#define FUZZ_EDITS_MAX 64

typedef struct fuzz_grid {
    bool is_there;
    size_t columns;
    size_t rows; /* the header among them */
    const char *cells[FUZZ_ROWS_MAX][BCF_TABLE_COLUMNS_MAX + 2];
} fuzz_grid;

/* What is written at whichever figure: bounds, and what is between them. */
static const char *const fuzz_figures[] = {
    "0",
    "1",
    "2",
    "3",
    "7",
    "10",
    "100",
    "0.5",
    "0.1",
    "0.333333333333",
    "999999999999999.99",
    "1000000",
    "99999999999999999999",
    "0.0000000000000000000000000000000000000001",
    "12.50",
    "9999999999999999999999999999999999999999",
    "1000000000000000",
    "0.7",
    "0.69999",
    "0.70001",
};

/* The good dataset as cells; taken anew for each input, as the edits are made in place. */
static inline void fuzz_open_grids(fuzz_grid grids[BCF_TABLE_COUNT], bcf_arena *arena,
                                   const fuzz_dataset *set)
{
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        fuzz_grid *table = &grids[id];
        table->is_there = set->texts[id].bytes != NULL;
        if (!table->is_there) {
            continue;
        }
        bcf_error err = {0};
        const bcf_csv *csv = NULL;
        FUZZ_CHECK(bcf_csv_read_text(&csv, arena, "table.csv", set->texts[id].bytes,
                                     set->texts[id].length, &err)
                   == BCF_OK);
        table->columns = csv->column_count;
        table->rows = csv->row_count + 1;
        FUZZ_CHECK(table->columns <= BCF_TABLE_COLUMNS_MAX + 2 && table->rows < FUZZ_ROWS_MAX / 2);
        for (size_t c = 0; c < table->columns; c++) {
            table->cells[0][c] = csv->columns[c];
            for (size_t i = 0; i < csv->row_count; i++) {
                table->cells[i + 1][c] = csv->rows[i].cells[c];
            }
        }
    }
}

static inline void fuzz_remove_row(fuzz_grid *table, size_t row)
{
    table->rows--;
    memmove(table->cells[row], table->cells[row + 1], (table->rows - row) * sizeof table->cells[0]);
}

static inline void fuzz_edit(fuzz_grid grids[BCF_TABLE_COUNT], bcf_arena *arena, fuzz_bytes *from)
{
    unsigned what = fuzz_take(from);
    fuzz_grid *table = &grids[fuzz_take(from) % BCF_TABLE_COUNT];
    unsigned row = fuzz_take(from);
    unsigned column = fuzz_take(from);
    unsigned more = fuzz_take(from);
    unsigned last = fuzz_take(from);
    if (!table->is_there || table->rows < 2) {
        return;
    }
    row = 1 + row % (unsigned)(table->rows - 1);
    column %= (unsigned)table->columns;
    const char **cell = &table->cells[row][column];
    switch (what % 8) {
    case 0: /* a figure that bounds are made of */
        *cell = fuzz_figures[more % (sizeof fuzz_figures / sizeof fuzz_figures[0])];
        break;
    case 1: /* any whole number of two bytes */
        *cell = bcf_arena_print(arena, "%u", more << 8 | last);
        break;
    case 2: /* hundredths */
        *cell = bcf_arena_print(arena, "%u.%02u", more, last % 100);
        break;
    case 3: /* what stands in another row there */
        *cell = table->cells[1 + more % (table->rows - 1)][column];
        break;
    case 4:
        fuzz_remove_row(table, row);
        break;
    case 5: /* the same row again, but for one cell, which is that of another */
        if (table->rows < FUZZ_ROWS_MAX - 1) {
            memcpy(table->cells[table->rows], table->cells[row], sizeof table->cells[0]);
            table->cells[table->rows][column] = table->cells[1 + more % (table->rows - 1)][column];
            table->rows++;
        }
        break;
    case 6:
        *cell = "";
        break;
    case 7: /* what stands in another table */
        if (grids[more % BCF_TABLE_COUNT].is_there) {
            const fuzz_grid *other = &grids[more % BCF_TABLE_COUNT];
            *cell = other->cells[last % other->rows][column % other->columns];
        }
        break;
    }
}

/* A table as a file; rows and columns from the last to the first where it is to be turned. */
static inline bcf_table_text fuzz_write_table(bcf_arena *arena, const fuzz_grid *table,
                                              bool is_turned)
{
    if (!table->is_there) {
        return (bcf_table_text){0};
    }
    bcf_text text = {0};
    for (size_t i = 0; i < table->rows; i++) {
        size_t row = is_turned && i > 0 ? table->rows - i : i;
        for (size_t c = 0; c < table->columns; c++) {
            bcf_csv_cell(&text, table->cells[row][is_turned ? table->columns - 1 - c : c], c == 0);
        }
        bcf_text_add(&text, "\n");
    }
    bcf_table_text made = {.bytes = bcf_arena_text_part(arena, text.bytes, text.length),
                           .length = text.length};
    bcf_text_clear(&text);
    return made;
}

static inline const bcf_tables *
fuzz_read_grids(bcf_arena *arena, const fuzz_grid grids[BCF_TABLE_COUNT], bool is_turned)
{
    bcf_table_text texts[BCF_TABLE_COUNT];
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        texts[id] = fuzz_write_table(arena, &grids[id], is_turned);
    }
    bcf_notes notes = {.arena = arena};
    bcf_error err = {0};
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read_texts(&tables, arena, texts, &notes, &err);
    fuzz_check_error(code, &err);
    return code == BCF_OK ? tables : NULL;
}

/* One reading other than the default, or none. */
static inline size_t fuzz_choose(const char *assignments[1], bcf_arena *arena,
                                 const bcf_policy *policy, unsigned byte)
{
    if (policy->setting_count == 0) {
        return 0;
    }
    const bcf_setting *setting = &policy->settings[byte % policy->setting_count];
    const char *value = setting->values[byte / policy->setting_count % setting->value_count];
    assignments[0] = bcf_arena_print(arena, "%s=%s", setting->id, value);
    return 1;
}

/* The dataset with all edits of the input made, and the reading that it chooses. */
typedef struct fuzz_case {
    unsigned number;
    const fuzz_dataset *set;
    const char *assignments[1];
    size_t assignment_count;
    unsigned more; /* a byte for the target */
    fuzz_grid *grids;
} fuzz_case;

/* Input: a byte each for the dataset, the reading, and the target; then the edits. */
static inline fuzz_case fuzz_case_of(bcf_arena *arena, const uint8_t *data, size_t size)
{
    static fuzz_grid grids[BCF_TABLE_COUNT];
    fuzz_bytes from = {data, size};
    fuzz_case made = {.number = fuzz_take(&from) % FUZZ_DATASETS, .grids = grids};
    made.set = fuzz_dataset_take(made.number);
    made.assignment_count =
        fuzz_choose(made.assignments, arena, made.set->policy, fuzz_take(&from));
    made.more = fuzz_take(&from);
    fuzz_open_grids(grids, arena, made.set);
    for (int i = 0; from.left > 0 && i < FUZZ_EDITS_MAX; i++) {
        fuzz_edit(grids, arena, &from);
    }
    return made;
}

#endif

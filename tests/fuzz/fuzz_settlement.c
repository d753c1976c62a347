/* SPDX-License-Identifier: MIT */
/*
 * fuzz_settlement.c - whole settlements of datasets that nobody would think of: an input is a list
 * of edits to a good one, so that what comes out is a dataset, and mostly a strange one.
 *
 * What must hold of every run: dataset.h (parts add up, quotas, nothing below zero, carried in and
 * available = released and held). Besides: the order of rows and columns changes nothing; of
 * some, a settlement is written, read back and verified.
 *
 * Input: a byte each for the dataset, the readings, what else to check; then edits of six bytes:
 * what to do, table, row, column, and two more. The tables are cells until they are written.
 */
#include "dataset.h"

#include "settlement.h"
#include "verify.h"

#define ROWS_MAX 512
#define EDITS_MAX 64

typedef struct grid {
    bool is_there;
    size_t columns;
    size_t rows; /* the header among them */
    const char *cells[ROWS_MAX][BCF_TABLE_COLUMNS_MAX + 2];
} grid;

/* What is written at whichever figure: bounds, and what is between them. */
static const char *const figures[] = {
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
static void open_grids(grid grids[BCF_TABLE_COUNT], bcf_arena *arena, const fuzz_dataset *set)
{
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        grid *table = &grids[id];
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
        FUZZ_CHECK(table->columns <= BCF_TABLE_COLUMNS_MAX + 2 && table->rows < ROWS_MAX / 2);
        for (size_t c = 0; c < table->columns; c++) {
            table->cells[0][c] = csv->columns[c];
            for (size_t i = 0; i < csv->row_count; i++) {
                table->cells[i + 1][c] = csv->rows[i].cells[c];
            }
        }
    }
}

static void remove_row(grid *table, size_t row)
{
    table->rows--;
    memmove(table->cells[row], table->cells[row + 1], (table->rows - row) * sizeof table->cells[0]);
}

static void edit(grid grids[BCF_TABLE_COUNT], bcf_arena *arena, fuzz_bytes *from)
{
    unsigned what = fuzz_take(from);
    grid *table = &grids[fuzz_take(from) % BCF_TABLE_COUNT];
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
        *cell = figures[more % (sizeof figures / sizeof figures[0])];
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
        remove_row(table, row);
        break;
    case 5: /* the same row again, but for one cell, which is that of another */
        if (table->rows < ROWS_MAX - 1) {
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
            const grid *other = &grids[more % BCF_TABLE_COUNT];
            *cell = other->cells[last % other->rows][column % other->columns];
        }
        break;
    }
}

/* A table as a file; rows and columns from the last to the first where it is to be turned. */
static bcf_table_text write_table(bcf_arena *arena, const grid *table, bool is_turned)
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

static const bcf_tables *read_grids(bcf_arena *arena, const grid grids[BCF_TABLE_COUNT],
                                    bool is_turned)
{
    bcf_table_text texts[BCF_TABLE_COUNT];
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        texts[id] = write_table(arena, &grids[id], is_turned);
    }
    bcf_notes notes = {.arena = arena};
    bcf_error err = {0};
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read_texts(&tables, arena, texts, &notes, &err);
    fuzz_check_error(code, &err);
    return code == BCF_OK ? tables : NULL;
}

/* One reading other than the default, or none. */
static size_t choose(const char *assignments[1], bcf_arena *arena, const bcf_policy *policy,
                     unsigned byte)
{
    if (policy->setting_count == 0) {
        return 0;
    }
    const bcf_setting *setting = &policy->settings[byte % policy->setting_count];
    const char *value = setting->values[byte / policy->setting_count % setting->value_count];
    assignments[0] = bcf_arena_print(arena, "%s=%s", setting->id, value);
    return 1;
}

/* A settlement, written, is the same when it is made again from its own run.xml. */
static void check_settlement(bcf_arena *arena, const fuzz_dataset *set,
                             const grid grids[BCF_TABLE_COUNT], const char *const *assignments,
                             size_t count)
{
    static fuzz_file file;
    bcf_kept_inputs kept = {.policy = set->policy_text, .program = "bcf 0"};
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        kept.tables[id] = write_table(arena, &grids[id], false);
        kept.table_digests[id] = "0";
    }
    kept.policy_digest = "0";
    const bcf_order order = {.kept = &kept, .assignments = assignments, .assignment_count = count};
    const bcf_run *run = NULL;
    bcf_error err = {0};
    if (bcf_run_to(&run, arena, &order, BCF_STAGE_SETTLEMENT, "settle", &err) != BCF_OK) {
        return;
    }
    bcf_settlement settlement;
    FUZZ_CHECK(bcf_settlement_write(&settlement, run, &err) == BCF_OK);
    bcf_verified verified = {0};
    for (size_t i = 0; i < settlement.count; i++) {
        if (strcmp(settlement.files[i].name, BCF_RUN_FILE) == 0) {
            fuzz_file_put(&file, settlement.files[i].content, settlement.files[i].length);
            FUZZ_CHECK(bcf_verify(&verified, arena, file.path, &err) == BCF_OK);
        }
    }
    FUZZ_CHECK(verified.run != NULL && verified.count == 0);
}

/* In canonical form nobody sees in which order rows and columns stood. */
static void check_canonical(const bcf_tables *tables, const bcf_tables *turned)
{
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        bcf_text first = {0};
        bcf_text second = {0};
        bcf_tables_canonical(&first, tables, (bcf_table_id)id);
        bcf_tables_canonical(&second, turned, (bcf_table_id)id);
        FUZZ_CHECK(strcmp(bcf_text_get(&first), bcf_text_get(&second)) == 0);
        bcf_text_clear(&first);
        bcf_text_clear(&second);
    }
}

static void check_order(bcf_arena *arena, const fuzz_dataset *set,
                        const grid grids[BCF_TABLE_COUNT], const char *const *assignments,
                        size_t count)
{
    const bcf_tables *tables = read_grids(arena, grids, false);
    const bcf_tables *turned = read_grids(arena, grids, true);
    FUZZ_CHECK((tables == NULL) == (turned == NULL));
    if (tables == NULL) {
        return;
    }
    check_canonical(tables, turned);
    bcf_text first = {0};
    bcf_text second = {0};
    bool is_done = fuzz_answer(&first, arena, set->policy, tables, assignments, count);
    FUZZ_CHECK(fuzz_answer(&second, arena, set->policy, turned, assignments, count) == is_done);
    FUZZ_CHECK(strcmp(bcf_text_get(&first), bcf_text_get(&second)) == 0);
    bcf_text_clear(&first);
    bcf_text_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static grid grids[BCF_TABLE_COUNT];
    fuzz_bytes from = {data, size};
    unsigned number = fuzz_take(&from) % FUZZ_DATASETS;
    const fuzz_dataset *set = fuzz_dataset_take(number);
    bcf_arena *arena = bcf_arena_new();
    const char *assignments[1];
    size_t count = choose(assignments, arena, set->policy, fuzz_take(&from));
    unsigned more = fuzz_take(&from);
    open_grids(grids, arena, set);
    for (int i = 0; from.left > 0 && i < EDITS_MAX; i++) {
        edit(grids, arena, &from);
    }
    if (more % 32 == 1 && number != 0 && number != 4) { /* it takes long: of small ones alone */
        check_settlement(arena, set, grids, assignments, count);
    } else {
        check_order(arena, set, grids, assignments, count);
    }
    bcf_arena_free(arena);
    return 0;
}

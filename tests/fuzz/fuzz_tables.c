/* SPDX-License-Identifier: MIT */
/*
 * fuzz_tables.c - one table of a good dataset is what the input says; the others stay. What is read
 * is run, and is run again from its canonical form: both must say the same.
 *
 * Input: a byte for the dataset and one for the table, then the table as a CSV file.
 */
#include "dataset.h"

/* The tables again, as run.xml would keep them. */
static void canonical(bcf_table_text texts[BCF_TABLE_COUNT], bcf_arena *arena,
                      const bcf_tables *tables)
{
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        texts[id] = (bcf_table_text){0};
        if (tables->table[id].is_there) {
            bcf_text text = {0};
            bcf_tables_canonical(&text, tables, (bcf_table_id)id);
            texts[id].bytes = bcf_arena_text_part(arena, text.bytes, text.length);
            texts[id].length = text.length;
            bcf_text_clear(&text);
        }
    }
}

static void check_again(bcf_arena *arena, const fuzz_dataset *set, const bcf_tables *tables)
{
    bcf_table_text texts[BCF_TABLE_COUNT];
    canonical(texts, arena, tables);
    bcf_error err = {0};
    bcf_notes notes = {.arena = arena};
    const bcf_tables *again = NULL;
    FUZZ_CHECK(bcf_tables_read_texts(&again, arena, texts, &notes, &err) == BCF_OK);
    bcf_table_text twice[BCF_TABLE_COUNT];
    canonical(twice, arena, again);
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        FUZZ_CHECK(texts[id].length == twice[id].length);
        FUZZ_CHECK(texts[id].length == 0
                   || memcmp(texts[id].bytes, twice[id].bytes, texts[id].length) == 0);
    }
    bcf_text first = {0};
    bcf_text second = {0};
    bool is_done = fuzz_answer(&first, arena, set->policy, tables, NULL, 0);
    FUZZ_CHECK(fuzz_answer(&second, arena, set->policy, again, NULL, 0) == is_done);
    FUZZ_CHECK(strcmp(bcf_text_get(&first), bcf_text_get(&second)) == 0);
    bcf_text_clear(&first);
    bcf_text_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes from = {data, size};
    const fuzz_dataset *set = fuzz_dataset_take(fuzz_take(&from));
    unsigned id = fuzz_take(&from) % BCF_TABLE_COUNT;
    bcf_arena *arena = bcf_arena_new();
    bcf_table_text texts[BCF_TABLE_COUNT];
    memcpy(texts, set->texts, sizeof texts);
    texts[id] = (bcf_table_text){from.left == 0 ? "" : (const char *)from.at, from.left};
    bcf_error err = {0};
    bcf_notes notes = {.arena = arena};
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read_texts(&tables, arena, texts, &notes, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK) {
        check_again(arena, set, tables);
    }
    bcf_arena_free(arena);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * fuzz_policy.c - the rules of a year, through the real loader and schema; rules that are taken are
 * run on the dataset that they resemble.
 *
 * Input: a byte for the dataset, then policy.xml.
 */
#include "dataset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes from = {data, size};
    const fuzz_dataset *set = fuzz_dataset_take(fuzz_take(&from));
    bcf_arena *arena = bcf_arena_new();
    const bcf_policy_text text = {
        .path = "policy.xml",
        .bytes = from.left == 0 ? "" : (const char *)from.at,
        .length = from.left,
    };
    const bcf_policy *policy = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_policy_load_text(&policy, arena, &text, fuzz_home.schema, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK) {
        FUZZ_CHECK(policy->canonical_length > 0);
        const bcf_tables *tables = NULL;
        bcf_notes notes = {.arena = arena};
        FUZZ_CHECK(bcf_tables_read_texts(&tables, arena, set->texts, &notes, &err) == BCF_OK);
        bcf_text answers = {0};
        fuzz_answer(&answers, arena, policy, tables, NULL, 0);
        bcf_text_clear(&answers);
    }
    bcf_arena_free(arena);
    return 0;
}

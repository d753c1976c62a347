/* SPDX-License-Identifier: MIT */
/*
 * fuzz_settlement.c - whole settlements of datasets that nobody would think of.
 *
 * What must hold of every run: dataset.h (parts add up, quotas, nothing below zero, carried in and
 * available = released and held). Besides: the order of rows and columns changes nothing; of some,
 * a settlement is written, read back and verified.
 *
 * Input: as edits.h has it; the byte for the target says whether to write.
 */
#include "edits.h"

#include "settlement.h"
#include "verify.h"

/* A settlement, written, is the same when it is made again from its own run.xml. */
static void check_settlement(bcf_arena *arena, const fuzz_case *here)
{
    static fuzz_file file;
    bcf_kept_inputs kept = {.policy = here->set->policy_text, .program = "bcf 0"};
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        kept.tables[id] = fuzz_write_table(arena, &here->grids[id], false);
        kept.table_digests[id] = "0";
    }
    kept.policy_digest = "0";
    const bcf_order order = {.kept = &kept,
                             .assignments = here->assignments,
                             .assignment_count = here->assignment_count};
    const bcf_run *run = NULL;
    bcf_error err = {0};
    if (bcf_run_to(&run, arena, &order, BCF_STAGE_SETTLEMENT, "settle", &err) != BCF_OK) {
        return;
    }
    bcf_settlement settlement;
    FUZZ_CHECK(bcf_settlement_write(&settlement, run, BCF_SETTLEMENT_WHOLE, &err) == BCF_OK);
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

static void check_order(bcf_arena *arena, const fuzz_case *here)
{
    const bcf_tables *tables = fuzz_read_grids(arena, here->grids, false);
    const bcf_tables *turned = fuzz_read_grids(arena, here->grids, true);
    FUZZ_CHECK((tables == NULL) == (turned == NULL));
    if (tables == NULL) {
        return;
    }
    check_canonical(tables, turned);
    bcf_text first = {0};
    bcf_text second = {0};
    bool is_done = fuzz_answer(&first, arena, here->set->policy, tables, here->assignments,
                               here->assignment_count);
    FUZZ_CHECK(fuzz_answer(&second, arena, here->set->policy, turned, here->assignments,
                           here->assignment_count)
               == is_done);
    FUZZ_CHECK(strcmp(bcf_text_get(&first), bcf_text_get(&second)) == 0);
    bcf_text_clear(&first);
    bcf_text_clear(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bcf_arena *arena = bcf_arena_new();
    fuzz_case here = fuzz_case_of(arena, data, size);
    bool is_small = here.number != 0 && here.number != 4;
    if (here.more % 32 == 1 && is_small) { /* it takes long: of small ones alone */
        check_settlement(arena, &here);
    } else {
        check_order(arena, &here);
    }
    bcf_arena_free(arena);
    return 0;
}

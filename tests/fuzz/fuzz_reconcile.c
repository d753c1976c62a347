/* SPDX-License-Identifier: MIT */
/*
 * fuzz_reconcile.c - somebody else's figures against a run: every figure of theirs is told, sums
 * are those of the rows, and the outputs can be written.
 *
 * Input: a byte for the dataset, one for the options, then the file.
 */
#include "dataset.h"

#include "reconcile.h"
#include "report_reconcile.h"
#include "report_why.h"

static fuzz_file file;

static void check_rows(const bcf_reconciliation *found)
{
    size_t agreed = 0;
    for (size_t i = 0; i < found->row_count; i++) {
        const bcf_matched *row = &found->rows[i];
        agreed += row->match == BCF_MATCH_AGREED;
        if (row->has_theirs && row->has_ours) {
            FUZZ_CHECK(row->difference.pence == row->theirs.pence - row->ours.pence);
            FUZZ_CHECK(row->match != BCF_MATCH_OURS_ONLY && row->match != BCF_MATCH_THEIRS_ONLY);
        } else {
            FUZZ_CHECK(row->has_theirs || row->has_ours);
            FUZZ_CHECK(row->match != BCF_MATCH_AGREED && row->match != BCF_MATCH_DIFFERS);
        }
    }
    FUZZ_CHECK(agreed == found->agreed);
}

static void check_why(const bcf_why *why)
{
    FUZZ_CHECK(why == NULL || why->suspect_count <= BCF_SUSPECTS_MAX);
    for (size_t i = 0; why != NULL && i < why->suspect_count; i++) {
        const bcf_suspect *suspect = &why->suspects[i];
        FUZZ_CHECK(suspect->agreed <= why->disputed && suspect->unexplained.pence >= 0);
    }
}

static void foot(bcf_arena *arena, const bcf_claims *claims, const bcf_notes *notes)
{
    const bcf_reconciliation *found = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_foot(&found, arena, claims, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK) {
        check_rows(found);
        bcf_text page = {0};
        bcf_report_foot_page(&page, arena, found, "file.csv", notes);
        bcf_sheet_csv(&page, bcf_report_foot(arena, found));
        bcf_text_clear(&page);
    }
}

static void compare(bcf_arena *arena, const fuzz_dataset *set, const bcf_claims *claims,
                    bool is_why, bcf_notes *notes)
{
    const bcf_tables *tables = NULL;
    bcf_error err = {0};
    FUZZ_CHECK(bcf_tables_read_texts(&tables, arena, set->texts, notes, &err) == BCF_OK);
    const bcf_read_inputs read = {.policy = set->policy, .tables = tables};
    const bcf_order order = {.read = &read, .policy = "it", .dataset = "it"};
    const bcf_run *run = NULL;
    bcf_code code =
        bcf_run_to(&run, arena, &order, bcf_claims_stage(claims, set->policy), "reconcile", &err);
    const bcf_scope all = {.kind = BCF_SCOPE_ALL};
    const bcf_reconciliation *found = NULL;
    if (code == BCF_OK) {
        code = bcf_reconcile(&found, run, claims, all, is_why, NULL, 0, notes, &err);
    }
    fuzz_check_error(code, &err);
    if (code != BCF_OK) {
        return;
    }
    check_rows(found);
    check_why(found->why);
    bcf_text page = {0};
    bcf_report_reconcile_page(&page, run, found, "file.csv");
    bcf_sheet_csv(&page, bcf_report_reconcile(run, found));
    if (is_why) {
        bcf_sheet_csv(&page, bcf_report_why(run, found));
    }
    bcf_text_clear(&page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int64_t printed_in[] = {0, 1, 1000, 1000000};
    fuzz_bytes from = {data, size};
    unsigned number = fuzz_take(&from) % FUZZ_DATASETS;
    const fuzz_dataset *set = fuzz_dataset_take(number);
    unsigned options = fuzz_take(&from);
    /* The rules of 2015-16 have so many readings that one search takes a second. */
    bool is_why = (options & 1) != 0 && number != 0 && number != 4;
    const bcf_claim_options how = {
        .printed_in = printed_in[options >> 1 & 3],
        .total = options & 8 ? "G1" : NULL,
    };
    fuzz_file_put(&file, from.at, from.left);
    bcf_arena *arena = bcf_arena_new();
    bcf_notes notes = {.arena = arena};
    const bcf_claims *claims = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_claims_read(&claims, arena, file.path, &how, &notes, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK && bcf_claims_kind(claims) == BCF_CLAIM_LINES) {
        foot(arena, claims, &notes);
    } else if (code == BCF_OK) {
        compare(arena, set, claims, is_why, &notes);
    }
    bcf_arena_free(arena);
    return 0;
}

/* SPDX-License-Identifier: MIT */
/*
 * fuzz_run.c - run.xml as `verify` and `compare` read it: a kept run with all of its inputs, made
 * again, and held against another one.
 *
 * Input: run.xml. Its seal is made good where it is broken, as no fuzzer finds a digest; that a
 * broken one is refused or told is for tests/program to see.
 */
#include "dataset.h"

#include "balance.h"
#include "compare.h"
#include "digest.h"
#include "fairness.h"
#include "report_changes.h"
#include "report_compare.h"
#include "settlement.h"
#include "verify.h"

/* Of the datasets, that of July 2014: small, and with a payment for performance. */
#define OTHER 3

static fuzz_file input;
static fuzz_file other;

static void make_other(void)
{
    const fuzz_dataset *set = fuzz_dataset_take(OTHER);
    char folder[1024];
    char policy[1024];
    snprintf(folder, sizeof folder, "%s/%s", BCF_ROOT, set->folder);
    snprintf(policy, sizeof policy, "%s/%s", BCF_ROOT, set->policy_file);
    const bcf_order order = {.policy = policy, .dataset = folder};
    bcf_arena *arena = bcf_arena_new();
    const bcf_run *run = NULL;
    bcf_settlement files;
    bcf_error err = {0};
    FUZZ_CHECK(bcf_run_to(&run, arena, &order, BCF_STAGE_SETTLEMENT, "settle", &err) == BCF_OK);
    FUZZ_CHECK(bcf_settlement_write(&files, run, BCF_SETTLEMENT_WHOLE, &err) == BCF_OK);
    for (size_t i = 0; i < files.count; i++) {
        if (strcmp(files.files[i].name, BCF_RUN_FILE) == 0) {
            fuzz_file_put(&other, files.files[i].content, files.files[i].length);
        }
    }
    FUZZ_CHECK(other.handle != 0);
    bcf_arena_free(arena);
}

static void verify(void)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_verified verified = {0};
    bcf_error err = {0};
    bcf_code code = bcf_verify(&verified, arena, input.path, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK) {
        if (verified.run != NULL) {
            fuzz_check_run(verified.run);
        }
        bcf_text page = {0};
        bcf_verified_page(&page, &verified);
        bcf_sheet_csv(&page, bcf_verified_sheet(&verified));
        bcf_text_clear(&page);
    }
    bcf_arena_free(arena);
}

/* Every step, whoever is asked about; what the steps move adds up to the change. */
static void compare(const char *old_path, const char *new_path)
{
    bcf_arena *arena = bcf_arena_new();
    const bcf_comparison *comparison = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_compare_runs(&comparison, arena, old_path, new_path, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK) {
        bcf_compare_by by;
        FUZZ_CHECK(bcf_compare_by_parse(&by, arena, NULL, &err) == BCF_OK);
        bcf_text page = {0};
        bcf_changed_rows rows = bcf_compare_rows(comparison);
        bcf_report_changes_begin(&page, comparison, BCF_COMPARE_EVERYBODY);
        bcf_report_changes_page(&page, comparison, BCF_COMPARE_EVERYBODY, &rows);
        bcf_report_changes_end(&page, comparison, BCF_COMPARE_EVERYBODY);
        bcf_sheet_csv(&page, bcf_report_compare(comparison, BCF_COMPARE_EVERYBODY, &by, true));
        bcf_fairness_of(arena, comparison->old.run, comparison->new.run);
        bcf_text_clear(&page);
    }
    bcf_arena_free(arena);
}

/* Writes the right digest over the one that stands there; `input` is to hold the bytes. */
static void seal(bcf_arena *arena, const bcf_kept_run *kept)
{
    const char *said = kept->document.seal;
    size_t from = kept->document.sealed_length;
    FUZZ_CHECK(from <= kept->length);
    if (said == NULL || strlen(said) != 64 || bcf_kept_is_sealed(arena, kept)) {
        return;
    }
    char *bytes = bcf_arena_alloc(arena, kept->length + 1, 1);
    memcpy(bytes, kept->bytes, kept->length);
    char *place = memmem(bytes + from, kept->length - from, said, 64);
    if (place != NULL) {
        memcpy(place, bcf_digest_of(arena, bytes, from), 64);
        fuzz_file_put(&input, bytes, kept->length);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (other.handle == 0) {
        make_other();
    }
    fuzz_file_put(&input, data, size);
    bcf_arena *arena = bcf_arena_new();
    bcf_kept_run kept = {0};
    bcf_error err = {0};
    bcf_code code = bcf_kept_read(&kept, arena, input.path, &err);
    fuzz_check_error(code, &err);
    if (code == BCF_OK) {
        seal(arena, &kept);
    }
    bcf_arena_free(arena);
    if (code == BCF_OK) {
        verify();
        compare(other.path, input.path);
    }
    return 0;
}

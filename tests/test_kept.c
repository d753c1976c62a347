/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "kept.h"

#include <string.h>

#include "support/pairs.h"

#include "support/case.h"

static const pairs_side side = {
    .sets = {"unit=1000", "clawback=yes"}, .policy = "2015-16-revised", .as_at = 20150401};

static const char *kept_path(void)
{
    const char *path = bcf_arena_print(arena, "%s/run.xml", set.folder);
    pairs_run(arena, &side, path, &err);
    return path;
}

START_TEST(a_run_is_read_with_all_that_it_was_made_from)
{
    const char *path = kept_path();
    bcf_kept_run kept;
    ck_assert_int_eq(bcf_kept_read(&kept, arena, path, &err), BCF_OK);
    ck_assert_str_eq(kept.path, path);
    ck_assert(!kept.is_in_folder);
    ck_assert(bcf_kept_is_sealed(arena, &kept));
    ck_assert_str_eq(bcf_kept_fact(&kept.document, "policy"), "2015-16-revised");
    ck_assert_str_eq(bcf_kept_fact(&kept.document, "setting:clawback"), "yes");
    ck_assert_ptr_null(bcf_kept_fact(&kept.document, "setting:nonsense"));
    ck_assert_ptr_nonnull(bcf_kept_sheet(&kept, "allocate"));
    ck_assert_ptr_null(bcf_kept_sheet(&kept, "nonsense"));
    ck_assert_int_eq(kept.order.as_at, 20150401);
    ck_assert_ptr_nonnull(kept.inputs.policy.bytes);
    ck_assert_ptr_nonnull(kept.inputs.tables[BCF_TABLE_RESIDENTS].bytes);
    ck_assert_ptr_nonnull(kept.inputs.table_digests[BCF_TABLE_RESIDENTS]);
    ck_assert_ptr_nonnull(kept.inputs.program_digest);
    ck_assert_int_eq(strncmp(kept.inputs.program, "bcf ", 4), 0);
}
END_TEST

START_TEST(a_folder_stands_for_the_run_in_it)
{
    kept_path();
    const char *ways[] = {set.folder, bcf_arena_print(arena, "%s/", set.folder)};
    for (size_t i = 0; i < 2; i++) {
        bcf_kept_run kept;
        ck_assert_int_eq(bcf_kept_read(&kept, arena, ways[i], &err), BCF_OK);
        ck_assert(kept.is_in_folder);
        ck_assert_str_eq(kept.path, bcf_arena_print(arena, "%s/run.xml", set.folder));
    }
    ck_assert_str_eq(bcf_kept_file(arena, "a", "b"), "a/b");
    ck_assert_str_eq(bcf_kept_file(arena, "a/", "b"), "a/b");
}
END_TEST

START_TEST(what_is_made_again_from_it_has_the_same_bytes)
{
    const char *path = kept_path();
    bcf_kept_run kept;
    ck_assert_int_eq(bcf_kept_read(&kept, arena, path, &err), BCF_OK);
    const bcf_run *again = NULL;
    bcf_code code = bcf_run_to(&again, arena, &kept.order, BCF_STAGE_SETTLEMENT, "verify", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    bcf_settlement settlement;
    ck_assert_int_eq(bcf_settlement_write(&settlement, again, BCF_SETTLEMENT_WHOLE, &err), BCF_OK);
    ck_assert_uint_eq(settlement.files[0].length, kept.length);
    ck_assert_mem_eq(settlement.files[0].content, kept.bytes, kept.length);
}
END_TEST

static const struct {
    const char *name;
    const char *from; /* NULL: nothing is replaced, the file ends at `to` */
    const char *to;
    const char *says;
} refusals[] = {
    {"nothing in it", NULL, "<?xml", "run.xml"},
    {"cut off", NULL, "<inputs", "run.xml"},
    {"no format", " format=\"1\"", "", "states no format"},
    {"a format of nothing", "format=\"1\"", "format=\"0\"", "states no format"},
    {"the next format", "format=\"1\"", "format=\"2\"", "is of format 2, and this bcf knows"},
    {"a format far away", "format=\"1\"", "format=\"4000000000\"", "is of format 4000000000"},
    {"a table of no name", "<table name=\"boards\"", "<table name=\"planks\"", "no table 'planks'"},
    {"a table twice", "<table name=\"councils\"", "<table name=\"boards\"", "is there twice"},
    {"no program", "<fact name=\"program\">", "<fact name=\"programme\">",
     "does not state which program made it"},
    {"a day that is none", "<fact name=\"as-at\">2015-04-01", "<fact name=\"as-at\">2015-04-31",
     "as-at"},
};

START_TEST(what_is_no_run_is_refused)
{
    const char *path = kept_path();
    size_t length = 0;
    char *whole = dataset_slurp(path, &length);
    bool is_cut = refusals[_i].from == NULL;
    char *found = strstr(whole, is_cut ? refusals[_i].to : refusals[_i].from);
    ck_assert_ptr_nonnull(found);
    bcf_text text = {0};
    bcf_text_add_bytes(&text, whole, (size_t)(found - whole));
    if (!is_cut) {
        bcf_text_add(&text, refusals[_i].to);
        bcf_text_add(&text, found + strlen(refusals[_i].from));
    }
    dataset_put_bytes(&set, "run.xml", bcf_text_get(&text), text.length);
    bcf_text_clear(&text);
    free(whole);
    bcf_kept_run kept;
    ck_assert_int_ne(bcf_kept_read(&kept, arena, path, &err), BCF_OK);
    ck_assert_msg(strstr(err.messages[0], refusals[_i].says) != NULL, "%s", err.messages[0]);
}
END_TEST

START_TEST(a_folder_without_a_run_is_refused)
{
    bcf_kept_run kept;
    ck_assert_int_ne(bcf_kept_read(&kept, arena, set.folder, &err), BCF_OK);
    ck_assert_msg(strstr(err.messages[0], "/run.xml") != NULL, "%s", err.messages[0]);
}
END_TEST

START_TEST(a_changed_byte_breaks_the_seal)
{
    const char *path = kept_path();
    size_t length = 0;
    char *whole = dataset_slurp(path, &length);
    char *found = strstr(whole, "amount=\"");
    ck_assert_ptr_nonnull(found);
    found[sizeof "amount=\"" - 1] ^= 1; /* another digit */
    dataset_put_bytes(&set, "run.xml", whole, length);
    free(whole);
    bcf_kept_run kept;
    ck_assert_int_eq(bcf_kept_read(&kept, arena, path, &err), BCF_OK);
    ck_assert(!bcf_kept_is_sealed(arena, &kept));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("kept");
    TCase *tc = tcase_create("kept");
    tcase_add_checked_fixture(tc, case_open, case_close);
    tcase_add_test(tc, a_run_is_read_with_all_that_it_was_made_from);
    tcase_add_test(tc, a_folder_stands_for_the_run_in_it);
    tcase_add_test(tc, what_is_made_again_from_it_has_the_same_bytes);
    ADD_ROWS(tc, what_is_no_run_is_refused, refusals);
    tcase_add_test(tc, a_folder_without_a_run_is_refused);
    tcase_add_test(tc, a_changed_byte_breaks_the_seal);
    suite_add_tcase(s, tc);
    return s;
}

RUN_SUITE(suite)

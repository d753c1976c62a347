/* SPDX-License-Identifier: MIT */
#ifndef BCF_FUZZ_DATASET_H
#define BCF_FUZZ_DATASET_H

/*
 * dataset.h - good datasets with their policies, kept in the memory, and what must hold of a run.
 *
 * Read once a process and never released: inputs take the place of a part of them.
 */

#include "fuzz.h"

#include <gmp.h>

#include "allocation.h"
#include "home.h"
#include "release.h"
#include "report_allocate.h"
#include "report_assure.h"
#include "report_release.h"
#include "report_score.h"
#include "run.h"

/* A folder of fixtures, and the policy that it goes with. */
typedef struct fuzz_dataset {
    const char *folder;
    const char *policy_file;
    bcf_policy_text policy_text;
    const bcf_policy *policy;
    bcf_table_text texts[BCF_TABLE_COUNT];
} fuzz_dataset;

/* The order is part of the corpora: add at the end. */
static fuzz_dataset fuzz_datasets[] = {
    {"fixtures/shire", "formulas/2015-16/v4/policy.xml", {0}, NULL, {{0}}},
    {"fixtures/known/two-equal-ccgs", "formulas/2014-15/v2/policy.xml", {0}, NULL, {{0}}},
    {"fixtures/toy-year", "fixtures/toy-year/policy.xml", {0}, NULL, {{0}}},
    {"fixtures/known/july-2014-uneven", "formulas/2015-16-revised/v2/policy.xml", {0}, NULL, {{0}}},
    {"fixtures/known/assurance", "formulas/2015-16/v4/policy.xml", {0}, NULL, {{0}}},
    {"fixtures/known/weighted-capitation",
     "fixtures/known/weighted-capitation/policy.xml",
     {0},
     NULL,
     {{0}}},
};
#define FUZZ_DATASETS (sizeof fuzz_datasets / sizeof fuzz_datasets[0])

/*
 * The linker puts this in the place of bcf_home_find (--wrap, CMakeLists.txt): a folder with the
 * schema and one small policy. A name that a policy does not know is looked for in all that are
 * installed; nine of them, ten times slower under the sanitizers, would be most of the work.
 */
bcf_code __wrap_bcf_home_find(bcf_home *out, bcf_arena *arena, bcf_error *err);
bcf_code __wrap_bcf_home_find(bcf_home *out, bcf_arena *arena, bcf_error *err)
{
    (void)arena;
    (void)err;
    *out =
        (bcf_home){FUZZ_HOME "/formulas", FUZZ_HOME "/formulas/policy.xsd", BCF_ROOT "/fixtures"};
    return BCF_OK;
}

/* Until the process ends. */
static bcf_arena *fuzz_kept;
static bcf_home fuzz_home;

static inline char *fuzz_slurp(const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL) {
        return NULL;
    }
    FUZZ_CHECK(fseek(in, 0, SEEK_END) == 0);
    *length = (size_t)ftell(in);
    rewind(in);
    char *bytes = bcf_arena_alloc(fuzz_kept, *length + 1, 1);
    FUZZ_CHECK(fread(bytes, 1, *length, in) == *length);
    fclose(in);
    return bytes;
}

/* The dataset, read when it is first asked for. */
static inline const fuzz_dataset *fuzz_dataset_take(size_t number)
{
    fuzz_dataset *set = &fuzz_datasets[number % FUZZ_DATASETS];
    bcf_error err = {0};
    if (fuzz_kept == NULL) {
        fuzz_kept = bcf_arena_new();
        bcf_ratio_guard_memory();
        FUZZ_CHECK(bcf_home_find(&fuzz_home, fuzz_kept, &err) == BCF_OK);
    }
    if (set->policy != NULL) {
        return set;
    }
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", BCF_ROOT, set->policy_file);
    set->policy_text.path = "policy.xml";
    set->policy_text.bytes = fuzz_slurp(path, &set->policy_text.length);
    FUZZ_CHECK(
        bcf_policy_load_text(&set->policy, fuzz_kept, &set->policy_text, fuzz_home.schema, &err)
        == BCF_OK);
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        snprintf(path, sizeof path, "%s/%s/%s.csv", BCF_ROOT, set->folder,
                 bcf_table_name((bcf_table_id)id));
        set->texts[id].bytes = fuzz_slurp(path, &set->texts[id].length);
    }
    FUZZ_CHECK(set->texts[BCF_TABLE_MANIFEST].bytes != NULL);
    return set;
}

/* A split: its parts add up, each is its quota rounded down or up, no weight gets nothing. */
static inline void fuzz_check_split(bcf_arena *arena, const bcf_split *split)
{
    mpq_t weight, sum, quota, part;
    mpq_inits(weight, sum, quota, part, NULL);
    const bcf_ratio *all = bcf_weights_sum(arena, split->weights);
    FUZZ_CHECK(mpq_set_str(sum, bcf_ratio_exact_text(arena, all), 10) == 0);
    int64_t left = split->whole.pence;
    for (size_t i = 0; i < bcf_weights_count(split->weights); i++) {
        int64_t pence = split->shares[i].pence;
        left -= pence;
        FUZZ_CHECK(pence >= 0 && pence % split->unit.pence == 0);
        const bcf_ratio *one = bcf_weights_weight(arena, split->weights, i);
        FUZZ_CHECK(mpq_set_str(weight, bcf_ratio_exact_text(arena, one), 10) == 0);
        FUZZ_CHECK(mpq_sgn(weight) > 0 || pence == 0);
        mpq_set_si(quota, split->whole.pence, 1);
        mpq_mul(quota, quota, weight);
        mpq_div(quota, quota, sum);
        mpq_set_si(part, pence, 1);
        mpq_sub(part, part, quota);
        mpq_abs(part, part);
        mpq_set_si(quota, split->unit.pence, 1);
        FUZZ_CHECK(mpq_cmp(part, quota) < 0);
    }
    FUZZ_CHECK(left == 0);
    mpq_clears(weight, sum, quota, part, NULL);
}

static inline void fuzz_check_ledger(bcf_arena *arena, const bcf_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        fuzz_check_split(arena, &ledger->items[i]);
    }
}

static inline void fuzz_check_allocation(bcf_arena *arena, const bcf_run *run)
{
    int64_t all = 0;
    for (size_t c = 0; c < run->policy->component_count; c++) {
        int64_t sum = 0;
        for (size_t i = 0; i < run->allocation->grant_count; i++) {
            const bcf_grant *grant = &run->allocation->grants[i];
            FUZZ_CHECK(grant->amount.pence > 0);
            sum += grant->component == c ? grant->amount.pence : 0;
        }
        FUZZ_CHECK(sum == run->policy->components[c].amount.pence);
        all += sum;
    }
    FUZZ_CHECK(all == run->allocation->total.pence);
    fuzz_check_ledger(arena, run->allocation->ledger);
}

/* What England has for performance. */
static inline int64_t fuzz_pool(const bcf_performance *performance)
{
    if (performance->admissions != NULL) {
        return performance->admissions->areas_share.pence;
    }
    int64_t pool = 0;
    for (size_t i = 0; i < performance->strand_count; i++) {
        pool += performance->strands[i].amount.pence;
    }
    return pool;
}

static inline void fuzz_check_release(bcf_arena *arena, const bcf_run *run)
{
    int64_t available = 0;
    int64_t carried = 0;
    bool claws_back = bcf_settings_is(run->settings, "clawback", "yes");
    for (size_t i = 0; i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        FUZZ_CHECK(row->carried_in.pence >= 0 && row->available.pence >= 0);
        FUZZ_CHECK(row->held.pence >= 0 && (row->released.pence >= 0 || claws_back));
        FUZZ_CHECK(row->carried_in.pence + row->available.pence
                   == row->released.pence + row->held.pence);
        FUZZ_CHECK((row->held.pence == 0) == (row->held_for == BCF_HELD_FOR_NOTHING));
        available += row->available.pence;
        carried += row->carried_in.pence;
    }
    FUZZ_CHECK(available == fuzz_pool(run->policy->performance));
    FUZZ_CHECK(carried == 0 || run->policy->performance->admissions != NULL);
    fuzz_check_ledger(arena, run->release->ledger);
}

static inline void fuzz_check_run(const bcf_run *run)
{
    if (run->allocation != NULL) {
        fuzz_check_allocation(run->arena, run);
    }
    if (run->release != NULL) {
        fuzz_check_release(run->arena, run);
    }
}

/* Rows as machines read them; without facts and notes, which may tell lines of files. */
static inline void fuzz_add_answers(bcf_text *out, const bcf_run *run)
{
    const bcf_scope all = {.kind = BCF_SCOPE_ALL};
    if (run->allocation != NULL) {
        bcf_sheet_csv(out, bcf_report_allocate(run, all, true));
    }
    if (run->scores != NULL) {
        bcf_sheet_csv(out, bcf_report_score(run, all, true));
    }
    if (run->release != NULL) {
        bcf_sheet_csv(out, bcf_report_release(run, all, true));
    }
}

/* Runs a policy on tables, as far as it goes; NULL where something is refused. */
static inline const bcf_run *fuzz_make_run(bcf_arena *arena, const bcf_policy *policy,
                                           const bcf_tables *tables, const char *const *assignments,
                                           size_t count)
{
    bcf_read_inputs *read = BCF_NEW(arena, bcf_read_inputs);
    *read = (bcf_read_inputs){.policy = policy, .tables = tables};
    bcf_order *order = BCF_NEW(arena, bcf_order);
    *order = (bcf_order){.read = read,
                         .policy = "it",
                         .dataset = "it",
                         .assignments = assignments,
                         .assignment_count = count};
    bcf_stage stage = policy->component_count > 0 && policy->performance != NULL
                              && bcf_run_has_tables(policy, tables, BCF_STAGE_RELEASE)
                          ? BCF_STAGE_SETTLEMENT
                          : BCF_STAGE_CHECK;
    const bcf_run *run = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_run_to(&run, arena, order, stage, "settle", &err);
    fuzz_check_error(code, &err);
    if (code != BCF_OK) {
        return NULL;
    }
    fuzz_check_run(run);
    return run;
}

/* The same; true where nothing was refused. What comes out is added to `answers`. */
static inline bool fuzz_answer(bcf_text *answers, bcf_arena *arena, const bcf_policy *policy,
                               const bcf_tables *tables, const char *const *assignments,
                               size_t count)
{
    const bcf_run *run = fuzz_make_run(arena, policy, tables, assignments, count);
    if (run != NULL) {
        fuzz_add_answers(answers, run);
    }
    return run != NULL;
}

#endif

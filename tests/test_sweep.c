/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, in dataset.h */

#include "sweep_inside.h"

#include "support/dataset.h"

#define SETTINGS_MAX 3

static bcf_arena *arena;
static bcf_error err;

static void set_up(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static const bcf_run *run_of(const char *policy, const char *folder,
                             const char *const settings[SETTINGS_MAX])
{
    static bcf_order order;
    order = (bcf_order){.policy = policy,
                        .dataset = bcf_arena_print(arena, "%s/fixtures/%s", BCF_ROOT, folder),
                        .assignments = settings};
    while (order.assignment_count < SETTINGS_MAX && settings[order.assignment_count] != NULL) {
        order.assignment_count++;
    }
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, &order, BCF_STAGE_CHECK, "test", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return run;
}

/* Compares every so-manieth combination with everything computed anew. */
typedef struct checking {
    const bcf_run *run;
    size_t every;
    size_t seen;
    size_t checked;
} checking;

static void check_board(const checking *of, const bcf_combined *combined, const bcf_outcome *full,
                        size_t board)
{
    int64_t released = 0;
    int64_t changed = 0;
    for (size_t i = 0; full->release != NULL && i < full->release->row_count; i++) {
        const bcf_release_row *row = &full->release->rows[i];
        const bcf_release_row *was = &of->run->release->rows[i];
        if (row->board != board) {
            continue;
        }
        released += row->released.pence;
        changed += bcf_held_for_another(of->run, was, row->held, row->held_for).pence;
    }
    if (full->release != NULL) {
        ck_assert_int_eq(combined->released[board].pence, released);
        ck_assert_int_eq(combined->held_for_changed[board].pence, changed);
    }
}

static void check_one(void *visitor, const bcf_combined *combined)
{
    checking *of = visitor;
    if (of->seen++ % of->every != 0) {
        return;
    }
    of->checked++;
    bcf_arena *scratch = bcf_arena_new();
    bcf_outcome full;
    bcf_code code =
        bcf_outcome_compute(&full, scratch, of->run,
                            bcf_wheels_settings(scratch, combined->wheels, combined->places), &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    bcf_pools pools = bcf_pools_of(scratch, of->run, full.allocation);
    const bcf_areas *areas = of->run->figures->areas;
    for (size_t i = 0; i < areas->ccg_count; i++) {
        ck_assert_int_eq(combined->pools->ccgs[i].pence, pools.ccgs[i].pence);
    }
    for (size_t i = 0; i < areas->council_count; i++) {
        ck_assert_int_eq(combined->pools->councils[i].pence, pools.councils[i].pence);
    }
    for (size_t i = 0; i < areas->board_count; i++) {
        ck_assert_int_eq(combined->pools->boards[i].pence, pools.boards[i].pence);
        check_board(of, combined, &full, i);
    }
    bcf_arena_free(scratch);
}

static const struct {
    const char *name;
    const char *policy;
    const char *folder;
    const char *settings[SETTINGS_MAX];
    size_t combinations; /* values multiplied, by hand */
    size_t every;        /* a prime beside them, so that all settings vary among the checked */
} cases[] = {
    /* 2 x 2 x 2 x 3 x 2 x 2 x 2 x 3 x 2 x 2 x 3 */
    {"the shire, all eleven settings", "2015-16", "shire", {NULL}, 6912, 7},
    {"the shire, from another base",
     "2015-16",
     "shire",
     {"unit=1000", "seventy-per-cent-scope=plan", "conditions-split=all-or-nothing"},
     6912,
     11},
    /* 2 x 2 x 2 x 2 x 2 x 3 x 2 x 2 x 3: four values there lack data */
    {"England", "2015-16", "england", {NULL}, 1152, 31},
    /* 2 x 2 x 2 x 3 x 2 x 2 x 3 */
    {"the shire, July 2014", "2015-16-revised", "shire", {NULL}, 288, 5},
    {"a year of one setting", "2014-15", "shire", {NULL}, 3, 1},
};

START_TEST(combinations_are_what_a_full_run_says)
{
    const bcf_run *run = run_of(cases[_i].policy, cases[_i].folder, cases[_i].settings);
    const bcf_sweep *sweep = NULL;
    bcf_code code = bcf_sweep_readings(&sweep, arena, run, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    ck_assert_uint_eq(sweep->combinations, cases[_i].combinations);
    ck_assert_uint_eq(sweep->refused, 0);
    checking of = {.run = run, .every = cases[_i].every};
    bcf_combiner combiner = {
        .run = run, .wheels = sweep->wheels, .visit = check_one, .visitor = &of};
    ck_assert_int_eq(bcf_combine(&combiner, arena, &err), BCF_OK);
    ck_assert_uint_eq(of.seen, cases[_i].combinations);
    ck_assert_uint_gt(of.checked, 2);
}
END_TEST

/* Of the nation and H1, in pence. By hand from fixtures/shire/README.md. */
static const struct {
    const char *name;
    const char *value;
    int64_t moved; /* of allocations between boards */
    int64_t payer;
    int64_t released; /* of the nation */
    int64_t h1_released;
} alone[] = {
    /* 150 is released for conditions, 75 of it to H1; then nothing is */
    {"conditions all or nothing", "conditions-split=all-or-nothing", 0, 0, -15000000000,
     -7500000000},
    /* C1's 330: 247.5 and 82.5, not 198 and 132 */
    {"transfer by allocation", "transfer-split=programme-allocation", 0, 4950000000, 0, 0},
};

START_TEST(a_value_alone_moves_what_the_hand_says)
{
    static const char *const none[SETTINGS_MAX] = {NULL};
    const bcf_run *run = run_of("2015-16", "shire", none);
    const bcf_sweep *sweep = NULL;
    ck_assert_int_eq(bcf_sweep_readings(&sweep, arena, run, &err), BCF_OK);
    bool is_found = false;
    for (size_t i = 0; i < sweep->count; i++) {
        const bcf_sweep_value *value = &sweep->values[i];
        const bcf_setting *setting = &run->policy->settings[value->setting];
        const char *text =
            bcf_arena_print(arena, "%s=%s", setting->id, setting->values[value->value]);
        ck_assert_ptr_null(value->no_data);
        ck_assert_int_eq(value->nation.allocated.pence, 0);
        if (strcmp(text, alone[_i].value) == 0) {
            is_found = true;
            ck_assert_int_eq(value->nation.allocated_moved.pence, alone[_i].moved);
            ck_assert_int_eq(value->nation.payer_changed.pence, alone[_i].payer);
            ck_assert_int_eq(value->nation.released.pence, alone[_i].released);
            ck_assert_int_eq(value->boards[0].released.pence, alone[_i].h1_released);
        }
    }
    ck_assert(is_found);
}
END_TEST

START_TEST(absent_data_are_said_and_refuse_nothing)
{
    static const char *const none[SETTINGS_MAX] = {NULL};
    const bcf_run *run = run_of("2015-16", "england", none);
    const bcf_sweep *sweep = NULL;
    ck_assert_int_eq(bcf_sweep_readings(&sweep, arena, run, &err), BCF_OK);
    size_t absent = 0;
    for (size_t i = 0; i < sweep->count; i++) {
        absent += sweep->values[i].no_data != NULL;
    }
    ck_assert_uint_eq(absent, 3); /* target-allocation, existing-ccg, letters */
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("sweep");
    TCase *tcase = tcase_create("sweep");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    ADD_ROWS(tcase, combinations_are_what_a_full_run_says, cases);
    ADD_ROWS(tcase, a_value_alone_moves_what_the_hand_says, alone);
    tcase_add_test(tcase, absent_data_are_said_and_refuse_nothing);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(make_suite)

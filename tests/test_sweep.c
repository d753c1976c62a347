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

/* Not worked out by hand: a fraction that does not end. */
#define LEFT_OUT INT64_MIN

/* Changes of the nation and of each board, in pence; by hand from fixtures/shire/README.md. What is
 * released there: H1 266,666,666.67, H2 118.75m, H3 197,083,333.33. */
static const struct {
    const char *name;
    const char *value;
    const char *policy;
    int64_t moved; /* of allocations between boards */
    int64_t payer;
    int64_t released; /* of the nation; LEFT_OUT: nor of the boards */
    int64_t boards[3];
    int64_t held_for; /* held in both cases, for another reason */
} alone[] = {
    /* G1 0.3 and G2 0.7 of 2,330: H1 half of G1 and a quarter of G2, 0.325, not 0.4; H2 0.525, not
     * 0.3; H3 0.15. Moved: 0.225 x 2,330. H1: G1 699 -> 349.5, G2 233 -> 407.75: 174.75 of what it
     * keeps has another payer. H1's 81.25, 81.25, 162.5: three of four conditions 60.9375; thirds
     * 27,083,333.33 1/3: .34 + .33 + 18,958,333.33 = 73.125; sixths: 13,541,666.67 + 27,083,333.34
     * + 20,312,500.00 + 21,666,666.66. H2's 131.25, 131.25, 262.5: 32.8125 + 54.6875 + 120.3125;
     * H3's 37.5, 37.5, 75: 28.125 + 31.25 + 39,166,666.67 */
    {"by target allocation",
     "ccg-share-basis=target-allocation",
     "2015-16",
     52425000000,
     17475000000,
     -5947916666,
     {-5000000000, 8906250000, -9854166666},
     0},
    /* reablement: H1 135 + 7.5, H2 22.5, H3 135; carers' breaks: H1 58.5 + 3.25, H2 9.75, H3 58.5.
     * H2 loses 67.5 + 29.25. H1: 64.5 more by G1, 32.25 less by G2 */
    {"core only",
     "ccg-formula-scope=core-only",
     "2015-16",
     9675000000,
     3225000000,
     LEFT_OUT,
     {0},
     0},
    /* C1's 330: 247.5 and 82.5, not 198 and 132 */
    {"transfer by allocation",
     "transfer-split=programme-allocation",
     "2015-16",
     0,
     4950000000,
     0,
     {0, 0, 0},
     0},
    /* 1,390.2 of 3,784 and so on do not end; nobody's allocation or test changes */
    {"whole pool", "p4p-share-basis=whole-pool", "2015-16", 0, 0, LEFT_OUT, {0}, 0},
    /* 125, 62.5, 62.5 twice, 250, 125, 125. H1: 93.75; 41,666,666.67 twice + 0.7 x .66 = 112.5;
     * 20,833,333.34 + 41,666,666.67 + 31.25 + 33,333,333.33. H2: 15.625; 5,208,333.34 +
     * 20,833,333.33; 20,833,333.34 + 15.625 + 20,833,333.33. H3: 46.875; 16,666,666.67 +
     * 16,666,666.66 + 18.75; 20,833,333.33 + 6,944,444.44 + 16,666,666.66 + 20,833,333.33 */
    {"by the letters",
     "p4p-share-basis=published",
     "2015-16",
     0,
     0,
     1402777777,
     {6666666667, -1979166666, -3284722224},
     0},
    /* 150 is released for conditions, 75 of it to H1, 18.75 to H2; then nothing is */
    {"conditions all or nothing",
     "conditions-split=all-or-nothing",
     "2015-16",
     0,
     0,
     -15000000000,
     {-7500000000, -1875000000, -5625000000},
     0},
    /* October in twelfths 3, 3, 1, 1, 3, 1. H1's 200: 25 + 50 + 0 + 12.5 + 0 + 13,333,333.33, not
     * 101,666,666.67; H2's 150: 37.5 + 9.375 + 12.5, not 68.75; H3's: 12.5 + 4,166,666.67 + 30 +
     * 12.5, not 78,333,333.33 */
    {"overall value",
     "metric-value=overall",
     "2015-16",
     0,
     0,
     -2937500000,
     {-83333334, -937500000, -1916666666},
     0},
    /* lost: H1 23,333,333.33 + 16,666,666.67 + 25 + 26,666,666.66; H2 6.25 + 18.75; H3 20 + 20 +
     * 22.5 + 8,333,333.33 + 20 */
    {"metrics all or nothing",
     "metric-release=all-or-nothing",
     "2015-16",
     0,
     0,
     -20749999999,
     {-9166666666, -2500000000, -9083333333},
     0},
    /* means of H1 2.7/3 and 3.05/6, H2 1.25/3 and 2.75/3, H3 2.5/3 and 3.13/5: as before */
    {"mean", "seventy-per-cent-test=mean", "2015-16", 0, 0, 0, {0, 0, 0}, 0},
    /* H1's April (2 of 3): 25 + 10; H3's (0 of 3): 18.75 + 5 + 5 + 2.5; H2's October (2 of 3): 25 +
     * 25 + 6.25 + 25 */
    {"share of metrics",
     "seventy-per-cent-test=share-of-metrics",
     "2015-16",
     0,
     0,
     0,
     {0, 0, 0},
     14750000000},
    /* the same rows: each board is below somewhere */
    {"the whole plan", "seventy-per-cent-scope=plan", "2015-16", 0, 0, 0, {0, 0, 0}, 14750000000},
    /* lost: H1 25 and 26,666,666.66, H3 8,333,333.33; H2 has no ambition for days, so its October
     * fails: 25 + 25 + 6.25 + 25 */
    {"April's outturn",
     "october-baseline=april-outturn",
     "2015-16",
     0,
     0,
     -5999999999,
     {-5166666666, 0, -833333333},
     8125000000},
    /* three districts move between themselves; boards and strands are whole thousands */
    {"in thousands", "unit=1000", "2015-16", 0, 0, 0, {0, 0, 0}, 0},
    {"in pence", "unit=0.01", "2015-16", 0, 0, 0, {0, 0, 0}, 0},
    /* a board is released its whole share, as it earns all of F: 500, 250, 250, not 400, 300, 300
     */
    {"July 2014, by the letters",
     "p4p-share-basis=published",
     "2015-16-revised",
     0,
     0,
     0,
     {10000000000, -5000000000, -5000000000},
     0},
    /* nobody earns ahead of the plan, and nobody's admissions rise again */
    {"July 2014, not capped", "cap-by-plan-profile=no", "2015-16-revised", 0, 0, 0, {0, 0, 0}, 0},
    {"July 2014, taken back", "clawback=yes", "2015-16-revised", 0, 0, 0, {0, 0, 0}, 0},
    {"the year before, in thousands", "unit=1000", "2014-15", 0, 0, LEFT_OUT, {0}, 0},
};

static void check_alone(const bcf_sweep_value *value, size_t i)
{
    ck_assert_int_eq(value->nation.allocated_moved.pence, alone[i].moved);
    ck_assert_int_eq(value->nation.payer_changed.pence, alone[i].payer);
    ck_assert_int_eq(value->nation.held_for_changed.pence, alone[i].held_for);
    if (alone[i].released != LEFT_OUT) {
        ck_assert_int_eq(value->nation.released.pence, alone[i].released);
        for (size_t board = 0; board < 3; board++) {
            ck_assert_int_eq(value->boards[board].released.pence, alone[i].boards[board]);
        }
    }
}

START_TEST(a_value_alone_moves_what_the_hand_says)
{
    static const char *const none[SETTINGS_MAX] = {NULL};
    const bcf_run *run = run_of(alone[_i].policy, "shire", none);
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
            check_alone(value, (size_t)_i);
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

/* Two combinations with the same figures, the one further from the run first. */
START_TEST(of_equal_ends_the_nearest_is_named)
{
    static const char *const none[SETTINGS_MAX] = {NULL};
    const bcf_run *run = run_of("2015-16", "shire", none);
    const bcf_sweep *sweep = NULL;
    ck_assert_int_eq(bcf_sweep_readings(&sweep, arena, run, &err), BCF_OK);
    bcf_pools pools = bcf_pools_of(arena, run, run->allocation);
    size_t *places = BCF_NEW_ARRAY(arena, run->policy->setting_count, size_t);
    bcf_combined combined = {.wheels = sweep->wheels, .places = places, .pools = &pools};
    bcf_ranging ranging = bcf_ranging_new(arena, run);
    const size_t departures[] = {2, 1, 2, 3};
    for (size_t i = 0; i < sizeof departures / sizeof departures[0]; i++) {
        for (size_t j = 0; j < run->policy->setting_count; j++) {
            places[j] = j < departures[i];
        }
        bcf_ranging_visit(&ranging, &combined);
    }
    ck_assert_uint_eq(ranging.boards[0].allocated.low.departures, 1);
    ck_assert_uint_eq(ranging.boards[0].allocated.high.departures, 1);
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
    tcase_add_test(tcase, of_equal_ends_the_nearest_is_named);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(make_suite)

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "sensitivity.h"

#include "support/case.h"

#include <inttypes.h>

#define PEOPLE 1000   /* every denominator, but where a row says otherwise */
#define ROWS_MAX 5    /* of one case */
#define NONE (-1)     /* no outturn */
#define NOT_THERE 999 /* in place of a number of events: cannot be told */

static void set_up(void)
{
    case_open();
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\n");
    dataset_put(&set, "conditions",
                "hwb,condition,state,decided\nH1,acute-impact,not-met,2014-04-04\n");
}

/* Where the two boards' money comes from: H1 gets that many millionths of it. */
static void put_share(int millionths)
{
    dataset_put(&set, "indicators",
                bcf_arena_print(arena,
                                "area,indicator,period,value\n"
                                "G1,programme-allocation,2015-16,%d\n"
                                "G2,programme-allocation,2015-16,%d\n"
                                "C1,adult-rnf,2013-14,1\nC2,adult-rnf,2013-14,1\n"
                                "C3,adult-rnf,2013-14,1\nD1,dfg,2015-16,1\nD2,dfg,2015-16,1\n"
                                "C2,dfg,2015-16,1\nC3,dfg,2015-16,0\n",
                                millionths, 1000000 - millionths));
}

/* One metric of H1: counts over PEOPLE. */
typedef struct planned {
    const char *part; /* NULL: no more */
    int baseline;
    int ambition;
    int actual;
} planned;

#define LOCAL_HIGHER "PHOF 1.18i" /* per cent */

static const struct {
    const char *part;
    const char *metric;
    const char *payment;
    const char *definition;
    const char *before;
    const char *months;
} parts[] = {
    {"local-4", "local", "2015-04", LOCAL_HIGHER, "2013-04..2013-09", "2014-04..2014-09"},
    {"delayed-4", "delayed-transfers", "2015-04", "v1", "2013-04..2013-12", "2014-04..2014-12"},
    {"avoidable-4", "avoidable-admissions", "2015-04", "v1", "2013-04..2013-09",
     "2014-04..2014-09"},
    {"residential", "residential-admissions", "2015-10", "v1", "2013-04..2014-03",
     "2014-04..2015-03"},
    {"reablement", "reablement", "2015-10", "v1", "2013-04..2014-03", "2014-04..2015-03"},
    {"delayed-10", "delayed-transfers", "2015-10", "v1", "2014-01..2014-06", "2015-01..2015-06"},
    {"avoidable-10", "avoidable-admissions", "2015-10", "v1", "2013-10..2014-03",
     "2014-10..2015-03"},
    {"local-10", "local", "2015-10", LOCAL_HIGHER, "2013-10..2014-03", "2014-10..2015-03"},
};

static int place_of(const char *part)
{
    for (int i = 0; i < ROWS_IN(parts); i++) {
        if (strcmp(parts[i].part, part) == 0) {
            return i;
        }
    }
    ck_abort_msg("no part '%s'", part);
    return 0;
}

static void put_plans(const planned rows[], int people)
{
    bcf_text ambitions = {0};
    bcf_text outturn = {0};
    bcf_text_add(&ambitions, "hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                             "baseline_denominator,ambition_numerator,ambition_denominator\n");
    bcf_text_add(&outturn, "hwb,metric,payment,definition,period,numerator,denominator\n");
    for (int i = 0; i < ROWS_MAX && rows[i].part != NULL; i++) {
        int place = place_of(rows[i].part);
        bcf_text_print(&ambitions, "H1,%s,%s,%s,%s,%d,%d,%d,%d\n", parts[place].metric,
                       parts[place].payment, parts[place].definition, parts[place].before,
                       rows[i].baseline, people, rows[i].ambition, people);
        if (rows[i].actual != NONE) {
            bcf_text_print(&outturn, "H1,%s,%s,%s,%s,%d,%d\n", parts[place].metric,
                           parts[place].payment, parts[place].definition, parts[place].months,
                           rows[i].actual, people);
        }
    }
    dataset_put(&set, "ambitions", bcf_text_get(&ambitions));
    dataset_put(&set, "outturn", bcf_text_get(&outturn));
    bcf_text_clear(&ambitions);
    bcf_text_clear(&outturn);
}

#define SETTINGS_MAX 4

static const bcf_run *run_with(const char *const settings[SETTINGS_MAX])
{
    static bcf_order order;
    order = (bcf_order){.policy = "2015-16/v1", .dataset = set.folder, .assignments = settings};
    while (order.assignment_count < SETTINGS_MAX && settings[order.assignment_count] != NULL) {
        order.assignment_count++;
    }
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, &order, BCF_STAGE_RELEASE, "test", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return run;
}

static size_t part_of(const bcf_run *run, const char *part)
{
    int place = place_of(part);
    const bcf_performance *performance = run->policy->performance;
    for (size_t i = 0; i < performance->part_count; i++) {
        if (strcmp(performance->parts[i].id, parts[place].metric) == 0
            && strcmp(performance->payments[performance->parts[i].payment].id, parts[place].payment)
                   == 0) {
            return i;
        }
    }
    ck_abort_msg("the policy has no part '%s'", part);
    return 0;
}

/* Lines: the one metric `avoidable-4` (lower is better) or `local-4` (higher), at any money.
 * Expected: events to the line, and the numerator there; where reached, the farthest that is. */

static const struct {
    const char *name;
    planned row;
    int people;
    int to_seventy;
    int seventy;
    int to_full;
    int full;
} lines[] = {
    /* 100 -> 80: the line is 86, full is 80 */
    {"lower, short of both", {"avoidable-4", 100, 80, 95}, 1000, -9, 86, -15, 80},
    {"lower, one event short of 70%", {"avoidable-4", 100, 80, 87}, 1000, -1, 86, -7, 80},
    {"lower, exactly 70%", {"avoidable-4", 100, 80, 86}, 1000, 0, 86, -6, 80},
    {"lower, one event more than 70%", {"avoidable-4", 100, 80, 85}, 1000, 0, 86, -5, 80},
    {"lower, one event short of full", {"avoidable-4", 100, 80, 81}, 1000, 0, 86, -1, 80},
    {"lower, exactly full", {"avoidable-4", 100, 80, 80}, 1000, 0, 86, 0, 80},
    {"lower, better than full", {"avoidable-4", 100, 80, 60}, 1000, 0, 86, 0, 80},
    {"lower, worse than the baseline", {"avoidable-4", 100, 80, 120}, 1000, -34, 86, -40, 80},
    /* 100 -> 81: the line is 86.7, so 86 reaches it and 87 does not */
    {"lower, a line between two events", {"avoidable-4", 100, 81, 87}, 1000, -1, 86, -6, 81},
    {"lower, to nothing at all", {"avoidable-4", 10, 0, 10}, 1000, -7, 3, -10, 0},
    /* 100 -> 120: the line is 114 */
    {"higher, short of both", {"local-4", 100, 120, 105}, 1000, 9, 114, 15, 120},
    {"higher, one event short of 70%", {"local-4", 100, 120, 113}, 1000, 1, 114, 7, 120},
    {"higher, exactly 70%", {"local-4", 100, 120, 114}, 1000, 0, 114, 6, 120},
    {"higher, exactly full", {"local-4", 100, 120, 120}, 1000, 0, 114, 0, 120},
    {"higher, better than full", {"local-4", 100, 120, 200}, 1000, 0, 114, 0, 120},
    {"higher, worse than the baseline", {"local-4", 100, 120, 90}, 1000, 24, 114, 30, 120},
    {"higher, full is all of them", {"local-4", 40, 50, 41}, 50, 6, 47, 9, 50},
    /* what was planned is above 100 per cent: 40 -> 60 of 50; the line is 54 */
    {"higher, no whole part of all reaches",
     {"local-4", 40, 60, 41},
     50,
     NOT_THERE,
     0,
     NOT_THERE,
     0},
    {"no outturn", {"avoidable-4", 100, 80, NONE}, 1000, NOT_THERE, 0, NOT_THERE, 0},
    {"no ambition", {"avoidable-4", 80, 80, 60}, 1000, NOT_THERE, 0, NOT_THERE, 0},
    {"a rate for a count, lower", {"avoidable-4", 100, 80, 95}, 100000, NOT_THERE, 0, NOT_THERE, 0},
    {"a rate for a count, higher", {"local-4", 40, 50, 45}, 100, NOT_THERE, 0, NOT_THERE, 0},
};

static const bcf_reach *reach_of(const bcf_run *run, const char *part)
{
    bcf_reaches reaches = bcf_sensitivity_reaches(arena, run);
    ck_assert_uint_eq(reaches.count, run->scores->count);
    for (size_t i = 0; i < reaches.count; i++) {
        if (reaches.items[i].score->part == part_of(run, part)
            && reaches.items[i].score->board == 0) {
            return &reaches.items[i];
        }
    }
    ck_abort_msg("no reach of '%s'", part);
    return NULL;
}

static void check_line(const bcf_line *line, int events, int numerator)
{
    ck_assert_int_eq(line->is_known, events != NOT_THERE);
    if (events == NOT_THERE) {
        ck_assert_int_eq(line->gain.pence, 0);
        return;
    }
    ck_assert_int_eq(line->events, events);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, line->numerator),
                     bcf_arena_print(arena, "%d", numerator));
}

START_TEST(a_line_is_reached_with_the_event_that_reaches_it)
{
    const planned rows[ROWS_MAX] = {lines[_i].row};
    put_share(700000);
    put_plans(rows, lines[_i].people);
    const bcf_reach *reach =
        reach_of(run_with((const char *[SETTINGS_MAX]){NULL}), lines[_i].row.part);
    check_line(&reach->seventy, lines[_i].to_seventy, lines[_i].seventy);
    check_line(&reach->full, lines[_i].to_full, lines[_i].full);
}
END_TEST

/* H1 has 700,000,000 of the nation's thousand million, and 58,333,333.33 of it in each of three
 * April metrics; `local`, the first, has the odd penny. */

static const struct {
    const char *name;
    planned row;
    const char *settings[SETTINGS_MAX];
    int64_t released_at_seventy;
    int64_t gain_at_seventy;
    int64_t gain_at_full;
    int64_t at_risk; /* NONE: cannot be told */
} pounds[] = {
    /* 25% is 14,583,333.33 (.3325); 70% is 40,833,333.33 (.331); 1% of 80 is 0.8 of 20: 4% */
    {"in proportion",
     {"avoidable-4", 100, 80, 95},
     {NULL},
     4083333333,
     2625000000,
     4375000000,
     233333333},
    {"at the line, nothing more is gained there",
     {"avoidable-4", 100, 80, 86},
     {NULL},
     4083333333,
     0,
     1750000000,
     233333333},
    /* with 70% nothing is released; all of it is at risk */
    {"all or nothing",
     {"avoidable-4", 100, 80, 95},
     {"metric-release=all-or-nothing"},
     0,
     0,
     5833333333,
     5833333333},
    /* higher: 1% of 120 is 1.2 of 20: 6% of 58,333,333.34, of which 94% is 54,833,333.34 (.3396) */
    {"higher is better",
     {"local-4", 100, 120, 100},
     {NULL},
     4083333334,
     4083333334,
     5833333334,
     350000000},
    {"at risk without an outturn", {"avoidable-4", 100, 80, NONE}, {NULL}, 0, 0, 0, 233333333},
    /* 100 -> 99: 1% of 99 is 0.99 of 1: 99%, of which the hundredth part is 583,333.33 */
    {"at risk where little is promised",
     {"avoidable-4", 100, 99, NONE},
     {NULL},
     0,
     0,
     0,
     5775000000},
    /* 1000 -> 999: 9.99 events of 1: all of it */
    {"no more at risk than there is",
     {"avoidable-4", 1000, 999, NONE},
     {NULL},
     0,
     0,
     0,
     5833333333},
    {"nothing promised, nothing at risk", {"avoidable-4", 80, 80, 60}, {NULL}, 0, 0, 0, NONE},
};

START_TEST(the_pounds_on_a_line_are_those_of_the_release)
{
    const planned rows[ROWS_MAX] = {pounds[_i].row};
    put_share(700000);
    put_plans(rows, PEOPLE);
    const bcf_reach *reach = reach_of(run_with(pounds[_i].settings), pounds[_i].row.part);
    ck_assert_int_eq(reach->seventy.released.pence, pounds[_i].released_at_seventy);
    ck_assert_int_eq(reach->seventy.gain.pence, pounds[_i].gain_at_seventy);
    ck_assert_int_eq(reach->full.gain.pence, pounds[_i].gain_at_full);
    ck_assert_int_eq(reach->has_at_risk, pounds[_i].at_risk != NONE);
    if (reach->has_at_risk) {
        ck_assert_int_eq(reach->at_risk.pence, pounds[_i].at_risk);
    }
}
END_TEST

START_TEST(a_test_is_passed_where_the_last_metric_below_reaches_the_line)
{
    put_share(700000);
    put_plans((const planned[ROWS_MAX]){{"avoidable-4", 100, 80, 95}, {"local-4", 100, 120, 114}},
              PEOPLE);
    const bcf_run *run = run_with((const char *[SETTINGS_MAX]){NULL});
    ck_assert(reach_of(run, "avoidable-4")->seventy.passes_test);
    ck_assert(!reach_of(run, "local-4")->seventy.passes_test);
    put_plans((const planned[ROWS_MAX]){{"avoidable-4", 100, 80, 95}, {"local-4", 100, 120, 113}},
              PEOPLE);
    run = run_with((const char *[SETTINGS_MAX]){NULL});
    ck_assert(!reach_of(run, "avoidable-4")->seventy.passes_test);
}
END_TEST

/* Revisions, against every revision there is. The board is scored and paid here as in a run, by
 * the public functions, with figures that have one count replaced. */

typedef struct state {
    int64_t released;
    bool is_below[2];
} state;

/* What is held of a board below the line waits for a recovery plan, as none is decided on. */
static state pay_board(const bcf_run *run, const bcf_figures *figures)
{
    bcf_arena *trial = bcf_arena_new();
    bcf_notes trial_notes = {.arena = trial};
    const bcf_scores *scores = NULL;
    const bcf_release *release = NULL;
    bcf_code code =
        bcf_score_boards(&scores, trial, figures, run->settings, NULL, &trial_notes, &err);
    ck_assert_int_eq(code, BCF_OK);
    code = bcf_release_payments(&release, trial, figures, run->settings, run->allocation, scores,
                                NULL, &trial_notes, &err);
    ck_assert_int_eq(code, BCF_OK);
    state paid = {0};
    for (size_t i = 0; i < release->row_count; i++) {
        const bcf_release_row *row = &release->rows[i];
        if (row->board == 0) {
            size_t payment = run->policy->performance->parts[row->part].payment;
            paid.released += row->released.pence;
            paid.is_below[payment] |= row->held_for == BCF_HELD_FOR_RECOVERY_PLAN_PENDING;
        }
    }
    bcf_arena_free(trial);
    return paid;
}

/* A figure of H1 with so many more in its numerator. */
static state try_revision(const bcf_run *run, size_t part, bcf_figure_kind kind, int64_t revision)
{
    bcf_arena *trial = bcf_arena_new();
    size_t slots = run->figures->areas->board_count * run->policy->performance->part_count;
    bcf_figures figures = *run->figures;
    const bcf_ambition **ambitions =
        bcf_arena_grow(trial, figures.ambitions, slots, slots, sizeof *ambitions);
    const bcf_outturn **outturns =
        bcf_arena_grow(trial, figures.outturn, slots, slots, sizeof *outturns);
    bcf_ratio *change = bcf_ratio_of(trial, revision, PEOPLE);
    bcf_ambition ambition;
    bcf_outturn outturn;
    if (kind == BCF_FIGURE_BASELINE) {
        ambition = *ambitions[part];
        bcf_ratio_add(change, change, ambition.baseline);
        ambition.baseline = change;
        ambitions[part] = &ambition;
    } else {
        outturn = *outturns[part];
        bcf_ratio_add(change, change, outturn.actual);
        outturn.actual = change;
        outturns[part] = &outturn;
    }
    figures.ambitions = ambitions;
    figures.outturn = outturns;
    state paid = pay_board(run, &figures);
    bcf_arena_free(trial);
    return paid;
}

static bool is_upset(bcf_upset upset, state before, state after)
{
    if (upset == BCF_FLIPS_SEVENTY) {
        return before.is_below[0] != after.is_below[0] || before.is_below[1] != after.is_below[1];
    }
    int64_t moved = after.released - before.released;
    return moved >= 100000 || moved <= -100000;
}

/* The smallest of all revisions, tried one by one; downwards first; 0: none. */
static int64_t by_hand(const bcf_run *run, size_t part, bcf_figure_kind kind, bcf_upset upset,
                       int value, bool is_per_cent)
{
    state before = pay_board(run, run->figures);
    for (int64_t size = 1; size <= value; size++) {
        if (is_upset(upset, before, try_revision(run, part, kind, -size))) {
            return -size;
        }
        if ((!is_per_cent || value + size <= PEOPLE)
            && is_upset(upset, before, try_revision(run, part, kind, size))) {
            return size;
        }
    }
    return 0;
}

static int64_t found_of(const bcf_fragiles *fragiles, size_t part, bcf_figure_kind kind,
                        bcf_upset upset)
{
    for (size_t i = 0; i < fragiles->count; i++) {
        const bcf_fragile *one = &fragiles->items[i];
        if (one->part == part && one->board == 0 && one->figure == kind && one->upset == upset) {
            ck_assert_int_ne(one->revision, 0);
            return one->revision;
        }
    }
    return 0;
}

/* What each item says of before and after is what a run says. */
static void check_states(const bcf_run *run, const bcf_fragiles *fragiles)
{
    for (size_t i = 0; i < fragiles->count; i++) {
        const bcf_fragile *one = &fragiles->items[i];
        state before = pay_board(run, run->figures);
        state after = try_revision(run, one->part, one->figure, one->revision);
        ck_assert_uint_eq(one->rank, i + 1);
        ck_assert_int_eq(one->released_before.pence, before.released);
        ck_assert_int_eq(one->released_after.pence, after.released);
        for (int payment = 0; payment < 2; payment++) {
            ck_assert_int_eq(one->before[payment] == BCF_TEST_BELOW, before.is_below[payment]);
            ck_assert_int_eq(one->after[payment] == BCF_TEST_BELOW, after.is_below[payment]);
        }
    }
}

static void check_smallest(const char *name, const bcf_run *run, const planned rows[])
{
    bcf_fragiles fragiles = bcf_sensitivity_fragiles(arena, run);
    for (int i = 0; i < ROWS_MAX && rows[i].part != NULL; i++) {
        size_t part = part_of(run, rows[i].part);
        bool is_per_cent =
            strncmp(rows[i].part, "local", 5) == 0 || strcmp(rows[i].part, "reablement") == 0;
        for (bcf_upset upset = BCF_FLIPS_SEVENTY; upset <= BCF_MOVES_1000; upset++) {
            for (bcf_figure_kind kind = BCF_FIGURE_ACTUAL; kind <= BCF_FIGURE_BASELINE; kind++) {
                int value = kind == BCF_FIGURE_ACTUAL ? rows[i].actual : rows[i].baseline;
                int64_t wanted =
                    value == NONE ? 0 : by_hand(run, part, kind, upset, value, is_per_cent);
                int64_t found = found_of(&fragiles, part, kind, upset);
                ck_assert_msg(
                    found == wanted, "%s: %s of %s: %s with %" PRId64 ", by hand %" PRId64, name,
                    bcf_figure_kind_text(kind), rows[i].part, bcf_upset_text(upset), found, wanted);
            }
        }
    }
    check_states(run, &fragiles);
}

/* With 100 millionths H1 has 100,000 in all, 8,333.33 in each metric. */

static const struct {
    const char *name;
    planned rows[ROWS_MAX];
    const char *settings[SETTINGS_MAX];
    const char *part;
    bcf_figure_kind figure;
    bcf_upset upset;
    int64_t revision; /* worked out by hand; 0: none */
} revisions[] = {
    /* 86 is exactly 70% of 100 -> 80 */
    {"one event past the line",
     {{"avoidable-4", 100, 80, 86}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     1},
    {"one event short of it",
     {{"avoidable-4", 100, 80, 87}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     -1},
    /* (99 - 86) / (99 - 80) is 13/19, below 0.7 */
    {"a baseline one lower",
     {{"avoidable-4", 100, 80, 86}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_BASELINE,
     BCF_FLIPS_SEVENTY,
     -1},
    /* (101 - 87) / (101 - 80) is 14/21, (104 - 87) / 24 is 17/24 = 0.708, (103 - 87) / 23 is 0.696
     */
    {"a baseline four higher",
     {{"avoidable-4", 100, 80, 87}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_BASELINE,
     BCF_FLIPS_SEVENTY,
     4},
    /* what is achieved stays so until the baseline comes down to the ambition */
    {"down to no ambition",
     {{"avoidable-4", 100, 80, 80}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_BASELINE,
     BCF_FLIPS_SEVENTY,
     -20},
    {"no ambition without an outturn is below, too",
     {{"avoidable-4", 100, 80, NONE}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_BASELINE,
     BCF_FLIPS_SEVENTY,
     -20},
    {"another metric is below already",
     {{"avoidable-4", 100, 80, 86}, {"delayed-4", 100, 80, 100}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     0},
    /* the mean of 0.7 and 0.7; with 0.65 it is 0.675 */
    {"of a mean, one event",
     {{"avoidable-4", 100, 80, 86}, {"delayed-4", 100, 80, 86}},
     {"seventy-per-cent-test=mean"},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     1},
    /* 1 and 0.65: the other must come down to 0.4, and 0.4 passes exactly; 92 is 0.4, 93 is 0.35 */
    {"of a mean, as the other holds it up",
     {{"avoidable-4", 100, 80, 87}, {"delayed-4", 100, 80, 70}},
     {"seventy-per-cent-test=mean"},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     6},
    /* two achieved of two; one of two is a half */
    {"of a share of metrics, the first that is not achieved",
     {{"avoidable-4", 100, 80, 79}, {"delayed-4", 100, 80, 70}},
     {"seventy-per-cent-test=share-of-metrics"},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     2},
    /* October's baseline is April's outturn x 6/9: 90 is 60; 60 -> 40, 46 is exactly 70%.
     * April's 89 makes 59.33: 13.33 / 19.33 is below it. */
    {"April's outturn is October's baseline",
     {{"delayed-4", 120, 100, 90}, {"delayed-10", 70, 40, 46}},
     {"october-baseline=april-outturn"},
     "delayed-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     -1},
    /* over the whole plan: April passes up to 106, October from 90 on, and both in between */
    {"what passes is in the middle",
     {{"delayed-4", 120, 100, 130}, {"delayed-10", 70, 40, 46}},
     {"october-baseline=april-outturn", "seventy-per-cent-scope=plan"},
     "delayed-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     -24},
    /* with 50 counted October passes from 110 on: nowhere do both */
    {"what passes for one never passes for the other",
     {{"delayed-4", 120, 100, 130}, {"delayed-10", 70, 40, 50}},
     {"october-baseline=april-outturn", "seventy-per-cent-scope=plan"},
     "delayed-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     0},
    {"and October's own baseline counts no more",
     {{"delayed-4", 120, 100, 90}, {"delayed-10", 70, 40, 46}},
     {"october-baseline=april-outturn"},
     "delayed-10",
     BCF_FIGURE_BASELINE,
     BCF_FLIPS_SEVENTY,
     0},
    /* 100 -> 80: an event is 5% of 8,333.33: 416.67; three are 1,250.00 */
    {"money by the third event",
     {{"avoidable-4", 100, 80, 90}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_MOVES_1000,
     -3},
    /* 79 is past full payment: 80 costs nothing, 81 416.67, 82 833.33, 83 1,250.00 */
    {"money after what there is to spare",
     {{"avoidable-4", 100, 80, 79}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_MOVES_1000,
     4},
    {"money all at once",
     {{"avoidable-4", 100, 80, 90}},
     {"metric-release=all-or-nothing"},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_MOVES_1000,
     -10},
    {"no money before the baseline is passed",
     {{"avoidable-4", 100, 80, 110}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_MOVES_1000,
     -13},
    {"no more than all of a percentage",
     {{"local-4", 980, 995, 999}},
     {NULL},
     "local-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     -9}, /* 990 is 10 of 15; 990.5 would be 70% */
    {"a figure of zero is not revised",
     {{"avoidable-4", 10, 5, 0}},
     {NULL},
     "avoidable-4",
     BCF_FIGURE_ACTUAL,
     BCF_FLIPS_SEVENTY,
     0},
};

START_TEST(the_smallest_revision_is_found)
{
    put_share(100);
    put_plans(revisions[_i].rows, PEOPLE);
    const bcf_run *run = run_with(revisions[_i].settings);
    bcf_fragiles fragiles = bcf_sensitivity_fragiles(arena, run);
    int64_t found = found_of(&fragiles, part_of(run, revisions[_i].part), revisions[_i].figure,
                             revisions[_i].upset);
    ck_assert_msg(found == revisions[_i].revision, "%s: %" PRId64, revisions[_i].name, found);
    check_smallest(revisions[_i].name, run, revisions[_i].rows);
}
END_TEST

/* Small plans at random, under every reading that can matter. */

static uint32_t seed;

static int any(int least, int most)
{
    seed = seed * 1664525u + 1013904223u;
    return least + (int)((seed >> 8) % (uint32_t)(most - least + 1));
}

static const char *const readings[][SETTINGS_MAX] = {
    {NULL},
    {"metric-release=all-or-nothing"},
    {"seventy-per-cent-test=mean"},
    {"seventy-per-cent-test=share-of-metrics", "seventy-per-cent-scope=plan"},
    {"seventy-per-cent-scope=plan"},
    {"october-baseline=april-outturn"},
    {"october-baseline=april-outturn", "seventy-per-cent-scope=plan"},
    {"october-baseline=april-outturn", "seventy-per-cent-scope=plan", "seventy-per-cent-test=mean"},
    {"october-baseline=april-outturn", "seventy-per-cent-test=mean", "metric-value=overall"},
    {"october-baseline=april-outturn", "metric-release=all-or-nothing",
     "conditions-split="
     "all-or-nothing"},
};

#define RANDOM_PLANS 25 /* of each reading */

START_TEST(no_smaller_revision_exists)
{
    static const char *const chosen[] = {"delayed-4", "delayed-10", "avoidable-4", "avoidable-10",
                                         "local-4"};
    seed = (uint32_t)_i + 1;
    for (int turn = 0; turn < RANDOM_PLANS; turn++) {
        planned rows[ROWS_MAX] = {{NULL, 0, 0, 0}};
        int count = any(2, ROWS_MAX);
        for (int i = 0; i < count; i++) {
            rows[i] = (planned){chosen[i], any(0, 40), any(0, 40), any(NONE, 40)};
        }
        /* so that 1,000 pounds are a few events, or one, or never */
        put_share(any(1, 3) * 40);
        put_plans(rows, PEOPLE);
        const char *name = bcf_arena_print(arena, "reading %d, plan %d", _i, turn);
        check_smallest(name, run_with(readings[_i]), rows);
    }
}
END_TEST

static int64_t size_of(const bcf_fragile *one)
{
    return one->revision < 0 ? -one->revision : one->revision;
}

static int64_t moved_by(const bcf_fragile *one)
{
    int64_t moved = one->released_after.pence - one->released_before.pence;
    return moved < 0 ? -moved : moved;
}

START_TEST(revisions_are_ranked_by_size_then_money_then_board)
{
    static bcf_order order;
    order = (bcf_order){.policy = "2015-16/v1", .dataset = BCF_ROOT "/fixtures/shire"};
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, &order, BCF_STAGE_RELEASE, "test", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    size_t noted = run->notes.count;
    bcf_fragiles fragiles = bcf_sensitivity_fragiles(arena, run);
    ck_assert_uint_eq(run->notes.count, noted); /* a trial is no news */
    ck_assert_uint_gt(fragiles.count, 40);
    for (size_t i = 1; i < fragiles.count; i++) {
        const bcf_fragile *a = &fragiles.items[i - 1];
        const bcf_fragile *b = &fragiles.items[i];
        ck_assert_int_le(size_of(a), size_of(b));
        if (size_of(a) == size_of(b)) {
            ck_assert_int_ge(moved_by(a), moved_by(b));
            if (moved_by(a) == moved_by(b)) {
                ck_assert_uint_le(a->board, b->board);
            }
        }
    }
}
END_TEST

static const struct {
    const char *name;
    const char *policy;
    bcf_code code;
} policies[] = {
    {"December 2013", "2015-16/v1", BCF_OK},
    {"July 2014", "2015-16-revised", BCF_REFUSED_USAGE},
    {"no payment for performance", "2016-17", BCF_REFUSED_USAGE},
};

START_TEST(a_policy_without_a_line_is_wrong_usage)
{
    static bcf_order order;
    order = (bcf_order){.policy = policies[_i].policy};
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, &order, BCF_STAGE_POLICY, "test", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    ck_assert_int_eq(bcf_sensitivity_check(run, "--next", &err), policies[_i].code);
    ck_assert_uint_eq(err.count, policies[_i].code != BCF_OK);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("sensitivity");
    TCase *tcase = tcase_create("sensitivity");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    tcase_set_timeout(tcase, 120);
    ADD_ROWS(tcase, a_line_is_reached_with_the_event_that_reaches_it, lines);
    ADD_ROWS(tcase, the_pounds_on_a_line_are_those_of_the_release, pounds);
    tcase_add_test(tcase, a_test_is_passed_where_the_last_metric_below_reaches_the_line);
    ADD_ROWS(tcase, the_smallest_revision_is_found, revisions);
    ADD_ROWS(tcase, no_smaller_revision_exists, readings);
    tcase_add_test(tcase, revisions_are_ranked_by_size_then_money_then_board);
    ADD_ROWS(tcase, a_policy_without_a_line_is_wrong_usage, policies);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(make_suite)

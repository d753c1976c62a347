/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

#include <string.h>

#define HEAD_ROW 2
#define FIRST_ROW 3

/* ---- The 70% test ---- */

enum {
    TEST_BOARD,
    TEST_NAME,
    TEST_PAYMENT,
    TEST_SCORED,
    TEST_BELOW,
    TEST_ACHIEVED,
    TEST_UNSCORED,
    TEST_CAPPED,
    TEST_RESULT,
    TEST_PASSED_WAITS,
    TEST_WAITS,
    TEST_OURS,
    TEST_CHECK,
    TEST_COUNT
};

/* The first and last row on Scores that the test of a payment looks at; false where none. */
static bool scores_of(size_t *first, size_t *last, const bcf_workbook *of, size_t board,
                      size_t payment)
{
    const bcf_performance *performance = of->run->policy->performance;
    bool is_plan = bcf_settings_is(of->run->settings, "seventy-per-cent-scope", "plan");
    bool has_one = false;
    for (size_t part = 0; part < performance->part_count; part++) {
        bool is_counted = is_plan || performance->parts[part].payment == payment;
        if (is_counted && bcf_scores_find(of->run->scores, part, board) != NULL) {
            size_t row = of->score_rows[board * performance->part_count + part];
            *first = has_one ? *first : row;
            *last = row;
            has_one = true;
        }
    }
    return has_one;
}

static const char *result_formula(const bcf_workbook *of, size_t row)
{
    bcf_arena *arena = of->arena;
    const char *scored = bcf_book_cell(arena, row, TEST_SCORED);
    const char *line = bcf_workbook_decimal(of, of->run->policy->performance->recovery_threshold);
    const char *is_below = NULL;
    if (bcf_settings_is(of->run->settings, "seventy-per-cent-test", "mean")) {
        is_below = bcf_arena_print(arena, "ROUND(%s/%s,12)<%s",
                                   bcf_book_cell(arena, row, TEST_CAPPED), scored, line);
    } else if (bcf_settings_is(of->run->settings, "seventy-per-cent-test", "share-of-metrics")) {
        is_below = bcf_arena_print(arena, "ROUND(%s/%s,12)<%s",
                                   bcf_book_cell(arena, row, TEST_ACHIEVED), scored, line);
    } else {
        is_below = bcf_arena_print(arena, "%s>0", bcf_book_cell(arena, row, TEST_BELOW));
    }
    return bcf_arena_print(arena, "=IF(%s=0,\"not-scored\",IF(%s,\"below\",\"not-below\"))", scored,
                           is_below);
}

/* Text that `held_for` has for the trial, whatever is held. */
static void add_waits(const bcf_workbook *of, bcf_book_sheet *sheet, size_t row, size_t board,
                      const bcf_release_trial *trial)
{
    bcf_arena *arena = of->arena;
    const char *recovery = bcf_workbook_decision(of, board, "recovery-plan");
    const char *contingency = bcf_workbook_decision(of, board, "contingency-plan");
    bool is_agreed =
        bcf_figures_decision(of->run->figures, board, "contingency-plan") == BCF_DECISION_AGREED;
    bcf_book_formula_words(
        sheet, row, TEST_PASSED_WAITS,
        bcf_arena_print(arena,
                        "=IF(%s>0,\"awaiting-data\",IF(%s=\"agreed\",\"contingency-plan\","
                        "\"contingency-plan-pending\"))",
                        bcf_book_cell(arena, row, TEST_UNSCORED), contingency),
        trial->unscored > 0 ? "awaiting-data"
        : is_agreed         ? "contingency-plan"
                            : "contingency-plan-pending",
        BCF_BOOK_PLAIN);
    const char *passed = bcf_book_cell(arena, row, TEST_PASSED_WAITS);
    bcf_book_formula_words(
        sheet, row, TEST_WAITS,
        bcf_arena_print(arena,
                        "=IF(%s<>\"below\",%s,IF(%s=\"agreed\",\"recovery-plan\","
                        "IF(%s=\"not-agreed\",\"nhs-england-direction\","
                        "IF(%s=\"not-required\",%s,\"recovery-plan-pending\"))))",
                        bcf_book_cell(arena, row, TEST_RESULT), passed, recovery, recovery,
                        recovery, passed),
        bcf_held_for_text(trial->held_for), BCF_BOOK_PLAIN);
}

static void add_sums(const bcf_workbook *of, bcf_book_sheet *sheet, size_t row, size_t board,
                     size_t payment, const bcf_release_trial *trial)
{
    size_t first = 0;
    size_t last = 0;
    bool has_scores = scores_of(&first, &last, of, board, payment);
    /* the columns of Scores from "scored" on, in the same order */
    int64_t below = 0;
    const bcf_performance *performance = of->run->policy->performance;
    for (size_t part = 0; has_scores && part < performance->part_count; part++) {
        const bcf_score *score = bcf_scores_find(of->run->scores, part, board);
        size_t at = score == NULL ? 0 : of->score_rows[board * performance->part_count + part];
        if (score != NULL && at >= first && at <= last
            && (score->achievement != NULL || score->status == BCF_SCORE_NO_AMBITION)
            && !bcf_release_reaches_line(performance, score)) {
            below++;
        }
    }
    const char *const figures[] = {bcf_arena_print(of->arena, "%lld", (long long)trial->scored),
                                   bcf_arena_print(of->arena, "%lld", (long long)below),
                                   bcf_arena_print(of->arena, "%lld", (long long)trial->achieved),
                                   bcf_arena_print(of->arena, "%lld", (long long)trial->unscored),
                                   bcf_workbook_decimal(of, trial->sum)};
    for (size_t i = 0; i < 5; i++) {
        const char *formula =
            has_scores
                ? bcf_arena_print(of->arena, "=SUM(%s)",
                                  bcf_book_range(of->arena, SCORES, first, last, SCORES_SCORED + i))
                : "=0";
        bcf_book_formula(sheet, row, TEST_SCORED + i, formula, figures[i], BCF_BOOK_PLAIN);
    }
}

void bcf_workbook_add_tests(bcf_workbook *of)
{
    static const char *const headings[] = {"Board",
                                           "Name",
                                           "Payment",
                                           "Scored",
                                           "Below the line",
                                           "Achieved",
                                           "Not scored",
                                           "Sum, each 0 to 1",
                                           "Test",
                                           "If it is passed",
                                           "Held money waits for",
                                           "bcf",
                                           "Check",
                                           NULL};
    const bcf_performance *performance = of->run->policy->performance;
    const bcf_areas *areas = of->run->figures->areas;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, TESTS);
    bcf_book_words(
        sheet, 0, 0,
        "The 70% test of each board and payment (¶53-56), in the reading taken, and what "
        "held money waits for.",
        BCF_BOOK_NOTE);
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    of->tests_row = FIRST_ROW;
    size_t row = FIRST_ROW;
    for (size_t board = 0; board < areas->board_count; board++) {
        for (size_t payment = 0; payment < performance->payment_count; payment++, row++) {
            const bcf_release_trial *trial =
                &of->run->release->trials[board * performance->payment_count + payment];
            bcf_book_words(sheet, row, TEST_BOARD, areas->boards[board].code, BCF_BOOK_TEXT);
            bcf_book_words(sheet, row, TEST_NAME, areas->boards[board].name, BCF_BOOK_PLAIN);
            bcf_book_words(sheet, row, TEST_PAYMENT, performance->payments[payment].id,
                           BCF_BOOK_TEXT);
            add_sums(of, sheet, row, board, payment, trial);
            bcf_book_formula_words(sheet, row, TEST_RESULT, result_formula(of, row),
                                   bcf_release_test_text(trial->test), BCF_BOOK_PLAIN);
            add_waits(of, sheet, row, board, trial);
            bcf_book_words(sheet, row, TEST_OURS, bcf_held_for_text(trial->held_for),
                           BCF_BOOK_PLAIN);
            bcf_workbook_check(of, sheet, row, TEST_WAITS, TEST_OURS, TEST_CHECK);
        }
    }
    bcf_book_width(sheet, TEST_NAME, TEST_NAME, 26);
    bcf_book_width(sheet, TEST_RESULT, TEST_OURS, 24);
    bcf_book_frame(sheet, FIRST_ROW, TEST_SCORED, row, TEST_COUNT);
    bcf_workbook_count_checks(of, sheet, TESTS, FIRST_ROW, row - 1, TEST_CHECK);
}

/* ---- What is released ---- */

enum {
    COLUMN_BOARD,
    COLUMN_NAME,
    COLUMN_PAYMENT,
    COLUMN_PART,
    COLUMN_CARRIED,
    COLUMN_AVAILABLE,
    COLUMN_PERFORMED,
    COLUMN_RELEASED,
    COLUMN_HELD,
    COLUMN_HELD_FOR,
    COLUMN_OUR_AVAILABLE,
    COLUMN_OUR_RELEASED,
    COLUMN_OUR_HELD,
    COLUMN_OUR_HELD_FOR,
    COLUMN_CHECK,
    COLUMN_COUNT
};

typedef struct releasing {
    bcf_workbook *of;
    bcf_book_sheet *sheet;
    size_t row;
    const bcf_release_row *out;
} releasing;

static const char *cell(const releasing *at, size_t column)
{
    return bcf_book_cell(at->of->arena, at->row, column);
}

static const char *condition_cell(const releasing *at, size_t part)
{
    const bcf_part *rule = &at->of->run->policy->performance->parts[part];
    return bcf_book_place(at->of->arena, CONDITIONS, at->of->conditions_row + at->out->board,
                          2 + rule->subject);
}

/* "AND(a="met",b="met")": of all conditions of the strand. */
static const char *all_of(const releasing *at, const bcf_strand *strand, const char *test)
{
    bcf_arena *arena = at->of->arena;
    const char *list = "";
    for (size_t i = 0; i < strand->part_count; i++) {
        const char *state = condition_cell(at, strand->first_part + i);
        const char *one =
            strcmp(test, "met") == 0
                ? bcf_arena_print(arena, "%s=\"met\"", state)
                : bcf_arena_print(arena, "OR(%s=\"met\",%s=\"not-met\")", state, state);
        list = bcf_arena_print(arena, "%s%s%s", list, i == 0 ? "" : ",", one);
    }
    return bcf_arena_print(arena, "AND(%s)", list);
}

/* What held money waits for; a policy that withdraws keeps only what data can still release. */
static const char *held_formula(const releasing *at, const char *waits)
{
    bcf_arena *arena = at->of->arena;
    const char *held = cell(at, COLUMN_HELD);
    return at->of->run->policy->performance->withdraws
               ? bcf_arena_print(arena,
                                 "=IF(%s=0,\"\",IF(%s=\"awaiting-data\",\"awaiting-data\","
                                 "\"withdrawn\"))",
                                 held, waits)
               : bcf_arena_print(arena, "=IF(%s=0,\"\",%s)", held, waits);
}

static const char *state_word(bcf_condition_state state)
{
    return state == BCF_CONDITION_ABSENT    ? ""
           : state == BCF_CONDITION_NOT_MET ? "not-met"
           : state == BCF_CONDITION_MET     ? "met"
                                            : "not-assessed";
}

static void add_condition(const releasing *at, const bcf_strand *strand, const char *test)
{
    bcf_arena *arena = at->of->arena;
    const char *state = condition_cell(at, at->out->part);
    bool is_all = bcf_settings_is(at->of->run->settings, "conditions-split", "all-or-nothing");
    const bcf_run *run = at->of->run;
    size_t subject = run->policy->performance->parts[at->out->part].subject;
    bcf_condition_state is =
        run->figures->conditions[at->out->board * run->policy->condition_count + subject];
    bcf_book_formula_words(at->sheet, at->row, COLUMN_PERFORMED,
                           bcf_arena_print(arena, "=%s&\"\"", state), state_word(is),
                           BCF_BOOK_PLAIN);
    const char *released = bcf_arena_print(arena, "=IF(%s,%s,0)",
                                           is_all ? all_of(at, strand, "met")
                                                  : bcf_arena_print(arena, "%s=\"met\"", state),
                                           cell(at, COLUMN_AVAILABLE));
    bcf_book_formula(at->sheet, at->row, COLUMN_RELEASED, released,
                     bcf_wording_plain(arena, at->out->released), BCF_BOOK_POUNDS);
    bcf_book_formula_words(
        at->sheet, at->row, COLUMN_HELD_FOR,
        held_formula(at,
                     bcf_arena_print(arena,
                                     "IF(OR(AND(%s<>\"met\",%s<>\"not-met\"),AND(%s=\"met\","
                                     "NOT(%s))),\"awaiting-data\",%s)",
                                     state, state, state, all_of(at, strand, "assessed"), test)),
        bcf_held_for_text(at->out->held_for), BCF_BOOK_PLAIN);
}

static void add_metric(const releasing *at, const char *test)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    const bcf_performance *performance = run->policy->performance;
    size_t row = at->of->score_rows[at->out->board * performance->part_count + at->out->part];
    const char *status = bcf_book_place(arena, SCORES, row, SCORES_STATUS);
    const char *capped = bcf_book_place(arena, SCORES, row, SCORES_CAPPED);
    const bcf_score *score = bcf_scores_find(run->scores, at->out->part, at->out->board);
    bcf_book_formula_words(at->sheet, at->row, COLUMN_PERFORMED,
                           bcf_arena_print(arena, "=%s", status),
                           bcf_score_status_text(score->status), BCF_BOOK_PLAIN);
    const char *released = bcf_settings_is(run->settings, "metric-release", "all-or-nothing")
                               ? bcf_arena_print(arena, "=IF(%s=\"achieved\",%s,0)", status,
                                                 cell(at, COLUMN_AVAILABLE))
                               : bcf_arena_print(arena, "=ROUND(ROUND(%s*%s,8),2)",
                                                 cell(at, COLUMN_AVAILABLE), capped);
    bcf_book_formula(at->sheet, at->row, COLUMN_RELEASED, released,
                     bcf_wording_plain(arena, at->out->released), BCF_BOOK_POUNDS);
    bcf_book_formula_words(at->sheet, at->row, COLUMN_HELD_FOR, held_formula(at, test),
                           bcf_held_for_text(at->out->held_for), BCF_BOOK_PLAIN);
}

/* A running total of Quarters less that of the quarter before. */
static const char *of_quarter(const releasing *at, size_t quarter, size_t column)
{
    bcf_arena *arena = at->of->arena;
    size_t row = bcf_workbook_quarter_row(at->of, at->out->board, quarter);
    const char *now = bcf_book_place(arena, QUARTERS, row, column);
    return quarter == 0 ? bcf_arena_print(arena, "=%s", now)
                        : bcf_arena_print(arena, "=ROUND(%s-%s,2)", now,
                                          bcf_book_place(arena, QUARTERS, row - 1, column));
}

/* What of a board's share does not hang on admissions: released at once. */
static void add_rest(const releasing *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    size_t strand = run->policy->performance->parts[at->out->part].strand;
    size_t share = 0;
    bool has_share =
        bcf_workbook_share(&share, at->of, run->release->ledger, at->of->payment_rows,
                           BCF_SPLIT_STRAND, strand, BCF_SPLIT_NATIONAL, at->out->board);
    BCF_ASSERT(has_share);
    size_t row = bcf_workbook_quarter_row(at->of, at->out->board, 0);
    bcf_book_formula(at->sheet, at->row, COLUMN_AVAILABLE,
                     bcf_arena_print(arena, "=ROUND(%s-ROUND(ROUND(%s,7),2),2)",
                                     bcf_book_place(arena, SPLITS, share, SPLITS_SHARE),
                                     bcf_book_place(arena, QUARTERS, row, QUARTERS_FUND)),
                     bcf_wording_plain(arena, at->out->available), BCF_BOOK_POUNDS);
    bcf_book_formula(at->sheet, at->row, COLUMN_RELEASED,
                     bcf_arena_print(arena, "=%s", cell(at, COLUMN_AVAILABLE)),
                     bcf_wording_plain(arena, at->out->released), BCF_BOOK_POUNDS);
    bcf_book_words(at->sheet, at->row, COLUMN_HELD_FOR, "", BCF_BOOK_PLAIN);
}

/* What a quarter's admissions earn: differences of running totals; what is held is carried on. */
static void add_quarter(const releasing *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    const bcf_admissions_rules *rules = run->policy->performance->admissions;
    size_t quarter = bcf_admissions_quarter(rules, at->out->part);
    const char *carried = "=0";
    if (quarter > 0) {
        size_t before = FIRST_ROW
                        + rules->quarters[quarter - 1].part * run->figures->areas->board_count
                        + at->out->board;
        carried = bcf_arena_print(arena, "=%s", bcf_book_cell(arena, before, COLUMN_HELD));
    }
    bcf_book_formula(at->sheet, at->row, COLUMN_CARRIED, carried,
                     bcf_wording_plain(arena, at->out->carried_in), BCF_BOOK_POUNDS);
    bcf_book_formula(at->sheet, at->row, COLUMN_AVAILABLE,
                     of_quarter(at, quarter, QUARTERS_CEILING),
                     bcf_wording_plain(arena, at->out->available), BCF_BOOK_POUNDS);
    bcf_book_formula(at->sheet, at->row, COLUMN_RELEASED, of_quarter(at, quarter, QUARTERS_PAID),
                     bcf_wording_plain(arena, at->out->released), BCF_BOOK_POUNDS);
    size_t row = bcf_workbook_quarter_row(at->of, at->out->board, quarter);
    bcf_book_formula_words(
        at->sheet, at->row, COLUMN_HELD_FOR,
        bcf_arena_print(arena, "=IF(%s=0,\"\",IF(ISNUMBER(%s),\"nhs-services\",\"awaiting-data\"))",
                        cell(at, COLUMN_HELD),
                        bcf_book_place(arena, QUARTERS, row, QUARTERS_ACTUAL_SO_FAR)),
        bcf_held_for_text(at->out->held_for), BCF_BOOK_PLAIN);
}

static void add_available(const releasing *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    const bcf_part *part = &run->policy->performance->parts[at->out->part];
    const char *available = bcf_wording_plain(arena, at->out->available);
    bcf_book_figure(at->sheet, at->row, COLUMN_CARRIED,
                    bcf_wording_plain(arena, at->out->carried_in), BCF_BOOK_POUNDS);
    size_t row = 0;
    if (bcf_workbook_share(&row, at->of, run->release->ledger, at->of->payment_rows,
                           BCF_SPLIT_PARTS, part->strand, at->out->board, at->out->part)) {
        bcf_book_formula(
            at->sheet, at->row, COLUMN_AVAILABLE,
            bcf_arena_print(arena, "=%s", bcf_book_place(arena, SPLITS, row, SPLITS_SHARE)),
            available, BCF_BOOK_POUNDS);
    } else {
        bcf_book_figure(at->sheet, at->row, COLUMN_AVAILABLE, available, BCF_BOOK_POUNDS);
    }
    bcf_book_formula(at->sheet, at->row, COLUMN_HELD,
                     bcf_arena_print(arena, "=ROUND(%s+%s-%s,2)", cell(at, COLUMN_CARRIED),
                                     cell(at, COLUMN_AVAILABLE), cell(at, COLUMN_RELEASED)),
                     bcf_wording_plain(arena, at->out->held), BCF_BOOK_POUNDS);
}

static void add_ours(const releasing *at)
{
    bcf_arena *arena = at->of->arena;
    bcf_book_figure(at->sheet, at->row, COLUMN_OUR_AVAILABLE,
                    bcf_wording_plain(arena, at->out->available), BCF_BOOK_POUNDS);
    bcf_book_figure(at->sheet, at->row, COLUMN_OUR_RELEASED,
                    bcf_wording_plain(arena, at->out->released), BCF_BOOK_POUNDS);
    bcf_book_figure(at->sheet, at->row, COLUMN_OUR_HELD, bcf_wording_plain(arena, at->out->held),
                    BCF_BOOK_POUNDS);
    bcf_book_words(at->sheet, at->row, COLUMN_OUR_HELD_FOR, bcf_held_for_text(at->out->held_for),
                   BCF_BOOK_PLAIN);
    bcf_book_formula_words(
        at->sheet, at->row, COLUMN_CHECK,
        bcf_arena_print(arena, "=IF(AND(%s=%s,%s=%s,%s=%s,%s=%s&\"\"),\"ok\",\"differs\")",
                        cell(at, COLUMN_AVAILABLE), cell(at, COLUMN_OUR_AVAILABLE),
                        cell(at, COLUMN_RELEASED), cell(at, COLUMN_OUR_RELEASED),
                        cell(at, COLUMN_HELD), cell(at, COLUMN_OUR_HELD), cell(at, COLUMN_HELD_FOR),
                        cell(at, COLUMN_OUR_HELD_FOR)),
        "ok", BCF_BOOK_CHECK);
}

static void add_row(const releasing *at)
{
    const bcf_run *run = at->of->run;
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *part = &performance->parts[at->out->part];
    const bcf_strand *strand = &performance->strands[part->strand];
    const bcf_board *board = &run->figures->areas->boards[at->out->board];
    bcf_book_words(at->sheet, at->row, COLUMN_BOARD, board->code, BCF_BOOK_TEXT);
    bcf_book_words(at->sheet, at->row, COLUMN_NAME, board->name, BCF_BOOK_PLAIN);
    bcf_book_words(at->sheet, at->row, COLUMN_PAYMENT, performance->payments[part->payment].id,
                   BCF_BOOK_TEXT);
    bcf_book_words(at->sheet, at->row, COLUMN_PART, part->id, BCF_BOOK_PLAIN);
    add_available(at);
    const char *test = bcf_book_place(
        at->of->arena, TESTS,
        at->of->tests_row + at->out->board * performance->payment_count + part->payment,
        TESTS_WAITS);
    switch (strand->kind) {
    case BCF_STRAND_CONDITIONS:
        add_condition(at, strand, test);
        break;
    case BCF_STRAND_METRICS:
        add_metric(at, test);
        break;
    case BCF_STRAND_REST:
        add_rest(at);
        break;
    case BCF_STRAND_QUARTERS:
        add_quarter(at);
        break;
    }
    add_ours(at);
}

void bcf_workbook_add_release(bcf_workbook *of)
{
    static const char *const headings[] = {
        "Board",      "Name",         "Payment", "Part",     "Carried in £",    "Available £",
        "Performed",  "Released £",   "Held £",  "Held for", "bcf available £", "bcf released £",
        "bcf held £", "bcf held for", "Check",   NULL};
    releasing at = {.of = of, .sheet = bcf_book_add_sheet(of->book, RELEASE), .row = FIRST_ROW};
    bcf_book_words(at.sheet, 0, 0,
                   of->run->admissions != NULL
                       ? "What is released and held, as in release.csv: of each quarter what "
                         "its running total on Quarters adds to the one before."
                       : "What is released and held, as in release.csv: a condition in full when "
                         "it is met, a metric by its achievement between 0 and 1, to the penny.",
                   BCF_BOOK_NOTE);
    bcf_workbook_headings(at.sheet, HEAD_ROW, headings);
    for (size_t i = 0; i < of->run->release->row_count; i++, at.row++) {
        at.out = &of->run->release->rows[i];
        add_row(&at);
    }
    bcf_book_width(at.sheet, COLUMN_NAME, COLUMN_NAME, 26);
    bcf_book_width(at.sheet, COLUMN_PART, COLUMN_PART, 22);
    bcf_book_width(at.sheet, COLUMN_CARRIED, COLUMN_HELD, 15);
    bcf_book_width(at.sheet, COLUMN_HELD_FOR, COLUMN_HELD_FOR, 22);
    bcf_book_width(at.sheet, COLUMN_OUR_AVAILABLE, COLUMN_OUR_HELD_FOR, 16);
    bcf_book_frame(at.sheet, FIRST_ROW, COLUMN_CARRIED, at.row, COLUMN_COUNT);
    bcf_workbook_count_checks(of, at.sheet, RELEASE, FIRST_ROW, at.row - 1, COLUMN_CHECK);
}

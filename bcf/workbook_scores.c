/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

#include <string.h>

#include "held.h"

/* A row a board and metric of a payment; the board's rows stand together. */
enum {
    COLUMN_BOARD,
    COLUMN_NAME,
    COLUMN_PAYMENT,
    COLUMN_METRIC,
    COLUMN_DEFINITION,
    COLUMN_TURN, /* 1 where lower is better, -1 where higher is */
    COLUMN_SCALE,
    COLUMN_BASELINE_OVER,
    COLUMN_BASELINE_UNDER,
    COLUMN_AMBITION_OVER,
    COLUMN_AMBITION_UNDER,
    COLUMN_OUTTURN_OVER,
    COLUMN_OUTTURN_UNDER,
    COLUMN_WHY, /* a mismatch, which figures cannot mend */
    COLUMN_BASELINE,
    COLUMN_AMBITION,
    COLUMN_ACTUAL,
    COLUMN_ACHIEVEMENT,
    COLUMN_STATUS,
    COLUMN_SCORED,
    COLUMN_BELOW,
    COLUMN_ACHIEVED,
    COLUMN_UNSCORED,
    COLUMN_CAPPED,
    COLUMN_OUR_ACHIEVEMENT,
    COLUMN_OUR_STATUS,
    COLUMN_CHECK,
    COLUMN_COUNT
};

#define HEAD_ROW 2
#define FIRST_ROW 3

typedef struct scoring {
    bcf_workbook *of;
    bcf_book_sheet *sheet;
    size_t row;
    size_t board;
    size_t part;
    const bcf_score *score;
} scoring;

static const char *cell(const scoring *at, size_t column)
{
    return bcf_book_cell(at->of->arena, at->row, column);
}

static void add_count(const scoring *at, size_t column, const bcf_ratio *figure)
{
    if (figure == NULL) {
        bcf_book_blank(at->sheet, at->row, column, BCF_BOOK_INPUT);
    } else {
        bcf_book_figure(at->sheet, at->row, column, bcf_workbook_decimal(at->of, figure),
                        BCF_BOOK_INPUT);
    }
}

static void add_inputs(const scoring *at)
{
    const bcf_run *run = at->of->run;
    const bcf_performance *performance = run->policy->performance;
    const bcf_board *board = &run->figures->areas->boards[at->board];
    const bcf_part *part = &performance->parts[at->part];
    const bcf_ambition *ambition =
        run->figures->ambitions[at->board * performance->part_count + at->part];
    const bcf_outturn *outturn = at->score->outturn;
    bcf_measure measure = {.better = BCF_BETTER_LOWER, .scale = 1};
    bool is_known = bcf_score_measure(&measure, at->of->arena, run->figures, at->part, at->board,
                                      at->score->definition);
    bcf_book_words(at->sheet, at->row, COLUMN_BOARD, board->code, BCF_BOOK_TEXT);
    bcf_book_words(at->sheet, at->row, COLUMN_NAME, board->name, BCF_BOOK_PLAIN);
    bcf_book_words(at->sheet, at->row, COLUMN_PAYMENT, performance->payments[part->payment].id,
                   BCF_BOOK_TEXT);
    bcf_book_words(at->sheet, at->row, COLUMN_METRIC, part->id, BCF_BOOK_PLAIN);
    bcf_book_words(at->sheet, at->row, COLUMN_DEFINITION, at->score->definition, BCF_BOOK_TEXT);
    if (is_known) {
        bcf_book_figure(at->sheet, at->row, COLUMN_TURN,
                        measure.better == BCF_BETTER_LOWER ? "1" : "-1", BCF_BOOK_PLAIN);
        bcf_book_figure(at->sheet, at->row, COLUMN_SCALE,
                        bcf_arena_print(at->of->arena, "%lld", (long long)measure.scale),
                        BCF_BOOK_PLAIN);
    }
    add_count(at, COLUMN_BASELINE_OVER,
              ambition == NULL ? NULL : ambition->baseline_count.numerator);
    add_count(at, COLUMN_BASELINE_UNDER,
              ambition == NULL ? NULL : ambition->baseline_count.denominator);
    add_count(at, COLUMN_AMBITION_OVER,
              ambition == NULL ? NULL : ambition->ambition_count.numerator);
    add_count(at, COLUMN_AMBITION_UNDER,
              ambition == NULL ? NULL : ambition->ambition_count.denominator);
    add_count(at, COLUMN_OUTTURN_OVER, outturn == NULL ? NULL : outturn->count.numerator);
    add_count(at, COLUMN_OUTTURN_UNDER, outturn == NULL ? NULL : outturn->count.denominator);
    bool is_mismatch = at->score->status == BCF_SCORE_DEFINITION_MISMATCH
                       || at->score->status == BCF_SCORE_PERIOD_MISMATCH;
    bcf_book_words(at->sheet, at->row, COLUMN_WHY,
                   is_mismatch ? bcf_score_status_text(at->score->status) : "", BCF_BOOK_PLAIN);
}

/* A figure, or "" where there is none. */
static void add_rate(const scoring *at, size_t column, const char *formula, const bcf_ratio *rate)
{
    if (rate == NULL) {
        bcf_book_formula_words(at->sheet, at->row, column, formula, "", BCF_BOOK_PLAIN);
    } else {
        bcf_book_formula(at->sheet, at->row, column, formula, bcf_workbook_decimal(at->of, rate),
                         BCF_BOOK_PLAIN);
    }
}

static const char *rate_formula(const scoring *at, size_t over, size_t under)
{
    return bcf_arena_print(at->of->arena, "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),%s/%s*%s,\"\")",
                           cell(at, over), cell(at, under), cell(at, over), cell(at, under),
                           cell(at, COLUMN_SCALE));
}

static int months_of(const bcf_part *rule, bcf_period otherwise)
{
    return bcf_period_months(rule->has_window ? rule->window : otherwise);
}

/* What a baseline is counted by: cells, or under october-baseline=april-outturn April's, for as
 * many months as this window has. */
typedef struct counted {
    const char *over;
    const char *under;
    bool is_april;
} counted;

static counted baseline_of(const scoring *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    const bcf_performance *performance = run->policy->performance;
    counted own = {cell(at, COLUMN_BASELINE_OVER), cell(at, COLUMN_BASELINE_UNDER), false};
    size_t earlier = 0;
    if (!bcf_score_baseline_part(&earlier, run->settings, performance, at->part)) {
        return own;
    }
    const bcf_ambition *ambition =
        run->figures->ambitions[at->board * performance->part_count + at->part];
    const bcf_score *april = bcf_scores_find(run->scores, earlier, at->board);
    if (ambition == NULL || april->outturn == NULL
        || strcmp(april->outturn->definition, ambition->definition) != 0) {
        return own;
    }
    bcf_period period =
        at->score->outturn != NULL ? at->score->outturn->period : ambition->baseline_period;
    size_t row = at->of->score_rows[at->board * performance->part_count + earlier];
    const char *over = bcf_book_cell(arena, row, COLUMN_OUTTURN_OVER);
    /* without April's, the plan's own */
    return (counted){
        bcf_arena_print(arena, "IF(ISNUMBER(%s),%s*%d,%s)", over, over,
                        months_of(&performance->parts[at->part], period), own.over),
        bcf_arena_print(arena, "IF(ISNUMBER(%s),%s*%d,%s)", over,
                        bcf_book_cell(arena, row, COLUMN_OUTTURN_UNDER),
                        months_of(&performance->parts[earlier], april->outturn->period), own.under),
        true};
}

/*
 * (baseline - actual) / (baseline - ambition), from the counts and not from the rates: products of
 * counts are whole numbers, which a spreadsheet subtracts without loss, and what is nearly the same
 * is not taken from what was rounded.
 */
static const char *exact_formula(const scoring *at, const counted *baseline)
{
    const char *ambition = cell(at, COLUMN_AMBITION_OVER);
    const char *of_ambition = cell(at, COLUMN_AMBITION_UNDER);
    const char *outturn = cell(at, COLUMN_OUTTURN_OVER);
    const char *of_outturn = cell(at, COLUMN_OUTTURN_UNDER);
    return bcf_arena_print(at->of->arena, "((%s*%s-%s*%s)/%s)/((%s*%s-%s*%s)/%s)", baseline->over,
                           of_outturn, outturn, baseline->under, of_outturn, baseline->over,
                           of_ambition, ambition, baseline->under, of_ambition);
}

static void add_rates(const scoring *at)
{
    counted baseline = baseline_of(at);
    add_rate(at, COLUMN_BASELINE,
             baseline.is_april ? bcf_arena_print(at->of->arena, "=%s/%s*%s", baseline.over,
                                                 baseline.under, cell(at, COLUMN_SCALE))
                               : rate_formula(at, COLUMN_BASELINE_OVER, COLUMN_BASELINE_UNDER),
             at->score->baseline);
    add_rate(at, COLUMN_AMBITION, rate_formula(at, COLUMN_AMBITION_OVER, COLUMN_AMBITION_UNDER),
             at->score->ambition);
    add_rate(at, COLUMN_ACTUAL, rate_formula(at, COLUMN_OUTTURN_OVER, COLUMN_OUTTURN_UNDER),
             at->score->actual);
    const char *promised = bcf_arena_print(at->of->arena, "%s*(%s-%s)", cell(at, COLUMN_TURN),
                                           cell(at, COLUMN_BASELINE), cell(at, COLUMN_AMBITION));
    const char *formula = bcf_arena_print(
        at->of->arena,
        "=IF(OR(%s<>\"\",NOT(ISNUMBER(%s)),NOT(ISNUMBER(%s)),NOT(ISNUMBER(%s))),\"\","
        "IF(%s<=0,\"\",ROUND(%s,12)))",
        cell(at, COLUMN_WHY), cell(at, COLUMN_BASELINE), cell(at, COLUMN_AMBITION),
        cell(at, COLUMN_ACTUAL), promised, exact_formula(at, &baseline));
    add_rate(at, COLUMN_ACHIEVEMENT, formula, at->score->achievement);
    const char *status = bcf_arena_print(
        at->of->arena,
        "=IF(NOT(ISNUMBER(%s)),\"not-assessed\",IF(%s<>\"\",%s,IF(%s<=0,\"no-ambition\","
        "IF(NOT(ISNUMBER(%s)),\"not-assessed\",IF(%s>=1,\"achieved\",IF(%s>0,\"partly\","
        "\"not-achieved\"))))))",
        cell(at, COLUMN_BASELINE), cell(at, COLUMN_WHY), cell(at, COLUMN_WHY), promised,
        cell(at, COLUMN_ACTUAL), cell(at, COLUMN_ACHIEVEMENT), cell(at, COLUMN_ACHIEVEMENT));
    bcf_book_formula_words(at->sheet, at->row, COLUMN_STATUS, status,
                           bcf_score_status_text(at->score->status), BCF_BOOK_PLAIN);
}

/* What the 70% test adds up. */
static void add_counts(const scoring *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_score *score = at->score;
    const bcf_ratio *line = at->of->run->policy->performance->recovery_threshold;
    counted baseline = baseline_of(at);
    const char *status = cell(at, COLUMN_STATUS);
    const char *achievement = cell(at, COLUMN_ACHIEVEMENT);
    bool is_scored = score->achievement != NULL || score->status == BCF_SCORE_NO_AMBITION;
    bool is_below = is_scored && !bcf_release_reaches_line(at->of->run->policy->performance, score);
    const char *scored =
        bcf_arena_print(arena, "OR(ISNUMBER(%s),%s=\"no-ambition\")", achievement, status);
    bcf_book_formula(at->sheet, at->row, COLUMN_SCORED,
                     bcf_arena_print(arena, "=IF(%s,1,0)", scored), is_scored ? "1" : "0",
                     BCF_BOOK_PLAIN);
    bcf_book_formula(
        at->sheet, at->row, COLUMN_BELOW,
        bcf_arena_print(arena, "=IF(%s=\"no-ambition\",1,IF(ISNUMBER(%s),IF(%s<%s,1,0),0))", status,
                        achievement, achievement, bcf_workbook_decimal(at->of, line)),
        is_below ? "1" : "0", BCF_BOOK_PLAIN);
    bcf_book_formula(at->sheet, at->row, COLUMN_ACHIEVED,
                     bcf_arena_print(arena, "=IF(%s=\"achieved\",1,0)", status),
                     score->status == BCF_SCORE_ACHIEVED ? "1" : "0", BCF_BOOK_PLAIN);
    bcf_book_formula(at->sheet, at->row, COLUMN_UNSCORED,
                     bcf_arena_print(arena, "=1-%s", cell(at, COLUMN_SCORED)),
                     is_scored ? "0" : "1", BCF_BOOK_PLAIN);
    const bcf_ratio *capped = score->achievement;
    if (capped == NULL || bcf_ratio_sign(capped) < 0) {
        capped = bcf_ratio_of(arena, 0, 1);
    } else if (bcf_ratio_compare_whole(capped, 1, 1) > 0) {
        capped = bcf_ratio_of(arena, 1, 1);
    }
    bcf_book_formula(at->sheet, at->row, COLUMN_CAPPED,
                     bcf_arena_print(arena, "=IF(ISNUMBER(%s),IF(%s>=1,1,MAX(0,%s)),0)",
                                     achievement, achievement, exact_formula(at, &baseline)),
                     bcf_workbook_decimal(at->of, capped), BCF_BOOK_PLAIN);
}

static void add_ours(const scoring *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_score *score = at->score;
    if (score->achievement == NULL) {
        bcf_book_words(at->sheet, at->row, COLUMN_OUR_ACHIEVEMENT, "", BCF_BOOK_PLAIN);
    } else {
        bcf_book_figure(at->sheet, at->row, COLUMN_OUR_ACHIEVEMENT,
                        bcf_ratio_text(arena, score->achievement, 6, BCF_ROUND_HALF_AWAY),
                        BCF_BOOK_PLAIN);
    }
    bcf_book_words(at->sheet, at->row, COLUMN_OUR_STATUS, bcf_score_status_text(score->status),
                   BCF_BOOK_PLAIN);
    bcf_book_formula_words(
        at->sheet, at->row, COLUMN_CHECK,
        bcf_arena_print(arena,
                        "=IF(AND(%s=%s,IF(ISNUMBER(%s),ROUND(%s,6)=%s,NOT(ISNUMBER(%s)))),\"ok\","
                        "\"differs\")",
                        cell(at, COLUMN_STATUS), cell(at, COLUMN_OUR_STATUS),
                        cell(at, COLUMN_ACHIEVEMENT), cell(at, COLUMN_ACHIEVEMENT),
                        cell(at, COLUMN_OUR_ACHIEVEMENT), cell(at, COLUMN_OUR_ACHIEVEMENT)),
        "ok", BCF_BOOK_CHECK);
}

static void add_heads(bcf_book_sheet *sheet)
{
    static const char *const headings[] = {"Board",
                                           "Name",
                                           "Payment",
                                           "Metric",
                                           "Definition",
                                           "Turn (-1: higher is better)",
                                           "Per",
                                           "Baseline: numerator",
                                           "denominator",
                                           "Ambition: numerator",
                                           "denominator",
                                           "Outturn: numerator",
                                           "denominator",
                                           "Mismatch",
                                           "Baseline",
                                           "Ambition",
                                           "Actual",
                                           "Achievement",
                                           "Status",
                                           "Scored",
                                           "Below the line",
                                           "Achieved",
                                           "Not scored",
                                           "Paid for (0 to 1)",
                                           "bcf achievement",
                                           "bcf status",
                                           "Check",
                                           NULL};
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    bcf_book_words(sheet, 0, 0,
                   "Achievement: (baseline - actual) / (baseline - ambition), signs turned where "
                   "higher is better. Change a coloured cell and recalculate (F9): scores, the 70% "
                   "test and what is released follow.",
                   BCF_BOOK_NOTE);
    bcf_book_width(sheet, COLUMN_NAME, COLUMN_NAME, 26);
    bcf_book_width(sheet, COLUMN_METRIC, COLUMN_DEFINITION, 24);
    bcf_book_width(sheet, COLUMN_BASELINE_OVER, COLUMN_OUTTURN_UNDER, 12);
    bcf_book_width(sheet, COLUMN_BASELINE, COLUMN_ACHIEVEMENT, 16);
    bcf_book_width(sheet, COLUMN_STATUS, COLUMN_STATUS, 14);
    bcf_book_width(sheet, COLUMN_OUR_ACHIEVEMENT, COLUMN_OUR_STATUS, 14);
}

void bcf_workbook_add_scores(bcf_workbook *of)
{
    const bcf_performance *performance = of->run->policy->performance;
    size_t boards = of->run->figures->areas->board_count;
    scoring at = {.of = of, .sheet = bcf_book_add_sheet(of->book, SCORES), .row = FIRST_ROW};
    add_heads(at.sheet);
    of->score_rows = BCF_NEW_ARRAY(of->arena, boards * performance->part_count, size_t);
    for (at.board = 0; at.board < boards; at.board++) {
        for (at.part = 0; at.part < performance->part_count; at.part++) {
            at.score = bcf_scores_find(of->run->scores, at.part, at.board);
            if (at.score == NULL) {
                continue;
            }
            of->score_rows[at.board * performance->part_count + at.part] = at.row;
            add_inputs(&at);
            add_rates(&at);
            add_counts(&at);
            add_ours(&at);
            at.row++;
        }
    }
    bcf_book_frame(at.sheet, FIRST_ROW, COLUMN_DEFINITION, at.row, COLUMN_COUNT);
    if (at.row > FIRST_ROW) {
        bcf_workbook_count_checks(of, at.sheet, SCORES, FIRST_ROW, at.row - 1, COLUMN_CHECK);
    }
}

/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

/* The rules of July 2014, a row for each board and quarter. Source: SPEC section 6, whose letters
 * the comments use. */

#define HEAD_ROW 2
#define FIRST_ROW 3

enum {
    COLUMN_BOARD,
    COLUMN_NAME,
    COLUMN_PAYMENT,
    COLUMN_BASELINE, /* b, p, a */
    COLUMN_PLANNED,
    COLUMN_ACTUAL,
    COLUMN_BASELINE_SO_FAR, /* B, P, A */
    COLUMN_PLANNED_SO_FAR,
    COLUMN_ACTUAL_SO_FAR,
    COLUMN_REDUCTION, /* R */
    COLUMN_SHARE,
    COLUMN_FUND, /* F */
    COLUMN_CEILING,
    COLUMN_EARNED,
    COLUMN_PAID,
    COLUMN_CEILING_PENNY,
    COLUMN_PAID_PENNY,
    COLUMN_ACHIEVEMENT,
    COLUMN_STATUS,
    COLUMN_OUR_ACHIEVEMENT,
    COLUMN_OUR_STATUS,
    COLUMN_CHECK,
    COLUMN_COUNT
};

typedef struct quartering {
    bcf_workbook *of;
    bcf_book_sheet *sheet;
    const bcf_release_year *year;
    const bcf_quarter_count *count;
    size_t board;
    size_t quarter;
    size_t row;
} quartering;

static const bcf_admissions_rules *rules_of(const bcf_workbook *of)
{
    return of->run->policy->performance->admissions;
}

size_t bcf_workbook_quarter_row(const bcf_workbook *of, size_t board, size_t quarter)
{
    return FIRST_ROW + board * rules_of(of)->quarter_count + quarter;
}

static const char *cell(const quartering *at, size_t column)
{
    return bcf_book_cell(at->of->arena, at->row, column);
}

/* The same cell of the quarter before, or nothing in the first. */
static const char *before(const quartering *at, size_t column)
{
    return at->quarter == 0 ? "0" : bcf_book_cell(at->of->arena, at->row - 1, column);
}

/* From the board's first quarter to this one, or to its last. */
static const char *range(const quartering *at, size_t column, bool is_whole_year)
{
    size_t first = bcf_workbook_quarter_row(at->of, at->board, 0);
    size_t last = is_whole_year ? first + rules_of(at->of)->quarter_count - 1 : at->row;
    return bcf_arena_print(at->of->arena, "%s:%s", bcf_book_cell(at->of->arena, first, column),
                           bcf_book_cell(at->of->arena, last, column));
}

/* A formula with its result, which may be none. */
static void add(const quartering *at, size_t column, const char *formula, const bcf_ratio *result,
                bcf_book_look look)
{
    if (result == NULL) {
        bcf_book_formula_words(at->sheet, at->row, column, formula, "", look);
    } else {
        bcf_book_formula(at->sheet, at->row, column, formula, bcf_workbook_decimal(at->of, result),
                         look);
    }
}

static const bcf_ratio *in_pounds(const quartering *at, const bcf_ratio *pence)
{
    if (pence == NULL) {
        return NULL;
    }
    bcf_ratio *pounds = bcf_ratio_of(at->of->arena, 1, 100);
    bcf_ratio_multiply(pounds, pounds, pence);
    return pounds;
}

static void add_counts(const quartering *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_release_quarter *so_far = &at->year->quarters[at->quarter];
    const bcf_ratio *const counts[] = {at->count->baseline, at->count->planned, at->count->actual};
    const bcf_ratio *const sums[] = {so_far->baseline, so_far->planned, so_far->actual};
    for (size_t i = 0; i < 3; i++) {
        if (counts[i] == NULL) {
            bcf_book_blank(at->sheet, at->row, COLUMN_BASELINE + i, BCF_BOOK_INPUT);
        } else {
            bcf_book_figure(at->sheet, at->row, COLUMN_BASELINE + i,
                            bcf_workbook_decimal(at->of, counts[i]), BCF_BOOK_INPUT);
        }
        const char *all = range(at, COLUMN_BASELINE + i, false);
        const char *formula = bcf_arena_print(arena, "=SUM(%s)", all);
        if (i == 2) { /* a missing quarter makes all after it missing */
            formula = bcf_arena_print(arena, "=IF(COUNT(%s)<%zu,\"\",SUM(%s))", all,
                                      at->quarter + 1, all);
        }
        add(at, COLUMN_BASELINE_SO_FAR + i, formula, sums[i], BCF_BOOK_COUNT);
    }
}

static void add_fund(const quartering *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    const bcf_admissions_rules *rules = rules_of(at->of);
    size_t strand = run->policy->performance->parts[rules->rest_part].strand;
    size_t share = 0;
    bool has_share = bcf_workbook_share(&share, at->of, run->release->ledger, at->of->payment_rows,
                                        BCF_SPLIT_STRAND, strand, BCF_SPLIT_NATIONAL, at->board);
    BCF_ASSERT(has_share);
    add(at, COLUMN_REDUCTION,
        bcf_arena_print(arena, "=SUM(%s)-SUM(%s)", range(at, COLUMN_BASELINE, true),
                        range(at, COLUMN_PLANNED, true)),
        at->year->reduction, BCF_BOOK_COUNT);
    bcf_book_formula(
        at->sheet, at->row, COLUMN_SHARE,
        bcf_arena_print(arena, "=%s", bcf_book_place(arena, SPLITS, share, SPLITS_SHARE)),
        bcf_wording_plain(arena, at->year->share), BCF_BOOK_POUNDS);
    add(at, COLUMN_FUND,
        bcf_arena_print(arena, "=IF(%s<=0,0,MIN(%s*%s,%s))", cell(at, COLUMN_REDUCTION),
                        cell(at, COLUMN_REDUCTION), bcf_wording_plain(arena, rules->cost),
                        cell(at, COLUMN_SHARE)),
        in_pounds(at, at->year->fund), BCF_BOOK_POUNDS);
}

/* F x clamp((B - to) / R, 0, 1). Multiplied before it is divided: what ends on half a penny then
 * does so here too. */
static const char *part_of_fund(const quartering *at, size_t to)
{
    const char *fewer =
        bcf_arena_print(at->of->arena, "(%s-%s)", cell(at, COLUMN_BASELINE_SO_FAR), cell(at, to));
    return bcf_arena_print(at->of->arena, "MIN(%s,MAX(0,%s*%s/%s))", cell(at, COLUMN_FUND),
                           cell(at, COLUMN_FUND), fewer, cell(at, COLUMN_REDUCTION));
}

static void add_totals(const quartering *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_settings *settings = at->of->run->settings;
    const bcf_release_quarter *so_far = &at->year->quarters[at->quarter];
    const char *reduction = cell(at, COLUMN_REDUCTION);
    const char *planned = bcf_settings_is(settings, "cap-by-plan-profile", "no")
                              ? cell(at, COLUMN_FUND)
                              : part_of_fund(at, COLUMN_PLANNED_SO_FAR);
    add(at, COLUMN_CEILING,
        bcf_arena_print(arena, "=IF(%s<=0,0,MAX(%s,%s))", reduction, before(at, COLUMN_CEILING),
                        planned),
        in_pounds(at, so_far->ceiling), BCF_BOOK_POUNDS);
    add(at, COLUMN_EARNED,
        bcf_arena_print(arena, "=IF(%s<=0,\"\",IF(ISNUMBER(%s),%s,\"\"))", reduction,
                        cell(at, COLUMN_ACTUAL_SO_FAR), part_of_fund(at, COLUMN_ACTUAL_SO_FAR)),
        in_pounds(at, so_far->earned), BCF_BOOK_POUNDS);
    const char *due =
        bcf_arena_print(arena, "MIN(%s,%s)", cell(at, COLUMN_EARNED), cell(at, COLUMN_CEILING));
    if (!bcf_settings_is(settings, "clawback", "yes")) {
        due = bcf_arena_print(arena, "MAX(%s,%s)", before(at, COLUMN_PAID), due);
    }
    add(at, COLUMN_PAID,
        bcf_arena_print(arena, "=IF(ISNUMBER(%s),%s,%s)", cell(at, COLUMN_EARNED), due,
                        before(at, COLUMN_PAID)),
        in_pounds(at, so_far->paid), BCF_BOOK_POUNDS);
}

/* Running totals to the penny: what a quarter gets is the difference of two of them. */
static void add_pennies(const quartering *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_release_quarter *so_far = &at->year->quarters[at->quarter];
    const bcf_ratio *const totals[] = {so_far->ceiling, so_far->paid};
    bcf_rounding rounding = at->of->run->policy->performance->metric_rounding;
    for (size_t i = 0; i < 2; i++) {
        /* to 7 places first: what is half a penny but for the last binary digit is half a penny */
        bcf_book_formula(
            at->sheet, at->row, COLUMN_CEILING_PENNY + i,
            bcf_arena_print(arena, "=ROUND(ROUND(%s,7),2)", cell(at, COLUMN_CEILING + 2 * i)),
            bcf_wording_plain(arena, bcf_ratio_of_money((bcf_money){1}, totals[i], rounding)),
            BCF_BOOK_POUNDS);
    }
}

/* A score is that of the quarter alone. */
static void add_score(const quartering *at)
{
    bcf_arena *arena = at->of->arena;
    const bcf_run *run = at->of->run;
    const bcf_score *score =
        bcf_scores_find(run->scores, rules_of(at->of)->quarters[at->quarter].part, at->board);
    const char *b = cell(at, COLUMN_BASELINE);
    const char *p = cell(at, COLUMN_PLANNED);
    const char *a = cell(at, COLUMN_ACTUAL);
    add(at, COLUMN_ACHIEVEMENT,
        bcf_arena_print(arena, "=IF(%s<=%s,\"\",IF(ISNUMBER(%s),ROUND((%s-%s)/(%s-%s),9),\"\"))", b,
                        p, a, b, a, b, p),
        score->achievement, BCF_BOOK_PLAIN);
    bcf_book_formula_words(
        at->sheet, at->row, COLUMN_STATUS,
        bcf_arena_print(arena,
                        "=IF(%s<=%s,\"no-ambition\",IF(NOT(ISNUMBER(%s)),\"not-assessed\",IF(%s<="
                        "%s,\"achieved\",IF(%s<%s,\"partly\",\"not-achieved\"))))",
                        b, p, a, a, p, a, b),
        bcf_score_status_text(score->status), BCF_BOOK_PLAIN);
    if (score->achievement == NULL) {
        bcf_book_words(at->sheet, at->row, COLUMN_OUR_ACHIEVEMENT, "", BCF_BOOK_PLAIN);
    } else {
        bcf_book_figure(at->sheet, at->row, COLUMN_OUR_ACHIEVEMENT,
                        bcf_ratio_text(arena, score->achievement, 6, BCF_ROUND_HALF_AWAY),
                        BCF_BOOK_PLAIN);
    }
    bcf_book_words(at->sheet, at->row, COLUMN_OUR_STATUS, bcf_score_status_text(score->status),
                   BCF_BOOK_PLAIN);
    const char *live = cell(at, COLUMN_ACHIEVEMENT);
    const char *ours = cell(at, COLUMN_OUR_ACHIEVEMENT);
    bcf_book_formula_words(
        at->sheet, at->row, COLUMN_CHECK,
        bcf_arena_print(arena,
                        "=IF(AND(%s=%s,IF(ISNUMBER(%s),ROUND(%s,6)=%s,NOT(ISNUMBER(%s)))),\"ok\","
                        "\"differs\")",
                        cell(at, COLUMN_STATUS), cell(at, COLUMN_OUR_STATUS), live, live, ours,
                        ours),
        "ok", BCF_BOOK_CHECK);
}

static void add_row(const quartering *at)
{
    const bcf_performance *performance = at->of->run->policy->performance;
    const bcf_part *part = &performance->parts[rules_of(at->of)->quarters[at->quarter].part];
    const bcf_board *board = &at->of->run->figures->areas->boards[at->board];
    bcf_book_words(at->sheet, at->row, COLUMN_BOARD, board->code, BCF_BOOK_TEXT);
    bcf_book_words(at->sheet, at->row, COLUMN_NAME, board->name, BCF_BOOK_PLAIN);
    bcf_book_words(at->sheet, at->row, COLUMN_PAYMENT, performance->payments[part->payment].id,
                   BCF_BOOK_TEXT);
    add_counts(at);
    add_fund(at);
    add_totals(at);
    add_pennies(at);
    add_score(at);
}

static void add_heads(bcf_book_sheet *sheet)
{
    static const char *const headings[] = {"Board",
                                           "Name",
                                           "Payment",
                                           "A year before",
                                           "Planned",
                                           "Actual",
                                           "A year before, so far",
                                           "Planned, so far",
                                           "Actual, so far",
                                           "Planned reduction, whole year",
                                           "Share of the nation's £",
                                           "Hangs on admissions £",
                                           "Most by now £",
                                           "Earned by now £",
                                           "Paid by now £",
                                           "Most by now, to the penny",
                                           "Paid by now, to the penny",
                                           "Achievement",
                                           "Status",
                                           "bcf achievement",
                                           "bcf status",
                                           "Check",
                                           NULL};
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    bcf_book_words(sheet, 0, 0,
                   "Admissions of each quarter and what they earn, as a running total. A board's "
                   "counts are its CCGs', by people: bcf explain shows how. Change a coloured cell "
                   "and recalculate (F9).",
                   BCF_BOOK_NOTE);
    bcf_book_width(sheet, COLUMN_NAME, COLUMN_NAME, 26);
    bcf_book_width(sheet, COLUMN_BASELINE, COLUMN_REDUCTION, 14);
    bcf_book_width(sheet, COLUMN_SHARE, COLUMN_PAID_PENNY, 16);
    bcf_book_width(sheet, COLUMN_ACHIEVEMENT, COLUMN_OUR_STATUS, 14);
}

void bcf_workbook_add_quarters(bcf_workbook *of)
{
    const bcf_run *run = of->run;
    quartering at = {.of = of, .sheet = bcf_book_add_sheet(of->book, QUARTERS)};
    size_t count = rules_of(of)->quarter_count;
    size_t boards = run->figures->areas->board_count;
    add_heads(at.sheet);
    for (at.board = 0; at.board < boards; at.board++) {
        at.year = &run->release->years[at.board];
        for (at.quarter = 0; at.quarter < count; at.quarter++) {
            at.row = bcf_workbook_quarter_row(of, at.board, at.quarter);
            at.count = bcf_admissions_of(run->admissions, at.board, at.quarter);
            add_row(&at);
        }
    }
    size_t last = bcf_workbook_quarter_row(of, boards, 0) - 1;
    bcf_book_frame(at.sheet, FIRST_ROW, COLUMN_BASELINE, last + 1, COLUMN_COUNT);
    bcf_workbook_count_checks(of, at.sheet, QUARTERS, FIRST_ROW, last, COLUMN_CHECK);
}

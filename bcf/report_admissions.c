/* SPDX-License-Identifier: MIT */
#include "report_admissions.h"

#include "held.h"
#include "report_board.h"

/* What of a year's admissions and money is one board's, or everybody's. */
typedef struct year {
    bcf_ratio *baseline;
    bcf_ratio *planned;
    bcf_ratio *actual;
    bool has_actual; /* of every quarter */
    bcf_money share; /* of the national amount */
    bcf_money fund;  /* of it, what hangs on admissions */
    bcf_money earned;
    bcf_money held;
    bcf_status status;
} year;

/* How it ended for a board. */
typedef enum outcome {
    OUTCOME_ALL = 0,
    OUTCOME_PART,
    OUTCOME_NOTHING,
    OUTCOME_WAITS,
    OUTCOME_NO_PLAN,
    OUTCOME_COUNT
} outcome;

static const char *const outcome_words[OUTCOME_COUNT] = {
    [OUTCOME_ALL] = "all of it",
    [OUTCOME_PART] = "a part of it",
    [OUTCOME_NOTHING] = "nothing of it",
    [OUTCOME_WAITS] = "not known: months are missing",
    [OUTCOME_NO_PLAN] = "nothing hung on it: no fewer planned",
};

static const bcf_admissions_rules *rules_of(const bcf_run *run)
{
    return run->policy->performance->admissions;
}

static const bcf_release_row *row_of(const bcf_run *run, size_t part, size_t board)
{
    const bcf_release_row *row =
        &run->release->rows[part * run->figures->areas->board_count + board];
    BCF_ASSERT(row->part == part && row->board == board);
    return row;
}

static year new_year(const bcf_run *run)
{
    return (year){.baseline = bcf_ratio_new(run->arena),
                  .planned = bcf_ratio_new(run->arena),
                  .actual = bcf_ratio_new(run->arena),
                  .has_actual = true};
}

static void add_quarter(year *to, const bcf_run *run, size_t board, size_t quarter)
{
    const bcf_quarter_count *count = bcf_admissions_of(run->admissions, board, quarter);
    bcf_ratio_add(to->baseline, to->baseline, count->baseline);
    bcf_ratio_add(to->planned, to->planned, count->planned);
    if (count->actual == NULL) {
        to->has_actual = false;
    } else {
        bcf_ratio_add(to->actual, to->actual, count->actual);
    }
}

static void add_board(year *to, const bcf_run *run, size_t board)
{
    const bcf_admissions_rules *rules = rules_of(run);
    const bcf_release_row *rest = row_of(run, rules->rest_part, board);
    to->share = bcf_money_add(to->share, rest->available);
    to->status = bcf_status_worst(to->status, rest->data_status);
    for (size_t i = 0; i < rules->quarter_count; i++) {
        const bcf_release_row *row = row_of(run, rules->quarters[i].part, board);
        add_quarter(to, run, board, i);
        to->share = bcf_money_add(to->share, row->available);
        to->fund = bcf_money_add(to->fund, row->available);
        to->earned = bcf_money_add(to->earned, row->released);
        to->status = bcf_status_worst(to->status, row->data_status);
    }
    to->held = bcf_money_add(
        to->held, row_of(run, rules->quarters[rules->quarter_count - 1].part, board)->held);
}

static year year_of(const bcf_run *run, size_t board)
{
    year one = new_year(run);
    add_board(&one, run, board);
    return one;
}

static year year_of_all(const bcf_run *run)
{
    year all = new_year(run);
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        add_board(&all, run, board);
    }
    return all;
}

static outcome outcome_of(const bcf_run *run, size_t board, const year *one)
{
    const bcf_admissions_rules *rules = rules_of(run);
    size_t last = rules->quarters[rules->quarter_count - 1].part;
    if (one->fund.pence == 0) {
        return OUTCOME_NO_PLAN;
    }
    if (row_of(run, last, board)->held_for == BCF_HELD_FOR_AWAITING_DATA) {
        return OUTCOME_WAITS;
    }
    if (bcf_money_compare(one->earned, one->fund) == 0) {
        return OUTCOME_ALL;
    }
    return one->earned.pence > 0 ? OUTCOME_PART : OUTCOME_NOTHING;
}

static const char *marked(const bcf_run *run, bcf_money amount, bcf_status status)
{
    return bcf_report_marked_pence(run, amount, status, status);
}

static void outcome_row(const char *cells[5], const bcf_run *run, size_t boards, const year *sums)
{
    cells[1] = bcf_wording_count(run->arena, boards);
    cells[2] = marked(run, sums->fund, sums->status);
    cells[3] = marked(run, sums->earned, sums->status);
    cells[4] = marked(run, sums->held, sums->status);
}

void bcf_report_add_outcomes(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Earned", BCF_PAGE_LEFT},        {"Boards", BCF_PAGE_RIGHT},
        {"Hung on it £", BCF_PAGE_RIGHT}, {"Earned £", BCF_PAGE_RIGHT},
        {"Not earned £", BCF_PAGE_RIGHT},
    };
    size_t boards = run->figures->areas->board_count;
    size_t counts[OUTCOME_COUNT] = {0};
    year sums[OUTCOME_COUNT];
    for (size_t i = 0; i < OUTCOME_COUNT; i++) {
        sums[i] = new_year(run);
    }
    for (size_t board = 0; board < boards; board++) {
        year one = year_of(run, board);
        outcome how = outcome_of(run, board, &one);
        counts[how]++;
        add_board(&sums[how], run, board);
    }
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 5);
    const char *cells[5];
    for (size_t i = 0; i < OUTCOME_COUNT; i++) {
        if (counts[i] > 0) {
            cells[0] = outcome_words[i];
            outcome_row(cells, run, counts[i], &sums[i]);
            bcf_page_table_row(table, cells);
        }
    }
    year all = year_of_all(run);
    cells[0] = "All";
    outcome_row(cells, run, boards, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "What boards would have earned by fewer admissions");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(run->arena,
                        "Of £%s, £%s%s hung on admissions; the other £%s%s was for NHS services "
                        "out of hospital, and paid at once.",
                        bcf_report_pence(run, all.share), bcf_report_pence(run, all.fund),
                        bcf_wording_mark(all.status),
                        bcf_report_pence(run, bcf_money_subtract(all.share, all.fund)),
                        bcf_wording_mark(all.status)),
        0);
}

/* "-1.2%": how the second figure stands to the first. */
static const char *change_text(const bcf_run *run, const bcf_ratio *from, const bcf_ratio *to)
{
    if (bcf_ratio_sign(from) == 0) {
        return "";
    }
    bcf_ratio *change = bcf_ratio_new(run->arena);
    bcf_ratio_subtract(change, to, from);
    bcf_ratio_divide(change, change, from);
    return bcf_wording_per_cent(run->arena, change);
}

static const char *difference_text(const bcf_run *run, const bcf_ratio *from, const bcf_ratio *to)
{
    bcf_ratio *fewer = bcf_ratio_new(run->arena);
    bcf_ratio_subtract(fewer, from, to);
    return bcf_wording_people(run->arena, fewer);
}

#define COUNT_COLUMNS 6

static void count_cells(const char *cells[COUNT_COLUMNS], const bcf_run *run, const year *of)
{
    cells[1] = bcf_wording_people(run->arena, of->baseline);
    cells[2] = bcf_wording_people(run->arena, of->planned);
    cells[3] = of->has_actual ? bcf_wording_people(run->arena, of->actual) : "months missing";
    cells[4] = change_text(run, of->baseline, of->planned);
    cells[5] = of->has_actual ? change_text(run, of->baseline, of->actual) : "";
}

/* Admissions quarter by quarter: of one board, or of all of them (SIZE_MAX). */
static void add_counts(bcf_text *page, const bcf_run *run, size_t board)
{
    static const bcf_page_column columns[COUNT_COLUMNS] = {
        {"Paid for in", BCF_PAGE_LEFT}, {"Year before", BCF_PAGE_RIGHT},
        {"Planned", BCF_PAGE_RIGHT},    {"Actual", BCF_PAGE_RIGHT},
        {"Planned", BCF_PAGE_RIGHT},    {"Actual", BCF_PAGE_RIGHT},
    };
    const bcf_admissions_rules *rules = rules_of(run);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, COUNT_COLUMNS);
    const char *cells[COUNT_COLUMNS];
    year all = new_year(run);
    for (size_t quarter = 0; quarter < rules->quarter_count; quarter++) {
        year one = new_year(run);
        for (size_t i = 0; i < run->figures->areas->board_count; i++) {
            if (board == SIZE_MAX || board == i) {
                add_quarter(&one, run, i, quarter);
                add_quarter(&all, run, i, quarter);
            }
        }
        size_t part = rules->quarters[quarter].part;
        cells[0] =
            run->policy->performance->payments[run->policy->performance->parts[part].payment].title;
        count_cells(cells, run, &one);
        bcf_page_table_row(table, cells);
    }
    cells[0] = "All quarters";
    count_cells(cells, run, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "%s, by where CCGs' people live",
                                               run->policy->metrics[rules->metric].title));
    bcf_page_add_table(page, table);
}

#define BOARD_COLUMNS 10

static void board_cells(const char *cells[BOARD_COLUMNS], const bcf_run *run, const year *of,
                        bcf_status worst)
{
    cells[2] = difference_text(run, of->baseline, of->planned);
    cells[3] = of->has_actual ? difference_text(run, of->baseline, of->actual) : "";
    cells[4] = bcf_report_marked_pence(run, of->fund, of->status, worst);
    cells[5] = bcf_report_marked_pence(run, of->earned, of->status, worst);
    cells[6] = bcf_report_marked_pence(run, of->held, of->status, worst);
    cells[7] =
        bcf_report_marked_pence(run, bcf_money_subtract(of->share, of->fund), of->status, worst);
}

/* What share of a board's people are registered where counts are illustrative; "" for none. */
static const char *doubt_text(const bcf_run *run, size_t board)
{
    const bcf_ratio *share = run->admissions->illustrative_shares[board];
    return bcf_ratio_sign(share) == 0 ? "" : bcf_wording_per_cent(run->arena, share);
}

static bool has_doubts(const bcf_run *run)
{
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        if (*doubt_text(run, board) != '\0') {
            return true;
        }
    }
    return false;
}

static void add_boards(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[BOARD_COLUMNS] = {
        {"Code", BCF_PAGE_LEFT},          {"Board", BCF_PAGE_LEFT},
        {"Planned", BCF_PAGE_RIGHT},      {"Fewer", BCF_PAGE_RIGHT},
        {"Hung on it £", BCF_PAGE_RIGHT}, {"Earned £", BCF_PAGE_RIGHT},
        {"Not earned £", BCF_PAGE_RIGHT}, {"Out of hospital £", BCF_PAGE_RIGHT},
        {"Doubtful", BCF_PAGE_RIGHT},     {"Ministers", BCF_PAGE_LEFT},
    };
    const bcf_areas *areas = run->figures->areas;
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, BOARD_COLUMNS);
    const char *cells[BOARD_COLUMNS];
    year all = year_of_all(run);
    for (size_t board = 0; board < areas->board_count; board++) {
        year one = year_of(run, board);
        board_cells(cells, run, &one, all.status);
        cells[0] = areas->boards[board].code;
        cells[1] = areas->boards[board].name;
        cells[8] = doubt_text(run, board);
        cells[9] = bcf_held_is_authorised(run, board) ? "signed off" : "";
        bcf_page_table_row(table, cells);
    }
    board_cells(cells, run, &all, all.status);
    cells[0] = "";
    cells[1] = bcf_arena_print(run->arena, "%s: %s boards", bcf_report_everybody(run),
                               bcf_wording_count(run->arena, areas->board_count));
    cells[8] = "";
    cells[9] = "";
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "Each board: fewer admissions than the year before, and the money");
    bcf_page_add_table(page, table);
    if (has_doubts(run)) {
        bcf_page_add_paragraph(page,
                               "Doubtful: the part of a board's people who are registered with "
                               "CCGs whose counts are illustrative in some months.",
                               0);
    }
}

static void add_source(bcf_text *page, const bcf_run *run, const char *what, const bcf_cite *cite)
{
    bcf_page_add_paragraph(
        page, bcf_arena_print(run->arena, "- %s: %s", what, bcf_report_cite(run->arena, cite)), 2);
}

/* Where the rules' figures are written, and who published the counts. */
static void add_sources(bcf_text *page, const bcf_run *run)
{
    const bcf_admissions_rules *rules = rules_of(run);
    static const bcf_table_id tables[] = {BCF_TABLE_ACTIVITY, BCF_TABLE_RESIDENTS,
                                          BCF_TABLE_INDICATORS};
    bcf_page_add_heading(page, "Sources");
    add_source(page, run,
               bcf_arena_print(run->arena, "£%s among all boards",
                               bcf_report_pence(run, rules->areas_share)),
               &rules->areas_share_cite);
    add_source(page, run,
               bcf_arena_print(run->arena, "£%s an admission", bcf_report_pence(run, rules->cost)),
               &rules->cost_cite);
    add_source(page, run,
               bcf_arena_print(run->arena, "%s fewer, where no ambition says otherwise",
                               bcf_wording_per_cent(run->arena, rules->reduction)),
               &rules->reduction_cite);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena, "- table %s: %s, %s (%s)", bcf_table_name(tables[i]),
                            bcf_report_manifest(run, tables[i], "publisher"),
                            bcf_report_manifest(run, tables[i], "title"),
                            bcf_status_text(run->tables->table[tables[i]].status)),
            2);
    }
    for (size_t i = 0; i < run->policy->source_count; i++) {
        const bcf_source *source = &run->policy->sources[i];
        bcf_page_add_paragraph(page,
                               bcf_arena_print(run->arena, "- %s is %s, %s (%s)", source->id,
                                               source->publisher, source->title, source->date),
                               2);
    }
}

void bcf_report_admissions(bcf_text *page, const bcf_run *run)
{
    bcf_report_add_outcomes(page, run);
    bcf_report_add_strands(page, run);
    add_counts(page, run, SIZE_MAX);
    bcf_report_add_reasons(page, run);
    add_boards(page, run);
    add_sources(page, run);
}

/* "250,000.00 fewer": R x cost = F, at most the share; the rest. */
static void add_sum(bcf_text *page, const bcf_run *run, const year *one)
{
    const bcf_admissions_rules *rules = rules_of(run);
    bcf_ratio *fewer = bcf_ratio_new(run->arena);
    bcf_ratio_subtract(fewer, one->baseline, one->planned);
    bcf_money rest = bcf_money_subtract(one->share, one->fund);
    bcf_page_add_heading(page, "The sum");
    if (one->fund.pence == 0) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena,
                            "No fewer admissions are planned, so nothing hangs on them: all of "
                            "its share, £%s, is for services out of hospital.",
                            bcf_report_pence(run, one->share)),
            0);
        return;
    }
    bcf_ratio *worth = bcf_ratio_of(run->arena, rules->cost.pence, 100);
    bcf_ratio_multiply(worth, worth, fewer);
    bool is_capped = bcf_ratio_compare_whole(worth, one->fund.pence + 1, 100) >= 0;
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(run->arena,
                        "%s fewer admissions planned x £%s = £%s%s. Its share of £%s is £%s; the "
                        "rest, £%s, is for services out of hospital.",
                        bcf_wording_rate(run->arena, fewer), bcf_report_pence(run, rules->cost),
                        bcf_wording_rate(run->arena, worth),
                        is_capped ? ", more than its share, which is the most" : "",
                        bcf_report_pence(run, rules->areas_share),
                        bcf_report_pence(run, one->share), bcf_report_pence(run, rest)),
        0);
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena, "Earned by fewer admissions: £%s of £%s%s.",
                                           bcf_report_pence(run, one->earned),
                                           bcf_report_pence(run, one->fund),
                                           bcf_wording_mark(one->status)),
                           0);
}

void bcf_report_board_admissions(bcf_text *page, const bcf_run *run, size_t board)
{
    year one = year_of(run, board);
    add_sum(page, run, &one);
    add_counts(page, run, board);
    if (*doubt_text(run, board) != '\0') {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena,
                            "Doubtful: %s of its people are registered with CCGs whose counts are "
                            "illustrative in some months.",
                            doubt_text(run, board)),
            0);
    }
}

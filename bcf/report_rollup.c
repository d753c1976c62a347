/* SPDX-License-Identifier: MIT */
#include "report_rollup.h"

#include <string.h>

#include "report_board.h"

bool bcf_report_is_metric(const bcf_run *run, size_t part)
{
    return bcf_policy_part_kind(run->policy->performance, part) == BCF_STRAND_METRICS;
}

/* "04 delayed": a part in few letters, for the head of a column. */
static const char *short_part(const bcf_run *run, size_t part)
{
    const bcf_performance *performance = run->policy->performance;
    const char *payment = performance->payments[performance->parts[part].payment].id;
    const char *month = strrchr(payment, '-');
    const char *id = performance->parts[part].id;
    return bcf_arena_print(run->arena, "%s %s", month == NULL ? payment : month + 1,
                           bcf_arena_text_part(run->arena, id, strcspn(id, "-")));
}

static const char *count_or_blank(const bcf_run *run, size_t count)
{
    return count == 0 ? "" : bcf_wording_count(run->arena, count);
}

#define CHECK_COLUMNS 8

void bcf_report_add_checks(bcf_text *page, const bcf_run *run, size_t only)
{
    static const bcf_page_column columns[CHECK_COLUMNS] = {
        {"Check", BCF_PAGE_LEFT},           {"¶", BCF_PAGE_LEFT},
        {"Pass", BCF_PAGE_RIGHT},           {"Warning", BCF_PAGE_RIGHT},
        {"Fail", BCF_PAGE_RIGHT},           {"Not assessed", BCF_PAGE_RIGHT},
        {"Does not apply", BCF_PAGE_RIGHT}, {"Available for these £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, CHECK_COLUMNS);
    bool has_money = false;
    bcf_status worst = bcf_held_basis_status(run);
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        worst = bcf_status_worst(worst, bcf_rollup_check(run, check).status);
    }
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        if (!bcf_report_has_check(only, check)) {
            continue;
        }
        bcf_check_sum sum = bcf_rollup_check(run, check);
        has_money = has_money || sum.at_stake.pence > 0;
        const bcf_check *rule = &run->policy->assurance->checks[check];
        bcf_page_table_row(
            table,
            (const char *[CHECK_COLUMNS]){
                bcf_arena_print(run->arena, "%s%s", rule->id, bcf_wording_mark(sum.status)),
                rule->cite.paragraph, bcf_wording_count(run->arena, sum.boards[BCF_RESULT_PASS]),
                bcf_wording_count(run->arena, sum.boards[BCF_RESULT_WARN]),
                bcf_wording_count(run->arena, sum.boards[BCF_RESULT_FAIL]),
                bcf_wording_count(run->arena, sum.boards[BCF_RESULT_NOT_ASSESSED]),
                count_or_blank(run, sum.does_not_apply),
                sum.at_stake.pence == 0
                    ? ""
                    : bcf_report_marked_pence(run, sum.at_stake, sum.status, worst)});
    }
    bcf_page_add_heading(page, "Boards by what each check found");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(
            run->arena, "A board's result is the worst of all that the check looked at.%s",
            has_money ? " Available: in the performance payment, for the conditions and "
                        "metrics that fail or get a warning."
                      : ""),
        0);
}

static bool was_assessed(const bcf_item *item)
{
    return item != NULL && item->result != BCF_RESULT_NOT_ASSESSED;
}

static bool has_failed(const bcf_item *item)
{
    return item != NULL && item->result == BCF_RESULT_FAIL;
}

/* How many ambitions of one part were held against noise and trend, and the money on them. */
typedef struct weakness {
    size_t ambitions;
    size_t tested;
    size_t noise;
    bcf_money noise_money;
    size_t trended;
    size_t trend;
    bcf_money trend_money;
    bcf_money either;
    bcf_status status; /* of all of these */
} weakness;

static void add_weakness(weakness *to, const bcf_run *run, size_t board, size_t part)
{
    const bcf_item *noise = bcf_rollup_item_of(run, BCF_CHECK_SIGNIFICANCE, board, part);
    const bcf_item *trend = bcf_rollup_item_of(run, BCF_CHECK_TREND, board, part);
    bcf_money money = bcf_rollup_available(run, part, board);
    to->ambitions += noise != NULL || trend != NULL;
    to->tested += was_assessed(noise);
    to->trended += was_assessed(trend);
    const bcf_item *both[] = {noise, trend};
    for (size_t i = 0; i < 2; i++) {
        if (was_assessed(both[i])) {
            to->status = bcf_status_worst(to->status, both[i]->status);
        }
    }
    if (has_failed(noise)) {
        to->noise++;
        to->noise_money = bcf_money_add(to->noise_money, money);
    }
    if (has_failed(trend)) {
        to->trend++;
        to->trend_money = bcf_money_add(to->trend_money, money);
    }
    if (has_failed(noise) || has_failed(trend)) {
        to->either = bcf_money_add(to->either, money);
    }
}

static void join_weakness(weakness *to, const weakness *more)
{
    to->ambitions += more->ambitions;
    to->tested += more->tested;
    to->noise += more->noise;
    to->noise_money = bcf_money_add(to->noise_money, more->noise_money);
    to->trended += more->trended;
    to->trend += more->trend;
    to->trend_money = bcf_money_add(to->trend_money, more->trend_money);
    to->either = bcf_money_add(to->either, more->either);
    to->status = bcf_status_worst(to->status, more->status);
}

#define WEAK_COLUMNS 9

static const char *weak_money(const bcf_run *run, bcf_money amount, const weakness *sum)
{
    bcf_status status = bcf_status_worst(sum->status, bcf_held_basis_status(run));
    return bcf_report_marked_pence(run, amount, amount.pence == 0 ? BCF_STATUS_NONE : status,
                                   BCF_STATUS_ILLUSTRATIVE);
}

static bool has_check(const bcf_run *run, bcf_check_kind kind)
{
    size_t check = 0;
    return bcf_assurance_check(run->policy, kind, &check);
}

/* What the policy has no check of stays empty, and so is left out. */
static void weak_cells(const char *cells[WEAK_COLUMNS], const bcf_run *run, const weakness *sum)
{
    for (size_t i = 3; i < WEAK_COLUMNS; i++) {
        cells[i] = "";
    }
    cells[2] = bcf_wording_count(run->arena, sum->ambitions);
    if (has_check(run, BCF_CHECK_SIGNIFICANCE)) {
        cells[3] = bcf_wording_count(run->arena, sum->tested);
        cells[4] = bcf_wording_count(run->arena, sum->noise);
        cells[5] = weak_money(run, sum->noise_money, sum);
    }
    if (has_check(run, BCF_CHECK_TREND)) {
        cells[6] = bcf_wording_count(run->arena, sum->trended);
        cells[7] = bcf_wording_count(run->arena, sum->trend);
        cells[8] = weak_money(run, sum->trend_money, sum);
    }
}

const char *bcf_report_of_significance(const bcf_run *run)
{
    return bcf_arena_print(run->arena,
                           "Within noise: closer to the baseline than chance would move it at %s "
                           "per cent (¶47). The test is ours, not the official calculator. Delayed "
                           "days come in clusters, a patient's days together, so it finds too many "
                           "of their ambitions significant.",
                           bcf_wording_hundredths(run->arena, run->policy->assurance->level));
}

void bcf_report_add_weak(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[WEAK_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT},
        {"Ambitions", BCF_PAGE_RIGHT},
        {"Tested", BCF_PAGE_RIGHT},
        {"Within noise", BCF_PAGE_RIGHT},
        {"Available for them £", BCF_PAGE_RIGHT},
        {"With a trend", BCF_PAGE_RIGHT},
        {"No better", BCF_PAGE_RIGHT},
        {"Available for them £", BCF_PAGE_RIGHT},
    };
    const bcf_performance *performance = run->policy->performance;
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, WEAK_COLUMNS);
    weakness all = {.status = BCF_STATUS_NONE};
    const char *cells[WEAK_COLUMNS];
    for (size_t part = 0; part < performance->part_count; part++) {
        if (!bcf_report_is_metric(run, part)) {
            continue;
        }
        weakness sum = {.status = BCF_STATUS_NONE};
        for (size_t board = 0; board < run->figures->areas->board_count; board++) {
            add_weakness(&sum, run, board, part);
        }
        join_weakness(&all, &sum);
        cells[0] = performance->payments[performance->parts[part].payment].title;
        cells[1] = performance->parts[part].id;
        weak_cells(cells, run, &sum);
        bcf_page_table_row(table, cells);
    }
    cells[0] = "All";
    cells[1] = "";
    weak_cells(cells, run, &all);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "Ambitions that chance, or the trend alone, would reach");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(
            run->arena,
            "%s No better: than where history leads (¶46). Within noise, no better than the "
            "trend, or both: £%s%s.",
            bcf_report_of_significance(run), bcf_report_pence(run, all.either),
            bcf_wording_mark(all.status)),
        0);
}

/* "N", "T", "NT"; "." for neither, blank where neither could be assessed. */
static const char *weak_letters(const bcf_run *run, size_t board, size_t part)
{
    const bcf_item *noise = bcf_rollup_item_of(run, BCF_CHECK_SIGNIFICANCE, board, part);
    const bcf_item *trend = bcf_rollup_item_of(run, BCF_CHECK_TREND, board, part);
    if (!was_assessed(noise) && !was_assessed(trend)) {
        return "";
    }
    return has_failed(noise) ? (has_failed(trend) ? "NT" : "N") : has_failed(trend) ? "T" : ".";
}

static bool is_weak(const bcf_board_sum *sum)
{
    return sum->either.pence > 0;
}

/* The most money first; boards come by what they stand to lose. */
static const bcf_board_sum **weak_boards(size_t *count, const bcf_run *run)
{
    const bcf_board_sum *sums = bcf_rollup_boards(run);
    size_t boards = run->figures->areas->board_count;
    const bcf_board_sum **found = BCF_NEW_ARRAY(run->arena, boards, const bcf_board_sum *);
    *count = 0;
    for (size_t i = 0; i < boards; i++) {
        if (!is_weak(&sums[i])) {
            continue;
        }
        size_t at = (*count)++;
        for (; at > 0 && bcf_money_compare(found[at - 1]->either, sums[i].either) < 0; at--) {
            found[at] = found[at - 1];
        }
        found[at] = &sums[i];
    }
    return found;
}

static void weak_board_row(const char *cells[], const bcf_run *run, const bcf_board_sum *sum)
{
    cells[0] = run->figures->areas->boards[sum->board].code;
    cells[1] = run->figures->areas->boards[sum->board].name;
    size_t column = 2;
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        if (bcf_report_is_metric(run, part)) {
            cells[column++] = weak_letters(run, sum->board, part);
        }
    }
    cells[column] =
        bcf_report_marked_pence(run, sum->either, sum->weak_status, BCF_STATUS_ILLUSTRATIVE);
}

void bcf_report_add_weak_boards(bcf_text *page, const bcf_run *run)
{
    size_t parts = run->policy->performance->part_count;
    bcf_page_column *columns = BCF_NEW_ARRAY(run->arena, parts + 3, bcf_page_column);
    size_t width = 0;
    columns[width++] = (bcf_page_column){"Code", BCF_PAGE_LEFT};
    columns[width++] = (bcf_page_column){"Board", BCF_PAGE_LEFT};
    for (size_t part = 0; part < parts; part++) {
        if (bcf_report_is_metric(run, part)) {
            columns[width++] = (bcf_page_column){short_part(run, part), BCF_PAGE_LEFT};
        }
    }
    columns[width++] = (bcf_page_column){"Available for them £", BCF_PAGE_RIGHT};
    size_t count = 0;
    const bcf_board_sum **boards = weak_boards(&count, run);
    if (count == 0) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, width);
    const char **cells = BCF_NEW_ARRAY(run->arena, width, const char *);
    for (size_t i = 0; i < count; i++) {
        weak_board_row(cells, run, boards[i]);
        bcf_page_table_row(table, cells);
    }
    bcf_board_sum all = bcf_rollup_all(run);
    for (size_t i = 0; i < width; i++) {
        cells[i] = "";
    }
    cells[1] = bcf_wording_things(run->arena, count, "board");
    cells[width - 1] =
        bcf_report_marked_pence(run, all.either, all.weak_status, BCF_STATUS_ILLUSTRATIVE);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "Whose they are");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(page,
                           "N: within noise. T: no better than the trend. A point: neither. Blank: "
                           "not assessed.",
                           0);
}

#define METRIC_COLUMNS 10

static void metric_row(bcf_page_table *table, const bcf_run *run, const bcf_metric_sum *sum,
                       bcf_status worst)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *part = &performance->parts[sum->part];
    bool is_local = run->policy->metrics[part->subject].is_local;
    bcf_page_table_row(
        table,
        (const char *[METRIC_COLUMNS]){
            performance->payments[part->payment].id,
            is_local ? bcf_arena_print(run->arena, "%s: %s", part->id, sum->definition) : part->id,
            bcf_wording_count(run->arena, sum->boards),
            bcf_wording_marked(run->arena, bcf_wording_rate(run->arena, sum->baseline.rate),
                               sum->status, worst),
            bcf_wording_marked(run->arena, bcf_wording_rate(run->arena, sum->ambition.rate),
                               sum->status, worst),
            count_or_blank(run, sum->counted_boards),
            bcf_wording_rate(run->arena, sum->counted_baseline.rate),
            bcf_wording_rate(run->arena, sum->counted_ambition.rate),
            bcf_wording_marked(run->arena, bcf_wording_rate(run->arena, sum->outturn.rate),
                               sum->status, worst),
            bcf_wording_per_cent(run->arena, sum->achievement)});
}

/* A metric that boards plan under several definitions stands there several times. */
static bool is_there_twice(const bcf_metric_sum sums[], size_t count, size_t i)
{
    return (i > 0 && sums[i - 1].part == sums[i].part)
           || (i + 1 < count && sums[i + 1].part == sums[i].part);
}

static void add_definitions(bcf_text *page, const bcf_run *run, const bcf_metric_sum sums[],
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_there_twice(sums, count, i)) {
            const bcf_part *part = &run->policy->performance->parts[sums[i].part];
            bcf_page_add_paragraph(
                page,
                bcf_arena_print(run->arena, "- %s %s, %s: %s",
                                run->policy->performance->payments[part->payment].id, part->id,
                                bcf_wording_things(run->arena, sums[i].boards, "board"),
                                sums[i].definition),
                2);
        }
    }
}

void bcf_report_add_metrics(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[METRIC_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},         {"Metric", BCF_PAGE_LEFT},
        {"Boards", BCF_PAGE_RIGHT},         {"Baseline", BCF_PAGE_RIGHT},
        {"Ambition", BCF_PAGE_RIGHT},       {"Scored", BCF_PAGE_RIGHT},
        {"Their baseline", BCF_PAGE_RIGHT}, {"Their ambition", BCF_PAGE_RIGHT},
        {"Their outturn", BCF_PAGE_RIGHT},  {"Achieved", BCF_PAGE_RIGHT},
    };
    size_t count = 0;
    const bcf_metric_sum *sums = bcf_rollup_metrics(&count, run);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, METRIC_COLUMNS);
    bcf_status worst = BCF_STATUS_NONE;
    bool has_published_rates = false;
    for (size_t i = 0; i < count; i++) {
        worst = bcf_status_worst(worst, sums[i].status);
        has_published_rates = has_published_rates || sums[i].are_published_rates;
    }
    for (size_t i = 0; i < count; i++) {
        metric_row(table, run, &sums[i], worst);
    }
    if (count == 0) {
        return;
    }
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "What %s aims for, added up (¶26)",
                                               bcf_report_everybody(run)));
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(
        page,
        has_published_rates
            ? "Numerators and denominators are added up over the boards; where the data have a "
              "published per cent and not the counts behind it, that is the plain mean of the "
              "boards'."
            : "Numerators and denominators are added up over the boards.",
        0);
    add_definitions(page, run, sums, count);
}

#define CONDITION_COLUMNS 8

void bcf_report_add_conditions(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[CONDITION_COLUMNS] = {
        {"Condition (¶31)", BCF_PAGE_LEFT}, {"Met", BCF_PAGE_RIGHT},
        {"Not met", BCF_PAGE_RIGHT},        {"Not assessed", BCF_PAGE_RIGHT},
        {"No row", BCF_PAGE_RIGHT},         {"Available £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT},     {"Held £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, CONDITION_COLUMNS);
    bcf_status basis = bcf_held_basis_status(run);
    bcf_status worst = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0}).status;
    for (size_t i = 0; i < run->policy->condition_count; i++) {
        bcf_condition_sum sum = bcf_rollup_condition(run, i);
        bool has_money = sum.has_money;
        bcf_page_table_row(
            table,
            (const char *[CONDITION_COLUMNS]){
                run->policy->conditions[i].id, bcf_wording_count(run->arena, sum.met),
                bcf_wording_count(run->arena, sum.not_met),
                bcf_wording_count(run->arena, sum.not_assessed), count_or_blank(run, sum.absent),
                has_money ? bcf_report_marked_pence(run, sum.sum.available, basis, basis) : "",
                has_money ? bcf_report_marked_pence(run, sum.sum.released, sum.sum.status, worst)
                          : "",
                has_money ? bcf_report_marked_pence(run, sum.sum.held, sum.sum.status, worst)
                          : ""});
    }
    bcf_page_add_heading(page, "The national conditions");
    bcf_page_add_table(page, table);
}

#define GROUP_COLUMNS 9

static void group_cells(const char *cells[GROUP_COLUMNS], const bcf_run *run, size_t boards,
                        const size_t results[], const bcf_release_sums *sum)
{
    bcf_status basis = bcf_held_basis_status(run);
    bcf_status worst = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0}).status;
    cells[1] = bcf_wording_count(run->arena, boards);
    cells[2] = bcf_wording_count(run->arena, results[BCF_RESULT_PASS]);
    cells[3] = bcf_wording_count(run->arena, results[BCF_RESULT_WARN]);
    cells[4] = bcf_wording_count(run->arena, results[BCF_RESULT_FAIL]);
    cells[5] = bcf_wording_count(run->arena, results[BCF_RESULT_NOT_ASSESSED]);
    cells[6] = bcf_report_marked_pence(run, sum->available, basis, basis);
    cells[7] = bcf_report_marked_pence(run, sum->released, sum->status, worst);
    cells[8] = bcf_report_marked_pence(run, sum->held, sum->status, worst);
}

void bcf_report_add_groups(bcf_text *page, const bcf_run *run, const bcf_rollup_group groups[],
                           size_t count, bcf_rollup_by by)
{
    const bcf_page_column columns[GROUP_COLUMNS] = {
        {by == BCF_ROLLUP_BY_REGION ? "Region" : "Kind of council", BCF_PAGE_LEFT},
        {"Boards", BCF_PAGE_RIGHT},
        {"Pass", BCF_PAGE_RIGHT},
        {"Warning", BCF_PAGE_RIGHT},
        {"Fail", BCF_PAGE_RIGHT},
        {"Not assessed", BCF_PAGE_RIGHT},
        {"Available £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT},
        {"Held £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, GROUP_COLUMNS);
    const char *cells[GROUP_COLUMNS];
    size_t all[BCF_RESULTS_END] = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < BCF_RESULTS_END; j++) {
            all[j] += groups[i].results[j];
        }
        group_cells(cells, run, groups[i].boards, groups[i].results, &groups[i].sum);
        cells[0] = groups[i].text;
        bcf_page_table_row(table, cells);
    }
    bcf_release_sums sum = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    group_cells(cells, run, run->figures->areas->board_count, all, &sum);
    cells[0] = bcf_report_everybody(run);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, by == BCF_ROLLUP_BY_REGION
                                   ? "By region: results are boards times checks"
                                   : "By kind of council: results are boards times checks");
    bcf_page_add_table(page, table);
}

#define BOARD_COLUMNS 11

static void board_cells(const char *cells[BOARD_COLUMNS], const bcf_run *run,
                        const bcf_board_sum *sum)
{
    bcf_status basis = bcf_held_basis_status(run);
    bcf_status worst = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0}).status;
    cells[7] = bcf_report_marked_pence(run, sum->either, sum->weak_status, BCF_STATUS_ILLUSTRATIVE);
    cells[8] = bcf_report_marked_pence(run, sum->sum.available, basis, basis);
    cells[9] = bcf_report_marked_pence(run, sum->sum.released, sum->sum.status, worst);
    cells[10] = bcf_report_marked_pence(run, sum->sum.held, sum->sum.status, worst);
}

static void board_row(bcf_page_table *table, const bcf_run *run, const bcf_board_sum *sum)
{
    const bcf_board *board = &run->figures->areas->boards[sum->board];
    const char *cells[BOARD_COLUMNS];
    cells[0] = bcf_wording_count(run->arena, sum->rank);
    cells[1] = board->code;
    cells[2] = board->name;
    cells[3] = bcf_wording_count(run->arena, sum->results[BCF_RESULT_PASS]);
    cells[4] = bcf_wording_count(run->arena, sum->results[BCF_RESULT_WARN]);
    cells[5] = bcf_wording_count(run->arena, sum->results[BCF_RESULT_FAIL]);
    cells[6] = bcf_wording_count(run->arena, sum->results[BCF_RESULT_NOT_ASSESSED]);
    board_cells(cells, run, sum);
    bcf_page_table_row(table, cells);
}

static void join_boards(bcf_board_sum *to, const bcf_board_sum *more)
{
    to->either = bcf_money_add(to->either, more->either);
    to->weak_status = bcf_status_worst(to->weak_status, more->weak_status);
    to->sum.available = bcf_money_add(to->sum.available, more->sum.available);
    to->sum.released = bcf_money_add(to->sum.released, more->sum.released);
    to->sum.held = bcf_money_add(to->sum.held, more->sum.held);
    to->sum.status = bcf_status_worst(to->sum.status, more->sum.status);
}

void bcf_report_add_ranking(bcf_text *page, const bcf_run *run, size_t shown)
{
    static const bcf_page_column columns[BOARD_COLUMNS] = {
        {"Place", BCF_PAGE_RIGHT},        {"Code", BCF_PAGE_LEFT},
        {"Board", BCF_PAGE_LEFT},         {"Pass", BCF_PAGE_RIGHT},
        {"Warning", BCF_PAGE_RIGHT},      {"Fail", BCF_PAGE_RIGHT},
        {"Not assessed", BCF_PAGE_RIGHT}, {"On noise or trend £", BCF_PAGE_RIGHT},
        {"Available £", BCF_PAGE_RIGHT},  {"Released £", BCF_PAGE_RIGHT},
        {"Held £", BCF_PAGE_RIGHT},
    };
    size_t count = run->figures->areas->board_count;
    const bcf_board_sum *sums = bcf_rollup_boards(run);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, BOARD_COLUMNS);
    bcf_board_sum others = {.sum = {.status = BCF_STATUS_NONE}, .weak_status = BCF_STATUS_NONE};
    for (size_t i = 0; i < count; i++) {
        if (i < shown) {
            board_row(table, run, &sums[i]);
        } else {
            join_boards(&others, &sums[i]);
        }
    }
    const char *cells[BOARD_COLUMNS] = {"", "", "", "", "", "", "", "", "", "", ""};
    if (count > shown) {
        board_cells(cells, run, &others);
        cells[2] =
            bcf_arena_print(run->arena, "%s others", bcf_wording_count(run->arena, count - shown));
        bcf_page_table_row(table, cells);
    }
    bcf_board_sum all = bcf_rollup_all(run);
    board_cells(cells, run, &all);
    cells[2] = bcf_arena_print(run->arena, "%s: %s", bcf_report_everybody(run),
                               bcf_wording_things(run->arena, count, "board"));
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "Boards by what they stand to lose: the most held first");
    bcf_page_add_table(page, table);
}

/* SPDX-License-Identifier: MIT */
#include "report_peers.h"

/* The checks of ambitions, in the order of the columns. */
static const struct {
    bcf_check_kind kind;
    const char *heading;
} ambition_checks[] = {
    {BCF_CHECK_DEFINITION, "Definition"}, {BCF_CHECK_SEASON, "Season"},
    {BCF_CHECK_DIRECTION, "Direction"},   {BCF_CHECK_TREND, "Trend"},
    {BCF_CHECK_SIGNIFICANCE, "Noise"},    {BCF_CHECK_CCG_CONSISTENCY, "CCGs"},
    {BCF_CHECK_PLAUSIBLE, "Plausible"},
};

#define CHECK_COUNT (sizeof ambition_checks / sizeof ambition_checks[0])
#define AMBITION_COLUMNS (CHECK_COUNT + 5)

static const char *result_cell(const bcf_run *run, size_t board, size_t part, bcf_check_kind kind)
{
    const bcf_item *item = bcf_rollup_item_of(run, kind, board, part);
    return item == NULL                              ? ""
           : item->result == BCF_RESULT_NOT_ASSESSED ? "-"
                                                     : bcf_result_text(item->result);
}

void bcf_report_add_ambitions(bcf_text *page, const bcf_run *run, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    bcf_page_column columns[AMBITION_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT},
        {"Baseline", BCF_PAGE_RIGHT},
        {"Ambition", BCF_PAGE_RIGHT},
    };
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        columns[4 + i] = (bcf_page_column){ambition_checks[i].heading, BCF_PAGE_LEFT};
    }
    columns[AMBITION_COLUMNS - 1] = (bcf_page_column){"Available £", BCF_PAGE_RIGHT};
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, AMBITION_COLUMNS);
    bcf_status basis = bcf_held_basis_status(run);
    bool has_any = false;
    for (size_t part = 0; part < performance->part_count; part++) {
        const bcf_score *score =
            bcf_report_is_metric(run, part) ? bcf_scores_find(run->scores, part, board) : NULL;
        if (score == NULL || score->ambition == NULL) {
            continue;
        }
        has_any = true;
        const char *cells[AMBITION_COLUMNS];
        cells[0] = performance->payments[performance->parts[part].payment].id;
        cells[1] = performance->parts[part].id;
        cells[2] = bcf_wording_rate(run->arena, score->baseline);
        cells[3] = bcf_wording_rate(run->arena, score->ambition);
        for (size_t i = 0; i < CHECK_COUNT; i++) {
            cells[4 + i] = result_cell(run, board, part, ambition_checks[i].kind);
        }
        const char *money =
            bcf_wording_pounds(run->arena, bcf_rollup_available(run, part, board), false);
        cells[AMBITION_COLUMNS - 1] = bcf_wording_marked(run->arena, money, basis, basis);
        bcf_page_table_row(table, cells);
    }
    if (has_any) {
        bcf_page_add_heading(page, "Its ambitions, check by check");
        bcf_page_add_table(page, table);
        bcf_page_add_paragraph(page, "A dash: not assessed.", 0);
    }
}

/* How a value is written among its peers. */
typedef enum peer_kind {
    PEER_COUNT = 1,
    PEER_SHARE,
} peer_kind;

#define PEER_COLUMNS 6

static const char *value_text(const bcf_run *run, const bcf_ratio *value, peer_kind kind)
{
    switch (kind) {
    case PEER_COUNT:
        return bcf_ratio_decimal_text(run->arena, value, 1, BCF_ROUND_HALF_AWAY);
    case PEER_SHARE:
        return bcf_wording_per_cent(run->arena, value);
    }
    BCF_UNREACHABLE("a value of no kind");
}

static void add_place(bcf_page_table *table, const bcf_run *run, const char *what,
                      const bcf_ratio *const values[], size_t board, peer_kind kind, bool is_lower)
{
    if (values[board] == NULL) {
        return;
    }
    bcf_place_among place =
        bcf_rollup_place(run->arena, values, run->figures->areas->board_count, board, is_lower);
    bcf_page_table_row(
        table,
        (const char *[PEER_COLUMNS]){
            what, value_text(run, values[board], kind),
            bcf_arena_print(run->arena, "%s of %s", bcf_wording_count(run->arena, place.better + 1),
                            bcf_wording_count(run->arena, place.count)),
            value_text(run, place.lowest, kind), value_text(run, place.median, kind),
            value_text(run, place.highest, kind)});
}

static const bcf_ratio **new_values(const bcf_run *run)
{
    return BCF_NEW_ARRAY(run->arena, run->figures->areas->board_count, const bcf_ratio *);
}

/* True if any ambition of the board could be held against noise or trend. */
static bool was_tested(const bcf_run *run, size_t board)
{
    static const bcf_check_kind kinds[] = {BCF_CHECK_SIGNIFICANCE, BCF_CHECK_TREND};
    for (size_t i = 0; i < 2; i++) {
        size_t check = 0;
        if (!bcf_assurance_check(run->policy, kinds[i], &check)) {
            continue;
        }
        const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
        if (finding->counts[BCF_RESULT_PASS] + finding->counts[BCF_RESULT_FAIL] > 0) {
            return true;
        }
    }
    return false;
}

/* A board about which nothing is known has no place: it is not the best. */
static void add_findings_places(bcf_page_table *table, const bcf_run *run, size_t board)
{
    size_t boards = run->figures->areas->board_count;
    const bcf_board_sum *sums = bcf_rollup_boards(run);
    const bcf_ratio **fails = new_values(run);
    const bcf_ratio **released = new_values(run);
    const bcf_ratio **weak = new_values(run);
    for (size_t i = 0; i < boards; i++) {
        const bcf_board_sum *sum = &sums[i];
        if (sum->results[BCF_RESULT_PASS] + sum->results[BCF_RESULT_WARN]
                + sum->results[BCF_RESULT_FAIL]
            > 0) {
            fails[sum->board] = bcf_ratio_of(run->arena, (int64_t)sum->results[BCF_RESULT_FAIL], 1);
        }
        if (sum->sum.available.pence > 0) {
            released[sum->board] =
                bcf_ratio_of(run->arena, sum->sum.released.pence, sum->sum.available.pence);
            weak[sum->board] =
                was_tested(run, sum->board)
                    ? bcf_ratio_of(run->arena, sum->either.pence, sum->sum.available.pence)
                    : NULL;
        }
    }
    add_place(table, run, "Checks that fail", fails, board, PEER_COUNT, true);
    add_place(table, run, "Money on noise or trend, of what is available", weak, board, PEER_SHARE,
              true);
    add_place(table, run, "Released, of what is available", released, board, PEER_SHARE, false);
}

/* How far an ambition is better than its baseline, as a share of the baseline. */
static const bcf_ratio *planned_change(const bcf_run *run, const bcf_ambition *ambition,
                                       bcf_better better)
{
    if (bcf_ratio_sign(ambition->baseline) == 0) {
        return NULL;
    }
    bcf_ratio *change = bcf_ratio_new(run->arena);
    if (better == BCF_BETTER_LOWER) {
        bcf_ratio_subtract(change, ambition->baseline, ambition->ambition);
    } else {
        bcf_ratio_subtract(change, ambition->ambition, ambition->baseline);
    }
    bcf_ratio_divide(change, change, ambition->baseline);
    return change;
}

/* Local metrics are compared with nobody's: boards chose different ones. */
static void add_part_places(bcf_page_table *table, const bcf_run *run, size_t board, size_t part)
{
    const bcf_part *rule = &run->policy->performance->parts[part];
    const bcf_metric *metric = &run->policy->metrics[rule->subject];
    if (metric->is_local) {
        return;
    }
    const char *name = bcf_arena_print(
        run->arena, "%s %s", run->policy->performance->payments[rule->payment].id, rule->id);
    const bcf_ratio **changes = new_values(run);
    const bcf_ratio **achieved = new_values(run);
    for (size_t i = 0; i < run->figures->areas->board_count; i++) {
        const bcf_ambition *ambition =
            run->figures->ambitions[i * run->policy->performance->part_count + part];
        changes[i] = ambition == NULL ? NULL : planned_change(run, ambition, metric->better);
        achieved[i] = bcf_scores_find(run->scores, part, i)->achievement;
    }
    add_place(table, run, bcf_arena_print(run->arena, "%s: improvement planned", name), changes,
              board, PEER_SHARE, false);
    add_place(table, run, bcf_arena_print(run->arena, "%s: ambition achieved", name), achieved,
              board, PEER_SHARE, false);
}

void bcf_report_add_peers(bcf_text *page, const bcf_run *run, size_t board)
{
    static const bcf_page_column columns[PEER_COLUMNS] = {
        {"", BCF_PAGE_LEFT},        {"Here", BCF_PAGE_RIGHT},   {"Place", BCF_PAGE_RIGHT},
        {"Lowest", BCF_PAGE_RIGHT}, {"Median", BCF_PAGE_RIGHT}, {"Highest", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, PEER_COLUMNS);
    add_findings_places(table, run, board);
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        if (bcf_report_is_metric(run, part)) {
            add_part_places(table, run, board, part);
        }
    }
    bcf_page_add_heading(
        page, bcf_arena_print(run->arena, "Where it stands among %s boards",
                              bcf_wording_count(run->arena, run->figures->areas->board_count)));
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(page, "Place 1 is the best; equals share a place.", 0);
}

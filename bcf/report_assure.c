/* SPDX-License-Identifier: MIT */
#include "report_assure.h"

#include <string.h>

#include "nearest.h"

bool bcf_report_has_check(size_t only, size_t check)
{
    return only == BCF_EVERY_CHECK || only == check;
}

#define COUNT(items) (sizeof(items) / sizeof(items)[0])

static void cell(bcf_report_rows *rows, const char *text)
{
    bcf_report_cell(rows, text);
}

static void money_cell(bcf_report_rows *rows, bcf_money amount)
{
    cell(rows, bcf_wording_plain(rows->arena, amount));
}

static void count_cell(bcf_report_rows *rows, size_t count)
{
    cell(rows, bcf_arena_print(rows->arena, "%zu", count));
}

/* Six decimals, "" for none. */
static void rate_cell(bcf_report_rows *rows, const bcf_ratio *rate)
{
    cell(rows, rate == NULL ? "" : bcf_ratio_text(rows->arena, rate, 6, BCF_ROUND_HALF_AWAY));
}

/* A sum of counts as a decimal: exact, because what is added up are decimals. */
static void sum_cell(bcf_report_rows *rows, const bcf_ratio *sum)
{
    cell(rows,
         sum == NULL ? "" : bcf_ratio_decimal_text(rows->arena, sum, 40, BCF_ROUND_HALF_AWAY));
}

static void board_cells(bcf_report_rows *rows, const bcf_run *run, size_t board, bool with_names)
{
    cell(rows, run->figures->areas->boards[board].code);
    if (with_names) {
        cell(rows, run->figures->areas->boards[board].name);
    }
}

const bcf_readings *bcf_report_check_readings(const bcf_run *run, size_t check)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    switch (run->policy->assurance->checks[check].kind) {
    case BCF_CHECK_MINIMUM_POOL:
        for (size_t i = 0; i < run->policy->component_count; i++) {
            bcf_readings_add_component(readings, i);
        }
        break;
    case BCF_CHECK_DISTRICT_MINIMUM:
        for (size_t i = 0; i < run->policy->component_count; i++) {
            if (run->policy->components[i].route == BCF_ROUTE_HOUSING_AUTHORITY) {
                bcf_readings_add_component(readings, i);
            }
        }
        break;
    case BCF_CHECK_EARMARKS:
        for (size_t i = 0; i < run->policy->assurance->purpose_count; i++) {
            bcf_readings_add_component(readings, run->policy->assurance->purposes[i].component);
        }
        break;
    case BCF_CHECK_CONDITIONS_MET:
    case BCF_CHECK_METRICS_COMPLETE:
    case BCF_CHECK_DEFINITION:
    case BCF_CHECK_SEASON:
    case BCF_CHECK_DIRECTION:
    case BCF_CHECK_TREND:
    case BCF_CHECK_SIGNIFICANCE:
    case BCF_CHECK_LOCAL_METRIC:
    case BCF_CHECK_CCG_CONSISTENCY:
    case BCF_CHECK_PLAUSIBLE:
        for (size_t i = 0; i < run->policy->performance->part_count; i++) {
            bcf_readings_add_available(readings, i);
        }
        break;
    case BCF_CHECK_DISTRICT_PASSED_DOWN:
    case BCF_CHECK_CONDITIONS_ANSWERED:
    case BCF_CHECK_SIGNED_OFF:
    case BCF_CHECK_IN_TIME:
    case BCF_CHECK_CONTINGENCY_PLAN:
    case BCF_CHECK_RISK_REGISTER:
        break;
    }
    return readings;
}

static const char *readings_of(const bcf_run *run, size_t check)
{
    return bcf_readings_text(run->arena, bcf_report_check_readings(run, check));
}

static void finding_row(bcf_report_rows *rows, const bcf_run *run, const bcf_finding *finding,
                        const char *readings, bool with_names)
{
    board_cells(rows, run, finding->board, with_names);
    cell(rows, run->policy->assurance->checks[finding->check].id);
    cell(rows, bcf_result_text(finding->result));
    cell(rows, finding->detail);
    cell(rows, run->policy->assurance->checks[finding->check].cite.paragraph);
    count_cell(rows, finding->item_count);
    count_cell(rows, finding->counts[BCF_RESULT_PASS]);
    count_cell(rows, finding->counts[BCF_RESULT_WARN]);
    count_cell(rows, finding->counts[BCF_RESULT_FAIL]);
    count_cell(rows, finding->counts[BCF_RESULT_NOT_ASSESSED]);
    cell(rows, finding->is_about_parts ? bcf_wording_plain(rows->arena, finding->at_stake) : "");
    cell(rows, bcf_status_text(finding->status));
    cell(rows, readings);
}

const bcf_sheet *bcf_report_assure(const bcf_run *run, bcf_scope scope, size_t only,
                                   bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"check", BCF_SHEET_WORD},          {"result", BCF_SHEET_WORD},
        {"detail", BCF_SHEET_WORD},         {"paragraph", BCF_SHEET_WORD},
        {"looked_at", BCF_SHEET_FIGURE},    {"passed", BCF_SHEET_FIGURE},
        {"warned", BCF_SHEET_FIGURE},       {"failed", BCF_SHEET_FIGURE},
        {"not_assessed", BCF_SHEET_FIGURE}, {"at_stake", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD},    {"readings", BCF_SHEET_WORD},
    };
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_board_columns(&rows, with_names, columns, COUNT(columns));
    bcf_report_begin(&rows, run->assurance->finding_count);
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        if (!bcf_report_has_check(only, check)) {
            continue;
        }
        const char *readings = readings_of(run, check);
        for (size_t board = 0; board < run->figures->areas->board_count; board++) {
            if (bcf_scope_has_board(scope, board)) {
                finding_row(&rows, run, bcf_assurance_of(run->assurance, check, board), readings,
                            with_names);
            }
        }
    }
    return bcf_report_sheet(&rows, "assure", run);
}

static const char *const view_words[] = {"item",   "check", "metric", "condition", "reason",
                                         "region", "kind",  "board",  NULL};

const char *const *bcf_assure_view_words(void)
{
    return view_words;
}

bcf_code bcf_assure_view_parse(bcf_assure_view *out, const char *word, bcf_error *err)
{
    for (size_t i = 0; view_words[i] != NULL; i++) {
        if (strcmp(view_words[i], word) == 0) {
            *out = (bcf_assure_view)(i + 1);
            return BCF_OK;
        }
    }
    const char *near = bcf_nearest_word(word, view_words);
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "findings have no '%s'%s%s%s; they have item, check, metric, condition, "
                      "reason, region, kind and board",
                      word, near == NULL ? "" : " (did you mean '", near == NULL ? "" : near,
                      near == NULL ? "" : "'?)");
}

bool bcf_assure_view_has_boards(bcf_assure_view view)
{
    return view == BCF_VIEW_ITEM || view == BCF_VIEW_BOARD;
}

bool bcf_assure_view_has_checks(bcf_assure_view view)
{
    return view == BCF_VIEW_ITEM || view == BCF_VIEW_CHECK;
}

static void item_row(bcf_report_rows *rows, const bcf_run *run, const bcf_item *item,
                     const char *readings, bool with_names)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *part = item->has_part ? &performance->parts[item->part] : NULL;
    board_cells(rows, run, item->board, with_names);
    cell(rows, run->policy->assurance->checks[item->check].id);
    cell(rows, item->name);
    cell(rows, part == NULL ? "" : performance->payments[part->payment].id);
    cell(rows, part == NULL ? "" : part->id);
    cell(rows, bcf_result_text(item->result));
    cell(rows, item->detail);
    cell(rows, part == NULL ? ""
                            : bcf_wording_plain(
                                rows->arena, bcf_rollup_available(run, item->part, item->board)));
    cell(rows, bcf_status_text(item->status));
    cell(rows, readings);
}

static const bcf_sheet *items_sheet(const bcf_run *run, bcf_scope scope, size_t only,
                                    bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"check", BCF_SHEET_WORD},       {"item", BCF_SHEET_WORD},
        {"payment", BCF_SHEET_WORD},     {"part", BCF_SHEET_WORD},
        {"result", BCF_SHEET_WORD},      {"detail", BCF_SHEET_WORD},
        {"available", BCF_SHEET_FIGURE}, {"data_status", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    const char **readings =
        BCF_NEW_ARRAY(run->arena, run->policy->assurance->check_count, const char *);
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        readings[check] = readings_of(run, check);
    }
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_board_columns(&rows, with_names, columns, COUNT(columns));
    bcf_report_begin(&rows, run->assurance->item_count);
    for (size_t i = 0; i < run->assurance->item_count; i++) {
        const bcf_item *item = &run->assurance->items[i];
        if (bcf_scope_has_board(scope, item->board) && bcf_report_has_check(only, item->check)) {
            item_row(&rows, run, item, readings[item->check], with_names);
        }
    }
    return bcf_report_sheet(&rows, "assure-item", run);
}

static const bcf_sheet *checks_sheet(const bcf_run *run, size_t only)
{
    static const bcf_sheet_column columns[] = {
        {"check", BCF_SHEET_WORD},
        {"boards", BCF_SHEET_FIGURE},
        {"pass", BCF_SHEET_FIGURE},
        {"warn", BCF_SHEET_FIGURE},
        {"fail", BCF_SHEET_FIGURE},
        {"not_assessed", BCF_SHEET_FIGURE},
        {"does_not_apply", BCF_SHEET_FIGURE},
        {"at_stake", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_columns(&rows, columns, COUNT(columns));
    bcf_report_begin(&rows, run->policy->assurance->check_count);
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        if (!bcf_report_has_check(only, check)) {
            continue;
        }
        bcf_check_sum sum = bcf_rollup_check(run, check);
        cell(&rows, run->policy->assurance->checks[check].id);
        count_cell(&rows, run->figures->areas->board_count);
        count_cell(&rows, sum.boards[BCF_RESULT_PASS]);
        count_cell(&rows, sum.boards[BCF_RESULT_WARN]);
        count_cell(&rows, sum.boards[BCF_RESULT_FAIL]);
        count_cell(&rows, sum.boards[BCF_RESULT_NOT_ASSESSED]);
        count_cell(&rows, sum.does_not_apply);
        cell(&rows, sum.is_about_parts ? bcf_wording_plain(rows.arena, sum.at_stake) : "");
        cell(&rows, bcf_status_text(sum.status));
        cell(&rows, readings_of(run, check));
    }
    return bcf_report_sheet(&rows, "assure-check", run);
}

static const bcf_sheet *metrics_sheet(const bcf_run *run)
{
    static const bcf_sheet_column columns[] = {
        {"payment", BCF_SHEET_WORD},
        {"metric", BCF_SHEET_WORD},
        {"definition", BCF_SHEET_WORD},
        {"boards", BCF_SHEET_FIGURE},
        {"baseline_numerator", BCF_SHEET_FIGURE},
        {"baseline_denominator", BCF_SHEET_FIGURE},
        {"baseline", BCF_SHEET_FIGURE},
        {"ambition_numerator", BCF_SHEET_FIGURE},
        {"ambition_denominator", BCF_SHEET_FIGURE},
        {"ambition", BCF_SHEET_FIGURE},
        {"outturn_boards", BCF_SHEET_FIGURE},
        {"outturn_baseline", BCF_SHEET_FIGURE},
        {"outturn_ambition", BCF_SHEET_FIGURE},
        {"outturn_numerator", BCF_SHEET_FIGURE},
        {"outturn_denominator", BCF_SHEET_FIGURE},
        {"outturn", BCF_SHEET_FIGURE},
        {"achievement", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    const bcf_performance *performance = run->policy->performance;
    const char **readings = bcf_report_part_readings(run, bcf_readings_add_score);
    size_t count = 0;
    const bcf_metric_sum *sums = bcf_rollup_metrics(&count, run);
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_columns(&rows, columns, COUNT(columns));
    bcf_report_begin(&rows, count);
    for (size_t i = 0; i < count; i++) {
        const bcf_metric_sum *sum = &sums[i];
        cell(&rows, performance->payments[performance->parts[sum->part].payment].id);
        cell(&rows, performance->parts[sum->part].id);
        cell(&rows, sum->definition);
        count_cell(&rows, sum->boards);
        sum_cell(&rows, sum->baseline.numerator);
        sum_cell(&rows, sum->baseline.denominator);
        rate_cell(&rows, sum->baseline.rate);
        sum_cell(&rows, sum->ambition.numerator);
        sum_cell(&rows, sum->ambition.denominator);
        rate_cell(&rows, sum->ambition.rate);
        count_cell(&rows, sum->counted_boards);
        rate_cell(&rows, sum->counted_baseline.rate);
        rate_cell(&rows, sum->counted_ambition.rate);
        sum_cell(&rows, sum->outturn.numerator);
        sum_cell(&rows, sum->outturn.denominator);
        rate_cell(&rows, sum->outturn.rate);
        rate_cell(&rows, sum->achievement);
        cell(&rows, bcf_status_text(sum->status));
        cell(&rows, readings[sum->part]);
    }
    return bcf_report_sheet(&rows, "assure-metric", run);
}

static void sums_cells(bcf_report_rows *rows, const bcf_release_sums *sum)
{
    money_cell(rows, sum->available);
    money_cell(rows, sum->released);
    money_cell(rows, sum->held);
    cell(rows, bcf_status_text(sum->status));
}

static const char *release_readings(const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; i < run->policy->performance->part_count; i++) {
        bcf_readings_add_release(readings, i);
    }
    return bcf_readings_text(run->arena, readings);
}

static const bcf_sheet *conditions_sheet(const bcf_run *run)
{
    static const bcf_sheet_column columns[] = {
        {"condition", BCF_SHEET_WORD},      {"boards", BCF_SHEET_FIGURE},
        {"met", BCF_SHEET_FIGURE},          {"not_met", BCF_SHEET_FIGURE},
        {"not_assessed", BCF_SHEET_FIGURE}, {"absent", BCF_SHEET_FIGURE},
        {"available", BCF_SHEET_FIGURE},    {"released", BCF_SHEET_FIGURE},
        {"held", BCF_SHEET_FIGURE},         {"data_status", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_columns(&rows, columns, COUNT(columns));
    bcf_report_begin(&rows, run->policy->condition_count);
    for (size_t i = 0; i < run->policy->condition_count; i++) {
        bcf_condition_sum sum = bcf_rollup_condition(run, i);
        cell(&rows, run->policy->conditions[i].id);
        count_cell(&rows, run->figures->areas->board_count);
        count_cell(&rows, sum.met);
        count_cell(&rows, sum.not_met);
        count_cell(&rows, sum.not_assessed);
        count_cell(&rows, sum.absent);
        if (sum.has_money) {
            sums_cells(&rows, &sum.sum);
            cell(&rows, release_readings(run));
        } else {
            for (int j = 0; j < 3; j++) {
                cell(&rows, "");
            }
            cell(&rows, bcf_status_text(bcf_status_computed(run->figures->conditions_status)));
            cell(&rows, "");
        }
    }
    return bcf_report_sheet(&rows, "assure-condition", run);
}

static const bcf_sheet *reasons_sheet(const bcf_run *run)
{
    static const bcf_sheet_column columns[] = {
        {"held_for", BCF_SHEET_WORD},    {"boards", BCF_SHEET_FIGURE}, {"held", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD}, {"readings", BCF_SHEET_WORD},
    };
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_columns(&rows, columns, COUNT(columns));
    bcf_report_begin(&rows, BCF_HELD_FOR_COUNT);
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        size_t boards = 0;
        bcf_money held = bcf_held_for_reason(run, *reason, &boards);
        if (boards > 0) {
            cell(&rows, bcf_held_for_text(*reason));
            count_cell(&rows, boards);
            money_cell(&rows, held);
            cell(&rows, bcf_status_text(bcf_held_reason_status(run, *reason)));
            cell(&rows, release_readings(run));
        }
    }
    return bcf_report_sheet(&rows, "assure-reason", run);
}

static void result_columns(bcf_report_rows *rows)
{
    static const bcf_sheet_column columns[] = {
        {"pass", BCF_SHEET_FIGURE},
        {"warn", BCF_SHEET_FIGURE},
        {"fail", BCF_SHEET_FIGURE},
        {"not_assessed", BCF_SHEET_FIGURE},
    };
    bcf_report_columns(rows, columns, COUNT(columns));
}

static void result_cells(bcf_report_rows *rows, const size_t results[])
{
    count_cell(rows, results[BCF_RESULT_PASS]);
    count_cell(rows, results[BCF_RESULT_WARN]);
    count_cell(rows, results[BCF_RESULT_FAIL]);
    count_cell(rows, results[BCF_RESULT_NOT_ASSESSED]);
}

static void money_columns(bcf_report_rows *rows)
{
    static const bcf_sheet_column columns[] = {
        {"available", BCF_SHEET_FIGURE}, {"released", BCF_SHEET_FIGURE}, {"held", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD}, {"readings", BCF_SHEET_WORD},
    };
    bcf_report_columns(rows, columns, COUNT(columns));
}

static bcf_code groups_sheet(const bcf_sheet **out, const bcf_run *run, bcf_rollup_by by,
                             bcf_error *err)
{
    const char *word = by == BCF_ROLLUP_BY_REGION ? "region" : "kind";
    const bcf_rollup_group *groups = NULL;
    size_t count = 0;
    bcf_code code = bcf_rollup_groups(&groups, &count, run, by, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_column(&rows, word, BCF_SHEET_WORD);
    bcf_report_column(&rows, "boards", BCF_SHEET_FIGURE);
    result_columns(&rows);
    money_columns(&rows);
    bcf_report_begin(&rows, count);
    for (size_t i = 0; i < count; i++) {
        cell(&rows, groups[i].text);
        count_cell(&rows, groups[i].boards);
        result_cells(&rows, groups[i].results);
        sums_cells(&rows, &groups[i].sum);
        cell(&rows, release_readings(run));
    }
    *out = bcf_report_sheet(&rows, bcf_arena_print(run->arena, "assure-%s", word), run);
    return BCF_OK;
}

static const bcf_sheet *boards_sheet(const bcf_run *run, bcf_scope scope, bool with_names)
{
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_column(&rows, "rank", BCF_SHEET_FIGURE);
    bcf_report_board_columns(&rows, with_names, NULL, 0);
    result_columns(&rows);
    bcf_report_column(&rows, "noise", BCF_SHEET_FIGURE);
    bcf_report_column(&rows, "trend", BCF_SHEET_FIGURE);
    bcf_report_column(&rows, "noise_or_trend", BCF_SHEET_FIGURE);
    money_columns(&rows);
    size_t boards = run->figures->areas->board_count;
    bcf_report_begin(&rows, boards);
    const bcf_board_sum *sums = bcf_rollup_boards(run);
    for (size_t i = 0; i < boards; i++) {
        if (!bcf_scope_has_board(scope, sums[i].board)) {
            continue;
        }
        count_cell(&rows, sums[i].rank);
        board_cells(&rows, run, sums[i].board, with_names);
        result_cells(&rows, sums[i].results);
        money_cell(&rows, sums[i].noise);
        money_cell(&rows, sums[i].trend);
        money_cell(&rows, sums[i].either);
        bcf_release_sums sum = sums[i].sum;
        sum.status = bcf_status_worst(sum.status, sums[i].weak_status);
        sums_cells(&rows, &sum);
        cell(&rows, release_readings(run));
    }
    return bcf_report_sheet(&rows, "assure-board", run);
}

bcf_code bcf_report_assure_by(const bcf_sheet **out, const bcf_run *run, bcf_assure_view view,
                              bcf_scope scope, size_t only, bool with_names, bcf_error *err)
{
    switch (view) {
    case BCF_VIEW_ITEM:
        *out = items_sheet(run, scope, only, with_names);
        return BCF_OK;
    case BCF_VIEW_CHECK:
        *out = checks_sheet(run, only);
        return BCF_OK;
    case BCF_VIEW_METRIC:
        *out = metrics_sheet(run);
        return BCF_OK;
    case BCF_VIEW_CONDITION:
        *out = conditions_sheet(run);
        return BCF_OK;
    case BCF_VIEW_REASON:
        *out = reasons_sheet(run);
        return BCF_OK;
    case BCF_VIEW_REGION:
        return groups_sheet(out, run, BCF_ROLLUP_BY_REGION, err);
    case BCF_VIEW_KIND:
        return groups_sheet(out, run, BCF_ROLLUP_BY_KIND, err);
    case BCF_VIEW_BOARD:
        *out = boards_sheet(run, scope, with_names);
        return BCF_OK;
    }
    BCF_UNREACHABLE("a view that no word names");
}

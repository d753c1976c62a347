/* SPDX-License-Identifier: MIT */
#include "report_plans.h"

#include "report_payments.h"
#include "report_peers.h"

#define BOARDS_SHOWN 20

/* What passes is told in full only where nothing is worse: else it is counted. */
static void add_result(bcf_text *page, const bcf_run *run, const bcf_finding *finding,
                       bcf_result result)
{
    if (finding->counts[result] == 0) {
        return;
    }
    const char *word = bcf_result_spoken(result);
    if (result == BCF_RESULT_PASS && finding->result > BCF_RESULT_PASS) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena, "  - %s: %s", word,
                            bcf_wording_count(run->arena, finding->counts[result])),
            4);
        return;
    }
    const char *told = bcf_assurance_tell(run->arena, &run->assurance->items[finding->first_item],
                                          finding->item_count, result);
    bcf_page_add_paragraph(page, bcf_arena_print(run->arena, "  - %s: %s.", word, told), 4);
}

static void add_finding(bcf_text *page, const bcf_run *run, const bcf_finding *finding,
                        const char *name)
{
    const char *mark = bcf_wording_mark(finding->status);
    if (finding->item_count == 0) {
        bcf_page_add_paragraph(
            page, bcf_arena_print(run->arena, "%s%s: %s", name, mark, finding->detail), 2);
        return;
    }
    bcf_page_add_paragraph(page, bcf_arena_print(run->arena, "%s%s", name, mark), 2);
    for (bcf_result result = BCF_RESULT_FAIL; result >= BCF_RESULT_PASS; result--) {
        add_result(page, run, finding, result);
    }
}

static bcf_status worst_of(const bcf_run *run, bcf_scope scope, size_t only)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < run->assurance->finding_count; i++) {
        const bcf_finding *finding = &run->assurance->findings[i];
        if (bcf_scope_has_board(scope, finding->board)
            && bcf_report_has_check(only, finding->check)) {
            worst = bcf_status_worst(worst, finding->status);
        }
    }
    return worst;
}

/* All that findings and their money hang on. */
static const bcf_readings *readings_of(const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; i < run->policy->component_count; i++) {
        bcf_readings_add_component(readings, i);
    }
    for (size_t i = 0; i < run->policy->performance->part_count; i++) {
        bcf_readings_add_release(readings, i);
    }
    return readings;
}

static void add_ending(bcf_text *page, const bcf_run *run, bcf_status worst,
                       const bcf_readings *readings, const bcf_next next[], size_t next_count)
{
    bcf_report_add_status(page, run, worst, BCF_RESTS_ON_PLANS);
    bcf_report_add_readings(page, readings);
    bcf_report_add_notes(page, run);
    bcf_report_add_next(page, run, next, next_count);
}

static void add_opening(bcf_text *page, const bcf_run *run, const char *title)
{
    bcf_report_add_notice(page, run);
    bcf_report_add_opening(page, run, title);
}

/* A sentence where no ambition of the dataset is a plan's own. */
static const char *stand_ins(const bcf_run *run)
{
    const bcf_table *table = &run->tables->table[BCF_TABLE_AMBITIONS];
    for (size_t i = 0; i < table->row_count; i++) {
        if (bcf_row_status(run->tables, BCF_TABLE_AMBITIONS, &table->rows[i])
            != BCF_STATUS_ILLUSTRATIVE) {
            return "";
        }
    }
    return table->row_count == 0
               ? ""
               : " Every ambition here is illustrative: what is found of them is not about the "
                 "boards' own plans.";
}

/* Boards by their worst finding. */
static void add_summary(bcf_text *page, const bcf_run *run)
{
    const bcf_board_sum *boards = bcf_rollup_boards(run);
    size_t count = run->figures->areas->board_count;
    size_t fail = 0;
    size_t warn = 0;
    size_t nothing = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t *results = boards[i].results;
        fail += results[BCF_RESULT_FAIL] > 0;
        warn += results[BCF_RESULT_FAIL] == 0 && results[BCF_RESULT_WARN] > 0;
        nothing +=
            results[BCF_RESULT_FAIL] + results[BCF_RESULT_WARN] + results[BCF_RESULT_PASS] == 0;
    }
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(
            run->arena,
            "Of %s boards, %s fail some check, %s get a warning and no worse, %s "
            "neither%s.%s%s",
            bcf_wording_count(run->arena, count), bcf_wording_count(run->arena, fail),
            bcf_wording_count(run->arena, warn),
            bcf_wording_count(run->arena, count - fail - warn - nothing),
            nothing == 0 ? ""
                         : bcf_arena_print(run->arena, "; of %s nothing can be assessed",
                                           bcf_wording_count(run->arena, nothing)),
            bcf_wording_mark(worst_of(run, (bcf_scope){BCF_SCOPE_ALL, 0}, BCF_EVERY_CHECK)),
            stand_ins(run)),
        0);
}

/* Tables without which a check cannot look at anything. */
static void add_missing_tables(bcf_text *page, const bcf_run *run)
{
    static const bcf_table_id tables[] = {
        BCF_TABLE_CONDITIONS, BCF_TABLE_DECISIONS,      BCF_TABLE_AMBITIONS, BCF_TABLE_OUTTURN,
        BCF_TABLE_HISTORY,    BCF_TABLE_CCG_AMBITIONS,  BCF_TABLE_ACTIVITY,  BCF_TABLE_POOLED,
        BCF_TABLE_SPEND,      BCF_TABLE_DISTRICT_PLANS,
    };
    const char *list = "";
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (run->tables->table[tables[i]].row_count == 0) {
            list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
                                   bcf_table_name(tables[i]));
        }
    }
    if (*list != '\0') {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena,
                            "The dataset has no rows in: %s. What would need them is not "
                            "assessed; nobody fails for it.",
                            list),
            0);
    }
}

static void add_everybody(bcf_text *page, const bcf_run *run)
{
    add_opening(page, run, bcf_arena_print(run->arena, "%s: the plans", run->policy->title));
    add_summary(page, run);
    add_missing_tables(page, run);
    bcf_report_add_checks(page, run, BCF_EVERY_CHECK);
    bcf_report_add_weak(page, run);
    bcf_report_add_weak_boards(page, run);
    bcf_report_add_metrics(page, run);
    bcf_report_add_conditions(page, run);
    bcf_report_add_strands(page, run);
    bcf_report_add_reasons(page, run);
    const bcf_rollup_by bys[] = {BCF_ROLLUP_BY_REGION, BCF_ROLLUP_BY_KIND};
    for (size_t i = 0; i < 2; i++) {
        bcf_error err = {0};
        const bcf_rollup_group *groups = NULL;
        size_t count = 0;
        if (bcf_rollup_groups(&groups, &count, run, bys[i], &err) == BCF_OK) {
            bcf_report_add_groups(page, run, groups, count, bys[i]);
        }
    }
    bcf_report_add_ranking(page, run, BOARDS_SHOWN);
    const char *code = bcf_wording_quoted(
        run->arena, run->figures->areas->boards[bcf_rollup_boards(run)[0].board].code);
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "assure -a %s", code),
         "one board: every finding, and where it stands"},
        {"assure --only significance", "each board's ambitions beside what would be significant"},
        {"assure --by board", "all boards, by what they stand to lose"},
        {"score --fragile", "which figures to audit first"},
    };
    add_ending(page, run, worst_of(run, (bcf_scope){BCF_SCOPE_ALL, 0}, BCF_EVERY_CHECK),
               readings_of(run), next, 4);
}

/* A board's findings of one result, the checks in their order. */
static void add_findings(bcf_text *page, const bcf_run *run, size_t board, bcf_result result)
{
    bool has_heading = false;
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
        if (finding->result != result) {
            continue;
        }
        if (!has_heading) {
            bcf_page_add_heading(page, bcf_result_spoken(result));
            has_heading = true;
        }
        const bcf_check *rule = &run->policy->assurance->checks[check];
        add_finding(page, run, finding,
                    bcf_arena_print(run->arena, "%s (¶%s)", rule->title, rule->cite.paragraph));
    }
}

void bcf_report_add_findings(bcf_text *page, const bcf_run *run, size_t board)
{
    size_t results[BCF_RESULTS_END] = {0};
    size_t not_applying = 0;
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
        results[finding->result] += finding->applies;
        not_applying += !finding->applies;
    }
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(run->arena,
                        "Checks: %zu fail, %zu with a warning, %zu pass, %zu "
                        "not assessed%s.",
                        results[BCF_RESULT_FAIL], results[BCF_RESULT_WARN],
                        results[BCF_RESULT_PASS], results[BCF_RESULT_NOT_ASSESSED],
                        not_applying == 0
                            ? ""
                            : bcf_arena_print(run->arena, ", %zu that do not apply", not_applying)),
        0);
    for (bcf_result result = BCF_RESULT_FAIL; result >= BCF_RESULT_PASS; result--) {
        add_findings(page, run, board, result);
    }
}

static void add_board(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    add_opening(page, run, bcf_arena_print(run->arena, "%s: the plan", bcf_report_of(run, scope)));
    bcf_report_add_findings(page, run, scope.index);
    bcf_report_add_ambitions(page, run, scope.index);
    bcf_page_add_paragraph(page, bcf_report_of_significance(run), 0);
    bcf_report_add_peers(page, run, scope.index);
    const char *code = bcf_wording_quoted(run->arena, bcf_scope_code(areas, scope));
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "score --next -a %s", code),
         "how far to the next pound, in events"},
        {bcf_arena_print(run->arena, "release -a %s", code), "what is released and what is held"},
        {"assure", bcf_report_is_nation(run) ? "the nation" : "the whole dataset"},
    };
    add_ending(page, run, worst_of(run, scope, BCF_EVERY_CHECK), readings_of(run), next, 3);
}

void bcf_report_plans(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    if (scope.kind == BCF_SCOPE_ALL) {
        add_everybody(page, run);
    } else {
        add_board(page, run, scope);
    }
}

/* Boards about which there is nothing to tell. */
static void add_untold(bcf_text *page, const bcf_run *run, size_t without_data, size_t not_applying)
{
    if (without_data > 0) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena, "No data for it: %s.",
                            bcf_wording_things(run->arena, without_data, "board")),
            0);
    }
    if (not_applying > 0) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(run->arena, "Does not apply: to %s without districts.",
                            bcf_wording_things(run->arena, not_applying, "board")),
            0);
    }
}

/* The boards of one result; those of which there is nothing to tell are counted. */
static void add_boards_of_result(bcf_text *page, const bcf_run *run, bcf_scope scope, size_t check,
                                 bcf_result result)
{
    bool has_heading = false;
    size_t without_data = 0;
    size_t not_applying = 0;
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
        if (finding->result != result || !bcf_scope_has_board(scope, board)) {
            continue;
        }
        if (!has_heading) {
            bcf_page_add_heading(page, bcf_result_spoken(result));
            has_heading = true;
        }
        if (finding->item_count > 0 || scope.kind == BCF_SCOPE_BOARD) {
            const bcf_board *at = &run->figures->areas->boards[board];
            add_finding(page, run, finding,
                        bcf_arena_print(run->arena, "%s %s", at->code, at->name));
        } else {
            without_data += finding->applies;
            not_applying += !finding->applies;
        }
    }
    add_untold(page, run, without_data, not_applying);
}

void bcf_report_plans_check(bcf_text *page, const bcf_run *run, bcf_scope scope, size_t check)
{
    const bcf_check *rule = &run->policy->assurance->checks[check];
    add_opening(
        page, run,
        bcf_arena_print(run->arena, "%s: %s (¶%s)", rule->id, rule->title, rule->cite.paragraph));
    bcf_report_add_checks(page, run, check);
    if (rule->kind == BCF_CHECK_SIGNIFICANCE) {
        bcf_page_add_paragraph(page, bcf_report_of_significance(run), 0);
    }
    for (bcf_result result = BCF_RESULT_FAIL; result >= BCF_RESULT_PASS; result--) {
        add_boards_of_result(page, run, scope, check, result);
    }
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "assure --by item --only %s -f csv", rule->id),
         "the same, a row each thing that was looked at"},
        {"assure", "all checks together"},
    };
    add_ending(page, run, worst_of(run, scope, check), bcf_report_check_readings(run, check), next,
               2);
}

static void add_items(bcf_text *page, const bcf_run *run, bcf_scope scope, size_t only)
{
    static const bcf_page_column columns[] = {
        {"Code", BCF_PAGE_LEFT},   {"Check", BCF_PAGE_LEFT}, {"Looked at", BCF_PAGE_LEFT},
        {"Result", BCF_PAGE_LEFT}, {"Found", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 5);
    bcf_page_add_heading(page, "What was looked at");
    for (size_t i = 0; i < run->assurance->item_count; i++) {
        const bcf_item *item = &run->assurance->items[i];
        if (bcf_scope_has_board(scope, item->board) && bcf_report_has_check(only, item->check)) {
            bcf_page_table_row(
                table, (const char *[]){run->figures->areas->boards[item->board].code,
                                        only == BCF_EVERY_CHECK
                                            ? run->policy->assurance->checks[item->check].id
                                            : "",
                                        item->name, bcf_result_text(item->result), item->detail});
        }
    }
    bcf_page_add_table(page, table);
}

/* The section of a view; refused where there is no such group. */
static bcf_code add_view(bcf_text *page, const bcf_run *run, bcf_assure_view view, bcf_scope scope,
                         size_t only, bcf_error *err)
{
    switch (view) {
    case BCF_VIEW_ITEM:
        add_items(page, run, scope, only);
        return BCF_OK;
    case BCF_VIEW_CHECK:
        bcf_report_add_checks(page, run, only);
        return BCF_OK;
    case BCF_VIEW_METRIC:
        bcf_report_add_metrics(page, run);
        return BCF_OK;
    case BCF_VIEW_CONDITION:
        bcf_report_add_conditions(page, run);
        return BCF_OK;
    case BCF_VIEW_REASON:
        bcf_report_add_strands(page, run);
        bcf_report_add_reasons(page, run);
        return BCF_OK;
    case BCF_VIEW_BOARD:
        if (scope.kind == BCF_SCOPE_BOARD) {
            bcf_report_add_peers(page, run, scope.index);
        } else {
            bcf_report_add_ranking(page, run, run->figures->areas->board_count);
        }
        return BCF_OK;
    case BCF_VIEW_REGION:
    case BCF_VIEW_KIND: {
        bcf_rollup_by by = view == BCF_VIEW_REGION ? BCF_ROLLUP_BY_REGION : BCF_ROLLUP_BY_KIND;
        const bcf_rollup_group *groups = NULL;
        size_t count = 0;
        bcf_code code = bcf_rollup_groups(&groups, &count, run, by, err);
        if (code == BCF_OK) {
            bcf_report_add_groups(page, run, groups, count, by);
        }
        return code;
    }
    }
    BCF_UNREACHABLE("a view that no word names");
}

bcf_code bcf_report_plans_by(bcf_text *page, const bcf_run *run, bcf_assure_view view,
                             bcf_scope scope, size_t only, bcf_error *err)
{
    add_opening(page, run, bcf_arena_print(run->arena, "%s: the plans", run->policy->title));
    bcf_code code = add_view(page, run, view, scope, only, err);
    if (code == BCF_OK) {
        add_ending(page, run, worst_of(run, scope, only), readings_of(run),
                   (const bcf_next[]){{"assure", "all of it"}}, 1);
    }
    return code;
}

/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include "held.h"
#include "report_board.h"
#include "report_contributors.h"
#include "report_fund.h"
#include "report_release.h"
#include "report_rollup.h"

/* Findings of a statement, which is one sheet of paper. */
#define FINDINGS_MAX 4

#define COMPONENT_COLUMNS 4

static void add_pool(bcf_text *model, const bcf_html *of, size_t board)
{
    static const bcf_page_column columns[COMPONENT_COLUMNS] = {
        {"Part of the pool", BCF_PAGE_LEFT},
        {"From CCGs", BCF_PAGE_RIGHT},
        {"From councils", BCF_PAGE_RIGHT},
        {"Together", BCF_PAGE_RIGHT},
    };
    const bcf_run *run = of->run;
    size_t count = run->policy->component_count;
    bcf_component_sum *from[2] = {BCF_NEW_ARRAY(of->arena, count + 1, bcf_component_sum),
                                  BCF_NEW_ARRAY(of->arena, count + 1, bcf_component_sum)};
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        if (grant->board == board) {
            bcf_component_sum *sums = from[grant->ccg == BCF_NOWHERE];
            size_t to[2] = {grant->component, count};
            for (size_t j = 0; j < 2; j++) {
                sums[to[j]].amount = bcf_money_add(sums[to[j]].amount, grant->amount);
                sums[to[j]].status = bcf_status_worst(sums[to[j]].status, grant->status);
            }
        }
    }
    bool is_pool = bcf_report_is_pooled(run->policy);
    const char *total = is_pool ? "Minimum pool" : "All of it";
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, COMPONENT_COLUMNS);
    for (size_t i = 0; i <= count; i++) {
        bcf_money all = bcf_money_add(from[0][i].amount, from[1][i].amount);
        bcf_status status = bcf_status_worst(from[0][i].status, from[1][i].status);
        const char *const cells[COMPONENT_COLUMNS] = {
            i == count ? total : run->policy->components[i].title,
            from[0][i].amount.pence == 0
                ? ""
                : bcf_html_pounds(of, from[0][i].amount, from[0][i].status),
            from[1][i].amount.pence == 0
                ? ""
                : bcf_html_pounds(of, from[1][i].amount, from[1][i].status),
            bcf_html_pounds(of, all, status)};
        if (i == count) {
            bcf_page_table_total(table, cells);
        } else if (all.pence > 0) {
            bcf_page_table_row(table, cells);
        }
    }
    bcf_page_add_heading(model,
                         is_pool ? "The pool: minimum, not maximum (¶22)" : "Its part of the fund");
    bcf_page_add_table(model, table);
    if (from[0][count].amount.pence > 0) {
        bcf_page_add_heading(model, "What each CCG puts in, at least");
        bcf_report_contributors(model, run, (bcf_scope){BCF_SCOPE_BOARD, board}, BCF_SCOPE_CCG);
    }
}

#define PAYMENT_COLUMNS 4

static void payment_cells(const char *cells[PAYMENT_COLUMNS], const bcf_html *of,
                          const bcf_release_sums *sum)
{
    cells[1] = bcf_html_pence(of, sum->available, bcf_held_basis_status(of->run));
    cells[2] = bcf_html_pence(of, sum->released, sum->status);
    cells[3] = bcf_html_pence(of, sum->held, sum->status);
}

static void add_payments(bcf_text *model, const bcf_html *of, bcf_scope scope)
{
    static const bcf_page_column columns[PAYMENT_COLUMNS] = {
        {"Payment for performance", BCF_PAGE_LEFT},
        {"Available", BCF_PAGE_RIGHT},
        {"Released", BCF_PAGE_RIGHT},
        {"Held", BCF_PAGE_RIGHT},
    };
    const bcf_performance *performance = of->run->policy->performance;
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, PAYMENT_COLUMNS);
    const char *cells[PAYMENT_COLUMNS];
    for (size_t i = 0; i < performance->strand_count; i++) {
        bcf_release_sums sum = {.status = BCF_STATUS_NONE};
        const bcf_strand *strand = &performance->strands[i];
        for (size_t part = strand->first_part; part < strand->first_part + strand->part_count;
             part++) {
            const bcf_release_row *row =
                bcf_release_find(of->run->release, of->run->figures, part, scope.index);
            sum.available = bcf_money_add(sum.available, row->available);
            sum.released = bcf_money_add(sum.released, row->released);
            sum.held = bcf_money_add(sum.held, row->held);
            sum.status = bcf_status_worst(sum.status, row->data_status);
        }
        payment_cells(cells, of, &sum);
        cells[0] = bcf_report_strand(of->run, strand);
        bcf_page_table_row(table, cells);
    }
    bcf_release_sums all = of->standings[scope.index].sum;
    payment_cells(cells, of, &all);
    cells[0] = "All, inside the pool";
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(model, "What of it is paid for performance");
    bcf_page_add_table(model, table);
}

/* Where three rates stand between the least and the largest of them. */
static void add_places(bcf_text *model, const bcf_score *score)
{
    static const char *const names[] = {"at-baseline", "at-ambition", "at-actual"};
    const bcf_ratio *rates[] = {score->baseline, score->ambition, score->actual};
    const bcf_ratio *least = NULL;
    const bcf_ratio *most = NULL;
    for (size_t i = 0; i < 3; i++) {
        if (rates[i] != NULL) {
            least = least == NULL || bcf_ratio_compare(rates[i], least) < 0 ? rates[i] : least;
            most = most == NULL || bcf_ratio_compare(rates[i], most) > 0 ? rates[i] : most;
        }
    }
    if (least == NULL || bcf_ratio_compare(least, most) == 0) {
        return;
    }
    bcf_arena *scratch = bcf_arena_new();
    bcf_ratio *range = bcf_ratio_new(scratch);
    bcf_ratio_subtract(range, most, least);
    for (size_t i = 0; i < 3; i++) {
        if (rates[i] != NULL) {
            bcf_ratio *place = bcf_ratio_new(scratch);
            bcf_ratio_subtract(place, rates[i], least);
            bcf_ratio_divide(place, place, range);
            bcf_ratio_multiply(place, place, bcf_ratio_of(scratch, 100, 1));
            bcf_html_number(model, names[i], bcf_ratio_whole(place, 100));
        }
    }
    bcf_arena_free(scratch);
}

static void add_metric(bcf_text *model, const bcf_html *of, size_t part, size_t board)
{
    const bcf_performance *performance = of->run->policy->performance;
    const bcf_score *score = bcf_scores_find(of->run->scores, part, board);
    const bcf_part *rule = &performance->parts[part];
    bcf_markup_open(model, "metric");
    bcf_markup_attribute(model, "payment", performance->payments[rule->payment].id);
    bcf_markup_attribute(model, "when", performance->payments[rule->payment].title);
    bcf_markup_attribute(model, "id", rule->id);
    bcf_markup_attribute(model, "words", bcf_wording_spoken(of->arena, rule->id));
    bcf_markup_attribute(model, "baseline", bcf_wording_rate(of->arena, score->baseline));
    bcf_markup_attribute(model, "ambition", bcf_wording_rate(of->arena, score->ambition));
    bcf_markup_attribute(model, "actual", bcf_wording_rate(of->arena, score->actual));
    bcf_markup_attribute(model, "achieved", bcf_wording_per_cent(of->arena, score->achievement));
    bcf_markup_attribute(
        model, "status",
        bcf_arena_print(of->arena, "%s%s",
                        bcf_wording_spoken(of->arena, bcf_score_status_text(score->status)),
                        bcf_wording_mark(score->data_status)));
    add_places(model, score);
    bcf_markup_end(model);
}

static void add_metrics(bcf_text *model, const bcf_html *of, size_t board)
{
    bcf_text_add(model, "<metrics>");
    for (size_t part = 0; part < of->run->policy->performance->part_count; part++) {
        if (bcf_scores_find(of->run->scores, part, board) != NULL) {
            add_metric(model, of, part, board);
        }
    }
    bcf_text_add(model, "</metrics>\n");
}

/* What fails first, then what gets a warning, as long as there is room. */
static void add_findings(bcf_text *model, const bcf_html *of, size_t board)
{
    const bcf_assurance_rules *rules = of->run->policy->assurance;
    size_t found = 0;
    bcf_page_add_heading(model, "What the checks of the plan found");
    for (bcf_result result = BCF_RESULT_FAIL; result >= BCF_RESULT_WARN; result--) {
        for (size_t check = 0; check < rules->check_count; check++) {
            const bcf_finding *finding = bcf_assurance_of(of->run->assurance, check, board);
            if (finding->result == result && found++ < FINDINGS_MAX) {
                bcf_page_add_paragraph(
                    model,
                    bcf_arena_print(of->arena, "- %s: %s (¶%s)%s.", bcf_result_spoken(result),
                                    rules->checks[check].title, rules->checks[check].cite.paragraph,
                                    bcf_wording_mark(finding->status)),
                    0);
            }
        }
    }
    if (found > FINDINGS_MAX) {
        bcf_page_add_paragraph(
            model, bcf_arena_print(of->arena, "- and %zu more.", found - FINDINGS_MAX), 0);
    }
    if (found == 0) {
        bcf_page_add_paragraph(model, "Nothing fails, and nothing gets a warning.", 0);
    }
}

static void add_next(bcf_text *model, const bcf_html *of, size_t board)
{
    bcf_page_add_heading(model, "What to do next");
    if (of->run->release != NULL) {
        const bcf_standing *one = &of->standings[board];
        for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
             reason++) {
            if (one->waits_for[*reason]) {
                bcf_page_add_paragraph(
                    model,
                    bcf_arena_print(of->arena, "- Money is held as %s: %s.",
                                    bcf_wording_spoken(of->arena, bcf_held_for_text(*reason)),
                                    bcf_report_reason(of->run, *reason)),
                    0);
            }
        }
    }
    bcf_page_add_paragraph(model,
                           "- Hold the pool above against the allocation letters; partners may "
                           "pool more, not less.",
                           0);
}

static const char *kind_of(const bcf_html *of, size_t board)
{
    const bcf_areas *areas = of->run->figures->areas;
    const char *words = "";
    for (size_t i = 0; i < areas->council_count; i++) {
        const bcf_council *one = &areas->councils[i];
        if (one->board == board) {
            words =
                bcf_arena_print(of->arena, "%s%s%s%s%s", words, *words == '\0' ? "" : "; ",
                                bcf_council_kind_text(one->kind), one->region == NULL ? "" : ", ",
                                one->region == NULL ? "" : one->region);
        }
    }
    return words;
}

static void add_head(bcf_text *model, const bcf_html *of, size_t board)
{
    const bcf_run *run = of->run;
    const bcf_board *one = &run->figures->areas->boards[board];
    bcf_markup_open(model, "statement");
    bcf_markup_attribute(model, "code", one->code);
    bcf_markup_attribute(model, "name", one->name);
    bcf_markup_attribute(model, "kind", kind_of(of, board));
    bcf_markup_attribute(model, "policy",
                         bcf_arena_print(of->arena, "%s (policy %s, version %s)",
                                         run->policy->title, run->policy->id,
                                         run->policy->version));
    bcf_markup_attribute(
        model, "data",
        bcf_arena_print(of->arena, "%s (%s)", run->tables->title, run->tables->vintage));
    bcf_markup_body(model);
    if (run->release != NULL) {
        if (run->policy->performance->notice != NULL) {
            bcf_markup_element(model, "notice",
                               bcf_arena_print(of->arena, "%s.", run->policy->performance->notice));
        }
        bcf_page_add_paragraph(
            model,
            bcf_held_is_authorised(run, board)
                ? "Authorised: ministers have signed this board off (¶51, ¶57)."
                : "Calculated, not authorised: ministers have not signed this board off (¶51, "
                  "¶57).",
            0);
    }
}

void bcf_html_add_statement(bcf_text *model, const bcf_html *of, size_t board)
{
    const bcf_run *run = of->run;
    bcf_scope scope = {BCF_SCOPE_BOARD, board};
    add_head(model, of, board);
    add_pool(model, of, board);
    if (run->release != NULL) {
        add_payments(model, of, scope);
        add_metrics(model, of, board);
    }
    if (run->assurance != NULL) {
        add_findings(model, of, board);
    }
    add_next(model, of, board);
    bcf_report_add_status(model, run, of->pool_status,
                          run->release != NULL ? BCF_RESTS_ON_EVERYTHING : BCF_RESTS_ON_ALLOCATION);
    bcf_markup_close(model, "statement");
}

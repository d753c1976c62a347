/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "certificate_inside.h"

static const char *rounding_text(bcf_rounding rounding)
{
    switch (rounding) {
    case BCF_ROUND_HALF_AWAY:
        return "half-away";
    case BCF_ROUND_HALF_EVEN:
        return "half-even";
    case BCF_ROUND_DOWN:
        return "down";
    case BCF_ROUND_UP:
        return "up";
    }
    BCF_UNREACHABLE("a rounding that the policy never named");
}

static const char *decision_text(bcf_decision_state state)
{
    switch (state) {
    case BCF_DECISION_ABSENT:
        return "absent";
    case BCF_DECISION_YES:
        return "yes";
    case BCF_DECISION_NO:
        return "no";
    case BCF_DECISION_AGREED:
        return "agreed";
    case BCF_DECISION_NOT_AGREED:
        return "not-agreed";
    case BCF_DECISION_NOT_REQUIRED:
        return "not-required";
    }
    BCF_UNREACHABLE("a decision that is none");
}

static const char *condition_text(bcf_condition_state state)
{
    switch (state) {
    case BCF_CONDITION_ABSENT:
        return "absent";
    case BCF_CONDITION_MET:
        return "met";
    case BCF_CONDITION_NOT_MET:
        return "not-met";
    case BCF_CONDITION_NOT_ASSESSED:
        return "not-assessed";
    }
    BCF_UNREACHABLE("a condition in a state that is none");
}

/* "test BOARD PAYMENT", "pay BOARD PAYMENT": how a line begins. */
static void begin(bcf_text *out, const char *what, const bcf_run *run, size_t board, size_t payment)
{
    bcf_text_add(out, what);
    bcf_certificate_word(out, run->figures->areas->boards[board].code);
    bcf_certificate_word(out, run->policy->performance->payments[payment].id);
}

/* How every payment line ends: the money. */
static void add_money(bcf_text *out, const bcf_release_row *row)
{
    bcf_certificate_money(out, "carried-in", row->carried_in);
    bcf_certificate_money(out, "available", row->available);
    bcf_certificate_money(out, "released", row->released);
    bcf_certificate_money(out, "held", row->held);
    bcf_certificate_pair(out, "held-for", bcf_held_for_text(row->held_for));
    bcf_text_add_char(out, '\n');
}

/* The achievement that is paid for: between 0 and 1. NULL stays NULL. */
static const bcf_ratio *capped(bcf_arena *arena, const bcf_ratio *achievement)
{
    if (achievement == NULL || bcf_ratio_sign(achievement) > 0) {
        bool is_whole = achievement != NULL && bcf_ratio_compare_whole(achievement, 1, 1) > 0;
        return is_whole ? bcf_ratio_of(arena, 1, 1) : achievement;
    }
    return bcf_ratio_new(arena);
}

static void add_metric(bcf_text *out, const bcf_run *run, const bcf_release_row *row)
{
    const bcf_score *score = bcf_scores_find(run->scores, row->part, row->board);
    BCF_ASSERT(score != NULL);
    bcf_certificate_pair(out, "metric", bcf_score_status_text(score->status));
    bcf_certificate_ratio(out, "score", run, score->achievement);
    bcf_certificate_ratio(out, "capped", run, capped(run->arena, score->achievement));
    bcf_certificate_pair(out, "rounding", rounding_text(run->policy->performance->metric_rounding));
}

static void add_condition(bcf_text *out, const bcf_run *run, const bcf_release_row *row)
{
    size_t condition = run->policy->performance->parts[row->part].subject;
    bcf_condition_state state =
        run->figures->conditions[row->board * run->policy->condition_count + condition];
    bcf_certificate_pair(out, "condition", condition_text(state));
}

static void add_row(bcf_text *out, const bcf_run *run, size_t part, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_release_row *row = bcf_release_find(run->release, run->figures, part, board);
    begin(out, "pay", run, board, performance->parts[part].payment);
    bcf_certificate_word(out, performance->parts[part].id);
    switch (performance->strands[performance->parts[part].strand].kind) {
    case BCF_STRAND_CONDITIONS:
        add_condition(out, run, row);
        break;
    case BCF_STRAND_METRICS:
        add_metric(out, run, row);
        break;
    case BCF_STRAND_REST:
        bcf_text_add(out, " rest -");
        break;
    case BCF_STRAND_QUARTERS:
        bcf_text_add(out, " quarter -");
        break;
    }
    add_money(out, row);
}

/* The metrics of the test that do not reach the line by themselves: "local,reablement". */
static const char *below(const bcf_run *run, size_t payment, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    bool is_plan = bcf_settings_is(run->settings, "seventy-per-cent-scope", "plan");
    const char *list = "";
    for (size_t part = 0; part < performance->part_count; part++) {
        const bcf_score *score = bcf_scores_find(run->scores, part, board);
        size_t of = performance->parts[part].payment;
        bool is_scored =
            score != NULL && (score->achievement != NULL || score->status == BCF_SCORE_NO_AMBITION);
        if (is_scored && (is_plan || of == payment)
            && !bcf_release_reaches_line(performance, score)) {
            list = bcf_arena_print(run->arena, "%s%s%s:%s", list, list[0] == '\0' ? "" : ",",
                                   performance->payments[of].id, performance->parts[part].id);
        }
    }
    return list;
}

static void add_test(bcf_text *out, const bcf_run *run, size_t payment, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_release_trial *trial =
        &run->release->trials[board * performance->payment_count + payment];
    begin(out, "test", run, board, payment);
    bcf_certificate_ratio(out, "threshold", run, performance->recovery_threshold);
    bcf_certificate_count(out, "scored", trial->scored);
    bcf_certificate_count(out, "achieved", trial->achieved);
    bcf_certificate_count(out, "unscored", trial->unscored);
    bcf_certificate_ratio(out, "sum", run, trial->sum);
    bcf_certificate_pair(out, "below", below(run, payment, board));
    bcf_certificate_pair(out, "result", bcf_release_test_text(trial->test));
    bcf_certificate_pair(out, "recovery-plan",
                         decision_text(bcf_figures_decision(run->figures, board, "recovery-plan")));
    bcf_certificate_pair(
        out, "contingency-plan",
        decision_text(bcf_figures_decision(run->figures, board, "contingency-plan")));
    bcf_certificate_pair(out, "held-for", bcf_held_for_text(trial->held_for));
    bcf_text_add_char(out, '\n');
}

/* The rules of July 2014: what R and F are, and the counts of each quarter by itself. */
static void add_year(bcf_text *out, const bcf_run *run, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_admissions_rules *rules = performance->admissions;
    const bcf_release_year *year = &run->release->years[board];
    bcf_text_add(out, "year");
    bcf_certificate_word(out, run->figures->areas->boards[board].code);
    bcf_certificate_money(out, "share", year->share);
    bcf_certificate_money(out, "cost", rules->cost);
    bcf_certificate_ratio(out, "reduction", run, year->reduction);
    bcf_certificate_ratio(out, "fund-pence", run, year->fund);
    bcf_certificate_pair(out, "rounding", rounding_text(performance->metric_rounding));
    bcf_text_add_char(out, '\n');
    for (size_t i = 0; i < rules->quarter_count; i++) {
        const bcf_quarter_count *count = bcf_admissions_of(run->admissions, board, i);
        const bcf_release_quarter *totals = &year->quarters[i];
        begin(out, "quarter", run, board, performance->parts[rules->quarters[i].part].payment);
        bcf_certificate_ratio(out, "baseline", run, count->baseline);
        bcf_certificate_ratio(out, "planned", run, count->planned);
        bcf_certificate_ratio(out, "actual", run, count->actual);
        bcf_certificate_ratio(out, "ceiling-pence", run, totals->ceiling);
        bcf_certificate_ratio(out, "paid-pence", run, totals->paid);
        bcf_text_add_char(out, '\n');
    }
}

static void add_board(bcf_text *out, const bcf_run *run, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    if (performance->admissions != NULL) {
        add_year(out, run, board);
    }
    for (size_t payment = 0; payment < performance->payment_count; payment++) {
        if (performance->admissions == NULL) {
            add_test(out, run, payment, board);
        }
        for (size_t part = 0; part < performance->part_count; part++) {
            if (performance->parts[part].payment == payment) {
                add_row(out, run, part, board);
            }
        }
    }
}

void bcf_certificate_payments(bcf_text *out, const bcf_run *run)
{
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        add_board(out, run, board);
    }
}

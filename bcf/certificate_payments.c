/* SPDX-License-Identifier: MIT */
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

/* "test each-metric hwb H1 payment 2015-04": how a line begins. */
static void begin(bcf_text *out, const char *what, const char *how, const bcf_run *run,
                  size_t board, size_t payment)
{
    bcf_text_add(out, what);
    bcf_certificate_word(out, how);
    bcf_certificate_pair(out, "hwb", run->figures->areas->boards[board].code);
    bcf_certificate_pair(out, "payment", run->policy->performance->payments[payment].id);
}

/* How every payment line ends: the money. */
static void add_money(bcf_text *out, const bcf_release_row *row)
{
    bcf_certificate_money(out, "carried_in", row->carried_in);
    bcf_certificate_money(out, "available", row->available);
    bcf_certificate_money(out, "released", row->released);
    bcf_certificate_money(out, "held", row->held);
    bcf_certificate_pair(out, "held_for", bcf_held_for_text(row->held_for));
    bcf_text_add_char(out, '\n');
}

/* Exact pence, as exact pounds. */
static const bcf_ratio *in_pounds(bcf_arena *arena, const bcf_ratio *pence)
{
    bcf_ratio *pounds = bcf_ratio_of(arena, 1, 100);
    bcf_ratio_multiply(pounds, pounds, pence);
    return pounds;
}

/* The achievement that is paid for: between 0 and 1, and 0 where there is none. */
static const bcf_ratio *capped(bcf_arena *arena, const bcf_ratio *achievement)
{
    if (achievement == NULL || bcf_ratio_sign(achievement) <= 0) {
        return bcf_ratio_new(arena);
    }
    bool is_whole = bcf_ratio_compare_whole(achievement, 1, 1) > 0;
    return is_whole ? bcf_ratio_of(arena, 1, 1) : achievement;
}

/* How the amount of a condition or metric comes from its score. */
static void add_rule(bcf_text *out, const bcf_run *run, const char *rule)
{
    bcf_certificate_pair(out, "rule", rule);
    bcf_certificate_pair(out, "rounding", rounding_text(run->policy->performance->metric_rounding));
}

/* Rates stand only where there is a score: then it is (baseline - actual) / (baseline - ambition),
 * whichever way is better. */
static void add_metric(bcf_text *out, const bcf_run *run, const bcf_score *score)
{
    bool is_in_full = bcf_settings_is(run->settings, "metric-release", "all-or-nothing");
    bcf_certificate_pair(out, "status", bcf_score_status_text(score->status));
    if (score->achievement != NULL) {
        bcf_certificate_ratio(out, "baseline", run, score->baseline);
        bcf_certificate_ratio(out, "ambition", run, score->ambition);
        bcf_certificate_ratio(out, "actual", run, score->actual);
    }
    bcf_certificate_ratio(out, "score", run, score->achievement);
    bcf_certificate_ratio(out, "capped", run, capped(run->arena, score->achievement));
    add_rule(out, run, is_in_full ? "in-full" : "in-proportion");
}

/* "met"; under conditions-split=all-or-nothing the states of all of them, this one's first. */
static void add_condition(bcf_text *out, const bcf_run *run, size_t part, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_strand *strand = &performance->strands[performance->parts[part].strand];
    const bcf_condition_state *states =
        &run->figures->conditions[board * run->policy->condition_count];
    bool is_all = bcf_settings_is(run->settings, "conditions-split", "all-or-nothing");
    bcf_condition_state own = states[performance->parts[part].subject];
    bool is_met = own == BCF_CONDITION_MET;
    bcf_certificate_pair(out, "state", condition_text(own));
    for (size_t i = 0; is_all && i < strand->part_count; i++) {
        size_t other = strand->first_part + i;
        if (other != part) {
            bcf_condition_state state = states[performance->parts[other].subject];
            is_met = is_met && state == BCF_CONDITION_MET;
            bcf_text_add_char(out, ',');
            bcf_text_add(out, condition_text(state));
        }
    }
    bcf_certificate_count(out, "capped", is_met);
    add_rule(out, run, "in-full");
}

/* A metric without a score has nothing to say to the 70% test; one without ambition says 0. */
static bool is_scored(const bcf_score *score)
{
    return score->achievement != NULL || score->status == BCF_SCORE_NO_AMBITION;
}

/* "pay metric hwb H1 payment 2015-04 strand april-metrics part local": a strand, a board and a part
 * name the account that the payment empties. */
static void begin_payment(bcf_text *out, const char *how, const bcf_run *run, size_t board,
                          size_t part)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_part *of = &performance->parts[part];
    begin(out, "pay", how, run, board, of->payment);
    bcf_certificate_pair(out, "strand", performance->strands[of->strand].id);
    bcf_certificate_pair(out, "part", of->id);
}

static void add_row(bcf_text *out, const bcf_run *run, size_t part, size_t board)
{
    const bcf_score *score = bcf_scores_find(run->scores, part, board);
    const char *how = score == NULL ? "condition" : is_scored(score) ? "metric" : "unscored";
    begin_payment(out, how, run, board, part);
    if (score == NULL) {
        add_condition(out, run, part, board);
    } else {
        add_metric(out, run, score);
    }
    add_money(out, bcf_release_find(run->release, run->figures, part, board));
}

/* The 70% test of a payment: over its metrics, or under seventy-per-cent-scope=plan over all of
 * the board's. Its value is what its reading looks at: the lowest score, the mean, the share. */
static void add_value(bcf_text *out, const bcf_run *run, size_t payment, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_release_trial *trial =
        &run->release->trials[board * performance->payment_count + payment];
    bool is_plan = bcf_settings_is(run->settings, "seventy-per-cent-scope", "plan");
    const bcf_ratio *value = NULL;
    if (trial->scored > 0 && bcf_settings_is(run->settings, "seventy-per-cent-test", "mean")) {
        bcf_ratio *mean = bcf_ratio_of(run->arena, 1, trial->scored);
        bcf_ratio_multiply(mean, mean, trial->sum);
        value = mean;
    } else if (trial->scored > 0
               && bcf_settings_is(run->settings, "seventy-per-cent-test", "share-of-metrics")) {
        value = bcf_ratio_of(run->arena, trial->achieved, trial->scored);
    } else {
        for (size_t part = 0; part < performance->part_count; part++) {
            const bcf_score *score = bcf_scores_find(run->scores, part, board);
            bool is_counted = is_plan || performance->parts[part].payment == payment;
            if (is_counted && score != NULL && is_scored(score)) {
                const bcf_ratio *own = capped(run->arena, score->achievement);
                value = value == NULL || bcf_ratio_compare(own, value) < 0 ? own : value;
            }
        }
    }
    bcf_certificate_pair(out, "over", is_plan ? "plan" : "payment");
    bcf_certificate_count(out, "scored", trial->scored);
    bcf_certificate_ratio(out, "value", run, value);
    bcf_certificate_ratio(out, "threshold", run, performance->recovery_threshold);
    bcf_certificate_pair(out, "result", bcf_release_test_text(trial->test));
}

static const char *test_text(const bcf_settings *settings)
{
    const char *reading = bcf_settings_value(settings, "seventy-per-cent-test");
    return reading == NULL ? "each-metric" : reading;
}

static void add_test(bcf_text *out, const bcf_run *run, size_t payment, size_t board)
{
    const bcf_release_trial *trial =
        &run->release->trials[board * run->policy->performance->payment_count + payment];
    begin(out, "test", test_text(run->settings), run, board, payment);
    add_value(out, run, payment, board);
    bcf_certificate_pair(out, "recovery_plan",
                         decision_text(bcf_figures_decision(run->figures, board, "recovery-plan")));
    bcf_certificate_pair(
        out, "contingency_plan",
        decision_text(bcf_figures_decision(run->figures, board, "contingency-plan")));
    bcf_certificate_pair(out, "held_for", bcf_held_for_text(trial->held_for));
    bcf_text_add_char(out, '\n');
}

/* The rules of July 2014: R and F of a board, and what of its share does not hang on them. The
 * running totals of the quarters start here, from nothing. */
static void add_rest(bcf_text *out, const bcf_run *run, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_admissions_rules *rules = performance->admissions;
    const bcf_release_year *year = &run->release->years[board];
    begin_payment(out, "rest", run, board, rules->rest_part);
    bcf_certificate_ratio(out, "reduction", run, year->reduction);
    bcf_certificate_ratio(out, "fund", run, in_pounds(run->arena, year->fund));
    bcf_text_add(out, " ceiling 0 paid 0");
    add_money(out, bcf_release_find(run->release, run->figures, rules->rest_part, board));
}

static void add_quarter(bcf_text *out, const bcf_run *run, size_t board, size_t quarter)
{
    const bcf_performance *performance = run->policy->performance;
    size_t part = performance->admissions->quarters[quarter].part;
    const bcf_release_quarter *totals = &run->release->years[board].quarters[quarter];
    begin(out, "pay", "quarter", run, board, performance->parts[part].payment);
    bcf_certificate_pair(out, "part", performance->parts[part].id);
    bcf_certificate_ratio(out, "baseline", run, totals->baseline);
    bcf_certificate_ratio(out, "planned", run, totals->planned);
    bcf_certificate_ratio(out, "actual", run, totals->actual);
    bcf_certificate_ratio(out, "ceiling", run, in_pounds(run->arena, totals->ceiling));
    bcf_certificate_ratio(out, "paid", run, in_pounds(run->arena, totals->paid));
    add_money(out, bcf_release_find(run->release, run->figures, part, board));
}

/* By what rules July pays: they hold for every board. */
static void add_july(bcf_text *out, const bcf_run *run)
{
    const bcf_performance *performance = run->policy->performance;
    bool is_capped = !bcf_settings_is(run->settings, "cap-by-plan-profile", "no");
    bool has_clawback = bcf_settings_is(run->settings, "clawback", "yes");
    bcf_text_add(out, "july");
    bcf_text_add(out, is_capped ? " capped-by-plan" : " not-capped");
    bcf_certificate_money(out, "cost", performance->admissions->cost);
    bcf_certificate_pair(out, "clawback", has_clawback ? "yes" : "no");
    bcf_certificate_pair(out, "rounding", rounding_text(performance->metric_rounding));
    bcf_text_add_char(out, '\n');
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        add_rest(out, run, board);
        for (size_t i = 0; i < performance->admissions->quarter_count; i++) {
            add_quarter(out, run, board, i);
        }
    }
}

static void add_december(bcf_text *out, const bcf_run *run, size_t board)
{
    const bcf_performance *performance = run->policy->performance;
    for (size_t payment = 0; payment < performance->payment_count; payment++) {
        add_test(out, run, payment, board);
        for (size_t part = 0; part < performance->part_count; part++) {
            if (performance->parts[part].payment == payment) {
                add_row(out, run, part, board);
            }
        }
    }
}

void bcf_certificate_payments(bcf_text *out, const bcf_run *run)
{
    if (run->policy->performance->admissions != NULL) {
        add_july(out, run);
        return;
    }
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        add_december(out, run, board);
    }
}

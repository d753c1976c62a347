/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explain_inside.h"
#include "held.h"
#include "wording.h"

#define PAYMENT_ITEM "payment-for-performance" /* of the table `letters` */

static const bcf_performance *rules_of(const bcf_explainer *at)
{
    return at->run->policy->performance;
}

static const char *part_name(const bcf_explainer *at, size_t part)
{
    const bcf_part *rule = &rules_of(at)->parts[part];
    return bcf_arena_print(at->arena, "%s:%s", rules_of(at)->payments[rule->payment].id, rule->id);
}

static bcf_explained_area board_of(const bcf_explainer *at)
{
    return bcf_explain_area(at, BCF_SCOPE_BOARD, at->scope.index);
}

/* What of a component counts for the shares of the payment. */
static bool counts(const bcf_explainer *at, const bcf_component *component)
{
    return component->route == BCF_ROUTE_CCG
           || bcf_settings_is(at->run->settings, "p4p-share-basis", "whole-pool");
}

/* Adds what the board gets of each component that counts; sets what it and what all get. */
static void add_pool_basis(bcf_explainer *at, bcf_money *own, bcf_money *all)
{
    const bcf_run *run = at->run;
    *own = (bcf_money){0};
    *all = (bcf_money){0};
    for (size_t i = 0; i < run->policy->component_count; i++) {
        const bcf_component *component = &run->policy->components[i];
        bcf_money amount = {0};
        bcf_status status = BCF_STATUS_NONE;
        for (size_t j = 0; counts(at, component) && j < run->allocation->grant_count; j++) {
            const bcf_grant *grant = &run->allocation->grants[j];
            if (grant->component == i) {
                *all = bcf_money_add(*all, grant->amount);
            }
            if (grant->component == i && grant->board == at->scope.index) {
                amount = bcf_money_add(amount, grant->amount);
                status = bcf_status_worst(status, grant->status);
            }
        }
        if (amount.pence == 0) {
            continue;
        }
        *own = bcf_money_add(*own, amount);
        bcf_explain_add(
            at,
            (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                            .about = board_of(at),
                            .rule = bcf_arena_print(at->arena, "component %s", component->id),
                            .cite = &component->cite,
                            .what = bcf_arena_print(at->arena, "what it gets of %s", component->id),
                            .has_amount = true,
                            .amount = amount,
                            .status = status});
    }
}

/* The same by the allocation letters. */
static void add_letters_basis(bcf_explainer *at, bcf_money *own, bcf_money *all)
{
    const bcf_figures *figures = at->run->figures;
    const char *year = figures->policy->year;
    *all = (bcf_money){0};
    for (size_t board = 0; board < figures->areas->board_count; board++) {
        bcf_money amount = {0};
        bool is_there = bcf_figures_letter(figures, board, year, PAYMENT_ITEM, &amount);
        BCF_ASSERT(is_there); /* the release refuses a board without one */
        *all = bcf_money_add(*all, amount);
        *own = board == at->scope.index ? amount : *own;
    }
    bcf_explained_area about = board_of(at);
    const bcf_table *letters = &at->run->tables->table[BCF_TABLE_LETTERS];
    const bcf_row *row = NULL;
    for (size_t i = 0; i < letters->row_count; i++) {
        const bcf_row *next = &letters->rows[i];
        bool is_its = strcmp(bcf_row_cell(BCF_TABLE_LETTERS, next, "hwb")->text, about.code) == 0;
        if (is_its && strcmp(bcf_row_cell(BCF_TABLE_LETTERS, next, "year")->text, year) == 0
            && strcmp(bcf_row_cell(BCF_TABLE_LETTERS, next, "item")->text, PAYMENT_ITEM) == 0) {
            row = next;
        }
    }
    bcf_explained step = bcf_explain_input(at, BCF_TABLE_LETTERS, row, about,
                                           "payment for performance, as its letter states it");
    step.has_amount = true;
    step.amount = *own;
    bcf_explain_add(at, step);
}

static const char *basis_word(const bcf_explainer *at)
{
    return bcf_settings_is(at->run->settings, "p4p-share-basis", "published")
               ? "what its allocation letter states"
           : bcf_settings_is(at->run->settings, "p4p-share-basis", "whole-pool")
               ? "its whole pool"
               : "its money by the CCG route";
}

static const bcf_ratio *in_pounds(const bcf_explainer *at, bcf_money amount)
{
    return bcf_ratio_of(at->arena, amount.pence, 100);
}

bcf_money bcf_explain_basis(bcf_explainer *at, size_t strand, const char *title,
                            const bcf_cite *cite)
{
    const bcf_run *run = at->run;
    const bcf_split *split =
        bcf_ledger_find(run->release->ledger, BCF_SPLIT_STRAND, strand, BCF_SPLIT_NATIONAL);
    BCF_ASSERT(split != NULL);
    bcf_explain_section *section = bcf_explain_begin(
        at, BCF_SECTION_SPLIT, bcf_arena_print(at->arena, "%s: among boards", title),
        bcf_arena_print(at->arena,
                        "£%s (%s) is shared out among %zu boards, each in proportion to %s (¶21 "
                        "states the national amount, not its basis: reading p4p-share-basis=%s).",
                        bcf_explain_pounds(at, split->whole), bcf_explain_paragraph(at, cite),
                        bcf_weights_count(split->weights), basis_word(at),
                        bcf_settings_value(run->settings, "p4p-share-basis")));
    section->weighting = "Basis £";
    section->of = "Of all boards £";
    section->status = bcf_status_computed(run->release->basis_status);
    bcf_money own = {0};
    bcf_money all = {0};
    if (bcf_settings_is(run->settings, "p4p-share-basis", "published")) {
        add_letters_basis(at, &own, &all);
    } else {
        add_pool_basis(at, &own, &all);
    }
    return bcf_explain_add_share(at, split, at->scope.index, (bcf_explained_area){"", ""},
                                 in_pounds(at, own), in_pounds(at, all), section->status);
}

/* The board's amount among the parts of the strand, in pence. */
static void tell_parts(bcf_explainer *at, size_t strand, const bool *parts, const char *title,
                       bcf_money amount)
{
    const bcf_strand *rule = &rules_of(at)->strands[strand];
    const bcf_split *split =
        bcf_ledger_find(at->run->release->ledger, BCF_SPLIT_PARTS, strand, at->scope.index);
    BCF_ASSERT(split != NULL && bcf_money_compare(split->whole, amount) == 0);
    bcf_explain_section *section = bcf_explain_begin(
        at, BCF_SECTION_SPLIT, bcf_arena_print(at->arena, "%s: among its parts", title),
        bcf_arena_print(at->arena,
                        "The board's £%s is split among %zu parts by their weights, in pence; "
                        "between equal remainders the part that comes first is served first (%s).",
                        bcf_wording_pounds(at->arena, amount, false), rule->part_count,
                        bcf_explain_paragraph(at, &rule->cite)));
    section->weighting = "Weight";
    section->of = "Of all parts";
    section->status = bcf_status_computed(at->run->release->basis_status);
    for (size_t i = 0; i < rule->part_count; i++) {
        size_t part = rule->first_part + i;
        if (parts != NULL && !parts[part]) {
            continue;
        }
        at->item = part_name(at, part);
        bcf_explain_add_share(at, split, part, board_of(at),
                              bcf_weights_weight(at->arena, split->weights, i),
                              bcf_weights_sum(at->arena, split->weights), section->status);
    }
}

static const bcf_release_row *row_of(const bcf_explainer *at, size_t part)
{
    return bcf_release_find(at->run->release, at->run->figures, part, at->scope.index);
}

static const char *pence(const bcf_explainer *at, bcf_money amount)
{
    return bcf_wording_pounds(at->arena, amount, false);
}

static void add_payment(bcf_explainer *at, size_t part, const char *rule, const char *sum,
                        const bcf_cite *cite)
{
    const bcf_release_row *row = row_of(at, part);
    const char *held =
        row->held.pence == 0
            ? "nothing is held"
            : bcf_arena_print(at->arena, "£%s is held: %s", pence(at, row->held),
                              bcf_wording_spoken(at->arena, bcf_held_for_text(row->held_for)));
    bcf_explain_add(at,
                    (bcf_explained){.kind = BCF_EXPLAINED_PAYMENT,
                                    .about = board_of(at),
                                    .rule = rule,
                                    .cite = cite,
                                    .what = bcf_arena_print(at->arena,
                                                            "of £%s available, £%s is released; "
                                                            "%s",
                                                            pence(at, row->available),
                                                            pence(at, row->released), held),
                                    .sum = sum,
                                    .payment = row,
                                    .has_amount = true,
                                    .amount = row->released,
                                    .result = bcf_held_for_text(row->held_for),
                                    .status = row->data_status});
}

/* What the table says of a condition of the board. */
static bcf_condition_state add_condition(bcf_explainer *at, size_t condition)
{
    const bcf_policy *policy = at->run->policy;
    bcf_condition_state state =
        at->run->figures->conditions[at->scope.index * policy->condition_count + condition];
    const bcf_row *row = bcf_explain_row(at, BCF_TABLE_CONDITIONS, "hwb", board_of(at).code,
                                         "condition", policy->conditions[condition].id);
    bcf_explained step = bcf_explain_input(
        at, BCF_TABLE_CONDITIONS, row, board_of(at),
        bcf_arena_print(at->arena, "condition '%s'", policy->conditions[condition].title));
    step.kind = BCF_EXPLAINED_TEST;
    step.rule = bcf_arena_print(at->arena, "condition %s", policy->conditions[condition].id);
    step.cite = &policy->conditions[condition].cite;
    step.result = bcf_condition_state_words(state);
    step.status = row == NULL ? BCF_STATUS_NONE : step.status;
    bcf_explain_add(at, step);
    return state;
}

static void tell_condition(bcf_explainer *at, size_t part)
{
    bcf_condition_state state = add_condition(at, rules_of(at)->parts[part].subject);
    bool is_all = bcf_settings_is(at->run->settings, "conditions-split", "all-or-nothing");
    const bcf_release_row *row = row_of(at, part);
    const char *sum =
        row->released.pence > 0 || row->available.pence == 0
            ? bcf_arena_print(at->arena, "%s: released in full", is_all ? "all are met" : "met")
        : state == BCF_CONDITION_MET
            ? "met, but not all of the strand are (conditions-split=all-or-nothing)"
            : bcf_arena_print(at->arena, "%s: nothing is released",
                              bcf_condition_state_words(state));
    add_payment(at, part, "a condition earns its part when it is met", sum,
                &rules_of(at)->parts[part].cite);
}

/* A count and its scale: "1,234 / 56,789 x 100,000". */
static const char *rate_sum(const bcf_explainer *at, const bcf_count *count, int64_t scale)
{
    return bcf_arena_print(at->arena, "%s / %s x %s", bcf_explain_figure(at, count->numerator),
                           bcf_explain_figure(at, count->denominator),
                           bcf_explain_figure(at, bcf_ratio_of(at->arena, scale, 1)));
}

static void add_rate(bcf_explainer *at, bcf_table_id table, bcf_place place, const char *what,
                     const bcf_count *count, int64_t scale, const bcf_ratio *rate,
                     bcf_status status)
{
    bcf_explained step =
        bcf_explain_input(at, table, bcf_explain_row_at(at, table, place), board_of(at), what);
    step.sum = rate_sum(at, count, scale);
    step.figure = rate;
    step.status = status;
    bcf_explain_add(at, step);
}

static const char *period_text(const bcf_explainer *at, const char *what, bcf_period period,
                               const char *definition)
{
    return bcf_arena_print(at->arena, "%s, %s, definition %s", what,
                           bcf_wording_period(at->arena, period), definition);
}

static const bcf_ambition *ambition_of(const bcf_explainer *at, size_t part)
{
    return at->run->figures->ambitions[at->scope.index * rules_of(at)->part_count + part];
}

/* Baseline, ambition and actual, as their rows state them. */
static void add_rates(bcf_explainer *at, const bcf_score *score, const bcf_measure *measure)
{
    const bcf_ambition *ambition = ambition_of(at, score->part);
    bcf_ratio *planned = bcf_ratio_of(at->arena, measure->scale, 1);
    bcf_ratio_multiply(planned, planned, ambition->baseline);
    bool is_plans = bcf_ratio_compare(planned, score->baseline) == 0;
    add_rate(at, BCF_TABLE_AMBITIONS, ambition->place,
             period_text(at, is_plans ? "baseline" : "baseline of the plan, replaced",
                         ambition->baseline_period, ambition->definition),
             &ambition->baseline_count, measure->scale, planned, ambition->status);
    if (!is_plans) {
        bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                                            .about = board_of(at),
                                            .rule = "reading october-baseline=april-outturn",
                                            .what = "baseline: April's rate x the months of this "
                                                    "window / the months of April's",
                                            .figure = score->baseline,
                                            .status = score->data_status});
    }
    add_rate(at, BCF_TABLE_AMBITIONS, ambition->place, "ambition", &ambition->ambition_count,
             measure->scale, score->ambition, ambition->status);
    if (score->outturn != NULL) {
        add_rate(at, BCF_TABLE_OUTTURN, score->outturn->place,
                 period_text(at, "actual", score->outturn->period, score->outturn->definition),
                 &score->outturn->count, measure->scale, score->actual, score->outturn->status);
    }
}

/* "(2,057.61 - 1,990) / (2,057.61 - 1,900)", signs turned where higher is better. */
static const char *achievement_sum(const bcf_explainer *at, const bcf_score *score,
                                   bcf_better better)
{
    const char *baseline = bcf_explain_figure(at, score->baseline);
    const char *actual = bcf_explain_figure(at, score->actual);
    const char *ambition = bcf_explain_figure(at, score->ambition);
    bool is_lower = better == BCF_BETTER_LOWER;
    return bcf_arena_print(at->arena, "(%s - %s) / (%s - %s)", is_lower ? baseline : actual,
                           is_lower ? actual : baseline, is_lower ? baseline : ambition,
                           is_lower ? ambition : baseline);
}

/* What a score is judged by, in its order; those that did not hold are extra. */
static void add_judgement(bcf_explainer *at, const bcf_score *score)
{
    const struct {
        bcf_score_status status;
        const char *what;
    } tests[] = {
        {BCF_SCORE_DEFINITION_MISMATCH, "the outturn is of another definition than the ambition"},
        {BCF_SCORE_PERIOD_MISMATCH,
         "the outturn is not of the payment's window, or the baseline not of its season"},
        {BCF_SCORE_NO_AMBITION, "the ambition equals the baseline, or is worse"},
        {BCF_SCORE_NOT_ASSESSED, score->status != BCF_SCORE_NOT_ASSESSED
                                     ? "there is no baseline, or nothing was measured"
                                 : score->baseline == NULL ? "there is no baseline"
                                                           : "nothing was measured"},
    };
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        bool is_met = tests[i].status == score->status;
        bcf_explain_add(
            at, (bcf_explained){.kind = BCF_EXPLAINED_TEST,
                                .about = board_of(at),
                                .rule = bcf_arena_print(at->arena, "score %s",
                                                        bcf_score_status_text(tests[i].status)),
                                .what = tests[i].what,
                                .result = is_met ? "so: no achievement" : "not so",
                                .is_extra = !is_met,
                                .status = score->data_status});
    }
}

static void add_score(bcf_explainer *at, const bcf_score *score)
{
    const bcf_policy *policy = at->run->policy;
    const bcf_part *rule = &rules_of(at)->parts[score->part];
    bcf_measure measure = {0};
    if (ambition_of(at, score->part) != NULL) {
        bool is_described = bcf_score_measure(&measure, at->arena, at->run->figures, score->part,
                                              score->board, score->definition);
        BCF_ASSERT(is_described);
        add_rates(at, score, &measure);
    }
    add_judgement(at, score);
    const char *way = ambition_of(at, score->part) == NULL ? "no row in `ambitions`"
                      : measure.better == BCF_BETTER_LOWER ? "lower is better"
                                                           : "higher is better";
    bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_SCORE,
                                        .about = board_of(at),
                                        .rule = bcf_arena_print(at->arena, "metric %s", rule->id),
                                        .cite = &policy->metrics[rule->subject].cite,
                                        .what = bcf_arena_print(at->arena, "achievement (%s)", way),
                                        .sum = score->achievement == NULL
                                                   ? ""
                                                   : achievement_sum(at, score, measure.better),
                                        .figure = score->achievement,
                                        .result = bcf_score_status_text(score->status),
                                        .status = score->data_status});
}

/* Between 0 and 1, for a sentence: "0.7", "0.428571... (exactly 3/7)". */
static const char *capped_text(const bcf_explainer *at, const bcf_ratio *achievement)
{
    if (bcf_ratio_sign(achievement) <= 0) {
        return "0";
    }
    if (bcf_ratio_compare_whole(achievement, 1, 1) >= 0) {
        return "1";
    }
    const char *decimal = bcf_wording_exact(at->arena, achievement);
    return bcf_ratio_ends_within(achievement, 14)
               ? decimal
               : bcf_arena_print(at->arena, "%s (exactly %s)", decimal,
                                 bcf_ratio_exact_text(at->arena, achievement));
}

static void tell_metric(bcf_explainer *at, size_t part)
{
    const bcf_score *score = bcf_scores_find(at->run->scores, part, at->scope.index);
    BCF_ASSERT(score != NULL);
    add_score(at, score);
    const bcf_release_row *row = row_of(at, part);
    bool is_all = bcf_settings_is(at->run->settings, "metric-release", "all-or-nothing");
    const char *sum = "";
    if (score->achievement == NULL) {
        sum = bcf_arena_print(at->arena, "%s: nothing is released",
                              bcf_wording_spoken(at->arena, bcf_score_status_text(score->status)));
    } else if (is_all) {
        sum = "in full at an achievement of 1 or more, otherwise nothing "
              "(metric-release=all-or-nothing)";
    } else {
        sum = bcf_arena_print(at->arena, "%s x %s = %s, to the penny, half away from zero",
                              pence(at, row->available), capped_text(at, score->achievement),
                              pence(at, row->released));
    }
    add_payment(at, part, "available x achievement between 0 and 1", sum,
                &rules_of(at)->rounding_cite);
}

static void tell_part(bcf_explainer *at, size_t part)
{
    const bcf_part *rule = &rules_of(at)->parts[part];
    const bcf_policy *policy = at->run->policy;
    bool is_condition = rules_of(at)->strands[rule->strand].kind == BCF_STRAND_CONDITIONS;
    const char *name = is_condition ? policy->conditions[rule->subject].title
                                    : policy->metrics[rule->subject].title;
    at->item = part_name(at, part);
    at->cite = &rule->cite;
    bcf_explain_begin(at, BCF_SECTION_WORDS,
                      bcf_arena_print(at->arena, "%s, %s: what is released",
                                      rules_of(at)->payments[rule->payment].title, name),
                      NULL);
    if (is_condition) {
        tell_condition(at, part);
    } else {
        tell_metric(at, part);
    }
}

static bool is_strand_wanted(const bcf_strand *strand, const bool *parts)
{
    for (size_t i = 0; i < strand->part_count; i++) {
        if (parts == NULL || parts[strand->first_part + i]) {
            return true;
        }
    }
    return false;
}

static const char *strand_title(const bcf_explainer *at, const bcf_strand *strand)
{
    return bcf_arena_print(at->arena, "%s, %s", rules_of(at)->payments[strand->payment].title,
                           strand->kind == BCF_STRAND_CONDITIONS ? "conditions" : "metrics");
}

/* One metric of the 70% test. */
static void add_tested(bcf_explainer *at, const bcf_score *score)
{
    bool is_missing = score->status == BCF_SCORE_NOT_ASSESSED
                      || score->status == BCF_SCORE_DEFINITION_MISMATCH
                      || score->status == BCF_SCORE_PERIOD_MISMATCH;
    const char *result = is_missing                                      ? "missing"
                         : bcf_release_reaches_line(rules_of(at), score) ? "70% or more"
                                                                         : "below 70%";
    bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_SCORE,
                                        .about = board_of(at),
                                        .rule = part_name(at, score->part),
                                        .cite = &rules_of(at)->recovery_cite,
                                        .what = rules_of(at)->parts[score->part].id,
                                        .sum = score->achievement == NULL ? bcf_wording_spoken(
                                                   at->arena, bcf_score_status_text(score->status))
                                                                          : "",
                                        .figure = score->achievement,
                                        .result = result,
                                        .status = score->data_status});
}

/* What the test says, in the reading that the run takes. */
static const char *verdict_sum(const bcf_explainer *at, const bcf_release_trial *trial)
{
    const bcf_settings *settings = at->run->settings;
    if (trial->scored > 0 && bcf_settings_is(settings, "seventy-per-cent-test", "mean")) {
        bcf_ratio *mean = bcf_ratio_of(at->arena, 1, trial->scored);
        bcf_ratio_multiply(mean, mean, trial->sum);
        return bcf_arena_print(at->arena, "mean of %lld achievements between 0 and 1: %s",
                               (long long)trial->scored,
                               bcf_ratio_text(at->arena, mean, 6, BCF_ROUND_HALF_AWAY));
    }
    if (trial->scored > 0
        && bcf_settings_is(settings, "seventy-per-cent-test", "share-of-metrics")) {
        return bcf_arena_print(at->arena, "%lld of %lld metrics achieved",
                               (long long)trial->achieved, (long long)trial->scored);
    }
    return bcf_arena_print(at->arena, "%lld scored, %lld missing; %s", (long long)trial->scored,
                           (long long)trial->unscored,
                           trial->has_one_below ? "one at least is below 70%"
                                                : "none is below 70%");
}

/* One thing that held money may wait for: whether it is what decides. */
static void add_reason(bcf_explainer *at, bcf_held_for reason, bool is_met, const char *item,
                       const char *what)
{
    const bcf_row *row = NULL;
    if (item != NULL) {
        row = bcf_explain_row(at, BCF_TABLE_DECISIONS, "hwb", board_of(at).code, "item", item);
    }
    bcf_explained step = {.kind = BCF_EXPLAINED_TEST, .about = board_of(at)};
    if (row != NULL) {
        step = bcf_explain_input(at, BCF_TABLE_DECISIONS, row, board_of(at), what);
        step.kind = BCF_EXPLAINED_TEST;
    }
    step.rule = bcf_arena_print(at->arena, "held for %s", bcf_held_for_text(reason));
    step.cite = &rules_of(at)->recovery_cite;
    step.what = what;
    step.result = is_met ? "so: this is what held money waits for" : "not so";
    step.is_extra = !is_met;
    bcf_explain_add(at, step);
}

static void add_reasons(bcf_explainer *at, const bcf_release_trial *trial)
{
    static const struct {
        bcf_held_for reason;
        const char *item; /* of `decisions` */
        const char *what;
    } reasons[] = {
        {BCF_HELD_FOR_RECOVERY_PLAN, "recovery-plan",
         "the test is failed, and a recovery plan is agreed (¶55)"},
        {BCF_HELD_FOR_NHS_ENGLAND_DIRECTION, "recovery-plan",
         "the test is failed, and a recovery plan was not agreed (¶56)"},
        {BCF_HELD_FOR_RECOVERY_PLAN_PENDING, "recovery-plan",
         "the test is failed, and nothing is decided on a recovery plan (¶54)"},
        {BCF_HELD_FOR_AWAITING_DATA, NULL,
         "the test is not failed, or no recovery plan is required, and a metric is missing"},
        {BCF_HELD_FOR_CONTINGENCY_PLAN, "contingency-plan",
         "the test is passed, nothing is missing, and a contingency plan is agreed (¶53)"},
        {BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING, "contingency-plan",
         "the test is passed, nothing is missing, and no contingency plan is agreed (¶53)"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        add_reason(at, reasons[i].reason, reasons[i].reason == trial->held_for, reasons[i].item,
                   reasons[i].what);
    }
}

/* The 70% test of a payment: every metric that counts, the verdict, what follows. */
static void tell_test(bcf_explainer *at, size_t payment)
{
    const bcf_performance *performance = rules_of(at);
    const bcf_release_trial *trial =
        &at->run->release->trials[at->scope.index * performance->payment_count + payment];
    bool is_plan = bcf_settings_is(at->run->settings, "seventy-per-cent-scope", "plan");
    at->item = performance->payments[payment].id;
    at->cite = &performance->recovery_cite;
    bcf_explain_begin(
        at, BCF_SECTION_WORDS,
        bcf_arena_print(at->arena, "%s: the 70%% test", performance->payments[payment].title),
        bcf_arena_print(at->arena,
                        "It decides what held money waits for, not what is released (%s); taken "
                        "over %s, seventy-per-cent-test=%s. A metric without ambition counts as "
                        "below.",
                        bcf_explain_paragraph(at, &performance->recovery_cite),
                        is_plan ? "the whole plan" : "the metrics of this payment",
                        bcf_settings_value(at->run->settings, "seventy-per-cent-test")));
    for (size_t part = 0; part < performance->part_count; part++) {
        const bcf_score *score = bcf_scores_find(at->run->scores, part, at->scope.index);
        if (score != NULL && (is_plan || performance->parts[part].payment == payment)) {
            add_tested(at, score);
        }
    }
    bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_TEST,
                                        .about = board_of(at),
                                        .rule = "the 70% test",
                                        .what = "what the test says",
                                        .sum = verdict_sum(at, trial),
                                        .result = bcf_release_test_text(trial->test)});
    add_reasons(at, trial);
}

void bcf_explain_ministers(bcf_explainer *at)
{
    const bcf_row *row =
        bcf_explain_row(at, BCF_TABLE_DECISIONS, "hwb", board_of(at).code, "item", "ministers");
    bool is_authorised = bcf_held_is_authorised(at->run, at->scope.index);
    bcf_explained step =
        bcf_explain_input(at, BCF_TABLE_DECISIONS, row, board_of(at),
                          is_authorised ? "authorised: ministers have signed the board off"
                                        : "calculated, not authorised: ministers sign off");
    step.kind = BCF_EXPLAINED_TEST;
    step.has_table = row != NULL;
    step.rule = "ministers sign off (¶51, ¶57)";
    step.result = is_authorised ? "authorised" : "calculated";
    step.status = row == NULL ? BCF_STATUS_NONE : step.status;
    bcf_explain_add(at, step);
}

static void tell_strand(bcf_explainer *at, size_t i, const bool *parts)
{
    const bcf_strand *strand = &rules_of(at)->strands[i];
    const char *title = strand_title(at, strand);
    at->item = strand->id;
    at->cite = &strand->cite;
    bcf_money amount = bcf_explain_basis(at, i, title, &strand->cite);
    tell_parts(at, i, parts, title, amount);
    for (size_t part = strand->first_part; part < strand->first_part + strand->part_count; part++) {
        if (parts == NULL || parts[part]) {
            tell_part(at, part);
        }
    }
}

void bcf_explain_payments(bcf_explainer *at, const bool *parts)
{
    const bcf_performance *performance = rules_of(at);
    for (size_t payment = 0; payment < performance->payment_count; payment++) {
        bool is_told = false;
        for (size_t i = 0; i < performance->strand_count; i++) {
            const bcf_strand *strand = &performance->strands[i];
            if (strand->payment == payment && is_strand_wanted(strand, parts)) {
                tell_strand(at, i, parts);
                is_told = true;
            }
        }
        if (is_told) {
            tell_test(at, payment);
            bcf_explain_ministers(at);
        }
    }
}

void bcf_explain_condition(bcf_explainer *at, size_t condition)
{
    const bcf_policy *policy = at->run->policy;
    at->item = policy->conditions[condition].id;
    at->cite = &policy->conditions[condition].cite;
    bcf_explain_begin(at, BCF_SECTION_WORDS, policy->conditions[condition].title,
                      "A national condition on which no part of the payment hangs.");
    add_condition(at, condition);
}

/* SPDX-License-Identifier: MIT */
#include "explain_inside.h"
#include "wording.h"

/* A board's year under the rules of July 2014 (SPEC section 6), and what it is told with. */
typedef struct telling {
    bcf_explainer *at;
    const bcf_performance *performance;
    const bcf_admissions_rules *rules;
    const bcf_release_year *year;
    bcf_explained_area board;
    bcf_status status;
} telling;

static const char *figure(const telling *of, const bcf_ratio *ratio)
{
    return bcf_explain_figure(of->at, ratio);
}

/* Exact pence as pounds: "149,000", "61,234.567812...". */
static const char *pounds(const telling *of, const bcf_ratio *pence)
{
    bcf_ratio *amount = bcf_ratio_of(of->at->arena, 1, 100);
    bcf_ratio_multiply(amount, amount, pence);
    return bcf_explain_figure(of->at, amount);
}

static const char *money(const telling *of, bcf_money amount)
{
    return bcf_wording_pounds(of->at->arena, amount, false);
}

static const bcf_release_row *row_of(const telling *of, size_t part)
{
    return bcf_release_find(of->at->run->release, of->at->run->figures, part, of->at->scope.index);
}

static void add_count(const telling *of, const char *what, const bcf_ratio *count,
                      bcf_status status)
{
    bcf_explain_add(of->at, (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                                            .about = of->board,
                                            .rule = "CCGs' counts x people here / all their people",
                                            .what = what,
                                            .figure = count,
                                            .table = BCF_TABLE_ACTIVITY,
                                            .has_table = true,
                                            .status = status});
}

/* The planned reduction: what of the ambitions it rests on, or that the policy states it. */
static const bcf_ratio *add_reduction(const telling *of, const bcf_quarter_count *count)
{
    bcf_explainer *at = of->at;
    if (count->ambition == NULL) {
        bcf_explain_add(at, (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                                            .about = of->board,
                                            .rule = "the policy's reduction",
                                            .cite = &of->rules->reduction_cite,
                                            .what = "reduction planned where no ambition says "
                                                    "otherwise",
                                            .figure = of->rules->reduction});
        return of->rules->reduction;
    }
    bcf_explained step =
        bcf_explain_input(at, BCF_TABLE_AMBITIONS,
                          bcf_explain_row_at(at, BCF_TABLE_AMBITIONS, count->ambition->place),
                          of->board, "reduction: (baseline - ambition) / baseline");
    bcf_ratio *reduction = bcf_ratio_new(at->arena);
    bcf_ratio_subtract(reduction, count->ambition->baseline, count->ambition->ambition);
    bcf_ratio_divide(reduction, reduction, count->ambition->baseline);
    step.sum = bcf_arena_print(at->arena, "(%s - %s) / %s", figure(of, count->ambition->baseline),
                               figure(of, count->ambition->ambition),
                               figure(of, count->ambition->baseline));
    step.figure = reduction;
    bcf_explain_add(at, step);
    return reduction;
}

/* The year before less the reduction. */
static void add_planned(const telling *of, const bcf_quarter_count *count)
{
    const bcf_ratio *reduction = add_reduction(of, count);
    bcf_explain_add(of->at, (bcf_explained){.kind = BCF_EXPLAINED_FORMULA,
                                            .about = of->board,
                                            .rule = "plan = baseline less the reduction",
                                            .cite = &of->rules->reduction_cite,
                                            .what = "admissions planned",
                                            .sum = bcf_arena_print(of->at->arena, "%s x (1 - %s)",
                                                                   figure(of, count->baseline),
                                                                   figure(of, reduction)),
                                            .figure = count->planned,
                                            .status = count->planned_status});
}

static void add_counts(const telling *of, size_t quarter)
{
    bcf_explainer *at = of->at;
    const bcf_quarter *rule = &of->rules->quarters[quarter];
    const bcf_quarter_count *count =
        bcf_admissions_of(at->run->admissions, at->scope.index, quarter);
    add_count(of,
              bcf_arena_print(at->arena, "admissions a year before, %s",
                              bcf_wording_period(at->arena, rule->baseline)),
              count->baseline, count->planned_status);
    bcf_explain_add_activity(at, of->rules->measure, rule->baseline, count->baseline,
                             count->planned_status);
    add_planned(of, count);
    add_count(of,
              bcf_arena_print(at->arena, "admissions, %s%s",
                              bcf_wording_period(at->arena, rule->actual),
                              count->actual == NULL ? ": a month is missing" : ""),
              count->actual, count->actual_status);
    bcf_explain_add_activity(at, of->rules->measure, rule->actual, count->actual,
                             count->actual_status);
}

/* What of the share hangs on admissions, and what does not: R, F and the rest. */
static void tell_fund(const telling *of)
{
    bcf_explainer *at = of->at;
    const bcf_release_year *year = of->year;
    const bcf_release_row *rest = row_of(of, of->rules->rest_part);
    const bcf_release_quarter *all = &year->quarters[of->rules->quarter_count - 1];
    at->item = "fund";
    bcf_explain_begin(at, BCF_SECTION_WORDS, "What of the share hangs on admissions",
                      "The reduction that is planned over all quarters, R = B - P, times what an "
                      "admission costs, at most the share; the rest is for NHS services out of "
                      "hospital.");
    bcf_explain_add_board_people(at);
    for (size_t i = 0; i < of->rules->quarter_count; i++) {
        add_counts(of, i);
    }
    bool has_reduction = bcf_ratio_sign(year->reduction) > 0;
    bcf_explain_add(
        at, (bcf_explained){.kind = BCF_EXPLAINED_SCORE,
                            .about = of->board,
                            .rule = "R = B - P",
                            .cite = &of->rules->reduction_cite,
                            .what = "planned reduction over all quarters",
                            .sum = bcf_arena_print(at->arena, "%s - %s", figure(of, all->baseline),
                                                   figure(of, all->planned)),
                            .figure = year->reduction,
                            .result = has_reduction ? "" : "none is planned",
                            .status = of->status});
    bcf_ratio *fund = bcf_ratio_of(at->arena, 1, 100);
    bcf_ratio_multiply(fund, fund, year->fund);
    bcf_explain_add(
        at, (bcf_explained){.kind = BCF_EXPLAINED_SCORE,
                            .about = of->board,
                            .rule = "F = R x cost of an admission, at most the share",
                            .cite = &of->rules->cost_cite,
                            .what = "pounds that hang on admissions",
                            .sum = bcf_arena_print(
                                at->arena, "%s x %s, at most %s", figure(of, year->reduction),
                                bcf_explain_pounds(at, of->rules->cost), money(of, year->share)),
                            .figure = fund,
                            .status = of->status});
    at->item = of->performance->parts[of->rules->rest_part].id;
    bcf_explain_add(
        at, (bcf_explained){.kind = BCF_EXPLAINED_PAYMENT,
                            .about = of->board,
                            .rule = "the rest is paid at once",
                            .what = bcf_arena_print(at->arena,
                                                    "£%s is released for NHS services "
                                                    "out of hospital",
                                                    money(of, rest->released)),
                            .sum = bcf_arena_print(at->arena, "%s - %s, to the penny",
                                                   money(of, year->share), pounds(of, year->fund)),
                            .payment = rest,
                            .has_amount = true,
                            .amount = rest->released,
                            .status = rest->data_status});
}

/* A running total in exact pounds, with its sum. */
static void add_total(const telling *of, const char *rule, const char *what, const char *sum,
                      const bcf_ratio *pence)
{
    bcf_ratio *amount = bcf_ratio_of(of->at->arena, 1, 100);
    bcf_ratio_multiply(amount, amount, pence);
    bcf_explain_add(of->at, (bcf_explained){.kind = BCF_EXPLAINED_SCORE,
                                            .about = of->board,
                                            .rule = rule,
                                            .what = what,
                                            .sum = sum,
                                            .figure = amount,
                                            .status = of->status});
}

static const char *clamp_sum(const telling *of, const bcf_ratio *baseline, const bcf_ratio *to)
{
    return bcf_arena_print(of->at->arena, "%s x (%s - %s) / %s, between 0 and %s",
                           pounds(of, of->year->fund), figure(of, baseline), figure(of, to),
                           figure(of, of->year->reduction), pounds(of, of->year->fund));
}

/* What may be paid by now, what is earned by now, what is paid by now. */
static void add_totals(const telling *of, const bcf_release_quarter *now)
{
    const bcf_settings *settings = of->at->run->settings;
    bool is_capped = !bcf_settings_is(settings, "cap-by-plan-profile", "no");
    if (bcf_ratio_sign(of->year->reduction) <= 0) {
        return;
    }
    add_total(of, "ceiling = F x (B - P) / R, never falling", "the most that may be paid by now",
              is_capped ? clamp_sum(of, now->baseline, now->planned)
                        : "all of F (cap-by-plan-profile=no)",
              now->ceiling);
    if (now->earned != NULL) {
        add_total(of, "earned = F x (B - A) / R", "earned by now, at most the ceiling",
                  clamp_sum(of, now->baseline, now->actual), now->earned);
    }
    bool may_fall = bcf_settings_is(settings, "clawback", "yes");
    add_total(of, "paid = the less of earned and ceiling",
              now->earned == NULL ? "paid by now: nothing more while months are missing"
              : may_fall          ? "paid by now (clawback=yes: it may fall)"
                                  : "paid by now: what was paid before stays paid",
              "", now->paid);
}

static void tell_quarter(const telling *of, size_t quarter)
{
    bcf_explainer *at = of->at;
    size_t part = of->rules->quarters[quarter].part;
    const bcf_part *rule = &of->performance->parts[part];
    const bcf_payment *payment = &of->performance->payments[rule->payment];
    const bcf_release_row *row = row_of(of, part);
    at->item = bcf_arena_print(at->arena, "%s:%s", payment->id, rule->id);
    at->cite = &rule->cite;
    bcf_explain_begin(at, BCF_SECTION_WORDS,
                      bcf_arena_print(at->arena, "%s: what is released", payment->title), NULL);
    add_totals(of, &of->year->quarters[quarter]);
    const char *held =
        row->held.pence == 0
            ? "nothing is held"
            : bcf_arena_print(at->arena, "£%s is held: %s", money(of, row->held),
                              bcf_wording_spoken(at->arena, bcf_held_for_text(row->held_for)));
    bcf_explain_add(
        at, (bcf_explained){
                .kind = BCF_EXPLAINED_PAYMENT,
                .about = of->board,
                .rule = "what the running totals grew by, each to the penny, half away",
                .cite = &of->performance->rounding_cite,
                .what = bcf_arena_print(at->arena,
                                        "£%s carried in and £%s available; £%s is released; %s",
                                        money(of, row->carried_in), money(of, row->available),
                                        money(of, row->released), held),
                .sum = bcf_arena_print(at->arena, "%s + %s - %s = %s", money(of, row->carried_in),
                                       money(of, row->available), money(of, row->released),
                                       money(of, row->held)),
                .payment = row,
                .has_amount = true,
                .amount = row->released,
                .result = bcf_held_for_text(row->held_for),
                .status = row->data_status});
}

void bcf_explain_quarters(bcf_explainer *at, const bool *parts)
{
    const bcf_performance *performance = at->run->policy->performance;
    const bcf_admissions_rules *rules = performance->admissions;
    telling of = {.at = at,
                  .performance = performance,
                  .rules = rules,
                  .year = &at->run->release->years[at->scope.index],
                  .board = bcf_explain_area(at, BCF_SCOPE_BOARD, at->scope.index)};
    of.status = row_of(&of, rules->rest_part)->data_status;
    at->item = "share";
    at->cite = &rules->areas_share_cite;
    bcf_money share = bcf_explain_basis(at, performance->parts[rules->rest_part].strand,
                                        "The areas' share", &rules->areas_share_cite);
    BCF_ASSERT(bcf_money_compare(share, of.year->share) == 0);
    tell_fund(&of);
    for (size_t i = 0; i < rules->quarter_count; i++) {
        if (parts == NULL || parts[rules->quarters[i].part]) {
            tell_quarter(&of, i);
        }
    }
    bcf_explain_ministers(at);
}

/* SPDX-License-Identifier: MIT */
#include "assurance_inside.h"

#include <string.h>

#include "significance.h"
#include "trend.h"

static const bcf_aim *first_aim(const bcf_assessor *at)
{
    return &at->aims[at->first_aim[at->board]];
}

static size_t aim_count(const bcf_assessor *at)
{
    return at->first_aim[at->board + 1] - at->first_aim[at->board];
}

static const bcf_metric *metric_of(const bcf_assessor *at, const bcf_aim *aim)
{
    return &at->policy->metrics[at->policy->performance->parts[aim->part].subject];
}

/* The same metric in another payment, planned under another definition; or NULL. */
static const bcf_aim *planned_otherwise(const bcf_assessor *at, const bcf_aim *aim)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        const bcf_aim *other = &first_aim(at)[i];
        if (metric_of(at, other) == metric_of(at, aim)
            && strcmp(other->ambition->definition, aim->ambition->definition) != 0) {
            return other;
        }
    }
    return NULL;
}

static void look_at_definition(bcf_assessor *at, const bcf_aim *aim)
{
    const char *definition = aim->ambition->definition;
    const bcf_outturn *counted =
        at->figures->outturn[aim->board * at->policy->performance->part_count + aim->part];
    bool is_counted_alike = false;
    for (const bcf_outturn *next = counted; next != NULL; next = next->next) {
        is_counted_alike = is_counted_alike || strcmp(next->definition, definition) == 0;
    }
    if (counted != NULL && !is_counted_alike) {
        bcf_assess_part(at, aim->part, BCF_RESULT_FAIL,
                        bcf_status_worst(aim->status, counted->status),
                        "planned as '%s', counted as '%s'", definition, counted->definition);
        return;
    }
    const bcf_aim *other = planned_otherwise(at, aim);
    if (other != NULL && !metric_of(at, aim)->is_local) {
        bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, aim->status,
                        "planned as '%s', but as '%s' for %s", definition,
                        other->ambition->definition, other->name);
        return;
    }
    bcf_assess_part(at, aim->part, BCF_RESULT_PASS,
                    counted == NULL ? aim->status : bcf_status_worst(aim->status, counted->status),
                    counted == NULL ? "planned as '%s', not counted yet"
                                    : "planned and counted as '%s'",
                    definition);
}

void bcf_assess_definition(bcf_assessor *at)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        look_at_definition(at, &first_aim(at)[i]);
    }
}

static bool is_in_season(const bcf_aim *aim)
{
    return bcf_period_is_same_season_before(aim->ambition->baseline_period, aim->season);
}

void bcf_assess_season(bcf_assessor *at)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        const bcf_aim *aim = &first_aim(at)[i];
        const char *baseline = bcf_wording_period(at->arena, aim->ambition->baseline_period);
        if (!aim->has_season) {
            bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, aim->status,
                            "baseline of %s; the payment's months are not fixed and nothing is "
                            "counted yet",
                            baseline);
            continue;
        }
        bool is_good = is_in_season(aim);
        bcf_assess_part(at, aim->part, is_good ? BCF_RESULT_PASS : BCF_RESULT_FAIL, aim->status,
                        is_good ? "baseline of %s for %s"
                                : "baseline of %s, not of the months of %s in an earlier year",
                        baseline, bcf_wording_period(at->arena, aim->season));
    }
}

static bool is_improvement(const bcf_aim *aim)
{
    return bcf_aim_is_better(aim, aim->ambition->ambition, aim->ambition->baseline);
}

void bcf_assess_direction(bcf_assessor *at)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        const bcf_aim *aim = &first_aim(at)[i];
        const char *from = bcf_assess_rate(at, aim, aim->ambition->baseline);
        const char *to = bcf_assess_rate(at, aim, aim->ambition->ambition);
        if (is_improvement(aim)) {
            bcf_assess_part(at, aim->part, BCF_RESULT_PASS, aim->status, "from %s to %s", from, to);
        } else if (bcf_ratio_compare(aim->ambition->ambition, aim->ambition->baseline) == 0) {
            bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, aim->status,
                            "%s, the same as the baseline", to);
        } else {
            bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, aim->status,
                            "from %s to %s, which is worse", from, to);
        }
    }
}

static bool is_same_season(bcf_period a, bcf_period b)
{
    return (b.first - a.first) % 12 == 0 && bcf_period_months(a) == bcf_period_months(b);
}

size_t bcf_aim_history(const bcf_past ***out, const bcf_assessor *at, const bcf_aim *aim)
{
    size_t first = 0;
    size_t count = bcf_submissions_history_of(at->submissions, aim->board, &first);
    const bcf_past **found = BCF_NEW_ARRAY(at->arena, count, const bcf_past *);
    size_t found_count = 0;
    for (size_t i = first; i < first + count; i++) {
        const bcf_past *past = &at->submissions->history[i];
        if (past->metric == at->policy->performance->parts[aim->part].subject
            && strcmp(past->definition, aim->ambition->definition) == 0
            && is_same_season(past->period, aim->season) && past->period.last < aim->season.first) {
            found[found_count++] = past;
        }
    }
    *out = found;
    return found_count;
}

static size_t points_of(bcf_trend_point **out, const bcf_assessor *at, const bcf_aim *aim)
{
    const bcf_past **history = NULL;
    size_t count = bcf_aim_history(&history, at, aim);
    bcf_trend_point *points = BCF_NEW_ARRAY(at->arena, count, bcf_trend_point);
    for (size_t i = 0; i < count; i++) {
        points[i] = (bcf_trend_point){history[i]->period.first, history[i]->fraction};
    }
    *out = points;
    return count;
}

static void look_at_trend(bcf_assessor *at, const bcf_aim *aim)
{
    if (!aim->has_season) {
        bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, aim->status,
                        "the payment's months are not fixed and nothing is counted yet, so there "
                        "is no month to follow the trend to");
        return;
    }
    bcf_trend_point *points = NULL;
    size_t count = points_of(&points, at, aim);
    if ((int64_t)count < at->rules->trend_points) {
        bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, aim->status,
                        "%s in history, and a trend needs %lld",
                        bcf_wording_things(at->arena, count, "earlier year"),
                        (long long)at->rules->trend_points);
        return;
    }
    const bcf_ratio *value = NULL;
    const bcf_ratio *slope = NULL;
    bool has_line = bcf_trend_fit(&value, &slope, at->arena, points, count, aim->season.first);
    BCF_ASSERT(has_line); /* a policy asks for two points at least, and no month is there twice */
    bcf_status status = bcf_status_worst(aim->status, bcf_assess_table(at, BCF_TABLE_HISTORY));
    const char *ambition = bcf_assess_rate(at, aim, aim->ambition->ambition);
    const char *trend = bcf_assess_rate(at, aim, value);
    const char *season = bcf_wording_period(at->arena, aim->season);
    if (bcf_ratio_sign(value) < 0
        || (aim->measure.scale == 100 && bcf_ratio_compare_whole(value, 1, 1) > 0)) {
        bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, status,
                        "the trend of %zu years leads to %s for %s, which cannot be: a straight "
                        "line is no guide so far",
                        count, trend, season);
        return;
    }
    if (bcf_aim_is_better(aim, aim->ambition->ambition, value)) {
        bcf_assess_part(at, aim->part, BCF_RESULT_PASS, status,
                        "ambition %s, better than %s, where the trend of %zu years leads for %s",
                        ambition, trend, count, season);
    } else {
        bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, status,
                        "ambition %s, no better than %s, where the trend of %zu years leads for %s",
                        ambition, trend, count, season);
    }
}

void bcf_assess_trend(bcf_assessor *at)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        look_at_trend(at, &first_aim(at)[i]);
    }
}

/* "5,098 of 100,000". */
static const char *counted(const bcf_assessor *at, const bcf_count *count)
{
    return bcf_arena_print(at->arena, "%s of %s", bcf_assess_number(at, count->numerator),
                           bcf_assess_number(at, count->denominator));
}

static bool is_above_all(const bcf_count *count)
{
    return bcf_ratio_compare(count->numerator, count->denominator) > 0;
}

/* Why the two counts cannot be compared; NULL where they can. */
static const char *cannot_compare(const bcf_aim *aim)
{
    const bcf_count *baseline = &aim->ambition->baseline_count;
    const bcf_count *ambition = &aim->ambition->ambition_count;
    if (aim->measure.scale == 1) {
        return "a mean score: its spread is not in the data";
    }
    if (bcf_count_is_rate(baseline->denominator, aim->measure.scale)
        || bcf_count_is_rate(ambition->denominator, aim->measure.scale)) {
        return "a published rate, not a count: how many were counted is not in the data";
    }
    if (aim->measure.scale == 100 && (is_above_all(baseline) || is_above_all(ambition))) {
        return "more than 100 per cent";
    }
    if (aim->has_season && !is_in_season(aim)) {
        return "the baseline is of other months than the ambition";
    }
    return NULL;
}

/* "4,902 of 100,000 or fewer would be enough". */
static const char *enough(const bcf_assessor *at, const bcf_aim *aim, bcf_spread spread)
{
    const bcf_count *baseline = &aim->ambition->baseline_count;
    const bcf_ratio *denominator = aim->ambition->ambition_count.denominator;
    const bcf_ratio *smallest = NULL;
    bool is_lower = aim->measure.better == BCF_BETTER_LOWER;
    bool is_there = bcf_significance_smallest(
        &smallest, at->arena, spread, (bcf_sample){baseline->numerator, baseline->denominator},
        denominator, is_lower, at->rules->critical);
    if (!is_there) {
        return bcf_arena_print(at->arena, "no count of %s would be enough",
                               bcf_assess_number(at, denominator));
    }
    return bcf_arena_print(at->arena, "%s of %s or %s is enough", bcf_assess_number(at, smallest),
                           bcf_assess_number(at, denominator), is_lower ? "fewer" : "more");
}

static void look_at_significance(bcf_assessor *at, const bcf_aim *aim)
{
    const bcf_count *baseline = &aim->ambition->baseline_count;
    const bcf_count *ambition = &aim->ambition->ambition_count;
    if (!is_improvement(aim)) {
        bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, aim->status, "no improvement on %s",
                        counted(at, baseline));
        return;
    }
    const char *why_not = cannot_compare(aim);
    if (why_not != NULL) {
        bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, aim->status, "%s", why_not);
        return;
    }
    bcf_spread spread = aim->measure.scale == 100 ? BCF_SPREAD_PROPORTION : BCF_SPREAD_POISSON;
    bool is_significant = bcf_significance_reaches(
        at->arena, spread, (bcf_sample){baseline->numerator, baseline->denominator},
        (bcf_sample){ambition->numerator, ambition->denominator}, at->rules->critical);
    bcf_assess_part(at, aim->part, is_significant ? BCF_RESULT_PASS : BCF_RESULT_FAIL, aim->status,
                    "from %s to %s is %s at %s per cent; %s", counted(at, baseline),
                    counted(at, ambition), is_significant ? "more than noise" : "within noise",
                    bcf_wording_hundredths(at->arena, at->rules->level), enough(at, aim, spread));
}

void bcf_assess_significance(bcf_assessor *at)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        look_at_significance(at, &first_aim(at)[i]);
    }
}

/* The ambitions of a board's CCGs for one metric and payment. */
typedef struct ccg_range {
    const bcf_ratio *lowest;
    const bcf_ratio *highest;
    bcf_ratio *mean; /* by people here */
    bcf_ratio *people;
    size_t missing;      /* CCGs without such an ambition */
    const char *without; /* the code of the first of them */
    bool is_otherwise;   /* it has one, under another definition */
    size_t found;
} ccg_range;

static void add_ccg(ccg_range *range, const bcf_assessor *at, const bcf_aim *aim,
                    const bcf_residents *row)
{
    const bcf_part *part = &at->policy->performance->parts[aim->part];
    const char *definition = aim->ambition->definition;
    const bcf_ccg_ambition *own =
        bcf_submissions_ccg(at->submissions, row->ccg, part->subject, part->payment, definition);
    if (own == NULL) {
        if (range->missing++ == 0) {
            range->without = at->figures->areas->ccgs[row->ccg].code;
            range->is_otherwise = bcf_submissions_ccg_otherwise(
                at->submissions, row->ccg, part->subject, part->payment, definition);
        }
        return;
    }
    const bcf_ratio *rate = bcf_count_fraction(at->arena, &own->count);
    bool is_first = range->found++ == 0;
    if (is_first || bcf_ratio_compare(rate, range->lowest) < 0) {
        range->lowest = rate;
    }
    if (is_first || bcf_ratio_compare(rate, range->highest) > 0) {
        range->highest = rate;
    }
    bcf_ratio *part_of_mean = bcf_ratio_new(at->arena);
    bcf_ratio_multiply(part_of_mean, rate, row->people);
    bcf_ratio_add(range->mean, range->mean, part_of_mean);
    bcf_ratio_add(range->people, range->people, row->people);
}

static ccg_range range_of(const bcf_assessor *at, const bcf_aim *aim)
{
    ccg_range range = {.mean = bcf_ratio_new(at->arena), .people = bcf_ratio_new(at->arena)};
    for (size_t i = at->first_living[aim->board]; i < at->first_living[aim->board + 1]; i++) {
        if (bcf_ratio_sign(at->living[i]->people) > 0) {
            add_ccg(&range, at, aim, at->living[i]);
        }
    }
    if (range.found > 0) {
        bcf_ratio_divide(range.mean, range.mean, range.people);
    }
    return range;
}

static void look_at_ccgs(bcf_assessor *at, const bcf_aim *aim)
{
    ccg_range range = range_of(at, aim);
    bcf_status status =
        bcf_status_worst(aim->status, bcf_assess_table(at, BCF_TABLE_CCG_AMBITIONS));
    status = bcf_status_worst(status, at->figures->residents_status);
    if (range.missing > 0) {
        const char *others = range.missing == 1 ? ""
                             : range.missing == 2
                                 ? " and one other"
                                 : bcf_arena_print(at->arena, " and %zu others", range.missing - 1);
        bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, status,
                        range.is_otherwise ? "CCG %s%s: ambition under another definition, or none"
                                           : "no ambition of CCG %s%s for it",
                        range.without, others);
        return;
    }
    if (range.found == 0) {
        bcf_assess_part(at, aim->part, BCF_RESULT_NOT_ASSESSED, status,
                        "the board has no CCG with people there");
        return;
    }
    const bcf_ratio *ambition = aim->ambition->ambition;
    bool is_within = bcf_ratio_compare(ambition, range.lowest) >= 0
                     && bcf_ratio_compare(ambition, range.highest) <= 0;
    bcf_assess_part(at, aim->part, is_within ? BCF_RESULT_PASS : BCF_RESULT_FAIL, status,
                    "ambition %s, %s what its CCGs aim for: %s to %s, by people %s",
                    bcf_assess_rate(at, aim, ambition), is_within ? "within" : "outside",
                    bcf_assess_rate(at, aim, range.lowest), bcf_assess_rate(at, aim, range.highest),
                    bcf_assess_rate(at, aim, range.mean));
}

static bool is_shared(const bcf_assessor *at, const bcf_aim *aim)
{
    size_t metric = at->policy->performance->parts[aim->part].subject;
    for (size_t i = 0; i < at->rules->shared_metric_count; i++) {
        if (at->rules->shared_metrics[i] == metric) {
            return true;
        }
    }
    return false;
}

void bcf_assess_ccg_consistency(bcf_assessor *at)
{
    for (size_t i = 0; i < aim_count(at); i++) {
        if (is_shared(at, &first_aim(at)[i])) {
            look_at_ccgs(at, &first_aim(at)[i]);
        }
    }
}

/* SPDX-License-Identifier: MIT */
#include "score.h"

#include <string.h>

/* One score in the making. */
typedef struct scorer {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_settings *settings;
    bcf_notes *notes;
    bcf_error *err;
    const bcf_performance *performance;
} scorer;

/* What a board's metric is measured in. */
typedef struct measuring {
    bcf_better better;
    const bcf_ratio *scale;
} measuring;

/* The outturn that counts for one board and part. */
typedef struct chosen {
    const bcf_outturn *outturn; /* NULL: none of the ambition's definition */
    bool has_other_definition;  /* there is an outturn, but not of the ambition's definition */
} chosen;

const char *bcf_score_status_text(bcf_score_status status)
{
    switch (status) {
    case BCF_SCORE_ACHIEVED:
        return "achieved";
    case BCF_SCORE_PARTLY:
        return "partly";
    case BCF_SCORE_NOT_ACHIEVED:
        return "not-achieved";
    case BCF_SCORE_NO_AMBITION:
        return "no-ambition";
    case BCF_SCORE_NOT_ASSESSED:
        return "not-assessed";
    case BCF_SCORE_DEFINITION_MISMATCH:
        return "definition-mismatch";
    case BCF_SCORE_PERIOD_MISMATCH:
        return "period-mismatch";
    }
    BCF_UNREACHABLE("a score without a status");
}

static const bcf_metric *metric_of(const scorer *scoring, size_t part)
{
    return &scoring->figures->policy->metrics[scoring->performance->parts[part].subject];
}

static const bcf_ambition *ambition_of(const scorer *scoring, size_t part, size_t board)
{
    return scoring->figures->ambitions[board * scoring->performance->part_count + part];
}

static const bcf_outturn *outturns_of(const scorer *scoring, size_t part, size_t board)
{
    return scoring->figures->outturn[board * scoring->performance->part_count + part];
}

bool bcf_score_measure(bcf_measure *out, bcf_arena *arena, const bcf_figures *figures, size_t part,
                       size_t board, const char *definition)
{
    const bcf_policy *policy = figures->policy;
    const bcf_metric *metric = &policy->metrics[policy->performance->parts[part].subject];
    *out = (bcf_measure){metric->better, metric->scale};
    if (!metric->is_local) {
        return true;
    }
    const bcf_menu_entry *entry = bcf_figures_local(arena, figures, board, definition);
    if (entry != NULL) {
        *out = (bcf_measure){entry->better, entry->scale};
    }
    return entry != NULL;
}

static measuring measure_of(const scorer *scoring, size_t part, size_t board,
                            const char *definition)
{
    bcf_measure measure;
    bool is_described =
        bcf_score_measure(&measure, scoring->arena, scoring->figures, part, board, definition);
    BCF_ASSERT(is_described); /* figures refuses an ambition that nobody described */
    return (measuring){measure.better, bcf_ratio_of(scoring->arena, measure.scale, 1)};
}

/* A score is no more real than the row that says what its metric is; the menu is the policy's. */
static bcf_status status_of_measure(const scorer *scoring, size_t part, const char *definition,
                                    bcf_status status)
{
    const bcf_figures *figures = scoring->figures;
    if (!metric_of(scoring, part)->is_local
        || bcf_policy_menu_entry(figures->policy, definition) != NULL) {
        return status;
    }
    return bcf_status_worst(status, figures->tables->table[BCF_TABLE_LOCAL_METRICS].status);
}

static const bcf_ratio *rate(const scorer *scoring, const bcf_ratio *fraction,
                             const measuring *measure)
{
    bcf_ratio *rate = bcf_ratio_new(scoring->arena);
    bcf_ratio_multiply(rate, fraction, measure->scale);
    return rate;
}

/* Of several outturns of one definition, the one of the payment's window. Where the window is not
 * fixed nothing tells them apart, and a guess would be worth money. */
static bcf_code choose_in_window(chosen *out, const scorer *scoring, size_t part,
                                 const char *definition)
{
    const bcf_part *rule = &scoring->performance->parts[part];
    size_t same = 0;
    const bcf_outturn *first = out->outturn;
    for (const bcf_outturn *next = first; next != NULL; next = next->next) {
        if (strcmp(next->definition, definition) != 0) {
            continue;
        }
        same++;
        if (rule->has_window && bcf_period_equal(next->period, rule->window)) {
            out->outturn = next;
        }
    }
    if (same > 1 && !rule->has_window) {
        return bcf_refuse(scoring->err, BCF_REFUSED_DATA, first->place,
                          "several periods of '%s' for payment '%s', and nothing says which counts",
                          rule->id, scoring->performance->payments[rule->payment].id);
    }
    return BCF_OK;
}

/* The outturn that counts: the one with the ambition's definition. Versions never mix. */
static bcf_code choose_outturn(chosen *out, const scorer *scoring, size_t part, size_t board,
                               const bcf_ambition *ambition)
{
    *out = (chosen){0};
    const bcf_outturn *first = outturns_of(scoring, part, board);
    for (const bcf_outturn *next = first; next != NULL; next = next->next) {
        if (strcmp(next->definition, ambition->definition) == 0) {
            out->outturn = next;
            return choose_in_window(out, scoring, part, ambition->definition);
        }
    }
    out->has_other_definition = first != NULL;
    return BCF_OK;
}

/* The outturn's period must be the payment's window, where one is fixed. */
static bool is_in_window(const bcf_part *rule, const bcf_outturn *outturn)
{
    return !rule->has_window || bcf_period_equal(outturn->period, rule->window);
}

bool bcf_score_earlier_part(size_t *out, const bcf_performance *performance, size_t part)
{
    const bcf_part *rule = &performance->parts[part];
    for (size_t i = 0; i < part; i++) {
        const bcf_part *earlier = &performance->parts[i];
        if (earlier->payment < rule->payment && strcmp(earlier->id, rule->id) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool bcf_score_baseline_part(size_t *out, const bcf_settings *settings,
                             const bcf_performance *performance, size_t part)
{
    return bcf_settings_is(settings, "october-baseline", "april-outturn")
           && bcf_score_earlier_part(out, performance, part);
}

bool bcf_score_rests_on(const bcf_settings *settings, const bcf_performance *performance,
                        size_t part, size_t on)
{
    size_t earlier = 0;
    return part == on
           || (bcf_score_baseline_part(&earlier, settings, performance, part) && earlier == on);
}

/* What "further progress" is measured from: the plan's baseline, or April's outturn. */
typedef struct starting {
    const bcf_ratio *fraction;
    bool is_outturn; /* of the earlier payment: the season is then not checked */
    bcf_status status;
} starting;

static int months_of(const bcf_part *rule, bcf_period otherwise)
{
    return bcf_period_months(rule->has_window ? rule->window : otherwise);
}

/*
 * Under october-baseline=april-outturn, the earlier outturn's rate, times the months of this window
 * over the months of that one, replaces the baseline (paragraphs 33-34 "further progress").
 */
static bcf_code choose_baseline(starting *out, const scorer *scoring, size_t part, size_t board,
                                const bcf_ambition *ambition, const bcf_outturn *outturn)
{
    *out = (starting){.fraction = ambition->baseline, .status = ambition->status};
    size_t earlier = 0;
    if (!bcf_score_baseline_part(&earlier, scoring->settings, scoring->performance, part)) {
        return BCF_OK;
    }
    const bcf_part *rule = &scoring->performance->parts[part];
    const bcf_part *earlier_rule = &scoring->performance->parts[earlier];
    chosen april;
    bcf_code code = choose_outturn(&april, scoring, earlier, board, ambition);
    if (code != BCF_OK) {
        return code;
    }
    if (april.outturn == NULL) {
        return BCF_OK;
    }
    /* where nothing fixes this window and nothing was measured yet, the season planned for */
    bcf_period own = outturn != NULL ? outturn->period : ambition->baseline_period;
    bcf_ratio *fraction = bcf_ratio_of(scoring->arena, months_of(rule, own),
                                       months_of(earlier_rule, april.outturn->period));
    bcf_ratio_multiply(fraction, fraction, april.outturn->actual);
    out->fraction = fraction;
    out->is_outturn = true;
    out->status = bcf_status_worst(ambition->status, april.outturn->status);
    return BCF_OK;
}

/* How far a metric moved, in the direction that the policy calls better. */
static void improvement(bcf_ratio *out, bcf_better better, const bcf_ratio *from,
                        const bcf_ratio *to)
{
    switch (better) {
    case BCF_BETTER_LOWER:
        bcf_ratio_subtract(out, from, to);
        return;
    case BCF_BETTER_HIGHER:
        bcf_ratio_subtract(out, to, from);
        return;
    }
    BCF_UNREACHABLE("a metric whose better direction the policy never named");
}

static bcf_score_status grade(const bcf_ratio *achievement)
{
    if (bcf_ratio_compare_whole(achievement, 1, 1) >= 0) {
        return BCF_SCORE_ACHIEVED;
    }
    return bcf_ratio_sign(achievement) > 0 ? BCF_SCORE_PARTLY : BCF_SCORE_NOT_ACHIEVED;
}

/* The baseline must be of the same calendar months of an earlier year. */
static bool is_in_season(const bcf_ambition *ambition, const starting *baseline,
                         const bcf_outturn *outturn)
{
    return baseline->is_outturn
           || bcf_period_is_same_season_before(ambition->baseline_period, outturn->period);
}

/* Sets the status, and the achievement where there is one, in the order of SPEC section 4: no
 * baseline (already sorted out), mismatch, no ambition, no actual. */
static void judge(bcf_score *score, const scorer *scoring, const bcf_ambition *ambition,
                  const chosen *choice, const starting *baseline, bcf_better better)
{
    const bcf_part *rule = &scoring->performance->parts[score->part];
    if (choice->has_other_definition) {
        score->status = BCF_SCORE_DEFINITION_MISMATCH;
        return;
    }
    if (choice->outturn != NULL
        && !(is_in_window(rule, choice->outturn)
             && is_in_season(ambition, baseline, choice->outturn))) {
        score->status = BCF_SCORE_PERIOD_MISMATCH;
        return;
    }
    bcf_ratio *promised = bcf_ratio_new(scoring->arena);
    improvement(promised, better, score->baseline, score->ambition);
    if (bcf_ratio_sign(promised) <= 0) {
        score->status = BCF_SCORE_NO_AMBITION;
        return;
    }
    if (choice->outturn == NULL) {
        score->status = BCF_SCORE_NOT_ASSESSED;
        return;
    }
    bcf_ratio *achievement = bcf_ratio_new(scoring->arena);
    improvement(achievement, better, score->baseline, score->actual);
    bcf_ratio_divide(achievement, achievement, promised);
    score->achievement = achievement;
    score->status = grade(achievement);
}

/* A per cent above 100 is a finding, not a refusal. */
static void note_above_hundred(const scorer *scoring, const bcf_score *score,
                               const measuring *measure, const char *which, const bcf_ratio *rate,
                               bcf_place place)
{
    if (bcf_ratio_compare_whole(measure->scale, 100, 1) != 0
        || bcf_ratio_compare_whole(rate, 100, 1) <= 0) {
        return;
    }
    const bcf_part *rule = &scoring->performance->parts[score->part];
    bcf_notes_add(scoring->notes, place, "%s of '%s' for board '%s', payment '%s': %s per cent",
                  which, rule->id, scoring->figures->areas->boards[score->board].code,
                  scoring->performance->payments[rule->payment].id,
                  bcf_ratio_text(scoring->arena, rate, 6, BCF_ROUND_HALF_AWAY));
}

static bcf_code score_ambition(bcf_score *score, const scorer *scoring,
                               const bcf_ambition *ambition)
{
    measuring measure = measure_of(scoring, score->part, score->board, ambition->definition);
    chosen choice;
    bcf_code code = choose_outturn(&choice, scoring, score->part, score->board, ambition);
    if (code != BCF_OK) {
        return code;
    }
    starting baseline;
    code = choose_baseline(&baseline, scoring, score->part, score->board, ambition, choice.outturn);
    if (code != BCF_OK) {
        return code;
    }
    score->definition = ambition->definition;
    score->baseline = rate(scoring, baseline.fraction, &measure);
    score->ambition = rate(scoring, ambition->ambition, &measure);
    score->data_status =
        status_of_measure(scoring, score->part, ambition->definition, baseline.status);
    note_above_hundred(scoring, score, &measure, "baseline", score->baseline, ambition->place);
    note_above_hundred(scoring, score, &measure, "ambition", score->ambition, ambition->place);
    if (choice.outturn != NULL) {
        score->outturn = choice.outturn;
        score->actual = rate(scoring, choice.outturn->actual, &measure);
        score->data_status = bcf_status_worst(score->data_status, choice.outturn->status);
        note_above_hundred(scoring, score, &measure, "actual", score->actual,
                           choice.outturn->place);
    }
    judge(score, scoring, ambition, &choice, &baseline, measure.better);
    return BCF_OK;
}

/* Of the part and board that the score names. */
static bcf_code score_part(bcf_score *score, const scorer *scoring)
{
    const bcf_ambition *ambition = ambition_of(scoring, score->part, score->board);
    if (ambition == NULL) {
        /* without a baseline there is nothing to measure from, whatever was measured */
        score->status = BCF_SCORE_NOT_ASSESSED;
        return BCF_OK;
    }
    bcf_code code = score_ambition(score, scoring, ambition);
    score->data_status = bcf_status_computed(score->data_status);
    return code;
}

/* A quarter's admissions against the same quarter a year before. */
static void score_quarter(bcf_score *score, const scorer *scoring, const bcf_admissions *admissions)
{
    const bcf_admissions_rules *rules = scoring->performance->admissions;
    const bcf_quarter_count *count =
        bcf_admissions_of(admissions, score->board, bcf_admissions_quarter(rules, score->part));
    score->definition = count->ambition == NULL ? rules->measure : count->ambition->definition;
    score->baseline = count->baseline;
    score->ambition = count->planned;
    score->actual = count->actual;
    bcf_status status = count->actual == NULL
                            ? count->planned_status
                            : bcf_status_worst(count->planned_status, count->actual_status);
    score->data_status = scoring->performance->from_memory != NULL ? BCF_STATUS_ILLUSTRATIVE
                                                                   : bcf_status_computed(status);
    bcf_ratio *promised = bcf_ratio_new(scoring->arena);
    bcf_ratio_subtract(promised, count->baseline, count->planned);
    if (bcf_ratio_sign(promised) <= 0) {
        score->status = BCF_SCORE_NO_AMBITION;
    } else if (count->actual == NULL) {
        score->status = BCF_SCORE_NOT_ASSESSED;
    } else {
        bcf_ratio *achievement = bcf_ratio_new(scoring->arena);
        bcf_ratio_subtract(achievement, count->baseline, count->actual);
        bcf_ratio_divide(achievement, achievement, promised);
        score->achievement = achievement;
        score->status = grade(achievement);
    }
}

static bool is_metric(const bcf_performance *performance, size_t part)
{
    bcf_strand_kind kind = bcf_policy_part_kind(performance, part);
    return kind == BCF_STRAND_METRICS || kind == BCF_STRAND_QUARTERS;
}

bcf_code bcf_score_boards(const bcf_scores **out, bcf_arena *arena, const bcf_figures *figures,
                          const bcf_settings *settings, const bcf_admissions *admissions,
                          bcf_notes *notes, bcf_error *err)
{
    const bcf_performance *performance = figures->policy->performance;
    BCF_ASSERT(performance != NULL);
    scorer scoring = {.arena = arena,
                      .figures = figures,
                      .settings = settings,
                      .notes = notes,
                      .err = err,
                      .performance = performance};
    size_t boards = figures->areas->board_count;
    bcf_score *items = BCF_NEW_ARRAY(arena, performance->part_count * boards, bcf_score);
    size_t count = 0;
    for (size_t part = 0; part < performance->part_count; part++) {
        for (size_t board = 0; is_metric(performance, part) && board < boards; board++) {
            items[count] = (bcf_score){.part = part, .board = board, .definition = ""};
            if (admissions != NULL) {
                score_quarter(&items[count++], &scoring, admissions);
                continue;
            }
            bcf_code code = score_part(&items[count++], &scoring);
            if (code != BCF_OK) {
                return code;
            }
        }
    }
    bcf_scores *scores = BCF_NEW(arena, bcf_scores);
    *scores = (bcf_scores){.items = items, .count = count, .board_count = boards};
    *out = scores;
    return BCF_OK;
}

bcf_code bcf_score_one(bcf_score *out, bcf_arena *arena, const bcf_figures *figures,
                       const bcf_settings *settings, size_t part, size_t board, bcf_notes *notes,
                       bcf_error *err)
{
    const bcf_performance *performance = figures->policy->performance;
    BCF_ASSERT(performance != NULL && performance->admissions == NULL);
    BCF_ASSERT(is_metric(performance, part));
    scorer scoring = {.arena = arena,
                      .figures = figures,
                      .settings = settings,
                      .notes = notes,
                      .err = err,
                      .performance = performance};
    *out = (bcf_score){.part = part, .board = board, .definition = ""};
    return score_part(out, &scoring);
}

const bcf_score *bcf_scores_find(const bcf_scores *scores, size_t part, size_t board)
{
    /* the scores of a part stand together, in the order of the boards */
    for (size_t first = 0; first < scores->count; first += scores->board_count) {
        if (scores->items[first].part == part) {
            return &scores->items[first + board];
        }
    }
    return NULL;
}

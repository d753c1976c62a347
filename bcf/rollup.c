/* SPDX-License-Identifier: MIT */
#include "rollup.h"

#include <string.h>

#include "sort.h"

bcf_money bcf_rollup_available(const bcf_run *run, size_t part, size_t board)
{
    return bcf_release_find(run->release, run->figures, part, board)->available;
}

bcf_check_sum bcf_rollup_check(const bcf_run *run, size_t check)
{
    bcf_check_sum sum = {.status = BCF_STATUS_NONE};
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
        if (!finding->applies) {
            sum.does_not_apply++;
            continue;
        }
        sum.boards[finding->result]++;
        sum.is_about_parts = sum.is_about_parts || finding->is_about_parts;
        sum.at_stake = bcf_money_add(sum.at_stake, finding->at_stake);
        sum.status = bcf_status_worst(sum.status, finding->status);
    }
    return sum;
}

static void add_results(size_t results[], const bcf_run *run, size_t board)
{
    for (size_t check = 0; check < run->policy->assurance->check_count; check++) {
        const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
        results[finding->result] += finding->applies;
    }
}

static const char *text_of(const bcf_council *council, bcf_rollup_by by)
{
    switch (by) {
    case BCF_ROLLUP_BY_REGION:
        return council->region;
    case BCF_ROLLUP_BY_KIND:
        return bcf_council_kind_text(council->kind);
    }
    BCF_UNREACHABLE("a group by nothing");
}

/* A joint board may lie in several regions, or have councils of several kinds: each once, in the
 * order of the alphabet, so that two such boards are one group whatever their codes. */
static const char *group_text(const bcf_run *run, size_t board, bcf_rollup_by by)
{
    const bcf_areas *areas = run->figures->areas;
    const char *text = NULL;
    for (const char *last = "", *next = last; next != NULL; last = next) {
        next = NULL;
        for (size_t i = 0; i < areas->council_count; i++) {
            const char *own =
                areas->councils[i].board == board ? text_of(&areas->councils[i], by) : NULL;
            bool is_later = own != NULL && strcmp(own, last) > 0;
            next = is_later && (next == NULL || strcmp(own, next) < 0) ? own : next;
        }
        if (next != NULL) {
            text = text == NULL ? next : bcf_arena_print(run->arena, "%s and %s", text, next);
        }
    }
    return text;
}

static void add_sums(bcf_release_sums *to, const bcf_release_sums *more)
{
    to->carried_in = bcf_money_add(to->carried_in, more->carried_in);
    to->available = bcf_money_add(to->available, more->available);
    to->released = bcf_money_add(to->released, more->released);
    to->held = bcf_money_add(to->held, more->held);
    to->status = bcf_status_worst(to->status, more->status);
}

static bcf_rollup_group *group_of(bcf_rollup_group groups[], size_t *count, const char *text)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(groups[i].text, text) == 0) {
            return &groups[i];
        }
    }
    groups[*count] = (bcf_rollup_group){.text = text, .sum = {.status = BCF_STATUS_NONE}};
    return &groups[(*count)++];
}

static int by_text(const void *left, const void *right)
{
    const bcf_rollup_group *a = left;
    const bcf_rollup_group *b = right;
    return strcmp(a->text, b->text);
}

bcf_code bcf_rollup_groups(const bcf_rollup_group **out, size_t *count, const bcf_run *run,
                           bcf_rollup_by by, bcf_error *err)
{
    size_t boards = run->figures->areas->board_count;
    bcf_rollup_group *groups = BCF_NEW_ARRAY(run->arena, boards, bcf_rollup_group);
    const bcf_standing *standings = bcf_held_by_board(run);
    *count = 0;
    for (size_t board = 0; board < boards; board++) {
        const char *text = group_text(run, board, by);
        if (text == NULL) {
            return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                              "table 'councils' states no region for board '%s', so there are no "
                              "groups by region",
                              run->figures->areas->boards[board].code);
        }
        bcf_rollup_group *group = group_of(groups, count, text);
        group->boards++;
        add_results(group->results, run, board);
        add_sums(&group->sum, &standings[board].sum);
    }
    bcf_sort(groups, *count, sizeof *groups, by_text);
    *out = groups;
    return BCF_OK;
}

static void add_count(bcf_count_sum *sum, bcf_arena *arena, const bcf_count *count)
{
    if (sum->numerator == NULL) {
        sum->numerator = bcf_ratio_new(arena);
        sum->denominator = bcf_ratio_new(arena);
    }
    bcf_ratio_add(sum->numerator, sum->numerator, count->numerator);
    bcf_ratio_add(sum->denominator, sum->denominator, count->denominator);
}

static void set_rate(bcf_count_sum *sum, bcf_arena *arena, int64_t scale)
{
    if (sum->numerator == NULL) {
        return;
    }
    bcf_ratio *rate = bcf_ratio_of(arena, scale, 1);
    bcf_ratio_multiply(rate, rate, sum->numerator);
    bcf_ratio_divide(rate, rate, sum->denominator);
    sum->rate = rate;
}

/* Two boards may call two things by one name: only a menu's or a national definition is shared. */
static const char *shared_definition(const bcf_run *run, size_t part, size_t board,
                                     const char *definition)
{
    bool is_local = run->policy->metrics[run->policy->performance->parts[part].subject].is_local;
    if (!is_local || bcf_policy_menu_entry(run->policy, definition) != NULL) {
        return definition;
    }
    return bcf_arena_print(run->arena, "%s (%s)", definition,
                           run->figures->areas->boards[board].code);
}

static bcf_metric_sum new_metric_sum(const bcf_run *run, size_t part, size_t board,
                                     const char *definition)
{
    bcf_measure measure;
    bool is_described =
        bcf_score_measure(&measure, run->arena, run->figures, part, board, definition);
    BCF_ASSERT(is_described); /* figures refuses an ambition that nobody described */
    return (bcf_metric_sum){
        .part = part, .better = measure.better, .scale = measure.scale, .status = BCF_STATUS_NONE};
}

static bcf_metric_sum *metric_sum_of(bcf_metric_sum sums[], size_t *count, const bcf_run *run,
                                     size_t part, size_t board, const char *definition)
{
    const char *shared = shared_definition(run, part, board, definition);
    for (size_t i = 0; i < *count; i++) {
        if (sums[i].part == part && strcmp(sums[i].definition, shared) == 0) {
            return &sums[i];
        }
    }
    sums[*count] = new_metric_sum(run, part, board, definition);
    sums[*count].definition = shared;
    return &sums[(*count)++];
}

static void add_ambition(bcf_metric_sum sums[], size_t *count, const bcf_run *run, size_t part,
                         size_t board)
{
    const bcf_figures *figures = run->figures;
    const bcf_ambition *ambition =
        figures->ambitions[board * run->policy->performance->part_count + part];
    if (ambition == NULL) {
        return;
    }
    bcf_metric_sum *sum = metric_sum_of(sums, count, run, part, board, ambition->definition);
    sum->boards++;
    sum->status = bcf_status_worst(sum->status, ambition->status);
    add_count(&sum->baseline, run->arena, &ambition->baseline_count);
    add_count(&sum->ambition, run->arena, &ambition->ambition_count);
    sum->are_published_rates =
        sum->are_published_rates
        || bcf_count_is_rate(ambition->baseline_count.denominator, sum->scale)
        || bcf_count_is_rate(ambition->ambition_count.denominator, sum->scale);
    const bcf_score *score = bcf_scores_find(run->scores, part, board);
    if (score == NULL || score->achievement == NULL) {
        return;
    }
    const bcf_outturn *outturn = score->outturn; /* which was scored, so it is there */
    sum->counted_boards++;
    sum->status = bcf_status_worst(sum->status, outturn->status);
    add_count(&sum->counted_baseline, run->arena, &ambition->baseline_count);
    add_count(&sum->counted_ambition, run->arena, &ambition->ambition_count);
    add_count(&sum->outturn, run->arena, &outturn->count);
}

static bool is_measured_from_april(const bcf_run *run, size_t part)
{
    size_t earlier = 0;
    return bcf_score_baseline_part(&earlier, run->settings, run->policy->performance, part);
}

/* Where the scores are measured from the outturn of an earlier payment, the plans' baselines say
 * nothing of what was achieved. */
static void conclude(bcf_metric_sum *sum, bcf_arena *arena, bool is_measured_from_april)
{
    set_rate(&sum->baseline, arena, sum->scale);
    set_rate(&sum->ambition, arena, sum->scale);
    set_rate(&sum->counted_baseline, arena, sum->scale);
    set_rate(&sum->counted_ambition, arena, sum->scale);
    set_rate(&sum->outturn, arena, sum->scale);
    sum->status = bcf_status_computed(sum->status);
    if (sum->outturn.rate == NULL) {
        return;
    }
    /* signs turn in both where higher is better, and so in neither */
    bcf_ratio *promised = bcf_ratio_new(arena);
    bcf_ratio *kept = bcf_ratio_new(arena);
    bcf_ratio_subtract(promised, sum->counted_baseline.rate, sum->counted_ambition.rate);
    bcf_ratio_subtract(kept, sum->counted_baseline.rate, sum->outturn.rate);
    int direction = sum->better == BCF_BETTER_LOWER ? 1 : -1;
    if (bcf_ratio_sign(promised) * direction > 0 && !is_measured_from_april) {
        bcf_ratio_divide(kept, kept, promised);
        sum->achievement = kept;
    }
}

static int by_part(const void *left, const void *right)
{
    const bcf_metric_sum *a = left;
    const bcf_metric_sum *b = right;
    if (a->part != b->part) {
        return a->part < b->part ? -1 : 1;
    }
    if (a->boards != b->boards) {
        return a->boards > b->boards ? -1 : 1;
    }
    return strcmp(a->definition, b->definition);
}

const bcf_metric_sum *bcf_rollup_metrics(size_t *count, const bcf_run *run)
{
    size_t parts = run->policy->performance->part_count;
    size_t boards = run->figures->areas->board_count;
    bcf_metric_sum *sums = BCF_NEW_ARRAY(run->arena, parts * boards, bcf_metric_sum);
    *count = 0;
    for (size_t part = 0; part < parts; part++) {
        for (size_t board = 0; board < boards; board++) {
            add_ambition(sums, count, run, part, board);
        }
    }
    for (size_t i = 0; i < *count; i++) {
        conclude(&sums[i], run->arena, is_measured_from_april(run, sums[i].part));
    }
    bcf_sort(sums, *count, sizeof *sums, by_part);
    return sums;
}

static void count_state(bcf_condition_sum *sum, bcf_condition_state state)
{
    switch (state) {
    case BCF_CONDITION_ABSENT:
        sum->absent++;
        return;
    case BCF_CONDITION_MET:
        sum->met++;
        return;
    case BCF_CONDITION_NOT_MET:
        sum->not_met++;
        return;
    case BCF_CONDITION_NOT_ASSESSED:
        sum->not_assessed++;
        return;
    }
    BCF_UNREACHABLE("a condition without a state");
}

bcf_condition_sum bcf_rollup_condition(const bcf_run *run, size_t condition)
{
    const bcf_performance *performance = run->policy->performance;
    bcf_condition_sum sum = {.sum = {.status = BCF_STATUS_NONE}};
    for (size_t board = 0; board < run->figures->areas->board_count; board++) {
        count_state(&sum,
                    run->figures->conditions[board * run->policy->condition_count + condition]);
    }
    for (size_t i = 0; i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        const bcf_part *part = &performance->parts[row->part];
        if (bcf_policy_part_kind(performance, row->part) == BCF_STRAND_CONDITIONS
            && part->subject == condition) {
            bcf_release_sums one = {row->carried_in, row->available, row->released, row->held,
                                    row->data_status};
            sum.has_money = true;
            add_sums(&sum.sum, &one);
        }
    }
    return sum;
}

const bcf_item *bcf_rollup_item(const bcf_run *run, size_t check, size_t board, size_t part)
{
    const bcf_finding *finding = bcf_assurance_of(run->assurance, check, board);
    for (size_t i = 0; i < finding->item_count; i++) {
        const bcf_item *item = &run->assurance->items[finding->first_item + i];
        if (item->has_part && item->part == part) {
            return item;
        }
    }
    return NULL;
}

const bcf_item *bcf_rollup_item_of(const bcf_run *run, bcf_check_kind kind, size_t board,
                                   size_t part)
{
    size_t check = 0;
    return bcf_assurance_check(run->policy, kind, &check) ? bcf_rollup_item(run, check, board, part)
                                                          : NULL;
}

/* Whether an ambition fails a check; joins the status of what was found. */
static bool has_failed(bcf_board_sum *sum, const bcf_item *item)
{
    if (item == NULL || item->result != BCF_RESULT_FAIL) {
        return false;
    }
    sum->weak_status = bcf_status_worst(sum->weak_status, item->status);
    return true;
}

static void add_weak(bcf_board_sum *sum, const bcf_run *run)
{
    for (size_t part = 0; part < run->policy->performance->part_count; part++) {
        bcf_money money = bcf_rollup_available(run, part, sum->board);
        bool is_noise =
            has_failed(sum, bcf_rollup_item_of(run, BCF_CHECK_SIGNIFICANCE, sum->board, part));
        bool is_trend = has_failed(sum, bcf_rollup_item_of(run, BCF_CHECK_TREND, sum->board, part));
        sum->noise = is_noise ? bcf_money_add(sum->noise, money) : sum->noise;
        sum->trend = is_trend ? bcf_money_add(sum->trend, money) : sum->trend;
        sum->either = is_noise || is_trend ? bcf_money_add(sum->either, money) : sum->either;
    }
    if (sum->either.pence > 0) {
        sum->weak_status = bcf_status_worst(sum->weak_status, bcf_held_basis_status(run));
    }
}

/* Boards are in the order of their codes. */
static int by_loss(const void *left, const void *right)
{
    const bcf_board_sum *a = left;
    const bcf_board_sum *b = right;
    int order = bcf_money_compare(b->sum.held, a->sum.held);
    order = order != 0 ? order : bcf_money_compare(b->sum.available, a->sum.available);
    return order != 0 ? order : (a->board > b->board) - (a->board < b->board);
}

const bcf_board_sum *bcf_rollup_boards(const bcf_run *run)
{
    size_t boards = run->figures->areas->board_count;
    bcf_board_sum *sums = BCF_NEW_ARRAY(run->arena, boards, bcf_board_sum);
    const bcf_standing *standings = bcf_held_by_board(run);
    for (size_t board = 0; board < boards; board++) {
        sums[board] = (bcf_board_sum){
            .board = board, .sum = standings[board].sum, .weak_status = BCF_STATUS_NONE};
        add_results(sums[board].results, run, board);
        add_weak(&sums[board], run);
    }
    bcf_sort(sums, boards, sizeof *sums, by_loss);
    for (size_t i = 0; i < boards; i++) {
        sums[i].rank = i + 1;
    }
    return sums;
}

bcf_board_sum bcf_rollup_all(const bcf_run *run)
{
    const bcf_board_sum *boards = bcf_rollup_boards(run);
    bcf_board_sum all = {.sum = {.status = BCF_STATUS_NONE}, .weak_status = BCF_STATUS_NONE};
    for (size_t i = 0; i < run->figures->areas->board_count; i++) {
        all.noise = bcf_money_add(all.noise, boards[i].noise);
        all.trend = bcf_money_add(all.trend, boards[i].trend);
        all.either = bcf_money_add(all.either, boards[i].either);
        all.weak_status = bcf_status_worst(all.weak_status, boards[i].weak_status);
        add_sums(&all.sum, &boards[i].sum);
    }
    return all;
}

static int by_value(const void *left, const void *right)
{
    return bcf_ratio_compare(*(const bcf_ratio *const *)left, *(const bcf_ratio *const *)right);
}

bcf_place_among bcf_rollup_place(bcf_arena *arena, const bcf_ratio *const values[], size_t count,
                                 size_t of, bool is_lower)
{
    BCF_ASSERT(of < count && values[of] != NULL);
    const bcf_ratio **sorted = BCF_NEW_ARRAY(arena, count, const bcf_ratio *);
    bcf_place_among place = {.better = 0};
    for (size_t i = 0; i < count; i++) {
        if (values[i] != NULL) {
            int order = bcf_ratio_compare(values[i], values[of]);
            place.better += is_lower ? order < 0 : order > 0;
            sorted[place.count++] = values[i];
        }
    }
    bcf_sort(sorted, place.count, sizeof *sorted, by_value);
    place.lowest = sorted[0];
    place.highest = sorted[place.count - 1];
    bcf_ratio *median = bcf_ratio_of(arena, 1, 2);
    bcf_ratio *sum = bcf_ratio_new(arena);
    bcf_ratio_add(sum, sorted[(place.count - 1) / 2], sorted[place.count / 2]);
    bcf_ratio_multiply(median, median, sum);
    place.median = median;
    return place;
}

/* SPDX-License-Identifier: MIT */
#include "release_inside.h"

/* The parts' weights as the readings have them: figures of the policy, always whole numbers. */
static bcf_code weights_of_parts(bcf_decimal weights[], const bcf_payer *paying,
                                 const bcf_strand *strand)
{
    for (size_t i = 0; i < strand->part_count; i++) {
        const bcf_part *part = &paying->performance->parts[strand->first_part + i];
        const char *stated = bcf_settings_choose(paying->settings, &part->whens, NULL);
        weights[i] = (bcf_decimal){.units = (uint64_t)part->weight};
        if (stated != NULL) {
            bcf_code code =
                bcf_decimal_parse(&weights[i], stated, "weight", strand->place, paying->err);
            if (code != BCF_OK) {
                return code;
            }
        }
    }
    return BCF_OK;
}

/* One board's amount of a strand -> its parts, in pence. */
static bcf_code split_among_parts(bcf_payer *paying, const bcf_strand *strand, size_t board,
                                  bcf_money amount, const bcf_decimal weights[], const size_t *who)
{
    const char *what = bcf_arena_print(paying->arena, "strand '%s'", strand->id);
    bcf_money *of_parts = BCF_NEW_ARRAY(paying->arena, strand->part_count, bcf_money);
    bcf_weights *made = bcf_weights_of_decimals(paying->arena, weights, strand->part_count);
    bcf_code code = bcf_apportion(of_parts, amount, (bcf_money){1}, made, BCF_TIE_EARLIER_PLACE,
                                  what, strand->place, paying->err);
    if (code != BCF_OK) {
        return code;
    }
    for (size_t i = 0; i < strand->part_count; i++) {
        paying->rows[who[i] * paying->board_count + board] =
            (bcf_release_row){.part = who[i], .board = board, .available = of_parts[i]};
    }
    bcf_ledger_add(paying->ledger,
                   &(bcf_split){.kind = BCF_SPLIT_PARTS,
                                .subject = (size_t)(strand - paying->performance->strands),
                                .source = board,
                                .whole = amount,
                                .unit = {1},
                                .tie = BCF_TIE_EARLIER_PLACE,
                                .weights = made,
                                .shares = of_parts,
                                .who = who});
    return BCF_OK;
}

/* A strand -> boards in the policy's unit, then each board's amount -> parts. */
static bcf_code make_available(bcf_payer *paying, const bcf_strand *strand)
{
    bcf_money *of_boards = NULL;
    bcf_decimal *weights = BCF_NEW_ARRAY(paying->arena, strand->part_count, bcf_decimal);
    size_t *who = BCF_NEW_ARRAY(paying->arena, strand->part_count, size_t);
    for (size_t i = 0; i < strand->part_count; i++) {
        who[i] = strand->first_part + i;
    }
    const char *what = bcf_arena_print(paying->arena, "strand '%s'", strand->id);
    bcf_code code =
        bcf_release_share(&of_boards, paying, strand->amount,
                          (size_t)(strand - paying->performance->strands), what, strand->place);
    if (code == BCF_OK) {
        code = weights_of_parts(weights, paying, strand);
    }
    for (size_t board = 0; code == BCF_OK && board < paying->board_count; board++) {
        code = split_among_parts(paying, strand, board, of_boards[board], weights, who);
    }
    return code;
}

/* What the scores of one board say to the 70% test. */
typedef struct counts {
    int64_t scored; /* no-ambition counts among them */
    int64_t achieved;
    int64_t unscored; /* not assessed, or mismatched */
    bool has_one_below;
    bcf_ratio *sum; /* of achievements capped to 0..1; no-ambition is 0 */
} counts;

/* The achievement that is paid for: between 0 and 1. */
static const bcf_ratio *capped(bcf_arena *arena, const bcf_ratio *achievement)
{
    if (bcf_ratio_sign(achievement) <= 0) {
        return bcf_ratio_new(arena);
    }
    if (bcf_ratio_compare_whole(achievement, 1, 1) >= 0) {
        return bcf_ratio_of(arena, 1, 1);
    }
    return achievement;
}

bool bcf_release_reaches_line(const bcf_performance *performance, const bcf_score *score)
{
    /* Meeting the threshold exactly counts: paragraph 53 says "70% or more". */
    return score->achievement != NULL
           && bcf_ratio_compare(score->achievement, performance->recovery_threshold) >= 0;
}

static void count_score(counts *tally, const bcf_payer *paying, const bcf_score *score)
{
    switch (score->status) {
    case BCF_SCORE_ACHIEVED:
        tally->achieved++;
        break;
    case BCF_SCORE_PARTLY:
    case BCF_SCORE_NOT_ACHIEVED:
        break;
    case BCF_SCORE_NO_AMBITION:
        tally->scored++;
        tally->has_one_below = true;
        return;
    case BCF_SCORE_NOT_ASSESSED:
    case BCF_SCORE_DEFINITION_MISMATCH:
    case BCF_SCORE_PERIOD_MISMATCH:
        tally->unscored++;
        return;
    }
    tally->scored++;
    if (!bcf_release_reaches_line(paying->performance, score)) {
        tally->has_one_below = true;
    }
    bcf_ratio_add(tally->sum, tally->sum, capped(paying->arena, score->achievement));
}

/* Over the metrics of the payment, or under seventy-per-cent-scope=plan over all of them. */
static counts count_scores(const bcf_payer *paying, size_t payment, size_t board)
{
    bool is_plan = bcf_settings_is(paying->settings, "seventy-per-cent-scope", "plan");
    counts tally = {.sum = bcf_ratio_new(paying->arena)};
    for (size_t part = 0; part < paying->performance->part_count; part++) {
        const bcf_score *score = bcf_scores_find(paying->scores, part, board);
        bool is_counted = is_plan || paying->performance->parts[part].payment == payment;
        if (score != NULL && is_counted) {
            count_score(&tally, paying, score);
        }
    }
    return tally;
}

static bcf_release_test below_if(bool is_below)
{
    return is_below ? BCF_TEST_BELOW : BCF_TEST_NOT_BELOW;
}

/* Paragraph 53 "70% or more of the levels of ambition", in the reading that the run takes. */
static bcf_release_test test_scores(const bcf_payer *paying, const counts *tally)
{
    if (tally->scored == 0) {
        return BCF_TEST_NOT_SCORED;
    }
    const bcf_ratio *threshold = paying->performance->recovery_threshold;
    if (bcf_settings_is(paying->settings, "seventy-per-cent-test", "mean")) {
        bcf_ratio *mean = bcf_ratio_of(paying->arena, 1, tally->scored);
        bcf_ratio_multiply(mean, mean, tally->sum);
        return below_if(bcf_ratio_compare(mean, threshold) < 0);
    }
    if (bcf_settings_is(paying->settings, "seventy-per-cent-test", "share-of-metrics")) {
        const bcf_ratio *share = bcf_ratio_of(paying->arena, tally->achieved, tally->scored);
        return below_if(bcf_ratio_compare(share, threshold) < 0);
    }
    return below_if(tally->has_one_below);
}

/* What held money waits for where the test is passed and nothing is missing (paragraph 53). */
static bcf_held_for contingency(const bcf_payer *paying, size_t board)
{
    bool is_agreed =
        bcf_figures_decision(paying->figures, board, "contingency-plan") == BCF_DECISION_AGREED;
    return is_agreed ? BCF_HELD_FOR_CONTINGENCY_PLAN : BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING;
}

/* The test's answer where it is not failed, or failed without a plan being required. */
static bcf_held_for not_failed(const bcf_payer *paying, const counts *tally, size_t board)
{
    return tally->unscored > 0 ? BCF_HELD_FOR_AWAITING_DATA : contingency(paying, board);
}

/* The 70% test of a board and payment: what its held money waits for (paragraphs 53-56). */
static bcf_held_for waits_for(const bcf_payer *paying, bcf_release_test test, const counts *tally,
                              size_t board)
{
    if (test != BCF_TEST_BELOW) {
        return not_failed(paying, tally, board);
    }
    switch (bcf_figures_decision(paying->figures, board, "recovery-plan")) {
    case BCF_DECISION_AGREED:
        return BCF_HELD_FOR_RECOVERY_PLAN;
    case BCF_DECISION_NOT_AGREED:
        return BCF_HELD_FOR_NHS_ENGLAND_DIRECTION;
    case BCF_DECISION_NOT_REQUIRED:
        return not_failed(paying, tally, board);
    case BCF_DECISION_ABSENT:
        return BCF_HELD_FOR_RECOVERY_PLAN_PENDING;
    case BCF_DECISION_YES:
    case BCF_DECISION_NO:
        break;
    }
    BCF_UNREACHABLE("a recovery plan that is neither agreed nor not");
}

static bcf_condition_state condition_of(const bcf_payer *paying, size_t part, size_t board)
{
    size_t condition = paying->performance->parts[part].subject;
    return paying->figures
        ->conditions[board * paying->figures->policy->condition_count + condition];
}

static bool is_assessed(bcf_condition_state state)
{
    return state == BCF_CONDITION_MET || state == BCF_CONDITION_NOT_MET;
}

/* How the conditions of a strand stand together, for conditions-split=all-or-nothing. */
typedef struct standings {
    bool all_met;
    bool all_assessed;
} standings;

static standings standing_of(const bcf_payer *paying, const bcf_strand *strand, size_t board)
{
    standings standing = {true, true};
    for (size_t i = 0; i < strand->part_count; i++) {
        bcf_condition_state state = condition_of(paying, strand->first_part + i, board);
        standing.all_met = standing.all_met && state == BCF_CONDITION_MET;
        standing.all_assessed = standing.all_assessed && is_assessed(state);
    }
    return standing;
}

/* Released in full when met; under all-or-nothing, when all are. */
static void pay_condition(bcf_release_row *row, const bcf_payer *paying, const bcf_strand *strand,
                          bcf_held_for test)
{
    bcf_condition_state state = condition_of(paying, row->part, row->board);
    standings standing = standing_of(paying, strand, row->board);
    bool is_all = bcf_settings_is(paying->settings, "conditions-split", "all-or-nothing");
    bool is_released = is_all ? standing.all_met : state == BCF_CONDITION_MET;
    if (is_released) {
        row->released = row->available;
    }
    bool waits_for_others = state == BCF_CONDITION_MET && !standing.all_assessed;
    row->held_for = !is_assessed(state) || waits_for_others ? BCF_HELD_FOR_AWAITING_DATA : test;
    if (state != BCF_CONDITION_ABSENT) {
        row->data_status = bcf_status_worst(row->data_status, paying->figures->conditions_status);
    }
}

/* Available x capped achievement, to the penny; under all-or-nothing, in full once achieved. */
static void pay_metric(bcf_release_row *row, const bcf_payer *paying, bcf_held_for test)
{
    const bcf_score *score = bcf_scores_find(paying->scores, row->part, row->board);
    BCF_ASSERT(score != NULL);
    row->held_for = test;
    row->data_status = bcf_status_worst(row->data_status, score->data_status);
    if (score->achievement == NULL) {
        return;
    }
    if (bcf_settings_is(paying->settings, "metric-release", "all-or-nothing")) {
        if (score->status == BCF_SCORE_ACHIEVED) {
            row->released = row->available;
        }
        return;
    }
    row->released = bcf_ratio_of_money(row->available, capped(paying->arena, score->achievement),
                                       paying->performance->metric_rounding);
}

/* The rest is held; a later year's policy may withdraw what no data can still release. */
static void hold_rest(bcf_release_row *row, const bcf_payer *paying)
{
    bcf_release_close(row);
    row->data_status =
        bcf_status_computed(bcf_status_worst(row->data_status, paying->basis_status));
    if (row->held.pence == 0) {
        row->held_for = BCF_HELD_FOR_NOTHING;
    } else if (paying->performance->withdraws && row->held_for != BCF_HELD_FOR_AWAITING_DATA) {
        row->held_for = BCF_HELD_FOR_WITHDRAWN;
    }
}

static void pay_strand(bcf_payer *paying, const bcf_strand *strand, size_t board, bcf_held_for test)
{
    for (size_t i = 0; i < strand->part_count; i++) {
        size_t part = strand->first_part + i;
        bcf_release_row *row =
            &paying->rows[part * paying->board_count + board - paying->first_board];
        switch (strand->kind) {
        case BCF_STRAND_CONDITIONS:
            pay_condition(row, paying, strand, test);
            break;
        case BCF_STRAND_METRICS:
            pay_metric(row, paying, test);
            break;
        case BCF_STRAND_REST:
        case BCF_STRAND_QUARTERS:
            BCF_UNREACHABLE("admissions are paid for by other rules");
        }
        hold_rest(row, paying);
    }
}

/* Pays the parts of one payment; returns what its 70% test says. */
static bcf_release_test pay_payment(bcf_payer *paying, size_t payment, size_t board)
{
    counts tally = count_scores(paying, payment, board);
    bcf_release_test test = test_scores(paying, &tally);
    bcf_held_for held_for = waits_for(paying, test, &tally, board);
    if (paying->trials != NULL) {
        paying->trials[board * paying->performance->payment_count + payment] =
            (bcf_release_trial){tally.scored, tally.achieved, tally.unscored, tally.has_one_below,
                                tally.sum,    test,           held_for};
    }
    for (size_t i = 0; i < paying->performance->strand_count; i++) {
        if (paying->performance->strands[i].payment == payment) {
            pay_strand(paying, &paying->performance->strands[i], board, held_for);
        }
    }
    return test;
}

static void pay_boards(bcf_payer *paying)
{
    for (size_t board = 0; board < paying->board_count; board++) {
        for (size_t payment = 0; payment < paying->performance->payment_count; payment++) {
            pay_payment(paying, payment, board);
        }
    }
}

void bcf_release_again(bcf_release_row rows[], bcf_release_test tests[], bcf_arena *arena,
                       const bcf_figures *figures, const bcf_settings *settings,
                       const bcf_scores *scores, const bcf_release *release, size_t board)
{
    const bcf_performance *performance = figures->policy->performance;
    BCF_ASSERT(performance != NULL && performance->admissions == NULL);
    bcf_payer paying = {.arena = arena,
                        .figures = figures,
                        .settings = settings,
                        .scores = scores,
                        .performance = performance,
                        .board_count = 1,
                        .first_board = board,
                        .rows = rows};
    for (size_t part = 0; part < performance->part_count; part++) {
        const bcf_release_row *before = bcf_release_find(release, figures, part, board);
        rows[part] = *before; /* and with it how real its share is */
        rows[part].released = (bcf_money){0};
    }
    for (size_t payment = 0; payment < performance->payment_count; payment++) {
        tests[payment] = pay_payment(&paying, payment, board);
    }
}

bcf_code bcf_release_strands(bcf_payer *paying)
{
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < paying->performance->strand_count; i++) {
        code = make_available(paying, &paying->performance->strands[i]);
    }
    if (code == BCF_OK) {
        paying->trials =
            BCF_NEW_ARRAY(paying->arena, paying->board_count * paying->performance->payment_count,
                          bcf_release_trial);
        pay_boards(paying);
    }
    return code;
}

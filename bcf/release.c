/* SPDX-License-Identifier: MIT */
#include "release_inside.h"

const char *bcf_held_for_text(bcf_held_for held_for)
{
    switch (held_for) {
    case BCF_HELD_FOR_NOTHING:
        return "";
    case BCF_HELD_FOR_AWAITING_DATA:
        return "awaiting-data";
    case BCF_HELD_FOR_CONTINGENCY_PLAN:
        return "contingency-plan";
    case BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING:
        return "contingency-plan-pending";
    case BCF_HELD_FOR_RECOVERY_PLAN:
        return "recovery-plan";
    case BCF_HELD_FOR_RECOVERY_PLAN_PENDING:
        return "recovery-plan-pending";
    case BCF_HELD_FOR_NHS_ENGLAND_DIRECTION:
        return "nhs-england-direction";
    case BCF_HELD_FOR_WITHDRAWN:
        return "withdrawn";
    case BCF_HELD_FOR_NHS_SERVICES:
        return "nhs-services";
    }
    BCF_UNREACHABLE("held money without a reason");
}

const char *bcf_release_test_text(bcf_release_test test)
{
    switch (test) {
    case BCF_TEST_NOT_SCORED:
        return "not-scored";
    case BCF_TEST_BELOW:
        return "below";
    case BCF_TEST_NOT_BELOW:
        return "not-below";
    }
    BCF_UNREACHABLE("a test that says nothing");
}

const bcf_release_row *bcf_release_find(const bcf_release *release, const bcf_figures *figures,
                                        size_t part, size_t board)
{
    return &release->rows[part * figures->areas->board_count + board];
}

/* An amount of money as a weight. */
static bcf_decimal weight_of(bcf_money amount)
{
    BCF_ASSERT(amount.pence >= 0);
    return (bcf_decimal){.units = (uint64_t)amount.pence, .places = 2};
}

/* What the boards get from the pool: from the CCG route alone (nhs-core, reablement and carers'
 * breaks), or from all of it. */
static void measure_by_pool(bcf_payer *paying, bool is_whole_pool)
{
    bcf_money *totals = BCF_NEW_ARRAY(paying->arena, paying->board_count, bcf_money);
    for (size_t i = 0; i < paying->allocation->grant_count; i++) {
        const bcf_grant *grant = &paying->allocation->grants[i];
        bcf_route route = paying->figures->policy->components[grant->component].route;
        if (is_whole_pool || route == BCF_ROUTE_CCG) {
            totals[grant->board] = bcf_money_add(totals[grant->board], grant->amount);
            paying->basis_status = bcf_status_worst(paying->basis_status, grant->status);
        }
    }
    for (size_t board = 0; board < paying->board_count; board++) {
        paying->basis[board] = weight_of(totals[board]);
    }
}

/* The amounts that the allocation letters state (paragraph 21), as weights. */
static bcf_code measure_by_letters(bcf_payer *paying)
{
    const bcf_table *letters = &paying->figures->tables->table[BCF_TABLE_LETTERS];
    bcf_code code = bcf_tables_need(paying->figures->tables, BCF_TABLE_LETTERS,
                                    "p4p-share-basis=published", paying->err);
    if (code != BCF_OK) {
        return code;
    }
    paying->basis_status = letters->status;
    bcf_place place = {.file = letters->file};
    for (size_t board = 0; board < paying->board_count; board++) {
        bcf_money amount = {0};
        if (!bcf_figures_letter(paying->figures, board, paying->figures->policy->year,
                                "payment-for-performance", &amount)) {
            code = bcf_refuse(paying->err, BCF_REFUSED_DATA, place,
                              "board '%s' has no row for year '%s', item 'payment-for-performance'",
                              paying->figures->areas->boards[board].code,
                              paying->figures->policy->year);
        }
        paying->basis[board] = weight_of(amount);
    }
    return code;
}

static bcf_code measure_boards(bcf_payer *paying)
{
    paying->basis = BCF_NEW_ARRAY(paying->arena, paying->board_count, bcf_decimal);
    if (bcf_settings_is(paying->settings, "p4p-share-basis", "published")) {
        return measure_by_letters(paying);
    }
    measure_by_pool(paying, bcf_settings_is(paying->settings, "p4p-share-basis", "whole-pool"));
    return BCF_OK;
}

bcf_code bcf_release_share(bcf_money **shares, bcf_payer *paying, bcf_money amount, size_t strand,
                           const char *what, bcf_place place)
{
    *shares = BCF_NEW_ARRAY(paying->arena, paying->board_count, bcf_money);
    bcf_money unit = bcf_settings_unit(paying->settings);
    bcf_weights *weights =
        bcf_weights_of_decimals(paying->arena, paying->basis, paying->board_count);
    bcf_code code = bcf_apportion(*shares, amount, unit, weights, BCF_TIE_LARGER_WEIGHT, what,
                                  place, paying->err);
    if (code == BCF_OK) {
        bcf_ledger_add(paying->ledger, &(bcf_split){.kind = BCF_SPLIT_STRAND,
                                                    .subject = strand,
                                                    .source = BCF_SPLIT_NATIONAL,
                                                    .whole = amount,
                                                    .unit = unit,
                                                    .tie = BCF_TIE_LARGER_WEIGHT,
                                                    .weights = weights,
                                                    .shares = *shares});
    }
    return code;
}

bcf_code bcf_release_payments(const bcf_release **out, bcf_arena *arena, const bcf_figures *figures,
                              const bcf_settings *settings, const bcf_allocation *allocation,
                              const bcf_scores *scores, const bcf_admissions *admissions,
                              bcf_notes *notes, bcf_error *err)
{
    const bcf_performance *performance = figures->policy->performance;
    BCF_ASSERT(performance != NULL);
    size_t boards = figures->areas->board_count;
    bcf_payer paying = {.arena = arena,
                        .figures = figures,
                        .settings = settings,
                        .allocation = allocation,
                        .scores = scores,
                        .admissions = admissions,
                        .notes = notes,
                        .err = err,
                        .performance = performance,
                        .board_count = boards};
    paying.ledger = BCF_NEW(arena, bcf_ledger);
    paying.ledger->arena = arena;
    paying.rows = BCF_NEW_ARRAY(arena, performance->part_count * boards, bcf_release_row);
    bcf_code code = measure_boards(&paying);
    if (code == BCF_OK) {
        code = performance->admissions == NULL ? bcf_release_strands(&paying)
                                               : bcf_release_quarters(&paying);
    }
    if (code != BCF_OK) {
        return code;
    }
    bcf_release *release = BCF_NEW(arena, bcf_release);
    *release = (bcf_release){.rows = paying.rows,
                             .row_count = performance->part_count * boards,
                             .ledger = paying.ledger,
                             .trials = paying.trials,
                             .years = paying.years,
                             .basis_status = paying.basis_status};
    *out = release;
    return BCF_OK;
}

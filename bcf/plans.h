/* SPDX-License-Identifier: MIT */
#ifndef BCF_PLANS_H
#define BCF_PLANS_H

/*
 * plans.h - what each board planned, what became of it, and what was decided about it.
 *
 * Knows:       conditions, decisions, ambitions, outturn.
 * Never knows: residents, indicators, money.
 *
 * Source: SPEC sections 4 and 7 (paragraphs 31, 41-44, 53-57).
 */

#include "local.h"

/* What was said of a national condition. */
typedef enum bcf_condition_state {
    BCF_CONDITION_ABSENT = 0, /* no row: treated as not assessed, never as not met */
    BCF_CONDITION_MET,
    BCF_CONDITION_NOT_MET,
    BCF_CONDITION_NOT_ASSESSED,
} bcf_condition_state;

const char *bcf_condition_state_words(bcf_condition_state state); /* "not met" */

/* What a board, or somebody about it, decides (SPEC section 7). */
typedef enum bcf_decision_item {
    BCF_ITEM_SIGNED_OFF,
    BCF_ITEM_MINISTERS,
    BCF_ITEM_RISK_REGISTER,
    BCF_ITEM_CONTINGENCY_PLAN,
    BCF_ITEM_RECOVERY_PLAN,
    BCF_ITEM_COUNT
} bcf_decision_item;

/* What was decided of an item. */
typedef enum bcf_decision_state {
    BCF_DECISION_ABSENT = 0,
    BCF_DECISION_YES,
    BCF_DECISION_NO,
    BCF_DECISION_AGREED,
    BCF_DECISION_NOT_AGREED,
    BCF_DECISION_NOT_REQUIRED,
} bcf_decision_state;

/* What was counted, and over what: never reduced, because 250 of 500 says more than a half. */
typedef struct bcf_count {
    const bcf_ratio *numerator;
    const bcf_ratio *denominator; /* above zero */
} bcf_count;

/* Two cells of a row, as a count; and its fraction. */
bcf_count bcf_count_of_row(bcf_arena *arena, bcf_table_id id, const bcf_row *row,
                           const char *numerator, const char *denominator);
const bcf_ratio *bcf_count_fraction(bcf_arena *arena, const bcf_count *count);

/* True for a denominator that is the scale of the metric: 39.9 over 100 is a rate, published
 * without what was counted. */
bool bcf_count_is_rate(const bcf_ratio *denominator, int64_t scale);

/* A numerator over a denominator, of one period and definition. */
typedef struct bcf_ambition {
    const char *definition;
    bcf_period baseline_period; /* of the year that it is measured from */
    const bcf_ratio *baseline;  /* numerator / denominator, not yet times the metric's scale */
    const bcf_ratio *ambition;
    bcf_count baseline_count; /* the same two, as the row states them */
    bcf_count ambition_count;
    bcf_status status;
    bcf_place place;
} bcf_ambition;

/* What a metric came to. */
typedef struct bcf_outturn {
    const char *definition;
    bcf_period period;
    const bcf_ratio *actual; /* numerator / denominator, not yet times the metric's scale */
    bcf_count count;         /* the same, as the row states it */
    bcf_status status;
    bcf_place place;
    struct bcf_outturn *next; /* another definition or period, by definition, then period */
} bcf_outturn;

/* All plans of a dataset. */
typedef struct bcf_plans {
    /* [board * policy->condition_count + condition] */
    const bcf_condition_state *conditions;
    /* [board * BCF_ITEM_COUNT + item] */
    const bcf_decision_state *decisions;
    const int *decision_dates; /* the same; YYYYMMDD, 0 where no date is given */
    /* [board * part_count + part], parts of the policy's performance payment; NULL where none */
    const bcf_ambition *const *ambitions;
    const bcf_outturn *const *outturn;
    const bcf_local_metric *local_metrics;
    size_t local_metric_count;
} bcf_plans;

/*
 * Gathers what the policy asks about; rows about the names of other policies are left alone.
 *
 * Refused, into the gate: a state that an item cannot have; with gate->as_at, a decision without
 * a date; two ambitions for one board, metric and payment; two outturns of one definition and
 * period; an ambition with a local definition that nobody described; what bcf_local_read refuses.
 *
 * An ambition for admissions without a payment is that of every quarter which no row names.
 *
 * Noted: a metric that the payment does not pay for.
 */
bcf_plans bcf_plans_read(bcf_gate *gate);

/* The same where only cells that are no key differ from tables that were read and found good, in
 * those tables that are `changed`: what no such table says is taken from `before`. */
bcf_plans bcf_plans_change(bcf_gate *gate, const bcf_plans *before,
                           const bool changed[BCF_TABLE_COUNT]);

/* The item of a word of `decisions`, or BCF_ITEM_COUNT where there is no such item. */
bcf_decision_item bcf_plans_item(const char *word);

#endif

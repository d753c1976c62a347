/* SPDX-License-Identifier: MIT */
#ifndef BCF_RELEASE_H
#define BCF_RELEASE_H

/*
 * release.h - the performance payments: what is released, what is held, and for what.
 *
 * Knows:       allocations, conditions, scores, strands of money, the recovery rule.
 * Never knows: how a score or an allocation came about.
 *
 * Source: SPEC section 5 (paragraphs 32-34, 39, 44, 51-57); section 6 for the rules of July 2014,
 * under which what is held is carried into the next payment.
 */

#include "admissions.h"
#include "allocation.h"
#include "score.h"

/* What held money waits for (paragraphs 52-56). */
typedef enum bcf_held_for {
    BCF_HELD_FOR_NOTHING = 0, /* nothing is held */
    BCF_HELD_FOR_AWAITING_DATA,
    BCF_HELD_FOR_CONTINGENCY_PLAN,
    BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING,
    BCF_HELD_FOR_RECOVERY_PLAN,
    BCF_HELD_FOR_RECOVERY_PLAN_PENDING,
    BCF_HELD_FOR_NHS_ENGLAND_DIRECTION,
    BCF_HELD_FOR_WITHDRAWN,    /* only where the policy withdraws; never in 2015/16 */
    BCF_HELD_FOR_NHS_SERVICES, /* July 2014: not earned by fewer admissions */
} bcf_held_for;

const char *bcf_held_for_text(bcf_held_for held_for); /* "" for nothing */

/* One part of the payment of one board. carried_in + available = released + held. */
typedef struct bcf_release_row {
    size_t part;
    size_t board;
    bcf_money carried_in;
    bcf_money available;
    bcf_money released;
    bcf_money held;
    bcf_held_for held_for; /* nothing where nothing is held */
    bcf_status data_status;
} bcf_release_row;

/* What the 70% test says of a board and payment, whatever was decided about a recovery plan. */
typedef enum bcf_release_test {
    BCF_TEST_NOT_SCORED = 1, /* no metric is scored: neither passed nor failed */
    BCF_TEST_BELOW,
    BCF_TEST_NOT_BELOW,
} bcf_release_test;

const char *bcf_release_test_text(bcf_release_test test); /* "not-below" */

/* The 70% test of a board and payment as it was taken: for explanations. */
typedef struct bcf_release_trial {
    int64_t scored;        /* metrics; those without ambition count among them */
    int64_t achieved;      /* of them, in full */
    int64_t unscored;      /* not assessed, or mismatched */
    bool has_one_below;    /* some metric is below the line */
    const bcf_ratio *sum;  /* of achievements capped to 0..1; no-ambition is 0 */
    bcf_release_test test; /* what it said */
    bcf_held_for held_for; /* what held money waits for, where no condition says otherwise */
} bcf_release_trial;

/* One quarter's running totals as they were taken (SPEC section 6): counts, exact pence. */
typedef struct bcf_release_quarter {
    const bcf_ratio *baseline; /* B, P, A: up to this quarter */
    const bcf_ratio *planned;  /* P */
    const bcf_ratio *actual;   /* NULL: missing, from this quarter or an earlier one on */
    const bcf_ratio *ceiling;  /* the most that may have been paid by now */
    const bcf_ratio *earned;   /* NULL where the actual is missing, or nothing hangs on it */
    const bcf_ratio *paid;     /* in all, by now */
} bcf_release_quarter;

/* A board's year under the rules of July 2014. */
typedef struct bcf_release_year {
    bcf_money share;                     /* of the national amount */
    const bcf_ratio *reduction;          /* R: may be nothing, or below */
    const bcf_ratio *fund;               /* F, in pence */
    const bcf_release_quarter *quarters; /* as the policy's */
} bcf_release_year;

/* Every payment of every board. Lives in the arena. */
typedef struct bcf_release {
    const bcf_release_row *rows; /* by part as in the policy, then board */
    size_t row_count;
    const bcf_ledger *ledger;        /* every split behind what is available */
    const bcf_release_trial *trials; /* [board * payment_count + payment]; NULL: July 2014 */
    const bcf_release_year *years;   /* a board each; NULL under the rules of December 2013 */
    bcf_status
        basis_status; /* of what the strands are shared out by, and so of what is available */
} bcf_release;

/*
 * Works out every payment of the policy's performance fund.
 *
 * Always: carried_in + available = released + held in each row; a strand's `available` adds up
 * to its national amount; under the rules of July 2014 all that is available in a board's rows adds
 * up to its share of the national amount.
 *
 * `admissions` is NULL unless the policy counts them. Noted: a board that plans no reduction.
 *
 * Refused: a board with no weight in the published letters, where these are the basis.
 */
BCF_MUST_USE
bcf_code bcf_release_payments(const bcf_release **out, bcf_arena *arena, const bcf_figures *figures,
                              const bcf_settings *settings, const bcf_allocation *allocation,
                              const bcf_scores *scores, const bcf_admissions *admissions,
                              bcf_notes *notes, bcf_error *err);

/* The row of a part and board. */
const bcf_release_row *bcf_release_find(const bcf_release *release, const bcf_figures *figures,
                                        size_t part, size_t board);

/*
 * Pays one board again by scores that need not be those of the run: what would it get if a count
 * were another? Sets rows[part_count] and tests[payment_count]; what is available in each row is
 * what it is in `release`. Under the rules of December 2013 alone.
 */
void bcf_release_again(bcf_release_row rows[], bcf_release_test tests[], bcf_arena *arena,
                       const bcf_figures *figures, const bcf_settings *settings,
                       const bcf_scores *scores, const bcf_release *release, size_t board);

/* True if one metric alone reaches the line of the 70% test (paragraph 53); not where it has no
 * achievement. */
bool bcf_release_reaches_line(const bcf_performance *performance, const bcf_score *score);

#endif

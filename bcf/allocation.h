/* SPDX-License-Identifier: MIT */
#ifndef BCF_ALLOCATION_H
#define BCF_ALLOCATION_H

/*
 * allocation.h - the fund, shared out to its end points.
 *
 * Knows:       components, formulas, routes, areas.
 * Never knows: files, XML, dates of payment, how rows are shown.
 *
 * Source: SPEC section 2 (paragraphs 4-6, 15-22; main 93-94).
 */

#include "apportion.h"
#include "clamp.h"
#include "figures.h"
#include "formula.h"
#include "ledger.h"
#include "settings.h"

/* No such area in this row: an index that no list has. */
#define BCF_NOWHERE SIZE_MAX

/* Whether money is due (SPEC section 2, 2014/15). */
typedef enum bcf_grant_state {
    BCF_GRANT_ALLOCATED = 1,
    BCF_GRANT_WITHHELD, /* the decision it waits for is `no` */
    BCF_GRANT_PENDING,  /* there is no such decision yet */
} bcf_grant_state;

const char *bcf_grant_state_text(bcf_grant_state state); /* "allocated" */

/* One end point of the fund: pounds of one component for one council, through one CCG or to one
 * district where the route has them. Never zero. */
typedef struct bcf_grant {
    size_t component;
    size_t board;
    size_t council;
    size_t ccg;      /* or BCF_NOWHERE */
    size_t district; /* or BCF_NOWHERE */
    bcf_money amount;
    bcf_grant_state state;
    bcf_status status;
} bcf_grant;

/* What a component's first split was made by: for explanations. */
typedef struct bcf_component_basis {
    bcf_formula_values values;
    const bcf_clamped *limits; /* of each area, in units; NULL where the component has none */
    const bcf_ratio *level;    /* units for one of the formula's value, between floor and cap */
} bcf_component_basis;

/* The fund, shared out. Lives in the arena. */
typedef struct bcf_allocation {
    const bcf_grant *grants; /* by component as in the policy, then board, council, CCG, district */
    size_t grant_count;
    bcf_money total;                  /* of every grant, whatever its state */
    const bcf_ledger *ledger;         /* every split behind them */
    const bcf_component_basis *bases; /* a component each */
} bcf_allocation;

/*
 * Shares out every component of the policy.
 *
 * Always: the grants of a component add up to its amount, and a CCG's, a council's and a district's
 * own first share to their parts.
 *
 * Refused: what bcf_figures_values and bcf_apportion refuse.
 */
BCF_MUST_USE
bcf_code bcf_allocate(const bcf_allocation **out, bcf_arena *arena, const bcf_figures *figures,
                      const bcf_settings *settings, bcf_notes *notes, bcf_error *err);

#endif

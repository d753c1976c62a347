/* SPDX-License-Identifier: MIT */
#ifndef BCF_ASSURANCE_INSIDE_H
#define BCF_ASSURANCE_INSIDE_H

/*
 * assurance_inside.h - what the files of the room assurance share; nobody else includes it.
 *
 * assurance            boards and checks in their order; items -> findings
 * assurance_money      minimum pool, districts, planned spend
 * assurance_plan       conditions, decisions, which metrics there are, the local one
 * assurance_ambitions  each ambition: definition, season, direction, trend, significance, CCGs
 * assurance_plausible  figures that cannot be true, or look as if they were not
 */

#include "assurance.h"
#include "wording.h"

/* Decimals of a count in a sentence: it is exact where it ends within them. */
#define BCF_ASSESS_PLACES 4

/* One ambition, and what several checks want to know of it. */
typedef struct bcf_aim {
    size_t part;
    size_t board;
    const char *name; /* "2015-04 delayed-transfers" */
    const bcf_ambition *ambition;
    const bcf_outturn *outturn; /* the one that counts, or NULL */
    bcf_measure measure;
    bool has_season;
    bcf_period season; /* the months that the ambition is for */
    bcf_status status; /* of the ambition, and of what says how a local metric is measured */
} bcf_aim;

/* Grants added up, and the worst of their statuses. */
typedef struct bcf_grants_sum {
    bcf_money amount;
    bcf_status status;
} bcf_grants_sum;

/* A check at work. */
typedef struct bcf_assessor {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_allocation *allocation;
    const bcf_release *release;
    const bcf_policy *policy;
    const bcf_assurance_rules *rules;
    const bcf_submissions *submissions;
    const bcf_aim *aims;               /* of a board together, in the order of the parts */
    const size_t *first_aim;           /* of each board; one more at the end */
    const struct bcf_monthly *monthly; /* counts of CCGs by month */
    const bcf_residents **living;      /* of a board together, in the order of the CCGs */
    const size_t *first_living;        /* of each board; one more at the end */
    bcf_grants_sum *parts;             /* [board * component_count + component] */
    bcf_grants_sum *of_districts;      /* grants for housing */
    bcf_grants_sum *of_councils;       /* the same, where the council is the authority itself */
    size_t check;                      /* the one that is looked at, */
    size_t board;                      /* and at whom */
    bcf_item *items;
    size_t item_count;
} bcf_assessor;

/* Adds an item to the check and board that are looked at. */
void bcf_assess(bcf_assessor *at, const char *name, bcf_result result, bcf_status status,
                const char *format, ...) BCF_PRINTF(5, 6);
void bcf_assess_part(bcf_assessor *at, size_t part, bcf_result result, bcf_status status,
                     const char *format, ...) BCF_PRINTF(5, 6);

/* What hangs on a part at the board that is looked at. */
bcf_money bcf_assess_available(const bcf_assessor *at, size_t part);

bcf_status bcf_assess_table(const bcf_assessor *at, bcf_table_id id);

/* "£1,234.00"; "1,015"; "101.50 per 100,000", "80.00 per cent", "3.20". */
const char *bcf_assess_pounds(const bcf_assessor *at, bcf_money amount);
const char *bcf_assess_number(const bcf_assessor *at, const bcf_ratio *number);
const char *bcf_assess_rate(const bcf_assessor *at, const bcf_aim *aim, const bcf_ratio *fraction);

/* True if `a` is better than `b`, in the direction of the aim. */
bool bcf_aim_is_better(const bcf_aim *aim, const bcf_ratio *a, const bcf_ratio *b);

/* The counts of the same calendar months as an aim's in earlier years, oldest first. */
size_t bcf_aim_history(const bcf_past ***out, const bcf_assessor *at, const bcf_aim *aim);

/* The checks: each adds its items of at->board. */
void bcf_assess_minimum_pool(bcf_assessor *at);
void bcf_assess_district_minimum(bcf_assessor *at);
void bcf_assess_district_passed_down(bcf_assessor *at);
void bcf_assess_earmarks(bcf_assessor *at);
void bcf_assess_conditions_answered(bcf_assessor *at);
void bcf_assess_conditions_met(bcf_assessor *at);
void bcf_assess_metrics_complete(bcf_assessor *at);
void bcf_assess_local_metric(bcf_assessor *at);
void bcf_assess_signed_off(bcf_assessor *at);
void bcf_assess_in_time(bcf_assessor *at);
void bcf_assess_contingency_plan(bcf_assessor *at);
void bcf_assess_risk_register(bcf_assessor *at);
void bcf_assess_definition(bcf_assessor *at);
void bcf_assess_season(bcf_assessor *at);
void bcf_assess_direction(bcf_assessor *at);
void bcf_assess_trend(bcf_assessor *at);
void bcf_assess_significance(bcf_assessor *at);
void bcf_assess_ccg_consistency(bcf_assessor *at);
void bcf_assess_plausible(bcf_assessor *at);

/* The monthly counts that bcf_assess_plausible looks at, gathered once. */
const struct bcf_monthly *bcf_assess_monthly(bcf_arena *arena, const bcf_figures *figures,
                                             const bcf_assurance_rules *rules);

#endif

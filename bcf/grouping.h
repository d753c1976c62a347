/* SPDX-License-Identifier: MIT */
#ifndef BCF_GROUPING_H
#define BCF_GROUPING_H

/*
 * grouping.h - the grants of a run added up by chosen columns: `--by component,hwb`.
 *
 * Knows:       columns, the order of groups.
 * Never knows: how a group is shown.
 *
 * A pound that is withheld or pending is never added to one that is allocated.
 */

#include "readings.h"
#include "run.h"
#include "scope.h"

/* What grants can be added up by. */
typedef enum bcf_by_column {
    BCF_BY_COMPONENT = 1,
    BCF_BY_HWB,
    BCF_BY_COUNCIL,
    BCF_BY_CCG,
    BCF_BY_DISTRICT,
    BCF_BY_REGION,
    BCF_BY_KIND,
} bcf_by_column;

/* There are no more columns than these. */
#define BCF_BY_MAX 7

/* The columns that were chosen. */
typedef struct bcf_by {
    bcf_by_column columns[BCF_BY_MAX]; /* in the order asked for */
    size_t count;
} bcf_by;

const char *bcf_by_text(bcf_by_column column); /* "hwb" */
const char *const *bcf_by_words(void);         /* all of them, ended by NULL */
bool bcf_by_is_area(bcf_by_column column);     /* it holds codes that have names */

/* True where the columns have this one. */
bool bcf_by_has(const bcf_by *by, bcf_by_column column);

/* Reads "component,hwb". Refused as usage: a column that there is not, or that is named twice. */
BCF_MUST_USE
bcf_code bcf_by_parse(bcf_by *out, bcf_arena *arena, const char *text, bcf_error *err);

/* What a group's grants have in common in one column. */
typedef struct bcf_group_key {
    size_t place;     /* 1 + the place in its list, 0 for none; not for regions and kinds */
    const char *text; /* the code, region or kind; "" for none */
    const char *name; /* of the component or area; "" for none */
} bcf_group_key;

/* Grants that agree in every column and in their state, added up. */
typedef struct bcf_group {
    bcf_group_key keys[BCF_BY_MAX]; /* as the columns of bcf_by */
    bcf_grant_state state;
    bcf_money amount;
    bcf_status status; /* the worst */
    bcf_readings *readings;
} bcf_group;

/* Groups that add up to the grants of the scope. */
typedef struct bcf_groups {
    const bcf_group *items; /* by the columns: components as in the policy, else by code */
    size_t count;
} bcf_groups;

/* Refused, by name: the column region where the dataset states no regions. */
BCF_MUST_USE
bcf_code bcf_group_grants(bcf_groups *out, const bcf_run *run, bcf_scope scope, const bcf_by *by,
                          bcf_error *err);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_PERIOD_H
#define BCF_PERIOD_H

/*
 * period.h - whole months: "2014-04" or "2014-04..2014-12"; and dates, "2015-04-01".
 *
 * Knows:       the calendar.
 * Never knows: what happened then.
 */

#include "error.h"

/* Months since year 0, both included: December 2014 is 2014 * 12 + 11. */
typedef struct bcf_period {
    int first; /* the first month */
    int last;  /* the last month; not before the first */
} bcf_period;

/* Refused: anything but `YYYY-MM` or `YYYY-MM..YYYY-MM`, a month 13, an end before the start. */
BCF_MUST_USE
bcf_code bcf_period_parse(bcf_period *out, const char *text, const char *what, bcf_place place,
                          bcf_error *err);

/* How many months it has; and whether two are the same. */
int bcf_period_months(bcf_period period);
bool bcf_period_equal(bcf_period a, bcf_period b);

/* The same calendar months of an earlier year: Apr-Dec 2013 for Apr-Dec 2014. */
bool bcf_period_is_same_season_before(bcf_period earlier, bcf_period later);

/* A day as YYYYMMDD, so that days compare as numbers. Refused: anything but a real `YYYY-MM-DD`. */
BCF_MUST_USE
bcf_code bcf_date_parse(int *out, const char *text, const char *what, bcf_place place,
                        bcf_error *err);

#endif

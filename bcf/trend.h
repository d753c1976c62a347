/* SPDX-License-Identifier: MIT */
#ifndef BCF_TREND_H
#define BCF_TREND_H

/*
 * trend.h - the straight line through rates of the past, and where it leads.
 *
 * Knows:       months as whole numbers, rates, least squares.
 * Never knows: metrics, seasons, how many points make a trend.
 *
 * Source: SPEC section 4 (Annex I, paragraph 46: an ambition should not "purely reward improved
 * performance consistent with trend increase"). The paragraph names no method: this is ordinary
 * least squares, every point with the same weight, exact.
 */

#include "ratio.h"

typedef struct bcf_trend_point {
    int month; /* counted from any one month, the same for all points */
    const bcf_ratio *rate;
} bcf_trend_point;

/*
 * Sets *value_out to the height of the line at `month`, and *slope_out to how much it rises in
 * twelve months: the line from which the squared distances of the rates add up to the least. The
 * value may be below zero, or above all that a rate can be. The order of the points changes
 * nothing. False, and nothing set, where fewer than two of the points' months are different.
 */
BCF_MUST_USE
bool bcf_trend_fit(const bcf_ratio **value_out, const bcf_ratio **slope_out, bcf_arena *arena,
                   const bcf_trend_point points[], size_t count, int month);

#endif

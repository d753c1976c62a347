/* SPDX-License-Identifier: MIT */
#include "trend.h"

#define MONTHS_IN_YEAR 12

/* A point's distance from the middle of all months, which is where the line passes through the mean
 * of all rates. */
static const bcf_ratio *distance(bcf_arena *arena, int month, const bcf_ratio *middle)
{
    bcf_ratio *from_middle = bcf_ratio_of(arena, month, 1);
    bcf_ratio_subtract(from_middle, from_middle, middle);
    return from_middle;
}

typedef struct means {
    bcf_ratio *month;
    bcf_ratio *rate;
} means;

static means means_of(bcf_arena *arena, const bcf_trend_point points[], size_t count)
{
    means mean = {.month = bcf_ratio_new(arena), .rate = bcf_ratio_new(arena)};
    for (size_t i = 0; i < count; i++) {
        bcf_ratio_add(mean.month, mean.month, bcf_ratio_of(arena, points[i].month, 1));
        bcf_ratio_add(mean.rate, mean.rate, points[i].rate);
    }
    const bcf_ratio *all = bcf_ratio_of(arena, (int64_t)count, 1);
    bcf_ratio_divide(mean.month, mean.month, all);
    bcf_ratio_divide(mean.rate, mean.rate, all);
    return mean;
}

static bool has_two_months(const bcf_trend_point points[], size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (points[i].month != points[0].month) {
            return true;
        }
    }
    return false;
}

/* By month: the sum of distance x rate, over the sum of squared distances. */
static bcf_ratio *slope_of(bcf_arena *arena, const bcf_trend_point points[], size_t count,
                           const bcf_ratio *middle)
{
    bcf_ratio *slope = bcf_ratio_new(arena);
    bcf_ratio *squares = bcf_ratio_new(arena);
    bcf_ratio *part = bcf_ratio_new(arena);
    for (size_t i = 0; i < count; i++) {
        const bcf_ratio *from_middle = distance(arena, points[i].month, middle);
        bcf_ratio_multiply(part, from_middle, points[i].rate);
        bcf_ratio_add(slope, slope, part);
        bcf_ratio_multiply(part, from_middle, from_middle);
        bcf_ratio_add(squares, squares, part);
    }
    bcf_ratio_divide(slope, slope, squares);
    return slope;
}

bool bcf_trend_fit(const bcf_ratio **value_out, const bcf_ratio **slope_out, bcf_arena *arena,
                   const bcf_trend_point points[], size_t count, int month)
{
    if (!has_two_months(points, count)) {
        return false;
    }
    means mean = means_of(arena, points, count);
    bcf_ratio *slope = slope_of(arena, points, count, mean.month);
    bcf_ratio *value = bcf_ratio_new(arena);
    bcf_ratio_multiply(value, slope, distance(arena, month, mean.month));
    bcf_ratio_add(value, value, mean.rate);
    bcf_ratio_multiply(slope, slope, bcf_ratio_of(arena, MONTHS_IN_YEAR, 1));
    *value_out = value;
    *slope_out = slope;
    return true;
}

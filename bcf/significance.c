/* SPDX-License-Identifier: MIT */
#include "significance.h"

static void check_sample(bcf_spread spread, bcf_sample sample)
{
    BCF_ASSERT(bcf_ratio_sign(sample.numerator) >= 0);
    BCF_ASSERT(bcf_ratio_sign(sample.denominator) > 0);
    BCF_ASSERT(spread != BCF_SPREAD_PROPORTION
               || bcf_ratio_compare(sample.numerator, sample.denominator) <= 0);
}

/* Z squared of one sample against others of one denominator, d2, as one product over another:
 * nothing is divided before it must be. */
typedef struct square {
    bcf_spread spread;
    bcf_sample first;
    /* The same for every second numerator. */
    bcf_ratio *both;   /* d1 d2 */
    bcf_ratio *people; /* d1 + d2: N */
    bcf_ratio *there;  /* x1 d2 */
    /* Of the numerator that was set. */
    bcf_ratio *apart;  /* the second rate, less the first, times both denominators: D */
    bcf_ratio *events; /* both numerators: S; of proportions what is left of N */
    bcf_ratio *above;
    bcf_ratio *below; /* zero: both samples are nothing, or both are all */
} square;

static square new_square(bcf_arena *arena, bcf_spread spread, bcf_sample first,
                         const bcf_ratio *denominator)
{
    square of = {.spread = spread,
                 .first = first,
                 .both = bcf_ratio_new(arena),
                 .people = bcf_ratio_new(arena),
                 .there = bcf_ratio_new(arena),
                 .apart = bcf_ratio_new(arena),
                 .events = bcf_ratio_new(arena),
                 .above = bcf_ratio_new(arena),
                 .below = bcf_ratio_new(arena)};
    bcf_ratio_multiply(of.both, first.denominator, denominator);
    bcf_ratio_add(of.people, first.denominator, denominator);
    bcf_ratio_multiply(of.there, first.numerator, denominator);
    return of;
}

/*
 * The squared difference of the rates over its variance, where r is the rate of both samples
 * together: r (1/d1 + 1/d2) for events, r (1 - r) (1/d1 + 1/d2) for proportions. With S both
 * numerators, N both denominators and D as above, that is
 *
 *     Poisson      D^2 / (d1 d2 S)
 *     proportions  N D^2 / (d1 d2 S (N - S))
 */
static void set_square(square *of, const bcf_ratio *numerator)
{
    bcf_ratio_multiply(of->apart, numerator, of->first.denominator);
    bcf_ratio_subtract(of->apart, of->apart, of->there);
    bcf_ratio_add(of->events, of->first.numerator, numerator);
    bcf_ratio_multiply(of->above, of->apart, of->apart);
    bcf_ratio_multiply(of->below, of->both, of->events);
    switch (of->spread) {
    case BCF_SPREAD_POISSON:
        return;
    case BCF_SPREAD_PROPORTION:
        bcf_ratio_multiply(of->above, of->above, of->people);
        bcf_ratio_subtract(of->events, of->people, of->events);
        bcf_ratio_multiply(of->below, of->below, of->events);
        return;
    }
    BCF_UNREACHABLE("a spread that the caller never named");
}

/* True if z is at least the critical value, whose square is given. */
static bool is_past(const square *of, const bcf_ratio *critical_squared)
{
    bool differs = bcf_ratio_sign(of->below) > 0 && bcf_ratio_sign(of->above) > 0;
    bcf_ratio_multiply(of->below, of->below, critical_squared);
    return differs && bcf_ratio_compare(of->above, of->below) >= 0;
}

static const bcf_ratio *squared(bcf_arena *arena, const bcf_ratio *critical)
{
    BCF_ASSERT(bcf_ratio_sign(critical) >= 0);
    bcf_ratio *of = bcf_ratio_new(arena);
    bcf_ratio_multiply(of, critical, critical);
    return of;
}

const bcf_ratio *bcf_significance_square(bcf_arena *arena, bcf_spread spread, bcf_sample a,
                                         bcf_sample b)
{
    check_sample(spread, a);
    check_sample(spread, b);
    square of = new_square(arena, spread, a, b.denominator);
    set_square(&of, b.numerator);
    if (bcf_ratio_sign(of.below) == 0) {
        return NULL;
    }
    bcf_ratio_divide(of.above, of.above, of.below);
    return of.above;
}

bool bcf_significance_reaches(bcf_arena *arena, bcf_spread spread, bcf_sample a, bcf_sample b,
                              const bcf_ratio *critical)
{
    check_sample(spread, a);
    check_sample(spread, b);
    square of = new_square(arena, spread, a, b.denominator);
    set_square(&of, b.numerator);
    return is_past(&of, squared(arena, critical));
}

/* What is asked of every numerator that the search tries. */
typedef struct search {
    bcf_arena *scratch; /* a hundred steps of fractions are not the caller's to keep */
    square *of;         /* of the number that is tried */
    const bcf_ratio *denominator;
    bool lower_is_better;
    const bcf_ratio *critical_squared;
} search;

static bool is_enough(const search *asked, const bcf_ratio *numerator)
{
    set_square(asked->of, numerator);
    int direction = bcf_ratio_sign(asked->of->apart);
    bool is_better = asked->lower_is_better ? direction < 0 : direction > 0;
    return is_better && is_past(asked->of, asked->critical_squared);
}

/* A whole numerator that is no better than the baseline, less than one from its rate. */
static const bcf_ratio *number_near(const search *asked)
{
    bcf_ratio *number = bcf_ratio_new(asked->scratch);
    bcf_ratio_divide(number, asked->of->first.numerator, asked->of->first.denominator);
    bcf_ratio_multiply(number, number, asked->denominator);
    bcf_ratio_round(number, number, 0, asked->lower_is_better ? BCF_ROUND_UP : BCF_ROUND_DOWN);
    return number;
}

/* The first of near + 1, near + 2, near + 4 ... that is enough: z squared of more and more events
 * has no limit. */
static const bcf_ratio *number_beyond(const search *asked, const bcf_ratio *near)
{
    bcf_ratio *step = bcf_ratio_of(asked->scratch, 1, 1);
    bcf_ratio *number = bcf_ratio_new(asked->scratch);
    for (bcf_ratio_add(number, near, step); !is_enough(asked, number);
         bcf_ratio_add(number, near, step)) {
        bcf_ratio_add(step, step, step);
    }
    return number;
}

/* A whole numerator that is enough if any is. */
static const bcf_ratio *number_far(const search *asked, const bcf_ratio *near)
{
    if (asked->lower_is_better) {
        return bcf_ratio_new(asked->scratch);
    }
    switch (asked->of->spread) {
    case BCF_SPREAD_PROPORTION: {
        bcf_ratio *all = bcf_ratio_new(asked->scratch);
        bcf_ratio_round(all, asked->denominator, 0, BCF_ROUND_DOWN);
        return all;
    }
    case BCF_SPREAD_POISSON:
        return number_beyond(asked, near);
    }
    BCF_UNREACHABLE("a spread that the caller never named");
}

/*
 * Between a number that is not enough and one that is there is one border, as z squared never falls
 * while the second rate moves away from the first. In the letters of set_square(), with x1 over d1
 * the baseline and D = S d1 - x1 N, its slope along S has the sign of
 *
 *     Poisson      D (S d1 + x1 N)
 *     proportions  D (S (d1 - x1) + x1 (N - S))
 *
 * in which no bracket is below zero: it rises with S where D is above zero, and falls where D is
 * below.
 */
static const bcf_ratio *border(const search *asked, const bcf_ratio *not_enough,
                               const bcf_ratio *enough)
{
    const bcf_ratio *near = not_enough;
    const bcf_ratio *far = enough;
    const bcf_ratio *half = bcf_ratio_of(asked->scratch, 1, 2);
    for (;;) {
        bcf_ratio *middle = bcf_ratio_new(asked->scratch);
        bcf_ratio_add(middle, near, far);
        bcf_ratio_multiply(middle, middle, half);
        bcf_ratio_round(middle, middle, 0, BCF_ROUND_DOWN);
        if (bcf_ratio_compare(middle, near) == 0 || bcf_ratio_compare(middle, far) == 0) {
            return far; /* they are neighbours */
        }
        if (is_enough(asked, middle)) {
            far = middle;
        } else {
            near = middle;
        }
    }
}

bool bcf_significance_smallest(const bcf_ratio **numerator_out, bcf_arena *arena, bcf_spread spread,
                               bcf_sample baseline, const bcf_ratio *denominator,
                               bool lower_is_better, const bcf_ratio *critical)
{
    check_sample(spread, baseline);
    BCF_ASSERT(bcf_ratio_sign(denominator) > 0);
    bcf_arena *scratch = bcf_arena_new();
    square of = new_square(scratch, spread, baseline, denominator);
    search asked = {.scratch = scratch,
                    .of = &of,
                    .denominator = denominator,
                    .lower_is_better = lower_is_better,
                    .critical_squared = squared(scratch, critical)};
    const bcf_ratio *near = number_near(&asked);
    const bcf_ratio *far = number_far(&asked, near);
    bool is_found = is_enough(&asked, far);
    if (is_found) {
        bcf_ratio *numerator = bcf_ratio_new(arena);
        bcf_ratio_set(numerator, border(&asked, near, far));
        *numerator_out = numerator;
    }
    bcf_arena_free(asked.scratch);
    return is_found;
}

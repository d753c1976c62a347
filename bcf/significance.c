/* SPDX-License-Identifier: MIT */
#include "significance.h"

static void check_sample(bcf_spread spread, bcf_sample sample)
{
    BCF_ASSERT(bcf_ratio_sign(sample.numerator) >= 0);
    BCF_ASSERT(bcf_ratio_sign(sample.denominator) > 0);
    BCF_ASSERT(spread != BCF_SPREAD_PROPORTION
               || bcf_ratio_compare(sample.numerator, sample.denominator) <= 0);
}

/* The rate of b, less that of a, times both denominators: D. */
static const bcf_ratio *difference(bcf_arena *arena, bcf_sample a, bcf_sample b)
{
    bcf_ratio *here = bcf_ratio_new(arena);
    bcf_ratio *there = bcf_ratio_new(arena);
    bcf_ratio_multiply(here, b.numerator, a.denominator);
    bcf_ratio_multiply(there, a.numerator, b.denominator);
    bcf_ratio_subtract(here, here, there);
    return here;
}

/* Z squared as one product over another: nothing is divided before it must be. */
typedef struct square {
    bcf_ratio *above;
    bcf_ratio *below; /* zero: both samples are nothing, or both are all */
} square;

/*
 * The squared difference of the rates over its variance, where r is the rate of both samples
 * together: r (1/d1 + 1/d2) for events, r (1 - r) (1/d1 + 1/d2) for proportions. With S both
 * numerators, N both denominators and D as above, that is
 *
 *     Poisson      D^2 / (d1 d2 S)
 *     proportions  N D^2 / (d1 d2 S (N - S))
 */
static square square_of(bcf_arena *arena, bcf_spread spread, bcf_sample a, bcf_sample b)
{
    const bcf_ratio *apart = difference(arena, a, b);
    square of = {bcf_ratio_new(arena), bcf_ratio_new(arena)};
    bcf_ratio *events = bcf_ratio_new(arena);
    bcf_ratio_add(events, a.numerator, b.numerator);
    bcf_ratio_multiply(of.above, apart, apart);
    bcf_ratio_multiply(of.below, a.denominator, b.denominator);
    bcf_ratio_multiply(of.below, of.below, events);
    switch (spread) {
    case BCF_SPREAD_POISSON:
        return of;
    case BCF_SPREAD_PROPORTION: {
        bcf_ratio *people = bcf_ratio_new(arena);
        bcf_ratio_add(people, a.denominator, b.denominator);
        bcf_ratio_multiply(of.above, of.above, people);
        bcf_ratio_subtract(people, people, events);
        bcf_ratio_multiply(of.below, of.below, people);
        return of;
    }
    }
    BCF_UNREACHABLE("a spread that the caller never named");
}

const bcf_ratio *bcf_significance_square(bcf_arena *arena, bcf_spread spread, bcf_sample a,
                                         bcf_sample b)
{
    check_sample(spread, a);
    check_sample(spread, b);
    square of = square_of(arena, spread, a, b);
    if (bcf_ratio_sign(of.below) == 0) {
        return NULL;
    }
    bcf_ratio_divide(of.above, of.above, of.below);
    return of.above;
}

bool bcf_significance_reaches(bcf_arena *arena, bcf_spread spread, bcf_sample a, bcf_sample b,
                              const bcf_ratio *critical)
{
    BCF_ASSERT(bcf_ratio_sign(critical) >= 0);
    check_sample(spread, a);
    check_sample(spread, b);
    square of = square_of(arena, spread, a, b);
    bool differs = bcf_ratio_sign(of.below) > 0 && bcf_ratio_sign(of.above) > 0;
    bcf_ratio_multiply(of.below, of.below, critical);
    bcf_ratio_multiply(of.below, of.below, critical);
    return differs && bcf_ratio_compare(of.above, of.below) >= 0;
}

/* What is asked of every numerator that the search tries, and what is the same for all of them. */
typedef struct search {
    bcf_arena *scratch; /* a hundred steps of fractions are not the caller's to keep */
    bcf_spread spread;
    bcf_sample baseline;
    const bcf_ratio *denominator;
    bool lower_is_better;
    bcf_ratio *square; /* critical value x itself */
    bcf_ratio *both;   /* d1 d2 */
    bcf_ratio *people; /* d1 + d2 */
    bcf_ratio *there;  /* x1 d2 */
    /* Of the number that is tried. */
    bcf_ratio *apart;
    bcf_ratio *events;
    bcf_ratio *above;
    bcf_ratio *below;
} search;

static search begin_search(bcf_spread spread, bcf_sample baseline, const bcf_ratio *denominator,
                           bool lower_is_better, const bcf_ratio *critical)
{
    bcf_arena *scratch = bcf_arena_new();
    search asked = {.scratch = scratch,
                    .spread = spread,
                    .baseline = baseline,
                    .denominator = denominator,
                    .lower_is_better = lower_is_better,
                    .square = bcf_ratio_new(scratch),
                    .both = bcf_ratio_new(scratch),
                    .people = bcf_ratio_new(scratch),
                    .there = bcf_ratio_new(scratch),
                    .apart = bcf_ratio_new(scratch),
                    .events = bcf_ratio_new(scratch),
                    .above = bcf_ratio_new(scratch),
                    .below = bcf_ratio_new(scratch)};
    bcf_ratio_multiply(asked.square, critical, critical);
    bcf_ratio_multiply(asked.both, baseline.denominator, denominator);
    bcf_ratio_add(asked.people, baseline.denominator, denominator);
    bcf_ratio_multiply(asked.there, baseline.numerator, denominator);
    return asked;
}

static bool is_past(const search *asked)
{
    bool differs = bcf_ratio_sign(asked->below) > 0;
    bcf_ratio_multiply(asked->below, asked->below, asked->square);
    return differs && bcf_ratio_compare(asked->above, asked->below) >= 0;
}

/* As bcf_significance_reaches, in the letters of square_of(), and on the better side. */
static bool is_enough(const search *asked, const bcf_ratio *numerator)
{
    bcf_ratio_multiply(asked->apart, numerator, asked->baseline.denominator);
    bcf_ratio_subtract(asked->apart, asked->apart, asked->there);
    int direction = bcf_ratio_sign(asked->apart);
    if (asked->lower_is_better ? direction >= 0 : direction <= 0) {
        return false;
    }
    bcf_ratio_add(asked->events, asked->baseline.numerator, numerator);
    bcf_ratio_multiply(asked->above, asked->apart, asked->apart);
    bcf_ratio_multiply(asked->below, asked->both, asked->events);
    switch (asked->spread) {
    case BCF_SPREAD_POISSON:
        return is_past(asked);
    case BCF_SPREAD_PROPORTION:
        bcf_ratio_multiply(asked->above, asked->above, asked->people);
        bcf_ratio_subtract(asked->events, asked->people, asked->events);
        bcf_ratio_multiply(asked->below, asked->below, asked->events);
        return is_past(asked);
    }
    BCF_UNREACHABLE("a spread that the caller never named");
}

/* A whole numerator that is no better than the baseline, less than one from its rate. */
static const bcf_ratio *number_near(const search *asked)
{
    bcf_ratio *number = bcf_ratio_new(asked->scratch);
    bcf_ratio_divide(number, asked->baseline.numerator, asked->baseline.denominator);
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
    switch (asked->spread) {
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
 * while the second rate moves away from the first. In the letters of square_of(), with x1 over d1
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
    BCF_ASSERT(bcf_ratio_sign(critical) >= 0);
    search asked = begin_search(spread, baseline, denominator, lower_is_better, critical);
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

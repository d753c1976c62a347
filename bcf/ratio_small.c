/* SPDX-License-Identifier: MIT */
#include "ratio_inside.h"

/* A sum of two products of words that are each below 2^63. */
__extension__ typedef __int128 product;

int64_t bcf_common_divisor(int64_t a, int64_t b)
{
    while (a != 0) {
        int64_t rest = b % a;
        b = a;
        a = rest;
    }
    return b;
}

static int64_t without_sign(int64_t a)
{
    return a < 0 ? -a : a;
}

static bool fits(bcf_small *out, product above, product below)
{
    if (above > INT64_MAX || above < -INT64_MAX || below > INT64_MAX) {
        return false;
    }
    *out = (bcf_small){(int64_t)above, (int64_t)below};
    return true;
}

bool bcf_small_of(bcf_small *out, int64_t numerator, int64_t denominator)
{
    if (numerator == INT64_MIN) {
        return false;
    }
    int64_t common = bcf_common_divisor(without_sign(numerator), denominator);
    *out = (bcf_small){numerator / common, denominator / common};
    return true;
}

/*
 * With g the greatest divisor of both denominators, a/b + c/d is T / (b (d/g)) with
 * T = a (d/g) + c (b/g). What T and that denominator have in common divides g: a prime that divides
 * b/g or d/g alone divides one of the products in T and not the other.
 */
bool bcf_small_add(bcf_small *out, bcf_small a, bcf_small b)
{
    int64_t shared = bcf_common_divisor(a.below, b.below);
    int64_t rest = b.below / shared;
    product total = (product)a.above * rest + (product)b.above * (a.below / shared);
    int64_t common = bcf_common_divisor(without_sign((int64_t)(total % shared)), shared);
    return fits(out, total / common, (product)(a.below / common) * rest);
}

/* Each numerator against the other's denominator: all that the products can have in common. */
bool bcf_small_multiply(bcf_small *out, bcf_small a, bcf_small b)
{
    int64_t one = bcf_common_divisor(without_sign(a.above), b.below);
    int64_t other = bcf_common_divisor(without_sign(b.above), a.below);
    return fits(out, (product)(a.above / one) * (b.above / other),
                (product)(a.below / other) * (b.below / one));
}

bcf_small bcf_small_negative(bcf_small a)
{
    return (bcf_small){-a.above, a.below};
}

bcf_small bcf_small_inverse(bcf_small a)
{
    return a.above < 0 ? (bcf_small){-a.below, -a.above} : (bcf_small){a.below, a.above};
}

int bcf_small_compare(bcf_small a, int64_t numerator, int64_t denominator)
{
    product one = (product)a.above * denominator;
    product other = (product)numerator * a.below;
    return (one > other) - (one < other);
}

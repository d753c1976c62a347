/* SPDX-License-Identifier: MIT */
#include "apportion.h"

#include <stdlib.h>

/* Who is served before whom: a total order, so that no sort's stability can decide a pound. */
bool bcf_apportion_is_before(const bcf_weights *weights, bcf_tie tie, size_t i, size_t j)
{
    int order = bcf_weights_compare_remainders(weights, i, j);
    if (order != 0) {
        return order > 0;
    }
    switch (tie) {
    case BCF_TIE_LARGER_WEIGHT:
        order = bcf_weights_compare(weights, i, j);
        return order != 0 ? order > 0 : i < j;
    case BCF_TIE_EARLIER_PLACE:
        return i < j;
    }
    BCF_UNREACHABLE("a tie that the caller never named");
}

static void swap(size_t *a, size_t *b)
{
    size_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Where places[low..high) are cut in two: those before it come first, those behind it later. */
static size_t divide(size_t places[], size_t low, size_t high, size_t pivot,
                     const bcf_weights *weights, bcf_tie tie)
{
    size_t last = high - 1;
    size_t chosen = places[pivot];
    swap(&places[pivot], &places[last]);
    size_t cut = low;
    for (size_t i = low; i < last; i++) {
        if (bcf_apportion_is_before(weights, tie, places[i], chosen)) {
            swap(&places[i], &places[cut++]);
        }
    }
    swap(&places[cut], &places[last]);
    return cut;
}

/*
 * Brings the `odd` places that are served to the front, in no order: sorting them all, or serving
 * them one by one from a heap, takes ten times as long for a million. The pivots are drawn, because
 * for any fixed choice there is a table that makes it look at everything again and again; whoever
 * is drawn, the order is total and the same places come to the front.
 */
static void bring_forward(size_t places[], size_t count, size_t odd, const bcf_weights *weights,
                          bcf_tie tie)
{
    uint64_t chance = 1;
    size_t low = 0;
    size_t high = count;
    while (low < odd && odd < high) {
        chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t pivot = low + (size_t)(chance >> 32) % (high - low);
        size_t cut = divide(places, low, high, pivot, weights, tie);
        if (odd <= cut) {
            high = cut;
        } else {
            low = cut + 1;
        }
    }
}

/* One unit each, largest remainder first, until the shares add up to the whole. */
static void hand_out_odd_units(bcf_money shares[], const bcf_weights *weights, bcf_tie tie,
                               int64_t odd, bcf_money unit)
{
    size_t count = bcf_weights_count(weights);
    BCF_ASSERT(odd >= 0 && (uint64_t)odd < count); /* each remainder is under a unit */
    if (odd == 0) {
        return;
    }
    size_t *places = calloc(count, sizeof *places);
    if (places == NULL) {
        bcf_out_of_memory();
    }
    for (size_t i = 0; i < count; i++) {
        places[i] = i;
    }
    bring_forward(places, count, (size_t)odd, weights, tie);
    for (size_t i = 0; i < (size_t)odd; i++) {
        /* nothing left over comes from nothing */
        BCF_ASSERT(!bcf_weights_is_zero(weights, places[i]));
        shares[places[i]] = bcf_money_add(shares[places[i]], unit);
    }
    free(places);
}

static bcf_money sum(const bcf_money shares[], size_t count)
{
    bcf_money total = {0};
    for (size_t i = 0; i < count; i++) {
        total = bcf_money_add(total, shares[i]);
    }
    return total;
}

/* Sets the shares to their quotas rounded down; returns the units left over. */
static int64_t round_down(bcf_money shares[], bcf_weights *weights, int64_t units, bcf_money unit)
{
    size_t count = bcf_weights_count(weights);
    int64_t *quotas = calloc(count, sizeof *quotas);
    if (quotas == NULL) {
        bcf_out_of_memory();
    }
    bcf_weights_quotas(quotas, weights, units);
    int64_t odd = units;
    for (size_t i = 0; i < count; i++) {
        shares[i] = (bcf_money){quotas[i] * unit.pence};
        odd -= quotas[i];
    }
    free(quotas);
    return odd;
}

bcf_code bcf_apportion(bcf_money shares[], bcf_money whole, bcf_money unit, bcf_weights *weights,
                       bcf_tie tie, const char *what, bcf_place place, bcf_error *err)
{
    BCF_ASSERT(whole.pence >= 0 && whole.pence <= BCF_MONEY_PENCE_MAX);
    BCF_ASSERT(unit.pence > 0);
    if (bcf_weights_count(weights) == 0) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s has nobody to be shared among", what);
    }
    if (bcf_weights_are_all_zero(weights)) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s: the weights add up to nothing", what);
    }
    if (whole.pence % unit.pence != 0) {
        char amount[BCF_MONEY_TEXT_MAX];
        char units[BCF_MONEY_TEXT_MAX];
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s: £%s is no whole number of £%s", what,
                          bcf_money_text(amount, whole, BCF_MONEY_GROUPED),
                          bcf_money_text(units, unit, BCF_MONEY_GROUPED));
    }
    int64_t odd = round_down(shares, weights, whole.pence / unit.pence, unit);
    hand_out_odd_units(shares, weights, tie, odd, unit);
    BCF_ASSERT(bcf_money_compare(sum(shares, bcf_weights_count(weights)), whole) == 0);
    return BCF_OK;
}

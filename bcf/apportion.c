/* SPDX-License-Identifier: MIT */
#include "apportion.h"

#include <stdlib.h>

/* Who is served before whom: a total order, so that no sort's stability can decide a pound. */
static bool comes_before(const bcf_weights *weights, bcf_tie tie, size_t i, size_t j)
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

/* A heap of places: the next to be served is at the root. */
typedef struct waiting {
    const bcf_weights *weights;
    bcf_tie tie;
    size_t *places;
    size_t count;
} waiting;

static void sink(waiting *queue, size_t from)
{
    size_t moving = queue->places[from];
    size_t hole = from;
    for (size_t child = 2 * hole + 1; child < queue->count; child = 2 * hole + 1) {
        if (child + 1 < queue->count
            && comes_before(queue->weights, queue->tie, queue->places[child + 1],
                            queue->places[child])) {
            child++;
        }
        if (!comes_before(queue->weights, queue->tie, queue->places[child], moving)) {
            break;
        }
        queue->places[hole] = queue->places[child];
        hole = child;
    }
    queue->places[hole] = moving;
}

static size_t next_served(waiting *queue)
{
    BCF_ASSERT(queue->count > 0);
    size_t first = queue->places[0];
    queue->places[0] = queue->places[--queue->count];
    sink(queue, 0);
    return first;
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
    waiting queue = {.weights = weights, .tie = tie, .count = count};
    queue.places = calloc(count, sizeof *queue.places);
    if (queue.places == NULL) {
        bcf_out_of_memory();
    }
    for (size_t i = 0; i < count; i++) {
        queue.places[i] = i;
    }
    for (size_t i = count / 2; i > 0; i--) {
        sink(&queue, i - 1);
    }
    for (; odd > 0; odd--) {
        size_t next = next_served(&queue);
        BCF_ASSERT(!bcf_weights_is_zero(weights, next)); /* nothing left over comes from nothing */
        shares[next] = bcf_money_add(shares[next], unit);
    }
    free(queue.places);
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

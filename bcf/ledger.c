/* SPDX-License-Identifier: MIT */
#include "ledger.h"

void bcf_ledger_add(bcf_ledger *ledger, const bcf_split *split)
{
    if (ledger != NULL) {
        BCF_MAKE_ROOM(ledger->arena, ledger->items, ledger->count);
        ledger->items[ledger->count++] = *split;
    }
}

const bcf_split *bcf_ledger_find(const bcf_ledger *ledger, bcf_split_kind kind, size_t subject,
                                 size_t source)
{
    for (size_t i = 0; i < ledger->count; i++) {
        const bcf_split *split = &ledger->items[i];
        if (split->kind == kind && split->subject == subject && split->source == source) {
            return split;
        }
    }
    return NULL;
}

bool bcf_split_place(const bcf_split *split, size_t who, size_t *place)
{
    size_t count = bcf_weights_count(split->weights);
    if (split->who == NULL) {
        *place = who;
        return who < count;
    }
    for (size_t i = 0; i < count; i++) {
        if (split->who[i] == who) {
            *place = i;
            return true;
        }
    }
    return false;
}

/* Units left over when every quota is rounded down: the remainders add up to so many. */
static size_t odd_units(const bcf_split *split)
{
    size_t count = bcf_weights_count(split->weights);
    int64_t left = split->whole.pence / split->unit.pence;
    for (size_t i = 0; i < count; i++) {
        left -= bcf_weights_quota(split->weights, i, split->whole.pence / split->unit.pence);
    }
    BCF_ASSERT(left >= 0 && (size_t)left < count + (count == 0));
    return (size_t)left;
}

/* Merges two sorted runs that stand side by side into `to`. */
static void merge(size_t to[], const size_t from[], size_t middle, size_t end,
                  const bcf_split *split)
{
    size_t left = 0;
    size_t right = middle;
    for (size_t i = 0; i < end; i++) {
        bool is_right =
            left == middle
            || (right < end
                && bcf_apportion_is_before(split->weights, split->tie, from[right], from[left]));
        to[i] = is_right ? from[right++] : from[left++];
    }
}

/* The places in the order in which they are served; either list holds it in the end. */
static size_t *sorted(size_t *places, size_t *other, const bcf_split *split, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t first = 0; first < count; first += 2 * width) {
            size_t end = count - first < 2 * width ? count - first : 2 * width;
            merge(other + first, places + first, width < end ? width : end, end, split);
        }
        size_t *swapped = places;
        places = other;
        other = swapped;
    }
    return places;
}

bcf_split_order bcf_split_rank(bcf_arena *arena, const bcf_split *split)
{
    size_t count = bcf_weights_count(split->weights);
    size_t *places = BCF_NEW_ARRAY(arena, count, size_t);
    size_t *ranks = BCF_NEW_ARRAY(arena, count, size_t);
    for (size_t i = 0; i < count; i++) {
        places[i] = i;
    }
    places = sorted(places, BCF_NEW_ARRAY(arena, count, size_t), split, count);
    for (size_t i = 0; i < count; i++) {
        ranks[places[i]] = i + 1;
    }
    return (bcf_split_order){places, ranks, count, odd_units(split)};
}

bcf_account bcf_split_account(bcf_arena *arena, const bcf_split *split,
                              const bcf_split_order *order, size_t place)
{
    BCF_ASSERT(place < order->count);
    int64_t units = split->whole.pence / split->unit.pence;
    bcf_account account = {
        .weight = bcf_weights_weight(arena, split->weights, place),
        .sum = bcf_weights_sum(arena, split->weights),
        .remainder = bcf_weights_remainder(arena, split->weights, place),
        .rounded_down = {bcf_weights_quota(split->weights, place, units) * split->unit.pence},
        .rank = order->ranks[place],
        .is_served = order->ranks[place] <= order->odd_units,
        .amount = split->shares[place],
    };
    bcf_ratio *share = bcf_ratio_new(arena);
    bcf_ratio_divide(share, account.weight, account.sum);
    account.share = share;
    bcf_ratio *quota = bcf_ratio_of(arena, split->whole.pence, 100);
    bcf_ratio_multiply(quota, quota, share);
    account.quota = quota;
    return account;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "apportion_inside.h"

/* Sets the shares, which nothing stands against any more. */
static void split(bcf_money shares[], bcf_weights *weights, bcf_tie tie, int64_t whole,
                  bcf_money unit)
{
    size_t count = bcf_weights_count(weights);
    int64_t *units = calloc(count, sizeof *units);
    size_t *places = calloc(count, sizeof *places);
    if (units == NULL || places == NULL) {
        bcf_out_of_memory();
    }
    bcf_weights_quotas(units, weights, whole);
    bcf_apportion_award(units, places, count, weights, tie, whole);
    bcf_apportion_price(shares, units, count, unit.pence);
    free(places);
    free(units);
}

static bcf_money sum(const bcf_money shares[], size_t count)
{
    bcf_money total = {0};
    for (size_t i = 0; i < count; i++) {
        total = bcf_money_add(total, shares[i]);
    }
    return total;
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
    split(shares, weights, tie, whole.pence / unit.pence, unit);
    BCF_ASSERT(bcf_money_compare(sum(shares, bcf_weights_count(weights)), whole) == 0);
    return BCF_OK;
}

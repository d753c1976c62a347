/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "reconcile_inside.h"
#include "wording.h"

/* Pounds times what they are printed in. */
static bool read_printed(bcf_money *out, int64_t *step, bcf_arena *arena, const char *text,
                         int64_t printed_in, bcf_place place, bcf_error *err)
{
    bcf_decimal decimal;
    if (bcf_decimal_parse(&decimal, text, "an amount", place, err) != BCF_OK) {
        return false;
    }
    bcf_ratio *pence = bcf_ratio_of_decimal(arena, &decimal);
    bcf_ratio_multiply(pence, pence, bcf_ratio_of(arena, printed_in * 100, 1));
    const char *wrong = !bcf_ratio_ends_within(pence, 0) ? "is finer than a penny"
                        : bcf_ratio_compare_whole(pence, BCF_MONEY_PENCE_MAX, 1) > 0
                            ? "is more than any budget can hold"
                            : NULL;
    if (wrong != NULL) {
        bcf_code code = bcf_refuse(err, BCF_REFUSED_DATA, place, "'%s' %s", text, wrong);
        return code == BCF_OK;
    }
    out->pence = bcf_ratio_whole(pence, BCF_MONEY_PENCE_MAX);
    *step = printed_in * 100;
    for (unsigned i = 0; i < decimal.places && *step % 10 == 0; i++) {
        *step /= 10;
    }
    return true;
}

bool bcf_reconcile_read_figure(bcf_money *out, int64_t *step, bcf_arena *arena, const char *text,
                               int64_t printed_in, bool may_be_negative, bcf_place place,
                               bcf_error *err)
{
    bool is_negative = may_be_negative && text[0] == '-';
    const char *digits = is_negative ? text + 1 : text;
    *step = 1;
    bool is_read = printed_in > 0 ? read_printed(out, step, arena, digits, printed_in, place, err)
                                  : bcf_money_parse(out, digits, place, err) == BCF_OK;
    if (is_read && is_negative) {
        out->pence = -out->pence;
    }
    return is_read;
}

/* Half away from zero, as all figures for display are (wording.h). */
bool bcf_reconcile_rounds_to(bcf_money exact, int64_t step, bcf_money printed)
{
    int64_t size = exact.pence < 0 ? -exact.pence : exact.pence;
    int64_t over = size % step;
    int64_t rounded = size - over + (over >= step - over ? step : 0);
    return printed.pence == (exact.pence < 0 ? -rounded : rounded);
}

const char *bcf_reconcile_step_text(bcf_arena *arena, int64_t step)
{
    return bcf_arena_print(arena, "£%s",
                           bcf_wording_pounds(arena, (bcf_money){step}, step % 100 == 0));
}

/* Lines and total each move by at most half of their last digit, and not all by a whole half the
 * same way: halves go away from zero. So a miss must stay below half of all last digits. */
const char *bcf_reconcile_miss(bcf_arena *arena, int64_t off, int64_t steps, size_t lines,
                               bool is_rounded)
{
    int64_t size = off < 0 ? -off : off;
    if (size == 0) {
        return "";
    }
    const char *by = bcf_arena_print(arena, "misses the sum of its lines by %s",
                                     bcf_reconcile_step_text(arena, size));
    if (!is_rounded) {
        return by;
    }
    bool may_be = size <= (steps - 1) / 2;
    return bcf_arena_print(
        arena, "%s: %s rounding of %s and the total alone %s", by, may_be ? "the" : "more than the",
        bcf_wording_things(arena, lines, "line"), may_be ? "could explain it" : "can explain");
}

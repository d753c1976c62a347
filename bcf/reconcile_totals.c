/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "reconcile_inside.h"

/* True if the line is one of those that the total adds up: it says the same wherever the total
 * says anything. */
static bool is_line_of(reconciler *of, const claim *total, const claim *line)
{
    for (size_t i = 0; i < of->claims->key_count; i++) {
        const char *cell = total->cells[i];
        if (*cell == '\0' || bcf_nearest_is_same(bcf_reconcile_total_name(of->claims), cell)) {
            continue;
        }
        const meaning *is = bcf_reconcile_meaning(of, of->claims->keys[i], cell);
        const meaning *of_line = bcf_reconcile_meaning(of, of->claims->keys[i], line->cells[i]);
        if (is->count != of_line->count || strcmp(is->texts[0], of_line->texts[0]) != 0) {
            return false;
        }
    }
    return true;
}

/* A line of totals against the lines of the file. */
static bcf_matched total_of(reconciler *of, const claim *row, size_t figure)
{
    bcf_money sum = {0};
    size_t count = 0;
    int64_t steps = row->steps[figure];
    for (size_t i = 0; i < of->row_count; i++) {
        const claim *line = &of->rows[i];
        if (!line->is_total && is_line_of(of, row, line)) {
            sum = bcf_money_add(sum, line->theirs[figure]);
            steps += line->steps[figure];
            count++;
        }
    }
    bcf_money off = bcf_money_subtract(row->theirs[figure], sum);
    return (bcf_matched){
        .cells = row->cells,
        .figure = of->claims->figure_names[figure],
        .match = off.pence == 0 ? BCF_MATCH_AGREED : BCF_MATCH_DOES_NOT_ADD_UP,
        .is_total = true,
        .has_theirs = true,
        .has_ours = true,
        .theirs = row->theirs[figure],
        .ours = sum,
        .difference = off,
        .explanation = bcf_reconcile_miss(of->arena, off.pence, steps, count,
                                          of->claims->options.printed_in > 0),
        .readings = "",
    };
}

static int place_of_figure(const bcf_claims *claims, claim_figure figure)
{
    for (size_t i = 0; i < claims->figure_count; i++) {
        if (claims->figures[i] == figure) {
            return (int)i;
        }
    }
    return -1;
}

/* What came in must go out: carried_in + available = released + held, in every row. */
static bool adds_up(const reconciler *of, const claim *row, bcf_matched *out)
{
    int places[] = {place_of_figure(of->claims, FIGURE_CARRIED_IN),
                    place_of_figure(of->claims, FIGURE_AVAILABLE),
                    place_of_figure(of->claims, FIGURE_RELEASED),
                    place_of_figure(of->claims, FIGURE_HELD)};
    if (places[1] < 0 || places[2] < 0 || places[3] < 0) {
        return true;
    }
    bcf_money in = row->theirs[places[1]];
    in = places[0] < 0 ? in : bcf_money_add(in, row->theirs[places[0]]);
    bcf_money gone = bcf_money_add(row->theirs[places[2]], row->theirs[places[3]]);
    *out = (bcf_matched){
        .cells = row->cells,
        .figure = "released + held",
        .match = BCF_MATCH_DOES_NOT_ADD_UP,
        .is_total = true,
        .has_theirs = true,
        .has_ours = true,
        .theirs = gone,
        .ours = in,
        .difference = bcf_money_subtract(gone, in),
        .explanation = places[0] < 0 ? "available is not released + held"
                                     : "carried_in + available is not released + held",
        .readings = "",
    };
    /* without the column nobody knows what was carried in; rounded figures need not add up */
    bool is_known = (places[0] >= 0 || bcf_policy_setting(of->policy, "clawback") == NULL)
                    && of->claims->options.printed_in == 0;
    return !is_known || in.pence == gone.pence;
}

size_t bcf_reconcile_totals(reconciler *of, bcf_matched rows[])
{
    size_t count = 0;
    for (size_t i = 0; i < of->row_count; i++) {
        if (of->rows[i].is_total) {
            for (size_t j = 0; j < of->claims->figure_count; j++) {
                rows[count++] = total_of(of, &of->rows[i], j);
            }
        }
        if (!of->rows[i].is_beside && !adds_up(of, &of->rows[i], &rows[count])) {
            count++;
        }
    }
    return count;
}

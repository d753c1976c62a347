/* SPDX-License-Identifier: MIT */
#include "sweep_inside.h"

bcf_ranging bcf_ranging_new(bcf_arena *arena, const bcf_run *run)
{
    const bcf_areas *areas = run->figures->areas;
    return (bcf_ranging){.run = run,
                         .boards = BCF_NEW_ARRAY(arena, areas->board_count, bcf_sweep_ranges),
                         .ccgs = BCF_NEW_ARRAY(arena, areas->ccg_count, bcf_sweep_ranges),
                         .councils = BCF_NEW_ARRAY(arena, areas->council_count, bcf_sweep_ranges)};
}

/* The combination at hand. */
typedef struct seen {
    bool is_first;
    size_t combination;
    size_t departures;
} seen;

static void look_at_end(bcf_sweep_end *end, int order, bcf_money amount, const seen *at)
{
    bool is_nearer = order == 0 && at->departures < end->departures;
    if (at->is_first || order > 0 || is_nearer) {
        *end = (bcf_sweep_end){amount, at->combination, at->departures};
    }
}

static void look_at(bcf_sweep_range *range, bcf_money amount, const seen *at)
{
    look_at_end(&range->low, bcf_money_compare(range->low.amount, amount), amount, at);
    look_at_end(&range->high, bcf_money_compare(amount, range->high.amount), amount, at);
}

void bcf_ranging_visit(void *visitor, const bcf_combined *combined)
{
    bcf_ranging *ranging = visitor;
    const bcf_areas *areas = ranging->run->figures->areas;
    seen at = {!ranging->has_begun, bcf_wheels_combination(combined->wheels, combined->places),
               bcf_wheels_departures(combined->wheels, combined->places)};
    ranging->has_begun = true;
    for (size_t i = 0; i < areas->ccg_count; i++) {
        look_at(&ranging->ccgs[i].allocated, combined->pools->ccgs[i], &at);
    }
    for (size_t i = 0; i < areas->council_count; i++) {
        look_at(&ranging->councils[i].allocated, combined->pools->councils[i], &at);
    }
    bcf_money released = {0};
    bcf_money changed = {0};
    for (size_t i = 0; i < areas->board_count; i++) {
        look_at(&ranging->boards[i].allocated, combined->pools->boards[i], &at);
        if (combined->released != NULL) {
            look_at(&ranging->boards[i].released, combined->released[i], &at);
            look_at(&ranging->boards[i].held_for_changed, combined->held_for_changed[i], &at);
            released = bcf_money_add(released, combined->released[i]);
            changed = bcf_money_add(changed, combined->held_for_changed[i]);
        }
    }
    look_at(&ranging->nation.allocated, ranging->run->allocation->total, &at);
    look_at(&ranging->nation.released, released, &at);
    look_at(&ranging->nation.held_for_changed, changed, &at);
}

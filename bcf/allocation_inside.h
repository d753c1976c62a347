/* SPDX-License-Identifier: MIT */
#ifndef BCF_ALLOCATION_INSIDE_H
#define BCF_ALLOCATION_INSIDE_H

/*
 * allocation_inside.h - what the files of the room allocation share; nobody else includes it.
 *
 * allocation         components along their routes to the end points
 * allocation_bounds  a component's first split, within its floors and caps
 */

#include "allocation.h"
#include "formula.h"

/* Everything that the shares of one component are worked out from. */
typedef struct bcf_share_out {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_settings *settings;
    bcf_notes *notes;
    bcf_error *err;
    bcf_money unit;
    bcf_ledger *ledger;
    bcf_component_basis *bases; /* a component each */

    /* The residents, once more by council, then CCG. */
    const bcf_residents **by_council;

    bcf_grant *grants;
    size_t count;

    /* Of the component at hand. */
    const bcf_component *component;
    size_t component_index;
    bcf_status status;
    const bcf_status *ccg_statuses; /* of the allocations that a transfer is split by, or NULL */
} bcf_share_out;

/*
 * Sets shares[area] to the areas' parts of the component by the values, within its floors and caps.
 *
 * The bounds are whole units: a floor is rounded up, a cap down. Then every area gets its value
 * times one level, or its floor or cap where that lies beyond, and the odd units go to the largest
 * remainders as in every split: so no part is below its floor or above its cap.
 *
 * Worsens the status by what the bounds rest on. Refused, at the component: floors that add up to
 * more than the amount, caps that add up to less, a floor above its cap; what bcf_apportion
 * refuses.
 */
BCF_MUST_USE
bcf_code bcf_allocation_share(bcf_money shares[], bcf_share_out *sharing,
                              const bcf_formula_values *values);

#endif

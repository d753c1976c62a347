/* SPDX-License-Identifier: MIT */
#include "explain_inside.h"
#include "wording.h"

/* What an area gets of a component, and how real that is. */
static bcf_money amount_of(const bcf_explainer *at, size_t component, bcf_status *status)
{
    bcf_money amount = {0};
    *status = BCF_STATUS_NONE;
    for (size_t i = 0; i < at->run->allocation->grant_count; i++) {
        const bcf_grant *grant = &at->run->allocation->grants[i];
        if (grant->component == component && bcf_scope_has_grant(at->scope, grant)) {
            amount = bcf_money_add(amount, grant->amount);
            *status = bcf_status_worst(*status, grant->status);
        }
    }
    return amount;
}

/* Indicative: the guidance names national amounts only. */
void bcf_explain_earmark(bcf_explainer *at, size_t index)
{
    const bcf_policy *policy = at->run->policy;
    const bcf_earmark *earmark = &policy->earmarks[index];
    int found = bcf_policy_find(policy, BCF_NAME_COMPONENT, earmark->component);
    BCF_ASSERT(found >= 0); /* the policy was checked */
    const bcf_component *component = &policy->components[found];
    bcf_status status;
    bcf_money own = amount_of(at, (size_t)found, &status);
    at->item = earmark->id;
    at->cite = &earmark->cite;
    bcf_explain_begin(
        at, BCF_SECTION_WORDS, bcf_arena_print(at->arena, "Earmark: %s", earmark->title),
        own.pence == 0 ? "Nothing of it goes to or through this area."
                       : "Inside the fund, not on top: never added to the pool. The guidance "
                         "states the national amount only; this area's part is indicative, by "
                         "its share of the component named.");
    if (own.pence == 0) {
        return;
    }
    bcf_explained_area about = bcf_explain_area(at, at->scope.kind, at->scope.index);
    bcf_explain_add(
        at, (bcf_explained){.kind = BCF_EXPLAINED_INPUT,
                            .about = about,
                            .rule = bcf_arena_print(at->arena, "component %s", component->id),
                            .cite = &component->cite,
                            .what = bcf_arena_print(at->arena, "what it gets of %s, of £%s in all",
                                                    component->id,
                                                    bcf_explain_pounds(at, component->amount)),
                            .has_amount = true,
                            .amount = own,
                            .status = status});
    bcf_money part = bcf_ratio_of_money(earmark->amount,
                                        bcf_ratio_of(at->arena, own.pence, component->amount.pence),
                                        BCF_ROUND_HALF_AWAY);
    bcf_explain_add(
        at, (bcf_explained){.kind = BCF_EXPLAINED_EARMARK,
                            .about = about,
                            .rule = "the earmark x its share of the component",
                            .what = "its indicative part, to the penny",
                            .sum = bcf_arena_print(at->arena, "%s x %s / %s = £%s",
                                                   bcf_explain_pounds(at, earmark->amount),
                                                   bcf_explain_pounds(at, own),
                                                   bcf_explain_pounds(at, component->amount),
                                                   bcf_wording_pounds(at->arena, part, false)),
                            .has_amount = true,
                            .amount = part,
                            .result = "indicative",
                            .status = status});
}

/* SPDX-License-Identifier: MIT */
/* What each component of the fund brings into one board's pool: pool BOARD [DATASET [POLICY]]. */
#include <bcf/bcf.h>
#include <stdio.h>

static bcf_code pool(const char *board, const bcf_order *order, bcf_arena *arena, bcf_error *err)
{
    const bcf_run *run;
    bcf_code code = bcf_run_to(&run, arena, order, BCF_STAGE_ALLOCATION, "pool", err);
    bcf_scope scope;
    if (code == BCF_OK) {
        code = bcf_scope_find(&scope, arena, run->figures->areas, board, err);
    }
    for (size_t i = 0; code == BCF_OK && i < run->policy->component_count; i++) {
        bcf_money sum = {0};
        bcf_status status = BCF_STATUS_DERIVED;
        for (size_t k = 0; k < run->allocation->grant_count; k++) {
            const bcf_grant *grant = &run->allocation->grants[k];
            if (grant->component == i && bcf_scope_has_grant(scope, grant)) {
                sum = bcf_money_add(sum, grant->amount);
                status = bcf_status_worst(status, grant->status);
            }
        }
        char pounds[BCF_MONEY_TEXT_MAX];
        printf("%s,%s,%s\n", run->policy->components[i].id,
               bcf_money_text(pounds, sum, BCF_MONEY_PLAIN), bcf_status_text(status));
    }
    return code;
}

int main(int argc, char **argv)
{
    bcf_order order = {.dataset = argc > 2 ? argv[2] : NULL, .policy = argc > 3 ? argv[3] : NULL};
    bcf_error err = {0};
    bcf_arena *arena = bcf_arena_new();
    bcf_code code = pool(argc > 1 ? argv[1] : NULL, &order, arena, &err);
    for (size_t i = 0; i < err.count; i++) {
        fprintf(stderr, "%s\n", err.messages[i]);
    }
    bcf_arena_free(arena);
    return code == BCF_OK ? 0 : 3;
}

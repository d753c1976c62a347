/* SPDX-License-Identifier: MIT */
/*
 * fuzz_pages.c - what people are told of runs that nobody would think of: every page and every
 * explanation, of everybody and of each area. An explanation stops where what it shows is not what
 * was used; pages must be text that can be shown.
 *
 * Input: as edits.h has it; the byte for the target chooses whom the dearer pages are about.
 */
#include "edits.h"

#include "certificate.h"
#include "report_board.h"
#include "report_check.h"
#include "report_explain.h"
#include "report_fragile.h"
#include "report_fund.h"
#include "report_letter.h"
#include "report_next.h"
#include "report_payments.h"
#include "report_plans.h"

static void check_page(bcf_text *page)
{
    FUZZ_CHECK(bcf_text_is_clean_utf8(bcf_text_get(page), page->length));
    bcf_text_clear(page);
}

static void explain(const bcf_run *run, bcf_scope scope)
{
    bcf_error err = {0};
    bcf_explain_item item;
    FUZZ_CHECK(bcf_explain_find(&item, run->arena, run->policy, NULL, &err) == BCF_OK);
    const bcf_explain_request asked = {.scope = scope, .item = &item, .with_all = true};
    bcf_text page = {0};
    bcf_report_explain_page(&page, run, &asked);
    bcf_sheet_csv(&page, bcf_report_explain(run, &asked));
    check_page(&page);
}

static void show_area(const bcf_run *run, bcf_scope scope)
{
    bcf_text page = {0};
    bcf_report_letter(&page, run, scope);
    if (scope.kind == BCF_SCOPE_BOARD && run->release != NULL) {
        bcf_report_board(&page, run, scope);
        bcf_report_payments(&page, run, scope);
        bcf_report_score_page(&page, run, scope);
    }
    if (scope.kind == BCF_SCOPE_BOARD && run->assurance != NULL) {
        bcf_report_plans(&page, run, scope);
    }
    check_page(&page);
    explain(run, scope);
}

static void show_all(const bcf_run *run, bool with_events)
{
    const bcf_scope all = {.kind = BCF_SCOPE_ALL};
    bcf_text page = {0};
    if (run->release != NULL) {
        bcf_certificate_write(&page, run, NULL, 0);
        check_page(&page);
    }
    bcf_report_check_page(&page, run);
    bcf_report_fund(&page, run);
    if (run->release != NULL) {
        bcf_report_payments(&page, run, all);
    }
    if (run->assurance != NULL) {
        bcf_report_plans(&page, run, all);
    }
    bcf_error err = {0};
    bool has_events = run->release != NULL && bcf_sensitivity_check(run, "--next", &err) == BCF_OK;
    if (has_events && with_events) {
        bcf_report_next_page(&page, run, all);
        bcf_report_fragile_page(&page, run, all);
        bcf_sheet_csv(&page, bcf_report_fragile(run, all, true));
    }
    check_page(&page);
}

static void show(const bcf_run *run, unsigned more)
{
    show_all(run, more % 4 == 0);
    const bcf_areas *areas = run->figures->areas;
    const size_t counts[] = {areas->board_count, areas->council_count, areas->ccg_count,
                             areas->district_count};
    const bcf_scope_kind kinds[] = {BCF_SCOPE_BOARD, BCF_SCOPE_COUNCIL, BCF_SCOPE_CCG,
                                    BCF_SCOPE_DISTRICT};
    for (size_t kind = 0; kind < sizeof counts / sizeof counts[0]; kind++) {
        if (counts[kind] > 0) {
            show_area(run, (bcf_scope){kinds[kind], more / 4 % counts[kind]});
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bcf_arena *arena = bcf_arena_new();
    fuzz_case here = fuzz_case_of(arena, data, size);
    const bcf_tables *tables = fuzz_read_grids(arena, here.grids, false);
    const bcf_run *run = tables == NULL ? NULL
                                        : fuzz_make_run(arena, here.set->policy, tables,
                                                        here.assignments, here.assignment_count);
    if (run != NULL && run->allocation != NULL) {
        show(run, here.more);
    }
    bcf_arena_free(arena);
    return 0;
}

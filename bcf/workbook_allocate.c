/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

enum {
    COLUMN_COMPONENT,
    COLUMN_BOARD,
    COLUMN_COUNCIL,
    COLUMN_CCG,
    COLUMN_DISTRICT,
    COLUMN_AMOUNT,
    COLUMN_OURS,
    COLUMN_CHECK,
    COLUMN_COUNTS,
    COLUMN_STATE,
    COLUMN_STATUS,
    COLUMN_COUNT
};

#define HEAD_ROW 2
#define FIRST_ROW 3

/* Where the share of a grant stands: at the end of its route. */
static bool share_of(size_t *row, const bcf_workbook *of, const bcf_grant *grant)
{
    const bcf_ledger *ledger = of->run->allocation->ledger;
    const bcf_areas *areas = of->run->figures->areas;
    const size_t *rows = of->split_rows;
    switch (of->run->policy->components[grant->component].route) {
    case BCF_ROUTE_CCG:
        return bcf_workbook_share(row, of, ledger, rows, BCF_SPLIT_CCG, grant->component,
                                  grant->ccg, grant->council);
    case BCF_ROUTE_TRANSFER:
        return bcf_workbook_share(row, of, ledger, rows, BCF_SPLIT_TRANSFER, grant->component,
                                  grant->council, grant->ccg);
    case BCF_ROUTE_COUNCIL:
        return bcf_workbook_share(row, of, ledger, rows, BCF_SPLIT_COMPONENT, grant->component,
                                  BCF_SPLIT_NATIONAL, grant->council);
    case BCF_ROUTE_HOUSING_AUTHORITY: {
        const char *code = grant->district == BCF_NOWHERE ? areas->councils[grant->council].code
                                                          : areas->districts[grant->district].code;
        int housing = bcf_areas_housing(areas, code);
        return housing >= 0
               && bcf_workbook_share(row, of, ledger, rows, BCF_SPLIT_COMPONENT, grant->component,
                                     BCF_SPLIT_NATIONAL, (size_t)housing);
    }
    }
    BCF_UNREACHABLE("a component without a route");
}

/* Money that waits for a plan is due, withheld or pending by the board's decision. */
static void add_state(const bcf_workbook *of, bcf_book_sheet *sheet, size_t row,
                      const bcf_grant *grant)
{
    const char *item = of->run->policy->components[grant->component].decision;
    const char *state = bcf_grant_state_text(grant->state);
    if (item == NULL) {
        bcf_book_words(sheet, row, COLUMN_STATE, state, BCF_BOOK_PLAIN);
        return;
    }
    const char *cell = bcf_workbook_decision(of, grant->board, item);
    bcf_book_formula_words(
        sheet, row, COLUMN_STATE,
        bcf_arena_print(of->arena,
                        "=IF(OR(%s=\"yes\",%s=\"agreed\"),\"allocated\",IF(OR(%s="
                        "\"no\",%s=\"not-agreed\"),\"withheld\",\"pending\"))",
                        cell, cell, cell, cell),
        state, BCF_BOOK_PLAIN);
}

static void add_grant(const bcf_workbook *of, bcf_book_sheet *sheet, size_t row,
                      const bcf_grant *grant, bool is_whole_pool)
{
    const bcf_areas *areas = of->run->figures->areas;
    const bcf_component *component = &of->run->policy->components[grant->component];
    bcf_book_words(sheet, row, COLUMN_COMPONENT, component->id, BCF_BOOK_PLAIN);
    bcf_book_words(sheet, row, COLUMN_BOARD, areas->boards[grant->board].code, BCF_BOOK_TEXT);
    bcf_book_words(sheet, row, COLUMN_COUNCIL, areas->councils[grant->council].code, BCF_BOOK_TEXT);
    if (grant->ccg != BCF_NOWHERE) {
        bcf_book_words(sheet, row, COLUMN_CCG, areas->ccgs[grant->ccg].code, BCF_BOOK_TEXT);
    }
    if (grant->district != BCF_NOWHERE) {
        bcf_book_words(sheet, row, COLUMN_DISTRICT, areas->districts[grant->district].code,
                       BCF_BOOK_TEXT);
    }
    const char *ours = bcf_wording_plain(of->arena, grant->amount);
    size_t from = 0;
    bool has_share = share_of(&from, of, grant);
    BCF_ASSERT(has_share);
    bcf_book_formula(
        sheet, row, COLUMN_AMOUNT,
        bcf_arena_print(of->arena, "=%s", bcf_book_place(of->arena, SPLITS, from, SPLITS_SHARE)),
        ours, BCF_BOOK_POUNDS);
    bcf_book_figure(sheet, row, COLUMN_OURS, ours, BCF_BOOK_POUNDS);
    bcf_workbook_check(of, sheet, row, COLUMN_AMOUNT, COLUMN_OURS, COLUMN_CHECK);
    bool counts = is_whole_pool || component->route == BCF_ROUTE_CCG;
    bcf_book_figure(sheet, row, COLUMN_COUNTS, counts ? "1" : "0", BCF_BOOK_PLAIN);
    add_state(of, sheet, row, grant);
    bcf_book_words(sheet, row, COLUMN_STATUS, bcf_status_text(grant->status), BCF_BOOK_PLAIN);
}

void bcf_workbook_add_allocate(bcf_workbook *of)
{
    static const char *const headings[] = {"Component", "Board",    "Council",
                                           "CCG",       "District", "Amount £",
                                           "bcf £",     "Check",    "Counts for the payment",
                                           "State",     "Data",     NULL};
    const bcf_allocation *allocation = of->run->allocation;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, ALLOCATE);
    bcf_book_words(
        sheet, 0, 0,
        "Every end point of the fund, as in allocate.csv. The amount is the share at the "
        "end of its route on the sheet Splits: press F2 to see which. A row of nothing "
        "today is not here.",
        BCF_BOOK_NOTE);
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    bool is_whole_pool = bcf_settings_is(of->run->settings, "p4p-share-basis", "whole-pool");
    for (size_t i = 0; i < allocation->grant_count; i++) {
        add_grant(of, sheet, FIRST_ROW + i, &allocation->grants[i], is_whole_pool);
    }
    size_t last = FIRST_ROW + allocation->grant_count - 1;
    of->allocate_last_row = last;
    bcf_book_width(sheet, COLUMN_COMPONENT, COLUMN_COMPONENT, 20);
    bcf_book_width(sheet, COLUMN_BOARD, COLUMN_DISTRICT, 12);
    bcf_book_width(sheet, COLUMN_AMOUNT, COLUMN_OURS, 17);
    bcf_book_frame(sheet, FIRST_ROW, 2, last + 1, COLUMN_COUNT);
    bcf_workbook_count_checks(of, sheet, ALLOCATE, FIRST_ROW, last, COLUMN_CHECK);
}

/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include "held.h"
#include "report_board.h"
#include "report_fund.h"
#include "report_letter.h"
#include "report_plans.h"
#include "report_score.h"

/* With more boards than these a section is its statement alone: a page that holds everything about
 * ten thousand would be larger than a browser opens. England has 151. */
#define BOARDS_IN_FULL 1000

static bool has_districts(const bcf_html *of, size_t board)
{
    const bcf_areas *areas = of->run->figures->areas;
    for (size_t i = 0; i < areas->council_count; i++) {
        if (areas->councils[i].board == board && areas->councils[i].district_count > 0) {
            return true;
        }
    }
    return false;
}

/* What is planned for a district, beside its minimum. */
typedef struct schedule {
    bcf_money minimum;
    bcf_money planned;
    bcf_money top_up;
    bcf_money shortfall;
    size_t unplanned;
    bcf_status status;
} schedule;

/* What the money for housing authorities is called. */
static const char *grant_of(const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        if (policy->components[i].route == BCF_ROUTE_HOUSING_AUTHORITY) {
            return policy->components[i].title;
        }
    }
    return "Grants";
}

#define SCHEDULE_COLUMNS 7

static void add_district(bcf_page_table *table, const bcf_html *of, schedule *all,
                         const bcf_grant *grant, const bcf_district_plan *plan)
{
    bcf_scope district = {BCF_SCOPE_DISTRICT, grant->district};
    const bcf_areas *areas = of->run->figures->areas;
    bcf_money nothing = {0};
    bcf_money planned = plan == NULL ? nothing : plan->amount;
    bool is_short = plan != NULL && bcf_money_compare(planned, grant->amount) < 0;
    bool is_more = plan != NULL && bcf_money_compare(planned, grant->amount) > 0;
    bcf_money top_up = is_more ? bcf_money_subtract(planned, grant->amount) : nothing;
    bcf_money shortfall = is_short ? bcf_money_subtract(grant->amount, planned) : nothing;
    bcf_page_table_row(
        table, (const char *[SCHEDULE_COLUMNS]){
                   bcf_scope_code(areas, district), bcf_scope_name(areas, district),
                   bcf_html_pounds(of, grant->amount, grant->status),
                   plan == NULL ? "not planned yet" : bcf_html_pence(of, planned, BCF_STATUS_NONE),
                   plan == NULL ? "" : bcf_html_pence(of, top_up, grant->status),
                   plan == NULL ? "" : bcf_html_pence(of, shortfall, grant->status),
                   plan == NULL || plan->passed_down == 0
                       ? "no date yet"
                       : bcf_wording_date(of->arena, plan->passed_down)});
    all->minimum = bcf_money_add(all->minimum, grant->amount);
    all->planned = bcf_money_add(all->planned, planned);
    all->top_up = bcf_money_add(all->top_up, top_up);
    all->shortfall = bcf_money_add(all->shortfall, shortfall);
    all->unplanned += plan == NULL;
    all->status = bcf_status_worst(all->status, grant->status);
}

static void add_total(bcf_page_table *table, const bcf_html *of, const schedule *all)
{
    bool is_known = all->unplanned == 0; /* what nobody planned is no nothing */
    bcf_page_table_total(
        table, (const char *[SCHEDULE_COLUMNS]){
                   "", "All districts", bcf_html_pounds(of, all->minimum, all->status),
                   is_known ? bcf_html_pence(of, all->planned, BCF_STATUS_NONE) : "not all known",
                   is_known ? bcf_html_pence(of, all->top_up, all->status) : "",
                   is_known ? bcf_html_pence(of, all->shortfall, all->status) : "", ""});
}

void bcf_html_add_schedule(bcf_text *model, const bcf_html *of, const bcf_submissions *submissions,
                           size_t board)
{
    static const bcf_page_column columns[SCHEDULE_COLUMNS] = {
        {"Code", BCF_PAGE_LEFT},       {"District", BCF_PAGE_LEFT}, {"Minimum", BCF_PAGE_RIGHT},
        {"Planned", BCF_PAGE_RIGHT},   {"Top-up", BCF_PAGE_RIGHT},  {"Shortfall", BCF_PAGE_RIGHT},
        {"Passed down", BCF_PAGE_LEFT}};
    if (!has_districts(of, board)) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, SCHEDULE_COLUMNS);
    schedule all = {.status = BCF_STATUS_NONE};
    for (size_t i = 0; i < of->run->allocation->grant_count; i++) {
        const bcf_grant *grant = &of->run->allocation->grants[i];
        if (grant->board == board && grant->district != BCF_NOWHERE) {
            add_district(table, of, &all, grant,
                         bcf_submissions_district(submissions, BCF_AREA_DISTRICT, grant->district));
        }
    }
    if (all.minimum.pence == 0) {
        return;
    }
    add_total(table, of, &all);
    const bcf_board *one = &of->run->figures->areas->boards[board];
    bcf_markup_open(model, "schedule");
    bcf_markup_attribute(model, "name", one->name);
    bcf_markup_attribute(model, "code", one->code);
    bcf_markup_attribute(model, "grant", grant_of(of->run->policy));
    bcf_markup_body(model);
    bcf_page_add_paragraph(model,
                           "The county receives the grant in its pool and passes to each district "
                           "at least the minimum, in time to be spent within the year (¶15-16). "
                           "Partners may add to it; no district may be planned below it.",
                           0);
    bcf_page_add_table(model, table);
    if (all.unplanned > 0) {
        bcf_page_add_paragraph(
            model,
            bcf_arena_print(of->arena,
                            "Of %s the plan says nothing yet (table district_plans): what is "
                            "missing is not taken as nothing.",
                            bcf_wording_things(of->arena, all.unplanned, "district")),
            0);
    }
    bcf_report_add_status(model, of->run, all.status, BCF_RESTS_ON_ALLOCATION);
    bcf_markup_close(model, "schedule");
}

/* Every figure: contributors, payments, scores and findings one by one. */
static void add_details(bcf_text *model, const bcf_html *of, size_t board)
{
    bcf_scope scope = {BCF_SCOPE_BOARD, board};
    bcf_markup_open(model, "details");
    bcf_markup_body(model);
    bcf_report_add_letter(model, of->run, scope);
    if (of->run->release != NULL) {
        bcf_report_board(model, of->run, scope);
        bcf_report_add_scores(model, of->run, board);
    }
    if (of->run->assurance != NULL) {
        bcf_report_add_findings(model, of->run, board);
    }
    bcf_markup_close(model, "details");
}

void bcf_html_add_board(bcf_text *model, const bcf_html *of, const bcf_submissions *submissions,
                        size_t board)
{
    const bcf_board *one = &of->run->figures->areas->boards[board];
    bcf_markup_open(model, "whole-board");
    bcf_markup_attribute(model, "code", one->code);
    bcf_markup_attribute(model, "name", one->name);
    bcf_markup_body(model);
    bcf_html_add_statement(model, of, board);
    if (of->run->figures->areas->board_count <= BOARDS_IN_FULL) {
        add_details(model, of, board);
    } else {
        bcf_page_add_paragraph(
            model,
            "Every figure of this board: bcf allocate, score, release and assure "
            "with -a and its code.",
            0);
    }
    bcf_html_add_schedule(model, of, submissions, board);
    bcf_markup_close(model, "whole-board");
}

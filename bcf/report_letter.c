/* SPDX-License-Identifier: MIT */
#include "report_letter.h"

#include "people.h"
#include "report_contributors.h"
#include "report_fund.h"

/* What the page is about, and what its tables share. */
typedef struct letter {
    bcf_text *page;
    const bcf_run *run;
    bcf_arena *arena;
    bcf_scope scope;
    const bcf_people *people;
    const bcf_component_sum *sums;    /* of the scope */
    const bcf_component_sum *england; /* of everybody */
    size_t component_count;
    bool is_whole;
} letter;

/* NULL for a district: people are counted by council. */
static const bcf_ratio *people_of(const letter *of)
{
    switch (of->scope.kind) {
    case BCF_SCOPE_ALL:
        return of->people->all;
    case BCF_SCOPE_BOARD:
        return of->people->boards[of->scope.index];
    case BCF_SCOPE_COUNCIL:
        return of->people->councils[of->scope.index];
    case BCF_SCOPE_CCG:
        return of->people->ccgs[of->scope.index];
    case BCF_SCOPE_DISTRICT:
        return NULL;
    }
    BCF_UNREACHABLE("a letter to nobody");
}

static const char *state_text(const bcf_component_sum *sum)
{
    return sum->withheld.pence > 0 ? "withheld" : sum->pending.pence > 0 ? "pending" : "";
}

static void add_states(const letter *of)
{
    const bcf_component_sum *all = &of->sums[of->component_count];
    if (all->withheld.pence > 0) {
        bcf_page_add_paragraph(of->page, "withheld: no jointly agreed, signed-off plan (¶8).", 0);
    }
    if (all->pending.pence > 0) {
        bcf_page_add_paragraph(of->page, "pending: no decision on the plan yet (¶8).", 0);
    }
}

#define COMPONENT_COLUMNS 6

static void component_row(const char *cells[COMPONENT_COLUMNS], const letter *of, size_t i,
                          const char *title)
{
    const bcf_component_sum *sum = &of->sums[i];
    cells[0] = title;
    cells[1] =
        bcf_wording_marked(of->arena, bcf_wording_pounds(of->arena, sum->amount, of->is_whole),
                           sum->status, of->sums[of->component_count].status);
    cells[2] = bcf_wording_per_head(of->arena, sum->amount, people_of(of));
    cells[3] = bcf_wording_share(of->arena, sum->amount, of->england[i].amount);
    cells[4] = bcf_wording_pounds(of->arena, of->england[i].amount, of->is_whole);
    cells[5] = i < of->component_count ? state_text(sum) : "";
}

static void add_components(const letter *of)
{
    bool is_nation = bcf_report_is_nation(of->run);
    const bcf_page_column columns[COMPONENT_COLUMNS] = {
        {"Part of the fund", BCF_PAGE_LEFT},
        {"£", BCF_PAGE_RIGHT},
        {"£ a head", BCF_PAGE_RIGHT},
        {is_nation ? "of England's" : "Share", BCF_PAGE_RIGHT},
        {is_nation ? "England £" : "Dataset £", BCF_PAGE_RIGHT},
        {"State", BCF_PAGE_LEFT},
    };
    bool is_pool = of->scope.kind == BCF_SCOPE_BOARD && bcf_report_is_pooled(of->run->policy);
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, COMPONENT_COLUMNS);
    const char *cells[COMPONENT_COLUMNS];
    for (size_t i = 0; i < of->component_count; i++) {
        if (of->sums[i].amount.pence > 0) {
            component_row(cells, of, i, of->run->policy->components[i].title);
            bcf_page_table_row(table, cells);
        }
    }
    component_row(cells, of, of->component_count, is_pool ? "Minimum pool" : "All of it");
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(of->page, is_pool ? "The sum: the minimum to be pooled (¶22)"
                                           : "The sum: its part of the fund");
    bcf_page_add_table(of->page, table);
    add_states(of);
}

static void add_contributors(const letter *of)
{
    bool is_pooled = bcf_report_is_pooled(of->run->policy);
    bcf_page_add_heading(of->page, is_pooled ? "Minimum from each contributor" : "Paid to");
    bcf_contributed ccgs = bcf_report_contributors(of->page, of->run, of->scope, BCF_SCOPE_CCG);
    if (ccgs.total.pence > 0) {
        bcf_text_add_char(of->page, '\n');
    }
    bcf_contributed councils =
        bcf_report_contributors(of->page, of->run, of->scope, BCF_SCOPE_COUNCIL);
    bcf_money all = bcf_money_add(ccgs.total, councils.total);
    BCF_ASSERT(bcf_money_compare(all, of->sums[of->component_count].amount) == 0);
    if (ccgs.total.pence > 0 && councils.total.pence > 0) {
        bcf_status worst = bcf_status_worst(ccgs.status, councils.status);
        bcf_page_add_paragraph(
            of->page,
            bcf_arena_print(of->arena, "CCGs £%s%s + councils £%s%s = £%s%s.",
                            bcf_wording_pounds(of->arena, ccgs.total, of->is_whole),
                            bcf_wording_mark(ccgs.status),
                            bcf_wording_pounds(of->arena, councils.total, of->is_whole),
                            bcf_wording_mark(councils.status),
                            bcf_wording_pounds(of->arena, all, of->is_whole),
                            bcf_wording_mark(worst)),
            0);
    }
}

static void add_pools(const letter *of)
{
    bcf_page_add_heading(of->page, "Into whose pool: this CCG's minimum for each board");
    bcf_money all = bcf_report_contributors(of->page, of->run, of->scope, BCF_SCOPE_BOARD).total;
    BCF_ASSERT(bcf_money_compare(all, of->sums[of->component_count].amount) == 0);
}

/* One district's minimum, or the total of a county's. */
static void add_district_row(const letter *of, bcf_page_table *table, bcf_scope area,
                             const bcf_component_sum *sum, const bcf_component_sum *all)
{
    const bcf_areas *areas = of->run->figures->areas;
    const char *pounds = bcf_wording_pounds(of->arena, sum->amount, of->is_whole);
    const char *const cells[] = {bcf_scope_code(areas, area), bcf_scope_name(areas, area),
                                 bcf_wording_marked(of->arena, pounds, sum->status, all->status),
                                 bcf_wording_share(of->arena, sum->amount, all->amount)};
    if (area.kind == BCF_SCOPE_DISTRICT) {
        bcf_page_table_row(table, cells);
    } else {
        bcf_page_table_total(table, cells);
    }
}

static void add_district_rows(bcf_page_table *table, const letter *of, size_t council)
{
    const bcf_allocation *allocation = of->run->allocation;
    bcf_component_sum all = {.status = BCF_STATUS_NONE};
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (grant->district != BCF_NOWHERE && grant->council == council) {
            all.amount = bcf_money_add(all.amount, grant->amount);
            all.status = bcf_status_worst(all.status, grant->status);
        }
    }
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (grant->district != BCF_NOWHERE && grant->council == council) {
            bcf_component_sum one = {.amount = grant->amount, .status = grant->status};
            bcf_scope district = {BCF_SCOPE_DISTRICT, grant->district};
            add_district_row(of, table, district, &one, &all);
        }
    }
    add_district_row(of, table, (bcf_scope){BCF_SCOPE_COUNCIL, council}, &all, &all);
}

/* True if the policy has money for housing authorities, which a county gets for its districts. */
static bool has_housing_money(const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        if (policy->components[i].route == BCF_ROUTE_HOUSING_AUTHORITY) {
            return true;
        }
    }
    return false;
}

/* True if the council passes on a grant to its districts and is in the scope. */
static bool has_schedule(const letter *of, size_t council)
{
    const bcf_council *county = &of->run->figures->areas->councils[council];
    bool is_in = (of->scope.kind == BCF_SCOPE_BOARD && county->board == of->scope.index)
                 || (of->scope.kind == BCF_SCOPE_COUNCIL && council == of->scope.index);
    return is_in && county->district_count > 0 && has_housing_money(of->run->policy);
}

static void add_schedules(const letter *of)
{
    static const bcf_page_column columns[] = {
        {"Code", BCF_PAGE_LEFT},
        {"District", BCF_PAGE_LEFT},
        {"Minimum £", BCF_PAGE_RIGHT},
        {"Share", BCF_PAGE_RIGHT},
    };
    bool is_first = true;
    for (size_t i = 0; i < of->run->figures->areas->council_count; i++) {
        if (!has_schedule(of, i)) {
            continue;
        }
        if (is_first) {
            bcf_page_add_heading(of->page,
                                 "To be passed on to districts, in time to be spent (¶15-16)");
            is_first = false;
        }
        bcf_page_table *table = bcf_page_table_new(of->arena, columns, 4);
        add_district_rows(table, of, i);
        bcf_page_add_table(of->page, table);
    }
}

/* The area's part of an earmark by the shares of its component: for display alone. */
static const char *indicative(const letter *of, const bcf_earmark *earmark)
{
    int component = bcf_policy_find(of->run->policy, BCF_NAME_COMPONENT, earmark->component);
    BCF_ASSERT(component >= 0);
    const bcf_component_sum *part = &of->sums[component];
    const bcf_ratio *share =
        bcf_ratio_of(of->arena, part->amount.pence, of->england[component].amount.pence);
    bcf_money amount = bcf_ratio_of_money(earmark->amount, share, BCF_ROUND_HALF_AWAY);
    return bcf_arena_print(of->arena, "%s%s", bcf_wording_pounds(of->arena, amount, false),
                           bcf_wording_mark(part->status));
}

static void add_earmarks(const letter *of)
{
    static const bcf_page_column columns[] = {
        {"Earmark", BCF_PAGE_LEFT},
        {"Indicative £", BCF_PAGE_RIGHT},
        {"National £", BCF_PAGE_RIGHT},
        {"By the shares of", BCF_PAGE_LEFT},
    };
    const bcf_policy *policy = of->run->policy;
    if (policy->earmark_count == 0) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 4);
    for (size_t i = 0; i < policy->earmark_count; i++) {
        const bcf_earmark *earmark = &policy->earmarks[i];
        bcf_page_table_row(table,
                           (const char *[]){earmark->title, indicative(of, earmark),
                                            bcf_wording_pounds(of->arena, earmark->amount, false),
                                            bcf_report_component_title(policy, earmark)});
    }
    bcf_page_add_heading(of->page, "Earmarks: inside the sum above, not added to the pool");
    bcf_page_add_table(of->page, table);
    bcf_page_add_paragraph(of->page,
                           "The guidance names the national amounts only (¶9-10); an area's "
                           "part is indicative, by the shares of the component named.",
                           0);
}

static bool has_money(const letter *of)
{
    return of->sums[of->component_count].amount.pence > 0;
}

static void add_next(const letter *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    const char *code = bcf_wording_quoted(of->arena, bcf_scope_code(areas, of->scope));
    bool is_paid = of->scope.kind == BCF_SCOPE_BOARD || of->scope.kind == BCF_SCOPE_COUNCIL;
    bcf_next next[3];
    size_t count = 0;
    if (has_money(of)) {
        next[count++] =
            (bcf_next){bcf_arena_print(of->arena, "allocate -a %s -f csv --names", code),
                       "these rows, for a spreadsheet"};
    }
    if (has_money(of) && is_paid && of->run->policy->performance != NULL) {
        next[count++] = (bcf_next){bcf_arena_print(of->arena, "release -a %s", code),
                                   "what of it is paid for performance"};
    }
    next[count++] = (bcf_next){"allocate", bcf_report_is_nation(of->run) ? "the nation beside it"
                                                                         : "the dataset beside it"};
    bcf_report_add_next(of->page, of->run, next, count);
}

static const char *title_of(const letter *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    const char *what = of->scope.kind == BCF_SCOPE_BOARD ? "Health and Wellbeing Board"
                                                         : bcf_scope_kind_text(of->scope.kind);
    return bcf_arena_print(of->arena, "%s (%s, %s): its part of the fund",
                           bcf_scope_name(areas, of->scope), what,
                           bcf_scope_code(areas, of->scope));
}

static void add_tables(const letter *of)
{
    switch (of->scope.kind) {
    case BCF_SCOPE_ALL:
        break;
    case BCF_SCOPE_BOARD:
    case BCF_SCOPE_COUNCIL:
        add_contributors(of);
        add_schedules(of);
        add_earmarks(of);
        return;
    case BCF_SCOPE_CCG:
        add_pools(of);
        return;
    case BCF_SCOPE_DISTRICT:
        bcf_page_add_paragraph(of->page,
                               "Paid to the county, which passes it on from the pool (¶15-16).", 0);
        return;
    }
    BCF_UNREACHABLE("a letter to nobody");
}

static letter letter_of(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    return (letter){
        .page = page,
        .run = run,
        .arena = run->arena,
        .scope = scope,
        .people = bcf_run_people(run),
        .sums = bcf_report_components(run, scope),
        .england = bcf_report_components(run, (bcf_scope){BCF_SCOPE_ALL, 0}),
        .component_count = run->policy->component_count,
        .is_whole = bcf_report_is_whole(run->allocation),
    };
}

void bcf_report_add_letter(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    letter of = letter_of(page, run, scope);
    if (has_money(&of)) {
        add_components(&of);
        add_tables(&of);
    }
}

void bcf_report_letter(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    letter of = letter_of(page, run, scope);
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; i < of.component_count; i++) {
        if (of.sums[i].amount.pence > 0) {
            bcf_readings_add_component(readings, i);
        }
    }
    bcf_report_add_opening(page, run, title_of(&of));
    bcf_page_add_paragraph(page, run->policy->title, 0);
    if (has_money(&of)) {
        add_components(&of);
        add_tables(&of);
    } else {
        bcf_page_add_paragraph(page, "Nothing in the fund goes to or through this area.", 0);
    }
    bcf_report_add_status(page, run, of.sums[of.component_count].status, BCF_RESTS_ON_ALLOCATION);
    bcf_report_add_readings(page, readings);
    if (has_money(&of)) {
        bcf_report_add_notes(page, run);
    }
    add_next(&of);
}

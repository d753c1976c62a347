/* SPDX-License-Identifier: MIT */
#include "report_fund.h"

#include <string.h>

#include "people.h"

/* Columns of money that fit beside a board's name on one line. */
#define LANES_MAX 6

bool bcf_report_is_pooled(const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        bcf_route route = policy->components[i].route;
        if (route == BCF_ROUTE_CCG || route == BCF_ROUTE_TRANSFER) {
            return true;
        }
    }
    return false;
}

static void add_grant(bcf_component_sum *sum, const bcf_grant *grant)
{
    sum->amount = bcf_money_add(sum->amount, grant->amount);
    sum->status = bcf_status_worst(sum->status, grant->status);
    switch (grant->state) {
    case BCF_GRANT_ALLOCATED:
        return;
    case BCF_GRANT_WITHHELD:
        sum->withheld = bcf_money_add(sum->withheld, grant->amount);
        return;
    case BCF_GRANT_PENDING:
        sum->pending = bcf_money_add(sum->pending, grant->amount);
        return;
    }
    BCF_UNREACHABLE("a grant without a state");
}

const bcf_component_sum *bcf_report_components(const bcf_run *run, bcf_scope scope)
{
    size_t count = run->policy->component_count;
    bcf_component_sum *sums = BCF_NEW_ARRAY(run->arena, count + 1, bcf_component_sum);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        if (bcf_scope_has_grant(scope, grant)) {
            add_grant(&sums[grant->component], grant);
            add_grant(&sums[count], grant);
        }
    }
    return sums;
}

const char *bcf_report_contributor(const bcf_policy *policy, const bcf_component *component)
{
    switch (component->route) {
    case BCF_ROUTE_CCG:
    case BCF_ROUTE_TRANSFER:
        return "CCGs (NHS)";
    case BCF_ROUTE_COUNCIL: {
        bool is_transferred = !component->is_capital && !bcf_report_is_pooled(policy); /* ¶21 */
        return is_transferred ? "NHS England" : "councils";
    }
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return "councils";
    }
    BCF_UNREACHABLE("a component without a route");
}

static const char *nature(bcf_arena *arena, const bcf_component *component)
{
    const char *kind = component->is_capital ? "capital" : "revenue";
    switch (component->origin) {
    case BCF_ORIGIN_EXISTING:
        return bcf_arena_print(arena, "%s, existing", kind);
    case BCF_ORIGIN_NEW:
        return bcf_arena_print(arena, "%s, new", kind);
    case BCF_ORIGIN_NOT_STATED:
        return kind;
    }
    BCF_UNREACHABLE("money without an origin");
}

static const char *data_text(bcf_status status)
{
    return status == BCF_STATUS_ILLUSTRATIVE ? "illustrative*" : bcf_status_text(status);
}

#define COMPONENT_COLUMNS 8

static void component_row(const char *cells[COMPONENT_COLUMNS], const bcf_run *run,
                          const bcf_component_sum *sum, const bcf_component_sum *all)
{
    bcf_arena *arena = run->arena;
    bool is_whole = bcf_report_is_whole(run->allocation);
    cells[1] = bcf_wording_pounds(arena, sum->amount, is_whole);
    cells[2] = bcf_wording_share(arena, sum->amount, run->allocation->total);
    const char *withheld = bcf_wording_some_pounds(arena, sum->withheld, all->withheld, is_whole);
    const char *pending = bcf_wording_some_pounds(arena, sum->pending, all->pending, is_whole);
    cells[3] = bcf_wording_marked(arena, withheld, sum->status, all->status);
    cells[4] = bcf_wording_marked(arena, pending, sum->status, all->status);
    cells[7] = data_text(sum->status);
}

static void add_component_rows(bcf_page_table *table, const bcf_run *run,
                               const bcf_component_sum sums[])
{
    size_t count = run->policy->component_count;
    const char *cells[COMPONENT_COLUMNS];
    for (size_t i = 0; i < count; i++) {
        const bcf_component *component = &run->policy->components[i];
        component_row(cells, run, &sums[i], &sums[count]);
        cells[0] = component->title;
        cells[5] = bcf_report_contributor(run->policy, component);
        cells[6] = nature(run->arena, component);
        bcf_page_table_row(table, cells);
    }
    component_row(cells, run, &sums[count], &sums[count]);
    cells[0] = "The fund";
    cells[5] = "";
    cells[6] = "";
    bcf_page_table_total(table, cells);
}

static void add_headline(bcf_text *page, const bcf_run *run)
{
    bcf_money total = run->allocation->total;
    const char *parts = bcf_wording_pounds(run->arena, total, false);
    const char *words =
        bcf_money_compare(total, run->policy->headline) == 0
            ? bcf_arena_print(run->arena, "Announced as %s; the parts add up to £%s.",
                              run->policy->headline_text, parts)
            : bcf_arena_print(run->arena,
                              "Announced as %s, which is rounded; the parts add up to £%s, and "
                              "that is what is shared out.",
                              run->policy->headline_text, parts);
    bcf_page_add_paragraph(page, words, 0);
}

/* "Existing money £1,884,000,000; new money £1,900,000,000."; nothing where it is not stated. */
static void add_origin(bcf_text *page, const bcf_run *run)
{
    bcf_money existing = {0};
    bcf_money is_new = {0};
    for (size_t i = 0; i < run->policy->component_count; i++) {
        const bcf_component *component = &run->policy->components[i];
        if (component->origin == BCF_ORIGIN_NOT_STATED) {
            return; /* half of the answer would mislead */
        }
        bcf_money *of = component->origin == BCF_ORIGIN_NEW ? &is_new : &existing;
        *of = bcf_money_add(*of, component->amount);
    }
    bool is_whole = existing.pence % 100 == 0 && is_new.pence % 100 == 0;
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena, "Existing money £%s; new money £%s.",
                                           bcf_wording_pounds(run->arena, existing, is_whole),
                                           bcf_wording_pounds(run->arena, is_new, is_whole)),
                           0);
}

void bcf_report_add_components(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[COMPONENT_COLUMNS] = {
        {"Part of the fund", BCF_PAGE_LEFT},
        {"£", BCF_PAGE_RIGHT},
        {"Share", BCF_PAGE_RIGHT},
        {"withheld £", BCF_PAGE_RIGHT},
        {"pending £", BCF_PAGE_RIGHT},
        {"Put in by", BCF_PAGE_LEFT},
        {"Money", BCF_PAGE_LEFT},
        {"Data", BCF_PAGE_LEFT},
    };
    add_headline(page, run);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, COMPONENT_COLUMNS);
    add_component_rows(table, run, bcf_report_components(run, (bcf_scope){BCF_SCOPE_ALL, 0}));
    bcf_page_add_heading(page, "What the fund is made of");
    bcf_page_add_table(page, table);
    add_origin(page, run);
}

const char *bcf_report_component_title(const bcf_policy *policy, const bcf_earmark *earmark)
{
    int component = bcf_policy_find(policy, BCF_NAME_COMPONENT, earmark->component);
    BCF_ASSERT(component >= 0);
    return policy->components[component].title;
}

void bcf_report_add_earmarks(bcf_text *page, const bcf_run *run)
{
    static const bcf_page_column columns[] = {
        {"Earmark", BCF_PAGE_LEFT}, {"£", BCF_PAGE_RIGHT}, {"Inside", BCF_PAGE_LEFT}};
    if (run->policy->earmark_count == 0) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 3);
    for (size_t i = 0; i < run->policy->earmark_count; i++) {
        const bcf_earmark *earmark = &run->policy->earmarks[i];
        bcf_page_table_row(table, (const char *[]){
                                      earmark->title,
                                      bcf_wording_pounds(run->arena, earmark->amount, false),
                                      bcf_report_component_title(run->policy, earmark),
                                  });
    }
    bcf_page_add_heading(page, "Earmarks: inside the fund, not on top of it");
    bcf_page_add_table(page, table);
}

/* Components that share a column of the boards' table: each its own where they are few, else by
 * the way the money takes. */
typedef struct lanes {
    size_t count;
    const size_t *of; /* the lane of each component */
    const char *headings[LANES_MAX];
    bcf_status status[LANES_MAX];
} lanes;

static const char *way(const bcf_component *component)
{
    switch (component->route) {
    case BCF_ROUTE_CCG:
        return "From CCGs";
    case BCF_ROUTE_TRANSFER:
        return "Transfer";
    case BCF_ROUTE_COUNCIL:
        return component->is_capital ? "Capital" : "Councils";
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return strcmp(component->id, "dfg") == 0 ? "DFG" : "Housing";
    }
    BCF_UNREACHABLE("a component without a route");
}

static size_t lane_of(lanes *made, const char *heading)
{
    for (size_t i = 0; i < made->count; i++) {
        if (made->headings[i] == heading) {
            return i; /* headings are one and the same text, not equal ones */
        }
    }
    BCF_ASSERT(made->count < LANES_MAX);
    made->headings[made->count] = heading;
    return made->count++;
}

static lanes lay_lanes(const bcf_run *run, const bcf_component_sum sums[])
{
    size_t count = run->policy->component_count;
    size_t *of = BCF_NEW_ARRAY(run->arena, count, size_t);
    lanes made = {.of = of};
    bool is_few = count <= 3;
    for (size_t i = 0; i < count; i++) {
        const bcf_component *component = &run->policy->components[i];
        of[i] = lane_of(&made, is_few ? bcf_report_short(component) : way(component));
        made.status[of[i]] = bcf_status_worst(made.status[of[i]], sums[i].status);
    }
    return made;
}

/* What one board gets. */
typedef struct pool {
    bcf_money lanes[LANES_MAX];
    bcf_component_sum all;
} pool;

static void add_to_pool(pool *sum, const lanes *split, const bcf_grant *grant)
{
    bcf_money *lane = &sum->lanes[split->of[grant->component]];
    *lane = bcf_money_add(*lane, grant->amount);
    add_grant(&sum->all, grant);
}

static const pool *pools_of(const bcf_run *run, const lanes *split, pool *england)
{
    pool *pools = BCF_NEW_ARRAY(run->arena, run->figures->areas->board_count, pool);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        add_to_pool(&pools[grant->board], split, grant);
        add_to_pool(england, split, grant);
    }
    BCF_ASSERT(bcf_money_compare(england->all.amount, run->allocation->total) == 0);
    return pools;
}

#define BOARD_COLUMNS (LANES_MAX + 7)

static bcf_page_table *new_board_table(const bcf_run *run, const lanes *split)
{
    bcf_page_column columns[BOARD_COLUMNS];
    size_t count = 0;
    columns[count++] = (bcf_page_column){"Code", BCF_PAGE_LEFT};
    columns[count++] = (bcf_page_column){"Board", BCF_PAGE_LEFT};
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < LANES_MAX; i++) {
        bool is_used = i < split->count;
        const char *heading = is_used ? bcf_arena_print(run->arena, "%s £%s", split->headings[i],
                                                        bcf_wording_mark(split->status[i]))
                                      : "";
        columns[count++] = (bcf_page_column){heading, BCF_PAGE_RIGHT};
        worst = bcf_status_worst(worst, split->status[i]);
    }
    static const char *const sums[] = {"Total £", "withheld £", "pending £", "a head £"};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        const char *heading = bcf_arena_print(run->arena, "%s%s", sums[i], bcf_wording_mark(worst));
        columns[count++] = (bcf_page_column){heading, BCF_PAGE_RIGHT};
    }
    columns[count++] = (bcf_page_column){"Share", BCF_PAGE_RIGHT};
    BCF_ASSERT(count == BOARD_COLUMNS);
    return bcf_page_table_new(run->arena, columns, count);
}

static void fill_row(const char *cells[BOARD_COLUMNS], const bcf_run *run, const pool *sum,
                     const bcf_ratio *people, const pool *england, bool is_whole)
{
    bcf_arena *arena = run->arena;
    for (size_t i = 0; i < LANES_MAX; i++) {
        cells[2 + i] = bcf_wording_some_pounds(arena, sum->lanes[i], england->lanes[i], is_whole);
    }
    const bcf_component_sum *all = &sum->all;
    cells[LANES_MAX + 2] = bcf_wording_pounds(arena, all->amount, is_whole);
    cells[LANES_MAX + 3] =
        bcf_wording_some_pounds(arena, all->withheld, england->all.withheld, is_whole);
    cells[LANES_MAX + 4] =
        bcf_wording_some_pounds(arena, all->pending, england->all.pending, is_whole);
    cells[LANES_MAX + 5] = bcf_wording_per_head(arena, all->amount, people);
    cells[LANES_MAX + 6] = bcf_wording_share(arena, all->amount, run->allocation->total);
}

void bcf_report_add_pools(bcf_text *page, const bcf_run *run)
{
    const bcf_component_sum *sums = bcf_report_components(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    const bcf_areas *areas = run->figures->areas;
    const bcf_people *people = bcf_run_people(run);
    bool is_whole = bcf_report_is_whole(run->allocation);
    lanes split = lay_lanes(run, sums);
    pool england = {.all = {.status = BCF_STATUS_NONE}};
    const pool *pools = pools_of(run, &split, &england);
    bcf_page_table *table = new_board_table(run, &split);
    const char *cells[BOARD_COLUMNS];
    for (size_t board = 0; board < areas->board_count; board++) {
        cells[0] = areas->boards[board].code;
        cells[1] = areas->boards[board].name;
        fill_row(cells, run, &pools[board], people->boards[board], &england, is_whole);
        bcf_page_table_row(table, cells);
    }
    cells[0] = "";
    cells[1] = bcf_arena_print(run->arena, "%s: %s boards", bcf_report_everybody(run),
                               bcf_wording_count(run->arena, areas->board_count));
    fill_row(cells, run, &england, people->all, &england, is_whole);
    bcf_page_table_total(table, cells);
    bool is_pooled = bcf_report_is_pooled(run->policy);
    bcf_page_add_heading(page, is_pooled ? "Each board's minimum pool" : "What each board gets");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena,
                                           "%s\"a head\": people registered with a CCG who live "
                                           "there. Shares and pounds a head are rounded for "
                                           "display, half away from zero.",
                                           is_pooled ? "Minimum, not maximum: partners may add "
                                                       "(¶22). "
                                                     : ""),
                           0);
}

static void add_next(bcf_text *page, const bcf_run *run)
{
    const char *example = bcf_wording_quoted(run->arena, run->figures->areas->boards[0].code);
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "allocate -a %s", example), "one board's letter, as a sum"},
        {"allocate -f csv -o allocate.csv", "every end point, for a spreadsheet"},
        {"release", "what of it is paid for performance"},
    };
    bcf_report_add_next(page, run, next, run->policy->performance != NULL ? 3 : 2);
}

void bcf_report_fund(bcf_text *page, const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; i < run->policy->component_count; i++) {
        bcf_readings_add_component(readings, i);
    }
    const bcf_component_sum *sums = bcf_report_components(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: allocations", run->policy->title));
    bcf_report_add_components(page, run);
    bcf_report_add_earmarks(page, run);
    bcf_report_add_pools(page, run);
    bcf_report_add_status(page, run, sums[run->policy->component_count].status,
                          BCF_RESTS_ON_ALLOCATION);
    bcf_report_add_readings(page, readings);
    bcf_report_add_notes(page, run);
    add_next(page, run);
}

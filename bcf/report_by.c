/* SPDX-License-Identifier: MIT */
#include "report_by.h"

#include "people.h"
#include "report_fund.h"

/* A code and a name each, then: amount, mark, state, share, a head. */
#define LAST_COLUMNS 5
#define COLUMNS_MAX (2 * BCF_BY_MAX + LAST_COLUMNS)

/* A list's place in a group, or BCF_NOWHERE. */
static size_t place_in(const bcf_by *by, const bcf_group *group, bcf_by_column column)
{
    for (size_t i = 0; i < by->count; i++) {
        if (by->columns[i] == column && group->keys[i].place > 0) {
            return group->keys[i].place - 1;
        }
    }
    return BCF_NOWHERE;
}

/* A group's text in a column; NULL where the column was not asked for. */
static const char *text_in(const bcf_by *by, const bcf_group *group, bcf_by_column column)
{
    for (size_t i = 0; i < by->count; i++) {
        if (by->columns[i] == column) {
            return group->keys[i].text;
        }
    }
    return NULL;
}

/* The people that a row is about, of the scope and of the group; NULL for districts, of which
 * residents do not tell. */
static const bcf_ratio *people_of(const bcf_run *run, const bcf_people *people, bcf_scope scope,
                                  const bcf_by *by, const bcf_group *group)
{
    bcf_people_where where = {
        .ccg = place_in(by, group, BCF_BY_CCG),
        .council = place_in(by, group, BCF_BY_COUNCIL),
        .board = place_in(by, group, BCF_BY_HWB),
        .region = text_in(by, group, BCF_BY_REGION),
        .kind = text_in(by, group, BCF_BY_KIND),
    };
    switch (scope.kind) {
    case BCF_SCOPE_ALL:
        break;
    case BCF_SCOPE_BOARD:
        where.board = scope.index;
        break;
    case BCF_SCOPE_COUNCIL:
        where.council = scope.index;
        break;
    case BCF_SCOPE_CCG:
        where.ccg = scope.index;
        break;
    case BCF_SCOPE_DISTRICT:
        return NULL;
    }
    bool is_district = place_in(by, group, BCF_BY_DISTRICT) != BCF_NOWHERE;
    return is_district ? NULL : bcf_people_in(run->arena, people, where);
}

static const char *heading_of(bcf_by_column column)
{
    switch (column) {
    case BCF_BY_COMPONENT:
        return "Component";
    case BCF_BY_HWB:
        return "Board";
    case BCF_BY_COUNCIL:
        return "Council";
    case BCF_BY_CCG:
        return "CCG";
    case BCF_BY_DISTRICT:
        return "District";
    case BCF_BY_REGION:
        return "Region";
    case BCF_BY_KIND:
        return "Council type";
    }
    BCF_UNREACHABLE("a column that nobody groups by");
}

static size_t add_columns(bcf_page_column columns[], const bcf_run *run, const bcf_by *by)
{
    size_t count = 0;
    for (size_t i = 0; i < by->count; i++) {
        columns[count++] = (bcf_page_column){heading_of(by->columns[i]), BCF_PAGE_LEFT};
        columns[count++] = (bcf_page_column){"", BCF_PAGE_LEFT};
    }
    columns[count++] = (bcf_page_column){"£", BCF_PAGE_RIGHT};
    columns[count++] = (bcf_page_column){"", BCF_PAGE_LEFT};
    columns[count++] = (bcf_page_column){"State", BCF_PAGE_LEFT};
    columns[count++] =
        (bcf_page_column){bcf_report_is_nation(run) ? "Share of England" : "Share", BCF_PAGE_RIGHT};
    columns[count++] = (bcf_page_column){"£ a head", BCF_PAGE_RIGHT};
    return count;
}

/* The name of a row in a column; a blank would leave the reader to guess what is not there. */
static const char *name_in(const bcf_by *by, const bcf_group *group, size_t i)
{
    if (*group->keys[i].text != '\0') {
        return group->keys[i].name;
    }
    return by->columns[i] == BCF_BY_CCG ? "(through no CCG)" : "(to no district)";
}

static void add_group(bcf_page_table *table, const bcf_run *run, const bcf_ratio *people,
                      const bcf_by *by, const bcf_group *group, bool is_whole)
{
    const char *cells[COLUMNS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < by->count; i++) {
        bool has_title = by->columns[i] == BCF_BY_COMPONENT;
        cells[count++] = has_title ? group->keys[i].name : group->keys[i].text;
        cells[count++] = has_title ? "" : name_in(by, group, i);
    }
    cells[count++] = bcf_wording_pounds(run->arena, group->amount, is_whole);
    cells[count++] = bcf_wording_mark(group->status);
    cells[count++] = group->state == BCF_GRANT_ALLOCATED ? "" : bcf_grant_state_text(group->state);
    cells[count++] = bcf_wording_share(run->arena, group->amount, run->allocation->total);
    cells[count++] = bcf_wording_per_head(run->arena, group->amount, people);
    bcf_page_table_row(table, cells);
}

/* The sum of the rows, or of everybody's. */
static void add_total(bcf_page_table *table, const bcf_run *run, const bcf_by *by, bcf_scope scope,
                      const bcf_component_sum *sum, const bcf_ratio *people)
{
    const bcf_areas *areas = run->figures->areas;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    bool is_whole = bcf_report_is_whole(run->allocation);
    const char *cells[COLUMNS_MAX];
    size_t count = 0;
    for (; count < 2 * by->count; count++) {
        cells[count] = "";
    }
    cells[0] = is_all ? bcf_report_everybody(run) : bcf_scope_code(areas, scope);
    cells[1] = is_all ? "" : bcf_scope_name(areas, scope);
    cells[count++] = bcf_wording_pounds(run->arena, sum->amount, is_whole);
    cells[count++] = bcf_wording_mark(sum->status);
    cells[count++] = "";
    cells[count++] = bcf_wording_share(run->arena, sum->amount, run->allocation->total);
    cells[count++] = bcf_wording_per_head(run->arena, sum->amount, people);
    bcf_page_table_total(table, cells);
}

/* A column within a sentence. */
static const char *word_of(bcf_by_column column)
{
    return column == BCF_BY_HWB    ? "board"
           : column == BCF_BY_CCG  ? "CCG"
           : column == BCF_BY_KIND ? "council type"
                                   : bcf_by_text(column);
}

static const char *title_of(const bcf_run *run, bcf_scope scope, const bcf_by *by)
{
    const char *list = "";
    for (size_t i = 0; i < by->count; i++) {
        list = bcf_arena_print(run->arena, "%s%s%s", list,
                               i == 0               ? ""
                               : i + 1 == by->count ? " and "
                                                    : ", ",
                               word_of(by->columns[i]));
    }
    const char *of = scope.kind == BCF_SCOPE_ALL ? run->policy->title
                                                 : bcf_scope_name(run->figures->areas, scope);
    return bcf_arena_print(run->arena, "%s: allocations by %s", of, list);
}

/* The command that the page answers, without --by and with its area. */
static void add_next(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const char *code = bcf_wording_quoted(run->arena, bcf_scope_code(run->figures->areas, scope));
    const char *area =
        scope.kind == BCF_SCOPE_ALL ? "" : bcf_arena_print(run->arena, " -a %s", code);
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "allocate%s -f csv -o allocate.csv", area), "every end point"},
    };
    bcf_report_add_next(page, run, next, 1);
}

/* The rows; readings are joined to what they hang on. */
static void add_groups(bcf_page_table *table, const bcf_run *run, bcf_scope scope, const bcf_by *by,
                       const bcf_groups *groups, bcf_readings *readings)
{
    const bcf_people *people = bcf_run_people(run);
    bool is_whole = bcf_report_is_whole(run->allocation);
    for (size_t i = 0; i < groups->count; i++) {
        const bcf_group *group = &groups->items[i];
        add_group(table, run, people_of(run, people, scope, by, group), by, group, is_whole);
        bcf_readings_join(readings, group->readings);
    }
    static const bcf_by no_columns = {.count = 0};
    bcf_scope everybody = {BCF_SCOPE_ALL, 0};
    size_t last = run->policy->component_count;
    if (scope.kind != BCF_SCOPE_ALL) {
        add_total(table, run, by, scope, &bcf_report_components(run, scope)[last],
                  people_of(run, people, scope, &no_columns, NULL));
    }
    add_total(table, run, by, everybody, &bcf_report_components(run, everybody)[last], people->all);
}

void bcf_report_by(bcf_text *page, const bcf_run *run, bcf_scope scope, const bcf_by *by,
                   const bcf_groups *groups)
{
    bcf_page_column columns[COLUMNS_MAX];
    size_t count = add_columns(columns, run, by);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, count);
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    bcf_report_add_opening(page, run, title_of(run, scope, by));
    if (groups->count == 0) {
        bcf_page_add_paragraph(page, "Nothing in the fund goes to or through this area.", 0);
        bcf_report_add_next(page, run, (const bcf_next[]){{"allocate", "the whole fund"}}, 1);
        return;
    }
    add_groups(table, run, scope, by, groups, readings);
    bcf_text_add_char(page, '\n');
    bcf_page_add_table(page, table);
    bcf_scope everybody = {BCF_SCOPE_ALL, 0}; /* whose total is on the page, too */
    bcf_report_add_status(
        page, run, bcf_report_components(run, everybody)[run->policy->component_count].status,
        BCF_RESTS_ON_ALLOCATION);
    bcf_report_add_readings(page, readings);
    bcf_report_add_notes(page, run);
    add_next(page, run, scope);
}

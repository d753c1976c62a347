/* SPDX-License-Identifier: MIT */
#include "report_by.h"

#include "people.h"

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

/* The people that a row is about, NULL where residents do not say. */
static const bcf_ratio *people_of(const bcf_run *run, const bcf_people *people, const bcf_by *by,
                                  const bcf_group *group)
{
    size_t board = place_in(by, group, BCF_BY_HWB);
    size_t council = place_in(by, group, BCF_BY_COUNCIL);
    size_t ccg = place_in(by, group, BCF_BY_CCG);
    if (place_in(by, group, BCF_BY_DISTRICT) != BCF_NOWHERE) {
        return NULL;
    }
    if (ccg != BCF_NOWHERE) {
        bool is_all = council == BCF_NOWHERE && board == BCF_NOWHERE;
        return is_all ? people->ccgs[ccg]
                      : bcf_people_of_ccg_in(run->arena, people, ccg, council, board);
    }
    if (council != BCF_NOWHERE) {
        return people->councils[council];
    }
    return board != BCF_NOWHERE ? people->boards[board] : NULL;
}

static size_t add_columns(bcf_page_column columns[], const bcf_by *by)
{
    size_t count = 0;
    for (size_t i = 0; i < by->count; i++) {
        columns[count++] = (bcf_page_column){bcf_by_text(by->columns[i]), BCF_PAGE_LEFT};
        columns[count++] = (bcf_page_column){"", BCF_PAGE_LEFT};
    }
    columns[count++] = (bcf_page_column){"£", BCF_PAGE_RIGHT};
    columns[count++] = (bcf_page_column){"", BCF_PAGE_LEFT};
    columns[count++] = (bcf_page_column){"State", BCF_PAGE_LEFT};
    columns[count++] = (bcf_page_column){"of England's", BCF_PAGE_RIGHT};
    columns[count++] = (bcf_page_column){"£ a head", BCF_PAGE_RIGHT};
    return count;
}

/* What a row's share is a share of: its component where there is one, else the fund. */
static bcf_money whole_of(const bcf_run *run, const bcf_by *by, const bcf_group *group)
{
    size_t component = place_in(by, group, BCF_BY_COMPONENT);
    return component == BCF_NOWHERE ? run->allocation->total
                                    : run->policy->components[component].amount;
}

static void add_group(bcf_page_table *table, const bcf_run *run, const bcf_people *people,
                      const bcf_by *by, const bcf_group *group, bool is_whole)
{
    const char *cells[COLUMNS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < by->count; i++) {
        cells[count++] = group->keys[i].text;
        cells[count++] = group->keys[i].name;
    }
    cells[count++] = bcf_report_pounds(run->arena, group->amount, is_whole);
    cells[count++] = bcf_report_mark(group->status);
    cells[count++] = group->state == BCF_GRANT_ALLOCATED ? "" : bcf_grant_state_text(group->state);
    cells[count++] = bcf_report_share(run->arena, group->amount, whole_of(run, by, group));
    cells[count++] =
        bcf_report_per_head(run->arena, group->amount, people_of(run, people, by, group));
    bcf_page_table_row(table, cells);
}

static void add_total(bcf_page_table *table, const bcf_run *run, const bcf_by *by, const char *code,
                      const char *name, bcf_money total, bool is_whole)
{
    const char *cells[COLUMNS_MAX];
    size_t count = 0;
    for (; count < 2 * by->count; count++) {
        cells[count] = count == 0 ? code : count == 1 ? name : "";
    }
    cells[count++] = bcf_report_pounds(run->arena, total, is_whole);
    cells[count++] = "";
    cells[count++] = "";
    cells[count++] = bcf_report_share(run->arena, total, run->allocation->total);
    cells[count++] = "";
    bcf_page_table_total(table, cells);
}

static const char *title_of(const bcf_run *run, bcf_scope scope, const bcf_by *by)
{
    const char *list = "";
    for (size_t i = 0; i < by->count; i++) {
        list = bcf_arena_print(run->arena, "%s%s%s", list,
                               i == 0               ? ""
                               : i + 1 == by->count ? " and "
                                                    : ", ",
                               bcf_by_text(by->columns[i]));
    }
    const char *of = scope.kind == BCF_SCOPE_ALL ? run->policy->title
                                                 : bcf_scope_name(run->figures->areas, scope);
    return bcf_arena_print(run->arena, "%s: allocations by %s", of, list);
}

void bcf_report_by(bcf_text *page, const bcf_run *run, bcf_scope scope, const bcf_by *by,
                   const bcf_groups *groups)
{
    bcf_page_column columns[COLUMNS_MAX];
    size_t count = add_columns(columns, by);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, count);
    const bcf_people *people = bcf_people_count(run->arena, run->figures);
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    bool is_whole = bcf_report_is_whole(run->allocation);
    bcf_money total = {0};
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < groups->count; i++) {
        const bcf_group *group = &groups->items[i];
        add_group(table, run, people, by, group, is_whole);
        total = bcf_money_add(total, group->amount);
        worst = bcf_status_worst(worst, group->status);
        bcf_readings_join(readings, group->readings);
    }
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    if (!is_all) {
        add_total(table, run, by, bcf_scope_code(run->figures->areas, scope),
                  bcf_scope_name(run->figures->areas, scope), total, is_whole);
    }
    add_total(table, run, by, "England", "", run->allocation->total, is_whole);
    bcf_report_add_opening(page, run, title_of(run, scope, by));
    bcf_text_add_char(page, '\n');
    bcf_page_add_table(page, table);
    bcf_report_add_status(page, run, worst);
    bcf_report_add_readings(page, readings);
    bcf_report_add_notes(page, run);
    const bcf_next next[] = {{"allocate -f csv -o allocate.csv", "every end point"}};
    bcf_report_add_next(page, run, next, 1);
}

/* SPDX-License-Identifier: MIT */
#include "report_contributors.h"

#include <string.h>

#include "sort.h"

/* Lines past these many, or below a hundredth of the table's money, are folded. */
#define SHOWN_MAX 12

/* One contributor, or one pool that a CCG contributes to. */
typedef struct line {
    const char *code;
    const char *name;
    bcf_money *parts;     /* by component */
    bcf_status *statuses; /* the worst of each */
    bcf_money total;
    bcf_status status; /* the worst of all */
} line;

/* What the lines are about. */
typedef struct listing {
    const bcf_run *run;
    bcf_arena *arena;
    bcf_scope scope;
    bcf_scope_kind kind;
    size_t component_count;
    bool is_whole;
} listing;

/* Whose line a grant is counted in; BCF_NOWHERE: in none of this table. */
static size_t owner(const listing *of, const bcf_grant *grant)
{
    switch (of->kind) {
    case BCF_SCOPE_CCG:
        return grant->ccg;
    case BCF_SCOPE_COUNCIL:
        return grant->ccg == BCF_NOWHERE ? grant->council : BCF_NOWHERE;
    case BCF_SCOPE_BOARD:
        return grant->board;
    case BCF_SCOPE_ALL:
    case BCF_SCOPE_DISTRICT:
        break;
    }
    BCF_UNREACHABLE("a contributor that is neither CCG, council nor board");
}

static size_t owner_count(const listing *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    size_t most = areas->ccg_count > areas->council_count ? areas->ccg_count : areas->council_count;
    return most > areas->board_count ? most : areas->board_count;
}

static void add_to_line(line *to, size_t component, bcf_money amount, bcf_status status)
{
    to->parts[component] = bcf_money_add(to->parts[component], amount);
    to->total = bcf_money_add(to->total, amount);
    to->statuses[component] = bcf_status_worst(to->statuses[component], status);
    to->status = bcf_status_worst(to->status, status);
}

/* Largest first, so that the small ones come last; equals by code. */
static int compare_lines(const void *a, const void *b)
{
    const line *one = a;
    const line *other = b;
    int order = bcf_money_compare(other->total, one->total);
    return order != 0 ? order : strcmp(one->code, other->code);
}

static line new_line(const listing *of, size_t index)
{
    const bcf_areas *areas = of->run->figures->areas;
    bcf_scope area = {of->kind, index};
    return (line){
        .code = bcf_scope_code(areas, area),
        .name = bcf_scope_name(areas, area),
        .parts = BCF_NEW_ARRAY(of->arena, of->component_count, bcf_money),
        .statuses = BCF_NEW_ARRAY(of->arena, of->component_count, bcf_status),
    };
}

/* The lines of those who own any grant in the scope. */
static line *lines_of(const listing *of, size_t *count)
{
    size_t *place = BCF_NEW_ARRAY(of->arena, owner_count(of), size_t); /* 1 + each area's line */
    line *lines = BCF_NEW(of->arena, line);                            /* a place, also for none */
    const bcf_allocation *allocation = of->run->allocation;
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        size_t index = owner(of, grant);
        if (!bcf_scope_has_grant(of->scope, grant) || index == BCF_NOWHERE) {
            continue;
        }
        if (place[index] == 0) {
            BCF_MAKE_ROOM(of->arena, lines, *count);
            lines[*count] = new_line(of, index);
            place[index] = ++*count;
        }
        add_to_line(&lines[place[index] - 1], grant->component, grant->amount, grant->status);
    }
    bcf_sort(lines, *count, sizeof *lines, compare_lines);
    return lines;
}

static line total_of(const listing *of, const line lines[], size_t first, size_t count)
{
    line sum = {.code = "", .name = ""};
    sum.parts = BCF_NEW_ARRAY(of->arena, of->component_count, bcf_money);
    sum.statuses = BCF_NEW_ARRAY(of->arena, of->component_count, bcf_status);
    for (size_t i = first; i < count; i++) {
        for (size_t component = 0; component < of->component_count; component++) {
            add_to_line(&sum, component, lines[i].parts[component], lines[i].statuses[component]);
        }
    }
    return sum;
}

/* Lines to show: one that would be folded alone is shown all the same. */
static size_t count_shown(const line lines[], size_t count, bcf_money total)
{
    size_t shown = 0;
    while (shown < count && shown < SHOWN_MAX && lines[shown].total.pence >= total.pence / 100) {
        shown++;
    }
    return shown + 1 == count ? count : shown;
}

static void line_cells(const char **cells, const listing *of, const line *shown, const line *all)
{
    cells[0] = shown->code;
    cells[1] = shown->name;
    for (size_t i = 0; i < of->component_count; i++) {
        const char *pounds =
            bcf_wording_some_pounds(of->arena, shown->parts[i], all->parts[i], of->is_whole);
        cells[2 + i] = bcf_wording_marked(of->arena, pounds, shown->statuses[i], all->statuses[i]);
    }
    const char *total = bcf_wording_pounds(of->arena, shown->total, of->is_whole);
    cells[2 + of->component_count] =
        bcf_wording_marked(of->arena, total, shown->status, all->status);
}

static bcf_page_table *new_lines_table(const listing *of)
{
    size_t count = of->component_count + 3;
    bcf_page_column *columns = BCF_NEW_ARRAY(of->arena, count, bcf_page_column);
    columns[0] = (bcf_page_column){"Code", BCF_PAGE_LEFT};
    columns[1] = (bcf_page_column){of->kind == BCF_SCOPE_CCG       ? "CCG"
                                   : of->kind == BCF_SCOPE_COUNCIL ? "Council"
                                                                   : "Board",
                                   BCF_PAGE_LEFT};
    for (size_t i = 0; i < of->component_count; i++) {
        const char *word = bcf_report_short(&of->run->policy->components[i]);
        columns[2 + i] =
            (bcf_page_column){bcf_arena_print(of->arena, "%s £", word), BCF_PAGE_RIGHT};
    }
    columns[count - 1] = (bcf_page_column){"Total £", BCF_PAGE_RIGHT};
    return bcf_page_table_new(of->arena, columns, count);
}

static bcf_page_table *fill_table(const listing *of, const line lines[], size_t count)
{
    const char **cells = BCF_NEW_ARRAY(of->arena, of->component_count + 3, const char *);
    bcf_page_table *table = new_lines_table(of);
    line total = total_of(of, lines, 0, count);
    size_t shown = count_shown(lines, count, total.total);
    for (size_t i = 0; i < shown; i++) {
        line_cells(cells, of, &lines[i], &total);
        bcf_page_table_row(table, cells);
    }
    if (shown < count) {
        line others = total_of(of, lines, shown, count);
        others.name = bcf_arena_print(of->arena, "%zu others", count - shown);
        line_cells(cells, of, &others, &total);
        bcf_page_table_row(table, cells);
    }
    total.name = "Together";
    line_cells(cells, of, &total, &total);
    bcf_page_table_total(table, cells);
    return table;
}

bcf_contributed bcf_report_contributors(bcf_text *page, const bcf_run *run, bcf_scope scope,
                                        bcf_scope_kind kind)
{
    listing of = {
        .run = run,
        .arena = run->arena,
        .scope = scope,
        .kind = kind,
        .component_count = run->policy->component_count,
        .is_whole = bcf_report_is_whole(run->allocation),
    };
    size_t count = 0;
    const line *lines = lines_of(&of, &count);
    if (count > 0) {
        bcf_page_add_table(page, fill_table(&of, lines, count));
    }
    line all = total_of(&of, lines, 0, count);
    return (bcf_contributed){all.total, all.status};
}

/* SPDX-License-Identifier: MIT */
#include "report_readings.h"

#include <stdlib.h>
#include <string.h>

#include "report_payments.h"

/* One area whose readings are shown: the nation, a board, a CCG, a council. */
typedef struct area {
    const char *scope;
    const char *code;
    const char *name;
    bcf_scope at;
} area;

bcf_scope bcf_report_readings_scope(const bcf_run *run, bcf_scope scope)
{
    if (scope.kind != BCF_SCOPE_DISTRICT) {
        return scope;
    }
    size_t council = run->figures->areas->districts[scope.index].council;
    return (bcf_scope){BCF_SCOPE_COUNCIL, council};
}

static area area_of(const bcf_run *run, bcf_scope at)
{
    const bcf_areas *areas = run->figures->areas;
    const char *scope = at.kind == BCF_SCOPE_ALL     ? "national"
                        : at.kind == BCF_SCOPE_BOARD ? "hwb"
                                                     : "contributor";
    return (area){scope, bcf_scope_code(areas, at), bcf_scope_name(areas, at), at};
}

static bool is_contributor(bcf_scope scope)
{
    return scope.kind == BCF_SCOPE_CCG || scope.kind == BCF_SCOPE_COUNCIL;
}

static const bcf_sweep_change *change_of(const bcf_sweep_value *value, bcf_scope at)
{
    switch (at.kind) {
    case BCF_SCOPE_ALL:
        return &value->nation;
    case BCF_SCOPE_BOARD:
        return &value->boards[at.index];
    case BCF_SCOPE_CCG:
        return &value->ccgs[at.index];
    case BCF_SCOPE_COUNCIL:
        return &value->councils[at.index];
    case BCF_SCOPE_DISTRICT:
        break;
    }
    BCF_UNREACHABLE("a district is its council");
}

static const bcf_sweep_ranges *ranges_of(const bcf_sweep *sweep, bcf_scope at)
{
    switch (at.kind) {
    case BCF_SCOPE_ALL:
        return &sweep->nation;
    case BCF_SCOPE_BOARD:
        return &sweep->boards[at.index];
    case BCF_SCOPE_CCG:
        return &sweep->ccgs[at.index];
    case BCF_SCOPE_COUNCIL:
        return &sweep->councils[at.index];
    case BCF_SCOPE_DISTRICT:
        break;
    }
    BCF_UNREACHABLE("a district is its council");
}

/* Every area of a scope: the nation, then boards, CCGs and councils; or the one that is named. */
static size_t areas_of(area **out, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    size_t room = 1 + areas->board_count + areas->ccg_count + areas->council_count;
    area *list = BCF_NEW_ARRAY(run->arena, room, area);
    size_t count = 0;
    list[count++] = area_of(run, scope);
    if (scope.kind == BCF_SCOPE_ALL) {
        for (size_t i = 0; i < areas->board_count; i++) {
            list[count++] = area_of(run, (bcf_scope){BCF_SCOPE_BOARD, i});
        }
        for (size_t i = 0; i < areas->ccg_count; i++) {
            list[count++] = area_of(run, (bcf_scope){BCF_SCOPE_CCG, i});
        }
        for (size_t i = 0; i < areas->council_count; i++) {
            list[count++] = area_of(run, (bcf_scope){BCF_SCOPE_COUNCIL, i});
        }
    }
    *out = list;
    return count;
}

/* The sentence without the folder of this machine. */
static const char *without_folder(const bcf_run *run, const char *sentence)
{
    const char *folder = run->tables->folder;
    size_t length = strlen(folder);
    if (strncmp(sentence, folder, length) != 0) {
        return sentence;
    }
    return sentence + length + strspn(sentence + length, "/: ");
}

static const char *base_readings(const bcf_run *run)
{
    bcf_readings *all = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; i < run->policy->setting_count; i++) {
        all->is_in[i] = true;
    }
    return bcf_readings_text(run->arena, all);
}

static void add_columns(bcf_report_rows *rows, const bcf_sheet_column columns[], size_t count,
                        bool with_names)
{
    for (size_t i = 0; i < count; i++) {
        bcf_report_column(rows, columns[i].name, columns[i].type);
        if (with_names && strcmp(columns[i].name, "code") == 0) {
            bcf_report_column(rows, "code_name", BCF_SHEET_WORD);
        }
    }
}

static void add_area(bcf_report_rows *rows, const area *of, bool with_names)
{
    bcf_report_cell(rows, of->scope);
    bcf_report_cell(rows, of->code);
    if (with_names) {
        bcf_report_cell(rows, of->name);
    }
}

static void add_money(bcf_report_rows *rows, bcf_money amount, bool is_there)
{
    bcf_report_cell(rows, is_there ? bcf_wording_plain(rows->arena, amount) : "");
}

static void add_change(bcf_report_rows *rows, const bcf_run *run, const bcf_sweep_value *value,
                       bcf_scope at)
{
    static const bcf_sweep_change nothing = {.rank = 0};
    bool has_data = value->no_data == NULL;
    const bcf_sweep_change *change = has_data ? change_of(value, at) : &nothing;
    bool has_release = has_data && run->release != NULL && !is_contributor(at);
    add_money(rows, change->allocated, has_data);
    add_money(rows, change->allocated_moved, has_data);
    add_money(rows, change->payer_changed, has_data && !is_contributor(at));
    add_money(rows, change->released, has_release);
    add_money(rows, change->released_moved, has_release);
    add_money(rows, change->held_for_changed, has_release);
    add_money(rows, change->at_stake, has_data);
    bcf_report_cell(rows,
                    change->rank == 0 ? "" : bcf_arena_print(rows->arena, "%zu", change->rank));
    bcf_report_cell(rows, has_data ? "computed" : "no-data");
    bcf_report_cell(rows, has_data ? bcf_status_text(change->status) : "");
    bcf_report_cell(rows, has_data ? "" : without_folder(run, value->no_data));
}

const bcf_sheet *bcf_report_readings_rows(const bcf_sweep *sweep, bcf_scope scope, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"setting", BCF_SHEET_WORD},
        {"value", BCF_SHEET_WORD},
        {"scope", BCF_SHEET_WORD},
        {"code", BCF_SHEET_WORD},
        {"allocated_change", BCF_SHEET_FIGURE},
        {"allocated_moved", BCF_SHEET_FIGURE},
        {"payer_changed", BCF_SHEET_FIGURE},
        {"released_change", BCF_SHEET_FIGURE},
        {"released_moved", BCF_SHEET_FIGURE},
        {"held_for_changed", BCF_SHEET_FIGURE},
        {"at_stake", BCF_SHEET_FIGURE},
        {"rank", BCF_SHEET_FIGURE},
        {"status", BCF_SHEET_WORD},
        {"data_status", BCF_SHEET_WORD},
        {"detail", BCF_SHEET_WORD},
        {"paragraph", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    const bcf_run *run = sweep->run;
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, columns, sizeof columns / sizeof columns[0], with_names);
    area *areas = NULL;
    size_t area_count = areas_of(&areas, run, scope);
    bcf_report_begin(&rows, sweep->count * area_count);
    const char *readings = base_readings(run);
    for (size_t i = 0; i < sweep->count; i++) {
        const bcf_sweep_value *value = &sweep->values[i];
        const bcf_setting *setting = &run->policy->settings[value->setting];
        size_t count = value->no_data == NULL ? area_count : 1;
        for (size_t j = 0; j < count; j++) {
            bcf_report_cell(&rows, setting->id);
            bcf_report_cell(&rows, setting->values[value->value]);
            add_area(&rows, &areas[j], with_names);
            add_change(&rows, run, value, areas[j].at);
            bcf_report_cell(&rows, setting->cite.paragraph);
            bcf_report_cell(&rows, readings);
        }
    }
    return bcf_report_sheet(&rows, "readings", run);
}

static void add_range(bcf_report_rows *rows, const bcf_sweep *sweep, const bcf_sweep_range *range,
                      bool is_there)
{
    const bcf_sweep_end *const ends[] = {&range->low, &range->high};
    for (size_t i = 0; i < 2; i++) {
        add_money(rows, ends[i]->amount, is_there);
        bcf_report_cell(
            rows,
            is_there ? bcf_sweep_combination_text(rows->arena, sweep, ends[i]->combination) : "");
    }
}

const bcf_sheet *bcf_report_readings_ranges(const bcf_sweep *sweep, bcf_scope scope,
                                            bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"scope", BCF_SHEET_WORD},
        {"code", BCF_SHEET_WORD},
        {"allocated_low", BCF_SHEET_FIGURE},
        {"allocated_low_with", BCF_SHEET_WORD},
        {"allocated_high", BCF_SHEET_FIGURE},
        {"allocated_high_with", BCF_SHEET_WORD},
        {"released_low", BCF_SHEET_FIGURE},
        {"released_low_with", BCF_SHEET_WORD},
        {"released_high", BCF_SHEET_FIGURE},
        {"released_high_with", BCF_SHEET_WORD},
        {"combinations", BCF_SHEET_FIGURE},
        {"readings", BCF_SHEET_WORD},
    };
    const bcf_run *run = sweep->run;
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, columns, sizeof columns / sizeof columns[0], with_names);
    area *areas = NULL;
    size_t area_count = areas_of(&areas, run, scope);
    bcf_report_begin(&rows, area_count);
    const char *readings = base_readings(run);
    for (size_t i = 0; i < area_count; i++) {
        const bcf_sweep_ranges *ranges = ranges_of(sweep, areas[i].at);
        add_area(&rows, &areas[i], with_names);
        add_range(&rows, sweep, &ranges->allocated, true);
        add_range(&rows, sweep, &ranges->released,
                  run->release != NULL && !is_contributor(areas[i].at));
        bcf_report_cell(&rows, bcf_arena_print(rows.arena, "%zu", sweep->combinations));
        bcf_report_cell(&rows, readings);
    }
    return bcf_report_sheet(&rows, "readings", run);
}

#define PAGE_COLUMNS 8

static const char *paragraph_of(const bcf_sweep *sweep, const bcf_sweep_value *value)
{
    return bcf_report_cite(sweep->run->arena, &sweep->run->policy->settings[value->setting].cite);
}

static const char *value_text(const bcf_sweep *sweep, const bcf_sweep_value *value)
{
    const bcf_setting *setting = &sweep->run->policy->settings[value->setting];
    return bcf_arena_print(sweep->run->arena, "%s=%s", setting->id, setting->values[value->value]);
}

static const char *pounds(const bcf_sweep *sweep, bcf_money amount, bcf_status status)
{
    return amount.pence == 0
               ? "-"
               : bcf_wording_marked(sweep->run->arena,
                                    bcf_wording_pounds(sweep->run->arena, amount, false), status,
                                    status);
}

static void add_ranked(bcf_page_table *table, const bcf_sweep *sweep, bcf_scope scope,
                       const bcf_sweep_value *value)
{
    const bcf_sweep_change *change = change_of(value, scope);
    bcf_arena *arena = sweep->run->arena;
    bcf_money allocated = scope.kind == BCF_SCOPE_ALL ? change->allocated_moved : change->allocated;
    bool has_release = sweep->run->release != NULL && !is_contributor(scope);
    bcf_page_table_row(
        table,
        (const char *[]){
            change->rank == 0 ? "-" : bcf_arena_print(arena, "%zu", change->rank),
            value_text(sweep, value), paragraph_of(sweep, value),
            pounds(sweep, allocated, change->status),
            is_contributor(scope) ? "" : pounds(sweep, change->payer_changed, change->status),
            has_release ? pounds(sweep, change->released, change->status) : "",
            has_release ? pounds(sweep, change->held_for_changed, change->status) : "",
            pounds(sweep, change->at_stake, change->status)});
}

/* The value of a rank; NULL where there is none. */
static const bcf_sweep_value *of_rank(const bcf_sweep *sweep, bcf_scope scope, size_t rank)
{
    for (size_t i = 0; i < sweep->count; i++) {
        const bcf_sweep_value *value = &sweep->values[i];
        if (value->no_data == NULL && change_of(value, scope)->rank == rank) {
            return value;
        }
    }
    return NULL;
}

static void add_alone(bcf_text *page, const bcf_sweep *sweep, bcf_scope scope)
{
    const bcf_page_column columns[PAGE_COLUMNS] = {
        {"Rank", BCF_PAGE_RIGHT},
        {"Reading", BCF_PAGE_LEFT},
        {"Paragraph", BCF_PAGE_LEFT},
        {scope.kind == BCF_SCOPE_ALL ? "Moves between boards £" : "Allocated £", BCF_PAGE_RIGHT},
        {"Other payer £", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT},
        {"Held for another reason £", BCF_PAGE_RIGHT},
        {"At stake £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(sweep->run->arena, columns, PAGE_COLUMNS);
    for (size_t rank = 1; rank <= sweep->count; rank++) {
        const bcf_sweep_value *value = of_rank(sweep, scope, rank);
        if (value != NULL) {
            add_ranked(table, sweep, scope, value);
        }
    }
    for (size_t i = 0; i < sweep->count; i++) {
        const bcf_sweep_value *value = &sweep->values[i];
        if (value->no_data == NULL && change_of(value, scope)->rank == 0) {
            add_ranked(table, sweep, scope, value);
        }
    }
    bcf_page_add_heading(page, "Each reading alone, against those of this run");
    bcf_page_add_table(page, table);
    const bcf_sweep_value *first = of_rank(sweep, scope, 1);
    if (first != NULL) {
        bcf_text_add_char(page, '\n');
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(
                sweep->run->arena,
                "What matters most here is %s: %s. At stake is all of a line together; a pound "
                "can move in more than one way, and then counts in each.",
                paragraph_of(sweep, first), value_text(sweep, first)),
            0);
    }
}

static void add_absent(bcf_text *page, const bcf_sweep *sweep)
{
    bool is_first = true;
    for (size_t i = 0; i < sweep->count; i++) {
        const bcf_sweep_value *value = &sweep->values[i];
        if (value->no_data == NULL) {
            continue;
        }
        if (is_first) {
            bcf_page_add_heading(page, "No data");
            is_first = false;
        }
        bcf_page_add_paragraph(page,
                               bcf_arena_print(sweep->run->arena, "- %s: no data: %s",
                                               value_text(sweep, value),
                                               without_folder(sweep->run, value->no_data)),
                               2);
    }
}

/* The board that gains or loses most in one way under a value; NULL where none does. */
static const bcf_board *extreme(const bcf_sweep *sweep, const bcf_sweep_value *value,
                                bool is_released, bool is_gain, bcf_money *amount)
{
    const bcf_areas *areas = sweep->run->figures->areas;
    const bcf_board *found = NULL;
    *amount = (bcf_money){0};
    for (size_t i = 0; i < areas->board_count; i++) {
        bcf_money change = is_released ? value->boards[i].released : value->boards[i].allocated;
        int order = bcf_money_compare(change, *amount);
        if (is_gain ? order > 0 : order < 0) {
            *amount = change;
            found = &areas->boards[i];
        }
    }
    return found;
}

static const char *extreme_text(const bcf_sweep *sweep, const bcf_sweep_value *value,
                                bool is_released, bool is_gain)
{
    bcf_money amount;
    const bcf_board *board = extreme(sweep, value, is_released, is_gain, &amount);
    return board == NULL ? "-"
                         : bcf_arena_print(sweep->run->arena, "%s %s", board->name,
                                           pounds(sweep, amount, value->nation.status));
}

static void add_extremes(bcf_text *page, const bcf_sweep *sweep)
{
    static const bcf_page_column columns[] = {
        {"Reading", BCF_PAGE_LEFT},
        {"Of", BCF_PAGE_LEFT},
        {"Gains most £", BCF_PAGE_LEFT},
        {"Loses most £", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(sweep->run->arena, columns, 4);
    for (size_t rank = 1; rank <= sweep->count; rank++) {
        const bcf_sweep_value *value = of_rank(sweep, (bcf_scope){BCF_SCOPE_ALL, 0}, rank);
        for (int is_released = 0; value != NULL && is_released < 2; is_released++) {
            bcf_money moved =
                is_released ? value->nation.released_moved : value->nation.allocated_moved;
            if (moved.pence > 0) {
                bcf_page_table_row(
                    table, (const char *[]){value_text(sweep, value),
                                            is_released ? "released" : "allocated",
                                            extreme_text(sweep, value, is_released, true),
                                            extreme_text(sweep, value, is_released, false)});
            }
        }
    }
    bcf_page_add_heading(page, "Who gains most, who loses most");
    bcf_page_add_table(page, table);
}

static void add_range_row(bcf_page_table *table, const bcf_sweep *sweep, const char *what,
                          const bcf_sweep_range *range, bcf_status status)
{
    bcf_arena *arena = sweep->run->arena;
    const bcf_sweep_end *const ends[] = {&range->low, &range->high};
    static const char *const names[] = {"lowest", "highest"};
    for (size_t i = 0; i < 2; i++) {
        const char *with = bcf_sweep_combination_text(arena, sweep, ends[i]->combination);
        bcf_page_table_row(table,
                           (const char *[]){what, names[i], pounds(sweep, ends[i]->amount, status),
                                            *with == '\0' ? "the readings of this run" : with});
    }
}

static void add_ranges(bcf_text *page, const bcf_sweep *sweep, bcf_scope scope, bcf_status status)
{
    static const bcf_page_column columns[] = {
        {"", BCF_PAGE_LEFT}, {"", BCF_PAGE_LEFT}, {"£", BCF_PAGE_RIGHT}, {"with", BCF_PAGE_LEFT}};
    const bcf_sweep_ranges *ranges = ranges_of(sweep, scope);
    bcf_page_table *table = bcf_page_table_new(sweep->run->arena, columns, 4);
    if (scope.kind != BCF_SCOPE_ALL) {
        add_range_row(table, sweep, "allocated", &ranges->allocated, status);
    }
    if (sweep->run->release != NULL && !is_contributor(scope)) {
        add_range_row(table, sweep, "released", &ranges->released, status);
    }
    bcf_page_add_heading(
        page, bcf_arena_print(sweep->run->arena, "The range over all %s combinations",
                              bcf_wording_count(sweep->run->arena, sweep->combinations)));
    bcf_page_add_table(page, table);
    if (sweep->refused > 0) {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(sweep->run->arena,
                                               "%s more cannot be taken together: %s",
                                               bcf_wording_count(sweep->run->arena, sweep->refused),
                                               without_folder(sweep->run, sweep->why_refused)),
                               0);
    }
}

static bcf_status worst_of(const bcf_sweep *sweep, bcf_scope scope)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < sweep->count; i++) {
        if (sweep->values[i].no_data == NULL) {
            worst = bcf_status_worst(worst, change_of(&sweep->values[i], scope)->status);
        }
    }
    return worst;
}

void bcf_report_readings_page(bcf_text *page, const bcf_sweep *sweep, bcf_scope scope)
{
    const bcf_run *run = sweep->run;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const bcf_areas *areas = run->figures->areas;
    const char *of = is_all ? run->policy->title
                            : bcf_arena_print(run->arena, "%s (%s)", bcf_scope_name(areas, scope),
                                              bcf_scope_code(areas, scope));
    if (run->release != NULL) {
        bcf_report_add_notice(page, run);
    }
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: what hangs on each reading", of));
    add_alone(page, sweep, scope);
    add_absent(page, sweep);
    if (is_all) {
        add_extremes(page, sweep);
    }
    bcf_status worst = worst_of(sweep, scope);
    add_ranges(page, sweep, scope, worst);
    bcf_report_add_status(page, run, worst,
                          run->release != NULL ? BCF_RESTS_ON_EVERYTHING : BCF_RESTS_ON_ALLOCATION);
    bcf_report_add_notes(page, run);
}

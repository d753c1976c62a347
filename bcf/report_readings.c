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

const bcf_sweep_change *bcf_report_readings_change(const bcf_sweep_value *value, bcf_scope at)
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

const bcf_sweep_ranges *bcf_report_readings_range(const bcf_sweep *sweep, bcf_scope at)
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

const bcf_sweep_value *bcf_report_readings_most(const bcf_sweep *sweep, bcf_scope at)
{
    for (size_t i = 0; i < sweep->count; i++) {
        const bcf_sweep_value *value = &sweep->values[i];
        if (value->no_data == NULL && bcf_report_readings_change(value, at)->rank == 1) {
            return value;
        }
    }
    return NULL;
}

/* The sentence without the folder of this machine. */
const char *bcf_report_readings_no_data(const bcf_run *run, const char *sentence)
{
    const char *folder = run->tables->folder;
    size_t length = strlen(folder);
    if (strncmp(sentence, folder, length) != 0) {
        return sentence;
    }
    return sentence + length + strspn(sentence + length, "/: ");
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
    const bcf_sweep_change *change = has_data ? bcf_report_readings_change(value, at) : &nothing;
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
    bcf_report_cell(rows, has_data ? "" : bcf_report_readings_no_data(run, value->no_data));
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

/* The most that is held for another reason; and the reading that matters most. */
static void add_held_and_most(bcf_report_rows *rows, const bcf_sweep *sweep, bcf_scope at,
                              bool has_release)
{
    const bcf_sweep_end *held = &bcf_report_readings_range(sweep, at)->held_for_changed.high;
    add_money(rows, held->amount, has_release);
    bcf_report_cell(
        rows, has_release ? bcf_sweep_combination_text(rows->arena, sweep, held->combination) : "");
    const bcf_sweep_value *most = bcf_report_readings_most(sweep, at);
    if (most == NULL) {
        for (size_t i = 0; i < 3; i++) {
            bcf_report_cell(rows, "");
        }
        return;
    }
    const bcf_setting *setting = &sweep->run->policy->settings[most->setting];
    bcf_report_cell(
        rows, bcf_arena_print(rows->arena, "%s=%s", setting->id, setting->values[most->value]));
    bcf_report_cell(rows, setting->cite.paragraph);
    add_money(rows, bcf_report_readings_change(most, at)->at_stake, true);
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
        {"held_for_changed_high", BCF_SHEET_FIGURE},
        {"held_for_changed_high_with", BCF_SHEET_WORD},
        {"matters_most", BCF_SHEET_WORD},
        {"matters_most_paragraph", BCF_SHEET_WORD},
        {"matters_most_at_stake", BCF_SHEET_FIGURE},
    };
    const bcf_run *run = sweep->run;
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, columns, sizeof columns / sizeof columns[0], with_names);
    area *areas = NULL;
    size_t area_count = areas_of(&areas, run, scope);
    bcf_report_begin(&rows, area_count);
    const char *readings = base_readings(run);
    for (size_t i = 0; i < area_count; i++) {
        const bcf_sweep_ranges *ranges = bcf_report_readings_range(sweep, areas[i].at);
        add_area(&rows, &areas[i], with_names);
        add_range(&rows, sweep, &ranges->allocated, true);
        add_range(&rows, sweep, &ranges->released,
                  run->release != NULL && !is_contributor(areas[i].at));
        bcf_report_cell(&rows, bcf_arena_print(rows.arena, "%zu", sweep->combinations));
        bcf_report_cell(&rows, readings);
        bool has_release = run->release != NULL && !is_contributor(areas[i].at);
        add_held_and_most(&rows, sweep, areas[i].at, has_release);
    }
    return bcf_report_sheet(&rows, "readings", run);
}

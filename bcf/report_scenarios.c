/* SPDX-License-Identifier: MIT */
#include "report_scenarios.h"

#include <string.h>

#include "report_lines.h"

/* What an output depends on, under the readings of a scenario. */
static const char *readings_of(bcf_arena *arena, const bcf_policy *policy,
                               const bcf_settings *settings, const bcf_output *output)
{
    bcf_readings *readings = bcf_readings_new(arena, policy, settings);
    bool is_total = output->kind == BCF_OUTPUT_RELEASED || output->kind == BCF_OUTPUT_HELD;
    bool is_part = output->kind == BCF_OUTPUT_PART_RELEASED || output->kind == BCF_OUTPUT_PART_HELD;
    for (size_t i = 0; i < policy->component_count; i++) {
        bool is_it = output->kind == BCF_OUTPUT_COMPONENT && output->place == i;
        if (is_it || output->kind == BCF_OUTPUT_ALLOCATED) {
            bcf_readings_add_component(readings, i);
        }
    }
    for (size_t i = 0; policy->performance != NULL && i < policy->performance->part_count; i++) {
        if (is_total || (is_part && output->place == i)) {
            bcf_readings_add_release(readings, i);
        }
    }
    return bcf_readings_text(arena, readings);
}

static const char **readings_of_outputs(bcf_arena *arena, const bcf_policy *policy,
                                        const bcf_settings *settings, const bcf_outputs *outputs)
{
    const char **texts = BCF_NEW_ARRAY(arena, outputs->count, const char *);
    for (size_t i = 0; i < outputs->count; i++) {
        texts[i] = readings_of(arena, policy, settings, &outputs->items[i]);
    }
    return texts;
}

/* Facts of the run, and what tells one sweep and its shards from another. */
static void add_facts(bcf_sheet *sheet, const bcf_scenarios *scenarios, const bcf_outputs *outputs,
                      bcf_shard shard)
{
    const bcf_run *run = scenarios->run;
    bcf_arena *arena = run->arena;
    size_t count = 0;
    const bcf_sheet_fact *facts = bcf_report_facts(run, &count);
    const bcf_sheet_fact own[] = {
        {BCF_FACT_ABOUT, bcf_scope_kind_text(outputs->scope.kind)},
        {BCF_FACT_NATION, bcf_report_is_nation(run) ? "yes" : "no"},
        {BCF_FACT_INPUTS, bcf_scenarios_digest(arena, scenarios, outputs)},
        {BCF_FACT_SCENARIOS, bcf_arena_print(arena, "%zu", scenarios->count)},
        {BCF_FACT_ITEMS, bcf_arena_print(arena, "%zu", outputs->count)},
        {BCF_FACT_SHARD, bcf_arena_print(arena, "%zu", shard.number)},
        {BCF_FACT_SHARDS, bcf_arena_print(arena, "%zu", shard.count)},
    };
    size_t own_count = sizeof own / sizeof own[0];
    bcf_sheet_fact *all = BCF_NEW_ARRAY(arena, count + own_count, bcf_sheet_fact);
    memcpy(all, facts, count * sizeof *all);
    memcpy(all + count, own, sizeof own);
    all[count].value = bcf_report_of(run, outputs->scope);
    sheet->facts = all;
    sheet->fact_count = count + own_count;
    sheet->notes = bcf_report_notes(run, &sheet->note_count);
}

/* One scenario, while its lines are added. */
typedef struct adding {
    const bcf_scenarios *scenarios;
    const bcf_outputs *outputs;
    bcf_report_rows rows;
    const char *hwb;
    const char *hwb_name;
    const char **base_readings;
    const bcf_settings *base_settings;
} adding;

static void add_scenario(adding *to, size_t which, const bcf_scenario_outcome *outcome)
{
    bcf_arena *arena = to->rows.arena;
    const bcf_settings *settings = bcf_scenarios_settings(arena, to->scenarios, which);
    const char **readings =
        settings == to->base_settings
            ? to->base_readings
            : readings_of_outputs(arena, to->scenarios->run->policy, settings, to->outputs);
    bool has_data = outcome->no_data == NULL;
    const char *index = bcf_arena_print(arena, "%zu", which);
    for (size_t i = 0; i < to->outputs->count; i++) {
        const char *const cells[] = {
            [BCF_LINE_INDEX] = index,
            [BCF_LINE_SCENARIO] = to->scenarios->items[which].name,
            [BCF_LINE_HWB] = to->hwb,
            [BCF_LINE_HWB_NAME] = to->hwb_name,
            [BCF_LINE_ITEM] = to->outputs->items[i].id,
            [BCF_LINE_TITLE] = to->outputs->items[i].title,
            [BCF_LINE_AMOUNT] = has_data ? bcf_wording_plain(arena, outcome->amounts[i]) : "",
            [BCF_LINE_CHANGE] = "",
            [BCF_LINE_STATUS] = has_data ? BCF_LINE_COMPUTED : BCF_LINE_NO_DATA,
            [BCF_LINE_DATA_STATUS] = has_data ? bcf_status_text(outcome->statuses[i]) : "",
            [BCF_LINE_DETAIL] = has_data ? "" : outcome->no_data,
            [BCF_LINE_READINGS] = readings[i],
        };
        for (size_t j = 0; j < BCF_LINE_COLUMNS; j++) {
            bcf_report_cell(&to->rows, cells[j]);
        }
    }
}

const bcf_sheet *bcf_report_scenarios_lines(const bcf_scenarios *scenarios,
                                            const bcf_outputs *outputs,
                                            const bcf_scenario_outcome outcomes[], bcf_shard shard)
{
    const bcf_run *run = scenarios->run;
    const bcf_areas *areas = run->figures->areas;
    bool is_all = outputs->scope.kind == BCF_SCOPE_ALL;
    adding to = {
        .scenarios = scenarios,
        .outputs = outputs,
        .rows = {.arena = run->arena},
        .hwb = bcf_scope_code(areas, outputs->scope),
        .hwb_name = is_all ? "" : bcf_scope_name(areas, outputs->scope),
        .base_readings = readings_of_outputs(run->arena, run->policy, run->settings, outputs),
        .base_settings = run->settings,
    };
    bcf_report_columns(&to.rows, bcf_line_columns, BCF_LINE_COLUMNS);
    size_t scenario_count = 0;
    for (size_t i = shard.number - 1; i < scenarios->count; i += shard.count) {
        scenario_count++;
    }
    bcf_report_begin(&to.rows, scenario_count * outputs->count);
    for (size_t i = 0; i < scenario_count; i++) {
        add_scenario(&to, shard.number - 1 + i * shard.count, &outcomes[i]);
    }
    bcf_sheet *sheet = BCF_NEW(run->arena, bcf_sheet);
    *sheet = (bcf_sheet){.name = BCF_LINES_NAME,
                         .columns = to.rows.columns,
                         .column_count = BCF_LINE_COLUMNS,
                         .cells = to.rows.cells,
                         .row_count = to.rows.cell_count / BCF_LINE_COLUMNS};
    add_facts(sheet, scenarios, outputs, shard);
    return sheet;
}

/* A shard is not told from another in what is shown: facts of the sweep alone are left out. */
static void keep_facts(bcf_sheet *sheet, bcf_arena *arena, const bcf_sheet *lines)
{
    bcf_sheet_fact *facts = BCF_NEW_ARRAY(arena, lines->fact_count, bcf_sheet_fact);
    for (size_t i = 0; i < lines->fact_count; i++) {
        const char *name = lines->facts[i].name;
        bool is_own = strncmp(name, BCF_FACT_OWN, strlen(BCF_FACT_OWN)) == 0;
        if (!is_own || strcmp(name, BCF_FACT_INPUTS) == 0) {
            facts[sheet->fact_count++] = lines->facts[i];
        }
    }
    sheet->facts = facts;
    sheet->notes = lines->notes;
    sheet->note_count = lines->note_count;
}

static const char *change_of(bcf_arena *arena, const bcf_sheet *lines, size_t row, size_t items)
{
    bcf_money change = {0};
    return bcf_line_change(&change, lines, row, items) ? bcf_wording_plain(arena, change) : "";
}

const bcf_sheet *bcf_report_scenarios(bcf_arena *arena, const bcf_sheet *lines, bool with_names)
{
    bcf_report_rows rows = {.arena = arena};
    bool is_shown[BCF_LINE_COLUMNS];
    for (size_t i = 0; i < BCF_LINE_COLUMNS; i++) {
        bool is_inner = i == BCF_LINE_INDEX || i == BCF_LINE_TITLE;
        is_shown[i] = !is_inner && (i != BCF_LINE_HWB_NAME || with_names);
        if (is_shown[i]) {
            bcf_report_column(&rows, bcf_line_columns[i].name, bcf_line_columns[i].type);
        }
    }
    bcf_report_begin(&rows, lines->row_count);
    size_t items = bcf_line_items(lines);
    for (size_t row = 0; row < lines->row_count; row++) {
        for (size_t i = 0; i < BCF_LINE_COLUMNS; i++) {
            if (is_shown[i]) {
                bcf_report_cell(&rows, i == BCF_LINE_CHANGE ? change_of(arena, lines, row, items)
                                                            : bcf_line_cell(lines, row, i));
            }
        }
    }
    bcf_sheet *sheet = BCF_NEW(arena, bcf_sheet);
    *sheet = (bcf_sheet){.name = BCF_LINES_NAME,
                         .columns = rows.columns,
                         .column_count = rows.column_count,
                         .cells = rows.cells,
                         .row_count = lines->row_count};
    keep_facts(sheet, arena, lines);
    return sheet;
}

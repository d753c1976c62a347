/* SPDX-License-Identifier: MIT */
#include "report_allocate.h"

static void add_last_columns(bcf_report_rows *sheet)
{
    bcf_report_column(sheet, "amount", BCF_SHEET_FIGURE);
    bcf_report_column(sheet, "state", BCF_SHEET_WORD);
    bcf_report_column(sheet, "status", BCF_SHEET_WORD);
    bcf_report_column(sheet, "readings", BCF_SHEET_WORD);
}

static void add_code_columns(bcf_report_rows *sheet, bcf_arena *arena, const char *name,
                             bool with_names)
{
    bcf_report_column(sheet, name, BCF_SHEET_WORD);
    if (with_names) {
        bcf_report_column(sheet, bcf_arena_print(arena, "%s_name", name), BCF_SHEET_WORD);
    }
}

static const char **readings_of_components(const bcf_run *run)
{
    const char **texts = BCF_NEW_ARRAY(run->arena, run->policy->component_count, const char *);
    for (size_t i = 0; i < run->policy->component_count; i++) {
        bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
        bcf_readings_add_component(readings, i);
        texts[i] = bcf_readings_text(run->arena, readings);
    }
    return texts;
}

static void add_area(bcf_report_rows *sheet, const char *code, const char *name, bool with_names)
{
    bcf_report_cell(sheet, code);
    if (with_names) {
        bcf_report_cell(sheet, name);
    }
}

static void add_grant(bcf_report_rows *sheet, const bcf_run *run, const bcf_grant *grant,
                      bool with_names)
{
    const bcf_areas *areas = run->figures->areas;
    bool has_ccg = grant->ccg != BCF_NOWHERE;
    bool has_district = grant->district != BCF_NOWHERE;
    bcf_report_cell(sheet, run->policy->components[grant->component].id);
    add_area(sheet, areas->boards[grant->board].code, areas->boards[grant->board].name, with_names);
    add_area(sheet, areas->councils[grant->council].code, areas->councils[grant->council].name,
             with_names);
    add_area(sheet, has_ccg ? areas->ccgs[grant->ccg].code : "",
             has_ccg ? areas->ccgs[grant->ccg].name : "", with_names);
    add_area(sheet, has_district ? areas->districts[grant->district].code : "",
             has_district ? areas->districts[grant->district].name : "", with_names);
    bcf_report_cell(sheet, bcf_wording_plain(run->arena, grant->amount));
    bcf_report_cell(sheet, bcf_grant_state_text(grant->state));
    bcf_report_cell(sheet, bcf_status_text(grant->status));
}

const bcf_sheet *bcf_report_allocate(const bcf_run *run, bcf_scope scope, bool with_names)
{
    static const char *const codes[] = {"hwb", "council", "ccg", "district"};
    bcf_report_rows sheet = {.arena = run->arena};
    bcf_report_column(&sheet, "component", BCF_SHEET_WORD);
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        add_code_columns(&sheet, run->arena, codes[i], with_names);
    }
    add_last_columns(&sheet);

    const bcf_allocation *allocation = run->allocation;
    bcf_report_begin(&sheet, allocation->grant_count);
    const char **readings = readings_of_components(run);
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (bcf_scope_has_grant(scope, grant)) {
            add_grant(&sheet, run, grant, with_names);
            bcf_report_cell(&sheet, readings[grant->component]);
        }
    }
    return bcf_report_sheet(&sheet, "allocate", run);
}

static void add_group(bcf_report_rows *sheet, const bcf_run *run, const bcf_by *by,
                      const bcf_group *group, bool with_names)
{
    for (size_t i = 0; i < by->count; i++) {
        add_area(sheet, group->keys[i].text, group->keys[i].name,
                 with_names && bcf_by_is_area(by->columns[i]));
    }
    bcf_report_cell(sheet, bcf_wording_plain(run->arena, group->amount));
    bcf_report_cell(sheet, bcf_grant_state_text(group->state));
    bcf_report_cell(sheet, bcf_status_text(group->status));
    bcf_report_cell(sheet, bcf_readings_text(run->arena, group->readings));
}

const bcf_sheet *bcf_report_allocate_by(const bcf_run *run, const bcf_by *by,
                                        const bcf_groups *groups, bool with_names)
{
    bcf_report_rows sheet = {.arena = run->arena};
    for (size_t i = 0; i < by->count; i++) {
        add_code_columns(&sheet, run->arena, bcf_by_text(by->columns[i]),
                         with_names && bcf_by_is_area(by->columns[i]));
    }
    add_last_columns(&sheet);
    bcf_report_begin(&sheet, groups->count);
    for (size_t i = 0; i < groups->count; i++) {
        add_group(&sheet, run, by, &groups->items[i], with_names);
    }
    return bcf_report_sheet(&sheet, "allocate", run);
}

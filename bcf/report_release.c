/* SPDX-License-Identifier: MIT */
#include "report_release.h"

#include <string.h>

static void add_columns(bcf_report_rows *rows, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"payment", BCF_SHEET_WORD},      {"part", BCF_SHEET_WORD},
        {"carried_in", BCF_SHEET_FIGURE}, {"available", BCF_SHEET_FIGURE},
        {"released", BCF_SHEET_FIGURE},   {"held", BCF_SHEET_FIGURE},
        {"held_for", BCF_SHEET_WORD},     {"data_status", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    bcf_report_board_columns(rows, with_names, columns, sizeof columns / sizeof columns[0]);
}

const bcf_sheet *bcf_report_release(const bcf_run *run, bcf_scope scope, bool with_names)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_board *boards = run->figures->areas->boards;
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, with_names);
    bcf_report_begin(&rows, run->release->row_count);
    const char **readings = bcf_report_part_readings(run, bcf_readings_add_release);
    for (size_t i = 0; i < run->release->row_count; i++) {
        const bcf_release_row *row = &run->release->rows[i];
        if (!bcf_scope_has_board(scope, row->board)) {
            continue;
        }
        const bcf_part *part = &performance->parts[row->part];
        bcf_report_cell(&rows, boards[row->board].code);
        if (with_names) {
            bcf_report_cell(&rows, boards[row->board].name);
        }
        bcf_report_cell(&rows, performance->payments[part->payment].id);
        bcf_report_cell(&rows, part->id);
        bcf_report_cell(&rows, bcf_wording_plain(run->arena, row->carried_in));
        bcf_report_cell(&rows, bcf_wording_plain(run->arena, row->available));
        bcf_report_cell(&rows, bcf_wording_plain(run->arena, row->released));
        bcf_report_cell(&rows, bcf_wording_plain(run->arena, row->held));
        bcf_report_cell(&rows, bcf_held_for_text(row->held_for));
        bcf_report_cell(&rows, bcf_status_text(row->data_status));
        bcf_report_cell(&rows, readings[row->part]);
    }
    return bcf_report_sheet(&rows, "release", run);
}

const bcf_held_for *bcf_report_reasons(void)
{
    static const bcf_held_for reasons[] = {
        BCF_HELD_FOR_AWAITING_DATA,    BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING,
        BCF_HELD_FOR_CONTINGENCY_PLAN, BCF_HELD_FOR_RECOVERY_PLAN_PENDING,
        BCF_HELD_FOR_RECOVERY_PLAN,    BCF_HELD_FOR_NHS_ENGLAND_DIRECTION,
        BCF_HELD_FOR_NHS_SERVICES,     BCF_HELD_FOR_WITHDRAWN,
        BCF_HELD_FOR_NOTHING,
    };
    return reasons;
}

/* "70%": what a metric must reach. */
static const char *threshold_text(const bcf_run *run)
{
    bcf_ratio *share = bcf_ratio_new(run->arena);
    bcf_ratio_multiply(share, run->policy->performance->recovery_threshold,
                       bcf_ratio_of(run->arena, 100, 1));
    const char *text = bcf_ratio_text(run->arena, share, 1, BCF_ROUND_HALF_AWAY);
    size_t length = strlen(text);
    bool is_whole = length > 2 && strcmp(text + length - 2, ".0") == 0;
    return bcf_arena_text_part(run->arena, text, is_whole ? length - 2 : length);
}

const char *bcf_report_reason(const bcf_run *run, bcf_held_for held_for)
{
    switch (held_for) {
    case BCF_HELD_FOR_NOTHING:
        return "";
    case BCF_HELD_FOR_AWAITING_DATA:
        return "until every metric and condition concerned is assessed";
    case BCF_HELD_FOR_CONTINGENCY_PLAN:
        return "for use in the agreed contingency plan (¶53)";
    case BCF_HELD_FOR_CONTINGENCY_PLAN_PENDING:
        return "until a contingency plan is agreed (¶53)";
    case BCF_HELD_FOR_RECOVERY_PLAN:
        return "for use in the agreed recovery plan (¶55)";
    case BCF_HELD_FOR_RECOVERY_PLAN_PENDING:
        return bcf_arena_print(run->arena,
                               "below %s%%: until a recovery plan is agreed, refused or found not "
                               "required (¶54)",
                               threshold_text(run));
    case BCF_HELD_FOR_NHS_ENGLAND_DIRECTION:
        return "for use as NHS England directs (¶56)";
    case BCF_HELD_FOR_WITHDRAWN:
        return "withdrawn";
    case BCF_HELD_FOR_NHS_SERVICES:
        return "not earned by fewer admissions: for NHS services, as the CCGs decide";
    }
    BCF_UNREACHABLE("money held for a reason that is none");
}

/* SPDX-License-Identifier: MIT */
#include "report_explain.h"

#include "report_steps.h"

/* Digits after the point of figures that need not end. */
#define PLACES 6
#define PLACES_OF_FIGURE 20

static const bcf_sheet_column columns[] = {
    {"step", BCF_SHEET_FIGURE},
    {"kind", BCF_SHEET_WORD},
    {"item", BCF_SHEET_WORD},
    {"area", BCF_SHEET_WORD},
    {"area_name", BCF_SHEET_WORD},
    {"from", BCF_SHEET_WORD},
    {"from_name", BCF_SHEET_WORD},
    {"rule", BCF_SHEET_WORD},
    {"source", BCF_SHEET_WORD},
    {"paragraph", BCF_SHEET_WORD},
    {"what", BCF_SHEET_WORD},
    {"sum", BCF_SHEET_WORD},
    {"figure", BCF_SHEET_FIGURE},
    {"figure_exact", BCF_SHEET_FIGURE},
    {"table", BCF_SHEET_WORD},
    {"line", BCF_SHEET_FIGURE},
    {"publisher", BCF_SHEET_WORD},
    {"title", BCF_SHEET_WORD},
    {"whole", BCF_SHEET_FIGURE},
    {"weight", BCF_SHEET_FIGURE},
    {"weights", BCF_SHEET_FIGURE},
    {"share", BCF_SHEET_FIGURE},
    {"share_exact", BCF_SHEET_FIGURE},
    {"quota", BCF_SHEET_FIGURE},
    {"unit", BCF_SHEET_FIGURE},
    {"rounded_down", BCF_SHEET_FIGURE},
    {"remainder", BCF_SHEET_FIGURE},
    {"remainder_exact", BCF_SHEET_FIGURE},
    {"rank", BCF_SHEET_FIGURE},
    {"ranked", BCF_SHEET_FIGURE},
    {"odd_units", BCF_SHEET_FIGURE},
    {"cut_off", BCF_SHEET_FIGURE},
    {"last_served", BCF_SHEET_WORD},
    {"last_served_name", BCF_SHEET_WORD},
    {"next", BCF_SHEET_WORD},
    {"next_name", BCF_SHEET_WORD},
    {"next_remainder", BCF_SHEET_FIGURE},
    {"amount", BCF_SHEET_FIGURE},
    {"carried_in", BCF_SHEET_FIGURE},
    {"available", BCF_SHEET_FIGURE},
    {"released", BCF_SHEET_FIGURE},
    {"held", BCF_SHEET_FIGURE},
    {"held_for", BCF_SHEET_WORD},
    {"result", BCF_SHEET_WORD},
    {"data_status", BCF_SHEET_WORD},
    {"readings", BCF_SHEET_WORD},
    {"quota_exact", BCF_SHEET_FIGURE},
    {"cut_off_exact", BCF_SHEET_FIGURE},
    {"next_remainder_exact", BCF_SHEET_FIGURE},
};
#define COLUMN_COUNT (sizeof columns / sizeof columns[0])

static const char *six(bcf_arena *arena, const bcf_ratio *ratio)
{
    return ratio == NULL ? "" : bcf_ratio_text(arena, ratio, PLACES, BCF_ROUND_HALF_AWAY);
}

static const char *figure(bcf_arena *arena, const bcf_ratio *ratio)
{
    return ratio == NULL
               ? ""
               : bcf_ratio_decimal_text(arena, ratio, PLACES_OF_FIGURE, BCF_ROUND_HALF_AWAY);
}

static const char *exact(bcf_arena *arena, const bcf_ratio *ratio)
{
    return ratio == NULL ? "" : bcf_ratio_exact_text(arena, ratio);
}

static const char *number(bcf_arena *arena, size_t count)
{
    return bcf_arena_print(arena, "%zu", count);
}

static void add_cells(bcf_report_rows *rows, const char *const cells[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bcf_report_cell(rows, cells[i]);
    }
}

#define WORD_COLUMNS 12

static void add_words(bcf_report_rows *rows, const bcf_explained *step, size_t number_of_step)
{
    const char *const cells[WORD_COLUMNS] = {
        number(rows->arena, number_of_step),
        bcf_explained_kind_text(step->kind),
        step->item,
        step->about.code,
        step->about.name,
        step->from.code,
        step->from.name,
        step->rule,
        step->cite->source,
        step->cite->paragraph,
        step->what,
        step->sum,
    };
    add_cells(rows, cells, WORD_COLUMNS);
}

#define INPUT_COLUMNS 6

static void add_input(bcf_report_rows *rows, const bcf_run *run, const bcf_explained *step)
{
    const char *const cells[INPUT_COLUMNS] = {
        figure(rows->arena, step->figure),
        exact(rows->arena, step->figure),
        step->has_table ? bcf_table_name(step->table) : "",
        step->line == 0 ? "" : bcf_arena_print(rows->arena, "%d", step->line),
        step->has_table ? bcf_report_manifest(run, step->table, "publisher") : "",
        step->has_table ? bcf_report_manifest(run, step->table, "title") : "",
    };
    add_cells(rows, cells, INPUT_COLUMNS);
}

#define SHARE_COLUMNS 19

static void add_share(bcf_report_rows *rows, const bcf_explained_share *share)
{
    bcf_arena *arena = rows->arena;
    if (share == NULL) {
        for (size_t i = 0; i < SHARE_COLUMNS; i++) {
            bcf_report_cell(rows, "");
        }
        return;
    }
    const bcf_account *account = &share->account;
    const char *const cells[SHARE_COLUMNS] = {
        bcf_wording_plain(arena, share->split->whole),
        figure(arena, share->weight),
        figure(arena, share->sum),
        six(arena, account->share),
        exact(arena, account->share),
        six(arena, account->quota),
        bcf_wording_plain(arena, share->split->unit),
        bcf_wording_plain(arena, account->rounded_down),
        six(arena, account->remainder),
        exact(arena, account->remainder),
        number(arena, account->rank),
        number(arena, share->count),
        number(arena, share->odd_units),
        six(arena, share->cut_off),
        share->last.code,
        share->last.name,
        share->next.code,
        share->next.name,
        six(arena, share->next_left),
    };
    add_cells(rows, cells, SHARE_COLUMNS);
}

/* What stands above with 6 decimals, as fractions. */
static void add_exact(bcf_report_rows *rows, const bcf_explained_share *share)
{
    bcf_report_cell(rows, share == NULL ? "" : exact(rows->arena, share->account.quota));
    bcf_report_cell(rows, share == NULL ? "" : exact(rows->arena, share->cut_off));
    bcf_report_cell(rows, share == NULL ? "" : exact(rows->arena, share->next_left));
}

#define MONEY_COLUMNS 6

static void add_money(bcf_report_rows *rows, const bcf_explained *step)
{
    bcf_arena *arena = rows->arena;
    const bcf_release_row *row = step->payment;
    const char *const cells[MONEY_COLUMNS] = {
        step->has_amount ? bcf_wording_plain(arena, step->amount) : "",
        row == NULL ? "" : bcf_wording_plain(arena, row->carried_in),
        row == NULL ? "" : bcf_wording_plain(arena, row->available),
        row == NULL ? "" : bcf_wording_plain(arena, row->released),
        row == NULL ? "" : bcf_wording_plain(arena, row->held),
        row == NULL ? "" : bcf_held_for_text(row->held_for),
    };
    add_cells(rows, cells, MONEY_COLUMNS);
}

/* True if what is explained is about the component. */
static bool is_asked_for(const bcf_policy *policy, const bcf_explain_item *item, size_t component)
{
    switch (item->kind) {
    case BCF_EXPLAIN_EVERYTHING:
    case BCF_EXPLAIN_POOL:
    case BCF_EXPLAIN_PARTS:
    case BCF_EXPLAIN_CONDITION:
        return true;
    case BCF_EXPLAIN_COMPONENT:
        return item->index == component;
    case BCF_EXPLAIN_EARMARK:
        return bcf_policy_find(policy, BCF_NAME_COMPONENT, policy->earmarks[item->index].component)
               == (int)component;
    }
    BCF_UNREACHABLE("an item of no kind");
}

const bcf_readings *bcf_report_explain_readings(const bcf_run *run,
                                                const bcf_explain_request *asked,
                                                const bcf_explanation *told)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; told->has_fund && i < run->policy->component_count; i++) {
        bool is_asked = is_asked_for(run->policy, asked->item, i);
        if (is_asked && bcf_explain_has_component(run, asked->scope, i)) {
            bcf_readings_add_component(readings, i);
        }
    }
    for (size_t i = 0; told->has_payments && i < run->policy->performance->part_count; i++) {
        if (asked->item->parts == NULL || asked->item->parts[i]) {
            bcf_readings_add_release(readings, i);
        }
    }
    return readings;
}

const bcf_sheet *bcf_report_explain(const bcf_run *run, const bcf_explain_request *asked)
{
    const bcf_explanation *told =
        bcf_explain(run->arena, run, asked->scope, asked->item, asked->with_all);
    const char *readings =
        bcf_readings_text(run->arena, bcf_report_explain_readings(run, asked, told));
    bcf_report_rows rows = {.arena = run->arena};
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        bcf_report_column(&rows, columns[i].name, columns[i].type);
    }
    bcf_report_begin(&rows, told->step_count);
    for (size_t i = 0; i < told->step_count; i++) {
        const bcf_explained *step = &told->steps[i];
        add_words(&rows, step, i + 1);
        add_input(&rows, run, step);
        add_share(&rows, step->share);
        add_money(&rows, step);
        bcf_report_cell(&rows, step->result);
        bcf_report_cell(&rows, bcf_status_text(step->status));
        bcf_report_cell(&rows, readings);
        add_exact(&rows, step->share);
    }
    return bcf_report_sheet(&rows, "explain", run);
}

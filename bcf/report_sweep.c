/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "report_lines.h"
#include "report_scenarios.h"

#define SETTING "setting:"

/* The words with what stands before and after them, where there are any. */
static void add_sentence(bcf_text *page, bcf_arena *arena, const char *before, const char *words,
                         const char *after)
{
    if (words != NULL && words[0] != '\0') {
        bcf_page_add_paragraph(page, bcf_arena_print(arena, "%s%s%s", before, words, after), 0);
    }
}

/* "unit=1, transfer-split=people". */
static const char *readings_of(bcf_arena *arena, const bcf_sheet *lines)
{
    const char *list = "";
    for (size_t i = 0; i < lines->fact_count; i++) {
        const bcf_sheet_fact *fact = &lines->facts[i];
        if (strncmp(fact->name, SETTING, strlen(SETTING)) == 0) {
            list = bcf_arena_print(arena, "%s%s%s=%s", list, *list == '\0' ? "" : ", ",
                                   fact->name + strlen(SETTING), fact->value);
        }
    }
    return list;
}

/* What is true of all scenarios: from the lines alone, as a shard has no run. */
static void add_opening(bcf_text *page, bcf_arena *arena, const bcf_sheet *lines)
{
    const char *vintage = bcf_line_fact(lines, "vintage");
    bool has_vintage = vintage != NULL && *vintage != '\0';
    bcf_page_add_title(page,
                       bcf_arena_print(arena, "What if: %s", bcf_line_fact(lines, BCF_FACT_ABOUT)));
    add_sentence(page, arena, "", bcf_line_fact(lines, "notice"), ".");
    if (strcmp(bcf_line_fact(lines, BCF_FACT_NATION), "no") == 0) {
        bcf_page_add_paragraph(page,
                               "No control total for all that is shared out: shares are of this "
                               "dataset only, not of England.",
                               0);
    }
    bcf_page_add_paragraph(page,
                           bcf_arena_print(arena, "Policy %s, version %s. Data: %s%s%s%s.",
                                           bcf_line_fact(lines, "policy"),
                                           bcf_line_fact(lines, "policy-version"),
                                           bcf_line_fact(lines, "dataset"), has_vintage ? " (" : "",
                                           has_vintage ? vintage : "", has_vintage ? ")" : ""),
                           0);
    add_sentence(page, arena, "Only decisions and conditions made by ",
                 bcf_line_fact(lines, "as-at"), " are counted.");
    add_sentence(page, arena, "", bcf_line_fact(lines, "from-memory"), ".");
    add_sentence(page, arena, "Readings of the base: ", readings_of(arena, lines), ".");
}

/* One output over all scenarios. */
typedef struct section {
    bcf_arena *arena;
    const bcf_sheet *lines;
    size_t items;
    size_t item;
    bool is_whole; /* no amount has odd pence */
    bcf_status worst;
} section;

static bcf_status status_of(const bcf_sheet *lines, size_t row)
{
    const char *text = bcf_line_cell(lines, row, BCF_LINE_DATA_STATUS);
    bcf_status status = BCF_STATUS_NONE;
    for (int i = BCF_STATUS_NONE; i <= BCF_STATUS_ILLUSTRATIVE; i++) {
        status = strcmp(bcf_status_text((bcf_status)i), text) == 0 ? (bcf_status)i : status;
    }
    return status;
}

static void look_at(section *of)
{
    of->is_whole = true;
    of->worst = BCF_STATUS_NONE;
    for (size_t row = of->item; row < of->lines->row_count; row += of->items) {
        bcf_money amount = {0};
        if (bcf_line_amount(&amount, of->lines, row)) {
            of->is_whole = of->is_whole && amount.pence % 100 == 0;
            of->worst = bcf_status_worst(of->worst, status_of(of->lines, row));
        }
    }
}

static const char *marked(const section *of, const char *figure, size_t row)
{
    return bcf_wording_marked(of->arena, figure, status_of(of->lines, row), of->worst);
}

/* The difference to the base, with its sign. */
static const char *change_of(const section *of, size_t row)
{
    bcf_money change = {0};
    if (row < of->items || !bcf_line_change(&change, of->lines, row, of->items)) {
        return "";
    }
    const char *words = bcf_wording_pounds(of->arena, change, of->is_whole);
    return marked(of, bcf_arena_print(of->arena, "%s%s", change.pence > 0 ? "+" : "", words), row);
}

static void add_section(bcf_text *page, const section *of)
{
    static const bcf_page_column columns[] = {{"Scenario", BCF_PAGE_LEFT},
                                              {"Amount £", BCF_PAGE_RIGHT},
                                              {"Against base £", BCF_PAGE_RIGHT}};
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 3);
    for (size_t row = of->item; row < of->lines->row_count; row += of->items) {
        const char *name = bcf_line_cell(of->lines, row, BCF_LINE_SCENARIO);
        bcf_money amount = {0};
        if (bcf_line_amount(&amount, of->lines, row)) {
            const char *words = bcf_wording_pounds(of->arena, amount, of->is_whole);
            bcf_page_table_row(table,
                               (const char *[]){name, marked(of, words, row), change_of(of, row)});
        } else {
            bcf_page_table_row(table, (const char *[]){name, "no data", ""});
        }
    }
    bcf_page_add_heading(page, bcf_line_cell(of->lines, of->item, BCF_LINE_TITLE));
    bcf_page_add_table(page, table);
}

/* Why scenarios cannot be worked out: once each, as it is the same for every output. */
static void add_reasons(bcf_text *page, bcf_arena *arena, const bcf_sheet *lines, size_t items)
{
    bool is_first = true;
    for (size_t row = 0; row < lines->row_count; row += items) {
        const char *why = bcf_line_cell(lines, row, BCF_LINE_DETAIL);
        if (*why == '\0') {
            continue;
        }
        if (is_first) {
            bcf_page_add_heading(page, "Scenarios that cannot be worked out");
        }
        is_first = false;
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(arena, "- %s: %s", bcf_line_cell(lines, row, BCF_LINE_SCENARIO), why),
            2);
    }
}

static void add_notes(bcf_text *page, const bcf_sheet *lines)
{
    if (lines->note_count > 0) {
        bcf_page_add_heading(page, "Notes");
    }
    for (size_t i = 0; i < lines->note_count; i++) {
        bcf_text item = {0};
        bcf_text_print(&item, "- %s", lines->notes[i]);
        bcf_page_add_paragraph(page, bcf_text_get(&item), 2);
        bcf_text_clear(&item);
    }
}

void bcf_report_scenarios_page(bcf_text *page, bcf_arena *arena, const bcf_sheet *lines)
{
    add_opening(page, arena, lines);
    section of = {.arena = arena, .lines = lines, .items = bcf_line_items(lines)};
    bcf_status worst = BCF_STATUS_NONE;
    for (of.item = 0; of.item < of.items; of.item++) {
        look_at(&of);
        add_section(page, &of);
        worst = bcf_status_worst(worst, of.worst);
    }
    add_reasons(page, arena, lines, of.items);
    bcf_text_add_char(page, '\n');
    bcf_page_add_paragraph(page,
                           worst == BCF_STATUS_ILLUSTRATIVE
                               ? "* rests on illustrative figures: stand-ins of the dataset, or "
                                 "cells that the scenario changes."
                               : "No figure here rests on illustrative ones.",
                           0);
    add_notes(page, lines);
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "home.h"
#include "verify_inside.h"

/* Differences that a page shows; the rows have them all. */
#define SHOWN_MAX 25

static const char *join(bcf_arena *arena, const char *const words[], size_t count)
{
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        list = bcf_arena_print(arena, "%s%s%s", list, i == 0 ? "" : ", ", words[i]);
    }
    return list;
}

static void add_extent(bcf_text *page, const bcf_verified *verified)
{
    bcf_arena *arena = verified->arena;
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(arena,
                        "Made again from its own inputs, the policy and %zu tables; compared: %s "
                        "facts and %s rows of run.xml.",
                        verified->table_count, bcf_wording_count(arena, verified->fact_count),
                        bcf_wording_count(arena, verified->row_count)),
        0);
    if (verified->file_count > 0) {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(arena, "Byte for byte: %s.",
                                               join(arena, verified->files, verified->file_count)),
                               0);
    }
    bcf_page_add_paragraph(
        page,
        "Held by the seal of run.xml alone, as only the files themselves could tell: the digests "
        "of the files that were read, and the version of the program.",
        0);
}

static void add_program(bcf_text *page, const bcf_verified *verified)
{
    const char *own = bcf_arena_print(verified->arena, "bcf %s", bcf_home_version());
    bcf_page_add_paragraph(page,
                           bcf_arena_print(verified->arena, "%s, made by %s; verified by %s.",
                                           verified->path, verified->program, own),
                           0);
}

static void add_differences(bcf_text *page, const bcf_verified *verified)
{
    static const bcf_page_column columns[] = {
        {"Where", BCF_PAGE_LEFT},  {"Which", BCF_PAGE_LEFT},    {"Column", BCF_PAGE_LEFT},
        {"Stated", BCF_PAGE_LEFT}, {"Computed", BCF_PAGE_LEFT},
    };
    bcf_page_table *table = bcf_page_table_new(verified->arena, columns, 5);
    for (size_t i = 0; i < verified->count && i < SHOWN_MAX; i++) {
        const bcf_difference *one = &verified->differences[i];
        bcf_page_table_row(
            table, (const char *[]){one->where, one->key, one->column, one->stated, one->computed});
    }
    bcf_page_add_table(page, table);
    if (verified->count > SHOWN_MAX) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(verified->arena, "... and %s more: -f csv has all.",
                            bcf_wording_count(verified->arena, verified->count - SHOWN_MAX)),
            0);
    }
}

void bcf_verified_page(bcf_text *page, const bcf_verified *verified)
{
    bcf_arena *arena = verified->arena;
    const char *outcome =
        verified->count == 0
            ? "verified"
            : bcf_arena_print(arena, "%s %s", bcf_wording_count(arena, verified->count),
                              verified->count == 1 ? "difference" : "differences");
    bcf_page_add_title(
        page, verified->run == NULL
                  ? bcf_arena_print(arena, "A run of bcf: %s", outcome)
                  : bcf_arena_print(arena, "%s: %s", verified->run->policy->title, outcome));
    add_program(page, verified);
    if (verified->run == NULL) {
        bcf_page_add_paragraph(page, "Its own inputs are refused, so it cannot be made again.", 0);
    } else {
        add_extent(page, verified);
    }
    if (verified->count > 0) {
        bcf_page_add_heading(page, "What differs");
        add_differences(page, verified);
    }
}

const bcf_sheet *bcf_verified_sheet(const bcf_verified *verified)
{
    bcf_arena *arena = verified->arena;
    bcf_report_rows rows = {.arena = arena};
    static const char *const names[] = {"where", "key", "column", "stated", "computed"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        bcf_report_column(&rows, names[i], BCF_SHEET_WORD);
    }
    bcf_report_begin(&rows, verified->count);
    for (size_t i = 0; i < verified->count; i++) {
        const bcf_difference *one = &verified->differences[i];
        bcf_report_cell(&rows, one->where);
        bcf_report_cell(&rows, one->key);
        bcf_report_cell(&rows, one->column);
        bcf_report_cell(&rows, one->stated);
        bcf_report_cell(&rows, one->computed);
    }
    bcf_sheet *sheet = BCF_NEW(arena, bcf_sheet);
    *sheet = (bcf_sheet){.name = "verify",
                         .columns = rows.columns,
                         .column_count = rows.column_count,
                         .cells = rows.cells,
                         .row_count = verified->count};
    if (verified->run != NULL) {
        sheet->facts = bcf_report_facts(verified->run, &sheet->fact_count);
    }
    return sheet;
}

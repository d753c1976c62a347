/* SPDX-License-Identifier: MIT */
#include "report_reconcile.h"

#include <stdlib.h>

#define PAGE_ROWS_MAX 40
#define PAGE_COLUMNS (BCF_CLAIM_KEYS_MAX + 6)

static const char *plain(const bcf_run *run, bool is_there, bcf_money amount)
{
    return is_there ? bcf_wording_plain(run->arena, amount) : "";
}

const bcf_sheet *bcf_report_reconcile(const bcf_run *run, const bcf_reconciliation *found)
{
    static const bcf_sheet_column columns[] = {
        {"figure", BCF_SHEET_WORD},       {"theirs", BCF_SHEET_FIGURE},
        {"ours", BCF_SHEET_FIGURE},       {"difference", BCF_SHEET_FIGURE},
        {"result", BCF_SHEET_WORD},       {"explanation", BCF_SHEET_WORD},
        {"data_status", BCF_SHEET_WORD},  {"readings", BCF_SHEET_WORD},
    };
    bcf_report_rows rows = {.arena = run->arena};
    for (size_t i = 0; i < found->key_count; i++) {
        bcf_report_column(&rows, found->keys[i], BCF_SHEET_WORD);
    }
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        bcf_report_column(&rows, columns[i].name, columns[i].type);
    }
    bcf_report_begin(&rows, found->row_count);
    for (size_t i = 0; i < found->row_count; i++) {
        const bcf_matched *row = &found->rows[i];
        for (size_t j = 0; j < found->key_count; j++) {
            bcf_report_cell(&rows, row->cells[j]);
        }
        bcf_report_cell(&rows, row->figure);
        bcf_report_cell(&rows, plain(run, row->has_theirs, row->theirs));
        bcf_report_cell(&rows, plain(run, row->has_ours, row->ours));
        bcf_report_cell(&rows, plain(run, row->has_theirs && row->has_ours, row->difference));
        bcf_report_cell(&rows, bcf_match_text(row->match));
        bcf_report_cell(&rows, row->explanation);
        bcf_report_cell(&rows, bcf_status_text(row->status));
        bcf_report_cell(&rows, row->readings);
    }
    return bcf_report_sheet(&rows, "reconcile", run);
}

/* How many pence are in question in a row: all of a figure that only one side has. */
static int64_t size_of(const bcf_matched *row)
{
    int64_t pence = row->has_theirs ? row->theirs.pence : 0;
    pence -= row->has_ours ? row->ours.pence : 0;
    return pence < 0 ? -pence : pence;
}

static int largest_first(const void *left, const void *right)
{
    const bcf_matched *a = *(const bcf_matched *const *)left;
    const bcf_matched *b = *(const bcf_matched *const *)right;
    int64_t one = size_of(a);
    int64_t other = size_of(b);
    return one != other ? (one < other) - (one > other) : (a > b) - (a < b);
}

static const char *pounds(const bcf_run *run, bool is_there, bcf_money amount)
{
    return is_there ? bcf_wording_pounds(run->arena, amount, false) : "";
}

static void add_row(bcf_page_table *table, const bcf_run *run, const bcf_reconciliation *found,
                    const bcf_matched *row)
{
    const char *cells[PAGE_COLUMNS];
    size_t next = 0;
    for (size_t i = 0; i < found->key_count; i++) {
        cells[next++] = row->cells[i];
    }
    cells[next++] = row->figure;
    cells[next++] = pounds(run, row->has_theirs, row->theirs);
    cells[next++] =
        row->has_ours ? bcf_wording_marked(run->arena, pounds(run, true, row->ours), row->status,
                                           found->status)
                      : "";
    cells[next++] = pounds(run, row->has_theirs && row->has_ours, row->difference);
    cells[next++] = bcf_wording_spoken(run->arena, bcf_match_text(row->match));
    cells[next++] = row->explanation;
    bcf_page_table_row(table, cells);
}

static bcf_page_table *new_table(const bcf_run *run, const bcf_reconciliation *found)
{
    static const bcf_page_column last[] = {
        {"Figure", BCF_PAGE_LEFT},      {"Theirs £", BCF_PAGE_RIGHT}, {"Ours £", BCF_PAGE_RIGHT},
        {"Difference", BCF_PAGE_RIGHT}, {"Result", BCF_PAGE_LEFT},    {"Why", BCF_PAGE_LEFT},
    };
    bcf_page_column columns[PAGE_COLUMNS];
    size_t count = 0;
    for (size_t i = 0; i < found->key_count; i++) {
        columns[count++] = (bcf_page_column){found->keys[i], BCF_PAGE_LEFT};
    }
    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++) {
        columns[count++] = last[i];
    }
    return bcf_page_table_new(run->arena, columns, count);
}

static void add_misses(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found)
{
    size_t count = found->row_count - found->agreed;
    if (count == 0) {
        return;
    }
    const bcf_matched **list = BCF_NEW_ARRAY(run->arena, count, const bcf_matched *);
    size_t next = 0;
    for (size_t i = 0; i < found->row_count; i++) {
        if (found->rows[i].match != BCF_MATCH_AGREED) {
            list[next++] = &found->rows[i];
        }
    }
    qsort(list, count, sizeof *list, largest_first);
    bcf_page_table *table = new_table(run, found);
    for (size_t i = 0; i < count && i < PAGE_ROWS_MAX; i++) {
        add_row(table, run, found, list[i]);
    }
    bcf_page_add_heading(page, "What does not agree, the largest first");
    bcf_page_add_table(page, table);
    if (count > PAGE_ROWS_MAX) {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(run->arena, "%s others: -f csv lists them all.",
                                               bcf_wording_count(run->arena, count - PAGE_ROWS_MAX)),
                               0);
    }
}

static void add_totals(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found)
{
    static const bcf_page_column columns[] = {
        {"Total", BCF_PAGE_LEFT},
        {"Theirs £", BCF_PAGE_RIGHT},
        {"Ours £", BCF_PAGE_RIGHT},
        {"Difference", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 4);
    for (size_t i = 0; i < found->sum_count; i++) {
        const bcf_matched_sum *sum = &found->sums[i];
        bcf_page_table_row(
            table, (const char *[]){sum->figure, pounds(run, true, sum->theirs),
                                    bcf_wording_marked(run->arena, pounds(run, true, sum->ours),
                                                       found->status, found->status),
                                    pounds(run, true, bcf_money_subtract(sum->theirs, sum->ours))});
    }
    bcf_page_add_heading(page, "Totals of all that was compared");
    bcf_page_add_table(page, table);
}

void bcf_report_reconcile_page(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found,
                               const char *file)
{
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: %s against ours", run->policy->title,
                                           file));
    if (*found->about != '\0') {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(run->arena,
                                               "It is about %s alone: nothing else is missed.",
                                               found->about),
                               0);
    }
    bcf_text_add_char(page, '\n');
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena, "%s of %s figures agree.",
                                           bcf_wording_count(run->arena, found->agreed),
                                           bcf_wording_count(run->arena, found->row_count)),
                           0);
    add_misses(page, run, found);
    add_totals(page, run, found);
    bcf_report_add_status(page, run, found->status,
                          run->release == NULL ? BCF_RESTS_ON_ALLOCATION
                                               : BCF_RESTS_ON_EVERYTHING);
    bcf_report_add_notes(page, run);
}

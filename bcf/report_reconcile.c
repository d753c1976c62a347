/* SPDX-License-Identifier: MIT */
#include "report_reconcile.h"

#include <string.h>

#include "report_why.h"
#include "sort.h"

#define PAGE_ROWS_MAX 40
#define PAGE_COLUMNS (BCF_CLAIM_KEYS_MAX + 6)

static const char *plain(bcf_arena *arena, bool is_there, bcf_money amount)
{
    return is_there ? bcf_wording_plain(arena, amount) : "";
}

static void add_cells(bcf_report_rows *rows, const bcf_reconciliation *found)
{
    for (size_t i = 0; i < found->row_count; i++) {
        const bcf_matched *row = &found->rows[i];
        bool are_both = row->has_theirs && row->has_ours;
        for (size_t j = 0; j < found->key_count; j++) {
            bcf_report_cell(rows, row->cells[j]);
        }
        bcf_report_cell(rows, row->figure);
        bcf_report_cell(rows, plain(rows->arena, row->has_theirs, row->theirs));
        bcf_report_cell(rows, plain(rows->arena, row->has_ours, row->ours));
        bcf_report_cell(rows, plain(rows->arena, are_both, row->difference));
        bcf_report_cell(rows, bcf_match_text(row->match));
        bcf_report_cell(rows, row->explanation);
        bcf_report_cell(rows, bcf_status_text(row->status));
        bcf_report_cell(rows, row->readings);
    }
}

static void begin(bcf_report_rows *rows, const bcf_reconciliation *found)
{
    static const bcf_sheet_column columns[] = {
        {"figure", BCF_SHEET_WORD},      {"theirs", BCF_SHEET_FIGURE},
        {"ours", BCF_SHEET_FIGURE},      {"difference", BCF_SHEET_FIGURE},
        {"result", BCF_SHEET_WORD},      {"explanation", BCF_SHEET_WORD},
        {"data_status", BCF_SHEET_WORD}, {"readings", BCF_SHEET_WORD},
    };
    for (size_t i = 0; i < found->key_count; i++) {
        bcf_report_column(rows, found->keys[i], BCF_SHEET_WORD);
    }
    bcf_report_columns(rows, columns, sizeof columns / sizeof columns[0]);
    bcf_report_begin(rows, found->row_count);
}

const bcf_sheet *bcf_report_reconcile(const bcf_run *run, const bcf_reconciliation *found)
{
    bcf_report_rows rows = {.arena = run->arena};
    begin(&rows, found);
    add_cells(&rows, found);
    return bcf_report_sheet(&rows, "reconcile", run);
}

const bcf_sheet *bcf_report_foot(bcf_arena *arena, const bcf_reconciliation *found)
{
    bcf_report_rows rows = {.arena = arena};
    begin(&rows, found);
    add_cells(&rows, found);
    bcf_sheet *sheet = BCF_NEW(arena, bcf_sheet);
    *sheet = (bcf_sheet){
        .name = "reconcile",
        .columns = rows.columns,
        .column_count = rows.column_count,
        .cells = rows.cells,
        .row_count = found->row_count,
    };
    return sheet;
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

static bool is_whole(const bcf_reconciliation *found)
{
    for (size_t i = 0; i < found->row_count; i++) {
        if (found->rows[i].theirs.pence % 100 != 0 || found->rows[i].ours.pence % 100 != 0) {
            return false;
        }
    }
    return true;
}

static const char *pounds(bcf_arena *arena, const bcf_reconciliation *found, bool is_there,
                          bcf_money amount)
{
    return is_there ? bcf_wording_pounds(arena, amount, is_whole(found)) : "";
}

static bcf_page_table *new_table(bcf_arena *arena, const bcf_reconciliation *found)
{
    static const bcf_page_column last[] = {
        {"Figure", BCF_PAGE_LEFT},        {"Theirs £", BCF_PAGE_RIGHT}, {"Ours £", BCF_PAGE_RIGHT},
        {"Difference £", BCF_PAGE_RIGHT}, {"Result", BCF_PAGE_LEFT},    {"Why", BCF_PAGE_LEFT},
    };
    static const bcf_page_column lines[] = {
        {"", BCF_PAGE_LEFT},
        {"Printed £", BCF_PAGE_RIGHT},
        {"Lines add up to £", BCF_PAGE_RIGHT},
        {"Difference £", BCF_PAGE_RIGHT},
        {"Result", BCF_PAGE_LEFT},
        {"Why", BCF_PAGE_LEFT},
    };
    bcf_page_column columns[PAGE_COLUMNS];
    size_t count = 0;
    for (size_t i = 0; i < found->key_count; i++) {
        columns[count++] = (bcf_page_column){found->keys[i], BCF_PAGE_LEFT};
    }
    const bcf_page_column *more = found->kind == BCF_CLAIM_LINES ? lines : last;
    for (size_t i = 0; i < sizeof last / sizeof last[0]; i++) {
        columns[count++] = more[i];
    }
    return bcf_page_table_new(arena, columns, count);
}

/* A code with its name, as people read it: "Rotherham (E08000018)". */
static const char *named(bcf_arena *arena, const bcf_areas *areas, const char *key,
                         const char *code)
{
    static const char *const keys[] = {"hwb", "council", "ccg", "district"};
    bool is_area = false;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        is_area = is_area || strcmp(keys[i], key) == 0;
    }
    bcf_scope scope;
    bcf_error unheard = {0};
    if (!is_area || areas == NULL || code[0] == '\0'
        || bcf_scope_find(&scope, arena, areas, code, &unheard) != BCF_OK) {
        return code;
    }
    return bcf_arena_print(arena, "%s (%s)", bcf_scope_name(areas, scope), code);
}

static void add_row(bcf_page_table *table, bcf_arena *arena, const bcf_reconciliation *found,
                    const bcf_matched *row)
{
    const char *cells[PAGE_COLUMNS];
    size_t next = 0;
    for (size_t i = 0; i < found->key_count; i++) {
        cells[next++] = named(arena, found->areas, found->keys[i], row->cells[i]);
    }
    const char *mine = pounds(arena, found, row->has_ours, row->ours);
    cells[next++] = found->kind == BCF_CLAIM_LINES ? "" : row->figure;
    cells[next++] = pounds(arena, found, row->has_theirs, row->theirs);
    cells[next++] =
        row->has_ours ? bcf_wording_marked(arena, mine, row->status, found->status) : "";
    cells[next++] = pounds(arena, found, row->has_theirs && row->has_ours, row->difference);
    cells[next++] = bcf_wording_spoken(arena, bcf_match_text(row->match));
    cells[next++] = row->explanation;
    bcf_page_table_row(table, cells);
}

static void add_misses(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found)
{
    size_t count = found->row_count - found->agreed;
    if (count == 0) {
        return;
    }
    const bcf_matched **list = BCF_NEW_ARRAY(arena, count, const bcf_matched *);
    size_t next = 0;
    for (size_t i = 0; i < found->row_count; i++) {
        if (found->rows[i].match != BCF_MATCH_AGREED) {
            list[next++] = &found->rows[i];
        }
    }
    bcf_sort(list, count, sizeof *list, largest_first);
    bcf_page_table *table = new_table(arena, found);
    for (size_t i = 0; i < count && i < PAGE_ROWS_MAX; i++) {
        add_row(table, arena, found, list[i]);
    }
    bcf_page_add_heading(page, "What does not agree, the largest first");
    bcf_page_add_table(page, table);
    if (count > PAGE_ROWS_MAX) {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(arena, "%s others: -f csv lists them all.",
                                               bcf_wording_count(arena, count - PAGE_ROWS_MAX)),
                               0);
    }
}

static void add_agreed(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found)
{
    if (found->agreed == 0 || found->agreed > PAGE_ROWS_MAX) {
        return;
    }
    bcf_page_table *table = new_table(arena, found);
    for (size_t i = 0; i < found->row_count; i++) {
        if (found->rows[i].match == BCF_MATCH_AGREED) {
            add_row(table, arena, found, &found->rows[i]);
        }
    }
    bcf_page_add_heading(page, "What agrees");
    bcf_page_add_table(page, table);
}

static void add_totals(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found)
{
    static const bcf_page_column columns[] = {
        {"Figure", BCF_PAGE_LEFT},
        {"Theirs £", BCF_PAGE_RIGHT},
        {"Ours £", BCF_PAGE_RIGHT},
        {"Difference £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(arena, columns, 4);
    for (size_t i = 0; i < found->sum_count; i++) {
        const bcf_matched_sum *sum = &found->sums[i];
        bcf_money off = bcf_money_subtract(sum->theirs, sum->ours);
        const char *mine = pounds(arena, found, true, sum->ours);
        bcf_page_table_row(
            table, (const char *[]){sum->figure, pounds(arena, found, true, sum->theirs),
                                    bcf_wording_marked(arena, mine, found->status, found->status),
                                    pounds(arena, found, true, off)});
    }
    bcf_page_add_heading(page, "Totals of all that was compared");
    bcf_page_add_table(page, table);
}

static void add_count(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found)
{
    const char *what = found->kind == BCF_CLAIM_LINES ? "totals add up" : "figures agree";
    bcf_text_add_char(page, '\n');
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(arena, "%s of %s %s%s.", bcf_wording_count(arena, found->agreed),
                        bcf_wording_count(arena, found->row_count), what,
                        found->kind == BCF_CLAIM_LINES ? "" : "; a difference is theirs less ours"),
        0);
}

/* What can be done about figures that do not agree. */
static void add_what_next(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found,
                          const char *file)
{
    if (found->agreed == found->row_count) {
        return;
    }
    const char *of = file == NULL
                         ? ""
                         : bcf_arena_print(run->arena, " %s", bcf_wording_quoted(run->arena, file));
    bcf_next next[2] = {{bcf_arena_print(run->arena, "reconcile%s --why", of),
                         "which readings, data or mergers would give their figures"},
                        {"explain AREA ITEM", "how ours came about, step by step"}};
    bool is_asked = found->why != NULL;
    bcf_report_add_next(page, run, is_asked ? &next[1] : next, is_asked ? 1 : 2);
}

void bcf_report_reconcile_page(bcf_text *page, const bcf_run *run, const bcf_reconciliation *found,
                               const char *file)
{
    bcf_arena *arena = run->arena;
    bcf_report_add_opening(page, run,
                           bcf_arena_print(arena, "%s: %s against ours", run->policy->title,
                                           file == NULL ? "the table letters" : file));
    if (*found->about != '\0') {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(arena,
                                               "Theirs is about %s alone: nothing else is missed.",
                                               found->about),
                               0);
    }
    add_count(page, arena, found);
    add_misses(page, arena, found);
    add_agreed(page, arena, found);
    add_totals(page, arena, found);
    if (found->why != NULL) {
        bcf_report_add_why(page, arena, found);
    }
    add_what_next(page, run, found, file);
    bcf_report_add_status(page, run, found->status,
                          run->release == NULL ? BCF_RESTS_ON_ALLOCATION : BCF_RESTS_ON_EVERYTHING);
    bcf_report_add_notes(page, run);
}

void bcf_report_foot_page(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found,
                          const char *file, const bcf_notes *notes)
{
    bcf_page_add_title(page, bcf_arena_print(arena, "%s: do its lines add up?", file));
    add_count(page, arena, found);
    add_misses(page, arena, found);
    add_agreed(page, arena, found);
    for (size_t i = 0; i < notes->count; i++) {
        bcf_page_add_paragraph(page, bcf_arena_print(arena, "Note: %s", notes->items[i].sentence),
                               2);
    }
}

/* SPDX-License-Identifier: MIT */
#include "report_memo.h"

#include <string.h>

/* Of the rows behind one change that a page shows. */
#define ROWS_SHOWN 6

#define CHAIN_COLUMNS 5

/* The chain of one item of the board: a row a change. */
static void add_chain(const bcf_changes *of, bcf_page_table *table, size_t item)
{
    const char *title = of->in->items[item].title;
    bcf_status status = of->in->statuses[item * of->in->board_count + of->board];
    for (size_t step = 0; step < of->in->step_count; step++) {
        bcf_money before = bcf_compare_amount(of->in, step, item, of->board);
        bcf_money after = bcf_compare_amount(of->in, step + 1, item, of->board);
        if (bcf_money_compare(before, after) == 0) {
            continue;
        }
        bcf_page_table_row(
            table,
            (const char *[]){title, bcf_changes_pounds(of, before, status),
                             bcf_changes_signed(of, bcf_money_subtract(after, before), status),
                             bcf_changes_pounds(of, after, status), of->in->steps[step].id});
        title = "";
    }
}

void bcf_changes_chains(const bcf_changes *of)
{
    static const bcf_page_column columns[CHAIN_COLUMNS] = {{"", BCF_PAGE_LEFT},
                                                           {"Before £", BCF_PAGE_RIGHT},
                                                           {"Change £", BCF_PAGE_RIGHT},
                                                           {"After £", BCF_PAGE_RIGHT},
                                                           {"Because of", BCF_PAGE_LEFT}};
    for (int i = 0; i < 2; i++) {
        bool is_release = i == 1;
        bcf_moved all = bcf_moved_over(of, 0, of->in->step_count, is_release);
        bcf_page_table *table = bcf_page_table_new(of->arena, columns, CHAIN_COLUMNS);
        for (size_t item = 0; item < of->in->item_count; item++) {
            if (of->in->items[item].is_release == is_release) {
                add_chain(of, table, item);
            }
        }
        bcf_page_table_total(
            table, (const char *[]){is_release ? "Released" : "The pool",
                                    bcf_changes_pounds(of, all.before, all.status),
                                    bcf_changes_signed(of, bcf_moved_change(&all), all.status),
                                    bcf_changes_pounds(of, all.after, all.status), ""});
        if (bcf_changes_moved(of, is_release)) {
            bcf_page_add_heading(of->page, is_release ? "Payments released: what moved them"
                                                      : "The pool: what moved it");
            bcf_page_add_table(of->page, table);
        }
    }
}

/* "numerator " where the table has several figures; "" for the one that it is about. */
static const char *column_in_words(bcf_arena *arena, const char *column)
{
    static const char *const plain[] = {"numerator", "value", "count", "people", "state", "amount"};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (strcmp(plain[i], column) == 0) {
            return "";
        }
    }
    return bcf_arena_print(arena, "%s ", column);
}

static const char *cell_in_words(bcf_arena *arena, const bcf_column *column, const bcf_row *row,
                                 size_t place)
{
    const char *text = bcf_compare_cell_text(row, place);
    bool is_figure = column->type == BCF_CELL_FIGURE || column->type == BCF_CELL_DIVISOR
                     || column->type == BCF_CELL_MONEY;
    return is_figure ? bcf_wording_grouped(arena, text) : text;
}

/* "delayed-transfers outturn Apr-Dec 2014: 9,412 -> 9,188" */
static void say_row(const bcf_changes *of, const bcf_changed_row *row)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(row->table, &count);
    bool is_both = row->old != NULL && row->new != NULL;
    const char *words = bcf_arena_print(of->arena, "%s%s", bcf_compare_row_text(of->in, row),
                                        is_both            ? ""
                                        : row->old == NULL ? ", a new row"
                                                           : ", a row that is gone");
    const char *between = ": ";
    for (size_t i = bcf_compare_next_column(row, 0); i < count;
         i = bcf_compare_next_column(row, i + 1)) {
        words = bcf_arena_print(
            of->arena, "%s%s%s%s%s%s", words, between, column_in_words(of->arena, columns[i].name),
            cell_in_words(of->arena, &columns[i], row->old, i), is_both ? " -> " : "",
            cell_in_words(of->arena, &columns[i], row->new, i));
        between = "; ";
    }
    bcf_page_add_paragraph(of->page, bcf_arena_print(of->arena, "- %s", words), 2);
}

/* True for tables whose rows move other areas too, by the sum that shares are of; those of a
 * board's own plans move nobody else. */
static bool is_shared(bcf_table_id id)
{
    return id == BCF_TABLE_RESIDENTS || id == BCF_TABLE_INDICATORS || id == BCF_TABLE_CONTROLS
           || id == BCF_TABLE_LETTERS || id == BCF_TABLE_BOARDS || id == BCF_TABLE_COUNCILS
           || id == BCF_TABLE_DISTRICTS || id == BCF_TABLE_CCGS || id == BCF_TABLE_SUCCESSORS;
}

/* The rows behind one change; and how many are of other areas, that move it through the sum. */
static void say_rows(const bcf_changes *of, const bcf_changed_rows *rows, size_t step, size_t item)
{
    size_t own = 0;
    size_t others = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const bcf_changed_row *row = &rows->items[i];
        if (!bcf_compare_row_moves(of->in, row, step, item)) {
            continue;
        }
        if (!row->boards[of->board]) {
            others += is_shared(row->table);
        } else if (own++ < ROWS_SHOWN) {
            say_row(of, row);
        }
    }
    if (own > ROWS_SHOWN) {
        bcf_page_add_paragraph(
            of->page,
            bcf_arena_print(of->arena, "- and %zu more of its own (-f csv)", own - ROWS_SHOWN), 2);
    }
    if (others > 0) {
        bcf_page_add_paragraph(of->page,
                               bcf_arena_print(of->arena,
                                               "- and %s of other areas, that it shares with",
                                               bcf_wording_things(of->arena, others, "row")),
                               2);
    }
}

static bcf_money change_at(const bcf_changes *of, size_t step, size_t item)
{
    return bcf_money_subtract(bcf_compare_amount(of->in, step + 1, item, of->board),
                              bcf_compare_amount(of->in, step, item, of->board));
}

/* True if the same rows can have moved both items. */
static bool has_same_rows(const bcf_changes *of, const bcf_changed_rows *rows, size_t step,
                          size_t a, size_t b)
{
    for (size_t i = 0; i < rows->count; i++) {
        const bcf_changed_row *row = &rows->items[i];
        if (bcf_compare_row_moves(of->in, row, step, a)
            != bcf_compare_row_moves(of->in, row, step, b)) {
            return false;
        }
    }
    return true;
}

/* "2015-10 local +5.00, 2015-10 reablement -1.00": the items that the same rows moved. */
static void say_items(const bcf_changes *of, const bcf_changed_rows *rows, size_t step,
                      size_t first, bool is_told[])
{
    const char *words = bcf_arena_print(of->arena, "By %s:", of->in->steps[step].what);
    const char *between = " ";
    for (size_t item = first; item < of->in->item_count; item++) {
        bcf_money change = change_at(of, step, item);
        if (is_told[item] || change.pence == 0 || !has_same_rows(of, rows, step, first, item)) {
            continue;
        }
        is_told[item] = true;
        bcf_status status = of->in->statuses[item * of->in->board_count + of->board];
        words = bcf_arena_print(of->arena, "%s%s%s £%s", words, between, of->in->items[item].title,
                                bcf_changes_signed(of, change, status));
        between = "; ";
    }
    bcf_page_add_paragraph(of->page, words, 0);
}

void bcf_changes_rows(const bcf_changes *of, const bcf_changed_rows *rows)
{
    bcf_page_add_heading(of->page, "The rows that moved it");
    for (size_t step = 0; step < of->in->step_count; step++) {
        bool *is_told = BCF_NEW_ARRAY(of->arena, of->in->item_count, bool);
        for (size_t item = 0; item < of->in->item_count; item++) {
            if (!is_told[item] && change_at(of, step, item).pence != 0) {
                say_items(of, rows, step, item, is_told);
                say_rows(of, rows, step, item);
            }
        }
    }
}

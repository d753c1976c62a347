/* SPDX-License-Identifier: MIT */
#include "report_balance.h"

#include "sort.h"

#define BOARDS_SHOWN 10

/* The board of a balance, as the comparison lists it. */
static const bcf_compare_board *board_of(const bcf_comparison *in, const bcf_balance *one)
{
    const char *code = in->new.run->figures->areas->boards[one->board].code;
    return &in->boards[bcf_compare_board_place(in, code)];
}

static bool is_asked(const bcf_comparison *in, const bcf_balance *one, size_t board)
{
    return board == BCF_COMPARE_EVERYBODY || board_of(in, one) == &in->boards[board];
}

bool bcf_balances_differ(const bcf_comparison *comparison, const bcf_balances *balances,
                         size_t board)
{
    for (size_t i = 0; i < balances->count; i++) {
        const bcf_balance *one = &balances->items[i];
        bool is_paid = one->paid != NULL && one->balance.pence != 0;
        if (is_paid && is_asked(comparison, one, board)) {
            return true;
        }
    }
    return false;
}

/* What the old run stated of a payment; "" where it has no such payment. */
static const char *due_before(const bcf_comparison *in, const bcf_balance *one)
{
    const char *id = bcf_arena_print(in->arena, "release:%s:%s", one->payment, one->part);
    size_t board = (size_t)(board_of(in, one) - in->boards);
    size_t item = bcf_compare_item_place(in, id);
    if (item == in->item_count) {
        return "";
    }
    return bcf_wording_plain(in->arena, bcf_compare_amount(in, 0, item, board));
}

static const char *plain_if(bcf_arena *arena, bool is_there, bcf_money amount)
{
    return is_there ? bcf_wording_plain(arena, amount) : "";
}

static void add_row(bcf_report_rows *rows, const bcf_comparison *in, const bcf_balance *one,
                    bool with_names)
{
    bcf_arena *arena = in->arena;
    const bcf_compare_board *board = board_of(in, one);
    bool is_paid = one->paid != NULL;
    bcf_report_cell(rows, board->code);
    if (with_names) {
        bcf_report_cell(rows, board->name);
    }
    bcf_report_cell(rows, one->payment);
    bcf_report_cell(rows, one->part);
    bcf_report_cell(rows, due_before(in, one));
    bcf_report_cell(rows, bcf_wording_plain(arena, one->due));
    bcf_report_cell(rows, plain_if(arena, one->is_agreed, one->agreed));
    bcf_report_cell(rows, plain_if(arena, is_paid, one->amount));
    bcf_report_cell(rows, is_paid ? bcf_row_cell(BCF_TABLE_PAID, one->paid, "on")->text : "");
    bcf_report_cell(rows, plain_if(arena, is_paid, one->balance));
    bcf_report_cell(rows, bcf_wording_plain(arena, one->netted));
    bcf_report_cell(rows, bcf_wording_plain(arena, one->to_pay));
    bcf_report_cell(rows, bcf_wording_plain(arena, one->to_recover));
    bcf_report_cell(rows, bcf_balance_state_text(one->state));
    bcf_report_cell(rows, bcf_status_text(one->status));
}

const bcf_sheet *bcf_report_balance(const bcf_comparison *comparison, const bcf_balances *balances,
                                    size_t board, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"payment", BCF_SHEET_WORD},      {"part", BCF_SHEET_WORD},
        {"due_before", BCF_SHEET_FIGURE}, {"due", BCF_SHEET_FIGURE},
        {"agreed", BCF_SHEET_FIGURE},     {"paid", BCF_SHEET_FIGURE},
        {"paid_on", BCF_SHEET_WORD},      {"balance", BCF_SHEET_FIGURE},
        {"netted", BCF_SHEET_FIGURE},     {"to_pay", BCF_SHEET_FIGURE},
        {"to_recover", BCF_SHEET_FIGURE}, {"state", BCF_SHEET_WORD},
        {"data_status", BCF_SHEET_WORD},
    };
    bcf_report_rows rows = {.arena = comparison->arena};
    bcf_report_board_columns(&rows, with_names, columns, sizeof columns / sizeof columns[0]);
    bcf_report_begin(&rows, balances->count);
    size_t count = 0;
    for (size_t i = 0; i < balances->count; i++) {
        if (is_asked(comparison, &balances->items[i], board)) {
            add_row(&rows, comparison, &balances->items[i], with_names);
            count++;
        }
    }
    BCF_ASSERT(rows.cell_count == count * rows.column_count);
    return bcf_report_compare_sheet(comparison, &rows);
}

/* Balances added up. */
typedef struct balance_sum {
    bool is_paid; /* any of it */
    bcf_money due;
    bcf_money paid;
    bcf_money balance; /* of what was paid at all */
    bcf_money netted;
    bcf_money to_pay;
    bcf_money to_recover;
    bcf_status status;
    int64_t size;
    size_t board;
} balance_sum;

static void add_to(balance_sum *sum, const bcf_balance *one)
{
    sum->due = bcf_money_add(sum->due, one->due);
    sum->paid = bcf_money_add(sum->paid, one->amount);
    if (one->paid != NULL) {
        sum->is_paid = true;
        sum->balance = bcf_money_add(sum->balance, one->balance);
        sum->size += one->balance.pence < 0 ? -one->balance.pence : one->balance.pence;
    }
    sum->netted = bcf_money_add(sum->netted, one->netted);
    sum->to_pay = bcf_money_add(sum->to_pay, one->to_pay);
    sum->to_recover = bcf_money_add(sum->to_recover, one->to_recover);
    sum->status = bcf_status_worst(sum->status, one->status);
}

#define COLUMNS 8

/* "-" for nothing: most of such a table is. */
static const char *pounds(bcf_arena *arena, bcf_money amount, bcf_status status)
{
    return amount.pence == 0
               ? "-"
               : bcf_arena_print(arena, "%s%s", bcf_wording_pounds(arena, amount, false),
                                 bcf_wording_mark(status));
}

static bcf_page_table *new_table(bcf_arena *arena, const char *what)
{
    const bcf_page_column columns[COLUMNS] = {
        {what, BCF_PAGE_LEFT},
        {"Due now £", BCF_PAGE_RIGHT},
        {"Paid £", BCF_PAGE_RIGHT},
        {"Balance of it £", BCF_PAGE_RIGHT},
        {"Netted off £", BCF_PAGE_RIGHT},
        {"To pay £", BCF_PAGE_RIGHT},
        {"To recover £", BCF_PAGE_RIGHT},
        {"Agreed locally £", BCF_PAGE_RIGHT},
    };
    return bcf_page_table_new(arena, columns, COLUMNS);
}

static void add_sum(bcf_page_table *table, bcf_arena *arena, const char *title,
                    const balance_sum *sum, const char *agreed, bool is_total)
{
    const char *cells[COLUMNS] = {
        title,
        pounds(arena, sum->due, sum->status),
        sum->is_paid ? pounds(arena, sum->paid, BCF_STATUS_NONE) : "",
        sum->is_paid ? pounds(arena, sum->balance, sum->status) : "",
        sum->netted.pence == 0 ? "" : pounds(arena, sum->netted, sum->status),
        pounds(arena, sum->to_pay, sum->status),
        pounds(arena, sum->to_recover, sum->status),
        agreed,
    };
    if (is_total) {
        bcf_page_table_total(table, cells);
    } else {
        bcf_page_table_row(table, cells);
    }
}

static void add_one_board(bcf_text *page, const bcf_comparison *in, const bcf_balances *balances,
                          size_t board)
{
    bcf_page_table *table = new_table(in->arena, "Payment");
    balance_sum all = {0};
    for (size_t i = 0; i < balances->count; i++) {
        const bcf_balance *one = &balances->items[i];
        if (!is_asked(in, one, board)) {
            continue;
        }
        balance_sum sum = {0};
        add_to(&sum, one);
        add_to(&all, one);
        add_sum(table, in->arena,
                bcf_arena_print(in->arena, "%s %s%s", one->payment, one->part,
                                one->paid == NULL ? " (not yet paid)" : ""),
                &sum, one->is_agreed ? pounds(in->arena, one->agreed, BCF_STATUS_NONE) : "", false);
    }
    add_sum(table, in->arena, "All of it", &all, "", true);
    bcf_page_add_table(page, table);
}

static int by_size(const void *a, const void *b)
{
    const balance_sum *x = a;
    const balance_sum *y = b;
    if (x->size != y->size) {
        return x->size < y->size ? 1 : -1;
    }
    return x->board < y->board ? -1 : x->board > y->board;
}

static void fold(balance_sum *into, const balance_sum *more)
{
    into->is_paid = into->is_paid || more->is_paid;
    into->due = bcf_money_add(into->due, more->due);
    into->paid = bcf_money_add(into->paid, more->paid);
    into->balance = bcf_money_add(into->balance, more->balance);
    into->netted = bcf_money_add(into->netted, more->netted);
    into->to_pay = bcf_money_add(into->to_pay, more->to_pay);
    into->to_recover = bcf_money_add(into->to_recover, more->to_recover);
    into->status = bcf_status_worst(into->status, more->status);
}

static void add_boards(bcf_text *page, const bcf_comparison *in, const bcf_balances *balances)
{
    const bcf_areas *areas = in->new.run->figures->areas;
    balance_sum *sums = BCF_NEW_ARRAY(in->arena, areas->board_count, balance_sum);
    for (size_t i = 0; i < areas->board_count; i++) {
        sums[i].board = i;
    }
    for (size_t i = 0; i < balances->count; i++) {
        add_to(&sums[balances->items[i].board], &balances->items[i]);
    }
    bcf_sort(sums, areas->board_count, sizeof *sums, by_size);
    bcf_page_table *table = new_table(in->arena, "Board");
    size_t shown =
        areas->board_count <= BOARDS_SHOWN + 1 ? areas->board_count : (size_t)BOARDS_SHOWN;
    balance_sum others = {0};
    balance_sum all = {0};
    for (size_t i = 0; i < areas->board_count; i++) {
        fold(&all, &sums[i]);
        if (i < shown) {
            add_sum(table, in->arena, areas->boards[sums[i].board].name, &sums[i], "", false);
        } else {
            fold(&others, &sums[i]);
        }
    }
    if (shown < areas->board_count) {
        add_sum(table, in->arena,
                bcf_arena_print(in->arena, "%zu others", areas->board_count - shown), &others, "",
                false);
    }
    add_sum(table, in->arena, "All boards", &all, "", true);
    bcf_page_add_table(page, table);
}

static void explain(bcf_text *page, const bcf_comparison *in, const bcf_balances *balances)
{
    bcf_page_add_paragraph(
        page,
        "Paid is history and stays as it is. The balance is what is due now less what was paid, of "
        "payments that were paid at all; what was not yet paid is to be paid whole, but for what "
        "an "
        "earlier balance is netted off it.",
        0);
    const char *rule =
        bcf_settings_value(in->new.run->settings, "negative-balance") == NULL
            ? "A balance below zero is to be recovered: the policy of the new run does not say "
              "that it is carried forward."
        : balances->is_carried
            ? "A balance below zero is netted off what the board is paid next "
              "(negative-balance=carried-forward, or recoverable)."
            : "A balance below zero is to be recovered (negative-balance=recoverable, or "
              "carried-forward).";
    bcf_page_add_paragraph(page, rule, 0);
}

void bcf_report_balance_page(bcf_text *page, const bcf_comparison *comparison,
                             const bcf_balances *balances, size_t board)
{
    bcf_page_add_heading(page, "Balancing payments");
    if (board == BCF_COMPARE_EVERYBODY) {
        add_boards(page, comparison, balances);
    } else {
        add_one_board(page, comparison, balances, board);
    }
    explain(page, comparison, balances);
}

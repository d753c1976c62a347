/* SPDX-License-Identifier: MIT */
#include "report_changes.h"

#include <stdlib.h>
#include <string.h>

/* Of a list of boards, or of rows behind one change, that a page shows. */
#define BOARDS_SHOWN 10
#define ROWS_SHOWN 6

typedef struct changes {
    bcf_text *page;
    const bcf_comparison *in;
    bcf_arena *arena;
    size_t board; /* or BCF_COMPARE_EVERYBODY */
} changes;

/* What a set of items comes to. */
typedef struct before_after {
    bcf_money before;
    bcf_money after;
    bcf_money gains; /* of boards, and their losses: below zero */
    bcf_money losses;
    bcf_status status;
} before_after;

static bool is_asked(const changes *of, size_t board)
{
    return of->board == BCF_COMPARE_EVERYBODY || of->board == board;
}

static bcf_money change_of(const before_after *sum)
{
    return bcf_money_subtract(sum->after, sum->before);
}

/* A board's amounts of the items from `first` to `end` that are payments, or are not. */
static before_after board_sum(const bcf_comparison *in, size_t board, size_t from, size_t upto,
                              bool is_release)
{
    before_after sum = {0};
    for (size_t item = 0; item < in->item_count; item++) {
        if (in->items[item].is_release == is_release) {
            sum.before = bcf_money_add(sum.before, bcf_compare_amount(in, from, item, board));
            sum.after = bcf_money_add(sum.after, bcf_compare_amount(in, upto, item, board));
            sum.status = bcf_status_worst(sum.status, in->statuses[item * in->board_count + board]);
        }
    }
    return sum;
}

static void add_sum(before_after *to, const before_after *more)
{
    bcf_money change = change_of(more);
    to->before = bcf_money_add(to->before, more->before);
    to->after = bcf_money_add(to->after, more->after);
    if (change.pence > 0) {
        to->gains = bcf_money_add(to->gains, change);
    } else {
        to->losses = bcf_money_add(to->losses, change);
    }
    to->status = bcf_status_worst(to->status, more->status);
}

/* Everybody's, or the board's, pool or payments over some steps. */
static before_after sum_over(const changes *of, size_t from, size_t upto, bool is_release)
{
    before_after all = {0};
    for (size_t board = 0; board < of->in->board_count; board++) {
        if (is_asked(of, board)) {
            before_after one = board_sum(of->in, board, from, upto, is_release);
            add_sum(&all, &one);
        }
    }
    return all;
}

static before_after item_sum(const changes *of, size_t item, size_t from, size_t upto)
{
    before_after all = {0};
    for (size_t board = 0; board < of->in->board_count; board++) {
        if (is_asked(of, board)) {
            before_after one = {
                .before = bcf_compare_amount(of->in, from, item, board),
                .after = bcf_compare_amount(of->in, upto, item, board),
                .status = of->in->statuses[item * of->in->board_count + board],
            };
            add_sum(&all, &one);
        }
    }
    return all;
}

static const char *pounds(const changes *of, bcf_money amount, bcf_status status)
{
    return bcf_arena_print(of->arena, "%s%s", bcf_wording_pounds(of->arena, amount, false),
                           bcf_wording_mark(status));
}

/* "+1,234.50", "-0.50", "-" for nothing. */
static const char *signed_pounds(const changes *of, bcf_money amount, bcf_status status)
{
    if (amount.pence == 0) {
        return "-";
    }
    return bcf_arena_print(of->arena, "%s%s", amount.pence > 0 ? "+" : "",
                           pounds(of, amount, status));
}

static void say_side(const changes *of, const char *which, const bcf_compare_side *side)
{
    const char *program = side->kept->inputs.program;
    bcf_page_add_paragraph(
        of->page,
        bcf_arena_print(of->arena, "%s: %s (%s); policy %s, version %s; made by %s; %s.", which,
                        side->tables->title, side->tables->vintage, side->policy->id,
                        side->policy->version, program == NULL ? "an unnamed program" : program,
                        side->kept->named),
        5);
}

static void add_opening(const changes *of)
{
    const bcf_performance *performance = of->in->new.policy->performance;
    if (performance != NULL && performance->notice != NULL) {
        bcf_page_add_paragraph(of->page, bcf_arena_print(of->arena, "%s.", performance->notice), 0);
        bcf_text_add_char(of->page, '\n');
    }
    bool is_all = of->board == BCF_COMPARE_EVERYBODY;
    bcf_page_add_title(of->page,
                       is_all ? "What changed between two runs"
                              : bcf_arena_print(of->arena, "%s (%s): what changed between two runs",
                                                of->in->boards[of->board].name,
                                                of->in->boards[of->board].code));
    say_side(of, "Old", &of->in->old);
    say_side(of, "New", &of->in->new);
}

static bool is_any_of(const changes *of, bool is_release)
{
    for (size_t i = 0; i < of->in->item_count; i++) {
        if (of->in->items[i].is_release == is_release) {
            return true;
        }
    }
    return false;
}

/* "The pool falls by £5.00, from £10.00 to £5.00." */
static void say_sum(const changes *of, const char *what, bool is_release)
{
    if (!is_any_of(of, is_release)) {
        return;
    }
    before_after sum = sum_over(of, 0, of->in->step_count, is_release);
    bcf_money change = change_of(&sum);
    const char *words = NULL;
    if (change.pence == 0) {
        words =
            bcf_arena_print(of->arena, "%s stays at £%s.", what, pounds(of, sum.after, sum.status));
    } else {
        bcf_money size = change.pence < 0 ? bcf_money_subtract((bcf_money){0}, change) : change;
        words =
            bcf_arena_print(of->arena, "%s %s by £%s, from £%s to £%s.", what,
                            change.pence < 0 ? "falls" : "rises", pounds(of, size, sum.status),
                            pounds(of, sum.before, sum.status), pounds(of, sum.after, sum.status));
    }
    bcf_page_add_paragraph(of->page, words, 0);
}

#define CAUSE_COLUMNS 6

static void add_causes(const changes *of)
{
    static const bcf_page_column columns[CAUSE_COLUMNS] = {
        {"Order", BCF_PAGE_RIGHT},
        {"Cause", BCF_PAGE_LEFT},
        {"What was exchanged", BCF_PAGE_LEFT},
        {"Pools: up £", BCF_PAGE_RIGHT},
        {"down £", BCF_PAGE_RIGHT},
        {"Released: £", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, CAUSE_COLUMNS);
    const char *cells[CAUSE_COLUMNS];
    size_t count = of->in->step_count;
    for (size_t i = 0; i <= count; i++) {
        size_t from = i < count ? i : 0;
        size_t upto = i < count ? i + 1 : count;
        before_after pool = sum_over(of, from, upto, false);
        before_after released = sum_over(of, from, upto, true);
        cells[0] = i < count ? bcf_wording_count(of->arena, i + 1) : "";
        cells[1] = i < count ? of->in->steps[i].id : "All of it";
        cells[2] = i < count ? of->in->steps[i].what : "";
        cells[3] = signed_pounds(of, pool.gains, pool.status);
        cells[4] = signed_pounds(of, pool.losses, pool.status);
        cells[5] = signed_pounds(of, change_of(&released), released.status);
        if (i < count) {
            bcf_page_table_row(table, cells);
        } else {
            bcf_page_table_total(table, cells);
        }
    }
    bcf_page_add_heading(of->page, "Because of what");
    bcf_page_add_table(of->page, table);
    bcf_page_add_paragraph(of->page,
                           "Inputs of the new run take the place of those of the old one in this "
                           "order, each on top of those above it; what then changes is put down to "
                           "it.",
                           0);
    for (size_t i = 0; i < count; i++) {
        if (of->in->steps[i].together != NULL) {
            bcf_page_add_paragraph(
                of->page,
                bcf_arena_print(of->arena, "- %s went together, as one alone is refused: %s",
                                of->in->steps[i].what, of->in->steps[i].together),
                2);
        }
    }
}

static const char *people_text(const changes *of, const bcf_ratio *people)
{
    return people == NULL ? "" : bcf_wording_exact(of->arena, people);
}

#define CROSS_COLUMNS 6

/* Codes that ended between the runs: who stands for them, people in and people out. */
static void add_crosswalk(const changes *of)
{
    static const bcf_page_column columns[CROSS_COLUMNS] = {
        {"Code of the old run", BCF_PAGE_LEFT}, {"", BCF_PAGE_LEFT},
        {"In the new run", BCF_PAGE_LEFT},      {"Share", BCF_PAGE_RIGHT},
        {"People in", BCF_PAGE_RIGHT},          {"People out", BCF_PAGE_RIGHT},
    };
    if (of->in->crossing_count == 0) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, CROSS_COLUMNS);
    bcf_ratio *in = bcf_ratio_new(of->arena);
    bcf_ratio *out = bcf_ratio_new(of->arena);
    for (size_t i = 0; i < of->in->crossing_count; i++) {
        const bcf_crossing *one = &of->in->crosswalk[i];
        bool is_first = i == 0 || strcmp(one->code, of->in->crosswalk[i - 1].code) != 0;
        if (one->people_in != NULL && is_first) {
            bcf_ratio_add(in, in, one->people_in);
        }
        if (one->people_out != NULL) {
            bcf_ratio_add(out, out, one->people_out);
        }
        bcf_page_table_row(
            table,
            (const char *[]){
                bcf_arena_print(of->arena, "%s (%s)", one->name, one->code),
                one->is_backwards ? "<-" : "->",
                bcf_arena_print(of->arena, "%s (%s)", one->successor_name, one->successor),
                one->share == NULL ? "" : bcf_ratio_exact_text(of->arena, one->share),
                is_first ? people_text(of, one->people_in) : "", people_text(of, one->people_out)});
    }
    bcf_page_table_total(table, (const char *[]){"People of these codes", "", "", "",
                                                 bcf_wording_exact(of->arena, in),
                                                 bcf_wording_exact(of->arena, out)});
    bcf_page_add_heading(of->page, "Crosswalk: codes that are not in the new run");
    bcf_page_add_table(of->page, table);
}

#define ITEM_COLUMNS 5

static void add_item_row(const changes *of, bcf_page_table *table, const char *title,
                         const before_after *sum, bool is_total)
{
    const char *cells[ITEM_COLUMNS] = {
        title,
        pounds(of, sum->before, sum->status),
        signed_pounds(of, sum->gains, sum->status),
        signed_pounds(of, sum->losses, sum->status),
        pounds(of, sum->after, sum->status),
    };
    if (is_total) {
        bcf_page_table_total(table, cells);
    } else {
        bcf_page_table_row(table, cells);
    }
}

/* True if any step changed anything of the pool, or of the payments. */
static bool has_moved(const changes *of, bool is_release)
{
    for (size_t step = 0; step < of->in->step_count; step++) {
        before_after sum = sum_over(of, step, step + 1, is_release);
        if (sum.gains.pence != 0 || sum.losses.pence != 0) {
            return true;
        }
    }
    return false;
}

static void add_items(const changes *of, bool is_release)
{
    static const bcf_page_column columns[ITEM_COLUMNS] = {{"", BCF_PAGE_LEFT},
                                                          {"Before £", BCF_PAGE_RIGHT},
                                                          {"Boards up £", BCF_PAGE_RIGHT},
                                                          {"Boards down £", BCF_PAGE_RIGHT},
                                                          {"After £", BCF_PAGE_RIGHT}};
    if (!has_moved(of, is_release)) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, ITEM_COLUMNS);
    for (size_t i = 0; i < of->in->item_count; i++) {
        if (of->in->items[i].is_release == is_release) {
            before_after sum = item_sum(of, i, 0, of->in->step_count);
            add_item_row(of, table, of->in->items[i].title, &sum, false);
        }
    }
    before_after all = sum_over(of, 0, of->in->step_count, is_release);
    add_item_row(of, table, is_release ? "Released" : "The pool", &all, true);
    bcf_page_add_heading(of->page, is_release ? "Payments released: part of the pool" : "The pool");
    bcf_page_add_table(of->page, table);
}

/* A board and how much of it changed, for the list. */
typedef struct moved {
    size_t board;
    before_after pool;
    before_after released;
    int64_t size;
} moved;

static int64_t size_of(bcf_money change)
{
    return change.pence < 0 ? -change.pence : change.pence;
}

static int by_size(const void *a, const void *b)
{
    const moved *x = a;
    const moved *y = b;
    if (x->size != y->size) {
        return x->size < y->size ? 1 : -1;
    }
    return x->board < y->board ? -1 : 1;
}

/* The step that moved most of a board's money. */
static const char *main_cause(const bcf_comparison *in, size_t board)
{
    const char *cause = "";
    int64_t most = 0;
    for (size_t step = 0; step < in->step_count; step++) {
        before_after pool = board_sum(in, board, step, step + 1, false);
        before_after released = board_sum(in, board, step, step + 1, true);
        int64_t size = size_of(change_of(&pool)) + size_of(change_of(&released));
        if (size > most) {
            most = size;
            cause = in->steps[step].id;
        }
    }
    return cause;
}

#define BOARD_COLUMNS 6

static void add_board_row(const changes *of, bcf_page_table *table, const moved *board,
                          const char *name, const char *cause, bool is_total)
{
    const char *cells[BOARD_COLUMNS] = {
        name,
        signed_pounds(of, change_of(&board->pool), board->pool.status),
        pounds(of, board->pool.after, board->pool.status),
        signed_pounds(of, change_of(&board->released), board->released.status),
        pounds(of, board->released.after, board->released.status),
        cause,
    };
    if (is_total) {
        bcf_page_table_total(table, cells);
    } else {
        bcf_page_table_row(table, cells);
    }
}

static void fold(moved *into, const moved *board)
{
    add_sum(&into->pool, &board->pool);
    add_sum(&into->released, &board->released);
}

static void add_boards(const changes *of)
{
    static const bcf_page_column columns[BOARD_COLUMNS] = {
        {"Board", BCF_PAGE_LEFT},    {"Pool: change £", BCF_PAGE_RIGHT},
        {"after £", BCF_PAGE_RIGHT}, {"Released: change £", BCF_PAGE_RIGHT},
        {"after £", BCF_PAGE_RIGHT}, {"Most because of", BCF_PAGE_LEFT},
    };
    const bcf_comparison *in = of->in;
    moved *boards = BCF_NEW_ARRAY(of->arena, in->board_count, moved);
    for (size_t i = 0; i < in->board_count; i++) {
        boards[i] = (moved){.board = i,
                            .pool = board_sum(in, i, 0, in->step_count, false),
                            .released = board_sum(in, i, 0, in->step_count, true)};
        boards[i].size =
            size_of(change_of(&boards[i].pool)) + size_of(change_of(&boards[i].released));
    }
    qsort(boards, in->board_count, sizeof *boards, by_size);
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, BOARD_COLUMNS);
    moved others = {0};
    moved all = {0};
    size_t shown = in->board_count <= BOARDS_SHOWN + 1 ? in->board_count : BOARDS_SHOWN;
    for (size_t i = 0; i < in->board_count; i++) {
        fold(&all, &boards[i]);
        if (i < shown) {
            size_t board = boards[i].board;
            add_board_row(of, table, &boards[i], in->boards[board].name, main_cause(in, board),
                          false);
        } else {
            fold(&others, &boards[i]);
        }
    }
    if (shown < in->board_count) {
        add_board_row(of, table, &others,
                      bcf_arena_print(of->arena, "%zu others", in->board_count - shown), "", false);
    }
    add_board_row(of, table, &all, "All boards", "", true);
    bcf_page_add_heading(of->page, "The boards that change most");
    bcf_page_add_table(of->page, table);
}

#define CHAIN_COLUMNS 5

/* The chain of one item of the board: a row a change. */
static void add_chain(const changes *of, bcf_page_table *table, size_t item)
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
            table, (const char *[]){title, pounds(of, before, status),
                                    signed_pounds(of, bcf_money_subtract(after, before), status),
                                    pounds(of, after, status), of->in->steps[step].id});
        title = "";
    }
}

static void add_chains(const changes *of)
{
    static const bcf_page_column columns[CHAIN_COLUMNS] = {{"", BCF_PAGE_LEFT},
                                                           {"Before £", BCF_PAGE_RIGHT},
                                                           {"Change £", BCF_PAGE_RIGHT},
                                                           {"After £", BCF_PAGE_RIGHT},
                                                           {"Because of", BCF_PAGE_LEFT}};
    for (int i = 0; i < 2; i++) {
        bool is_release = i == 1;
        before_after all = sum_over(of, 0, of->in->step_count, is_release);
        bcf_page_table *table = bcf_page_table_new(of->arena, columns, CHAIN_COLUMNS);
        for (size_t item = 0; item < of->in->item_count; item++) {
            if (of->in->items[item].is_release == is_release) {
                add_chain(of, table, item);
            }
        }
        bcf_page_table_total(table, (const char *[]){is_release ? "Released" : "The pool",
                                                     pounds(of, all.before, all.status),
                                                     signed_pounds(of, change_of(&all), all.status),
                                                     pounds(of, all.after, all.status), ""});
        if (has_moved(of, is_release)) {
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
static void say_row(const changes *of, const bcf_changed_row *row)
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

/* The rows behind one change; and how many are of other areas, that move it through the sum. */
static void say_rows(const changes *of, const bcf_changed_rows *rows, size_t step, size_t item)
{
    size_t own = 0;
    size_t others = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const bcf_changed_row *row = &rows->items[i];
        if (!bcf_compare_row_moves(of->in, row, step, item)) {
            continue;
        }
        if (!row->boards[of->board]) {
            others++;
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

static bcf_money change_at(const changes *of, size_t step, size_t item)
{
    return bcf_money_subtract(bcf_compare_amount(of->in, step + 1, item, of->board),
                              bcf_compare_amount(of->in, step, item, of->board));
}

/* True if the same rows can have moved both items. */
static bool has_same_rows(const changes *of, const bcf_changed_rows *rows, size_t step, size_t a,
                          size_t b)
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
static void say_items(const changes *of, const bcf_changed_rows *rows, size_t step, size_t first,
                      bool is_told[])
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
                                signed_pounds(of, change, status));
        between = "; ";
    }
    bcf_page_add_paragraph(of->page, words, 0);
}

static void add_rows(const changes *of, const bcf_changed_rows *rows)
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

static bcf_status worst_of(const changes *of)
{
    before_after pool = sum_over(of, 0, of->in->step_count, false);
    before_after released = sum_over(of, 0, of->in->step_count, true);
    return bcf_status_worst(pool.status, released.status);
}

void bcf_report_changes_begin(bcf_text *page, const bcf_comparison *comparison, size_t board)
{
    changes of = {page, comparison, comparison->arena, board};
    add_opening(&of);
}

void bcf_report_changes_page(bcf_text *page, const bcf_comparison *comparison, size_t board,
                             const bcf_changed_rows *rows)
{
    changes of = {page, comparison, comparison->arena, board};
    bcf_text_add_char(page, '\n');
    if (comparison->step_count == 0) {
        bcf_page_add_paragraph(
            page, "The two runs were made from the same, and come to the same: nothing changed.",
            0);
        return;
    }
    if (!bcf_compare_has_change(comparison, board)) {
        bcf_page_add_paragraph(page, "Inputs differ, and no pound moved.", 0);
    }
    bool is_all = board == BCF_COMPARE_EVERYBODY;
    say_sum(&of, is_all ? "The pool of all boards" : "The pool", false);
    say_sum(&of, "What is released of it", true);
    add_causes(&of);
    add_crosswalk(&of);
    if (is_all) {
        add_items(&of, false);
        add_items(&of, true);
        add_boards(&of);
        return;
    }
    add_chains(&of);
    if (rows != NULL) {
        add_rows(&of, rows);
    }
}

/* A command that can be typed as it stands. */
static void add_command(const changes *of, bcf_page_table *table, const char *shows,
                        const char *words)
{
    const bcf_kept_run *old = of->in->old.kept;
    const bcf_kept_run *new = of->in->new.kept;
    bcf_page_table_row(
        table,
        (const char *[]){shows, bcf_arena_print(of->arena, "bcf compare %s %s%s",
                                                bcf_wording_quoted(of->arena, old->named),
                                                bcf_wording_quoted(of->arena, new->named), words)});
}

static void add_next(const changes *of)
{
    static const bcf_page_column columns[] = {{"To see", BCF_PAGE_LEFT}, {"type", BCF_PAGE_LEFT}};
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 2);
    bool is_all = of->board == BCF_COMPARE_EVERYBODY;
    const char *code = bcf_wording_quoted(of->arena, of->in->boards[is_all ? 0 : of->board].code);
    if (is_all) {
        add_command(of, table, "one board, as a memo", bcf_arena_print(of->arena, " -a %s", code));
        add_command(of, table, "a row a change, for a spreadsheet", " -f csv");
    } else {
        add_command(of, table, "the very rows that moved it",
                    bcf_arena_print(of->arena, " -a %s --why", code));
    }
    if (of->in->new.tables->table[BCF_TABLE_PAID].is_there) {
        add_command(of, table, "what is owed, or to be paid back",
                    is_all ? " --balance" : bcf_arena_print(of->arena, " -a %s --balance", code));
    }
    bcf_page_add_heading(of->page, "Next");
    bcf_page_add_table(of->page, table);
}

void bcf_report_changes_end(bcf_text *page, const bcf_comparison *comparison, size_t board)
{
    changes of = {page, comparison, comparison->arena, board};
    bcf_report_add_status(page, comparison->new.run, worst_of(&of),
                          comparison->new.run->release == NULL ? BCF_RESTS_ON_ALLOCATION
                                                               : BCF_RESTS_ON_EVERYTHING);
    add_next(&of);
}

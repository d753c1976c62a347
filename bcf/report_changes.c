/* SPDX-License-Identifier: MIT */
#include "report_changes.h"

#include "report_crosswalk.h"
#include "report_memo.h"
#include "sort.h"

#define BOARDS_SHOWN 10

static void say_side(const bcf_changes *of, const char *which, const bcf_compare_side *side)
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

static void add_opening(const bcf_changes *of)
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

/* "The pool falls by £5.00, from £10.00 to £5.00." */
static void say_sum(const bcf_changes *of, const char *what, bool is_release)
{
    if (!bcf_changes_has(of, is_release)) {
        return;
    }
    bcf_moved sum = bcf_moved_over(of, 0, of->in->step_count, is_release);
    bcf_money change = bcf_moved_change(&sum);
    const char *words = NULL;
    if (change.pence == 0) {
        words = bcf_arena_print(of->arena, "%s stays at £%s.", what,
                                bcf_changes_pounds(of, sum.after, sum.status));
    } else {
        bcf_money size = change.pence < 0 ? bcf_money_subtract((bcf_money){0}, change) : change;
        words = bcf_arena_print(of->arena, "%s %s by £%s, from £%s to £%s.", what,
                                change.pence < 0 ? "falls" : "rises",
                                bcf_changes_pounds(of, size, sum.status),
                                bcf_changes_pounds(of, sum.before, sum.status),
                                bcf_changes_pounds(of, sum.after, sum.status));
    }
    bcf_page_add_paragraph(of->page, words, 0);
}

#define CAUSE_COLUMNS 6

static void add_causes(const bcf_changes *of)
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
        bcf_moved pool = bcf_moved_over(of, from, upto, false);
        bcf_moved released = bcf_moved_over(of, from, upto, true);
        cells[0] = i < count ? bcf_wording_count(of->arena, i + 1) : "";
        cells[1] = i < count ? of->in->steps[i].id : "All of it";
        cells[2] = i < count ? of->in->steps[i].what : "";
        cells[3] = bcf_changes_signed(of, pool.gains, pool.status);
        cells[4] = bcf_changes_signed(of, pool.losses, pool.status);
        cells[5] = bcf_changes_signed(of, bcf_moved_change(&released), released.status);
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

#define ITEM_COLUMNS 5

static void add_item_row(const bcf_changes *of, bcf_page_table *table, const char *title,
                         const bcf_moved *sum, bool is_total)
{
    const char *cells[ITEM_COLUMNS] = {
        title,
        bcf_changes_pounds(of, sum->before, sum->status),
        bcf_changes_signed(of, sum->gains, sum->status),
        bcf_changes_signed(of, sum->losses, sum->status),
        bcf_changes_pounds(of, sum->after, sum->status),
    };
    if (is_total) {
        bcf_page_table_total(table, cells);
    } else {
        bcf_page_table_row(table, cells);
    }
}

static void add_items(const bcf_changes *of, bool is_release)
{
    static const bcf_page_column columns[ITEM_COLUMNS] = {{"", BCF_PAGE_LEFT},
                                                          {"Before £", BCF_PAGE_RIGHT},
                                                          {"Boards up £", BCF_PAGE_RIGHT},
                                                          {"Boards down £", BCF_PAGE_RIGHT},
                                                          {"After £", BCF_PAGE_RIGHT}};
    if (!bcf_changes_moved(of, is_release)) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, ITEM_COLUMNS);
    for (size_t i = 0; i < of->in->item_count; i++) {
        if (of->in->items[i].is_release == is_release) {
            bcf_moved sum = bcf_moved_of_item(of, i, 0, of->in->step_count);
            add_item_row(of, table, of->in->items[i].title, &sum, false);
        }
    }
    bcf_moved all = bcf_moved_over(of, 0, of->in->step_count, is_release);
    add_item_row(of, table, is_release ? "Released" : "The pool", &all, true);
    bcf_page_add_heading(of->page, is_release ? "Payments released: part of the pool" : "The pool");
    bcf_page_add_table(of->page, table);
}

/* A board and how much of it changed, for the list. */
typedef struct moved {
    size_t board;
    bcf_moved pool;
    bcf_moved released;
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
        bcf_moved pool = bcf_moved_of_board(in, board, step, step + 1, false);
        bcf_moved released = bcf_moved_of_board(in, board, step, step + 1, true);
        int64_t size = size_of(bcf_moved_change(&pool)) + size_of(bcf_moved_change(&released));
        if (size > most) {
            most = size;
            cause = in->steps[step].id;
        }
    }
    return cause;
}

#define BOARD_COLUMNS 6

static void add_board_row(const bcf_changes *of, bcf_page_table *table, const moved *board,
                          const char *name, const char *cause, bool is_total)
{
    const char *cells[BOARD_COLUMNS] = {
        name,
        bcf_changes_signed(of, bcf_moved_change(&board->pool), board->pool.status),
        bcf_changes_pounds(of, board->pool.after, board->pool.status),
        bcf_changes_signed(of, bcf_moved_change(&board->released), board->released.status),
        bcf_changes_pounds(of, board->released.after, board->released.status),
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
    bcf_moved_add(&into->pool, &board->pool);
    bcf_moved_add(&into->released, &board->released);
}

static void add_boards(const bcf_changes *of)
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
                            .pool = bcf_moved_of_board(in, i, 0, in->step_count, false),
                            .released = bcf_moved_of_board(in, i, 0, in->step_count, true)};
        boards[i].size = size_of(bcf_moved_change(&boards[i].pool))
                         + size_of(bcf_moved_change(&boards[i].released));
    }
    bcf_sort(boards, in->board_count, sizeof *boards, by_size);
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

static bcf_status worst_of(const bcf_changes *of)
{
    bcf_moved pool = bcf_moved_over(of, 0, of->in->step_count, false);
    bcf_moved released = bcf_moved_over(of, 0, of->in->step_count, true);
    return bcf_status_worst(pool.status, released.status);
}

void bcf_report_changes_begin(bcf_text *page, const bcf_comparison *comparison, size_t board)
{
    bcf_changes of = {page, comparison, comparison->arena, board};
    add_opening(&of);
}

void bcf_report_changes_page(bcf_text *page, const bcf_comparison *comparison, size_t board,
                             const bcf_changed_rows *rows)
{
    bcf_changes of = {page, comparison, comparison->arena, board};
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
    bcf_changes_crosswalk(&of);
    if (is_all) {
        add_items(&of, false);
        add_items(&of, true);
        add_boards(&of);
        return;
    }
    bcf_changes_chains(&of);
    if (rows != NULL) {
        bcf_changes_rows(&of, rows);
    }
}

/* A command that can be typed as it stands. */
static void add_command(const bcf_changes *of, bcf_page_table *table, const char *shows,
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

static void add_next(const bcf_changes *of)
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
    bcf_changes of = {page, comparison, comparison->arena, board};
    bcf_report_add_status(page, comparison->new.run, worst_of(&of),
                          comparison->new.run->release == NULL ? BCF_RESTS_ON_ALLOCATION
                                                               : BCF_RESTS_ON_EVERYTHING);
    add_next(&of);
}

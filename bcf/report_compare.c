/* SPDX-License-Identifier: MIT */
#include "report_compare.h"

#include <string.h>

#include "home.h"
#include "nearest.h"

static const char *const names[] = {"hwb", "item", "cause", NULL};

const char *const *bcf_compare_by_words(void)
{
    return names;
}

bcf_code bcf_compare_by_parse(bcf_compare_by *out, bcf_arena *arena, const char *text,
                              bcf_error *err)
{
    *out = (bcf_compare_by){text == NULL, text == NULL, text == NULL};
    bool *chosen[] = {&out->hwb, &out->item, &out->cause};
    const char *rest = text;
    while (rest != NULL) {
        const char *comma = strchr(rest, ',');
        size_t length = comma == NULL ? strlen(rest) : (size_t)(comma - rest);
        size_t i = 0;
        while (i < 3 && (strlen(names[i]) != length || strncmp(names[i], rest, length) != 0)) {
            i++;
        }
        if (i == 3 || *chosen[i]) {
            const char *word = bcf_arena_text_part(arena, rest, length);
            return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                              "--by has the columns hwb, item, cause, each once; not '%s'%s", word,
                              i < 3 ? "" : bcf_nearest_hint(arena, word, names));
        }
        *chosen[i] = true;
        rest = comma == NULL ? NULL : comma + 1;
    }
    return BCF_OK;
}

bool bcf_compare_has_change(const bcf_comparison *comparison, size_t board)
{
    for (size_t step = 0; step < comparison->step_count; step++) {
        for (size_t item = 0; item < comparison->item_count; item++) {
            for (size_t i = 0; i < comparison->board_count; i++) {
                bool is_asked = board == BCF_COMPARE_EVERYBODY || board == i;
                if (is_asked
                    && bcf_money_compare(bcf_compare_amount(comparison, step, item, i),
                                         bcf_compare_amount(comparison, step + 1, item, i))
                           != 0) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* What one row is about: boards first..last of items first..last, and what they are called. */
typedef struct range {
    size_t first;
    size_t end;
} range;

typedef struct cell {
    const bcf_comparison *in;
    range boards;
    range items;
    bool is_release; /* which of the items, where there are several */
} cell;

static bool has_item(const cell *of, size_t item)
{
    return of->items.end - of->items.first == 1 || of->in->items[item].is_release == of->is_release;
}

static bcf_money sum_of(const cell *of, size_t state)
{
    bcf_money sum = {0};
    for (size_t item = of->items.first; item < of->items.end; item++) {
        for (size_t board = of->boards.first; has_item(of, item) && board < of->boards.end;
             board++) {
            sum = bcf_money_add(sum, bcf_compare_amount(of->in, state, item, board));
        }
    }
    return sum;
}

/* The worst of what changed at all. */
static bcf_status status_of(const cell *of)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t item = of->items.first; item < of->items.end; item++) {
        for (size_t board = of->boards.first; has_item(of, item) && board < of->boards.end;
             board++) {
            worst = bcf_status_worst(worst, of->in->statuses[item * of->in->board_count + board]);
        }
    }
    return worst;
}

typedef struct rows_of {
    bcf_report_rows rows;
    const bcf_compare_by *by;
    bool with_names;
    size_t row_count;
    bool is_counting;
} rows_of;

/* True if any board's amount of any item is another; their sum may still be the same. */
static bool has_moved(const cell *of, size_t from, size_t upto)
{
    for (size_t item = of->items.first; item < of->items.end; item++) {
        for (size_t board = of->boards.first; has_item(of, item) && board < of->boards.end;
             board++) {
            if (bcf_money_compare(bcf_compare_amount(of->in, from, item, board),
                                  bcf_compare_amount(of->in, upto, item, board))
                != 0) {
                return true;
            }
        }
    }
    return false;
}

static void add_row(rows_of *to, const cell *of, size_t from, size_t upto)
{
    if (!has_moved(of, from, upto)) {
        return;
    }
    bcf_money before = sum_of(of, from);
    bcf_money after = sum_of(of, upto);
    to->row_count++;
    if (to->is_counting) {
        return;
    }
    bcf_arena *arena = to->rows.arena;
    const bcf_comparison *in = of->in;
    if (to->by->hwb) {
        bcf_report_cell(&to->rows, in->boards[of->boards.first].code);
        if (to->with_names) {
            bcf_report_cell(&to->rows, in->boards[of->boards.first].name);
        }
    }
    bool is_one = of->items.end - of->items.first == 1;
    bcf_report_cell(&to->rows, to->by->item && is_one ? in->items[of->items.first].id
                               : of->is_release       ? "release"
                                                      : "allocate");
    bcf_report_cell(&to->rows, bcf_wording_plain(arena, before));
    bcf_report_cell(&to->rows, bcf_wording_plain(arena, after));
    bcf_report_cell(&to->rows, bcf_wording_plain(arena, bcf_money_subtract(after, before)));
    if (to->by->cause) {
        bcf_report_cell(&to->rows, in->steps[from].id);
        bcf_report_cell(&to->rows, in->steps[from].what);
    }
    bcf_report_cell(&to->rows, bcf_status_text(status_of(of)));
}

static void add_steps(rows_of *to, const cell *of)
{
    if (!to->by->cause) {
        add_row(to, of, 0, of->in->step_count);
        return;
    }
    for (size_t step = 0; step < of->in->step_count; step++) {
        add_row(to, of, step, step + 1);
    }
}

static void add_boards(rows_of *to, const cell *all)
{
    if (!to->by->hwb) {
        add_steps(to, all);
        return;
    }
    for (size_t board = all->boards.first; board < all->boards.end; board++) {
        cell one = *all;
        one.boards = (range){board, board + 1};
        add_steps(to, &one);
    }
}

static void add_items(rows_of *to, const bcf_comparison *in, range boards)
{
    for (size_t i = 0; to->by->item && i < in->item_count; i++) {
        add_boards(to, &(cell){in, boards, {i, i + 1}, in->items[i].is_release});
    }
    for (int i = 0; !to->by->item && i < 2; i++) {
        add_boards(to, &(cell){in, boards, {0, in->item_count}, i == 1});
    }
}

static range boards_of(const bcf_comparison *in, size_t board)
{
    return board == BCF_COMPARE_EVERYBODY ? (range){0, in->board_count} : (range){board, board + 1};
}

static void add_fact(bcf_sheet *sheet, bcf_sheet_fact *facts, const char *name, const char *value)
{
    facts[sheet->fact_count++] = (bcf_sheet_fact){name, value == NULL ? "" : value};
}

static void add_side(bcf_sheet *sheet, bcf_sheet_fact *facts, bcf_arena *arena, const char *which,
                     const bcf_compare_side *side)
{
    add_fact(sheet, facts, bcf_arena_print(arena, "%s:program", which), side->kept->inputs.program);
    add_fact(sheet, facts, bcf_arena_print(arena, "%s:policy", which), side->policy->id);
    add_fact(sheet, facts, bcf_arena_print(arena, "%s:policy-version", which),
             side->policy->version);
    add_fact(sheet, facts, bcf_arena_print(arena, "%s:dataset", which), side->tables->title);
    add_fact(sheet, facts, bcf_arena_print(arena, "%s:vintage", which), side->tables->vintage);
}

#define FACTS_OF_A_SIDE 5

/* Which runs, and in which order their inputs were exchanged. */
static void add_facts(bcf_sheet *sheet, const bcf_comparison *in)
{
    bcf_arena *arena = in->arena;
    bcf_sheet_fact *facts =
        BCF_NEW_ARRAY(arena, 1 + 2 * FACTS_OF_A_SIDE + in->step_count, bcf_sheet_fact);
    sheet->facts = facts;
    add_fact(sheet, facts, "program", bcf_arena_print(arena, "bcf %s", bcf_home_version()));
    add_side(sheet, facts, arena, "old", &in->old);
    add_side(sheet, facts, arena, "new", &in->new);
    for (size_t i = 0; i < in->step_count; i++) {
        add_fact(sheet, facts, bcf_arena_print(arena, "step:%zu", i + 1),
                 bcf_arena_print(arena, "%s (%s)", in->steps[i].id, in->steps[i].what));
    }
}

static void add_notes(bcf_sheet *sheet, const bcf_comparison *in)
{
    const char **notes = BCF_NEW_ARRAY(in->arena, in->step_count, const char *);
    sheet->notes = notes;
    for (size_t i = 0; i < in->step_count; i++) {
        if (in->steps[i].together != NULL) {
            notes[sheet->note_count++] =
                bcf_arena_print(in->arena, "%s were exchanged together; without all: %s",
                                in->steps[i].what, in->steps[i].together);
        }
    }
}

const bcf_sheet *bcf_report_compare_sheet(const bcf_comparison *comparison,
                                          const bcf_report_rows *rows)
{
    bcf_sheet *sheet = BCF_NEW(comparison->arena, bcf_sheet);
    *sheet = (bcf_sheet){.name = "compare",
                         .columns = rows->columns,
                         .column_count = rows->column_count,
                         .cells = rows->cells,
                         .row_count = rows->cell_count / rows->column_count};
    add_facts(sheet, comparison);
    add_notes(sheet, comparison);
    return sheet;
}

static void add_columns(rows_of *to)
{
    if (to->by->hwb) {
        bcf_report_board_columns(&to->rows, to->with_names, NULL, 0);
    }
    bcf_report_column(&to->rows, "item", BCF_SHEET_WORD);
    bcf_report_column(&to->rows, "before", BCF_SHEET_FIGURE);
    bcf_report_column(&to->rows, "after", BCF_SHEET_FIGURE);
    bcf_report_column(&to->rows, "change", BCF_SHEET_FIGURE);
    if (to->by->cause) {
        bcf_report_column(&to->rows, "cause", BCF_SHEET_WORD);
        bcf_report_column(&to->rows, "what", BCF_SHEET_WORD);
    }
    bcf_report_column(&to->rows, "data_status", BCF_SHEET_WORD);
}

const bcf_sheet *bcf_report_compare(const bcf_comparison *comparison, size_t board,
                                    const bcf_compare_by *by, bool with_names)
{
    bcf_arena *arena = comparison->arena;
    rows_of to = {
        .rows = {.arena = arena}, .by = by, .with_names = with_names, .is_counting = true};
    add_columns(&to);
    add_items(&to, comparison, boards_of(comparison, board));
    bcf_report_begin(&to.rows, to.row_count);
    to.is_counting = false;
    to.row_count = 0;
    add_items(&to, comparison, boards_of(comparison, board));
    return bcf_report_compare_sheet(comparison, &to.rows);
}

/* The board that an area of one run belongs to. */
static bcf_code find_in(size_t *out, const bcf_comparison *comparison, const bcf_compare_side *side,
                        const char *wanted, bcf_error *err)
{
    const bcf_figures *figures = side->run->figures;
    bcf_scope scope;
    bcf_code code = bcf_scope_find(&scope, comparison->arena, figures->areas, wanted, err);
    if (code == BCF_OK) {
        code = bcf_scope_to_board(&scope, comparison->arena, figures, "compare", err);
    }
    if (code == BCF_OK) {
        *out = bcf_compare_board_place(comparison, figures->areas->boards[scope.index].code);
    }
    return code;
}

bcf_code bcf_compare_find_board(size_t *out, const bcf_comparison *comparison, const char *wanted,
                                bcf_error *err)
{
    *out = BCF_COMPARE_EVERYBODY;
    if (wanted == NULL) {
        return BCF_OK;
    }
    bcf_error unheard = {0};
    bool is_known = find_in(out, comparison, &comparison->new, wanted, &unheard) == BCF_OK
                    || find_in(out, comparison, &comparison->old, wanted, &unheard) == BCF_OK;
    /* nobody knows it: as the new run says it */
    return is_known ? BCF_OK : find_in(out, comparison, &comparison->new, wanted, err);
}

/* One row of a table behind one change of a board. */
typedef struct behind {
    const bcf_comparison *in;
    const bcf_changed_row *row;
    size_t board;
    size_t item;
    size_t step;
} behind;

static void add_behind(rows_of *to, const behind *of)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(of->row->table, &count);
    for (size_t i = bcf_compare_next_column(of->row, 0); i < count;
         i = bcf_compare_next_column(of->row, i + 1)) {
        to->row_count++;
        if (to->is_counting) {
            continue;
        }
        const bcf_compare_board *board = &of->in->boards[of->board];
        bcf_report_cell(&to->rows, board->code);
        if (to->with_names) {
            bcf_report_cell(&to->rows, board->name);
        }
        bcf_report_cell(&to->rows, of->in->items[of->item].id);
        bcf_report_cell(&to->rows, of->in->steps[of->step].id);
        bcf_report_cell(&to->rows, bcf_table_name(of->row->table));
        bcf_report_cell(&to->rows, bcf_compare_row_text(of->in, of->row));
        bcf_report_cell(&to->rows, columns[i].name);
        bcf_report_cell(&to->rows, bcf_compare_cell_text(of->row->old, i));
        bcf_report_cell(&to->rows, bcf_compare_cell_text(of->row->new, i));
    }
}

static void add_all_behind(rows_of *to, const bcf_comparison *in, const bcf_changed_rows *rows,
                           range boards)
{
    for (size_t item = 0; item < in->item_count; item++) {
        for (size_t board = boards.first; board < boards.end; board++) {
            for (size_t step = 0; step < in->step_count; step++) {
                bcf_money before = bcf_compare_amount(in, step, item, board);
                bcf_money after = bcf_compare_amount(in, step + 1, item, board);
                bool is_moved = bcf_money_compare(before, after) != 0;
                for (size_t i = 0; is_moved && i < rows->count; i++) {
                    const bcf_changed_row *row = &rows->items[i];
                    if (row->boards[board] && bcf_compare_row_moves(in, row, step, item)) {
                        add_behind(to, &(behind){in, row, board, item, step});
                    }
                }
            }
        }
    }
}

const bcf_sheet *bcf_report_compare_rows(const bcf_comparison *comparison, size_t board,
                                         const bcf_changed_rows *rows, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"item", BCF_SHEET_WORD},  {"cause", BCF_SHEET_WORD},  {"table", BCF_SHEET_WORD},
        {"row", BCF_SHEET_WORD},   {"column", BCF_SHEET_WORD}, {"before", BCF_SHEET_WORD},
        {"after", BCF_SHEET_WORD},
    };
    rows_of to = {
        .rows = {.arena = comparison->arena}, .with_names = with_names, .is_counting = true};
    bcf_report_board_columns(&to.rows, with_names, columns, sizeof columns / sizeof columns[0]);
    add_all_behind(&to, comparison, rows, boards_of(comparison, board));
    bcf_report_begin(&to.rows, to.row_count);
    to.is_counting = false;
    to.row_count = 0;
    add_all_behind(&to, comparison, rows, boards_of(comparison, board));
    return bcf_report_compare_sheet(comparison, &to.rows);
}

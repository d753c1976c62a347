/* SPDX-License-Identifier: MIT */
#ifndef BCF_COMPARE_H
#define BCF_COMPARE_H

/*
 * compare.h - two runs: what changed, and because of what.
 *
 * Knows:       the inputs of two kept runs, in which order one takes the place of the other, and
 *              what every mixture on the way comes to.
 * Never knows: what any input does: each mixture is a run proper.
 *
 * Source: SPEC section 7. An item of a board begins at what the old run states, and takes one step
 * for each input that differs, in the order of `steps`; it ends at what the new run states. So the
 * changes add up to the penny whatever the inputs are.
 */

#include "kept.h"

/* Why a step changed anything. In the order in which steps are taken. */
typedef enum bcf_cause {
    BCF_CAUSE_PROGRAM = 1, /* the program that made a run came to other figures than this one */
    BCF_CAUSE_GEOGRAPHY,   /* boards, councils, districts, CCGs and their successors */
    BCF_CAUSE_DATA,        /* any other table */
    BCF_CAUSE_POLICY,
    BCF_CAUSE_READING,  /* a setting other than the unit; or --as-at */
    BCF_CAUSE_ROUNDING, /* the unit that amounts are shared out in */
} bcf_cause;

/* One step: what took the place of what. */
typedef struct bcf_compare_step {
    bcf_cause cause;
    const char *id;               /* "data:outturn", "geography" */
    const char *what;             /* "outturn", "metric-value: per-payment -> overall" */
    bool tables[BCF_TABLE_COUNT]; /* that were exchanged */
    const char *together; /* why several inputs went together; NULL where it was one alone */
} bcf_compare_step;

/* What is compared: an amount a board. */
typedef struct bcf_compare_item {
    const char *id; /* "allocate:dfg", "release:2015-04:local" */
    const char *title;
    bool is_release; /* part of the pool, not on top of it */
} bcf_compare_item;

/* A board of either run. */
typedef struct bcf_compare_board {
    const char *code;
    const char *name;
} bcf_compare_board;

/* One of the two runs: as it was kept, and made again. */
typedef struct bcf_compare_side {
    const bcf_kept_run *kept; /* as it was kept */
    const bcf_tables *tables;
    const bcf_policy *policy;
    const bcf_run *run;
} bcf_compare_side;

/* A code of the old run that is none of the new one, and what stands for it there. */
typedef struct bcf_crossing {
    bcf_area_kind kind;
    const char *code;
    const char *name;
    const char *successor;      /* of the new run */
    const char *successor_name; /* its name */
    bool is_backwards; /* the old run knows it as the successor of that code: a merger undone */
    const bcf_ratio *share;      /* of the code's figures that go there; NULL where is_backwards */
    const bcf_ratio *people_in;  /* registered with the CCG, or living in the council, in the old
                                    run; NULL for a district */
    const bcf_ratio *people_out; /* that go there; where is_backwards, who is there in the new run,
                                    of a split undone the code's share of them */
} bcf_crossing;

/* Two runs and every step from one to the other. */
typedef struct bcf_comparison {
    bcf_arena *arena;
    bcf_compare_side old; /* the first run */
    bcf_compare_side new; /* the second run */
    const bcf_compare_step *steps;
    size_t step_count;
    const bcf_compare_item *items; /* in the order of the new policy, then what only the old has */
    size_t item_count;
    const bcf_compare_board *boards; /* by code; of either run */
    size_t board_count;
    const bcf_money *amounts;      /* see bcf_compare_amount */
    const bcf_status *statuses;    /* [item * board_count + board]: the worst of all states */
    const bcf_crossing *crosswalk; /* by kind, then code */
    size_t crossing_count;
} bcf_comparison;

/* What an item comes to after so many steps; 0 is the old run. Nothing where a board or an item
 * was not there. */
bcf_money bcf_compare_amount(const bcf_comparison *comparison, size_t steps, size_t item,
                             size_t board);

/* The place of a board by its code, of an item by its id; board_count or item_count where there is
 * none. */
size_t bcf_compare_board_place(const bcf_comparison *comparison, const char *code);
size_t bcf_compare_item_place(const bcf_comparison *comparison, const char *id);

/*
 * Compares two runs, each a run.xml or the folder of a settlement.
 *
 * Refused: what bcf_kept_read refuses; a run whose seal is broken, so that nobody knows what it
 * stated; a run whose own inputs are refused; a code of the old run that the new one neither has
 * nor ended with successors, nor the old one knows as a successor: its people would be lost.
 */
BCF_MUST_USE
bcf_code bcf_compare_runs(const bcf_comparison **out, bcf_arena *arena, const char *old_path,
                          const char *new_path, bcf_error *err);

/* A row of a table that differs between the runs. */
typedef struct bcf_changed_row {
    bcf_table_id table;
    const bcf_row *old; /* NULL: it is new */
    const bcf_row *new; /* NULL: it is gone */
    const bool *boards; /* those that it is about */
} bcf_changed_row;

/* All of them. */
typedef struct bcf_changed_rows {
    const bcf_changed_row *items; /* by table, then key */
    size_t count;
} bcf_changed_rows;

/* Every row of every table that a step exchanged. Looked up once, for all boards. */
bcf_changed_rows bcf_compare_rows(const bcf_comparison *comparison);

/* True if the row was exchanged by the step, and can have moved an item: an outturn of its metric,
 * an indicator that its component is shared out by. */
bool bcf_compare_row_moves(const bcf_comparison *comparison, const bcf_changed_row *row,
                           size_t step, size_t item);

/* What a row is about, without its board: "delayed-transfers outturn 2015-04 Apr-Dec 2014". */
const char *bcf_compare_row_text(const bcf_comparison *comparison, const bcf_changed_row *row);

/* The columns that differ: the place of the next from `column` on, or the number of columns. Of a
 * row that is new or gone, those that are no key. */
size_t bcf_compare_next_column(const bcf_changed_row *row, size_t column);

/* What it was and what it is; "" where there was or is no such row. */
const char *bcf_compare_cell_text(const bcf_row *row, size_t column);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_WORKBOOK_INSIDE_H
#define BCF_WORKBOOK_INSIDE_H

/* workbook_inside.h - what the parts of the room `workbook` share: where everything stands. */

#include "people.h"
#include "workbook.h"

/* The names of the sheets; none needs quotes in a formula. */
#define FRONT "Front"
#define PEOPLE "People"
#define INDICATORS "Indicators"
#define CONDITIONS "Conditions"
#define DECISIONS "Decisions"
#define SPLITS "Splits"
#define ALLOCATE "Allocate"
#define SCORES "Scores"
#define TESTS "Test70"
#define RELEASE "Release"
#define QUARTERS "Quarters"
#define SOURCES "Sources"

/* Columns that other sheets ask for. */
#define SPLITS_SHARE 10
#define ALLOCATE_BOARD 1
#define ALLOCATE_AMOUNT 5
#define ALLOCATE_COUNTS 8
#define SCORES_STATUS 18
#define SCORES_SCORED 19
#define SCORES_CAPPED 23
#define TESTS_WAITS 10
#define QUARTERS_ACTUAL_SO_FAR 8
#define QUARTERS_FUND 11
#define QUARTERS_CEILING 15 /* to the penny */
#define QUARTERS_PAID 16

/* A column of checks: "ok" or "differs". */
typedef struct bcf_workbook_checks {
    const char *sheet;
    size_t first_row;
    size_t last_row;
    size_t column;
} bcf_workbook_checks;

#define WORKBOOK_CHECKS_MAX 6

typedef struct bcf_workbook {
    bcf_arena *arena;
    bcf_book *book;
    const bcf_run *run;
    const bcf_people *people;
    size_t *value_rows;   /* on Indicators, of figures->values[i] */
    size_t *person_rows;  /* on People, of figures->residents[i] */
    size_t *split_rows;   /* on Splits, of the head of ledger item i: of the allocation */
    size_t *payment_rows; /* the same of the ledger of the release */
    size_t *split_index;  /* of both ledgers: the place of a split, by kind, subject and source */
    size_t *payment_index;
    size_t *score_rows; /* on Scores, [board * part_count + part] */
    const char **items; /* that decisions are asked about, a column each */
    size_t item_count;
    size_t conditions_row;
    size_t tests_row; /* of the first board and payment */
    size_t allocate_last_row;
    size_t payment_first_row; /* of the strands' components on Front */
    bcf_workbook_checks checks[WORKBOOK_CHECKS_MAX];
    size_t check_count;
} bcf_workbook;

/* A fraction as a decimal that a spreadsheet can hold. */
const char *bcf_workbook_decimal(const bcf_workbook *of, const bcf_ratio *ratio);

/* A row of headings, the first columns of which are as wide as said. */
void bcf_workbook_headings(bcf_book_sheet *sheet, size_t row, const char *const headings[]);

/* Adds "=IF(A=B,\"ok\",\"differs\")" for two cells of a row; counts of checks are on Front. */
void bcf_workbook_check(const bcf_workbook *of, bcf_book_sheet *sheet, size_t row, size_t live,
                        size_t ours, size_t column);
void bcf_workbook_count_checks(bcf_workbook *of, bcf_book_sheet *sheet, const char *name,
                               size_t first_row, size_t last_row, size_t column);

/* The sheets, in their order; each takes rows from those before it. */
void bcf_workbook_add_inputs(bcf_workbook *of);
void bcf_workbook_add_splits(bcf_workbook *of);
void bcf_workbook_add_allocate(bcf_workbook *of);
void bcf_workbook_add_scores(bcf_workbook *of);
void bcf_workbook_add_tests(bcf_workbook *of);
void bcf_workbook_add_quarters(bcf_workbook *of); /* under the rules of July 2014 */
void bcf_workbook_add_release(bcf_workbook *of);
void bcf_workbook_add_sources(bcf_workbook *of);

/* The first sheet is begun first and filled last. */
void bcf_workbook_fill_front(bcf_workbook *of, bcf_book_sheet *front);

/* Where the share of somebody stands on Splits; false where there is no such split. */
bool bcf_workbook_share(size_t *row, const bcf_workbook *of, const bcf_ledger *ledger,
                        const size_t rows[], bcf_split_kind kind, size_t subject, size_t source,
                        size_t who);

/* The cell of a board's decision about an item. */
const char *bcf_workbook_decision(const bcf_workbook *of, size_t board, const char *item);

/* The row of a board and quarter on Quarters. */
size_t bcf_workbook_quarter_row(const bcf_workbook *of, size_t board, size_t quarter);

/* Where a figure of the policy stands: on Front, the amount of a component or strand. */
const char *bcf_workbook_amount(const bcf_workbook *of, bcf_split_kind kind, size_t subject);

#endif

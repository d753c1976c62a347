/* SPDX-License-Identifier: MIT */
#ifndef BCF_CELLS_H
#define BCF_CELLS_H

/*
 * cells.h - one cell of a table, read as its column's type.
 *
 * Knows:       what a cell of each type may say, how real a figure is.
 * Never knows: rows, files, which areas there are.
 */

#include "columns.h"
#include "decimal.h"
#include "money.h"
#include "period.h"

/* How real a figure is: the larger, the worse. 0 is "there is no figure". */
typedef enum bcf_status {
    BCF_STATUS_NONE = 0,
    BCF_STATUS_PUBLISHED,
    BCF_STATUS_DERIVED,
    BCF_STATUS_ILLUSTRATIVE,
} bcf_status;

const char *bcf_status_text(bcf_status status); /* "published"; "" for none */
/* The less real of two. */
bcf_status bcf_status_worst(bcf_status a, bcf_status b);
bcf_status bcf_status_computed(bcf_status inputs); /* the same, at best derived; none stays none */

/* A cell, read. `text` always stands; the rest by the column's type. */
typedef struct bcf_cell {
    const char *text; /* as written, without what the form of the file adds */
    union {
        /* The one that the type of the column says. */
        bcf_decimal figure;
        bcf_money money;
        bcf_period period;
        int date; /* YYYYMMDD, 0 for none */
        int word; /* its place in the list */
        bcf_status status;
    } as; /* by the type of the column */
} bcf_cell;

/*
 * Reads cell->text as the column's type into the rest of the cell.
 *
 * Refused, naming the column and the cell: what SPEC section 9 refuses. Only text that is no part
 * of a key may run over several lines.
 */
BCF_MUST_USE
bcf_code bcf_cell_read(bcf_cell *cell, const bcf_column *column, bcf_place place, bcf_error *err);

#endif

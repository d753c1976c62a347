/* SPDX-License-Identifier: MIT */
#ifndef BCF_COLUMNS_H
#define BCF_COLUMNS_H

/*
 * columns.h - what the tables of a dataset are called, and what may stand in their columns.
 *
 * Knows:       SPEC section 7: tables, columns, keys, lists of words.
 * Never knows: files, rows.
 */

#include "error.h"

/* Every table of SPEC section 7, in its order. */
typedef enum bcf_table_id {
    BCF_TABLE_MANIFEST,
    BCF_TABLE_BOARDS,
    BCF_TABLE_COUNCILS,
    BCF_TABLE_DISTRICTS,
    BCF_TABLE_CCGS,
    BCF_TABLE_RESIDENTS,
    BCF_TABLE_INDICATORS,
    BCF_TABLE_CONTROLS,
    BCF_TABLE_SUCCESSORS,
    BCF_TABLE_CONDITIONS,
    BCF_TABLE_DECISIONS,
    BCF_TABLE_AMBITIONS,
    BCF_TABLE_OUTTURN,
    BCF_TABLE_HISTORY,
    BCF_TABLE_LOCAL_METRICS,
    BCF_TABLE_CCG_AMBITIONS,
    BCF_TABLE_ACTIVITY,
    BCF_TABLE_POOLED,
    BCF_TABLE_SPEND,
    BCF_TABLE_DISTRICT_PLANS,
    BCF_TABLE_LETTERS,
    BCF_TABLE_PAID,
    BCF_TABLE_COUNT
} bcf_table_id;

/* What may stand in a column (SPEC section 7). */
typedef enum bcf_cell_type {
    BCF_CELL_CODE = 1, /* of an area: any text but an empty one */
    BCF_CELL_NAME,     /* any text but an empty one */
    BCF_CELL_TEXT,     /* any text */
    BCF_CELL_FIGURE,   /* a decimal, not below zero */
    BCF_CELL_DIVISOR,  /* a decimal above zero */
    BCF_CELL_WHOLE,    /* digits only */
    BCF_CELL_MONEY,
    BCF_CELL_MONEY_OR_NONE, /* nothing where there is no such payment */
    BCF_CELL_PERIOD,        /* YYYY-MM or YYYY-MM..YYYY-MM */
    BCF_CELL_DATE,          /* YYYY-MM-DD or nothing */
    BCF_CELL_STATUS,        /* published, derived, illustrative */
    BCF_CELL_WORD,          /* one of a stated list of words */
} bcf_cell_type;

/* No table has more columns that are ours. */
#define BCF_TABLE_COLUMNS_MAX 10

/* One column of a table. */
typedef struct bcf_column {
    const char *name;
    bcf_cell_type type;
    bool is_key;              /* two rows may not agree in all of these */
    bool is_optional;         /* a file may do without it */
    const char *const *words; /* of BCF_CELL_WORD, ended by NULL */
} bcf_column;

const char *bcf_table_name(bcf_table_id id); /* "local_metrics" */
/* The columns of a table, in the order of SPEC section 7. */
const bcf_column *bcf_table_columns(bcf_table_id id, size_t *count);

/* The place of a column in bcf_table_columns(). Stops where the table has no such column. */
size_t bcf_table_column(bcf_table_id id, const char *name);

/* True for the tables that no verb can do without. */
bool bcf_table_is_needed(bcf_table_id id);

/* Sets *id to the table of that name; false where there is none. */
bool bcf_table_find(bcf_table_id *id, const char *name);

#endif

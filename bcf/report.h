/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_H
#define BCF_REPORT_H

/*
 * report.h - what every output says around its figures.
 *
 * Knows:       policy, dataset, readings, notes.
 * Never knows: any one verb's figures.
 */

#include "page.h"
#include "readings.h"
#include "run.h"
#include "scope.h"
#include "sheet.h"
#include "wording.h"

/* A sheet in the making: columns, then a beginning, then cells from left to right. */
typedef struct bcf_report_rows {
    bcf_arena *arena;
    bcf_sheet_column *columns; /* added so far */
    size_t column_count;
    const char **cells; /* added so far; from left to right */
    size_t cell_count;
} bcf_report_rows;

/* Adds one column, or several. */
void bcf_report_column(bcf_report_rows *rows, const char *name, bcf_sheet_type type);
void bcf_report_columns(bcf_report_rows *rows, const bcf_sheet_column columns[], size_t count);
/* `hwb`, its name where asked for, then `columns`. */
void bcf_report_board_columns(bcf_report_rows *rows, bool with_names,
                              const bcf_sheet_column columns[], size_t count);

/* What the readings of a part's rows say, a text for each part of the performance payment. */
const char **bcf_report_part_readings(const bcf_run *run,
                                      void (*add)(bcf_readings *readings, size_t part));

/* After the last column: makes room for so many rows. */
void bcf_report_begin(bcf_report_rows *rows, size_t rows_max);
void bcf_report_cell(bcf_report_rows *rows, const char *cell); /* borrowed */

/* The sheet, with the facts and notes of the run. No path of this machine is in them. */
const bcf_sheet *bcf_report_sheet(const bcf_report_rows *rows, const char *name,
                                  const bcf_run *run);

/* What is true of a whole run: program, policy, dataset, vintage, readings. */
const bcf_sheet_fact *bcf_report_facts(const bcf_run *run, size_t *count);

/* The notes of the run without the folder's own path: "indicators.csv:1: ...". */
const char *const *bcf_report_notes(const bcf_run *run, size_t *count);

/* True if no grant has odd pence. */
bool bcf_report_is_whole(const bcf_allocation *allocation);

/* What the manifest says of a table: "publisher", "title"; "" where it has no such row. */
const char *bcf_report_manifest(const bcf_run *run, bcf_table_id id, const char *column);

/* "guidance ¶21", "bcf section 6": where a figure of the policy is written. */
const char *bcf_report_cite(bcf_arena *arena, const bcf_cite *cite);

/* A component in a word, for the head of a column: "Core"; the id where the fund has no word. */
const char *bcf_report_short(const bcf_component *component);

/* The formula that shares a component out, under the readings taken. */
const bcf_formula *bcf_report_formula(const bcf_run *run, const bcf_component *component);

/* True if all that shares are made of meets a national total: the dataset is then the nation. */
bool bcf_report_is_nation(const bcf_run *run);
const char *bcf_report_everybody(const bcf_run *run); /* "England", or "This dataset" */
const char *bcf_report_beside(const bcf_run *run);    /* "England", or "The dataset" */

/* Whom a page is about, as its title begins: the policy's title, or "Rotherham (E08000018)". */
const char *bcf_report_of(const bcf_run *run, bcf_scope scope);

/* Title; a warning where shares are of the dataset only; then which policy and dataset it is
 * about, and as at when. */
void bcf_report_add_opening(bcf_text *page, const bcf_run *run, const char *title);

/* The readings taken, what else each could be, and where the guidance leaves it open. */
void bcf_report_add_readings(bcf_text *page, const bcf_readings *readings);

/* What a page rests on. */
typedef enum bcf_report_basis {
    BCF_RESTS_ON_FORMULA = 1, /* the one that the run worked out */
    BCF_RESTS_ON_ALLOCATION,
    BCF_RESTS_ON_SCORES,
    BCF_RESTS_ON_RELEASE,    /* scores, conditions, decisions, and what the fund is split by */
    BCF_RESTS_ON_EVERYTHING, /* release and allocation */
    BCF_RESTS_ON_PLANS,      /* these, and what came with the plans */
} bcf_report_basis;

/* What the asterisk means and which tables are to blame, or that there is none. Nothing where the
 * page has no figure. */
void bcf_report_add_status(bcf_text *page, const bcf_run *run, bcf_status worst,
                           bcf_report_basis basis);

/* The notes, where there are any. */
void bcf_report_add_notes(bcf_text *page, const bcf_run *run);

/* A command that can be typed as it stands: `words`, then policy, dataset, readings as in this
 * run. */
const char *bcf_report_command(const bcf_run *run, const char *words);

/* "Next" and the commands, a line each, with what each shows. */
typedef struct bcf_next {
    const char *words; /* "allocate -a H1" */
    const char *shows; /* "the sum of one board" */
} bcf_next;

/* Adds them under the heading. */
void bcf_report_add_next(bcf_text *page, const bcf_run *run, const bcf_next next[], size_t count);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_H
#define BCF_REPORT_H

/*
 * report.h - what every output says around its figures, and how a figure is written for people.
 *
 * Knows:       policy, dataset, readings, notes; roundings for display, which are half away.
 * Never knows: any one verb's figures.
 */

#include "page.h"
#include "readings.h"
#include "run.h"
#include "sheet.h"

/* A sheet in the making: columns, then a beginning, then cells from left to right. */
typedef struct bcf_report_rows {
    bcf_arena *arena;
    bcf_sheet_column *columns;
    size_t column_count;
    const char **cells;
    size_t cell_count;
} bcf_report_rows;

void bcf_report_column(bcf_report_rows *rows, const char *name, bcf_sheet_type type);
/* `hwb`, its name where asked for, then `columns`. */
void bcf_report_board_columns(bcf_report_rows *rows, bool with_names,
                              const bcf_sheet_column columns[], size_t count);

/* What the readings of a part's rows say, a text for each part of the performance payment. */
const char **bcf_report_part_readings(const bcf_run *run,
                                      void (*add)(bcf_readings *readings, size_t part));

void bcf_report_begin(bcf_report_rows *rows, size_t rows_max);
void bcf_report_cell(bcf_report_rows *rows, const char *cell); /* borrowed */

/* The sheet, with the facts and notes of the run. No path of this machine is in them. */
const bcf_sheet *bcf_report_sheet(const bcf_report_rows *rows, const char *name,
                                  const bcf_run *run);

/* What is true of a whole run: program, policy, dataset, vintage, readings. */
const bcf_sheet_fact *bcf_report_facts(const bcf_run *run, size_t *count);

/* The notes of the run without the folder's own path: "indicators.csv:1: ...". */
const char *const *bcf_report_notes(const bcf_run *run, size_t *count);

/* "1234567.50" for machines. */
const char *bcf_report_plain(bcf_arena *arena, bcf_money amount);

/* "1,234,567.50" for people; without the pence where all amounts beside it are whole pounds. */
const char *bcf_report_pounds(bcf_arena *arena, bcf_money amount, bool is_whole);
bool bcf_report_is_whole(const bcf_allocation *allocation);

/* The same, but an empty cell where the whole column comes to nothing: it is then left out. */
const char *bcf_report_some_pounds(bcf_arena *arena, bcf_money amount, bcf_money of_column,
                                   bool is_whole);

/* "12.34%", "" where the whole is nothing; "45.67", "" where there are no people (or NULL). */
const char *bcf_report_share(bcf_arena *arena, bcf_money part, bcf_money whole);
const char *bcf_report_per_head(bcf_arena *arena, bcf_money amount, const bcf_ratio *people);

/* A fraction in per cent, "70.0%"; a rate, "1,234.56"; people, "1,234,567"; a count, "1,234".
 * "" for NULL. */
const char *bcf_report_per_cent(bcf_arena *arena, const bcf_ratio *fraction);
const char *bcf_report_rate(bcf_arena *arena, const bcf_ratio *rate);
const char *bcf_report_people(bcf_arena *arena, const bcf_ratio *people);
const char *bcf_report_count(bcf_arena *arena, size_t count);

/* What the manifest says of a table: "publisher", "title"; "" where it has no such row. */
const char *bcf_report_manifest(const bcf_run *run, bcf_table_id id, const char *column);

/* "guidance ¶21", "bcf section 6": where a figure of the policy is written. */
const char *bcf_report_cite(bcf_arena *arena, const bcf_cite *cite);

/* The digits before the point with commas between thousands; the rest as it is. */
const char *bcf_report_grouped(bcf_arena *arena, const char *digits);

/* "*" where the figure rests on illustrative ones, else "". */
const char *bcf_report_mark(bcf_status status);

/* The figure and its mark; without one, as much room where any figure of its column, whose worst
 * is given, has one. */
const char *bcf_report_marked(bcf_arena *arena, const char *figure, bcf_status status,
                              bcf_status worst);

/* A component in a word, for the head of a column: "Core"; the id where the fund has no word. */
const char *bcf_report_short(const bcf_component *component);

/* "not-achieved" as people write it: "not achieved". */
const char *bcf_report_spoken(bcf_arena *arena, const char *word);

/* The formula that shares a component out, under the readings taken. */
const bcf_formula *bcf_report_formula(const bcf_run *run, const bcf_component *component);

/* True if all that shares are made of meets a national total: the dataset is then the nation. */
bool bcf_report_is_nation(const bcf_run *run);
const char *bcf_report_everybody(const bcf_run *run); /* "England", or "This dataset" */
const char *bcf_report_beside(const bcf_run *run);    /* "England", or "The dataset" */

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

/* A code or path as a shell takes it: quoted where it has to be. */
const char *bcf_report_quoted(bcf_arena *arena, const char *word);

/* "Next" and the commands, a line each, with what each shows. */
typedef struct bcf_next {
    const char *words; /* "allocate -a H1" */
    const char *shows; /* "the sum of one board" */
} bcf_next;

void bcf_report_add_next(bcf_text *page, const bcf_run *run, const bcf_next next[], size_t count);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_LINES_H
#define BCF_REPORT_LINES_H

/*
 * report_lines.h - the lines that report_scenarios, report_sweep and report_shards share.
 *
 * Knows:       their columns and facts.
 * Never knows: where lines come from, how they are shown.
 */

#include "money.h"
#include "sheet.h"

#define BCF_LINES_NAME "sweep"

/* The columns of a line, in their order; the change is left to who shows it. */
enum {
    BCF_LINE_INDEX,
    BCF_LINE_SCENARIO,
    BCF_LINE_HWB,
    BCF_LINE_HWB_NAME,
    BCF_LINE_ITEM,
    BCF_LINE_TITLE,
    BCF_LINE_AMOUNT,
    BCF_LINE_CHANGE,
    BCF_LINE_STATUS,
    BCF_LINE_DATA_STATUS,
    BCF_LINE_DETAIL,
    BCF_LINE_READINGS,
    BCF_LINE_COLUMNS
};

#define BCF_LINE_COMPUTED "computed"
#define BCF_LINE_NO_DATA "no-data"

/* What lines say of themselves, besides the facts of their run. */
#define BCF_FACT_OWN "sweep:"
#define BCF_FACT_ABOUT BCF_FACT_OWN "about"
#define BCF_FACT_NATION BCF_FACT_OWN "nation"
#define BCF_FACT_INPUTS BCF_FACT_OWN "inputs"
#define BCF_FACT_SCENARIOS BCF_FACT_OWN "scenarios"
#define BCF_FACT_ITEMS BCF_FACT_OWN "items"
#define BCF_FACT_SHARD BCF_FACT_OWN "shard"
#define BCF_FACT_SHARDS BCF_FACT_OWN "shards"

extern const bcf_sheet_column bcf_line_columns[BCF_LINE_COLUMNS]; /* their names and types */

const char *bcf_line_fact(const bcf_sheet *lines, const char *name); /* NULL: there is none */
const char *bcf_line_cell(const bcf_sheet *lines, size_t row, size_t column);

/* How many outputs each scenario has: its lines stand together. */
size_t bcf_line_items(const bcf_sheet *lines);

/* What a line states; false where it has no data, or what it states is no amount. */
bool bcf_line_amount(bcf_money *out, const bcf_sheet *lines, size_t row);

/* The difference to the base, whose lines come first, one for each of the `items`; false where
 * either has no data. */
bool bcf_line_change(bcf_money *out, const bcf_sheet *lines, size_t row, size_t items);

#endif

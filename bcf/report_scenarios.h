/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_SCENARIOS_H
#define BCF_REPORT_SCENARIOS_H

/*
 * report_scenarios.h - what each scenario comes to, as rows and as a page; and shards of both.
 *
 * Knows:       names of columns, differences to the base, what a shard has to say of itself.
 * Never knows: how a scenario is worked out, nor where.
 *
 * Lines are a sheet that says everything: rows and page are made of lines alone, so that they are
 * the same bytes whether one machine worked out all of them or many some.
 */

#include "report.h"
#include "scenarios.h"

/* Which of all scenarios were worked out: those whose place leaves number - 1 by count. */
typedef struct bcf_shard {
    size_t number; /* from 1 */
    size_t count;  /* 1: all of them */
} bcf_shard;

/* Reads so many digits, and nothing else, as a number of at most BCF_SCENARIOS_MAX; false if they
 * are none. */
bool bcf_shard_number(size_t *out, const char *digits, size_t length);

/* The lines of a shard's outcomes: one for each of its scenarios, in their order. */
const bcf_sheet *bcf_report_scenarios_lines(const bcf_scenarios *scenarios,
                                            const bcf_outputs *outputs,
                                            const bcf_scenario_outcome outcomes[], bcf_shard shard);

/* Rows `scenario,hwb,item,amount,change,status,data_status,detail,readings`. */
const bcf_sheet *bcf_report_scenarios(bcf_arena *arena, const bcf_sheet *lines, bool with_names);

/* A table for each output: a row for each scenario, and its difference to the base. */
void bcf_report_scenarios_page(bcf_text *page, bcf_arena *arena, const bcf_sheet *lines);

/* The lines as a file: a sealed XML document. */
void bcf_report_shard_write(bcf_text *out, bcf_arena *arena, const bcf_sheet *lines);

/*
 * Puts shards together again, in whatever order they are named.
 *
 * Refused: what bcf_files_read and bcf_sheets_read refuse; a file whose seal is broken, or of
 * another form than this program writes; shards of other inputs or of another number of shards; a
 * shard that is there twice, or not there.
 */
BCF_MUST_USE
bcf_code bcf_report_shards_read(const bcf_sheet **out, bcf_arena *arena, const char *const paths[],
                                size_t count, bcf_error *err);

#endif

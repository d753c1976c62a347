/* SPDX-License-Identifier: MIT */
#ifndef BCF_SCENARIOS_H
#define BCF_SCENARIOS_H

/*
 * scenarios.h - what if: a run settled again, each time with other figures or readings.
 *
 * Knows:       lists of overrides, ranges; which rows and settings there are; what of a run an
 *              override cannot touch, and is taken from the run that all scenarios begin with.
 * Never knows: rules. Every figure is the allocation, the scoring and the release proper, of tables
 *              in which some cells say something else.
 *
 * A cell that a scenario changes is nobody's publication: its row is illustrative, and so is all
 * that rests on it, unless the scenario itself says what the row's status is.
 */

#include "run.h"
#include "scope.h"

/* More scenarios than these are refused, the base among them. */
#define BCF_SCENARIOS_MAX 100000

/* What the first scenario is called: the run as it is. */
#define BCF_SCENARIOS_BASE "base"

/* One cell, or one setting, and what a scenario makes of it. */
typedef struct bcf_override {
    const char *what;   /* "outturn:E06000001:...:numerator", "setting:unit", as written */
    const char *value;  /* as written */
    bcf_table_id table; /* BCF_TABLE_COUNT for a setting */
    size_t row;         /* of the table, in the order of the file */
    size_t column;      /* of bcf_table_columns(); for a setting its place in the policy */
    bcf_cell cell;      /* the value, read; not of a setting */
    bcf_place place;    /* where it is written; no file for an option */
} bcf_override;

/* One scenario. */
typedef struct bcf_scenario {
    const char *name;
    const bcf_override *overrides; /* none of the base */
    size_t count;
} bcf_scenario;

/* All of them. Lives in the arena. */
typedef struct bcf_scenarios {
    const bcf_run *run;        /* the base, which comes to payments where its policy has some */
    const bcf_scenario *items; /* the base, then the others in the order in which they were named */
    size_t count;
} bcf_scenarios;

/*
 * Reads a table of overrides, `scenario,what,value`, several rows a scenario.
 *
 * `what` is setting:NAME, or TABLE:KEY...:COLUMN with every key cell of the row, in the order of
 * the columns and as it stands in the dataset. A backslash before a colon or a backslash makes it a
 * part of the cell.
 *
 * Refused, with file and line, all problems of the file: what bcf_csv_read refuses; another or a
 * missing column; no rows; a scenario without a name, or called as the base is; an unknown setting,
 * table or column; a row that the dataset does not have; a cell of the manifest or of a key; a
 * value that the setting or cell cannot have; a second override of the same cell in one scenario;
 * more scenarios than BCF_SCENARIOS_MAX.
 */
BCF_MUST_USE
bcf_code bcf_scenarios_read(const bcf_scenarios **out, bcf_arena *arena, const bcf_run *run,
                            const char *path, bcf_error *err);

/*
 * Makes scenarios of variations, each "WHAT=LOW..HIGH/STEP" (decimals, both ends included) or
 * "WHAT=VALUE,VALUE": every combination of them, the last variation changing fastest. A scenario is
 * called by its values. A backslash before an = or a comma makes it a part of a name or value.
 *
 * Refused as usage: what is not of that form; what bcf_scenarios_read refuses of an override; a
 * range of what is no number, or whose ends or step are out of order; one value twice, or one cell
 * in two variations; more scenarios than BCF_SCENARIOS_MAX.
 */
BCF_MUST_USE
bcf_code bcf_scenarios_vary(const bcf_scenarios **out, bcf_arena *arena, const bcf_run *run,
                            const char *const variations[], size_t count, bcf_error *err);

/* What kind of amount is looked at. */
typedef enum bcf_output_kind {
    BCF_OUTPUT_ALLOCATED = 1, /* everything that is shared out */
    BCF_OUTPUT_RELEASED,      /* everything that is paid for performance */
    BCF_OUTPUT_HELD,          /* everything that is held at the end */
    BCF_OUTPUT_COMPONENT,     /* one component */
    BCF_OUTPUT_PART_RELEASED, /* of one part of a payment */
    BCF_OUTPUT_PART_HELD,
} bcf_output_kind;

/* One amount that each scenario is asked for. */
typedef struct bcf_output {
    const char *id; /* "allocated", "allocate:dfg", "release:2015-04:local", "held:2015-04:local" */
    const char *title;
    bcf_output_kind kind;
    size_t place; /* of the component or part */
} bcf_output;

/* Those that were chosen, and whose amounts they are. */
typedef struct bcf_outputs {
    const bcf_output *items;
    size_t count;
    bcf_scope scope; /* all, or a board */
} bcf_outputs;

/*
 * Chooses outputs by a list of beginnings, "release:2015-04,allocate": each stands for the output
 * of that name and for every one that goes on after it with a colon. NULL: the three totals.
 *
 * Refused as usage: a beginning that no output has.
 */
BCF_MUST_USE
bcf_code bcf_outputs_choose(bcf_outputs *out, bcf_arena *arena, const bcf_run *run, bcf_scope scope,
                            const char *wanted, bcf_error *err);

/* What a scenario comes to. */
typedef struct bcf_scenario_outcome {
    const char *no_data;        /* why it cannot be worked out; NULL: what follows is there */
    const bcf_money *amounts;   /* of each output */
    const bcf_status *statuses; /* of each, the worst */
} bcf_scenario_outcome;

/*
 * Works one scenario out, to the penny what a run on the changed tables comes to. What such a run
 * would refuse is no error: the outcome says it. `arena` is the scenario's own.
 *
 * Fails where the machine does.
 */
BCF_MUST_USE
bcf_code bcf_scenarios_settle(bcf_scenario_outcome *out, bcf_arena *arena,
                              const bcf_scenarios *scenarios, size_t which,
                              const bcf_outputs *outputs, bcf_error *err);

/* The readings that a scenario takes. */
const bcf_settings *bcf_scenarios_settings(bcf_arena *arena, const bcf_scenarios *scenarios,
                                           size_t which);

/* The SHA-256 of all that outcomes hang on: program, policy, tables, readings, day, scenarios and
 * outputs. */
const char *bcf_scenarios_digest(bcf_arena *arena, const bcf_scenarios *scenarios,
                                 const bcf_outputs *outputs);

#endif

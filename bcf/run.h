/* SPDX-License-Identifier: MIT */
#ifndef BCF_RUN_H
#define BCF_RUN_H

/*
 * run.h - one run: a policy, a dataset, the readings taken, and all that follows.
 *
 * Knows:       the order in which rooms are entered.
 * Never knows: arguments, how anything is shown.
 */

#include "assurance.h"
#include "formula.h"
#include "people.h"

/* What an earlier run kept of all that it was made from: so it can be made again without files.
 * What only the files themselves could tell is as the run states it. */
typedef struct bcf_kept_inputs {
    bcf_policy_text policy;
    bcf_table_text tables[BCF_TABLE_COUNT];
    const char *program;                        /* "bcf 0.1.0" */
    const char *program_digest;                 /* of its sources; NULL: not stated */
    const char *policy_digest;                  /* of the file as it was */
    const char *table_digests[BCF_TABLE_COUNT]; /* the same */
    const char *const
        *notes; /* that cannot be made again: about columns that nobody knows, or all */
    size_t note_count;
    bool are_all_notes; /* so many that which were kept hung on the order of rows */
} bcf_kept_inputs;

/* What was read before, and may be mixed from several datasets. */
typedef struct bcf_read_inputs {
    const bcf_policy *policy;
    const bcf_tables *tables; /* NULL: they are yet to be read */
} bcf_read_inputs;

#define BCF_RUN_POLICY "2015-16" /* unless the user asks for another */

/* What the user asked for. Texts are borrowed. */
typedef struct bcf_order {
    const char *policy;             /* id or path; NULL: 2015-16 */
    const char *dataset;            /* folder; NULL: the built-in England */
    const char *formula;            /* id, for BCF_STAGE_FORMULA */
    const char *const *assignments; /* "unit=1000" */
    size_t assignment_count;
    int as_at;                   /* YYYYMMDD, or 0 */
    const bcf_kept_inputs *kept; /* instead of policy and dataset; or NULL */
    const bcf_read_inputs *read; /* instead of what it has of all three; or NULL */
} bcf_order;

/* How far to go: each verb needs the ones before it. */
typedef enum bcf_stage {
    BCF_STAGE_POLICY = 1, /* the policy alone: no dataset is read */
    BCF_STAGE_FIGURES,    /* read and checked */
    BCF_STAGE_FORMULA,    /* and one formula worked out */
    BCF_STAGE_ALLOCATION,
    BCF_STAGE_SCORES,
    BCF_STAGE_RELEASE,
    BCF_STAGE_ASSURANCE,  /* release, whatever tables are there: the policy must have checks */
    BCF_STAGE_MONEY,      /* release; allocation where the policy pays for no performance */
    BCF_STAGE_SETTLEMENT, /* the same, and the plans are looked at */
    BCF_STAGE_CHECK,      /* every stage that policy and folder have the tables for */
} bcf_stage;

/* Lives in the arena. Parts past the stage asked for are NULL; so are tables and figures of a run
 * that stops at the policy. `scores` does not need allocation. */
typedef struct bcf_run {
    bcf_arena *arena;
    const bcf_order *order; /* as it was asked for */
    const bcf_policy *policy;
    bcf_settings *settings;
    const bcf_tables *tables;
    const bcf_figures *figures;
    const bcf_people *people;          /* NULL: whoever needs them counts; see bcf_run_people */
    const bcf_formula_values *formula; /* for BCF_STAGE_FORMULA alone */
    const bcf_allocation *allocation;
    const bcf_admissions *admissions; /* NULL unless the policy counts them */
    const bcf_scores *scores;         /* NULL before that stage */
    const bcf_release *release;       /* NULL before that stage */
    const bcf_assurance *assurance; /* where the policy has checks, and the stage looks at plans */
    bcf_notes notes;
} bcf_run;

/*
 * Refused: what any room on the way refuses; as usage: a policy without a performance payment
 * asked for scores or payments ("2014-15 has no payment for performance"), an unknown setting;
 * a formula that the policy does not have, listing those it has; a policy of formulas alone asked
 * for allocations; a policy without checks of plans asked for them;
 * naming verb and table: a table that the verb needs and the folder lacks (scores: ambitions,
 * outturn; release: conditions too; where admissions count, activity for both).
 */
BCF_MUST_USE
bcf_code bcf_run_to(const bcf_run **out, bcf_arena *arena, const bcf_order *order, bcf_stage stage,
                    const char *verb, bcf_error *err);

/* Who lives where, counted now unless the run has it. */
const bcf_people *bcf_run_people(const bcf_run *run);

/* The tables that a stage needs beyond those that every verb needs, and how many. */
const bcf_table_id *bcf_run_tables(const bcf_policy *policy, bcf_stage stage, size_t *count);

/* True if the folder has all of them. */
bool bcf_run_has_tables(const bcf_policy *policy, const bcf_tables *tables, bcf_stage stage);

#endif

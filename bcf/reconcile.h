/* SPDX-License-Identifier: MIT */
#ifndef BCF_RECONCILE_H
#define BCF_RECONCILE_H

/*
 * reconcile.h - somebody else's figures against ours: a letter's, a ledger's.
 *
 * Knows:       columns of `allocate`, `release` and `letters`; what agrees, what does not, and
 * which readings, vintages and mergers would make it agree. Never knows: how a comparison is shown.
 *
 * Source: SPEC section 10. Ours is added up by the columns that the file has. A difference is
 * theirs less ours.
 */

#include "csv.h"
#include "readings.h"
#include "run.h"
#include "scope.h"

#define BCF_CLAIM_KEYS_MAX 8    /* columns that tell rows apart */
#define BCF_CLAIM_FIGURES_MAX 4 /* columns of money */

/* What a file of somebody's figures is about. */
typedef enum bcf_claim_kind {
    BCF_CLAIM_ALLOCATE = 1, /* columns as `allocate` prints them, or some of them */
    BCF_CLAIM_RELEASE,      /* as `release` prints them; or as the table `paid` has them */
    BCF_CLAIM_LETTERS,      /* `item`, `amount` */
    BCF_CLAIM_LINES,        /* `line`, `amount`: a table to be footed, which needs no run */
} bcf_claim_kind;

/* How somebody asked for a comparison. Texts are borrowed. */
typedef struct bcf_claim_options {
    int64_t printed_in; /* theirs are in pounds x 1, 1000, 1000000, rounded; 0: to the penny */
    const char *total;  /* what a line of totals is called; NULL: "total" */
} bcf_claim_options;

/* A file of figures whose columns were understood. */
typedef struct bcf_claims bcf_claims;

/*
 * Reads the columns of a file; its rows are looked at by bcf_reconcile, or by bcf_foot.
 *
 * Refused: what bcf_csv_read refuses; a file without a column of money, or without one that says
 * which rows these are; columns that do not go together; a column of names (`hwb_name`) without
 * the column that it explains. Noted: other columns.
 */
BCF_MUST_USE
bcf_code bcf_claims_read(const bcf_claims **out, bcf_arena *arena, const char *path,
                         const bcf_claim_options *options, bcf_notes *notes, bcf_error *err);

/* The table `letters` of a dataset, as if it were such a file. Refused, by name: it is missing. */
BCF_MUST_USE
bcf_code bcf_claims_of_letters(const bcf_claims **out, bcf_arena *arena, const bcf_tables *tables,
                               const bcf_claim_options *options, bcf_error *err);

/* What its columns say that it is. */
bcf_claim_kind bcf_claims_kind(const bcf_claims *claims);

/* How far a run must go to be compared with the claims. */
bcf_stage bcf_claims_stage(const bcf_claims *claims, const bcf_policy *policy);

/* How a figure of theirs stands against ours. */
typedef enum bcf_match {
    BCF_MATCH_AGREED = 1,
    BCF_MATCH_DIFFERS,
    BCF_MATCH_OURS_ONLY,
    BCF_MATCH_THEIRS_ONLY,
    BCF_MATCH_DOES_NOT_ADD_UP, /* a total, against its own lines: `ours` is what they add up to */
} bcf_match;

const char *bcf_match_text(bcf_match match); /* "does-not-add-up" */

/* One figure of theirs, ours, or both. */
typedef struct bcf_matched {
    const char *const *cells; /* of each key column; codes are those of today */
    const char *figure;       /* "amount", "released" */
    bcf_match match;
    bool is_total;           /* held against the lines of the file, not against ours */
    bool has_theirs;         /* their file has it */
    bool has_ours;           /* our run has it */
    bcf_money theirs;        /* in pence; nothing unless has_theirs */
    bcf_money ours;          /* in pence; nothing unless has_ours */
    bcf_money difference;    /* nothing unless both are there */
    const char *explanation; /* "agrees if metric-value is overall"; "" */
    bcf_status status;       /* of ours */
    const char *readings;    /* that ours hangs on; "" for none */
} bcf_matched;

/* The two sums of one column of money, over all rows that were compared. */
typedef struct bcf_matched_sum {
    const char *figure; /* the column: "amount" */
    bcf_money theirs;   /* in pence */
    bcf_money ours;     /* in pence */
} bcf_matched_sum;

typedef struct bcf_why bcf_why;

/* Their figures against ours. */
typedef struct bcf_reconciliation {
    bcf_claim_kind kind;
    const bcf_areas *areas;  /* for their names; NULL where lines are footed */
    const char *const *keys; /* names of the key columns: "hwb" */
    size_t key_count;
    const bcf_matched *rows; /* in our order; then theirs only, and totals, as in the file */
    size_t row_count;
    size_t agreed; /* how many of the rows */
    /* One a column of money. */
    const bcf_matched_sum *sums;
    size_t sum_count;
    const char *about;  /* what the file is about alone: "hwb H1, payment 2015-04"; or "" */
    bcf_status status;  /* the worst */
    const bcf_why *why; /* NULL unless it was asked for and something does not agree */
} bcf_reconciliation;

/* One combination that could be behind their figures. */
typedef struct bcf_suspect {
    const char *vintage; /* "" for the run's own dataset: "without the merger of G0 into G2" */
    const char *const *assignments; /* readings other than the run's: "metric-value=overall" */
    size_t assignment_count;
    int64_t rounded_to;    /* pence: what ours were rounded to, to agree; 0: to the penny */
    size_t changes;        /* how many things are other than in the run */
    size_t agreed;         /* of the figures disputed */
    size_t broken;         /* figures that agreed before, and rows that theirs does not have */
    bool is_exact;         /* every figure of theirs is had, to the penny */
    bcf_money unexplained; /* over the disputed figures, whichever way each is off */
    const bcf_money *ours; /* its value of each disputed figure */
    const bool *is_there;  /* whether it has one */
    bcf_status status;     /* the worst of those */
    size_t order;          /* in which it was tried */
} bcf_suspect;

/* The best of those that were tried are kept. */
#define BCF_SUSPECTS_MAX 10
#define BCF_COMBINATIONS_MAX 50000 /* of one search */

/* What was tried to explain their figures. */
struct bcf_why {
    size_t tried;                      /* combinations that are different for these figures */
    bool is_cut_off;                   /* there are more: BCF_COMBINATIONS_MAX */
    size_t vintages;                   /* other datasets and mergers undone that were tried */
    size_t disputed;                   /* figures that do not agree */
    const bcf_matched *const *figures; /* each of them */
    const bcf_suspect *suspects;       /* the best first */
    size_t suspect_count;
    size_t exact;              /* how many of all give every figure */
    const char *const *absent; /* what could not be tried, and why */
    size_t absent_count;
};

/*
 * Compares. `scope` is whom the file is about; rows of other areas are left alone. A key column
 * that says the same in every row is taken as what the file is about, and nothing else is missed.
 * With `is_why`, every combination of readings is tried, on the run's own dataset, on those in
 * `vintages`, and with each merger undone.
 *
 * Always: a figure of theirs agrees only with the sum of ours that its row identifies; a row of
 * ours that theirs leaves out is told, unless it is nothing.
 *
 * Refused, with file and line, every problem: a code or name that is not known, or is that of
 * several; a second row for one row of ours; a figure that is none, is negative (unless the policy
 * claws back) or finer than a penny; nothing to compare; a vintage that cannot be read.
 */
BCF_MUST_USE
bcf_code bcf_reconcile(const bcf_reconciliation **out, const bcf_run *run, const bcf_claims *claims,
                       bcf_scope scope, bool is_why, const char *const vintages[],
                       size_t vintage_count, bcf_notes *notes, bcf_error *err);

/*
 * Adds up a table of lines, each table of it where it has the column `table`, and holds the sum
 * against its total. Lines may be negative. Rows of the result are the lines, then the totals.
 *
 * Refused, with file and line, every problem: a figure that is none or finer than a penny; a line
 * without a name, or named twice; a table without a total, without a line, or with two totals.
 */
BCF_MUST_USE
bcf_code bcf_foot(const bcf_reconciliation **out, bcf_arena *arena, const bcf_claims *claims,
                  bcf_error *err);

#endif

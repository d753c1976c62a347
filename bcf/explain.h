/* SPDX-License-Identifier: MIT */
#ifndef BCF_EXPLAIN_H
#define BCF_EXPLAIN_H

/*
 * explain.h - why an area gets what it gets: the record of the calculation, step by step.
 *
 * Knows:       the splits of the ledgers, the formulas' steps, scores, payments, and the rows of
 *              the tables that they were made from.
 * Never knows: how a step is shown.
 *
 * Source: SPEC section 8. Nothing is worked out a second time: amounts, quotas and remainders are
 * those of the splits, and it stops where the figures shown are not those that were used.
 */

#include "run.h"
#include "scope.h"

/* What is to be explained: something of the fund, or of the performance payment. */
typedef enum bcf_explain_item_kind {
    BCF_EXPLAIN_EVERYTHING = 1,
    BCF_EXPLAIN_POOL,
    BCF_EXPLAIN_COMPONENT,
    BCF_EXPLAIN_PARTS,
    BCF_EXPLAIN_CONDITION, /* on which no money hangs */
    BCF_EXPLAIN_EARMARK,   /* what is set aside inside a component */
} bcf_explain_item_kind;

/* What is asked about, as bcf_explain_find understood it. */
typedef struct bcf_explain_item {
    bcf_explain_item_kind kind;
    size_t index;      /* of the component, condition or earmark */
    const bool *parts; /* which parts of the performance payment; NULL: none, or all */
} bcf_explain_item;

/* Every word that an item may be, ended by NULL. */
const char *const *bcf_explain_words(bcf_arena *arena, const bcf_policy *policy);

/*
 * `wanted`: "pool"; the id of a component, earmark, condition, metric, payment, strand or part; or
 * "2015-04:delayed-transfers". NULL is everything. An earmark that is called as a component is
 * explained with it.
 *
 * Refused as usage: what the policy does not have, listing what it has.
 */
BCF_MUST_USE
bcf_code bcf_explain_find(bcf_explain_item *out, bcf_arena *arena, const bcf_policy *policy,
                          const char *wanted, bcf_error *err);

/* How far a run must go for the item. */
bcf_stage bcf_explain_stage(const bcf_explain_item *item);

/* What a step is. */
typedef enum bcf_explained_kind {
    BCF_EXPLAINED_INPUT = 1, /* a figure that a table or the policy states, or a sum of such */
    BCF_EXPLAINED_FORMULA,   /* a step of a formula on the way to a weight */
    BCF_EXPLAINED_SPLIT,     /* one part of a split, odd unit and all */
    BCF_EXPLAINED_SUM,       /* amounts added up */
    BCF_EXPLAINED_SCORE,     /* how far a metric moved */
    BCF_EXPLAINED_TEST,      /* a rule that was tested: what it said */
    BCF_EXPLAINED_PAYMENT,   /* what is released, what is held */
    BCF_EXPLAINED_RANK,      /* who else stands near the cut-off of a split */
    BCF_EXPLAINED_EARMARK,   /* an indicative part of an earmark: never added to anything */
} bcf_explained_kind;

const char *bcf_explained_kind_text(bcf_explained_kind kind); /* "split" */

/* Somebody with a code and a name; both "" for nobody. */
typedef struct bcf_explained_area {
    const char *code;
    const char *name;
} bcf_explained_area;

/* One part of a split. Remainders are of one unit. */
typedef struct bcf_explained_share {
    const bcf_split *split; /* the split that it is a part of */
    bcf_account account;
    const bcf_ratio *weight;    /* as the figures state it, in the proportion of account.weight */
    const bcf_ratio *sum;       /* of all weights */
    size_t count;               /* of those who share */
    size_t odd_units;           /* left over when all are rounded down: so many are served */
    bcf_explained_area last;    /* the last one served; nobody where nothing was left over */
    const bcf_ratio *cut_off;   /* its remainder, or NULL */
    bcf_explained_area next;    /* who would have been served next; nobody where all were */
    const bcf_ratio *next_left; /* its remainder, or NULL */
} bcf_explained_share;

/* One step. Texts are "" where there is nothing to say, pointers NULL. */
typedef struct bcf_explained {
    bcf_explained_kind kind;
    const char *item;         /* "nhs-core", "2015-04:local", "pool" */
    bcf_explained_area about; /* who gets it, or whose figure it is */
    bcf_explained_area from;  /* out of whose amount; nobody: the nation's */
    const char *rule;         /* "component nhs-core", "setting unit" */
    const bcf_cite *cite;
    const char *what;                 /* what the figure is, in words */
    const char *sum;                  /* "1,900,000,000 x 339,829 / 66,787,000" */
    const bcf_ratio *figure;          /* of an input, a formula's step, a score */
    bcf_table_id table;               /* where has_table */
    bool has_table;                   /* the figure is one of a table */
    int line;                         /* of that table; 0: of no one line */
    const bcf_explained_share *share; /* of a split: how the part came about */
    const bcf_release_row *payment;   /* of a payment: its row */
    bool has_amount;                  /* money is what it comes to */
    bcf_money amount;
    const char *result; /* "met", "achieved", "below", "recovery-plan-pending" */
    bool is_extra;      /* tested and not met, or beside the way: for `--all` */
    bool is_detail;     /* one of many alike: always among the rows, on the page with `--all` */
    bcf_status status;
} bcf_explained;

/* How the steps of a section are shown. */
typedef enum bcf_section_kind {
    BCF_SECTION_SPLIT = 1, /* one stage of splits */
    BCF_SECTION_SUM,
    BCF_SECTION_WORDS, /* scores, tests, payments: each step says it itself */
} bcf_section_kind;

/* Steps that belong together. */
typedef struct bcf_explain_section {
    bcf_section_kind kind;
    const char *title;
    const char *rule;      /* a sentence with the paragraph */
    const char *weighting; /* what the weights are: "People here"; "" where nothing is split */
    const char *of;        /* what their sum is: "All its people" */
    size_t first;          /* place of its first step; `count` follow on one another */
    size_t count;
    bool has_total; /* its amounts add up to one */
    bcf_money total;
    const char *total_words; /* what the total is called */
    bcf_status status;
} bcf_explain_section;

/* The whole record of one question. */
typedef struct bcf_explanation {
    bcf_arena *arena;
    bcf_explained *steps;
    size_t step_count;
    /* In the order in which they are told. */
    bcf_explain_section *sections;
    size_t section_count;
    bool has_fund;     /* something of it is about the fund */
    bool has_payments; /* and about the performance payment */
} bcf_explanation;

/*
 * Explains an item for an area. The run must have gone to bcf_explain_stage(item); of what it did
 * not get to, nothing is said. Payments are a board's: the scope must then be one
 * (bcf_scope_to_board widens it), and of another area everything is the fund alone.
 *
 * Always: the amounts of a component's last splits are the rows of `allocate` in the scope, those
 * of the payments the rows of `release`.
 */
const bcf_explanation *bcf_explain(bcf_arena *arena, const bcf_run *run, bcf_scope scope,
                                   const bcf_explain_item *item, bool with_all);

/* True if some of a component goes to, or through, an area of the scope. */
bool bcf_explain_has_component(const bcf_run *run, bcf_scope scope, size_t component);

#endif

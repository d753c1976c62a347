/* SPDX-License-Identifier: MIT */
#ifndef BCF_EXPLAIN_INSIDE_H
#define BCF_EXPLAIN_INSIDE_H

/*
 * explain_inside.h - what the files of the room explain share; nobody else includes it.
 *
 * explain           items; steps and sections in general; one part of a split
 * explain_inputs    the rows of the tables that a figure was made from
 * explain_formula   the steps of a formula to an area's weight; floors and caps
 * explain_fund      components along their routes
 * explain_earmarks  what is set aside inside components
 * explain_payments  the rules of December 2013: strands, parts, scores, the 70% test
 * explain_quarters  the rules of July 2014: admissions, quarter by quarter
 * explain_activity  the counts of CCGs that a board's admissions were made from
 */

#include "explain.h"

typedef struct bcf_explainer {
    bcf_arena *arena;
    const bcf_run *run;
    bcf_scope scope;
    bool with_all;
    bcf_explanation *out;
    const char *item;            /* of the steps at hand */
    const bcf_cite *cite;        /* the same */
    bcf_heirs *ccgs_of_rows;     /* of `residents`, as they are asked for */
    bcf_heirs *ccgs_of_activity; /* of `activity`, the same */
    bool is_detail;              /* what is added now is: see bcf_explained */
    const bcf_split *near;       /* whose cut-off was told last */
    bcf_split_order **orders;    /* of the ledgers' splits, as they are asked for */
    bcf_split_order **orders_of_payments;
} bcf_explainer;

/* Begins a section: what is added from now on is in it. `rule` may be NULL. */
bcf_explain_section *bcf_explain_begin(bcf_explainer *at, bcf_section_kind kind, const char *title,
                                       const char *rule);

/* Adds a step to the section at hand, with item and paragraph where it has none. One that is extra
 * is left out unless all is asked for. */
void bcf_explain_add(bcf_explainer *at, bcf_explained step);

/* Adds the part of `who` in a split; `weight` and `sum` are the figures that it was made by.
 * Returns its amount. */
bcf_money bcf_explain_add_share(bcf_explainer *at, const bcf_split *split, size_t who,
                                bcf_explained_area from, const bcf_ratio *weight,
                                const bcf_ratio *sum, bcf_status status);

/* "guidance ¶20". */
const char *bcf_explain_paragraph(const bcf_explainer *at, const bcf_cite *cite);

bcf_explained_area bcf_explain_area(const bcf_explainer *at, bcf_scope_kind kind, size_t index);
bcf_explained_area bcf_explain_level_area(const bcf_explainer *at, bcf_level level, size_t i);

/* Inputs: each row of the table that went into a figure is a step; several make a sum as well. */
void bcf_explain_add_indicator(bcf_explainer *at, const bcf_indicator *indicator,
                               bcf_level_area area);
void bcf_explain_add_control(bcf_explainer *at, const bcf_indicator *indicator,
                             const bcf_formula_values *values);
void bcf_explain_add_people(bcf_explainer *at, size_t ccg, size_t council);

/* The people that a CCG's or council's rows of `residents` add up to. */
void bcf_explain_add_all_people(bcf_explainer *at, bcf_explained_area whose,
                                const bcf_ratio *people);

/* Where the board's people are registered, and how many each CCG has everywhere: details. */
void bcf_explain_add_board_people(bcf_explainer *at);

/* The counts of a period that a board's count was made from, CCG by CCG and row by row. NULL for
 * `count`: some month is missing. */
void bcf_explain_add_activity(bcf_explainer *at, const char *measure, bcf_period period,
                              const bcf_ratio *count, bcf_status status);

/* The steps of a formula that is worked out, and of those that it refers to, to one area's value.
 */
void bcf_explain_add_formula(bcf_explainer *at, const bcf_formula_values *values, size_t area);

/* The floors and the cap of one area of a component's first split: which of them decided. */
void bcf_explain_add_bounds(bcf_explainer *at, const bcf_component *component,
                            const bcf_component_basis *basis, const bcf_split *first, size_t area,
                            bcf_status status);

/* The row of a table with these two cells, or NULL; one that was decided after --as-at is none. */
const bcf_row *bcf_explain_row(const bcf_explainer *at, bcf_table_id table, const char *column,
                               const char *value, const char *other, const char *other_value);

/* A step that a row of a table states. */
bcf_explained bcf_explain_input(const bcf_explainer *at, bcf_table_id table, const bcf_row *row,
                                bcf_explained_area about, const char *what);

/* Figures for sentences: "1,234.5", and a "..." where the decimal never ends. */
const char *bcf_explain_figure(const bcf_explainer *at, const bcf_ratio *ratio);
const char *bcf_explain_pounds(const bcf_explainer *at, bcf_money amount);

/* The parts of an explanation. */
void bcf_explain_component(bcf_explainer *at, size_t component);
void bcf_explain_pool(bcf_explainer *at);
void bcf_explain_earmark(bcf_explainer *at, size_t earmark);
void bcf_explain_payments(bcf_explainer *at, const bool *parts);
void bcf_explain_quarters(bcf_explainer *at, const bool *parts);
bcf_money bcf_explain_basis(bcf_explainer *at, size_t strand, const char *title,
                            const bcf_cite *cite); /* the board's share of a national amount */
const bcf_row *bcf_explain_row_at(const bcf_explainer *at, bcf_table_id table, bcf_place place);
void bcf_explain_ministers(bcf_explainer *at);
void bcf_explain_condition(bcf_explainer *at, size_t condition);

#endif

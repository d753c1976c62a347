/* SPDX-License-Identifier: MIT */
#ifndef BCF_CODES_H
#define BCF_CODES_H

/*
 * codes.h - which codes of areas there are, and what became of those that ended.
 *
 * Knows:       codes, mergers and splits, followed to the end.
 * Never knows: names, boards, figures, rules.
 *
 * Source: SPEC section 7 (successors). CCGs, councils and districts share one space of codes,
 * because the columns `area` and `code` do not say which of them they mean.
 */

#include "ratio.h"
#include "tables.h"

/* Areas whose codes end and are succeeded; boards do not. */
typedef enum bcf_area_kind {
    BCF_AREA_CCG = 1,
    BCF_AREA_COUNCIL,
    BCF_AREA_DISTRICT,
} bcf_area_kind;

const char *bcf_area_kind_text(bcf_area_kind kind); /* "CCG", "council", "district" */

/* Ratios of a thousand splits, one after another, would fill the memory; a merger is no split. */
#define BCF_CODES_SPLITS_MAX 100
#define BCF_CODES_HEIRS_MAX 1000000 /* of all ended codes together */

/* One current area that a code stands for, and how much of it. */
typedef struct bcf_heir {
    bcf_area_kind kind;
    size_t index;           /* into the list of its kind */
    const bcf_ratio *share; /* above zero; 1 for a code that is current itself */
} bcf_heir;

/* Everybody that a code stands for today. */
typedef struct bcf_heirs {
    const bcf_heir *items; /* all of one kind, sorted by index */
    size_t count;          /* 0: nobody knows the code */
} bcf_heirs;

/* A code of a CCG, council or district, current or ended. */
typedef struct bcf_known_code {
    const char *code;
    bool is_ended;            /* it has successors and is in no list of areas */
    bcf_heirs heirs;          /* itself where it is current; the shares add up to 1 */
    const size_t *successors; /* places in bcf_codes.items: one step, by shares above zero only */
    size_t successor_count;
    const size_t *predecessors; /* the same steps, backwards */
    size_t predecessor_count;
    bcf_place place; /* where it is listed, or its first row in `successors` */
} bcf_known_code;

/* Every code of a dataset, current or ended. */
typedef struct bcf_codes {
    const bcf_known_code *items; /* sorted by code, byte by byte */
    size_t count;
} bcf_codes;

/* A current code, and its place in the list of its kind. */
typedef struct bcf_listed_code {
    const char *code;
    bcf_area_kind kind;
    size_t index;
    bcf_place place;
} bcf_listed_code;

/*
 * Joins the current codes with those that `successors` has ended. Sorts `listed`.
 *
 * Refused, with file, line and code: a code that is listed twice, of whatever kind; an ended code
 * that is still listed; successors that lead nowhere, in a circle, to areas of several kinds,
 * through more splits or to more heirs than the limits, or whose shares do not add up to 1.
 */
BCF_MUST_USE
bcf_code bcf_codes_build(bcf_codes *out, bcf_arena *arena, bcf_listed_code listed[], size_t count,
                         const bcf_tables *tables, bcf_error *err);

/* NULL where nobody knows the code. */
const bcf_known_code *bcf_codes_find(const bcf_codes *codes, const char *code);

#endif

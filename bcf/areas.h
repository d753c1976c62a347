/* SPDX-License-Identifier: MIT */
#ifndef BCF_AREAS_H
#define BCF_AREAS_H

/*
 * areas.h - boards, councils, districts and CCGs, by code; and what became of ended codes.
 *
 * Knows:       codes, names, who belongs to whom, mergers and splits.
 * Never knows: figures, rules.
 *
 * Source: SPEC section 7 (geography gate, successors). Every list is sorted by code, byte by byte.
 */

#include "codes.h"

/* Only a county has districts. */
typedef enum bcf_council_kind {
    BCF_KIND_COUNTY,
    BCF_KIND_UNITARY,
    BCF_KIND_METROPOLITAN,
    BCF_KIND_LONDON,
} bcf_council_kind;

const char *bcf_council_kind_text(bcf_council_kind kind); /* "metropolitan" */

/* A Health and Wellbeing Board: one council, or several. */
typedef struct bcf_board {
    const char *code;
    const char *name;
    bcf_place place;
} bcf_board;

/* A council with social care. Its pool is that of its board. */
typedef struct bcf_council {
    const char *code;
    const char *name;
    bcf_council_kind kind;
    const char *region;    /* NULL where the dataset states none */
    size_t board;          /* index into boards */
    size_t district_count; /* more than 0: the districts are the housing authorities */
    bcf_place place;
} bcf_council;

/* A district of a county: it houses, the county cares. */
typedef struct bcf_district {
    const char *code;
    const char *name;
    size_t council;
    bcf_place place;
} bcf_district;

/* A clinical commissioning group: the NHS that pays. */
typedef struct bcf_ccg {
    const char *code;
    const char *name;
    bcf_place place;
} bcf_ccg;

/* A district, or a council without districts: who the Disabled Facilities Grant is for. */
typedef struct bcf_housing_authority {
    const char *code;
    size_t council;
    bool is_district; /* it is not a council that houses, too */
    size_t district;  /* where is_district */
} bcf_housing_authority;

/* All current areas of a dataset, and codes that have ended. */
typedef struct bcf_areas {
    /* Each list is sorted by code, byte by byte. */
    const bcf_board *boards;
    size_t board_count;
    const bcf_council *councils;
    size_t council_count;
    const bcf_district *districts;
    size_t district_count;
    const bcf_ccg *ccgs;
    size_t ccg_count;
    const bcf_housing_authority *housing; /* sorted by code too */
    size_t housing_count;
    const struct bcf_ended *ended; /* codes with successors, sorted by code */
    size_t ended_count;
    bcf_codes codes; /* of CCGs, councils and districts: current ones and ended ones */
} bcf_areas;

/* An ended code, followed to the end. Shares add up to 1. */
typedef struct bcf_ended {
    const char *code;
    bcf_heirs heirs; /* who they are, and how much of it each is */
    bcf_place place;
} bcf_ended;

/*
 * Builds the lists.
 *
 * Refused, with file, line and code: a code that is twice in a list, or both a CCG, council or
 * district; a council whose board, a district whose council is unknown; a district whose council
 * is no county; a board without a council; what bcf_codes_build refuses.
 */
BCF_MUST_USE
bcf_code bcf_areas_build(const bcf_areas **out, bcf_arena *arena, const bcf_tables *tables,
                         bcf_error *err);

/* The place of a code in its list, or -1. Ended codes are in no list. */
int bcf_areas_board(const bcf_areas *areas, const char *code);
int bcf_areas_council(const bcf_areas *areas, const char *code);
int bcf_areas_district(const bcf_areas *areas, const char *code);
int bcf_areas_ccg(const bcf_areas *areas, const char *code);
int bcf_areas_housing(const bcf_areas *areas, const char *code);

/* Code and name of a current area. */
const char *bcf_areas_code(const bcf_areas *areas, bcf_area_kind kind, size_t index);
const char *bcf_areas_name(const bcf_areas *areas, bcf_area_kind kind, size_t index);

/* Whom a code of a CCG, council or district stands for today. */
bcf_heirs bcf_areas_heirs(const bcf_areas *areas, const char *code);

#endif

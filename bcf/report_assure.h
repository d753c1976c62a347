/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_ASSURE_H
#define BCF_REPORT_ASSURE_H

/*
 * report_assure.h - findings about plans, as rows for machines: each, or rolled up.
 *
 * Knows:       findings and roll-ups.
 * Never knows: how a finding came about.
 */

#include "report_release.h"
#include "rollup.h"
#include "scope.h"

/* All checks, where one could be asked for. */
#define BCF_EVERY_CHECK ((size_t)-1)

/* A row a board and check: `bcf assure`, the file assure.csv. `only` is one check of the policy, or
 * BCF_EVERY_CHECK. */
const bcf_sheet *bcf_report_assure(const bcf_run *run, bcf_scope scope, size_t only,
                                   bool with_names);

/* What findings can be rolled up by. */
typedef enum bcf_assure_view {
    BCF_VIEW_ITEM = 1, /* not rolled up: each thing that a check looked at */
    BCF_VIEW_CHECK,
    BCF_VIEW_METRIC,
    BCF_VIEW_CONDITION,
    BCF_VIEW_REASON,
    BCF_VIEW_REGION,
    BCF_VIEW_KIND,
    BCF_VIEW_BOARD,
} bcf_assure_view;

/* All of them, as they are asked for, ended by NULL. */
const char *const *bcf_assure_view_words(void);

/* Refused as usage: another word, with the nearest. */
BCF_MUST_USE
bcf_code bcf_assure_view_parse(bcf_assure_view *out, const char *word, bcf_error *err);

/* True where the view has a row a board or less, so that one area can be asked for. */
bool bcf_assure_view_has_boards(bcf_assure_view view);

/* True where the view tells checks apart, so that one check can be asked for. */
bool bcf_assure_view_has_checks(bcf_assure_view view);

/* Refused: regions where the dataset states none. */
BCF_MUST_USE
bcf_code bcf_report_assure_by(const bcf_sheet **out, const bcf_run *run, bcf_assure_view view,
                              bcf_scope scope, size_t only, bool with_names, bcf_error *err);

/* The checks of the policy that are looked at: all, or one. */
bool bcf_report_has_check(size_t only, size_t check);

/* The readings that what a check compares with hangs on, and the money at stake. */
const bcf_readings *bcf_report_check_readings(const bcf_run *run, size_t check);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_ROLLUP_H
#define BCF_ROLLUP_H

/*
 * rollup.h - findings of all boards together: by check, region, metric; and who stands where.
 *
 * Knows:       findings, plans, the money that hangs on them.
 * Never knows: how it is shown.
 *
 * Source: paragraph 26: plans are aggregated, conditions assured, payment regimes understood.
 */

#include "held.h"

/* How many boards got which result of one check. */
typedef struct bcf_check_sum {
    size_t boards[BCF_RESULTS_END]; /* how many, by result */
    size_t does_not_apply;          /* not among `boards` */
    bool is_about_parts;            /* its items are parts of the payment */
    bcf_money at_stake;             /* for the parts that fail or get a warning */
    bcf_status status;
} bcf_check_sum;

/* Of one check, over all boards. */
bcf_check_sum bcf_rollup_check(const bcf_run *run, size_t check);

/* Boards of one region or kind: their results of all checks, and their money. */
typedef struct bcf_rollup_group {
    const char *text; /* "London", "county"; of a board with several, "county and unitary" */
    size_t boards;    /* how many */
    size_t results[BCF_RESULTS_END]; /* board times check, without what does not apply */
    bcf_release_sums sum;
} bcf_rollup_group;

/* What boards are put together by. */
typedef enum bcf_rollup_by {
    BCF_ROLLUP_BY_REGION = 1,
    BCF_ROLLUP_BY_KIND,
} bcf_rollup_by;

/* By text. Refused, by name: regions where the dataset states none. */
BCF_MUST_USE
bcf_code bcf_rollup_groups(const bcf_rollup_group **out, size_t *count, const bcf_run *run,
                           bcf_rollup_by by, bcf_error *err);

/* Numerators and denominators of several boards, added up; their rate, times the scale. */
typedef struct bcf_count_sum {
    bcf_ratio *numerator;
    bcf_ratio *denominator; /* over what */
    const bcf_ratio *rate;  /* NULL where nothing was added */
} bcf_count_sum;

/* One metric of one payment under one definition: what its boards aim for, together. */
typedef struct bcf_metric_sum {
    size_t part;
    const char *definition;
    bcf_better better;
    int64_t scale;
    size_t boards; /* how many have such an ambition */
    bcf_count_sum baseline;
    bcf_count_sum ambition;
    size_t counted_boards;          /* of them: those that are scored */
    bcf_count_sum counted_baseline; /* of those */
    bcf_count_sum counted_ambition; /* of those */
    bcf_count_sum outturn;
    const bcf_ratio *achievement; /* of those together; NULL where they promise nothing */
    bool are_published_rates; /* some denominator is the scale: the rate is then a mean of rates */
    bcf_status status;
} bcf_metric_sum;

/* By part, then the most boards, then definition. */
const bcf_metric_sum *bcf_rollup_metrics(size_t *count, const bcf_run *run);

/* One national condition; the money is that of its parts, nothing where it carries none. */
typedef struct bcf_condition_sum {
    size_t met;          /* how many boards */
    size_t not_met;      /* the same */
    size_t not_assessed; /* the same */
    size_t absent;       /* no row says anything */
    bool has_money;      /* a part of the payment hangs on it */
    bcf_release_sums sum;
} bcf_condition_sum;

/* Of one condition, over all boards. */
bcf_condition_sum bcf_rollup_condition(const bcf_run *run, size_t condition);

/* One board's findings and money. */
typedef struct bcf_board_sum {
    size_t board;
    size_t rank; /* from 1: most held first, then most available, then by code */
    size_t results[BCF_RESULTS_END]; /* without what does not apply */
    bcf_money noise;                 /* available for ambitions that fail `significance` */
    bcf_money trend;                 /* for those that fail `trend` */
    bcf_money either;                /* for those that fail one or both */
    bcf_status weak_status;          /* of these three: they follow the ambitions, too */
    bcf_release_sums sum;
} bcf_board_sum;

/* One a board, by rank. */
const bcf_board_sum *bcf_rollup_boards(const bcf_run *run);

/* The same of all boards; `results` and `rank` stay empty. */
bcf_board_sum bcf_rollup_all(const bcf_run *run);

/* The item of a part in one check; NULL where the check did not look at it. */
const bcf_item *bcf_rollup_item(const bcf_run *run, size_t check, size_t board, size_t part);

/* The same in the check of a kind; NULL, too, where the policy has none of it. */
const bcf_item *bcf_rollup_item_of(const bcf_run *run, bcf_check_kind kind, size_t board,
                                   size_t part);

/* Available for a part and board: what hangs on it. */
bcf_money bcf_rollup_available(const bcf_run *run, size_t part, size_t board);

/* Where one value stands among those of all that have one. */
typedef struct bcf_place_among {
    size_t better; /* how many are strictly better: the place is one more */
    size_t count;
    const bcf_ratio *median;  /* the one in the middle, or the mean of the two */
    const bcf_ratio *lowest;  /* of all */
    const bcf_ratio *highest; /* of all */
} bcf_place_among;

/* `values` holds NULL for who has none; `of` must have one. Larger is better unless `is_lower`. */
bcf_place_among bcf_rollup_place(bcf_arena *arena, const bcf_ratio *const values[], size_t count,
                                 size_t of, bool is_lower);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef BCF_SCORE_H
#define BCF_SCORE_H

/*
 * score.h - how far each metric of each board moved from its baseline to its ambition.
 *
 * Knows:       baseline, ambition, actual, direction, season, definition.
 * Never knows: money.
 *
 * Source: SPEC section 4 (paragraphs 35-47, Annex A). Under the rules of July 2014 a score is that
 * of a quarter's admissions by themselves; what is paid goes by the quarters so far.
 */

#include "admissions.h"
#include "settings.h"

/* What can be said of a metric (SPEC section 4). */
typedef enum bcf_score_status {
    BCF_SCORE_ACHIEVED = 1,
    BCF_SCORE_PARTLY,
    BCF_SCORE_NOT_ACHIEVED,
    BCF_SCORE_NO_AMBITION,
    BCF_SCORE_NOT_ASSESSED,
    BCF_SCORE_DEFINITION_MISMATCH,
    BCF_SCORE_PERIOD_MISMATCH,
} bcf_score_status;

/* "not-achieved" */
const char *bcf_score_status_text(bcf_score_status status);

/* One metric of one board and payment. */
typedef struct bcf_score {
    size_t part; /* of the performance payment; its strand is one of metrics */
    size_t board;
    const char *definition;    /* "" where there is no ambition */
    const bcf_ratio *baseline; /* rates, times the scale; NULL where there is none */
    const bcf_ratio *ambition;
    const bcf_ratio *actual;
    const bcf_ratio *achievement; /* uncapped; NULL unless scored */
    const bcf_outturn *outturn;   /* the row that counts; NULL where there is none */
    bcf_score_status status;
    bcf_status data_status; /* BCF_STATUS_NONE where there is no figure */
} bcf_score;

/* Every metric of every board. Lives in the arena. */
typedef struct bcf_scores {
    const bcf_score *items; /* by part as in the policy, then board */
    size_t count;
    size_t board_count;
} bcf_scores;

/* The policy must have a performance payment; `admissions` is NULL unless it counts them. Noted: a
 * per cent above 100. */
BCF_MUST_USE
bcf_code bcf_score_boards(const bcf_scores **out, bcf_arena *arena, const bcf_figures *figures,
                          const bcf_settings *settings, const bcf_admissions *admissions,
                          bcf_notes *notes, bcf_error *err);

/* The score of one board for one part that is a metric, by figures that need not be those of the
 * run: what would the score be if a count were another? Not where admissions are counted. */
BCF_MUST_USE
bcf_code bcf_score_one(bcf_score *out, bcf_arena *arena, const bcf_figures *figures,
                       const bcf_settings *settings, size_t part, size_t board, bcf_notes *notes,
                       bcf_error *err);

/* The part of an earlier payment for the same metric; false where there is none. */
bool bcf_score_earlier_part(size_t *out, const bcf_performance *performance, size_t part);

/* Under october-baseline=april-outturn, the earlier part whose outturn is this one's baseline. */
bool bcf_score_baseline_part(size_t *out, const bcf_settings *settings,
                             const bcf_performance *performance, size_t part);

/* True if an outturn of part `on` can move the score of `part`: it is that part, or the reading
 * october-baseline=april-outturn makes its outturn the other's baseline. */
bool bcf_score_rests_on(const bcf_settings *settings, const bcf_performance *performance,
                        size_t part, size_t on);

/* What a board's metric is measured in. */
typedef struct bcf_measure {
    bcf_better better;
    int64_t scale;
} bcf_measure;

/* False where the metric is local and nobody described the definition. */
bool bcf_score_measure(bcf_measure *out, bcf_arena *arena, const bcf_figures *figures, size_t part,
                       size_t board, const char *definition);

/* The score of a board for a part, or NULL where the part is a condition. */
const bcf_score *bcf_scores_find(const bcf_scores *scores, size_t part, size_t board);

#endif

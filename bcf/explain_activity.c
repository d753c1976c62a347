/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explain_inside.h"
#include "people.h"
#include "wording.h"

/* One row of `activity` that counts for a CCG of the board, and how much of it does. */
typedef struct counted {
    const bcf_row *row;
    size_t ccg;
    const bcf_ratio *share; /* below 1 where its code ended and was split */
} counted;

/* The admissions of one quarter, CCG by CCG. */
typedef struct telling {
    bcf_explainer *at;
    bcf_ratio **here;               /* of each CCG, its people with the board; NULL: none */
    const bcf_ratio *const *people; /* of each CCG, everywhere */
    counted *rows;
    size_t row_count;
    bcf_ratio **parts; /* what of each CCG's count comes to the board */
    size_t largest;    /* the CCG whose part is largest */
} telling;

static bcf_ratio **people_here(bcf_explainer *at)
{
    const bcf_figures *figures = at->run->figures;
    bcf_ratio **here = BCF_NEW_ARRAY(at->arena, figures->areas->ccg_count, bcf_ratio *);
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *row = &figures->residents[i];
        if (figures->areas->councils[row->council].board != at->scope.index) {
            continue;
        }
        if (here[row->ccg] == NULL) {
            here[row->ccg] = bcf_ratio_new(at->arena);
        }
        bcf_ratio_add(here[row->ccg], here[row->ccg], row->people);
    }
    return here;
}

void bcf_explain_add_board_people(bcf_explainer *at)
{
    const bcf_figures *figures = at->run->figures;
    const bcf_people *people = bcf_people_count(at->arena, figures);
    bcf_ratio **here = people_here(at);
    at->is_detail = true;
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *row = &figures->residents[i];
        if (figures->areas->councils[row->council].board == at->scope.index) {
            bcf_explain_add_people(at, row->ccg, row->council);
        }
    }
    for (size_t ccg = 0; ccg < figures->areas->ccg_count; ccg++) {
        if (here[ccg] != NULL) {
            bcf_explain_add_all_people(at, bcf_explain_area(at, BCF_SCOPE_CCG, ccg),
                                       people->ccgs[ccg]);
        }
    }
    at->is_detail = false;
}

/* Whose admissions each row of `activity` counts, looked up once an explanation. */
static const bcf_heirs *ccgs_of_activity(bcf_explainer *at)
{
    const bcf_table *table = &at->run->tables->table[BCF_TABLE_ACTIVITY];
    if (at->ccgs_of_activity == NULL) {
        at->ccgs_of_activity = BCF_NEW_ARRAY(at->arena, table->row_count, bcf_heirs);
        for (size_t i = 0; i < table->row_count; i++) {
            at->ccgs_of_activity[i] =
                bcf_areas_heirs(at->run->figures->areas,
                                bcf_row_cell(BCF_TABLE_ACTIVITY, &table->rows[i], "ccg")->text);
        }
    }
    return at->ccgs_of_activity;
}

static bool is_of(const bcf_row *row, const char *measure, bcf_period period)
{
    bcf_period of = bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period")->as.period;
    return of.first >= period.first && of.last <= period.last
           && strcmp(bcf_row_cell(BCF_TABLE_ACTIVITY, row, "measure")->text, measure) == 0;
}

static void find_rows(telling *of, const char *measure, bcf_period period)
{
    bcf_explainer *at = of->at;
    const bcf_table *table = &at->run->tables->table[BCF_TABLE_ACTIVITY];
    const bcf_heirs *heirs = ccgs_of_activity(at);
    for (size_t i = 0; i < table->row_count; i++) {
        if (!is_of(&table->rows[i], measure, period)) {
            continue;
        }
        for (size_t j = 0; j < heirs[i].count; j++) {
            const bcf_heir *heir = &heirs[i].items[j];
            if (heir->kind == BCF_AREA_CCG && of->here[heir->index] != NULL) {
                BCF_MAKE_ROOM(at->arena, of->rows, of->row_count);
                of->rows[of->row_count++] = (counted){&table->rows[i], heir->index, heir->share};
            }
        }
    }
}

static const bcf_ratio *count_of(const telling *of, const counted *row)
{
    return bcf_ratio_of_decimal(of->at->arena,
                                &bcf_row_cell(BCF_TABLE_ACTIVITY, row->row, "count")->as.figure);
}

static void add_row(const telling *of, const counted *row)
{
    bcf_explainer *at = of->at;
    bcf_explained_area about = bcf_explain_area(at, BCF_SCOPE_CCG, row->ccg);
    const char *code = bcf_row_cell(BCF_TABLE_ACTIVITY, row->row, "ccg")->text;
    const char *what = bcf_arena_print(
        at->arena, "admissions of %s, %s", code,
        bcf_wording_period(at->arena,
                           bcf_row_cell(BCF_TABLE_ACTIVITY, row->row, "period")->as.period));
    if (strcmp(code, about.code) != 0) {
        what = bcf_arena_print(at->arena, "%s, which has ended: %s of them are %s's", what,
                               bcf_ratio_exact_text(at->arena, row->share), about.code);
    }
    bcf_explained step = bcf_explain_input(at, BCF_TABLE_ACTIVITY, row->row, about, what);
    step.figure = count_of(of, row);
    step.is_detail = true;
    bcf_explain_add(at, step);
}

/* The rows of one CCG; returns what they add up to. */
static const bcf_ratio *add_rows(const telling *of, size_t ccg)
{
    bcf_ratio *sum = bcf_ratio_new(of->at->arena);
    bcf_ratio *part = bcf_ratio_new(of->at->arena);
    for (size_t i = 0; i < of->row_count; i++) {
        if (of->rows[i].ccg == ccg) {
            add_row(of, &of->rows[i]);
            bcf_ratio_multiply(part, count_of(of, &of->rows[i]), of->rows[i].share);
            bcf_ratio_add(sum, sum, part);
        }
    }
    return sum;
}

/* What each CCG's count comes to here; the largest of them is shown to people. */
static void add_part(telling *of, size_t ccg, bcf_status status)
{
    bcf_explainer *at = of->at;
    const bcf_ratio *count = add_rows(of, ccg);
    bcf_explained_area about = bcf_explain_area(at, BCF_SCOPE_CCG, ccg);
    bcf_ratio *part = bcf_ratio_new(at->arena);
    bcf_ratio_divide(part, of->here[ccg], of->people[ccg]);
    bcf_ratio_multiply(part, part, count);
    of->parts[ccg] = part;
    bcf_explain_add(at,
                    (bcf_explained){.kind = BCF_EXPLAINED_FORMULA,
                                    .about = about,
                                    .rule = "a CCG's count x its people here / all its people",
                                    .what = "what of its admissions comes here",
                                    .sum = bcf_arena_print(at->arena, "%s x %s / %s",
                                                           bcf_explain_figure(at, count),
                                                           bcf_explain_figure(at, of->here[ccg]),
                                                           bcf_explain_figure(at, of->people[ccg])),
                                    .figure = part,
                                    .is_detail = ccg != of->largest,
                                    .status = status});
}

/* The CCG with most people here. */
static size_t largest_of(const telling *of)
{
    size_t largest = BCF_NOWHERE;
    for (size_t i = 0; i < of->at->run->figures->areas->ccg_count; i++) {
        bool is_larger =
            of->here[i] != NULL
            && (largest == BCF_NOWHERE || bcf_ratio_compare(of->here[i], of->here[largest]) > 0);
        largest = is_larger ? i : largest;
    }
    return largest;
}

void bcf_explain_add_activity(bcf_explainer *at, const char *measure, bcf_period period,
                              const bcf_ratio *count, bcf_status status)
{
    size_t ccgs = at->run->figures->areas->ccg_count;
    telling of = {.at = at,
                  .here = people_here(at),
                  .people = bcf_people_count(at->arena, at->run->figures)->ccgs,
                  .parts = BCF_NEW_ARRAY(at->arena, ccgs, bcf_ratio *)};
    of.largest = largest_of(&of);
    find_rows(&of, measure, period);
    bcf_ratio *sum = bcf_ratio_new(at->arena);
    for (size_t ccg = 0; ccg < ccgs; ccg++) {
        if (of.here[ccg] != NULL) {
            add_part(&of, ccg, status);
            bcf_ratio_add(sum, sum, of.parts[ccg]);
        }
    }
    BCF_ASSERT(count == NULL || bcf_ratio_compare(sum, count) == 0);
}

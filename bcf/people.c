/* SPDX-License-Identifier: MIT */
#include "people.h"

#include <string.h>

static bcf_ratio **new_sums(bcf_arena *arena, size_t count)
{
    bcf_ratio **sums = BCF_NEW_ARRAY(arena, count, bcf_ratio *);
    for (size_t i = 0; i < count; i++) {
        sums[i] = bcf_ratio_new(arena);
    }
    return sums;
}

static void add(bcf_ratio *sum, const bcf_ratio *people)
{
    bcf_ratio_add(sum, sum, people);
}

const bcf_people *bcf_people_count(bcf_arena *arena, const bcf_figures *figures)
{
    const bcf_areas *areas = figures->areas;
    bcf_ratio **boards = new_sums(arena, areas->board_count);
    bcf_ratio **councils = new_sums(arena, areas->council_count);
    bcf_ratio **ccgs = new_sums(arena, areas->ccg_count);
    bcf_ratio *all = bcf_ratio_new(arena);
    size_t *first = BCF_NEW_ARRAY(arena, areas->ccg_count + 1, size_t);
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *living = &figures->residents[i];
        add(councils[living->council], living->people);
        add(ccgs[living->ccg], living->people);
        first[living->ccg + 1]++;
    }
    for (size_t council = 0; council < areas->council_count; council++) {
        add(boards[areas->councils[council].board], councils[council]);
        add(all, councils[council]);
    }
    for (size_t ccg = 0; ccg < areas->ccg_count; ccg++) {
        first[ccg + 1] += first[ccg];
    }
    bcf_people *people = BCF_NEW(arena, bcf_people);
    *people = (bcf_people){
        .figures = figures,
        .boards = (const bcf_ratio *const *)boards,
        .councils = (const bcf_ratio *const *)councils,
        .ccgs = (const bcf_ratio *const *)ccgs,
        .all = all,
        .first_of_ccg = first,
    };
    return people;
}

static bool lives_there(const bcf_areas *areas, const bcf_residents *living, bcf_people_where where)
{
    const bcf_council *council = &areas->councils[living->council];
    return (where.ccg == BCF_NOWHERE || living->ccg == where.ccg)
           && (where.council == BCF_NOWHERE || living->council == where.council)
           && (where.board == BCF_NOWHERE || council->board == where.board)
           && (where.region == NULL
               || (council->region != NULL && strcmp(council->region, where.region) == 0))
           && (where.kind == NULL || strcmp(bcf_council_kind_text(council->kind), where.kind) == 0);
}

/* The sum made already, where one area alone is stated; else NULL. */
static const bcf_ratio *sum_of_one(const bcf_people *people, bcf_people_where where)
{
    size_t stated = 0;
    stated += where.ccg != BCF_NOWHERE;
    stated += where.council != BCF_NOWHERE;
    stated += where.board != BCF_NOWHERE;
    stated += where.region != NULL;
    stated += where.kind != NULL;
    if (stated == 0) {
        return people->all;
    }
    if (stated > 1) {
        return NULL;
    }
    return where.ccg != BCF_NOWHERE       ? people->ccgs[where.ccg]
           : where.council != BCF_NOWHERE ? people->councils[where.council]
           : where.board != BCF_NOWHERE   ? people->boards[where.board]
                                          : NULL;
}

const bcf_ratio *bcf_people_in(bcf_arena *arena, const bcf_people *people, bcf_people_where where)
{
    const bcf_figures *figures = people->figures;
    const bcf_ratio *made = sum_of_one(people, where);
    if (made != NULL) {
        return made;
    }
    bool has_ccg = where.ccg != BCF_NOWHERE;
    size_t first = has_ccg ? people->first_of_ccg[where.ccg] : 0;
    size_t end = has_ccg ? people->first_of_ccg[where.ccg + 1] : figures->residents_count;
    bcf_ratio *sum = bcf_ratio_new(arena);
    for (size_t i = first; i < end; i++) {
        if (lives_there(figures->areas, &figures->residents[i], where)) {
            add(sum, figures->residents[i].people);
        }
    }
    return sum;
}

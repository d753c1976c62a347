/* SPDX-License-Identifier: MIT */
#include "people.h"

static bcf_ratio **new_sums(bcf_arena *arena, size_t count)
{
    bcf_ratio **sums = BCF_NEW_ARRAY(arena, count, bcf_ratio *);
    for (size_t i = 0; i < count; i++) {
        sums[i] = bcf_ratio_new(arena);
    }
    return sums;
}

static void add(bcf_ratio *sum, const bcf_residents *living)
{
    bcf_ratio_add(sum, sum, living->people);
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
        add(boards[areas->councils[living->council].board], living);
        add(councils[living->council], living);
        add(ccgs[living->ccg], living);
        add(all, living);
        first[living->ccg + 1]++;
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

const bcf_ratio *bcf_people_of_ccg_in(bcf_arena *arena, const bcf_people *people, size_t ccg,
                                      size_t council, size_t board)
{
    const bcf_figures *figures = people->figures;
    bcf_ratio *sum = bcf_ratio_new(arena);
    for (size_t i = people->first_of_ccg[ccg]; i < people->first_of_ccg[ccg + 1]; i++) {
        const bcf_residents *living = &figures->residents[i];
        bool is_there = council != BCF_NOWHERE
                            ? living->council == council
                            : figures->areas->councils[living->council].board == board;
        if (is_there) {
            add(sum, living);
        }
    }
    return sum;
}

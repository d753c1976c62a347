/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "compare_inside.h"

static bcf_level_area area_of(const bcf_areas *areas, bcf_area_kind kind, size_t index)
{
    return (bcf_level_area){kind, index, bcf_areas_code(areas, kind, index),
                            bcf_areas_name(areas, kind, index)};
}

/* Who is registered with the CCG, or lives in the council; NULL for a district. `people` is counted
 * the first time that a code is missed. */
static const bcf_ratio *people_of(bcf_arena *arena, const bcf_people **people, const bcf_run *run,
                                  const bcf_level_area *of)
{
    if (*people == NULL) {
        *people = bcf_people_count(arena, run->figures);
    }
    switch (of->kind) {
    case BCF_AREA_CCG:
        return (*people)->ccgs[of->index];
    case BCF_AREA_COUNCIL:
        return (*people)->councils[of->index];
    case BCF_AREA_DISTRICT:
        return NULL;
    }
    BCF_UNREACHABLE("an bcf_level_area of no kind");
}

static void add_crossing(bcf_comparer *of, bcf_crossing **list, const bcf_crossing *crossing)
{
    size_t count = of->out->crossing_count;
    BCF_MAKE_ROOM(of->arena, *list, count);
    BCF_ASSERT(*list != NULL);
    (*list)[count] = *crossing;
    of->out->crossing_count = count + 1;
}

static bcf_crossing crossing_to(const bcf_level_area *from, const bcf_level_area *to)
{
    return (bcf_crossing){.kind = from->kind,
                          .code = from->code,
                          .name = from->name,
                          .successor = to->code,
                          .successor_name = to->name};
}

static const bcf_ratio *part_of(bcf_arena *arena, const bcf_ratio *people, const bcf_ratio *share)
{
    if (people == NULL) {
        return NULL;
    }
    bcf_ratio *part = bcf_ratio_new(arena);
    bcf_ratio_multiply(part, people, share);
    return part;
}

/* The new run ended the code: its figures go to the successors. */
static void cross_forwards(bcf_comparer *of, bcf_crossing **list, const bcf_level_area *from,
                           const bcf_heirs *heirs)
{
    const bcf_areas *areas = of->out->new.run->figures->areas;
    for (size_t i = 0; i < heirs->count; i++) {
        const bcf_heir *heir = &heirs->items[i];
        bcf_level_area to = area_of(areas, heir->kind, heir->index);
        bcf_crossing crossing = crossing_to(from, &to);
        crossing.share = heir->share;
        crossing.people_in = people_of(of->arena, &of->old_people, of->out->old.run, from);
        crossing.people_out = part_of(of->arena, crossing.people_in, heir->share);
        add_crossing(of, list, &crossing);
    }
}

/* The share of an ended code's figures that go to an area; NULL where it is none of its heirs. */
static const bcf_ratio *heir_share(const bcf_heirs *heirs, const bcf_level_area *of)
{
    for (size_t i = 0; i < heirs->count; i++) {
        if (heirs->items[i].kind == of->kind && heirs->items[i].index == of->index) {
            return heirs->items[i].share;
        }
    }
    return NULL;
}

/* The old run knows the code as the successor of some that the new run has: a merger undone, or a
 * split, of whose people only its share were the code's. */
static size_t cross_backwards(bcf_comparer *of, bcf_crossing **list, const bcf_level_area *from)
{
    const bcf_areas *old = of->out->old.run->figures->areas;
    const bcf_areas *new = of->out->new.run->figures->areas;
    size_t found = 0;
    for (size_t i = 0; i < old->ended_count; i++) {
        const bcf_ended *ended = &old->ended[i];
        const bcf_known_code *known = bcf_codes_find(&new->codes, ended->code);
        const bcf_ratio *share = heir_share(&ended->heirs, from);
        if (known == NULL || known->is_ended || share == NULL) {
            continue;
        }
        bcf_level_area to = area_of(new, known->heirs.items[0].kind, known->heirs.items[0].index);
        bcf_crossing crossing = crossing_to(from, &to);
        crossing.is_backwards = true;
        crossing.people_in = people_of(of->arena, &of->old_people, of->out->old.run, from);
        crossing.people_out =
            part_of(of->arena, people_of(of->arena, &of->new_people, of->out->new.run, &to), share);
        add_crossing(of, list, &crossing);
        found++;
    }
    return found;
}

static bcf_code cross(bcf_comparer *of, bcf_crossing **list, const bcf_level_area *from,
                      bcf_error *err)
{
    const bcf_areas *new = of->out->new.run->figures->areas;
    const bcf_known_code *known = bcf_codes_find(&new->codes, from->code);
    if (known != NULL && !known->is_ended) {
        return BCF_OK;
    }
    if (known != NULL) {
        cross_forwards(of, list, from, &known->heirs);
        return BCF_OK;
    }
    if (cross_backwards(of, list, from) > 0) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_DATA, (bcf_place){.file = of->out->new.kept->path},
                      "it neither has %s '%s' (%s) of the old run nor ended it with successors: "
                      "its people would be lost",
                      bcf_area_kind_text(from->kind), from->code, from->name);
}

bcf_code bcf_crosswalk(bcf_comparer *of, bcf_error *err)
{
    const bcf_areas *old = of->out->old.run->figures->areas;
    const struct {
        bcf_area_kind kind;
        size_t count;
    } lists[] = {{BCF_AREA_CCG, old->ccg_count},
                 {BCF_AREA_COUNCIL, old->council_count},
                 {BCF_AREA_DISTRICT, old->district_count}};
    bcf_crossing *list = NULL;
    bcf_code first = BCF_OK;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        for (size_t j = 0; j < lists[i].count; j++) {
            bcf_level_area from = area_of(old, lists[i].kind, j);
            bcf_code code = cross(of, &list, &from, err); /* all that are lost are named */
            first = first == BCF_OK ? code : first;
        }
    }
    of->out->crosswalk = list;
    return first;
}

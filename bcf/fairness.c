/* SPDX-License-Identifier: MIT */
#include "fairness.h"

#include <stdlib.h>
#include <string.h>

#include "sort.h"

const char *bcf_paradox_text(bcf_paradox paradox)
{
    switch (paradox) {
    case BCF_PARADOX_NONE:
        return "";
    case BCF_PARADOX_POPULATION:
        return "population";
    case BCF_PARADOX_ALABAMA:
        return "alabama";
    }
    BCF_UNREACHABLE("a paradox without a name");
}

/* A split with the codes of its parties, so that those of two runs can be told apart. */
typedef struct coded {
    const bcf_run *run;
    const bcf_split *split;
    bcf_split_order order;
    const char *subject;
    const char *source;
    const char *source_name;
} coded;

typedef struct area {
    const char *code;
    const char *name;
    const char *board; /* "" for none of its own */
} area;

static area area_of(const bcf_areas *areas, bcf_area_kind kind, size_t index)
{
    area of = {bcf_areas_code(areas, kind, index), bcf_areas_name(areas, kind, index), ""};
    switch (kind) {
    case BCF_AREA_CCG:
        return of;
    case BCF_AREA_COUNCIL:
        of.board = areas->boards[areas->councils[index].board].code;
        return of;
    case BCF_AREA_DISTRICT:
        of.board = areas->boards[areas->councils[areas->districts[index].council].board].code;
        return of;
    }
    BCF_UNREACHABLE("an area of no kind");
}

/* The area at a place of a split. */
static area party_of(const bcf_run *run, const bcf_split *split, size_t place)
{
    const bcf_areas *areas = run->figures->areas;
    size_t who = split->who == NULL ? place : split->who[place];
    switch (split->kind) {
    case BCF_SPLIT_COMPONENT: {
        bcf_level level = bcf_route_level(run->policy->components[split->subject].route);
        bcf_level_area one = bcf_figures_area(areas, level, who);
        return area_of(areas, one.kind, one.index);
    }
    case BCF_SPLIT_CCG:
        return area_of(areas, BCF_AREA_COUNCIL, who);
    case BCF_SPLIT_TRANSFER: {
        area ccg = area_of(areas, BCF_AREA_CCG, who);
        ccg.board =
            area_of(areas, BCF_AREA_COUNCIL, split->source).board; /* whose pool it comes back to */
        return ccg;
    }
    case BCF_SPLIT_STRAND:
        return (area){areas->boards[who].code, areas->boards[who].name, areas->boards[who].code};
    case BCF_SPLIT_PARTS:
        break;
    }
    BCF_UNREACHABLE("a split of pence");
}

static area source_of(const bcf_run *run, const bcf_split *split)
{
    switch (split->kind) {
    case BCF_SPLIT_CCG:
        return area_of(run->figures->areas, BCF_AREA_CCG, split->source);
    case BCF_SPLIT_TRANSFER:
        return area_of(run->figures->areas, BCF_AREA_COUNCIL, split->source);
    case BCF_SPLIT_COMPONENT:
    case BCF_SPLIT_STRAND:
        return (area){"", "", ""};
    case BCF_SPLIT_PARTS:
        break;
    }
    BCF_UNREACHABLE("a split of pence");
}

static coded code_split(bcf_arena *arena, const bcf_run *run, const bcf_split *split)
{
    bool is_strand = split->kind == BCF_SPLIT_STRAND;
    area source = source_of(run, split);
    return (coded){.run = run,
                   .split = split,
                   .order = bcf_split_rank(arena, split),
                   .subject = is_strand ? run->policy->performance->strands[split->subject].id
                                        : run->policy->components[split->subject].id,
                   .source = source.code,
                   .source_name = source.name};
}

/* Splits by kind, subject and source: so those of the other run are found. */
static int by_split(const void *a, const void *b)
{
    const coded *x = a;
    const coded *y = b;
    if (x->split->kind != y->split->kind) {
        return x->split->kind < y->split->kind ? -1 : 1;
    }
    int order = strcmp(x->subject, y->subject);
    return order != 0 ? order : strcmp(x->source, y->source);
}

typedef struct coded_list {
    coded *items;
    size_t count;
} coded_list;

static void add_ledger(coded_list *to, bcf_arena *arena, const bcf_run *run,
                       const bcf_ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (ledger->items[i].kind != BCF_SPLIT_PARTS) {
            BCF_MAKE_ROOM(arena, to->items, to->count);
            to->items[to->count++] = code_split(arena, run, &ledger->items[i]);
        }
    }
}

static coded_list code_run(bcf_arena *arena, const bcf_run *run)
{
    coded_list list = {0};
    add_ledger(&list, arena, run, run->allocation->ledger);
    if (run->release != NULL) {
        add_ledger(&list, arena, run, run->release->ledger);
    }
    return list;
}

/* A place of a split, by the code of its party. */
typedef struct coded_place {
    const char *code;
    size_t place;
} coded_place;

static int by_code(const void *a, const void *b)
{
    return strcmp(((const coded_place *)a)->code, ((const coded_place *)b)->code);
}

static coded_place *places_of(bcf_arena *arena, const coded *of)
{
    coded_place *places = BCF_NEW_ARRAY(arena, of->order.count, coded_place);
    for (size_t i = 0; i < of->order.count; i++) {
        places[i] = (coded_place){party_of(of->run, of->split, i).code, i};
    }
    bcf_sort(places, of->order.count, sizeof *places, by_code);
    return places;
}

static bool is_same_money(bcf_money a, bcf_money b)
{
    return bcf_money_compare(a, b) == 0;
}

/* What of it is a paradox, by both accounts of one party. */
static bcf_paradox paradox_of(const bcf_split *old, const bcf_split *new, const bcf_account *before,
                              const bcf_account *after)
{
    bool is_less = bcf_money_compare(after->amount, before->amount) < 0;
    if (!is_less || !is_same_money(old->unit, new->unit)) {
        return BCF_PARADOX_NONE;
    }
    int whole = bcf_money_compare(new->whole, old->whole);
    int weight = bcf_ratio_compare(after->weight, before->weight);
    int share = bcf_ratio_compare(after->share, before->share);
    if (whole == 0 && weight > 0 && share >= 0) {
        return BCF_PARADOX_POPULATION;
    }
    return whole > 0 && weight == 0 && share == 0 ? BCF_PARADOX_ALABAMA : BCF_PARADOX_NONE;
}

typedef struct fair_list {
    bcf_arena *arena;
    bcf_fair_party *items;
    size_t count;
} fair_list;

/* One party, in the run that has it and where both do in both. */
static void add_party(fair_list *to, const coded *old, size_t old_place, const coded *new,
                      size_t new_place)
{
    const coded *any = new != NULL ? new : old;
    area who = party_of(any->run, any->split, new != NULL ? new_place : old_place);
    bcf_fair_party party = {.kind = any->split->kind,
                            .subject = any->subject,
                            .source = any->source,
                            .source_name = any->source_name,
                            .code = who.code,
                            .name = who.name,
                            .board = who.board,
                            .is_old = old != NULL,
                            .is_new = new != NULL};
    bcf_account before;
    bcf_account after;
    if (old != NULL) {
        before = bcf_split_account(to->arena, old->split, &old->order, old_place);
        party.before = before.amount;
        party.was_served = before.is_served;
    }
    if (new != NULL) {
        after = bcf_split_account(to->arena, new->split, &new->order, new_place);
        party.after = after.amount;
        party.is_served = after.is_served;
    }
    if (old != NULL && new != NULL) {
        party.paradox = paradox_of(old->split, new->split, &before, &after);
    }
    BCF_MAKE_ROOM(to->arena, to->items, to->count);
    to->items[to->count++] = party;
}

/* The parties of a split of both runs, or of one: the other is NULL. */
static void add_split(fair_list *to, const coded *old, const coded *new)
{
    size_t old_count = old == NULL ? 0 : old->order.count;
    size_t new_count = new == NULL ? 0 : new->order.count;
    const coded_place *olds = old == NULL ? NULL : places_of(to->arena, old);
    const coded_place *news = new == NULL ? NULL : places_of(to->arena, new);
    size_t i = 0;
    size_t j = 0;
    while (i < old_count || j < new_count) {
        int order = i == old_count ? 1 : j == new_count ? -1 : strcmp(olds[i].code, news[j].code);
        add_party(to, order <= 0 ? old : NULL, order <= 0 ? olds[i].place : 0,
                  order >= 0 ? new : NULL, order >= 0 ? news[j].place : 0);
        i += order <= 0;
        j += order >= 0;
    }
}

bcf_fairness bcf_fairness_of(bcf_arena *arena, const bcf_run *old, const bcf_run *new)
{
    fair_list list = {.arena = arena};
    coded_list olds = code_run(arena, old);
    coded_list news = code_run(arena, new);
    /* what sorts and searches wants a place also for nothing */
    coded *sorted = bcf_arena_grow(arena, olds.items, olds.count, olds.count, sizeof *sorted);
    bcf_sort(sorted, olds.count, sizeof *sorted, by_split);
    bool *is_met = BCF_NEW_ARRAY(arena, olds.count, bool);
    for (size_t i = 0; i < news.count; i++) {
        const coded *found = bsearch(&news.items[i], sorted, olds.count, sizeof *sorted, by_split);
        if (found != NULL) {
            is_met[found - sorted] = true;
        }
        add_split(&list, found, &news.items[i]);
    }
    for (size_t i = 0; i < olds.count; i++) {
        if (!is_met[i]) {
            add_split(&list, &sorted[i], NULL);
        }
    }
    return (bcf_fairness){list.items, list.count};
}

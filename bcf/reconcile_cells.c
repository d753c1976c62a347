/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "reconcile_inside.h"

/* Items of a letter that are no component, payment or area. */
const char *const bcf_reconcile_items[BCF_RECONCILE_ITEM_COUNT] = {
    "payment-for-performance", "minimum-pool", "minimum-from-ccgs", "minimum-from-councils"};

#define SEVERAL_MAX 5 /* areas that are listed where a name is that of several */

static meaning itself(bcf_arena *arena, const char *text)
{
    const char **texts = BCF_NEW_ARRAY(arena, 1, const char *);
    texts[0] = text;
    return (meaning){.texts = texts, .count = 1, .is_today = true};
}

const char *bcf_reconcile_today(const bcf_areas *areas, const char *code)
{
    bcf_heirs heirs = bcf_areas_heirs(areas, code);
    return heirs.count == 1 ? bcf_areas_code(areas, heirs.items[0].kind, heirs.items[0].index)
                            : code;
}

/* Whom a code of a CCG, council or district stands for. */
static meaning heirs_meaning(bcf_arena *arena, const bcf_areas *areas, bcf_heirs heirs,
                             bool is_today)
{
    meaning out = {BCF_NEW_ARRAY(arena, heirs.count, const char *),
                   BCF_NEW_ARRAY(arena, heirs.count, const bcf_ratio *),
                   heirs.count,
                   is_today,
                   NULL,
                   NULL};
    for (size_t i = 0; i < heirs.count; i++) {
        out.texts[i] = bcf_areas_code(areas, heirs.items[i].kind, heirs.items[i].index);
        out.shares[i] = heirs.items[i].share;
    }
    return out;
}

/* One area of a list that a name may mean. */
typedef struct named {
    const char *code;
    const char *name;
} named;

static size_t area_count(const bcf_areas *areas, claim_key key)
{
    return key == KEY_HWB       ? areas->board_count
           : key == KEY_COUNCIL ? areas->council_count
           : key == KEY_CCG     ? areas->ccg_count
                                : areas->district_count;
}

static named area_at(const bcf_areas *areas, claim_key key, size_t i)
{
    if (key == KEY_HWB) {
        return (named){areas->boards[i].code, areas->boards[i].name};
    }
    if (key == KEY_COUNCIL) {
        return (named){areas->councils[i].code, areas->councils[i].name};
    }
    if (key == KEY_CCG) {
        return (named){areas->ccgs[i].code, areas->ccgs[i].name};
    }
    BCF_ASSERT(key == KEY_DISTRICT);
    return (named){areas->districts[i].code, areas->districts[i].name};
}

typedef struct name_search {
    named found;
    size_t count;
    const char *list;
} name_search;

static void search_names(name_search *in, bcf_arena *arena, const bcf_areas *areas, claim_key key,
                         const char *cell, bool (*is_match)(const char *wanted, const char *name))
{
    for (size_t i = 0; i < area_count(areas, key); i++) {
        named area = area_at(areas, key, i);
        if (!is_match(cell, area.name)) {
            continue;
        }
        in->found = area;
        if (in->count++ < SEVERAL_MAX) {
            in->list = bcf_arena_print(arena, "%s%s%s %s", in->count == 1 ? "" : in->list,
                                       in->count == 1 ? "" : ", ", area.code, area.name);
        }
    }
}

/* By the whole name, else by a part of it that only one area of these columns has. */
static meaning name_meaning(bcf_arena *arena, const bcf_areas *areas, const claim_key keys[],
                            size_t key_count, const char *cell)
{
    bool (*const ways[])(const char *, const char *) = {bcf_nearest_is_same, bcf_nearest_is_part};
    for (size_t way = 0; *cell != '\0' && way < 2; way++) {
        name_search in = {.list = ""};
        for (size_t i = 0; i < key_count; i++) {
            search_names(&in, arena, areas, keys[i], cell, ways[way]);
        }
        if (in.count > 1) {
            return (meaning){.several = in.count <= SEVERAL_MAX
                                            ? in.list
                                            : bcf_arena_print(arena, "%s and %zu more", in.list,
                                                              in.count - SEVERAL_MAX)};
        }
        if (in.count == 1) {
            meaning out = itself(arena, in.found.code);
            out.by_part =
                way == 0 ? NULL : bcf_arena_print(arena, "%s %s", in.found.code, in.found.name);
            return out;
        }
    }
    return (meaning){.count = 0};
}

static meaning area_meaning(bcf_arena *arena, const bcf_areas *areas, claim_key key,
                            const char *cell)
{
    if (key == KEY_HWB) {
        return bcf_areas_board(areas, cell) >= 0 ? itself(arena, cell)
                                                 : name_meaning(arena, areas, &key, 1, cell);
    }
    if (*cell == '\0' && key != KEY_COUNCIL) {
        return itself(arena, cell); /* money that no CCG, or no district, stands between */
    }
    const bcf_known_code *known = bcf_codes_find(&areas->codes, cell);
    if (known == NULL || known->heirs.count == 0) {
        return name_meaning(arena, areas, &key, 1, cell);
    }
    bcf_area_kind kind = known->heirs.items[0].kind;
    bool is_wanted = kind
                     == (key == KEY_CCG       ? BCF_AREA_CCG
                         : key == KEY_COUNCIL ? BCF_AREA_COUNCIL
                                              : BCF_AREA_DISTRICT);
    return is_wanted ? heirs_meaning(arena, areas, known->heirs, !known->is_ended)
                     : (meaning){.count = 0};
}

static meaning item_meaning(bcf_arena *arena, const bcf_policy *policy, const bcf_areas *areas,
                            const char *item)
{
    static const claim_key contributors[] = {KEY_COUNCIL, KEY_CCG, KEY_DISTRICT};
    bool is_known = bcf_policy_find(policy, BCF_NAME_COMPONENT, item) >= 0
                    || bcf_policy_find(policy, BCF_NAME_PAYMENT, item) >= 0;
    for (size_t i = 0; i < BCF_RECONCILE_ITEM_COUNT; i++) {
        is_known = is_known || strcmp(bcf_reconcile_items[i], item) == 0;
    }
    if (is_known) {
        return itself(arena, item);
    }
    const bcf_known_code *known = bcf_codes_find(&areas->codes, item);
    return known == NULL || known->heirs.count == 0
               ? name_meaning(arena, areas, contributors, 3, item)
               : heirs_meaning(arena, areas, known->heirs, !known->is_ended);
}

static bool is_state(const char *cell)
{
    for (int state = BCF_GRANT_ALLOCATED; state <= BCF_GRANT_PENDING; state++) {
        if (strcmp(cell, bcf_grant_state_text((bcf_grant_state)state)) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_held_for(const char *cell)
{
    for (int reason = BCF_HELD_FOR_NOTHING; reason <= BCF_HELD_FOR_NHS_SERVICES; reason++) {
        if (strcmp(cell, bcf_held_for_text((bcf_held_for)reason)) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_kind(const char *cell)
{
    for (int kind = BCF_KIND_COUNTY; kind <= BCF_KIND_LONDON; kind++) {
        if (strcmp(cell, bcf_council_kind_text((bcf_council_kind)kind)) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_region(const bcf_areas *areas, const char *cell)
{
    for (size_t i = 0; i < areas->council_count; i++) {
        const char *region = areas->councils[i].region;
        if (strcmp(cell, region == NULL ? "" : region) == 0) {
            return true;
        }
    }
    return false;
}

/* What a cell means, worked out. */
static meaning mean(bcf_arena *arena, const bcf_policy *policy, const bcf_areas *areas,
                    claim_key key, const char *cell)
{
    bool is_known = false;
    switch (key) {
    case KEY_COMPONENT:
        is_known = bcf_policy_find(policy, BCF_NAME_COMPONENT, cell) >= 0;
        break;
    case KEY_PAYMENT:
        is_known = bcf_policy_find(policy, BCF_NAME_PAYMENT, cell) >= 0;
        break;
    case KEY_PART:
        is_known = bcf_policy_find(policy, BCF_NAME_PART, cell) >= 0;
        break;
    case KEY_STATE:
        is_known = is_state(cell);
        break;
    case KEY_HELD_FOR:
        is_known = is_held_for(cell);
        break;
    case KEY_KIND:
        is_known = is_kind(cell);
        break;
    case KEY_REGION:
        is_known = is_region(areas, cell);
        break;
    case KEY_YEAR:
        is_known = *cell != '\0';
        break;
    case KEY_HWB:
    case KEY_COUNCIL:
    case KEY_CCG:
    case KEY_DISTRICT:
        return area_meaning(arena, areas, key, cell);
    case KEY_ITEM:
        return item_meaning(arena, policy, areas, cell);
    }
    return is_known ? itself(arena, cell) : (meaning){.count = 0};
}

/* What was worked out is kept: a ledger names the same areas again and again. */
struct known_cell {
    claim_key key;
    const char *cell; /* NULL: this place is free */
    meaning is;
};

static size_t hash_of(claim_key key, const char *cell)
{
    uint64_t hash = UINT64_C(14695981039346656037) + (uint64_t)key;
    for (; *cell != '\0'; cell++) {
        hash = (hash ^ (unsigned char)*cell) * UINT64_C(1099511628211);
    }
    return (size_t)(hash ^ (hash >> 32));
}

static struct known_cell *place_of(struct known_cell *cells, size_t room, claim_key key,
                                   const char *cell)
{
    size_t i = hash_of(key, cell) & (room - 1);
    while (cells[i].cell != NULL && (cells[i].key != key || strcmp(cells[i].cell, cell) != 0)) {
        i = (i + 1) & (room - 1);
    }
    return &cells[i];
}

static void make_room(reconciler *of)
{
    size_t room = of->known_room == 0 ? 256 : 2 * of->known_room;
    struct known_cell *cells = BCF_NEW_ARRAY(of->arena, room, struct known_cell);
    for (size_t i = 0; i < of->known_room; i++) {
        if (of->known[i].cell != NULL) {
            *place_of(cells, room, of->known[i].key, of->known[i].cell) = of->known[i];
        }
    }
    of->known = cells;
    of->known_room = room;
}

const meaning *bcf_reconcile_meaning(reconciler *of, claim_key key, const char *cell)
{
    if (2 * of->known_count >= of->known_room) {
        make_room(of);
    }
    struct known_cell *known = place_of(of->known, of->known_room, key, cell);
    if (known->cell == NULL) {
        of->known_count++;
        *known = (struct known_cell){
            key, cell, mean(of->arena, of->policy, of->main.figures->areas, key, cell)};
    }
    return &known->is;
}

const char *bcf_reconcile_key(bcf_arena *arena, const char *const cells[], size_t count)
{
    size_t length = count;
    for (size_t i = 0; i < count; i++) {
        length += strlen(cells[i]);
    }
    char *key = BCF_NEW_ARRAY(arena, length + 1, char);
    char *end = key;
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strlen(cells[i]);
        memcpy(end, cells[i], bytes);
        end += bytes;
        *end++ = BCF_KEY_SEPARATOR;
    }
    *end = '\0';
    return key;
}

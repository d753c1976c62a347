/* SPDX-License-Identifier: MIT */
#include "scope.h"

#include <string.h>

#include "nearest.h"
#include "scope_inside.h"
#include "text.h"

#define LISTED_MAX 6 /* more would not fit into one sentence */

static const bcf_scope_kind kinds[] = {BCF_SCOPE_BOARD, BCF_SCOPE_COUNCIL, BCF_SCOPE_CCG,
                                       BCF_SCOPE_DISTRICT};
#define KIND_COUNT (sizeof kinds / sizeof kinds[0])
_Static_assert(KIND_COUNT == BCF_SCOPE_KINDS, "a kind of area that nobody looks for");

bcf_scope_kind bcf_scope_kind_at(size_t place)
{
    BCF_ASSERT(place < KIND_COUNT);
    return kinds[place];
}

typedef bool matcher(const char *wanted, const char *name);

const char *bcf_scope_kind_text(bcf_scope_kind kind)
{
    switch (kind) {
    case BCF_SCOPE_ALL:
        return "England";
    case BCF_SCOPE_BOARD:
        return "board";
    case BCF_SCOPE_COUNCIL:
        return "council";
    case BCF_SCOPE_CCG:
        return "CCG";
    case BCF_SCOPE_DISTRICT:
        return "district";
    }
    BCF_UNREACHABLE("an output about nobody");
}

const char *bcf_scope_code(const bcf_areas *areas, bcf_scope scope)
{
    switch (scope.kind) {
    case BCF_SCOPE_ALL:
        return "";
    case BCF_SCOPE_BOARD:
        return areas->boards[scope.index].code;
    case BCF_SCOPE_COUNCIL:
        return areas->councils[scope.index].code;
    case BCF_SCOPE_CCG:
        return areas->ccgs[scope.index].code;
    case BCF_SCOPE_DISTRICT:
        return areas->districts[scope.index].code;
    }
    BCF_UNREACHABLE("an output about nobody");
}

const char *bcf_scope_name(const bcf_areas *areas, bcf_scope scope)
{
    switch (scope.kind) {
    case BCF_SCOPE_ALL:
        return "England";
    case BCF_SCOPE_BOARD:
        return areas->boards[scope.index].name;
    case BCF_SCOPE_COUNCIL:
        return areas->councils[scope.index].name;
    case BCF_SCOPE_CCG:
        return areas->ccgs[scope.index].name;
    case BCF_SCOPE_DISTRICT:
        return areas->districts[scope.index].name;
    }
    BCF_UNREACHABLE("an output about nobody");
}

size_t bcf_scope_count(const bcf_areas *areas, bcf_scope_kind kind)
{
    switch (kind) {
    case BCF_SCOPE_ALL:
        return 0;
    case BCF_SCOPE_BOARD:
        return areas->board_count;
    case BCF_SCOPE_COUNCIL:
        return areas->council_count;
    case BCF_SCOPE_CCG:
        return areas->ccg_count;
    case BCF_SCOPE_DISTRICT:
        return areas->district_count;
    }
    BCF_UNREACHABLE("an output about nobody");
}

static bool find_code(bcf_scope *out, const bcf_areas *areas, const char *code)
{
    const int found[KIND_COUNT] = {
        bcf_areas_board(areas, code),
        bcf_areas_council(areas, code),
        bcf_areas_ccg(areas, code),
        bcf_areas_district(areas, code),
    };
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (found[i] >= 0) {
            *out = (bcf_scope){kinds[i], (size_t)found[i]};
            return true;
        }
    }
    return false;
}

/* The same whatever the capitals: "e08000018". */
static bool find_code_anyhow(bcf_scope *out, bcf_arena *arena, const bcf_areas *areas,
                             const char *code)
{
    char *capitals = BCF_NEW_ARRAY(arena, strlen(code) + 1, char);
    for (size_t i = 0; code[i] != '\0'; i++) {
        capitals[i] = code[i] >= 'a' && code[i] <= 'z' ? (char)(code[i] - 'a' + 'A') : code[i];
    }
    return find_code(out, areas, code) || find_code(out, areas, capitals);
}

/* Sets *out to the first area of the kind that matches; returns how many do. */
static size_t count_matches(bcf_scope *out, const bcf_areas *areas, bcf_scope_kind kind,
                            matcher *is_match, const char *wanted)
{
    size_t found = 0;
    for (size_t i = 0; i < bcf_scope_count(areas, kind); i++) {
        bcf_scope candidate = {kind, i};
        if (is_match(wanted, bcf_scope_name(areas, candidate))) {
            *out = found == 0 ? candidate : *out;
            found++;
        }
    }
    return found;
}

/* How many areas the first kind that has any match has. */
static size_t match_kinds(bcf_scope *out, const bcf_areas *areas, matcher *is_match,
                          const char *wanted)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        size_t found = count_matches(out, areas, kinds[i], is_match, wanted);
        if (found > 0) {
            return found;
        }
    }
    return 0;
}

bool bcf_scope_is_a_board_too(const bcf_areas *areas, bcf_scope area)
{
    return area.kind == BCF_SCOPE_COUNCIL
           && bcf_areas_board(areas, bcf_scope_code(areas, area)) >= 0;
}

void bcf_scope_add_area(bcf_text *list, const bcf_areas *areas, bcf_scope area)
{
    bcf_text_print(list, "%s%s %s", list->length == 0 ? "" : ", ", bcf_scope_code(areas, area),
                   bcf_scope_name(areas, area));
}

void bcf_scope_add_kind(bcf_text *list, const bcf_areas *areas, bcf_scope area)
{
    bcf_scope_add_area(list, areas, area);
    bcf_text_print(list, " (%s)", bcf_scope_kind_text(area.kind));
}

static bcf_code refuse_several(bcf_arena *arena, const bcf_areas *areas, matcher *is_match,
                               const char *wanted, bcf_error *err)
{
    bcf_text list = {0};
    size_t found = 0;
    for (size_t i = 0; i < KIND_COUNT; i++) {
        for (size_t j = 0; j < bcf_scope_count(areas, kinds[i]); j++) {
            bcf_scope area = {kinds[i], j};
            if (bcf_scope_is_a_board_too(areas, area)
                || !is_match(wanted, bcf_scope_name(areas, area))) {
                continue;
            }
            if (found++ < LISTED_MAX) {
                bcf_scope_add_kind(&list, areas, area);
            }
        }
    }
    if (found > LISTED_MAX) {
        bcf_text_print(&list, " and %zu more", found - LISTED_MAX);
    }
    const char *listed = bcf_arena_text(arena, bcf_text_get(&list));
    bcf_text_clear(&list);
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0}, "'%s' is the name of several: %s",
                      wanted, listed);
}

static bcf_code refuse_unknown(bcf_arena *arena, const bcf_areas *areas, const char *wanted,
                               bcf_error *err)
{
    const char *near = bcf_scope_nearest(arena, areas, wanted);
    if (near == NULL) {
        return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "no board, council, CCG or district has the code or name '%s'", wanted);
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "no area has the code or name '%s'; did you mean %s?", wanted, near);
}

static bcf_scope scope_of_heir(const bcf_heir *heir)
{
    switch (heir->kind) {
    case BCF_AREA_CCG:
        return (bcf_scope){BCF_SCOPE_CCG, heir->index};
    case BCF_AREA_COUNCIL:
        return (bcf_scope){BCF_SCOPE_COUNCIL, heir->index};
    case BCF_AREA_DISTRICT:
        return (bcf_scope){BCF_SCOPE_DISTRICT, heir->index};
    }
    BCF_UNREACHABLE("a successor of no kind");
}

static bcf_code refuse_ended(bcf_arena *arena, const bcf_areas *areas, const bcf_heirs *heirs,
                             const char *wanted, bcf_error *err)
{
    bcf_text list = {0};
    for (size_t i = 0; i < heirs->count && i < LISTED_MAX; i++) {
        bcf_scope_add_area(&list, areas, scope_of_heir(&heirs->items[i]));
    }
    const char *listed = bcf_arena_text(arena, bcf_text_get(&list));
    bcf_text_clear(&list);
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "the code '%s' has ended; its figures now count for %s", wanted, listed);
}

bcf_code bcf_scope_find(bcf_scope *out, bcf_arena *arena, const bcf_areas *areas,
                        const char *wanted, bcf_error *err)
{
    *out = (bcf_scope){.kind = BCF_SCOPE_ALL};
    if (wanted == NULL || find_code_anyhow(out, arena, areas, wanted)) {
        return BCF_OK;
    }
    if (*wanted == '\0') {
        return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0}, "the area has no name");
    }
    bcf_heirs heirs = bcf_areas_heirs(areas, wanted);
    if (heirs.count > 0) {
        return refuse_ended(arena, areas, &heirs, wanted, err);
    }
    /* A whole name beats a part: "Devon" is not "Devon and Torbay". */
    matcher *const ways[] = {bcf_nearest_is_same, bcf_nearest_is_part};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        size_t found = match_kinds(out, areas, ways[i], wanted);
        if (found == 1) {
            return BCF_OK;
        }
        if (found > 1) {
            return refuse_several(arena, areas, ways[i], wanted, err);
        }
    }
    return refuse_unknown(arena, areas, wanted, err);
}

static bcf_code refuse_ccg(bcf_scope scope, bcf_arena *arena, const bcf_figures *figures,
                           const char *verb, bcf_error *err)
{
    const bcf_areas *areas = figures->areas;
    bool *is_served = BCF_NEW_ARRAY(arena, areas->board_count, bool);
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *living = &figures->residents[i];
        if (living->ccg == scope.index) {
            is_served[areas->councils[living->council].board] = true;
        }
    }
    bcf_text list = {0};
    size_t found = 0;
    for (size_t board = 0; board < areas->board_count; board++) {
        if (is_served[board] && found++ < LISTED_MAX) {
            bcf_scope_add_area(&list, areas, (bcf_scope){BCF_SCOPE_BOARD, board});
        }
    }
    if (found > LISTED_MAX) {
        bcf_text_print(&list, " and %zu more", found - LISTED_MAX);
    }
    const char *listed = bcf_arena_text(arena, bcf_text_get(&list));
    bcf_text_clear(&list);
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "%s is about boards, and %s %s is a CCG; its people live in %s", verb,
                      areas->ccgs[scope.index].code, areas->ccgs[scope.index].name, listed);
}

bcf_code bcf_scope_to_board(bcf_scope *scope, bcf_arena *arena, const bcf_figures *figures,
                            const char *verb, bcf_error *err)
{
    const bcf_areas *areas = figures->areas;
    switch (scope->kind) {
    case BCF_SCOPE_ALL:
    case BCF_SCOPE_BOARD:
        return BCF_OK;
    case BCF_SCOPE_COUNCIL:
        *scope = (bcf_scope){BCF_SCOPE_BOARD, areas->councils[scope->index].board};
        return BCF_OK;
    case BCF_SCOPE_DISTRICT:
        *scope = (bcf_scope){BCF_SCOPE_BOARD,
                             areas->councils[areas->districts[scope->index].council].board};
        return BCF_OK;
    case BCF_SCOPE_CCG:
        return refuse_ccg(*scope, arena, figures, verb, err);
    }
    BCF_UNREACHABLE("an output about nobody");
}

bool bcf_scope_has_board(bcf_scope scope, size_t board)
{
    return scope.kind == BCF_SCOPE_ALL || (scope.kind == BCF_SCOPE_BOARD && scope.index == board);
}

bool bcf_scope_has_grant(bcf_scope scope, const bcf_grant *grant)
{
    switch (scope.kind) {
    case BCF_SCOPE_ALL:
        return true;
    case BCF_SCOPE_BOARD:
        return grant->board == scope.index;
    case BCF_SCOPE_COUNCIL:
        return grant->council == scope.index;
    case BCF_SCOPE_CCG:
        return grant->ccg == scope.index;
    case BCF_SCOPE_DISTRICT:
        return grant->district == scope.index;
    }
    BCF_UNREACHABLE("an output about nobody");
}

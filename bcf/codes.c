/* SPDX-License-Identifier: MIT */
#include "codes.h"

#include <stdlib.h>
#include <string.h>

#include "sort.h"

/*
 * Codes are the nodes of a graph, rows of `successors` its edges. Ended codes are settled in the
 * order of dependence, those first whose successors are all settled: what is left at the end goes
 * round in a circle.
 */
typedef struct graph {
    bcf_arena *arena;
    bcf_error *err;
    bcf_code code; /* of the latest refusal */

    const bcf_row **rows; /* of `successors`, by code, then line */
    size_t row_count;

    bcf_known_code *nodes; /* sorted by code */
    size_t node_count;

    size_t
        *edges; /* where each row leads; a node's stand together, from its first row's place on */
    const bcf_ratio **shares; /* of each edge */
    bool *is_broken;          /* of each node: it, or one it leads to, was refused */
    size_t *waits_for;        /* of each node: successors that are not settled */
    unsigned *splits;         /* of each node: the most splits on a way to its heirs */
    size_t heir_count;
} graph;

const char *bcf_area_kind_text(bcf_area_kind kind)
{
    switch (kind) {
    case BCF_AREA_CCG:
        return "CCG";
    case BCF_AREA_COUNCIL:
        return "council";
    case BCF_AREA_DISTRICT:
        return "district";
    }
    BCF_UNREACHABLE("a kind of area that nobody named");
}

static const bcf_cell *cell(const bcf_row *row, const char *column)
{
    return bcf_row_cell(BCF_TABLE_SUCCESSORS, row, column);
}

static const char *code_of(const bcf_row *row)
{
    return cell(row, "code")->text;
}

static int by_code_then_line(const void *left, const void *right)
{
    const bcf_listed_code *a = left;
    const bcf_listed_code *b = right;
    int order = strcmp(a->code, b->code);
    if (order != 0) {
        return order;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return (a->place.line > b->place.line) - (a->place.line < b->place.line);
}

static int rows_by_code_then_line(const void *left, const void *right)
{
    const bcf_row *a = *(const bcf_row *const *)left;
    const bcf_row *b = *(const bcf_row *const *)right;
    int order = strcmp(code_of(a), code_of(b));
    if (order != 0) {
        return order;
    }
    return (a->place.line > b->place.line) - (a->place.line < b->place.line);
}

static int nodes_by_code(const void *left, const void *right)
{
    const bcf_known_code *a = left;
    const bcf_known_code *b = right;
    return strcmp(a->code, b->code);
}

static int heirs_by_area(const void *left, const void *right)
{
    const bcf_heir *a = left;
    const bcf_heir *b = right;
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    return (a->index > b->index) - (a->index < b->index);
}

const bcf_known_code *bcf_codes_find(const bcf_codes *codes, const char *code)
{
    if (codes->count == 0) {
        return NULL;
    }
    bcf_known_code wanted = {.code = code};
    return bsearch(&wanted, codes->items, codes->count, sizeof *codes->items, nodes_by_code);
}

static bcf_codes codes_of(const graph *g)
{
    return (bcf_codes){.items = g->nodes, .count = g->node_count};
}

/* Every listed code once, standing for itself. */
static void add_listed(graph *g, bcf_listed_code listed[], size_t count)
{
    const bcf_ratio *one = bcf_ratio_of(g->arena, 1, 1);
    bcf_heir *selves = BCF_NEW_ARRAY(g->arena, count, bcf_heir);
    bcf_sort(listed, count, sizeof *listed, by_code_then_line);
    for (size_t i = 0; i < count; i++) {
        const bcf_listed_code *now = &listed[i];
        if (i > 0 && strcmp(listed[i - 1].code, now->code) == 0) {
            char where[BCF_PLACE_MAX];
            bcf_place_text(where, listed[i - 1].place);
            g->code = bcf_refuse(g->err, BCF_REFUSED_DATA, now->place,
                                 "code '%s' is already that of a %s, in %s", now->code,
                                 bcf_area_kind_text(listed[i - 1].kind), where);
            continue;
        }
        selves[i] = (bcf_heir){.kind = now->kind, .index = now->index, .share = one};
        g->nodes[g->node_count++] = (bcf_known_code){
            .code = now->code,
            .heirs = {.items = &selves[i], .count = 1},
            .place = now->place,
        };
    }
}

static void sort_rows(graph *g, const bcf_table *successors)
{
    g->row_count = successors->row_count;
    g->rows = BCF_NEW_ARRAY(g->arena, g->row_count, const bcf_row *);
    for (size_t i = 0; i < g->row_count; i++) {
        g->rows[i] = &successors->rows[i];
    }
    bcf_sort(g->rows, g->row_count, sizeof *g->rows, rows_by_code_then_line);
}

/* How many rows from `first` on are of one code. */
static size_t rows_of_code(const graph *g, size_t first)
{
    size_t end = first + 1;
    while (end < g->row_count && strcmp(code_of(g->rows[first]), code_of(g->rows[end])) == 0) {
        end++;
    }
    return end - first;
}

static void add_ended(graph *g)
{
    bcf_codes current = codes_of(g); /* its count stays while nodes are added behind it */
    for (size_t i = 0; i < g->row_count; i += rows_of_code(g, i)) {
        const char *code = code_of(g->rows[i]);
        const bcf_known_code *still = bcf_codes_find(&current, code);
        if (still != NULL) {
            char where[BCF_PLACE_MAX];
            bcf_place_text(where, still->place);
            g->code =
                bcf_refuse(g->err, BCF_REFUSED_DATA, g->rows[i]->place,
                           "code '%s' has successors but is still listed, in %s", code, where);
            continue;
        }
        g->nodes[g->node_count++] = (bcf_known_code){
            .code = code,
            .is_ended = true,
            .successors = &g->edges[i],
            .successor_count = rows_of_code(g, i),
            .place = g->rows[i]->place,
        };
    }
    bcf_sort(g->nodes, g->node_count, sizeof *g->nodes, nodes_by_code);
}

static void make_room(graph *g, size_t listed_count)
{
    size_t node_max = listed_count + g->row_count;
    g->nodes = BCF_NEW_ARRAY(g->arena, node_max, bcf_known_code);
    g->is_broken = BCF_NEW_ARRAY(g->arena, node_max, bool);
    g->waits_for = BCF_NEW_ARRAY(g->arena, node_max, size_t);
    g->splits = BCF_NEW_ARRAY(g->arena, node_max, unsigned);
    g->edges = BCF_NEW_ARRAY(g->arena, g->row_count, size_t);
    g->shares = BCF_NEW_ARRAY(g->arena, g->row_count, const bcf_ratio *);
}

/* The place of a node's first edge, which is that of its first sorted row. */
static size_t first_edge(const graph *g, size_t node)
{
    return (size_t)(g->nodes[node].successors - g->edges);
}

static void check_shares(graph *g, size_t node)
{
    size_t first = first_edge(g, node);
    bcf_ratio *sum = bcf_ratio_new(g->arena);
    for (size_t i = 0; i < g->nodes[node].successor_count; i++) {
        bcf_ratio_add(sum, sum, g->shares[first + i]);
    }
    if (bcf_ratio_compare_whole(sum, 1, 1) != 0) {
        g->code = bcf_refuse(g->err, BCF_REFUSED_DATA, g->nodes[node].place,
                             "the shares of code '%s' add up to %s, not to 1", g->nodes[node].code,
                             bcf_ratio_exact_text(g->arena, sum));
    }
}

/* A share of nothing leads nowhere: only the other rows become edges. */
static void lead_on(graph *g, size_t node)
{
    bcf_codes codes = codes_of(g);
    bcf_known_code *ended = &g->nodes[node];
    size_t first = first_edge(g, node);
    size_t next = first;
    for (size_t i = first; i < first + ended->successor_count; i++) {
        const bcf_row *row = g->rows[i];
        const char *successor = cell(row, "successor")->text;
        const bcf_known_code *found = bcf_codes_find(&codes, successor);
        const bcf_ratio *share = bcf_ratio_of_decimal(g->arena, &cell(row, "share")->as.figure);
        if (found == NULL) {
            g->code =
                bcf_refuse(g->err, BCF_REFUSED_DATA, row->place,
                           "successor '%s' of code '%s' is not known", successor, ended->code);
        } else if (bcf_ratio_sign(share) != 0) {
            g->edges[next] = (size_t)(found - g->nodes);
            g->waits_for[node] += found->is_ended ? 1 : 0;
        }
        if (bcf_ratio_sign(share) != 0) {
            g->shares[next++] = share;
        }
    }
    ended->successor_count = next - first;
    check_shares(g, node);
}

/* The edges backwards, each node's together. */
static void lead_back(graph *g)
{
    size_t *filled = BCF_NEW_ARRAY(g->arena, g->node_count, size_t);
    size_t *backwards = BCF_NEW_ARRAY(g->arena, g->row_count, size_t);
    for (size_t node = 0; node < g->node_count; node++) {
        for (size_t i = 0; i < g->nodes[node].successor_count; i++) {
            g->nodes[g->nodes[node].successors[i]].predecessor_count++;
        }
    }
    size_t next = 0;
    for (size_t node = 0; node < g->node_count; node++) {
        g->nodes[node].predecessors = &backwards[next];
        filled[node] = next;
        next += g->nodes[node].predecessor_count;
    }
    for (size_t node = 0; node < g->node_count; node++) {
        for (size_t i = 0; i < g->nodes[node].successor_count; i++) {
            backwards[filled[g->nodes[node].successors[i]]++] = node;
        }
    }
}

/* One entry an area, its shares added up; those of nothing are left out. Returns how many. */
static size_t merge_heirs(bcf_arena *arena, bcf_heir heirs[], size_t count)
{
    size_t kept = 0;
    bcf_sort(heirs, count, sizeof *heirs, heirs_by_area);
    for (size_t i = 0; i < count; i++) {
        if (bcf_ratio_sign(heirs[i].share) == 0) {
            continue;
        }
        if (kept == 0 || heirs_by_area(&heirs[kept - 1], &heirs[i]) != 0) {
            heirs[kept++] = heirs[i];
            continue;
        }
        bcf_ratio *sum = bcf_ratio_new(arena);
        bcf_ratio_add(sum, heirs[kept - 1].share, heirs[i].share);
        heirs[kept - 1].share = sum;
    }
    return kept;
}

static bcf_heirs heirs_of_successors(graph *g, size_t node)
{
    const bcf_known_code *ended = &g->nodes[node];
    size_t first = first_edge(g, node);
    size_t count = 0;
    for (size_t i = 0; i < ended->successor_count; i++) {
        count += g->nodes[ended->successors[i]].heirs.count;
    }
    if (count > BCF_CODES_HEIRS_MAX - g->heir_count) {
        g->code = bcf_refuse(g->err, BCF_REFUSED_DATA, ended->place,
                             "the successors of code '%s' make more than %d heirs in all",
                             ended->code, BCF_CODES_HEIRS_MAX);
        return (bcf_heirs){0};
    }
    g->heir_count += count;
    bcf_heir *heirs = BCF_NEW_ARRAY(g->arena, count, bcf_heir);
    size_t next = 0;
    for (size_t i = 0; i < ended->successor_count; i++) {
        const bcf_heirs *of = &g->nodes[ended->successors[i]].heirs;
        for (size_t j = 0; j < of->count; j++) {
            bcf_ratio *share = bcf_ratio_new(g->arena);
            bcf_ratio_multiply(share, g->shares[first + i], of->items[j].share);
            heirs[next] = of->items[j];
            heirs[next++].share = share;
        }
    }
    return (bcf_heirs){.items = heirs, .count = merge_heirs(g->arena, heirs, count)};
}

static bool leads_to_broken(graph *g, size_t node)
{
    const bcf_known_code *ended = &g->nodes[node];
    unsigned splits = 0;
    for (size_t i = 0; i < ended->successor_count; i++) {
        size_t successor = ended->successors[i];
        if (g->is_broken[successor]) {
            return true;
        }
        splits = g->splits[successor] > splits ? g->splits[successor] : splits;
    }
    g->splits[node] = splits + (ended->successor_count > 1 ? 1 : 0);
    return false;
}

/* All successors of the node are settled. */
static void settle(graph *g, size_t node)
{
    bcf_known_code *ended = &g->nodes[node];
    if (leads_to_broken(g, node)) {
        g->is_broken[node] = true;
        return;
    }
    if (ended->successor_count == 1) {
        ended->heirs = g->nodes[ended->successors[0]].heirs; /* its share is 1: checked */
        return;
    }
    if (g->splits[node] > BCF_CODES_SPLITS_MAX) {
        g->is_broken[node] = true;
        g->code = bcf_refuse(g->err, BCF_REFUSED_DATA, ended->place,
                             "the successors of code '%s' are split more than %d times",
                             ended->code, BCF_CODES_SPLITS_MAX);
        return;
    }
    ended->heirs = heirs_of_successors(g, node);
    if (ended->heirs.count == 0) {
        g->is_broken[node] = true;
        return;
    }
    const bcf_heir *last = &ended->heirs.items[ended->heirs.count - 1];
    if (ended->heirs.items[0].kind != last->kind) {
        g->is_broken[node] = true;
        g->code = bcf_refuse(g->err, BCF_REFUSED_DATA, ended->place,
                             "the successors of code '%s' are areas of several kinds, %s and %s",
                             ended->code, bcf_area_kind_text(ended->heirs.items[0].kind),
                             bcf_area_kind_text(last->kind));
    }
}

/* A successor of the node that is not settled either: who waits has one. */
static size_t unsettled_successor(const graph *g, size_t node)
{
    const bcf_known_code *waiting = &g->nodes[node];
    for (size_t i = 0; i < waiting->successor_count; i++) {
        if (g->waits_for[waiting->successors[i]] > 0) {
            return waiting->successors[i];
        }
    }
    BCF_UNREACHABLE("a code that waits for nobody");
}

/* Each circle once: a walk from code to code must end in its own track, or in an earlier one. */
static void refuse_circles(graph *g)
{
    size_t *walked = BCF_NEW_ARRAY(g->arena, g->node_count, size_t); /* from where; 0: not yet */
    for (size_t start = 0; start < g->node_count; start++) {
        if (g->waits_for[start] == 0 || walked[start] != 0) {
            continue;
        }
        size_t node = start;
        while (walked[node] == 0) {
            walked[node] = start + 1;
            node = unsettled_successor(g, node);
        }
        if (walked[node] == start + 1) {
            g->code =
                bcf_refuse(g->err, BCF_REFUSED_DATA, g->nodes[node].place,
                           "the successors of code '%s' lead in a circle", g->nodes[node].code);
        }
    }
}

static void settle_all(graph *g)
{
    size_t *queue = BCF_NEW_ARRAY(g->arena, g->node_count, size_t);
    size_t queued = 0;
    for (size_t node = 0; node < g->node_count; node++) {
        if (g->nodes[node].is_ended && g->waits_for[node] == 0) {
            queue[queued++] = node;
        }
    }
    for (size_t i = 0; i < queued; i++) {
        const bcf_known_code *settled = &g->nodes[queue[i]];
        settle(g, queue[i]);
        for (size_t j = 0; j < settled->predecessor_count; j++) {
            size_t before = settled->predecessors[j];
            if (g->waits_for[before] > 0 && --g->waits_for[before] == 0) {
                queue[queued++] = before;
            }
        }
    }
    refuse_circles(g);
}

bcf_code bcf_codes_build(bcf_codes *out, bcf_arena *arena, bcf_listed_code listed[], size_t count,
                         const bcf_tables *tables, bcf_error *err)
{
    graph g = {.arena = arena, .err = err, .code = BCF_OK};
    sort_rows(&g, &tables->table[BCF_TABLE_SUCCESSORS]);
    make_room(&g, count);
    add_listed(&g, listed, count);
    if (g.code != BCF_OK) {
        return g.code;
    }
    add_ended(&g);
    for (size_t node = 0; node < g.node_count; node++) {
        if (g.nodes[node].is_ended) {
            lead_on(&g, node);
        }
    }
    if (g.code != BCF_OK) {
        return g.code; /* nothing can be followed over a step that is missing */
    }
    lead_back(&g);
    settle_all(&g);
    if (g.code != BCF_OK) {
        return g.code;
    }
    *out = codes_of(&g);
    return BCF_OK;
}

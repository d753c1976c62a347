/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "reconcile_inside.h"
#include "sort.h"

static void refuse(reconciler *of, bcf_place place, const char *words)
{
    of->code = bcf_refuse(of->err, BCF_REFUSED_DATA, place, "%s", words);
}

static const char *what_items(const reconciler *of)
{
    const char *list = "";
    for (size_t i = 0; i < BCF_RECONCILE_ITEM_COUNT; i++) {
        list = bcf_arena_print(of->arena, "%s%s, ", list, bcf_reconcile_items[i]);
    }
    for (size_t i = 0; i < of->policy->component_count; i++) {
        list = bcf_arena_print(of->arena, "%s%s, ", list, of->policy->components[i].id);
    }
    return bcf_arena_print(of->arena, "%sa payment, or the code of a contributor or district",
                           list);
}

/* Which column a cell is in, and what is wrong with it. */
static void refuse_cell(reconciler *of, bcf_place place, size_t column, const char *cell)
{
    const bcf_claims *claims = of->claims;
    claim_key key = claims->keys[column];
    const char *name = claims->key_names[column];
    const char *several = bcf_reconcile_meaning(of, key, cell)->several;
    const bcf_known_code *known = bcf_codes_find(&of->main.figures->areas->codes, cell);
    bool is_area = key == KEY_HWB || key == KEY_CCG || key == KEY_COUNCIL || key == KEY_DISTRICT;
    const char *words = NULL;
    if (several != NULL) {
        words = bcf_arena_print(of->arena, "%s '%s' is in the name of several: %s", name, cell,
                                several);
    } else if (key == KEY_ITEM) {
        words = bcf_arena_print(of->arena, "item '%s' is not known (there is: %s)", cell,
                                what_items(of));
    } else if (!is_area) {
        words = bcf_arena_print(of->arena, "%s '%s' is not known to %s %s", name, cell,
                                key == KEY_REGION ? "dataset" : "policy",
                                key == KEY_REGION ? of->main.tables->title : of->policy->id);
    } else if (known == NULL || known->heirs.count == 0) {
        const char *near = bcf_scope_nearest(of->arena, of->main.figures->areas, cell);
        words = bcf_arena_print(of->arena, "%s '%s' is not known: neither a code nor a name%s%s%s",
                                name, cell, near == NULL ? "" : "; did you mean ",
                                near == NULL ? "" : near, near == NULL ? "" : "?");
    } else {
        words = bcf_arena_print(of->arena, "'%s' is a %s, and stands in column '%s'", cell,
                                bcf_area_kind_text(known->heirs.items[0].kind), name);
    }
    refuse(of, place, words);
}

/* True where a row adds up other rows of the file. */
static bool is_total(const reconciler *of, const claim *row)
{
    for (size_t i = 0; i < of->claims->key_count; i++) {
        if (bcf_nearest_is_same(bcf_reconcile_total_name(of->claims), row->cells[i])) {
            return true;
        }
    }
    return false;
}

/* In a row of totals, a cell that says which lines it is the total of is as any other. */
static bool is_open(const reconciler *of, const claim *row, size_t column)
{
    return row->is_total
           && (row->cells[column][0] == '\0'
               || bcf_nearest_is_same(bcf_reconcile_total_name(of->claims), row->cells[column]));
}

/* At most one cell of a row may stand for several areas: shares of shares are nobody's ledger. */
static void check_cells(reconciler *of, const claim *row)
{
    size_t split = 0;
    for (size_t i = 0; i < of->claims->key_count; i++) {
        if (is_open(of, row, i)) {
            continue;
        }
        const meaning *is = bcf_reconcile_meaning(of, of->claims->keys[i], row->cells[i]);
        if (is->count == 0) {
            refuse_cell(of, row->place, i, row->cells[i]);
        }
        if (is->by_part != NULL) {
            bcf_notes_add(of->notes, (bcf_place){.file = of->claims->csv->file},
                          "'%s' in column %s was taken as %s", row->cells[i],
                          of->claims->key_names[i], is->by_part);
        }
        split += is->count > 1 ? 1 : 0;
    }
    if (split > 1) {
        refuse(of, row->place, "two codes of this row were split among several: write today's");
    }
}

/* Money that was paid may be taken back where the rules claw back. */
static void read_figures(reconciler *of, claim *row, const char *const cells[])
{
    bool may_be_negative =
        of->claims->kind == BCF_CLAIM_RELEASE && bcf_policy_setting(of->policy, "clawback") != NULL;
    for (size_t i = 0; i < of->claims->figure_count; i++) {
        if (!bcf_reconcile_read_figure(
                &row->theirs[i], &row->steps[i], of->arena, cells[of->claims->figure_places[i]],
                of->claims->options.printed_in, may_be_negative, row->place, of->err)) {
            of->code = BCF_REFUSED_DATA;
        }
    }
}

/* Sums of theirs, and differences from ours, must stay what 64 bits hold. */
#define THEIRS_MAX (BCF_MONEY_PENCE_MAX / 4)

static void add_up(reconciler *of, const claim *row, int64_t *sum)
{
    for (size_t i = 0; i < of->claims->figure_count; i++) {
        int64_t pence = row->theirs[i].pence;
        pence = pence < 0 ? -pence : pence;
        if (pence > THEIRS_MAX - *sum) {
            refuse(of, row->place, "amounts add up to more than any budget can hold");
            return;
        }
        *sum += pence;
    }
}

/* The scope's own column: rows of other areas are not what was asked about. */
static claim_key key_of_scope(bcf_scope scope)
{
    switch (scope.kind) {
    case BCF_SCOPE_ALL:
        return KEY_YEAR;
    case BCF_SCOPE_BOARD:
        return KEY_HWB;
    case BCF_SCOPE_COUNCIL:
        return KEY_COUNCIL;
    case BCF_SCOPE_CCG:
        return KEY_CCG;
    case BCF_SCOPE_DISTRICT:
        return KEY_DISTRICT;
    }
    BCF_UNREACHABLE("a scope of no kind");
}

typedef struct beside_count {
    size_t years;
    size_t areas;
} beside_count;

/* Rows of another year's letter, or of an area that nobody asked about. */
static bool is_beside(reconciler *of, const claim *row, beside_count *beside)
{
    for (size_t i = 0; i < of->claims->key_count; i++) {
        claim_key key = of->claims->keys[i];
        if (key == KEY_YEAR && strcmp(row->cells[i], of->policy->year) != 0) {
            beside->years++;
            return true;
        }
        if (of->scope.kind == BCF_SCOPE_ALL || key != key_of_scope(of->scope)) {
            continue;
        }
        const meaning *is = bcf_reconcile_meaning(of, key, row->cells[i]);
        bool is_wanted = false;
        for (size_t j = 0; j < is->count; j++) {
            is_wanted = is_wanted || strcmp(is->texts[j], of->scope_code) == 0;
        }
        if (!is_wanted) {
            beside->areas++;
            return true;
        }
    }
    return false;
}

static void note_beside(const reconciler *of, const beside_count *beside)
{
    bcf_place place = {.file = of->claims->csv->file};
    if (beside->years > 0) {
        bcf_notes_add(of->notes, place, "rows of other years than %s were left alone: %zu",
                      of->policy->year, beside->years);
    }
    if (beside->areas > 0) {
        bcf_notes_add(of->notes, place, "rows of other areas were left alone: %zu", beside->areas);
    }
}

void bcf_reconcile_read_rows(reconciler *of)
{
    const bcf_csv *csv = of->claims->csv;
    of->rows = BCF_NEW_ARRAY(of->arena, csv->row_count, claim);
    beside_count beside = {0};
    int64_t sum = 0;
    size_t compared = 0;
    bcf_code first = BCF_OK;
    /* nobody reads on past the problems that are kept, and each unknown name takes its time */
    for (size_t i = 0; i < csv->row_count && of->err->dropped == 0; i++) {
        claim *row = &of->rows[of->row_count++];
        *row = (claim){.place = bcf_csv_place(csv, csv->rows[i].line)};
        for (size_t j = 0; j < of->claims->key_count; j++) {
            row->cells[j] = csv->rows[i].cells[of->claims->key_places[j]];
        }
        row->is_total = is_total(of, row);
        of->code = BCF_OK;
        check_cells(of, row);
        read_figures(of, row, csv->rows[i].cells);
        if (of->code == BCF_OK) {
            add_up(of, row, &sum);
        }
        if (of->code == BCF_OK && !row->is_total) {
            row->is_beside = is_beside(of, row, &beside);
            compared += row->is_beside ? 0 : 1;
        }
        first = first == BCF_OK ? of->code : first;
    }
    of->code = first;
    note_beside(of, &beside);
    if (of->code == BCF_OK && compared == 0) {
        refuse(of, (bcf_place){.file = csv->file}, "there is no row to compare");
    }
}

/* Who a row is: an ended code is not yet its successor, so that both may have a row. */
typedef struct identity {
    const char *key;
    const claim *row;
} identity;

static int by_key_then_line(const void *left, const void *right)
{
    const identity *a = left;
    const identity *b = right;
    int order = strcmp(a->key, b->key);
    return order != 0 ? order
                      : (a->row->place.line > b->row->place.line)
                            - (a->row->place.line < b->row->place.line);
}

static identity identity_of(reconciler *of, const claim *row)
{
    const char *cells[BCF_CLAIM_KEYS_MAX];
    for (size_t i = 0; i < of->claims->key_count; i++) {
        cells[i] = "\x01"; /* no code: it stands for every line of the file */
        if (!is_open(of, row, i)) {
            const meaning *is = bcf_reconcile_meaning(of, of->claims->keys[i], row->cells[i]);
            cells[i] = is->is_today ? is->texts[0] : row->cells[i];
        }
    }
    return (identity){bcf_reconcile_key(of->arena, cells, of->claims->key_count), row};
}

static const char *words_of(const reconciler *of, const claim *row)
{
    const char *words = "";
    for (size_t i = 0; i < of->claims->key_count; i++) {
        words = bcf_arena_print(of->arena, "%s%s%s '%s'", words, i == 0 ? "" : ", ",
                                of->claims->key_names[i], row->cells[i]);
    }
    return words;
}

void bcf_reconcile_refuse_twins(reconciler *of)
{
    identity *list = BCF_NEW_ARRAY(of->arena, of->row_count, identity);
    for (size_t i = 0; i < of->row_count; i++) {
        list[i] = identity_of(of, &of->rows[i]);
    }
    bcf_sort(list, of->row_count, sizeof *list, by_key_then_line);
    for (size_t i = 1; i < of->row_count; i++) {
        if (strcmp(list[i - 1].key, list[i].key) == 0) {
            refuse(of, list[i].row->place,
                   bcf_arena_print(of->arena,
                                   "a second row for %s (the first is %s %d): its columns do "
                                   "not tell them apart",
                                   words_of(of, list[i].row),
                                   bcf_place_line_word(list[i - 1].row->place),
                                   list[i - 1].row->place.line));
        }
    }
}

/* Columns of which the file may hold one value because nothing else happened. */
static bool is_outcome(claim_key key)
{
    return key == KEY_STATE || key == KEY_HELD_FOR;
}

void bcf_reconcile_fix_columns(reconciler *of)
{
    for (size_t column = 0; column < of->claims->key_count; column++) {
        const char *only = NULL;
        bool is_one = !is_outcome(of->claims->keys[column]);
        for (size_t i = 0; i < of->row_count && is_one; i++) {
            const claim *row = &of->rows[i];
            if (row->is_total || row->is_beside) {
                continue;
            }
            const meaning *is =
                bcf_reconcile_meaning(of, of->claims->keys[column], row->cells[column]);
            is_one = is->count == 1 && (only == NULL || strcmp(only, is->texts[0]) == 0);
            only = is_one ? is->texts[0] : only;
        }
        of->fixed[column] = is_one ? only : NULL;
    }
}

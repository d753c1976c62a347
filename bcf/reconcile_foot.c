/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "reconcile_inside.h"
#include "sort.h"

/* A line of a table to be added up. */
typedef struct line {
    bcf_place place;
    const char *table; /* "" where the file is one table */
    const char *name;
    bcf_money amount;
    int64_t step;
    bool is_total;
    bcf_money sum;       /* of a total: what its lines add up to, */
    int64_t steps;       /* the last digits of all of them and of itself, */
    size_t summed_count; /* and how many they are */
} line;

typedef struct footing {
    bcf_arena *arena;
    const bcf_claims *claims;
    bcf_error *err;
    line *lines;
    size_t count;
    bool has_tables;
} footing;

static const char *table_words(const footing *of, const char *table)
{
    return of->has_tables ? bcf_arena_print(of->arena, "table '%s'", table) : "the table";
}

static void refuse(footing *of, bcf_place place, const char *words)
{
    bcf_code code = bcf_refuse(of->err, BCF_REFUSED_DATA, place, "%s", words);
    BCF_ASSERT(code != BCF_OK);
}

/* Sums of lines must stay what 64 bits hold. */
#define LINES_MAX (BCF_MONEY_PENCE_MAX / 4)

static void read_lines(footing *of)
{
    const bcf_csv *csv = of->claims->csv;
    int name = bcf_csv_column(csv, "line");
    int table = bcf_csv_column(csv, "table");
    int64_t sum = 0;
    of->has_tables = table >= 0;
    of->lines = BCF_NEW_ARRAY(of->arena, csv->row_count, line);
    for (size_t i = 0; i < csv->row_count; i++) {
        const bcf_csv_row *row = &csv->rows[i];
        line *one = &of->lines[of->count++];
        *one = (line){.place = bcf_csv_place(csv, row->line),
                      .table = table < 0 ? "" : row->cells[table],
                      .name = row->cells[name]};
        one->is_total = bcf_nearest_is_same(bcf_reconcile_total_name(of->claims), one->name);
        if (*one->name == '\0') {
            refuse(of, one->place, "column 'line' is empty");
        }
        if (!bcf_reconcile_read_figure(&one->amount, &one->step, of->arena,
                                       row->cells[of->claims->figure_places[0]],
                                       of->claims->options.printed_in, true, one->place, of->err)) {
            continue;
        }
        int64_t size = one->amount.pence < 0 ? -one->amount.pence : one->amount.pence;
        if (size > LINES_MAX - sum) {
            refuse(of, one->place, "amounts add up to more than any budget can hold");
            one->amount = (bcf_money){0}; /* the other lines are still looked at */
        } else {
            sum += size;
        }
    }
}

static int by_table_name_line(const void *left, const void *right)
{
    const line *a = *(const line *const *)left;
    const line *b = *(const line *const *)right;
    int order = strcmp(a->table, b->table);
    order = order != 0 ? order : (b->is_total ? 1 : 0) - (a->is_total ? 1 : 0);
    order = order != 0 || a->is_total ? order : strcmp(a->name, b->name);
    return order != 0 ? order : (a->place.line > b->place.line) - (a->place.line < b->place.line);
}

static bool are_twins(const line *a, const line *b)
{
    return strcmp(a->table, b->table) == 0 && a->is_total == b->is_total
           && (a->is_total || strcmp(a->name, b->name) == 0);
}

/* To the total of each table, which comes first, all that follows. */
static void add_up(line *const list[], size_t count)
{
    line *total = NULL;
    for (size_t i = 0; i < count; i++) {
        line *one = list[i];
        if (i == 0 || strcmp(list[i - 1]->table, one->table) != 0) {
            total = one;
            total->steps = one->step;
        } else if (!one->is_total) {
            total->sum = bcf_money_add(total->sum, one->amount);
            total->steps += one->step;
            total->summed_count++;
        }
    }
}

/* Each table has one total, and some line; no name is there twice. Within a table the total comes
 * first here. */
static void check_tables(footing *of)
{
    line **list = BCF_NEW_ARRAY(of->arena, of->count, line *);
    for (size_t i = 0; i < of->count; i++) {
        list[i] = &of->lines[i];
    }
    if (of->count == 0) {
        refuse(of, (bcf_place){.file = of->claims->csv->file}, "there is no line to add up");
        return;
    }
    bcf_sort(list, of->count, sizeof *list, by_table_name_line);
    add_up(list, of->count);
    for (size_t i = 0; i < of->count; i++) {
        bool is_first = i == 0 || strcmp(list[i - 1]->table, list[i]->table) != 0;
        bool is_last = i + 1 == of->count || strcmp(list[i]->table, list[i + 1]->table) != 0;
        if (is_first && !list[i]->is_total) {
            refuse(of, list[i]->place,
                   bcf_arena_print(of->arena, "%s has no line called '%s' (--total names another)",
                                   table_words(of, list[i]->table),
                                   bcf_reconcile_total_name(of->claims)));
        }
        if (is_last && list[i]->is_total) {
            refuse(of, list[i]->place,
                   bcf_arena_print(of->arena, "%s has no line but its total",
                                   table_words(of, list[i]->table)));
        }
        if (i > 0 && are_twins(list[i - 1], list[i])) {
            refuse(of, list[i]->place,
                   bcf_arena_print(of->arena, "a second line '%s' (the first is %s %d)",
                                   list[i]->name, bcf_place_line_word(list[i - 1]->place),
                                   list[i - 1]->place.line));
        }
    }
}

static bcf_matched *row_of(const footing *of, bcf_reconciliation *out, bcf_matched rows[],
                           const line *from)
{
    const char **cells = BCF_NEW_ARRAY(of->arena, 2, const char *);
    cells[0] = of->has_tables ? from->table : from->name;
    cells[1] = from->name;
    bcf_matched *row = &rows[out->row_count++];
    *row = (bcf_matched){.cells = cells,
                         .figure = "amount",
                         .match = BCF_MATCH_AGREED,
                         .is_total = from->is_total,
                         .has_theirs = true,
                         .theirs = from->amount,
                         .explanation = "",
                         .readings = ""};
    return row;
}

static void hold_against(const footing *of, bcf_matched *row, const line *total)
{
    row->has_ours = true;
    row->ours = total->sum;
    row->difference = bcf_money_subtract(total->amount, total->sum);
    row->match = row->difference.pence == 0 ? BCF_MATCH_AGREED : BCF_MATCH_DOES_NOT_ADD_UP;
    row->explanation = bcf_reconcile_miss(of->arena, row->difference.pence, total->steps,
                                          total->summed_count, of->claims->options.printed_in > 0);
}

/* Only totals are compared: lines have nothing to be held against. */
static const bcf_reconciliation *foot(const footing *of)
{
    static const char *const keys[] = {"table", "line"};
    bcf_reconciliation *out = BCF_NEW(of->arena, bcf_reconciliation);
    bcf_matched *rows = BCF_NEW_ARRAY(of->arena, of->count, bcf_matched);
    *out = (bcf_reconciliation){.kind = BCF_CLAIM_LINES,
                                .keys = of->has_tables ? keys : keys + 1,
                                .key_count = of->has_tables ? 2 : 1,
                                .rows = rows,
                                .about = ""};
    for (size_t i = 0; i < of->count; i++) {
        if (of->lines[i].is_total) {
            hold_against(of, row_of(of, out, rows, &of->lines[i]), &of->lines[i]);
        }
    }
    for (size_t i = 0; i < out->row_count; i++) {
        out->agreed += rows[i].match == BCF_MATCH_AGREED ? 1 : 0;
    }
    return out;
}

bcf_code bcf_foot(const bcf_reconciliation **out, bcf_arena *arena, const bcf_claims *claims,
                  bcf_error *err)
{
    BCF_ASSERT(err->code == BCF_OK && claims->kind == BCF_CLAIM_LINES);
    footing of = {.arena = arena, .claims = claims, .err = err};
    read_lines(&of);
    check_tables(&of);
    if (err->code == BCF_OK) {
        *out = foot(&of);
    }
    return err->code;
}

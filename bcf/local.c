/* SPDX-License-Identifier: MIT */
#include "local.h"

#include <stdlib.h>
#include <string.h>

#include "sort.h"

/* What an alternative must meet (paragraph 43). */
static const char *const criteria[] = {
    "strategy-link", "robust-data", "established-source", "timely", "challenging", "incentives",
};

#define CRITERION_COUNT (sizeof criteria / sizeof criteria[0])

static const struct {
    const char *word;
    bcf_better better;
} betters[] = {
    {"lower", BCF_BETTER_LOWER},
    {"higher", BCF_BETTER_HIGHER},
};

static const struct {
    const char *word;
    int64_t scale;
} scales[] = {
    {"1", 1},
    {"100", 100},
    {"100000", 100000},
};

static bcf_better better_of(const char *word)
{
    for (size_t i = 0; i < sizeof betters / sizeof betters[0]; i++) {
        if (strcmp(betters[i].word, word) == 0) {
            return betters[i].better;
        }
    }
    BCF_UNREACHABLE("a direction that the table should have refused");
}

static const char *better_text(bcf_better better)
{
    for (size_t i = 0; i < sizeof betters / sizeof betters[0]; i++) {
        if (betters[i].better == better) {
            return betters[i].word;
        }
    }
    BCF_UNREACHABLE("a direction that nobody named");
}

static int64_t scale_of(const char *word)
{
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        if (strcmp(scales[i].word, word) == 0) {
            return scales[i].scale;
        }
    }
    BCF_UNREACHABLE("a scale that the table should have refused");
}

static int by_board_then_definition(const void *left, const void *right)
{
    const bcf_local_metric *a = left;
    const bcf_local_metric *b = right;
    if (a->board != b->board) {
        return a->board < b->board ? -1 : 1;
    }
    return strcmp(a->definition, b->definition);
}

/* The place of a criterion among the six; CRITERION_COUNT for any other word. */
static size_t criterion(const char *word, size_t length)
{
    size_t i = 0;
    while (i < CRITERION_COUNT
           && (strlen(criteria[i]) != length || memcmp(criteria[i], word, length) != 0)) {
        i++;
    }
    return i;
}

/* Marks the criteria that the cell lists. Returns false, and refuses, if one is none of the six. */
static bool read_criteria(bcf_gate *gate, const bcf_row *row, bool meets[CRITERION_COUNT])
{
    const char *word = bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "criteria")->text;
    bool are_known = true;
    while (*word != '\0') {
        size_t length = strcspn(word, ";");
        size_t i = criterion(word, length);
        if (i == CRITERION_COUNT) {
            are_known = false;
            gate->code =
                bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place, "criterion '%s' is not known",
                           bcf_arena_text_part(gate->arena, word, length));
        } else {
            meets[i] = true;
        }
        word += length + (word[length] == ';' ? 1 : 0);
    }
    return are_known;
}

/* The criteria that are not met: "'timely', 'incentives'"; "" for none. */
static const char *missing_criteria(const bcf_gate *gate, const bool meets[])
{
    const char *missing = "";
    for (size_t i = 0; i < CRITERION_COUNT; i++) {
        if (!meets[i]) {
            missing = bcf_arena_print(gate->arena, "%s%s'%s'", missing,
                                      *missing == '\0' ? "" : ", ", criteria[i]);
        }
    }
    return missing;
}

static void note_missing(bcf_gate *gate, const bcf_row *row, const char *missing)
{
    if (*missing != '\0') {
        bcf_notes_add(gate->plan_notes, row->place,
                      "local metric '%s' of board '%s' does not meet %s",
                      bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "definition")->text,
                      bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "hwb")->text, missing);
    }
}

static void check_menu(bcf_gate *gate, const bcf_local_metric *metric, const bcf_menu_entry *entry)
{
    if (metric->better != entry->better || metric->scale != entry->scale) {
        gate->code =
            bcf_refuse(gate->err, BCF_REFUSED_DATA, metric->place,
                       "'%s' is %s, per %lld on the menu, but %s, per %lld here",
                       metric->definition, better_text(entry->better), (long long)entry->scale,
                       better_text(metric->better), (long long)metric->scale);
    }
}

static void check_metric(bcf_gate *gate, const bcf_row *row, bcf_local_metric *metric)
{
    bool meets[CRITERION_COUNT] = {false};
    bool are_known = read_criteria(gate, row, meets);
    const bcf_menu_entry *entry = bcf_policy_menu_entry(gate->policy, metric->definition);
    if (entry != NULL) {
        check_menu(gate, metric, entry); /* the criteria are for alternatives to the menu */
    } else if (are_known) {
        metric->lacks = missing_criteria(gate, meets);
        note_missing(gate, row, metric->lacks);
    }
}

const bcf_local_metric *bcf_local_read(bcf_gate *gate, size_t *count)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_LOCAL_METRICS];
    bcf_local_metric *metrics = BCF_NEW_ARRAY(gate->arena, table->row_count, bcf_local_metric);
    *count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int board =
            bcf_areas_board(gate->areas, bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "hwb")->text);
        if (board < 0) {
            continue; /* refused by the gate */
        }
        metrics[*count] = (bcf_local_metric){
            .board = (size_t)board,
            .definition = bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "definition")->text,
            .title = bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "title")->text,
            .better = better_of(bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "better")->text),
            .scale = scale_of(bcf_row_cell(BCF_TABLE_LOCAL_METRICS, row, "scale")->text),
            .lacks = "",
            .place = row->place,
        };
        check_metric(gate, row, &metrics[*count]);
        (*count)++;
    }
    bcf_sort(metrics, *count, sizeof *metrics, by_board_then_definition);
    return metrics;
}

const bcf_local_metric *bcf_local_own(const bcf_local_metric metrics[], size_t count, size_t board,
                                      const char *definition)
{
    bcf_local_metric wanted = {.board = board, .definition = definition};
    return count == 0 ? NULL
                      : bsearch(&wanted, metrics, count, sizeof *metrics, by_board_then_definition);
}

const bcf_menu_entry *bcf_local_find(bcf_arena *arena, const bcf_policy *policy,
                                     const bcf_local_metric metrics[], size_t count, size_t board,
                                     const char *definition)
{
    const bcf_menu_entry *entry = bcf_policy_menu_entry(policy, definition);
    if (entry != NULL) {
        return entry;
    }
    const bcf_local_metric *metric = bcf_local_own(metrics, count, board, definition);
    if (metric == NULL) {
        return NULL;
    }
    bcf_menu_entry *own = BCF_NEW(arena, bcf_menu_entry);
    *own = (bcf_menu_entry){
        .definition = metric->definition,
        .title = metric->title,
        .better = metric->better,
        .scale = metric->scale,
    };
    return own;
}

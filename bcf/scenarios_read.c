/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "scenarios_inside.h"
#include "sort.h"

/* The columns of the table, by their place in `names`. */
enum { SCENARIO, WHAT, VALUE, COLUMN_COUNT };
static const char *const names[COLUMN_COUNT + 1] = {"scenario", "what", "value", NULL};

/* One row, read. */
typedef struct written {
    const char *scenario;
    bcf_override override;
    bool is_good;
} written;

typedef struct reader {
    bcf_arena *arena;
    bcf_finder finder;
    const bcf_csv *csv;
    size_t places[COLUMN_COUNT];
    bcf_code code; /* of the latest refusal */
    bcf_error *err;
} reader;

static void find_columns(reader *reading)
{
    const bcf_csv *csv = reading->csv;
    bcf_place place = bcf_csv_place(csv, 1);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        int found = bcf_csv_column(csv, names[i]);
        reading->places[i] = found < 0 ? 0 : (size_t)found;
        if (found < 0) {
            reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, place,
                                       "there is no column '%s'", names[i]);
        }
    }
    for (size_t i = 0; i < csv->column_count; i++) {
        size_t known = 0;
        while (known < COLUMN_COUNT && strcmp(names[known], csv->columns[i]) != 0) {
            known++;
        }
        if (known == COLUMN_COUNT) {
            reading->code =
                bcf_refuse(reading->err, BCF_REFUSED_DATA, place,
                           "column '%s' is none of scenario, what, value%s", csv->columns[i],
                           bcf_nearest_hint(reading->arena, csv->columns[i], names));
        }
    }
}

static bcf_code check_name(const char *name, bcf_place place, bcf_error *err)
{
    if (name[0] == '\0') {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "the scenario has no name");
    }
    if (strcmp(name, BCF_SCENARIOS_BASE) == 0) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "'" BCF_SCENARIOS_BASE "' is what the run without overrides is called");
    }
    return strpbrk(name, "\t\r\n") == NULL
               ? BCF_OK
               : bcf_refuse(err, BCF_REFUSED_DATA, place,
                            "the name of the scenario holds a tab or a line end");
}

static void read_row(reader *reading, written *out, const bcf_csv_row *row)
{
    bcf_place place = bcf_csv_place(reading->csv, row->line);
    out->scenario = row->cells[reading->places[SCENARIO]];
    out->override = (bcf_override){.what = row->cells[reading->places[WHAT]],
                                   .value = row->cells[reading->places[VALUE]],
                                   .place = place};
    bcf_code name = check_name(out->scenario, place, reading->err);
    bcf_code code =
        bcf_finder_find(&out->override, &reading->finder, out->override.what, place, reading->err);
    if (code == BCF_OK) {
        code = bcf_finder_take(&out->override, &reading->finder, reading->err);
    }
    out->is_good = code == BCF_OK && name == BCF_OK;
    if (!out->is_good) {
        reading->code = code == BCF_OK ? name : code;
    }
}

/* By scenario, then line. */
static int by_scenario(const void *a, const void *b)
{
    const written *left = *(const written *const *)a;
    const written *right = *(const written *const *)b;
    int order = strcmp(left->scenario, right->scenario);
    return order != 0 ? order : left->override.place.line - right->override.place.line;
}

/* By scenario, then what is changed, then line. */
static int by_target(const void *a, const void *b)
{
    const written *left = *(const written *const *)a;
    const written *right = *(const written *const *)b;
    int order = strcmp(left->scenario, right->scenario);
    order = order != 0 ? order : bcf_override_order(&left->override, &right->override);
    return order != 0 ? order : left->override.place.line - right->override.place.line;
}

static void refuse_twins(reader *reading, const written *sorted[], size_t count)
{
    bcf_sort(sorted, count, sizeof *sorted, by_target);
    for (size_t i = 1; i < count; i++) {
        const written *before = sorted[i - 1];
        const written *row = sorted[i];
        if (before->is_good && row->is_good && strcmp(before->scenario, row->scenario) == 0
            && bcf_override_order(&before->override, &row->override) == 0) {
            reading->code =
                bcf_refuse(reading->err, BCF_REFUSED_DATA, row->override.place,
                           "scenario '%s' changes '%s' twice; it is also on line %d", row->scenario,
                           row->override.what, before->override.place.line);
        }
    }
}

static int by_first_line(const void *a, const void *b)
{
    const bcf_scenario *left = a;
    const bcf_scenario *right = b;
    return left->overrides[0].place.line - right->overrides[0].place.line;
}

/* The rows of each scenario together, the scenarios in the order in which they first appear. */
static bcf_scenario *gather(reader *reading, const written *sorted[], size_t rows, size_t *count)
{
    bcf_sort(sorted, rows, sizeof *sorted, by_scenario);
    bcf_override *overrides = BCF_NEW_ARRAY(reading->arena, rows, bcf_override);
    bcf_scenario *items = BCF_NEW_ARRAY(reading->arena, rows, bcf_scenario);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        overrides[i] = sorted[i]->override;
        if (i == 0 || strcmp(sorted[i - 1]->scenario, sorted[i]->scenario) != 0) {
            items[(*count)++] =
                (bcf_scenario){.name = sorted[i]->scenario, .overrides = &overrides[i]};
        }
        items[*count - 1].count++;
    }
    bcf_sort(items, *count, sizeof *items, by_first_line);
    return items;
}

bcf_code bcf_scenarios_read(const bcf_scenarios **out, bcf_arena *arena, const bcf_run *run,
                            const char *path, bcf_error *err)
{
    reader reading = {.arena = arena, .finder = {.arena = arena, .run = run}, .err = err};
    bcf_code code = bcf_csv_read(&reading.csv, arena, path, err);
    if (code != BCF_OK) {
        return code;
    }
    find_columns(&reading);
    size_t rows = reading.csv->row_count;
    if (reading.code == BCF_OK && rows == 0) {
        return bcf_refuse(err, BCF_REFUSED_DATA, bcf_csv_place(reading.csv, 1),
                          "there is no scenario");
    }
    if (reading.code != BCF_OK) {
        return err->code;
    }
    written *all = BCF_NEW_ARRAY(arena, rows, written);
    const written **sorted = BCF_NEW_ARRAY(arena, rows, const written *);
    for (size_t i = 0; i < rows; i++) {
        read_row(&reading, &all[i], &reading.csv->rows[i]);
        sorted[i] = &all[i];
    }
    refuse_twins(&reading, sorted, rows);
    size_t count = 0;
    const bcf_scenario *items = gather(&reading, sorted, rows, &count);
    if (count >= BCF_SCENARIOS_MAX) {
        reading.code =
            bcf_scenarios_refuse_count(BCF_REFUSED_DATA, bcf_csv_place(reading.csv, 1), err);
    }
    if (reading.code != BCF_OK) {
        return err->code;
    }
    *out = bcf_scenarios_new(arena, run, items, count);
    return BCF_OK;
}

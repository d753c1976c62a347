/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "digest.h"
#include "files.h"
#include "report_lines.h"
#include "report_scenarios.h"

/* Raised when what stands in a shard means something else than before. */
#define SHARD_FORMAT 1
#define SHARD_NAME "shard"

/* Shards while they are put together. */
typedef struct merging {
    bcf_arena *arena;
    const char *const *paths;
    size_t count;
    const bcf_sheet **lines; /* of each path, with its facts */
    const char **at;         /* the path of each shard, by its number - 1 */
    size_t shards;           /* how many there are to be */
    size_t scenarios;
    size_t items;
    bcf_error *err;
} merging;

void bcf_report_shard_write(bcf_text *out, bcf_arena *arena, const bcf_sheet *lines)
{
    bcf_sheet rows = *lines;
    rows.facts = NULL;
    rows.fact_count = 0; /* they are the document's */
    const bcf_sheet *sheets[] = {&rows};
    const char *digest = bcf_sheets_xml(out, arena,
                                        &(bcf_sheet_document){.name = SHARD_NAME,
                                                              .format = SHARD_FORMAT,
                                                              .facts = lines->facts,
                                                              .fact_count = lines->fact_count,
                                                              .sheets = sheets,
                                                              .sheet_count = 1});
    (void)digest;
}

static bcf_code refuse(bcf_error *err, const char *path, const char *why)
{
    return bcf_refuse(err, BCF_REFUSED_DATA, (bcf_place){.file = path}, "%s", why);
}

bool bcf_shard_number(size_t *out, const char *digits, size_t length)
{
    size_t number = 0;
    bool is_number = length > 0;
    for (size_t i = 0; is_number && i < length; i++) {
        is_number = digits[i] >= '0' && digits[i] <= '9' && number <= BCF_SCENARIOS_MAX;
        number = 10 * number + (size_t)(digits[i] - '0');
    }
    *out = number;
    return is_number && number <= BCF_SCENARIOS_MAX;
}

/* A number that the program wrote; false for anything else. */
static bool read_number(size_t *out, const char *text)
{
    return text != NULL && bcf_shard_number(out, text, strlen(text));
}

static bool has_columns(const bcf_sheet *lines)
{
    bool has_all = lines->row_count == 0 || lines->column_count == BCF_LINE_COLUMNS;
    for (size_t i = 0; has_all && lines->row_count > 0 && i < BCF_LINE_COLUMNS; i++) {
        has_all = strcmp(lines->columns[i].name, bcf_line_columns[i].name) == 0;
    }
    return has_all;
}

static bcf_code read_shard(const bcf_sheet **out, bcf_arena *arena, const char *path,
                           bcf_error *err)
{
    const char *bytes = NULL;
    size_t length = 0;
    bcf_sheet_document document;
    bcf_code code = bcf_files_read(&bytes, &length, arena, path, BCF_SHEET_BYTES_MAX, err);
    if (code == BCF_OK) {
        code = bcf_sheets_read(&document, arena, SHARD_NAME, path, bytes, length, err);
    }
    if (code != BCF_OK) {
        return code;
    }
    if (document.seal == NULL || document.sealed_length == 0
        || strcmp(document.seal, bcf_digest_of(arena, bytes, document.sealed_length)) != 0) {
        return refuse(err, path,
                      "its seal is not that of its bytes: it was changed, or cut off, after it was "
                      "made");
    }
    if (document.format != SHARD_FORMAT || document.sheet_count != 1
        || strcmp(document.sheets[0]->name, BCF_LINES_NAME) != 0
        || !has_columns(document.sheets[0])) {
        return refuse(err, path, "it is no shard of the form that this program writes");
    }
    bcf_sheet *lines = BCF_NEW(arena, bcf_sheet);
    *lines = *document.sheets[0];
    lines->facts = document.facts;
    lines->fact_count = document.fact_count;
    *out = lines;
    return BCF_OK;
}

/* What all shards of one sweep agree in; the first one is taken at its word. */
static bcf_code take_facts(merging *work)
{
    const bcf_sheet *first = work->lines[0];
    bool is_whole = bcf_line_fact(first, BCF_FACT_INPUTS) != NULL
                    && bcf_line_fact(first, BCF_FACT_ABOUT) != NULL
                    && bcf_line_fact(first, BCF_FACT_NATION) != NULL
                    && read_number(&work->scenarios, bcf_line_fact(first, BCF_FACT_SCENARIOS))
                    && read_number(&work->items, bcf_line_fact(first, BCF_FACT_ITEMS))
                    && read_number(&work->shards, bcf_line_fact(first, BCF_FACT_SHARDS))
                    && work->scenarios > 0 && work->items > 0 && work->shards > 0;
    return is_whole ? BCF_OK
                    : refuse(work->err, work->paths[0],
                             "it is no shard of the form that this program writes");
}

/* How many of the scenarios are a shard's. */
static size_t scenarios_of(const merging *work, size_t number)
{
    return work->scenarios < number ? 0 : 1 + (work->scenarios - number) / work->shards;
}

static bcf_code check_shard(merging *work, size_t i)
{
    const bcf_sheet *lines = work->lines[i];
    const char *path = work->paths[i];
    const char *inputs = bcf_line_fact(lines, BCF_FACT_INPUTS);
    size_t number = 0;
    size_t shards = 0;
    if (inputs == NULL || !read_number(&number, bcf_line_fact(lines, BCF_FACT_SHARD))
        || !read_number(&shards, bcf_line_fact(lines, BCF_FACT_SHARDS))) {
        return refuse(work->err, path, "it is no shard of the form that this program writes");
    }
    if (strcmp(inputs, bcf_line_fact(work->lines[0], BCF_FACT_INPUTS)) != 0) {
        return bcf_refuse(work->err, BCF_REFUSED_DATA, (bcf_place){.file = path},
                          "it was made from other inputs than %s: another program, policy, "
                          "dataset, reading, list of scenarios or items",
                          work->paths[0]);
    }
    if (shards != work->shards || number < 1 || number > shards) {
        return bcf_refuse(work->err, BCF_REFUSED_DATA, (bcf_place){.file = path},
                          "it is shard %zu of %zu, and %s is one of %zu", number, shards,
                          work->paths[0], work->shards);
    }
    if (work->at[number - 1] != NULL) {
        return bcf_refuse(work->err, BCF_REFUSED_DATA, (bcf_place){.file = path},
                          "shard %zu of %zu is there twice; it is also %s", number, shards,
                          work->at[number - 1]);
    }
    work->at[number - 1] = path;
    bool fits = lines->row_count == scenarios_of(work, number) * work->items;
    for (size_t row = 0; fits && row < lines->row_count; row++) {
        size_t index = 0;
        fits = read_number(&index, bcf_line_cell(lines, row, BCF_LINE_INDEX))
               && index == number - 1 + row / work->items * shards;
    }
    return fits ? BCF_OK : refuse(work->err, path, "its lines are not those of its shard");
}

/* Refuses, naming the first few of them, shards that are not there. */
static bcf_code need_all(const merging *work)
{
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < work->shards; i++) {
        if (work->at[i] == NULL) {
            code = bcf_refuse(work->err, BCF_REFUSED_DATA, (bcf_place){0},
                              "shard %zu of %zu is not there", i + 1, work->shards);
        }
    }
    return code;
}

/* The lines of all shards, by scenario. */
static const bcf_sheet *put_together(const merging *work)
{
    size_t rows = work->scenarios * work->items;
    const char **cells = BCF_NEW_ARRAY(work->arena, rows * BCF_LINE_COLUMNS, const char *);
    for (size_t i = 0; i < work->count; i++) {
        const bcf_sheet *lines = work->lines[i];
        size_t number = 0;
        bool is_number = read_number(&number, bcf_line_fact(lines, BCF_FACT_SHARD));
        BCF_ASSERT(is_number);
        for (size_t row = 0; row < lines->row_count; row++) {
            size_t scenario = number - 1 + row / work->items * work->shards;
            size_t to = scenario * work->items + row % work->items;
            memcpy(&cells[to * BCF_LINE_COLUMNS], &lines->cells[row * BCF_LINE_COLUMNS],
                   BCF_LINE_COLUMNS * sizeof *cells);
        }
    }
    bcf_sheet *all = BCF_NEW(work->arena, bcf_sheet);
    *all = *work->lines[0];
    all->column_count = BCF_LINE_COLUMNS;
    all->cells = cells;
    all->row_count = rows;
    return all;
}

bcf_code bcf_report_shards_read(const bcf_sheet **out, bcf_arena *arena, const char *const paths[],
                                size_t count, bcf_error *err)
{
    BCF_ASSERT(count > 0);
    merging work = {.arena = arena,
                    .paths = paths,
                    .count = count,
                    .lines = BCF_NEW_ARRAY(arena, count, const bcf_sheet *),
                    .err = err};
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < count; i++) {
        bcf_code one = read_shard(&work.lines[i], arena, paths[i], err);
        code = code == BCF_OK ? one : code;
    }
    if (code == BCF_OK) {
        code = take_facts(&work);
    }
    if (code != BCF_OK) {
        return code;
    }
    work.at = BCF_NEW_ARRAY(arena, work.shards, const char *);
    for (size_t i = 0; i < count; i++) {
        bcf_code one = check_shard(&work, i);
        code = code == BCF_OK ? one : code;
    }
    if (code == BCF_OK) {
        code = need_all(&work);
    }
    if (code == BCF_OK) {
        *out = put_together(&work);
    }
    return code;
}

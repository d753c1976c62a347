/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* opendir and strcasecmp */

#include "tables.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "nearest.h"
#include "progress.h"
#include "sort.h"
#include "spreadsheet.h"

/* The row of the manifest that is about the whole dataset and about no table. */
#define DATASET "dataset"

/* How notes end about what only the file could tell. */
#define STRANGE_COLUMN "is not known and was left alone"
#define HIDDEN_IS_READ "is hidden: it is read all the same"
#define UNFILLED "and is taken as a table that is not there"

/* Between the cells of a key: no cell can hold it, bcf_csv_read refuses control characters. */
#define KEY_SEPARATOR '\x1F'

typedef struct reader {
    bcf_arena *arena;
    bcf_tables *tables;
    const char *path[BCF_TABLE_COUNT];      /* of each table's file, NULL where there is none */
    const bcf_table_text *texts;            /* of each table, where they are no files; or NULL */
    const bcf_csv *sheets[BCF_TABLE_COUNT]; /* of each table, where they are sheets; or NULL */
    bool is_whole_sheet[BCF_TABLE_COUNT];
    size_t cells; /* of the tables read so far, and their bytes */
    size_t bytes;
    bcf_notes *notes;
    bcf_code code;
    bcf_error *err;
} reader;

/* A column of the file that the table does not know, and that may have been meant for this one. */
static const char *slip_for(const reader *reading, bcf_table_id id, const bcf_csv *csv,
                            size_t wanted)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    for (size_t place = 0; place < csv->column_count; place++) {
        const char *words[] = {columns[wanted].name, NULL};
        const char *strange = csv->columns[place];
        size_t known = 0;
        while (known < count && strcmp(columns[known].name, strange) != 0) {
            known++;
        }
        if (known == count && bcf_nearest_word(strange, words) != NULL) {
            return bcf_arena_print(reading->arena, " (is '%s' meant for it?)", strange);
        }
    }
    return "";
}

/* A column of a sheet with a heading alone: a template has every one that there can be. */
static bool is_left_empty(const bcf_csv *csv, int place)
{
    bool is_empty = csv->is_sheet && place >= 0;
    for (size_t i = 0; is_empty && i < csv->row_count; i++) {
        is_empty = csv->rows[i].cells[place][0] == '\0';
    }
    return is_empty;
}

/* Sets places[i] to where the file has column i, or -1. Returns false where one is missing. */
static bool find_columns(reader *reading, bcf_table_id id, const bcf_csv *csv,
                         int places[BCF_TABLE_COLUMNS_MAX])
{
    bcf_place header = {.file = csv->file, .line = 1};
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    char *is_there = BCF_NEW_ARRAY(reading->arena, count, char);
    bool has_all = true;
    for (size_t i = 0; i < count; i++) {
        places[i] = bcf_csv_column(csv, columns[i].name);
        if (columns[i].is_optional && is_left_empty(csv, places[i])) {
            places[i] = -1;
        }
        is_there[i] = places[i] >= 0;
        if (places[i] < 0 && !columns[i].is_optional) {
            has_all = false;
            reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, header, "no column '%s'%s",
                                       columns[i].name, slip_for(reading, id, csv, i));
        }
    }
    reading->tables->table[id].column_is_there = is_there;
    return has_all;
}

static void note_strange_columns(reader *reading, bcf_table_id id, const bcf_csv *csv)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    for (size_t place = 0; place < csv->column_count; place++) {
        size_t i = 0;
        while (i < count && strcmp(columns[i].name, csv->columns[place]) != 0) {
            i++;
        }
        if (i == count && csv->columns[place][0] != '\0') {
            bcf_notes_add(reading->notes, bcf_csv_cell_place(csv, 1, place),
                          "column '%s' " STRANGE_COLUMN, csv->columns[place]);
        }
    }
}

/* The dataset as a whole has no figures, so its row of the manifest needs no status. */
static bool needs_no_status(bcf_table_id id, const bcf_column *column, const bcf_cell cells[])
{
    return id == BCF_TABLE_MANIFEST && column->type == BCF_CELL_STATUS
           && strcmp(cells[0].text, DATASET) == 0;
}

/* A column of months, such as a period: a spreadsheet makes the first of a month of 2014-04. */
static const char *month_of_day(reader *reading, const char *day)
{
    return bcf_arena_text_part(reading->arena, day, strlen("2014-04"));
}

/* The text of a cell; false where it holds no value at all, which is then refused. */
static bool take_cell(reader *reading, bcf_cell *cell, const bcf_column *column,
                      const bcf_csv_row *from, int place_in_row, bcf_place place)
{
    cell->text = from->cells[place_in_row];
    bcf_csv_kind kind =
        from->kinds == NULL ? BCF_CSV_TEXT : (bcf_csv_kind)from->kinds[place_in_row];
    switch (kind) {
    case BCF_CSV_TEXT:
        return true;
    case BCF_CSV_DAY:
        if (column->type == BCF_CELL_PERIOD) {
            cell->text = month_of_day(reading, cell->text);
        }
        return true;
    case BCF_CSV_UNUSABLE:
        reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, place, "%s: the cell %s",
                                   column->name, cell->text);
        return false;
    }
    BCF_UNREACHABLE("a cell of no kind");
}

static const bcf_cell *read_row(reader *reading, bcf_table_id id, const bcf_csv *csv,
                                const bcf_csv_row *from, const int places[])
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    bcf_cell *cells = BCF_NEW_ARRAY(reading->arena, count, bcf_cell);
    for (size_t i = 0; i < count; i++) {
        size_t at = places[i] < 0 ? 0 : (size_t)places[i];
        bcf_place place = bcf_csv_cell_place(csv, from->line, at);
        cells[i].text = "";
        if (places[i] >= 0 && !take_cell(reading, &cells[i], &columns[i], from, places[i], place)) {
            continue;
        }
        bool may_be_empty = places[i] < 0 || needs_no_status(id, &columns[i], cells);
        if (may_be_empty && cells[i].text[0] == '\0') {
            continue;
        }
        bcf_code code = bcf_cell_read(&cells[i], &columns[i], place, reading->err);
        if (code != BCF_OK) {
            reading->code = code;
        }
    }
    return cells;
}

/* Where a sheet has each column of its table, from 1; NULL for a file, whose cells have no place of
 * their own. */
static const int *columns_of(reader *reading, bcf_table_id id, const bcf_csv *csv,
                             const int places[])
{
    if (!csv->is_sheet) {
        return NULL;
    }
    size_t count = 0;
    bcf_table_columns(id, &count);
    int *columns = BCF_NEW_ARRAY(reading->arena, count, int);
    for (size_t i = 0; i < count; i++) {
        columns[i] = places[i] < 0 ? 1 : places[i] + 1;
    }
    return columns;
}

/* A template's example, which is no figure of anybody. */
static bool is_example(const bcf_csv *csv, const bcf_csv_row *row)
{
    return csv->is_sheet && csv->column_count > 0
           && strncmp(row->cells[0], BCF_TABLES_EXAMPLE, strlen(BCF_TABLES_EXAMPLE)) == 0;
}

static void read_rows(reader *reading, bcf_table_id id, const bcf_csv *csv, const int places[])
{
    bcf_row *rows = BCF_NEW_ARRAY(reading->arena, csv->row_count, bcf_row);
    const int *columns = columns_of(reading, id, csv, places);
    for (size_t i = 0; i < csv->row_count; i++) {
        rows[i].place = bcf_csv_place(csv, csv->rows[i].line);
        rows[i].columns = columns;
        if (is_example(csv, &csv->rows[i])) {
            reading->code =
                bcf_refuse(reading->err, BCF_REFUSED_DATA, rows[i].place,
                           "this is the template's example row: delete it, or write over it");
        }
        rows[i].cells = read_row(reading, id, csv, &csv->rows[i], places);
    }
    reading->tables->table[id].rows = rows;
    reading->tables->table[id].row_count = csv->row_count;
}

typedef struct keyed_row {
    const char *key;
    size_t row;
} keyed_row;

/* By key; among equals by place in the file. */
static int compare_keyed_rows(const void *a, const void *b)
{
    const keyed_row *left = a;
    const keyed_row *right = b;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* In history, a month alone may be written as a period, too, and would be a second year of it: the
 * key is what it means. Outturns and activity are told apart by who reads them. */
static void add_key_cell(bcf_text *key, bcf_table_id id, const bcf_cell *cell, bcf_cell_type type)
{
    if (type == BCF_CELL_PERIOD && id == BCF_TABLE_HISTORY) {
        bcf_text_print(key, "%d..%d", cell->as.period.first, cell->as.period.last);
    } else {
        bcf_text_add(key, cell->text);
    }
}

static void set_key(bcf_text *key, bcf_table_id id, const bcf_row *row)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    key->length = 0;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].is_key) {
            add_key_cell(key, id, &row->cells[i], columns[i].type);
            bcf_text_add_char(key, KEY_SEPARATOR);
        }
    }
}

static void refuse_second_row(reader *reading, bcf_table_id id, const bcf_row *first,
                              const bcf_row *second)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    bcf_text key = {0};
    for (size_t i = 0; i < count; i++) {
        if (columns[i].is_key) {
            bcf_text_print(&key, "%s%s '%s'", key.length == 0 ? "" : ", ", columns[i].name,
                           second->cells[i].text);
        }
    }
    reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, second->place,
                               "a second row for %s (the first is %s %d)", bcf_text_get(&key),
                               bcf_place_line_word(first->place), first->place.line);
    bcf_text_clear(&key);
}

/* By sorting, as a table may be long; the problems still come in the order of the file. */
static void refuse_second_rows(reader *reading, bcf_table_id id)
{
    const bcf_table *table = &reading->tables->table[id];
    size_t count = table->row_count;
    bcf_arena *scratch = bcf_arena_new();
    keyed_row *keyed = BCF_NEW_ARRAY(scratch, count, keyed_row);
    bcf_text key = {0};
    for (size_t i = 0; i < count; i++) {
        set_key(&key, id, &table->rows[i]);
        keyed[i] = (keyed_row){.key = bcf_arena_text(scratch, bcf_text_get(&key)), .row = i};
    }
    bcf_text_clear(&key);
    bcf_sort(keyed, count, sizeof *keyed, compare_keyed_rows);
    size_t *first_of = BCF_NEW_ARRAY(scratch, count, size_t);
    for (size_t i = 0; i < count; i++) {
        bool is_same = i > 0 && strcmp(keyed[i].key, keyed[i - 1].key) == 0;
        first_of[keyed[i].row] = is_same ? first_of[keyed[i - 1].row] : keyed[i].row;
    }
    for (size_t i = 0; i < count; i++) {
        if (first_of[i] != i) {
            refuse_second_row(reading, id, &table->rows[first_of[i]], &table->rows[i]);
        }
    }
    bcf_arena_free(scratch);
}

/* Of each column of money, which is added up in one way or another by whoever reads it. */
bcf_code bcf_tables_check_sums(const bcf_tables *tables, bcf_table_id id, bcf_error *err)
{
    const bcf_table *table = &tables->table[id];
    bcf_code code = BCF_OK;
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_money =
            columns[i].type == BCF_CELL_MONEY || columns[i].type == BCF_CELL_MONEY_OR_NONE;
        bcf_money sum = {0};
        for (size_t j = 0; is_money && j < table->row_count; j++) {
            bcf_money amount = table->rows[j].cells[i].as.money;
            if (amount.pence > BCF_TABLES_PENCE_MAX - sum.pence) {
                code = bcf_refuse(
                    err, BCF_REFUSED_DATA, bcf_row_place(id, &table->rows[j], columns[i].name),
                    "the column %s adds up to more than any budget can hold", columns[i].name);
                break;
            }
            sum = bcf_money_add(sum, amount);
        }
    }
    return code;
}

/* A dataset is held in the memory as a whole: so its tables together have a limit, too. */
static bool fits(reader *reading, const bcf_csv *csv)
{
    reading->cells += csv->row_count * csv->column_count;
    reading->bytes += csv->bytes;
    if (reading->cells <= BCF_TABLES_CELLS_MAX && reading->bytes <= BCF_TABLES_BYTES_MAX) {
        return true;
    }
    reading->code =
        bcf_refuse(reading->err, BCF_REFUSED_DATA, bcf_csv_place(csv, 1),
                   "with this table the dataset has more than %zu million cells, or %zu MB",
                   BCF_TABLES_CELLS_MAX / 1000000, BCF_TABLES_BYTES_MAX / 1024 / 1024);
    return false;
}

static bcf_code read_csv(const bcf_csv **csv, const reader *reading, bcf_table_id id)
{
    const char *path = reading->path[id];
    if (reading->sheets[id] != NULL) {
        *csv = reading->sheets[id];
        return reading->is_whole_sheet[id] ? BCF_OK : reading->err->code;
    }
    if (reading->texts == NULL) {
        return bcf_csv_read(csv, reading->arena, path, reading->err);
    }
    const bcf_table_text *text = &reading->texts[id];
    return bcf_csv_read_text(csv, reading->arena, path, text->bytes, text->length, reading->err);
}

/* Returns true if every row of the file and every column is there, whatever its cells say. */
static bool read_table(reader *reading, bcf_table_id id)
{
    bcf_table *table = &reading->tables->table[id];
    table->file = reading->path[id];
    table->path = reading->tables->is_workbook ? reading->tables->folder : table->file;
    table->is_sheet = reading->tables->is_workbook;
    const bcf_csv *csv = NULL;
    bcf_code code = read_csv(&csv, reading, id);
    if (code != BCF_OK) {
        reading->code = code;
    }
    if (csv == NULL || !fits(reading, csv)) {
        return false;
    }
    int places[BCF_TABLE_COLUMNS_MAX];
    bool has_all = find_columns(reading, id, csv, places);
    note_strange_columns(reading, id, csv);
    read_rows(reading, id, csv, places);
    if (has_all) { /* without a column of the key many rows would look the same */
        refuse_second_rows(reading, id);
    }
    bcf_code sums = bcf_tables_check_sums(reading->tables, id, reading->err);
    reading->code = sums == BCF_OK ? reading->code : sums;
    table->is_there = true;
    return has_all && code == BCF_OK;
}

static void read_manifest_row(reader *reading, const bcf_row *row, bool is_listed[])
{
    bcf_tables *tables = reading->tables;
    const bcf_cell *cells = row->cells;
    const char *name = cells[bcf_table_column(BCF_TABLE_MANIFEST, "table")].text;
    if (strcmp(name, DATASET) == 0) {
        tables->title = cells[bcf_table_column(BCF_TABLE_MANIFEST, "title")].text;
        tables->vintage = cells[bcf_table_column(BCF_TABLE_MANIFEST, "released")].text;
        return;
    }
    bcf_table_id id = BCF_TABLE_COUNT;
    if (!bcf_table_find(&id, name)) {
        reading->code =
            bcf_refuse(reading->err, BCF_REFUSED_DATA, row->place, "no table '%s'", name);
        return;
    }
    is_listed[id] = true;
    tables->table[id].status = cells[bcf_table_column(BCF_TABLE_MANIFEST, "status")].as.status;
    if (reading->path[id] == NULL) {
        bcf_notes_add(reading->notes, row->place, "table '%s' is not in the %s", name,
                      tables->is_workbook ? "workbook" : "folder");
    }
}

static void check_manifest(reader *reading)
{
    const bcf_table *manifest = &reading->tables->table[BCF_TABLE_MANIFEST];
    bcf_place place = {.file = manifest->file};
    bool is_listed[BCF_TABLE_COUNT] = {[BCF_TABLE_MANIFEST] = true};
    for (size_t i = 0; i < manifest->row_count; i++) {
        read_manifest_row(reading, &manifest->rows[i], is_listed);
    }
    if (reading->tables->title == NULL) {
        reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, place, "no row '%s'", DATASET);
    }
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        if (reading->path[i] != NULL && !is_listed[i]) {
            reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, place,
                                       "no row for table '%s'", bcf_table_name((bcf_table_id)i));
        }
    }
}

/* Length of the name without ".csv"; 0 for a file that is none of ours. */
static size_t stem_length(const char *name)
{
    size_t length = strlen(name);
    bool is_csv = length > 4 && name[0] != '.' && strcasecmp(name + length - 4, ".csv") == 0;
    return is_csv ? length - 4 : 0;
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* The names of the CSV files, in an order that is the same on every machine. *reason is what
 * stopped the listing before its end: a table that was not seen must not count as one that is not
 * there. */
static const char **list_names(reader *reading, DIR *folder, size_t *count, int *reason)
{
    const char **names = NULL;
    *count = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            *reason = errno;
            break;
        }
        if (stem_length(entry->d_name) > 0) {
            BCF_MAKE_ROOM(reading->arena, names, *count);
            names[(*count)++] = bcf_arena_text(reading->arena, entry->d_name);
        }
    }
    bcf_sort(names, *count, sizeof *names, compare_names);
    return names;
}

static void refuse_strange_file(reader *reading, const char *path, const char *stem)
{
    const char *words[BCF_TABLE_COUNT + 1] = {NULL};
    bcf_text list = {0};
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        words[i] = bcf_table_name((bcf_table_id)i);
        bcf_text_print(&list, "%s%s", i == 0 ? "" : ", ", bcf_table_name((bcf_table_id)i));
    }
    reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA, (bcf_place){.file = path},
                               "no table of that name%s; the tables are %s",
                               bcf_nearest_hint(reading->arena, stem, words), bcf_text_get(&list));
    bcf_text_clear(&list);
}

static void assign_file(reader *reading, const char *name)
{
    const char *folder = reading->tables->folder;
    bool has_slash = folder[0] != '\0' && folder[strlen(folder) - 1] == '/';
    const char *path =
        bcf_arena_print(reading->arena, "%s%s%s", folder, has_slash ? "" : "/", name);
    const char *stem = bcf_arena_text_part(reading->arena, name, stem_length(name));
    bcf_table_id id = BCF_TABLE_COUNT;
    if (!bcf_table_find(&id, stem)) {
        refuse_strange_file(reading, path, stem);
    } else if (reading->path[id] != NULL) {
        reading->code =
            bcf_refuse(reading->err, BCF_REFUSED_DATA, (bcf_place){.file = path},
                       "a second file for table '%s' (the first is %s)", stem, reading->path[id]);
    } else {
        reading->path[id] = path;
    }
}

static bool is_table(const char *name)
{
    bcf_table_id id = BCF_TABLE_COUNT;
    return bcf_table_find(&id, name);
}

static void note_hidden(reader *reading, const bcf_spreadsheet_sheet *sheet, const char *what)
{
    bcf_notes_add(reading->notes, sheet->place, "%s " HIDDEN_IS_READ, what);
}

/* A sheet with headings and the template's example alone is a table that nobody filled in. */
static bool is_unfilled(const bcf_csv *csv)
{
    return csv->row_count == 1 && is_example(csv, &csv->rows[0]);
}

static void assign_sheet(reader *reading, const bcf_spreadsheet_sheet *sheet)
{
    bcf_table_id id = BCF_TABLE_COUNT;
    if (!bcf_table_find(&id, sheet->name)) {
        if (!sheet->is_hidden && strcasecmp(sheet->name, BCF_TABLES_NOTES) != 0) {
            refuse_strange_file(reading, sheet->place.file, sheet->name);
        }
        return;
    }
    if (sheet->rows == NULL) {
        return; /* it was refused already */
    }
    if (is_unfilled(sheet->rows) && !bcf_table_is_needed(id)) {
        bcf_notes_add(reading->notes, sheet->place, "has the example alone " UNFILLED);
        return;
    }
    if (sheet->is_hidden) {
        note_hidden(reading, sheet, "the sheet");
    }
    if (sheet->has_hidden_rows) {
        note_hidden(reading, sheet, "some of its rows");
    }
    if (sheet->has_hidden_columns) {
        note_hidden(reading, sheet, "some of its columns");
    }
    reading->path[id] = sheet->place.file;
    reading->sheets[id] = sheet->rows;
    reading->is_whole_sheet[id] = sheet->is_whole;
}

static bcf_code find_sheets(reader *reading)
{
    const bcf_spreadsheet *book = NULL;
    reading->tables->is_workbook = true;
    bcf_code code = bcf_spreadsheet_read(&book, reading->arena, reading->tables->folder, is_table,
                                         reading->err);
    for (size_t i = 0; book != NULL && i < book->count; i++) {
        assign_sheet(reading, &book->sheets[i]);
    }
    if (code != BCF_OK) {
        reading->code = code;
    }
    return book == NULL ? code : BCF_OK;
}

static bcf_code find_files(reader *reading)
{
    bcf_place place = {.file = reading->tables->folder};
    DIR *folder = opendir(place.file);
    if (folder == NULL) {
        int reason = errno;
        struct stat facts;
        if (stat(place.file, &facts) == 0 && !S_ISDIR(facts.st_mode)) {
            return find_sheets(reading);
        }
        return bcf_refuse(reading->err, BCF_REFUSED_FILE, place, "%s",
                          reason == ENOENT ? "no such folder" : strerror(reason));
    }
    size_t count = 0;
    int reason = 0;
    const char **names = list_names(reading, folder, &count, &reason);
    closedir(folder);
    if (reason != 0) {
        return bcf_refuse(reading->err, BCF_REFUSED_FILE, place, "cannot be listed: %s",
                          strerror(reason));
    }
    for (size_t i = 0; names != NULL && i < count; i++) {
        assign_file(reading, names[i]);
    }
    return BCF_OK;
}

static void read_files(reader *reading)
{
    bool has_manifest = false;
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        bcf_table_id id = (bcf_table_id)i;
        bool is_whole = false;
        if (reading->path[id] != NULL) {
            bcf_progress_tell(reading->arena, "reading tables", i, BCF_TABLE_COUNT);
            is_whole = read_table(reading, id);
        } else if (bcf_table_is_needed(id)) {
            reading->code = bcf_refuse(reading->err, BCF_REFUSED_DATA,
                                       (bcf_place){.file = reading->tables->folder},
                                       "no table '%s', which every verb needs", bcf_table_name(id));
        }
        has_manifest = id == BCF_TABLE_MANIFEST ? is_whole : has_manifest;
    }
    if (has_manifest) {
        check_manifest(reading);
    }
}

static bcf_code read_all(const bcf_tables **out, reader *reading)
{
    read_files(reading);
    if (reading->code != BCF_OK) {
        return reading->err->code;
    }
    *out = reading->tables;
    return BCF_OK;
}

bcf_code bcf_tables_read(const bcf_tables **out, bcf_arena *arena, const char *folder,
                         bcf_notes *notes, bcf_error *err)
{
    bcf_tables *tables = BCF_NEW(arena, bcf_tables);
    tables->folder = bcf_arena_text(arena, folder);
    reader reading = {.arena = arena, .tables = tables, .notes = notes, .err = err};
    bcf_code code = find_files(&reading);
    return code == BCF_OK ? read_all(out, &reading) : code;
}

bcf_code bcf_tables_read_texts(const bcf_tables **out, bcf_arena *arena,
                               const bcf_table_text texts[BCF_TABLE_COUNT], bcf_notes *notes,
                               bcf_error *err)
{
    bcf_tables *tables = BCF_NEW(arena, bcf_tables);
    tables->folder = "";
    reader reading = {.arena = arena, .tables = tables, .texts = texts, .notes = notes, .err = err};
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        if (texts[i].bytes != NULL) {
            reading.path[i] = bcf_arena_print(arena, "%s.csv", bcf_table_name((bcf_table_id)i));
        }
    }
    return read_all(out, &reading);
}

const bcf_cell *bcf_row_cell(bcf_table_id id, const bcf_row *row, const char *column)
{
    return &row->cells[bcf_table_column(id, column)];
}

bcf_status bcf_row_status(const bcf_tables *tables, bcf_table_id id, const bcf_row *row)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    for (size_t i = 0; i < count; i++) {
        if (columns[i].type == BCF_CELL_STATUS && tables->table[id].column_is_there[i] != 0) {
            return row->cells[i].as.status;
        }
    }
    return tables->table[id].status;
}

const char *bcf_tables_manifest(const bcf_tables *tables, bcf_table_id id, const char *column)
{
    const bcf_table *manifest = &tables->table[BCF_TABLE_MANIFEST];
    for (size_t i = 0; i < manifest->row_count; i++) {
        const bcf_row *row = &manifest->rows[i];
        if (strcmp(bcf_row_cell(BCF_TABLE_MANIFEST, row, "table")->text, bcf_table_name(id)) == 0) {
            return bcf_row_cell(BCF_TABLE_MANIFEST, row, column)->text;
        }
    }
    return "";
}

bcf_code bcf_tables_need(const bcf_tables *tables, bcf_table_id id, const char *verb,
                         bcf_error *err)
{
    if (tables->table[id].is_there) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_DATA, (bcf_place){.file = tables->folder},
                      "the folder has no table '%s', which '%s' needs", bcf_table_name(id), verb);
}

/* Lines of the canonical form; they lie in one text, whose bytes may move while it grows. */
typedef struct canonical_lines {
    bcf_text text;
    size_t *starts;
    const char **sorted;
} canonical_lines;

static void add_line(bcf_text *text, const bcf_row *row, const char is_there[], size_t count)
{
    bool is_first = true;
    for (size_t i = 0; i < count; i++) {
        if (is_there[i] != 0) {
            bcf_csv_cell(text, row->cells[i].text, is_first);
            is_first = false;
        }
    }
}

/* Each line ends with a NUL for the comparison, which no cell can hold. */
static void sort_lines(canonical_lines *lines, const bcf_table *table, size_t count)
{
    size_t *starts = lines->starts;
    for (size_t i = 0; i < table->row_count; i++) {
        starts[i] = lines->text.length;
        add_line(&lines->text, &table->rows[i], table->column_is_there, count);
        bcf_text_add_bytes(&lines->text, "", 1);
    }
    for (size_t i = 0; i < table->row_count; i++) {
        lines->sorted[i] = lines->text.bytes + starts[i];
    }
    bcf_sort(lines->sorted, table->row_count, sizeof *lines->sorted, compare_names);
}

void bcf_tables_canonical(bcf_text *text, const bcf_tables *tables, bcf_table_id id)
{
    const bcf_table *table = &tables->table[id];
    if (!table->is_there) {
        return;
    }
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    bool is_first = true;
    for (size_t i = 0; i < count; i++) {
        if (table->column_is_there[i] != 0) {
            bcf_csv_cell(text, columns[i].name, is_first);
            is_first = false;
        }
    }
    bcf_text_add_char(text, '\n');
    bcf_arena *scratch = bcf_arena_new();
    canonical_lines lines = {.starts = BCF_NEW_ARRAY(scratch, table->row_count, size_t),
                             .sorted = BCF_NEW_ARRAY(scratch, table->row_count, const char *)};
    sort_lines(&lines, table, count);
    for (size_t i = 0; i < table->row_count; i++) {
        bcf_text_add(text, lines.sorted[i]);
        bcf_text_add_char(text, '\n');
    }
    bcf_text_clear(&lines.text);
    bcf_arena_free(scratch);
}

bcf_place bcf_row_place(bcf_table_id id, const bcf_row *row, const char *column)
{
    bcf_place place = row->place;
    if (row->columns != NULL) {
        place.column = row->columns[bcf_table_column(id, column)];
    }
    return place;
}

static bool ends_with(const char *words, const char *end)
{
    size_t length = strlen(words);
    size_t wanted = strlen(end);
    return length >= wanted && strcmp(words + length - wanted, end) == 0;
}

bool bcf_tables_only_file_tells(const char *note)
{
    return ends_with(note, STRANGE_COLUMN) || ends_with(note, HIDDEN_IS_READ)
           || ends_with(note, UNFILLED);
}

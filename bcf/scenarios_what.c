/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "scenarios_inside.h"
#include "sort.h"

#define SETTING "setting"

/* Between the cells of a key: no cell can hold it, bcf_csv_read refuses control characters. */
#define KEY_SEPARATOR '\x1F'

/* A row by its key. */
typedef struct bcf_keyed_row {
    const char *key;
    size_t row;
} bcf_keyed_row;

const char *bcf_finder_part(bcf_arena *arena, const char *text, char end, const char **rest)
{
    size_t length = 0;
    while (text[length] != '\0' && text[length] != end) {
        length += text[length] == '\\' && text[length + 1] != '\0' ? 2 : 1;
    }
    *rest = text[length] == '\0' ? NULL : text + length + 1;
    return bcf_arena_text_part(arena, text, length);
}

const char *bcf_finder_plain(bcf_arena *arena, const char *text, char end)
{
    char *plain = BCF_NEW_ARRAY(arena, strlen(text) + 1, char);
    size_t length = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        bool is_escape = text[i] == '\\' && (text[i + 1] == end || text[i + 1] == '\\');
        i += is_escape;
        plain[length++] = text[i];
    }
    return plain;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const bcf_keyed_row *)a)->key, ((const bcf_keyed_row *)b)->key);
}

static const char *key_of(bcf_arena *arena, bcf_table_id id, const bcf_row *row)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    bcf_text key = {0};
    for (size_t i = 0; i < count; i++) {
        if (columns[i].is_key) {
            bcf_text_add(&key, row->cells[i].text);
            bcf_text_add_char(&key, KEY_SEPARATOR);
        }
    }
    const char *text = bcf_arena_text(arena, bcf_text_get(&key));
    bcf_text_clear(&key);
    return text;
}

static const bcf_keyed_row *keyed_rows(bcf_finder *finder, bcf_table_id id)
{
    if (finder->keyed[id] == NULL) {
        const bcf_table *table = &finder->run->tables->table[id];
        bcf_keyed_row *keyed = BCF_NEW_ARRAY(finder->arena, table->row_count, bcf_keyed_row);
        for (size_t i = 0; i < table->row_count; i++) {
            keyed[i] = (bcf_keyed_row){key_of(finder->arena, id, &table->rows[i]), i};
        }
        bcf_sort(keyed, table->row_count, sizeof *keyed, by_key);
        finder->keyed[id] = keyed;
    }
    return finder->keyed[id];
}

static bcf_code find_setting(bcf_override *found, const bcf_finder *finder, const char *name,
                             bcf_place place, bcf_error *err)
{
    const bcf_policy *policy = finder->run->policy;
    const bcf_setting *setting = bcf_policy_setting(policy, name);
    if (setting == NULL) {
        const char **words = BCF_NEW_ARRAY(finder->arena, policy->setting_count + 1, const char *);
        for (size_t i = 0; i < policy->setting_count; i++) {
            words[i] = policy->settings[i].id;
        }
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "policy '%s' has no setting '%s'%s",
                          policy->id, name, bcf_nearest_hint(finder->arena, name, words));
    }
    found->table = BCF_TABLE_COUNT;
    found->row = 0;
    found->column = (size_t)(setting - policy->settings);
    return BCF_OK;
}

/* "outturn:hwb:metric:payment:definition:period:COLUMN". */
static const char *form_of(bcf_arena *arena, bcf_table_id id)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    const char *form = bcf_table_name(id);
    for (size_t i = 0; i < count; i++) {
        form = columns[i].is_key ? bcf_arena_print(arena, "%s:%s", form, columns[i].name) : form;
    }
    return bcf_arena_print(arena, "%s:COLUMN", form);
}

static bcf_code find_table(bcf_override *found, const bcf_finder *finder, const char *name,
                           bcf_place place, bcf_error *err)
{
    if (!bcf_table_find(&found->table, name)) {
        const char *words[BCF_TABLE_COUNT + 2] = {SETTING};
        for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
            words[i + 1] = bcf_table_name((bcf_table_id)i);
        }
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "there is no table '%s'%s", name,
                          bcf_nearest_hint(finder->arena, name, words));
    }
    if (found->table == BCF_TABLE_MANIFEST) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "the manifest says where figures come from: it is no figure to change");
    }
    if (!finder->run->tables->table[found->table].is_there) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "the dataset has no table '%s'", name);
    }
    return BCF_OK;
}

static bcf_code find_column(bcf_override *found, const bcf_finder *finder, const char *name,
                            bcf_place place, bcf_error *err)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(found->table, &count);
    const char *words[BCF_TABLE_COLUMNS_MAX + 1] = {NULL};
    const bcf_table *table = &finder->run->tables->table[found->table];
    for (size_t i = 0; i < count; i++) {
        words[i] = columns[i].name;
        if (strcmp(columns[i].name, name) != 0) {
            continue;
        }
        if (columns[i].is_key) {
            return bcf_refuse(err, BCF_REFUSED_DATA, place,
                              "'%s' is a part of the key of '%s': it says which row is meant, and "
                              "cannot be changed",
                              name, bcf_table_name(found->table));
        }
        if (table->column_is_there[i] == 0) {
            break;
        }
        found->column = i;
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_DATA, place, "table '%s' has no column '%s'%s",
                      bcf_table_name(found->table), name,
                      bcf_nearest_hint(finder->arena, name, words));
}

static bcf_code find_row(bcf_override *found, bcf_finder *finder, const char *key, const char *what,
                         bcf_place place, bcf_error *err)
{
    const bcf_table *table = &finder->run->tables->table[found->table];
    const bcf_keyed_row *rows = keyed_rows(finder, found->table);
    const bcf_keyed_row wanted = {.key = key};
    const bcf_keyed_row *row = table->row_count == 0
                                   ? NULL
                                   : bsearch(&wanted, rows, table->row_count, sizeof *rows, by_key);
    if (row == NULL) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "table '%s' has no row '%s': a scenario changes rows and adds none",
                          bcf_table_name(found->table), what);
    }
    found->row = row->row;
    return BCF_OK;
}

static size_t count_keys(bcf_table_id id)
{
    size_t count = 0;
    size_t keys = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    for (size_t i = 0; i < count; i++) {
        keys += columns[i].is_key;
    }
    return keys;
}

/* `rest` is what follows the name of the table: KEY...:COLUMN. */
static bcf_code find_cell(bcf_override *found, bcf_finder *finder, const char *what,
                          const char *rest, bcf_place place, bcf_error *err)
{
    bcf_arena *arena = finder->arena;
    size_t keys = count_keys(found->table);
    bcf_text key = {0};
    bcf_text shown = {0};
    size_t parts = 0;
    const char *column = "";
    while (rest != NULL) {
        column = bcf_finder_part(arena, rest, ':', &rest);
        if (rest != NULL) {
            bcf_text_print(&shown, "%s%s", parts == 0 ? "" : ":", column);
            bcf_text_print(&key, "%s%c", bcf_finder_plain(arena, column, ':'), KEY_SEPARATOR);
        }
        parts++;
    }
    const char *key_text = bcf_arena_text(arena, bcf_text_get(&key));
    const char *shown_text = bcf_arena_text(arena, bcf_text_get(&shown));
    bcf_text_clear(&key);
    bcf_text_clear(&shown);
    if (parts != keys + 1) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "'%s' is not %s", what,
                          form_of(arena, found->table));
    }
    bcf_code code = find_column(found, finder, bcf_finder_plain(arena, column, ':'), place, err);
    bcf_code other = find_row(found, finder, key_text, shown_text, place, err);
    return code == BCF_OK ? other : code;
}

bcf_code bcf_finder_find(bcf_override *found, bcf_finder *finder, const char *what, bcf_place place,
                         bcf_error *err)
{
    const char *rest = NULL;
    const char *first = bcf_finder_part(finder->arena, what, ':', &rest);
    if (rest == NULL) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "'%s' is neither " SETTING ":NAME nor TABLE:KEY...:COLUMN", what);
    }
    if (strcmp(first, SETTING) == 0) {
        return find_setting(found, finder, bcf_finder_plain(finder->arena, rest, ':'), place, err);
    }
    bcf_code code = find_table(found, finder, first, place, err);
    return code == BCF_OK ? find_cell(found, finder, what, rest, place, err) : code;
}

static bcf_code take_setting(const bcf_override *found, const bcf_finder *finder, bcf_error *err)
{
    const bcf_setting *setting = &finder->run->policy->settings[found->column];
    const char **words = BCF_NEW_ARRAY(finder->arena, setting->value_count + 1, const char *);
    const char *list = "";
    for (size_t i = 0; i < setting->value_count; i++) {
        words[i] = setting->values[i];
        if (strcmp(setting->values[i], found->value) == 0) {
            return BCF_OK;
        }
        list = bcf_arena_print(finder->arena, "%s%s%s", list, i == 0 ? "" : ", ", words[i]);
    }
    return bcf_refuse(err, BCF_REFUSED_DATA, found->place,
                      "setting '%s' has no value '%s'%s; there is: %s", setting->id, found->value,
                      bcf_nearest_hint(finder->arena, found->value, words), list);
}

bcf_code bcf_finder_take(bcf_override *found, const bcf_finder *finder, bcf_error *err)
{
    if (found->table == BCF_TABLE_COUNT) {
        return take_setting(found, finder, err);
    }
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(found->table, &count);
    found->cell = (bcf_cell){.text = found->value};
    return bcf_cell_read(&found->cell, &columns[found->column], found->place, err);
}

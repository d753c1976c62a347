/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "compare_inside.h"
#include "sort.h"
#include "wording.h"

/* Between the cells of a key: no cell of a key can hold it. */
#define KEY_SEPARATOR '\x1F'

typedef struct keyed_row {
    const char *key;
    const bcf_row *row;
} keyed_row;

static int by_key(const void *a, const void *b)
{
    return strcmp(((const keyed_row *)a)->key, ((const keyed_row *)b)->key);
}

static const char *key_of(bcf_arena *arena, bcf_text *text, bcf_table_id id, const bcf_row *row)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    text->length = 0;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].is_key) {
            bcf_text_add(text, row->cells[i].text);
            bcf_text_add_char(text, KEY_SEPARATOR);
        }
    }
    return bcf_arena_text(arena, bcf_text_get(text));
}

static keyed_row *keyed_rows(bcf_arena *arena, bcf_table_id id, const bcf_table *table)
{
    keyed_row *rows = BCF_NEW_ARRAY(arena, table->row_count, keyed_row);
    bcf_text text = {0};
    for (size_t i = 0; i < table->row_count; i++) {
        rows[i] = (keyed_row){key_of(arena, &text, id, &table->rows[i]), &table->rows[i]};
    }
    bcf_text_clear(&text);
    bcf_sort(rows, table->row_count, sizeof *rows, by_key);
    return rows;
}

/* Boards by which rows are told whose they are: of both runs, as the old codes may be gone. */
typedef struct finder {
    const bcf_comparison *in;
    size_t *places[2]; /* of each side's boards in the comparison */
    bool *served[2];   /* [ccg * board_count + board]: where its people live */
} finder;

static const bcf_compare_side *side_of(const bcf_comparison *in, size_t side)
{
    return side == 0 ? &in->old : &in->new;
}

static finder new_finder(const bcf_comparison *in)
{
    finder find = {.in = in};
    for (size_t side = 0; side < 2; side++) {
        const bcf_figures *figures = side_of(in, side)->run->figures;
        const bcf_areas *areas = figures->areas;
        find.places[side] = BCF_NEW_ARRAY(in->arena, areas->board_count, size_t);
        for (size_t i = 0; i < areas->board_count; i++) {
            find.places[side][i] = bcf_compare_board_place(in, areas->boards[i].code);
        }
        find.served[side] = BCF_NEW_ARRAY(in->arena, areas->ccg_count * in->board_count, bool);
        for (size_t i = 0; i < figures->residents_count; i++) {
            const bcf_residents *living = &figures->residents[i];
            size_t board = find.places[side][areas->councils[living->council].board];
            find.served[side][living->ccg * in->board_count + board] = true;
        }
    }
    return find;
}

static void mark_heir(bool *boards, const finder *find, size_t side, const bcf_heir *heir)
{
    const bcf_areas *areas = side_of(find->in, side)->run->figures->areas;
    size_t count = find->in->board_count;
    switch (heir->kind) {
    case BCF_AREA_CCG:
        for (size_t i = 0; i < count; i++) {
            boards[i] = boards[i] || find->served[side][heir->index * count + i];
        }
        return;
    case BCF_AREA_COUNCIL:
        boards[find->places[side][areas->councils[heir->index].board]] = true;
        return;
    case BCF_AREA_DISTRICT:
        boards[find->places[side][areas->councils[areas->districts[heir->index].council].board]] =
            true;
        return;
    }
    BCF_UNREACHABLE("an area of no kind");
}

/* Marks the boards that any code of the row leads to, in the run that the row is of. */
static void mark_boards(bool *boards, const finder *find, size_t side, bcf_table_id id,
                        const bcf_row *row)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    const bcf_areas *areas = side_of(find->in, side)->run->figures->areas;
    for (size_t i = 0; i < count; i++) {
        const char *code = row->cells[i].text;
        if (columns[i].type != BCF_CELL_CODE) {
            continue;
        }
        if (strcmp(columns[i].name, "hwb") == 0) {
            int board = bcf_areas_board(areas, code);
            if (board >= 0) {
                boards[find->places[side][board]] = true;
            }
            continue;
        }
        bcf_heirs heirs = bcf_areas_heirs(areas, code);
        for (size_t j = 0; j < heirs.count; j++) {
            mark_heir(boards, find, side, &heirs.items[j]);
        }
    }
}

static bool is_same_row(bcf_table_id id, const bcf_row *a, const bcf_row *b)
{
    size_t count = 0;
    bcf_table_columns(id, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(bcf_compare_cell_text(a, i), bcf_compare_cell_text(b, i)) != 0) {
            return false;
        }
    }
    return true;
}

typedef struct gathering {
    const finder *find;
    bcf_changed_row *items;
    size_t count;
} gathering;

static void add_changed(gathering *to, bcf_table_id id, const bcf_row *old, const bcf_row *new)
{
    bcf_arena *arena = to->find->in->arena;
    bool *boards = BCF_NEW_ARRAY(arena, to->find->in->board_count, bool);
    if (old != NULL) {
        mark_boards(boards, to->find, 0, id, old);
    }
    if (new != NULL) {
        mark_boards(boards, to->find, 1, id, new);
    }
    BCF_MAKE_ROOM(arena, to->items, to->count);
    to->items[to->count++] = (bcf_changed_row){id, old, new, boards};
}

static void compare_table(gathering *to, bcf_table_id id)
{
    const bcf_comparison *in = to->find->in;
    const bcf_table *tables[] = {&in->old.tables->table[id], &in->new.tables->table[id]};
    const keyed_row *old = keyed_rows(in->arena, id, tables[0]);
    const keyed_row *new = keyed_rows(in->arena, id, tables[1]);
    size_t i = 0;
    size_t j = 0;
    while (i < tables[0]->row_count || j < tables[1]->row_count) {
        int order = i == tables[0]->row_count   ? 1
                    : j == tables[1]->row_count ? -1
                                                : by_key(&old[i], &new[j]);
        if (order != 0) {
            add_changed(to, id, order < 0 ? old[i].row : NULL, order < 0 ? NULL : new[j].row);
        } else if (!is_same_row(id, old[i].row, new[j].row)) {
            add_changed(to, id, old[i].row, new[j].row);
        }
        i += order <= 0;
        j += order >= 0;
    }
}

bcf_changed_rows bcf_compare_rows(const bcf_comparison *comparison)
{
    finder find = new_finder(comparison);
    gathering to = {.find = &find};
    for (size_t id = 0; id < BCF_TABLE_COUNT; id++) {
        for (size_t step = 0; step < comparison->step_count; step++) {
            if (comparison->steps[step].tables[id]) {
                compare_table(&to, (bcf_table_id)id);
                break;
            }
        }
    }
    return (bcf_changed_rows){to.items, to.count};
}

const char *bcf_compare_cell_text(const bcf_row *row, size_t column)
{
    const char *text = row == NULL ? NULL : row->cells[column].text;
    return text == NULL ? "" : text; /* a column that the file does not have */
}

size_t bcf_compare_next_column(const bcf_changed_row *row, size_t column)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(row->table, &count);
    while (column < count
           && (columns[column].is_key
               || strcmp(bcf_compare_cell_text(row->old, column),
                         bcf_compare_cell_text(row->new, column))
                      == 0)) {
        column++;
    }
    return column;
}

/* A cell of the row by its column's name, "" where the table has none. */
static const char *named_cell(const bcf_changed_row *row, const char *name)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(row->table, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(columns[i].name, name) == 0) {
            return bcf_compare_cell_text(row->new != NULL ? row->new : row->old, i);
        }
    }
    return "";
}

static bool is_empty_or(const char *text, const char *wanted)
{
    return text[0] == '\0' || strcmp(text, wanted) == 0;
}

/* "release:2015-04:local" -> its payment and part. */
static void split_item(bcf_arena *arena, const char *id, const char **payment, const char **part)
{
    const char *first = strchr(id, ':') + 1;
    const char *second = strchr(first, ':');
    *payment = bcf_arena_text_part(arena, first, (size_t)(second - first));
    *part = second + 1;
}

/* True if either run takes the reading. */
static bool is_read(const bcf_comparison *in, const char *setting, const char *value)
{
    return bcf_settings_is(in->old.run->settings, setting, value)
           || bcf_settings_is(in->new.run->settings, setting, value);
}

/* True if either policy pays by admissions of this metric: then all of its payments hang on it. */
static bool is_admissions(const bcf_comparison *in, const char *metric)
{
    for (size_t side = 0; side < 2; side++) {
        const bcf_policy *policy = side_of(in, side)->policy;
        const bcf_performance *performance = policy->performance;
        if (performance != NULL && performance->admissions != NULL
            && bcf_policy_find(policy, BCF_NAME_METRIC, metric)
                   == (int)performance->admissions->metric) {
            return true;
        }
    }
    return false;
}

/* April's outturn may be October's baseline. */
static bool moves_metric(const bcf_comparison *in, const bcf_changed_row *row, const char *payment,
                         const char *part)
{
    const char *metric = named_cell(row, "metric");
    if (metric[0] != '\0' && is_admissions(in, metric)) {
        return true;
    }
    const char *of_row = named_cell(row, "payment");
    bool is_baseline = row->table == BCF_TABLE_OUTTURN
                       && is_read(in, "october-baseline", "april-outturn")
                       && strcmp(of_row, payment) < 0; /* April's is October's baseline */
    return is_empty_or(metric, part) && (is_baseline || is_empty_or(of_row, payment));
}

/* One condition may be held for another's sake. */
static bool moves_condition(const bcf_comparison *in, const bcf_changed_row *row, const char *part)
{
    return is_empty_or(named_cell(row, "condition"), part)
           || is_read(in, "conditions-split", "all-or-nothing");
}

/* True if an amount of the pool can hang on the table: areas, people, weights. */
static bool is_of_pool(bcf_table_id id)
{
    return id <= BCF_TABLE_SUCCESSORS && id != BCF_TABLE_MANIFEST;
}

/* The indicator that shares a component out, or NULL where it is a formula of several. */
static const char *indicator_of(const bcf_compare_side *side, const char *component)
{
    for (size_t i = 0; i < side->policy->component_count; i++) {
        const bcf_component *one = &side->policy->components[i];
        if (strcmp(one->id, component) != 0) {
            continue;
        }
        const char *id = bcf_settings_choose(side->run->settings, &one->whens, one->formula);
        const bcf_formula *formula = bcf_policy_formula(side->policy, id);
        if (formula->kind == BCF_FORMULA_PUBLISHED) {
            return bcf_settings_choose(side->run->settings, &formula->as.published.whens,
                                       formula->as.published.indicator);
        }
    }
    return NULL;
}

static bool moves_component(const bcf_comparison *in, const bcf_changed_row *row,
                            const bcf_compare_item *item)
{
    const char *component = strchr(item->id, ':') + 1;
    const char *indicator = named_cell(row, "indicator");
    if (indicator[0] == '\0') {
        return is_of_pool(row->table);
    }
    const char *old = indicator_of(&in->old, component);
    const char *new = indicator_of(&in->new, component);
    return (old == NULL && new == NULL) || (old != NULL && strcmp(old, indicator) == 0)
           || (new != NULL &&strcmp(new, indicator) == 0);
}

/* True unless the row is of what strands are shared out by, and not of what they are under the
 * readings of either run. */
static bool moves_basis(const bcf_comparison *in, const bcf_changed_row *row)
{
    if (row->table == BCF_TABLE_LETTERS) {
        return is_read(in, "p4p-share-basis", "published")
               && strcmp(named_cell(row, "item"), "payment-for-performance") == 0;
    }
    if (row->table != BCF_TABLE_INDICATORS && row->table != BCF_TABLE_CONTROLS) {
        return true;
    }
    bool is_whole = is_read(in, "p4p-share-basis", "whole-pool");
    const bcf_compare_side *sides[] = {&in->old, &in->new};
    for (size_t side = 0; side < 2; side++) {
        const bcf_policy *policy = sides[side]->policy;
        for (size_t i = 0; i < policy->component_count; i++) {
            const bcf_component *one = &policy->components[i];
            const char *indicator = indicator_of(sides[side], one->id);
            bool is_basis = is_whole || one->route == BCF_ROUTE_CCG;
            if (is_basis
                && (indicator == NULL || strcmp(indicator, named_cell(row, "indicator")) == 0)) {
                return true;
            }
        }
    }
    return false;
}

static bool moves_payment(const bcf_comparison *in, const bcf_changed_row *row,
                          const bcf_compare_item *item)
{
    const char *payment = NULL;
    const char *part = NULL;
    split_item(in->arena, item->id, &payment, &part);
    bool is_local = row->table != BCF_TABLE_LOCAL_METRICS || strcmp(part, "local") == 0;
    return is_local && moves_metric(in, row, payment, part) && moves_condition(in, row, part)
           && moves_basis(in, row);
}

bool bcf_compare_row_moves(const bcf_comparison *comparison, const bcf_changed_row *row,
                           size_t step, size_t item)
{
    const bcf_compare_item *of = &comparison->items[item];
    if (!comparison->steps[step].tables[row->table]) {
        return false;
    }
    return of->is_release ? moves_payment(comparison, row, of)
                          : moves_component(comparison, row, of);
}

/* "Apr-Dec 2014", "Oct 2014-Mar 2015", "May 2015". */
static const char *months_in_words(bcf_arena *arena, const char *text)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    bcf_error unheard = {0};
    bcf_period period;
    if (bcf_period_parse(&period, text, "period", (bcf_place){0}, &unheard) != BCF_OK) {
        return text; /* of an indicator: free text */
    }
    int first_year = period.first / 12;
    int last_year = period.last / 12;
    const char *first = names[period.first % 12];
    const char *last = names[period.last % 12];
    if (period.first == period.last) {
        return bcf_arena_print(arena, "%s %d", first, first_year);
    }
    if (first_year == last_year) {
        return bcf_arena_print(arena, "%s-%s %d", first, last, first_year);
    }
    return bcf_arena_print(arena, "%s %d-%s %d", first, first_year, last, last_year);
}

static const char *area_name(const bcf_comparison *in, const char *code)
{
    for (size_t side = 2; side-- > 0;) {
        const bcf_areas *areas = side_of(in, side)->run->figures->areas;
        const bcf_known_code *known = bcf_codes_find(&areas->codes, code);
        if (known != NULL && !known->is_ended) {
            return bcf_areas_name(areas, known->heirs.items[0].kind, known->heirs.items[0].index);
        }
    }
    return code;
}

const char *bcf_compare_row_text(const bcf_comparison *comparison, const bcf_changed_row *row)
{
    bcf_arena *arena = comparison->arena;
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(row->table, &count);
    const bcf_row *shown = row->new != NULL ? row->new : row->old;
    const char *words = "";
    const char *period = "";
    for (size_t i = 0; i < count; i++) {
        const char *cell = bcf_compare_cell_text(shown, i);
        bool is_area = columns[i].type == BCF_CELL_CODE;
        bool is_board = strcmp(columns[i].name, "hwb") == 0;
        bool is_told = strcmp(columns[i].name, "definition") == 0
                       || strcmp(columns[i].name, "payment") == 0; /* by the item, if at all */
        if (!columns[i].is_key || is_board || is_told || cell[0] == '\0') {
            continue;
        }
        if (strstr(columns[i].name, "period") != NULL) {
            period = months_in_words(arena, cell);
            continue;
        }
        words = bcf_arena_print(arena, "%s%s%s", words,
                                words[0] == '\0' ? ""
                                : is_area        ? " in "
                                                 : " ",
                                is_area ? area_name(comparison, cell) : cell);
    }
    return bcf_arena_print(arena, "%s%s%s%s%s", words, words[0] == '\0' ? "" : " ",
                           bcf_table_name(row->table), period[0] == '\0' ? "" : " ", period);
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "home.h"
#include "reconcile_inside.h"

/* What the run's own dataset calls each area: so that figures of CCGs that merged since, or had not
 * merged yet, can be held against one another. */
void bcf_reconcile_name_areas(vintage *of, bcf_arena *arena, const bcf_areas *today)
{
    const bcf_areas *areas = of->figures->areas;
    of->ccgs = BCF_NEW_ARRAY(arena, areas->ccg_count, const char *);
    of->councils = BCF_NEW_ARRAY(arena, areas->council_count, const char *);
    of->districts = BCF_NEW_ARRAY(arena, areas->district_count, const char *);
    for (size_t i = 0; i < areas->ccg_count; i++) {
        of->ccgs[i] = bcf_reconcile_today(today, areas->ccgs[i].code);
    }
    for (size_t i = 0; i < areas->council_count; i++) {
        of->councils[i] = bcf_reconcile_today(today, areas->councils[i].code);
    }
    for (size_t i = 0; i < areas->district_count; i++) {
        of->districts[i] = bcf_reconcile_today(today, areas->districts[i].code);
    }
}

static bcf_code check_figures(vintage *of, const reconciler *by, bcf_error *err)
{
    bcf_home home = {0};
    bcf_code code = bcf_home_find(&home, by->arena, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_notes unheard = {.arena = by->arena};
    bcf_figures_options options = {
        .formulas_home = home.formulas,
        .schema_path = home.schema,
        .as_at = by->run->order->as_at,
    };
    code =
        bcf_figures_read(&of->figures, by->arena, of->tables, by->policy, &options, &unheard, err);
    if (code == BCF_OK) {
        bcf_reconcile_name_areas(of, by->arena, by->run->figures->areas);
    }
    return code;
}

static void keep(vintage_list *to, bcf_arena *arena, vintage *one)
{
    BCF_MAKE_ROOM(arena, to->items, to->count);
    to->items[to->count++] = one;
}

static void keep_absent(vintage_list *to, bcf_arena *arena, const char *words)
{
    BCF_MAKE_ROOM(arena, to->absent, to->absent_count);
    to->absent[to->absent_count++] = words;
}

/* A dataset that somebody named must be good. */
static bcf_code read_folder(vintage_list *to, reconciler *of, const char *folder)
{
    vintage *one = BCF_NEW(of->arena, vintage);
    bcf_notes unheard = {.arena = of->arena};
    bcf_code code = bcf_tables_read(&one->tables, of->arena, folder, &unheard, of->err);
    if (code == BCF_OK) {
        code = check_figures(one, of, of->err);
    }
    if (code != BCF_OK) {
        return code;
    }
    one->label = bcf_arena_print(of->arena, "the data of %s (%s)", folder, one->tables->vintage);
    keep(to, of->arena, one);
    return BCF_OK;
}

static const char *text_of(bcf_table_id id, const bcf_row *row, const char *column)
{
    return bcf_row_cell(id, row, column)->text;
}

static bool has_word(const char *const words[], size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return true;
        }
    }
    return false;
}

/* The tables, with the mergers that end in one code undone. */
typedef struct undoing {
    reconciler *of;
    const char *into; /* the code that came of them */
    const char **codes;
    size_t code_count;
} undoing;

static bool is_successor_row(const undoing *un, const bcf_row *row)
{
    return strcmp(text_of(BCF_TABLE_SUCCESSORS, row, "successor"), un->into) == 0;
}

/* True if the area has people of its own: not only those of its predecessors. */
static bool has_own_people(const undoing *un)
{
    const bcf_table *table = &un->of->run->tables->table[BCF_TABLE_RESIDENTS];
    for (size_t i = 0; i < table->row_count; i++) {
        if (strcmp(text_of(BCF_TABLE_RESIDENTS, &table->rows[i], "ccg"), un->into) == 0) {
            return true;
        }
    }
    return false;
}

static bcf_row *copy_without(const undoing *un, bcf_table_id id, size_t *count, size_t room)
{
    const bcf_table *table = &un->of->run->tables->table[id];
    bcf_row *rows = BCF_NEW_ARRAY(un->of->arena, table->row_count + room, bcf_row);
    bool is_kept = id != BCF_TABLE_CCGS || has_own_people(un);
    *count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        bool is_gone = id == BCF_TABLE_SUCCESSORS
                           ? is_successor_row(un, row)
                           : !is_kept && strcmp(text_of(id, row, "ccg"), un->into) == 0;
        if (!is_gone) {
            rows[(*count)++] = *row;
        }
    }
    return rows;
}

/* A CCG as if it had never ended. Nobody kept its name: its code stands for it. */
static bcf_row listed_again(const undoing *un, const char *code)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(BCF_TABLE_CCGS, &count);
    bcf_cell *cells = BCF_NEW_ARRAY(un->of->arena, count, bcf_cell);
    for (size_t i = 0; i < count; i++) {
        cells[i].text =
            columns[i].type == BCF_CELL_CODE || columns[i].type == BCF_CELL_NAME ? code : "";
    }
    const bcf_table *table = &un->of->run->tables->table[BCF_TABLE_CCGS];
    return (bcf_row){.place = {.file = table->file}, .cells = cells};
}

/* How many areas have a value of an indicator, and whether one that ended is among them. */
static size_t count_values(const undoing *un, const bcf_row *control, bool *has_ended)
{
    const bcf_table *table = &un->of->run->tables->table[BCF_TABLE_INDICATORS];
    size_t count = 0;
    *has_ended = false;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        if (strcmp(text_of(BCF_TABLE_INDICATORS, row, "indicator"),
                   text_of(BCF_TABLE_CONTROLS, control, "indicator"))
                != 0
            || strcmp(text_of(BCF_TABLE_INDICATORS, row, "period"),
                      text_of(BCF_TABLE_CONTROLS, control, "period"))
                   != 0) {
            continue;
        }
        count++;
        *has_ended =
            *has_ended
            || has_word(un->codes, un->code_count, text_of(BCF_TABLE_INDICATORS, row, "area"));
    }
    return count;
}

/* The national total holds whoever merged; the number of areas is that of the values then. */
static bcf_row recounted(const undoing *un, const bcf_row *control)
{
    bool has_ended = false;
    size_t count = count_values(un, control, &has_ended);
    size_t column_count = 0;
    const bcf_column *columns = bcf_table_columns(BCF_TABLE_CONTROLS, &column_count);
    bcf_row row = *control;
    if (!has_ended) {
        return row;
    }
    bcf_cell *cells = BCF_NEW_ARRAY(un->of->arena, column_count, bcf_cell);
    memcpy(cells, control->cells, column_count * sizeof *cells);
    size_t areas = bcf_table_column(BCF_TABLE_CONTROLS, "areas");
    cells[areas].text = bcf_arena_print(un->of->arena, "%zu", count);
    bcf_error err = {0};
    bcf_code code = bcf_cell_read(&cells[areas], &columns[areas], row.place, &err);
    BCF_ASSERT(code == BCF_OK);
    row.cells = cells;
    return row;
}

static const bcf_tables *undone(const undoing *un)
{
    bcf_tables *tables = BCF_NEW(un->of->arena, bcf_tables);
    *tables = *un->of->run->tables;
    bcf_table *successors = &tables->table[BCF_TABLE_SUCCESSORS];
    successors->rows = copy_without(un, BCF_TABLE_SUCCESSORS, &successors->row_count, 0);
    bcf_table *ccgs = &tables->table[BCF_TABLE_CCGS];
    bcf_row *rows = copy_without(un, BCF_TABLE_CCGS, &ccgs->row_count, un->code_count);
    for (size_t i = 0; i < un->code_count; i++) {
        rows[ccgs->row_count++] = listed_again(un, un->codes[i]);
    }
    ccgs->rows = rows;
    bcf_table *controls = &tables->table[BCF_TABLE_CONTROLS];
    bcf_row *recount = BCF_NEW_ARRAY(un->of->arena, controls->row_count, bcf_row);
    for (size_t i = 0; i < controls->row_count; i++) {
        recount[i] = recounted(un, &controls->rows[i]);
    }
    controls->rows = recount;
    return tables;
}

static const char *list_codes(const undoing *un)
{
    const char *list = "";
    for (size_t i = 0; i < un->code_count; i++) {
        list = bcf_arena_print(un->of->arena, "%s%s%s", list, i == 0 ? "" : ", ", un->codes[i]);
    }
    return list;
}

/* Why the tables cannot tell what was there before; NULL where they can. */
static const char *cannot_undo(const undoing *un)
{
    const bcf_known_code *into = bcf_codes_find(&un->of->run->figures->areas->codes, un->into);
    if (into == NULL || into->heirs.count == 0 || into->heirs.items[0].kind != BCF_AREA_CCG) {
        return "the tables do not say what these councils or districts belonged to";
    }
    if (into->is_ended) {
        return "its successor has ended too";
    }
    for (size_t i = 0; i < un->code_count; i++) {
        const bcf_known_code *code =
            bcf_codes_find(&un->of->run->figures->areas->codes, un->codes[i]);
        if (code->successor_count != 1) {
            return "it was split among several";
        }
        if (code->predecessor_count != 0) {
            return "it came of a merger itself";
        }
    }
    return NULL;
}

static void undo(vintage_list *to, const undoing *un)
{
    bcf_arena *arena = un->of->arena;
    const char *words =
        bcf_arena_print(arena, "without the merger of %s into %s", list_codes(un), un->into);
    const char *why = cannot_undo(un);
    vintage *one = BCF_NEW(arena, vintage);
    one->label = words;
    if (why == NULL) {
        bcf_error *err = BCF_NEW(arena, bcf_error);
        one->tables = undone(un);
        why = check_figures(one, un->of, err) == BCF_OK ? NULL : err->messages[0];
    }
    if (why == NULL) {
        keep(to, arena, one);
    } else {
        keep_absent(to, arena, bcf_arena_print(arena, "%s: %s", words, why));
    }
}

#define MERGERS_MAX 20 /* each takes as long as a dataset */

/* Each code that came of a merger, once, in the order of the table. */
static void undo_mergers(vintage_list *to, reconciler *of)
{
    const bcf_table *table = &of->run->tables->table[BCF_TABLE_SUCCESSORS];
    const char *done[MERGERS_MAX];
    size_t done_count = 0;
    for (size_t i = 0; table->is_there && i < table->row_count; i++) {
        undoing un = {.of = of,
                      .into = text_of(BCF_TABLE_SUCCESSORS, &table->rows[i], "successor")};
        if (has_word(done, done_count, un.into)) {
            continue;
        }
        if (done_count == MERGERS_MAX) {
            keep_absent(to, of->arena,
                        bcf_arena_print(of->arena, "more mergers than %d", MERGERS_MAX));
            return;
        }
        done[done_count++] = un.into;
        for (size_t j = i; j < table->row_count; j++) {
            if (is_successor_row(&un, &table->rows[j])) {
                BCF_MAKE_ROOM(of->arena, un.codes, un.code_count);
                un.codes[un.code_count++] = text_of(BCF_TABLE_SUCCESSORS, &table->rows[j], "code");
            }
        }
        undo(to, &un);
    }
}

bcf_code bcf_reconcile_vintages(vintage_list *out, reconciler *of, const char *const folders[],
                                size_t folder_count)
{
    for (size_t i = 0; i < folder_count; i++) {
        bcf_code code = read_folder(out, of, folders[i]);
        if (code != BCF_OK) {
            return code;
        }
    }
    undo_mergers(out, of);
    return BCF_OK;
}

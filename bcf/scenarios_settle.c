/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "home.h"
#include "scenarios_inside.h"
#include "sweep.h"

/* One scenario, while it is worked out. */
typedef struct settling {
    bcf_arena *arena;
    const bcf_run *base;
    const bcf_scenario *scenario;
    bcf_run *run;                  /* begins as the base; what must be, is worked out again */
    bool changed[BCF_TABLE_COUNT]; /* tables */
    unsigned turns;                /* a set of bcf_turn: what its readings may move */
    bool is_allocated;             /* again */
    bool is_counted;               /* admissions, again */
    bool is_scored;                /* some score, again */
    bcf_notes unheard;             /* a scenario is no news about the run */
    bcf_error *err;
} settling;

static bool is_any(const settling *work, const bcf_table_id ids[], size_t count)
{
    bool any = bcf_figures_have_moved(work->changed);
    for (size_t i = 0; i < count; i++) {
        any = any || work->changed[ids[i]];
    }
    return any;
}

#define IS_ANY(work, ids) is_any((work), (ids), sizeof(ids) / sizeof(ids)[0])

/* True if the cell says that already: the row is then as it was published. */
static bool is_as_before(const settling *work, const bcf_override *override)
{
    const bcf_row *row = &work->base->tables->table[override->table].rows[override->row];
    return strcmp(row->cells[override->column].text, override->cell.text) == 0;
}

static void look_at_overrides(settling *work)
{
    const bcf_policy *policy = work->base->policy;
    for (size_t i = 0; i < work->scenario->count; i++) {
        const bcf_override *override = &work->scenario->overrides[i];
        if (override->table != BCF_TABLE_COUNT) {
            work->changed[override->table] |= !is_as_before(work, override);
            continue;
        }
        const char *id = policy->settings[override->column].id;
        if (strcmp(bcf_settings_value(work->base->settings, id), override->value) != 0) {
            work->turns |= bcf_sweep_asked_by(policy, id);
        }
    }
}

/* The place of the column that says how real a row is; the number of columns where it has none. */
static size_t status_column(bcf_table_id id, const bcf_table *table, size_t count)
{
    const bcf_column *columns = bcf_table_columns(id, &count);
    size_t i = 0;
    while (i < count && !(columns[i].type == BCF_CELL_STATUS && table->column_is_there[i] != 0)) {
        i++;
    }
    return i;
}

/* The rows of a table, those that the scenario changes with cells of their own. */
static void change_table(settling *work, bcf_table *table, bcf_table_id id)
{
    size_t count = 0;
    bcf_table_columns(id, &count);
    size_t status = status_column(id, table, count);
    const bcf_row *before = table->rows;
    bcf_row *rows = BCF_NEW_ARRAY(work->arena, table->row_count, bcf_row);
    memcpy(rows, before, table->row_count * sizeof *rows);
    table->rows = rows;
    for (size_t i = 0; i < work->scenario->count; i++) {
        const bcf_override *override = &work->scenario->overrides[i];
        if (override->table != id || is_as_before(work, override)) {
            continue;
        }
        bcf_cell *cells = (bcf_cell *)(uintptr_t)rows[override->row].cells;
        if (cells == before[override->row].cells) {
            cells = BCF_NEW_ARRAY(work->arena, count, bcf_cell);
            memcpy(cells, before[override->row].cells, count * sizeof *cells);
            if (status < count) {
                cells[status].as.status = BCF_STATUS_ILLUSTRATIVE;
            }
            rows[override->row].cells = cells;
        }
        cells[override->column] = override->cell;
    }
    if (status == count) {
        table->status = BCF_STATUS_ILLUSTRATIVE;
    }
}

static bcf_code change_tables(settling *work)
{
    bcf_tables *tables = BCF_NEW(work->arena, bcf_tables);
    *tables = *work->base->tables;
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        if (work->changed[i]) {
            bcf_table_id id = (bcf_table_id)i;
            change_table(work, &tables->table[i], id);
            bcf_code one = bcf_tables_check_sums(tables, id, work->err);
            code = code == BCF_OK ? one : code;
        }
    }
    work->run->tables = tables;
    return code;
}

static bcf_code read_figures(settling *work)
{
    bool has_changed = false;
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        has_changed = has_changed || work->changed[i];
    }
    if (!has_changed) {
        return BCF_OK;
    }
    bcf_code code = change_tables(work);
    bcf_home home = {0};
    if (code == BCF_OK && bcf_figures_have_moved(work->changed)) {
        /* names are looked up again, also in other policies */
        code = bcf_home_find(&home, work->arena, work->err);
    }
    if (code != BCF_OK) {
        return code;
    }
    bcf_figures_options options = {.formulas_home = home.formulas,
                                   .schema_path = home.schema,
                                   .as_at = work->base->order->as_at,
                                   .plan_notes = &work->unheard};
    return bcf_figures_change(&work->run->figures, work->arena, work->base->figures,
                              work->run->tables, work->changed, &options, &work->unheard,
                              work->err);
}

static bool waits_for_decisions(const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        if (policy->components[i].decision != NULL) {
            return true;
        }
    }
    return false;
}

static bcf_code allocate(settling *work)
{
    static const bcf_table_id ids[] = {BCF_TABLE_RESIDENTS, BCF_TABLE_INDICATORS,
                                       BCF_TABLE_CONTROLS};
    bool is_decided = work->changed[BCF_TABLE_DECISIONS] && waits_for_decisions(work->base->policy);
    work->is_allocated =
        IS_ANY(work, ids) || is_decided || (work->turns & BCF_TURN_ALLOCATION) != 0;
    return work->is_allocated
               ? bcf_allocate(&work->run->allocation, work->arena, work->run->figures,
                              work->run->settings, &work->unheard, work->err)
               : BCF_OK;
}

static bcf_code count_admissions(settling *work)
{
    static const bcf_table_id ids[] = {BCF_TABLE_RESIDENTS, BCF_TABLE_ACTIVITY,
                                       BCF_TABLE_AMBITIONS};
    work->is_counted = work->base->admissions != NULL && IS_ANY(work, ids);
    return work->is_counted ? bcf_admissions_count(&work->run->admissions, work->arena,
                                                   work->run->figures, &work->unheard, work->err)
                            : BCF_OK;
}

/* The boards whose ambitions and outturn a scenario changes, and no others. */
static bool *boards_changed(const settling *work)
{
    const bcf_areas *areas = work->base->figures->areas;
    bool *is_changed = BCF_NEW_ARRAY(work->arena, areas->board_count, bool);
    for (size_t i = 0; i < work->scenario->count; i++) {
        const bcf_override *override = &work->scenario->overrides[i];
        if (override->table == BCF_TABLE_AMBITIONS || override->table == BCF_TABLE_OUTTURN) {
            const bcf_row *row = &work->run->tables->table[override->table].rows[override->row];
            int board = bcf_areas_board(areas, bcf_row_cell(override->table, row, "hwb")->text);
            BCF_ASSERT(board >= 0); /* the gate let it through */
            is_changed[board] = true;
        }
    }
    return is_changed;
}

/* Scores of the boards that changed; the others' are those of the base. */
static bcf_code score_some(settling *work)
{
    const bcf_scores *before = work->base->scores;
    const bool *is_changed = boards_changed(work);
    bcf_score *items = BCF_NEW_ARRAY(work->arena, before->count, bcf_score);
    memcpy(items, before->items, before->count * sizeof *items);
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < before->count; i++) {
        if (is_changed[items[i].board]) {
            code = bcf_score_one(&items[i], work->arena, work->run->figures, work->run->settings,
                                 before->items[i].part, before->items[i].board, &work->unheard,
                                 work->err);
        }
    }
    bcf_scores *scores = BCF_NEW(work->arena, bcf_scores);
    *scores = *before;
    scores->items = items;
    work->run->scores = scores;
    return code;
}

static bcf_code score(settling *work)
{
    static const bcf_table_id all[] = {BCF_TABLE_LOCAL_METRICS};
    static const bcf_table_id some[] = {BCF_TABLE_AMBITIONS, BCF_TABLE_OUTTURN};
    bool is_all = work->is_counted || IS_ANY(work, all) || (work->turns & BCF_TURN_SCORE) != 0;
    bool is_some = work->base->admissions == NULL && IS_ANY(work, some);
    work->is_scored = is_all || is_some;
    if (is_all) {
        return bcf_score_boards(&work->run->scores, work->arena, work->run->figures,
                                work->run->settings, work->run->admissions, &work->unheard,
                                work->err);
    }
    return is_some ? score_some(work) : BCF_OK;
}

static bcf_code release(settling *work)
{
    static const bcf_table_id ids[] = {BCF_TABLE_CONDITIONS, BCF_TABLE_DECISIONS,
                                       BCF_TABLE_LETTERS};
    bool is_released = work->is_allocated || work->is_counted || work->is_scored
                       || IS_ANY(work, ids) || (work->turns & ~(unsigned)BCF_TURN_BALANCE) != 0;
    return is_released
               ? bcf_release_payments(&work->run->release, work->arena, work->run->figures,
                                      work->run->settings, work->run->allocation, work->run->scores,
                                      work->run->admissions, &work->unheard, work->err)
               : BCF_OK;
}

static bcf_code settle(settling *work)
{
    bcf_code code = read_figures(work);
    if (code == BCF_OK) {
        code = allocate(work);
    }
    if (code != BCF_OK || work->base->release == NULL) {
        return code;
    }
    code = count_admissions(work);
    if (code == BCF_OK) {
        code = score(work);
    }
    return code == BCF_OK ? release(work) : code;
}

/* The first refusal, without the folder of this machine, and how many more there are. */
static const char *reason(bcf_arena *arena, const bcf_run *run, const bcf_error *err)
{
    const char *sentence = err->messages[0];
    const char *folder = run->tables->folder;
    size_t length = strlen(folder);
    if (length > 0 && strncmp(sentence, folder, length) == 0) {
        sentence += length + strspn(sentence + length, "/: ");
    }
    size_t more = err->count - 1 + err->dropped;
    return more == 0 ? bcf_arena_text(arena, sentence)
                     : bcf_arena_print(arena, "%s (and %zu more)", sentence, more);
}

bcf_code bcf_scenarios_settle(bcf_scenario_outcome *out, bcf_arena *arena,
                              const bcf_scenarios *scenarios, size_t which,
                              const bcf_outputs *outputs, bcf_error *err)
{
    bcf_run *run = BCF_NEW(arena, bcf_run);
    *run = *scenarios->run;
    run->arena = arena;
    bcf_error why = {0};
    settling work = {.arena = arena,
                     .base = scenarios->run,
                     .scenario = &scenarios->items[which],
                     .run = run,
                     .unheard = {.arena = arena},
                     .err = &why};
    /* only where one differs: they are looked up by their names, again and again */
    look_at_overrides(&work);
    if (work.turns != 0) {
        run->settings = (bcf_settings *)(uintptr_t)bcf_scenarios_settings(arena, scenarios, which);
    }
    bcf_code code = settle(&work);
    *out = (bcf_scenario_outcome){.no_data = NULL};
    if (code == BCF_FAILED_MACHINE) {
        *err = why;
        return code;
    }
    if (code != BCF_OK) {
        out->no_data = reason(arena, scenarios->run, &why);
        return BCF_OK;
    }
    bcf_money *amounts = BCF_NEW_ARRAY(arena, outputs->count, bcf_money);
    bcf_status *statuses = BCF_NEW_ARRAY(arena, outputs->count, bcf_status);
    bcf_outputs_measure(amounts, statuses, outputs, run);
    out->amounts = amounts;
    out->statuses = statuses;
    return BCF_OK;
}

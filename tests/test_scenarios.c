/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, in dataset.h */

#include "scenarios_inside.h"

#include "support/dataset.h"

static bcf_arena *arena;
static bcf_error err;

static void set_up(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static const bcf_run *run_of(const char *policy, const char *assignment)
{
    bcf_order *order = BCF_NEW(arena, bcf_order);
    const char **assignments = BCF_NEW_ARRAY(arena, 1, const char *);
    assignments[0] = assignment;
    *order = (bcf_order){.policy = policy,
                         .dataset = BCF_ROOT "/fixtures/shire",
                         .assignments = assignments,
                         .assignment_count = assignment == NULL ? 0 : 1};
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, order, BCF_STAGE_MONEY, "test", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return run;
}

static bcf_outputs all_outputs(const bcf_run *run)
{
    bcf_outputs outputs;
    const char *wanted =
        run->release == NULL ? "allocated,allocate" : "allocated,released,held,allocate,release";
    bcf_code code =
        bcf_outputs_choose(&outputs, arena, run, (bcf_scope){BCF_SCOPE_ALL, 0}, wanted, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return outputs;
}

static const bcf_scenarios *vary(const bcf_run *run, const char *words)
{
    const bcf_scenarios *scenarios = NULL;
    bcf_code code = bcf_scenarios_vary(&scenarios, arena, run, &words, 1, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return scenarios;
}

/* What the scenario comes to is what the run comes to; or both are refused. */
static void is_as_settled(const bcf_scenarios *scenarios, size_t which, const bcf_outputs *outputs,
                          const bcf_order *order, const char *words)
{
    bcf_arena *scratch = bcf_arena_new();
    const bcf_run *run = NULL;
    bcf_error why = {0};
    bcf_scenario_outcome outcome;
    bcf_code code = bcf_scenarios_settle(&outcome, scratch, scenarios, which, outputs, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    code = bcf_run_to(&run, scratch, order, BCF_STAGE_MONEY, "test", &why);
    ck_assert_msg((code == BCF_OK) == (outcome.no_data == NULL), "%s: %s, %s", words,
                  outcome.no_data == NULL ? "worked out" : outcome.no_data, why.messages[0]);
    if (code == BCF_OK) {
        bcf_money *amounts = BCF_NEW_ARRAY(scratch, outputs->count, bcf_money);
        bcf_status *statuses = BCF_NEW_ARRAY(scratch, outputs->count, bcf_status);
        bcf_outputs_measure(amounts, statuses, outputs, run);
        for (size_t i = 0; i < outputs->count; i++) {
            ck_assert_msg(amounts[i].pence == outcome.amounts[i].pence, "%s: %s", words,
                          outputs->items[i].id);
            ck_assert_msg(statuses[i] == outcome.statuses[i], "%s: %s", words,
                          outputs->items[i].id);
        }
    }
    bcf_arena_free(scratch);
}

static const char *const policies[] = {"2015-16", "2015-16-revised", "2014-15"};

/* What a setting can move is said in one place, and nothing checks it there. */
START_TEST(every_value_of_every_setting_is_as_settled)
{
    const bcf_run *base = run_of(policies[_i], NULL);
    bcf_outputs outputs = all_outputs(base);
    size_t seen = 0;
    for (size_t i = 0; i < base->policy->setting_count; i++) {
        const bcf_setting *setting = &base->policy->settings[i];
        for (size_t j = 0; j < setting->value_count; j++) {
            const char *words = bcf_arena_print(arena, "%s=%s", setting->id, setting->values[j]);
            const bcf_scenarios *scenarios =
                vary(base, bcf_arena_print(arena, "setting:%s", words));
            ck_assert_uint_eq(2, scenarios->count);
            bcf_order order = *base->order;
            order.assignments = &words;
            order.assignment_count = 1;
            is_as_settled(scenarios, 1, &outputs, &order, words);
            seen++;
        }
    }
    ck_assert_uint_gt(seen, 2);
}
END_TEST

static const char *escaped(const char *cell)
{
    bcf_text text = {0};
    for (; *cell != '\0'; cell++) {
        bool is_special = *cell == ':' || *cell == '\\' || *cell == '=';
        bcf_text_print(&text, "%s%c", is_special ? "\\" : "", *cell);
    }
    const char *words = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return words;
}

static const char *what_of(bcf_table_id id, const bcf_row *row, size_t column)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    const char *what = bcf_table_name(id);
    for (size_t i = 0; i < count; i++) {
        what = columns[i].is_key
                   ? bcf_arena_print(arena, "%s:%s", what, escaped(row->cells[i].text))
                   : what;
    }
    return bcf_arena_print(arena, "%s:%s", what, columns[column].name);
}

/* The tables with one cell changed, and its row illustrative: made without the room. */
static const bcf_tables *changed(const bcf_tables *before, bcf_table_id id, size_t row,
                                 size_t column, const char *value)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    bcf_tables *tables = BCF_NEW(arena, bcf_tables);
    *tables = *before;
    bcf_table *table = &tables->table[id];
    bcf_row *rows = BCF_NEW_ARRAY(arena, table->row_count, bcf_row);
    memcpy(rows, table->rows, table->row_count * sizeof *rows);
    bcf_cell *cells = BCF_NEW_ARRAY(arena, count, bcf_cell);
    memcpy(cells, rows[row].cells, count * sizeof *cells);
    bool is_other = strcmp(cells[column].text, value) != 0;
    bool has_status = false;
    for (size_t i = 0; i < count; i++) {
        if (columns[i].type == BCF_CELL_STATUS && table->column_is_there[i] != 0) {
            has_status = true;
            cells[i].as.status = is_other ? BCF_STATUS_ILLUSTRATIVE : cells[i].as.status;
        }
    }
    cells[column] = (bcf_cell){.text = value};
    bcf_code code = bcf_cell_read(&cells[column], &columns[column], (bcf_place){0}, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    rows[row].cells = cells;
    table->rows = rows;
    table->status = has_status || !is_other ? table->status : BCF_STATUS_ILLUSTRATIVE;
    return tables;
}

/* A value that the column can have; NULL: the test leaves it alone. */
static const char *value_for(const bcf_column *column)
{
    switch (column->type) {
    case BCF_CELL_FIGURE:
    case BCF_CELL_DIVISOR:
    case BCF_CELL_WHOLE:
    case BCF_CELL_MONEY:
    case BCF_CELL_MONEY_OR_NONE:
        return "7";
    case BCF_CELL_WORD:
        return column->words[1];
    case BCF_CELL_CODE:
        return "H2";
    case BCF_CELL_NAME:
    case BCF_CELL_TEXT:
        return "x";
    case BCF_CELL_DATE:
        return "2015-02-03";
    case BCF_CELL_STATUS:
        return "derived";
    case BCF_CELL_PERIOD:
        return NULL;
    }
    BCF_UNREACHABLE("a type that no column has");
}

/* One cell of every column, and of every few rows. */
START_TEST(a_cell_of_every_column_is_as_settled)
{
    const bcf_run *base = run_of(policies[_i], NULL);
    bcf_outputs outputs = all_outputs(base);
    size_t seen = 0;
    for (size_t id = 1; id < BCF_TABLE_COUNT; id++) {
        size_t count = 0;
        const bcf_column *columns = bcf_table_columns((bcf_table_id)id, &count);
        const bcf_table *table = &base->tables->table[id];
        for (size_t row = 0; row < table->row_count; row += 1 + table->row_count / 4) {
            for (size_t column = 0; column < count; column++) {
                const char *value = value_for(&columns[column]);
                if (columns[column].is_key || value == NULL
                    || table->column_is_there[column] == 0) {
                    continue;
                }
                const char *words = bcf_arena_print(
                    arena, "%s=%s", what_of((bcf_table_id)id, &table->rows[row], column), value);
                const bcf_scenarios *scenarios = vary(base, words);
                bcf_read_inputs inputs = {
                    base->policy, changed(base->tables, (bcf_table_id)id, row, column, value)};
                bcf_order order = {.read = &inputs};
                is_as_settled(scenarios, 1, &outputs, &order, words);
                seen++;
            }
        }
    }
    ck_assert_uint_gt(seen, 100);
}
END_TEST

START_TEST(ranges_are_exact)
{
    const bcf_run *run = run_of("2015-16", NULL);
    const bcf_row *row = &run->tables->table[BCF_TABLE_RESIDENTS].rows[0];
    const char *what = what_of(BCF_TABLE_RESIDENTS, row, 2);
    const bcf_scenarios *scenarios = vary(run, bcf_arena_print(arena, "%s=0..0.3/0.1", what));
    static const char *const wanted[] = {"base", "0.0", "0.1", "0.2", "0.3"};
    ck_assert_uint_eq(sizeof wanted / sizeof wanted[0], scenarios->count);
    for (size_t i = 0; i < scenarios->count; i++) {
        ck_assert_str_eq(wanted[i], scenarios->items[i].name);
    }
    scenarios =
        vary(run, bcf_arena_print(arena, "%s=99999999999999990..99999999999999999/3", what));
    ck_assert_uint_eq(5, scenarios->count);
    ck_assert_str_eq("99999999999999999", scenarios->items[4].name);
}
END_TEST

START_TEST(names_are_taken_apart_at_colons_that_no_backslash_stands_before)
{
    const char *rest = NULL;
    ck_assert_str_eq("a\\:b", bcf_finder_part(arena, "a\\:b:c", ':', &rest));
    ck_assert_str_eq("c", rest);
    ck_assert_str_eq("a:b", bcf_finder_plain(arena, "a\\:b", ':'));
    ck_assert_str_eq("a\\", bcf_finder_plain(arena, "a\\\\", ':'));
    ck_assert_str_eq("a\\b", bcf_finder_plain(arena, "a\\b", ':'));
    ck_assert_str_eq("", bcf_finder_part(arena, ":c", ':', &rest));
    ck_assert_str_eq("a\\", bcf_finder_part(arena, "a\\", ':', &rest));
    ck_assert_ptr_null(rest);
}
END_TEST

START_TEST(the_digest_is_of_everything_that_outcomes_hang_on)
{
    const bcf_run *run = run_of("2015-16", NULL);
    const bcf_run *other = run_of("2015-16", "unit=1000");
    bcf_outputs outputs = all_outputs(run);
    bcf_outputs fewer = outputs;
    fewer.count--;
    const bcf_scenarios *scenarios = vary(run, "setting:unit=1,1000");
    const char *const digests[] = {
        bcf_scenarios_digest(arena, scenarios, &outputs),
        bcf_scenarios_digest(arena, scenarios, &fewer),
        bcf_scenarios_digest(arena, vary(run, "setting:unit=1000,1"), &outputs),
        bcf_scenarios_digest(arena, vary(other, "setting:unit=1,1000"), &outputs),
    };
    ck_assert_str_eq(digests[0], bcf_scenarios_digest(arena, scenarios, &outputs));
    for (size_t i = 1; i < sizeof digests / sizeof digests[0]; i++) {
        for (size_t j = 0; j < i; j++) {
            ck_assert_str_ne(digests[i], digests[j]);
        }
    }
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("scenarios");
    TCase *tcase = tcase_create("scenarios");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    ADD_ROWS(tcase, every_value_of_every_setting_is_as_settled, policies);
    ADD_ROWS(tcase, a_cell_of_every_column_is_as_settled, policies);
    tcase_add_test(tcase, ranges_are_exact);
    tcase_add_test(tcase, names_are_taken_apart_at_colons_that_no_backslash_stands_before);
    tcase_add_test(tcase, the_digest_is_of_everything_that_outcomes_hang_on);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(make_suite)

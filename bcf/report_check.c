/* SPDX-License-Identifier: MIT */
#include "report_check.h"

#include <string.h>

/* The rows in the making: their number is not known before. */
typedef struct findings {
    const bcf_run *run;
    bcf_arena *arena;
    const char **cells;
    size_t count;
} findings;

enum { SECTION, ITEM, RESULT, DETAIL, COLUMNS };

static void add(findings *found, const char *section, const char *item, const char *result,
                const char *detail)
{
    const char *const cells[COLUMNS] = {section, item, result, detail};
    for (size_t i = 0; i < COLUMNS; i++) {
        BCF_MAKE_ROOM(found->arena, found->cells, found->count);
        found->cells[found->count++] = cells[i];
    }
}

static void check_tables(findings *found)
{
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        const bcf_table *table = &found->run->tables->table[i];
        const char *name = bcf_table_name((bcf_table_id)i);
        if (!table->is_there) {
            add(found, "tables", name, "absent", "");
            continue;
        }
        const char *rows = bcf_arena_print(found->arena, "%s row%s",
                                           bcf_wording_count(found->arena, table->row_count),
                                           table->row_count == 1 ? "" : "s");
        if (i != BCF_TABLE_MANIFEST) {
            rows = bcf_arena_print(found->arena, "%s, %s, %s", rows, bcf_status_text(table->status),
                                   bcf_report_manifest(found->run, (bcf_table_id)i, "publisher"));
        }
        add(found, "tables", name, "pass", rows);
    }
}

static void check_areas(findings *found)
{
    const bcf_areas *areas = found->run->figures->areas;
    const struct {
        const char *name;
        size_t count;
    } lists[] = {
        {"boards", areas->board_count},       {"councils", areas->council_count},
        {"districts", areas->district_count}, {"housing authorities", areas->housing_count},
        {"CCGs", areas->ccg_count},           {"ended codes", areas->ended_count},
    };
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        add(found, "areas", lists[i].name, "pass", bcf_wording_count(found->arena, lists[i].count));
    }
}

/* People in: the table as it is. People allocated: after ended codes were followed. */
static void check_people(findings *found)
{
    const bcf_run *run = found->run;
    const bcf_table *residents = &run->tables->table[BCF_TABLE_RESIDENTS];
    size_t people = bcf_table_column(BCF_TABLE_RESIDENTS, "people");
    bcf_ratio *in = bcf_ratio_new(found->arena);
    for (size_t i = 0; i < residents->row_count; i++) {
        const bcf_decimal *figure = &residents->rows[i].cells[people].as.figure;
        bcf_ratio_add(in, in, bcf_ratio_of_decimal(found->arena, figure));
    }
    bcf_ratio *allocated = bcf_ratio_new(found->arena);
    for (size_t i = 0; i < run->figures->residents_count; i++) {
        bcf_ratio_add(allocated, allocated, run->figures->residents[i].people);
    }
    bool is_same = bcf_ratio_compare(in, allocated) == 0;
    add(found, "people", "in", "pass", bcf_wording_rate(found->arena, in));
    add(found, "people", "allocated", is_same ? "pass" : "fail",
        bcf_wording_rate(found->arena, allocated));
}

static void check_successors(findings *found)
{
    const bcf_areas *areas = found->run->figures->areas;
    for (size_t i = 0; i < areas->ended_count; i++) {
        const bcf_ended *ended = &areas->ended[i];
        bcf_text list = {0};
        for (size_t j = 0; j < ended->heirs.count; j++) {
            const bcf_heir *heir = &ended->heirs.items[j];
            bcf_text_print(&list, "%s%s (share %s)", j == 0 ? "" : ", ",
                           bcf_areas_code(areas, heir->kind, heir->index),
                           bcf_ratio_exact_text(found->arena, heir->share));
        }
        add(found, "successors", ended->code, "pass",
            bcf_arena_print(found->arena, "-> %s", bcf_text_get(&list)));
        bcf_text_clear(&list);
    }
}

/* A total that the dataset misses was refused on reading: what is left is met. */
static void check_controls(findings *found)
{
    const bcf_policy *policy = found->run->policy;
    const bcf_table *controls = &found->run->tables->table[BCF_TABLE_CONTROLS];
    size_t key = bcf_table_column(BCF_TABLE_CONTROLS, "indicator");
    for (size_t i = 0; i < policy->indicator_count; i++) {
        bool is_met = false;
        for (size_t j = 0; j < controls->row_count; j++) {
            const bcf_cell *cells = controls->rows[j].cells;
            if (strcmp(cells[key].text, policy->indicators[i].id) != 0) {
                continue;
            }
            is_met = true;
            const char *detail =
                bcf_arena_print(found->arena, "%s: %s over %s areas",
                                cells[bcf_table_column(BCF_TABLE_CONTROLS, "period")].text,
                                cells[bcf_table_column(BCF_TABLE_CONTROLS, "total")].text,
                                cells[bcf_table_column(BCF_TABLE_CONTROLS, "areas")].text);
            add(found, "controls", policy->indicators[i].id, "pass", detail);
        }
        if (!is_met) {
            add(found, "controls", policy->indicators[i].id, "absent",
                "no national total to meet: its shares would be of this dataset only");
        }
    }
}

static const char *lacking(const findings *found, bcf_stage stage)
{
    size_t count = 0;
    const bcf_table_id *needed = bcf_run_tables(found->run->policy, stage, &count);
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        if (!found->run->tables->table[needed[i]].is_there) {
            list = bcf_arena_print(found->arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
                                   bcf_table_name(needed[i]));
        }
    }
    return list;
}

static void check_verb(findings *found, const char *verb, bcf_stage stage, bool is_of_performance)
{
    if (is_of_performance && found->run->policy->performance == NULL) {
        add(found, "verbs", verb, "not-applicable", "the policy has no payment for performance");
        return;
    }
    bool has_performance = found->run->policy->performance != NULL;
    const char *list = has_performance ? lacking(found, stage) : "";
    if (*list == '\0') {
        add(found, "verbs", verb, "pass", "");
    } else {
        add(found, "verbs", verb, "absent", bcf_arena_print(found->arena, "lacks %s", list));
    }
}

static void check_verbs(findings *found)
{
    check_verb(found, "allocate", BCF_STAGE_ALLOCATION, false);
    check_verb(found, "score", BCF_STAGE_SCORES, true);
    check_verb(found, "release", BCF_STAGE_RELEASE, true);
    check_verb(found, "settle", BCF_STAGE_SETTLEMENT, false);
}

static void check_notes(findings *found)
{
    size_t count = 0;
    const char *const *notes = bcf_report_notes(found->run, &count);
    for (size_t i = 0; i < count; i++) {
        add(found, "notes", "", "warn", notes[i]);
    }
}

static findings check(const bcf_run *run)
{
    findings found = {.run = run, .arena = run->arena};
    check_tables(&found);
    check_areas(&found);
    check_people(&found);
    check_successors(&found);
    check_controls(&found);
    check_verbs(&found);
    check_notes(&found);
    return found;
}

const bcf_sheet *bcf_report_check(const bcf_run *run)
{
    findings found = check(run);
    bcf_report_rows rows = {.arena = run->arena};
    bcf_report_column(&rows, "section", BCF_SHEET_WORD);
    bcf_report_column(&rows, "item", BCF_SHEET_WORD);
    bcf_report_column(&rows, "result", BCF_SHEET_WORD);
    bcf_report_column(&rows, "detail", BCF_SHEET_WORD);
    rows.cells = found.cells;
    rows.cell_count = found.count;
    return bcf_report_sheet(&rows, "check", run);
}

/* How a section looks on the page. */
typedef struct look {
    const char *section;
    const char *heading;
    const char *item;
    const char *detail;
} look;

static const look *look_of(const char *section)
{
    static const look looks[] = {
        {"tables", "Tables of the dataset", "Table", "Rows, status, publisher"},
        {"areas", "Areas", "Area", "Number"},
        {"people", "People registered with a CCG: all that come in are allocated", "People",
         "Number"},
        {"successors", "Crosswalk: ended codes and who takes over their figures", "Ended code",
         "Taken over by"},
        {"controls", "National totals that the figures must meet", "Indicator", "Total"},
        {"verbs", "What can be computed", "Verb", "Because"},
        {"notes", "Notes", "", ""},
    };
    for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        if (strcmp(looks[i].section, section) == 0) {
            return &looks[i];
        }
    }
    BCF_UNREACHABLE("a section that no page knows");
}

/* Adds the section that begins at `first`; returns where the next one does. */
static size_t add_section(bcf_text *page, const findings *found, size_t first)
{
    const char *section = found->cells[first + SECTION];
    const look *shown = look_of(section);
    const bcf_page_column columns[] = {
        {shown->item, BCF_PAGE_LEFT}, {"Result", BCF_PAGE_LEFT}, {shown->detail, BCF_PAGE_LEFT}};
    bcf_page_table *table = bcf_page_table_new(found->arena, columns, 3);
    size_t next = first;
    for (; next < found->count && strcmp(found->cells[next + SECTION], section) == 0;
         next += COLUMNS) {
        bcf_page_table_row(table, &found->cells[next + ITEM]);
    }
    bcf_page_add_heading(page, shown->heading);
    if (strcmp(section, "notes") != 0) {
        bcf_page_add_table(page, table);
        return next;
    }
    for (size_t i = first; i < next; i += COLUMNS) { /* sentences wrap, tables do not */
        bcf_page_add_paragraph(page,
                               bcf_arena_print(found->arena, "- %s", found->cells[i + DETAIL]), 2);
    }
    return next;
}

void bcf_report_check_page(bcf_text *page, const bcf_run *run)
{
    findings found = check(run);
    bcf_report_add_opening(
        page, run, bcf_arena_print(run->arena, "%s: the dataset, checked", run->policy->title));
    bcf_page_add_paragraph(page, "Nothing was refused: the figures can be used.", 0);
    for (size_t next = 0; next < found.count;) {
        next = add_section(page, &found, next);
    }
    const bcf_next steps[] = {{"allocate", "the allocations"},
                              {"settle -o settlement", "everything, written to a folder"}};
    bcf_report_add_next(page, run, steps, 2);
}

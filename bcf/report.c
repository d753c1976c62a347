/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <string.h>

#include "formula.h"
#include "home.h"

/* Facts besides the settings. */
#define FACTS_MAX 16

static void add_fact(bcf_sheet_fact facts[], size_t *count, const char *name, const char *value)
{
    if (value != NULL) {
        facts[(*count)++] = (bcf_sheet_fact){name, value};
    }
}

const bcf_sheet_fact *bcf_report_facts(const bcf_run *run, size_t *count)
{
    const bcf_policy *policy = run->policy;
    bcf_sheet_fact *facts =
        BCF_NEW_ARRAY(run->arena, FACTS_MAX + policy->setting_count, bcf_sheet_fact);
    *count = 0;
    add_fact(facts, count, "program", bcf_arena_print(run->arena, "bcf %s", bcf_home_version()));
    add_fact(facts, count, "policy", policy->id);
    add_fact(facts, count, "policy-version", policy->version);
    add_fact(facts, count, "policy-title", policy->title);
    if (run->tables != NULL) {
        add_fact(facts, count, "dataset", run->tables->title);
        add_fact(facts, count, "vintage", run->tables->vintage);
    }
    if (run->order->as_at != 0) {
        add_fact(facts, count, "as-at", bcf_wording_date(run->arena, run->order->as_at));
    }
    if (policy->performance != NULL) {
        add_fact(facts, count, "notice", policy->performance->notice);
        add_fact(facts, count, "from-memory", policy->performance->from_memory);
    }
    for (size_t i = 0; i < policy->setting_count; i++) {
        const char *id = policy->settings[i].id;
        add_fact(facts, count, bcf_arena_print(run->arena, "setting:%s", id),
                 bcf_settings_value(run->settings, id));
    }
    return facts;
}

/* The sentence without the folder that its file is in. */
static const char *without_folder(const char *sentence, const char *folder, size_t length)
{
    bool is_in = length > 0 && strncmp(sentence, folder, length) == 0;
    if (!is_in) {
        return sentence;
    }
    const char *rest = sentence + length;
    return rest + strspn(rest, "/");
}

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

const char *const *bcf_report_notes(const bcf_run *run, size_t *count)
{
    const char **sentences = BCF_NEW_ARRAY(run->arena, run->notes.count, const char *);
    const char *dataset = run->tables == NULL ? "" : run->tables->folder;
    const char *policy = run->policy->file;
    for (size_t i = 0; i < run->notes.count; i++) {
        const char *sentence = run->notes.items[i].sentence;
        sentence = without_folder(sentence, dataset, strlen(dataset));
        sentences[i] = without_folder(sentence, policy, folder_length(policy));
    }
    *count = run->notes.count;
    return sentences;
}

void bcf_report_column(bcf_report_rows *rows, const char *name, bcf_sheet_type type)
{
    BCF_MAKE_ROOM(rows->arena, rows->columns, rows->column_count);
    rows->columns[rows->column_count++] = (bcf_sheet_column){name, type};
}

void bcf_report_columns(bcf_report_rows *rows, const bcf_sheet_column columns[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bcf_report_column(rows, columns[i].name, columns[i].type);
    }
}

void bcf_report_board_columns(bcf_report_rows *rows, bool with_names,
                              const bcf_sheet_column columns[], size_t count)
{
    bcf_report_column(rows, "hwb", BCF_SHEET_WORD);
    if (with_names) {
        bcf_report_column(rows, "hwb_name", BCF_SHEET_WORD);
    }
    bcf_report_columns(rows, columns, count);
}

const char **bcf_report_part_readings(const bcf_run *run,
                                      void (*add)(bcf_readings *readings, size_t part))
{
    size_t count = run->policy->performance->part_count;
    const char **texts = BCF_NEW_ARRAY(run->arena, count, const char *);
    for (size_t part = 0; part < count; part++) {
        bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
        add(readings, part);
        texts[part] = bcf_readings_text(run->arena, readings);
    }
    return texts;
}

void bcf_report_begin(bcf_report_rows *rows, size_t rows_max)
{
    rows->cells = BCF_NEW_ARRAY(rows->arena, rows_max * rows->column_count, const char *);
}

void bcf_report_cell(bcf_report_rows *rows, const char *cell)
{
    rows->cells[rows->cell_count++] = cell;
}

const bcf_sheet *bcf_report_sheet(const bcf_report_rows *rows, const char *name, const bcf_run *run)
{
    BCF_ASSERT(rows->cell_count % rows->column_count == 0);
    bcf_sheet *sheet = BCF_NEW(run->arena, bcf_sheet);
    *sheet = (bcf_sheet){
        .name = name,
        .columns = rows->columns,
        .column_count = rows->column_count,
        .cells = rows->cells,
        .row_count = rows->cell_count / rows->column_count,
    };
    sheet->facts = bcf_report_facts(run, &sheet->fact_count);
    sheet->notes = bcf_report_notes(run, &sheet->note_count);
    return sheet;
}

bool bcf_report_is_whole(const bcf_allocation *allocation)
{
    for (size_t i = 0; i < allocation->grant_count; i++) {
        if (allocation->grants[i].amount.pence % 100 != 0) {
            return false;
        }
    }
    return true;
}

const char *bcf_report_short(const bcf_component *component)
{
    static const struct {
        const char *id;
        const char *word;
    } words[] = {
        {"nhs-core", "Core"},
        {"reablement", "Reablement"},
        {"carers-breaks", "Carers"},
        {"social-care-transfer", "Transfer"},
        {"social-care-capital", "Capital"},
        {"dfg", "DFG"},
        {"ccg-minimum", "CCGs"},
        {"preparation", "Preparation"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].id, component->id) == 0) {
            return words[i].word;
        }
    }
    return component->id;
}

const bcf_formula *bcf_report_formula(const bcf_run *run, const bcf_component *component)
{
    const char *id = bcf_settings_choose(run->settings, &component->whens, component->formula);
    return bcf_policy_formula(run->policy, id);
}

/* What a component's shares are made of, under the readings taken. */
static size_t indicators_of(const bcf_indicator ***out, const bcf_run *run,
                            const bcf_component *component)
{
    return bcf_formula_indicators(out, run->arena, run->policy, run->settings,
                                  bcf_report_formula(run, component));
}

static bool has_control(const bcf_run *run, const bcf_indicator *indicator)
{
    const bcf_table *controls = &run->tables->table[BCF_TABLE_CONTROLS];
    size_t id = bcf_table_column(BCF_TABLE_CONTROLS, "indicator");
    size_t period = bcf_table_column(BCF_TABLE_CONTROLS, "period");
    for (size_t i = 0; i < controls->row_count; i++) {
        const bcf_cell *cells = controls->rows[i].cells;
        if (strcmp(cells[id].text, indicator->id) == 0
            && (indicator->period == NULL || strcmp(cells[period].text, indicator->period) == 0)) {
            return true;
        }
    }
    return false;
}

bool bcf_report_is_nation(const bcf_run *run)
{
    for (size_t i = 0; i < run->policy->component_count; i++) {
        const bcf_indicator **indicators = NULL;
        size_t count = indicators_of(&indicators, run, &run->policy->components[i]);
        bool is_controlled = false;
        for (size_t j = 0; j < count; j++) {
            is_controlled = is_controlled || has_control(run, indicators[j]);
        }
        if (!is_controlled) {
            return false;
        }
    }
    return true;
}

const char *bcf_report_everybody(const bcf_run *run)
{
    return bcf_report_is_nation(run) ? "England" : "This dataset";
}

const char *bcf_report_beside(const bcf_run *run)
{
    return bcf_report_is_nation(run) ? "England" : "The dataset";
}

/* " Data: England 2015/16 (vintage 1).", or nothing where no dataset was read. */
static const char *data_text(const bcf_run *run)
{
    if (run->tables == NULL) {
        return "";
    }
    bool has_vintage = *run->tables->vintage != '\0';
    return bcf_arena_print(run->arena, " Data: %s%s%s%s.", run->tables->title,
                           has_vintage ? " (" : "", has_vintage ? run->tables->vintage : "",
                           has_vintage ? ")" : "");
}

const char *bcf_report_of(const bcf_run *run, bcf_scope scope)
{
    return scope.kind == BCF_SCOPE_ALL
               ? run->policy->title
               : bcf_arena_print(run->arena, "%s (%s)", bcf_scope_name(run->figures->areas, scope),
                                 bcf_scope_code(run->figures->areas, scope));
}

void bcf_report_add_opening(bcf_text *page, const bcf_run *run, const char *title)
{
    bcf_page_add_title(page, title);
    if (run->allocation != NULL && !bcf_report_is_nation(run)) {
        bcf_page_add_paragraph(page,
                               "No control total for all that is shared out: shares are of this "
                               "dataset only, not of England.",
                               0);
    }
    bcf_page_add_paragraph(page,
                           bcf_arena_print(run->arena, "Policy %s, version %s.%s", run->policy->id,
                                           run->policy->version, data_text(run)),
                           0);
    if (run->order->as_at != 0) {
        const char *about =
            bcf_arena_print(run->arena, "Only decisions and conditions made by %s are counted.",
                            bcf_wording_date(run->arena, run->order->as_at));
        bcf_page_add_paragraph(page, about, 0);
    }
}

static const char *other_values(bcf_arena *arena, const bcf_setting *setting, const char *taken)
{
    const char *list = "";
    for (size_t i = 0; i < setting->value_count; i++) {
        if (strcmp(setting->values[i], taken) != 0) {
            list = bcf_arena_print(arena, "%s%s%s", list, *list == '\0' ? "" : " or ",
                                   setting->values[i]);
        }
    }
    return list;
}

/* "¶20" for a paragraph of the guidance's Annex I; "main 93" and "section 6" as they stand. */
static const char *paragraph_text(bcf_arena *arena, const bcf_cite *cite)
{
    bool is_annex = strcmp(cite->source, "guidance") == 0 && cite->paragraph[0] >= '0'
                    && cite->paragraph[0] <= '9';
    return bcf_arena_print(arena, "%s%s", is_annex ? "¶" : "", cite->paragraph);
}

const char *bcf_report_cite(bcf_arena *arena, const bcf_cite *cite)
{
    return bcf_arena_print(arena, "%s %s", cite->source, paragraph_text(arena, cite));
}

const char *bcf_report_manifest(const bcf_run *run, bcf_table_id id, const char *column)
{
    return bcf_tables_manifest(run->tables, id, column);
}

void bcf_report_add_readings(bcf_text *page, const bcf_readings *readings)
{
    bcf_arena *arena = bcf_arena_new();
    bool is_first = true;
    for (size_t i = 0; i < readings->policy->setting_count; i++) {
        const bcf_setting *setting = &readings->policy->settings[i];
        if (!readings->is_in[i]) {
            continue;
        }
        if (is_first) {
            bcf_page_add_heading(page, "Readings of the guidance taken here (--set takes another)");
            is_first = false;
        }
        const char *taken = bcf_settings_value(readings->settings, setting->id);
        const char *others = other_values(arena, setting, taken);
        bcf_page_add_paragraph(page,
                               bcf_arena_print(arena, "- %s (%s): %s=%s%s%s%s", setting->title,
                                               paragraph_text(arena, &setting->cite), setting->id,
                                               taken, *others == '\0' ? "" : " (or ", others,
                                               *others == '\0' ? "" : ")"),
                               2);
    }
    bcf_arena_free(arena);
}

static bool has_illustrative_row(const bcf_run *run, bcf_table_id id)
{
    const bcf_table *table = &run->tables->table[id];
    for (size_t i = 0; i < table->row_count; i++) {
        if (bcf_row_status(run->tables, id, &table->rows[i]) == BCF_STATUS_ILLUSTRATIVE) {
            return true;
        }
    }
    return false;
}

/* True if what a component is shared out by counts on the page: a performance payment follows the
 * money by the CCG route, the whole pool, or the letters. */
static bool counts_component(const bcf_run *run, const bcf_component *component,
                             bcf_report_basis basis)
{
    switch (basis) {
    case BCF_RESTS_ON_FORMULA:
    case BCF_RESTS_ON_SCORES:
        return false;
    case BCF_RESTS_ON_ALLOCATION:
    case BCF_RESTS_ON_EVERYTHING:
    case BCF_RESTS_ON_PLANS:
        return true;
    case BCF_RESTS_ON_RELEASE:
        return bcf_settings_is(run->settings, "p4p-share-basis", "whole-pool")
               || (bcf_settings_is(run->settings, "p4p-share-basis", "ccg-route")
                   && component->route == BCF_ROUTE_CCG);
    }
    BCF_UNREACHABLE("a page that rests on nothing");
}

static bool is_among(const bcf_indicator *const list[], size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i]->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* The indicators that floors and caps are measured by. */
static bool is_bound(const bcf_component *component, const char *id)
{
    const char *floor = component->bounds.hold_harmless;
    const char *cap = component->bounds.maximum_growth;
    return (floor != NULL && strcmp(floor, id) == 0) || (cap != NULL && strcmp(cap, id) == 0);
}

static bool counts_indicator(const bcf_run *run, const char *id, bcf_report_basis basis)
{
    if (basis == BCF_RESTS_ON_FORMULA) {
        const bcf_indicator **own = NULL;
        size_t count = bcf_formula_indicators(&own, run->arena, run->policy, run->settings,
                                              run->formula->formula);
        return is_among(own, count, id);
    }
    for (size_t i = 0; i < run->policy->component_count; i++) {
        const bcf_component *component = &run->policy->components[i];
        if (!counts_component(run, component, basis)) {
            continue;
        }
        bool is_split_by_it = component->route == BCF_ROUTE_TRANSFER
                              && bcf_settings_is(run->settings, "transfer-split", id);
        const bcf_indicator **indicators = NULL;
        size_t count = indicators_of(&indicators, run, component);
        if (is_split_by_it || is_bound(component, id) || is_among(indicators, count, id)) {
            return true;
        }
    }
    return false;
}

/* A policy that names an indicator's period leaves values of others alone. */
static bool is_of_the_period(const bcf_policy *policy, const bcf_indicator_value *value)
{
    const char *period = bcf_policy_indicator(policy, value->indicator)->period;
    return period == NULL || strcmp(period, value->period) == 0;
}

/* "adult-rnf, dfg": which of the indicators have illustrative values. They come by indicator. */
static const char *illustrative_indicators(const bcf_run *run, bcf_report_basis basis)
{
    const char *list = "";
    const char *last = "";
    for (size_t i = 0; i < run->figures->value_count; i++) {
        const bcf_indicator_value *value = &run->figures->values[i];
        if (value->status == BCF_STATUS_ILLUSTRATIVE && strcmp(value->indicator, last) != 0
            && is_of_the_period(run->policy, value)) {
            last = value->indicator;
            if (counts_indicator(run, last, basis)) {
                list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", last);
            }
        }
    }
    return list;
}

static bool waits_for_decision(const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        if (policy->components[i].decision != NULL) {
            return true;
        }
    }
    return false;
}

/* True if any board's ambition says what it plans; else the policy does. */
static bool has_own_plan(const bcf_run *run)
{
    for (size_t i = 0; i < run->admissions->board_count * run->admissions->quarter_count; i++) {
        if (run->admissions->counts[i].ambition != NULL) {
            return true;
        }
    }
    return false;
}

/* The same as below, where admissions are paid for. */
static bool rests_on_admissions(const bcf_run *run, bcf_table_id id, bool has_release)
{
    if (id == BCF_TABLE_ACTIVITY || id == BCF_TABLE_RESIDENTS) {
        return true;
    }
    if (id == BCF_TABLE_AMBITIONS) {
        return has_own_plan(run);
    }
    bool is_published = bcf_settings_is(run->settings, "p4p-share-basis", "published");
    return has_release
           && ((id == BCF_TABLE_INDICATORS && !is_published)
               || (id == BCF_TABLE_LETTERS && is_published));
}

/* What is looked at beside a plan. */
static bool comes_with_plans(bcf_table_id id)
{
    return id == BCF_TABLE_HISTORY || id == BCF_TABLE_CCG_AMBITIONS || id == BCF_TABLE_ACTIVITY
           || id == BCF_TABLE_POOLED || id == BCF_TABLE_SPEND || id == BCF_TABLE_DISTRICT_PLANS;
}

/* True if the table's figures reach the page. */
static bool rests_on(const bcf_run *run, bcf_table_id id, bcf_report_basis basis)
{
    if (basis == BCF_RESTS_ON_FORMULA) {
        return id == BCF_TABLE_INDICATORS;
    }
    if (basis == BCF_RESTS_ON_PLANS && comes_with_plans(id)) {
        return true;
    }
    bool has_scores = basis != BCF_RESTS_ON_ALLOCATION;
    bool has_release = has_scores && basis != BCF_RESTS_ON_SCORES;
    if (has_scores && run->policy->performance->admissions != NULL) {
        return rests_on_admissions(run, id, has_release);
    }
    if (id == BCF_TABLE_RESIDENTS || id == BCF_TABLE_INDICATORS) {
        return basis != BCF_RESTS_ON_SCORES;
    }
    if (id == BCF_TABLE_AMBITIONS || id == BCF_TABLE_OUTTURN || id == BCF_TABLE_LOCAL_METRICS) {
        return has_scores;
    }
    if (id == BCF_TABLE_DECISIONS) {
        return has_release || (!has_scores && waits_for_decision(run->policy));
    }
    bool is_published = bcf_settings_is(run->settings, "p4p-share-basis", "published");
    return has_release && (id == BCF_TABLE_CONDITIONS || (id == BCF_TABLE_LETTERS && is_published));
}

/* "indicators (adult-rnf, dfg)", "outturn"; "" where nothing of it is illustrative. */
static const char *illustrative_part(const bcf_run *run, bcf_table_id id, bcf_report_basis basis)
{
    const char *name = bcf_table_name(id);
    if (id != BCF_TABLE_INDICATORS) {
        return name;
    }
    const char *which = illustrative_indicators(run, basis);
    return *which == '\0' ? "" : bcf_arena_print(run->arena, "%s (%s)", name, which);
}

/* "Illustrative here: indicators (adult-rnf, dfg), outturn.", or that all of it is. */
static const char *illustrative_text(const bcf_run *run, bcf_report_basis basis)
{
    const char *from_memory =
        basis >= BCF_RESTS_ON_SCORES && run->policy->performance->from_memory != NULL
            ? "the rules, which are from memory"
            : "";
    const char *list = from_memory;
    bool is_all = true;
    for (size_t i = BCF_TABLE_MANIFEST + 1; i < BCF_TABLE_COUNT; i++) {
        bcf_table_id id = (bcf_table_id)i;
        if (run->tables->table[i].row_count == 0) {
            continue;
        }
        bool is_illustrative = has_illustrative_row(run, id);
        is_all = is_all && is_illustrative;
        const char *part =
            is_illustrative && rests_on(run, id, basis) ? illustrative_part(run, id, basis) : "";
        if (*part != '\0') {
            list = bcf_arena_print(run->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", part);
        }
    }
    return is_all          ? "Every table of this dataset is illustrative."
           : *list == '\0' ? ""
                           : bcf_arena_print(run->arena, "Illustrative here: %s.", list);
}

void bcf_report_add_status(bcf_text *page, const bcf_run *run, bcf_status worst,
                           bcf_report_basis basis)
{
    if (worst == BCF_STATUS_NONE) {
        return;
    }
    bcf_text_add_char(page, '\n');
    if (worst != BCF_STATUS_ILLUSTRATIVE) {
        bcf_page_add_paragraph(page, "Computed from published or derived figures only.", 0);
        return;
    }
    const char *words = bcf_arena_print(
        run->arena,
        "* Rests on illustrative figures: right as a sum, not to be quoted as an allocation or "
        "a payment. %s",
        illustrative_text(run, basis));
    bcf_page_add_paragraph(page, words, 2);
}

void bcf_report_add_notes(bcf_text *page, const bcf_run *run)
{
    size_t count = 0;
    const char *const *notes = bcf_report_notes(run, &count);
    if (count == 0) {
        return;
    }
    bcf_page_add_heading(page, "Notes");
    for (size_t i = 0; i < count; i++) {
        bcf_page_add_paragraph(page, bcf_arena_print(run->arena, "- %s", notes[i]), 2);
    }
}

const char *bcf_report_command(const bcf_run *run, const char *words)
{
    bcf_arena *arena = run->arena;
    const bcf_order *order = run->order;
    const char *command = bcf_arena_print(arena, "bcf %s", words);
    if (order->policy != NULL) {
        command =
            bcf_arena_print(arena, "%s -p %s", command, bcf_wording_quoted(arena, order->policy));
    }
    if (order->dataset != NULL) {
        command =
            bcf_arena_print(arena, "%s -d %s", command, bcf_wording_quoted(arena, order->dataset));
    }
    for (size_t i = 0; i < order->assignment_count; i++) {
        command = bcf_arena_print(arena, "%s --set %s", command,
                                  bcf_wording_quoted(arena, order->assignments[i]));
    }
    if (order->as_at != 0) {
        command =
            bcf_arena_print(arena, "%s --as-at %s", command, bcf_wording_date(arena, order->as_at));
    }
    return command;
}

void bcf_report_add_next(bcf_text *page, const bcf_run *run, const bcf_next next[], size_t count)
{
    static const bcf_page_column columns[] = {{"To see", BCF_PAGE_LEFT}, {"type", BCF_PAGE_LEFT}};
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 2);
    for (size_t i = 0; i < count; i++) {
        bcf_page_table_row(table,
                           (const char *[]){next[i].shows, bcf_report_command(run, next[i].words)});
    }
    bcf_page_add_heading(page, "Next");
    bcf_page_add_table(page, table);
}

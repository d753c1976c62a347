/* SPDX-License-Identifier: MIT */
#include "digest.h"
#include "home.h"
#include "html_inside.h"

#include "held.h"
#include "report_admissions.h"
#include "report_board.h"
#include "report_fund.h"
#include "report_notes.h"
#include "report_payments.h"
#include "report_rollup.h"
#include "report_score.h"

static void add_key(bcf_text *model, const char *label, const char *figure, const char *more)
{
    bcf_markup_open(model, "key");
    bcf_markup_attribute(model, "label", label);
    bcf_markup_attribute(model, "figure", figure);
    bcf_markup_attribute(model, "more", more);
    bcf_markup_end(model);
}

/* The figures that a minister asks for first. */
static void add_keys(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    add_key(model, "Shared out", bcf_html_pounds(of, run->allocation->total, BCF_STATUS_NONE),
            bcf_arena_print(of->arena, "announced as %s", run->policy->headline_text));
    add_key(model, "Boards", bcf_wording_count(of->arena, run->figures->areas->board_count),
            bcf_arena_print(of->arena, "and %s CCGs",
                            bcf_wording_count(of->arena, run->figures->areas->ccg_count)));
    if (run->release != NULL) {
        bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
        add_key(model, "Released for performance", bcf_html_pence(of, all.released, all.status),
                bcf_arena_print(of->arena, "of %s",
                                bcf_html_pence(of, all.available, bcf_held_basis_status(run))));
        add_key(model, "Held", bcf_html_pence(of, all.held, all.status),
                bcf_arena_print(of->arena, "%s of it",
                                bcf_wording_share(of->arena, all.held, all.available)));
    }
}

static void add_opening(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_text_add(model, "<opening>");
    if (run->release != NULL) {
        if (run->policy->performance->notice != NULL) {
            bcf_markup_element(model, "notice",
                               bcf_arena_print(of->arena, "%s.", run->policy->performance->notice));
        }
        bcf_report_add_authority(model, run);
        bcf_report_add_unpaid(model, run, (bcf_scope){BCF_SCOPE_ALL, 0});
    }
    bcf_report_add_status(model, run, of->pool_status,
                          run->release != NULL ? BCF_RESTS_ON_EVERYTHING : BCF_RESTS_ON_ALLOCATION);
    add_keys(model, of);
    bcf_text_add(model, "</opening>\n");
}

/* One sheet: where the money comes from and goes, what is released and held, which boards. */
static void add_overview(bcf_text *model, const bcf_html *of)
{
    bcf_markup_open(model, "overview");
    bcf_markup_body(model);
    bcf_html_add_flow(model, of);
    if (of->run->release != NULL) {
        bcf_html_add_bars(model, of);
    }
    bcf_html_add_tiles(model, of);
    if (of->run->release != NULL) {
        bcf_html_add_strips(model, of);
    }
    bcf_markup_close(model, "overview");
}

static void add_fund(bcf_text *model, const bcf_html *of)
{
    bcf_html_begin(model, "fund", "The fund");
    bcf_report_add_components(model, of->run);
    bcf_report_add_earmarks(model, of->run);
    bcf_html_end(model);
}

static void add_payments(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_html_begin(model, "payments", "What is released, what is held, and why");
    bcf_report_add_strands(model, run);
    bcf_report_add_reasons(model, run);
    if (run->admissions != NULL) {
        bcf_report_add_outcomes(model, run);
    }
    bcf_report_add_all_held(model, run);
    bcf_page_add_heading(model, "Boards by score");
    bcf_report_add_score_counts(model, run);
    bcf_html_end(model);
}

static void add_boards(bcf_text *model, const bcf_html *of)
{
    bcf_html_begin(model, "pools", "Every board's pool and payments");
    bcf_report_add_pools(model, of->run);
    if (of->run->release != NULL) {
        bcf_report_add_standings(model, of->run);
    }
    bcf_html_end(model);
}

static void add_assurance(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_html_begin(model, "assurers", "For assurers");
    if (run->release != NULL) {
        bcf_html_add_matrix(model, of);
    }
    bcf_html_add_funnel(model, of);
    if (run->assurance != NULL) {
        bcf_report_add_checks(model, run, BCF_EVERY_CHECK);
        bcf_report_add_weak(model, run);
        bcf_report_add_weak_boards(model, run);
    }
    bcf_html_end(model);
}

/* Every reading: the page shows all that any of them can move. */
static void add_readings(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_readings *readings = bcf_readings_new(of->arena, run->policy, run->settings);
    for (size_t i = 0; i < run->policy->component_count; i++) {
        bcf_readings_add_component(readings, i);
    }
    for (size_t i = 0; run->release != NULL && i < run->policy->performance->part_count; i++) {
        bcf_readings_add_release(readings, i);
    }
    bcf_report_add_readings(model, readings);
}

static void add_tables(bcf_text *model, const bcf_html *of)
{
    static const bcf_page_column columns[] = {
        {"Table", BCF_PAGE_LEFT},   {"Rows", BCF_PAGE_RIGHT},
        {"Status", BCF_PAGE_LEFT},  {"Publisher", BCF_PAGE_LEFT},
        {"Title", BCF_PAGE_LEFT},   {"Released", BCF_PAGE_LEFT},
        {"Licence", BCF_PAGE_LEFT}, {"SHA-256 of its rows", BCF_PAGE_LEFT},
    };
    const bcf_run *run = of->run;
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 8);
    for (size_t i = BCF_TABLE_MANIFEST + 1; i < BCF_TABLE_COUNT; i++) {
        bcf_table_id id = (bcf_table_id)i;
        const bcf_table *one = &run->tables->table[i];
        if (!one->is_there) {
            continue;
        }
        bcf_text canonical = {0};
        bcf_tables_canonical(&canonical, run->tables, id);
        const char *digest = bcf_digest_of(of->arena, bcf_text_get(&canonical), canonical.length);
        bcf_text_clear(&canonical);
        bcf_page_table_row(
            table,
            (const char *[]){bcf_table_name(id), bcf_wording_count(of->arena, one->row_count),
                             bcf_arena_print(of->arena, "%s%s", bcf_status_text(one->status),
                                             bcf_wording_mark(one->status)),
                             bcf_report_manifest(run, id, "publisher"),
                             bcf_report_manifest(run, id, "title"),
                             bcf_report_manifest(run, id, "released"),
                             bcf_report_manifest(run, id, "licence"), digest});
    }
    bcf_page_add_heading(model, "The tables behind the figures");
    bcf_page_add_table(model, table);
}

static void add_sources(bcf_text *model, const bcf_html *of)
{
    static const bcf_page_column columns[] = {{"Source", BCF_PAGE_LEFT},
                                              {"Title", BCF_PAGE_LEFT},
                                              {"Publisher", BCF_PAGE_LEFT},
                                              {"Date", BCF_PAGE_LEFT}};
    const bcf_policy *policy = of->run->policy;
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, 4);
    for (size_t i = 0; i < policy->source_count; i++) {
        const bcf_source *one = &policy->sources[i];
        bcf_page_table_row(table, (const char *[]){one->id, one->title, one->publisher, one->date});
    }
    bcf_page_add_heading(model, "Where the rules are written");
    bcf_page_add_table(model, table);
}

static void add_notes(bcf_text *model, const bcf_html *of)
{
    size_t count = 0;
    const char *const *notes = bcf_report_kept_notes(of->run, &count);
    if (count > 0) {
        bcf_page_add_heading(model, "Notes");
    }
    for (size_t i = 0; i < count; i++) {
        bcf_page_add_paragraph(model, bcf_arena_print(of->arena, "- %s", notes[i]), 0);
    }
}

static void add_provenance(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_html_begin(model, "sources", "How it was worked out, and from what");
    add_readings(model, of);
    add_tables(model, of);
    add_sources(model, of);
    bcf_page_add_paragraph(
        model,
        bcf_arena_print(
            of->arena, "Policy %s, version %s; SHA-256 %s. Program bcf %s; sources %s.",
            run->policy->id, run->policy->version,
            bcf_digest_of(of->arena, run->policy->canonical, run->policy->canonical_length),
            bcf_home_version(), bcf_home_source_digest()),
        0);
    add_notes(model, of);
    bcf_html_end(model);
}

/* The boards, for the list that leads to each. */
static void add_list(bcf_text *model, const bcf_html *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    bcf_text_add(model, "<list>");
    for (size_t i = 0; i < areas->board_count; i++) {
        bcf_markup_open(model, "board");
        bcf_markup_attribute(model, "code", areas->boards[i].code);
        bcf_markup_attribute(model, "name", areas->boards[i].name);
        bcf_markup_end(model);
    }
    bcf_text_add(model, "</list>\n");
}

void bcf_html_add_nation(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_markup_open(model, "nation");
    bcf_markup_attribute(model, "title", run->policy->title);
    bcf_markup_attribute(model, "policy", run->policy->id);
    bcf_markup_attribute(model, "version", run->policy->version);
    bcf_markup_attribute(model, "data", run->tables->title);
    bcf_markup_attribute(model, "vintage", run->tables->vintage);
    bcf_markup_attribute(model, "everybody", bcf_report_everybody(run));
    bcf_markup_body(model);
    bcf_html_layout_add_head(model, of->arena);
    add_opening(model, of);
    add_overview(model, of);
    add_fund(model, of);
    if (run->release != NULL) {
        add_payments(model, of);
    }
    add_boards(model, of);
    if (run->release != NULL || run->assurance != NULL) {
        add_assurance(model, of);
    }
    add_provenance(model, of);
    add_list(model, of);
    bcf_markup_close(model, "nation");
}

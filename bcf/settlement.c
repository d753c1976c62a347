/* SPDX-License-Identifier: MIT */
#include "settlement.h"

#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "digest.h"
#include "home.h"
#include "html.h"
#include "report_allocate.h"
#include "report_assure.h"
#include "report_board.h"
#include "report_fund.h"
#include "report_notes.h"
#include "report_payments.h"
#include "report_score.h"
#include "workbook.h"

/* Digests and counts of a table, and of the policy. */
#define FACTS_OF_TABLE 4
#define FACTS_OF_POLICY 2
#define FACTS_OF_PROGRAM 1

/* What is shown of a run as rows. */
#define SHEETS_MAX 4

const char *const *bcf_settlement_names(void)
{
    static const char *const names[] = {
        "run.xml",
        "allocate.csv",
        "score.csv",
        "release.csv",
        "certificate.txt",
        "assure.csv",
        BCF_SETTLEMENT_REPORT,
        BCF_SETTLEMENT_WORKBOOK,
        NULL,
    };
    return names;
}

static void clear_text(void *text)
{
    bcf_text_clear(text);
}

/* A text that the arena releases. */
static bcf_text *new_text(bcf_arena *arena)
{
    bcf_text *text = BCF_NEW(arena, bcf_text);
    bcf_arena_defer(arena, clear_text, text);
    return text;
}

static void add_file(bcf_settlement *to, const char *name, const bcf_text *content)
{
    BCF_ASSERT(to->count < BCF_SETTLEMENT_FILES_MAX);
    to->files[to->count++] = (bcf_file){name, bcf_text_get(content), content->length};
}

/* The facts of a run and what it was made from, in the making. */
typedef struct facts {
    bcf_sheet_fact *items;
    size_t count;
    bcf_sheet_input inputs[1 + BCF_TABLE_COUNT];
    size_t input_count;
} facts;

static void add_fact(facts *to, const char *name, const char *value)
{
    if (value != NULL) { /* an earlier run need not have stated a digest of its files */
        to->items[to->count++] = (bcf_sheet_fact){name, value};
    }
}

/* The digest of a file as it is; where no file was read, as an earlier run stated it. */
static bcf_code digest_file(const char **digest, const bcf_run *run, const char *path,
                            bcf_error *err)
{
    return run->order->kept == NULL ? bcf_digest_of_file(digest, run->arena, path, err) : BCF_OK;
}

/* The table as it was read, a digest of what it says, and one of the file as it is. */
static bcf_code add_table(facts *to, const bcf_run *run, bcf_table_id id, bcf_error *err)
{
    bcf_arena *arena = run->arena;
    const bcf_table *table = &run->tables->table[id];
    const char *name = bcf_table_name(id);
    const bcf_kept_inputs *kept = run->order->kept;
    const char *of_file = kept == NULL ? NULL : kept->table_digests[id];
    bcf_code code = digest_file(&of_file, run, table->path, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_text *canonical = new_text(arena);
    bcf_tables_canonical(canonical, run->tables, id);
    const char *of_table = bcf_digest_of(arena, bcf_text_get(canonical), canonical->length);
    to->inputs[to->input_count++] =
        (bcf_sheet_input){"table", name, bcf_text_get(canonical), canonical->length};
    add_fact(to, bcf_arena_print(arena, "table:%s:rows", name),
             bcf_arena_print(arena, "%zu", table->row_count));
    if (id != BCF_TABLE_MANIFEST) { /* which states the others' status, not its own */
        add_fact(to, bcf_arena_print(arena, "table:%s:status", name),
                 bcf_status_text(table->status));
    }
    add_fact(to, bcf_arena_print(arena, "table:%s:sha256-canonical", name), of_table);
    add_fact(to, bcf_arena_print(arena, "table:%s:sha256-file", name), of_file);
    return BCF_OK;
}

static bcf_code gather_facts(facts *to, const bcf_run *run, bcf_error *err)
{
    const bcf_policy *policy = run->policy;
    size_t count = 0;
    const bcf_sheet_fact *shared = bcf_report_facts(run, &count);
    size_t room = count + FACTS_OF_PROGRAM + FACTS_OF_POLICY + FACTS_OF_TABLE * BCF_TABLE_COUNT;
    to->items = bcf_arena_grow(run->arena, shared, count, room, sizeof *shared);
    to->count = count;
    const bcf_kept_inputs *kept = run->order->kept;
    const char *of_file = NULL;
    if (kept != NULL) {
        BCF_ASSERT(strcmp(to->items[0].name, "program") == 0);
        to->items[0].value = kept->program;
        of_file = kept->policy_digest;
    }
    bcf_code code = digest_file(&of_file, run, policy->file, err);
    if (code != BCF_OK) {
        return code;
    }
    add_fact(to, "program:sha256-sources",
             kept != NULL ? kept->program_digest : bcf_home_source_digest());
    to->inputs[to->input_count++] =
        (bcf_sheet_input){"policy", "", policy->canonical, policy->canonical_length};
    add_fact(to, "policy:sha256-canonical",
             bcf_digest_of(run->arena, policy->canonical, policy->canonical_length));
    add_fact(to, "policy:sha256-file", of_file);
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        if (run->tables->table[i].is_there) {
            code = add_table(to, run, (bcf_table_id)i, err);
            if (code != BCF_OK) {
                return code;
            }
        }
    }
    return BCF_OK;
}

/* The sheet without what the document around it states once: the facts, and the readings, which
 * every row of a run has in common with its settings. They are the last column. */
static bcf_sheet *bare(bcf_arena *arena, const bcf_sheet *sheet)
{
    size_t count = sheet->column_count - 1;
    BCF_ASSERT(strcmp(sheet->columns[count].name, "readings") == 0);
    const char **cells = BCF_NEW_ARRAY(arena, sheet->row_count * count, const char *);
    for (size_t row = 0; row < sheet->row_count; row++) {
        memcpy(&cells[row * count], &sheet->cells[row * sheet->column_count],
               count * sizeof *cells);
    }
    bcf_sheet *copy = BCF_NEW(arena, bcf_sheet);
    *copy = *sheet;
    copy->cells = cells;
    copy->column_count = count;
    copy->fact_count = 0;
    copy->note_count = 0;
    return copy;
}

/* run.xml, of the first `count` sheets. Sets *digest to its SHA-256. */
static bcf_code write_run(bcf_settlement *out, const char **digest, const bcf_run *run,
                          const bcf_sheet *const full[], size_t count, bcf_error *err)
{
    facts about = {0};
    bcf_code code = gather_facts(&about, run, err);
    if (code != BCF_OK) {
        return code;
    }
    const bcf_sheet *sheets[SHEETS_MAX];
    for (size_t i = 0; i < count; i++) {
        bcf_sheet *sheet = bare(run->arena, full[i]);
        if (i == 0) {
            sheet->notes = bcf_report_kept_notes(run, &sheet->note_count);
        }
        sheets[i] = sheet;
    }
    bcf_text *xml = new_text(run->arena);
    *digest = bcf_sheets_xml(xml, run->arena,
                             &(bcf_sheet_document){.name = "run",
                                                   .format = BCF_RUN_FORMAT,
                                                   .facts = about.items,
                                                   .fact_count = about.count,
                                                   .sheets = sheets,
                                                   .sheet_count = count,
                                                   .inputs = about.inputs,
                                                   .input_count = about.input_count});
    if (xml->length > BCF_SHEET_BYTES_MAX) {
        return bcf_refuse(err, BCF_REFUSED_DATA, (bcf_place){.file = run->tables->folder},
                          "run.xml would be larger than %d MB, which no verb reads",
                          BCF_SHEET_BYTES_MAX / 1024 / 1024);
    }
    add_file(out, "run.xml", xml);
    return BCF_OK;
}

/* What people open: it shows what stands in the files above. */
static bcf_code add_readable(bcf_settlement *out, const bcf_run *run, bcf_error *err)
{
    bcf_text *page = new_text(run->arena);
    bcf_code code = bcf_html_report(page, run, (bcf_scope){BCF_SCOPE_ALL, 0}, err);
    add_file(out, BCF_SETTLEMENT_REPORT, page);
    if (code != BCF_OK) {
        return code;
    }
    bcf_text *workbook = new_text(run->arena);
    code = bcf_workbook_write(workbook, run, err);
    add_file(out, BCF_SETTLEMENT_WORKBOOK, workbook);
    return code;
}

bcf_code bcf_settlement_write(bcf_settlement *out, const bcf_run *run, bcf_settlement_extent extent,
                              bcf_error *err)
{
    bcf_scope everybody = {BCF_SCOPE_ALL, 0};
    bcf_arena *arena = run->arena;
    *out = (bcf_settlement){.count = 0};
    const bcf_sheet *full[SHEETS_MAX] = {bcf_report_allocate(run, everybody, false)};
    size_t count = 1;
    if (run->release != NULL) {
        full[count++] = bcf_report_score(run, everybody, false);
        full[count++] = bcf_report_release(run, everybody, false);
    }
    size_t in_run = count; /* a run is what is paid; findings about plans are beside it */
    if (run->assurance != NULL) {
        full[count++] = bcf_report_assure(run, everybody, BCF_EVERY_CHECK, false);
    }
    const char *digest = NULL;
    bcf_code code = write_run(out, &digest, run, full, in_run, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_certified files[BCF_SETTLEMENT_FILES_MAX] = {{"run.xml", digest}};
    for (size_t i = 0; i < count; i++) {
        bcf_text *csv = new_text(arena);
        bcf_sheet_csv(csv, full[i]);
        const char *name = bcf_arena_print(arena, "%s.csv", full[i]->name);
        add_file(out, name, csv);
        files[1 + i] = (bcf_certified){name, bcf_digest_of(arena, bcf_text_get(csv), csv->length)};
    }
    if (extent == BCF_SETTLEMENT_WHOLE) {
        code = add_readable(out, run, err);
    }
    if (code != BCF_OK) {
        return code;
    }
    for (size_t i = 1 + count; i < out->count; i++) {
        const bcf_file *file = &out->files[i];
        files[i] = (bcf_certified){file->name, bcf_digest_of(arena, file->content, file->length)};
    }
    bcf_text *certificate = new_text(arena);
    bcf_certificate_write(certificate, run, files, out->count);
    add_file(out, "certificate.txt", certificate);
    return BCF_OK;
}

/* The worst status of anything in the files. */
static bcf_status worst_of(const bcf_run *run)
{
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        worst = bcf_status_worst(worst, run->allocation->grants[i].status);
    }
    for (size_t i = 0; run->release != NULL && i < run->release->row_count; i++) {
        worst = bcf_status_worst(worst, run->release->rows[i].data_status);
    }
    return worst;
}

bool bcf_settlement_has(const bcf_settlement *settlement, const char *name)
{
    for (size_t i = 0; i < settlement->count; i++) {
        if (strcmp(settlement->files[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_files(bcf_text *page, const bcf_run *run, const bcf_settlement *settlement,
                      const char *folder)
{
    static const bcf_page_column columns[] = {{"File", BCF_PAGE_LEFT}, {"Bytes", BCF_PAGE_RIGHT}};
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, 2);
    for (size_t i = 0; i < settlement->count; i++) {
        const bcf_file *file = &settlement->files[i];
        const char *path = bcf_arena_print(run->arena, "%s/%s", folder, file->name);
        bcf_page_table_row(table,
                           (const char *[]){path, bcf_wording_count(run->arena, file->length)});
    }
    bcf_page_add_heading(page, "Written");
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(
            run->arena, "%s'bcf verify' checks the folder, 'bcf compare' sets it beside another.",
            bcf_settlement_has(settlement, BCF_SETTLEMENT_REPORT)
                ? "Open " BCF_SETTLEMENT_REPORT " in a browser, " BCF_SETTLEMENT_WORKBOOK
                  " in a spreadsheet program. "
                : "Without --tables there are " BCF_SETTLEMENT_REPORT
                  " and " BCF_SETTLEMENT_WORKBOOK ", too. "),
        0);
}

static void add_counts(bcf_text *page, const bcf_run *run)
{
    const bcf_areas *areas = run->figures->areas;
    bcf_arena *arena = run->arena;
    const char *words = bcf_arena_print(
        arena, "%s boards, %s councils, %s districts, %s CCGs; %s rows of allocation.",
        bcf_wording_count(arena, areas->board_count),
        bcf_wording_count(arena, areas->council_count),
        bcf_wording_count(arena, areas->district_count), bcf_wording_count(arena, areas->ccg_count),
        bcf_wording_count(arena, run->allocation->grant_count));
    bcf_page_add_paragraph(page, words, 0);
}

static void add_performance(bcf_text *page, const bcf_run *run)
{
    if (run->release == NULL) {
        bcf_text_add_char(page, '\n');
        bcf_page_add_paragraph(page,
                               bcf_arena_print(run->arena,
                                               "Policy %s has no payment for performance: there "
                                               "is no score.csv and no release.csv.",
                                               run->policy->id),
                               0);
        return;
    }
    bcf_report_add_strands(page, run);
    bcf_report_add_authority(page, run);
    bcf_report_add_unpaid(page, run, (bcf_scope){BCF_SCOPE_ALL, 0});
    bcf_report_add_reasons(page, run);
    bcf_page_add_heading(page, bcf_arena_print(run->arena, "Boards by score%s",
                                               bcf_wording_mark(bcf_report_scores_status(run))));
    bcf_report_add_score_counts(page, run);
}

void bcf_settlement_page(bcf_text *page, const bcf_run *run, const bcf_settlement *settlement,
                         const char *folder)
{
    if (run->release != NULL) {
        bcf_report_add_notice(page, run);
    }
    bcf_report_add_opening(page, run,
                           bcf_arena_print(run->arena, "%s: settlement", run->policy->title));
    add_counts(page, run);
    bcf_report_add_components(page, run);
    add_performance(page, run);
    add_files(page, run, settlement, folder);
    bcf_report_add_status(page, run, worst_of(run),
                          run->release != NULL ? BCF_RESTS_ON_EVERYTHING : BCF_RESTS_ON_ALLOCATION);
    bcf_report_add_notes(page, run);
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, "allocate -a %s",
                         bcf_wording_quoted(run->arena, run->figures->areas->boards[0].code)),
         "one board's letter, as a sum"},
        {"release", "who waits for what"},
        {"assure", "what the plans are checked for, and what was found"},
    };
    bcf_report_add_next(page, run, next, run->assurance != NULL ? 3 : run->release != NULL ? 2 : 1);
}

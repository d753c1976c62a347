/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

#include "held.h"
#include "report_board.h"

/* Where the first sheet has what others refer to. */
#define FUND_HEAD_ROW 14
#define FUND_ROW 15
#define AMOUNT_COLUMN 1
#define LIVE_COLUMN 2

/* The first row of the table of strands: the fund's components and their total come before. */
static size_t strands_row(const bcf_workbook *of)
{
    return FUND_ROW + of->run->policy->component_count + 4;
}

const char *bcf_workbook_amount(const bcf_workbook *of, bcf_split_kind kind, size_t subject)
{
    size_t row = kind == BCF_SPLIT_COMPONENT ? FUND_ROW + subject : strands_row(of) + subject;
    return bcf_book_place(of->arena, FRONT, row, AMOUNT_COLUMN);
}

static void add_opening(bcf_workbook *of, bcf_book_sheet *front)
{
    const bcf_run *run = of->run;
    size_t row = 0;
    bcf_book_words(front, row++, 0, run->policy->title, BCF_BOOK_TITLE);
    if (run->policy->performance != NULL && run->policy->performance->notice != NULL) {
        bcf_book_words(front, row++, 0,
                       bcf_arena_print(of->arena, "%s.", run->policy->performance->notice),
                       BCF_BOOK_PLAIN);
    }
    bcf_book_words(front, row++, 0,
                   bcf_arena_print(of->arena, "Policy %s, version %s. Data: %s (%s).",
                                   run->policy->id, run->policy->version, run->tables->title,
                                   run->tables->vintage),
                   BCF_BOOK_PLAIN);
    if (run->release != NULL) {
        bcf_book_words(front, row++, 0, "Calculated: ministers sign off what is paid (¶51, ¶57).",
                       BCF_BOOK_PLAIN);
    }
    bcf_status worst = BCF_STATUS_NONE;
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        worst = bcf_status_worst(worst, run->allocation->grants[i].status);
    }
    for (size_t i = 0; run->release != NULL && i < run->release->row_count; i++) {
        worst = bcf_status_worst(worst, run->release->rows[i].data_status);
    }
    bcf_book_words(front, row++, 0,
                   worst == BCF_STATUS_ILLUSTRATIVE
                       ? "These figures rest on illustrative ones (the columns Status and Data say "
                         "which): right as a sum, not to be quoted as an allocation or a payment."
                       : "Computed from published or derived figures only.",
                   BCF_BOOK_PLAIN);
    bcf_book_words(
        front, row++, 0,
        "To trace a figure: select its cell and press F2; to ask what if: change a "
        "coloured cell and press F9. What bcf worked out stands beside each formula, and "
        "Check says whether the two agree.",
        BCF_BOOK_NOTE);
    bcf_book_words(
        front, row, 0,
        "A spreadsheet keeps 15 digits: where more are needed to tell two remainders "
        "apart it can give an odd pound to the wrong one. Check would then say so: bcf is "
        "exact.",
        BCF_BOOK_NOTE);
}

/* "ok" in each column of checks, and what is not. */
static void add_checks(bcf_workbook *of, bcf_book_sheet *front)
{
    bcf_arena *arena = of->arena;
    static const char *const headings[] = {"Sheet", "Checks", "Agree", "Differ", NULL};
    for (size_t i = 0; headings[i] != NULL; i++) {
        bcf_book_words(front, FUND_HEAD_ROW, 5 + i, headings[i], BCF_BOOK_HEADING);
    }
    size_t row = FUND_ROW;
    size_t all = 0;
    for (size_t i = 0; i < of->check_count; i++, row++) {
        const bcf_workbook_checks *one = &of->checks[i];
        size_t count = one->last_row - one->first_row + 1;
        const char *range =
            bcf_book_range(arena, one->sheet, one->first_row, one->last_row, one->column);
        bcf_book_link(front, row, 5, one->sheet, one->sheet);
        bcf_book_formula(front, row, 6, bcf_arena_print(arena, "=COUNTA(%s)", range),
                         bcf_arena_print(arena, "%zu", count), BCF_BOOK_COUNT);
        bcf_book_formula(front, row, 7, bcf_arena_print(arena, "=COUNTIF(%s,\"ok\")", range),
                         bcf_arena_print(arena, "%zu", count), BCF_BOOK_COUNT);
        bcf_book_formula(front, row, 8,
                         bcf_arena_print(arena, "=%s-%s", bcf_book_cell(arena, row, 6),
                                         bcf_book_cell(arena, row, 7)),
                         "0", BCF_BOOK_COUNT);
        all += count;
    }
    bcf_book_words(front, row, 5, "All", BCF_BOOK_BLOCK);
    for (size_t i = 0; i < 3; i++) {
        bcf_book_formula(front, row, 6 + i,
                         bcf_arena_print(arena, "=SUM(%s:%s)",
                                         bcf_book_cell(arena, FUND_ROW, 6 + i),
                                         bcf_book_cell(arena, row - 1, 6 + i)),
                         i == 2 ? "0" : bcf_arena_print(arena, "%zu", all), BCF_BOOK_BLOCK_COUNT);
    }
    bcf_book_name(of->book, "checks_that_differ", front, row, 8);
}

static void add_fund(bcf_workbook *of, bcf_book_sheet *front)
{
    bcf_arena *arena = of->arena;
    const bcf_policy *policy = of->run->policy;
    static const char *const headings[] = {"Part of the fund", "Amount £", "Shared out £", "Check",
                                           NULL};
    bcf_workbook_headings(front, FUND_HEAD_ROW, headings);
    const char *ids = bcf_book_range(arena, ALLOCATE, 3, of->allocate_last_row, 0);
    const char *amounts =
        bcf_book_range(arena, ALLOCATE, 3, of->allocate_last_row, ALLOCATE_AMOUNT);
    size_t row = FUND_ROW;
    for (size_t i = 0; i < policy->component_count; i++, row++) {
        const bcf_component *one = &policy->components[i];
        const char *amount = bcf_wording_plain(arena, one->amount);
        bcf_book_words(front, row, 0, one->title, BCF_BOOK_PLAIN);
        bcf_book_figure(front, row, AMOUNT_COLUMN, amount, BCF_BOOK_POUNDS);
        bcf_book_formula(
            front, row, LIVE_COLUMN,
            bcf_arena_print(arena, "=ROUND(SUMIFS(%s,%s,\"%s\"),2)", amounts, ids, one->id), amount,
            BCF_BOOK_POUNDS);
        bcf_workbook_check(of, front, row, AMOUNT_COLUMN, LIVE_COLUMN, 3);
    }
    bcf_book_words(front, row, 0, "The fund", BCF_BOOK_BLOCK);
    const char *total = bcf_wording_plain(arena, of->run->allocation->total);
    for (size_t column = AMOUNT_COLUMN; column <= LIVE_COLUMN; column++) {
        bcf_book_formula(front, row, column,
                         bcf_arena_print(arena, "=ROUND(SUM(%s:%s),2)",
                                         bcf_book_cell(arena, FUND_ROW, column),
                                         bcf_book_cell(arena, row - 1, column)),
                         total, BCF_BOOK_BLOCK_POUNDS);
    }
    bcf_workbook_check(of, front, row, AMOUNT_COLUMN, LIVE_COLUMN, 3);
    bcf_book_mark_differences(front, FUND_ROW, row, 3);
    bcf_book_name(of->book, "fund_total", front, row, LIVE_COLUMN);
    bcf_book_words(front, row + 1, 0,
                   bcf_arena_print(arena, "Announced as %s; the parts are what is shared out.",
                                   policy->headline_text),
                   BCF_BOOK_NOTE);
}

/* What is shared out among the boards in a strand's name; nothing where that follows from
 * admissions. */
static bcf_money national_amount(const bcf_performance *performance, const bcf_strand *strand)
{
    const bcf_admissions_rules *rules = performance->admissions;
    bool is_rest = rules != NULL && strand->kind == BCF_STRAND_REST;
    return is_rest ? rules->areas_share : strand->amount;
}

/* A sum of Release over one payment's strand: its parts stand together for every board. */
static void add_strand(bcf_workbook *of, bcf_book_sheet *front, size_t row,
                       const bcf_strand *strand)
{
    static const size_t columns[] = {5, 7, 8}; /* available, released, held on Release */
    bcf_arena *arena = of->arena;
    size_t boards = of->run->figures->areas->board_count;
    size_t first = 3 + strand->first_part * boards;
    size_t last = first + strand->part_count * boards - 1;
    bcf_strand_sums sums = bcf_held_of_strand(of->run, strand, (bcf_scope){BCF_SCOPE_ALL, 0});
    const bcf_money figures[] = {sums.england.available, sums.england.released, sums.england.held};
    bcf_book_words(front, row, 0, bcf_report_strand(of->run, strand), BCF_BOOK_PLAIN);
    bcf_money amount = national_amount(of->run->policy->performance, strand);
    if (amount.pence > 0) {
        bcf_book_figure(front, row, AMOUNT_COLUMN, bcf_wording_plain(arena, amount),
                        BCF_BOOK_POUNDS);
    }
    for (size_t i = 0; i < 3; i++) {
        bcf_book_formula(front, row, LIVE_COLUMN + i,
                         bcf_arena_print(arena, "=ROUND(SUM(%s),2)",
                                         bcf_book_range(arena, RELEASE, first, last, columns[i])),
                         bcf_wording_plain(arena, figures[i]), BCF_BOOK_POUNDS);
    }
}

static void add_strands(bcf_workbook *of, bcf_book_sheet *front)
{
    static const char *const headings[] = {"Payment",    "National £", "Available £",
                                           "Released £", "Held £",     NULL};
    static const size_t figures[] = {3, 4};
    static const char *const names[] = {"Released", "Held"};
    const bcf_performance *performance = of->run->policy->performance;
    size_t first = strands_row(of);
    bcf_workbook_headings(front, first - 1, headings);
    for (size_t i = 0; i < performance->strand_count; i++) {
        add_strand(of, front, first + i, &performance->strands[i]);
    }
    size_t row = first + performance->strand_count;
    bcf_release_sums all = {.status = BCF_STATUS_NONE};
    for (size_t i = 0; i < of->run->release->row_count; i++) {
        const bcf_release_row *one = &of->run->release->rows[i];
        all.available = bcf_money_add(all.available, one->available);
        all.released = bcf_money_add(all.released, one->released);
        all.held = bcf_money_add(all.held, one->held);
    }
    const bcf_money sums[] = {all.available, all.released, all.held};
    bcf_book_words(front, row, 0, "All", BCF_BOOK_BLOCK);
    bcf_book_words(front, row, 1, "", BCF_BOOK_BLOCK);
    for (size_t i = 0; i < 3; i++) {
        bcf_book_formula(front, row, LIVE_COLUMN + i,
                         bcf_arena_print(of->arena, "=ROUND(SUM(%s:%s),2)",
                                         bcf_book_cell(of->arena, first, LIVE_COLUMN + i),
                                         bcf_book_cell(of->arena, row - 1, LIVE_COLUMN + i)),
                         bcf_wording_plain(of->arena, sums[i]), BCF_BOOK_BLOCK_POUNDS);
    }
    bcf_book_name(of->book, "released_total", front, row, 3);
    bcf_book_name(of->book, "held_total", front, row, 4);
    bcf_book_add_chart(of->book, front,
                       &(bcf_book_chart){.title = "Released and held, £",
                                         .first_row = first,
                                         .last_row = row - 1,
                                         .words_column = 0,
                                         .figures_columns = figures,
                                         .names = names,
                                         .figures_count = 2,
                                         .at_row = row + 2,
                                         .at_column = 0});
}

static void add_fund_chart(bcf_workbook *of, bcf_book_sheet *front)
{
    static const size_t figures[] = {LIVE_COLUMN};
    static const char *const names[] = {"Shared out"};
    bcf_book_add_chart(
        of->book, front,
        &(bcf_book_chart){.title = "The fund, £",
                          .first_row = FUND_ROW,
                          .last_row = FUND_ROW + of->run->policy->component_count - 1,
                          .words_column = 0,
                          .figures_columns = figures,
                          .names = names,
                          .figures_count = 1,
                          .at_row = strands_row(of),
                          .at_column = 0});
}

/* The readings taken, to the right of the checks. */
static void add_readings(bcf_workbook *of, bcf_book_sheet *front)
{
    const bcf_policy *policy = of->run->policy;
    size_t row = FUND_ROW + WORKBOOK_CHECKS_MAX + 2;
    bcf_book_words(front, row++, 5, "Readings of the guidance taken", BCF_BOOK_HEADING);
    for (size_t i = 0; i < policy->setting_count; i++, row++) {
        bcf_book_words(
            front, row, 5,
            bcf_arena_print(of->arena, "%s=%s", policy->settings[i].id,
                            bcf_settings_value(of->run->settings, policy->settings[i].id)),
            BCF_BOOK_PLAIN);
    }
}

void bcf_workbook_fill_front(bcf_workbook *of, bcf_book_sheet *front)
{
    add_opening(of, front);
    add_fund(of, front);
    if (of->run->release != NULL) {
        add_strands(of, front);
    } else {
        add_fund_chart(of, front);
    }
    add_checks(of, front);
    add_readings(of, front);
    bcf_book_width(front, 0, 0, 42);
    bcf_book_width(front, 1, 4, 18);
    bcf_book_width(front, 5, 5, 14);
    bcf_book_width(front, 6, 8, 10);
    bcf_book_frame(front, 0, 0, strands_row(of) + 30, 10);
}

void bcf_workbook_add_sources(bcf_workbook *of)
{
    static const char *const headings[] = {"Table", "Rows",     "Status",  "Publisher",
                                           "Title", "Released", "Licence", NULL};
    const bcf_run *run = of->run;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, SOURCES);
    bcf_book_words(sheet, 0, 0, "The tables behind the figures, and where the rules are written.",
                   BCF_BOOK_NOTE);
    bcf_workbook_headings(sheet, 2, headings);
    size_t row = 3;
    for (size_t i = BCF_TABLE_MANIFEST + 1; i < BCF_TABLE_COUNT; i++) {
        bcf_table_id id = (bcf_table_id)i;
        if (!run->tables->table[i].is_there) {
            continue;
        }
        bcf_book_words(sheet, row, 0, bcf_table_name(id), BCF_BOOK_PLAIN);
        bcf_book_figure(sheet, row, 1,
                        bcf_arena_print(of->arena, "%zu", run->tables->table[i].row_count),
                        BCF_BOOK_COUNT);
        bcf_book_words(sheet, row, 2, bcf_status_text(run->tables->table[i].status),
                       BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 3, bcf_report_manifest(run, id, "publisher"), BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 4, bcf_report_manifest(run, id, "title"), BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 5, bcf_report_manifest(run, id, "released"), BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 6, bcf_report_manifest(run, id, "licence"), BCF_BOOK_PLAIN);
        row++;
    }
    row++;
    for (size_t i = 0; i < run->policy->source_count; i++, row++) {
        const bcf_source *one = &run->policy->sources[i];
        bcf_book_words(sheet, row, 0, one->id, BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 3, one->publisher, BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 4, one->title, BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 5, one->date, BCF_BOOK_PLAIN);
    }
    bcf_book_width(sheet, 0, 2, 16);
    bcf_book_width(sheet, 3, 4, 50);
    bcf_book_width(sheet, 5, 6, 24);
    bcf_book_frame(sheet, 3, 1, row, 7);
}

/* SPDX-License-Identifier: MIT */
#include "report_next.h"

#include <inttypes.h>
#include <string.h>

#include "report_board.h"
#include "report_payments.h"
#include "sort.h"

/* Rows past these many are added up. */
#define LISTED_MAX 15

/* Digits after the point of a count: as many as a table may have. */
#define COUNT_PLACES BCF_DECIMAL_DIGITS_MAX

const char *bcf_report_numerator(bcf_arena *arena, const bcf_ratio *count)
{
    return bcf_ratio_decimal_text(arena, count, COUNT_PLACES, BCF_ROUND_HALF_AWAY);
}

const char *bcf_report_spoken_numerator(bcf_arena *arena, const bcf_ratio *count)
{
    return bcf_wording_grouped(arena, bcf_report_numerator(arena, count));
}

const char *bcf_report_line(const bcf_run *run)
{
    return bcf_arena_print(
        run->arena, "%s%%",
        bcf_wording_hundredths(run->arena, run->policy->performance->recovery_threshold));
}

/* What one of a metric's numerator is, in a word. */
typedef struct event_words {
    const char *id; /* of the metric */
    const char *one;
    const char *many;
} event_words;

static const event_words *words_of(const char *metric)
{
    static const event_words words[] = {
        {"residential-admissions", "admission", "admissions"},
        {"reablement", "person still at home", "people still at home"},
        {"delayed-transfers", "delayed day", "delayed days"},
        {"avoidable-admissions", "admission", "admissions"},
        {"user-experience", "good answer", "good answers"},
        {"", "event", "events"},
    };
    const event_words *found = words;
    while (*found->id != '\0' && strcmp(found->id, metric) != 0) {
        found++;
    }
    return found;
}

/* "14 delayed days". */
static const char *events_text(bcf_arena *arena, const bcf_run *run, size_t part, const char *which,
                               int64_t count)
{
    const event_words *words = words_of(run->policy->performance->parts[part].id);
    return bcf_arena_print(arena, "%s%s %s", bcf_wording_count(arena, (size_t)count), which,
                           count == 1 ? words->one : words->many);
}

const char *bcf_report_events(bcf_arena *arena, const bcf_run *run, size_t part, int64_t events)
{
    return events < 0 ? events_text(arena, run, part, " fewer", -events)
                      : events_text(arena, run, part, " more", events);
}

void bcf_report_add_event_readings(bcf_text *page, const bcf_run *run)
{
    bcf_readings *readings = bcf_readings_new(run->arena, run->policy, run->settings);
    for (size_t i = 0; i < run->scores->count; i += run->scores->board_count) {
        bcf_readings_add_release(readings, run->scores->items[i].part);
    }
    bcf_report_add_readings(page, readings);
}

static const bcf_part *part_of(const bcf_run *run, const bcf_reach *reach)
{
    return &run->policy->performance->parts[reach->score->part];
}

static const bcf_payment *payment_of(const bcf_run *run, const bcf_reach *reach)
{
    return &run->policy->performance->payments[part_of(run, reach)->payment];
}

static const char *better_text(const bcf_reach *reach)
{
    return !reach->has_measure                         ? ""
           : reach->measure.better == BCF_BETTER_LOWER ? "lower"
                                                       : "higher";
}

static void add_columns(bcf_report_rows *rows, bool with_names)
{
    static const bcf_sheet_column columns[] = {
        {"payment", BCF_SHEET_WORD},
        {"metric", BCF_SHEET_WORD},
        {"better", BCF_SHEET_WORD},
        {"status", BCF_SHEET_WORD},
        {"actual_numerator", BCF_SHEET_FIGURE},
        {"actual_denominator", BCF_SHEET_FIGURE},
        {"to_seventy", BCF_SHEET_FIGURE},
        {"seventy_numerator", BCF_SHEET_FIGURE},
        {"released_at_seventy", BCF_SHEET_FIGURE},
        {"to_full", BCF_SHEET_FIGURE},
        {"full_numerator", BCF_SHEET_FIGURE},
        {"available", BCF_SHEET_FIGURE},
        {"released", BCF_SHEET_FIGURE},
        {"gain_at_seventy", BCF_SHEET_FIGURE},
        {"gain_at_full", BCF_SHEET_FIGURE},
        {"at_risk_per_cent", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},
    };
    bcf_report_board_columns(rows, with_names, columns, sizeof columns / sizeof columns[0]);
}

static void add_actual(bcf_report_rows *rows, const bcf_outturn *outturn)
{
    bcf_report_cell(
        rows, outturn == NULL ? "" : bcf_report_numerator(rows->arena, outturn->count.numerator));
    bcf_report_cell(
        rows, outturn == NULL ? "" : bcf_report_numerator(rows->arena, outturn->count.denominator));
}

static void add_line(bcf_report_rows *rows, const bcf_line *line)
{
    bcf_report_cell(rows,
                    line->is_known ? bcf_arena_print(rows->arena, "%" PRId64, line->events) : "");
    bcf_report_cell(rows, line->is_known ? bcf_report_numerator(rows->arena, line->numerator) : "");
}

static const char *plain_if(bcf_arena *arena, bool is_known, bcf_money amount)
{
    return is_known ? bcf_wording_plain(arena, amount) : "";
}

static void add_reach(bcf_report_rows *rows, const bcf_run *run, const bcf_reach *reach)
{
    bcf_arena *arena = rows->arena;
    const bcf_line *seventy = &reach->seventy;
    const bcf_line *full = &reach->full;
    bcf_report_cell(rows, payment_of(run, reach)->id);
    bcf_report_cell(rows, part_of(run, reach)->id);
    bcf_report_cell(rows, better_text(reach));
    bcf_report_cell(rows, bcf_score_status_text(reach->score->status));
    add_actual(rows, reach->score->outturn);
    add_line(rows, seventy);
    bcf_report_cell(rows, plain_if(arena, seventy->is_known, seventy->released));
    add_line(rows, full);
    bcf_report_cell(rows, bcf_wording_plain(arena, reach->row->available));
    bcf_report_cell(rows, bcf_wording_plain(arena, reach->row->released));
    bcf_report_cell(rows, plain_if(arena, seventy->is_known, seventy->gain));
    bcf_report_cell(rows, plain_if(arena, full->is_known, full->gain));
    bcf_report_cell(rows, plain_if(arena, reach->has_at_risk, reach->at_risk));
    bcf_report_cell(rows, bcf_status_text(reach->row->data_status));
}

const bcf_sheet *bcf_report_next(const bcf_run *run, bcf_scope scope, bool with_names)
{
    const bcf_board *boards = run->figures->areas->boards;
    bcf_reaches reaches = bcf_sensitivity_reaches(run->arena, run);
    const char **readings = bcf_report_part_readings(run, bcf_readings_add_release);
    bcf_report_rows rows = {.arena = run->arena};
    add_columns(&rows, with_names);
    bcf_report_begin(&rows, reaches.count);
    for (size_t i = 0; i < reaches.count; i++) {
        const bcf_reach *reach = &reaches.items[i];
        if (!bcf_scope_has_board(scope, reach->score->board)) {
            continue;
        }
        bcf_report_cell(&rows, boards[reach->score->board].code);
        if (with_names) {
            bcf_report_cell(&rows, boards[reach->score->board].name);
        }
        add_reach(&rows, run, reach);
        bcf_report_cell(&rows, readings[reach->score->part]);
    }
    return bcf_report_sheet(&rows, "next", run);
}

/* What several parts come to. */
typedef struct tally {
    size_t parts;
    size_t counted; /* whose events can be told */
    size_t below;   /* the 70% line */
    size_t short_of_full;
    size_t scored_rates; /* scored, but published as rates */
    size_t unscored;
    size_t unreachable; /* one of the lines: no whole number of events reaches it */
    bcf_money available;
    bcf_money released;
    bcf_money gain_at_seventy;
    bcf_money gain_at_full;
    bcf_money at_risk;
    bcf_status status;
} tally;

static void count_reach(tally *all, const bcf_reach *reach)
{
    bool is_scored = reach->score->achievement != NULL;
    bool is_counted = is_scored && !reach->is_rate;
    all->parts++;
    all->counted += is_counted;
    all->below += reach->seventy.is_known && reach->seventy.events != 0;
    all->short_of_full += reach->full.is_known && reach->full.events != 0;
    all->scored_rates += is_scored && reach->is_rate;
    all->unscored += !is_scored;
    all->unreachable += is_counted && !(reach->seventy.is_known && reach->full.is_known);
    all->available = bcf_money_add(all->available, reach->row->available);
    all->released = bcf_money_add(all->released, reach->row->released);
    all->gain_at_seventy = bcf_money_add(all->gain_at_seventy, reach->seventy.gain);
    all->gain_at_full = bcf_money_add(all->gain_at_full, reach->full.gain);
    all->at_risk = bcf_money_add(all->at_risk, reach->at_risk);
    all->status = bcf_status_worst(all->status, reach->row->data_status);
}

static tally count_reaches(const bcf_reaches *reaches)
{
    tally all = {.parts = 0};
    for (size_t i = 0; i < reaches->count; i++) {
        count_reach(&all, &reaches->items[i]);
    }
    return all;
}

#define SUM_COLUMNS 8

static void sum_cells(const char *cells[SUM_COLUMNS], const bcf_run *run, const tally *sum,
                      bcf_status worst)
{
    cells[2] = bcf_wording_count(run->arena, sum->counted);
    cells[3] = bcf_wording_count(run->arena, sum->below);
    cells[4] = bcf_report_marked_pence(run, sum->gain_at_seventy, sum->status, worst);
    cells[5] = bcf_wording_count(run->arena, sum->short_of_full);
    cells[6] = bcf_report_marked_pence(run, sum->gain_at_full, sum->status, worst);
    cells[7] = bcf_report_marked_pence(run, sum->at_risk, sum->status, worst);
}

static void add_sums(bcf_text *page, const bcf_run *run, const bcf_reaches *reaches)
{
    const char *line = bcf_report_line(run);
    const bcf_page_column columns[SUM_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT},
        {"Counted", BCF_PAGE_RIGHT},
        {bcf_arena_print(run->arena, "Below %s", line), BCF_PAGE_RIGHT},
        {bcf_arena_print(run->arena, "£ more at %s", line), BCF_PAGE_RIGHT},
        {"Short of full", BCF_PAGE_RIGHT},
        {"£ more at full", BCF_PAGE_RIGHT},
        {"£ at risk a 1% miss", BCF_PAGE_RIGHT},
    };
    tally all = count_reaches(reaches);
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, SUM_COLUMNS);
    const char *cells[SUM_COLUMNS];
    for (size_t first = 0; first < reaches->count; first += run->scores->board_count) {
        const bcf_reach *reach = &reaches->items[first];
        tally sum = count_reaches(&(bcf_reaches){reach, run->scores->board_count});
        sum_cells(cells, run, &sum, all.status);
        cells[0] = payment_of(run, reach)->title;
        cells[1] = part_of(run, reach)->id;
        bcf_page_table_row(table, cells);
    }
    sum_cells(cells, run, &all, all.status);
    cells[0] = "All";
    cells[1] = "";
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(
        page, bcf_arena_print(run->arena, "To the %s line, to full payment, and the other way%s",
                              line, bcf_wording_mark(all.status)));
    bcf_page_add_table(page, table);
    bcf_page_add_paragraph(page,
                           "Counted: boards whose outturn is a count, and scored. £ more: what the "
                           "part would release beyond what it does, each metric by itself.",
                           0);
    bcf_page_add_paragraph(
        page,
        "£ at risk a 1% miss (¶28): of what is available, what is not released where the actual "
        "is 1% of the ambition worse than the ambition; rates are in it, and plans without an "
        "outturn.",
        0);
}

/* What is not in the tables, and why. */
static void add_left_out(bcf_text *page, const bcf_run *run, const tally *all)
{
    if (all->unscored + all->scored_rates + all->unreachable == 0) {
        return;
    }
    const char *words = bcf_arena_print(
        run->arena,
        "No events of: %s without a score; %s published as rates, not as counts. No whole number "
        "of events reaches a line for %s.",
        bcf_wording_count(run->arena, all->unscored),
        bcf_wording_count(run->arena, all->scored_rates),
        bcf_wording_count(run->arena, all->unreachable));
    bcf_page_add_paragraph(page, words, 0);
}

static int by_place(const bcf_reach *a, const bcf_reach *b)
{
    return (a->score > b->score) - (a->score < b->score);
}

static int most_gain_first(const void *left, const void *right)
{
    const bcf_reach *a = left;
    const bcf_reach *b = right;
    int order = bcf_money_compare(b->full.gain, a->full.gain);
    return order != 0 ? order : by_place(a, b);
}

static int most_at_risk_first(const void *left, const void *right)
{
    const bcf_reach *a = left;
    const bcf_reach *b = right;
    int order = bcf_money_compare(b->at_risk, a->at_risk);
    return order != 0 ? order : by_place(a, b);
}

static bcf_reach *sorted(bcf_arena *arena, const bcf_reaches *reaches,
                         int (*order)(const void *, const void *))
{
    bcf_reach *items =
        bcf_arena_grow(arena, reaches->items, reaches->count, reaches->count, sizeof *items);
    bcf_sort(items, reaches->count, sizeof *items, order);
    return items;
}

const char *bcf_report_steps(bcf_arena *arena, int64_t events)
{
    int64_t size = events < 0 ? -events : events;
    return bcf_arena_print(arena, "%s %s", bcf_wording_count(arena, (size_t)size),
                           events < 0 ? "fewer" : "more");
}

/* The same; "reached", or "" where it cannot be told. */
static const char *steps_text(bcf_arena *arena, const bcf_line *line)
{
    if (!line->is_known) {
        return "";
    }
    if (line->events == 0) {
        return "reached";
    }
    return bcf_report_steps(arena, line->events);
}

#define LARGEST_COLUMNS 8

static const char *others_text(const bcf_run *run, size_t count)
{
    return bcf_arena_print(run->arena, "and %s others", bcf_wording_count(run->arena, count));
}

static void gain_cells(const char *cells[LARGEST_COLUMNS], const bcf_run *run, const tally *sum,
                       bcf_status worst)
{
    cells[4] = "";
    cells[5] = bcf_report_marked_pence(run, sum->gain_at_seventy, sum->status, worst);
    cells[6] = "";
    cells[7] = bcf_report_marked_pence(run, sum->gain_at_full, sum->status, worst);
}

static void name_cells(const char *cells[], const bcf_run *run, const bcf_reach *reach)
{
    const bcf_board *board = &run->figures->areas->boards[reach->score->board];
    cells[0] = board->code;
    cells[1] = board->name;
    cells[2] = payment_of(run, reach)->title;
    cells[3] = part_of(run, reach)->id;
}

/* The cells in front of a row that adds up. */
static void total_cells(const char *cells[], const char *words)
{
    cells[0] = "";
    cells[1] = words;
    cells[2] = "";
    cells[3] = "";
}

static void add_largest_gains(bcf_text *page, const bcf_run *run, const bcf_reaches *reaches)
{
    const char *line = bcf_report_line(run);
    const bcf_page_column columns[LARGEST_COLUMNS] = {
        {"Code", BCF_PAGE_LEFT},
        {"Board", BCF_PAGE_LEFT},
        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT},
        {bcf_arena_print(run->arena, "To %s", line), BCF_PAGE_RIGHT},
        {"£ more", BCF_PAGE_RIGHT},
        {"To full", BCF_PAGE_RIGHT},
        {"£ more", BCF_PAGE_RIGHT},
    };
    const bcf_reach *items = sorted(run->arena, reaches, most_gain_first);
    tally all = count_reaches(reaches);
    tally others = {.parts = 0};
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, LARGEST_COLUMNS);
    const char *cells[LARGEST_COLUMNS];
    for (size_t i = 0; i < reaches->count && items[i].full.gain.pence > 0; i++) {
        tally one = {.parts = 0};
        count_reach(i < LISTED_MAX ? &one : &others, &items[i]);
        if (i < LISTED_MAX) {
            gain_cells(cells, run, &one, all.status);
            name_cells(cells, run, &items[i]);
            cells[4] = steps_text(run->arena, &items[i].seventy);
            cells[6] = steps_text(run->arena, &items[i].full);
            bcf_page_table_row(table, cells);
        }
    }
    if (others.parts > 0) {
        gain_cells(cells, run, &others, all.status);
        total_cells(cells, others_text(run, others.parts));
        bcf_page_table_row(table, cells);
    }
    gain_cells(cells, run, &all, all.status);
    total_cells(cells, "All");
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "The most to gain: whole events, the denominator as it is");
    bcf_page_add_table(page, table);
}

#define RISK_COLUMNS 6

static void risk_cells(const char *cells[RISK_COLUMNS], const bcf_run *run, const tally *sum,
                       bcf_status worst)
{
    cells[4] = bcf_report_marked_pence(run, sum->available, sum->status, worst);
    cells[5] = bcf_report_marked_pence(run, sum->at_risk, sum->status, worst);
}

static void add_largest_risks(bcf_text *page, const bcf_run *run, const bcf_reaches *reaches)
{
    static const bcf_page_column columns[RISK_COLUMNS] = {
        {"Code", BCF_PAGE_LEFT},   {"Board", BCF_PAGE_LEFT},        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT}, {"Available £", BCF_PAGE_RIGHT}, {"At risk £", BCF_PAGE_RIGHT},
    };
    const bcf_reach *items = sorted(run->arena, reaches, most_at_risk_first);
    bcf_status worst = count_reaches(reaches).status;
    tally all = {.parts = 0};
    tally others = {.parts = 0};
    bcf_page_table *table = bcf_page_table_new(run->arena, columns, RISK_COLUMNS);
    const char *cells[RISK_COLUMNS];
    for (size_t i = 0; i < reaches->count && items[i].at_risk.pence > 0; i++) {
        tally one = {.parts = 0};
        count_reach(i < LISTED_MAX ? &one : &others, &items[i]);
        count_reach(&all, &items[i]);
        if (i < LISTED_MAX) {
            risk_cells(cells, run, &one, worst);
            name_cells(cells, run, &items[i]);
            bcf_page_table_row(table, cells);
        }
    }
    if (others.parts > 0) {
        risk_cells(cells, run, &others, worst);
        total_cells(cells, others_text(run, others.parts));
        bcf_page_table_row(table, cells);
    }
    risk_cells(cells, run, &all, worst);
    total_cells(cells, "All");
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "The most at risk for each 1% that activity misses the ambition");
    bcf_page_add_table(page, table);
}

/* Why nothing can be said of events. */
static const char *why_no_events(const bcf_run *run, const bcf_reach *reach)
{
    if (reach->score->achievement == NULL) {
        const char *status = bcf_score_status_text(reach->score->status);
        return bcf_arena_print(run->arena, "no score (%s), so no line to reach",
                               bcf_wording_spoken(run->arena, status));
    }
    if (reach->is_rate) {
        return "published as a rate, not as a count, so it has no events";
    }
    return "no whole number of events reaches it";
}

static const char *pounds_more(const bcf_run *run, bcf_money gain)
{
    return bcf_arena_print(run->arena, "£%s more is released", bcf_report_pence(run, gain));
}

/* "14 fewer delayed days (2,040) reach the 70% line: £1,234.00 more is released". */
static const char *line_words(const bcf_run *run, const bcf_reach *reach, const bcf_line *line,
                              const char *name)
{
    bcf_arena *arena = run->arena;
    size_t part = reach->score->part;
    if (!line->is_known) {
        return bcf_arena_print(arena, "%s: %s", name, why_no_events(run, reach));
    }
    const char *numerator = bcf_report_spoken_numerator(arena, line->numerator);
    if (line->events == 0) {
        const char *room =
            line->room == 0
                ? "with not one event to spare"
                : bcf_arena_print(arena, "with %s to spare (to %s)",
                                  events_text(arena, run, part, "", line->room), numerator);
        return bcf_arena_print(arena, "%s is reached, %s", name, room);
    }
    const char *test = line->passes_test ? ", and the board's test is passed" : "";
    bool is_one = line->events == 1 || line->events == -1;
    return bcf_arena_print(arena, "%s (%s) reach%s %s: %s%s",
                           bcf_report_events(arena, run, part, line->events), numerator,
                           is_one ? "es" : "", name, pounds_more(run, line->gain), test);
}

static const char *risk_words(const bcf_run *run, const bcf_reach *reach)
{
    if (!reach->has_at_risk) {
        return "";
    }
    return bcf_arena_print(run->arena, " Each 1%% short of the ambition puts £%s of £%s at risk.",
                           bcf_report_pence(run, reach->at_risk),
                           bcf_report_pence(run, reach->row->available));
}

/* One metric, as one would say it. */
static void add_words(bcf_text *page, const bcf_run *run, const bcf_reach *reach)
{
    bcf_arena *arena = run->arena;
    const bcf_outturn *outturn = reach->score->outturn;
    const char *lines = why_no_events(run, reach);
    if (reach->score->achievement != NULL && !reach->is_rate) {
        const char *seventy =
            line_words(run, reach, &reach->seventy,
                       bcf_arena_print(arena, "the %s line", bcf_report_line(run)));
        lines = bcf_arena_print(arena, "%s; %s", seventy,
                                line_words(run, reach, &reach->full, "full payment"));
    }
    const char *now =
        outturn == NULL
            ? ""
            : bcf_arena_print(arena, ", %s of %s in %s",
                              bcf_report_spoken_numerator(arena, outturn->count.numerator),
                              bcf_report_spoken_numerator(arena, outturn->count.denominator),
                              bcf_wording_period(arena, outturn->period));
    const char *mark = bcf_wording_mark(reach->row->data_status);
    bcf_page_add_paragraph(page,
                           bcf_arena_print(arena, "- %s, %s%s%s: %s.%s",
                                           payment_of(run, reach)->title, part_of(run, reach)->id,
                                           now, mark, lines, risk_words(run, reach)),
                           2);
}

#define BOARD_COLUMNS 10

/* A line's events, and the pounds that they are worth. */
static void line_cells(const char *cells[2], const bcf_run *run, const bcf_line *line,
                       bcf_status status, bcf_status worst)
{
    cells[0] = steps_text(run->arena, line);
    cells[1] = line->is_known ? bcf_report_marked_pence(run, line->gain, status, worst) : "";
}

static void reach_cells(const char *cells[BOARD_COLUMNS], const bcf_run *run,
                        const bcf_reach *reach, bcf_status worst)
{
    bcf_arena *arena = run->arena;
    bcf_status status = reach->row->data_status;
    const bcf_outturn *outturn = reach->score->outturn;
    cells[0] = payment_of(run, reach)->title;
    cells[1] = part_of(run, reach)->id;
    cells[2] = bcf_wording_spoken(arena, bcf_score_status_text(reach->score->status));
    cells[3] = outturn == NULL ? "" : bcf_report_spoken_numerator(arena, outturn->count.numerator);
    cells[4] = bcf_report_marked_pence(run, reach->row->released, status, worst);
    line_cells(&cells[5], run, &reach->seventy, status, worst);
    line_cells(&cells[7], run, &reach->full, status, worst);
    cells[9] =
        reach->has_at_risk ? bcf_report_marked_pence(run, reach->at_risk, status, worst) : "";
}

static bcf_page_table *new_board_table(const bcf_run *run)
{
    const bcf_page_column columns[BOARD_COLUMNS] = {
        {"Payment", BCF_PAGE_LEFT},
        {"Metric", BCF_PAGE_LEFT},
        {"Status", BCF_PAGE_LEFT},
        {"Now", BCF_PAGE_RIGHT},
        {"Released £", BCF_PAGE_RIGHT},
        {bcf_arena_print(run->arena, "To %s", bcf_report_line(run)), BCF_PAGE_RIGHT},
        {"£ more", BCF_PAGE_RIGHT},
        {"To full", BCF_PAGE_RIGHT},
        {"£ more", BCF_PAGE_RIGHT},
        {"£ at risk a 1% miss", BCF_PAGE_RIGHT},
    };
    return bcf_page_table_new(run->arena, columns, BOARD_COLUMNS);
}

/* The reaches of one board alone. */
static bcf_reaches of_board(bcf_arena *arena, const bcf_reaches *reaches, size_t board)
{
    bcf_reach *items = BCF_NEW_ARRAY(arena, reaches->count, bcf_reach);
    size_t count = 0;
    for (size_t i = 0; i < reaches->count; i++) {
        if (reaches->items[i].score->board == board) {
            items[count++] = reaches->items[i];
        }
    }
    return (bcf_reaches){items, count};
}

/* `reaches` are those of one board. */
static void add_board(bcf_text *page, const bcf_run *run, const bcf_reaches *reaches)
{
    tally all = count_reaches(reaches);
    bcf_page_table *table = new_board_table(run);
    const char *cells[BOARD_COLUMNS];
    for (size_t i = 0; i < reaches->count; i++) {
        reach_cells(cells, run, &reaches->items[i], all.status);
        bcf_page_table_row(table, cells);
    }
    total_cells(cells, "");
    cells[0] = "All";
    cells[4] = bcf_report_marked_pence(run, all.released, all.status, all.status);
    cells[5] = "";
    cells[6] = bcf_report_marked_pence(run, all.gain_at_seventy, all.status, all.status);
    cells[7] = "";
    cells[8] = bcf_report_marked_pence(run, all.gain_at_full, all.status, all.status);
    cells[9] = bcf_report_marked_pence(run, all.at_risk, all.status, all.status);
    bcf_page_table_total(table, cells);
    bcf_page_add_heading(page, "To the next pound");
    bcf_page_add_table(page, table);
    bcf_page_add_heading(page, "In words");
    for (size_t i = 0; i < reaches->count; i++) {
        add_words(page, run, &reaches->items[i]);
    }
}

static void add_next(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    const bcf_areas *areas = run->figures->areas;
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *code = bcf_wording_quoted(run->arena, is_all ? areas->boards[0].code
                                                             : bcf_scope_code(areas, scope));
    const bcf_next next[] = {
        {bcf_arena_print(run->arena, is_all ? "score --next -a %s" : "score --fragile -a %s", code),
         is_all ? "one board's metrics in words" : "which of its figures to audit first"},
        {is_all ? "score --fragile" : "score --next", is_all ? "which figures to audit first"
                                                      : bcf_report_is_nation(run)
                                                          ? "the nation"
                                                          : "the whole dataset"},
    };
    bcf_report_add_next(page, run, next, 2);
}

void bcf_report_next_page(bcf_text *page, const bcf_run *run, bcf_scope scope)
{
    bool is_all = scope.kind == BCF_SCOPE_ALL;
    const char *of = bcf_report_of(run, scope);
    bcf_reaches reaches = bcf_sensitivity_reaches(run->arena, run);
    bcf_report_add_notice(page, run);
    bcf_report_add_opening(page, run, bcf_arena_print(run->arena, "%s: the next event", of));
    bcf_report_add_authority(page, run);
    if (!is_all) {
        bcf_reaches own = of_board(run->arena, &reaches, scope.index);
        add_board(page, run, &own);
    } else {
        tally all = count_reaches(&reaches);
        add_sums(page, run, &reaches);
        add_left_out(page, run, &all);
        add_largest_gains(page, run, &reaches);
        add_largest_risks(page, run, &reaches);
    }
    bcf_report_add_status(page, run, count_reaches(&reaches).status, BCF_RESTS_ON_RELEASE);
    bcf_report_add_event_readings(page, run);
    bcf_report_add_notes(page, run);
    add_next(page, run, scope);
}

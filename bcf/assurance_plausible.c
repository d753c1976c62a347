/* SPDX-License-Identifier: MIT */
#include "assurance_inside.h"

#include <string.h>

/* What the monthly counts of one CCG show. */
typedef struct ccg_months {
    bool has_counts;
    size_t hole_count;
    bcf_period hole;         /* the first one */
    const char *ending;      /* what comes after it: "then closes" */
    bcf_status status;       /* of the rows */
    const bcf_ratio *before; /* in the last month before it, and in its first */
    const bcf_ratio *after;
} ccg_months;

struct bcf_monthly {
    const ccg_months *ccgs;
};

/* The counts by CCG and month, while they are gathered. */
typedef struct grid {
    bcf_arena *arena;
    const bcf_figures *figures;
    int first;        /* month of the table */
    int count;        /* of months */
    bcf_ratio **sums; /* [ccg * count + month]; NULL: no row */
    size_t *rows;     /* the same: codes that have a row */
    bool *is_own;     /* the same: the CCG's own code has one */
    int *last_row;    /* of each CCG: the last month in which an ended code has a row; -1: none */
    bcf_status *statuses; /* of each CCG's rows, the worst */
    size_t *codes;        /* of each CCG: ended codes that have some row */
} grid;

static bool is_wanted(const bcf_row *row, const char *measure)
{
    bcf_period period = bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period")->as.period;
    return period.first == period.last
           && strcmp(bcf_row_cell(BCF_TABLE_ACTIVITY, row, "measure")->text, measure) == 0;
}

static int month_of(const bcf_row *row)
{
    return bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period")->as.period.first;
}

static void find_months(grid *of, const bcf_table *table, const char *measure)
{
    int last = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        if (is_wanted(&table->rows[i], measure)) {
            int month = month_of(&table->rows[i]);
            of->first = of->count == 0 || month < of->first ? month : of->first;
            last = month > last ? month : last;
            of->count = last - of->first + 1;
        }
    }
}

/* Years may lie between the first row and the last, and the table still be small. */
#define MONTHS_MAX 600

static void add_count(grid *of, const bcf_row *row)
{
    const bcf_areas *areas = of->figures->areas;
    const char *code = bcf_row_cell(BCF_TABLE_ACTIVITY, row, "ccg")->text;
    bcf_heirs heirs = bcf_areas_heirs(areas, code);
    const bcf_ratio *count =
        bcf_ratio_of_decimal(of->arena, &bcf_row_cell(BCF_TABLE_ACTIVITY, row, "count")->as.figure);
    for (size_t i = 0; i < heirs.count; i++) {
        size_t at = heirs.items[i].index * (size_t)of->count + (size_t)(month_of(row) - of->first);
        bcf_ratio *part = bcf_ratio_new(of->arena);
        bcf_ratio_multiply(part, count, heirs.items[i].share);
        if (of->sums[at] == NULL) {
            of->sums[at] = bcf_ratio_new(of->arena);
        }
        bcf_ratio_add(of->sums[at], of->sums[at], part);
        bool is_own = strcmp(areas->ccgs[heirs.items[i].index].code, code) == 0;
        of->is_own[at] = of->is_own[at] || is_own;
        of->rows[at] += !is_own;
        int month = month_of(row) - of->first;
        int *last = &of->last_row[heirs.items[i].index];
        *last = !is_own && month > *last ? month : *last;
        bcf_status *status = &of->statuses[heirs.items[i].index];
        *status =
            bcf_status_worst(*status, bcf_row_status(of->figures->tables, BCF_TABLE_ACTIVITY, row));
        if (of->rows[at] > of->codes[heirs.items[i].index]) {
            of->codes[heirs.items[i].index] = of->rows[at];
        }
    }
}

/* A month's count, or NULL: no row, or only some of the codes that became the CCG have one, which
 * would look like a fall. */
static const bcf_ratio *count_in(const grid *of, size_t ccg, int month)
{
    if (month < 0 || month >= of->count) {
        return NULL;
    }
    size_t at = ccg * (size_t)of->count + (size_t)month;
    bool is_all = of->rows[at] == of->codes[ccg];
    bool is_only_own = of->is_own[at] && month > of->last_row[ccg];
    return is_all || is_only_own ? of->sums[at] : NULL;
}

/* True if `count` is below `before` by the share that makes a hole, or more. */
static bool has_fallen(const grid *of, const bcf_ratio *before, const bcf_ratio *count,
                       const bcf_ratio *fall)
{
    if (before == NULL || count == NULL || bcf_ratio_sign(before) == 0) {
        return false;
    }
    bcf_ratio *least = bcf_ratio_of(of->arena, 1, 1);
    bcf_ratio_subtract(least, least, fall);
    bcf_ratio_multiply(least, least, before);
    return bcf_ratio_compare(count, least) <= 0;
}

/* What comes after a hole that ends before `month`. */
static const char *ending_of(const grid *of, size_t ccg, int month)
{
    if (count_in(of, ccg, month) != NULL) {
        return "then closes";
    }
    for (int later = month; later < of->count; later++) {
        if (count_in(of, ccg, later) != NULL) {
            return "lasts until a month is missing";
        }
    }
    return "lasts until the counts end";
}

static ccg_months look_at_ccg(const grid *of, size_t ccg, const bcf_ratio *fall)
{
    ccg_months found = {.has_counts = false};
    for (int month = 0; month < of->count; month++) {
        const bcf_ratio *before = count_in(of, ccg, month - 1);
        const bcf_ratio *count = count_in(of, ccg, month);
        found.has_counts = found.has_counts || count != NULL;
        if (!has_fallen(of, before, count, fall)) {
            continue;
        }
        int last = month;
        while (has_fallen(of, before, count_in(of, ccg, last + 1), fall)) {
            last++;
        }
        if (found.hole_count++ == 0) {
            found.hole = (bcf_period){of->first + month, of->first + last};
            found.ending = ending_of(of, ccg, last + 1);
            found.before = before;
            found.after = count;
        }
        month = last;
    }
    return found;
}

const struct bcf_monthly *bcf_assess_monthly(bcf_arena *arena, const bcf_figures *figures,
                                             const bcf_assurance_rules *rules)
{
    const bcf_table *table = &figures->tables->table[BCF_TABLE_ACTIVITY];
    size_t ccgs = figures->areas->ccg_count;
    struct bcf_monthly *monthly = BCF_NEW(arena, struct bcf_monthly);
    ccg_months *found = BCF_NEW_ARRAY(arena, ccgs, ccg_months);
    monthly->ccgs = found;
    grid of = {.arena = arena, .figures = figures};
    find_months(&of, table, rules->hole_measure);
    if (of.count == 0 || of.count > MONTHS_MAX) {
        return monthly;
    }
    size_t cells = ccgs * (size_t)of.count;
    of.sums = BCF_NEW_ARRAY(arena, cells, bcf_ratio *);
    of.rows = BCF_NEW_ARRAY(arena, cells, size_t);
    of.is_own = BCF_NEW_ARRAY(arena, cells, bool);
    of.codes = BCF_NEW_ARRAY(arena, ccgs, size_t);
    of.statuses = BCF_NEW_ARRAY(arena, ccgs, bcf_status);
    of.last_row = BCF_NEW_ARRAY(arena, ccgs, int);
    for (size_t i = 0; i < ccgs; i++) {
        of.last_row[i] = -1;
    }
    for (size_t i = 0; i < table->row_count; i++) {
        if (is_wanted(&table->rows[i], rules->hole_measure)) {
            add_count(&of, &table->rows[i]);
        }
    }
    for (size_t i = 0; i < ccgs; i++) {
        found[i] = look_at_ccg(&of, i, rules->hole_fall);
        found[i].status = of.statuses[i];
    }
    return monthly;
}

/* The residents of the board that is looked at. */
static const bcf_residents *const *first_living(const bcf_assessor *at)
{
    return at->living + at->first_living[at->board];
}

static size_t living_count(const bcf_assessor *at)
{
    return at->first_living[at->board + 1] - at->first_living[at->board];
}

/* The people of the first rows, those of one CCG; sets *count to how many rows these are. */
static bcf_ratio *people_of_one(const bcf_assessor *at, const bcf_residents *const rows[],
                                size_t left, size_t *count)
{
    bcf_ratio *people = bcf_ratio_new(at->arena);
    for (*count = 0; *count < left && rows[*count]->ccg == rows[0]->ccg; ++*count) {
        bcf_ratio_add(people, people, rows[*count]->people);
    }
    return people;
}

static void tell_hole(bcf_assessor *at, size_t ccg, const bcf_ratio *share)
{
    const ccg_months *months = &at->monthly->ccgs[ccg];
    bcf_status status =
        bcf_status_worst(bcf_assess_table(at, BCF_TABLE_ACTIVITY), at->figures->residents_status);
    const char *others =
        months->hole_count == 1
            ? ""
            : bcf_arena_print(at->arena, "; it has %zu such holes", months->hole_count);
    bcf_period before = {months->hole.first - 1, months->hole.first - 1};
    bcf_period first = {months->hole.first, months->hole.first};
    bcf_assess(at,
               bcf_arena_print(at->arena, "CCG %s (%s)", at->figures->areas->ccgs[ccg].code,
                               at->figures->areas->ccgs[ccg].name),
               BCF_RESULT_WARN, status,
               "%s falls from %s in %s to %s in %s, a hole of %s that %s%s; %s of the "
               "board's people are registered there",
               at->rules->hole_measure, bcf_assess_number(at, months->before),
               bcf_wording_period(at->arena, before), bcf_assess_number(at, months->after),
               bcf_wording_period(at->arena, first),
               bcf_wording_things(at->arena, (size_t)bcf_period_months(months->hole), "month"),
               months->ending, others, bcf_wording_per_cent(at->arena, share));
}

static bcf_ratio *people_of_all(const bcf_assessor *at)
{
    bcf_ratio *all = bcf_ratio_new(at->arena);
    for (size_t i = 0; i < living_count(at); i++) {
        bcf_ratio_add(all, all, first_living(at)[i]->people);
    }
    return all;
}

static void look_for_holes(bcf_assessor *at)
{
    const bcf_ratio *all = people_of_all(at);
    size_t whole = 0;
    bcf_status status = at->figures->residents_status;
    size_t rows = bcf_ratio_sign(all) == 0 ? 0 : living_count(at);
    size_t count = 0;
    for (size_t i = 0; i < rows; i += count) {
        size_t ccg = first_living(at)[i]->ccg;
        const ccg_months *months = &at->monthly->ccgs[ccg];
        bcf_ratio *share = people_of_one(at, first_living(at) + i, rows - i, &count);
        bcf_ratio_divide(share, share, all);
        if (!months->has_counts || bcf_ratio_compare(share, at->rules->hole_people) < 0) {
            continue;
        }
        if (months->hole_count > 0) {
            tell_hole(at, ccg, share);
        } else {
            whole++;
            status = bcf_status_worst(status, months->status);
        }
    }
    if (whole > 0) {
        bcf_assess(at, "monthly counts", BCF_RESULT_PASS, status, "no hole in those of %zu CCG%s",
                   whole, whole == 1 ? "" : "s");
    }
}

static bool is_above_hundred(const bcf_ratio *fraction)
{
    return bcf_ratio_compare_whole(fraction, 1, 1) > 0;
}

/* "baseline 104.00 per cent", of the first that cannot be; NULL where all can. Sets *status to that
 * of what was looked at. */
static const char *above_hundred(const bcf_assessor *at, const bcf_aim *aim, bcf_status *status)
{
    *status = aim->status;
    if (is_above_hundred(aim->ambition->baseline)) {
        return bcf_arena_print(at->arena, "baseline %s",
                               bcf_assess_rate(at, aim, aim->ambition->baseline));
    }
    if (is_above_hundred(aim->ambition->ambition)) {
        return bcf_arena_print(at->arena, "ambition %s",
                               bcf_assess_rate(at, aim, aim->ambition->ambition));
    }
    if (aim->outturn == NULL) {
        return NULL;
    }
    *status = bcf_status_worst(*status, aim->outturn->status);
    if (!is_above_hundred(aim->outturn->actual)) {
        return NULL;
    }
    return bcf_arena_print(at->arena, "outturn %s", bcf_assess_rate(at, aim, aim->outturn->actual));
}

static const bcf_ratio *distance(const bcf_assessor *at, const bcf_ratio *a, const bcf_ratio *b)
{
    bcf_ratio *apart = bcf_ratio_new(at->arena);
    if (bcf_ratio_compare(a, b) >= 0) {
        bcf_ratio_subtract(apart, a, b);
    } else {
        bcf_ratio_subtract(apart, b, a);
    }
    return apart;
}

/* The largest change from one year to the next in history, before the months that the ambition is
 * for; NULL where no two years follow. */
static const bcf_ratio *largest_change(const bcf_assessor *at, const bcf_aim *aim)
{
    if (!aim->has_season) {
        return NULL;
    }
    const bcf_past **history = NULL;
    size_t count = bcf_aim_history(&history, at, aim);
    const bcf_ratio *largest = NULL;
    for (size_t i = 1; i < count; i++) {
        if (history[i]->period.first - history[i - 1]->period.first != 12) {
            continue;
        }
        const bcf_ratio *change = distance(at, history[i]->fraction, history[i - 1]->fraction);
        if (largest == NULL || bcf_ratio_compare(change, largest) > 0) {
            largest = change;
        }
    }
    return largest;
}

static void compare_changes(bcf_assessor *at, const bcf_aim *aim, const bcf_ratio *largest)
{
    bcf_status status = bcf_status_worst(aim->status, bcf_assess_table(at, BCF_TABLE_HISTORY));
    const bcf_ratio *planned = distance(at, aim->ambition->ambition, aim->ambition->baseline);
    const char *known = bcf_assess_rate(at, aim, largest);
    if (bcf_ratio_compare(planned, largest) > 0) {
        bcf_assess_part(at, aim->part, BCF_RESULT_WARN, status,
                        "a change of %s is planned, larger than any year's in history (%s)",
                        bcf_assess_rate(at, aim, planned), known);
        return;
    }
    if (aim->outturn == NULL) {
        bcf_assess_part(at, aim->part, BCF_RESULT_PASS, status,
                        "a change of %s is planned, no larger than a year's in history (%s)",
                        bcf_assess_rate(at, aim, planned), known);
        return;
    }
    const bcf_ratio *actual = distance(at, aim->outturn->actual, aim->ambition->baseline);
    bool is_larger = bcf_ratio_compare(actual, largest) > 0;
    bcf_assess_part(at, aim->part, is_larger ? BCF_RESULT_WARN : BCF_RESULT_PASS,
                    bcf_status_worst(status, aim->outturn->status),
                    is_larger ? "the outturn is %s from the baseline, further than any year's "
                                "change in history (%s)"
                              : "the outturn is %s from the baseline, no further than a year's "
                                "change in history (%s)",
                    bcf_assess_rate(at, aim, actual), known);
}

static void look_at_aim(bcf_assessor *at, const bcf_aim *aim)
{
    bcf_status status = aim->status;
    const char *above = aim->measure.scale == 100 ? above_hundred(at, aim, &status) : NULL;
    if (above != NULL) {
        bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, status, "%s, more than all", above);
        return;
    }
    const bcf_ratio *largest = largest_change(at, aim);
    if (largest != NULL) {
        compare_changes(at, aim, largest);
    } else if (aim->measure.scale == 100) {
        bcf_assess_part(at, aim->part, BCF_RESULT_PASS, status, "not above 100 per cent");
    }
}

/* Whether a metric, under a definition of the board, is a per cent. */
static bool is_per_cent(const bcf_assessor *at, const bcf_past *past)
{
    const bcf_metric *metric = &at->policy->metrics[past->metric];
    if (!metric->is_local) {
        return metric->scale == 100;
    }
    const bcf_menu_entry *entry =
        bcf_figures_local(at->arena, at->figures, past->board, past->definition);
    return entry != NULL && entry->scale == 100;
}

static void look_at_history(bcf_assessor *at)
{
    size_t first = 0;
    size_t count = bcf_submissions_history_of(at->submissions, at->board, &first);
    for (size_t i = first; i < first + count; i++) {
        const bcf_past *past = &at->submissions->history[i];
        if (is_above_hundred(past->fraction) && is_per_cent(at, past)) {
            bcf_ratio *rate = bcf_ratio_of(at->arena, 100, 1);
            bcf_ratio_multiply(rate, rate, past->fraction);
            bcf_assess(at,
                       bcf_arena_print(at->arena, "history of %s in %s",
                                       at->policy->metrics[past->metric].id,
                                       bcf_wording_period(at->arena, past->period)),
                       BCF_RESULT_FAIL, bcf_assess_table(at, BCF_TABLE_HISTORY),
                       "%s per cent, more than all", bcf_wording_rate(at->arena, rate));
        }
    }
}

void bcf_assess_plausible(bcf_assessor *at)
{
    for (size_t i = at->first_aim[at->board]; i < at->first_aim[at->board + 1]; i++) {
        look_at_aim(at, &at->aims[i]);
    }
    look_at_history(at);
    look_for_holes(at);
}

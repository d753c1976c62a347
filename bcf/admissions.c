/* SPDX-License-Identifier: MIT */
#include "admissions.h"

#include <string.h>

#include "wording.h"

/* A code's months of one quarter, while the table is read. */
typedef struct cell {
    unsigned months;  /* a bit each that its own rows cover */
    unsigned covered; /* the same, or that all of its predecessors cover */
    bcf_ratio *count; /* of its own rows; NULL: none */
    bcf_status status;
} cell;

#define ALL_MONTHS 7U

/* One quarter of the calendar and its figures: a baseline, or an actual. */
typedef struct quarter_work {
    int quarter;              /* months / 3 since year 0 */
    cell *cells;              /* of each known code */
    const bcf_ratio **of_ccg; /* NULL: not all months are there */
    bcf_status *status_of_ccg;
} quarter_work;

typedef struct counting {
    bcf_arena *arena;
    const bcf_figures *figures;
    const bcf_codes *codes;
    const bcf_admissions_rules *rules;
    bcf_notes *notes;
    bcf_error *err;
    quarter_work *quarters;   /* the baselines, then the actuals */
    size_t quarter_count;     /* of both: twice the policy's */
    const bcf_ratio **shares; /* of each row of residents: its people over all of its CCG */
} counting;

static bcf_period period_of(const counting *work, size_t i)
{
    const bcf_admissions_rules *rules = work->rules;
    return i < rules->quarter_count ? rules->quarters[i].baseline
                                    : rules->quarters[i - rules->quarter_count].actual;
}

static void start(counting *work)
{
    work->quarter_count = 2 * work->rules->quarter_count;
    work->quarters = BCF_NEW_ARRAY(work->arena, work->quarter_count, quarter_work);
    for (size_t i = 0; i < work->quarter_count; i++) {
        work->quarters[i] = (quarter_work){
            .quarter = period_of(work, i).first / 3,
            .cells = BCF_NEW_ARRAY(work->arena, work->codes->count, cell),
        };
    }
}

/* Adds a row to its code's cell. Rows never overlap: the dataset was checked. */
static void add_row(counting *work, quarter_work *quarter, const bcf_row *row)
{
    const bcf_known_code *known =
        bcf_codes_find(work->codes, bcf_row_cell(BCF_TABLE_ACTIVITY, row, "ccg")->text);
    BCF_ASSERT(known != NULL);
    cell *at = &quarter->cells[known - work->codes->items];
    bcf_period period = bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period")->as.period;
    for (int month = period.first; month <= period.last; month++) {
        at->months |= 1U << (unsigned)(month % 3);
    }
    if (at->count == NULL) {
        at->count = bcf_ratio_new(work->arena);
    }
    bcf_ratio_add(at->count, at->count,
                  bcf_ratio_of_decimal(work->arena,
                                       &bcf_row_cell(BCF_TABLE_ACTIVITY, row, "count")->as.figure));
    at->status = bcf_status_worst(at->status,
                                  bcf_row_status(work->figures->tables, BCF_TABLE_ACTIVITY, row));
    if (known->is_ended) {
        at->status =
            bcf_status_worst(at->status, work->figures->tables->table[BCF_TABLE_SUCCESSORS].status);
    }
}

static void read_rows(counting *work)
{
    const bcf_table *table = &work->figures->tables->table[BCF_TABLE_ACTIVITY];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int quarter = bcf_row_cell(BCF_TABLE_ACTIVITY, row, "period")->as.period.first / 3;
        if (strcmp(bcf_row_cell(BCF_TABLE_ACTIVITY, row, "measure")->text, work->rules->measure)
            != 0) {
            continue;
        }
        for (size_t j = 0; j < work->quarter_count; j++) {
            if (work->quarters[j].quarter == quarter) {
                add_row(work, &work->quarters[j], row);
            }
        }
    }
}

/* The months that all predecessors of a code cover. */
static unsigned from_predecessors(const quarter_work *quarter, const bcf_known_code *code)
{
    unsigned months = code->predecessor_count > 0 ? ALL_MONTHS : 0;
    for (size_t i = 0; i < code->predecessor_count; i++) {
        months &= quarter->cells[code->predecessors[i]].covered;
    }
    return months;
}

/* Months come down from ended codes, step by step; they only grow, so this ends. */
static void cover(const counting *work, quarter_work *quarter)
{
    for (size_t i = 0; i < work->codes->count; i++) {
        quarter->cells[i].covered = quarter->cells[i].months;
    }
    bool has_grown = true;
    while (has_grown) {
        has_grown = false;
        for (size_t i = 0; i < work->codes->count; i++) {
            unsigned months =
                quarter->cells[i].covered | from_predecessors(quarter, &work->codes->items[i]);
            has_grown = has_grown || months != quarter->cells[i].covered;
            quarter->cells[i].covered = months;
        }
    }
}

/* Hands a code's count on to the CCGs that it stands for. */
static void hand_on(const counting *work, quarter_work *quarter, bcf_ratio *sums[], size_t code)
{
    const bcf_heirs *heirs = &work->codes->items[code].heirs;
    const cell *from = &quarter->cells[code];
    for (size_t i = 0; from->count != NULL && i < heirs->count; i++) {
        const bcf_heir *heir = &heirs->items[i];
        bcf_ratio *part = bcf_ratio_new(work->arena);
        bcf_ratio_multiply(part, from->count, heir->share);
        bcf_ratio_add(sums[heir->index], sums[heir->index], part);
        quarter->status_of_ccg[heir->index] =
            bcf_status_worst(quarter->status_of_ccg[heir->index], from->status);
    }
}

static void add_up_ccgs(const counting *work, quarter_work *quarter)
{
    const bcf_areas *areas = work->figures->areas;
    bcf_ratio **sums = BCF_NEW_ARRAY(work->arena, areas->ccg_count, bcf_ratio *);
    for (size_t i = 0; i < areas->ccg_count; i++) {
        sums[i] = bcf_ratio_new(work->arena);
    }
    quarter->of_ccg = BCF_NEW_ARRAY(work->arena, areas->ccg_count, const bcf_ratio *);
    quarter->status_of_ccg = BCF_NEW_ARRAY(work->arena, areas->ccg_count, bcf_status);
    cover(work, quarter);
    for (size_t i = 0; i < work->codes->count; i++) {
        hand_on(work, quarter, sums, i);
    }
    for (size_t i = 0; i < areas->ccg_count; i++) {
        const bcf_known_code *code = bcf_codes_find(work->codes, areas->ccgs[i].code);
        if (quarter->cells[code - work->codes->items].covered == ALL_MONTHS) {
            quarter->of_ccg[i] = sums[i];
        }
    }
}

static bcf_place activity_place(const counting *work)
{
    return (bcf_place){.file = work->figures->tables->table[BCF_TABLE_ACTIVITY].file};
}

/* A baseline that is missing would be paid for as if nobody had been admitted. */
static bcf_code check_baselines(const counting *work)
{
    const bcf_areas *areas = work->figures->areas;
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < work->rules->quarter_count; i++) {
        for (size_t ccg = 0; ccg < areas->ccg_count; ccg++) {
            if (work->quarters[i].of_ccg[ccg] == NULL) {
                code =
                    bcf_refuse(work->err, BCF_REFUSED_DATA, activity_place(work),
                               "CCG '%s' (%s) has not all months of '%s' for '%s', a baseline",
                               areas->ccgs[ccg].code, areas->ccgs[ccg].name, work->rules->measure,
                               bcf_wording_period(work->arena, period_of(work, i)));
            }
        }
    }
    return code;
}

static void note_missing(const counting *work)
{
    const bcf_areas *areas = work->figures->areas;
    for (size_t i = work->rules->quarter_count; i < work->quarter_count; i++) {
        size_t missing = 0;
        const char *first = "";
        for (size_t ccg = 0; ccg < areas->ccg_count; ccg++) {
            if (work->quarters[i].of_ccg[ccg] == NULL && missing++ == 0) {
                first = areas->ccgs[ccg].code;
            }
        }
        if (missing > 0) {
            bcf_notes_add(work->notes, activity_place(work),
                          "'%s' of '%s' is not there for %zu of %zu CCGs ('%s'%s): boards with "
                          "their people wait for it from that quarter on",
                          work->rules->measure, bcf_wording_period(work->arena, period_of(work, i)),
                          missing, areas->ccg_count, first, missing > 1 ? " and others" : "");
        }
    }
}

static void measure_residents(counting *work)
{
    const bcf_figures *figures = work->figures;
    work->shares = BCF_NEW_ARRAY(work->arena, figures->residents_count, const bcf_ratio *);
    size_t first = 0;
    while (first < figures->residents_count) {
        size_t end = first;
        bcf_ratio *all = bcf_ratio_new(work->arena);
        for (; end < figures->residents_count
               && figures->residents[end].ccg == figures->residents[first].ccg;
             end++) {
            bcf_ratio_add(all, all, figures->residents[end].people);
        }
        for (; first < end; first++) {
            bcf_ratio *share = bcf_ratio_new(work->arena);
            bcf_ratio_divide(share, figures->residents[first].people, all);
            work->shares[first] = share;
        }
    }
}

/* What one quarter comes to for each board. */
typedef struct board_sums {
    bcf_ratio **counts;
    bool *is_missing;
    bcf_status *statuses;
} board_sums;

static board_sums add_up_boards(const counting *work, const quarter_work *quarter)
{
    const bcf_figures *figures = work->figures;
    size_t boards = figures->areas->board_count;
    board_sums sums = {.counts = BCF_NEW_ARRAY(work->arena, boards, bcf_ratio *),
                       .is_missing = BCF_NEW_ARRAY(work->arena, boards, bool),
                       .statuses = BCF_NEW_ARRAY(work->arena, boards, bcf_status)};
    for (size_t board = 0; board < boards; board++) {
        sums.counts[board] = bcf_ratio_new(work->arena);
    }
    bcf_ratio *part = bcf_ratio_new(work->arena);
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *row = &figures->residents[i];
        size_t board = figures->areas->councils[row->council].board;
        if (quarter->of_ccg[row->ccg] == NULL) {
            sums.is_missing[board] = true;
            continue;
        }
        bcf_ratio_multiply(part, quarter->of_ccg[row->ccg], work->shares[i]);
        bcf_ratio_add(sums.counts[board], sums.counts[board], part);
        sums.statuses[board] =
            bcf_status_worst(sums.statuses[board], quarter->status_of_ccg[row->ccg]);
    }
    return sums;
}

/* The baseline less what the board's ambition, or else the policy, says of it. */
static bcf_code plan(bcf_quarter_count *count, const counting *work)
{
    bcf_ratio *kept = bcf_ratio_of(work->arena, 1, 1);
    if (count->ambition == NULL) {
        bcf_ratio_subtract(kept, kept, work->rules->reduction);
    } else if (bcf_ratio_sign(count->ambition->baseline) == 0) {
        return bcf_refuse(work->err, BCF_REFUSED_DATA, count->ambition->place,
                          "the baseline is 0, so a reduction of '%s' is no share of it",
                          work->rules->measure);
    } else {
        bcf_ratio_divide(kept, count->ambition->ambition, count->ambition->baseline);
        count->planned_status = bcf_status_worst(count->planned_status, count->ambition->status);
    }
    bcf_ratio_multiply(kept, kept, count->baseline);
    count->planned = kept;
    return BCF_OK;
}

static bcf_code count_quarter(bcf_quarter_count counts[], const counting *work, size_t quarter)
{
    const bcf_figures *figures = work->figures;
    size_t width = work->rules->quarter_count;
    size_t part_count = figures->policy->performance->part_count;
    board_sums before = add_up_boards(work, &work->quarters[quarter]);
    board_sums after = add_up_boards(work, &work->quarters[width + quarter]);
    bcf_code code = BCF_OK;
    for (size_t board = 0; board < figures->areas->board_count; board++) {
        bcf_quarter_count *count = &counts[board * width + quarter];
        size_t part = work->rules->quarters[quarter].part;
        *count = (bcf_quarter_count){
            .baseline = before.counts[board],
            .actual = after.is_missing[board] ? NULL : after.counts[board],
            .ambition = figures->ambitions[board * part_count + part],
            .planned_status = bcf_status_worst(figures->residents_status, before.statuses[board]),
            .actual_status = bcf_status_worst(figures->residents_status, after.statuses[board]),
        };
        bcf_code planned = plan(count, work);
        code = code == BCF_OK ? planned : code;
    }
    return code;
}

const bcf_quarter_count *bcf_admissions_of(const bcf_admissions *admissions, size_t board,
                                           size_t quarter)
{
    BCF_ASSERT(board < admissions->board_count && quarter < admissions->quarter_count);
    return &admissions->counts[board * admissions->quarter_count + quarter];
}

/* Whether the table calls a CCG's counts illustrative, in some month but not altogether. */
static bool is_illustrative(const counting *work, size_t ccg)
{
    bcf_status status = BCF_STATUS_NONE;
    for (size_t i = 0; i < work->quarter_count; i++) {
        status = bcf_status_worst(status, work->quarters[i].status_of_ccg[ccg]);
    }
    return status == BCF_STATUS_ILLUSTRATIVE
           && work->figures->tables->table[BCF_TABLE_ACTIVITY].status != BCF_STATUS_ILLUSTRATIVE;
}

/* How much of each board rests on such counts. */
static const bcf_ratio **illustrative_shares(const counting *work)
{
    const bcf_figures *figures = work->figures;
    size_t boards = figures->areas->board_count;
    bcf_ratio **all = BCF_NEW_ARRAY(work->arena, boards, bcf_ratio *);
    const bcf_ratio **shares = BCF_NEW_ARRAY(work->arena, boards, const bcf_ratio *);
    bcf_ratio **parts = BCF_NEW_ARRAY(work->arena, boards, bcf_ratio *);
    for (size_t board = 0; board < boards; board++) {
        all[board] = bcf_ratio_new(work->arena);
        parts[board] = bcf_ratio_new(work->arena);
        shares[board] = parts[board];
    }
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *row = &figures->residents[i];
        size_t board = figures->areas->councils[row->council].board;
        bcf_ratio_add(all[board], all[board], row->people);
        if (is_illustrative(work, row->ccg)) {
            bcf_ratio_add(parts[board], parts[board], row->people);
        }
    }
    for (size_t board = 0; board < boards; board++) {
        if (bcf_ratio_sign(all[board]) != 0) {
            bcf_ratio_divide(parts[board], parts[board], all[board]);
        }
    }
    return shares;
}

#define NAMED_MAX 10

/* "04X, 05P and others". */
static const char *illustrative_ccgs(const counting *work)
{
    size_t count = 0;
    const char *list = "";
    for (size_t ccg = 0; ccg < work->figures->areas->ccg_count; ccg++) {
        if (is_illustrative(work, ccg) && count++ < NAMED_MAX) {
            list = bcf_arena_print(work->arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
                                   work->figures->areas->ccgs[ccg].code);
        }
    }
    return bcf_arena_print(work->arena, "%s%s", list, count > NAMED_MAX ? " and others" : "");
}

/* The boards with more than a hundredth of their people there, by name. */
static void note_illustrative(const counting *work, const bcf_admissions *admissions)
{
    size_t boards = 0;
    size_t count = 0;
    const char *list = "";
    for (size_t board = 0; board < admissions->board_count; board++) {
        const bcf_ratio *share = admissions->illustrative_shares[board];
        boards += bcf_ratio_sign(share) > 0;
        if (bcf_ratio_compare_whole(share, 1, 100) > 0 && count++ < NAMED_MAX) {
            list = bcf_arena_print(work->arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
                                   work->figures->areas->boards[board].name);
        }
    }
    if (boards > 0) {
        bcf_notes_add(work->notes, activity_place(work),
                      "'%s' of CCGs %s is illustrative in some months; %zu of %zu boards have "
                      "people there%s%s%s",
                      work->rules->measure, illustrative_ccgs(work), boards,
                      admissions->board_count, count == 0 ? "" : ", more than 1% of them: ", list,
                      count > NAMED_MAX ? " and others" : "");
    }
}

bcf_code bcf_admissions_count(const bcf_admissions **out, bcf_arena *arena,
                              const bcf_figures *figures, bcf_notes *notes, bcf_error *err)
{
    counting work = {.arena = arena,
                     .figures = figures,
                     .codes = &figures->areas->codes,
                     .rules = figures->policy->performance->admissions,
                     .notes = notes,
                     .err = err};
    BCF_ASSERT(work.rules != NULL);
    start(&work);
    read_rows(&work);
    for (size_t i = 0; i < work.quarter_count; i++) {
        add_up_ccgs(&work, &work.quarters[i]);
    }
    bcf_code code = check_baselines(&work);
    if (code != BCF_OK) {
        return code;
    }
    note_missing(&work);
    measure_residents(&work);
    size_t boards = figures->areas->board_count;
    size_t width = work.rules->quarter_count;
    bcf_quarter_count *counts = BCF_NEW_ARRAY(arena, boards * width, bcf_quarter_count);
    for (size_t quarter = 0; quarter < width; quarter++) {
        bcf_code counted = count_quarter(counts, &work, quarter);
        code = code == BCF_OK ? counted : code;
    }
    bcf_admissions *admissions = BCF_NEW(arena, bcf_admissions);
    *admissions = (bcf_admissions){.counts = counts,
                                   .board_count = boards,
                                   .quarter_count = width,
                                   .illustrative_shares = illustrative_shares(&work)};
    note_illustrative(&work, admissions);
    *out = admissions;
    return code;
}

size_t bcf_admissions_quarter(const bcf_admissions_rules *rules, size_t part)
{
    for (size_t i = 0; i < rules->quarter_count; i++) {
        if (rules->quarters[i].part == part) {
            return i;
        }
    }
    BCF_UNREACHABLE("a part that no quarter pays for");
}

/* SPDX-License-Identifier: MIT */
#include "release_inside.h"

/* One board's year of quarters: counts so far, and running totals of money in pence. Source: SPEC
 * section 6, whose letters the comments use. */
typedef struct year {
    const bcf_payer *paying;
    const bcf_admissions_rules *rules;
    size_t board;
    bcf_money share;      /* of the national amount */
    bcf_ratio *reduction; /* R = B4 - P4: planned over all quarters */
    bcf_ratio *fund;      /* F: exact, in pence */
    bcf_status status;    /* of what R and F rest on */
    bool is_missing;      /* an actual is, from the quarter at hand on */

    bcf_ratio *baseline; /* B, P, A: up to the quarter at hand */
    bcf_ratio *planned;
    bcf_ratio *actual;
    bcf_ratio *ceiling; /* never falling */
    bcf_ratio *paid;
    const bcf_ratio *earned;   /* NULL where nothing hangs on the actual */
    bcf_release_totals before; /* at the end of the quarter before */
} year;

static const bcf_quarter_count *count_of(const year *of, size_t quarter)
{
    return bcf_admissions_of(of->paying->admissions, of->board, quarter);
}

/* A running total in pence, to the penny. */
static bcf_money to_penny(const year *of, const bcf_ratio *pence)
{
    return bcf_ratio_of_money((bcf_money){1}, pence, of->paying->performance->metric_rounding);
}

static void set_fund(year *of)
{
    const bcf_performance *performance = of->paying->performance;
    for (size_t i = 0; i < of->rules->quarter_count; i++) {
        const bcf_quarter_count *count = count_of(of, i);
        bcf_ratio_add(of->reduction, of->reduction, count->baseline);
        bcf_ratio_subtract(of->reduction, of->reduction, count->planned);
        of->status = bcf_status_worst(of->status, count->planned_status);
    }
    of->status = bcf_status_worst(of->status, of->paying->basis_status);
    if (performance->from_memory != NULL) {
        of->status = BCF_STATUS_ILLUSTRATIVE;
    }
    if (bcf_ratio_sign(of->reduction) <= 0) {
        const bcf_board *board = &of->paying->figures->areas->boards[of->board];
        bcf_notes_add(
            of->paying->notes, board->place,
            "board '%s' (%s) plans no reduction of '%s': nothing of its share hangs on it",
            board->code, board->name, of->rules->measure);
        return;
    }
    bcf_ratio_multiply(of->fund, of->reduction,
                       bcf_ratio_of(of->paying->arena, of->rules->cost.pence, 1));
    if (bcf_ratio_compare_whole(of->fund, of->share.pence, 1) > 0) {
        bcf_ratio_set_whole(of->fund, of->share.pence, 1);
    }
}

static year start_year(const bcf_payer *paying, size_t board, bcf_money share)
{
    bcf_arena *arena = paying->arena;
    year of = {.paying = paying,
               .rules = paying->performance->admissions,
               .board = board,
               .share = share,
               .reduction = bcf_ratio_new(arena),
               .fund = bcf_ratio_new(arena),
               .baseline = bcf_ratio_new(arena),
               .planned = bcf_ratio_new(arena),
               .actual = bcf_ratio_new(arena),
               .ceiling = bcf_ratio_new(arena),
               .paid = bcf_ratio_new(arena)};
    set_fund(&of);
    return of;
}

/* F x clamp(fewer / R, 0, 1), fewer = B - `to`. R is above zero. */
static const bcf_ratio *part_of_fund(const year *of, const bcf_ratio *to)
{
    bcf_ratio *part = bcf_ratio_new(of->paying->arena);
    bcf_ratio_subtract(part, of->baseline, to);
    if (bcf_ratio_sign(part) <= 0) {
        bcf_ratio_set_whole(part, 0, 1);
        return part;
    }
    if (bcf_ratio_compare(part, of->reduction) >= 0) {
        return of->fund;
    }
    bcf_ratio_divide(part, part, of->reduction);
    bcf_ratio_multiply(part, part, of->fund);
    return part;
}

/* The most that may have been paid by now: as planned, or under cap-by-plan-profile=no all of F. */
static void raise_ceiling(year *of)
{
    bool is_capped = !bcf_settings_is(of->paying->settings, "cap-by-plan-profile", "no");
    const bcf_ratio *planned = is_capped ? part_of_fund(of, of->planned) : of->fund;
    if (bcf_ratio_compare(planned, of->ceiling) > 0) {
        bcf_ratio_set(of->ceiling, planned);
    }
}

/* min(earned, ceiling); what was paid before stays paid, unless there is clawback. */
static void raise_paid(year *of)
{
    const bcf_ratio *due = part_of_fund(of, of->actual);
    of->earned = due;
    if (bcf_ratio_compare(due, of->ceiling) > 0) {
        due = of->ceiling;
    }
    bool may_fall = bcf_settings_is(of->paying->settings, "clawback", "yes");
    if (may_fall || bcf_ratio_compare(due, of->paid) > 0) {
        bcf_ratio_set(of->paid, due);
    }
}

static void add_quarter(year *of, size_t quarter)
{
    const bcf_quarter_count *count = count_of(of, quarter);
    bcf_ratio_add(of->baseline, of->baseline, count->baseline);
    bcf_ratio_add(of->planned, of->planned, count->planned);
    of->is_missing = of->is_missing || count->actual == NULL;
    if (!of->is_missing) {
        bcf_ratio_add(of->actual, of->actual, count->actual);
        of->status = bcf_status_worst(of->status, count->actual_status);
    }
    if (bcf_ratio_sign(of->reduction) > 0) {
        raise_ceiling(of);
        if (!of->is_missing) {
            raise_paid(of);
        }
    }
}

static const bcf_ratio *copy_of(const year *of, const bcf_ratio *ratio)
{
    bcf_ratio *copy = bcf_ratio_new(of->paying->arena);
    bcf_ratio_set(copy, ratio);
    return copy;
}

/* The running totals as they stand: the next quarter goes on from them. */
static bcf_release_quarter totals_of(const year *of)
{
    return (bcf_release_quarter){
        .baseline = copy_of(of, of->baseline),
        .planned = copy_of(of, of->planned),
        .actual = of->is_missing ? NULL : copy_of(of, of->actual),
        .ceiling = copy_of(of, of->ceiling),
        .earned = of->is_missing || of->earned == NULL ? NULL : copy_of(of, of->earned),
        .paid = copy_of(of, of->paid)};
}

static bcf_release_row pay_quarter(year *of, size_t quarter)
{
    add_quarter(of, quarter);
    bcf_release_totals now = {.ceiling = to_penny(of, of->ceiling), .paid = to_penny(of, of->paid)};
    bcf_release_row row = {.part = of->rules->quarters[quarter].part,
                           .board = of->board,
                           .data_status = bcf_status_computed(of->status)};
    bcf_release_go_on(&row, of->before, now);
    if (row.held.pence > 0) {
        row.held_for = of->is_missing ? BCF_HELD_FOR_AWAITING_DATA : BCF_HELD_FOR_NHS_SERVICES;
    }
    of->before = now;
    return row;
}

/* What of the share does not hang on admissions is paid at once. */
static bcf_release_row pay_rest(const year *of)
{
    bcf_money rest = bcf_money_subtract(of->share, to_penny(of, of->fund));
    return (bcf_release_row){.part = of->rules->rest_part,
                             .board = of->board,
                             .available = rest,
                             .released = rest,
                             .data_status = bcf_status_computed(of->status)};
}

static void set_row(bcf_payer *paying, bcf_release_row row)
{
    paying->rows[row.part * paying->board_count + row.board] = row;
}

bcf_code bcf_release_quarters(bcf_payer *paying)
{
    const bcf_admissions_rules *rules = paying->performance->admissions;
    BCF_ASSERT(paying->admissions != NULL);
    bcf_money *shares = NULL;
    bcf_code code = bcf_release_share(&shares, paying, rules->areas_share,
                                      paying->performance->parts[rules->rest_part].strand,
                                      "the areas' shares", paying->performance->place);
    if (code != BCF_OK) {
        return code;
    }
    paying->years = BCF_NEW_ARRAY(paying->arena, paying->board_count, bcf_release_year);
    for (size_t board = 0; board < paying->board_count; board++) {
        year of = start_year(paying, board, shares[board]);
        set_row(paying, pay_rest(&of));
        bcf_release_quarter *quarters =
            BCF_NEW_ARRAY(paying->arena, rules->quarter_count, bcf_release_quarter);
        for (size_t quarter = 0; quarter < rules->quarter_count; quarter++) {
            set_row(paying, pay_quarter(&of, quarter));
            quarters[quarter] = totals_of(&of);
        }
        paying->years[board] = (bcf_release_year){shares[board], of.reduction, of.fund, quarters};
    }
    return BCF_OK;
}

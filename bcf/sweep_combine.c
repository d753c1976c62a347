/* SPDX-License-Identifier: MIT */
#include "sweep_inside.h"

#include "progress.h"

/*
 * Every combination, each distinct piece worked out once, by the function that does so anyway:
 *
 *   allocation  bcf_allocate          what it asks for
 *   available   bcf_release_payments  that, and the basis, the weights of parts
 *   scores      bcf_score_boards      where October's progress starts
 *   released    bcf_release_again     available and scores, and the strand's own setting
 *   reasons     bcf_release_again     scores, and the 70% test: whatever is available
 *
 * Wheels turn in this order, the first slowest. The strands of conditions and those of metrics have
 * nothing to do with one another but a sum, so they are paid apart: two halves of a release.
 *
 * What held money waits for does not depend on how much it is, as long as it is something. So the
 * reasons are asked for once, with all of a strand's money available in each of its parts: where
 * nothing of that is held, nothing of less is, whatever the rounding.
 *
 * Under the rules of July 2014 a payment is one piece.
 */
typedef struct half {
    bcf_turn turned;          /* its own wheels */
    bcf_strand_kind kind;     /* of its strands */
    bcf_held_for *reasons;    /* [combination of `reasoned` wheels * row count + row] */
    unsigned reasoned;        /* who asks for those */
    bcf_money *released;      /* [own combination * board count + board] */
    bcf_money *held_elsewise; /* [(own combination * tests + test) * board count + board] */
} half;

enum { CONDITIONS, METRICS, HALVES };

typedef struct combining {
    bcf_combiner *to;
    bcf_arena *arena; /* as long as all of it lasts */
    const bcf_run *run;
    const bcf_wheels *wheels;
    const bcf_performance *performance;
    size_t board_count;
    size_t *places;
    size_t all;   /* combinations */
    size_t tests; /* those of the wheels of the test */
    half halves[HALVES];
    const bcf_scores **scores; /* of each combination of the wheels of scores */
    bcf_money *released;       /* of the combination at hand, by board */
    bcf_money *held_elsewise;
    bcf_error *err;
} combining;

static void show(combining *at, const bcf_pools *pools)
{
    bool has_release = at->run->release != NULL;
    bcf_combined combined = {.wheels = at->wheels,
                             .places = at->places,
                             .pools = pools,
                             .released = has_release ? at->released : NULL,
                             .held_for_changed = has_release ? at->held_elsewise : NULL};
    at->to->visit(at->to->visitor, &combined);
    at->to->visited++;
    bcf_progress_tell(at->arena, "readings", at->to->visited + at->to->refused, at->all);
}

/* True if it is only that these readings cannot be taken together. Then it is counted. */
static bool is_left_out(combining *at, bcf_code code, const bcf_error *err, bcf_turn last_turned)
{
    if (code == BCF_FAILED_MACHINE) {
        return false;
    }
    size_t combinations = 1;
    for (size_t i = 0; i < at->wheels->count; i++) {
        bool turns_later = at->wheels->items[i].turned > (unsigned)last_turned;
        combinations *= turns_later ? at->wheels->items[i].count : 1;
    }
    at->to->refused += combinations;
    if (at->to->why_refused == NULL) {
        at->to->why_refused = bcf_arena_text(at->arena, err->messages[0]);
    }
    return true;
}

static half *half_of(combining *at, size_t part)
{
    bcf_strand_kind kind = at->performance->strands[at->performance->parts[part].strand].kind;
    half *found = &at->halves[kind == BCF_STRAND_CONDITIONS ? CONDITIONS : METRICS];
    BCF_ASSERT(found->kind == kind);
    return found;
}

/* Both halves have as many turns of their own as they need: together, as one may be at its end. */
static bool turn_halves(const combining *at, size_t places[])
{
    bool more = bcf_wheels_turn(at->wheels, places, BCF_TURN_CONDITIONS);
    bool more_metrics = bcf_wheels_turn(at->wheels, places, BCF_TURN_METRICS);
    return more || more_metrics;
}

/* What of a whole strand in each of its parts would be held, and what for. */
static bcf_release whole_strands(bcf_arena *arena, const combining *at)
{
    bcf_release_row *rows = BCF_NEW_ARRAY(arena, at->run->release->row_count, bcf_release_row);
    for (size_t i = 0; i < at->run->release->row_count; i++) {
        const bcf_release_row *row = &at->run->release->rows[i];
        const bcf_part *part = &at->performance->parts[row->part];
        rows[i] = (bcf_release_row){.part = row->part,
                                    .board = row->board,
                                    .available = at->performance->strands[part->strand].amount};
    }
    return (bcf_release){.rows = rows, .row_count = at->run->release->row_count};
}

/* The rows of all boards, paid again: [part * board_count + board]. */
static const bcf_release_row *pay_all(bcf_arena *arena, const combining *at, const size_t places[],
                                      const bcf_release *release)
{
    const bcf_scores *scores = at->scores[bcf_wheels_index(at->wheels, places, BCF_TURN_SCORE)];
    const bcf_settings *settings = bcf_wheels_settings(arena, at->wheels, places);
    size_t parts = at->performance->part_count;
    bcf_release_row *all = BCF_NEW_ARRAY(arena, parts * at->board_count, bcf_release_row);
    bcf_release_row *rows = BCF_NEW_ARRAY(arena, parts, bcf_release_row);
    bcf_release_test *tests =
        BCF_NEW_ARRAY(arena, at->performance->payment_count, bcf_release_test);
    for (size_t board = 0; board < at->board_count; board++) {
        bcf_release_again(rows, tests, arena, at->run->figures, settings, scores, release, board);
        for (size_t part = 0; part < parts; part++) {
            all[part * at->board_count + board] = rows[part];
        }
    }
    return all;
}

static void keep_reasons(combining *at, const size_t places[], const bcf_release_row rows[])
{
    size_t row_count = at->run->release->row_count;
    for (size_t i = 0; i < row_count; i++) {
        half *of = half_of(at, rows[i].part);
        of->reasons[bcf_wheels_index(at->wheels, places, of->reasoned) * row_count + i] =
            rows[i].held_for;
    }
}

static void find_reasons(combining *at)
{
    unsigned asking = BCF_TURN_SCORE | BCF_TURN_TEST | BCF_TURN_CONDITIONS | BCF_TURN_METRICS;
    size_t *places = BCF_NEW_ARRAY(at->arena, at->wheels->count, size_t);
    for (size_t i = 0; i < HALVES; i++) {
        half *of = &at->halves[i];
        of->reasoned = BCF_TURN_SCORE | BCF_TURN_TEST | (unsigned)of->turned;
        of->reasons = BCF_NEW_ARRAY(
            at->arena, bcf_wheels_size(at->wheels, of->reasoned) * at->run->release->row_count,
            bcf_held_for);
    }
    do {
        bcf_arena *arena = bcf_arena_new();
        bcf_release whole = whole_strands(arena, at);
        keep_reasons(at, places, pay_all(arena, at, places, &whole));
        bcf_arena_free(arena);
    } while (bcf_wheels_turn_asked(at->wheels, places, asking));
}

/* Which combination of the wheels that turn with this half is at hand. */
static size_t own_index(const combining *at, const half *of)
{
    size_t own = 0;
    for (size_t i = 0; i < at->wheels->count; i++) {
        const bcf_wheel *wheel = &at->wheels->items[i];
        own = wheel->turned == (unsigned)of->turned ? own * wheel->count + at->places[i] : own;
    }
    return own;
}

static void clear(bcf_money amounts[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        amounts[i] = (bcf_money){0};
    }
}

/* What of the half's rows is held for another reason than in the run, by board. */
static void add_up_held(bcf_money held[], combining *at, const half *of,
                        const bcf_release_row rows[])
{
    size_t row_count = at->run->release->row_count;
    const bcf_held_for *reasons =
        &of->reasons[bcf_wheels_index(at->wheels, at->places, of->reasoned) * row_count];
    clear(held, at->board_count);
    for (size_t i = 0; i < row_count; i++) {
        if (half_of(at, rows[i].part) != of) {
            continue;
        }
        BCF_ASSERT(rows[i].held.pence == 0 || reasons[i] != BCF_HELD_FOR_NOTHING);
        bcf_money *sum = &held[rows[i].board];
        *sum = bcf_money_add(*sum, bcf_held_for_another(at->run, &at->run->release->rows[i],
                                                        rows[i].held, reasons[i]));
    }
}

/* One half's rows of one of its own combinations, added up under every test. */
static void add_up_half(combining *at, half *of, const bcf_release_row rows[])
{
    size_t own = own_index(at, of);
    bcf_money *released = &of->released[own * at->board_count];
    clear(released, at->board_count);
    for (size_t i = 0; i < at->run->release->row_count; i++) {
        if (half_of(at, rows[i].part) == of) {
            released[rows[i].board] = bcf_money_add(released[rows[i].board], rows[i].released);
        }
    }
    size_t test = 0;
    do {
        add_up_held(&of->held_elsewise[(own * at->tests + test++) * at->board_count], at, of, rows);
    } while (bcf_wheels_turn(at->wheels, at->places, BCF_TURN_TEST));
}

/* Pays both halves under each combination of their own wheels. */
static void pay_halves(combining *at, const bcf_release *release)
{
    bool more = true;
    while (more) {
        bcf_arena *arena = bcf_arena_new();
        const bcf_release_row *rows = pay_all(arena, at, at->places, release);
        add_up_half(at, &at->halves[CONDITIONS], rows);
        add_up_half(at, &at->halves[METRICS], rows);
        bcf_arena_free(arena);
        more = turn_halves(at, at->places);
    }
}

static void join_halves(combining *at, size_t test)
{
    const half *conditions = &at->halves[CONDITIONS];
    const half *metrics = &at->halves[METRICS];
    size_t one = own_index(at, conditions);
    size_t other = own_index(at, metrics);
    for (size_t i = 0; i < at->board_count; i++) {
        at->released[i] = bcf_money_add(conditions->released[one * at->board_count + i],
                                        metrics->released[other * at->board_count + i]);
        at->held_elsewise[i] =
            bcf_money_add(conditions->held_elsewise[(one * at->tests + test) * at->board_count + i],
                          metrics->held_elsewise[(other * at->tests + test) * at->board_count + i]);
    }
}

static void show_halves(combining *at, const bcf_pools *pools)
{
    do {
        do {
            size_t test = 0;
            do {
                join_halves(at, test++);
                show(at, pools);
            } while (bcf_wheels_turn(at->wheels, at->places, BCF_TURN_TEST));
        } while (bcf_wheels_turn(at->wheels, at->places, BCF_TURN_METRICS));
    } while (bcf_wheels_turn(at->wheels, at->places, BCF_TURN_CONDITIONS));
}

/* Under the rules of July 2014, what is at hand is all there is. */
static void show_payment(combining *at, const bcf_pools *pools, const bcf_release *release)
{
    clear(at->released, at->board_count);
    clear(at->held_elsewise, at->board_count);
    for (size_t i = 0; i < release->row_count; i++) {
        const bcf_release_row *row = &release->rows[i];
        at->released[row->board] = bcf_money_add(at->released[row->board], row->released);
        at->held_elsewise[row->board] = bcf_money_add(
            at->held_elsewise[row->board],
            bcf_held_for_another(at->run, &at->run->release->rows[i], row->held, row->held_for));
    }
    show(at, pools);
}

static bcf_code combine_payment(combining *at, bcf_arena *arena, const bcf_allocation *allocation,
                                const bcf_pools *pools)
{
    bcf_error err = {0};
    bcf_notes unheard = {.arena = arena};
    const bcf_release *release = NULL;
    bcf_code code = bcf_release_payments(
        &release, arena, at->run->figures, bcf_wheels_settings(arena, at->wheels, at->places),
        allocation, at->scores[bcf_wheels_index(at->wheels, at->places, BCF_TURN_SCORE)],
        at->run->admissions, &unheard, &err);
    if (code != BCF_OK) {
        if (!is_left_out(at, code, &err, BCF_TURN_PAYMENT)) {
            *at->err = err;
            return code;
        }
        return BCF_OK;
    }
    if (at->performance->admissions != NULL) {
        show_payment(at, pools, release);
        return BCF_OK;
    }
    do {
        pay_halves(at, release);
        show_halves(at, pools);
    } while (bcf_wheels_turn(at->wheels, at->places, BCF_TURN_SCORE));
    return BCF_OK;
}

static bcf_code combine_payments(combining *at, const bcf_allocation *allocation,
                                 const bcf_pools *pools)
{
    if (at->run->release == NULL) {
        show(at, pools);
        return BCF_OK;
    }
    bcf_code code = BCF_OK;
    do {
        bcf_arena *arena = bcf_arena_new();
        code = combine_payment(at, arena, allocation, pools);
        bcf_arena_free(arena);
    } while (code == BCF_OK && bcf_wheels_turn(at->wheels, at->places, BCF_TURN_PAYMENT));
    return code;
}

static bcf_code combine_allocation(combining *at, bcf_arena *arena)
{
    bcf_error err = {0};
    bcf_notes unheard = {.arena = arena};
    const bcf_allocation *allocation = NULL;
    bcf_code code =
        bcf_allocate(&allocation, arena, at->run->figures,
                     bcf_wheels_settings(arena, at->wheels, at->places), &unheard, &err);
    if (code != BCF_OK) {
        if (!is_left_out(at, code, &err, BCF_TURN_ALLOCATION)) {
            *at->err = err;
            return code;
        }
        return BCF_OK;
    }
    bcf_pools pools = bcf_pools_of(arena, at->run, allocation);
    return combine_payments(at, allocation, &pools);
}

static bcf_code score_all(combining *at)
{
    at->scores =
        BCF_NEW_ARRAY(at->arena, bcf_wheels_size(at->wheels, BCF_TURN_SCORE), const bcf_scores *);
    size_t *places = BCF_NEW_ARRAY(at->arena, at->wheels->count, size_t);
    bcf_code code = BCF_OK;
    do {
        bcf_notes unheard = {.arena = at->arena};
        code = bcf_score_boards(&at->scores[bcf_wheels_index(at->wheels, places, BCF_TURN_SCORE)],
                                at->arena, at->run->figures,
                                bcf_wheels_settings(at->arena, at->wheels, places),
                                at->run->admissions, &unheard, at->err);
    } while (code == BCF_OK && bcf_wheels_turn_asked(at->wheels, places, BCF_TURN_SCORE));
    return code;
}

static void make_room(combining *at)
{
    for (size_t i = 0; i < HALVES; i++) {
        half *of = &at->halves[i];
        size_t count = bcf_wheels_size(at->wheels, (unsigned)of->turned);
        of->released = BCF_NEW_ARRAY(at->arena, count * at->board_count, bcf_money);
        of->held_elsewise =
            BCF_NEW_ARRAY(at->arena, count * at->tests * at->board_count, bcf_money);
    }
}

bcf_code bcf_combine(bcf_combiner *combiner, bcf_arena *arena, bcf_error *err)
{
    size_t boards = combiner->run->figures->areas->board_count;
    combining at = {.to = combiner,
                    .arena = arena,
                    .run = combiner->run,
                    .wheels = combiner->wheels,
                    .performance = combiner->run->policy->performance,
                    .board_count = boards,
                    .places = BCF_NEW_ARRAY(arena, combiner->wheels->count, size_t),
                    .tests = bcf_wheels_size(combiner->wheels, BCF_TURN_TEST),
                    .halves = {{.turned = BCF_TURN_CONDITIONS, .kind = BCF_STRAND_CONDITIONS},
                               {.turned = BCF_TURN_METRICS, .kind = BCF_STRAND_METRICS}},
                    .released = BCF_NEW_ARRAY(arena, boards, bcf_money),
                    .held_elsewise = BCF_NEW_ARRAY(arena, boards, bcf_money),
                    .err = err};
    bool is_counted = bcf_wheels_count(at.wheels, &at.all);
    BCF_ASSERT(is_counted); /* the caller has refused what are too many */
    bcf_code code = at.run->release != NULL ? score_all(&at) : BCF_OK;
    if (code == BCF_OK && at.run->release != NULL && at.performance->admissions == NULL) {
        find_reasons(&at);
        make_room(&at);
    }
    bool more = code == BCF_OK;
    while (more) {
        bcf_arena *scratch = bcf_arena_new();
        code = combine_allocation(&at, scratch);
        bcf_arena_free(scratch);
        more = code == BCF_OK && bcf_wheels_turn(at.wheels, at.places, BCF_TURN_ALLOCATION);
    }
    return code;
}

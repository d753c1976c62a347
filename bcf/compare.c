/* SPDX-License-Identifier: MIT */
#include "compare_inside.h"

#include <string.h>

#include "progress.h"

bcf_money bcf_compare_amount(const bcf_comparison *comparison, size_t steps, size_t item,
                             size_t board)
{
    BCF_ASSERT(steps <= comparison->step_count);
    return comparison
        ->amounts[(steps * comparison->item_count + item) * comparison->board_count + board];
}

static bcf_code read_side(bcf_compare_side *side, bcf_arena *arena, const char *path,
                          bcf_error *err)
{
    bcf_kept_run *kept = BCF_NEW(arena, bcf_kept_run);
    side->kept = kept;
    bcf_code code = bcf_kept_read(kept, arena, path, err);
    if (code != BCF_OK) {
        return code;
    }
    if (!bcf_kept_is_sealed(arena, kept)) {
        return bcf_refuse(err, BCF_REFUSED_DATA, (bcf_place){.file = kept->path},
                          "its seal is not that of its bytes: it was changed after it was made; "
                          "see 'bcf verify %s'",
                          path);
    }
    return BCF_OK;
}

static bcf_code make_again(bcf_compare_side *side, bcf_arena *arena, bcf_error *err)
{
    bcf_error why = {0};
    bcf_code code =
        bcf_run_to(&side->run, arena, &side->kept->order, BCF_STAGE_MONEY, "compare", &why);
    for (size_t i = 0; i < why.count; i++) {
        /* a setting that there is not is wrong usage on a command line, not in a file */
        code = bcf_refuse(err, code == BCF_REFUSED_USAGE ? BCF_REFUSED_DATA : code,
                          (bcf_place){.file = side->kept->path}, "%s", why.messages[i]);
    }
    err->dropped += why.dropped;
    side->policy = side->run->policy;
    side->tables = side->run->tables;
    return code;
}

/* States of the amounts, one after another, and the steps between them. */
typedef struct walk {
    bcf_comparer *of;
    bcf_money **states;
    bcf_compare_step *steps;
    size_t step_count;
    bool *taken;   /* of the exchanges */
    bool *waiting; /* exchanges that were refused alone, and go with a later one */
    const char *why_waiting;
} walk;

static size_t state_bytes(const bcf_comparer *of)
{
    return of->out->item_count * of->out->board_count * sizeof(bcf_money);
}

static void take_step(walk *at, const bcf_compare_step *step, bcf_money *state)
{
    at->steps[at->step_count] = *step;
    at->states[++at->step_count] = state;
}

/* A program that came to other figures; nothing where it came to the same. */
static void take_program(walk *at, bcf_money *state, const char *what)
{
    const bcf_money *last = at->states[at->step_count];
    if (memcmp(last, state, state_bytes(at->of)) == 0) {
        return;
    }
    take_step(at, &(bcf_compare_step){.cause = BCF_CAUSE_PROGRAM, .id = "program", .what = what},
              state);
}

/* Of exchanges that went together, the one that stands for all: the geography before the policy
 * before the first table. */
static const bcf_exchange *leader_of(const bcf_exchange *a, const bcf_exchange *b)
{
    bool is_first_geography = a->step.cause == BCF_CAUSE_GEOGRAPHY;
    bool is_second_better = b->step.cause == BCF_CAUSE_POLICY && !is_first_geography;
    return is_second_better ? b : a;
}

static bcf_compare_step joined_step(const walk *at, const bool together[])
{
    const bcf_comparer *of = at->of;
    const bcf_exchange *leader = NULL;
    const char *what = "";
    size_t count = 0;
    bcf_compare_step step = {0};
    for (size_t i = 0; i < of->exchange_count; i++) {
        if (!together[i]) {
            continue;
        }
        const bcf_exchange *one = &of->exchanges[i];
        leader = leader == NULL ? one : leader_of(leader, one);
        what = count++ == 0 ? one->step.what
                            : bcf_arena_print(of->arena, "%s, %s", what, one->step.what);
        for (size_t id = 0; id < BCF_TABLE_COUNT; id++) {
            step.tables[id] = step.tables[id] || one->step.tables[id];
        }
    }
    BCF_ASSERT(leader != NULL);
    step.cause = leader->step.cause;
    step.id = leader->step.id;
    step.what = what;
    step.together = count > 1 ? at->why_waiting : NULL;
    return step;
}

static bool is_whole(const walk *at)
{
    for (size_t i = 0; i < at->of->exchange_count; i++) {
        if (!at->taken[i]) {
            return false;
        }
    }
    return true;
}

/* Takes these exchanges if the run that they make is none that is refused. */
static bcf_code try_exchanges(walk *at, const bool together[], bool *is_taken, bcf_error *err)
{
    bcf_comparer *of = at->of;
    for (size_t i = 0; i < of->exchange_count; i++) {
        at->taken[i] = at->taken[i] || together[i];
    }
    bcf_error *why = BCF_NEW(of->arena, bcf_error);
    bcf_arena *scratch = bcf_arena_new();
    bcf_money *state = NULL;
    const bcf_run *run = NULL;
    if (is_whole(at)) { /* that is the new run, which was made already */
        state = bcf_amounts_of(of, of->out->new.run);
    } else if (bcf_mixture_run(&run, scratch, of, at->taken, why) == BCF_OK) {
        state = bcf_amounts_of(of, run);
    }
    bcf_arena_free(scratch);
    *is_taken = state != NULL;
    if (state != NULL) {
        bcf_compare_step step = joined_step(at, together);
        take_step(at, &step, state);
        return BCF_OK;
    }
    for (size_t i = 0; i < of->exchange_count; i++) {
        at->taken[i] = at->taken[i] && !together[i];
    }
    at->why_waiting = bcf_arena_text(of->arena, why->messages[0]);
    return why->code == BCF_FAILED_MACHINE
               ? bcf_refuse(err, why->code, (bcf_place){0}, "%s", why->messages[0])
               : BCF_OK;
}

/* One exchange; where it is refused alone, with all that waits; otherwise it waits too. */
static bcf_code exchange_one(walk *at, size_t which, bcf_error *err)
{
    size_t count = at->of->exchange_count;
    bool *together = BCF_NEW_ARRAY(at->of->arena, count, bool);
    together[which] = true;
    bool is_taken = false;
    bcf_code code = try_exchanges(at, together, &is_taken, err);
    bool is_waiting = false;
    for (size_t i = 0; i < count; i++) {
        together[i] = together[i] || at->waiting[i];
        is_waiting = is_waiting || at->waiting[i];
    }
    if (code == BCF_OK && !is_taken && is_waiting) {
        code = try_exchanges(at, together, &is_taken, err);
        for (size_t i = 0; i < count; i++) {
            at->waiting[i] = at->waiting[i] && !is_taken;
        }
    }
    at->waiting[which] = !is_taken;
    return code;
}

/* What waited may be taken alone once another has gone before it. */
static bcf_code retry_waiting(walk *at, bcf_error *err)
{
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < at->of->exchange_count; i++) {
        if (at->waiting[i]) {
            bool *alone = BCF_NEW_ARRAY(at->of->arena, at->of->exchange_count, bool);
            alone[i] = true;
            bool is_taken = false;
            code = try_exchanges(at, alone, &is_taken, err);
            at->waiting[i] = !is_taken;
        }
    }
    return code;
}

static bcf_code walk_through(walk *at, bcf_error *err)
{
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < at->of->exchange_count; i++) {
        size_t before = at->step_count;
        bcf_progress_tell(at->of->arena, "inputs exchanged", i, at->of->exchange_count);
        code = exchange_one(at, i, err);
        if (code == BCF_OK && at->step_count > before) {
            code = retry_waiting(at, err);
        }
    }
    BCF_ASSERT(code != BCF_OK || is_whole(at)); /* the last one makes the new run */
    return code;
}

static const char *program_in_words(const bcf_comparer *of, const bcf_kept_run *kept)
{
    const char *program = kept->inputs.program;
    return bcf_arena_print(of->arena, "the program: %s came to other figures than this one",
                           program == NULL ? "another" : program);
}

static bcf_code work_out(bcf_comparer *of, bcf_error *err)
{
    bcf_comparison *out = of->out;
    bcf_mixture_find(of);
    bcf_amounts_prepare(of);
    size_t room = of->exchange_count + 2; /* and the program on either side */
    walk at = {.of = of,
               .states = BCF_NEW_ARRAY(of->arena, room + 1, bcf_money *),
               .steps = BCF_NEW_ARRAY(of->arena, room, bcf_compare_step),
               .taken = BCF_NEW_ARRAY(of->arena, of->exchange_count, bool),
               .waiting = BCF_NEW_ARRAY(of->arena, of->exchange_count, bool)};
    bcf_money *end = NULL;
    bcf_code code = bcf_amounts_stated(&at.states[0], of, out->old.kept, err);
    if (code == BCF_OK) {
        code = bcf_amounts_stated(&end, of, out->new.kept, err);
    }
    if (code == BCF_OK) {
        take_program(&at, bcf_amounts_of(of, out->old.run), program_in_words(of, out->old.kept));
        code = walk_through(&at, err);
    }
    if (code != BCF_OK) {
        return code;
    }
    take_program(&at, end, program_in_words(of, out->new.kept));
    out->steps = at.steps;
    out->step_count = at.step_count;
    size_t cells = out->item_count * out->board_count;
    bcf_money *amounts = BCF_NEW_ARRAY(of->arena, (at.step_count + 1) * cells, bcf_money);
    for (size_t i = 0; i <= at.step_count; i++) {
        memcpy(&amounts[i * cells], at.states[i], cells * sizeof *amounts);
    }
    out->amounts = amounts;
    out->statuses = bcf_amounts_statuses(of);
    return BCF_OK;
}

bcf_code bcf_compare_runs(const bcf_comparison **out, bcf_arena *arena, const char *old_path,
                          const char *new_path, bcf_error *err)
{
    bcf_comparison *comparison = BCF_NEW(arena, bcf_comparison);
    comparison->arena = arena;
    *out = comparison;
    bcf_code code = read_side(&comparison->old, arena, old_path, err);
    if (code == BCF_OK) {
        code = read_side(&comparison->new, arena, new_path, err);
    }
    if (code == BCF_OK) {
        code = make_again(&comparison->old, arena, err);
    }
    if (code == BCF_OK) {
        code = make_again(&comparison->new, arena, err);
    }
    if (code != BCF_OK) {
        return code;
    }
    bcf_comparer *of = BCF_NEW(arena, bcf_comparer);
    of->arena = arena;
    of->out = comparison;
    code = bcf_crosswalk(of, err);
    return code == BCF_OK ? work_out(of, err) : code;
}

/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include <string.h>

#include "support/rows.h"

#define ENGLAND BCF_ROOT "/fixtures/england"
#define SHIRE BCF_ROOT "/fixtures/shire"
#define TOY BCF_ROOT "/fixtures/toy-year"
#define SETS_MAX 2

static bcf_arena *arena;
static bcf_arena *scratch; /* of one explanation */
static bcf_error err;

static void set_up(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static const struct {
    const char *name;
    const char *policy;
    const char *dataset;
    const char *sets[SETS_MAX];
    size_t boards;
    size_t grants_min;
} cases[] = {
    {"england", "2015-16", ENGLAND, {NULL}, 151, 5000},
    {"england, july 2014", "2015-16-revised", ENGLAND, {NULL}, 151, 5000},
    {"england, the year before", "2014-15", ENGLAND, {NULL}, 151, 300},
    {"england, the year after", "2016-17", ENGLAND, {NULL}, 151, 1000},
    {"england, in thousands", "2015-16", ENGLAND, {"unit=1000", NULL}, 151, 2000},
    {"shire", "2015-16", SHIRE, {NULL}, 3, 20},
    {"shire, in pence", "2015-16", SHIRE, {"unit=0.01", NULL}, 3, 20},
    {"shire, transfer by allocation",
     "2015-16",
     SHIRE,
     {"transfer-split=programme-allocation", NULL},
     3,
     20},
    {"shire, by the letters", "2015-16", SHIRE, {"p4p-share-basis=published", NULL}, 3, 20},
    {"shire, whole pool", "2015-16", SHIRE, {"p4p-share-basis=whole-pool", NULL}, 3, 20},
    {"shire, april's outturn",
     "2015-16",
     SHIRE,
     {"october-baseline=april-outturn", "seventy-per-cent-test=mean"},
     3,
     20},
    {"shire, all or nothing",
     "2015-16",
     SHIRE,
     {"conditions-split=all-or-nothing", "metric-release=all-or-nothing"},
     3,
     20},
    {"floors, caps and a needs index", TOY "/policy.xml", TOY, {NULL}, 3, 10},
    {"shire, overall value",
     "2015-16",
     SHIRE,
     {"metric-value=overall", "seventy-per-cent-scope=plan"},
     3,
     20},
};

static const bcf_run *run_of(int i)
{
    bcf_order *order = BCF_NEW(arena, bcf_order);
    *order = (bcf_order){
        .policy = cases[i].policy, .dataset = cases[i].dataset, .assignments = cases[i].sets};
    while (order->assignment_count < SETS_MAX && cases[i].sets[order->assignment_count] != NULL) {
        order->assignment_count++;
    }
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, order, BCF_STAGE_CHECK, "explain", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return run;
}

static const bcf_explanation *explained(const bcf_run *run, bcf_scope scope)
{
    const bcf_explain_item everything = {.kind = BCF_EXPLAIN_EVERYTHING};
    return bcf_explain(scratch, run, scope, &everything, false);
}

/* What a pocket calculator would say of one part of a split. */
static void check_split(const bcf_explained *step)
{
    const bcf_explained_share *share = step->share;
    const bcf_account *account = &share->account;
    int64_t unit = share->split->unit.pence;
    bcf_ratio *quota = bcf_ratio_of(scratch, share->split->whole.pence, 100);
    bcf_ratio_multiply(quota, quota, share->weight);
    bcf_ratio_divide(quota, quota, share->sum);
    ck_assert_int_eq(bcf_ratio_compare(quota, account->quota), 0);

    bcf_ratio *left = bcf_ratio_of(scratch, unit, 100);
    bcf_ratio_multiply(left, left, account->remainder);
    bcf_ratio_add(left, left, bcf_ratio_of(scratch, account->rounded_down.pence, 100));
    ck_assert_int_eq(bcf_ratio_compare(left, quota), 0);
    ck_assert_int_lt(bcf_ratio_compare_whole(account->remainder, 1, 1), 0);

    ck_assert_int_eq(account->is_served, account->rank <= share->odd_units);
    ck_assert_int_eq(step->amount.pence,
                     account->rounded_down.pence + (account->is_served ? unit : 0));
    if (share->cut_off != NULL && share->next_left != NULL) {
        ck_assert_int_ge(bcf_ratio_compare(share->cut_off, share->next_left), 0);
        ck_assert_int_ge(bcf_ratio_compare(account->remainder, account->is_served
                                                                   ? share->cut_off
                                                                   : account->remainder),
                         0);
        ck_assert_int_le(
            bcf_ratio_compare(account->is_served ? share->next_left : account->remainder,
                              share->cut_off),
            0);
    }
}

static const char *code_of(const bcf_run *run, bcf_scope_kind kind, size_t index)
{
    return bcf_scope_code(run->figures->areas, (bcf_scope){kind, index});
}

/* Whether a step explains a row of `allocate`. */
static bool explains(const bcf_run *run, const bcf_explained *step, const bcf_grant *grant)
{
    const bcf_component *component = &run->policy->components[grant->component];
    if (step->kind != BCF_EXPLAINED_SPLIT || strcmp(step->item, component->id) != 0) {
        return false;
    }
    const char *council = code_of(run, BCF_SCOPE_COUNCIL, grant->council);
    const char *ccg = grant->ccg == BCF_NOWHERE ? "" : code_of(run, BCF_SCOPE_CCG, grant->ccg);
    switch (component->route) {
    case BCF_ROUTE_CCG:
        return strcmp(step->from.code, ccg) == 0 && strcmp(step->about.code, council) == 0;
    case BCF_ROUTE_TRANSFER:
        return strcmp(step->from.code, council) == 0 && strcmp(step->about.code, ccg) == 0;
    case BCF_ROUTE_COUNCIL:
        return strcmp(step->about.code, council) == 0;
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return strcmp(step->about.code, grant->district == BCF_NOWHERE
                                            ? council
                                            : code_of(run, BCF_SCOPE_DISTRICT, grant->district))
               == 0;
    }
    return false;
}

/* Everything that a step says about a split, as one text in the arena. */
static const char *said_of(const bcf_explained *step)
{
    const bcf_explained_share *share = step->share;
    const bcf_account *account = &share->account;
    const char *cut_off =
        share->cut_off == NULL ? "" : bcf_ratio_exact_text(scratch, share->cut_off);
    const char *left =
        share->next_left == NULL ? "" : bcf_ratio_exact_text(scratch, share->next_left);
    return bcf_arena_print(
        arena,
        "%s %s>%s %s share %s quota %s down %lld left %s rank %zu of %zu, "
        "%zu served, last %s %s, next %s %s: %lld %s %d (%s)",
        step->item, step->from.code, step->about.code, step->sum,
        bcf_ratio_exact_text(scratch, account->share),
        bcf_ratio_exact_text(scratch, account->quota), (long long)account->rounded_down.pence,
        bcf_ratio_exact_text(scratch, account->remainder), account->rank, share->count,
        share->odd_units, share->last.code, cut_off, share->next.code, left,
        (long long)step->amount.pence, step->result, (int)step->status, step->cite->paragraph);
}

/* What was said of each grant of the run, from whichever end came first. */
static const char **said;

/* From the board down and from the CCG up, the same is said of a flow. */
static void check_both_ends(size_t grant, const bcf_explained *step)
{
    const char *now = said_of(step);
    if (said[grant] == NULL) {
        said[grant] = now;
    }
    ck_assert_str_eq(said[grant], now);
}

/* Every grant of the scope is explained once, to the penny. Returns how many there are. */
static size_t check_grants(const bcf_run *run, bcf_scope scope, const bcf_explanation *told)
{
    size_t count = 0;
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        if (!bcf_scope_has_grant(scope, grant)) {
            continue;
        }
        size_t found = 0;
        for (size_t j = 0; j < told->step_count; j++) {
            if (explains(run, &told->steps[j], grant)) {
                found++;
                ck_assert_int_eq(told->steps[j].amount.pence, grant->amount.pence);
                ck_assert_int_eq(told->steps[j].status, grant->status);
                check_both_ends(i, &told->steps[j]);
            }
        }
        ck_assert_msg(found == 1, "a row of %s is explained %zu times",
                      code_of(run, scope.kind, scope.index), found);
        count++;
    }
    return count;
}

/* Every row of `release` of the board is explained once. Returns how many there are. */
static size_t check_payments(const bcf_run *run, size_t board, const bcf_explanation *told)
{
    if (run->release == NULL) {
        return 0;
    }
    size_t parts = run->policy->performance->part_count;
    for (size_t part = 0; part < parts; part++) {
        const bcf_release_row *row = bcf_release_find(run->release, run->figures, part, board);
        size_t found = 0;
        for (size_t i = 0; i < told->step_count; i++) {
            const bcf_explained *step = &told->steps[i];
            if (step->kind == BCF_EXPLAINED_PAYMENT && step->payment == row) {
                found++;
                ck_assert_int_eq(step->amount.pence, row->released.pence);
                ck_assert_str_eq(step->result, bcf_held_for_text(row->held_for));
            }
        }
        ck_assert_uint_eq(found, 1);
    }
    return parts;
}

/* Available is what the board's part of the strand comes to. */
static void check_available(const bcf_run *run, size_t board, const bcf_explanation *told)
{
    for (size_t i = 0; i < told->step_count; i++) {
        const bcf_explained *step = &told->steps[i];
        if (step->kind != BCF_EXPLAINED_SPLIT || step->share->split->kind != BCF_SPLIT_PARTS) {
            continue;
        }
        size_t part = 0;
        const bcf_split *split = step->share->split;
        for (size_t place = 0; place < step->share->count; place++) {
            if (strcmp(run->policy->performance->parts[split->who[place]].id, step->about.code)
                == 0) {
                part = split->who[place];
            }
        }
        ck_assert_int_eq(bcf_release_find(run->release, run->figures, part, board)->available.pence,
                         step->amount.pence);
    }
}

static void check_steps(const bcf_explanation *told)
{
    for (size_t i = 0; i < told->step_count; i++) {
        ck_assert(!told->steps[i].is_extra);
        if (told->steps[i].kind == BCF_EXPLAINED_SPLIT) {
            check_split(&told->steps[i]);
        }
    }
}

/* All areas of one kind; returns how many rows of `allocate` were explained. */
static size_t walk(const bcf_run *run, bcf_scope_kind kind, size_t count)
{
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        scratch = bcf_arena_new();
        bcf_scope scope = {kind, i};
        const bcf_explanation *told = explained(run, scope);
        check_steps(told);
        rows += check_grants(run, scope, told);
        if (kind == BCF_SCOPE_BOARD && run->release != NULL) {
            ck_assert_uint_gt(check_payments(run, i, told), 0);
            check_available(run, i, told);
        }
        bcf_arena_free(scratch);
    }
    return rows;
}

START_TEST(every_row_is_explained_to_the_penny)
{
    const bcf_run *run = run_of(_i);
    const bcf_areas *areas = run->figures->areas;
    size_t grants = run->allocation->grant_count;
    ck_assert_uint_eq(areas->board_count, cases[_i].boards);
    ck_assert_uint_ge(grants, cases[_i].grants_min);
    said = BCF_NEW_ARRAY(arena, grants, const char *);
    ck_assert_uint_eq(walk(run, BCF_SCOPE_BOARD, areas->board_count), grants);
    ck_assert_uint_eq(walk(run, BCF_SCOPE_COUNCIL, areas->council_count), grants);
    size_t by_ccg = 0;
    size_t by_district = 0;
    for (size_t i = 0; i < grants; i++) {
        by_ccg += run->allocation->grants[i].ccg != BCF_NOWHERE;
        by_district += run->allocation->grants[i].district != BCF_NOWHERE;
    }
    ck_assert_uint_eq(walk(run, BCF_SCOPE_CCG, areas->ccg_count), by_ccg);
    ck_assert_uint_eq(walk(run, BCF_SCOPE_DISTRICT, areas->district_count), by_district);
}
END_TEST

/* Everything that --all adds was tested and did not hold, or stands beside the way. */
START_TEST(all_adds_what_did_not_hold)
{
    const bcf_run *run = run_of(5); /* the shire */
    scratch = bcf_arena_new();
    const bcf_explain_item everything = {.kind = BCF_EXPLAIN_EVERYTHING};
    bcf_scope board = {BCF_SCOPE_BOARD, 0};
    const bcf_explanation *less = bcf_explain(scratch, run, board, &everything, false);
    const bcf_explanation *more = bcf_explain(scratch, run, board, &everything, true);
    size_t extra = 0;
    for (size_t i = 0; i < more->step_count; i++) {
        extra += more->steps[i].is_extra;
    }
    ck_assert_uint_gt(extra, 20);
    ck_assert_uint_eq(more->step_count, less->step_count + extra);
    bcf_arena_free(scratch);
}
END_TEST

static const struct {
    const char *name;
    const char *wanted;
    bcf_explain_item_kind kind; /* 0: refused */
    size_t parts;
} items[] = {
    {"everything", NULL, BCF_EXPLAIN_EVERYTHING, 0},
    {"the pool", "pool", BCF_EXPLAIN_POOL, 0},
    {"a component", "dfg", BCF_EXPLAIN_COMPONENT, 0},
    {"a payment", "2015-04", BCF_EXPLAIN_PARTS, 7},
    {"a metric of both payments", "delayed-transfers", BCF_EXPLAIN_PARTS, 2},
    {"a metric of one", "2015-10:delayed-transfers", BCF_EXPLAIN_PARTS, 1},
    {"a condition with money", "acute-impact", BCF_EXPLAIN_PARTS, 1},
    {"a condition without", "data-sharing", BCF_EXPLAIN_CONDITION, 0},
    {"an earmark", "care-act", BCF_EXPLAIN_EARMARK, 0},
    {"an earmark that is called as its component", "carers-breaks", BCF_EXPLAIN_COMPONENT, 0},
    {"nothing of the policy", "delayed-transfer", 0, 0},
    {"a part of another payment", "2015-04:reablement-x", 0, 0},
    {"an empty part", "2015-04:", 0, 0},
};

START_TEST(items_are_found_by_their_ids)
{
    const bcf_run *run = run_of(5);
    bcf_explain_item item;
    bcf_code code = bcf_explain_find(&item, arena, run->policy, items[_i].wanted, &err);
    if (items[_i].kind == 0) {
        ck_assert_int_eq(code, BCF_REFUSED_USAGE);
        ck_assert_ptr_nonnull(strstr(err.messages[0], "there is pool, nhs-core"));
        return;
    }
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_int_eq(item.kind, items[_i].kind);
    size_t parts = 0;
    for (size_t i = 0; item.parts != NULL && i < run->policy->performance->part_count; i++) {
        parts += item.parts[i];
    }
    ck_assert_uint_eq(parts, items[_i].parts);
}
END_TEST

static Suite *explain_suite(void)
{
    Suite *suite = suite_create("explain");
    TCase *tcase = tcase_create("explain");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120);
    ADD_ROWS(tcase, every_row_is_explained_to_the_penny, cases);
    ADD_ROWS(tcase, items_are_found_by_their_ids, items);
    tcase_add_test(tcase, all_adds_what_did_not_hold);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(explain_suite)

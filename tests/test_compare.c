/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "compare.h"

#include <string.h>

#include "support/pairs.h"

#include "support/case.h"

#define OUTTURN                                                                                    \
    {                                                                                              \
        "outturn", "2014-04..2014-12,7200,800000", "2014-04..2014-12,7300,800000"                  \
    }
#define PEOPLE                                                                                     \
    {                                                                                              \
        "residents", "G1,C3,400000", "G1,C3,400001"                                                \
    }
#define ALLOCATION                                                                                 \
    {                                                                                              \
        "indicators", "G1,programme-allocation,2015-16,600", "G1,programme-allocation,2015-16,700" \
    }
#define TOTAL                                                                                      \
    {                                                                                              \
        "controls", "programme-allocation,2015-16,1000,2", "programme-allocation,2015-16,1100,2"   \
    }
#define CONDITION                                                                                  \
    {                                                                                              \
        "conditions", "H1,seven-day-services,not-met", "H1,seven-day-services,met"                 \
    }
#define PAID                                                                                       \
    {                                                                                              \
        "paid", "H1,2015-04,acute-impact,25000000.00", "H1,2015-04,acute-impact,1.00"              \
    }
#define NO_G1                                                                                      \
    {                                                                                              \
        "ccgs", "G1,Hills CCG\n", ""                                                               \
    }
#define G1_TO_G2                                                                                   \
    {                                                                                              \
        "successors", "G0,G2,1,2015-04-01\n", "G0,G2,1,2015-04-01\nG1,G2,1,2015-04-01\n"           \
    }
#define ONE_CCG                                                                                    \
    {                                                                                              \
        "controls", "programme-allocation,2015-16,1000,2", "programme-allocation,2015-16,1000,1"   \
    }
#define NO_LETTER                                                                                  \
    {                                                                                              \
        "letters", "H3,2015-16,payment-for-performance,250000000\n", ""                            \
    }
#define NO_NEEDS                                                                                   \
    {                                                                                              \
        "indicators",                                                                              \
            "C1,adult-rnf,2013-14,3\nC2,adult-rnf,2013-14,4\nC3,adult-rnf,2013-14,2\n"             \
            "C4,adult-rnf,2013-14,1\n",                                                            \
            ""                                                                                     \
    }
#define NO_NEEDS_TOTAL                                                                             \
    {                                                                                              \
        "controls", "adult-rnf,2013-14,10,4\n", ""                                                 \
    }
#define NO_ALLOCATION                                                                              \
    {                                                                                              \
        "indicators",                                                                              \
            "G1,programme-allocation,2015-16,600\nG2,programme-allocation,2015-16,300\n"           \
            "G0,programme-allocation,2015-16,100\n",                                               \
            ""                                                                                     \
    }
#define LATER_ALLOCATION                                                                           \
    {                                                                                              \
        "indicators", "G1,programme-allocation,2015-16,600\n",                                     \
            "G1,programme-allocation,2016-17,6\nG2,programme-allocation,2016-17,4\n"               \
            "D1,dfg,2016-17,1\nD2,dfg,2016-17,1\nD3,dfg,2016-17,1\nC2,dfg,2016-17,1\n"             \
            "C3,dfg,2016-17,1\nC4,dfg,2016-17,1\nG1,programme-allocation,2015-16,600\n"            \
    }

/* Which steps are taken, and in which order; '*' after those of several inputs together. */
static const struct {
    const char *name;
    pairs_side old;
    pairs_side new;
    const char *steps;
} orders[] = {
    {"nothing", {0}, {0}, ""},
    {"one table", {0}, {.edits = {OUTTURN}}, "data:outturn (outturn)"},
    {"tables in their order, totals with what they are of",
     {0},
     {.edits = {PAID, OUTTURN, CONDITION, TOTAL, ALLOCATION, PEOPLE}},
     "data:residents (residents); data:indicators (indicators, controls); "
     "data:conditions (conditions); data:outturn (outturn); data:paid (paid)"},
    {"totals alone", {0}, {.edits = {NO_NEEDS_TOTAL}}, "data:controls (controls)"},
    {"the manifest is none", {0}, {.edits = {{"manifest", "vintage 1", "vintage 2"}}}, ""},
    {"a policy",
     {0},
     {.policy = "2015-16/v1"},
     "policy (policy: 2015-16 version 4 -> 2015-16 version 1)"},
    {"data, policy, reading, day, unit",
     {0},
     {.policy = "2015-16/v3",
      .sets = {"unit=1000", "metric-value=overall", "transfer-split=programme-allocation"},
      .as_at = 20150101,
      .edits = {OUTTURN}},
     "data:outturn (outturn); policy (policy: 2015-16 version 4 -> 2015-16 version 3); "
     "reading (transfer-split: people -> programme-allocation); "
     "reading (metric-value: per-payment -> overall); "
     "reading (as-at: any day -> 2015-01-01); rounding (unit: 1 -> 1000)"},
    {"a setting that one of the policies does not have is no step",
     {.sets = {"negative-balance=carried-forward"}},
     {.policy = "2015-16/v3"},
     "policy (policy: 2015-16 version 4 -> 2015-16 version 3)"},
    {"geography before data",
     {0},
     {.edits = {OUTTURN, {"boards", "Shire", "Shire and Dale"}}},
     "geography (boards); data:outturn (outturn)"},
    {"geography leads what it cannot do without",
     {0},
     {.edits = {NO_G1, G1_TO_G2, ONE_CCG, OUTTURN}},
     "geography (ccgs, successors, controls)*; data:outturn (outturn)"},
    {"what waited is taken alone as soon as it can be",
     {.sets = {"p4p-share-basis=published"}},
     {.edits = {NO_LETTER, OUTTURN}},
     "data:outturn (outturn); reading (p4p-share-basis: published -> ccg-route); "
     "data:letters (letters)"},
    {"the policy leads data that it cannot do without",
     {.policy = "2014-15",
      .edits = {NO_ALLOCATION, {"controls", "programme-allocation,2015-16,1000,2\n", ""}}},
     {.policy = "2016-17", .edits = {NO_NEEDS, NO_NEEDS_TOTAL, LATER_ALLOCATION}},
     "policy (indicators, controls, policy: 2014-15 version 1 -> 2016-17 version 1)*"},
};

static const bcf_comparison *compared(const pairs_side *old, const pairs_side *new)
{
    const char *old_path = bcf_arena_print(arena, "%s/old.xml", set.folder);
    const char *new_path = bcf_arena_print(arena, "%s/new.xml", set.folder);
    pairs_run(arena, old, old_path, &err);
    pairs_run(arena, new, new_path, &err);
    const bcf_comparison *comparison = NULL;
    bcf_code code = bcf_compare_runs(&comparison, arena, old_path, new_path, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return comparison;
}

static const char *steps_text(const bcf_comparison *of)
{
    const char *text = "";
    for (size_t i = 0; i < of->step_count; i++) {
        const bcf_compare_step *step = &of->steps[i];
        text = bcf_arena_print(arena, "%s%s%s (%s)%s", text, i == 0 ? "" : "; ", step->id,
                               step->what, step->together == NULL ? "" : "*");
    }
    return text;
}

static void check_ends(const bcf_comparison *of)
{
    for (size_t item = 0; item < of->item_count; item++) {
        for (size_t side = 0; side < 2; side++) {
            const bcf_run *run = side == 0 ? of->old.run : of->new.run;
            bcf_money sum = {0};
            bcf_money states = {0};
            for (size_t i = 0; i < run->allocation->grant_count; i++) {
                const bcf_grant *grant = &run->allocation->grants[i];
                const char *id = run->policy->components[grant->component].id;
                if (strcmp(bcf_arena_print(arena, "allocate:%s", id), of->items[item].id) == 0) {
                    sum = bcf_money_add(sum, grant->amount);
                }
            }
            for (size_t board = 0; board < of->board_count; board++) {
                states = bcf_money_add(states,
                                       bcf_compare_amount(of, side * of->step_count, item, board));
            }
            if (!of->items[item].is_release) {
                ck_assert_int_eq(sum.pence, states.pence);
            }
        }
    }
}

START_TEST(inputs_are_exchanged_in_the_declared_order)
{
    const bcf_comparison *of = compared(&orders[_i].old, &orders[_i].new);
    ck_assert_str_eq(steps_text(of), orders[_i].steps);
    check_ends(of);
}
END_TEST

START_TEST(the_other_way_round_is_the_negative)
{
    const bcf_comparison *there = compared(&orders[_i].old, &orders[_i].new);
    const bcf_comparison *back = compared(&orders[_i].new, &orders[_i].old);
    ck_assert_uint_eq(there->board_count, back->board_count);
    ck_assert_uint_eq(there->item_count, back->item_count);
    for (size_t i = 0; i < there->item_count; i++) {
        size_t j = 0;
        while (strcmp(there->items[i].id, back->items[j].id) != 0) {
            j++;
        }
        for (size_t board = 0; board < there->board_count; board++) {
            ck_assert_int_eq(bcf_compare_amount(there, 0, i, board).pence,
                             bcf_compare_amount(back, back->step_count, j, board).pence);
            ck_assert_int_eq(bcf_compare_amount(there, there->step_count, i, board).pence,
                             bcf_compare_amount(back, 0, j, board).pence);
        }
    }
}
END_TEST

/* A row that differs, whose it is, and the items that it can have moved, of a few. */
static const struct {
    const char *name;
    pairs_edit edit;
    const char *text;
    const char *boards;
    const char *moves;
} rows[] = {
    {"an outturn", OUTTURN, "delayed-transfers outturn Apr-Dec 2014", "H1",
     "release:2015-04:delayed-transfers"},
    {"a condition", CONDITION, "seven-day-services conditions", "H1",
     "release:2015-04:seven-day-services"},
    {"people", PEOPLE, "Hills CCG in Easton Borough Council residents", "H1 H3",
     "allocate:nhs-core allocate:dfg release:2015-04:local release:2015-04:delayed-transfers "
     "release:2015-04:seven-day-services"},
    {"a district's weight",
     {"indicators", "D2,dfg,2015-16,4\nD3,dfg,2015-16,4", "D2,dfg,2015-16,3\nD3,dfg,2015-16,5"},
     "Middletown dfg indicators 2015-16",
     "H1",
     "allocate:dfg"},
    {"a CCG's weight",
     {"indicators", "G1,programme-allocation,2015-16,600\nG2,programme-allocation,2015-16,300",
      "G1,programme-allocation,2015-16,601\nG2,programme-allocation,2015-16,299"},
     "Hills CCG programme-allocation indicators 2015-16",
     "H1 H3",
     "allocate:nhs-core release:2015-04:local release:2015-04:delayed-transfers "
     "release:2015-04:seven-day-services"},
    {"a local metric",
     {"local_metrics", "after a fall,lower", "after a fall,higher"},
     "local_metrics",
     "H3",
     "release:2015-04:local"},
};

static const char *boards_text(const bcf_comparison *of, const bcf_changed_row *row)
{
    const char *text = "";
    for (size_t i = 0; i < of->board_count; i++) {
        if (row->boards[i]) {
            text = bcf_arena_print(arena, "%s%s%s", text, text[0] == '\0' ? "" : " ",
                                   of->boards[i].code);
        }
    }
    return text;
}

static const char *moves_text(const bcf_comparison *of, const bcf_changed_row *row)
{
    static const char *const asked[] = {
        "allocate:nhs-core", "allocate:dfg", "release:2015-04:local",
        "release:2015-04:delayed-transfers", "release:2015-04:seven-day-services"};
    const char *text = "";
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        for (size_t item = 0; item < of->item_count; item++) {
            if (strcmp(of->items[item].id, asked[i]) == 0
                && bcf_compare_row_moves(of, row, 0, item)) {
                text = bcf_arena_print(arena, "%s%s%s", text, text[0] == '\0' ? "" : " ", asked[i]);
            }
        }
    }
    return text;
}

START_TEST(a_row_that_differs_says_whose_it_is_and_what_it_moves)
{
    const pairs_side old = {0};
    const pairs_side new = {.edits = {rows[_i].edit}};
    const bcf_comparison *of = compared(&old, &new);
    bcf_changed_rows changed = bcf_compare_rows(of);
    ck_assert_uint_ge(changed.count, 1);
    const bcf_changed_row *row = &changed.items[0];
    ck_assert_str_eq(bcf_compare_row_text(of, row), rows[_i].text);
    ck_assert_str_eq(boards_text(of, row), rows[_i].boards);
    ck_assert_str_eq(moves_text(of, row), rows[_i].moves);
}
END_TEST

/* "G1>G2 1 1200000 1200000": code, successor, share, people in and out; '<' for backwards. */
static const struct {
    const char *name;
    pairs_side old;
    pairs_side new;
    const char *crosswalk;
} crossings[] = {
    {"none", {0}, {.edits = {OUTTURN}}, ""},
    {"a merger", {0}, {.edits = {NO_G1, G1_TO_G2, ONE_CCG}}, "G1>G2 1 1200000 1200000"},
    {"a merger undone", {.edits = {NO_G1, G1_TO_G2, ONE_CCG}}, {0}, ""},
    {"a split",
     {0},
     {.edits = {{"ccgs", "G2,Coast CCG\n", "G8,North\nG9,South\n"},
                {"successors", "G0,G2,1,2015-04-01\n",
                 "G0,G2,1,2015-04-01\nG2,G8,0.25,2015-04-01\nG2,G9,0.75,2015-04-01\n"},
                {"controls", "programme-allocation,2015-16,1000,2",
                 "programme-allocation,2015-16,1000,3"}}},
     "G2>G8 1/4 1600000 400000; G2>G9 3/4 1600000 1200000"},
    {"a split undone",
     {.edits = {{"ccgs", "G2,Coast CCG\n", "G8,North\nG9,South\n"},
                {"successors", "G0,G2,1,2015-04-01\n",
                 "G0,G2,1,2015-04-01\nG2,G8,0.25,2015-04-01\nG2,G9,0.75,2015-04-01\n"},
                {"controls", "programme-allocation,2015-16,1000,2",
                 "programme-allocation,2015-16,1000,3"}}},
     {0},
     "G8<G2 - 400000 400000; G9<G2 - 1200000 1200000"},
};

static const char *ratio_text(const bcf_ratio *ratio)
{
    return ratio == NULL ? "-" : bcf_ratio_exact_text(arena, ratio);
}

START_TEST(the_crosswalk_loses_nobody)
{
    const bcf_comparison *of = compared(&crossings[_i].old, &crossings[_i].new);
    const char *text = "";
    for (size_t i = 0; i < of->crossing_count; i++) {
        const bcf_crossing *one = &of->crosswalk[i];
        text =
            bcf_arena_print(arena, "%s%s%s%s%s %s %s %s", text, i == 0 ? "" : "; ", one->code,
                            one->is_backwards ? "<" : ">", one->successor, ratio_text(one->share),
                            ratio_text(one->people_in), ratio_text(one->people_out));
    }
    ck_assert_str_eq(text, crossings[_i].crosswalk);
}
END_TEST

static const struct {
    const char *name;
    const char *from; /* in run.xml of the new run */
    const char *to;
    bool is_sealed;
    const char *says;
} refusals[] = {
    {"a broken seal", "570000000.00", "570000001.00", false, "its seal is not that of its bytes"},
    {"a later format", "<run format=\"1\">", "<run format=\"2\">", true, "is of format 2"},
    {"an amount of nobody", "hwb=\"H2\" council=\"C2\"", "hwb=\"H9\" council=\"C2\"", true,
     "is of no board or no payment"},
    {"an amount of nothing", "amount=\"570000000.00\"", "amount=\"57000000O.00\"", true,
     "57000000O"},
};

START_TEST(what_is_no_whole_run_is_refused)
{
    const pairs_side side = {0};
    const char *old_path = bcf_arena_print(arena, "%s/old.xml", set.folder);
    pairs_run(arena, &side, old_path, &err);
    size_t length = 0;
    char *whole = dataset_slurp(old_path, &length);
    char *found = strstr(whole, refusals[_i].from);
    ck_assert_ptr_nonnull(found);
    bcf_text text = {0};
    bcf_text_add_bytes(&text, whole, (size_t)(found - whole));
    bcf_text_add(&text, refusals[_i].to);
    bcf_text_add(&text, found + strlen(refusals[_i].from));
    if (refusals[_i].is_sealed) {
        const char *bytes = bcf_text_get(&text);
        size_t above = (size_t)(strstr(bytes, "  <seal ") - bytes);
        const char *seal = bcf_digest_of(arena, bytes, above);
        text.length = above;
        bcf_text_print(&text, "  <seal sha256=\"%s\"/>\n</run>\n", seal);
    }
    dataset_put_bytes(&set, "new.xml", bcf_text_get(&text), text.length);
    bcf_text_clear(&text);
    free(whole);
    const char *new_path = bcf_arena_print(arena, "%s/new.xml", set.folder);
    const bcf_comparison *comparison = NULL;
    ck_assert_int_ne(bcf_compare_runs(&comparison, arena, old_path, new_path, &err), BCF_OK);
    ck_assert_msg(strstr(err.messages[0], refusals[_i].says) != NULL, "%s", err.messages[0]);
    ck_assert_msg(strstr(err.messages[0], "new.xml") != NULL, "%s", err.messages[0]);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("compare");
    TCase *tc = tcase_create("compare");
    tcase_add_checked_fixture(tc, case_open, case_close);
    tcase_set_timeout(tc, 60);
    ADD_ROWS(tc, inputs_are_exchanged_in_the_declared_order, orders);
    ADD_ROWS(tc, the_other_way_round_is_the_negative, orders);
    ADD_ROWS(tc, a_row_that_differs_says_whose_it_is_and_what_it_moves, rows);
    ADD_ROWS(tc, the_crosswalk_loses_nobody, crossings);
    ADD_ROWS(tc, what_is_no_whole_run_is_refused, refusals);
    suite_add_tcase(s, tc);
    return s;
}

RUN_SUITE(suite)

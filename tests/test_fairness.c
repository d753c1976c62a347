/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "fairness.h"

#include <string.h>

#include "support/pairs.h"

#include "support/case.h"

/* The grants of the districts D1, D2, D3 weigh so much, those of all others nothing. */
#define WEIGHTS(d1, d2, d3, total)                                                                 \
    {                                                                                              \
        {"indicators",                                                                             \
         "D1,dfg,2015-16,4\nD2,dfg,2015-16,4\nD3,dfg,2015-16,4\nC2,dfg,2015-16,9\n"                \
         "C3,dfg,2015-16,6\nC4,dfg,2015-16,3\n",                                                   \
         "D1,dfg,2015-16," d1 "\nD2,dfg,2015-16," d2 "\nD3,dfg,2015-16," d3                        \
         "\nC2,dfg,2015-16,0\nC3,dfg,2015-16,0\nC4,dfg,2015-16,0\n"},                              \
        {                                                                                          \
            "controls", "dfg,2015-16,30,6", "dfg,2015-16," total ",6"                              \
        }                                                                                          \
    }

typedef struct fund {
    const char *grant; /* in pounds */
    pairs_side side;
} fund;

/* What the districts get, and what of it is a paradox. */
static const struct {
    const char *name;
    fund old;
    fund new;
    const char
        *parties; /* of those that got an odd unit, or fell: code, before, after, odd units */
} pairs[] = {
    /* £10 by 145, 340, 515 of 1,000: 1.45, 3.40, 5.15, rounded down 1, 3, 5; the odd pound goes to
     * .45. By 146, 348, 506: 1.46, 3.48, 5.06; now it goes to .48, and D1, which weighs more, has
     * a pound less. */
    {"population",
     {"10", {.edits = WEIGHTS("145", "340", "515", "1000")}},
     {"10", {.edits = WEIGHTS("146", "348", "506", "1000")}},
     "D1 2.00 1.00 yn population; D2 3.00 4.00 ny "},
    {"population, the other way round: its weight fell, and it gets more",
     {"10", {.edits = WEIGHTS("146", "348", "506", "1000")}},
     {"10", {.edits = WEIGHTS("145", "340", "515", "1000")}},
     "D1 1.00 2.00 ny ; D2 4.00 3.00 yn "},
    /* The weight rises from 145 to 146 and its part of the sum falls from 145/1000 to 146/1060:
     * 1.377, 3.396, 5.226. That it gets less is no paradox. */
    {"a part of the sum that fell",
     {"10", {.edits = WEIGHTS("145", "340", "515", "1000")}},
     {"10", {.edits = WEIGHTS("146", "360", "554", "1060")}},
     "D1 2.00 1.00 yn ; D2 3.00 4.00 ny "},
    /* £10 by 6, 6, 2: 4.29, 4.29, 1.43; the odd pound goes to D3. £11: 4.71, 4.71, 1.57, rounded
     * down 4, 4, 1; two odd pounds go to D1 and D2. */
    {"alabama",
     {"10", {.edits = WEIGHTS("6", "6", "2", "14")}},
     {"11", {.edits = WEIGHTS("6", "6", "2", "14")}},
     "D1 4.00 5.00 ny ; D2 4.00 5.00 ny ; D3 2.00 1.00 yn alabama"},
    {"alabama, the other way round: the whole fell",
     {"11", {.edits = WEIGHTS("6", "6", "2", "14")}},
     {"10", {.edits = WEIGHTS("6", "6", "2", "14")}},
     "D1 5.00 4.00 yn ; D2 5.00 4.00 yn ; D3 1.00 2.00 ny "},
    {"another unit is no paradox",
     {"10", {.edits = WEIGHTS("145", "340", "515", "1000")}},
     {"10", {.sets = {"unit=0.01"}, .edits = WEIGHTS("146", "348", "506", "1000")}},
     "D1 2.00 1.46 yn "},
    {"nothing changed",
     {"10", {.edits = WEIGHTS("145", "340", "515", "1000")}},
     {"10", {.edits = WEIGHTS("145", "340", "515", "1000")}},
     "D1 2.00 2.00 yy "},
};

/* The policy with another grant. */
static const bcf_run *run_of(const fund *of, const char *name)
{
    static const char amount[] = "amount=\"220000000.00\"";
    size_t length = 0;
    char *policy = dataset_slurp(FORMULAS "/2015-16/v4/policy.xml", &length);
    char *found = strstr(policy, amount);
    ck_assert_ptr_nonnull(found);
    bcf_text text = {0};
    bcf_text_add_bytes(&text, policy, (size_t)(found - policy));
    bcf_text_print(&text, "amount=\"%s.00\"%s", of->grant, found + sizeof amount - 1);
    dataset_put_bytes(&set, name, bcf_text_get(&text), text.length);
    bcf_text_clear(&text);
    free(policy);
    pairs_side side = of->side;
    side.policy = bcf_arena_print(arena, "%s/%s", set.folder, name);
    return pairs_run(arena, &side, NULL, &err);
}

START_TEST(paradoxes_and_odd_units_are_told_apart)
{
    const bcf_run *old = run_of(&pairs[_i].old, "old.xml");
    const bcf_run *new = run_of(&pairs[_i].new, "new.xml");
    bcf_fairness fairness = bcf_fairness_of(arena, old, new);
    const char *text = "";
    for (size_t i = 0; i < fairness.count; i++) {
        const bcf_fair_party *party = &fairness.items[i];
        bool is_odd = party->was_served || party->is_served;
        if (strcmp(party->subject, "dfg") != 0 || (!is_odd && party->paradox == 0)) {
            continue;
        }
        ck_assert_str_eq(party->board, "H1");
        ck_assert_str_eq(party->source, "");
        text = bcf_arena_print(arena, "%s%s%s %s %s %c%c %s", text, text[0] == '\0' ? "" : "; ",
                               party->code, case_pounds(party->before), case_pounds(party->after),
                               party->was_served ? 'y' : 'n', party->is_served ? 'y' : 'n',
                               bcf_paradox_text(party->paradox));
    }
    ck_assert_str_eq(text, pairs[_i].parties);
}
END_TEST

START_TEST(every_party_of_every_split_is_there_once)
{
    static const pairs_side side = {0};
    const bcf_run *run = pairs_run(arena, &side, NULL, &err);
    bcf_fairness fairness = bcf_fairness_of(arena, run, run);
    ck_assert_uint_gt(fairness.count, 40);
    for (size_t i = 0; i < fairness.count; i++) {
        const bcf_fair_party *one = &fairness.items[i];
        ck_assert(one->is_old && one->is_new);
        ck_assert_int_eq(one->before.pence, one->after.pence);
        ck_assert_int_eq(one->paradox, BCF_PARADOX_NONE);
        ck_assert_int_eq(one->was_served, one->is_served);
        for (size_t j = 0; j < i; j++) {
            const bcf_fair_party *other = &fairness.items[j];
            ck_assert(one->kind != other->kind || strcmp(one->subject, other->subject) != 0
                      || strcmp(one->source, other->source) != 0
                      || strcmp(one->code, other->code) != 0);
        }
    }
}
END_TEST

START_TEST(a_party_of_one_run_alone_has_no_amount_in_the_other)
{
    static const pairs_side old_side = {0};
    static const pairs_side new_side = {.policy = "2014-15"};
    const bcf_run *old = pairs_run(arena, &old_side, NULL, &err);
    const bcf_run *new = pairs_run(arena, &new_side, NULL, &err);
    bcf_fairness fairness = bcf_fairness_of(arena, old, new);
    size_t old_alone = 0;
    size_t new_alone = 0;
    for (size_t i = 0; i < fairness.count; i++) {
        const bcf_fair_party *one = &fairness.items[i];
        old_alone += one->is_old && !one->is_new;
        new_alone += one->is_new && !one->is_old;
        ck_assert(one->is_old || (one->before.pence == 0 && !one->was_served));
        ck_assert(one->is_new || (one->after.pence == 0 && !one->is_served));
    }
    ck_assert_uint_gt(old_alone, 0);
    ck_assert_uint_gt(new_alone, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("fairness");
    TCase *tc = tcase_create("fairness");
    tcase_add_checked_fixture(tc, case_open, case_close);
    tcase_set_timeout(tc, 60);
    ADD_ROWS(tc, paradoxes_and_odd_units_are_told_apart, pairs);
    tcase_add_test(tc, every_party_of_every_split_is_there_once);
    tcase_add_test(tc, a_party_of_one_run_alone_has_no_amount_in_the_other);
    suite_add_tcase(s, tc);
    return s;
}

RUN_SUITE(suite)

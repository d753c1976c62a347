/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "formula.h"

#include "support/formulas.h"
#include "support/fractions.h"

#include "support/case.h"

static const bcf_policy *policy;
static bcf_settings *settings;

static void use_formulas(const char *formulas)
{
    bcf_code code =
        formulas_load(&policy, arena, &set, (formulas_policy){.formulas = formulas}, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    settings = bcf_settings_new(arena, policy);
}

static const bcf_figures *figures_of(const char *data)
{
    formulas_put_values(&set, arena, data);
    return case_figures(policy);
}

static bcf_code evaluate(bcf_formula_values *values, const bcf_figures *figures, const char *id)
{
    const bcf_formula *formula = bcf_policy_formula(policy, id);
    ck_assert_ptr_nonnull(formula);
    return bcf_formula_evaluate(values, arena, figures, settings, formula, &notes, &err);
}

static bcf_formula_values values_of(const char *formulas, const char *id, const char *data)
{
    use_formulas(formulas);
    bcf_formula_values values;
    bcf_code code = evaluate(&values, figures_of(data), id);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return values;
}

/* The fractions must be these, "-" for none. */
static void ck_assert_fractions(const bcf_ratio *const items[], size_t count, const char *want,
                                const char *name)
{
    const bcf_ratio *wanted[FRACTIONS_MAX];
    ck_assert_msg(fractions(wanted, arena, want) == count, "%s: %zu areas", name, count);
    const char *got = fractions_text(arena, items, count);
    ck_assert_msg(strcmp(got, fractions_text(arena, wanted, count)) == 0, "%s: %s, want %s", name,
                  got, want);
}

/* Each worked out by hand. The formula asked for is `f`. */
static const struct {
    const char *name;
    const char *formulas;
    const char *data;
    const char *values;
} rows[] = {
    {"published", PUBLISHED("f", "a"), "a 1 0 0.5", "1 0 1/2"},
    {"published: nothing at all is for the shares to refuse", PUBLISHED("f", "a"), "a 0 0 0",
     "0 0 0"},

    {"clients x basic amount", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("2")))), "a 10 20 30",
     "20 40 60"},
    {"nobody in one area", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("2")))), "a 0 1 2", "0 2 4"},
    {"what is above the threshold, and not what meets it",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1")) TOP_UP("t", K("2"), I("b"), ABOVE(K("10"))))),
     "b 9 10 11", "1 1 3"},
    {"a threshold of a third, hit exactly",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1"))
                          TOP_UP("t", K("2"), PER("b", "c"), ABOVE(K("1-3"))))),
     "b 1 2 334; c 3 6 1000", "1 1 751/750"},
    {"a top-up without threshold",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1")) TOP_UP("t", K("2"), I("b"), ""))), "b 0 1 3",
     "1 3 7"},
    {"a threshold of each area's own",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1")) TOP_UP("t", K("2"), I("b"), ABOVE(I("c"))))),
     "b 5 5 5; c 4 5 6", "3 1 1"},
    {"a threshold below nothing",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1")) TOP_UP("t", K("1"), I("b"), ABOVE(K("m1"))))),
     "b 0 1 2", "2 3 4"},
    {"a negative coefficient, down to nothing",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("10")) TOP_UP("t", K("m1-2"), I("b"), ""))),
     "b 2 4 20", "9 8 0"},
    {"a negative basic amount that top-ups make up for",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("m1")) TOP_UP("t", K("1"), I("b"), ""))), "b 1 2 3",
     "0 1 2"},
    {"two top-ups",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1")) TOP_UP("t", K("2"), I("b"), "")
                          TOP_UP("u", K("1-2"), I("c"), ""))),
     "b 1 2 3; c 2 4 6", "4 7 10"},
    {"all that one client brings is multiplied",
     NEEDS("f", EXACT(CLIENTS(K("2")) BASIC(K("1")) TOP_UP("t", K("2"), I("b"), "")
                          MULTIPLIER(K("10")))),
     "b 1 2 3", "60 100 140"},
    {"multipliers, scaling, divisor",
     NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("1")) MULTIPLIER(I("b")) MULTIPLIER(K("3"))
                          SCALING(K("1-2")) DIVISOR(K("10")))),
     "a 1 2 3; b 2 2 4", "3/10 3/5 9/5"},
    {"a divisor of each area's own",
     NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("1")) DIVISOR(I("b")))), "a 10 20 30; b 2 4 3",
     "5 5 10"},
    {"one indicator per another", NEEDS("f", EXACT(CLIENTS(PER("a", "b")) BASIC(K("1")))),
     "a 10 20 30; b 4 3 7", "5/2 20/3 30/7"},
    {"blocks are added up",
     NEEDS("f", BLOCK("x", "all", "none", CLIENTS(I("a")) BASIC(K("1")))
                    BLOCK("y", "all", "none", CLIENTS(I("b")) BASIC(K("2")))),
     "a 1 2 3; b 10 20 30", "21 42 63"},
    {"thirds, sevenths and thirty-sevenths stay what they are",
     NEEDS("f", EXACT(CLIENTS(K("1-3")) BASIC(K("1-7")) MULTIPLIER(I("a")) SCALING(K("2-37")))),
     "a 1 2 3", "2/777 4/777 2/259"},

    {"half away from nothing, two places",
     NEEDS("f", BLOCK("x", "2", "half-away", CLIENTS(I("a")) BASIC(K("1-8")))), "a 1 3 5",
     "0.13 0.38 0.63"},
    {"half to even, two places",
     NEEDS("f", BLOCK("x", "2", "half-even", CLIENTS(I("a")) BASIC(K("1-8")))), "a 1 3 5",
     "0.12 0.38 0.62"},
    {"down, two places", NEEDS("f", BLOCK("x", "2", "down", CLIENTS(I("a")) BASIC(K("1-8")))),
     "a 1 3 5", "0.12 0.37 0.62"},
    {"no place, half to even",
     NEEDS("f", BLOCK("x", "0", "half-even", CLIENTS(I("a")) BASIC(K("1-2")))), "a 1 3 5", "0 2 2"},
    {"fourteen places",
     NEEDS("f", BLOCK("x", "14", "half-away", CLIENTS(I("a")) BASIC(K("1")) DIVISOR(K("7")))),
     "a 1 2 7", "0.14285714285714 0.28571428571429 1"},
    {"thirty places", NEEDS("f", BLOCK("x", "30", "half-away", CLIENTS(I("a")) BASIC(K("1-7")))),
     "a 1 2 7", "0.142857142857142857142857142857 0.285714285714285714285714285714 1"},
    {"each block is rounded, and not their sum",
     NEEDS("f", BLOCK("x", "0", "half-away", CLIENTS(I("a")) BASIC(K("1-2")))
                    BLOCK("y", "0", "half-away", CLIENTS(I("a")) BASIC(K("1-2")))),
     "a 1 1 1", "2 2 2"},
    {"a block is rounded at its end, and not before",
     NEEDS("f", BLOCK("x", "0", "down", CLIENTS(I("a")) BASIC(K("1-3")) MULTIPLIER(K("3")))),
     "a 1 2 3", "1 2 3"},
    {"one block is rounded, the other not",
     NEEDS("f", BLOCK("x", "0", "half-away", CLIENTS(I("a")) BASIC(K("1-2")))
                    BLOCK("y", "all", "none", CLIENTS(I("a")) BASIC(K("1-2")))),
     "a 1 2 3", "1.5 2 3.5"},
    {"a block below nothing, rounded away from it",
     NEEDS("f", BLOCK("x", "2", "half-away", CLIENTS(I("a")) BASIC(K("m1-8")))
                    BLOCK("y", "all", "none", CLIENTS(I("a")) BASIC(K("1")))),
     "a 1 1 1", "0.87 0.87 0.87"},
    {"a block below nothing, rounded down is towards it",
     NEEDS("f", BLOCK("x", "2", "down", CLIENTS(I("a")) BASIC(K("m1-8")))
                    BLOCK("y", "all", "none", CLIENTS(I("a")) BASIC(K("1")))),
     "a 1 1 1", "0.88 0.88 0.88"},

    {"a published formula as operand",
     PUBLISHED("p", "a") NEEDS("f", EXACT(CLIENTS(F("p")) BASIC(K("2")))), "a 1 2 3", "2 4 6"},
    {"formulas of formulas, the last one first",
     NEEDS("f", EXACT(CLIENTS(F("m")) BASIC(K("2"))))
         NEEDS("m", EXACT(CLIENTS(F("n")) BASIC(K("3"))))
             NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1")))),
     "a 1 2 3", "6 12 18"},
    {"one formula, used twice",
     NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("1")) MULTIPLIER(F("n"))))
         NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1")))),
     "a 1 2 3", "1 4 9"},
    {"two formulas that rest on a third",
     NEEDS("f", EXACT(CLIENTS(F("m")) BASIC(K("1")) MULTIPLIER(F("o")))) NEEDS(
         "m", EXACT(CLIENTS(F("n")) BASIC(K("2")))) NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1"))))
         NEEDS("o", EXACT(CLIENTS(F("n")) BASIC(K("3")))),
     "a 1 2 3", "6 24 54"},
    {"a formula takes the other one rounded",
     NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("10"))))
         NEEDS("n", BLOCK("x", "1", "half-away", CLIENTS(I("a")) BASIC(K("1-8")))),
     "a 1 3 5", "1 4 6"},

    {"shares of a total by people",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) TOTAL(K("600"))), "a 1 2 3",
     "100 200 300"},
    {"of a total by people and need",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(I("b")) TOTAL(K("100"))),
     "a 1 2 3; b 3 0 1", "50 0 50"},
    {"thirds of a total",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("2-37")) TOTAL(K("1"))), "a 5 5 5",
     "1/3 1/3 1/3"},
    {"need per head of another count",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(PER("b", "c")) TOTAL(K("10"))),
     "a 6 6 6; b 1 2 3; c 2 2 2", "5/3 10/3 5"},
    {"need by a formula",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(F("n")) TOTAL(K("60")))
         NEEDS("n", EXACT(CLIENTS(I("b")) BASIC(K("1-2")))),
     "a 1 1 1; b 1 2 3", "10 20 30"},
    {"so much per head",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(I("b")) PER_HEAD(K("2"))),
     "a 1 2 3; b 1 1 2", "2 4 12"},
    {"two thirty-sevenths per head",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("2-37"))), "a 37 74 1",
     "2 4 2/37"},
    {"of CCGs", CAPITATION("f", "ccg", POPULATION(I("g")) NEED(I("h")) TOTAL(K("100"))),
     "g 1 3; h 1 1", "25 75"},
    {"what areas get now is no part of the target",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) TOTAL(K("600")) CURRENT(I("c"))),
     "a 1 2 3; c 600 0 0", "100 200 300"},

    {"floors that are all there is",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 1 1 2; c 100 50 50", "100 50 50"},
    {"the rest goes to the one furthest below its target",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 1 1 2; c 100 40 40", "100 40 60"},
    {"until it meets the next one, and both go on at one level",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 1 1 2; c 100 10 10", "100 100/3 200/3"},
    {"a growth of two thirty-sevenths",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("2-37"))),
     "a 1 1 2; c 37 74 37", "122/3 78 244/3"},
    {"floors below every target",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("m1-2"))),
     "a 1 1 2; c 100 50 50", "50 50 100"},
    {"nobody gives back more than it has",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("m2"))),
     "a 1 1 2; c 100 50 50", "50 50 100"},
    {"nobody there, but what it gets now",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("100")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 0 1 1; c 10 0 0", "10 45 45"},
    {"a pace of change of so much per head",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("1")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 50 50 100; c 100 40 40", "100 40 60"},

    {"an earlier amount, and a share of the increase",
     FLOOR_PLUS("f", "council", I("a"), K("100"), I("b")), "a 10 20 30; b 1 1 2", "20 30 50"},
    {"no increase", FLOOR_PLUS("f", "council", I("a"), K("60"), I("b")), "a 10 20 30; b 1 1 2",
     "10 20 30"},
    {"sevenths of the increase", FLOOR_PLUS("f", "council", I("a"), K("1"), I("b")),
     "a 0 0 0; b 1 2 4", "1/7 2/7 4/7"},
    {"thirds of thirty-sevenths", FLOOR_PLUS("f", "council", K("0"), K("2-37"), K("7")), "",
     "2/111 2/111 2/111"},
    {"an index of nothing for one", FLOOR_PLUS("f", "council", I("a"), K("100"), I("b")),
     "a 10 20 30; b 0 1 1", "10 40 50"},
    {"earlier and index by formulas",
     FLOOR_PLUS("f", "council", F("p"), K("100"), F("q")) PUBLISHED("p", "a") PUBLISHED("q", "b"),
     "a 10 20 30; b 1 1 2", "20 30 50"},
    {"earlier per another count", FLOOR_PLUS("f", "council", PER("a", "c"), K("60"), I("b")),
     "a 10 20 30; b 1 1 2; c 1 2 3", "35/2 35/2 25"},
    {"of housing authorities", FLOOR_PLUS("f", "housing-authority", I("w"), K("20"), I("x")),
     "w 1 2 3 4; x 1 0 0 1", "6 2 3 9"},
};

START_TEST(values_are_as_worked_by_hand)
{
    bcf_formula_values values = values_of(rows[_i].formulas, "f", rows[_i].data);
    ck_assert_fractions(values.items, values.count, rows[_i].values, rows[_i].name);
    bcf_ratio *sum = bcf_ratio_new(arena);
    for (size_t i = 0; i < values.count; i++) {
        bcf_ratio_add(sum, sum, values.items[i]);
    }
    ck_assert_int_eq(bcf_ratio_compare(sum, values.sum), 0);
    ck_assert_str_eq(values.formula->id, "f");
}
END_TEST

/* What cannot be worked out, and the line of the formulas that says so. */
static const struct {
    const char *name;
    const char *formulas;
    const char *data;
    int line;
    size_t count; /* of problems */
    const char *words;
} refused[] = {
    {"a value below nothing, each area by name", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("m1")))),
     "a 1 0 2", 1, 2, "formula 'f' comes to less than nothing for 'C1' (Shire County Council)"},
    {"below nothing by a trifle that rounding keeps",
     NEEDS("f", BLOCK("x", "2", "half-away", CLIENTS(I("a")) BASIC(K("m1-8")))), "a 0 0 0.04", 1, 1,
     "formula 'f' comes to less than nothing for 'C3' (Bay Council)"},
    {"per an indicator that is 0 for one", NEEDS("f", EXACT(CLIENTS(PER("a", "b")) BASIC(K("1")))),
     "a 1 2 3; b 1 0 1", 3, 1,
     "formula 'f': indicator 'b' of 'C2' (Port City Council) is 0, and nothing can be divided"},
    {"a divisor that is 0 for one",
     NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("1")) SCALING(K("2")) DIVISOR(I("b")))),
     "a 1 2 3; b 1 1 0", 6, 1, "formula 'f': the divisor of 'C3' (Bay Council) is 0"},
    {"a divisor that is 0 for all",
     NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("1")) DIVISOR(K("0")))), "a 1 2 3", 5, 1,
     "formula 'f': the divisor of 'C1' (Shire County Council) is 0"},
    {"all of it comes to nothing", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("0")))), "a 1 2 3", 1,
     1, "formula 'f': the values of all areas add up to nothing"},
    {"a formula that another one rests on is refused at its own line",
     NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("m1"))))
         NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("m1")))),
     "a 1 2 3", 7, 3, "formula 'n' comes to less than nothing for 'C1'"},
    {"a formula that another one rests on comes to nothing",
     NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("1")) TOP_UP("t", K("1"), F("n"), "")))
         NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1")))),
     "a 0 0 0", 8, 1, "formula 'n': the values of all areas add up to nothing"},
    {"a weighted population below nothing",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("m1")) TOTAL(K("100"))), "a 0 1 2", 3, 1,
     "formula 'f': a weighted population below nothing"},
    {"no weighted population",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(I("b")) TOTAL(K("100"))),
     "a 0 1 2; b 5 0 0", 1, 1, "formula 'f': the weighted population of all areas is nothing"},
    {"no weighted population, so much per head",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("2"))), "a 0 0 0", 1, 1,
     "formula 'f': the weighted population of all areas is nothing"},
    {"a total of nothing",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) TOTAL(K("0"))), "a 1 2 3", 4, 1,
     "formula 'f': '0' is nothing or less"},
    {"an amount per head below nothing",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("m1"))), "a 1 2 3", 4, 1,
     "formula 'f': 'm1' is nothing or less"},
    {"floors by a pound more than there is",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) TOTAL(K("200")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 1 1 2; c 100 51 50", 7, 1, "come to 201, and there is only 200"},
    {"a total by a penny less than before", FLOOR_PLUS("f", "council", I("a"), K("60"), I("b")),
     "a 10 20 30.01; b 1 1 2", 3, 1, "is less than the 60.01 that areas had before"},
    {"an index that adds up to nothing", FLOOR_PLUS("f", "council", I("a"), K("100"), I("b")),
     "a 10 20 30; b 0 0 0", 4, 1, "formula 'f': the index of all areas adds up to nothing"},
    {"an index that adds up to nothing, though there is no increase",
     FLOOR_PLUS("f", "council", I("a"), K("60"), I("b")), "a 10 20 30; b 0 0 0", 4, 1,
     "formula 'f': the index of all areas adds up to nothing"},
};

START_TEST(what_cannot_be_worked_out_is_refused_at_its_line)
{
    use_formulas(refused[_i].formulas);
    bcf_formula_values values = {0};
    bcf_code code = evaluate(&values, figures_of(refused[_i].data), "f");
    ck_assert_msg(code == BCF_REFUSED_DATA || code == BCF_REFUSED_POLICY, "%s: accepted",
                  refused[_i].name);
    ck_assert_uint_eq(err.count, refused[_i].count);
    const char *place =
        bcf_arena_print(arena, "%s:%d: ", policy->file, FORMULAS_LINE - 1 + refused[_i].line);
    ck_assert_msg(strncmp(err.messages[0], place, strlen(place)) == 0, "%s: %s, want line %d",
                  refused[_i].name, err.messages[0], FORMULAS_LINE - 1 + refused[_i].line);
    ck_assert_msg(strstr(err.messages[0], refused[_i].words) != NULL, "%s: %s", refused[_i].name,
                  err.messages[0]);
}
END_TEST

START_TEST(an_operand_without_figures_is_refused_where_figures_are)
{
    use_formulas(NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(I("b")))));
    bcf_formula_values values;
    ck_assert_int_eq(evaluate(&values, figures_of("a 1 2 3"), "f"), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_msg(strstr(err.messages[0], "indicators.csv: no area has a value of indicator 'b'")
                      != NULL,
                  "%s", err.messages[0]);
    err = (bcf_error){0};
    ck_assert_int_eq(evaluate(&values, figures_of("a 1 2 3; b 1 2"), "f"), BCF_REFUSED_DATA);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "for 'C3' (Bay Council)"));
}
END_TEST

#define TWO_READINGS                                                                               \
    "<published id='p' title='P' indicator='a'" CITED ">\n"                                        \
    "<when setting='basis' is='other' indicator='b'/>\n</published>\n" NEEDS(                      \
        "f", EXACT(CLIENTS(F("p")) BASIC(K("2"))))

START_TEST(a_reading_chooses_the_indicator_of_a_published_formula)
{
    use_formulas(TWO_READINGS);
    const bcf_figures *figures = figures_of("a 1 2 3; b 3 2 1");
    bcf_formula_values values;
    ck_assert_int_eq(evaluate(&values, figures, "f"), BCF_OK);
    ck_assert_fractions(values.items, values.count, "2 4 6", "now");
    ck_assert_int_eq(bcf_settings_set(settings, "basis=other", &err), BCF_OK);
    ck_assert_int_eq(evaluate(&values, figures, "f"), BCF_OK);
    ck_assert_fractions(values.items, values.count, "6 4 2", "other");
}
END_TEST

START_TEST(a_reading_without_figures_says_who_asked_for_it)
{
    use_formulas(TWO_READINGS);
    ck_assert_int_eq(bcf_settings_set(settings, "basis=other", &err), BCF_OK);
    bcf_formula_values values;
    ck_assert_int_eq(evaluate(&values, figures_of("a 1 2 3"), "f"), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 2);
    ck_assert_str_eq(err.messages[1],
                     bcf_arena_print(arena, "%s:%d: indicator 'b' is asked for by basis=other",
                                     policy->file, FORMULAS_LINE + 1));
}
END_TEST

/* How real each area's value is: P published, d derived, i illustrative. */
static const struct {
    const char *name;
    const char *formulas;
    const char *data;
    const char *statuses;
    char worst;
} statuses[] = {
    {"published figures stay what they are", PUBLISHED("f", "a"), "a 1 2:derived 3:illustrative",
     "Pdi", 'i'},
    {"what is computed is derived at best", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("1")))),
     "a 1 2 3", "ddd", 'd'},
    {"in an index each area has its own", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(I("b")))),
     "a 1 2 3:illustrative; b 1:illustrative 2:derived 3", "idi", 'i'},
    {"what is divided by counts", NEEDS("f", EXACT(CLIENTS(PER("a", "b")) BASIC(K("1")))),
     "a 1 2 3; b 1 2:illustrative 3", "did", 'i'},
    {"thresholds, multipliers and divisors count",
     NEEDS("f", EXACT(CLIENTS(K("1")) BASIC(K("1")) TOP_UP("t", K("1"), K("1"), ABOVE(I("a")))
                          MULTIPLIER(I("b")) DIVISOR(I("c")))),
     "a 1:illustrative 2 3; b 1 2:illustrative 3; c 1 2 3:illustrative", "iii", 'i'},
    {"through a formula", NEEDS("f", EXACT(CLIENTS(F("p")) BASIC(K("1")))) PUBLISHED("p", "a"),
     "a 1 2:illustrative 3", "did", 'i'},
    {"shares of a total rest on all areas",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) TOTAL(K("100"))),
     "a 1 2:illustrative 3", "iii", 'i'},
    {"so much per head does not",
     CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("2"))),
     "a 1 2:illustrative 3", "did", 'i'},
    {"a pace of change rests on all areas",
     CAPITATION("f", "council",
                POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("2")) CURRENT(I("c")) GROWTH(K("0"))),
     "a 1 2 3; c 0 0 0:illustrative", "iii", 'i'},
    {"a share of an increase rests on all areas",
     FLOOR_PLUS("f", "council", I("a"), K("100"), I("b")), "a 1 2 3; b 1 2:illustrative 3", "iii",
     'i'},
    {"of what was before, too", FLOOR_PLUS("f", "council", I("a"), K("100"), I("b")),
     "a 1:illustrative 2 3; b 1 2 3", "iii", 'i'},
};

static char status_letter(bcf_status status)
{
    switch (status) {
    case BCF_STATUS_NONE:
        return '-';
    case BCF_STATUS_PUBLISHED:
        return 'P';
    case BCF_STATUS_DERIVED:
        return 'd';
    case BCF_STATUS_ILLUSTRATIVE:
        return 'i';
    }
    return '?';
}

START_TEST(a_value_is_no_more_real_than_what_it_rests_on)
{
    bcf_formula_values values = values_of(statuses[_i].formulas, "f", statuses[_i].data);
    char got[FRACTIONS_MAX] = "";
    for (size_t i = 0; i < values.count; i++) {
        got[i] = status_letter(values.statuses[i]);
    }
    ck_assert_msg(strcmp(got, statuses[_i].statuses) == 0, "%s: %s", statuses[_i].name, got);
    ck_assert_int_eq(status_letter(values.status), statuses[_i].worst);
}
END_TEST

/* The steps of each kind. */

static const bcf_step *step_of(const bcf_formula_values *values, const char *id)
{
    for (size_t i = 0; i < values->step_count; i++) {
        if (strcmp(values->steps[i].id, id) == 0) {
            return &values->steps[i];
        }
    }
    ck_abort_msg("no step '%s'", id);
    return NULL;
}

static const char all_of_an_index[] =
    NEEDS("f", BLOCK("x", "1", "half-even",
                     CLIENTS(I("a")) BASIC(K("1")) TOP_UP("old", K("2"), I("b"), ABOVE(K("2")))
                         TOP_UP("poor", K("m1-2"), I("c"), "") MULTIPLIER(I("d")) MULTIPLIER(K("3"))
                             MULTIPLIER(K("3")) SCALING(K("1-2")) DIVISOR(K("7")))
                   BLOCK("y", "all", "none", CLIENTS(I("a")) BASIC(K("1"))));
static const char data_of_an_index[] = "a 10 20 30; b 1 2 4; c 1 1 2; d 1 2 1";

/* 10 x (1 - 1/2) x 1 x 9 / 2 / 7 = 45/14; 20 x 1/2 x 2 x 9 / 14 = 90/7; 30 x 4 x 9 / 14 */
static const struct {
    const char *id;
    bcf_step_sign sign;
    const char *values;
    unsigned places;
} index_steps[] = {
    {"x.basic-amount", BCF_STEP_GIVEN, "1 1 1", BCF_STEP_EXACT},
    {"x.old", BCF_STEP_PLUS, "0 0 4", BCF_STEP_EXACT},
    {"x.poor", BCF_STEP_PLUS, "-1/2 -1/2 -1", BCF_STEP_EXACT},
    {"x.per-client", BCF_STEP_EQUALS, "1/2 1/2 4", BCF_STEP_EXACT},
    {"x.clients", BCF_STEP_TIMES, "10 20 30", BCF_STEP_EXACT},
    {"x.d", BCF_STEP_TIMES, "1 2 1", BCF_STEP_EXACT},
    {"x.3", BCF_STEP_TIMES, "3 3 3", BCF_STEP_EXACT},
    {"x.3-2", BCF_STEP_TIMES, "3 3 3", BCF_STEP_EXACT},
    {"x.scaling", BCF_STEP_TIMES, "1/2 1/2 1/2", BCF_STEP_EXACT},
    {"x.divisor", BCF_STEP_OVER, "7 7 7", BCF_STEP_EXACT},
    {"x", BCF_STEP_EQUALS, "3.2 12.9 77.1", 1},
    {"y.basic-amount", BCF_STEP_GIVEN, "1 1 1", BCF_STEP_EXACT},
    {"y.per-client", BCF_STEP_EQUALS, "1 1 1", BCF_STEP_EXACT},
    {"y.clients", BCF_STEP_TIMES, "10 20 30", BCF_STEP_EXACT},
    {"y", BCF_STEP_EQUALS, "10 20 30", BCF_STEP_EXACT},
};

START_TEST(an_index_shows_these_steps_in_this_order)
{
    bcf_formula_values values = values_of(all_of_an_index, "f", data_of_an_index);
    ck_assert_uint_eq(values.step_count, ROWS_IN(index_steps));
    const bcf_step *step = &values.steps[_i];
    ck_assert_str_eq(step->id, index_steps[_i].id);
    ck_assert_int_eq(step->sign, index_steps[_i].sign);
    ck_assert_fractions(step->values, values.count, index_steps[_i].values, step->id);
    ck_assert_uint_eq(step->places, index_steps[_i].places);
    ck_assert_uint_gt(strlen(step->words), 0);
    ck_assert_fractions(values.items, values.count, "13.2 32.9 107.1", "the sum of both blocks");
}
END_TEST

START_TEST(a_top_up_named_like_another_step_keeps_a_step_of_its_own)
{
    bcf_formula_values values = values_of(
        NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(K("1")) TOP_UP("clients", K("2"), K("1"), ""))), "f",
        "a 1 2 3");
    ck_assert_fractions(step_of(&values, "x.clients")->values, 3, "2 2 2", "the top-up");
    ck_assert_fractions(step_of(&values, "x.clients-2")->values, 3, "1 2 3", "the clients");
}
END_TEST

/* C1 gets twice its target; C2 has people without need; C3 is alone below its target. */
static const struct {
    const char *id;
    const char *values;
} capitation_steps[] = {
    {"population", "10 10 0"},         {"need", "3 0 5"},
    {"weighted-population", "30 0 0"}, {"target", "200 0 0"},
    {"current", "100 37 0"},           {"distance", "-100 37 0"},
    {"distance-per-cent", "-50 - -"},  {"current-per-head", "10 37/10 -"},
    {"target-per-head", "20 0 -"},     {"floor", "3900/37 39 0"},
};

START_TEST(a_capitation_shows_these_steps)
{
    bcf_formula_values values = values_of(CAPITATION("f", "council",
                                                     POPULATION(I("a")) NEED(I("b")) TOTAL(K("200"))
                                                         CURRENT(I("c")) GROWTH(K("2-37"))),
                                          "f", "a 10 10 0; b 3 0 5; c 100 37 0");
    ck_assert_uint_ge(values.step_count, ROWS_IN(capitation_steps));
    const bcf_step *step = step_of(&values, capitation_steps[_i].id);
    ck_assert_fractions(step->values, values.count, capitation_steps[_i].values, step->id);
    ck_assert_uint_eq(step->places, BCF_STEP_EXACT);
    ck_assert_fractions(values.items, values.count, "161 39 0", "the values");
}
END_TEST

START_TEST(a_capitation_without_current_has_no_distance)
{
    bcf_formula_values values =
        values_of(CAPITATION("f", "council", POPULATION(I("a")) NEED(K("1")) PER_HEAD(K("2"))), "f",
                  "a 1 2 3");
    ck_assert_uint_eq(values.step_count, 4);
    ck_assert_str_eq(values.steps[3].id, "target");
}
END_TEST

START_TEST(a_floor_plus_index_shows_what_was_before_and_the_increase)
{
    bcf_formula_values values =
        values_of(FLOOR_PLUS("f", "council", I("a"), K("100"), I("b")), "f", "a 10 20 30; b 1 1 2");
    ck_assert_uint_eq(values.step_count, 3);
    ck_assert_fractions(step_of(&values, "earlier")->values, 3, "10 20 30", "earlier");
    ck_assert_fractions(step_of(&values, "index")->values, 3, "1 1 2", "index");
    ck_assert_fractions(step_of(&values, "increase")->values, 3, "10 10 20", "increase");
}
END_TEST

START_TEST(only_the_formula_that_was_asked_for_shows_steps)
{
    bcf_formula_values values =
        values_of(NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("1"))))
                      NEEDS("n", BLOCK("inner", "all", "none", CLIENTS(I("a")) BASIC(K("2")))),
                  "f", "a 1 2 3");
    ck_assert_uint_eq(values.step_count, 4);
    ck_assert_fractions(step_of(&values, "x.clients")->values, 3, "2 4 6", "what `n` came to");
}
END_TEST

/* Whether a total for England stands behind it. */

static size_t notes_with(const char *words)
{
    size_t count = 0;
    for (size_t i = 0; i < notes.count; i++) {
        count += strstr(notes.items[i].sentence, words) != NULL;
    }
    return count;
}

static const struct {
    const char *name;
    const char *formulas;
    const char *control; /* an indicator with a control total */
    bool is_noted;
} controls[] = {
    {"none", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(I("b")))), "c", true},
    {"its own indicator", NEEDS("f", EXACT(CLIENTS(I("a")) BASIC(I("b")))), "b", false},
    {"what it is divided by", NEEDS("f", EXACT(CLIENTS(PER("a", "b")) BASIC(K("1")))), "b", false},
    {"of a formula that it refers to",
     NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("1"))))
         NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1")))),
     "a", false},
    {"of no formula that it refers to",
     NEEDS("f", EXACT(CLIENTS(F("n")) BASIC(K("1"))))
         NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1")))),
     "b", true},
};

START_TEST(shares_of_this_dataset_only_are_noted_once)
{
    dataset_put(&set, "controls",
                bcf_arena_print(arena, "indicator,period,total,areas\n%s,2098-99,6,3\n",
                                controls[_i].control));
    bcf_formula_values values = values_of(controls[_i].formulas, "f", "a 1 2 3; b 3 2 1; c 2 2 2");
    ck_assert_msg(values.has_control == !controls[_i].is_noted, "%s", controls[_i].name);
    ck_assert_uint_eq(notes_with("in this dataset only"), controls[_i].is_noted ? 1 : 0);
    ck_assert_uint_eq(notes_with("formula 'f' rests on no indicator with a control total"),
                      controls[_i].is_noted ? 1 : 0);
}
END_TEST

/* What rests on what. */

static const char five[] = NEEDS("top",
                                 EXACT(CLIENTS(F("mid")) BASIC(K("1")) MULTIPLIER(PER("a", "b"))))
    PUBLISHED("low", "c") NEEDS("mid", EXACT(CLIENTS(F("low")) BASIC(I("a")) DIVISOR(I("d"))))
        PUBLISHED("aside", "g") "<published id='read' title='R' indicator='a'" CITED ">"
                                "<when setting='basis' is='other' indicator='b'/></published>\n";

static const struct {
    const char *id;
    const char *needed;     /* formulas, in the file's order */
    const char *indicators; /* each once */
    const char *otherwise;  /* the same under basis=other */
} needs[] = {
    {"top", "top low mid", "a b c d", "a b c d"},
    {"mid", "low mid", "c a d", "c a d"},
    {"low", "low", "c", "c"},
    {"aside", "aside", "g", "g"},
    {"read", "read", "a", "b"},
};

static const char *indicators_of(const bcf_formula *formula)
{
    const bcf_indicator **list = NULL;
    size_t count = bcf_formula_indicators(&list, arena, policy, settings, formula);
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = bcf_arena_print(arena, "%s%s%s", text, i == 0 ? "" : " ", list[i]->id);
    }
    return text;
}

START_TEST(a_formula_needs_what_it_refers_to_also_through_others)
{
    use_formulas(five);
    const bcf_formula *formula = bcf_policy_formula(policy, needs[_i].id);
    const bool *is_needed = bcf_formula_needed(arena, policy, formula);
    const char *text = "";
    for (size_t i = 0; i < policy->formula_count; i++) {
        if (is_needed[i]) {
            text = bcf_arena_print(arena, "%s%s%s", text, *text == '\0' ? "" : " ",
                                   policy->formulas[i].id);
        }
    }
    ck_assert_str_eq(text, needs[_i].needed);
    ck_assert_str_eq(indicators_of(formula), needs[_i].indicators);
    ck_assert_int_eq(bcf_settings_set(settings, "basis=other", &err), BCF_OK);
    ck_assert_str_eq(indicators_of(formula), needs[_i].otherwise);
}
END_TEST

/* What nobody asks for need not be there, nor be right. */
START_TEST(a_formula_that_is_not_needed_is_not_worked_out)
{
    bcf_formula_values values = values_of(
        PUBLISHED("f", "a") NEEDS("n", EXACT(CLIENTS(F("f")) BASIC(K("m1")))) PUBLISHED("o", "b"),
        "f", "a 1 2 3");
    ck_assert_fractions(values.items, values.count, "1 2 3", "f");
}
END_TEST

static Suite *formula_suite(void)
{
    Suite *suite = suite_create("formula");
    TCase *tcase = tcase_create("formula");
    tcase_add_checked_fixture(tcase, case_open, case_close);
    ADD_ROWS(tcase, values_are_as_worked_by_hand, rows);
    ADD_ROWS(tcase, what_cannot_be_worked_out_is_refused_at_its_line, refused);
    tcase_add_test(tcase, an_operand_without_figures_is_refused_where_figures_are);
    tcase_add_test(tcase, a_reading_chooses_the_indicator_of_a_published_formula);
    tcase_add_test(tcase, a_reading_without_figures_says_who_asked_for_it);
    ADD_ROWS(tcase, a_value_is_no_more_real_than_what_it_rests_on, statuses);
    ADD_ROWS(tcase, an_index_shows_these_steps_in_this_order, index_steps);
    tcase_add_test(tcase, a_top_up_named_like_another_step_keeps_a_step_of_its_own);
    ADD_ROWS(tcase, a_capitation_shows_these_steps, capitation_steps);
    tcase_add_test(tcase, a_capitation_without_current_has_no_distance);
    tcase_add_test(tcase, a_floor_plus_index_shows_what_was_before_and_the_increase);
    tcase_add_test(tcase, only_the_formula_that_was_asked_for_shows_steps);
    ADD_ROWS(tcase, shares_of_this_dataset_only_are_noted_once, controls);
    ADD_ROWS(tcase, a_formula_needs_what_it_refers_to_also_through_others, needs);
    tcase_add_test(tcase, a_formula_that_is_not_needed_is_not_worked_out);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(formula_suite)

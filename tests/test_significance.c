/* SPDX-License-Identifier: MIT */
#include "significance.h"

#include "support/fractions.h"

#include <signal.h>

static bcf_arena *arena;

static void set_up(void)
{
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

/* "14/20" as it is written: fourteen of twenty, not seven of ten. */
static bcf_sample sample(const char *text)
{
    size_t length = strcspn(text, "/");
    ck_assert_int_eq(text[length], '/');
    return (bcf_sample){.numerator = fraction(arena, bcf_arena_text_part(arena, text, length)),
                        .denominator = fraction(arena, text + length + 1)};
}

static const char *exact(const bcf_ratio *ratio)
{
    return ratio == NULL ? "-" : bcf_ratio_exact_text(arena, ratio);
}

#define PROPORTION BCF_SPREAD_PROPORTION
#define POISSON BCF_SPREAD_POISSON

static const struct {
    const char *name;
    bcf_spread spread;
    const char *a;
    const char *b;
    const char *square; /* "-" where there is no variance */
} squares[] = {
    {"Poisson, exactly 1.96", POISSON, "5098/100000", "4902/100000", "2401/625"},
    {"Poisson, any denominators if they are equal", POISSON, "5098/7", "4902/7", "2401/625"},
    {"Poisson, exactly 1.96, unequal denominators", POISSON, "29/50", "96/250", "2401/625"},
    {"Poisson, from nothing", POISSON, "0/10", "5/20", "5/2"},
    {"Poisson, more events than people", POISSON, "30/10", "10/10", "10"},
    {"Poisson, decimals", POISSON, "10.5/12.25", "3.75/9.5", "5043/2888"},
    {"Poisson, equal rates, unequal denominators", POISSON, "7/10", "21/30", "0"},
    {"Poisson, no events: no variance", POISSON, "0/10", "0/20", "-"},
    {"Poisson, one less of a thousand million million", POISSON,
     "1000000000000000/1000000000000000", "999999999999999/1000000000000000", "1/1999999999999999"},
    {"proportion, exactly 2", PROPORTION, "30/50", "20/50", "4"},
    {"proportion, exactly 2, unequal denominators", PROPORTION, "14/20", "36/80", "4"},
    {"proportion, exactly 1.96", PROPORTION, "2549/5000", "2451/5000", "2401/625"},
    {"proportion, nobody and everybody", PROPORTION, "0/10", "20/20", "30"},
    {"proportion, unequal denominators", PROPORTION, "8/10", "9/12", "33/425"},
    {"proportion, decimals", PROPORTION, "4.5/9.5", "2/8", "10115/10868"},
    {"proportion, decimals of few", PROPORTION, "1.5/2", "0.75/2", "4/7"},
    {"proportion, equal rates", PROPORTION, "7/10", "21/30", "0"},
    {"proportion, nobody: no variance", PROPORTION, "0/10", "0/20", "-"},
    {"proportion, everybody: no variance", PROPORTION, "10/10", "20/20", "-"},
};

START_TEST(z_squared_is_exact_and_the_same_both_ways)
{
    bcf_sample a = sample(squares[_i].a);
    bcf_sample b = sample(squares[_i].b);
    const char *there = exact(bcf_significance_square(arena, squares[_i].spread, a, b));
    const char *back = exact(bcf_significance_square(arena, squares[_i].spread, b, a));
    ck_assert_msg(strcmp(there, squares[_i].square) == 0, "%s: %s", squares[_i].name, there);
    ck_assert_msg(strcmp(back, squares[_i].square) == 0, "%s: back %s", squares[_i].name, back);
}
END_TEST

static const struct {
    const char *name;
    bcf_spread spread;
    const char *a;
    const char *b;
    const char *critical;
    bool reaches;
} lines[] = {
    {"Poisson, on the line", POISSON, "5098/100000", "4902/100000", "1.96", true},
    {"Poisson, an event short", POISSON, "5098/100000", "4903/100000", "1.96", false},
    {"Poisson, an event past", POISSON, "5098/100000", "4901/100000", "1.96", true},
    {"Poisson, an event short on the other side", POISSON, "5097/100000", "4902/100000", "1.96",
     false},
    {"Poisson, upwards, on the line", POISSON, "4902/100000", "5098/100000", "1.96", true},
    {"Poisson, the line a trifle further", POISSON, "5098/100000", "4902/100000",
     "1.960000000000000001", false},
    {"Poisson, the line a trifle nearer", POISSON, "5098/100000", "4902/100000",
     "1.959999999999999999", true},
    {"Poisson, unequal denominators, on the line", POISSON, "29/50", "96/250", "1.96", true},
    {"Poisson, unequal denominators, an event short", POISSON, "29/50", "97/250", "1.96", false},
    {"Poisson, unequal denominators, an event past", POISSON, "29/50", "95/250", "1.96", true},
    {"Poisson, a tenth of an event short", POISSON, "5098/100000", "4902.1/100000", "1.96", false},
    {"Poisson, four events fewer, and none left", POISSON, "4/1000", "0/1000", "1.96", true},
    {"Poisson, three events fewer, and none left", POISSON, "3/1000", "0/1000", "1.96", false},
    {"proportion, on the line", PROPORTION, "30/50", "20/50", "2", true},
    {"proportion, one short", PROPORTION, "30/50", "21/50", "2", false},
    {"proportion, one past", PROPORTION, "30/50", "19/50", "2", true},
    {"proportion, on the line of 1.96", PROPORTION, "2549/5000", "2451/5000", "1.96", true},
    {"proportion, one short of 1.96", PROPORTION, "2549/5000", "2452/5000", "1.96", false},
    {"proportion, one past 1.96", PROPORTION, "2549/5000", "2450/5000", "1.96", true},
    {"proportion, unequal denominators, on the line", PROPORTION, "14/20", "36/80", "2", true},
    {"proportion, unequal denominators, one short", PROPORTION, "14/20", "37/80", "2", false},
    {"proportion, unequal denominators, one past", PROPORTION, "14/20", "35/80", "2", true},
    {"proportions on the line are short of it as events", POISSON, "30/50", "20/50", "2", false},
    {"equal rates reach no line", POISSON, "7/10", "21/30", "1.96", false},
    {"equal rates do not reach a line at zero", POISSON, "7/10", "21/30", "0", false},
    {"equal proportions do not reach a line at zero", PROPORTION, "7/10", "21/30", "0", false},
    {"a line at zero is reached by any difference", POISSON, "7/10", "22/30", "0", true},
    {"a proportion reaches a line at zero as well", PROPORTION, "7/10", "22/30", "0", true},
    {"no variance, no difference, no line", POISSON, "0/10", "0/30", "0", false},
    {"no variance where all succeed", PROPORTION, "10/10", "30/30", "0", false},
    {"nobody against everybody", PROPORTION, "0/10", "20/20", "1.96", true},
    {"nobody against everybody, but few", PROPORTION, "0/1", "1/1", "1.96", false},
};

START_TEST(the_line_itself_is_reached)
{
    bcf_sample a = sample(lines[_i].a);
    bcf_sample b = sample(lines[_i].b);
    const bcf_ratio *critical = fraction(arena, lines[_i].critical);
    ck_assert_msg(bcf_significance_reaches(arena, lines[_i].spread, a, b, critical)
                      == lines[_i].reaches,
                  "%s", lines[_i].name);
    ck_assert_msg(bcf_significance_reaches(arena, lines[_i].spread, b, a, critical)
                      == lines[_i].reaches,
                  "%s, the other way", lines[_i].name);
}
END_TEST

#define LOWER true
#define HIGHER false

/* Solved as quadratic equations, and the whole numbers beside the root tried. */
static const struct {
    const char *name;
    bcf_spread spread;
    const char *baseline;
    const char *denominator;
    bool lower_is_better;
    const char *critical;
    const char *numerator; /* "-": none */
} nearest[] = {
    {"lower, on the line", POISSON, "5098/100000", "100000", LOWER, "1.96", "4902"},
    {"lower, half an event more to start from", POISSON, "5098.5/100000", "100000", LOWER, "1.96",
     "4902"},
    {"lower, a tenth of an event less", POISSON, "5097.9/100000", "100000", LOWER, "1.96", "4901"},
    {"higher, on the line", POISSON, "4902/100000", "100000", HIGHER, "1.96", "5098"},
    {"lower, on the line, more people", POISSON, "29/50", "250", LOWER, "1.96", "96"},
    {"higher, on the line, fewer people", POISSON, "96/250", "50", HIGHER, "1.96", "29"},
    {"lower, more people, so more events", POISSON, "7/1000", "2000", LOWER, "1.96", "4"},
    {"lower, decimals", POISSON, "10.5/1000", "1000", LOWER, "1.96", "3"},
    {"lower, decimals everywhere", POISSON, "5/12.5", "37.25", LOWER, "1", "8"},
    {"higher, decimals everywhere", POISSON, "5/12.5", "37.25", HIGHER, "1", "25"},
    {"lower, only nothing is enough", POISSON, "4/1000", "1000", LOWER, "1.96", "0"},
    {"lower, not even nothing is enough", POISSON, "3/1000", "1000", LOWER, "1.96", "-"},
    {"lower than nothing", POISSON, "0/1000", "1000", LOWER, "1.96", "-"},
    {"higher than nothing", POISSON, "0/1000", "1000", HIGHER, "1.96", "4"},
    {"higher than nothing, among very many", POISSON, "0/1", "1000000000000000", HIGHER, "1.96",
     "3841600000000000"},
    {"higher than nothing among very many", POISSON, "0/1000000000000000", "1", HIGHER, "1.96",
     "1"},
    {"higher, a line that is far", POISSON, "5/10", "10", HIGHER, "1000000", "1000000000015"},
    {"lower, the line at zero", POISSON, "5/10", "10", LOWER, "0", "4"},
    {"higher, the line at zero", POISSON, "5/10", "10", HIGHER, "0", "6"},
    {"lower, the line at zero, between whole numbers", POISSON, "7/10", "3", LOWER, "0", "2"},
    {"higher, the line at zero, between whole numbers", POISSON, "7/10", "3", HIGHER, "0", "3"},
    {"lower, very many", POISSON, "1000000000000000/1000000000000000", "1000000000000000", LOWER,
     "1.96", "999999912346137"},
    {"higher, very many", POISSON, "1000000000000000/1000000000000000", "1000000000000000", HIGHER,
     "1.96", "1000000087653867"},
    {"higher, very many of few", POISSON, "1000000000000000/7", "3", HIGHER, "1.96",
     "428571477068853"},
    {"lower, very many, unequal", POISSON, "1000000000000000/3000000000000001", "700000000000003",
     LOWER, "1.96", "233333300083866"},
    {"higher, very many, unequal", POISSON, "999999999999999/123456789012345", "987654321098765",
     HIGHER, "1.96", "8000000598823242"},
    {"proportion, lower, on the line", PROPORTION, "30/50", "50", LOWER, "2", "20"},
    {"proportion, higher, on the line", PROPORTION, "20/50", "50", HIGHER, "2", "30"},
    {"proportion, lower, on the line of 1.96", PROPORTION, "2549/5000", "5000", LOWER, "1.96",
     "2451"},
    {"proportion, higher, on the line of 1.96", PROPORTION, "2451/5000", "5000", HIGHER, "1.96",
     "2549"},
    {"proportion, lower, on the line, unequal", PROPORTION, "14/20", "80", LOWER, "2", "36"},
    {"proportion, higher, on the line, unequal", PROPORTION, "36/80", "20", HIGHER, "2", "14"},
    {"proportion, higher, only everybody is enough", PROPORTION, "46/50", "50", HIGHER, "1.96",
     "50"},
    {"proportion, higher, not even everybody is", PROPORTION, "47/50", "50", HIGHER, "1.96", "-"},
    {"proportion, higher than everybody", PROPORTION, "50/50", "50", HIGHER, "1.96", "-"},
    {"proportion, higher than nobody", PROPORTION, "0/50", "50", HIGHER, "1.96", "4"},
    {"proportion, lower than everybody", PROPORTION, "50/50", "50", LOWER, "1.96", "46"},
    {"proportion, lower, only nobody is enough", PROPORTION, "4/50", "50", LOWER, "1.96", "0"},
    {"proportion, lower, not even nobody is", PROPORTION, "3/50", "50", LOWER, "1.96", "-"},
    {"proportion, lower than nobody", PROPORTION, "0/50", "50", LOWER, "1.96", "-"},
    {"proportion, a line that nobody reaches", PROPORTION, "5/10", "10", HIGHER, "1000", "-"},
    {"proportion, lower, a line that nobody reaches", PROPORTION, "5/10", "10", LOWER, "1000", "-"},
    {"proportion, the line at zero", PROPORTION, "5/10", "10", HIGHER, "0", "6"},
    {"proportion, decimals", PROPORTION, "30.5/50", "50", LOWER, "2", "20"},
    {"proportion, decimals below", PROPORTION, "30/50", "50.5", LOWER, "2", "20"},
    {"proportion, decimals below, higher", PROPORTION, "40/50", "50.5", HIGHER, "2", "48"},
    {"proportion, no whole person in it", PROPORTION, "0.5/1", "0.9", HIGHER, "0", "-"},
    {"proportion, home after 91 days", PROPORTION, "820/1000", "1150", HIGHER, "1.96", "980"},
    {"proportion, lower, very many", PROPORTION, "500000000000000/1000000000000000",
     "1000000000000000", LOWER, "1.96", "499999956173067"},
    {"proportion, higher, very many", PROPORTION, "500000000000000/1000000000000000",
     "1000000000000000", HIGHER, "1.96", "500000043826933"},
    {"proportion, higher, very many, unequal", PROPORTION, "333333333333333/1000000000000000",
     "700000000000001", HIGHER, "1.96", "233333365206360"},
    {"proportion, higher, all of very many", PROPORTION, "999999999999996/1000000000000000",
     "1000000000000000", HIGHER, "1.96", "1000000000000000"},
    {"proportion, higher, not all of very many", PROPORTION, "999999999999997/1000000000000000",
     "1000000000000000", HIGHER, "1.96", "-"},
};

START_TEST(the_nearest_significant_number_is_as_worked_out)
{
    const bcf_ratio *untouched = bcf_ratio_new(arena);
    const bcf_ratio *numerator = untouched;
    bool is_found = bcf_significance_smallest(
        &numerator, arena, nearest[_i].spread, sample(nearest[_i].baseline),
        fraction(arena, nearest[_i].denominator), nearest[_i].lower_is_better,
        fraction(arena, nearest[_i].critical));
    ck_assert_msg(is_found == (numerator != untouched), "%s: set, or not", nearest[_i].name);
    const char *text = exact(is_found ? numerator : NULL);
    ck_assert_msg(strcmp(text, nearest[_i].numerator) == 0, "%s: %s", nearest[_i].name, text);
}
END_TEST

/* Chance that is the same on every machine. */
static uint64_t state = 0x2545F4914F6CDD1Du;

static int64_t below(int64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int64_t)(state % (uint64_t)limit);
}

#define CASES 3000
#define PEOPLE_MAX 40

/* Small whole numbers, so that nothing below overflows. */
typedef struct drawn_case {
    bcf_spread spread;
    int64_t tenths; /* the baseline's numerator, times ten */
    int64_t denominator;
    int64_t other;
    bool lower_is_better;
    int64_t hundredths; /* the critical value, times a hundred */
} drawn_case;

static drawn_case draw(void)
{
    static const int64_t critical[] = {0, 50, 100, 150, 196, 200, 258, 400};
    drawn_case drawn = {.spread = below(2) == 0 ? POISSON : PROPORTION,
                        .denominator = 1 + below(PEOPLE_MAX),
                        .other = 1 + below(PEOPLE_MAX),
                        .lower_is_better = below(2) == 0,
                        .hundredths = critical[below(ROWS_IN(critical))]};
    int64_t most = (drawn.spread == POISSON ? 3 : 1) * drawn.denominator;
    drawn.tenths = below(3) == 0 ? below(10 * most + 1) : 10 * below(most + 1);
    return drawn;
}

/* The difference of the rates, times both denominators and ten. */
static int64_t difference_of(const drawn_case *drawn, int64_t numerator)
{
    return 10 * numerator * drawn->denominator - drawn->tenths * drawn->other;
}

/* The formulas multiplied out until nothing is divided. */
static bool reaches_by_hand(const drawn_case *drawn, int64_t numerator)
{
    int64_t apart = difference_of(drawn, numerator);
    int64_t people = drawn->denominator + drawn->other;
    int64_t events = drawn->tenths + 10 * numerator;
    int64_t line = drawn->hundredths * drawn->hundredths * drawn->denominator * drawn->other;
    if (apart == 0) {
        return false;
    }
    return drawn->spread == POISSON
               ? apart * apart * 10000 >= line * events * 10
               : apart * apart * people * 10000 >= line * events * (10 * people - events);
}

/* From the baseline's rate away, one number after another; -1 for none. */
static int64_t nearest_by_hand(const drawn_case *drawn)
{
    int64_t step = drawn->lower_is_better ? -1 : 1;
    int64_t start = drawn->tenths * drawn->other / (drawn->denominator * 10) + (step < 0);
    for (int64_t i = start; i >= 0; i += step) {
        if (drawn->spread == PROPORTION && i > drawn->other) {
            if (step > 0) {
                return -1;
            }
            continue;
        }
        if (step * difference_of(drawn, i) > 0 && reaches_by_hand(drawn, i)) {
            return i;
        }
    }
    return -1;
}

static bcf_sample baseline_of(const drawn_case *drawn)
{
    return (bcf_sample){.numerator = bcf_ratio_of(arena, drawn->tenths, 10),
                        .denominator = bcf_ratio_of(arena, drawn->denominator, 1)};
}

START_TEST(a_search_of_every_number_finds_the_same)
{
    int found = 0;
    int none = 0;
    for (int i = 0; i < CASES; i++) {
        drawn_case drawn = draw();
        const bcf_ratio *numerator = NULL;
        bool is_found =
            bcf_significance_smallest(&numerator, arena, drawn.spread, baseline_of(&drawn),
                                      bcf_ratio_of(arena, drawn.other, 1), drawn.lower_is_better,
                                      bcf_ratio_of(arena, drawn.hundredths, 100));
        int64_t want = nearest_by_hand(&drawn);
        ck_assert_msg(is_found == (want >= 0)
                          && (!is_found || bcf_ratio_compare_whole(numerator, want, 1) == 0),
                      "spread %d, %lld/10 of %lld, over %lld, %s, critical %lld/100: %s, want %lld",
                      (int)drawn.spread, (long long)drawn.tenths, (long long)drawn.denominator,
                      (long long)drawn.other, drawn.lower_is_better ? "lower" : "higher",
                      (long long)drawn.hundredths, exact(numerator), (long long)want);
        found += is_found;
        none += !is_found;
        bcf_arena_free(arena); /* what one case needs, the next one need not keep */
        arena = bcf_arena_new();
    }
    ck_assert_int_gt(found, CASES / 4);
    ck_assert_int_gt(none, CASES / 10);
}
END_TEST

START_TEST(every_number_reaches_the_line_or_not_as_multiplied_out)
{
    int reached = 0;
    int tried = 0;
    for (int i = 0; i < CASES / 10; i++) {
        drawn_case drawn = draw();
        int64_t most = (drawn.spread == POISSON ? 3 : 1) * drawn.other;
        for (int64_t numerator = 0; numerator <= most; numerator++) {
            bcf_sample other = {.numerator = bcf_ratio_of(arena, numerator, 1),
                                .denominator = bcf_ratio_of(arena, drawn.other, 1)};
            bool reaches = bcf_significance_reaches(arena, drawn.spread, baseline_of(&drawn), other,
                                                    bcf_ratio_of(arena, drawn.hundredths, 100));
            ck_assert_int_eq(reaches, reaches_by_hand(&drawn, numerator));
            reached += reaches;
            tried++;
        }
        bcf_arena_free(arena);
        arena = bcf_arena_new();
    }
    ck_assert_int_gt(reached, tried / 10);
    ck_assert_int_lt(reached, tried * 9 / 10);
}
END_TEST

/* What the search rests on. */
START_TEST(z_squared_never_falls_while_the_rates_move_apart)
{
    int compared = 0;
    for (int i = 0; i < CASES / 10; i++) {
        drawn_case drawn = draw();
        int64_t most = (drawn.spread == POISSON ? 3 : 1) * drawn.other;
        const bcf_ratio *before = NULL;
        for (int64_t numerator = 0; numerator <= most; numerator++) {
            bcf_sample other = {.numerator = bcf_ratio_of(arena, numerator, 1),
                                .denominator = bcf_ratio_of(arena, drawn.other, 1)};
            const bcf_ratio *square =
                bcf_significance_square(arena, drawn.spread, baseline_of(&drawn), other);
            int side = difference_of(&drawn, numerator) > 0 ? 1 : -1;
            bool same_side = difference_of(&drawn, numerator - 1) * side >= 0;
            if (before != NULL && square != NULL && same_side) {
                ck_assert_int_gt(bcf_ratio_compare(square, before) * side, 0);
                compared++;
            }
            before = square;
        }
        bcf_arena_free(arena);
        arena = bcf_arena_new();
    }
    ck_assert_int_gt(compared, CASES);
}
END_TEST

/* What no caller may ask is a mistake of ours. */
static const struct {
    const char *name;
    bcf_spread spread;
    const char *a;
    const char *b;
    const char *critical;
} mistakes[] = {
    {"no spread", (bcf_spread)0, "1/2", "1/3", "1.96"},
    {"a numerator below zero", POISSON, "-1/2", "1/3", "1.96"},
    {"a denominator of zero", POISSON, "1/0", "1/3", "1.96"},
    {"a denominator below zero", POISSON, "1/-2", "1/3", "1.96"},
    {"more than all", PROPORTION, "2.1/2", "1/3", "1.96"},
    {"the second: a numerator below zero", POISSON, "1/3", "-1/2", "1.96"},
    {"the second: a denominator of zero", POISSON, "1/3", "1/0", "1.96"},
    {"the second: more than all", PROPORTION, "1/3", "2.1/2", "1.96"},
    {"a critical value below zero", POISSON, "1/2", "1/3", "-1.96"},
};

START_TEST(a_sample_that_is_none_stops_the_program)
{
    bool reaches =
        bcf_significance_reaches(arena, mistakes[_i].spread, sample(mistakes[_i].a),
                                 sample(mistakes[_i].b), fraction(arena, mistakes[_i].critical));
    ck_abort_msg("%s: reaches %d", mistakes[_i].name, reaches);
}
END_TEST

static const struct {
    const char *name;
    bcf_spread spread;
    const char *baseline;
    const char *denominator;
    bool lower_is_better;
    const char *critical;
} search_mistakes[] = {
    {"no spread", (bcf_spread)0, "1/2", "3", LOWER, "1.96"},
    {"no spread, upwards", (bcf_spread)0, "1/2", "3", HIGHER, "1.96"},
    {"a numerator below zero", POISSON, "-1/2", "3", LOWER, "1.96"},
    {"a denominator of zero", POISSON, "1/2", "0", LOWER, "1.96"},
    {"a denominator below zero", POISSON, "1/2", "-3", LOWER, "1.96"},
    {"a denominator below zero, upwards", POISSON, "1/2", "-3", HIGHER, "1.96"},
    {"a baseline's denominator below zero", POISSON, "1/-2", "3", HIGHER, "1.96"},
    {"more than all", PROPORTION, "2.1/2", "3", LOWER, "1.96"},
    {"more than all, upwards", PROPORTION, "2.1/2", "3", HIGHER, "1.96"},
    {"a critical value below zero", POISSON, "1/2", "3", LOWER, "-1.96"},
};

START_TEST(a_search_from_what_is_no_sample_stops_the_program)
{
    const bcf_ratio *numerator = NULL;
    bool is_found = bcf_significance_smallest(
        &numerator, arena, search_mistakes[_i].spread, sample(search_mistakes[_i].baseline),
        fraction(arena, search_mistakes[_i].denominator), search_mistakes[_i].lower_is_better,
        fraction(arena, search_mistakes[_i].critical));
    ck_abort_msg("%s: found %d", search_mistakes[_i].name, is_found);
}
END_TEST

static Suite *significance_suite(void)
{
    Suite *suite = suite_create("significance");
    TCase *tcase = tcase_create("significance");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, z_squared_is_exact_and_the_same_both_ways, squares);
    ADD_ROWS(tcase, the_line_itself_is_reached, lines);
    ADD_ROWS(tcase, the_nearest_significant_number_is_as_worked_out, nearest);
    tcase_add_test(tcase, a_search_of_every_number_finds_the_same);
    tcase_add_test(tcase, every_number_reaches_the_line_or_not_as_multiplied_out);
    tcase_add_test(tcase, z_squared_never_falls_while_the_rates_move_apart);
    tcase_add_loop_test_raise_signal(tcase, a_sample_that_is_none_stops_the_program, SIGABRT, 0,
                                     ROWS_IN(mistakes));
    tcase_add_loop_test_raise_signal(tcase, a_search_from_what_is_no_sample_stops_the_program,
                                     SIGABRT, 0, ROWS_IN(search_mistakes));
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(significance_suite)

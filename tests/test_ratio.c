/* SPDX-License-Identifier: MIT */
#include "ratio_inside.h"

#include <signal.h>
#include <string.h>

#include "support/memory.h"
#include "support/rows.h"

static bcf_arena *arena;

static void set_up(void)
{
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

/* The ratio of a decimal that the test takes for granted. */
static bcf_ratio *of(const char *text)
{
    bcf_error err = {0};
    bcf_decimal figure = {0};
    bcf_code code = bcf_decimal_parse(&figure, text, "figure", (bcf_place){0}, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return bcf_ratio_of_decimal(arena, &figure);
}

static const struct {
    const char *name;
    int64_t numerator;
    int64_t denominator;
    unsigned places;
    bcf_rounding rounding;
    const char *text;
} written[] = {
    {"a third", 1, 3, 6, BCF_ROUND_HALF_AWAY, "0.333333"},
    {"two thirds", 2, 3, 6, BCF_ROUND_HALF_AWAY, "0.666667"},
    {"minus a third", -1, 3, 6, BCF_ROUND_HALF_AWAY, "-0.333333"},
    {"minus two thirds", -2, 3, 6, BCF_ROUND_HALF_AWAY, "-0.666667"},
    {"zero", 0, 7, 6, BCF_ROUND_HALF_AWAY, "0.000000"},
    {"one", 1, 1, 6, BCF_ROUND_HALF_AWAY, "1.000000"},
    {"a rate", 123456789, 100000, 6, BCF_ROUND_HALF_AWAY, "1234.567890"},
    {"a tiny negative is no minus zero", -1, 10000000, 6, BCF_ROUND_HALF_AWAY, "0.000000"},
    {"a tiny negative, rounded down", -9, 10000000, 6, BCF_ROUND_DOWN, "0.000000"},
    {"the smallest negative that shows", -5, 10000000, 6, BCF_ROUND_HALF_AWAY, "-0.000001"},
    {"a tiny negative half to even", -5, 10000000, 6, BCF_ROUND_HALF_EVEN, "0.000000"},
    {"no decimals", 5, 2, 0, BCF_ROUND_HALF_AWAY, "3"},
    {"no decimals, nothing", 0, 1, 0, BCF_ROUND_HALF_AWAY, "0"},
    {"no decimals, below a half", 4, 10, 0, BCF_ROUND_HALF_AWAY, "0"},
    {"half away, above zero", 25, 1000, 2, BCF_ROUND_HALF_AWAY, "0.03"},
    {"half away, below zero", -25, 1000, 2, BCF_ROUND_HALF_AWAY, "-0.03"},
    {"half to even, downwards", 25, 1000, 2, BCF_ROUND_HALF_EVEN, "0.02"},
    {"half to even, upwards", 35, 1000, 2, BCF_ROUND_HALF_EVEN, "0.04"},
    {"half to even, below zero, towards zero", -25, 1000, 2, BCF_ROUND_HALF_EVEN, "-0.02"},
    {"half to even, below zero, away from zero", -35, 1000, 2, BCF_ROUND_HALF_EVEN, "-0.04"},
    {"down, above zero", 29, 1000, 2, BCF_ROUND_DOWN, "0.02"},
    {"down, below zero, is towards zero", -29, 1000, 2, BCF_ROUND_DOWN, "-0.02"},
    {"just under a half", 249999, 10000000, 2, BCF_ROUND_HALF_AWAY, "0.02"},
    {"just over a half to even", 250001, 10000000, 2, BCF_ROUND_HALF_EVEN, "0.03"},
    {"carried over all the nines", 9999999, 1000000, 6, BCF_ROUND_HALF_AWAY, "9.999999"},
    {"carried into a new digit", 99999995, 10000000, 6, BCF_ROUND_HALF_AWAY, "10.000000"},
    {"one decimal", 5, 2, 1, BCF_ROUND_HALF_AWAY, "2.5"},
    {"fourteen decimals", 1, 7, 14, BCF_ROUND_HALF_AWAY, "0.14285714285714"},
    {"up, above zero", 21, 1000, 2, BCF_ROUND_UP, "0.03"},
    {"up, below zero, is away from zero", -21, 1000, 2, BCF_ROUND_UP, "-0.03"},
    {"up, by however little", 1, 1000000000, 2, BCF_ROUND_UP, "0.01"},
    {"up, below zero, by however little", -1, 1000000000, 2, BCF_ROUND_UP, "-0.01"},
    {"up, but whole already", 3, 1, 0, BCF_ROUND_UP, "3"},
    {"up, but below zero and whole already", -3, 1, 0, BCF_ROUND_UP, "-3"},
    {"up, but written in full", 25, 100, 2, BCF_ROUND_UP, "0.25"},
    {"up, nothing", 0, 7, 0, BCF_ROUND_UP, "0"},
    {"up, carried into a new digit", 9991, 1000, 2, BCF_ROUND_UP, "10.00"},
    {"the largest numerator", INT64_MAX, 1, 2, BCF_ROUND_HALF_AWAY, "9223372036854775807.00"},
    {"the smallest numerator", INT64_MIN, 1, 2, BCF_ROUND_HALF_AWAY, "-9223372036854775808.00"},
};

START_TEST(a_fraction_is_written_as_its_rounding_says)
{
    const bcf_ratio *ratio = bcf_ratio_of(arena, written[_i].numerator, written[_i].denominator);
    const char *text = bcf_ratio_text(arena, ratio, written[_i].places, written[_i].rounding);
    ck_assert_msg(strcmp(text, written[_i].text) == 0, "%s: %s", written[_i].name, text);
}
END_TEST

static const struct {
    const char *name;
    int64_t pence;
    int64_t numerator;
    int64_t denominator;
    bcf_rounding rounding;
    int64_t result;
} parts[] = {
    {"a third of a pound", 100, 1, 3, BCF_ROUND_HALF_AWAY, 33},
    {"two thirds of a pound", 100, 2, 3, BCF_ROUND_HALF_AWAY, 67},
    {"two thirds of a pound, down", 100, 2, 3, BCF_ROUND_DOWN, 66},
    {"half a penny away from zero", 1, 1, 2, BCF_ROUND_HALF_AWAY, 1},
    {"half a penny to even", 1, 1, 2, BCF_ROUND_HALF_EVEN, 0},
    {"a penny and a half to even", 3, 1, 2, BCF_ROUND_HALF_EVEN, 2},
    {"minus half a penny away from zero", -1, 1, 2, BCF_ROUND_HALF_AWAY, -1},
    {"minus half a penny to even", -1, 1, 2, BCF_ROUND_HALF_EVEN, 0},
    {"a negative share", 101, -1, 2, BCF_ROUND_HALF_AWAY, -51},
    {"minus two thirds, down, is towards zero", -100, 2, 3, BCF_ROUND_DOWN, -66},
    {"nothing of much", INT64_C(378400000000), 0, 1, BCF_ROUND_HALF_AWAY, 0},
    {"all of the largest", BCF_MONEY_PENCE_MAX, 1, 1, BCF_ROUND_HALF_AWAY, BCF_MONEY_PENCE_MAX},
    {"a third of a pound, up", 100, 1, 3, BCF_ROUND_UP, 34},
    {"half a pound, up, is whole already", 100, 1, 2, BCF_ROUND_UP, 50},
    {"a penny, up, is whole already", 1, 1, 1, BCF_ROUND_UP, 1},
    {"minus a third of a pound, up, is away from zero", -100, 1, 3, BCF_ROUND_UP, -34},
    {"a product that 64 bits do not hold", BCF_MONEY_PENCE_MAX, 999999999, 1000000000,
     BCF_ROUND_HALF_AWAY, INT64_C(99999999899999999)},
};

START_TEST(a_share_of_money_is_rounded_to_the_penny)
{
    const bcf_ratio *share = bcf_ratio_of(arena, parts[_i].numerator, parts[_i].denominator);
    bcf_money part = bcf_ratio_of_money((bcf_money){parts[_i].pence}, share, parts[_i].rounding);
    ck_assert_msg(part.pence == parts[_i].result, "%s: %lld", parts[_i].name,
                  (long long)part.pence);
}
END_TEST

static const struct {
    const char *name;
    int64_t numerator;
    int64_t denominator;
    unsigned places;
    bcf_rounding rounding;
    const char *exact;
} rounded[] = {
    {"a third", 1, 3, 2, BCF_ROUND_HALF_AWAY, "33/100"},
    {"two thirds", 2, 3, 2, BCF_ROUND_HALF_AWAY, "67/100"},
    {"minus two thirds", -2, 3, 2, BCF_ROUND_HALF_AWAY, "-67/100"},
    {"minus two thirds, down, is towards zero", -2, 3, 2, BCF_ROUND_DOWN, "-33/50"},
    {"minus two thirds, up, is away from zero", -2, 3, 0, BCF_ROUND_UP, "-1"},
    {"a half away from zero", 5, 2, 0, BCF_ROUND_HALF_AWAY, "3"},
    {"minus a half away from zero", -5, 2, 0, BCF_ROUND_HALF_AWAY, "-3"},
    {"a half to even", 5, 2, 0, BCF_ROUND_HALF_EVEN, "2"},
    {"minus a half to even", -5, 2, 0, BCF_ROUND_HALF_EVEN, "-2"},
    {"minus three halves to even", -3, 2, 0, BCF_ROUND_HALF_EVEN, "-2"},
    {"to nothing, and no minus nothing", -1, 3, 0, BCF_ROUND_HALF_AWAY, "0"},
    {"in lowest terms", 1, 2, 5, BCF_ROUND_HALF_AWAY, "1/2"},
    {"what ends sooner stays", 7, 8, 14, BCF_ROUND_HALF_EVEN, "7/8"},
    {"whole, up", 12, 1, 0, BCF_ROUND_UP, "12"},
    {"a seventh, fourteen places", 1, 7, 14, BCF_ROUND_HALF_AWAY, "7142857142857/50000000000000"},
    {"two thirty-sevenths, thirty places", 2, 37, 30, BCF_ROUND_DOWN,
     "27027027027027027027027027027/500000000000000000000000000000"},
};

START_TEST(a_rounded_fraction_is_a_fraction_again)
{
    const bcf_ratio *from = bcf_ratio_of(arena, rounded[_i].numerator, rounded[_i].denominator);
    const char *before = bcf_ratio_exact_text(arena, from);
    bcf_ratio *out = bcf_ratio_new(arena);
    bcf_ratio_round(out, from, rounded[_i].places, rounded[_i].rounding);
    const char *text = bcf_ratio_exact_text(arena, out);
    ck_assert_msg(strcmp(text, rounded[_i].exact) == 0, "%s: %s", rounded[_i].name, text);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, from), before);
    bcf_ratio *self = bcf_ratio_of(arena, rounded[_i].numerator, rounded[_i].denominator);
    bcf_ratio_round(self, self, rounded[_i].places, rounded[_i].rounding);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, self), rounded[_i].exact);
}
END_TEST

static const struct {
    const char *name;
    int64_t numerator;
    int64_t denominator;
    unsigned places;
    bool ends; /* so many decimals write it exactly */
    const char *text;
} shortest[] = {
    {"seven tenths", 7, 10, 20, true, "0.7"},
    {"three", 3, 1, 20, true, "3"},
    {"nothing", 0, 1, 20, true, "0"},
    {"thirty keeps its zero", 30, 1, 20, true, "30"},
    {"a thousand, no places", 1000, 1, 0, true, "1000"},
    {"minus an eighth", -1, 8, 20, true, "-0.125"},
    {"a hundred and a half", 201, 2, 20, true, "100.5"},
    {"ends at the last place", 1, 8, 3, true, "0.125"},
    {"ends one past it", 1, 8, 2, false, "0.13"},
    {"ends one past it, below zero", -1, 8, 2, false, "-0.13"},
    {"a third", 1, 3, 20, false, "0.33333333333333333333"},
    {"two thirds", 2, 3, 20, false, "0.66666666666666666667"},
    {"two thirty-sevenths", 2, 37, 20, false, "0.05405405405405405405"},
    {"minus two thirty-sevenths", -2, 37, 20, false, "-0.05405405405405405405"},
    {"a fifteenth has a three in it", 1, 15, 4, false, "0.0667"},
    {"rounded to a whole number", 299, 100, 1, false, "3"},
    {"rounded to nothing", 1, 1000, 2, false, "0"},
    {"rounded to nothing from below", -1, 1000, 2, false, "0"},
    {"no places, a half", 1, 2, 0, false, "1"},
    {"no places, rounded to ten", 19, 2, 0, false, "10"},
    {"a fortieth, ends in three", 1, 40, 3, true, "0.025"},
};

START_TEST(a_decimal_is_as_short_as_it_can_be)
{
    const bcf_ratio *ratio = bcf_ratio_of(arena, shortest[_i].numerator, shortest[_i].denominator);
    unsigned places = shortest[_i].places;
    const char *text = bcf_ratio_decimal_text(arena, ratio, places, BCF_ROUND_HALF_AWAY);
    ck_assert_msg(strcmp(text, shortest[_i].text) == 0, "%s: %s", shortest[_i].name, text);
    ck_assert_msg(bcf_ratio_ends_within(ratio, places) == shortest[_i].ends, "%s",
                  shortest[_i].name);
}
END_TEST

START_TEST(a_fraction_ends_where_its_largest_power_of_two_or_five_does)
{
    bcf_ratio *ratio = bcf_ratio_of(arena, 1, INT64_C(1) << 40);
    ck_assert(bcf_ratio_ends_within(ratio, 40));
    ck_assert(!bcf_ratio_ends_within(ratio, 39));
    bcf_ratio_set_whole(ratio, 3, 5 * 5 * 5 * 5);
    ck_assert(bcf_ratio_ends_within(ratio, 4));
    ck_assert(!bcf_ratio_ends_within(ratio, 3));
    bcf_ratio_set_whole(ratio, 7, 14);
    ck_assert(bcf_ratio_ends_within(ratio, 1));
    bcf_ratio_set_whole(ratio, INT64_MIN, 1);
    ck_assert(bcf_ratio_ends_within(ratio, 0));
}
END_TEST

/* In binary fractions this is 0.69999999999999929, and the area would lose its payment. */
START_TEST(exactly_seventy_per_cent_is_seventy_per_cent)
{
    bcf_ratio *moved = bcf_ratio_new(arena);
    bcf_ratio *wanted = bcf_ratio_new(arena);
    bcf_ratio_subtract(moved, of("104.3"), of("101.5"));
    bcf_ratio_subtract(wanted, of("104.3"), of("100.3"));
    bcf_ratio_divide(moved, moved, wanted);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, moved), "7/10");
    ck_assert_int_eq(bcf_ratio_compare_whole(moved, 7, 10), 0);
    ck_assert_int_eq(bcf_ratio_compare_whole(moved, 70, 100), 0);
    ck_assert_int_eq(bcf_ratio_compare(moved, of("0.70")), 0);
}
END_TEST

static const struct {
    const char *text;
    const char *exact;
} decimals[] = {
    {"0", "0"},
    {"12", "12"},
    {"0.50", "1/2"},
    {"1234.5", "2469/2"},
    {"0.000", "0"},
    {"00000000000000000000.5", "1/2"},
    {"1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"},
    {"0.3333333333333333333", "3333333333333333333/10000000000000000000"},
    {"18446744073709551616", "18446744073709551616"},
    {"9223372036854775807", "9223372036854775807"},
    {"9223372036854775808", "9223372036854775808"},
    {"922337203685477580.8", "4611686018427387904/5"},
    {"0.000000000000000001", "1/1000000000000000000"},
    {"0.0000000000000000001", "1/10000000000000000000"},
};

START_TEST(a_decimal_becomes_the_fraction_that_it_is)
{
    ck_assert_str_eq(bcf_ratio_exact_text(arena, of(decimals[_i].text)), decimals[_i].exact);
}
END_TEST

static const struct {
    const char *name;
    bcf_decimal decimal;
    bool is_small; /* as a fraction; it is then made without GMP */
    const char *exact;
} made_decimals[] = {
    {"the largest word", {.units = INT64_MAX}, true, "9223372036854775807"},
    {"one more", {.units = (uint64_t)INT64_MAX + 1}, false, "9223372036854775808"},
    {"the most places", {.units = 7, .places = 18}, true, "7/1000000000000000000"},
    {"a place more", {.units = 7, .places = 19}, false, "7/10000000000000000000"},
    {"as written", {.written = "7"}, false, "7"},
};

START_TEST(a_decimal_of_words_is_made_without_gmp)
{
    const bcf_ratio *made = bcf_ratio_of_decimal(arena, &made_decimals[_i].decimal);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, made), made_decimals[_i].exact);
    ck_assert_msg((made->large == NULL) == made_decimals[_i].is_small, "%s",
                  made_decimals[_i].name);
}
END_TEST

START_TEST(a_whole_number_of_gmps_becomes_a_ratio)
{
    mpz_t whole;
    mpz_init_set_si(whole, -7);
    const bcf_ratio *few = bcf_ratio_of_integer(arena, whole);
    mpz_mul_2exp(whole, whole, 70);
    const bcf_ratio *many = bcf_ratio_of_integer(arena, whole);
    mpz_clear(whole);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, few), "-7");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, many), "-8264141345021879123968");
    ck_assert(!few->is_large && many->is_large);
}
END_TEST

static const struct {
    const char *name;
    bcf_small a;
    bcf_small b;
    bool has_sum; /* that is small again */
    bool has_product;
} edges[] = {
    {"the largest and nothing", {INT64_MAX, 1}, {0, 1}, true, true},
    {"the largest and one", {INT64_MAX, 1}, {1, 1}, false, true},
    {"the least and nothing", {-INT64_MAX, 1}, {0, 1}, true, true},
    {"the least and minus one", {-INT64_MAX, 1}, {-1, 1}, false, true},
    {"over the largest", {1, INT64_MAX}, {0, 1}, true, true},
    {"over two that are past it together", {1, INT64_C(1) << 62}, {1, 2}, true, false},
    {"two that are below the least together", {-(INT64_C(1) << 62), 1}, {2, 1}, true, false},
};

START_TEST(what_is_small_again_needs_no_gmp)
{
    bcf_small out = {0};
    ck_assert_msg(bcf_small_add(&out, edges[_i].a, edges[_i].b) == edges[_i].has_sum, "%s: sum",
                  edges[_i].name);
    ck_assert_msg(bcf_small_multiply(&out, edges[_i].a, edges[_i].b) == edges[_i].has_product,
                  "%s: product", edges[_i].name);
    ck_assert(bcf_small_of(&out, edges[_i].a.above, edges[_i].a.below));
    ck_assert(out.above == edges[_i].a.above && out.below == edges[_i].a.below);
}
END_TEST

START_TEST(the_four_operations_are_exact)
{
    const bcf_ratio *third = bcf_ratio_of(arena, 1, 3);
    const bcf_ratio *sixth = bcf_ratio_of(arena, 1, 6);
    bcf_ratio *out = bcf_ratio_new(arena);
    ck_assert_int_eq(bcf_ratio_sign(out), 0);
    bcf_ratio_add(out, third, sixth);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "1/2");
    bcf_ratio_subtract(out, sixth, third);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "-1/6");
    bcf_ratio_multiply(out, third, sixth);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "1/18");
    bcf_ratio_divide(out, third, sixth);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "2");
}
END_TEST

START_TEST(the_four_operations_are_exact_below_zero)
{
    const bcf_ratio *third = bcf_ratio_of(arena, -1, 3);
    const bcf_ratio *half = bcf_ratio_of(arena, 1, 2);
    bcf_ratio *out = bcf_ratio_new(arena);
    bcf_ratio_add(out, third, third);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "-2/3");
    bcf_ratio_add(out, third, half);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "1/6");
    bcf_ratio_subtract(out, third, half);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "-5/6");
    bcf_ratio_multiply(out, third, third);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "1/9");
    bcf_ratio_divide(out, half, third);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "-3/2");
    ck_assert_int_lt(bcf_ratio_sign(out), 0);
}
END_TEST

START_TEST(the_result_may_be_an_operand)
{
    bcf_ratio *a = bcf_ratio_of(arena, 2, 3);
    bcf_ratio_add(a, a, a);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, a), "4/3");
    bcf_ratio_multiply(a, a, a);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, a), "16/9");
    bcf_ratio_divide(a, bcf_ratio_of(arena, 1, 1), a);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, a), "9/16");
    bcf_ratio_subtract(a, a, a);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, a), "0");
}
END_TEST

START_TEST(a_ratio_set_from_another_does_not_follow_it)
{
    bcf_ratio *from = bcf_ratio_of(arena, 6, 4);
    bcf_ratio *out = bcf_ratio_new(arena);
    bcf_ratio_set(out, from);
    bcf_ratio_set_whole(from, -5, 10);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, out), "3/2");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, from), "-1/2");
}
END_TEST

/* Where a sum or a product of two such leaves the machine's words, and where it does not. */
static const int64_t words[] = {1,
                                2,
                                6,
                                INT64_C(1) << 31,
                                INT64_C(3037000500), /* the first whose square is past a word */
                                INT64_C(1) << 62,
                                INT64_MAX - 1,
                                INT64_MAX};
enum { WORDS = ROWS_IN(words), FRACTIONS = WORDS * (2 * WORDS + 2) };

static int64_t nth_numerator(int n)
{
    int place = n / WORDS;
    int64_t sign = place % 2 == 0 ? 1 : -1;
    return place < 2 * WORDS ? sign * words[place / 2] : place == 2 * WORDS ? 0 : INT64_MIN;
}

static bcf_ratio *nth_fraction(int n)
{
    return bcf_ratio_of(arena, nth_numerator(n), words[n % WORDS]);
}

/* What GMP says of a ratio's own numbers. */
static void check_is(const bcf_ratio *ratio, const mpq_t wanted, const char *what)
{
    bcf_ratio_view room;
    ck_assert_msg(mpq_equal(bcf_ratio_see(ratio, &room), wanted) != 0, "%s is another", what);
    bool fits = mpz_cmpabs_ui(mpq_numref(wanted), INT64_MAX) <= 0
                && mpz_cmp_ui(mpq_denref(wanted), INT64_MAX) <= 0;
    ck_assert_msg(ratio->is_large == !fits, "%s is held in the other way", what);
}

static const struct {
    const char *name;
    void (*ours)(bcf_ratio *out, const bcf_ratio *a, const bcf_ratio *b);
    void (*theirs)(mpq_ptr out, mpq_srcptr a, mpq_srcptr b);
} operations[] = {
    {"a sum", bcf_ratio_add, mpq_add},
    {"a difference", bcf_ratio_subtract, mpq_sub},
    {"a product", bcf_ratio_multiply, mpq_mul},
    {"a quotient", bcf_ratio_divide, mpq_div},
};

START_TEST(at_the_edge_of_a_word_an_operation_is_as_exact_as_gmps)
{
    mpq_t wanted;
    mpq_init(wanted);
    bcf_ratio *out = bcf_ratio_new(arena); /* one for all: it is large and small in turn */
    for (int i = 0; i < FRACTIONS * FRACTIONS; i++) {
        const bcf_ratio *a = nth_fraction(i / FRACTIONS);
        const bcf_ratio *b = nth_fraction(i % FRACTIONS);
        bcf_ratio_view rooms[2];
        mpq_srcptr one = bcf_ratio_see(a, &rooms[0]);
        mpq_srcptr other = bcf_ratio_see(b, &rooms[1]);
        if (operations[_i].theirs == mpq_div && mpq_sgn(other) == 0) {
            continue;
        }
        operations[_i].theirs(wanted, one, other);
        operations[_i].ours(out, a, b);
        check_is(out, wanted, operations[_i].name);
        bcf_ratio_set(out, b);
        operations[_i].ours(out, a, out);
        check_is(out, wanted, operations[_i].name);
    }
    mpq_clear(wanted);
}
END_TEST

START_TEST(at_the_edge_of_a_word_a_comparison_is_gmps)
{
    for (int i = 0; i < FRACTIONS * FRACTIONS; i++) {
        const bcf_ratio *a = nth_fraction(i / FRACTIONS);
        const bcf_ratio *b = nth_fraction(i % FRACTIONS);
        bcf_ratio_view rooms[2];
        int wanted = mpq_cmp(bcf_ratio_see(a, &rooms[0]), bcf_ratio_see(b, &rooms[1]));
        int order = bcf_ratio_compare(a, b);
        ck_assert_int_eq((order > 0) - (order < 0), (wanted > 0) - (wanted < 0));
    }
}
END_TEST

START_TEST(a_fraction_of_any_two_words_is_what_gmp_makes_of_them)
{
    mpq_t wanted;
    mpq_init(wanted);
    for (int i = 0; i < FRACTIONS; i++) {
        const bcf_ratio *made = nth_fraction(i);
        mpz_set_si(mpq_numref(wanted), nth_numerator(i));
        mpz_set_si(mpq_denref(wanted), words[i % WORDS]);
        mpq_canonicalize(wanted);
        check_is(made, wanted, "a fraction");
        bcf_ratio *copy = bcf_ratio_new(arena);
        bcf_ratio_set(copy, made);
        check_is(copy, wanted, "a copy");
        ck_assert_int_eq(bcf_ratio_sign(made), mpq_sgn(wanted));
    }
    mpq_clear(wanted);
}
END_TEST

static const struct {
    const char *name;
    int64_t a[2];
    int64_t b[2];
    int order;
} orders[] = {
    {"less", {1, 3}, {1, 2}, -1},
    {"more", {2, 3}, {1, 2}, 1},
    {"the same, written otherwise", {2, 4}, {1, 2}, 0},
    {"below zero", {-1, 2}, {-1, 3}, -1},
    {"below zero, the same", {-2, 4}, {-1, 2}, 0},
    {"below zero and above", {-5, 1}, {1, 7}, -1},
    {"either side of zero", {-1, 1000}, {0, 1}, -1},
    {"closer than binary fractions tell", {333333333333333333, 1000000000000000000}, {1, 3}, -1},
    {"the largest", {INT64_MAX, 1}, {INT64_MAX, INT64_MAX}, 1},
};

START_TEST(fractions_are_compared_exactly)
{
    const bcf_ratio *a = bcf_ratio_of(arena, orders[_i].a[0], orders[_i].a[1]);
    const bcf_ratio *b = bcf_ratio_of(arena, orders[_i].b[0], orders[_i].b[1]);
    int order = bcf_ratio_compare(a, b);
    int whole = bcf_ratio_compare_whole(a, orders[_i].b[0], orders[_i].b[1]);
    ck_assert_msg((order > 0) - (order < 0) == orders[_i].order, "%s", orders[_i].name);
    ck_assert_msg((whole > 0) - (whole < 0) == orders[_i].order, "%s", orders[_i].name);
}
END_TEST

START_TEST(dividing_by_nothing_stops_the_program)
{
    bcf_ratio *a = bcf_ratio_of(arena, 1, 2);
    bcf_ratio_divide(a, a, bcf_ratio_new(arena));
}
END_TEST

START_TEST(a_rounding_that_nobody_named_stops_the_program)
{
    bcf_ratio_text(arena, bcf_ratio_of(arena, 1, 3), 2, (bcf_rounding)0);
}
END_TEST

START_TEST(a_part_past_the_largest_amount_stops_the_program)
{
    bcf_ratio_of_money((bcf_money){BCF_MONEY_PENCE_MAX}, bcf_ratio_of(arena, INT64_MAX, 1),
                       BCF_ROUND_DOWN);
}
END_TEST

static const struct {
    const char *name;
    int64_t numerator;
    int64_t denominator;
    int64_t most;
    int64_t whole;
} wholes[] = {
    {"nothing", 0, 1, 10, 0},
    {"less than one", 9, 10, 10, 0},
    {"the fraction is left out", 7, 2, 10, 3},
    {"exactly the most", 3, 1, 3, 3},
    {"a fraction above the most", 7, 2, 3, 3},
    {"more than the most", 7, 2, 2, 2},
    {"one more than the most", 4, 1, 3, 3},
    {"nothing at most", 7, 2, 0, 0},
    {"the largest", INT64_MAX, 1, INT64_MAX, INT64_MAX},
    {"the largest but one", INT64_MAX - 1, 1, INT64_MAX, INT64_MAX - 1},
};

START_TEST(the_whole_part_is_bounded)
{
    const bcf_ratio *ratio = bcf_ratio_of(arena, wholes[_i].numerator, wholes[_i].denominator);
    int64_t whole = bcf_ratio_whole(ratio, wholes[_i].most);
    ck_assert_msg(whole == wholes[_i].whole, "%s: %lld", wholes[_i].name, (long long)whole);
}
END_TEST

/* 2^64: its low 64 bits are zero. */
START_TEST(the_whole_part_of_what_64_bits_do_not_hold_is_the_most)
{
    ck_assert_int_eq(bcf_ratio_whole(of("18446744073709551616"), 7), 7);
    ck_assert_int_eq(bcf_ratio_whole(of("18446744073709551616"), INT64_MAX), INT64_MAX);
}
END_TEST

START_TEST(a_new_ratio_is_zero)
{
    bcf_ratio *ratio = bcf_ratio_new(arena);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, ratio), "0");
    bcf_ratio_add(ratio, ratio, bcf_ratio_of(arena, 1, 3));
    ck_assert_str_eq(bcf_ratio_exact_text(arena, ratio), "1/3");
}
END_TEST

/* Digits of every length, so that some fill their room to the last byte. */
START_TEST(figures_of_any_length_have_room)
{
    bcf_ratio *power = bcf_ratio_of(arena, -1, 1);
    bcf_ratio *part = bcf_ratio_of(arena, -1, 1);
    for (size_t digits = 1; digits < 200; digits++) {
        size_t length = strlen(bcf_ratio_text(arena, power, 0, BCF_ROUND_DOWN));
        ck_assert_uint_eq(length, digits + 1);
        ck_assert_uint_eq(strlen(bcf_ratio_exact_text(arena, power)), digits + 1);
        ck_assert_uint_eq(strlen(bcf_ratio_exact_text(arena, part)), digits == 1 ? 2 : digits + 3);
        bcf_ratio_multiply(power, power, bcf_ratio_of(arena, 10, 1));
        bcf_ratio_divide(part, part, bcf_ratio_of(arena, 10, 1));
    }
}
END_TEST

typedef struct gmp_memory {
    void *(*allocate)(size_t size);
    void *(*reallocate)(void *memory, size_t old_size, size_t size);
    void (*release)(void *memory, size_t size);
} gmp_memory;

static gmp_memory memory_of_gmp(void)
{
    gmp_memory memory;
    mp_get_memory_functions(&memory.allocate, &memory.reallocate, &memory.release);
    return memory;
}

START_TEST(guarded_memory_is_memory)
{
    gmp_memory before = memory_of_gmp();
    bcf_ratio_guard_memory();
    gmp_memory after = memory_of_gmp();
    ck_assert(after.allocate != before.allocate);
    ck_assert(after.reallocate != before.reallocate);
    ck_assert(after.release != before.release);
    char *digits = after.allocate(8);
    memcpy(digits, "1234567", 8);
    digits = after.reallocate(digits, 8, 100000);
    ck_assert_str_eq(digits, "1234567");
    digits[99999] = 'x';
    after.release(digits, 100000);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, of("0.70")), "7/10");
}
END_TEST

START_TEST(where_gmp_finds_no_memory_the_program_ends_with_code_4)
{
    if (HAS_OWN_MALLOC) {
        _Exit(4);
    }
    bcf_ratio_guard_memory();
    void *memory = memory_of_gmp().allocate(PTRDIFF_MAX);
    ck_abort_msg("there was: %p", memory);
}
END_TEST

START_TEST(where_gmp_finds_no_more_memory_the_program_ends_with_code_4)
{
    if (HAS_OWN_MALLOC) {
        _Exit(4);
    }
    bcf_ratio_guard_memory();
    gmp_memory guarded = memory_of_gmp();
    void *memory = guarded.reallocate(guarded.allocate(8), 8, PTRDIFF_MAX);
    ck_abort_msg("there was: %p", memory);
}
END_TEST

START_TEST(a_fraction_over_nothing_stops_the_program)
{
    bcf_ratio_of(arena, 1, 0);
}
END_TEST

START_TEST(a_comparison_with_a_fraction_over_nothing_stops_the_program)
{
    int order = bcf_ratio_compare_whole(bcf_ratio_of(arena, 1, 2), 1, 0);
    ck_abort_msg("%d", order);
}
END_TEST

START_TEST(the_whole_part_of_less_than_nothing_stops_the_program)
{
    int64_t whole = bcf_ratio_whole(bcf_ratio_of(arena, -1, 2), 10);
    ck_abort_msg("%lld", (long long)whole);
}
END_TEST

START_TEST(a_whole_part_of_less_than_nothing_at_most_stops_the_program)
{
    int64_t whole = bcf_ratio_whole(bcf_ratio_of(arena, 1, 2), -1);
    ck_abort_msg("%lld", (long long)whole);
}
END_TEST

/* 2^64 pence: without a look at its size, its low bits would be nothing. */
START_TEST(a_part_whose_low_bits_look_harmless_stops_the_program)
{
    bcf_ratio_of_money((bcf_money){INT64_C(1) << 32}, bcf_ratio_of(arena, INT64_C(1) << 32, 1),
                       BCF_ROUND_DOWN);
}
END_TEST

START_TEST(a_decimal_of_more_digits_than_there_are_stops_the_program)
{
    bcf_decimal decimal = {.written = "12345678901234567890123456789012345678901"};
    bcf_ratio_of_decimal(arena, &decimal);
}
END_TEST

START_TEST(a_decimal_that_is_none_stops_the_program)
{
    bcf_decimal decimal = {.written = "12345678901234567890x"};
    bcf_ratio_of_decimal(arena, &decimal);
}
END_TEST

static void add_stops(TCase *tcase)
{
    const TTest *const stops[] = {
        dividing_by_nothing_stops_the_program,
        a_rounding_that_nobody_named_stops_the_program,
        a_part_past_the_largest_amount_stops_the_program,
        a_part_whose_low_bits_look_harmless_stops_the_program,
        a_fraction_over_nothing_stops_the_program,
        a_comparison_with_a_fraction_over_nothing_stops_the_program,
        the_whole_part_of_less_than_nothing_stops_the_program,
        a_whole_part_of_less_than_nothing_at_most_stops_the_program,
        a_decimal_of_more_digits_than_there_are_stops_the_program,
        a_decimal_that_is_none_stops_the_program,
    };
    for (int i = 0; i < ROWS_IN(stops); i++) {
        tcase_add_test_raise_signal(tcase, stops[i], SIGABRT);
    }
}

static Suite *ratio_suite(void)
{
    Suite *suite = suite_create("ratio");
    TCase *tcase = tcase_create("ratio");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, a_fraction_is_written_as_its_rounding_says, written);
    ADD_ROWS(tcase, a_share_of_money_is_rounded_to_the_penny, parts);
    ADD_ROWS(tcase, a_rounded_fraction_is_a_fraction_again, rounded);
    ADD_ROWS(tcase, a_decimal_is_as_short_as_it_can_be, shortest);
    tcase_add_test(tcase, a_fraction_ends_where_its_largest_power_of_two_or_five_does);
    tcase_add_test(tcase, exactly_seventy_per_cent_is_seventy_per_cent);
    ADD_ROWS(tcase, a_decimal_becomes_the_fraction_that_it_is, decimals);
    ADD_ROWS(tcase, a_decimal_of_words_is_made_without_gmp, made_decimals);
    tcase_add_test(tcase, a_whole_number_of_gmps_becomes_a_ratio);
    ADD_ROWS(tcase, what_is_small_again_needs_no_gmp, edges);
    tcase_add_test(tcase, the_four_operations_are_exact);
    tcase_add_test(tcase, the_four_operations_are_exact_below_zero);
    tcase_add_test(tcase, the_result_may_be_an_operand);
    tcase_add_test(tcase, a_ratio_set_from_another_does_not_follow_it);
    ADD_ROWS(tcase, at_the_edge_of_a_word_an_operation_is_as_exact_as_gmps, operations);
    tcase_add_test(tcase, at_the_edge_of_a_word_a_comparison_is_gmps);
    tcase_add_test(tcase, a_fraction_of_any_two_words_is_what_gmp_makes_of_them);
    ADD_ROWS(tcase, fractions_are_compared_exactly, orders);
    ADD_ROWS(tcase, the_whole_part_is_bounded, wholes);
    tcase_add_test(tcase, the_whole_part_of_what_64_bits_do_not_hold_is_the_most);
    tcase_add_test(tcase, a_new_ratio_is_zero);
    tcase_add_test(tcase, figures_of_any_length_have_room);
    tcase_add_test(tcase, guarded_memory_is_memory);
    tcase_add_exit_test(tcase, where_gmp_finds_no_memory_the_program_ends_with_code_4, 4);
    tcase_add_exit_test(tcase, where_gmp_finds_no_more_memory_the_program_ends_with_code_4, 4);
    add_stops(tcase);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(ratio_suite)

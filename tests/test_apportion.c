/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* sysconf */

#include "apportion_inside.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/memory.h"
#include "support/rows.h"

#define PARTS_MAX 6
#define PENNY INT64_C(1)
#define POUND INT64_C(100)
#define THOUSAND INT64_C(100000)

static const bcf_place place = {.file = "indicators.csv", .line = 4};

static bcf_arena *arena;

static void set_up(void)
{
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

/* The weights of decimals that the test takes for granted. */
static bcf_weights *weights_of(const char *const texts[], size_t count)
{
    bcf_decimal *decimals = BCF_NEW_ARRAY(arena, count, bcf_decimal);
    for (size_t i = 0; i < count; i++) {
        bcf_error err = {0};
        bcf_code code = bcf_decimal_parse(&decimals[i], texts[i], "weight", place, &err);
        ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    }
    return bcf_weights_of_decimals(arena, decimals, count);
}

static bcf_weights *weights_of_integers(const uint64_t numbers[], size_t count)
{
    bcf_decimal *decimals = BCF_NEW_ARRAY(arena, count, bcf_decimal);
    for (size_t i = 0; i < count; i++) {
        decimals[i].units = numbers[i];
    }
    return bcf_weights_of_decimals(arena, decimals, count);
}

/* Shares that must not be refused. */
static void share_out(bcf_money shares[], int64_t whole, int64_t unit, bcf_weights *weights,
                      bcf_tie tie)
{
    bcf_error err = {0};
    bcf_code code = bcf_apportion(shares, (bcf_money){whole}, (bcf_money){unit}, weights, tie,
                                  "component 'dfg'", place, &err);
    if (code != BCF_OK) {
        ck_abort_msg("%s", err.messages[0]);
    }
}

static const struct {
    const char *name;
    int64_t whole;
    int64_t unit;
    bcf_tie tie;
    size_t count;
    const char *weights[PARTS_MAX];
    int64_t shares[PARTS_MAX];
} splits[] = {
    {"all to one", 12345, PENNY, BCF_TIE_LARGER_WEIGHT, 1, {"7"}, {12345}},
    {"no odd unit", 60000, POUND, BCF_TIE_LARGER_WEIGHT, 3, {"1", "2", "3"}, {10000, 20000, 30000}},
    {"in pence, odd one to the largest remainder",
     10000,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"1", "2", "4"},
     {1429, 2857, 5714}},
    {"in pounds, odd one to another",
     10000,
     POUND,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"1", "2", "4"},
     {1400, 2900, 5700}},
    {"in thousands",
     100 * THOUSAND,
     THOUSAND,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"1", "2", "4"},
     {14 * THOUSAND, 29 * THOUSAND, 57 * THOUSAND}},
    {"two odd units", 200, PENNY, BCF_TIE_LARGER_WEIGHT, 3, {"1", "1", "1"}, {67, 67, 66}},
    {"equal remainders: to the larger weight",
     200,
     POUND,
     BCF_TIE_LARGER_WEIGHT,
     2,
     {"1", "3"},
     {0, 200}},
    {"equal remainders: to the earlier place where the tie says so",
     200,
     POUND,
     BCF_TIE_EARLIER_PLACE,
     2,
     {"1", "3"},
     {100, 100}},
    {"equal remainders, the larger weight first in line",
     200,
     POUND,
     BCF_TIE_LARGER_WEIGHT,
     2,
     {"3", "1"},
     {200, 0}},
    {"equal weights: to the earlier place",
     100,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"1", "1", "1"},
     {34, 33, 33}},
    {"the remainder counts before weight and place",
     100,
     PENNY,
     BCF_TIE_EARLIER_PLACE,
     3,
     {"4", "1", "2"},
     {57, 14, 29}},
    {"fewer units than parts",
     200,
     POUND,
     BCF_TIE_LARGER_WEIGHT,
     4,
     {"1", "1", "1", "1"},
     {100, 100, 0, 0}},
    {"one unit, to the largest quota",
     THOUSAND,
     THOUSAND,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"1", "3", "2"},
     {0, THOUSAND, 0}},
    {"a zero weight gets nothing, wherever it stands",
     1000,
     PENNY,
     BCF_TIE_EARLIER_PLACE,
     5,
     {"0", "1", "0.00", "2", "0"},
     {0, 333, 0, 667, 0}},
    {"nothing to share", 0, POUND, BCF_TIE_LARGER_WEIGHT, 3, {"1", "0", "2"}, {0, 0, 0}},
    {"half people", 700, POUND, BCF_TIE_LARGER_WEIGHT, 3, {"0.5", "1.25", "1.75"}, {100, 200, 400}},
    {"weights of forty digits",
     10000,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"1000000000000000000000000000000000000000", "2000000000000000000000000000000000000000",
      "4000000000000000000000000000000000000000"},
     {1429, 2857, 5714}},
    {"long weights with decimals and without are over one scale",
     101,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     4,
     {"1234567890123456789012345", "1234567890123456789012345.00", "0.000", "0.5"},
     {51, 50, 0, 0}},
    {"the fortieth digit decides",
     1,
     PENNY,
     BCF_TIE_EARLIER_PLACE,
     2,
     {"1000000000000000000000000000000000000000", "1000000000000000000000000000000000000001"},
     {0, 1}},
    {"the fortieth decimal decides",
     1,
     PENNY,
     BCF_TIE_EARLIER_PLACE,
     2,
     {"0.500000000000000000000000000000000000000", "0.500000000000000000000000000000000000001"},
     {0, 1}},
    {"the largest whole there is",
     BCF_MONEY_PENCE_MAX,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     3,
     {"3", "3", "3"},
     {INT64_C(33333333333333333), INT64_C(33333333333333333), INT64_C(33333333333333333)}},
    {"the largest weights that are still narrow",
     BCF_MONEY_PENCE_MAX,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     2,
     {"9223372036854775806", "1"},
     {BCF_MONEY_PENCE_MAX, 0}},
    {"one more than is narrow",
     100,
     PENNY,
     BCF_TIE_LARGER_WEIGHT,
     2,
     {"9223372036854775807", "9223372036854775807"},
     {50, 50}},
};

START_TEST(shares_are_as_worked_by_hand)
{
    bcf_money shares[PARTS_MAX] = {0};
    bcf_weights *weights = weights_of(splits[_i].weights, splits[_i].count);
    share_out(shares, splits[_i].whole, splits[_i].unit, weights, splits[_i].tie);
    for (size_t part = 0; part < splits[_i].count; part++) {
        ck_assert_msg(shares[part].pence == splits[_i].shares[part],
                      "%s: part %zu got %" PRId64 ", want %" PRId64, splits[_i].name, part,
                      shares[part].pence, splits[_i].shares[part]);
    }
}
END_TEST

static const struct {
    const char *name;
    int64_t whole;
    int64_t unit;
    size_t count;
    const char *weights[PARTS_MAX];
    const char *message;
} refused[] = {
    {"an empty list",
     100,
     PENNY,
     0,
     {NULL},
     "indicators.csv:4: component 'dfg' has nobody to be shared among"},
    {"weights that are all zero",
     100,
     PENNY,
     2,
     {"0", "0.0"},
     "indicators.csv:4: component 'dfg': the weights add up to nothing"},
    {"weights that are all zero, for nothing",
     0,
     PENNY,
     2,
     {"0", "0"},
     "indicators.csv:4: component 'dfg': the weights add up to nothing"},
    {"forty zeros",
     100,
     PENNY,
     1,
     {"0000000000000000000000000000000000000000"},
     "indicators.csv:4: component 'dfg': the weights add up to nothing"},
    {"pence in units of a pound",
     12345,
     POUND,
     2,
     {"1", "2"},
     "indicators.csv:4: component 'dfg': £123.45 is no whole number of £1.00"},
    {"pounds in units of a thousand",
     150000,
     THOUSAND,
     2,
     {"1", "2"},
     "indicators.csv:4: component 'dfg': £1,500.00 is no whole number of £1,000.00"},
};

START_TEST(what_cannot_be_shared_is_refused)
{
    bcf_error err = {0};
    bcf_money shares[PARTS_MAX] = {{-7}, {-7}};
    bcf_weights *weights = weights_of(refused[_i].weights, refused[_i].count);
    bcf_code code =
        bcf_apportion(shares, (bcf_money){refused[_i].whole}, (bcf_money){refused[_i].unit},
                      weights, BCF_TIE_LARGER_WEIGHT, "component 'dfg'", place, &err);
    ck_assert_msg(code == BCF_REFUSED_DATA, "%s: accepted", refused[_i].name);
    ck_assert_str_eq(err.messages[0], refused[_i].message);
    ck_assert_int_eq(shares[0].pence, -7);
}
END_TEST

static const struct {
    const char *name;
    size_t count;
    int64_t weights[PARTS_MAX][2];
    int64_t shares[PARTS_MAX]; /* of 60.00, in pence */
} ratios[] = {
    {"halves, thirds and sixths", 3, {{1, 2}, {1, 3}, {1, 6}}, {3000, 2000, 1000}},
    {"whole numbers", 2, {{1, 1}, {2, 1}}, {2000, 4000}},
    {"a zero", 3, {{0, 1}, {1, 7}, {2, 7}}, {0, 2000, 4000}},
    {"denominators whose product is not narrow",
     3,
     {{1000000007, 1000000007},
      {INT64_C(1000000000000000003), INT64_C(2000000000000000006)},
      {INT64_C(999999999999999989), INT64_C(1999999999999999978)}},
     {3000, 1500, 1500}},
    {"prime denominators, each near a billion billion",
     3,
     {{INT64_C(999999999999999988), INT64_C(999999999999999989)},
      {INT64_C(1000000000000000002), INT64_C(1000000000000000003)},
      {INT64_C(1000000000000000008), INT64_C(1000000000000000009)}},
     {2000, 2000, 2000}},
    {"one that is past a word once it is over both",
     2,
     {{INT64_C(4611686018427387904), 1}, {1, 3}},
     {6000, 0}},
    {"a sum that is past a word", 2, {{INT64_MAX, 1}, {INT64_MAX, 1}}, {3000, 3000}},
};

START_TEST(fractions_are_weights_too)
{
    const bcf_ratio *weights[PARTS_MAX] = {NULL};
    for (size_t part = 0; part < ratios[_i].count; part++) {
        weights[part] =
            bcf_ratio_of(arena, ratios[_i].weights[part][0], ratios[_i].weights[part][1]);
    }
    bcf_money shares[PARTS_MAX] = {0};
    share_out(shares, 6000, PENNY, bcf_weights_of_ratios(arena, weights, ratios[_i].count),
              BCF_TIE_LARGER_WEIGHT);
    for (size_t part = 0; part < ratios[_i].count; part++) {
        ck_assert_msg(shares[part].pence == ratios[_i].shares[part], "%s: part %zu got %" PRId64,
                      ratios[_i].name, part, shares[part].pence);
    }
}
END_TEST

/* Chance that is the same on every machine. */
static uint64_t state = 0x2545F4914F6CDD1Du;

static uint64_t below(uint64_t limit)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % limit;
}

#define CASES 4000
#define CASE_PARTS_MAX 24

typedef struct random_case {
    size_t count;
    uint64_t weights[CASE_PARTS_MAX];
    int64_t units;
    int64_t unit;
    bcf_tie tie;
} random_case;

/* Small weights make ties; large ones make long remainders; zeros are among both. */
static random_case draw(void)
{
    static const uint64_t limits[] = {3, 10, 1000, 1000000, UINT64_C(300000000000000000)};
    static const int64_t units[] = {PENNY, POUND, THOUSAND};
    random_case drawn = {.count = 1 + below(CASE_PARTS_MAX), .unit = units[below(3)]};
    drawn.tie = below(2) == 0 ? BCF_TIE_LARGER_WEIGHT : BCF_TIE_EARLIER_PLACE;
    drawn.units = (int64_t)below(below(2) == 0 ? 50 : UINT64_C(900000000000));
    uint64_t limit = limits[below(5)];
    for (size_t i = 0; i < drawn.count; i++) {
        drawn.weights[i] = below(limit);
    }
    drawn.weights[below(drawn.count)] += 1; /* never all zero */
    return drawn;
}

static void share_case(bcf_money shares[], const random_case *drawn, bcf_weights *weights)
{
    share_out(shares, drawn->units * drawn->unit, drawn->unit, weights, drawn->tie);
}

static void check_equal(const bcf_money a[], const bcf_money b[], size_t count, const char *what)
{
    for (size_t i = 0; i < count; i++) {
        if (a[i].pence != b[i].pence) {
            ck_abort_msg("%s: part %zu of %zu got %" PRId64 " and %" PRId64, what, i, count,
                         a[i].pence, b[i].pence);
        }
    }
}

__extension__ typedef unsigned __int128 wide;

/* True if i is to be served before j, told from the definition. */
static bool is_before(const random_case *drawn, const wide left[], size_t i, size_t j)
{
    if (left[i] != left[j]) {
        return left[i] > left[j];
    }
    if (drawn->tie == BCF_TIE_LARGER_WEIGHT && drawn->weights[i] != drawn->weights[j]) {
        return drawn->weights[i] > drawn->weights[j];
    }
    return i < j;
}

/* The definition, word for word and with no thought of speed. */
static void share_by_definition(bcf_money shares[], const random_case *drawn)
{
    wide sum = 0;
    for (size_t i = 0; i < drawn->count; i++) {
        sum += drawn->weights[i];
    }
    wide left[CASE_PARTS_MAX];
    int64_t odd = drawn->units;
    for (size_t i = 0; i < drawn->count; i++) {
        wide earned = (wide)drawn->units * drawn->weights[i];
        int64_t quota = (int64_t)(earned / sum);
        left[i] = earned % sum;
        shares[i].pence = quota * drawn->unit;
        odd -= quota;
    }
    for (size_t i = 0; i < drawn->count; i++) {
        int64_t before_it = 0;
        for (size_t j = 0; j < drawn->count; j++) {
            before_it += j != i && is_before(drawn, left, j, i);
        }
        shares[i].pence += before_it < odd ? drawn->unit : 0;
    }
}

START_TEST(any_split_is_what_the_definition_says)
{
    for (int i = 0; i < CASES; i++) {
        random_case drawn = draw();
        bcf_money shares[CASE_PARTS_MAX];
        bcf_money defined[CASE_PARTS_MAX];
        share_case(shares, &drawn, weights_of_integers(drawn.weights, drawn.count));
        share_by_definition(defined, &drawn);
        check_equal(shares, defined, drawn.count, "computed and defined");
    }
}
END_TEST

START_TEST(any_split_adds_up_and_keeps_the_quota_rule)
{
    for (int i = 0; i < CASES; i++) {
        random_case drawn = draw();
        bcf_money shares[CASE_PARTS_MAX];
        share_case(shares, &drawn, weights_of_integers(drawn.weights, drawn.count));
        wide sum = 0;
        int64_t total = 0;
        for (size_t part = 0; part < drawn.count; part++) {
            sum += drawn.weights[part];
            total += shares[part].pence;
        }
        ck_assert_msg(total == drawn.units * drawn.unit, "%" PRId64 " were shared", total);
        for (size_t part = 0; part < drawn.count; part++) {
            wide earned = (wide)drawn.units * drawn.weights[part];
            int64_t down = (int64_t)(earned / sum);
            int64_t up = down + (earned % sum > 0);
            int64_t got = shares[part].pence / drawn.unit;
            bool is_whole = shares[part].pence % drawn.unit == 0;
            if (!is_whole || got < down || got > up) {
                ck_abort_msg("part %zu got %" PRId64 " units, its quota lies between %" PRId64
                             " and %" PRId64,
                             part, got, down, up);
            }
        }
    }
}
END_TEST

START_TEST(the_narrow_and_the_wide_way_give_the_same)
{
    for (int i = 0; i < CASES; i++) {
        random_case drawn = draw();
        bcf_money narrow[CASE_PARTS_MAX];
        bcf_money widened[CASE_PARTS_MAX];
        bcf_weights *weights = weights_of_integers(drawn.weights, drawn.count);
        share_case(narrow, &drawn, weights);
        share_case(widened, &drawn, bcf_weights_widened(arena, weights));
        check_equal(narrow, widened, drawn.count, "narrow and wide");
    }
}
END_TEST

/* Weights that do not fit in the narrow way because of zeros behind them. */
static bcf_weights *scaled_weights(const random_case *drawn, const char *zeros)
{
    const char *texts[CASE_PARTS_MAX];
    for (size_t i = 0; i < drawn->count; i++) {
        texts[i] = bcf_arena_print(arena, "%" PRIu64 "%s", drawn->weights[i], zeros);
    }
    return weights_of(texts, drawn->count);
}

static const char *const scales[] = {"0", ".00", "000000", ".000000000000", "00000000000000000000"};

START_TEST(scaling_every_weight_changes_nothing)
{
    for (int i = 0; i < CASES / 4; i++) {
        random_case drawn = draw();
        bcf_money shares[CASE_PARTS_MAX];
        bcf_money scaled[CASE_PARTS_MAX];
        share_case(shares, &drawn, weights_of_integers(drawn.weights, drawn.count));
        share_case(scaled, &drawn, scaled_weights(&drawn, scales[_i]));
        check_equal(shares, scaled, drawn.count, scales[_i]);
    }
}
END_TEST

static const struct {
    const char *name;
    int64_t above; /* what every fraction is multiplied by, twice: past machine words the */
    int64_t below; /* weights are GMP's to make */
} factors[] = {
    {"as they are", 1, 1},
    {"each too large for a word", INT64_C(1000000000000000), 1},
    {"each over too large a number for a word", 1, INT64_C(1000000000000000)},
};

/* Fractions of one denominator are the same weights as their numerators, whatever all of them are
 * multiplied by. */
START_TEST(fractions_over_one_denominator_are_their_numerators)
{
    const bcf_ratio *factor = bcf_ratio_of(arena, factors[_i].above, factors[_i].below);
    for (int i = 0; i < CASES / 12; i++) {
        random_case drawn = draw();
        const bcf_ratio *fractions[CASE_PARTS_MAX];
        int64_t denominator = 1 + (int64_t)below(1000000);
        for (size_t part = 0; part < drawn.count; part++) {
            bcf_ratio *fraction = bcf_ratio_of(arena, (int64_t)drawn.weights[part], denominator);
            bcf_ratio_multiply(fraction, fraction, factor);
            bcf_ratio_multiply(fraction, fraction, factor);
            fractions[part] = fraction;
        }
        bcf_money shares[CASE_PARTS_MAX];
        bcf_money of_fractions[CASE_PARTS_MAX];
        share_case(shares, &drawn, weights_of_integers(drawn.weights, drawn.count));
        share_case(of_fractions, &drawn, bcf_weights_of_ratios(arena, fractions, drawn.count));
        check_equal(shares, of_fractions, drawn.count, factors[_i].name);
    }
}
END_TEST

/* Puts the weights in another order; code[i] then tells whose the weight at i is. */
static void shuffle(random_case *drawn, size_t code[])
{
    for (size_t i = 0; i < drawn->count; i++) {
        code[i] = i;
    }
    for (size_t i = drawn->count; i > 1; i--) {
        size_t other = below(i);
        uint64_t weight = drawn->weights[i - 1];
        drawn->weights[i - 1] = drawn->weights[other];
        drawn->weights[other] = weight;
        size_t kept = code[i - 1];
        code[i - 1] = code[other];
        code[other] = kept;
    }
}

START_TEST(the_order_of_different_weights_changes_no_share)
{
    for (int i = 0; i < CASES; i++) {
        random_case drawn = draw();
        drawn.tie = BCF_TIE_LARGER_WEIGHT;
        for (size_t part = 0; part < drawn.count; part++) {
            drawn.weights[part] = drawn.weights[part] % 1000000 * CASE_PARTS_MAX + part;
        }
        drawn.weights[0] += CASE_PARTS_MAX; /* never all zero */
        bcf_money shares[CASE_PARTS_MAX];
        share_case(shares, &drawn, weights_of_integers(drawn.weights, drawn.count));

        size_t code[CASE_PARTS_MAX];
        shuffle(&drawn, code);
        bcf_money shuffled[CASE_PARTS_MAX];
        bcf_money by_code[CASE_PARTS_MAX];
        share_case(shuffled, &drawn, weights_of_integers(drawn.weights, drawn.count));
        for (size_t part = 0; part < drawn.count; part++) {
            by_code[code[part]] = shuffled[part];
        }
        check_equal(shares, by_code, drawn.count, "in order and shuffled");
    }
}
END_TEST

#define MANY 1000000

static const struct {
    const char *name;
    bool is_wide;
    uint64_t spread; /* of the weights: small ones are mostly ties */
} crowds[] = {
    {"all sorts", false, 100000},
    {"mostly ties", false, 2},
    {"all sorts, wide", true, 100000},
};

START_TEST(a_million_shares_add_up)
{
    uint64_t *numbers = BCF_NEW_ARRAY(arena, MANY, uint64_t);
    bcf_money *shares = BCF_NEW_ARRAY(arena, MANY, bcf_money);
    for (size_t i = 0; i < MANY; i++) {
        numbers[i] = below(crowds[_i].spread);
    }
    bcf_weights *weights = weights_of_integers(numbers, MANY);
    if (crowds[_i].is_wide) {
        weights = bcf_weights_widened(arena, weights);
    }
    int64_t whole = INT64_C(378400000000);
    share_out(shares, whole, POUND, weights, BCF_TIE_LARGER_WEIGHT);
    int64_t total = 0;
    size_t paid_for_nothing = 0;
    for (size_t i = 0; i < MANY; i++) {
        total += shares[i].pence;
        paid_for_nothing += numbers[i] == 0 && shares[i].pence != 0;
    }
    ck_assert_msg(total == whole, "%s: %" PRId64, crowds[_i].name, total);
    ck_assert_uint_eq(paid_for_nothing, 0);
}
END_TEST

START_TEST(a_tie_that_nobody_named_stops_the_program)
{
    bcf_money shares[3];
    const uint64_t equal[] = {1, 1, 1};
    share_out(shares, 100, PENNY, weights_of_integers(equal, 3), (bcf_tie)0);
}
END_TEST

START_TEST(a_whole_below_nothing_stops_the_program)
{
    bcf_money shares[1];
    const uint64_t one[] = {1};
    share_out(shares, -100, PENNY, weights_of_integers(one, 1), BCF_TIE_LARGER_WEIGHT);
}
END_TEST

START_TEST(a_whole_past_the_largest_amount_stops_the_program)
{
    bcf_money shares[1];
    const uint64_t one[] = {1};
    share_out(shares, BCF_MONEY_PENCE_MAX + 1, PENNY, weights_of_integers(one, 1),
              BCF_TIE_LARGER_WEIGHT);
}
END_TEST

START_TEST(a_whole_below_nothing_stops_the_program_whoever_it_is_for)
{
    share_out(NULL, -100, PENNY, weights_of_integers(NULL, 0), BCF_TIE_LARGER_WEIGHT);
}
END_TEST

START_TEST(a_whole_past_the_largest_stops_the_program_whoever_it_is_for)
{
    share_out(NULL, BCF_MONEY_PENCE_MAX + 1, PENNY, weights_of_integers(NULL, 0),
              BCF_TIE_LARGER_WEIGHT);
}
END_TEST

START_TEST(a_unit_of_nothing_stops_the_program)
{
    bcf_money shares[1];
    const uint64_t one[] = {1};
    share_out(shares, 0, 0, weights_of_integers(one, 1), BCF_TIE_LARGER_WEIGHT);
}
END_TEST

START_TEST(the_largest_amount_is_shared_out)
{
    bcf_money shares[3];
    const uint64_t equal[] = {1, 1, 1};
    share_out(shares, BCF_MONEY_PENCE_MAX, PENNY, weights_of_integers(equal, 3),
              BCF_TIE_LARGER_WEIGHT);
    ck_assert_int_eq(shares[0].pence, BCF_MONEY_PENCE_MAX / 3);
    ck_assert_int_eq(shares[2].pence, BCF_MONEY_PENCE_MAX / 3);
}
END_TEST

/* Quotas that are not those of the weights: what the rest of the room never hands over. */
static const struct {
    const char *name;
    int64_t whole;
    uint64_t weights[3];
    int64_t units[3];
} wrong[] = {
    {"below nothing", 3, {1, 1, 1}, {-1, 1, 1}},
    {"more than the whole, together", 3, {1, 1, 1}, {1, 1, 2}},
    {"more than the whole, alone", 3, {1, 1, 1}, {4, 0, 0}},
    {"something for a weight of nothing", 3, {1, 1, 0}, {1, 1, 1}},
    {"as many left over as there are places", 4, {1, 1, 2}, {1, 0, 0}},
    {"as many left over as there are places, and each left something", 4, {1, 1, 1}, {1, 0, 0}},
    {"below nothing, and the rest could be handed out", 4, {1, 1, 1}, {-1, 2, 2}},
    {"a unit left over, and nobody with a remainder", 4, {1, 1, 2}, {1, 0, 2}},
};

START_TEST(quotas_that_are_not_of_the_weights_stop_the_program)
{
    bcf_weights *weights = weights_of_integers(wrong[_i].weights, 3);
    int64_t units[3];
    bcf_weights_quotas(units, weights, wrong[_i].whole);
    memcpy(units, wrong[_i].units, sizeof units);
    size_t places[3];
    bcf_apportion_award(units, places, 3, weights, BCF_TIE_LARGER_WEIGHT, wrong[_i].whole);
    ck_abort_msg("%s: %" PRId64 ", %" PRId64 ", %" PRId64, wrong[_i].name, units[0], units[1],
                 units[2]);
}
END_TEST

/* Who is served before whom, whichever of the two is asked about. */
START_TEST(one_of_two_comes_first)
{
    const uint64_t numbers[] = {1, 1, 2, 3};
    bcf_weights *weights = weights_of_integers(numbers, 4);
    int64_t units[4];
    bcf_weights_quotas(units, weights, 7); /* 1, 1, 2, 3: nothing is left over */
    for (size_t i = 0; i < 4; i++) {
        for (size_t j = 0; j < 4; j++) {
            bool is_larger = numbers[i] > numbers[j] || (numbers[i] == numbers[j] && i < j);
            ck_assert_int_eq(bcf_apportion_is_before(weights, BCF_TIE_LARGER_WEIGHT, i, j),
                             is_larger);
            ck_assert_int_eq(bcf_apportion_is_before(weights, BCF_TIE_EARLIER_PLACE, i, j), i < j);
        }
    }
    bcf_weights_quotas(units, weights, 3); /* 3/7, 3/7, 6/7, 9/7: 3, 3, 6, 2 over seven are left */
    ck_assert(bcf_apportion_is_before(weights, BCF_TIE_EARLIER_PLACE, 2, 0));
    ck_assert(!bcf_apportion_is_before(weights, BCF_TIE_LARGER_WEIGHT, 3, 0));
}
END_TEST

/* Leaves room for so many bytes more; false where the system does not say how many there are. */
static bool leave_room(size_t bytes)
{
    unsigned long pages = 0;
    FILE *told = fopen("/proc/self/statm", "r");
    bool is_told = told != NULL && fscanf(told, "%lu", &pages) == 1;
    if (told != NULL) {
        fclose(told);
    }
    rlim_t limit = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + bytes;
    const struct rlimit little = {limit, limit};
    return is_told && setrlimit(RLIMIT_AS, &little) == 0;
}

#define ROOM_OF_A_MILLION ((size_t)8 * MANY) /* what the units take, and again the places */

static const struct {
    const char *name;
    size_t room;
} rooms[] = {
    {"not for the units", ROOM_OF_A_MILLION / 2},
    {"for the units, not for the places", ROOM_OF_A_MILLION / 2 * 3},
};

START_TEST(without_memory_for_a_split_the_program_ends_with_code_4)
{
    uint64_t *numbers = BCF_NEW_ARRAY(arena, MANY, uint64_t);
    bcf_money *shares = BCF_NEW_ARRAY(arena, MANY, bcf_money);
    for (size_t i = 0; i < MANY; i++) {
        numbers[i] = i;
    }
    bcf_weights *weights = weights_of_integers(numbers, MANY);
    if (HAS_OWN_MALLOC || !leave_room(rooms[_i].room)) {
        _Exit(4);
    }
    share_out(shares, INT64_C(378400000000), POUND, weights, BCF_TIE_LARGER_WEIGHT);
    ck_abort_msg("%s: there was room", rooms[_i].name);
}
END_TEST

static void add_stops(TCase *tcase)
{
    const TTest *const stops[] = {
        a_tie_that_nobody_named_stops_the_program,
        a_whole_below_nothing_stops_the_program,
        a_whole_past_the_largest_amount_stops_the_program,
        a_whole_below_nothing_stops_the_program_whoever_it_is_for,
        a_whole_past_the_largest_stops_the_program_whoever_it_is_for,
        a_unit_of_nothing_stops_the_program,
    };
    for (int i = 0; i < ROWS_IN(stops); i++) {
        tcase_add_test_raise_signal(tcase, stops[i], SIGABRT);
    }
    tcase_add_loop_test_raise_signal(tcase, quotas_that_are_not_of_the_weights_stop_the_program,
                                     SIGABRT, 0, ROWS_IN(wrong));
}

static Suite *apportion_suite(void)
{
    Suite *suite = suite_create("apportion");
    TCase *tcase = tcase_create("apportion");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 120); /* a million of anything, under a sanitizer */
    ADD_ROWS(tcase, shares_are_as_worked_by_hand, splits);
    ADD_ROWS(tcase, what_cannot_be_shared_is_refused, refused);
    ADD_ROWS(tcase, fractions_are_weights_too, ratios);
    tcase_add_test(tcase, any_split_is_what_the_definition_says);
    tcase_add_test(tcase, any_split_adds_up_and_keeps_the_quota_rule);
    tcase_add_test(tcase, the_narrow_and_the_wide_way_give_the_same);
    ADD_ROWS(tcase, scaling_every_weight_changes_nothing, scales);
    ADD_ROWS(tcase, fractions_over_one_denominator_are_their_numerators, factors);
    tcase_add_test(tcase, the_order_of_different_weights_changes_no_share);
    ADD_ROWS(tcase, a_million_shares_add_up, crowds);
    tcase_add_test(tcase, the_largest_amount_is_shared_out);
    tcase_add_test(tcase, one_of_two_comes_first);
    add_stops(tcase);
    suite_add_tcase(suite, tcase);

    TCase *machine = tcase_create("machine");
    tcase_set_tags(machine, "machine"); /* an emulator keeps no limit of addresses */
    tcase_add_checked_fixture(machine, set_up, tear_down);
    tcase_set_timeout(machine, 120);
    tcase_add_loop_exit_test(machine, without_memory_for_a_split_the_program_ends_with_code_4, 4, 0,
                             ROWS_IN(rooms));
    suite_add_tcase(suite, machine);
    return suite;
}

RUN_SUITE(apportion_suite)

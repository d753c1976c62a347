/* SPDX-License-Identifier: MIT */
#include "clamp.h"

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

/* The limits that three lists of fractions write; a cap "-" is none. */
static size_t limits_of(bcf_clamped limits[FRACTIONS_MAX], const char *weights, const char *floors,
                        const char *caps)
{
    const bcf_ratio *weight[FRACTIONS_MAX];
    const bcf_ratio *floor[FRACTIONS_MAX];
    const bcf_ratio *cap[FRACTIONS_MAX];
    size_t count = fractions(weight, arena, weights);
    ck_assert_uint_eq(fractions(floor, arena, floors), count);
    ck_assert_uint_eq(fractions(cap, arena, caps), count);
    for (size_t i = 0; i < count; i++) {
        limits[i] = (bcf_clamped){.weight = weight[i], .floor = floor[i], .cap = cap[i]};
    }
    return count;
}

/* What a level makes of a part, told from the definition. */
static const bcf_ratio *at_level(const bcf_clamped *limit, const bcf_ratio *level)
{
    bcf_ratio *part = bcf_ratio_new(arena);
    bcf_ratio_multiply(part, limit->weight, level);
    if (limit->cap != NULL && bcf_ratio_compare(part, limit->cap) > 0) {
        return limit->cap;
    }
    return bcf_ratio_compare(part, limit->floor) < 0 ? limit->floor : part;
}

/* Shares, and holds the parts to the level that they are said to be at. */
static bcf_clamp_outcome share(const bcf_ratio *parts[], const bcf_ratio *whole,
                               const bcf_clamped limits[], size_t count)
{
    const bcf_ratio *level = NULL;
    bcf_clamp_outcome outcome = bcf_clamp_share(parts, &level, arena, whole, limits, count);
    ck_assert((level != NULL) == (outcome == BCF_CLAMP_DONE));
    for (size_t i = 0; outcome == BCF_CLAMP_DONE && i < count; i++) {
        ck_assert_msg(bcf_ratio_compare(parts[i], at_level(&limits[i], level)) == 0,
                      "part %zu is %s, at level %s", i, bcf_ratio_exact_text(arena, parts[i]),
                      bcf_ratio_exact_text(arena, level));
    }
    return outcome;
}

static const struct {
    const char *name;
    const char *whole;
    const char *weights;
    const char *floors;
    const char *caps;
    const char *parts; /* NULL: floors that exceed; "": caps that fall short */
} rows[] = {
    {"no bounds", "7", "1 2 4", "0 0 0", "- - -", "1 2 4"},
    {"no bounds, thirds", "1", "1 1 1", "0 0 0", "- - -", "1/3 1/3 1/3"},
    {"one part takes all", "2/37", "5", "0", "-", "2/37"},
    {"one floor", "10", "1 1 3", "4 0 0", "- - -", "4 3/2 9/2"},
    {"a floor that is not met", "10", "1 1 3", "1 0 0", "- - -", "2 2 6"},
    {"a floor met exactly", "10", "1 1 3", "2 0 0", "- - -", "2 2 6"},
    {"several floors", "20", "1 1 8", "3 3 0", "- - -", "3 3 14"},
    {"a floor that pushes another below its own", "10", "4 2 4", "0 2 5", "- - -", "3 2 5"},
    {"one cap", "10", "1 1 3", "0 0 0", "- - 3", "7/2 7/2 3"},
    {"a cap that is not met", "10", "1 1 3", "0 0 0", "- - 7", "2 2 6"},
    {"a cap met exactly", "10", "1 1 3", "0 0 0", "- - 6", "2 2 6"},
    {"several caps", "20", "1 1 8", "0 0 0", "- 3 5", "12 3 5"},
    {"a cap that pushes another above its own", "10", "1 3 6", "0 0 0", "- 4 3", "3 4 3"},
    {"a cap of nothing", "6", "1 1 1", "0 0 0", "- 0 -", "3 0 3"},
    {"floors and caps", "12", "1 2 3", "3 0 0", "- - 4", "3 5 4"},
    {"a cap lifts another over its floor", "12", "1 2 9", "2 0 0", "- - 3", "3 6 3"},
    {"a floor and a cap alike", "10", "1 1 1", "3 0 0", "3 - -", "3 7/2 7/2"},
    {"all at one bend, where the sum is the whole", "8", "1 1 2", "2 2 4", "- 2 -", "2 2 4"},
    {"past a bend where one begins to grow and one stops", "10", "1 1 2", "2 0 0", "- 2 -",
     "8/3 2 16/3"},
    {"short of that bend", "6", "1 1 2", "2 0 0", "- 2 -", "2 4/3 8/3"},
    {"nobody grows between two bends", "8", "1 1", "0 6", "2 -", "2 6"},
    {"just past where nobody grows", "9", "1 1", "0 6", "2 -", "2 7"},
    {"just short of where nobody grows", "7", "1 1", "0 6", "2 -", "1 6"},
    {"all at the floor exactly", "6", "3 2 1", "1 2 3", "- - -", "1 2 3"},
    {"all at the cap exactly", "6", "1 1 1", "0 0 0", "1 2 3", "1 2 3"},
    {"all at floor and cap", "6", "1 5 1", "1 2 3", "1 2 3", "1 2 3"},
    {"nothing to share", "0", "1 2 0", "0 0 0", "- 1 -", "0 0 0"},
    {"nothing to share, and nobody", "0", "", "", "", ""},
    {"no weight, no part", "9", "0 1 2", "0 0 0", "- - -", "0 3 6"},
    {"no weight, but a floor", "9", "0 1 2", "3 0 0", "- - -", "3 2 4"},
    {"no weight: its cap is not filled", "9", "0 1 2", "3 0 0", "5 - -", "3 2 4"},
    {"no weight and the floors are all", "9", "0 0", "4 5", "- -", "4 5"},
    {"the others at their caps, the weightless at its floor", "9", "0 1 1", "2 0 0", "- 3 4",
     "2 3 4"},
    {"a floor of thirds", "1", "1 1 1", "2/5 0 0", "- - -", "2/5 3/10 3/10"},
    {"a cap of sevenths", "1", "1/7 2/7 4/7", "0 0 0", "- - 3/7", "4/21 8/21 3/7"},
    {"a floor of thirty-sevenths", "1", "2/37 35/37", "3/37 0", "- -", "3/37 34/37"},
    {"thirds, sevenths and thirty-sevenths at once", "1", "1/3 1/7 1/37", "0 0 0", "1/2 - -",
     "1/2 37/88 7/88"},
    {"a floor that is missed by a billionth of a billionth", "2", "1 1", "1.000000000000000001 0",
     "- -",
     "1000000000000000001/1000000000000000000 "
     "999999999999999999/1000000000000000000"},
    {"the same weights, scaled", "12", "1000000 2000000 3000000", "3 0 0", "- - 4", "3 5 4"},
    {"floors are more than the whole", "6", "1 1 1", "1 2 4", "- - -", NULL},
    {"by a trifle", "1", "1 1 1", "1/3 1/3 0.333333333333333334", "- - -", NULL},
    {"the floor of a part without weight alone", "6", "0 1", "7 0", "- -", NULL},
    {"less than nothing to share", "-1", "1 1", "0 0", "- -", NULL},
    {"caps are less than the whole", "6", "1 1 1", "0 0 0", "1 2 2", ""},
    {"short by a trifle", "1", "1 1 1", "0 0 0", "1/3 1/3 0.333333333333333333", ""},
    {"one without a cap has no weight", "9", "0 1 1", "2 0 0", "- 3 3", ""},
    {"nobody has a weight", "9", "0 0", "4 4", "- -", ""},
    {"something to share, and nobody", "1", "", "", "", ""},
};

START_TEST(parts_are_as_worked_by_hand)
{
    bcf_clamped limits[FRACTIONS_MAX];
    size_t count = limits_of(limits, rows[_i].weights, rows[_i].floors, rows[_i].caps);
    const bcf_ratio *untouched = bcf_ratio_new(arena);
    const bcf_ratio *parts[FRACTIONS_MAX];
    for (size_t i = 0; i < FRACTIONS_MAX; i++) {
        parts[i] = untouched;
    }
    const bcf_ratio *whole = fraction(arena, rows[_i].whole);
    bcf_clamp_outcome outcome = share(parts, whole, limits, count);
    bool is_short = rows[_i].parts != NULL && *rows[_i].parts == '\0'
                    && (count > 0 || bcf_ratio_sign(whole) > 0);
    bcf_clamp_outcome want = rows[_i].parts == NULL ? BCF_CLAMP_FLOORS_EXCEED
                             : is_short             ? BCF_CLAMP_CAPS_FALL_SHORT
                                                    : BCF_CLAMP_DONE;
    ck_assert_msg(outcome == want, "%s: outcome %d, want %d", rows[_i].name, outcome, want);
    if (want == BCF_CLAMP_DONE) {
        const char *text = fractions_text(arena, parts, count);
        ck_assert_msg(strcmp(text, rows[_i].parts) == 0, "%s: %s, want %s", rows[_i].name, text,
                      rows[_i].parts);
    }
    for (size_t i = want == BCF_CLAMP_DONE ? count : 0; i < FRACTIONS_MAX; i++) {
        ck_assert_msg(parts[i] == untouched, "%s: part %zu was set", rows[_i].name, i);
    }
}
END_TEST

static const char forty_nines[] = "9999999999999999999999999999999999999999";

START_TEST(weights_of_forty_digits_are_exact)
{
    bcf_error err = {0};
    bcf_decimal decimal = {0};
    ck_assert_int_eq(bcf_decimal_parse(&decimal, forty_nines, "weight", (bcf_place){0}, &err),
                     BCF_OK);
    const bcf_ratio *one = fraction(arena, "1");
    const bcf_ratio *nothing = fraction(arena, "0");
    const bcf_clamped limits[] = {
        {.weight = bcf_ratio_of_decimal(arena, &decimal), .floor = nothing},
        {.weight = one, .floor = nothing},
        {.weight = one, .floor = one},
    };
    const bcf_ratio *parts[3] = {NULL};
    ck_assert_int_eq(share(parts, fraction(arena, "2"), limits, 3), BCF_CLAMP_DONE);
    ck_assert_str_eq(fractions_text(arena, parts, 3),
                     "9999999999999999999999999999999999999999/"
                     "10000000000000000000000000000000000000000 "
                     "1/10000000000000000000000000000000000000000 1");
}
END_TEST

/* The level itself, where it is one; past the last bend it is the lowest. */
static const struct {
    const char *whole;
    const char *weights;
    const char *floors;
    const char *caps;
    const char *level;
} levels[] = {
    {"7", "1 2 4", "0 0 0", "- - -", "1"},    {"1", "1/3 1/7 1/37", "0 0 0", "1/2 - -", "259/88"},
    {"12", "1 2 3", "3 0 0", "- - 4", "5/2"}, {"6", "1 1 1", "0 0 0", "1 2 3", "3"},
    {"0", "1 2", "0 0", "- -", "0"},
};

START_TEST(the_level_is_told)
{
    bcf_clamped limits[FRACTIONS_MAX];
    size_t count = limits_of(limits, levels[_i].weights, levels[_i].floors, levels[_i].caps);
    const bcf_ratio *parts[FRACTIONS_MAX] = {NULL};
    const bcf_ratio *level = NULL;
    ck_assert_int_eq(
        bcf_clamp_share(parts, &level, arena, fraction(arena, levels[_i].whole), limits, count),
        BCF_CLAMP_DONE);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, level), levels[_i].level);
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
#define PARTS_MAX 8

typedef struct random_case {
    bcf_clamped limits[PARTS_MAX];
    size_t count;
    bcf_ratio *whole;
} random_case;

/* Few values, so that many bends fall together. */
static bcf_ratio *draw_fraction(int64_t limit)
{
    static const int64_t denominators[] = {1, 1, 2, 3, 7, 37};
    return bcf_ratio_of(arena, (int64_t)below((uint64_t)limit), denominators[below(6)]);
}

/* The sum of what each part is at most, or at least; false where one is without limit. */
static bool sum_of_bounds(bcf_ratio *sum, const random_case *drawn, bool at_most)
{
    bcf_ratio_set_whole(sum, 0, 1);
    for (size_t i = 0; i < drawn->count; i++) {
        const bcf_clamped *limit = &drawn->limits[i];
        bool can_grow = at_most && bcf_ratio_sign(limit->weight) > 0;
        if (can_grow && limit->cap == NULL) {
            return false;
        }
        bcf_ratio_add(sum, sum, can_grow ? limit->cap : limit->floor);
    }
    return true;
}

static random_case draw(void)
{
    random_case drawn = {.count = 1 + below(PARTS_MAX)};
    for (size_t i = 0; i < drawn.count; i++) {
        bcf_ratio *floor = draw_fraction(below(2) == 0 ? 1 : 12);
        bcf_ratio *cap = NULL;
        if (below(2) == 0) {
            cap = draw_fraction(12);
            bcf_ratio_add(cap, cap, floor);
        }
        drawn.limits[i] = (bcf_clamped){
            .weight = draw_fraction(below(6) == 0 ? 1 : 9), .floor = floor, .cap = cap};
    }
    drawn.whole = draw_fraction(90);
    uint64_t kind = below(4);
    if (kind < 2) { /* exactly what bounds come to is where mistakes are made */
        bcf_ratio *sum = bcf_ratio_new(arena);
        if (sum_of_bounds(sum, &drawn, kind == 1)) {
            bcf_ratio_set(drawn.whole, sum);
        }
    }
    return drawn;
}

static bcf_clamp_outcome expected(const random_case *drawn)
{
    bcf_ratio *sum = bcf_ratio_new(arena);
    if (sum_of_bounds(sum, drawn, false) && bcf_ratio_compare(sum, drawn->whole) > 0) {
        return BCF_CLAMP_FLOORS_EXCEED;
    }
    return sum_of_bounds(sum, drawn, true) && bcf_ratio_compare(sum, drawn->whole) < 0
               ? BCF_CLAMP_CAPS_FALL_SHORT
               : BCF_CLAMP_DONE;
}

/* Between which levels a part says that the one level lies; NULL for no such limit. */
typedef struct level_range {
    const bcf_ratio *least;
    const bcf_ratio *most;
} level_range;

static void narrow_range(level_range *range, const bcf_clamped *limit, const bcf_ratio *part)
{
    bcf_ratio *level = bcf_ratio_new(arena);
    bcf_ratio_divide(level, part, limit->weight);
    bool is_floor = bcf_ratio_compare(part, limit->floor) == 0;
    bool is_cap = limit->cap != NULL && bcf_ratio_compare(part, limit->cap) == 0;
    if (!is_floor && (range->least == NULL || bcf_ratio_compare(level, range->least) > 0)) {
        range->least = level; /* above its floor: the level is at least this */
    }
    if (!is_cap && (range->most == NULL || bcf_ratio_compare(level, range->most) < 0)) {
        range->most = level; /* below its cap: the level is at most this */
    }
}

/* What makes a sharing right, whatever way it was found. */
static void check_parts(const random_case *drawn, const bcf_ratio *const parts[])
{
    bcf_ratio *sum = bcf_ratio_new(arena);
    level_range range = {NULL, NULL};
    for (size_t i = 0; i < drawn->count; i++) {
        const bcf_clamped *limit = &drawn->limits[i];
        bcf_ratio_add(sum, sum, parts[i]);
        ck_assert_int_ge(bcf_ratio_compare(parts[i], limit->floor), 0);
        ck_assert(limit->cap == NULL || bcf_ratio_compare(parts[i], limit->cap) <= 0);
        if (bcf_ratio_sign(limit->weight) == 0) {
            ck_assert_int_eq(bcf_ratio_compare(parts[i], limit->floor), 0);
        } else {
            narrow_range(&range, limit, parts[i]);
        }
    }
    ck_assert_int_eq(bcf_ratio_compare(sum, drawn->whole), 0);
    ck_assert_msg(range.least == NULL || range.most == NULL
                      || bcf_ratio_compare(range.least, range.most) <= 0,
                  "no one level: at least %s, at most %s", bcf_ratio_exact_text(arena, range.least),
                  bcf_ratio_exact_text(arena, range.most));
}

START_TEST(any_sharing_adds_up_within_its_bounds_at_one_level)
{
    size_t outcomes[BCF_CLAMP_CAPS_FALL_SHORT + 1] = {0};
    for (int i = 0; i < CASES; i++) {
        random_case drawn = draw();
        const bcf_ratio *parts[PARTS_MAX] = {NULL};
        bcf_clamp_outcome outcome = share(parts, drawn.whole, drawn.limits, drawn.count);
        ck_assert_int_eq(outcome, expected(&drawn));
        if (outcome == BCF_CLAMP_DONE) {
            check_parts(&drawn, parts);
        }
        outcomes[outcome]++;
        bcf_arena_free(arena); /* what one case needs, the next one need not keep */
        arena = bcf_arena_new();
    }
    for (int i = BCF_CLAMP_DONE; i <= BCF_CLAMP_CAPS_FALL_SHORT; i++) {
        ck_assert_msg(outcomes[i] > CASES / 50, "outcome %d came %zu times", i, outcomes[i]);
    }
}
END_TEST

START_TEST(the_order_of_parts_changes_nothing)
{
    for (int i = 0; i < CASES / 10; i++) {
        random_case drawn = draw();
        const bcf_ratio *parts[PARTS_MAX] = {NULL};
        const bcf_ratio *turned_parts[PARTS_MAX] = {NULL};
        bcf_clamped turned[PARTS_MAX];
        for (size_t part = 0; part < drawn.count; part++) {
            turned[part] = drawn.limits[drawn.count - 1 - part];
        }
        bcf_clamp_outcome outcome = share(parts, drawn.whole, drawn.limits, drawn.count);
        ck_assert_int_eq(share(turned_parts, drawn.whole, turned, drawn.count), outcome);
        for (size_t part = 0; outcome == BCF_CLAMP_DONE && part < drawn.count; part++) {
            ck_assert_int_eq(bcf_ratio_compare(parts[part], turned_parts[drawn.count - 1 - part]),
                             0);
        }
    }
}
END_TEST

/* Limits that contradict themselves are a mistake of ours: the caller has refused them. */
static const struct {
    const char *weight;
    const char *floor;
    const char *cap;
} mistakes[] = {
    {"-1", "0", "-"},
    {"1", "-1", "-"},
    {"1", "2", "1.999"},
    {"0", "2", "1"},
};

START_TEST(limits_that_contradict_themselves_stop_the_program)
{
    bcf_clamped limits[FRACTIONS_MAX];
    size_t count = limits_of(limits, mistakes[_i].weight, mistakes[_i].floor, mistakes[_i].cap);
    const bcf_ratio *parts[FRACTIONS_MAX];
    const bcf_ratio *level = NULL;
    bcf_clamp_outcome outcome =
        bcf_clamp_share(parts, &level, arena, fraction(arena, "3"), limits, count);
    ck_abort_msg("it came to outcome %d", outcome);
}
END_TEST

static Suite *clamp_suite(void)
{
    Suite *suite = suite_create("clamp");
    TCase *tcase = tcase_create("clamp");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, parts_are_as_worked_by_hand, rows);
    tcase_add_test(tcase, weights_of_forty_digits_are_exact);
    ADD_ROWS(tcase, the_level_is_told, levels);
    tcase_add_test(tcase, any_sharing_adds_up_within_its_bounds_at_one_level);
    tcase_add_test(tcase, the_order_of_parts_changes_nothing);
    tcase_add_loop_test_raise_signal(tcase, limits_that_contradict_themselves_stop_the_program,
                                     SIGABRT, 0, ROWS_IN(mistakes));
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(clamp_suite)

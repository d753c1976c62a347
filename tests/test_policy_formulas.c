/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "policy.h"

#include "support/formulas.h"

#define REFUSED BCF_ROOT "/fixtures/refused/policy/"

static dataset set;
static bcf_arena *arena;
static bcf_error err;
static const bcf_policy *policy;

static void set_up(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
    policy = NULL;
    set = dataset_of(DATASET_GOOD);
}

static void tear_down(void)
{
    dataset_remove(&set);
    bcf_arena_free(arena);
}

static void use_formulas(const char *formulas, const char *constants)
{
    bcf_code code =
        formulas_load(&policy, arena, &set,
                      (formulas_policy){.formulas = formulas, .constants = constants}, &err);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_ptr_nonnull(policy);
}

START_TEST(a_policy_may_be_of_formulas_alone)
{
    use_formulas(PUBLISHED("p", "a"), "");
    ck_assert_uint_eq(policy->component_count, 0);
    ck_assert_uint_eq(policy->earmark_count, 0);
    ck_assert_int_eq(policy->headline.pence, 0);
    ck_assert_ptr_null(policy->headline_text);
    ck_assert_ptr_null(policy->performance);
    ck_assert_uint_eq(policy->formula_count, 1);
}
END_TEST

/* Constants. */

static const struct {
    const char *written;
    const char *exact;
} constants[] = {
    {"2/37", "2/37"},
    {"4/74", "2/37"},
    {"-2/37", "-2/37"},
    {"14.8173", "148173/10000"},
    {"-0.089", "-89/1000"},
    {"0", "0"},
    {"-0", "0"},
    {"0/7", "0"},
    {"007", "7"},
    {"4/2", "2"},
    {"0.5/0.25", "2"},
    {"-1.5/0.2", "-15/2"},
    {"0.000000000000000000000000000000000000001", "1/1000000000000000000000000000000000000000"},
    {"9999999999999999999999999999999999999999", "9999999999999999999999999999999999999999"},
    {"1/9999999999999999999999999999999999999999", "1/9999999999999999999999999999999999999999"},
};

START_TEST(a_constant_is_the_fraction_that_is_written)
{
    use_formulas(PUBLISHED("p", "a"),
                 bcf_arena_print(arena, "<constant id='k' title='K' value='%s'" CITED "/>\n",
                                 constants[_i].written));
    const bcf_constant *constant = bcf_policy_constant(policy, "k");
    ck_assert_ptr_nonnull(constant);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, constant->value), constants[_i].exact);
    ck_assert_str_eq(constant->written, constants[_i].written);
    ck_assert_str_eq(constant->title, "K");
    ck_assert_str_eq(constant->cite.source, "s");
    ck_assert_str_eq(constant->cite.paragraph, "1");
    ck_assert_ptr_null(bcf_policy_constant(policy, "l"));
}
END_TEST

/* The four kinds, each with all that it may have. */

static const char every_kind[] =
    /* lines 1 to 16 */
    NEEDS("index",
          BLOCK("older", "14", "half-even",
                CLIENTS(I("a")) BASIC(K("1")) TOP_UP("old", K("2"), PER("b", "a"), ABOVE(K("1-3")))
                    TOP_UP("poor", K("m1"), I("c"), "") MULTIPLIER(I("d")) MULTIPLIER(F("printed"))
                        SCALING(K("1-2")) DIVISOR(K("7")))
              BLOCK("younger", "all", "none", CLIENTS(F("printed")) BASIC(I("b"))))
    /* lines 17 to 25 */
    CAPITATION("shares", "ccg",
               POPULATION(I("g")) NEED(PER("h", "g")) TOTAL(K("600")) CURRENT(I("h"))
                   GROWTH(K("2-37")))
    /* lines 26 to 30 */
    CAPITATION("heads", "housing-authority", POPULATION(I("w")) NEED(I("x")) PER_HEAD(K("20")))
    /* lines 31 to 35 */
    FLOOR_PLUS("grown", "council", I("a"), K("100"), F("index"))
    /* line 36 */
    PUBLISHED("printed", "d");

static const struct {
    const char *id;
    bcf_formula_kind kind;
    const char *kind_text;
    bcf_level level;
    int line;
    const char *operands; /* as the file has them: role=what/per */
} kinds[] = {
    {"index", BCF_FORMULA_NEEDS_INDEX, "needs-index", BCF_LEVEL_COUNCIL, 1,
     "clients=a basic-amount=#1 coefficient=#2 of=b/a above=#1-3 coefficient=#m1 of=c multiplier=d "
     "multiplier=@printed scaling=#1-2 divisor=#7 clients=@printed basic-amount=b"},
    {"shares", BCF_FORMULA_WEIGHTED_CAPITATION, "weighted-capitation", BCF_LEVEL_CCG, 17,
     "population=g need=h/g total=#600 current=h minimum-growth=#2-37"},
    {"heads", BCF_FORMULA_WEIGHTED_CAPITATION, "weighted-capitation", BCF_LEVEL_HOUSING_AUTHORITY,
     26, "population=w need=x per-head=#20"},
    {"grown", BCF_FORMULA_FLOOR_PLUS_INDEX, "floor-plus-index", BCF_LEVEL_COUNCIL, 31,
     "earlier=a total=#100 index=@index"},
    {"printed", BCF_FORMULA_PUBLISHED, "published", BCF_LEVEL_COUNCIL, 36, ""},
};

/* "clients=a", "need=h/g", "above=#1-3" for a constant, "index=@n" for a formula. */
static const char *operand_text(const bcf_operand *operand)
{
    static const char *const marks[] = {"?", "", "#", "@"}; /* in the order of the enum */
    return bcf_arena_print(arena, "%s=%s%s%s%s", operand->role, marks[operand->kind], operand->id,
                           operand->per == NULL ? "" : "/",
                           operand->per == NULL ? "" : operand->per);
}

START_TEST(each_kind_is_read_with_its_operands_in_their_order)
{
    use_formulas(every_kind, "");
    ck_assert_uint_eq(policy->formula_count, ROWS_IN(kinds));
    const bcf_formula *formula = &policy->formulas[_i];
    ck_assert_ptr_eq(bcf_policy_formula(policy, kinds[_i].id), formula);
    ck_assert_int_eq(formula->kind, kinds[_i].kind);
    ck_assert_str_eq(bcf_formula_kind_text(formula->kind), kinds[_i].kind_text);
    ck_assert_int_eq(formula->level, kinds[_i].level);
    ck_assert_int_eq(formula->place.line, FORMULAS_LINE - 1 + kinds[_i].line);
    ck_assert_str_eq(formula->place.file, policy->file);
    ck_assert_str_eq(formula->title, bcf_arena_print(arena, "T %s", formula->id));
    const bcf_operand **operands = NULL;
    size_t count = bcf_formula_operands(&operands, arena, formula);
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = bcf_arena_print(arena, "%s%s%s", text, i == 0 ? "" : " ", operand_text(operands[i]));
        ck_assert_int_gt(operands[i]->place.line, formula->place.line);
    }
    ck_assert_str_eq(text, kinds[_i].operands);
}
END_TEST

START_TEST(a_block_says_how_it_is_rounded_or_that_it_is_not)
{
    use_formulas(every_kind, "");
    const bcf_formula *formula = bcf_policy_formula(policy, "index");
    ck_assert_uint_eq(formula->as.needs_index.count, 2);
    const bcf_block *older = &formula->as.needs_index.blocks[0];
    const bcf_block *younger = &formula->as.needs_index.blocks[1];
    ck_assert_str_eq(older->id, "older");
    ck_assert(older->is_rounded);
    ck_assert_uint_eq(older->places, 14);
    ck_assert_int_eq(older->rounding, BCF_ROUND_HALF_EVEN);
    ck_assert_int_eq(older->place.line, FORMULAS_LINE + 1);
    ck_assert_uint_eq(older->top_up_count, 2);
    ck_assert_str_eq(older->top_ups[0].title, "Top-up old");
    ck_assert_int_eq(older->top_ups[1].above.kind, BCF_OPERAND_ABSENT);
    ck_assert_uint_eq(older->multiplier_count, 2);
    ck_assert_int_eq(older->multipliers[1].place.line, FORMULAS_LINE + 7);
    ck_assert_str_eq(younger->id, "younger");
    ck_assert(!younger->is_rounded);
    ck_assert_uint_eq(younger->top_up_count, 0);
    ck_assert_int_eq(younger->scaling.kind, BCF_OPERAND_ABSENT);
    ck_assert_int_eq(younger->divisor.kind, BCF_OPERAND_ABSENT);
}
END_TEST

static const struct {
    const char *places;
    const char *rounding;
    unsigned want;
    bcf_rounding want_rounding;
} precisions[] = {
    {"0", "half-away", 0, BCF_ROUND_HALF_AWAY},
    {"2", "half-even", 2, BCF_ROUND_HALF_EVEN},
    {"14", "down", 14, BCF_ROUND_DOWN},
    {"30", "half-away", 30, BCF_ROUND_HALF_AWAY},
};

START_TEST(places_and_rounding_are_read)
{
    const char *formulas = bcf_arena_print(arena,
                                           "<needs-index id='f' title='F' level='council'" CITED
                                           "><block id='x' title='X' "
                                           "places='%s' rounding='%s'" CITED ">" CLIENTS(I("a"))
                                               BASIC(K("1")) "</block></needs-index>",
                                           precisions[_i].places, precisions[_i].rounding);
    use_formulas(formulas, "");
    const bcf_block *block = &policy->formulas[0].as.needs_index.blocks[0];
    ck_assert(block->is_rounded);
    ck_assert_uint_eq(block->places, precisions[_i].want);
    ck_assert_int_eq(block->rounding, precisions[_i].want_rounding);
}
END_TEST

START_TEST(what_a_formula_leaves_out_is_absent)
{
    use_formulas(every_kind, "");
    const bcf_weighted_capitation *shares =
        &bcf_policy_formula(policy, "shares")->as.weighted_capitation;
    const bcf_weighted_capitation *heads =
        &bcf_policy_formula(policy, "heads")->as.weighted_capitation;
    ck_assert_int_eq(shares->per_head.kind, BCF_OPERAND_ABSENT);
    ck_assert_int_eq(heads->total.kind, BCF_OPERAND_ABSENT);
    ck_assert_int_eq(heads->current.kind, BCF_OPERAND_ABSENT);
    ck_assert_int_eq(heads->minimum_growth.kind, BCF_OPERAND_ABSENT);
}
END_TEST

START_TEST(levels_have_a_word_in_the_file_and_one_for_people)
{
    ck_assert_str_eq(bcf_level_text(BCF_LEVEL_CCG), "ccg");
    ck_assert_str_eq(bcf_level_text(BCF_LEVEL_COUNCIL), "council");
    ck_assert_str_eq(bcf_level_text(BCF_LEVEL_HOUSING_AUTHORITY), "housing-authority");
    ck_assert_str_eq(bcf_level_spoken(BCF_LEVEL_CCG), "CCG");
    ck_assert_str_eq(bcf_level_spoken(BCF_LEVEL_COUNCIL), "council");
    ck_assert_str_eq(bcf_level_spoken(BCF_LEVEL_HOUSING_AUTHORITY), "housing authority");
}
END_TEST

/* The order in which formulas can be worked out. */

#define REFERS(id, other) NEEDS(id, EXACT(CLIENTS(F(other)) BASIC(K("1"))))
#define REFERS_TWICE(id, one, other)                                                               \
    NEEDS(id, EXACT(CLIENTS(F(one)) BASIC(K("1")) TOP_UP("t", F(other), F(one), ABOVE(F(other)))))

static const struct {
    const char *name;
    const char *formulas;
} orders[] = {
    {"none refers to another", PUBLISHED("a1", "a") PUBLISHED("b1", "b")},
    {"what is referred to comes first", PUBLISHED("p", "a") REFERS("m", "p") REFERS("f", "m")},
    {"what is referred to comes last", REFERS("f", "m") REFERS("m", "p") PUBLISHED("p", "a")},
    {"two refer to one",
     REFERS_TWICE("f", "m", "n") REFERS("m", "p") REFERS("n", "p") PUBLISHED("p", "a")},
    {"one refers to two of another length",
     REFERS_TWICE("f", "p", "m") REFERS("n", "p") REFERS("m", "n") PUBLISHED("p", "a")},
    {"in every place of every kind",
     FLOOR_PLUS("f", "council", F("m"), K("100"), F("n"))
         CAPITATION("m", "council", POPULATION(F("p")) NEED(F("n")) TOTAL(K("1")) CURRENT(F("o")))
             NEEDS("n", EXACT(CLIENTS(I("a")) BASIC(K("1")) MULTIPLIER(F("o")) SCALING(F("p"))
                                  DIVISOR(F("q")))) PUBLISHED("o", "a") PUBLISHED("p", "a")
                 PUBLISHED("q", "a")},
};

static size_t place_in_order(const bcf_formula *formula)
{
    size_t place = (size_t)(formula - policy->formulas);
    size_t at = policy->formula_count;
    for (size_t i = 0; i < policy->formula_count; i++) {
        if (policy->formula_order[i] == place) {
            ck_assert_uint_eq(at, policy->formula_count); /* each comes once */
            at = i;
        }
    }
    ck_assert_uint_lt(at, policy->formula_count);
    return at;
}

static size_t check_order(const char *name)
{
    size_t references = 0;
    for (size_t i = 0; i < policy->formula_count; i++) {
        const bcf_operand **operands = NULL;
        size_t count = bcf_formula_operands(&operands, arena, &policy->formulas[i]);
        size_t own = place_in_order(&policy->formulas[i]);
        for (size_t j = 0; j < count; j++) {
            if (operands[j]->kind == BCF_OPERAND_FORMULA) {
                const bcf_formula *other = bcf_policy_formula(policy, operands[j]->id);
                ck_assert_msg(place_in_order(other) < own, "%s: '%s' comes before '%s'", name,
                              policy->formulas[i].id, other->id);
                references++;
            }
        }
    }
    return references;
}

START_TEST(each_formula_comes_after_those_that_it_refers_to)
{
    use_formulas(orders[_i].formulas, "");
    size_t references = check_order(orders[_i].name);
    ck_assert_msg((references == 0) == (_i == 0), "%s: %zu references", orders[_i].name,
                  references);
}
END_TEST

/* One refers to the next, and the last to `last`. */
#define CHAIN 1000

static const char *chain_to(const char *last)
{
    bcf_text text = {0};
    for (int i = 0; i < CHAIN; i++) {
        const char *next = i + 1 < CHAIN ? bcf_arena_print(arena, "f%d", i + 1) : last;
        bcf_text_print(&text,
                       "<needs-index id='f%d' title='F' level='council'" CITED ">\n<block id='x' "
                       "title='X' places='all' rounding='none'" CITED ">\n<clients formula='%s'/>\n"
                       "<basic-amount constant='1'/></block></needs-index>\n",
                       i, next);
    }
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

START_TEST(a_long_way_from_formula_to_formula_is_followed_to_its_end)
{
    use_formulas(bcf_arena_print(arena, "%s" PUBLISHED("p", "a"), chain_to("p")), "");
    ck_assert_uint_eq(policy->formula_count, CHAIN + 1);
    ck_assert_uint_eq(policy->formula_order[0], CHAIN);
    ck_assert_uint_eq(policy->formula_order[CHAIN], 0);
    ck_assert_uint_eq(check_order("a thousand"), CHAIN);
}
END_TEST

START_TEST(a_long_circle_is_refused_once)
{
    bcf_code code =
        formulas_load(&policy, arena, &set, (formulas_policy){.formulas = chain_to("f0")}, &err);
    ck_assert_int_eq(code, BCF_REFUSED_POLICY);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_str_eq(err.messages[0],
                     bcf_arena_print(arena,
                                     "%s/policy.xml:%d: formula 'f0' refers to itself in a circle, "
                                     "here by operand 'clients'",
                                     set.folder, FORMULAS_LINE + 4 * (CHAIN - 1) + 2));
}
END_TEST

START_TEST(circles_and_other_faults_are_all_told)
{
    const formulas_policy parts = {
        .formulas = REFERS("f", "f") REFERS("m", "n") REFERS("n", "m")
            CAPITATION("q", "ccg", POPULATION(I("a")) NEED(K("1")) TOTAL(I("g")))};
    bcf_code code = formulas_load(&policy, arena, &set, parts, &err);
    ck_assert_int_eq(code, BCF_REFUSED_POLICY);
    static const char *const words[] = {
        "operand 'total' is one figure for all areas",
        "formula 'q' is not for the areas that have indicator 'a'",
        "formula 'f' refers to itself in a circle",
        "formula 'm' refers to itself in a circle",
    };
    ck_assert_uint_eq(err.count, ROWS_IN(words));
    for (int i = 0; i < ROWS_IN(words); i++) {
        ck_assert_msg(strstr(err.messages[i], words[i]) != NULL, "%s", err.messages[i]);
    }
}
END_TEST

/* A schema is a file of the user's too: what a laxer one lets through is refused in our words. */
static const struct {
    const char *file; /* of fixtures/refused/policy */
    const char *words;
} lax[] = {
    {"operand-without-its-indicator", "no indicator 'oldest'"},
    {"operand-per-nothing", "no indicator 'oldest'"},
    {"operand-without-its-constant", "no constant 'basics'"},
    {"operand-without-its-formula", "no formula 'costs'"},
    {"bound-without-its-constant", "no constant 'lest'"},
    {"bound-without-its-indicator", "no indicator 'after'"},
    {"growth-without-its-constant", "no constant 'mostly'"},
    {"constant-of-words", "value 'fifteen' is not a plain number"},
    {"constant-of-two-fractions", "value '37/4' is not a plain number"},
    {"constant-negative-below-the-line", "value '-37' is not a plain number"},
    {"constant-without-value", "element 'constant': the attribute 'value' is missing"},
    {"places-beyond-thirty", "element 'block', attribute 'places': '31' is no number of digits"},
    {"neither-total-nor-per-head", "formula 'health' has neither a total nor an amount per head"},
    {"admissions-of-a-metric-that-is-not-listed",
     "a part for 'delays', which is in no list of the policy"},
    {"quarter-of-month-thirteen", "2099-04..2099-13"},
};

START_TEST(what_a_laxer_schema_lets_through_is_refused_in_our_words)
{
    static const char schema[] = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'"
                                 " targetNamespace='urn:bcf:policy:1'>"
                                 "<xs:element name='policy'/></xs:schema>";
    dataset_put_bytes(&set, "policy.xsd", schema, strlen(schema));
    const char *file = bcf_arena_print(arena, REFUSED "%s.xml", lax[_i].file);
    bcf_code code = bcf_policy_load(&policy, arena, file,
                                    bcf_arena_print(arena, "%s/policy.xsd", set.folder), &err);
    ck_assert_msg(code == BCF_REFUSED_POLICY || code == BCF_REFUSED_FORM
                      || code == BCF_REFUSED_DATA,
                  "%s was accepted", lax[_i].file);
    ck_assert_ptr_null(policy);
    bool is_told = false;
    for (size_t i = 0; i < err.count; i++) {
        is_told = is_told || strstr(err.messages[i], lax[_i].words) != NULL;
    }
    ck_assert_msg(is_told, "%s", err.messages[0]);
}
END_TEST

static Suite *policy_formulas_suite(void)
{
    Suite *suite = suite_create("policy_formulas");
    TCase *tcase = tcase_create("policy_formulas");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_policy_may_be_of_formulas_alone);
    ADD_ROWS(tcase, a_constant_is_the_fraction_that_is_written, constants);
    ADD_ROWS(tcase, each_kind_is_read_with_its_operands_in_their_order, kinds);
    tcase_add_test(tcase, a_block_says_how_it_is_rounded_or_that_it_is_not);
    ADD_ROWS(tcase, places_and_rounding_are_read, precisions);
    tcase_add_test(tcase, what_a_formula_leaves_out_is_absent);
    tcase_add_test(tcase, levels_have_a_word_in_the_file_and_one_for_people);
    ADD_ROWS(tcase, each_formula_comes_after_those_that_it_refers_to, orders);
    tcase_add_test(tcase, a_long_way_from_formula_to_formula_is_followed_to_its_end);
    tcase_add_test(tcase, a_long_circle_is_refused_once);
    tcase_add_test(tcase, circles_and_other_faults_are_all_told);
    ADD_ROWS(tcase, what_a_laxer_schema_lets_through_is_refused_in_our_words, lax);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(policy_formulas_suite)

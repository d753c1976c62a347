/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, mkfifo, ftruncate, glob */

#include "policy.h"

#include "support/rows.h"

#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOME BCF_ROOT "/formulas"
#define SCHEMA HOME "/policy.xsd"
#define REFUSED BCF_ROOT "/fixtures/refused/policy/"

/* A folder that moves must not empty the test: a new fault is counted here too. */
#define REFUSED_COUNT 163

#define FOLDER "/tmp/bcf-test-policy-XXXXXX"

static char folder[] = FOLDER;
static char path[sizeof folder + 32];
static bcf_error err;
static bcf_arena *arena;

static void make_folder(void)
{
    memcpy(folder, FOLDER, sizeof folder); /* mkdtemp has changed it for an earlier test case */
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/policy.xml", folder);
}

static void remove_folder(void)
{
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0);
}

static void set_up(void)
{
    unlink(path);
    err = (bcf_error){0};
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static const bcf_policy *load(const char *file)
{
    const bcf_policy *policy = NULL;
    bcf_code code = bcf_policy_load(&policy, arena, file, SCHEMA, &err);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_ptr_nonnull(policy);
    return policy;
}

static void ck_assert_refused(const char *file, const char *schema, bcf_code want,
                              const char *words)
{
    const bcf_policy *policy = NULL;
    bcf_code code = bcf_policy_load(&policy, arena, file, schema, &err);
    ck_assert_int_eq(code, want);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_ptr_null(policy);
    ck_assert_msg(strstr(err.messages[0], words) != NULL, "%s", err.messages[0]);
}

static void write_file(const char *file, const char *bytes, size_t length)
{
    FILE *out = fopen(file, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(bytes, 1, length, out), length);
    ck_assert_int_eq(fclose(out), 0);
}

/* Returns the file's bytes, ended by a NUL, in the arena. */
static char *read_file(const char *file)
{
    FILE *in = fopen(file, "rb");
    ck_assert_msg(in != NULL, "%s cannot be opened", file);
    char *bytes = BCF_NEW_ARRAY(arena, BCF_POLICY_BYTES_MAX, char);
    size_t length = fread(bytes, 1, BCF_POLICY_BYTES_MAX - 1, in);
    ck_assert_uint_gt(length, 0);
    ck_assert_int_eq(fclose(in), 0);
    return bytes;
}

/* What the guidance announced, against what the released policies hold. */

START_TEST(released_policies_load_side_by_side)
{
    const bcf_policy *later = load(HOME "/2015-16/v1/policy.xml");
    const bcf_policy *earlier = load(HOME "/2014-15/v1/policy.xml");
    ck_assert_str_eq(later->id, "2015-16");
    ck_assert_str_eq(earlier->id, "2014-15");
    ck_assert_str_eq(later->version, "1");
    ck_assert_str_eq(later->home, HOME);
    ck_assert_int_eq(later->headline.pence, INT64_C(380000000000));
    ck_assert_str_eq(later->headline_text, "£3.8bn");
    ck_assert_int_eq(earlier->headline.pence, INT64_C(110000000000));
    ck_assert_ptr_nonnull(later->performance);
    ck_assert_ptr_null(earlier->performance);
}
END_TEST

/* Both versions of a year at once in one process, and the amounts in which they differ. */

static const struct {
    const char *first;
    const char *second;
    const char *component;
    int64_t amounts[2]; /* in pence */
} second_versions[] = {
    {HOME "/2014-15/v1/policy.xml",
     HOME "/2014-15/v2/policy.xml",
     "social-care-transfer",
     {INT64_C(85900000000), INT64_C(90000000000)}},
    {HOME "/2014-15/v1/policy.xml",
     HOME "/2014-15/v2/policy.xml",
     "preparation",
     {INT64_C(24100000000), INT64_C(20000000000)}},
    {HOME "/2015-16/v1/policy.xml",
     HOME "/2015-16/v2/policy.xml",
     "social-care-capital",
     {INT64_C(13400000000), INT64_C(13364100000)}},
};

static const bcf_component *component_of(const bcf_policy *policy, const char *id)
{
    int place = bcf_policy_find(policy, BCF_NAME_COMPONENT, id);
    ck_assert_int_ge(place, 0);
    return &policy->components[place];
}

START_TEST(second_versions_hold_these_amounts_beside_those_of_the_first)
{
    const bcf_policy *first = load(second_versions[_i].first);
    const bcf_policy *second = load(second_versions[_i].second);
    ck_assert_str_eq(first->id, second->id);
    ck_assert_str_eq(first->version, "1");
    ck_assert_str_eq(second->version, "2");
    const char *id = second_versions[_i].component;
    ck_assert_int_eq(component_of(first, id)->amount.pence, second_versions[_i].amounts[0]);
    ck_assert_int_eq(component_of(second, id)->amount.pence, second_versions[_i].amounts[1]);
}
END_TEST

static bool is_listed_as_different(const char *file, const char *component)
{
    for (int i = 0; i < ROWS_IN(second_versions); i++) {
        if (strcmp(second_versions[i].second, file) == 0
            && strcmp(second_versions[i].component, component) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(second_versions_differ_in_nothing_else)
{
    const bcf_policy *first = load(second_versions[_i].first);
    const bcf_policy *second = load(second_versions[_i].second);
    ck_assert_uint_eq(first->component_count, second->component_count);
    for (size_t i = 0; i < first->component_count; i++) {
        const bcf_component *a = &first->components[i];
        const bcf_component *b = &second->components[i];
        ck_assert_str_eq(a->id, b->id);
        ck_assert_str_eq(a->formula, b->formula);
        ck_assert_int_eq(a->route, b->route);
        ck_assert_int_eq(a->is_capital, b->is_capital);
        ck_assert_int_eq(a->origin, b->origin);
        ck_assert_pstr_eq(a->decision, b->decision);
        ck_assert_msg((a->amount.pence == b->amount.pence)
                          == !is_listed_as_different(second_versions[_i].second, a->id),
                      "%s", a->id);
    }
    ck_assert_int_eq(first->headline.pence, second->headline.pence);
    ck_assert_uint_eq(first->earmark_count, second->earmark_count);
    ck_assert_uint_eq(first->formula_count, second->formula_count);
    ck_assert_uint_eq(first->setting_count, second->setting_count);
    ck_assert_int_eq(first->performance == NULL, second->performance == NULL);
    ck_assert_str_ne(first->canonical, second->canonical);
}
END_TEST

static const struct {
    const char *name;
    const char *file;
    int64_t all;
    int64_t capital;
    int64_t new_money;
} sums[] = {
    {"2015/16: 3,784 million, not 3.8 billion", HOME "/2015-16/v1/policy.xml",
     INT64_C(378400000000), INT64_C(35400000000), INT64_C(190000000000)},
    {"2015/16, capital grant as determined: 3,783.641 million", HOME "/2015-16/v2/policy.xml",
     INT64_C(378364100000), INT64_C(35364100000), INT64_C(190000000000)},
    {"2015/16, rules of July 2014: the same fund", HOME "/2015-16-revised/v1/policy.xml",
     INT64_C(378400000000), INT64_C(35400000000), INT64_C(190000000000)},
    {"2014/15: 859 + 241 million", HOME "/2014-15/v1/policy.xml", INT64_C(110000000000), 0,
     INT64_C(24100000000)},
    {"2014/15, later letters: 900 + 200 million", HOME "/2014-15/v2/policy.xml",
     INT64_C(110000000000), 0, INT64_C(20000000000)},
    {"2016/17: 3,519 + 394 = 3,913 million", HOME "/2016-17/v1/policy.xml", INT64_C(391300000000),
     INT64_C(39400000000), 0},
};

START_TEST(components_add_up_to_what_was_announced)
{
    const bcf_policy *policy = load(sums[_i].file);
    int64_t all = 0;
    int64_t capital = 0;
    int64_t new_money = 0;
    for (size_t i = 0; i < policy->component_count; i++) {
        const bcf_component *component = &policy->components[i];
        all += component->amount.pence;
        capital += component->is_capital ? component->amount.pence : 0;
        new_money += component->origin == BCF_ORIGIN_NEW ? component->amount.pence : 0;
    }
    ck_assert_msg(all == sums[_i].all, "%s: %jd", sums[_i].name, (intmax_t)all);
    ck_assert_msg(capital == sums[_i].capital, "%s: %jd", sums[_i].name, (intmax_t)capital);
    ck_assert_msg(new_money == sums[_i].new_money, "%s: %jd", sums[_i].name, (intmax_t)new_money);
}
END_TEST

static const struct {
    const char *id;
    int64_t millions;
    const char *formula;
    bcf_route route;
    const char *core_only; /* the formula where only core funding goes by the CCG formula */
} components[] = {
    {"nhs-core", 1900, "ccg", BCF_ROUTE_CCG, NULL},
    {"reablement", 300, "ccg", BCF_ROUTE_CCG, "existing-ccg"},
    {"carers-breaks", 130, "ccg", BCF_ROUTE_CCG, "existing-ccg"},
    {"social-care-transfer", 1100, "adult-rnf", BCF_ROUTE_TRANSFER, NULL},
    {"social-care-capital", 134, "adult-rnf", BCF_ROUTE_COUNCIL, NULL},
    {"dfg", 220, "dfg", BCF_ROUTE_HOUSING_AUTHORITY, NULL},
};

START_TEST(fund_of_2015_16_has_these_components_in_this_order)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_uint_eq(policy->component_count, ROWS_IN(components));
    const bcf_component *component = &policy->components[_i];
    ck_assert_str_eq(component->id, components[_i].id);
    ck_assert_int_eq(component->amount.pence, components[_i].millions * 100000000);
    ck_assert_str_eq(component->formula, components[_i].formula);
    ck_assert_int_eq(component->route, components[_i].route);
    ck_assert_ptr_null(component->decision);
    ck_assert_uint_eq(component->whens.count, components[_i].core_only == NULL ? 0 : 1);
    if (components[_i].core_only != NULL) {
        const bcf_when *when = &component->whens.items[0];
        ck_assert_str_eq(when->setting, "ccg-formula-scope");
        ck_assert_str_eq(when->is, "core-only");
        ck_assert_str_eq(when->use, components[_i].core_only);
    }
}
END_TEST

START_TEST(only_the_preparation_money_waits_for_a_decision)
{
    const bcf_policy *policy = load(HOME "/2014-15/v1/policy.xml");
    ck_assert_uint_eq(policy->component_count, 2);
    ck_assert_ptr_null(policy->components[0].decision);
    ck_assert_str_eq(policy->components[1].id, "preparation");
    ck_assert_str_eq(policy->components[1].decision, "signed-off");
}
END_TEST

static const struct {
    const char *id;
    const char *component;
    int64_t millions;
} earmarks[] = {
    {"carers-breaks", "carers-breaks", 130},
    {"care-act", "social-care-transfer", 135},
    {"capped-cost-system", "social-care-capital", 50},
};

START_TEST(earmarks_are_inside_their_components)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_uint_eq(policy->earmark_count, ROWS_IN(earmarks));
    ck_assert_str_eq(policy->earmarks[_i].id, earmarks[_i].id);
    ck_assert_str_eq(policy->earmarks[_i].component, earmarks[_i].component);
    ck_assert_int_eq(policy->earmarks[_i].amount.pence, earmarks[_i].millions * 100000000);
}
END_TEST

static const struct {
    const char *id;
    const char *values; /* the default first */
} settings[] = {
    {"ccg-share-basis", "programme-allocation target-allocation"},
    {"ccg-formula-scope", "remainder core-only"},
    {"transfer-split", "people programme-allocation"},
    {"p4p-share-basis", "ccg-route whole-pool published"},
    {"conditions-split", "equal all-or-nothing"},
    {"metric-value", "per-payment overall"},
    {"metric-release", "proportional all-or-nothing"},
    {"seventy-per-cent-test", "each-metric mean share-of-metrics"},
    {"seventy-per-cent-scope", "payment plan"},
    {"october-baseline", "plan april-outturn"},
    {"unit", "1 1000 0.01"},
};

START_TEST(readings_of_2015_16_have_these_values_in_this_order)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_uint_eq(policy->setting_count, ROWS_IN(settings));
    ck_assert_str_eq(policy->settings[_i].id, settings[_i].id);
    char values[200] = "";
    size_t length = 0;
    for (size_t i = 0; i < policy->settings[_i].value_count; i++) {
        length += (size_t)snprintf(values + length, sizeof values - length, "%s%s",
                                   i == 0 ? "" : " ", policy->settings[_i].values[i]);
    }
    ck_assert_str_eq(values, settings[_i].values);
}
END_TEST

static const struct {
    const char *id;
    const char *period;
    bcf_level level;
} indicators[] = {
    {"programme-allocation", "2015-16", BCF_LEVEL_CCG},
    {"target-allocation", NULL, BCF_LEVEL_CCG},
    {"existing-ccg", NULL, BCF_LEVEL_CCG},
    {"adult-rnf", "2013-14", BCF_LEVEL_COUNCIL},
    {"dfg", "2015-16", BCF_LEVEL_HOUSING_AUTHORITY},
};

START_TEST(indicators_of_2015_16_have_these_levels_and_periods)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_uint_eq(policy->indicator_count, ROWS_IN(indicators));
    ck_assert_str_eq(policy->indicators[_i].id, indicators[_i].id);
    ck_assert_int_eq(policy->indicators[_i].level, indicators[_i].level);
    ck_assert_pstr_eq(policy->indicators[_i].period, indicators[_i].period);
}
END_TEST

static const struct {
    const char *id;
    bool is_local;
    bcf_better better;
    int64_t scale;
} metrics[] = {
    {"residential-admissions", false, BCF_BETTER_LOWER, 100000},
    {"reablement", false, BCF_BETTER_HIGHER, 100},
    {"delayed-transfers", false, BCF_BETTER_LOWER, 100000},
    {"avoidable-admissions", false, BCF_BETTER_LOWER, 100000},
    {"user-experience", false, BCF_BETTER_HIGHER, 100},
    {"local", true, 0, 0},
};

START_TEST(metrics_have_a_direction_and_a_scale)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_uint_eq(policy->metric_count, ROWS_IN(metrics));
    ck_assert_str_eq(policy->metrics[_i].id, metrics[_i].id);
    ck_assert_int_eq(policy->metrics[_i].is_local, metrics[_i].is_local);
    ck_assert_int_eq(policy->metrics[_i].better, metrics[_i].better);
    ck_assert_int_eq(policy->metrics[_i].scale, metrics[_i].scale);
}
END_TEST

static const struct {
    const char *definition;
    bcf_better better;
    int64_t scale;
} menu[] = {
    {"NHS OF 2.1", BCF_BETTER_HIGHER, 100},   {"NHS OF 2.6i", BCF_BETTER_HIGHER, 100},
    {"NHS OF 3.5", BCF_BETTER_HIGHER, 100},   {"ASCOF 1A", BCF_BETTER_HIGHER, 1},
    {"ASCOF 1H", BCF_BETTER_HIGHER, 100},     {"ASCOF 1D", BCF_BETTER_HIGHER, 1},
    {"PHOF 1.18i", BCF_BETTER_HIGHER, 100},   {"PHOF 2.13ii", BCF_BETTER_LOWER, 100},
    {"PHOF 2.24i", BCF_BETTER_LOWER, 100000},
};

START_TEST(menu_of_local_metrics_is_that_of_paragraph_42)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_uint_eq(policy->menu_count, ROWS_IN(menu));
    const bcf_menu_entry *entry = bcf_policy_menu_entry(policy, menu[_i].definition);
    ck_assert_ptr_eq(entry, &policy->menu[_i]);
    ck_assert_int_eq(entry->better, menu[_i].better);
    ck_assert_int_eq(entry->scale, menu[_i].scale);
    ck_assert_str_eq(entry->cite.paragraph, "42");
}
END_TEST

/* Every part of the performance payment: payment, strand and part in the order of SPEC section 5.
 */
static const struct {
    const char *payment;
    const char *strand;
    const char *part;
    const char *window;  /* NULL: any */
    const char *overall; /* the weight where metrics are of equal value overall; NULL: as it is */
} parts[] = {
    {"2015-04", "april-conditions", "protect-social-care", NULL, NULL},
    {"2015-04", "april-conditions", "seven-day-services", NULL, NULL},
    {"2015-04", "april-conditions", "acute-impact", NULL, NULL},
    {"2015-04", "april-conditions", "accountable-professional", NULL, NULL},
    {"2015-04", "april-metrics", "local", NULL, NULL},
    {"2015-04", "april-metrics", "delayed-transfers", "2014-04..2014-12", NULL},
    {"2015-04", "april-metrics", "avoidable-admissions", "2014-04..2014-09", NULL},
    {"2015-10", "october-metrics", "residential-admissions", "2014-04..2015-03", "3"},
    {"2015-10", "october-metrics", "reablement", "2014-04..2015-03", "3"},
    {"2015-10", "october-metrics", "delayed-transfers", "2015-01..2015-06", NULL},
    {"2015-10", "october-metrics", "avoidable-admissions", "2014-10..2015-03", NULL},
    {"2015-10", "october-metrics", "user-experience", NULL, "3"},
    {"2015-10", "october-metrics", "local", NULL, NULL},
};

static void ck_assert_window(const bcf_part *part, const char *want)
{
    ck_assert_int_eq(part->has_window, want != NULL);
    if (want != NULL) {
        bcf_period window = {0};
        ck_assert_int_eq(bcf_period_parse(&window, want, "window", (bcf_place){0}, &err), BCF_OK);
        ck_assert(bcf_period_equal(part->window, window));
    }
}

START_TEST(performance_payment_hangs_on_these_parts_in_this_order)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    const bcf_performance *performance = policy->performance;
    ck_assert_uint_eq(performance->part_count, ROWS_IN(parts));
    const bcf_part *part = &performance->parts[_i];
    const bcf_strand *strand = &performance->strands[part->strand];
    ck_assert_str_eq(performance->payments[part->payment].id, parts[_i].payment);
    ck_assert_uint_eq(strand->payment, part->payment);
    ck_assert_str_eq(strand->id, parts[_i].strand);
    ck_assert_uint_ge((size_t)_i, strand->first_part);
    ck_assert_uint_lt((size_t)_i, strand->first_part + strand->part_count);
    ck_assert_str_eq(part->id, parts[_i].part);
    ck_assert_str_eq(strand->kind == BCF_STRAND_METRICS ? policy->metrics[part->subject].id
                                                        : policy->conditions[part->subject].id,
                     part->id);
    ck_assert_window(part, parts[_i].window);
    ck_assert_int_eq(part->weight, 1);
    ck_assert_uint_eq(part->whens.count, parts[_i].overall == NULL ? 0 : 1);
    if (parts[_i].overall != NULL) {
        ck_assert_str_eq(part->whens.items[0].setting, "metric-value");
        ck_assert_str_eq(part->whens.items[0].is, "overall");
        ck_assert_str_eq(part->whens.items[0].use, parts[_i].overall);
    }
}
END_TEST

START_TEST(performance_payment_is_a_thousand_million_and_stays_with_the_area)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    const bcf_performance *performance = policy->performance;
    ck_assert_uint_eq(performance->strand_count, 3);
    ck_assert_int_eq(performance->strands[0].kind, BCF_STRAND_CONDITIONS);
    ck_assert_int_eq(performance->strands[0].amount.pence, INT64_C(25000000000));
    ck_assert_int_eq(performance->strands[1].kind, BCF_STRAND_METRICS);
    ck_assert_int_eq(performance->strands[1].amount.pence, INT64_C(25000000000));
    ck_assert_int_eq(performance->strands[2].amount.pence, INT64_C(50000000000));
    ck_assert_int_eq(bcf_ratio_compare_whole(performance->recovery_threshold, 7, 10), 0);
    ck_assert_int_eq(performance->metric_rounding, BCF_ROUND_HALF_AWAY);
    ck_assert(!performance->withdraws);
    ck_assert_str_eq(performance->notice, "These rules of December 2013 were superseded in July "
                                          "2014, before any payment was made");
}
END_TEST

/* The rules of July 2014. */

static const struct {
    const char *payment;
    const char *part;
    const char *baseline; /* NULL: the rest, which hangs on no admissions */
    const char *actual;
} quarters[] = {
    {"2015-04", "out-of-hospital", NULL, NULL},
    {"2015-05", "non-elective", "2014-01..2014-03", "2015-01..2015-03"},
    {"2015-08", "non-elective", "2014-04..2014-06", "2015-04..2015-06"},
    {"2015-11", "non-elective", "2014-07..2014-09", "2015-07..2015-09"},
    {"2016-02", "non-elective", "2014-10..2014-12", "2015-10..2015-12"},
};

static void ck_assert_period(bcf_period got, const char *want)
{
    bcf_period period = {0};
    ck_assert_int_eq(bcf_period_parse(&period, want, "period", (bcf_place){0}, &err), BCF_OK);
    ck_assert_msg(bcf_period_equal(got, period), "not %s", want);
}

START_TEST(rules_of_july_2014_pay_for_these_quarters_in_this_order)
{
    const bcf_policy *policy = load(HOME "/2015-16-revised/v1/policy.xml");
    const bcf_performance *performance = policy->performance;
    const bcf_admissions_rules *rules = performance->admissions;
    ck_assert_uint_eq(performance->payment_count, ROWS_IN(quarters));
    ck_assert_uint_eq(performance->strand_count, ROWS_IN(quarters));
    ck_assert_uint_eq(performance->part_count, ROWS_IN(quarters));
    ck_assert_uint_eq(rules->quarter_count, ROWS_IN(quarters) - 1);
    const bcf_part *part = &performance->parts[_i];
    const bcf_strand *strand = &performance->strands[part->strand];
    ck_assert_str_eq(performance->payments[part->payment].id, quarters[_i].payment);
    ck_assert_str_eq(part->id, quarters[_i].part);
    ck_assert_uint_eq(strand->first_part, (size_t)_i);
    ck_assert_uint_eq(strand->part_count, 1);
    ck_assert_uint_eq(strand->payment, part->payment);
    ck_assert_int_eq(part->has_window, quarters[_i].actual != NULL);
    if (quarters[_i].actual == NULL) {
        ck_assert_int_eq(strand->kind, BCF_STRAND_REST);
        ck_assert_uint_eq(rules->rest_part, (size_t)_i);
        return;
    }
    ck_assert_int_eq(strand->kind, BCF_STRAND_QUARTERS);
    const bcf_quarter *quarter = &rules->quarters[_i - 1];
    ck_assert_uint_eq(quarter->part, (size_t)_i);
    ck_assert_period(quarter->baseline, quarters[_i].baseline);
    ck_assert_period(quarter->actual, quarters[_i].actual);
    ck_assert_period(part->window, quarters[_i].actual);
}
END_TEST

START_TEST(rules_of_july_2014_have_these_figures_and_say_that_they_are_from_memory)
{
    const bcf_policy *policy = load(HOME "/2015-16-revised/v1/policy.xml");
    const bcf_performance *performance = policy->performance;
    const bcf_admissions_rules *rules = performance->admissions;
    ck_assert_ptr_nonnull(rules);
    ck_assert_str_eq(rules->measure, "non-elective");
    ck_assert_str_eq(policy->metrics[rules->metric].id, "non-elective");
    ck_assert_int_eq(policy->metrics[rules->metric].better, BCF_BETTER_LOWER);
    ck_assert_int_eq(policy->metrics[rules->metric].scale, 1);
    ck_assert_int_eq(rules->areas_share.pence, INT64_C(100000000000));
    ck_assert_int_eq(rules->cost.pence, 149000);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, rules->reduction), "7/200");
    ck_assert_int_eq(performance->metric_rounding, BCF_ROUND_HALF_AWAY);
    ck_assert_ptr_null(performance->recovery_threshold);
    ck_assert_ptr_nonnull(performance->from_memory);
    ck_assert_ptr_nonnull(strstr(performance->from_memory, "from memory, not from a document"));
    ck_assert_ptr_null(load(HOME "/2015-16/v1/policy.xml")->performance->from_memory);
    ck_assert_ptr_null(load(HOME "/2015-16/v1/policy.xml")->performance->admissions);
}
END_TEST

static const struct {
    const char *id;
    const char *first; /* the default */
    const char *second;
} settings_of_july_2014[] = {
    {"ccg-share-basis", "programme-allocation", "target-allocation"},
    {"ccg-formula-scope", "remainder", "core-only"},
    {"transfer-split", "people", "programme-allocation"},
    {"p4p-share-basis", "ccg-route", "whole-pool"},
    {"cap-by-plan-profile", "yes", "no"},
    {"clawback", "no", "yes"},
    {"unit", "1", "1000"},
};

START_TEST(rules_of_july_2014_have_these_settings_and_no_other)
{
    const bcf_policy *policy = load(HOME "/2015-16-revised/v1/policy.xml");
    ck_assert_uint_eq(policy->setting_count, ROWS_IN(settings_of_july_2014));
    const bcf_setting *setting = &policy->settings[_i];
    ck_assert_str_eq(setting->id, settings_of_july_2014[_i].id);
    ck_assert_str_eq(setting->values[0], settings_of_july_2014[_i].first);
    ck_assert_str_eq(setting->values[1], settings_of_july_2014[_i].second);
}
END_TEST

START_TEST(fund_of_2016_17_is_two_amounts_and_no_payment_for_performance)
{
    const bcf_policy *policy = load(HOME "/2016-17/v1/policy.xml");
    ck_assert_uint_eq(policy->component_count, 2);
    const bcf_component *minimum = component_of(policy, "ccg-minimum");
    const bcf_component *dfg = component_of(policy, "dfg");
    ck_assert_int_eq(minimum->amount.pence, INT64_C(351900000000));
    ck_assert_int_eq(minimum->route, BCF_ROUTE_CCG);
    ck_assert_int_eq(dfg->amount.pence, INT64_C(39400000000));
    ck_assert_int_eq(dfg->route, BCF_ROUTE_HOUSING_AUTHORITY);
    ck_assert_str_eq(bcf_policy_indicator(policy, "programme-allocation")->period, "2016-17");
    ck_assert_str_eq(bcf_policy_indicator(policy, "dfg")->period, "2016-17");
    ck_assert_int_eq(policy->headline.pence, INT64_C(391300000000));
    ck_assert_ptr_null(policy->performance);
    ck_assert_uint_eq(policy->metric_count, 0);
    ck_assert_uint_eq(policy->setting_count, 1);
}
END_TEST

/* A policy that was released before there were formulas of other kinds has none of them. */
START_TEST(released_policies_share_out_by_published_figures_alone)
{
    const bcf_policy *policy = load(sums[_i].file);
    ck_assert_uint_eq(policy->constant_count, 0);
    for (size_t i = 0; i < policy->formula_count; i++) {
        ck_assert_int_eq(policy->formulas[i].kind, BCF_FORMULA_PUBLISHED);
        ck_assert_uint_eq(policy->formula_order[i], i);
    }
    for (size_t i = 0; i < policy->component_count; i++) {
        const bcf_bounds *bounds = &policy->components[i].bounds;
        ck_assert_ptr_null(bounds->minimum_share);
        ck_assert_ptr_null(bounds->hold_harmless);
        ck_assert_ptr_null(bounds->maximum_growth);
    }
}
END_TEST

/* What a plan is looked at for, and the paragraphs behind. */
static const struct {
    const char *id;
    bcf_check_kind kind;
    const char *paragraph;
} checks[] = {
    {"minimum-pool", BCF_CHECK_MINIMUM_POOL, "22"},
    {"district-minimum", BCF_CHECK_DISTRICT_MINIMUM, "15-16"},
    {"district-passed-down", BCF_CHECK_DISTRICT_PASSED_DOWN, "16"},
    {"earmarks", BCF_CHECK_EARMARKS, "9-10"},
    {"conditions-answered", BCF_CHECK_CONDITIONS_ANSWERED, "31"},
    {"conditions-met", BCF_CHECK_CONDITIONS_MET, "34"},
    {"metrics-complete", BCF_CHECK_METRICS_COMPLETE, "41"},
    {"definition", BCF_CHECK_DEFINITION, "35, 46"},
    {"season", BCF_CHECK_SEASON, "46"},
    {"direction", BCF_CHECK_DIRECTION, "45"},
    {"trend", BCF_CHECK_TREND, "46"},
    {"significance", BCF_CHECK_SIGNIFICANCE, "47"},
    {"local-metric", BCF_CHECK_LOCAL_METRIC, "42-43"},
    {"ccg-consistency", BCF_CHECK_CCG_CONSISTENCY, "45"},
    {"signed-off", BCF_CHECK_SIGNED_OFF, "24, 50"},
    {"in-time", BCF_CHECK_IN_TIME, "58-59"},
    {"contingency-plan", BCF_CHECK_CONTINGENCY_PLAN, "53"},
    {"risk-register", BCF_CHECK_RISK_REGISTER, "28"},
    {"plausible", BCF_CHECK_PLAUSIBLE, "35, 43"},
};

START_TEST(plans_are_checked_for_these_in_this_order)
{
    const bcf_policy *policy = load(HOME "/2015-16/v3/policy.xml");
    ck_assert_uint_eq(policy->assurance->check_count, ROWS_IN(checks));
    const bcf_check *check = &policy->assurance->checks[_i];
    ck_assert_str_eq(check->id, checks[_i].id);
    ck_assert_int_eq(check->kind, checks[_i].kind);
    ck_assert_str_eq(check->cite.source, "guidance");
    ck_assert_str_eq(check->cite.paragraph, checks[_i].paragraph);
}
END_TEST

START_TEST(checks_rest_on_these_figures)
{
    const bcf_policy *policy = load(HOME "/2015-16/v3/policy.xml");
    const bcf_assurance_rules *rules = policy->assurance;
    ck_assert_int_eq(bcf_ratio_compare_whole(rules->level, 95, 100), 0);
    ck_assert_int_eq(bcf_ratio_compare_whole(rules->critical, 196, 100), 0);
    ck_assert_int_eq(rules->trend_points, 3);
    ck_assert_str_eq(rules->hole_measure, "non-elective");
    ck_assert_int_eq(bcf_ratio_compare_whole(rules->hole_fall, 1, 3), 0);
    ck_assert_int_eq(bcf_ratio_compare_whole(rules->hole_people, 1, 100), 0);
    ck_assert_int_eq(rules->first_cut, 20140214);
    ck_assert_int_eq(rules->revised, 20140404);
    ck_assert_int_eq(rules->grant_first, 20150401);
    ck_assert_int_eq(rules->grant_last, 20160331);
    ck_assert_uint_eq(rules->shared_metric_count, 2);
    ck_assert_str_eq(policy->metrics[rules->shared_metrics[0]].id, "reablement");
    ck_assert_str_eq(policy->metrics[rules->shared_metrics[1]].id, "avoidable-admissions");
}
END_TEST

/* An earmark's own amount, by the shares of the component that it is inside. */
static const struct {
    const char *id;
    int64_t pence;
    const char *component;
} purposes[] = {
    {"carers-breaks", INT64_C(13000000000), "carers-breaks"},
    {"reablement", INT64_C(30000000000), "reablement"},
    {"care-act", INT64_C(13500000000), "social-care-transfer"},
};

START_TEST(spend_must_be_planned_on_these)
{
    const bcf_policy *policy = load(HOME "/2015-16/v3/policy.xml");
    ck_assert_uint_eq(policy->assurance->purpose_count, ROWS_IN(purposes));
    const bcf_purpose *purpose = &policy->assurance->purposes[_i];
    ck_assert_str_eq(purpose->id, purposes[_i].id);
    ck_assert_int_eq(purpose->amount.pence, purposes[_i].pence);
    ck_assert_str_eq(policy->components[purpose->component].id, purposes[_i].component);
}
END_TEST

static const char *const unchecked[] = {"/2014-15/v1", "/2014-15/v2",         "/2015-16/v1",
                                        "/2015-16/v2", "/2015-16-revised/v1", "/2016-17/v1"};

START_TEST(a_policy_without_checks_has_none)
{
    const char *file = bcf_arena_print(arena, "%s%s/policy.xml", HOME, unchecked[_i]);
    ck_assert_ptr_null(load(file)->assurance);
}
END_TEST

START_TEST(installed_policies_load_and_say_what_their_folders_say)
{
    glob_t found;
    ck_assert_int_eq(glob(HOME "/*/v*/policy.xml", 0, NULL, &found), 0);
    ck_assert_uint_ge(found.gl_pathc, 6);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const bcf_policy *policy = load(found.gl_pathv[i]);
        char want[200];
        snprintf(want, sizeof want, "%s/%s/v%s/policy.xml", HOME, policy->id, policy->version);
        ck_assert_str_eq(found.gl_pathv[i], want);
    }
    globfree(&found);
}
END_TEST

/* What is refused. */

START_TEST(refused_folder_holds_as_many_faults_as_are_tested)
{
    glob_t found;
    ck_assert_int_eq(glob(REFUSED "*.xml", 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, REFUSED_COUNT);
    globfree(&found);
    ck_assert_int_eq(glob(REFUSED "*", 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, 2 * REFUSED_COUNT);
    globfree(&found);
}
END_TEST

static void ck_assert_one_line(const char *message)
{
    size_t length = strlen(message);
    ck_assert_msg(strchr(message, '\n') == NULL, "%s", message);
    ck_assert_msg(length > 3 && (message[length - 1] != '.' || message[length - 2] == '.'), "%s",
                  message);
    ck_assert_msg(strstr(message, "urn:bcf:policy:1}") == NULL, "%s", message);
}

/* The first line of `<fault>.expect` is the line, the second our words. */
static void ck_assert_expected(const char *file)
{
    char *expect_file = BCF_NEW_ARRAY(arena, strlen(file) + 8, char);
    snprintf(expect_file, strlen(file) + 8, "%.*s.expect", (int)strlen(file) - 4, file);
    char *expect = read_file(expect_file);
    char *line_end = strchr(expect, '\n');
    ck_assert_ptr_nonnull(line_end);
    *line_end = '\0';
    char *words = line_end + 1;
    ck_assert_uint_gt(strcspn(words, "\n"), 0);
    words[strcspn(words, "\n")] = '\0';

    const char *start = bcf_arena_print(arena, "%s:%s: ", file, expect);
    ck_assert_msg(strncmp(err.messages[0], start, strlen(start)) == 0, "%s instead of line %s",
                  err.messages[0], expect);
    ck_assert_msg(strstr(err.messages[0], words) != NULL, "%s instead of: %s", err.messages[0],
                  words);
}

START_TEST(faulty_policies_are_refused_with_line_and_words)
{
    glob_t found;
    ck_assert_int_eq(glob(REFUSED "*.xml", 0, NULL, &found), 0);
    ck_assert_uint_gt(found.gl_pathc, (size_t)_i);
    const char *file = found.gl_pathv[_i];
    const bcf_policy *policy = NULL;
    bcf_code code = bcf_policy_load(&policy, arena, file, SCHEMA, &err);
    ck_assert_msg(code != BCF_OK, "%s was accepted", file);
    ck_assert_int_eq(err.code, code);
    ck_assert_ptr_null(policy);
    ck_assert_uint_gt(err.count, 0);
    ck_assert_expected(file);
    for (size_t i = 0; i < err.count; i++) {
        ck_assert_one_line(err.messages[i]);
    }
    globfree(&found);
}
END_TEST

/* libxml2 writes on standard error where nobody tells it otherwise. */
START_TEST(refusing_prints_nothing)
{
    int out = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    int before = dup(STDERR_FILENO);
    ck_assert_int_ge(out, 0);
    ck_assert_int_ge(before, 0);
    ck_assert_int_ge(dup2(out, STDERR_FILENO), 0);
    glob_t found;
    int globbed = glob(REFUSED "*.xml", 0, NULL, &found);
    size_t refused = 0;
    for (size_t i = 0; globbed == 0 && i < found.gl_pathc; i++) {
        const bcf_policy *policy = NULL;
        err = (bcf_error){0};
        refused += bcf_policy_load(&policy, arena, found.gl_pathv[i], SCHEMA, &err) != BCF_OK;
    }
    globfree(&found);
    off_t printed = lseek(out, 0, SEEK_END);
    ck_assert_int_ge(dup2(before, STDERR_FILENO), 0);
    close(before);
    close(out);
    ck_assert_uint_eq(refused, REFUSED_COUNT);
    ck_assert_int_eq(printed, 0);
}
END_TEST

START_TEST(all_problems_are_named_at_once)
{
    char *text = read_file(HOME "/2015-16/v1/policy.xml");
    /* the first spoils the form, so that what must agree is not even looked at */
    char *rounding = strstr(text, "half-away");
    char *route = strstr(text, "route=\"council\"");
    ck_assert_ptr_nonnull(rounding);
    ck_assert_ptr_nonnull(route);
    memcpy(rounding, "half-gone", 9);
    memcpy(route, "route=\"coventy\"", 15);
    write_file(path, text, strlen(text));
    const bcf_policy *policy = NULL;
    ck_assert_int_eq(bcf_policy_load(&policy, arena, path, SCHEMA, &err), BCF_REFUSED_FORM);
    ck_assert_uint_eq(err.count, 2);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "'coventy'"));
    ck_assert_ptr_nonnull(strstr(err.messages[1], "'half-gone'"));
}
END_TEST

START_TEST(a_file_of_two_gigabytes_is_refused_at_once)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(ftruncate(file, (off_t)2 * 1024 * 1024 * 1024), 0);
    close(file);
    ck_assert_refused(path, SCHEMA, BCF_REFUSED_FILE, "is larger than 1048576 bytes");
}
END_TEST

START_TEST(a_tag_without_end_is_refused_before_libxml2_compares_its_attributes)
{
    size_t length = 900000;
    char *text = BCF_NEW_ARRAY(arena, length + 64, char);
    size_t used = (size_t)snprintf(text, 64, "<policy xmlns=\"urn:bcf:policy:1\"");
    for (unsigned i = 0; used < length; i++) {
        used += (size_t)snprintf(text + used, 32, " a%u=\"\"", i);
    }
    used += (size_t)snprintf(text + used, 8, "/>");
    write_file(path, text, used);
    ck_assert_refused(path, SCHEMA, BCF_REFUSED_FORM, "without a tag");
}
END_TEST

START_TEST(an_element_of_many_attributes_is_refused)
{
    char text[4096];
    size_t used = (size_t)snprintf(text, sizeof text, "<policy xmlns=\"urn:bcf:policy:1\"");
    for (unsigned i = 0; i < 100; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used, " a%u=\"\"", i);
    }
    used += (size_t)snprintf(text + used, sizeof text - used, "/>");
    write_file(path, text, used);
    ck_assert_refused(path, SCHEMA, BCF_REFUSED_FORM, "too many attributes");
}
END_TEST

START_TEST(a_folder_is_refused)
{
    ck_assert_refused(folder, SCHEMA, BCF_REFUSED_FILE, "is not a regular file");
}
END_TEST

START_TEST(a_pipe_is_refused_without_waiting_for_a_writer)
{
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_refused(path, SCHEMA, BCF_REFUSED_FILE, "is not a regular file");
}
END_TEST

START_TEST(a_missing_file_is_refused_by_name)
{
    ck_assert_refused("/nowhere/policy.xml", SCHEMA, BCF_REFUSED_FILE,
                      "/nowhere/policy.xml: cannot be opened: ");
}
END_TEST

START_TEST(a_missing_schema_is_refused_by_name)
{
    ck_assert_refused(HOME "/2015-16/v1/policy.xml", "/nowhere/policy.xsd", BCF_REFUSED_FILE,
                      "/nowhere/policy.xsd: cannot be opened: ");
}
END_TEST

START_TEST(a_schema_that_is_none_is_refused)
{
    const bcf_policy *policy = NULL;
    const char *file = HOME "/2015-16/v1/policy.xml";
    ck_assert_int_eq(bcf_policy_load(&policy, arena, file, file, &err), BCF_REFUSED_FORM);
    ck_assert_ptr_null(policy);
    ck_assert_uint_gt(err.count, 0);
}
END_TEST

/* A schema is a file of the user's too: one that allows more must not lead us astray. */
START_TEST(what_a_laxer_schema_lets_through_is_refused_all_the_same)
{
    static const char lax[] = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
                              " targetNamespace=\"urn:bcf:policy:1\">"
                              "<xs:element name=\"policy\"/></xs:schema>";
    write_file(path, lax, strlen(lax));
    glob_t found;
    ck_assert_int_eq(glob(REFUSED "*.xml", 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, REFUSED_COUNT);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const bcf_policy *policy = NULL;
        err = (bcf_error){0};
        bcf_code code = bcf_policy_load(&policy, arena, found.gl_pathv[i], path, &err);
        /* some faults only a schema sees; none may stop the program */
        ck_assert_int_eq(code == BCF_OK, policy != NULL);
        ck_assert_int_eq(code, err.code);
    }
    globfree(&found);
}
END_TEST

/* The canonical form. */

static const struct {
    const char *name;
    const char *from;
    const char *to;
} same[] = {
    {"a comment", "<sources>", "<!-- said aside --><sources>"},
    {"another order of attributes", "<source id=\"bcf\" publisher=\"the bcf project\"",
     "<source publisher=\"the bcf project\" id=\"bcf\""},
    {"line ends of another system", "</sources>\n\n", "</sources>\r\n\r\n"},
    {"other quotes", "level=\"council\"", "level='council'"},
    {"a character by its number", "Transfer from health", "Transfer from &#x68;ealth"},
};

/* The released policy with the first `from` replaced, in the file `path`. */
static void write_changed(const char *from, const char *to)
{
    char *text = read_file(HOME "/2015-16/v1/policy.xml");
    char *at = strstr(text, from);
    ck_assert_msg(at != NULL, "no %s", from);
    const char *changed =
        bcf_arena_print(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    write_file(path, changed, strlen(changed));
}

START_TEST(canonical_form_does_not_depend_on_how_a_policy_is_written)
{
    const bcf_policy *released = load(HOME "/2015-16/v1/policy.xml");
    write_changed(same[_i].from, same[_i].to);
    const bcf_policy *rewritten = load(path);
    ck_assert_msg(strcmp(rewritten->canonical, released->canonical) == 0, "%s", same[_i].name);
    ck_assert_uint_eq(strlen(released->canonical), released->canonical_length);
    ck_assert_ptr_null(rewritten->home);
}
END_TEST

START_TEST(canonical_form_shows_a_changed_figure)
{
    const bcf_policy *released = load(HOME "/2015-16/v1/policy.xml");
    write_changed("\"134000000.00\"", "\"134000000.01\"");
    ck_assert_str_ne(load(path)->canonical, released->canonical);
}
END_TEST

/* Which policy is meant. */

static const struct {
    const char *name;
    const char *wanted;
    const char *path;
} located[] = {
    {"an id, whose default is the fourth version", "2015-16", HOME "/2015-16/v4/policy.xml"},
    {"an id, whose default is the first version", "2014-15", HOME "/2014-15/v1/policy.xml"},
    {"an id without a default", "2015-16-revised", HOME "/2015-16-revised/v2/policy.xml"},
    {"an id and a version that is not the default", "2015-16/v2", HOME "/2015-16/v2/policy.xml"},
    {"an id and a version", "2014-15/v1", HOME "/2014-15/v1/policy.xml"},
    {"a file", HOME "/2014-15/v1/policy.xml", HOME "/2014-15/v1/policy.xml"},
    {"a folder", HOME "/2014-15/v1", HOME "/2014-15/v1/policy.xml"},
};

START_TEST(policies_are_found)
{
    const char *found = NULL;
    bcf_code code = bcf_policy_locate(&found, arena, located[_i].wanted, HOME, &err);
    ck_assert_msg(code == BCF_OK, "%s: %s", located[_i].name, err.messages[0]);
    ck_assert_str_eq(found, located[_i].path);
}
END_TEST

static const struct {
    const char *name;
    const char *wanted;
} not_located[] = {
    {"a year that is not installed", "2031-32"},
    {"a version that is not installed", "2015-16/v999"},
    {"nothing", ""},
    {"a way out of the folder", "../formulas/2015-16"},
    {"a file that is missing", "/nowhere/policy.xml"},
    {"a folder without a policy", BCF_ROOT "/tests"},
    {"a version with a leading zero", "2015-16/v01"},
};

START_TEST(policies_that_are_not_there_are_refused_with_those_that_are)
{
    const char *found = NULL;
    bcf_code code = bcf_policy_locate(&found, arena, not_located[_i].wanted, HOME, &err);
    ck_assert_msg(code == BCF_REFUSED_USAGE, "%s", not_located[_i].name);
    ck_assert_ptr_null(found);
    ck_assert_msg(
        strstr(err.messages[0], "2014-15/v1, 2014-15/v2, 2015-16/v1, 2015-16/v2, 2015-16/v3")
            != NULL,
        "%s", err.messages[0]);
}
END_TEST

START_TEST(version_10_is_higher_than_version_9)
{
    static const char *const versions[] = {"v9", "v10", "v2", "v010", "vx", "v"};
    const char *year = bcf_arena_print(arena, "%s/2031-32", folder);
    ck_assert_int_eq(mkdir(year, 0700), 0);
    for (size_t i = 0; i < 6; i++) {
        const char *version = bcf_arena_print(arena, "%s/%s", year, versions[i]);
        ck_assert_int_eq(mkdir(version, 0700), 0);
        write_file(bcf_arena_print(arena, "%s/policy.xml", version), "", 0);
    }
    const char *found = NULL;
    bcf_code code = bcf_policy_locate(&found, arena, "2031-32", folder, &err);
    /* first tidied up, so that what fails below fails alone */
    for (size_t i = 0; i < 6; i++) {
        ck_assert_int_eq(unlink(bcf_arena_print(arena, "%s/%s/policy.xml", year, versions[i])), 0);
        ck_assert_int_eq(rmdir(bcf_arena_print(arena, "%s/%s", year, versions[i])), 0);
    }
    ck_assert_int_eq(rmdir(year), 0);
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_str_eq(found, bcf_arena_print(arena, "%s/v10/policy.xml", year));
}
END_TEST

/* HOME/<id>/default: which version an id alone stands for. */
static const struct {
    const char *name;
    const char *text;  /* of the file; NULL: there is none */
    const char *found; /* NULL: refused, with these words */
    const char *words;
} defaults[] = {
    {"no file: the highest", NULL, "v3", NULL},
    {"a version", "v2\n", "v2", NULL},
    {"a version without line end", "v2", "v2", NULL},
    {"a line end of another system", "v2\r\n", "v2", NULL},
    {"the first line alone", "v2\nv3\n", "v2", NULL},
    {"the highest", "v3\n", "v3", NULL},
    {"a version that is not there", "v4\n", NULL, "policy '2031-32' has no version 'v4'"},
    {"a number", "2\n", NULL, "policy '2031-32' has no version '2'"},
    {"nothing", "", NULL, "policy '2031-32' has no version ''"},
    {"an empty line first", "\nv2\n", NULL, "policy '2031-32' has no version ''"},
    {"a space behind", "v2 \n", NULL, "policy '2031-32' has no version 'v2 '"},
    {"a way to another policy", "../2030-31/v2\n", NULL, "has no version '../2030-31/v2'"},
    {"a version of which only the beginning is there",
     "v20000000000000000000000000000000000000000\n", NULL, "has no version 'v2000"},
};

START_TEST(the_default_is_the_version_that_its_file_names)
{
    const char *year = bcf_arena_print(arena, "%s/2031-32", folder);
    const char *file = bcf_arena_print(arena, "%s/default", year);
    ck_assert_int_eq(mkdir(year, 0700), 0);
    for (int version = 1; version <= 3; version++) {
        ck_assert_int_eq(mkdir(bcf_arena_print(arena, "%s/v%d", year, version), 0700), 0);
        write_file(bcf_arena_print(arena, "%s/v%d/policy.xml", year, version), "", 0);
    }
    if (defaults[_i].text != NULL) {
        write_file(file, defaults[_i].text, strlen(defaults[_i].text));
    }
    const char *found = NULL;
    const char *by_version = NULL;
    bcf_error none = {0};
    bcf_code code = bcf_policy_locate(&found, arena, "2031-32", folder, &err);
    bcf_code version_code = bcf_policy_locate(&by_version, arena, "2031-32/v1", folder, &none);
    /* first tidied up, so that what fails below fails alone */
    for (int version = 1; version <= 3; version++) {
        unlink(bcf_arena_print(arena, "%s/v%d/policy.xml", year, version));
        rmdir(bcf_arena_print(arena, "%s/v%d", year, version));
    }
    unlink(file);
    ck_assert_int_eq(rmdir(year), 0);

    ck_assert_int_eq(version_code, BCF_OK); /* whatever the default is */
    ck_assert_str_eq(by_version, bcf_arena_print(arena, "%s/v1/policy.xml", year));
    if (defaults[_i].found != NULL) {
        ck_assert_msg(code == BCF_OK, "%s: %s", defaults[_i].name, err.messages[0]);
        ck_assert_str_eq(found,
                         bcf_arena_print(arena, "%s/%s/policy.xml", year, defaults[_i].found));
        return;
    }
    ck_assert_msg(code == BCF_REFUSED_POLICY, "%s", defaults[_i].name);
    const char *place = bcf_arena_print(arena, "%s:1: ", file);
    ck_assert_msg(strncmp(err.messages[0], place, strlen(place)) == 0
                      && strstr(err.messages[0], defaults[_i].words) != NULL,
                  "%s: %s", defaults[_i].name, err.messages[0]);
}
END_TEST

START_TEST(without_a_home_only_files_are_found)
{
    const char *found = NULL;
    ck_assert_int_eq(bcf_policy_locate(&found, arena, "2015-16", NULL, &err), BCF_REFUSED_USAGE);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "there is: none"));
}
END_TEST

START_TEST(an_id_that_is_nearly_right_is_suggested)
{
    const char *found = NULL;
    ck_assert_int_eq(bcf_policy_locate(&found, arena, "2015-61", HOME, &err), BCF_REFUSED_USAGE);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "(did you mean '2015-16'?)"));
}
END_TEST

START_TEST(installed_policies_are_listed_with_the_one_that_an_id_means)
{
    const bcf_installed_policy *items = NULL;
    size_t count = 0;
    ck_assert_int_eq(bcf_policy_installed(&items, &count, arena, HOME, SCHEMA, &err), BCF_OK);
    ck_assert_uint_gt(count, 6);
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        const char *named = NULL;
        const char *alone = NULL;
        const char *name = bcf_arena_print(arena, "%s/%s", items[i].id, items[i].version);
        ck_assert_int_eq(bcf_policy_locate(&named, arena, name, HOME, &err), BCF_OK);
        ck_assert_int_eq(bcf_policy_locate(&alone, arena, items[i].id, HOME, &err), BCF_OK);
        ck_assert_msg(items[i].is_taken == (strcmp(named, alone) == 0), "%s", name);
        ck_assert_str_eq(items[i].title, load(named)->title);
        taken += items[i].is_taken;
    }
    ck_assert_uint_gt(taken, 3);
    ck_assert_int_eq(bcf_policy_installed(&items, &count, arena, "no such folder", SCHEMA, &err),
                     BCF_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(the_names_of_a_policy_end_with_null)
{
    const bcf_policy *policy = load(bcf_arena_print(arena, "%s/2015-16/v1/policy.xml", HOME));
    const char *const *names = bcf_policy_names(arena, policy, BCF_NAME_COMPONENT);
    size_t count = 0;
    while (names[count] != NULL) {
        ck_assert_int_eq(bcf_policy_find(policy, BCF_NAME_COMPONENT, names[count]), (int)count);
        count++;
    }
    ck_assert_uint_eq(count, policy->component_count);
}
END_TEST

/* Names that a dataset may use. */

static const struct {
    bcf_name_kind kind;
    const char *name;
    bool known;
} names[] = {
    {BCF_NAME_COMPONENT, "preparation", true},
    {BCF_NAME_COMPONENT, "nhs-core", true},
    {BCF_NAME_METRIC, "reablement", true},
    {BCF_NAME_METRIC, "nhs-core", false},
    {BCF_NAME_PAYMENT, "2015-10", true},
    {BCF_NAME_PAYMENT, "2031-04", false},
    {BCF_NAME_CONDITION, "data-sharing", true},
    {BCF_NAME_CONDITION, "", false},
    {BCF_NAME_INDICATOR, "dfg", true},
    {BCF_NAME_INDICATOR, "DFG", false},
    {BCF_NAME_PART, "out-of-hospital", true},
    {BCF_NAME_PART, "nhs-core", false},
    {BCF_NAME_PART, "local", true},
    {BCF_NAME_METRIC, "non-elective", true},
    {BCF_NAME_METRIC, "out-of-hospital", false},
    {BCF_NAME_PAYMENT, "2016-02", true},
    {BCF_NAME_COMPONENT, "ccg-minimum", true},
};

START_TEST(names_of_any_installed_policy_are_known)
{
    bool known = !names[_i].known;
    bcf_code code = bcf_policy_known_elsewhere(&known, arena, HOME, SCHEMA, names[_i].kind,
                                               names[_i].name, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    ck_assert_msg(known == names[_i].known, "%s", names[_i].name);
}
END_TEST

START_TEST(names_are_found_by_their_place)
{
    const bcf_policy *policy = load(HOME "/2015-16/v1/policy.xml");
    ck_assert_int_eq(bcf_policy_find(policy, BCF_NAME_METRIC, "reablement"), 1);
    ck_assert_int_eq(bcf_policy_find(policy, BCF_NAME_COMPONENT, "reablement"), 1);
    ck_assert_int_eq(bcf_policy_find(policy, BCF_NAME_CONDITION, "acute-impact"), 5);
    ck_assert_int_eq(bcf_policy_find(policy, BCF_NAME_PAYMENT, "2015-05"), -1);
    ck_assert_ptr_null(bcf_policy_setting(policy, "units"));
    ck_assert_ptr_null(bcf_policy_formula(policy, "rnf"));
    ck_assert_ptr_null(bcf_policy_indicator(policy, "rnf"));
    ck_assert_ptr_null(bcf_policy_menu_entry(policy, "PHOF 2.24"));
}
END_TEST

static void add_released(Suite *suite)
{
    TCase *tcase = tcase_create("released");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, released_policies_load_side_by_side);
    ADD_ROWS(tcase, second_versions_hold_these_amounts_beside_those_of_the_first, second_versions);
    ADD_ROWS(tcase, second_versions_differ_in_nothing_else, second_versions);
    ADD_ROWS(tcase, components_add_up_to_what_was_announced, sums);
    ADD_ROWS(tcase, fund_of_2015_16_has_these_components_in_this_order, components);
    tcase_add_test(tcase, only_the_preparation_money_waits_for_a_decision);
    ADD_ROWS(tcase, earmarks_are_inside_their_components, earmarks);
    ADD_ROWS(tcase, readings_of_2015_16_have_these_values_in_this_order, settings);
    ADD_ROWS(tcase, indicators_of_2015_16_have_these_levels_and_periods, indicators);
    ADD_ROWS(tcase, metrics_have_a_direction_and_a_scale, metrics);
    ADD_ROWS(tcase, menu_of_local_metrics_is_that_of_paragraph_42, menu);
    ADD_ROWS(tcase, plans_are_checked_for_these_in_this_order, checks);
    tcase_add_test(tcase, checks_rest_on_these_figures);
    ADD_ROWS(tcase, spend_must_be_planned_on_these, purposes);
    ADD_ROWS(tcase, a_policy_without_checks_has_none, unchecked);
    ADD_ROWS(tcase, performance_payment_hangs_on_these_parts_in_this_order, parts);
    tcase_add_test(tcase, performance_payment_is_a_thousand_million_and_stays_with_the_area);
    ADD_ROWS(tcase, rules_of_july_2014_pay_for_these_quarters_in_this_order, quarters);
    tcase_add_test(tcase, rules_of_july_2014_have_these_figures_and_say_that_they_are_from_memory);
    ADD_ROWS(tcase, rules_of_july_2014_have_these_settings_and_no_other, settings_of_july_2014);
    tcase_add_test(tcase, fund_of_2016_17_is_two_amounts_and_no_payment_for_performance);
    ADD_ROWS(tcase, released_policies_share_out_by_published_figures_alone, sums);
    tcase_add_test(tcase, installed_policies_load_and_say_what_their_folders_say);
    suite_add_tcase(suite, tcase);
}

static void add_refused(Suite *suite)
{
    TCase *tcase = tcase_create("refused");
    tcase_add_unchecked_fixture(tcase, make_folder, remove_folder);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, refused_folder_holds_as_many_faults_as_are_tested);
    tcase_add_loop_test(tcase, faulty_policies_are_refused_with_line_and_words, 0, REFUSED_COUNT);
    tcase_add_test(tcase, refusing_prints_nothing);
    tcase_add_test(tcase, all_problems_are_named_at_once);
    tcase_add_test(tcase, a_file_of_two_gigabytes_is_refused_at_once);
    tcase_add_test(tcase, a_tag_without_end_is_refused_before_libxml2_compares_its_attributes);
    tcase_add_test(tcase, an_element_of_many_attributes_is_refused);
    tcase_add_test(tcase, a_folder_is_refused);
    tcase_add_test(tcase, a_pipe_is_refused_without_waiting_for_a_writer);
    tcase_add_test(tcase, a_missing_file_is_refused_by_name);
    tcase_add_test(tcase, a_missing_schema_is_refused_by_name);
    tcase_add_test(tcase, a_schema_that_is_none_is_refused);
    tcase_add_test(tcase, what_a_laxer_schema_lets_through_is_refused_all_the_same);
    suite_add_tcase(suite, tcase);
}

static void add_names(Suite *suite)
{
    TCase *tcase = tcase_create("names");
    tcase_add_unchecked_fixture(tcase, make_folder, remove_folder);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, canonical_form_does_not_depend_on_how_a_policy_is_written, same);
    tcase_add_test(tcase, canonical_form_shows_a_changed_figure);
    ADD_ROWS(tcase, policies_are_found, located);
    ADD_ROWS(tcase, policies_that_are_not_there_are_refused_with_those_that_are, not_located);
    tcase_add_test(tcase, version_10_is_higher_than_version_9);
    ADD_ROWS(tcase, the_default_is_the_version_that_its_file_names, defaults);
    tcase_add_test(tcase, without_a_home_only_files_are_found);
    tcase_add_test(tcase, an_id_that_is_nearly_right_is_suggested);
    tcase_add_test(tcase, installed_policies_are_listed_with_the_one_that_an_id_means);
    tcase_add_test(tcase, the_names_of_a_policy_end_with_null);
    ADD_ROWS(tcase, names_of_any_installed_policy_are_known, names);
    tcase_add_test(tcase, names_are_found_by_their_place);
    suite_add_tcase(suite, tcase);
}

static Suite *policy_suite(void)
{
    Suite *suite = suite_create("policy");
    add_released(suite);
    add_refused(suite);
    add_names(suite);
    return suite;
}

RUN_SUITE(policy_suite)

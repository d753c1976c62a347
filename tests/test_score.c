/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "score.h"

#include "support/case.h"

#include <signal.h>

#define AMBITIONS                                                                                  \
    "hwb,metric,payment,definition,baseline_period,baseline_numerator,baseline_denominator,"       \
    "ambition_numerator,ambition_denominator,status\n"
#define OUTTURN "hwb,metric,payment,definition,period,numerator,denominator,status\n"
#define LOCAL_METRICS "hwb,definition,title,better,scale,criteria\n"

#define PUBLISHED BCF_STATUS_PUBLISHED
#define DERIVED BCF_STATUS_DERIVED
#define ILLUSTRATIVE BCF_STATUS_ILLUSTRATIVE

static const bcf_policy *policy;
static bcf_settings *settings;

static void take_policy(const char *path)
{
    policy = case_policy(path);
    settings = bcf_settings_new(arena, policy);
}

static void set_up(void)
{
    case_open();
    case_put_manifest("");
    take_policy(FORMULAS "/2015-16/v1/policy.xml");
}

static size_t part_of(const char *payment, const char *id)
{
    const bcf_performance *performance = policy->performance;
    for (size_t i = 0; i < performance->part_count; i++) {
        if (strcmp(performance->parts[i].id, id) == 0
            && strcmp(performance->payments[performance->parts[i].payment].id, payment) == 0) {
            return i;
        }
    }
    ck_abort_msg("no part '%s' in payment '%s'", id, payment);
    return 0;
}

static bcf_code scored(const bcf_scores **scores, const bcf_figures *figures)
{
    return bcf_score_boards(scores, arena, figures, settings, NULL, &notes, &err);
}

/* The scores of what was put, none refused. */
static const bcf_scores *scores_of_tables(void)
{
    const bcf_scores *scores = NULL;
    bcf_code code = scored(&scores, case_figures(policy));
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return scores;
}

/* The fraction as it is written, or "" for none. */
static const char *exact(const bcf_ratio *ratio)
{
    return ratio == NULL ? "" : bcf_ratio_exact_text(arena, ratio);
}

static const struct {
    const char *name;
    const char *setting; /* or NULL */
    const char *payment;
    const char *part;
    const char *ambitions;
    const char *outturn;
    /* What is expected of H1, "" for none: rates, in lowest terms. */
    const char *baseline;
    const char *ambition;
    const char *actual;
    const char *achievement;
    bcf_score_status status;
} rows[] = {
    {"half of the way down", NULL, "2015-04", "avoidable-admissions",
     "H1,avoidable-admissions,2015-04,v1,2013-04..2013-09,100,1000,80,1000,published\n",
     "H1,avoidable-admissions,2015-04,v1,2014-04..2014-09,90,1000,published\n", "10000", "8000",
     "9000", "1/2", BCF_SCORE_PARTLY},
    {"half of the way up", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n", "80", "90", "85", "1/2",
     BCF_SCORE_PARTLY},
    {"exactly what was wanted", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,9,10,published\n", "80", "90", "90", "1",
     BCF_SCORE_ACHIEVED},
    {"the least bit less than wanted", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,899999999,1000000000,published\n", "80", "90",
     "899999999/10000000", "99999999/100000000", BCF_SCORE_PARTLY},
    {"more than was wanted is not capped", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,95,100,published\n", "80", "90", "95", "3/2",
     BCF_SCORE_ACHIEVED},
    {"where it began", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,80,100,published\n", "80", "90", "80", "0",
     BCF_SCORE_NOT_ACHIEVED},
    {"the least bit better", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,800000001,1000000000,published\n", "80", "90",
     "800000001/10000000", "1/100000000", BCF_SCORE_PARTLY},
    {"worse is below zero", NULL, "2015-04", "avoidable-admissions",
     "H1,avoidable-admissions,2015-04,v1,2013-04..2013-09,100,1000,80,1000,published\n",
     "H1,avoidable-admissions,2015-04,v1,2014-04..2014-09,110,1000,published\n", "10000", "8000",
     "11000", "-1/2", BCF_SCORE_NOT_ACHIEVED},
    {"an ambition that is the baseline", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,80,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n", "80", "80", "85", "",
     BCF_SCORE_NO_AMBITION},
    {"an ambition to get worse, not yet measured", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,79,100,published\n", "", "80", "79", "", "",
     BCF_SCORE_NO_AMBITION},
    {"nothing was measured", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n", "", "80", "90", "", "",
     BCF_SCORE_NOT_ASSESSED},
    {"without a baseline nothing is measured from it", NULL, "2015-10", "reablement", "",
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n", "", "", "", "",
     BCF_SCORE_NOT_ASSESSED},
    {"another definition, though nothing was promised", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,80,100,published\n",
     "H1,reablement,2015-10,v2,2014-04..2015-03,85,100,published\n", "80", "80", "", "",
     BCF_SCORE_DEFINITION_MISMATCH},
    {"other months than those paid for, though nothing was promised", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,80,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-02,85,100,published\n", "80", "80", "85", "",
     BCF_SCORE_PERIOD_MISMATCH},
    {"a baseline of another season", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v1,2013-03..2014-02,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n", "80", "90", "85", "",
     BCF_SCORE_PERIOD_MISMATCH},
    {"where no months are fixed, a baseline of another season", NULL, "2015-04", "local",
     "H1,local,2015-04,NHS OF 2.1,2013-04..2013-09,80,100,90,100,published\n",
     "H1,local,2015-04,NHS OF 2.1,2014-05..2014-10,85,100,published\n", "80", "90", "85", "",
     BCF_SCORE_PERIOD_MISMATCH},
    {"where no months are fixed, any will do", NULL, "2015-04", "local",
     "H1,local,2015-04,NHS OF 2.1,2012-05..2012-10,80,100,90,100,published\n",
     "H1,local,2015-04,NHS OF 2.1,2014-05..2014-10,85,100,published\n", "80", "90", "85", "1/2",
     BCF_SCORE_PARTLY},
    {"of several measurements, the one of the months paid for: the last", NULL, "2015-10",
     "reablement", "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-01..2014-06,81,100,published\n"
     "H1,reablement,2015-10,v1,2014-02..2014-07,82,100,published\n"
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n",
     "80", "90", "85", "1/2", BCF_SCORE_PARTLY},
    {"of several measurements, the one of the months paid for: the first", NULL, "2015-10",
     "reablement", "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n"
     "H1,reablement,2015-10,v1,2014-05..2015-04,82,100,published\n",
     "80", "90", "85", "1/2", BCF_SCORE_PARTLY},
    {"the right months of another definition do not help", NULL, "2015-10", "reablement",
     "H1,reablement,2015-10,v2,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,81,100,published\n"
     "H1,reablement,2015-10,v2,2014-01..2014-06,82,100,published\n"
     "H1,reablement,2015-10,v3,2014-04..2015-03,85,100,published\n",
     "80", "90", "82", "", BCF_SCORE_PERIOD_MISMATCH},
    {"where no months are fixed, another definition is no second period", NULL, "2015-04", "local",
     "H1,local,2015-04,NHS OF 2.1,2013-05..2013-10,80,100,90,100,published\n",
     "H1,local,2015-04,ASCOF 1A,2014-05..2014-10,1,1,published\n"
     "H1,local,2015-04,NHS OF 2.1,2014-05..2014-10,85,100,published\n"
     "H1,local,2015-04,PHOF 1.18i,2014-05..2014-10,1,1,published\n",
     "80", "90", "85", "1/2", BCF_SCORE_PARTLY},
    {"the menu's direction and scale", NULL, "2015-04", "local",
     "H1,local,2015-04,PHOF 2.24i,2013-05..2013-10,8,1000,4,1000,published\n",
     "H1,local,2015-04,PHOF 2.24i,2014-05..2014-10,5,1000,published\n", "800", "400", "500", "3/4",
     BCF_SCORE_PARTLY},
    {"a board's own direction and scale", NULL, "2015-04", "local",
     "H1,local,2015-04,calls,2013-05..2013-10,8,10,4,10,published\n",
     "H1,local,2015-04,calls,2014-05..2014-10,5,10,published\n", "80", "40", "50", "3/4",
     BCF_SCORE_PARTLY},
    {"October from April's outturn, for its own months", "october-baseline=april-outturn",
     "2015-10", "delayed-transfers",
     "H1,delayed-transfers,2015-10,v1,2014-01..2014-06,100,1000,50,1000,published\n",
     "H1,delayed-transfers,2015-04,v1,2014-04..2014-12,90,1000,published\n"
     "H1,delayed-transfers,2015-10,v1,2015-01..2015-06,55,1000,published\n",
     "6000", "5000", "5500", "1/2", BCF_SCORE_PARTLY}, /* 9,000 in nine months, six here */
    {"October from April's outturn: its season is not checked", "october-baseline=april-outturn",
     "2015-10", "delayed-transfers",
     "H1,delayed-transfers,2015-10,v1,2013-04..2013-12,100,1000,50,1000,published\n",
     "H1,delayed-transfers,2015-04,v1,2014-04..2014-12,90,1000,published\n"
     "H1,delayed-transfers,2015-10,v1,2015-01..2015-06,55,1000,published\n",
     "6000", "5000", "5500", "1/2", BCF_SCORE_PARTLY},
    {"October from April's outturn: the months paid for are", "october-baseline=april-outturn",
     "2015-10", "delayed-transfers",
     "H1,delayed-transfers,2015-10,v1,2014-01..2014-06,100,1000,50,1000,published\n",
     "H1,delayed-transfers,2015-04,v1,2014-04..2014-12,90,1000,published\n"
     "H1,delayed-transfers,2015-10,v1,2015-01..2015-05,55,1000,published\n",
     "6000", "5000", "5500", "", BCF_SCORE_PERIOD_MISMATCH},
    {"October from the plan where April was not measured", "october-baseline=april-outturn",
     "2015-10", "delayed-transfers",
     "H1,delayed-transfers,2015-10,v1,2014-01..2014-06,100,1000,50,1000,published\n",
     "H1,delayed-transfers,2015-10,v1,2015-01..2015-06,55,1000,published\n", "10000", "5000",
     "5500", "9/10", BCF_SCORE_PARTLY},
    {"October from the plan where April has another definition", "october-baseline=april-outturn",
     "2015-10", "delayed-transfers",
     "H1,delayed-transfers,2015-10,v1,2014-01..2014-06,100,1000,50,1000,published\n"
     "H1,delayed-transfers,2015-04,v2,2013-04..2013-12,100,1000,50,1000,published\n",
     "H1,delayed-transfers,2015-04,v2,2014-04..2014-12,90,1000,published\n"
     "H1,delayed-transfers,2015-10,v1,2015-01..2015-06,55,1000,published\n",
     "10000", "5000", "5500", "9/10", BCF_SCORE_PARTLY},
    {"the plan's baseline counts in the first reading", NULL, "2015-10", "delayed-transfers",
     "H1,delayed-transfers,2015-10,v1,2014-01..2014-06,100,1000,50,1000,published\n",
     "H1,delayed-transfers,2015-04,v1,2014-04..2014-12,90,1000,published\n"
     "H1,delayed-transfers,2015-10,v1,2015-01..2015-06,55,1000,published\n",
     "10000", "5000", "5500", "9/10", BCF_SCORE_PARTLY},
    {"a metric that April does not pay for", "october-baseline=april-outturn", "2015-10",
     "reablement", "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n",
     "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n", "80", "90", "85", "1/2",
     BCF_SCORE_PARTLY},
    {"where no months are fixed, those that were measured", "october-baseline=april-outturn",
     "2015-10", "local", "H1,local,2015-10,NHS OF 2.1,2013-04..2013-12,10,100,90,100,published\n",
     "H1,local,2015-04,NHS OF 2.1,2014-04..2014-05,20,100,published\n"
     "H1,local,2015-10,NHS OF 2.1,2014-10..2015-03,75,100,published\n",
     "60", "90", "75", "1/2", BCF_SCORE_PARTLY}, /* 20 in two months, six here */
    {"where nothing was measured yet, the months planned for", "october-baseline=april-outturn",
     "2015-10", "local", "H1,local,2015-10,NHS OF 2.1,2013-04..2013-07,10,100,90,100,published\n",
     "H1,local,2015-04,NHS OF 2.1,2014-04..2014-05,20,100,published\n", "40", "90", "", "",
     BCF_SCORE_NOT_ASSESSED},
};

START_TEST(a_score_is_as_worked_by_hand)
{
    dataset_put(&set, "ambitions", bcf_arena_print(arena, AMBITIONS "%s", rows[_i].ambitions));
    dataset_put(&set, "outturn", bcf_arena_print(arena, OUTTURN "%s", rows[_i].outturn));
    dataset_put(&set, "local_metrics",
                LOCAL_METRICS "H1,calls,Calls,lower,100,timely;incentives\n");
    if (rows[_i].setting != NULL) {
        ck_assert_int_eq(bcf_settings_set(settings, rows[_i].setting, &err), BCF_OK);
    }
    size_t part = part_of(rows[_i].payment, rows[_i].part);
    const bcf_scores *scores = scores_of_tables();
    const bcf_score *score = bcf_scores_find(scores, part, 0);
    ck_assert_ptr_nonnull(score);
    ck_assert_msg(score->status == rows[_i].status, "%s: %s", rows[_i].name,
                  bcf_score_status_text(score->status));
    ck_assert_str_eq(exact(score->baseline), rows[_i].baseline);
    ck_assert_str_eq(exact(score->ambition), rows[_i].ambition);
    ck_assert_str_eq(exact(score->actual), rows[_i].actual);
    ck_assert_str_eq(exact(score->achievement), rows[_i].achievement);
    ck_assert_int_eq(score->outturn == NULL, score->actual == NULL);
    ck_assert_int_eq(*score->definition == '\0', score->baseline == NULL);
    /* and nobody else is scored */
    ck_assert_int_eq(bcf_scores_find(scores, part, 1)->status, BCF_SCORE_NOT_ASSESSED);
}
END_TEST

START_TEST(one_score_alone_is_that_of_all)
{
    dataset_put(&set, "ambitions", bcf_arena_print(arena, AMBITIONS "%s", rows[_i].ambitions));
    dataset_put(&set, "outturn", bcf_arena_print(arena, OUTTURN "%s", rows[_i].outturn));
    dataset_put(&set, "local_metrics",
                LOCAL_METRICS "H1,calls,Calls,lower,100,timely;incentives\n");
    const bcf_figures *figures = case_figures(policy);
    const bcf_scores *all = NULL;
    ck_assert_int_eq(scored(&all, figures), BCF_OK);
    for (size_t i = 0; i < all->count; i++) {
        const bcf_score *score = &all->items[i];
        bcf_score one = {0};
        bcf_code code =
            bcf_score_one(&one, arena, figures, settings, score->part, score->board, &notes, &err);
        ck_assert_int_eq(code, BCF_OK);
        ck_assert_uint_eq(one.part, score->part);
        ck_assert_uint_eq(one.board, score->board);
        ck_assert_str_eq(one.definition, score->definition);
        ck_assert_int_eq(one.status, score->status);
        ck_assert_str_eq(exact(one.achievement), exact(score->achievement));
        ck_assert_int_eq(one.data_status, score->data_status);
    }
}
END_TEST

START_TEST(every_metric_of_every_board_has_its_place)
{
    const bcf_scores *scores = scores_of_tables();
    const bcf_performance *performance = policy->performance;
    size_t metrics = 0;
    for (size_t part = 0; part < performance->part_count; part++) {
        bool is_metric = bcf_policy_part_kind(performance, part) == BCF_STRAND_METRICS;
        for (size_t board = 0; board < 2; board++) {
            const bcf_score *score = bcf_scores_find(scores, part, board);
            ck_assert_int_eq(score != NULL, is_metric);
            if (score != NULL) {
                ck_assert_uint_eq(score->part, part);
                ck_assert_uint_eq(score->board, board);
                ck_assert_int_eq(score->data_status, BCF_STATUS_NONE);
                metrics++;
            }
        }
    }
    ck_assert_uint_eq(metrics, 2 * 9);
    ck_assert_uint_eq(scores->count, metrics);
    ck_assert_uint_eq(scores->board_count, 2);
}
END_TEST

/* How real a score is: of all that it is made of, the least. */
static const struct {
    const char *name;
    const char *setting; /* or NULL */
    const char *ambition;
    const char *april; /* of what status the outturns are */
    const char *october;
    bcf_status status;
} reality[] = {
    {"published figures make a derived one", NULL, "published", "published", "published", DERIVED},
    {"an invented ambition", NULL, "illustrative", "published", "published", ILLUSTRATIVE},
    {"an invented outturn", NULL, "published", "published", "illustrative", ILLUSTRATIVE},
    {"an invented outturn that does not count", NULL, "published", "illustrative", "published",
     DERIVED},
    {"an invented outturn in place of the baseline", "october-baseline=april-outturn", "published",
     "illustrative", "published", ILLUSTRATIVE},
    {"an invented ambition from a published outturn", "october-baseline=april-outturn",
     "illustrative", "published", "published", ILLUSTRATIVE},
};

START_TEST(a_score_is_no_more_real_than_what_it_is_made_of)
{
    dataset_put(&set, "ambitions",
                bcf_arena_print(arena,
                                AMBITIONS "H1,delayed-transfers,2015-10,v1,2014-01..2014-06,100,"
                                          "1000,50,1000,%s\n",
                                reality[_i].ambition));
    dataset_put(&set, "outturn",
                bcf_arena_print(arena,
                                OUTTURN
                                "H1,delayed-transfers,2015-04,v1,2014-04..2014-12,90,1000,%s\n"
                                "H1,delayed-transfers,2015-10,v1,2015-01..2015-06,55,1000,%s\n",
                                reality[_i].april, reality[_i].october));
    if (reality[_i].setting != NULL) {
        ck_assert_int_eq(bcf_settings_set(settings, reality[_i].setting, &err), BCF_OK);
    }
    const bcf_score *score =
        bcf_scores_find(scores_of_tables(), part_of("2015-10", "delayed-transfers"), 0);
    ck_assert_msg(score->data_status == reality[_i].status, "%s: %s", reality[_i].name,
                  bcf_status_text(score->data_status));
}
END_TEST

static const struct {
    const char *name;
    const char *definition;
    const char *invented; /* a table */
    bcf_status status;
} described[] = {
    {"described by an invented row", "calls", "local_metrics", ILLUSTRATIVE},
    {"described by a published row", "calls", "districts", DERIVED},
    {"described by the policy's menu", "ASCOF 1A", "local_metrics", DERIVED},
};

START_TEST(a_local_score_is_no_more_real_than_what_says_what_it_is)
{
    case_put_manifest(described[_i].invented);
    dataset_put(&set, "local_metrics",
                LOCAL_METRICS "H1,calls,Calls,lower,100,timely;incentives\n");
    dataset_put(&set, "ambitions",
                bcf_arena_print(arena,
                                AMBITIONS "H1,local,2015-04,%s,2013-05..2013-10,8,10,4,10,"
                                          "published\n",
                                described[_i].definition));
    const bcf_score *score = bcf_scores_find(scores_of_tables(), part_of("2015-04", "local"), 0);
    ck_assert_msg(score->data_status == described[_i].status, "%s: %s", described[_i].name,
                  bcf_status_text(score->data_status));
}
END_TEST

/* The tables are illustrative where their rows do not say: a metric that is not local does not
 * hang on the table of those that are. */
START_TEST(a_metric_that_is_not_local_does_not_hang_on_the_local_ones)
{
    case_put_manifest("local_metrics");
    dataset_put(&set, "ambitions",
                AMBITIONS "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n");
    const bcf_score *score =
        bcf_scores_find(scores_of_tables(), part_of("2015-10", "reablement"), 0);
    ck_assert_int_eq(score->data_status, DERIVED);
}
END_TEST

static const struct {
    const char *name;
    const char *metric;
    const char *baseline; /* over 100 */
    const char *ambition;
    const char *actual;
    size_t count;
    const char *noted;
} hundreds[] = {
    {"a hundred is no more than a hundred", "reablement", "100", "100", "100", 0, ""},
    {"a baseline", "reablement", "100.5", "100", "100", 1,
     "ambitions.csv:2: baseline of 'reablement' for board 'H1', payment '2015-10': 100.500000 per "
     "cent"},
    {"an ambition", "reablement", "100", "101", "100", 1,
     "ambitions.csv:2: ambition of 'reablement' for board 'H1', payment '2015-10': 101.000000 per "
     "cent"},
    {"an actual", "reablement", "100", "100", "100.0000005", 1,
     "outturn.csv:2: actual of 'reablement' for board 'H1', payment '2015-10': 100.000001 per "
     "cent"},
    {"all three", "reablement", "101", "101", "101", 3, "baseline of 'reablement'"},
    {"nothing was measured", "reablement", "100", "100", NULL, 0, ""},
    {"of a hundred thousand it is no per cent", "residential-admissions", "101", "101", "101", 0,
     ""},
};

START_TEST(a_per_cent_above_a_hundred_is_noted)
{
    dataset_put(&set, "ambitions",
                bcf_arena_print(
                    arena, AMBITIONS "H1,%s,2015-10,v1,2013-04..2014-03,%s,100,%s,100,published\n",
                    hundreds[_i].metric, hundreds[_i].baseline, hundreds[_i].ambition));
    if (hundreds[_i].actual != NULL) {
        dataset_put(&set, "outturn",
                    bcf_arena_print(arena,
                                    OUTTURN "H1,%s,2015-10,v1,2014-04..2015-03,%s,100,published\n",
                                    hundreds[_i].metric, hundreds[_i].actual));
    }
    const bcf_figures *figures = case_figures(policy);
    size_t before = notes.count;
    const bcf_scores *scores = NULL;
    ck_assert_int_eq(scored(&scores, figures), BCF_OK);
    ck_assert_msg(notes.count - before == hundreds[_i].count, "%s: %zu", hundreds[_i].name,
                  notes.count - before);
    if (hundreds[_i].count > 0) {
        const char *sentence = notes.items[before].sentence;
        ck_assert_msg(strstr(sentence, hundreds[_i].noted) != NULL, "%s", sentence);
    }
}
END_TEST

#define TWO_PERIODS                                                                                \
    "H1,local,2015-04,NHS OF 2.1,2014-04..2014-05,20,100,published\n"                              \
    "H1,local,2015-04,NHS OF 2.1,2014-06..2014-07,20,100,published\n"

static const struct {
    const char *name;
    const char *setting; /* or NULL */
    const char *payment; /* of the ambition */
    bool is_refused;
} several[] = {
    {"of the metric itself", NULL, "2015-04", true},
    {"of what another metric starts from", "october-baseline=april-outturn", "2015-10", true},
    {"of what another metric does not start from", NULL, "2015-10", false},
};

START_TEST(several_periods_are_refused_where_nothing_says_which_counts)
{
    dataset_put(&set, "ambitions",
                bcf_arena_print(arena,
                                AMBITIONS
                                "H1,local,%s,NHS OF 2.1,2013-04..2013-05,1,10,2,10,published\n",
                                several[_i].payment));
    dataset_put(&set, "outturn", OUTTURN TWO_PERIODS);
    if (several[_i].setting != NULL) {
        ck_assert_int_eq(bcf_settings_set(settings, several[_i].setting, &err), BCF_OK);
    }
    const bcf_figures *figures = case_figures(policy);
    const bcf_scores *scores = NULL;
    bcf_score one = {0};
    size_t part = part_of(several[_i].payment, "local");
    bcf_code code = scored(&scores, figures);
    bcf_code alone = bcf_score_one(&one, arena, figures, settings, part, 0, &notes, &err);
    ck_assert_msg((code == BCF_REFUSED_DATA) == several[_i].is_refused, "%s", several[_i].name);
    ck_assert_int_eq(alone, code);
    ck_assert_int_eq(scores == NULL, several[_i].is_refused);
    ck_assert_uint_eq(err.count, several[_i].is_refused ? 2 : 0);
    if (several[_i].is_refused) {
        ck_assert_msg(strstr(err.messages[0], "outturn.csv:2: several periods of 'local' for "
                                              "payment '2015-04', and nothing says which counts")
                          != NULL,
                      "%s", err.messages[0]);
    }
}
END_TEST

START_TEST(each_board_has_its_own_plan_and_outturn)
{
    dataset_put(&set, "ambitions",
                AMBITIONS "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n"
                          "H2,reablement,2015-10,v1,2013-04..2014-03,60,100,80,100,published\n");
    dataset_put(&set, "outturn",
                OUTTURN "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n"
                        "H2,reablement,2015-10,v1,2014-04..2015-03,65,100,published\n");
    const bcf_scores *scores = scores_of_tables();
    size_t part = part_of("2015-10", "reablement");
    ck_assert_str_eq(exact(bcf_scores_find(scores, part, 0)->achievement), "1/2");
    ck_assert_str_eq(exact(bcf_scores_find(scores, part, 1)->actual), "65");
    ck_assert_str_eq(exact(bcf_scores_find(scores, part, 1)->achievement), "1/4");
}
END_TEST

static const struct {
    bcf_score_status status;
    const char *text;
} texts[] = {
    {BCF_SCORE_ACHIEVED, "achieved"},
    {BCF_SCORE_PARTLY, "partly"},
    {BCF_SCORE_NOT_ACHIEVED, "not-achieved"},
    {BCF_SCORE_NO_AMBITION, "no-ambition"},
    {BCF_SCORE_NOT_ASSESSED, "not-assessed"},
    {BCF_SCORE_DEFINITION_MISMATCH, "definition-mismatch"},
    {BCF_SCORE_PERIOD_MISMATCH, "period-mismatch"},
};

START_TEST(a_status_is_written_as_a_word)
{
    ck_assert_str_eq(bcf_score_status_text(texts[_i].status), texts[_i].text);
}
END_TEST

START_TEST(what_a_score_rests_on)
{
    const bcf_performance *performance = policy->performance;
    size_t april = part_of("2015-04", "delayed-transfers");
    size_t october = part_of("2015-10", "delayed-transfers");
    size_t local = part_of("2015-04", "local");
    size_t reablement = part_of("2015-10", "reablement");
    size_t found = 99;
    ck_assert(bcf_score_earlier_part(&found, performance, october));
    ck_assert_uint_eq(found, april);
    ck_assert(!bcf_score_earlier_part(&found, performance, april));
    ck_assert(!bcf_score_earlier_part(&found, performance, reablement));
    ck_assert(!bcf_score_baseline_part(&found, settings, performance, october));
    ck_assert(bcf_score_rests_on(settings, performance, october, october));
    ck_assert(!bcf_score_rests_on(settings, performance, october, april));
    ck_assert_int_eq(bcf_settings_set(settings, "october-baseline=april-outturn", &err), BCF_OK);
    found = 99;
    ck_assert(bcf_score_baseline_part(&found, settings, performance, october));
    ck_assert_uint_eq(found, april);
    ck_assert(bcf_score_rests_on(settings, performance, october, october));
    ck_assert(bcf_score_rests_on(settings, performance, october, april));
    ck_assert(!bcf_score_rests_on(settings, performance, october, local));
    ck_assert(!bcf_score_rests_on(settings, performance, april, october));
    ck_assert(!bcf_score_rests_on(settings, performance, reablement, april));
}
END_TEST

/* Two parts of one payment are never one another's earlier one, though their names are the same. */
START_TEST(an_earlier_part_is_of_an_earlier_payment)
{
    bcf_performance performance = *policy->performance;
    bcf_part *parts = BCF_NEW_ARRAY(arena, performance.part_count, bcf_part);
    memcpy(parts, policy->performance->parts, performance.part_count * sizeof *parts);
    size_t reablement = part_of("2015-10", "reablement");
    parts[reablement + 1].id = parts[reablement].id;
    performance.parts = parts;
    size_t found = 99;
    ck_assert(!bcf_score_earlier_part(&found, &performance, reablement + 1));
    ck_assert_uint_eq(found, 99);
    parts[0].id = parts[reablement].id; /* the very first part counts as any other */
    ck_assert(bcf_score_earlier_part(&found, &performance, reablement + 1));
    ck_assert_uint_eq(found, 0);
}
END_TEST

START_TEST(a_measure_is_the_policy_s_or_the_board_s)
{
    dataset_put(&set, "local_metrics",
                LOCAL_METRICS "H1,calls,Calls,lower,100,timely;incentives\n");
    const bcf_figures *figures = case_figures(policy);
    size_t local = part_of("2015-04", "local");
    bcf_measure measure = {0};
    ck_assert(bcf_score_measure(&measure, arena, figures, local, 0, "calls"));
    ck_assert_int_eq(measure.better, BCF_BETTER_LOWER);
    ck_assert_int_eq(measure.scale, 100);
    ck_assert(!bcf_score_measure(&measure, arena, figures, local, 1, "calls"));
    size_t reablement = part_of("2015-10", "reablement");
    ck_assert(bcf_score_measure(&measure, arena, figures, reablement, 1, "whatever"));
    ck_assert_int_eq(measure.better, BCF_BETTER_HIGHER);
    ck_assert_int_eq(measure.scale, 100);
}
END_TEST

/* The rules of July 2014: a quarter of H1's admissions against the same a year before. */
static const struct {
    const char *name;
    const char *ambition; /* a row of H1, or "" */
    int actual;           /* of the first quarter; 0: not there */
    const char *definition;
    const char *planned;
    const char *achievement;
    bcf_score_status status;
} quarters[] = {
    {"the policy's reduction, in full", "", 9650, "non-elective", "9650", "1", BCF_SCORE_ACHIEVED},
    {"a fraction of it", "", 9825, "non-elective", "9650", "1/2", BCF_SCORE_PARTLY},
    {"none", "", 10000, "non-elective", "9650", "0", BCF_SCORE_NOT_ACHIEVED},
    {"nothing was counted", "", 0, "non-elective", "9650", "", BCF_SCORE_NOT_ASSESSED},
    {"a reduction of its own", "H1,non-elective,,plan,2014-01..2014-12,100,1,90,1,published\n",
     9500, "plan", "9000", "1/2", BCF_SCORE_PARTLY},
    {"no reduction", "H1,non-elective,,plan,2014-01..2014-12,100,1,100,1,published\n", 9500, "plan",
     "10000", "", BCF_SCORE_NO_AMBITION},
    {"no reduction, and nothing was counted",
     "H1,non-elective,,plan,2014-01..2014-12,100,1,101,1,published\n", 0, "plan", "10100", "",
     BCF_SCORE_NO_AMBITION},
};

/* G1 and H1 are the same people, and so are G2 and H2. */
static const bcf_scores *scores_of_quarters(const char *ambition, int actual, const char *status,
                                            const char *actual_status, bool is_from_memory)
{
    take_policy(FORMULAS "/2015-16-revised/v1/policy.xml");
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,C2,1\nG2,C3,1\n");
    dataset_put(&set, "ambitions", bcf_arena_print(arena, AMBITIONS "%s", ambition));
    bcf_text table = {0};
    bcf_text_add(&table, "ccg,measure,period,count,status\n");
    for (int year = 2014; year <= 2015; year++) {
        for (int month = 1; month <= 12; month += 3) {
            const char *how = year == 2014 ? status : actual_status;
            int count = year == 2014 ? 10000 : actual;
            bcf_text_print(&table, "G2,non-elective,%d-%02d..%d-%02d,10000,%s\n", year, month, year,
                           month + 2, how);
            if (count > 0) {
                bcf_text_print(&table, "G1,non-elective,%d-%02d..%d-%02d,%d,%s\n", year, month,
                               year, month + 2, count, how);
            }
        }
    }
    dataset_put(&set, "activity", bcf_text_get(&table));
    bcf_text_clear(&table);
    bcf_figures figures = *case_figures(policy);
    bcf_policy rules = *policy;
    bcf_performance performance = *policy->performance;
    rules.performance = &performance;
    figures.policy = &rules;
    if (!is_from_memory) {
        performance.from_memory = NULL;
    }
    const bcf_admissions *admissions = NULL;
    ck_assert_int_eq(bcf_admissions_count(&admissions, arena, &figures, &notes, &err), BCF_OK);
    const bcf_scores *scores = NULL;
    bcf_code code = bcf_score_boards(&scores, arena, &figures, settings, admissions, &notes, &err);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return scores;
}

START_TEST(a_quarter_is_scored_by_itself)
{
    const bcf_scores *scores = scores_of_quarters(quarters[_i].ambition, quarters[_i].actual,
                                                  "published", "published", true);
    ck_assert_uint_eq(scores->count, 2 * 4);
    for (size_t quarter = 0; quarter < 4; quarter++) {
        const bcf_score *score = bcf_scores_find(scores, quarter + 1, 0);
        ck_assert_ptr_nonnull(score);
        ck_assert_msg(score->status == quarters[_i].status, "%s: %s", quarters[_i].name,
                      bcf_score_status_text(score->status));
        ck_assert_str_eq(exact(score->achievement), quarters[_i].achievement);
        ck_assert_str_eq(score->definition, quarters[_i].definition);
        ck_assert_str_eq(exact(score->baseline), "10000");
        ck_assert_str_eq(exact(score->ambition), quarters[_i].planned);
        ck_assert_int_eq(score->actual == NULL, quarters[_i].actual == 0);
    }
    ck_assert_ptr_null(bcf_scores_find(scores, 0, 0)); /* the rest is no metric */
}
END_TEST

static const struct {
    const char *name;
    int actual;
    const char *before; /* how real the counts of 2014 are */
    const char *after;
    bool is_from_memory;
    bcf_status status;
} counted[] = {
    {"rules from memory make nothing real", 9650, "published", "published", true, ILLUSTRATIVE},
    {"published counts make a derived score", 9650, "published", "published", false, DERIVED},
    {"invented counts of the year before", 9650, "illustrative", "published", false, ILLUSTRATIVE},
    {"invented counts of the year", 9650, "published", "illustrative", false, ILLUSTRATIVE},
    {"nothing was counted", 0, "published", "published", false, DERIVED},
    {"nothing was counted, after invented counts", 0, "illustrative", "published", false,
     ILLUSTRATIVE},
};

START_TEST(a_quarter_is_no_more_real_than_its_counts_and_its_rules)
{
    const bcf_scores *scores = scores_of_quarters("", counted[_i].actual, counted[_i].before,
                                                  counted[_i].after, counted[_i].is_from_memory);
    const bcf_score *score = bcf_scores_find(scores, 1, 0);
    ck_assert_msg(score->data_status == counted[_i].status, "%s: %s", counted[_i].name,
                  bcf_status_text(score->data_status));
}
END_TEST

/* What no policy and no dataset can bring about stops the program. */

START_TEST(a_status_that_nobody_named_stops_the_program)
{
    bcf_score_status_text((bcf_score_status)0);
}
END_TEST

/* Figures whose policy may be changed. */
static bcf_figures *changeable(bcf_policy *rules, bcf_performance *performance)
{
    dataset_put(&set, "local_metrics",
                LOCAL_METRICS "H1,calls,Calls,lower,100,timely;incentives\n");
    dataset_put(&set, "ambitions",
                AMBITIONS "H1,reablement,2015-10,v1,2013-04..2014-03,80,100,90,100,published\n"
                          "H1,local,2015-04,calls,2013-05..2013-10,8,10,4,10,published\n");
    bcf_figures *figures = BCF_NEW(arena, bcf_figures);
    *figures = *case_figures(policy);
    *rules = *policy;
    *performance = *policy->performance;
    rules->performance = performance;
    figures->policy = rules;
    return figures;
}

/* No policy begins with a metric; the scores do not count on that. */
START_TEST(the_first_part_counts_as_any_other)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures *figures = changeable(&rules, &performance);
    bcf_part *parts = BCF_NEW_ARRAY(arena, performance.part_count, bcf_part);
    memcpy(parts, policy->performance->parts, performance.part_count * sizeof *parts);
    performance.parts = parts;
    parts[0] = parts[part_of("2015-04", "delayed-transfers")];
    const bcf_scores *scores = NULL;
    ck_assert_int_eq(scored(&scores, figures), BCF_OK);
    ck_assert_uint_eq(scores->count, 2 * 10);
    ck_assert_ptr_nonnull(bcf_scores_find(scores, 0, 0));
    performance.part_count--; /* and what stands behind the last one does not count */
    ck_assert_int_eq(scored(&scores, figures), BCF_OK);
    ck_assert_uint_eq(scores->count, 2 * 9);
}
END_TEST

/* An outturn in the first place is nobody's baseline unless the reading makes it one. */
START_TEST(the_plan_s_baseline_needs_no_other_outturn)
{
    bcf_policy rules;
    bcf_performance performance;
    dataset_put(&set, "outturn",
                OUTTURN "H1,reablement,2015-10,v1,2014-04..2015-03,85,100,published\n");
    bcf_figures *figures = changeable(&rules, &performance);
    size_t part = part_of("2015-10", "reablement");
    const bcf_outturn **outturn =
        BCF_NEW_ARRAY(arena, 2 * performance.part_count, const bcf_outturn *);
    memcpy(outturn, figures->outturn, 2 * performance.part_count * sizeof *outturn);
    outturn[0] = outturn[part];
    outturn[1] = outturn[part];
    figures->outturn = outturn;
    bcf_score one = {0};
    bcf_code code = bcf_score_one(&one, arena, figures, settings, part, 0, &notes, &err);
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_str_eq(exact(one.baseline), "80");
    ck_assert_str_eq(exact(one.achievement), "1/2");
}
END_TEST

START_TEST(a_policy_without_payments_for_performance_stops_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures *figures = changeable(&rules, &performance);
    rules.performance = NULL;
    const bcf_scores *scores = NULL;
    bcf_code code = scored(&scores, figures);
    ck_abort_msg("%d", (int)code);
}
END_TEST

START_TEST(one_score_without_payments_for_performance_stops_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures *figures = changeable(&rules, &performance);
    rules.performance = NULL;
    bcf_score one;
    bcf_code code = bcf_score_one(&one, arena, figures, settings, 4, 0, &notes, &err);
    ck_abort_msg("%d", (int)code);
}
END_TEST

START_TEST(one_score_where_admissions_are_counted_stops_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures *figures = changeable(&rules, &performance);
    bcf_admissions_rules admissions = {0};
    performance.admissions = &admissions;
    bcf_score one;
    bcf_code code =
        bcf_score_one(&one, arena, figures, settings, part_of("2015-04", "local"), 0, &notes, &err);
    ck_abort_msg("%d", (int)code);
}
END_TEST

START_TEST(the_score_of_a_condition_stops_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures *figures = changeable(&rules, &performance);
    bcf_score one;
    bcf_code code = bcf_score_one(&one, arena, figures, settings, 0, 0, &notes, &err);
    ck_abort_msg("%d", (int)code);
}
END_TEST

START_TEST(a_direction_that_nobody_named_stops_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    bcf_figures *figures = changeable(&rules, &performance);
    bcf_metric *metrics = BCF_NEW_ARRAY(arena, rules.metric_count, bcf_metric);
    memcpy(metrics, policy->metrics, rules.metric_count * sizeof *metrics);
    size_t part = part_of("2015-10", "reablement");
    metrics[performance.parts[part].subject].better = (bcf_better)0;
    rules.metrics = metrics;
    bcf_score one;
    bcf_code code = bcf_score_one(&one, arena, figures, settings, part, 0, &notes, &err);
    ck_abort_msg("%d", (int)code);
}
END_TEST

START_TEST(a_local_metric_that_nobody_described_stops_the_program)
{
    bcf_policy rules;
    bcf_performance performance;
    dataset_put(&set, "outturn",
                OUTTURN "H1,local,2015-04,ASCOF 1A,2014-05..2014-10,1,1,published\n");
    bcf_figures *figures = changeable(&rules, &performance);
    figures->local_metric_count = 0; /* though its outturn is of another definition anyway */
    bcf_score one;
    bcf_code code =
        bcf_score_one(&one, arena, figures, settings, part_of("2015-04", "local"), 0, &notes, &err);
    ck_abort_msg("%d", (int)code);
}
END_TEST

static void add_stops(TCase *tcase)
{
    const TTest *const stops[] = {
        a_status_that_nobody_named_stops_the_program,
        a_policy_without_payments_for_performance_stops_the_program,
        one_score_without_payments_for_performance_stops_the_program,
        one_score_where_admissions_are_counted_stops_the_program,
        the_score_of_a_condition_stops_the_program,
        a_direction_that_nobody_named_stops_the_program,
        a_local_metric_that_nobody_described_stops_the_program,
    };
    for (int i = 0; i < ROWS_IN(stops); i++) {
        tcase_add_test_raise_signal(tcase, stops[i], SIGABRT);
    }
}

static Suite *score_suite(void)
{
    Suite *suite = suite_create("score");
    TCase *tcase = tcase_create("score");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, a_score_is_as_worked_by_hand, rows);
    ADD_ROWS(tcase, one_score_alone_is_that_of_all, rows);
    tcase_add_test(tcase, every_metric_of_every_board_has_its_place);
    ADD_ROWS(tcase, a_score_is_no_more_real_than_what_it_is_made_of, reality);
    ADD_ROWS(tcase, a_local_score_is_no_more_real_than_what_says_what_it_is, described);
    tcase_add_test(tcase, a_metric_that_is_not_local_does_not_hang_on_the_local_ones);
    ADD_ROWS(tcase, a_per_cent_above_a_hundred_is_noted, hundreds);
    ADD_ROWS(tcase, several_periods_are_refused_where_nothing_says_which_counts, several);
    tcase_add_test(tcase, each_board_has_its_own_plan_and_outturn);
    tcase_add_test(tcase, the_first_part_counts_as_any_other);
    tcase_add_test(tcase, the_plan_s_baseline_needs_no_other_outturn);
    ADD_ROWS(tcase, a_status_is_written_as_a_word, texts);
    tcase_add_test(tcase, what_a_score_rests_on);
    tcase_add_test(tcase, an_earlier_part_is_of_an_earlier_payment);
    tcase_add_test(tcase, a_measure_is_the_policy_s_or_the_board_s);
    ADD_ROWS(tcase, a_quarter_is_scored_by_itself, quarters);
    ADD_ROWS(tcase, a_quarter_is_no_more_real_than_its_counts_and_its_rules, counted);
    add_stops(tcase);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(score_suite)

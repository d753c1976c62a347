/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "admissions.h"

#include "support/fractions.h"

#include <signal.h>

#include "support/case.h"

#define CITED " source='s' paragraph='1'"

/* Two quarters, in which a tenth fewer are planned; `days` is a metric that nothing is paid for. */
static const char two_quarters[] =
    "<policy xmlns='urn:bcf:policy:1' id='2099-00' version='1' year='2098-99'>\n"
    "<title>T</title><sources><source id='s' publisher='P' date='2099'><title>S</title></source>"
    "</sources>\n"
    "<fund><headline id='h' amount='1000.00' text='x'" CITED "/>"
    "<component id='core' title='C' amount='1000.00' kind='revenue' origin='new' formula='ccg' "
    "route='ccg' waits-for='nothing'" CITED "/></fund>\n"
    "<formulas><published id='ccg' title='C' indicator='money'" CITED "/></formulas>\n"
    "<indicators><indicator id='money' title='M' level='ccg' period='any'" CITED "/></indicators>\n"
    "<settings><setting id='unit' title='U'" CITED "><value id='1' means='x'/></setting>"
    "</settings>\n"
    "<metrics><metric id='days' title='D' better='lower' scale='1'" CITED "/>"
    "<metric id='non-elective' title='N' better='lower' scale='1'" CITED "/></metrics>\n"
    "<admissions-performance measure='emergencies' metric='non-elective'" CITED ">"
    "<areas-share id='areas' amount='100.00'" CITED "/><cost id='cost' amount='10.00'" CITED "/>"
    "<reduction id='less' share='0.1'" CITED "/>"
    "<released-money id='money' rounding='half-away'" CITED "/>"
    "<rest payment='2099-04' title='A' part='the-rest'" CITED "/>"
    "<quarter payment='2099-05' title='M' baseline='2014-01..2014-03' "
    "actual='2015-01..2015-03'" CITED "/>"
    "<quarter payment='2099-08' title='A' baseline='2014-04..2014-06' "
    "actual='2015-04..2015-06'" CITED "/></admissions-performance>\n</policy>\n";

static const bcf_policy *policy;

/* Three quarters of G1's people live in C1, which is H1; the rest, and all of G2's, are H2's. */
static void set_up(void)
{
    case_open();
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,3\nG1,C2,1\nG2,C2,1\nG2,C3,1\n");
    dataset_put(&set, "indicators", "area,indicator,period,value\n");
    dataset_put_bytes(&set, "policy.xml", two_quarters, strlen(two_quarters));
    policy = case_policy(bcf_arena_print(arena, "%s/policy.xml", set.folder));
}

static bcf_code count(const bcf_admissions **admissions)
{
    return bcf_admissions_count(admissions, arena, case_figures(policy), &notes, &err);
}

static const bcf_admissions *counted(void)
{
    const bcf_admissions *admissions = NULL;
    bcf_code code = count(&admissions);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    return admissions;
}

/* "baseline planned actual" of each quarter of each board. */
static const char *shown(const bcf_admissions *admissions)
{
    const char *text = "";
    for (size_t i = 0; i < admissions->board_count * admissions->quarter_count; i++) {
        const bcf_quarter_count *at = bcf_admissions_of(admissions, i / admissions->quarter_count,
                                                        i % admissions->quarter_count);
        const bcf_ratio *const three[] = {at->baseline, at->planned, at->actual};
        text = bcf_arena_print(arena, "%s%s%s", text, i == 0 ? "" : "; ",
                               fractions_text(arena, three, 3));
    }
    return text;
}

static size_t notes_with(const char *words)
{
    size_t found = 0;
    for (size_t i = 0; i < notes.count; i++) {
        found += strstr(notes.items[i].sentence, words) != NULL;
    }
    return found;
}

#define COLUMNS "ccg,measure,period,count\n"
#define G1_IN_2014 "G1,emergencies,2014-01..2014-03,400\nG1,emergencies,2014-04..2014-06,800\n"
#define G1_IN_2015 "G1,emergencies,2015-01..2015-03,360\nG1,emergencies,2015-04..2015-06,840\n"
#define G2_IN_2014 "G2,emergencies,2014-01..2014-03,100\nG2,emergencies,2014-04..2014-06,200\n"
#define G2_IN_2015 "G2,emergencies,2015-01..2015-03,90\nG2,emergencies,2015-04..2015-06,250\n"
#define ALL_OF_IT COLUMNS G1_IN_2014 G1_IN_2015 G2_IN_2014 G2_IN_2015
#define AS_EVER "300 270 270; 600 540 630; 200 180 180; 400 360 460"

/* Without the first quarter of one year of G1: rows put it back, or do not. */
#define BUT_WINTER_2014                                                                            \
    COLUMNS G1_IN_2015 G2_IN_2014 G2_IN_2015 "G1,emergencies,2014-04..2014-06,800\n"
#define BUT_WINTER_2015                                                                            \
    COLUMNS G1_IN_2014 G2_IN_2014 G2_IN_2015 "G1,emergencies,2015-04..2015-06,840\n"
#define WINTER_2015_MISSING "300 270 -; 600 540 630; 200 180 -; 400 360 460"

#define MERGED "G8,G1,1,x\nG9,G1,1,x\n"

static const struct {
    const char *name;
    const char *successors;
    const char *activity;
    const char *counts;
} rows[] = {
    {"whole quarters", "", ALL_OF_IT, AS_EVER},
    {"months are added up", "",
     BUT_WINTER_2014 "G1,emergencies,2014-01,100\nG1,emergencies,2014-02,100.5\n"
                     "G1,emergencies,2014-03,199.5\n",
     AS_EVER},
    {"a month and two months, the later ones first", "",
     BUT_WINTER_2014 "G1,emergencies,2014-02..2014-03,300\nG1,emergencies,2014-01,100\n", AS_EVER},
    {"other measures and other quarters are left alone", "",
     ALL_OF_IT "G1,elective,2014-01..2014-03,7\nG1,emergencies,2013-10..2013-12,7\n"
               "G1,emergencies,2015-07..2015-09,7\nG1,emergencies,2016-01..2016-03,7\n",
     AS_EVER},
    {"another order of rows", "", COLUMNS G2_IN_2015 G2_IN_2014 G1_IN_2015 G1_IN_2014, AS_EVER},
    {"nobody was admitted", "", BUT_WINTER_2014 "G1,emergencies,2014-01..2014-03,0\n",
     "0 0 270; 600 540 630; 100 90 180; 400 360 460"},
    {"half an admission", "", BUT_WINTER_2014 "G1,emergencies,2014-01..2014-03,0.5\n",
     "3/8 27/80 270; 600 540 630; 801/8 7209/80 180; 400 360 460"},

    {"merged: all of it from those that became it", MERGED,
     BUT_WINTER_2014 "G8,emergencies,2014-01..2014-03,150\nG9,emergencies,2014-01..2014-03,250\n",
     AS_EVER},
    {"merged: its own months and the others' of all of them are added", MERGED,
     BUT_WINTER_2014 "G1,emergencies,2014-01..2014-03,100\nG8,emergencies,2014-01..2014-03,50\n"
                     "G9,emergencies,2014-01..2014-03,250\n",
     AS_EVER},
    {"merged: its own month, and those that became it for the others", MERGED,
     BUT_WINTER_2014 "G1,emergencies,2014-01,100\nG8,emergencies,2014-02..2014-03,50\n"
                     "G9,emergencies,2014-02,100\nG9,emergencies,2014-03,150\n",
     AS_EVER},
    {"merged: all months of its own, and one of another's", MERGED,
     BUT_WINTER_2014 "G1,emergencies,2014-01..2014-03,300\nG8,emergencies,2014-02,100\n", AS_EVER},
    {"merged twice: of the beginning of the chain", "G7,G8,1,x\nG8,G1,1,x\n",
     BUT_WINTER_2014 "G7,emergencies,2014-01..2014-03,400\n", AS_EVER},
    {"merged twice: a month of each", "G7,G8,1,x\nG8,G1,1,x\n",
     BUT_WINTER_2014 "G7,emergencies,2014-01,100\nG8,emergencies,2014-02,100\n"
                     "G1,emergencies,2014-03,200\n",
     AS_EVER},
    {"split: half each", "G8,G1,0.5,x\nG8,G2,0.5,x\n",
     BUT_WINTER_2014 "G8,emergencies,2014-01..2014-03,800\n",
     "300 270 270; 600 540 630; 600 540 180; 400 360 460"},
    {"split in uneven parts, exactly", "G8,G1,0.3333333333,x\nG8,G2,0.6666666667,x\n",
     BUT_WINTER_2014 "G8,emergencies,2014-01..2014-03,4\n",
     "9999999999/10000000000 89999999991/100000000000 270; 600 540 630; "
     "1030000000001/10000000000 9270000000009/100000000000 180; 400 360 460"},
    {"a successor by a share of nothing waits for nobody", "G8,G1,0,x\nG8,G2,1,x\nG9,G1,1,x\n",
     BUT_WINTER_2014 "G9,emergencies,2014-01..2014-03,400\n", AS_EVER},

    {"a month of the year is missing", "", BUT_WINTER_2015 "G1,emergencies,2015-01..2015-02,240\n",
     WINTER_2015_MISSING},
    {"a quarter of the year is missing for one, and only its boards wait", "",
     COLUMNS G1_IN_2014 G1_IN_2015 G2_IN_2014 "G2,emergencies,2015-01..2015-03,90\n",
     "300 270 270; 600 540 630; 200 180 180; 400 360 -"},
    {"the whole year is missing", "", COLUMNS G1_IN_2014 G2_IN_2014,
     "300 270 -; 600 540 -; 200 180 -; 400 360 -"},
    {"the months of another measure fill no gap", "",
     BUT_WINTER_2015 "G1,emergencies,2015-01..2015-02,240\nG1,elective,2015-03,120\n",
     WINTER_2015_MISSING},
    {"merged: one of two lacks a month", MERGED,
     BUT_WINTER_2015 "G8,emergencies,2015-01..2015-03,1\nG9,emergencies,2015-01..2015-02,1\n",
     WINTER_2015_MISSING},
    {"merged: one of two has nothing", MERGED,
     BUT_WINTER_2015 "G8,emergencies,2015-01..2015-03,1\n", WINTER_2015_MISSING},
    {"merged: each lacks another month", MERGED,
     BUT_WINTER_2015 "G8,emergencies,2015-01..2015-02,1\nG9,emergencies,2015-02..2015-03,1\n",
     WINTER_2015_MISSING},
    {"merged twice: one at the beginning of the chain has nothing",
     "G6,G8,1,x\nG7,G8,1,x\nG8,G1,1,x\n", BUT_WINTER_2015 "G7,emergencies,2015-01..2015-03,1\n",
     WINTER_2015_MISSING},
    {"split: one has its own months, the other waits", "G8,G1,0.5,x\nG8,G2,0.5,x\n",
     COLUMNS G1_IN_2014 G1_IN_2015 G2_IN_2014
     "G8,emergencies,2015-01..2015-02,8\nG2,emergencies,2015-04..2015-06,250\n",
     "300 270 273; 600 540 630; 200 180 -; 400 360 460"},
};

START_TEST(counts_are_as_worked_by_hand)
{
    if (*rows[_i].successors != '\0') {
        dataset_put(&set, "successors",
                    bcf_arena_print(arena, "code,successor,share,from\n%s", rows[_i].successors));
    }
    dataset_put(&set, "activity", rows[_i].activity);
    const char *text = shown(counted());
    ck_assert_msg(strcmp(text, rows[_i].counts) == 0, "%s:\n%s, want\n%s", rows[_i].name, text,
                  rows[_i].counts);
}
END_TEST

static const struct {
    const char *name;
    const char *successors;
    const char *activity;
    size_t problems;
    const char *words;
} refused[] = {
    {"a month of a baseline", "",
     BUT_WINTER_2014 "G1,emergencies,2014-01,1\nG1,emergencies,2014-03,1\n", 1,
     "CCG 'G1' (Hills CCG) has not all months of 'emergencies' for '2014-01..2014-03', a baseline"},
    {"a baseline of one CCG", "", COLUMNS G1_IN_2014 G1_IN_2015 G2_IN_2015, 2,
     "CCG 'G2' (Coast CCG) has not all months of 'emergencies' for '2014-01..2014-03'"},
    {"every baseline", "", COLUMNS G1_IN_2015 G2_IN_2015, 4, "CCG 'G1' (Hills CCG)"},
    {"a baseline of one that became it", MERGED,
     BUT_WINTER_2014 "G8,emergencies,2014-01..2014-03,1\n", 1,
     "CCG 'G1' (Hills CCG) has not all months of 'emergencies' for '2014-01..2014-03'"},
};

START_TEST(a_baseline_that_is_missing_is_refused_by_name)
{
    if (*refused[_i].successors != '\0') {
        dataset_put(
            &set, "successors",
            bcf_arena_print(arena, "code,successor,share,from\n%s", refused[_i].successors));
    }
    dataset_put(&set, "activity", refused[_i].activity);
    const bcf_admissions *admissions = NULL;
    ck_assert_msg(count(&admissions) == BCF_REFUSED_DATA, "%s: accepted", refused[_i].name);
    ck_assert_uint_eq(err.count, refused[_i].problems);
    const char *place = bcf_arena_print(arena, "%s/activity.csv: ", set.folder);
    ck_assert_msg(strncmp(err.messages[0], place, strlen(place)) == 0
                      && strstr(err.messages[0], refused[_i].words) != NULL,
                  "%s: %s", refused[_i].name, err.messages[0]);
}
END_TEST

START_TEST(months_that_are_missing_are_noted_once_a_quarter)
{
    dataset_put(&set, "activity", COLUMNS G1_IN_2014 G2_IN_2014 G1_IN_2015);
    counted();
    ck_assert_uint_eq(notes_with("'emergencies' of '2015-01..2015-03' is not there for 1 of 2 CCGs "
                                 "('G2')"),
                      1);
    ck_assert_uint_eq(notes_with("is not there for"), 2);
    notes.count = 0;
    dataset_put(&set, "activity", COLUMNS G1_IN_2014 G2_IN_2014);
    counted();
    ck_assert_uint_eq(notes_with("is not there for 2 of 2 CCGs ('G1' and others)"), 2);
    notes.count = 0;
    dataset_put(&set, "activity", ALL_OF_IT);
    counted();
    ck_assert_uint_eq(notes_with("is not there for"), 0);
}
END_TEST

/* What boards plan. */

#define AMBITIONS                                                                                  \
    "hwb,metric,payment,definition,baseline_period,baseline_numerator,baseline_denominator,"       \
    "ambition_numerator,ambition_denominator\n"
#define IN_SPRING "H1,non-elective,2099-05,v1,2014-01..2014-03,"
#define IN_SUMMER "H1,non-elective,2099-08,v1,2014-04..2014-06,"
#define IN_THE_REST "H1,non-elective,,v1,2014-01..2014-12,"

static const struct {
    const char *name;
    const char *ambitions;
    const char *planned; /* of H1, whose baselines are 300 and 600, and of H2: 200 and 400 */
    int lines[2];        /* of the ambitions that say so for H1; 0: the policy does */
} plans[] = {
    {"no ambition", "", "270 540 180 360", {0, 0}},
    {"for one payment", IN_SPRING "100,1,80,1\n", "240 540 180 360", {2, 0}},
    {"for the other one", IN_SUMMER "100,1,80,1\n", "270 480 180 360", {0, 2}},
    {"for both", IN_SUMMER "100,1,80,1\n" IN_SPRING "100,1,95,1\n", "285 480 180 360", {3, 2}},
    {"for no payment: for the rest, which is all",
     IN_THE_REST "100,1,80,1\n",
     "240 480 180 360",
     {2, 2}},
    {"for one payment, and for the rest",
     IN_SUMMER "100,1,95,1\n" IN_THE_REST "100,1,80,1\n",
     "240 570 180 360",
     {3, 2}},
    {"for the rest, and for one payment",
     IN_THE_REST "100,1,80,1\n" IN_SUMMER "100,1,95,1\n",
     "240 570 180 360",
     {2, 3}},
    {"for both, and for a rest that is none",
     IN_THE_REST "100,1,1,1\n" IN_SUMMER "100,1,95,1\n" IN_SPRING "100,1,80,1\n",
     "240 570 180 360",
     {4, 3}},
    {"of the other board",
     "H2,non-elective,,v1,2014-01..2014-12,100,1,80,1\n",
     "270 540 160 320",
     {0, 0}},
    {"two thirds, whatever they are of", IN_THE_REST "3,7,2,7\n", "200 400 180 360", {2, 2}},
    {"no fewer", IN_THE_REST "100,1,100,1\n", "300 600 180 360", {2, 2}},
    {"more", IN_THE_REST "100,1,110,1\n", "330 660 180 360", {2, 2}},
    {"nobody at all", IN_THE_REST "100,1,0,1\n", "0 0 180 360", {2, 2}},
    {"of a metric that another policy pays for",
     "H1,reablement,2015-10,v1,2013-04..2014-03,8,10,9,10\n",
     "270 540 180 360",
     {0, 0}},
    {"of a metric that another policy pays for, without payment",
     "H1,reablement,,v1,2013-04..2014-03,8,10,9,10\n",
     "270 540 180 360",
     {0, 0}},
};

static const char *planned_by(const bcf_admissions *admissions)
{
    const bcf_ratio *items[4];
    for (size_t i = 0; i < 4; i++) {
        items[i] = bcf_admissions_of(admissions, i / 2, i % 2)->planned;
    }
    return fractions_text(arena, items, 4);
}

START_TEST(a_plan_is_the_baseline_less_what_the_board_or_else_the_policy_says)
{
    dataset_put(&set, "activity", ALL_OF_IT);
    dataset_put(&set, "ambitions", bcf_arena_print(arena, AMBITIONS "%s", plans[_i].ambitions));
    const bcf_admissions *admissions = counted();
    const char *text = planned_by(admissions);
    ck_assert_msg(strcmp(text, plans[_i].planned) == 0, "%s: %s", plans[_i].name, text);
    for (size_t quarter = 0; quarter < 2; quarter++) {
        const bcf_ambition *ambition = bcf_admissions_of(admissions, 0, quarter)->ambition;
        int line = ambition == NULL ? 0 : ambition->place.line;
        ck_assert_msg(line == plans[_i].lines[quarter], "%s: line %d", plans[_i].name, line);
    }
}
END_TEST

START_TEST(an_ambition_for_what_does_not_hang_on_admissions_is_noted)
{
    dataset_put(&set, "activity", ALL_OF_IT);
    dataset_put(&set, "ambitions",
                AMBITIONS "H1,non-elective,2099-04,v1,2014-01..2014-12,100,1,80,1\n"
                          "H1,days,2099-05,v1,2014-01..2014-12,100,1,80,1\n");
    ck_assert_str_eq(planned_by(counted()), "270 540 180 360");
    ck_assert_uint_eq(notes_with("'non-elective'"), 1);
    ck_assert_uint_eq(notes_with("payment '2099-05' does not pay for metric 'days'"), 1);
}
END_TEST

START_TEST(a_reduction_of_nothing_is_refused_with_its_line)
{
    dataset_put(&set, "activity", ALL_OF_IT);
    dataset_put(&set, "ambitions", AMBITIONS IN_SPRING "100,1,80,1\n" IN_SUMMER "0,1,0,1\n");
    const bcf_admissions *admissions = NULL;
    ck_assert_int_eq(count(&admissions), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_str_eq(err.messages[0],
                     bcf_arena_print(arena,
                                     "%s/ambitions.csv:3: the baseline is 0, so a reduction of "
                                     "'emergencies' is no share of it",
                                     set.folder));
}
END_TEST

/* A row without payment is for admissions, in the table of ambitions, once. */
static const struct {
    const char *name;
    const char *table;
    const char *text;
    int line;
    const char *words;
} without_payment[] = {
    {"another metric of the policy", "ambitions",
     AMBITIONS IN_THE_REST "100,1,80,1\nH1,days,,v1,2014-01..2014-12,100,1,80,1\n", 3,
     "metric 'days' names no payment"},
    {"a metric that nobody knows", "ambitions",
     AMBITIONS "H1,weather,,v1,2014-01..2014-12,100,1,80,1\n", 2, "metric 'weather' is not known"},
    {"outturn", "outturn",
     "hwb,metric,payment,definition,period,numerator,denominator\n"
     "H1,non-elective,,v1,2015-01..2015-12,1,1\n",
     2, "payment is empty"},
    {"ambitions of CCGs", "ccg_ambitions",
     "ccg,metric,payment,definition,ambition_numerator,ambition_denominator\n"
     "G1,non-elective,,v1,1,1\n",
     2, "payment is empty"},
    {"of another definition", "ambitions",
     AMBITIONS IN_THE_REST "100,1,80,1\nH1,non-elective,,v2,2014-01..2014-12,100,1,80,1\n", 3,
     "a second ambition of board 'H1' for metric 'non-elective'"},
};

START_TEST(only_one_ambition_for_admissions_may_name_no_payment)
{
    dataset_put(&set, without_payment[_i].table, without_payment[_i].text);
    const bcf_figures *figures = NULL;
    ck_assert_msg(case_read(&figures, policy) == BCF_REFUSED_DATA, "%s: accepted",
                  without_payment[_i].name);
    ck_assert_uint_eq(err.count, 1);
    const char *place = bcf_arena_print(arena, "%s/%s.csv:%d: ", set.folder,
                                        without_payment[_i].table, without_payment[_i].line);
    ck_assert_msg(strncmp(err.messages[0], place, strlen(place)) == 0
                      && strstr(err.messages[0], without_payment[_i].words) != NULL,
                  "%s: %s", without_payment[_i].name, err.messages[0]);
}
END_TEST

/* How real: P published, d derived, i illustrative; of H1's two quarters, then H2's. */

#define WITH_STATUS "ccg,measure,period,count,status\n"
#define STATUS_OF(ccg, in_2014, in_2015)                                                           \
    ccg ",emergencies,2014-01..2014-03,1," in_2014 "\n" ccg                                        \
        ",emergencies,2014-04..2014-06,1,published\n" ccg                                          \
        ",emergencies,2015-01..2015-03,1," in_2015 "\n" ccg                                        \
        ",emergencies,2015-04..2015-06,1,published\n"
#define ALL_PUBLISHED                                                                              \
    WITH_STATUS STATUS_OF("G1", "published", "published") STATUS_OF("G2", "published", "published")

static const struct {
    const char *name;
    const char *illustrative; /* a table of the manifest */
    const char *activity;
    const char *ambitions;
    const char *planned;
    const char *actual;
} statuses[] = {
    {"all published", "", ALL_PUBLISHED, "", "PPPP", "PPPP"},
    {"people", "residents", ALL_PUBLISHED, "", "iiii", "iiii"},
    {"a baseline of one CCG", "",
     WITH_STATUS STATUS_OF("G1", "published", "published")
         STATUS_OF("G2", "illustrative", "published"),
     "", "PPiP", "PPPP"},
    {"an actual of the other, with people in both", "",
     WITH_STATUS STATUS_OF("G1", "published", "derived") STATUS_OF("G2", "published", "published"),
     "", "PPPP", "dPdP"},
    {"an ambition", "", ALL_PUBLISHED, IN_SUMMER "100,1,80,1,illustrative\n", "PiPP", "PPPP"},
    {"what came through an ended code", "successors",
     ALL_PUBLISHED "G8,emergencies,2015-04,1,published\n", "", "PPPP", "PPPi"},
    {"nothing came through an ended code", "successors", ALL_PUBLISHED, "", "PPPP", "PPPP"},
};

START_TEST(a_count_is_no_more_real_than_what_it_is_made_of)
{
    case_put_manifest(statuses[_i].illustrative);
    dataset_put(&set, "successors", "code,successor,share,from\nG8,G2,1,x\n");
    dataset_put(&set, "activity", statuses[_i].activity);
    if (*statuses[_i].ambitions != '\0') {
        dataset_put(&set, "ambitions",
                    bcf_arena_print(arena,
                                    "hwb,metric,payment,definition,baseline_period,"
                                    "baseline_numerator,baseline_denominator,ambition_numerator,"
                                    "ambition_denominator,status\n%s",
                                    statuses[_i].ambitions));
    }
    const bcf_admissions *admissions = counted();
    static const char letters[] = "-Pdi"; /* in the order of the enum */
    char planned[5] = "";
    char actual[5] = "";
    for (size_t i = 0; i < 4; i++) {
        const bcf_quarter_count *at = bcf_admissions_of(admissions, i / 2, i % 2);
        planned[i] = letters[at->planned_status];
        actual[i] = letters[at->actual_status];
    }
    ck_assert_msg(strcmp(planned, statuses[_i].planned) == 0, "%s: planned %s", statuses[_i].name,
                  planned);
    ck_assert_msg(strcmp(actual, statuses[_i].actual) == 0, "%s: actual %s", statuses[_i].name,
                  actual);
}
END_TEST

START_TEST(illustrative_months_of_some_are_noted_with_the_boards_that_rest_on_them)
{
    case_put_manifest("");
    dataset_put(&set, "activity",
                WITH_STATUS STATUS_OF("G1", "published", "published")
                    STATUS_OF("G2", "illustrative", "published"));
    const bcf_admissions *admissions = counted();
    ck_assert_str_eq(fractions_text(arena, admissions->illustrative_shares, 2), "0 2/3");
    ck_assert_uint_eq(notes_with("'emergencies' of CCGs G2 is illustrative in some months; 1 of 2 "
                                 "boards have people there"),
                      1);
    ck_assert_uint_eq(notes_with(": Port"), 1);
    notes.count = 0;
    dataset_put(&set, "activity", ALL_PUBLISHED);
    counted();
    case_put_manifest("activity");
    dataset_put(&set, "activity", ALL_OF_IT);
    ck_assert_str_eq(fractions_text(arena, counted()->illustrative_shares, 2), "0 0");
    ck_assert_uint_eq(notes_with("is illustrative in some months"), 0); /* none, or all of it */
}
END_TEST

/* The policy that is installed. */

START_TEST(the_rules_of_july_2014_plan_three_and_a_half_per_cent_fewer_in_four_quarters)
{
    policy = case_policy(FORMULAS "/2015-16-revised/v1/policy.xml");
    bcf_text table = {0};
    bcf_text_add(&table, COLUMNS);
    for (int quarter = 0; quarter < 4; quarter++) {
        static const char *const ccgs[] = {"G1", "G2"};
        for (int ccg = 0; ccg < 2; ccg++) {
            for (int year = 2014; year <= 2015; year++) {
                bcf_text_print(&table, "%s,non-elective,%d-%02d..%d-%02d,%d\n", ccgs[ccg], year,
                               3 * quarter + 1, year, 3 * quarter + 3,
                               (year == 2014 ? 4000 : 3600) * (quarter + 1));
            }
        }
    }
    dataset_put(&set, "activity", bcf_text_get(&table));
    bcf_text_clear(&table);
    const bcf_admissions *admissions = counted();
    ck_assert_uint_eq(admissions->quarter_count, 4);
    ck_assert_str_eq(shown(admissions),
                     "3000 2895 2700; 6000 5790 5400; 9000 8685 8100; 12000 11580 10800; "
                     "5000 4825 4500; 10000 9650 9000; 15000 14475 13500; 20000 19300 18000");
}
END_TEST

START_TEST(a_part_is_paid_for_by_its_quarter)
{
    const bcf_admissions_rules *rules = policy->performance->admissions;
    ck_assert_uint_eq(rules->rest_part, 0);
    ck_assert_uint_eq(bcf_admissions_quarter(rules, 1), 0);
    ck_assert_uint_eq(bcf_admissions_quarter(rules, 2), 1);
}
END_TEST

START_TEST(the_rest_is_paid_for_by_no_quarter)
{
    size_t quarter = bcf_admissions_quarter(policy->performance->admissions, 0);
    ck_abort_msg("it is paid for by quarter %zu", quarter);
}
END_TEST

static Suite *admissions_suite(void)
{
    Suite *suite = suite_create("admissions");
    TCase *tcase = tcase_create("admissions");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    ADD_ROWS(tcase, counts_are_as_worked_by_hand, rows);
    ADD_ROWS(tcase, a_baseline_that_is_missing_is_refused_by_name, refused);
    tcase_add_test(tcase, months_that_are_missing_are_noted_once_a_quarter);
    ADD_ROWS(tcase, a_plan_is_the_baseline_less_what_the_board_or_else_the_policy_says, plans);
    tcase_add_test(tcase, an_ambition_for_what_does_not_hang_on_admissions_is_noted);
    tcase_add_test(tcase, a_reduction_of_nothing_is_refused_with_its_line);
    ADD_ROWS(tcase, only_one_ambition_for_admissions_may_name_no_payment, without_payment);
    ADD_ROWS(tcase, a_count_is_no_more_real_than_what_it_is_made_of, statuses);
    tcase_add_test(tcase, illustrative_months_of_some_are_noted_with_the_boards_that_rest_on_them);
    tcase_add_test(tcase,
                   the_rules_of_july_2014_plan_three_and_a_half_per_cent_fewer_in_four_quarters);
    tcase_add_test(tcase, a_part_is_paid_for_by_its_quarter);
    tcase_add_test_raise_signal(tcase, the_rest_is_paid_for_by_no_quarter, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(admissions_suite)

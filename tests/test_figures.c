/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* glob, mkdtemp */

#include "score.h"

#include <glob.h>

#include "support/case.h"

static const bcf_policy *policy;
static bcf_figures_options options;

static void set_up(void)
{
    case_open();
    options = (bcf_figures_options){.formulas_home = FORMULAS, .schema_path = SCHEMA};
    policy = case_policy(FORMULAS "/2015-16/v1/policy.xml");
}

static bcf_code read_set(const bcf_figures **figures)
{
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read(&tables, arena, set.folder, &notes, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return bcf_figures_read(figures, arena, tables, policy, &options, &notes, &err);
}

static const bcf_figures *read_accepted(void)
{
    const bcf_figures *figures = NULL;
    bcf_code code = read_set(&figures);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_ptr_nonnull(figures);
    return figures;
}

/* How many notes have these words; `first` is the first of them. */
static size_t notes_with(const char *words, const char **first)
{
    size_t count = 0;
    for (size_t i = 0; i < notes.count; i++) {
        if (strstr(notes.items[i].sentence, words) != NULL && count++ == 0) {
            *first = notes.items[i].sentence;
        }
    }
    return count;
}

/* The first message must be about this place and hold these words. */
static void expect_refusal(bcf_code code, const char *table, int line, const char *words)
{
    char place[DATASET_PATH_MAX];
    if (line > 0) {
        snprintf(place, sizeof place, "%s/%s.csv:%d: ", set.folder, table, line);
    } else {
        snprintf(place, sizeof place, "%s/%s.csv: ", set.folder, table);
    }
    ck_assert_msg(code == BCF_REFUSED_DATA, "accepted; want '%s%s'", place, words);
    ck_assert_uint_gt(err.count, 0);
    ck_assert_msg(strncmp(err.messages[0], place, strlen(place)) == 0
                      && strstr(err.messages[0], words) != NULL,
                  "got '%s', want '%s%s'", err.messages[0], place, words);
}

/* An indicator's values, and the notes that whoever shares out by them gives. */
static bcf_code values_of(bcf_values *values, const bcf_figures *figures,
                          const bcf_indicator *indicator)
{
    bcf_code code = bcf_figures_values(values, arena, figures, indicator, &err);
    if (code == BCF_OK) {
        bcf_figures_note_shares(figures, arena, indicator, values, &notes);
    }
    return code;
}

/* What the verbs ask for under the default settings. */
static bcf_code ask_values(const bcf_figures *figures)
{
    static const char *const ids[] = {"programme-allocation", "adult-rnf", "dfg"};
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0] && code == BCF_OK; i++) {
        bcf_values values = {0};
        code = values_of(&values, figures, bcf_policy_indicator(policy, ids[i]));
    }
    return code;
}

#define REFUSED BCF_ROOT "/fixtures/refused/figures/"
#define REFUSED_COUNT 86

/* "residents--unknown-ccg.csv" takes the place of residents.csv. */
static void put_refused(const char *path, char table[64])
{
    const char *name = strrchr(path, '/') + 1;
    const char *fault = strstr(name, "--");
    ck_assert_msg(fault != NULL, "%s names no table", path);
    snprintf(table, 64, "%.*s", (int)(fault - name), name);
    char file[96];
    snprintf(file, sizeof file, "%s.csv", table);
    dataset_copy(&set, path, file);
}

START_TEST(each_wrong_table_is_refused_with_its_line)
{
    glob_t found;
    ck_assert_int_eq(glob(REFUSED "*.csv", 0, NULL, &found), 0);
    ck_assert_uint_eq(found.gl_pathc, REFUSED_COUNT); /* a folder that moves empties no test */
    const char *path = found.gl_pathv[_i];
    char table[64];
    put_refused(path, table);

    char expect[DATASET_PATH_MAX];
    snprintf(expect, sizeof expect, "%.*s.expect", (int)(strlen(path) - 4), path);
    size_t length = 0;
    char *lines = dataset_slurp(expect, &length);
    char *words = NULL;
    long line = strtol(lines, &words, 10);
    ck_assert_msg(*words == '\n', "%s: line 1 is no number", expect);
    words++;
    words[strcspn(words, "\n")] = '\0';
    ck_assert_uint_gt(strlen(words), 0);

    const bcf_figures *figures = NULL;
    bcf_code code = read_set(&figures);
    if (code == BCF_OK) {
        code = ask_values(figures);
    } else {
        ck_assert_ptr_null(figures);
    }
    expect_refusal(code, table, (int)line, words);
    ck_assert_msg(err.count == 1, "one fault, %zu problems: %s", err.count, err.messages[1]);
    free(lines);
    globfree(&found);
}
END_TEST

START_TEST(the_good_tables_are_accepted)
{
    const bcf_figures *figures = read_accepted();
    ck_assert_int_eq(ask_values(figures), BCF_OK);
    ck_assert_uint_eq(figures->residents_count, 4);
    ck_assert_uint_eq(figures->value_count, 9);
    ck_assert_int_eq(figures->residents_status, BCF_STATUS_ILLUSTRATIVE);
    ck_assert_int_eq(bcf_ratio_compare_whole(figures->residents[1].people, 201, 2), 0);
    ck_assert_ptr_nonnull(figures->ambitions);
    ck_assert_ptr_null(figures->ambitions[0]);
}
END_TEST

/* A summary of all figures, to compare two readings by. */
static void add_values(bcf_text *text, const bcf_figures *figures)
{
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *pair = &figures->residents[i];
        bcf_text_print(text, "people %s %s %s\n", figures->areas->ccgs[pair->ccg].code,
                       figures->areas->councils[pair->council].code,
                       bcf_ratio_exact_text(arena, pair->people));
    }
    for (size_t i = 0; i < figures->value_count; i++) {
        const bcf_indicator_value *value = &figures->values[i];
        bcf_text_print(text, "value %s %s %s %zu %s %s\n", value->indicator, value->period,
                       bcf_area_kind_text(value->kind), value->index,
                       bcf_ratio_exact_text(arena, value->value), bcf_status_text(value->status));
    }
}

static void add_decided(bcf_text *text, const bcf_figures *figures)
{
    size_t boards = figures->areas->board_count;
    for (size_t i = 0; i < boards * policy->condition_count; i++) {
        bcf_text_print(text, "condition %d\n", (int)figures->conditions[i]);
    }
    for (size_t i = 0; i < boards * BCF_ITEM_COUNT; i++) {
        bcf_text_print(text, "decision %d\n", (int)figures->decisions[i]);
    }
}

static void add_measured(bcf_text *text, const bcf_figures *figures)
{
    size_t slots = figures->areas->board_count * policy->performance->part_count;
    for (size_t i = 0; i < slots; i++) {
        const bcf_ambition *ambition = figures->ambitions[i];
        if (ambition != NULL) {
            bcf_text_print(text, "ambition %zu %s %d..%d %s %s %s\n", i, ambition->definition,
                           ambition->baseline_period.first, ambition->baseline_period.last,
                           bcf_ratio_exact_text(arena, ambition->baseline),
                           bcf_ratio_exact_text(arena, ambition->ambition),
                           bcf_status_text(ambition->status));
        }
        for (const bcf_outturn *outturn = figures->outturn[i]; outturn != NULL;
             outturn = outturn->next) {
            bcf_text_print(text, "outturn %zu %s %d..%d %s %s\n", i, outturn->definition,
                           outturn->period.first, outturn->period.last,
                           bcf_ratio_exact_text(arena, outturn->actual),
                           bcf_status_text(outturn->status));
        }
    }
    for (size_t i = 0; i < figures->local_metric_count; i++) {
        const bcf_local_metric *metric = &figures->local_metrics[i];
        bcf_text_print(text, "local %zu %s %d %lld\n", metric->board, metric->definition,
                       (int)metric->better, (long long)metric->scale);
    }
    for (size_t i = 0; i < figures->letter_count; i++) {
        bcf_text_print(text, "letter %zu %s %s %lld\n", figures->letters[i].board,
                       figures->letters[i].year, figures->letters[i].item,
                       (long long)figures->letters[i].amount.pence);
    }
}

static const char *shown(const bcf_figures *figures)
{
    bcf_text text = {0};
    add_values(&text, figures);
    add_decided(&text, figures);
    add_measured(&text, figures);
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* Puts the lines of a table after the first in another order. No cell holds a line end. */
static void shuffle(const char *file, uint32_t *state)
{
    enum { LINES_MAX = 200 };
    char path[DATASET_PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", set.folder, file);
    size_t length = 0;
    char *bytes = dataset_slurp(path, &length);
    char *lines[LINES_MAX];
    size_t count = 0;
    for (char *line = strtok(bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        ck_assert_uint_lt(count, LINES_MAX);
        lines[count++] = line;
    }
    for (size_t i = count; i > 2; i--) {
        size_t other = 1 + next_random(state) % (i - 1);
        char *line = lines[i - 1];
        lines[i - 1] = lines[other];
        lines[other] = line;
    }
    bcf_text text = {0};
    for (size_t i = 0; i < count; i++) {
        bcf_text_print(&text, "%s\n", lines[i]);
    }
    dataset_put_bytes(&set, file, bcf_text_get(&text), text.length);
    bcf_text_clear(&text);
    free(bytes);
}

START_TEST(shuffled_rows_give_the_same_figures)
{
    dataset_remove(&set);
    set = dataset_of(BCF_ROOT "/fixtures/shire");
    const char *before = shown(read_accepted());
    ck_assert_uint_gt(strlen(before), 1000);
    uint32_t state = (uint32_t)_i + 1;
    for (int id = 0; id < BCF_TABLE_COUNT; id++) {
        char file[64];
        snprintf(file, sizeof file, "%s.csv", bcf_table_name((bcf_table_id)id));
        shuffle(file, &state);
    }
    ck_assert_str_eq(shown(read_accepted()), before);
}
END_TEST

START_TEST(the_shire_hands_the_figures_of_its_ended_ccg_on)
{
    dataset_remove(&set);
    set = dataset_of(BCF_ROOT "/fixtures/shire");
    const bcf_figures *figures = read_accepted();
    ck_assert_int_eq(ask_values(figures), BCF_OK);
    bcf_values values = {0};
    const bcf_indicator *indicator = bcf_policy_indicator(policy, "programme-allocation");
    ck_assert_int_eq(values_of(&values, figures, indicator), BCF_OK);
    ck_assert_uint_eq(values.count, 2);
    ck_assert_int_eq(bcf_ratio_compare_whole(values.items[1], 400, 1), 0);
    ck_assert_int_eq(bcf_ratio_compare_whole(figures->residents[4].people, 1200000, 1), 0);
}
END_TEST

/* Exact sums over a dataset, whichever areas its figures are of. */
static const char *sums(const bcf_figures *figures)
{
    bcf_ratio *people = bcf_ratio_new(arena);
    bcf_ratio *allocation = bcf_ratio_new(arena);
    for (size_t i = 0; i < figures->residents_count; i++) {
        bcf_ratio_add(people, people, figures->residents[i].people);
    }
    for (size_t i = 0; i < figures->value_count; i++) {
        if (strcmp(figures->values[i].indicator, "programme-allocation") == 0) {
            bcf_ratio_add(allocation, allocation, figures->values[i].value);
        }
    }
    return bcf_arena_print(arena, "%s %s", bcf_ratio_exact_text(arena, people),
                           bcf_ratio_exact_text(arena, allocation));
}

static const struct {
    const char *name;
    const char *ccgs;
    const char *successors;
    const char *people_of_g1_in_c1; /* 600 before */
} reorganised[] = {
    {"nothing happened", "G1,Hills\nG2,Coast\n", "", "600"},
    {"both merged into a new one", "G9,All\n", "G1,G9,1,x\nG2,G9,1,x\n", NULL},
    {"one joined the other", "G1,Hills\n", "G2,G1,1,x\n", "600"},
    {"one was split in thirds or so", "G1,Hills\nG7,East\nG8,West\n",
     "G2,G1,0.3333333333,x\nG2,G7,0.3333333333,x\nG2,G8,0.3333333334,x\n", "600"},
    {"a split, then a merger", "G1,Hills\nG7,East\n", "G2,G8,0.7,x\nG2,G7,0.3,x\nG8,G1,1,x\n",
     "600"},
};

START_TEST(nobody_is_lost_in_a_reorganisation)
{
    const char *before = sums(read_accepted());
    ck_assert_str_eq(before, "1000 1000");
    dataset_put(&set, "ccgs", bcf_arena_print(arena, "ccg,name\n%s", reorganised[_i].ccgs));
    dataset_put(
        &set, "successors",
        bcf_arena_print(arena, "code,successor,share,from\n%s", reorganised[_i].successors));
    const bcf_figures *after = read_accepted();
    ck_assert_msg(strcmp(sums(after), before) == 0, "%s: %s, before %s", reorganised[_i].name,
                  sums(after), before);
    if (reorganised[_i].people_of_g1_in_c1 != NULL) {
        ck_assert_str_eq(bcf_ratio_exact_text(arena, after->residents[0].people),
                         reorganised[_i].people_of_g1_in_c1);
    }
}
END_TEST

START_TEST(both_columns_of_residents_may_have_ended)
{
    dataset_put(&set, "residents",
                "ccg,council,people\nG0,C0,100\nG1,C1,50\nG2,C2,1\nG2,C3,1\nG1,C3,0\n");
    dataset_put(
        &set, "successors",
        "code,successor,share,from\nG0,G1,0.25,x\nG0,G2,0.75,x\nC0,C2,0.5,x\nC0,C1,0.5,x\n");
    const bcf_figures *figures = read_accepted();
    static const char *const people[] = {"125/2", "25/2", "75/2", "77/2", "1"};
    ck_assert_uint_eq(figures->residents_count, 5); /* G1 in C3 has nobody: no pair */
    for (size_t i = 0; i < 5; i++) {
        ck_assert_str_eq(bcf_ratio_exact_text(arena, figures->residents[i].people), people[i]);
    }
}
END_TEST

/* What areas get from predecessors: `rows` of dfg besides those that every area needs. */
static const struct {
    const char *name;
    const char *successors;
    const char *rows; /* of indicator adult-rnf; C1 and C2 have theirs, C3 has not */
    int line;         /* 0: accepted */
    const char *words;
} covers[] = {
    {"all predecessors have a value", "X,C3,1,x\nY,C3,1,x\n",
     "X,adult-rnf,2013-14,1\nY,adult-rnf,2013-14,0\n", 0, NULL},
    {"one has none", "X,C3,1,x\nY,C3,1,x\n", "Y,adult-rnf,2013-14,1\n", 4,
     "'C3' gets indicator 'adult-rnf' of '2013-14' from 'Y', but not from 'X'"},
    {"one has none for that period", "X,C3,1,x\nY,C3,1,x\n",
     "X,adult-rnf,2012-13,1\nY,adult-rnf,2013-14,1\n", 5, "from 'Y', but not from 'X'"},
    {"one has none for a period that nobody asks for", "X,C3,1,x\nY,C3,1,x\n",
     "X,adult-rnf,2012-13,1\nC3,adult-rnf,2013-14,1\n", 0, NULL},
    {"one has none of an indicator that nobody asks for", "X,C3,1,x\nY,C3,1,x\n",
     "C3,adult-rnf,2013-14,1\nX,dfg,2015-16,1\n", 0, NULL},
    {"a successor by a share of nothing needs none", "X,C3,1,x\nY,C3,0,x\nY,C2,1,x\n",
     "X,adult-rnf,2013-14,1\n", 0, NULL},
    {"a successor by a share of nothing has none", "X,C3,0,x\nX,C2,1,x\nY,C3,1,x\nZ,C3,1,x\n",
     "X,adult-rnf,2013-14,1\nY,adult-rnf,2013-14,1\n", 5, "from 'Y', but not from 'Z'"},
    {"all have one for an earlier period", "X,C3,1,x\nY,C3,1,x\n",
     "X,adult-rnf,2012-13,1\nY,adult-rnf,2012-13,1\nY,adult-rnf,2013-14,1\n", 6,
     "from 'Y', but not from 'X'"},
    {"a code of the middle counts once", "A,X,1,x\nX,C3,1,x\nY,C3,1,x\n",
     "A,adult-rnf,2013-14,1\nX,adult-rnf,2013-14,1\n", 5, "from 'X', but not from 'Y'"},
    {"the area has its own", "X,C3,1,x\nY,C3,1,x\n",
     "C3,adult-rnf,2013-14,1\nY,adult-rnf,2013-14,1\n", 0, NULL},
    {"the figures are of the middle of the chain", "A,X,1,x\nB,X,1,x\nX,C3,1,x\n",
     "X,adult-rnf,2013-14,1\n", 0, NULL},
    {"the figures are of the chain's beginning", "A,X,1,x\nB,X,1,x\nX,C3,1,x\n",
     "A,adult-rnf,2013-14,1\nB,adult-rnf,2013-14,1\n", 0, NULL},
    {"one at the chain's beginning has none", "A,X,1,x\nB,X,1,x\nX,C3,1,x\n",
     "A,adult-rnf,2013-14,1\n", 4,
     "'X' gets indicator 'adult-rnf' of '2013-14' from 'A', but not "
     "from 'B'"},
    {"one branch of the chain has none", "A,X,1,x\nX,C3,1,x\nY,C3,1,x\n", "A,adult-rnf,2013-14,1\n",
     4, "'C3' gets indicator 'adult-rnf' of '2013-14' from 'A', but not from 'Y'"},
    {"half of a split code is enough where the other half is another's", "X,C3,0.5,x\nX,C2,0.5,x\n",
     "X,adult-rnf,2013-14,1\n", 0, NULL},
};

START_TEST(an_area_inherits_all_of_a_figure_or_nothing)
{
    dataset_put(&set, "indicators",
                bcf_arena_print(arena,
                                "area,indicator,period,value\nC1,adult-rnf,2013-14,0.6\n"
                                "C2,adult-rnf,2013-14,0.3\n%s",
                                covers[_i].rows));
    dataset_put(&set, "successors",
                bcf_arena_print(arena, "code,successor,share,from\n%s", covers[_i].successors));
    const bcf_figures *figures = NULL;
    bcf_code code = read_set(&figures);
    ck_assert_msg(code == BCF_OK, "%s: %s", covers[_i].name, err.messages[0]);
    bcf_values values = {0};
    code = values_of(&values, figures, bcf_policy_indicator(policy, "adult-rnf"));
    if (covers[_i].line > 0) {
        expect_refusal(code, "indicators", covers[_i].line, covers[_i].words);
        ck_assert_uint_eq(err.count, 1);
        return;
    }
    ck_assert_msg(code == BCF_OK, "%s: %s", covers[_i].name, err.messages[0]);
    ck_assert_uint_eq(values.count, 3);
}
END_TEST

/* A control is checked whoever asks, and of half a figure it tells nothing more. */
START_TEST(a_gap_in_what_has_a_control_is_refused_unasked)
{
    dataset_put(&set, "indicators",
                "area,indicator,period,value\nC1,adult-rnf,2013-14,0.6\nY,adult-rnf,2013-14,1\n");
    dataset_put(&set, "successors", "code,successor,share,from\nX,C3,1,x\nY,C3,1,x\n");
    dataset_put(&set, "controls", "indicator,period,total,areas\nadult-rnf,2013-14,7,3\n");
    const bcf_figures *figures = NULL;
    expect_refusal(read_set(&figures), "indicators", 3, "from 'Y', but not from 'X'");
    ck_assert_uint_eq(err.count, 1);
}
END_TEST

/* Three shares, and what is noted or refused: the limit is 3 x half a unit of the last place. */
static const struct {
    const char *name;
    const char *values[3];
    const char *total;          /* NULL: no control */
    const char *rounding;       /* noted; NULL: not */
    const char *refused_adding; /* up to this; NULL: accepted */
} rounded[] = {
    {"they add up", {"0.3", "0.3", "0.4"}, "1", NULL, NULL},
    {"below the limit, less", {"0.333", "0.333", "0.333"}, "1", "0.999, 0.001 less", NULL},
    {"below the limit, more", {"0.334", "0.334", "0.333"}, "1", "1.001, 0.001 more", NULL},
    {"the longest counts", {"0.1", "0.400", "0.4985"}, "1", NULL, "0.9985"},
    {"at the limit of one place, less", {"0.1", "0.4", "0.4"}, "1", "0.9, 0.1 less", NULL},
    {"just inside two places, less", {"0.25", "0.4", "0.34"}, "1", "0.99, 0.01 less", NULL},
    {"beyond two places, less", {"0.24", "0.4", "0.34"}, "1", NULL, "0.98"},
    {"beyond two places, more", {"0.28", "0.4", "0.34"}, "1", NULL, "1.02"},
    {"the total is written otherwise", {"0.25", "0.4", "0.34"}, "1.000", "0.01 less", NULL},
    {"the total is not 1", {"0.25", "0.4", "0.34"}, "0.98", NULL, "0.99"},
    {"no rounding makes whole numbers add up", {"1", "1", "0"}, "1", NULL, "2"},
    {"nothing cannot be normalised", {"0.0", "0.0", "0"}, "1", NULL, "0"},
    {"one place, no control", {"0.1", "0.4", "0.4"}, NULL, "0.9, 0.1 less", NULL},
    {"beyond one place, no control", {"0.1", "0.4", "0.3"}, NULL, NULL, NULL},
    {"they add up, no control", {"0.1", "0.4", "0.5"}, NULL, NULL, NULL},
    {"one is whole, no control", {"1", "0.0", "0.1"}, NULL, NULL, NULL},
    {"one is above 1, no control", {"1.1", "0.0", "0.0"}, NULL, NULL, NULL},
};

START_TEST(shares_may_miss_one_by_their_rounding)
{
    const char *const *values = rounded[_i].values;
    dataset_put(&set, "indicators",
                bcf_arena_print(arena,
                                "area,indicator,period,value\nC1,adult-rnf,2013-14,%s\n"
                                "C2,adult-rnf,2013-14,%s\nC3,adult-rnf,2013-14,%s\n",
                                values[0], values[1], values[2]));
    if (rounded[_i].total != NULL) {
        dataset_put(&set, "controls",
                    bcf_arena_print(arena, "indicator,period,total,areas\nadult-rnf,2013-14,%s,3\n",
                                    rounded[_i].total));
    }
    const bcf_figures *figures = NULL;
    bcf_code code = read_set(&figures);
    if (rounded[_i].refused_adding != NULL) {
        expect_refusal(code, "controls", 2,
                       bcf_arena_print(arena, "adds up to %s, not to its control total %s",
                                       rounded[_i].refused_adding, rounded[_i].total));
        return;
    }
    ck_assert_msg(code == BCF_OK, "%s: %s", rounded[_i].name, err.messages[0]);
    bcf_values got = {0};
    const bcf_indicator *indicator = bcf_policy_indicator(policy, "adult-rnf");
    ck_assert_int_eq(values_of(&got, figures, indicator), BCF_OK);
    const char *note = "";
    size_t noted = notes_with("normalised exactly", &note);
    ck_assert_msg(noted == (rounded[_i].rounding != NULL ? 1 : 0), "%s: %s", rounded[_i].name,
                  note);
    ck_assert_msg(noted == 0 || strstr(note, rounded[_i].rounding) != NULL, "%s: %s",
                  rounded[_i].name, note);
}
END_TEST

/* Four shares of one place may miss 1 by exactly 0.2; the halves of a split row are still one. */
static const struct {
    const char *values[4];
    bool is_accepted;
} at_limit[] = {
    {{"0.2", "0.2", "0.2", "0.2"}, true},
    {{"0.3", "0.3", "0.3", "0.3"}, true},
    {{"0.2", "0.2", "0.2", "0.1"}, false},
    {{"0.3", "0.3", "0.3", "0.4"}, false},
};

START_TEST(the_limit_of_rounding_itself_is_within_it)
{
    const char *const *values = at_limit[_i].values;
    dataset_put(&set, "indicators",
                bcf_arena_print(arena,
                                "area,indicator,period,value\nC1,adult-rnf,2013-14,%s\n"
                                "C2,adult-rnf,2013-14,%s\nC3,adult-rnf,2013-14,%s\n"
                                "X,adult-rnf,2013-14,%s\n",
                                values[0], values[1], values[2], values[3]));
    dataset_put(&set, "successors", "code,successor,share,from\nX,C3,0.5,x\nX,C2,0.5,x\n");
    dataset_put(&set, "controls", "indicator,period,total,areas\nadult-rnf,2013-14,1,3\n");
    const bcf_figures *figures = NULL;
    bcf_code code = read_set(&figures);
    ck_assert_msg((code == BCF_OK) == at_limit[_i].is_accepted, "%s", err.messages[0]);
    const char *note = NULL;
    ck_assert_uint_eq(notes_with("rounding of its 4 values", &note), at_limit[_i].is_accepted);
}
END_TEST

START_TEST(what_went_through_an_ended_code_is_no_more_real_than_its_successors)
{
    case_put_manifest("successors");
    dataset_put(&set, "successors", "code,successor,share,from\nX,C3,1,x\n");
    dataset_put(&set, "indicators",
                "area,indicator,period,value\nC1,adult-rnf,2013-14,1\nC2,adult-rnf,2013-14,1\n"
                "X,adult-rnf,2013-14,1\n");
    const bcf_figures *figures = read_accepted();
    ck_assert_int_eq(figures->values[0].status, BCF_STATUS_PUBLISHED);
    ck_assert_int_eq(figures->values[1].status, BCF_STATUS_PUBLISHED);
    ck_assert_int_eq(figures->values[2].status, BCF_STATUS_ILLUSTRATIVE);
    ck_assert_int_eq(figures->residents_status, BCF_STATUS_PUBLISHED); /* no ended code there */

    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nG2,X,1\n");
    ck_assert_int_eq(read_accepted()->residents_status, BCF_STATUS_ILLUSTRATIVE);
    dataset_put(&set, "successors", "code,successor,share,from\nX,C3,1,x\nY,G1,1,x\n");
    dataset_put(&set, "residents", "ccg,council,people\nG1,C1,1\nY,C1,1\nG2,C2,1\n");
    ck_assert_int_eq(read_accepted()->residents_status, BCF_STATUS_ILLUSTRATIVE);
}
END_TEST

START_TEST(the_worst_row_tells_how_real_a_sum_is)
{
    case_put_manifest("");
    dataset_put(&set, "indicators",
                "area,indicator,period,value,status\nC1,adult-rnf,2013-14,1,published\n"
                "C2,adult-rnf,2013-14,1,published\nX,adult-rnf,2013-14,1,published\n"
                "Y,adult-rnf,2013-14,1,derived\n");
    dataset_put(&set, "successors", "code,successor,share,from\nX,C3,1,x\nY,C3,1,x\n");
    const bcf_figures *figures = read_accepted();
    bcf_values values = {0};
    bcf_code code = values_of(&values, figures, bcf_policy_indicator(policy, "adult-rnf"));
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_int_eq(values.status, BCF_STATUS_DERIVED);
    ck_assert_int_eq(figures->values[0].status, BCF_STATUS_PUBLISHED);
    ck_assert_int_eq(figures->values[2].status, BCF_STATUS_DERIVED);
}
END_TEST

START_TEST(each_missing_area_is_named)
{
    dataset_put(&set, "indicators", "area,indicator,period,value\nD1,dfg,2015-16,1\n");
    const bcf_figures *figures = read_accepted();
    bcf_values values = {0};
    ck_assert_int_eq(values_of(&values, figures, bcf_policy_indicator(policy, "dfg")),
                     BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 3);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "'C2' (Port City Council)"));
    ck_assert_ptr_nonnull(strstr(err.messages[2], "'D2' (Lowtown)"));
}
END_TEST

START_TEST(a_free_period_must_be_the_only_one)
{
    dataset_put(&set, "indicators",
                "area,indicator,period,value\nG1,target-allocation,2015-16,1\n"
                "G2,target-allocation,2015-16,3\n");
    const bcf_indicator *indicator = bcf_policy_indicator(policy, "target-allocation");
    ck_assert_ptr_null(indicator->period);
    bcf_values values = {0};
    const bcf_figures *figures = read_accepted();
    ck_assert_int_eq(values_of(&values, figures, indicator), BCF_OK);
    ck_assert_int_eq(bcf_ratio_compare_whole(values.items[1], 3, 1), 0);

    dataset_put(&set, "indicators",
                "area,indicator,period,value\nG1,target-allocation,2014-15,1\n"
                "G2,target-allocation,2015-16,3\n");
    figures = read_accepted();
    expect_refusal(values_of(&values, figures, indicator), "indicators", 0,
                   "several periods, '2014-15' and '2015-16'");
}
END_TEST

START_TEST(shares_without_a_control_are_noted)
{
    dataset_put(&set, "controls",
                "indicator,period,total,areas\ndfg,2015-16,4.00,4\nadult-rnf,2013-14,1,3\n");
    ck_assert_int_eq(ask_values(read_accepted()), BCF_OK);
    const char *note = NULL;
    ck_assert_uint_eq(notes_with("no control total", &note), 1);
    ck_assert_ptr_nonnull(strstr(note, "'programme-allocation' of '2015-16' has no control total"));
}
END_TEST

START_TEST(names_of_other_policies_are_left_alone)
{
    policy = case_policy(FORMULAS "/2014-15/v1/policy.xml");
    dataset_put(&set, "conditions",
                "hwb,condition,state,decided\nH1,data-sharing,met,2014-04-04\n");
    dataset_put(&set, "ambitions",
                "hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                "baseline_denominator,ambition_numerator,ambition_denominator\n"
                "H1,reablement,2015-10,v1,2013-04..2014-03,8,10,9,10\n"
                "H1,local,2015-10,nobody described it,2013-04..2014-03,8,10,9,10\n");
    dataset_put(&set, "controls", "indicator,period,total,areas\ndfg,2015-16,999,1\n");
    const bcf_figures *figures = read_accepted();
    ck_assert_ptr_null(figures->ambitions);
    ck_assert_ptr_null(figures->outturn);
    for (size_t i = 0; i < figures->value_count; i++) {
        ck_assert_ptr_nonnull(bcf_policy_indicator(policy, figures->values[i].indicator));
    }
}
END_TEST

START_TEST(an_unknown_area_is_refused_even_for_an_indicator_that_is_left_alone)
{
    policy = case_policy(FORMULAS "/2014-15/v1/policy.xml");
    dataset_put(&set, "indicators", "area,indicator,period,value\nE99,dfg,2015-16,1\n");
    const bcf_figures *figures = NULL;
    expect_refusal(read_set(&figures), "indicators", 2, "area 'E99' is not known");
}
END_TEST

START_TEST(without_other_policies_their_names_are_unknown)
{
    policy = case_policy(FORMULAS "/2014-15/v1/policy.xml");
    options.formulas_home = NULL;
    const bcf_figures *figures = NULL;
    ck_assert_int_eq(read_set(&figures), BCF_REFUSED_DATA);
}
END_TEST

/* A problem a row, and a name a row: only the problems that are told are asked about. */
START_TEST(many_strange_names_do_not_load_every_policy_each_time)
{
    bcf_text table = {0};
    bcf_text_add(&table, "area,indicator,period,value\n");
    for (int i = 0; i < 100000; i++) {
        bcf_text_print(&table, "C1,strange-%d,2015-16,1\n", i);
    }
    dataset_put(&set, "indicators", bcf_text_get(&table));
    bcf_text_clear(&table);
    const bcf_figures *figures = NULL;
    expect_refusal(read_set(&figures), "indicators", 2, "indicator 'strange-0' is not known");
    ck_assert_uint_eq(err.count, BCF_PROBLEMS_MAX);
}
END_TEST

static size_t part_named(const char *payment, const char *id)
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

#define AMBITIONS                                                                                  \
    "hwb,metric,payment,definition,baseline_period,baseline_numerator,baseline_denominator,"       \
    "ambition_numerator,ambition_denominator,status\n"

START_TEST(ambitions_are_exact_fractions_of_their_part)
{
    dataset_put(&set, "ambitions",
                AMBITIONS
                "H2,delayed-transfers,2015-04,days,2013-04..2013-12,10.5,3,1,7,published\n");
    const bcf_figures *figures = read_accepted();
    size_t width = policy->performance->part_count;
    size_t filled = width + part_named("2015-04", "delayed-transfers");
    for (size_t i = 0; i < 2 * width; i++) {
        ck_assert((figures->ambitions[i] != NULL) == (i == filled));
    }
    const bcf_ambition *ambition = figures->ambitions[filled];
    ck_assert_str_eq(bcf_ratio_exact_text(arena, ambition->baseline), "7/2");
    ck_assert_str_eq(bcf_ratio_exact_text(arena, ambition->ambition), "1/7");
    ck_assert_int_eq(ambition->baseline_period.first, 2013 * 12 + 3);
    ck_assert_int_eq(ambition->status, BCF_STATUS_PUBLISHED);
    ck_assert_int_eq(ambition->place.line, 2);
}
END_TEST

START_TEST(a_metric_that_a_payment_does_not_pay_for_is_noted_once)
{
    dataset_put(&set, "ambitions",
                AMBITIONS "H1,reablement,2015-04,v1,2013-04..2014-03,8,10,9,10,published\n"
                          "H2,reablement,2015-04,v1,2013-04..2014-03,8,10,9,10,published\n");
    const bcf_figures *figures = read_accepted();
    for (size_t i = 0; i < 2 * policy->performance->part_count; i++) {
        ck_assert_ptr_null(figures->ambitions[i]);
    }
    const char *note = NULL;
    ck_assert_uint_eq(notes_with("does not pay", &note), 1);
    ck_assert_ptr_nonnull(strstr(note, "payment '2015-04' does not pay for metric 'reablement'"));
}
END_TEST

START_TEST(outturns_come_by_definition_then_period)
{
    dataset_put(&set, "outturn",
                "hwb,metric,payment,definition,period,numerator,denominator\n"
                "H1,local,2015-10,b,2014-10..2015-03,3,10\n"
                "H1,local,2015-10,a,2015-01..2015-03,2,10\n"
                "H1,local,2015-10,a,2014-10..2015-03,4,10\n"
                "H1,local,2015-10,a,2014-10..2014-12,1,10\n");
    const bcf_figures *figures = read_accepted();
    const bcf_outturn *outturn = figures->outturn[part_named("2015-10", "local")];
    static const int lines[] = {5, 4, 3, 2};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_ptr_nonnull(outturn);
        ck_assert_int_eq(outturn->place.line, lines[i]);
        outturn = outturn->next;
    }
    ck_assert_ptr_null(outturn);
}
END_TEST

START_TEST(a_local_metric_is_the_menu_s_or_the_board_s_own)
{
    dataset_put(&set, "local_metrics",
                "hwb,definition,title,better,scale,criteria\n"
                "H2,falls,Falls clinic,higher,100,strategy-link;robust-data;established-source;"
                "timely;challenging;incentives\n"
                "H1,PHOF 1.18i,Social contact,higher,100,\n"
                "H1,calls,Calls,lower,100000,timely;incentives\n");
    dataset_put(&set, "ambitions",
                AMBITIONS "H2,local,2015-04,falls,2013-04..2013-09,2,10,3,10,derived\n"
                          "H1,local,2015-04,NHS OF 2.1,2013-04..2013-09,2,10,3,10,derived\n");
    const bcf_figures *figures = read_accepted();
    const bcf_menu_entry *entry = bcf_figures_local(arena, figures, 1, "falls");
    ck_assert_ptr_nonnull(entry);
    ck_assert_int_eq(entry->better, BCF_BETTER_HIGHER);
    ck_assert_int_eq((int)entry->scale, 100);
    ck_assert_str_eq(entry->title, "Falls clinic");
    ck_assert_int_eq((int)bcf_figures_local(arena, figures, 0, "calls")->scale, 100000);
    ck_assert_ptr_null(bcf_figures_local(arena, figures, 0, "falls"));
    ck_assert_ptr_nonnull(bcf_figures_local(arena, figures, 0, "ASCOF 1D"));
    ck_assert_ptr_null(bcf_figures_local(arena, figures, 1, "ASCOF 9Z"));
    const char *note = NULL;
    ck_assert_uint_eq(notes_with("does not meet", &note), 1);
    ck_assert_ptr_nonnull(strstr(note,
                                 "local_metrics.csv:4: local metric 'calls' of board 'H1' does not "
                                 "meet 'strategy-link', 'robust-data', 'established-source', "
                                 "'challenging'"));
}
END_TEST

START_TEST(a_score_is_no_more_real_than_what_its_metric_is_said_to_be)
{
    case_put_manifest("local_metrics");
    dataset_put(&set, "local_metrics",
                "hwb,definition,title,better,scale,criteria\n"
                "H1,NHS OF 2.1,Long-term conditions,higher,100,\nH2,falls,Falls,higher,100,\n");
    dataset_put(&set, "ambitions",
                AMBITIONS "H2,local,2015-04,falls,2013-04..2013-09,2,10,3,10,published\n"
                          "H1,local,2015-04,NHS OF 2.1,2013-04..2013-09,2,10,3,10,published\n"
                          "H2,delayed-transfers,2015-04,v1,2013-04..2013-12,2,10,1,10,published\n");
    const bcf_scores *scores = NULL;
    bcf_code code = bcf_score_boards(&scores, arena, read_accepted(),
                                     bcf_settings_new(arena, policy), NULL, &notes, &err);
    ck_assert_int_eq(code, BCF_OK);
    size_t local = part_named("2015-04", "local");
    size_t transfers = part_named("2015-04", "delayed-transfers");
    ck_assert_int_eq(bcf_scores_find(scores, local, 0)->data_status, BCF_STATUS_DERIVED);
    ck_assert_int_eq(bcf_scores_find(scores, local, 1)->data_status, BCF_STATUS_ILLUSTRATIVE);
    ck_assert_int_eq(bcf_scores_find(scores, transfers, 1)->data_status, BCF_STATUS_DERIVED);
}
END_TEST

START_TEST(activity_lies_within_a_quarter)
{
    dataset_put(&set, "activity",
                "ccg,measure,period,count\nG1,m,2014-01..2014-03,1\nG1,m,2014-04,1\n"
                "G1,m,2014-05..2014-06,1\nG1,m,2014-10..2014-12,1\n");
    ck_assert_ptr_nonnull(read_accepted());
    dataset_put(&set, "activity",
                "ccg,measure,period,count\nG1,m,2014-12..2015-01,1\nG1,n,2014-01..2015-01,1\n"
                "G2,m,2014-01..2014-06,1\nG2,m,2013-03..2013-04,1\n");
    const bcf_figures *figures = NULL;
    expect_refusal(read_set(&figures), "activity", 2, "'2014-12..2015-01' does not lie within one");
    ck_assert_uint_eq(err.count, 4);
}
END_TEST

/* A month that two rows of one CCG and measure cover would count twice. */
static const struct {
    const char *name;
    const char *rows;
    int line; /* 0: accepted */
    const char *words;
} months[] = {
    {"side by side", "G1,m,2014-01,1\nG1,m,2014-03,1\nG1,m,2014-02,1\n", 0, NULL},
    {"the same months of another CCG", "G1,m,2014-01..2014-03,1\nG2,m,2014-01..2014-03,1\n", 0,
     NULL},
    {"the same months of another measure", "G1,m,2014-01..2014-03,1\nG1,n,2014-01..2014-03,1\n", 0,
     NULL},
    {"the same months of another year", "G1,m,2014-01..2014-03,1\nG1,m,2015-01..2015-03,1\n", 0,
     NULL},
    {"the same months of what it was before", "G1,m,2014-01..2014-03,1\nG0,m,2014-01..2014-03,1\n",
     0, NULL},
    {"a month of a quarter", "G1,m,2014-01..2014-03,1\nG1,m,2014-03,1\n", 3,
     "'m' of 'G1' for '2014-03' counts months that line 2 counts too"},
    {"a month before its quarter", "G1,m,2014-03,1\nG1,m,2014-01..2014-03,1\n", 2,
     "'m' of 'G1' for '2014-03' counts months that line 3 counts too"},
    {"two months and two months",
     "G1,m,2014-02..2014-03,1\nG2,m,2014-01,1\nG1,m,2014-01..2014-02,1\n", 2,
     "'m' of 'G1' for '2014-02..2014-03' counts months that line 4 counts too"},
    {"the first month of a quarter", "G1,m,2014-01..2014-03,1\nG1,m,2014-01,1\n", 3,
     "'m' of 'G1' for '2014-01' counts months that line 2 counts too"},
    {"one month, written in two ways", "G1,m,2014-02,1\nG1,m,2014-02..2014-02,1\n", 3,
     "'m' of 'G1' for '2014-02..2014-02' counts months that line 2 counts too"},
    {"of an ended code", "G0,m,2014-01..2014-03,1\nG0,m,2014-02,1\n", 3,
     "'m' of 'G0' for '2014-02' counts months that line 2 counts too"},
};

START_TEST(a_month_of_activity_counts_once)
{
    dataset_put(&set, "successors", "code,successor,share,from\nG0,G1,1,x\n");
    dataset_put(&set, "activity",
                bcf_arena_print(arena, "ccg,measure,period,count\n%s", months[_i].rows));
    if (months[_i].line == 0) {
        ck_assert_ptr_nonnull(read_accepted());
        return;
    }
    const bcf_figures *figures = NULL;
    expect_refusal(read_set(&figures), "activity", months[_i].line, months[_i].words);
    ck_assert_msg(err.count == 1, "%s: %zu problems", months[_i].name, err.count);
}
END_TEST

static const struct {
    const char *item;
    const char *state;
    bcf_decision_state want;
} decided[] = {
    {"signed-off", "yes", BCF_DECISION_YES},
    {"ministers", "no", BCF_DECISION_NO},
    {"risk-register", "yes", BCF_DECISION_YES},
    {"contingency-plan", "agreed", BCF_DECISION_AGREED},
    {"contingency-plan", "not-agreed", BCF_DECISION_NOT_AGREED},
    {"recovery-plan", "agreed", BCF_DECISION_AGREED},
    {"recovery-plan", "not-agreed", BCF_DECISION_NOT_AGREED},
    {"recovery-plan", "not-required", BCF_DECISION_NOT_REQUIRED},
};

START_TEST(a_decision_is_found_by_its_word)
{
    dataset_put(&set, "decisions",
                bcf_arena_print(arena, "hwb,item,state,decided\nH2,%s,%s,2015-04-02\n",
                                decided[_i].item, decided[_i].state));
    const bcf_figures *figures = read_accepted();
    ck_assert_int_eq(bcf_figures_decision(figures, 1, decided[_i].item), decided[_i].want);
    ck_assert_int_eq(bcf_figures_decision(figures, 0, decided[_i].item), BCF_DECISION_ABSENT);
    ck_assert_int_eq(bcf_figures_decision(figures, 1, "weather"), BCF_DECISION_ABSENT);
}
END_TEST

/* Every word of a column must be known here too: a new one is met by this test, not by a user. */
START_TEST(every_word_of_the_tables_is_understood)
{
    const bcf_column *columns = bcf_table_columns(BCF_TABLE_DECISIONS, &(size_t){0});
    const char *const *words = columns[bcf_table_column(BCF_TABLE_DECISIONS, "item")].words;
    size_t count = 0;
    for (; words[count] != NULL; count++) {
        ck_assert_int_lt(bcf_plans_item(words[count]), BCF_ITEM_COUNT);
    }
    ck_assert_uint_eq(count, BCF_ITEM_COUNT);
    ck_assert_int_eq(bcf_plans_item("weather"), BCF_ITEM_COUNT);

    columns = bcf_table_columns(BCF_TABLE_CONDITIONS, &(size_t){0});
    words = columns[bcf_table_column(BCF_TABLE_CONDITIONS, "state")].words;
    for (count = 0; words[count] != NULL; count++) {
        dataset_put(&set, "conditions",
                    bcf_arena_print(arena, "hwb,condition,state,decided\nH1,data-sharing,%s,\n",
                                    words[count]));
        ck_assert_ptr_nonnull(read_accepted());
    }
    ck_assert_uint_eq(count, 3);
}
END_TEST

#define CONDITIONS                                                                                 \
    "hwb,condition,state,decided\nH1,jointly-agreed,met,2014-04-04\n"                              \
    "H1,data-sharing,not-met,2015-03-20\nH2,data-sharing,not-assessed,\n"

START_TEST(what_was_decided_later_does_not_count)
{
    options.as_at = 20150319;
    dataset_put(&set, "conditions", CONDITIONS);
    dataset_put(
        &set, "decisions",
        "hwb,item,state,decided\nH1,ministers,yes,2015-03-20\nH2,ministers,yes,2015-03-19\n");
    const bcf_figures *figures = read_accepted();
    int agreed = bcf_policy_find(policy, BCF_NAME_CONDITION, "jointly-agreed");
    int sharing = bcf_policy_find(policy, BCF_NAME_CONDITION, "data-sharing");
    ck_assert_int_eq(figures->conditions[agreed], BCF_CONDITION_MET);
    ck_assert_int_eq(figures->conditions[sharing], BCF_CONDITION_ABSENT);
    ck_assert_int_eq(figures->conditions[policy->condition_count + (size_t)sharing],
                     BCF_CONDITION_NOT_ASSESSED);
    ck_assert_int_eq(bcf_figures_decision(figures, 0, "ministers"), BCF_DECISION_ABSENT);
    ck_assert_int_eq(bcf_figures_decision(figures, 1, "ministers"), BCF_DECISION_YES);
}
END_TEST

START_TEST(without_a_day_to_look_from_no_date_is_needed)
{
    dataset_put(&set, "conditions", "hwb,condition,state,decided\nH1,jointly-agreed,met,\n");
    dataset_put(&set, "decisions", "hwb,item,state,decided\nH1,ministers,yes,\n");
    ck_assert_int_eq(bcf_figures_decision(read_accepted(), 0, "ministers"), BCF_DECISION_YES);
}
END_TEST

START_TEST(with_a_day_to_look_from_a_decision_needs_its_date)
{
    options.as_at = 20150319;
    const bcf_figures *figures = NULL;
    dataset_put(&set, "conditions", "hwb,condition,state,decided\nH1,jointly-agreed,met,\n");
    expect_refusal(read_set(&figures), "conditions", 2,
                   "'jointly-agreed' of board 'H1' has no date, so whether it was decided by "
                   "2015-03-19 cannot be told");
    err = (bcf_error){0};
    dataset_put(&set, "conditions", CONDITIONS);
    dataset_put(&set, "decisions", "hwb,item,state,decided\nH1,ministers,no,\n");
    expect_refusal(read_set(&figures), "decisions", 2, "'ministers' of board 'H1' has no date");
}
END_TEST

START_TEST(a_letter_is_found_by_board_year_and_item)
{
    dataset_put(&set, "letters",
                "hwb,year,item,amount\nH2,2015-16,dfg,12.5\nH1,2015-16,dfg,7\nH2,2014-15,dfg,8\n"
                "H2,2015-16,nhs-core,9\n");
    const bcf_figures *figures = read_accepted();
    bcf_money amount = {-1};
    ck_assert(bcf_figures_letter(figures, 1, "2015-16", "dfg", &amount));
    ck_assert_int_eq(amount.pence, 1250);
    ck_assert(bcf_figures_letter(figures, 1, "2014-15", "dfg", &amount));
    ck_assert_int_eq(amount.pence, 800);
    ck_assert(!bcf_figures_letter(figures, 0, "2014-15", "dfg", &amount));
    ck_assert_int_eq(amount.pence, 800); /* nothing found, nothing written */
}
END_TEST

START_TEST(ended_codes_are_welcome_in_every_table_of_areas)
{
    dataset_put(&set, "successors",
                "code,successor,share,from\nG0,G1,1,x\nC0,C3,1,x\nD0,D1,1,x\nD9,C2,1,x\n");
    dataset_put(&set, "activity", "ccg,measure,period,count\nG0,non-elective,2014-01,1\n");
    dataset_put(&set, "ccg_ambitions",
                "ccg,metric,payment,definition,ambition_numerator,ambition_denominator\n"
                "G0,reablement,2015-10,v1,1,2\n");
    dataset_put(&set, "pooled", "hwb,contributor,component,amount\nH1,G0,dfg,1\nH1,C0,dfg,1\n");
    dataset_put(&set, "district_plans", "district,amount\nD0,1\nD9,1\n");
    ck_assert_ptr_nonnull(read_accepted());
}
END_TEST

/* 10,000 boards, 10 CCGs in each, one of them ended; a look-up that scanned would take minutes. */
#define BOARDS 10000

static void put_large(void)
{
    bcf_text boards = {0};
    bcf_text councils = {0};
    bcf_text residents = {0};
    bcf_text_add(&boards, "hwb,name\n");
    bcf_text_add(&councils, "council,name,kind,hwb\n");
    bcf_text_add(&residents, "ccg,council,people\n");
    for (int i = 0; i < BOARDS; i++) {
        bcf_text_print(&boards, "H%05d,Board\n", i);
        bcf_text_print(&councils, "C%05d,Council,unitary,H%05d\n", i, i);
        for (int ccg = 0; ccg < 10; ccg++) {
            bcf_text_print(&residents, "G%d,C%05d,1.5\n", ccg, i);
        }
    }
    dataset_put(&set, "boards", bcf_text_get(&boards));
    dataset_put(&set, "councils", bcf_text_get(&councils));
    dataset_put(&set, "residents", bcf_text_get(&residents));
    bcf_text_clear(&boards);
    bcf_text_clear(&councils);
    bcf_text_clear(&residents);
}

START_TEST(a_hundred_thousand_rows_are_no_burden)
{
    put_large();
    dataset_put(&set, "ccgs", "ccg,name\nG1,a\nG2,b\nG3,c\nG4,d\nG5,e\nG6,f\nG7,g\nG8,h\nG9,i\n");
    dataset_put(&set, "successors", "code,successor,share,from\nG0,G1,0.5,x\nG0,G2,0.5,x\n");
    dataset_put(&set, "districts", "district,name,council\n");
    dataset_put(&set, "indicators", "area,indicator,period,value\n");
    const bcf_figures *figures = read_accepted();
    ck_assert_uint_eq(figures->residents_count, 9 * BOARDS);
    ck_assert_str_eq(bcf_ratio_exact_text(arena, figures->residents[0].people), "9/4");
    ck_assert_str_eq(sums(figures), "150000 0");
}
END_TEST

static Suite *figures_suite(void)
{
    Suite *suite = suite_create("figures");
    TCase *tcase = tcase_create("figures");
    tcase_add_checked_fixture(tcase, set_up, case_close);
    tcase_add_loop_test(tcase, each_wrong_table_is_refused_with_its_line, 0, REFUSED_COUNT);
    tcase_add_test(tcase, the_good_tables_are_accepted);
    tcase_add_loop_test(tcase, shuffled_rows_give_the_same_figures, 0, 5);
    tcase_add_test(tcase, the_shire_hands_the_figures_of_its_ended_ccg_on);
    ADD_ROWS(tcase, nobody_is_lost_in_a_reorganisation, reorganised);
    tcase_add_test(tcase, both_columns_of_residents_may_have_ended);
    ADD_ROWS(tcase, an_area_inherits_all_of_a_figure_or_nothing, covers);
    tcase_add_test(tcase, a_gap_in_what_has_a_control_is_refused_unasked);
    ADD_ROWS(tcase, shares_may_miss_one_by_their_rounding, rounded);
    ADD_ROWS(tcase, the_limit_of_rounding_itself_is_within_it, at_limit);
    tcase_add_test(tcase, what_went_through_an_ended_code_is_no_more_real_than_its_successors);
    tcase_add_test(tcase, the_worst_row_tells_how_real_a_sum_is);
    tcase_add_test(tcase, each_missing_area_is_named);
    tcase_add_test(tcase, a_free_period_must_be_the_only_one);
    tcase_add_test(tcase, shares_without_a_control_are_noted);
    tcase_add_test(tcase, names_of_other_policies_are_left_alone);
    tcase_add_test(tcase, an_unknown_area_is_refused_even_for_an_indicator_that_is_left_alone);
    tcase_add_test(tcase, without_other_policies_their_names_are_unknown);
    tcase_add_test(tcase, many_strange_names_do_not_load_every_policy_each_time);
    tcase_add_test(tcase, ambitions_are_exact_fractions_of_their_part);
    tcase_add_test(tcase, a_metric_that_a_payment_does_not_pay_for_is_noted_once);
    tcase_add_test(tcase, outturns_come_by_definition_then_period);
    tcase_add_test(tcase, a_local_metric_is_the_menu_s_or_the_board_s_own);
    tcase_add_test(tcase, a_score_is_no_more_real_than_what_its_metric_is_said_to_be);
    tcase_add_test(tcase, activity_lies_within_a_quarter);
    ADD_ROWS(tcase, a_month_of_activity_counts_once, months);
    ADD_ROWS(tcase, a_decision_is_found_by_its_word, decided);
    tcase_add_test(tcase, every_word_of_the_tables_is_understood);
    tcase_add_test(tcase, what_was_decided_later_does_not_count);
    tcase_add_test(tcase, without_a_day_to_look_from_no_date_is_needed);
    tcase_add_test(tcase, with_a_day_to_look_from_a_decision_needs_its_date);
    tcase_add_test(tcase, a_letter_is_found_by_board_year_and_item);
    tcase_add_test(tcase, ended_codes_are_welcome_in_every_table_of_areas);
    tcase_add_test(tcase, a_hundred_thousand_rows_are_no_burden);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(figures_suite)

/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */

#include "areas.h"

#include "support/case.h"

static bcf_code build(const bcf_areas **areas)
{
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read(&tables, arena, set.folder, &notes, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return bcf_areas_build(areas, arena, tables, &err);
}

static const bcf_areas *build_accepted(void)
{
    const bcf_areas *areas = NULL;
    bcf_code code = build(&areas);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_ptr_nonnull(areas);
    return areas;
}

static const char *code_of_heir(const bcf_areas *areas, const bcf_heir *heir)
{
    switch (heir->kind) {
    case BCF_AREA_CCG:
        return areas->ccgs[heir->index].code;
    case BCF_AREA_COUNCIL:
        return areas->councils[heir->index].code;
    case BCF_AREA_DISTRICT:
        return areas->districts[heir->index].code;
    }
    BCF_UNREACHABLE("a kind of area that nobody named");
}

/* "G1 1/2, G2 1/2"; "" for a code that nobody knows. */
static const char *shown(const bcf_areas *areas, const char *code)
{
    bcf_heirs heirs = bcf_areas_heirs(areas, code);
    bcf_text text = {0};
    for (size_t i = 0; i < heirs.count; i++) {
        bcf_text_print(&text, "%s%s %s", i == 0 ? "" : ", ", code_of_heir(areas, &heirs.items[i]),
                       bcf_ratio_exact_text(arena, heirs.items[i].share));
    }
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

START_TEST(lists_are_sorted_by_code_whatever_the_order_of_rows)
{
    dataset_put(&set, "councils",
                "council,name,kind,hwb\nC3,Bay Council,unitary,H2\n"
                "C1,Shire County Council,county,H1\nC2,Port City Council,unitary,H2\n");
    dataset_put(&set, "boards", "hwb,name\nH2,Port\nH1,Shire\n");
    dataset_put(&set, "districts", "district,name,council\nD2,Lowtown,C1\nD1,Hightown,C1\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_uint_eq(areas->board_count, 2);
    ck_assert_str_eq(areas->boards[0].code, "H1");
    ck_assert_uint_eq(areas->council_count, 3);
    ck_assert_str_eq(areas->councils[0].code, "C1");
    ck_assert_str_eq(areas->councils[2].code, "C3");
    ck_assert_uint_eq(areas->councils[0].board, 0);
    ck_assert_uint_eq(areas->councils[2].board, 1);
    ck_assert_str_eq(areas->districts[0].code, "D1");
    ck_assert_int_eq(areas->councils[2].place.line, 2);
}
END_TEST

START_TEST(codes_are_sorted_byte_by_byte)
{
    dataset_put(&set, "boards", "hwb,name\nb,Small\n\xC3\xA9,Accent\nB,Large\nBa,Longer\n");
    dataset_put(&set, "councils",
                "council,name,kind,hwb\nC1,One,county,B\nC2,Two,unitary,Ba\nC3,Three,unitary,b\n"
                "C4,Four,london,\xC3\xA9\n");
    const bcf_areas *areas = build_accepted();
    const char *const wanted[] = {"B", "Ba", "b", "\xC3\xA9"};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(areas->boards[i].code, wanted[i]);
        ck_assert_int_eq(bcf_areas_board(areas, wanted[i]), (int)i);
    }
}
END_TEST

START_TEST(housing_authorities_are_districts_and_councils_without_any)
{
    const bcf_areas *areas = build_accepted();
    const char *const wanted[] = {"C2", "C3", "D1", "D2"};
    ck_assert_uint_eq(areas->housing_count, 4);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_str_eq(areas->housing[i].code, wanted[i]);
        ck_assert_int_eq(bcf_areas_housing(areas, wanted[i]), (int)i);
    }
    ck_assert(areas->housing[2].is_district);
    ck_assert(!areas->housing[0].is_district);
    ck_assert_uint_eq(areas->housing[3].district, 1);
    ck_assert_uint_eq(areas->housing[3].council, 0);
    ck_assert_uint_eq(areas->councils[0].district_count, 2);
    ck_assert_int_eq(bcf_areas_housing(areas, "C1"), -1);
}
END_TEST

START_TEST(a_county_without_districts_in_the_dataset_is_its_own_housing_authority)
{
    dataset_put(&set, "districts", "district,name,council\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_uint_eq(areas->housing_count, 3);
    ck_assert_int_eq(bcf_areas_housing(areas, "C1"), 0);
}
END_TEST

START_TEST(look_ups_find_current_codes_of_their_own_list_only)
{
    dataset_put(&set, "successors", "code,successor,share,from\nG7,G1,1,2015-04-01\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_int_eq(bcf_areas_ccg(areas, "G2"), 1);
    ck_assert_int_eq(bcf_areas_ccg(areas, "G7"), -1);
    ck_assert_int_eq(bcf_areas_ccg(areas, "C1"), -1);
    ck_assert_int_eq(bcf_areas_council(areas, "C1"), 0);
    ck_assert_int_eq(bcf_areas_council(areas, "D1"), -1);
    ck_assert_int_eq(bcf_areas_district(areas, "D2"), 1);
    ck_assert_int_eq(bcf_areas_board(areas, "C1"), -1);
    ck_assert_int_eq(bcf_areas_board(areas, ""), -1);
}
END_TEST

START_TEST(a_board_may_have_the_code_of_its_council)
{
    dataset_put(&set, "boards", "hwb,name\nC1,Shire\nC2,Port\n");
    dataset_put(
        &set, "councils",
        "council,name,kind,hwb\nC1,Shire,county,C1\nC2,Port,unitary,C2\nC3,Bay,unitary,C2\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_int_eq(bcf_areas_board(areas, "C2"), 1);
    ck_assert_int_eq(bcf_areas_council(areas, "C2"), 1);
}
END_TEST

START_TEST(a_council_keeps_its_kind_and_region)
{
    dataset_put(&set, "councils",
                "region,council,name,kind,hwb\nSouth,C1,Shire,county,H1\n,C2,Port,london,H2\n"
                "North,C3,Bay,metropolitan,H2\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_str_eq(areas->councils[0].region, "South");
    ck_assert_ptr_null(areas->councils[1].region);
    ck_assert_str_eq(bcf_council_kind_text(areas->councils[0].kind), "county");
    ck_assert_str_eq(bcf_council_kind_text(areas->councils[1].kind), "london");
    ck_assert_str_eq(bcf_council_kind_text(areas->councils[2].kind), "metropolitan");
    ck_assert_str_eq(bcf_council_kind_text(BCF_KIND_UNITARY), "unitary");
}
END_TEST

static const struct {
    const char *name;
    const char *successors; /* rows without a date */
    const char *code;
    const char *heirs;
} followed[] = {
    {"a current code stands for itself", "", "G1", "G1 1"},
    {"nobody knows the code", "", "G7", ""},
    {"a board's code is no area's", "", "H1", ""},
    {"a merger", "G7,G1,1\nG8,G1,1\n", "G8", "G1 1"},
    {"a split", "G7,G2,0.25\nG7,G1,0.75\n", "G7", "G1 3/4, G2 1/4"},
    {"a split and a merger after it", "G7,G8,0.25\nG7,G1,0.75\nG8,G2,1\n", "G7", "G1 3/4, G2 1/4"},
    {"shares multiply along a chain", "G7,G8,0.5\nG7,G1,0.5\nG8,G1,0.5\nG8,G2,0.5\n", "G7",
     "G1 3/4, G2 1/4"},
    {"two ways to one heir add up", "A,B,0.1\nA,C,0.9\nB,G2,1\nC,G2,1\n", "A", "G2 1"},
    {"a share of nothing is no heir", "A,G1,1\nA,G2,0\n", "A", "G1 1"},
    {"shares with forty digits",
     "A,G1,0.333333333333333333333333333333333333333\n"
     "A,G2,0.666666666666666666666666666666666666667\n",
     "A",
     "G1 333333333333333333333333333333333333333/1000000000000000000000000000000000000000, "
     "G2 666666666666666666666666666666666666667/1000000000000000000000000000000000000000"},
    {"councils", "C7,C3,0.5\nC7,C2,0.5\n", "C7", "C2 1/2, C3 1/2"},
    {"districts that became a unitary", "D7,C2,1\nD8,C2,1\n", "D7", "C2 1"},
    {"rows before those they lead to", "A,B,1\nB,C,1\nC,G2,1\n", "A", "G2 1"},
};

START_TEST(ended_codes_are_followed_to_the_end)
{
    bcf_text table = {0};
    bcf_text_add(&table, "code,successor,share,from\n");
    for (const char *c = followed[_i].successors; *c != '\0'; c++) {
        bcf_text_add(&table, *c == '\n' ? ",2015-04-01" : "");
        bcf_text_add_char(&table, *c);
    }
    dataset_put(&set, "successors", bcf_text_get(&table));
    bcf_text_clear(&table);
    const bcf_areas *areas = build_accepted();
    const char *got = shown(areas, followed[_i].code);
    ck_assert_msg(strcmp(got, followed[_i].heirs) == 0, "%s: %s, want %s", followed[_i].name, got,
                  followed[_i].heirs);
}
END_TEST

START_TEST(ended_codes_are_listed_in_order_with_their_first_row)
{
    dataset_put(&set, "successors",
                "code,successor,share,from\nG8,G1,0.5,x\nG7,G2,1,x\nG8,G2,0.5,x\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_uint_eq(areas->ended_count, 2);
    ck_assert_str_eq(areas->ended[0].code, "G7");
    ck_assert_int_eq(areas->ended[0].place.line, 3);
    ck_assert_str_eq(areas->ended[1].code, "G8");
    ck_assert_int_eq(areas->ended[1].place.line, 2);
    ck_assert_uint_eq(areas->ended[1].heirs.count, 2);
}
END_TEST

START_TEST(a_code_knows_its_neighbours_one_step_away)
{
    dataset_put(&set, "successors", "code,successor,share,from\nA,B,1,x\nB,G2,1,x\nC,G2,1,x\n");
    const bcf_areas *areas = build_accepted();
    const bcf_known_code *heir = bcf_codes_find(&areas->codes, "G2");
    ck_assert_ptr_nonnull(heir);
    ck_assert(!heir->is_ended);
    ck_assert_uint_eq(heir->predecessor_count, 2);
    ck_assert_str_eq(areas->codes.items[heir->predecessors[0]].code, "B");
    ck_assert_str_eq(areas->codes.items[heir->predecessors[1]].code, "C");
    const bcf_known_code *middle = bcf_codes_find(&areas->codes, "B");
    ck_assert_uint_eq(middle->successor_count, 1);
    ck_assert_uint_eq(middle->predecessor_count, 1);
    ck_assert_ptr_null(bcf_codes_find(&areas->codes, "Z"));
}
END_TEST

START_TEST(a_share_of_nothing_makes_no_neighbours)
{
    dataset_put(&set, "successors",
                "code,successor,share,from\nA,G1,0,x\nA,G2,1,x\nB,A,1.0,x\nB,G1,0.0,x\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_uint_eq(bcf_codes_find(&areas->codes, "G1")->predecessor_count, 0);
    const bcf_known_code *heir = bcf_codes_find(&areas->codes, "G2");
    ck_assert_uint_eq(heir->predecessor_count, 1);
    ck_assert_str_eq(areas->codes.items[heir->predecessors[0]].code, "A");
    const bcf_known_code *ended = bcf_codes_find(&areas->codes, "A");
    ck_assert_uint_eq(ended->successor_count, 1);
    ck_assert_str_eq(areas->codes.items[ended->successors[0]].code, "G2");
    ck_assert_str_eq(shown(areas, "B"), "G2 1");
}
END_TEST

START_TEST(a_share_of_nothing_must_still_name_a_code)
{
    const bcf_areas *areas = NULL;
    dataset_put(&set, "successors", "code,successor,share,from\nA,G1,1,x\nA,Z,0,x\n");
    ck_assert_int_eq(build(&areas), BCF_REFUSED_DATA);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "successors.csv:3: successor 'Z' of code 'A'"));
}
END_TEST

START_TEST(a_district_follows_its_ended_council)
{
    dataset_put(&set, "districts", "district,name,council\nD1,Hightown,C0\nD2,Lowtown,C1\n");
    dataset_put(&set, "successors", "code,successor,share,from\nC0,C1,1,2015-04-01\n");
    const bcf_areas *areas = build_accepted();
    ck_assert_uint_eq(areas->councils[0].district_count, 2);
    ck_assert_uint_eq(areas->districts[0].council, 0);
}
END_TEST

START_TEST(a_district_of_a_council_that_was_split_is_refused)
{
    const bcf_areas *areas = NULL;
    dataset_put(&set, "districts", "district,name,council\nD1,Hightown,C0\nD2,Lowtown,C1\n");
    dataset_put(&set, "successors", "code,successor,share,from\nC0,C1,0.5,x\nC0,C2,0.5,x\n");
    ck_assert_int_eq(build(&areas), BCF_REFUSED_DATA);
    ck_assert_ptr_nonnull(
        strstr(err.messages[0], "districts.csv:2: council 'C0' of district 'D1'"));
    ck_assert_ptr_null(areas);
}
END_TEST

START_TEST(every_problem_is_told_at_once)
{
    const bcf_areas *areas = NULL;
    dataset_put(&set, "districts", "district,name,council\nD1,Hightown,C2\nD2,Lowtown,C9\n");
    dataset_put(&set, "boards", "hwb,name\nH1,Shire\nH2,Port\nH3,Nowhere\nH4,Nowhere too\n");
    ck_assert_int_eq(build(&areas), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 4);
}
END_TEST

#define CHAIN 20000

/* T00000 -> T00001 -> ... -> `end`. */
static void put_chain(const char *end)
{
    bcf_text table = {0};
    bcf_text_add(&table, "code,successor,share,from\n");
    for (int i = 0; i < CHAIN - 1; i++) {
        bcf_text_print(&table, "T%05d,T%05d,1,x\n", i, i + 1);
    }
    bcf_text_print(&table, "T%05d,%s,1,x\n", CHAIN - 1, end);
    dataset_put(&set, "successors", bcf_text_get(&table));
    bcf_text_clear(&table);
}

START_TEST(a_very_long_chain_is_followed)
{
    put_chain("G2");
    ck_assert_str_eq(shown(build_accepted(), "T00000"), "G2 1");
}
END_TEST

START_TEST(a_very_large_circle_is_refused)
{
    const bcf_areas *areas = NULL;
    put_chain("T00000");
    ck_assert_int_eq(build(&areas), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 1); /* one circle, one problem */
    ck_assert_ptr_nonnull(strstr(
        err.messages[0], "successors.csv:2: the successors of code 'T00000' lead in a circle"));
}
END_TEST

START_TEST(each_circle_is_told_once)
{
    const bcf_areas *areas = NULL;
    dataset_put(&set, "successors",
                "code,successor,share,from\nA,C,1,x\nB,C,1,x\nC,D,0.5,x\nC,G1,0.5,x\nD,C,1,x\n"
                "E,F,1,x\nF,E,1,x\nZ,G1,1,x\n");
    ck_assert_int_eq(build(&areas), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 2);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "successors.csv:4: the successors of code 'C'"));
    ck_assert_ptr_nonnull(strstr(err.messages[1], "successors.csv:7: the successors of code 'E'"));
}
END_TEST

/* Each code leaves half behind: a thousand of them would be a thousand heirs with huge shares. */
START_TEST(splits_without_end_are_refused)
{
    const bcf_areas *areas = NULL;
    bcf_text table = {0};
    bcf_text_add(&table, "code,successor,share,from\n");
    for (int i = 0; i < 1000; i++) {
        bcf_text_print(&table, "T%05d,G1,0.5,x\nT%05d,T%05d,0.5,x\n", i, i, i + 1);
    }
    bcf_text_add(&table, "T01000,G2,1,x\n");
    dataset_put(&set, "successors", bcf_text_get(&table));
    bcf_text_clear(&table);
    ck_assert_int_eq(build(&areas), BCF_REFUSED_DATA);
    ck_assert_uint_eq(err.count, 1); /* what leads to a refused code is not told again */
    ck_assert_ptr_nonnull(strstr(err.messages[0], "split more than 100 times"));
}
END_TEST

static Suite *areas_suite(void)
{
    Suite *suite = suite_create("areas");
    TCase *tcase = tcase_create("areas");
    tcase_add_checked_fixture(tcase, case_open, case_close);
    tcase_add_test(tcase, lists_are_sorted_by_code_whatever_the_order_of_rows);
    tcase_add_test(tcase, codes_are_sorted_byte_by_byte);
    tcase_add_test(tcase, housing_authorities_are_districts_and_councils_without_any);
    tcase_add_test(tcase, a_county_without_districts_in_the_dataset_is_its_own_housing_authority);
    tcase_add_test(tcase, look_ups_find_current_codes_of_their_own_list_only);
    tcase_add_test(tcase, a_board_may_have_the_code_of_its_council);
    tcase_add_test(tcase, a_council_keeps_its_kind_and_region);
    ADD_ROWS(tcase, ended_codes_are_followed_to_the_end, followed);
    tcase_add_test(tcase, ended_codes_are_listed_in_order_with_their_first_row);
    tcase_add_test(tcase, a_code_knows_its_neighbours_one_step_away);
    tcase_add_test(tcase, a_share_of_nothing_makes_no_neighbours);
    tcase_add_test(tcase, a_share_of_nothing_must_still_name_a_code);
    tcase_add_test(tcase, a_district_follows_its_ended_council);
    tcase_add_test(tcase, a_district_of_a_council_that_was_split_is_refused);
    tcase_add_test(tcase, every_problem_is_told_at_once);
    tcase_add_test(tcase, a_very_long_chain_is_followed);
    tcase_add_test(tcase, a_very_large_circle_is_refused);
    tcase_add_test(tcase, each_circle_is_told_once);
    tcase_add_test(tcase, splits_without_end_are_refused);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(areas_suite)

/* SPDX-License-Identifier: MIT */
#include "progress.h"

#include <signal.h>

#include "support/rows.h"

typedef struct heard {
    int count;
    const char *what;
    size_t done;
    size_t all;
} heard;

static void hear(void *listener, const char *what, size_t done, size_t all)
{
    heard *to = listener;
    *to = (heard){to->count + 1, what, done, all};
}

START_TEST(who_listens_hears_what_and_how_far)
{
    bcf_arena *arena = bcf_arena_new();
    heard said = {0};
    bcf_progress_listen(arena, hear, &said);
    bcf_progress_tell(arena, "readings", 3, 12);
    ck_assert_int_eq(said.count, 1);
    ck_assert_str_eq(said.what, "readings");
    ck_assert_uint_eq(said.done, 3);
    ck_assert_uint_eq(said.all, 12);
    bcf_progress_tell(arena, "lines read", 5, 0);
    ck_assert_int_eq(said.count, 2);
    ck_assert_uint_eq(said.all, 0);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(without_a_listener_nothing_happens)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_progress_tell(arena, "readings", 3, 12);
    heard said = {0};
    bcf_progress_listen(arena, hear, &said);
    bcf_progress_listen(arena, NULL, NULL);
    bcf_progress_tell(arena, "readings", 4, 12);
    ck_assert_int_eq(said.count, 0);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(another_arena_is_another_piece_of_work)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_arena *scratch = bcf_arena_new();
    heard said = {0};
    bcf_progress_listen(arena, hear, &said);
    bcf_progress_tell(scratch, "one step", 1, 2);
    ck_assert_int_eq(said.count, 0);
    bcf_arena_free(scratch);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(more_done_than_there_is_is_a_mistake_of_ours)
{
    bcf_progress_tell(bcf_arena_new(), "readings", 13, 12);
}
END_TEST

static Suite *progress_suite(void)
{
    Suite *suite = suite_create("progress");
    TCase *tcase = tcase_create("progress");
    tcase_add_test(tcase, who_listens_hears_what_and_how_far);
    tcase_add_test(tcase, without_a_listener_nothing_happens);
    tcase_add_test(tcase, another_arena_is_another_piece_of_work);
    tcase_add_test_raise_signal(tcase, more_done_than_there_is_is_a_mistake_of_ours, SIGABRT);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(progress_suite)

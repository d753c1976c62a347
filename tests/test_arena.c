/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <string.h>

#include "support/rows.h"

static bool are_all(const unsigned char *bytes, size_t count, int value)
{
    size_t same = 0;
    while (same < count && bytes[same] == value) {
        same++;
    }
    return same == count;
}

static const size_t sizes[] = {0, 1, 3, 8, 15, 16, 17, 100, 4096, 16384, 16385, 65536, 200000};

START_TEST(memory_is_aligned_for_any_type_and_zeroed)
{
    bcf_arena *arena = bcf_arena_new();
    for (int i = 0; i < 50; i++) {
        bcf_arena_text(arena, "x"); /* leaves the next place unaligned */
        unsigned char *bytes = bcf_arena_alloc(arena, 1, sizes[_i]);
        ck_assert_ptr_nonnull(bytes);
        ck_assert_uint_eq((uintptr_t)bytes % _Alignof(max_align_t), 0);
        ck_assert(are_all(bytes, sizes[_i], 0));
        memset(bytes, 0xFF, sizes[_i]);
    }
    bcf_arena_free(arena);
}
END_TEST

START_TEST(things_do_not_overlap)
{
    enum { COUNT = 3000 };
    static struct {
        unsigned char *bytes;
        size_t size;
    } things[COUNT];
    bcf_arena *arena = bcf_arena_new();
    for (int i = 0; i < COUNT; i++) {
        things[i].size = (size_t)i * 7919 % 997 * (i % 100 == 0 ? 100 : 1) + 1;
        things[i].bytes = bcf_arena_alloc(arena, 1, things[i].size);
        memset(things[i].bytes, i % 251, things[i].size);
    }
    for (int i = 0; i < COUNT; i++) {
        ck_assert_msg(are_all(things[i].bytes, things[i].size, i % 251), "thing %d", i);
    }
    bcf_arena_free(arena);
}
END_TEST

START_TEST(a_list_that_grows_by_one_keeps_its_contents)
{
    bcf_arena *arena = bcf_arena_new();
    int64_t *items = NULL;
    size_t count = 0;
    for (int64_t i = 0; i < 10000; i++) {
        BCF_MAKE_ROOM(arena, items, count);
        items[count++] = i * i;
    }
    int64_t kept = 0;
    while (kept < 10000 && items[kept] == kept * kept) {
        kept++;
    }
    ck_assert_int_eq(kept, 10000);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(a_grown_copy_leaves_the_old_list_as_it_was)
{
    bcf_arena *arena = bcf_arena_new();
    int *few = BCF_NEW_ARRAY(arena, 2, int);
    few[0] = 1;
    few[1] = 2;
    int *more = bcf_arena_grow(arena, few, 2, 4, sizeof *few);
    more[0] = 7;
    ck_assert_int_eq(few[0], 1);
    ck_assert_int_eq(more[1], 2);
    ck_assert_int_eq(more[2], 0);
    ck_assert_int_eq(more[3], 0);
    ck_assert_ptr_nonnull(bcf_arena_grow(arena, NULL, 0, 0, sizeof *few));
    bcf_arena_free(arena);
}
END_TEST

START_TEST(texts_are_copied_whole_or_in_part)
{
    bcf_arena *arena = bcf_arena_new();
    char source[] = "Wiltshire";
    const char *whole = bcf_arena_text(arena, source);
    const char *part = bcf_arena_text_part(arena, source, 4);
    const char *none = bcf_arena_text_part(arena, source, 0);
    const char *printed = bcf_arena_print(arena, "%s has %d", source, 3);
    memset(source, '#', sizeof source - 1);
    ck_assert_str_eq(whole, "Wiltshire");
    ck_assert_str_eq(part, "Wilt");
    ck_assert_str_eq(none, "");
    ck_assert_str_eq(printed, "Wiltshire has 3");
    bcf_arena_free(arena);
}
END_TEST

START_TEST(a_text_longer_than_any_block_is_kept)
{
    enum { LENGTH = 1000000 };
    bcf_arena *arena = bcf_arena_new();
    char *source = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(source);
    memset(source, 'z', LENGTH);
    source[LENGTH] = '\0';
    bcf_arena_text(arena, "before");
    const char *kept = bcf_arena_text(arena, source);
    const char *after = bcf_arena_text(arena, "after");
    ck_assert_uint_eq(strlen(kept), LENGTH);
    ck_assert_str_eq(after, "after");
    free(source);
    bcf_arena_free(arena);
}
END_TEST

static char released[8];

static void note_release(void *thing)
{
    strncat(released, thing, 1);
}

START_TEST(what_was_deferred_is_released_last_first)
{
    bcf_arena *arena = bcf_arena_new();
    static char first[] = "a";
    static char second[] = "b";
    static char third[] = "c";
    bcf_arena_defer(arena, note_release, first);
    bcf_arena_defer(arena, note_release, second);
    bcf_arena_alloc(arena, 1, 100000);
    bcf_arena_defer(arena, note_release, third);
    ck_assert_str_eq(released, "");
    bcf_arena_free(arena);
    ck_assert_str_eq(released, "cba");
}
END_TEST

START_TEST(nothing_may_be_freed)
{
    bcf_arena_free(NULL);
    bcf_arena_free(bcf_arena_new());
}
END_TEST

START_TEST(what_was_left_with_it_is_there_for_whoever_is_handed_it)
{
    bcf_arena *arena = bcf_arena_new();
    int thing = 0;
    int other = 0;
    ck_assert_ptr_null(bcf_arena_left(arena));
    bcf_arena_leave(arena, &thing);
    ck_assert_ptr_eq(bcf_arena_left(arena), &thing);
    bcf_arena_leave(arena, &other);
    ck_assert_ptr_eq(bcf_arena_left(arena), &other);
    bcf_arena_free(arena);
}
END_TEST

START_TEST(more_than_there_can_be_ends_the_program_with_code_4)
{
    bcf_arena_alloc(bcf_arena_new(), SIZE_MAX / 2, 4);
}
END_TEST

START_TEST(almost_as_much_as_there_can_be_ends_the_program_with_code_4)
{
    bcf_arena_alloc(bcf_arena_new(), 1, SIZE_MAX - 20);
}
END_TEST

static Suite *arena_suite(void)
{
    Suite *suite = suite_create("arena");
    TCase *tcase = tcase_create("arena");
    ADD_ROWS(tcase, memory_is_aligned_for_any_type_and_zeroed, sizes);
    tcase_add_test(tcase, things_do_not_overlap);
    tcase_add_test(tcase, a_list_that_grows_by_one_keeps_its_contents);
    tcase_add_test(tcase, a_grown_copy_leaves_the_old_list_as_it_was);
    tcase_add_test(tcase, texts_are_copied_whole_or_in_part);
    tcase_add_test(tcase, a_text_longer_than_any_block_is_kept);
    tcase_add_test(tcase, what_was_deferred_is_released_last_first);
    tcase_add_test(tcase, nothing_may_be_freed);
    tcase_add_test(tcase, what_was_left_with_it_is_there_for_whoever_is_handed_it);
    tcase_add_exit_test(tcase, more_than_there_can_be_ends_the_program_with_code_4, 4);
    tcase_add_exit_test(tcase, almost_as_much_as_there_can_be_ends_the_program_with_code_4, 4);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(arena_suite)

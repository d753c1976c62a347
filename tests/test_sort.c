/* SPDX-License-Identifier: MIT */
#include "sort.h"

#include <string.h>

#include "support/rows.h"

/* By the letter alone: the digit tells equals apart, and does not count. */
static int by_letter(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

static int asked;

static int counted(const void *a, const void *b)
{
    asked++;
    return by_letter(a, b);
}

static const struct {
    const char *name;
    const char *items; /* two characters each */
    const char *sorted;
} lists[] = {
    {"one", "a1", "a1"},
    {"in order", "a1b1c1", "a1b1c1"},
    {"the other way round", "c1b1a1", "a1b1c1"},
    {"the last one first", "b1c1d1a1", "a1b1c1d1"},
    {"only the last two exchanged", "a1b1d1c1", "a1b1c1d1"},
    {"equals in order are left as they are", "a2a1b3b1", "a2a1b3b1"},
};

START_TEST(a_list_comes_into_its_order)
{
    char items[16];
    size_t length = strlen(lists[_i].items);
    memcpy(items, lists[_i].items, length + 1);
    bcf_sort(items, length / 2, 2, by_letter);
    ck_assert_msg(strcmp(items, lists[_i].sorted) == 0, "%s: %s", lists[_i].name, items);
}
END_TEST

START_TEST(nothing_needs_no_list)
{
    asked = 0;
    bcf_sort(NULL, 0, 2, counted);
    ck_assert_int_eq(asked, 0);
}
END_TEST

START_TEST(what_is_in_order_is_looked_through_once)
{
    char items[] = "abcdefgh";
    asked = 0;
    bcf_sort(items, strlen(items), 1, counted);
    ck_assert_int_eq(asked, 7);
}
END_TEST

static Suite *sort_suite(void)
{
    TCase *tcase = tcase_create("sort");
    ADD_ROWS(tcase, a_list_comes_into_its_order, lists);
    tcase_add_test(tcase, nothing_needs_no_list);
    tcase_add_test(tcase, what_is_in_order_is_looked_through_once);
    Suite *suite = suite_create("sort");
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(sort_suite)

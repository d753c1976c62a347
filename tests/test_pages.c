/* SPDX-License-Identifier: MIT */
#include "pages.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "support/rows.h"

enum { MB = 1024 * 1024 };

static const size_t sizes[] = {0,      1,          4095,    4096,          4 * MB - 1,
                               4 * MB, 4 * MB + 1, 12 * MB, 12 * MB + 4095};

static unsigned char nth(size_t i)
{
    return (unsigned char)(i * 7 % 251);
}

static bool are_kept(const unsigned char *bytes, size_t count)
{
    size_t same = 0;
    while (same < count && bytes[same] == nth(same)) {
        same++;
    }
    return same == count;
}

START_TEST(what_is_in_the_memory_stays_also_when_it_grows)
{
    size_t size = sizes[_i];
    unsigned char *bytes = malloc(size + 1);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = nth(i);
    }
    bcf_pages_wish_large(bytes, size);
    ck_assert(are_kept(bytes, size));
    unsigned char *grown = realloc(bytes, 2 * size + 1);
    ck_assert_ptr_nonnull(grown);
    bcf_pages_wish_large(grown, 2 * size + 1);
    ck_assert(are_kept(grown, size));
    memset(grown, 1, 2 * size + 1);
    free(grown);
}
END_TEST

/* Whether the machine has noted the wish ("hg") for the mapping of this place; false, too, where it
 * tells nothing of the kind. */
static bool is_wished(const void *place)
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    bool is_there = false;
    bool is_noted = false;
    char line[512];
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        uintptr_t first = 0;
        uintptr_t end = 0;
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " ", &first, &end) == 2) {
            is_there = first <= (uintptr_t)place && (uintptr_t)place < end;
        } else if (is_there && strncmp(line, "VmFlags:", 8) == 0) {
            is_noted = strstr(line, " hg") != NULL;
        }
    }
    if (maps != NULL) {
        fclose(maps);
    }
    return is_noted;
}

START_TEST(large_memory_is_wished_for_from_end_to_end_and_small_is_not)
{
    if (access("/sys/kernel/mm/transparent_hugepage", F_OK) != 0) {
        return; /* this machine has none to give */
    }
    static unsigned char small[2 * MB];
    char *large = malloc(64 * MB); /* a mapping of its own in glibc, whatever was freed before */
    ck_assert_ptr_nonnull(large);
    bcf_pages_wish_large(small, sizeof small);
    bcf_pages_wish_large(large, 64 * MB);
    ck_assert(!is_wished(small + MB));
    ck_assert(is_wished(large));
    ck_assert(is_wished(large + 64 * MB - 1));
    free(large);
}
END_TEST

static Suite *pages_suite(void)
{
    Suite *suite = suite_create("pages");
    TCase *tcase = tcase_create("pages");
    ADD_ROWS(tcase, what_is_in_the_memory_stays_also_when_it_grows, sizes);
    tcase_add_test(tcase, large_memory_is_wished_for_from_end_to_end_and_small_is_not);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(pages_suite)

/* SPDX-License-Identifier: MIT */
#include "pages.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "support/memory.h"
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
    unsigned char *bytes = bcf_pages_new(size + 1);
    ck_assert_ptr_nonnull(bytes);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = nth(i);
    }
    ck_assert(are_kept(bytes, size));
    unsigned char *grown = bcf_pages_resized(bytes, 2 * size + 1);
    ck_assert_ptr_nonnull(grown);
    ck_assert(are_kept(grown, size));
    memset(grown, 1, 2 * size + 1);
    free(grown);
}
END_TEST

START_TEST(zeroed_memory_is_zeros)
{
    size_t size = sizes[_i] + 1;
    unsigned char *used = bcf_pages_new(size);
    memset(used, 7, size);
    free(used);
    unsigned char *bytes = bcf_pages_new_zeroed(size);
    size_t zeros = 0;
    while (zeros < size && bytes[zeros] == 0) {
        zeros++;
    }
    ck_assert_uint_eq(zeros, size);
    free(bytes);
}
END_TEST

START_TEST(more_than_there_can_be_ends_the_program_with_code_4)
{
    if (HAS_OWN_MALLOC) {
        _Exit(4);
    }
    bcf_pages_new(PTRDIFF_MAX);
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
    /* each a mapping of its own in glibc */
    char *small = bcf_pages_new(2 * MB);
    char *large = bcf_pages_new(64 * MB);
    char *zeroed = bcf_pages_new_zeroed(64 * MB);
    ck_assert(!is_wished(small + MB));
    ck_assert(is_wished(large));
    ck_assert(is_wished(large + 64 * MB - 1));
    ck_assert(is_wished(zeroed) && is_wished(zeroed + 64 * MB - 1));
    large = bcf_pages_resized(large, 128 * MB);
    ck_assert(is_wished(large) && is_wished(large + 128 * MB - 1));
    free(small);
    free(large);
    free(zeroed);
}
END_TEST

static Suite *pages_suite(void)
{
    Suite *suite = suite_create("pages");
    TCase *tcase = tcase_create("pages");
    ADD_ROWS(tcase, what_is_in_the_memory_stays_also_when_it_grows, sizes);
    ADD_ROWS(tcase, zeroed_memory_is_zeros, sizes);
    tcase_add_exit_test(tcase, more_than_there_can_be_ends_the_program_with_code_4, 4);
    suite_add_tcase(suite, tcase);

    TCase *machine = tcase_create("machine");
    tcase_set_tags(machine, "machine"); /* an emulator does not tell what was wished for */
    tcase_add_test(machine, large_memory_is_wished_for_from_end_to_end_and_small_is_not);
    suite_add_tcase(suite, machine);
    return suite;
}

RUN_SUITE(pages_suite)

/* SPDX-License-Identifier: MIT */
#ifndef BCF_DATASET_H
#define BCF_DATASET_H

/*
 * dataset.h - a dataset folder of a test's own: fixtures/refused/good with some tables replaced.
 *
 * A test defines _POSIX_C_SOURCE 200809L before it includes anything.
 */

#include "rows.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#define DATASET_GOOD BCF_ROOT "/fixtures/refused/good"
#define DATASET_PATH_MAX 512

typedef struct dataset {
    char folder[sizeof "/tmp/bcf-test-XXXXXX"];
} dataset;

static inline void dataset_put_bytes(const dataset *set, const char *file, const char *bytes,
                                     size_t count)
{
    char path[DATASET_PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", set->folder, file);
    FILE *out = fopen(path, "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(bytes, 1, count, out), count);
    ck_assert_int_eq(fclose(out), 0);
}

/* Replaces one table: `name` is "residents". */
static inline void dataset_put(const dataset *set, const char *name, const char *text)
{
    char file[64];
    snprintf(file, sizeof file, "%s.csv", name);
    dataset_put_bytes(set, file, text, strlen(text));
}

/* What a file holds, to be freed. Its end is a NUL more. */
static inline char *dataset_slurp(const char *path, size_t *length)
{
    FILE *in = fopen(path, "rb");
    ck_assert_msg(in != NULL, "%s cannot be opened", path);
    ck_assert_int_eq(fseek(in, 0, SEEK_END), 0);
    long end = ftell(in);
    ck_assert_int_ge(end, 0);
    rewind(in);
    char *bytes = calloc((size_t)end + 1, 1);
    ck_assert_ptr_nonnull(bytes);
    *length = fread(bytes, 1, (size_t)end, in);
    ck_assert_uint_eq(*length, (size_t)end);
    fclose(in);
    return bytes;
}

static inline void dataset_copy(const dataset *set, const char *from, const char *file)
{
    size_t length = 0;
    char *bytes = dataset_slurp(from, &length);
    dataset_put_bytes(set, file, bytes, length);
    free(bytes);
}

/* A folder with every file of another. */
static inline dataset dataset_of(const char *from)
{
    dataset set = {"/tmp/bcf-test-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(set.folder));
    DIR *folder = opendir(from);
    ck_assert_msg(folder != NULL, "%s cannot be opened", from);
    size_t copied = 0;
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            char path[DATASET_PATH_MAX];
            snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
            dataset_copy(&set, path, entry->d_name);
            copied++;
        }
    }
    closedir(folder);
    ck_assert_uint_gt(copied, 0); /* a folder that moved must not empty a test */
    return set;
}

static inline void dataset_remove(const dataset *set)
{
    DIR *folder = opendir(set->folder);
    ck_assert_ptr_nonnull(folder);
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char path[DATASET_PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", set->folder, entry->d_name);
        unlink(path);
    }
    closedir(folder);
    ck_assert_int_eq(rmdir(set->folder), 0);
}

#endif

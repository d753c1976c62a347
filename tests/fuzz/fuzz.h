/* SPDX-License-Identifier: MIT */
#ifndef BCF_FUZZ_H
#define BCF_FUZZ_H

/*
 * fuzz.h - what every target of the fuzzing shares: its entrance, a check, a file in the memory.
 *
 * A target is fuzz_<target>.c. libFuzzer calls it with bytes that it made up; replay.c calls it
 * with the files of the corpus, so that any build can run them again. docs/fuzzing.md says more.
 */

#define _GNU_SOURCE /* memfd_create */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ratio.h"

/* The target. Always 0: an input is never wrong, only what is made of it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the input is: else the target stops, and the input is kept. */
#define FUZZ_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: it does not hold that %s\n", __FILE__, __LINE__, #condition);  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A file that no disk holds, for what reads files alone; made once, written anew for each input. */
typedef struct fuzz_file {
    int handle; /* 0: not made yet */
    char path[64];
} fuzz_file;

static inline void fuzz_file_put(fuzz_file *file, const void *bytes, size_t size)
{
    if (file->handle == 0) {
        file->handle = memfd_create("fuzz", MFD_CLOEXEC);
        FUZZ_CHECK(file->handle > 0);
        snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->handle);
    }
    FUZZ_CHECK(ftruncate(file->handle, 0) == 0);
    FUZZ_CHECK(pwrite(file->handle, bytes, size, 0) == (ssize_t)size);
}

/* Takes the input apart: past its end come noughts. */
typedef struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
} fuzz_bytes;

static inline unsigned fuzz_take(fuzz_bytes *from)
{
    if (from->left == 0) {
        return 0;
    }
    from->left--;
    return *from->at++;
}

/* A number of so many bytes. */
static inline uint64_t fuzz_take_wide(fuzz_bytes *from, unsigned count)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < count; i++) {
        number = number << 8 | fuzz_take(from);
    }
    return number;
}

/* Every refusal must have been described, each in one sentence of text that can be shown. */
static inline void fuzz_check_error(bcf_code code, const bcf_error *err)
{
    FUZZ_CHECK((code == BCF_OK) == (err->count == 0));
    FUZZ_CHECK(err->count <= BCF_PROBLEMS_MAX);
    for (size_t i = 0; i < err->count; i++) {
        FUZZ_CHECK(err->messages[i][0] != '\0');
        FUZZ_CHECK(memchr(err->messages[i], '\0', BCF_MESSAGE_MAX) != NULL);
    }
}

#endif

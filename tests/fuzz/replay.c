/* SPDX-License-Identifier: MIT */
/*
 * replay.c - runs a target once on each file named, and on each file of each folder named, without
 * libFuzzer: so any compiler's build plays the corpus again. Says how many; none is a failure.
 */
#include "fuzz.h"

#include <dirent.h>
#include <sys/stat.h>

static size_t played;

static void play_file(const char *path)
{
    FILE *in = fopen(path, "rb");
    struct stat facts;
    if (in == NULL || fstat(fileno(in), &facts) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    /* Exactly as many bytes as there are, so that a sanitizer sees a read past them. */
    size_t size = (size_t)facts.st_size;
    uint8_t *bytes = malloc(size == 0 ? 1 : size);
    FUZZ_CHECK(bytes != NULL && fread(bytes, 1, size, in) == size);
    fclose(in);
    if (getenv("FUZZ_NAMES") != NULL) {
        fprintf(stderr, "%s\n", path); /* the last one named is the one that stopped it */
    }
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    played++;
}

static void play(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        play_file(path);
        return;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            char inside[4096];
            snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
            play_file(inside);
        }
    }
    closedir(folder);
}

int main(int count, char *words[])
{
    for (int i = 1; i < count; i++) {
        play(words[i]);
    }
    printf("%zu inputs played\n", played);
    return played == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

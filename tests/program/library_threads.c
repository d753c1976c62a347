/* SPDX-License-Identifier: MIT */
/*
 * Several threads at once, each with an arena of its own, get what one thread alone gets, down to
 * the last byte of every file of a settlement: library_threads THREADS DATASET FOLDER. The folder
 * gets the settlement of the one thread. The language is that of the environment.
 */
#include <bcf/bcf.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MAX 16

typedef struct work {
    const char *dataset;
    const char *folder; /* or NULL */
    bcf_text all;       /* every file, or what was refused */
} work;

static void *settle(void *thing)
{
    work *own = thing;
    bcf_arena *arena = bcf_arena_new();
    bcf_error err = {0};
    bcf_order order = {.dataset = own->dataset};
    const bcf_run *run;
    bcf_settlement files;
    bcf_code code = bcf_run_to(&run, arena, &order, BCF_STAGE_SETTLEMENT, "settle", &err);
    if (code == BCF_OK) {
        code = bcf_settlement_write(&files, run, BCF_SETTLEMENT_WHOLE, &err);
    }
    for (size_t i = 0; code == BCF_OK && i < files.count; i++) {
        bcf_text_print(&own->all, "%s %zu\n", files.files[i].name, files.files[i].length);
        bcf_text_add_bytes(&own->all, files.files[i].content, files.files[i].length);
    }
    if (code == BCF_OK && own->folder != NULL) {
        code = bcf_files_write_folder(own->folder, files.files, files.count, bcf_settlement_names(),
                                      &err);
    }
    for (size_t i = 0; code != BCF_OK && i < err.count; i++) {
        bcf_text_print(&own->all, "refused: %s\n", err.messages[i]);
    }
    bcf_arena_free(arena);
    return NULL;
}

static bool are_same(const bcf_text *a, const bcf_text *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

int main(int argc, char **argv)
{
    if (argc != 4 || atoi(argv[1]) < 1 || atoi(argv[1]) > THREADS_MAX) {
        return 2;
    }
    if (setlocale(LC_ALL, "") == NULL) {
        fputs("the language of the environment is not known here\n", stderr);
        return 2;
    }
    size_t count = (size_t)atoi(argv[1]);
    work alone = {.dataset = argv[2], .folder = argv[3]};
    settle(&alone); /* before there are threads: docs/library.md */

    work works[THREADS_MAX];
    pthread_t threads[THREADS_MAX];
    for (size_t i = 0; i < count; i++) {
        works[i] = (work){.dataset = argv[2]};
        if (pthread_create(&threads[i], NULL, settle, &works[i]) != 0) {
            return 4;
        }
    }
    size_t same = 0;
    for (size_t i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
        same += are_same(&works[i].all, &alone.all);
        bcf_text_clear(&works[i].all);
    }
    printf("%zu bytes, %zu of %zu threads the same\n", alone.all.length, same, count);
    printf("one and a half is written %.1f\n", 1.5);
    bcf_text_clear(&alone.all);
    return same == count ? 0 : 1;
}

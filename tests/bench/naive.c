/* SPDX-License-Identifier: MIT */
/*
 * What most programs do: each share worked out in binary floating point and rounded by itself. It
 * is a peer for the clock and no part of bcf, which has no floating point; what comes out does not
 * add up.
 *
 * naive KIND COUNT RUNS   the split alone: nanoseconds a run, then the pence that the shares add
 *                         up to too much (or too little, below zero)
 * naive AMOUNT FILE       as bcf apportion: a file of codes and weights in, codes and amounts out,
 * by code; it looks at nothing that could be wrong with the file
 */
#define _GNU_SOURCE /* madvise */

#include <inttypes.h>
#include <math.h>
#include <sys/mman.h>

#include "weights_made.h"

#define LINE_BYTES_MAX 256
#define CODE_BYTES_MAX 16 /* the codes of datasets.py have nine letters */

static void split(int64_t shares[], const double weights[], size_t count, double whole)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
    }
    for (size_t i = 0; i < count; i++) {
        shares[i] = llround(whole * weights[i] / sum);
    }
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fprintf(stderr, "naive: no memory\n");
        exit(1);
    }
    /* Large pages, as bcf has them; where there are none it is the same without. */
    uintptr_t first = (uintptr_t)memory / 4096 * 4096;
    (void)madvise((void *)first, (uintptr_t)memory + count * size - first, MADV_HUGEPAGE);
    return memory;
}

static int split_alone(int argc, char *argv[])
{
    made_kind kind;
    size_t count = 0;
    size_t runs = 0;
    made_read(&kind, &count, &runs, argc, argv);
    double *weights = room(count, sizeof *weights);
    int64_t *shares = room(count, sizeof *shares);
    uint64_t state = 2015;
    for (size_t i = 0; i < count; i++) {
        weights[i] = (double)made_weight(kind, i, count, &state);
    }
    for (size_t i = 0; i < runs; i++) {
        int64_t start = made_now();
        split(shares, weights, count, (double)made_whole(kind, count));
        printf("%" PRId64 "\n", made_now() - start);
    }
    int64_t wrong = -made_whole(kind, count);
    for (size_t i = 0; i < count; i++) {
        wrong += shares[i];
    }
    printf("%" PRId64 "\n", wrong);
    free(shares);
    free(weights);
    return 0;
}

typedef struct row {
    char code[CODE_BYTES_MAX];
    double weight;
} row;

static int compare_rows(const void *a, const void *b)
{
    return strcmp(((const row *)a)->code, ((const row *)b)->code);
}

static row *read_rows(size_t *count, FILE *file)
{
    char line[LINE_BYTES_MAX];
    size_t space = 1024;
    row *rows = room(space, sizeof *rows);
    *count = 0;
    if (fgets(line, sizeof line, file) == NULL) {
        return rows;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        if (*count == space) {
            space *= 2;
            rows = realloc(rows, space * sizeof *rows);
            if (rows == NULL) {
                exit(1);
            }
        }
        char *comma = strchr(line, ',');
        if (comma != NULL) {
            *comma = '\0';
            snprintf(rows[*count].code, CODE_BYTES_MAX, "%.*s", CODE_BYTES_MAX - 1, line);
            rows[*count].weight = strtod(comma + 1, NULL);
            *count += 1;
        }
    }
    return rows;
}

static int share_file(const char *amount, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t count = 0;
    row *rows = read_rows(&count, file);
    fclose(file);
    qsort(rows, count, sizeof *rows, compare_rows);
    double *weights = room(count + 1, sizeof *weights);
    int64_t *shares = room(count + 1, sizeof *shares);
    for (size_t i = 0; i < count; i++) {
        weights[i] = rows[i].weight;
    }
    split(shares, weights, count, strtod(amount, NULL) * 100);
    printf("code,amount\n");
    for (size_t i = 0; i < count; i++) {
        printf("%s,%.2f\n", rows[i].code, (double)shares[i] / 100);
    }
    free(shares);
    free(weights);
    free(rows);
    return 0;
}

int main(int argc, char *argv[])
{
    return argc == 3 ? share_file(argv[1], argv[2]) : split_alone(argc, argv);
}

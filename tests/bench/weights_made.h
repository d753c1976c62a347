/* SPDX-License-Identifier: MIT */
#ifndef BCF_BENCH_WEIGHTS_MADE_H
#define BCF_BENCH_WEIGHTS_MADE_H

/*
 * weights_made.h - the weights and the amount that split.c and naive.c both share out: the same
 * numbers on every machine and for every peer.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef enum made_kind {
    MADE_RANDOM = 1, /* 1 to 9,973 */
    MADE_TIES,       /* 1, 2 or 3: a million equal remainders, told apart by weight and place */
    MADE_EQUAL,      /* all 1: told apart by place alone */
    MADE_GIANT,      /* all 1, but one that weighs as much as all the others */
    MADE_EDGE,       /* about as much each, and the last odd penny between two alike to 11 digits */
} made_kind;

static const struct {
    const char *name;
    made_kind kind;
} made_kinds[] = {
    {"random", MADE_RANDOM}, {"ties", MADE_TIES}, {"equal", MADE_EQUAL},
    {"giant", MADE_GIANT},   {"edge", MADE_EDGE},
};

/* What is shared out, in pence: the fund as announced, and nothing that divides evenly. */
#define MADE_WHOLE INT64_C(378400000003)

/* splitmix64, by Sebastiano Vigna, in the public domain. */
static inline uint64_t made_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline uint64_t made_weight(made_kind kind, size_t i, size_t count, uint64_t *state)
{
    switch (kind) {
    case MADE_RANDOM:
        return made_random(state) % 9973 + 1;
    case MADE_TIES:
        return made_random(state) % 3 + 1;
    case MADE_EQUAL:
        return 1;
    case MADE_GIANT:
        return i == count / 2 ? count : 1;
    case MADE_EDGE:
        return UINT64_C(100000000000) + i;
    }
    return 0;
}

/* Half a penny each, of weights alike: who gets a whole one is decided far behind the point. */
static inline int64_t made_whole(made_kind kind, size_t count)
{
    return kind == MADE_EDGE ? (int64_t)(count / 2) : MADE_WHOLE;
}

static inline int64_t made_now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

/* Reads KIND COUNT RUNS; ends the program where they are none. */
static inline void made_read(made_kind *kind, size_t *count, size_t *runs, int argc, char *argv[])
{
    *kind = (made_kind)0;
    for (size_t i = 0; argc == 4 && i < sizeof made_kinds / sizeof *made_kinds; i++) {
        if (strcmp(argv[1], made_kinds[i].name) == 0) {
            *kind = made_kinds[i].kind;
        }
    }
    if (*kind != 0) {
        *count = strtoull(argv[2], NULL, 10);
        *runs = strtoull(argv[3], NULL, 10);
    }
    if (*kind == 0 || *count == 0 || *runs == 0) {
        fprintf(stderr, "usage: %s random|ties|equal|giant|edge COUNT RUNS\n", argv[0]);
        exit(2);
    }
}

#endif

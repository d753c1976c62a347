/* SPDX-License-Identifier: MIT */
/*
 * split KIND COUNT RUNS: the split alone, without files: for each run a line with the nanoseconds
 * that the weights took to be taken over and those that bcf_apportion took. The last line is a sum
 * over all shares and places, by which a change of the answer is seen.
 */
#include <inttypes.h>

#include "apportion.h"
#include "weights_made.h"

static uint64_t sum_of(const bcf_money shares[], size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum = sum * 31 + (uint64_t)shares[i].pence;
    }
    return sum;
}

static uint64_t once(const bcf_decimal decimals[], bcf_money shares[], size_t count,
                     bcf_money whole)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_error err = {0};
    int64_t start = made_now();
    bcf_weights *weights = bcf_weights_of_decimals(arena, decimals, count);
    int64_t taken = made_now();
    bcf_code code = bcf_apportion(shares, whole, (bcf_money){1}, weights, BCF_TIE_LARGER_WEIGHT,
                                  "the amount", (bcf_place){0}, &err);
    int64_t end = made_now();
    if (code != BCF_OK) {
        fprintf(stderr, "split: %s\n", err.messages[0]);
        exit(1);
    }
    printf("%" PRId64 " %" PRId64 "\n", taken - start, end - taken);
    bcf_arena_free(arena);
    return sum_of(shares, count);
}

int main(int argc, char *argv[])
{
    made_kind kind;
    size_t count = 0;
    size_t runs = 0;
    made_read(&kind, &count, &runs, argc, argv);
    bcf_arena *arena = bcf_arena_new(); /* large pages, as bcf apportion has them */
    bcf_decimal *decimals = BCF_NEW_ARRAY(arena, count, bcf_decimal);
    bcf_money *shares = BCF_NEW_ARRAY(arena, count, bcf_money);
    uint64_t state = 2015;
    for (size_t i = 0; i < count; i++) {
        decimals[i].units = made_weight(kind, i, count, &state);
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < runs; i++) {
        sum = once(decimals, shares, count, (bcf_money){made_whole(kind, count)});
    }
    printf("%016" PRIx64 "\n", sum);
    bcf_arena_free(arena);
    return 0;
}

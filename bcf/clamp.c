/* SPDX-License-Identifier: MIT */
#include "clamp.h"

#include "sort.h"

/* What is worked out for one sharing. */
typedef struct clamping {
    bcf_arena *arena;
    const bcf_clamped *limits;
    size_t count;
    const bcf_ratio **bends; /* levels at which a part meets its floor or cap, sorted; the first
                                is zero */
    size_t bend_count;
} clamping;

static bool has_weight(const bcf_clamped *limit)
{
    return bcf_ratio_sign(limit->weight) > 0;
}

/* The part at a level: never below the floor, which a level of zero gives to everybody. */
static const bcf_ratio *part_at(bcf_arena *arena, const bcf_clamped *limit, const bcf_ratio *level)
{
    bcf_ratio *part = bcf_ratio_new(arena);
    bcf_ratio_multiply(part, limit->weight, level);
    if (bcf_ratio_compare(part, limit->floor) <= 0) {
        return limit->floor;
    }
    return limit->cap != NULL && bcf_ratio_compare(part, limit->cap) >= 0 ? limit->cap : part;
}

static const bcf_ratio *sum_at(const clamping *work, const bcf_ratio *level)
{
    bcf_ratio *sum = bcf_ratio_new(work->arena);
    for (size_t i = 0; i < work->count; i++) {
        bcf_ratio_add(sum, sum, part_at(work->arena, &work->limits[i], level));
    }
    return sum;
}

static void add_bend(clamping *work, const bcf_clamped *limit, const bcf_ratio *bound)
{
    bcf_ratio *level = bcf_ratio_new(work->arena);
    bcf_ratio_divide(level, bound, limit->weight);
    work->bends[work->bend_count++] = level;
}

static int compare_levels(const void *a, const void *b)
{
    return bcf_ratio_compare(*(const bcf_ratio *const *)a, *(const bcf_ratio *const *)b);
}

static void find_bends(clamping *work)
{
    work->bends = BCF_NEW_ARRAY(work->arena, 2 * work->count + 1, const bcf_ratio *);
    work->bends[work->bend_count++] = bcf_ratio_new(work->arena);
    for (size_t i = 0; i < work->count; i++) {
        const bcf_clamped *limit = &work->limits[i];
        BCF_ASSERT(bcf_ratio_sign(limit->weight) >= 0 && bcf_ratio_sign(limit->floor) >= 0);
        BCF_ASSERT(limit->cap == NULL || bcf_ratio_compare(limit->cap, limit->floor) >= 0);
        if (has_weight(limit)) {
            add_bend(work, limit, limit->floor);
        }
        if (has_weight(limit) && limit->cap != NULL) {
            add_bend(work, limit, limit->cap);
        }
    }
    bcf_sort(work->bends, work->bend_count, sizeof *work->bends, compare_levels);
}

/* The last bend at which the parts are not yet more than the whole. */
static const bcf_ratio *bend_below(const clamping *work, const bcf_ratio *whole)
{
    size_t low = 0;
    size_t high = work->bend_count; /* at low it is not more; at high it is, or there is no bend */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (bcf_ratio_compare(sum_at(work, work->bends[middle]), whole) <= 0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return work->bends[low];
}

/* The weight of the parts that grow with the level from `bend` on. */
static const bcf_ratio *growing_weight(const clamping *work, const bcf_ratio *bend)
{
    bcf_ratio *sum = bcf_ratio_new(work->arena);
    bcf_ratio *part = bcf_ratio_new(work->arena);
    for (size_t i = 0; i < work->count; i++) {
        const bcf_clamped *limit = &work->limits[i];
        bcf_ratio_multiply(part, limit->weight, bend);
        if (has_weight(limit) && bcf_ratio_compare(part, limit->floor) >= 0
            && (limit->cap == NULL || bcf_ratio_compare(part, limit->cap) < 0)) {
            bcf_ratio_add(sum, sum, limit->weight);
        }
    }
    return sum;
}

/* True once every part is at its cap, or has no weight to grow by. */
static bool falls_short(const clamping *work, const bcf_ratio *whole)
{
    bcf_ratio *most = bcf_ratio_new(work->arena);
    for (size_t i = 0; i < work->count; i++) {
        const bcf_clamped *limit = &work->limits[i];
        if (has_weight(limit) && limit->cap == NULL) {
            return false;
        }
        bcf_ratio_add(most, most, has_weight(limit) ? limit->cap : limit->floor);
    }
    return bcf_ratio_compare(most, whole) < 0;
}

/* The level at which the parts add up: on the straight line from the last bend below. */
static const bcf_ratio *level_for(const clamping *work, const bcf_ratio *whole)
{
    const bcf_ratio *bend = bend_below(work, whole);
    bcf_ratio *level = bcf_ratio_new(work->arena);
    bcf_ratio_subtract(level, whole, sum_at(work, bend));
    if (bcf_ratio_sign(level) != 0) {
        bcf_ratio_divide(level, level, growing_weight(work, bend));
    }
    bcf_ratio_add(level, level, bend);
    return level;
}

bcf_clamp_outcome bcf_clamp_share(const bcf_ratio *parts[], const bcf_ratio **level,
                                  bcf_arena *arena, const bcf_ratio *whole,
                                  const bcf_clamped limits[], size_t count)
{
    clamping work = {.arena = arena, .limits = limits, .count = count};
    find_bends(&work);
    if (bcf_ratio_compare(sum_at(&work, work.bends[0]), whole) > 0) {
        return BCF_CLAMP_FLOORS_EXCEED;
    }
    if (falls_short(&work, whole)) {
        return BCF_CLAMP_CAPS_FALL_SHORT;
    }
    *level = level_for(&work, whole);
    bcf_ratio *sum = bcf_ratio_new(arena);
    for (size_t i = 0; i < count; i++) {
        parts[i] = part_at(arena, &limits[i], *level);
        bcf_ratio_add(sum, sum, parts[i]);
    }
    BCF_ASSERT(bcf_ratio_compare(sum, whole) == 0);
    return BCF_CLAMP_DONE;
}

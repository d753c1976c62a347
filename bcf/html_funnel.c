/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include "report_rollup.h"
#include "rollup.h"

/* The plot: to the right the square root of what was counted, upward the planned improvement in per
 * cent of the baseline, so that the limit of chance falls from left to right. */
#define PLOT_WIDTH 600
#define PLOT_HEIGHT 240
#define CHANGE_MOST 20 /* per cent */
#define STEP 6

typedef struct plot {
    int64_t widest;           /* the largest square root */
    const bcf_ratio *largest; /* what it is the root of */
    bcf_text marks[2];        /* within noise; beyond it */
    size_t counts[2];
    bcf_status status;
} plot;

/* The whole square root, rounded down. */
static int64_t root_of(int64_t square)
{
    int64_t root = 0;
    for (int64_t bit = INT64_C(1) << 30; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= square) {
            root += bit;
        }
    }
    return root;
}

static int64_t root_of_count(const bcf_ambition *ambition)
{
    return root_of(bcf_ratio_whole(ambition->baseline_count.numerator, INT64_C(1) << 60));
}

/* The height of an improvement that is not below nothing. */
static int64_t height_of(bcf_arena *arena, const bcf_ratio *improvement)
{
    bcf_ratio *height = bcf_ratio_of(arena, 100 * PLOT_HEIGHT, CHANGE_MOST);
    bcf_ratio_multiply(height, height, improvement);
    return bcf_ratio_sign(height) <= 0 ? 0 : bcf_ratio_whole(height, PLOT_HEIGHT);
}

/* (baseline - ambition) / baseline, turned where higher is better; in the arena. */
static const bcf_ratio *improvement_of(const bcf_html *of, bcf_arena *arena, size_t part,
                                       size_t board, const bcf_ambition *ambition)
{
    bcf_measure measure = {.better = BCF_BETTER_LOWER};
    bool is_known =
        bcf_score_measure(&measure, arena, of->run->figures, part, board, ambition->definition);
    bcf_ratio *change = bcf_ratio_new(arena);
    bcf_ratio_subtract(change, ambition->baseline, ambition->ambition);
    bcf_ratio_divide(change, change, ambition->baseline);
    if (is_known && measure.better == BCF_BETTER_HIGHER) {
        bcf_ratio_subtract(change, bcf_ratio_of(arena, 0, 1), change);
    }
    return change;
}

/* The ambition of a part, where its noise was tested. */
static const bcf_ambition *tested(const bcf_html *of, size_t part, size_t board, bool *is_beyond)
{
    const bcf_item *item = bcf_rollup_item_of(of->run, BCF_CHECK_SIGNIFICANCE, board, part);
    if (item == NULL || (item->result != BCF_RESULT_PASS && item->result != BCF_RESULT_FAIL)) {
        return NULL;
    }
    *is_beyond = item->result == BCF_RESULT_PASS;
    size_t parts = of->run->policy->performance->part_count;
    const bcf_ambition *ambition = of->run->figures->ambitions[board * parts + part];
    return ambition == NULL || bcf_ratio_sign(ambition->baseline) == 0 ? NULL : ambition;
}

static void find_widest(plot *to, const bcf_html *of)
{
    for (size_t part = 0; part < of->run->policy->performance->part_count; part++) {
        for (size_t board = 0; board < of->run->figures->areas->board_count; board++) {
            bool is_beyond = false;
            const bcf_ambition *ambition = tested(of, part, board, &is_beyond);
            if (ambition != NULL) {
                int64_t root = root_of_count(ambition);
                if (root > to->widest || to->largest == NULL
                    || (root == to->widest
                        && bcf_ratio_compare(ambition->baseline_count.numerator, to->largest)
                               > 0)) {
                    to->widest = root;
                    to->largest = ambition->baseline_count.numerator;
                }
            }
        }
    }
}

static void add_marks(plot *to, const bcf_html *of, size_t part)
{
    for (size_t board = 0; board < of->run->figures->areas->board_count; board++) {
        bool is_beyond = false;
        const bcf_ambition *ambition = tested(of, part, board, &is_beyond);
        if (ambition == NULL) {
            continue;
        }
        bcf_arena *scratch = bcf_arena_new();
        int64_t height = height_of(scratch, improvement_of(of, scratch, part, board, ambition));
        bcf_text_print(&to->marks[is_beyond], "M%lld %lldh0",
                       (long long)(root_of_count(ambition) * PLOT_WIDTH / to->widest),
                       (long long)(PLOT_HEIGHT - height));
        bcf_arena_free(scratch);
        to->counts[is_beyond]++;
        to->status = bcf_status_worst(to->status, ambition->status);
    }
}

/*
 * The limit for events that come independently of one another, over the same people before and
 * after: a fall of the part r of n events is significant from r^2 n = z^2 (2 - r) on. As r is small
 * its square is taken as 2 z^2 / n, which is a little more than is asked for.
 */
static const char *limit_of(const bcf_html *of, const plot *at)
{
    const bcf_ratio *critical = of->run->policy->assurance->critical;
    bcf_text path = {0};
    for (int64_t x = STEP; x <= PLOT_WIDTH; x += STEP) {
        bcf_arena *scratch = bcf_arena_new();
        /* height^2 = (PLOT_HEIGHT x 100 / CHANGE_MOST)^2 x 2 z^2 / root^2 */
        bcf_ratio *square = bcf_ratio_of(scratch, 2, 1);
        bcf_ratio *by =
            bcf_ratio_of(scratch, 100 * PLOT_HEIGHT * PLOT_WIDTH, CHANGE_MOST * x * at->widest);
        bcf_ratio_multiply(square, square, critical);
        bcf_ratio_multiply(square, square, critical);
        bcf_ratio_multiply(square, square, by);
        bcf_ratio_multiply(square, square, by);
        int64_t height = root_of(bcf_ratio_whole(square, INT64_C(1) << 40));
        bcf_arena_free(scratch);
        if (height <= PLOT_HEIGHT) {
            bcf_text_print(&path, "%s%lld %lld", path.length == 0 ? "M" : "L", (long long)x,
                           (long long)(PLOT_HEIGHT - height));
        }
    }
    const char *kept = bcf_arena_text(of->arena, bcf_text_get(&path));
    bcf_text_clear(&path);
    return kept;
}

void bcf_html_add_funnel(bcf_text *model, const bcf_html *of)
{
    size_t check = 0;
    if (of->run->assurance == NULL
        || !bcf_assurance_check(of->run->policy, BCF_CHECK_SIGNIFICANCE, &check)) {
        return;
    }
    plot at = {.status = BCF_STATUS_NONE};
    find_widest(&at, of);
    if (at.widest == 0) {
        return;
    }
    for (size_t part = 0; part < of->run->policy->performance->part_count; part++) {
        if (bcf_report_is_metric(of->run, part)) {
            add_marks(&at, of, part);
        }
    }
    bcf_markup_open(model, "funnel");
    bcf_html_number(model, "width", PLOT_WIDTH);
    bcf_html_number(model, "height", PLOT_HEIGHT);
    bcf_html_number(model, "most", CHANGE_MOST);
    bcf_markup_attribute(model, "mark", bcf_wording_mark(at.status));
    bcf_markup_attribute(model, "within", bcf_wording_count(of->arena, at.counts[false]));
    bcf_markup_attribute(model, "beyond", bcf_wording_count(of->arena, at.counts[true]));
    bcf_markup_attribute(model, "largest", bcf_wording_people(of->arena, at.largest));
    bcf_markup_attribute(model, "level",
                         bcf_wording_hundredths(of->arena, of->run->policy->assurance->level));
    bcf_markup_attribute(model, "limit", limit_of(of, &at));
    bcf_markup_attribute(model, "marks-within", bcf_text_get(&at.marks[false]));
    bcf_markup_attribute(model, "marks-beyond", bcf_text_get(&at.marks[true]));
    bcf_markup_body(model);
    bcf_markup_element(model, "note", bcf_report_of_significance(of->run));
    bcf_markup_close(model, "funnel");
    bcf_text_clear(&at.marks[false]);
    bcf_text_clear(&at.marks[true]);
}

/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include "report_board.h"
#include "report_rollup.h"
#include "rollup.h"

/* A strip shows achievements from so many per cent on to so many; what lies beyond stands at its
 * end. */
#define LEAST (-100)
#define MOST 200
#define STRIP_WIDTH 600

#define MARK_HEIGHT 14

/* What one strip counts. */
typedef struct tally {
    size_t at_line; /* at the line of the 70% test, or past it */
    size_t below;
    size_t none; /* not scored */
    bcf_status status;
    bcf_text marks[2]; /* below; at the line: the path of each */
} tally;

/* Where an achievement stands: 0 to STRIP_WIDTH. */
static int64_t place_of(bcf_arena *arena, const bcf_ratio *achievement)
{
    bcf_ratio *place = bcf_ratio_of(arena, LEAST, 100);
    bcf_ratio_subtract(place, achievement, place);
    if (bcf_ratio_sign(place) < 0) {
        return 0;
    }
    bcf_ratio_multiply(place, place, bcf_ratio_of(arena, 100 * STRIP_WIDTH, MOST - LEAST));
    return bcf_ratio_whole(place, STRIP_WIDTH);
}

static void count(tally *to, const bcf_html *of, const bcf_score *score)
{
    if (score->achievement == NULL) {
        to->none++;
        return;
    }
    bool is_at_line = bcf_release_reaches_line(of->run->policy->performance, score);
    to->at_line += is_at_line;
    to->below += !is_at_line;
    to->status = bcf_status_worst(to->status, score->data_status);
    bcf_arena *scratch = bcf_arena_new();
    bcf_text_print(&to->marks[is_at_line], "M%lld 0v%d",
                   (long long)place_of(scratch, score->achievement), MARK_HEIGHT);
    bcf_arena_free(scratch);
}

static void add_strip(bcf_text *model, const bcf_html *of, size_t part)
{
    const bcf_performance *performance = of->run->policy->performance;
    tally all = {.status = BCF_STATUS_NONE};
    for (size_t board = 0; board < of->run->figures->areas->board_count; board++) {
        count(&all, of, bcf_scores_find(of->run->scores, part, board));
    }
    const bcf_part *rule = &performance->parts[part];
    bcf_markup_open(model, "strip");
    bcf_markup_attribute(model, "payment", performance->payments[rule->payment].title);
    bcf_markup_attribute(model, "metric", bcf_wording_spoken(of->arena, rule->id));
    bcf_markup_attribute(model, "mark", bcf_wording_mark(all.status));
    bcf_markup_attribute(model, "above", bcf_wording_count(of->arena, all.at_line));
    bcf_markup_attribute(model, "below", bcf_wording_count(of->arena, all.below));
    bcf_markup_attribute(model, "none", bcf_wording_count(of->arena, all.none));
    bcf_markup_attribute(model, "marks-above", bcf_text_get(&all.marks[true]));
    bcf_markup_attribute(model, "marks-below", bcf_text_get(&all.marks[false]));
    bcf_markup_end(model);
    bcf_text_clear(&all.marks[true]);
    bcf_text_clear(&all.marks[false]);
}

void bcf_html_add_strips(bcf_text *model, const bcf_html *of)
{
    const bcf_ratio *line = of->run->policy->performance->recovery_threshold;
    if (line == NULL) {
        return; /* there is no such test under the rules of July 2014 */
    }
    bcf_markup_open(model, "strips");
    bcf_html_number(model, "width", STRIP_WIDTH);
    bcf_html_number(model, "line", place_of(of->arena, line));
    bcf_html_number(model, "nothing", place_of(of->arena, bcf_ratio_of(of->arena, 0, 1)));
    bcf_html_number(model, "whole", place_of(of->arena, bcf_ratio_of(of->arena, 1, 1)));
    bcf_markup_attribute(
        model, "line-words",
        bcf_arena_print(of->arena, "%s%%", bcf_wording_hundredths(of->arena, line)));
    bcf_markup_body(model);
    for (size_t part = 0; part < of->run->policy->performance->part_count; part++) {
        if (bcf_report_is_metric(of->run, part)) {
            add_strip(model, of, part);
        }
    }
    bcf_markup_close(model, "strips");
}

/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include "held.h"
#include "report_rollup.h"
#include "rollup.h"

/* How a cell is coloured, and where it stands when the column is sorted: best first. */
typedef enum tone {
    TONE_GOOD = 1,
    TONE_MIDDLING,
    TONE_BAD,
    TONE_UNKNOWN,
} tone;

static const char *tone_text(tone of)
{
    switch (of) {
    case TONE_GOOD:
        return "good";
    case TONE_MIDDLING:
        return "middling";
    case TONE_BAD:
        return "bad";
    case TONE_UNKNOWN:
        return "unknown";
    }
    BCF_UNREACHABLE("a cell without a tone");
}

static tone of_condition(bcf_condition_state state)
{
    switch (state) {
    case BCF_CONDITION_MET:
        return TONE_GOOD;
    case BCF_CONDITION_NOT_MET:
        return TONE_BAD;
    case BCF_CONDITION_ABSENT:
    case BCF_CONDITION_NOT_ASSESSED:
        return TONE_UNKNOWN;
    }
    BCF_UNREACHABLE("a condition in no state");
}

static tone of_score(bcf_score_status status)
{
    switch (status) {
    case BCF_SCORE_ACHIEVED:
        return TONE_GOOD;
    case BCF_SCORE_PARTLY:
        return TONE_MIDDLING;
    case BCF_SCORE_NOT_ACHIEVED:
    case BCF_SCORE_NO_AMBITION:
        return TONE_BAD;
    case BCF_SCORE_NOT_ASSESSED:
    case BCF_SCORE_DEFINITION_MISMATCH:
    case BCF_SCORE_PERIOD_MISMATCH:
        return TONE_UNKNOWN;
    }
    BCF_UNREACHABLE("a score without a status");
}

/* A metric, or a quarter's admissions. */
static bool is_scored(const bcf_html *of, size_t part)
{
    return bcf_scores_find(of->run->scores, part, 0) != NULL;
}

static void add_head(bcf_text *model, const char *group, const char *title)
{
    bcf_markup_open(model, "column");
    bcf_markup_attribute(model, "group", group);
    bcf_markup_body(model);
    bcf_markup_words(model, title);
    bcf_markup_close(model, "column");
}

static void add_cell(bcf_text *model, tone of, const char *words)
{
    bcf_markup_open(model, "cell");
    bcf_markup_attribute(model, "tone", tone_text(of));
    bcf_html_number(model, "order", of);
    bcf_markup_body(model);
    bcf_markup_words(model, words);
    bcf_markup_close(model, "cell");
}

static void add_heads(bcf_text *model, const bcf_html *of)
{
    const bcf_policy *policy = of->run->policy;
    const bcf_performance *performance = policy->performance;
    for (size_t i = 0; i < policy->condition_count; i++) {
        add_head(model, "National conditions",
                 bcf_wording_spoken(of->arena, policy->conditions[i].id));
    }
    for (size_t part = 0; part < performance->part_count; part++) {
        if (is_scored(of, part)) {
            const bcf_part *rule = &performance->parts[part];
            add_head(model, performance->payments[rule->payment].title,
                     bcf_wording_spoken(of->arena, rule->id));
        }
    }
}

static void add_line(bcf_text *model, const bcf_html *of, size_t board, const bcf_standing *one)
{
    const bcf_policy *policy = of->run->policy;
    const bcf_board *who = &of->run->figures->areas->boards[board];
    bcf_markup_open(model, "line");
    bcf_markup_attribute(model, "code", who->code);
    bcf_markup_attribute(model, "name", who->name);
    bcf_html_number(model, "order", one->sum.released.pence);
    bcf_markup_attribute(model, "released", bcf_html_pence(of, one->sum.released, one->sum.status));
    bcf_markup_body(model);
    for (size_t i = 0; i < policy->condition_count; i++) {
        bcf_condition_state state =
            of->run->figures->conditions[board * policy->condition_count + i];
        add_cell(model, of_condition(state), bcf_condition_state_words(state));
    }
    for (size_t part = 0; part < policy->performance->part_count; part++) {
        if (is_scored(of, part)) {
            const bcf_score *score = bcf_scores_find(of->run->scores, part, board);
            add_cell(
                model, of_score(score->status),
                bcf_arena_print(of->arena, "%s%s",
                                bcf_wording_spoken(of->arena, bcf_score_status_text(score->status)),
                                bcf_wording_mark(score->data_status)));
        }
    }
    bcf_markup_close(model, "line");
}

void bcf_html_add_matrix(bcf_text *model, const bcf_html *of)
{
    bcf_markup_open(model, "matrix");
    bcf_markup_body(model);
    add_heads(model, of);
    for (size_t board = 0; board < of->run->figures->areas->board_count; board++) {
        add_line(model, of, board, &of->standings[board]);
    }
    bcf_markup_close(model, "matrix");
}

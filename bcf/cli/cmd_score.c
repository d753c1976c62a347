/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* What one event changes: needs the payments too, under a policy with a 70% line. */
static bcf_code compute_events(session *at, bcf_scope *scope)
{
    const options *asked = &at->options;
    if (asked->is_next && asked->is_fragile) {
        return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "--next and --fragile are two questions: one at a time");
    }
    const char *option = asked->is_next ? "--next" : "--fragile";
    bcf_code code = compute(at, BCF_STAGE_POLICY);
    if (code == BCF_OK) {
        code = bcf_sensitivity_check(at->run, option, &at->err);
    }
    if (code != BCF_OK) {
        return code;
    }
    at->verb = bcf_arena_print(at->arena, "score %s", option);
    return compute_for_board(at, BCF_STAGE_RELEASE, scope);
}

static void show_next(session *at, bcf_scope scope)
{
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_next_page(&at->out, at->run, scope);
    } else {
        show_sheet(at, bcf_report_next(at->run, scope, at->options.with_names));
    }
}

static void show_fragile(session *at, bcf_scope scope)
{
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_fragile_page(&at->out, at->run, scope);
    } else {
        show_sheet(at, bcf_report_fragile(at->run, scope, at->options.with_names));
    }
}

static void show_scores(session *at, bcf_scope scope)
{
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_score_page(&at->out, at->run, scope);
    } else {
        show_sheet(at, bcf_report_score(at->run, scope, at->options.with_names));
    }
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    bcf_scope scope = {0};
    bcf_code code = asked->is_next || asked->is_fragile
                        ? compute_events(at, &scope)
                        : compute_for_board(at, BCF_STAGE_SCORES, &scope);
    if (code != BCF_OK) {
        return code;
    }
    if (asked->is_next) {
        show_next(at, scope);
    } else if (asked->is_fragile) {
        show_fragile(at, scope);
    } else {
        show_scores(at, scope);
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,   OPTION_AREA, OPTION_NEXT,  OPTION_FRAGILE, OPTION_NAMES,
    OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET,  OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Scores every metric of every board: how far from its baseline to its ambition."
    "\v"
    "As text it prints how many boards achieved what; with -a, one board's rates and what is "
    "missing. As rows it prints the columns hwb, payment, metric, definition, baseline, ambition, "
    "actual, achievement, status, data_status, readings. A council or district given with -a "
    "means its board. A figure that is missing is never taken for zero: the score is then "
    "not-assessed.\n\n"
    "With --next: hwb, payment, metric, better, status, actual_numerator, actual_denominator, "
    "to_seventy, seventy_numerator, released_at_seventy, to_full, full_numerator, available, "
    "released, gain_at_seventy, gain_at_full, at_risk_per_cent, data_status, readings; events are "
    "to be added to the numerator, 0 where the line is reached, and its numerator is then the "
    "worst that still reaches it; at_risk_per_cent is what is not released for each 1% that "
    "activity "
    "misses the ambition. With --fragile, the smallest revision of any one figure that flips a "
    "board's 70% test or moves GBP 1,000 (kind flips-seventy, moves-1000): rank, hwb, payment, "
    "metric, figure, period, "
    "value, revision, kind, before, after, moved, data_status, flips, readings; the rank is over "
    "all boards, smallest revision first. A rate published without its count has no events. Both "
    "are of "
    "policies with a 70% line alone.\n\n"
    "  bcf score\n"
    "  bcf score -a E08000018\n"
    "  bcf score --next -a E08000018\n"
    "  bcf score --fragile\n"
    "  bcf score -f csv -o score.csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_score = {
    .name = "score",
    .summary = "how far each metric moved from its baseline to its ambition",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

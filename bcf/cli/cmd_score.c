/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    bcf_scope scope;
    bcf_code code = compute_for_board(at, BCF_STAGE_SCORES, &scope);
    if (code != BCF_OK) {
        return code;
    }
    if (asked->format == FORMAT_TEXT) {
        bcf_report_score_page(&at->out, at->run, scope);
    } else {
        show_sheet(at, bcf_report_score(at->run, scope, asked->with_names));
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA, OPTION_AREA,  OPTION_NAMES, OPTION_FORMAT,
    OPTION_OUTPUT, OPTION_SET,  OPTION_AS_AT, OPTIONS_END,
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
    "  bcf score\n"
    "  bcf score -a E08000018\n"
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

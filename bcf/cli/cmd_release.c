/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    bcf_scope scope;
    bcf_code code = compute_for_board(at, BCF_STAGE_RELEASE, &scope);
    if (code != BCF_OK) {
        return code;
    }
    if (asked->format == FORMAT_TEXT) {
        bcf_report_payments(&at->out, at->run, scope);
    } else {
        show_sheet(at, bcf_report_release(at->run, scope, asked->with_names));
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
    "Works out the performance payments: what is released, what is held, and what for."
    "\v"
    "As text it prints what each payment releases and what the rest waits for; with -a, one "
    "board, part by part. As rows it prints the columns hwb, payment, part, carried_in, available, "
    "released, held, held_for, data_status, readings: a row a condition or metric. In every row "
    "carried_in + available = released + held. Results are calculated; ministers authorise. "
    "Under the rules of July 2014 (-p 2015-16-revised) what is held is carried into the next "
    "payment.\n\n"
    "  bcf release\n"
    "  bcf release -a Devon --as-at 2015-04-01\n"
    "  bcf release --set metric-release=all-or-nothing -f csv -o release.csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_release = {
    .name = "release",
    .summary = "what is released in each payment, what is held, and for what",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

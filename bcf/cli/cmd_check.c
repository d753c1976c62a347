/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code act(session *at)
{
    bcf_code code = compute(at, BCF_STAGE_CHECK);
    if (code != BCF_OK) {
        return code;
    }
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_check_page(&at->out, at->run);
    } else {
        show_sheet(at, bcf_report_check(at->run));
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA, OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET, OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Checks a dataset against a policy, and shows what is there and what is missing."
    "\v"
    "As rows it prints the columns section, item, result, detail. What another verb would refuse, "
    "this one "
    "refuses too, with file and line; a table that some verb needs and the folder lacks is listed "
    "instead.\n\n"
    "  bcf check\n"
    "  bcf check -d ./tables\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_check = {
    .name = "check",
    .summary = "is the dataset fit for use, and what does it lack",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

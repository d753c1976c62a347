/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code show_groups(session *at, bcf_scope scope)
{
    const options *asked = &at->options;
    bcf_by by;
    bcf_code code = bcf_by_parse(&by, at->arena, asked->by, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_groups groups = {0};
    code = bcf_group_grants(&groups, at->run, scope, &by, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    if (asked->format == FORMAT_TEXT) {
        bcf_report_by(&at->out, at->run, scope, &by, &groups);
    } else {
        show_sheet(at, bcf_report_allocate_by(at->run, &by, &groups, asked->with_names));
    }
    return BCF_OK;
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    bcf_code code = compute(at, BCF_STAGE_ALLOCATION);
    if (code != BCF_OK) {
        return code;
    }
    bcf_scope scope;
    code = bcf_scope_find(&scope, at->arena, at->run->figures->areas, asked->area, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    if (asked->by != NULL) {
        return show_groups(at, scope);
    }
    if (asked->format != FORMAT_TEXT) {
        show_sheet(at, bcf_report_allocate(at->run, scope, asked->with_names));
    } else if (scope.kind == BCF_SCOPE_ALL) {
        bcf_report_fund(&at->out, at->run);
    } else {
        bcf_report_letter(&at->out, at->run, scope);
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,   OPTION_AREA, OPTION_BY,    OPTION_NAMES,
    OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET,  OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Shares the fund out to its end points: boards, councils, CCGs, districts."
    "\v"
    "As text it prints the fund and every board's pool; with -a, the sum of one area's allocation "
    "letter. As rows it prints the columns component, hwb, council, ccg, district, amount, state, "
    "status, readings: a row an end point, which add up to the fund, and by component to the "
    "component. With --by: the columns asked for, then amount, state, status, readings; a withheld "
    "pound is never added to an allocated one.\n\n"
    "  bcf allocate -a Rotherham\n"
    "  bcf allocate --by region,kind\n"
    "  bcf allocate -f csv --names -o allocate.csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_allocate = {
    .name = "allocate",
    .summary = "who gets what: the fund, shared out",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* A kept run, made again from what it holds; refused where it comes out otherwise. */
static bcf_code make_again(session *at, const char *path)
{
    bcf_verified verified;
    bcf_code code = bcf_verify(&verified, at->arena, path, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    if (verified.count > 0 || verified.run == NULL) {
        return bcf_refuse(&at->err, BCF_REFUSED_DATA, (bcf_place){.file = verified.path},
                          "the run does not come out as it states: see 'bcf verify %s'", path);
    }
    at->run = verified.run;
    return BCF_OK;
}

static bcf_code find_board(bcf_scope *scope, session *at)
{
    const bcf_figures *figures = at->run->figures;
    bcf_code code = bcf_scope_find(scope, at->arena, figures->areas, at->options.area, &at->err);
    return code != BCF_OK ? code
                          : bcf_scope_to_board(scope, at->arena, figures, at->verb, &at->err);
}

static bool has_order(const options *asked)
{
    const bcf_order *order = &asked->order;
    return order->policy != NULL || order->dataset != NULL || order->assignment_count > 0
           || order->as_at != 0;
}

static bcf_code act(session *at)
{
    bcf_scope scope = {BCF_SCOPE_ALL, 0};
    bcf_code code = BCF_OK;
    if (at->options.word_count == 0) {
        code = compute(at, BCF_STAGE_SETTLEMENT);
    } else if (has_order(&at->options)) {
        code = bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "a run holds its own policy, data and readings: leave -p, -d, --set and "
                          "--as-at out");
    } else {
        code = make_again(at, at->options.words[0]);
    }
    if (code == BCF_OK) {
        code = find_board(&scope, at);
    }
    return code == BCF_OK ? bcf_html_report(&at->out, at->run, scope, &at->err) : code;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA, OPTION_AREA, OPTION_OUTPUT, OPTION_SET, OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "[RUN]",
    "Writes the report: one page for any browser, the nation first and then each board."
    "\v"
    "The page is one file that asks for nothing else: charts, tables, readings and sources are in "
    "it, and it prints on A4. With -a it is one board's own page: a statement of one sheet for its "
    "meeting, and where it has districts a second sheet, the schedule of the Disabled Facilities "
    "Grant for the county's treasurer. RUN is a run.xml or the folder of a settlement, which then "
    "holds policy, data and readings; without it they are those of -p, -d and --set. 'settle' "
    "writes the same page as report.html.\n\n"
    "  bcf report -o report.html\n"
    "  bcf report -a Kent -o kent.html\n"
    "  bcf report settlement -a Rotherham -o rotherham.html\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_report = {
    .name = "report",
    .summary = "one page for a browser: the nation, or one board's statement",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_optional = 1,
};

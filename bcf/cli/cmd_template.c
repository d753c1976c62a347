/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code act(session *at)
{
    if (at->options.output == NULL) {
        return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "template needs -o FILE.xlsx, where the workbook goes");
    }
    bcf_code code = compute(at, BCF_STAGE_POLICY);
    at->notes = NULL;
    return code == BCF_OK ? bcf_template_write(&at->out, at->run->policy, &at->err) : code;
}

static const struct argp_option list[] = {
    OPTION_POLICY,
    OPTION_OUTPUT,
    OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Writes an empty workbook with every table of a dataset, ready to be filled in."
    "\v"
    "A sheet a table: its headings, what belongs under each, lists of the words that may stand "
    "there, one example row; the first sheet says how to fill it in. Whatever is left of the "
    "examples is refused, never taken for a figure. The names of metrics, payments, conditions and "
    "indicators are those of the policy. Saved as .xlsx or .ods, it is a dataset like any other: "
    "-d FILE.\n\n"
    "  bcf template -o tables.xlsx\n"
    "  bcf template -p 2014-15 -o tables.xlsx\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_template = {
    .name = "template",
    .summary = "an empty workbook with every table, to be filled in",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

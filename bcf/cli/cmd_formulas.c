/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code list_formulas(session *at)
{
    bcf_code code = compute(at, BCF_STAGE_POLICY);
    if (code != BCF_OK) {
        return code;
    }
    if (at->options.area != NULL) {
        return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "-a wants a formula: 'bcf formulas ID -a %s'", at->options.area);
    }
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_formulas_page(&at->out, at->run);
    } else {
        show_sheet(at, bcf_report_formulas(at->run));
    }
    return BCF_OK;
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    if (asked->word_count == 0) {
        return list_formulas(at);
    }
    at->options.order.formula = asked->words[0];
    bcf_code code = compute(at, BCF_STAGE_FORMULA);
    if (code != BCF_OK) {
        return code;
    }
    bcf_scope scope;
    code = bcf_scope_find(&scope, at->arena, at->run->figures->areas, asked->area, &at->err);
    if (code == BCF_OK) {
        code = bcf_report_formula_scope(at->run, scope, &at->err);
    }
    if (code != BCF_OK) {
        return code;
    }
    if (asked->format == FORMAT_TEXT) {
        bcf_report_formula_page(&at->out, at->run, scope);
    } else {
        show_sheet(at, bcf_report_formula_values(at->run, scope, asked->with_names));
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,   OPTION_AREA, OPTION_NAMES,
    OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET,  OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "[ID]",
    "Lists the formulas of a policy; with the ID of one, works out each area's value of it."
    "\v"
    "The list has the columns formula, kind, level, title, used_by, source, paragraph, and needs "
    "no "
    "dataset. With an ID, text shows the steps to each area's value in words and numbers; rows "
    "have "
    "the columns area, value, exact, share, data_status, readings, and then one a step. `value` is "
    "a "
    "decimal, exact where it ends within 20 digits after the point; `exact` is the fraction "
    "itself; "
    "`share` is the value over the sum of all.\n\n"
    "  bcf formulas -p 2015-16\n"
    "  bcf formulas ccg -a Rotherham\n"
    "  bcf formulas nhs-care -p ./2030-31 -d ./tables -f csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_formulas = {
    .name = "formulas",
    .summary = "by what money is shared out: each area's value, with its steps",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_optional = 1,
};

/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* Payments and conditions are a board's; the fund is everybody's. */
static bcf_code find_scope(bcf_scope *scope, session *at, const bcf_explain_item *item)
{
    const bcf_figures *figures = at->run->figures;
    bcf_code code =
        bcf_scope_find(scope, at->arena, figures->areas, at->options.words[0], &at->err);
    bool is_boards = item->kind == BCF_EXPLAIN_PARTS || item->kind == BCF_EXPLAIN_CONDITION;
    if (code == BCF_OK && is_boards) {
        code = bcf_scope_to_board(scope, at->arena, figures, at->verb, &at->err);
    }
    return code;
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    const char *wanted = asked->word_count > 1 ? asked->words[1] : NULL;
    bcf_explain_item item;
    bcf_code code = compute(at, BCF_STAGE_POLICY);
    if (code == BCF_OK) {
        code = bcf_explain_find(&item, at->arena, at->run->policy, wanted, &at->err);
    }
    if (code == BCF_OK) {
        code = compute(at, bcf_explain_stage(&item));
    }
    bcf_scope scope;
    if (code == BCF_OK) {
        code = find_scope(&scope, at, &item);
    }
    if (code != BCF_OK) {
        return code;
    }
    const bcf_explain_request request = {scope, wanted, &item, asked->is_all};
    if (asked->format == FORMAT_TEXT) {
        bcf_report_explain_page(&at->out, at->run, &request);
    } else {
        show_sheet(at, bcf_report_explain(at->run, &request));
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA, OPTION_ALL,   OPTION_FORMAT,
    OPTION_OUTPUT, OPTION_SET,  OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "AREA [ITEM]",
    "Explains what an area gets: every step from the tables to the penny, who got the odd pound "
    "and who came next."
    "\v"
    "AREA is the code of a board, council, CCG or district, or any part of a name that only one "
    "has. ITEM is the id of a component, an earmark, a condition, a metric or a payment, a part of "
    "a payment "
    "such as 2015-04:delayed-transfers, or pool; without it everything of the area is explained. "
    "Payments are a board's: of a CCG, and without ITEM of a council or district, the fund alone "
    "is explained. --all also shows what was tested and did not hold, and who else stands near "
    "the cut-off.\n\n"
    "As rows it prints a row a step with the columns step, kind, item, area, area_name, from, "
    "from_name, rule, source, paragraph, what, sum, figure, figure_exact, table, line, publisher, "
    "title, whole, weight, weights, share, share_exact, quota, unit, rounded_down, remainder, "
    "remainder_exact, rank, ranked, odd_units, cut_off, last_served, last_served_name, next, "
    "next_name, next_remainder, amount, carried_in, available, released, held, held_for, result, "
    "data_status, readings, quota_exact, cut_off_exact, next_remainder_exact. `kind` is input, "
    "formula, split, sum, score, test, payment, rank or earmark; remainders are of one unit; an "
    "earmark is indicative and never added to anything.\n\n"
    "  bcf explain Rotherham nhs-core\n"
    "  bcf explain 03L\n"
    "  bcf explain Rotherham 2015-04:delayed-transfers\n"
    "  bcf explain Kent dfg -f csv -o why.csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_explain = {
    .name = "explain",
    .summary = "why an area gets what it gets, step by step",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_wanted = 1,
    .words_optional = 1,
};

/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* An amount on the command line is usage, not input: the same words, another exit code. */
static bcf_code read_amount(bcf_money *out, session *at)
{
    bcf_error err = {0};
    if (bcf_money_parse(out, at->options.words[0], (bcf_place){0}, &err) == BCF_OK) {
        return BCF_OK;
    }
    return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0}, "%s", err.messages[0]);
}

static bcf_code act(session *at)
{
    bcf_money amount = {0};
    bcf_code code = read_amount(&amount, at);
    if (code != BCF_OK) {
        return code;
    }
    bcf_notes *notes = BCF_NEW(at->arena, bcf_notes);
    notes->arena = at->arena;
    const bcf_shares *shares = NULL;
    code = bcf_shares_read(&shares, at->arena, amount, at->options.words[1], notes, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_apportion_page(&at->out, at->arena, shares, notes);
    } else {
        at->notes = notes;
        show_sheet(at, bcf_report_apportion(at->arena, shares, notes));
    }
    return BCF_OK;
}

static const struct argp_option list[] = {OPTION_FORMAT, OPTION_OUTPUT, OPTIONS_END};

static const struct argp arguments = {
    list,
    read_option,
    "AMOUNT FILE",
    "Shares any AMOUNT of pounds out by any weights, in pence, so that it adds up."
    "\v"
    "FILE is a CSV table with the columns code and weight. As rows (the format is csv unless "
    "another is asked for) it prints code and amount in the byte order of the codes. The pence "
    "that "
    "are left over after rounding down go to the largest remainders, then to the larger weight, "
    "then to the lower code.\n\n"
    "  bcf apportion 1000000 weights.csv\n"
    "  bcf apportion 100.01 weights.csv -f text\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_apportion = {
    .name = "apportion",
    .summary = "any amount by any weights",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_CSV,
    .words_wanted = 2,
};

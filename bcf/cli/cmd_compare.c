/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* What was asked for, and what it takes to show it. */
typedef struct view {
    const bcf_comparison *comparison;
    size_t board; /* or BCF_COMPARE_EVERYBODY */
    bcf_compare_by by;
    bcf_changed_rows rows;
    bcf_balances balances;
    bcf_fairness fairness;
} view;

static bcf_code prepare(view *out, session *at)
{
    const options *asked = &at->options;
    bool is_text = asked->format == FORMAT_TEXT;
    const bcf_comparison *in = out->comparison;
    if (asked->is_balance) {
        bcf_code code = bcf_balance_payments(&out->balances, in->new.run, &at->err);
        if (code != BCF_OK) {
            return code;
        }
    }
    if (asked->is_why) {
        out->rows = bcf_compare_rows(in);
    }
    if (is_text || asked->is_fairness) {
        out->fairness = bcf_fairness_of(at->arena, in->old.run, in->new.run);
    }
    return BCF_OK;
}

static void show_page(session *at, const view *of)
{
    const options *asked = &at->options;
    bcf_report_changes_begin(&at->out, of->comparison, of->board);
    if (asked->is_balance) {
        bcf_report_balance_page(&at->out, of->comparison, &of->balances, of->board);
    } else if (asked->is_fairness) {
        bcf_report_fairness_page(&at->out, of->comparison, &of->fairness, of->board);
    } else {
        bcf_report_changes_page(&at->out, of->comparison, of->board,
                                asked->is_why ? &of->rows : NULL);
        bcf_report_fairness_page(&at->out, of->comparison, &of->fairness, of->board);
    }
    bcf_report_changes_end(&at->out, of->comparison, of->board);
}

static void show(session *at, const view *of)
{
    const options *asked = &at->options;
    bool with_names = asked->with_names;
    if (asked->format == FORMAT_TEXT) {
        show_page(at, of);
    } else if (asked->is_balance) {
        show_sheet(at, bcf_report_balance(of->comparison, &of->balances, of->board, with_names));
    } else if (asked->is_fairness) {
        show_sheet(at, bcf_report_fairness(of->comparison, &of->fairness, of->board, with_names));
    } else if (asked->is_why) {
        show_sheet(at, bcf_report_compare_rows(of->comparison, of->board, &of->rows, with_names));
    } else {
        show_sheet(at, bcf_report_compare(of->comparison, of->board, &of->by, with_names));
    }
}

/* One question at a time: each has rows of its own. */
static bcf_code check_options(session *at)
{
    const options *asked = &at->options;
    int asked_for = asked->is_balance + asked->is_fairness + asked->is_why + (asked->by != NULL);
    return asked_for <= 1 ? BCF_OK
                          : bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                                       "one of --why, --by, --balance, --fairness at a time");
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    view of = {.board = BCF_COMPARE_EVERYBODY};
    bcf_code code = check_options(at);
    if (code == BCF_OK) {
        code = bcf_compare_by_parse(&of.by, at->arena, asked->by, &at->err);
    }
    if (code == BCF_OK) {
        code =
            bcf_compare_runs(&of.comparison, at->arena, asked->words[0], asked->words[1], &at->err);
    }
    if (code == BCF_OK) {
        code = bcf_compare_find_board(&of.board, of.comparison, asked->area, &at->err);
    }
    if (code == BCF_OK) {
        code = prepare(&of, at);
    }
    if (code != BCF_OK) {
        return code;
    }
    at->has_found =
        bcf_compare_has_change(of.comparison, of.board)
        || (asked->is_balance && bcf_balances_differ(of.comparison, &of.balances, of.board));
    show(at, &of);
    return BCF_OK;
}

/* clang-format off */
#define OPTION_CHANGES_BY                                                                          \
    {                                                                                              \
        "by", KEY_BY, "COLUMN,...", 0, "Add up by hwb, item, cause", 0                             \
    }
#define OPTION_ROWS_TOO                                                                            \
    {                                                                                              \
        "why", KEY_WHY, NULL, 0, "Also the very rows of the tables that moved it", 0               \
    }
#define OPTION_BALANCE                                                                             \
    {                                                                                              \
        "balance", KEY_BALANCE, NULL, 0,                                                           \
            "What was paid, what is due by the new run, and the balance", 0                        \
    }
#define OPTION_FAIRNESS                                                                            \
    {                                                                                              \
        "fairness", KEY_FAIRNESS, NULL, 0,                                                         \
            "Who got the odd unit in which run, and shares that fell though they should not", 0    \
    }
/* clang-format on */

static const struct argp_option list[] = {
    OPTION_AREA,  OPTION_ROWS_TOO, OPTION_CHANGES_BY, OPTION_BALANCE, OPTION_FAIRNESS,
    OPTION_NAMES, OPTION_FORMAT,   OPTION_OUTPUT,     OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "OLD NEW",
    "Says what changed between two runs, and because of which input."
    "\v"
    "OLD and NEW are each a run.xml or the folder of a settlement. Inputs of NEW take the place of "
    "those of OLD one at a time: geography, then each table, the policy, readings, the unit; what "
    "then changes is put down to the input that was exchanged. As text it prints the nation, or "
    "with -a a memo about one board. As rows it prints the columns hwb, item, before, after, "
    "change, cause, what, data_status; an item is allocate:COMPONENT or release:PAYMENT:PART, and "
    "its rows chain, so they add up to the penny.\n\n"
    "With --why: hwb, item, cause, table, row, column, before, after. With --balance: hwb, "
    "payment, "
    "part, due_before, due, agreed, paid, paid_on, balance, netted, to_pay, to_recover, state, "
    "data_status; NEW must have the table paid. With --fairness: notice, hwb, component, from, "
    "party, before, after, odd_before, odd_after, runs. One of them at a time. Exit code 1 says "
    "that a pound moved, or that what was paid is not what is due.\n\n"
    "  bcf compare settlement-1 settlement-2\n"
    "  bcf compare settlement-1 settlement-2 -a Rotherham --why\n"
    "  bcf compare settlement-1 settlement-2 --by item,cause -f csv\n\n" EXIT_CODES_FOUND,
    NULL,
    NULL,
    NULL,
};

const verb verb_compare = {
    .name = "compare",
    .summary = "two runs: what changed, and because of which input",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_wanted = 2,
};

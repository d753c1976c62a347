/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* A table to be added up needs no rules and no dataset: nobody should think that it had them. */
static bcf_code foot(session *at, const bcf_claims *claims, const bcf_notes *notes)
{
    const options *asked = &at->options;
    if (asked->is_why || asked->area != NULL) {
        return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "a table of lines is only added up: %s is of no use",
                          asked->is_why ? "--why" : "-a");
    }
    const bcf_reconciliation *found = NULL;
    bcf_code code = bcf_foot(&found, at->arena, claims, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    at->has_found = found->agreed != found->row_count;
    if (asked->format == FORMAT_TEXT) {
        bcf_report_foot_page(&at->out, at->arena, found, asked->words[0], notes);
    } else {
        at->notes = notes;
        show_sheet(at, bcf_report_foot(at->arena, found));
    }
    return BCF_OK;
}

/* Notes on the file belong to those of the run. */
static void join_notes(session *at, const bcf_notes *notes)
{
    bcf_notes *all = BCF_NEW(at->arena, bcf_notes);
    *all = at->run->notes;
    for (size_t i = 0; i < notes->count; i++) {
        bcf_notes_add(all, (bcf_place){0}, "%s", notes->items[i].sentence);
    }
    bcf_run *run = BCF_NEW(at->arena, bcf_run);
    *run = *at->run;
    run->notes = *all;
    at->run = run;
    at->notes = at->options.format == FORMAT_TEXT ? NULL : &run->notes;
}

static void show(session *at, const bcf_reconciliation *found)
{
    const options *asked = &at->options;
    at->has_found = found->agreed != found->row_count;
    if (asked->format == FORMAT_TEXT) {
        bcf_report_reconcile_page(&at->out, at->run, found,
                                  asked->word_count == 0 ? NULL : asked->words[0]);
    } else if (asked->is_why) {
        show_sheet(at, bcf_report_why(at->run, found));
    } else {
        show_sheet(at, bcf_report_reconcile(at->run, found));
    }
}

/* A ledger is of the fund, of payments or of letters: that says how much is to be computed. */
static bcf_code compare(session *at, const bcf_claims *claims, bcf_notes *notes)
{
    const options *asked = &at->options;
    bcf_code code = compute(at, BCF_STAGE_POLICY);
    if (code == BCF_OK) {
        code = compute(at, bcf_claims_stage(claims, at->run->policy));
    }
    bcf_scope scope;
    if (code == BCF_OK) {
        code = bcf_scope_find(&scope, at->arena, at->run->figures->areas, asked->area, &at->err);
    }
    if (code == BCF_OK && bcf_claims_kind(claims) != BCF_CLAIM_ALLOCATE) {
        code = bcf_scope_to_board(&scope, at->arena, at->run->figures, at->verb, &at->err);
    }
    const bcf_reconciliation *found = NULL;
    if (code == BCF_OK) {
        code = bcf_reconcile(&found, at->run, claims, scope, asked->is_why, asked->vintages,
                             asked->vintage_count, notes, &at->err);
    }
    if (code != BCF_OK) {
        return code;
    }
    join_notes(at, notes);
    show(at, found);
    return BCF_OK;
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    if (asked->vintage_count > 0 && !asked->is_why) {
        return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "--vintage goes with --why, which tries other data");
    }
    const bcf_claim_options how = {asked->printed_in, asked->total};
    bcf_notes *notes = BCF_NEW(at->arena, bcf_notes);
    notes->arena = at->arena;
    const bcf_claims *claims = NULL;
    bcf_code code = BCF_OK;
    if (asked->word_count > 0) {
        code = bcf_claims_read(&claims, at->arena, asked->words[0], &how, notes, &at->err);
    } else {
        code = compute(at, BCF_STAGE_FIGURES);
        if (code == BCF_OK) {
            code = bcf_claims_of_letters(&claims, at->arena, at->run->tables, &how, &at->err);
        }
    }
    if (code != BCF_OK) {
        return code;
    }
    return bcf_claims_kind(claims) == BCF_CLAIM_LINES ? foot(at, claims, notes)
                                                      : compare(at, claims, notes);
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,   OPTION_AREA,   OPTION_WHY, OPTION_VINTAGE, OPTION_PRINTED_IN,
    OPTION_TOTAL,  OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET, OPTION_AS_AT,   OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "[FILE]",
    "Holds a letter's or ledger's figures against ours, to the penny: agreed, differs, ours only, "
    "theirs only, does not add up."
    "\v"
    "FILE is a CSV table with columns as `allocate` or `release` print them or as the table "
    "letters has them (hwb, year, item, amount), or any of them that tell its rows apart; ours is "
    "added up by those. Without FILE it is the dataset's own table letters. Names may stand for "
    "codes. A column that says the same in every row is what the file is about. Items of a letter "
    "are minimum-pool, minimum-from-ccgs, minimum-from-councils, payment-for-performance, a "
    "component, a payment, or the code of a contributor or district. A row called total is held "
    "against the lines of the file that it adds up. With the columns line and amount (and table) "
    "the lines are only added up.\n\n"
    "As rows it prints the key columns of FILE, then figure, theirs, ours, difference (theirs less "
    "ours), result (agreed, differs, ours-only, theirs-only, does-not-add-up), explanation, "
    "data_status, readings. --why tries every combination of readings, "
    "roundings, mergers undone and --vintage data; as rows it prints rank, data, readings, "
    "rounded_to, changes, result, disputed, agreed, unexplained, broken, data_status: the best "
    "first. Exit code 1 says that something does not agree.\n\n"
    "  bcf reconcile letter.csv\n"
    "  bcf reconcile ledger.csv -a Rotherham\n"
    "  bcf reconcile letter.csv --why --vintage ./last-year\n"
    "  bcf reconcile table.csv --printed-in 1000\n\n" EXIT_CODES_FOUND,
    NULL,
    NULL,
    NULL,
};

const verb verb_reconcile = {
    .name = "reconcile",
    .summary = "somebody else's figures against ours",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_optional = 1,
};

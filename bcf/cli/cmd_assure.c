/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "verb.h"

/* The check that --only names; every check where there is no --only. */
static bcf_code find_check(size_t *only, session *at)
{
    const bcf_assurance_rules *rules = at->run->policy->assurance;
    *only = BCF_EVERY_CHECK;
    if (at->options.only == NULL) {
        return BCF_OK;
    }
    const char **ids = BCF_NEW_ARRAY(at->arena, rules->check_count + 1, const char *);
    const char *known = "";
    for (size_t i = 0; i < rules->check_count; i++) {
        if (strcmp(rules->checks[i].id, at->options.only) == 0) {
            *only = i;
            return BCF_OK;
        }
        ids[i] = rules->checks[i].id;
        known = bcf_arena_print(at->arena, "%s%s%s", known, i == 0 ? "" : ", ", ids[i]);
    }
    const char *near = bcf_nearest_word(at->options.only, ids);
    return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has no check '%s'%s%s%s; it has %s", at->run->policy->id,
                      at->options.only, near == NULL ? "" : " (did you mean '",
                      near == NULL ? "" : near, near == NULL ? "" : "'?)", known);
}

/* Which view --by asks for; some add up all boards and all checks, and can be of no less. */
static bcf_code find_view(bcf_assure_view *view, session *at)
{
    const options *asked = &at->options;
    bcf_code code = bcf_assure_view_parse(view, asked->by, &at->err);
    if (code == BCF_OK && asked->area != NULL && !bcf_assure_view_has_boards(*view)) {
        code = bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "--by %s is of all boards together: leave -a out", asked->by);
    }
    if (code == BCF_OK && asked->only != NULL && !bcf_assure_view_has_checks(*view)) {
        code = bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "--by %s does not tell checks apart: leave --only out", asked->by);
    }
    return code;
}

static bcf_code show_view(session *at, bcf_assure_view view, bcf_scope scope, size_t only)
{
    if (at->options.format == FORMAT_TEXT) {
        return bcf_report_plans_by(&at->out, at->run, view, scope, only, &at->err);
    }
    const bcf_sheet *sheet = NULL;
    bcf_code code =
        bcf_report_assure_by(&sheet, at->run, view, scope, only, at->options.with_names, &at->err);
    if (code == BCF_OK) {
        show_sheet(at, sheet);
    }
    return code;
}

static void show(session *at, bcf_scope scope, size_t only)
{
    if (at->options.format != FORMAT_TEXT) {
        show_sheet(at, bcf_report_assure(at->run, scope, only, at->options.with_names));
    } else if (only == BCF_EVERY_CHECK) {
        bcf_report_plans(&at->out, at->run, scope);
    } else {
        bcf_report_plans_check(&at->out, at->run, scope, only);
    }
}

/* True if anything that was asked about is as bad as --fail-on says. */
static bool has_findings(const session *at, bcf_scope scope, size_t only)
{
    bcf_result least = at->options.fail_on == FAIL_ON_FAIL ? BCF_RESULT_FAIL : BCF_RESULT_WARN;
    for (size_t i = 0; i < at->run->assurance->finding_count; i++) {
        const bcf_finding *finding = &at->run->assurance->findings[i];
        if (finding->result >= least && bcf_scope_has_board(scope, finding->board)
            && bcf_report_has_check(only, finding->check)) {
            return true;
        }
    }
    return false;
}

static bcf_code act(session *at)
{
    bcf_scope scope;
    bcf_assure_view view = BCF_VIEW_CHECK;
    bcf_code code = at->options.by == NULL ? BCF_OK : find_view(&view, at);
    if (code == BCF_OK) {
        code = compute_for_board(at, BCF_STAGE_ASSURANCE, &scope);
    }
    size_t only = BCF_EVERY_CHECK;
    if (code == BCF_OK) {
        code = find_check(&only, at);
    }
    if (code != BCF_OK) {
        return code;
    }
    at->has_found = has_findings(at, scope, only);
    if (at->options.by != NULL) {
        return show_view(at, view, scope, only);
    }
    show(at, scope, only);
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,   OPTION_AREA,   OPTION_ONLY, OPTION_VIEW,  OPTION_FAIL_ON,
    OPTION_NAMES,  OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET,  OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Checks every plan, board by board and for the nation: what passes, what fails, and the money "
    "that hangs on it."
    "\v"
    "As text it prints what each check found of all boards; with -a, one board's findings and "
    "where it stands among its peers; with --only, one check. As rows it prints the columns hwb, "
    "check, result, detail, paragraph, looked_at, passed, warned, failed, not_assessed, at_stake, "
    "data_status, readings: a row a board and check. Results are pass, warn, fail and "
    "not-assessed: a board without data fails nothing. --by rolls up: item, check, metric, "
    "condition, reason, region, kind, board; -a goes with item and board, --only with item and "
    "check. Exit code 1 says that something was found: a fail or "
    "a warning, or with --fail-on fail only a fail.\n\n"
    "  bcf assure\n"
    "  bcf assure -a Rotherham\n"
    "  bcf assure --only significance\n"
    "  bcf assure --by region -f csv -o regions.csv\n\n" EXIT_CODES_FOUND,
    NULL,
    NULL,
    NULL,
};

const verb verb_assure = {
    .name = "assure",
    .summary = "is the plan good: what each board's plan is checked for",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

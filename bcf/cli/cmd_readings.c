/* SPDX-License-Identifier: MIT */
#include "verb.h"

/* As far as policy and folder go; a policy without a fund has nothing to be read in two ways. */
static bcf_code compute_all(session *at)
{
    bcf_code code = compute(at, BCF_STAGE_POLICY);
    if (code != BCF_OK) {
        return code;
    }
    bool has_fund = at->run->policy->component_count > 0;
    return compute(at, has_fund ? BCF_STAGE_CHECK : BCF_STAGE_ALLOCATION);
}

static bcf_code act(session *at)
{
    bcf_scope scope;
    const bcf_sweep *sweep = NULL;
    bcf_code code = compute_all(at);
    if (code == BCF_OK) {
        code =
            bcf_scope_find(&scope, at->arena, at->run->figures->areas, at->options.area, &at->err);
    }
    if (code == BCF_OK) {
        scope = bcf_report_readings_scope(at->run, scope);
        code = bcf_sweep_readings(&sweep, at->arena, at->run, &at->err);
    }
    if (code != BCF_OK) {
        return code;
    }
    if (at->options.format == FORMAT_TEXT) {
        bcf_report_readings_page(&at->out, sweep, scope);
    } else if (at->options.is_all) {
        show_sheet(at, bcf_report_readings_ranges(sweep, scope, at->options.with_names));
    } else {
        show_sheet(at, bcf_report_readings_rows(sweep, scope, at->options.with_names));
    }
    return BCF_OK;
}

/* clang-format off */
#define OPTION_RANGES                                                                              \
    {                                                                                              \
        "all", KEY_ALL, NULL, 0, "As rows: the range over all combinations, not each alone", 0     \
    }
/* clang-format on */

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,   OPTION_AREA, OPTION_RANGES, OPTION_NAMES,
    OPTION_FORMAT, OPTION_OUTPUT, OPTION_SET,  OPTION_AS_AT,  OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Says how much money hangs on each reading of the guidance: each value alone against the "
    "readings of the run, and the range over all combinations."
    "\v"
    "As text it ranks the readings for the nation, or with -a for one board, CCG or council. As "
    "rows it prints the columns setting, value, scope, code, allocated_change, "
    "allocated_moved, payer_changed, released_change, released_moved, held_for_changed, at_stake, "
    "rank, status, data_status, detail, paragraph, readings; scope is national, hwb or "
    "contributor. "
    "payer_changed is money of a board that another contributor pays; held_for_changed is held "
    "either way, for another reason. A value whose data are absent is not refused: its status is "
    "no-data, its detail says what is missing, and it is in no combination.\n\n"
    "With --all: scope, code, allocated_low, allocated_low_with, allocated_high, "
    "allocated_high_with, released_low, released_low_with, released_high, released_high_with, "
    "combinations, readings, held_for_changed_high, held_for_changed_high_with, matters_most, "
    "matters_most_paragraph, matters_most_at_stake; what departs from the run's readings stands "
    "beside each end, and nothing where the run itself reaches it; matters_most is the reading of "
    "rank 1.\n\n"
    "  bcf readings\n"
    "  bcf readings -a Rotherham\n"
    "  bcf readings -f csv --all -o ranges.csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_readings = {
    .name = "readings",
    .summary = "how much money hangs on each reading of the guidance",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

/* SPDX-License-Identifier: MIT */
#include "spread.h"
#include "verb.h"

static bcf_code refuse(session *at, const char *why)
{
    return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0}, "%s", why);
}

/* What is asked for together, and cannot be. */
static bcf_code check_options(session *at)
{
    const options *asked = &at->options;
    const bcf_order *order = &asked->order;
    if (asked->is_merge) {
        bool has_more = order->policy != NULL || order->dataset != NULL || asked->area != NULL
                        || order->assignment_count > 0 || order->as_at != 0 || asked->items != NULL
                        || asked->variation_count > 0 || asked->shard.count > 0 || asked->jobs > 0;
        if (has_more) {
            return refuse(at, "--merge takes shards, and -f, -o and --names; all else is in them");
        }
        return asked->word_count > 0 ? BCF_OK : refuse(at, "--merge names no shard");
    }
    if (asked->word_count > 1) {
        return refuse(at, "more than one table of scenarios");
    }
    if (asked->word_count + asked->variation_count == 0) {
        return refuse(at, "no scenario: name a table of them, or vary an input with --vary");
    }
    if (asked->word_count > 0 && asked->variation_count > 0) {
        return refuse(at, "either a table of scenarios, or --vary");
    }
    if (asked->shard.count > 0 && (asked->format != FORMAT_TEXT || asked->with_names)) {
        return refuse(at, "a shard has a form of its own; -f and --names are for --merge");
    }
    return BCF_OK;
}

static bcf_code read_scenarios(const bcf_scenarios **out, session *at)
{
    const options *asked = &at->options;
    return asked->word_count > 0
               ? bcf_scenarios_read(out, at->arena, at->run, asked->words[0], &at->err)
               : bcf_scenarios_vary(out, at->arena, at->run, asked->variations,
                                    asked->variation_count, &at->err);
}

/* Sets *lines to what the scenarios come to: all of them, or those of a shard. */
static bcf_code work_out(const bcf_sheet **lines, session *at)
{
    const options *asked = &at->options;
    bcf_scope scope;
    bcf_outputs outputs;
    const bcf_scenarios *scenarios = NULL;
    bcf_code code = compute_for_board(at, BCF_STAGE_MONEY, &scope);
    if (code == BCF_OK) {
        code = bcf_outputs_choose(&outputs, at->arena, at->run, scope, asked->items, &at->err);
    }
    if (code == BCF_OK) {
        code = read_scenarios(&scenarios, at);
    }
    if (code != BCF_OK) {
        return code;
    }
    bool is_shard = asked->shard.count > 0;
    spreading work = {.arena = at->arena,
                      .scenarios = scenarios,
                      .outputs = &outputs,
                      .shard = is_shard ? asked->shard : (bcf_shard){1, 1},
                      .jobs = asked->jobs};
    const bcf_scenario_outcome *outcomes = NULL;
    code = spread_scenarios(&outcomes, &work, &at->err);
    if (code == BCF_OK) {
        *lines = bcf_report_scenarios_lines(scenarios, &outputs, outcomes, work.shard);
    }
    return code;
}

static bcf_code act(session *at)
{
    const options *asked = &at->options;
    const bcf_sheet *lines = NULL;
    bcf_code code = check_options(at);
    if (code == BCF_OK) {
        code = asked->is_merge ? bcf_report_shards_read(&lines, at->arena, asked->words,
                                                        asked->word_count, &at->err)
                               : work_out(&lines, at);
    }
    if (code != BCF_OK) {
        return code;
    }
    if (asked->shard.count > 0) {
        at->notes = NULL; /* the shard has them */
        bcf_report_shard_write(&at->out, at->arena, lines);
    } else if (asked->format == FORMAT_TEXT) {
        bcf_report_scenarios_page(&at->out, at->arena, lines);
    } else {
        show_sheet(at, bcf_report_scenarios(at->arena, lines, asked->with_names));
    }
    return BCF_OK;
}

/* clang-format off */
#define OPTION_VARY                                                                                \
    {                                                                                              \
        "vary", KEY_VARY, "WHAT=RANGE", 0,                                                         \
            "Vary an input: LOW..HIGH/STEP, or values with commas between; as often as needed, "   \
            "for every combination",                                                               \
            0                                                                                      \
    }
#define OPTION_ITEMS                                                                               \
    {                                                                                              \
        "items", KEY_ITEMS, "BEGINNING,...", 0,                                                    \
            "Which amounts: allocate, release, held, or one of them, allocate:dfg "                \
            "(allocated,released,held)",                                                           \
            0                                                                                      \
    }
#define OPTION_SHARD                                                                               \
    {                                                                                              \
        "shard", KEY_SHARD, "I/N", 0,                                                              \
            "Only the I-th of N shards of the scenarios, as a file for --merge", 0                 \
    }
#define OPTION_MERGE                                                                               \
    {                                                                                              \
        "merge", KEY_MERGE, NULL, 0, "Put shards together: FILE... are all of them", 0             \
    }
#define OPTION_JOBS                                                                                \
    {                                                                                              \
        "jobs", KEY_JOBS, "NUMBER", 0, "Processes at a time (one a core)", 0                       \
    }
/* clang-format on */

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA,  OPTION_AREA,  OPTION_VARY,  OPTION_ITEMS,
    OPTION_SHARD,  OPTION_MERGE, OPTION_JOBS,  OPTION_NAMES, OPTION_FORMAT,
    OPTION_OUTPUT, OPTION_SET,   OPTION_AS_AT, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "[FILE...]",
    "Says what if: settles again under other figures or readings, and prints what each scenario "
    "comes to."
    "\v"
    "FILE is a CSV table of scenarios with the columns scenario, what, value, several rows a "
    "scenario. "
    "WHAT is setting:NAME, or TABLE:KEY...:COLUMN with every key cell of a row that the dataset "
    "has; a backslash stands before a colon that belongs to a cell.\n\n"
    "As text it prints a table an item, a row a scenario, against the base: the run without "
    "overrides. As rows it prints the columns scenario, hwb, item, amount, change, status, "
    "data_status, detail, readings; an item is allocated, released, held, allocate:COMPONENT, "
    "release:PAYMENT:PART or held:PAYMENT:PART, of the nation or, with -a, of one board. What a "
    "scenario's own run would refuse is not refused: its status is no-data, its detail says why. A "
    "cell that a scenario changes is illustrative, and so is what rests on it.\n\n"
    "  bcf sweep --vary setting:unit=1,1000,0.01\n"
    "  bcf sweep --vary setting:metric-value=overall -a Rotherham\n"
    "  bcf sweep scenarios.csv -f csv -o sweep.csv\n"
    "  bcf sweep scenarios.csv --shard 2/7 -o shard-2.xml\n"
    "  bcf sweep --merge shard-*.xml -f csv -o sweep.csv\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_sweep = {
    .name = "sweep",
    .summary = "what if: many scenarios, each settled again",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_optional = BCF_SCENARIOS_MAX,
};

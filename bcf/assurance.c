/* SPDX-License-Identifier: MIT */
#include "assurance_inside.h"

#include <stdarg.h>
#include <string.h>

#include "progress.h"

const char *bcf_result_text(bcf_result result)
{
    switch (result) {
    case BCF_RESULT_PASS:
        return "pass";
    case BCF_RESULT_NOT_ASSESSED:
        return "not-assessed";
    case BCF_RESULT_WARN:
        return "warn";
    case BCF_RESULT_FAIL:
        return "fail";
    }
    BCF_UNREACHABLE("a check without a result");
}

const char *bcf_result_spoken(bcf_result result)
{
    switch (result) {
    case BCF_RESULT_FAIL:
        return "Fails";
    case BCF_RESULT_WARN:
        return "Warning";
    case BCF_RESULT_NOT_ASSESSED:
        return "Not assessed";
    case BCF_RESULT_PASS:
        return "Passes";
    }
    BCF_UNREACHABLE("a check without a result");
}

/* "2015-04 delayed-transfers". */
static const char *part_name(const bcf_assessor *at, size_t part)
{
    const bcf_performance *performance = at->policy->performance;
    return bcf_arena_print(at->arena, "%s %s",
                           performance->payments[performance->parts[part].payment].id,
                           performance->parts[part].id);
}

static bcf_item *add_item(bcf_assessor *at, const char *name, bcf_result result, bcf_status status)
{
    BCF_MAKE_ROOM(at->arena, at->items, at->item_count);
    bcf_item *item = &at->items[at->item_count++];
    *item = (bcf_item){.check = at->check,
                       .board = at->board,
                       .name = name,
                       .result = result,
                       .status = bcf_status_computed(status)};
    return item;
}

void bcf_assess(bcf_assessor *at, const char *name, bcf_result result, bcf_status status,
                const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_item(at, name, result, status)->detail = bcf_arena_vprint(at->arena, format, arguments);
    va_end(arguments);
}

void bcf_assess_part(bcf_assessor *at, size_t part, bcf_result result, bcf_status status,
                     const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bcf_item *item = add_item(at, part_name(at, part), result, status);
    item->has_part = true;
    item->part = part;
    item->detail = bcf_arena_vprint(at->arena, format, arguments);
    va_end(arguments);
}

bcf_status bcf_assess_table(const bcf_assessor *at, bcf_table_id id)
{
    return at->figures->tables->table[id].status;
}

const char *bcf_assess_pounds(const bcf_assessor *at, bcf_money amount)
{
    return bcf_arena_print(at->arena, "£%s", bcf_wording_pounds(at->arena, amount, false));
}

const char *bcf_assess_number(const bcf_assessor *at, const bcf_ratio *number)
{
    return bcf_wording_grouped(
        at->arena,
        bcf_ratio_decimal_text(at->arena, number, BCF_ASSESS_PLACES, BCF_ROUND_HALF_AWAY));
}

const char *bcf_assess_rate(const bcf_assessor *at, const bcf_aim *aim, const bcf_ratio *fraction)
{
    bcf_ratio *rate = bcf_ratio_of(at->arena, aim->measure.scale, 1);
    bcf_ratio_multiply(rate, rate, fraction);
    const char *figure = bcf_wording_rate(at->arena, rate);
    return aim->measure.scale == 100 ? bcf_arena_print(at->arena, "%s per cent", figure)
           : aim->measure.scale == 1
               ? figure
               : bcf_arena_print(at->arena, "%s per %s", figure,
                                 bcf_wording_count(at->arena, (size_t)aim->measure.scale));
}

bool bcf_aim_is_better(const bcf_aim *aim, const bcf_ratio *a, const bcf_ratio *b)
{
    int order = bcf_ratio_compare(a, b);
    switch (aim->measure.better) {
    case BCF_BETTER_LOWER:
        return order < 0;
    case BCF_BETTER_HIGHER:
        return order > 0;
    }
    BCF_UNREACHABLE("a metric whose better direction the policy never named");
}

/* Of the ambition's definition, the outturn in the payment's months; where none are fixed, the
 * only one. Scores have refused several that nothing tells apart. */
static const bcf_outturn *outturn_of(const bcf_figures *figures, size_t part, size_t board)
{
    const bcf_performance *performance = figures->policy->performance;
    const bcf_part *rule = &performance->parts[part];
    size_t slot = board * performance->part_count + part;
    const bcf_ambition *ambition = figures->ambitions[slot];
    const bcf_outturn *outturn = ambition == NULL ? NULL : figures->outturn[slot];
    for (; outturn != NULL; outturn = outturn->next) {
        bool is_in_window = !rule->has_window || bcf_period_equal(outturn->period, rule->window);
        if (is_in_window && strcmp(outturn->definition, ambition->definition) == 0) {
            return outturn;
        }
    }
    return NULL;
}

bcf_money bcf_assess_available(const bcf_assessor *at, size_t part)
{
    return bcf_release_find(at->release, at->figures, part, at->board)->available;
}

/* Direction and scale; a local metric's own, as the menu or its row has them. */
static void measure(bcf_aim *aim, const bcf_assessor *at)
{
    const char *definition = aim->ambition->definition;
    bool is_described =
        bcf_score_measure(&aim->measure, at->arena, at->figures, aim->part, aim->board, definition);
    BCF_ASSERT(is_described); /* figures refuses an ambition that nobody described */
    aim->status = aim->ambition->status;
    bool is_local = at->policy->metrics[at->policy->performance->parts[aim->part].subject].is_local;
    if (is_local && bcf_policy_menu_entry(at->policy, definition) == NULL) {
        aim->status = bcf_status_worst(aim->status, bcf_assess_table(at, BCF_TABLE_LOCAL_METRICS));
    }
}

static bcf_aim aim_of(const bcf_assessor *at, size_t part, size_t board,
                      const bcf_ambition *ambition)
{
    const bcf_part *rule = &at->policy->performance->parts[part];
    bcf_aim aim = {.part = part,
                   .board = board,
                   .name = part_name(at, part),
                   .ambition = ambition,
                   .outturn = outturn_of(at->figures, part, board),
                   .has_season = rule->has_window,
                   .season = rule->window};
    if (!rule->has_window && aim.outturn != NULL) {
        aim.has_season = true;
        aim.season = aim.outturn->period;
    }
    measure(&aim, at);
    return aim;
}

static void gather_aims(bcf_assessor *at)
{
    size_t boards = at->figures->areas->board_count;
    size_t parts = at->policy->performance->part_count;
    bcf_aim *aims = BCF_NEW_ARRAY(at->arena, boards * parts, bcf_aim);
    size_t *first = BCF_NEW_ARRAY(at->arena, boards + 1, size_t);
    size_t count = 0;
    for (size_t board = 0; board < boards; board++) {
        first[board] = count;
        for (size_t part = 0; part < parts; part++) {
            const bcf_ambition *ambition = at->figures->ambitions[board * parts + part];
            if (ambition != NULL) {
                aims[count++] = aim_of(at, part, board, ambition);
            }
        }
    }
    first[boards] = count;
    at->aims = aims;
    at->first_aim = first;
}

static void add_grant(bcf_grants_sum *sum, const bcf_grant *grant)
{
    sum->amount = bcf_money_add(sum->amount, grant->amount);
    sum->status = bcf_status_worst(sum->status, grant->status);
}

/* What each board gets of each component, and each housing authority of its grant. */
static void add_up_grants(bcf_assessor *at)
{
    const bcf_areas *areas = at->figures->areas;
    size_t components = at->policy->component_count;
    at->parts = BCF_NEW_ARRAY(at->arena, areas->board_count * components, bcf_grants_sum);
    at->of_districts = BCF_NEW_ARRAY(at->arena, areas->district_count, bcf_grants_sum);
    at->of_councils = BCF_NEW_ARRAY(at->arena, areas->council_count, bcf_grants_sum);
    for (size_t i = 0; i < at->allocation->grant_count; i++) {
        const bcf_grant *grant = &at->allocation->grants[i];
        add_grant(&at->parts[grant->board * components + grant->component], grant);
        if (at->policy->components[grant->component].route != BCF_ROUTE_HOUSING_AUTHORITY) {
            continue;
        }
        if (grant->district != BCF_NOWHERE) {
            add_grant(&at->of_districts[grant->district], grant);
        } else {
            add_grant(&at->of_councils[grant->council], grant);
        }
    }
}

static void look(bcf_assessor *at, bcf_check_kind kind)
{
    static void (*const checks[BCF_CHECK_KINDS_END])(bcf_assessor * at) = {
        [BCF_CHECK_MINIMUM_POOL] = bcf_assess_minimum_pool,
        [BCF_CHECK_DISTRICT_MINIMUM] = bcf_assess_district_minimum,
        [BCF_CHECK_DISTRICT_PASSED_DOWN] = bcf_assess_district_passed_down,
        [BCF_CHECK_EARMARKS] = bcf_assess_earmarks,
        [BCF_CHECK_CONDITIONS_ANSWERED] = bcf_assess_conditions_answered,
        [BCF_CHECK_CONDITIONS_MET] = bcf_assess_conditions_met,
        [BCF_CHECK_METRICS_COMPLETE] = bcf_assess_metrics_complete,
        [BCF_CHECK_DEFINITION] = bcf_assess_definition,
        [BCF_CHECK_SEASON] = bcf_assess_season,
        [BCF_CHECK_DIRECTION] = bcf_assess_direction,
        [BCF_CHECK_TREND] = bcf_assess_trend,
        [BCF_CHECK_SIGNIFICANCE] = bcf_assess_significance,
        [BCF_CHECK_LOCAL_METRIC] = bcf_assess_local_metric,
        [BCF_CHECK_CCG_CONSISTENCY] = bcf_assess_ccg_consistency,
        [BCF_CHECK_SIGNED_OFF] = bcf_assess_signed_off,
        [BCF_CHECK_IN_TIME] = bcf_assess_in_time,
        [BCF_CHECK_CONTINGENCY_PLAN] = bcf_assess_contingency_plan,
        [BCF_CHECK_RISK_REGISTER] = bcf_assess_risk_register,
        [BCF_CHECK_PLAUSIBLE] = bcf_assess_plausible,
    };
    BCF_ASSERT(kind >= BCF_CHECK_MINIMUM_POOL && kind < BCF_CHECK_KINDS_END);
    checks[kind](at);
}

const char *bcf_assurance_tell(bcf_arena *arena, const bcf_item items[], size_t count,
                               bcf_result result)
{
    bool *is_told = BCF_NEW_ARRAY(arena, count, bool);
    bcf_text text = {0};
    for (size_t i = 0; i < count; i++) {
        if (is_told[i] || items[i].result != result) {
            continue;
        }
        bcf_text_print(&text, "%s%s", text.length == 0 ? "" : "; ", items[i].name);
        for (size_t j = i + 1; j < count; j++) {
            if (items[j].result == result && strcmp(items[j].detail, items[i].detail) == 0) {
                is_told[j] = true;
                bcf_text_print(&text, ", %s", items[j].name);
            }
        }
        bcf_text_print(&text, "%s%s", *items[i].name == '\0' ? "" : ": ", items[i].detail);
    }
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

/* All that a check found, the worst first, each result in a sentence. */
static const char *detail_of(const bcf_assessor *at, const bcf_finding *finding)
{
    const bcf_item *items = &at->items[finding->first_item];
    const char *detail = "";
    for (bcf_result result = BCF_RESULT_FAIL; result >= BCF_RESULT_PASS; result--) {
        if (finding->counts[result] > 0) {
            detail =
                bcf_arena_print(at->arena, "%s%s%s: %s.", detail, *detail == '\0' ? "" : " ",
                                bcf_result_spoken(result),
                                bcf_assurance_tell(at->arena, items, finding->item_count, result));
        }
    }
    return detail;
}

/* A check of districts, at a board that has none. */
static bool has_districts(const bcf_assessor *at)
{
    const bcf_areas *areas = at->figures->areas;
    for (size_t i = 0; i < areas->council_count; i++) {
        if (areas->councils[i].board == at->board && areas->councils[i].district_count > 0) {
            return true;
        }
    }
    return false;
}

static bool is_of_districts(bcf_check_kind kind)
{
    return kind == BCF_CHECK_DISTRICT_MINIMUM || kind == BCF_CHECK_DISTRICT_PASSED_DOWN;
}

/* Why a check had nothing to look at. */
static const char *nothing_of(bcf_check_kind kind)
{
    switch (kind) {
    case BCF_CHECK_MINIMUM_POOL:
        return "no row in pooled";
    case BCF_CHECK_DISTRICT_MINIMUM:
    case BCF_CHECK_DISTRICT_PASSED_DOWN:
        return "no row in district_plans";
    case BCF_CHECK_EARMARKS:
        return "no row in spend";
    case BCF_CHECK_CONDITIONS_ANSWERED:
    case BCF_CHECK_CONDITIONS_MET:
        return "no row in conditions";
    case BCF_CHECK_METRICS_COMPLETE:
    case BCF_CHECK_DEFINITION:
    case BCF_CHECK_SEASON:
    case BCF_CHECK_DIRECTION:
    case BCF_CHECK_TREND:
    case BCF_CHECK_SIGNIFICANCE:
        return "no row in ambitions";
    case BCF_CHECK_LOCAL_METRIC:
        return "no row in ambitions for a local metric";
    case BCF_CHECK_CCG_CONSISTENCY:
        return "no row in ambitions for a metric that CCGs share";
    case BCF_CHECK_SIGNED_OFF:
    case BCF_CHECK_IN_TIME:
        return "no row in decisions for 'signed-off'";
    case BCF_CHECK_CONTINGENCY_PLAN:
        return "no row in decisions for 'contingency-plan'";
    case BCF_CHECK_RISK_REGISTER:
        return "no row in decisions for 'risk-register'";
    case BCF_CHECK_PLAUSIBLE:
        return "no per cents, no history and no monthly counts";
    }
    BCF_UNREACHABLE("a check of no kind");
}

static bcf_finding conclude(const bcf_assessor *at, size_t first, bcf_check_kind kind)
{
    bcf_finding finding = {.check = at->check,
                           .board = at->board,
                           .result = BCF_RESULT_PASS,
                           .applies = true,
                           .first_item = first,
                           .item_count = at->item_count - first,
                           .status = BCF_STATUS_NONE};
    for (size_t i = first; i < at->item_count; i++) {
        const bcf_item *item = &at->items[i];
        finding.counts[item->result]++;
        finding.result = item->result > finding.result ? item->result : finding.result;
        finding.status = bcf_status_worst(finding.status, item->status);
        finding.is_about_parts = finding.is_about_parts || item->has_part;
        if (item->has_part && item->result >= BCF_RESULT_WARN) {
            finding.at_stake =
                bcf_money_add(finding.at_stake, bcf_assess_available(at, item->part));
            finding.status = bcf_status_worst(finding.status, at->release->basis_status);
        }
    }
    finding.detail = detail_of(at, &finding);
    if (finding.item_count == 0) {
        finding.applies = !is_of_districts(kind) || has_districts(at);
        finding.result = BCF_RESULT_NOT_ASSESSED;
        finding.detail = finding.applies
                             ? bcf_arena_print(at->arena, "Not assessed: %s.", nothing_of(kind))
                             : "Does not apply: the board has no districts.";
    }
    return finding;
}

/* A purpose that is written in another way would be looked for in vain. */
static void note_purposes(const bcf_assessor *at, bcf_notes *notes)
{
    for (size_t i = 0; i < at->submissions->spend_count; i++) {
        const bcf_spend *spend = &at->submissions->spend[i];
        bool is_known = false;
        for (size_t j = 0; j < at->rules->purpose_count; j++) {
            is_known = is_known || strcmp(at->rules->purposes[j].id, spend->purpose) == 0;
        }
        if (!is_known) {
            bcf_notes_add(notes, (bcf_place){.file = spend->place.file},
                          "planned spend on '%s', which no check looks at, was left alone",
                          spend->purpose);
        }
    }
}

/* Whose residents are looked at once a board and check: not all of them each time. */
static void gather_residents(bcf_assessor *at)
{
    const bcf_figures *figures = at->figures;
    const bcf_council *councils = figures->areas->councils;
    size_t boards = figures->areas->board_count;
    size_t *first = BCF_NEW_ARRAY(at->arena, boards + 1, size_t);
    size_t *next = BCF_NEW_ARRAY(at->arena, boards + 1, size_t);
    for (size_t i = 0; i < figures->residents_count; i++) {
        first[councils[figures->residents[i].council].board + 1]++;
    }
    for (size_t board = 0; board < boards; board++) {
        first[board + 1] += first[board];
        next[board] = first[board];
    }
    at->living = BCF_NEW_ARRAY(at->arena, figures->residents_count, const bcf_residents *);
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *row = &figures->residents[i];
        at->living[next[councils[row->council].board]++] = row;
    }
    at->first_living = first;
}

bcf_code bcf_assure(const bcf_assurance **out, bcf_arena *arena, const bcf_figures *figures,
                    const bcf_allocation *allocation, const bcf_release *release, bcf_notes *notes,
                    bcf_error *err)
{
    const bcf_assurance_rules *rules = figures->policy->assurance;
    BCF_ASSERT(rules != NULL);
    bcf_assessor at = {.arena = arena,
                       .figures = figures,
                       .allocation = allocation,
                       .release = release,
                       .policy = figures->policy,
                       .rules = rules,
                       .items = BCF_NEW_ARRAY(arena, 0, bcf_item)};
    bcf_code code = bcf_submissions_read(&at.submissions, at.arena, at.figures, err);
    if (code != BCF_OK) {
        return code;
    }
    note_purposes(&at, notes);
    gather_aims(&at);
    add_up_grants(&at);
    gather_residents(&at);
    at.monthly = bcf_assess_monthly(at.arena, at.figures, rules);
    size_t boards = at.figures->areas->board_count;
    bcf_finding *findings = BCF_NEW_ARRAY(at.arena, rules->check_count * boards, bcf_finding);
    for (at.check = 0; at.check < rules->check_count; at.check++) {
        bcf_progress_tell(at.arena, "checks of plans", at.check, rules->check_count);
        for (at.board = 0; at.board < boards; at.board++) {
            size_t first = at.item_count;
            look(&at, rules->checks[at.check].kind);
            findings[at.check * boards + at.board] =
                conclude(&at, first, rules->checks[at.check].kind);
        }
    }
    bcf_assurance *assurance = BCF_NEW(at.arena, bcf_assurance);
    *assurance = (bcf_assurance){.findings = findings,
                                 .finding_count = rules->check_count * boards,
                                 .items = at.items,
                                 .item_count = at.item_count,
                                 .board_count = boards};
    *out = assurance;
    return BCF_OK;
}

const bcf_finding *bcf_assurance_of(const bcf_assurance *assurance, size_t check, size_t board)
{
    return &assurance->findings[check * assurance->board_count + board];
}

bool bcf_assurance_check(const bcf_policy *policy, bcf_check_kind kind, size_t *check)
{
    for (size_t i = 0; i < policy->assurance->check_count; i++) {
        if (policy->assurance->checks[i].kind == kind) {
            *check = i;
            return true;
        }
    }
    return false;
}

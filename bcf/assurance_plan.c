/* SPDX-License-Identifier: MIT */
#include "assurance_inside.h"

#include <string.h>

static bcf_condition_state state_of(const bcf_assessor *at, size_t condition)
{
    return at->figures->conditions[at->board * at->policy->condition_count + condition];
}

static bool has_answered_any(const bcf_assessor *at)
{
    for (size_t i = 0; i < at->policy->condition_count; i++) {
        if (state_of(at, i) != BCF_CONDITION_ABSENT) {
            return true;
        }
    }
    return false;
}

static void look_at_answer(bcf_assessor *at, size_t condition)
{
    const char *id = at->policy->conditions[condition].id;
    bcf_status status = bcf_assess_table(at, BCF_TABLE_CONDITIONS);
    switch (state_of(at, condition)) {
    case BCF_CONDITION_MET:
        bcf_assess(at, id, BCF_RESULT_PASS, status, "answered, met");
        return;
    case BCF_CONDITION_NOT_MET:
        bcf_assess(at, id, BCF_RESULT_PASS, status, "answered, not met");
        return;
    case BCF_CONDITION_NOT_ASSESSED:
        bcf_assess(at, id, BCF_RESULT_NOT_ASSESSED, status, "not assessed yet");
        return;
    case BCF_CONDITION_ABSENT:
        bcf_assess(at, id, BCF_RESULT_FAIL, status, "no answer, though others are answered");
        return;
    }
    BCF_UNREACHABLE("a condition without a state");
}

void bcf_assess_conditions_answered(bcf_assessor *at)
{
    if (!has_answered_any(at)) {
        return;
    }
    for (size_t i = 0; i < at->policy->condition_count; i++) {
        look_at_answer(at, i);
    }
}

static void look_at_state(bcf_assessor *at, size_t part)
{
    bcf_status status =
        bcf_status_worst(bcf_assess_table(at, BCF_TABLE_CONDITIONS), at->release->basis_status);
    const char *money = bcf_assess_pounds(at, bcf_assess_available(at, part));
    switch (state_of(at, at->policy->performance->parts[part].subject)) {
    case BCF_CONDITION_MET:
        bcf_assess_part(at, part, BCF_RESULT_PASS, status, "met, for %s", money);
        return;
    case BCF_CONDITION_NOT_MET:
        bcf_assess_part(at, part, BCF_RESULT_FAIL, status, "not met, %s hangs on it", money);
        return;
    case BCF_CONDITION_NOT_ASSESSED:
        bcf_assess_part(at, part, BCF_RESULT_NOT_ASSESSED, status,
                        "not assessed yet, %s hangs on it", money);
        return;
    case BCF_CONDITION_ABSENT:
        bcf_assess_part(at, part, BCF_RESULT_NOT_ASSESSED, status,
                        "no row in conditions, %s hangs on it", money);
        return;
    }
    BCF_UNREACHABLE("a condition without a state");
}

void bcf_assess_conditions_met(bcf_assessor *at)
{
    for (size_t part = 0; part < at->policy->performance->part_count; part++) {
        if (bcf_policy_part_kind(at->policy->performance, part) == BCF_STRAND_CONDITIONS) {
            look_at_state(at, part);
        }
    }
}

/* One local metric may be paid for twice; two are one too many (paragraph 41). */
static void look_at_local(bcf_assessor *at)
{
    const char *first = NULL;
    for (size_t i = at->first_aim[at->board]; i < at->first_aim[at->board + 1]; i++) {
        const bcf_aim *aim = &at->aims[i];
        if (!at->policy->metrics[at->policy->performance->parts[aim->part].subject].is_local) {
            continue;
        }
        const char *definition = aim->ambition->definition;
        if (first == NULL) {
            first = definition;
        } else if (strcmp(first, definition) != 0) {
            bcf_assess(at, "one local metric", BCF_RESULT_FAIL, aim->status,
                       "two are chosen: '%s' and '%s'", first, definition);
        }
    }
}

/* Rows that are marked illustrative one by one stand in for the plan's own: what they lack, the
 * plan may well have. A table that says it of none by itself is an invented plan, and whole. */
static bool are_stand_ins(const bcf_assessor *at)
{
    const bcf_table *table = &at->figures->tables->table[BCF_TABLE_AMBITIONS];
    if (table->column_is_there[bcf_table_column(BCF_TABLE_AMBITIONS, "status")] == 0) {
        return false;
    }
    for (size_t i = at->first_aim[at->board]; i < at->first_aim[at->board + 1]; i++) {
        if (at->aims[i].ambition->status != BCF_STATUS_ILLUSTRATIVE) {
            return false;
        }
    }
    return true;
}

static void tell_missing(bcf_assessor *at, size_t part, bool are_stood_in)
{
    const char *money = bcf_assess_pounds(at, bcf_assess_available(at, part));
    bcf_status status =
        bcf_status_worst(bcf_assess_table(at, BCF_TABLE_AMBITIONS), at->release->basis_status);
    if (are_stood_in) {
        bcf_assess_part(at, part, BCF_RESULT_NOT_ASSESSED, status,
                        "no ambition among the stand-ins here, which says nothing about the plan; "
                        "%s hangs on it",
                        money);
    } else {
        bcf_assess_part(at, part, BCF_RESULT_FAIL, status, "no ambition, %s hangs on it", money);
    }
}

void bcf_assess_metrics_complete(bcf_assessor *at)
{
    if (at->first_aim[at->board] == at->first_aim[at->board + 1]) {
        return; /* no plan at all */
    }
    bool are_stood_in = are_stand_ins(at);
    const bcf_performance *performance = at->policy->performance;
    bcf_status status = bcf_assess_table(at, BCF_TABLE_AMBITIONS);
    for (size_t part = 0; part < performance->part_count; part++) {
        if (bcf_policy_part_kind(at->policy->performance, part) != BCF_STRAND_METRICS) {
            continue;
        }
        if (at->figures->ambitions[at->board * performance->part_count + part] == NULL) {
            tell_missing(at, part, are_stood_in);
        } else {
            bcf_assess_part(at, part, BCF_RESULT_PASS, status, "has an ambition");
        }
    }
    look_at_local(at);
}

void bcf_assess_local_metric(bcf_assessor *at)
{
    for (size_t i = at->first_aim[at->board]; i < at->first_aim[at->board + 1]; i++) {
        const bcf_aim *aim = &at->aims[i];
        const char *definition = aim->ambition->definition;
        if (!at->policy->metrics[at->policy->performance->parts[aim->part].subject].is_local) {
            continue;
        }
        const bcf_menu_entry *entry = bcf_policy_menu_entry(at->policy, definition);
        if (entry != NULL) {
            bcf_assess_part(at, aim->part, BCF_RESULT_PASS, aim->status, "'%s' is on the menu: %s",
                            definition, entry->title);
            continue;
        }
        const bcf_local_metric *own = bcf_local_own(
            at->figures->local_metrics, at->figures->local_metric_count, at->board, definition);
        BCF_ASSERT(own != NULL); /* figures refuses an ambition that nobody described */
        if (*own->lacks == '\0') {
            bcf_assess_part(at, aim->part, BCF_RESULT_PASS, aim->status,
                            "'%s' is not on the menu and meets all six criteria", definition);
        } else {
            bcf_assess_part(at, aim->part, BCF_RESULT_FAIL, aim->status,
                            "'%s' is not on the menu and does not meet %s", definition, own->lacks);
        }
    }
}

static bcf_decision_state decision_of(const bcf_assessor *at, bcf_decision_item item)
{
    return at->figures->decisions[at->board * BCF_ITEM_COUNT + item];
}

/* " (2014-04-04)", or nothing where no date is given. */
static const char *on_day(const bcf_assessor *at, bcf_decision_item item)
{
    int date = at->figures->decision_dates[at->board * BCF_ITEM_COUNT + item];
    return date == 0 ? "" : bcf_arena_print(at->arena, " (%s)", bcf_wording_date(at->arena, date));
}

/* An item that is decided or not: the two sentences are what is said of it. */
static void look_at_decision(bcf_assessor *at, bcf_decision_item item, bcf_decision_state good,
                             const char *if_good, const char *if_not)
{
    bcf_decision_state state = decision_of(at, item);
    if (state == BCF_DECISION_ABSENT) {
        return;
    }
    bool is_good = state == good;
    bcf_assess(at, "", is_good ? BCF_RESULT_PASS : BCF_RESULT_FAIL,
               bcf_assess_table(at, BCF_TABLE_DECISIONS), "%s%s", is_good ? if_good : if_not,
               on_day(at, item));
}

void bcf_assess_signed_off(bcf_assessor *at)
{
    look_at_decision(at, BCF_ITEM_SIGNED_OFF, BCF_DECISION_YES, "the board signed the plan off",
                     "the board did not sign the plan off");
}

void bcf_assess_contingency_plan(bcf_assessor *at)
{
    look_at_decision(at, BCF_ITEM_CONTINGENCY_PLAN, BCF_DECISION_AGREED,
                     "a contingency plan was agreed", "no contingency plan was agreed");
}

void bcf_assess_risk_register(bcf_assessor *at)
{
    look_at_decision(at, BCF_ITEM_RISK_REGISTER, BCF_DECISION_YES,
                     "there is a shared risk register", "there is no shared risk register");
}

void bcf_assess_in_time(bcf_assessor *at)
{
    bcf_status status = bcf_assess_table(at, BCF_TABLE_DECISIONS);
    int date = at->figures->decision_dates[at->board * BCF_ITEM_COUNT + BCF_ITEM_SIGNED_OFF];
    if (decision_of(at, BCF_ITEM_SIGNED_OFF) != BCF_DECISION_YES) {
        if (decision_of(at, BCF_ITEM_SIGNED_OFF) == BCF_DECISION_NO) {
            bcf_assess(at, "", BCF_RESULT_NOT_ASSESSED, status, "not signed off%s",
                       on_day(at, BCF_ITEM_SIGNED_OFF));
        }
        return;
    }
    if (date == 0) {
        bcf_assess(at, "", BCF_RESULT_NOT_ASSESSED, status,
                   "signed off, on a day that is not given");
        return;
    }
    const char *signed_on = bcf_wording_date(at->arena, date);
    const char *first_cut = bcf_wording_date(at->arena, at->rules->first_cut);
    const char *revised = bcf_wording_date(at->arena, at->rules->revised);
    if (date <= at->rules->first_cut) {
        bcf_assess(at, "", BCF_RESULT_PASS, status,
                   "signed off on %s, in time for the first cut, which was due on %s", signed_on,
                   first_cut);
    } else if (date <= at->rules->revised) {
        bcf_assess(at, "", BCF_RESULT_PASS, status,
                   "signed off on %s, after the first cut was due (%s), in time for the revised "
                   "plan, which was due on %s",
                   signed_on, first_cut, revised);
    } else {
        bcf_assess(at, "", BCF_RESULT_FAIL, status,
                   "signed off on %s, after the revised plan was due (%s)", signed_on, revised);
    }
}

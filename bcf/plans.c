/* SPDX-License-Identifier: MIT */
#include "plans.h"

#include <string.h>

#include "sort.h"

static const struct {
    const char *word;
    bcf_condition_state state;
} condition_states[] = {
    {"met", BCF_CONDITION_MET},
    {"not-met", BCF_CONDITION_NOT_MET},
    {"not-assessed", BCF_CONDITION_NOT_ASSESSED},
};

/* How an item is decided: what `state` may say of it. */
typedef enum answer {
    ANSWER_YES_OR_NO,
    ANSWER_AGREED_OR_NOT,
    ANSWER_AGREED_OR_NOT_OR_NOT_REQUIRED,
} answer;

static const struct {
    const char *word;
    answer answer;
} items[BCF_ITEM_COUNT] = {
    [BCF_ITEM_SIGNED_OFF] = {"signed-off", ANSWER_YES_OR_NO},
    [BCF_ITEM_MINISTERS] = {"ministers", ANSWER_YES_OR_NO},
    [BCF_ITEM_RISK_REGISTER] = {"risk-register", ANSWER_YES_OR_NO},
    [BCF_ITEM_CONTINGENCY_PLAN] = {"contingency-plan", ANSWER_AGREED_OR_NOT},
    [BCF_ITEM_RECOVERY_PLAN] = {"recovery-plan", ANSWER_AGREED_OR_NOT_OR_NOT_REQUIRED},
};

static const struct {
    const char *word;
    bcf_decision_state state;
} decision_states[] = {
    {"yes", BCF_DECISION_YES},
    {"no", BCF_DECISION_NO},
    {"agreed", BCF_DECISION_AGREED},
    {"not-agreed", BCF_DECISION_NOT_AGREED},
    {"not-required", BCF_DECISION_NOT_REQUIRED},
};

static bcf_condition_state condition_state(const char *word)
{
    for (size_t i = 0; i < sizeof condition_states / sizeof condition_states[0]; i++) {
        if (strcmp(condition_states[i].word, word) == 0) {
            return condition_states[i].state;
        }
    }
    BCF_UNREACHABLE("a state of a condition that the table should have refused");
}

static bcf_decision_state decision_state(const char *word)
{
    for (size_t i = 0; i < sizeof decision_states / sizeof decision_states[0]; i++) {
        if (strcmp(decision_states[i].word, word) == 0) {
            return decision_states[i].state;
        }
    }
    BCF_UNREACHABLE("a state of a decision that the table should have refused");
}

bcf_decision_item bcf_plans_item(const char *word)
{
    size_t i = 0;
    while (i < BCF_ITEM_COUNT && strcmp(items[i].word, word) != 0) {
        i++;
    }
    return (bcf_decision_item)i;
}

static bool is_answer(answer kind, bcf_decision_state state)
{
    switch (state) {
    case BCF_DECISION_YES:
    case BCF_DECISION_NO:
        return kind == ANSWER_YES_OR_NO;
    case BCF_DECISION_AGREED:
    case BCF_DECISION_NOT_AGREED:
        return kind != ANSWER_YES_OR_NO;
    case BCF_DECISION_NOT_REQUIRED:
        return kind == ANSWER_AGREED_OR_NOT_OR_NOT_REQUIRED;
    case BCF_DECISION_ABSENT:
        break;
    }
    BCF_UNREACHABLE("a row that decides nothing");
}

/* Whether the row counts on the day the dataset is looked at; refuses one that may or may not. */
static bool counts(bcf_gate *gate, bcf_table_id id, const bcf_row *row, const char *what,
                   bool needs_date)
{
    int decided = bcf_row_cell(id, row, "decided")->as.date;
    if (gate->as_at == 0) {
        return true;
    }
    if (decided == 0 && needs_date) {
        gate->code = bcf_refuse(
            gate->err, BCF_REFUSED_DATA, row->place,
            "'%s' of board '%s' has no date, so whether it was decided by %04d-%02d-%02d "
            "cannot be told",
            what, bcf_row_cell(id, row, "hwb")->text, gate->as_at / 10000, gate->as_at / 100 % 100,
            gate->as_at % 100);
        return false;
    }
    return decided <= gate->as_at;
}

static const bcf_condition_state *read_conditions(bcf_gate *gate)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_CONDITIONS];
    size_t width = gate->policy->condition_count;
    bcf_condition_state *states =
        BCF_NEW_ARRAY(gate->arena, gate->areas->board_count * width, bcf_condition_state);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int board =
            bcf_areas_board(gate->areas, bcf_row_cell(BCF_TABLE_CONDITIONS, row, "hwb")->text);
        const char *name = bcf_row_cell(BCF_TABLE_CONDITIONS, row, "condition")->text;
        int condition = bcf_policy_find(gate->policy, BCF_NAME_CONDITION, name);
        bcf_condition_state state =
            condition_state(bcf_row_cell(BCF_TABLE_CONDITIONS, row, "state")->text);
        if (board >= 0 && condition >= 0
            && counts(gate, BCF_TABLE_CONDITIONS, row, name, state != BCF_CONDITION_NOT_ASSESSED)) {
            states[(size_t)board * width + (size_t)condition] = state;
        }
    }
    return states;
}

static void read_decisions(bcf_plans *plans, bcf_gate *gate)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_DECISIONS];
    bcf_decision_state *states =
        BCF_NEW_ARRAY(gate->arena, gate->areas->board_count * BCF_ITEM_COUNT, bcf_decision_state);
    int *dates = BCF_NEW_ARRAY(gate->arena, gate->areas->board_count * BCF_ITEM_COUNT, int);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int board =
            bcf_areas_board(gate->areas, bcf_row_cell(BCF_TABLE_DECISIONS, row, "hwb")->text);
        bcf_decision_item item =
            bcf_plans_item(bcf_row_cell(BCF_TABLE_DECISIONS, row, "item")->text);
        BCF_ASSERT(item < BCF_ITEM_COUNT);
        const char *word = bcf_row_cell(BCF_TABLE_DECISIONS, row, "state")->text;
        if (!is_answer(items[item].answer, decision_state(word))) {
            gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place, "%s cannot be '%s'",
                                    items[item].word, word);
        } else if (board >= 0 && counts(gate, BCF_TABLE_DECISIONS, row, items[item].word, true)) {
            size_t at = (size_t)board * BCF_ITEM_COUNT + item;
            states[at] = decision_state(word);
            dates[at] = bcf_row_cell(BCF_TABLE_DECISIONS, row, "decided")->as.date;
        }
    }
    plans->decisions = states;
    plans->decision_dates = dates;
}

bcf_count bcf_count_of_row(bcf_arena *arena, bcf_table_id id, const bcf_row *row,
                           const char *numerator, const char *denominator)
{
    return (bcf_count){
        bcf_ratio_of_decimal(arena, &bcf_row_cell(id, row, numerator)->as.figure),
        bcf_ratio_of_decimal(arena, &bcf_row_cell(id, row, denominator)->as.figure),
    };
}

bool bcf_count_is_rate(const bcf_ratio *denominator, int64_t scale)
{
    return bcf_ratio_compare_whole(denominator, scale, 1) == 0;
}

const bcf_ratio *bcf_count_fraction(bcf_arena *arena, const bcf_count *count)
{
    bcf_ratio *fraction = bcf_ratio_new(arena);
    bcf_ratio_divide(fraction, count->numerator, count->denominator);
    return fraction;
}

/* What a row of `ambitions` or `outturn` is about. */
typedef struct subject {
    int board;
    int metric;
    int part; /* of the performance payment, or -1: nothing of this policy */
} subject;

/* What is planned for: a metric, or a quarter's admissions, whose outturn is `activity`. */
static bool is_planned(bcf_strand_kind kind, bcf_table_id id)
{
    return kind == BCF_STRAND_METRICS || (kind == BCF_STRAND_QUARTERS && id == BCF_TABLE_AMBITIONS);
}

static int part_of(const bcf_performance *performance, bcf_table_id id, int payment, int metric)
{
    for (size_t i = 0; i < performance->part_count; i++) {
        const bcf_part *part = &performance->parts[i];
        if (is_planned(performance->strands[part->strand].kind, id)
            && part->payment == (size_t)payment && part->subject == (size_t)metric) {
            return (int)i;
        }
    }
    return -1;
}

static subject subject_of(bcf_gate *gate, bcf_table_id id, const bcf_row *row)
{
    const char *metric = bcf_row_cell(id, row, "metric")->text;
    const char *payment = bcf_row_cell(id, row, "payment")->text;
    int known_payment = bcf_policy_find(gate->policy, BCF_NAME_PAYMENT, payment);
    subject about = {
        .board = bcf_areas_board(gate->areas, bcf_row_cell(id, row, "hwb")->text),
        .metric = bcf_policy_find(gate->policy, BCF_NAME_METRIC, metric),
        .part = -1,
    };
    if (about.metric < 0 || known_payment < 0) {
        return about;
    }
    about.part = part_of(gate->policy->performance, id, known_payment, about.metric);
    if (about.part < 0) {
        const bcf_admissions_rules *rules = gate->policy->performance->admissions;
        if (rules != NULL && about.metric == (int)rules->metric && id == BCF_TABLE_OUTTURN) {
            bcf_notes_add(gate->plan_notes, (bcf_place){.file = row->place.file},
                          "metric '%s' is counted in table 'activity', so its rows here were left "
                          "alone",
                          metric);
            return about;
        }
        /* without a line, so that one sentence serves for every board */
        bcf_notes_add(gate->plan_notes, (bcf_place){.file = row->place.file},
                      "payment '%s' does not pay for metric '%s', which was left alone", payment,
                      metric);
    }
    return about;
}

static bool is_described(bcf_gate *gate, const bcf_plans *plans, const subject *about,
                         const char *definition)
{
    return !gate->policy->metrics[about->metric].is_local
           || bcf_local_find(gate->arena, gate->policy, plans->local_metrics,
                             plans->local_metric_count, (size_t)about->board, definition)
                  != NULL;
}

static void check_ambition(bcf_gate *gate, const bcf_plans *plans, const subject *about,
                           const bcf_row *row, const bcf_ambition *first)
{
    const char *hwb = bcf_row_cell(BCF_TABLE_AMBITIONS, row, "hwb")->text;
    const char *definition = bcf_row_cell(BCF_TABLE_AMBITIONS, row, "definition")->text;
    if (first != NULL) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                                "a second ambition of board '%s' for metric '%s' in payment '%s' "
                                "(the first is %s %d)",
                                hwb, bcf_row_cell(BCF_TABLE_AMBITIONS, row, "metric")->text,
                                bcf_row_cell(BCF_TABLE_AMBITIONS, row, "payment")->text,
                                bcf_place_line_word(first->place), first->place.line);
    }
    if (!is_described(gate, plans, about, definition)) {
        gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, row->place,
                                "local definition '%s' of board '%s' is neither on the menu nor in "
                                "table 'local_metrics'",
                                definition, hwb);
    }
}

static bcf_ambition ambition_of_row(const bcf_gate *gate, const bcf_row *row)
{
    bcf_count baseline = bcf_count_of_row(gate->arena, BCF_TABLE_AMBITIONS, row,
                                          "baseline_numerator", "baseline_denominator");
    bcf_count ambition = bcf_count_of_row(gate->arena, BCF_TABLE_AMBITIONS, row,
                                          "ambition_numerator", "ambition_denominator");
    return (bcf_ambition){
        .definition = bcf_row_cell(BCF_TABLE_AMBITIONS, row, "definition")->text,
        .baseline_period = bcf_row_cell(BCF_TABLE_AMBITIONS, row, "baseline_period")->as.period,
        .baseline = bcf_count_fraction(gate->arena, &baseline),
        .ambition = bcf_count_fraction(gate->arena, &ambition),
        .baseline_count = baseline,
        .ambition_count = ambition,
        .status = bcf_row_status(gate->tables, BCF_TABLE_AMBITIONS, row),
        .place = row->place,
    };
}

/* Whether a row is about admissions and names no payment: it is then for all that no row names. */
static bool is_for_the_rest(const bcf_gate *gate, const bcf_row *row)
{
    const bcf_admissions_rules *rules = gate->policy->performance->admissions;
    int metric = bcf_policy_find(gate->policy, BCF_NAME_METRIC,
                                 bcf_row_cell(BCF_TABLE_AMBITIONS, row, "metric")->text);
    return rules != NULL && metric == (int)rules->metric
           && *bcf_row_cell(BCF_TABLE_AMBITIONS, row, "payment")->text == '\0';
}

/* The slots of the quarters that no row names. */
static void fill_quarters(const bcf_gate *gate, const bcf_ambition *slots[],
                          const bcf_ambition *const rest[])
{
    const bcf_performance *performance = gate->policy->performance;
    for (size_t i = 0; i < gate->areas->board_count * performance->part_count; i++) {
        const bcf_part *part = &performance->parts[i % performance->part_count];
        if (performance->strands[part->strand].kind == BCF_STRAND_QUARTERS && slots[i] == NULL) {
            slots[i] = rest[i / performance->part_count];
        }
    }
}

static const bcf_ambition *const *read_ambitions(bcf_gate *gate, const bcf_plans *plans)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_AMBITIONS];
    size_t width = gate->policy->performance->part_count;
    size_t boards = gate->areas->board_count;
    const bcf_ambition **slots = BCF_NEW_ARRAY(gate->arena, boards * width, const bcf_ambition *);
    const bcf_ambition **rest = BCF_NEW_ARRAY(gate->arena, boards, const bcf_ambition *);
    bcf_ambition *ambitions = BCF_NEW_ARRAY(gate->arena, table->row_count, bcf_ambition);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        subject about = subject_of(gate, BCF_TABLE_AMBITIONS, row);
        bool is_rest = is_for_the_rest(gate, row);
        if (about.board < 0 || (about.part < 0 && !is_rest)) {
            continue;
        }
        const bcf_ambition **slot =
            is_rest ? &rest[about.board] : &slots[(size_t)about.board * width + (size_t)about.part];
        check_ambition(gate, plans, &about, row, *slot);
        ambitions[i] = ambition_of_row(gate, row);
        *slot = *slot == NULL ? &ambitions[i] : *slot;
    }
    fill_quarters(gate, slots, rest);
    return slots;
}

/* An outturn and where it belongs, while they are sorted. */
typedef struct placed_outturn {
    size_t slot;
    bcf_outturn *outturn;
} placed_outturn;

/* The last first, so that each goes before those that are already linked. */
static int last_first(const void *left, const void *right)
{
    const placed_outturn *a = left;
    const placed_outturn *b = right;
    if (a->slot != b->slot) {
        return a->slot < b->slot ? 1 : -1;
    }
    int order = strcmp(b->outturn->definition, a->outturn->definition);
    if (order != 0) {
        return order;
    }
    if (!bcf_period_equal(a->outturn->period, b->outturn->period)) {
        int a_first = a->outturn->period.first;
        int b_first = b->outturn->period.first;
        return a_first != b_first ? b_first - a_first
                                  : b->outturn->period.last - a->outturn->period.last;
    }
    return b->outturn->place.line - a->outturn->place.line;
}

static void link_outturns(bcf_gate *gate, placed_outturn placed[], size_t count,
                          bcf_outturn *slots[])
{
    bcf_sort(placed, count, sizeof *placed, last_first);
    for (size_t i = 0; i < count; i++) {
        bcf_outturn *outturn = placed[i].outturn;
        const bcf_outturn *next = slots[placed[i].slot];
        if (next != NULL && strcmp(next->definition, outturn->definition) == 0
            && bcf_period_equal(next->period, outturn->period)) {
            gate->code = bcf_refuse(gate->err, BCF_REFUSED_DATA, next->place,
                                    "a second outturn of definition '%s' for the same months (the "
                                    "first is %s %d)",
                                    next->definition, bcf_place_line_word(outturn->place),
                                    outturn->place.line);
        }
        outturn->next = slots[placed[i].slot];
        slots[placed[i].slot] = outturn;
    }
}

static const bcf_outturn *const *read_outturn(bcf_gate *gate)
{
    const bcf_table *table = &gate->tables->table[BCF_TABLE_OUTTURN];
    size_t width = gate->policy->performance->part_count;
    bcf_outturn **slots =
        BCF_NEW_ARRAY(gate->arena, gate->areas->board_count * width, bcf_outturn *);
    placed_outturn *placed = BCF_NEW_ARRAY(gate->arena, table->row_count, placed_outturn);
    bcf_outturn *outturns = BCF_NEW_ARRAY(gate->arena, table->row_count, bcf_outturn);
    size_t placed_count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        subject about = subject_of(gate, BCF_TABLE_OUTTURN, row);
        if (about.board < 0 || about.part < 0) {
            continue;
        }
        bcf_count count =
            bcf_count_of_row(gate->arena, BCF_TABLE_OUTTURN, row, "numerator", "denominator");
        outturns[i] = (bcf_outturn){
            .definition = bcf_row_cell(BCF_TABLE_OUTTURN, row, "definition")->text,
            .period = bcf_row_cell(BCF_TABLE_OUTTURN, row, "period")->as.period,
            .actual = bcf_count_fraction(gate->arena, &count),
            .count = count,
            .status = bcf_row_status(gate->tables, BCF_TABLE_OUTTURN, row),
            .place = row->place,
        };
        placed[placed_count++] = (placed_outturn){
            .slot = (size_t)about.board * width + (size_t)about.part,
            .outturn = &outturns[i],
        };
    }
    link_outturns(gate, placed, placed_count, slots);
    return (const bcf_outturn *const *)slots;
}

bcf_plans bcf_plans_change(bcf_gate *gate, const bcf_plans *before,
                           const bool changed[BCF_TABLE_COUNT])
{
    bcf_plans plans = *before;
    bool is_paid = gate->policy->performance != NULL;
    if (changed[BCF_TABLE_CONDITIONS]) {
        plans.conditions = read_conditions(gate);
    }
    if (changed[BCF_TABLE_DECISIONS]) {
        read_decisions(&plans, gate);
    }
    if (changed[BCF_TABLE_LOCAL_METRICS]) {
        plans.local_metrics = bcf_local_read(gate, &plans.local_metric_count);
    }
    if (is_paid && (changed[BCF_TABLE_AMBITIONS] || changed[BCF_TABLE_LOCAL_METRICS])) {
        plans.ambitions = read_ambitions(gate, &plans);
    }
    if (is_paid && changed[BCF_TABLE_OUTTURN]) {
        plans.outturn = read_outturn(gate);
    }
    return plans;
}

bcf_plans bcf_plans_read(bcf_gate *gate)
{
    static const bool all[BCF_TABLE_COUNT] = {
        [BCF_TABLE_CONDITIONS] = true,    [BCF_TABLE_DECISIONS] = true,
        [BCF_TABLE_LOCAL_METRICS] = true, [BCF_TABLE_AMBITIONS] = true,
        [BCF_TABLE_OUTTURN] = true,
    };
    return bcf_plans_change(gate, &(bcf_plans){.conditions = NULL}, all);
}

const char *bcf_condition_state_words(bcf_condition_state state)
{
    switch (state) {
    case BCF_CONDITION_ABSENT:
        return "no row: not assessed";
    case BCF_CONDITION_MET:
        return "met";
    case BCF_CONDITION_NOT_MET:
        return "not met";
    case BCF_CONDITION_NOT_ASSESSED:
        return "not assessed";
    }
    BCF_UNREACHABLE("a condition without a state");
}

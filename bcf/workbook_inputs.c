/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

#include <string.h>

#define RECOVERY_PLAN "recovery-plan"
#define CONTINGENCY_PLAN "contingency-plan"
#define NOTE_ROW 0
#define HEAD_ROW 2
#define FIRST_ROW 3

static void add_note(bcf_book_sheet *sheet, const char *words)
{
    bcf_book_words(sheet, NOTE_ROW, 0, words, BCF_BOOK_NOTE);
}

static void add_people(bcf_workbook *of)
{
    static const char *const headings[] = {"CCG", "Name", "Council", "Name", "People", NULL};
    const bcf_figures *figures = of->run->figures;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, PEOPLE);
    add_note(sheet, "People registered with each CCG who live in each council. Change a coloured "
                    "cell and recalculate (F9). Ended codes are in their successors already.");
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    of->person_rows = BCF_NEW_ARRAY(of->arena, figures->residents_count, size_t);
    for (size_t i = 0; i < figures->residents_count; i++) {
        const bcf_residents *one = &figures->residents[i];
        size_t row = FIRST_ROW + i;
        of->person_rows[i] = row;
        const bcf_ccg *ccg = &figures->areas->ccgs[one->ccg];
        const bcf_council *council = &figures->areas->councils[one->council];
        bcf_book_words(sheet, row, 0, ccg->code, BCF_BOOK_TEXT);
        bcf_book_words(sheet, row, 1, ccg->name, BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 2, council->code, BCF_BOOK_TEXT);
        bcf_book_words(sheet, row, 3, council->name, BCF_BOOK_PLAIN);
        bcf_book_figure(sheet, row, 4, bcf_workbook_decimal(of, one->people), BCF_BOOK_INPUT);
    }
    bcf_book_width(sheet, 1, 1, 38);
    bcf_book_width(sheet, 3, 3, 28);
    bcf_book_frame(sheet, FIRST_ROW, 1, FIRST_ROW + figures->residents_count, 5);
}

static void add_indicators(bcf_workbook *of)
{
    static const char *const headings[] = {"Area",  "Name",   "Indicator", "Period",
                                           "Value", "Status", NULL};
    const bcf_figures *figures = of->run->figures;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, INDICATORS);
    add_note(sheet, "The weights that the fund is shared out by, as of today's areas. Change a "
                    "coloured cell and recalculate (F9).");
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    of->value_rows = BCF_NEW_ARRAY(of->arena, figures->value_count, size_t);
    for (size_t i = 0; i < figures->value_count; i++) {
        const bcf_indicator_value *one = &figures->values[i];
        size_t row = FIRST_ROW + i;
        of->value_rows[i] = row;
        bcf_book_words(sheet, row, 0, bcf_areas_code(figures->areas, one->kind, one->index),
                       BCF_BOOK_TEXT);
        bcf_book_words(sheet, row, 1, bcf_areas_name(figures->areas, one->kind, one->index),
                       BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 2, one->indicator, BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 3, one->period, BCF_BOOK_TEXT);
        bcf_book_figure(sheet, row, 4, bcf_workbook_decimal(of, one->value), BCF_BOOK_INPUT);
        bcf_book_words(sheet, row, 5, bcf_status_text(one->status), BCF_BOOK_PLAIN);
    }
    bcf_book_width(sheet, 1, 1, 38);
    bcf_book_width(sheet, 2, 2, 22);
    bcf_book_width(sheet, 4, 4, 16);
    bcf_book_frame(sheet, FIRST_ROW, 1, FIRST_ROW + figures->value_count, 6);
}

static const char *state_of(bcf_condition_state state)
{
    switch (state) {
    case BCF_CONDITION_ABSENT:
        return "";
    case BCF_CONDITION_MET:
        return "met";
    case BCF_CONDITION_NOT_MET:
        return "not-met";
    case BCF_CONDITION_NOT_ASSESSED:
        return "not-assessed";
    }
    BCF_UNREACHABLE("a condition in no state");
}

static void add_conditions(bcf_workbook *of)
{
    static const char *const states[] = {"met", "not-met", "not-assessed", NULL};
    const bcf_policy *policy = of->run->policy;
    const bcf_areas *areas = of->run->figures->areas;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, CONDITIONS);
    add_note(sheet, "The state of each national condition: met, not-met, not-assessed; empty where "
                    "the dataset has no row.");
    bcf_workbook_headings(sheet, HEAD_ROW, (const char *[]){"Board", "Name", NULL});
    for (size_t i = 0; i < policy->condition_count; i++) {
        bcf_book_words(sheet, HEAD_ROW, 2 + i, policy->conditions[i].id, BCF_BOOK_HEADING);
    }
    of->conditions_row = FIRST_ROW;
    for (size_t board = 0; board < areas->board_count; board++) {
        size_t row = FIRST_ROW + board;
        bcf_book_words(sheet, row, 0, areas->boards[board].code, BCF_BOOK_TEXT);
        bcf_book_words(sheet, row, 1, areas->boards[board].name, BCF_BOOK_PLAIN);
        for (size_t i = 0; i < policy->condition_count; i++) {
            bcf_condition_state state =
                of->run->figures->conditions[board * policy->condition_count + i];
            bcf_book_words(sheet, row, 2 + i, state_of(state), BCF_BOOK_INPUT_TEXT);
            bcf_book_allow(sheet, row, row, 2 + i, states);
        }
    }
    bcf_book_width(sheet, 1, 1, 30);
    bcf_book_width(sheet, 2, 1 + policy->condition_count, 16);
    bcf_book_frame(sheet, FIRST_ROW, 2, FIRST_ROW + areas->board_count,
                   2 + policy->condition_count);
}

static const char *decision_of(bcf_decision_state state)
{
    switch (state) {
    case BCF_DECISION_ABSENT:
        return "";
    case BCF_DECISION_YES:
        return "yes";
    case BCF_DECISION_NO:
        return "no";
    case BCF_DECISION_AGREED:
        return "agreed";
    case BCF_DECISION_NOT_AGREED:
        return "not-agreed";
    case BCF_DECISION_NOT_REQUIRED:
        return "not-required";
    }
    BCF_UNREACHABLE("a decision in no state");
}

static void add_item(bcf_workbook *of, const char *item)
{
    for (size_t i = 0; i < of->item_count; i++) {
        if (strcmp(of->items[i], item) == 0) {
            return;
        }
    }
    BCF_MAKE_ROOM(of->arena, of->items, of->item_count);
    of->items[of->item_count++] = item;
}

/* The two decisions that say what held money waits for, and those that a component waits for. */
static void gather_items(bcf_workbook *of)
{
    const bcf_policy *policy = of->run->policy;
    if (of->run->release != NULL && of->run->admissions == NULL) {
        add_item(of, RECOVERY_PLAN);
        add_item(of, CONTINGENCY_PLAN);
    }
    for (size_t i = 0; i < policy->component_count; i++) {
        if (policy->components[i].decision != NULL) {
            add_item(of, policy->components[i].decision);
        }
    }
}

const char *bcf_workbook_decision(const bcf_workbook *of, size_t board, const char *item)
{
    for (size_t i = 0; i < of->item_count; i++) {
        if (strcmp(of->items[i], item) == 0) {
            return bcf_book_place(of->arena, DECISIONS, FIRST_ROW + board, 2 + i);
        }
    }
    BCF_UNREACHABLE("a decision that has no column");
}

static const char *const *states_of(const char *item)
{
    static const char *const recovery[] = {"agreed", "not-agreed", "not-required", NULL};
    static const char *const contingency[] = {"agreed", "not-agreed", NULL};
    static const char *const signed_off[] = {"yes", "no", NULL};
    return strcmp(item, RECOVERY_PLAN) == 0      ? recovery
           : strcmp(item, CONTINGENCY_PLAN) == 0 ? contingency
                                                 : signed_off;
}

static void add_decisions(bcf_workbook *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, DECISIONS);
    add_note(sheet, "What was decided about each board's plans; empty where nothing is yet.");
    bcf_workbook_headings(sheet, HEAD_ROW, (const char *[]){"Board", "Name", NULL});
    for (size_t i = 0; i < of->item_count; i++) {
        bcf_book_words(sheet, HEAD_ROW, 2 + i, of->items[i], BCF_BOOK_HEADING);
    }
    for (size_t board = 0; board < areas->board_count; board++) {
        size_t row = FIRST_ROW + board;
        bcf_book_words(sheet, row, 0, areas->boards[board].code, BCF_BOOK_TEXT);
        bcf_book_words(sheet, row, 1, areas->boards[board].name, BCF_BOOK_PLAIN);
        for (size_t i = 0; i < of->item_count; i++) {
            bcf_book_words(sheet, row, 2 + i,
                           decision_of(bcf_figures_decision(of->run->figures, board, of->items[i])),
                           BCF_BOOK_INPUT_TEXT);
        }
    }
    for (size_t i = 0; i < of->item_count; i++) {
        bcf_book_allow(sheet, FIRST_ROW, FIRST_ROW + areas->board_count - 1, 2 + i,
                       states_of(of->items[i]));
    }
    bcf_book_width(sheet, 1, 1, 30);
    bcf_book_width(sheet, 2, 1 + of->item_count, 18);
    bcf_book_frame(sheet, FIRST_ROW, 2, FIRST_ROW + areas->board_count, 2 + of->item_count);
}

void bcf_workbook_add_inputs(bcf_workbook *of)
{
    add_people(of);
    add_indicators(of);
    if (of->run->release != NULL && of->run->admissions == NULL) {
        add_conditions(of);
    }
    gather_items(of);
    if (of->item_count > 0) {
        add_decisions(of);
    }
}

/* SPDX-License-Identifier: MIT */
#include "report_fairness.h"

#include <string.h>

#define NOTICES_SHOWN 8

static bool is_asked(const bcf_comparison *in, const bcf_fair_party *party, size_t board)
{
    return board == BCF_COMPARE_EVERYBODY || strcmp(party->board, in->boards[board].code) == 0;
}

static bool is_odd(const bcf_fair_party *party)
{
    return party->was_served || party->is_served;
}

static void add_row(bcf_report_rows *rows, const bcf_fair_party *party, const char *notice,
                    bool with_names)
{
    bcf_report_cell(rows, notice);
    bcf_report_cell(rows, party->board);
    bcf_report_cell(rows, party->subject);
    bcf_report_cell(rows, party->source);
    bcf_report_cell(rows, party->code);
    if (with_names) {
        bcf_report_cell(rows, party->name);
    }
    bcf_report_cell(rows, party->is_old ? bcf_wording_plain(rows->arena, party->before) : "");
    bcf_report_cell(rows, party->is_new ? bcf_wording_plain(rows->arena, party->after) : "");
    bcf_report_cell(rows, party->was_served ? "yes" : "no");
    bcf_report_cell(rows, party->is_served ? "yes" : "no");
    bcf_report_cell(rows, party->was_served && party->is_served ? "2" : is_odd(party) ? "1" : "0");
}

const bcf_sheet *bcf_report_fairness(const bcf_comparison *comparison, const bcf_fairness *fairness,
                                     size_t board, bool with_names)
{
    static const bcf_sheet_column first[] = {
        {"notice", BCF_SHEET_WORD}, {"hwb", BCF_SHEET_WORD},   {"component", BCF_SHEET_WORD},
        {"from", BCF_SHEET_WORD},   {"party", BCF_SHEET_WORD},
    };
    static const bcf_sheet_column last[] = {
        {"before", BCF_SHEET_FIGURE},  {"after", BCF_SHEET_FIGURE}, {"odd_before", BCF_SHEET_WORD},
        {"odd_after", BCF_SHEET_WORD}, {"runs", BCF_SHEET_FIGURE},
    };
    bcf_report_rows rows = {.arena = comparison->arena};
    bcf_report_columns(&rows, first, sizeof first / sizeof first[0]);
    if (with_names) {
        bcf_report_column(&rows, "party_name", BCF_SHEET_WORD);
    }
    bcf_report_columns(&rows, last, sizeof last / sizeof last[0]);
    bcf_report_begin(&rows, 2 * fairness->count);
    for (size_t i = 0; i < fairness->count; i++) {
        const bcf_fair_party *party = &fairness->items[i];
        if (is_asked(comparison, party, board) && party->paradox != BCF_PARADOX_NONE) {
            add_row(&rows, party, bcf_paradox_text(party->paradox), with_names);
        }
    }
    for (size_t i = 0; i < fairness->count; i++) {
        const bcf_fair_party *party = &fairness->items[i];
        if (is_asked(comparison, party, board) && is_odd(party)) {
            add_row(&rows, party, "odd-unit", with_names);
        }
    }
    return bcf_report_compare_sheet(comparison, &rows);
}

/* "nhs-core, of NHS Rotherham CCG" */
static const char *split_in_words(bcf_arena *arena, const bcf_fair_party *party)
{
    return party->source[0] == '\0'
               ? party->subject
               : bcf_arena_print(arena, "%s, of %s", party->subject, party->source_name);
}

static void say_paradox(bcf_text *page, bcf_arena *arena, const bcf_fair_party *party)
{
    bool is_alabama = party->paradox == BCF_PARADOX_ALABAMA;
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(arena, "- %s (%s) gets £%s after £%s, although %s (%s).", party->name,
                        split_in_words(arena, party),
                        bcf_wording_pounds(arena, party->after, false),
                        bcf_wording_pounds(arena, party->before, false),
                        is_alabama ? "the whole grew, its own weight and the sum did not change"
                                   : "its weight rose and its part of the sum did not fall",
                        is_alabama ? "the Alabama paradox" : "the population paradox"),
        2);
}

static void say_paradoxes(bcf_text *page, const bcf_comparison *in, const bcf_fairness *fairness,
                          size_t board)
{
    size_t found = 0;
    for (size_t i = 0; i < fairness->count; i++) {
        const bcf_fair_party *party = &fairness->items[i];
        bool is_one = is_asked(in, party, board) && party->paradox != BCF_PARADOX_NONE;
        if (is_one && found++ < NOTICES_SHOWN) {
            say_paradox(page, in->arena, party);
        }
    }
    if (found == 0) {
        bcf_page_add_paragraph(
            page, "No share fell although its own weight rose, and none because the pool grew.", 0);
    } else if (found > NOTICES_SHOWN) {
        bcf_page_add_paragraph(
            page,
            bcf_arena_print(in->arena, "- and %zu more (--fairness -f csv)", found - NOTICES_SHOWN),
            2);
    }
}

/* How often odd units went where. */
typedef struct odd_count {
    size_t both;
    size_t only_old;
    size_t only_new;
} odd_count;

static void count_odd(odd_count *to, const bcf_fair_party *party)
{
    to->both += party->was_served && party->is_served;
    to->only_old += party->was_served && !party->is_served;
    to->only_new += !party->was_served && party->is_served;
}

#define ODD_COLUMNS 5

static void add_odd_row(bcf_page_table *table, bcf_arena *arena, const char *what,
                        const odd_count *count, bool is_total)
{
    const char *cells[ODD_COLUMNS] = {
        what,
        bcf_wording_count(arena, count->both + count->only_old + count->only_new),
        bcf_wording_count(arena, count->both),
        bcf_wording_count(arena, count->only_old),
        bcf_wording_count(arena, count->only_new),
    };
    if (is_total) {
        bcf_page_table_total(table, cells);
    } else {
        bcf_page_table_row(table, cells);
    }
}

static const char *kind_in_words(bcf_split_kind kind)
{
    switch (kind) {
    case BCF_SPLIT_COMPONENT:
        return "the nation's";
    case BCF_SPLIT_CCG:
        return "CCGs' to councils";
    case BCF_SPLIT_TRANSFER:
        return "councils' to CCGs";
    case BCF_SPLIT_STRAND:
        return "the nation's, to boards";
    case BCF_SPLIT_PARTS:
        break;
    }
    BCF_UNREACHABLE("a split of pence");
}

static bool is_same_line(const bcf_fair_party *a, const bcf_fair_party *b)
{
    return a->kind == b->kind && strcmp(a->subject, b->subject) == 0;
}

static void add_odd_units(bcf_text *page, const bcf_comparison *in, const bcf_fairness *fairness,
                          size_t board)
{
    static const bcf_page_column columns[ODD_COLUMNS] = {{"Odd units of", BCF_PAGE_LEFT},
                                                         {"Receivers", BCF_PAGE_RIGHT},
                                                         {"In both runs", BCF_PAGE_RIGHT},
                                                         {"Old alone", BCF_PAGE_RIGHT},
                                                         {"New alone", BCF_PAGE_RIGHT}};
    bcf_page_table *table = bcf_page_table_new(in->arena, columns, ODD_COLUMNS);
    bool *is_done = BCF_NEW_ARRAY(in->arena, fairness->count, bool);
    odd_count all = {0};
    for (size_t i = 0; i < fairness->count; i++) {
        odd_count line = {0};
        for (size_t j = i; !is_done[i] && j < fairness->count; j++) {
            const bcf_fair_party *party = &fairness->items[j];
            if (j != i && !is_done[j] && is_same_line(&fairness->items[i], party)) {
                is_done[j] = true;
                if (is_asked(in, party, board)) {
                    count_odd(&line, party);
                }
            }
        }
        if (!is_done[i]) {
            if (is_asked(in, &fairness->items[i], board)) {
                count_odd(&line, &fairness->items[i]);
            }
            all.both += line.both;
            all.only_old += line.only_old;
            all.only_new += line.only_new;
            if (line.both + line.only_old + line.only_new > 0) {
                add_odd_row(table, in->arena,
                            bcf_arena_print(in->arena, "%s, %s", fairness->items[i].subject,
                                            kind_in_words(fairness->items[i].kind)),
                            &line, false);
            }
        }
    }
    add_odd_row(table, in->arena, "All of them", &all, true);
    bcf_text_add_char(page, '\n');
    bcf_page_add_table(page, table);
}

void bcf_report_fairness_page(bcf_text *page, const bcf_comparison *comparison,
                              const bcf_fairness *fairness, size_t board)
{
    bcf_page_add_heading(page, "Fairness: odd units, and shares that fell");
    say_paradoxes(page, comparison, fairness, board);
    add_odd_units(page, comparison, fairness, board);
}

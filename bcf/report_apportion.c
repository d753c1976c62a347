/* SPDX-License-Identifier: MIT */
#include "report_apportion.h"

static const char *money(bcf_arena *arena, bcf_money amount, bcf_money_style style)
{
    char text[BCF_MONEY_TEXT_MAX];
    return bcf_arena_text(arena, bcf_money_text(text, amount, style));
}

const bcf_sheet *bcf_report_apportion(bcf_arena *arena, const bcf_shares *shares,
                                      const bcf_notes *notes)
{
    static const bcf_sheet_column columns[] = {{"code", BCF_SHEET_WORD},
                                               {"amount", BCF_SHEET_FIGURE}};
    const char **cells = BCF_NEW_ARRAY(arena, 2 * shares->count, const char *);
    for (size_t i = 0; i < shares->count; i++) {
        cells[2 * i] = shares->codes[i];
        cells[2 * i + 1] = money(arena, shares->amounts[i], BCF_MONEY_PLAIN);
    }
    const char **sentences = BCF_NEW_ARRAY(arena, notes->count, const char *);
    for (size_t i = 0; i < notes->count; i++) {
        sentences[i] = notes->items[i].sentence;
    }
    bcf_sheet_fact *fact = BCF_NEW(arena, bcf_sheet_fact);
    *fact = (bcf_sheet_fact){"amount", money(arena, shares->whole, BCF_MONEY_PLAIN)};
    bcf_sheet *sheet = BCF_NEW(arena, bcf_sheet);
    *sheet = (bcf_sheet){
        .name = "apportion",
        .facts = fact,
        .fact_count = 1,
        .columns = columns,
        .column_count = 2,
        .cells = cells,
        .row_count = shares->count,
        .notes = sentences,
        .note_count = notes->count,
    };
    return sheet;
}

void bcf_report_apportion_page(bcf_text *page, bcf_arena *arena, const bcf_shares *shares,
                               const bcf_notes *notes)
{
    static const bcf_page_column columns[] = {{"Code", BCF_PAGE_LEFT}, {"£", BCF_PAGE_RIGHT}};
    bcf_page_table *table = bcf_page_table_new(arena, columns, 2);
    bcf_money total = {0};
    for (size_t i = 0; i < shares->count; i++) {
        const char *amount = money(arena, shares->amounts[i], BCF_MONEY_GROUPED);
        bcf_page_table_row(table, (const char *[]){shares->codes[i], amount});
        total = bcf_money_add(total, shares->amounts[i]);
    }
    bcf_page_table_total(table, (const char *[]){"All", money(arena, total, BCF_MONEY_GROUPED)});
    bcf_page_add_table(page, table);
    for (size_t i = 0; i < notes->count; i++) {
        bcf_page_add_paragraph(page, bcf_arena_print(arena, "Note: %s", notes->items[i].sentence),
                               2);
    }
}

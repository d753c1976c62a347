/* SPDX-License-Identifier: MIT */
#include "report_apportion.h"

#define ROWS_AHEAD 16

static const char *money(bcf_arena *arena, bcf_money amount, bcf_money_style style)
{
    char text[BCF_MONEY_TEXT_MAX];
    return bcf_arena_text(arena, bcf_money_text(text, amount, style));
}

static void set_row(const char *cells[], bcf_text *room, const void *of, size_t row)
{
    const bcf_shares *shares = of;
    /* a million sorted codes lie all over the memory: the next ones are fetched meanwhile */
    __builtin_prefetch(shares->codes[row + ROWS_AHEAD < shares->count ? row + ROWS_AHEAD : row]);
    char amount[BCF_MONEY_TEXT_MAX];
    bcf_text_add(room, bcf_money_text(amount, shares->amounts[row], BCF_MONEY_PLAIN));
    cells[0] = shares->codes[row];
    cells[1] = bcf_text_get(room);
}

const bcf_sheet *bcf_report_apportion(bcf_arena *arena, const bcf_shares *shares,
                                      const bcf_notes *notes)
{
    static const bcf_sheet_column columns[] = {{"code", BCF_SHEET_WORD},
                                               {"amount", BCF_SHEET_FIGURE}};
    bcf_sheet_source *source = BCF_NEW(arena, bcf_sheet_source);
    *source = (bcf_sheet_source){set_row, shares};
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
        .source = source,
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

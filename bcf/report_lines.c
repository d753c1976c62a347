/* SPDX-License-Identifier: MIT */
#include "report_lines.h"

#include <string.h>

const bcf_sheet_column bcf_line_columns[] = {
    [BCF_LINE_INDEX] = {"index", BCF_SHEET_FIGURE},
    [BCF_LINE_SCENARIO] = {"scenario", BCF_SHEET_WORD},
    [BCF_LINE_HWB] = {"hwb", BCF_SHEET_WORD},
    [BCF_LINE_HWB_NAME] = {"hwb_name", BCF_SHEET_WORD},
    [BCF_LINE_ITEM] = {"item", BCF_SHEET_WORD},
    [BCF_LINE_TITLE] = {"title", BCF_SHEET_WORD},
    [BCF_LINE_AMOUNT] = {"amount", BCF_SHEET_FIGURE},
    [BCF_LINE_CHANGE] = {"change", BCF_SHEET_FIGURE},
    [BCF_LINE_STATUS] = {"status", BCF_SHEET_WORD},
    [BCF_LINE_DATA_STATUS] = {"data_status", BCF_SHEET_WORD},
    [BCF_LINE_DETAIL] = {"detail", BCF_SHEET_WORD},
    [BCF_LINE_READINGS] = {"readings", BCF_SHEET_WORD},
};
_Static_assert(sizeof bcf_line_columns / sizeof bcf_line_columns[0] == BCF_LINE_COLUMNS,
               "a name for each column");

const char *bcf_line_fact(const bcf_sheet *lines, const char *name)
{
    for (size_t i = 0; i < lines->fact_count; i++) {
        if (strcmp(lines->facts[i].name, name) == 0) {
            return lines->facts[i].value;
        }
    }
    return NULL;
}

const char *bcf_line_cell(const bcf_sheet *lines, size_t row, size_t column)
{
    return lines->cells[row * lines->column_count + column];
}

size_t bcf_line_items(const bcf_sheet *lines)
{
    size_t items = 0;
    while (items < lines->row_count
           && strcmp(bcf_line_cell(lines, items, BCF_LINE_INDEX),
                     bcf_line_cell(lines, 0, BCF_LINE_INDEX))
                  == 0) {
        items++;
    }
    return items;
}

bool bcf_line_amount(bcf_money *out, const bcf_sheet *lines, size_t row)
{
    const char *text = bcf_line_cell(lines, row, BCF_LINE_AMOUNT);
    bool is_negative = text[0] == '-'; /* money is read without a sign */
    bcf_error unheard = {0};
    bcf_money amount = {0};
    if (bcf_money_parse(&amount, text + is_negative, (bcf_place){0}, &unheard) != BCF_OK) {
        return false;
    }
    *out = is_negative ? bcf_money_subtract((bcf_money){0}, amount) : amount;
    return true;
}

bool bcf_line_change(bcf_money *out, const bcf_sheet *lines, size_t row, size_t items)
{
    bcf_money amount = {0};
    bcf_money base = {0};
    if (!bcf_line_amount(&amount, lines, row) || !bcf_line_amount(&base, lines, row % items)) {
        return false;
    }
    *out = bcf_money_subtract(amount, base);
    return true;
}

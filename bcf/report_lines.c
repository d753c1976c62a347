/* SPDX-License-Identifier: MIT */
#include "report_lines.h"

#include <string.h>

#include "wording.h"

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

const char *bcf_line_change(bcf_arena *arena, const bcf_sheet *lines, size_t row)
{
    bcf_money amount = {0};
    bcf_money base = {0};
    bool has_both = bcf_line_amount(&amount, lines, row)
                    && bcf_line_amount(&base, lines, row % bcf_line_items(lines));
    return has_both ? bcf_wording_plain(arena, bcf_money_subtract(amount, base)) : "";
}

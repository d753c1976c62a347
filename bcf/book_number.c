/* SPDX-License-Identifier: MIT */
#include "book_inside.h"

/*
 * The border to programs that know binary fractions alone, and the only file of the library that
 * has any. Nothing is worked out here, and nothing comes back: a decimal that was computed exactly
 * is handed over as the binary number nearest to it.
 */

/* A decimal of ours is digits, a point, digits. Where the digits and the power of ten are small
 * enough to be exact, as every amount's are, their quotient is the nearest number there is; digits
 * past the fifteenth place after the point are left out. */
static double nearest(const char *decimal)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const double most = 900719925474099; /* a digit more still fits 53 bits */
    bool is_below = *decimal == '-';
    double digits = 0;
    size_t places = 0;
    bool is_after_point = false;
    for (const char *next = decimal + is_below; *next != '\0'; next++) {
        if (*next == '.') {
            is_after_point = true;
        } else if (!is_after_point || (digits <= most && places < 22)) {
            digits = 10 * digits + (*next - '0');
            places += is_after_point;
        }
    }
    double number = digits / powers[places];
    return is_below ? -number : number;
}

lxw_error bcf_book_number(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                          const char *decimal, lxw_format *look)
{
    return worksheet_write_number(sheet, row, column, nearest(decimal), look);
}

lxw_error bcf_book_number_formula(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                                  const char *formula, const char *decimal, lxw_format *look)
{
    return worksheet_write_formula_num(sheet, row, column, formula, look, nearest(decimal));
}

void bcf_book_number_margins(lxw_worksheet *sheet)
{
    worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.5);
}

/* SPDX-License-Identifier: MIT */
#include "decimal_point.h"

locale_t bcf_decimal_point_hold(void)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0) {
        bcf_out_of_memory();
    }
    return uselocale(plain);
}

void bcf_decimal_point_let(locale_t before)
{
    freelocale(uselocale(before));
}

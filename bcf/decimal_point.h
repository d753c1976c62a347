/* SPDX-License-Identifier: MIT */
#ifndef BCF_DECIMAL_POINT_H
#define BCF_DECIMAL_POINT_H

/*
 * decimal_point.h - the point in what a foreign library writes for us.
 *
 * The program that uses bcf may have chosen a language in which 1.5 is written 1,5. What bcf writes
 * itself knows no language; what is written by a library that asks the C library goes between these
 * two calls. They concern the calling thread alone.
 */

#include <locale.h>

#include "decimal.h"

/* Returns what the other call wants back. */
locale_t bcf_decimal_point_hold(void);
void bcf_decimal_point_let(locale_t before);

#endif

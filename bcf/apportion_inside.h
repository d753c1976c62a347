/* SPDX-License-Identifier: MIT */
#ifndef BCF_APPORTION_INSIDE_H
#define BCF_APPORTION_INSIDE_H

/*
 * apportion_inside.h - what the files of the room apportion share; nobody else includes it.
 *
 * apportion         what is refused, and the memory that a split takes
 * apportion_award   the arithmetic of a split; proved by a machine (docs/proof.md)
 */

#include "apportion.h"

/*
 * `units` comes with the quotas rounded down and leaves as the split of `whole` units: the units
 * that are left over go one each to the places that come first. `places` is room for as many.
 *
 * At least one place; `whole` from zero. Stops if the quotas are not those of the weights.
 */
void bcf_apportion_award(int64_t units[], size_t places[], size_t count, const bcf_weights *weights,
                         bcf_tie tie, int64_t whole);

/* The same in pence; all together are at most BCF_MONEY_PENCE_MAX. */
void bcf_apportion_price(bcf_money shares[], const int64_t units[], size_t count, int64_t unit);

#endif

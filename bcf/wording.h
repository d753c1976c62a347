/* SPDX-License-Identifier: MIT */
#ifndef BCF_WORDING_H
#define BCF_WORDING_H

/*
 * wording.h - how a figure is written, for people and for machines.
 *
 * Knows:       thousands separators, decimals; roundings for display, which are half away.
 * Never knows: what a figure means.
 *
 * Every text is in the arena.
 */

#include "cells.h"
#include "period.h"
#include "ratio.h"

/* "1234567.50" for machines. */
const char *bcf_wording_plain(bcf_arena *arena, bcf_money amount);

/* "1,234,567.50" for people; without the pence where all amounts beside it are whole pounds. */
const char *bcf_wording_pounds(bcf_arena *arena, bcf_money amount, bool is_whole);

/* The same, but an empty cell where the whole column comes to nothing: it is then left out. */
const char *bcf_wording_some_pounds(bcf_arena *arena, bcf_money amount, bcf_money of_column,
                                    bool is_whole);

/* "12.34%", "" where the whole is nothing; "45.67", "" where there are no people (or NULL). */
const char *bcf_wording_share(bcf_arena *arena, bcf_money part, bcf_money whole);
const char *bcf_wording_per_head(bcf_arena *arena, bcf_money amount, const bcf_ratio *people);

/* A fraction in per cent, "70.0%"; a rate, "1,234.56"; people, "1,234,567"; a count, "1,234".
 * "" for NULL. */
const char *bcf_wording_per_cent(bcf_arena *arena, const bcf_ratio *fraction);
const char *bcf_wording_rate(bcf_arena *arena, const bcf_ratio *rate);
const char *bcf_wording_people(bcf_arena *arena, const bcf_ratio *people);
const char *bcf_wording_count(bcf_arena *arena, size_t count);

/* "1,234.5", exact where it ends within 14 decimals; otherwise cut off: "0.333333...". */
const char *bcf_wording_exact(bcf_arena *arena, const bcf_ratio *ratio);

/* A fraction in per cent, without the sign and needless zeros: "95", "70". */
const char *bcf_wording_hundredths(bcf_arena *arena, const bcf_ratio *fraction);

/* "1 board", "1,234 boards": a count and what is counted, which takes an s. */
const char *bcf_wording_things(bcf_arena *arena, size_t count, const char *thing);

/* The digits before the point with commas between thousands; the rest as it is. */
const char *bcf_wording_grouped(bcf_arena *arena, const char *digits);

/* "2014-04..2014-12", or "2014-04" for one month; "2015-04-01" for 20150401. */
const char *bcf_wording_period(bcf_arena *arena, bcf_period period);
const char *bcf_wording_date(bcf_arena *arena, int date);

/* "*" where the figure rests on illustrative ones, else "". */
const char *bcf_wording_mark(bcf_status status);

/* The figure and its mark; without one, as much room where any figure of its column, whose worst
 * is given, has one. */
const char *bcf_wording_marked(bcf_arena *arena, const char *figure, bcf_status status,
                               bcf_status worst);

/* "not-achieved" as people write it: "not achieved". */
const char *bcf_wording_spoken(bcf_arena *arena, const char *word);

/* A code or path as a shell takes it: quoted where it has to be. */
const char *bcf_wording_quoted(bcf_arena *arena, const char *word);

#endif

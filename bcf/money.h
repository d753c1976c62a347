/* SPDX-License-Identifier: MIT */
#ifndef BCF_MONEY_H
#define BCF_MONEY_H

/*
 * money.h - amounts in whole pence.
 *
 * Knows:       pence, the largest amount, how an amount is written.
 * Never knows: rates, areas, years, files. It cannot multiply.
 */

#include "error.h"

/* A value. The struct keeps `amount * rate` from compiling. */
typedef struct bcf_money {
    int64_t pence; /* may be below zero */
} bcf_money;

/* GBP 999,999,999,999,999.99: far above any national budget, far below what 64 bits hold. */
#define BCF_MONEY_PENCE_MAX INT64_C(99999999999999999)

/* Bytes of the longest amount, the NUL among them. */
#define BCF_MONEY_TEXT_MAX 32

/*
 * Reads pounds: digits, then at most two decimals ("12", "12.5", "12.50").
 *
 * Refused: an empty text, a sign, a thousands separator, a pound sign, an exponent, a third
 * decimal, more than BCF_MONEY_PENCE_MAX.
 */
BCF_MUST_USE
bcf_code bcf_money_parse(bcf_money *out, const char *text, bcf_place place, bcf_error *err);

/* Stops on a sum past BCF_MONEY_PENCE_MAX either way: callers add only parts of a checked whole. */
bcf_money bcf_money_add(bcf_money a, bcf_money b);
bcf_money bcf_money_subtract(bcf_money a, bcf_money b);
int bcf_money_compare(bcf_money a, bcf_money b); /* negative, zero or positive: a against b */

/* For whom an amount is written. */
typedef enum bcf_money_style {
    BCF_MONEY_PLAIN = 1, /* 1234567.50, for machines */
    BCF_MONEY_GROUPED,   /* 1,234,567.50, for people */
} bcf_money_style;

/* The only formatter of money there is. Always two decimals. Returns `text`. */
const char *bcf_money_text(char text[BCF_MONEY_TEXT_MAX], bcf_money amount, bcf_money_style style);

#endif

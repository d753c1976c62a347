/* SPDX-License-Identifier: MIT */
#ifndef BCF_TEMPLATE_H
#define BCF_TEMPLATE_H

/*
 * template.h - an empty workbook with every table, ready to be filled in.
 *
 * Knows:       what each table and column is for, in words; the names that a policy has for things.
 * Never knows: what anybody fills in.
 *
 * Source: SPEC section 7. A sheet a table: headings (slanted where the column may be left out), a
 * remark on each with what belongs there, lists where only some words may stand, and one example
 * row. The example begins with BCF_TABLES_EXAMPLE, so it is never taken for a figure: reading it
 * back refuses it, or takes a sheet of it alone as a table that is not there (tables.h).
 */

#include "policy.h"
#include "tables.h"
#include "text.h"

/* The bytes of the workbook. Refused as the machine's failure: no temporary file can be written. */
BCF_MUST_USE
bcf_code bcf_template_write(bcf_text *out, const bcf_policy *policy, bcf_error *err);

#endif

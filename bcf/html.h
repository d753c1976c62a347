/* SPDX-License-Identifier: MIT */
#ifndef BCF_HTML_H
#define BCF_HTML_H

/*
 * html.h - a run as one page for a browser: the nation, then each board. It meets libxslt.
 *
 * Knows:       what stands on the page, in which order; where the marks of a chart are.
 * Never knows: how anything is laid out: html/report.xsl does, which computes no figure.
 *
 * The page is one file: style, script and charts are in it, and its content security policy keeps
 * it from asking anybody for more. It can be read and printed without the script, which only sorts
 * the matrix. Every figure is worded by the pages that the program prints (page.h): what stands in
 * the tables of a section is what `allocate`, `score`, `release` and `assure` say.
 *
 * For programs that read it: the section of a board has id="CODE"; each table has a data-table of
 * what it shows ("payments"), and each row of a board's payments and scores a data-key
 * ("2015-04 local").
 */

#include "report.h"
#include "scope.h"

/*
 * The page of a run that went as far as settlement: of everybody, or of one board alone. For a
 * board the first sheet of paper is a statement; of a county a second one is the schedule of the
 * Disabled Facilities Grant that its treasurer passes on (paragraphs 15-16).
 *
 * Refused: what bcf_submissions_read refuses.
 */
BCF_MUST_USE
bcf_code bcf_html_report(bcf_text *out, const bcf_run *run, bcf_scope scope, bcf_error *err);

#endif

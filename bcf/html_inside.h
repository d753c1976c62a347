/* SPDX-License-Identifier: MIT */
#ifndef BCF_HTML_INSIDE_H
#define BCF_HTML_INSIDE_H

/*
 * html_inside.h - what the parts of the room `html` share.
 *
 * The page is described as markup first: sections with the very tables that the program prints, and
 * the marks of each chart as whole numbers. Then html/report.xsl lays it out.
 */

#include "held.h"
#include "html.h"
#include "markup.h"

/* What is shown, and what every section asks for. */
typedef struct bcf_html {
    bcf_arena *arena;
    const bcf_run *run;
    const bcf_standing *standings; /* of each board; NULL where nothing is paid for performance */
    bcf_status pool_status;        /* the worst of any grant */
    bool is_whole;                 /* no grant has odd pence */
} bcf_html;

/* Marks stand on a scale of so many parts. */
#define BCF_HTML_SCALE 10000

/* part / whole on that scale, rounded down; 0 where the whole is nothing. */
int64_t bcf_html_scaled(bcf_money part, bcf_money whole);

/* " name=\"12\"". */
void bcf_html_number(bcf_text *model, const char *name, int64_t number);

/* "<section id= title=>" and its end. */
void bcf_html_begin(bcf_text *model, const char *id, const char *title);
void bcf_html_end(bcf_text *model);

/* "1,234.50*": a sum of the pool; of the payments, where the status is that of its column. */
const char *bcf_html_pounds(const bcf_html *of, bcf_money amount, bcf_status status);
const char *bcf_html_pence(const bcf_html *of, bcf_money amount, bcf_status status);

/* The charts of the nation: each a section's figure, or nothing where there is nothing to show. */
void bcf_html_add_flow(bcf_text *model, const bcf_html *of);
void bcf_html_add_bars(bcf_text *model, const bcf_html *of);
void bcf_html_add_strips(bcf_text *model, const bcf_html *of);
void bcf_html_add_tiles(bcf_text *model, const bcf_html *of);
void bcf_html_add_matrix(bcf_text *model, const bcf_html *of);
void bcf_html_add_funnel(bcf_text *model, const bcf_html *of);

/* The nation, which is all of the page but the boards; the content of a board's section. */
void bcf_html_add_nation(bcf_text *model, const bcf_html *of);
void bcf_html_add_board(bcf_text *model, const bcf_html *of, const bcf_submissions *submissions,
                        size_t board);

/* A board's statement, and the schedule of the grant that it passes on, where it has districts. */
void bcf_html_add_statement(bcf_text *model, const bcf_html *of, size_t board);
void bcf_html_add_schedule(bcf_text *model, const bcf_html *of, const bcf_submissions *submissions,
                           size_t board);

/* The stylesheet, ready to be used any number of times; freed by its own function. */
typedef struct bcf_html_layout bcf_html_layout;

bcf_html_layout *bcf_html_layout_new(void);
void bcf_html_layout_free(bcf_html_layout *layout);

/* Lays the model out and adds the outcome to the page. */
void bcf_html_layout_add(bcf_text *page, const bcf_html_layout *layout, const bcf_text *model);

/* The style, the script, and the content security policy that allows them alone. */
void bcf_html_layout_add_head(bcf_text *model, bcf_arena *arena);

/* Where each board of England stands on the map: "hwb,column,row,short" and lines of notes. */
const char *bcf_html_layout_tiles(void);

#endif

/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

#include <string.h>

#include "progress.h"

/* Digits past the point of a decimal that a spreadsheet is given: it keeps 15 in all. */
#define PLACES 17

#define HEADING_LETTERS 12 /* in a line of a heading */

const char *bcf_workbook_decimal(const bcf_workbook *of, const bcf_ratio *ratio)
{
    return bcf_ratio_decimal_text(of->arena, ratio, PLACES, BCF_ROUND_HALF_AWAY);
}

void bcf_workbook_headings(bcf_book_sheet *sheet, size_t row, const char *const headings[])
{
    size_t letters = 0;
    for (size_t i = 0; headings[i] != NULL; i++) {
        bcf_book_words(sheet, row, i, headings[i], BCF_BOOK_HEADING);
        letters = strlen(headings[i]) > letters ? strlen(headings[i]) : letters;
    }
    bcf_book_height(sheet, row, 1 + letters / HEADING_LETTERS);
}

void bcf_workbook_check(const bcf_workbook *of, bcf_book_sheet *sheet, size_t row, size_t live,
                        size_t ours, size_t column)
{
    bcf_book_formula_words(sheet, row, column,
                           bcf_arena_print(of->arena, "=IF(%s=%s,\"ok\",\"differs\")",
                                           bcf_book_cell(of->arena, row, live),
                                           bcf_book_cell(of->arena, row, ours)),
                           "ok", BCF_BOOK_CHECK);
}

void bcf_workbook_count_checks(bcf_workbook *of, bcf_book_sheet *sheet, const char *name,
                               size_t first_row, size_t last_row, size_t column)
{
    BCF_ASSERT(of->check_count < WORKBOOK_CHECKS_MAX);
    bcf_book_mark_differences(sheet, first_row, last_row, column);
    of->checks[of->check_count++] = (bcf_workbook_checks){name, first_row, last_row, column};
}

static void add_sheets(bcf_workbook *of)
{
    bcf_book_sheet *front = bcf_book_add_sheet(of->book, FRONT);
    bcf_workbook_add_inputs(of);
    bcf_workbook_add_splits(of);
    bcf_workbook_add_allocate(of);
    if (of->run->release != NULL) {
        if (of->run->admissions == NULL) {
            bcf_workbook_add_scores(of);
            bcf_workbook_add_tests(of);
        } else {
            bcf_workbook_add_quarters(of);
        }
        bcf_workbook_add_release(of);
    }
    bcf_workbook_add_sources(of);
    bcf_workbook_fill_front(of, front);
}

bcf_code bcf_workbook_write(bcf_text *out, const bcf_run *run, bcf_error *err)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_workbook of = {.arena = arena, .run = run};
    bcf_progress_tell(run->arena, "workbook", 0, 0);
    bcf_code code = bcf_book_new(&of.book, arena, run->policy->title, err);
    if (code == BCF_OK) {
        of.people = bcf_people_count(arena, run->figures);
        add_sheets(&of);
        code = bcf_book_finish(out, of.book, err);
        bcf_book_free(of.book);
    }
    bcf_arena_free(arena);
    return code;
}

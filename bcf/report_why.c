/* SPDX-License-Identifier: MIT */
#include "report_why.h"

#define FIGURES_MAX 10 /* on a page, of the best combination */

static const char *join(bcf_arena *arena, const char *before, const char *more, const char *by)
{
    return bcf_arena_print(arena, "%s%s%s", before, *before == '\0' ? "" : by, more);
}

/* "metric-value=overall, unit=1000, rounded to £1,000", or that nothing is changed. */
static const char *changes_of(bcf_arena *arena, const bcf_suspect *suspect)
{
    const char *words = suspect->vintage;
    for (size_t i = 0; i < suspect->assignment_count; i++) {
        words = join(arena, words, suspect->assignments[i], ", ");
    }
    if (suspect->rounded_to != 0) {
        const char *step = bcf_wording_pounds(arena, (bcf_money){suspect->rounded_to}, true);
        words =
            join(arena, words, bcf_arena_print(arena, "rounded to the nearest £%s", step), ", ");
    }
    return *words == '\0' ? "nothing: as in this run" : words;
}

static const char *readings_of(bcf_arena *arena, const bcf_suspect *suspect)
{
    const char *words = "";
    for (size_t i = 0; i < suspect->assignment_count; i++) {
        words = join(arena, words, suspect->assignments[i], " ");
    }
    return words;
}

static const char *number(bcf_arena *arena, size_t count)
{
    return bcf_arena_print(arena, "%zu", count);
}

const bcf_sheet *bcf_report_why(const bcf_run *run, const bcf_reconciliation *found)
{
    static const bcf_sheet_column columns[] = {
        {"rank", BCF_SHEET_FIGURE},        {"data", BCF_SHEET_WORD},
        {"readings", BCF_SHEET_WORD},      {"rounded_to", BCF_SHEET_FIGURE},
        {"changes", BCF_SHEET_FIGURE},     {"result", BCF_SHEET_WORD},
        {"disputed", BCF_SHEET_FIGURE},    {"agreed", BCF_SHEET_FIGURE},
        {"unexplained", BCF_SHEET_FIGURE}, {"broken", BCF_SHEET_FIGURE},
        {"data_status", BCF_SHEET_WORD},
    };
    bcf_arena *arena = run->arena;
    const bcf_why *why = found->why;
    bcf_report_rows rows = {.arena = arena};
    bcf_report_columns(&rows, columns, sizeof columns / sizeof columns[0]);
    bcf_report_begin(&rows, why == NULL ? 0 : why->suspect_count);
    for (size_t i = 0; why != NULL && i < why->suspect_count; i++) {
        const bcf_suspect *suspect = &why->suspects[i];
        bool is_rounded = suspect->rounded_to != 0;
        bcf_report_cell(&rows, number(arena, i + 1));
        bcf_report_cell(&rows, suspect->vintage);
        bcf_report_cell(&rows, readings_of(arena, suspect));
        bcf_report_cell(
            &rows, is_rounded ? bcf_wording_plain(arena, (bcf_money){suspect->rounded_to}) : "");
        bcf_report_cell(&rows, number(arena, suspect->changes));
        bcf_report_cell(&rows, suspect->is_exact                    ? "exact"
                               : is_rounded && suspect->broken == 0 ? "rounded"
                                                                    : "nearest");
        bcf_report_cell(&rows, number(arena, why->disputed));
        bcf_report_cell(&rows, number(arena, suspect->agreed));
        bcf_report_cell(&rows, bcf_wording_plain(arena, suspect->unexplained));
        bcf_report_cell(&rows, number(arena, suspect->broken));
        bcf_report_cell(&rows, bcf_status_text(suspect->status));
    }
    return bcf_report_sheet(&rows, "why", run);
}

static const char *pounds(bcf_arena *arena, bcf_money amount)
{
    return bcf_arena_print(arena, "£%s",
                           bcf_wording_pounds(arena, amount, amount.pence % 100 == 0));
}

static const char *answer_of(bcf_arena *arena, const bcf_why *why)
{
    const bcf_suspect *best = &why->suspects[0];
    const char *changes = changes_of(arena, best);
    const char *disputed = bcf_wording_things(arena, why->disputed, "disputed figure");
    if (best->is_exact) {
        const char *others =
            why->exact == 1
                ? ""
                : bcf_arena_print(arena, " So %s %s.", why->exact == 2 ? "does" : "do",
                                  bcf_wording_things(arena, why->exact - 1, "other combination"));
        return bcf_arena_print(
            arena, "To the penny: %s gives %s as theirs states, and changes none that agreed.%s",
            changes,
            why->disputed == 1 ? "the disputed figure" : bcf_arena_print(arena, "all %s", disputed),
            others);
    }
    if (best->rounded_to != 0 && best->broken == 0) {
        return bcf_arena_print(arena, "Nothing gives theirs to the penny. Rounded: %s.", changes);
    }
    const char *broken =
        best->broken == 0
            ? ""
            : bcf_arena_print(arena, "; %s that agreed, or that theirs does not have, would be off",
                              bcf_wording_things(arena, best->broken, "figure"));
    return bcf_arena_print(arena,
                           "Nothing that was tried gives theirs to the penny. The nearest: %s; it "
                           "gives %zu of %s and leaves %s unexplained%s.",
                           changes, best->agreed, disputed, pounds(arena, best->unexplained),
                           broken);
}

static void add_suspects(bcf_text *page, bcf_arena *arena, const bcf_why *why)
{
    static const bcf_page_column columns[] = {
        {"", BCF_PAGE_RIGHT},
        {"If this were changed", BCF_PAGE_LEFT},
        {"Changes", BCF_PAGE_RIGHT},
        {"Of the disputed, agreed", BCF_PAGE_RIGHT},
        {"Unexplained £", BCF_PAGE_RIGHT},
        {"Others broken", BCF_PAGE_RIGHT},
    };
    bcf_page_table *table = bcf_page_table_new(arena, columns, 6);
    for (size_t i = 0; i < why->suspect_count; i++) {
        const bcf_suspect *suspect = &why->suspects[i];
        bcf_page_table_row(
            table,
            (const char *[]){number(arena, i + 1), changes_of(arena, suspect),
                             number(arena, suspect->changes),
                             bcf_arena_print(arena, "%zu of %zu", suspect->agreed, why->disputed),
                             bcf_wording_pounds(arena, suspect->unexplained,
                                                suspect->unexplained.pence % 100 == 0),
                             bcf_wording_count(arena, suspect->broken)});
    }
    bcf_page_add_table(page, table);
}

/* What the best combination makes of each figure, so that it can be seen. */
static void add_figures(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found)
{
    static const bcf_page_column columns[] = {
        {"Figure", BCF_PAGE_LEFT},
        {"Theirs £", BCF_PAGE_RIGHT},
        {"Ours £", BCF_PAGE_RIGHT},
        {"So changed £", BCF_PAGE_RIGHT},
    };
    const bcf_why *why = found->why;
    const bcf_suspect *best = &why->suspects[0];
    bcf_page_table *table = bcf_page_table_new(arena, columns, 4);
    for (size_t i = 0; i < why->disputed && i < FIGURES_MAX; i++) {
        const bcf_matched *row = why->figures[i];
        const char *words = "";
        for (size_t j = 0; j < found->key_count; j++) {
            words = *row->cells[j] == '\0' ? words : join(arena, words, row->cells[j], " ");
        }
        bcf_page_table_row(
            table, (const char *[]){
                       join(arena, words, row->figure, " "),
                       row->has_theirs ? bcf_wording_pounds(arena, row->theirs, false) : "",
                       row->has_ours ? bcf_wording_pounds(arena, row->ours, false) : "",
                       best->is_there[i] ? bcf_wording_pounds(arena, best->ours[i], false) : ""});
    }
    bcf_page_add_heading(page, "What the first of them gives");
    bcf_page_add_table(page, table);
    if (why->disputed > FIGURES_MAX) {
        bcf_page_add_paragraph(
            page, bcf_arena_print(arena, "and %zu more", why->disputed - FIGURES_MAX), 0);
    }
}

void bcf_report_add_why(bcf_text *page, bcf_arena *arena, const bcf_reconciliation *found)
{
    const bcf_why *why = found->why;
    bcf_page_add_heading(page, "What would explain theirs");
    if (why->suspect_count > 0) {
        bcf_page_add_paragraph(page, answer_of(arena, why), 0);
        bcf_text_add_char(page, '\n');
        add_suspects(page, arena, why);
        add_figures(page, arena, found);
    }
    bcf_text_add_char(page, '\n');
    bcf_page_add_paragraph(
        page,
        bcf_arena_print(arena, "Tried: %s of readings%s%s.",
                        bcf_wording_things(arena, why->tried, "combination"),
                        why->vintages == 0
                            ? ""
                            : bcf_arena_print(arena, ", on these data and %s",
                                              bcf_wording_things(arena, why->vintages, "other")),
                        why->is_cut_off ? "; there are more, which were not" : ""),
        0);
    for (size_t i = 0; i < why->absent_count; i++) {
        bcf_page_add_paragraph(page,
                               bcf_arena_print(arena, "Could not be tried: %s", why->absent[i]), 2);
    }
}

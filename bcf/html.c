/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include <string.h>

#include "progress.h"

/* Where the sections of the boards go in the page of the nation. */
#define BOARDS_HERE "<!--boards-->"

int64_t bcf_html_scaled(bcf_money part, bcf_money whole)
{
    if (whole.pence <= 0 || part.pence <= 0) {
        return 0;
    }
    bcf_arena *arena = bcf_arena_new();
    bcf_ratio *share = bcf_ratio_of(arena, part.pence, whole.pence);
    bcf_ratio_multiply(share, share, bcf_ratio_of(arena, BCF_HTML_SCALE, 1));
    int64_t scaled = bcf_ratio_whole(share, BCF_HTML_SCALE);
    bcf_arena_free(arena);
    return scaled;
}

void bcf_html_number(bcf_text *model, const char *name, int64_t number)
{
    bcf_text_print(model, " %s=\"%lld\"", name, (long long)number);
}

void bcf_html_begin(bcf_text *model, const char *id, const char *title)
{
    bcf_markup_open(model, "section");
    bcf_markup_attribute(model, "id", id);
    bcf_markup_attribute(model, "title", title);
    bcf_markup_body(model);
}

void bcf_html_end(bcf_text *model)
{
    bcf_markup_close(model, "section");
}

const char *bcf_html_pounds(const bcf_html *of, bcf_money amount, bcf_status status)
{
    return bcf_arena_print(of->arena, "£%s%s", bcf_wording_pounds(of->arena, amount, of->is_whole),
                           bcf_wording_mark(status));
}

const char *bcf_html_pence(const bcf_html *of, bcf_money amount, bcf_status status)
{
    return bcf_arena_print(of->arena, "£%s%s", bcf_wording_pounds(of->arena, amount, false),
                           bcf_wording_mark(status));
}

static bcf_html view_of(const bcf_run *run)
{
    bcf_html of = {
        .arena = run->arena,
        .run = run,
        .standings = run->release == NULL ? NULL : bcf_held_by_board(run),
        .is_whole = bcf_report_is_whole(run->allocation),
    };
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        of.pool_status = bcf_status_worst(of.pool_status, run->allocation->grants[i].status);
    }
    return of;
}

/* One board's section. What it needs is released again: many boards take no more than one. */
static void add_one(bcf_text *out, const bcf_html *of, const bcf_html_layout *layout,
                    const bcf_submissions *submissions, size_t board)
{
    bcf_text model = {.is_markup = true};
    bcf_run run = *of->run;
    run.arena = bcf_arena_new();
    bcf_html one = *of;
    one.run = &run;
    one.arena = run.arena;
    bcf_html_add_board(&model, &one, submissions, board);
    bcf_html_layout_add(out, layout, &model);
    bcf_arena_free(run.arena);
    bcf_text_clear(&model);
}

static void add_boards(bcf_text *out, const bcf_html *of, const bcf_html_layout *layout,
                       const bcf_submissions *submissions)
{
    size_t count = of->run->figures->areas->board_count;
    for (size_t board = 0; board < count; board++) {
        bcf_progress_tell(of->arena, "boards of the report", board, count);
        add_one(out, of, layout, submissions, board);
    }
}

static void add_nation(bcf_text *out, const bcf_html *of, const bcf_html_layout *layout,
                       const bcf_submissions *submissions)
{
    bcf_text model = {.is_markup = true};
    bcf_text page = {0};
    bcf_html_add_nation(&model, of);
    bcf_html_layout_add(&page, layout, &model);
    const char *here = NULL; /* the last: a board may be called the same, and names come before */
    for (const char *next = bcf_text_get(&page); (next = strstr(next, BOARDS_HERE)) != NULL;
         next++) {
        here = next;
    }
    BCF_ASSERT(here != NULL);
    bcf_text_add_bytes(out, page.bytes, (size_t)(here - page.bytes));
    add_boards(out, of, layout, submissions);
    bcf_text_add(out, here + strlen(BOARDS_HERE));
    bcf_text_clear(&page);
    bcf_text_clear(&model);
}

/* The page of one board, to be sent on its own. */
static void add_alone(bcf_text *out, const bcf_html *of, const bcf_html_layout *layout,
                      const bcf_submissions *submissions, size_t board)
{
    bcf_text model = {.is_markup = true};
    bcf_markup_open(&model, "alone");
    bcf_markup_attribute(&model, "title", of->run->figures->areas->boards[board].name);
    bcf_markup_body(&model);
    bcf_html_layout_add_head(&model, of->arena);
    bcf_html_add_statement(&model, of, board);
    bcf_html_add_schedule(&model, of, submissions, board);
    bcf_markup_close(&model, "alone");
    bcf_html_layout_add(out, layout, &model);
    bcf_text_clear(&model);
}

bcf_code bcf_html_report(bcf_text *out, const bcf_run *run, bcf_scope scope, bcf_error *err)
{
    BCF_ASSERT(scope.kind == BCF_SCOPE_ALL || scope.kind == BCF_SCOPE_BOARD);
    const bcf_submissions *submissions = NULL;
    bcf_code code = bcf_submissions_read(&submissions, run->arena, run->figures, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_run counted = *run; /* once for all boards */
    counted.people = bcf_run_people(run);
    bcf_html of = view_of(&counted);
    bcf_html_layout *layout = bcf_html_layout_new();
    bcf_text_add(out, "<!DOCTYPE html>\n");
    if (scope.kind == BCF_SCOPE_ALL) {
        add_nation(out, &of, layout, submissions);
    } else {
        add_alone(out, &of, layout, submissions, scope.index);
    }
    bcf_html_layout_free(layout);
    return BCF_OK;
}

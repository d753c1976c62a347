/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem */

#include "book_inside.h"

#include <stdio.h>
#include <string.h>

#include "archive.h"

/*
 * The library writes each sheet to a temporary file before it packs it, and does not look whether
 * that could be written: on a full disk it packs the half, and says that all is well. So what was
 * packed is looked at again: every cell is there, and what was begun is ended.
 */

#define NAME_MAX_BYTES 48 /* of a member, and of the tag that begins one */
#define PIECE_BYTES 65536
#define TAIL_BYTES 64 /* more than any last tag, and than what is counted */
#define CELL_MARK "<c r="
#define STRING_MARK "<si>" /* of the words of all sheets */
/* A sheet of more cells may unpack to more than archive.h reads: it is taken as it is. */
#define CELLS_MAX 1500000

typedef struct whole {
    const bcf_archive *archive;
    char *piece;  /* TAIL_BYTES of the piece before, PIECE_BYTES of this one */
    size_t marks; /* that were counted in the member that was read last */
    char root[NAME_MAX_BYTES];
} whole;

/* The name of the first tag that is no declaration. */
static void find_root(whole *of, const char *text, size_t length)
{
    const char *next = text;
    const char *end = text + length;
    while (next != NULL && next + 1 < end && (*next != '<' || next[1] == '?')) {
        next = memchr(next + 1, '<', (size_t)(end - next - 1));
    }
    size_t count = 0;
    while (next != NULL && next + 1 + count < end && count + 1 < sizeof of->root
           && strchr(" >\r\n", next[1 + count]) == NULL) {
        of->root[count] = next[1 + count];
        count++;
    }
    of->root[count] = '\0';
}

/* Marks in the text; those that are whole in its first `from` bytes were counted before. */
static size_t count_marks(const char *text, size_t length, size_t from, const char *mark)
{
    size_t size = strlen(mark);
    size_t count = 0;
    const char *end = text + length;
    const char *next = text + (from >= size ? from - size + 1 : 0);
    while ((next = memmem(next, (size_t)(end - next), mark, size)) != NULL) {
        count++;
        next += size;
    }
    return count;
}

static bool ends_with_root(const whole *of, const char *tail, size_t length)
{
    char wanted[NAME_MAX_BYTES + 4];
    size_t count = (size_t)snprintf(wanted, sizeof wanted, "</%s>", of->root);
    while (length > 0 && (tail[length - 1] == '\n' || tail[length - 1] == '\r')) {
        length--;
    }
    return *of->root != '\0' && length >= count
           && memcmp(tail + length - count, wanted, count) == 0;
}

/* Reads a member once and counts marks in it; true if it ends as it began. */
static bool read_member(whole *of, const char *name, const char *mark)
{
    bcf_error ignored = {0};
    bcf_archive_member *member = NULL;
    if (bcf_archive_member_open(&member, of->archive, name, &ignored) != BCF_OK) {
        return false;
    }
    of->marks = 0;
    size_t kept = 0; /* of the piece before */
    bool is_first = true;
    int got = bcf_archive_member_read(member, of->piece, PIECE_BYTES);
    while (got > 0) {
        size_t length = kept + (size_t)got;
        if (is_first) {
            find_root(of, of->piece, length);
            is_first = false;
        }
        of->marks += count_marks(of->piece, length, kept, mark);
        kept = length < TAIL_BYTES ? length : TAIL_BYTES;
        memmove(of->piece, of->piece + length - kept, kept);
        got = bcf_archive_member_read(member, of->piece + kept, PIECE_BYTES);
    }
    bcf_archive_member_close(member);
    return got == 0 && !is_first && ends_with_root(of, of->piece, kept);
}

static size_t count_cells(lxw_worksheet *sheet)
{
    size_t count = 0;
    for (lxw_row_t row = 0; row <= sheet->dim_rowmax; row++) {
        lxw_row *found = lxw_worksheet_find_row(sheet, row);
        for (lxw_col_t column = 0; found != NULL && column <= sheet->dim_colmax; column++) {
            count += lxw_worksheet_find_cell_in_row(found, column) != NULL;
        }
    }
    return count;
}

bcf_book_counts bcf_book_count(const bcf_book *book)
{
    size_t count = book->made->num_worksheets;
    bcf_book_counts counts = {.cells = BCF_NEW_ARRAY(book->arena, count, size_t)};
    lxw_worksheet *sheet = NULL;
    STAILQ_FOREACH(sheet, book->made->worksheets, list_pointers)
    {
        counts.cells[counts.sheets++] = count_cells(sheet);
    }
    counts.strings = book->made->sst->unique_count;
    return counts;
}

static const char *const ALWAYS[] = {
    "[Content_Types].xml", "_rels/.rels",         "xl/_rels/workbook.xml.rels", "xl/workbook.xml",
    "xl/styles.xml",       "xl/theme/theme1.xml", "docProps/app.xml",           "docProps/core.xml",
};

/* Before and after the number of a sheet, chart or drawing. */
static const char *const SOMETIMES[][2] = {
    {"xl/worksheets/_rels/sheet", ".xml.rels"}, {"xl/comments", ".xml"},
    {"xl/drawings/vmlDrawing", ".vml"},         {"xl/drawings/drawing", ".xml"},
    {"xl/drawings/_rels/drawing", ".xml.rels"}, {"xl/charts/chart", ".xml"},
};

/* What belongs to the sheet of this number, and the sheet itself. */
static bool is_sheet_whole(whole *of, size_t number, size_t cells)
{
    char name[NAME_MAX_BYTES];
    for (size_t i = 0; i < sizeof SOMETIMES / sizeof *SOMETIMES; i++) {
        snprintf(name, sizeof name, "%s%zu%s", SOMETIMES[i][0], number, SOMETIMES[i][1]);
        if (bcf_archive_has(of->archive, name) && !read_member(of, name, CELL_MARK)) {
            return false;
        }
    }
    snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", number);
    return cells > CELLS_MAX || (read_member(of, name, CELL_MARK) && of->marks == cells);
}

static bool is_whole(whole *of, const bcf_book_counts *counts)
{
    for (size_t i = 0; i < sizeof ALWAYS / sizeof *ALWAYS; i++) {
        if (!read_member(of, ALWAYS[i], CELL_MARK)) {
            return false;
        }
    }
    for (size_t i = 0; i < counts->sheets; i++) {
        if (!is_sheet_whole(of, i + 1, counts->cells[i])) {
            return false;
        }
    }
    return counts->strings == 0
           || (read_member(of, "xl/sharedStrings.xml", STRING_MARK)
               && of->marks == counts->strings);
}

bool bcf_book_is_whole(const char *bytes, size_t length, const bcf_book_counts *counts)
{
    bcf_arena *arena = bcf_arena_new();
    bcf_error ignored = {0};
    bcf_archive *archive = NULL;
    bool is_good = bcf_archive_open(&archive, arena, "workbook", bytes, length, &ignored) == BCF_OK;
    if (is_good) {
        whole of = {.archive = archive,
                    .piece = BCF_NEW_ARRAY(arena, TAIL_BYTES + PIECE_BYTES, char)};
        is_good = is_whole(&of, counts);
    }
    bcf_arena_free(arena);
    return is_good;
}

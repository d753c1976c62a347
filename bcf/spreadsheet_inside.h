/* SPDX-License-Identifier: MIT */
#ifndef BCF_SPREADSHEET_INSIDE_H
#define BCF_SPREADSHEET_INSIDE_H

/*
 * spreadsheet_inside.h - what the files of the room spreadsheet share; nobody else includes it.
 */

#include <libxml/xmlreader.h>

#include "archive.h"
#include "markup.h"
#include "spreadsheet.h"

#define BCF_SPREADSHEET_ROWS_MAX 1048576
#define BCF_SPREADSHEET_COLUMNS_MAX 16384
#define BCF_SPREADSHEET_BYTES_MAX ((size_t)512 * 1024 * 1024) /* unpacked, of all that is read */
#define BCF_SPREADSHEET_SHEETS_MAX 255 /* as Excel makes at first; a dataset has some twenty */

#define BCF_SPREADSHEET_LISTED_MAX 8000000 /* shared texts, styles; cells, also empty ones */

/* A cell's text and what it is. `text` is NULL for nothing at all. */
typedef struct bcf_spreadsheet_cell {
    const char *text;
    bcf_csv_kind kind;
} bcf_spreadsheet_cell;

/* A workbook while it is read. */
typedef struct bcf_workbook_reader {
    bcf_arena *arena;
    const char *path;
    bcf_archive *archive;
    bcf_spreadsheet_wants *wants;
    bcf_spreadsheet_sheet *sheets;
    size_t count;
    size_t unpacked; /* bytes of all members that were opened, however often the same one */
    bcf_code code;   /* the first that was refused */
    bcf_error *err;
} bcf_workbook_reader;

/* Names one more sheet; the caller fills in the rest. */
bcf_spreadsheet_sheet *bcf_spreadsheet_add_sheet(bcf_workbook_reader *book, const char *name);

/* One sheet while its cells come, row by row. Starts with bcf_spreadsheet_begin(). */
typedef struct bcf_rows_maker {
    bcf_workbook_reader *book;
    bcf_spreadsheet_sheet *sheet;
    bcf_csv *csv;
    bcf_arena *scratch;
    bcf_csv_row *rows; /* growing, in scratch */
    int row;           /* of the cells below; 0 before the first */
    int last_column;   /* of the row, from 1; 0 before its first cell */
    size_t used;       /* how far the cells below are filled */
    bcf_spreadsheet_cell cells[BCF_CSV_COLUMNS_MAX];
    bool is_hidden_row;
    int first_hidden_column; /* from 1; 0 for none */
    size_t bytes;            /* of all cells kept */
    size_t seen;             /* cells, those with nothing in them too */
    bool has_header;
    bool is_broken; /* what follows would only repeat what was said */
} bcf_rows_maker;

void bcf_spreadsheet_begin(bcf_rows_maker *maker, bcf_workbook_reader *book,
                           bcf_spreadsheet_sheet *sheet);

/* A row begins; rows come in order, else it is refused. */
void bcf_spreadsheet_begin_row(bcf_rows_maker *maker, int row, bool is_hidden);

/* The next cell, and the same again in the columns after it. */
void bcf_spreadsheet_put(bcf_rows_maker *maker, int column, int repeated,
                         bcf_spreadsheet_cell cell);

/* The row ends, and comes again in the rows after it. */
void bcf_spreadsheet_end_row(bcf_rows_maker *maker, int repeated);

void bcf_spreadsheet_end(bcf_rows_maker *maker);

/* Refuses what is wrong with one cell, and with the sheet as such. */
void bcf_spreadsheet_refuse_cell(bcf_rows_maker *maker, int row, int column, const char *words);
void bcf_spreadsheet_break(bcf_rows_maker *maker, const char *words);

/* A number as a plain decimal of at most 15 digits, in the arena; NULL where it is no number. */
const char *bcf_spreadsheet_number(bcf_arena *arena, const char *written);

/* A day that is counted: 41730 is 2014-04-01, days before 1 March 1900 as Excel counts them. */
bcf_spreadsheet_cell bcf_spreadsheet_counted_day(bcf_arena *arena, const char *number,
                                                 bool is_from_1904);

/* A day that is written: "2014-04-01", "2014-04-01T00:00:00". */
bcf_spreadsheet_cell bcf_spreadsheet_written_day(bcf_arena *arena, const char *text);

bcf_spreadsheet_cell bcf_spreadsheet_unusable(bcf_arena *arena, const char *format, ...)
    BCF_PRINTF(2, 3);

bcf_spreadsheet_cell bcf_spreadsheet_no_result(void); /* of a formula */

/* One member of the archive, read as XML from its start to its end; never as a whole. */
typedef struct bcf_member {
    bcf_workbook_reader *book;
    const char *name;
    bcf_archive_member *member;
    xmlTextReaderPtr reader;
    bcf_markup_watch watch; /* over the bytes before the parser has them */
    bcf_code code;          /* once something was refused */
    const char *words;      /* what the parser said, in the arena of the book */
    int line;               /* where, if that is not where the parser is; 0 */
} bcf_member;

/* Opens a member; it must be closed whatever comes. Refused: what bcf_archive_member_open refuses,
 * and more than BCF_SPREADSHEET_BYTES_MAX in all. */
BCF_MUST_USE
bcf_code bcf_member_open(bcf_member *out, bcf_workbook_reader *book, const char *name);

/* Goes on to the next element, end or text; false at the end, and where it is refused: not well
 * formed, damaged, with a document type. */
bool bcf_member_next(bcf_member *member);
bcf_code bcf_member_close(bcf_member *member);

/* The same for a member that lists things; refused if there are more than `most` "sheets". */
BCF_MUST_USE
bcf_code bcf_member_close_list(bcf_member *member, size_t count, size_t most, const char *what);

/* True at the start, at the end of such an element; an empty one has a start alone. */
bool bcf_member_begins(const bcf_member *member, const char *element);
bool bcf_member_ends(const bcf_member *member, const char *element);
bool bcf_member_is_empty(const bcf_member *member);

/* Text, in the arena; NULL where there is none here. */
const char *bcf_member_text(const bcf_member *member, bcf_arena *arena);

/* An attribute by its name, whatever its prefix; NULL where there is none. In the arena. */
const char *bcf_member_attribute(const bcf_member *member, bcf_arena *arena, const char *name);

/* A whole number; `otherwise` where it is missing or none. */
int bcf_member_number(const bcf_member *member, const char *name, int otherwise);

bcf_code bcf_spreadsheet_read_xlsx(bcf_workbook_reader *book);
bcf_code bcf_spreadsheet_read_ods(bcf_workbook_reader *book);

#endif

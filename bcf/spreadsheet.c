/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* strcasecmp */

#include "spreadsheet.h"

#include <string.h>
#include <strings.h>

#include "files.h"
#include "spreadsheet_inside.h"

bcf_spreadsheet_sheet *bcf_spreadsheet_add_sheet(bcf_workbook_reader *book, const char *name)
{
    BCF_MAKE_ROOM(book->arena, book->sheets, book->count);
    bcf_spreadsheet_sheet *sheet = &book->sheets[book->count++];
    *sheet = (bcf_spreadsheet_sheet){.name = bcf_arena_text(book->arena, name), .is_whole = true};
    sheet->place.file = bcf_arena_print(book->arena, "%s:%s", book->path, name);
    return sheet;
}

/* Programs refuse to make two such sheets; so one was added by hand, to be read or to be hidden. */
static void refuse_twins(bcf_workbook_reader *book)
{
    for (size_t i = 1; i < book->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcasecmp(book->sheets[i].name, book->sheets[j].name) == 0) {
                book->code = bcf_refuse(book->err, BCF_REFUSED_FORM, book->sheets[i].place,
                                        "a second sheet of that name");
                break;
            }
        }
    }
}

static bcf_code refuse_empty(bcf_workbook_reader *book)
{
    return bcf_refuse(book->err, BCF_REFUSED_FORM, (bcf_place){.file = book->path},
                      "is a workbook without a sheet");
}

/* An old .xls and a workbook under a password are both kept in Microsoft's older container. */
static bcf_code refuse_container(const char *bytes, size_t length, bcf_place place, bcf_error *err)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"; /* in UTF-16 */
    bool is_encrypted = false;
    for (size_t i = 0; !is_encrypted && i + sizeof name <= length; i++) {
        is_encrypted = bytes[i] == 'E' && memcmp(bytes + i, name, sizeof name) == 0;
    }
    return bcf_refuse(err, BCF_REFUSED_FILE, place, "%s",
                      is_encrypted
                          ? "is protected by a password: open it, take the password off and save it"
                          : "is a workbook of the old kind, .xls: open it and save it as .xlsx");
}

/* Refuses what is no zip file: nothing else is a workbook that can be read. */
static bcf_code check_start(const char *bytes, size_t length, const char *path, bcf_error *err)
{
    bcf_place place = {.file = path};
    if (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
        return BCF_OK;
    }
    if (length >= 8 && memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0) {
        return refuse_container(bytes, length, place, err);
    }
    return bcf_refuse(err, BCF_REFUSED_FILE, place,
                      "is neither a folder of CSV tables nor an .xlsx or .ods workbook");
}

static bcf_code read_archive(bcf_workbook_reader *book)
{
    if (bcf_archive_has(book->archive, "_rels/.rels")) {
        return bcf_spreadsheet_read_xlsx(book);
    }
    if (bcf_archive_has(book->archive, "content.xml")) {
        return bcf_spreadsheet_read_ods(book);
    }
    return bcf_refuse(book->err, BCF_REFUSED_FORM, (bcf_place){.file = book->path},
                      "is a zip file and no .xlsx or .ods workbook");
}

bcf_code bcf_spreadsheet_read(const bcf_spreadsheet **out, bcf_arena *arena, const char *path,
                              bcf_spreadsheet_wants *wants, bcf_error *err)
{
    *out = NULL;
    bcf_workbook_reader book = {.arena = arena, .path = path, .wants = wants, .err = err};
    bcf_arena *scratch = bcf_arena_new();
    const char *bytes = NULL;
    size_t length = 0;
    bcf_code code = bcf_files_read(&bytes, &length, scratch, path, BCF_ARCHIVE_BYTES_MAX, err);
    if (code == BCF_OK) {
        code = check_start(bytes, length, path, err);
    }
    if (code == BCF_OK) {
        code = bcf_archive_open(&book.archive, scratch, path, bytes, length, err);
    }
    if (code == BCF_OK) {
        code = read_archive(&book);
        refuse_twins(&book);
        code = code == BCF_OK && book.count == 0 ? refuse_empty(&book) : code;
    }
    if (book.count > 0) {
        bcf_spreadsheet *read = BCF_NEW(arena, bcf_spreadsheet);
        *read = (bcf_spreadsheet){.sheets = book.sheets, .count = book.count};
        *out = read;
    }
    bcf_arena_free(scratch);
    return code == BCF_OK ? book.code : code;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "spreadsheet_inside.h"

/* No document type is wanted at all, so nothing is ever expanded or asked for. */
#define OPTIONS (XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC)

static int read_bytes(void *context, char *bytes, int room)
{
    bcf_member *member = context;
    int count = bcf_archive_member_read(member->member, bytes, room);
    if (count > 0 && member->words == NULL) {
        member->words = bcf_markup_look(&member->watch, bytes, (size_t)count);
        member->line = member->words == NULL ? 0 : member->watch.line;
    }
    return member->words == NULL ? count : -1;
}

static int close_bytes(void *member)
{
    (void)member; /* bcf_member_close does */
    return 0;
}

/* The first thing that the parser has to say, on one line. */
static void hear(void *context, xmlErrorPtr error)
{
    bcf_member *member = context;
    if (member->words == NULL && error->level >= XML_ERR_ERROR) {
        const char *said = error->message == NULL ? "" : error->message;
        member->words = bcf_arena_text_part(member->book->arena, said, strcspn(said, "\n"));
    }
}

static bcf_code refuse(bcf_member *member, const char *what)
{
    int line = member->line > 0 ? member->line : xmlTextReaderGetParserLineNumber(member->reader);
    member->code =
        bcf_refuse(member->book->err, BCF_REFUSED_FORM, (bcf_place){.file = member->book->path},
                   "'%s' within it, line %d: %s", member->name, line, what);
    return member->code;
}

bcf_code bcf_member_open(bcf_member *out, bcf_workbook_reader *book, const char *name)
{
    *out = (bcf_member){.book = book, .name = name, .watch = {.line = 1}};
    bcf_code code = bcf_archive_member_open(&out->member, book->archive, name, book->err);
    if (code != BCF_OK) {
        return code;
    }
    book->unpacked += bcf_archive_member_left(out->member);
    if (book->unpacked > BCF_SPREADSHEET_BYTES_MAX) {
        bcf_archive_member_close(out->member);
        return bcf_refuse(book->err, BCF_REFUSED_FORM, (bcf_place){.file = book->path},
                          "would unpack to more than %zu MB in all, which no workbook does",
                          BCF_SPREADSHEET_BYTES_MAX / 1024 / 1024);
    }
    out->reader = xmlReaderForIO(read_bytes, close_bytes, out, name, NULL, OPTIONS);
    if (out->reader == NULL) {
        bcf_out_of_memory();
    }
    xmlTextReaderSetStructuredErrorHandler(out->reader, hear, out);
    return BCF_OK;
}

bool bcf_member_next(bcf_member *member)
{
    if (member->code != BCF_OK) {
        return false;
    }
    int result = xmlTextReaderRead(member->reader);
    if (result < 0 || member->line > 0) {
        refuse(member, member->words == NULL ? "is damaged" : member->words);
        return false;
    }
    if (result == 1 && xmlTextReaderNodeType(member->reader) == XML_READER_TYPE_DOCUMENT_TYPE) {
        refuse(member, "a document type, which no workbook has");
        return false;
    }
    return result == 1;
}

bcf_code bcf_member_close(bcf_member *member)
{
    if (member->reader != NULL) {
        xmlFreeTextReader(member->reader);
        bcf_archive_member_close(member->member);
    }
    return member->code;
}

bcf_code bcf_member_close_list(bcf_member *member, size_t count, size_t most, const char *what)
{
    bcf_code code = bcf_member_close(member);
    if (code != BCF_OK || count <= most) {
        return code;
    }
    return bcf_refuse(member->book->err, BCF_REFUSED_FORM, (bcf_place){.file = member->book->path},
                      "has more than %zu %s, which no dataset has", most, what);
}

static bool is_element(const bcf_member *member, int type, const char *element)
{
    return xmlTextReaderNodeType(member->reader) == type
           && strcmp((const char *)xmlTextReaderConstLocalName(member->reader), element) == 0;
}

bool bcf_member_begins(const bcf_member *member, const char *element)
{
    return is_element(member, XML_READER_TYPE_ELEMENT, element);
}

bool bcf_member_ends(const bcf_member *member, const char *element)
{
    return is_element(member, XML_READER_TYPE_END_ELEMENT, element);
}

bool bcf_member_is_empty(const bcf_member *member)
{
    return xmlTextReaderIsEmptyElement(member->reader) == 1;
}

const char *bcf_member_text(const bcf_member *member, bcf_arena *arena)
{
    int type = xmlTextReaderNodeType(member->reader);
    if (type != XML_READER_TYPE_TEXT && type != XML_READER_TYPE_CDATA
        && type != XML_READER_TYPE_SIGNIFICANT_WHITESPACE && type != XML_READER_TYPE_WHITESPACE) {
        return NULL;
    }
    const xmlChar *text = xmlTextReaderConstValue(member->reader);
    return text == NULL ? NULL : bcf_arena_text(arena, (const char *)text);
}

const char *bcf_member_attribute(const bcf_member *member, bcf_arena *arena, const char *name)
{
    const char *found = NULL;
    while (found == NULL && xmlTextReaderMoveToNextAttribute(member->reader) == 1) {
        const char *local = (const char *)xmlTextReaderConstLocalName(member->reader);
        if (strcmp(local, name) == 0) {
            found = bcf_arena_text(arena, (const char *)xmlTextReaderConstValue(member->reader));
        }
    }
    xmlTextReaderMoveToElement(member->reader);
    return found;
}

int bcf_member_number(const bcf_member *member, const char *name, int otherwise)
{
    bcf_arena *scratch = bcf_arena_new();
    const char *digits = bcf_member_attribute(member, scratch, name);
    int number = otherwise;
    if (digits != NULL) {
        size_t count = strspn(digits, "0123456789");
        bool is_number = count > 0 && count <= 9 && digits[count] == '\0';
        number = is_number ? (int)strtol(digits, NULL, 10) : otherwise;
    }
    bcf_arena_free(scratch);
    return number;
}

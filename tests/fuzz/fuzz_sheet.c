/* SPDX-License-Identifier: MIT */
/*
 * fuzz_sheet.c - the XML of one member of a workbook whose package is well formed: what is in the
 * zip file gets to the readers of cells, days and styles, whatever it is.
 *
 * Input: a byte for the member, then its XML.
 */
#include "book.h"

#include <zip.h>

typedef struct member {
    const char *name;
    const char *xml; /* what stands there unless it is the input's turn */
} member;

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define RELATION(id, type, target)                                                                 \
    "<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"

/* The order is part of the corpus, and of seeds.py: add at the end. */
static const member xlsx[] = {
    {"xl/worksheets/sheet1.xml",
     "<worksheet xmlns='" MAIN "'><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c>"
     "<c r='B1' t='inlineStr'><is><t>name</t></is></c></row><row r='2'><c r='A2' s='1'>"
     "<v>41733</v></c><c r='B2'><v>0.1</v></c></row></sheetData></worksheet>"},
    {"xl/sharedStrings.xml", "<sst xmlns='" MAIN "'><si><t>hwb</t></si><si><t>H1</t></si></sst>"},
    {"xl/styles.xml", "<styleSheet xmlns='" MAIN "'><numFmts><numFmt numFmtId='170' "
                      "formatCode='yyyy'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>"
                      "<xf numFmtId='170'/></cellXfs></styleSheet>"},
    {"xl/workbook.xml", "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'><sheets>"
                        "<sheet name='boards' sheetId='1' r:id='rId1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns='" PACKAGE "'>" RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
         RELATION("rId2", "sharedStrings", "sharedStrings.xml")
             RELATION("rId3", "styles", "styles.xml") "</Relationships>"},
    {"_rels/.rels", "<Relationships xmlns='" PACKAGE
                    "'>" RELATION("rId1", "officeDocument", "xl/workbook.xml") "</Relationships>"},
};

/* The content is always the input's. */
static const member ods[] = {
    {"content.xml", ""},
    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void add(zip_t *zip, const char *name, const void *bytes, size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, size, 0);
    FUZZ_CHECK(source != NULL);
    zip_int64_t place = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    FUZZ_CHECK(place >= 0);
    FUZZ_CHECK(zip_set_file_compression(zip, (zip_uint64_t)place, ZIP_CM_STORE, 0) == 0);
}

/* The package, in the memory, and from there into the file. */
static void pack(fuzz_file *file, const member members[], size_t count, size_t replaced,
                 const fuzz_bytes *xml)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &error);
    FUZZ_CHECK(whole != NULL);
    zip_source_keep(whole);
    zip_t *zip = zip_open_from_source(whole, ZIP_TRUNCATE, &error);
    FUZZ_CHECK(zip != NULL);
    for (size_t i = 0; i < count; i++) {
        if (i == replaced) {
            add(zip, members[i].name, xml->at, xml->left);
        } else {
            add(zip, members[i].name, members[i].xml, strlen(members[i].xml));
        }
    }
    FUZZ_CHECK(zip_close(zip) == 0);
    FUZZ_CHECK(zip_source_open(whole) == 0);
    static char bytes[1 << 20];
    zip_int64_t size = zip_source_read(whole, bytes, sizeof bytes);
    FUZZ_CHECK(size > 0 && (size_t)size < sizeof bytes);
    fuzz_file_put(file, bytes, (size_t)size);
    zip_source_close(whole);
    zip_source_free(whole);
    zip_error_fini(&error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fuzz_file file;
    fuzz_bytes from = {data, size};
    size_t which = fuzz_take(&from) % (COUNT(xlsx) + 1);
    if (from.left > 1 << 19) {
        return 0;
    }
    if (which < COUNT(xlsx)) {
        pack(&file, xlsx, COUNT(xlsx), which, &from);
    } else {
        pack(&file, ods, COUNT(ods), 0, &from);
    }
    fuzz_book_read(file.path);
    return 0;
}

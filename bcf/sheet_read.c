/* SPDX-License-Identifier: MIT */
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <string.h>

#include "markup.h"
#include "sheet.h"

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_problem;
#else
typedef xmlErrorPtr xml_problem;
#endif

/* What the element at hand is. */
typedef enum place_in_document {
    OUTSIDE = 0,
    IN_ROOT,
    IN_FACT,
    IN_SHEET,
    IN_NOTE,
    IN_ROW,
    IN_INPUTS,
    IN_INPUT,
    IN_SEAL,
} place_in_document;

/* A sheet in the making. */
typedef struct open_sheet {
    bcf_sheet *sheet;
    bcf_sheet_column *columns;
    const char **cells;
    size_t cell_count;
    const char **notes;
} open_sheet;

typedef struct reader {
    bcf_arena *arena;
    xmlParserCtxtPtr parser;
    const char *root;
    const char *path;
    bcf_error *err;
    bcf_code found;
    place_in_document at;
    bcf_text words; /* of the element at hand */
    bcf_sheet_document *out;
    bcf_sheet_fact *facts;
    bcf_sheet_input *inputs;
    const bcf_sheet **sheets;
    open_sheet open;
} reader;

/* Only the first problem counts: what follows from it helps nobody. */
static void stop(reader *reading, const char *what, const char *detail)
{
    if (reading->found == BCF_OK) {
        int line = reading->parser->input == NULL ? 0 : reading->parser->input->line;
        reading->found =
            bcf_refuse(reading->err, BCF_REFUSED_FORM,
                       (bcf_place){.file = reading->path, .line = line}, "%s%s", what, detail);
    }
    xmlStopParser(reading->parser);
}

/* No table has such words, so no run has them. */
static void check_words(reader *reading, const char *words, size_t length)
{
    if (!bcf_text_is_harmless(words, length)) {
        stop(reading, "holds control characters, or those that turn the direction of writing", "");
    }
}

/* An attribute as libxml2 passes it: name, prefix, namespace, value, end of the value. */
static const char *attribute_name(const xmlChar *const attributes[], int i)
{
    return (const char *)attributes[5 * i];
}

/* In the arena. "" once it has stopped: libxml2 has then released the bytes that it passes. */
static const char *attribute_value(reader *reading, const xmlChar *const attributes[], int i)
{
    if (reading->found != BCF_OK) {
        return "";
    }
    const char *value = (const char *)attributes[5 * i + 3];
    size_t length = (size_t)((const char *)attributes[5 * i + 4] - value);
    const char *kept = bcf_arena_text_part(reading->arena, value, length);
    check_words(reading, kept, length);
    return kept;
}

/* The value of the one attribute that an element has; NULL where it has another one, or more. */
static const char *the_attribute(reader *reading, const char *name, int count,
                                 const xmlChar *const attributes[])
{
    bool is_it = count == 1 && strcmp(attribute_name(attributes, 0), name) == 0;
    return is_it ? attribute_value(reading, attributes, 0) : NULL;
}

/* Digits of a whole number; 0 where it is none, or one of more digits than any format has. */
static int64_t format_of(const char *digits)
{
    int64_t format = 0;
    for (size_t i = 0; digits[i] != '\0'; i++) {
        if (digits[i] < '0' || digits[i] > '9' || i == 18) {
            return 0;
        }
        format = 10 * format + (digits[i] - '0');
    }
    return format;
}

static void begin_root(reader *reading, const char *name, int count,
                       const xmlChar *const attributes[])
{
    if (strcmp(name, reading->root) != 0) {
        stop(reading, "is no run of bcf: its element is ", name);
        return;
    }
    const char *format = the_attribute(reading, "format", count, attributes);
    reading->out->format = format == NULL ? 0 : format_of(format);
    reading->at = IN_ROOT;
}

static void begin_sheet(reader *reading, const char *name)
{
    bcf_sheet *sheet = BCF_NEW(reading->arena, bcf_sheet);
    sheet->name = bcf_arena_text(reading->arena, name);
    BCF_MAKE_ROOM(reading->arena, reading->sheets, reading->out->sheet_count);
    reading->sheets[reading->out->sheet_count++] = sheet;
    reading->open = (open_sheet){.sheet = sheet};
    reading->at = IN_SHEET;
}

static void begin_fact(reader *reading, const char *name)
{
    if (name == NULL) {
        stop(reading, "a fact has one attribute, its name", "");
        return;
    }
    BCF_MAKE_ROOM(reading->arena, reading->facts, reading->out->fact_count);
    reading->facts[reading->out->fact_count++] = (bcf_sheet_fact){name, ""};
    reading->at = IN_FACT;
}

static void begin_in_root(reader *reading, const char *name, int count,
                          const xmlChar *const attributes[])
{
    if (strcmp(name, "fact") == 0) {
        begin_fact(reading, the_attribute(reading, "name", count, attributes));
    } else if (strcmp(name, "seal") == 0) {
        reading->out->seal = the_attribute(reading, "sha256", count, attributes);
        reading->at = IN_SEAL;
    } else if (strcmp(name, "inputs") == 0) {
        reading->at = IN_INPUTS;
    } else {
        begin_sheet(reading, name);
    }
}

static void begin_input(reader *reading, const char *name, int count,
                        const xmlChar *const attributes[])
{
    const char *of = the_attribute(reading, "name", count, attributes);
    BCF_MAKE_ROOM(reading->arena, reading->inputs, reading->out->input_count);
    reading->inputs[reading->out->input_count++] = (bcf_sheet_input){
        .element = bcf_arena_text(reading->arena, name), .name = of == NULL ? "" : of, .bytes = ""};
    reading->at = IN_INPUT;
}

/* The first row says which columns there are. */
static void keep_columns(reader *reading, int count, const xmlChar *const attributes[])
{
    open_sheet *open = &reading->open;
    open->columns = BCF_NEW_ARRAY(reading->arena, (size_t)count, bcf_sheet_column);
    for (int i = 0; i < count; i++) {
        open->columns[i] = (bcf_sheet_column){
            bcf_arena_text(reading->arena, attribute_name(attributes, i)), BCF_SHEET_WORD};
    }
    open->sheet->columns = open->columns;
    open->sheet->column_count = (size_t)count;
}

static void begin_row(reader *reading, int count, const xmlChar *const attributes[])
{
    open_sheet *open = &reading->open;
    if (open->columns == NULL) {
        keep_columns(reading, count, attributes);
    }
    bool is_like_others = (size_t)count == open->sheet->column_count;
    for (int i = 0; is_like_others && i < count; i++) {
        is_like_others = strcmp(open->columns[i].name, attribute_name(attributes, i)) == 0;
        BCF_MAKE_ROOM(reading->arena, open->cells, open->cell_count);
        open->cells[open->cell_count++] = attribute_value(reading, attributes, i);
    }
    if (!is_like_others) {
        stop(reading, "the row has not the attributes of the rows before it", "");
        return;
    }
    open->sheet->row_count++;
    reading->at = IN_ROW;
}

static void begin_in_sheet(reader *reading, const char *name, int count,
                           const xmlChar *const attributes[])
{
    if (strcmp(name, "row") == 0) {
        begin_row(reading, count, attributes);
    } else if (strcmp(name, "note") == 0) {
        reading->at = IN_NOTE;
    } else {
        stop(reading, "a sheet has rows and notes, no element ", name);
    }
}

static void start_element(void *context, const xmlChar *local, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int count, int default_count, const xmlChar **attributes)
{
    (void)prefix;
    (void)uri;
    (void)namespaces;
    (void)default_count;
    reader *reading = context;
    const char *name = (const char *)local;
    const xmlChar *const *of = (const xmlChar *const *)attributes;
    reading->words.length = 0;
    if (namespace_count > 0 || count > BCF_MARKUP_ATTRIBUTES_MAX) {
        stop(reading, "an element with more attributes than any of a run: ", name);
        return;
    }
    switch (reading->at) {
    case OUTSIDE:
        begin_root(reading, name, count, of);
        return;
    case IN_ROOT:
        begin_in_root(reading, name, count, of);
        return;
    case IN_SHEET:
        begin_in_sheet(reading, name, count, of);
        return;
    case IN_INPUTS:
        begin_input(reading, name, count, of);
        return;
    case IN_FACT:
    case IN_NOTE:
    case IN_ROW:
    case IN_INPUT:
    case IN_SEAL:
        stop(reading, "no element may stand here: ", name);
        return;
    }
    BCF_UNREACHABLE("a place that no document has");
}

static const char *words_of(reader *reading)
{
    check_words(reading, bcf_text_get(&reading->words), reading->words.length);
    return bcf_arena_text_part(reading->arena, bcf_text_get(&reading->words),
                               reading->words.length);
}

static void end_sheet(reader *reading)
{
    open_sheet *open = &reading->open;
    open->sheet->cells = open->cells;
    open->sheet->notes = open->notes;
    reading->at = IN_ROOT;
}

static void end_note(reader *reading)
{
    open_sheet *open = &reading->open;
    BCF_MAKE_ROOM(reading->arena, open->notes, open->sheet->note_count);
    open->notes[open->sheet->note_count++] = words_of(reading);
    reading->at = IN_SHEET;
}

static void end_element(void *context, const xmlChar *local, const xmlChar *prefix,
                        const xmlChar *uri)
{
    (void)local;
    (void)prefix;
    (void)uri;
    reader *reading = context;
    switch (reading->at) {
    case IN_FACT:
        reading->facts[reading->out->fact_count - 1].value = words_of(reading);
        reading->at = IN_ROOT;
        return;
    case IN_NOTE:
        end_note(reading);
        return;
    case IN_ROW:
        reading->at = IN_SHEET;
        return;
    case IN_SHEET:
        end_sheet(reading);
        return;
    case IN_INPUT:
        reading->inputs[reading->out->input_count - 1].bytes = words_of(reading);
        reading->inputs[reading->out->input_count - 1].length = reading->words.length;
        reading->at = IN_INPUTS;
        return;
    case IN_INPUTS:
    case IN_SEAL:
        reading->at = IN_ROOT;
        return;
    case IN_ROOT:
    case OUTSIDE:
        reading->at = OUTSIDE;
        return;
    }
    BCF_UNREACHABLE("a place that no document has");
}

static void add_words(void *context, const xmlChar *bytes, int count)
{
    reader *reading = context;
    if (reading->at == IN_FACT || reading->at == IN_NOTE || reading->at == IN_INPUT) {
        bcf_text_add_bytes(&reading->words, (const char *)bytes, (size_t)count);
    }
}

/* Entities can only be declared in a document type: so none is ever read, let alone expanded. */
static void stop_at_document_type(void *context, const xmlChar *name, const xmlChar *public_id,
                                  const xmlChar *system_id)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    stop(context, "a document type declaration is not allowed", "");
}

static void add_problem(void *context, xml_problem problem)
{
    if (problem->code == XML_ERR_NO_MEMORY) {
        bcf_out_of_memory();
    }
    if (problem->level >= XML_ERR_ERROR) {
        const char *words = problem->message == NULL ? "" : problem->message;
        reader *reading = context;
        stop(reading, "is not well formed: ",
             bcf_arena_text_part(reading->arena, words, strcspn(words, "\r\n")));
    }
}

static void parse(reader *reading, const char *bytes, size_t length)
{
    reading->parser = xmlNewParserCtxt();
    if (reading->parser == NULL) {
        bcf_out_of_memory();
    }
    *reading->parser->sax = (xmlSAXHandler){
        .initialized = XML_SAX2_MAGIC,
        .internalSubset = stop_at_document_type,
        .startElementNs = start_element,
        .endElementNs = end_element,
        .characters = add_words,
        .cdataBlock = add_words,
        .serror = add_problem,
    };
    reading->parser->userData = reading;
    /* huge: a table may be longer than what libxml2 takes for a text; there are no entities */
    xmlDocPtr document = xmlCtxtReadMemory(reading->parser, bytes, (int)length, NULL, NULL,
                                           XML_PARSE_NONET | XML_PARSE_BIG_LINES | XML_PARSE_HUGE
                                               | XML_PARSE_IGNORE_ENC);
    xmlFreeDoc(document);
    if (reading->parser->wellFormed == 0) {
        stop(reading, "is not well formed", "");
    }
    xmlFreeParserCtxt(reading->parser);
    bcf_text_clear(&reading->words);
}

/* How many bytes stand before the last line that begins with the seal; 0 where there is none. */
static size_t sealed_length(const char *bytes, size_t length)
{
    static const char seal[] = "\n  <seal ";
    size_t wanted = sizeof seal - 1;
    for (size_t i = length; i >= wanted; i--) {
        if (memcmp(bytes + i - wanted, seal, wanted) == 0) {
            return i - wanted + 1;
        }
    }
    return 0;
}

bcf_code bcf_sheets_read(bcf_sheet_document *out, bcf_arena *arena, const char *name,
                         const char *path, const char *bytes, size_t length, bcf_error *err)
{
    _Static_assert(BCF_SHEET_BYTES_MAX < INT_MAX, "libxml2 counts bytes in an int");
    BCF_ASSERT(length <= BCF_SHEET_BYTES_MAX);
    *out = (bcf_sheet_document){.name = name};
    bcf_markup_watch watch = {.line = 1};
    const char *fault = bcf_markup_look(&watch, bytes, length);
    if (fault != NULL) {
        return bcf_refuse(err, BCF_REFUSED_FORM, (bcf_place){.file = path, .line = watch.line},
                          "%s", fault);
    }
    reader reading = {.arena = arena, .root = name, .path = path, .err = err, .out = out};
    parse(&reading, bytes, length);
    out->facts = reading.facts;
    out->inputs = reading.inputs;
    out->sheets = reading.sheets;
    out->sealed_length = sealed_length(bytes, length);
    return reading.found;
}

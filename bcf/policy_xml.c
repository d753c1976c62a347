/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "policy_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/SAX2.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

/* Far more than any tag needs; libxml2 compares each attribute of a tag with each other one. */
#define TAG_BYTES_MAX 65536
#define TAG_ATTRIBUTES_MAX 64

#define SCHEMA_HINTS "http://www.w3.org/2001/XMLSchema-instance"

/* Where libxml2's problems go while it works on one file of ours, and where they went before. */
typedef struct watch {
    const char *file;
    bcf_error *err;
    bcf_code found; /* BCF_OK as long as there is no problem */
    bool has_stopped;
    xmlStructuredErrorFunc handler_before;
    void *context_before;
} watch;

static void add_problem(void *context, bcf_xml_problem problem)
{
    watch *watching = context;
    if (problem->code == XML_ERR_NO_MEMORY) {
        bcf_out_of_memory();
    }
    if (watching->has_stopped || problem->level < XML_ERR_ERROR) {
        return;
    }
    bcf_text words = {0};
    if (bcf_policy_words(&words, problem)) {
        bcf_place place = {.file = watching->file, .line = problem->line};
        watching->found =
            bcf_refuse(watching->err, BCF_REFUSED_FORM, place, "%s", bcf_text_get(&words));
    }
    bcf_text_clear(&words);
}

static void begin_watch(watch *watching, const char *file, bcf_error *err)
{
    *watching = (watch){.file = file,
                        .err = err,
                        .handler_before = xmlStructuredError,
                        .context_before = xmlStructuredErrorContext};
    xmlResetLastError();
    xmlSetStructuredErrorFunc(watching, add_problem);
}

/* Not everything that libxml2 does without comes to add_problem; it keeps the last of it. */
static void end_watch(const watch *watching)
{
    const xmlError *last = xmlGetLastError();
    if (last != NULL && last->code == XML_ERR_NO_MEMORY) {
        bcf_out_of_memory();
    }
    xmlSetStructuredErrorFunc(watching->context_before, watching->handler_before);
    xmlResetLastError();
}

/* Lines since the last '<', which no attribute value can hold: since the tag's own start. */
static int lines_into_tag(const xmlParserInput *input)
{
    int lines = 0;
    for (const xmlChar *cursor = input->cur; cursor > input->base && *cursor != '<'; cursor--) {
        lines += *cursor == '\n';
    }
    return lines;
}

static bcf_place place_of_tag(const xmlParserCtxt *parser)
{
    const watch *watching = parser->_private;
    return (bcf_place){.file = watching->file,
                       .line = parser->input->line - lines_into_tag(parser->input)};
}

/* What is wrong is said; what libxml2 finds on its way out does not count any more. */
static void stop(xmlParserCtxt *parser, const char *why)
{
    watch *watching = parser->_private;
    watching->found = bcf_refuse(watching->err, BCF_REFUSED_FORM, place_of_tag(parser), "%s", why);
    watching->has_stopped = true;
    xmlStopParser(parser);
}

/* Attributes by which a document names its own schema, or types other than the schema's.
 * `attributes` are five pointers each: name, prefix, namespace, value, end of the value. */
static void refuse_schema_hints(const xmlParserCtxt *parser, const xmlChar *const attributes[],
                                int count)
{
    watch *watching = parser->_private;
    for (int i = 0; i < count; i++) {
        const char *space = (const char *)attributes[5 * i + 2];
        if (space != NULL && strcmp(space, SCHEMA_HINTS) == 0) {
            watching->found = bcf_refuse(watching->err, BCF_REFUSED_FORM, place_of_tag(parser),
                                         "the attribute '%s' of XMLSchema-instance is not allowed",
                                         (const char *)attributes[5 * i]);
        }
    }
}

/* Titles are printed, and shown on a page. False once it has stopped: libxml2 has then released the
 * bytes that it was reading, and so what it passes of them. */
static bool are_words_good(xmlParserCtxt *parser, const xmlChar *words, size_t length)
{
    const watch *watching = parser->_private;
    if (!watching->has_stopped && !bcf_text_is_harmless((const char *)words, length)) {
        stop(parser, "holds control characters, or those that turn the direction of writing");
    }
    return !watching->has_stopped;
}

static void add_characters(void *context, const xmlChar *words, int length)
{
    if (are_words_good(context, words, (size_t)length)) {
        xmlSAX2Characters(context, words, length);
    }
}

static void add_cdata(void *context, const xmlChar *words, int length)
{
    if (are_words_good(context, words, (size_t)length)) {
        xmlSAX2CDataBlock(context, words, length);
    }
}

/* libxml2 gives an element the line where its start tag ends; people look where it begins. */
static void start_element(void *context, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                          int attribute_count, int default_count, const xmlChar **attributes)
{
    xmlParserCtxtPtr parser = context;
    if (attribute_count > TAG_ATTRIBUTES_MAX) {
        stop(parser, "the element has too many attributes");
        return;
    }
    for (int i = 0; i < attribute_count; i++) {
        const xmlChar *value = attributes[5 * i + 3];
        if (!are_words_good(parser, value, (size_t)(attributes[5 * i + 4] - value))) {
            return;
        }
    }
    refuse_schema_hints(parser, attributes, attribute_count);
    xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, namespaces, attribute_count,
                          default_count, attributes);
    int lines = lines_into_tag(parser->input);
    /* 65535 says that the line did not fit and stands elsewhere */
    if (parser->node != NULL && parser->node->line < 65535 && parser->node->line > lines) {
        parser->node->line = (unsigned short)(parser->node->line - lines);
    }
}

/* Entities can only be declared in a document type: so none is ever read, let alone expanded. */
static void stop_at_document_type(void *context, const xmlChar *name, const xmlChar *public_id,
                                  const xmlChar *system_id)
{
    (void)name;
    (void)public_id;
    (void)system_id;
    stop(context, "a document type declaration is not allowed");
}

static bcf_code parse(xmlDocPtr *out, watch *watching, const char *bytes, size_t length)
{
    _Static_assert(BCF_POLICY_BYTES_MAX < INT32_MAX, "libxml2 counts bytes in an int");
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    if (parser == NULL) {
        bcf_out_of_memory();
    }
    parser->_private = watching;
    parser->sax->internalSubset = stop_at_document_type;
    parser->sax->startElementNs = start_element;
    parser->sax->characters = add_characters;
    parser->sax->ignorableWhitespace = add_characters;
    parser->sax->cdataBlock = add_cdata;
    *out = xmlCtxtReadMemory(parser, bytes, (int)length, watching->file, NULL,
                             XML_PARSE_NONET | XML_PARSE_BIG_LINES);
    xmlFreeParserCtxt(parser);
    if (*out == NULL && watching->found == BCF_OK) {
        watching->found = bcf_refuse(watching->err, BCF_REFUSED_FORM,
                                     (bcf_place){.file = watching->file}, "not well formed");
    }
    if (watching->found != BCF_OK) {
        xmlFreeDoc(*out);
        *out = NULL;
    }
    return watching->found;
}

static bcf_code read_all(int file, char *bytes, size_t length, bcf_place place, bcf_error *err)
{
    size_t done = 0;
    while (done < length) {
        ssize_t got = read(file, bytes + done, length - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be read: %s",
                              got == 0 ? "it became shorter" : strerror(errno));
        }
        done += (size_t)got;
    }
    return BCF_OK;
}

static bcf_code check_file(const struct stat *status, bcf_place place, bcf_error *err)
{
    if (!S_ISREG(status->st_mode)) {
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "is not a regular file");
    }
    if (status->st_size > BCF_POLICY_BYTES_MAX) {
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "is larger than %d bytes",
                          BCF_POLICY_BYTES_MAX);
    }
    return BCF_OK;
}

/* Sets *out to the file's bytes, which are the caller's to free. */
static bcf_code read_file(char **out, size_t *length, const char *path, bcf_error *err)
{
    bcf_place place = {.file = path};
    struct stat status;
    char *bytes = NULL;
    /* without O_NONBLOCK, opening a pipe would wait for a writer */
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (file < 0 || fstat(file, &status) != 0) {
        const char *why = strerror(errno);
        if (file >= 0) {
            close(file);
        }
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be opened: %s", why);
    }
    bcf_code code = check_file(&status, place, err);
    if (code != BCF_OK) {
        goto done;
    }
    *length = (size_t)status.st_size;
    bytes = malloc(*length + 1);
    if (bytes == NULL) {
        bcf_out_of_memory();
    }
    code = read_all(file, bytes, *length, place, err);
    if (code == BCF_OK) {
        *out = bytes;
        bytes = NULL;
    }
done:
    free(bytes);
    close(file);
    return code;
}

/* Refuses a tag or a text so long that libxml2 would take its time over it. */
static bcf_code check_lengths(const char *bytes, size_t length, const char *path, bcf_error *err)
{
    bcf_place place = {.file = path, .line = 1};
    size_t since = 0;
    int line = 1;
    for (size_t i = 0; i < length; i++) {
        line += bytes[i] == '\n';
        if (bytes[i] == '<') {
            since = i;
            place.line = line;
        } else if (i - since > TAG_BYTES_MAX) {
            return bcf_refuse(err, BCF_REFUSED_FORM, place, "more than %d bytes without a tag",
                              TAG_BYTES_MAX);
        }
    }
    return BCF_OK;
}

static bcf_code parse_bytes(xmlDocPtr *out, watch *watching, const char *bytes, size_t length)
{
    bcf_code code = check_lengths(bytes, length, watching->file, watching->err);
    return code == BCF_OK ? parse(out, watching, bytes, length) : code;
}

static bcf_code parse_file(xmlDocPtr *out, watch *watching)
{
    char *bytes = NULL;
    size_t length = 0;
    bcf_code code = read_file(&bytes, &length, watching->file, watching->err);
    if (code != BCF_OK) {
        return code;
    }
    code = parse_bytes(out, watching, bytes, length);
    free(bytes);
    return code;
}

static bcf_code validate(watch *watching, xmlDocPtr document, const bcf_policy_schema *schema)
{
    xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema->schema);
    if (validator == NULL) {
        bcf_out_of_memory();
    }
    int result = xmlSchemaValidateDoc(validator, document);
    xmlSchemaFreeValidCtxt(validator);
    if (result != 0 && watching->found == BCF_OK) {
        watching->found =
            bcf_refuse(watching->err, BCF_REFUSED_FORM, (bcf_place){.file = watching->file},
                       "the schema does not allow it");
    }
    return watching->found;
}

bcf_code bcf_policy_schema_read(bcf_policy_schema *out, const char *path, bcf_error *err)
{
    bcf_policy_schema schema = {0};
    watch watching;
    begin_watch(&watching, path, err);
    bcf_code code = parse_file(&schema.document, &watching);
    if (code != BCF_OK) {
        goto done;
    }
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewDocParserCtxt(schema.document);
    if (parser == NULL) {
        bcf_out_of_memory();
    }
    schema.schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    if (schema.schema == NULL || watching.found != BCF_OK) {
        bcf_policy_schema_clear(&schema);
        code = bcf_refuse(err, BCF_REFUSED_FORM, (bcf_place){.file = path},
                          "is not a schema that can be used");
        goto done;
    }
    *out = schema;
done:
    end_watch(&watching);
    return code;
}

void bcf_policy_schema_clear(bcf_policy_schema *schema)
{
    xmlSchemaFree(schema->schema);
    xmlFreeDoc(schema->document);
    *schema = (bcf_policy_schema){0};
}

bcf_code bcf_policy_document_read(xmlDocPtr *out, const bcf_policy_text *from,
                                  const bcf_policy_schema *schema, bcf_error *err)
{
    xmlDocPtr document = NULL;
    watch watching;
    begin_watch(&watching, from->path, err);
    bcf_code code = BCF_OK;
    if (from->bytes == NULL) {
        code = parse_file(&document, &watching);
    } else if (from->length > BCF_POLICY_BYTES_MAX) {
        code = bcf_refuse(err, BCF_REFUSED_FILE, (bcf_place){.file = from->path},
                          "is larger than %d bytes", BCF_POLICY_BYTES_MAX);
    } else {
        code = parse_bytes(&document, &watching, from->bytes, from->length);
    }
    if (code != BCF_OK) {
        goto done;
    }
    code = validate(&watching, document, schema);
    if (code != BCF_OK) {
        xmlFreeDoc(document);
        goto done;
    }
    *out = document;
done:
    end_watch(&watching);
    return code;
}

bcf_code bcf_policy_canonical(const char **out, size_t *length, bcf_arena *arena,
                              xmlDocPtr document, const char *path, bcf_error *err)
{
    xmlChar *bytes = NULL;
    watch watching;
    begin_watch(&watching, path, err);
    int written = xmlC14NDocDumpMemory(document, NULL, XML_C14N_1_0, NULL, 0, &bytes);
    end_watch(&watching);
    if (written < 0) {
        return bcf_refuse(err, BCF_REFUSED_FORM, (bcf_place){.file = path},
                          "has no canonical form");
    }
    *length = (size_t)written;
    *out = bcf_arena_text_part(arena, (const char *)bytes, *length);
    xmlFree(bytes);
    return BCF_OK;
}

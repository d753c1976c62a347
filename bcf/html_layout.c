/* SPDX-License-Identifier: MIT */
#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/xsltutils.h>
#include <string.h>

#include "decimal_point.h"
#include "digest.h"
#include "html_inside.h"
#include "html_sources.h"

/* Models are ours, and as large as the dataset is. */
#define QUIET (XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
#define PARSE_OPTIONS                                                                              \
    (XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOBLANKS | XML_PARSE_COMPACT | QUIET)

struct bcf_html_layout {
    xsltStylesheetPtr sheet;
    xsltSecurityPrefsPtr security;
};

static const char *file_of(const unsigned char bytes[])
{
    return (const char *)bytes;
}

/* Nothing is read, written or asked for while a page is laid out. */
static xsltSecurityPrefsPtr forbid_everything(void)
{
    static const xsltSecurityOption options[] = {
        XSLT_SECPREF_READ_FILE,    XSLT_SECPREF_WRITE_FILE,    XSLT_SECPREF_CREATE_DIRECTORY,
        XSLT_SECPREF_READ_NETWORK, XSLT_SECPREF_WRITE_NETWORK,
    };
    xsltSecurityPrefsPtr security = xsltNewSecurityPrefs();
    if (security == NULL) {
        bcf_out_of_memory();
    }
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        xsltSetSecurityPrefs(security, options[i], xsltSecurityForbid);
    }
    return security;
}

/* What libxslt would say goes nowhere: only a lack of memory can be wrong. Nothing is set for the
 * whole process, which may be somebody else's program. */
static void say_nothing(void *context, const char *message, ...)
{
    (void)context;
    (void)message;
}

bcf_html_layout *bcf_html_layout_new(void)
{
    bcf_html_layout *layout = calloc(1, sizeof *layout);
    xmlDocPtr document = xmlReadMemory(file_of(report_xsl), (int)sizeof report_xsl - 1,
                                       "report.xsl", NULL, XML_PARSE_NONET | QUIET);
    if (layout == NULL || document == NULL) {
        bcf_out_of_memory();
    }
    layout->sheet = xsltParseStylesheetDoc(document); /* owns the document from now on */
    if (layout->sheet == NULL) {
        bcf_out_of_memory();
    }
    BCF_ASSERT(layout->sheet->errors == 0);
    layout->security = forbid_everything();
    return layout;
}

void bcf_html_layout_free(bcf_html_layout *layout)
{
    xsltFreeStylesheet(layout->sheet);
    xsltFreeSecurityPrefs(layout->security);
    free(layout);
}

/* libxml2 leaves a text out that it finds no memory for, and goes on: but it remembers. */
static void check_memory(void)
{
    const xmlError *last = xmlGetLastError();
    if (last != NULL && last->code == XML_ERR_NO_MEMORY) {
        bcf_out_of_memory();
    }
}

static int add_written(void *page, const char *bytes, int count)
{
    bcf_text_add_bytes(page, bytes, (size_t)count);
    return count;
}

static void write_out(bcf_text *page, xmlDocPtr result)
{
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(add_written, NULL, page, NULL);
    if (buffer == NULL) {
        bcf_out_of_memory();
    }
    if (result->encoding == NULL) { /* letters stand as they are */
        result->encoding = xmlStrdup((const xmlChar *)"UTF-8");
    }
    for (xmlNodePtr node = result->children; node != NULL; node = node->next) {
        htmlNodeDumpFormatOutput(buffer, result, node, "UTF-8", 0);
    }
    if (xmlOutputBufferClose(buffer) < 0) {
        bcf_out_of_memory();
    }
    check_memory();
}

void bcf_html_layout_add(bcf_text *page, const bcf_html_layout *layout, const bcf_text *model)
{
    BCF_ASSERT(model->length < INT32_MAX);
    xmlResetLastError();
    xmlDocPtr document =
        xmlReadMemory(bcf_text_get(model), (int)model->length, "report.xml", NULL, PARSE_OPTIONS);
    xsltTransformContextPtr context =
        document == NULL ? NULL : xsltNewTransformContext(layout->sheet, document);
    if (context == NULL || xsltSetCtxtSecurityPrefs(layout->security, context) != 0) {
        bcf_out_of_memory();
    }
    xsltSetTransformErrorFunc(context, NULL, say_nothing);
    locale_t before = bcf_decimal_point_hold();
    xmlDocPtr result = xsltApplyStylesheetUser(layout->sheet, document, NULL, NULL, NULL, context);
    bcf_decimal_point_let(before);
    if (result == NULL || context->state != XSLT_STATE_OK) {
        bcf_out_of_memory();
    }
    write_out(page, result);
    xmlFreeDoc(result);
    xsltFreeTransformContext(context);
    xmlFreeDoc(document);
}

void bcf_html_layout_add_head(bcf_text *model, bcf_arena *arena)
{
    const char *script = file_of(report_js);
    const char *style = file_of(report_css);
    bcf_markup_element(
        model, "allowed",
        bcf_arena_print(arena,
                        "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; "
                        "base-uri 'none'; form-action 'none'",
                        bcf_digest_base_sixty_four(arena, style, strlen(style)),
                        bcf_digest_base_sixty_four(arena, script, strlen(script))));
    bcf_text_add(model, "<style><![CDATA[");
    bcf_text_add(model, style);
    bcf_text_add(model, "]]></style><script><![CDATA[");
    bcf_text_add(model, script);
    bcf_text_add(model, "]]></script>\n");
}

const char *bcf_html_layout_tiles(void)
{
    return file_of(tiles_csv);
}

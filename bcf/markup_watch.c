/* SPDX-License-Identifier: MIT */
#include "markup.h"

#include <string.h>

/* What is no tag although it begins like one, and how it ends; what stands before is "<". */
static const struct {
    const char *start;
    const char *end;
} sections[] = {{"![CDATA[", "]]>"}, {"!--", "-->"}, {"?", "?>"}};

#define SECTION_COUNT (sizeof sections / sizeof sections[0])

/* True while the bytes seen and this one begin a section; `section` is then the first such. */
static bool goes_on(bcf_markup_watch *watch, char byte)
{
    for (size_t i = watch->section; i < SECTION_COUNT; i++) {
        const char *start = sections[i].start;
        bool is_like = strncmp(start, sections[watch->section].start, watch->seen) == 0;
        if (is_like && start[watch->seen] == byte) {
            watch->section = i;
            watch->seen++;
            return true;
        }
    }
    return false;
}

/* How much of the end of its section was seen with this byte. "--->" and "]]]>" are ends too. */
static size_t end_seen(const bcf_markup_watch *watch, char byte)
{
    const char *end = sections[watch->section].end;
    if (end[watch->seen] == byte) {
        return watch->seen + 1;
    }
    bool is_again = watch->seen > 0 && byte == end[0];
    return is_again ? strlen(end) - 1 : 0;
}

static void look_in_section(bcf_markup_watch *watch, char byte)
{
    watch->seen = end_seen(watch, byte);
    if (watch->seen == strlen(sections[watch->section].end)) {
        watch->at = BCF_MARKUP_TEXT;
    }
}

/* False for an attribute too many. */
static bool look_in_tag(bcf_markup_watch *watch, char byte)
{
    if (byte == '>') {
        watch->at = BCF_MARKUP_TEXT;
    } else if (byte == '"' || byte == '\'') {
        watch->at = BCF_MARKUP_VALUE;
        watch->quote = byte;
        watch->values++;
    }
    return watch->values <= BCF_MARKUP_ATTRIBUTES_MAX;
}

static bool look_behind_start(bcf_markup_watch *watch, char byte)
{
    if (!goes_on(watch, byte)) {
        watch->at = BCF_MARKUP_TAG;
        return look_in_tag(watch, byte);
    }
    if (sections[watch->section].start[watch->seen] == '\0') {
        watch->at = BCF_MARKUP_SECTION;
        watch->seen = 0;
    }
    return true;
}

static bool look_at(bcf_markup_watch *watch, char byte)
{
    switch (watch->at) {
    case BCF_MARKUP_FIRST:
    case BCF_MARKUP_TEXT:
        if (byte == '<') {
            watch->at = BCF_MARKUP_START;
            watch->section = 0;
            watch->seen = 0;
            watch->values = 0;
        }
        return true;
    case BCF_MARKUP_START:
        return look_behind_start(watch, byte);
    case BCF_MARKUP_SECTION:
        look_in_section(watch, byte);
        return true;
    case BCF_MARKUP_TAG:
        return look_in_tag(watch, byte);
    case BCF_MARKUP_VALUE:
        watch->at = byte == watch->quote ? BCF_MARKUP_TAG : BCF_MARKUP_VALUE;
        return true;
    }
    BCF_UNREACHABLE("a place that no XML has");
}

/* libxml2 guesses from the first bytes: any that are no "<" of UTF-8 make it read another spelling.
 * What a document says of itself it is told to pass over (XML_PARSE_IGNORE_ENC). */
static bool begins_as_utf8(const char *bytes, size_t count)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t skipped = count >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    bool is_empty = count == skipped;
    return is_empty || (strchr("< \t\r\n", bytes[skipped]) != NULL && bytes[skipped] != '\0');
}

const char *bcf_markup_look(bcf_markup_watch *watch, const char *bytes, size_t count)
{
    if (watch->at == BCF_MARKUP_FIRST && count > 0) {
        if (!begins_as_utf8(bytes, count)) {
            return "is not well formed: it does not begin as XML in UTF-8 does";
        }
        watch->at = BCF_MARKUP_TEXT;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == '\0') {
            return "is not well formed: it holds bytes of zero, as no XML in UTF-8 does";
        }
        watch->line += bytes[i] == '\n';
        if (!look_at(watch, bytes[i])) {
            return "the element has too many attributes";
        }
    }
    return NULL;
}

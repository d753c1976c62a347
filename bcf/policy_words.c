/* SPDX-License-Identifier: MIT */
#include "policy_inside.h"

#include <string.h>

/* As libxml2 writes a name of ours in its messages. */
#define OUR_NAMESPACE "{urn:bcf:policy:1}"

/* Values from the file may hold line ends; a message is one line. */
static void add_on_one_line(bcf_text *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bcf_text_add_char(out, (unsigned char)text[i] < ' ' ? ' ' : text[i]);
    }
}

/* The message without our namespace, its line end and its full stop. */
static void add_cleaned(bcf_text *out, const char *message)
{
    size_t end = strlen(message);
    while (end > 0 && strchr("\n. ", message[end - 1]) != NULL) {
        end--;
    }
    const char *cursor = message;
    const char *stop = message + end;
    while (cursor < stop) {
        const char *name = strstr(cursor, OUR_NAMESPACE);
        const char *upto = name == NULL || name > stop ? stop : name;
        add_on_one_line(out, cursor, (size_t)(upto - cursor));
        cursor = upto == stop ? stop : upto + strlen(OUR_NAMESPACE);
    }
}

/* The list in brackets at the end of "Expected is one of ( title, sources )", or nothing. */
static void add_expected(bcf_text *out, const char *sentence)
{
    const char *open = strstr(sentence, "( ");
    const char *close = open == NULL ? NULL : strstr(open, " )");
    if (close != NULL) {
        bcf_text_add(out, "; expected: ");
        bcf_text_add_bytes(out, open + 2, (size_t)(close - open) - 2);
    }
}

/* What each attribute looks like: the schema has these as patterns, which few people read. */
static const struct {
    const char *attribute;
    const char *words;
} forms[] = {
    {"amount", "an amount (digits, then at most two decimals)"},
    {"critical-value", "a number above zero (such as 1.96)"},
    {"date", "a date (YYYY-MM-DD; of a source also YYYY-MM or YYYY)"},
    {"fall", "a number above zero (such as 0.25 or 1/3)"},
    {"first", "a date (YYYY-MM-DD)"},
    {"id", "an id (small letters, digits, single hyphens)"},
    {"last", "a date (YYYY-MM-DD)"},
    {"people", "a number above zero (such as 0.01 or 1/3)"},
    {"places", "a number of decimals (0 to 30, or all)"},
    {"points", "a whole number above zero"},
    {"share", "a share (from 0 to 1, at most six decimals)"},
    {"value", "a number (such as 0.054, 2/37 or -0.01)"},
    {"version", "a version (a whole number above zero)"},
    {"year", "a financial year (2015-16)"},
    {"weight", "a weight (a whole number above zero)"},
    {"window", "a window (YYYY-MM..YYYY-MM, or any)"},
};

/* In words, what the attribute of "element 'x', attribute 'y': " looks like; NULL: no words. */
static const char *form_of(const char *subject)
{
    const char *quote = strstr(subject, "attribute '");
    for (size_t i = 0; quote != NULL && i < sizeof forms / sizeof forms[0]; i++) {
        const char *name = quote + strlen("attribute '");
        size_t length = strlen(forms[i].attribute);
        if (strncmp(name, forms[i].attribute, length) == 0 && name[length] == '\'') {
            return forms[i].words;
        }
    }
    return NULL;
}

static void add_form(bcf_text *out, const char *value, const char *pattern)
{
    const char *words = form_of(bcf_text_get(out));
    bcf_text_add_char(out, '\'');
    add_on_one_line(out, value, strlen(value));
    bcf_text_add(out, words == NULL ? "' is not of the form " : "' is not ");
    bcf_text_add(out, words == NULL ? pattern : words);
}

/* "No match found for key-sequence ['guidanc'] of keyref 'source-must-be-listed'" */
static void add_constraint(bcf_text *out, const char *sentence)
{
    const char *open = strchr(sentence, '[');
    const char *close = strrchr(sentence, ']');
    const char *rule = strrchr(sentence, ' ');
    BCF_ASSERT(open != NULL && close > open && rule > close);
    bcf_text_add_bytes(out, open + 1, (size_t)(close - open) - 1);
    bcf_text_print(out, " breaks the rule%s", rule);
}

/* libxml2's sentence on a constraint: it has all that add_constraint looks for. */
static bool is_broken_rule(const char *sentence)
{
    const char *close = strrchr(sentence, ']');
    return (strncmp(sentence, "No match", 8) == 0 || strncmp(sentence, "Duplicate", 9) == 0)
           && strchr(sentence, '[') != NULL && close != NULL && strchr(close, ' ') != NULL;
}

/* Our words for what a schema most often refuses; libxml2's, cleaned, for the rest. */
static void add_sentence(bcf_text *out, bcf_xml_problem problem, const char *cleaned)
{
    const char *first = problem->str1 == NULL ? "" : problem->str1;
    const char *second = problem->str2 == NULL ? "" : problem->str2;
    switch (problem->code) {
    case XML_SCHEMAV_CVC_ELT_1:
        bcf_text_add(out, "the element is not the root of a policy");
        return;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
        bcf_text_print(out, "the attribute '%s' is missing", first);
        return;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
        bcf_text_add(out, "the attribute is not known here");
        return;
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
        bcf_text_add_char(out, '\'');
        add_on_one_line(out, first, strlen(first));
        bcf_text_print(out, "' is none of %s", second);
        return;
    case XML_SCHEMAV_CVC_PATTERN_VALID:
        add_form(out, first, second);
        return;
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
        bcf_text_add(out, "nothing is written there");
        return;
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
        bcf_text_add(out, "the text is too long");
        return;
    case XML_SCHEMAV_ELEMENT_CONTENT:
        bcf_text_add(out, strncmp(cleaned, "Missing", 7) == 0 ? "a child element is missing"
                                                              : "the element is not known here");
        add_expected(out, cleaned);
        return;
    case XML_SCHEMAV_CVC_IDC:
        add_constraint(out, cleaned);
        return;
    default:
        bcf_text_add(out, cleaned);
        return;
    }
}

bool bcf_policy_words(bcf_text *out, bcf_xml_problem problem)
{
    bcf_text cleaned = {0};
    add_cleaned(&cleaned, problem->message == NULL ? "not well formed" : problem->message);
    const char *sentence = bcf_text_get(&cleaned);
    const char *subject_end = strstr(sentence, "': ");
    if (strncmp(sentence, "Element '", 9) == 0 && subject_end != NULL) {
        bcf_text_add_char(out, 'e');
        bcf_text_add_bytes(out, sentence + 1, (size_t)(subject_end - sentence) + 2);
        sentence = subject_end + 3;
    }
    bool counts = problem->code != XML_SCHEMAV_CVC_IDC || is_broken_rule(sentence);
    if (counts) {
        add_sentence(out, problem, sentence);
    }
    bcf_text_clear(&cleaned);
    return counts;
}

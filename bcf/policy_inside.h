/* SPDX-License-Identifier: MIT */
#ifndef BCF_POLICY_INSIDE_H
#define BCF_POLICY_INSIDE_H

/*
 * policy_inside.h - what the files of the room policy share; nobody else includes it.
 *
 * policy_xml    bytes of a file -> a document that is well formed and what the schema allows
 * policy_words  libxml2's problems in our words
 * policy_read   document -> records: all but the three that follow
 * policy_formulas, policy_payments  constants and formulas; what is paid for performance
 * policy_assurance  what plans are looked at for
 * policy_node   one element, typed
 * policy_check  whether the records agree with one another; policy_kinds: the formulas
 * policy        the four steps in order; look-ups
 * policy_installed  which policies are installed, and which of them an id means
 */

#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#include "policy.h"
#include "text.h"

#if LIBXML_VERSION >= 21200
typedef const xmlError *bcf_xml_problem;
#else
typedef xmlErrorPtr bcf_xml_problem;
#endif

/*
 * Adds what libxml2 found, as "element 'fund', attribute 'x': " and our words. False, and nothing
 * is added, where the problem only follows from another one: a key that could not be read.
 */
bool bcf_policy_words(bcf_text *out, bcf_xml_problem problem);

/* A schema needs its document as long as it lives. */
typedef struct bcf_policy_schema {
    xmlDocPtr document;
    xmlSchemaPtr schema;
} bcf_policy_schema;

/* On BCF_OK, *out is the caller's to clear. */
BCF_MUST_USE
bcf_code bcf_policy_schema_read(bcf_policy_schema *out, const char *path, bcf_error *err);
void bcf_policy_schema_clear(bcf_policy_schema *schema);

/* On BCF_OK, *out is the caller's to free with xmlFreeDoc. Refused: as bcf_policy_load says. */
BCF_MUST_USE
bcf_code bcf_policy_document_read(xmlDocPtr *out, const bcf_policy_text *from,
                                  const bcf_policy_schema *schema, bcf_error *err);

#define BCF_POLICY_FILE "policy.xml"

/* "v10", without leading zeros; and what an id is made of: a name that would lead out of a folder
 * is none. */
bool bcf_policy_is_version(const char *name);
bool bcf_policy_is_id(const char *name);

/* The four steps, by a schema that was read before. */
BCF_MUST_USE
bcf_code bcf_policy_load_by(const bcf_policy **out, bcf_arena *arena, const bcf_policy_text *from,
                            const bcf_policy_schema *schema, bcf_error *err);

/* C14N 1.0 without comments, in the arena. */
BCF_MUST_USE
bcf_code bcf_policy_canonical(const char **out, size_t *length, bcf_arena *arena,
                              xmlDocPtr document, const char *path, bcf_error *err);

/* Sets everything in `policy` that the document says; nothing points into the document after. */
BCF_MUST_USE
bcf_code bcf_policy_read(bcf_policy *policy, bcf_arena *arena, xmlDocPtr document, bcf_error *err);

/*
 * Puts the formulas in order. Refused: ids that nothing has, and rules that contradict one another;
 * all of them at once.
 */
BCF_MUST_USE
bcf_code bcf_policy_check(bcf_policy *policy, bcf_arena *arena, bcf_error *err);

/* What the checks share; they go on after a problem, so that the user sees all of them. */
typedef struct bcf_agreement {
    const bcf_policy *policy;
    bcf_error *err;
    bcf_code found;
} bcf_agreement;

void bcf_agreement_keep(bcf_agreement *check, bcf_code code);
void bcf_agreement_whens(bcf_agreement *check, const bcf_whens *whens);
void bcf_agreement_level(bcf_agreement *check, const char *id, bcf_level level, const char *what,
                         const char *name, bcf_place place);
void bcf_agreement_constant(bcf_agreement *check, const char *id, bcf_place place);

/* Checks each formula; returns their order, each after those that it refers to. */
const size_t *bcf_policy_check_formulas(bcf_agreement *check, bcf_arena *arena);

#endif

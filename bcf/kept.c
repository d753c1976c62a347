/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* stat */

#include "kept.h"

#include <string.h>
#include <sys/stat.h>

#include "digest.h"
#include "files.h"

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

const char *bcf_kept_file(bcf_arena *arena, const char *folder, const char *name)
{
    bool has_slash = folder[0] != '\0' && folder[strlen(folder) - 1] == '/';
    return bcf_arena_print(arena, "%s%s%s", folder, has_slash ? "" : "/", name);
}

const char *bcf_kept_fact(const bcf_sheet_document *document, const char *name)
{
    for (size_t i = 0; i < document->fact_count; i++) {
        if (strcmp(document->facts[i].name, name) == 0) {
            return document->facts[i].value;
        }
    }
    return NULL;
}

const bcf_sheet *bcf_kept_sheet(const bcf_kept_run *kept, const char *name)
{
    for (size_t i = 0; i < kept->document.sheet_count; i++) {
        if (strcmp(kept->document.sheets[i]->name, name) == 0) {
            return kept->document.sheets[i];
        }
    }
    return NULL;
}

bool bcf_kept_is_sealed(bcf_arena *arena, const bcf_kept_run *kept)
{
    const char *seal = kept->document.seal;
    return seal != NULL
           && strcmp(seal, bcf_digest_of(arena, kept->bytes, kept->document.sealed_length)) == 0;
}

static bcf_code check_format(const bcf_sheet_document *document, bcf_place place, bcf_error *err)
{
    if (document->format > BCF_RUN_FORMAT) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place,
                          "is of format %lld, and this bcf knows formats up to %d: a later bcf can "
                          "verify it",
                          (long long)document->format, BCF_RUN_FORMAT);
    }
    if (document->format < 1) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place,
                          "states no format: it was made before runs kept their inputs, and cannot "
                          "be made again from itself; settle it anew");
    }
    return BCF_OK;
}

static bcf_code take_table(bcf_kept_inputs *to, bcf_arena *arena, const bcf_sheet_document *from,
                           const bcf_sheet_input *input, bcf_place place, bcf_error *err)
{
    bcf_table_id id = BCF_TABLE_COUNT;
    if (!bcf_table_find(&id, input->name)) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place, "there is no table '%s'", input->name);
    }
    if (to->tables[id].bytes != NULL) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place, "table '%s' is there twice", input->name);
    }
    to->tables[id] = (bcf_table_text){input->bytes, input->length};
    to->table_digests[id] =
        bcf_kept_fact(from, bcf_arena_print(arena, "table:%s:sha256-file", input->name));
    return BCF_OK;
}

static bcf_code take_inputs(bcf_kept_inputs *to, bcf_arena *arena, const bcf_sheet_document *from,
                            bcf_place place, bcf_error *err)
{
    to->policy.path = "policy";
    bcf_code code = BCF_OK;
    for (size_t i = 0; code == BCF_OK && i < from->input_count; i++) {
        const bcf_sheet_input *input = &from->inputs[i];
        if (strcmp(input->element, "table") == 0) {
            code = take_table(to, arena, from, input, place, err);
        } else if (strcmp(input->element, "policy") == 0 && to->policy.bytes == NULL) {
            to->policy.bytes = input->bytes;
            to->policy.length = input->length;
        } else {
            code = bcf_refuse(err, BCF_REFUSED_FORM, place,
                              "inputs are one policy and tables, no second element '%s'",
                              input->element);
        }
    }
    if (code == BCF_OK && to->policy.bytes == NULL) {
        code = bcf_refuse(err, BCF_REFUSED_FORM, place, "holds no policy to make it again by");
    }
    to->program = bcf_kept_fact(from, "program");
    if (code == BCF_OK && to->program == NULL) {
        code = bcf_refuse(err, BCF_REFUSED_FORM, place, "does not state which program made it");
    }
    to->program_digest = bcf_kept_fact(from, "program:sha256-sources");
    to->policy_digest = bcf_kept_fact(from, "policy:sha256-file");
    return code;
}

/* Notes that cannot be made again: they are taken as they are stated. */
static void take_notes(bcf_kept_inputs *to, bcf_arena *arena, const bcf_sheet_document *from)
{
    if (from->sheet_count == 0) {
        return;
    }
    const bcf_sheet *sheet = from->sheets[0];
    /* no run has more than these, with the one that says that there are more */
    size_t count =
        sheet->note_count <= BCF_NOTES_MAX ? sheet->note_count : (size_t)BCF_NOTES_MAX + 1;
    const char **notes = BCF_NEW_ARRAY(arena, count, const char *);
    for (size_t i = 0; i < count; i++) {
        to->are_all_notes = to->are_all_notes || strcmp(sheet->notes[i], BCF_NOTES_MORE) == 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (to->are_all_notes || bcf_tables_only_file_tells(sheet->notes[i])) {
            notes[to->note_count++] = sheet->notes[i];
        }
    }
    to->notes = notes;
}

static bcf_code take_order(bcf_kept_run *to, bcf_arena *arena, bcf_place place, bcf_error *err)
{
    static const char prefix[] = "setting:";
    const bcf_sheet_document *from = &to->document;
    const char **assignments = BCF_NEW_ARRAY(arena, from->fact_count, const char *);
    for (size_t i = 0; i < from->fact_count; i++) {
        const char *name = from->facts[i].name;
        if (strncmp(name, prefix, sizeof prefix - 1) == 0) {
            assignments[to->order.assignment_count++] =
                bcf_arena_print(arena, "%s=%s", name + (sizeof prefix - 1), from->facts[i].value);
        }
    }
    to->order.assignments = assignments;
    to->order.kept = &to->inputs;
    const char *as_at = bcf_kept_fact(from, "as-at");
    return as_at == NULL ? BCF_OK : bcf_date_parse(&to->order.as_at, as_at, "as-at", place, err);
}

bcf_code bcf_kept_read(bcf_kept_run *out, bcf_arena *arena, const char *path, bcf_error *err)
{
    *out = (bcf_kept_run){.named = path, .path = path, .is_in_folder = is_folder(path)};
    if (out->is_in_folder) {
        out->path = bcf_kept_file(arena, path, BCF_RUN_FILE);
    }
    bcf_place place = {.file = out->path};
    bcf_code code =
        bcf_files_read(&out->bytes, &out->length, arena, out->path, BCF_SHEET_BYTES_MAX, err);
    if (code == BCF_OK) {
        code =
            bcf_sheets_read(&out->document, arena, "run", out->path, out->bytes, out->length, err);
    }
    if (code == BCF_OK) {
        code = check_format(&out->document, place, err);
    }
    if (code == BCF_OK) {
        code = take_inputs(&out->inputs, arena, &out->document, place, err);
    }
    if (code == BCF_OK) {
        take_notes(&out->inputs, arena, &out->document);
        code = take_order(out, arena, place, err);
    }
    return code;
}

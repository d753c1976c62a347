/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* stat */

#include "verify.h"

#include <string.h>
#include <sys/stat.h>

#include "verify_inside.h"

static bool is_there(const char *path)
{
    struct stat facts;
    return lstat(path, &facts) == 0;
}

/* Why the inputs cannot be used any more: that is what the run differs by. A machine that fails is
 * nothing that the run could help; nor is a file that cannot be opened, as the run's own inputs are
 * in memory: it is one of the program's. */
static bcf_code note_refusal(bcf_verified *to, const bcf_error *why, bcf_error *err)
{
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < why->count; i++) {
        if (why->code == BCF_FAILED_MACHINE || why->code == BCF_REFUSED_FILE) {
            code = bcf_refuse(err, why->code, (bcf_place){0}, "%s", why->messages[i]);
        } else {
            bcf_verify_add(to, (bcf_difference){"inputs", "", "refused", "",
                                                bcf_arena_text(to->arena, why->messages[i])});
        }
    }
    return code;
}

/* What was settled with --tables has nothing that people open; nor is it looked at beside a run
 * that is verified alone. */
static bcf_settlement_extent extent_of(const bcf_verified *to, const bcf_kept_run *kept,
                                       const char *path)
{
    bool has_any = kept->is_in_folder
                   && (is_there(bcf_kept_file(to->arena, path, BCF_SETTLEMENT_REPORT))
                       || is_there(bcf_kept_file(to->arena, path, BCF_SETTLEMENT_WORKBOOK)));
    return has_any ? BCF_SETTLEMENT_WHOLE : BCF_SETTLEMENT_TABLES;
}

/* Sets *out to the files of the run, made again; its count is 0 where the inputs are refused. */
static bcf_code make_again(bcf_settlement *out, bcf_verified *to, const bcf_kept_run *kept,
                           bcf_settlement_extent extent, bcf_error *err)
{
    bcf_error why = {0};
    *out = (bcf_settlement){.count = 0};
    bcf_code code =
        bcf_run_to(&to->run, to->arena, &kept->order, BCF_STAGE_SETTLEMENT, "verify", &why);
    if (code == BCF_OK) {
        code = bcf_settlement_write(out, to->run, extent, &why);
    }
    if (code != BCF_OK) {
        to->run = NULL;
        out->count = 0;
        return note_refusal(to, &why, err);
    }
    return BCF_OK;
}

/* run.xml by what it says; and where that is all the same, byte for byte. */
static bcf_code compare_run(bcf_verified *to, const bcf_kept_run *kept, const bcf_file *made,
                            bcf_error *err)
{
    size_t before = to->count;
    bcf_sheet_document computed;
    bcf_code code = bcf_sheets_read(&computed, to->arena, "run", BCF_RUN_FILE, made->content,
                                    made->length, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_verify_documents(to, &kept->document, &computed);
    if (to->count == before) {
        bcf_verify_bytes(to, BCF_RUN_FILE, kept->bytes, kept->length, made->content, made->length);
    }
    return BCF_OK;
}

static void compare_file(bcf_verified *to, const char *folder, const bcf_file *made)
{
    bcf_error why = {0};
    const char *bytes = NULL;
    size_t length = 0;
    const char *path = bcf_kept_file(to->arena, folder, made->name);
    if (bcf_files_read(&bytes, &length, to->arena, path, BCF_SHEET_BYTES_MAX, &why) == BCF_OK) {
        bcf_verify_bytes(to, made->name, bytes, length, made->content, made->length);
    } else {
        bcf_verify_add(to, (bcf_difference){made->name, "", "file",
                                            bcf_arena_text(to->arena, why.messages[0]),
                                            "a file of the run"});
    }
}

/* What rows the run does not have must not lie beside it as if it had. */
static void look_for_strangers(bcf_verified *to, const char *folder, const bcf_settlement *made)
{
    for (const char *const *name = bcf_settlement_names(); *name != NULL; name++) {
        bool is_table = strstr(*name, ".csv") != NULL;
        if (is_table && !bcf_settlement_has(made, *name)
            && is_there(bcf_kept_file(to->arena, folder, *name))) {
            bcf_verify_add(to, (bcf_difference){*name, "", "file", "is there", "no such file"});
        }
    }
}

static void compare_folder(bcf_verified *to, const char *folder, const bcf_settlement *made)
{
    const char **files = BCF_NEW_ARRAY(to->arena, made->count, const char *);
    for (size_t i = 0; i < made->count; i++) {
        if (strcmp(made->files[i].name, BCF_RUN_FILE) != 0) {
            compare_file(to, folder, &made->files[i]);
            files[to->file_count++] = made->files[i].name;
        }
    }
    to->files = files;
    look_for_strangers(to, folder, made);
}

bcf_code bcf_verify(bcf_verified *out, bcf_arena *arena, const char *path, bcf_error *err)
{
    bcf_kept_run *kept = BCF_NEW(arena, bcf_kept_run); /* the run made again points into it */
    bcf_code code = bcf_kept_read(kept, arena, path, err);
    *out = (bcf_verified){.arena = arena, .path = kept->path};
    if (code != BCF_OK) {
        return code;
    }
    out->program = kept->inputs.program == NULL ? "" : kept->inputs.program;
    bcf_verify_digests(out, kept);
    bcf_settlement made;
    code = make_again(&made, out, kept, extent_of(out, kept, path), err);
    if (code != BCF_OK || made.count == 0) {
        return code;
    }
    BCF_ASSERT(strcmp(made.files[0].name, BCF_RUN_FILE) == 0);
    code = compare_run(out, kept, &made.files[0], err);
    if (code == BCF_OK && kept->is_in_folder) {
        compare_folder(out, path, &made);
    }
    return code;
}

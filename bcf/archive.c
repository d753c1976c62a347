/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* strcasecmp */

#include "archive.h"

#include <string.h>
#include <strings.h>
#include <zip.h>

#include "sort.h"

/* What may unpack to any number of times its size: too little to do harm. */
#define HARMLESS_BYTES (1024 * 1024)

struct bcf_archive {
    zip_t *zip;
    bcf_arena *arena;
    const char *path;
};

struct bcf_archive_member {
    zip_file_t *file;
    zip_uint64_t left; /* of the size that the archive states */
};

static bcf_place place_of(const bcf_archive *archive)
{
    return (bcf_place){.file = archive->path};
}

static void close_zip(void *zip)
{
    zip_discard(zip); /* nothing was changed, so nothing is written */
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcasecmp(*left, *right);
}

static bcf_code check_members(const bcf_archive *archive, bcf_error *err)
{
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    if (count > BCF_ARCHIVE_MEMBERS_MAX) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive),
                          "holds %lld files within, more than any workbook", (long long)count);
    }
    size_t found = 0;
    const char **names = BCF_NEW_ARRAY(archive->arena, (size_t)count, const char *);
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip_get_name(archive->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (name != NULL) {
            names[found++] = name;
        }
    }
    bcf_sort(names, found, sizeof *names, compare_names);
    for (size_t i = 1; i < found; i++) {
        if (strcasecmp(names[i - 1], names[i]) == 0) {
            return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive),
                              "holds '%s' twice within: which one counts nobody can tell",
                              names[i]);
        }
    }
    return BCF_OK;
}

bcf_code bcf_archive_open(bcf_archive **out, bcf_arena *arena, const char *path, const char *bytes,
                          size_t length, bcf_error *err)
{
    bcf_archive *archive = BCF_NEW(arena, bcf_archive);
    archive->arena = arena;
    archive->path = bcf_arena_text(arena, path);
    zip_error_t failure;
    zip_error_init(&failure);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &failure);
    if (source == NULL) {
        bcf_out_of_memory();
    }
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, &failure);
    if (archive->zip == NULL) {
        bool is_memory = zip_error_code_zip(&failure) == ZIP_ER_MEMORY;
        zip_source_free(source);
        zip_error_fini(&failure);
        if (is_memory) {
            bcf_out_of_memory();
        }
        return bcf_refuse(err, BCF_REFUSED_FILE, place_of(archive),
                          "is damaged or was cut short: copy it again, or open it and save it "
                          "again");
    }
    zip_error_fini(&failure);
    bcf_arena_defer(arena, close_zip, archive->zip);
    *out = archive;
    return check_members(archive, err);
}

const char *bcf_archive_path(const bcf_archive *archive)
{
    return archive->path;
}

static zip_int64_t locate(const bcf_archive *archive, const char *name)
{
    return zip_name_locate(archive->zip, name, ZIP_FL_NOCASE);
}

bool bcf_archive_has(const bcf_archive *archive, const char *name)
{
    return locate(archive, name) >= 0;
}

static bcf_code check_facts(const bcf_archive *archive, const char *name, const zip_stat_t *facts,
                            bcf_error *err)
{
    zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
    if ((facts->valid & wanted) != wanted
        || (facts->comp_method != ZIP_CM_STORE && facts->comp_method != ZIP_CM_DEFLATE)) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive),
                          "'%s' within it is packed in a way that no spreadsheet uses", name);
    }
    if ((facts->valid & ZIP_STAT_ENCRYPTION_METHOD) != 0
        && facts->encryption_method != ZIP_EM_NONE) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive),
                          "is protected by a password: open it, take the password off and save it");
    }
    bool is_bomb =
        facts->size > HARMLESS_BYTES && facts->size / BCF_ARCHIVE_RATIO_MAX > facts->comp_size;
    if (facts->size > BCF_ARCHIVE_MEMBER_BYTES_MAX || is_bomb) {
        return bcf_refuse(
            err, BCF_REFUSED_FORM, place_of(archive),
            "'%s' within it would unpack to %llu bytes from %llu, which no table does", name,
            (unsigned long long)facts->size, (unsigned long long)facts->comp_size);
    }
    return BCF_OK;
}

bcf_code bcf_archive_member_open(bcf_archive_member **out, const bcf_archive *archive,
                                 const char *name, bcf_error *err)
{
    zip_int64_t index = locate(archive, name);
    if (index < 0) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive), "has no '%s' within", name);
    }
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (zip_stat_index(archive->zip, (zip_uint64_t)index, 0, &facts) != 0) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive), "'%s' within it is damaged",
                          name);
    }
    bcf_code code = check_facts(archive, name, &facts, err);
    if (code != BCF_OK) {
        return code;
    }
    zip_file_t *file = zip_fopen_index(archive->zip, (zip_uint64_t)index, 0);
    if (file == NULL) {
        return bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive), "'%s' within it is damaged",
                          name);
    }
    bcf_archive_member *member = BCF_NEW(archive->arena, bcf_archive_member);
    *member = (bcf_archive_member){.file = file, .left = facts.size};
    *out = member;
    return BCF_OK;
}

int bcf_archive_member_read(bcf_archive_member *member, char *bytes, int room)
{
    BCF_ASSERT(room >= 0);
    zip_int64_t got = zip_fread(member->file, bytes, (zip_uint64_t)room);
    if (got < 0 || (zip_uint64_t)got > member->left) {
        return -1;
    }
    member->left -= (zip_uint64_t)got;
    return (int)got;
}

size_t bcf_archive_member_left(const bcf_archive_member *member)
{
    return (size_t)member->left;
}

void bcf_archive_member_close(bcf_archive_member *member)
{
    zip_fclose(member->file);
    member->file = NULL;
}

bcf_code bcf_archive_read(const char **out, size_t *length, const bcf_archive *archive,
                          bcf_arena *arena, const char *name, size_t bytes_max, bcf_error *err)
{
    bcf_archive_member *member = NULL;
    bcf_code code = bcf_archive_member_open(&member, archive, name, err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_text text = {0};
    char piece[4096];
    int got = bcf_archive_member_read(member, piece, sizeof piece);
    for (; got > 0 && text.length <= bytes_max;
         got = bcf_archive_member_read(member, piece, sizeof piece)) {
        bcf_text_add_bytes(&text, piece, (size_t)got);
    }
    bcf_archive_member_close(member);
    if (got < 0) {
        code =
            bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive), "'%s' within it is damaged", name);
    } else if (text.length > bytes_max) {
        code = bcf_refuse(err, BCF_REFUSED_FORM, place_of(archive),
                          "'%s' within it is larger than %zu bytes", name, bytes_max);
    } else {
        *out = bcf_arena_text_part(arena, bcf_text_get(&text), text.length);
        *length = text.length;
    }
    bcf_text_clear(&text);
    return code;
}

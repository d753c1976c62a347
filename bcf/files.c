/* SPDX-License-Identifier: MIT */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files_inside.h"

static bcf_code write_straight(int descriptor, const char *name, const char *content, size_t length,
                               bcf_error *err)
{
    sigset_t before;
    bcf_files_hold_signals(&before, false);
    int failure = bcf_files_write_all(descriptor, content, length);
    bcf_files_let_signals(&before);
    return failure == 0 || failure == EPIPE ? BCF_OK : bcf_files_failed(err, name, failure);
}

static bcf_code open_and_write_straight(const char *path, const char *content, size_t length,
                                        bcf_error *err)
{
    int descriptor = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) {
        return bcf_files_failed(err, path, errno);
    }
    bcf_code code = write_straight(descriptor, path, content, length, err);
    if (close(descriptor) != 0 && code == BCF_OK) {
        return bcf_files_failed(err, path, errno);
    }
    return code;
}

static int create_new(int *out, int folder, char name[BCF_FILES_NAME_ROOM])
{
    for (unsigned i = 0; i < BCF_FILES_NAMES_MAX; i++) {
        bcf_files_new_name(name, i);
        *out = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (*out >= 0) {
            return 0;
        }
        if (errno != EEXIST) {
            return errno;
        }
    }
    return EEXIST;
}

/* A new file takes the place of `name` in one step. */
static int replace_in(int folder, const char *name, const char *content, size_t length)
{
    struct stat old;
    bool is_there = fstatat(folder, name, &old, 0) == 0;
    if (is_there && faccessat(folder, name, W_OK, AT_EACCESS) != 0) {
        return errno; /* taking its place would be possible, but somebody has protected it */
    }
    char fresh[BCF_FILES_NAME_ROOM];
    int descriptor = -1;
    int failure = create_new(&descriptor, folder, fresh);
    if (failure != 0) {
        return failure;
    }
    if (is_there) {
        /* a file of another owner becomes ours where it cannot stay theirs */
        (void)bcf_files_take_after(descriptor, &old);
    }
    failure = bcf_files_fill_and_close(descriptor, content, length);
    if (failure == 0 && renameat(folder, fresh, folder, name) != 0) {
        failure = errno;
    }
    if (failure != 0) {
        unlinkat(folder, fresh, 0);
        return failure;
    }
    (void)fsync(folder); /* the file is complete either way */
    return 0;
}

static bcf_code replace_resolved(const char *resolved, const char *path, const char *content,
                                 size_t length, bcf_error *err)
{
    bcf_text folder = {0};
    int parent = -1;
    const char *name = bcf_files_split(&folder, resolved);
    bcf_code code = bcf_files_open_parent(&parent, bcf_text_get(&folder), path, err);
    bcf_text_clear(&folder);
    if (code != BCF_OK) {
        return code;
    }
    int failure = EISDIR;
    if (*name != '\0') {
        sigset_t before;
        bcf_files_hold_signals(&before, true);
        failure = replace_in(parent, name, content, length);
        bcf_files_let_signals(&before);
    }
    close(parent);
    return failure == 0 ? BCF_OK : bcf_files_failed(err, path, failure);
}

static bcf_code replace_file(const char *path, const char *content, size_t length, bcf_error *err)
{
    bcf_text resolved = {0};
    bcf_text_add(&resolved, path);
    int failure = bcf_files_follow_links(&resolved);
    bcf_code code = failure == 0 ? replace_resolved(resolved.bytes, path, content, length, err)
                                 : bcf_files_failed(err, path, failure);
    bcf_text_clear(&resolved);
    return code;
}

bcf_code bcf_files_write(const char *path, const char *content, size_t length, bcf_error *err)
{
    /* what it links to may be a file that others are writing to as well: not ours to replace */
    if (path == NULL || strcmp(path, "/dev/stdout") == 0) {
        return write_straight(STDOUT_FILENO, "standard output", content, length, err);
    }
    if (*path == '\0') {
        return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){0}, "'' is no name of a file");
    }
    struct stat facts;
    bool is_there = stat(path, &facts) == 0;
    if (is_there && S_ISDIR(facts.st_mode)) {
        return bcf_files_failed(err, path, EISDIR);
    }
    if (is_there && !S_ISREG(facts.st_mode)) {
        return open_and_write_straight(path, content, length, err);
    }
    return replace_file(path, content, length, err);
}

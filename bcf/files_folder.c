/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* renameat2 and O_PATH: two folders change places in one step */

#include "files_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is to be in the folder, and which names may go from it. */
typedef struct set {
    const bcf_file *files;
    size_t count;
    const char *const *may_replace;
    const char *failed_file; /* NULL until one of them cannot be written */
} set;

static bool is_among(const char *const names[], const char *name)
{
    for (; *names != NULL; names++) {
        if (strcmp(*names, name) == 0) {
            return true;
        }
    }
    return false;
}

/* A folder under a name of its own, until it is complete. */
typedef struct staging {
    int parent;
    int folder;
    char name[BCF_FILES_NAME_ROOM];
} staging;

static int make_staging(staging *made, int parent)
{
    made->parent = parent;
    made->folder = -1;
    int is_made = -1;
    for (unsigned i = 0; i < BCF_FILES_NAMES_MAX && is_made != 0; i++) {
        bcf_files_new_name(made->name, i);
        is_made = mkdirat(parent, made->name, 0777);
        if (is_made != 0 && errno != EEXIST) {
            return errno;
        }
    }
    if (is_made != 0) {
        return EEXIST;
    }
    made->folder = openat(parent, made->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (made->folder < 0) {
        int failure = errno;
        unlinkat(parent, made->name, AT_REMOVEDIR);
        return failure;
    }
    return 0;
}

static void remove_files(int folder, const char *const names[])
{
    for (; *names != NULL; names++) {
        unlinkat(folder, *names, 0);
    }
}

/* Removes the folder that has the staging's name: after an exchange it is the one that was in the
 * place a moment ago, which need not be `expected`, the one that was looked at before. */
static void remove_staging(const staging *made, int expected, const set *wanted)
{
    int found = openat(made->parent, made->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    remove_files(found >= 0 ? found : expected, wanted->may_replace);
    if (found >= 0) {
        close(found);
    }
    unlinkat(made->parent, made->name, AT_REMOVEDIR);
    close(made->folder);
}

static int fill_staging(const staging *made, set *wanted)
{
    for (size_t i = 0; i < wanted->count; i++) {
        const bcf_file *file = &wanted->files[i];
        int failure = 0;
        int descriptor =
            openat(made->folder, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0) {
            failure = errno;
        } else {
            failure = bcf_files_fill_and_close(descriptor, file->content, file->length);
        }
        if (failure != 0) {
            wanted->failed_file = file->name;
            return failure;
        }
    }
    return bcf_files_flush(made->folder);
}

/* A complete folder gets the name of one that is not there yet. */
static int make_set(int parent, const char *name, set *wanted)
{
    staging made;
    int failure = make_staging(&made, parent);
    if (failure != 0) {
        return failure;
    }
    failure = fill_staging(&made, wanted);
    if (failure == 0 && renameat(parent, made.name, parent, name) != 0) {
        failure = errno;
    }
    if (failure != 0) {
        remove_staging(&made, made.folder, wanted);
        return failure;
    }
    close(made.folder);
    (void)fsync(parent);
    return 0;
}

/* No failure: this folder cannot change places with another, and the files must do so. */
#define NOT_HERE (-1)

/* True if the folder can be exchanged for another one without anybody standing in the wrong one:
 * it lies on its parent's disk, and it is not where the program was started from. */
static bool may_change_places(int folder, int parent)
{
    struct stat own;
    struct stat around;
    struct stat current;
    if (fstat(folder, &own) != 0 || fstat(parent, &around) != 0 || stat(".", &current) != 0) {
        return false;
    }
    bool is_current = own.st_dev == current.st_dev && own.st_ino == current.st_ino;
    return own.st_dev == around.st_dev && !is_current;
}

/* A complete folder and the old one change places in one step; then the old one goes. */
static int exchange_set(int folder, int parent, const char *name, set *wanted)
{
    staging made;
    if (!may_change_places(folder, parent) || make_staging(&made, parent) != 0) {
        return NOT_HERE;
    }
    int failure = fill_staging(&made, wanted);
    struct stat old;
    if (failure == 0
        && (fstat(folder, &old) != 0 || bcf_files_take_after(made.folder, &old) != 0)) {
        failure = NOT_HERE;
    }
    if (failure == 0 && renameat2(parent, made.name, parent, name, RENAME_EXCHANGE) != 0) {
        failure = NOT_HERE;
    }
    if (failure != 0) {
        remove_staging(&made, made.folder, wanted);
        return failure;
    }
    (void)fsync(parent);
    remove_staging(&made, folder, wanted);
    return 0;
}

/* Moves every file of these names that there is. */
static int move_files(int from, int to, const char *const names[])
{
    for (; *names != NULL; names++) {
        if (renameat(from, *names, to, *names) != 0 && errno != ENOENT) {
            return errno;
        }
    }
    return 0;
}

/* The old files go aside and the new ones come, one by one; where that fails, all goes back. */
static int change_files(int folder, int fresh, int aside, const set *wanted)
{
    int failure = move_files(folder, aside, wanted->may_replace);
    if (failure == 0) {
        failure = move_files(fresh, folder, wanted->may_replace);
        if (failure != 0) {
            remove_files(folder, wanted->may_replace); /* the old ones are all aside */
        }
    }
    if (failure != 0) {
        (void)move_files(aside, folder, wanted->may_replace);
    }
    return failure;
}

static int replace_set_inside(int folder, set *wanted)
{
    staging fresh;
    staging aside;
    int failure = make_staging(&fresh, folder);
    if (failure != 0) {
        return failure;
    }
    failure = fill_staging(&fresh, wanted);
    if (failure == 0) {
        failure = make_staging(&aside, folder);
        if (failure == 0) {
            failure = change_files(folder, fresh.folder, aside.folder, wanted);
            (void)fsync(folder);
            remove_staging(&aside, aside.folder, wanted);
        }
    }
    remove_staging(&fresh, fresh.folder, wanted);
    return failure;
}

/* Whether what has this name may be taken away; 0, or why that cannot be told. */
static int look_at(bool *is_ours, int folder, const char *name, const char *const may_replace[])
{
    *is_ours = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
    struct stat facts;
    if (!*is_ours && is_among(may_replace, name)) {
        if (fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
            return errno;
        }
        *is_ours = S_ISREG(facts.st_mode);
    }
    return 0;
}

/* Refuses a folder that holds what is not ours to take away, and one that cannot be read to its
 * end: what was not seen may be somebody's. */
static bcf_code check_contents(int folder, const char *path, const char *const may_replace[],
                               bcf_error *err)
{
    /* an opening of its own: reading a folder moves the place that is read from */
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *listing = again < 0 ? NULL : fdopendir(again);
    if (listing == NULL) {
        int failure = errno;
        if (again >= 0) {
            close(again);
        }
        return bcf_files_failed(err, path, failure);
    }
    bcf_code code = BCF_OK;
    while (code == BCF_OK) {
        errno = 0;
        const struct dirent *entry = readdir(listing);
        bool is_ours = true;
        int failure = entry == NULL ? errno : look_at(&is_ours, folder, entry->d_name, may_replace);
        if (failure != 0) {
            code = bcf_files_failed(err, path, failure);
        } else if (entry == NULL) {
            break;
        } else if (!is_ours) {
            code = bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){.file = path},
                              "the folder holds '%s', which is no file of this set", entry->d_name);
        }
    }
    closedir(listing);
    return code;
}

static bcf_code set_failed(bcf_error *err, const char *folder, const set *wanted, int failure)
{
    if (wanted->failed_file == NULL) {
        return bcf_files_failed(err, folder, failure);
    }
    return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){0}, "%s/%s: %s", folder,
                      wanted->failed_file, bcf_files_in_words(failure));
}

/* *is_there: somebody else made the folder in the meantime, and nothing was done. */
static bcf_code new_folder(bool *is_there, const char *path, set *wanted, bcf_error *err)
{
    bcf_text resolved = {0};
    bcf_text folder = {0};
    bcf_text_add(&resolved, path);
    while (resolved.length > 1 && resolved.bytes[resolved.length - 1] == '/') {
        resolved.bytes[--resolved.length] = '\0';
    }
    bcf_code code = BCF_OK;
    int failure = bcf_files_follow_links(&resolved);
    const char *name = bcf_files_split(&folder, bcf_text_get(&resolved));
    int parent = -1;
    if (failure == 0) {
        code = bcf_files_open_parent(&parent, bcf_text_get(&folder), path, err);
    }
    if (parent >= 0) {
        failure = *name == '\0' ? ENOENT : make_set(parent, name, wanted);
        close(parent);
    }
    *is_there = failure == EEXIST || failure == ENOTEMPTY;
    if (failure != 0 && !*is_there) {
        code = set_failed(err, path, wanted, failure);
    }
    bcf_text_clear(&folder);
    bcf_text_clear(&resolved);
    return code;
}

/* As exchange_set, once the folder's parent and its name there are known. */
static int exchange_resolved(int folder, const char *path, set *wanted)
{
    int failure = NOT_HERE;
    char *resolved = realpath(path, NULL);
    if (resolved == NULL) {
        return NOT_HERE;
    }
    bcf_text around = {0};
    const char *name = bcf_files_split(&around, resolved);
    int parent = open(bcf_text_get(&around), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent >= 0) {
        failure = *name == '\0' ? NOT_HERE : exchange_set(folder, parent, name, wanted);
        close(parent);
    }
    bcf_text_clear(&around);
    free(resolved);
    return failure;
}

static bcf_code old_folder(const char *path, set *wanted, bcf_error *err)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return bcf_files_failed(err, path, errno);
    }
    bcf_code code = BCF_OK;
    if (faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0) {
        code = bcf_files_failed(err, path, errno);
        goto done;
    }
    code = check_contents(folder, path, wanted->may_replace, err);
    if (code != BCF_OK) {
        goto done;
    }
    int failure = exchange_resolved(folder, path, wanted);
    if (failure == NOT_HERE) {
        failure = replace_set_inside(folder, wanted);
    }
    if (failure != 0) {
        code = set_failed(err, path, wanted, failure);
    }
done:
    close(folder);
    return code;
}

bcf_code bcf_files_write_folder(const char *folder, const bcf_file files[], size_t count,
                                const char *const may_replace[], bcf_error *err)
{
    for (size_t i = 0; i < count; i++) {
        BCF_ASSERT(is_among(may_replace, files[i].name)); /* or the next run would refuse it */
        BCF_ASSERT(strchr(files[i].name, '/') == NULL);
    }
    set wanted = {.files = files, .count = count, .may_replace = may_replace};
    sigset_t before;
    bcf_files_hold_signals(&before, true);
    struct stat facts;
    bool is_there = stat(folder, &facts) == 0 || (errno != ENOENT && errno != ENOTDIR);
    bcf_code code = BCF_OK;
    if (!is_there) {
        code = new_folder(&is_there, folder, &wanted, err);
    }
    if (code == BCF_OK && is_there) {
        code = old_folder(folder, &wanted, err);
    }
    bcf_files_let_signals(&before);
    return code;
}

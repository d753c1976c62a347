/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* renameat2 and O_PATH: two folders change places in one step */

#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* What is not yet complete has a name of its own: ".bcf-4711-0". */
#define NAME_ROOM 64
#define NAMES_MAX 1000

/* As many as Linux follows itself. */
#define LINKS_MAX 40

/*
 * Failures travel as errno's numbers, 0 for none, until a sentence is made of them; so a clean-up
 * between the two cannot change what the user reads.
 */

static const char *in_words(int failure)
{
    switch (failure) {
    case ENOSPC:
        return "no space left on the disk";
    case EDQUOT:
        return "no space left: the quota is used up";
    case EFBIG:
        return "the file would be larger than is allowed here";
    case EROFS:
        return "the disk is read-only";
    case EACCES:
    case EPERM:
        return "no permission to write here";
    case EISDIR:
        return "is a folder";
    case ENOTDIR:
        return "is not a folder";
    case ENAMETOOLONG:
        return "the name is too long";
    case EBADF:
        return "is closed";
    default:
        return strerror(failure);
    }
}

static bcf_code failed(bcf_error *err, const char *path, int failure)
{
    return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){.file = path}, "%s", in_words(failure));
}

/*
 * Holds back the signals that writing itself can cause, whose failure tells the same; and, where
 * the writing cannot take long, those that would end the program with a file half-written.
 */
static void hold_signals(sigset_t *before, bool is_short)
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGPIPE);
    sigaddset(&held, SIGXFSZ);
    if (is_short) {
        sigaddset(&held, SIGINT);
        sigaddset(&held, SIGTERM);
        sigaddset(&held, SIGHUP);
    }
    pthread_sigmask(SIG_BLOCK, &held, before);
}

static void let_signals(const sigset_t *before)
{
    sigset_t caused;
    sigemptyset(&caused);
    sigaddset(&caused, SIGPIPE);
    sigaddset(&caused, SIGXFSZ);
    const struct timespec no_time = {0};
    while (sigtimedwait(&caused, NULL, &no_time) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

static int write_all(int descriptor, const char *content, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = write(descriptor, content + done, length - done);
        if (count >= 0) {
            done += (size_t)count;
        } else if (errno == EAGAIN) {
            /* a pipe that somebody else has told not to wait */
            struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
            poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

static bcf_code write_straight(int descriptor, const char *name, const char *content, size_t length,
                               bcf_error *err)
{
    sigset_t before;
    hold_signals(&before, false);
    int failure = write_all(descriptor, content, length);
    let_signals(&before);
    return failure == 0 || failure == EPIPE ? BCF_OK : failed(err, name, failure);
}

static bcf_code open_and_write_straight(const char *path, const char *content, size_t length,
                                        bcf_error *err)
{
    int descriptor = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) {
        return failed(err, path, errno);
    }
    bcf_code code = write_straight(descriptor, path, content, length, err);
    if (close(descriptor) != 0 && code == BCF_OK) {
        return failed(err, path, errno);
    }
    return code;
}

/* Some file systems have nothing to flush, and say so as if it were a failure. */
static int flush(int descriptor)
{
    bool is_flushed =
        fsync(descriptor) == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
    return is_flushed ? 0 : errno;
}

/* Writes the whole content, as far as the disk itself, and closes. */
static int fill_and_close(int descriptor, const char *content, size_t length)
{
    int failure = write_all(descriptor, content, length);
    if (failure == 0) {
        /* a disk can be found full as late as here */
        failure = flush(descriptor);
    }
    if (close(descriptor) != 0 && failure == 0) {
        failure = errno;
    }
    return failure;
}

/* The folder of a path, "." where it names none, and the name within. */
static const char *split(bcf_text *folder, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        bcf_text_add(folder, ".");
        return path;
    }
    bcf_text_add_bytes(folder, path, slash == path ? 1 : (size_t)(slash - path));
    return slash + 1;
}

/* Where the path is a link, replaces it by what the link says, until it is none: so links stay. */
static int follow_links(bcf_text *path)
{
    for (int i = 0; i < LINKS_MAX; i++) {
        char target[PATH_MAX];
        ssize_t length = readlink(bcf_text_get(path), target, sizeof target);
        if (length < 0) {
            return 0; /* no link: whatever else is wrong shows where it is opened */
        }
        if (length == (ssize_t)sizeof target) {
            return ENAMETOOLONG;
        }
        bcf_text next = {0};
        if (target[0] != '/') {
            split(&next, bcf_text_get(path));
            bcf_text_add_char(&next, '/');
        }
        bcf_text_add_bytes(&next, target, (size_t)length);
        bcf_text_clear(path);
        *path = next;
    }
    return ELOOP;
}

/* Opens the folder that something is to be made in; `path` is what the user asked for. */
static bcf_code open_parent(int *out, const char *folder, const char *path, bcf_error *err)
{
    *out = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*out < 0 && errno == EACCES) {
        /* a folder can be written to and not listed; it is only not flushed then */
        *out = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
    if (*out >= 0) {
        return BCF_OK;
    }
    bcf_place place = {.file = path};
    if (errno == ENOENT) {
        return bcf_refuse(err, BCF_FAILED_MACHINE, place, "no such folder '%s'", folder);
    }
    if (errno == ENOTDIR) {
        return bcf_refuse(err, BCF_FAILED_MACHINE, place, "'%s' is not a folder", folder);
    }
    return failed(err, path, errno);
}

static void new_name(char name[NAME_ROOM], unsigned attempt)
{
    snprintf(name, NAME_ROOM, ".bcf-%ld-%u", (long)getpid(), attempt);
}

static int create_new(int *out, int folder, char name[NAME_ROOM])
{
    for (unsigned i = 0; i < NAMES_MAX; i++) {
        new_name(name, i);
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

/* Gives it the rights of the old one, and then its owner: never more rights in between. */
static int take_after(int descriptor, const struct stat *old)
{
    struct stat facts;
    if (fstat(descriptor, &facts) != 0 || fchmod(descriptor, old->st_mode & 0777) != 0) {
        return errno;
    }
    bool is_same_owner = facts.st_uid == old->st_uid && facts.st_gid == old->st_gid;
    if (!is_same_owner && fchown(descriptor, old->st_uid, old->st_gid) != 0) {
        return errno;
    }
    /* a change of owner takes the rest away, so it comes last */
    return fchmod(descriptor, old->st_mode & 07777) == 0 ? 0 : errno;
}

/* A new file takes the place of `name` in one step. */
static int replace_in(int folder, const char *name, const char *content, size_t length)
{
    struct stat old;
    bool is_there = fstatat(folder, name, &old, 0) == 0;
    if (is_there && faccessat(folder, name, W_OK, AT_EACCESS) != 0) {
        return errno; /* taking its place would be possible, but somebody has protected it */
    }
    char fresh[NAME_ROOM];
    int descriptor = -1;
    int failure = create_new(&descriptor, folder, fresh);
    if (failure != 0) {
        return failure;
    }
    if (is_there) {
        /* a file of another owner becomes ours where it cannot stay theirs */
        (void)take_after(descriptor, &old);
    }
    failure = fill_and_close(descriptor, content, length);
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
    const char *name = split(&folder, resolved);
    bcf_code code = open_parent(&parent, bcf_text_get(&folder), path, err);
    bcf_text_clear(&folder);
    if (code != BCF_OK) {
        return code;
    }
    int failure = EISDIR;
    if (*name != '\0') {
        sigset_t before;
        hold_signals(&before, true);
        failure = replace_in(parent, name, content, length);
        let_signals(&before);
    }
    close(parent);
    return failure == 0 ? BCF_OK : failed(err, path, failure);
}

static bcf_code replace_file(const char *path, const char *content, size_t length, bcf_error *err)
{
    bcf_text resolved = {0};
    bcf_text_add(&resolved, path);
    int failure = follow_links(&resolved);
    bcf_code code = failure == 0 ? replace_resolved(resolved.bytes, path, content, length, err)
                                 : failed(err, path, failure);
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
        return failed(err, path, EISDIR);
    }
    if (is_there && !S_ISREG(facts.st_mode)) {
        return open_and_write_straight(path, content, length, err);
    }
    return replace_file(path, content, length, err);
}

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
    char name[NAME_ROOM];
} staging;

static int make_staging(staging *made, int parent)
{
    made->parent = parent;
    made->folder = -1;
    int is_made = -1;
    for (unsigned i = 0; i < NAMES_MAX && is_made != 0; i++) {
        new_name(made->name, i);
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

/* Removes the folder that has the staging's name, which may by now be the old one. */
static void remove_staging(const staging *made, int folder, const set *wanted)
{
    remove_files(folder, wanted->may_replace);
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
            failure = fill_and_close(descriptor, file->content, file->length);
        }
        if (failure != 0) {
            wanted->failed_file = file->name;
            return failure;
        }
    }
    return flush(made->folder);
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
    if (failure == 0 && (fstat(folder, &old) != 0 || take_after(made.folder, &old) != 0)) {
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

/* Refuses a folder that holds what is not ours to take away. */
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
        return failed(err, path, failure);
    }
    bcf_code code = BCF_OK;
    for (const struct dirent *entry = readdir(listing); entry != NULL && code == BCF_OK;
         entry = readdir(listing)) {
        const char *name = entry->d_name;
        struct stat facts;
        bool is_ours = strcmp(name, ".") == 0 || strcmp(name, "..") == 0
                       || (is_among(may_replace, name)
                           && fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0
                           && S_ISREG(facts.st_mode));
        if (!is_ours) {
            code = bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){.file = path},
                              "the folder holds '%s', which is no file of this set", name);
        }
    }
    closedir(listing);
    return code;
}

static bcf_code set_failed(bcf_error *err, const char *folder, const set *wanted, int failure)
{
    if (wanted->failed_file == NULL) {
        return failed(err, folder, failure);
    }
    return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){0}, "%s/%s: %s", folder,
                      wanted->failed_file, in_words(failure));
}

static bcf_code new_folder(const char *path, set *wanted, bcf_error *err)
{
    bcf_text resolved = {0};
    bcf_text folder = {0};
    bcf_text_add(&resolved, path);
    while (resolved.length > 1 && resolved.bytes[resolved.length - 1] == '/') {
        resolved.bytes[--resolved.length] = '\0';
    }
    bcf_code code = BCF_OK;
    int failure = follow_links(&resolved);
    const char *name = split(&folder, bcf_text_get(&resolved));
    int parent = -1;
    if (failure == 0) {
        code = open_parent(&parent, bcf_text_get(&folder), path, err);
    }
    if (parent >= 0) {
        failure = *name == '\0' ? ENOENT : make_set(parent, name, wanted);
        close(parent);
    }
    if (failure != 0) {
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
    const char *name = split(&around, resolved);
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
        return failed(err, path, errno);
    }
    bcf_code code = BCF_OK;
    if (faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0) {
        code = failed(err, path, errno);
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
    hold_signals(&before, true);
    struct stat facts;
    bool is_missing = stat(folder, &facts) != 0 && (errno == ENOENT || errno == ENOTDIR);
    bcf_code code =
        is_missing ? new_folder(folder, &wanted, err) : old_folder(folder, &wanted, err);
    let_signals(&before);
    return code;
}

/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* O_PATH */

#include "files_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* As many as Linux follows itself. */
#define LINKS_MAX 40

const char *bcf_files_in_words(int failure)
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

bcf_code bcf_files_failed(bcf_error *err, const char *path, int failure)
{
    return bcf_refuse(err, BCF_FAILED_MACHINE, (bcf_place){.file = path}, "%s",
                      bcf_files_in_words(failure));
}

void bcf_files_hold_signals(sigset_t *before, bool is_short)
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

void bcf_files_let_signals(const sigset_t *before)
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

int bcf_files_write_all(int descriptor, const char *content, size_t length)
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

int bcf_files_flush(int descriptor)
{
    bool is_flushed =
        fsync(descriptor) == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
    return is_flushed ? 0 : errno;
}

int bcf_files_fill_and_close(int descriptor, const char *content, size_t length)
{
    int failure = bcf_files_write_all(descriptor, content, length);
    if (failure == 0) {
        /* a disk can be found full as late as here */
        failure = bcf_files_flush(descriptor);
    }
    if (close(descriptor) != 0 && failure == 0) {
        failure = errno;
    }
    return failure;
}

const char *bcf_files_split(bcf_text *folder, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        bcf_text_add(folder, ".");
        return path;
    }
    bcf_text_add_bytes(folder, path, slash == path ? 1 : (size_t)(slash - path));
    return slash + 1;
}

int bcf_files_follow_links(bcf_text *path)
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
            bcf_files_split(&next, bcf_text_get(path));
            bcf_text_add_char(&next, '/');
        }
        bcf_text_add_bytes(&next, target, (size_t)length);
        bcf_text_clear(path);
        *path = next;
    }
    return ELOOP;
}

bcf_code bcf_files_open_parent(int *out, const char *folder, const char *path, bcf_error *err)
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
    return bcf_files_failed(err, path, errno);
}

void bcf_files_new_name(char name[BCF_FILES_NAME_ROOM], unsigned attempt)
{
    snprintf(name, BCF_FILES_NAME_ROOM, ".bcf-%ld-%u", (long)getpid(), attempt);
}

int bcf_files_take_after(int descriptor, const struct stat *old)
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

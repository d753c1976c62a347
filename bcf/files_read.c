/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* open, fstat and read */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

/* Reads up to `room` bytes; more than the file was long when it was measured says that it grew. */
static bcf_code read_open(char *bytes, size_t room, size_t *length, int file, bcf_place place,
                          bcf_error *err)
{
    *length = 0;
    while (*length < room) {
        ssize_t got = read(file, bytes + *length, room - *length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be read: %s", strerror(errno));
        }
        if (got == 0) {
            return BCF_OK;
        }
        *length += (size_t)got;
    }
    return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be read: it became longer");
}

bcf_code bcf_files_read(const char **out, size_t *length, bcf_arena *arena, const char *path,
                        size_t bytes_max, bcf_error *err)
{
    bcf_place place = {.file = path};
    /* without O_NONBLOCK a pipe that nobody writes to would hold us here */
    int file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) {
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be opened: %s", strerror(errno));
    }
    struct stat facts;
    bcf_code code = BCF_OK;
    if (fstat(file, &facts) != 0) {
        code = bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be read: %s", strerror(errno));
    } else if (!S_ISREG(facts.st_mode)) {
        code = bcf_refuse(err, BCF_REFUSED_FILE, place, "is not a regular file");
    } else if ((uintmax_t)facts.st_size > bytes_max) {
        code = bcf_refuse(err, BCF_REFUSED_FILE, place, "is larger than %zu bytes", bytes_max);
    } else {
        size_t room = (size_t)facts.st_size + 1;
        char *bytes = BCF_NEW_ARRAY(arena, room + 1, char); /* ended by a NUL */
        code = read_open(bytes, room, length, file, place, err);
        *out = bytes;
    }
    close(file);
    return code;
}

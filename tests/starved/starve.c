/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* RTLD_NEXT */

/*
 * starve.c - a library that is laid over a program (LD_PRELOAD) and makes one of its calls fail.
 *
 *   STARVE_CALL=memory,write   which calls: names of those below, and `memory` for all that
 *                              allocate. They are counted together, from 1.
 *   STARVE_AT=7                the 7th of them fails
 *   STARVE_ON=1                ... and all after it
 *   STARVE_ERRNO=28            with this errno; ENOMEM for memory and EIO for the rest
 *   STARVE_COUNT=FILE          writes how many there were, and the names of all, in their order
 *   STARVE_EACH=FILE           at each call (from STARVE_AT on, one in STARVE_STEP) a copy of the
 *                              program is forked in which that call fails; it goes on to its end,
 *                              and a line of FILE tells how: number, exit code (or -signal),
 *                              whether it touched one of STARVE_WATCH=PATH:PATH, what it said
 *                              last. The program itself goes on as if nothing had been.
 *
 * A program of glibc alone. It knows nothing of bcf. bcf's own malloc (bcf/cli/memory.c) asks glibc
 * by the name __libc_malloc: so that has a place here too. What stdio writes inside glibc passes
 * this library by: test_starved.py has strace and full disks for that.
 */

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_ALLOWED 30
#define NAMES_MAX 65536
#define PLACES_MAX 4

static struct {
    bool is_ready;
    bool is_inside; /* what is called from here is not counted */
    bool is_memory; /* memory is among the calls */
    bool is_on;
    const char *calls;
    unsigned long at;
    unsigned long step;
    int failure;
    const char *count_file;
    int each; /* -1: none */
    unsigned long count;
    const char *names[NAMES_MAX];
} state = {.each = -1};

/* The next definition of a name: glibc's. */
static void *next(const char *name)
{
    bool was_inside = state.is_inside;
    state.is_inside = true;
    void *found = dlsym(RTLD_NEXT, name);
    state.is_inside = was_inside;
    if (found == NULL) {
        abort();
    }
    return found;
}

#define NEXT(function) __extension__((__typeof__(&function))next(#function))

static unsigned long number(const char *name, unsigned long otherwise)
{
    const char *value = getenv(name);
    return value == NULL ? otherwise : strtoul(value, NULL, 10);
}

static bool is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strstr(list, name); at != NULL; at = strstr(at + 1, name)) {
        bool begins = at == list || at[-1] == ',';
        if (begins && (at[length] == ',' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

__attribute__((constructor)) static void begin(void)
{
    state.is_inside = true;
    state.calls = getenv("STARVE_CALL");
    state.is_memory = state.calls != NULL && is_listed(state.calls, "memory");
    state.at = number("STARVE_AT", 0);
    state.step = number("STARVE_STEP", 1);
    state.is_on = number("STARVE_ON", 0) == 1;
    state.failure = (int)number("STARVE_ERRNO", 0);
    state.count_file = getenv("STARVE_COUNT");
    const char *each = getenv("STARVE_EACH");
    if (each != NULL) {
        int opened = NEXT(open)(each, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        state.each = fcntl(opened, F_DUPFD_CLOEXEC, 200); /* out of the program's way */
        NEXT(close)(opened);
    }
    state.is_inside = false;
    state.is_ready = state.calls != NULL;
}

static void write_count(void)
{
    if (!state.is_ready || state.count_file == NULL) {
        return;
    }
    state.is_inside = true;
    char line[64];
    int file = NEXT(open)(state.count_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int length = snprintf(line, sizeof line, "%lu\n", state.count);
    ssize_t written = NEXT(write)(file, line, (size_t)length);
    for (unsigned long i = 0; written > 0 && i < state.count && i < NAMES_MAX; i++) {
        length = snprintf(line, sizeof line, "%s\n", state.names[i]);
        written = NEXT(write)(file, line, (size_t)length);
    }
    NEXT(close)(file);
    state.count_file = NULL;
}

__attribute__((destructor)) static void end(void)
{
    write_count();
}

/* What can be seen from outside of the paths that are watched. */
static void look(struct stat seen[PLACES_MAX])
{
    memset(seen, 0, PLACES_MAX * sizeof *seen);
    const char *list = getenv("STARVE_WATCH");
    for (int i = 0; list != NULL && *list != '\0' && i < PLACES_MAX; i++) {
        char path[4096];
        size_t length = strcspn(list, ":");
        snprintf(path, sizeof path, "%.*s", (int)length, list);
        if (NEXT(stat)(path, &seen[i]) == 0) {
            seen[i].st_atim = (struct timespec){0}; /* looking at it is allowed */
        }
        list += length + (list[length] == ':');
    }
}

static void write_end(int status, bool has_touched, int said_file)
{
    static char said[4096];
    ssize_t length = pread(said_file, said, sizeof said - 1, 0);
    length = length < 0 ? 0 : length;
    while (length > 0 && said[length - 1] == '\n') {
        length--;
    }
    said[length] = '\0';
    const char *last = strrchr(said, '\n');
    char line[4300];
    int code = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
    int count = snprintf(line, sizeof line, "%lu %d %s %s\n", state.count, code,
                         has_touched ? "touched" : "untouched", last == NULL ? said : last + 1);
    if (NEXT(write)(state.each, line, (size_t)count) != count) {
        abort();
    }
}

/* Forks a copy and waits for its end. True in the copy. */
static bool is_copy(void)
{
    struct stat before[PLACES_MAX];
    struct stat after[PLACES_MAX];
    look(before);
    int said_file = memfd_create("said", MFD_CLOEXEC);
    pid_t copy = fork();
    if (copy == 0) {
        alarm(SECONDS_ALLOWED);
        dup2(said_file, STDERR_FILENO);
        dup2(NEXT(open)("/dev/null", O_WRONLY), STDOUT_FILENO);
        state.at = state.count;
        state.each = -1;
        state.count_file = NULL;
        return true;
    }
    int status = 0;
    if (said_file < 0 || copy < 0 || waitpid(copy, &status, 0) != copy) {
        abort();
    }
    look(after);
    write_end(status, memcmp(before, after, sizeof before) != 0, said_file);
    NEXT(close)(said_file);
    return false;
}

/* Counts the call; true if it is to fail, and errno is set. */
static bool fails(const char *name, bool is_memory)
{
    if (!state.is_ready || state.is_inside
        || (is_memory ? !state.is_memory : !is_listed(state.calls, name))) {
        return false;
    }
    state.is_inside = true;
    if (state.count < NAMES_MAX) {
        state.names[state.count] = name;
    }
    state.count++;
    bool is_it = false;
    if (state.each >= 0) {
        is_it = state.count >= state.at && (state.count - state.at) % state.step == 0 && is_copy();
    } else {
        is_it = state.count == state.at || (state.is_on && state.at > 0 && state.count > state.at);
    }
    state.is_inside = false;
    if (is_it) {
        errno = state.failure != 0 ? state.failure : is_memory ? ENOMEM : EIO;
    }
    return is_it;
}

/* Memory. The real ones are glibc's, by names that nobody else lays hands on. */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

typedef void *(*one_size)(size_t);
typedef void *(*two_sizes)(size_t, size_t);
typedef void *(*again)(void *, size_t);

static one_size real_malloc;
static two_sizes real_calloc;
static again real_realloc;
static two_sizes real_memalign;

static void find_memory(void)
{
    if (real_memalign == NULL) {
        __extension__ real_malloc = (one_size)next("__libc_malloc");
        __extension__ real_calloc = (two_sizes)next("__libc_calloc");
        __extension__ real_realloc = (again)next("__libc_realloc");
        __extension__ real_memalign = (two_sizes)next("__libc_memalign");
    }
}

void *__libc_malloc(size_t size)
{
    find_memory();
    return fails("malloc", true) ? NULL : real_malloc(size);
}

void *malloc(size_t size)
{
    return __libc_malloc(size);
}

void *__libc_calloc(size_t count, size_t size)
{
    find_memory();
    return fails("calloc", true) ? NULL : real_calloc(count, size);
}

void *calloc(size_t count, size_t size)
{
    return __libc_calloc(count, size);
}

void *__libc_realloc(void *old, size_t size)
{
    find_memory();
    return fails("realloc", true) ? NULL : real_realloc(old, size);
}

void *realloc(void *old, size_t size)
{
    return __libc_realloc(old, size);
}

void *__libc_memalign(size_t alignment, size_t size)
{
    find_memory();
    return fails("memalign", true) ? NULL : real_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size)
{
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    find_memory();
    if (fails("posix_memalign", true)) {
        return ENOMEM;
    }
    *out = real_memalign(alignment, size);
    return *out == NULL ? ENOMEM : 0;
}

/* strdup, getline, fopen, qsort and whatever else allocates inside glibc calls malloc by name. */

void *mmap(void *where, size_t length, int protection, int flags, int file, off_t offset)
{
    return fails("mmap", true) ? MAP_FAILED
                               : NEXT(mmap)(where, length, protection, flags, file, offset);
}

/* Files. Each with what it gives where it fails. */

#define CALL(result, function, failed, parameters, arguments)                                      \
    result function parameters                                                                     \
    {                                                                                              \
        return fails(#function, false) ? (failed) : NEXT(function) arguments;                      \
    }

/* Three dots are a mode, and only there where a file may be made. */
static mode_t mode_of(int flags, va_list arguments)
{
    return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(function)                                                                             \
    int function(const char *path, int flags, ...)                                                 \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode_t mode = mode_of(flags, arguments);                                                   \
        va_end(arguments);                                                                         \
        return fails(#function, false) ? -1 : NEXT(function)(path, flags, mode);                   \
    }

#define OPENAT(function)                                                                           \
    int function(int folder, const char *path, int flags, ...)                                     \
    {                                                                                              \
        va_list arguments;                                                                         \
        va_start(arguments, flags);                                                                \
        mode_t mode = mode_of(flags, arguments);                                                   \
        va_end(arguments);                                                                         \
        return fails(#function, false) ? -1 : NEXT(function)(folder, path, flags, mode);           \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* A file is closed all the same, as Linux does it: a disk can be found full as late as here. */
int close(int file)
{
    bool has_failed = fails("close", false);
    int failure = errno;
    int done = NEXT(close)(file);
    errno = has_failed ? failure : errno;
    return has_failed ? -1 : done;
}

CALL(ssize_t, write, -1, (int file, const void *bytes, size_t count), (file, bytes, count))
CALL(ssize_t, read, -1, (int file, void *bytes, size_t count), (file, bytes, count))
CALL(ssize_t, pread, -1, (int file, void *bytes, size_t count, off_t offset),
     (file, bytes, count, offset))
CALL(int, fsync, -1, (int file), (file))
CALL(int, fdatasync, -1, (int file), (file))
CALL(int, rename, -1, (const char *from, const char *to), (from, to))
CALL(int, renameat, -1, (int from_folder, const char *from, int to_folder, const char *to),
     (from_folder, from, to_folder, to))
CALL(int, renameat2, -1,
     (int from_folder, const char *from, int to_folder, const char *to, unsigned flags),
     (from_folder, from, to_folder, to, flags))
CALL(int, link, -1, (const char *from, const char *to), (from, to))
CALL(int, mkdir, -1, (const char *path, mode_t mode), (path, mode))
CALL(int, mkdirat, -1, (int folder, const char *path, mode_t mode), (folder, path, mode))
CALL(int, unlink, -1, (const char *path), (path))
CALL(int, unlinkat, -1, (int folder, const char *path, int flags), (folder, path, flags))
CALL(int, ftruncate, -1, (int file, off_t length), (file, length))
CALL(int, fchmod, -1, (int file, mode_t mode), (file, mode))
CALL(int, fchown, -1, (int file, uid_t owner, gid_t group), (file, owner, group))
CALL(int, faccessat, -1, (int folder, const char *path, int mode, int flags),
     (folder, path, mode, flags))
CALL(int, access, -1, (const char *path, int mode), (path, mode))
CALL(int, fstat, -1, (int file, struct stat *facts), (file, facts))
CALL(int, fstatat, -1, (int folder, const char *path, struct stat *facts, int flags),
     (folder, path, facts, flags))
CALL(ssize_t, readlink, -1, (const char *path, char *bytes, size_t count), (path, bytes, count))
CALL(char *, realpath, NULL, (const char *path, char *resolved), (path, resolved))
CALL(int, mkstemp, -1, (char *pattern), (pattern))
CALL(FILE *, tmpfile, NULL, (void), ())
CALL(int, stat, -1, (const char *path, struct stat *facts), (path, facts))
CALL(int, lstat, -1, (const char *path, struct stat *facts), (path, facts))
CALL(struct dirent *, readdir, NULL, (DIR * folder), (folder))
CALL(DIR *, opendir, NULL, (const char *path), (path))
CALL(DIR *, fdopendir, NULL, (int file), (file))
CALL(FILE *, fopen, NULL, (const char *path, const char *mode), (path, mode))
CALL(FILE *, fopen64, NULL, (const char *path, const char *mode), (path, mode))
CALL(FILE *, fdopen, NULL, (int file, const char *mode), (file, mode))

/* What is said on standard error must get through, or nobody knows what was starved. */
static bool stream_fails(const char *name, const FILE *file)
{
    return file != stderr && fails(name, false);
}

int fflush(FILE *file)
{
    return stream_fails("fflush", file) ? EOF : NEXT(fflush)(file);
}

int fclose(FILE *file)
{
    bool has_failed = fails("fclose", false);
    int failure = errno;
    int done = NEXT(fclose)(file);
    errno = has_failed ? failure : errno;
    return has_failed ? EOF : done;
}

/* A program that ends by _Exit calls no destructors. */
_Noreturn void _Exit(int code)
{
    write_count();
    _exit(code);
}

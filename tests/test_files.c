/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* unshare, and renameat2 to stand in front of */

#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/rows.h"

/*
 * The calls of the system that can fail. These stand in front of the C library's, and make the n-th
 * one of a kind fail, or a signal come in the middle.
 */
typedef enum call {
    CALL_OPEN = 1,
    CALL_MAKE_FOLDER,
    CALL_WRITE,
    CALL_FLUSH,
    CALL_RENAME,
    CALL_EXCHANGE,
} call;

static call failing;      /* 0: none */
static int failing_place; /* 1: the next one */
static int failing_reason;
static int signal_during_write;

static bool is_to_fail(call made)
{
    if (made != failing || --failing_place != 0) {
        return false;
    }
    errno = failing_reason;
    return true;
}

static void let_fail(call what, int place, int reason)
{
    failing = what;
    failing_place = place;
    failing_reason = reason;
}

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    if (signal_during_write != 0) {
        int number = signal_during_write;
        signal_during_write = 0;
        kill(getpid(), number);
    }
    if (is_to_fail(CALL_WRITE)) {
        /* a disk takes some before it is full */
        syscall(SYS_write, descriptor, bytes, count / 2);
        errno = failing_reason;
        return -1;
    }
    return syscall(SYS_write, descriptor, bytes, count);
}

int fsync(int descriptor)
{
    return is_to_fail(CALL_FLUSH) ? -1 : (int)syscall(SYS_fsync, descriptor);
}

int renameat(int from, const char *old, int to, const char *new)
{
    return is_to_fail(CALL_RENAME) ? -1 : (int)syscall(SYS_renameat2, from, old, to, new, 0);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    return is_to_fail(CALL_EXCHANGE) ? -1 : (int)syscall(SYS_renameat2, from, old, to, new, flags);
}

int mkdirat(int folder, const char *name, mode_t mode)
{
    return is_to_fail(CALL_MAKE_FOLDER) ? -1 : (int)syscall(SYS_mkdirat, folder, name, mode);
}

int openat(int folder, const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return is_to_fail(CALL_OPEN) ? -1 : (int)syscall(SYS_openat, folder, name, flags, mode);
}

/* Every test has a folder of its own, and stands in it. */
static char root[64];
static bcf_arena *arena;
static bcf_error err;

static void set_up(void)
{
    snprintf(root, sizeof root, "/tmp/bcf-files-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_int_eq(chdir(root), 0);
    ck_assert_int_eq(chmod(root, 0777), 0);
    umask(022);
    arena = bcf_arena_new();
    err = (bcf_error){0};
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)facts;
    (void)kind;
    (void)where;
    return remove(path);
}

static void tear_down(void)
{
    bcf_arena_free(arena);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static void put(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");
    ck_assert_msg(file != NULL, "%s: %s", path, strerror(errno));
    fputs(content, file);
    ck_assert_int_eq(fclose(file), 0);
}

/* What the file holds, or "(none)". */
static const char *get(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return "(none)";
    }
    bcf_text content = {0};
    char bytes[4096];
    for (size_t count = fread(bytes, 1, sizeof bytes, file); count > 0;
         count = fread(bytes, 1, sizeof bytes, file)) {
        bcf_text_add_bytes(&content, bytes, count);
    }
    fclose(file);
    const char *kept = bcf_arena_text(arena, bcf_text_get(&content));
    bcf_text_clear(&content);
    return kept;
}

/* Every name in the folder, sorted, with what is under it: "a.csv=old; b=folder; ". */
static const char *look(const char *folder)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    ck_assert_msg(count >= 0, "%s: %s", folder, strerror(errno));
    const char *seen = "";
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        struct stat facts;
        const char *path = bcf_arena_print(arena, "%s/%s", folder, name);
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && lstat(path, &facts) == 0) {
            const char *content = S_ISREG(facts.st_mode)   ? get(path)
                                  : S_ISDIR(facts.st_mode) ? "folder"
                                  : S_ISLNK(facts.st_mode) ? "link"
                                                           : "device";
            seen = bcf_arena_print(arena, "%s%s=%s; ", seen, name, content);
        }
        free(entries[i]);
    }
    free(entries);
    return seen;
}

static bcf_code write_words(const char *path, const char *words)
{
    return bcf_files_write(path, words, strlen(words), &err);
}

/* Must fail as the machine does, with one sentence that is this or begins so. */
static void check_failed(bcf_code code, const char *sentence)
{
    ck_assert_int_eq(code, BCF_FAILED_MACHINE);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_msg(strncmp(err.messages[0], sentence, strlen(sentence)) == 0, "'%s', want '%s'",
                  err.messages[0], sentence);
}

static mode_t rights(const char *path)
{
    struct stat facts;
    ck_assert_int_eq(stat(path, &facts), 0);
    return facts.st_mode & 07777;
}

static ino_t number(const char *path)
{
    struct stat facts;
    ck_assert_int_eq(stat(path, &facts), 0);
    return facts.st_ino;
}

/* Goes on as a user who may not write everywhere. */
static void become_nobody(void)
{
    if (geteuid() == 0) {
        ck_assert_int_eq(setegid(65534), 0);
        ck_assert_int_eq(seteuid(65534), 0);
    }
}

static void become_oneself(void)
{
    if (getuid() == 0) {
        ck_assert_int_eq(seteuid(0), 0);
        ck_assert_int_eq(setegid(0), 0);
    }
}

static void say_to(const char *path, const char *words)
{
    int descriptor = open(path, O_WRONLY);
    if (descriptor >= 0) {
        ck_assert_int_ge(syscall(SYS_write, descriptor, words, strlen(words)), 0);
        close(descriptor);
    }
}

/* Mounts that only this test's process sees; false, and said so, where the machine allows none. */
static bool has_own_mounts(void)
{
    uid_t user = geteuid();
    gid_t group = getegid();
    bool is_apart = user == 0 && unshare(CLONE_NEWNS) == 0;
    if (!is_apart && unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0) {
        say_to("/proc/self/setgroups", "deny");
        say_to("/proc/self/uid_map", bcf_arena_print(arena, "0 %u 1", (unsigned)user));
        say_to("/proc/self/gid_map", bcf_arena_print(arena, "0 %u 1", (unsigned)group));
        is_apart = true;
    }
    if (is_apart && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0) {
        return true;
    }
    fputs("SKIPPED: this machine lets nobody mount a disk, so a full or read-only one was not "
          "tried\n",
          stderr);
    return false;
}

static void mount_small_disk(const char *folder)
{
    ck_assert_msg(mount("bcf", folder, "tmpfs", 0, "size=64k,mode=0777") == 0, "%s",
                  strerror(errno));
}

/* More than the small disk holds. */
static const char *much(void)
{
    static char words[300001];
    memset(words, 'm', sizeof words - 1);
    return words;
}

START_TEST(a_new_file_appears_whole_with_the_rights_of_the_umask)
{
    umask(027);
    ck_assert_int_eq(write_words("out.csv", "hwb,amount\n"), BCF_OK);
    ck_assert_str_eq(look("."), "out.csv=hwb,amount\n; ");
    ck_assert_uint_eq(rights("out.csv"), 0640);
    ck_assert_uint_eq(err.count, 0);
}
END_TEST

START_TEST(an_old_file_is_replaced_and_keeps_its_rights)
{
    put("out.csv", "a much longer content than the new one\n");
    ck_assert_int_eq(chmod("out.csv", 0600), 0);
    ck_assert_int_eq(write_words("out.csv", "new\n"), BCF_OK);
    ck_assert_str_eq(look("."), "out.csv=new\n; ");
    ck_assert_uint_eq(rights("out.csv"), 0600);
}
END_TEST

START_TEST(a_reader_of_the_old_file_keeps_reading_the_old_file)
{
    put("out.csv", "old\n");
    FILE *reader = fopen("out.csv", "r");
    ck_assert_ptr_nonnull(reader);
    ck_assert_int_eq(write_words("out.csv", "new\n"), BCF_OK);
    char line[8] = "";
    ck_assert_ptr_nonnull(fgets(line, sizeof line, reader));
    fclose(reader);
    ck_assert_str_eq(line, "old\n");
}
END_TEST

START_TEST(a_file_of_another_owner_stays_theirs)
{
    if (geteuid() != 0) {
        fputs("SKIPPED: only root can give a file away\n", stderr);
        return;
    }
    put("out.csv", "old\n");
    ck_assert_int_eq(chown("out.csv", 65534, 65534), 0);
    ck_assert_int_eq(chmod("out.csv", 0640), 0);
    ck_assert_int_eq(write_words("out.csv", "new\n"), BCF_OK);
    struct stat facts;
    ck_assert_int_eq(stat("out.csv", &facts), 0);
    ck_assert_uint_eq(facts.st_uid, 65534);
    ck_assert_uint_eq(facts.st_gid, 65534);
    ck_assert_uint_eq(rights("out.csv"), 0640);
}
END_TEST

START_TEST(content_of_any_length_is_written)
{
    ck_assert_int_eq(write_words("none", ""), BCF_OK);
    ck_assert_str_eq(get("none"), "");
    ck_assert_int_eq(write_words("much", much()), BCF_OK);
    ck_assert_str_eq(get("much"), much());
    ck_assert_int_eq(bcf_files_write("nul", "a\0b", 3, &err), BCF_OK);
    struct stat facts;
    ck_assert_int_eq(stat("nul", &facts), 0);
    ck_assert_int_eq(facts.st_size, 3);
}
END_TEST

static const struct {
    const char *name;
    const char *path;
    const char *seen; /* of the test's folder */
} places[] = {
    {"beside us", "out.csv", "folder=folder; out.csv=new; to-file=link; to-folder=link; "},
    {"with a dot", "./out.csv", "folder=folder; out.csv=new; to-file=link; to-folder=link; "},
    {"in a folder", "folder/other", "folder=folder; to-file=link; to-folder=link; "},
    {"by way of the folder above", "folder/../out.csv",
     "folder=folder; out.csv=new; to-file=link; to-folder=link; "},
    {"through a link to a folder", "to-folder/other",
     "folder=folder; to-file=link; to-folder=link; "},
    {"through a link to a file", "to-file", "folder=folder; to-file=link; to-folder=link; "},
};

START_TEST(a_file_is_written_wherever_its_path_leads)
{
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    put("folder/file", "old");
    ck_assert_int_eq(symlink("folder", "to-folder"), 0);
    ck_assert_int_eq(symlink("folder/file", "to-file"), 0);
    ck_assert_int_eq(write_words(places[_i].path, "new"), BCF_OK);
    ck_assert_str_eq(get(places[_i].path), "new");
    ck_assert_msg(strcmp(look("."), places[_i].seen) == 0, "%s: %s", places[_i].name, look("."));
    ck_assert_ptr_null(strstr(look("folder"), ".bcf"));
}
END_TEST

START_TEST(a_link_stays_a_link_and_its_file_is_replaced)
{
    ck_assert_int_eq(mkdir("a", 0777), 0);
    ck_assert_int_eq(mkdir("b", 0777), 0);
    put("b/file", "old");
    ck_assert_int_eq(symlink("../b/second", "a/first"), 0);
    ck_assert_int_eq(symlink("file", "b/second"), 0);
    ck_assert_int_eq(write_words("a/first", "new"), BCF_OK);
    ck_assert_str_eq(look("a"), "first=link; ");
    ck_assert_str_eq(look("b"), "file=new; second=link; ");
}
END_TEST

START_TEST(a_link_to_nothing_gets_its_file)
{
    ck_assert_int_eq(mkdir("b", 0777), 0);
    ck_assert_int_eq(symlink(bcf_arena_print(arena, "%s/b/file", root), "link"), 0);
    ck_assert_int_eq(write_words("link", "new"), BCF_OK);
    ck_assert_str_eq(look("b"), "file=new; ");
    ck_assert_str_eq(look("."), "b=folder; link=link; ");
}
END_TEST

#define TEN "0123456789"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static const struct {
    const char *path;
    const char *sentence;
} impossible[] = {
    {"out/x", "out/x: no such folder 'out'"},
    {"out/", "out/: no such folder 'out'"},
    {"folder/no/x", "folder/no/x: no such folder 'folder/no'"},
    {"file/x", "file/x: 'file' is not a folder"},
    {"folder", "folder: is a folder"},
    {"folder/", "folder/: is a folder"},
    {".", ".: is a folder"},
    {"", "'' is no name of a file"},
    {"circle", "circle: Too many levels of symbolic links"},
    {"/no/such/place.csv", "/no/such/place.csv: no such folder '/no/such'"},
    {HUNDRED HUNDRED HUNDRED, HUNDRED HUNDRED HUNDRED ": the name is too long"},
};

START_TEST(where_no_file_can_be_nothing_is_written)
{
    ck_assert_int_eq(mkdir("folder", 0777), 0);
    put("file", "old");
    ck_assert_int_eq(symlink("circle", "circle"), 0);
    check_failed(write_words(impossible[_i].path, "new"), impossible[_i].sentence);
    ck_assert_str_eq(look("."), "circle=link; file=old; folder=folder; ");
    ck_assert_str_eq(look("folder"), "");
}
END_TEST

START_TEST(a_folder_that_may_not_be_written_to_stays_as_it_was)
{
    ck_assert_int_eq(mkdir("out", 0777), 0);
    put("out/x", "old");
    ck_assert_int_eq(chmod("out", 0555), 0);
    become_nobody();
    bcf_code again = write_words("out/x", "new");
    bcf_error first = err;
    err = (bcf_error){0};
    bcf_code fresh = write_words("out/y", "new");
    become_oneself();
    check_failed(fresh, "out/y: no permission to write here");
    err = first;
    check_failed(again, "out/x: no permission to write here");
    ck_assert_str_eq(look("out"), "x=old; ");
    ck_assert_int_eq(chmod("out", 0777), 0);
}
END_TEST

START_TEST(a_file_that_is_protected_stays_as_it_was)
{
    ck_assert_int_eq(mkdir("out", 0777), 0);
    ck_assert_int_eq(chmod("out", 0777), 0);
    put("out/x", "old");
    ck_assert_int_eq(chmod("out/x", 0444), 0);
    become_nobody();
    bcf_code code = write_words("out/x", "new");
    become_oneself();
    check_failed(code, "out/x: no permission to write here");
    ck_assert_str_eq(look("out"), "x=old; ");
}
END_TEST

START_TEST(a_folder_that_cannot_be_listed_can_be_written_to)
{
    ck_assert_int_eq(mkdir("out", 0777), 0);
    ck_assert_int_eq(chmod("out", 0733), 0);
    become_nobody();
    bcf_code code = write_words("out/x", "new");
    become_oneself();
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_str_eq(look("out"), "x=new; ");
}
END_TEST

START_TEST(a_read_only_disk_is_named_as_such)
{
    ck_assert_int_eq(mkdir("disk", 0777), 0);
    if (!has_own_mounts()) {
        return;
    }
    mount_small_disk("disk");
    put("disk/x", "old");
    ck_assert_int_eq(mount("bcf", "disk", "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
    check_failed(write_words("disk/x", "new"), "disk/x: the disk is read-only");
    ck_assert_str_eq(look("disk"), "x=old; ");
    err = (bcf_error){0};
    check_failed(write_words("disk/y", "new"), "disk/y: the disk is read-only");
    ck_assert_str_eq(look("disk"), "x=old; ");
    ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

START_TEST(a_full_disk_leaves_the_old_file_and_nothing_else)
{
    ck_assert_int_eq(mkdir("disk", 0777), 0);
    if (!has_own_mounts()) {
        return;
    }
    mount_small_disk("disk");
    put("disk/x", "old");
    check_failed(write_words("disk/x", much()), "disk/x: no space left on the disk");
    ck_assert_str_eq(look("disk"), "x=old; ");
    err = (bcf_error){0};
    check_failed(write_words("disk/y", much()), "disk/y: no space left on the disk");
    ck_assert_str_eq(look("disk"), "x=old; ");
    ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

/* Needs no rights: the process itself may write no more. */
static void (*const on_too_much[])(int) = {SIG_DFL, SIG_IGN};

START_TEST(a_file_past_the_limit_leaves_the_old_one_and_the_program_alive)
{
    put("x", "old");
    signal(SIGXFSZ, on_too_much[_i]);
    struct rlimit before;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit little = {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &little), 0);
    bcf_code code = write_words("x", much());
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    check_failed(code, "x: the file would be larger than is allowed here");
    ck_assert_str_eq(look("."), "x=old; ");
}
END_TEST

/* Runs bcf_files_write(NULL) with standard output on this descriptor. */
static bcf_code write_out(int descriptor, const char *words)
{
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    ck_assert_int_ge(kept, 0);
    if (descriptor >= 0) {
        ck_assert_int_eq(dup2(descriptor, STDOUT_FILENO), STDOUT_FILENO);
    } else {
        close(STDOUT_FILENO);
    }
    bcf_code code = bcf_files_write(NULL, words, strlen(words), &err);
    ck_assert_int_eq(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    close(kept);
    return code;
}

START_TEST(no_path_is_standard_output)
{
    int file = open("out", O_RDWR | O_CREAT | O_APPEND, 0666);
    ck_assert_int_eq(write_out(file, "one\n"), BCF_OK);
    ck_assert_int_eq(write_out(file, "two\n"), BCF_OK);
    close(file);
    ck_assert_str_eq(look("."), "out=one\ntwo\n; ");
}
END_TEST

START_TEST(standard_output_may_be_named)
{
    int file = open("out", O_RDWR | O_CREAT, 0666);
    ck_assert_int_eq(dup2(file, STDOUT_FILENO), STDOUT_FILENO);
    ck_assert_int_eq(write_words("/dev/stdout", "one\n"), BCF_OK);
    ck_assert_int_eq(write_words(NULL, "two\n"), BCF_OK);
    close(file);
    ck_assert_str_eq(look("."), "out=one\ntwo\n; ");
}
END_TEST

START_TEST(a_full_standard_output_is_a_failure)
{
    int full = open("/dev/full", O_WRONLY);
    ck_assert_int_ge(full, 0);
    check_failed(write_out(full, "words"), "standard output: no space left on the disk");
    close(full);
}
END_TEST

START_TEST(a_closed_standard_output_is_a_failure)
{
    check_failed(write_out(-1, "words"), "standard output: is closed");
}
END_TEST

static void (*const on_a_broken_pipe[])(int) = {SIG_DFL, SIG_IGN};

START_TEST(a_reader_that_has_gone_is_no_failure)
{
    signal(SIGPIPE, on_a_broken_pipe[_i]);
    int pipes[2];
    ck_assert_int_eq(pipe(pipes), 0);
    close(pipes[0]);
    ck_assert_int_eq(write_out(pipes[1], much()), BCF_OK);
    ck_assert_uint_eq(err.count, 0);
    close(pipes[1]);
}
END_TEST

/* Counts, in a process of its own and not in a hurry, what comes out of the pipe. */
static pid_t count_slowly(const int pipes[2], size_t expected)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        close(pipes[1]);
        static char bytes[65536];
        size_t total = 0;
        for (ssize_t count = 1; count > 0; total += (size_t)count) {
            usleep(2000);
            count = read(pipes[0], bytes, sizeof bytes);
        }
        _exit(total == expected ? 0 : 1);
    }
    close(pipes[0]);
    return child;
}

static void check_child(pid_t child)
{
    int status = -1;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), 0);
}

static const int pipe_flags[] = {0, O_NONBLOCK};

START_TEST(a_slow_reader_gets_everything)
{
    int pipes[2];
    ck_assert_int_eq(pipe(pipes), 0);
    ck_assert_int_eq(fcntl(pipes[1], F_SETFL, pipe_flags[_i]), 0);
    pid_t child = count_slowly(pipes, strlen(much()));
    ck_assert_int_eq(write_out(pipes[1], much()), BCF_OK);
    close(pipes[1]);
    check_child(child);
}
END_TEST

START_TEST(a_pipe_with_a_name_is_written_straight)
{
    ck_assert_int_eq(mkfifo("pipe", 0666), 0);
    int pipes[2] = {open("pipe", O_RDONLY | O_NONBLOCK), open("pipe", O_WRONLY)};
    ck_assert_int_eq(fcntl(pipes[0], F_SETFL, 0), 0);
    pid_t child = count_slowly(pipes, strlen(much()));
    ck_assert_int_eq(write_words("pipe", much()), BCF_OK);
    close(pipes[1]);
    check_child(child);
    ck_assert_str_eq(look("."), "pipe=device; ");
}
END_TEST

START_TEST(a_device_is_written_straight_and_stays_one)
{
    ck_assert_int_eq(write_words("/dev/null", "words"), BCF_OK);
    check_failed(write_words("/dev/full", "words"), "/dev/full: no space left on the disk");
    struct stat facts;
    ck_assert_int_eq(stat("/dev/null", &facts), 0);
    ck_assert(S_ISCHR(facts.st_mode));
    ck_assert_int_eq(stat("/dev/full", &facts), 0);
    ck_assert(S_ISCHR(facts.st_mode));
}
END_TEST

/* Runs this in a process of its own, to which the signal comes in the middle of a write; true if
 * the signal ended it. */
static bool ends_by(int number, bcf_code (*write_something)(void))
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        signal(number, SIG_DFL);
        signal_during_write = number;
        (void)write_something();
        _exit(0);
    }
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == number;
}

static const int interruptions[] = {SIGINT, SIGTERM, SIGHUP};

static bcf_code write_new_file(void)
{
    return write_words("x", "new");
}

START_TEST(an_interruption_waits_until_the_file_is_whole)
{
    put("x", "old");
    ck_assert(ends_by(interruptions[_i], write_new_file));
    ck_assert_str_eq(look("."), "x=new; ");
}
END_TEST

static bcf_code write_to_pipe(void)
{
    int pipes[2];
    ck_assert_int_eq(pipe(pipes), 0);
    ck_assert_int_eq(dup2(pipes[1], STDOUT_FILENO), STDOUT_FILENO);
    return write_words(NULL, much()); /* nobody ever reads it */
}

START_TEST(an_interruption_ends_a_wait_for_a_reader)
{
    ck_assert(ends_by(interruptions[_i], write_to_pipe));
}
END_TEST

/* The sets of files that the tests of folders write. */

static const char *const may_replace[] = {"a.csv", "b.csv", "c.csv", "run.xml", NULL};

static const bcf_file new_set[] = {
    {"run.xml", "new run", 7},
    {"a.csv", "new a", 5},
    {"c.csv", "", 0},
};

#define NEW_SET "a.csv=new a; c.csv=; run.xml=new run; "
#define OLD_SET "a.csv=old a; b.csv=old b; run.xml=old run; "

static void put_old_set(const char *folder)
{
    put(bcf_arena_print(arena, "%s/a.csv", folder), "old a");
    put(bcf_arena_print(arena, "%s/b.csv", folder), "old b");
    put(bcf_arena_print(arena, "%s/run.xml", folder), "old run");
}

static void make_old_set(const char *folder)
{
    ck_assert_int_eq(mkdir(folder, 0777), 0);
    put_old_set(folder);
}

static bcf_code write_new_set(const char *folder)
{
    return bcf_files_write_folder(folder, new_set, (size_t)ROWS_IN(new_set), may_replace, &err);
}

/* A set whose second file is more than a small disk holds. */
static bcf_code write_much(const char *folder)
{
    bcf_file files[] = {{"a.csv", "new a", 5}, {"b.csv", much(), strlen(much())}};
    return bcf_files_write_folder(folder, files, 2, may_replace, &err);
}

static const char *const spelt[] = {"out", "out/", "./out", "out//", "sub/../out"};

static bcf_code write_out_set(void)
{
    return write_new_set("out");
}

START_TEST(an_interruption_waits_until_the_set_is_whole)
{
    make_old_set("out");
    ck_assert(ends_by(interruptions[_i], write_out_set));
    ck_assert_str_eq(look("out"), NEW_SET);
    ck_assert_str_eq(look("."), "out=folder; ");
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_made)
{
    ck_assert_int_eq(mkdir("sub", 0777), 0);
    umask(027);
    ck_assert_int_eq(write_new_set(spelt[_i]), BCF_OK);
    ck_assert_str_eq(look("out"), NEW_SET);
    ck_assert_str_eq(look("."), "out=folder; sub=folder; ");
    ck_assert_uint_eq(rights("out"), 0750);
    ck_assert_uint_eq(rights("out/a.csv"), 0640);
}
END_TEST

START_TEST(an_old_set_is_replaced_whole)
{
    ck_assert_int_eq(mkdir("sub", 0777), 0);
    make_old_set("out");
    ck_assert_int_eq(chmod("out", 02770), 0);
    ino_t before = number("out");
    ck_assert_int_eq(write_new_set(spelt[_i]), BCF_OK);
    ck_assert_str_eq(look("out"), NEW_SET);
    ck_assert_str_eq(look("."), "out=folder; sub=folder; ");
    ck_assert_uint_eq(rights("out"), 02770);
    ck_assert_msg(number("out") != before, "the folders did not change places");
}
END_TEST

START_TEST(an_empty_folder_is_filled)
{
    ck_assert_int_eq(mkdir("out", 0777), 0);
    ck_assert_int_eq(write_new_set("out"), BCF_OK);
    ck_assert_str_eq(look("out"), NEW_SET);
    ck_assert_str_eq(look("."), "out=folder; ");
}
END_TEST

START_TEST(a_set_of_no_files_empties_the_folder)
{
    make_old_set("out");
    ck_assert_int_eq(bcf_files_write_folder("out", new_set, 0, may_replace, &err), BCF_OK);
    ck_assert_str_eq(look("out"), "");
}
END_TEST

/* Who stands in the folder must see the new files there: it cannot be another folder by then. */
START_TEST(the_current_folder_stays_the_same_folder)
{
    make_old_set("out");
    ck_assert_int_eq(chdir("out"), 0);
    ino_t before = number(".");
    const char *const names[] = {".", "../out", "./"};
    for (size_t i = 0; i < 3; i++) {
        put_old_set(".");
        unlink("c.csv");
        ck_assert_int_eq(write_new_set(names[i]), BCF_OK);
        ck_assert_str_eq(look("."), NEW_SET);
        ck_assert_uint_eq(number("../out"), before);
        ck_assert_str_eq(look(".."), "out=folder; ");
    }
}
END_TEST

START_TEST(a_link_to_a_folder_stays_a_link)
{
    ck_assert_int_eq(mkdir("sub", 0777), 0);
    make_old_set("sub/out");
    ck_assert_int_eq(symlink("sub/out", "link"), 0);
    ck_assert_int_eq(write_new_set("link"), BCF_OK);
    ck_assert_str_eq(look("."), "link=link; sub=folder; ");
    ck_assert_str_eq(look("sub"), "out=folder; ");
    ck_assert_str_eq(look("link"), NEW_SET);
    ck_assert_int_eq(write_new_set("link/"), BCF_OK);
    ck_assert_str_eq(look("."), "link=link; sub=folder; ");
}
END_TEST

START_TEST(a_link_to_no_folder_gets_one)
{
    ck_assert_int_eq(mkdir("sub", 0777), 0);
    ck_assert_int_eq(symlink("sub/out", "link"), 0);
    ck_assert_int_eq(write_new_set("link"), BCF_OK);
    ck_assert_str_eq(look("."), "link=link; sub=folder; ");
    ck_assert_str_eq(look("sub/out"), NEW_SET);
}
END_TEST

static const struct {
    const char *path;
    const char *sentence;
} no_folders[] = {
    {"no/out", "no/out: no such folder 'no'"},
    {"no/out/", "no/out/: no such folder 'no'"},
    {"file", "file: is not a folder"},
    {"file/out", "file/out: 'file' is not a folder"},
    {"circle", "circle: Too many levels of symbolic links"},
    {HUNDRED HUNDRED HUNDRED, HUNDRED HUNDRED HUNDRED ": the name is too long"},
};

START_TEST(where_no_folder_can_be_nothing_is_written)
{
    put("file", "old");
    ck_assert_int_eq(symlink("circle", "circle"), 0);
    check_failed(write_new_set(no_folders[_i].path), no_folders[_i].sentence);
    ck_assert_str_eq(look("."), "circle=link; file=old; ");
}
END_TEST

static void add_file(void)
{
    put("out/thesis.doc", "mine");
}

static void add_hidden_file(void)
{
    put("out/.bcf-1-0", "mine");
}

static void add_folder(void)
{
    ck_assert_int_eq(mkdir("out/sub", 0777), 0);
}

static void add_folder_of_our_name(void)
{
    ck_assert_int_eq(mkdir("out/c.csv", 0777), 0);
}

static void add_link_of_our_name(void)
{
    ck_assert_int_eq(symlink("/etc/passwd", "out/c.csv"), 0);
}

static const struct {
    void (*add)(void);
    const char *sentence;
} foreign[] = {
    {add_file, "out: the folder holds 'thesis.doc', which is no file of this set"},
    {add_hidden_file, "out: the folder holds '.bcf-1-0', which is no file of this set"},
    {add_folder, "out: the folder holds 'sub', which is no file of this set"},
    {add_folder_of_our_name, "out: the folder holds 'c.csv', which is no file of this set"},
    {add_link_of_our_name, "out: the folder holds 'c.csv', which is no file of this set"},
};

START_TEST(a_folder_with_anything_of_somebody_else_is_refused)
{
    make_old_set("out");
    foreign[_i].add();
    const char *before = look("out");
    ck_assert_int_eq(write_new_set("out"), BCF_REFUSED_USAGE);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_str_eq(err.messages[0], foreign[_i].sentence);
    ck_assert_str_eq(look("out"), before);
    ck_assert_str_eq(look("."), "out=folder; ");
}
END_TEST

START_TEST(a_set_in_a_read_only_folder_stays_as_it_was)
{
    make_old_set("out");
    ck_assert_int_eq(chmod("out", 0555), 0);
    become_nobody();
    bcf_code code = write_new_set("out");
    become_oneself();
    check_failed(code, "out: no permission to write here");
    ck_assert_int_eq(chmod("out", 0777), 0);
    ck_assert_str_eq(look("out"), OLD_SET);
    ck_assert_str_eq(look("."), "out=folder; ");
}
END_TEST

START_TEST(a_set_is_replaced_where_the_folder_around_it_is_read_only)
{
    ck_assert_int_eq(mkdir("around", 0777), 0);
    make_old_set("around/out");
    ck_assert_int_eq(chmod("around/out", 0777), 0);
    ck_assert_int_eq(chmod("around", 0555), 0);
    become_nobody();
    bcf_code code = write_new_set("around/out");
    become_oneself();
    ck_assert_int_eq(chmod("around", 0777), 0);
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_str_eq(look("around/out"), NEW_SET);
    ck_assert_str_eq(look("around"), "out=folder; ");
}
END_TEST

START_TEST(no_new_folder_is_made_in_a_read_only_one)
{
    ck_assert_int_eq(mkdir("around", 0555), 0);
    become_nobody();
    bcf_code code = write_new_set("around/out");
    become_oneself();
    check_failed(code, "around/out: no permission to write here");
    ck_assert_str_eq(look("around"), "");
}
END_TEST

/* In a folder where only its owner may move a file, the first goes aside and the second cannot. */
START_TEST(a_file_that_cannot_be_moved_brings_the_others_back)
{
    if (geteuid() != 0) {
        fputs("SKIPPED: only root can give a file away\n", stderr);
        return;
    }
    ck_assert_int_eq(mkdir("around", 0777), 0);
    make_old_set("around/out");
    ck_assert_int_eq(chown("around/out/a.csv", 65534, 65534), 0);
    ck_assert_int_eq(chmod("around/out", 01777), 0);
    become_nobody();
    bcf_code code = write_new_set("around/out");
    become_oneself();
    check_failed(code, "around/out: no permission to write here");
    ck_assert_str_eq(look("around/out"), OLD_SET);
    ck_assert_str_eq(look("around"), "out=folder; ");
}
END_TEST

START_TEST(a_read_only_disk_keeps_its_set)
{
    ck_assert_int_eq(mkdir("disk", 0777), 0);
    if (!has_own_mounts()) {
        return;
    }
    mount_small_disk("disk");
    make_old_set("disk/out");
    ck_assert_int_eq(mount("bcf", "disk", "tmpfs", MS_REMOUNT | MS_RDONLY, NULL), 0);
    check_failed(write_new_set("disk/out"), "disk/out: the disk is read-only");
    err = (bcf_error){0};
    check_failed(write_new_set("disk/new"), "disk/new: the disk is read-only");
    ck_assert_str_eq(look("disk"), "out=folder; ");
    ck_assert_str_eq(look("disk/out"), OLD_SET);
    ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

START_TEST(a_full_disk_keeps_its_set)
{
    ck_assert_int_eq(mkdir("disk", 0777), 0);
    if (!has_own_mounts()) {
        return;
    }
    mount_small_disk("disk");
    make_old_set("disk/out");
    check_failed(write_much("disk/out"), "disk/out/b.csv: no space left on the disk");
    ck_assert_str_eq(look("disk/out"), OLD_SET);
    err = (bcf_error){0};
    check_failed(write_much("disk/new"), "disk/new/b.csv: no space left on the disk");
    ck_assert_str_eq(look("disk"), "out=folder; ");
    ck_assert_str_eq(look("disk/out"), OLD_SET);
    ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

START_TEST(a_disk_that_is_the_folder_itself_is_replaced_or_kept)
{
    ck_assert_int_eq(mkdir("disk", 0777), 0);
    if (!has_own_mounts()) {
        return;
    }
    mount_small_disk("disk");
    put_old_set("disk");
    check_failed(write_much("disk"), "disk/b.csv: no space left on the disk");
    ck_assert_str_eq(look("disk"), OLD_SET);
    ck_assert_int_eq(write_new_set("disk"), BCF_OK);
    ck_assert_str_eq(look("disk"), NEW_SET);
    ck_assert_str_eq(look("."), "disk=folder; ");
    ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

/* What is written for the one disk must not be tried out on the other. */
START_TEST(a_disk_in_a_folder_of_a_small_one_takes_what_it_can_hold)
{
    ck_assert_int_eq(mkdir("disk", 0777), 0);
    if (!has_own_mounts()) {
        return;
    }
    mount_small_disk("disk");
    make_old_set("disk/out");
    ck_assert_int_eq(mount("bcf", "disk/out", "tmpfs", 0, "size=1m"), 0);
    ck_assert_int_eq(write_much("disk/out"), BCF_OK);
    ck_assert_str_eq(get("disk/out/b.csv"), much());
    ck_assert_str_eq(look("disk"), "out=folder; ");
    ck_assert_int_eq(umount("disk/out"), 0);
    ck_assert_str_eq(look("disk/out"), OLD_SET);
    ck_assert_int_eq(umount("disk"), 0);
}
END_TEST

/* The same disk on both sides, and still nothing that can change places. */
START_TEST(a_folder_that_is_mounted_from_beside_is_replaced)
{
    make_old_set("out");
    if (!has_own_mounts()) {
        return;
    }
    ck_assert_int_eq(mount("out", "out", NULL, MS_BIND, NULL), 0);
    ck_assert_int_eq(write_new_set("out"), BCF_OK);
    ck_assert_str_eq(look("out"), NEW_SET);
    ck_assert_str_eq(look("."), "out=folder; ");
    ck_assert_int_eq(umount("out"), 0);
}
END_TEST

START_TEST(a_set_past_the_limit_of_a_file_leaves_the_old_one)
{
    make_old_set("out");
    struct rlimit before;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit little = {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &little), 0);
    bcf_code code = write_much("out");
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    check_failed(code, "out/b.csv: the file would be larger than is allowed here");
    ck_assert_str_eq(look("out"), OLD_SET);
    ck_assert_str_eq(look("."), "out=folder; ");
}
END_TEST

START_TEST(where_folders_cannot_change_places_their_files_do)
{
    make_old_set("out");
    ino_t before = number("out");
    let_fail(CALL_EXCHANGE, 1, EINVAL); /* as on NFS */
    ck_assert_int_eq(write_new_set("out"), BCF_OK);
    ck_assert_int_eq(failing_place, 0);
    ck_assert_uint_eq(number("out"), before);
    ck_assert_str_eq(look("out"), NEW_SET);
    ck_assert_str_eq(look("."), "out=folder; ");
}
END_TEST

static const call calls[] = {
    CALL_OPEN, CALL_MAKE_FOLDER, CALL_WRITE, CALL_FLUSH, CALL_RENAME, CALL_EXCHANGE,
};

/* Lets the 1st, 2nd, 3rd ... call of a kind fail until there are no more; says how many there were.
 * A file or set must be new or old each time, and say which; and nothing else may lie about. */
static int fail_each(call what, const char *target, bool is_set)
{
    const char *folder = is_set ? target : ".";
    int place = 0;
    do {
        err = (bcf_error){0};
        if (is_set) {
            put_old_set(target);
            unlink(bcf_arena_print(arena, "%s/c.csv", target));
        } else {
            put(target, "old");
        }
        const char *old = look(folder);
        const char *around = look("..");
        place++;
        let_fail(what, place, EIO);
        bcf_code code = is_set ? write_new_set(target) : write_words(target, "new");
        int left = failing_place;
        let_fail((call)0, 0, 0);
        const char *fresh = is_set ? NEW_SET : bcf_arena_print(arena, "%s=new; ", target);
        ck_assert_str_eq(look(folder), code == BCF_OK ? fresh : old);
        ck_assert_str_eq(look(".."), around);
        ck_assert_uint_eq(err.count, code != BCF_OK);
        if (left > 0) {
            ck_assert_int_eq(code, BCF_OK);
            return place - 1;
        }
    } while (place < 100);
    return place;
}

static const struct {
    const char *name;
    bool is_set;
    const char *target;
    int counts[6]; /* of each call in `calls`: one that is never made would test nothing */
} writings[] = {
    {"one file", false, "x", {1, 0, 1, 2, 1, 0}},
    {"a set beside", true, "../stage/out", {6, 1, 2, 5, 0, 1}},
    {"a set within", true, ".", {8, 3, 2, 5, 8, 0}},
};

START_TEST(whichever_call_fails_all_is_new_or_all_is_old)
{
    ck_assert_int_eq(mkdir("stage", 0777), 0);
    ck_assert_int_eq(chdir("stage"), 0);
    if (strstr(writings[_i].target, "out") != NULL) {
        ck_assert_int_eq(mkdir("out", 0777), 0);
    }
    for (size_t kind = 0; kind < 6; kind++) {
        int count = fail_each(calls[kind], writings[_i].target, writings[_i].is_set);
        ck_assert_msg(count == writings[_i].counts[kind], "%s: %d of call %zu", writings[_i].name,
                      count, kind);
    }
}
END_TEST

START_TEST(a_file_that_the_next_run_would_refuse_stops_the_program)
{
    const bcf_file files[] = {{"other.txt", "x", 1}};
    bcf_code code = bcf_files_write_folder("out", files, 1, may_replace, &err);
    (void)code;
}
END_TEST

static TCase *single_files(void)
{
    TCase *tcase = tcase_create("single files");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_new_file_appears_whole_with_the_rights_of_the_umask);
    tcase_add_test(tcase, an_old_file_is_replaced_and_keeps_its_rights);
    tcase_add_test(tcase, a_reader_of_the_old_file_keeps_reading_the_old_file);
    tcase_add_test(tcase, a_file_of_another_owner_stays_theirs);
    tcase_add_test(tcase, content_of_any_length_is_written);
    ADD_ROWS(tcase, a_file_is_written_wherever_its_path_leads, places);
    tcase_add_test(tcase, a_link_stays_a_link_and_its_file_is_replaced);
    tcase_add_test(tcase, a_link_to_nothing_gets_its_file);
    ADD_ROWS(tcase, where_no_file_can_be_nothing_is_written, impossible);
    tcase_add_test(tcase, a_folder_that_may_not_be_written_to_stays_as_it_was);
    tcase_add_test(tcase, a_file_that_is_protected_stays_as_it_was);
    tcase_add_test(tcase, a_folder_that_cannot_be_listed_can_be_written_to);
    tcase_add_test(tcase, a_read_only_disk_is_named_as_such);
    tcase_add_test(tcase, a_full_disk_leaves_the_old_file_and_nothing_else);
    ADD_ROWS(tcase, a_file_past_the_limit_leaves_the_old_one_and_the_program_alive, on_too_much);
    ADD_ROWS(tcase, an_interruption_waits_until_the_file_is_whole, interruptions);
    return tcase;
}

static TCase *straight_writing(void)
{
    TCase *tcase = tcase_create("pipes and devices");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, no_path_is_standard_output);
    tcase_add_test(tcase, standard_output_may_be_named);
    tcase_add_test(tcase, a_full_standard_output_is_a_failure);
    tcase_add_test(tcase, a_closed_standard_output_is_a_failure);
    ADD_ROWS(tcase, a_reader_that_has_gone_is_no_failure, on_a_broken_pipe);
    ADD_ROWS(tcase, a_slow_reader_gets_everything, pipe_flags);
    tcase_add_test(tcase, a_pipe_with_a_name_is_written_straight);
    tcase_add_test(tcase, a_device_is_written_straight_and_stays_one);
    ADD_ROWS(tcase, an_interruption_ends_a_wait_for_a_reader, interruptions);
    return tcase;
}

static TCase *sets(void)
{
    TCase *tcase = tcase_create("sets");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, a_folder_that_is_not_there_is_made, spelt);
    ADD_ROWS(tcase, an_old_set_is_replaced_whole, spelt);
    tcase_add_test(tcase, an_empty_folder_is_filled);
    tcase_add_test(tcase, a_set_of_no_files_empties_the_folder);
    tcase_add_test(tcase, the_current_folder_stays_the_same_folder);
    tcase_add_test(tcase, a_link_to_a_folder_stays_a_link);
    tcase_add_test(tcase, a_link_to_no_folder_gets_one);
    ADD_ROWS(tcase, where_no_folder_can_be_nothing_is_written, no_folders);
    ADD_ROWS(tcase, a_folder_with_anything_of_somebody_else_is_refused, foreign);
    tcase_add_test(tcase, a_set_in_a_read_only_folder_stays_as_it_was);
    tcase_add_test(tcase, a_set_is_replaced_where_the_folder_around_it_is_read_only);
    tcase_add_test(tcase, no_new_folder_is_made_in_a_read_only_one);
    tcase_add_test(tcase, a_file_that_cannot_be_moved_brings_the_others_back);
    tcase_add_test(tcase, a_read_only_disk_keeps_its_set);
    tcase_add_test(tcase, a_full_disk_keeps_its_set);
    tcase_add_test(tcase, a_disk_that_is_the_folder_itself_is_replaced_or_kept);
    tcase_add_test(tcase, a_disk_in_a_folder_of_a_small_one_takes_what_it_can_hold);
    tcase_add_test(tcase, a_folder_that_is_mounted_from_beside_is_replaced);
    tcase_add_test(tcase, a_set_past_the_limit_of_a_file_leaves_the_old_one);
    tcase_add_test(tcase, where_folders_cannot_change_places_their_files_do);
    ADD_ROWS(tcase, an_interruption_waits_until_the_set_is_whole, interruptions);
    ADD_ROWS(tcase, whichever_call_fails_all_is_new_or_all_is_old, writings);
    return tcase;
}

/* Without a folder of their own, which nobody would be left to remove. */
static TCase *mistakes(void)
{
    TCase *tcase = tcase_create("mistakes");
    tcase_add_test_raise_signal(tcase, a_file_that_the_next_run_would_refuse_stops_the_program,
                                SIGABRT);
    return tcase;
}

static Suite *files_suite(void)
{
    Suite *suite = suite_create("files");
    suite_add_tcase(suite, mistakes());
    suite_add_tcase(suite, single_files());
    suite_add_tcase(suite, straight_writing());
    suite_add_tcase(suite, sets());
    return suite;
}

RUN_SUITE(files_suite)

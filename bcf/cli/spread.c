/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* fork, pipe, poll, kill */

#include "spread.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIECE 65536 /* bytes read at a time */
#define CHILD_FAILED 4

/* One process. It works out its first scenario of the shard, and every `jobs`th after it. */
typedef struct worker {
    pid_t process;
    int from; /* what it says is read here; -1 at the end */
    bcf_text heard;
    size_t used; /* bytes of it that were understood */
    size_t next; /* whose outcome it tells next: a place in the shard */
} worker;

typedef struct crew {
    const spreading *work;
    size_t count; /* scenarios of the shard */
    size_t jobs;
    worker *workers;
    bcf_scenario_outcome *outcomes;
    size_t done;
    const worker *lost; /* that ended before its work was done; or NULL */
    bcf_error *err;
} crew;

static size_t scenario_at(const spreading *work, size_t place)
{
    return work->shard.number - 1 + place * work->shard.count;
}

static bcf_code fail(const crew *of, const char *what, const char *why)
{
    return bcf_refuse(of->err, BCF_FAILED_MACHINE, (bcf_place){0}, "%s: %s", what, why);
}

/* An outcome as bytes: how long the reason is, and it; or the amounts, then their statuses. Both
 * ends are the same program, so a number is as it lies in memory. */
static void tell(bcf_text *out, const bcf_scenario_outcome *outcome, size_t count)
{
    size_t length = outcome->no_data == NULL ? 0 : strlen(outcome->no_data);
    bcf_text_add_bytes(out, (const char *)&length, sizeof length);
    if (outcome->no_data != NULL) {
        bcf_text_add_bytes(out, outcome->no_data, length);
        return;
    }
    bcf_text_add_bytes(out, (const char *)outcome->amounts, count * sizeof *outcome->amounts);
    bcf_text_add_bytes(out, (const char *)outcome->statuses, count * sizeof *outcome->statuses);
}

/* Takes one outcome off what was heard; false where not all of it is there yet. */
static bool understand(bcf_scenario_outcome *out, bcf_arena *arena, worker *of, size_t count)
{
    const char *bytes = bcf_text_get(&of->heard) + of->used;
    size_t there = of->heard.length - of->used;
    size_t length = 0;
    if (there < sizeof length) {
        return false;
    }
    memcpy(&length, bytes, sizeof length);
    bytes += sizeof length;
    size_t size = length > 0 ? length : count * (sizeof(bcf_money) + sizeof(bcf_status));
    if (there - sizeof length < size) {
        return false;
    }
    *out = (bcf_scenario_outcome){.no_data = NULL};
    if (length > 0) {
        out->no_data = bcf_arena_text_part(arena, bytes, length);
    } else {
        bcf_money *amounts = BCF_NEW_ARRAY(arena, count, bcf_money);
        bcf_status *statuses = BCF_NEW_ARRAY(arena, count, bcf_status);
        memcpy(amounts, bytes, count * sizeof *amounts);
        memcpy(statuses, bytes + count * sizeof *amounts, count * sizeof *statuses);
        out->amounts = amounts;
        out->statuses = statuses;
    }
    of->used += sizeof length + size;
    return true;
}

static bool write_all(int to, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(to, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "bcf: a process of the sweep: %s\n", why);
    _exit(CHILD_FAILED);
}

/* All that a process does; it never returns into the program. */
static _Noreturn void work_out(const crew *of, size_t first, int to)
{
    const spreading *work = of->work;
    for (size_t place = first; place < of->count; place += of->jobs) {
        bcf_arena *scratch = bcf_arena_new();
        bcf_scenario_outcome outcome;
        bcf_error why = {0};
        bcf_text said = {0};
        if (bcf_scenarios_settle(&outcome, scratch, work->scenarios, scenario_at(work, place),
                                 work->outputs, &why)
            != BCF_OK) {
            give_up(why.messages[0]);
        }
        tell(&said, &outcome, work->outputs->count);
        if (!write_all(to, said.bytes, said.length)) {
            give_up(strerror(errno));
        }
        bcf_text_clear(&said);
        bcf_arena_free(scratch);
    }
    _exit(0);
}

static bcf_code start(crew *of, size_t i)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return fail(of, "a pipe to a process of the sweep", strerror(errno));
    }
    pid_t process = fork();
    if (process < 0) {
        int reason = errno;
        close(ends[0]);
        close(ends[1]);
        return fail(of, "a process of the sweep", strerror(reason));
    }
    if (process == 0) {
        for (size_t j = 0; j < i; j++) {
            close(of->workers[j].from);
        }
        close(ends[0]);
        work_out(of, i, ends[1]);
    }
    close(ends[1]);
    of->workers[i] = (worker){.process = process, .from = ends[0], .next = i};
    return BCF_OK;
}

/* Reads what there is to read; at the end of it the pipe is closed. */
static bcf_code hear(crew *of, worker *from)
{
    char bytes[PIECE];
    ssize_t count = read(from->from, bytes, sizeof bytes);
    if (count < 0) {
        return errno == EINTR ? BCF_OK : fail(of, "a process of the sweep", strerror(errno));
    }
    if (count == 0) {
        close(from->from);
        from->from = -1;
        of->lost = from->next < of->count ? from : of->lost;
        return BCF_OK;
    }
    bcf_text_add_bytes(&from->heard, bytes, (size_t)count);
    while (
        from->next < of->count
        && understand(&of->outcomes[from->next], of->work->arena, from, of->work->outputs->count)) {
        from->next += of->jobs;
        bcf_progress_tell(of->work->arena, "scenarios", ++of->done, of->count);
    }
    if (from->used == from->heard.length) {
        bcf_text_clear(&from->heard);
        from->used = 0;
    }
    return BCF_OK;
}

static bcf_code hear_all(crew *of)
{
    struct pollfd *ends = BCF_NEW_ARRAY(of->work->arena, of->jobs, struct pollfd);
    for (;;) {
        size_t open = 0;
        for (size_t i = 0; i < of->jobs; i++) {
            ends[i] = (struct pollfd){.fd = of->workers[i].from, .events = POLLIN};
            open += of->workers[i].from >= 0;
        }
        if (open == 0 || of->lost != NULL) {
            return BCF_OK; /* finish() says why it was lost */
        }
        if (poll(ends, (nfds_t)of->jobs, -1) < 0 && errno != EINTR) {
            return fail(of, "the processes of the sweep", strerror(errno));
        }
        for (size_t i = 0; i < of->jobs; i++) {
            bcf_code code = ends[i].revents != 0 ? hear(of, &of->workers[i]) : BCF_OK;
            if (code != BCF_OK) {
                return code;
            }
        }
    }
}

/* Waits for a process; where its work is no longer wanted, ends it first. */
static bcf_code finish(const crew *of, worker *one, bool is_wanted)
{
    int status = 0;
    if (one->from >= 0) {
        close(one->from);
    }
    if (!is_wanted) {
        kill(one->process, SIGKILL);
    }
    while (waitpid(one->process, &status, 0) < 0 && errno == EINTR) {
    }
    bcf_text_clear(&one->heard);
    if (!is_wanted || (WIFEXITED(status) && WEXITSTATUS(status) == 0 && one->next >= of->count)) {
        return BCF_OK;
    }
    return WIFSIGNALED(status)
               ? bcf_refuse(of->err, BCF_FAILED_MACHINE, (bcf_place){0},
                            "a process of the sweep: signal %d ended it before its work was done",
                            WTERMSIG(status))
               : bcf_refuse(of->err, BCF_FAILED_MACHINE, (bcf_place){0},
                            "a process of the sweep: it ended before its work was done");
}

static bcf_code spread(crew *of)
{
    bcf_code code = BCF_OK;
    size_t started = 0;
    of->workers = BCF_NEW_ARRAY(of->work->arena, of->jobs, worker);
    while (code == BCF_OK && started < of->jobs) {
        code = start(of, started);
        started += code == BCF_OK;
    }
    if (code == BCF_OK) {
        code = hear_all(of);
    }
    bool is_wanted = code == BCF_OK;
    for (size_t i = 0; i < started; i++) {
        worker *next = &of->workers[i];
        bcf_code one = finish(of, next, is_wanted && (of->lost == NULL || of->lost == next));
        code = code == BCF_OK ? one : code;
    }
    return code;
}

/* In this process alone. */
static bcf_code work_here(crew *of)
{
    const spreading *work = of->work;
    bcf_code code = BCF_OK;
    for (size_t place = 0; code == BCF_OK && place < of->count; place++) {
        bcf_arena *scratch = bcf_arena_new();
        bcf_scenario_outcome outcome;
        code = bcf_scenarios_settle(&outcome, scratch, work->scenarios, scenario_at(work, place),
                                    work->outputs, of->err);
        worker self = {.from = -1};
        if (code == BCF_OK) {
            tell(&self.heard, &outcome, work->outputs->count);
            bool is_whole =
                understand(&of->outcomes[place], work->arena, &self, work->outputs->count);
            BCF_ASSERT(is_whole);
        }
        bcf_text_clear(&self.heard);
        bcf_arena_free(scratch);
        bcf_progress_tell(work->arena, "scenarios", place + 1, of->count);
    }
    return code;
}

bcf_code spread_scenarios(const bcf_scenario_outcome **out, const spreading *work, bcf_error *err)
{
    crew of = {.work = work, .err = err};
    while (scenario_at(work, of.count) < work->scenarios->count) {
        of.count++;
    }
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    of.jobs = work->jobs > 0 ? work->jobs : cores > 1 ? (size_t)cores : 1;
    of.jobs = of.jobs < of.count ? of.jobs : of.count;
    of.outcomes = BCF_NEW_ARRAY(work->arena, of.count, bcf_scenario_outcome);
    *out = of.outcomes;
    return of.jobs > 1 ? spread(&of) : work_here(&of);
}

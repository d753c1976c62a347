/* SPDX-License-Identifier: MIT */
/*
 * run REPORT COMMAND...: runs the command with standard output and error as they are, and writes
 * one line to the file REPORT: its exit status (or 256), nanoseconds from start to end, those that
 * it had a processor, and the most memory it held in KiB.
 *
 * Small, because Linux counts the memory of who starts a program as the program's own: started by
 * Python it could not hold less than Python does.
 */
#define _DEFAULT_SOURCE /* wait4 */

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static int64_t nanoseconds(struct timeval used)
{
    return (int64_t)used.tv_sec * 1000000000 + (int64_t)used.tv_usec * 1000;
}

int main(int count, char *words[])
{
    if (count < 3) {
        fprintf(stderr, "usage: run REPORT COMMAND...\n");
        return 2;
    }
    int64_t start = now();
    pid_t child = vfork();
    if (child == 0) {
        execvp(words[2], words + 2);
        _exit(127);
    }
    int status = 0;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        perror("run");
        return 1;
    }
    int64_t end = now();
    FILE *report = fopen(words[1], "w");
    if (report == NULL) {
        perror(words[1]);
        return 1;
    }
    fprintf(report, "%d %" PRId64 " %" PRId64 " %ld\n",
            WIFEXITED(status) ? WEXITSTATUS(status) : 256, end - start,
            nanoseconds(used.ru_utime) + nanoseconds(used.ru_stime), used.ru_maxrss);
    return fclose(report) == 0 ? 0 : 1;
}

/* SPDX-License-Identifier: MIT */
/* A test that ends in abort() or _Exit() leaves its counts behind, too (BCF_COVERAGE). */
#include <gcov.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void dump_and_abort(int number)
{
    __gcov_dump();
    signal(number, SIG_DFL);
    raise(number);
}

__attribute__((constructor)) static void dump_on_abort(void)
{
    signal(SIGABRT, dump_and_abort);
}

/* In place of the C library's, which tells nobody. */
void _Exit(int code)
{
    __gcov_dump();
    _exit(code);
}

/* SPDX-License-Identifier: MIT */
#ifndef BCF_ROWS_H
#define BCF_ROWS_H

/*
 * rows.h - tests as tables with named rows; an empty table or an empty suite does not pass.
 */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS_IN(table) ((int)(sizeof(table) / sizeof(table)[0]))

/* Runs `test` once for each row; in the test, `_i` is the row's place. */
#define ADD_ROWS(tcase, test, table)                                                               \
    do {                                                                                           \
        _Static_assert(ROWS_IN(table) > 0, "an empty table tests nothing");                        \
        tcase_add_loop_test((tcase), (test), 0, ROWS_IN(table));                                   \
    } while (0)

/* The main of a test program: runs the suite, says what failed, refuses to have run nothing. */
#define RUN_SUITE(make_suite)                                                                      \
    int main(void)                                                                                 \
    {                                                                                              \
        setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* a log can be followed: CK_LOG_FILE_NAME=- */     \
        SRunner *runner = srunner_create(make_suite());                                            \
        srunner_run_all(runner, CK_NORMAL);                                                        \
        int failed = srunner_ntests_failed(runner);                                                \
        int ran = srunner_ntests_run(runner);                                                      \
        srunner_free(runner);                                                                      \
        if (ran == 0) {                                                                            \
            fputs("no test ran\n", stderr);                                                        \
            return EXIT_FAILURE;                                                                   \
        }                                                                                          \
        return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;                                          \
    }

#endif

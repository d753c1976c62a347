/* SPDX-License-Identifier: MIT */
#ifndef BCF_CLI_OPTIONS_H
#define BCF_CLI_OPTIONS_H

/*
 * options.h - what may stand on a command line, read with argp.
 *
 * A verb lists the options that it has; all of them are read here, so that -p means the same
 * everywhere.
 */

#include <argp.h>

#include "bcf.h"

typedef enum format {
    FORMAT_TEXT = 1,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_XML,
} format;

typedef enum fail_on {
    FAIL_ON_WARN = 0,
    FAIL_ON_FAIL,
} fail_on;

#define JOBS_MAX 1024

/* Texts are those of the command line. */
typedef struct options {
    bcf_order order;
    const char *area; /* NULL: everybody */
    const char *by;   /* NULL: every end point */
    const char *only; /* NULL: every check */
    fail_on fail_on;
    const char *output; /* NULL: standard output */
    format format;
    bool with_names;
    bool is_tables;     /* settle: nothing that people open */
    bool is_all;        /* explain: also what was tested and not met */
    bool is_next;       /* score: how far to the next pound */
    bool is_fragile;    /* score: which figure would upset what */
    bool is_why;        /* compare: the rows that moved it; reconcile: what would explain theirs */
    bool is_balance;    /* compare: what was paid, and what is due now */
    bool is_fairness;   /* compare: odd pounds and shares that fall */
    const char *total;  /* reconcile: what totals are called; NULL: "total" */
    int64_t printed_in; /* reconcile: theirs are printed in pounds x this; 0: to the penny */
    bool is_merge;      /* sweep: the words are shards to be put together */
    const char *items;  /* sweep: which amounts; NULL: the totals */
    bcf_shard shard;    /* sweep: which of the scenarios; of 0: all, and no shard */
    size_t jobs;        /* sweep: processes at a time; 0: one a core */
    const char **variations; /* sweep: room for as many as there are arguments */
    size_t variation_count;
    const char **words; /* what is no option: "AMOUNT", "FILE"; the same room */
    size_t word_count;
    size_t words_wanted;
    size_t words_max;
    const char **assignments; /* room for as many as there are arguments */
    const char **vintages;    /* reconcile: other datasets to try; the same room */
    size_t vintage_count;
} options;

/* The words that -f, --fail-on and --printed-in may be followed by, each list ended by NULL. */
extern const char *const options_formats[];
extern const char *const options_fail_on[];
extern const char *const options_printed_in[];

/* Values of `key` for options without a letter: past every character. */
enum {
    KEY_SET = 256,
    KEY_AS_AT,
    KEY_BY,
    KEY_NAMES,
    KEY_NEXT,
    KEY_FRAGILE,
    KEY_ONLY,
    KEY_FAIL_ON,
    KEY_ALL,
    KEY_WHY,
    KEY_BALANCE,
    KEY_FAIRNESS,
    KEY_VINTAGE,
    KEY_PRINTED_IN,
    KEY_TOTAL,
    KEY_TABLES,
    KEY_VARY,
    KEY_ITEMS,
    KEY_SHARD,
    KEY_MERGE,
    KEY_JOBS
};

#define OPTION_POLICY                                                                              \
    {                                                                                              \
        "policy", 'p', "POLICY", 0, "Rules: an id such as 2015-16, or a file (2015-16)", 0         \
    }
#define OPTION_DATA                                                                                \
    {                                                                                              \
        "data", 'd', "DATASET", 0,                                                                 \
            "Dataset: a folder of CSV tables, or a workbook, .xlsx or .ods (the built-in "         \
            "England)",                                                                            \
            0                                                                                      \
    }
#define OPTION_AREA                                                                                \
    {                                                                                              \
        "area", 'a', "AREA", 0,                                                                    \
            "One area alone: the code of a board, council, CCG or district, or any part of a "     \
            "name that only one has",                                                              \
            0                                                                                      \
    }
#define OPTION_FORMAT                                                                              \
    {                                                                                              \
        "format", 'f', "FORMAT", 0, "text for people; csv, json, xml for programs", 0              \
    }
#define OPTION_OUTPUT                                                                              \
    {                                                                                              \
        "output", 'o', "FILE", 0, "Write to FILE, whole or not at all (standard output)", 0        \
    }
#define OPTION_FOLDER                                                                              \
    {                                                                                              \
        "output", 'o', "FOLDER", 0, "Write to FOLDER, as one set or not at all", 0                 \
    }
#define OPTION_SET                                                                                 \
    {                                                                                              \
        "set", KEY_SET, "NAME=VALUE", 0,                                                           \
            "Take another reading of the guidance; as often as "                                   \
            "needed",                                                                              \
            0                                                                                      \
    }
#define OPTION_AS_AT                                                                               \
    {                                                                                              \
        "as-at", KEY_AS_AT, "YYYY-MM-DD", 0,                                                       \
            "Count only decisions and conditions made by that day", 0                              \
    }
#define OPTION_TABLES                                                                              \
    {                                                                                              \
        "tables", KEY_TABLES, NULL, 0,                                                             \
            "Only run.xml, the tables and the certificate: no report, no workbook", 0              \
    }
#define OPTION_BY                                                                                  \
    {                                                                                              \
        "by", KEY_BY, "COLUMN,...", 0,                                                             \
            "Add up by component, hwb, council, ccg, district, region, kind", 0                    \
    }
#define OPTION_VIEW                                                                                \
    {                                                                                              \
        "by", KEY_BY, "VIEW", 0,                                                                   \
            "Roll up by item, check, metric, condition, reason, region, kind, board", 0            \
    }
#define OPTION_ONLY                                                                                \
    {                                                                                              \
        "only", KEY_ONLY, "CHECK", 0, "One check alone, by its id", 0                              \
    }
#define OPTION_FAIL_ON                                                                             \
    {                                                                                              \
        "fail-on", KEY_FAIL_ON, "RESULT", 0,                                                       \
            "Exit code 1 from this result on: warn or fail (warn)", 0                              \
    }
#define OPTION_NAMES                                                                               \
    {                                                                                              \
        "names", KEY_NAMES, NULL, 0, "A name after each code (text has them anyway)", 0            \
    }
#define OPTION_NEXT                                                                                \
    {                                                                                              \
        "next", KEY_NEXT, NULL, 0,                                                                 \
            "How many events to the 70% line and to full payment, and the pounds on it", 0         \
    }
#define OPTION_FRAGILE                                                                             \
    {                                                                                              \
        "fragile", KEY_FRAGILE, NULL, 0,                                                           \
            "The smallest revision of any one figure that flips a 70% test or moves GBP 1,000", 0  \
    }
#define OPTION_ALL                                                                                 \
    {                                                                                              \
        "all", KEY_ALL, NULL, 0, "Also what was tested and did not hold", 0                        \
    }
#define OPTION_WHY                                                                                 \
    {                                                                                              \
        "why", KEY_WHY, NULL, 0,                                                                   \
            "Which readings, roundings, mergers and data would give their figures", 0              \
    }
#define OPTION_VINTAGE                                                                             \
    {                                                                                              \
        "vintage", KEY_VINTAGE, "FOLDER", 0,                                                       \
            "With --why: another dataset to try; as often as needed", 0                            \
    }
#define OPTION_PRINTED_IN                                                                          \
    {                                                                                              \
        "printed-in", KEY_PRINTED_IN, "POUNDS", 0,                                                 \
            "Theirs are rounded and printed in pounds times 1, 1000 or 1000000", 0                 \
    }
#define OPTION_TOTAL                                                                               \
    {                                                                                              \
        "total", KEY_TOTAL, "NAME", 0, "What a line of totals is called (total)", 0                \
    }
#define OPTIONS_END                                                                                \
    {                                                                                              \
        NULL, 0, NULL, 0, NULL, 0                                                                  \
    }

/* What each verb's --help ends with; EXIT_CODES_FOUND is for those that look for something. */
#define EXIT_CODES                                                                                 \
    "Exit codes: 0 done; 2 wrong usage; 3 input refused; 4 the machine failed (disk full, "        \
    "folder read-only). Nothing is written unless all of it is."
#define EXIT_CODES_FOUND                                                                           \
    "Exit codes: 0 done; 1 done, and something was found; 2 wrong usage; 3 input refused; 4 the "  \
    "machine failed (disk full, folder read-only). Nothing is written unless all of it is."

/* The parser of every verb; its input is an `options`. */
error_t read_option(int key, char *argument, struct argp_state *state);

#endif

/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code act(session *at)
{
    const char *folder = at->options.output;
    if (folder == NULL) {
        return bcf_refuse(&at->err, BCF_REFUSED_USAGE, (bcf_place){0},
                          "settle needs -o FOLDER, where its files go");
    }
    bcf_code code = compute(at, BCF_STAGE_SETTLEMENT);
    if (code != BCF_OK) {
        return code;
    }
    bcf_settlement settlement;
    bcf_settlement_extent extent =
        at->options.is_tables ? BCF_SETTLEMENT_TABLES : BCF_SETTLEMENT_WHOLE;
    code = bcf_settlement_write(&settlement, at->run, extent, &at->err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_settlement_page(&at->out, at->run, &settlement, folder);
    return bcf_files_write_folder(folder, settlement.files, settlement.count,
                                  bcf_settlement_names(), &at->err);
}

static const struct argp_option list[] = {
    OPTION_POLICY, OPTION_DATA, OPTION_FOLDER, OPTION_SET, OPTION_AS_AT, OPTION_TABLES, OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    NULL,
    "Computes everything and writes it to a folder; prints a page about it."
    "\v"
    "The folder gets run.xml (the whole run with its inputs and their digests: same inputs, same "
    "bytes), allocate.csv and, where the policy pays for performance, score.csv and release.csv; "
    "assure.csv where it has checks of plans; certificate.txt, which a short program in any "
    "language can check (see also 'bcf verify'); report.html, for a browser; workbook.xlsx, the "
    "same as live formulas. It may hold an earlier settlement, which is "
    "replaced, but no other files. With --tables, which takes less than a tenth of the time, there "
    "is no "
    "report.html and no workbook.xlsx.\n\n"
    "  bcf settle -o settlement\n"
    "  bcf settle -p 2014-15 -d ./tables -o 2014-15\n\n" EXIT_CODES,
    NULL,
    NULL,
    NULL,
};

const verb verb_settle = {
    .name = "settle",
    .summary = "everything, written to a folder",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
};

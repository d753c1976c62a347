/* SPDX-License-Identifier: MIT */
#include "verb.h"

static bcf_code act(session *at)
{
    bcf_verified verified;
    bcf_code code = bcf_verify(&verified, at->arena, at->options.words[0], &at->err);
    if (code != BCF_OK) {
        return code;
    }
    at->has_found = verified.count > 0;
    if (at->options.format == FORMAT_TEXT) {
        bcf_verified_page(&at->out, &verified);
    } else {
        show_sheet(at, bcf_verified_sheet(&verified));
    }
    return BCF_OK;
}

static const struct argp_option list[] = {
    OPTION_FORMAT,
    OPTION_OUTPUT,
    OPTIONS_END,
};

static const struct argp arguments = {
    list,
    read_option,
    "RUN",
    "Makes a run again from the inputs that it holds, and says where it differs."
    "\v"
    "RUN is a run.xml, or the folder of a settlement: then the tables and the certificate beside "
    "it are compared too, byte for byte. Nothing is read but these files; policy and tables come "
    "out of run.xml. As rows it prints the columns where, key, column, stated, computed: a row a "
    "difference, none where all is well. Exit code 1 says that something differs; 3, that it is no "
    "run, or one of before runs kept their inputs, or "
    "of a later format.\n\n"
    "  bcf verify settlement\n"
    "  bcf verify settlement/run.xml -f csv\n\n" EXIT_CODES_FOUND,
    NULL,
    NULL,
    NULL,
};

const verb verb_verify = {
    .name = "verify",
    .summary = "does a kept run come out the same again",
    .argp = &arguments,
    .act = act,
    .format = FORMAT_TEXT,
    .words_wanted = 1,
};

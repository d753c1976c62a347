/* SPDX-License-Identifier: MIT */
/*
 * What the analyzers are told, who read one file at a time: bcf_refuse returns the code that it was
 * given, which is never BCF_OK. Without this they follow each refusal as if all had been well, to
 * results that were never set. Included before every source; not a part of any program that is
 * used.
 */
#include "../../bcf/error.h"

#define bcf_refuse(err, code, ...) (bcf_refuse(err, code, __VA_ARGS__), (code))

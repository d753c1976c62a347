/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_NOTES_H
#define BCF_REPORT_NOTES_H

/*
 * report_notes.h - the notes of a run as they are kept: the same on any machine.
 *
 * Knows:       what in a note depends on where files are and how they are written.
 * Never knows: what a note says.
 */

#include "report.h"

/* Without folder, workbook and line; in an order that no file decides; each once. */
const char *const *bcf_report_kept_notes(const bcf_run *run, size_t *count);

#endif

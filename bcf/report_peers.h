/* SPDX-License-Identifier: MIT */
#ifndef BCF_REPORT_PEERS_H
#define BCF_REPORT_PEERS_H

/*
 * report_peers.h - one board's plan for people: ambition by ambition, and among its peers.
 *
 * Knows:       findings of one board, values of all.
 * Never knows: how a finding came about.
 */

#include "report_rollup.h"

void bcf_report_add_ambitions(bcf_text *page, const bcf_run *run, size_t board);
void bcf_report_add_peers(bcf_text *page, const bcf_run *run, size_t board);

#endif

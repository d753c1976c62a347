/* SPDX-License-Identifier: MIT */
#ifndef BCF_BCF_H
#define BCF_BCF_H

/*
 * bcf.h - the public face: the headers that other programs may use, in the order of the rooms.
 *
 * What is not here may change without notice. The program in cli/ includes nothing else.
 */

/* What every call needs: memory, refusals, text, notes. */
#include "arena.h"
#include "error.h"
#include "nearest.h"
#include "notes.h"
#include "progress.h"
#include "text.h"

/* Figures, and splitting without loss. */
#include "apportion.h"
#include "money.h"
#include "period.h"
#include "ratio.h"
#include "shares.h"

/* Rules and data, and what follows from them. */
#include "allocation.h"
#include "assurance.h"
#include "balance.h"
#include "compare.h"
#include "explain.h"
#include "fairness.h"
#include "figures.h"
#include "formula.h"
#include "home.h"
#include "policy.h"
#include "reconcile.h"
#include "release.h"
#include "run.h"
#include "scenarios.h"
#include "scope.h"
#include "score.h"
#include "sensitivity.h"
#include "settings.h"
#include "sweep.h"
#include "tables.h"

/* What is shown, and where it goes. */
#include "files.h"
#include "grouping.h"
#include "html.h"
#include "report_allocate.h"
#include "report_apportion.h"
#include "report_assure.h"
#include "report_balance.h"
#include "report_by.h"
#include "report_changes.h"
#include "report_check.h"
#include "report_compare.h"
#include "report_explain.h"
#include "report_fairness.h"
#include "report_formulas.h"
#include "report_fragile.h"
#include "report_fund.h"
#include "report_letter.h"
#include "report_next.h"
#include "report_payments.h"
#include "report_plans.h"
#include "report_readings.h"
#include "report_reconcile.h"
#include "report_release.h"
#include "report_scenarios.h"
#include "report_score.h"
#include "report_spread.h"
#include "report_why.h"
#include "settlement.h"
#include "template.h"
#include "verify.h"

#endif

/* SPDX-License-Identifier: MIT */
/* Comments that begin with an @ are read by the machine that proves this file (docs/proof.md). */
#include "release_inside.h"

/*@ requires \valid(row);
    requires 0 <= row->carried_in.pence && 0 <= row->available.pence;
    requires row->carried_in.pence + row->available.pence <= BCF_MONEY_PENCE_MAX;
    requires -BCF_MONEY_PENCE_MAX <= row->released.pence <= BCF_MONEY_PENCE_MAX;
    assigns row->held;
    ensures nothing_lost: row->carried_in.pence + row->available.pence
      == row->released.pence + row->held.pence;
    ensures none_below_zero: 0 <= row->held.pence; */
void bcf_release_close(bcf_release_row *row)
{
    bcf_money there = bcf_money_add(row->carried_in, row->available);
    BCF_ASSERT(bcf_money_compare(row->released, there) <= 0);
    row->held = bcf_money_subtract(there, row->released);
}

/*@ requires \valid(row);
    requires 0 <= before.paid.pence <= before.ceiling.pence <= BCF_MONEY_PENCE_MAX;
    requires 0 <= now.paid.pence <= now.ceiling.pence <= BCF_MONEY_PENCE_MAX;
    requires before.ceiling.pence <= now.ceiling.pence;
    assigns row->carried_in, row->available, row->released, row->held;
    ensures row->carried_in.pence == before.ceiling.pence - before.paid.pence;
    ensures none_below_zero: 0 <= row->available.pence && 0 <= row->held.pence;
    ensures nothing_lost: row->carried_in.pence + row->available.pence
      == row->released.pence + row->held.pence;
    ensures totals_stand: row->held.pence == now.ceiling.pence - now.paid.pence; */
void bcf_release_go_on(bcf_release_row *row, bcf_release_totals before, bcf_release_totals now)
{
    row->carried_in = bcf_money_subtract(before.ceiling, before.paid);
    row->available = bcf_money_subtract(now.ceiling, before.ceiling);
    row->released = bcf_money_subtract(now.paid, before.paid);
    BCF_ASSERT(row->available.pence >= 0);
    bcf_release_close(row);
}

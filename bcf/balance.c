/* SPDX-License-Identifier: MIT */
#include "balance.h"

#include <string.h>

#include "sort.h"

#define CARRIED_FORWARD "carried-forward"

const char *bcf_balance_state_text(bcf_balance_state state)
{
    switch (state) {
    case BCF_BALANCE_SETTLED:
        return "settled";
    case BCF_BALANCE_TO_PAY:
        return "to-pay";
    case BCF_BALANCE_RECOVERABLE:
        return "recoverable";
    case BCF_BALANCE_CARRIED_FORWARD:
        return CARRIED_FORWARD;
    case BCF_BALANCE_NOT_YET_PAID:
        return "not-yet-paid";
    }
    BCF_UNREACHABLE("a balance in no state");
}

static const bcf_money nothing = {0};

static bcf_money smaller(bcf_money a, bcf_money b)
{
    return bcf_money_compare(a, b) <= 0 ? a : b;
}

static bcf_money turned(bcf_money amount)
{
    return bcf_money_subtract(nothing, amount);
}

static const char *cell_text(const bcf_row *row, const char *column)
{
    return bcf_row_cell(BCF_TABLE_PAID, row, column)->text;
}

static bcf_status paid_status(const bcf_run *run, const bcf_row *row)
{
    return bcf_row_status(run->tables, BCF_TABLE_PAID, row);
}

/* What the row of `paid` says, into the balance of its payment. */
static void take_paid(bcf_balance *to, const bcf_run *run, const bcf_row *row)
{
    to->paid = row;
    to->amount = bcf_row_cell(BCF_TABLE_PAID, row, "amount")->as.money;
    const bcf_cell *agreed = bcf_row_cell(BCF_TABLE_PAID, row, "agreed");
    to->is_agreed = agreed->text != NULL && agreed->text[0] != '\0';
    if (to->is_agreed) {
        to->agreed = agreed->as.money;
    }
    to->status = bcf_status_worst(to->status, paid_status(run, row));
}

/* The place of the part that a row of `paid` is of; the number of parts where there is none. */
static size_t part_of(const bcf_performance *performance, const bcf_row *row)
{
    size_t i = 0;
    while (i < performance->part_count
           && (strcmp(performance->parts[i].id, cell_text(row, "part")) != 0
               || strcmp(performance->payments[performance->parts[i].payment].id,
                         cell_text(row, "payment"))
                      != 0)) {
        i++;
    }
    return i;
}

/* Of what the policy does not have: by payment, part, board. */
static int by_name(const void *a, const void *b)
{
    const bcf_balance *x = a;
    const bcf_balance *y = b;
    int order = strcmp(x->payment, y->payment);
    order = order != 0 ? order : strcmp(x->part, y->part);
    return order != 0 ? order : (x->board < y->board ? -1 : x->board > y->board);
}

/* Every row of the release, then every row of `paid` that it has no row for. */
static bcf_balance *gather(const bcf_run *run, size_t *count)
{
    const bcf_performance *performance = run->policy->performance;
    const bcf_release *release = run->release;
    const bcf_table *paid = &run->tables->table[BCF_TABLE_PAID];
    bcf_balance *items =
        BCF_NEW_ARRAY(run->arena, release->row_count + paid->row_count, bcf_balance);
    for (size_t i = 0; i < release->row_count; i++) {
        const bcf_release_row *row = &release->rows[i];
        const bcf_part *part = &performance->parts[row->part];
        items[i] = (bcf_balance){.board = row->board,
                                 .payment = performance->payments[part->payment].id,
                                 .part = part->id,
                                 .is_due_known = true,
                                 .due = row->released,
                                 .status = row->data_status};
    }
    *count = release->row_count;
    for (size_t i = 0; i < paid->row_count; i++) {
        const bcf_row *row = &paid->rows[i];
        int board = bcf_areas_board(run->figures->areas, cell_text(row, "hwb"));
        BCF_ASSERT(board >= 0); /* the gate let it in */
        size_t part = part_of(performance, row);
        if (part < performance->part_count) {
            const bcf_release_row *of =
                bcf_release_find(release, run->figures, part, (size_t)board);
            take_paid(&items[of - release->rows], run, row);
            continue;
        }
        items[*count] = (bcf_balance){.board = (size_t)board,
                                      .payment = cell_text(row, "payment"),
                                      .part = cell_text(row, "part")};
        take_paid(&items[(*count)++], run, row);
    }
    bcf_sort(items + release->row_count, *count - release->row_count, sizeof *items, by_name);
    return items;
}

static void weigh(bcf_balance *one)
{
    one->balance = bcf_money_subtract(one->due, one->amount);
    one->status = bcf_status_computed(one->status);
    if (one->balance.pence < 0) {
        one->to_recover = turned(one->balance);
        one->state = BCF_BALANCE_RECOVERABLE;
    } else {
        one->to_pay = one->balance;
        one->state = one->paid == NULL         ? BCF_BALANCE_NOT_YET_PAID
                     : one->balance.pence == 0 ? BCF_BALANCE_SETTLED
                                               : BCF_BALANCE_TO_PAY;
    }
}

/* Takes up what it can of an earlier balance below zero. */
static void net(bcf_balance *earlier, bcf_balance *later)
{
    bcf_money amount = smaller(earlier->to_recover, later->to_pay);
    if (amount.pence <= 0) {
        return;
    }
    earlier->to_recover = bcf_money_subtract(earlier->to_recover, amount);
    earlier->netted = bcf_money_add(earlier->netted, amount);
    earlier->state =
        earlier->to_recover.pence == 0 ? BCF_BALANCE_CARRIED_FORWARD : BCF_BALANCE_RECOVERABLE;
    later->to_pay = bcf_money_subtract(later->to_pay, amount);
    later->netted = bcf_money_subtract(later->netted, amount);
}

/* The place of a payment in time, by its month; one that the policy does not have counts with the
 * last before it. */
static size_t turn_of(const bcf_performance *performance, const bcf_balance *one)
{
    size_t turn = 0;
    for (size_t i = 0; i < performance->payment_count; i++) {
        turn += strcmp(performance->payments[i].id, one->payment) <= 0;
    }
    return turn;
}

/* The balances of one board, in the order of the list. */
static void carry_board(bcf_balance *items, const size_t places[], size_t count,
                        const bcf_performance *performance)
{
    for (size_t i = 0; i < count; i++) {
        bcf_balance *earlier = &items[places[i]];
        for (size_t turn = turn_of(performance, earlier) + 1; turn <= performance->payment_count;
             turn++) {
            for (size_t j = 0; j < count && earlier->to_recover.pence > 0; j++) {
                if (turn_of(performance, &items[places[j]]) == turn) {
                    net(earlier, &items[places[j]]);
                }
            }
        }
    }
}

static void carry_forward(bcf_balance *items, size_t count, const bcf_run *run)
{
    size_t boards = run->figures->areas->board_count;
    size_t *places = BCF_NEW_ARRAY(run->arena, count, size_t);
    for (size_t board = 0; board < boards; board++) {
        size_t own = 0;
        for (size_t i = 0; i < count; i++) {
            if (items[i].board == board) {
                places[own++] = i;
            }
        }
        carry_board(items, places, own, run->policy->performance);
    }
}

bcf_code bcf_balance_payments(bcf_balances *out, const bcf_run *run, bcf_error *err)
{
    *out = (bcf_balances){.count = 0};
    if (run->release == NULL) {
        return bcf_refuse(
            err, BCF_REFUSED_USAGE, (bcf_place){0},
            "policy %s has no payment for performance, so there is nothing to balance",
            run->policy->id);
    }
    bcf_code code = bcf_tables_need(run->tables, BCF_TABLE_PAID, "compare --balance", err);
    if (code != BCF_OK) {
        return code;
    }
    bcf_balance *items = gather(run, &out->count);
    for (size_t i = 0; i < out->count; i++) {
        weigh(&items[i]);
    }
    out->is_carried = bcf_settings_is(run->settings, "negative-balance", CARRIED_FORWARD);
    if (out->is_carried) {
        carry_forward(items, out->count, run);
    }
    out->items = items;
    return BCF_OK;
}

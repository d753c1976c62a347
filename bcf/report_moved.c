/* SPDX-License-Identifier: MIT */
#include "report_moved.h"

static bool is_asked(const bcf_changes *of, size_t board)
{
    return of->board == BCF_COMPARE_EVERYBODY || of->board == board;
}

bcf_money bcf_moved_change(const bcf_moved *sum)
{
    return bcf_money_subtract(sum->after, sum->before);
}

/* A board's amounts of the items from `first` to `end` that are payments, or are not. */
bcf_moved bcf_moved_of_board(const bcf_comparison *in, size_t board, size_t from, size_t upto,
                             bool is_release)
{
    bcf_moved sum = {0};
    for (size_t item = 0; item < in->item_count; item++) {
        if (in->items[item].is_release == is_release) {
            sum.before = bcf_money_add(sum.before, bcf_compare_amount(in, from, item, board));
            sum.after = bcf_money_add(sum.after, bcf_compare_amount(in, upto, item, board));
            sum.status = bcf_status_worst(sum.status, in->statuses[item * in->board_count + board]);
        }
    }
    return sum;
}

void bcf_moved_add(bcf_moved *to, const bcf_moved *more)
{
    bcf_money change = bcf_moved_change(more);
    to->before = bcf_money_add(to->before, more->before);
    to->after = bcf_money_add(to->after, more->after);
    if (change.pence > 0) {
        to->gains = bcf_money_add(to->gains, change);
    } else {
        to->losses = bcf_money_add(to->losses, change);
    }
    to->status = bcf_status_worst(to->status, more->status);
}

/* Everybody's, or the board's, pool or payments over some steps. */
bcf_moved bcf_moved_over(const bcf_changes *of, size_t from, size_t upto, bool is_release)
{
    bcf_moved all = {0};
    for (size_t board = 0; board < of->in->board_count; board++) {
        if (is_asked(of, board)) {
            bcf_moved one = bcf_moved_of_board(of->in, board, from, upto, is_release);
            bcf_moved_add(&all, &one);
        }
    }
    return all;
}

bcf_moved bcf_moved_of_item(const bcf_changes *of, size_t item, size_t from, size_t upto)
{
    bcf_moved all = {0};
    for (size_t board = 0; board < of->in->board_count; board++) {
        if (is_asked(of, board)) {
            bcf_moved one = {
                .before = bcf_compare_amount(of->in, from, item, board),
                .after = bcf_compare_amount(of->in, upto, item, board),
                .status = of->in->statuses[item * of->in->board_count + board],
            };
            bcf_moved_add(&all, &one);
        }
    }
    return all;
}

const char *bcf_changes_pounds(const bcf_changes *of, bcf_money amount, bcf_status status)
{
    return bcf_arena_print(of->arena, "%s%s", bcf_wording_pounds(of->arena, amount, false),
                           bcf_wording_mark(status));
}

/* "+1,234.50", "-0.50", "-" for nothing. */
const char *bcf_changes_signed(const bcf_changes *of, bcf_money amount, bcf_status status)
{
    if (amount.pence == 0) {
        return "-";
    }
    return bcf_arena_print(of->arena, "%s%s", amount.pence > 0 ? "+" : "",
                           bcf_changes_pounds(of, amount, status));
}

/* True if any step changed anything of the pool, or of the payments. */
bool bcf_changes_moved(const bcf_changes *of, bool is_release)
{
    for (size_t step = 0; step < of->in->step_count; step++) {
        bcf_moved sum = bcf_moved_over(of, step, step + 1, is_release);
        if (sum.gains.pence != 0 || sum.losses.pence != 0) {
            return true;
        }
    }
    return false;
}

bool bcf_changes_has(const bcf_changes *of, bool is_release)
{
    for (size_t i = 0; i < of->in->item_count; i++) {
        if (of->in->items[i].is_release == is_release) {
            return true;
        }
    }
    return false;
}

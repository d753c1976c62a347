# SPDX-License-Identifier: MIT
"""By how many pence a peer is wrong: in all, and how many recipients do not get what is theirs."""

import csv
from decimal import Decimal


def amounts(path, column=1, has_header=True):
    """{code: pence} of a file that a peer wrote."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1 if has_header else 0:]
    return {row[0]: int(Decimal(row[column]) * 100) for row in rows}


def against(right, peer):
    """(pence too many in all, recipients with another amount)."""
    assert right.keys() == peer.keys(), "other recipients"
    return (sum(peer.values()) - sum(right.values()),
            sum(share != peer[code] for code, share in right.items()))


def words(error):
    pence, recipients = error
    if (pence, recipients) == (0, 0):
        return "0"
    return f"{words_of_sum(pence)}; {recipients:,} recipients"


def words_of_sum(pence):
    return f"{abs(pence):,} too {'many' if pence > 0 else 'few'}" if pence else "0"

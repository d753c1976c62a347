#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks a settlement by its certificate, see docs/rules/certificate.md: checker.py FOLDER

No code of bcf's: exact fractions, money in pounds; one look at every line; only ties are sorted.
"""
import pathlib
import re
import sys
from collections import defaultdict
from fractions import Fraction
from hashlib import sha256
from types import SimpleNamespace
from urllib.parse import unquote


def want(holds, *what):
    if not holds:
        sys.exit(" ".join(what))


def to_penny(exact, how):
    pence, left = divmod(exact * 100, 1)
    up = {"half-away": left * 2 >= 1, "half-even": left * 2 > 1 - pence % 2, "down": 0, "up": left}
    return Fraction(pence + bool(up[how]), 100)


def read(text):
    """{kind: [its lines]}. A line is pairs of a key and its value; the first key is its kind."""
    of = defaultdict(list)
    for line in text.splitlines():
        words = line.split(" ")
        facts = {key: Fraction(word) if re.fullmatch("-?[0-9][0-9./]*", word) else word
                 for key, word in zip(words[::2], words[1::2], strict=True)}
        of[words[0]].append(SimpleNamespace(**facts, line=line))
        if words[0] == "split":
            of["party"] = of["split"][-1].parties = []  # its parties follow it
    return of


def check_split(split):
    """Largest remainder: each floor, each remainder against the cut-off, ties, the sums."""
    cut, tied = split.sum if split.cut_off == "-" else split.cut_off, []  # none reaches the sum
    for place, row in enumerate(split.parties):
        quota, left = divmod(split.whole / split.unit * row.weight, split.sum)
        amounts = [quota * split.unit, (quota + row.odd) * split.unit]
        want([row.floor, row.amount] == amounts and quota >= 0, "floor or amount:", row.line)
        want(left == cut or row.odd == (left > cut), "cut-off:", row.line)
        if left == cut:
            tied.append((-row.weight, unquote(row.party), row.odd) if split.ties == "larger-weight"
                        else (place, row.odd))
    odds = [one[-1] for one in sorted(tied)]
    want(odds == [1] * int(split.served) + [0] * int(split.tied - split.served), split.line)
    for key, total in ("weight", split.sum), ("odd", split.odd), ("amount", split.whole):
        want(sum(getattr(row, key) for row in split.parties) == total, key, "sum:", split.line)


def check_splits(of, totals):
    """Money goes from account to account. Returns those from which payments are made."""
    accounts = {account.account: account.amount for account in of["account"]}
    for split in of["split"]:
        want(accounts.pop(split.split) == split.whole, "whole:", split.line)
        check_split(split)
        component = split.split.split("/")[1]
        for row in split.parties:
            want(split.basis == "-" or row.weight == 100 * sum(
                totals[f"{name}/{row.party}"] for name in split.basis.split(",")), row.line)
            if hasattr(row, "board"):  # where money arrives
                for name in ("fund", f"board/{row.board}", f"{component}/{row.board}"):
                    totals[name] += row.amount
            else:
                accounts[f"{split.split}/{row.party}"] = row.amount
    return accounts


def pay_quarter(pay, year, before, july):
    """July 2014: running totals of counts, and of exact money; a payment is what they rise by."""
    def part(fewer):
        return year.fund * min(max(fewer / year.reduction, 0), 1) if year.reduction > 0 else 0
    cap = part(pay.baseline - pay.planned) if july.july == "capped-by-plan" else year.fund
    due = before.paid if pay.actual == "-" else min(part(pay.baseline - pay.actual), pay.ceiling)
    want(pay.ceiling == max(before.ceiling, cap) and pay.carried_in == before.held
         and pay.hwb == year.hwb, pay.line)
    want(pay.paid == (due if july.clawback == "yes" else max(before.paid, due)), pay.line)
    year.planned = pay.baseline - pay.planned  # of the last quarter: the year's
    return [to_penny(new, july.rounding) - to_penny(old, july.rounding)
            for new, old in ((pay.ceiling, before.ceiling), (pay.paid, before.paid))]


def check_pays(of, accounts, totals):
    """Every payment by its rule, to the penny, and the 70% test."""
    capped, year, before, (july,) = defaultdict(list), None, None, of["july"] or [None]
    for pay in of["pay"]:
        if pay.pay == "quarter":
            due = pay_quarter(pay, year, before, july)
        elif pay.pay == "rest":
            year, share = pay, accounts.pop(f"performance/{pay.strand}/{pay.hwb}")
            want(pay.fund == min(max(pay.reduction, 0) * july.cost, share), "fund:", pay.line)
            due = [share - to_penny(pay.fund, july.rounding)] * 2
        else:
            if pay.pay == "condition":
                want(pay.capped == (set(pay.state.split(",")) == {"met"}), "state:", pay.line)
            elif pay.score != "-":
                score = (pay.baseline - pay.actual) / (pay.baseline - pay.ambition)
                want([pay.score, pay.capped] == [score, min(max(score, 0), 1)], "score:", pay.line)
            if pay.pay == "metric":
                capped[pay.hwb].append((pay.payment, pay.capped))
            fraction = pay.capped // 1 if pay.rule == "in-full" else pay.capped
            due = [accounts.pop(f"performance/{pay.strand}/{pay.hwb}/{pay.part}"),
                   to_penny(pay.available * fraction, pay.rounding)]
        want([pay.available, pay.released] == due, "payment:", pay.line)
        want(pay.carried_in + pay.available == pay.released + pay.held, "held:", pay.line)
        totals[f"available/{pay.payment}"] += pay.available
        totals[f"released/{pay.payment}"] += pay.released
        before = pay
    want(all(pay.reduction == pay.planned for pay in of["pay"] if pay.pay == "rest"), "reduction")
    for test in of["test"]:
        scores = [score for payment, score in capped[test.hwb]
                  if payment == test.payment or test.over == "plan"]
        value = {"each-metric": min, "mean": lambda all_: sum(all_) / len(all_),
                 "share-of-metrics": lambda all_: Fraction(all_.count(1), len(all_))}[
                     test.test](scores) if scores else "-"
        result = "not-scored" if not scores else "below" if value < test.threshold else "not-below"
        want([test.scored, test.value, test.result] == [len(scores), value, result], test.line)
    tested = {(test.hwb, test.payment) for test in of["test"]}
    want(july or tested == {(pay.hwb, pay.payment) for pay in of["pay"]}, "a payment's test")


def check(folder):
    certificate, run = ((folder / name).read_bytes() for name in ("certificate.txt", "run.xml"))
    want(certificate.startswith(b"bcf-certificate 1\n"), "not of format 1")
    cut = certificate.rindex(b"sha256 ")
    own = f"sha256 {sha256(certificate[:cut]).hexdigest()} of every-line-above\n"
    want(certificate[cut:] == own.encode(), "certificate.txt: digest")
    of, totals = read(certificate[:cut].decode()), defaultdict(int)
    for file in of["sha256"]:
        want(sha256((folder / file.of).read_bytes()).hexdigest() == file.sha256, file.of, "digest")
    for name, value in (fact.line[5:].split(" says ") for fact in of["fact"]):
        want(f'<fact name="{name}">{value}</fact>'.encode() in run, "run.xml says another", name)
    accounts = check_splits(of, totals)
    check_pays(of, accounts, totals)
    rules = {(split.ties, split.unit) for split in of["split"]} | {
        ("threshold", test.threshold) for test in of["test"]}
    want(len(rules) == len(dict(rules)), "a rule with two numbers")
    want(not any(accounts.values()), "money that went nowhere")
    want(totals.items() >= {one.total: one.amount for one in of["total"]}.items(), "totals")


if __name__ == "__main__":
    check(pathlib.Path(sys.argv[1]))
    print("OK")

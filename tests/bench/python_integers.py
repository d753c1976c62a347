# SPDX-License-Identifier: MIT
"""python_integers.py AMOUNT FILE: what `bcf apportion` does, in Python's own exact integers.

As fast as plain Python goes: no fraction is made, remainders are compared over the one sum.
"""
import csv
import sys


def pence(amount):
    pounds, _, rest = amount.partition(".")
    return int(pounds) * 100 + int(rest.ljust(2, "0"))


def main():
    whole = pence(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    rows.sort()
    weights = [int(row[1]) for row in rows]
    total = sum(weights)
    shares = [whole * weight // total for weight in weights]
    order = sorted(range(len(rows)),
                   key=lambda i: (-(whole * weights[i] % total), -weights[i], i))
    for i in order[:whole - sum(shares)]:
        shares[i] += 1
    lines = [f"{row[0]},{share // 100}.{share % 100:02}\n" for row, share in zip(rows, shares)]
    sys.stdout.write("code,amount\n" + "".join(lines))


main()

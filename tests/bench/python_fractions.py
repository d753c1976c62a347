# SPDX-License-Identifier: MIT
"""python_fractions.py AMOUNT FILE: the same in Python's exact fractions, as one would write it down.

Each quota is a fraction in lowest terms, as in the formula of the guidance; nothing is tuned.
"""
import csv
import sys
from fractions import Fraction


def main():
    whole = Fraction(sys.argv[1]) * 100
    with open(sys.argv[2], encoding="utf-8", newline="") as file:
        weights = {row["code"]: Fraction(row["weight"]) for row in csv.DictReader(file)}
    total = sum(weights.values())
    quotas = {code: whole * weight / total for code, weight in weights.items()}
    shares = {code: int(quota) for code, quota in quotas.items()}
    order = sorted(quotas, key=lambda code: (shares[code] - quotas[code], -weights[code], code))
    for code in order[:int(whole) - sum(shares.values())]:
        shares[code] += 1
    print("code,amount")
    for code in sorted(shares):
        print(f"{code},{shares[code] // 100}.{shares[code] % 100:02}")


main()

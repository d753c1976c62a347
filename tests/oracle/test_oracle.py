#!/usr/bin/env python3
"""The oracle against figures worked out by hand, published, or true of every split."""

import os
import random
import sys
import tempfile
import unittest
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import differential
import generate
import oracle

POUND = 100
MILLION = 100 * 10**6


def added_up(rows, column, *keys):
    sums = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        sums[key] = sums.get(key, Fraction(0)) + Fraction(row[column])
    return sums


class Splits(unittest.TestCase):
    def test_two_equal_ccgs_get_five_million_each(self):
        parts = oracle.share_among_areas(10 * MILLION, {"A": Fraction(7), "B": Fraction(7)}, POUND)
        self.assertEqual(parts, {"A": 5 * MILLION, "B": 5 * MILLION})

    def test_rotherham_keeps_its_share_in_three_totals(self):
        weights = {"Rotherham": Fraction("4.815"), "the rest": 859 - Fraction("4.815")}
        for millions, want in ((859, "4.815"), (241, "1.351"), (1100, "6.166")):
            parts = oracle.share_among_areas(millions * MILLION, weights, POUND)
            printed = oracle.decimals_text(Fraction(parts["Rotherham"], MILLION), 3)
            self.assertEqual(printed, want)

    def test_odd_pound_goes_to_larger_weight_then_lower_code(self):
        weights = {code: Fraction(weight) for code, weight in
                   (("b", 1), ("a", 1), ("B", 1), ("c", 1), ("d", 4), ("e", 4))}
        parts = oracle.share_among_areas(220 * POUND, weights, POUND)
        self.assertEqual(sum(parts.values()), 220 * POUND)
        self.assertEqual(parts["d"], 74 * POUND)
        self.assertEqual(parts["e"], 74 * POUND)
        parts = oracle.share_among_areas(1 * POUND, {"b": Fraction(1), "B": Fraction(1)}, POUND)
        self.assertEqual(parts, {"b": 0, "B": POUND})

    def test_every_part_is_its_quota_rounded_down_or_up(self):
        chooser = random.Random(1)
        for _ in range(300):
            weights = {str(i): Fraction(chooser.randint(0, 9), chooser.randint(1, 7))
                       for i in range(chooser.randint(1, 9))}
            weights["one"] = Fraction(1)
            whole = chooser.randint(0, 1000)
            parts = oracle.share_among_areas(whole, weights, 1)
            self.assertEqual(sum(parts.values()), whole)
            for code, weight in weights.items():
                quota = whole * weight / sum(weights.values())
                self.assertLess(abs(parts[code] - quota), 1)
                if weight == 0:
                    self.assertEqual(parts[code], 0)

    def test_nothing_can_be_shared_by_zero_weights(self):
        with self.assertRaises(oracle.Refused):
            oracle.share_among_areas(1, {"a": Fraction(0)}, 1)

    def test_a_half_is_rounded_away_from_zero(self):
        for value, want in (("0.5", 1), ("-0.5", -1), ("1.5", 2), ("0.4999", 0), ("-2.5", -3)):
            self.assertEqual(oracle.half_away(Fraction(value)), want)
        self.assertEqual(oracle.decimals_text(Fraction(-1, 10**8), 6), "0.000000")


class Shire(unittest.TestCase):
    """The figures of the shire's own napkin, typed in by hand."""

    def compute(self, verb, policy="2015-16", settings=(), as_at=None):
        return oracle.compute(verb, policy, differential.SHIRE, settings, as_at)[1]

    def test_boards_get_what_the_napkin_says(self):
        sums = added_up(self.compute("allocate"), "amount", "hwb")
        self.assertEqual(sums, {("H1",): 1390200000, ("H2",): 1258600000, ("H3",): 1135200000})

    def test_contributors_get_what_the_napkin_says(self):
        sums = added_up(self.compute("allocate"), "amount", "ccg")
        self.assertEqual(sums, {("",): 354000000, ("G1",): 1926000000, ("G2",): 1504000000})

    def test_odd_pound_of_the_districts(self):
        sums = added_up(self.compute("allocate"), "amount", "component", "district")
        self.assertEqual([sums["dfg", one] for one in ("D1", "D2", "D3")],
                         [29333334, 29333333, 29333333])

    def test_preparation_waits_for_plans(self):
        sums = added_up(self.compute("allocate", "2014-15"), "amount", "component", "state")
        self.assertEqual(sums, {("social-care-transfer", "allocated"): 859000000,
                                ("preparation", "allocated"): 72300000,
                                ("preparation", "withheld"): 96400000,
                                ("preparation", "pending"): 72300000})
        sums = added_up(self.compute("allocate", "2014-15", as_at="2014-04-03"), "amount",
                        "component", "state")
        self.assertEqual(sums["preparation", "pending"], 241000000)

    def test_seven_tenths_is_seven_tenths(self):
        found = [row for row in self.compute("score") if row["hwb"] == "H1"
                 and (row["payment"], row["metric"]) == ("2015-04", "avoidable-admissions")]
        self.assertEqual([found[0][name] for name in
                          ("baseline", "ambition", "actual", "achievement", "status")],
                         ["104.300000", "100.300000", "101.500000", "0.700000", "partly"])

    def test_every_status_and_every_purpose_occurs(self):
        self.assertEqual({row["status"] for row in self.compute("score")},
                         {"achieved", "partly", "not-achieved", "no-ambition", "not-assessed",
                          "definition-mismatch", "period-mismatch"})
        self.assertEqual({row["held_for"] for row in self.compute("release")},
                         {"", "awaiting-data", "recovery-plan", "recovery-plan-pending",
                          "nhs-england-direction", "contingency-plan",
                          "contingency-plan-pending"})

    def test_releases_are_the_napkin_s(self):
        rows = self.compute("release")
        released = added_up(rows, "released", "hwb", "payment")
        self.assertEqual(released, {
            ("H1", "2015-04"): 165000000, ("H1", "2015-10"): Fraction("101666666.67"),
            ("H2", "2015-04"): 50000000, ("H2", "2015-10"): 68750000,
            ("H3", "2015-04"): 118750000, ("H3", "2015-10"): Fraction("78333333.33")})
        self.assertEqual(added_up(rows, "available", "payment"),
                         {("2015-04",): 500000000, ("2015-10",): 500000000})

    def test_equal_value_overall(self):
        rows = self.compute("release", settings=["metric-value=overall"])
        sums = added_up(rows, "available", "payment", "part")
        for part, millions in (("local", "41.67"), ("delayed-transfers", "41.67"),
                               ("avoidable-admissions", "41.67"), ("reablement", "125.00"),
                               ("residential-admissions", "125.00"),
                               ("user-experience", "125.00")):
            value = oracle.decimals_text(sums["2015-10", part] / 10**6, 2)
            self.assertEqual(value, millions, part)


class RandomDatasets(unittest.TestCase):
    def test_same_seed_makes_the_same_files(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            generate.generate(5, one)
            generate.generate(5, other)
            names = sorted(os.listdir(one))
            self.assertEqual(names, sorted(os.listdir(other)))
            for name in names:
                with open(os.path.join(one, name), "rb") as a, \
                        open(os.path.join(other, name), "rb") as b:
                    self.assertEqual(a.read(), b.read(), name)

    def test_money_adds_up_whatever_the_readings(self):
        for seed in range(1, 21):
            with tempfile.TemporaryDirectory() as folder:
                generate.generate(seed, folder)
                for verb, policy, settings, as_at, by in differential.cases_for(seed):
                    try:
                        rows = oracle.compute(verb, policy, folder, settings, as_at, by)[1]
                    except oracle.Refused as problem:
                        self.assertRegex(str(problem), "target-allocation|existing-ccg|letters")
                        continue
                    if verb == "allocate":
                        self.assertEqual(sum(Fraction(row["amount"]) for row in rows),
                                         {"2015-16": 3784000000, "2014-15": 1100000000}[policy])
                    for row in rows if verb == "release" else ():
                        self.assertEqual(Fraction(row["available"]),
                                         Fraction(row["released"]) + Fraction(row["held"]))
                        self.assertEqual(row["held_for"] == "", row["held"] == "0.00")

    def test_every_broken_dataset_is_refused(self):
        for kind in generate.BROKEN:
            verb = "release" if kind in generate.BROKEN_FOR_RELEASE else "allocate"
            for seed in range(1, 6):
                with tempfile.TemporaryDirectory() as folder:
                    generate.generate(seed, folder, 6, kind)
                    with self.assertRaises(oracle.Refused, msg=f"{kind} {seed}"):
                        oracle.compute(verb, "2015-16", folder)


if __name__ == "__main__":
    unittest.main()

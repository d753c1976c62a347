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


class July2014(unittest.TestCase):
    """The examples of the rules of July 2014, on a dataset of one board and one CCG."""

    TABLES = {
        "manifest": "table,status,publisher,title,released,licence,note",
        "boards": "hwb,name\nH,Here",
        "councils": "council,name,kind,hwb\nC,Here,unitary,H",
        "ccgs": "ccg,name\nG,Here",
        "residents": "ccg,council,people\nG,C,1",
        "indicators": "area,indicator,period,value\nG,programme-allocation,2015-16,1\n"
                      "C,adult-rnf,2013-14,1\nC,dfg,2015-16,1\n"
                      "G,programme-allocation,2016-17,1\nC,dfg,2016-17,1",
    }
    QUARTERS = ("01..{0}-03", "04..{0}-06", "07..{0}-09", "10..{0}-12")
    PAYMENTS = ("2015-05", "2015-08", "2015-11", "2016-02")

    def compute(self, verb, actual, settings=(), plan=(), baseline=(5000,) * 4, extra=None,
                policy="2015-16-revised"):
        """`actual` may be shorter than the year; `plan` is by payment, out of 5,000."""
        tables = dict(self.TABLES)
        rows = ["ccg,measure,period,count"]
        for year, counts in ((2014, baseline), (2015, actual)):
            rows += [f"G,non-elective,{year}-{quarter.format(year)},{count}"
                     for quarter, count in zip(self.QUARTERS, counts)]
        tables["activity"] = "\n".join(rows)
        tables["ambitions"] = ("hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                               "baseline_denominator,ambition_numerator,ambition_denominator\n"
                               + "\n".join(f"H,non-elective,{payment},own,2014-01..2014-03,5000,1,"
                                           f"{wanted},1" for payment, wanted in dict(plan).items()))
        tables.update(extra or {})
        for table in ("dataset",) + tuple(tables):
            tables["manifest"] += f"\n{table},published,p,t,2015-01-01,none,"
        with tempfile.TemporaryDirectory() as folder:
            for table, text in tables.items():
                with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            return oracle.compute(verb, policy, folder, settings)[1]

    def money(self, column, *words, **named):
        return [int(Fraction(row[column])) for row in self.compute("release", *words, **named)
                if row["part"] == "non-elective"]

    def test_less_than_the_plan_then_the_plan_then_more(self):
        self.assertEqual(self.money("released", (4900, 4825, 4800, 4775)),
                         [149000, 260750, 298000, 335250])

    def test_early_success_is_capped_by_the_plan_and_what_is_lost_is_not_asked_back(self):
        actual = (4700, 5200, 5000, 4600)
        self.assertEqual(self.money("released", actual), [260750, 0, 0, 484250])
        self.assertEqual(self.money("released", actual, ["cap-by-plan-profile=no"]),
                         [447000, 0, 0, 298000])
        self.assertEqual(self.money("released", actual, ["clawback=yes"]),
                         [260750, -111750, 0, 596000])

    def test_what_is_available_follows_the_plan(self):
        self.assertEqual(self.money("available", (4900,) * 4), [260750] * 4)
        self.assertEqual(self.money("available", (4900,) * 4, ["cap-by-plan-profile=no"]),
                         [1043000, 0, 0, 0])

    def test_from_a_missing_quarter_on_nothing_is_released(self):
        rows = self.compute("release", (4825,))
        self.assertEqual([row["released"] for row in rows],
                         ["998957000.00", "260750.00", "0.00", "0.00", "0.00"])
        self.assertEqual([row["held"] for row in rows],
                         ["0.00", "0.00", "260750.00", "521500.00", "782250.00"])
        self.assertEqual([row["held_for"] for row in rows], ["", ""] + ["awaiting-data"] * 3)
        statuses = [row["status"] for row in self.compute("score", (4825,))]
        self.assertEqual(statuses, ["achieved"] + ["not-assessed"] * 3)

    def test_a_plan_for_a_payment_comes_before_the_plan_for_the_rest(self):
        rows = self.compute("score", (4900,) * 4, plan={"": 4900, "2015-08": 5000})
        self.assertEqual([row["ambition"][:4] for row in rows], ["4900", "5000", "4900", "4900"])
        self.assertEqual([row["status"] for row in rows],
                         ["achieved", "no-ambition", "achieved", "achieved"])
        self.assertEqual({row["definition"] for row in rows}, {"own"})
        rows = self.compute("score", (4900,) * 4, plan={"2015-08": 5000})
        self.assertEqual([row["definition"] for row in rows],
                         ["non-elective", "own", "non-elective", "non-elective"])

    def test_no_reduction_puts_nothing_at_stake(self):
        for wanted in (5000, 5100):
            rows = self.compute("release", (4000,) * 4, plan={"": wanted})
            self.assertEqual([row["available"] for row in rows],
                             ["1000000000.00"] + ["0.00"] * 4)
            self.assertEqual({row["held_for"] for row in rows}, {""})

    def test_a_plan_that_rises_again_never_lowers_the_ceiling(self):
        for plan, want in (({"2015-05": 4700, "2015-08": 5200, "": 4850}, [447000, 0, 0, 149000]),
                           ({"2015-05": 4900, "2015-08": 5200, "": 4750},
                            [149000, 0, 74500, 372500]),
                           ({"2015-05": 4500, "2016-02": 5200, "": 5000}, [447000, 0, 0, 0])):
            self.assertEqual(self.money("available", (5000,) * 4, plan=plan), want)

    def test_no_more_than_the_share_is_at_stake(self):
        rows = self.compute("release", (0,) * 4, baseline=(10**6,) * 4, plan={"": 0})
        self.assertEqual([row["available"] for row in rows], ["0.00"] + ["250000000.00"] * 4)
        self.assertEqual([row["released"] for row in rows], ["0.00"] + ["250000000.00"] * 4)

    def test_running_totals_are_rounded_and_rows_are_their_differences(self):
        rows = self.compute("release", ("4999.999",) * 4, plan={"": "4999.97"})
        self.assertEqual([row["available"] for row in rows][1:], ["44.70"] * 4)
        self.assertEqual([row["released"] for row in rows][1:], ["1.49"] * 4)
        rows = self.compute("release", ("4999.9999",) * 4, plan={"": "4999.97"})
        self.assertEqual([row["released"] for row in rows][1:], ["0.15", "0.15", "0.15", "0.15"])
        rows = self.compute("release", ("4999.99997",) * 4, plan={"": "4999.97"})
        self.assertEqual([row["released"] for row in rows][1:], ["0.04", "0.05", "0.04", "0.05"])

    def test_months_are_added_up_and_overlaps_are_refused(self):
        months = "ccg,measure,period,count\n" + "\n".join(
            f"G,non-elective,2014-{month:02d},1000\nG,non-elective,2015-{month:02d},990"
            for month in range(1, 13))
        rows = self.compute("score", (), extra={"activity": months})
        self.assertEqual({row["actual"] for row in rows}, {"2970.000000"})
        for more in ("2014-01..2014-02,1", "2015-11..2015-12,1", "2015-03..2015-04,1"):
            with self.assertRaises(oracle.Refused, msg=more):
                self.compute("score", (), extra={
                    "activity": months + "\nG,non-elective," + more})
        for month in ("2014-05", "2014-12"):
            with self.assertRaises(oracle.Refused):
                self.compute("score", (), extra={"activity": "\n".join(
                    row for row in months.split("\n") if month not in row)})
        rows = self.compute("score", (), extra={"activity": "\n".join(
            row for row in months.split("\n") if "2015-05" not in row)})
        self.assertEqual([row["actual"] for row in rows],
                         ["2970.000000", "", "2970.000000", "2970.000000"])

    def test_a_month_is_there_if_all_that_became_the_ccg_have_it(self):
        def score(*missing):
            rows = [f"{code},non-elective,{year}-{quarter.format(year)},10"
                    for code in ("O1", "O2") for year in (2014, 2015) for quarter in self.QUARTERS]
            rows = [row for row in rows if not row.startswith(missing)] if missing else rows
            return self.compute("score", (), extra={
                "activity": "ccg,measure,period,count\n" + "\n".join(rows),
                "successors": "code,successor,share,from\nO1,G,1,2015-01-01\nO2,B,1,2015-01-01\n"
                              "B,G,1,2015-01-01"})
        self.assertEqual({row["actual"] for row in score()}, {"20.000000"})
        self.assertEqual([row["actual"] for row in score("O2,non-elective,2015-04")],
                         ["20.000000", "", "20.000000", "20.000000"])
        with self.assertRaises(oracle.Refused):
            score("O1,non-elective,2014-10")

    def test_a_later_year_and_later_letters(self):
        sums = added_up(self.compute("allocate", (), policy="2016-17"), "amount", "component")
        self.assertEqual(sums, {("ccg-minimum",): 3519000000, ("dfg",): 394000000})
        sums = added_up(self.compute("allocate", (), policy="2014-15/v2"), "amount", "component")
        self.assertEqual(sums, {("social-care-transfer",): 900000000, ("preparation",): 200000000})
        sums = added_up(self.compute("allocate", (), policy="2015-16/v2"), "amount", "component")
        self.assertEqual(sums["social-care-capital",], 133641000)
        for verb in ("score", "release"):
            with self.assertRaises(oracle.Misused):
                self.compute(verb, (), policy="2016-17")

    def test_only_settings_that_mean_something_are_taken(self):
        for policy, setting in (("2015-16-revised", "conditions-split=equal"),
                                ("2015-16", "clawback=no"),
                                ("2016-17", "p4p-share-basis=ccg-route")):
            with self.assertRaises(oracle.Misused):
                self.compute("allocate", (), [setting], policy=policy)

    def test_3_5_per_cent_of_the_nation(self):
        rows = self.compute("score", (0,) * 4, baseline=(5300000,) * 4)
        self.assertEqual({Fraction(row["baseline"]) - Fraction(row["ambition"]) for row in rows},
                         {185500})


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

    TOTALS = {"2014-15": 1100000000, "2015-16": 3784000000, "2015-16/v1": 3784000000,
              "2015-16/v2": 3783641000, "2015-16-revised": 3784000000, "2016-17": 3913000000}

    def test_money_adds_up_whatever_the_readings(self):
        refused = computed = 0
        for seed in range(1, 41):
            with tempfile.TemporaryDirectory() as folder:
                generate.generate(seed, folder)
                for verb, policy, settings, as_at, by in differential.cases_for(seed)[:-1]:
                    try:
                        rows = oracle.compute(verb, policy, folder, settings, as_at, by)[1]
                    except oracle.Refused as problem:
                        self.assertRegex(str(problem),
                                         "target-allocation|existing-ccg|letters|programme-all")
                        refused += 1
                        continue
                    computed += 1
                    if verb == "allocate":
                        self.assertEqual(sum(Fraction(row["amount"]) for row in rows),
                                         self.TOTALS.get(policy, self.TOTALS["2014-15"]))
                    if verb == "release":
                        self.check_release(policy, settings, rows)
        self.assertGreater(computed, 5 * refused)

    def check_release(self, policy, settings, rows):
        for row in rows:
            carried_in, available, released, held = (
                Fraction(row[name]) for name in ("carried_in", "available", "released", "held"))
            self.assertEqual(carried_in + available, released + held)
            self.assertEqual(row["held_for"] == "", row["held"] == "0.00")
            self.assertGreaterEqual(min(available, held), 0)
            if "clawback=yes" not in settings:
                self.assertGreaterEqual(released, 0)
        self.assertEqual(sum(Fraction(row["available"]) for row in rows), 1000000000)
        if policy != differential.REVISED:
            return
        held = {}
        for row in rows:
            self.assertEqual(row["carried_in"], held.get(row["hwb"], "0.00"))
            held[row["hwb"]] = row["held"]
            if row["held_for"] == "awaiting-data":
                self.assertEqual(row["released"], "0.00")

    def test_july_2014_knows_the_whole_of_what_is_at_stake(self):
        """What the quarters make available is the reduction's price or the share, to a penny."""
        binding = 0
        for seed in range(1, 61):
            with tempfile.TemporaryDirectory() as folder:
                generate.generate(seed, folder)
                try:
                    rows = oracle.compute("release", differential.REVISED, folder)[1]
                except oracle.Refused:
                    continue
                counts = oracle.Admissions(oracle.Dataset(folder)).counts
                for hwb in {row["hwb"] for row in rows}:
                    mine = [Fraction(row["available"]) for row in rows if row["hwb"] == hwb]
                    wanted = sum(b - p for (one, _), (b, p, _, _) in counts.items() if one == hwb)
                    at_stake = min(max(wanted, 0) * 1490, sum(mine))
                    self.assertLessEqual(abs(sum(mine[1:]) - at_stake), Fraction(1, 200))
                    binding += at_stake == sum(mine)
        self.assertGreater(binding, 5)

    def test_every_broken_dataset_is_refused(self):
        for kind in generate.BROKEN:
            verb, policy = generate.asked_of(kind)
            for seed in range(1, 6):
                with tempfile.TemporaryDirectory() as folder:
                    generate.generate(seed, folder, 6, kind)
                    with self.assertRaises(oracle.Refused, msg=f"{kind} {seed}"):
                        oracle.compute(verb, policy, folder)


if __name__ == "__main__":
    unittest.main()

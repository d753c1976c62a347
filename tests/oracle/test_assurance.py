#!/usr/bin/env python3
"""The second computation of assurance against sums done by hand, and against brute force."""

import os
import random
import sys
import tempfile
import unittest
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assurance
import differential
import differential_assurance
import generate_plans
import oracle
import sensitivity

LINES = os.path.join(differential_assurance.FIXTURES, "known", "assurance")
SHIRE = differential.SHIRE


def plan_of(folder, settings=(), as_at=None):
    return assurance.Assurance(assurance.Plans(folder, as_at),
                               oracle.complete_settings(settings, "2015-16"))


def fractions(*pairs):
    return [tuple(map(Fraction, pair)) for pair in pairs]


class Noise(unittest.TestCase):
    def smallest(self, better, scale, x1, n1, n2):
        return assurance.smallest_significant(better, scale, (Fraction(x1), Fraction(n1)),
                                              Fraction(n2))

    def test_exactly_the_critical_value_is_enough(self):
        """196 squared over 10,000 is 3.8416; so is 10,000 x 98 squared over 5,000 squared."""
        self.assertEqual(self.smallest("lower", 100000, 5098, 200000, 200000), 4902)
        self.assertEqual(self.smallest("higher", 100, 2451, 5000, 5000), 2549)
        for events, want in ((4902, True), (4903, False), (5098, False), (5200, False)):
            self.assertEqual(assurance.is_significant(
                "lower", 100000, *fractions((5098, 200000), (events, 200000))), want)

    def test_a_small_number_may_never_be_enough(self):
        """From 3 to none of 60: 9 / 3 is 3. From 4: 16 / 4 is 4, and from 4 to 1 it is 9 / 5."""
        self.assertIsNone(self.smallest("lower", 100000, 3, 60, 60))
        self.assertEqual(self.smallest("lower", 100000, 4, 60, 60), 0)

    def test_no_more_than_all(self):
        """From 1 of 2 to 2 of 2: 4 x 1 / (3 x 1) is 1.3."""
        self.assertIsNone(self.smallest("higher", 100, 1, 2, 2))
        self.assertEqual(self.smallest("higher", 100, 0, 4, 4), 3)  # 8 x 9 / (3 x 5) = 4.8

    def test_one_search_finds_what_trying_all_finds(self):
        chooser = random.Random(47)
        for _ in range(400):
            scale = chooser.choice((100, 100000))
            better = chooser.choice(("lower", "higher"))
            n1, n2 = (Fraction(chooser.randint(1, 120), chooser.choice((1, 2))) for _ in "12")
            x1 = Fraction(chooser.randint(0, int(2 * n1)), 2)
            most = int(n2) if scale == 100 else int(n2 * x1 / n1) + 400
            enough = [x2 for x2 in range(most + 1) if assurance.is_significant(
                better, scale, (x1, n1), (Fraction(x2), n2))]
            want = None if not enough else max(enough) if better == "lower" else min(enough)
            self.assertEqual(self.smallest(better, scale, x1, n1, n2), want)


class Trend(unittest.TestCase):
    def test_three_years_in_a_row(self):
        """(a + b + c) / 3 + (c - a): for 8900, 8300, 8000 it is 8400 - 900."""
        points = fractions((-36, 8900), (-24, 8300), (-12, 8000))
        self.assertEqual(assurance.line_at(points, 0), 7500)
        points = fractions((-36, 6000), (-24, 5600), (-12, 5400))
        self.assertEqual(assurance.line_at(points, 0), 5066 + Fraction(2, 3))

    def test_a_year_left_out(self):
        """Means of -1, -2, -4 and 7, 6, 3: -7/3 and 16/3; 14/3 is both sums, so the slope is
        (-7 - 12 - 12 + 112/3) / (21 - 49/3) = 19/14, and 16/3 + 7/3 x 19/14 = 17/2."""
        self.assertEqual(assurance.line_at(fractions((-1, 7), (-2, 6), (-4, 3)), 0),
                         Fraction(17, 2))

    def test_order_and_unit_of_time_do_not_matter(self):
        points = fractions((5, 3), (17, 8), (29, 1), (53, 4))
        shifted = [((x - 5) / 12, y) for x, y in reversed(points)]
        self.assertEqual(assurance.line_at(points, 65), assurance.line_at(shifted, 5))


class Holes(unittest.TestCase):
    def holes(self, *counts):
        months = {100 + i: Fraction(count) for i, count in enumerate(counts) if count is not None}
        return [[month - 100 for month in hole] for hole in assurance.holes_of(months)]

    def test_two_thirds_is_low_enough_and_a_hair_more_is_not(self):
        self.assertEqual(self.holes(300, 200, 300), [[1]])
        self.assertEqual(self.holes(300, 201, 300), [])

    def test_it_is_measured_from_the_month_before_the_fall(self):
        self.assertEqual(self.holes(300, 100, 190, 200, 201, 100, 100), [[1, 2, 3], [5, 6]])

    def test_months_that_are_missing_or_zero(self):
        self.assertEqual(self.holes(300, None, 100, 100), [])
        self.assertEqual(self.holes(0, 0, 5, 0, 0), [[3, 4]])
        self.assertEqual(self.holes(300, 100, None, 100), [[1]])
        self.assertEqual(self.holes(), [])


class OnTheLines(unittest.TestCase):
    """The five boards on each side of every line, from the tables of their README."""

    CHECKS = ("minimum-pool", "district-minimum", "district-passed-down", "earmarks",
              "conditions-answered", "conditions-met", "metrics-complete", "definition", "season",
              "direction", "trend", "significance", "local-metric", "ccg-consistency",
              "signed-off", "in-time", "contingency-plan", "risk-register", "plausible")
    # pass, warn, fail and not-assessed items of LINE, EDGE, GOOD and POOR.
    ITEMS = {
        "minimum-pool": ((12, 0, 0, 0), (10, 1, 2, 0), (12, 0, 0, 0), (7, 1, 2, 2)),
        "district-minimum": ((2, 0, 0, 0), (1, 0, 1, 0), (2, 0, 0, 0), (1, 0, 1, 1)),
        "district-passed-down": ((2, 0, 0, 0), (0, 0, 2, 0), (2, 0, 0, 0), (0, 0, 1, 2)),
        "earmarks": ((3, 0, 0, 0), (2, 1, 0, 0), (3, 0, 0, 0), (0, 1, 1, 1)),
        "conditions-answered": ((6, 0, 0, 0), (5, 0, 1, 0), (6, 0, 0, 0), (2, 0, 3, 1)),
        "conditions-met": ((4, 0, 0, 0), (3, 0, 1, 0), (4, 0, 0, 0), (0, 0, 1, 3)),
        "metrics-complete": ((9, 0, 0, 0), (8, 0, 1, 0), (9, 0, 0, 0), (8, 0, 2, 0)),
        "definition": ((9, 0, 0, 0), (6, 0, 2, 0), (9, 0, 0, 0), (5, 0, 3, 0)),
        "season": ((9, 0, 0, 0), (7, 0, 1, 0), (9, 0, 0, 0), (6, 0, 1, 1)),
        "direction": ((9, 0, 0, 0), (7, 0, 1, 0), (9, 0, 0, 0), (7, 0, 1, 0)),
        "trend": ((9, 0, 0, 0), (4, 0, 4, 0), (9, 0, 0, 0), (0, 0, 2, 6)),
        "significance": ((9, 0, 0, 0), (4, 0, 3, 1), (9, 0, 0, 0), (0, 0, 5, 3)),
        "local-metric": ((2, 0, 0, 0), (0, 0, 1, 0), (2, 0, 0, 0), (1, 0, 1, 0)),
        "ccg-consistency": ((3, 0, 0, 0), (0, 0, 3, 0), (3, 0, 0, 0), (0, 0, 1, 2)),
        "plausible": ((10, 0, 0, 0), (6, 3, 1, 0), (10, 0, 0, 0), (4, 2, 2, 0)),
    }
    # Thousands of pounds at stake for EDGE and POOR.
    AT_STAKE = {"conditions-met": (9375, 18750), "metrics-complete": (12500, 25000),
                "definition": (25000, 75000), "season": (12500, 25000),
                "direction": (12500, 25000), "trend": (50000, 50000),
                "significance": (37500, 125000), "local-metric": (12500, 25000),
                "ccg-consistency": (37500, 25000), "plausible": (37500, 50000)}

    @classmethod
    def setUpClass(cls):
        cls.plan = plan_of(LINES)
        cls.rows = {(row["hwb"], row["check"]): row for row in cls.plan.rows()}

    def test_each_board_is_on_its_side(self):
        not_failed = {("EDGE", "earmarks"): "warn", ("EDGE", "signed-off"): "pass",
                      ("POOR", "in-time"): "not-assessed"}
        for check in self.CHECKS:
            for hwb, usual in (("LINE", "pass"), ("EDGE", "fail"), ("GOOD", "pass"),
                               ("POOR", "fail"), ("NONE", "not-assessed")):
                self.assertEqual(self.rows[hwb, check]["result"],
                                 not_failed.get((hwb, check), usual), (hwb, check))
        self.assertEqual(len(self.rows), 5 * len(self.CHECKS))

    def test_items_are_counted(self):
        for check, of_boards in self.ITEMS.items():
            for hwb, want in zip(("LINE", "EDGE", "GOOD", "POOR"), of_boards):
                row = self.rows[hwb, check]
                found = tuple(row[name] for name in ("passed", "warned", "failed",
                                                     "not_assessed"))
                self.assertEqual(found, want, (hwb, check))
                self.assertEqual(row["looked_at"], sum(want), (hwb, check))

    def test_money_at_stake(self):
        for check in self.CHECKS:
            for hwb, thousands in zip(("EDGE", "POOR"), self.AT_STAKE.get(check, (None, None))):
                want = None if thousands is None else thousands * 100000
                self.assertEqual(self.rows[hwb, check]["at_stake"], want, (hwb, check))
            if check in self.AT_STAKE:
                self.assertEqual(self.rows["GOOD", check]["at_stake"], 0)
                self.assertIn(self.rows["NONE", check]["at_stake"], (None, 0))

    def told(self, hwb, check, name):
        return {(item["payment"], item["metric"]): item["told"][name]
                for item in self.plan.items if (item["hwb"], item["check"]) == (hwb, check)
                and name in item["told"]}

    def test_trends_are_those_of_the_table(self):
        for hwb, part, events, of, scale in (
                ("EDGE", ("2015-04", "delayed-transfers"), 7500, 80000, 100000),
                ("LINE", ("2015-10", "delayed-transfers"), Fraction(15200, 3), 80000, 100000),
                ("LINE", ("2015-10", "reablement"), Fraction(7645, 3), 5000, 100),
                ("EDGE", ("2015-10", "reablement"), 2548, 5000, 100),
                ("EDGE", ("2015-04", "local"), 4904, 200000, 100000),
                ("POOR", ("2015-04", "avoidable-admissions"), 3500, 190000, 100000)):
            self.assertEqual(self.told(hwb, "trend", "trend")[part],
                             Fraction(events) * scale / of, (hwb, part))

    def test_smallest_significant_ambitions(self):
        smallest = self.told("EDGE", "significance", "smallest")
        self.assertEqual(smallest["2015-04", "local"], (4902, 200000))
        self.assertEqual(smallest["2015-10", "reablement"], (2549, 5000))

    def test_mean_of_ccgs_by_people(self):
        """(7 x 1800 + 3 x 2000) / 10 of 100,000."""
        mean = self.told("GOOD", "ccg-consistency", "mean")["2015-04", "avoidable-admissions"]
        self.assertEqual(mean, 1860)

    def test_the_hole_of_a_ccg_and_of_what_became_part_of_it(self):
        holes = {item["item"]: item["told"]["hole"] for item in self.plan.items
                 if "hole" in item["told"]}
        june, july = 12 * 2014 + 5, 12 * 2014 + 6
        self.assertEqual(holes, {"X": (300, june, 200, july, 3, True, 1),
                                 "P2": (1000, june, 100, july, 6, False, 1)})


class Shire(unittest.TestCase):
    """What was planted on purpose, and how far it is to the next pound."""

    def test_planted_findings(self):
        rows = {(row["hwb"], row["check"]): row["result"] for row in plan_of(SHIRE).rows()}
        for hwb, check, want in (
                ("H1", "minimum-pool", "pass"), ("H2", "minimum-pool", "fail"),
                ("H1", "district-minimum", "fail"), ("H2", "district-minimum", "not-assessed"),
                ("H1", "district-passed-down", "pass"), ("H3", "earmarks", "warn"),
                ("H3", "local-metric", "fail"), ("H2", "local-metric", "pass"),
                ("H3", "trend", "fail"), ("H2", "definition", "fail"), ("H2", "season", "fail"),
                ("H1", "direction", "fail"), ("H3", "ccg-consistency", "fail"),
                ("H2", "signed-off", "fail"), ("H1", "in-time", "pass"),
                ("H2", "risk-register", "fail"), ("H3", "contingency-plan", "not-assessed")):
            self.assertEqual(rows[hwb, check], want, (hwb, check))

    def test_what_is_not_decided_yet_is_not_known(self):
        rows = {(row["hwb"], row["check"]): row["result"]
                for row in plan_of(SHIRE, as_at="2014-04-03").rows()}
        for check in ("signed-off", "in-time", "risk-register", "contingency-plan",
                      "conditions-answered"):
            self.assertEqual(rows["H1", check], "not-assessed", check)

    def next(self, hwb, payment, metric, settings=()):
        for row in sensitivity.next_rows(plan_of(SHIRE, settings)):
            if (row["hwb"], row["payment"], row["metric"]) == (hwb, payment, metric):
                return row
        raise AssertionError("no such row")

    def test_how_far_to_the_line_and_to_all_of_it(self):
        """1,200 - 0.7 x 120 = 1,116, 84 fewer, for 0.7 x 25m; 1% of 1,080 is 9% of 120."""
        row = self.next("H2", "2015-04", "avoidable-admissions")
        self.assertEqual((row["to_seventy"], row["seventy_numerator"]), (-84, 1116))
        self.assertEqual((row["to_full"], row["full_numerator"]), (-120, 1080))
        self.assertEqual(row["released_at_seventy"], 1750000000)
        self.assertEqual(row["gain_at_seventy"], 1750000000)
        self.assertEqual(row["gain_at_full"], 2500000000)
        self.assertEqual(row["at_risk_per_cent"], 225000000)
        row = self.next("H2", "2015-04", "avoidable-admissions",
                        ["metric-release=all-or-nothing"])
        self.assertEqual((row["gain_at_seventy"], row["at_risk_per_cent"]), (0, 2500000000))

    def test_how_much_room_is_left(self):
        row = self.next("H2", "2015-04", "delayed-transfers")
        self.assertEqual((row["to_seventy"], row["seventy_numerator"]), (0, 9300))
        row = self.next("H1", "2015-04", "avoidable-admissions")
        self.assertEqual((row["to_seventy"], row["seventy_numerator"]), (0, 1015))

    def test_without_an_achievement_there_are_no_events(self):
        row = self.next("H1", "2015-10", "user-experience")
        self.assertIsNone(row["to_seventy"])
        self.assertIsNone(row["at_risk_per_cent"])
        row = self.next("H2", "2015-10", "user-experience")
        self.assertIsNone(row["to_full"])
        self.assertEqual(row["at_risk_per_cent"], 200000000)  # 25m x 0.8 of 10 points: 8%

    def test_one_more_admission_turns_the_test(self):
        """28 of 40 is 70%; 27 of 40, and 27 of 39, are not."""
        rows = [row for row in sensitivity.fragile_rows(plan_of(SHIRE))
                if row["hwb"] == "H1" and row["kind"] == "flips-seventy"
                and row["metric"] == "avoidable-admissions"]
        self.assertEqual([(row["figure"], row["revision"], row["before"], row["after"])
                          for row in rows],
                         [("actual_numerator", 1, "not-below", "below"),
                          ("baseline_numerator", -1, "not-below", "below")])
        self.assertEqual([row["moved"] for row in rows], [-83333333, -25641026])

    def test_exactly_a_thousand_pounds_is_enough(self):
        """25m over 25,000 events is 1,000 pounds each; over 25,001 it takes two."""
        for wanted, events, moved in ((25000, -1, 100000), (25001, -2, 199992)):
            with tempfile.TemporaryDirectory() as folder:
                differential_assurance.shire_at_a_thousand(folder, wanted)
                rows = [row for row in sensitivity.fragile_rows(plan_of(folder))
                        if row["figure"] == "actual_numerator" and row["kind"] == "moves-1000"
                        and (row["hwb"], row["payment"], row["metric"])
                        == ("H2", "2015-04", "avoidable-admissions")]
            self.assertEqual([(row["revision"], row["moved"]) for row in rows], [(events, moved)])


class RandomPlans(unittest.TestCase):
    def test_same_seed_makes_the_same_files(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            generate_plans.generate_plans(5, one)
            generate_plans.generate_plans(5, other)
            names = sorted(os.listdir(one))
            self.assertEqual(names, sorted(os.listdir(other)))
            self.assertIn("pooled.csv", names)
            for name in names:
                with open(os.path.join(one, name), "rb") as a, \
                        open(os.path.join(other, name), "rb") as b:
                    self.assertEqual(a.read(), b.read(), name)

    def test_every_broken_dataset_is_refused(self):
        for kind in generate_plans.BROKEN:
            for seed in (1, 2):
                with tempfile.TemporaryDirectory() as folder:
                    generate_plans.generate_plans(seed, folder, 4, kind)
                    with self.assertRaises(oracle.Refused, msg=f"{kind} {seed}"):
                        plan_of(folder)

    def test_every_result_and_many_equal_values_occur(self):
        """Random datasets that never meet a line would prove little."""
        results, met = set(), dict.fromkeys(("trend", "change", "noise", "pooled", "seventy",
                                             "people"), 0)
        for seed in range(1, 16):
            with tempfile.TemporaryDirectory() as folder:
                generate_plans.generate_plans(seed, folder)
                plan = plan_of(folder)
            results |= {(item["check"], item["result"]) for item in plan.items}
            for hwb in plan.data.boards:
                people = plan.data.people_of(hwb)
                met["people"] += sum(100 * n == sum(people.values()) for n in people.values())
                minimum = plan.minimum_of(hwb)
                met["pooled"] += sum(amount == minimum.get(key) for key, amount
                                     in plan.data.pooled.get(hwb, {}).items())
                for one in plan.ambitions[hwb]:
                    row = plan.scores.rows[hwb, one.payment, one.metric]
                    met["seventy"] += row["achievement"] == Fraction(7, 10)
                    met["trend"] += one.trend() == one.ambition
                    met["change"] += (one.largest_change_in_a_year()
                                      == abs(one.ambition - one.baseline))
                    met["noise"] += (one.can_be_tested() and one.is_improvement()
                                     and one.smallest_significant() == one.to_figures[0])
        for check, _ in assurance.Assurance.CHECKS:
            self.assertIn((check, "pass"), results)
            self.assertIn((check, "fail"), results)
        for check in ("minimum-pool", "earmarks", "plausible"):
            self.assertIn((check, "warn"), results)
        for line, times in met.items():
            self.assertGreater(times, 2, line)

    def test_the_search_finds_what_trying_all_finds(self):
        """Every figure of up to 60, every revision, under a setting each."""
        chooser = random.Random(70)
        tried = 0
        for seed in range(1, 31):
            settings = [chooser.choice(differential.other_values())]
            if "october" in settings[0] or "published" in settings[0]:
                settings = []
            with tempfile.TemporaryDirectory() as folder:
                generate_plans.generate_plans(seed, folder, 2)
                try:
                    plan = plan_of(folder, settings)
                except oracle.Refused:
                    continue
            for hwb in plan.data.boards:
                tried += self.try_all(sensitivity.Reached(plan, hwb))
        self.assertGreater(tried, 100)

    def try_all(self, board):
        found = {((row["payment"], row["metric"]), row["figure"], row["kind"]): row["revision"]
                 for row in board.fragile()}
        tried = 0
        for (part, figure), (top, bottom, _) in board.figures.items():
            one = board.ambitions[part]
            if top > 60 or bottom == one.scale:
                continue
            tried += 1
            revisions = [step for k in range(1, int(top) + 1) for step in (-k, k)
                         if step < 0 or one.scale != 100 or top + step <= bottom]
            after = {step: board.after(part, figure, top + step) for step in revisions}
            for kind, is_enough in (("flips-seventy", lambda step: after[step][0]),
                                    ("moves-1000", lambda step: abs(after[step][1]) >= 100000)):
                want = next(filter(is_enough, revisions), None)
                self.assertEqual(found.get((part, figure, kind)), want, (part, figure, kind))
        return tried

    def test_after_the_events_the_line_is_reached_and_not_before(self):
        reached = 0
        for seed in range(1, 13):
            with tempfile.TemporaryDirectory() as folder:
                generate_plans.generate_plans(seed, folder, 3)
                plan = plan_of(folder)
            boards = {hwb: sensitivity.Reached(plan, hwb) for hwb in plan.data.boards}
            for row in sensitivity.next_rows(plan):
                if row["to_seventy"] is None:
                    continue
                reached += 1
                part = (row["payment"], row["metric"])
                step = 1 if row["better"] == "higher" else -1

                def achievement(numerator):
                    return boards[row["hwb"]].score(
                        part, {(part, "actual_numerator"): numerator})["achievement"]

                line = row["seventy_numerator"]
                self.assertGreaterEqual(achievement(line), Fraction(7, 10))
                if row["to_seventy"]:
                    self.assertEqual(row["actual_numerator"] + row["to_seventy"], line)
                    self.assertLess(achievement(line - step), Fraction(7, 10))
                    self.assertGreater(row["to_seventy"] * step, 0)
        self.assertGreater(reached, 50)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The second evaluation against figures that were published, worked out by hand, or must hold."""

import os
import random
import sys
import tempfile
import unittest
from fractions import Fraction
from xml.etree import ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import differential_formulas
import formulas
import oracle
import policies

HEAD = ('<policy xmlns="urn:bcf:policy:1" id="t" version="1" year="2015-16"><title>t</title>'
        '<sources><source id="s" publisher="p" date="2015"><title>t</title></source></sources>')
TABLES = {
    "boards": "hwb,name\nH,Here",
    "councils": "council,name,kind,hwb\n" + "\n".join(f"C{i},C{i},unitary,H" for i in range(1, 7)),
    "ccgs": "ccg,name\nG,G",
    "residents": "ccg,council,people\n" + "\n".join(f"G,C{i},1" for i in range(1, 7)),
}


def policy_text(body, constants, indicators, fund=""):
    def listed(tag, one, words):
        if not words:
            return ""
        return f"<{tag}>" + "".join(f"<{one} {word}/>" for word in words) + f"</{tag}>"
    return (HEAD + (f"<fund>{fund}</fund>" if fund else "") + f"<formulas>{body}</formulas>"
            + listed("indicators", "indicator", [
                f'id="{name}" level="council" period="any"' for name in indicators])
            + listed("constants", "constant", [
                f'id="{name}" value="{value}"' for name, value in constants.items()])
            + '<settings><setting id="unit"><value id="1"/><value id="1000"/><value id="0.01"/>'
              "</setting></settings></policy>")


class Asked(unittest.TestCase):
    """A policy and six councils, C1 to C6."""

    def ask(self, name, body, constants=None, indicators=None, fund="", settings=()):
        """`indicators` are lists of values; rows by area for a formula, amounts for the fund."""
        constants, indicators = constants or {}, indicators or {}
        tables = dict(TABLES)
        tables["indicators"] = "area,indicator,period,value\n" + "\n".join(
            f"C{i + 1},{one},now,{value}" for one, values in indicators.items()
            for i, value in enumerate(values))
        tables["manifest"] = "table,status,publisher,title,released,licence,note\n" + "\n".join(
            f"{table},published,p,t,2015,none," for table in ["dataset"] + list(tables))
        with tempfile.TemporaryDirectory() as folder:
            for table, text in tables.items():
                with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8") as file:
                    file.write(text + "\n")
            path = os.path.join(folder, "policy.xml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(policy_text(body, constants, indicators, fund))
            rows = formulas.compute(path, folder, name, settings)[1]
        if name is None:
            amounts = dict.fromkeys((f"C{i}" for i in range(1, 7)), Fraction(0))
            amounts.update((row["council"], Fraction(row["amount"])) for row in rows)
            return list(amounts.values())
        return rows


class NeedsIndex(Asked):
    # Department for Communities and Local Government, annotated formula pages: clients, basic
    # amount, two coefficients with their indicators, area cost adjustment, scaling, and the result.
    PUBLISHED = (
        (14553, "14.8173", "55.7085", "0.0783", "16.2278", "0.1366", "1.0455",
         "1.00000120888040", "0.00003255438829"),
        (21016, "16.1181", "59.9073", "0.1517", "17.4672", "0.1969", "1.0220",
         "0.99999835235125", "0.00006152534476"),
        (44319, "15.0005", "55.6444", "0.0000", "16.2289", "0.1002", "1.0964",
         "1.00000053890665", "0.00008079111405"),
    )
    BODY = ('<needs-index id="f" level="council"><block id="b" places="{}" rounding="{}">'
            '<clients indicator="clients"/><basic-amount constant="basic"/>{}</block>'
            "</needs-index>")

    def test_published_results_to_the_last_of_fourteen_digits(self):
        inside = ('<top-up id="d"><coefficient constant="d"/><of indicator="deprived"/></top-up>'
                  '<top-up id="e"><coefficient constant="e"/><of indicator="ethnic"/></top-up>'
                  '<multiplier indicator="aca"/><scaling constant="scaling"/>'
                  '<divisor constant="divisor"/>')
        for clients, basic, d, deprived, e, ethnic, aca, scaling, want in self.PUBLISHED:
            rows = self.ask("f", self.BODY.format("14", "half-away", inside),
                            {"basic": basic, "d": d, "e": e, "scaling": scaling,
                             "divisor": "10000000000"},
                            {"clients": [clients] * 6, "deprived": [deprived] * 6,
                             "ethnic": [ethnic] * 6, "aca": [aca] * 6})
            self.assertEqual({row["value"] for row in rows}, {want})
            self.assertEqual({row["share"] for row in rows}, {"0.166666666667"})

    def test_each_rounding(self):
        clients = [1, 2, 3, 4, 5, 6]
        for rounding, basic, want in (
                ("half-away", "0.5", "1 1 2 2 3 3"), ("half-even", "0.5", "0 1 2 2 2 3"),
                ("down", "0.5", "0 1 1 2 2 3"), ("half-even", "1.5", "2 3 4 6 8 9"),
                ("half-even", "0.51", "1 1 2 2 3 3")):
            rows = self.ask("f", self.BODY.format("0", rounding, ""), {"basic": basic},
                            {"clients": clients})
            self.assertEqual(" ".join(row["value"] for row in rows), want)
        for rounding, want in (("half-away", -3), ("half-even", -2), ("down", -2)):
            self.assertEqual(formulas.rounded(Fraction(-5, 2), "0", rounding), want)
        rows = self.ask("f", self.BODY.format("all", "none", ""), {"basic": "2/37"},
                        {"clients": clients})
        self.assertEqual(rows[0]["exact"], "2/37")
        self.assertEqual(rows[0]["value"], "0.05405405405405405405")

    def test_a_top_up_begins_above_its_threshold_not_at_it(self):
        inside = ('<top-up id="t"><coefficient constant="c"/><of indicator="of" per="clients"/>'
                  '<above constant="third"/></top-up>')
        rows = self.ask("f", self.BODY.format("all", "none", inside),
                        {"basic": "1", "c": "10", "third": "1/3"},
                        {"clients": [3] * 6, "of": ["0", "0.9", "1", "1.1", "2", "4"]})
        self.assertEqual([row["b.t"] for row in rows],
                         ["0", "0", "0", "0.33333333333333333333", "3.33333333333333333333", "10"])
        self.assertEqual([row["exact"] for row in rows], ["3", "3", "3", "4", "13", "33"])

    def test_what_cannot_be_is_refused(self):
        for inside, basic in (('<divisor constant="zero"/>', "1"), ("", "-1"), ("", "0"),
                              ('<multiplier constant="nowhere"/>', "1"),
                              ('<multiplier formula="f"/>', "1"), ("<multiplier/>", "1"),
                              ("", "1/0")):
            with self.assertRaises(oracle.Refused, msg=inside + basic):
                self.ask("f", self.BODY.format("all", "none", inside), {"basic": basic,
                                                                        "zero": "0"},
                         {"clients": [1] * 6})
        with self.assertRaises(oracle.Refused):
            self.ask("f", self.BODY.format("all", "none", ""), {"basic": "1"},
                     {"clients": [1] * 5})


class WeightedCapitation(Asked):
    # NHS England, 2013/14 Allocation & Indicative Target Allocation working paper, Annex A, six
    # CCGs: population, weighted population, allocation, target, distance, per cent, and the two
    # amounts per head.
    PUBLISHED = (
        (202256, 208986, 219307, 237285, -17978, "-7.58", 1084, 1173),
        (174605, 181827, 193566, 206448, -12882, "-6.24", 1109, 1182),
        (102219, 105444, 120033, 119722, 311, "0.26", 1174, 1171),
        (209117, 220611, 231588, 250484, -18896, "-7.54", 1107, 1198),
        (254106, 269739, 308328, 306264, 2064, "0.67", 1213, 1205),
        (331261, 389047, 445168, 441728, 3440, "0.78", 1344, 1333),
    )
    BODY = ('<weighted-capitation id="f" level="council"><population indicator="people"/>'
            '<need indicator="weighted" per="people"/>{}</weighted-capitation>')

    def test_published_targets_and_distances_to_the_printed_digit(self):
        rows = self.ask("f", self.BODY.format('<per-head constant="c"/><current indicator="now"/>'),
                        {"c": "1135.41"},
                        {"people": [one[0] for one in self.PUBLISHED],
                         "weighted": [one[1] for one in self.PUBLISHED],
                         "now": [1000 * one[2] for one in self.PUBLISHED]})
        thousands = lambda text: oracle.half_away(Fraction(text) / 1000)
        for row, (_, _, _, target, distance, per_cent, per_head, target_head) in zip(
                rows, self.PUBLISHED):
            self.assertEqual(thousands(row["target"]), target)
            self.assertEqual(thousands(row["distance"]), distance)
            self.assertEqual(oracle.decimals_text(Fraction(row["distance-per-cent"]), 2), per_cent)
            self.assertEqual(oracle.half_away(Fraction(row["current-per-head"])), per_head)
            self.assertEqual(oracle.half_away(Fraction(row["target-per-head"])), target_head)

    def test_pace_of_change(self):
        body = self.BODY.format('<total constant="total"/><current indicator="now"/>'
                                '<pace-of-change><minimum-growth constant="g"/></pace-of-change>')
        people = [100] * 6
        for now, total, growth, want in (
                # The last keeps what it has; the rest is shared by those below.
                ([10, 10, 10, 10, 10, 40], "100", "0", "12 12 12 12 12 40"),
                ([10, 10, 10, 10, 10, 40], "90", "0", "10 10 10 10 10 40"),
                ([0, 5, 10, 20, 30, 40], "120", "0", "10 10 10 20 30 40"),
                ([0, 0, 0, 0, 0, 0], "6", "1/37", "1 1 1 1 1 1"),
                ([10, 10, 20, 20, 20, 20], "101", "1/100",
                 "101/10 101/10 101/5 101/5 101/5 101/5"),
                ([10, 10, 20, 20, 20, 20], "101", "0", "21/2 21/2 20 20 20 20")):
            rows = self.ask("f", body, {"total": total, "g": growth},
                            {"people": people, "weighted": people, "now": now})
            self.assertEqual(" ".join(row["exact"] for row in rows), want)
        with self.assertRaises(oracle.Refused):
            self.ask("f", body, {"total": "100.999", "g": "1/100"},
                     {"people": people, "weighted": people, "now": [10, 10, 20, 20, 20, 20]})

    def test_nobody_there_has_a_target_of_nothing_and_no_amount_per_head(self):
        rows = self.ask("f", '<weighted-capitation id="f" level="council">'
                             '<population indicator="people"/><need constant="one"/>'
                             '<total constant="total"/><current indicator="now"/>'
                             "</weighted-capitation>", {"one": "1", "total": "100"},
                        {"people": [0, 1, 1, 1, 1, 1], "now": [5, 20, 20, 20, 20, 20]})
        self.assertEqual([rows[0][name] for name in (
            "value", "distance", "distance-per-cent", "current-per-head", "target-per-head")],
                         ["0", "5", "", "", ""])


class FloorPlusIndex(Asked):
    BODY = ('<floor-plus-index id="f" level="council"><earlier indicator="before"/>'
            '<total constant="total"/><index indicator="index"/></floor-plus-index>')

    def test_the_increase_goes_by_the_index(self):
        before = [10, 20, 30, 0, 20, 20]
        rows = self.ask("f", self.BODY, {"total": "107"}, {"before": before,
                                                          "index": [1, 1, 1, 1, 3, 0]})
        self.assertEqual([row["value"] for row in rows], ["11", "21", "31", "1", "23", "20"])
        rows = self.ask("f", self.BODY, {"total": "100"}, {"before": before,
                                                          "index": [1, 1, 1, 1, 3, 0]})
        self.assertEqual([row["value"] for row in rows], list(map(str, before)))
        for total, index in (("99.99", [1] * 6), ("107", [0] * 6)):
            with self.assertRaises(oracle.Refused):
                self.ask("f", self.BODY, {"total": total}, {"before": before, "index": index})


class FloorsAndCaps(Asked):
    BODY = '<published id="f" indicator="w"/>'

    def share(self, amount, weights, bounds="", constants=None, indicators=None, unit="1"):
        fund = (f'<component id="part" amount="{amount}" formula="f" route="council">{bounds}'
                "</component>")
        return self.ask(None, self.BODY, constants, dict(indicators or {}, w=weights), fund,
                        [f"unit={unit}"])

    def test_a_minimum_share_is_taken_from_the_others_by_weight(self):
        bound = '<minimum-share constant="m"/>'
        self.assertEqual(self.share("1000", [1, 1, 2, 2, 4, 0], bound, {"m": "0.1"}),
                         [100, 100, 175, 175, 350, 100])
        # A tenth of 1,005 is not a whole number of pounds: the floor is the pound above.
        self.assertEqual(self.share("1005", [1, 1, 2, 2, 4, 0], bound, {"m": "0.1"})[::5],
                         [101, 101])
        self.assertEqual(self.share("1005", [1, 1, 2, 2, 4, 0], bound, {"m": "0.1"},
                                    unit="0.01")[::5], [Fraction("100.50")] * 2)
        with self.assertRaises(oracle.Refused):
            self.share("1000", [1, 1, 2, 2, 4, 0], bound, {"m": "0.167"})

    def test_what_was_there_before_is_kept_or_caps_what_comes(self):
        keep = '<hold-harmless indicator="b" constant="h"/>'
        cap = '<maximum-growth indicator="b" constant="g"/>'
        before = {"b": [300, 100, 100, 100, 100, 100]}
        self.assertEqual(self.share("900", [1] * 6, keep, {"h": "1"}, before),
                         [300] + [120] * 5)
        self.assertEqual(self.share("900", [1] * 6, keep, {"h": "0.5"}, before), [150] * 6)
        self.assertEqual(self.share("900", [1, 7, 1, 1, 1, 1], keep + cap,
                                    {"h": "1", "g": "0.25"}, before),
                         [300, 125, 119, 119, 119, 118])
        with self.assertRaises(oracle.Refused):
            self.share("1001", [1] * 6, cap, {"g": "0.25"}, before)
        self.assertEqual(self.share("1000", [1] * 6, cap, {"g": "0.25"}, before),
                         [375] + [125] * 5)

    def test_who_weighs_nothing_gets_its_floor_and_no_more(self):
        cap = '<maximum-growth indicator="b" constant="g"/>'
        before = {"b": [100] * 6}
        self.assertEqual(self.share("500", [0, 1, 1, 1, 1, 1], cap, {"g": "0"}, before),
                         [0] + [100] * 5)
        with self.assertRaises(oracle.Refused):
            self.share("550", [0, 1, 1, 1, 1, 1], cap, {"g": "0"}, before)

    def test_no_level_but_one(self):
        """What comes out meets the conditions; any other answer that is tried does not."""
        chooser = random.Random(7)
        found = 0
        for _ in range(2000):
            areas = "abcdefg"[:chooser.randint(1, 7)]
            weights = {area: Fraction(chooser.randint(0, 6), chooser.choice((1, 3, 7, 37)))
                       for area in areas}
            floors = {area: chooser.randint(0, 9) for area in areas}
            caps = {area: floors[area] + chooser.randint(0, 9) for area in areas
                    if chooser.random() < 0.8}
            whole = chooser.randint(1, 60)
            try:
                values = formulas.level_out(weights, floors, caps, whole)
            except oracle.Refused:
                continue
            found += 1
            self.assertEqual(formulas.against_the_conditions(values, weights, floors, caps,
                                                             whole), "")
            one, other = chooser.choice(areas), chooser.choice(areas)
            if one != other:
                moved = dict(values)
                moved[one] += Fraction(1, 5)
                moved[other] -= Fraction(1, 5)
                self.assertNotEqual(formulas.against_the_conditions(moved, weights, floors, caps,
                                                                    whole), "")
        self.assertGreater(found, 400)


class RandomPolicies(unittest.TestCase):
    def test_same_seed_makes_the_same_files(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            for folder in (one, other):
                policies.generate_policy(11, folder)
            names = sorted(os.path.relpath(os.path.join(where, name), one)
                           for where, _, names in os.walk(one) for name in names)
            self.assertGreater(len(names), 6)
            for name in names:
                with open(os.path.join(one, name), "rb") as a, \
                        open(os.path.join(other, name), "rb") as b:
                    self.assertEqual(a.read(), b.read(), name)

    def test_most_can_be_computed_and_every_kind_occurs(self):
        computed = refused = 0
        kinds = set()
        for seed in range(1, 31):
            with tempfile.TemporaryDirectory() as folder:
                case = policies.generate_policy(seed, folder)
                root = ElementTree.parse(case.policy).getroot()
                kinds |= {formulas.tag(one) for one in root.iter()}
                for name, settings in differential_formulas.questions(case, seed):
                    try:
                        rows = formulas.compute(case.policy, case.data, name, settings)[1]
                    except (oracle.Refused, formulas.Unclear):
                        refused += 1
                        continue
                    computed += 1
                    if name is None:
                        self.assertEqual(sum(Fraction(row["amount"]) for row in rows), sum(
                            Fraction(one.get("amount"))
                            for one in root.iter(formulas.NAMESPACE + "component")))
                    else:
                        shares = sum(Fraction(row["share"]) for row in rows)
                        self.assertLess(abs(shares - 1), len(rows) * Fraction(1, 10**12))
        self.assertGreater(computed, 2 * refused)
        self.assertLessEqual(set(formulas.KINDS) | {
            "top-up", "above", "multiplier", "scaling", "divisor", "per-head", "pace-of-change",
            "minimum-share", "hold-harmless", "maximum-growth", "when"}, kinds)

    def test_everything_broken_is_refused(self):
        for kind in policies.BROKEN:
            for seed in range(1, 6):
                with tempfile.TemporaryDirectory() as folder:
                    case = policies.generate_policy(seed, folder, 6, kind)
                    with self.assertRaises(oracle.Refused, msg=f"{kind} {seed}"):
                        formulas.compute(case.policy, case.data, *case.asked)


if __name__ == "__main__":
    unittest.main()

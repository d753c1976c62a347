#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`bcf explain`: the odd pound by hand, and every printed sum done again in exact fractions.

tests/test_explain.c walks every row of every table; here the program is asked from outside, and
what it prints must be enough to come to the same penny without it.
"""

import fractions
import json
import re
import xml.etree.ElementTree as xml

import support
from support import ENGLAND, KNOWN, SHIRE, USAGE, pence

COLUMNS = ("step,kind,item,area,area_name,from,from_name,rule,source,paragraph,what,sum,figure,"
           "figure_exact,table,line,publisher,title,whole,weight,weights,share,share_exact,quota,"
           "unit,rounded_down,remainder,remainder_exact,rank,ranked,odd_units,cut_off,last_served,"
           "last_served_name,next,next_name,next_remainder,amount,carried_in,available,released,"
           "held,held_for,result,data_status,readings")
BOARDS = ("E08000018", "E10000016", "E09000001")  # a met, a county with districts, the City
CCGS = ("03L", "00J")


def split_of(row):
    """The columns that hold who got the odd unit."""
    return (row["whole"], row["weight"], row["weights"], row["share_exact"], row["rounded_down"],
            row["remainder_exact"], row["rank"], row["odd_units"], row["last_served"], row["next"],
            row["amount"])


class Explain(support.Case):

    def explain(self, *words):
        return support.rows_of(self.done("explain", *words, "-f", "csv").text)

    def splits(self, *words):
        return [row for row in self.explain(*words) if row["kind"] == "split"]

    def text(self, *words):
        """The page as one line, so that wrapping does not matter."""
        return " ".join(self.done("explain", *words).text.split())


class ByHand(Explain):

    def test_the_odd_pound_of_three_equal_districts(self):
        # 220,000,000 x 4/30 = 29,333,333 1/3, three times; all others come out whole: one odd
        # pound; remainders and weights are equal, so the lowest code gets it
        rows = {code: self.splits(code, "dfg", "-d", SHIRE) for code in ("D1", "D2", "D3")}
        for rank, code in enumerate(rows, start=1):
            self.assertEqual(1, len(rows[code]))
            self.assertEqual(
                ("220000000.00", "4", "30", "2/15", "29333333.00", "1/3", str(rank), "1", "D1",
                 "D2", "29333334.00" if code == "D1" else "29333333.00"), split_of(rows[code][0]))
        page = self.text("D1", "dfg", "-d", SHIRE)
        self.assertIn("Hightown: £220,000,000 x 4 / 30 = £29,333,333.333333", page)
        self.assertIn("the last one served is Hightown, with 0.333333; Middletown, with 0.333333, "
                      "comes next and gets none (equal: the larger weight is served first, then the "
                      "lower code)", page)
        self.assertIn("So it gets £29,333,334*.", page)

    def test_the_odd_pound_of_three_equal_ccgs(self):
        # 1,900,000,000 / 3 = 633,333,333 1/3: one odd pound, to G1; 300m and 130m: none and 1/3
        data = ("-d", KNOWN / "two-equal-ccgs")
        for code, amount in (("G1", "633333334.00"), ("G2", "633333333.00"),
                             ("G3", "633333333.00")):
            first = self.splits(code, "nhs-core", *data)[0]
            self.assertEqual(("1900000000.00", "1", "3", "1/3", "633333333.00", "1/3",
                              code[1], "1", "G1", "G2", amount), split_of(first))
        # a council with a transfer of 10m and two equal CCGs: 5m each (main 93)
        transfer = self.splits("H1", "social-care-transfer", *data)
        self.assertEqual([("C1", "", "10000000.00"), ("G1", "C1", "5000000.00"),
                          ("G2", "C1", "5000000.00")],
                         [(row["area"], row["from"], row["amount"]) for row in transfer])

    def test_the_odd_penny_of_a_strand(self):
        # H1 has 932 of 2,330 of the CCG route: 100m of 250m; a third of it is 33,333,333.33 1/3
        rows = self.splits("H1", "2015-04:local", "-d", SHIRE)
        self.assertEqual(["100000000.00", "33333333.34"], [row["amount"] for row in rows])
        self.assertEqual(("2/5", "932000000", "2330000000"),
                         (rows[0]["share_exact"], rows[0]["weight"], rows[0]["weights"]))
        self.assertEqual(("1", "local", "delayed-transfers"),
                         (rows[1]["rank"], rows[1]["last_served"], rows[1]["next"]))

    def test_a_score_with_its_counts(self):
        # (104.3 - 101.5) / (104.3 - 100.3) = 7/10 exactly; 33,333,333.33 x 0.7 = 23,333,333.331
        page = self.text("H1", "2015-04:avoidable-admissions", "-d", SHIRE)
        self.assertIn("1,043 / 1,000,000 x 100,000 = 104.3*", page)
        self.assertIn("(104.3 - 101.5) / (104.3 - 100.3) = 0.7*", page)
        self.assertIn("33,333,333.33 x 0.7 = 23,333,333.33, to the penny, half away from zero", page)
        self.assertIn("what the test says: 3 scored, 0 missing; none is below 70%", page)

    def test_quarters_as_the_specification_works_them(self):
        # R = 700, F = 1,043,000; earned 149,000, 260,750, 298,000, 335,250 (SPEC section 6)
        rows = self.explain("H1", "-p", "2015-16-revised", "-d", KNOWN / "july-2014")
        paid = {row["item"]: row["released"] for row in rows if row["kind"] == "payment"}
        self.assertEqual({"149000.00", "260750.00", "298000.00", "335250.00"},
                         {amount for item, amount in paid.items() if item.endswith("elective")})
        figures = {row["rule"]: row["figure"] for row in rows if row["kind"] == "score"}
        self.assertEqual("700", figures["R = B - P"])
        self.assertEqual("1043000", figures["F = R x cost of an admission, at most the share"])

    def test_money_that_waits_for_a_plan(self):
        for board, state in (("H1", "allocated"), ("H2", "withheld"), ("H3", "pending")):
            rows = self.explain(board, "preparation", "-p", "2014-15", "-d", SHIRE)
            self.assertEqual([state], [row["result"] for row in rows if row["kind"] == "test"])

    def test_a_decision_after_the_day_is_none(self):
        page = self.text("H1", "2015-04", "-d", SHIRE, "--as-at", "2014-01-01")
        self.assertIn("calculated, not authorised", page)
        self.assertIn("authorised: ministers have signed", self.text("H1", "2015-04", "-d", SHIRE))


class EveryRow(Explain):
    """From outside: the rows of `allocate` and `release`, and what a calculator makes of each."""

    def recompute(self, row):
        whole, unit = pence(row["whole"]), pence(row["unit"])
        share = fractions.Fraction(row["share_exact"])
        self.assertLessEqual(abs(fractions.Fraction(row["share"]) - share),
                             fractions.Fraction(1, 2_000_000))
        units = whole * share / unit
        down = units.numerator // units.denominator
        self.assertEqual(down * unit, pence(row["rounded_down"]))
        self.assertEqual(units - down, fractions.Fraction(row["remainder_exact"]))
        served = int(row["rank"]) <= int(row["odd_units"])
        self.assertEqual("served" if served else "not served", row["result"])
        self.assertEqual((down + served) * unit, pence(row["amount"]))

    def grants(self):
        return support.rows_of(self.done("allocate", "-f", "csv").text)

    @staticmethod
    def end(row):
        """How a split names an end point: (component, from, to)."""
        component = row["component"]
        if component == "social-care-transfer":
            return component, row["council"], row["ccg"]
        if row["ccg"]:
            return component, row["ccg"], row["council"]
        return component, "", row["district"] or row["council"]

    def test_rows_of_allocate_from_both_ends(self):
        grants = self.grants()
        checked = 0
        for column, codes in (("hwb", BOARDS), ("ccg", CCGS)):
            for code in codes:
                splits = self.splits(code)
                told = {(row["item"], row["from"], row["area"]): row["amount"] for row in splits}
                for row in splits:
                    self.recompute(row)
                for row in grants:
                    if row[column] == code:
                        self.assertEqual(row["amount"], told[self.end(row)])
                        checked += 1
        self.assertGreater(checked, 150)

    def test_both_ends_of_a_flow_say_the_same(self):
        down = {row["from"]: row for row in self.splits("E08000018", "reablement")
                if row["from"]}
        up = {row["area"]: row for row in self.splits("03L", "reablement") if row["from"]}
        ours, theirs = down["03L"], up["E08000018"]
        for column in set(COLUMNS.split(",")) - {"step", "readings"}:
            self.assertEqual(ours[column], theirs[column], column)

    def test_rows_of_release(self):
        for policy in ("2015-16", "2015-16-revised"):
            release = support.rows_of(self.done("release", "-p", policy, "-a", BOARDS[0],
                                                "-f", "csv").text)
            told = {row["item"]: row for row in self.explain(BOARDS[0], "-p", policy)
                    if row["kind"] == "payment"}
            self.assertEqual(len(release), len(told))
            for row in release:
                name = row["part"] if row["part"] == "out-of-hospital" \
                    else f"{row['payment']}:{row['part']}"
                for column in ("carried_in", "available", "released", "held", "held_for",
                               "data_status"):
                    self.assertEqual(row[column], told[name][column], (name, column))

    def test_inputs_are_the_rows_that_they_name(self):
        lines = {}
        checked = 0
        for row in self.explain("E08000018", "nhs-core"):
            if row["kind"] != "input" or not row["line"]:
                continue
            table = row["table"]
            if table not in lines:
                lines[table] = (ENGLAND / f"{table}.csv").read_text(encoding="utf-8").splitlines()
            self.assertIn(row["figure"], lines[table][int(row["line"]) - 1].split(","))
            self.assertTrue(row["publisher"] and row["title"])
            checked += 1
        self.assertGreater(checked, 10)


class Shapes(Explain):

    def test_columns_and_forms(self):
        csv = self.done("explain", "H1", "-d", SHIRE, "-f", "csv").text
        self.assertEqual(COLUMNS, csv.splitlines()[0])
        rows = support.rows_of(csv)
        self.assertEqual([str(i + 1) for i in range(len(rows))], [row["step"] for row in rows])
        of_json = json.loads(self.done("explain", "H1", "-d", SHIRE, "-f", "json").text)
        self.assertEqual(len(rows), len(of_json["explain"]["rows"]))
        tree = xml.fromstring(self.done("explain", "H1", "-d", SHIRE, "-f", "xml").out)
        self.assertEqual(len(rows), len(tree.findall("row")))

    def test_all_adds_what_was_tested_and_did_not_hold(self):
        less = self.explain("H1", "-d", SHIRE)
        more = self.explain("H1", "-d", SHIRE, "--all")
        added = [row for row in more if row not in less and row["kind"] in ("test", "rank")]
        self.assertGreater(len(added), 20)
        said = {row["rule"] for row in added}
        self.assertIn("held for nhs-england-direction", said)
        self.assertIn("score no-ambition", said)
        self.assertIn("reading ccg-share-basis", said)

    def test_floors_and_caps(self):
        toy = support.ROOT / "fixtures" / "toy-year"
        rows = [row for board in support.read_table(toy, "boards")
                for row in self.explain(board["hwb"], "-p", toy / "policy.xml", "-d", toy, "--all")]
        said = {(row["rule"], row["result"]) for row in rows if row["kind"] == "test"}
        self.assertIn(("floor", "binds"), said)
        self.assertIn(("floor", "does not bind"), said)
        self.assertIn(("cap", "binds"), said)
        self.assertTrue(any(row["kind"] == "formula" for row in rows))

    def test_the_pool_is_added_up(self):
        rows = self.explain("H1", "pool", "-d", SHIRE)
        amounts = [pence(row["amount"]) for row in rows]
        self.assertEqual(139020000000, amounts[-1])
        self.assertEqual(amounts[-1], sum(amounts[:-1]))

    def test_what_cannot_be_explained_is_wrong_usage(self):
        said = {
            ("H1", "delayed-transfer"): "did you mean 'delayed-transfers'",
            ("nowhere", "dfg"): "nowhere",
            ("G1", "2015-04"): "is a CCG",
            ("H1", "2015-04:nothing"): "nothing called '2015-04:nothing'",
        }
        for words, words_said in said.items():
            self.refuses("explain", *words, "-d", SHIRE, code=USAGE, says=words_said)
        self.refuses("explain", code=USAGE, says="few")
        self.refuses("explain", "H1", "2015-04", "-p", "2014-15", "-d", SHIRE, code=USAGE,
                     says="2015-04")

    def test_an_area_without_any_of_it_is_told_so(self):
        self.assertIn("Nothing of it goes to or through this area.",
                      self.text("G1", "dfg", "-d", SHIRE))

    def test_long_lists_are_folded_for_people_alone(self):
        page = self.text("E10000016", "nhs-core")
        self.assertTrue(re.search(r"\d+ others", page))
        self.assertGreater(len(self.splits("E10000016", "nhs-core")), 16)


if __name__ == "__main__":
    support.main()

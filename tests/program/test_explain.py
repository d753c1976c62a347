#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`bcf explain`: the odd pound by hand, and every printed sum done again in exact fractions.

tests/test_explain.c walks every row of every table; here the program is asked from outside, and
what it prints must be enough to come to the same penny without it.
"""

import concurrent.futures
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
           "held,held_for,result,data_status,readings,quota_exact,cut_off_exact,next_remainder_exact")
PAYMENT_COLUMNS = ("carried_in", "available", "released", "held", "held_for", "data_status")
RATES = ("baseline", "ambition", "actual")
BOARDS = ("E08000018", "E10000016", "E09000001")  # a met, a county with districts, the City
CCGS = ("03L", "00J")


def split_of(row):
    """The columns that hold who got the odd unit."""
    return (row["whole"], row["weight"], row["weights"], row["share_exact"], row["rounded_down"],
            row["remainder_exact"], row["rank"], row["odd_units"], row["last_served"], row["next"],
            row["amount"])


def end_of(row):
    """How a split names the end point of a row of `allocate`: (component, from, to)."""
    component = row["component"]
    if row["ccg"] and component == "social-care-transfer":
        return component, row["council"], row["ccg"]
    if row["ccg"]:
        return component, row["ccg"], row["council"]
    return component, "", row["district"] or row["council"]


def six(exact):
    """A fraction as `score` writes it: 6 decimals, half away from zero; "" for nothing."""
    if not exact:
        return ""
    figure = fractions.Fraction(exact)
    size = (abs(figure) * 2_000_000 + 1) // 2
    sign = "-" if figure < 0 and size else ""
    return f"{sign}{size // 1_000_000}.{size % 1_000_000:06d}"


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
        self.assertIn("£1 is left over; it goes to the largest remainder. The last one served is "
                      "Hightown, with 0.333333; next would have been Middletown, with 0.333333 "
                      "(equal: the larger weight is served first, then the lower code). Here "
                      "the remainder is 0.333333, the largest of 6, and 1 is served: it gets £1. So "
                      "it gets £29,333,334*.", page)

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
                        self.assertEqual(row["amount"], told[end_of(row)])
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


@support.figures_alone
class WalkOfEngland(Explain):
    """Every row of every output of England beside what `explain` says of it, in every policy.

    The rows come from other verbs, the figures from the explanation: neither knows of the other.
    """

    POLICIES = ("2015-16", "2015-16-revised", "2014-15", "2016-17")

    KNOWN = {}

    def explained(self, codes, *words):
        """The rows of many explanations at once: {code: rows}; each is asked for once."""
        def one(code):
            key = (code, words)
            if key not in self.KNOWN:
                self.KNOWN[key] = self.explain(code, *words)
            return self.KNOWN[key]
        with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
            return dict(zip(codes, pool.map(one, codes)))

    def boards(self, rows, policy):
        return self.explained(sorted({row["hwb"] for row in rows} - {""}), "-p", policy)

    def compare(self, wanted, told):
        """Both are {key: figure}; everything that is wanted must be told, and as it is."""
        wrong = [(key, figure, told.get(key)) for key, figure in wanted.items()
                 if told.get(key) != figure]
        self.assertEqual([], wrong[:5], f"{len(wrong)} of {len(wanted)} differ")
        return len(wanted)

    def test_every_row_of_allocate(self):
        sizes = {"2015-16": 5000, "2015-16-revised": 5000, "2014-15": 300, "2016-17": 1000}
        for policy in self.POLICIES:
            rows = self.rows("allocate", "-p", policy)
            told = {}
            for code, steps in self.boards(rows, policy).items():
                told.update({(code, step["item"], step["from"], step["area"]):
                             (step["amount"], step["data_status"])
                             for step in steps if step["kind"] == "split"})
                told.update({(code, step["rule"]): step["amount"]
                             for step in steps if step["kind"] == "sum"})
            self.assertGreater(self.compare(
                {(row["hwb"],) + end_of(row): (row["amount"], row["status"]) for row in rows},
                told), sizes[policy])
            self.compare({(row["hwb"], f"component {row['component']}"): row["amount"] for row in
                          self.rows("allocate", "-p", policy, "--by", "component,hwb")}, told)
            pools = support.sums(self.rows("allocate", "-p", policy, "--by", "hwb"), "hwb")
            self.assertEqual(151, self.compare(
                {(code, "all components"): support.pounds(amount)
                 for code, amount in pools.items()}, told))

    def test_every_ccg_council_and_district(self):
        for column, count in (("ccg", 209), ("council", 152), ("district", 201)):
            wanted = {row[column]: row["amount"] for row in
                      self.rows("allocate", "--by", column) if row[column]}
            told = {code: [step["amount"] for step in steps if step["rule"] == "all components"][-1]
                    for code, steps in self.explained(list(wanted), "pool").items()}
            self.assertEqual(count, self.compare(wanted, told))

    def payments_of(self, policy, rows):
        """What is told of each row of `release`: every figure of it."""
        told = {}
        for code, steps in self.boards(rows, policy).items():
            told.update({(code, step["item"].split(":")[-1],
                          step["item"].split(":")[0] if ":" in step["item"] else "2015-04"):
                         tuple(step[name] for name in PAYMENT_COLUMNS)
                         for step in steps if step["kind"] == "payment"})
        return told

    def test_every_row_of_release(self):
        for policy, parts in (("2015-16", 13), ("2015-16-revised", 5)):
            rows = self.rows("release", "-p", policy)
            wanted = {(row["hwb"], row["part"], row["payment"]):
                      tuple(row[name] for name in PAYMENT_COLUMNS) for row in rows}
            self.assertEqual(151 * parts,
                             self.compare(wanted, self.payments_of(policy, rows)))

    def test_every_row_of_score(self):
        rows = self.rows("score")
        told = {}
        for code, steps in self.boards(rows, "2015-16").items():
            for step in steps:
                key = (code, step["item"])
                if step["kind"] == "input" and step["what"].split(",")[0] in RATES:
                    told[key + (step["what"].split(",")[0],)] = six(step["figure_exact"])
                elif step["rule"].startswith("metric "):
                    told[key] = (six(step["figure_exact"]), step["result"])
        wanted = {}
        for row in rows:
            key = (row["hwb"], f"{row['payment']}:{row['metric']}")
            wanted[key] = (row["achievement"], row["status"])
            wanted.update({key + (name,): row[name] for name in RATES if row[name]})
        self.assertEqual(151 * 9, len(rows))
        self.assertGreater(self.compare(wanted, told), 151 * 9)

    def test_every_earmark_is_what_the_plan_is_held_to(self):
        plans = support.rows_of(self.ends(support.FOUND, support.bcf("assure", "-f", "csv")).text)
        wanted = {(row["hwb"], item): amount.replace(",", "")
                  for row in plans if row["check"] == "earmarks"
                  for item, amount in re.findall(
                      r"([a-z-]+): no row in spend; the indicative share is £([0-9,]+\.[0-9]{2})",
                      row["detail"])}
        earmarks = {"carers-breaks", "care-act"}
        told = {(code, step["item"]): step["amount"]
                for code, steps in self.boards(plans, "2015-16").items()
                for step in steps if step["kind"] == "earmark"}
        self.assertEqual(302, self.compare(
            {key: amount for key, amount in wanted.items() if key[1] in earmarks}, told))

    def test_the_walk_would_find_a_wrong_penny(self):
        told = {("H1", "nhs-core"): "1.00"}
        self.assertEqual(1, self.compare({("H1", "nhs-core"): "1.00"}, told))
        for wanted in ({("H1", "nhs-core"): "1.01"}, {("H2", "nhs-core"): "1.00"}):
            with self.assertRaises(AssertionError):
                self.compare(wanted, told)


class PocketCalculator(Explain):
    """The example of README.md, keyed in as it says, on displays of 8 and of 12 digits."""

    TEXT = (support.ROOT / "README.md").read_text(encoding="utf-8")
    KEYS = re.compile(r"^\| `([0-9.]+) ÷ ([0-9.]+) x ([0-9.]+)` \| ([0-9.]+) \| ([0-9.]+) \| (.*) \|$",
                      re.MULTILINE)

    def cut_off(self, value, digits):
        """What a display shows: so many digits, the rest cut off, no noughts at the end."""
        whole = value.numerator // value.denominator
        places = digits - len(str(whole))
        self.assertGreaterEqual(places, 0, f"{whole} does not fit into {digits} digits")
        shown = value.numerator * 10 ** places // value.denominator
        return fractions.Fraction(shown, 10 ** places)

    def key_in(self, first, over, times, digits):
        for number in (first, over, times):
            self.assertLessEqual(len(number.replace(".", "")), digits)
        value = self.cut_off(fractions.Fraction(first) / fractions.Fraction(over), digits)
        return self.cut_off(value * fractions.Fraction(times), digits)

    def lines(self):
        found = self.KEYS.findall(self.TEXT)
        self.assertEqual(4, len(found))
        return found

    def test_the_displays_show_what_it_says(self):
        for first, over, times, eight, twelve, _ in self.lines():
            for shown, digits in ((eight, 8), (twelve, 12)):
                self.assertEqual(fractions.Fraction(shown),
                                 self.key_in(first, over, times, digits), (first, digits))
            self.assertGreater(float(first), float(times))

    def test_the_readers_conclusions_are_the_programs(self):
        shown = []
        for *_, twelve, said in self.lines():
            pounds = fractions.Fraction(twelve) * (1000 if "." in twelve[:5] else 1)
            left = re.search(r"0\.[0-9]{3}", said).group()
            self.assertEqual(left, str(float(pounds % 1))[:5])
            shown.append((pounds.numerator // pounds.denominator, left))
        for code, (whole, left) in (("03L", shown[0]), ("05G", shown[1])):
            row = self.splits(code, "nhs-core")[0]
            self.assertEqual((whole * 100, left), (pence(row["rounded_down"]), row["remainder"][:5]))
        self.assertEqual("05G", self.splits("03L", "nhs-core")[0]["last_served"])
        onward = {row["area"]: row for row in self.splits("03L", "nhs-core")[1:]}
        for code, (whole, left) in (("E08000018", shown[2]), ("E08000017", shown[3])):
            self.assertEqual((whole * 100, left),
                             (pence(onward[code]["rounded_down"]), onward[code]["remainder"][:5]))
        self.assertEqual("E08000017", onward["E08000018"]["next"])
        self.assertEqual("not served", onward["E08000018"]["result"])

    def test_every_number_to_key_in_is_printed(self):
        printed = self.TEXT[self.TEXT.index("$ bcf explain 03L nhs-core"):]
        printed = printed[:printed.index("```")].replace(",", "")
        for first, over, times, *_ in (self.lines()[0], self.lines()[2]):
            for number in (first, over, times):
                self.assertTrue(number in printed or number + "000" in printed, number)


class Counts(Explain):
    """What the rules of July 2014 count, from the tables alone."""

    def test_counts_are_those_of_the_ccgs(self):
        residents = support.read_table(ENGLAND, "residents")
        hwbs = {row["council"]: row["hwb"] for row in support.read_table(ENGLAND, "councils")}
        activity = support.read_table(ENGLAND, "activity")
        lines = (ENGLAND / "activity.csv").read_text(encoding="utf-8").splitlines()
        for board in BOARDS:
            steps = self.explain(board, "2015-05", "-p", "2015-16-revised")
            counted = [row for row in steps if row["table"] == "activity" and row["line"]]
            for row in counted:
                cells = lines[int(row["line"]) - 1].split(",")
                self.assertEqual((row["area"], row["figure"]), (cells[0], cells[3]))
            here, everywhere = {}, {}
            for row in residents:
                people = fractions.Fraction(row["people"])
                everywhere[row["ccg"]] = everywhere.get(row["ccg"], 0) + people
                if hwbs[row["council"]] == board:
                    here[row["ccg"]] = here.get(row["ccg"], 0) + people
            self.assertEqual(len(here) * 24, len(counted))
            months = ("2014-01", "2014-02", "2014-03")
            count = sum(fractions.Fraction(row["count"]) * here[row["ccg"]] / everywhere[row["ccg"]]
                        for row in activity if row["ccg"] in here and row["period"] in months)
            told = [row for row in steps if row["what"] == "admissions a year before, "
                    "2014-01..2014-03"]
            self.assertEqual([count], [fractions.Fraction(row["figure_exact"]) for row in told])

    def test_a_transfer_by_allocation_lists_the_allocation(self):
        rows = self.explain("C1", "social-care-transfer", "-d", SHIRE, "--set",
                            "transfer-split=programme-allocation")
        made = {row["from"]: row for row in rows if row["rule"].startswith("reading transfer-split")}
        # G1: 600 x 600,000 / 1,200,000; G2: 300 and 100 of its predecessor, x 400,000 / 1,600,000
        self.assertEqual({"G1": "300", "G2": "100"}, {ccg: row["figure"] for ccg, row in made.items()})
        stated = [row["figure"] for row in rows if row["table"] == "indicators"
                  and row["what"].startswith("programme-allocation")]
        self.assertEqual(["600", "300", "100"], stated)


class Formulas(Explain):
    TOY = support.ROOT / "fixtures" / "toy-year"

    def test_values_are_those_of_formulas(self):
        toy = ("-p", self.TOY / "policy.xml", "-d", self.TOY)
        checked = 0
        for formula, component in (("nhs-care", "nhs-care"), ("social-care", "social-care"),
                                   ("adaptations", "adaptations")):
            for row in self.rows("formulas", formula, *toy):
                steps = self.explain(row["area"], component, *toy)
                told = [step for step in steps if step["rule"] == f"formula {formula}"
                        and step["area"] == row["area"]]
                self.assertEqual([row["exact"]], [step["figure_exact"] for step in told])
                named = {step["rule"].split(", step ")[1]: step["figure"] for step in steps
                         if ", step " in step["rule"] and step["area"] == row["area"]}
                self.assertTrue(named)
                for name, figure in named.items():
                    self.assertEqual(row[name], figure, (row["area"], name))
                stated = [step for step in steps if step["table"] == "indicators" and step["line"]]
                self.assertTrue(stated)
                checked += 1
        self.assertEqual(3 + 3 + 4, checked)

    def test_two_floors_cite_two_paragraphs_and_the_higher_binds(self):
        # 3,700,000 x 2/7 = 1,057,142.86, up; 1,100,000 x 35/37 = 1,040,540.54, up: both are more
        # than the 910,861.95 by the formula alone
        folder = support.copy_dataset(self.TOY, self.folder / "toy")
        text = (self.TOY / "policy.xml").read_text(encoding="utf-8")
        floor = '<minimum-share constant="smallest-share" source="toy" paragraph="3"/>'
        other = '<hold-harmless indicator="carers-before" constant="kept" source="toy" paragraph="5"/>'
        self.assertEqual([1, 1], [text.count(floor), text.count(other)])
        (folder / "policy.xml").write_text(
            text.replace(other, "").replace(floor, floor + other), encoding="utf-8")
        rows = support.read_table(folder, "indicators")
        for row in rows:
            if (row["area"], row["indicator"]) == ("C2", "carers-before"):
                row["value"] = "1100000"
        support.write_table(folder, "indicators", rows)
        support.write_table(folder, "controls", [
            row for row in support.read_table(folder, "controls")
            if row["indicator"] != "carers-before"])
        floors = [(row["paragraph"], row["figure"], row["result"])
                  for row in self.explain("C2", "social-care", "-p", folder / "policy.xml",
                                          "-d", folder, "--all") if row["rule"] == "floor"]
        self.assertEqual([("3", "1057143", "binds"), ("5", "1040541", "does not bind")], floors)

    def test_a_formula_that_refers_to_another_shows_both(self):
        folder = support.copy_dataset(self.TOY, self.folder / "toy")
        text = (self.TOY / "policy.xml").read_text(encoding="utf-8")
        start = text.index("<weighted-capitation id=")
        text = text[:start] + ('<published id="inner" title="Contacts as stated" '
                               'indicator="expected-contacts" source="toy" paragraph="6"/>\n'
                               ) + text[start:]
        text = text.replace('<need indicator="expected-contacts" per="people-surveyed"/>',
                            '<need formula="inner"/>')
        (folder / "policy.xml").write_text(text, encoding="utf-8")
        rules = [row["rule"] for row in self.explain("G1", "nhs-care", "-p", folder / "policy.xml",
                                                     "-d", folder)]
        self.assertLess(rules.index("formula inner"), rules.index("formula nhs-care, step need"))


class Earmarks(Explain):

    def test_of_the_shire_by_hand(self):
        # C1's council gets 3 of 10 of the transfer and of the capital; H1 is C1 alone
        for item, amount in (("care-act", "40500000.00"), ("capped-cost-system", "15000000.00")):
            rows = [row for row in self.explain("C1", item, "-d", SHIRE)
                    if row["kind"] == "earmark"]
            self.assertEqual([(item, amount, "indicative")],
                             [(row["item"], row["amount"], row["result"]) for row in rows])
        page = self.text("C1", "care-act", "-d", SHIRE)
        self.assertIn("135,000,000 x 330,000,000 / 1,100,000,000 = £40,500,000.00*", page)
        self.assertIn("never added to the pool", page)

    def test_a_component_of_the_same_name_has_it_at_its_end(self):
        rows = self.explain("H1", "carers-breaks", "-d", SHIRE)
        self.assertEqual("earmark", rows[-1]["kind"])
        self.assertEqual({"carers-breaks"}, {row["item"] for row in rows})

    def test_a_district_has_none(self):
        self.assertIn("Nothing of it goes to or through this area.",
                      self.text("D1", "care-act", "-d", SHIRE))


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

    def test_what_matters_here_is_told_first(self):
        # Sheffield's CCG is larger, but nearly all of Rotherham's money comes by Rotherham's
        page = self.text("E08000018", "nhs-core")
        self.assertLess(page.index("NHS Rotherham CCG: £1,900,000,000 x 339,829"),
                        page.index("NHS Sheffield CCG"))

    def test_pages_are_narrow(self):
        for words in (["E08000018"], ["E10000016", "dfg"], ["03L"], ["E07000106"]):
            widest = max(map(len, self.done("explain", *words).text.splitlines()))
            self.assertLessEqual(widest, 120, words)

    def test_long_lists_are_folded_for_people_alone(self):
        page = self.text("E10000016", "nhs-core")
        self.assertTrue(re.search(r"\d+ others", page))
        self.assertGreater(len(self.splits("E10000016", "nhs-core")), 16)


if __name__ == "__main__":
    support.main()

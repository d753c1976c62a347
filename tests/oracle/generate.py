#!/usr/bin/env python3
"""A random dataset folder, the same for the same seed.

Every table is legal; what the figures say is as awkward as the rules allow. With `--broken KIND`
one thing is wrong, and the dataset must be refused.
"""

import argparse
import csv
import io
import os
import random
import sys
from fractions import Fraction

NAMES = ("Ambridge", "Borough, with a comma", 'The "Royal" Borough', "=cmd|' /C calc'!A0", "+44",
         "-1", "@home", "<script>alert(1)</script>", "Ynys Môn", "Łódź & Sons", "O'Hare",
         "日本", "a;b", "Two  spaces", "<b>bold</b>", "100%")
CONDITIONS = ("jointly-agreed", "protect-social-care", "seven-day-services", "data-sharing",
              "accountable-professional", "acute-impact")
CRITERIA = ("strategy-link", "robust-data", "established-source", "timely", "challenging",
            "incentives")
MENU = {"NHS OF 2.1": ("higher", 100), "NHS OF 2.6i": ("higher", 100),
        "NHS OF 3.5": ("higher", 100), "ASCOF 1H": ("higher", 100),
        "PHOF 1.18i": ("higher", 100), "ASCOF 1A": ("higher", 1), "ASCOF 1D": ("higher", 1),
        "PHOF 2.13ii": ("lower", 100), "PHOF 2.24i": ("lower", 100000)}
BETTER = {"residential-admissions": "lower", "reablement": "higher", "delayed-transfers": "lower",
          "avoidable-admissions": "lower", "user-experience": "higher"}
# The window's first month, as (year, month), and its length.
WINDOWS = {("2015-10", "residential-admissions"): (2014, 4, 12),
           ("2015-10", "reablement"): (2014, 4, 12),
           ("2015-04", "delayed-transfers"): (2014, 4, 9),
           ("2015-10", "delayed-transfers"): (2015, 1, 6),
           ("2015-04", "avoidable-admissions"): (2014, 4, 6),
           ("2015-10", "avoidable-admissions"): (2014, 10, 6)}
SCORED = [("2015-04", metric) for metric in ("local", "delayed-transfers", "avoidable-admissions")]
SCORED += [("2015-10", metric) for metric in ("residential-admissions", "reablement",
           "delayed-transfers", "avoidable-admissions", "user-experience", "local")]

# Each is how far from baseline to ambition the actual came.
PASSING = tuple(map(Fraction, ("0.7", "0.70001", "0.75", "0.9", "1", "1.25", "2")))
FAILING = tuple(map(Fraction, ("0.69999", "1/3", "0.01", "0", "-0.00001", "-0.4")))
UNSCORED = ("definition-mismatch", "outturn-period", "baseline-length", "baseline-season",
            "baseline-not-earlier", "no-outturn", "no-ambition-row", "neither-row")
NOT_AMBITIOUS = ("ambition-equal", "ambition-worse", "ambition-equal-no-outturn")
BROKEN = ("missing-area", "all-zero", "control-total", "control-areas", "zero-denominator",
          "unknown-code", "second-row", "not-a-number", "missing-table", "unknown-word",
          "successor-shares", "ended-and-current", "ccg-without-people",
          "district-without-county", "dfg-for-county",
          "activity-missing-month", "activity-half-inherited", "activity-nothing-inherited",
          "activity-overlap",
          "activity-two-quarters", "activity-backwards", "activity-unknown-ccg",
          "activity-second-row", "activity-not-a-number", "activity-missing-table",
          "reduction-from-zero")
# Refused only by a verb that reads ambitions and conditions.
BROKEN_FOR_RELEASE = ("zero-denominator", "unknown-word")


def asked_of(kind):
    """The verb and the policy that must refuse a broken dataset."""
    if kind.endswith("-inherited"):
        return "score", "2015-16-revised"
    if kind.startswith("activity") or kind == "reduction-from-zero":
        return "release", "2015-16-revised"
    return ("release" if kind in BROKEN_FOR_RELEASE else "allocate"), "2015-16"


# The payments of July 2014, in their quarters' order, and how a plan may differ from the usual.
QUARTERLY = ("2015-05", "2015-08", "2015-11", "2016-02")
REDUCTIONS = tuple(map(Fraction, ("0.035", "0.05", "0.5", "1", "0.001", "1/3", "0", "-0.02",
                                  "-0.5")))
MOVED = tuple(map(Fraction, ("0.9", "0.95", "0.955", "0.96", "0.965", "0.965", "0.98", "1",
                             "1.02", "1.1")))
NOT_NUMBERS = ("1,000", "£5", "1e3", "NaN", "-", "", "-1", "0x10", "1.", ".5", "1 000", "+1",
               "1" * 41)


def decimal_text(value):
    """A Fraction with a finite decimal expansion, exactly."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        assert places <= 60, "not a finite decimal"
    digits = str((value * 10**places).numerator).rjust(places + 1, "0")
    return digits[:-places] + "." + digits[-places:] if places else digits


def digits_in(text):
    return len(text.replace(".", ""))


def period_text(year, month, length):
    last = 12 * year + month - 1 + length - 1
    first_text = f"{year:04d}-{month:02d}"
    if length == 1:
        return first_text
    return f"{first_text}..{last // 12:04d}-{last % 12 + 1:02d}"


class Generator:
    def __init__(self, seed, most_boards):
        self.random = random.Random(seed)
        self.most_boards = most_boards
        self.tables = {}
        self.columns = {}
        self.used = set()

    def chance(self, likelihood):
        return self.random.random() < likelihood

    def code(self, letter):
        """Codes of unequal lengths and cases: their byte order is not the order of making."""
        while True:
            code = letter + str(self.random.randint(1, 999))
            if self.chance(0.2):
                code += self.random.choice("aZx")
            if code not in self.used:
                self.used.add(code)
                return code

    def name(self):
        name = self.random.choice(NAMES)
        return name if self.chance(0.3) else f"{name} {self.random.randint(1, 99)}"

    def date(self):
        return (f"{self.random.choice((2014, 2015))}-{self.random.randint(1, 12):02d}-"
                f"{self.random.randint(1, 28):02d}")

    def status(self):
        return self.random.choice(("published", "published", "derived", "illustrative"))

    def table(self, name, columns, rows):
        self.columns[name] = columns.split(",")
        self.tables[name] = [dict(zip(self.columns[name], row)) for row in rows]

    def positive(self, style):
        if style == "ties":
            return str(self.random.choice((1, 1, 1, 2, 2, 3)))
        if style == "halves":
            return decimal_text(Fraction(self.random.randint(1, 400001), 2))
        if style == "long" and self.chance(0.5):
            whole = self.random.randint(1, 12)
            places = 40 - whole
            return (str(self.random.randint(10**(whole - 1), 10**whole - 1)) + "."
                    + str(self.random.randint(1, 10**places - 1)).rjust(places, "0"))
        if style == "decimals":
            return decimal_text(Fraction(self.random.randint(1, 10**9), 10**5))
        return str(self.random.randint(1, 10**self.random.randint(3, 9)))

    def style(self):
        return self.random.choice(("ties", "halves", "long", "decimals", "whole", "whole"))

    def make(self):
        self.make_places()
        self.make_residents()
        self.make_indicators()
        self.make_successors()
        self.make_controls()
        self.make_conditions()
        self.make_local_metrics()
        self.make_scores()
        self.make_activity()
        self.make_letters()

    def make_places(self):
        boards, councils, districts = [], [], []
        for _ in range(self.random.randint(1, self.most_boards)):
            hwb = self.code("B")
            boards.append((hwb, self.name()))
            sort = self.random.choice(("one", "one", "joint", "county", "county", "bare county"))
            for _ in range(self.random.randint(2, 3) if sort == "joint" else 1):
                council = self.code("C")
                kind = ("county" if "county" in sort
                        else self.random.choice(("unitary", "metropolitan", "london")))
                region = self.random.choice(("North", "South", "West, wild"))
                councils.append((council, self.name(), kind, hwb, region))
                if sort == "county":
                    for _ in range(self.random.randint(1, 4)):
                        districts.append((self.code("D"), self.name(), council))
        self.boards = [row[0] for row in boards]
        self.councils = [row[0] for row in councils]
        self.districts = [row[0] for row in districts]
        upper = {row[2] for row in districts}
        self.housing = self.districts + [one for one in self.councils if one not in upper]
        self.table("boards", "hwb,name", boards)
        self.table("councils", "council,name,kind,hwb,region", councils)
        if self.chance(0.4):
            self.columns["councils"].remove("region")
        if districts or self.chance(0.5):
            self.table("districts", "district,name,council", districts)
        count = self.random.randint(1, len(self.councils) + 2)
        self.ccgs = [self.code(self.random.choice("GgX")) for _ in range(count)]
        self.table("ccgs", "ccg,name", [(ccg, self.name()) for ccg in self.ccgs])

    def make_residents(self):
        style = self.style()
        people = {}
        for ccg in self.ccgs:
            wanted = min(len(self.councils), self.random.randint(1, 3))
            for council in self.random.sample(self.councils, wanted):
                people[ccg, council] = self.positive(style)
        for council in self.councils:
            if not any(one == council for _, one in people):
                people[self.random.choice(self.ccgs), council] = self.positive(style)
        for ccg in self.ccgs:
            council = self.random.choice(self.councils)
            if (ccg, council) not in people and self.chance(0.2):
                people[ccg, council] = "0"
        self.table("residents", "ccg,council,people",
                   [(ccg, council, number) for (ccg, council), number in people.items()])

    def weights(self, areas):
        style = self.style()
        weights = {area: self.positive(style) for area in areas}
        if self.chance(0.4):
            for area in self.random.sample(areas, len(areas) // 3):
                weights[area] = "0"
        return weights

    def make_indicators(self):
        self.indicators = {}

        def add(indicator, period, areas):
            for area, value in self.weights(areas).items():
                self.indicators[area, indicator, period] = value

        add("programme-allocation", "2015-16", self.ccgs)
        # A council whose CCGs all weigh nothing cannot share out its transfer by allocation.
        for ccg in self.ccgs:
            if self.indicators[ccg, "programme-allocation", "2015-16"] == "0":
                for row in self.tables["residents"]:
                    others = {one["ccg"] for one in self.tables["residents"]
                              if one["council"] == row["council"] and one["people"] != "0"}
                    if row["ccg"] == ccg and all(
                            self.indicators[one, "programme-allocation", "2015-16"] == "0"
                            for one in others):
                        self.indicators[ccg, "programme-allocation", "2015-16"] = "7"
        add("adult-rnf", "2013-14", self.councils)
        add("dfg", "2015-16", self.housing)
        if self.chance(0.9):
            add("programme-allocation", "2016-17", self.ccgs)
            add("dfg", "2016-17", self.housing)
        if self.chance(0.7):
            add("target-allocation", self.random.choice(("2015-16", "2014-15")), self.ccgs)
        if self.chance(0.7):
            add("existing-ccg", "2013-14", self.ccgs)
        if self.chance(0.1):
            add("programme-allocation", "2014-15", self.ccgs)
        if self.chance(0.1):
            add("dfg", "2014-15", self.housing)

    def make_successors(self):
        rows = []
        people = {(row["ccg"], row["council"]): row["people"]
                  for row in self.tables["residents"]}

        def end(code, successors):
            if len(successors) == 1:
                shares = ["1"] if self.chance(0.8) else ["1.0"]
            else:
                shares = list(self.random.choice((("0.5", "0.5"), ("0.25", "0.75"),
                                                  ("0.333333", "0.666667"), ("1", "0"))))
            rows.extend((code, successor, share, self.date())
                        for successor, share in zip(successors, shares))

        def bequeath(old, heirs, take_over):
            """Figures under the ended code; with take_over its heir has none of its own."""
            for area, indicator, period in list(self.indicators):
                if area == heirs[0]:
                    key = (old, indicator, period)
                    if take_over:
                        self.indicators[key] = self.indicators.pop((area, indicator, period))
                    else:
                        self.indicators[key] = self.positive("decimals")
            for pair in list(people):
                if heirs[0] in pair:
                    renamed = tuple(old if code == heirs[0] else code for code in pair)
                    if take_over:
                        people[renamed] = people.pop(pair)
                    elif self.chance(0.6):
                        people[renamed] = self.positive("halves")

        # Only one ended code of a kind takes figures over, or an heir could be left with none.
        for areas, letter in ((self.ccgs, "O"), (self.councils, "K"), (self.districts, "T")):
            if not areas or not self.chance(0.35):
                continue
            ended = self.code(letter)
            sort = self.random.choice(("merge", "chain", "split", "split chain"))
            heirs = [self.random.choice(areas)]
            if "split" in sort:
                others = [area for area in areas if area != heirs[0] and
                          (area in self.housing) == (heirs[0] in self.housing)]
                if others:
                    heirs.append(self.random.choice(others))
            if "chain" in sort:
                between = self.code(letter)
                end(ended, [between])
                end(between, heirs)
            else:
                end(ended, heirs)
            figures = {(indicator, period) for area, indicator, period in self.indicators
                       if area == heirs[0]}
            bequeath(ended, heirs, len(heirs) == 1 and self.chance(0.4))
            # A second one that became part of the same heir; all that it has are figures.
            if letter == "O" and self.chance(0.4):
                other = self.code(letter)
                end(other, heirs[:1])
                for indicator, period in sorted(figures):
                    self.indicators[other, indicator, period] = self.positive("halves")
        if rows or self.chance(0.3):
            self.table("successors", "code,successor,share,from", rows)
        self.table("residents", "ccg,council,people",
                   [(ccg, council, number) for (ccg, council), number in people.items()])
        has_status = self.chance(0.5)
        self.table("indicators", "area,indicator,period,value,status",
                   [key + (value, self.status()) for key, value in self.indicators.items()])
        if not has_status:
            self.columns["indicators"].remove("status")

    def make_controls(self):
        rows = []
        sizes = {"adult-rnf": len(self.councils), "dfg": len(self.housing)}
        for indicator, period in sorted({(one, when) for _, one, when in self.indicators}):
            values = [Fraction(value) for (_, one, when), value in self.indicators.items()
                      if (one, when) == (indicator, period)]
            total = decimal_text(sum(values))
            if digits_in(total) <= 40:
                rows.append((indicator, period, total, str(sizes.get(indicator, len(self.ccgs)))))
        if self.chance(0.5):
            self.table("controls", "indicator,period,total,areas", rows)

    def make_conditions(self):
        conditions, decisions = [], []
        for hwb in self.boards:
            states = self.random.choice((("met",), ("met", "met", "met", "not-met"),
                                         ("met", "met", "not-met", "not-assessed", None)))
            for condition in CONDITIONS:
                state = self.random.choice(states)
                if state:
                    conditions.append((hwb, condition, state, self.date()))
            for item, choices in (("signed-off", ("yes", "no", None)),
                                  ("ministers", ("yes", "no", None)),
                                  ("risk-register", ("yes", "no", None)),
                                  ("contingency-plan", ("agreed", "agreed", "not-agreed", None)),
                                  ("recovery-plan", ("agreed", "not-agreed", "not-required",
                                                     None))):
                state = self.random.choice(choices)
                if state:
                    decisions.append((hwb, item, state, self.date()))
        self.table("conditions", "hwb,condition,state,decided", conditions)
        self.table("decisions", "hwb,item,state,decided", decisions)

    def make_local_metrics(self):
        rows = []
        self.local = {}
        for hwb in self.boards:
            if self.chance(0.5):
                definition = self.random.choice(sorted(MENU))
                better, scale = MENU[definition]
                listed = self.chance(0.3)
            else:
                definition = self.random.choice(("own measure", "own, with a comma", "v2"))
                better = self.random.choice(("higher", "lower"))
                scale = self.random.choice((100, 100000, 1))
                listed = True
            self.local[hwb] = (definition, better)
            if listed:
                lacking = self.random.choice((0, 0, 1, 2))
                criteria = self.random.sample(CRITERIA, len(CRITERIA) - lacking)
                rows.append((hwb, definition, self.name(), better, str(scale),
                             ";".join(criteria)))
        if rows or self.chance(0.5):
            self.table("local_metrics", "hwb,definition,title,better,scale,criteria", rows)

    def make_scores(self):
        self.ambitions, self.outturns = [], []
        for hwb in self.boards:
            profile = self.random.choice(("passes", "passes with gaps", "mixed", "mixed",
                                          "nothing known"))
            local_window = (2014, self.random.randint(1, 12), self.random.choice((1, 3, 6, 12)))
            for payment, metric in SCORED:
                situation = {"passes": PASSING, "passes with gaps": PASSING * 2 + UNSCORED,
                             "mixed": PASSING + FAILING * 2 + UNSCORED + NOT_AMBITIOUS,
                             "nothing known": ("no-outturn", "neither-row")}[profile]
                window = WINDOWS.get((payment, metric), local_window)
                self.make_score(hwb, payment, metric, self.random.choice(situation), window)
            self.make_reductions(hwb)
        columns = ("hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                   "baseline_denominator,ambition_numerator,ambition_denominator,status")
        self.table("ambitions", columns, self.ambitions)
        self.table("outturn", "hwb,metric,payment,definition,period,numerator,denominator,status",
                   self.outturns)
        for table in ("ambitions", "outturn"):
            if self.chance(0.5):
                self.columns[table].remove("status")

    def pair(self, value, denominator):
        """The same rate over a denominator of another size."""
        factor = self.random.choice((Fraction(1), Fraction(1), Fraction(1, 2), Fraction(3),
                                     Fraction(10**20 + 1, 10**8)))
        return decimal_text(value * factor), decimal_text(denominator * factor)

    def make_reductions(self, hwb):
        """What a board plans for admissions, if it says so: for some payments, or for the rest."""
        named = self.random.sample(QUARTERLY, self.random.choice((0, 0, 1, 2, 4)))
        if self.chance(0.4):
            named.append("")
        usual = self.random.choice(REDUCTIONS)
        for payment in named:
            reduction = usual if self.chance(0.4) else self.random.choice(REDUCTIONS)
            months = (period_text(2014, 3 * QUARTERLY.index(payment) + 1, 3) if payment
                      else "2014-01..2014-12")
            baseline = Fraction(3 * self.random.randint(100, 10**5))
            denominator = Fraction(self.random.choice((1, 1, 10**5)))
            self.ambitions.append((hwb, "non-elective", payment, self.random.choice(("G&A", "v1")),
                                   months) + self.pair(baseline, denominator)
                                  + self.pair(baseline * (1 - reduction), denominator)
                                  + (self.status(),))

    def predecessors(self):
        """Which codes became a code, by a share above nothing."""
        before = {}
        for row in self.tables.get("successors", ()):
            if Fraction(row["share"]) > 0:
                before.setdefault(row["successor"], []).append(row["code"])
        return before

    def family(self, code):
        """The code and all that became it, the oldest last."""
        found = [code]
        for one in found:
            found += [old for old in self.predecessors().get(one, ()) if old not in found]
        return found

    def make_activity(self):
        rows = []
        scale = self.random.choice((10**3, 10**5, 10**7))
        families = {ccg: self.family(ccg) for ccg in self.ccgs}
        codes = sorted({code for family in families.values() for code in family})
        level = {code: Fraction(self.random.randint(scale // 10, scale)) for code in codes}
        has_status = self.chance(0.3)
        before = self.predecessors()
        for year in (2014, 2015):
            has_gaps = year == 2015 and self.chance(0.5)
            for quarter in range(4):
                together = self.random.choice(MOVED) if self.chance(0.5) else None
                months = {code: set() for code in codes}
                for i in range(3):
                    self.cover_month(i, months, before, has_gaps)
                for code in codes:
                    moved = together or self.random.choice(MOVED)
                    if year == 2014:
                        moved = 1
                    if self.chance(0.03):
                        moved = 0
                    rows += self.activity_rows(code, year, quarter, sorted(months[code]),
                                               level[code] * moved)
        for ccg in self.random.sample(self.ccgs, len(self.ccgs) // 2):
            rows.append((ccg, "non-elective", self.random.choice(("2013-10..2013-12", "2016-01")),
                         "12345.6", self.status()))
        self.table("activity", "ccg,measure,period,count,status", rows)
        if not has_status:
            self.columns["activity"].remove("status")

    def cover_month(self, i, months, before, has_gaps):
        """Who has rows for the i-th month of a quarter: each CCG, or all that became it."""
        def is_covered(code):
            return i in months[code] or (code in before and all(map(is_covered, before[code])))

        for code in months:
            if code not in self.ccgs and self.chance(0.7):
                months[code].add(i)
        for ccg in self.ccgs:
            if has_gaps and self.chance(0.04):
                continue
            if not is_covered(ccg) or self.chance(0.5):
                months[ccg].add(i)

    def activity_rows(self, code, year, quarter, months, quarterly):
        """Months that follow each other may share a row; the parts add up to their thirds."""
        rows = []
        while months:
            length = 1
            while (length < len(months) and months[length] == months[0] + length
                   and self.chance(0.8)):
                length += 1
            period = period_text(year, 3 * quarter + months[0] + 1, length)
            if length == 1 and self.chance(0.2):
                period += ".." + period
            rows.append((code, "non-elective", period,
                         decimal_text(round(quarterly * length / 3 * 1000) / Fraction(1000)
                                      if length < 3 else quarterly), self.status()))
            months = months[length:]
        return rows

    def make_score(self, hwb, payment, metric, situation, window):
        definition, better = self.local[hwb] if metric == "local" else ("SALT", BETTER[metric])
        year, month, length = window
        baseline_period = period_text(year - self.random.randint(1, 3), month, length)
        period = period_text(year, month, length)
        distance = Fraction(self.random.randint(1, 50), self.random.choice((1, 2, 10)))
        baseline = Fraction(self.random.randint(400, 10**5))
        sign = 1 if better == "higher" else -1
        if isinstance(situation, Fraction):
            reached = situation
            distance *= 3
        else:
            reached = self.random.choice(PASSING)
        ambition = baseline + sign * distance
        actual = baseline + sign * distance * reached

        outturn_definition = definition
        if situation == "definition-mismatch":
            outturn_definition = "ASC-CAR"
        elif situation == "outturn-period" and (payment, metric) in WINDOWS:
            year_off, length_off = self.random.choice(((1, length), (0, length - 1)))
            period = period_text(year - year_off, month, length_off)
            if year_off:
                baseline_period = period_text(year - 4, month, length)
        elif situation == "baseline-length":
            baseline_period = period_text(year - 2, month, 12 if length != 12 else 6)
        elif situation == "baseline-season":
            baseline_period = period_text(year - 2, month % 12 + 1, length)
        elif situation == "baseline-not-earlier":
            baseline_period = period_text(year + self.random.choice((0, 1)), month, length)
        elif situation in ("ambition-equal", "ambition-equal-no-outturn"):
            ambition = baseline
        elif situation == "ambition-worse":
            ambition = baseline - sign * distance

        denominator = Fraction(self.random.choice((10**6, 10**5 + 7, 123456)))
        if situation not in ("no-ambition-row", "neither-row"):
            self.ambitions.append((hwb, metric, payment, definition, baseline_period)
                                  + self.pair(baseline, denominator)
                                  + self.pair(ambition, denominator)
                                  + (self.status(),))
        if situation not in ("no-outturn", "neither-row", "ambition-equal-no-outturn"):
            self.outturns.append((hwb, metric, payment, outturn_definition, period)
                                 + self.pair(actual, denominator) + (self.status(),))
            if self.chance(0.15):
                self.outturns.append((hwb, metric, payment, "older version", period)
                                     + self.pair(baseline + 1, denominator) + (self.status(),))

    def make_letters(self):
        if self.chance(0.35):
            return
        rows = []
        boards = list(self.boards)
        if self.chance(0.15):
            boards.pop()
        tie = self.chance(0.3)
        for i, hwb in enumerate(boards):
            pence = 5000000 if tie else self.random.randint(1, 10**11)
            if i > 0 and self.chance(0.1):
                pence = 0
            amount = decimal_text(Fraction(pence, 100))
            rows.append((hwb, "2015-16", "payment-for-performance", amount))
        self.table("letters", "hwb,year,item,amount", rows)

    def break_one_thing(self, kind):
        indicators = self.tables["indicators"]
        if kind == "missing-area":
            self.tables.pop("controls", None)
            self.tables["successors"] = []
            self.columns.setdefault("successors", ["code", "successor", "share", "from"])
            gone = {row["area"] for row in indicators} - set(
                self.ccgs + self.councils + self.housing)
            victim = self.random.choice(self.councils)
            self.tables["indicators"] = [
                row for row in indicators if row["area"] not in gone
                and (row["area"], row["indicator"]) != (victim, "adult-rnf")]
            current = set(self.ccgs), set(self.councils)
            self.tables["residents"] = [row for row in self.tables["residents"]
                                        if row["ccg"] in current[0]
                                        and row["council"] in current[1]]
        elif kind == "all-zero":
            self.tables.pop("controls", None)
            for row in indicators:
                if row["indicator"] == "adult-rnf":
                    row["value"] = self.random.choice(("0", "0.000"))
        elif kind in ("control-total", "control-areas"):
            total = sum(Fraction(row["value"]) for row in indicators
                        if row["indicator"] == "adult-rnf")
            areas = len(self.councils)
            if kind == "control-areas":
                areas += 1
            else:
                total = Fraction(int(total) + 1)
                for row in indicators:
                    if row["indicator"] == "adult-rnf":
                        row["value"] = "1"
                total = Fraction(len([row for row in indicators
                                      if row["indicator"] == "adult-rnf"])) + Fraction(1, 10**20)
            text = decimal_text(total)
            if digits_in(text) > 40:
                text = "1"
            self.table("controls", "indicator,period,total,areas",
                       [("adult-rnf", "2013-14", text, str(areas))])
        elif kind == "zero-denominator":
            if self.ambitions:
                row = self.random.choice(self.tables["ambitions"])
                row[self.random.choice(("baseline_denominator", "ambition_denominator"))] = "0"
            else:
                self.tables["outturn"].append(dict(zip(self.columns["outturn"], (
                    self.boards[0], "reablement", "2015-10", "SALT", "2014-04..2015-03", "1",
                    "0", "published"))))
                self.columns["outturn"] = self.columns["outturn"][:7]
        elif kind == "unknown-code":
            table, column = self.random.choice((("residents", "ccg"), ("residents", "council"),
                                                ("indicators", "area"), ("councils", "hwb")))
            self.random.choice(self.tables[table])[column] = "NOWHERE"
        elif kind == "second-row":
            table = self.random.choice(("residents", "indicators", "ccgs", "boards", "councils"))
            self.tables[table].append(dict(self.random.choice(self.tables[table])))
        elif kind == "not-a-number":
            table, column = self.random.choice((("residents", "people"),
                                                ("indicators", "value")))
            self.random.choice(self.tables[table])[column] = self.random.choice(NOT_NUMBERS)
        elif kind == "unknown-word":
            row = self.random.choice((
                ("conditions", (self.boards[0], "good-weather", "met", "2014-04-04")),
                ("conditions", (self.boards[0], "jointly-agreed", "perhaps", "2014-04-04")),
                ("decisions", (self.boards[0], "lunch", "yes", "2014-04-04")),
                ("decisions", (self.boards[0], "signed-off", "agreed", "2014-04-04")),
                ("outturn", (self.boards[0], "happiness", "2015-10", "v1", "2014-04..2015-03",
                             "1", "2", "published")),
                ("outturn", (self.boards[0], "reablement", "2031-01", "v1", "2014-04..2015-03",
                             "1", "2", "published")),
                ("outturn", (self.boards[0], "reablement", "2015-10", "v1", "2014-04..2014-13",
                             "1", "2", "published")),
                ("indicators", (self.ccgs[0], "luck", "2015-16", "1", "published"))))
            table, cells = row
            names = {"conditions": "hwb,condition,state,decided",
                     "decisions": "hwb,item,state,decided",
                     "outturn": "hwb,metric,payment,definition,period,numerator,denominator,"
                                "status",
                     "indicators": "area,indicator,period,value,status"}[table].split(",")
            wrong = dict(zip(names, cells))
            self.tables[table] = [one for one in self.tables[table]
                                  if any(one.get(name) != wrong[name] for name in names[:2])]
            self.tables[table].append(wrong)
        elif kind in ("successor-shares", "ended-and-current"):
            self.columns.setdefault("successors", ["code", "successor", "share", "from"])
            ended, share = (("Z0", "0.999") if kind == "successor-shares"
                            else (self.ccgs[0], "1"))
            self.tables.setdefault("successors", []).append(
                {"code": ended, "successor": self.ccgs[-1], "share": share,
                 "from": "2014-04-01"})
        elif kind == "ccg-without-people":
            self.table("ccgs", "ccg,name",
                       [(ccg, self.name()) for ccg in self.ccgs] + [("Z0", "Nobody's CCG")])
            for indicator, period in sorted({(one, when) for _, one, when in self.indicators
                                             if one not in ("adult-rnf", "dfg")}):
                indicators.append({"area": "Z0", "indicator": indicator, "period": period,
                                   "value": "1", "status": "published"})
            self.tables.pop("controls", None)
        elif kind == "district-without-county":
            self.columns.setdefault("districts", ["district", "name", "council"])
            self.tables.setdefault("districts", []).append(
                {"district": "Z0", "name": "Lost", "council": "NOWHERE"})
            indicators.append({"area": "Z0", "indicator": "dfg", "period": "2015-16",
                               "value": "1", "status": "published"})
            self.tables.pop("controls", None)
        elif kind == "dfg-for-county":
            upper = [one for one in self.councils if one not in self.housing]
            indicators.append({"area": upper[0] if upper else "NOWHERE", "indicator": "dfg",
                               "period": "2015-16", "value": "1", "status": "published"})
            self.tables.pop("controls", None)
        elif kind.startswith("activity") or kind == "reduction-from-zero":
            self.break_activity(kind)
        elif kind == "missing-table":
            del self.tables[self.random.choice(("boards", "ccgs", "residents", "indicators"))]

    def break_activity(self, kind):
        rows = self.tables["activity"]
        ccg = self.random.choice(self.ccgs)

        def add(code, period, count="5"):
            rows.append({"ccg": code, "measure": "non-elective", "period": period, "count": count,
                         "status": "published"})

        if kind == "activity-missing-month" or kind.endswith("-inherited"):
            month = self.random.randint(1, 12)
            wanted = f"2014-{month:02d}"
            family = self.family(ccg)
            self.tables["activity"] = rows = [
                row for row in rows if row["ccg"] not in family
                or not row["period"][:7] <= wanted <= row["period"][-7:]]
            if kind == "activity-nothing-inherited":
                # All of an ended code went to another CCG, whose figures do not help this one.
                self.columns.setdefault("successors", ["code", "successor", "share", "from"])
                other = self.code("G")
                self.tables["ccgs"].append({"ccg": other, "name": "Another"})
                self.tables["residents"].append(
                    {"ccg": other, "council": self.councils[0], "people": "1"})
                for code, share in ((ccg, "0"), (other, "1")):
                    self.tables.setdefault("successors", []).append(
                        {"code": "Z0", "successor": code, "share": share, "from": "2014-01-01"})
                for first in range(1, 13, 3):
                    add("Z0", period_text(2014, first, 3))
                self.tables.pop("controls", None)
            if kind == "activity-half-inherited":
                self.columns.setdefault("successors", ["code", "successor", "share", "from"])
                for code in ("Z0", "Z1"):
                    self.tables.setdefault("successors", []).append(
                        {"code": code, "successor": ccg, "share": "1", "from": "2014-01-01"})
                for other in ["Z0"] + family[1:]:
                    add(other, wanted)
                self.tables.pop("controls", None)
        elif kind == "activity-overlap":
            row = self.random.choice([row for row in rows if row["period"] < "2016"])
            first, last = int(row["period"][5:7]), int(row["period"][-2:])
            start = 3 * ((first - 1) // 3) + 1
            another = self.random.choice([
                one for one in (period_text(int(row["period"][:4]), start + i, length)
                                for i, length in ((0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (0, 3)))
                if one != row["period"] and int(one[5:7]) <= last and first <= int(one[-2:])])
            add(row["ccg"], another, row["count"])
        elif kind == "activity-two-quarters":
            add(ccg, self.random.choice(("2012-03..2012-04", "2012-12..2013-01",
                                         "2011-01..2011-12")))
        elif kind == "activity-backwards":
            add(ccg, self.random.choice(("2012-03..2012-01", "2012-13", "2012-1", "2012")))
        elif kind == "activity-unknown-ccg":
            self.random.choice(rows)["ccg"] = self.random.choice(
                ["NOWHERE"] + self.councils + self.boards)
        elif kind == "activity-second-row":
            rows.append(dict(self.random.choice(rows), count="7"))
        elif kind == "activity-not-a-number":
            self.random.choice(rows)["count"] = self.random.choice(NOT_NUMBERS)
        elif kind == "activity-missing-table":
            del self.tables["activity"]
        else:
            self.tables["ambitions"] = [
                row for row in self.tables["ambitions"]
                if (row["hwb"], row["metric"]) != (self.boards[0], "non-elective")]
            self.tables["ambitions"].append(dict(zip(
                ("hwb", "metric", "payment", "definition", "baseline_period", "baseline_numerator",
                 "baseline_denominator", "ambition_numerator", "ambition_denominator", "status"),
                (self.boards[0], "non-elective", self.random.choice(("", "2015-11")), "v1",
                 "2014-07..2014-09", "0", "10", self.random.choice(("0", "3")), "10",
                 "published"))))

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        rows = [("dataset", self.status(), "a generator", "random, seed", "2015-01-01", "none",
                 "invented")]
        rows += [(table, self.status(), "a generator", table, "2015-01-01", "none", "")
                 for table in self.tables]
        self.table("manifest", "table,status,publisher,title,released,licence,note", rows)
        for table, rows in self.tables.items():
            columns = list(self.columns[table])
            if self.chance(0.5):
                self.random.shuffle(columns)
            rows = list(rows)
            self.random.shuffle(rows)
            text = io.StringIO()
            writer = csv.DictWriter(
                text, columns, extrasaction="ignore",
                lineterminator=self.random.choice(("\n", "\n", "\n", "\r\n")),
                quoting=self.random.choice((csv.QUOTE_MINIMAL,) * 3 + (csv.QUOTE_ALL,)))
            writer.writeheader()
            writer.writerows(rows)
            body = text.getvalue()
            if self.chance(0.1):
                body = body.rstrip("\r\n")
            encoding = "utf-8-sig" if self.chance(0.15) else "utf-8"
            with open(os.path.join(folder, table + ".csv"), "w", encoding=encoding,
                      newline="") as file:
                file.write(body)


def generate(seed, folder, most_boards=6, broken=None):
    generator = Generator(seed, most_boards)
    generator.make()
    if broken:
        generator.break_one_thing(broken)
    generator.write(folder)


def main():
    parser = argparse.ArgumentParser(description="Make a random dataset folder.")
    parser.add_argument("seed", type=int)
    parser.add_argument("folder")
    parser.add_argument("--boards", type=int, default=6, help="at most so many boards")
    parser.add_argument("--broken", choices=BROKEN, help="and make one thing wrong")
    arguments = parser.parse_args()
    if arguments.boards < 1:
        parser.error("at least one board is needed")
    generate(arguments.seed, arguments.folder, arguments.boards, arguments.broken)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""A second, independent computation of the Better Care Fund: a test oracle.

It shares no code, no policy file and no constant with the program it checks. Every figure is an int
or a Fraction; money is whole pence. Formulas that are data are computed by formulas.py, beside it.
"""

import argparse
import csv
import io
import os
import re
import sys
from fractions import Fraction

MILLION_IN_PENCE = 100 * 10**6
PENCE_PER_UNIT = {"1": 100, "1000": 100000, "0.01": 1}
SEVENTY_PER_CENT = Fraction(7, 10)

SETTINGS = {
    "ccg-share-basis": ("programme-allocation", "target-allocation"),
    "ccg-formula-scope": ("remainder", "core-only"),
    "transfer-split": ("people", "programme-allocation"),
    "p4p-share-basis": ("ccg-route", "whole-pool", "published"),
    "conditions-split": ("equal", "all-or-nothing"),
    "metric-value": ("per-payment", "overall"),
    "metric-release": ("proportional", "all-or-nothing"),
    "seventy-per-cent-test": ("each-metric", "mean", "share-of-metrics"),
    "seventy-per-cent-scope": ("payment", "plan"),
    "october-baseline": ("plan", "april-outturn"),
    "unit": ("1", "1000", "0.01"),
    "cap-by-plan-profile": ("yes", "no"),
    "clawback": ("no", "yes"),
}
JULY_2014_ONLY = ("cap-by-plan-profile", "clawback")
ALLOCATION_SETTINGS = ("ccg-share-basis", "ccg-formula-scope", "transfer-split")


def fund_of_2015_16(capital):
    """Annex I, paragraphs 4, 5 and 20, in pence. The route says how the money reaches a board."""
    return (
        ("nhs-core", 1900 * MILLION_IN_PENCE, "ccg"),
        ("reablement", 300 * MILLION_IN_PENCE, "ccg"),
        ("carers-breaks", 130 * MILLION_IN_PENCE, "ccg"),
        ("social-care-transfer", 1100 * MILLION_IN_PENCE, "transfer"),
        ("social-care-capital", capital, "council"),
        ("dfg", 220 * MILLION_IN_PENCE, "housing"),
    )


def fund_of_2014_15(transfer, preparation):
    """Annex I, paragraphs 4, 6 and 19; the letters divided the same sum in another way."""
    return (("social-care-transfer", transfer * MILLION_IN_PENCE, "council"),
            ("preparation", preparation * MILLION_IN_PENCE, "council"))


# A policy without a version is what the guidance of December 2013 says: other sums are asked for by
# name. Version 3 of 2015-16 adds what makes a plan good, and leaves the money alone.
COMPONENTS = {
    "2014-15": fund_of_2014_15(859, 241),
    "2014-15/v1": fund_of_2014_15(859, 241),
    "2014-15/v2": fund_of_2014_15(900, 200),
    "2015-16": fund_of_2015_16(134 * MILLION_IN_PENCE),
    "2015-16/v1": fund_of_2015_16(134 * MILLION_IN_PENCE),
    "2015-16/v2": fund_of_2015_16(13364100000),
    "2015-16/v3": fund_of_2015_16(134 * MILLION_IN_PENCE),
    "2015-16-revised": fund_of_2015_16(134 * MILLION_IN_PENCE),
    "2016-17": (("ccg-minimum", 3519 * MILLION_IN_PENCE, "ccg"),
                ("dfg", 394 * MILLION_IN_PENCE, "housing")),
}
CCG_ROUTE = ("nhs-core", "reablement", "carers-breaks")


def year_of(policy):
    """The policy without its version."""
    return policy.partition("/")[0]


# A period that is not named here must be the dataset's only one.
PERIODS = {
    "2014-15": {},
    "2015-16": {"programme-allocation": "2015-16", "dfg": "2015-16", "adult-rnf": "2013-14"},
    "2015-16-revised": {"programme-allocation": "2015-16", "dfg": "2015-16",
                        "adult-rnf": "2013-14"},
    "2016-17": {"programme-allocation": "2016-17", "dfg": "2016-17"},
}
# Any other setting is wrong usage.
SETTINGS_OF = {
    "2014-15": ("unit",),
    "2015-16": tuple(name for name in SETTINGS if name not in JULY_2014_ONLY),
    "2015-16-revised": ALLOCATION_SETTINGS + ("p4p-share-basis", "unit") + JULY_2014_ONLY,
    "2016-17": ("unit",),
}

# Annex I, paragraph 34. The order of the parts is the policy's, and it decides ties.
CONDITIONS = ("protect-social-care", "seven-day-services", "acute-impact",
              "accountable-professional")
APRIL = ("local", "delayed-transfers", "avoidable-admissions")
OCTOBER = ("residential-admissions", "reablement", "delayed-transfers", "avoidable-admissions",
           "user-experience", "local")
STRANDS = (
    ("2015-04", "conditions", 250, CONDITIONS),
    ("2015-04", "metrics", 250, APRIL),
    ("2015-10", "metrics", 500, OCTOBER),
)
PAYMENT_METRICS = (("2015-04", APRIL), ("2015-10", OCTOBER))

# Annex I, paragraph 39, and Annex A for the scales: (better, scale).
METRICS = {
    "residential-admissions": ("lower", 100000),
    "reablement": ("higher", 100),
    "delayed-transfers": ("lower", 100000),
    "avoidable-admissions": ("lower", 100000),
    "user-experience": ("higher", 100),
}
WINDOWS = {
    ("2015-10", "residential-admissions"): "2014-04..2015-03",
    ("2015-10", "reablement"): "2014-04..2015-03",
    ("2015-04", "delayed-transfers"): "2014-04..2014-12",
    ("2015-10", "delayed-transfers"): "2015-01..2015-06",
    ("2015-04", "avoidable-admissions"): "2014-04..2014-09",
    ("2015-10", "avoidable-admissions"): "2014-10..2015-03",
}
# Annex I, paragraph 42.
MENU = {
    "NHS OF 2.1": ("higher", 100),
    "NHS OF 2.6i": ("higher", 100),
    "NHS OF 3.5": ("higher", 100),
    "ASCOF 1H": ("higher", 100),
    "PHOF 1.18i": ("higher", 100),
    "ASCOF 1A": ("higher", 1),
    "ASCOF 1D": ("higher", 1),
    "PHOF 2.13ii": ("lower", 100),
    "PHOF 2.24i": ("lower", 100000),
}

# The rules of July 2014: the month of each payment, and the quarter it is for. The cost of one
# admission is in pence.
QUARTERS = (
    ("2015-05", "2014-01..2014-03", "2015-01..2015-03"),
    ("2015-08", "2014-04..2014-06", "2015-04..2015-06"),
    ("2015-11", "2014-07..2014-09", "2015-07..2015-09"),
    ("2016-02", "2014-10..2014-12", "2015-10..2015-12"),
)
AREAS_SHARE = 1000 * MILLION_IN_PENCE
COST = 149000
USUAL_REDUCTION = Fraction(35, 1000)
NON_ELECTIVE = "non-elective"

# What the dataset's indicators are figures of.
LEVELS = {"programme-allocation": "ccg", "target-allocation": "ccg", "existing-ccg": "ccg",
          "adult-rnf": "council", "dfg": "housing-authority"}

# The words a dataset may use, column by column; other policies know one metric and no more.
SCORED_PAYMENTS = ("2015-04", "2015-10")
OTHER_PAYMENTS = ("", "2015-05", "2015-08", "2015-11", "2016-02")
YES_NO = ("yes", "no")
ITEM_STATES = {
    "signed-off": YES_NO,
    "ministers": YES_NO,
    "risk-register": YES_NO,
    "contingency-plan": ("agreed", "not-agreed"),
    "recovery-plan": ("agreed", "not-agreed", "not-required"),
}
WORDS = {
    ("conditions", "condition"): CONDITIONS + ("jointly-agreed", "data-sharing"),
    ("conditions", "state"): ("met", "not-met", "not-assessed"),
    ("decisions", "item"): tuple(ITEM_STATES),
    ("ambitions", "metric"): tuple(METRICS) + ("local", "non-elective"),
    ("ambitions", "payment"): SCORED_PAYMENTS + OTHER_PAYMENTS,
    ("outturn", "metric"): tuple(METRICS) + ("local", "non-elective"),
    ("outturn", "payment"): SCORED_PAYMENTS + OTHER_PAYMENTS,
}

KEYS = {
    "manifest": ("table",),
    "boards": ("hwb",),
    "councils": ("council",),
    "districts": ("district",),
    "ccgs": ("ccg",),
    "residents": ("ccg", "council"),
    "indicators": ("area", "indicator", "period"),
    "controls": ("indicator", "period"),
    "successors": ("code", "successor"),
    "conditions": ("hwb", "condition"),
    "decisions": ("hwb", "item"),
    "ambitions": ("hwb", "metric", "payment", "definition"),
    "outturn": ("hwb", "metric", "payment", "definition", "period"),
    "local_metrics": ("hwb", "definition"),
    "activity": ("ccg", "measure", "period"),
    "letters": ("hwb", "year", "item"),
}
NEEDED = ("manifest", "boards", "councils", "ccgs", "residents", "indicators")
STATUSES = ("published", "derived", "illustrative")


class Refused(Exception):
    """The dataset cannot be computed with: exit 3."""


class Misused(Exception):
    """The command line asks for what does not exist: exit 2."""


def number(text, where):
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) or len(text.replace(".", "")) > 40:
        raise Refused(f"{where}: '{text}' is not a number")
    return Fraction(text)


def read_table(folder, table, key=None):
    path = os.path.join(folder, table + ".csv")
    if not os.path.exists(path):
        if table in NEEDED:
            raise Refused(f"{table}: the table is missing")
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(io.StringIO(file.read(), newline=""), strict=True))
    seen = set()
    for row in rows:
        cells = tuple(row[column] for column in key or KEYS[table])
        if cells in seen:
            raise Refused(f"{table}: a second row for {', '.join(cells)}")
        seen.add(cells)
    return rows


def months_of(period):
    """The first month, counted from year 0, and how many months there are."""
    first, _, last = period.partition("..")
    last = last or first
    ends = []
    for month in (first, last):
        if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
            raise Refused(f"'{period}' is not a period")
        ends.append(12 * int(month[:4]) + int(month[5:]) - 1)
    if ends[1] < ends[0]:
        raise Refused(f"the period '{period}' ends before it begins")
    return ends[0], ends[1] - ends[0] + 1


def is_same_season_earlier(baseline, actual):
    (baseline_first, baseline_length) = months_of(baseline)
    (actual_first, actual_length) = months_of(actual)
    return (baseline_length == actual_length and baseline_first < actual_first
            and (actual_first - baseline_first) % 12 == 0)


def share_out(whole, weights, tie):
    """Largest remainder: whole units to keys by weight; `tie` orders equal remainders."""
    total = sum(weights.values(), Fraction(0))
    if total == 0:
        raise Refused("all weights are zero")
    return round_to_whole(whole, {key: Fraction(whole) * weight / total
                                  for key, weight in weights.items()}, tie)


def round_to_whole(whole, quotas, tie):
    """Every quota, of a sum that is whole, down or up to a whole number."""
    parts = {key: quota.numerator // quota.denominator for key, quota in quotas.items()}
    left = whole - sum(parts.values())
    queue = sorted(quotas, key=lambda key: (parts[key] - quotas[key],) + tie(key))
    for key in queue[:left]:
        parts[key] += 1
    return parts


def share_among_areas(pence, weights, unit):
    assert pence % unit == 0
    parts = share_out(pence // unit, weights,
                      lambda code: (-weights[code], code.encode("utf-8")))
    return {code: part * unit for code, part in parts.items()}


def share_among_parts(pence, names, weights):
    return share_out(pence, dict(zip(names, map(Fraction, weights))),
                     lambda name: (names.index(name),))


def half_away(value):
    """To the nearest whole number, a half away from zero."""
    up = abs(value) + Fraction(1, 2)
    nearest = up.numerator // up.denominator
    return -nearest if value < 0 else nearest


def decimals_text(value, places):
    scaled = half_away(value * 10**places)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return ("-" if scaled < 0 else "") + digits[:-places] + "." + digits[-places:]


def money_text(pence):
    return decimals_text(Fraction(pence, 100), 2)


class Dataset:
    """The tables of a folder. `levels` says which indicators there are, and of what areas."""

    def __init__(self, folder, as_at=None, levels=None):
        self.folder = folder
        self.levels = LEVELS if levels is None else levels
        self.tables = {table: read_table(folder, table) for table in KEYS}
        self.boards = sorted((row["hwb"] for row in self.tables["boards"]), key=str.encode)
        self.councils = {row["council"]: row for row in self.tables["councils"]}
        self.districts = {row["district"]: row["council"] for row in self.tables["districts"]}
        self.ccgs = {row["ccg"] for row in self.tables["ccgs"]}
        self.check_words()
        self.load_successors()
        self.check_codes()
        self.load_residents()
        self.load_indicators()
        self.check_controls()
        self.load_activity()
        made = lambda row: as_at is None or row["decided"] <= as_at
        self.conditions = {(row["hwb"], row["condition"]): row["state"]
                           for row in self.tables["conditions"] if made(row)}
        self.decisions = {(row["hwb"], row["item"]): row["state"]
                          for row in self.tables["decisions"] if made(row)}

    def check_words(self):
        for (table, column), words in WORDS.items():
            for row in self.tables[table]:
                if row[column] not in words:
                    raise Refused(f"{table}: {column} '{row[column]}' is unknown")
        for row in self.tables["indicators"]:
            if row["indicator"] not in self.levels:
                raise Refused(f"indicators: indicator '{row['indicator']}' is unknown")
        for row in self.tables["decisions"]:
            if row["state"] not in ITEM_STATES[row["item"]]:
                raise Refused(f"decisions: {row['item']} cannot be '{row['state']}'")

    def load_successors(self):
        self.successors = {}
        current = set(self.councils) | set(self.districts) | self.ccgs
        for row in self.tables["successors"]:
            if row["code"] in current:
                raise Refused(f"successors: {row['code']} is ended and in a list of areas")
            share = number(row["share"], "successors")
            self.successors.setdefault(row["code"], {})[row["successor"]] = share
        for code, shares in self.successors.items():
            if sum(shares.values()) != 1:
                raise Refused(f"successors: the shares of {code} do not add up to 1")

    def follow(self, code, known, where, behind=()):
        """The current codes that a code stands for, each with its share."""
        if code in known:
            return {code: Fraction(1)}
        if code in behind:
            raise Refused(f"successors: {code} succeeds itself")
        if code not in self.successors:
            raise Refused(f"{where}: {code} is unknown")
        found = {}
        for successor, share in self.successors[code].items():
            for end, part in self.follow(successor, known, where, behind + (code,)).items():
                found[end] = found.get(end, Fraction(0)) + share * part
        return found

    def check_codes(self):
        boards = set(self.boards)
        for council, row in self.councils.items():
            if row["hwb"] not in boards:
                raise Refused(f"councils: {council} has no board")
        for district, council in self.districts.items():
            if council not in self.councils or self.councils[council]["kind"] != "county":
                raise Refused(f"districts: {district} has no county")
        for table in ("conditions", "decisions", "ambitions", "outturn", "local_metrics",
                      "letters"):
            for row in self.tables[table]:
                if row["hwb"] not in boards:
                    raise Refused(f"{table}: {row['hwb']} is unknown")
        with_districts = set(self.districts.values())
        self.housing = set(self.districts) | (set(self.councils) - with_districts)

    def load_residents(self):
        self.people = {}
        for row in self.tables["residents"]:
            people = number(row["people"], "residents")
            for ccg, ccg_share in self.follow(row["ccg"], self.ccgs, "residents").items():
                ends = self.follow(row["council"], self.councils, "residents")
                for council, council_share in ends.items():
                    pair = (ccg, council)
                    self.people[pair] = (self.people.get(pair, Fraction(0))
                                         + people * ccg_share * council_share)
        for ccg in self.ccgs:
            if not any(people for (one, _), people in self.people.items() if one == ccg):
                raise Refused(f"residents: {ccg} has no people")

    def areas_of(self, indicator):
        return self.areas(self.levels[indicator])

    def areas(self, level):
        return {"council": set(self.councils), "housing-authority": self.housing,
                "ccg": self.ccgs}[level]

    def load_indicators(self):
        """self.values[indicator][period] is (value by area, status by area)."""
        self.values = {}
        for row in self.tables["indicators"]:
            indicator = row["indicator"]
            value = number(row["value"], "indicators")
            values, statuses = self.values.setdefault(indicator, {}).setdefault(
                row["period"], ({}, {}))
            status = row["status"] if "status" in row else self.status_of("indicators")
            if row["area"] in self.successors:
                status = worst([status, self.status_of("successors")])
            ends = self.follow(row["area"], self.areas_of(indicator), "indicators")
            for area, share in ends.items():
                # A successor by a share of 0 inherits nothing, not even the status.
                if share == 0:
                    continue
                values[area] = values.get(area, Fraction(0)) + value * share
                statuses[area] = worst([status, statuses.get(area, status)])

    def check_controls(self):
        for row in self.tables["controls"]:
            values, _ = self.values.get(row["indicator"], {}).get(row["period"], ({}, {}))
            miss = abs(sum(values.values()) - number(row["total"], "controls"))
            if (miss > self.rounding(row["indicator"], row["period"], row["total"])
                    or len(values) != number(row["areas"], "controls")):
                raise Refused(f"controls: {row['indicator']} of {row['period']} is missed")

    def rounding(self, indicator, period, total):
        """What printed shares may miss 1 by: half a unit of the last place for each of them."""
        printed = [row["value"] for row in self.tables["indicators"]
                   if (row["indicator"], row["period"]) == (indicator, period)]
        places = max((len(value.partition(".")[2]) for value in printed), default=0)
        if Fraction(total) != 1 or places == 0:
            return 0
        return len(printed) * Fraction(1, 2 * 10**places)

    def load_activity(self):
        """self.counts[measure][code] is a list of (first month, months, count)."""
        self.counts = {}
        for row in self.tables["activity"]:
            first, length = months_of(row["period"])
            if first // 3 != (first + length - 1) // 3:
                raise Refused(f"activity: {row['period']} is in two quarters")
            self.follow(row["ccg"], self.ccgs, "activity")
            rows = self.counts.setdefault(row["measure"], {}).setdefault(row["ccg"], [])
            for other_first, other_length, _ in rows:
                if first < other_first + other_length and other_first < first + length:
                    raise Refused(f"activity: {row['ccg']} has {row['period']} twice")
            rows.append((first, length, number(row["count"], "activity")))

    def predecessors(self, code):
        return [old for old, heirs in self.successors.items() if heirs.get(code, 0) > 0]

    def is_covered(self, measure, code, month):
        """A month is there if the code has it, or all that became the code have it."""
        rows = self.counts.get(measure, {}).get(code, [])
        if any(first <= month < first + length for first, length, _ in rows):
            return True
        before = self.predecessors(code)
        return bool(before) and all(self.is_covered(measure, old, month) for old in before)

    def count(self, measure, ccg, quarter):
        """What a current CCG counted in a quarter, or None where a month of it is missing."""
        start, months = months_of(quarter)
        if not all(self.is_covered(measure, ccg, start + i) for i in range(months)):
            return None
        total = Fraction(0)
        for code, rows in self.counts[measure].items():
            share = self.follow(code, self.ccgs, "activity").get(ccg, 0)
            total += share * sum(one for first, _, one in rows if start <= first < start + months)
        return total

    def people_status(self):
        """Of `residents`, and of `successors` where people went through an ended code."""
        moved = any(row[column] in self.successors for row in self.tables["residents"]
                    for column in ("ccg", "council"))
        return worst([self.status_of("residents")]
                     + ([self.status_of("successors")] if moved else []))

    def status_of(self, table):
        for row in self.tables["manifest"]:
            if row["table"] == table:
                return row["status"]
        raise Refused(f"manifest: no row for {table}")

    def figures(self, indicator, period):
        """The values of every area that the indicator is of, and their statuses."""
        periods = self.values.get(indicator, {})
        if period is None:
            if len(periods) != 1:
                raise Refused(f"indicators: {indicator} has {len(periods)} periods, not one")
            period = next(iter(periods))
        values, statuses = periods.get(period, ({}, {}))
        for area in self.areas_of(indicator):
            if area not in values:
                raise Refused(f"indicators: {area} has no {indicator}")
        return values, statuses


def worst(statuses):
    return max(statuses, key=STATUSES.index, default="derived")


def derived_at_best(statuses):
    return worst(list(statuses) + ["derived"])


class Fund:
    """What each end point gets: rows of component, hwb, council, ccg, district and so on."""

    def __init__(self, data, policy, settings):
        self.data = data
        self.policy = policy
        self.settings = settings
        self.unit = PENCE_PER_UNIT[settings["unit"]]
        self.rows = []
        for component, pence, route in self.components():
            share = {"ccg": self.by_ccg, "transfer": self.by_transfer,
                     "council": self.by_council, "housing": self.by_housing}[route]
            rows = share(component, pence)
            assert sum(row["amount"] for row in rows) == pence
            rows = [row for row in rows if row["amount"] > 0]
            rows.sort(key=lambda row: [row[column].encode("utf-8") for column in
                                       ("hwb", "council", "ccg", "district")])
            self.rows += rows

    def row(self, component, council, amount, status, ccg="", district=""):
        hwb = self.data.councils[council]["hwb"]
        state = "allocated"
        if component == "preparation":
            signed = self.data.decisions.get((hwb, "signed-off"))
            state = {"yes": "allocated", "no": "withheld", None: "pending"}[signed]
        return {"component": component, "hwb": hwb, "council": council, "ccg": ccg,
                "district": district, "amount": amount, "state": state, "status": status}

    def components(self):
        """(id, pence, route), in the policy's order."""
        return COMPONENTS[self.policy]

    def ccg_indicator(self, component):
        settings = self.settings
        if component != "nhs-core" and settings.get("ccg-formula-scope") == "core-only":
            return "existing-ccg"
        return settings.get("ccg-share-basis", "programme-allocation")

    def figures(self, indicator):
        return self.data.figures(indicator, PERIODS[year_of(self.policy)].get(indicator))

    def first_split(self, component, pence, route):
        """A component among the areas of its formula, and the statuses of what that rests on."""
        indicator = {"ccg": self.ccg_indicator(component), "housing": "dfg"}.get(route, "adult-rnf")
        weights, statuses = self.figures(indicator)
        return share_among_areas(pence, weights, self.unit), list(statuses.values())

    def by_ccg(self, component, pence):
        amounts, statuses = self.first_split(component, pence, "ccg")
        status = derived_at_best(statuses + [self.data.people_status()])
        rows = []
        for ccg, amount in amounts.items():
            people = {council: number for (one, council), number in self.data.people.items()
                      if one == ccg}
            for council, part in share_among_areas(amount, people, self.unit).items():
                rows.append(self.row(component, council, part, status, ccg=ccg))
        return rows

    def by_transfer(self, component, pence):
        amounts, statuses = self.first_split(component, pence, "transfer")
        inputs = statuses + [self.data.people_status()]
        people = self.data.people
        rows = []
        for council, amount in amounts.items():
            here = {ccg: number for (ccg, one), number in people.items() if one == council}
            inputs_here = list(inputs)
            if self.settings.get("transfer-split") == "programme-allocation":
                allocations, allocation_statuses = self.figures("programme-allocation")
                for ccg in here:
                    everywhere = sum(n for (one, _), n in people.items() if one == ccg)
                    here[ccg] *= allocations[ccg] / everywhere
                    inputs_here.append(allocation_statuses[ccg])
            status = derived_at_best(inputs_here)
            for ccg, part in share_among_areas(amount, here, self.unit).items():
                rows.append(self.row(component, council, part, status, ccg=ccg))
        return rows

    def by_council(self, component, pence):
        amounts, statuses = self.first_split(component, pence, "council")
        status = derived_at_best(statuses)
        return [self.row(component, council, amount, status)
                for council, amount in amounts.items()]

    def by_housing(self, component, pence):
        amounts, statuses = self.first_split(component, pence, "housing")
        status = derived_at_best(statuses)
        rows = []
        for area, amount in amounts.items():
            council = self.data.districts.get(area, area)
            district = area if area in self.data.districts else ""
            rows.append(self.row(component, council, amount, status, district=district))
        return rows

    def of_board(self, hwb, components):
        return sum(row["amount"] for row in self.rows
                   if row["hwb"] == hwb and row["component"] in components)

    def added_up(self, columns):
        """The rows added up by some of their columns, or by a council's region or kind."""
        order = {component: i for i, (component, _, _) in enumerate(self.components())}
        sums = {}
        for row in self.rows:
            council = self.data.councils[row["council"]]
            key = tuple(row[column] if column in row else council[column] for column in columns)
            sums[key] = sums.get(key, 0) + row["amount"]

        def policy_then_code(key):
            return [(order[part], b"") if column == "component" else (0, part.encode("utf-8"))
                    for column, part in zip(columns, key)]

        return [dict(zip(columns, key), amount=money_text(sums[key]))
                for key in sorted(sums, key=policy_then_code)]


class Scores:
    """Every board's achievement of every metric of every payment, exact."""

    def __init__(self, data, settings):
        self.data = data
        self.settings = settings
        self.alternatives = {
            (row["hwb"], row["definition"]): (row["better"], int(number(row["scale"], "scale")))
            for row in data.tables["local_metrics"]}
        self.ambitions = {}
        for row in data.tables["ambitions"]:
            for column in ("baseline_denominator", "ambition_denominator"):
                if number(row[column], "ambitions") == 0:
                    raise Refused("ambitions: a denominator is zero")
            self.ambitions[row["hwb"], row["payment"], row["metric"]] = row
        self.outturns = {}
        for row in data.tables["outturn"]:
            if number(row["denominator"], "outturn") == 0:
                raise Refused("outturn: a denominator is zero")
            months_of(row["period"])
            key = (row["hwb"], row["payment"], row["metric"])
            self.outturns.setdefault(key, []).append(row)
        self.rows = {(hwb, payment, metric): self.score(hwb, payment, metric)
                     for payment, metrics in PAYMENT_METRICS
                     for metric in metrics for hwb in data.boards}

    def measure(self, hwb, metric, definition):
        if metric != "local":
            return METRICS[metric]
        measure = MENU.get(definition) or self.alternatives.get((hwb, definition))
        if measure is None:
            raise Refused(f"ambitions: {hwb} has no local metric '{definition}'")
        return measure

    def outturn_of(self, hwb, payment, metric, definition):
        for row in self.outturns.get((hwb, payment, metric), []):
            if row["definition"] == definition:
                return row
        return None

    def april_baseline(self, hwb, metric, definition, october_period, scale):
        """April's outturn stretched to October's months, or nothing."""
        april = self.outturn_of(hwb, "2015-04", metric, definition)
        if april is None:
            return None
        april_period = WINDOWS.get(("2015-04", metric), april["period"])
        october_period = WINDOWS.get(("2015-10", metric), october_period)
        stretch = Fraction(months_of(october_period)[1], months_of(april_period)[1])
        return rate(april["numerator"], april["denominator"], scale) * stretch

    def score(self, hwb, payment, metric):
        row = {"hwb": hwb, "payment": payment, "metric": metric, "definition": "",
               "baseline": None, "ambition": None, "actual": None, "achievement": None}
        plan = self.ambitions.get((hwb, payment, metric))
        if plan is None:
            return dict(row, status="not-assessed")
        definition = row["definition"] = plan["definition"]
        better, scale = self.measure(hwb, metric, definition)
        months_of(plan["baseline_period"])
        row["baseline"] = rate(plan["baseline_numerator"], plan["baseline_denominator"], scale)
        row["ambition"] = rate(plan["ambition_numerator"], plan["ambition_denominator"], scale)
        outturn = self.outturn_of(hwb, payment, metric, definition)

        season_checked = True
        if payment == "2015-10" and self.settings["october-baseline"] == "april-outturn":
            period = outturn["period"] if outturn else plan["baseline_period"]
            replaced = self.april_baseline(hwb, metric, definition, period, scale)
            if replaced is not None:
                row["baseline"] = replaced
                season_checked = False

        if outturn is None and (hwb, payment, metric) in self.outturns:
            return dict(row, status="definition-mismatch")
        if outturn is not None:
            row["actual"] = rate(outturn["numerator"], outturn["denominator"], scale)
            window = WINDOWS.get((payment, metric), outturn["period"])
            # Two ways to write the same month are one period.
            if months_of(outturn["period"]) != months_of(window):
                return dict(row, status="period-mismatch")
            if season_checked and not is_same_season_earlier(plan["baseline_period"], window):
                return dict(row, status="period-mismatch")
        wanted = row["baseline"] - row["ambition"]
        if better == "higher":
            wanted = -wanted
        if wanted <= 0:
            return dict(row, status="no-ambition")
        if outturn is None:
            return dict(row, status="not-assessed")
        achieved = row["baseline"] - row["actual"]
        if better == "higher":
            achieved = -achieved
        row["achievement"] = achieved / wanted
        status = ("achieved" if row["achievement"] >= 1 else
                  "partly" if row["achievement"] > 0 else "not-achieved")
        return dict(row, status=status)


class Admissions:
    """Baseline, plan and actual of each board and quarter: counts, mapped by people, exact."""

    def __init__(self, data):
        self.data = data
        if not os.path.exists(os.path.join(data.folder, "activity.csv")):
            raise Refused("activity: the table is missing")
        self.reductions = {}
        for row in data.tables["ambitions"]:
            for column in ("baseline_denominator", "ambition_denominator"):
                if number(row[column], "ambitions") == 0:
                    raise Refused("ambitions: a denominator is zero")
            if row["metric"] == NON_ELECTIVE:
                self.reductions[row["hwb"], row["payment"]] = self.reduction(row)
        self.counts = {}
        for payment, before, now in QUARTERS:
            by_ccg = {quarter: {ccg: data.count(NON_ELECTIVE, ccg, quarter) for ccg in data.ccgs}
                      for quarter in (before, now)}
            for ccg, found in by_ccg[before].items():
                if found is None:
                    raise Refused(f"activity: {ccg} lacks a month of {before}")
            for hwb in data.boards:
                baseline = self.of_board(hwb, by_ccg[before])
                planned, definition = self.reductions.get(
                    (hwb, payment), self.reductions.get((hwb, ""), (USUAL_REDUCTION, NON_ELECTIVE)))
                self.counts[hwb, payment] = (baseline, baseline * (1 - planned),
                                             self.of_board(hwb, by_ccg[now]), definition)

    def reduction(self, row):
        months_of(row["baseline_period"])
        baseline = rate(row["baseline_numerator"], row["baseline_denominator"], 1)
        if baseline == 0:
            raise Refused("ambitions: nothing can be reduced from zero")
        ambition = rate(row["ambition_numerator"], row["ambition_denominator"], 1)
        return (baseline - ambition) / baseline, row["definition"]

    def of_board(self, hwb, counts):
        """Each CCG's count times the share of its people who live here; None where one lacks."""
        total = Fraction(0)
        for ccg, found in counts.items():
            everywhere = here = Fraction(0)
            for (one, council), people in self.data.people.items():
                if one == ccg:
                    everywhere += people
                    if self.data.councils[council]["hwb"] == hwb:
                        here += people
            if here > 0 and found is None:
                return None
            if here > 0:
                total += found * here / everywhere
        return total

    def score_rows(self):
        for payment, _, _ in QUARTERS:
            for hwb in self.data.boards:
                baseline, plan, actual, definition = self.counts[hwb, payment]
                achievement = None
                if plan >= baseline:
                    status = "no-ambition"
                elif actual is None:
                    status = "not-assessed"
                else:
                    achievement = (baseline - actual) / (baseline - plan)
                    status = ("achieved" if achievement >= 1 else
                              "partly" if achievement > 0 else "not-achieved")
                yield {"hwb": hwb, "payment": payment, "metric": NON_ELECTIVE,
                       "definition": definition, "baseline": baseline, "ambition": plan,
                       "actual": actual, "achievement": achievement, "status": status,
                       "data_status": "illustrative"}


def rate(numerator, denominator, scale):
    return number(numerator, "numerator") / number(denominator, "denominator") * scale


def capped(achievement):
    return min(max(achievement, Fraction(0)), Fraction(1))


def board_shares(data, fund, settings):
    """What the boards' amounts of payment for performance are in proportion to."""
    basis = settings["p4p-share-basis"]
    if basis == "published":
        letters = {row["hwb"]: number(row["amount"], "letters")
                   for row in data.tables["letters"]
                   if row["year"] == "2015-16" and row["item"] == "payment-for-performance"}
        for hwb in data.boards:
            if hwb not in letters:
                raise Refused(f"letters: {hwb} has no payment-for-performance of 2015-16")
        return letters
    components = [name for name, _, _ in fund.components()]
    if basis == "ccg-route":
        components = CCG_ROUTE
    return {hwb: Fraction(fund.of_board(hwb, components)) for hwb in data.boards}


class AdmissionsRelease:
    """Payment for fewer admissions, the rules of July 2014."""

    def __init__(self, data, fund, settings):
        self.settings = settings
        self.admissions = Admissions(data)
        shares = share_among_areas(AREAS_SHARE, board_shares(data, fund, settings), fund.unit)
        self.rows = []
        quarters = {}
        for hwb in data.boards:
            at_stake = self.at_stake(hwb, shares[hwb])
            rest = shares[hwb] - half_away(at_stake)
            self.rows.append(self.row(hwb, "2015-04", "out-of-hospital", 0, rest, rest, ""))
            quarters[hwb] = self.quarters(hwb, at_stake)
        for k in range(len(QUARTERS)):
            self.rows += [quarters[hwb][k] for hwb in data.boards]

    @staticmethod
    def row(hwb, payment, part, carried_in, available, released, purpose):
        held = carried_in + available - released
        return {"hwb": hwb, "payment": payment, "part": part, "carried_in": carried_in,
                "available": available, "released": released, "held": held,
                "held_for": purpose if held else "", "data_status": "illustrative"}

    def wanted(self, hwb):
        """The reduction of the whole year."""
        return sum(self.admissions.counts[hwb, payment][0] - self.admissions.counts[hwb, payment][1]
                   for payment, _, _ in QUARTERS)

    def at_stake(self, hwb, share):
        return min(max(self.wanted(hwb), 0) * COST, Fraction(share))

    def totals(self, hwb, at_stake):
        """After each quarter: what could be had, what is paid, and whether a figure lacks."""
        wanted = self.wanted(hwb)
        planned = saved = ceiling = paid = Fraction(0)
        lacking = False
        for payment, _, _ in QUARTERS:
            baseline, plan, actual, _ = self.admissions.counts[hwb, payment]
            lacking = lacking or actual is None
            if wanted > 0:
                planned += baseline - plan
                ceiling = max(ceiling, at_stake * capped(planned / wanted))
                if self.settings["cap-by-plan-profile"] == "no":
                    ceiling = at_stake
                if not lacking:
                    saved += baseline - actual
                    due = min(at_stake * capped(saved / wanted), ceiling)
                    paid = due if self.settings["clawback"] == "yes" else max(due, paid)
            yield payment, half_away(ceiling), half_away(paid), lacking

    def quarters(self, hwb, at_stake):
        rows = []
        carried = ceiling_before = paid_before = 0
        for payment, ceiling, paid, lacking in self.totals(hwb, at_stake):
            rows.append(self.row(hwb, payment, NON_ELECTIVE, carried, ceiling - ceiling_before,
                                 paid - paid_before,
                                 "awaiting-data" if lacking else "nhs-services"))
            carried = rows[-1]["held"]
            ceiling_before, paid_before = ceiling, paid
        return rows


class Release:
    """Payment for performance under the rules of December 2013."""

    def __init__(self, data, fund, scores, settings):
        self.data = data
        self.fund = fund
        self.scores = scores
        self.settings = settings
        self.rows = []
        shares = board_shares(data, fund, settings)
        for payment, kind, millions, parts in STRANDS:
            amounts = share_among_areas(millions * MILLION_IN_PENCE, shares, fund.unit)
            weights = [self.part_weight(payment, part) for part in parts]
            split = {hwb: share_among_parts(amounts[hwb], parts, weights)
                     for hwb in data.boards}
            for part in parts:
                for hwb in data.boards:
                    pay = self.pay_condition if kind == "conditions" else self.pay_metric
                    available = split[hwb][part]
                    released, waits_for = pay(hwb, payment, part, available)
                    held = available - released
                    self.rows.append({
                        "hwb": hwb, "payment": payment, "part": part, "carried_in": 0,
                        "available": available, "released": released, "held": held,
                        "held_for": waits_for if held else ""})

    def part_weight(self, payment, part):
        if self.settings["metric-value"] == "overall" and payment == "2015-10":
            return 1 if part in APRIL else 3
        return 1

    def pay_condition(self, hwb, payment, condition, available):
        states = {one: self.data.conditions.get((hwb, one), "not-assessed")
                  for one in CONDITIONS}
        together = self.settings["conditions-split"] == "all-or-nothing"
        if states[condition] == "met":
            if not together or all(state == "met" for state in states.values()):
                return available, ""
            if "not-assessed" in states.values():
                return 0, "awaiting-data"
            return 0, self.held_for(hwb, payment)
        if states[condition] == "not-assessed":
            return 0, "awaiting-data"
        return 0, self.held_for(hwb, payment)

    def pay_metric(self, hwb, payment, metric, available):
        achievement = self.scores.rows[hwb, payment, metric]["achievement"]
        if achievement is None:
            released = 0
        elif self.settings["metric-release"] == "all-or-nothing":
            released = available if achievement >= 1 else 0
        else:
            released = half_away(available * capped(achievement))
        return released, self.held_for(hwb, payment)

    def held_for(self, hwb, payment):
        scores = [row for (one, when, _), row in self.scores.rows.items() if one == hwb
                  and (when == payment or self.settings["seventy-per-cent-scope"] == "plan")]
        scored = [row for row in scores
                  if row["achievement"] is not None or row["status"] == "no-ambition"]
        if self.is_below_seventy(scored):
            plan = self.data.decisions.get((hwb, "recovery-plan"))
            if plan != "not-required":
                return {"agreed": "recovery-plan", "not-agreed": "nhs-england-direction",
                        None: "recovery-plan-pending"}[plan]
        if len(scored) < len(scores):
            return "awaiting-data"
        if self.data.decisions.get((hwb, "contingency-plan")) == "agreed":
            return "contingency-plan"
        return "contingency-plan-pending"

    def is_below_seventy(self, scored):
        if not scored:
            return False
        reached = [capped(row["achievement"]) if row["achievement"] is not None else Fraction(0)
                   for row in scored]
        test = self.settings["seventy-per-cent-test"]
        if test == "mean":
            return sum(reached) / len(reached) < SEVENTY_PER_CENT
        if test == "share-of-metrics":
            achieved = sum(row["status"] == "achieved" for row in scored)
            return Fraction(achieved, len(scored)) < SEVENTY_PER_CENT
        return any(one < SEVENTY_PER_CENT for one in reached)


def complete_settings(given, policy):
    settings = {name: SETTINGS[name][0] for name in SETTINGS_OF[year_of(policy)]}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in settings or value not in SETTINGS[name]:
            raise Misused(f"no setting {text}")
        settings[name] = value
    return settings


ALLOCATE_COLUMNS = ["component", "hwb", "council", "ccg", "district", "amount", "state", "status"]
SCORE_COLUMNS = ["hwb", "payment", "metric", "definition", "baseline", "ambition", "actual",
                 "achievement", "status"]
RELEASE_COLUMNS = ["hwb", "payment", "part", "carried_in", "available", "released", "held",
                   "held_for"]


def compute(verb, policy, folder, given_settings=(), as_at=None, by=None):
    """The columns and the rows, all text, that the verb prints."""
    if policy not in COMPONENTS:
        raise Misused(f"no policy {policy}")
    settings = complete_settings(given_settings, policy)
    year = year_of(policy)
    if verb != "allocate" and year not in ("2015-16", "2015-16-revised"):
        raise Misused(f"{policy} has no payment for performance")
    if as_at is not None and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", as_at):
        raise Misused(f"'{as_at}' is not a date")
    data = Dataset(folder, as_at)
    if verb == "allocate":
        fund = Fund(data, policy, settings)
        if by:
            columns = by.split(",")
            return columns + ["amount"], fund.added_up(columns)
        return ALLOCATE_COLUMNS, [dict(row, amount=money_text(row["amount"]))
                                  for row in fund.rows]
    # Only where the rules themselves say so is the status of the data known here.
    known = ["data_status"] if year == "2015-16-revised" else []
    if verb == "score":
        rows = (Admissions(data).score_rows() if year == "2015-16-revised"
                else Scores(data, settings).rows.values())
        return SCORE_COLUMNS + known, [
            dict(row, **{name: "" if row[name] is None else decimals_text(row[name], 6)
                         for name in ("baseline", "ambition", "actual", "achievement")})
            for row in rows]
    fund = Fund(data, policy, settings)
    release = (AdmissionsRelease(data, fund, settings) if year == "2015-16-revised"
               else Release(data, fund, Scores(data, settings), settings))
    return RELEASE_COLUMNS + known, [
        dict(row, **{name: money_text(row[name])
                     for name in ("carried_in", "available", "released", "held")})
        for row in release.rows]


def main():
    parser = argparse.ArgumentParser(description="Compute the Better Care Fund a second time.")
    parser.add_argument("verb", choices=["allocate", "score", "release"])
    parser.add_argument("-p", dest="policy", default="2015-16")
    parser.add_argument("-d", dest="folder", required=True)
    parser.add_argument("--set", dest="settings", action="append", default=[])
    parser.add_argument("--as-at", dest="as_at")
    parser.add_argument("--by")
    arguments = parser.parse_args()
    try:
        columns, rows = compute(arguments.verb, arguments.policy, arguments.folder,
                                arguments.settings, arguments.as_at, arguments.by)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 3
    except Misused as problem:
        print(problem, file=sys.stderr)
        return 2
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())

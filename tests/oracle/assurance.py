#!/usr/bin/env python3
"""A second, independent computation of what makes a plan good: every check, item by item.

Like oracle.py beside it, which it rests on for allocations, scores and releases, it shares no code,
no policy file and no constant with the program. Every figure is an int or a Fraction.
"""

import datetime
import os
import re
import sys
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import oracle
from oracle import MILLION_IN_PENCE, Refused, number

PASS, NOT_ASSESSED, WARN, FAIL = RESULTS = ("pass", "not-assessed", "warn", "fail")

# Annex I: two-sided 95 per cent, at least three points, and the dates of paragraphs 16, 58 and 59.
CRITICAL_SQUARED = Fraction(196, 100) ** 2
TREND_POINTS = 3
REVISED_PLAN_DUE = "2014-04-04"
GRANT_YEAR = ("2015-04-01", "2016-03-31")
FALLS_TO = Fraction(2, 3)
PEOPLE_THAT_COUNT = Fraction(1, 100)

# Paragraphs 9 and 10: what is planned on each, and the component whose parts are its shares.
EARMARKS = (("carers-breaks", 130 * MILLION_IN_PENCE, "carers-breaks"),
            ("reablement", 300 * MILLION_IN_PENCE, "reablement"),
            ("care-act", 135 * MILLION_IN_PENCE, "social-care-transfer"))
# Paragraph 31, and 34 for those that carry money, all in April.
ALL_CONDITIONS = ("jointly-agreed", "protect-social-care", "seven-day-services", "data-sharing",
                  "accountable-professional", "acute-impact")
# Paragraph 43.
CRITERIA = ("strategy-link", "robust-data", "established-source", "timely", "challenging",
            "incentives")
# Paragraph 45.
SHARED_WITH_CCGS = ("reablement", "avoidable-admissions")
ONE_LOCAL_METRIC = "one local metric"

PLAN_KEYS = {
    "history": ("hwb", "metric", "definition", "period"),
    "ccg_ambitions": ("ccg", "metric", "payment", "definition"),
    "pooled": ("hwb", "contributor", "component"),
    "spend": ("hwb", "purpose"),
    "district_plans": ("district",),
}
ONE_BY_ONE = 8
ALL_COMPONENTS = {name for fund in oracle.COMPONENTS.values() for name, _, _ in fund}
PARTS = [(payment, metric) for payment, metrics in oracle.PAYMENT_METRICS for metric in metrics]


def pence(text, where):
    """Money of a table, which has at most two decimals."""
    value = number(text, where) * 100
    if value.denominator != 1:
        raise Refused(f"{where}: '{text}' is finer than a penny")
    return value


def check_date(text, where):
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        datetime.date.fromisoformat(text)
    except ValueError as problem:
        raise Refused(f"{where}: '{text}' is not a date") from problem


class Plans(oracle.Dataset):
    """A dataset with all that comes with a plan; figures of ended codes are their successors'."""

    def __init__(self, folder, as_at=None):
        super().__init__(folder, as_at)
        self.tables.update((table, oracle.read_table(folder, table, key))
                           for table, key in PLAN_KEYS.items())
        for table in ("conditions", "decisions"):
            for row in self.tables[table]:
                if as_at is not None and not row["decided"] and row["state"] != NOT_ASSESSED:
                    raise Refused(f"{table}: whether it was decided by {as_at} cannot be told")
        self.dates = {(row["hwb"], row["item"]): row["decided"]
                      for row in self.tables["decisions"]}
        self.load_history()
        self.load_ccg_ambitions()
        self.load_pooled()
        self.load_district_plans()
        self.spend = {(row["hwb"], row["purpose"]): pence(row["amount"], "spend")
                      for row in self.tables["spend"]}
        for table in ("history", "pooled", "spend"):
            for row in self.tables[table]:
                if row["hwb"] not in self.boards:
                    raise Refused(f"{table}: {row['hwb']} is unknown")

    def load_history(self):
        """self.history[board, metric, definition] is a list of (first month, months, n, d)."""
        self.history = {}
        for row in self.tables["history"]:
            if row["metric"] not in oracle.WORDS["ambitions", "metric"]:
                raise Refused(f"history: metric {row['metric']} is unknown")
            figures = over(row["numerator"], row["denominator"], "history")
            key = (row["hwb"], row["metric"], row["definition"])
            self.history.setdefault(key, []).append(oracle.months_of(row["period"]) + figures)

    def load_ccg_ambitions(self):
        self.ccg_ambitions = {}
        for row in self.tables["ccg_ambitions"]:
            top, bottom = over(row["ambition_numerator"], row["ambition_denominator"],
                               "ccg_ambitions")
            for ccg, share in self.follow(row["ccg"], self.ccgs, "ccg_ambitions").items():
                if share == 0:
                    continue
                key = (ccg, row["payment"], row["metric"], row["definition"])
                before = self.ccg_ambitions.get(key, (0, 0))
                self.ccg_ambitions[key] = (before[0] + top * share, before[1] + bottom * share)

    def load_pooled(self):
        """self.pooled[board][contributor, component] in pence."""
        self.pooled = {}
        known = self.ccgs | set(self.councils)
        for row in self.tables["pooled"]:
            if row["component"] not in ALL_COMPONENTS:
                raise Refused(f"pooled: component {row['component']} is unknown")
            amount = pence(row["amount"], "pooled")
            for code, share in self.follow(row["contributor"], known, "pooled").items():
                mine = self.pooled.setdefault(row["hwb"], {})
                if share > 0:
                    key = (code, row["component"])
                    mine[key] = mine.get(key, Fraction(0)) + amount * share

    def load_district_plans(self):
        """self.district_plans[district] is (pence, the dates on which it is passed down)."""
        self.district_plans = {}
        for row in self.tables["district_plans"]:
            amount = pence(row["amount"], "district_plans")
            passed = row.get("passed_down") or ""
            if passed:
                check_date(passed, "district_plans")
            for code, share in self.follow(row["district"], set(self.districts),
                                           "district_plans").items():
                if share > 0:
                    before = self.district_plans.get(code, (Fraction(0), ()))
                    self.district_plans[code] = (before[0] + amount * share, before[1] + (passed,))

    def people_of(self, hwb):
        """The board's people by the CCG with which they are registered."""
        people = {}
        for (ccg, council), count in self.people.items():
            if count > 0 and self.councils[council]["hwb"] == hwb:
                people[ccg] = people.get(ccg, Fraction(0)) + count
        return people

    def monthly(self, ccg):
        """The CCG's admissions by month, from rows of a single month; {} without any.

        What ended codes counted is added to what their successors did, where there is either.
        """
        months = {}
        for code, rows in self.counts.get(oracle.NON_ELECTIVE, {}).items():
            share = self.follow(code, self.ccgs, "activity").get(ccg, 0)
            for first, length, count in rows:
                if length == 1 and share > 0:
                    months[first] = months.get(first, Fraction(0)) + share * count
        return months


def over(numerator, denominator, where):
    figures = number(numerator, where), number(denominator, where)
    if figures[1] == 0:
        raise Refused(f"{where}: a denominator is zero")
    return figures


def is_better(better, one, other):
    return one < other if better == "lower" else one > other


def is_of_season(period, season):
    """The same calendar months, as many of them."""
    return period[1] == season[1] and (period[0] - season[0]) % 12 == 0


def line_at(points, x):
    """The least-squares line through (x, y), from its normal equations."""
    n = len(points)
    sx = sum(Fraction(a) for a, _ in points)
    sy = sum(b for _, b in points)
    sxx = sum(Fraction(a) ** 2 for a, _ in points)
    sxy = sum(a * b for a, b in points)
    determinant = n * sxx - sx * sx
    intercept = (sy * sxx - sx * sxy) / determinant
    slope = (n * sxy - sx * sy) / determinant
    return intercept + slope * x


def holes_of(months):
    """Lists of months, each far below the month before the list."""
    holes = []
    month = min(months, default=0)
    last = max(months, default=-1)
    while month <= last:
        before = months.get(month - 1)
        hole = []
        while (before and month in months and months[month] <= FALLS_TO * before):
            hole.append(month)
            month += 1
        if hole:
            holes.append(hole)
        else:
            month += 1
    return holes


def first_true(predicate, limit):
    """The smallest k in 1..limit with predicate(k), for one that stays true once it is; or None.

    By steps of one for a while, so that little rests on its staying true.
    """
    for k in range(1, min(limit, ONE_BY_ONE) + 1):
        if predicate(k):
            return k
    if limit <= ONE_BY_ONE or not predicate(limit):
        return None
    below, above = ONE_BY_ONE, limit
    while above - below > 1:
        middle = (below + above) // 2
        if predicate(middle):
            above = middle
        else:
            below = middle
    return above


def is_significant(better, scale, before, after):
    """Whether from `before` to `after`, events and what they are of, is better and not noise."""
    (x1, n1), (x2, n2) = before, after
    if not is_better(better, Fraction(x2) / n2, Fraction(x1) / n1):
        return False
    pooled = Fraction(x1 + x2) / (n1 + n2)
    variance = pooled * (Fraction(1) / n1 + Fraction(1) / n2)
    if scale == 100:
        variance *= 1 - pooled
    return (Fraction(x1) / n1 - Fraction(x2) / n2) ** 2 >= CRITICAL_SQUARED * variance


def smallest_significant(better, scale, before, denominator):
    """The whole number of events nearest to no change that is significant, or None."""
    def is_enough(events):
        return is_significant(better, scale, before, (Fraction(events), denominator))

    level = Fraction(before[0]) / before[1] * denominator
    whole = level.numerator // level.denominator
    if better == "lower":
        found = first_true(lambda k: is_enough(whole + 1 - k), whole + 1)
        return None if found is None else whole + 1 - found
    if scale == 100:
        most = denominator.numerator // denominator.denominator - whole + 1
    else:
        most = 1
        while not is_enough(whole - 1 + most):
            most *= 2
    found = first_true(lambda k: is_enough(whole - 1 + k), most)
    return None if found is None else whole - 1 + found


class Ambition:
    """A row of `ambitions` for a part of the policy, with what is known beside it."""

    def __init__(self, data, scores, hwb, payment, metric):
        row = scores.ambitions[hwb, payment, metric]
        self.hwb, self.payment, self.metric = hwb, payment, metric
        self.definition = row["definition"]
        self.is_stand_in = row.get("status") == "illustrative"
        self.better, self.scale = scores.measure(hwb, metric, self.definition)
        self.from_figures = over(row["baseline_numerator"], row["baseline_denominator"],
                                 "ambitions")
        self.to_figures = over(row["ambition_numerator"], row["ambition_denominator"],
                               "ambitions")
        self.baseline, self.ambition = self.rate(self.from_figures), self.rate(self.to_figures)
        self.baseline_period = oracle.months_of(row["baseline_period"])
        counted = scores.outturns.get((hwb, payment, metric), [])
        self.other_definitions = bool(counted)
        self.outturns = []
        for one in counted:
            if one["definition"] == self.definition:
                self.other_definitions = False
                self.outturns.append((oracle.months_of(one["period"]),
                                      over(one["numerator"], one["denominator"], "outturn")))
        window = oracle.WINDOWS.get((payment, metric))
        self.season = (oracle.months_of(window) if window
                       else self.outturns[0][0] if self.outturns else None)
        self.points = []
        if self.season is not None:
            self.points = [(first, self.rate((top, bottom)))
                           for first, months, top, bottom
                           in data.history.get((hwb, metric, self.definition), [])
                           if is_of_season((first, months), self.season)]

    def rate(self, figures):
        return figures[0] / figures[1] * self.scale

    def is_improvement(self):
        return is_better(self.better, self.ambition, self.baseline)

    def is_of_same_months(self):
        """Whether the baseline is of the season's months of an earlier year; None: not known."""
        if self.season is None:
            return None
        return (is_of_season(self.baseline_period, self.season)
                and self.baseline_period[0] < self.season[0])

    def trend(self):
        """What the years before the season point to, or None."""
        before = self.before_season()
        if len(before) < TREND_POINTS:
            return None
        return line_at(before, self.season[0])

    def before_season(self):
        return [point for point in self.points if point[0] + self.season[1] <= self.season[0]]

    def is_significant(self, numerator):
        return is_significant(self.better, self.scale, self.from_figures,
                              (numerator, self.to_figures[1]))

    def can_be_tested(self):
        if self.scale == 1 or self.is_of_same_months() is False:
            return False
        for top, bottom in (self.from_figures, self.to_figures):
            if bottom == self.scale or (self.scale == 100 and top > bottom):
                return False
        return True

    def smallest_significant(self):
        return smallest_significant(self.better, self.scale, self.from_figures,
                                    self.to_figures[1])

    def largest_change_in_a_year(self):
        """Of the years before the season, the season's own change being what is to be judged."""
        by_month = dict(self.before_season())
        changes = [abs(rate - by_month[first - 12]) for first, rate in by_month.items()
                   if first - 12 in by_month]
        return max(changes, default=None)


class Assurance:
    """Every board's plan through every check: a list of items."""

    def __init__(self, data, settings, policy="2015-16/v3"):
        self.data = data
        self.settings = settings
        self.fund = oracle.Fund(data, policy, settings)
        self.scores = oracle.Scores(data, settings)
        self.release = oracle.Release(data, self.fund, self.scores, settings)
        self.available = {(row["hwb"], row["payment"], row["part"]): row["available"]
                          for row in self.release.rows}
        self.ambitions = {hwb: [Ambition(data, self.scores, hwb, payment, metric)
                                for payment, metric in PARTS
                                if (hwb, payment, metric) in self.scores.ambitions]
                          for hwb in data.boards}
        self.items = []
        for name, check in self.CHECKS:
            for hwb in data.boards:
                for item in check(self, hwb):
                    self.items.append(self.complete(hwb, name, **item))

    def complete(self, hwb, check, item, result, part=None, **told):
        """`part` is the payment and the metric or condition whose money is at stake."""
        payment, metric = part or ("", "")
        at_stake = None
        if part:
            at_stake = self.available[hwb, payment, metric] if result in (WARN, FAIL) else 0
        return {"hwb": hwb, "check": check, "item": item, "payment": payment, "metric": metric,
                "result": result, "at_stake": at_stake, "told": told}

    # The money of paragraphs 9, 10, 15, 16 and 22.

    def minimum_of(self, hwb):
        """(contributor, component) -> pence."""
        minimum = {}
        for row in self.fund.rows:
            if row["hwb"] == hwb:
                key = (row["ccg"] or row["council"], row["component"])
                minimum[key] = minimum.get(key, 0) + row["amount"]
        return minimum

    def minimum_pool(self, hwb):
        if hwb not in self.data.pooled:
            return
        pooled = self.data.pooled[hwb]
        minimum = self.minimum_of(hwb)
        routes = {component: route for component, _, route in self.fund.components()}
        counted = Fraction(0)
        for (contributor, component), amount in minimum.items():
            found = pooled.get((contributor, component))
            result = NOT_ASSESSED if found is None else FAIL if found < amount else PASS
            yield {"item": (contributor, component), "result": result}
            counted += found or 0
        for (contributor, component), amount in pooled.items():
            if (contributor, component) in minimum:
                continue
            if routes[component] in ("ccg", "transfer") and contributor in self.data.councils:
                yield {"item": (contributor, component), "result": WARN}
            else:
                yield {"item": (contributor, component), "result": PASS}
                counted += amount
        total = FAIL if counted < sum(minimum.values()) else PASS
        if total == FAIL and any(key not in pooled for key in minimum):
            total = NOT_ASSESSED
        yield {"item": "total", "result": total}

    def districts_of(self, hwb):
        return [district for district, council in self.data.districts.items()
                if self.data.councils[council]["hwb"] == hwb]

    def district_minimum(self, hwb):
        minimum = {}
        for row in self.fund.rows:
            if row["hwb"] == hwb:
                minimum[row["district"]] = minimum.get(row["district"], 0) + row["amount"]
        for district in self.districts_of(hwb):
            plan = self.data.district_plans.get(district)
            result = (NOT_ASSESSED if plan is None else
                      FAIL if plan[0] < minimum.get(district, 0) else PASS)
            yield {"item": district, "result": result}

    def district_passed_down(self, hwb):
        for district in self.districts_of(hwb):
            _, dates = self.data.district_plans.get(district, (0, ("",)))
            if any(date and not GRANT_YEAR[0] <= date <= GRANT_YEAR[1] for date in dates):
                result = FAIL
            else:
                result = PASS if all(dates) else NOT_ASSESSED
            yield {"item": district, "result": result}

    def earmarks(self, hwb):
        for purpose, nation, component in EARMARKS:
            whole = sum(row["amount"] for row in self.fund.rows if row["component"] == component)
            mine = self.fund.of_board(hwb, (component,))
            share = oracle.half_away(Fraction(nation * mine, whole))
            planned = self.data.spend.get((hwb, purpose))
            result = (NOT_ASSESSED if planned is None else PASS if planned >= share else
                      WARN if planned else FAIL)
            yield {"item": purpose, "result": result}

    # The conditions of paragraphs 31 and 34.

    def conditions_answered(self, hwb):
        if not any(one == hwb for one, _ in self.data.conditions):
            return
        for condition in ALL_CONDITIONS:
            state = self.data.conditions.get((hwb, condition))
            yield {"item": condition,
                   "result": {"met": PASS, "not-met": PASS, "not-assessed": NOT_ASSESSED,
                              None: FAIL}[state]}

    def conditions_met(self, hwb):
        for condition in oracle.CONDITIONS:
            state = self.data.conditions.get((hwb, condition))
            yield {"item": ("2015-04", condition), "part": ("2015-04", condition),
                   "result": {"met": PASS, "not-met": FAIL}.get(state, NOT_ASSESSED)}

    # The ambitions of paragraphs 41 to 47.

    def metrics_complete(self, hwb):
        mine = self.ambitions[hwb]
        if not mine:
            return
        planned = {(one.payment, one.metric) for one in mine}
        # Stand-ins, row by row, say nothing about what the plan lacks.
        lacking = NOT_ASSESSED if all(one.is_stand_in for one in mine) else FAIL
        for part in PARTS:
            yield {"item": part, "part": part, "result": PASS if part in planned else lacking}
        if len({one.definition for one in mine if one.metric == "local"}) > 1:
            yield {"item": ONE_LOCAL_METRIC, "result": FAIL}

    def each(self, hwb, judge, metrics=None):
        """An item for each ambition that the judge has a result for, and what else it tells."""
        for one in self.ambitions[hwb]:
            if metrics is not None and one.metric not in metrics:
                continue
            judged = judge(one)
            if judged is not None:
                result, told = judged if isinstance(judged, tuple) else (judged, {})
                part = (one.payment, one.metric)
                yield dict(told, item=part, part=part, result=result)

    def definition(self, hwb):
        def judge(one):
            others = {other.definition for other in self.ambitions[hwb]
                      if other.metric == one.metric}
            mixed = one.metric != "local" and len(others) > 1
            return FAIL if one.other_definitions or mixed else PASS

        return self.each(hwb, judge)

    def season(self, hwb):
        return self.each(hwb, lambda one: {True: PASS, False: FAIL,
                                           None: NOT_ASSESSED}[one.is_of_same_months()])

    def direction(self, hwb):
        return self.each(hwb, lambda one: PASS if one.is_improvement() else FAIL)

    def trend(self, hwb):
        def judge(one):
            trend = one.trend()
            if trend is None or trend < 0 or (one.scale == 100 and trend > 100):
                return NOT_ASSESSED
            return (PASS if is_better(one.better, one.ambition, trend) else FAIL,
                    {"trend": trend})

        return self.each(hwb, judge)

    def significance(self, hwb):
        def judge(one):
            if not one.is_improvement():
                return FAIL
            if not one.can_be_tested():
                return NOT_ASSESSED
            return (PASS if one.is_significant(one.to_figures[0]) else FAIL,
                    {"smallest": (one.smallest_significant(), one.to_figures[1])})

        return self.each(hwb, judge)

    def local_metric(self, hwb):
        criteria = {(row["hwb"], row["definition"]): set(row["criteria"].split(";"))
                    for row in self.data.tables["local_metrics"]}

        def judge(one):
            if one.definition in oracle.MENU:
                return PASS
            return PASS if set(CRITERIA) <= criteria[hwb, one.definition] else FAIL

        return self.each(hwb, judge, ("local",))

    def ccg_consistency(self, hwb):
        people = self.data.people_of(hwb)

        def judge(one):
            figures = [self.data.ccg_ambitions.get((ccg, one.payment, one.metric, one.definition))
                       for ccg in people]
            if not figures or None in figures:
                return NOT_ASSESSED
            rates = [one.rate(each) for each in figures]
            mean = sum(rate * count for rate, count in zip(rates, people.values())) / sum(
                people.values())
            return (PASS if min(rates) <= one.ambition <= max(rates) else FAIL, {"mean": mean})

        return self.each(hwb, judge, SHARED_WITH_CCGS)

    # What is decided: paragraphs 24, 28, 50, 53, 58 and 59.

    def decided(self, hwb, item, good):
        state = self.data.decisions.get((hwb, item))
        if state is not None:
            yield {"item": "", "result": PASS if state == good else FAIL}

    def signed_off(self, hwb):
        return self.decided(hwb, "signed-off", "yes")

    def in_time(self, hwb):
        state = self.data.decisions.get((hwb, "signed-off"))
        if state is not None:
            when = self.data.dates[hwb, "signed-off"]
            yield {"item": "", "result": NOT_ASSESSED if state == "no" or not when else
                   PASS if when <= REVISED_PLAN_DUE else FAIL}

    def contingency_plan(self, hwb):
        return self.decided(hwb, "contingency-plan", "agreed")

    def risk_register(self, hwb):
        return self.decided(hwb, "risk-register", "yes")

    # What cannot be true, or is unlikely: paragraph 46.

    def plausible(self, hwb):
        yield from self.each(hwb, self.plausible_ambition)
        for (one, metric, definition), rows in self.data.history.items():
            if one == hwb and self.is_per_cent(hwb, metric, definition):
                for first, months, top, bottom in rows:
                    if top > bottom:
                        yield {"item": (metric, definition, first, months), "result": FAIL}
        yield from self.holes(hwb)

    @staticmethod
    def plausible_ambition(one):
        rates = [one.rate(figures) for _, figures in one.outturns]
        if one.scale == 100 and max([one.baseline, one.ambition] + rates) > 100:
            return FAIL
        most = one.largest_change_in_a_year()
        if most is None:
            return PASS if one.scale == 100 else None
        # An outturn of other months is not counted.
        reached = [one.ambition] + [one.rate(figures) for period, figures in one.outturns
                                    if period == one.season]
        return (WARN if any(abs(rate - one.baseline) > most for rate in reached) else PASS,
                {"largest_change": most})

    def is_per_cent(self, hwb, metric, definition):
        if metric != "local":
            return oracle.METRICS.get(metric, ("", 0))[1] == 100
        measure = oracle.MENU.get(definition) or self.scores.alternatives.get((hwb, definition))
        return measure is not None and measure[1] == 100

    def holes(self, hwb):
        people = self.data.people_of(hwb)
        everybody = sum(people.values())
        whole = 0
        for ccg, count in people.items():
            if count < PEOPLE_THAT_COUNT * everybody:
                continue
            months = self.data.monthly(ccg)
            holes = holes_of(months)
            if holes:
                first, before = holes[0], holes[0][0] - 1
                yield {"item": ccg, "result": WARN,
                       "hole": (months[before], before, months[first[0]], first[0], len(first),
                                first[-1] + 1 in months, len(holes))}
            whole += bool(months) and not holes
        if whole:
            yield {"item": "monthly counts", "result": PASS, "whole": whole}

    CHECKS = (
        ("minimum-pool", minimum_pool), ("district-minimum", district_minimum),
        ("district-passed-down", district_passed_down), ("earmarks", earmarks),
        ("conditions-answered", conditions_answered), ("conditions-met", conditions_met),
        ("metrics-complete", metrics_complete), ("definition", definition), ("season", season),
        ("direction", direction), ("trend", trend), ("significance", significance),
        ("local-metric", local_metric), ("ccg-consistency", ccg_consistency),
        ("signed-off", signed_off), ("in-time", in_time), ("contingency-plan", contingency_plan),
        ("risk-register", risk_register), ("plausible", plausible))

    def rows(self):
        """A row for every check and board."""
        items = {}
        for item in self.items:
            items.setdefault((item["hwb"], item["check"]), []).append(item)
        for check, _ in self.CHECKS:
            for hwb in self.data.boards:
                mine = items.get((hwb, check), [])
                results = [item["result"] for item in mine]
                # Each item of a check is about another part, or about none.
                money = [item["at_stake"] for item in mine if item["at_stake"] is not None]
                yield {"hwb": hwb, "check": check,
                       "result": max(results, key=RESULTS.index, default=NOT_ASSESSED),
                       "looked_at": len(mine), "passed": results.count(PASS),
                       "warned": results.count(WARN), "failed": results.count(FAIL),
                       "not_assessed": results.count(NOT_ASSESSED),
                       "at_stake": sum(money) if money else None}

    # Rolled up. Every view is a list of rows of text, in no order but that of `board`.

    def applies(self, row):
        return (not row["check"].startswith("district-")) or bool(self.districts_of(row["hwb"]))

    def counted(self, rows):
        """How many rows have each result, those that do not apply left out."""
        results = [row["result"] for row in rows if self.applies(row)]
        return {"pass": str(results.count(PASS)), "warn": str(results.count(WARN)),
                "fail": str(results.count(FAIL)), "not_assessed": str(results.count(NOT_ASSESSED))}

    def paid(self, boards):
        """What there is of payment for performance for these boards, and what becomes of it."""
        rows = [row for row in self.release.rows if row["hwb"] in boards]
        return {name: oracle.money_text(sum(row[name] for row in rows))
                for name in ("available", "released", "held")}

    def by_check(self):
        rows = list(self.rows())
        for check, _ in self.CHECKS:
            mine = [row for row in rows if row["check"] == check]
            money = [row["at_stake"] for row in mine if row["at_stake"] is not None]
            yield dict(self.counted(mine), check=check, boards=str(len(mine)),
                       does_not_apply=str(sum(not self.applies(row) for row in mine)),
                       at_stake=oracle.money_text(sum(money)) if money else "")

    def by_condition(self):
        for condition in ALL_CONDITIONS:
            states = [self.data.conditions.get((hwb, condition)) for hwb in self.data.boards]
            yield dict({"condition": condition, "boards": str(len(states)),
                        "met": str(states.count("met")), "not_met": str(states.count("not-met")),
                        "not_assessed": str(states.count("not-assessed")),
                        "absent": str(states.count(None))},
                       **{name: oracle.money_text(sum(
                           row[name] for row in self.release.rows if row["part"] == condition))
                          if condition in oracle.CONDITIONS else ""
                          for name in ("available", "released", "held")})

    def by_reason(self):
        for reason in {row["held_for"] for row in self.release.rows} - {""}:
            mine = [row for row in self.release.rows if row["held_for"] == reason]
            yield {"held_for": reason, "boards": str(len({row["hwb"] for row in mine})),
                   "held": oracle.money_text(sum(row["held"] for row in mine))}

    def by_column(self, column):
        """By the councils' region or kind; a board of several councils may have several."""
        groups = {}
        for hwb in self.data.boards:
            values = {row[column] for row in self.data.councils.values() if row["hwb"] == hwb}
            groups.setdefault(" and ".join(sorted(values, key=str.encode)), set()).add(hwb)
        rows = list(self.rows())
        for name, boards in groups.items():
            yield dict(self.counted([row for row in rows if row["hwb"] in boards]),
                       **self.paid(boards), **{column: name, "boards": str(len(boards))})

    def by_board(self):
        rows = list(self.rows())

        def missed(hwb, *checks):
            parts = {(item["payment"], item["metric"]) for item in self.items
                     if item["hwb"] == hwb and item["check"] in checks
                     and item["result"] == FAIL}
            return oracle.money_text(sum(self.available[(hwb,) + part] for part in parts))

        found = [dict(self.counted([row for row in rows if row["hwb"] == hwb]), hwb=hwb,
                      noise=missed(hwb, "significance"), trend=missed(hwb, "trend"),
                      noise_or_trend=missed(hwb, "significance", "trend"), **self.paid({hwb}))
                 for hwb in self.data.boards]
        found.sort(key=lambda row: (-Fraction(row["held"]), -Fraction(row["available"]),
                                    row["hwb"].encode("utf-8")))
        return [dict(row, rank=str(i + 1)) for i, row in enumerate(found)]

    def by_metric(self):
        groups = {}
        for hwb in self.data.boards:
            for one in self.ambitions[hwb]:
                definition = one.definition
                if one.metric == "local" and definition not in oracle.MENU:
                    definition += f" ({hwb})"
                groups.setdefault((one.payment, one.metric, definition), []).append(one)
        for (payment, metric, definition), ambitions in groups.items():
            # An outturn counts where it is scored: for its season, against an ambition.
            counted = [one for one in ambitions if self.scores.rows[
                one.hwb, payment, metric]["achievement"] is not None]
            row = {"payment": payment, "metric": metric, "definition": definition,
                   "boards": str(len(ambitions)), "outturn_boards": str(len(counted))}
            scale, better = ambitions[0].scale, ambitions[0].better

            def add_up(name, figures, with_sums=True):
                sums = tuple(map(sum, zip(*figures))) or None
                if with_sums:
                    row[name + "_numerator"], row[name + "_denominator"] = (
                        map(plain, sums) if sums else ("", ""))
                value = sums and sums[0] / sums[1] * scale
                row[name] = "" if value is None else oracle.decimals_text(value, 6)
                return value

            add_up("baseline", [one.from_figures for one in ambitions])
            add_up("ambition", [one.to_figures for one in ambitions])
            start = add_up("outturn_baseline", [one.from_figures for one in counted], False)
            goal = add_up("outturn_ambition", [one.to_figures for one in counted], False)
            reached = add_up("outturn", [one.outturns[0][1] for one in counted])
            is_from_april = (self.settings.get("october-baseline") == "april-outturn"
                             and payment == "2015-10" and ("2015-04", metric) in PARTS)
            row["achievement"] = "" if (not counted or is_from_april
                                        or not is_better(better, goal, start)) else (
                oracle.decimals_text((start - reached) / (start - goal), 6))
            yield row

    def rolled_up(self, view):
        if view in ("region", "kind"):
            return list(self.by_column(view))
        return list({"check": self.by_check, "condition": self.by_condition,
                     "reason": self.by_reason, "board": self.by_board,
                     "metric": self.by_metric}[view]())


def plain(value):
    """A number with all the decimals it has, and no more."""
    value = Fraction(value)
    if value.denominator == 1:
        return str(value.numerator)
    places = 1
    while (value * 10**places).denominator != 1:
        places += 1
    return oracle.decimals_text(value, places)

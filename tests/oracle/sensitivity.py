#!/usr/bin/env python3
"""How far it is to the next pound, and which figure moves most by the least: computed again.

Figures are put in place of others, one event at a time, and scored and paid by oracle.py's rules.
"""

import os
import sys
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assurance
import oracle

UNKNOWN = "unknown"
SEARCHED_ONE_BY_ONE = 1500
A_THOUSAND_POUNDS = 100000
NEXT_COLUMNS = ("hwb", "payment", "metric", "better", "status", "actual_numerator",
                "actual_denominator", "to_seventy", "seventy_numerator", "released_at_seventy",
                "to_full", "full_numerator", "available", "released", "gain_at_seventy",
                "gain_at_full", "at_risk_per_cent")
NEXT_MONEY = ("released_at_seventy", "available", "released", "gain_at_seventy", "gain_at_full",
              "at_risk_per_cent")


class Reached:
    """A board's metrics, to be scored and paid again with one numerator revised."""

    def __init__(self, plan, hwb):
        self.plan, self.hwb = plan, hwb
        self.scores, self.release, settings = plan.scores, plan.release, plan.release.settings
        self.replaces = settings["october-baseline"] == "april-outturn"
        self.ambitions = {(one.payment, one.metric): one for one in plan.ambitions[hwb]}
        self.rows = {part: self.scores.rows[(hwb,) + part] for part in assurance.PARTS}
        # The figures that may be revised: (part, which) -> (numerator, denominator, period).
        self.figures = {}
        for part, one in self.ambitions.items():
            if one.outturns:
                period, (top, bottom) = one.outturns[0]
                self.figures[part, "actual_numerator"] = top, bottom, period
            top, bottom = one.from_figures
            if top > 0:
                self.figures[part, "baseline_numerator"] = top, bottom, one.baseline_period
        self.starts_in_april = {}
        for part, one in self.ambitions.items():
            april = self.ambitions.get(("2015-04", part[1]))
            if (self.replaces and part[0] == "2015-10" and april is not None
                    and april.definition == one.definition and april.outturns):
                self.starts_in_april[part] = april
        self.paid = {part: self.pay(part, row["achievement"]) for part, row in self.rows.items()}
        self.answers = self.tested({})

    def pay(self, part, achievement):
        if achievement is None:
            return 0
        available = self.plan.available[(self.hwb,) + part]
        if self.release.settings["metric-release"] == "all-or-nothing":
            return available if achievement >= 1 else 0
        return oracle.half_away(available * oracle.capped(achievement))

    def score(self, part, revised):
        """A row of a score as far as the test and the payment look at it."""
        row, one = self.rows[part], self.ambitions[part]
        if row["status"] in ("definition-mismatch", "period-mismatch"):
            return row
        april = ("2015-04", part[1])
        baseline = row["baseline"]
        if part in self.starts_in_april:
            if (april, "actual_numerator") in revised:
                # April's rate by months: it grows as its numerator, which is never revised from 0.
                baseline *= (revised[april, "actual_numerator"]
                             / self.figures[april, "actual_numerator"][0])
        elif not self.is_replaced(part) and (part, "baseline_numerator") in revised:
            baseline = one.rate((revised[part, "baseline_numerator"], one.from_figures[1]))
        sign = 1 if one.better == "higher" else -1
        wanted = sign * (row["ambition"] - baseline)
        if wanted <= 0:
            return {"status": "no-ambition", "achievement": None}
        if row["actual"] is None:
            return {"status": "not-assessed", "achievement": None}
        actual = row["actual"]
        if (part, "actual_numerator") in revised:
            actual = one.rate((revised[part, "actual_numerator"],
                               self.figures[part, "actual_numerator"][1]))
        achievement = sign * (actual - baseline) / wanted
        return {"achievement": achievement,
                "status": "achieved" if achievement >= 1 else "partly" if achievement > 0
                          else "not-achieved"}

    def is_replaced(self, part):
        one = self.ambitions[part]
        return (self.replaces and part[0] == "2015-10" and self.scores.outturn_of(
            self.hwb, "2015-04", part[1], one.definition) is not None)

    def tested(self, changed):
        """The answer of the test for each payment, with these rows in place of their own."""
        answers = {}
        whole_plan = self.release.settings["seventy-per-cent-scope"] == "plan"
        for payment, _ in oracle.PAYMENT_METRICS:
            if changed and not whole_plan and all(part[0] != payment for part in changed):
                answers[payment] = self.answers[payment]
                continue
            rows = [changed.get(part, self.rows[part]) for part in assurance.PARTS
                    if part[0] == payment or whole_plan]
            scored = [row for row in rows
                      if row["achievement"] is not None or row["status"] == "no-ambition"]
            answers[payment] = ("not-scored" if not scored else "below"
                                if self.release.is_below_seventy(scored) else "not-below")
        return answers

    def changed_by(self, part, figure, numerator):
        revised = {(part, figure): numerator}
        parts = [part]
        october = ("2015-10", part[1])
        if part[0] == "2015-04" and october in self.starts_in_april:
            parts.append(october)
        return {one: self.score(one, revised) for one in parts}

    def after(self, part, figure, numerator):
        """The payments whose test flips, and how many pence more are released."""
        changed = self.changed_by(part, figure, numerator)
        moved = sum(self.pay(one, row["achievement"]) - self.paid[one]
                    for one, row in changed.items())
        answers = self.tested(changed)
        return [payment for payment in answers
                if answers[payment] != self.answers[payment]], moved

    # How far to the next pound.

    def next_pound(self, part):
        row = self.rows[part]
        one = self.ambitions.get(part)
        available = self.plan.available[(self.hwb,) + part]
        better = oracle.METRICS.get(part[1], ("",))[0] if one is None else one.better
        told = dict.fromkeys(NEXT_COLUMNS)
        told.update(hwb=self.hwb, payment=part[0], metric=part[1], better=better,
                    status=row["status"], available=available, released=self.paid[part])
        if (part, "actual_numerator") in self.figures:
            top, bottom, _ = self.figures[part, "actual_numerator"]
            told.update(actual_numerator=top, actual_denominator=bottom)
            if row["achievement"] is not None and bottom != one.scale:
                for line, name in ((oracle.SEVENTY_PER_CENT, "seventy"), (Fraction(1), "full")):
                    self.to_line(part, line, name, told)
        # A baseline of other months would be paid nothing, whatever is counted.
        if one is not None and (one.is_of_same_months() is not False or self.is_replaced(part)):
            told["at_risk_per_cent"] = self.at_risk(part, available)
        return told

    def to_line(self, part, line, name, told):
        one = self.ambitions[part]
        top, bottom, _ = self.figures[part, "actual_numerator"]
        towards = 1 if one.better == "higher" else -1

        def achievement(numerator):
            return self.score(part, {(part, "actual_numerator"): numerator})["achievement"]

        def room(direction):
            """How many whole events there are to go, and whether that is a bound at all."""
            if direction < 0:
                return top.numerator // top.denominator
            if one.scale == 100:
                return max(0, (bottom - top).numerator // (bottom - top).denominator)
            return None

        if achievement(top) >= line:
            steps = 0
            most = room(-towards)
            if most is None:
                most = 1
                while achievement(top - towards * most) >= line:
                    most *= 2
            over_it = assurance.first_true(lambda k: achievement(top - towards * k) < line, most)
            reached = top - towards * (most if over_it is None else over_it - 1)
        else:
            most = room(towards)
            if most is None:
                most = 1
                while achievement(top + towards * most) < line:
                    most *= 2
            found = assurance.first_true(lambda k: achievement(top + towards * k) >= line, most)
            if found is None:
                return
            steps = towards * found
            reached = top + steps
        told["to_" + name], told[name + "_numerator"] = steps, reached
        released = self.pay(part, achievement(reached))
        if name == "seventy":
            told["released_at_seventy"] = released
        told["gain_at_" + name] = released - self.paid[part] if steps else 0

    def at_risk(self, part, available):
        row, one = self.rows[part], self.ambitions[part]
        if not assurance.is_better(one.better, row["ambition"], row["baseline"]):
            return None
        worse = row["ambition"] * Fraction(101 if one.better == "lower" else 99, 100)
        return available - self.pay(part, (row["baseline"] - worse)
                                    / (row["baseline"] - row["ambition"]))

    # Which figures to audit first.

    def fragile(self):
        """Rows of the two kinds, unranked; `revision` is UNKNOWN beyond what was searched."""
        for (part, figure), (top, bottom, period) in self.figures.items():
            one = self.ambitions[part]
            if bottom == one.scale:
                continue
            down = up = top.numerator // top.denominator
            if one.scale == 100:
                up = min(up, max(0, (bottom - top).numerator // (bottom - top).denominator))
            # A count of April from which October starts can make one better and one worse.
            steady = (figure != "actual_numerator" or part[0] != "2015-04"
                      or ("2015-10", part[1]) not in self.starts_in_april)
            for kind in ("flips-seventy", "moves-1000"):
                def is_enough(revision):
                    flips, moved = self.after(part, figure, top + revision)
                    if kind == "flips-seventy":
                        return bool(flips)
                    return abs(moved) >= A_THOUSAND_POUNDS

                revision = smallest_revision(is_enough, down, up, steady)
                if revision is None:
                    continue
                row = {"hwb": self.hwb, "payment": part[0], "metric": part[1], "figure": figure,
                       "period": period, "value": top, "revision": revision, "kind": kind}
                if revision != UNKNOWN:
                    flips, moved = self.after(part, figure, top + revision)
                    row.update(moved=moved, flips=";".join(flips))
                    if kind == "flips-seventy":
                        after = self.tested(self.changed_by(part, figure, top + revision))
                        row["before"] = ";".join(self.answers[one] for one in flips)
                        row["after"] = ";".join(after[one] for one in flips)
                    else:
                        whole = sum(row["released"] for row in self.plan.release.rows
                                    if row["hwb"] == self.hwb)
                        row["before"], row["after"] = whole, whole + moved
                yield row


def smallest_revision(is_enough, down, up, steady):
    """The smallest whole revision either way, or None; of two as small, the one downwards."""
    if not steady:
        for k in range(1, min(max(down, up), SEARCHED_ONE_BY_ONE) + 1):
            for revision, most in ((-k, down), (k, up)):
                if k <= most and is_enough(revision):
                    return revision
        return UNKNOWN if max(down, up) > SEARCHED_ONE_BY_ONE else None
    fewer = assurance.first_true(lambda k: is_enough(-k), down)
    more = assurance.first_true(lambda k: is_enough(k), up)
    if fewer is None or (more is not None and more < fewer):
        return more
    return -fewer


def next_rows(plan):
    boards = [Reached(plan, hwb) for hwb in plan.data.boards]
    return [board.next_pound(part) for part in assurance.PARTS for board in boards]


def fragile_rows(plan):
    """Ranked, with those whose revision is unknown last and without a rank."""
    rows = [row for hwb in plan.data.boards for row in Reached(plan, hwb).fragile()]
    known = [row for row in rows if row["revision"] != UNKNOWN]
    known.sort(key=lambda row: (
        abs(row["revision"]), -abs(row["moved"]), row["hwb"].encode("utf-8"),
        assurance.PARTS.index((row["payment"], row["metric"])), row["figure"], row["kind"]))
    for i, row in enumerate(known):
        row["rank"] = i + 1
    return known + [row for row in rows if row["revision"] == UNKNOWN]

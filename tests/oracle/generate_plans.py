#!/usr/bin/env python3
"""A random dataset folder with everything that comes with a plan, the same for the same seed.

To the areas and figures of generate.py come what is pooled, spent and passed down, years before,
the ambitions of CCGs and months of admissions: as often as not exactly on a line, or one unit off.
With `--broken KIND` one thing is wrong, and the dataset must be refused.
"""

import argparse
import os
import sys
import tempfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assurance
import generate
import oracle
from generate import decimal_text, period_text

DEADLINE_DAYS = ("2014-02-13", "2014-02-14", "2014-02-15", "2014-04-03", "2014-04-04",
                 "2014-04-05", "2015-01-31")
GRANT_DAYS = ("2015-03-31", "2015-04-01", "2015-09-30", "2016-03-31", "2016-04-01")
BROKEN = ("history-zero-denominator", "history-unknown-metric", "history-second-row",
          "history-period", "ccg-ambition-zero-denominator", "ccg-ambition-unknown-ccg",
          "pooled-unknown-contributor", "pooled-district", "pooled-unknown-component",
          "pooled-third-decimal", "pooled-second-row", "spend-negative", "spend-unknown-board",
          "district-plan-unknown", "district-plan-date", "district-plan-second-row")


def month_text(month):
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


class PlanGenerator(generate.Generator):
    def make(self):
        super().make()
        self.make_one_in_a_hundred()
        self.make_decided()
        for hwb in self.boards:
            if self.chance(0.7):
                self.make_counts(hwb)
        self.make_history()
        self.make_ccg_ambitions()
        self.make_months()
        self.make_money()

    def pair(self, value, denominator):
        """Counts that somebody could count: not as long as those of generate.py."""
        factor = self.random.choice((Fraction(1), Fraction(1), Fraction(1, 2), Fraction(3),
                                     Fraction(10**12 + 1, 10**8)))
        return decimal_text(value * factor), decimal_text(denominator * factor)

    def on_or_off(self, value, unit=1):
        """Mostly the value itself, or a unit more or less; never less than nothing."""
        return max(value + unit * self.random.choice((0, 0, 0, -1, -1, 1)), 0)

    def one_of_ccgs(self, ccg):
        """The CCG, or an ended code all of which became it."""
        old = [row["code"] for row in self.tables.get("successors", ())
               if row["successor"] == ccg and Fraction(row["share"]) == 1]
        return self.random.choice(old) if old and self.chance(0.5) else ccg

    def make_one_in_a_hundred(self):
        """A CCG with which exactly one in a hundred of a council's people are registered."""
        self.one_in_a_hundred = None
        rows = self.tables["residents"]
        council = self.random.choice(self.councils)
        current = [row for row in rows if row["council"] == council]
        if (any(row["code"] in self.councils or row["successor"] == council
                for row in self.tables.get("successors", ()))
                or len(current) < 2 or not self.chance(0.6)):
            return
        others = current[1:]
        if any(len(row["people"]) > 25 for row in current):
            return
        for row in others:
            row["people"] = decimal_text(Fraction(row["people"]) * 99)
        few = sum(Fraction(row["people"]) for row in others) / 99
        if few > 0:
            current[0]["people"] = decimal_text(few - self.random.choice((0, 0, 0, few / 10)))
            self.one_in_a_hundred = current[0]["ccg"]

    def make_decided(self):
        for row in self.tables["decisions"]:
            if row["item"] == "signed-off" and self.chance(0.8):
                row["decided"] = self.random.choice(DEADLINE_DAYS + ("",))
        if self.chance(0.3):
            hwb = self.random.choice(self.boards)
            for table in ("conditions", "decisions"):
                self.tables[table] = [row for row in self.tables[table] if row["hwb"] != hwb]

    # Ambitions as counts, which can be told from noise.

    def make_counts(self, hwb):
        """All the board's ambitions anew, as counts of something."""
        for table in ("ambitions", "outturn"):
            self.tables[table] = [row for row in self.tables[table] if row["hwb"] != hwb
                                  or row["metric"] == "non-elective"]
        all_stand_ins = self.chance(0.15)
        local_window = (2014, self.random.randint(1, 12), self.random.choice((3, 6, 12)))
        for payment, metric in generate.SCORED:
            if self.chance(0.12):
                continue
            window = generate.WINDOWS.get((payment, metric), local_window)
            rows = self.counts(hwb, payment, metric, window)
            for table, row in zip(("ambitions", "outturn"), rows):
                if row is not None:
                    row.update(hwb=hwb, metric=metric, payment=payment,
                               status="illustrative" if all_stand_ins else self.status())
                    self.tables[table].append(row)

    def measure(self, hwb, metric):
        if metric != "local":
            return "SALT", generate.BETTER[metric], oracle.METRICS[metric][1]
        definition, better = self.local[hwb]
        if definition in generate.MENU:
            return (definition,) + generate.MENU[definition]
        for row in self.tables["local_metrics"]:
            if (row["hwb"], row["definition"]) == (hwb, definition):
                return definition, better, int(row["scale"])
        raise AssertionError("an alternative is not described")

    def counts(self, hwb, payment, metric, window):
        definition, better, scale = self.measure(hwb, metric)
        sign = 1 if better == "higher" else -1
        year, month, length = window
        size = self.random.choice((6, 40, 500, 5000))
        before = self.random.randint(max(size // 4, 1), size)
        of = before * self.random.choice((2, 3)) if scale == 100 else before * 20
        if self.chance(0.08):
            of = scale
            before = self.random.randint(1, min(of, 90))
        of_later = of if self.chance(0.6) else of + self.random.randint(-(of // 20), of // 20)
        steps = 10 * self.random.randint(1, max(1, before // 40))
        after = max(before + sign * steps, 0)
        enough = assurance.smallest_significant(better, scale, (Fraction(before), Fraction(of)),
                                                Fraction(of_later))
        kind = self.random.choice(("tenths", "significant", "significant", "any", "equal", "off"))
        if kind == "significant" and enough is not None:
            after = self.on_or_off(enough)
        elif kind == "equal":
            after, of_later = before, of
        elif kind == "off":
            after = max(before + sign * self.random.randint(-3, 6), 0)
        elif scale != 1 and self.chance(0.1):
            # Just enough: 196 squared over 10,000, and 10,000 x 98 squared over 5,000 squared.
            ends = (4902, 5098) if scale != 100 else (2451, 2549)
            before, after = ends if better == "higher" else ends[::-1]
            of = of_later = 5000 if scale == 100 else self.random.choice((90000, 200000))
            after -= sign * self.random.choice((0, 0, 1))
        if scale == 100 and self.chance(0.9):
            after = min(after, of_later)
        baseline_period = period_text(year - self.random.choice((1, 1, 1, 2)), month, length)
        if self.chance(0.12):
            baseline_period = self.random.choice((
                period_text(year - 2, month % 12 + 1, length), period_text(year, month, length),
                period_text(year - 2, month, length % 12 + 1)))
        planned = {"definition": definition, "baseline_period": baseline_period,
                   "baseline_numerator": str(before), "baseline_denominator": str(of),
                   "ambition_numerator": str(after), "ambition_denominator": str(of_later)}
        if self.chance(0.06) and metric != "local":
            planned["definition"] = "ASC-CAR"
        if self.chance(0.15):
            return planned, None
        counted_of = of if self.chance(0.6) else of_later
        reached = self.random.choice(generate.PASSING[:5] + generate.FAILING[:2] + (None,))
        if scale == 100 and self.chance(0.1):
            actual = self.on_or_off(counted_of)
        elif reached is None:
            actual = self.random.randint(0, before)
        else:
            # Near to so much of the way, over the denominator that it is counted of.
            rate = Fraction(before, of) + reached * (Fraction(after, of_later)
                                                     - Fraction(before, of))
            actual = self.on_or_off(max(int(rate * counted_of), 0))
        counted = {"definition": planned["definition"], "period": period_text(year, month, length),
                   "numerator": str(actual), "denominator": str(counted_of)}
        if self.chance(0.05):
            counted["numerator"] = decimal_text(Fraction(actual) + Fraction(1, 2))
        if self.chance(0.06):
            counted["definition"] = "another version"
        return planned, counted

    # Years before.

    def make_history(self):
        rows = {}
        windows = {}
        for row in self.tables["outturn"]:
            if (row["payment"], row["metric"]) not in generate.WINDOWS:
                windows[row["hwb"], row["payment"], row["metric"]] = row["period"]
        for row in self.tables["ambitions"]:
            if row["metric"] == "non-elective" or self.chance(0.3):
                continue
            key = (row["hwb"], row["payment"], row["metric"])
            fixed = generate.WINDOWS.get(key[1:])
            season = (oracle.months_of(period_text(*fixed)) if fixed else
                      oracle.months_of(windows[key]) if key in windows else None)
            if season is not None:
                self.make_years(row, season, rows)
        self.table("history", "hwb,metric,definition,period,numerator,denominator",
                   [key + value for key, value in rows.items()])

    def make_years(self, row, season, rows):
        first, length = season
        of = Fraction(row["baseline_denominator"])
        before, after = Fraction(row["baseline_numerator"]), Fraction(row["ambition_numerator"])
        if of != Fraction(row["ambition_denominator"]):
            after = after * of / Fraction(row["ambition_denominator"])
        step = abs(after - before)
        sort = self.random.choice(("trend", "trend", "change", "change", "any", "few"))
        lags = list(range(1, self.random.choice((3, 3, 4, 5)) + 1))
        if sort == "few":
            lags = lags[:self.random.choice((1, 2))]
        if self.chance(0.2) and len(lags) > 3:
            lags.remove(2)
        values = {}
        level = before
        for lag in lags:
            values[lag] = level
            if sort == "change":
                level += self.random.choice((1, -1)) * self.on_or_off(step)
            else:
                level += self.random.choice((1, 1, -1)) * Fraction(self.random.randint(0, 9))
        if sort == "trend" and len(lags) >= 3:
            # The oldest year such that the line through all of them meets the ambition.
            def line(oldest):
                points = [(-lag, values[lag]) for lag in lags[:-1]] + [(-lags[-1], oldest)]
                return assurance.line_at([(Fraction(x), y) for x, y in points], 0)

            per_event = line(Fraction(1)) - line(Fraction(0))
            if per_event != 0:
                values[lags[-1]] = (after - line(Fraction(0))) / per_event
        if self.chance(0.2):
            values[0] = before + self.random.randint(-50, 50)
        for lag, value in values.items():
            if value < 0 or (10**12 * value).denominator != 1:
                value = Fraction(max(int(value), 0))
            if self.chance(0.15):
                value = self.on_or_off(value)
            month = first - 12 * lag
            period = period_text(month // 12, month % 12 + 1, length)
            key = (row["hwb"], row["metric"], row["definition"], period)
            if len(decimal_text(value)) < 30:
                rows.setdefault(key, (decimal_text(value), decimal_text(of)))
        if self.chance(0.15):
            period = period_text(2011, self.random.randint(1, 12), self.random.choice((3, 6, 12)))
            rows.setdefault((row["hwb"], row["metric"], row["definition"], period), ("5", "7"))

    # What CCGs aim for.

    def people_of(self, hwb):
        councils = {row["council"] for row in self.tables["councils"] if row["hwb"] == hwb}
        return sorted({row["ccg"] for row in self.tables["residents"]
                       if row["council"] in councils and row["ccg"] in self.ccgs})

    def make_ccg_ambitions(self):
        rows = {}
        for row in self.tables["ambitions"]:
            if row["metric"] not in assurance.SHARED_WITH_CCGS or self.chance(0.15):
                continue
            top = Fraction(row["ambition_numerator"])
            bottom = Fraction(row["ambition_denominator"])
            if len(row["ambition_numerator"] + row["ambition_denominator"]) > 30:
                continue
            side = self.random.choice((1, -1))
            for ccg in self.people_of(row["hwb"]):
                sort = self.random.choice(("equal", "equal", "beyond", "beyond", "other side",
                                           "none"))
                if sort == "none" and self.chance(0.7):
                    sort = "equal"
                factor = self.random.choice((1, 2, 3, 10))
                value = top * factor
                if sort == "beyond":
                    value += side * self.random.randint(1, 20)
                elif sort == "other side":
                    value -= side
                definition = row["definition"]
                if self.chance(0.05):
                    definition = "as CCGs count"
                if sort != "none" and value >= 0:
                    key = (row["metric"], row["payment"], definition)
                    code = self.one_of_ccgs(ccg)
                    rows[(code,) + key] = (decimal_text(value), decimal_text(bottom * factor))
                    if code != ccg and self.chance(0.5):
                        rows[(ccg,) + key] = (decimal_text(value), decimal_text(bottom * factor))
        self.table("ccg_ambitions", "ccg,metric,payment,definition,ambition_numerator,"
                                    "ambition_denominator",
                   [key + value for key, value in rows.items()])

    # Admissions by month.

    def make_months(self):
        """The activity of generate.py makes way: here are months, some with holes."""
        rows = {}

        def add(ccg, months):
            for month, count in months.items():
                if count >= 0:
                    rows[ccg, "non-elective", month_text(month)] = (decimal_text(count),
                                                                    self.status())

        for ccg in self.ccgs:
            sort = self.random.choice(("none", "quarters", "whole", "hole", "hole", "hole"))
            if ccg == self.one_in_a_hundred:
                sort = "hole"
            if sort == "none":
                continue
            if sort == "quarters":
                rows[ccg, "non-elective", "2014-04..2014-06"] = ("100", self.status())
                continue
            first = 12 * 2013 + self.random.randint(0, 11)
            months = {first + i: Fraction(3 * self.random.randint(95, 105)) for i in range(18)}
            if sort == "hole":
                self.dig(months, first)
            old = self.one_of_ccgs(ccg)
            if old == ccg:
                add(ccg, months)
            elif self.chance(0.5):
                add(old, months)
            else:
                part = Fraction(self.random.randint(1, 90))
                add(ccg, {month: count - part for month, count in months.items()})
                add(old, {month: part for month in months
                          if month in months and (self.chance(0.95) or months[month] < part)})
        self.table("activity", "ccg,measure,period,count,status",
                   [key + value for key, value in rows.items()])

    def dig(self, months, first):
        for _ in range(self.random.choice((1, 1, 2))):
            start = first + self.random.randint(1, 16)
            level = months.get(start - 1)
            if not level:
                continue
            for month in range(start, start + self.random.choice((1, 2, 4, 30))):
                if month in months:
                    months[month] = self.random.choice((level * 2 / 3, level * 2 / 3, level / 3,
                                                        Fraction(0)))
            if self.chance(0.3) and start in months:
                months[start] = level * 2 / 3 + Fraction(self.random.choice((0, 1)), 10**3)
            if self.chance(0.2):
                months.pop(self.random.choice(sorted(months)))
        for month, count in months.items():
            if (count * 10**9).denominator != 1:
                months[month] = Fraction(int(count))

    # Money, on the line of what is allocated.

    def make_money(self):
        with tempfile.TemporaryDirectory() as folder:
            state = self.random.getstate()
            self.write(folder)
            self.random.setstate(state)
            fund = oracle.Fund(oracle.Dataset(folder), "2015-16",
                               oracle.complete_settings([], "2015-16"))
        self.make_pooled(fund)
        self.make_district_plans(fund)
        self.make_spend(fund)

    def pence(self, amount):
        text = decimal_text(Fraction(amount, 100))
        return text + ".00" if "." not in text and self.chance(0.2) else text

    def near(self, amount, zero=0.05):
        """Pence: mostly the amount, or a penny off, or something else altogether."""
        if self.chance(zero):
            return 0
        if self.chance(0.15):
            return self.random.randint(0, 2 * amount + 1)
        return self.on_or_off(amount, self.random.choice((1, 1, 100)))

    def make_pooled(self, fund):
        rows = {}
        for hwb in self.boards:
            if self.chance(0.15):
                continue
            minimum = {}
            for row in fund.rows:
                if row["hwb"] == hwb:
                    key = (row["ccg"] or row["council"], row["component"])
                    minimum[key] = minimum.get(key, 0) + row["amount"]
            lacking = self.random.choice((0, 0, 0, 0.1, 0.5))
            exact = self.chance(0.3)
            for (contributor, component), amount in minimum.items():
                if self.chance(lacking):
                    continue
                pooled = amount if exact else self.near(amount)
                old = self.one_of_ccgs(contributor)
                if old != contributor and self.chance(0.7):
                    part = self.random.randint(0, pooled)
                    rows[hwb, old, component] = part
                    rows[hwb, contributor, component] = pooled - part
                else:
                    rows[hwb, old, component] = pooled
            for _ in range(self.random.choice((0, 1, 2))):
                contributor = self.random.choice(self.ccgs + self.councils)
                component = self.random.choice(("nhs-core", "social-care-transfer", "reablement",
                                                "social-care-capital", "dfg"))
                rows.setdefault((hwb, contributor, component), self.random.choice((0, 1, 10**7)))
        self.table("pooled", "hwb,contributor,component,amount",
                   [key + (self.pence(amount),) for key, amount in rows.items()])

    def make_district_plans(self, fund):
        rows = {}
        for district in self.districts:
            amount = sum(row["amount"] for row in fund.rows if row["district"] == district)
            if self.chance(0.15):
                continue
            days = self.random.choice((GRANT_DAYS, ("2015-05-01",), GRANT_DAYS + ("",)))
            rows[self.one_of_ccgs(district)] = (self.pence(self.near(amount)),
                                                self.random.choice(days))
        self.table("district_plans", "district,amount,passed_down",
                   [(key,) + value for key, value in rows.items()])
        if self.chance(0.1):
            self.columns["district_plans"].remove("passed_down")

    def make_spend(self, fund):
        rows = {}
        for hwb in self.boards:
            if self.chance(0.15):
                continue
            for purpose, nation, component in assurance.EARMARKS:
                if self.chance(0.15):
                    continue
                whole = sum(row["amount"] for row in fund.rows if row["component"] == component)
                share = Fraction(nation * fund.of_board(hwb, (component,)), whole)
                rows[hwb, purpose] = self.near(oracle.half_away(share))
            if self.chance(0.2):
                rows[hwb, "equipment"] = 100
        self.table("spend", "hwb,purpose,amount",
                   [key + (self.pence(amount),) for key, amount in rows.items()])

    # One thing wrong.

    def break_one_thing(self, kind):
        table = {"history": "history", "ccg": "ccg_ambitions", "pooled": "pooled",
                 "spend": "spend", "district": "district_plans"}[kind.partition("-")[0]]
        hwb = self.boards[0]
        good = {"history": (hwb, "reablement", "v", "2001-04..2001-06", "1", "2"),
                "ccg_ambitions": (self.ccgs[0], "reablement", "2015-10", "v", "1", "2"),
                "pooled": (hwb, self.councils[0], "dfg", "1"), "spend": (hwb, "a", "1"),
                "district_plans": ("NOWHERE", "1", "2015-05-01")}[table]
        row = dict(zip(self.columns[table], good))
        row.update({
            "history-zero-denominator": {"denominator": "0"},
            "history-unknown-metric": {"metric": "happiness"},
            "history-period": {"period": self.random.choice(("2001-13", "2001", "2001-04..2001-01",
                                                             ""))},
            "ccg-ambition-zero-denominator": {"ambition_denominator": "0.0"},
            "ccg-ambition-unknown-ccg": {"ccg": self.random.choice(("NOWHERE",
                                                                    self.councils[0]))},
            "pooled-unknown-contributor": {"contributor": "NOWHERE"},
            "pooled-district": {"contributor": self.districts[0] if self.districts
                                else "NOWHERE"},
            "pooled-unknown-component": {"component": "sunshine"},
            "pooled-third-decimal": {"amount": self.random.choice(("1.005", "0.001"))},
            "spend-negative": {"amount": self.random.choice(generate.NOT_NUMBERS)},
            "spend-unknown-board": {"hwb": self.councils[0]},
            "district-plan-date": {"district": self.districts[0] if self.districts else "NOWHERE",
                                   "passed_down": self.random.choice(("2015-5-1", "1 May",
                                                                      "2015-02-30"))},
        }.get(kind, {}))
        rows = self.tables[table] = [one for one in self.tables[table]
                                     if one.get("district") != row.get("district")
                                     or table != "district_plans"]
        if table == "district_plans":
            self.columns[table] = ["district", "amount", "passed_down"]
        rows.append(row)
        if kind.endswith("second-row"):
            rows.append(dict(row))


def generate_plans(seed, folder, most_boards=4, broken=None):
    generator = PlanGenerator(f"plans {seed}", most_boards)
    generator.make()
    if broken:
        generator.break_one_thing(broken)
    generator.write(folder)


def main():
    parser = argparse.ArgumentParser(description="Make a random dataset folder with plans.")
    parser.add_argument("seed", type=int)
    parser.add_argument("folder")
    parser.add_argument("--boards", type=int, default=4, help="at most so many boards")
    parser.add_argument("--broken", choices=BROKEN, help="and make one thing wrong")
    arguments = parser.parse_args()
    if arguments.boards < 1:
        parser.error("at least one board is needed")
    generate_plans(arguments.seed, arguments.folder, arguments.boards, arguments.broken)
    return 0


if __name__ == "__main__":
    sys.exit(main())

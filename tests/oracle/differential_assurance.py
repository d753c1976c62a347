#!/usr/bin/env python3
"""Run the program's checks of plans and its sensitivities, and the second computation of them, over
the fixtures and random datasets, and compare every result and figure."""

import argparse
import collections
import csv
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assurance
import differential
import generate_plans
import oracle
import sensitivity

FIXTURES = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                         "..", "..", "fixtures"))
POLICIES = ("2015-16", "2015-16/v3")
ROW_COLUMNS = ("hwb", "check", "result", "looked_at", "passed", "warned", "failed",
               "not_assessed", "at_stake")
ITEM_COLUMNS = ("hwb", "check", "item", "payment", "part", "result", "available", "figure")
FRAGILE_COLUMNS = ("rank", "hwb", "payment", "metric", "figure", "period", "value", "revision",
                   "kind", "before", "after", "moved", "flips")
# Whatever the data say, wrong usage: no checks, no line of 70 per cent, no such word.
MISUSES = (["assure", "-p", "2014-15"], ["assure", "-p", "2015-16/v1"],
           ["assure", "-p", "2015-16-revised"], ["assure", "-p", "2016-17"],
           ["score", "--next", "-p", "2016-17"], ["score", "--fragile", "-p", "2014-15"],
           ["score", "--next", "-p", "2015-16-revised"],
           ["score", "--fragile", "-p", "2015-16-revised"],
           ["score", "--next", "--fragile"], ["assure", "--by", "mood"],
           ["assure", "--only", "happiness"], ["assure", "--fail-on", "pass"],
           ["assure", "--set", "clawback=yes"])


def money(pence):
    return "" if pence is None else oracle.money_text(pence)


def plain(value):
    if value is None or isinstance(value, str):
        return value or ""
    return assurance.plain(value)


def period_text(period):
    first, length = period
    return generate_plans.month_text(first) + (
        ".." + generate_plans.month_text(first + length - 1) if length > 1 else "")


class Wanted:
    """What the program should print, from the second computation."""

    def __init__(self, folder, settings, as_at):
        data = assurance.Plans(folder, as_at)
        self.plan = assurance.Assurance(data, oracle.complete_settings(settings, "2015-16"))
        self.names = {row[column]: row["name"]
                      for table, column in (("districts", "district"), ("ccgs", "ccg"))
                      for row in data.tables[table]}

    def rows(self):
        return [dict({name: str(row[name]) for name in ROW_COLUMNS},
                     at_stake=money(row["at_stake"])) for row in self.plan.rows()]

    def has_regions(self):
        return all(row.get("region") for row in self.plan.data.tables["councils"])

    def item_name(self, item):
        name = item["item"]
        if item["check"] in ("district-minimum", "district-passed-down"):
            return f"{name} ({self.names[name]})"
        if item["check"] == "minimum-pool":
            return name if name == "total" else " ".join(name)
        if item["check"] != "plausible" or name == "monthly counts":
            return name if isinstance(name, str) else " ".join(name)
        if isinstance(name, str):
            return f"CCG {name} ({self.names[name]})"
        if len(name) == 4:
            return f"history of {name[0]} in {period_text(name[2:])}"
        return " ".join(name)

    def items(self):
        return [{"hwb": item["hwb"], "check": item["check"], "item": self.item_name(item),
                 "payment": item["payment"], "part": item["metric"], "result": item["result"],
                 "available": money(self.plan.available[item["hwb"], item["payment"],
                                                        item["metric"]])
                 if item["payment"] else "", "figure": figure_of(item)}
                for item in self.plan.items]

    def next(self):
        return [{name: money(row[name]) if name in sensitivity.NEXT_MONEY else plain(row[name])
                 for name in sensitivity.NEXT_COLUMNS} for row in sensitivity.next_rows(self.plan)]

    def fragile(self):
        rows = []
        for row in sensitivity.fragile_rows(self.plan):
            if row["revision"] != sensitivity.UNKNOWN:
                row = dict(row, moved=money(row["moved"]))
                if row["kind"] == "moves-1000":
                    row.update(before=money(row["before"]), after=money(row["after"]))
            rows.append({name: plain(row.get(name)) if name != "period" else
                         period_text(row["period"]) for name in FRAGILE_COLUMNS})
        return rows


def figure_of(item):
    """What an item's detail should state, in the words that figure_in() makes of it."""
    told = item["told"]
    if "smallest" in told:
        smallest, denominator = told["smallest"]
        # People's text shows four decimals at most.
        denominator = Fraction(oracle.decimals_text(denominator, 4))
        return "none" if smallest is None else f"{smallest} of {plain(denominator)}"
    if "hole" in told:
        before, month, count, first, months, closes, holes = told["hole"]
        end = "then closes" if closes else "lasts"
        return (f"{plain(before)} in {generate_plans.month_text(month)} {plain(count)} in "
                f"{generate_plans.month_text(first)} {months} {end} {holes}")
    for name in ("trend", "mean", "largest_change"):
        if name in told:
            return oracle.decimals_text(told[name], 2)
    return ""


NUMBER = r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)"
STATED = {
    "significance": "; " + NUMBER + " of " + NUMBER + " or (?:fewer|more) is enough",
    "trend": "better than " + NUMBER + ".*, where the trend",
    "ccg-consistency": "by people " + NUMBER,
    "plausible": r"year's.* \(" + NUMBER,
}
HOLE = (f"falls from {NUMBER} in ([0-9-]*) to {NUMBER} in ([0-9-]*), a hole of ([0-9]+) months? "
        "that (then closes|lasts).*?(?:; it has ([0-9]+) such holes)?;")


def figure_in(row):
    """The same, read out of the detail that the program prints."""
    found = re.search(HOLE, row["detail"])
    if found:
        before, month, count, first, months, end, holes = found.groups()
        return (f"{before} in {month} {count} in {first} {months} {end} {holes or 1}").replace(
            ",", "")
    if row["check"] == "significance" and "; no count of" in row["detail"]:
        return "none"
    found = re.search(STATED.get(row["check"], "nothing is stated"), row["detail"])
    return " of ".join(found.groups()).replace(",", "") if found else ""


class Program:
    def __init__(self, path):
        self.path = path

    def run(self, words):
        """(exit code, columns, rows, what it said on standard error)"""
        done = subprocess.run([self.path] + words + ["-f", "csv"], capture_output=True,
                              timeout=differential.SECONDS_ALLOWED, check=False)
        said = done.stderr.decode("utf-8", "replace")
        reader = csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline=""),
                                strict=True)
        rows = list(reader)
        return done.returncode, list(reader.fieldnames or ()), rows, said


def random_case(chooser):
    """(policy, settings, as at)"""
    settings = []
    if chooser.random() < 0.7:
        settings = differential.random_settings(chooser)
    settings = [one for one in settings if not one.startswith("p4p-share-basis=published")]
    as_at = chooser.choice((None, None, "2014-04-03", "2014-04-04",
                            f"2015-{chooser.randint(1, 12):02d}-15"))
    return chooser.choice(POLICIES), settings, as_at


def rows_differ(columns, got, want):
    """The first difference between rows in order, or an empty string."""
    for i in range(max(len(got), len(want))):
        one = [got[i].get(name, "") for name in columns] if i < len(got) else ["(no more rows)"]
        other = [want[i][name] for name in columns] if i < len(want) else ["(no more rows)"]
        if one != other:
            return f"row {i + 1}\n     got {','.join(one)}\n    want {','.join(other)}"
    return ""


def items_differ(got, want):
    """Items in any order, each with the figure that its detail states."""
    counted = collections.Counter()
    for row in want:
        counted[tuple(row[name] for name in ITEM_COLUMNS)] += 1
    for row in got:
        row = dict(row, figure=figure_in(row))
        counted[tuple(row.get(name, "") for name in ITEM_COLUMNS)] -= 1
    lines = [f"{'want' if count > 0 else ' got'} {','.join(key)}"
             for key, count in sorted(counted.items()) if count]
    return "\n    ".join(["items"] + lines[:6]) if lines else ""


def view_differs(view, got, want):
    """The rows of a roll-up, in any order but for the ranks of boards."""
    if not want:
        return "rows, want none" if got else ""
    columns = sorted(want[0])
    if view == "board":
        return rows_differ(columns, got, want)

    def in_order(rows):
        return sorted(rows, key=lambda row: [row.get(name, "") for name in columns])

    return rows_differ(columns, in_order(got), in_order(want))


def fragile_differ(got, want):
    """In order of rank, but for figures whose smallest revision was not searched for."""
    def figure(row):
        return row["hwb"], row["payment"], row["metric"], row["figure"], row["kind"]

    unknown = {figure(row) for row in want if row["revision"] == sensitivity.UNKNOWN}
    columns = FRAGILE_COLUMNS
    if unknown:
        got = [row for row in got if figure(row) not in unknown]
        want = [row for row in want if figure(row) not in unknown]
        columns = columns[1:]
    return rows_differ(columns, got, want)


def exit_code(rows, fail_on):
    bad = ("warn", "fail") if fail_on == "warn" else ("fail",)
    return 1 if any(row["result"] in bad for row in rows) else 0


def differences(program, folder, case, fail_on="warn", views=()):
    """(words, what differs) for each question that is asked of the dataset; '' for nothing."""
    policy, settings, as_at = case
    asked = ["-p", policy, "-d", folder]
    for setting in settings:
        asked += ["--set", setting]
    if as_at:
        asked += ["--as-at", as_at]
    refused = False
    try:
        want = Wanted(folder, settings, as_at)
    except oracle.Refused:
        refused = True
    questions = [
        (["assure"], Wanted.rows, lambda got, rows: rows_differ(ROW_COLUMNS, got, rows)),
        (["assure", "--by", "item"], Wanted.items, items_differ),
        (["score", "--next"], Wanted.next,
         lambda got, rows: rows_differ(sensitivity.NEXT_COLUMNS, got, rows)),
        (["score", "--fragile"], Wanted.fragile, fragile_differ)]
    for view in views:
        if refused or view != "region" or want.has_regions():
            questions.append((["assure", "--by", view],
                              lambda wanted, view=view: wanted.plan.rolled_up(view),
                              lambda got, rows, view=view: view_differs(view, got, rows)))
    for words, wanted, differ in questions:
        words = words + asked
        if words[0] == "assure" and fail_on != "warn":
            words += ["--fail-on", fail_on]
        try:
            code, _, rows, said = program.run(words)
        except (subprocess.TimeoutExpired, UnicodeDecodeError, csv.Error) as problem:
            yield words, str(problem)
            continue
        expected = 3 if refused else 0
        if not refused and words[0] == "assure":
            expected = exit_code(want.rows(), fail_on)
        if code != expected:
            yield words, f"exit {code}, want {expected}: " + " | ".join(said.splitlines()[-3:])
        else:
            yield words, "" if refused else differ(rows, wanted(want))


def fixture_cases():
    """(folder, case) pairs: every setting alone for the small ones."""
    for name in ("known/assurance", "shire"):
        for settings in [[]] + [[one] for one in differential.other_values()]:
            if name != "shire" and settings and ("target-allocation" in settings[0]
                                                 or "core-only" in settings[0]
                                                 or "published" in settings[0]):
                continue
            yield name, ("2015-16", settings, None)
        for as_at in ("2014-02-14", "2014-04-04", "2015-04-01"):
            yield name, ("2015-16/v3", [], as_at)
    yield "england", ("2015-16", [], None)


def shire_at_a_thousand(folder, wanted):
    """The shire, but an admission of H2 is worth 25m / wanted: with 25,000 it is 1,000 pounds."""
    shutil.copytree(differential.SHIRE, folder, dirs_exist_ok=True)
    for table, old, new in (
            ("ambitions", "2013-04..2013-09,1200,1200000,1080,1200000",
             f"2013-04..2013-09,30000,1200000,{30000 - wanted},1200000"),
            ("outturn", "2014-04..2014-09,1200,1200000", "2014-04..2014-09,20000,1200000")):
        path = os.path.join(folder, table + ".csv")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        if text.count(old) != 1:
            raise ValueError(f"{table}: not the shire of old")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new))


VIEWS = ("check", "metric", "condition", "reason", "region", "kind", "board")


def main():
    parser = argparse.ArgumentParser(description="Compare the checks of plans with the oracle's.")
    parser.add_argument("program", help="path of bcf")
    parser.add_argument("--seeds", type=differential.parse_seeds, default=range(1, 21),
                        metavar="A-B")
    parser.add_argument("--boards", type=int, default=4, help="at most so many boards")
    parser.add_argument("--all", action="store_true", help="print every difference of a dataset")
    parser.add_argument("--keep", metavar="DIR", help="keep the datasets that differ here")
    parser.add_argument("--no-fixtures", action="store_true", help="random datasets alone")
    arguments = parser.parse_args()
    path = os.path.abspath(arguments.program)
    if not os.access(path, os.X_OK):
        parser.error(f"{path} cannot be run")
    program = Program(path)
    passed = failed = 0

    def judge(label, found):
        """Counts, and prints the first of a dataset; whether all were the same."""
        nonlocal passed, failed
        printed = False
        for words, what in found:
            if not what:
                passed += 1
                continue
            failed += 1
            if not printed or arguments.all:
                print(f"{label}: bcf {' '.join(words)}: {what}")
            printed = True
        return not printed

    if not arguments.no_fixtures:
        for words in MISUSES:
            code, _, _, said = program.run(words)
            judge("misuse", [(words, "" if code == 2 else f"exit {code}, want 2: {said}")])
        for name, case in fixture_cases():
            views = VIEWS if case == ("2015-16", [], None) else ()
            judge(name, differences(program, os.path.join(FIXTURES, name), case, views=views))
        for wanted in (25000, 25001):
            with tempfile.TemporaryDirectory() as folder:
                shire_at_a_thousand(folder, wanted)
                judge(f"shire, {wanted}", differences(program, folder, ("2015-16", [], None)))
    for seed in arguments.seeds:
        chooser = random.Random(f"assurance {seed}")
        cases = [(("2015-16", [], None), "warn", chooser.sample(VIEWS, 2)),
                 (random_case(chooser), chooser.choice(("warn", "fail")),
                  chooser.sample(VIEWS, 1))]
        with tempfile.TemporaryDirectory() as folder:
            generate_plans.generate_plans(seed, folder, arguments.boards)
            same = all([judge(f"seed {seed}", differences(program, folder, case, fail_on,
                                                            views))
                        for case, fail_on, views in cases])
        if not same and arguments.keep:
            generate_plans.generate_plans(seed, os.path.join(arguments.keep, str(seed)),
                                          arguments.boards)
        kind = generate_plans.BROKEN[seed % len(generate_plans.BROKEN)]
        with tempfile.TemporaryDirectory() as folder:
            generate_plans.generate_plans(seed, folder, arguments.boards, kind)
            judge(f"seed {seed} {kind}", differences(program, folder, ("2015-16", [], None)))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

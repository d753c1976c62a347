#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Run the program and the second evaluation over random policies and compare what they print."""

import argparse
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

import formulas
import oracle
import policies
from differential import SECONDS_ALLOWED, parse_seeds

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
TEXTS = ("area", "exact", "share")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]{1,20})?")


def is_same_decimal(got, want):
    """The same figure; how many zeros follow the last digit is not looked at."""
    if not want or not got:
        return got == want
    return bool(DECIMAL.fullmatch(got)) and Fraction(got) == Fraction(want)


def is_within(got, want):
    """One of the statuses from the value's to the share's."""
    best, _, worst = want.partition("..")
    if got not in oracle.STATUSES:
        return False
    order = oracle.STATUSES.index
    return order(best) <= order(got) <= order(worst or best)


def row_difference(got, want):
    for column, value in want.items():
        if column not in got:
            return f"no column {column}"
        same = (is_within(got[column], value) if column == "data_status" else
                got[column] == value if column in TEXTS or column in oracle.ALLOCATE_COLUMNS
                else is_same_decimal(got[column], value))
        if not same:
            return f"{column} {got[column]}, want {value}"
    return ""


def ask(program, words):
    """(exit code, rows, the whole output, what it said on standard error)"""
    done = subprocess.run([program] + words + ["-f", "csv"], capture_output=True,
                          timeout=SECONDS_ALLOWED, check=False)
    said = " | ".join(done.stderr.decode("utf-8", "replace").splitlines()[:3])
    if done.returncode != 0:
        return done.returncode, [], done.stdout, said
    text = io.StringIO(done.stdout.decode("utf-8-sig"), newline="")
    return 0, list(csv.DictReader(text, strict=True)), done.stdout, said


def expected(case, name, settings):
    """(exit code, rows), or None where the rules do not say."""
    try:
        return 0, formulas.compute(case.policy, case.data, name, settings)[1]
    except oracle.Refused:
        return 3, []
    except oracle.Misused:
        return 2, []
    except formulas.Unclear:
        return None


def words_for(case, name, settings):
    words = ["allocate"] if name is None else ["formulas", name]
    words += ["-p", case.policy, "-d", case.data]
    for setting in settings:
        words += ["--set", setting]
    return words


def difference(program, case, name, settings):
    """What differs first; nothing where nothing does; None where nothing can be compared."""
    want = expected(case, name, settings)
    if want is None:
        return None
    try:
        code, rows, _, said = ask(program, words_for(case, name, settings))
    except (subprocess.TimeoutExpired, UnicodeDecodeError, csv.Error) as problem:
        return str(problem)
    if code != want[0]:
        return f"exit {code}, want {want[0]}: {said}"
    if len(rows) != len(want[1]):
        return f"{len(rows)} rows, want {len(want[1])}"
    for i, (row, wanted) in enumerate(zip(rows, want[1])):
        found = row_difference(row, wanted)
        if found:
            return f"row {i + 1} {wanted.get('area', '')}: {found}"
    return ""


def list_difference(program, case):
    """The formulas as a list: which there are, of what kind and for which areas."""
    try:
        policy = formulas.read_policy(case.policy)
    except oracle.Refused:
        return ""
    code, rows, _, said = ask(program, ["formulas", "-p", case.policy])
    if code != 0:
        return f"exit {code}, want 0: {said}"
    got = [(row["formula"], row["kind"], row["level"]) for row in rows]
    want = [(name, formulas.tag(one), policy.level_of(name))
            for name, one in policy.formulas.items()]
    return "" if got == want else f"{got}, want {want}"


def order_difference(program, case, name, seed):
    """The same figures in another order of rows and columns give the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        other = os.path.join(folder, "data")
        shutil.copytree(case.data, other)
        for table in sorted(name for name in os.listdir(other) if name.endswith(".csv")):
            path = os.path.join(other, table)
            with open(path, encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(io.StringIO(file.read(), newline=""), strict=True)
                rows, columns = list(reader), list(reader.fieldnames)
            chooser = random.Random(f"order {seed} {table}")
            chooser.shuffle(rows)
            chooser.shuffle(columns)
            with open(path, "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        words = words_for(case, name, [])
        code, _, here, _ = ask(program, words)
        other_code, _, there, _ = ask(program, [other if word == case.data else word
                                                for word in words])
    return "" if (code, here) == (other_code, there) else "another order gives another answer"


def questions(case, seed):
    """What to ask of a seed's policy: (formula or None for the fund, settings)."""
    chooser = random.Random(f"questions {seed}")
    asked = []
    for name in case.formulas:
        asked.append((name, []))
        if case.readings:
            asked.append((name, [chooser.choice(case.readings)]))
    if case.has_fund:
        for unit in policies.UNITS:
            reading = [chooser.choice(case.readings)] if case.readings else []
            asked.append((None, [f"unit={unit}"] + reading))
        asked.append((None, []))
    return asked


def fixtures():
    """The project's own policies: over the shire, or over the dataset that they lie in."""
    found = []
    places = [where for top in ("formulas", "fixtures")
              for where, _, names in sorted(os.walk(os.path.join(ROOT, top)))
              if "policy.xml" in names]
    for where in places:
        inside = os.path.relpath(where, ROOT)
        path = os.path.join(where, "policy.xml")
        policy = formulas.read_policy(path)
        readings = [f"{name}={value}" for name, values in policy.settings.items()
                    for value in values if name in ("ccg-share-basis", "ccg-formula-scope")]
        # How the installed policies share out is what oracle.py knows by heart.
        is_installed = inside.startswith("formulas")
        found.append((inside, policies.Case(
            path, os.path.join(ROOT, "fixtures", "shire") if is_installed else where,
            list(policy.formulas), readings, bool(policy.components) and not is_installed)))
    return found


class Tally:
    def __init__(self, print_all):
        self.print_all = print_all
        self.passed = self.failed = self.unclear = 0

    def run(self, label, checks):
        """`checks` are (command, function); returns whether all were the same."""
        same = True
        for command, check in checks:
            found = check()
            if found is None:
                self.unclear += 1
            elif found == "":
                self.passed += 1
            else:
                self.failed += 1
                if same or self.print_all:
                    print(f"{label}: bcf {' '.join(command)}: {found}")
                same = False
        return same


def checks_of(program, case, seed):
    checks = [(words_for(case, name, settings),
               lambda name=name, settings=settings: difference(program, case, name, settings))
              for name, settings in questions(case, seed)]
    checks.append((["formulas", "-p", case.policy], lambda: list_difference(program, case)))
    name = None if case.has_fund and seed % 2 else case.formulas[-1]
    checks.append((words_for(case, name, []) + ["(in another order)"],
                   lambda: order_difference(program, case, name, seed)))
    checks.append((words_for(case, "nowhere", []),
                   lambda: difference(program, case, "nowhere", [])))
    return checks


def checks_of_broken(program, case):
    name, settings = case.asked
    return [(words_for(case, name, settings),
             lambda: difference(program, case, name, settings))]


def main():
    parser = argparse.ArgumentParser(description="Compare the program's formulas with ours.")
    parser.add_argument("program", help="path of bcf")
    parser.add_argument("--seeds", type=parse_seeds, default=range(1, 21), metavar="A-B")
    parser.add_argument("--boards", type=int, default=6, help="at most so many boards")
    parser.add_argument("--all", action="store_true", help="print every difference of a seed")
    parser.add_argument("--keep", metavar="DIR", help="keep what differs here")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    if not os.access(program, os.X_OK):
        parser.error(f"{program} cannot be run")
    tally = Tally(arguments.all)
    found = fixtures()
    if len(found) < 5:
        parser.error(f"only {len(found)} policies were found")
    for inside, case in found:
        tally.run(inside, checks_of(program, case, 1))
    for seed in arguments.seeds:
        for broken in (None, policies.BROKEN[seed % len(policies.BROKEN)]):
            with tempfile.TemporaryDirectory() as folder:
                case = policies.generate_policy(seed, folder, arguments.boards, broken)
                checks = (checks_of_broken(program, case) if broken
                          else checks_of(program, case, seed))
                same = tally.run(f"seed {seed}" + (f" {broken}" if broken else ""), checks)
            if not same and arguments.keep:
                policies.generate_policy(seed, os.path.join(
                    arguments.keep, f"{seed}-{broken or 'policy'}"), arguments.boards, broken)
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.unclear} not compared")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tests ran of the library: a table, room by room, of lines and branches.

    python3 tests/coverage.py BUILD             after the tests of a build with -DBCF_COVERAGE=ON
    python3 tests/coverage.py BUILD --forget    before them: what was counted until now

BUILD's counts are read by gcov, which comes with gcc. Of the rooms that money rests on, every line
and every branch must have been run, but for the branches that tests/coverage.txt names one by one
with a reason; of all lines of the library, 90 in a hundred. docs/coverage.md says more.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

import listed

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXCLUDED = ROOT / "tests/coverage.txt"
WHOLE = ("money", "ratio", "apportion", "release", "score")
LIBRARY_PERCENT = 90

Exclusion = collections.namedtuple("Exclusion", "branches reason number")


class Tally:
    """What was run, of how much."""

    def __init__(self):
        self.lines = self.lines_run = self.branches = self.branches_run = self.excluded = 0

    def add(self, runs, branches, excluded):
        self.lines += 1
        self.lines_run += runs > 0
        self.branches += len(branches) - excluded
        self.branches_run += sum(count > 0 for count in branches)
        self.excluded += excluded

    def row(self, name):
        def share(run, of):
            tenths = run * 1000 // of if of else 1000  # rounded down: 100 means all
            return f"{run:6} of {of:5} {tenths // 10:4}.{tenths % 10}"
        return (f"{name:13}{share(self.lines_run, self.lines)}   "
                f"{share(self.branches_run, self.branches)}   {self.excluded or '':>3}").rstrip()


def rooms_in_order():
    text = (ROOT / "bcf/CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"set\(BCF_ROOMS ([^)]*)\)", text).group(1).split()


def counted(build):
    """File name -> line number -> (times run, times each branch was taken)."""
    objects = sorted(build.glob("bcf/CMakeFiles/bcf_*.dir/*.gcno"))
    if not objects or not any(build.rglob("*.gcda")):
        sys.exit(f"{build}: not built with -DBCF_COVERAGE=ON, or no test was run")
    said = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *objects],
                          capture_output=True, check=True, text=True).stdout
    files = collections.defaultdict(dict)
    for document in said.splitlines():
        for file in json.loads(document)["files"] if document.startswith("{") else []:
            if (ROOT / file["file"]).resolve().parent != ROOT / "bcf":
                continue
            lines = files[pathlib.Path(file["file"]).name]
            for line in file["lines"]:
                runs, branches = lines.get(line["line_number"], (0, []))
                taken = [branch["count"] for branch in line["branches"]]
                lines[line["line_number"]] = (runs + line["count"], branches + taken)
    return files


def exclusions():
    """tests/coverage.txt."""
    found = {}
    form = "room ¦ line ¦ branches ¦ reason"
    for number, parts in listed.read(EXCLUDED, form):
        if not parts[2].isdigit():
            listed.refuse(EXCLUDED, number, f"not `{form}`")
        found[tuple(parts[:2])] = Exclusion(int(parts[2]), parts[3], number)
    return found


def look(files, rooms, excluded):
    """(a tally for each room and for all, what is wrong)."""
    tallies = {room: Tally() for room in [*rooms, "the library"]}
    problems, met = [], set()
    for name, lines in sorted(files.items()):
        source = (ROOT / "bcf" / name).read_text(encoding="utf-8").splitlines()
        stem = name.rsplit(".", 1)[0]
        room = stem if stem in rooms else stem.rsplit("_", 1)[0]
        for number, (runs, branches) in sorted(lines.items()):
            text = " ".join(source[number - 1].split())
            exclusion = excluded.get((room, text))
            not_taken = branches.count(0)
            allowed = 0
            if exclusion is not None and exclusion.branches == not_taken:
                met.add((room, text))
                allowed = exclusion.branches
            elif exclusion is not None:
                met.add((room, text))
                problems.append(f"{EXCLUDED.name}:{exclusion.number}: {exclusion.branches} "
                                f"branches, but {not_taken} were not taken: {text}")
            elif room in WHOLE and (runs == 0 or not_taken > 0):
                problems.append(f"bcf/{name}:{number}: run {runs} times, {not_taken} of "
                                f"{len(branches)} branches never taken: {text}")
            tallies[room].add(runs, branches, allowed)
            tallies["the library"].add(runs, branches, allowed)
    problems += [f"{EXCLUDED.name}:{excluded[key].number}: fits no line of {key[0]}: {key[1]}"
                 for key in excluded.keys() - met]
    return tallies, problems


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    if sys.argv[2:] == ["--forget"]:
        for counts in build.rglob("*.gcda"):
            counts.unlink()
        return 0
    rooms = rooms_in_order()
    excluded = exclusions()
    tallies, problems = look(counted(build), rooms, excluded)
    for room in WHOLE:
        if tallies[room].lines == 0:
            problems.append(f"{room}: nothing was counted")
    library = tallies["the library"]
    if library.lines_run * 100 < library.lines * LIBRARY_PERCENT:
        problems.append(f"the library: less than {LIBRARY_PERCENT} lines in a hundred were run")

    print(f"{'room':13}{'lines run':>15} {'%':>6}   {'branches taken':>15} {'%':>6}   excluded")
    for name in rooms:
        if name not in WHOLE:
            print(tallies[name].row(name))
    print("\nThe rooms that money rests on, where everything must be run:")
    for name in WHOLE:
        print(tallies[name].row(name))
    print(library.row("\nthe library"))
    print("\nExcluded, and why (tests/coverage.txt):")
    for (room, text), exclusion in excluded.items():
        print(f"- {room}: {text}\n  {exclusion.branches} of its branches: {exclusion.reason}")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

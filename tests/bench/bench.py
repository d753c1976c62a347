#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long bcf takes and how much memory, beside peers that do the same in this run.

    bench.py BUILD            measure, and print the page
    bench.py BUILD --quick    the same with fewer rounds and nothing that takes long
    bench.py BUILD --write    write the page to docs/benchmarks.md

Commands that are compared run in turn, one round after another, so that what slows the machine slows
all of them; a ratio is the median of those of the rounds. Nothing is tested here: what fails a change
is gate.py, which counts instructions.
"""

import os
import pathlib
import signal
import sys
import tempfile

import datasets
import page
import spreadsheet
import sweeps
import wrong
from measure import Refused, Runs, Stopwatch
from splits import KINDS, split_alone

ROOT = pathlib.Path(__file__).resolve().parents[2]
MILLION = 1_000_000
ENGLANDS = 67  # of 151 boards: ten thousand and a few
GIBIBYTES_FOR_A_HUNDRED_MILLION = 14
IN_A_SHEET = 100_000  # LibreOffice takes half a minute for a million


class Bench:
    def __init__(self, build, folder, is_quick):
        self.build, self.folder = pathlib.Path(build), pathlib.Path(folder)
        self.is_quick = is_quick
        self.watch = Stopwatch(self.tool("run"), folder)
        self.weights = {}
        self.figures = []  # of page.Figure
        self.left_out = []
        self.nation_is = ""  # once it was made

    def tool(self, name):
        return str(self.build / "tests" / "bench" / f"bench_{name}")

    def bcf(self, *words):
        return [str(self.build / "bin" / "bcf"), *map(str, words)]

    def apportion(self, count):
        return self.bcf("apportion", datasets.AMOUNT, self.weights_of(count))

    def weights_of(self, count):
        if count not in self.weights:
            self.weights[count] = self.folder / f"weights-{count}.csv"
            datasets.write_weights(self.weights[count], count)
        return str(self.weights[count])

    def rounds(self, many):
        return min(many, 3) if self.is_quick else many

    def figure(self, what, limit, runs, **limits):
        """Holds runs against limits: milliseconds, megabytes."""
        measured = {"milliseconds": 1000 * runs.seconds, "megabytes": runs.megabytes}
        self.figures.append(page.Figure(
            what, limit, f"{page.number(1000 * runs.seconds)} ms, {page.number(runs.megabytes)} MB",
            all(measured[name] <= most for name, most in limits.items()), runs))

    def ratio(self, what, most, times, note=""):
        self.figures.append(page.Figure(what, f"{most} times", f"{page.number(times)} times{note}",
                                        times <= most, None))

    def missing(self, what, limit, why):
        self.figures.append(page.Figure(what, limit, str(why), False, None))

    # Each of these measures a part of the page and returns its table.

    def splits(self):
        """The split alone, of weights of each kind, beside the naive one."""
        rows = []
        for kind in KINDS:
            ours, theirs, error = split_alone(self.tool, kind, MILLION, self.rounds(9))
            self.figures.append(page.Figure(
                f"the split alone, 1,000,000 recipients, {KINDS[kind]}", "50 ms",
                f"{page.number(1000 * ours.seconds)} ms", ours.seconds <= 0.050, ours))
            parts = (ours.taking, ours.sharing, theirs.seconds)
            rows.append([KINDS[kind], *map(page.milliseconds, parts),
                         page.number(ours.times(theirs)), wrong.words_of_sum(error)])
        return rows

    def peers(self):
        """File to file beside everybody who does the same."""
        rows = self.peers_at(IN_A_SHEET, ["naive", "integers", "fractions", "sheet"])
        return rows if self.is_quick else rows + self.peers_at(MILLION, ["naive", "integers"])

    def peers_at(self, count, names):
        here = pathlib.Path(__file__).parent
        words = [datasets.AMOUNT, self.weights_of(count)]
        commands = {"naive": [self.tool("naive"), *words],
                    "integers": [sys.executable, str(here / "python_integers.py"), *words],
                    "fractions": [sys.executable, str(here / "python_fractions.py"), *words]}
        out = {name: self.folder / f"{name}.out" for name in ("bcf", *commands)}
        if "sheet" in names and spreadsheet.is_there():
            sheet = self.folder / "split.fods"
            spreadsheet.write(sheet, datasets.AMOUNT, self.weights_of(count))
            commands["sheet"] = spreadsheet.command(sheet, self.folder)
            self.watch.once(commands["sheet"])  # makes its profile
        elif "sheet" in names:
            self.left_out.append("LibreOffice, which is not installed here")
        names = [name for name in names if name in commands]
        runs = self.watch.in_turn({"bcf": self.apportion(count)}
                                  | {name: commands[name] for name in names}, self.rounds(3), out)
        if count == MILLION:
            self.figure("apportion, 1,000,000 recipients, file to file", "300 ms, 100 MB",
                        runs["bcf"], milliseconds=300, megabytes=100)
        for name in set(names) & {"integers", "fractions"}:
            if out[name].read_bytes() != out["bcf"].read_bytes():
                raise SystemExit(f"bench: bcf and {page.PEERS[name]} print different amounts")
        right = wrong.amounts(out["bcf"])
        rows = [[f"{count:,}", "bcf", *self.told(runs["bcf"]), "", "0"]]
        for name in names:
            theirs = (wrong.amounts(self.folder / "split.csv", 2, False) if name == "sheet"
                      else wrong.amounts(out[name]))
            rows.append(["", page.PEERS[name], *self.told(runs[name]),
                         page.number(runs[name].times(runs["bcf"])),
                         wrong.words(wrong.against(right, theirs))])
        return rows

    @staticmethod
    def told(runs):
        return [page.milliseconds(runs.seconds), page.number(runs.megabytes)]

    def growth(self):
        """From a hundred recipients to ten million: for each count what file to file took, a refusal
        or None; what the split alone took, its memory, and what the naive one took."""
        sizes = [10**power for power in range(2, 6 if self.is_quick else 8)]
        taken = {}
        for count in sizes:
            self.weights_of(count)
        for _ in range(self.rounds(3)):
            for count in sizes:
                before = taken.get(count, [])
                if isinstance(before, Refused):
                    continue
                try:
                    taken[count] = before + [self.watch.once(self.apportion(count),
                                                             self.folder / "growth.out")]
                except Refused as refusal:
                    taken[count] = refusal
        found = {}
        for count in sizes:
            runs = taken[count]
            found[count] = (runs if isinstance(runs, Refused) else Runs(runs),
                            *self.growth_alone(count, self.rounds(5)))
        if not self.is_quick and page.free_gibibytes() >= GIBIBYTES_FOR_A_HUNDRED_MILLION:
            found[100 * MILLION] = (None, *self.growth_alone(100 * MILLION, 1))
        if not self.is_quick:
            self.judge_growth(found[MILLION], found[10 * MILLION])
        return found

    def growth_alone(self, count, rounds):
        ours, theirs, _ = split_alone(self.tool, "random", count, rounds)
        held = self.watch.once([self.tool("split"), "random", str(count), "1"]).megabytes
        return ours, held, theirs

    def judge_growth(self, million, ten_million):
        what = "apportion, 10,000,000 recipients beside 1,000,000"
        if isinstance(ten_million[0], Refused):
            self.missing(f"{what}, file to file", "11 times", ten_million[0])
        else:
            self.ratio(f"{what}, file to file", 11, ten_million[0].times(million[0]))
            self.ratio(f"{what}, memory", 11, ten_million[0].megabytes / million[0].megabytes)
        self.ratio(f"{what}, the split alone", 11, ten_million[1].times(million[1]))

    def england(self):
        """What is asked of England, in one row of turns."""
        spring, later = self.folder / "spring", self.folder / "later"
        data = ROOT / "fixtures"
        self.watch.once(self.bcf("settle", "-d", data / "england-spring-2015", "-o", spring))
        self.watch.once(self.bcf("settle", "-o", later))
        runs = self.watch.in_turn({
            "tables": self.bcf("settle", "--tables", "-o", self.folder / "tables"),
            "whole": self.bcf("settle", "-o", self.folder / "whole"),
            "compare": self.bcf("compare", spring, later),
            "readings": self.bcf("readings"),
            "ranges": self.bcf("readings", "--all", "-f", "csv"),
            "explain": self.bcf("explain", "Rotherham", "nhs-core"),
            "oracle": [sys.executable, str(ROOT / "tests/oracle/oracle.py"), "release",
                       "-p", "2015-16", "-d", str(data / "england")],
        }, self.rounds(9))
        self.figure("England, `settle --tables`", "15 ms, 20 MB", runs["tables"], milliseconds=15,
                    megabytes=20)
        self.figure("England, `settle`: report, workbook and certificate too", "150 ms",
                    runs["whole"], milliseconds=150)
        self.figure("England, `readings`: all combinations", "1,000 ms", runs["readings"],
                    milliseconds=1000)
        self.figure("England, `readings --all`", "1,000 ms", runs["ranges"], milliseconds=1000)
        self.ratio("England, `compare` beside `settle`", 3, runs["compare"].times(runs["whole"]))
        self.ratio("England, `compare` beside `settle --tables`, the harder reading", 3,
                   runs["compare"].times(runs["tables"]))
        self.figure("England, `explain` of one figure", "20 ms", runs["explain"], milliseconds=20)
        rows = [[page.COMMANDS[name], page.milliseconds(one.seconds), page.milliseconds(one.least),
                 page.milliseconds(one.processor), page.number(one.megabytes)]
                for name, one in runs.items()]
        return rows, runs["oracle"].times(runs["tables"])

    def sweeps(self):
        """Settlements a second of one core: the time of so many more scenarios than one."""
        few, many = self.folder / "one.csv", self.folder / "many.csv"
        for what, overrides in sweeps.SWEEPS.items():
            sweeps.write(few, 1, overrides)
            sweeps.write(many, 1 + sweeps.SCENARIOS, overrides)
            runs = self.watch.in_turn({
                name: self.bcf("sweep", path, "--jobs=1", "-f", "csv")
                for name, path in (("few", few), ("many", many))}, self.rounds(5))
            rate = sweeps.SCENARIOS / (runs["many"].seconds - runs["few"].seconds)
            self.figures.append(page.Figure(
                f"England, `sweep` of {what}", "300 a second on a core",
                f"{page.number(rate)} a second", rate >= 300, None))

    def nation(self):
        """Ten thousand boards beside one England."""
        folder = self.folder / "nation"
        boards = datasets.write_nation(ROOT / "fixtures" / "england", folder, ENGLANDS)
        self.nation_is = f"England {ENGLANDS} times over, {boards:,} boards"
        rows = []
        for words, rounds in ((["settle", "--tables"], 2), (["settle"], 1)):
            name = " ".join(words)
            what = f"{boards:,} boards beside one England, `{name}`"
            try:
                runs = self.watch.in_turn({
                    "one": self.bcf(*words, "-d", ROOT / "fixtures" / "england",
                                    "-o", self.folder / "one"),
                    "many": self.bcf(*words, "-d", folder, "-o", self.folder / "many")}, rounds)
            except Refused as refusal:
                self.missing(what, "50 times", refusal)
                continue
            times = runs["many"].times(runs["one"])
            self.ratio(what, 50, times)
            rows.append([f"`{name}`", *self.told(runs["one"]), *self.told(runs["many"]),
                         page.number(times)])
        return rows


def measure(build, is_quick):
    with tempfile.TemporaryDirectory(prefix="bcf-bench-") as folder:
        bench = Bench(build, folder, is_quick)
        before = os.getloadavg()[0]
        tables = {}
        for part in ["splits", "peers", "growth", "england"] + ([] if is_quick else ["nation"]):
            print(f"bench: {part} ...", file=sys.stderr, flush=True)
            tables[part] = getattr(bench, part)()
            if part == "england":
                bench.sweeps()
        return page.page(bench, before, **tables)


def main():
    if len(sys.argv) < 2 or sys.argv[2:] not in ([], ["--quick"], ["--write"]):
        raise SystemExit(__doc__)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left behind
    text = measure(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:] == ["--quick"])
    if sys.argv[2:] == ["--write"]:
        (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")
        print("docs/benchmarks.md is written: read the difference before you commit it")
    else:
        print(text)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: MIT
"""The page docs/benchmarks.md: what was measured, as Markdown."""

import datetime
import math
import os
import pathlib
import platform
import re
import subprocess
import sys
from typing import NamedTuple

import gate
from measure import Refused

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import listed

TRIED = pathlib.Path(__file__).with_name("tried.txt")

PEERS = {"naive": "C, floating point, each share rounded", "integers": "Python, its integers: exact",
         "fractions": "Python, its fractions: exact", "sheet": "LibreOffice, a column of ROUND()"}
COMMANDS = {"tables": "`settle --tables`", "whole": "`settle`", "compare": "`compare`, two runs",
            "readings": "`readings`", "ranges": "`readings --all -f csv`",
            "explain": "`explain Rotherham nhs-core`",
            "oracle": "the second implementation, Python: `release` alone"}


class Figure(NamedTuple):
    what: str
    limit: str
    measured: str
    is_met: bool
    runs: object  # with .least and .processor, or None

    def beside(self):
        if self.runs is None:
            return ["", ""]
        return [milliseconds(self.runs.least),
                milliseconds(self.runs.processor) if self.runs.processor else ""]


def number(value):
    """Three figures that count: 0.123, 12.3, 1,230."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"


def milliseconds(seconds):
    return number(1000 * seconds)


def table(header, rows):
    rule = ["---"] + ["---:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in (header, rule, *rows)) + "\n"


def first(pattern, path, otherwise="not known"):
    try:
        found = re.search(pattern, pathlib.Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return otherwise
    return found.group(1) if found else otherwise


def free_gibibytes():
    return int(first(r"^MemAvailable:\s+(\d+)", "/proc/meminfo", "0")) / 2**20


def commit():
    def git(*words):
        return subprocess.run(["git", *words], cwd=gate.ROOT, capture_output=True, text=True,
                              check=False).stdout.strip()
    changed = git("status", "--porcelain", "--", "bcf", "tests/bench", "CMakeLists.txt")
    return (git("rev-parse", "--short=12", "HEAD") or "not known") + (
        ", with changes not committed" if changed else "")


def machine(bench, before):
    made = gate.made_with(bench.build)
    memory = int(first(r"^MemTotal:\s+(\d+)", "/proc/meminfo", "0")) / 2**20
    system = first(r'^PRETTY_NAME="(.*)"', "/etc/os-release")
    return [f"measured on {datetime.date.today().isoformat()}, of commit {commit()}",
            f"processor: {first(r'^model name.*: (.*)$', '/proc/cpuinfo')}, {os.cpu_count()} cores; "
            f"memory: {memory:.0f} GiB; {system}, Linux {platform.release()}",
            f"compiler: {made['compiler']}, {made['flags']}; libc: {made['libc']}; peers: "
            f"Python {platform.python_version()}"
            + "".join(f"; left out: {what}" for what in bench.left_out),
            f"other work on the machine: a load of {before:.1f} when it began, of "
            f"{os.getloadavg()[0]:.1f} at the end (the bench itself is 1.0 of it). With more than "
            "the cores can do, seconds are longer than they need be; ratios are taken round by "
            "round, of commands that ran one after another, and bear it better"]


def figures(bench):
    rows = [[figure.what, figure.limit, figure.measured,
             *figure.beside(),
             "met" if figure.is_met else "**missed**"] for figure in bench.figures]
    return table(["what", "at most", "median", "shortest, ms", "processor, ms", ""], rows)


def missed(bench):
    notes = dict(parts for _, parts in listed.read(TRIED, "figure ¦ words"))
    lines = []
    for figure in bench.figures:
        if not figure.is_met:
            words = notes.get(figure.what,
                              "nothing is written down yet (`tests/bench/tried.txt`).")
            lines.append(f"- {figure.what}: {figure.measured}, and {figure.limit} are asked. Tried: "
                         f"{words}\n")
    return "".join(lines) or "Nothing.\n"


def bar(seconds):
    """Four signs are ten times; the first stands for a tenth of a millisecond."""
    return "#" * max(1, round(4 * math.log10(seconds / 1e-4)))


def growth_rows(growth):
    rows = []
    for count, (runs, alone, held, naive) in growth.items():
        file = (["refused", "", ""] if isinstance(runs, Refused) else ["", "", ""] if runs is None
                else [milliseconds(runs.seconds), number(1e9 * runs.seconds / count),
                      number(runs.megabytes)])
        rows.append([f"{count:,}", *file, milliseconds(alone.seconds),
                     number(1e9 * alone.seconds / count), number(held),
                     milliseconds(naive.seconds)])
    return rows


def growth_chart(growth):
    lines = []
    for count, (runs, *_) in growth.items():
        if isinstance(runs, Refused):
            lines.append(f"{count:>10,}  refused: {runs}")
        elif runs is not None:
            lines.append(f"{count:>10,}  {bar(runs.seconds):<24} {milliseconds(runs.seconds)} ms")
    return "```text\n" + "\n".join(lines) + "\n```\n"


def counts():
    versions, numbers = gate.read()
    rows = [["`" + gate.COMMANDS[name].replace("OWN", "FOLDER") + "`", f"{number / 1e6:,.1f}"]
            for name, number in numbers.items()]
    return table(["command", "million instructions"], rows) + (
        f"\nCounted with {versions['compiler']}, {versions['flags']}, {versions['libc']}, "
        f"{versions['valgrind']}, {versions['processor']}.\n")


def page(bench, before, splits, peers, growth, england, nation=()):
    rows, oracle = england
    notes = "".join(f"- {line}\n" for line in machine(bench, before))
    many = ("" if not nation else "\n## Ten thousand boards\n\n" + bench.nation_is + ", each code "
            "with two more letters; the limit is held against both forms of a settlement.\n\n"
            + table(["", "one, ms", "one, MB", "many, ms", "many, MB", "times"], nation))
    return f"""# How long it takes

Written by `cmake --build build --target bench-write`; `bench` prints the same page, `bench-quick` leaves out
what takes long. Everything on it is measured; to change a figure, change the program.

{notes}
## What was asked

Time from the start of a new process to its end, files read and written; the most memory that it held, in MB of
1,048,576 bytes. The median is what is held against the limit. The shortest run and the time that it had a processor
are beside it, because other work on the machine makes the median longer, and those less so.

{figures(bench)}
### What is missed

{missed(bench)}
## Beside others

The same file of weights in, the same amounts out, a process each, one after another, round by round. How much is a
peer wrong by? In all; and so many recipients do not get the amount that is theirs. Exact peers print the same as
bcf to the last byte. The floating-point program looks at nothing that could be wrong with the file.
LibreOffice opens a sheet of formulas without results, works them out and writes CSV; it is given 100,000 rows, not
a million, and nothing is extrapolated.

{table(["recipients", "", "ms", "MB", "times bcf", "pence wrong"], peers)}
The fund itself has one peer, the [second implementation](../tests/oracle/README.md): its `release` takes
{number(oracle)} times as long as `settle --tables`, which does more.

{table(["England", "median, ms", "shortest, ms", "processor, ms", "MB"], rows)}
## The split alone

A million recipients in memory, no file: [`split.c`](../tests/bench/split.c) around `bcf_apportion`, and
[`naive.c`](../tests/bench/naive.c), which rounds each share by itself. The limit is for taking the weights over and
sharing out together.

{table(["weights", "taken over, ms", "shared out, ms", "naive, ms", "times naive", "naive: pence wrong"], splits)}
## As it grows

Random weights, file to file and the split alone, which goes on to a hundred million where there is memory for it. A
cost that grows as the input grows is the same a recipient.

{table(["recipients", "file to file, ms", "ns each", "MB", "split, ms", "ns each", "MB",
        "naive split, ms"],
       growth_rows(growth))}
File to file; four signs more are ten times as long:

{growth_chart(growth)}{many}
## Instructions

What repeats is not time but work: instructions as callgrind counts them, of an installed copy in a folder of its own,
with an environment of its own. From run to run they differ by a tenth or two of a per cent, as libxml2 seeds its hash
tables at random; `apportion`, which has no XML, by a few dozen instructions.

{counts()}
`cmake --build build --target bench-gate` counts them again. 5% more is a failure, 5% fewer is said, so that it can be
kept. With another compiler, other libraries or another kind of processor it cannot judge, says so, and passes. To
accept a change:

```sh
python3 tests/bench/gate.py build --accept
```

writes `tests/bench/instructions.txt`, which is committed with the reason in the message: what became slower, and what
was had for it.
"""

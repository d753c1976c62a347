#!/usr/bin/env python3
"""Run the program and the oracle over random datasets and compare what they print."""

import argparse
import csv
import io
import os
import random
import subprocess
import sys
import tempfile

import generate
import oracle

SECONDS_ALLOWED = 60
SHIRE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                      "..", "..", "fixtures", "shire"))


REVISED = "2015-16-revised"


def other_values(policy="2015-16"):
    """Every setting of the policy at every value that is not its default."""
    return [f"{name}={value}" for name in oracle.SETTINGS_OF[policy]
            for value in oracle.SETTINGS[name][1:]]


def random_settings(chooser, policy="2015-16"):
    """A value for each of a few settings of the policy."""
    names = chooser.sample(sorted(oracle.SETTINGS_OF[policy]), chooser.randint(2, 6))
    return [f"{name}={chooser.choice(oracle.SETTINGS[name])}" for name in names]


def misuse(chooser):
    """What no policy or no payment is there for: wrong usage, whatever the data say."""
    other = sorted(set(oracle.SETTINGS) - set(oracle.SETTINGS_OF[REVISED]))
    return chooser.choice((
        ("release", "2016-17", [], None, None), ("score", "2016-17", [], None, None),
        ("score", "2014-15/v2", [], None, None), ("release", "2014-15", [], None, None),
        ("release", "2015-16", ["clawback=yes"], None, None),
        ("allocate", "2015-16/v2", ["cap-by-plan-profile=no"], None, None),
        ("allocate", "2016-17", ["ccg-formula-scope=core-only"], None, None),
        ("release", REVISED, [f"{chooser.choice(other)}=plan"], None, None),
        ("release", REVISED, ["metric-release=all-or-nothing"], None, None),
        ("score", REVISED, ["clawback=perhaps"], None, None),
    ))


def cases_for(seed):
    """What to ask of a seed's dataset: (verb, policy, settings, as at, by)."""
    chooser = random.Random(f"cases {seed}")
    alone = other_values()
    single = alone[seed % len(alone)]
    alone_revised = other_values(REVISED)
    units = ("unit=1", "unit=1000", "unit=0.01")
    bys = ("hwb", "component", "council", "ccg", "component,hwb", "kind")
    as_at = f"2015-{chooser.randint(1, 12):02d}-{chooser.randint(1, 28):02d}"
    return [
        ("allocate", "2015-16", [], None, None),
        ("score", "2015-16", [], None, None),
        ("release", "2015-16", [], None, None),
        ("release", "2015-16", [single], None, None),
        ("release", "2015-16", random_settings(chooser), as_at, None),
        ("allocate", "2015-16", random_settings(chooser), None, None),
        ("score", "2015-16", ["october-baseline=april-outturn"], None, None),
        ("allocate", chooser.choice(("2014-15", "2014-15/v1", "2014-15/v2")),
         [chooser.choice(units)], chooser.choice((None, as_at)), None),
        ("allocate", "2015-16", [], None, bys[seed % len(bys)]),
        ("release", REVISED, [], None, None),
        ("release", REVISED, [alone_revised[seed % len(alone_revised)]], None, None),
        ("release", REVISED, random_settings(chooser, REVISED), chooser.choice((None, as_at)),
         None),
        ("score", REVISED, [], None, None),
        chooser.choice((("allocate", REVISED, random_settings(chooser, REVISED), None, None),
                        ("allocate", "2015-16/v2", random_settings(chooser), None, None),
                        ("release", "2015-16/v2", ["p4p-share-basis=whole-pool"], None, None))),
        ("allocate", "2016-17", [chooser.choice(units)], None,
         chooser.choice((None, None, "hwb", "component,hwb"))),
        misuse(chooser),
    ]


def shire_cases():
    """The toy county under every setting alone."""
    cases = [("allocate", "2014-15", [], None, None)]
    for settings in [[]] + [[setting] for setting in other_values()]:
        cases += [(verb, "2015-16", settings, None, None)
                  for verb in ("allocate", "score", "release")]
    for settings in [[]] + [[setting] for setting in other_values(REVISED)]:
        cases += [(verb, REVISED, settings, None, None)
                  for verb in ("allocate", "score", "release")]
    cases += [("allocate", "2014-15/v2", [], None, None),
              ("allocate", "2015-16/v2", [], None, None),
              ("allocate", "2016-17", [], None, None), ("score", "2016-17", [], None, None)]
    cases += [("release", "2015-16", [], "2015-04-01", None),
              ("release", "2015-16", [], "2015-11-19", None),
              ("allocate", "2014-15", [], "2014-04-03", None),
              ("allocate", "2015-16", [], None, "region")]
    return cases


def command_line(case, folder):
    verb, policy, settings, as_at, by = case
    words = [verb, "-p", policy, "-d", folder]
    for setting in settings:
        words += ["--set", setting]
    if as_at:
        words += ["--as-at", as_at]
    if by:
        words += ["--by", by]
    return words


def from_oracle(case, folder):
    """(exit code, columns, rows)"""
    verb, policy, settings, as_at, by = case
    try:
        columns, rows = oracle.compute(verb, policy, folder, settings, as_at, by)
    except oracle.Refused:
        return 3, None, None
    except oracle.Misused:
        return 2, None, None
    return 0, columns, rows


def from_program(program, case, folder):
    """(exit code, columns, rows, what it said on standard error)"""
    done = subprocess.run([program] + command_line(case, folder) + ["-f", "csv"],
                          capture_output=True, timeout=SECONDS_ALLOWED, check=False)
    said = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        return done.returncode, None, None, said
    text = done.stdout.decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = list(reader)
    return 0, list(reader.fieldnames or ()), rows, said


def row_text(columns, row):
    return ",".join(row.get(column) or "" for column in columns)


def difference(program, case, folder):
    """The first difference between the two, or an empty string."""
    want_code, want_columns, want_rows = from_oracle(case, folder)
    try:
        code, columns, rows, said = from_program(program, case, folder)
    except (subprocess.TimeoutExpired, UnicodeDecodeError, csv.Error) as problem:
        return str(problem)
    if code != want_code:
        said = " | ".join(said.splitlines()[:3])
        return f"exit {code}, want {want_code}: {said}"
    if code != 0:
        return ""
    if columns[:len(want_columns)] != want_columns:
        return f"columns {','.join(columns)}, want {','.join(want_columns)}"
    for i in range(max(len(rows), len(want_rows))):
        got = row_text(want_columns, rows[i]) if i < len(rows) else "(no more rows)"
        want = row_text(want_columns, want_rows[i]) if i < len(want_rows) else "(no more rows)"
        if got != want:
            return f"row {i + 1}\n     got {got}\n    want {want}"
    return ""


def parse_seeds(text):
    first, _, last = text.partition("-")
    seeds = range(int(first), int(last or first) + 1)
    if not seeds:
        raise ValueError("no seed")
    return seeds


def main():
    parser = argparse.ArgumentParser(description="Compare the program with the oracle.")
    parser.add_argument("program", help="path of bcf")
    parser.add_argument("--seeds", type=parse_seeds, default=range(1, 21), metavar="A-B")
    parser.add_argument("--boards", type=int, default=6, help="at most so many boards")
    parser.add_argument("--all", action="store_true", help="print every difference of a seed")
    parser.add_argument("--keep", metavar="DIR", help="keep the datasets that differ here")
    arguments = parser.parse_args()
    program = os.path.abspath(arguments.program)
    if not os.access(program, os.X_OK):
        parser.error(f"{program} cannot be run")
    passed = failed = 0

    def run(label, cases, folder):
        nonlocal passed, failed
        printed = False
        for case in cases:
            found = difference(program, case, folder)
            if not found:
                passed += 1
                continue
            failed += 1
            if not printed or arguments.all:
                print(f"{label}: bcf {' '.join(command_line(case, folder))}: {found}")
            printed = True
        return not printed

    run("shire", shire_cases(), SHIRE)
    for seed in arguments.seeds:
        with tempfile.TemporaryDirectory() as folder:
            generate.generate(seed, folder, arguments.boards)
            same = run(f"seed {seed}", cases_for(seed), folder)
        if not same and arguments.keep:
            generate.generate(seed, os.path.join(arguments.keep, str(seed)), arguments.boards)
        kind = generate.BROKEN[seed % len(generate.BROKEN)]
        verb, policy = generate.asked_of(kind)
        with tempfile.TemporaryDirectory() as folder:
            generate.generate(seed, folder, arguments.boards, kind)
            same = run(f"seed {seed} {kind}", [(verb, policy, [], None, None)], folder)
        if not same and arguments.keep:
            generate.generate(seed, os.path.join(arguments.keep, f"{seed}-{kind}"),
                              arguments.boards, kind)

    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())

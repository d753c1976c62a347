# SPDX-License-Identifier: MIT
"""What the tests of the program have in common: running it, reading what it says, making datasets.

Nothing here knows a rule of the fund but one: how a sum is shared out (`largest_remainder`).
"""

import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from fractions import Fraction

ROOT = pathlib.Path(os.environ.get("BCF_ROOT") or pathlib.Path(__file__).resolve().parents[2])
BUILD = pathlib.Path(os.environ.get("BCF_BUILD") or ROOT / "build")
PROGRAM = pathlib.Path(os.environ.get("BCF") or BUILD / "bin" / "bcf")

ENGLAND = ROOT / "fixtures" / "england"
SHIRE = ROOT / "fixtures" / "shire"
KNOWN = ROOT / "fixtures" / "known"
REFUSED = ROOT / "fixtures" / "refused"

if not PROGRAM.exists():
    sys.exit(f"{PROGRAM}: the program is not built (the environment variable BCF names another)")

DONE, FOUND, USAGE, REFUSED_INPUT, MACHINE = 0, 1, 2, 3, 4
SECONDS_ALLOWED = 60

COMPONENTS = {
    "2015-16": {"nhs-core": 190000000000, "reablement": 30000000000, "carers-breaks": 13000000000,
                "social-care-transfer": 110000000000, "social-care-capital": 13400000000,
                "dfg": 22000000000},
    "2014-15": {"social-care-transfer": 85900000000, "preparation": 24100000000},
}
CONDITIONS = ["protect-social-care", "seven-day-services", "acute-impact",
              "accountable-professional"]
APRIL = ["local", "delayed-transfers", "avoidable-admissions"]
OCTOBER = ["residential-admissions", "reablement", "delayed-transfers", "avoidable-admissions",
           "user-experience", "local"]

# The readings of 2015-16, the default of each first.
READINGS = {
    "ccg-share-basis": ["programme-allocation", "target-allocation"],
    "ccg-formula-scope": ["remainder", "core-only"],
    "transfer-split": ["people", "programme-allocation"],
    "p4p-share-basis": ["ccg-route", "whole-pool", "published"],
    "conditions-split": ["equal", "all-or-nothing"],
    "metric-value": ["per-payment", "overall"],
    "metric-release": ["proportional", "all-or-nothing"],
    "seventy-per-cent-test": ["each-metric", "mean", "share-of-metrics"],
    "seventy-per-cent-scope": ["payment", "plan"],
    "october-baseline": ["plan", "april-outturn"],
    "unit": ["1", "1000", "0.01"],
}

ALLOCATE_COLUMNS = "component,hwb,council,ccg,district,amount,state,status"
SCORE_COLUMNS = "hwb,payment,metric,definition,baseline,ambition,actual,achievement,status"
RELEASE_COLUMNS = "hwb,payment,part,carried_in,available,released,held,held_for"


def is_sanitized():
    """A program with AddressSanitizer in it needs terabytes of addresses, though little memory."""
    return b"__asan_init" in PROGRAM.read_bytes()


# Under a sanitizer a program takes five times as long, and what is looked for is another thing:
# figures are compared without one, of the same datasets.
figures_alone = unittest.skipIf(is_sanitized(), "compares figures, which another build does")


class Done:
    """A program that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def text(self):
        return self.out.decode("utf-8")

    @property
    def said(self):
        return self.err.decode("utf-8")


SKIPPED = 77  # to ctest


def need_real(found, what):
    """For a script whose tests need a program that we do not bring, a browser for one.

    BCF_REAL_PARTS: not set, they run where it is found; 0, they are skipped; 1, it must be there.
    """
    wish = os.environ.get("BCF_REAL_PARTS", "")
    if wish == "1" and not found:
        sys.exit(f"{what} was not found, and BCF_REAL_PARTS=1 says that it must be there")
    if wish == "0" or not found:
        print(f"skipped: {what} " + ("is not wanted (BCF_REAL_PARTS=0)" if wish == "0"
                                     else "was not found"))
        sys.exit(SKIPPED)


def environment(**more):
    return dict({name: value for name, value in os.environ.items()
                 if not name.startswith(("LC_", "LANG"))}, LC_ALL="C.UTF-8", **more)


def bcf(*words, program=None, given=b"", cwd=None):
    """Runs the program with these words to its end."""
    done = subprocess.run([str(program or PROGRAM)] + [str(word) for word in words], input=given,
                          capture_output=True, cwd=cwd, env=environment(),
                          timeout=SECONDS_ALLOWED, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def shell(script, cwd, **variables):
    """Runs a script of bash in which $BCF is the program."""
    done = subprocess.run(["bash", "-c", script], capture_output=True, cwd=cwd,
                          stdin=subprocess.DEVNULL, env=environment(BCF=str(PROGRAM), **variables),
                          timeout=SECONDS_ALLOWED, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def bcf_measured(*words, given=None, patience=10 * SECONDS_ALLOWED, **more):
    """Runs the program; returns how it ended, its processor seconds and the most memory it held,
    in bytes. One that waits for ever is killed, and ends with a signal's code; one that only works
    may take long on a busy machine: callers look at the processor seconds. `more` is for Popen."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen([str(PROGRAM)] + [word if isinstance(word, bytes) else str(word)
                                                   for word in words],
                                 stdin=given or subprocess.DEVNULL, stdout=out, stderr=err,
                                 env=environment(), **more)
        timer = threading.Timer(patience, child.kill)
        timer.start()
        _, ended, used = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(ended)
        out.seek(0)
        err.seek(0)
        return (Done(child.returncode, out.read(), err.read()), used.ru_utime + used.ru_stime,
                used.ru_maxrss * 1024)


# Cells and tables

def plain(cell):
    """A cell as it was before the program made it harmless to a spreadsheet (bcf/csv.h)."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r]", cell) else cell


def raw_rows(text):
    """The cells of a CSV text, row by row, as they are written."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def rows_of(text):
    """The rows of a CSV text by column, each cell as it was meant."""
    header, *rows = raw_rows(text)
    for number, row in enumerate(rows, 2):
        assert len(row) == len(header), f"row {number} has {len(row)} cells of {len(header)}"
    return [dict(zip(header, map(plain, row))) for row in rows]


def pence(amount):
    """Pounds with two decimals, exactly so written, in pence."""
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]{2}", amount), f"not an amount: {amount!r}"
    return int(amount.replace(".", ""))


def pounds(amount):
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def only(columns, rows):
    """The rows as lines of text, with these columns of theirs: those to their right are free."""
    names = columns.split(",")
    return [",".join(row[name] for name in names) for row in rows]


def sums(rows, *columns, column="amount"):
    """The pence of all rows, added up by columns: {(cell, ...): pence}; {cell: pence} for one."""
    added = {}
    for row in rows:
        key = tuple(row[name] for name in columns)
        key = key[0] if len(columns) == 1 else key
        added[key] = added.get(key, 0) + pence(row[column])
    return added


def read_table(folder, table):
    path = pathlib.Path(folder) / f"{table}.csv"
    return rows_of(path.read_bytes().decode("utf-8-sig")) if path.exists() else []


def write_table(folder, table, rows, columns=None, **how):
    columns = columns or list(rows[0])
    with open(pathlib.Path(folder) / f"{table}.csv", "w", encoding=how.pop("encoding", "utf-8"),
              newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator=how.pop("lineterminator", "\n"),
                                **how)
        writer.writeheader()
        writer.writerows(rows)


def tables_of(folder):
    return sorted(path.stem for path in pathlib.Path(folder).glob("*.csv"))


def copy_dataset(source, folder):
    """The tables of a dataset, and nothing else that lies beside them, in a new folder."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    for path in sorted(pathlib.Path(source).glob("*.csv")):
        shutil.copyfile(path, folder / path.name)
    return folder


def shuffled_copy(source, folder, random):
    """The same dataset with rows and columns in another order, quoted, with CRLF and a BOM."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True)
    for table in tables_of(source):
        header, *_ = raw_rows((source / f"{table}.csv").read_bytes().decode("utf-8-sig"))
        rows = read_table(source, table)
        random.shuffle(header)
        random.shuffle(rows)
        write_table(folder, table, rows, header, encoding="utf-8-sig", lineterminator="\r\n",
                    quoting=csv.QUOTE_ALL)
    return folder


# The one rule

def largest_remainder(whole, weights, unit=1):
    """Shares `whole` by weights {code: Fraction}; ties to larger weights, then to lower codes."""
    total = sum(weights.values(), Fraction(0))
    quotas = {code: Fraction(whole, unit) * weight / total for code, weight in weights.items()}
    shares = {code: quota.numerator // quota.denominator for code, quota in quotas.items()}
    queue = sorted(quotas, key=lambda code: (shares[code] - quotas[code], -weights[code],
                                             code.encode("utf-8")))
    for code in queue[:whole // unit - sum(shares.values())]:
        shares[code] += 1
    return {code: share * unit for code, share in shares.items()}


class Case(unittest.TestCase):
    """A test with a folder of its own, and with words for what a program may do."""

    maxDiff = 4000

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="bcf-program-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def first_difference(self, first, second, msg=None):
        """Where two long lists or dictionaries part: a whole diff of them takes minutes."""
        if first == second:
            return
        if isinstance(first, dict):
            first, second = ([(key, one[key]) for key in sorted(one, key=repr)]
                             for one in (first, second))
        places = [i for i, (one, other) in enumerate(zip(first, second)) if one != other]
        place = places[0] if places else min(len(first), len(second))
        self.fail(f"{len(first)} and {len(second)} items, {len(places)} differ; at {place}:\n"
                  f"first  {first[place:place + 1]}\nsecond {second[place:place + 1]}\n{msg or ''}")

    def assertListEqual(self, first, second, msg=None):
        compare = super().assertListEqual if len(first) < 60 else self.first_difference
        compare(first, second, msg)

    def assertDictEqual(self, first, second, msg=None):
        compare = super().assertDictEqual if len(first) < 60 else self.first_difference
        compare(first, second, msg)

    def assertIn(self, member, container, msg=None):
        """As ever, but a page that lacks a word is not printed whole."""
        if isinstance(container, str) and member not in container:
            start = container[:600]
            self.fail(f"{member!r} is not in what begins with {start!r}: {msg or ''}")
        super().assertIn(member, container, msg)

    def ends(self, code, done):
        self.assertEqual(code, done.code, f"it said: {done.err.decode('utf-8', 'replace')[:800]}")
        return done

    def done(self, *words, **more):
        """Runs it and wants it done. Standard error may hold notes, where the form has no place."""
        return self.ends(DONE, bcf(*words, **more))

    def rows(self, *words, **more):
        return rows_of(self.done(*words, "-f", "csv", **more).text)

    def refuses(self, *words, says, code=REFUSED_INPUT, **more):
        """Runs it and wants a refusal: words on standard error, nothing on standard output."""
        done = self.ends(code, bcf(*words, **more))
        self.assertEqual(b"", done.out)
        for part in [says] if isinstance(says, str) else says:
            self.assertIn(part, done.said)
        return done

    def obeys_the_quota_rule(self, whole, weights, shares, unit=1):
        """Parts add up, each is its quota rounded down or up, a zero weight gets nothing."""
        total = sum(weights.values(), Fraction(0))
        self.assertEqual(whole, sum(shares.values()))
        self.assertLessEqual(set(shares), set(weights))
        for code, weight in weights.items():
            share = shares.get(code, 0)
            self.assertEqual(0, share % unit, code)
            distance = Fraction(share, unit) - Fraction(whole, unit) * weight / total
            self.assertLess(abs(distance), 1, f"{code} is a unit or more from its quota")
            if weight == 0:
                self.assertEqual(0, share, f"{code} weighs nothing")


def main():
    """Runs the tests of the script; a script without tests is a failure, not a success."""
    program = unittest.main(module="__main__", exit=False)
    if program.result.testsRun == 0:
        sys.exit("no test was found")
    sys.exit(not program.result.wasSuccessful())

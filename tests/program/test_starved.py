#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No memory, no room, no time: every call of the program fails in turn, and it is killed at any
moment. It ends with exit code 4 or as ever, says a sentence, and what was there before is there
still, or the new one is, whole.

As a test it tries a sample, the same each time. BCF_STARVE_ALL=1 (`cmake --build build --target
starve_all`) tries every allocation, which takes an hour, and kills 500 times; BCF_STARVE_ONLY=WORDS
tries only commands that begin with these words. docs/starvation.md tells what was found.
"""

import contextlib
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import time
import unittest

import support
import workbooks
from support import DONE, FOUND, MACHINE, REFUSED_INPUT, SHIRE, USAGE
from test_output import contents

ALL = os.environ.get("BCF_STARVE_ALL") == "1"
ONLY = os.environ.get("BCF_STARVE_ONLY", "")
SAMPLE = 140     # allocations of a command, in all
ALONE = 3        # ... of them in a process of their own
KILLS = 500 if ALL else 30
LIBRARY = support.BUILD / "tests" / "starve.so"
SENTENCE = ("bcf: the machine has no memory left; no file was left half-written: make room, or "
            "give bcf more, and run it again")

# What changes a file or a folder, or makes sure of it; and what only looks.
CHANGES = ["write", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "mkdir",
           "mkdirat", "unlink", "unlinkat", "ftruncate", "fchmod", "fchown", "mkstemp", "tmpfile"]
STREAMS = ["fopen", "fopen64", "fdopen", "fflush", "fclose"]
LOOKS = ["open", "open64", "openat", "openat64", "close", "read", "pread", "faccessat", "access",
         "fstat", "fstatat", "stat", "lstat", "readlink", "realpath", "opendir", "fdopendir",
         "readdir"]
FULL = ("write", "fsync", "fdatasync", "mkdirat", "mkdir", "renameat", "renameat2", "fflush",
        "fclose", "ftruncate", "mkstemp", "openat")
REMOVES = ("unlink", "unlinkat")
SETTLE = ["settle", "-d", str(SHIRE), "--set", "metric-release=all-or-nothing"]

needs_library = unittest.skipUnless(LIBRARY.exists(), "starve.so is made for Linux alone")


class Starved(support.Case):
    """Each test has a folder `place` with what is replaced in it, and runs to make it."""

    @classmethod
    def setUpClass(cls):
        holder = support.tempfile.TemporaryDirectory(prefix="bcf-starved-")
        cls.addClassCleanup(holder.cleanup)
        cls.given = pathlib.Path(holder.name)
        (cls.given / "weights.csv").write_text("code,weight\nA,1\nB,2\nC,0.333\n")
        for name, more in (("old", ()), ("new", ("--set", "metric-release=all-or-nothing"))):
            done = support.bcf("settle", "-d", SHIRE, *more, "-o", cls.given / name)
            assert done.code == DONE, done.err
        workbooks.write(cls.given / "shire.xlsx", workbooks.parts_of(
            {table: support.raw_rows((SHIRE / f"{table}.csv").read_text("utf-8-sig"))
             for table in support.tables_of(SHIRE)}))

    def setUp(self):
        super().setUp()
        self.place = self.folder / "place"
        self.scratch = self.folder / "tmp"
        self.scratch.mkdir()
        self.began = time.monotonic()

    def commands(self):
        """Every verb, with what it can be asked: {words: exit code}. `OUT` is where it writes."""
        shire = ["-d", str(SHIRE)]
        old, new, weights = (str(self.given / name) for name in ("old", "new", "weights.csv"))
        listed = [(["allocate", *shire, *more], DONE) for more in (
            [], ["-f", "csv"], ["-f", "json", "--names"], ["-f", "xml"], ["-a", "H1"],
            ["--by", "component,kind"])]
        listed += [(["allocate", "-d", str(self.given / "shire.xlsx"), "-f", "csv"], DONE)]
        listed += [(["score", *shire, *more], DONE) for more in ([], ["--next"], ["--fragile"])]
        listed += [(["release", *shire], DONE),
                   (["release", *shire, "-a", "H1", "-f", "csv"], DONE),
                   (["assure", *shire], FOUND), (["assure", *shire, "--by", "region"], FOUND),
                   (["explain", "H1", *shire], DONE),
                   (["settle", *shire, "--set", "metric-release=all-or-nothing"], DONE),
                   (["report", *shire], DONE), (["report", *shire, "-a", "H1"], DONE),
                   (["report", old], DONE),
                   (["verify", old], DONE), (["compare", old, new], FOUND),
                   (["compare", old, new, "--why", "-f", "csv"], FOUND),
                   (["reconcile", *shire], FOUND), (["reconcile", *shire, "--why"], FOUND),
                   (["readings", *shire], DONE), (["readings", *shire, "--all", "-f", "csv"], DONE),
                   (["sweep", *shire, "--vary", "setting:unit=1,1000", "--jobs=2"], DONE),
                   (["sweep", *shire, "--vary", "setting:unit=1,1000", "--shard=1/2"], DONE),
                   (["check", *shire], DONE), (["apportion", "100.01", weights], DONE),
                   (["formulas"], DONE), (["formulas", "ccg", *shire], DONE), (["template"], DONE),
                   (["allocate", "-d", str(support.REFUSED / "tables")], REFUSED_INPUT),
                   (["alocate"], USAGE), (["--version"], DONE), (["--help"], DONE),
                   (["settle", "--help"], DONE), (["--complete", "settle", "-"], DONE),
                   (["--manual", "OUT"], DONE)]
        return [(words, code) for words, code in listed if " ".join(words).startswith(ONLY)]

    def begin_again(self, words):
        """What is replaced: a settlement by another one, a file by another file."""
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        out = self.place / "out"
        if words[0] == "settle" and "--help" not in words:
            shutil.copytree(self.given / "old", out)
        elif words[0] == "--manual":
            out.mkdir()
        else:
            out.write_text("as it was")
        return out

    def with_output(self, words):
        """The command, and whether it writes to its place."""
        if "OUT" in words:
            return [str(self.place / "out") if word == "OUT" else word for word in words], True
        if words[0].startswith("-") or words == ["alocate"] or "--help" in words:
            return words, False
        return [*words, "-o", str(self.place / "out")], True

    def run_it(self, words, *before, cwd=None, **more):
        done = subprocess.run([*before, str(support.PROGRAM), *words], capture_output=True, cwd=cwd,
                              stdin=subprocess.DEVNULL, timeout=600, check=False,
                              env=support.environment(TMPDIR=str(self.scratch), **more))
        return support.Done(done.returncode, done.stdout, done.stderr)

    def starve(self, words, calls, cwd=None, **more):
        return self.run_it(words, cwd=cwd, LD_PRELOAD=str(LIBRARY), STARVE_CALL=calls,
                           **{f"STARVE_{name.upper()}": str(value) for name, value in more.items()})

    def state(self):
        out = self.place / "out"
        return contents(out) if out.is_dir() else out.read_bytes() if out.exists() else None

    def as_ever(self, words, code):
        """How it ends when all is well: (before, after, standard output)."""
        self.begin_again(words)
        before = self.state()
        done = self.ends(code, self.run_it(words))
        return before, self.state(), done.out

    def is_old_or_new(self, before, after):
        """The manual is no set: it is made when the program is built, page by page."""
        got = self.state()
        is_manual = before == {} and "bcf-settle.1" in after
        return got in (before, after) or (is_manual and got.items() <= after.items())

    def ends_well(self, done, code, wanted, may_refuse=False, may_leave=False):
        """Exit code 4 and the old one or the new one, or all that it ever gives."""
        before, after, out = wanted
        left = sorted(path.name for path in self.place.iterdir() if path.name != "out")
        left += sorted(path.name for path in self.scratch.iterdir())
        if not may_leave:
            self.assertEqual([], left)
        if done.code in (MACHINE, REFUSED_INPUT) and done.code != code:
            self.assertTrue(done.code == MACHINE or may_refuse, done.said)
            self.assertRegex(done.said, r"\A(note: .*\n)*(\S.*: \S+ \S|the folder '\w+' is neither ).*\n",
                             "it says nothing")
            self.assertTrue(self.is_old_or_new(before, after))
            self.assertEqual(b"", done.out)
        elif done.code == FOUND != code and may_refuse:  # `verify` could not read a file of the run
            self.assertIn("file  ", done.text + self.state().decode())
        else:
            self.ends(code, done)
            self.assertEqual(after, self.state())
            self.assertEqual(out, done.out)
        for path in [*(self.place / name for name in left), *self.scratch.iterdir()]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def next_one_works(self, words, code, wanted):
        self.ends(code, self.run_it(words))
        self.assertEqual(wanted[1], self.state())

    def told(self, what):
        print(f"    {what}; {time.monotonic() - self.began:.0f} s", flush=True)


@needs_library
class Memory(Starved):

    def each(self, words, code, share):
        """Every allocation (or a sample) fails in a copy of the running program. Returns how many
        there were, how many were tried, and those that did not end as they ought."""
        wanted = self.as_ever(words, code)
        count_file, log = self.folder / "count", self.folder / "log"
        self.begin_again(words)
        self.starve(words, "memory", count=count_file)
        count = int(count_file.read_text().split("\n", 1)[0])
        step = 1 if ALL else max(1, count // share)
        self.begin_again(words)
        done = self.starve(words, "memory", each=log, at=1 + len(" ".join(words)) % step, step=step,
                           watch=f"{self.place}:{self.place / 'out'}")
        self.ends_well(done, code, wanted)
        lines = log.read_text().splitlines()
        self.assertGreaterEqual(len(lines), min(count, share) * 9 // 10)
        good = f"4 untouched {SENTENCE}"
        odd = [line for line in lines if line.split(" ", 1)[1] != good]
        return count, wanted, lines, odd

    def alone(self, words, code, wanted, number):
        """In a process of its own, which shares no file with another one."""
        self.begin_again(words)
        with self.subTest(words=words, allocation=number):
            self.ends_well(self.starve(words, "memory", at=number), code, wanted)

    def test_every_allocation_of_every_command(self):
        counted = tried = 0
        for plain, code in self.commands():
            words, _ = self.with_output(plain)
            count, wanted, lines, odd = self.each(words, code, SAMPLE)
            with self.subTest(words=plain):
                self.assertEqual([], odd[:5], f"{len(odd)} of {len(lines)}")
            for line in odd[:20] + lines[::max(1, len(lines) // ALONE)]:
                self.alone(words, code, wanted, int(line.split()[0]))
            if words != plain and plain[0] not in ("settle", "template", "--manual"):
                wanted = self.as_ever(plain, code)  # to standard output: nothing, or all
                for line in lines[::max(1, len(lines) // ALONE)]:
                    self.alone(plain, code, wanted, int(line.split()[0]))
            counted, tried = counted + count, tried + len(lines)
            if ALL:
                self.told(f"{' '.join(plain)[:60]}: {count} allocations, {len(odd)} odd")
        self.told(f"{counted} allocations of {len(self.commands())} commands, {tried} failed")

    def test_no_memory_from_the_first_moment_on(self):
        """Not one call, but all from there on: the sentence itself needs none."""
        for words in (["allocate", "-d", str(SHIRE)], ["report", "-d", str(SHIRE)],
                      ["--version"]):
            for number in (1, 2, 1000):
                done = self.starve(words, "memory", at=number, on=1)
                self.ends(MACHINE, done)
                self.assertEqual(f"{SENTENCE}\n", done.said)

    def test_little_memory_in_truth(self):
        """A limit on addresses: the system itself says no."""
        words = self.with_output(SETTLE)[0]
        wanted = self.as_ever(words, DONE)
        codes = set()
        for megabytes in (*range(46, 66, 1 if ALL else 3), 200):
            self.begin_again(words)
            done = self.run_it(words, "prlimit", f"--as={megabytes << 20}")
            if done.code == 127 and "loading shared libraries" in done.said:
                continue  # the loader did not get as far as the program
            with self.subTest(megabytes=megabytes):
                self.ends_well(done, DONE, wanted)
            codes.add(done.code)
        self.assertEqual({DONE, MACHINE}, codes)


@needs_library
class Files(Starved):

    def failing(self, plain, code, calls, sample):
        """Each of these calls fails in turn, with an error that it can have. How many."""
        words, _ = self.with_output(plain)
        wanted = self.as_ever(words, code)
        self.begin_again(words)
        count_file = self.folder / "count"
        self.starve(words, ",".join(calls), count=count_file)
        names = count_file.read_text().splitlines()[1:]
        numbers = range(1, len(names) + 1)
        for number in numbers if ALL or sample is None else numbers[::len(names) // sample + 1]:
            name = names[number - 1]
            for failure in (28, 5) if name in FULL else (13,):  # ENOSPC, EIO, EACCES
                self.begin_again(words)
                with self.subTest(words=plain, call=name, number=number, failure=failure):
                    done = self.starve(words, ",".join(calls), at=number, errno=failure)
                    self.ends_well(done, code, wanted, may_refuse=name in LOOKS or name == "fopen",
                                   may_leave=name in REMOVES)
                    if name in REMOVES:
                        self.next_one_works(words, code, wanted)
        return names

    def test_every_write_sync_and_rename(self):
        counted = []
        for plain, code in self.commands():
            if self.with_output(plain)[1] and code != REFUSED_INPUT:
                counted += self.failing(plain, code, CHANGES + STREAMS, 6)
        self.told(f"{len(counted)} calls: " + ", ".join(
            f"{counted.count(name)} {name}" for name in sorted(set(counted))))
        if not ONLY:
            for name in ("write", "fsync", "renameat", "renameat2", "mkdirat", "unlinkat"):
                self.assertIn(name, counted, "a call that is to fail is never made")

    def test_every_call_of_a_settlement_that_changes_something(self):
        """None left out: in an old folder, in a new one, and in the one that the program stands in,
        which cannot change places with another."""
        calls = ",".join(name for name in CHANGES if name != "unlink")
        after = contents(self.given / "new")
        for how in ("old", "new", "inside"):
            out = self.place / "out"
            words = [*SETTLE, "-o", "." if how == "inside" else str(out)]
            number = count = 0
            while number <= count:  # the first run fails nothing, and counts
                self.begin_again(words)
                if how == "new":
                    shutil.rmtree(out)
                before = self.state()
                done = self.starve(words, calls, at=number, errno=28, count=self.folder / "count",
                                   cwd=out if how == "inside" else None)
                names = (self.folder / "count").read_text().splitlines()
                name = names[number] if number > 0 else None
                for path in sorted(self.place.rglob(".bcf-*")) if name in REMOVES else ():
                    shutil.rmtree(path, ignore_errors=True)
                with self.subTest(how=how, number=number, call=name):
                    wanted = (before, after, done.out)
                    self.ends_well(done, DONE, wanted)
                count = max(count, int(names[0])) if number == 0 else count
                number += 1
            self.assertGreater(count, 20)

    def test_every_look(self):
        for plain, code in self.commands():
            if plain[0] in ("settle", "template", "apportion", "verify") and "--help" not in plain:
                self.failing(plain, code, LOOKS, 16)


    def every(self, words, call, says):
        """Each call of that name fails, and each time that is said. How many there were."""
        count_file = self.folder / "count"
        self.starve(words, call, count=count_file)
        count = int(count_file.read_text().split("\n", 1)[0])
        for number in range(1, count + 1):
            done = self.starve(words, call, at=number)
            with self.subTest(call=call, number=number):
                self.assertIn(done.code, (MACHINE, REFUSED_INPUT))
                self.assertRegex(done.said, says)
                self.assertEqual(b"", done.out)
        return count

    def test_what_cannot_be_listed_or_looked_at_is_not_absent(self):
        """Or a table less would be read, or an older policy: another result, and no word of it."""
        words = ["allocate", "-d", str(SHIRE), "-f", "csv"]
        policies = sum(1 for _ in (support.ROOT / "formulas").glob("*/v*/policy.xml"))
        self.assertGreater(self.every(words, "readdir", r": .*cannot be (listed|read): Input"), 40)
        for call in ("opendir", "fopen"):
            self.assertGreater(self.every(words, call, r": .*Input/output error"), 0)
        # those of the policies are looked at last
        count_file = self.folder / "count"
        self.starve(words, "stat", count=count_file)
        count = int(count_file.read_text().split("\n", 1)[0])
        for number in range(count - policies + 1, count + 1):
            done = self.ends(MACHINE, self.starve(words, "stat", at=number))
            self.assertIn("policy.xml: the installed policies cannot be read", done.said)

    def test_a_folder_that_cannot_be_listed_to_its_end_is_not_replaced(self):
        """What was not seen may be somebody's own, and would go aside with the old folder."""
        words = self.with_output(SETTLE)[0]
        count_file = self.folder / "count"
        self.begin_again(words)
        self.starve(words, "readdir,fstatat", count=count_file)
        count = int(count_file.read_text().split("\n", 1)[0])
        for number in range(count - 17, count + 1):  # the settlement's: 8 files, ., .. and the end
            self.begin_again(words)
            (self.place / "out" / "mine.txt").write_text("mine")
            before = self.state()
            done = self.starve(words, "readdir,fstatat", at=number)
            with self.subTest(number=number):
                self.assertIn(done.code, (MACHINE, USAGE))
                self.assertEqual(before, self.state())
                self.assertNotRegex(done.said, r"holds '(?!mine.txt)")


class Traced(Starved):

    STRACE = ["strace", "-qq", "-f", "-o"]

    def test_what_stdio_writes_inside_the_libc(self):
        """A workbook goes through temporary files of stdio: each of its system calls fails."""
        probe = shutil.which("strace") and subprocess.run(
            [*self.STRACE, "/dev/null", "-e", "trace=none", "true"], check=False,
            capture_output=True)
        if not probe or probe.returncode != 0:
            self.skipTest("there is no strace here, or nobody may trace a program")
        tried = 0
        for plain in (["template"], SETTLE):
            words = self.with_output(plain)[0]
            wanted = self.as_ever(words, DONE)
            for name, error in (("write", "ENOSPC"), ("openat", "EMFILE"), ("lseek", "EIO"),
                                ("read", "EIO"), ("fsync", "EIO"), ("close", "EIO")):
                log = self.folder / "calls"
                self.begin_again(words)
                self.run_it(words, *self.STRACE, str(log), "-e", f"trace={name}")
                count = sum(f" {name}(" in line for line in log.read_text().splitlines())
                step = 1 if ALL else max(1, count // 6)
                for number in range(1 + count % step, count + 1, step):
                    self.begin_again(words)
                    with self.subTest(words=plain[0], call=name, number=number):
                        done = self.run_it(words, *self.STRACE, "/dev/null", "-e", f"trace={name}",
                                           "-e", f"inject={name}:error={error}:when={number}")
                        if done.code != 127:  # the loader did not get as far as the program
                            self.ends_well(done, DONE, wanted, may_refuse=name != "write")
                        tried += 1
        self.told(f"{tried} system calls failed")


class Places(Starved):
    """Where the machine is as it is: small disks, closed descriptors, signals."""

    def setUp(self):
        super().setUp()
        self.words = self.with_output(SETTLE)[0]

    @contextlib.contextmanager
    def disk(self, place, size):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none",
                                  str(place)], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no disk can be mounted here (are you root?)")
        try:
            yield
        finally:
            subprocess.run(["umount", str(place)], check=True)

    def test_a_full_disk_for_temporary_files(self):
        """Of every size from too small to large enough."""
        codes = set()
        for plain in (["template"], ["report", "-d", str(SHIRE)], SETTLE):
            words = self.with_output(plain)[0]
            wanted = self.as_ever(words, DONE)
            for size in range(4, 700, 16 if ALL else 87):
                self.begin_again(words)
                with self.disk(self.scratch, size), self.subTest(words=plain[0], size=size):
                    done = self.run_it(words)
                    self.ends_well(done, DONE, wanted)
                    if done.code == MACHINE:
                        self.assertIn("TMPDIR", done.said)
                    codes.add(done.code)
        self.assertEqual({DONE, MACHINE}, codes)

    def test_no_place_for_temporary_files(self):
        wanted = self.as_ever(self.words, DONE)
        for bad in (self.folder / "nowhere", self.given / "weights.csv", "/proc"):
            self.begin_again(self.words)
            done = subprocess.run([str(support.PROGRAM), *self.words], capture_output=True,
                                  env=support.environment(TMPDIR=str(bad)), check=False)
            done = support.Done(done.returncode, done.stdout, done.stderr)
            with self.subTest(TMPDIR=bad):
                self.ends(MACHINE, done)
                self.ends_well(done, DONE, wanted)
                self.assertIn(str(bad), done.said)
                self.assertIn("TMPDIR", done.said)

    def test_a_disk_of_every_size_for_the_output(self):
        if os.path.ismount(self.place):
            self.fail("a disk is left over")
        codes = set()
        size_of = sum(path.stat().st_size for path in (self.given / "new").iterdir()) // 1024
        for size in range(size_of, 3 * size_of, 8 if ALL else 80):
            shutil.rmtree(self.place, ignore_errors=True)
            self.place.mkdir()
            with self.disk(self.place, size):
                before = None
                if shutil.disk_usage(self.place).free > size_of * 1024 * 5 // 4:
                    shutil.copytree(self.given / "old", self.place / "out")
                    before = self.state()
                done = self.run_it(self.words)
                with self.subTest(size=size):
                    self.ends_well(done, DONE, (before, contents(self.given / "new"), done.out))
                codes.add(done.code)
        self.assertEqual({DONE, MACHINE}, codes)

    def test_limits_of_the_system(self):
        """Few descriptors, no large file: a sentence, and the old one."""
        for plain in (SETTLE, ["template"], ["report", "-d", str(SHIRE)],
                      ["allocate", "-d", str(SHIRE), "-f", "csv"]):
            words = self.with_output(plain)[0]
            wanted = self.as_ever(words, DONE)
            for limit in (*(f"--nofile={count}" for count in (3, 4, 5, 6, 7, 8, 12)),
                          *(f"--fsize={size}" for size in (0, 1, 512, 4096, 20000, 60000, 100000)),
                          "--stack=262144", "--nproc=1"):
                self.begin_again(words)
                done = self.run_it(words, "prlimit", limit)
                if done.code == 127:  # the loader did not get as far as the program
                    self.assertIn("loading shared libraries", done.said)
                    continue
                with self.subTest(words=plain[0], limit=limit):
                    self.ends_well(done, DONE, wanted, may_refuse="nofile" in limit)

    def test_closed_descriptors(self):
        """One, two or all three, for all verbs: never a crash, never a word in a wrong file."""
        for plain, code in self.commands():
            words, writes = self.with_output(plain)
            before, after, out = self.as_ever(words, code)
            for closed in ((0,), (1,), (2,), (0, 1), (0, 1, 2)):
                self.begin_again(words)
                script = '"$BCF" "$@" ' + " ".join(f"{number}>&-" for number in closed)
                done = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True,
                                      env=support.environment(BCF=str(support.PROGRAM)),
                                      check=False)
                with self.subTest(words=plain, closed=closed):
                    self.assertIn(done.returncode, (code, MACHINE))
                    self.assertIn(self.state(), (before, after))
                    if done.returncode == code and code in (DONE, FOUND):
                        self.assertEqual(after, self.state())
                    if 1 not in closed:
                        self.assertEqual(code, done.returncode)
                        self.assertEqual(out, done.stdout)
                    elif out != b"" and 2 not in closed:
                        self.assertEqual(MACHINE, done.returncode)
                        self.assertIn(b"standard output", done.stderr)

    def test_a_full_standard_output(self):
        for plain, code in self.commands():
            if plain[0] in ("settle", "template") and "--help" not in plain or "OUT" in plain:
                continue
            with open("/dev/full", "wb") as full:
                done = subprocess.run([str(support.PROGRAM), *plain], stdout=full, check=False,
                                      stderr=subprocess.PIPE, env=support.environment())
            with self.subTest(words=plain):
                if code in (DONE, FOUND):
                    self.assertEqual(MACHINE, done.returncode)
                    self.assertRegex(done.stderr, rb"standard output: [Nn]o space left")

    def test_stopped_by_a_signal_while_it_writes(self):
        """Interrupt, end, hang up and kill at moments all over its time, and the last third of it
        above all. The first three leave nothing behind at all."""
        before, after, _ = self.as_ever(self.words, DONE)
        started = time.monotonic()
        self.begin_again(self.words)
        self.run_it(self.words)
        whole = time.monotonic() - started
        seen = []
        while len(seen) < KILLS or len(set(seen)) < 2 and len(seen) < 4 * KILLS:
            number = len(seen)
            self.begin_again(self.words)
            how = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)[number % 4]
            child = subprocess.Popen([str(support.PROGRAM), *self.words], stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL,
                                     env=support.environment(TMPDIR=str(self.scratch)))
            share = number * 0.618034 % 1 * 1.1
            time.sleep(whole * share)
            child.send_signal(how)
            child.wait()
            got = self.state()
            with self.subTest(number=number, signal=how):
                self.assertIn(got, (before, after))
                self.assertIn(child.returncode, (DONE, -how))
                left = [path.name for path in self.place.iterdir() if path.name != "out"]
                self.assertTrue(how == signal.SIGKILL or not left, left)
                self.assertTrue(all(name.startswith(".bcf-") for name in left), left)
            if left or number % 50 == 0:
                self.next_one_works(self.words, DONE, (before, after))
            seen.append("new" if got == after else "old")
            # A machine is now busy, now idle: its time is taken anew from where the signals fell.
            if seen[-1] == "old" and share > 0.6:
                whole *= 1.1
            elif seen[-1] == "new" and share < 0.9:
                whole /= 1.1
        self.assertEqual({"old", "new"}, set(seen), "every moment was tried on one side only")
        self.told(f"{len(seen)} signals: {seen.count('old')} times the old one, "
                  f"{seen.count('new')} times the new one")


if __name__ == "__main__":
    if support.is_sanitized():
        print("skipped: a program with a sanitizer has a malloc of its own, and suffers neither "
              "another one nor limits")
        sys.exit(support.SKIPPED)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is seen by its code
    support.main()

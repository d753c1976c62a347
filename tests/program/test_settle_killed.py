#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Killing `settle` at any moment leaves either the old complete run or the new one."""

import shutil
import signal
import subprocess
import time

import support
from support import DONE, ENGLAND, SHIRE
from test_output import contents

KILLS = 40
LEFT_OVER = ".bcf-"


class Killed(support.Case):

    def setUp(self):
        super().setUp()
        self.place = self.folder / "place"
        self.place.mkdir()
        self.run_folder = self.place / "run"
        self.words = ["-d", str(ENGLAND)]
        self.settle_new()
        self.done("settle", "-d", SHIRE, "-o", self.folder / "old")
        self.old = contents(self.folder / "old")

    def settle_new(self):
        """What the one that is killed would write in the end."""
        self.done("settle", *self.words, "-o", self.folder / "new")
        self.new = contents(self.folder / "new")

    def begin_again(self, old=True):
        shutil.rmtree(self.place)
        self.place.mkdir()
        if old:
            shutil.copytree(self.folder / "old", self.run_folder)

    def start(self, *traced):
        return subprocess.Popen([*traced, str(support.PROGRAM), "settle", *self.words, "-o",
                                 str(self.run_folder)], stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, env=support.environment())

    def state(self):
        """'old', 'new', or 'none' where there never was a folder; anything else fails. Nothing but
        the left-overs of the one that was killed lies beside it."""
        for path in self.place.iterdir():
            self.assertTrue(path == self.run_folder or path.name.startswith(LEFT_OVER), path.name)
        if not self.run_folder.exists():
            return "none"
        got = contents(self.run_folder)
        self.assertIn(got, (self.old, self.new))
        return "new" if got == self.new else "old"

    def next_one_works(self):
        """Left-overs are not in the way; what stands there is a run that verifies."""
        if self.run_folder.exists():
            self.done("verify", self.run_folder)
        self.done("settle", "-d", SHIRE, "-o", self.run_folder)
        self.assertEqual(self.old, contents(self.run_folder))

    def test_at_moments_all_over_its_time(self):
        self.words = ["-d", str(SHIRE), "--set", "unit=1000"]  # so many times: a small one
        self.settle_new()
        self.begin_again()
        started = time.monotonic()
        self.start().wait()
        whole = time.monotonic() - started
        self.assertEqual("new", self.state())
        seen = set()
        for tries in range(1, KILLS + 1):
            self.begin_again()
            child = self.start()
            time.sleep(whole * (tries * 0.618034 % 1) * 1.2)
            child.send_signal(signal.SIGKILL)
            child.wait()
            seen.add(self.state())
            if tries % 8 == 0:
                self.next_one_works()
        self.assertEqual({"old", "new"}, seen, "every moment was tried on one side only")

    def calls(self, name):
        """How many calls of that name the program makes to the system, all in all."""
        log = self.folder / "calls"
        self.start(*self.STRACE, "-o", str(log), "-e", f"trace={name}").wait()
        return sum(line.startswith(f"{name}(") for line in log.read_text().splitlines())

    STRACE = ["strace", "-qq"]

    def test_at_each_of_its_calls_that_touch_a_file(self):
        """Killed as it enters the first, second, ... call that makes, writes, names or removes
        something, with a folder to replace and without."""
        if shutil.which("strace") is None:
            self.skipTest("there is no strace here to stop it at a call")
        probe = subprocess.run([*self.STRACE, "-e", "trace=none", "true"], check=False,
                               capture_output=True)
        if probe.returncode != 0:
            self.skipTest("nobody may trace a program here")
        self.words = ["-d", str(SHIRE), "--set", "unit=1000"]  # so many times: a small one
        self.settle_new()
        killed = 0
        for name in ("mkdir", "mkdirat", "openat", "write", "fsync", "renameat", "renameat2",
                     "rename", "unlink", "unlinkat", "rmdir", "fchmod", "close"):
            self.begin_again()
            count = self.calls(name)
            moments = range(1, count + 1)
            if count > 14:  # the last ones write the files
                moments = [*moments[:2], *moments[-12:]]
            for moment in moments:
                for old in (True, False) if name.startswith("rename") else (True,):
                    self.begin_again(old)
                    child = self.start(*self.STRACE, "-o", "/dev/null", "-e", f"trace={name}",
                                       "-e", f"inject={name}:signal=KILL:when={moment}")
                    child.wait()
                    with self.subTest(call=name, moment=moment, old=old):
                        self.assertIn(self.state(), ("old", "new") if old else ("none", "new"))
                        killed += 1
                        if moment in (moments[0], moments[-1]):
                            self.next_one_works()
        self.assertGreater(killed, 20)

    def test_left_overs_of_another_are_not_in_the_way(self):
        self.begin_again()
        for name in (".bcf-run", ".bcf-1", ".bcf-run.XXXXXX", ".bcf-old"):
            (self.place / name).mkdir()
            (self.place / name / "run.xml").write_text("half")
        self.next_one_works()
        self.ends(DONE, support.bcf("settle", "-d", ENGLAND, "-o", self.run_folder))
        self.assertEqual(self.new, contents(self.run_folder))


if __name__ == "__main__":
    support.main()

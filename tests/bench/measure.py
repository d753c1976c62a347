# SPDX-License-Identifier: MIT
"""Runs commands in turn and says how long each took, how long it had a processor, and its memory."""

import os
import pathlib
import signal
import statistics
import subprocess
from typing import NamedTuple

ENVIRONMENT = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8",
               "HOME": "/nonexistent"}
FOUND = 1  # done, and something was found
PATIENCE = 280  # seconds


class Refused(Exception):
    """The command ended otherwise than it should; the words are its own."""


class Run(NamedTuple):
    seconds: float
    processor: float
    megabytes: float


class Stopwatch:
    """Starts commands by the small program `run`, so that memory is the command's alone."""

    def __init__(self, runner, folder):
        self.runner, self.folder = runner, pathlib.Path(folder)

    def once(self, command, out=os.devnull):
        """One run, with its standard output in the file `out`."""
        report, said = self.folder / "run.report", self.folder / "run.said"
        with open(out, "wb") as output, open(said, "wb") as errors:
            process = subprocess.Popen([self.runner, report, *command], stdout=output,
                                       stderr=errors, stdin=subprocess.DEVNULL, env=ENVIRONMENT,
                                       start_new_session=True)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired as late:
                raise Refused(f"not done after {PATIENCE} seconds") from late
            finally:  # nothing goes on when the bench is stopped
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        status, elapsed, processor, kibibytes = map(int, report.read_text().split())
        if status not in (0, FOUND):
            words = said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            words = (words or [f"exit status {status}"])[0]
            raise Refused(words.replace(f"{self.folder}/", ""))
        return Run(elapsed / 1e9, processor / 1e9, kibibytes / 1024)

    def in_turn(self, commands, rounds, out=None):
        """Runs {name: command} once each, round after round, so that what slows the machine slows
        all of them. Returns {name: Runs}; `out` is {name: file} for what they print."""
        taken = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                taken[name].append(self.once(command, (out or {}).get(name, os.devnull)))
        return {name: Runs(runs) for name, runs in taken.items()}


class Runs:
    """Several runs of one command, in the order in which they were made."""

    def __init__(self, runs):
        self.runs = runs

    @property
    def seconds(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def least(self):
        return min(run.seconds for run in self.runs)

    @property
    def processor(self):
        return statistics.median(run.processor for run in self.runs)

    @property
    def megabytes(self):
        return max(run.megabytes for run in self.runs)

    def times(self, other):
        """How many times as long as the other took: the median over the rounds, pair by pair."""
        return statistics.median(a.seconds / b.seconds for a, b in zip(self.runs, other.runs))

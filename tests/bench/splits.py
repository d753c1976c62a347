# SPDX-License-Identifier: MIT
"""The split alone, without files, timed by itself: split.c and its peer naive.c, in turn."""

import statistics
import subprocess

KINDS = {"random": "random weights", "ties": "three weights, all ties", "equal": "all equal",
         "giant": "one giant", "edge": "alike to 11 digits, cut in the middle"}


class Ours:
    """Seconds of each run: the weights taken over, the money shared out."""

    processor = None  # not taken: a thread that computes has one all the time

    def __init__(self, runs):
        self.runs = runs

    @property
    def taking(self):
        return statistics.median(taking for taking, _ in self.runs)

    @property
    def sharing(self):
        return statistics.median(sharing for _, sharing in self.runs)

    @property
    def all(self):
        return [sum(run) for run in self.runs]

    @property
    def seconds(self):
        return statistics.median(self.all)

    @property
    def least(self):
        return min(self.all)

    def times(self, other):
        return statistics.median(a / b for a, b in zip(self.all, other.all))


class Theirs(Ours):
    @property
    def all(self):
        return self.runs


def lines_of(*command):
    return subprocess.run(command, capture_output=True, text=True,
                          check=True).stdout.split("\n")[:-1]


def split_alone(tool, kind, count, rounds):
    """Returns (Ours, Theirs, the pence that the naive shares add up to too much)."""
    ours, theirs, errors, answers = [], [], set(), set()
    for _ in range(rounds):
        line, answer = lines_of(tool("split"), kind, str(count), "1")
        ours.append(tuple(int(part) / 1e9 for part in line.split()))
        answers.add(answer)
        line, error = lines_of(tool("naive"), kind, str(count), "1")
        theirs.append(int(line) / 1e9)
        errors.add(int(error))
    assert len(answers) == len(errors) == 1, "the same input gave two answers"
    return Ours(ours), Theirs(theirs), errors.pop()

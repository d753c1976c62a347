#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What measures the program is right itself: peers agree, errors are counted, the gate can fail."""

import contextlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import datasets
import gate
import page
import spreadsheet
import wrong

HERE = pathlib.Path(__file__).parent
BCF = os.environ["BCF"]


class Peers(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="bcf-bench-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def test_exact_peers_print_what_the_program_prints(self):
        weights = self.folder / "weights.csv"
        datasets.write_weights(weights, 1000)
        said = [subprocess.run([*command, datasets.AMOUNT, weights], capture_output=True,
                               check=True).stdout
                for command in ([BCF, "apportion"], [sys.executable, HERE / "python_integers.py"],
                                [sys.executable, HERE / "python_fractions.py"])]
        self.assertEqual(1001, said[0].count(b"\n"))
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0], said[2])

    def test_every_code_of_a_file_of_weights_is_there_once(self):
        for count in (100, 1000, 10000):
            path = self.folder / f"{count}.csv"
            datasets.write_weights(path, count)
            codes = [line.split(",")[0] for line in path.read_text().splitlines()[1:]]
            self.assertEqual([f"R{i:08}" for i in range(count)], sorted(codes))
            self.assertNotEqual(codes, sorted(codes))

    def test_two_englands_share_out_the_same_fund(self):
        boards = datasets.write_nation(gate.ROOT / "fixtures" / "england", self.folder / "two", 2)
        said = subprocess.run([BCF, "allocate", "-d", self.folder / "two", "-f", "csv", "--by", "hwb"],
                              capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(302, boards)
        self.assertEqual(302, len(said) - 1)

    def test_a_sheet_names_each_row_once(self):
        weights = self.folder / "weights.csv"
        weights.write_text("code,weight\nA,1\nB,2\n")
        spreadsheet.write(self.folder / "two.fods", "1.00", weights)
        written = (self.folder / "two.fods").read_text()
        self.assertEqual(2, written.count("ROUND("))
        self.assertEqual(1, written.count("SUM([.B1:.B2])"))


class Wrong(unittest.TestCase):
    def test_pence_and_recipients(self):
        right = {"A": 34, "B": 33, "C": 33}
        self.assertEqual((0, 0), wrong.against(right, dict(right)))
        self.assertEqual((-1, 1), wrong.against(right, dict(right, A=33)))
        self.assertEqual((0, 2), wrong.against(right, {"A": 33, "B": 34, "C": 33}))
        self.assertEqual("0", wrong.words((0, 0)))
        self.assertEqual("1 too few; 1 recipients", wrong.words((-1, 1)))
        self.assertEqual("0; 2 recipients", wrong.words((0, 2)))


class Gate(unittest.TestCase):
    def judged(self, old, new):
        with contextlib.redirect_stdout(io.StringIO()):
            return gate.judge({"verb": old}, {"verb": new})

    def test_five_per_cent_fail_and_less_does_not(self):
        self.assertEqual((["verb"], []), self.judged(1000, 1050))
        self.assertEqual(([], []), self.judged(1000, 1049))
        self.assertEqual(([], []), self.judged(1000, 951))
        self.assertEqual(([], ["verb"]), self.judged(1000, 950))

    def test_what_was_accepted_is_of_the_commands_that_are_counted(self):
        versions, counts = gate.read()
        self.assertEqual(list(gate.COMMANDS), list(counts))
        self.assertEqual({"compiler", "flags", "libc", "libraries", "valgrind", "processor"},
                         set(versions))


class Page(unittest.TestCase):
    def test_three_figures_that_count(self):
        for value, words in ((0, "0"), (0.01234, "0.0123"), (1.234, "1.23"), (12.34, "12.3"),
                             (123.4, "123"), (1234.5, "1,234")):
            self.assertEqual(words, page.number(value))


if __name__ == "__main__":
    unittest.main()

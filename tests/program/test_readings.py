#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""readings: each value alone is what two runs of `allocate` and `release` differ by."""

import support
from support import ENGLAND, SHIRE, pence, sums

ALONE = ["ccg-share-basis=target-allocation", "transfer-split=programme-allocation",
         "p4p-share-basis=published", "conditions-split=all-or-nothing",
         "metric-value=overall", "october-baseline=april-outturn", "unit=1000"]


class Readings(support.Case):

    def alone(self, value, base):
        """The rows of a value, by area, beside the two runs that it stands for."""
        setting, _, taken = value.partition("=")
        set_base = [word for one in base for word in ("--set", one)]
        rows = [row for row in self.rows("readings", "-d", SHIRE, *set_base)
                if (row["setting"], row["value"]) == (setting, taken)]
        runs = []
        for more in ([], ["--set", value]):
            runs.append([sums(self.rows(verb, "-d", SHIRE, *set_base, *more), "hwb", column=of)
                         for verb, of in (("allocate", "amount"), ("release", "released"))])
        return rows, runs

    def test_each_alone_is_the_difference_of_two_runs(self):
        for base in ([], ["metric-release=all-or-nothing", "seventy-per-cent-scope=plan"]):
            for value in ALONE:
                rows, (before, after) = self.alone(value, base)
                boards = [row for row in rows if row["scope"] == "hwb"]
                self.assertEqual(["H1", "H2", "H3"], [row["code"] for row in boards])
                for row in boards:
                    for i, column in enumerate(("allocated_change", "released_change")):
                        self.assertEqual(after[i][row["code"]] - before[i][row["code"]],
                                         pence(row[column]), f"{value} {column} {row}")
                self.assertEqual(0, sum(pence(row["allocated_change"]) for row in boards))
                self.assertEqual(0, sum(pence(row["allocated_change"]) for row in rows
                                        if row["scope"] == "contributor"))

    def test_the_run_itself_is_in_the_range(self):
        before = sums(self.rows("release", "-d", SHIRE), "hwb", column="released")
        for row in self.rows("readings", "-d", SHIRE, "--all"):
            if row["scope"] == "hwb":
                self.assertLessEqual(pence(row["released_low"]), before[row["code"]])
                self.assertGreaterEqual(pence(row["released_high"]), before[row["code"]])

    def test_the_combination_of_an_end_reaches_it(self):
        row = next(row for row in self.rows("readings", "-d", SHIRE, "--all")
                   if row["code"] == "H1")
        for end in ("low", "high"):
            words = [word for one in row[f"released_{end}_with"].split()
                     for word in ("--set", one)]
            released = sums(self.rows("release", "-d", SHIRE, *words), "hwb", column="released")
            self.assertEqual(pence(row[f"released_{end}"]), released["H1"])

    def test_absent_data_are_said(self):
        absent = {row["setting"]: row["detail"] for row in self.rows("readings", "-d", ENGLAND)
                  if row["status"] == "no-data"}
        self.assertEqual({"ccg-share-basis", "ccg-formula-scope", "p4p-share-basis"}, set(absent))
        self.assertIn("no table 'letters'", absent["p4p-share-basis"])

    def test_without_a_table_of_payments_allocations_are_still_read(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        (folder / "outturn.csv").unlink()
        rows = self.rows("readings", "-d", folder)
        absent = {row["setting"]: row["detail"] for row in rows if row["status"] == "no-data"}
        self.assertIn("no table 'outturn'", absent["conditions-split"])
        self.assertNotIn("unit", absent)
        self.assertEqual({""}, {row["released_change"] for row in rows})

    def test_other_years_work(self):
        for policy in ("2014-15", "2015-16-revised", "2016-17"):
            self.assertTrue(self.rows("readings", "-p", policy))
            self.assertIn("combinations", self.done("readings", "-p", policy).text)


if __name__ == "__main__":
    support.main()

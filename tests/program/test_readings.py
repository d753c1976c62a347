#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""readings: each value alone is what two runs of `allocate` and `release` differ by."""

import collections
import concurrent.futures
import itertools
import random

import support
from support import ENGLAND, READINGS, SHIRE, pence, sums

ALONE = ["ccg-share-basis=target-allocation", "transfer-split=programme-allocation",
         "p4p-share-basis=published", "conditions-split=all-or-nothing",
         "metric-value=overall", "october-baseline=april-outturn", "unit=1000"]


def words_of(combination):
    return [word for one in combination for word in ("--set", one)]


def combinations_of(values):
    """Every combination as the settings that are not at their first value."""
    for taken in itertools.product(*values.values()):
        yield tuple(f"{name}={value}" for name, value in zip(values, taken)
                    if value != values[name][0])


def contributor_of(row):
    return row["ccg"] or row["council"]


class Combinations(support.Case):
    """From outside: `allocate` and `release` under each combination, beside what `readings` says."""

    def outcomes(self, folder, combinations):
        """{combination: (rows of release, rows of allocate)}; allocations are made once each."""
        def run(job):
            verb, combination = job
            return self.rows(verb, "-d", folder, *words_of(combination))

        def of_fund(combination):
            return tuple(one for one in combination if one.split("=")[0] in
                         ("ccg-share-basis", "ccg-formula-scope", "transfer-split", "unit"))

        jobs = [("release", one) for one in combinations]
        jobs += [("allocate", one) for one in sorted({of_fund(one) for one in combinations})]
        with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
            done = dict(zip(jobs, pool.map(run, jobs)))
        return {one: (done["release", one], done["allocate", of_fund(one)])
                for one in combinations}

    @staticmethod
    def held_otherwise(before, after):
        """By board, what is held in both cases for another reason."""
        changed = collections.Counter()
        for was, now in zip(before, after):
            held = min(pence(was["held"]), pence(now["held"]))
            changed[was["hwb"]] += held if was["held_for"] != now["held_for"] else 0
        return changed

    def figures(self, base, outcome):
        """{(scope, code, what): pence} of one combination."""
        release, allocate = outcome
        found = {}
        for name, amounts in (("released", sums(release, "hwb", column="released")),
                              ("held_for_changed", self.held_otherwise(base[0], release))):
            for code in sums(release, "hwb", column="released"):
                found["hwb", code, name] = amounts[code]
            found["national", "", name] = sum(amounts.values())
        for code, amount in sums(allocate, "hwb").items():
            found["hwb", code, "allocated"] = amount
        given = collections.Counter()
        for row in allocate:
            given[contributor_of(row)] += pence(row["amount"])
        found.update({("contributor", code, "allocated"): amount
                      for code, amount in given.items()})
        return found

    @staticmethod
    def ends_of(rows):
        """{(scope, code, what, end): (pence, combination)} of the rows of `readings --all`."""
        return {(row["scope"], row["code"], what, end):
                (pence(row[f"{what}_{end}"]), tuple(row[f"{what}_{end}_with"].split()))
                for row in rows for what in ("allocated", "released", "held_for_changed")
                for end in ("low", "high") if row.get(f"{what}_{end}")
                and not (row["scope"] == "national" and what == "allocated")}

    def test_every_combination_of_a_shire(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        (folder / "letters.csv").unlink()
        for table in ("indicators", "controls"):
            support.write_table(folder, table, [
                row for row in support.read_table(folder, table)
                if row["indicator"] not in ("target-allocation", "existing-ccg")])
        support.write_table(folder, "manifest", [
            row for row in support.read_table(folder, "manifest") if row["table"] != "letters"])
        values = {name: [one for one in values if one not in
                         ("target-allocation", "core-only", "published")]
                  for name, values in READINGS.items()}
        combinations = list(combinations_of(values))
        self.assertEqual(1152, len(combinations))
        outcomes = self.outcomes(folder, combinations)
        rows = self.rows("readings", "-d", folder, "--all")
        self.assertEqual({"1152"}, {row["combinations"] for row in rows})
        base = outcomes[()]
        figures = {one: self.figures(base, outcome) for one, outcome in outcomes.items()}
        checked = 0
        for (scope, code, what, end), (amount, reached) in self.ends_of(rows).items():
            all_of_it = [found.get((scope, code, what), 0) for found in figures.values()]
            self.assertEqual((min if end == "low" else max)(all_of_it), amount,
                             (scope, code, what, end))
            self.assertEqual(amount, figures[reached].get((scope, code, what), 0), reached)
            fewest = min(len(one) for one, found in figures.items()
                         if found.get((scope, code, what), 0) == amount)
            self.assertEqual(fewest, len(reached), (scope, code, what, end))
            checked += 1
        self.assertEqual(3 + 3 * 5 + 6 * 2, checked)

    def check_sample(self, folder, values, size):
        """Random combinations lie within the ranges, and those that are named reach the ends."""
        ends = self.ends_of(self.rows("readings", "-d", folder, "--all"))
        named = {combination for _, combination in ends.values()} | {()}
        chosen = random.Random(44).sample(list(combinations_of(values)), size)
        outcomes = self.outcomes(folder, sorted(named | set(chosen)))
        figures = {one: self.figures(outcomes[()], outcome) for one, outcome in outcomes.items()}
        for (scope, code, what, end), (amount, reached) in ends.items():
            self.assertEqual(amount, figures[reached].get((scope, code, what), 0),
                             (scope, code, what, end, reached))
            for one in chosen:
                found = figures[one].get((scope, code, what), 0)
                self.assertTrue(found >= amount if end == "low" else found <= amount,
                                (scope, code, what, end, one))
        return len(named)

    def test_a_hundred_combinations_of_the_whole_shire(self):
        self.assertGreater(self.check_sample(SHIRE, READINGS, 100), 5)

    def test_some_combinations_of_england(self):
        values = {name: [one for one in values if one not in
                         ("target-allocation", "core-only", "published")]
                  for name, values in READINGS.items()}
        self.assertGreater(self.check_sample(ENGLAND, values, 15), 5)

    def test_ranges_do_not_depend_on_where_one_stands(self):
        def amounts(*words):
            return {key: amount for key, (amount, _) in
                    self.ends_of(self.rows("readings", "-d", SHIRE, "--all", *words)).items()
                    if key[2] != "held_for_changed"}
        self.assertEqual(amounts(), amounts("--set", "metric-value=overall", "--set", "unit=1000",
                                            "--set", "p4p-share-basis=published"))


class MattersMost(support.Case):

    def test_the_sentence_for_one_board_is_the_first_of_its_ranks(self):
        # by hand: H1 loses 91,666,666.66 if metrics are all or nothing, and 75 by conditions; the
        # other CCG formula moves 174.75 from it, 174.75 to another payer and releases 50 less
        page = " ".join(self.done("readings", "-d", SHIRE, "-a", "H1").text.split())
        self.assertIn("The paragraph that matters most to this board is ¶20: read as "
                      "ccg-share-basis=target-allocation, £399,500,000.00* is at stake.", page)
        page = " ".join(self.done("readings", "-a", "Rotherham").text.split())
        self.assertIn("The paragraph that matters most to this board is ¶44", page)
        self.assertIn("The paragraph that matters most to this CCG is main 93",
                      " ".join(self.done("readings", "-a", "03L").text.split()))

    def test_the_list_of_all_boards_is_their_rank_one(self):
        most = {(row["scope"], row["code"]): row for row in self.rows("readings")
                if row["rank"] == "1"}
        rows = self.rows("readings", "--all")
        self.assertEqual(1 + 151 + 209 + 152, len(rows))
        for row in rows:
            first = most[row["scope"], row["code"]]
            self.assertEqual(f"{first['setting']}={first['value']}", row["matters_most"])
            self.assertEqual(first["paragraph"], row["matters_most_paragraph"])
            self.assertEqual(first["at_stake"], row["matters_most_at_stake"])
        boards = sorted((pence(row["matters_most_at_stake"]) for row in rows
                         if row["scope"] == "hwb"), reverse=True)
        page = self.done("readings").text
        self.assertIn(f"{boards[0] / 100:,.2f}*", page)
        self.assertRegex(page, rf"141 others +each its own .* +{sum(boards[10:]) / 100:,.2f}\*")
        self.assertRegex(page, rf"Together +{sum(boards) / 100:,.2f}\*")

    def test_what_comes_next_can_be_typed(self):
        for area in ([], ["-a", "Rotherham"], ["-a", "03L"], ["-p", "2014-15"]):
            page = self.done("readings", *area).text
            commands = [line[line.index("bcf ") + 4:].split() for line in page.splitlines()
                        if "  bcf " in line]
            self.assertGreater(len(commands), 2)
            for command in commands:
                self.assertTrue(self.done(*command).text)

    def test_a_dataset_on_which_nothing_hangs_says_so(self):
        page = self.done("readings", "-d", SHIRE, "-a", "H2", "-p", "2014-15").text
        self.assertIn("Nothing here hangs on a reading of the guidance.", page)


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
        # July 2014: the letters and two indicators are not there: 2 x 2 x 2 x 2 x 3 of 288
        for policy, settings, combinations in (
                ("2014-15", {"unit"}, "3"), ("2016-17", {"unit"}, "3"),
                ("2015-16-revised", {"ccg-share-basis", "ccg-formula-scope", "transfer-split",
                                     "p4p-share-basis", "cap-by-plan-profile", "clawback", "unit"},
                 "48")):
            rows = self.rows("readings", "-p", policy)
            self.assertEqual(settings, {row["setting"] for row in rows})
            self.assertEqual({combinations}, {row["combinations"] for row in
                                              self.rows("readings", "-p", policy, "--all")})
            self.assertIn(f"The range over all {combinations} combinations",
                          self.done("readings", "-p", policy).text)


if __name__ == "__main__":
    support.main()

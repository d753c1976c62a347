#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What holds on any dataset: random ones, of awkward codes, weights and sizes.

The datasets come from tests/oracle/generate.py; the same seed is the same dataset. What the figures
must be is the oracle's business (tests/oracle/differential.py), what must not change them is ours.
"""

import importlib.util
import os
import pathlib
import random
import sys
import tempfile
import unittest
from fractions import Fraction

import support
from support import COMPONENTS, ROOT, pence, read_table, sums

FIRST_SEED = int(os.environ.get("BCF_FIRST_SEED", "5001"))
SEEDS = range(FIRST_SEED, FIRST_SEED + (15 if support.is_sanitized() else 30))
SETTINGS = ["unit=1", "unit=1000", "unit=0.01", "ccg-share-basis=target-allocation",
            "ccg-formula-scope=core-only", "transfer-split=programme-allocation"]
UNITS = {"unit=1000": 100000, "unit=0.01": 1}
VERBS = ("allocate", "score", "release")


def setUpModule():
    """The datasets, which no test changes, and what the program says of them, are made once."""
    global GENERATE, DATASETS, ANSWERS
    specification = importlib.util.spec_from_file_location(
        "generate", ROOT / "tests" / "oracle" / "generate.py")
    GENERATE = importlib.util.module_from_spec(specification)
    sys.dont_write_bytecode = True
    specification.loader.exec_module(GENERATE)
    holder = tempfile.TemporaryDirectory(prefix="bcf-program-")
    unittest.addModuleCleanup(holder.cleanup)
    DATASETS = {seed: pathlib.Path(holder.name) / f"{seed}" for seed in SEEDS}
    for seed, folder in DATASETS.items():
        GENERATE.generate(seed, str(folder))
    ANSWERS = {}


class AnyDataset(support.Case):

    def each(self, check):
        """Runs check(seed, folder) on every random dataset, each as a subtest of its own; returns
        how many were checked, which is what `check` answers with anything but False."""
        checked = 0
        for seed, folder in DATASETS.items():
            with self.subTest(seed=seed):
                checked += check(seed, folder) is not False
        return checked

    def answer(self, verb, folder):
        """What the verb says of one of DATASETS, asked once."""
        if (verb, folder) not in ANSWERS:
            ANSWERS[verb, folder] = self.done(verb, "-d", folder, "-f", "csv").out
        return ANSWERS[verb, folder]

    def answers(self, verb, folder):
        return support.rows_of(self.answer(verb, folder).decode("utf-8"))

    def same(self, folder, other):
        """Another dataset with the same scores and payments, and so the same allocation."""
        for verb in VERBS:
            self.assertEqual(self.answer(verb, folder),
                             self.done(verb, "-d", other, "-f", "csv").out, verb)

    def same_beside_status(self, folder, other):
        """The same but for statuses: a merger's own status counts in what goes through it."""
        for verb, columns in (("allocate", support.ALLOCATE_COLUMNS.replace(",status", "")),
                              ("score", support.SCORE_COLUMNS),
                              ("release", support.RELEASE_COLUMNS)):
            self.assertEqual(support.only(columns, self.answers(verb, folder)),
                             support.only(columns, self.rows(verb, "-d", other)), verb)

    def test_every_component_adds_up_in_every_unit_and_reading(self):
        def check(seed, folder):
            setting = SETTINGS[seed % len(SETTINGS)]
            unit = UNITS.get(setting, 100)
            needed = {"ccg-share-basis=target-allocation": "target-allocation",
                      "ccg-formula-scope=core-only": "existing-ccg"}.get(setting)
            there = {row["indicator"] for row in read_table(folder, "indicators")}
            if needed and needed not in there:
                self.refuses("allocate", "-d", folder, "--set", setting, says=needed)
                setting = "unit=1"
            rows = self.rows("allocate", "-d", folder, "--set", setting)
            self.assertEqual(COMPONENTS["2015-16"], sums(rows, "component"))
            for row in rows:
                self.assertGreater(pence(row["amount"]), 0)
                self.assertEqual(0, pence(row["amount"]) % unit)
            rows = self.rows("allocate", "-d", folder, "-p", "2014-15")
            self.assertEqual(COMPONENTS["2014-15"], sums(rows, "component"))

        self.assertEqual(len(SEEDS), self.each(check))

    def test_every_split_obeys_the_quota_rule(self):
        def check(_, folder):
            rows = self.answers("allocate", folder)
            share, people = self.weights(folder)
            for component in ("nhs-core", "reablement", "carers-breaks"):
                self.two_steps(rows, component, share["programme-allocation"], "ccg", "council",
                               people)
            turned = {(council, ccg): number for (ccg, council), number in people.items()}
            self.two_steps(rows, "social-care-transfer", share["adult-rnf"], "council", "ccg",
                           turned)
            self.one_step(rows, "social-care-capital", share["adult-rnf"],
                          lambda row: row["council"])
            self.one_step(rows, "dfg", share["dfg"], lambda row: row["district"] or row["council"])

        self.assertEqual(len(SEEDS), self.each(check))

    def one_step(self, rows, component, weights, code_of):
        shares = {}
        for row in rows:
            if row["component"] == component:
                shares[code_of(row)] = shares.get(code_of(row), 0) + pence(row["amount"])
        self.obeys_the_quota_rule(COMPONENTS["2015-16"][component], weights, shares, 100)
        self.assertEqual({code: amount for code, amount in support.largest_remainder(
            COMPONENTS["2015-16"][component], weights, 100).items() if amount}, shares)

    def two_steps(self, rows, component, weights, first, second, people):
        rows = [row for row in rows if row["component"] == component]
        self.one_step(rows, component, weights, lambda row: row[first])
        for code, amount in sums(rows, first).items():
            here = {other: number for (one, other), number in people.items() if one == code}
            shares = sums([row for row in rows if row[first] == code], second)
            self.obeys_the_quota_rule(amount, here, shares, 100)
            self.assertEqual({other: part for other, part in support.largest_remainder(
                amount, here, 100).items() if part}, shares)

    @staticmethod
    def weights(folder):
        """Values by indicator and area, people by CCG and council, after mergers and splits."""
        successors = {}
        for row in read_table(folder, "successors"):
            successors.setdefault(row["code"], []).append((row["successor"],
                                                           Fraction(row["share"])))

        def heirs(code):
            if code not in successors:
                return [(code, Fraction(1))]
            return [(heir, share * part) for successor, share in successors[code]
                    for heir, part in heirs(successor)]

        values, people = {}, {}
        wanted = {"programme-allocation": "2015-16", "dfg": "2015-16", "adult-rnf": "2013-14"}
        for row in read_table(folder, "indicators"):
            if wanted.get(row["indicator"]) == row["period"]:
                weights = values.setdefault(row["indicator"], {})
                for area, share in heirs(row["area"]):
                    weights[area] = weights.get(area, 0) + Fraction(row["value"]) * share
        for row in read_table(folder, "residents"):
            for ccg, of_ccg in heirs(row["ccg"]):
                for council, share in heirs(row["council"]):
                    people[ccg, council] = (people.get((ccg, council), 0)
                                            + Fraction(row["people"]) * of_ccg * share)
        return values, people

    def test_each_strand_adds_up_and_each_row_is_released_or_held(self):
        def check(_, folder):
            rows = self.answers("release", folder)
            boards = len(read_table(folder, "boards"))
            self.assertEqual(13 * boards, len(rows))
            totals = sums(rows, "payment", column="available")
            self.assertEqual({"2015-04": 50000000000, "2015-10": 50000000000}, totals)
            for row in rows:
                self.assertEqual(pence(row["carried_in"]) + pence(row["available"]),
                                 pence(row["released"]) + pence(row["held"]))
                self.assertGreaterEqual(pence(row["released"]), 0)
                self.assertGreaterEqual(pence(row["held"]), 0)
                self.assertEqual(row["held"] == "0.00", row["held_for"] == "")

        self.assertEqual(len(SEEDS), self.each(check))

    def test_there_is_a_score_for_every_board_and_metric(self):
        def check(_, folder):
            boards = len(read_table(folder, "boards"))
            self.assertEqual(9 * boards, len(self.answers("score", folder)))

        self.assertEqual(len(SEEDS), self.each(check))

    def test_the_order_of_rows_and_columns_changes_nothing(self):
        def check(seed, folder):
            self.same(folder, support.shuffled_copy(folder, self.folder / f"{seed}-shuffled",
                                                    random.Random(seed)))

        self.assertEqual(len(SEEDS), self.each(check))

    def test_scaling_all_weights_of_an_indicator_changes_nothing(self):
        def check(seed, folder):
            other = support.copy_dataset(folder, self.folder / f"{seed}-scaled")
            (other / "controls.csv").unlink(missing_ok=True)
            rows = read_table(other, "indicators")
            for row in rows:
                if row["indicator"] == "adult-rnf" and "." not in row["value"]:
                    row["value"] += "000"
                elif row["indicator"] == "adult-rnf":
                    whole, part = row["value"].split(".")
                    part = part.ljust(3, "0")
                    row["value"] = f"{whole}{part[:3]}" + (f".{part[3:]}" if part[3:] else "")
            if any(len(row["value"].replace(".", "")) > 40 for row in rows):
                return False
            support.write_table(other, "indicators", rows)
            self.same(folder, other)

        self.assertGreater(3 * self.each(check), len(SEEDS))

    def test_an_area_that_was_renamed_by_a_merger_keeps_its_money(self):
        """All figures under an ended code, and a row that names its successor."""
        def check(seed, folder):
            choose = random.Random(seed)
            heirs = {row["successor"] for row in read_table(folder, "successors")}
            old = {}
            for table, column in (("ccgs", "ccg"), ("councils", "council")):
                codes = [row[column] for row in read_table(folder, table)
                         if row[column] not in heirs]
                if codes:
                    old[choose.choice(codes)] = f"ended-{column}"
            if not old:
                return False
            other = support.copy_dataset(folder, self.folder / f"{seed}-renamed")
            for table, columns in (("residents", ("ccg", "council")), ("indicators", ("area",))):
                rows = read_table(other, table)
                for row in rows:
                    for column in columns:
                        row[column] = old.get(row[column], row[column])
                support.write_table(other, table, rows)
            rows = read_table(other, "successors")
            rows += [{"code": old[code], "successor": code, "share": "1", "from": "2015-04-01"}
                     for code in old]
            support.write_table(other, "successors", rows)
            self.need_a_manifest_row(other, "successors")
            self.same_beside_status(folder, other)

        self.assertGreater(3 * self.each(check), 2 * len(SEEDS))

    @staticmethod
    def need_a_manifest_row(folder, table):
        rows = read_table(folder, "manifest")
        if all(row["table"] != table for row in rows):
            rows.append(dict(rows[0], table=table))
            support.write_table(folder, "manifest", rows)

    def test_people_counted_in_two_rows_are_the_same_people(self):
        """Half of a row under an ended code that merged into the same CCG."""
        def check(seed, folder):
            other = support.copy_dataset(folder, self.folder / f"{seed}-halved")
            rows = read_table(other, "residents")
            current = {row["ccg"] for row in read_table(folder, "ccgs")}
            rows_of_today = [row for row in rows if row["ccg"] in current
                             and row["people"].isdecimal() and int(row["people"]) > 1]
            if not rows_of_today:
                return False
            row = random.Random(seed).choice(rows_of_today)
            people = int(row["people"])
            first = people // 3 + 1
            rows.append(dict(row, ccg="ended-ccg", people=str(first)))
            row["people"] = str(people - first)
            support.write_table(other, "residents", rows)
            successors = read_table(other, "successors")
            successors.append({"code": "ended-ccg", "successor": row["ccg"], "share": "1",
                               "from": "2015-04-01"})
            support.write_table(other, "successors", successors)
            self.need_a_manifest_row(other, "successors")
            # the ended code has no allocation of its own, and its successor has one
            self.same_beside_status(folder, other)

        self.assertGreater(3 * self.each(check), len(SEEDS))

    def test_a_district_more_changes_nothing_outside_the_grant(self):
        """A unitary's grant is not touched by how a county divides its own."""
        def check(_, folder):
            rows = self.answers("allocate", folder)
            by_council = sums(rows, "component", "council")
            again = {}
            for row in self.rows("allocate", "-d", folder, "--by", "component,council"):
                again[row["component"], row["council"]] = pence(row["amount"])
            self.assertEqual(by_council, again)

        self.assertEqual(len(SEEDS), self.each(check))

    def test_by_adds_up_to_the_rows_of_the_board(self):
        def check(_, folder):
            whole = self.answers("allocate", folder)
            boards = sums(whole, "hwb")
            for board in list(boards)[:3]:
                rows = self.rows("allocate", "-d", folder, "-a", board)
                self.assertEqual([row for row in whole if row["hwb"] == board], rows)

        self.assertEqual(len(SEEDS), self.each(check))

    def test_settle_writes_what_the_verbs_print(self):
        def check(seed, folder):
            run = self.folder / f"{seed}-run"
            self.done("settle", "--tables", "-d", folder, "-o", run)
            for verb in VERBS:
                self.assertEqual(self.answer(verb, folder), (run / f"{verb}.csv").read_bytes())

        self.assertEqual(len(SEEDS), self.each(check))

    def test_a_broken_dataset_is_refused_whatever_is_wrong(self):
        kinds = set()
        for seed in range(FIRST_SEED, FIRST_SEED + 30):
            kind = GENERATE.BROKEN[seed % len(GENERATE.BROKEN)]
            folder = self.folder / f"{seed}-{kind}"
            GENERATE.generate(seed, str(folder), broken=kind)
            with self.subTest(seed=seed, kind=kind):
                policy = GENERATE.asked_of(kind)[1]
                self.refuses("release", "-p", policy, "-d", folder, says="")
                self.refuses("settle", "-p", policy, "-d", folder, "-o", self.folder / "run",
                             says="")
                self.assertFalse((self.folder / "run").exists())
            kinds.add(kind)
        self.assertEqual(len(GENERATE.BROKEN), len(kinds))


class Damaged(support.Case):
    """A dataset in which anything happened to any byte: refused, or computed and adding up."""

    TOKENS = [b",", b"\n", b'"', b"\r", b"'", b"=", b"\x00", b"\xff", b"9" * 41, b"-1", b"1e3",
              b"..", b"H1", b"G0", b"C1", b"D1", b"2015-10", b"not-met", b" ", b"\xef\xbb\xbf",
              b"9999-12", b"0." + b"0" * 36 + b"1", b"illustrative", b""]

    def damage(self, choose, content):
        """The content with one thing wrong: a byte, a token, a line, a cell."""
        lines = content.split(b"\n")
        line = choose.randrange(len(lines))
        place = choose.randrange(len(content))
        kind = choose.randrange(5)
        if kind == 0:
            return content[:place] + bytes([choose.randrange(256)]) + content[place + 1:]
        if kind == 1:
            return content[:place] + choose.choice(self.TOKENS) + content[place:]
        if kind == 2:
            return content[:place] + content[place + choose.randint(1, 20):]
        if kind == 3:
            lines.insert(choose.randrange(len(lines)), lines.pop(line))
        else:
            cells = lines[line].split(b",")
            cells[choose.randrange(len(cells))] = choose.choice(self.TOKENS)
            lines[line] = b",".join(cells)
        return b"\n".join(lines)

    def test_whatever_happened_to_a_table_it_is_refused_or_adds_up(self):
        choose = random.Random(19 * 12 * 2013)
        outcomes = {support.DONE: 0, support.REFUSED_INPUT: 0}
        for trial in range(250):
            folder = support.copy_dataset(support.SHIRE, self.folder / f"{trial}")
            for path in choose.sample(sorted(folder.iterdir()), choose.choice((1, 1, 2))):
                path.write_bytes(self.damage(choose, path.read_bytes()))
            with self.subTest(trial=trial):
                done = support.bcf("allocate", "-d", folder, "-f", "csv")
                self.assertIn(done.code, outcomes, done.err)
                outcomes[done.code] += 1
                if done.code == support.DONE:
                    rows = support.rows_of(done.text)
                    self.assertEqual(COMPONENTS["2015-16"], sums(rows, "component"))
                else:
                    self.assertEqual(b"", done.out)
                    self.assertIn(str(folder), done.said)
        for number in outcomes.values():
            self.assertGreater(number, 20, outcomes)


class Sizes(support.Case):

    def big(self, boards):
        """Boards in a row, each of one council, with two CCGs that reach into the next."""
        folder = self.folder / f"{boards}"
        folder.mkdir()
        choose = random.Random(boards)
        codes = [f"{i:05d}" for i in range(boards)]
        tables = {
            "boards": [{"hwb": f"H{c}", "name": f"Board {c}"} for c in codes],
            "councils": [{"council": f"C{c}", "name": f"Council {c}", "kind": "unitary",
                          "hwb": f"H{c}"} for c in codes],
            "ccgs": [{"ccg": f"G{c}", "name": f"CCG {c}"} for c in codes],
            "residents": [], "indicators": []}
        for i, code in enumerate(codes):
            for council in {code, codes[(i + 1) % boards]}:
                tables["residents"].append({"ccg": f"G{code}", "council": f"C{council}",
                                            "people": choose.randint(1, 10**6)})
            for area, indicator, period in ((f"G{code}", "programme-allocation", "2015-16"),
                                            (f"C{code}", "adult-rnf", "2013-14"),
                                            (f"C{code}", "dfg", "2015-16")):
                tables["indicators"].append({"area": area, "indicator": indicator,
                                             "period": period, "value": choose.randint(1, 10**6)})
        tables["manifest"] = [{"table": table, "status": "illustrative", "publisher": "bcf",
                               "title": table, "released": "", "licence": "", "note": ""}
                              for table in ("dataset", *tables)]
        for name, rows in tables.items():
            support.write_table(folder, name, rows)
        for name, columns in (("ambitions", "hwb,metric,payment,definition,baseline_period,"
                                            "baseline_numerator,baseline_denominator,"
                                            "ambition_numerator,ambition_denominator"),
                              ("outturn", "hwb,metric,payment,definition,period,numerator,"
                                          "denominator"),
                              ("conditions", "hwb,condition,state,decided")):
            (folder / f"{name}.csv").write_text(columns + "\n")
            AnyDataset.need_a_manifest_row(folder, name)
        return folder

    def test_from_one_board_to_ten_thousand_the_fund_adds_up(self):
        for boards in (1, 2, 1000, 10000):
            with self.subTest(boards=boards):
                folder = self.big(boards)
                rows = self.rows("allocate", "-d", folder)
                self.assertEqual(COMPONENTS["2015-16"], sums(rows, "component"))
                self.assertEqual(boards, len({row["hwb"] for row in rows}))
                release = self.rows("release", "-d", folder)
                self.assertEqual(13 * boards, len(release))
                self.assertEqual(100000000000, sum(pence(row["available"]) for row in release))


if __name__ == "__main__":
    support.main()

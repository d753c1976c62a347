#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The real refresh of fixtures: England in spring 2015, England, and England with revised people."""

import functools
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction

import support
from support import BUILD, ENGLAND, ROOT, pence, pounds, read_table, rows_of
from test_known_answers import july_rows

SPRING, REVISED = (ENGLAND.with_name(f"england-{name}") for name in
                   ("spring-2015", "revised-people"))
OWN_TABLES = {SPRING: {"activity", "history", "manifest", "outturn"},
              REVISED: {"indicators", "manifest"}}
FLAGS = {ENGLAND: [], SPRING: ["--spring-2015"], REVISED: ["--revised-people"]}
SPRING_END = "2015-03"

DECEMBER, JULY = "2015-16", "2015-16-revised"
POLICIES = (DECEMBER, JULY)
# What may move, and because of what. Steps that move nothing have no row.
MOVED = {
    (SPRING, ENGLAND, DECEMBER): {
        ("release:2015-04:avoidable-admissions", "data:outturn"),
        ("release:2015-10:avoidable-admissions", "data:outturn"),
        ("release:2015-10:delayed-transfers", "data:outturn"),
        ("release:2015-10:local", "data:outturn")},
    (SPRING, ENGLAND, JULY): {
        (f"release:{month}:non-elective", "data:activity")
        for month in ("2015-08", "2015-11", "2016-02")},
    (ENGLAND, REVISED, DECEMBER): {
        (f"allocate:{component}", "data:indicators")
        for component in ("social-care-transfer", "social-care-capital", "dfg")},
}
MOVED[ENGLAND, REVISED, JULY] = MOVED[ENGLAND, REVISED, DECEMBER]
for of in POLICIES:
    MOVED[SPRING, REVISED, of] = MOVED[SPRING, ENGLAND, of] | MOVED[ENGLAND, REVISED, of]
PAIRS = list(MOVED)

SHARED = tempfile.TemporaryDirectory(prefix="bcf-refresh-")


def tearDownModule():
    SHARED.cleanup()


@functools.lru_cache(maxsize=None)
def settled(dataset, policy):
    """Each is settled once."""
    folder = pathlib.Path(SHARED.name) / f"{dataset.name}-{policy}"
    done = support.bcf("settle", "--tables", "-d", dataset, "-p", policy, "-o", folder)
    assert done.code == support.DONE, done.said
    return folder


@functools.lru_cache(maxsize=None)
def compared(old, new, policy, *by):
    words = ("--by", ",".join(by)) if by else ()
    done = support.bcf("compare", settled(old, policy), settled(new, policy), "-f", "csv", *words)
    assert done.code == support.FOUND, done.said
    return rows_of(done.text)


@functools.lru_cache(maxsize=None)
def stated(dataset, policy):
    """{(board, item): pence} as the settlement has them."""
    amounts = {}
    for table, column, name in (("allocate", "amount", "allocate:{component}"),
                                ("release", "released", "release:{payment}:{part}")):
        for row in read_table(settled(dataset, policy), table):
            key = row["hwb"], name.format(**row)
            amounts[key] = amounts.get(key, 0) + pence(row[column])
    return amounts


def changes(rows):
    """{(board, item): pence}, without what comes to nothing."""
    added = support.sums(rows, "hwb", "item", column="change")
    return {key: change for key, change in added.items() if change != 0}


def differences(old, new):
    keys = set(old) | set(new)
    return {key: new.get(key, 0) - old.get(key, 0) for key in keys
            if new.get(key, 0) != old.get(key, 0)}


def is_over(row):
    return row["period"].split("..")[-1] <= SPRING_END


class TheFolders(support.Case):

    def test_a_table_is_kept_here_or_linked_and_never_kept_twice(self):
        for folder, own in OWN_TABLES.items():
            self.assertEqual(support.tables_of(ENGLAND), support.tables_of(folder))
            for path in folder.glob("*.csv"):
                if path.stem in own:
                    self.assertFalse(path.is_symlink(), path)
                    self.assertNotEqual((ENGLAND / path.name).read_bytes(), path.read_bytes())
                else:
                    self.assertEqual(f"../england/{path.name}", os.readlink(path))
                    self.assertTrue(path.is_file(), path)

    def test_spring_has_all_rows_about_months_that_were_over_and_no_other(self):
        for table, count in (("activity", 15 * 211), ("history", 2140), ("outturn", 619)):
            spring, later = read_table(SPRING, table), read_table(ENGLAND, table)
            wanted = [row for row in later if is_over(row)]
            self.assertEqual(count, len(spring), table)
            self.assertLess(len(spring), len(later))
            if table == "outturn":
                for row in spring + wanted:
                    if row["metric"] == "avoidable-admissions":
                        row["denominator"] = "of its vintage"
            self.assertEqual(wanted, spring, table)

    def test_the_same_admissions_stand_over_people_as_first_published(self):
        people = {}
        for folder in (SPRING, ENGLAND):
            for row in read_table(folder, "outturn"):
                if row["metric"] == "avoidable-admissions":
                    people.setdefault(row["hwb"], {}).setdefault(folder, set()).add(
                        int(row["denominator"]))
        self.assertEqual(144, len(people))
        for board, of in people.items():
            self.assertEqual([1, 1], [len(of[folder]) for folder in (SPRING, ENGLAND)], board)
            self.assertNotEqual(of[SPRING], of[ENGLAND], board)
        # City of London, Southampton: ONS, mid-2014, June 2015 and with mid-2018
        self.assertEqual({SPRING: {8072}, ENGLAND: {6139}}, people["E09000001"])
        self.assertEqual({SPRING: {245290}, ENGLAND: {242106}}, people["E06000045"])

    def test_revised_people_move_the_two_stand_ins_and_no_published_figure(self):
        old, new = ({(row["area"], row["indicator"], row["period"]): (row["value"], row["status"])
                     for row in read_table(folder, "indicators")} for folder in (ENGLAND, REVISED))
        self.assertEqual(list(old), list(new))
        moved = {(key[1], key[2], new[key][1]) for key in old if old[key] != new[key]}
        self.assertEqual({("adult-rnf", "2013-14", "illustrative"),
                          ("dfg", "2015-16", "illustrative"),
                          ("dfg", "2016-17", "illustrative")}, moved)
        for indicator, period, _ in moved:
            self.assertEqual(1, sum(Fraction(value) for key, (value, _) in new.items()
                                    if key[1:] == (indicator, period)))

    def test_three_ended_ccgs_go_to_their_successor_before_and_after_its_first_day(self):
        ended, successor = {"00F", "00G", "00H"}, "13T"
        for folder in (SPRING, ENGLAND):
            for row in read_table(folder, "activity"):
                if row["ccg"] in ended | {successor}:
                    self.assertEqual(row["ccg"] in ended, is_over(row), row)
            page = self.done("check", "-d", folder).text
            for code in ended:
                self.assertRegex(page, rf"{code} +pass +-> {successor} \(share 1\)")

    def test_each_says_which_vintage_it_is_and_what_it_lacks(self):
        titles = set()
        for folder in (SPRING, ENGLAND, REVISED):
            rows = {row["table"]: row for row in read_table(folder, "manifest")}
            self.assertEqual(support.tables_of(ENGLAND),
                             sorted(set(rows) - {"dataset"} | {"manifest"}))
            titles.add((rows["dataset"]["title"], rows["dataset"]["released"]))
        self.assertEqual({("England 2015/16", "spring 2015"), ("England 2015/16", "vintage 1"),
                          ("England 2015/16", "vintage 1, revised people")}, titles)

    @unittest.skipUnless("BCF_DATA" in os.environ, "BCF_DATA names no folder of publishers' tables")
    def test_every_table_is_made_again_byte_for_byte(self):
        for folder, flags in FLAGS.items():
            made = self.folder / folder.name
            made.mkdir()
            subprocess.run([sys.executable, ENGLAND / "make.py", *flags, os.environ["BCF_DATA"],
                            made], check=True)
            self.assertEqual(support.tables_of(folder), support.tables_of(made))
            for path in made.glob("*.csv"):
                self.assertEqual((folder / path.name).read_bytes(), path.read_bytes(), path)
                self.assertEqual((folder / path.name).is_symlink(), path.is_symlink(), path)

    def test_links_hold_where_they_are_installed_and_after_a_move(self):
        first, moved = self.folder / "first", self.folder / "deeper" / "second"
        subprocess.run(["cmake", "--install", BUILD, "--prefix", first], check=True,
                       capture_output=True)
        moved.parent.mkdir()
        first.rename(moved)
        for folder in OWN_TABLES:
            there = next(moved.rglob(folder.name))
            self.done("settle", "-d", there, "-o", self.folder / folder.name,
                      program=moved / "bin" / "bcf")
            for path in settled(folder, DECEMBER).glob("*.csv"):
                self.assertEqual(path.read_bytes(),
                                 (self.folder / folder.name / path.name).read_bytes(), path)


class TheComparisons(support.Case):

    def test_every_item_goes_from_what_the_old_states_to_what_the_new_states(self):
        for old, new, policy in PAIRS:
            for before, after in ((old, new), (new, old)):
                last = {}
                for row in compared(before, after, policy):
                    key = row["hwb"], row["item"]
                    begins = last.get(key, stated(before, policy).get(key, 0))
                    self.assertEqual(begins, pence(row["before"]), (key, policy))
                    self.assertEqual(begins + pence(row["change"]), pence(row["after"]), key)
                    last[key] = pence(row["after"])
                for key, end in last.items():
                    self.assertEqual(stated(after, policy).get(key, 0), end, (key, policy))
                self.assertEqual(differences(stated(before, policy), stated(after, policy)),
                                 changes(compared(before, after, policy)), policy)

    def test_the_other_way_round_is_the_exact_negative(self):
        for old, new, policy in PAIRS:
            there, back = (changes(compared(*pair, policy)) for pair in ((old, new), (new, old)))
            self.assertNotEqual({}, there)
            self.assertEqual({key: -change for key, change in there.items()}, back, policy)

    def test_two_steps_come_to_the_one_that_skips_between(self):
        for policy in POLICIES:
            total = changes(compared(SPRING, ENGLAND, policy))
            for key, change in changes(compared(ENGLAND, REVISED, policy)).items():
                total[key] = total.get(key, 0) + change
            self.assertEqual({key: change for key, change in total.items() if change},
                             changes(compared(SPRING, REVISED, policy)), policy)

    def test_the_causes_are_those_of_the_tables_that_differ(self):
        for (old, new, policy), wanted in MOVED.items():
            for pair in ((old, new), (new, old)):
                got = {(row["item"], row["cause"]) for row in compared(*pair, policy)}
                self.assertEqual(wanted, got, (pair, policy))

    def test_added_up_for_the_nation_no_penny_is_lost(self):
        for old, new, policy in PAIRS:
            boards = support.sums(compared(old, new, policy), "item", "cause", column="change")
            nation = support.sums(compared(old, new, policy, "item", "cause"), "item", "cause",
                                  column="change")
            self.assertEqual(boards, nation)
            for (item, _), change in boards.items():
                if item.startswith("allocate:"):
                    self.assertEqual(0, change, "what one gains others lose")

    def test_nothing_looks_more_real_than_the_stand_ins_in_it(self):
        for pair in PAIRS:
            self.assertEqual({"illustrative"}, {row["data_status"] for row in compared(*pair)})


def achievement(ambition, outturn):
    """Which part of the way from the baseline to the ambition."""
    begin, wanted, reached = (Fraction(row[f"{name}numerator"]) / Fraction(row[f"{name}denominator"])
                              for row, name in ((ambition, "baseline_"), (ambition, "ambition_"),
                                                (outturn, "")))
    return (begin - reached) / (begin - wanted)


def half_up(value):
    return int(value + Fraction(1, 2))


class TheFigures(support.Case):
    """A second time, from the tables alone."""

    def april(self, dataset):
        """{board: pence} released in April for avoidable admissions: its part of the payment, as
        far as the ambition was reached."""
        def rows_by_board(table):
            return {row["hwb"]: row for row in read_table(dataset, table)
                    if (row["metric"], row["payment"]) == ("avoidable-admissions", "2015-04")}
        ambitions, outturn = rows_by_board("ambitions"), rows_by_board("outturn")
        parts = {row["hwb"]: pence(row["available"])
                 for row in read_table(settled(ENGLAND, DECEMBER), "release")
                 if (row["payment"], row["part"]) == ("2015-04", "avoidable-admissions")}
        return {board: half_up(parts[board] * min(max(achievement(ambitions[board], row), 0), 1))
                for board, row in outturn.items()}

    def test_in_april_the_revised_people_move_admissions_and_nothing_else_does(self):
        wanted = {(board, "release:2015-04:avoidable-admissions"): change for board, change
                  in differences(self.april(SPRING), self.april(ENGLAND)).items()}
        got = {key: change for key, change in changes(compared(SPRING, ENGLAND, DECEMBER)).items()
               if ":2015-04:" in key[1]}
        self.assertGreater(len(wanted), 30)
        self.assertEqual(wanted, got)

    def test_in_spring_october_waits_for_months_that_are_not_there(self):
        """Or for a recovery plan, where seventy per cent was missed in April."""
        held_for = set()
        for row in read_table(settled(SPRING, DECEMBER), "release"):
            if row["payment"] == "2015-10" and row["part"] in ("delayed-transfers", "local"):
                self.assertEqual("0.00", row["released"], row)
                held_for.add(row["held_for"])
        self.assertEqual({"awaiting-data", "recovery-plan-pending"}, held_for)

    def quarters(self, dataset):
        """{board: the admissions of eight quarters}, None where a month is missing."""
        successor = {row["code"]: row["successor"] for row in read_table(ENGLAND, "successors")}
        months = {}
        for row in read_table(dataset, "activity"):
            key = successor.get(row["ccg"], row["ccg"]), row["period"]
            months[key] = months.get(key, 0) + int(row["count"])
        people, board_of = {}, {row["council"]: row["hwb"] for row in
                                read_table(ENGLAND, "councils")}
        for row in read_table(ENGLAND, "residents"):
            people.setdefault(row["ccg"], []).append(
                (board_of[row["council"]], Fraction(row["people"])))
        found = {board: [None] * 8 for board in board_of.values()}
        for place in range(8):
            names = [f"{2014 + place // 4}-{place % 4 * 3 + month:02d}" for month in (1, 2, 3)]
            for ccg, homes in people.items():
                if all((ccg, name) in months for name in names):
                    count = sum(months[ccg, name] for name in names)
                    for board, living in homes:
                        of_board = found[board]
                        of_board[place] = (of_board[place] or 0) + count * living / sum(
                            some for _, some in homes)
        return found

    def test_in_july_each_quarter_that_came_in_is_paid_and_the_first_stays(self):
        shares = support.sums(read_table(settled(ENGLAND, JULY), "release"), "hwb",
                              column="available")
        wanted, known = {}, self.quarters(SPRING)
        self.assertEqual({(5, 3)}, {(sum(count is not None for count in counts),
                                     counts.count(None)) for counts in known.values()})
        for board, counts in self.quarters(ENGLAND).items():
            self.assertEqual(counts[:5], known[board][:5])
            lines, _ = july_rows(board, shares[board], counts[:4], counts[4:],
                                 [Fraction(35, 1000)] * 4, True, False)
            for row in rows_of("\n".join([support.RELEASE_COLUMNS, *lines])):
                if row["payment"] in ("2015-08", "2015-11", "2016-02"):
                    wanted[board, f"release:{row['payment']}:non-elective"] = pence(row["released"])
        self.assertEqual({key: due for key, due in wanted.items() if due},
                         changes(compared(SPRING, ENGLAND, JULY)))

    def test_in_spring_the_quarters_to_come_wait_for_data_or_for_nothing(self):
        for row in read_table(settled(SPRING, JULY), "release"):
            if row["payment"] in ("2015-08", "2015-11", "2016-02"):
                self.assertEqual("0.00", row["released"])
                self.assertEqual("awaiting-data" if row["held"] != "0.00" else "",
                                 row["held_for"], row)

    def test_the_grant_for_disabled_facilities_follows_the_revised_people(self):
        county = {row["district"]: row["council"] for row in read_table(ENGLAND, "districts")}
        board = {row["council"]: row["hwb"] for row in read_table(ENGLAND, "councils")}
        amounts = []
        for folder in (ENGLAND, REVISED):
            weights = {row["area"]: Fraction(row["value"]) for row in
                       read_table(folder, "indicators")
                       if (row["indicator"], row["period"]) == ("dfg", "2015-16")}
            of = {}
            for area, part in support.largest_remainder(220 * 10**8, weights, 100).items():
                at = board[county.get(area, area)], "allocate:dfg"
                of[at] = of.get(at, 0) + part
            amounts.append(of)
        got = {key: change for key, change in changes(compared(ENGLAND, REVISED, DECEMBER)).items()
               if key[1] == "allocate:dfg"}
        self.assertEqual(differences(*amounts), got)
        self.assertGreater(len(got), 140)


if __name__ == "__main__":
    support.main()

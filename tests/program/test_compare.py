#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bcf compare: every change between two runs adds up, has its cause, and is owed or owing."""

import functools
import hashlib
import importlib.util
import json
import os
import pathlib
import random
import re
import shutil
import sys
import tempfile
import time
from fractions import Fraction

import support
from support import (DONE, ENGLAND, FOUND, KNOWN, REFUSED_INPUT, ROOT, SHIRE, USAGE, pence,
                     read_table, rows_of, write_table)

TOY = ROOT / "fixtures" / "toy-year"
FIRST_SEED = int(os.environ.get("BCF_FIRST_SEED", "6001"))
SECONDS_FOR_PAIRS = 10
COLUMNS = "hwb,item,before,after,change,cause,what,data_status"
WHY_COLUMNS = "hwb,item,cause,table,row,column,before,after"
BALANCE_COLUMNS = ("hwb,payment,part,due_before,due,agreed,paid,paid_on,balance,netted,to_pay,"
                   "to_recover,state,data_status")
FAIRNESS_COLUMNS = "notice,hwb,component,from,party,before,after,odd_before,odd_after,runs"

POLICIES = ["2014-15", "2015-16", "2015-16-revised", "2016-17"]
POLICIES += [str(ROOT / "formulas" / one / "policy.xml") for one in (
    "2015-16/v1", "2015-16/v2", "2015-16/v3", "2015-16/v4", "2015-16-revised/v1",
    "2015-16-revised/v2")]
SETTINGS = {
    "2014-15": ["unit=1000", "unit=0.01"],
    "2015-16": ["unit=1000", "unit=0.01", "transfer-split=programme-allocation",
                "p4p-share-basis=whole-pool", "p4p-share-basis=published",
                "conditions-split=all-or-nothing", "metric-value=overall",
                "metric-release=all-or-nothing", "seventy-per-cent-test=mean",
                "seventy-per-cent-scope=plan", "october-baseline=april-outturn"],
    "2015-16-revised": ["unit=1000", "clawback=yes", "cap-by-plan-profile=no",
                        "p4p-share-basis=whole-pool"],
    "2016-17": ["unit=1000", "unit=0.01"],
}
BOARD_TABLES = ("conditions", "decisions", "ambitions", "outturn", "history", "local_metrics",
                "pooled", "spend", "letters", "paid")


def year_of(policy):
    """The id of a policy that is named by an id or a path."""
    return pathlib.Path(policy).parts[-3] if policy.endswith(".xml") else policy


def sealed(run):
    """run.xml with the seal that its bytes have."""
    cut = run.rindex(b"\n  <seal ") + 1
    seal = hashlib.sha256(run[:cut]).hexdigest()
    return run[:cut] + f'  <seal sha256="{seal}"/>\n</run>\n'.encode()


def stated(folder):
    """{(hwb, item): pence} of what a settlement says in its tables."""
    amounts = {}
    for table, column in (("allocate", "amount"), ("release", "released")):
        for row in read_table(folder, table):
            item = (f"allocate:{row['component']}" if table == "allocate"
                    else f"release:{row['payment']}:{row['part']}")
            key = row["hwb"], item
            amounts[key] = amounts.get(key, 0) + pence(row[column])
    return amounts


# One change to a dataset each: they return False where there is nothing to change.

def pick(chance, rows, wanted=lambda row: True):
    rows = [row for row in rows if wanted(row)]
    return chance.choice(rows) if rows else None


def more(text, chance):
    """A figure as long as before, a little more."""
    whole = text.split(".")[0]
    return str(int(whole) + 1 + chance.randrange(1 + int(whole) // 8)) + text[len(whole):]


def change_cell(folder, chance, table, column, change, wanted=lambda row: True):
    rows = read_table(folder, table)
    row = pick(chance, rows, wanted)
    if row is None:
        return False
    row[column] = change(row)
    write_table(folder, table, rows)
    return True


def change_figure(table, *columns):
    def act(folder, chance):
        column = chance.choice(columns)
        return change_cell(folder, chance, table, column, lambda row: more(row[column], chance),
                           lambda row: row.get(column))
    return act


def change_word(table, column, words):
    def act(folder, chance):
        return change_cell(folder, chance, table, column, lambda row: chance.choice(
            [word for word in words if word != row[column]]), lambda row: row[column] in words)
    return act


def drop_row(table):
    def act(folder, chance):
        rows = read_table(folder, table)
        if len(rows) < 2:
            return False
        rows.remove(chance.choice(rows))
        write_table(folder, table, rows)
        return True
    return act


def change_indicator(folder, chance):
    """With the nation's total, if there is one."""
    rows = read_table(folder, "indicators")
    row = pick(chance, rows)
    old, row["value"] = row["value"], more(row["value"], chance)
    controls = read_table(folder, "controls")
    for control in controls:
        if (control["indicator"], control["period"]) == (row["indicator"], row["period"]):
            places = max(len(text.partition(".")[2]) for text in (control["total"], row["value"]))
            total = Fraction(control["total"]) + Fraction(row["value"]) - Fraction(old)
            digits = str(int(total * 10 ** places)).rjust(places + 1, "0")
            control["total"] = digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"
    write_table(folder, "indicators", rows)
    if controls:
        write_table(folder, "controls", controls)
    return True


def move_district(folder, chance):
    counties = sorted({row["council"] for row in read_table(folder, "districts")})
    return len(counties) > 1 and change_cell(
        folder, chance, "districts", "council",
        lambda row: chance.choice([code for code in counties if code != row["council"]]))


def merge_boards(folder, chance):
    boards = read_table(folder, "boards")
    if len(boards) < 2:
        return False
    gone, stays = (row["hwb"] for row in chance.sample(boards, 2))
    write_table(folder, "boards", [row for row in boards if row["hwb"] != gone])
    councils = read_table(folder, "councils")
    for row in councils:
        row["hwb"] = stays if row["hwb"] == gone else row["hwb"]
    write_table(folder, "councils", councils)
    for table in BOARD_TABLES:
        rows = read_table(folder, table)
        kept = [row for row in rows if row["hwb"] != gone]
        if kept:
            write_table(folder, table, kept)
        elif rows:
            write_table(folder, table, [], list(rows[0]))
    return True


def add_successors(folder, rows):
    write_table(folder, "successors", read_table(folder, "successors") + rows)
    manifest = read_table(folder, "manifest")
    if all(row["table"] != "successors" for row in manifest):
        manifest.append(dict(manifest[0], table="successors"))
        write_table(folder, "manifest", manifest)


def merge(table, column):
    def act(folder, chance):
        rows = read_table(folder, table)
        if len(rows) < 2:
            return False
        gone, stays = chance.sample(rows, 2)
        write_table(folder, table, [row for row in rows if row is not gone])
        if table == "councils":
            districts = read_table(folder, "districts")
            for row in districts:
                row["council"] = stays[column] if row["council"] == gone[column] else row["council"]
            if districts:
                write_table(folder, "districts", districts)
        add_successors(folder, [{"code": gone[column], "successor": stays[column], "share": "1",
                                 "from": "2015-04-01"}])
        return True
    return act


def split_ccg(folder, chance):
    rows = read_table(folder, "ccgs")
    gone = chance.choice(rows)
    heirs = [dict(gone, ccg=f"{gone['ccg']}-{letter}") for letter in "ab"]
    write_table(folder, "ccgs", [row for row in rows if row is not gone] + heirs)
    add_successors(folder, [{"code": gone["ccg"], "successor": heir["ccg"], "share": share,
                             "from": "2015-04-01"} for heir, share in zip(heirs, ("0.3", "0.7"))])
    return True


STATES = ("met", "not-met", "not-assessed")
CHANGES = {
    "residents": [change_figure("residents", "people")],
    "indicators": [change_indicator],
    "conditions": [change_word("conditions", "state", STATES), drop_row("conditions")],
    "decisions": [change_word("decisions", "state", ("yes", "no")),
                  change_word("decisions", "state", ("agreed", "not-agreed")),
                  drop_row("decisions")],
    "ambitions": [change_figure("ambitions", "ambition_numerator", "baseline_numerator",
                                "baseline_denominator"), drop_row("ambitions")],
    "outturn": [change_figure("outturn", "numerator", "denominator"), drop_row("outturn")],
    "local_metrics": [change_word("local_metrics", "better", ("higher", "lower"))],
    "activity": [change_figure("activity", "count")],
    "letters": [change_figure("letters", "amount")],
    "paid": [change_figure("paid", "amount")],
}
MOVES = {
    "district-moved": move_district,
    "boards-merged": merge_boards,
    "ccgs-merged": merge("ccgs", "ccg"),
    "councils-merged": merge("councils", "council"),
    "districts-merged": merge("districts", "district"),
    "ccg-split": split_ccg,
}


def setUpModule():
    """Random datasets, legal and awkward, of the second implementation's generator."""
    global GENERATE
    specification = importlib.util.spec_from_file_location(
        "generate", ROOT / "tests" / "oracle" / "generate.py")
    GENERATE = importlib.util.module_from_spec(specification)
    sys.dont_write_bytecode = True
    specification.loader.exec_module(GENERATE)


class Compared(support.Case):

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="bcf-compare-")
        cls.addClassCleanup(holder.cleanup)
        cls.kept = pathlib.Path(holder.name)

    @functools.cache
    def settled_once(self, *words):
        raise NotImplementedError

    def settled(self, name, data, *words):
        """A settlement, or None where the inputs are refused."""
        folder = self.folder / name
        done = support.bcf("settle", "-d", data, *words, "-o", folder)
        if done.code == REFUSED_INPUT:
            return None
        self.ends(DONE, done)
        return folder

    def settlement(self, *words):
        """One of the class's own, made once: it may not be changed."""
        name = hashlib.sha256(repr([str(word) for word in words]).encode()).hexdigest()[:12]
        folder = self.kept / name
        if not folder.exists():
            self.done("settle", *words, "-o", folder)
        return folder

    def shire(self, name, **tables):
        """A settlement of the shire with tables whose rows a function changed in place."""
        data = support.copy_dataset(SHIRE, self.folder / f"{name}-data")
        for table, change in tables.items():
            rows = read_table(data, table)
            columns = list(rows[0])
            rows = change(rows) or rows
            write_table(data, table, rows, list(rows[0]) if rows else columns)
        return data

    def compared(self, old, new, *words, says=COLUMNS):
        """The rows; the exit code says whether there are any."""
        done = support.bcf("compare", old, new, "-f", "csv", *words)
        self.assertIn(done.code, (DONE, FOUND), done.said)
        self.assertEqual(says, done.text.split("\n", 1)[0])
        rows = rows_of(done.text)
        if says == COLUMNS:
            self.assertEqual(FOUND if rows else DONE, done.code)
        return rows

    def adds_up(self, old, new):
        """Every chain from what the old run states to what the new one states; the rows."""
        rows = self.compared(old, new)
        was, now = stated(old), stated(new)
        ends, places, keys = {}, {}, []
        for row in rows:
            key = row["hwb"], row["item"]
            before, after = pence(row["before"]), pence(row["after"])
            self.assertEqual(ends.get(key, was.get(key, 0)), before, row)
            self.assertEqual(after - before, pence(row["change"]), row)
            self.assertNotEqual(before, after, row)
            if key not in places:
                places[key] = len(places)
                keys.append(key)
            self.assertEqual(keys[-1], key, "the rows of a chain stand together")
            ends[key] = after
        for key in set(was) | set(now):
            self.assertEqual(now.get(key, 0), ends.get(key, was.get(key, 0)), key)
        return rows

    def national(self, old, new, rows, by):
        """--by adds the same rows up, and chains too."""
        columns = by.split(",")
        wanted, ends = {}, {}
        for row in rows:
            kind = row["item"] if "item" in columns else row["item"].split(":")[0]
            key = (row["hwb"] if "hwb" in columns else "", kind,
                   (row["cause"], row["what"]) if "cause" in columns else "")
            wanted[key] = wanted.get(key, 0) + pence(row["change"])
        done = support.bcf("compare", old, new, "--by", by, "-f", "csv")
        got = {}
        for row in rows_of(done.text):
            chain = row.get("hwb", ""), row["item"]
            if "cause" in columns and chain in ends:
                self.assertEqual(ends[chain], row["before"], by)
            ends[chain] = row["after"]
            self.assertEqual(pence(row["after"]) - pence(row["before"]), pence(row["change"]))
            key = chain + ((row["cause"], row["what"]) if "cause" in columns else "",)
            got[key] = pence(row["change"])
        self.assertEqual({key: change for key, change in wanted.items() if change}, got, by)

    def turns(self, old, new, rows):
        """The other way round is the exact negative, for every board and item."""
        back = self.adds_up(new, old)
        self.assertEqual(
            {key: change for key, change in support.sums(rows, "hwb", "item",
                                                         column="change").items() if change},
            {key: -change for key, change in support.sums(back, "hwb", "item",
                                                          column="change").items() if change})


class Anything(Compared):
    """Random pairs of datasets, policies and readings."""

    def base(self, seed):
        """A new folder with one of the datasets."""
        folder = self.folder / f"base-{seed}"
        if seed % 4 == 0:
            return support.copy_dataset((SHIRE, KNOWN / "july-2014-nation",
                                         KNOWN / "july-2014-uneven")[seed // 4 % 3], folder)
        GENERATE.generate(seed, str(folder))
        return folder

    def changed(self, base, name, changes, chance):
        folder = support.copy_dataset(base, self.folder / name)
        return folder if all([change(folder, chance) for change in changes]) else None

    def drawn(self, chance, policy):
        """Settings and a day."""
        known = SETTINGS[year_of(policy)]
        drawn = {one.split("=")[0]: one for one in chance.sample(known, chance.randrange(3))}
        words = [word for one in drawn.values() for word in ("--set", one)]
        if chance.random() < 0.2:
            words += ["--as-at", chance.choice(("2014-12-31", "2015-04-01", "2015-11-30"))]
        return ["-p", policy] + words

    def test_every_comparison_adds_up(self):
        started, compared, moved, causes, refused = time.monotonic(), 0, 0, set(), 0
        seed = FIRST_SEED
        while time.monotonic() - started < SECONDS_FOR_PAIRS:
            seed += 1
            chance = random.Random(seed)
            with self.subTest(seed=seed):
                base = self.base(seed)
                tables = [chance.choice(CHANGES[table]) for table in
                          chance.sample(sorted(CHANGES), chance.randrange(1, 5))]
                cut = chance.randrange(len(tables) + 1)
                moves = chance.sample(sorted(MOVES), chance.choice((0, 0, 1, 1, 2)))
                old = self.changed(base, f"old-{seed}", tables[:cut], chance) or base
                new = self.changed(base, f"new-{seed}", tables[cut:] + [MOVES[one] for one in moves],
                                   chance) or base
                policy = chance.choice(POLICIES)
                other = chance.choice(POLICIES) if chance.random() < 0.4 else policy
                words = self.drawn(chance, policy)
                others = self.drawn(chance, other) if policy != other or chance.random() < 0.3 \
                    else words
                runs = [self.settled(f"run-{name}-{seed}", data, *drawn)
                        for name, data, drawn in (("a", old, words), ("b", new, others))]
                if None in runs:
                    refused += 1
                    continue
                rows = self.adds_up(*runs)
                self.turns(*runs, rows)
                self.national(*runs, rows, chance.choice(("hwb", "item", "cause", "hwb,cause",
                                                          "item,cause", "hwb,item", "cause,item")))
                for view in ("--why", "--fairness"):
                    self.assertIn(support.bcf("compare", *runs, view, "-f", "json").code,
                                  (DONE, FOUND))
                area = chance.choice(read_table(new, "boards"))["hwb"]
                page = support.bcf("compare", *runs, *chance.choice(
                    ([], ["-a", area], ["-a", area, "--why"])))
                self.assertIn(page.code, (DONE, FOUND), page.said)
                compared += 1
                moved += bool(rows)
                causes |= {row["cause"] for row in rows}
            for folder in self.folder.iterdir():
                shutil.rmtree(folder)
        print(f"{compared} compared, {moved} moved, {refused} refused, {sorted(causes)}",
              file=sys.stderr)


if __name__ == "__main__":
    support.main()

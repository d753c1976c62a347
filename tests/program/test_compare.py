#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bcf compare: every change between two runs adds up, has its cause, and is owed or owing."""

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
    recount(folder)


def recount(folder):
    """The nation's totals say of how many areas they are: after a merger of fewer."""
    heirs = {}
    for row in read_table(folder, "successors"):
        heirs.setdefault(row["code"], []).append(row["successor"])

    def current(code):
        return {one for heir in heirs[code] for one in current(heir)} if code in heirs else {code}
    controls, values = read_table(folder, "controls"), read_table(folder, "indicators")
    for row in controls:
        row["areas"] = str(len({one for value in values for one in current(value["area"])
                                if value["indicator"] == row["indicator"]
                                and value["period"] == row["period"]}))
    if controls:
        write_table(folder, "controls", controls)


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

    def settled(self, name, data, *words):
        """A settlement, or None where the inputs are refused."""
        folder = self.folder / name
        done = support.bcf("settle", "--tables", "-d", data, *words, "-o", folder)
        if done.code == REFUSED_INPUT:
            return None
        self.ends(DONE, done)
        return folder

    def settlement(self, *words):
        """One of the class's own, made once: it may not be changed."""
        name = hashlib.sha256(repr([str(word) for word in words]).encode()).hexdigest()[:12]
        folder = self.kept / name
        if not folder.exists():
            self.done("settle", "--tables", *words, "-o", folder)
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
        moves, wanted, ends = {}, {}, {}
        for row in rows:
            step = (row["cause"], row["what"]) if "cause" in columns else ""
            move = row["hwb"], row["item"], step
            moves[move] = moves.get(move, 0) + pence(row["change"])
        for (hwb, item, step), change in moves.items():
            key = (hwb if "hwb" in columns else "",
                   item if "item" in columns else item.split(":")[0], step)
            if change:  # what moved one up and another down is told too, with a sum of nothing
                wanted[key] = wanted.get(key, 0) + change
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
        self.assertEqual(wanted, got, by)

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
        self.assertGreater(compared, refused // 2, "most of what is drawn can be compared")
        self.assertGreater(moved, compared // 3)
        self.assertGreaterEqual(len(causes), 1)

    def test_a_change_of_one_input_has_that_cause_alone(self):
        """Only the figures of one table differ, and the rows behind each change are named."""
        moved = {}
        for number in range(60):
            chance = random.Random(FIRST_SEED + number)
            table = sorted(CHANGES)[number % len(CHANGES)]
            policy = "2015-16-revised" if table == "activity" else "2015-16"
            words = ["-p", policy]
            words += ["--set", "p4p-share-basis=published"] if table == "letters" else []
            base = (KNOWN / "july-2014-uneven" if table == "activity" else
                    KNOWN / "assurance" if table == "outturn" and number > 30 else SHIRE)
            with self.subTest(number=number, table=table):
                new = support.copy_dataset(base, self.folder / f"new-{number}")
                if not chance.choice(CHANGES[table])(new, chance):
                    continue
                runs = [self.settlement("-d", base, *words),
                        self.settled(f"run-{number}", new, *words)]
                if None in runs:
                    continue
                rows = self.adds_up(*runs)
                self.assertLessEqual({row["cause"] for row in rows}, {f"data:{table}"})
                if table not in ("residents", "indicators", "letters"):  # shared with others
                    why = self.compared(*runs, "--why", says=WHY_COLUMNS)
                    self.assertEqual({(row["hwb"], row["item"]) for row in rows},
                                     {(row["hwb"], row["item"]) for row in why})
                    self.assertLessEqual({row["table"] for row in why}, {table})
                moved[table] = moved.get(table, 0) + bool(rows)
        self.assertLessEqual({"residents", "indicators", "conditions", "ambitions", "outturn",
                              "activity", "letters"},
                             {table for table, count in moved.items() if count}, moved)

    def test_the_form_of_a_file_is_no_change(self):
        for number, base in enumerate([SHIRE, KNOWN / "july-2014-nation", KNOWN / "assurance"]
                                      + [self.base(seed) for seed in (7001, 7002, 7003)]):
            chance = random.Random(number)
            other = support.shuffled_copy(base, self.folder / f"other-{number}", chance)
            policy = "2015-16-revised" if "july" in str(base) else "2015-16"
            one = self.settlement("-d", base, "-p", policy)
            two = self.settled(f"run-{number}", other, "-p", policy)
            self.assertEqual([], self.adds_up(one, two))
            page = self.done("compare", one, two).text
            self.assertIn("nothing changed", page)
            changed = self.changed(base, f"changed-{number}", [change_indicator], chance)
            three = self.settled(f"three-{number}", changed, "-p", policy)
            four = self.settled(f"four-{number}", support.shuffled_copy(
                changed, self.folder / f"shuffled-{number}", chance), "-p", policy)
            for view in ([], ["--why"], ["--fairness"], ["--by", "item,cause"]):
                self.assertEqual(support.bcf("compare", one, three, "-f", "csv", *view).out,
                                 support.bcf("compare", two, four, "-f", "csv", *view).out, view)


class Examples(Compared):

    REVISED_OUTTURN = {"numerator": ("9412", "9188")}

    def outturns(self):
        """Port (H2) planned 10,000 -> 9,000 delayed days, had 9,412, and after a revision 9,188:
        58.8 and 81.2 per cent of the way, of £25,000,000.00 each time."""
        runs = []
        for days in self.REVISED_OUTTURN["numerator"]:
            def revise(rows, days=days):
                for row in rows:
                    if (row["hwb"], row["metric"], row["payment"]) == ("H2", "delayed-transfers",
                                                                       "2015-04"):
                        row["numerator"] = days
            data = self.shire(days, outturn=revise)
            runs.append(self.settled(f"run-{days}", data))
        return runs

    def test_a_revised_outturn_is_named_with_what_it_moved(self):
        old, new = self.outturns()
        self.assertEqual(["H2,release:2015-04:delayed-transfers,14700000.00,20300000.00,5600000.00,"
                          "data:outturn,outturn,illustrative"],
                         support.only(COLUMNS, self.adds_up(old, new)))
        self.assertEqual(["H2,release:2015-04:delayed-transfers,data:outturn,outturn,"
                          "delayed-transfers outturn Apr-Dec 2014,numerator,9412,9188"],
                         support.only(WHY_COLUMNS, self.compared(old, new, "--why",
                                                                 says=WHY_COLUMNS)))
        page = self.ends(FOUND, support.bcf("compare", old, new, "-a", "Port", "--why")).text
        self.assertRegex(page, r"delayed-transfers outturn Apr-Dec 2014: (numerator )?9,412 -> "
                               r"9,188")
        for words in ("14,700,000.00*", "20,300,000.00*", "+5,600,000.00*", "data:outturn"):
            self.assertIn(words, page)
        self.assertEqual([], rows_of(self.done("compare", old, new, "-a", "H1", "-f",
                                               "csv").text))

    def test_a_row_that_moves_more_than_its_own_part_is_named_for_all_of_it(self):
        """All four conditions hang on the one; October's baseline is April's outturn."""
        for table, old, new, setting, items in (
                ("conditions", ("H1", "seven-day-services", "state", "met"), None,
                 "conditions-split=all-or-nothing", 4),
                ("outturn", ("H2", "avoidable-admissions", "numerator", "1180"), "2015-04",
                 "october-baseline=april-outturn", 2)):
            def change(rows, cells=old, payment=new):
                hwb, what, column, value = cells
                for row in rows:
                    if (row["hwb"] == hwb and what in row.values()
                            and payment in (None, row.get("payment"))):
                        row[column] = value
            runs = [self.settlement("-d", SHIRE, "--set", setting),
                    self.settled(table, self.shire(table, **{table: change}), "--set", setting)]
            rows = self.adds_up(*runs)
            why = self.compared(*runs, "--why", says=WHY_COLUMNS)
            self.assertEqual({row["item"] for row in rows}, {row["item"] for row in why}, table)
            self.assertEqual(items, len(rows), table)

    def test_every_form_says_the_same(self):
        old, new = self.outturns()
        rows = self.compared(old, new)
        said = json.loads(support.bcf("compare", old, new, "-f", "json").text)
        self.assertEqual(rows, said["compare"]["rows"])
        xml = support.bcf("compare", old, new, "-f", "xml").text
        self.assertIn('change="5600000.00"', xml)
        done = support.bcf("compare", old, new, "-f", "csv", "-o", self.folder / "out.csv")
        self.ends(FOUND, done)
        self.assertEqual(rows, rows_of((self.folder / "out.csv").read_text()))
        named = self.compared(old, new, "--names", says=COLUMNS.replace("hwb", "hwb,hwb_name"))
        self.assertEqual("Port", named[0]["hwb_name"])

    def test_england_and_the_known_datasets_with_other_policies(self):
        pairs = [((), ("-p", "2015-16-revised")), ((), ("-p", "2016-17")),
                 (("-p", "2014-15"), ("-p", str(ROOT / "formulas/2014-15/v2/policy.xml"))),
                 ((), ("--set", "unit=1000", "--set", "transfer-split=programme-allocation"))]
        for old, new in pairs:
            runs = self.settlement(*old), self.settlement(*new)
            rows = self.adds_up(*runs)
            self.assertNotEqual([], rows)
            self.turns(*runs, rows)
            for by in ("item", "hwb", "item,cause"):
                self.national(*runs, rows, by)
        toy = self.settlement("-p", TOY / "policy.xml", "-d", TOY)
        self.assertEqual([], self.adds_up(toy, toy))
        versions = [self.settlement("-d", SHIRE, "-p", ROOT / f"formulas/2015-16/v{n}/policy.xml")
                    for n in (1, 2, 3, 4)]
        for old, new in zip(versions, versions[1:]):
            self.adds_up(old, new)


def paid_row(hwb, payment, part, amount, **more):
    return dict({"hwb": hwb, "payment": payment, "part": part, "amount": amount,
                 "on": "2015-04-30"}, **more)


class Balance(Compared):

    def balances(self, data, *words):
        """{(hwb, payment, part): row}; what is to be paid less what is to be recovered is what is
        due less what was paid."""
        run = self.settled(f"{data.name}-run-{len(words)}", data, *words)
        rows = self.compared(run, run, "--balance", says=BALANCE_COLUMNS)
        due, paid = (sum(pence(row[name]) for row in rows if row[name]) for name in ("due", "paid"))
        pay, recover = (sum(pence(row[name]) for row in rows) for name in ("to_pay", "to_recover"))
        self.assertEqual(due - paid, pay - recover)
        self.assertEqual(0, sum(pence(row["netted"]) for row in rows))
        for row in rows:
            balance = pence(row["due"]) - (pence(row["paid"]) if row["paid"] else 0)
            self.assertEqual(balance + pence(row["netted"]),
                             pence(row["to_pay"]) - pence(row["to_recover"]))
            self.assertIn(0, (pence(row["to_pay"]), pence(row["to_recover"])))
            self.assertGreaterEqual(min(pence(row["to_pay"]), pence(row["to_recover"])), 0)
        return {(row["hwb"], row["payment"], row["part"]): row for row in rows}

    def cells(self, rows, *key):
        names = "due,agreed,paid,balance,netted,to_pay,to_recover,state"
        return support.only(names, [rows[key]])[0]

    def paid(self, name, *rows):
        return self.shire(name, paid=lambda old: list(rows))

    def test_what_was_not_paid_yet_is_empty_and_never_nothing(self):
        rows = self.balances(self.paid("one", paid_row("H1", "2015-04", "acute-impact",
                                                       "25000000.00")))
        self.assertEqual("18750000.00,,,,0.00,18750000.00,0.00,not-yet-paid",
                         self.cells(rows, "H3", "2015-04", "acute-impact"))
        self.assertEqual("0.00,,,,0.00,0.00,0.00,not-yet-paid",
                         self.cells(rows, "H2", "2015-04", "acute-impact"))
        self.assertEqual("25000000.00,,25000000.00,0.00,0.00,0.00,0.00,settled",
                         self.cells(rows, "H1", "2015-04", "acute-impact"))

    def test_nothing_paid_is_not_the_same_as_no_row(self):
        rows = self.balances(self.paid("none", paid_row("H3", "2015-04", "acute-impact", "0.00")))
        self.assertEqual("18750000.00,,0.00,18750000.00,0.00,18750000.00,0.00,to-pay",
                         self.cells(rows, "H3", "2015-04", "acute-impact"))

    def test_paid_too_much_is_recoverable_and_found(self):
        data = self.paid("over", paid_row("H3", "2015-04", "acute-impact", "18750000.01"))
        rows = self.balances(data)
        self.assertEqual("18750000.00,,18750000.01,-0.01,0.00,0.00,0.01,recoverable",
                         self.cells(rows, "H3", "2015-04", "acute-impact"))
        run = self.folder / f"{data.name}-run-0"
        self.ends(FOUND, support.bcf("compare", run, run, "--balance"))
        self.ends(FOUND, support.bcf("compare", run, run, "--balance", "-a", "H3"))
        self.ends(DONE, support.bcf("compare", run, run, "--balance", "-a", "H1"))
        self.ends(DONE, support.bcf("compare", run, run))

    def test_the_agreed_payment_stands_beside_the_computed_one_and_changes_nothing(self):
        one = paid_row("H3", "2015-04", "acute-impact", "18000000.00", agreed="18000000.00")
        rows = self.balances(self.paid("agreed", one, paid_row("H1", "2015-04", "acute-impact",
                                                               "1.00", agreed="")))
        self.assertEqual("18750000.00,18000000.00,18000000.00,750000.00,0.00,750000.00,0.00,to-pay",
                         self.cells(rows, "H3", "2015-04", "acute-impact"))
        self.assertEqual("", rows["H1", "2015-04", "acute-impact"]["agreed"])

    CARRIED = ["--set", "negative-balance=carried-forward"]

    def test_carried_forward_it_is_netted_off_the_next_payments_in_their_order(self):
        """H1 is due £23,333,333.33 and was paid £100,000,000.00: £76,666,666.67 too much. October
        pays £16,666,666.67, £33,333,333.34 and £25,000,000.00, all taken up, then £26,666,666.66,
        of which the last £1,666,666.66 is."""
        data = self.paid("carried", paid_row("H1", "2015-04", "avoidable-admissions",
                                             "100000000.00"))
        rows = self.balances(data, *self.CARRIED)
        wanted = {
            ("2015-04", "avoidable-admissions"):
                "23333333.33,,100000000.00,-76666666.67,76666666.67,0.00,0.00,carried-forward",
            ("2015-04", "local"): "33333333.34,,,,0.00,33333333.34,0.00,not-yet-paid",
            ("2015-10", "residential-admissions"):
                "16666666.67,,,,-16666666.67,0.00,0.00,not-yet-paid",
            ("2015-10", "reablement"): "33333333.34,,,,-33333333.34,0.00,0.00,not-yet-paid",
            ("2015-10", "avoidable-admissions"):
                "25000000.00,,,,-25000000.00,0.00,0.00,not-yet-paid",
            ("2015-10", "local"): "26666666.66,,,,-1666666.66,25000000.00,0.00,not-yet-paid",
        }
        for key, cells in wanted.items():
            self.assertEqual(cells, self.cells(rows, "H1", *key), key)
        self.assertEqual({"0.00"}, {row["netted"] for key, row in rows.items() if key[0] != "H1"})
        back = self.balances(data, "--set", "negative-balance=recoverable")
        self.assertEqual("23333333.33,,100000000.00,-76666666.67,0.00,0.00,76666666.67,recoverable",
                         self.cells(back, "H1", "2015-04", "avoidable-admissions"))

    def test_what_later_payments_cannot_take_up_is_recoverable(self):
        """All of October is £101,666,666.67; £123,333,333.33 were paid: £100,000,000.00 too much
        in April and £8,333,333.33 in October's last part, which nothing comes after."""
        data = self.paid("much", paid_row("H1", "2015-04", "avoidable-admissions", "140000000.00"),
                         paid_row("H1", "2015-10", "local", "35000000.00"))
        rows = self.balances(data, *self.CARRIED)
        # 116,666,666.67 too much; October has 75,000,000.01 to pay beside `local`
        self.assertEqual("23333333.33,,140000000.00,-116666666.67,75000000.01,0.00,41666666.66,"
                         "recoverable", self.cells(rows, "H1", "2015-04", "avoidable-admissions"))
        self.assertEqual("26666666.66,,35000000.00,-8333333.34,0.00,0.00,8333333.34,recoverable",
                         self.cells(rows, "H1", "2015-10", "local"))

    def july(self, name, *paid):
        data = support.copy_dataset(KNOWN / "july-2014-uneven" if "claw" in name
                                    else KNOWN / "july-2014", self.folder / name)
        write_table(data, "paid", list(paid), list(paid_row("", "", "", "")))
        manifest = read_table(data, "manifest")
        write_table(data, "manifest", manifest + [dict(manifest[0], table="paid")])
        return data

    def test_july_nets_over_several_payments(self):
        """£149,000, £260,750, £298,000, £335,250 are due and £500,000 was paid in May."""
        data = self.july("several", paid_row("H1", "2015-05", "non-elective", "500000.00"))
        rows = self.balances(data, "-p", "2015-16-revised", *self.CARRIED)
        for payment, cells in (
                ("2015-05", "149000.00,,500000.00,-351000.00,351000.00,0.00,0.00,carried-forward"),
                ("2015-08", "260750.00,,,,-260750.00,0.00,0.00,not-yet-paid"),
                ("2015-11", "298000.00,,,,-90250.00,207750.00,0.00,not-yet-paid"),
                ("2016-02", "335250.00,,,,0.00,335250.00,0.00,not-yet-paid")):
            self.assertEqual(cells, self.cells(rows, "H1", payment, "non-elective"))

    def test_a_clawback_is_money_to_recover(self):
        """With clawback £260,750, -£111,750, 0, £596,000."""
        clawback = ["-p", "2015-16-revised", "--set", "clawback=yes"]
        data = self.july("claw", paid_row("H1", "2015-05", "non-elective", "260750.00"))
        rows = self.balances(data, *clawback)
        self.assertEqual("260750.00,,260750.00,0.00,0.00,0.00,0.00,settled",
                         self.cells(rows, "H1", "2015-05", "non-elective"))
        cells = self.cells(rows, "H1", "2015-08", "non-elective")
        self.assertTrue(cells.startswith("-111750.00,,,,0.00,0.00,111750.00,"), cells)
        rows = self.balances(data, *clawback, *self.CARRIED)
        cells = self.cells(rows, "H1", "2016-02", "non-elective")
        self.assertTrue(cells.startswith("596000.00,,,,-111750.00,484250.00,0.00,"), cells)

    def test_paid_under_the_payment_of_another_policy_nothing_of_it_is_due(self):
        """Paid in April under December's rules; July's have no such payment."""
        data = self.july("other", paid_row("H1", "2015-04", "acute-impact", "200000.00"))
        rows = self.balances(data, "-p", "2015-16-revised")
        self.assertEqual("0.00,,200000.00,-200000.00,0.00,0.00,200000.00,recoverable",
                         self.cells(rows, "H1", "2015-04", "acute-impact"))
        rows = self.balances(data, "-p", "2015-16-revised", *self.CARRIED)
        self.assertEqual("carried-forward", rows["H1", "2015-04", "acute-impact"]["state"])

    def test_without_a_table_of_what_was_paid_it_is_refused(self):
        run = self.settlement("-d", KNOWN / "july-2014", "-p", "2015-16-revised")
        self.refuses("compare", run, run, "--balance", says=["'paid'", "compare --balance"])
        run = self.settlement("-d", SHIRE, "-p", "2014-15")
        self.refuses("compare", run, run, "--balance", code=USAGE, says="2014-15")

    def test_what_was_paid_is_never_rewritten(self):
        old = self.settlement("-d", SHIRE)
        new = self.settled("more", self.shire("more", paid=lambda rows: rows[:1]))
        self.assertEqual([], self.adds_up(old, new))
        rows = self.compared(old, new, "--balance", says=BALANCE_COLUMNS)
        self.assertEqual(1, sum(row["paid"] != "" for row in rows))


class Geography(Compared):

    def crosswalk(self, page):
        return page[page.index("Crosswalk"):].split("\n\n", 1)[0]

    def test_a_merger_is_geography_with_people_in_and_out(self):
        """G1's 1,200,000 people go to G2."""
        data = self.shire("merged", ccgs=lambda rows: [row for row in rows if row["ccg"] != "G1"])
        add_successors(data, [{"code": "G1", "successor": "G2", "share": "1",
                               "from": "2015-04-01"}])
        old, new = self.settlement("-d", SHIRE), self.settled("new", data)
        rows = self.adds_up(old, new)
        self.turns(old, new, rows)
        self.assertEqual({"geography"}, {row["cause"] for row in rows})
        walk = self.crosswalk(support.bcf("compare", old, new).text)
        self.assertRegex(walk, r"Hills CCG \(G1\) +-> +Coast CCG \(G2\) +1 +1,200,000 +1,200,000")
        self.assertNotIn("Crosswalk", support.bcf("compare", new, old).text,
                         "every code of the old run is in the new one")

    def split(self):
        """G2's 1,600,000 people (G0's among them): a quarter to G8, the rest to G9."""
        data = self.shire("split", ccgs=lambda rows: [row for row in rows if row["ccg"] != "G2"] + [
            {"ccg": "G8", "name": "North Coast CCG"}, {"ccg": "G9", "name": "South Coast CCG"}])
        add_successors(data, [
            {"code": "G2", "successor": heir, "share": share, "from": "2015-04-01"}
            for heir, share in (("G8", "0.25"), ("G9", "0.75"))])
        return self.settlement("-d", SHIRE), self.settled("split", data)

    def test_a_split_needs_shares_and_loses_nobody_either_way(self):
        old, new = self.split()
        self.turns(old, new, self.adds_up(old, new))
        walk = self.crosswalk(support.bcf("compare", old, new).text)
        self.assertRegex(walk, r"-> +North Coast CCG \(G8\) +1/4 +1,600,000 +400,000")
        self.assertRegex(walk, r"-> +South Coast CCG \(G9\) +3/4 +1,200,000")
        self.assertRegex(walk, r"People of these codes +1,600,000 +1,600,000")
        walk = self.crosswalk(support.bcf("compare", new, old).text)
        self.assertRegex(walk, r"North Coast CCG \(G8\) +<- +Coast CCG \(G2\)")
        self.assertRegex(walk, r"People of these codes +1,600,000 +1,600,000")

    def test_shares_that_do_not_add_up_are_refused(self):
        data = self.shire("short", successors=lambda rows: rows + [
            {"code": "G9", "successor": "G2", "share": "0.5", "from": "2015-04-01"}])
        self.refuses("settle", "-d", data, "-o", self.folder / "run", says="successors.csv")

    def test_a_code_that_is_lost_is_refused_and_named(self):
        """The new list calls G2 something else, and nobody says that it is the same."""
        def rename(column):
            def change(rows):
                for row in rows:
                    row[column] = "G7" if row[column] == "G2" else row[column]
            return change
        data = self.shire("lost", **{table: rename(column) for table, column in (
            ("ccgs", "ccg"), ("residents", "ccg"), ("indicators", "area"), ("activity", "ccg"),
            ("ccg_ambitions", "ccg"), ("pooled", "contributor"), ("successors", "successor"))})
        old, new = self.settlement("-d", SHIRE), self.settled("new", data)
        for one, other, code in ((old, new, "'G2' (Coast CCG)"), (new, old, "'G7' (Coast CCG)")):
            self.refuses("compare", one, other, says=[f"{other}/run.xml: ", code, "would be lost"])

    def test_a_board_that_merged_is_geography(self):
        data = self.shire("boards")
        chance = random.Random(3)
        self.assertTrue(merge_boards(data, chance))
        old, new = self.settlement("-d", SHIRE), self.settled("new", data)
        rows = self.adds_up(old, new)
        self.turns(old, new, rows)
        self.assertEqual({"geography"}, {row["cause"] for row in rows
                                         if row["item"].startswith("allocate:")})


class Fairness(Compared):
    """Six housing authorities and a grant of a few pounds, in a copy of the policy."""

    def fund(self, name, grant, *weights):
        """The districts of the shire weigh this much for the grant, all others nothing."""
        policy = (ROOT / "formulas/2015-16/v4/policy.xml").read_text(encoding="utf-8")
        policy, count = re.subn(r'(<component id="dfg"[^>]*?amount=")[0-9.]+"', rf'\g<1>{grant}.00"',
                                policy)
        self.assertEqual(1, count)
        path = self.folder / f"{grant}.xml"
        path.write_text(policy, encoding="utf-8")

        def weigh(rows):
            for row in rows:
                if row["indicator"] == "dfg":
                    place = ("D1", "D2", "D3").index(row["area"]) if row["area"][0] == "D" else 3
                    row["value"] = str((weights + (0,))[place])

        def total(rows):
            for row in rows:
                if row["indicator"] == "dfg":
                    row["total"] = str(sum(weights))
        data = self.shire(name, indicators=weigh, controls=total)
        return self.settled(name, data, "-p", path)

    def notices(self, old, new):
        rows = self.compared(old, new, "--fairness", says=FAIRNESS_COLUMNS)
        return support.only(FAIRNESS_COLUMNS, [row for row in rows if row["component"] == "dfg"])

    def test_a_population_paradox(self):
        """£10 by 145, 340, 515: quotas 1.45, 3.40, 5.15; the odd pound is D1's. By 146, 348, 506:
        1.46, 3.48, 5.06; D1 weighs more, and the odd pound is D2's."""
        old, new = self.fund("old", 10, 145, 340, 515), self.fund("new", 10, 146, 348, 506)
        self.assertEqual(["population,H1,dfg,,D1,2.00,1.00,yes,no,1",
                          "odd-unit,H1,dfg,,D1,2.00,1.00,yes,no,1",
                          "odd-unit,H1,dfg,,D2,3.00,4.00,no,yes,1"], self.notices(old, new))
        page = support.bcf("compare", old, new).text
        self.assertRegex(page, r"the\s+population\s+paradox")
        self.assertIn("Hightown", page)
        self.assertNotIn("population,", "\n".join(self.notices(new, old)))

    def test_an_alabama_paradox(self):
        """£10 by 6, 6, 2: quotas 4.29, 4.29, 1.43; the odd pound is D3's. £11: 4.71, 4.71, 1.57;
        two odd pounds, for D1 and D2."""
        old, new = self.fund("old", 10, 6, 6, 2), self.fund("new", 11, 6, 6, 2)
        self.assertEqual(["alabama,H1,dfg,,D3,2.00,1.00,yes,no,1",
                          "odd-unit,H1,dfg,,D1,4.00,5.00,no,yes,1",
                          "odd-unit,H1,dfg,,D2,4.00,5.00,no,yes,1",
                          "odd-unit,H1,dfg,,D3,2.00,1.00,yes,no,1"], self.notices(old, new))
        page = support.bcf("compare", old, new, "--fairness").text
        self.assertRegex(page, r"the\s+Alabama\s+paradox")

    def test_a_share_that_fell_with_its_weight_is_no_paradox(self):
        old, new = self.fund("old", 10, 145, 340, 515), self.fund("new", 10, 100, 385, 515)
        self.assertEqual([], [row for row in self.notices(old, new) if "odd-unit" not in row])


class Kept(Compared):
    """What is a run, what is none, and runs of other programs."""

    def copy(self, name="copy"):
        return pathlib.Path(shutil.copytree(self.settlement("-d", SHIRE), self.folder / name))

    def edited(self, name, *changes, seal=True):
        """A copy whose run.xml has other bytes, with the seal that they have."""
        folder = self.copy(name)
        run = (folder / "run.xml").read_bytes()
        for old, new in changes:
            self.assertEqual(1, run.count(old), old)
            run = run.replace(old, new)
        (folder / "run.xml").write_bytes(sealed(run) if seal else run)
        return folder

    EARLIER = (re.search(rb"bcf [0-9.]+", support.bcf("--version").out)[0], b"bcf 0.0.9")

    def test_a_run_of_an_earlier_program_is_read_verified_and_compared(self):
        program = b'<fact name="program">'
        old = self.edited("old", (program + self.EARLIER[0], program + self.EARLIER[1]))
        self.assertEqual([], self.compared(old, self.settlement("-d", SHIRE)))
        page = self.done("compare", old, self.settlement("-d", SHIRE)).text
        self.assertIn("bcf 0.0.9", page)
        done = support.bcf("verify", old / "run.xml")
        self.assertIn(done.code, (DONE, FOUND))

    def test_what_an_earlier_program_came_to_otherwise_is_its_own_cause(self):
        """It gave Port £5 more of the capital grant: £53,600,005.00."""
        row = b'component="social-care-capital" hwb="H2" council="C2" ccg="" district="" amount="'
        program = b'<fact name="program">'
        old = self.edited("old", (program + self.EARLIER[0], program + self.EARLIER[1]),
                          (row + b"53600000.00", row + b"53600005.00"))
        new = self.settlement("-d", SHIRE)
        rows = self.compared(old, new)
        self.assertEqual(["H2,allocate:social-care-capital,53600005.00,53600000.00,-5.00,program"],
                         support.only("hwb,item,before,after,change,cause", rows))
        self.assertIn("bcf 0.0.9", rows[0]["what"])
        back = self.compared(new, old)
        self.assertEqual(["H2,allocate:social-care-capital,53600000.00,53600005.00,5.00,program"],
                         support.only("hwb,item,before,after,change,cause", back))

    def test_a_broken_seal_is_refused(self):
        row = b'amount="53600000.00" state="allocated"'
        old = self.edited("old", (row, row.replace(b"53600000", b"53600005")), seal=False)
        for words in ((old, self.settlement("-d", SHIRE)), (self.settlement("-d", SHIRE), old)):
            self.refuses("compare", *words, says=["seal", "bcf verify"])

    def test_a_later_format_is_refused_with_a_sentence(self):
        later = self.edited("later", (b'<run format="1">', b'<run format="2">'))
        self.refuses("compare", self.settlement("-d", SHIRE), later,
                     says=["format 2", "a later bcf"])

    def test_what_is_no_run_is_refused(self):
        good = self.settlement("-d", SHIRE)
        whole = (good / "run.xml").read_bytes()
        for number, data in enumerate((b"", whole[:len(whole) // 2], whole[:-9], b"<run/>",
                                       b"hwb,item\n", whole.replace(b"<row", b"<r\0w", 1))):
            path = self.folder / f"{number}.xml"
            path.write_bytes(data)
            self.refuses("compare", good, path, says=str(path))
            self.refuses("compare", path, good, says=str(path))
        self.refuses("compare", good, self.folder / "nowhere", says="nowhere")
        (self.folder / "empty").mkdir()
        self.refuses("compare", self.folder / "empty", good, says="empty/run.xml")

    def test_any_digit_that_is_cut_out_is_found_by_the_seal(self):
        good = self.settlement("-d", SHIRE)
        whole = (good / "run.xml").read_bytes()
        chance = random.Random(4)
        for _ in range(20):
            place = chance.randrange(whole.index(b"<fact"), whole.rindex(b"<seal"))
            (self.folder / "cut.xml").write_bytes(whole[:place] + whole[place + 1:])
            self.refuses("compare", good, self.folder / "cut.xml", says="cut.xml")

    def test_wrong_usage(self):
        run = self.settlement("-d", SHIRE)
        views = (["--why"], ["--by", "item"], ["--balance"], ["--fairness"])
        for one in views:
            for other in views:
                if one != other:
                    self.refuses("compare", run, run, *one, *other, code=USAGE,
                                 says="one of --why, --by, --balance, --fairness")
        for by in ("council", "item,item", "", "item,", "HWB"):
            self.refuses("compare", run, run, "--by", by, code=USAGE, says="")
        self.refuses("compare", run, code=USAGE, says="")
        self.refuses("compare", code=USAGE, says="")
        self.refuses("compare", run, run, run, code=USAGE, says="")
        self.refuses("compare", run, run, "-a", "Atlantis", code=USAGE, says="Atlantis")
        self.refuses("compare", run, run, "-f", "yaml", code=USAGE, says="yaml")

    def test_names_that_are_formulas_or_markup_are_inert(self):
        names = {"H1": "=1+1", "H2": "<script>alert(1)</script>", "H3": "@cmd"}

        def rename(rows):
            for row in rows:
                row["name"] = names[row["hwb"]]
        old = self.settled("old", self.shire("a", boards=rename))
        new = self.settled("new", self.shire("b", boards=rename), "--set", "unit=1000",
                           "--set", "p4p-share-basis=whole-pool")
        for view in ([], ["--why"], ["--balance"]):
            done = support.bcf("compare", old, new, "-f", "csv", "--names", *view)
            self.ends(FOUND, done)
            self.assertNotRegex(done.text, r"(?m)(^|,)[=@]")
            xml = support.bcf("compare", old, new, "-f", "xml", "--names", *view).text
            self.assertNotIn("<script", xml)
        self.assertLessEqual({"=1+1", "<script>alert(1)</script>"}, {
            row["hwb_name"] for row in rows_of(support.bcf(
                "compare", old, new, "-f", "csv", "--names").text)})


if __name__ == "__main__":
    support.main()

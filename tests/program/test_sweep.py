#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sweep: every scenario is, to the penny, what a settlement of the changed tables comes to; rows do
not depend on how many processes work; shards put together are the bytes of one run; what cannot be
read or worked out says so.

A scenario is settled here a second time without sweep: the tables are written out changed, and
`allocate` and `release` are asked.
"""

import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

import support
from support import (ENGLAND, MACHINE, PROGRAM, READINGS, REFUSED_INPUT, SHIRE, USAGE, copy_dataset,
                     pence, pounds, read_table, rows_of, tables_of, write_table)

COLUMNS = ["scenario", "hwb", "item", "amount", "change", "status", "data_status", "detail",
           "readings"]
EVERYTHING = "--items=allocated,released,held,allocate,release"
WORST = ["", "published", "derived", "illustrative"]

# The columns of each table that a scenario may change; the key columns say which row is meant.
KEYS = {
    "boards": ["hwb"], "councils": ["council"], "districts": ["district"], "ccgs": ["ccg"],
    "residents": ["ccg", "council"], "indicators": ["area", "indicator", "period"],
    "controls": ["indicator", "period"], "successors": ["code", "successor"],
    "conditions": ["hwb", "condition"], "decisions": ["hwb", "item"],
    "ambitions": ["hwb", "metric", "payment", "definition", "baseline_period"],
    "outturn": ["hwb", "metric", "payment", "definition", "period"],
    "history": ["hwb", "metric", "definition", "period"],
    "local_metrics": ["hwb", "definition"],
    "ccg_ambitions": ["ccg", "metric", "payment", "definition"],
    "activity": ["ccg", "measure", "period"], "pooled": ["hwb", "contributor", "component"],
    "spend": ["hwb", "purpose"], "district_plans": ["district"],
    "letters": ["hwb", "year", "item"], "paid": ["hwb", "payment", "part"],
}
OF_2015_16_REVISED = {name: READINGS[name] for name in (
    "ccg-share-basis", "transfer-split", "p4p-share-basis", "unit")} | {
        "cap-by-plan-profile": ["yes", "no"], "clawback": ["no", "yes"]}
ANSWERS = {"conditions": ["met", "not-met", "not-assessed"],
           "decisions": ["yes", "no", "agreed", "not-agreed", "not-required"]}
STATES = {"better": ["lower", "higher"], "scale": ["100", "100000", "1"],
          "status": ["published", "derived", "illustrative"],
          "decided": ["2015-01-31", ""], "kind": ["county", "unitary", "metropolitan", "london"]}


def escaped(cell):
    return cell.replace("\\", "\\\\").replace(":", "\\:")


def what_of(table, row, column):
    return ":".join([table, *(escaped(row[key]) for key in KEYS[table]), column])


def table_of(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["scenario", "what", "value"])
        writer.writerows(rows)
    return path


class Sweep(support.Case):
    def scenarios(self, rows, name="scenarios.csv"):
        return table_of(self.folder / name, rows)


class Changing:
    """A dataset, and scenarios that change cells of it at random."""

    def __init__(self, dataset, seed, settings, tables=None):
        self.dataset = dataset
        self.random = random.Random(seed)
        self.settings = settings
        self.rows = {table: read_table(dataset, table) for table in tables_of(dataset)
                     if table in (tables or KEYS)}
        self.cells = [(table, column) for table, rows in self.rows.items() if rows
                      for column in rows[0] if column not in KEYS[table]]

    def value(self, table, column, before):
        chance = self.random
        if column == "state":
            return chance.choice(ANSWERS[table])
        if column in STATES:
            return chance.choice(STATES[column])
        if column == "hwb":
            return chance.choice(self.rows["boards"])["hwb"]
        if column == "council":
            return chance.choice(self.rows["councils"])["council"]
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", before):
            whole = int(before.partition(".")[0])
            least = 1 if column.endswith("denominator") else 0  # nothing is divided by zero
            values = [whole + chance.randint(-20, 20), whole * chance.randint(0, 2), 0, 1]
            return chance.choice([before, *(str(max(least, value)) for value in values)])
        return before or "x"

    def change(self):
        """(what, value, table, place of the row, column), or of a setting (what, value, None...)."""
        if self.random.random() < 0.3:
            name = self.random.choice(sorted(self.settings))
            return ("setting:" + name, self.random.choice(self.settings[name]), None, name, None)
        table, column = self.random.choice(self.cells)
        place = self.random.randrange(len(self.rows[table]))
        row = self.rows[table][place]
        return (what_of(table, row, column), self.value(table, column, row[column]), table, place, column)

    def scenario(self):
        changes = {}
        for _ in range(self.random.choice((1, 1, 1, 2, 3, 5))):
            one = self.change()
            changes[one[0]] = one
        return list(changes.values())

    def write(self, folder, changes):
        """The dataset as the scenario has it. What it changes is no longer published."""
        copy_dataset(self.dataset, folder)
        tables = {}
        manifest = read_table(folder, "manifest")
        changed = {}
        for _, value, table, place, column in changes:
            if table is not None and self.rows[table][place][column] != value:
                rows = tables.setdefault(table, [dict(row) for row in self.rows[table]])
                rows[place][column] = value
                changed.setdefault((table, place), set()).add(column)
        for (table, place), columns in changed.items():
            if "status" in tables[table][place]:
                if "status" not in columns:
                    tables[table][place]["status"] = "illustrative"
            else:
                for row in manifest:
                    row["status"] = "illustrative" if row["table"] == table else row["status"]
        for table, rows in tables.items():
            write_table(folder, table, rows)
        write_table(folder, "manifest", manifest)
        return folder


def settled(folder, policy, changes, area):
    """What `allocate` and `release` make of it: {item: (pence, status)}; None: it is refused."""
    words = ["-d", folder, "-p", policy, "-f", "csv"]
    taken = {}
    for _, value, table, name, _ in changes:
        if table is None:
            taken[name] = value
    for name, value in taken.items():
        words += ["--set", f"{name}={value}"]
    outputs = [support.bcf(verb, *words) for verb in ("allocate", "release")]
    if any(done.code for done in outputs):
        assert all(done.code in (0, REFUSED_INPUT) for done in outputs), outputs[1].said
        return None
    items = {}

    def add(item, amount, status):
        before = items.get(item, (0, ""))
        items[item] = (before[0] + pence(amount), max(before[1], status, key=WORST.index))

    for row in rows_of(outputs[0].text):
        if area in (None, row["hwb"]):
            add("allocate:" + row["component"], row["amount"], row["status"])
            add("allocated", row["amount"], row["status"])
    for row in rows_of(outputs[1].text):
        if area in (None, row["hwb"]):
            add(f"release:{row['payment']}:{row['part']}", row["released"], row["data_status"])
            add(f"held:{row['payment']}:{row['part']}", row["held"], row["data_status"])
            add("released", row["released"], row["data_status"])
            is_carried = policy == "2015-16-revised" and row["payment"] not in ("2015-04", "2016-02")
            add("held", "0.00" if is_carried else row["held"], row["data_status"])
    return items


class EveryScenarioIsASettlement(Sweep):
    def held_to_it(self, changing, policy, count, area=None, least=0.4):
        scenarios = [changing.scenario() for _ in range(count)]
        path = self.scenarios([(f"s{i}", what, value) for i, one in enumerate(scenarios)
                               for what, value, *_ in one])
        of_area = ["-a", area] if area else []
        rows = self.rows("sweep", path, "-d", changing.dataset, "-p", policy, EVERYTHING, *of_area)
        by_name = {}
        for row in rows:
            by_name.setdefault(row["scenario"], []).append(row)
        self.assertEqual(["base"] + [f"s{i}" for i in range(count)], list(by_name))
        worked_out = 0
        for i, changes in enumerate(scenarios):
            wanted = settled(changing.write(self.folder / f"{policy}-{i}", changes), policy,
                             changes, area)
            found = by_name[f"s{i}"]
            words = [(what, value) for what, value, *_ in changes]
            if wanted is None:
                self.assertEqual({"no-data"}, {row["status"] for row in found}, words)
                self.assertEqual({""}, {row["amount"] + row["data_status"] for row in found})
                self.assertTrue(all(row["detail"] for row in found), words)
                continue
            worked_out += 1
            self.assertEqual({"computed"}, {row["status"] for row in found},
                             (words, found[0]["detail"]))
            self.assertEqual({item: pounds(amount) for item, (amount, _) in wanted.items()},
                             {row["item"]: row["amount"] for row in found
                              if row["item"] in wanted or row["amount"] != "0.00"}, words)
            self.assertEqual({item: status for item, (_, status) in wanted.items()},
                             {row["item"]: row["data_status"] for row in found
                              if row["item"] in wanted}, words)
        self.assertGreater(worked_out, least * count)

    def test_the_shire_under_the_rules_of_december_2013(self):
        seed = int(os.environ.get("BCF_FIRST_SEED", "0"))
        self.held_to_it(Changing(SHIRE, seed, READINGS), "2015-16", 60)

    def test_one_board_of_the_shire(self):
        self.held_to_it(Changing(SHIRE, 100, READINGS, ["boards", "councils", "outturn",
                                                        "ambitions", "conditions", "decisions"]),
                        "2015-16", 30, area="H1")

    def test_the_shire_under_the_rules_of_july_2014(self):
        self.held_to_it(Changing(SHIRE, 200, OF_2015_16_REVISED), "2015-16-revised", 40)

    @support.figures_alone
    def test_england(self):
        self.held_to_it(Changing(ENGLAND, 300, READINGS), "2015-16", 16, least=0.2)

    @support.figures_alone
    def test_a_figure_that_meets_its_control_because_another_moves_against_it(self):
        changing = Changing(ENGLAND, 0, READINGS)
        places = {row["area"]: place for place, row in enumerate(changing.rows["indicators"])
                  if (row["indicator"], row["period"]) == ("programme-allocation", "2015-16")}
        changes = [(f"indicators:{area}:programme-allocation:2015-16:value", value, "indicators",
                    places[area], "value") for area, value in (("03L", "339830"),
                                                               ("05G", "262882"))]
        path = self.scenarios([("both", *change[:2]) for change in changes]
                              + [("one", *changes[0][:2])])
        wanted = settled(changing.write(self.folder / "both", changes), "2015-16", changes, None)
        rows = self.rows("sweep", path, EVERYTHING)
        self.assertEqual({item: pounds(amount) for item, (amount, _) in wanted.items()},
                         {row["item"]: row["amount"] for row in rows if row["scenario"] == "both"})
        alone = [row for row in rows if row["scenario"] == "one"]
        self.assertEqual({"no-data"}, {row["status"] for row in alone})
        self.assertIn("not to its control total", alone[0]["detail"])

    def test_a_base_that_departs_from_the_defaults(self):
        path = self.scenarios([("a", "setting:unit", "1000"), ("b", "setting:unit", "1")])
        rows = self.rows("sweep", path, "-d", SHIRE, "--set", "unit=0.01",
                         "--as-at", "2015-12-31", "--items=released")
        for name, unit in (("base", "0.01"), ("a", "1000"), ("b", "1")):
            released = self.rows("release", "-d", SHIRE, "--set", f"unit={unit}",
                                 "--as-at", "2015-12-31")
            row, = [row for row in rows if row["scenario"] == name]
            self.assertEqual(pounds(sum(pence(one["released"]) for one in released)),
                             row["amount"])
            self.assertIn(f"unit={unit}", row["readings"])


class Rows(Sweep):
    def setUp(self):
        super().setUp()
        self.outturn = read_table(SHIRE, "outturn")
        self.what = what_of("outturn", self.outturn[0], "numerator")
        self.before = self.outturn[0]["numerator"]

    def test_columns_order_and_changes(self):
        path = self.scenarios([("zebra", "setting:unit", "1000"), ("ape", "setting:unit", "0.01"),
                               ("zebra", self.what, "1")])
        done = self.done("sweep", path, "-d", SHIRE, "-f", "csv")
        rows = rows_of(done.text)
        self.assertEqual(COLUMNS, list(rows[0]))
        self.assertEqual([(name, item) for name in ("base", "zebra", "ape")
                          for item in ("allocated", "released", "held")],
                         [(row["scenario"], row["item"]) for row in rows])
        self.assertEqual({""}, {row["hwb"] for row in rows})
        base = {row["item"]: pence(row["amount"]) for row in rows[:3]}
        for row in rows:
            self.assertEqual(pence(row["amount"]) - base[row["item"]], pence(row["change"]))

    def test_one_board_and_its_name(self):
        rows = self.rows("sweep", "--vary", "setting:unit=1000", "-d", SHIRE, "-a", "H1", "--names")
        self.assertEqual({("H1", read_table(SHIRE, "boards")[0]["name"])},
                         {(row["hwb"], row["hwb_name"]) for row in rows})

    def test_items_by_their_beginning(self):
        def items(wanted):
            return [row["item"] for row in self.rows(
                "sweep", "--vary", "setting:unit=1", "-d", SHIRE, f"--items={wanted}")
                    if row["scenario"] == "base"]
        self.assertEqual(["allocate:dfg"], items("allocate:dfg"))
        self.assertEqual(["held", "allocate:dfg"],
                         [item for item in items("allocate:dfg,held") if item.count(":") < 2])
        april = items("release:2015-04")
        self.assertGreater(len(april), 3)
        self.assertTrue(all(item.startswith("release:2015-04:") for item in april))
        for wrong in ("allocat", "release:2015", "release:", "", "allocate,nothing"):
            self.refuses("sweep", "--vary", "setting:unit=1", "-d", SHIRE, f"--items={wrong}",
                         code=USAGE, says="no item is")

    def test_what_a_scenario_changes_is_illustrative_and_so_is_what_rests_on_it(self):
        """The same cell again is no change; and a scenario may say what its row's status is."""
        folder = copy_dataset(SHIRE, self.folder / "published")
        write_table(folder, "manifest", [dict(row, status="published")
                                         for row in read_table(folder, "manifest")])
        rows = [dict(row, status="published") for row in read_table(folder, "outturn")]
        write_table(folder, "outturn", rows)
        row = next(row for row in rows if row["metric"] == "avoidable-admissions")
        other = next(one["metric"] for one in rows if one["payment"] == row["payment"]
                     and one["hwb"] == row["hwb"] and one["metric"] != row["metric"])
        what = what_of("outturn", row, "numerator")
        path = self.scenarios([("same", what, row["numerator"]), ("other", what, "1"),
                               ("stated", what, "1"),
                               ("stated", what_of("outturn", row, "status"), "derived")])
        items = [f"release:{row['payment']}:{metric}" for metric in (row["metric"], other)]
        found = {(one["scenario"], one["item"]): one["data_status"] for one in self.rows(
            "sweep", path, "-d", folder, "-a", row["hwb"], f"--items={','.join(items)}")}
        self.assertEqual({(name, item): "illustrative" if (name, item) == ("other", items[0])
                          else "derived" for name in ("base", "same", "other", "stated")
                          for item in items}, found)

    def test_all_forms_say_the_same(self):
        words = ["sweep", "--vary", "setting:unit=1,1000", "-d", SHIRE]
        rows = self.rows(*words)
        of_json = json.loads(self.done(*words, "-f", "json").text)["sweep"]
        self.assertEqual(rows, of_json["rows"])
        root = ElementTree.fromstring(self.done(*words, "-f", "xml").text)
        self.assertEqual(rows, [row.attrib for row in root.iter("row")])
        page = self.done(*words).text
        self.assertIn("\nbase ", page)
        self.assertIn("\n1000 ", page)
        self.assertIn("* rests on illustrative figures", self.done(
            "sweep", "--vary", "setting:unit=1,1000").text)

    def test_what_cannot_be_worked_out_says_so_on_the_page(self):
        row = read_table(SHIRE, "residents")[0]
        page = self.done("sweep", "--vary", "setting:p4p-share-basis=published,whole-pool",
                         "-d", self.without_letters()).text
        self.assertIn("no data", page)
        self.assertIn("has no table 'letters'", " ".join(page.split()))
        self.assertNotIn(str(self.folder), page)
        self.assertTrue(row)

    def without_letters(self):
        folder = copy_dataset(SHIRE, self.folder / "shire")
        (folder / "letters.csv").unlink()
        return folder


class Variations(Sweep):
    def setUp(self):
        super().setUp()
        row = read_table(SHIRE, "outturn")[0]
        self.what = what_of("outturn", row, "numerator")

    def names(self, *words):
        rows = self.rows("sweep", "-d", SHIRE, "--items=allocated", *words)
        return [row["scenario"] for row in rows]

    def test_ranges_include_both_ends_exactly(self):
        for values, wanted in (("1..3/1", ["1", "2", "3"]), ("0..1/0.25",
                               ["0.00", "0.25", "0.50", "0.75", "1.00"]),
                               ("9.5..10.5/0.5", ["9.5", "10.0", "10.5"]), ("5..5/7", ["5"]),
                               ("1..4/2", ["1", "3"]), ("7,5,6", ["7", "5", "6"])):
            self.assertEqual(["base"] + wanted, self.names("--vary", f"{self.what}={values}"),
                             values)

    def test_combinations_the_last_fastest(self):
        self.assertEqual(["base", "1000; 1", "1000; 2", "1; 1", "1; 2"],
                         self.names("--vary", "setting:unit=1000,1", "--vary", f"{self.what}=1,2"))

    def test_a_colon_a_comma_and_an_equals_sign_in_a_key(self):
        folder = copy_dataset(SHIRE, self.folder / "shire")
        rows = read_table(folder, "spend")
        rows[0]["purpose"] = "a:b,c=d\\e"
        write_table(folder, "spend", rows)
        words = ["sweep", "-d", folder, "--items=allocated"]
        hwb = rows[0]["hwb"]
        rows = self.rows(*words, "--vary", f"spend:{hwb}:a\\:b,c\\=d\\\\\\\\e:amount=1")
        self.assertEqual(["base", "1"], [row["scenario"] for row in rows])
        path = self.scenarios([("one", f"spend:{hwb}:a\\:b,c=d\\\\e:amount", "1")])
        rows = self.rows("sweep", path, "-d", folder, "--items=allocated")
        self.assertEqual(["base", "one"], [row["scenario"] for row in rows])

    def test_refused_as_usage(self):
        for vary, says in (
                ("setting:unit", "it is not WHAT="), ("unit=1", "neither setting:NAME nor"),
                ("setting:unti=1", "did you mean 'unit'?"), ("setting:unit=7", "no value '7'"),
                ("setting:unit=1..1000/1", "a range is for numbers"),
                (f"{self.what}=1..2", "a range has a step"), (f"{self.what}=3..2/1", "is above"),
                (f"{self.what}=1..2/0", "the step is zero"), (f"{self.what}=1,1", "there twice"),
                (f"{self.what}=1..2/x", "the step"), (f"{self.what}=-1", "numerator"),
                (f"{self.what}=1e3", "numerator"), (f"{self.what}=", "numerator"),
                (f"{self.what}=0..1/0.0000000000000000001", "18 digits"),
                (f"{self.what}=1..1000000/1", "more than 100000 scenarios"),
                ("outturn:H1:numerator=1", "is not outturn:hwb:metric:payment:definition:period"),
                ("outtrun:H1:numerator=1", "did you mean 'outturn'?"),
                (self.what.replace(":numerator", ":numeratr") + "=1", "did you mean 'numerator'?"),
                (self.what.replace("outturn:H1", "outturn:H9") + "=1", "has no row"),
                (self.what.replace(":numerator", ":period") + "=1", "a part of the key"),
                ("manifest:boards:status=published", "no figure to change"),
                ("setting:unit=1\x01", "characters that nobody can see")):
            self.refuses("sweep", "-d", SHIRE, "--vary", vary, code=USAGE, says=says)
        self.refuses("sweep", "-d", SHIRE, "--vary", "setting:unit=1", "--vary",
                     "setting:unit=1000", code=USAGE, says="varied twice")
        self.refuses("sweep", "-d", SHIRE, "--vary", f"{self.what}=1..999/1", "--vary",
                     what_of("outturn", read_table(SHIRE, "outturn")[1], "numerator")
                     + "=1..999/1", code=USAGE, says="more than 100000 scenarios")

    def test_what_does_not_go_together(self):
        path = self.scenarios([("a", "setting:unit", "1")])
        for words, says in (([], "no scenario"), ([path, "--vary", "setting:unit=1"], "either"),
                            ([path, path], "more than one"), (["--merge"], "names no shard"),
                            ([path, "--shard", "1/2", "-f", "csv"], "a form of its own"),
                            (["--merge", path, "--items=held"], "--merge takes shards"),
                            ([path, "--shard", "3/2"], "--shard is I/N"),
                            ([path, "--shard", "0/2"], "--shard is I/N"),
                            ([path, "--shard", "x"], "--shard is I/N"),
                            ([path, "--jobs", "0"], "--jobs is a number")):
            self.refuses("sweep", *words, code=USAGE, says=says)


class RefusedTables(Sweep):
    def test_every_problem_with_its_line_and_nothing_written(self):
        what = what_of("outturn", read_table(SHIRE, "outturn")[0], "numerator")
        rows = [("a", "setting:unit", "1000"), ("a", "setting:unti", "1"),
                ("b", "setting:unit", "2"), ("b", what, "1,000"), ("b", what, ""),
                ("c", what + "x", "1"), ("c", "outtrun:H1:numerator", "1"),
                ("c", what.replace("H1", "H9"), "1"), ("base", what, "1"), ("", what, "1"),
                ("a", "setting:unit", "1"), ("d", "boards:H1:hwb", "H2"),
                ("d", "manifest:boards:status", "published"), ("d", "nothing", "1")]
        path = self.scenarios(rows)
        out = self.folder / "out.csv"
        done = self.refuses("sweep", path, "-d", SHIRE, "-o", out, says=[
            f"{path}:3: policy '2015-16' has no setting 'unti' (did you mean 'unit'?)",
            f"{path}:4: setting 'unit' has no value '2'; there is: 1, 1000, 0.01",
            f"{path}:5: numerator '1,000'", f"{path}:6: numerator", f"{path}:7: table 'outturn'",
            f"{path}:8: there is no table 'outtrun' (did you mean 'outturn'?)",
            f"{path}:9: table 'outturn' has no row 'H9:", f"{path}:10: 'base' is what",
            f"{path}:11: the scenario has no name",
            f"{path}:12: scenario 'a' changes 'setting:unit' twice; it is also on line 2",
            f"{path}:13: 'hwb' is a part of the key", f"{path}:14: the manifest",
            f"{path}:15: 'nothing' is neither"])
        self.assertEqual(13, len(done.said.splitlines()))
        self.assertFalse(out.exists())

    def test_another_table_than_that(self):
        for text, says in (("scenario,what\na,b\n", ":1: there is no column 'value'"),
                           ("scenario,what,value,valeu\n", ":1: column 'valeu' is none of"),
                           ("scenario,what,value\n", ":1: there is no scenario"),
                           ("scenario,what,value\na,b\n", ":2:"), ("", "")):
            path = self.folder / "wrong.csv"
            path.write_text(text)
            self.refuses("sweep", path, "-d", SHIRE, says=says)
        self.refuses("sweep", self.folder / "missing.csv", "-d", SHIRE, says="missing.csv")

    def test_a_dataset_that_is_refused_has_no_scenarios(self):
        folder = copy_dataset(SHIRE, self.folder / "shire")
        (folder / "outturn.csv").unlink()
        self.refuses("sweep", "--vary", "setting:unit=1", "-d", folder, says="which 'sweep' needs")

    def test_money_that_adds_up_to_more_than_any_budget_is_no_data(self):
        row = read_table(SHIRE, "letters")[0]
        rows = self.rows("sweep", "-d", SHIRE, "--vary",
                         what_of("letters", row, "amount") + "=249999999999999.99")
        self.assertEqual({"no-data"}, {row["status"] for row in rows[3:]})
        self.assertIn("more than any budget can hold", rows[-1]["detail"])


class ManyAtATime(Sweep):
    """The bytes hang on nothing but the inputs: not on processes, and not on shards."""

    def setUp(self):
        super().setUp()
        what = what_of("outturn", read_table(SHIRE, "outturn")[0], "numerator")
        row = read_table(SHIRE, "residents")[0]
        self.path = self.scenarios(
            [(f"s{i}", what, str(i)) for i in range(9)] + [("u", "setting:unit", "1000")]
            + [("z", what_of("residents", row, "people"), "0"), ("=1+1", "setting:unit", "0.01")])
        self.words = ["sweep", self.path, "-d", SHIRE, EVERYTHING]

    def test_jobs(self):
        for form in ("csv", "json", "xml", "text"):
            once = self.done(*self.words, "-f", form, "--jobs=1").out
            for jobs in (2, 3, 50):
                self.assertEqual(once, self.done(*self.words, "-f", form, f"--jobs={jobs}").out)

    def shards(self, count, words=None):
        paths = []
        for number in range(1, count + 1):
            path = self.folder / f"shard-{count}-{number}.xml"
            self.done(*(words or self.words), "--shard", f"{number}/{count}", "-o", path)
            paths.append(path)
        return paths

    def test_shards_put_together_are_one_run(self):
        whole = {form: self.done(*self.words, "-f", form).out for form in ("csv", "json", "xml",
                                                                          "text")}
        for count in (1, 3, 7, 20):
            paths = self.shards(count)
            random.Random(count).shuffle(paths)
            for form, wanted in whole.items():
                self.assertEqual(wanted, self.done("sweep", "--merge", *paths, "-f", form).out,
                                 (count, form))
        names = self.done(*self.words, "--names", "-a", "H1", "-f", "csv").out
        paths = self.shards(2, [*self.words, "-a", "H1"])
        self.assertEqual(names, self.done("sweep", "--merge", *paths, "--names", "-f", "csv").out)

    def test_shards_that_do_not_belong_together_are_refused(self):
        paths = self.shards(3)
        for wrong, says in ((paths[:2], "shard 3 of 3 is not there"),
                            (paths + paths[:1], f"shard 1 of 3 is there twice; it is also "
                                                f"{paths[0]}"),
                            (paths[:2] + self.shards(4)[3:], "it is shard 4 of 4, and"),
                            (paths[:2] + [self.path], "is not well formed")):
            self.refuses("sweep", "--merge", *wrong, says=says)
        changed = copy_dataset(SHIRE, self.folder / "changed")
        rows = read_table(changed, "outturn")
        write_table(changed, "outturn", [dict(rows[0], numerator="77"), *rows[1:]])
        for other in (["sweep", self.path, "-d", SHIRE],
                      [*self.words, "--set", "metric-value=overall"],
                      [*self.words, "--as-at", "2015-12-31"], [*self.words, "-a", "H1"],
                      ["sweep", self.path, "-d", changed, EVERYTHING],
                      ["sweep", self.scenarios([("s0", "setting:unit", "1")], "other.csv"), "-d",
                       SHIRE, EVERYTHING]):
            path = self.folder / "of-another.xml"
            self.done(*other, "--shard", "3/3", "-o", path)
            self.refuses("sweep", "--merge", paths[0], path, paths[1],
                         says=f"{path}: it was made from other inputs than {paths[0]}")

    def test_a_shard_that_was_changed_or_cut_off_is_refused(self):
        paths = self.shards(2)
        text = paths[1].read_text()
        for broken in (text.replace('amount="', 'amount="1', 1), text[:len(text) // 2],
                       re.sub(r"\n.*<seal .*", "", text), "", "<run/>",
                       text.replace("<!DOCTYPE", "")[:60] + "<!DOCTYPE a>" + text[60:]):
            self.assertNotEqual(text, broken)
            paths[1].write_text(broken)
            self.refuses("sweep", "--merge", *paths, says=str(paths[1]))

    def test_a_process_that_is_ended_ends_the_sweep_and_nothing_is_written(self):
        row = read_table(ENGLAND, "residents")[0]
        out = self.folder / "out.csv"
        run = subprocess.Popen(
            [PROGRAM, "sweep", "--vary", what_of("residents", row, "people") + "=1..90000/1",
             "--jobs=2", "-o", out], stderr=subprocess.PIPE, env=support.environment())
        listed = f"/proc/{run.pid}/task/{run.pid}/children"
        children = []
        for _ in range(3000):
            with open(listed, encoding="ascii") as file:
                children = [int(word) for word in file.read().split()]
            if len(children) == 2 or run.poll() is not None:
                break
            time.sleep(0.01)
        self.assertEqual(2, len(children))
        os.kill(children[1], signal.SIGKILL)
        _, said = run.communicate(timeout=support.SECONDS_ALLOWED)
        self.assertEqual(MACHINE, run.returncode, said)
        self.assertIn(b"signal 9 ended it", said)
        self.assertFalse(out.exists())
        self.assertFalse(os.path.exists(f"/proc/{children[0]}"))

    def test_a_full_disk(self):
        if os.path.exists("/dev/full"):
            self.refuses(*self.words, "-o", "/dev/full", code=MACHINE, says="/dev/full")

    def test_names_that_are_formulas_are_inert_and_come_back(self):
        text = self.done(*self.words, "-f", "csv").text
        self.assertNotIn("\n=1+1", text)
        self.assertIn("=1+1", {row["scenario"] for row in rows_of(text)})
        paths = self.shards(2)
        again = rows_of(self.done("sweep", "--merge", *paths, "-f", "csv").text)
        self.assertEqual(list(csv.reader(io.StringIO(text)))[-1][0], "'=1+1")
        self.assertEqual("=1+1", again[-1]["scenario"])


if __name__ == "__main__":
    support.main()

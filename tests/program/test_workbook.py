# SPDX-License-Identifier: MIT
"""workbook.xlsx in a real spreadsheet program: every formula worked out again from scratch gives
our figures to the penny, and a changed cell moves what bcf would move on the changed data."""

import decimal
import random
import zipfile

import office
from support import (ENGLAND, ROOT, SHIRE, Case, copy_dataset, main, need_real, read_table, rows_of,
                     write_table)

TOY = ROOT / "fixtures" / "toy-year"
FIRST = 3  # rows above the first of figures, on every sheet of rows
EVERY_SETTING = ["metric-value=overall", "conditions-split=all-or-nothing",
                 "seventy-per-cent-test=mean", "seventy-per-cent-scope=plan",
                 "october-baseline=april-outturn", "p4p-share-basis=whole-pool",
                 "metric-release=all-or-nothing", "transfer-split=programme-allocation",
                 "unit=0.01"]


def settings(*assignments):
    return [word for one in assignments for word in ("--set", one)]


def pounds(cell):
    """What a cell of money says, in whole pence; it must be no further from them than a spreadsheet
    can hold."""
    exact = decimal.Decimal(cell)
    pence = (exact * 100).to_integral_value()
    assert abs(exact * 100 - pence) < decimal.Decimal("0.001"), cell
    return int(pence)


class WorkbookCase(Case):
    office = None

    @classmethod
    def setUpClass(cls):
        cls.office = office.Office()

    @classmethod
    def tearDownClass(cls):
        cls.office.close()

    def settle(self, *words, name="settled"):
        folder = self.folder / name
        self.done("settle", *words, "-o", folder)
        return folder

    def open(self, folder):
        self.office.open(str(folder / "workbook.xlsx"))
        self.addCleanup(self.office.shut)

    def sheet(self, name):
        return self.office.read(name)[FIRST:]

    def csv(self, folder, name):
        return rows_of((folder / f"{name}.csv").read_text("utf-8"))

    def no_errors(self):
        """No cell is an error; returns how many checks say ok and how many do not."""
        counts = {"ok": 0, "differs": 0}
        for name in self.office.sheets():
            for number, row in enumerate(self.office.read(name), 1):
                for cell in row:
                    self.assertIsNotNone(cell, f"{name}, row {number}")
                    if isinstance(cell, str):
                        self.assertFalse(cell.startswith(("Err:", "#")), f"{name} {number} {cell}")
                    if cell in counts:
                        counts[cell] += 1
        return counts

    def is_as(self, folder):
        """Every live figure of the open workbook is that of the tables of a settlement."""
        allocated = {(row["component"], row["hwb"], row["council"], row["ccg"], row["district"]):
                     row["amount"] for row in self.csv(folder, "allocate")}
        live = {tuple(row[:5]): row[5] for row in self.sheet("Allocate") if row[5] != 0}
        self.assertEqual(set(allocated), set(live))
        for key, amount in allocated.items():
            self.assertEqual(pounds(amount), pounds(live[key]), key)
        states = {tuple(row[:5]): row[9] for row in self.sheet("Allocate")}
        for row in self.csv(folder, "allocate"):
            key = (row["component"], row["hwb"], row["council"], row["ccg"], row["district"])
            self.assertEqual(row["state"], states[key], key)
        count = len(live)
        if not (folder / "release.csv").exists():
            return count
        count += self.scores_are_as(folder)
        released = {(row["hwb"], row["payment"], row["part"]): row
                    for row in self.csv(folder, "release")}
        rows = self.sheet("Release")
        self.assertEqual(len(released), len(rows))
        for row in rows:
            ours = released[row[0], row[2], row[3]]
            for column, at in (("carried_in", 4), ("available", 5), ("released", 7), ("held", 8)):
                self.assertEqual(pounds(ours[column]), pounds(row[at]), (column, row))
            self.assertEqual(ours["held_for"], row[9], row)
        return count + len(rows)

    def scores_are_as(self, folder):
        if "Quarters" in self.office.sheets():
            return self.quarters_are_as(folder)
        scored = {(row["hwb"], row["payment"], row["metric"]): row
                  for row in self.csv(folder, "score")}
        rows = self.sheet("Scores")
        self.assertEqual(len(scored), len(rows))
        for row in rows:
            ours = scored[row[0], row[2], row[3]]
            self.assertEqual(ours["status"], row[18], row)
            for column, at in (("baseline", 14), ("ambition", 15), ("actual", 16),
                               ("achievement", 17)):
                if ours[column] == "":
                    self.assertEqual("", row[at], (column, row))
                else:
                    difference = decimal.Decimal(ours[column]) - decimal.Decimal(row[at])
                    self.assertLess(abs(difference), decimal.Decimal("0.0000006"), (column, row))
        return len(rows)


    def quarters_are_as(self, folder):
        scored = {(row["hwb"], row["payment"]): row for row in self.csv(folder, "score")}
        rows = self.sheet("Quarters")
        self.assertEqual(len(scored), len(rows))
        for row in rows:
            ours = scored[row[0], row[2]]
            self.assertEqual(ours["status"], row[18], row)
            for column, at in (("baseline", 3), ("ambition", 4), ("actual", 5),
                               ("achievement", 17)):
                if ours[column] == "":
                    self.assertEqual("", row[at], (column, row))
                else:
                    difference = decimal.Decimal(ours[column]) - decimal.Decimal(row[at])
                    self.assertLess(abs(difference), decimal.Decimal("0.0000006"), (column, row))
        return len(rows)


class Recalculated(WorkbookCase):
    """As it is, every formula worked out again."""

    def agrees(self, *words, checks, figures):
        folder = self.settle(*words)
        self.open(folder)
        counts = self.no_errors()
        self.assertEqual(0, counts["differs"])
        self.assertGreaterEqual(counts["ok"], checks)
        self.assertGreaterEqual(self.is_as(folder), figures)
        front = self.office.read("Front")
        self.assertTrue(any(row[5] == "All" and row[8] == 0 for row in front), front)

    def test_england(self):
        self.agrees(checks=30136, figures=11038 + 1359 + 1963)

    def test_england_in_every_other_reading(self):
        self.agrees(*settings(*EVERY_SETTING), checks=30136, figures=11038 + 1359 + 1963)

    def test_england_by_the_thousand_and_by_share_of_metrics(self):
        self.agrees(*settings("unit=1000", "seventy-per-cent-test=share-of-metrics"), checks=23000,
                    figures=8000)

    def test_shire(self):
        self.agrees("-d", SHIRE, checks=200, figures=80)

    def test_shire_in_every_other_reading(self):
        self.agrees("-d", SHIRE, *settings(*EVERY_SETTING), checks=200, figures=80)

    def test_a_policy_of_computed_formulas_with_floors_and_caps(self):
        self.agrees("-p", TOY / "policy.xml", "-d", TOY, checks=30, figures=13)

    def test_the_rules_of_july_2014(self):
        self.agrees("-p", "2015-16-revised", checks=20000, figures=11038 + 604 + 755)

    def test_the_rules_of_july_2014_with_clawback(self):
        self.agrees("-p", "2015-16-revised", "-d", SHIRE,
                    *settings("clawback=yes", "unit=1000"), checks=100, figures=57)

    def test_the_rules_of_july_2014_without_a_profile(self):
        self.agrees("-p", "2015-16-revised", "-d", SHIRE,
                    *settings("cap-by-plan-profile=no", "p4p-share-basis=whole-pool"), checks=100,
                    figures=57)

    def test_a_year_without_payments(self):
        self.agrees("-p", "2014-15", checks=600, figures=304)
        self.assertNotIn("Release", self.office.sheets())

    def test_published_weights(self):
        data = copy_dataset(SHIRE, self.folder / "data")
        self.agrees("-d", data, *settings("p4p-share-basis=published"), checks=200, figures=80)


class Changed(WorkbookCase):
    """A cell is changed there, and a table here: both must say the same."""

    def cell_of(self, sheet, matches, column):
        """The name of the one cell in `column` (a letter) whose row begins with these cells."""
        found = [number for number, row in enumerate(self.office.read(sheet), 1)
                 if all(row[place] == wanted for place, wanted in matches.items())]
        self.assertEqual(1, len(found), (sheet, matches))
        return f"{column}{found[0]}"

    def change(self, data, table, where, column, value, sheet, matches, letter):
        rows = read_table(data, table)
        chosen = [row for row in rows if all(row[name] == is_ for name, is_ in where.items())]
        self.assertEqual(1, len(chosen), where)
        chosen[0][column] = str(value)
        write_table(data, table, rows)
        self.office.put(sheet, self.cell_of(sheet, matches, letter), value)

    def outturn(self, data, hwb, payment, metric, value):
        self.change(data, "outturn", {"hwb": hwb, "metric": metric, "payment": payment},
                    "numerator", value, "Scores", {0: hwb, 2: payment, 3: metric}, "L")

    def moves_as(self, data, *words):
        self.office.calculate()
        counts = self.no_errors()
        changed = self.settle("-d", data, *words, name="changed")
        self.is_as(changed)
        return counts

    def start(self, source, *words):
        data = copy_dataset(source, self.folder / "data")
        self.open(self.settle("-d", data, *words))
        return data

    def test_an_outturn_across_the_line(self):
        data = self.start(SHIRE)
        self.outturn(data, "H1", "2015-04", "delayed-transfers", 8300)
        counts = self.moves_as(data)
        self.assertGreater(counts["differs"], 0)  # of our own figures, which stay as they were

    def test_conditions_and_decisions(self):
        data = self.start(SHIRE)
        self.change(data, "conditions", {"hwb": "H1", "condition": "seven-day-services"}, "state",
                    "met", "Conditions", {0: "H1"}, "E")
        self.moves_as(data)

    def test_people_and_the_odd_pounds(self):
        data = self.start(SHIRE)
        self.change(data, "residents", {"ccg": "G1", "council": "C3"}, "people", 400001, "People",
                    {0: "G1", 2: "C3"}, "E")
        self.moves_as(data)

    def test_random_figures_of_the_shire(self):
        random.seed(7)
        data = self.start(SHIRE)
        rows = read_table(data, "outturn")
        paid = {(row[0], row[2], row[3], row[4]) for row in self.sheet("Scores") if row[11] != ""}
        chosen = [row for row in rows
                  if (row["hwb"], row["payment"], row["metric"], row["definition"]) in paid
                  and sum(all(row[name] == other[name] for name in ("hwb", "payment", "metric"))
                          for other in rows) == 1]
        self.assertGreater(len(chosen), 5)
        for row in random.sample(chosen, 5):
            value = int(int(float(row["numerator"])) * random.uniform(0.8, 1.1))
            self.outturn(data, row["hwb"], row["payment"], row["metric"], value)
        here = {(row[0], row[2]): row[4] for row in self.sheet("People")}
        current = [row for row in read_table(data, "residents")  # with nobody of an ended code
                   if here.get((row["ccg"], row["council"])) == float(row["people"])]
        for row in random.sample(current, 3):
            self.change(data, "residents", {"ccg": row["ccg"], "council": row["council"]}, "people",
                        int(row["people"]) + random.randrange(1, 99999), "People",
                        {0: row["ccg"], 2: row["council"]}, "E")
        self.moves_as(data)

    def changed_outturns(self, data):
        """Outturns of many boards, some of them exactly on the 70% line; a row that is alone."""
        sheet = self.office.read("Scores")
        at = {(row[0], row[2], row[3], row[4]): number for number, row in enumerate(sheet, 1)}
        rows = read_table(data, "outturn")
        keys = [(row["hwb"], row["payment"], row["metric"]) for row in rows]
        for row, key in zip(rows, keys):
            number = at.get((*key, row["definition"]))
            if number is None or keys.count(key) > 1 or random.random() > 0.3:
                continue
            value = round(float(row["numerator"]) * random.uniform(0.8, 1.1), 2)
            if random.random() < 0.3:
                counts = [decimal.Decimal(repr(cell)) for cell in sheet[number - 1][7:11]]
                baseline, ambition = counts[0] / counts[1], counts[2] / counts[3]
                value = float(round((baseline - (baseline - ambition) * 7 / 10)
                                    * decimal.Decimal(row["denominator"]), 4))
            row["numerator"] = str(value)
            self.office.put("Scores", f"L{number}", value)
        write_table(data, "outturn", rows)

    def changed_conditions(self, data):
        sheet = self.office.read("Conditions")
        at = {row[0]: number for number, row in enumerate(sheet, 1)}
        rows = read_table(data, "conditions")
        for row in rows:
            row["state"] = random.choice(["met", "not-met", "not-assessed"])
            letter = "ABCDEFGHIJ"[sheet[FIRST - 1].index(row["condition"])]
            self.office.put("Conditions", f"{letter}{at[row['hwb']]}", row["state"])
        write_table(data, "conditions", rows)

    def test_a_thousand_cells_of_england(self):
        random.seed(4)
        words = settings("conditions-split=all-or-nothing", "metric-value=overall")
        data = self.start(ENGLAND, *words)
        self.changed_outturns(data)
        self.changed_conditions(data)
        self.moves_as(data, *words)

    def test_england_one_thousand_from_one_ccg_to_another(self):
        data = self.start(ENGLAND)
        for area, by in (("03L", 1000), ("05G", -1000)):
            old = [row for row in read_table(data, "indicators")
                   if row["area"] == area and row["indicator"] == "programme-allocation"
                   and row["period"] == "2015-16"][0]["value"]
            self.change(data, "indicators",
                        {"area": area, "indicator": "programme-allocation", "period": "2015-16"},
                        "value", int(old) + by, "Indicators",
                        {0: area, 2: "programme-allocation", 3: "2015-16"}, "E")
        old = [row for row in read_table(data, "outturn")
               if row["hwb"] == "E08000018" and row["payment"] == "2015-10"
               and row["metric"] == "delayed-transfers"][0]["numerator"]
        self.outturn(data, "E08000018", "2015-10", "delayed-transfers", int(old) // 2)
        self.moves_as(data)

    def test_admissions_under_the_rules_of_july_2014(self):
        for number, reading in enumerate(["clawback=no", "clawback=yes"]):
            words = ["-p", "2015-16-revised", *settings(reading)]
            data = copy_dataset(SHIRE, self.folder / f"data{number}")
            folder = self.settle("-d", data, *words, name=f"before{number}")
            rows = read_table(data, "activity")
            random.seed(11 + number)
            for row in rows:  # of 2015: the year before stays
                if row["measure"] == "non-elective" and row["period"].startswith("2015"):
                    row["count"] = str(int(int(row["count"]) * random.uniform(0.8, 1.2)))
            write_table(data, "activity", rows)
            changed = self.settle("-d", data, *words, name=f"after{number}")
            self.office.open(str(changed / "workbook.xlsx"))
            actuals = [row[5] for row in self.sheet("Quarters")]
            self.office.shut()
            self.office.open(str(folder / "workbook.xlsx"))
            for place, actual in enumerate(actuals):
                self.office.put("Quarters", f"F{FIRST + 1 + place}", actual)
            self.office.calculate()
            self.assertGreater(self.no_errors()["differs"], 0)
            self.is_as(changed)
            self.office.put("Quarters", f"F{FIRST + 2}", "")  # and one that is missing
            self.office.calculate()
            self.no_errors()
            held = {(row[0], row[2]): row for row in self.sheet("Release")}
            quarters = self.sheet("Quarters")
            waiting = held[quarters[1][0], quarters[1][2]]
            self.assertIn(waiting[9], ("awaiting-data", ""), waiting)
            self.assertEqual(0, waiting[7], waiting)
            self.office.shut()

    def test_decisions_that_money_waits_for(self):
        data = self.start(SHIRE, "-p", "2014-15")
        rows = [row for row in read_table(data, "decisions") if row["item"] != "signed-off"]
        codes = [row[0] for row in self.sheet("Decisions")]
        for code, state in zip(codes, ("yes", "no", "")):
            self.office.put("Decisions", self.cell_of("Decisions", {0: code}, "C"), state)
            if state:
                rows.append({"hwb": code, "item": "signed-off", "state": state, "decided": ""})
        write_table(data, "decisions", rows)
        self.moves_as(data, "-p", "2014-15")

    def test_recovery_plans(self):
        data = self.start(SHIRE)
        rows = [row for row in read_table(data, "decisions")
                if row["item"] not in ("recovery-plan", "contingency-plan")]
        codes = [row[0] for row in self.sheet("Decisions")]
        random.seed(3)
        for code in codes:
            for letter, item, states in (("C", "recovery-plan",
                                          ("agreed", "not-agreed", "not-required", "")),
                                         ("D", "contingency-plan", ("agreed", "not-agreed", ""))):
                state = random.choice(states)
                self.office.put("Decisions", self.cell_of("Decisions", {0: code}, letter), state)
                if state:
                    rows.append({"hwb": code, "item": item, "state": state, "decided": ""})
        write_table(data, "decisions", rows)
        self.moves_as(data)

    def test_people_where_transfers_go_by_allocation(self):
        words = settings("transfer-split=programme-allocation")
        data = self.start(SHIRE, *words)
        self.change(data, "residents", {"ccg": "G1", "council": "C3"}, "people", 400001, "People",
                    {0: "G1", 2: "C3"}, "E")
        self.moves_as(data, *words)

    def test_april_s_outturn_as_october_s_baseline(self):
        words = settings("october-baseline=april-outturn")
        data = self.start(SHIRE, *words)
        self.outturn(data, "H1", "2015-04", "delayed-transfers", 8300)
        self.moves_as(data, *words)

    def test_a_formula_that_was_broken_is_seen(self):
        self.start(SHIRE)
        self.assertEqual(0, self.no_errors()["differs"])
        self.office.put("Splits", "K5", "=1")
        self.office.calculate()
        self.assertGreater(self.no_errors()["differs"], 1)


class Inert(WorkbookCase):
    """What stands in a dataset is never a formula, and comes back as it was."""

    def test_names_that_begin_like_formulas(self):
        data = copy_dataset(SHIRE, self.folder / "data")
        names = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(1)", "<script>alert(1)</script>",
                 "{=1}", "http://example.org", "internal:Sheet!A1"]
        rows = read_table(data, "boards")
        for row, name in zip(rows, names):
            row["name"] = name
        write_table(data, "boards", rows)
        districts = read_table(data, "ccgs")
        for row, name in zip(districts, names):
            row["name"] = name
        write_table(data, "ccgs", districts)
        folder = self.settle("-d", data)
        with zipfile.ZipFile(folder / "workbook.xlsx") as book:
            for member in book.namelist():
                text = book.read(member).decode("utf-8", "replace")
                self.assertNotIn("<f>1+1", text, member)
                self.assertNotIn("<script", text, member)
                self.assertNotIn('TargetMode="External"', text, member)
        self.open(folder)
        named = {row[0]: row[1] for row in self.sheet("Conditions")}
        self.assertEqual({row["hwb"]: row["name"] for row in rows}, named)

    def test_same_inputs_same_bytes(self):
        first = self.settle("-d", SHIRE, name="first")
        second = self.settle("-d", SHIRE, name="second")
        self.assertEqual((first / "workbook.xlsx").read_bytes(),
                         (second / "workbook.xlsx").read_bytes())


if __name__ == "__main__":
    need_real(office.is_there(), "LibreOffice with its Python bindings")
    main()

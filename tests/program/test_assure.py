#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The checks of a plan, on the five boards of fixtures/known/assurance.

Every result here was worked out by hand from the tables of that folder's README: one board on each
line, one beyond it by nothing or by one unit, one far inside, one far outside, and one of which
nothing is known. Nothing was copied from what the program prints.
"""

import json
import random
import re
import xml.etree.ElementTree as xml

import support
import test_output
from support import (DONE, ENGLAND, KNOWN, MACHINE, REFUSED_INPUT, SHIRE, USAGE, only, pence,
                     read_table)

ASSURANCE = KNOWN / "assurance"
FOUND = 1  # the exit code when something was found
BOARDS = ["EDGE", "GOOD", "LINE", "NONE", "POOR"]
RESULTS = ("pass", "warn", "fail", "not-assessed")
FORMS = ("text", "csv", "json", "xml")
VIEWS = ("item", "check", "metric", "condition", "reason", "region", "kind", "board")
WITH_AREA, WITH_CHECK = ("item", "board"), ("item", "check")
COLUMNS = ("hwb,check,result,detail,paragraph,looked_at,passed,warned,failed,not_assessed,at_stake,"
           "data_status,readings")
OF_DISTRICTS = ("district-minimum", "district-passed-down")

# check: paragraph, then LINE, EDGE, GOOD and POOR. Of NONE nothing is assessed.
EXPECTED = {
    "minimum-pool": ("22", "pass", "fail", "pass", "fail"),
    "district-minimum": ("15-16", "pass", "fail", "pass", "fail"),
    "district-passed-down": ("16", "pass", "fail", "pass", "fail"),
    "earmarks": ("9-10", "pass", "warn", "pass", "fail"),
    "conditions-answered": ("31", "pass", "fail", "pass", "fail"),
    "conditions-met": ("34", "pass", "fail", "pass", "fail"),
    "metrics-complete": ("41", "pass", "fail", "pass", "fail"),
    "definition": ("35, 46", "pass", "fail", "pass", "fail"),
    "season": ("46", "pass", "fail", "pass", "fail"),
    "direction": ("45", "pass", "fail", "pass", "fail"),
    "trend": ("46", "pass", "fail", "pass", "fail"),
    "significance": ("47", "pass", "fail", "pass", "fail"),
    "local-metric": ("42-43", "pass", "fail", "pass", "fail"),
    "ccg-consistency": ("45", "pass", "fail", "pass", "fail"),
    "signed-off": ("24, 50", "pass", "pass", "pass", "fail"),
    "in-time": ("58-59", "pass", "fail", "pass", "not-assessed"),
    "contingency-plan": ("53", "pass", "fail", "pass", "fail"),
    "risk-register": ("28", "pass", "fail", "pass", "fail"),
    "plausible": ("35, 43", "pass", "fail", "pass", "fail"),
}

# check: items that pass, warn, fail, are not assessed; of LINE, EDGE, GOOD and POOR.
ITEMS = {
    "minimum-pool": ((12, 0, 0, 0), (10, 1, 2, 0), (12, 0, 0, 0), (7, 1, 2, 2)),
    "district-minimum": ((2, 0, 0, 0), (1, 0, 1, 0), (2, 0, 0, 0), (1, 0, 1, 1)),
    "district-passed-down": ((2, 0, 0, 0), (0, 0, 2, 0), (2, 0, 0, 0), (0, 0, 1, 2)),
    "earmarks": ((3, 0, 0, 0), (2, 1, 0, 0), (3, 0, 0, 0), (0, 1, 1, 1)),
    "conditions-answered": ((6, 0, 0, 0), (5, 0, 1, 0), (6, 0, 0, 0), (2, 0, 3, 1)),
    "conditions-met": ((4, 0, 0, 0), (3, 0, 1, 0), (4, 0, 0, 0), (0, 0, 1, 3)),
    "metrics-complete": ((9, 0, 0, 0), (8, 0, 1, 0), (9, 0, 0, 0), (8, 0, 2, 0)),
    "definition": ((9, 0, 0, 0), (6, 0, 2, 0), (9, 0, 0, 0), (5, 0, 3, 0)),
    "season": ((9, 0, 0, 0), (7, 0, 1, 0), (9, 0, 0, 0), (6, 0, 1, 1)),
    "direction": ((9, 0, 0, 0), (7, 0, 1, 0), (9, 0, 0, 0), (7, 0, 1, 0)),
    "trend": ((9, 0, 0, 0), (4, 0, 4, 0), (9, 0, 0, 0), (0, 0, 2, 6)),
    "significance": ((9, 0, 0, 0), (4, 0, 3, 1), (9, 0, 0, 0), (0, 0, 5, 3)),
    "local-metric": ((2, 0, 0, 0), (0, 0, 1, 0), (2, 0, 0, 0), (1, 0, 1, 0)),
    "ccg-consistency": ((3, 0, 0, 0), (0, 0, 3, 0), (3, 0, 0, 0), (0, 0, 1, 2)),
    "signed-off": ((1, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0), (0, 0, 1, 0)),
    "in-time": ((1, 0, 0, 0), (0, 0, 1, 0), (1, 0, 0, 0), (0, 0, 0, 1)),
    "contingency-plan": ((1, 0, 0, 0), (0, 0, 1, 0), (1, 0, 0, 0), (0, 0, 1, 0)),
    "risk-register": ((1, 0, 0, 0), (0, 0, 1, 0), (1, 0, 0, 0), (0, 0, 1, 0)),
    "plausible": ((10, 0, 0, 0), (6, 3, 1, 0), (10, 0, 0, 0), (4, 2, 2, 0)),
}

# check: pounds at stake of EDGE and POOR: 12.5 and 25 million a metric, 9.375 and 18.75 million a
# condition. The other checks are about no part of the payment.
AT_STAKE = {
    "conditions-met": ("9375000.00", "18750000.00"),
    "metrics-complete": ("12500000.00", "25000000.00"),
    "definition": ("25000000.00", "75000000.00"),
    "season": ("12500000.00", "25000000.00"),
    "direction": ("12500000.00", "25000000.00"),
    "trend": ("50000000.00", "50000000.00"),
    "significance": ("37500000.00", "125000000.00"),
    "local-metric": ("12500000.00", "25000000.00"),
    "ccg-consistency": ("37500000.00", "25000000.00"),
    "plausible": ("37500000.00", "50000000.00"),
}

# What a sentence must name, thousands separators aside.
FIGURES = {
    ("LINE", "minimum-pool"): ["574600000.00"],
    ("EDGE", "minimum-pool"): ["E1", "nhs-core", "189999999.99", "190000000.00", "578599999.99",
                               "578600000.00", "CE", "0.01", "gross"],
    ("GOOD", "minimum-pool"): ["400000000.00", "20000000.00", "2000000.00", "1166200000.00",
                               "1135200000.00"],
    ("POOR", "minimum-pool"): ["P1", "340000000.00", "380000000.00", "40000000.00", "26000000.00",
                               "P2", "30000000.00", "CP", "gross"],
    ("EDGE", "district-minimum"): ["DE1", "20000000.00", "19999999.99", "0.01"],
    ("GOOD", "district-minimum"): ["DG1", "32000000.00", "2000000.00"],
    ("POOR", "district-minimum"): ["DP1", "20000000.00", "15000000.00", "5000000.00", "DP3",
                                   "10000000.00"],
    ("LINE", "district-passed-down"): ["DL1", "2015-04-01", "DL2", "2016-03-31"],
    ("EDGE", "district-passed-down"): ["DE1", "2016-04-01", "DE2", "2015-03-31"],
    ("POOR", "district-passed-down"): ["DP1", "2016-06-30", "DP2", "DP3"],
    ("LINE", "earmarks"): ["19500000.00", "45000000.00", "20250000.00"],
    ("EDGE", "earmarks"): ["reablement", "44999999.99", "45000000.00", "0.01"],
    ("POOR", "earmarks"): ["carers-breaks", "39000000.00", "reablement", "80000000.00",
                           "90000000.00", "10000000.00", "care-act", "40500000.00"],
    ("EDGE", "conditions-answered"): ["data-sharing"],
    ("POOR", "conditions-answered"): ["data-sharing", "accountable-professional", "acute-impact"],
    ("EDGE", "conditions-met"): ["acute-impact", "9375000.00"],
    ("POOR", "conditions-met"): ["protect-social-care", "18750000.00"],
    ("EDGE", "metrics-complete"): ["2015-10 local", "12500000.00"],
    ("POOR", "metrics-complete"): ["residential-admissions", "25000000.00", "befriending",
                                   "PHOF 2.13ii"],
    ("EDGE", "definition"): ["days-v1", "days-V1"],
    ("POOR", "definition"): ["days-v1", "days-v2", "composite-v1", "composite-v2"],
    ("EDGE", "season"): ["user-experience"],
    ("POOR", "season"): ["2015-10 delayed-transfers"],
    ("EDGE", "direction"): ["residential-admissions", "3500.00"],
    ("POOR", "direction"): ["2015-04 delayed-transfers", "5625.00", "5937.50"],
    # 7499 and 7500, 5066 and 5066 2/3 of 80,000 adults; 2549 and 2548 1/3 of 5,000.
    ("LINE", "trend"): ["9373.75", "9375.00", "6332.50", "6333.33", "50.98", "50.97"],
    ("EDGE", "trend"): ["9375.00", "6333.75", "6333.33", "50.96", "2451.50", "2452.00"],
    # 9500 and 8000 of 160,000; 3990 and 3500 of 190,000.
    ("POOR", "trend"): ["5937.50", "5000.00", "2100.00", "1842.11"],
    ("LINE", "significance"): ["5098 of 200000", "4902 of 200000", "2549 of 5000"],
    ("EDGE", "significance"): ["4903 of 200000", "4902 of 200000", "2548 of 5000", "2549 of 5000",
                               "700"],
    ("POOR", "significance"): ["9000", "3990", "410", "490"],
    ("LINE", "local-metric"): ["falls-register"],
    ("EDGE", "local-metric"): ["falls-clinic", "incentives"],
    ("GOOD", "local-metric"): ["PHOF 1.18i"],
    ("POOR", "local-metric"): ["befriending", "established-source", "timely"],
    ("LINE", "ccg-consistency"): ["2083.33", "2111.11", "50.98"],
    ("EDGE", "ccg-consistency"): ["2082.22", "2083.33", "2112.22", "2111.11", "50.96", "50.98"],
    ("GOOD", "ccg-consistency"): ["1894.74", "1800.00", "2000.00", "1860.00"],
    ("POOR", "ccg-consistency"): ["2105.26", "1900.00", "2000.00", "P2"],
    ("LINE", "in-time"): ["2014-04-04", "2014-02-14"],
    ("EDGE", "in-time"): ["2014-04-05", "2014-04-04"],
    ("GOOD", "in-time"): ["2014-02-10"],
    ("EDGE", "plausible"): ["100.20", "97.50", "97.00", "X", "2014-07", "300", "200", "1.0%"],
    ("POOR", "plausible"): ["120.00", "116.00", "2.00", "1.00", "P2", "2014-07", "1000", "100",
                            "20.0%"],
}

# Cells of LINE, each moved by one unit to the other side: table, which rows, cells, and what then
# comes of which checks.
APRIL, OCTOBER = {"hwb": "LINE", "payment": "2015-04"}, {"hwb": "LINE", "payment": "2015-10"}
BEYOND = [
    ("pooled", {"hwb": "LINE", "component": "dfg"}, {"amount": "39999999.99"},
     {"minimum-pool": "fail"}),
    ("district_plans", {"district": "DL2"}, {"amount": "19999999.99"},
     {"district-minimum": "fail"}),
    ("district_plans", {"district": "DL1"}, {"passed_down": "2015-03-31"},
     {"district-passed-down": "fail"}),
    ("district_plans", {"district": "DL2"}, {"passed_down": "2016-04-01"},
     {"district-passed-down": "fail"}),
    ("district_plans", {"district": "DL2"}, {"passed_down": ""},
     {"district-passed-down": "not-assessed"}),
    ("spend", {"hwb": "LINE", "purpose": "care-act"}, {"amount": "20249999.99"},
     {"earmarks": "warn"}),
    ("spend", {"hwb": "LINE", "purpose": "care-act"}, {"amount": "0"}, {"earmarks": "fail"}),
    ("conditions", {"hwb": "LINE", "condition": "jointly-agreed"}, {"state": "not-assessed"},
     {"conditions-answered": "not-assessed"}),
    ("conditions", {"hwb": "LINE", "condition": "acute-impact"}, {"state": "not-met"},
     {"conditions-met": "fail"}),
    ("conditions", {"hwb": "LINE", "condition": "acute-impact"}, {"state": "not-assessed"},
     {"conditions-answered": "not-assessed", "conditions-met": "not-assessed"}),
    ("outturn", OCTOBER | {"metric": "delayed-transfers"}, {"definition": "days-v2"},
     {"definition": "fail"}),
    ("ambitions", OCTOBER | {"metric": "delayed-transfers"},
     {"baseline_period": "2014-01..2014-05"},
     {"season": "fail", "significance": "not-assessed"}),
    ("ambitions", OCTOBER | {"metric": "delayed-transfers"},
     {"baseline_period": "2015-01..2015-06"},
     {"season": "fail", "significance": "not-assessed"}),
    ("ambitions", OCTOBER | {"metric": "residential-admissions"}, {"ambition_numerator": "700"},
     {"direction": "fail", "trend": "fail", "significance": "fail"}),
    ("ambitions", APRIL | {"metric": "delayed-transfers"}, {"ambition_numerator": "7500"},
     {"trend": "fail"}),
    ("ambitions", OCTOBER | {"metric": "delayed-transfers"}, {"ambition_numerator": "5067"},
     {"trend": "fail"}),
    # Two years are no trend; from 2013 to 2014 there were 200 fewer, and 334 are planned.
    ("history", {"hwb": "LINE", "period": "2012-01..2012-06"}, {"definition": "days-v2"},
     {"trend": "not-assessed", "plausible": "warn"}),
    ("ambitions", APRIL | {"metric": "local"}, {"ambition_numerator": "4903"},
     {"significance": "fail"}),
    # 2548 of 5,000 is within noise, less than the trend's 2548 1/3 and than the CCGs' lowest.
    ("ambitions", OCTOBER | {"metric": "reablement"}, {"ambition_numerator": "2548"},
     {"significance": "fail", "trend": "fail", "ccg-consistency": "fail"}),
    ("local_metrics", {"hwb": "LINE"},
     {"criteria": "strategy-link;robust-data;established-source;timely;challenging"},
     {"local-metric": "fail"}),
    # A year never changed it by more than 125.
    ("ambitions", APRIL | {"metric": "avoidable-admissions"}, {"ambition_numerator": "1874"},
     {"ccg-consistency": "fail", "plausible": "warn"}),
    ("ambitions", OCTOBER | {"metric": "avoidable-admissions"}, {"ambition_numerator": "1901"},
     {"ccg-consistency": "fail"}),
    ("ccg_ambitions", {"ccg": "X", "metric": "reablement"}, {"definition": "91-days-v2"},
     {"ccg-consistency": "not-assessed"}),
    ("decisions", {"hwb": "LINE", "item": "signed-off"}, {"decided": "2014-04-05"},
     {"in-time": "fail"}),
    ("decisions", {"hwb": "LINE", "item": "signed-off"}, {"decided": ""},
     {"in-time": "not-assessed"}),
    ("decisions", {"hwb": "LINE", "item": "signed-off"}, {"state": "no"},
     {"signed-off": "fail", "in-time": "not-assessed"}),
    ("decisions", {"hwb": "LINE", "item": "contingency-plan"}, {"state": "not-agreed"},
     {"contingency-plan": "fail"}),
    ("decisions", {"hwb": "LINE", "item": "risk-register"}, {"state": "no"},
     {"risk-register": "fail"}),
    ("outturn", OCTOBER | {"metric": "user-experience"}, {"numerator": "501"},
     {"plausible": "fail"}),
    ("outturn", OCTOBER | {"metric": "residential-admissions"}, {"numerator": "619"},
     {"plausible": "warn"}),
    ("outturn", OCTOBER | {"metric": "residential-admissions"}, {"numerator": "781"},
     {"plausible": "warn"}),
    ("activity", {"ccg": "L1", "period": "2014-07"}, {"count": "200"}, {"plausible": "warn"}),
    ("activity", {"ccg": "L1", "period": "2013-04"}, {"count": "450"}, {"plausible": "warn"}),
    # A hundredth of 99,901 is 999.01, and of 99,900 it is 999.
    ("residents", {"ccg": "L2", "council": "CL"}, {"people": "48902"}, {}),
    ("residents", {"ccg": "L2", "council": "CL"}, {"people": "48901"}, {"plausible": "warn"}),
]

# Without a table: which checks then assess no board.
WITHOUT = {
    "pooled": ["minimum-pool"],
    "district_plans": ["district-minimum", "district-passed-down"],
    "spend": ["earmarks"],
    "conditions": ["conditions-answered", "conditions-met"],
    "history": ["trend"],
    "ccg_ambitions": ["ccg-consistency"],
    "decisions": ["signed-off", "in-time", "contingency-plan", "risk-register"],
    "ambitions": ["metrics-complete", "definition", "season", "direction", "trend", "significance",
                  "local-metric", "ccg-consistency"],
    "outturn": [],
    "activity": [],
    "controls": [],
}


class Plans(support.Case):

    def assured(self, *words, code=FOUND, data=ASSURANCE):
        done = self.ends(code, support.bcf("assure", "-d", data, "-f", "csv", *words))
        return support.rows_of(done.text)

    def results(self, *words, **how):
        return {(row["hwb"], row["check"]): row["result"] for row in self.assured(*words, **how)}

    def changed(self, table, which, cells):
        """A copy of the dataset with other cells in the rows that have all of `which`."""
        folder = support.copy_dataset(ASSURANCE, self.folder / "changed")
        rows = read_table(folder, table)
        found = [row for row in rows if which.items() <= row.items()]
        self.assertTrue(found, (table, which))
        for row in found:
            row.update(cells)
        support.write_table(folder, table, rows)
        return folder


def expected():
    """(board, check) -> result, in the order of the rows."""
    found = {}
    for check, (_, line, edge, good, poor) in EXPECTED.items():
        for board, result in zip(BOARDS, (edge, good, line, "not-assessed", poor)):
            found[board, check] = result
    return found


class Findings(Plans):

    def test_every_board_and_check(self):
        rows = self.assured()
        self.assertEqual(list(expected().items()),
                         [((row["hwb"], row["check"]), row["result"]) for row in rows])
        self.assertEqual(19 * 5, len(rows))

    def test_the_columns_and_their_order(self):
        header = support.bcf("assure", "-d", ASSURANCE, "-f", "csv").text.splitlines()[0]
        self.assertEqual(COLUMNS, header)

    def test_each_check_names_its_paragraph(self):
        self.assertEqual({check: row[0] for check, row in EXPECTED.items()},
                         {row["check"]: row["paragraph"] for row in self.assured()})

    def test_how_many_items_of_each_result(self):
        for row in self.assured():
            counts = tuple(int(row[name]) for name in ("passed", "warned", "failed",
                                                       "not_assessed"))
            what = (row["hwb"], row["check"])
            self.assertEqual(sum(counts), int(row["looked_at"]), what)
            if row["hwb"] != "NONE":
                place = ["LINE", "EDGE", "GOOD", "POOR"].index(row["hwb"])
                self.assertEqual(ITEMS[row["check"]][place], counts, what)
            else:
                self.assertEqual((0, 0, 0), counts[:3], what)

    def test_a_board_has_the_worst_of_its_items(self):
        for row in self.assured():
            worst = ("fail" if row["failed"] != "0" else "warn" if row["warned"] != "0" else
                     "not-assessed" if row["not_assessed"] != "0" else "pass")
            if row["looked_at"] != "0":
                self.assertEqual(worst, row["result"], (row["hwb"], row["check"]))

    def test_the_figures_that_a_sentence_must_name(self):
        details = {(row["hwb"], row["check"]): re.sub(r"(?<=\d),(?=\d{3})", "", row["detail"])
                   for row in self.assured()}
        for key, figures in FIGURES.items():
            for figure in figures:
                self.assertRegex(details[key], rf"(?<![\d.]){re.escape(figure)}(?!\d)", key)

    def test_every_detail_is_a_sentence(self):
        for row in self.assured():
            self.assertRegex(row["detail"], r"^[A-Z].*\.$", (row["hwb"], row["check"]))

    def test_pounds_at_stake(self):
        for row in self.assured():
            wanted = ""
            if row["check"] in AT_STAKE and row["looked_at"] != "0":
                edge, poor = AT_STAKE[row["check"]]
                wanted = {"EDGE": edge, "POOR": poor}.get(row["hwb"], "0.00")
            self.assertEqual(wanted, row["at_stake"], (row["hwb"], row["check"]))

    def test_what_is_invented_says_so(self):
        self.assertEqual([], [(row["hwb"], row["check"], row["data_status"])
                              for row in self.assured()
                              if row["looked_at"] != "0" and row["data_status"] != "illustrative"])

    def test_a_board_of_which_nothing_is_known(self):
        for row in self.assured():
            if row["hwb"] == "NONE":
                self.assertEqual("not-assessed", row["result"], row["check"])
                self.assertEqual(row["check"] in OF_DISTRICTS, "not apply" in row["detail"],
                                 row["check"])

    def test_the_first_cut(self):
        for day, is_first_cut in (("2014-02-14", True), ("2014-02-15", False)):
            folder = self.changed("decisions", {"hwb": "LINE", "item": "signed-off"},
                                  {"decided": day})
            (row,) = self.assured("--only", "in-time", "-a", "LINE", data=folder, code=DONE)
            self.assertEqual("pass", row["result"])
            self.assertIn(day, row["detail"])
            self.assertEqual(is_first_cut, "revised" not in row["detail"], day)
            self.setUp()


class OneUnit(Plans):
    """LINE stands on every line: a step to the other side, and no other check knows of it."""

    def test_each_step(self):
        passes = {check: "pass" for check in EXPECTED}
        for table, which, cells, wanted in BEYOND:
            folder = self.changed(table, which, cells)
            # People share out the transfer, a second definition is one in the other payment too.
            also = {"residents": ["minimum-pool"]}.get(table, [])
            for (board, check), result in self.results(
                    "-a", "LINE", data=folder,
                    code=FOUND if {"fail", "warn"} & set(wanted.values()) or also else DONE
            ).items():
                if check not in also:
                    self.assertEqual((passes | wanted)[check], result, (table, which, cells, check))
            self.setUp()
        self.assertGreaterEqual(len(BEYOND), 30)

    def test_a_step_back_and_EDGE_passes(self):
        """The warning of the penny that is gross stays."""
        for table, which, cells, check, wanted in (
                ("pooled", {"hwb": "EDGE", "contributor": "E1", "component": "nhs-core"},
                 {"amount": "190000000"}, "minimum-pool", "warn"),
                ("district_plans", {"district": "DE1"}, {"amount": "20000000"},
                 "district-minimum", "pass"),
                ("spend", {"hwb": "EDGE", "purpose": "reablement"}, {"amount": "45000000"},
                 "earmarks", "pass"),
                ("decisions", {"hwb": "EDGE", "item": "signed-off"}, {"decided": "2014-04-04"},
                 "in-time", "pass"),
                ("ambitions", {"hwb": "EDGE", "metric": "user-experience"},
                 {"baseline_period": "2013-04..2014-03"}, "season", "pass")):
            folder = self.changed(table, which, cells)
            code = DONE if wanted == "pass" else FOUND
            got = self.results("--only", check, "-a", "EDGE", data=folder, code=code)
            self.assertEqual({("EDGE", check): wanted}, got)
            self.setUp()

    def test_a_missing_row_of_the_minimum_is_not_a_shortfall_in_the_total(self):
        folder = support.copy_dataset(ASSURANCE, self.folder / "short")
        rows = [row for row in read_table(folder, "pooled")
                if (row["hwb"], row["component"]) != ("LINE", "dfg")]
        support.write_table(folder, "pooled", rows)
        (row,) = self.assured("--only", "minimum-pool", "-a", "LINE", data=folder, code=DONE)
        self.assertEqual(("not-assessed", "10", "2"),
                         (row["result"], row["passed"], row["not_assessed"]))


class Choices(Plans):

    def test_one_check_alone_has_the_same_rows(self):
        rows = self.assured()
        for check, row in EXPECTED.items():
            got = self.assured("--only", check)
            self.assertEqual([row for row in rows if row["check"] == check], got, check)

    def test_one_board_alone_has_the_same_rows(self):
        rows = self.assured()
        for board in BOARDS:
            got = self.assured("-a", board, code=FOUND if board in ("EDGE", "POOR") else DONE)
            self.assertEqual([row for row in rows if row["hwb"] == board], got, board)

    def test_the_exit_code_is_1_where_something_is_found(self):
        for words, code in (((), FOUND), (("--fail-on", "warn"), FOUND),
                            (("--fail-on", "fail"), FOUND),
                            (("-a", "LINE"), DONE), (("-a", "GOOD"), DONE), (("-a", "NONE"), DONE),
                            (("-a", "POOR", "--only", "in-time"), DONE),
                            (("-a", "EDGE", "--only", "earmarks"), FOUND),
                            (("-a", "EDGE", "--only", "earmarks", "--fail-on", "warn"), FOUND),
                            (("-a", "EDGE", "--only", "earmarks", "--fail-on", "fail"), DONE),
                            (("-a", "POOR", "--only", "earmarks", "--fail-on", "fail"), FOUND)):
            for form in FORMS:
                self.ends(code, support.bcf("assure", "-d", ASSURANCE, "-f", form, *words))

    def test_wrong_usage(self):
        for words, says in ((("--only", "minimum-pol"), "minimum-pool"), (("--only", ""), ""),
                            (("--fail-on", "pass"), "pass"), (("--fail-on", "never"), "never"),
                            (("--by", "council"), "council"), (("-a", "NOBODY"), "NOBODY")):
            self.refuses("assure", "-d", ASSURANCE, *words, code=USAGE, says=says)

    def test_a_policy_without_checks_is_wrong_usage(self):
        for policy in ("2015-16/v1", "2015-16/v2", "2015-16-revised", "2014-15", "2016-17"):
            self.refuses("assure", "-d", ASSURANCE, "-p", policy, code=USAGE, says="")

    def test_readings_move_the_minimum(self):
        """A pool of whole pounds is not one of whole thousands: X's 1,648,350 for LINE."""
        got = self.results("--only", "minimum-pool", "-a", "LINE", "--set", "unit=1000")
        self.assertEqual({("LINE", "minimum-pool"): "fail"}, got)


class MissingTables(Plans):

    def test_without_a_table_its_checks_assess_nothing(self):
        whole = expected()
        for table, checks in WITHOUT.items():
            folder = support.copy_dataset(ASSURANCE, self.folder / table)
            (folder / f"{table}.csv").unlink()
            got = self.results(data=folder)
            for check in checks:
                self.assertEqual({"not-assessed"}, {got[board, check] for board in BOARDS},
                                 (table, check))
            if table not in ("ambitions", "outturn"):
                others = set(EXPECTED) - set(checks) - {"plausible"}
                self.assertEqual({key: whole[key] for key in whole if key[1] in others},
                                 {key: got[key] for key in got if key[1] in others}, table)

    def test_an_empty_table_is_a_missing_one(self):
        for table in ("pooled", "district_plans", "spend", "history", "ccg_ambitions", "decisions"):
            without = support.copy_dataset(ASSURANCE, self.folder / f"without-{table}")
            (without / f"{table}.csv").unlink()
            empty = support.copy_dataset(ASSURANCE, self.folder / f"empty-{table}")
            support.write_table(empty, table, [], list(read_table(ASSURANCE, table)[0]))
            # How real a table is, its manifest says, which a missing one is not asked for.
            columns = "hwb,check,result,detail,looked_at,at_stake"
            self.assertEqual(only(columns, self.assured(data=without)),
                             only(columns, self.assured(data=empty)), table)

    def test_with_the_tables_that_every_verb_needs_and_no_other(self):
        folder = support.copy_dataset(ASSURANCE, self.folder / "bare")
        needed = {"manifest", "boards", "councils", "ccgs", "residents", "indicators", "districts",
                  "successors"}
        for table in set(support.tables_of(folder)) - needed:
            (folder / f"{table}.csv").unlink()
        got = self.results(data=folder, code=DONE)
        self.assertEqual({"not-assessed"}, set(got.values()))
        self.assertEqual(set(expected()), set(got))

    def test_an_ambition_that_nobody_described_is_still_refused(self):
        folder = support.copy_dataset(ASSURANCE, self.folder / "undescribed")
        (folder / "local_metrics.csv").unlink()
        self.refuses("assure", "-d", folder, code=REFUSED_INPUT, says="falls-register")


class RolledUp(Plans):

    def test_the_boards_of_a_check_add_up(self):
        rows = self.assured("--by", "check")
        self.assertEqual(list(EXPECTED), [row["check"] for row in rows])
        for row in rows:
            results = [result for (_, check), result in expected().items()
                       if check == row["check"]]
            none = 1 if row["check"] in OF_DISTRICTS else 0  # NONE has no districts
            counts = {result: results.count(result) for result in RESULTS}
            counts["not-assessed"] -= none
            self.assertEqual([5] + [counts[result] for result in RESULTS] + [none],
                             [int(row[name]) for name in ("boards", "pass", "warn", "fail",
                                                          "not_assessed", "does_not_apply")],
                             row["check"])
            self.assertEqual(5, sum(counts.values()) + none)
            if row["check"] in AT_STAKE:
                self.assertEqual(sum(map(pence, AT_STAKE[row["check"]])), pence(row["at_stake"]))
            else:
                self.assertEqual("", row["at_stake"], row["check"])

    def test_every_item_is_in_one_count(self):
        counts = {}
        for row in self.assured("--by", "item"):
            key = (row["hwb"], row["check"], row["result"])
            counts[key] = counts.get(key, 0) + 1
        for row in self.assured():
            for result, name in zip(RESULTS, ("passed", "warned", "failed", "not_assessed")):
                self.assertEqual(int(row[name]),
                                 counts.get((row["hwb"], row["check"], result), 0),
                                 (row["hwb"], row["check"], result))

    def test_the_items_that_stand_on_a_line(self):
        got = {(row["hwb"], row["check"], row["item"]): row["result"]
               for row in self.assured("--by", "item")}
        for board, check, metric, result in (
                ("EDGE", "trend", "2015-04 local", "pass"),  # 4903 against 4904
                ("EDGE", "trend", "2015-04 delayed-transfers", "fail"),
                ("EDGE", "trend", "2015-10 user-experience", "pass"),
                ("EDGE", "significance", "2015-04 avoidable-admissions", "pass"),
                ("EDGE", "significance", "2015-10 user-experience", "not-assessed"),
                ("EDGE", "plausible", "2015-04 local", "warn"),
                ("EDGE", "plausible", "2015-04 avoidable-admissions", "warn"),
                ("EDGE", "plausible", "2015-10 reablement", "pass"),
                ("EDGE", "plausible", "2015-10 user-experience", "fail"),
                ("LINE", "plausible", "2015-10 user-experience", "pass"),
                ("POOR", "significance", "2015-04 local", "not-assessed"),
                ("POOR", "significance", "2015-10 delayed-transfers", "not-assessed"),
                ("POOR", "significance", "2015-10 user-experience", "not-assessed"),
                ("POOR", "trend", "2015-10 reablement", "not-assessed"),
                ("POOR", "season", "2015-10 user-experience", "not-assessed")):
            self.assertEqual(result, got[board, check, metric], (board, check, metric))
        self.assertEqual("fail", got["EDGE", "minimum-pool", "total"])
        self.assertEqual("not-assessed", got["POOR", "minimum-pool", "total"])

    def test_metrics_of_all_boards_together(self):
        rows = {(row["payment"], row["metric"], row["definition"]): row
                for row in self.assured("--by", "metric")}
        # EDGE, GOOD, LINE and POOR: 8000 + 16000 + 8000 + 9000 of 80 + 160 + 80 + 160 thousand.
        row = rows["2015-04", "delayed-transfers", "days-v1"]
        self.assertEqual(["4", "41000", "480000", "8541.666667", "38899", "480000", "8103.958333"],
                         [row[name] for name in ("boards", "baseline_numerator",
                                                 "baseline_denominator", "baseline",
                                                 "ambition_numerator", "ambition_denominator",
                                                 "ambition")])
        self.assertEqual("1", rows["2015-10", "delayed-transfers", "days-V1"]["boards"])
        self.assertEqual("2", rows["2015-10", "delayed-transfers", "days-v1"]["boards"])
        row = rows["2015-04", "local", "PHOF 1.18i"]
        self.assertEqual(["1", "50.000000", "55.000000"],
                         [row[name] for name in ("boards", "baseline", "ambition")])
        # POOR's was counted by another definition.
        row = rows["2015-04", "avoidable-admissions", "composite-v1"]
        self.assertEqual(["4", "3"], [row["boards"], row["outturn_boards"]])

    def test_conditions(self):
        rows = {row["condition"]: [row[name] for name in ("boards", "met", "not_met",
                                                          "not_assessed", "absent")]
                for row in self.assured("--by", "condition")}
        self.assertEqual({
            "jointly-agreed": ["5", "2", "2", "0", "1"],
            "protect-social-care": ["5", "3", "1", "0", "1"],
            "seven-day-services": ["5", "3", "0", "1", "1"],
            "data-sharing": ["5", "1", "1", "0", "3"],
            "accountable-professional": ["5", "3", "0", "0", "2"],
            "acute-impact": ["5", "2", "1", "0", "2"],
        }, rows)

    def test_regions_and_kinds(self):
        for view, wanted in (
                ("region", {"North": (2, 20, 1, 17), "South": (3, 19, 0, 18)}),
                ("kind", {"county": (4, 39, 1, 35), "unitary": (1, 0, 0, 0)})):
            got = {row[view]: tuple(int(row[name]) for name in ("boards", "pass", "warn", "fail"))
                   for row in self.assured("--by", view)}
            self.assertEqual(wanted, got, view)

    def test_held_money_is_that_of_release(self):
        held = support.sums(self.rows("release", "-d", ASSURANCE), "hwb", column="held")
        boards = {row["hwb"]: row for row in self.assured("--by", "board")}
        self.assertEqual(held, {hwb: pence(row["held"]) for hwb, row in boards.items()})
        for view in ("reason", "region", "kind"):
            self.assertEqual(sum(held.values()),
                             sum(pence(row["held"]) for row in self.assured("--by", view)), view)

    def test_boards_by_what_is_held(self):
        rows = self.assured("--by", "board")
        self.assertEqual([str(i) for i in range(1, 6)], [row["rank"] for row in rows])
        self.assertEqual(sorted(rows, key=lambda row: (-pence(row["held"]),
                                                       -pence(row["available"]), row["hwb"])), rows)
        self.assertEqual("POOR", rows[0]["hwb"])
        for row in rows:
            noise, trend = {"EDGE": ("37500000.00", "50000000.00"),
                            "POOR": ("125000000.00", "50000000.00")}.get(row["hwb"],
                                                                         ("0.00", "0.00"))
            self.assertEqual((noise, trend), (row["noise"], row["trend"]), row["hwb"])


class Forms(Plans):

    def test_json_and_xml_hold_the_same_rows(self):
        for words in ((), ("--by", "check"), ("--by", "item"), ("--only", "trend")):
            rows = self.assured(*words)
            document, = json.loads(self.ends(FOUND, support.bcf(
                "assure", "-d", ASSURANCE, "-f", "json", *words)).text).values()
            self.assertEqual([list(row.values()) for row in rows],
                             [[str(cell) for cell in row.values()] for row in document["rows"]])
            root = xml.fromstring(self.ends(FOUND, support.bcf(
                "assure", "-d", ASSURANCE, "-f", "xml", *words)).out)
            self.assertEqual(rows, [row.attrib for row in root.findall("row")])

    def test_text_names_boards_and_what_fails(self):
        text = self.ends(FOUND, support.bcf("assure", "-d", ASSURANCE)).text
        for word in ("Ledgeshire", "Lackshire", "illustrative"):
            self.assertIn(word, text)
        for view in VIEWS:
            self.ends(FOUND, support.bcf("assure", "-d", ASSURANCE, "--by", view, "-f", "csv"))

    def test_names_stand_beside_codes(self):
        rows = self.assured("--names")
        self.assertEqual({"Brinkshire", "Ledgeshire", "Soundshire", "Lackshire", "Blankton"},
                         {row["hwb_name"] for row in rows})

    def test_a_shuffled_copy_with_other_quotes_and_line_ends_gives_the_same_rows(self):
        """Of the CSV the same bytes; in the other forms, notes name the lines of files."""
        for seed in (1, 2):
            copy = support.shuffled_copy(ASSURANCE, self.folder / f"shuffled-{seed}",
                                         random.Random(seed))
            for words in ((), ("--by", "item"), ("--by", "metric"), ("--by", "check"),
                          ("--by", "board")):
                wanted, got = (support.bcf("assure", "-d", data, "-f", "csv", *words)
                               for data in (ASSURANCE, copy))
                self.ends(FOUND, got)
                self.assertEqual(wanted.out, got.out, words)
                wanted, got = (json.loads(support.bcf("assure", "-d", data, "-f", "json",
                                                      *words).text).popitem()[1]["rows"]
                               for data in (ASSURANCE, copy))
                self.assertEqual(wanted, got, words)

    def test_running_twice_gives_the_same_bytes(self):
        self.assertEqual(*(support.bcf("assure", "-d", ASSURANCE).out for _ in range(2)))


class ExitCodes(Plans):

    def test_each_worst_result_with_each_line_drawn(self):
        """Of EDGE's earmarks the worst is a warning, of POOR's a fail, of LINE's a pass; of NONE's
        nothing is assessed."""
        for board, warn, fail in (("LINE", DONE, DONE), ("NONE", DONE, DONE),
                                  ("EDGE", FOUND, DONE), ("POOR", FOUND, FOUND)):
            for words, code in (((), warn), (("--fail-on", "warn"), warn),
                                (("--fail-on", "fail"), fail), (("--fail-on=fail",), fail)):
                for view in ((), ("--by", "item")):
                    for form in FORMS:
                        self.ends(code, support.bcf("assure", "-d", ASSURANCE, "-a", board,
                                                    "--only", "earmarks", "-f", form, *words,
                                                    *view))

    def test_a_view_of_all_boards_finds_what_is_found_anywhere(self):
        for view in VIEWS:
            self.ends(FOUND, support.bcf("assure", "-d", ASSURANCE, "--by", view))
        for words, code in ((("--only", "earmarks"), FOUND),
                            (("--only", "earmarks", "--fail-on", "fail"), FOUND)):
            self.ends(code, support.bcf("assure", "-d", ASSURANCE, "--by", "check", *words))
        for board, code in (("GOOD", DONE), ("EDGE", FOUND)):
            self.ends(code, support.bcf("assure", "-d", ASSURANCE, "--by", "board", "-a", board))

    def test_what_is_found_changes_the_code_and_no_byte_of_the_output(self):
        """EDGE's earmarks: exit 1 for the warning, 0 where only a fail counts."""
        for form in FORMS:
            words = ("assure", "-d", ASSURANCE, "-a", "EDGE", "--only", "earmarks", "-f", form)
            found, done = support.bcf(*words), support.bcf(*words, "--fail-on", "fail")
            self.ends(FOUND, found)
            self.ends(DONE, done)
            self.assertGreater(len(found.out), 100)
            self.assertEqual((done.out, done.err), (found.out, found.err), form)

    def test_found_is_said_by_the_code_alone(self):
        self.assertEqual(b"", self.ends(FOUND, support.bcf("assure", "-d", ASSURANCE)).err)


class WrongWords(Plans):

    def wrong(self, *words, says):
        """Wrong usage in every form: a sentence, and nothing on standard output."""
        for form in FORMS:
            self.refuses("assure", "-d", ASSURANCE, "-f", form, *words, code=USAGE, says=says)

    def test_an_unknown_view_with_did_you_mean(self):
        self.wrong("--by", "checks", says=["'checks'", "did you mean 'check'"])
        self.wrong("--by", "hwb", says="'hwb'")
        self.wrong("--by", "", says="''")
        self.wrong("--by", "check,board", says="'check,board'")

    def test_an_unknown_check_with_did_you_mean_and_those_there_are(self):
        self.wrong("--only", "minimum-pol", says=["did you mean 'minimum-pool'", "plausible"])
        self.wrong("--only", "Trend", says="'Trend'")
        self.wrong("--only", "trend,season", says="'trend,season'")

    def test_one_area_of_what_adds_all_of_them_up(self):
        for view in VIEWS:
            if view not in WITH_AREA:
                self.wrong("--by", view, "-a", "GOOD", says=f"--by {view} is of all boards")

    def test_one_check_of_what_does_not_tell_them_apart(self):
        for view in VIEWS:
            if view not in WITH_CHECK:
                self.wrong("--by", view, "--only", "trend", says=f"--by {view} does not tell")

    def test_a_ccg_is_no_board(self):
        self.wrong("-a", "L1", says="L1")

    def test_regions_that_nobody_states(self):
        folder = self.changed("councils", {}, {"region": ""})
        for form in FORMS:
            self.refuses("assure", "-d", folder, "--by", "region", "-f", form, code=USAGE,
                         says="states no region")

    def test_a_word_too_many_and_what_other_verbs_take(self):
        for words in (("GOOD",), ("--next",), ("--fail-on",), ("--only",)):
            self.refuses("assure", "-d", ASSURANCE, *words, code=USAGE, says="")
        for verb in ("allocate", "score", "release", "check", "settle"):
            for words in (("--only", "trend"), ("--fail-on", "fail")):
                self.refuses(verb, "-d", ASSURANCE, *words, code=USAGE, says=words[0][2:])

    def test_a_policy_without_checks_says_so_and_names_itself(self):
        for policy, name in (("2015-16/v1", "2015-16"), ("2014-15", "2014-15")):
            for words in ((), ("--by", "check"), ("--only", "trend"), ("-a", "GOOD")):
                self.refuses("assure", "-d", ASSURANCE, "-p", policy, *words, code=USAGE,
                             says=[name, "checks"])


class Writing(test_output.Output):
    """Findings are exit 1, and the output is there; where it cannot be, that is exit 4."""

    WAYS = ((), ("--by", "item"), ("--by", "check"), ("--only", "trend"), ("-a", "EDGE"))

    def test_a_file_holds_what_would_have_been_printed(self):
        path = self.folder / "plans"
        for words in self.WAYS:
            for form in FORMS:
                command = ("assure", "-d", ASSURANCE, "-f", form, *words)
                path.write_text("what was there before")
                done = self.ends(FOUND, support.bcf(*command, "-o", path))
                self.assertEqual(b"", done.out)
                self.assertEqual(self.ends(FOUND, support.bcf(*command)).out, path.read_bytes())
        self.assertEqual(["plans", "weights.csv"], self.listing(self.folder))

    def test_a_full_device_and_a_missing_folder_are_the_machines_failure(self):
        for words in self.WAYS:
            for path in ("/dev/full", self.folder / "nowhere" / "plans.csv"):
                self.fails("assure", "-d", ASSURANCE, *words, "-o", path, says=str(path))
        done = support.shell('"$BCF" assure -d "$DATA" > /dev/full', self.folder,
                             DATA=str(ASSURANCE))
        self.ends(MACHINE, done)

    def test_a_read_only_disk_is_named(self):
        with self.disk("ro") as disk:
            self.fails("assure", "-d", ASSURANCE, "-f", "csv", "-o", disk / "new.csv",
                       says="new.csv")

    def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(self):
        with self.disk("size=16k") as disk:
            (disk / "old.csv").write_text("as it was")
            for name in ("old.csv", "new.csv"):
                self.fails("assure", "-d", ASSURANCE, "--by", "item", "-f", "csv", "-o",
                           disk / name, says=name)
            self.assertEqual(["old.csv"], self.listing(disk))
            self.assertEqual("as it was", (disk / "old.csv").read_text())

    def test_a_refusal_leaves_the_old_file(self):
        path = self.folder / "old.csv"
        path.write_text("as it was")
        folder = support.copy_dataset(ASSURANCE, self.folder / "refused")
        rows = read_table(folder, "pooled")
        rows[3]["amount"] = "1,000"
        support.write_table(folder, "pooled", rows)
        self.refuses("assure", "-d", folder, "-o", path, says=["pooled.csv:5: ", "1,000"])
        self.refuses("assure", "-d", ASSURANCE, "--only", "none", "-o", path, code=USAGE, says="")
        self.assertEqual("as it was", path.read_text())

    def test_settle_writes_the_same_rows_byte_for_byte(self):
        for name, data, words in (("plans", ASSURANCE, ()), ("shire", SHIRE, ()),
                                  ("thousands", ASSURANCE, ("--set", "unit=1000")),
                                  ("early", ASSURANCE, ("--as-at", "2014-03-31"))):
            self.done("settle", "--tables", "-d", data, "-o", self.folder / name, *words)
            printed = self.ends(FOUND, support.bcf("assure", "-d", data, "-f", "csv", *words))
            self.assertEqual(printed.out, (self.folder / name / "assure.csv").read_bytes(), name)

    def test_amounts_beyond_counting_are_refused_and_no_mistake_of_the_program(self):
        """What a column adds up to has a limit (docs/limits.md), below which nothing overflows."""
        for contributor in ("E2", "X0"):
            folder = support.copy_dataset(ASSURANCE, self.folder / contributor)
            rows = read_table(folder, "pooled")
            rows.append({"hwb": "EDGE", "contributor": contributor, "component": "dfg",
                         "amount": "999999999999999.99"})
            rows.append({"hwb": "EDGE", "contributor": "X", "component": "dfg",
                         "amount": "999999999999999.99"})
            support.write_table(folder, "pooled", rows)
            self.refuses("assure", "-d", folder, says=["pooled.csv:", "adds up to more"])

    def test_nobody_has_a_part_of_a_component_of_nothing(self):
        text = (support.ROOT / "formulas" / "2015-16" / "v3" / "policy.xml").read_text("utf-8")
        policy = self.folder / "policy.xml"
        policy.write_text(re.sub(r'(<component id="reablement"[^>]*? amount=)"[^"]*"', r'\1"0.00"',
                                 text), "utf-8")
        done = self.ends(FOUND, support.bcf("assure", "-p", policy, "-d", ASSURANCE, "--only",
                                            "earmarks", "--by", "item", "-f", "csv"))
        (row,) = [row for row in support.rows_of(done.text)
                  if (row["hwb"], row["item"]) == ("LINE", "reablement")]
        self.assertEqual("pass", row["result"])
        self.assertIn("£0.00", row["detail"])


class Names(Plans):
    """Whatever an area is called comes out inert, and the same when read back."""

    NAMES = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "<script>alert(1)</script>",
             'The "Royal" Borough', "a,b", "two\nlines", "&amp; ]]> <!--"]

    def named(self, name, number):
        """Every area, region, definition and purpose has that name; codes begin with it."""
        folder = support.copy_dataset(ASSURANCE, self.folder / f"{number}")
        for table in support.tables_of(folder):
            rows = read_table(folder, table)
            for row in rows:
                if "name" in row and table != "manifest":
                    row["name"] = name
                if row.get("definition") == "days-v1" and "\n" not in name:
                    row["definition"] = name
                if row.get("region"):
                    row["region"] = name.replace("\n", " ")
            support.write_table(folder, table, rows)
        return folder

    def ways(self):
        return [(), ("--names",)] + [("--by", view, "--names") for view in VIEWS]

    def test_no_cell_of_csv_begins_a_formula(self):
        for number, name in enumerate(self.NAMES):
            folder = self.named(name, number)
            for words in self.ways():
                done = self.ends(FOUND, support.bcf("assure", "-d", folder, "-f", "csv", *words))
                for row in support.raw_rows(done.text):
                    for cell in row:
                        if not re.fullmatch(r"-?[0-9.]+", cell):
                            self.assertNotIn(cell[:1], tuple("=+-@\t\r"), (name, words, cell))
            rows = self.assured("--names", data=folder)
            self.assertEqual({name}, {row["hwb_name"] for row in rows})
            details = {(row["hwb"], row["check"]): row["detail"] for row in rows}
            self.assertIn(f"DE1 ({name})", details["EDGE", "district-minimum"])
            self.assertIn(f"CCG X ({name})", details["EDGE", "plausible"])

    def test_names_are_exact_in_json_and_xml(self):
        for number, name in enumerate(self.NAMES):
            folder = self.named(name, number)
            for words in (("--names",), ("--by", "item", "--names"), ("--by", "board", "--names")):
                rows = self.assured(*words, data=folder)
                document, = json.loads(self.ends(FOUND, support.bcf(
                    "assure", "-d", folder, "-f", "json", *words)).text).values()
                self.assertEqual({name}, {row["hwb_name"] for row in document["rows"]})
                out = self.ends(FOUND, support.bcf("assure", "-d", folder, "-f", "xml",
                                                   *words)).out
                self.assertEqual(rows, [row.attrib for row in xml.fromstring(out).findall("row")])
                self.assertNotIn(b"<script>", out)

    def test_text_shows_no_control_character(self):
        for number, name in enumerate(self.NAMES):
            folder = self.named(name, number)
            for words in ((), ("-a", "EDGE"), ("--only", "plausible"), ("--by", "item")):
                text = self.ends(FOUND, support.bcf("assure", "-d", folder, *words)).text
                self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text), words)
                self.assertIn(" ".join(name.split()), " ".join(text.split()), words)

    def test_codes_are_inert_too(self):
        for number, code in enumerate(("=E1", "+44", "-1", "@x", "<b>", 'E"1', "E,1")):
            folder = support.copy_dataset(ASSURANCE, self.folder / f"{number}")
            for table in support.tables_of(folder):
                rows = [{column: code if cell == "E1" else "H" + code if cell == "EDGE" else cell
                         for column, cell in row.items()} for row in read_table(folder, table)]
                support.write_table(folder, table, rows, list(read_table(ASSURANCE, table)[0]))
            done = self.ends(FOUND, support.bcf("assure", "-d", folder, "--by", "item", "-f",
                                                "csv"))
            for row in support.raw_rows(done.text):
                self.assertNotIn(row[2][:1], tuple("=+-@"), code)
            got = {(row["hwb"], row["item"]) for row in support.rows_of(done.text)}
            self.assertIn(("H" + code, f"{code} nhs-core"), got)


class JointBoards(Plans):

    def joint(self):
        """Soundshire and Blankton, a county and a unitary council, have one board."""
        folder = support.copy_dataset(ASSURANCE, self.folder / "joint")
        rows = [row for row in read_table(folder, "boards") if row["hwb"] != "NONE"]
        rows[[row["hwb"] for row in rows].index("GOOD")]["name"] = 'The "Sound", Blankton & Co'
        support.write_table(folder, "boards", rows)
        rows = read_table(folder, "councils")
        for row in rows:
            row["hwb"] = "GOOD" if row["council"] == "CN" else row["hwb"]
        support.write_table(folder, "councils", rows)
        return folder

    def test_both_councils_are_looked_at(self):
        """What Blankton should pool has no row. Of a tenth of England more, Soundshire's planned
        spend is less than the share."""
        folder = self.joint()
        got = {row["check"]: row for row in self.assured("-a", "GOOD", data=folder)}
        self.assertEqual("not-assessed", got["minimum-pool"]["result"])
        # Eleven of Soundshire's; four of N1, two of CN, and so the total.
        self.assertEqual(("11", "0", "7"), tuple(got["minimum-pool"][name] for name in (
            "passed", "failed", "not_assessed")))
        self.assertRegex(got["minimum-pool"]["detail"], r"N1 nhs-core.*CN dfg")
        self.assertEqual("warn", got["earmarks"]["result"])
        self.assertIn("indicative share of £52,000,000.00", got["earmarks"]["detail"])
        self.assertEqual(("pass", "2"), (got["district-minimum"]["result"],
                                         got["district-minimum"]["looked_at"]))
        self.assertEqual("not-assessed", got["ccg-consistency"]["result"])
        for check in ("conditions-met", "trend", "significance", "season", "plausible"):
            self.assertEqual("pass", got[check]["result"], check)

    def test_it_is_a_group_of_its_own_with_all_its_money(self):
        folder = self.joint()
        rows = {row["kind"]: row for row in self.assured("--by", "kind", data=folder)}
        self.assertEqual({"county": "3", "county and unitary": "1"},
                         {kind: row["boards"] for kind, row in rows.items()})
        # 6 and 2 twentieths of 1,000 million
        self.assertEqual(["600000000.00", "400000000.00"],
                         [row["available"] for row in rows.values()])
        (row,) = self.assured("--by", "board", "-a", "GOOD", "--names", data=folder, code=FOUND)
        self.assertEqual('The "Sound", Blankton & Co', row["hwb_name"])

    def test_a_name_with_quotes_and_commas_finds_its_board(self):
        folder = self.joint()
        for wanted in ('The "Sound", Blankton & Co', '"sound", b'):
            rows = self.assured("-a", wanted, data=folder)
            self.assertEqual({"GOOD"}, {row["hwb"] for row in rows})
        text = self.ends(FOUND, support.bcf("assure", "-a", "GOOD", "-d", folder)).text
        self.assertIn('The "Sound", Blankton & Co', text)


class Pages(Plans):

    def test_no_wrapped_sentence_is_wider_than_100_columns(self):
        """A row of a table may be: two blanks stand between its columns."""
        for data, board in ((ASSURANCE, "EDGE"), (SHIRE, "H1"), (ENGLAND, "E08000018")):
            ways = [("-a", board)] + [("--by", view) for view in VIEWS]
            ways += [("--only", check) for check in EXPECTED] + [()]
            for words in ways:
                done = support.bcf("assure", "-d", data, *words)
                self.assertIn(done.code, (DONE, FOUND))
                self.assertGreater(len(done.text.splitlines()), 10, words)
                for line in done.text.splitlines():
                    if not re.search(r"\S {2,}\S", line):
                        self.assertLessEqual(len(line), 100, (data.name, words))

    def test_every_page_says_whose_rules_these_were_and_what_is_illustrative(self):
        for words in ((), ("-a", "EDGE"), ("--only", "trend")) + tuple(
                ("--by", view) for view in VIEWS):
            text = self.ends(FOUND, support.bcf("assure", "-d", ASSURANCE, *words)).text
            self.assertIn("July 2014", text.splitlines()[0], words)
            self.assertIn("illustrative", text, words)


class TheShire(Plans):
    """What was planted in fixtures/shire, as its README says."""

    def test_planted_findings_are_found(self):
        got = self.results(data=SHIRE)
        details = {(row["hwb"], row["check"]): row["detail"].replace(",", "")
                   for row in self.assured(data=SHIRE)}
        for board, check, result, figures in (
                ("H2", "minimum-pool", "fail", ["G2", "89000000.00", "90000000.00", "1000000.00"]),
                ("H1", "minimum-pool", "pass", ["45200000.00", "5000000.00"]),
                ("H1", "district-minimum", "fail", ["D3", "29333333.00", "29000000.00",
                                                    "333333.00", "666667.00"]),
                ("H1", "district-passed-down", "pass", ["2015-09-30"]),
                ("H3", "earmarks", "warn", ["30000000.00", "39000000.00"]),
                ("H2", "definition", "fail", ["ASC-CAR", "SALT"]),
                ("H2", "season", "fail", []),
                ("H1", "direction", "fail", ["user-experience"]),
                ("H3", "trend", "fail", []),
                ("H2", "local-metric", "pass", ["falls-clinic"]),
                ("H3", "local-metric", "fail", ["established-source"]),
                ("H3", "ccg-consistency", "fail", ["90.00", "95.00"]),
                ("H2", "signed-off", "fail", []),
                ("H3", "signed-off", "not-assessed", []),
                ("H2", "contingency-plan", "fail", []),
                ("H2", "risk-register", "fail", [])):
            self.assertEqual(result, got[board, check], (board, check))
            for figure in figures:
                self.assertIn(figure, details[board, check], (board, check))


if __name__ == "__main__":
    support.main()

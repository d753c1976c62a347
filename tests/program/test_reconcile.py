#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bcf reconcile: somebody else's figures against ours, to the penny; tables that are footed; and
what would explain the rest. A wrong "agreed" is the worst that it could say."""

import csv
import io
import json
import os
import re
import time
import xml.etree.ElementTree as xml

import support
from support import (DONE, ENGLAND, FOUND, KNOWN, MACHINE, REFUSED, SHIRE, USAGE, pence, pounds,
                     read_table, rows_of, write_table)

LEDGERS = ["allocate", "release"]


class Reconcile(support.Case):

    def file(self, text, name="theirs.csv"):
        path = self.folder / name
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return path

    def output(self, *words, name="ours.csv"):
        path = self.folder / name
        self.done(*words, "-f", "csv", "-o", path)
        return path

    def put(self, rows, name="theirs.csv"):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return self.file(out.getvalue(), name)

    def compared(self, code, *words):
        """The rows of the answer; the exit code is wanted too."""
        return rows_of(self.ends(code, support.bcf("reconcile", *words, "-f", "csv")).text)

    def results(self, code, *words):
        """{what the row is about: (result, difference)}"""
        rows = self.compared(code, *words)
        keys = list(rows[0])[:list(rows[0]).index("figure") + 1]
        return {tuple(row[key] for key in keys): (row["result"], row["difference"])
                for row in rows}

    def agrees(self, least, *words):
        """All of it, and no fewer figures than there are."""
        rows = self.compared(DONE, *words)
        self.assertEqual({"agreed"}, {row["result"] for row in rows})
        self.assertGreaterEqual(len(rows), least)
        return rows


class RoundTrips(Reconcile):
    """What the program prints agrees with what it prints, whole."""

    def test_every_row_of_allocate_and_release_agrees(self):
        for data, least in ((ENGLAND, 5000), (SHIRE, 30)):
            for verb in LEDGERS:
                for names in ([], ["--names"]):
                    path = self.output(verb, "-d", data, *names)
                    rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
                    got = self.agrees(least, path, "-d", data)
                    self.assertEqual(rows * (4 if verb == "release" else 1), len(got))

    def test_every_way_of_adding_up_agrees(self):
        for data in (ENGLAND, SHIRE):
            for by in ("component", "hwb", "council", "ccg", "district", "region", "kind",
                       "component,hwb", "ccg,hwb", "region,kind", "component,district",
                       "component,hwb,council,ccg,district"):
                path = self.output("allocate", "-d", data, "--by", by)
                with self.subTest(by=by, data=data.name):
                    self.agrees(2, path, "-d", data)

    def test_every_policy_and_reading_agrees_with_itself(self):
        for words in (["-p", "2014-15"], ["-p", "2016-17", "-d", ENGLAND],
                      ["-p", "2015-16-revised"], ["--set", "unit=0.01"],
                      ["--set", "transfer-split=programme-allocation"]):
            words = words if "-d" in words else words + ["-d", SHIRE]
            self.agrees(5, self.output("allocate", *words), *words)
        for words in (["-p", "2015-16-revised"],
                      ["-p", "2015-16-revised", "--set", "clawback=yes"],
                      ["--as-at", "2015-04-01"], ["--set", "metric-value=overall"]):
            self.agrees(10, self.output("release", *words, "-d", SHIRE), *words, "-d", SHIRE)

    def test_payments_that_were_taken_back_agree(self):
        words = ["-p", "2015-16-revised", "--set", "clawback=yes",
                 "-d", KNOWN / "july-2014-uneven"]
        path = self.output("release", *words)
        self.assertIn("-111750.00", path.read_text(encoding="utf-8"))
        self.agrees(16, path, *words)

    def test_one_area_alone_agrees(self):
        for area in ("H1", "C1", "G1", "D1"):
            words = ["-a", area, "-d", SHIRE]
            self.agrees(1, self.output("allocate", *words), *words)
        self.agrees(50, self.output("release", "-a", "H1", "-d", SHIRE), "-a", "H1", "-d", SHIRE)

    def test_any_columns_that_tell_rows_apart_will_do(self):
        rows = self.rows("release", "-d", SHIRE)
        for columns in (["hwb", "payment", "part", "released"],
                        ["hwb", "payment", "part", "held", "held_for"],
                        ["part", "payment", "hwb", "available", "released", "held"]):
            self.agrees(10, self.put([{name: row[name] for name in columns} for row in rows]),
                        "-d", SHIRE)
        total = {}
        for row in rows:
            total[row["hwb"]] = total.get(row["hwb"], 0) + pence(row["released"])
        self.agrees(3, self.put([{"hwb": hwb, "released": pounds(sum_)}
                                 for hwb, sum_ in total.items()]), "-d", SHIRE)

    def test_bom_crlf_quotes_order_and_other_columns_do_not_count(self):
        lines = self.output("allocate", "-d", SHIRE).read_text(encoding="utf-8").splitlines()
        header = lines[0].split(",")
        turned = [",".join(f'"{cell}"' for cell in reversed(next(csv.reader([line]))))
                  for line in [lines[0], *reversed(lines[1:])]]
        self.assertIn("component", header)
        text = "\ufeff" + "\r\n".join(turned) + "\r\n"
        self.agrees(30, self.file(text), "-d", SHIRE)
        more = "\n".join([lines[0] + ",initials"] + [line + ",AB" for line in lines[1:]]) + "\n"
        done = self.ends(DONE, support.bcf("reconcile", self.file(more), "-d", SHIRE, "-f", "csv"))
        self.assertIn("column 'initials' is not known and was left alone", done.said)


class Differences(Reconcile):

    def test_one_penny_is_found_in_any_figure_and_named(self):
        for data in (SHIRE, ENGLAND):
            for verb, columns in (("allocate", ["amount"]), ("release", ["available", "released"])):
                rows = self.rows(verb, "-d", data)
                for place in (0, len(rows) // 2, len(rows) - 1):
                    for column in columns:
                        row = dict(rows[place])
                        row[column] = pounds(pence(row[column]) + 1)
                        path = self.put(rows[:place] + [row] + rows[place + 1:])
                        got = [one for one in self.compared(FOUND, path, "-d", data)
                               if one["result"] != "agreed"]
                        held = [one for one in got if one["figure"] == column]
                        self.assertEqual([("differs", "0.01")],
                                         [(one["result"], one["difference"]) for one in held])
                        self.assertEqual(row["hwb"], held[0]["hwb"])
                        self.assertEqual(len(got) - 1, sum(
                            one["result"] == "does-not-add-up" for one in got))

    def test_a_row_that_is_left_out_is_ours_only(self):
        rows = self.rows("allocate", "-d", SHIRE)
        for place in range(len(rows)):
            got = [one for one in self.compared(
                FOUND, self.put(rows[:place] + rows[place + 1:]), "-d", SHIRE)
                   if one["result"] != "agreed"]
            self.assertEqual([("ours-only", rows[place]["amount"], "")],
                             [(one["result"], one["ours"], one["theirs"]) for one in got])

    def test_a_row_that_we_do_not_have_is_theirs_only_unless_it_is_nothing(self):
        rows = self.rows("allocate", "-d", SHIRE)
        columns = ["component", "hwb", "council", "ccg", "district", "amount"]
        rows = [{name: row[name] for name in columns} for row in rows]
        row = dict(zip(columns, ["nhs-core", "H2", "C2", "G1", "", "0.01"]))
        got = self.compared(FOUND, self.put(rows + [row]), "-d", SHIRE)[-1]
        self.assertEqual(("theirs-only", "0.01", ""),
                         (got["result"], got["theirs"], got["ours"]))
        row["amount"] = "0.00"
        self.agrees(31, self.put(rows + [row]), "-d", SHIRE)

    def test_swapped_figures_do_not_agree_though_the_sums_do(self):
        path = self.file("hwb,amount\nH1,1258600000\nH2,1390200000\nH3,1135200000\n")
        self.assertEqual({("H1", "amount"): ("differs", "-131600000.00"),
                          ("H2", "amount"): ("differs", "131600000.00"),
                          ("H3", "amount"): ("agreed", "0.00")},
                         self.results(FOUND, path, "-d", SHIRE))

    def test_another_reason_for_holding_never_agrees_through_nothing(self):
        """Ours releases 0 there too, and holds it for a contingency plan."""
        for reason in ("nhs-england-direction", ""):
            path = self.file("hwb,payment,part,released,held_for\n"
                             f"H1,2015-04,seven-day-services,0,{reason}\n")
            rows = self.compared(FOUND, path, "-d", SHIRE)
            stated = [row for row in rows if row["theirs"]]
            self.assertEqual(["theirs-only"], [row["result"] for row in stated], rows)
        path = self.file("hwb,payment,part,released,held_for\n"
                         "H1,2015-04,seven-day-services,0,contingency-plan\n")
        self.assertIn("agreed", [row["result"] for row in self.compared(
            DONE, path, "-d", SHIRE)])

    def test_a_row_that_a_ledger_leaves_out_claims_nothing(self):
        path = self.file("hwb,payment,part,released\nH1,2015-04,local,33333333.33\n"
                         "H1,2015-04,delayed-transfers,33333333.33\n")
        for row in self.compared(FOUND, path, "-d", SHIRE):
            if row["result"] == "ours-only":
                self.assertNotIn("if", row["explanation"].split(), row)

    def test_the_odd_unit_is_named_only_where_a_split_makes_the_figure(self):
        for text, is_split in (("component,amount\ndfg,220000001\n", False),
                               ("hwb,payment,part,released\nH3,2015-04,protect-social-care,"
                                "18750001\n", False),
                               ("hwb,payment,part,available\nH1,2015-04,local,33333333.33\n",
                                True)):
            row = self.compared(FOUND, self.file(text), "-d", SHIRE)[0]
            self.assertEqual(is_split, "odd one" in row["explanation"], row)

    def test_a_copy_of_the_letters_does_not_confirm_itself(self):
        for row in self.compared(FOUND, SHIRE / "letters.csv", "-d", SHIRE):
            self.assertNotIn("published", row["explanation"])

    def test_another_reason_for_holding_is_told_on_both_sides(self):
        path = self.file("hwb,payment,part,held,held_for\n"
                         "H1,2015-04,seven-day-services,25000000,awaiting-data\n")
        self.assertEqual(
            {("H1", "2015-04", "seven-day-services", "contingency-plan", "held"):
             ("ours-only", ""),
             ("H1", "2015-04", "seven-day-services", "awaiting-data", "held"):
             ("theirs-only", "")}, self.results(FOUND, path, "-d", SHIRE))

    def test_what_a_file_is_about_is_said_and_bounds_what_is_missed(self):
        text = self.ends(DONE, support.bcf(
            "reconcile", self.file("component,hwb,amount\ndfg,H1,88000000\n"), "-d", SHIRE)).text
        self.assertIn("Theirs is about component dfg, hwb H1 alone", text)
        text = self.ends(DONE, support.bcf(
            "reconcile", self.file("hwb,ccg,component,amount\nH1,,dfg,88000000\n"
                                   "H1,,social-care-capital,40200000\n"), "-d", SHIRE)).text
        self.assertIn("hwb H1, no ccg alone", text)

    def test_names_stand_for_codes_where_one_area_has_them(self):
        got = self.agrees(3, self.file(
            "hwb,amount\nshire,1390200000\nPort,1258600000\nH3,1135200000\n"), "-d", SHIRE)
        self.assertEqual(["H1", "H2", "H3"], [row["hwb"] for row in got])
        done = self.ends(FOUND, support.bcf("reconcile", self.file("ccg,amount\nHills,1\n"),
                                            "-d", SHIRE, "-f", "csv"))
        self.assertIn("'Hills' in column ccg was taken as G1 Hills CCG", done.said)
        self.agrees(1, self.file("hwb,component,amount\nRotherham,nhs-core,"
                                 + self.pool("Rotherham", "nhs-core") + "\n"))

    def pool(self, area, component):
        return {row["component"]: row["amount"] for row in self.rows(
            "allocate", "-a", area, "--by", "component")}[component]

    def test_rows_of_an_ended_code_are_its_successors(self):
        """G0 became part of G2: a ledger may have either, or both."""
        self.agrees(1, self.file("ccg,component,amount\nG0,nhs-core,760000000\n"), "-d", SHIRE)
        self.agrees(1, self.file("ccg,component,amount\nG0,nhs-core,60000000\n"
                                 "G2,nhs-core,700000000\n"), "-d", SHIRE)

    def test_money_of_a_code_that_was_split_is_shared_out_to_the_penny(self):
        folder = support.copy_dataset(SHIRE, self.folder / "split")
        (folder / "successors.csv").write_text(
            "code,successor,share,from\nG0,G2,1,2015-04-01\nGX,G1,0.5,2015-04-01\n"
            "GX,G2,0.5,2015-04-01\n")
        path = self.file("ccg,component,amount\nGX,carers-breaks,104000000.01\n"
                         "G1,carers-breaks,25999999.99\n")
        self.assertEqual([("G1", "agreed"), ("G2", "agreed")],
                         [(row["ccg"], row["result"])
                          for row in self.compared(DONE, path, "-d", folder)])

    def test_rows_of_other_areas_are_left_alone_where_one_is_asked_about(self):
        path = self.file("hwb,amount\nH1,1390200000\nH2,1\n")
        done = self.ends(DONE, support.bcf("reconcile", path, "-d", SHIRE, "-a", "Shire",
                                           "-f", "csv"))
        self.assertEqual(["H1"], [row["hwb"] for row in rows_of(done.text)])
        self.assertIn("rows of other areas were left alone: 1", done.said)
        self.refuses("reconcile", self.file("hwb,amount\nH2,1\n"), "-d", SHIRE, "-a", "H1",
                     says="there is no row to compare")

    def test_the_page_has_the_misses_the_totals_and_what_to_do(self):
        path = self.file("hwb,amount\nH1,1390200000.01\nH2,1258600000\n")
        text = self.ends(FOUND, support.bcf("reconcile", path, "-d", SHIRE)).text
        self.assertRegex(text, r"1 of 3 figures agree")
        self.assertRegex(text, r"Shire \(H1\) +amount +1,390,200,000\.01 +1,390,200,000\.00\* +0\.01 +differs")
        self.assertRegex(text, r"Twinvale \(H3\) +amount +1,135,200,000\.00\* +ours only")
        self.assertRegex(text, r"amount +2,648,800,000\.01 +3,784,000,000\.00\* +-1,135,199,999\.99")
        self.assertIn(f"bcf reconcile {path} --why", text)
        self.assertIn("Rests on illustrative figures", text)

    def test_json_and_xml_have_the_rows_of_csv(self):
        path = self.file("hwb,amount\nH1,1390200000.01\nH2,1258600000\n")
        rows = self.compared(FOUND, path, "-d", SHIRE)
        words = ["reconcile", path, "-d", SHIRE, "-f"]
        of_json = json.loads(self.ends(FOUND, support.bcf(*words, "json")).text)["reconcile"]
        self.assertEqual(rows, of_json["rows"])
        root = xml.fromstring(self.ends(FOUND, support.bcf(*words, "xml")).out)
        self.assertEqual(rows, [dict(row.attrib) for row in root.iter("row")])
        self.assertEqual("illustrative", rows[0]["data_status"])
        self.assertIn("unit=1", rows[0]["readings"])

    def test_names_that_are_formulas_are_inert(self):
        path = self.file("hwb,amount,=cmd|x\nH1,1390200000,1\nH2,1258600000,2\nH3,1135200000,3\n")
        self.agrees(3, path, "-d", SHIRE)


class Explanations(Reconcile):

    def test_each_reading_that_moves_a_figure_is_named_where_it_explains(self):
        """Every value of every setting, against the default: what differs says which it was."""
        settings = self.settings()
        seen = 0
        for setting, values in settings.items():
            for value in values[1:]:
                for verb in LEDGERS:
                    path = self.output(verb, "-d", SHIRE, "--set", f"{setting}={value}")
                    done = support.bcf("reconcile", path, "-d", SHIRE, "-f", "csv")
                    wrong = [row for row in rows_of(done.text) if row["result"] != "agreed"]
                    self.assertEqual(FOUND if wrong else DONE, done.code)
                    for row in wrong:
                        self.assertRegex(row["explanation"],
                                         rf"^(agrees|there is no such row) if .*\b{setting} is {re.escape(value)}\b",
                                         f"{verb} {setting}={value}: {row}")
                    seen += len(wrong) > 0
        self.assertGreaterEqual(seen, 14)

    def settings(self):
        root = xml.parse(support.ROOT / "formulas" / "2015-16" / "v1" / "policy.xml").getroot()
        found = {}
        for element in root.iter():
            if element.tag.endswith("}setting") or element.tag == "setting":
                values = [value.get("id") or value.get("name") or value.text
                          for value in element if value.tag.split("}")[-1] == "value"]
                found[element.get("id")] = values
        self.assertEqual(11, len(found))
        self.assertTrue(all(len(values) > 1 for values in found.values()), found)
        return found

    def test_a_rounding_says_so_and_does_not_pass(self):
        for amount, words in (("88000000.40", ""), ("29333000", "nearest £1,000"),
                              ("29300000", "nearest £100,000"), ("29000000", "nearest £1,000,000"),
                              ("29333", "--printed-in 1000"), ("29", "--printed-in 1000000"),
                              ("29333333", "off by one unit: an odd one of a split could be behind it")):
            path = self.file(f"district,amount\nD1,{amount}\n")
            row = self.compared(FOUND, path, "-d", SHIRE)[0]
            self.assertEqual("differs", row["result"])
            self.assertIn(words, row["explanation"])
            self.assertEqual(words == "", row["explanation"] == "")

    def test_figures_printed_in_thousands_agree_as_far_as_they_are_printed(self):
        path = self.file("district,amount\nD1,29333\nD2,29333\nD3,29334\n")
        got = {row["district"]: row for row in self.compared(
            FOUND, path, "-d", SHIRE, "--printed-in", "1000")}
        self.assertEqual(["agreed", "agreed", "differs"],
                         [got[one]["result"] for one in ("D1", "D2", "D3")])
        self.assertEqual("to the nearest £1,000, as printed", got["D1"]["explanation"])
        for amount, result in (("29.3", "agreed"), ("29.4", "differs"), ("29.33", "agreed"),
                               ("29.333334", "agreed"), ("29.333335", "differs"),
                               ("29", "agreed"), ("30", "differs"), ("0", "differs")):
            path = self.file(f"district,amount\nD1,{amount}\n")
            row = self.compared(DONE if result == "agreed" else FOUND, path, "-d", SHIRE,
                                "--printed-in", "1000000")[0]
            self.assertEqual(result, row["result"], amount)


class Letters(Reconcile):

    def letters(self, *rows):
        folder = support.copy_dataset(SHIRE, self.folder / f"letters{len(rows)}")
        (folder / "letters.csv").write_text(
            "hwb,year,item,amount\n" + "".join(row + "\n" for row in rows))
        return folder

    def test_the_datasets_own_letters_are_checked_without_a_file(self):
        self.assertEqual(
            {("H1", "2015-16", "payment-for-performance", "amount"): ("differs", "100000000.00"),
             ("H2", "2015-16", "payment-for-performance", "amount"): ("differs", "-50000000.00"),
             ("H3", "2015-16", "payment-for-performance", "amount"): ("differs", "-50000000.00")},
            self.results(FOUND, "-d", SHIRE))
        for row in self.compared(FOUND, "-d", SHIRE):
            self.assertNotIn("published", row["explanation"], "held against themselves")
        self.refuses("reconcile", says="has no table 'letters', which 'reconcile' needs")

    def test_every_item_that_a_letter_states_is_checked(self):
        """From the tables of the shire's README."""
        rows = ["H1,2015-16,minimum-pool,1390200000", "H1,2015-16,dfg,88000000",
                "H1,2015-16,minimum-from-councils,128200000",
                "H1,2015-16,minimum-from-ccgs,1262000000", "H1,2015-16,nhs-core,760000000",
                "H1,2015-16,D1,29333334", "H1,2015-16,D2,29333333", "H1,2015-16,C1,128200000",
                "H1,2015-16,G1,897000000", "H1,2015-16,G2,365000000",
                "H1,2015-16,2015-04,200000000", "H1,2015-16,2015-10,200000000",
                "H1,2015-16,payment-for-performance,400000000",
                "H2,2015-16,payment-for-performance,300000000",
                "H1,2014-15,minimum-pool,1"]
        folder = self.letters(*rows)
        done = support.bcf("reconcile", "-d", folder, "-f", "csv")
        got = {(row["hwb"], row["item"]): (row["result"], row["ours"])
               for row in rows_of(done.text)}
        for row in rows[:-1]:
            hwb, _, item, amount = row.split(",")
            self.assertEqual(("agreed", amount + ".00"), got[hwb, item])
        self.assertIn("rows of other years than 2015-16 were left alone: 1", done.said)
        # what one board's letter states, another's would have stated too
        self.assertEqual({"ours-only"}, {result for key, (result, _) in got.items()
                                         if key not in {tuple(row.split(",")[:3:2])
                                                        for row in rows}})
        got = self.compared(DONE, "-d", folder, "-a", "H1")
        self.assertEqual(13, len(got))

    def test_an_area_can_be_an_item_by_its_name_and_as_it_was_called(self):
        path = self.file("hwb,item,amount\nH2,Coast CCG,1139000000\n")
        self.assertEqual("G2", self.agrees(1, path, "-d", SHIRE)[0]["item"])
        self.agrees(1, self.file("hwb,item,amount\nH2,G0,1139000000\n"), "-d", SHIRE)

    def test_a_letter_settles_the_illustrative_part_of_england(self):
        """A letter of one board, for items that rest on real figures and on stand-ins."""
        row = {one["component"]: one for one in self.rows("allocate", "--by", "component",
                                                          "-a", "Rotherham")}
        path = self.file("hwb,year,item,amount\n"
                         f"Rotherham,2015-16,nhs-core,{row['nhs-core']['amount']}\n"
                         "Rotherham,2015-16,dfg,1700000\n")
        got = {one["item"]: one for one in self.compared(FOUND, path)}
        self.assertEqual(("agreed", "derived"),
                         (got["nhs-core"]["result"], got["nhs-core"]["data_status"]))
        self.assertEqual(("differs", "illustrative"),
                         (got["dfg"]["result"], got["dfg"]["data_status"]))

    def test_payments_cannot_be_asked_of_a_year_that_has_none(self):
        path = self.file("hwb,item,amount\nH1,payment-for-performance,1\n")
        self.refuses("reconcile", path, "-d", SHIRE, "-p", "2014-15", code=USAGE,
                     says="no payment for performance")


class Sums(Reconcile):
    """What a file itself says adds up."""

    def test_a_total_is_held_against_the_lines_of_the_file(self):
        lines = "H1,1390200000\nH2,1258600000\nH3,1135200000\n"
        self.agrees(4, self.file("hwb,amount\n" + lines + "Total,3784000000\n"), "-d", SHIRE)
        got = self.results(FOUND, self.file("hwb,amount\n" + lines + "TOTAL,3784000001\n"),
                           "-d", SHIRE)
        self.assertEqual(("does-not-add-up", "1.00"), got["TOTAL", "amount"])
        got = self.results(FOUND, self.file("hwb,amount\n" + lines + "All,3784000001\n"),
                           "-d", SHIRE, "--total", "all")
        self.assertEqual(("does-not-add-up", "1.00"), got["All", "amount"])

    def test_a_subtotal_is_held_against_its_own_lines(self):
        path = self.file("hwb,component,amount\nH1,dfg,88000000\nH1,nhs-core,760000000\n"
                         "H1,total,848000000\nH2,dfg,66000000\nH2,nhs-core,570000000\n"
                         "H2,Total,636000000.50\nH3,dfg,66000000\nH3,nhs-core,570000000\n"
                         "total,dfg,220000000\ntotal,,2120000000\n")
        got = self.results(FOUND, path, "-d", SHIRE)
        wrong = {key: value for key, value in got.items() if value[0] == "does-not-add-up"}
        self.assertEqual({("Total", "H2", "amount"): ("does-not-add-up", "0.50")}, wrong)
        self.assertEqual(("agreed", "0.00"), got["dfg", "total", "amount"])

    def test_lines_that_agree_do_not_hide_a_total_that_does_not(self):
        path = self.file("hwb,amount\nH1,1390200000\nTotal,1390200001\n")
        self.assertEqual(("does-not-add-up", "1.00"),
                         self.results(FOUND, path, "-d", SHIRE)["Total", "amount"])

    def test_a_total_also_counts_lines_of_other_areas(self):
        path = self.file("hwb,amount\nH1,1390200000\nH2,1258600000\nH3,1135200000\n"
                         "Total,3784000000\n")
        self.agrees(2, path, "-d", SHIRE, "-a", "H1")

    def test_what_is_released_and_held_is_what_there_was(self):
        rows = self.rows("release", "-d", SHIRE)
        rows[0]["released"] = pounds(pence(rows[0]["released"]) + 100)
        got = [row for row in self.compared(FOUND, self.put(rows), "-d", SHIRE)
               if row["result"] == "does-not-add-up"]
        self.assertEqual([("released + held", "1.00",
                           "carried_in + available is not released + held")],
                         [(row["figure"], row["difference"], row["explanation"]) for row in got])


class Footing(Reconcile):
    """A table of lines and its total: no rules, no dataset."""

    def foot(self, code, text, *words):
        return self.compared(code, self.file(text), *words)

    def test_lines_that_add_up(self):
        rows = self.foot(DONE, "line,amount\nA,1.10\nB,-0.35\nTotal,0.75\n")
        self.assertEqual([("Total", "0.75", "0.75", "0.00", "agreed")],
                         [(row["line"], row["theirs"], row["ours"], row["difference"],
                           row["result"]) for row in rows])

    def test_a_penny_is_missed(self):
        row = self.foot(FOUND, "line,amount\nA,1.10\nB,-0.35\nTotal,0.76\n")[0]
        self.assertEqual(("0.01", "does-not-add-up", "misses the sum of its lines by £0.01"),
                         (row["difference"], row["result"], row["explanation"]))

    def test_the_total_can_have_any_name_and_stand_anywhere(self):
        self.foot(DONE, "line,amount\nSub-Total,3\nA,1\nB,2\n", "--total", "SUB-TOTAL")
        self.foot(DONE, "note,amount,line\nx,3,total\ny,3,A\n")

    def test_what_rounding_can_explain(self):
        """n lines and a total can miss by n / 2 of their last digit, no more: below (n + 1) / 2,
        as not all halves can go the same way."""
        for count in range(1, 9):
            for off in range(-5, 6):
                lines = "".join(f"L{i},100\n" for i in range(count))
                text = f"line,amount\n{lines}Total,{100 * count + off}\n"
                row = self.foot(DONE if off == 0 else FOUND, text, "--printed-in", "1000")[0]
                self.assertEqual(pounds(off * 100000), row["difference"])
                words = ("" if off == 0 else "could explain it" if abs(off) <= count // 2
                         else "more than the rounding")
                self.assertIn(words, row["explanation"])
                self.assertEqual(off == 0, row["explanation"] == "")

    def test_rounding_is_not_offered_for_figures_that_are_not_rounded(self):
        row = self.foot(FOUND, "line,amount\nA,1\nB,2\nTotal,4\n")[0]
        self.assertNotIn("rounding", row["explanation"])

    def test_lines_need_no_dataset_and_take_no_area(self):
        path = self.file("line,amount\nA,1\nTotal,1\n")
        self.ends(DONE, support.bcf("reconcile", path, "-d", self.folder / "nowhere"))
        self.refuses("reconcile", path, "--why", code=USAGE, says="--why is of no use")
        self.refuses("reconcile", path, "-a", "H1", code=USAGE, says="-a is of no use")


class Why(Reconcile):
    """Which combination of readings, units, data and mergers gives their figures."""

    def why(self, *words):
        return self.compared(FOUND, *words, "--why")

    def test_two_readings_together_are_found_to_the_penny(self):
        path = self.output("release", "-d", SHIRE, "--set", "metric-value=overall",
                           "--set", "metric-release=all-or-nothing")
        best = self.why(path, "-d", SHIRE)[0]
        self.assertEqual(("1", "exact", "metric-value=overall metric-release=all-or-nothing",
                          "0.00", "0"),
                         (best["rank"], best["result"], best["readings"], best["unexplained"],
                          best["broken"]))

    def test_the_quarrel_of_england_is_answered_in_a_minute(self):
        rows = [row for row in self.rows(
            "release", "-a", "Kent", "--set", "p4p-share-basis=whole-pool",
            "--set", "metric-value=overall", "--set", "unit=1000")]
        path = self.put([{name: row[name] for name in ("hwb", "payment", "part", "available",
                                                       "released")} for row in rows])
        start = time.monotonic()
        best = self.why(path)[0]
        self.assertLess(time.monotonic() - start, support.SECONDS_ALLOWED / 2)
        self.assertEqual(("exact", "3"), (best["result"], best["changes"]))
        self.assertEqual({"p4p-share-basis=whole-pool", "metric-value=overall", "unit=1000"}, set(best["readings"].split()))

    def test_the_fewest_changes_come_first_and_idle_ones_are_left_out(self):
        path = self.output("release", "-d", SHIRE, "--set", "conditions-split=all-or-nothing")
        rows = self.why(path, "-d", SHIRE)
        self.assertEqual(("exact", "conditions-split=all-or-nothing"),
                         (rows[0]["result"], rows[0]["readings"]))
        exact = [row["readings"] for row in rows if row["result"] == "exact"]
        self.assertEqual(1, len(exact), exact)

    def vintage(self):
        folder = support.copy_dataset(SHIRE, self.folder / "vintage")
        rows = read_table(folder, "indicators")
        controls = read_table(folder, "controls")
        for row in rows:
            if (row["area"], row["indicator"]) == ("G1", "programme-allocation"):
                row["value"] = "500"
        for row in controls:
            if row["indicator"] == "programme-allocation":
                row["total"] = "900"
        write_table(folder, "indicators", rows)
        write_table(folder, "controls", controls)
        return folder

    def test_another_vintage_and_a_reading_are_found_together(self):
        folder = self.vintage()
        path = self.output("allocate", "-d", folder, "--set",
                           "transfer-split=programme-allocation")
        best = self.why(path, "-d", SHIRE)[0]
        self.assertNotEqual("exact", best["result"])
        best = self.why(path, "-d", SHIRE, "--vintage", folder)[0]
        self.assertEqual(("exact", "transfer-split=programme-allocation", "2"),
                         (best["result"], best["readings"], best["changes"]))
        self.assertIn(str(folder), best["data"])

    def test_a_merger_undone_is_found(self):
        folder = support.copy_dataset(SHIRE, self.folder / "unmerged")
        (folder / "successors.csv").write_text("code,successor,share,from\n")
        with (folder / "ccgs.csv").open("a") as table:
            table.write("G0,Old CCG\n")
        controls = read_table(folder, "controls")
        for row in controls:
            if row["indicator"] == "programme-allocation":
                row["areas"] = "3"
        write_table(folder, "controls", controls)
        for by in ("hwb", "component,hwb", "component,ccg,hwb"):
            path = self.output("allocate", "-d", folder, "--by", by)
            best = self.why(path, "-d", SHIRE)[0]
            self.assertEqual(("exact", "without the merger of G0 into G2", "", "1"),
                             (best["result"], best["data"], best["readings"], best["changes"]), by)

    def test_the_nearest_is_told_with_what_stays_unexplained(self):
        path = self.file("hwb,payment,released\nH1,2015-04,165000000.07\n")
        best = self.why(path, "-d", SHIRE)[0]
        self.assertEqual(("nearest", "", "0.07"),
                         (best["result"], best["readings"], best["unexplained"]))
        text = self.ends(FOUND, support.bcf("reconcile", path, "-d", SHIRE, "--why")).text
        self.assertIn("Nothing that was tried gives theirs to the penny. The nearest: nothing: as "
                      "in this", text)
        self.assertIn("leaves £0.07 unexplained", " ".join(text.split()))
        self.assertRegex(text, r"Tried: [0-9,]+ combinations of readings, on these data and 1 other")

    def test_a_rounded_figure_is_found_with_the_reading_behind_it(self):
        """A third of £12,500,000 is £4,166,666.67, printed as 4,167 thousand."""
        path = self.file("hwb,payment,part,released\nH3,2015-10,avoidable-admissions,4167000\n")
        best = self.why(path, "-d", SHIRE)[0]
        self.assertEqual(("rounded", "1000.00", "metric-value=overall", "2", "1"),
                         (best["result"], best["rounded_to"], best["readings"], best["changes"],
                          best["agreed"]))

    def test_what_could_not_be_tried_is_told(self):
        path = self.file("hwb,amount\nE08000018,1\n")
        text = " ".join(self.ends(FOUND, support.bcf("reconcile", path, "--why")).text.split())
        self.assertIn("Could not be tried: without the merger of 00F, 00G, 00H into 13T: ", text)
        self.assertIn("Could not be tried: ccg-share-basis=target-allocation: ", text)

    def test_where_all_agrees_there_is_nothing_to_explain(self):
        path = self.output("allocate", "-d", SHIRE)
        done = self.ends(DONE, support.bcf("reconcile", path, "-d", SHIRE, "--why", "-f", "csv"))
        self.assertEqual(1, len(done.text.splitlines()))

    def test_a_vintage_that_cannot_be_read_is_refused(self):
        path = self.file("hwb,amount\nH1,1\n")
        self.refuses("reconcile", path, "-d", SHIRE, "--why", "--vintage", self.folder / "no",
                     says=str(self.folder / "no"))
        self.refuses("reconcile", path, "-d", SHIRE, "--vintage", SHIRE, code=USAGE,
                     says="--vintage goes with --why")


class Refusals(Reconcile):

    def test_every_faulty_file_is_refused_with_its_line(self):
        """fixtures/refused/reconcile, against the shire: the file, the line, the words."""
        folder = REFUSED / "reconcile"
        found = sorted(folder.glob("*.csv"))
        self.assertEqual(59, len(found))
        self.assertEqual(2 * len(found), len(list(folder.iterdir())))
        for path in found:
            line, words = path.with_suffix(".expect").read_text(encoding="utf-8").splitlines()
            place = f"{path}:{line}: " if line != "0" else f"{path}: "
            with self.subTest(fault=path.stem):
                done = self.refuses("reconcile", path, "-d", SHIRE, says=place)
                said = [one for one in done.said.splitlines() if one.startswith(place)]
                self.assertTrue(any(words in one for one in said), f"{words}, not {done.said}")

    def test_all_problems_of_a_file_are_told_at_once(self):
        path = self.file("hwb,component,amount\nH9,dfg,1\nH1,fish,1\nH1,dfg,1.234\nH2,dfg,1\n")
        done = self.refuses("reconcile", path, "-d", SHIRE, says="theirs.csv:2: ")
        self.assertEqual(3, len(done.said.splitlines()))

    def test_what_cannot_be_opened_is_refused(self):
        self.refuses("reconcile", self.folder / "none.csv", "-d", SHIRE, says="none.csv")
        self.refuses("reconcile", self.folder, "-d", SHIRE, says=str(self.folder))
        self.refuses("reconcile", "/dev/zero", "-d", SHIRE, says="/dev/zero")

    def test_a_huge_file_is_refused_before_it_is_read(self):
        path = self.folder / "huge.csv"
        with open(path, "wb") as out:
            out.truncate(10 * 2**30)
        start = time.monotonic()
        self.refuses("reconcile", path, "-d", SHIRE, says="huge.csv")
        self.assertLess(time.monotonic() - start, 10)

    def test_a_million_unknown_names_are_refused_in_time(self):
        path = self.file("hwb,amount\n" + "".join(f"nobody {i},1\n" for i in range(1000000)))
        start = time.monotonic()
        self.refuses("reconcile", path, says="theirs.csv:2: ")
        self.assertLess(time.monotonic() - start, support.SECONDS_ALLOWED)

    def test_many_tables_are_footed_in_time(self):
        path = self.file("table,line,amount\n"
                         + "".join(f"t{i},a,1\nt{i},total,1\n" for i in range(100000)))
        start = time.monotonic()
        self.assertEqual(100000, len(self.compared(DONE, path)))
        self.assertLess(time.monotonic() - start, support.SECONDS_ALLOWED)

    def test_wrong_usage(self):
        path = self.file("hwb,amount\nH1,1\n")
        for words in (["--printed-in", "100"], ["--printed-in", "1,000"], ["--set", "no=1"],
                      ["-a", "nowhere"], ["--total", ""], ["surplus"]):
            self.refuses("reconcile", path, *words, "-d", SHIRE, code=USAGE, says="")

    def test_a_full_disk_leaves_the_old_file(self):
        path = self.file("hwb,amount\nH1,1\n")
        done = self.ends(MACHINE, support.bcf("reconcile", path, "-d", SHIRE, "-o", "/dev/full"))
        self.assertEqual(b"", done.out)
        (self.folder / "old.csv").write_text("as it was")
        done = support.shell('ulimit -f 1; "$BCF" reconcile theirs.csv -d "$SHIRE" -o old.csv',
                             self.folder, SHIRE=str(SHIRE))
        self.ends(MACHINE, done)
        self.assertEqual("as it was", (self.folder / "old.csv").read_text())
        self.assertEqual(["old.csv", "theirs.csv"], sorted(os.listdir(self.folder)))


if __name__ == "__main__":
    support.main()

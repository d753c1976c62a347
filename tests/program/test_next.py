#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""score --next and score --fragile: what one event changes.

The lines are worked out here a second time, by their formula and in exact fractions; the program
finds them by trying. Revisions are tried on the tables themselves: the dataset is changed by that
many events, and by one fewer, and `release` is asked.
"""

import json
import shutil
from fractions import Fraction

import support
from support import ENGLAND, KNOWN, SHIRE, USAGE, only, pence, pounds, read_table, write_table

NEXT_COLUMNS = ("hwb,payment,metric,better,status,actual_numerator,actual_denominator,to_seventy,"
                "seventy_numerator,released_at_seventy,to_full,full_numerator,available,released,"
                "gain_at_seventy,gain_at_full,at_risk_per_cent,data_status,readings")
FRAGILE_COLUMNS = ("rank,hwb,payment,metric,figure,period,value,revision,kind,before,after,moved,"
                   "data_status,flips,readings")

LINES = "hwb,payment,metric,to_seventy,seventy_numerator,to_full,full_numerator"
POUNDS = ("hwb,payment,metric,released_at_seventy,gain_at_seventy,gain_at_full,"
          "at_risk_per_cent")

# By hand from the counts in fixtures/shire: the line is 7/10 of the way from baseline to ambition.
SHIRE_LINES = """\
H1,2015-04,local,0,235,0,250
H2,2015-04,local,45,270,75,300
H3,2015-04,local,0,1325,-50,1250
H1,2015-04,delayed-transfers,0,7440,0,7200
H2,2015-04,delayed-transfers,0,9300,0,9000
H3,2015-04,delayed-transfers,0,4650,-100,4500
H1,2015-04,avoidable-admissions,0,1015,-12,1003
H2,2015-04,avoidable-admissions,-84,1116,-120,1080
H3,2015-04,avoidable-admissions,0,558,-6,540
H1,2015-10,residential-admissions,-20,1330,-50,1300
H2,2015-10,residential-admissions,,,,
H3,2015-10,residential-admissions,,,,
H1,2015-10,reablement,0,435,0,450
H2,2015-10,reablement,0,393,0,400
H3,2015-10,reablement,,,,
H1,2015-10,delayed-transfers,-760,5040,-1000,4800
H2,2015-10,delayed-transfers,,,,
H3,2015-10,delayed-transfers,0,2790,0,2700
H1,2015-10,avoidable-admissions,0,1060,-50,1000
H2,2015-10,avoidable-admissions,0,1116,-30,1080
H3,2015-10,avoidable-admissions,-22,558,-40,540
H1,2015-10,user-experience,,,,
H2,2015-10,user-experience,,,,
H3,2015-10,user-experience,0,318,5,325
H1,2015-10,local,0,235,10,250
H2,2015-10,local,0,270,0,300
H3,2015-10,local,0,1325,0,1250
""".splitlines()

# H1's parts have 33,333,333.33 or .34, the others' 25,000,000. One per cent of an ambition is so
# many of the events promised: 2.5 of 50 (5%) for H1's local metric, 72 of 800 (9%) for its delayed
# days, 3 of 100 (3%) for H2's local metric, and so on.
SHIRE_POUNDS = """\
H1,2015-04,local,23333333.34,0.00,0.00,1666666.67
H2,2015-04,local,17500000.00,11250000.00,18750000.00,750000.00
H1,2015-04,delayed-transfers,23333333.33,0.00,0.00,3000000.00
H1,2015-04,avoidable-admissions,23333333.33,0.00,10000000.00,8358333.33
H1,2015-10,residential-admissions,23333333.34,6666666.67,16666666.67,4333333.33
H2,2015-10,residential-admissions,,,,2250000.00
H2,2015-10,delayed-transfers,,,,
H1,2015-10,user-experience,,,,
H2,2015-10,user-experience,,,,2000000.00
H2,2015-10,reablement,18000000.00,0.00,0.00,4000000.00
""".splitlines()


def key_of(row):
    return row["hwb"], row["payment"], row["metric"]


def floor(value):
    return value.numerator // value.denominator


def half_away(value):
    """To a whole number; no value here is below zero."""
    return floor(value + Fraction(1, 2))


def text_of(value):
    """A decimal as the tables write it."""
    whole, rest, places = floor(value), value - floor(value), ""
    while rest:
        rest *= 10
        places += str(floor(rest))
        rest -= floor(rest)
    return f"{whole}.{places}" if places else str(whole)


class Plan:
    """One row of ambitions, its outturn, and the formula of an achievement."""

    def __init__(self, ambition, outturn, better, scale):
        self.better, self.scale, self.outturn = better, scale, outturn
        self.baseline, self.ambition = (
            Fraction(ambition[f"{name}_numerator"]) / Fraction(ambition[f"{name}_denominator"])
            for name in ("baseline", "ambition"))
        if outturn:
            self.numerator = Fraction(outturn["numerator"])
            self.denominator = Fraction(outturn["denominator"])

    def is_rate(self):
        return self.denominator == self.scale

    def line(self, share):
        """(events, numerator) of a line: where reached, (0, the farthest that still is)."""
        target = (self.baseline + share * (self.ambition - self.baseline)) * self.denominator
        way = -1 if self.better == "lower" else 1
        missing = (target - self.numerator) * way
        if missing <= 0:
            return 0, self.numerator - way * floor(-missing)
        events = way * -floor(-missing)
        return events, self.numerator + events

    def paid(self, available, rate):
        share = (rate - self.baseline) / (self.ambition - self.baseline)
        return half_away(available * max(Fraction(0), min(Fraction(1), share)))


def plans_of(folder):
    """{(hwb, payment, metric): Plan}, with the outturn of the ambition's definition."""
    better = {"reablement": "higher", "user-experience": "higher"}
    scale = {"reablement": 100, "user-experience": 100}
    local = {(row["hwb"], row["definition"]): (row["better"], int(row["scale"]))
             for row in read_table(folder, "local_metrics")}
    outturns = {}
    for row in read_table(folder, "outturn"):
        outturns[(*key_of(row), row["definition"])] = row
    plans = {}
    for row in read_table(folder, "ambitions"):
        measure = better.get(row["metric"], "lower"), scale.get(row["metric"], 100000)
        if row["metric"] == "local":
            measure = local.get((row["hwb"], row["definition"]), ("higher", 100))
        plans[key_of(row)] = Plan(row, outturns.get((*key_of(row), row["definition"])), *measure)
    return plans


class Next(support.Case):

    def by_formula(self, row, plan):
        """The cells of a row that can be told, by the formula."""
        cells = dict.fromkeys(("to_seventy", "seventy_numerator", "released_at_seventy",
                               "to_full", "full_numerator", "gain_at_seventy", "gain_at_full"), "")
        available, released = pence(row["available"]), pence(row["released"])
        scored = row["status"] in ("achieved", "partly", "not-achieved")
        if scored and not plan.is_rate():
            for name, share in (("seventy", Fraction(7, 10)), ("full", Fraction(1))):
                events, numerator = plan.line(share)
                paid = plan.paid(available, numerator / plan.denominator)
                cells[f"to_{name}"] = str(events)
                cells[f"{name}_numerator"] = text_of(numerator)
                cells[f"gain_at_{name}"] = pounds(paid - released if events else 0)
                if name == "seventy":
                    cells["released_at_seventy"] = pounds(paid)
        return cells

    def holds_by_formula(self, folder):
        told = 0
        plans = plans_of(folder)
        for row in self.rows("score", "--next", "-d", folder):
            wanted = self.by_formula(row, plans.get(key_of(row)))
            self.assertEqual(wanted, {name: row[name] for name in wanted}, key_of(row))
            told += wanted["to_seventy"] != ""
        return told

    def risks_by_formula(self, folder):
        told = 0
        plans = plans_of(folder)
        for row in self.rows("score", "--next", "-d", folder):
            if row["at_risk_per_cent"] == "":
                continue
            plan = plans[key_of(row)]
            missed = plan.ambition * Fraction(101 if plan.better == "lower" else 99, 100)
            available = pence(row["available"])
            self.assertEqual(pounds(available - plan.paid(available, missed)),
                             row["at_risk_per_cent"], key_of(row))
            told += 1
        return told

    def test_the_columns_are_those_agreed(self):
        text = self.done("score", "--next", "-d", SHIRE, "-f", "csv").text
        self.assertEqual(NEXT_COLUMNS, text.splitlines()[0])

    def test_the_shire_by_hand(self):
        rows = self.rows("score", "--next", "-d", SHIRE)
        self.assertEqual(SHIRE_LINES, only(LINES, rows))
        self.assertEqual([], [line for line in SHIRE_POUNDS if line not in only(POUNDS, rows)])

    def test_every_line_follows_the_formula(self):
        self.assertEqual(21, self.holds_by_formula(SHIRE))
        self.assertGreater(self.holds_by_formula(ENGLAND), 500)

    def test_every_pound_at_risk_follows_the_formula(self):
        self.assertEqual(24, self.risks_by_formula(SHIRE))
        self.assertGreater(self.risks_by_formula(ENGLAND), 900)

    def test_what_is_available_and_released_is_what_release_says(self):
        paid = {(row["hwb"], row["payment"], row["part"]): (row["available"], row["released"])
                for row in self.rows("release")}
        rows = self.rows("score", "--next")
        self.assertEqual(1359, len(rows))
        for row in rows:
            self.assertEqual(paid[key_of(row)], (row["available"], row["released"]))

    def exactly(self, numerator):
        """The board of fixtures/known that achieves 70% exactly, its rates made counts of a
        million people, with another count."""
        folder = support.copy_dataset(KNOWN / "exactly-70-per-cent", self.folder / str(numerator))
        ambitions = read_table(folder, "ambitions")
        outturn = read_table(folder, "outturn")
        for row in ambitions:
            if row["metric"] == "avoidable-admissions":
                row.update(baseline_numerator="1043", ambition_numerator="1003",
                           baseline_denominator="1000000", ambition_denominator="1000000")
        for row in outturn:
            if row["metric"] == "avoidable-admissions":
                row.update(numerator=str(numerator), denominator="1000000")
        write_table(folder, "ambitions", ambitions)
        write_table(folder, "outturn", outturn)
        return folder

    def test_the_edge_of_70_per_cent_to_the_event(self):
        """(1043 - 1015) / (1043 - 1003) is 28/40; the board's third of 250m is 83,333,333.33."""
        for numerator, wanted, held_for in (
                (1014, "0,1015,58333333.33,-11,1003,22916666.67", "contingency-plan-pending"),
                (1015, "0,1015,58333333.33,-12,1003,25000000.00", "contingency-plan-pending"),
                (1016, "-1,1015,58333333.33,-13,1003,27083333.33", "recovery-plan-pending")):
            folder = self.exactly(numerator)
            row, = [row for row in self.rows("score", "--next", "-d", folder)
                    if (row["metric"], row["payment"]) == ("avoidable-admissions", "2015-04")]
            self.assertEqual([wanted], only("to_seventy,seventy_numerator,released_at_seventy,"
                                            "to_full,full_numerator,gain_at_full", [row]))
            row, = [row for row in self.rows("release", "-d", folder)
                    if (row["part"], row["payment"]) == ("avoidable-admissions", "2015-04")]
            self.assertEqual(held_for, row["held_for"])

    def test_rates_have_no_events(self):
        rows = self.rows("score", "--next", "-d", KNOWN / "exactly-70-per-cent")
        april = [row for row in rows if row["payment"] == "2015-04"]
        self.assertEqual(["achieved", "achieved", "partly"], [row["status"] for row in april])
        self.assertEqual({("", "")}, {(row["to_seventy"], row["to_full"]) for row in april})
        self.assertEqual(set(), {row["at_risk_per_cent"] for row in april} & {""})

    def test_all_or_nothing_gains_nothing_before_full_payment(self):
        rows = self.rows("score", "--next", "-d", SHIRE, "--set", "metric-release=all-or-nothing")
        wanted = {"H2": "0.00,25000000.00,25000000.00", "H3": "0.00,25000000.00,25000000.00"}
        for row in rows:
            if row["metric"] == "local" and row["payment"] == "2015-04" and row["hwb"] in wanted:
                self.assertEqual([wanted[row["hwb"]]],
                                 only("gain_at_seventy,gain_at_full,at_risk_per_cent", [row]))
                self.assertIn("metric-release=all-or-nothing", row["readings"])

    def test_aprils_outturn_as_octobers_baseline_moves_octobers_lines(self):
        """H3's April rate is 920 x 6/9 = 613.33 of 100,000: 3,066.67 of 500,000, from which 70%
        of the way to 2,700 is 2,810."""
        row, = [row for row in self.rows("score", "--next", "-d", SHIRE, "--set",
                                         "october-baseline=april-outturn", "-a", "H3")
                if (row["metric"], row["payment"]) == ("delayed-transfers", "2015-10")]
        self.assertEqual(["0,2810,0,2700"], only("to_seventy,seventy_numerator,to_full,"
                                                 "full_numerator", [row]))

    def test_one_board_is_the_same_rows(self):
        rows = self.rows("score", "--next", "-d", SHIRE)
        self.assertEqual([row for row in rows if row["hwb"] == "H2"],
                         self.rows("score", "--next", "-d", SHIRE, "-a", "H2"))

    def test_the_page_says_it_in_words(self):
        text = " ".join(self.done("score", "--next", "-d", SHIRE, "-a", "H2").text.split())
        self.assertTrue(text.startswith("These rules of December 2013 were superseded"))
        for words in ("84 fewer admissions (1,116) reach the 70% line: £17,500,000.00 more",
                      "120 fewer admissions (1,080) reach full payment",
                      "with 1,300 delayed days to spare (to 9,300)",
                      "no score (definition mismatch)",
                      "Each 1% short of the ambition puts £750,000.00 of £25,000,000.00 at risk",
                      "* Rests on illustrative figures"):
            self.assertIn(words, text)
        text = self.done("score", "--next", "-d", SHIRE, "-a", "H1").text
        self.assertIn("with not one event to spare", " ".join(text.split()))

    def test_the_page_of_england_folds_the_others(self):
        text = self.done("score", "--next").text
        self.assertRegex(text, r"and [0-9]+ others")
        self.assertIn("England 2015/16", text)


class Fragile(support.Case):

    def revised(self, source, row, by, name):
        """The dataset with one figure of it revised."""
        folder = support.copy_dataset(source, self.folder / name)
        table = "outturn" if row["figure"] == "actual_numerator" else "ambitions"
        column = "numerator" if table == "outturn" else "baseline_numerator"
        rows = read_table(folder, table)
        changed = [one for one in rows if key_of(one) == key_of(row)
                   and one.get("period", row["period"]) == row["period"]]
        self.assertEqual(1, len(changed))
        self.assertEqual(Fraction(row["value"]), Fraction(changed[0][column]))
        changed[0][column] = text_of(Fraction(row["value"]) + by)
        write_table(folder, table, rows)
        return folder

    def standing(self, folder, hwb, *settings):
        """What a board gets, and which payments' tests it fails (nothing is decided on)."""
        rows = [row for row in self.rows("release", "-d", folder, *settings)
                if row["hwb"] == hwb]
        return (sum(pence(row["released"]) for row in rows),
                {row["payment"] for row in rows if row["held_for"] == "recovery-plan-pending"})

    def holds(self, source, row, before, *settings):
        """The revision upsets what it says, and one event less does not."""
        by = int(row["revision"])
        less = by - (1 if by > 0 else -1)
        for events, is_upset in ((by, True), (less, False)):
            folder = self.revised(source, row, events, f"{row['rank']}{is_upset}")
            after = self.standing(folder, row["hwb"], *settings)
            moved = after[0] - before[0]
            flips = before[1] ^ after[1]
            if is_upset:
                self.assertEqual(row["moved"], pounds(moved), row)
                self.assertEqual(row["flips"], ";".join(sorted(flips)), row)
            if row["kind"] == "moves-1000":
                self.assertEqual(is_upset, abs(moved) >= 100000, row)
            else:
                self.assertEqual(is_upset, bool(flips), row)

    def undecided(self):
        """The shire before anything was decided on recovery, so that held_for tells the test."""
        folder = support.copy_dataset(SHIRE, self.folder / "undecided")
        rows = [row for row in read_table(folder, "decisions") if row["item"] != "recovery-plan"]
        write_table(folder, "decisions", rows)
        return folder

    def test_the_columns_are_those_agreed(self):
        text = self.done("score", "--fragile", "-d", SHIRE, "-f", "csv").text
        self.assertEqual(FRAGILE_COLUMNS, text.splitlines()[0])

    def test_every_revision_of_the_shire_upsets_and_one_event_less_does_not(self):
        folder = self.undecided()
        for settings in ([], ["--set", "october-baseline=april-outturn"],
                         ["--set", "seventy-per-cent-scope=plan",
                          "--set", "seventy-per-cent-test=mean"]):
            rows = self.rows("score", "--fragile", "-d", folder, *settings)
            self.assertGreater(len(rows), 40)
            befores = {hwb: self.standing(folder, hwb, *settings) for hwb in ("H1", "H2", "H3")}
            for row in rows[::5]:
                self.holds(folder, row, befores[row["hwb"]], *settings)
                for place in self.folder.glob(f"{row['rank']}*e"):
                    shutil.rmtree(place)

    def test_the_first_flips_of_england_upset_and_one_event_less_does_not(self):
        rows = [row for row in self.rows("score", "--fragile") if row["kind"] == "flips-seventy"]
        self.assertGreater(len(rows), 100)
        for row in rows[:4] + rows[50:52]:
            self.holds(ENGLAND, row, self.standing(ENGLAND, row["hwb"]))

    def test_exactly_70_per_cent_is_one_event_from_recovery(self):
        rows = [row for row in self.rows("score", "--fragile", "-d", SHIRE, "-a", "H1")
                if row["kind"] == "flips-seventy"]
        self.assertEqual(
            ["2015-04,avoidable-admissions,actual_numerator,2014-04..2014-09,1015,1,not-below,"
             "below,-833333.33,2015-04"],
            only("payment,metric,figure,period,value,revision,before,after,moved,flips",
                 rows[:1]))

    def test_ranks_run_over_all_boards_by_size_then_pounds_then_code(self):
        rows = self.rows("score", "--fragile")
        self.assertEqual([str(i) for i in range(1, len(rows) + 1)], [row["rank"] for row in rows])
        order = [(abs(int(row["revision"])), -abs(pence(row["moved"])), row["hwb"])
                 for row in rows]
        self.assertEqual(sorted(order), order)
        kent = self.rows("score", "--fragile", "-a", "Kent")
        self.assertEqual([row for row in rows if row["hwb"] == "E10000016"], kent)

    def test_rates_are_left_out_and_counted(self):
        rows = self.rows("score", "--fragile", "-d", KNOWN / "exactly-70-per-cent")
        self.assertEqual([], rows)
        text = self.done("score", "--fragile", "-d", KNOWN / "exactly-70-per-cent").text
        self.assertIn("Left out: 6 figures published as rates", " ".join(text.split()))

    def test_england_takes_a_moment_and_little_memory(self):
        if support.is_sanitized():
            self.skipTest("a sanitizer takes its own time")
        done, seconds, memory = support.bcf_measured("score", "--fragile", "-f", "csv")
        self.ends(support.DONE, done)
        self.assertLess(seconds, 4)
        self.assertLess(memory, 100 * 2 ** 20)

    def test_the_page_says_it_in_words(self):
        text = " ".join(self.done("score", "--fragile", "-d", SHIRE, "-a", "H1").text.split())
        self.assertTrue(text.startswith("These rules of December 2013 were superseded"))
        self.assertIn("1 more admission in 2014-04..2014-09 (actual of avoidable-admissions, April "
                      "2015, now 1,015) would put the board's 70% test for April 2015 below the "
                      "line; £833,333.33 less is released.", text)


class Usage(support.Case):

    def test_two_questions_at_once_are_wrong_usage(self):
        self.refuses("score", "--next", "--fragile", code=USAGE, says=["--next", "--fragile"])

    def test_a_policy_without_a_70_per_cent_line_is_wrong_usage(self):
        for policy, says in (("2015-16-revised", "70%"), ("2016-17", "2016-17"),
                             ("2014-15", "2014-15")):
            for option in ("--next", "--fragile"):
                self.refuses("score", option, "-p", policy, "-d", SHIRE, code=USAGE, says=says)

    def test_tables_of_the_release_are_needed(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        (folder / "conditions.csv").unlink()
        write_table(folder, "manifest", [row for row in read_table(folder, "manifest")
                                         if row["table"] != "conditions"])
        self.refuses("score", "--next", "-d", folder, says=["score --next", "conditions"])

    def test_other_forms_have_the_same_rows(self):
        for option, name in (("--next", "next"), ("--fragile", "fragile")):
            rows = self.rows("score", option, "-d", SHIRE)
            text = self.done("score", option, "-d", SHIRE, "-f", "json").text
            self.assertEqual(rows, json.loads(text)[name]["rows"])
            self.assertIn(f"<{name}", self.done("score", option, "-d", SHIRE, "-f", "xml").text)

    def test_names_follow_codes(self):
        for option in ("--next", "--fragile"):
            rows = self.rows("score", option, "-d", SHIRE, "--names")
            self.assertEqual({"Shire", "Port", "Twinvale"}, {row["hwb_name"] for row in rows})


if __name__ == "__main__":
    support.main()

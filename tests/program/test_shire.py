#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The toy county fixtures/shire: every result worked out by hand from the tables of its README.

Nothing here was copied from what the program prints. Rows that a reading changes are literal too,
with their arithmetic beside them.
"""

import support
from support import SHIRE, USAGE, only

ALLOCATE = """\
nhs-core,H1,C1,G1,,570000000.00,allocated,illustrative
nhs-core,H1,C1,G2,,190000000.00,allocated,illustrative
nhs-core,H2,C2,G2,,570000000.00,allocated,illustrative
nhs-core,H3,C3,G1,,380000000.00,allocated,illustrative
nhs-core,H3,C4,G1,,190000000.00,allocated,illustrative
reablement,H1,C1,G1,,90000000.00,allocated,illustrative
reablement,H1,C1,G2,,30000000.00,allocated,illustrative
reablement,H2,C2,G2,,90000000.00,allocated,illustrative
reablement,H3,C3,G1,,60000000.00,allocated,illustrative
reablement,H3,C4,G1,,30000000.00,allocated,illustrative
carers-breaks,H1,C1,G1,,39000000.00,allocated,illustrative
carers-breaks,H1,C1,G2,,13000000.00,allocated,illustrative
carers-breaks,H2,C2,G2,,39000000.00,allocated,illustrative
carers-breaks,H3,C3,G1,,26000000.00,allocated,illustrative
carers-breaks,H3,C4,G1,,13000000.00,allocated,illustrative
social-care-transfer,H1,C1,G1,,198000000.00,allocated,illustrative
social-care-transfer,H1,C1,G2,,132000000.00,allocated,illustrative
social-care-transfer,H2,C2,G2,,440000000.00,allocated,illustrative
social-care-transfer,H3,C3,G1,,220000000.00,allocated,illustrative
social-care-transfer,H3,C4,G1,,110000000.00,allocated,illustrative
social-care-capital,H1,C1,,,40200000.00,allocated,illustrative
social-care-capital,H2,C2,,,53600000.00,allocated,illustrative
social-care-capital,H3,C3,,,26800000.00,allocated,illustrative
social-care-capital,H3,C4,,,13400000.00,allocated,illustrative
dfg,H1,C1,,D1,29333334.00,allocated,illustrative
dfg,H1,C1,,D2,29333333.00,allocated,illustrative
dfg,H1,C1,,D3,29333333.00,allocated,illustrative
dfg,H2,C2,,,66000000.00,allocated,illustrative
dfg,H3,C3,,,44000000.00,allocated,illustrative
dfg,H3,C4,,,22000000.00,allocated,illustrative
""".splitlines()

THE_YEAR_BEFORE = """\
social-care-transfer,H1,C1,,,257700000.00,allocated,illustrative
social-care-transfer,H2,C2,,,343600000.00,allocated,illustrative
social-care-transfer,H3,C3,,,171800000.00,allocated,illustrative
social-care-transfer,H3,C4,,,85900000.00,allocated,illustrative
preparation,H1,C1,,,72300000.00,allocated,illustrative
preparation,H2,C2,,,96400000.00,withheld,illustrative
preparation,H3,C3,,,48200000.00,pending,illustrative
preparation,H3,C4,,,24100000.00,pending,illustrative
""".splitlines()

SCORE = """\
H1,2015-04,local,PHOF 1.18i,40.000000,50.000000,52.000000,1.200000,achieved
H2,2015-04,local,falls-clinic,20.000000,30.000000,22.500000,0.250000,partly
H3,2015-04,local,call-outs,300.000000,250.000000,260.000000,0.800000,partly
H1,2015-04,delayed-transfers,days-v1,1000.000000,900.000000,900.000000,1.000000,achieved
H2,2015-04,delayed-transfers,days-v1,1000.000000,900.000000,800.000000,2.000000,achieved
H3,2015-04,delayed-transfers,days-v1,1000.000000,900.000000,920.000000,0.800000,partly
H1,2015-04,avoidable-admissions,composite-v1,104.300000,100.300000,101.500000,0.700000,partly
H2,2015-04,avoidable-admissions,composite-v1,100.000000,90.000000,100.000000,0.000000,not-achieved
H3,2015-04,avoidable-admissions,composite-v1,100.000000,90.000000,91.000000,0.900000,partly
H1,2015-10,residential-admissions,SALT,700.000000,650.000000,675.000000,0.500000,partly
H2,2015-10,residential-admissions,ASC-CAR,1000.000000,900.000000,,,definition-mismatch
H3,2015-10,residential-admissions,SALT,700.000000,650.000000,720.000000,-0.400000,not-achieved
H1,2015-10,reablement,91-days-v1,80.000000,90.000000,92.000000,1.200000,achieved
H2,2015-10,reablement,91-days-v1,75.000000,80.000000,80.000000,1.000000,achieved
H1,2015-10,delayed-transfers,days-v1,700.000000,600.000000,725.000000,-0.250000,not-achieved
H2,2015-10,delayed-transfers,days-v1,1400.000000,1300.000000,700.000000,,period-mismatch
H3,2015-10,delayed-transfers,days-v1,600.000000,540.000000,520.000000,1.333333,achieved
H1,2015-10,avoidable-admissions,composite-v1,120.000000,100.000000,105.000000,0.750000,partly
H2,2015-10,avoidable-admissions,composite-v1,100.000000,90.000000,92.500000,0.750000,partly
H3,2015-10,avoidable-admissions,composite-v1,100.000000,90.000000,96.666667,0.333333,partly
H1,2015-10,user-experience,survey-v1,70.000000,70.000000,72.000000,,no-ambition
H2,2015-10,user-experience,survey-v1,70.000000,80.000000,,,not-assessed
H3,2015-10,user-experience,survey-v1,60.000000,65.000000,64.000000,0.800000,partly
H1,2015-10,local,PHOF 1.18i,40.000000,50.000000,48.000000,0.800000,partly
H2,2015-10,local,falls-clinic,20.000000,30.000000,30.000000,1.000000,achieved
H3,2015-10,local,call-outs,300.000000,250.000000,250.000000,1.000000,achieved
""".splitlines()

RELEASE = """\
H1,2015-04,protect-social-care,0.00,25000000.00,25000000.00,0.00,
H2,2015-04,protect-social-care,0.00,18750000.00,18750000.00,0.00,
H3,2015-04,protect-social-care,0.00,18750000.00,18750000.00,0.00,
H1,2015-04,seven-day-services,0.00,25000000.00,0.00,25000000.00,contingency-plan
H2,2015-04,seven-day-services,0.00,18750000.00,0.00,18750000.00,awaiting-data
H3,2015-04,seven-day-services,0.00,18750000.00,0.00,18750000.00,contingency-plan-pending
H1,2015-04,acute-impact,0.00,25000000.00,25000000.00,0.00,
H2,2015-04,acute-impact,0.00,18750000.00,0.00,18750000.00,recovery-plan-pending
H3,2015-04,acute-impact,0.00,18750000.00,18750000.00,0.00,
H1,2015-04,accountable-professional,0.00,25000000.00,25000000.00,0.00,
H2,2015-04,accountable-professional,0.00,18750000.00,0.00,18750000.00,awaiting-data
H3,2015-04,accountable-professional,0.00,18750000.00,18750000.00,0.00,
H1,2015-04,local,0.00,33333333.34,33333333.34,0.00,
H2,2015-04,local,0.00,25000000.00,6250000.00,18750000.00,recovery-plan-pending
H3,2015-04,local,0.00,25000000.00,20000000.00,5000000.00,contingency-plan-pending
H1,2015-04,delayed-transfers,0.00,33333333.33,33333333.33,0.00,
H2,2015-04,delayed-transfers,0.00,25000000.00,25000000.00,0.00,
H3,2015-04,delayed-transfers,0.00,25000000.00,20000000.00,5000000.00,contingency-plan-pending
H1,2015-04,avoidable-admissions,0.00,33333333.33,23333333.33,10000000.00,contingency-plan
H2,2015-04,avoidable-admissions,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H3,2015-04,avoidable-admissions,0.00,25000000.00,22500000.00,2500000.00,contingency-plan-pending
H1,2015-10,residential-admissions,0.00,33333333.34,16666666.67,16666666.67,recovery-plan
H2,2015-10,residential-admissions,0.00,25000000.00,0.00,25000000.00,awaiting-data
H3,2015-10,residential-admissions,0.00,25000000.00,0.00,25000000.00,nhs-england-direction
H1,2015-10,reablement,0.00,33333333.34,33333333.34,0.00,
H2,2015-10,reablement,0.00,25000000.00,25000000.00,0.00,
H3,2015-10,reablement,0.00,25000000.00,0.00,25000000.00,nhs-england-direction
H1,2015-10,delayed-transfers,0.00,33333333.33,0.00,33333333.33,recovery-plan
H2,2015-10,delayed-transfers,0.00,25000000.00,0.00,25000000.00,awaiting-data
H3,2015-10,delayed-transfers,0.00,25000000.00,25000000.00,0.00,
H1,2015-10,avoidable-admissions,0.00,33333333.33,25000000.00,8333333.33,recovery-plan
H2,2015-10,avoidable-admissions,0.00,25000000.00,18750000.00,6250000.00,awaiting-data
H3,2015-10,avoidable-admissions,0.00,25000000.00,8333333.33,16666666.67,nhs-england-direction
H1,2015-10,user-experience,0.00,33333333.33,0.00,33333333.33,recovery-plan
H2,2015-10,user-experience,0.00,25000000.00,0.00,25000000.00,awaiting-data
H3,2015-10,user-experience,0.00,25000000.00,20000000.00,5000000.00,nhs-england-direction
H1,2015-10,local,0.00,33333333.33,26666666.66,6666666.67,recovery-plan
H2,2015-10,local,0.00,25000000.00,25000000.00,0.00,
H3,2015-10,local,0.00,25000000.00,25000000.00,0.00,
""".splitlines()


class Toy(support.Case):

    def allocated(self, *words, data=SHIRE):
        return only(support.ALLOCATE_COLUMNS, self.rows("allocate", "-d", data, *words))

    def scored(self, *words, data=SHIRE):
        return only(support.SCORE_COLUMNS, self.rows("score", "-d", data, *words))

    def released(self, *words, data=SHIRE):
        return only(support.RELEASE_COLUMNS, self.rows("release", "-d", data, *words))

    def moves(self, default, got, changed):
        """Exactly these rows differ from the default: {place of the row: what it is instead}."""
        wanted = list(default)
        for line in filter(None, changed.splitlines()):
            beginning = self.beginning(line)
            places = [i for i, row in enumerate(default) if self.beginning(row) == beginning]
            self.assertEqual(1, len(places), beginning)
            self.assertNotEqual(default[places[0]], line, "the reading changes nothing there")
            wanted[places[0]] = line
        self.assertEqual(wanted, got)

    @staticmethod
    def beginning(line):
        """What a row is about: the first five cells of `allocate`, three of the others."""
        cells = line.split(",")
        return cells[:5] if len(cells) == 8 and cells[3] != "0.00" else cells[:3]

    def edited(self, table, change):
        """A copy of the shire with a table's rows changed by a function of each."""
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        rows = [row for row in support.read_table(folder, table) if change(row) is not False]
        support.write_table(folder, table, rows)
        return folder


class TheNapkin(Toy):

    def test_allocate_is_the_napkins(self):
        self.assertEqual(ALLOCATE, self.allocated())

    def test_score_is_the_napkins(self):
        rows = self.scored()
        unplanned = [row for row in rows if row.startswith("H3,2015-10,reablement,")]
        self.assertEqual(1, len(unplanned))
        self.assertEqual(",,not-assessed", unplanned[0][-len(",,not-assessed"):])
        self.assertEqual(SCORE, [row for row in rows if row not in unplanned])
        self.assertEqual(27, len(rows))

    def test_release_is_the_napkins(self):
        self.assertEqual(RELEASE, self.released())

    def test_boards_and_contributors_add_up_to_the_napkins_totals(self):
        boards = support.sums(self.rows("allocate", "-d", SHIRE, "--by", "hwb"), "hwb")
        self.assertEqual({"H1": 139020000000, "H2": 125860000000, "H3": 113520000000}, boards)
        rows = self.rows("allocate", "-d", SHIRE, "--by", "council,ccg")
        of_councils = {row["council"]: row["amount"] for row in rows if not row["ccg"]}
        self.assertEqual({"C1": "128200000.00", "C2": "119600000.00", "C3": "70800000.00",
                          "C4": "35400000.00"}, of_councils)
        ccgs = support.sums(self.rows("allocate", "-d", SHIRE, "--by", "ccg"), "ccg")
        self.assertEqual((192600000000, 150400000000), (ccgs["G1"], ccgs["G2"]))

    def test_a_region_adds_up(self):
        regions = support.sums(self.rows("allocate", "-d", SHIRE, "--by", "region"), "region")
        self.assertEqual({"North": 113520000000, "South": 264880000000}, regions)

    def test_released_and_held_add_up_to_the_napkins_totals(self):
        rows = self.rows("release", "-d", SHIRE)
        self.assertEqual({"2015-04": 33375000000, "2015-10": 24875000000},
                         support.sums(rows, "payment", column="released"))
        self.assertEqual({"2015-04": 16625000000, "2015-10": 25125000000},
                         support.sums(rows, "payment", column="held"))

    def test_the_odd_pound_goes_to_the_lowest_code_also_when_it_is_the_last_row(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        for table in ("indicators", "districts"):
            support.write_table(folder, table, support.read_table(folder, table)[::-1])
        self.assertEqual(ALLOCATE, self.allocated(data=folder))

    def test_one_board_alone_is_a_part_of_the_whole(self):
        self.assertEqual([row for row in ALLOCATE if ",H3," in row], self.allocated("-a", "H3"))
        self.assertEqual([row for row in RELEASE if row.startswith("H3,")],
                         self.released("-a", "Twinvale"))

    def test_text_says_who_authorised(self):
        """Ministers signed off H1 only."""
        texts = [self.done("release", "-d", SHIRE, "-a", board).text for board in ("H1", "H2")]
        self.assertRegex(texts[0], r"(?m)^Authorised")
        self.assertRegex(texts[1], r"(?m)^Calculated")

    def test_a_local_metric_that_lacks_a_criterion_is_a_finding_and_is_scored(self):
        said = self.done("check", "-d", SHIRE).text + self.done("score", "-d", SHIRE).text
        self.assertIn("established-source", said)

    def test_a_per_cent_above_100_is_a_finding_and_is_scored(self):
        def change(row):
            if (row["hwb"], row["metric"]) == ("H1", "reablement"):
                row["numerator"] = "510"

        folder = self.edited("outturn", change)
        done = self.done("score", "-d", folder, "-f", "csv")
        self.assertRegex(done.said, "outturn.csv:6: .*102")
        self.assertIn("H1,2015-10,reablement,91-days-v1,80.000000,90.000000,102.000000,2.200000,"
                      "achieved", done.text)
        self.assertNotIn("outturn.csv", self.done("score", "-d", SHIRE, "-f", "csv").said)


class TheYearBefore(Toy):

    def test_preparation_is_allocated_withheld_or_pending_by_what_was_signed_off(self):
        self.assertEqual(THE_YEAR_BEFORE, self.allocated("-p", "2014-15"))

    def test_the_day_before_the_decisions_all_of_it_is_pending(self):
        wanted = [row.replace(",withheld,", ",pending,").replace(",allocated,", ",pending,")
                  if row.startswith("preparation") else row for row in THE_YEAR_BEFORE]
        self.assertEqual(wanted, self.allocated("-p", "2014-15", "--as-at", "2014-04-03"))

    def test_a_decision_of_the_day_itself_counts(self):
        self.assertEqual(THE_YEAR_BEFORE,
                         self.allocated("-p", "2014-15", "--as-at", "2014-04-04"))

    def test_states_are_never_added_together(self):
        rows = self.rows("allocate", "-d", SHIRE, "-p", "2014-15", "--by", "component")
        self.assertEqual({("social-care-transfer", "allocated", "859000000.00"),
                          ("preparation", "allocated", "72300000.00"),
                          ("preparation", "withheld", "96400000.00"),
                          ("preparation", "pending", "72300000.00")},
                         {(row["component"], row["state"], row["amount"]) for row in rows})


class Withdrawal(Toy):
    """A switch for later years, off in 2015/16 (paragraph 52); a copy of the policy turns it on."""

    def held(self, *words):
        rows = self.rows("release", "-d", SHIRE, *words)
        return [(row["hwb"], row["payment"], row["part"], row["released"], row["held"],
                 row["held_for"]) for row in rows]

    def test_it_is_off_and_nothing_is_withdrawn(self):
        self.assertNotIn("withdrawn", {row[-1] for row in self.held()})

    def test_on_it_withdraws_what_is_held_but_for_what_waits_for_data(self):
        policy = (support.ROOT / "formulas/2015-16/v1/policy.xml").read_text(encoding="utf-8")
        off = '<withdrawal id="withdrawal" applies="no"'
        self.assertEqual(1, policy.count(off))
        later = self.folder / "policy.xml"
        later.write_text(policy.replace(off, off.replace('"no"', '"yes"')), encoding="utf-8")
        wanted = [row[:-1] + ("withdrawn" if row[-1] not in ("", "awaiting-data") else row[-1],)
                  for row in self.held()]
        self.assertEqual(wanted, self.held("-p", later))
        self.assertIn("withdrawn", {row[-1] for row in wanted})
        self.assertIn("awaiting-data", {row[-1] for row in wanted})


class AsAt(Toy):

    OCTOBER_PENDING = """
H1,2015-10,residential-admissions,0.00,33333333.34,16666666.67,16666666.67,recovery-plan-pending
H3,2015-10,residential-admissions,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H3,2015-10,reablement,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H1,2015-10,delayed-transfers,0.00,33333333.33,0.00,33333333.33,recovery-plan-pending
H1,2015-10,avoidable-admissions,0.00,33333333.33,25000000.00,8333333.33,recovery-plan-pending
H3,2015-10,avoidable-admissions,0.00,25000000.00,8333333.33,16666666.67,recovery-plan-pending
H1,2015-10,user-experience,0.00,33333333.33,0.00,33333333.33,recovery-plan-pending
H3,2015-10,user-experience,0.00,25000000.00,20000000.00,5000000.00,recovery-plan-pending
H1,2015-10,local,0.00,33333333.33,26666666.66,6666666.67,recovery-plan-pending
"""

    def test_before_the_plans_were_decided_the_money_waits_for_them(self):
        self.moves(RELEASE, self.released("--as-at", "2015-11-19"), self.OCTOBER_PENDING)

    def test_before_a_condition_was_met_its_money_is_held(self):
        self.moves(RELEASE, self.released("--as-at", "2015-04-01"), self.OCTOBER_PENDING + """
H1,2015-04,seven-day-services,0.00,25000000.00,0.00,25000000.00,contingency-plan-pending
H3,2015-04,accountable-professional,0.00,18750000.00,0.00,18750000.00,awaiting-data
H1,2015-04,avoidable-admissions,0.00,33333333.33,23333333.33,10000000.00,contingency-plan-pending
""")

    def test_after_the_last_decision_nothing_differs(self):
        self.assertEqual(RELEASE, self.released("--as-at", "2015-12-01"))

    def test_a_day_that_there_is_not_is_wrong_usage(self):
        for day in ("2015-02-30", "1 April 2015", "2015-4-1", ""):
            self.refuses("release", "-d", SHIRE, "--as-at", day, code=USAGE, says="--as-at")

    def test_a_decision_without_a_date_cannot_be_put_before_a_day(self):
        def undate(row):
            if row["item"] == "recovery-plan":
                row["decided"] = ""

        folder = self.edited("decisions", undate)
        self.assertEqual(RELEASE, self.released(data=folder))
        self.refuses("release", "-d", folder, "--as-at", "2015-12-31",
                     says=["decisions.csv:10:", "decisions.csv:11:"])


class Readings(Toy):
    """Each value of each setting that is not the first. What moves is all that moves."""

    def test_ccg_share_basis_target_allocation(self):
        """G1 3 tenths and G2 7: 570 and 1,330; of 300, 90 and 210; of 130, 39 and 91."""
        self.moves(ALLOCATE, self.allocated("--set", "ccg-share-basis=target-allocation"), """
nhs-core,H1,C1,G1,,285000000.00,allocated,illustrative
nhs-core,H1,C1,G2,,332500000.00,allocated,illustrative
nhs-core,H2,C2,G2,,997500000.00,allocated,illustrative
nhs-core,H3,C3,G1,,190000000.00,allocated,illustrative
nhs-core,H3,C4,G1,,95000000.00,allocated,illustrative
reablement,H1,C1,G1,,45000000.00,allocated,illustrative
reablement,H1,C1,G2,,52500000.00,allocated,illustrative
reablement,H2,C2,G2,,157500000.00,allocated,illustrative
reablement,H3,C3,G1,,30000000.00,allocated,illustrative
reablement,H3,C4,G1,,15000000.00,allocated,illustrative
carers-breaks,H1,C1,G1,,19500000.00,allocated,illustrative
carers-breaks,H1,C1,G2,,22750000.00,allocated,illustrative
carers-breaks,H2,C2,G2,,68250000.00,allocated,illustrative
carers-breaks,H3,C3,G1,,13000000.00,allocated,illustrative
carers-breaks,H3,C4,G1,,6500000.00,allocated,illustrative
""")

    def test_ccg_formula_scope_core_only(self):
        """The existing 300 and 130 by 9 : 1: 270 and 30; 117 and 13."""
        self.moves(ALLOCATE, self.allocated("--set", "ccg-formula-scope=core-only"), """
reablement,H1,C1,G1,,135000000.00,allocated,illustrative
reablement,H1,C1,G2,,7500000.00,allocated,illustrative
reablement,H2,C2,G2,,22500000.00,allocated,illustrative
reablement,H3,C3,G1,,90000000.00,allocated,illustrative
reablement,H3,C4,G1,,45000000.00,allocated,illustrative
carers-breaks,H1,C1,G1,,58500000.00,allocated,illustrative
carers-breaks,H1,C1,G2,,3250000.00,allocated,illustrative
carers-breaks,H2,C2,G2,,9750000.00,allocated,illustrative
carers-breaks,H3,C4,G1,,19500000.00,allocated,illustrative
carers-breaks,H3,C3,G1,,39000000.00,allocated,illustrative
""")

    def test_transfer_split_programme_allocation(self):
        """C1's CCGs weigh 600 x 6/12 = 300 and 400 x 4/16 = 100: three quarters and one."""
        self.moves(ALLOCATE, self.allocated("--set", "transfer-split=programme-allocation"), """
social-care-transfer,H1,C1,G1,,247500000.00,allocated,illustrative
social-care-transfer,H1,C1,G2,,82500000.00,allocated,illustrative
""")

    def test_unit_of_a_thousand_pounds(self):
        """A third of 88,000 is 29,333 1/3 thousand: one odd thousand."""
        self.moves(ALLOCATE, self.allocated("--set", "unit=1000"), """
dfg,H1,C1,,D1,29334000.00,allocated,illustrative
dfg,H1,C1,,D2,29333000.00,allocated,illustrative
dfg,H1,C1,,D3,29333000.00,allocated,illustrative
""")

    def test_unit_of_a_penny(self):
        self.moves(ALLOCATE, self.allocated("--set", "unit=0.01"), """
dfg,H1,C1,,D1,29333333.34,allocated,illustrative
dfg,H1,C1,,D2,29333333.33,allocated,illustrative
dfg,H1,C1,,D3,29333333.33,allocated,illustrative
""")

    def test_p4p_share_basis_whole_pool(self):
        """1,390.2, 1,258.6 and 1,135.2 of 3,784. Of 250 million: 91,847,251.585..,
        83,152,748.414.. and 75 million (three tenths exactly); the odd pound to H1."""
        rows = self.released("--set", "p4p-share-basis=whole-pool")
        for row in ("H1,2015-04,protect-social-care,0.00,22961813.00,22961813.00,0.00,",
                    "H2,2015-04,protect-social-care,0.00,20788187.00,20788187.00,0.00,",
                    "H3,2015-04,protect-social-care,0.00,18750000.00,18750000.00,0.00,"):
            self.assertIn(row, rows)
        # of 500 million: 183,694,503.17.., 166,305,496.82.. and 150 million; the odd one to H2
        october = support.sums([row for row in self.rows(
            "release", "-d", SHIRE, "--set", "p4p-share-basis=whole-pool")
            if row["payment"] == "2015-10"], "hwb", column="available")
        self.assertEqual({"H1": 18369450300, "H2": 16630549700, "H3": 15000000000}, october)

    def test_p4p_share_basis_published(self):
        """The letters say 500, 250 and 250: strands of 125, 62.5 and 62.5."""
        rows = self.released("--set", "p4p-share-basis=published")
        for row in ("H1,2015-04,protect-social-care,0.00,31250000.00,31250000.00,0.00,",
                    "H2,2015-04,protect-social-care,0.00,15625000.00,15625000.00,0.00,",
                    "H1,2015-04,local,0.00,41666666.67,41666666.67,0.00,",
                    "H3,2015-04,local,0.00,20833333.34,16666666.67,4166666.67,"
                    "contingency-plan-pending",
                    "H2,2015-10,local,0.00,20833333.33,20833333.33,0.00,"):
            self.assertIn(row, rows)

    def test_conditions_split_all_or_nothing(self):
        """No board meets all four. H1 and H3 pass the test of April; two of H2's are unknown."""
        rows = self.released("--set", "conditions-split=all-or-nothing")
        self.moves(RELEASE, rows, """
H1,2015-04,protect-social-care,0.00,25000000.00,0.00,25000000.00,contingency-plan
H2,2015-04,protect-social-care,0.00,18750000.00,0.00,18750000.00,awaiting-data
H3,2015-04,protect-social-care,0.00,18750000.00,0.00,18750000.00,contingency-plan-pending
H1,2015-04,acute-impact,0.00,25000000.00,0.00,25000000.00,contingency-plan
H3,2015-04,acute-impact,0.00,18750000.00,0.00,18750000.00,contingency-plan-pending
H1,2015-04,accountable-professional,0.00,25000000.00,0.00,25000000.00,contingency-plan
H3,2015-04,accountable-professional,0.00,18750000.00,0.00,18750000.00,contingency-plan-pending
""")

    def test_conditions_split_all_or_nothing_pays_a_board_that_meets_all_four(self):
        def meet(row):
            row["state"] = "met" if row["hwb"] == "H1" else row["state"]

        rows = self.released("--set", "conditions-split=all-or-nothing",
                             data=self.edited("conditions", meet))
        self.assertIn("H1,2015-04,seven-day-services,0.00,25000000.00,25000000.00,0.00,", rows)

    def test_metric_value_overall(self):
        """October's parts weigh 3, 3, 1, 1, 3, 1 of 12: H1's 200 is 50 or 16.66..; the first two
        of the three small ones get the odd pence. Half of 50 is paid for 0.5, and so on."""
        self.moves(RELEASE, self.released("--set", "metric-value=overall"), """
H1,2015-10,residential-admissions,0.00,50000000.00,25000000.00,25000000.00,recovery-plan
H2,2015-10,residential-admissions,0.00,37500000.00,0.00,37500000.00,awaiting-data
H3,2015-10,residential-admissions,0.00,37500000.00,0.00,37500000.00,nhs-england-direction
H1,2015-10,reablement,0.00,50000000.00,50000000.00,0.00,
H2,2015-10,reablement,0.00,37500000.00,37500000.00,0.00,
H3,2015-10,reablement,0.00,37500000.00,0.00,37500000.00,nhs-england-direction
H1,2015-10,delayed-transfers,0.00,16666666.67,0.00,16666666.67,recovery-plan
H2,2015-10,delayed-transfers,0.00,12500000.00,0.00,12500000.00,awaiting-data
H3,2015-10,delayed-transfers,0.00,12500000.00,12500000.00,0.00,
H1,2015-10,avoidable-admissions,0.00,16666666.67,12500000.00,4166666.67,recovery-plan
H2,2015-10,avoidable-admissions,0.00,12500000.00,9375000.00,3125000.00,awaiting-data
H3,2015-10,avoidable-admissions,0.00,12500000.00,4166666.67,8333333.33,nhs-england-direction
H1,2015-10,user-experience,0.00,50000000.00,0.00,50000000.00,recovery-plan
H2,2015-10,user-experience,0.00,37500000.00,0.00,37500000.00,awaiting-data
H3,2015-10,user-experience,0.00,37500000.00,30000000.00,7500000.00,nhs-england-direction
H1,2015-10,local,0.00,16666666.66,13333333.33,3333333.33,recovery-plan
H2,2015-10,local,0.00,12500000.00,12500000.00,0.00,
H3,2015-10,local,0.00,12500000.00,12500000.00,0.00,
""")

    def test_metric_release_all_or_nothing(self):
        self.moves(RELEASE, self.released("--set", "metric-release=all-or-nothing"), """
H2,2015-04,local,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H3,2015-04,local,0.00,25000000.00,0.00,25000000.00,contingency-plan-pending
H3,2015-04,delayed-transfers,0.00,25000000.00,0.00,25000000.00,contingency-plan-pending
H1,2015-04,avoidable-admissions,0.00,33333333.33,0.00,33333333.33,contingency-plan
H3,2015-04,avoidable-admissions,0.00,25000000.00,0.00,25000000.00,contingency-plan-pending
H1,2015-10,residential-admissions,0.00,33333333.34,0.00,33333333.34,recovery-plan
H1,2015-10,avoidable-admissions,0.00,33333333.33,0.00,33333333.33,recovery-plan
H2,2015-10,avoidable-admissions,0.00,25000000.00,0.00,25000000.00,awaiting-data
H3,2015-10,avoidable-admissions,0.00,25000000.00,0.00,25000000.00,nhs-england-direction
H3,2015-10,user-experience,0.00,25000000.00,0.00,25000000.00,nhs-england-direction
H1,2015-10,local,0.00,33333333.33,0.00,33333333.33,recovery-plan
""")

    def with_april_call_outs(self, number):
        """H3's local metric of April: 1,500 at the start, 1,250 wanted."""
        def change(row):
            if (row["hwb"], row["metric"], row["payment"]) == ("H3", "local", "2015-04"):
                row["numerator"] = number

        return self.edited("outturn", change)

    def test_seventy_per_cent_test_mean(self):
        """H3 reached 0.4, 0.8 and 0.9 in April: one is below 70%, their mean is exactly 70%."""
        folder = self.with_april_call_outs("1400")
        self.assertIn("H3,2015-04,local,0.00,25000000.00,10000000.00,15000000.00,"
                      "nhs-england-direction", self.released(data=folder))
        rows = self.released("--set", "seventy-per-cent-test=mean", data=folder)
        for row in ("H3,2015-04,local,0.00,25000000.00,10000000.00,15000000.00,"
                    "contingency-plan-pending",
                    "H3,2015-04,seven-day-services,0.00,18750000.00,0.00,18750000.00,"
                    "contingency-plan-pending"):
            self.assertIn(row, rows)

    def test_seventy_per_cent_test_mean_caps_each_and_counts_no_ambition_as_nothing(self):
        """H1's October: 0.5, 1, 0, 0.75, 0 and 0.8 are 3.05 of 6; without the cap and with the
        one without ambition left out, (0.5 + 1.2 - 0.25 + 0.75 + 0.8) of 5 would be 60%."""
        rows = self.released("--set", "seventy-per-cent-test=mean")
        self.assertIn("H1,2015-10,user-experience,0.00,33333333.33,0.00,33333333.33,"
                      "recovery-plan", rows)
        # H1's April, 1.2, 1 and 0.1, is exactly 70% capped
        def change(row):
            if (row["hwb"], row["metric"], row["payment"]) == ("H1", "avoidable-admissions",
                                                               "2015-04"):
                row["numerator"] = "1039"

        folder = self.edited("outturn", change)
        rows = self.released("--set", "seventy-per-cent-test=mean", data=folder)
        self.assertIn("H1,2015-04,avoidable-admissions,0.00,33333333.33,3333333.33,30000000.00,"
                      "contingency-plan", rows)

    def test_seventy_per_cent_test_share_of_metrics(self):
        """Achieved in April: two of H1's three, none of H3's; in October two of the three of H2
        that were scored. None is 70%."""
        self.moves(RELEASE, self.released("--set", "seventy-per-cent-test=share-of-metrics"), """
H1,2015-04,seven-day-services,0.00,25000000.00,0.00,25000000.00,recovery-plan
H3,2015-04,seven-day-services,0.00,18750000.00,0.00,18750000.00,nhs-england-direction
H3,2015-04,local,0.00,25000000.00,20000000.00,5000000.00,nhs-england-direction
H3,2015-04,delayed-transfers,0.00,25000000.00,20000000.00,5000000.00,nhs-england-direction
H1,2015-04,avoidable-admissions,0.00,33333333.33,23333333.33,10000000.00,recovery-plan
H3,2015-04,avoidable-admissions,0.00,25000000.00,22500000.00,2500000.00,nhs-england-direction
H2,2015-10,residential-admissions,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H2,2015-10,delayed-transfers,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H2,2015-10,avoidable-admissions,0.00,25000000.00,18750000.00,6250000.00,recovery-plan-pending
H2,2015-10,user-experience,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
""")

    def test_seventy_per_cent_scope_plan(self):
        """Each board has a metric below 70% in one payment or the other."""
        self.moves(RELEASE, self.released("--set", "seventy-per-cent-scope=plan"), """
H1,2015-04,seven-day-services,0.00,25000000.00,0.00,25000000.00,recovery-plan
H3,2015-04,seven-day-services,0.00,18750000.00,0.00,18750000.00,nhs-england-direction
H3,2015-04,local,0.00,25000000.00,20000000.00,5000000.00,nhs-england-direction
H3,2015-04,delayed-transfers,0.00,25000000.00,20000000.00,5000000.00,nhs-england-direction
H1,2015-04,avoidable-admissions,0.00,33333333.33,23333333.33,10000000.00,recovery-plan
H3,2015-04,avoidable-admissions,0.00,25000000.00,22500000.00,2500000.00,nhs-england-direction
H2,2015-10,residential-admissions,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H2,2015-10,delayed-transfers,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
H2,2015-10,avoidable-admissions,0.00,25000000.00,18750000.00,6250000.00,recovery-plan-pending
H2,2015-10,user-experience,0.00,25000000.00,0.00,25000000.00,recovery-plan-pending
""")

    def test_seventy_per_cent_scope_plan_lets_april_wait_for_october(self):
        folder = self.edited("outturn", lambda row: row["payment"] == "2015-04")
        held = "H1,2015-04,avoidable-admissions,0.00,33333333.33,23333333.33,10000000.00,"
        # H1 aims at nothing for user experience, which is below 70%: its ambition is taken away
        rows = [row for row in support.read_table(folder, "ambitions")
                if (row["hwb"], row["metric"]) != ("H1", "user-experience")]
        support.write_table(folder, "ambitions", rows)
        self.assertIn(held + "contingency-plan", self.released(data=folder))
        self.assertIn(held + "awaiting-data",
                      self.released("--set", "seventy-per-cent-scope=plan", data=folder))

    def test_october_baseline_april_outturn(self):
        """April's rate for as many months: days 900 x 6/9 = 600 (H1), 800 x 6/9 = 533 1/3 (H2,
        whose season is then not looked at), 920 x 6/9 = 613 1/3 (H3); the others six for six."""
        wanted = {
            "H1,2015-10,delayed-transfers": "H1,2015-10,delayed-transfers,days-v1,600.000000,"
                                            "600.000000,725.000000,,no-ambition",
            "H2,2015-10,delayed-transfers": "H2,2015-10,delayed-transfers,days-v1,533.333333,"
                                            "1300.000000,700.000000,,no-ambition",
            # (613 1/3 - 520) / (613 1/3 - 540) = 280/220
            "H3,2015-10,delayed-transfers": "H3,2015-10,delayed-transfers,days-v1,613.333333,"
                                            "540.000000,520.000000,1.272727,achieved",
            # (101.5 - 105) / (101.5 - 100) = -3.5/1.5
            "H1,2015-10,avoidable-admissions": "H1,2015-10,avoidable-admissions,composite-v1,"
                                               "101.500000,100.000000,105.000000,-2.333333,"
                                               "not-achieved",
            # (91 - 96 2/3) / (91 - 90)
            "H3,2015-10,avoidable-admissions": "H3,2015-10,avoidable-admissions,composite-v1,"
                                               "91.000000,90.000000,96.666667,-5.666667,"
                                               "not-achieved",
            "H1,2015-10,local": "H1,2015-10,local,PHOF 1.18i,52.000000,50.000000,48.000000,,"
                                "no-ambition",
            "H2,2015-10,local": "H2,2015-10,local,falls-clinic,22.500000,30.000000,30.000000,"
                                "1.000000,achieved",
            "H3,2015-10,local": "H3,2015-10,local,call-outs,260.000000,250.000000,250.000000,"
                                "1.000000,achieved",
        }
        default = self.scored()
        got = self.scored("--set", "october-baseline=april-outturn")
        self.assertEqual([wanted.get(",".join(row.split(",")[:3]), row) for row in default], got)
        self.assertEqual(8, sum(one != other for one, other in zip(default, got)))

    def test_a_default_named_aloud_changes_nothing(self):
        for setting in ("ccg-share-basis=programme-allocation", "ccg-formula-scope=remainder",
                        "transfer-split=people", "p4p-share-basis=ccg-route",
                        "conditions-split=equal", "metric-value=per-payment",
                        "metric-release=proportional", "seventy-per-cent-test=each-metric",
                        "seventy-per-cent-scope=payment", "october-baseline=plan", "unit=1"):
            self.assertEqual(RELEASE, self.released("--set", setting), setting)

    def test_two_readings_hold_together(self):
        rows = self.released("--set", "p4p-share-basis=published",
                             "--set", "metric-value=overall")
        # 125 of October in twelfths: 31.25 and 10,416,666.66..
        self.assertIn("H2,2015-10,local,0.00,10416666.66,10416666.66,0.00,", rows)
        self.assertIn("H3,2015-10,delayed-transfers,0.00,10416666.67,10416666.67,0.00,", rows)

    def test_an_unknown_setting_or_value_is_wrong_usage_and_names_what_there_is(self):
        for verb in ("allocate", "score", "release"):
            self.refuses(verb, "-d", SHIRE, "--set", "units=1", code=USAGE, says=["units", "unit"])
            self.refuses(verb, "-d", SHIRE, "--set", "unit=10", code=USAGE, says=["10", "1000"])
        for broken in ("unit", "unit=", "=1", "", "unit=1=1", "unit =1"):
            self.refuses("allocate", "-d", SHIRE, "--set", broken, code=USAGE, says="")


class RecoveryPlans(Toy):

    def decided(self, *changes):
        """A copy in which boards decided otherwise: (board, item, state or None for no row)."""
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        rows = {(row["hwb"], row["item"]): row for row in support.read_table(folder, "decisions")}
        for hwb, item, state in changes:
            rows.pop((hwb, item), None)
            if state:
                rows[hwb, item] = {"hwb": hwb, "item": item, "state": state,
                                   "decided": "2015-11-01"}
        support.write_table(folder, "decisions", list(rows.values()))
        return {tuple(row.split(",")[:3]): row.rsplit(",", 1)[1]
                for row in self.released(data=folder)}

    H1_OCTOBER = ("H1", "2015-10", "residential-admissions")
    H2_OCTOBER = ("H2", "2015-10", "residential-admissions")

    def test_each_state_of_a_recovery_plan_has_its_purpose(self):
        for state, purpose in (("agreed", "recovery-plan"),
                               ("not-agreed", "nhs-england-direction"),
                               (None, "recovery-plan-pending"),
                               ("not-required", "contingency-plan")):
            self.assertEqual(purpose, self.decided(("H1", "recovery-plan", state))
                             [self.H1_OCTOBER], state)
            self.setUp()

    def test_a_recovery_plan_that_is_not_required_still_waits_for_missing_data(self):
        """H2's April is below 70% but complete; its October is above 70% and incomplete."""
        got = self.decided(("H2", "recovery-plan", "not-required"))
        self.assertEqual("contingency-plan-pending", got["H2", "2015-04", "local"])
        self.assertEqual("awaiting-data", got[self.H2_OCTOBER])

    def test_a_contingency_plan_not_agreed_is_pending(self):
        got = self.decided(("H1", "contingency-plan", "not-agreed"))
        self.assertEqual("contingency-plan-pending", got["H1", "2015-04", "avoidable-admissions"])


class SplitsAndMergers(Toy):

    def test_an_ended_code_can_be_split_between_two(self):
        """A quarter of G0 to G1, the rest to G2: weights 625 and 375, and G1 has 75,000 people in
        C2. G1's 1,187.5 million goes 600 : 75 : 400 : 200, G2's 712.5 million 400 : 1,125."""
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        support.write_table(folder, "successors", [
            {"code": "G0", "successor": "G1", "share": "0.25", "from": "2015-04-01"},
            {"code": "G0", "successor": "G2", "share": "0.75", "from": "2015-04-01"}])
        rows = [row for row in self.allocated(data=folder) if row.startswith("nhs-core")]
        # G1: 558,823,529.41, 69,852,941.18, 372,549,019.61 (odd pound), 186,274,509.80 (odd pound)
        # G2: 186,885,245.90 (odd pound), 525,614,754.10
        self.assertEqual("""\
nhs-core,H1,C1,G1,,558823529.00,allocated,illustrative
nhs-core,H1,C1,G2,,186885246.00,allocated,illustrative
nhs-core,H2,C2,G1,,69852941.00,allocated,illustrative
nhs-core,H2,C2,G2,,525614754.00,allocated,illustrative
nhs-core,H3,C3,G1,,372549020.00,allocated,illustrative
nhs-core,H3,C4,G1,,186274510.00,allocated,illustrative
""".splitlines(), rows)

    def test_a_successor_of_a_successor_is_followed_to_the_end(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        support.write_table(folder, "successors", [
            {"code": "G0", "successor": "GX", "share": "1", "from": "2013-04-01"},
            {"code": "GX", "successor": "GY", "share": "1", "from": "2014-04-01"},
            {"code": "GY", "successor": "G2", "share": "1", "from": "2015-04-01"}])
        self.assertEqual(ALLOCATE, self.allocated(data=folder))

    def test_councils_and_districts_merge_too(self):
        folder = support.copy_dataset(SHIRE, self.folder / "shire")
        rows = support.read_table(folder, "indicators")
        for row in rows:
            row["area"] = {"C4": "C9", "D3": "D9"}.get(row["area"], row["area"])
        support.write_table(folder, "indicators", rows)
        successors = support.read_table(folder, "successors")
        successors += [{"code": old, "successor": new, "share": "1", "from": "2016-04-01"}
                       for old, new in (("C9", "C4"), ("D9", "D3"))]
        support.write_table(folder, "successors", successors)
        self.assertEqual(ALLOCATE, self.allocated(data=folder))


if __name__ == "__main__":
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Arithmetic that somebody published, on the small datasets of fixtures/known.

Answers that the program's verbs cannot reach yet are listed in tests/README.md.
"""

from fractions import Fraction

import support
from support import ENGLAND, KNOWN, only, pence, sums


def millions(amount):
    """Pence in £m with 3 decimals, half up, as the Rotherham minutes print it."""
    thousands = Fraction(amount, 100000) + Fraction(1, 2)
    whole = thousands.numerator // thousands.denominator
    return f"{whole // 1000}.{whole % 1000:03d}"


class KnownAnswers(support.Case):

    def test_there_are_four_datasets_and_each_manifest_names_its_source(self):
        folders = sorted(path for path in KNOWN.iterdir() if path.is_dir())
        self.assertEqual(["equal-value", "exactly-70-per-cent", "rotherham", "two-equal-ccgs"],
                         [path.name for path in folders])
        for folder in folders:
            dataset = support.read_table(folder, "manifest")[0]
            self.assertEqual("dataset", dataset["table"])
            self.assertIn(dataset["status"], ("derived", "illustrative"))
            self.assertNotEqual("", dataset["note"])
            self.done("check", "-d", folder)

    def test_two_ccgs_of_equal_size_get_half_of_the_transfer_each(self):
        """Main paragraph 93: £5m added to each CCG, £10m in the council's pool."""
        rows = self.rows("allocate", "-d", KNOWN / "two-equal-ccgs")
        transfer = [row for row in rows if row["component"] == "social-care-transfer"
                    and row["council"] == "C1"]
        self.assertEqual([("G1", "5000000.00"), ("G2", "5000000.00")],
                         [(row["ccg"], row["amount"]) for row in transfer])
        pool = [pence(row["amount"]) for row in transfer if row["hwb"] == "H1"]
        self.assertEqual("10000000.00", support.pounds(sum(pool)))

    def test_two_equal_ccgs_get_half_each_under_the_other_reading_too(self):
        rows = self.rows("allocate", "-d", KNOWN / "two-equal-ccgs",
                         "--set", "transfer-split=programme-allocation")
        self.assertEqual({"G1": 500000000, "G2": 500000000},
                         sums([row for row in rows if row["component"] == "social-care-transfer"
                               and row["council"] == "C1"], "ccg"))

    def test_the_six_components_are_3784_million_against_a_headline_of_3_8_billion(self):
        totals = sums(self.rows("allocate", "--by", "component", "-d", ENGLAND), "component")
        self.assertEqual("3784000000.00", support.pounds(sum(totals.values())))
        self.assertEqual("354000000.00",
                         support.pounds(totals["dfg"] + totals["social-care-capital"]))
        text = self.done("allocate").text
        self.assertIn("3,784,000,000", text)
        self.assertIn("£3.8bn", text)

    def test_rotherhams_share_gives_the_minutes_three_figures(self):
        folder = KNOWN / "rotherham"
        before = {row["component"]: row["amount"] for row in self.rows(
            "allocate", "-p", "2014-15", "-d", folder, "-a", "E08000018")}
        after = {row["component"]: row["amount"] for row in self.rows(
            "allocate", "-d", folder, "-a", "E08000018")}
        exact = (before["social-care-transfer"], before["preparation"],
                 after["social-care-transfer"])
        self.assertEqual(("4815000.00", "1350891.00", "6165891.00"), exact)
        self.assertEqual(["4.815", "1.351", "6.166"], [millions(pence(one)) for one in exact])

    def available(self, *words):
        return {(row["payment"], row["part"]): row["available"]
                for row in self.rows("release", "-d", KNOWN / "equal-value", *words)}

    def test_every_metric_of_a_payment_has_equal_value(self):
        """250/3 and 500/6: £83,333,333.33.., the odd pence to the first parts."""
        got = self.available()
        self.assertEqual(["83333333.34", "83333333.33", "83333333.33"],
                         [got["2015-04", part] for part in support.APRIL])
        self.assertEqual(["83333333.34", "83333333.34"] + ["83333333.33"] * 4,
                         [got["2015-10", part] for part in support.OCTOBER])
        self.assertEqual(["62500000.00"] * 4,
                         [got["2015-04", part] for part in support.CONDITIONS])

    def test_every_metric_has_equal_value_over_both_payments_in_the_second_reading(self):
        """750/6 is £125m: April 83.33 x 3, October 41.67 x 3 + 125 x 3."""
        got = self.available("--set", "metric-value=overall")
        self.assertEqual(["83333333.34", "83333333.33", "83333333.33"],
                         [got["2015-04", part] for part in support.APRIL])
        self.assertEqual(["125000000.00", "125000000.00", "41666666.67", "41666666.67",
                          "125000000.00", "41666666.66"],
                         [got["2015-10", part] for part in support.OCTOBER])
        for metric in support.APRIL:
            both = pence(got["2015-04", metric]) + pence(got["2015-10", metric])
            self.assertLessEqual(abs(both - 12500000000), 1, metric)

    def test_exactly_70_per_cent_passes_the_70_per_cent_test(self):
        folder = KNOWN / "exactly-70-per-cent"
        self.assertLess((104.3 - 101.5) / (104.3 - 100.3), 0.7, "binary floating point misses it")
        scores = only(support.SCORE_COLUMNS, self.rows("score", "-d", folder))
        self.assertIn("H1,2015-04,avoidable-admissions,composite,104.300000,100.300000,101.500000,"
                      "0.700000,partly", scores)
        release = only(support.RELEASE_COLUMNS, self.rows("release", "-d", folder))
        # 0.7 x 83,333,333.33 = 58,333,333.331
        self.assertIn("H1,2015-04,avoidable-admissions,0.00,83333333.33,58333333.33,25000000.00,"
                      "contingency-plan-pending", release)
        self.assertEqual([], [row for row in release if "recovery" in row])

    def test_just_under_70_per_cent_does_not_pass(self):
        folder = support.copy_dataset(KNOWN / "exactly-70-per-cent", self.folder / "less")
        rows = support.read_table(folder, "outturn")
        for row in rows:
            if row["numerator"] == "101.5":
                row["numerator"] = "101.50000000000000000000000000000000001"
        support.write_table(folder, "outturn", rows)
        release = only(support.RELEASE_COLUMNS, self.rows("release", "-d", folder))
        self.assertIn("H1,2015-04,avoidable-admissions,0.00,83333333.33,58333333.33,25000000.00,"
                      "recovery-plan-pending", release)


if __name__ == "__main__":
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""bcf apportion: any amount by any weights, in pence."""

import random
import resource
from fractions import Fraction

import support
from support import USAGE, pence


class Apportion(support.Case):

    def table(self, *rows, name="weights.csv", header="code,weight"):
        path = self.folder / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    def share(self, amount, *rows):
        """The lines below the header."""
        header, *lines = self.done("apportion", amount, self.table(*rows)).text.splitlines()
        self.assertEqual("code,amount", header)
        return lines


class TheSplit(Apportion):

    def test_shares_are_in_pence_and_sorted_by_code(self):
        self.assertEqual(["A,3.33", "B,6.67"], self.share("10", "B,2", "A,1"))
        self.assertEqual(["A,14.29", "B,28.57", "C,57.14"],
                         self.share("100.00", "A,1", "B,2", "C,4"))

    def test_codes_sort_byte_by_byte(self):
        self.assertEqual(["10,1.00", "9,1.00", "B,1.00", "a,1.00", "É,1.00", "Ω,1.00"],
                         self.share("6", "Ω,1", "É,1", "a,1", "B,1", "9,1", "10,1"))

    def test_between_equal_remainders_the_larger_weight_comes_first(self):
        """Of 2p by 3 and 1 each has half a penny over its whole ones: 1.5 and 0.5."""
        self.assertEqual(["A,0.00", "B,0.02"], self.share("0.02", "A,1", "B,3"))
        self.assertEqual(["A,0.02", "B,0.00"], self.share("0.02", "A,3", "B,1"))

    def test_between_equal_weights_the_lower_code_comes_first(self):
        self.assertEqual(["A,0.01", "B,0.00"], self.share("0.01", "B,1", "A,1"))
        self.assertEqual(["10,0.01", "9,0.00"], self.share("0.01", "9,1", "10,1"))
        self.assertEqual(["A,33.34", "B,33.33", "C,33.33"],
                         self.share("100", "C,1", "B,1", "A,1"))

    def test_the_largest_remainder_comes_first_whatever_its_weight(self):
        # of 1p: 0.4, 0.35 and 0.25
        self.assertEqual(["A,0.00", "B,0.00", "C,0.01"],
                         self.share("0.01", "A,0.35", "B,0.25", "C,0.40"))

    def test_a_zero_weight_gets_a_row_of_zero(self):
        self.assertEqual(["A,0.00", "B,0.05"], self.share("0.05", "A,0", "B,7"))
        self.assertEqual(["A,0.00", "B,0.05"], self.share("0.05", "A,0.000", "B,7"))

    def test_nothing_can_be_shared_out(self):
        self.assertEqual(["A,0.00", "B,0.00"], self.share("0", "A,1", "B,2"))
        self.assertEqual(["A,0.00"], self.share("0.00", "A,1"))

    def test_one_alone_gets_everything(self):
        self.assertEqual(["A,999999999999999.99"], self.share("999999999999999.99", "A,0.1"))

    def test_the_largest_amount_among_three(self):
        self.assertEqual(["A,333333333333333.33"] * 1 + ["B,333333333333333.33",
                                                         "C,333333333333333.33"],
                         self.share("999999999999999.99", "A,1", "B,1", "C,1"))

    def test_weights_of_40_digits_are_exact(self):
        one = "1." + "0" * 39
        more = "1." + "0" * 38 + "1"
        self.assertEqual(["A,0.00", "B,0.01"], self.share("0.01", f"A,{one}", f"B,{more}"))
        self.assertEqual(["A,0.00", "B,0.01"],
                         self.share("0.01", "A," + "9" * 39 + "8", "B," + "9" * 40))
        # 1p in a weight of 10^40: it gets its penny's nearest, nothing
        self.assertEqual(["A,0.00", "B,1000000.00"],
                         self.share("1000000", "A,0." + "0" * 38 + "1", "B,1"))

    def test_decimals_of_different_length_are_one_number(self):
        self.assertEqual(self.share("100", "A,0.5", "B,0.25", "C,0.25"),
                         self.share("100", "A,50.000", "B,25", "C,25.0"))

    def test_the_same_split_whatever_the_order_of_rows_columns_and_line_ends(self):
        choose = random.Random(1)
        rows = [f"{code},{choose.randint(0, 50)}" for code in range(300)]
        first = self.done("apportion", "12345.67", self.table(*rows)).out
        for _ in range(5):
            choose.shuffle(rows)
            self.assertEqual(first, self.done("apportion", "12345.67", self.table(*rows)).out)
        turned = self.table(*(",".join(f'"{cell}"' for cell in row.split(",")[::-1])
                              for row in rows), header="weight,code")
        turned.write_bytes(b"\xef\xbb\xbf" + turned.read_bytes().replace(b"\n", b"\r\n"))
        self.assertEqual(first, self.done("apportion", "12345.67", turned).out)

    def test_random_weights_obey_the_quota_rule_and_match_exact_fractions(self):
        choose = random.Random(20131220)
        for trial in range(40):
            digits = choose.choice((1, 2, 5, 18, 19, 20, 40))
            places = choose.choice((0, 0, min(3, digits - 1), digits - 1))
            count = choose.choice((1, 2, 3, 10, 200))
            weights = {}
            for i in range(count):
                number = str(choose.randint(0, 10**digits - 1)).rjust(places + 1, "0")
                text = number if places == 0 else f"{number[:-places]}.{number[-places:]}"
                weights[f"{choose.choice('aAzZ')}{i}"] = text
            weights["last"] = "1"
            whole = choose.choice((0, 1, 7, 100, choose.randint(0, 10**13)))
            with self.subTest(trial=trial):
                lines = self.share(support.pounds(whole),
                                   *(f"{code},{text}" for code, text in weights.items()))
                got = {code: pence(amount) for code, amount in
                       (line.split(",") for line in lines)}
                exact = {code: Fraction(text) for code, text in weights.items()}
                self.obeys_the_quota_rule(whole, exact, got)
                self.assertEqual(support.largest_remainder(whole, exact), got)
                self.assertEqual(sorted(got, key=str.encode), list(got))

    def test_apportioning_the_shares_by_themselves_changes_nothing(self):
        lines = self.share("98765.43", "A,17", "B,4.25", "C,1000", "D,0.001")
        self.assertEqual(lines, self.share("98765.43", *lines))

    def test_a_million_rows_add_up(self):
        rows = [f"{i:07d},{i % 977}" for i in range(1000000)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        text = self.done("apportion", "3784000000", self.table(*rows)).text
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        lines = text.splitlines()[1:]
        self.assertEqual(1000000, len(lines))
        self.assertEqual(378400000000, sum(int(line.rsplit(",", 1)[1].replace(".", ""))
                                           for line in lines))
        print(f"a million rows in {seconds:.2f} s of processor time", end=" ... ", flush=True)


class Forms(Apportion):

    def test_csv_is_the_form_unless_another_is_asked_for(self):
        path = self.table("A,1", "B,2")
        self.assertEqual(self.done("apportion", "10", path).out,
                         self.done("apportion", "10", path, "-f", "csv").out)

    def test_text_has_thousands_separators_and_a_total(self):
        text = self.done("apportion", "1234567.89", self.table("A,1", "B,2"), "-f", "text").text
        for words in ("411,522.63", "823,045.26", "1,234,567.89"):
            self.assertIn(words, text)

    def test_json_and_xml_hold_the_same_rows(self):
        path = self.table("A,1", "B,2")
        self.assertIn('"amount": "3.33"', self.done("apportion", "10", path, "-f", "json").text)
        self.assertIn('amount="3.33"', self.done("apportion", "10", path, "-f", "xml").text)

    def test_codes_are_inert_in_csv(self):
        lines = self.share("4", "=1+1,1", "@x,1", "+44,1", "-1,1")
        self.assertEqual(["'+44,1.00", "'-1,1.00", "'=1+1,1.00", "'@x,1.00"], lines)
        self.assertEqual(lines, self.share("4", *lines))


class Refused(Apportion):

    def test_an_amount_that_is_none_is_wrong_usage(self):
        path = self.table("A,1")
        for amount in ("1,000", "£5", "1e3", "NaN", "-", "-5", "", "1.005", "1.", ".5", "+5", " 5",
                       "0x10", "1000000000000000.00", "9" * 50):
            self.refuses("apportion", "--", amount, path, code=USAGE, says="")

    def test_the_file_is_named_with_the_line_of_each_fault(self):
        for weight in ("1,000", "£5", "1e3", "NaN", "-", "-1", "", "1.", ".5", "+1", "1" * 41,
                       "1 ", "inf"):
            path = self.table("A,1", f'B,"{weight}"')
            self.refuses("apportion", "1", path, says=f"{path}:3: ")

    def test_every_fault_is_told_at_once(self):
        path = self.table("A,one", "B,2", "C,three")
        self.refuses("apportion", "1", path, says=[f"{path}:2: ", f"{path}:4: "])

    def test_a_code_there_twice_or_empty_is_refused(self):
        path = self.table("A,1", "B,2", "A,3")
        self.refuses("apportion", "1", path, says=[f"{path}:4: ", "A"])
        path = self.table("A,1", ",2")
        self.refuses("apportion", "1", path, says=f"{path}:3: ")

    def test_weights_that_are_all_zero_are_refused_even_for_nothing(self):
        for amount in ("1", "0"):
            self.refuses("apportion", amount, self.table("A,0", "B,0.00"), says="weights.csv")

    def test_no_rows_no_columns_no_file(self):
        self.refuses("apportion", "1", self.table(), says="weights.csv")
        self.refuses("apportion", "1", self.table("A,1", header="code,weights"),
                     says=["weights.csv:1: ", "weight"])
        self.refuses("apportion", "1", self.folder / "none.csv", says="none.csv")

    def test_another_column_is_left_alone_and_noted(self):
        path = self.table("A,1,x", "B,1,y", header="code,weight,colour")
        done = self.done("apportion", "1", path)
        self.assertEqual("code,amount\nA,0.50\nB,0.50\n", done.text)
        self.assertIn("colour", done.said)


if __name__ == "__main__":
    support.main()

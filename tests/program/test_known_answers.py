#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Arithmetic that somebody published, on the small datasets of fixtures/known, and arithmetic of
the same kinds that is ours: worked out here in exact fractions, and said so.

Answers that the program's verbs cannot reach yet are listed in tests/README.md.
"""

import random
from fractions import Fraction

import support
from support import ENGLAND, KNOWN, only, pence, pounds, read_table, sums, write_table

FOLDERS = ["assurance", "equal-value", "exactly-70-per-cent", "july-2014", "july-2014-nation",
           "july-2014-uneven", "needs-index-bedford", "needs-index-buckinghamshire",
           "needs-index-oldham", "rotherham", "two-equal-ccgs", "weighted-capitation"]
LEDGERS = ["nottingham"]  # folders of tables that are no dataset


def millions(amount):
    """Pence in £m with 3 decimals, half up, as the Rotherham minutes print it."""
    thousands = Fraction(amount, 100000) + Fraction(1, 2)
    whole = thousands.numerator // thousands.denominator
    return f"{whole // 1000}.{whole % 1000:03d}"


def half_up(exact):
    return (exact + Fraction(1, 2)).__floor__()


class KnownAnswers(support.Case):

    def test_there_are_twelve_datasets_and_each_manifest_names_its_source(self):
        folders = sorted(path for path in KNOWN.iterdir() if path.is_dir())
        self.assertEqual(sorted(FOLDERS + LEDGERS), [path.name for path in folders])
        folders = [path for path in folders if path.name in FOLDERS]
        with_policy = 0
        for folder in folders:
            dataset = read_table(folder, "manifest")[0]
            self.assertEqual("dataset", dataset["table"])
            self.assertIn(dataset["status"], ("derived", "illustrative"))
            self.assertNotEqual("", dataset["note"])
            policy = folder / "policy.xml"
            self.done("check", "-d", folder, *(["-p", policy] if policy.exists() else []))
            with_policy += policy.exists()
        self.assertEqual(4, with_policy)

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

    def test_the_fund_of_2016_17_is_3519_and_394_million(self):
        totals = sums(self.rows("allocate", "-p", "2016-17", "-d", ENGLAND), "component")
        self.assertEqual({"ccg-minimum": "3519000000.00", "dfg": "394000000.00"},
                         {component: pounds(total) for component, total in totals.items()})
        self.assertEqual("3913000000.00", pounds(sum(totals.values())))

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

    def footed(self, code, *words):
        """[(table, printed, what its lines add up to, result, why)] of the totals."""
        done = self.ends(code, support.bcf("reconcile", *words, "-f", "csv"))
        return [(row.get("table", ""), row["theirs"], row["ours"], row["result"],
                 row["explanation"]) for row in support.rows_of(done.text)]

    def test_nottinghams_lines_that_tie_are_passed_and_the_one_that_does_not_is_flagged(self):
        """507 + 432 + 358 printed as 1,296; four other sums of the same page tie."""
        got = self.footed(support.FOUND, KNOWN / "nottingham" / "pool.csv")
        self.assertEqual([("CCG", "11474.00", "11474.00", "agreed", ""),
                          ("City Council", "1296.00", "1297.00", "does-not-add-up",
                           "misses the sum of its lines by £1"),
                          ("Income", "12770.00", "12770.00", "agreed", ""),
                          ("Expenditure", "11688.00", "11688.00", "agreed", ""),
                          ("Balance", "1082.00", "1082.00", "agreed", "")], got)

    def test_nottinghams_miss_is_a_thousand_pounds_which_rounding_could_explain(self):
        got = self.footed(support.FOUND, KNOWN / "nottingham" / "council.csv",
                          "--total", "City Council Sub-Total", "--printed-in", "1000")
        self.assertEqual([("", "1296000.00", "1297000.00", "does-not-add-up",
                           "misses the sum of its lines by £1,000: the rounding of 3 lines and "
                           "the total alone could explain it")], got)
        # and it could: 506.5 + 431.5 + 357.5 is 1,295.5
        parts = [Fraction(1013, 2), Fraction(863, 2), Fraction(715, 2)]
        self.assertEqual([507, 432, 358, 1296],
                         [half_up(one) for one in [*parts, sum(parts)]])

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


# Formulas: the rule by which their figures are written, and datasets and policies of our own

def half_away(value, places=0):
    """To the nearest; of two equally near, the one further from zero. A Fraction."""
    whole = (2 * abs(value) * 10**places + 1) // 2
    return Fraction(int(whole if value >= 0 else -whole), 10**places)


def half_even(value, places=0):
    return Fraction(round(value * 10**places), 10**places)


def down(value, places=0):
    return Fraction(int(abs(value) * 10**places) * (1 if value >= 0 else -1), 10**places)


def as_written(value):
    """What a figure of a formula says: itself where it ends within 20 places."""
    return value if 10**20 % value.denominator == 0 else half_away(value, 20)


def without_end_zeros(cell):
    return cell == "0" or "." not in cell or not cell.endswith(("0", "."))


class Formulas(support.Case):

    def formula(self, formula, policy, data):
        """{area: row}; what every row of every formula must keep to."""
        rows = self.rows("formulas", formula, "-p", policy, "-d", data)
        self.assertEqual(["area", "value", "exact", "share", "data_status", "readings"],
                         list(rows[0])[:6])
        self.assertEqual(sorted(row["area"] for row in rows), [row["area"] for row in rows])
        values = {row["area"]: Fraction(row["exact"]) for row in rows}
        for row in rows:
            value = values[row["area"]]
            self.assertEqual(str(value), row["exact"])
            self.says(value, row["value"])
            self.assertEqual(half_away(value / sum(values.values()), 12), Fraction(row["share"]))
        return {row["area"]: row for row in rows}

    def says(self, value, cell, what=None):
        """The cell is the exact figure, or where that does not end its first 20 places."""
        self.assertEqual(as_written(Fraction(value)), Fraction(cell), what)
        if as_written(Fraction(value)) == value:
            self.assertTrue(without_end_zeros(cell), f"{cell} ends in zeros: {what}")

    def steps(self, wanted, row):
        for name, value in wanted.items():
            self.says(value, row[name], name)

    def policy(self, formulas, indicators, constants, level="council"):
        """A policy of our own: {indicator}, {constant: value as written}."""
        cited = 'source="ours" paragraph="1"'
        text = "\n".join([
            '<policy xmlns="urn:bcf:policy:1" id="ours" version="1" year="2020-21">',
            "<title>Ours</title>",
            '<sources><source id="ours" publisher="bcf" date="2026"><title>Ours</title></source>',
            "</sources>", "<formulas>", formulas.replace("CITED", cited), "</formulas>",
            "<indicators>",
            *(f'<indicator id="{one}" title="{one}" level="{level}" period="2020" {cited}/>'
              for one in indicators),
            "</indicators>", "<constants>",
            *(f'<constant id="{one}" title="{one}" value="{value}" {cited}/>'
              for one, value in constants.items()),
            "</constants>", f'<settings><setting id="unit" title="unit" {cited}>',
            '<value id="1" means="pounds"/></setting></settings>', "</policy>", ""])
        path = self.folder / "policy.xml"
        path.write_text(text, encoding="utf-8")
        return path

    def dataset(self, figures):
        """A dataset of our own from {area: {indicator: value as written}}: a council, its board and
        a CCG for each area. Figures of A1 are the council's, those of G1 the CCG's."""
        folder = self.folder / "data"
        folder.mkdir(exist_ok=True)
        areas = list(figures)
        numbers = [area[1:] for area in areas]
        tables = {
            "boards": [{"hwb": f"H{number}", "name": "A board"} for number in numbers],
            "councils": [{"council": f"A{number}", "name": "A council", "kind": "unitary",
                          "hwb": f"H{number}"} for number in numbers],
            "ccgs": [{"ccg": f"G{number}", "name": "A CCG"} for number in numbers],
            "residents": [{"ccg": f"G{number}", "council": f"A{number}", "people": "1"}
                          for number in numbers],
            "indicators": [{"area": area, "indicator": one, "period": "2020", "value": value}
                           for area in areas for one, value in figures[area].items()],
        }
        tables["manifest"] = [
            {"table": table, "status": "illustrative", "publisher": "bcf", "title": "ours",
             "released": "2026", "licence": "as bcf", "note": "invented"}
            for table in ("dataset", *tables)]
        for table, rows in tables.items():
            write_table(folder, table, rows)
        return folder


class HowReal(Formulas):

    def test_what_is_computed_from_published_figures_is_derived(self):
        computed = [(formula, row["area"]) for formula, names in (
            ("youth-and-community", [name for name in FOLDERS if name.startswith("needs-index")]),
            ("weighted-capitation", ["weighted-capitation"]))
            for name in names for row in self.formula(
                formula, KNOWN / name / "policy.xml", KNOWN / name).values()
            if row["data_status"] == "derived"]
        self.assertEqual(9, len(computed))


class NeedsIndex(Formulas):
    """Department for Communities and Local Government, Youth and Community block; then ours."""

    def of(self, name, policy=None):
        folder = KNOWN / f"needs-index-{name}"
        return self.formula("youth-and-community", policy or folder / "policy.xml", folder)

    def test_bedford_oldham_and_buckinghamshire_to_14_decimals(self):
        for name, code, printed in (("bedford", "R679", "0.00003255438829"),
                                    ("oldham", "R337", "0.00006152534476"),
                                    ("buckinghamshire", "R633", "0.00008079111405")):
            row, = self.of(name).values()
            self.assertEqual((code, printed), (row["area"], row["value"]))
            self.assertEqual(printed, row["youth"])

    def test_every_step_of_bedford(self):
        """By hand: 55.7085 x 0.0783, 16.2278 x 0.1366, and both on top of 14.8173."""
        row, = self.of("bedford").values()
        self.assertEqual({
            "youth.clients": "14553", "youth.basic-amount": "14.8173",
            "youth.deprivation-top-up": "4.36197555", "youth.ethnicity-top-up": "2.21671748",
            "youth.per-client": "21.39599303", "youth.area-cost-adjustment": "1.0455",
            "youth.scaling": "1.0000012088804", "youth.divisor": "10000000000",
            "youth": "0.00003255438829",
        }, {name: row[name] for name in row if name.startswith("youth")})

    def test_oldham_and_buckinghamshire_step_by_step(self):
        for name, figures in (
                ("oldham", "21016 16.1181 59.9073 0.1517 17.4672 0.1969 1.0220 0.99999835235125"),
                ("buckinghamshire",
                 "44319 15.0005 55.6444 0.0000 16.2289 0.1002 1.0964 1.00000053890665")):
            people, basic, first, deprived, second, ethnic, cost, scaling = map(
                Fraction, figures.split())
            row, = self.of(name).values()
            each = basic + first * deprived + second * ethnic
            self.steps({"youth.deprivation-top-up": first * deprived,
                        "youth.ethnicity-top-up": second * ethnic, "youth.per-client": each,
                        "youth": half_away(people * each * cost * scaling / 10**10, 14)}, row)

    def test_buckinghamshires_last_digit_is_there_by_rounding(self):
        text = (KNOWN / "needs-index-buckinghamshire" / "policy.xml").read_text(encoding="utf-8")
        path = self.folder / "policy.xml"
        for rounding, value in (("down", "0.00008079111404"), ("half-even", "0.00008079111405")):
            path.write_text(text.replace("half-away", rounding), encoding="utf-8")
            row, = self.of("buckinghamshire", path).values()
            self.assertEqual(value, row["value"])

    def block(self, inside, rounding, places, name="one"):
        return (f'<block id="{name}" title="One" places="{places}" rounding="{rounding}" CITED>'
                f"{inside}</block>")

    def index(self, *blocks, level="council"):
        return (f'<needs-index id="ours" title="Ours" level="{level}" CITED>' + "".join(blocks)
                + "</needs-index>")

    def test_ours_a_tie_at_the_last_place_goes_as_the_formula_says(self):
        """0.125 and 0.375 to two places."""
        data = self.dataset({"A1": {"clients": "1"}, "A2": {"clients": "3"}})
        for rounding, places, wanted in (("half-away", "2", ["0.13", "0.38"]),
                                         ("half-even", "2", ["0.12", "0.38"]),
                                         ("down", "2", ["0.12", "0.37"]),
                                         ("none", "all", ["0.125", "0.375"])):
            block = self.block('<clients indicator="clients"/><basic-amount constant="basic"/>',
                               rounding, places)
            policy = self.policy(self.index(block), ["clients"], {"basic": "0.125"})
            rows = self.formula("ours", policy, data)
            self.assertEqual(wanted, [rows[area]["value"] for area in ("A1", "A2")], rounding)

    def test_ours_a_top_up_counts_what_is_above_its_threshold_and_no_less(self):
        """1,000 x (2.5 + 4 x what is above 0.1) x 1.1, at 0.3, at 0.1 and at 0.05."""
        data = self.dataset({"A1": {"clients": "1000", "low": "0.3"},
                             "A2": {"clients": "1000", "low": "0.1"},
                             "A3": {"clients": "1000", "low": "0.05"}})
        block = self.block(
            '<clients indicator="clients"/><basic-amount constant="basic"/>'
            '<top-up id="low-income" title="Low income"><coefficient constant="much"/>'
            '<of indicator="low"/><above constant="threshold"/></top-up>'
            '<multiplier constant="cost"/>', "half-away", "2")
        policy = self.policy(self.index(block), ["clients", "low"],
                             {"basic": "2.5", "much": "4", "threshold": "0.1", "cost": "1.1"})
        rows = self.formula("ours", policy, data)
        self.assertEqual([("0.8", "3.3", "3630"), ("0", "2.5", "2750"), ("0", "2.5", "2750")],
                         [(row["one.low-income"], row["one.per-client"], row["value"])
                          for row in rows.values()])

    def test_ours_a_rate_that_never_ends_stays_exact(self):
        """3 x 2/37, not rounded, and 35 x 2/37."""
        data = self.dataset({"A1": {"clients": "3"}, "A2": {"clients": "35"}})
        block = self.block('<clients indicator="clients"/><basic-amount constant="rate"/>',
                           "none", "all")
        policy = self.policy(self.index(block), ["clients"], {"rate": "2/37"})
        rows = self.formula("ours", policy, data)
        self.assertEqual([("6/37", "0.16216216216216216216", "0.078947368421"),
                          ("70/37", "1.89189189189189189189", "0.921052631579")],
                         [(row["exact"], row["value"], row["share"]) for row in rows.values()])

    def test_ours_two_blocks_at_random(self):
        """Two blocks, each rounded by itself, then added up; one operand per another."""
        rounders = {"half-away": half_away, "half-even": half_even, "down": down,
                    "none": lambda value, places: value}
        for seed in range(24):
            dice = random.Random(seed)

            def figure(whole, places):
                digits = f"{dice.randint(0, 10**(whole + places) - 1):0{whole + places}d}"
                return f"{digits[:whole]}.{digits[whole:]}"

            rounding = dice.choice(sorted(rounders))
            places = dice.randint(0, 14)
            constants = {"basic": figure(2, 4), "first": figure(2, 4), "second": figure(1, 3),
                         "threshold": f"{dice.randint(0, 9)}/{dice.randint(3, 9)}",
                         "cost": "1" + figure(1, 4),
                         "scaling": f"{dice.randint(1, 40)}/{dice.randint(1, 40)}",
                         "divisor": str(10**dice.randint(0, 6))}
            figures = {f"A{area}": {"clients": str(dice.randint(1, 60000)), "low": figure(1, 4),
                                    "households": str(dice.randint(1, 999)),
                                    "poor": str(dice.randint(0, 999)), "area-cost": "1.0" + str(
                                        dice.randint(0, 999))}
                       for area in range(1, 4)}
            blocks = [
                self.block('<clients indicator="clients"/><basic-amount constant="basic"/>'
                           '<top-up id="low-income" title="Low"><coefficient constant="first"/>'
                           '<of indicator="low"/><above constant="threshold"/></top-up>'
                           '<top-up id="poverty" title="Poor"><coefficient constant="second"/>'
                           '<of indicator="poor" per="households"/></top-up>'
                           '<multiplier indicator="area-cost"/><multiplier constant="cost"/>'
                           '<scaling constant="scaling"/><divisor constant="divisor"/>',
                           rounding, "all" if rounding == "none" else places),
                self.block('<clients indicator="households"/><basic-amount constant="first"/>',
                           "half-away", "3", "two"),
            ]
            indicators = list(figures["A1"])
            policy = self.policy(self.index(*blocks), indicators, constants)
            rows = self.formula("ours", policy, self.dataset(figures))
            c = {name: Fraction(*map(Fraction, value.split("/")))
                 for name, value in constants.items()}
            self.assertEqual(sorted(figures), list(rows))
            for area, cells in figures.items():
                i = {name: Fraction(value) for name, value in cells.items()}
                low = c["first"] * max(i["low"] - c["threshold"], 0)
                poor = c["second"] * i["poor"] / i["households"]
                each = c["basic"] + low + poor
                one = rounders[rounding](i["clients"] * each * i["area-cost"] * c["cost"]
                                         * c["scaling"] / c["divisor"], places)
                two = half_away(i["households"] * c["first"], 3)
                self.assertEqual(str(one + two), rows[area]["exact"], f"seed {seed}, {area}")
                self.steps({"one.clients": i["clients"], "one.basic-amount": c["basic"],
                            "one.low-income": low, "one.poverty": poor, "one.per-client": each,
                            "one.area-cost": i["area-cost"], "one.cost": c["cost"],
                            "one.scaling": c["scaling"], "one.divisor": c["divisor"],
                            "one": one, "two.clients": i["households"], "two": two}, rows[area])


class WeightedCapitation(Formulas):
    """NHS England, 2013/14 Allocation & Indicative Target Allocation, Annex A; then ours."""

    # In £ thousand, per cent and pounds, as printed.
    PRINTED = {
        "01C": ("237285", "-17978", "-7.58", "1084", "1173"),
        "01R": ("206448", "-12882", "-6.24", "1109", "1182"),
        "02D": ("119722", "311", "0.26", "1174", "1171"),
        "02E": ("250484", "-18896", "-7.54", "1107", "1198"),
        "02F": ("306264", "2064", "0.67", "1213", "1205"),
        "12F": ("441728", "3440", "0.78", "1344", "1333"),
    }
    AREA_TEAM = ("1561931", "-43941", "-2.81", "1192", "1226")
    FOLDER = KNOWN / "weighted-capitation"

    def six(self):
        return self.formula("weighted-capitation", self.FOLDER / "policy.xml", self.FOLDER)

    @staticmethod
    def as_printed(target, current, people):
        distance = current - target
        return tuple(map(Fraction, (
            half_away(target / 1000), half_away(distance / 1000),
            half_away(distance / target * 100, 2), half_away(current / people),
            half_away(target / people))))

    def test_target_distance_and_per_cent_of_the_six_ccgs_to_the_printed_digit(self):
        rows = self.six()
        self.assertEqual(list(self.PRINTED), list(rows))
        for code, printed in self.PRINTED.items():
            row = {name: Fraction(cell) for name, cell in rows[code].items()
                   if name not in ("area", "exact", "data_status", "readings", "floor")}
            got = (half_away(row["target"] / 1000), half_away(row["distance"] / 1000),
                   half_away(row["distance-per-cent"], 2), half_away(row["current-per-head"]),
                   half_away(row["target-per-head"]))
            self.assertEqual(tuple(map(Fraction, printed)), got, code)
            self.assertEqual(row["value"], row["target"])

    def test_every_step_of_eastern_cheshire(self):
        """208,986 x 1,135.41 by hand."""
        row = self.six()["01C"]
        self.assertEqual(("202256", "208986", "237284794.26", "219307000", "-17977794.26"),
                         tuple(row[name] for name in ("population", "weighted-population", "target",
                                                      "current", "distance")))
        self.steps({"need": Fraction(208986, 202256),
                    "distance-per-cent": Fraction("-1797779426") / Fraction("237284794.26"),
                    "current-per-head": Fraction(219307000, 202256),
                    "target-per-head": Fraction("237284794.26") / 202256}, row)

    def test_the_area_teams_line_is_the_sum_of_its_ccgs_but_for_its_weighted_people(self):
        """Its people, allocation, target, distance, per cent and pounds a head are as printed. Its
        weighted people are printed as 1,375,653; the six, rounded in print, are 1,375,654."""
        total = {name: sum(Fraction(row[name]) for row in self.six().values())
                 for name in ("population", "weighted-population", "target", "current", "distance")}
        self.assertEqual((1273564, 1375654, 1517990000),
                         (total["population"], total["weighted-population"], total["current"]))
        self.assertEqual(total["current"] - total["target"], total["distance"])
        self.assertEqual(tuple(map(Fraction, self.AREA_TEAM)), self.as_printed(
            total["target"], total["current"], total["population"]))
        self.assertEqual(Fraction("1561930"), half_away(1375653 * Fraction("1135.41") / 1000),
                         "from its own printed weighted people its printed target does not follow")

    def capitation(self, share, pace=""):
        return ('<weighted-capitation id="ours" title="Ours" level="ccg" CITED>'
                '<population indicator="people"/><need indicator="need"/>' + share
                + '<current indicator="now"/>' + pace + "</weighted-capitation>")

    PACE = '<pace-of-change><minimum-growth constant="growth"/></pace-of-change>'

    def ours(self, figures, constants, share, pace=""):
        policy = self.policy(self.capitation(share, pace), ["people", "need", "now"], constants,
                             level="ccg")
        return policy, self.dataset({area: dict(zip(("people", "need", "now"), one))
                                     for area, one in figures.items()})

    def test_ours_a_total_is_shared_by_weighted_people(self):
        """100 x 1.2 and 150 x 0.8 weigh 120 each, 160 x 1 is 160: 3, 3 and 4 tenths of 1,000."""
        policy, data = self.ours({"G1": ("100", "1.2", "330"), "G2": ("150", "0.8", "270"),
                                  "G3": ("160", "1", "400")}, {"whole": "1000"},
                                 '<total constant="whole"/>')
        rows = self.formula("ours", policy, data)
        self.assertEqual([("300", "30", "10"), ("300", "-30", "-10"), ("400", "0", "0")],
                         [(row["value"], row["distance"], row["distance-per-cent"])
                          for row in rows.values()])

    FOUR = {"G1": ("100", "1", "120"), "G2": ("100", "1", "100"), "G3": ("100", "1", "90"),
            "G4": ("100", "1", "90")}

    def test_ours_pace_of_change_gives_the_rest_to_those_furthest_below_target(self):
        """Target 110 each. G1 is above: 120 and 2% is 122.4; 317.6 are left for three, 105 13/15
        each, which is above the floors of all three."""
        policy, data = self.ours(self.FOUR, {"whole": "440", "growth": "0.02"},
                                 '<total constant="whole"/>', self.PACE)
        rows = self.formula("ours", policy, data)
        self.assertEqual([("612/5", "110", "122.4"), ("1588/15", "110", "102"),
                          ("1588/15", "110", "91.8"), ("1588/15", "110", "91.8")],
                         [(row["exact"], row["target"], row["floor"]) for row in rows.values()])
        self.assertEqual("105.86666666666666666667", rows["G2"]["value"])

    def test_ours_pace_of_change_stops_where_little_money_lifts_only_the_lowest(self):
        """412 for floors of 408: G3 and G4 get 2 more each, G2 stays on its floor."""
        policy, data = self.ours(self.FOUR, {"whole": "412", "growth": "0.02"},
                                 '<total constant="whole"/>', self.PACE)
        rows = self.formula("ours", policy, data)
        self.assertEqual(["122.4", "102", "93.8", "93.8"], [row["value"] for row in rows.values()])

    def test_ours_floors_that_are_all_there_is_and_more_than_there_is(self):
        policy, data = self.ours(self.FOUR, {"whole": "408", "growth": "0.02"},
                                 '<total constant="whole"/>', self.PACE)
        rows = self.formula("ours", policy, data)
        self.assertEqual(["122.4", "102", "91.8", "91.8"], [row["value"] for row in rows.values()])
        policy, data = self.ours(self.FOUR, {"whole": "407.99", "growth": "0.02"},
                                 '<total constant="whole"/>', self.PACE)
        self.refuses("formulas", "ours", "-p", policy, "-d", data, says=["408", "407.99"])

    def test_ours_pace_of_change_at_random(self):
        """One exact level L: each area has the larger of its floor and L x its target."""
        for seed in range(24):
            dice = random.Random(seed)
            areas = [f"G{number}" for number in range(1, 9)]
            figures = {area: (str(dice.randint(1, 400000)),
                              f"{dice.randint(0, 1)}.{dice.randint(1, 99):02d}",
                              str(dice.randint(1, 400000000))) for area in areas}
            now = sum(int(one[2]) for one in figures.values())
            growth = Fraction(dice.randint(0, 30), 1000)
            whole = int(now * (1 + growth)) + dice.randint(1, now // 5)
            policy, data = self.ours(figures, {"whole": str(whole),
                                               "growth": f"0.{int(growth * 1000):03d}"},
                                     '<total constant="whole"/>', self.PACE)
            rows = self.formula("ours", policy, data)
            weights = {area: Fraction(one[0]) * Fraction(one[1]) for area, one in figures.items()}
            targets = {area: whole * weight / sum(weights.values())
                       for area, weight in weights.items()}
            floors = {area: int(one[2]) * (1 + growth) for area, one in figures.items()}
            # From the area best lifted to the least: the first level at which nobody is left out.
            on_floor, level = sorted(areas, key=lambda area: floors[area] / targets[area]), None
            for count in range(len(areas), 0, -1):
                lifted, kept = on_floor[:count], on_floor[count:]
                level = ((whole - sum(floors[area] for area in kept))
                         / sum(targets[area] for area in lifted))
                if level * targets[lifted[-1]] >= floors[lifted[-1]]:
                    break
            wanted = {area: max(floors[area], level * targets[area]) for area in areas}
            self.assertEqual(whole, sum(wanted.values()))
            self.assertEqual(wanted, {area: Fraction(row["exact"]) for area, row in rows.items()},
                             f"seed {seed}")
            for area, row in rows.items():
                self.steps({"target": targets[area], "floor": floors[area], "current": Fraction(
                    figures[area][2]), "weighted-population": weights[area]}, row)


QUARTERS = ["2015-05", "2015-08", "2015-11", "2016-02"]
READINGS = [(cap, clawback) for cap in ("yes", "no") for clawback in ("no", "yes")]
COST = 149000  # pence


class July2014(support.Case):
    """Section 6 of the specification; the rules are from memory and the examples ours."""

    def released(self, name, *words):
        return self.rows("release", "-p", "2015-16-revised", "-d", KNOWN / name, *words)

    def paid(self, name, cap="yes", clawback="no"):
        rows = self.released(name, "--set", f"cap-by-plan-profile={cap}",
                             "--set", f"clawback={clawback}")
        return [row["released"] for row in rows if row["part"] == "non-elective"]

    def test_four_good_quarters(self):
        self.assertEqual(["149000.00", "260750.00", "298000.00", "335250.00"],
                         self.paid("july-2014"))

    def test_what_is_available_carried_and_held_of_it(self):
        """Ceilings are 175, 350, 525 and 700 admissions; earned are 100, 275, 475 and 700."""
        self.assertEqual(sorted("""\
H1,2015-04,out-of-hospital,0.00,998957000.00,998957000.00,0.00,
H1,2015-05,non-elective,0.00,260750.00,149000.00,111750.00,nhs-services
H1,2015-08,non-elective,111750.00,260750.00,260750.00,111750.00,nhs-services
H1,2015-11,non-elective,111750.00,260750.00,298000.00,74500.00,nhs-services
H1,2016-02,non-elective,74500.00,260750.00,335250.00,0.00,
""".splitlines()), sorted(only(support.RELEASE_COLUMNS, self.released("july-2014"))))

    def test_its_scores(self):
        """100, 175, 200 and 225 fewer where 175 are wanted."""
        rows = self.rows("score", "-p", "2015-16-revised", "-d", KNOWN / "july-2014")
        self.assertEqual([
            ("2015-05", "5000.000000", "4825.000000", "4900.000000", "0.571429", "partly"),
            ("2015-08", "5000.000000", "4825.000000", "4825.000000", "1.000000", "achieved"),
            ("2015-11", "5000.000000", "4825.000000", "4800.000000", "1.142857", "achieved"),
            ("2016-02", "5000.000000", "4825.000000", "4775.000000", "1.285714", "achieved"),
        ], [(row["payment"], row["baseline"], row["ambition"], row["actual"], row["achievement"],
             row["status"]) for row in rows])

    def test_good_and_bad_quarters_in_each_reading(self):
        for readings, wanted in (
                (("yes", "no"), ["260750.00", "0.00", "0.00", "484250.00"]),
                (("no", "no"), ["447000.00", "0.00", "0.00", "298000.00"]),
                (("yes", "yes"), ["260750.00", "-111750.00", "0.00", "596000.00"])):
            self.assertEqual(wanted, self.paid("july-2014-uneven", *readings), readings)

    def test_ours_good_and_bad_quarters_not_capped_and_clawed_back(self):
        """Earned are 300, 100, 100 and 500 of 700 admissions."""
        self.assertEqual(["447000.00", "-298000.00", "0.00", "596000.00"],
                         self.paid("july-2014-uneven", "no", "yes"))

    def test_185500_fewer_admissions_are_3_5_per_cent_of_the_nation(self):
        rows = self.rows("score", "-p", "2015-16-revised", "-d", KNOWN / "july-2014-nation")
        baseline, ambition = (sum(Fraction(row[name]) for row in rows)
                              for name in ("baseline", "ambition"))
        self.assertEqual((5300000, 185500), (baseline, baseline - ambition))
        self.assertEqual(Fraction("0.035"), (baseline - ambition) / baseline)
        rows = self.released("july-2014-nation")
        available = sums(rows, "part", column="available")
        self.assertEqual({"non-elective": "276395000.00", "out-of-hospital": "723605000.00"},
                         {part: pounds(amount) for part, amount in available.items()})
        self.assertEqual(["69098750.00"] * 4, self.paid("july-2014-nation"))

    def test_every_figure_is_illustrative_because_the_rules_are_from_memory(self):
        for verb in ("score", "release"):
            self.assertIn("illustrative", self.done(
                verb, "-p", "2015-16-revised", "-d", KNOWN / "july-2014").text)

    def test_ours_a_quarter_without_its_actual_waits_for_data_and_so_do_those_after_it(self):
        folder = support.copy_dataset(KNOWN / "july-2014", self.folder / "short")
        write_table(folder, "activity", [row for row in read_table(folder, "activity")
                                         if (row["ccg"], row["period"]) != ("G2", "2015-08")])
        rows = self.rows("release", "-p", "2015-16-revised", "-d", folder)
        got = only(support.RELEASE_COLUMNS, rows)
        for row in """\
H1,2015-08,non-elective,111750.00,260750.00,260750.00,111750.00,nhs-services
H1,2015-11,non-elective,111750.00,260750.00,0.00,372500.00,awaiting-data
H1,2016-02,non-elective,372500.00,260750.00,0.00,633250.00,awaiting-data
""".splitlines():
            self.assertIn(row, got)

    def invent(self, dice):
        """Three boards, three CCGs whose people live in all of them, and plans for some."""
        folder = support.copy_dataset(KNOWN / "july-2014", self.folder / f"ours-{dice.random()}")
        boards, ccgs = ["H1", "H2", "H3"], ["G1", "G2", "G3"]
        write_table(folder, "boards", [{"hwb": one, "name": one} for one in boards])
        write_table(folder, "councils", [{"council": f"C{one[1]}", "name": one, "kind": "unitary",
                                          "hwb": one} for one in boards])
        write_table(folder, "ccgs", [{"ccg": one, "name": one} for one in ccgs])
        people = {(ccg, board): dice.choice([1, 3, 7, 50, 1000])
                  for ccg in ccgs for board in boards}
        write_table(folder, "residents", [
            {"ccg": ccg, "council": f"C{board[1]}", "people": str(number)}
            for (ccg, board), number in people.items()])
        write_table(folder, "indicators", [
            *({"area": one, "indicator": "programme-allocation", "period": "2015-16",
               "value": str(dice.randint(1, 99))} for one in ccgs),
            *({"area": f"C{one[1]}", "indicator": indicator, "period": period, "value": "1"}
              for one in boards for indicator, period in (("adult-rnf", "2013-14"),
                                                          ("dfg", "2015-16")))])
        # Large counts make the cost of the reduction more than the share of the £1bn.
        size = dice.choice([100, 7000, 10000000])
        count = {(ccg, year, k): dice.randint(size * 9 // 10, size) for ccg in ccgs
                 for year in (2014, 2015) for k in range(4)}
        write_table(folder, "activity", [
            {"ccg": ccg, "measure": "non-elective", "count": str(number),
             "period": f"{year}-{3 * k + 1:02d}..{year}-{3 * k + 3:02d}"}
            for (ccg, year, k), number in count.items()])
        reduction = {(board, k): Fraction(35, 1000) for board in boards for k in range(4)}
        plans = []
        for board, payment, quarters in (("H2", "", range(4)), ("H2", "2015-08", [1]),
                                         ("H3", "2016-02", [3])):
            if dice.random() < 0.7:
                baseline, ambition = dice.randint(900, 1000), dice.randint(850, 1010)
                plans.append({
                    "hwb": board, "metric": "non-elective", "payment": payment,
                    "definition": "invented", "baseline_period": "2014-01..2014-12",
                    "baseline_numerator": str(baseline), "baseline_denominator": "1",
                    "ambition_numerator": str(ambition), "ambition_denominator": "1"})
                for k in quarters:
                    reduction[board, k] = Fraction(baseline - ambition, baseline)
        manifest = read_table(folder, "manifest")
        if plans:
            write_table(folder, "ambitions", plans)
            write_table(folder, "manifest", manifest + [dict(manifest[-1], table="ambitions")])
        of_all = {ccg: sum(people[ccg, board] for board in boards) for ccg in ccgs}
        quarters = {(board, year): [
            sum(Fraction(count[ccg, year, k] * people[ccg, board], of_all[ccg]) for ccg in ccgs)
            for k in range(4)] for board in boards for year in (2014, 2015)}
        return folder, quarters, reduction

    def test_ours_at_random_in_each_reading(self):
        outcomes = set()
        for seed in range(16):
            folder, quarters, reduction = self.invent(random.Random(seed))
            through_ccgs = sums([row for row in self.rows(
                "allocate", "-p", "2015-16-revised", "-d", folder)
                if row["component"] in ("nhs-core", "reablement", "carers-breaks")], "hwb")
            shares = support.largest_remainder(10**11, {
                board: Fraction(amount) for board, amount in through_ccgs.items()}, 100)
            for cap, clawback in READINGS:
                rows = self.rows("release", "-p", "2015-16-revised", "-d", folder,
                                 "--set", f"cap-by-plan-profile={cap}",
                                 "--set", f"clawback={clawback}")
                wanted = []
                for board, share in sorted(shares.items()):
                    lines, outcome = july_rows(
                        board, share, quarters[board, 2014], quarters[board, 2015],
                        [reduction[board, k] for k in range(4)], cap == "yes", clawback == "yes")
                    wanted += lines
                    outcomes.add(outcome)
                self.assertEqual(sorted(wanted), sorted(only(support.RELEASE_COLUMNS, rows)),
                                 f"seed {seed}, cap {cap}, clawback {clawback}")
        self.assertEqual({"all of its share", "part of its share", "nothing"}, outcomes)


def july_rows(board, share, before, actual, reduction, is_capped, is_clawed_back):
    """The five rows of a board, and what its F comes to."""
    fewer = sum(part * then for part, then in zip(reduction, before))
    most = min(max(fewer, 0) * COST, Fraction(share))
    penny = [0, 0]  # running totals: ceiling, paid
    lines, carried, highest, given = [], 0, Fraction(0), Fraction(0)
    for k, payment in enumerate(QUARTERS):
        planned = sum(part * then for part, then in zip(reduction[:k + 1], before))
        reached = sum(before[:k + 1]) - sum(actual[:k + 1])
        ceiling, earned = ((min(max(value / fewer, 0), 1) * most if fewer > 0 else Fraction(0))
                           for value in (planned, reached))
        highest = max(highest, ceiling if is_capped else most)
        due = min(earned, highest)
        given = due if is_clawed_back else max(given, due)
        totals = [int(half_away(value)) for value in (highest, given)]
        available, released = (now - then for now, then in zip(totals, penny))
        held = carried + available - released
        lines.append(",".join([board, payment, "non-elective", pounds(carried), pounds(available),
                               pounds(released), pounds(held), "nhs-services" if held else ""]))
        carried, penny = held, totals
    rest = pounds(share - int(half_away(most)))
    lines.append(f"{board},2015-04,out-of-hospital,0.00,{rest},{rest},0.00,")
    return lines, ("nothing" if most == 0 else
                   "all of its share" if most == share else "part of its share")


if __name__ == "__main__":
    support.main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A random policy file, with formulas of every kind, and a dataset that it can be asked of.

    policies.py SEED DIR [--boards N] [--broken KIND]

writes DIR/policy.xml and DIR/data, the same for the same seed. What the figures are is as awkward
as the schema allows; with `--broken KIND` one formula or component is there that must be refused.
"""

import argparse
import os
import re
import sys
import tempfile
from fractions import Fraction
from xml.etree import ElementTree

import formulas
import generate
import oracle
from formulas import NAMESPACE
from generate import decimal_text, digits_in

LEVELS = ("ccg", "council", "housing-authority")
ROUTES = {"ccg": ("ccg",), "council": ("council", "transfer"),
          "housing-authority": ("housing-authority",)}
FRACTIONS = ("1/3", "2/37", "5/7", "0.1/0.3", "22/7", "14.8173", "1", "10", "0.5", "100.25")
GROWTHS = ("0", "0.0214", "1/37", "-0.01", "0.1", "1/3")
UNITS = ("1", "1000", "0.01")
BROKEN_FORMULAS = (
    "reference-to-no-indicator", "reference-to-no-constant", "reference-to-no-formula",
    "reference-to-itself", "cycle", "two-operands", "no-operand", "per-alone", "per-of-nothing",
    "zero-denominator", "other-level", "other-level-formula", "rounding-without-places",
    "places-without-rounding", "pace-without-current", "total-by-area", "nation-by-area",
    "growth-by-area", "per-head-by-area", "missing-area", "missing-per", "missing-indicator",
    "zero-per", "zero-divisor", "zero-value", "zero-nation", "zero-target", "zero-index",
    "negative-result", "negative-target", "pace-above-the-nation", "total-below-earlier")
BROKEN_COMPONENTS = (
    "floors-above", "shares-above", "caps-below", "caps-below-but-for-no-weight",
    "floor-above-cap", "floor-above-cap-in-units", "no-whole-units", "zero-weights",
    "bound-of-other-level", "bound-of-nothing", "bound-missing-area")
BROKEN = BROKEN_FORMULAS + BROKEN_COMPONENTS


def is_short_decimal(value):
    return 10**40 % value.denominator == 0


def exact_text(value):
    """A constant that is exactly this, or None where it takes too many digits."""
    if is_short_decimal(value):
        text = decimal_text(abs(value))
        return ("-" if value < 0 else "") + text if digits_in(text) <= 40 else None
    text = f"{value.numerator}/{value.denominator}"
    return text if max(map(len, text.split("/"))) <= 40 else None


def element(parent, name, **attributes):
    return ElementTree.SubElement(parent, NAMESPACE + name, {
        key.replace("_", "-"): value for key, value in attributes.items()})


class PolicyGenerator(generate.Generator):
    """First the dataset, then formula after formula, each with a look at what it gives."""

    def make(self):
        self.made = 0
        self.root = ElementTree.Element(NAMESPACE + "policy", {
            "id": "random", "version": "1", "year": "2015-16"})
        element(self.root, "title").text = "Random formulas"
        sources = element(self.root, "sources")
        source = element(sources, "source", id="s", publisher="a generator", date="2015")
        element(source, "title").text = "Invented"
        self.formulas, self.indicator_list, self.constants, self.settings = (
            ElementTree.Element(NAMESPACE + name)
            for name in ("formulas", "indicators", "constants", "settings"))
        self.fund = None
        self.readings = []
        self.make_settings()
        self.make_places()
        self.make_residents()
        self.make_levels()
        for _ in range(self.random.randint(2, 5)):
            self.make_formula()
        for _ in range(self.random.choice((0, 1, 1, 2, 3))):
            self.make_component()

    # The file.

    def assemble(self):
        root = ElementTree.Element(self.root.tag, self.root.attrib)
        root.extend(list(self.root))
        for part in (self.fund, self.formulas, self.indicator_list, self.constants,
                     self.settings):
            if part is not None and len(part):
                root.append(part)
        return root

    def write_policy(self, path):
        ElementTree.register_namespace("", NAMESPACE.strip("{}"))
        root = self.assemble()
        ElementTree.indent(root)
        ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)

    def cite(self, one):
        one.set("source", "s")
        one.set("paragraph", str(self.random.randint(1, 99)))
        return one

    def new_id(self, letter):
        self.made += 1
        return f"{letter}-{self.made}"

    def make_settings(self):
        setting = self.cite(element(self.settings, "setting", id="unit", title="The unit"))
        for unit in self.random.sample(UNITS, len(UNITS)):
            element(setting, "value", id=unit, means="pounds")
        if self.chance(0.25):
            setting = self.cite(element(self.settings, "setting", id="reading", title="A reading"))
            for value in ("first", "second"):
                element(setting, "value", id=value, means="a way to read it")
            self.readings = ["reading=first", "reading=second"]

    def maybe_when(self, one, attribute, others):
        others = [other for other in others if other != one.get(attribute)]
        if self.readings and others and self.chance(0.5):
            when = element(one, "when", setting="reading",
                           **{attribute: self.random.choice(others)})
            when.set("is", "second")

    # The figures.

    def areas(self, level):
        return {"ccg": self.ccgs, "council": self.councils,
                "housing-authority": self.housing}[level]

    def make_levels(self):
        self.levels = {}
        self.positive_ones = set()
        self.indicators = {}
        kept = self.random.sample(LEVELS, self.random.choice((1, 1, 2)))
        for level in kept:
            for _ in range(self.random.randint(3, 6)):
                style = self.style()
                values = {area: self.positive(style) for area in self.areas(level)}
                has_zeros = self.chance(0.35)
                if has_zeros:
                    for area in values:
                        if self.chance(0.35):
                            values[area] = "0"
                name, period = self.name_indicator(level)
                if not has_zeros:
                    self.positive_ones.add(name)
                for area, value in values.items():
                    self.indicators[area, name, period] = value
        if self.chance(0.3):
            self.make_successors()
        else:
            has_status = self.chance(0.5)
            self.table("indicators", "area,indicator,period,value,status",
                       [key + (value, self.status()) for key, value in self.indicators.items()])
            if not has_status:
                self.columns["indicators"].remove("status")
        self.kept = kept

    def name_indicator(self, level):
        name = self.new_id("i")
        period = self.random.choice(("2013-14", "2015-16", "mid-2014"))
        self.cite(element(self.indicator_list, "indicator", id=name, title="A figure", level=level,
                          period=self.random.choice(("any", period))))
        self.levels[name] = level
        return name, period

    def add_indicator(self, level, values):
        """One more column of the dataset, for areas that are there now."""
        name, period = self.name_indicator(level)
        for area, value in values.items():
            self.tables["indicators"].append({
                "area": area, "indicator": name, "period": period, "value": value,
                "status": self.status()})
        return name

    def of_level(self, level):
        return [name for name, one in self.levels.items() if one == level]

    def add_constant(self, text):
        name = self.new_id("c")
        self.cite(element(self.constants, "constant", id=name, title="A constant", value=text))
        return name

    def mark(self):
        return len(self.indicator_list), len(self.constants), len(self.tables["indicators"])

    def rewind(self, mark):
        """Takes back what was added since then."""
        for one in list(self.indicator_list)[mark[0]:]:
            self.indicator_list.remove(one)
            del self.levels[one.get("id")]
        for one in list(self.constants)[mark[1]:]:
            self.constants.remove(one)
        del self.tables["indicators"][mark[2]:]

    def number(self):
        sort = self.random.choice(("fraction", "fraction", "plain", "long"))
        if sort == "fraction":
            return self.random.choice(FRACTIONS)
        return self.positive("long" if sort == "long" else "decimals")

    def evaluation(self):
        """What is there so far, computed."""
        self.tables.pop("manifest", None)
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder)
            policy = formulas.Policy(self.assemble())
            data = oracle.Dataset(folder, levels=policy.levels)
        return formulas.Evaluation(policy, data, policy.complete_settings(()))

    def figures_of(self, operand, level):
        return self.evaluation().operand(operand, level, formulas.Result(self.areas(level)))

    # The formulas.

    def formulas_of(self, level):
        policy = formulas.Policy(self.assemble())
        return [name for name in policy.formulas if policy.level_of(name) == level]

    def operand(self, parent, name, level, constants=0.3, may_be_zero=True):
        """A constant, an indicator, a ratio of two, or an earlier formula."""
        operand = element(parent, name)
        indicators = [one for one in self.of_level(level)
                      if may_be_zero or one in self.positive_ones]
        earlier = self.earlier if may_be_zero else []
        if self.chance(constants) or not indicators:
            operand.set("constant", self.add_constant(self.number()))
        elif earlier and self.chance(0.3):
            operand.set("formula", self.random.choice(earlier))
        else:
            operand.set("indicator", self.random.choice(indicators))
            below = [one for one in indicators if one in self.positive_ones]
            if below and self.chance(0.25):
                operand.set("per", self.random.choice(below))
        return operand

    def make_formula(self):
        level = self.random.choice(self.kept)
        self.earlier = self.formulas_of(level)
        kind = self.random.choice(("needs-index",) * 6 + ("weighted-capitation",) * 4
                                  + ("floor-plus-index",) * 2 + ("published",) * 2)
        name = self.new_id("f")
        formula = self.cite(ElementTree.Element(NAMESPACE + kind, {"id": name,
                                                                   "title": "A formula"}))
        mark = self.mark()
        try:
            if kind == "published":
                formula.set("indicator", self.random.choice(self.of_level(level)))
                self.maybe_when(formula, "indicator", self.of_level(level))
            else:
                formula.set("level", level)
                {"needs-index": self.make_needs_index,
                 "weighted-capitation": self.make_weighted_capitation,
                 "floor-plus-index": self.make_floor_plus_index}[kind](formula, level)
            self.formulas.append(formula)
            self.evaluation().weights(name)
        except (oracle.Refused, formulas.Unclear) as problem:
            # Some that are refused stay: the program must refuse them too.
            is_whole = formula in list(self.formulas)
            if is_whole and len(self.formulas) > 1 and self.chance(0.15):
                return
            if is_whole:
                self.formulas.remove(formula)
            self.rewind(mark)
        if not len(self.formulas):
            self.make_formula()

    def make_needs_index(self, formula, level):
        for _ in range(self.random.choice((1, 1, 2, 3))):
            block = self.cite(element(formula, "block", id=self.new_id("b"), title="A block"))
            is_tie = self.chance(0.3)
            places = self.random.choice(("0", "1", "2", "14", "14", "30", "all"))
            if is_tie:
                places = self.random.choice(("0", "0", "1"))
            block.set("places", places)
            block.set("rounding", "none" if places == "all"
                      else self.random.choice(("half-away", "half-even", "down")))
            self.operand(block, "clients", level, 0.1)
            if is_tie:
                sign = "-" if len(formula) > 1 and self.chance(0.4) else ""
                half = self.random.choice(("0.5", "1.5", "2.5", "0.05", "0.25"))
                element(block, "basic-amount", constant=self.add_constant(sign + half))
                continue
            basic = self.operand(block, "basic-amount", level, 0.8)
            if self.chance(0.1):
                basic.attrib.clear()
                basic.set("constant", self.add_constant("-" + self.random.choice(FRACTIONS)))
            for _ in range(self.random.choice((0, 1, 2))):
                self.make_top_up(block, level)
            used = set()
            for _ in range(self.random.choice((0, 1, 2))):
                multiplier = self.operand(block, "multiplier", level, 0.3)
                word = next(multiplier.get(one) for one in formulas.OPERANDS if multiplier.get(one))
                if word in used:
                    block.remove(multiplier)
                used.add(word)
            if self.chance(0.4):
                self.operand(block, "scaling", level, 0.9)
            if self.chance(0.4):
                self.operand(block, "divisor", level, 0.7, may_be_zero=self.chance(0.1))

    def make_top_up(self, block, level):
        top_up = element(block, "top-up", id=self.new_id("t"), title="A top-up")
        coefficient = self.operand(top_up, "coefficient", level, 0.9)
        if coefficient.get("constant") and self.chance(0.25):
            coefficient.set("constant", self.add_constant(
                "-" + self.random.choice(("0.0001", "1/999", "0.5"))))
        of = self.operand(top_up, "of", level, 0)
        sort = self.random.choice(("none", "hit", "hit", "some"))
        if sort == "some":
            self.operand(top_up, "above", level, 0.6)
        elif sort == "hit":
            # Exactly what some area has: nothing is above it there.
            values = self.figures_of(of, level)
            text = exact_text(values[self.random.choice(sorted(values))])
            if text is not None:
                element(top_up, "above", constant=self.add_constant(text))

    def make_weighted_capitation(self, formula, level):
        population = self.operand(formula, "population", level, 0.05)
        need = self.operand(formula, "need", level, 0.3)
        evaluation = self.evaluation()
        heads, needs = (evaluation.operand(one, level, formulas.Result(self.areas(level)))
                        for one in (population, need))
        weighted = {area: heads[area] * needs[area] for area in heads}
        nation = sum(weighted.values())
        by_total = self.chance(0.6)
        amount = element(formula, "total" if by_total else "per-head")
        amount.set("constant", self.add_constant(self.number()))
        if nation == 0 or self.chance(0.35):
            return
        if self.chance(0.3):
            self.operand(formula, "current", level, 0.1)
            return
        current = self.amounts_near({area: one / nation for area, one in weighted.items()})
        element(formula, "current", indicator=self.add_indicator(level, current))
        if self.chance(0.15):
            return
        growth = self.random.choice(GROWTHS)
        pace = element(formula, "pace-of-change")
        element(pace, "minimum-growth", constant=self.add_constant(growth))
        floors = sum(map(Fraction, current.values())) * (1 + formulas.constant(growth))
        there_is = floors * Fraction(self.random.choice(("1", "1", "1.0001", "1.02", "1.5", "4",
                                                         "0.99999")))
        text = exact_text(there_is if by_total else there_is / nation)
        if text is None:
            text = str(int(there_is if by_total else there_is / nation) + 1)
        amount.set("constant", self.add_constant(text))

    def amounts_near(self, shares):
        """What areas have now, by how near they are to their shares: many as near as others."""
        whole = self.random.choice((1000, 10**6, 10**9))
        nearness = self.random.choice(((1,), (Fraction(1, 2), 1, 1, 2), (0, 1, 3),
                                       (Fraction(9, 10), Fraction(19, 20), 1, Fraction(11, 10))))
        places = self.random.choice((0, 2, 6))
        amounts = {}
        for area, share in shares.items():
            amount = share * whole * self.random.choice(nearness)
            amounts[area] = decimal_text(Fraction(round(amount * 10**places), 10**places))
        return amounts

    def make_floor_plus_index(self, formula, level):
        earlier = self.operand(formula, "earlier", level, 0.05)
        before = sum(self.figures_of(earlier, level).values())
        more = self.random.choice((Fraction(0), Fraction(1), Fraction(1, 3), before / 20, before,
                                   Fraction(self.number().partition("/")[0]),
                                   -Fraction(1, 10**6)))
        text = exact_text(before + more)
        if text is None:
            text = str(int(before + more) + 1)
        element(formula, "total", constant=self.add_constant(text))
        self.operand(formula, "index", level, 0.1)

    # The fund.

    def new_component(self, name, amount, formula, level):
        if self.fund is None:
            self.fund = ElementTree.Element(NAMESPACE + "fund")
            self.cite(element(self.fund, "headline", id="announced", amount="1", text="£1"))
        return self.cite(element(
            self.fund, "component", id=name, title="A component", amount=amount, kind="revenue",
            origin="new", formula=formula, route=self.random.choice(ROUTES[level]),
            waits_for="nothing"))

    def make_component(self):
        policy = formulas.Policy(self.assemble())
        formula = self.random.choice(sorted(policy.formulas))
        level = policy.level_of(formula)
        thousands = self.random.choice((self.random.randint(1, 60), self.random.randint(1, 10**6)))
        amount = decimal_text(Fraction(1000 * thousands)) + self.random.choice(("", ".00"))
        if self.chance(0.15):
            amount = self.random.choice(("0.00", "7", "0.05", "1234.56", "100"))
        component = self.new_component(self.new_id("part"), amount, formula, level)
        self.maybe_when(component, "formula", self.formulas_of(level))
        try:
            weights = self.evaluation().weights(formula).values
        except (oracle.Refused, formulas.Unclear):
            return
        if self.chance(0.7):
            self.make_bounds(component, level, Fraction(amount), weights)

    def make_bounds(self, component, level, amount, weights):
        """Floors and caps near what each area gets without them; tried until they can be met."""
        wanted = self.random.sample(("minimum-share", "hold-harmless", "maximum-growth"),
                                    self.random.choice((1, 2, 2, 3)))
        nation = sum(weights.values())
        quotas = {area: amount * weight / nation for area, weight in weights.items()}
        mark = self.mark()
        for _ in range(12):
            self.rewind(mark)
            for one in [one for one in component if formulas.tag(one) != "when"]:
                component.remove(one)
            before = self.year_before(quotas, amount, weights)
            indicator = None
            if "minimum-share" in wanted:
                share = Fraction(1, len(quotas)) * self.random.choice(
                    (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 10),
                     Fraction(1, 37), Fraction(0)))
                self.cite(element(component, "minimum-share",
                                  constant=self.add_constant(exact_text(share))))
            is_tight = len(wanted) == 3 or self.chance(0.5)
            if "hold-harmless" in wanted:
                indicator = self.add_indicator(level, before)
                share = self.random.choice(("1", "0.95", "0.9999") if is_tight
                                           else ("1/3", "2/37", "0.5", "0"))
                self.cite(element(component, "hold-harmless", indicator=indicator,
                                  constant=self.add_constant(share)))
            if "maximum-growth" in wanted:
                if indicator is None or self.chance(0.3):
                    indicator = self.add_indicator(
                        level, self.year_before(quotas, amount, weights))
                growth = self.random.choice(("0", "0.01", "0.05", "1/37") if is_tight
                                            else ("1/7", "-0.1", "1", "2/3", "4"))
                self.cite(element(component, "maximum-growth", indicator=indicator,
                                  constant=self.add_constant(growth)))
            try:
                evaluation = self.evaluation()
                floors, caps, _ = evaluation.bounds(component, level)
                floors = {area: Fraction(-(-floor // 1)) for area, floor in floors.items()}
                caps = {area: cap // 1 for area, cap in caps.items()}
                formulas.level_out(weights, floors, caps, amount)
                return
            except oracle.Refused:
                if self.chance(0.03):
                    return

    def year_before(self, quotas, amount, weights):
        sort = self.random.choice(("near", "around", "around", "around", "exact", "apart"))
        if sort == "exact" and amount.denominator == 1:
            parts = oracle.share_out(int(amount), {
                area: Fraction(self.random.randint(1, 5)) for area in weights},
                lambda code: (code,))
            return {area: str(part) for area, part in parts.items()}
        factors = (Fraction(1, 2), Fraction(9, 10), 1, Fraction(6, 5))
        if sort == "around":
            factors = (Fraction(4, 5), Fraction(9, 10), 1, Fraction(11, 10), Fraction(5, 4))
        if sort == "apart":
            factors = (0, Fraction(1, 10), 1, Fraction(3, 2), 3)
        places = self.random.choice((0, 2, 5))
        return {area: decimal_text(Fraction(
            round(quota * self.random.choice(factors) * 10**places), 10**places))
            for area, quota in quotas.items()}

    # What must be refused.

    def break_one_thing(self, kind):
        """One more formula, `bad`, or a component that is refused. Returns the formula to ask."""
        level = self.random.choice(self.kept)
        areas = self.areas(level)
        plain = self.add_indicator(level, {area: str(3 + i) for i, area in enumerate(areas)})
        one, two, zero = map(self.add_constant, ("1", "2", "0"))
        if kind in BROKEN_COMPONENTS:
            self.break_component(kind, level, plain, one, zero)
            return None
        capitation = kind in ("pace-without-current", "pace-above-the-nation", "zero-nation",
                              "negative-target", "nation-by-area", "growth-by-area",
                              "per-head-by-area", "zero-target")
        increase = kind in ("total-by-area", "total-below-earlier", "zero-index")
        sort = ("weighted-capitation" if capitation else
                "floor-plus-index" if increase else "needs-index")
        bad = self.cite(element(self.formulas, sort, id="bad", title="Refused", level=level))
        if capitation:
            self.break_capitation(kind, bad, level, plain, one, zero)
        elif increase:
            self.break_increase(kind, bad, plain, zero)
        else:
            self.break_needs_index(kind, bad, level, plain, one, two, zero)
        if self.chance(0.3):
            # It is refused as well where something is to be shared out by it.
            self.fund = None
            self.new_component("refused", "1000", "bad", level)
            return None
        return "bad"

    def break_capitation(self, kind, bad, level, plain, one, zero):
        element(bad, "population", indicator=plain)
        element(bad, "need", constant=zero if kind == "zero-nation" else one)
        if kind in ("negative-target", "zero-target", "per-head-by-area"):
            per_head = element(bad, "per-head", constant=self.add_constant("-1"))
            if kind == "zero-target":
                per_head.set("constant", zero)
            elif kind == "per-head-by-area":
                del per_head.attrib["constant"]
                per_head.set("indicator", plain)
            return
        if kind == "nation-by-area":
            element(bad, "total", indicator=plain)
            return
        element(bad, "total", constant=self.add_constant("1000000"))
        if kind == "growth-by-area":
            element(bad, "current", indicator=plain)
            element(element(bad, "pace-of-change"), "minimum-growth", indicator=plain)
            return
        if kind == "pace-above-the-nation":
            current = dict.fromkeys(self.areas(level), "0")
            current[self.random.choice(self.areas(level))] = "1000000"
            element(bad, "current", indicator=self.add_indicator(level, current))
        if kind.startswith("pace"):
            growth = self.add_constant(self.random.choice(("0.000001", "1/37")))
            element(element(bad, "pace-of-change"), "minimum-growth", constant=growth)

    def break_increase(self, kind, bad, plain, zero):
        element(bad, "earlier", indicator=plain)
        if kind == "total-by-area":
            element(bad, "total", indicator=plain)
        else:
            there = sum(Fraction(row["value"]) for row in self.tables["indicators"]
                        if row["indicator"] == plain)
            less = Fraction(1, 10**9) if kind == "total-below-earlier" else -1
            element(bad, "total", constant=self.add_constant(exact_text(there - less)))
        if kind == "zero-index":
            element(bad, "index", constant=zero)
        else:
            element(bad, "index", indicator=plain)

    def break_needs_index(self, kind, bad, level, plain, one, two, zero):
        block = self.cite(element(bad, "block", id="block", title="A block", places="14",
                                  rounding="half-away"))
        clients = element(block, "clients", indicator=plain)
        basic = element(block, "basic-amount", constant=one)
        name = self.random.choice(("clients", "basic-amount"))
        victim = {"clients": clients, "basic-amount": basic}[name]
        word = {"reference-to-no-indicator": "indicator", "reference-to-no-constant": "constant",
                "reference-to-no-formula": "formula", "reference-to-itself": "formula"}.get(kind)
        if word:
            victim.attrib.clear()
            victim.set(word, "bad" if kind == "reference-to-itself" else "nowhere")
        elif kind == "cycle":
            other = self.cite(element(self.formulas, "needs-index", id="also-bad",
                                      title="Refused", level=level))
            other_block = self.cite(element(other, "block", id="block", title="A block",
                                            places="all", rounding="none"))
            element(other_block, "clients", formula="bad")
            element(other_block, "basic-amount", constant=one)
            victim.attrib.clear()
            victim.set("formula", "also-bad")
        elif kind == "two-operands":
            victim.set("constant" if name == "clients" else "indicator",
                       two if name == "clients" else plain)
        elif kind == "no-operand":
            victim.attrib.clear()
        elif kind == "per-alone":
            basic.set("per", plain)
        elif kind == "per-of-nothing":
            clients.set("per", "nowhere")
        elif kind == "zero-denominator":
            basic.set("constant", self.add_constant(self.random.choice(("1/0", "0/0.00", "-3/0"))))
        elif kind.startswith("other-level"):
            other = self.random.choice([one for one in LEVELS if one != level])
            if kind == "other-level":
                clients.set("indicator", self.add_indicator(
                    other, dict.fromkeys(self.areas(other), "1")))
            else:
                self.cite(element(self.formulas, "published", id="elsewhere", title="Elsewhere",
                                  indicator=self.add_indicator(
                                      other, dict.fromkeys(self.areas(other), "1"))))
                basic.attrib.clear()
                basic.set("formula", "elsewhere")
        elif kind == "rounding-without-places":
            block.set("places", "all")
        elif kind == "places-without-rounding":
            block.set("rounding", "none")
        elif kind == "zero-divisor":
            element(block, "divisor", constant=zero)
        elif kind == "zero-value":
            victim.attrib.clear()
            victim.set("constant", zero)
        elif kind == "negative-result":
            top_up = element(block, "top-up", id="less", title="Less")
            element(top_up, "coefficient", constant=self.add_constant("-1/3"))
            element(top_up, "of", indicator=plain)
            element(top_up, "above", constant=zero)
        elif kind in ("zero-per", "missing-per", "missing-area", "missing-indicator"):
            values = {area: "2" for area in self.areas(level)}
            if kind == "zero-per":
                values[self.random.choice(self.areas(level))] = self.random.choice(("0", "0.00"))
            elif kind == "missing-indicator":
                values = {}
            else:
                del values[self.random.choice(self.areas(level))]
            clients.set("indicator" if kind.startswith("missing") and kind != "missing-per"
                        else "per", self.add_indicator(level, values))
        else:
            raise ValueError(kind)

    def break_component(self, kind, level, plain, one, zero):
        self.fund = None
        areas = self.areas(level)
        weights = plain
        if kind == "zero-weights":
            weights = self.add_indicator(level, dict.fromkeys(areas, "0"))
        elif kind == "caps-below-but-for-no-weight":
            values = dict.fromkeys(areas, "1")
            if len(areas) > 1:
                values[self.random.choice(areas)] = "0"
            weights = self.add_indicator(level, values)
        self.cite(element(self.formulas, "published", id="bad", title="Weights",
                          indicator=weights))
        # So many thousand pounds that each area could have one whole unit, whatever the unit.
        amount = 1000 * len(areas) * self.random.randint(2, 20)
        text = str(amount) + (".50" if kind == "no-whole-units" else "")
        component = self.new_component("refused", text, "bad", level)
        each = Fraction(amount, len(areas))

        def bound(name, values, factor):
            self.cite(element(component, name, constant=self.add_constant(factor),
                              indicator=self.add_indicator(level, dict(zip(areas, values)))))

        same = [decimal_text(each)] * len(areas)
        if kind == "floors-above":
            if len(areas) == 1:
                same = [decimal_text(each + 1)]
            bound("hold-harmless", same, "1.000001")
        elif kind == "shares-above":
            share = exact_text(Fraction(1, len(areas)) + Fraction(1, 10**6))
            self.cite(element(component, "minimum-share", constant=self.add_constant(share)))
        elif kind == "caps-below":
            bound("maximum-growth", same, "-0.000001")
        elif kind == "caps-below-but-for-no-weight":
            # Together the caps are enough, but who weighs nothing gets nothing.
            bound("maximum-growth", same, "0" if len(areas) > 1 else "-0.5")
        elif kind == "floor-above-cap":
            bound("hold-harmless", same, "0.5")
            caps = list(same)
            caps[self.random.randrange(len(caps))] = decimal_text(each / 10)
            bound("maximum-growth", caps, "0" if len(areas) == 1 else "2")
        elif kind == "floor-above-cap-in-units":
            # Between two whole thousands, pounds or pence there is no room.
            whole = each // 2000 * 1000
            bound("hold-harmless", [decimal_text(whole + Fraction(1, 400))] * len(areas), "1")
            caps = [decimal_text(3 * each)] * len(areas)
            caps[self.random.randrange(len(caps))] = decimal_text(whole + Fraction(3, 400))
            bound("maximum-growth", caps, "0")
        elif kind.startswith("bound"):
            other = level
            if kind == "bound-of-other-level":
                other = self.random.choice([one for one in LEVELS if one != level])
            values = dict.fromkeys(self.areas(other), "1")
            if kind == "bound-missing-area":
                del values[self.random.choice(areas)]
            indicator = self.add_indicator(other, values)
            if kind == "bound-of-nothing":
                indicator = "nowhere"
            self.cite(element(component, "hold-harmless", constant=one, indicator=indicator))

    def write_all(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.tables.pop("manifest", None)
        self.write(os.path.join(folder, "data"))
        self.write_policy(os.path.join(folder, "policy.xml"))


class Case:
    """Where a seed's policy and data are, and what can be asked of them."""

    def __init__(self, policy, data, names, readings, has_fund, asked=None):
        self.policy = policy
        self.data = data
        self.formulas = names
        self.readings = readings
        self.has_fund = has_fund
        self.asked = asked


def generate_policy(seed, folder, most_boards=6, broken=None):
    generator = PolicyGenerator(f"policy {seed}", most_boards)
    generator.make()
    asked = None
    if broken:
        unit = generator.random.choice(UNITS if broken != "no-whole-units" else UNITS[:2])
        asked = generator.break_one_thing(broken), [f"unit={unit}"]
    generator.write_all(folder)
    return Case(os.path.join(folder, "policy.xml"), os.path.join(folder, "data"),
                [one.get("id") for one in generator.formulas], generator.readings,
                generator.fund is not None, asked)


def main():
    parser = argparse.ArgumentParser(description="Make a random policy and its dataset.")
    parser.add_argument("seed", type=int)
    parser.add_argument("folder")
    parser.add_argument("--boards", type=int, default=6, help="at most so many boards")
    parser.add_argument("--broken", choices=BROKEN, help="and make one thing wrong")
    arguments = parser.parse_args()
    if arguments.boards < 1:
        parser.error("at least one board is needed")
    generate_policy(arguments.seed, arguments.folder, arguments.boards, arguments.broken)
    return 0


if __name__ == "__main__":
    sys.exit(main())

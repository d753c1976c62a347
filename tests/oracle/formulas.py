#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Formulas that are data, computed a second time: what a policy file says, over a dataset.

    formulas.py POLICY.xml DATA ID [--set N=V]...    the formula's value and steps for every area
    formulas.py POLICY.xml DATA [--set N=V]...       its fund, shared out with floors and caps

Nothing is shared with the program but the files that both read. Every figure is a Fraction.
"""

import argparse
import csv
import re
import sys
from fractions import Fraction
from xml.etree import ElementTree

import oracle
from oracle import Misused, Refused

NAMESPACE = "{urn:bcf:policy:1}"
PLACES_SHOWN = 20
SHARE_PLACES = 12
ROUTE_LEVELS = {"ccg": "ccg", "transfer": "council", "council": "council",
                "housing-authority": "housing-authority"}
KINDS = ("published", "needs-index", "weighted-capitation", "floor-plus-index")
OPERANDS = ("indicator", "constant", "formula")
NATIONAL = ("total", "per-head", "minimum-growth")


class Unclear(Exception):
    """The rules do not say what is to come out: nothing can be compared."""


def tag(element):
    return element.tag.removeprefix(NAMESPACE)


def children(element, name):
    return element.findall(NAMESPACE + name)


def child(element, name):
    return element.find(NAMESPACE + name)


def constant(text):
    """-12.5 or 2/37, exactly."""
    match = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+)?)(?:/([0-9]+(?:\.[0-9]+)?))?", text)
    if not match:
        raise Refused(f"'{text}' is not a constant")
    below = Fraction(match[2] or 1)
    if below == 0:
        raise Refused(f"'{text}' has a zero denominator")
    return Fraction(match[1]) / below


def rounded(value, places, rounding):
    """To so many digits after the point; "all" of them is no rounding."""
    if places == "all":
        return value
    scaled = abs(value) * 10**int(places)
    whole = scaled.numerator // scaled.denominator
    left = scaled - whole
    if (rounding == "half-away" and left >= Fraction(1, 2)
            or rounding == "half-even" and (left, whole % 2) >= (Fraction(1, 2), 1)):
        whole += 1
    return Fraction(whole if value > 0 else -whole, 10**int(places))


def divided(value, by, what):
    if by == 0:
        raise Refused(f"{what} is zero, and nothing can be divided by it")
    return value / by


class Policy:
    """A policy file, and what must agree in it beyond its schema."""

    def __init__(self, root):
        self.indicators = {one.get("id"): one for one in self.listed(root, "indicators")}
        self.constants = {one.get("id"): constant(one.get("value"))
                          for one in self.listed(root, "constants")}
        self.formulas = {one.get("id"): one for one in self.listed(root, "formulas")}
        self.settings = {one.get("id"): [value.get("id") for value in children(one, "value")]
                         for one in self.listed(root, "settings")}
        fund = child(root, "fund")
        self.components = [] if fund is None else children(fund, "component")
        self.levels = {one: element.get("level") for one, element in self.indicators.items()}
        for formula in self.formulas.values():
            self.check_formula(formula)
        for formula in self.formulas:
            self.check_cycle(formula, ())
        for component in self.components:
            self.check_component(component)

    @staticmethod
    def listed(root, name):
        found = child(root, name)
        return [] if found is None else list(found)

    @staticmethod
    def look_up(table, name, what):
        if name not in table:
            raise Refused(f"{what} '{name}' is not there")
        return table[name]

    def level_of(self, formula):
        element = self.look_up(self.formulas, formula, "formula")
        if tag(element) == "published":
            return self.look_up(self.levels, element.get("indicator"), "indicator")
        return element.get("level")

    @staticmethod
    def operands(formula):
        """Whatever in it names a figure."""
        if tag(formula) == "published":
            return []
        groups = ("block", "top-up", "pace-of-change")
        found, queue = [], list(formula)
        for element in queue:
            if tag(element) in groups:
                queue += list(element)
            else:
                found.append(element)
        return found

    def check_formula(self, formula):
        level = self.level_of(formula.get("id"))
        for operand in self.operands(formula):
            named = [one for one in OPERANDS if operand.get(one) is not None]
            if len(named) != 1:
                raise Refused(f"{tag(operand)} is not one figure but {len(named)}")
            if operand.get("per") is not None and named != ["indicator"]:
                raise Refused("only an indicator can be per another")
            for name in ("indicator", "per"):
                if operand.get(name) is not None:
                    if self.look_up(self.levels, operand.get(name), "indicator") != level:
                        raise Refused(f"{operand.get(name)} is of another level")
            if tag(operand) in NATIONAL and named != ["constant"]:
                raise Refused(f"{tag(operand)} is one figure for the nation, a constant")
            if operand.get("constant") is not None:
                self.look_up(self.constants, operand.get("constant"), "constant")
            if operand.get("formula") is not None:
                if self.level_of(operand.get("formula")) != level:
                    raise Refused(f"{operand.get('formula')} is of another level")
        for block in children(formula, "block"):
            if (block.get("places") == "all") != (block.get("rounding") == "none"):
                raise Refused("all places, and only they, go without a rounding")
        if child(formula, "pace-of-change") is not None and child(formula, "current") is None:
            raise Refused("no pace of change without what there is now")

    def check_cycle(self, formula, behind):
        if formula in behind:
            raise Refused(f"formula {formula} rests on itself")
        for operand in self.operands(self.formulas[formula]):
            if operand.get("formula") is not None:
                self.check_cycle(operand.get("formula"), behind + (formula,))

    def check_component(self, component):
        wanted = ROUTE_LEVELS[component.get("route")]
        for one in [component] + children(component, "when"):
            if self.level_of(one.get("formula")) != wanted:
                raise Refused(f"{component.get('id')} goes to areas that its formula does not know")
        for bound in ("minimum-share", "hold-harmless", "maximum-growth"):
            for one in children(component, bound):
                self.look_up(self.constants, one.get("constant"), "constant")
                if one.get("indicator") is not None:
                    if self.look_up(self.levels, one.get("indicator"), "indicator") != wanted:
                        raise Refused(f"{one.get('indicator')} is of another level")

    def complete_settings(self, given):
        settings = {name: values[0] for name, values in self.settings.items()}
        for text in given:
            name, equals, value = text.partition("=")
            if not equals or value not in self.settings.get(name, ()):
                raise Misused(f"no setting {text}")
            settings[name] = value
        return settings


def read_policy(path):
    return Policy(ElementTree.parse(path).getroot())


class Result:
    """A formula's value for every area, its steps by name, and the statuses it rests on."""

    def __init__(self, areas):
        self.values = {}
        self.steps = {}
        self.statuses = {area: set() for area in areas}

    def rest_on(self, statuses):
        for area, status in statuses.items():
            self.statuses[area] |= {status} if isinstance(status, str) else status

    def all_statuses(self):
        return set().union(*self.statuses.values())

    def share_statuses(self):
        """An area that has a share in what is the nation's rests on everybody's figures."""
        everybody = self.all_statuses()
        self.statuses = {area: set(everybody) for area in self.statuses}

    def step(self, name, values):
        assert name not in self.steps, name
        self.steps[name] = values
        return values


class Evaluation:
    """The formulas of a policy over a dataset, under one choice of settings."""

    def __init__(self, policy, data, settings):
        self.policy = policy
        self.data = data
        self.settings = settings
        self.done = {}

    def reading(self, element, attribute):
        for when in children(element, "when"):
            if self.settings.get(when.get("setting")) == when.get("is"):
                return when.get(attribute)
        return element.get(attribute)

    def figures(self, indicator):
        """The values by area, and their statuses."""
        period = self.policy.indicators[indicator].get("period")
        return self.data.figures(indicator, None if period == "any" else period)

    def formula(self, name):
        """Its values, whatever they are."""
        if name not in self.done:
            element = self.policy.formulas[name]
            compute = {"published": self.published, "needs-index": self.needs_index,
                       "weighted-capitation": self.weighted_capitation,
                       "floor-plus-index": self.floor_plus_index}[tag(element)]
            result = Result(self.data.areas(self.policy.level_of(name)))
            compute(element, result)
            self.done[name] = result
        return self.done[name]

    def weights(self, name):
        """A formula's values where it is asked for, or something is shared out by them."""
        result = self.formula(name)
        if min(result.values.values()) < 0:
            raise Refused(f"{name} is negative")
        if not any(result.values.values()):
            raise Refused(f"{name} is zero everywhere")
        return result

    def operand(self, element, level, result):
        """What it names, for every area of the level."""
        areas = self.data.areas(level)
        if element.get("constant") is not None:
            return dict.fromkeys(areas, self.policy.constants[element.get("constant")])
        if element.get("formula") is not None:
            other = self.formula(element.get("formula"))
            if min(other.values.values()) < 0 or not any(other.values.values()):
                raise Unclear(f"{element.get('formula')} is negative, or zero everywhere")
            result.rest_on(other.statuses)
            return other.values
        values, statuses = self.figures(element.get("indicator"))
        result.rest_on(statuses)
        if element.get("per") is None:
            return {area: values[area] for area in areas}
        below, statuses = self.figures(element.get("per"))
        result.rest_on(statuses)
        return {area: divided(values[area], below[area], element.get("per")) for area in areas}

    def published(self, element, result):
        values, statuses = self.figures(self.reading(element, "indicator"))
        result.values = dict(values)
        result.rest_on(statuses)

    def needs_index(self, element, result):
        level = element.get("level")
        areas = self.data.areas(level)
        result.values = dict.fromkeys(areas, Fraction(0))
        for block in children(element, "block"):
            for area, value in self.block(block, level, result).items():
                result.values[area] += value

    def block(self, block, level, result):
        name = block.get("id")

        def named(element, step):
            return result.step(f"{name}.{step}", self.operand(element, level, result))

        clients = named(child(block, "clients"), "clients")
        value = dict(named(child(block, "basic-amount"), "basic-amount"))
        for top_up in children(block, "top-up"):
            amounts = result.step(f"{name}.{top_up.get('id')}", self.top_up(top_up, level, result))
            value = {area: value[area] + amounts[area] for area in value}
        result.step(f"{name}.per-client", value)
        value = {area: value[area] * clients[area] for area in value}
        for multiplier in children(block, "multiplier"):
            word = next(multiplier.get(one) for one in OPERANDS if multiplier.get(one))
            factor = named(multiplier, word)
            value = {area: value[area] * factor[area] for area in value}
        if child(block, "scaling") is not None:
            factor = named(child(block, "scaling"), "scaling")
            value = {area: value[area] * factor[area] for area in value}
        if child(block, "divisor") is not None:
            by = named(child(block, "divisor"), "divisor")
            value = {area: divided(value[area], by[area], "divisor") for area in value}
        return result.step(name, {
            area: rounded(one, block.get("places"), block.get("rounding"))
            for area, one in value.items()})

    def top_up(self, top_up, level, result):
        coefficient, of = (self.operand(child(top_up, one), level, result)
                           for one in ("coefficient", "of"))
        if child(top_up, "above") is None:
            return {area: coefficient[area] * of[area] for area in of}
        above = self.operand(child(top_up, "above"), level, result)
        return {area: coefficient[area] * max(Fraction(0), of[area] - above[area]) for area in of}

    def weighted_capitation(self, element, result):
        level = element.get("level")

        def named(step):
            return self.operand(child(element, step), level, result)

        population = result.step("population", named("population"))
        need = result.step("need", named("need"))
        weighted = result.step("weighted-population",
                               {area: population[area] * need[area] for area in population})
        if child(element, "per-head") is not None:
            per_head = named("per-head")
            target = {area: per_head[area] * weighted[area] for area in weighted}
        else:
            total, all_weighted = named("total"), sum(weighted.values())
            result.share_statuses()
            target = {area: divided(total[area] * weighted[area], all_weighted, "the nation")
                      for area in weighted}
        result.step("target", target)
        result.values = target
        if child(element, "current") is not None:
            current = result.step("current", named("current"))
            distance = result.step("distance", {area: current[area] - target[area]
                                                for area in target})
            result.step("distance-per-cent", {area: 100 * distance[area] / target[area]
                                              if target[area] else None for area in target})
            for name, amounts in (("current-per-head", current), ("target-per-head", target)):
                result.step(name, {area: amounts[area] / population[area]
                                   if population[area] else None for area in target})
        pace = child(element, "pace-of-change")
        if pace is not None:
            growth = self.operand(child(pace, "minimum-growth"), level, result)
            floors = result.step("floor", {area: current[area] * (1 + growth[area])
                                           for area in current})
            if min(list(floors.values()) + list(target.values())) < 0:
                raise Unclear("a pace of change among negative amounts")
            result.share_statuses()
            result.values = level_out(target, floors, {}, sum(target.values()))

    def floor_plus_index(self, element, result):
        level = element.get("level")
        earlier, index = (result.step(one, self.operand(child(element, one), level, result))
                          for one in ("earlier", "index"))
        more = self.policy.constants[child(element, "total").get("constant")] - sum(
            earlier.values())
        if more < 0:
            raise Refused("the total is less than the earlier year's")
        nation = sum(index.values())
        result.share_statuses()
        increase = result.step("increase", {area: divided(more * index[area], nation, "the nation")
                                            for area in index})
        result.values = {area: earlier[area] + increase[area] for area in index}

    def bounds(self, component, level):
        """Floors and caps of a component's areas in pounds, and the statuses they rest on."""
        floors = dict.fromkeys(self.data.areas(level), Fraction(0))
        caps, statuses = {}, set()
        for one in children(component, "minimum-share"):
            least = (self.policy.constants[one.get("constant")]
                     * Fraction(component.get("amount")))
            floors = {area: max(floor, least) for area, floor in floors.items()}
        for one in children(component, "hold-harmless"):
            before, found = self.figures(one.get("indicator"))
            share = self.policy.constants[one.get("constant")]
            floors = {area: max(floor, before[area] * share) for area, floor in floors.items()}
            statuses |= set(found.values())
        for one in children(component, "maximum-growth"):
            before, found = self.figures(one.get("indicator"))
            growth = self.policy.constants[one.get("constant")]
            caps = {area: before[area] * (1 + growth) for area in floors}
            statuses |= set(found.values())
        return floors, caps, statuses


def level_out(weights, floors, caps, whole):
    """Every area gets level x weight, but not less than its floor nor more than its cap.

    The level is found by elimination: were all that are left free, who would miss a floor, who
    would pass a cap, and by how much in all? The heavier side is where it must end, so it is taken
    out and the rest is tried again. What comes out is then held against the conditions themselves.
    """
    for area, cap in caps.items():
        if floors[area] > cap:
            raise Refused(f"the floor of {area} is above its cap")
    if sum(floors.values()) > whole:
        raise Refused("the floors add up to more than there is")
    if not any(weights.values()):
        raise Refused("all weights are zero")
    if all(area in caps or not weight for area, weight in weights.items()):
        # Who weighs nothing gets its floor at every level.
        if sum(caps[area] if weights[area] else floors[area] for area in weights) < whole:
            raise Refused("the caps add up to less than there is")
    values = {area: floors[area] for area, weight in weights.items() if not weight}
    free = {area: weight for area, weight in weights.items() if weight}
    while free:
        level = Fraction(whole - sum(values.values())) / sum(free.values())
        missed = {area: floors[area] - level * weight for area, weight in free.items()
                  if floors[area] > level * weight}
        passed = {area: level * weight - caps[area] for area, weight in free.items()
                  if area in caps and caps[area] < level * weight}
        balance = sum(missed.values()) - sum(passed.values())
        if balance >= 0:
            values.update((area, floors[area]) for area in missed)
        if balance <= 0:
            values.update((area, caps[area]) for area in passed)
        if not missed and not passed:
            values.update((area, level * weight) for area, weight in free.items())
        free = {area: weight for area, weight in free.items() if area not in values}
    problem = against_the_conditions(values, weights, floors, caps, whole)
    assert not problem, problem
    return values


def against_the_conditions(values, weights, floors, caps, whole):
    """What is wrong with an answer to `level_out`, however it was found; or an empty string."""
    if sum(values.values()) != whole:
        return "the parts do not add up to the whole"
    least, most = Fraction(0), None
    for area, value in values.items():
        if value < floors[area]:
            return f"{area} is below its floor"
        if area in caps and value > caps[area]:
            return f"{area} is above its cap"
        if not weights[area]:
            if value != floors[area]:
                return f"{area} weighs nothing and gets more than its floor"
            continue
        if value > floors[area]:
            least = max(least, value / weights[area])
        if area not in caps or value < caps[area]:
            most = value / weights[area] if most is None else min(most, value / weights[area])
    if most is not None and least > most:
        return "no one level gives these parts"
    return ""


class PolicyFund(oracle.Fund):
    """The fund of a policy file: any formula, any amount, floors and caps."""

    def __init__(self, policy, data, settings):
        self.evaluation = Evaluation(policy, data, settings)
        self.elements = {one.get("id"): one for one in policy.components}
        super().__init__(data, "", settings)

    def components(self):
        for name, element in self.elements.items():
            pence = Fraction(element.get("amount")) * 100
            if pence % self.unit:
                raise Refused(f"{name} is no whole number of units")
            yield name, int(pence), {"housing-authority": "housing"}.get(element.get("route"),
                                                                         element.get("route"))

    def first_split(self, component, pence, route):
        element = self.elements[component]
        result = self.evaluation.weights(self.evaluation.reading(element, "formula"))
        floors, caps, statuses = self.evaluation.bounds(element,
                                                        ROUTE_LEVELS[element.get("route")])
        in_units = Fraction(100, self.unit)
        floors = {area: -(-(floor * in_units) // 1) for area, floor in floors.items()}
        caps = {area: cap * in_units // 1 for area, cap in caps.items()}
        weights = result.values
        quotas = level_out(weights, floors, caps, pence // self.unit)
        parts = oracle.round_to_whole(pence // self.unit, quotas,
                                      lambda code: (-weights[code], code.encode("utf-8")))
        for area, part in parts.items():
            assert floors[area] <= part <= caps.get(area, part) and abs(part - quotas[area]) < 1
            assert part >= 0 and (weights[area] or part == floors[area])
        return ({area: part * self.unit for area, part in parts.items()},
                list(result.all_statuses() | statuses))


def value_text(value):
    """A decimal: exact where it ends within the places shown, else rounded; nothing for nothing."""
    if value is None:
        return ""
    text = oracle.decimals_text(value, PLACES_SHOWN)
    return text.rstrip("0").rstrip(".")


def formula_rows(policy, data, name, settings):
    """The columns and the rows, all text, that `formulas ID` prints; the readings are left out.

    Where a value rests on better figures than its share does, both statuses are given.
    """
    if name not in policy.formulas:
        raise Misused(f"no formula {name}")
    result = Evaluation(policy, data, settings).weights(name)
    nation = sum(result.values.values())
    is_computed = tag(policy.formulas[name]) != "published"
    worst_of_all = oracle.derived_at_best(result.all_statuses())
    rows = []
    for area in sorted(result.values, key=str.encode):
        value = result.values[area]
        row = {"area": area, "value": value_text(value), "exact": str(value),
               "share": oracle.decimals_text(value / nation, SHARE_PLACES)}
        own = result.statuses[area]
        own = oracle.derived_at_best(own) if is_computed else oracle.worst(own)
        row["data_status"] = own if own == worst_of_all else f"{own}..{worst_of_all}"
        row.update((step, value_text(values[area])) for step, values in result.steps.items())
        rows.append(row)
    return list(rows[0]), rows


def allocation_rows(policy, data, settings):
    rows = PolicyFund(policy, data, settings).rows
    return oracle.ALLOCATE_COLUMNS, [dict(row, amount=oracle.money_text(row["amount"]))
                                     for row in rows]


def compute(policy_path, folder, name=None, given_settings=()):
    """The columns and rows of a formula, or without a name of the whole fund."""
    policy = read_policy(policy_path)
    settings = policy.complete_settings(given_settings)
    data = oracle.Dataset(folder, levels={**oracle.LEVELS, **policy.levels})
    if name is None:
        return allocation_rows(policy, data, settings)
    return formula_rows(policy, data, name, settings)


def main():
    parser = argparse.ArgumentParser(description="Compute a policy's formulas a second time.")
    parser.add_argument("policy")
    parser.add_argument("folder")
    parser.add_argument("formula", nargs="?")
    parser.add_argument("--set", dest="settings", action="append", default=[])
    arguments = parser.parse_args()
    try:
        columns, rows = compute(arguments.policy, arguments.folder, arguments.formula,
                                arguments.settings)
    except (Refused, Unclear) as problem:
        print(problem, file=sys.stderr)
        return 3
    except Misused as problem:
        print(problem, file=sys.stderr)
        return 2
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
